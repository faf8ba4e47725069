//! Text finds its place: the paragraph, heading or cell it stands in, and the inlines around it.
//!
//! Shape   text, breaks and inline leaves go through `open_paragraph`, which opens what they need.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.

use super::here::Here;
use super::items::Items;
use crate::document::{Document, Kind as Node, Span};
use crate::html::reader::anchors::Anchors;
use crate::html::reader::force::{Look, Pushed};
use crate::html::reader::label;
use crate::html::reader::marker;
use crate::html::reader::pieces::{Piece, next_piece};
use crate::html::reader::stack::Element;
use crate::html::reader::style::Marks;
use crate::html::reader::tag::Tag;
use crate::html::reader::unheld::Unheld;
use crate::html::reader::word::{self, WordList};
use crate::report::Loss;

/// Text, above the items it stands in.
pub(in crate::html::reader) struct Text<'a, 'b> {
    items: Items<'a, 'b>,
    anchors: &'b mut Anchors,
    unheld: &'b mut Unheld,
}

impl<'a, 'b> Text<'a, 'b> {
    pub(super) fn new(
        items: Items<'a, 'b>,
        anchors: &'b mut Anchors,
        unheld: &'b mut Unheld,
    ) -> Self {
        Text { items, anchors, unheld }
    }

    /// Where reading stands.
    #[inline]
    pub(in crate::html::reader) fn here(&self) -> &Here<'a, 'b> {
        self.items.here()
    }

