//! pandoc's tree, written.
//!
//! Shape   one pass over the nodes (`walk`) with a stack of open containers (`blocks`); each knows what ends it. Notes and
//!         comments stand where they are referred to, captions before what they belong to: the stack
//!         remembers where to go on.
//! Units   UTF-8; what JSON wants escaped is escaped, no more.
//! Errors  those of the output buffer.
//! Limits  no recursion; linear time: a note is written at its first reference only.
//! Source  pandoc-types 1.23.1.

mod blocks;
mod elements;
mod meta;
mod notes;
mod walk;

use self::elements::Elements;
use self::notes::Notes;
use crate::buffers::kept;
use crate::document::{NodeId, Span, View};
use crate::error::Result;
use crate::memory::Output;
use crate::report::{Loss, Report};
use blocks::Open;

/// No place in the input is known.
const NOWHERE: usize = usize::MAX;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<Open>,
        notes: Vec<NodeId>,
        bodies: Vec<NodeId>,
    }
}

/// Writes a document as pandoc's tree. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { open, notes, bodies } = scratch;
    open.clear();
    let notes = Notes::of(view, notes, bodies)?;
    let to = Elements::new(out);
    let mut writer = Writer {
        view,
        to,
        report,
        open,
        notes,
        in_comment: false,
        task: None,
        code_name: Span::EMPTY,
        table_name: 0,
    };
    writer.meta();
    writer.to.raw(b",\"blocks\":[");
    writer.nodes();
    writer.to.raw(b"]}");
    let untaken = writer.notes.untaken();
    report.add_many(Loss::Note, untaken, NOWHERE);
    Ok(())
}

struct Writer<'v, 'w> {
    view: View<'v>,
    to: Elements<'w>,
    report: &'w mut Report,
    open: &'w mut Vec<Open>,
    notes: Notes<'v, 'w>,
    /// In the words of a comment, which are inlines.
    in_comment: bool,
    /// The box of the item that has begun.
    task: Option<bool>,
    /// The name of the code block that begins.
    code_name: Span,
    /// The anchor that is the name of the table that has begun.
    table_name: NodeId,
}
