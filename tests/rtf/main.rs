//! The reader and the writer of RTF.

mod damage;
#[path = "../kit/mod.rs"]
mod kit;
mod layout;
mod marks;
mod misplaced;
mod reader;
mod reader_properties;
mod report;
mod rows;
mod running;
mod template;
mod words;
mod wrapper;
mod writer;
mod writer_blocks;
mod writer_golden;
mod writer_properties;
mod writer_trip;
