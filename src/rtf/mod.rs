//! RTF: lexer, reader and writer, and what RTF comes wrapped in. See `docs/mapping.md` for how a
//! document stands in RTF.

mod assembly;
mod dump;
pub mod lexer;
pub mod reader;
mod start;
mod structure;
mod tables;
pub mod template;
mod typeface;
mod walk;
pub mod words;
pub mod wrapper;
pub mod writer;

pub(crate) use dump::dump_tokens;
pub(crate) use start::begins_like_text;
