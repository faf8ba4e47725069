//! The notes and the words of comments of a document: pandoc's tree has them where they are referred to,
//! the model behind its blocks.
//!
//! Shape   [`Notes`] is filled by one pass over the nodes; then each is taken once, at its first reference.
//! Errors  [`Error::out_of_memory`] when they can't be listed.
//! Limits  sorted once, found by halving.

use crate::document::{CommentId, Kind, NodeId, Span, View};
use crate::error::{Error, Result};
use crate::memory;

/// A note that has been written.
const WRITTEN: NodeId = 1 << 31;

pub(super) struct Notes<'v, 'w> {
    view: View<'v>,
    /// Definitions by label, the first of a label first.
    notes: &'w mut Vec<NodeId>,
    /// The words of each comment; 0 where there are none, or where they have been taken.
    bodies: &'w mut Vec<NodeId>,
    taken: u32,
}

impl<'v, 'w> Notes<'v, 'w> {
    pub(super) fn of(
        view: View<'v>,
        notes: &'w mut Vec<NodeId>,
        bodies: &'w mut Vec<NodeId>,
    ) -> Result<Notes<'v, 'w>> {
        notes.clear();
        bodies.clear();
        let mut at = 0;
        let mut has_memory = memory::pad(bodies, view.doc.comments.len(), 0);
        while let Some(node) = view.kind(at) {
            match *node {
                Kind::FootnoteDefinition { .. } => has_memory &= memory::push(notes, at),
                Kind::CommentBody(id) => {
                    if let Some(body) = bodies.get_mut(id.0 as usize) {
                        *body = at;
                    }
                }
                _ => {}
            }
            at = view.end(at);
        }
        if !has_memory {
            return Err(Error::out_of_memory());
        }
        // The first of a label counts.
        notes.sort_unstable_by_key(|&id| (definition(view, id).0, id));
        Ok(Notes { view, notes, bodies, taken: 0 })
    }

    /// The definition of a label that has not been taken yet, and whether it is an endnote.
    pub(super) fn take(&mut self, label: Span) -> Option<(NodeId, bool)> {
        let view = self.view;
        let label = view.text(label);
        let of = |id: NodeId| definition(view, id & !WRITTEN);
        let at = self.notes.partition_point(|&note| of(note).0 < label);
        let note = self.notes.get_mut(at).filter(|note| of(**note).0 == label)?;
        if *note & WRITTEN != 0 {
            return None;
        }
        let found = *note;
        *note |= WRITTEN;
        self.taken += 1;
        Some((found, of(found).1))
    }

    /// How many have not been taken.
    pub(super) fn untaken(&self) -> u32 {
        self.notes.len() as u32 - self.taken
    }

    /// The words of a comment, once.
    pub(super) fn take_body(&mut self, comment: CommentId) -> Option<NodeId> {
        let body = self.bodies.get_mut(comment.0 as usize).map_or(0, std::mem::take);
        matches!(self.view.kind(body), Some(Kind::CommentBody(_))).then_some(body)
    }
}

/// The label of a note, and whether it is an endnote.
fn definition(view: View<'_>, id: NodeId) -> (&[u8], bool) {
    match view.kind(id) {
        Some(Kind::FootnoteDefinition { label, end }) => (view.text(*label), *end),
        _ => (b"", false),
    }
}
