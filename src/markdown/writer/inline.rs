//! The inlines of one block.
//!
//! Shape   one pass over the nodes, repeated with other delimiters where `emphasis` finds that a
//!         reader would pair them differently. White space and line breaks are held back until
//!         something visible follows, and so are the delimiters that open emphasis: white space
//!         at an edge ends up outside of it, and what is empty leaves no trace.
//! Limits  at most eight passes for a block; the last one writes all emphasis as tags.

use super::emphasis::{Mark, Style};
use super::look::Next;
use super::text::{Info, wide_part};
use super::{Writer, room};
use crate::document::{Kind, LinkId, NodeId};
use crate::markdown::html::{self, Tag};

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
    pending: usize,
    /// Emphasis met so far in this pass.
    pub ordinal: u32,
    /// Write all emphasis as tags.
    pub all_tags: bool,
    /// Some emphasis may be written as tags.
    tagged: bool,
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

    fn append(&mut self, buffer: &mut Vec<u8>, text: &[u8]) {
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

    /// Holds white space back until something visible follows on the same line.
    pub(super) fn hold_space(&mut self, space: &[u8]) {
        if self.inline.line == Line::Begun
            && !self.breaks_held()
            && room(&mut self.s.space, space.len(), &mut self.full)
        {
            self.s.space.extend_from_slice(space);
        }
    }

    fn soft_break(&mut self) {
        if self.inline.context != Context::Paragraph || self.style.wrap > 0 {
            let blank = self.s.space.len() > wide_part(&self.s.space);
            if !blank && self.inline.hard == 0 {
                self.hold_space(b" ");
            }
        } else if self.inline.hard == 0 && self.inline.line == Line::Begun {
            self.drop_blanks();
            self.inline.soft = true;
        }
    }

    fn hard_break(&mut self) {
        if self.inline.images > 0 {
            return self.soft_break();
        }
        self.drop_blanks();
        self.inline.soft = false;
        self.inline.hard += 1;
    }

    /// Leaves of the white space held back only what is more than blanks.
    fn drop_blanks(&mut self) {
        self.s.space.truncate(wide_part(&self.s.space));
    }

    /// Writes the white space held back up to what is only blanks.
    fn show_wide_space(&mut self) {
        let wide = wide_part(&self.s.space);
        if wide > 0 {
            self.out.push(&self.s.space[..wide]);
            self.note_spaces(wide);
            self.s.space.drain(..wide);
        }
    }

    /// Whether emphasis is about to be opened by what is written next.
    pub(super) fn opens_emphasis(&self) -> bool {
        self.inline.pending < self.s.open.len() && self.in_emphasis()
    }

    /// Whether the innermost container is emphasis.
    pub(super) fn in_emphasis(&self) -> bool {
        self.s.open.last().is_some_and(|open| is_emphasis(&open.kind))
    }

    /// [`Self::show_on_line`] for what stands before the emphasis that opens with it.
    pub(super) fn show_before_emphasis(&mut self) {
        self.show_to(self.outside_emphasis().max(self.inline.pending));
        self.inline.line = Line::Begun;
    }

    /// How many containers there are up to the innermost that is no emphasis.
    fn outside_emphasis(&self) -> usize {
        let outer = self.s.open.iter().rposition(|open| !is_emphasis(&open.kind));
        outer.map_or(0, |index| index + 1)
    }

    /// Whether white space that is all the emphasis holds can be held back, also over its end.
    pub(super) fn holds_wide_space(&self) -> bool {
        self.inline.line == Line::Begun
            && !self.breaks_held()
            && self.outside_emphasis() <= self.inline.pending
    }

    fn line_break_tags(&mut self, count: u32) {
        for _ in 0..count {
            self.out.push(b"<br>");
        }
        self.inline.after_tag = self.out.len();
    }

    /// Writes what was held back, for something visible follows.
    pub(super) fn show(&mut self) {
        self.show_to(self.s.open.len());
    }

    /// [`Self::show`] that begins no more than `depth` of the open containers.
    fn show_to(&mut self, depth: usize) {
        self.inline.after_note = false;
        if self.inline.soft || self.inline.hard > 0 {
            self.show_wide_space();
            self.s.space.clear();
            self.write_breaks();
        } else if !self.s.space.is_empty() {
            self.out.push(&self.s.space);
            self.note_spaces(self.s.space.len());
            self.s.space.clear();
        }
        while self.inline.pending < depth {
            self.begin_span(self.inline.pending);
            self.inline.pending += 1;
            self.inline.line = Line::Begun;
        }
    }

    /// [`Self::show`] for something that cannot begin a block where it stands.
    fn show_on_line(&mut self) {
        self.show();
        self.inline.line = Line::Begun;
    }

    fn write_breaks(&mut self) {
        let mut tags = self.inline.hard;
        if self.inline.line == Line::Block || self.inline.context != Context::Paragraph {
            self.inline.line = Line::Begun;
        } else {
            if tags > 0 {
                tags -= 1;
                self.out.push_byte(b'\\');
            }
            self.new_line();
            self.inline.line = if tags > 0 { Line::Begun } else { Line::Later };
        }
        if tags > 0 {
            self.line_break_tags(tags);
        }
        self.inline.soft = false;
        self.inline.hard = 0;
    }

    fn raw_html(&mut self, id: NodeId, text: &[u8]) {
        if text.is_empty() || self.inline.images > 0 {
            return;
        }
        let breaks_before = self.inline.soft || self.inline.hard > 0;
        if breaks_before && html::block_start(text).is_some() {
            // At the start of a line it would begin a block.
            if self.inline.hard > 0 {
                let tags = std::mem::take(&mut self.inline.hard);
                self.line_break_tags(tags);
                self.inline.line = Line::Begun;
            } else {
                self.inline.soft = false;
                self.s.space.push(b' ');
            }
        }
        self.show();
        if self.inline.line == Line::Block
            && self.inline.context == Context::Paragraph
            && (html::block_start(text).is_some()
                || html::is_one_tag(text) && self.next_after(id + 1, 0) == Next::LineEnd)
        {
            // A space that shows nothing keeps this a paragraph.
            self.out.push(b"&#32;");
        }
        self.inline.line = Line::Begun;
        // A tag that has no partner must not find one among those that stand for emphasis.
        let stray =
            self.inline.tagged && matches!(html::tag(text), Some(Tag::Open(_) | Tag::Close(_)));
        let mut rest = if stray { &text[..text.len() - 1] } else { text };
        while let Some(at) = memchr::memchr2(b'\n', b'|', rest) {
            self.out.push(&rest[..at]);
            match (rest[at], self.inline.context) {
                (b'\n', Context::Paragraph) => {
                    self.new_line();
                    let plain =
                        |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'"' | b'\'' | b'/');
                    if !rest.get(at + 1).is_some_and(plain) {
                        // Indented so far, no line can begin a block inside a paragraph.
                        self.out.push(b"    ");
                    }
                }
                (b'\n', _) => self.out.push_byte(b' '),
                (_, Context::Cell) => self.out.push(b"\\|"),
                _ => self.out.push_byte(b'|'),
            }
            rest = &rest[at + 1..];
        }
        self.out.push(rest);
        if stray {
            self.out.push(b" >");
        }
    }

    fn anchor(&mut self, name: &[u8]) {
        self.out.push(b"<a id=\"");
        for &byte in name {
            match byte {
                b'"' => self.out.push(b"&quot;"),
                b'&' => self.out.push(b"&amp;"),
                b'<' => self.out.push(b"&lt;"),
                b'|' if self.inline.context == Context::Cell => self.out.push(b"\\|"),
                b'\n' | b'\r' => self.out.push_byte(b' '),
                _ => self.out.push_byte(byte),
            }
        }
        self.out.push(b"\"></a>");
    }

    /// A formula between dollar signs; as text where that is what it would be read as.
    fn math(&mut self, id: NodeId, tex: &[u8], display: bool) {
        let dollars: &[u8] = if display { b"$$" } else { b"$" };
        let braces = tex.iter().try_fold(0i32, |depth, byte| match byte {
            b'{' => Some(depth + 1),
            b'}' => (depth > 0).then(|| depth - 1),
            _ => Some(depth),
        });
        let edge = |byte: Option<&u8>| byte.is_none_or(|b| b.is_ascii_whitespace());
        let holds = self.extensions.math
            && braces == Some(0)
            && !tex.contains(&b'$')
            && tex.last() != Some(&b'\\')
            && (display || !(edge(tex.first()) || edge(tex.last())));
        if !holds {
            let mut text = std::mem::take(&mut self.s.joined);
            text.clear();
            for part in [dollars, tex, dollars] {
                self.append(&mut text, part);
            }
            for byte in text.iter_mut().filter(|byte| **byte == b'\n') {
                *byte = b' ';
            }
            self.inline.following = id + 1;
            self.write_text(&text, Next::Other);
            self.s.joined = text;
            return;
        }
        self.show_on_line();
        self.out.push(dollars);
        for &byte in tex {
            match byte {
                b'\n' if self.inline.context == Context::Paragraph => self.new_line(),
                b'\n' => self.out.push_byte(b' '),
                b'|' if self.inline.context == Context::Cell => self.out.push(b"\\|"),
                _ => self.out.push_byte(byte),
            }
        }
        self.out.push(dollars);
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
