//! Raw HTML in a document becomes what it means.
//!
//! Shape   the document is written as HTML, its raw pieces as they stand, and that is read again: so a tag
//!         that begins in one piece and ends in another holds what stands between them, as it does in a
//!         browser. A document without raw HTML is not touched.
//! Errors  want of memory.
//! Limits  those of the reader. What is said of the document beside its text stays as it is.

use super::{Origin, reader, writer};
use crate::document::{Document, Kind, View};
use crate::error::{Error, Result};
use crate::memory::{self, Output};
use crate::options::Options;
use crate::report::Report;

/// Replaces the raw HTML in a document whose spans point into `source`. All of its text is its own then.
#[inline(never)]
pub(crate) fn convert(
    doc: &mut Document,
    source: &[u8],
    options: &Options,
    report: &mut Report,
    (reader, writer): (&mut reader::Scratch, &mut writer::Scratch),
) -> Result<()> {
    let is_raw = |kind: &Kind| matches!(kind, Kind::Html(_) | Kind::HtmlBlock);
    if !doc.nodes.iter().any(|node| is_raw(&node.kind)) {
        return Ok(());
    }
    doc.check()?;
    let mut out = Output::new(Vec::new(), memory::MOST_OUTPUT);
    writer::write_own(View { doc, source }, options, &mut out, report, writer)?;
    let html = String::from_utf8(out.finish()?).map_err(|_| Error::out_of_memory())?;
    let facts = doc.take_facts(source);
    doc.reset(options.max_nesting);
    reader::read(&html, Origin::Own, options, doc, report, reader)?;
    doc.put_facts(&facts);
    doc.check()
}
