//! pandoc's tree, written.
//!
//! Shape   one pass over the nodes (`walk`); `blocks` begins blocks and holds the stack of those that are open, each of
//!         which knows what ends it, `elements` writes JSON, `meta` what a document says of itself. Notes and
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
use crate::document::{NodeId, View};
use crate::error::Result;
use crate::memory::Output;
use crate::report::Report;
use blocks::{Blocks, Open};
use walk::Writer;

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
    let notes = Notes::of(view, notes, bodies)?;
    let mut to = Elements::new(out);
    meta::write(view, &mut to);
    Writer::new(view, to, report, Blocks::new(view, open), notes).all();
    Ok(())
}
