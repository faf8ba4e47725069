//! The C interface: its header, what the libraries export, and the C programs of `tests/c`.

mod batch;
mod exports;
mod fork;
mod header;
#[path = "../kit/mod.rs"]
mod kit;
mod limits;
mod programs;
mod soak;
mod stack;
