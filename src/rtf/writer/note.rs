//! Footnotes: the first reference carries the note's text, later ones point to the first.
//!
//! Shape   `{\cs14\super\chftn}{\footnote …}`; a label that is not the note's number, or that is
//!         referred to again, is a bookmark `fn_label` before it; further references are `NOTEREF`
//!         fields to that bookmark.
//! Limits  notes don't nest: inside a note a reference is a field or plain superscript text.
//! Source  `docs/mapping.md`, "Other blocks".

use super::Writer;
use super::block::{Flow, Lead};
use super::plan::Note;
use crate::document::slug::percent;
use crate::document::{Kind, NodeId, Span};
use crate::memory::Output;
use crate::report::Loss;
use crate::text::escape_rtf;

impl<'a> Writer<'a> {
    /// A reference to a footnote.
    pub fn note_reference(&mut self, label: Span) {
        let text = self.view.text(label);
        let found = self.scratch.plan.find_label(text);
        let note = found.and_then(|index| self.scratch.plan.notes.get(index)).copied();
        match note {
            Some(note) if note.number > 0 && !note.written && !self.flow.in_note => {
                if let Some(note) = found.and_then(|index| self.scratch.plan.notes.get_mut(index)) {
                    note.written = true;
                }
                self.note(note);
            }
            Some(note) if note.number > 0 => {
                self.out.push(b"{\\field{\\*\\fldinst{NOTEREF ");
                note_bookmark(self.label_of(note.definition), self.out);
                self.out.push(b" \\\\h}}{\\fldrslt{\\super ");
                self.out.push_int(i64::from(note.number));
                self.out.push(b"}}}");
            }
            _ => {
                self.out.push(b"{\\super ");
                self.text(label);
                self.out.push_byte(b'}');
                self.lose(Loss::Other, text);
            }
        }
    }

    /// The label as the definition spells it.
    fn label_of(&self, definition: NodeId) -> &'a [u8] {
        match self.view.kind(definition) {
            Some(&Kind::FootnoteDefinition { label }) => self.view.text(label),
            _ => b"",
        }
    }

    fn note(&mut self, note: Note) {
        let Some((_, end)) = self.node(note.definition) else { return };
        let label = self.label_of(note.definition);
        if note.references > 1 || !is_number(label, note.number) {
            self.out.push(b"{\\*\\bkmkstart ");
            note_bookmark(label, self.out);
            self.out.push(b"}{\\*\\bkmkend ");
            note_bookmark(label, self.out);
            self.out.push_byte(b'}');
        }
        self.out.push(b"{\\cs14\\super\\chftn}{\\footnote");
        let inner = Flow::of_note(self.scratch.containers.len());
        let flow = std::mem::replace(&mut self.flow, inner);
        let outer = (self.size, self.bold, self.italic, self.in_link, self.in_image);
        let marks = (self.strong, self.emphasis);
        (self.in_link, self.in_image) = (false, false);
        (self.strong, self.emphasis) = (0, 0);
        self.blocks(note.definition + 1, end);
        self.flush();
        self.end_of_flow();
        // The note's own end ends its last paragraph. LibreOffice gives that one the style of the
        // note, so any other keeps its end and an empty paragraph follows.
        if self.flow.after_note_text && self.out.as_bytes().ends_with(b"\\par\r\n") {
            self.out.truncate(self.out.len() - b"\\par\r\n".len());
        }
        self.flow = flow;
        (self.size, self.bold, self.italic, self.in_link, self.in_image) = outer;
        (self.strong, self.emphasis) = marks;
        self.out.push_byte(b'}');
    }

    /// Footnotes that nothing in the text refers to stand at the end, behind their labels.
    pub fn unused_notes(&mut self) {
        for index in 0..self.scratch.plan.definitions.len() {
            let Some(&(definition, label)) = self.scratch.plan.definitions.get(index) else {
                break;
            };
            let note = self.scratch.plan.notes.get(label as usize);
            if note.is_some_and(|note| note.written && note.definition == definition) {
                continue;
            }
            let Some(&Kind::FootnoteDefinition { label }) = self.view.kind(definition) else {
                continue;
            };
            let Some((_, end)) = self.node(definition) else { continue };
            self.lose(Loss::Other, self.view.text(label));
            self.flow.lead = Lead::Label(label);
            self.blocks(definition + 1, end);
            self.flush();
        }
    }
}

/// The name of the bookmark at a note's first reference.
fn note_bookmark(label: &[u8], out: &mut Output) {
    out.push(b"fn_");
    let mut from = 0;
    for (at, &byte) in label.iter().enumerate() {
        if byte >= 0x80 || byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            continue;
        }
        escape_rtf(label.get(from..at).unwrap_or(&[]), out);
        out.push(&percent(byte));
        from = at + 1;
    }
    escape_rtf(label.get(from..).unwrap_or(&[]), out);
}

/// True where a label is a number as RTF would count it.
fn is_number(label: &[u8], number: u32) -> bool {
    let mut value = 0u32;
    for &byte in label {
        if !byte.is_ascii_digit() {
            return false;
        }
        value = value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
    }
    value == number && label.first().is_some_and(|&byte| byte != b'0')
}
