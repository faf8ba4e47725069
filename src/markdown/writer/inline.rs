//! The inlines of one block.
//!
//! Shape   one pass over the nodes, repeated with other delimiters where `emphasis` finds that a
//!         reader would pair them differently. White space, line breaks and the delimiters that
//!         open emphasis are held back until something visible follows (`held`).
//! Limits  at most eight passes for a block; the last one writes all emphasis as tags.

use super::emphasis::{Mark, Style};
use super::text::Info;
use super::{Writer, room};
use crate::document::{Kind, LinkId, NodeId};

const PASSES: u32 = 8;

/// What kind of block the inlines stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Context {
    /// Lines may break, and each could be read as a block of its own.
    #[default]
    Paragraph,
    /// All on one line.
    Heading,
    /// All on one line, and a pipe would end it.
    Cell,
}

/// How far the current line has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Line {
    /// Nothing of the block is written.
    #[default]
    Block,
    /// Nothing of a later line is written.
    Later,
    /// Something visible stands on it.
    Begun,
}

/// Where the writing of a block's inlines stands.
#[derive(Debug, Default)]
pub(super) struct InlineState {
    pub context: Context,
    /// The block's inlines.
    pub first: NodeId,
    pub end: NodeId,
    pub line: Line,
    /// Line breaks held back.
    pub soft: bool,
    pub hard: u32,
    /// The first of the open containers whose beginning is held back.
    pub pending: usize,
    /// Emphasis met so far in this pass.
    pub ordinal: u32,
    /// Write all emphasis as tags.
    pub all_tags: bool,
    /// Some emphasis may be written as tags.
    pub tagged: bool,
    /// Open links and images.
    pub brackets: u32,
    /// Brackets in text that have been opened and not closed.
    pub text_brackets: u32,
    pub images: u32,
    /// A footnote reference stands directly before.
    pub after_note: bool,
    /// Where the last tag ended that the reader takes for emphasis or a line break.
    pub after_tag: usize,
    /// The block is the first one of an item or a quote.
    pub first_in_item: bool,
    /// The node behind the text that is being written.
    pub following: NodeId,
    /// The text that is being written ends in white space.
    pub trailing_space: bool,
    /// White space that is more than blanks is held back from its end.
    pub wide_tail: bool,
    /// The block is the term of a definition list.
    pub term: bool,
    pub info: Option<Info>,
}

/// An open inline container.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenInline {
    pub kind: Kind,
    pub end: NodeId,
    pub style: Style,
    pub ordinal: u32,
}

impl Writer<'_, '_> {
    /// Writes the inlines `first..end`; false when they show nothing.
    pub(super) fn inlines(&mut self, first: NodeId, end: NodeId, context: Context) -> bool {
        self.inline.context = context;
        self.inline.first = first;
        self.inline.end = end;
        self.inline.info = None;
        self.s.levels.clear();
        let start = self.out.len();
        for pass in 1..=PASSES {
            self.inline.all_tags = pass == PASSES;
            self.pass();
            if self.s.marks.is_empty() || pass == PASSES || self.delimiters_hold(start) {
                break;
            }
            self.out.truncate(start);
        }
        if self.wraps() {
            self.wrap(start);
        }
        self.inline.line != Line::Block
    }

    fn pass(&mut self) {
        let (first, end) = (self.inline.first, self.inline.end);
        self.s.marks.clear();
        self.s.open.clear();
        self.s.space.clear();
        self.s.spaces.clear();
        self.inline.tagged = self.inline.all_tags || self.s.levels.iter().any(|&level| level > 0);
        self.inline.line = Line::Block;
        self.inline.soft = false;
        self.inline.hard = 0;
        self.inline.pending = 0;
        self.inline.ordinal = 0;
        self.inline.brackets = 0;
        self.inline.text_brackets = 0;
        self.inline.images = 0;
        self.inline.after_note = false;
        self.inline.after_tag = usize::MAX;
        let mut id = first;
        loop {
            while self.s.open.last().is_some_and(|open| open.end <= id) {
                self.close();
            }
            if id >= end {
                break;
            }
            id = self.inline(id);
        }
        self.show_wide_space();
        // A line break at the end shows as a tag only.
        let shown = self.inline.line != Line::Block || self.inline.context != Context::Paragraph;
        if self.inline.hard > 0 && shown {
            self.inline.line = Line::Begun;
            self.line_break_tags(self.inline.hard);
        }
    }

    /// Writes one node, or opens it; the node to go on with.
    fn inline(&mut self, id: NodeId) -> NodeId {
        let kind = self.kind(id);
        match kind {
            Kind::Text(_) => return self.text_run(id),
            Kind::SoftBreak => self.soft_break(),
            Kind::HardBreak => self.hard_break(),
            Kind::Code(_) => return self.code_run(id),
            Kind::Html(span) => self.raw_html(id, self.text(span)),
            Kind::Math { tex, display } => self.math(id, self.text(tex), display),
            Kind::FootnoteReference { label } if self.inline.images == 0 => {
                self.show_on_line();
                self.note_reference(label);
                self.inline.after_note = true;
            }
            Kind::Anchor { name } if self.inline.images == 0 => {
                self.show_on_line();
                self.anchor(self.text(name));
            }
            Kind::Link(target) => return self.open_link(id, target),
            Kind::Image(target) => self.open_image(id, target),
            _ if kind.is_leaf() => {}
            // What is in it is held back, as if it were not there.
            _ if self.is_hollow(id) => {}
            _ => self.open_span(id, kind),
        }
        id + 1
    }

