//! The exported C functions: pointers in, pointers out, and nothing else.
//!
//! | file | what it is for |
//! |---|---|
//! | `convert` | the functions that convert |
//! | `batch` | jobs: many files, by threads of the library's own |
//! | `lifecycle` | versions, create, destroy, last error, free, shutdown |
//! | `observe` | report, statistics, metrics |
//! | `constants` | the named numbers of the header |
//! | `guard` | what every call passes through: panics, the last error, the gate |
//! | `pointers` | the caller's pointers as slices and places to write to |
//! | `outputs` | outputs that the host has not freed yet |
//! | `files` | a file in, a file out |
//! | `metrics` | the Prometheus text |
//! | `allocator` | the counting allocator behind the exact gauge |
//! | `unwind` | what happens when the system has no memory left |
//! | `semaphore` | what the C runtime of 32-bit DLLs leaves behind |
//! | [`system`] | what only the operating system knows |
//!
//! The header, `include/legacybridge.h`, is generated from these files (`tests/header.rs`): the
//! comments on exported items are written for C programmers.

#![allow(unsafe_code)]
// The comments on exported functions are the header's; each tells the whole contract.
#![allow(clippy::missing_safety_doc)]

pub mod system;

#[cfg(all(feature = "capi", panic = "abort"))]
compile_error!("the C functions catch panics: build with panic = \"unwind\"");

#[cfg(feature = "capi")]
pub(crate) mod allocator;
#[cfg(feature = "capi")]
pub mod batch;
#[cfg(feature = "capi")]
pub mod constants;
#[cfg(feature = "capi")]
pub mod convert;
#[cfg(feature = "capi")]
pub(crate) mod files;
#[cfg(feature = "capi")]
pub(crate) mod guard;
#[cfg(feature = "capi")]
pub mod lifecycle;
#[cfg(feature = "capi")]
pub(crate) mod metrics;
#[cfg(feature = "capi")]
pub mod observe;
#[cfg(feature = "capi")]
mod outputs;
#[cfg(feature = "capi")]
pub(crate) mod pointers;
#[cfg(all(feature = "capi", windows, target_env = "gnu", target_arch = "x86"))]
mod semaphore;
#[cfg(feature = "capi")]
mod unwind;
