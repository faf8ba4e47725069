//! The HTML reader.

#[path = "../kit/mod.rs"]
mod kit;
mod limits;
mod rules;
