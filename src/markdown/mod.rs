//! Markdown: CommonMark with GFM and optional extensions, read and written.

use crate::document::{Document, View};
use crate::error::{Error, Result, Status};
use crate::memory::Output;
use crate::options::Options;
use crate::report::Report;

/// Buffers that the writer needs and that serve the next document too.
#[derive(Debug, Default)]
pub struct Scratch {}

/// Reads Markdown into `doc` (which must have been `reset`). Spans borrow `source` where they can.
pub fn read(
    _source: &str,
    _options: &Options,
    _doc: &mut Document,
    _report: &mut Report,
) -> Result<()> {
    Err(Error::new(Status::Internal, "Markdown reader missing"))
}

/// Writes a document as Markdown. Failures are remembered by `out`.
pub fn write(
    _view: View<'_>,
    _options: &Options,
    _out: &mut Output,
    _report: &mut Report,
    _scratch: &mut Scratch,
) -> Result<()> {
    Err(Error::new(Status::Internal, "Markdown writer missing"))
}
