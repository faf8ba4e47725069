//! RTF: lexer, reader and writer. See `docs/mapping.md` for how a document stands in RTF.

pub mod control;
pub mod lexer;
pub mod reader;
pub mod writer;
