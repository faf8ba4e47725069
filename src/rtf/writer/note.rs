//! Footnotes: the first reference carries the note's text, later ones point to the first.
//!
//! Shape   `{\cs14\super\chftn}{\footnote …}`; a label that is not the note's number, or that is
//!         referred to again, is a bookmark `fn_label` before it; further references are `NOTEREF`
//!         fields to that bookmark.
//! State   [`Notes`] knows which have been written, and whether one is being written.
//! Limits  notes don't nest: inside a note a reference is a field or plain superscript text.
//! Source  `docs/mapping.md`, "Other blocks".

use super::escape::{escape_special, percent};
use super::plan::{Note, Plan};
use super::revision::note_date;
use super::sink::{Sink, enough};
use crate::buffers::kept;
use crate::document::{Comment, CommentId, Kind, NodeId, Span, View};
use crate::memory::{self, Output};
use crate::report::Loss;
use crate::rtf::tables::date;

kept! {
    /// The notes written so far.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        /// Whether each label's note has been written.
        written: Vec<bool>,
        inside: bool,
        /// What is written is a comment's text.
        commenting: bool,
    }
}

impl Notes {
    /// Gets ready for the notes of a plan.
    pub(super) fn begin(&mut self, plan: &Plan, out: &mut Output) {
        let count = plan.labels().len();
        enough(memory::pad(&mut self.written, count, false), out);
    }

    /// Whether what is written is a footnote's text.
    #[inline]
    pub(super) fn is_inside(&self) -> bool {
        self.inside && !self.commenting
    }

    /// A reference to a footnote. Where the note's text stands here, its definition is returned:
    /// that text follows, and then [`Notes::close`].
    pub(super) fn refer(
        &mut self,
        node: NodeId,
        label: Span,
        plan: &Plan,
        sink: &mut Sink<'_>,
    ) -> Option<NodeId> {
        let view = sink.view();
        match plan.labels().of_reference(node) {
            Some((number, note)) if note.number > 0 => {
                let name = label_of(view, note.definition);
                match self.written.get_mut(number as usize) {
                    Some(written) if !*written && !self.inside && !self.commenting => {
                        *written = true;
                        self.inside = true;
                        open(note, name, is_end(view, note.definition), sink.out());
                        Some(note.definition)
                    }
                    _ => {
                        refer_again(note, name, sink.out());
                        None
                    }
                }
            }
            _ => {
                sink.out().push(b"{\\super ");
                sink.span(label);
                sink.out().push_byte(b'}');
                sink.lose(Loss::Note, view.text(label));
                None
            }
        }
    }

    /// What a comment is about begins.
    pub(super) fn begin_range(&mut self, id: CommentId, plan: &Plan, out: &mut Output) {
        if !self.commenting && plan.comment(id).is_some() {
            number("{\\*\\atrfstart ", id, out);
        }
    }

    /// What a comment is about ends: its text follows, and then [`Notes::close`].
    pub(super) fn comment(
        &mut self,
        id: CommentId,
        plan: &Plan,
        sink: &mut Sink<'_>,
    ) -> Option<NodeId> {
        let view = sink.view();
        let text = plan.comment(id).filter(|_| !self.commenting)?;
        let Comment { author, initials, date } = view.comment(id);
        number("{\\*\\atrfend ", id, sink.out());
        for (word, value) in [(&b"{\\*\\atnid "[..], initials), (b"{\\*\\atnauthor ", author)] {
            sink.out().push(word);
            sink.span(value);
            sink.out().push_byte(b'}');
        }
        sink.out().push(b"\\chatn{\\*\\annotation");
        number("{\\*\\atnref ", id, sink.out());
        note_date(view.text(date), sink);
        if let Some(coded) = date::coded(view.text(date)) {
            sink.out().push(b"{\\*\\atndate ");
            sink.out().push_int(coded.into());
            sink.out().push_byte(b'}');
        }
        self.commenting = true;
        Some(text)
    }

    /// Whether what is written is a comment's text.
    pub(super) fn is_commenting(&self) -> bool {
        self.commenting
    }

