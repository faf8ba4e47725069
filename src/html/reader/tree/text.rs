//! Text finds its place: the paragraph, heading or cell it stands in, and the inlines around it.
//!
//! Shape   text, breaks and inline leaves go through `open_paragraph`, which opens what they need.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.

use super::{Parts, Tree};
use crate::document::captions::holds_picture;
use crate::document::{Document, Kind as Node, Span};
use crate::html::reader::force::{Look, Pushed};
use crate::html::reader::label;
use crate::html::reader::pieces::{Piece, next_piece};
use crate::html::reader::style::Marks;
use crate::html::reader::tag::Tag;
use crate::html::reader::word;
use crate::report::Loss;

impl Tree<'_, '_> {
    // Inlines.

    /// An inline element begins whose typeface or size no document holds, or one beside those.
    pub(crate) fn begin_look(&mut self, at: Option<usize>) {
        self.parts.unheld.begin(at);
    }

    /// It ends.
    pub(crate) fn end_look(&mut self) {
        self.parts.unheld.end();
    }

    /// Text comes that has the looks that wait.
    #[inline]
    fn count_unheld(&mut self) {
        if self.parts.unheld.waits() {
            while let Some(at) = self.parts.unheld.take() {
                self.out.lost(Loss::Font, at);
            }
        }
    }

    /// Opens an inline element.
    pub(crate) fn open_inline(&mut self, tag: Tag, look: Look) {
        let depth = self.parts.stack.depth();
        self.parts.inlines.resume(depth);
        if self.parts.inlines.push(tag, look, depth) == Pushed::LeftOut {
            self.out.lost_somewhere(Loss::FlattenedNesting, 1);
        }
    }

    /// Whether an end tag finds its inline element.
    pub(crate) fn holds_inline(&self, tag: Tag) -> bool {
        let stack = &self.parts.stack;
        self.parts.inlines.holds(tag, stack.scope(), stack.depth())
    }

    /// Ends an inline element.
    pub(crate) fn end_inline(&mut self, tag: Tag) {
        let Parts { stack, inlines, .. } = &mut *self.parts;
        inlines.end(tag, stack.scope(), stack.depth());
    }

    /// Whether the text of the open paragraph ends with a formula.
    pub(crate) fn ends_with_formula(&mut self) -> bool {
        self.parts.flow.is_open() && matches!(self.out.doc().last_kind(), Some(Node::Math { .. }))
    }

    /// Whether a link is in force.
    pub(crate) fn in_link(&self) -> bool {
        self.parts.inlines.force().link.is_some()
    }

    /// A name that a link leads to: of the heading or another block that begins, or of this place in the text.
    pub(crate) fn name(&mut self, name: Span, tag: Tag) {
        let is_heading = tag.heading_level().is_some();
        // One that its heading begins with names that.
        let begins_heading = self.top().heading > 0
            && !self.parts.flow.is_open()
            && !self.parts.anchors.is_heading_named();
        if is_heading || begins_heading {
            self.parts.anchors.name_heading(name);
        } else if self.parts.flow.is_open() && !tag.is_block() {
            self.make_way().leaf(Node::Anchor { name });
        } else {
            self.parts.anchors.wait(name);
        }
    }

    /// Nothing comes any more that names could stand at: they get a paragraph.
    pub(crate) fn write_anchors(&mut self) {
        if self.parts.anchors.wait_for_text() {
            self.end_inlines();
            self.make_way();
            self.end_paragraph();
        }
    }

    // Paragraphs.

    /// Ends the paragraph in the making. Where only inlines may stand, a break takes its place.
    pub(crate) fn end_paragraph(&mut self) {
        let flags = self.parts.stack.top().flags;
        self.parts.flow.end_inlines(&mut self.out);
        if flags.pre {
            self.parts.pre.end_line(&mut self.out);
        } else {
            self.parts.flow.end(flags.inline, &mut self.out);
        }
    }

    // Text.

    /// A piece of the text, with or without character references.
    pub(crate) fn text(&mut self, start: usize, end: usize, references: bool) {
        self.parts.inlines.resume(self.parts.stack.depth());
        let (start, end) = match self.in_note() && !self.is_hidden() {
            true => self.unlabelled(start, end),
            false => (start, end),
        };
        if self.is_hidden() {
            let is_missed = !self.marks().has(Marks::SILENT);
            if is_missed && !self.html().as_bytes()[start..end].trim_ascii().is_empty() {
                self.out.lost(Loss::HiddenText, start);
            }
        } else if self.marks().has(Marks::AROUND) && label::is_signs(&self.html()[start..end]) {
            // The writers set their own.
        } else if self.top().flags.pre {
            self.parts.pre.text(start, end, references, &mut self.out);
        } else {
            self.flowing(start, end, references);
        }
    }

    fn flowing(&mut self, start: usize, end: usize, references: bool) {
        let bytes = &self.html().as_bytes()[..end];
        let blanks = self.marks().has(Marks::BLANKS);
        let lines = self.marks().has(Marks::LINES);
        let Parts { inlines, flow, .. } = &mut *self.parts;
        flow.end_code(inlines, &mut self.out);
        let mut at = start;
        while let Some((piece, next)) = next_piece(bytes, at, references) {
            match piece {
                Piece::LineFeed if lines => self.line_break(),
                Piece::Space if blanks && bytes[at] != b'&' => self.blanks(at, next),
                Piece::Space | Piece::LineFeed => self.space(),
                Piece::NoBreakSpace => {
                    if !self.parts.flow.blank(self.marks().has(Marks::CODE)) {
                        self.literal("\u{A0}");
                    }
                }
                Piece::Char(c) => c.chars().for_each(|c| self.literal(c.encode_utf8(&mut [0; 4]))),
                Piece::Control => self.out.lost(Loss::ControlCharacter, at),
                Piece::Run => self.run(at, next),
            }
            at = next;
        }
    }

