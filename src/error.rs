//! One error type for the whole library, and the status codes that C hosts see.
//!
//! Shape   `Error { status, offset, message }`; `Display` names the byte offset.
//! Units   offsets are bytes from the start of the input as the host gave it.
//! Errors  this is them; numbers are fixed for ever and never reused.
//! Source  the C ABI contract.

use std::borrow::Cow;
use std::fmt;

/// The result of an operation, as the C functions return it: 0 or a negative number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Status {
    /// The call did what it was asked to.
    Ok = 0,
    /// A pointer that must not be NULL was NULL.
    NullPointer = -1,
    /// The handle was never given out, or its converter has been destroyed.
    BadHandle = -2,
    /// The option string names an unknown key or a value that the key can't take.
    BadOption = -3,
    /// An argument is out of its range: a format number, a negative length, a short `struct_size`.
    BadArgument = -4,
    /// The input is not in the encoding it should be in.
    BadEncoding = -5,
    /// The UTF-16 input holds an unpaired surrogate.
    BadUtf16 = -6,
    /// The input is larger or more complex than a limit allows.
    LimitReached = -7,
    /// The conversion needs more memory than the limit, or the system, can ever give.
    MemoryLimit = -8,
    /// The memory limit was near and no room came free in time; try again later.
    Busy = -9,
    /// The caller's buffer is too small; `needed` says how large it must be.
    BufferTooSmall = -10,
    /// A file could not be read or written.
    Io = -11,
    /// The operation was cancelled.
    Cancelled = -12,
    /// A fault in the library itself; it was contained and the library stays usable.
    Internal = -13,
}

/// Why a conversion or a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The kind of failure, and the number that C hosts get.
    pub status: Status,
    /// Where in the input, in bytes from its start, if a place can be named.
    pub offset: Option<usize>,
    /// What happened, for a person; without the offset, which `Display` adds.
    pub message: Cow<'static, str>,
}

/// `Result` with this library's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error that belongs to no place in the input.
    pub fn new(status: Status, message: impl Into<Cow<'static, str>>) -> Self {
        Error { status, offset: None, message: message.into() }
    }

    /// An error at byte `offset` of the input.
    pub fn at(status: Status, offset: usize, message: impl Into<Cow<'static, str>>) -> Self {
        Error { status, offset: Some(offset), message: message.into() }
    }

    /// The system could not give the memory that a growing buffer needs.
    pub fn out_of_memory() -> Self {
        Error::new(Status::MemoryLimit, "not enough memory for this conversion")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.offset {
            Some(offset) => write!(f, "{} at byte {}", self.message, offset),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::collections::TryReserveError> for Error {
    fn from(_: std::collections::TryReserveError) -> Self {
        Error::out_of_memory()
    }
}
