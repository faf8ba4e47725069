//! What the library has of the operating system and the language runtime: the ground floor.
//!
//! | file | what it is for |
//! |---|---|
//! | [`gauge`] | bytes held, peak, limit, active conversions: plain counters |
//! | [`lock`] | locks whose waiting does not show in the gauge |
//! | `lane` | what each thread prefers, beside others |
//! | [`blocks`] | what the allocator keeps of what was given back |
//! | [`reserve`] | space kept for what can't fail in order |
//! | `fork` | what to do when the process is copied |
//! | `thread` | starting threads |
//! | [`log`] | what the library says to a host that wants to hear it |
//! | `clock` | what time it is |
//! | [`halt`] | asking a running conversion to stop |
//! | `allocator` | the counting allocator behind the exact gauge |
//! | `unwind` | what happens when the system has no memory left |
//! | `semaphore` | what the C runtime of 32-bit DLLs leaves behind |
//! | `outside` | what a host of WebAssembly does for the library |
//! | [`library`] | the system's code page, and this library as the system has loaded it |
//!
//! Nothing here knows of documents, converters or hosts; of the rest of the house only
//! [`crate::error`] is used. Unsafe code is the allocator's and that of calls to the system.

#![allow(unsafe_code)]

pub mod blocks;
pub(crate) mod clock;
#[cfg(all(unix, feature = "capi"))]
pub(crate) mod fork;
pub mod gauge;
pub(crate) mod halt;
pub(crate) mod lane;
pub(crate) mod library;
pub mod lock;
pub(crate) mod log;
pub mod reserve;
pub(crate) mod thread;

#[cfg(feature = "gauge")]
pub(crate) mod allocator;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub(crate) mod outside;
#[cfg(all(feature = "capi", windows, target_env = "gnu", target_arch = "x86"))]
mod semaphore;
#[cfg(feature = "gauge")]
pub(crate) mod unwind;
