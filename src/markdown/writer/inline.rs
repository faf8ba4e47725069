//! The inlines of one block.
//!
//! Shape   one pass over the nodes, repeated with other delimiters where `emphasis` finds that a
//!         reader would pair them differently. [`Pass`] only routes: what is held back and what is
//!         open is `pen`'s, what text means is `text`'s.
//! Limits  at most eight passes for a block; the last one writes all emphasis as tags.

use super::address::{self, Near};
use super::bare::reads_between_angles;
use super::block::Block;
use super::emphasis::Choice;
use super::lines::Lines;
use super::look::{Look, Next};
use super::notes::{self, Notes};
use super::pen::Pen;
use super::text::{Piece, Text};
use super::{Given, code, critic, escape, link, nodes, raw, room};
use crate::buffers::kept;
use crate::document::{CommentId, Kind, LinkId, NodeId, Words};
use crate::markdown::html;
use crate::markdown::kinds::{blocks, spans};
use crate::memory;

const PASSES: u32 = 8;

kept! {
    /// What the writing of inlines needs.
    #[derive(Debug, Default)]
    pub(super) struct Inlines {
        pen: Pen,
        text: Text,
        /// A text that is stored in pieces, joined.
        joined: Vec<u8>,
        /// Where the text of each comment stands, by its number.
        comments: Vec<NodeId>,
        full: bool,
    }
}

impl Inlines {
    pub(super) fn begin_document(&mut self, given: &Given<'_>) {
        self.pen.begin_document(Choice::new(&given.style, &given.extensions));
        self.text.begin_document();
        self.full = false;
        self.comments.clear();
        if !given.extensions.critic.comments {
            return;
        }
        for id in 0..given.nodes.end() {
            if let Kind::CommentBody(CommentId(number)) = given.nodes.kind(id)
                && (number as usize) < given.nodes.view().doc.comments.len()
            {
                let count = self.comments.len().max(number as usize + 1);
                self.full |= !memory::pad(&mut self.comments, count, NodeId::MAX);
                if let Some(place) = self.comments.get_mut(number as usize) {
                    *place = id;
                }
            }
        }
    }

    /// A buffer could not grow.
    pub(super) fn is_full(&self) -> bool {
        self.full || self.pen.is_full() || self.text.is_full()
    }

    /// Writes the inlines of a block; false when they show nothing.
    pub(super) fn write(
        &mut self,
        given: &Given<'_>,
        lines: &mut Lines<'_>,
        notes: &mut Notes,
        block: Block,
    ) -> bool {
        let Inlines { pen, text, joined, comments, full } = self;
        let start = lines.len();
        pen.begin_block();
        text.begin_block();
        let mut pass = Pass { given, block, lines, notes, pen, text, joined, comments, full };
        for number in 1..=PASSES {
            pass.run(number == PASSES);
            if number == PASSES || pass.pen.delimiters_hold(pass.lines, start) {
                break;
            }
            pass.lines.truncate(start);
        }
        lines.wrap(start);
        self.pen.has_shown()
    }
}

struct Pass<'p, 'a, 'w> {
    given: &'p Given<'a>,
    block: Block,
    lines: &'p mut Lines<'w>,
    notes: &'p mut Notes,
    pen: &'p mut Pen,
    text: &'p mut Text,
    joined: &'p mut Vec<u8>,
    comments: &'p [NodeId],
    full: &'p mut bool,
}

impl<'a> Pass<'_, 'a, '_> {
    fn run(&mut self, all_tags: bool) {
        let (mut id, end) = (self.block.first(), self.block.end());
        self.lines.begin_inlines(self.block.wraps());
        self.pen.begin_pass(self.block, &self.given.style, all_tags);
        self.text.begin_pass();
        loop {
            while self.pen.spans().ends_before(id) {
                self.close();
            }
            if id >= end {
                break;
            }
            // Where nobody will read it, what is open is closed.
            id = if self.lines.failed() { end } else { self.inline(id) };
        }
        self.pen.end_block(self.lines);
    }

