//! What all that writes asks: where nodes end, what is open, what passes.

use super::Writer;
use super::pen::Form;
use crate::document::{Kind, NodeId};
use crate::report::Loss;

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

impl<'v> Writer<'v, '_> {
    pub(super) fn end_of(&self, id: NodeId) -> NodeId {
        self.view.nodes().get(id as usize).map_or(id, |node| node.end)
    }

    /// The open container so many levels above the innermost one.
    pub(super) fn opened(&self, up: usize) -> Option<&'v Kind> {
        let at = self.scratch.open.len().checked_sub(up + 1)?;
        self.view.kind(*self.scratch.open.get(at)?)
    }

    /// Whether raw HTML stands as it is.
    pub(super) fn passes(&self) -> bool {
        matches!(self.pen.form(), Form::Own | Form::Plain)
    }

    pub(super) fn lost(&mut self, loss: Loss) {
        self.report.add(loss, NOWHERE);
    }

    pub(super) fn text(&mut self, text: &[u8]) {
        if self.alt > 0 { self.pen.value(text) } else { self.pen.text(text) }
    }
}
