//! The exported C functions: pointers in, pointers out, and nothing else.
//!
//! | file | what it is for |
//! |---|---|
//! | `convert` | the functions that convert |
//! | `fill` | templates filled, documents looked at |
//! | `batch` | jobs: many files, by threads of the library's own |
//! | `column` | many documents in memory, in one call |
//! | `lifecycle` | versions, create, destroy, last error, free, shutdown |
//! | `log` | what the library says while it works |
//! | `observe` | report, statistics, metrics |
//! | `constants` | the named numbers of the header |
//! | `pointers` | the caller's pointers as slices and places to write to |
//!
//! The header, `include/legacybridge.h`, is generated from these files (`tests/abi/header.rs`): the
//! comments on exported items are written for C programmers. What the functions do is in
//! `host` and below it, which `com` stands on too.

#![allow(unsafe_code)]
// The comments on exported functions are the header's; each tells the whole contract.
#![allow(clippy::missing_safety_doc)]

#[cfg(panic = "abort")]
compile_error!("the C functions catch panics: build with panic = \"unwind\"");

pub mod batch;
pub mod column;
pub mod constants;
pub mod convert;
pub mod fill;
pub mod lifecycle;
pub mod log;
pub mod observe;
mod pointers;
