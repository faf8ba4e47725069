//! HTML to a document: our own reader, for what stands inside of RTF and Markdown.
//!
//! Shape   two passes over the tokens and no tree: `survey` finds out what each table is, `build`
//!         drives the document's `open`, `close` and `leaf` with a stack of open elements.
//! Rooms   token -> survey -> build; `tag`, `style`, `reference` and `names` are tables.
//! Units   byte offsets into the text.
//! Errors  every text is read; what had to be dropped is in the report. The only failures are lack
//!         of memory and a text of 2 GiB or more.
//! Limits  linear time; no recursion; nesting is bounded by the document; see `build` for the rest.
//! Source  the HTML standard, "Parsing", as far as a reader of documents can tell the difference;
//!         what Outlook, Word and Google Docs write.

mod build;
mod inline_tag;
#[rustfmt::skip]
mod names;
mod reference;
mod style;
mod survey;
mod tag;
mod token;

pub use inline_tag::{InlineTag, TagMark, inline_tag};
pub use reference::decode;

use crate::document::Document;
use crate::error::{Error, Result, Status};
use crate::options::Options;
use crate::report::Report;

/// Where the text that is read stands, seen from the document's view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In the input of the host, from that byte of the view's source on: spans borrow it, and the
    /// report names places.
    Input(usize),
    /// It is the view's source, but not the input of the host: spans borrow it, and the report
    /// names no places.
    Derived,
    /// Elsewhere: the document gets a copy of all text.
    Elsewhere,
}

/// Buffers that the reader needs and that serve the next document too.
#[derive(Debug, Default)]
pub struct Scratch {
    survey: survey::Survey,
    build: build::Buffers,
}

impl Scratch {
    /// Bytes that the buffers hold, used or not.
    pub fn retained_bytes(&self) -> usize {
        self.survey.retained_bytes() + self.build.retained_bytes()
    }
}

/// Reads HTML into `doc` (which must have been `reset`). Spans borrow `html` where `origin` allows.
pub fn read(
    html: &str,
    origin: Origin,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let base = if let Origin::Input(base) = origin { base } else { 0 };
    if html.len().saturating_add(base) >= i32::MAX as usize {
        return Err(Error::new(Status::LimitReached, "the HTML text is too long"));
    }
    scratch.survey.clear();
    survey::survey(html, options, &mut scratch.survey)?;
    build::build(html, origin, &scratch.survey, doc, report, &mut scratch.build)?;
    doc.check()
}