    /// Writes one node, or opens it; the node to go on with.
    fn inline(&mut self, id: NodeId) -> NodeId {
        let nodes = self.given.nodes;
        let kind = nodes.kind(id);
        match kind {
            Kind::SoftBreak => self.pen.soft_break(),
            Kind::HardBreak => self.pen.hard_break(),
            Kind::Code(_) => return self.code_run(id),
            Kind::Html(span) => self.raw_html(id, nodes.text(span)),
            Kind::Math { tex, display } if self.given.extensions.math => {
                self.math(id, nodes.text(tex), display);
            }
            Kind::Text(_) | Kind::Math { .. } => return self.text_run(id),
            Kind::FootnoteReference { label } => self.note_reference(nodes.text(label)),
            Kind::Anchor { name } => self.anchor(nodes.text(name)),
            Kind::CommentStart(comment) => self.begin_comment(id, comment),
            Kind::CommentEnd(comment) => self.comment(id, comment),
            Kind::Link(target) => return self.open_link(id, target),
            Kind::Image(_) => self.open_image(id, kind),
            spans!() => self.open_span(id, kind),
            // Cells of a row that is written as a paragraph; no other block stands here: the model
            // forbids it, the text is kept.
            Kind::Rule | blocks!() => {
                if kind.is_cell() {
                    self.cell_in_text();
                }
            }
        }
        id + 1
    }

    fn look(&self) -> Look<'_, 'a> {
        Look::new(self.given.nodes, self.pen.spans(), self.block, &self.given.style)
    }

    /// Text leaves that stand side by side are one text, whatever hollow containers are between.
    fn text_run(&mut self, id: NodeId) -> NodeId {
        let nodes = self.given.nodes;
        let look = self.look();
        let limit = look.limit(look.depth());
        // A formula is text where none is written.
        let formulas = !self.given.extensions.math;
        let text_of = |id| match nodes.kind(id) {
            Kind::Text(span) => Some(nodes.text(span)),
            Kind::Math { tex, .. } if formulas => Some(nodes.text(tex)),
            _ => None,
        };
        let is_formula = |id| formulas && matches!(nodes.kind(id), Kind::Math { .. });
        let is_text =
            |id| matches!(nodes.kind(id), Kind::Text(_)) || is_formula(id) || nodes.is_hollow(id);
        let mut last = id + 1;
        while last < limit && is_text(last) {
            last += 1;
        }
        if nodes.shows_nothing(id, last) {
            // What comes next matters to visible text only, and may be far.
            for text in nodes.leaves(id, last) {
                self.pen.hold(text);
            }
            return last;
        }
        let next = look.next_after(last, look.depth());
        if let (Kind::Text(span), true) = (nodes.kind(id), last == id + 1) {
            self.write_text(nodes.text(span), next, last);
        } else {
            self.join((id..last).filter_map(text_of));
            if (id..last).any(is_formula) {
                self.without_line_ends();
            }
            self.write_joined(next, last);
        }
        last
    }

    /// What was put together stands in one line.
    fn without_line_ends(&mut self) {
        for byte in self.joined.iter_mut().filter(|byte| **byte == b'\n') {
            *byte = b' ';
        }
    }

    fn write_text(&mut self, text: &[u8], next: Next, following: NodeId) {
        let piece = Piece { text, next, following };
        self.text.write(self.pen, self.lines, self.given, self.block, piece);
    }