    /// Closes the note or comment that is being written. `ends_with_text`: its last paragraph is a plain one
    /// of the note's own style.
    pub(super) fn close(&mut self, ends_with_text: bool, out: &mut Output) {
        // The note's own end ends its last paragraph. LibreOffice gives that one the style of the
        // note, so any other keeps its end and an empty paragraph follows.
        const END: &[u8] = b"\\par\r\n";
        if (ends_with_text || self.commenting) && out.as_bytes().ends_with(END) {
            out.truncate(out.len() - END.len());
        }
        out.push_byte(b'}');
        // Comments may stand in notes, but not the other way round.
        if self.commenting {
            self.commenting = false;
        } else {
            self.inside = false;
        }
    }

    /// The label of a definition that was not written where the text refers to it.
    pub(super) fn unused(
        &self,
        definition: NodeId,
        number: u32,
        plan: &Plan,
        view: View<'_>,
    ) -> Option<Span> {
        let written = self.written.get(number as usize).is_some_and(|&written| written);
        let note = plan.labels().note(number);
        if written && note.is_some_and(|note| note.definition == definition) {
            return None;
        }
        match view.kind(definition) {
            Some(&Kind::FootnoteDefinition { label, .. }) => Some(label),
            _ => None,
        }
    }
}

/// A group that names a comment by its number.
fn number(begin: &str, id: CommentId, out: &mut Output) {
    out.push(begin.as_bytes());
    out.push_int(id.0.into());
    out.push_byte(b'}');
}

/// The label as the definition spells it.
fn label_of<'a>(view: View<'a>, definition: NodeId) -> &'a [u8] {
    match view.kind(definition) {
        Some(&Kind::FootnoteDefinition { label, .. }) => view.text(label),
        _ => b"",
    }
}

/// Whether a note is an endnote.
fn is_end(view: View<'_>, definition: NodeId) -> bool {
    matches!(view.kind(definition), Some(&Kind::FootnoteDefinition { end: true, .. }))
}

fn open(note: &Note, label: &[u8], end: bool, out: &mut Output) {
    if note.references > 1 || !is_number(label, note.number) {
        out.push(b"{\\*\\bkmkstart ");
        note_bookmark(label, out);
        out.push(b"}{\\*\\bkmkend ");
        note_bookmark(label, out);
        out.push_byte(b'}');
    }
    out.push(b"{\\cs14\\super\\chftn}{\\footnote");
    if end {
        out.push(b"\\ftnalt");
    }
}

fn refer_again(note: &Note, label: &[u8], out: &mut Output) {
    out.push(b"{\\field{\\*\\fldinst{NOTEREF ");
    note_bookmark(label, out);
    out.push(b" \\\\h}}{\\fldrslt{\\super ");
    out.push_int(i64::from(note.number));
    out.push(b"}}}");
}

/// The name of the bookmark at a note's first reference.
fn note_bookmark(label: &[u8], out: &mut Output) {
    out.push(b"fn_");
    let plain = |byte: u8| byte >= 0x80 || byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    escape_special(label, out, |byte| !plain(byte), percent);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_as_numbers_in_one_line_each() {
        for (label, number, same) in [
            ("1", 1, true),
            ("12", 12, true),
            ("2", 1, false),
            ("01", 1, false),
            ("", 0, false),
            ("0", 0, false),
            ("1a", 1, false),
            ("99999999999", u32::MAX, true),
        ] {
            assert_eq!(is_number(label.as_bytes(), number), same, "{label}");
        }
    }

    #[test]
    fn bookmarks_in_one_line_each() {
        for (label, name) in
            [("1", "fn_1"), ("a b", "fn_a%20b"), ("é-._", "fn_\\u233e-._"), ("{}", "fn_%7B%7D")]
        {
            let mut out = Output::new(Vec::new(), 999);
            note_bookmark(label.as_bytes(), &mut out);
            assert_eq!(out.finish().unwrap(), name.as_bytes(), "{label}");
        }
    }
}
