//! Pictures out of documents and into them.

mod embed;
mod fuzz;
#[path = "../kit/mod.rs"]
mod kit;
mod metafile;
mod rules;
