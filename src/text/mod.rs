//! Bytes and characters, no structure: what both RTF and the `CodePage=` option need.
//!
//! | part | what it is for |
//! |---|---|
//! | `address` | what an address is to whoever opens it: a script, another machine, the web |
//! | [`scan`] | the next byte that means something in RTF, found 16 bytes at a time |
//! | [`escape`] | UTF-8 text as 7-bit RTF text |
//! | [`control`](mod@control) | which control characters text may hold |
//! | [`codepage`] | bytes of an ANSI, DOS, Mac, ISO or double-byte page to text, and back |
//! | `highlight` | pieces of code in a language: words, texts, comments, numbers |
//! | [`json`] | text in quotes, as JSON has it |
//! | [`mod@direction`] | whether a paragraph runs from right to left |
//! | `packed` | the names of a table in one run of letters |
//! | [`yaml`] | the keys and values of front matter |
//! | [`symbol`] | bytes of a symbol font (Symbol, Wingdings, …) to real characters |

pub(crate) mod address;
pub mod codepage;
pub mod control;
pub mod direction;
pub mod escape;
pub(crate) mod highlight;
pub mod json;
mod latin;
pub(crate) mod packed;
pub(crate) mod raw;
pub mod scan;
pub mod symbol;
pub mod yaml;

pub use codepage::{Charset, CodePage, decode, encode};
pub use direction::{Direction, direction};
pub use escape::{escape_rtf, escape_rtf_cow};
pub use scan::next_special;
pub use symbol::{SymbolFont, symbol_table};
