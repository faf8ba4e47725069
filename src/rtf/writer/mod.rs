//! A document to RTF bytes: 7-bit ASCII that Word, LibreOffice and RichEdit show alike.
//!
//! Shape   a [`Plan`] of what the document needs, made in one pass; its [`Look`] and the
//!         [`Prefixes`] of its styles, made of that; the header; then one walk over the blocks,
//!         the body. What is known before is only read from then on; of the body, each part has
//!         an owner, and nobody else changes it.
//! Units   twips (1/1440 inch) and half-points.
//! Errors  remembered by the output; what RTF can't hold goes into the report.
//! Limits  indents end at 31680 twips, the largest that Word takes.
//! Source  `docs/mapping.md`.

mod anchor;
mod body;
mod code;
mod containers;
mod direction;
mod field;
mod header;
mod inline;
mod kinds;
mod list;
mod look;
mod note;
mod paragraph;
mod picture;
mod plan;
mod prefix;
mod sink;
pub(in crate::rtf) mod style;
mod stylesheet;
mod table;
mod theme;

use self::body::Owners;
use self::look::Look;
use self::plan::Plan;
use self::prefix::Prefixes;
use self::sink::Sink;
use crate::buffers::kept;
use crate::document::View;
use crate::error::Result;
use crate::memory::Output;
use crate::options::Options;
use crate::report::Report;
use crate::rtf::template::Template;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        plan: Plan,
        prefixes: Prefixes,
        owners: Owners,
    }
}

/// Writes a document as RTF: 7-bit ASCII. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    write_with(view, options, None, out, report, scratch)
}

/// [`write()`] with the look of a template.
pub fn write_with(
    view: View<'_>,
    options: &Options,
    template: Option<&Template>,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { plan, prefixes, owners } = scratch;
    plan.make(view)?;
    let look = Look::new(options, template);
    prefixes.make(&look, plan, out);
    let mut sink = Sink::new(view, out, report);
    header::write(options, &look, plan, prefixes, &mut sink);
    body::write(options, &look, plan, prefixes, sink, owners);
    Ok(())
}
