//! Footnotes and endnotes: what each is called.
//!
//! Shape   a note's label is what its bookmark says (`fn_label`, with `%XX` as the character), else its
//!         number; a mark of its own that it begins with is left out, since the label stands for it.

use crate::buffers::kept;
use crate::document::{Document, Span};
use crate::memory;

/// What becomes of one note.
#[derive(Clone, Copy, Debug)]
struct Note {
    /// Its label in Markdown; empty until it has one.
    label: Span,
    /// Bytes of a mark of its own, which the label stands for.
    mark: usize,
}

kept! {
    /// The notes of a document, in their order.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        all: Vec<Note>,
    }
}

impl Notes {
    /// Begins with so many notes, none of which has a label. False where memory is short.
    #[must_use]
    pub(super) fn reset(&mut self, count: usize) -> bool {
        self.all.clear();
        memory::pad(&mut self.all, count, Note { label: Span::EMPTY, mark: 0 })
    }

    /// The label of a note; where it has none, its number, written into `doc`.
    pub(super) fn label(&mut self, index: usize, doc: &mut Document) -> Span {
        let Some(note) = self.all.get_mut(index) else { return Span::EMPTY };
        if note.label.is_empty() {
            note.label = doc.own_number(index as u32 + 1);
        }
        note.label
    }

    pub(super) fn set_label(&mut self, index: usize, label: Span) {
        if let Some(note) = self.all.get_mut(index) {
            note.label = label;
        }
    }

    /// Bytes at the start of a note that its label stands for.
    pub(super) fn mark(&self, index: usize) -> usize {
        self.all.get(index).map_or(0, |note| note.mark)
    }

    pub(super) fn set_mark(&mut self, index: usize, bytes: usize) {
        if let Some(note) = self.all.get_mut(index) {
            note.mark = bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_called_by_its_label_or_its_number() {
        let mut doc = Document::default();
        doc.reset(9);
        let mut notes = Notes::default();
        assert!(notes.reset(2));
        let label = doc.own("a");
        notes.set_label(0, label);
        assert_eq!(notes.label(0, &mut doc), label);
        let number = notes.label(1, &mut doc);
        assert_eq!(notes.label(1, &mut doc), number);
        assert_eq!(doc.text, "a2", "the number is written once");
        assert_eq!(notes.label(2, &mut doc), Span::EMPTY);
    }
}
