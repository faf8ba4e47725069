//! A document to RTF bytes: 7-bit ASCII that Word, LibreOffice and RichEdit show alike.
//!
//! Shape   a plan of what the document needs, made in one pass; its look and the
//!         prefixes of its styles, made of that; the header; then one walk over the blocks,
//!         the body. What is known before is only read from then on; of the body, each part has
//!         an owner, and nobody else changes it. What report writers draw is written by `drawn`.
//! Units   twips (1/1440 inch) and half-points.
//! Errors  remembered by the output; what RTF can't hold goes into the report.
//! Limits  indents end at 31680 twips, the largest that Word takes.
//! Source  `docs/mapping.md`.

mod anchor;
mod body;
mod code;
mod containers;
mod direction;
mod drawn;
mod escape;
mod field;
mod formula;
mod header;
mod inline;
mod line;
mod list;
mod lone_signs;
mod look;
mod nodes;
mod note;
mod paragraph;
mod picture;
mod plan;
mod prefix;
mod revision;
mod running;
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
use crate::options::{Options, Target};
use crate::report::Report;
use crate::rtf::template::Template;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        plan: Plan,
        prefixes: Prefixes,
        owners: Owners,
        drawn: drawn::Scratch,
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
    let Scratch { plan, prefixes, owners, drawn } = scratch;
    plan.make(view)?;
    // The faces of a template may have another code page.
    out.set_ansi(template.is_none());
    let look = Look::new(options, template);
    if options.target == Target::Report {
        drawn::write(options, &look, plan, Sink::new(view, out, report), drawn);
        return Ok(());
    }
    if options.all_styles {
        plan.use_all();
    }
    prefixes.make(&look, plan, out);
    let mut sink = Sink::new(view, out, report);
    header::write(options, &look, plan, prefixes, &mut sink);
    body::write(options, &look, plan, prefixes, sink, owners);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::memory::refusals;

    /// One of everything that the writer has a stack or a table for.
    const DOCUMENT: &str = "# A\n\n# A {#b}\n\n[x](#a-1) *a **b***[^1]\n\n> 1. c\n>    - d[^Ä]\n\n\
        ```rust\ne\n```\n\n| f | g[^1] |\n|---|---|\n| h | i |\n\n\
        [^1]: j\n\n    | k |\n    |---|\n    | l |\n[^ä]: m\n[^n]: o\n";

    #[test]
    fn no_growth_that_is_refused_loses_anything_silently() {
        let options = Options::default();
        let mut doc = Document::default();
        doc.reset(256);
        crate::markdown::read(DOCUMENT, &options, &mut doc, &mut Report::default()).unwrap();
        let view = View { doc: &doc, source: DOCUMENT.as_bytes() };
        let mut whole = None;
        for count in (0..).map(|step| usize::MAX.wrapping_add(step)) {
            let mut out = Output::new(Vec::with_capacity(1 << 16), 1 << 16);
            let (mut report, mut scratch) = (Report::default(), Scratch::default());
            let (result, refused) = refusals::after(count, || {
                write(view, &options, &mut out, &mut report, &mut scratch)
            });
            let result = result.and_then(|()| out.finish());
            assert_eq!(result.is_err(), refused, "{count}");
            match (result, &whole) {
                (Ok(rtf), None) => whole = Some(rtf),
                (Ok(rtf), Some(whole)) => {
                    assert!(count > 20 && rtf == *whole, "{count}");
                    return;
                }
                (Err(_), _) => {}
            }
        }
    }
}
