//! Whole documents, folders of them, and the program: what people use.

mod batch;
mod captions;
mod cli;
mod contents;
mod corpus;
mod csv;
mod cut;
mod documents;
mod drawn;
mod fill;
mod join;
#[path = "../kit/mod.rs"]
mod kit;
mod max_output;
mod model;
mod report;
mod tree;
mod trips;
mod untrusted;