    /// Blanks that count: all but the control characters among them. Where a block says so, those at its start
    /// and its end are layout.
    fn blanks(&mut self, start: usize, end: usize) {
        if !self.parts.inlines.ground().marks.has(Marks::BLANKS) {
            for part in self.out.html()[start..end].split(['\r', '\u{B}', '\u{C}']) {
                if part.is_empty() || self.is_hidden() || self.takes_marker(part) {
                    continue;
                }
                self.open_paragraph();
                let Parts { inlines, flow, .. } = &mut *self.parts;
                flow.blanks(part, inlines, &mut self.out);
            }
            return;
        }
        self.parts.flow.keep(start, end, &mut self.out);
    }

    /// Text that stands as it should be: no space at its start or end.
    fn run(&mut self, start: usize, end: usize) {
        if self.parts.word.waits() && self.takes_marker(&self.out.html()[start..end]) {
            return;
        }
        self.open_paragraph();
        self.count_unheld();
        let Parts { inlines, flow, .. } = &mut *self.parts;
        flow.run(start, end, inlines, &mut self.out);
    }

    /// Text that does not stand in the source.
    pub(crate) fn literal(&mut self, text: &str) {
        if self.is_hidden() || self.takes_marker(text) {
            return;
        }
        if self.top().flags.pre {
            return self.out.own_text(text);
        }
        self.open_paragraph();
        self.count_unheld();
        let Parts { inlines, flow, .. } = &mut *self.parts;
        flow.literal(text, inlines, &mut self.out);
    }

    /// A number as text.
    pub(crate) fn number(&mut self, number: u32) {
        let doc = self.make_way();
        let span = doc.own_number(number);
        doc.leaf(Node::Text(span));
    }

    /// White space.
    pub(crate) fn space(&mut self) {
        self.parts.flow.space();
    }

    /// `<br>`
    pub(crate) fn line_break(&mut self) {
        self.parts.inlines.resume(self.parts.stack.depth());
        let Parts { inlines, flow, .. } = &mut *self.parts;
        flow.line_break(inlines, &mut self.out);
    }

    /// Brings the document to where an inline may be added.
    pub(crate) fn make_way(&mut self) -> &mut Document {
        self.parts.inlines.resume(self.parts.stack.depth());
        self.open_paragraph();
        let Parts { inlines, flow, .. } = &mut *self.parts;
        flow.make_way(inlines, &mut self.out);
        self.out.doc()
    }

    /// Opens the paragraph or heading that text needs here, if none is open.
    #[inline]
    fn open_paragraph(&mut self) {
        if !self.parts.flow.is_open() || self.parts.flow.is_broken() {
            self.begin_paragraph();
        }
    }

    fn begin_paragraph(&mut self) {
        if self.parts.flow.is_broken() && self.top().heading == 0 {
            self.end_paragraph();
        }
        if self.parts.flow.is_open() {
            return;
        }
        if self.parts.word.waits() {
            self.number_word_paragraph();
            if self.parts.flow.is_open() {
                return;
            }
        } else {
            self.end_soft_lists();
        }
        self.put_into_cell();
        if self.top().flags.inline {
            let Parts { inlines, flow, anchors, .. } = &mut *self.parts;
            if anchors.wait_for_text() {
                flow.make_way(inlines, &mut self.out);
                anchors.write(self.out.doc());
            }
            return;
        }
        self.settle();
        self.count_paragraph();
        let heading = self.top().heading;
        let layout = self.parts.cells.layout(self.top().layout, self.survey);
        let top_tag = self.top().tag;
        let Parts { flow, anchors, cells, .. } = &mut *self.parts;
        let kind = match heading {
            0 if top_tag == Tag::Figcaption && ends_with_picture(self.out.doc()) => Node::Caption,
            0 if top_tag == Tag::Figcaption && cells.is_table_last(self.out.doc()) => Node::Caption,
            0 if top_tag == Tag::Figcaption => {
                self.out.lost_somewhere(Loss::Caption, 1);
                Node::Paragraph { layout }
            }
            0 => Node::Paragraph { layout },
            level => Node::Heading { level, layout, id: anchors.take_heading() },
        };
        flow.open(kind, &mut self.out);
        anchors.write(self.out.doc());
    }

    /// Takes text as (part of) the marker of one of Word's items, where it is one.
    fn takes_marker(&mut self, text: &str) -> bool {
        let marked = self.marks().has(Marks::MARKER);
        let Parts { flow, word, .. } = &mut *self.parts;
        match word.offer(text, marked, flow.is_open()) {
            word::Piece::Text => false,
            word::Piece::Marker => {
                flow.marker();
                true
            }
            word::Piece::TooLong => {
                let marker = word.lend();
                if !marker.is_empty() {
                    self.literal(&marker);
                }
                self.parts.word.give_back(marker);
                false
            }
        }
    }
}

/// Nodes of a picture, its places and its text among which the paragraph around it is looked for.
const NEAR: usize = 32;

/// Whether a document ends with a paragraph that holds a picture and nothing else.
fn ends_with_picture(doc: &Document) -> bool {
    let from = doc.nodes.len().saturating_sub(NEAR);
    let paragraph = doc.nodes[from..].iter().rposition(|node| node.kind.is_paragraph());
    paragraph.is_some_and(|paragraph| holds_picture(doc, from + paragraph))
}
