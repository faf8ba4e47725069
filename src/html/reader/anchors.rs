//! Names of places that links lead to, and that wait for the text they stand at.
//!
//! Shape   a heading's name becomes its identifier; the others become anchors at the start of the next
//!         paragraph.
//! Errors  a name that finds no memory is left out.

use crate::buffers::{kept, plain};
use crate::document::{Document, Kind, Span};

kept! {
    /// The names that wait.
    #[derive(Debug, Default)]
    pub(super) struct Anchors {
        /// The name of the heading that begins, or nothing.
        heading: Name,
        waiting: Vec<Span>,
    }
}

/// A name; empty where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Name(Span);

plain!(Name);

impl Anchors {
    /// A name of the heading that begins.
    pub(super) fn name_heading(&mut self, name: Span) {
        self.heading = Name(name);
    }

    /// Whether the heading that begins has a name.
    pub(super) fn is_heading_named(&self) -> bool {
        !self.heading.0.is_empty()
    }

    /// A name that waits for text.
    pub(super) fn wait(&mut self, name: Span) {
        if self.waiting.try_reserve(1).is_ok() {
            self.waiting.push(name);
        }
    }

    /// Whether any name waits.
    pub(super) fn wait_for_text(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// The name of the heading that is opened in the document now: its own, else the first of those that wait for
    /// its text where it is free to have one; empty if there is none.
    pub(super) fn take_heading(&mut self, is_free: bool) -> Span {
        let own = std::mem::take(&mut self.heading).0;
        let takes = is_free && own.is_empty() && !self.waiting.is_empty();
        if takes { self.waiting.remove(0) } else { own }
    }

    /// Writes the names that wait.
    pub(super) fn write(&mut self, doc: &mut Document) {
        for &name in &self.waiting {
            doc.leaf(Kind::Anchor { name });
        }
        self.waiting.clear();
    }

    /// Writes the names that wait where code begins, which can't have them: in a paragraph of their own.
    pub(super) fn write_alone(&mut self, doc: &mut Document) {
        if !self.waiting.is_empty() {
            doc.open(Kind::PARAGRAPH);
            self.write(doc);
            doc.close();
        }
    }
}
