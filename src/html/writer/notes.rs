//! Footnotes: numbers in the text, the notes at the end, links both ways.
//!
//! Shape   a reference is `<sup><a href="#fn-LABEL" id="fnref-LABEL">NUMBER</a></sup>`, the notes are items
//!         of one ordered list in the order of their first references.
//! Source  what GitHub and cmark-gfm write.

use super::Writer;
use crate::document::{Kind, NOWHERE, NodeId, Span};
use crate::error::Result;
use crate::memory;
use crate::report::Loss;

impl Writer<'_, '_> {
    /// Finds the notes and gives them their numbers.
    pub fn number_notes(&mut self) -> Result<()> {
        let mut definition = 0;
        for (at, node) in self.view.nodes().iter().enumerate() {
            match node.kind {
                Kind::FootnoteDefinition { label } => {
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
    pub fn reference(&mut self, id: NodeId, label: Span) {
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
            Some(Kind::FootnoteDefinition { label }) => self.view.text(*label),
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
    pub fn notes(&mut self) -> Result<()> {
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
        self.pen.line();
        self.pen.raw(b"<section class=\"footnotes\" data-footnotes=\"\">\n<ol>\n");
        for at in 0..self.scratch.order.len() {
            let (_, label) = self.scratch.order[at];
            let Some(&note) = self.scratch.labels.note(label) else { continue };
            let end = self.end_of(note.definition);
            let Some(Kind::FootnoteDefinition { label: name }) = self.view.kind(note.definition)
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
        self.pen.raw(b"</ol>\n</section>\n");
        Ok(())
    }

    /// A note ends.
    pub fn end_note(&mut self, id: NodeId) {
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
    pub fn back_links(&mut self, label: u32) {
        let count = self.scratch.referred.get(label as usize).copied().unwrap_or(0);
        let definition = self.scratch.labels.note(label).map_or(NOWHERE, |note| note.definition);
        let Some(&Kind::FootnoteDefinition { label: name }) = self.view.kind(definition) else {
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
