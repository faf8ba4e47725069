//! The HTML reader and writer.

#[path = "../kit/mod.rs"]
mod kit;
mod limits;
mod lists;
mod notes;
mod oracle;
mod rules;
mod safe;
mod spec;
mod tree;
mod trips;
mod written;