    #[inline]
    pub(in crate::html::reader) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        self.items.here_mut()
    }

    /// The lists that it stands in.
    pub(in crate::html::reader) fn items(&mut self) -> &mut Items<'a, 'b> {
        &mut self.items
    }

    /// An inline element begins whose typeface or size no document holds, or one beside those.
    pub(in crate::html::reader) fn begin_look(&mut self, at: Option<usize>) {
        self.unheld.begin(at);
    }

    /// It ends.
    pub(in crate::html::reader) fn end_look(&mut self) {
        self.unheld.end();
    }

    /// Text comes that has the looks that wait.
    #[inline]
    fn count_unheld(&mut self) {
        if self.unheld.waits() {
            while let Some(at) = self.unheld.take() {
                self.here_mut().out().lost(Loss::Font, at);
            }
        }
    }

    /// Opens an inline element.
    pub(in crate::html::reader) fn open_inline(&mut self, tag: Tag, look: Look) {
        let (inlines, stack) = self.here_mut().inlines();
        let depth = stack.depth();
        inlines.resume(depth);
        if inlines.push(tag, look, depth) == Pushed::LeftOut {
            self.here_mut().out().lost_somewhere(Loss::FlattenedNesting, 1);
        }
    }

    /// Whether an end tag finds its inline element.
    pub(in crate::html::reader) fn holds_inline(&self, tag: Tag) -> bool {
        self.here().holds_inline(tag)
    }

    /// Ends an inline element.
    pub(in crate::html::reader) fn end_inline(&mut self, tag: Tag) {
        let (inlines, stack) = self.here_mut().inlines();
        inlines.end(tag, stack.scope(), stack.depth());
        // Two keys that touch are two.
        if tag == Tag::Kbd {
            let (flow, inlines, out) = self.here_mut().flow();
            flow.end_keys(inlines, out);
        }
    }

    /// Whether the text of the open paragraph ends with a formula.
    pub(in crate::html::reader) fn ends_with_formula(&mut self) -> bool {
        self.here().is_text_open()
            && matches!(self.here_mut().out().doc().last_kind(), Some(Node::Math { .. }))
    }

    /// Whether a link is in force.
    pub(in crate::html::reader) fn in_link(&self) -> bool {
        self.here().in_link()
    }

    /// A name that a link leads to: of the heading or another block that begins, or of this place in the text.
    pub(in crate::html::reader) fn name(&mut self, name: Span, tag: Tag) {
        let is_heading = tag.heading_level().is_some();
        // One that its heading begins with names that, but where links lead to what its words make of it.
        let begins_heading = self.here().top().heading > 0
            && !self.here().is_own()
            && !self.here().is_text_open()
            && !self.anchors.is_heading_named();
        if is_heading || begins_heading {
            self.anchors.name_heading(name);
        } else if self.here().is_text_open() && !tag.is_block() {
            self.make_way().leaf(Node::Anchor { name });
        } else {
            self.anchors.wait(name);
        }
    }

    /// Nothing comes any more that names could stand at: they get a paragraph.
    pub(in crate::html::reader) fn write_anchors(&mut self) {
        if self.anchors.wait_for_text() {
            self.here_mut().end_inlines();
            self.make_way();
            self.here_mut().end_paragraph();
        }
    }

    /// Opens the element of a code block.
    pub(in crate::html::reader) fn open_pre(&mut self, element: Element, info: Span) {
        let here = self.items.here_mut();
        here.settle();
        self.anchors.write_alone(here.out().doc());
        here.open_pre(element, info);
    }

    /// The first text of a list paragraph has come, and before it its marker, if it has one.
    fn number_word_paragraph(&mut self) {
        let Some(paragraph) = self.here_mut().word().take() else { return };
        let marker = self.here_mut().word().lend();
        if (paragraph.listed || !marker.is_empty()) && self.here().top().tag == Tag::P {
            let counts = marker::counts(&marker);
            let inline = self.here().top().flags.inline;
            if !inline {
                self.items.insert_item(WordList { counts, ..paragraph.word });
            }
            if inline && counts.is_none() {
                self.literal("\u{2022}");
                self.space();
            }
            // A marker that is not just a bullet or number says something.
            if !marker.is_empty()
                && (inline && counts.is_some() || !marker::is_marker(&marker, paragraph.listed))
            {
                self.literal(&marker);
                self.space();
            }
        }
        self.here_mut().word().give_back(marker);
    }

    /// A list paragraph ends that had no text but perhaps a marker: an empty item, or else what
    /// looked like a marker was the text.
    pub(super) fn end_word_paragraph(&mut self) {
        let Some(paragraph) = self.here_mut().word().take() else { return };
        let marker = self.here_mut().word().lend();
        let is_item =
            paragraph.listed && marker::is_marker(&marker, true) && self.here().top().tag == Tag::P;
        if is_item && !self.here().top().flags.inline {
            self.items.insert_item(WordList { counts: marker::counts(&marker), ..paragraph.word });
            self.here_mut().settle();
        } else if !marker.is_empty() {
            self.literal(&marker);
        }
        self.here_mut().word().give_back(marker);
    }

    /// A piece of the text, with or without character references.
    pub(in crate::html::reader) fn text(&mut self, start: usize, end: usize, references: bool) {
        self.here_mut().resume();
        let (start, end) = match self.here().in_note() && !self.here().is_hidden() {
            true => self.here_mut().unlabelled(start, end),
            false => (start, end),
        };
        if self.here().is_hidden() {
            let is_missed = !self.here().marks().has(Marks::SILENT);
            if is_missed && !self.here().html().as_bytes()[start..end].trim_ascii().is_empty() {
                self.here_mut().out().lost(Loss::HiddenText, start);
            }
        } else if self.here().marks().has(Marks::AROUND)
            && label::is_signs(&self.here().html()[start..end])
        {
            // The writers set their own.
        } else if self.here().top().flags.pre {
            let (pre, out) = self.here_mut().pre();
            pre.text(start, end, references, out);
        } else {
            self.flowing(start, end, references);
        }
    }

    fn flowing(&mut self, start: usize, end: usize, references: bool) {
        let bytes = &self.here().html().as_bytes()[..end];
        let blanks = self.here().marks().has(Marks::BLANKS);
        let lines = self.here().marks().has(Marks::LINES);
        let (flow, inlines, out) = self.here_mut().flow();
        flow.end_code(inlines, out);
        let mut at = start;
        while let Some((piece, next)) = next_piece(bytes, at, references) {
            match piece {
                Piece::LineFeed if lines => self.line_break(),
                Piece::Space if blanks && bytes[at] != b'&' => self.blanks(at, next),
                Piece::Space | Piece::LineFeed => self.space(),
                Piece::NoBreakSpace => {
                    let in_code = self.here().marks().has(Marks::CODE);
                    if !self.here_mut().flow().0.blank(in_code) {
                        self.literal("\u{A0}");
                    }
                }
                Piece::Char(c) => c.chars().for_each(|c| self.literal(c.encode_utf8(&mut [0; 4]))),
                Piece::Control => self.here_mut().out().lost(Loss::ControlCharacter, at),
                Piece::Run => self.run(at, next),
            }
            at = next;
        }
    }

    /// Blanks that count: all but the control characters among them. Where a block says so, those at its start
    /// and its end are layout.
    fn blanks(&mut self, start: usize, end: usize) {
        if !self.here().keeps_blanks() {
            for part in self.here().html()[start..end].split(['\r', '\u{B}', '\u{C}']) {
                if part.is_empty() || self.here().is_hidden() || self.takes_marker(part) {
                    continue;
                }
                self.open_paragraph();
                let (flow, inlines, out) = self.here_mut().flow();
                flow.blanks(part, inlines, out);
            }
            return;
        }
        let (flow, _, out) = self.here_mut().flow();
        flow.keep(start, end, out);
    }

    /// Text that stands as it should be: no space at its start or end.
    fn run(&mut self, start: usize, end: usize) {
        if self.here().word_waits() && self.takes_marker(&self.here().html()[start..end]) {
            return;
        }
        self.open_paragraph();
        self.count_unheld();
        let (flow, inlines, out) = self.here_mut().flow();
        flow.run(start, end, inlines, out);
    }

    /// Text that does not stand in the source.
    pub(in crate::html::reader) fn literal(&mut self, text: &str) {
        if self.here().is_hidden() || self.takes_marker(text) {
            return;
        }
        if self.here().top().flags.pre {
            return self.here_mut().out().own_text(text);
        }
        self.open_paragraph();
        self.count_unheld();
        let (flow, inlines, out) = self.here_mut().flow();
        flow.literal(text, inlines, out);
    }

    /// A number as text.
    pub(in crate::html::reader) fn number(&mut self, number: u32) {
        let doc = self.make_way();
        let span = doc.own_number(number);
        doc.leaf(Node::Text(span));
    }

    /// White space.
    pub(in crate::html::reader) fn space(&mut self) {
        self.here_mut().flow().0.space();
    }

    /// `<br>`
    pub(in crate::html::reader) fn line_break(&mut self) {
        self.here_mut().resume();
        let (flow, inlines, out) = self.here_mut().flow();
        flow.line_break(inlines, out);
    }

    /// Brings the document to where an inline may be added.
    pub(in crate::html::reader) fn make_way(&mut self) -> &mut Document {
        self.here_mut().resume();
        self.open_paragraph();
        let (flow, inlines, out) = self.here_mut().flow();
        flow.make_way(inlines, out);
        self.here_mut().out().doc()
    }

    /// Opens the paragraph or heading that text needs here, if none is open.
    #[inline]
    fn open_paragraph(&mut self) {
        if !self.here().is_text_open() || self.here().is_text_broken() {
            self.begin_paragraph();
        }
    }

    fn begin_paragraph(&mut self) {
        if self.here().is_text_broken() && self.here().top().heading == 0 {
            self.here_mut().end_paragraph();
        }
        if self.here().is_text_open() {
            return;
        }
        if self.here().word_waits() {
            self.number_word_paragraph();
            if self.here().is_text_open() {
                return;
            }
        } else {
            self.here_mut().end_soft_lists();
        }
        self.here_mut().put_into_cell();
        if self.here().top().flags.inline {
            if self.anchors.wait_for_text() {
                let (flow, inlines, out) = self.items.here_mut().flow();
                // What a cell or term begins with does not stand in a link of it.
                if flow.is_begun() {
                    flow.make_way(inlines, out);
                }
                self.anchors.write(out.doc());
            }
            return;
        }
        self.here_mut().settle();
        self.items.count_paragraph();
        let here = self.items.here_mut();
        let heading = here.top().heading;
        let layout = here.layout();
        let is_figure_caption = heading == 0 && here.top().tag == Tag::Figcaption;
        let kind = match heading {
            0 if is_figure_caption && here.ends_with_figure() => Node::Caption,
            0 => Node::Paragraph { layout },
            level => {
                let id = self.anchors.take_heading(!here.is_own());
                Node::Heading { level, layout, id }
            }
        };
        if is_figure_caption && kind != Node::Caption {
            here.out().lost_somewhere(Loss::Caption, 1);
        }
        let (flow, _, out) = here.flow();
        flow.open(kind, out);
        self.anchors.write(out.doc());
    }

    /// Takes text as (part of) the marker of one of Word's items, where it is one.
    fn takes_marker(&mut self, text: &str) -> bool {
        let marked = self.here().marks().has(Marks::MARKER);
        let is_open = self.here().is_text_open();
        match self.here_mut().word().offer(text, marked, is_open) {
            word::Piece::Text => false,
            word::Piece::Marker => {
                self.here_mut().flow().0.marker();
                true
            }
            word::Piece::TooLong => {
                let marker = self.here_mut().word().lend();
                if !marker.is_empty() {
                    self.literal(&marker);
                }
                self.here_mut().word().give_back(marker);
                false
            }
        }
    }
}
