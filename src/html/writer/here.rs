//! What all that write a kind are given: the document, what is asked of it, and where it goes.

use super::pen::{Form, Pen};
use crate::document::View;
use crate::options::Options;
use crate::report::{Loss, Report};

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

/// A document and where it is written to. It is lent to whoever writes a node, and remembers nothing.
pub(super) struct Sink<'v, 'w> {
    pub view: View<'v>,
    pub options: &'w Options,
    pub pen: Pen<'w>,
    pub report: &'w mut Report,
}

impl Sink<'_, '_> {
    /// Whether raw HTML stands as it is.
    pub(super) fn passes(&self) -> bool {
        matches!(self.pen.form(), Form::Own | Form::Plain)
    }

    pub(super) fn lost(&mut self, loss: Loss) {
        self.report.add(loss, NOWHERE);
    }
}
