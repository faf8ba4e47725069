//! Markdown: CommonMark with GFM and optional extensions, read and written.
//!
//! Shape   `reader` turns pulldown-cmark's events into a document; `writer` walks a document and
//!         writes Markdown that reads back as the same document. `autolink` and `html` hold the
//!         rules that both must agree on, `kinds` groups of nodes.
//! Units   bytes of UTF-8.
//! Errors  limits and memory; no text is an error.
//! Source  CommonMark 0.31, GFM 0.29 and pulldown-cmark's extensions.

mod autolink;
mod html;
mod kinds;
mod look;
mod reader;
mod writer;

pub(crate) use look::{Looked, look};
pub use reader::read;
pub use writer::{Scratch, write};
