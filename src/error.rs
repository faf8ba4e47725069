//! One error type for the whole library, and the status codes that C hosts see.
//!
//! Shape   `Error { status, offset, message }`; `Display` names the byte offset.
//! Units   offsets are bytes from the start of the input as the host gave it.
//! Errors  this is them; numbers are fixed for ever and never reused.
//! Source  the C ABI contract.

use std::borrow::Cow;
use std::ffi::CStr;
use std::fmt;

/// Makes the enum, the list of all, and names and words of each, of one row for each status.
macro_rules! statuses {
    ($($(#[$about:meta])* $status:ident = $number:literal: $name:literal, $words:literal;)*) => {
        /// The result of an operation, as the C functions return it: 0 or a negative number.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Status {
            $($(#[$about])* $status = $number,)*
        }

        impl Status {
            /// Every status, from 0 downwards.
            pub const ALL: [Status; [$($number),*].len()] = [$(Status::$status),*];

            /// The name in the header, without what all names begin with.
            pub fn name(self) -> &'static str {
                match self {
                    $(Status::$status => $name,)*
                }
            }

            /// What it means, for a person.
            pub fn words(self) -> &'static CStr {
                match self {
                    $(Status::$status => $words,)*
                }
            }
        }
    };
}

statuses! {
    /// The call did what it was asked to.
    Ok = 0: "OK", c"the call did what it was asked to";
    /// A pointer that must not be NULL was NULL.
    NullPointer = -1: "NULL_POINTER", c"a pointer that must not be NULL was NULL";
    /// The handle was never given out, or its converter has been destroyed.
    BadHandle = -2: "BAD_HANDLE",
        c"the handle was never given out, or what it stood for has been given back";
    /// The option string names an unknown key or a value that the key can't take.
    BadOption = -3: "BAD_OPTION",
        c"the options name an unknown key, or a value that the key can't take";
    /// An argument is out of its range: a format number, a negative length, a short `struct_size`.
    BadArgument = -4: "BAD_ARGUMENT", c"an argument is out of its range";
    /// The input is not in the encoding it should be in.
    BadEncoding = -5: "BAD_ENCODING", c"the input is not in the encoding that it should be in";
    /// The UTF-16 input holds an unpaired surrogate.
    BadUtf16 = -6: "BAD_UTF16", c"the UTF-16 input holds an unpaired surrogate";
    /// The input is larger or more complex than a limit allows.
    LimitReached = -7: "LIMIT_REACHED", c"the input is larger or more complex than a limit allows";
    /// The conversion needs more memory than the limit, or the system, can ever give.
    MemoryLimit = -8: "MEMORY_LIMIT",
        c"the conversion needs more memory than the limit, or the system, can give";
    /// The memory limit was near and no room came free in time; try again later.
    Busy = -9: "BUSY", c"no memory came free in time, or the job is not over yet: try again later";
    /// The caller's buffer is too small; `needed` says how large it must be.
    BufferTooSmall = -10: "BUFFER_TOO_SMALL", c"the buffer is too small for the result";
    /// A file could not be read or written.
    Io = -11: "IO", c"a file could not be read or written";
    /// The operation was cancelled.
    Cancelled = -12: "CANCELLED", c"the call or the job was cancelled";
    /// A fault in the library itself; it was contained and the library stays usable.
    Internal = -13: "INTERNAL", c"a fault in the library itself, which was contained";
    /// `Strict=` was asked for and something of its kinds could not be kept.
    Loss = -14: "LOSS", c"the option Strict was set and something could not be kept";
    /// The conversion took longer than `Timeout=` allows.
    Timeout = -15: "TIMEOUT", c"the conversion took longer than the option Timeout allows";
}

impl Status {
    /// The status of a number in the C interface.
    pub fn from_number(number: i32) -> Option<Status> {
        Status::ALL.into_iter().find(|&status| status as i32 == number)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_down_one_by_one_and_words_are_plain() {
        for (at, status) in Status::ALL.into_iter().enumerate() {
            assert_eq!(status as i32, -(at as i32), "{status:?}");
            assert_eq!(Status::from_number(status as i32), Some(status));
            let words = status.words().to_str().unwrap();
            assert!(words.is_ascii() && !words.is_empty() && words.len() < 100, "{words}");
        }
        assert_eq!(Status::from_number(1), None);
        assert_eq!(Status::from_number(i32::MIN), None);
    }
}
