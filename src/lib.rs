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
//! | [`html`] | HTML reader and writer; what stands inside of RTF and Markdown too |
//! | `math` | formulas: TeX to a tree and back; knows no format |
//! | [`plain`] | plain text, the third format |
//! | [`csv`] | tables as CSV, in and out |
//! | [`json`] | pandoc's document tree, read and written |
//! | `check` | what is wrong with a document, told with its places |
//! | `fill` | values in the places that a document names |
//! | [`picture`] | picture files: out of `\pict` data, and into it |
//! | `system` | allocator, gauge, locks, unwinding: what stands below memory |
//! | [`memory`] | pools, interner, limits, the output buffer |
//! | [`options`] | the connection string and every key in it |
//! | [`report`] | what a conversion could not keep |
//! | [`error`] | one error type, status codes, positions in bytes |
//! | [`formats`] | what each format is: names, extensions, reader, writer; the only list of them |
//! | [`converter`] | one conversion from bytes to bytes, by the rows of [`formats`] |
//! | [`handles`] | the one table behind every kind of handle |
//! | [`registry`] | handles -> converters |
//! | [`files`] | whole files in and out |
//! | [`batch`] | many files, by threads of their own |
//! | [`mod@column`] | many documents in memory, in one call |
//! | `buffers` | what is kept between documents, declared once |
//! | `work` | steps counted in tests: time is linear |
//! | `host` | guard, outputs, statistics: what both faces stand on |
//! | `ffi` | the exported C functions |
//! | `com` | the automation server, on Windows |
//! | `wasm` | the functions that the package for JavaScript calls |
//!
//! `document` imports no format; `rtf` and `markdown` do not know each other; `ffi` and `com` know
//! neither formats nor each other. Unsafe code is denied except in `text::scan`, `system`, `ffi`, `com`
//! and `wasm`.
//!
//! # Example
//!
//! ```
//! use legacybridge::converter::{Converter, Format};
//! use legacybridge::options::Options;
//!
//! let converter = Converter::new(Options::default())?;
//! let rtf = converter.convert(Format::Markdown, Format::Rtf, b"Some *text*.")?;
//! let back = converter.convert(Format::Rtf, Format::Markdown, &rtf)?;
//! assert_eq!(back, b"Some *text*.\n");
//! # Ok::<(), legacybridge::error::Error>(())
//! ```

#![deny(unsafe_code)]
#![cfg_attr(legacybridge_alloc_error_hook, feature(alloc_error_hook))]

pub mod batch;
mod buffers;
mod check;
pub mod column;
#[cfg(all(windows, feature = "capi"))]
pub mod com;
pub mod converter;
pub mod csv;
pub mod document;
pub mod error;
#[cfg(feature = "capi")]
pub mod ffi;
pub mod files;
mod fill;
pub mod formats;
pub mod handles;
#[cfg(feature = "capi")]
pub(crate) mod host;
pub mod html;
pub mod json;
pub mod markdown;
mod math;
pub mod memory;
pub mod options;
pub mod picture;
pub mod plain;
pub mod registry;
pub mod report;
pub mod rtf;
pub(crate) mod system;
pub mod text;
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
mod wasm;
mod work;
