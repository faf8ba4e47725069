//! Footnotes: definitions stand at the end, in the order of their first references.
//!
//! Shape   definitions are collected first and sorted by label, so that a reference finds its own
//!         by binary search.
//! Limits  a label that cannot be written is replaced by a free number.
//! Source  GFM footnotes as cmark-gfm and pulldown-cmark read them.

use std::cmp::Ordering;

use super::block::FrameKind;
use super::{Writer, room};
use crate::document::{Kind, NodeId, Span};

/// A footnote definition.
#[derive(Clone, Copy, Debug)]
pub(super) struct Note {
    label: Span,
    node: NodeId,
    /// Its number, where its label cannot be written.
    number: u32,
    queued: bool,
}

impl Writer<'_, '_> {
    pub(super) fn collect_notes(&mut self) {
        self.s.notes.clear();
        self.s.note_order.clear();
        let mut id = 0;
        while (id as usize) < self.view.doc.nodes.len() {
            if let Kind::FootnoteDefinition { label } = self.kind(id)
                && room(&mut self.s.notes, 1, &mut self.full)
            {
                self.s.notes.push(Note { label, node: id, number: 0, queued: false });
            }
            id = self.end_of(id);
        }
        let view = self.view;
        self.s.notes.sort_unstable_by(|a, b| {
            compare(view.text(a.label), view.text(b.label)).then(a.node.cmp(&b.node))
        });
    }

    /// The index of the first definition of a label.
    fn find_note(&self, label: &[u8]) -> Option<usize> {
        let notes = &self.s.notes;
        let at = notes.partition_point(|n| compare(self.text(n.label), label) == Ordering::Less);
        notes.get(at).filter(|n| compare(self.text(n.label), label) == Ordering::Equal).map(|_| at)
    }

    /// Writes a reference and remembers that its definition is wanted.
    pub(super) fn note_reference(&mut self, label: Span) {
        let label = self.text(label);
        match self.find_note(label) {
            Some(index) => {
                if !self.s.notes[index].queued {
                    self.s.notes[index].queued = true;
                    if room(&mut self.s.note_order, 1, &mut self.full) {
                        self.s.note_order.push(index as u32);
                    }
                }
                self.out.push(b"[^");
                self.note_name(index, label);
            }
            None => {
                // A reference without a definition is text to every reader.
                self.out.push(b"\\[^");
                self.out.push(label);
            }
        }
        self.out.push_byte(b']');
    }

    fn note_name(&mut self, index: usize, label: &[u8]) {
        if is_plain(label) {
            self.out.push(label);
            return;
        }
        if self.s.notes[index].number == 0 {
            loop {
                self.next_note += 1;
                let mut digits = [0u8; 10];
                let mut at = digits.len();
                let mut rest = self.next_note;
                while rest > 0 {
                    at -= 1;
                    digits[at] = b'0' + (rest % 10) as u8;
                    rest /= 10;
                }
                if self.find_note(&digits[at..]).is_none() {
                    break;
                }
            }
            self.s.notes[index].number = self.next_note;
        }
        self.out.push_int(self.s.notes[index].number as i64);
    }

    /// Writes the definitions.
    pub(super) fn write_notes(&mut self) {
        let mut next = 0;
        while let Some(&index) = self.s.note_order.get(next) {
            next += 1;
            self.note(index as usize);
        }
        // Then those that nothing refers to, in the order of the document.
        if next == self.s.notes.len() {
            return;
        }
        let mut id = 0;
        while (id as usize) < self.view.doc.nodes.len() {
            if let Kind::FootnoteDefinition { label } = self.kind(id)
                && let Some(first) = self.find_note(self.text(label))
                && let Some(index) = self.same_label(first, id)
                && !self.s.notes[index].queued
            {
                self.s.notes[index].queued = true;
                self.note(index);
                // What it refers to follows it.
                while let Some(&index) = self.s.note_order.get(next) {
                    next += 1;
                    self.note(index as usize);
                }
            }
            id = self.end_of(id);
        }
    }

    /// Among the definitions of one label, which follow `first` in the order of their nodes, the
    /// one that is `node`.
    fn same_label(&self, first: usize, node: NodeId) -> Option<usize> {
        let label = self.text(self.s.notes.get(first)?.label);
        let rest = self.s.notes.get(first..)?;
        let ahead = rest.partition_point(|note| {
            note.node < node && compare(self.text(note.label), label) == Ordering::Equal
        });
        rest.get(ahead).filter(|note| note.node == node).map(|_| first + ahead)
    }

    fn note(&mut self, index: usize) {
        let Note { label, node, .. } = self.s.notes[index];
        let end = self.end_of(node);
        self.begin();
        self.out.push(b"[^");
        self.note_name(index, self.text(label));
        self.out.push(b"]: ");
        self.enter(FrameKind::Note, end, b"");
        self.s.prefix.extend_from_slice(b"    ");
        self.blocks(node + 1, end);
        self.leave();
    }
}

/// Labels match whatever the case of their letters.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
}

/// Whether a label can be written as it is.
fn is_plain(label: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b"-_.:/+#@=".contains(b);
    !label.is_empty() && label.len() < 200 && label.iter().all(plain)
}
