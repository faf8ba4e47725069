//! Footnotes: numbers in the text, the notes at the end, links both ways.
//!
//! Shape   a reference is `<sup><a href="#fn-LABEL" id="fnref-LABEL">NUMBER</a></sup>`, the notes are items
//!         of one ordered list in the order of their first references.
//! Source  what GitHub and cmark-gfm write.

use super::Writer;
use crate::document::{CommentId, Kind, NOWHERE, NodeId, Span};
use crate::error::Result;
use crate::memory;
use crate::report::Loss;

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

    /// What tells a later reference to a note from the first.
    fn repetition(&mut self, before: u32) {
        if before > 0 {
            self.pen.raw(b"-");
            self.pen.out().push_int(i64::from(before) + 1);
        }
    }

    /// Writes the notes.
    pub(super) fn notes(&mut self) -> Result<()> {
        for label in 0..self.scratch.labels.len() as u32 {
            if let Some(note) = self.scratch.labels.note(label)
                && note.definition != NOWHERE
            {
                let row = (note.number, label);
                crate::document::names::enough(memory::push(&mut self.scratch.order, row))?;
            }
        }
        if self.scratch.order.is_empty() {
            return Ok(());
        }
        self.scratch.order.sort_unstable();
        self.section(false);
        self.section(true);
        Ok(())
    }

    /// Writes the footnotes, or the endnotes.
    fn section(&mut self, ends: bool) {
        let mut is_open = false;
        for at in 0..self.scratch.order.len() {
            let (number, label) = self.scratch.order[at];
            let Some(&note) = self.scratch.labels.note(label) else { continue };
            let kind = self.view.kind(note.definition);
            let Some(&Kind::FootnoteDefinition { end: is_end, .. }) = kind else { continue };
            if is_end != ends {
                continue;
            }
            if !is_open {
                self.pen.line();
                self.pen.raw(match ends {
                    false => b"<section class=\"footnotes\" data-footnotes=\"\">\n<ol",
                    true => b"<section class=\"footnotes endnotes\" data-footnotes=\"\">\n<ol",
                });
                if number > 1 {
                    self.pen.number("start", number);
                }
                self.pen.raw(b">\n");
                is_open = true;
            }
            let end = self.end_of(note.definition);
            let Some(Kind::FootnoteDefinition { label: name, .. }) =
                self.view.kind(note.definition)
            else {
                continue;
            };
            self.pen.tag("li");
            self.pen.id(&[b"fn-", self.view.text(*name)]);
            self.pen.done();
            self.pen.raw(b"\n");
            self.note = Some((end, label));
            self.range(note.definition, end);
            self.note = None;
        }
        if is_open {
            self.pen.raw(b"</ol>\n</section>\n");
        }
    }

    // Comments.

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

    fn comment_id(&mut self, name: &str, before: &[u8], comment: CommentId) {
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

    /// Writes the comments: who says what, in asides.
    pub(super) fn comments(&mut self) {
        let mut begun = false;
        for (at, node) in self.view.nodes().iter().enumerate() {
            let Kind::CommentBody(id) = node.kind else { continue };
            if !begun {
                self.pen.line();
                self.pen.raw(b"<section class=\"comments\">\n");
                begun = true;
            }
            self.pen.tag("aside");
            self.pen.attribute("class", b"comment");
            self.comment_id("id", b"comment-", id);
            let comment = self.view.comment(id);
            for (name, span) in [
                ("title", comment.author),
                ("data-date", comment.date),
                ("data-initials", comment.initials),
            ] {
                let value = self.view.text(span);
                if !value.is_empty() {
                    self.pen.attribute(name, value);
                }
            }
            self.pen.done();
            self.pen.raw(b"\n<p class=\"comment-author\">");
            for (name, span) in [("b", comment.author), ("time", comment.date)] {
                let value = self.view.text(span);
                if !value.is_empty() {
                    self.pen.open(name);
                    self.pen.text(value);
                    self.pen.close(name);
                    self.pen.raw(b" ");
                }
            }
            self.pen.raw(b"<a class=\"comment-backref\"");
            self.comment_id("href", b"#commentref-", id);
            self.pen.raw(b">");
            self.pen.text("\u{21A9}".as_bytes());
            self.pen.raw(b"</a></p>\n");
            self.comment = Some(id);
            self.range(at as NodeId, node.end);
            self.comment = None;
            self.pen.line();
            self.pen.close_line("aside");
        }
        if begun {
            self.pen.close_line("section");
        }
    }

    /// A note ends.
    pub(super) fn end_note(&mut self, id: NodeId) {
        if let Some((end, label)) = self.note
            && end == self.end_of(id)
        {
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
}
