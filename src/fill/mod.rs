//! Values in the places that a document names: `{{name}}`, sections, Word's merge fields.
//!
//! Shape   between reader and writer: `tags` makes a list of steps of the nodes and finds the tags in their
//!         text, `sections` finds what each section spans, `render` goes through the steps with the
//!         `values` and builds the document anew.
//! Units   places in the report are bytes of the input.
//! Errors  `BadArgument` where the values are no JSON object or a section has no beginning or end;
//!         `LimitReached` where sections in sections make far more of a document than it has.
//! Limits  no recursion; time is linear in what comes out. Values are text, pictures (data URIs), and
//!         Markdown where `{{{name}}}` asks for it: no markup of any format comes out of the others.
//! Source  Mustache's specification 1.4: comments, interpolation, inverted, sections. Partials and other
//!         delimiters mean nothing in a document. RTF 1.9.1, "Fields"; Word's MERGEFIELD.

mod members;
mod render;
mod sections;
mod tags;
mod values;

use crate::buffers::kept;
use crate::document::Document;
use crate::error::{Error, Result, Status};
use crate::options::Options;
use crate::report::Report;
use crate::text::json::{Shape, Tape};

kept! {
    /// What is needed to fill a document.
    #[derive(Debug, Default)]
    pub(crate) struct Scratch {
        tape: Tape,
        tags: tags::Scratch,
        sections: sections::Scratch,
        render: render::Scratch,
    }
}

/// What a document is filled with, and what its spans point into.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub options: &'a Options,
    pub source: &'a [u8],
    /// Where that begins in the input; none where it is made of it.
    pub start: Option<usize>,
    /// A JSON object.
    pub values: &'a str,
}

/// Fills a finished document.
pub(crate) fn fill(
    doc: &mut Document,
    given: Given<'_>,
    scratch: &mut Scratch,
    report: &mut Report,
) -> Result<()> {
    let Scratch { tape, tags, sections, render } = scratch;
    let no_object =
        |offset| Error::at(Status::BadArgument, offset, "the values are not a JSON object");
    tape.read(given.values).map_err(|error| match error.status {
        Status::BadEncoding => no_object(error.offset.unwrap_or(0)),
        _ => error,
    })?;
    if tape.shape(0) != Shape::Object {
        return Err(no_object(0));
    }
    if !tags::find(doc, given, tags, report) {
        return doc.check();
    }
    sections::lay_out(doc, given.source, tags, sections)?;
    render::render(doc, given, tape, tags, sections, render, report)
}

#[cfg(test)]
mod tests;
