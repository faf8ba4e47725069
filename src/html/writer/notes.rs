//! Footnotes: numbers in the text, the notes at the end, links both ways.
//!
//! Shape   a reference is `<sup><a href="#fn-LABEL" id="fnref-LABEL">NUMBER</a></sup>`, the notes are items
//!         of one ordered list in the order of their first references.
//! Source  what GitHub and cmark-gfm write.

use super::here::Sink;
use super::pen::Pen;
use crate::buffers::{kept, plain};
use crate::document::names::enough;
use crate::document::{Kind, Labels, NOWHERE, NodeId, Span, View};
use crate::error::{Error, Result};
use crate::memory;
use crate::report::Loss;

/// The note that is being written.
#[derive(Clone, Copy, Debug, Default)]
struct OpenNote {
    /// Where it ends, while its links back are not written.
    end: NodeId,
    /// The number of its label.
    label: u32,
    is_open: bool,
}

plain!(OpenNote);

kept! {
    /// The notes of a document.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        labels: Labels,
        /// References to each note that are written.
        referred: Vec<u32>,
        /// Notes by their number.
        order: Vec<(u32, u32)>,
        open: OpenNote,
        /// The section of the footnotes, or of the endnotes, has begun.
        in_section: bool,
    }
}

impl Notes {
    /// Finds the notes and gives them their numbers.
    pub(super) fn number(&mut self, view: View<'_>) -> Result<()> {
        let mut definition = 0;
        for (at, node) in view.nodes().iter().enumerate() {
            match node.kind {
                Kind::FootnoteDefinition { label, .. } => {
                    definition = node.end;
                    self.labels.define(at as NodeId, view.text(label))?;
                }
                Kind::FootnoteReference { label } => {
                    let inside = (at as NodeId) < definition;
                    self.labels.refer(at as NodeId, view.text(label), inside)?;
                }
                _ => {}
            }
        }
        self.labels.settle();
        self.labels.number_rest();
        Ok(())
    }

    /// A reference to a note; without the note it is its label.
    pub(super) fn reference(
        &mut self,
        to: &mut Sink<'_, '_>,
        id: NodeId,
        label: Span,
        in_link: bool,
    ) {
        let view = to.view;
        let name = view.text(label);
        let found = self.labels.of_reference(id);
        let found = found.filter(|(_, note)| note.number > 0).map(|(at, note)| (at, *note));
        let Some((at, note)) = found else {
            to.lost(Loss::Note);
            to.pen.open("sup");
            to.pen.text(name);
            return to.pen.close("sup");
        };
        let pen = &mut to.pen;
        let before = self.count(pen, at as usize);
        // The label as the definition writes it.
        let name = match view.kind(note.definition) {
            Some(Kind::FootnoteDefinition { label, .. }) => view.text(*label),
            _ => name,
        };
        pen.raw(b"<sup class=\"footnote-ref\">");
        let tag = if in_link { "span" } else { "a" };
        pen.tag(tag);
        if !in_link {
            pen.begin_attribute("href");
            pen.raw(b"#");
            pen.name(&[b"fn-", name]);
            pen.raw(b"\"");
        }
        pen.begin_attribute("id");
        pen.name(&[b"fnref-", name]);
        repetition(pen, before);
        pen.raw(b"\" data-footnote-ref=\"\"");
        pen.done();
        pen.out().push_int(note.number.into());
        pen.close(tag);
        pen.close("sup");
    }

    /// Counts one more in a list of numbers, which grows if need be; what it was before.
    fn count(&mut self, pen: &mut Pen<'_>, at: usize) -> u32 {
        let referred = &mut self.referred;
        if referred.len() <= at && !memory::pad(referred, at + 1, 0) {
            pen.out().fail(Error::out_of_memory());
            return 0;
        }
        let count = referred[at];
        referred[at] += 1;
        count
    }

