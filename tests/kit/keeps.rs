//! What a format can say: asked of the library itself, so that tests over all formats name none.
//!
//! Input   a format, and Markdown as it is written.
//! Output  whether the Markdown is there again when it went through the format.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

/// Whether `markdown` comes back through `format`.
pub(crate) fn keeps(format: Format, markdown: &str) -> bool {
    let converter = Converter::new(Options::parse("FrontMatter=No").unwrap()).unwrap();
    let there = converter.convert(Format::Markdown, format, markdown.as_bytes()).unwrap();
    converter.convert(format, Format::Markdown, &there).unwrap() == markdown.as_bytes()
}
