//! What becomes of each construct that RTF writers are known to use, written as they write it.
//!
//! Shape   one module for each part of `docs/rtf-support.md`; one line, one test: RTF to Markdown.
//! Source  the files that Word, WordPad and other RichEdit hosts, LibreOffice, TextEdit, Outlook and
//!         report writers make; the sources here are of our own writing, in their shapes.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

/// Markdown of a whole RTF file, without the line end at its end.
pub(crate) fn markdown(source: impl AsRef<[u8]>) -> String {
    // What else tables with blocks and merged cells become stands in `layout`.
    let options = Options::parse("ComplexTables=Flatten").expect("good options");
    let converter = Converter::new(options).expect("a converter");
    let out = converter.convert(Format::Rtf, Format::Markdown, source.as_ref());
    let text = String::from_utf8(out.expect("any RTF is read")).expect("Markdown is UTF-8");
    text.strip_suffix('\n').unwrap_or(&text).to_owned()
}

macro_rules! rows {
    ($($name:ident $source:expr => $expected:expr;)*) => {
        $(#[test] fn $name() { assert_eq!(crate::rows::markdown($source), $expected); })*
    };
}

mod encoding;
mod inline;
mod kinds;
mod malformed;
mod objects;
mod paragraphs;
mod structure;