    /// Puts the notes into the order of their numbers.
    pub(super) fn sort(&mut self) -> Result<()> {
        for label in 0..self.labels.len() as u32 {
            if let Some(note) = self.labels.note(label)
                && note.definition != NOWHERE
            {
                enough(memory::push(&mut self.order, (note.number, label)))?;
            }
        }
        self.order.sort_unstable();
        Ok(())
    }

    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    /// How many notes have the label of one before them: nothing leads to those.
    pub(super) fn unwritten(&self) -> u32 {
        (self.labels.definitions().len() - self.order.len()) as u32
    }

    /// The note at a place of that order begins, in the section of the footnotes or of the endnotes: its node,
    /// unless it is of the other section.
    pub(super) fn begin(&mut self, to: &mut Sink<'_, '_>, at: usize, ends: bool) -> Option<NodeId> {
        let (number, label) = *self.order.get(at)?;
        let definition = self.labels.note(label)?.definition;
        let (view, pen) = (to.view, &mut to.pen);
        let Some(&Kind::FootnoteDefinition { label: name, end }) = view.kind(definition) else {
            return None;
        };
        if end != ends {
            return None;
        }
        if !std::mem::replace(&mut self.in_section, true) {
            pen.line();
            pen.raw(match ends {
                false => b"<section class=\"footnotes\" data-footnotes=\"\">\n<ol",
                true => b"<section class=\"footnotes endnotes\" data-footnotes=\"\">\n<ol",
            });
            if number > 1 {
                pen.number("start", number);
            }
            pen.raw(b">\n");
        }
        pen.tag("li");
        pen.id(&[b"fn-", view.text(name)]);
        pen.done();
        pen.raw(b"\n");
        self.open = OpenNote { end: view.end(definition), label, is_open: true };
        Some(definition)
    }

    pub(super) fn end_section(&mut self, pen: &mut Pen<'_>) {
        if std::mem::take(&mut self.in_section) {
            pen.raw(b"</ol>\n</section>\n");
        }
    }

    /// Whether a note is being written.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_open
    }

    /// Its label, if it ends there and its links back are not written yet.
    fn label_at(&self, end: NodeId) -> Option<u32> {
        (self.open.is_open && self.open.end == end).then_some(self.open.label)
    }

    /// A paragraph ends there: the last one of a note has its links back.
    pub(super) fn end_paragraph(&mut self, to: &mut Sink<'_, '_>, end: NodeId) {
        if let Some(label) = self.label_at(end) {
            to.pen.raw(b" ");
            self.back_links(to, label);
            self.open.end = NodeId::MAX;
        }
    }

    /// A note ends.
    pub(super) fn end(&mut self, to: &mut Sink<'_, '_>, id: NodeId) {
        if let Some(label) = self.label_at(to.view.end(id)) {
            to.pen.line();
            to.pen.raw(b"<p>");
            self.back_links(to, label);
            to.pen.raw(b"</p>\n");
        }
        to.pen.close_line("li");
    }

    /// What is written from here on is in no note.
    pub(super) fn leave(&mut self) {
        self.open.is_open = false;
    }

    /// Links back to the references of a note.
    fn back_links(&self, to: &mut Sink<'_, '_>, label: u32) {
        let (view, pen) = (to.view, &mut to.pen);
        let count = self.referred.get(label as usize).copied().unwrap_or(0);
        let definition = self.labels.note(label).map_or(NOWHERE, |note| note.definition);
        let Some(&Kind::FootnoteDefinition { label: name, .. }) = view.kind(definition) else {
            return;
        };
        for before in 0..count {
            if before > 0 {
                pen.raw(b" ");
            }
            pen.tag("a");
            pen.begin_attribute("href");
            pen.raw(b"#");
            pen.name(&[b"fnref-", view.text(name)]);
            repetition(pen, before);
            pen.raw(b"\" class=\"footnote-backref\" data-footnote-backref=\"\"");
            pen.done();
            pen.text("\u{21A9}".as_bytes());
            pen.close("a");
        }
    }
}

/// What tells a later reference to a note from the first.
fn repetition(pen: &mut Pen<'_>, before: u32) {
    if before > 0 {
        pen.raw(b"-");
        pen.out().push_int(i64::from(before) + 1);
    }
}
