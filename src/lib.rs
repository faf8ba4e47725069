//! LegacyBridge converts RTF and Markdown into each other, inside the host's process.
//!
//! Data flows one way: bytes -> reader -> [`document`] -> writer -> bytes.
//!
//! | room | what it is for |
//! |---|---|
//! | [`document`] | the model in the middle: a flat arena that knows no format |
//! | [`text`] | scanning, escaping and code pages: bytes, no structure |
//! | [`rtf`] | RTF lexer, reader and writer |
//! | [`markdown`] | Markdown reader (pulldown-cmark) and writer |
//! | [`html`] | HTML reader, for what stands inside of RTF and Markdown |
//! | [`plain`] | plain text, the third format |
//! | [`memory`] | pools, interner, gauge, limits, the output buffer |
//! | [`options`] | the connection string and every key in it |
//! | [`report`] | what a conversion could not keep |
//! | [`error`] | one error type, status codes, positions in bytes |
//! | [`converter`] | one conversion from bytes to bytes: the only place that sees all formats |
//! | `registry` | handles -> converters |
//! | `ffi` | the exported C functions |
//!
//! `document` imports no format; `rtf` and `markdown` do not know each other;
//! `ffi` knows neither. Unsafe code is denied except in `text::scan` and `ffi`.

#![deny(unsafe_code)]

pub mod document;
pub mod error;
pub mod html;
pub mod markdown;
pub mod memory;
pub mod options;
pub mod report;
pub mod rtf;
pub mod text;
