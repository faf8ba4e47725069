//! Footnotes: numbers in the text, the notes at the end, links both ways.
//!
//! Shape   a reference is `<sup><a href="#fn-LABEL" id="fnref-LABEL">NUMBER</a></sup>`, the notes are items
//!         of one ordered list in the order of their first references.
//! Source  what GitHub and cmark-gfm write.

use super::Writer;
use crate::document::{CommentId, Kind, NOWHERE, NodeId, Span};
use crate::error::{Error, Result};
use crate::memory;
use crate::report::Loss;

/// The note that is being written: where it ends, and the number of its label.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenNote(Option<(NodeId, u32)>);

impl OpenNote {
    pub(super) fn begin(&mut self, end: NodeId, label: u32) {
        self.0 = Some((end, label));
    }

    pub(super) fn end(&mut self) {
        self.0 = None;
    }

    pub(super) fn is_open(self) -> bool {
        self.0.is_some()
    }

    /// Its label, if it ends there and its links back are not written yet.
    pub(super) fn label_at(self, end: NodeId) -> Option<u32> {
        self.0.filter(|note| note.0 == end).map(|note| note.1)
    }

    /// Its links back are written.
    pub(super) fn links_are_written(&mut self) {
        self.0 = self.0.map(|note| (NodeId::MAX, note.1));
    }
}

impl Writer<'_, '_> {
    /// Finds the notes and gives them their numbers.
    pub(super) fn number_notes(&mut self) -> Result<()> {
        let mut definition = 0;
        for (at, node) in self.view.nodes().iter().enumerate() {
            match node.kind {
                Kind::FootnoteDefinition { label, .. } => {
                    definition = node.end;
                    self.scratch.labels.define(at as NodeId, self.view.text(label))?;
                }
                Kind::FootnoteReference { label } => {
                    let inside = (at as NodeId) < definition;
                    self.scratch.labels.refer(at as NodeId, self.view.text(label), inside)?;
                }
                _ => {}
            }
        }
        self.scratch.labels.settle();
        self.scratch.labels.number_rest();
        Ok(())
    }

    /// A reference to a note; without the note it is its label.
    pub(super) fn reference(&mut self, id: NodeId, label: Span) {
        let name = self.view.text(label);
        let found = self.scratch.labels.of_reference(id);
        let found = found.filter(|(_, note)| note.number > 0).map(|(at, note)| (at, *note));
        let Some((at, note)) = found else {
            self.lost(Loss::Note);
            self.pen.open("sup");
            self.text(name);
            return self.pen.close("sup");
        };
        let before = self.count(at as usize);
        // The label as the definition writes it.
        let name = match self.view.kind(note.definition) {
            Some(Kind::FootnoteDefinition { label, .. }) => self.view.text(*label),
            _ => name,
        };
        self.pen.raw(b"<sup class=\"footnote-ref\">");
        let tag = if self.links > 0 { "span" } else { "a" };
        self.pen.tag(tag);
        if self.links == 0 {
            self.pen.begin_attribute("href");
            self.pen.raw(b"#");
            self.pen.name(&[b"fn-", name]);
            self.pen.raw(b"\"");
        }
        self.pen.begin_attribute("id");
        self.pen.name(&[b"fnref-", name]);
        self.repetition(before);
        self.pen.raw(b"\" data-footnote-ref=\"\"");
        self.pen.done();
        self.pen.out().push_int(note.number.into());
        self.pen.close(tag);
        self.pen.close("sup");
    }

    /// Counts one more in a list of numbers, which grows if need be; what it was before.
    fn count(&mut self, at: usize) -> u32 {
        let referred = &mut self.scratch.referred;
        if referred.len() <= at && !memory::pad(referred, at + 1, 0) {
            self.pen.out().fail(Error::out_of_memory());
            return 0;
        }
        let count = referred[at];
        referred[at] += 1;
        count
    }

    /// What tells a later reference to a note from the first.
    fn repetition(&mut self, before: u32) {
        if before > 0 {
            self.pen.raw(b"-");
            self.pen.out().push_int(i64::from(before) + 1);
        }
    }

    /// A note ends.
    pub(super) fn end_note(&mut self, id: NodeId) {
        if let Some(label) = self.note.label_at(self.end_of(id)) {
            self.pen.line();
            self.pen.raw(b"<p>");
            self.back_links(label);
            self.pen.raw(b"</p>\n");
        }
        self.pen.close_line("li");
    }

    /// Links back to the references of a note.
    pub(super) fn back_links(&mut self, label: u32) {
        let count = self.scratch.referred.get(label as usize).copied().unwrap_or(0);
        let definition = self.scratch.labels.note(label).map_or(NOWHERE, |note| note.definition);
        let Some(&Kind::FootnoteDefinition { label: name, .. }) = self.view.kind(definition) else {
            return;
        };
        for before in 0..count {
            if before > 0 {
                self.pen.raw(b" ");
            }
            self.pen.tag("a");
            self.pen.begin_attribute("href");
            self.pen.raw(b"#");
            self.pen.name(&[b"fnref-", self.view.text(name)]);
            self.repetition(before);
            self.pen.raw(b"\" class=\"footnote-backref\" data-footnote-backref=\"\"");
            self.pen.done();
            self.pen.text("\u{21A9}".as_bytes());
            self.pen.close("a");
        }
    }

    /// What a comment is about begins.
    pub(super) fn comment_start(&mut self, comment: CommentId) {
        self.pen.raw(b"<span class=\"comment-start\"");
        self.comment_id("data-comment", b"", comment);
        self.pen.raw(b"></span>");
    }

    /// What a comment is about ends: a link to it, or a sign where that can't be.
    pub(super) fn comment_end(&mut self, comment: CommentId) {
        let tag = if self.links > 0 { "span" } else { "a" };
        self.pen.raw(b"<sup class=\"comment-ref\">");
        self.pen.tag(tag);
        if self.links == 0 {
            self.comment_id("href", b"#comment-", comment);
        }
        self.comment_id("id", b"commentref-", comment);
        self.pen.done();
        self.pen.raw(b"[");
        self.text(self.view.text(self.view.comment(comment).initials));
        self.pen.out().push_int(i64::from(comment.0) + 1);
        self.pen.raw(b"]");
        self.pen.close(tag);
        self.pen.close("sup");
    }

    pub(super) fn comment_id(&mut self, name: &str, before: &[u8], comment: CommentId) {
        self.pen.begin_attribute(name);
        if let Some(before) = before.strip_prefix(b"#") {
            self.pen.raw(b"#");
            self.pen.name(&[before]);
        } else if before.is_empty() {
            self.pen.raw(before);
        } else {
            self.pen.name(&[before]);
        }
        self.pen.out().push_int(i64::from(comment.0) + 1);
        self.pen.raw(b"\"");
    }
}