    /// Text leaves that stand side by side are one text, whatever hollow containers are between.
    fn text_run(&mut self, id: NodeId) -> NodeId {
        let limit = self.limit(self.s.open.len());
        let mut last = id + 1;
        while last < limit && (matches!(self.kind(last), Kind::Text(_)) || self.is_hollow(last)) {
            last += 1;
        }
        if self.shows_nothing(id, last) {
            // What comes next matters to visible text only, and may be far.
            for id in id..last {
                if let Kind::Text(span) = self.kind(id) {
                    self.hold_space(self.text(span));
                }
            }
            return last;
        }
        let next = self.next_after(last, self.s.open.len());
        self.inline.following = last;
        if last == id + 1 {
            if let Kind::Text(span) = self.kind(id) {
                self.write_text(self.text(span), next);
            }
            return last;
        }
        let mut joined = std::mem::take(&mut self.s.joined);
        joined.clear();
        for id in id..last {
            if let Kind::Text(span) = self.kind(id) {
                self.append(&mut joined, self.text(span));
            }
        }
        self.write_text(&joined, next);
        self.s.joined = joined;
        last
    }

    pub(super) fn append(&mut self, buffer: &mut Vec<u8>, text: &[u8]) {
        if room(buffer, text.len(), &mut self.full) {
            buffer.extend_from_slice(text);
        }
    }

    /// Code spans that stand side by side would be read as something else: they become one.
    fn code_run(&mut self, id: NodeId) -> NodeId {
        let limit = self.limit(self.s.open.len());
        let mut code = std::mem::take(&mut self.s.joined);
        code.clear();
        let mut last = id;
        while last < limit
            && let Kind::Code(span) = self.kind(last)
        {
            self.append(&mut code, self.text(span));
            last += 1;
        }
        if !code.is_empty() {
            self.show_on_line();
            self.code_span(&code, self.inline.context);
        }
        self.s.joined = code;
        last
    }

    fn open_span(&mut self, id: NodeId, kind: Kind) {
        let ordinal = self.inline.ordinal;
        self.inline.ordinal += 1;
        let end = self.end_of(id);
        if self.inline.images > 0 {
            // Alternative text knows no emphasis.
            return;
        }
        self.s.open.push(OpenInline { kind, end, style: Style::None, ordinal });
    }

    fn open_link(&mut self, id: NodeId, target: LinkId) -> NodeId {
        let end = self.end_of(id);
        if self.inline.brackets > 0 {
            return id + 1;
        }
        if self.write_address(id, end, target) {
            return end;
        }
        if self.inline.after_note && self.s.space.is_empty() {
            // pulldown-cmark takes `[^1][` for the beginning of a reference link.
            self.hold_space(b" ");
        }
        self.show_bracket(b"[");
        self.s.open.push(OpenInline {
            kind: Kind::Link(target),
            end,
            style: Style::Bracket,
            ordinal: 0,
        });
        self.inline.pending = self.s.open.len();
        id + 1
    }

    fn open_image(&mut self, id: NodeId, target: LinkId) {
        if self.inline.images > 0 {
            return;
        }
        let end = self.end_of(id);
        self.show_bracket(b"![");
        self.inline.images += 1;
        self.s.open.push(OpenInline {
            kind: Kind::Image(target),
            end,
            style: Style::Bracket,
            ordinal: 0,
        });
        self.inline.pending = self.s.open.len();
    }

    fn show_bracket(&mut self, bracket: &[u8]) {
        self.show_on_line();
        self.out.push(bracket);
        self.inline.brackets += 1;
        self.mark(Mark::barrier(self.out.len(), true));
    }

    /// Ends the innermost container.
    fn close(&mut self) {
        let Some(open) = self.s.open.pop() else { return };
        if self.inline.pending > self.s.open.len() {
            self.inline.pending = self.s.open.len();
        } else {
            // Nothing in it was visible.
            return;
        }
        match open.kind {
            Kind::Link(target) | Kind::Image(target) => {
                self.show_wide_space();
                // pulldown-cmark takes a backslash at the end of a link for text.
                let tags = std::mem::take(&mut self.inline.hard);
                self.line_break_tags(tags);
                self.show_on_line();
                self.mark(Mark::barrier(self.out.len(), false));
                self.out.push_byte(b']');
                self.link_target(target);
                self.inline.brackets -= 1;
                if matches!(open.kind, Kind::Image(_)) {
                    self.inline.images -= 1;
                }
            }
            _ => {
                if !is_emphasis(&open.kind) {
                    self.show_wide_space();
                }
                self.end_span(open);
            }
        }
    }
}

/// Whether white space must not stand at the edges of a container.
pub(super) fn is_emphasis(kind: &Kind) -> bool {
    matches!(kind, Kind::Emphasis | Kind::Strong)
}
