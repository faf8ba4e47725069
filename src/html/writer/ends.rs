//! What stands behind the text: footnotes, endnotes and comments.
//!
//! Source  what GitHub and cmark-gfm write.

use super::Writer;
use crate::document::{Kind, NOWHERE, NodeId};
use crate::error::Result;
use crate::memory;

impl Writer<'_, '_> {
    pub(super) fn all(&mut self) -> Result<()> {
        self.range(0, self.view.nodes().len() as NodeId);
        self.notes()?;
        self.comments();
        Ok(())
    }

    /// Writes the notes.
    fn notes(&mut self) -> Result<()> {
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
            self.note.begin(end, label);
            self.range(note.definition, end);
            self.note.end();
        }
        if is_open {
            self.pen.raw(b"</ol>\n</section>\n");
        }
    }

    /// Writes the comments: who says what, in asides.
    fn comments(&mut self) {
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
}