    /// Puts texts that are stored in pieces together.
    fn join<'t>(&mut self, parts: impl IntoIterator<Item = &'t [u8]>) {
        self.joined.clear();
        for part in parts {
            if room(self.joined, part.len(), self.full) {
                self.joined.extend_from_slice(part);
            }
        }
    }

    fn write_joined(&mut self, next: Next, following: NodeId) {
        let piece = Piece { text: self.joined, next, following };
        self.text.write(self.pen, self.lines, self.given, self.block, piece);
    }

    /// Code spans that stand side by side would be read as something else: they become one.
    fn code_run(&mut self, id: NodeId) -> NodeId {
        let nodes = self.given.nodes;
        let look = self.look();
        let limit = look.limit(look.depth());
        let code = |id| match nodes.kind(id) {
            Kind::Code(span) if id < limit => Some(nodes.text(span)),
            _ => None,
        };
        let mut last = id;
        while code(last).is_some() {
            last += 1;
        }
        self.join((id..last).filter_map(code));
        if !self.joined.is_empty() {
            self.pen.show_on_line(self.lines);
            code::span(self.lines, self.joined, self.block.is_cell());
        }
        last
    }

    fn open_span(&mut self, id: NodeId, kind: Kind) {
        let nodes = self.given.nodes;
        // What is in it is held back, as if it were not there.
        if nodes.is_hollow(id) {
            return;
        }
        // Markdown has no words for these.
        if matches!(kind, Kind::Colored { .. } | Kind::SmallCaps) {
            return;
        }
        let end = nodes.end_of(id);
        if nodes::is_change(&kind) {
            return self.pen.open_change(self.lines, kind, end);
        }
        self.pen.open(kind, end, |around| {
            kind == Kind::Strong
                && around.at(around.depth()).is_some_and(|around| {
                    around.kind == Kind::Emphasis
                        && (nodes.shows_nothing(end, around.end) || nodes.is_white(end, around.end))
                })
        });
    }

    fn open_link(&mut self, id: NodeId, target: LinkId) -> NodeId {
        let end = self.given.nodes.end_of(id);
        if self.pen.spans().in_link() {
            return id + 1;
        }
        if self.write_address(id, end, target) {
            return end;
        }
        if self.lines.behind_note_reference() && !self.pen.held().has_space() {
            // pulldown-cmark takes `[^1][` for the beginning of a reference link.
            self.pen.hold(b" ");
        }
        self.pen.open_bracket(self.lines, Kind::Link(target), end, b"[");
        id + 1
    }

    fn open_image(&mut self, id: NodeId, kind: Kind) {
        if !self.pen.spans().in_image() {
            let end = self.given.nodes.end_of(id);
            self.pen.open_bracket(self.lines, kind, end, b"![");
        }
    }

    /// Ends the innermost container.
    fn close(&mut self) {
        if let Some(target) = self.pen.close(self.lines) {
            let nodes = self.given.nodes;
            let target = nodes.link(target);
            let (url, title) = (nodes.text(target.url), nodes.text(target.title));
            link::target(self.lines, url, title, self.block.is_cell());
        }
    }

    /// Writes a link whose text is its address as the address alone, if it reads back so.
    fn write_address(&mut self, id: NodeId, end: NodeId, target: LinkId) -> bool {
        let nodes = self.given.nodes;
        let target = nodes.link(target);
        if !target.title.is_empty() || id + 1 >= end {
            return false;
        }
        let url = nodes.text(target.url);
        let Some((text, form)) = address::link_text(nodes, id + 1, end, url) else { return false };
        let autolinks = self.given.extensions.autolinks;
        let angles = reads_between_angles(text, form, self.block.is_cell());
        let bare = autolinks && {
            self.pen.show(self.lines);
            self.near().reads_bare(text, form, end)
        };
        if !bare && !angles {
            return false;
        }
        self.pen.show_on_line(self.lines);
        if bare {
            self.lines.push(text);
        } else {
            self.lines.push_byte(b'<');
            self.lines.push(text);
            self.lines.push_byte(b'>');
        }
        true
    }

    fn near(&self) -> Near<'_, 'a> {
        Near {
            look: self.look(),
            before: self.pen.before(self.lines),
            brackets: self.text.brackets(),
            begun: self.pen.held().has_begun(),
            underlined: false,
            smart: self.given.extensions.smart_punctuation,
        }
    }

    fn note_reference(&mut self, label: &'a [u8]) {
        if self.pen.spans().in_image() {
            return;
        }
        self.pen.show_on_line(self.lines);
        match self.notes.refer(self.given.nodes, label) {
            Some(name) => {
                self.lines.push(notes::opening(&self.given.extensions));
                name.write(self.lines);
            }
            None => {
                // A reference without a definition is text to every reader.
                self.lines.push(escape::bracket(&self.given.extensions));
                self.lines.push_byte(b'^');
                self.lines.push(label);
            }
        }
        self.lines.push_byte(b']');
        if self.given.extensions.footnotes {
            self.lines.end_note_reference();
        }
    }

    /// Whether comments are written here.
    fn comments(&self) -> bool {
        self.given.extensions.critic.comments && !self.pen.spans().in_image()
    }

    /// Where what a comment that begins at a node is about ends in the same container, and something is in
    /// it.
    fn range_end(&self, start: NodeId, comment: CommentId) -> Option<NodeId> {
        let nodes = self.given.nodes;
        let look = self.look();
        let limit = look.limit(look.depth());
        let mut id = start + 1;
        while id < limit {
            match nodes.kind(id) {
                Kind::CommentEnd(found) if found == comment => {
                    return (!nodes.shows_nothing(start + 1, id)).then_some(id);
                }
                Kind::CommentStart(_) | Kind::CommentEnd(_) => return None,
                _ => id = nodes.end_of(id),
            }
        }
        None
    }

    fn begin_comment(&mut self, id: NodeId, comment: CommentId) {
        let known = self.comments.get(comment.0 as usize).is_some_and(|&body| body != NodeId::MAX);
        if self.comments() && known && self.range_end(id, comment).is_some() {
            self.pen.show_on_line(self.lines);
            self.lines.push(b"{==");
        }
    }

    /// A comment, where what it is about ends: its words, without their looks.
    fn comment(&mut self, id: NodeId, comment: CommentId) {
        if !self.comments() {
            return;
        }
        let nodes = self.given.nodes;
        let body = self.comments.get(comment.0 as usize).copied();
        let Some(body) = body.filter(|&body| body != NodeId::MAX) else { return };
        let is_edge = |id| matches!(nodes.kind(id), Kind::CommentStart(_) | Kind::CommentEnd(_));
        let start = (self.block.first()..id).rev().find(|&id| is_edge(id));
        let start = start.filter(|&id| nodes.kind(id) == Kind::CommentStart(comment));
        self.pen.show_on_line(self.lines);
        if start.is_some_and(|start| self.range_end(start, comment) == Some(id)) {
            self.lines.push(b"==}");
        }
        self.lines.push(b"{>>");
        for id in body + 1..nodes.end_of(body) {
            let kind = nodes.kind(id);
            match (kind.words(), kind) {
                (Words::Text(span), _) => critic::literal(nodes.text(span), self.lines),
                (Words::Blank, _) => self.lines.push_byte(b' '),
                // A paragraph behind another.
                (_, blocks!()) if id > body + 1 => self.lines.push_byte(b' '),
                _ => {}
            }
        }
        self.lines.push(b"<<}");
    }

    fn anchor(&mut self, name: &[u8]) {
        if !self.pen.spans().in_image() {
            self.pen.show_on_line(self.lines);
            raw::anchor(self.lines, self.block, name);
        }
    }

    fn raw_html(&mut self, id: NodeId, text: &[u8]) {
        if text.is_empty() || self.pen.spans().in_image() {
            return;
        }
        if self.pen.held().has_breaks() && html::block_start(text).is_some() {
            self.pen.show_no_line_end(self.lines);
        }
        // A tag may go on in the next line.
        let goes_on = || matches!(self.given.nodes.kind(id + 1), Kind::Html(_));
        if !self.pen.has_shown() && !html::is_whole(text) && !goes_on() {
            self.join([text]);
            self.without_line_ends();
            return self.write_joined(Next::Other, id + 1);
        }
        self.pen.show(self.lines);
        let alone = || self.look().next_after(id + 1, 0) == Next::LineEnd;
        if !self.pen.has_shown() && self.block.has_lines() && raw::begins_block(text, alone) {
            // A space that shows nothing keeps this a paragraph.
            self.lines.push(b"&#32;");
        }
        self.pen.begin_line();
        // A tag that has no partner must not find one among those that stand for emphasis.
        let stray = self.pen.writes_tags() && raw::could_pair(text);
        raw::inline_html(self.lines, self.block, text, stray);
    }

    /// A cell of a row that is written as a paragraph: a bar parts it from those before.
    fn cell_in_text(&mut self) {
        if self.pen.has_shown() {
            self.pen.hold(b" ");
            self.pen.show_on_line(self.lines);
            self.lines.push_byte(b'|');
            self.pen.hold(b" ");
        }
    }

    /// A formula between dollar signs; as text where that is what it would be read as.
    fn math(&mut self, id: NodeId, tex: &[u8], display: bool) {
        if let Some(tex) = raw::formula_of(tex, display) {
            self.pen.show_on_line(self.lines);
            raw::formula(self.lines, self.block, tex, display);
            return;
        }
        let dollars = raw::dollars(display);
        self.join([dollars, tex, dollars]);
        self.without_line_ends();
        self.write_joined(Next::Other, id + 1);
    }
}
