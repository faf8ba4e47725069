//! The text of a paragraph, heading, cell or term: its white space and breaks, and what of marks and
//! code is open in it.
//!
//! Shape   words that stand in the text with single spaces between are one span of it; what must be
//!         decoded is copied into the document's own text. Spaces and breaks wait until more text
//!         comes, so that none stands at the start or end of a block, nor inside of marks.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.
//! Source  CSS 2.1, "The white-space processing model"; no-break spaces alone make no paragraph,
//!         two breaks in a row end one.

use super::code::Code;
use super::force::Inlines;
use super::marks::OpenMarks;
use super::out::Out;
use super::style::Marks;
use crate::buffers::{kept, plain};
use crate::document::{Kind, Span};

/// Where the text of the current block stands.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// A paragraph or heading is open in the document.
    open: bool,
    /// The block has text.
    content: bool,
    /// White space came after it.
    space: bool,
    /// Blanks that count came after it, and where they stand.
    kept: Option<(usize, usize)>,
    /// Breaks came after it: none, one, or more.
    breaks: u8,
    /// No-break spaces came at the start of a line, and whether the first of them in code.
    blanks: u32,
    code_blanks: bool,
    /// The marker of the item came before, and with it the space behind.
    after_marker: bool,
}

plain!(State);

/// Blanks that a tab at the start of a block is shown as.
const TAB: u32 = 4;

kept! {
    /// The text in the making.
    #[derive(Debug, Default)]
    pub(super) struct Flow {
        state: State,
        marks: OpenMarks,
        code: Code,
    }
}

impl Flow {
    /// Whether a paragraph or heading is open in the document.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.state.open
    }

    /// Whether the block has text.
    pub(super) fn is_begun(&self) -> bool {
        self.state.content
    }

    /// Whether more than one break came behind the text of an open paragraph.
    #[inline]
    pub(super) fn is_broken(&self) -> bool {
        self.state.breaks > 1 && self.state.open
    }

    /// White space came.
    #[inline]
    pub(super) fn space(&mut self) {
        self.state.space = true;
    }

    /// Blanks came that count, if text comes behind them. At the start of a block they are such as no line is
    /// broken at.
    pub(super) fn keep(&mut self, start: usize, end: usize, out: &mut Out<'_, '_>) {
        let blanks = &out.html()[start..end];
        let is_plain = blanks.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        if !self.state.content {
            let count = blanks.bytes().map(|byte| if byte == b'\t' { TAB } else { 1 }).sum();
            self.state.blanks = self.state.blanks.saturating_add(count);
        } else if is_plain && (blanks != " " || self.state.breaks > 0) {
            self.state.kept = Some((start, end));
        } else {
            self.state.space = true;
        }
    }

    /// A break came. At the start of a block it is none. What has ended before it does not go on behind.
    pub(super) fn line_break(&mut self, inlines: &Inlines, out: &mut Out<'_, '_>) {
        if self.state.content {
            self.end_code(inlines, out);
            if !self.code.is_open() {
                self.marks.close(inlines.force(), out.doc());
            }
            self.state.breaks = (self.state.breaks + 1).min(2);
        }
        (self.state.space, self.state.kept) = (false, None);
        self.state.blanks = 0;
    }

    /// A no-break space came, in code or not: at the start of a line it waits. Returns whether it does.
    pub(super) fn blank(&mut self, in_code: bool) -> bool {
        let waits = !self.state.content || self.state.breaks > 0;
        if self.state.blanks == 0 && waits {
            (self.state.code_blanks, self.state.space) = (in_code, false);
        }
        self.state.blanks = self.state.blanks.saturating_add(waits.into());
        waits
    }

    /// The marker of an item came, which is no text.
    pub(super) fn marker(&mut self) {
        self.state.after_marker = true;
        self.state.blanks = 0;
    }

    /// A paragraph or heading begins.
    pub(super) fn open(&mut self, kind: Kind, out: &mut Out<'_, '_>) {
        out.doc().open(kind);
        (self.state.open, self.state.content, self.state.breaks) = (true, false, 0);
    }

    /// A term begins.
    pub(super) fn begin_term(&mut self) {
        (self.state.content, self.state.breaks) = (false, 0);
    }

    /// A cell begins, or something ends in which only inlines may stand.
    pub(super) fn restart(&mut self) {
        self.state = State::default();
    }

    /// A cell goes on with the text of another one.
    pub(super) fn join_cells(&mut self, empty: bool) {
        self.state = State { content: !empty, breaks: (!empty).into(), ..State::default() };
    }

    /// Ends the text before a block begins or ends: all that is open inside of it.
    pub(super) fn end_inlines(&mut self, out: &mut Out<'_, '_>) {
        self.code.end(out);
        self.marks.close_all(out.doc());
        (self.state.space, self.state.kept, self.state.blanks) = (false, None, 0);
    }

    /// Ends the paragraph. Where only inlines may stand, a break takes its place.
    pub(super) fn end(&mut self, inline: bool, out: &mut Out<'_, '_>) {
        if self.state.open {
            out.close_text_block();
        } else if inline && self.state.content {
            self.state.breaks = self.state.breaks.max(1);
            return;
        }
        (self.state.open, self.state.content, self.state.breaks) = (false, false, 0);
    }

    /// Writes code that has ended.
    #[inline]
    pub(super) fn end_code(&mut self, inlines: &Inlines, out: &mut Out<'_, '_>) {
        if self.code.is_open() && !inlines.force().marks.has(Marks::CODE) {
            self.code.end(out);
        }
    }

    /// Closes keys that have ended.
    pub(super) fn end_keys(&mut self, inlines: &Inlines, out: &mut Out<'_, '_>) {
        if self.marks.have(Marks::KEYS) && !inlines.force().marks.has(Marks::KEYS) {
            self.code.end(out);
            self.marks.close(inlines.force(), out.doc());
        }
    }

    /// Adds a piece of the text: no space at its start or end.
    #[inline]
    pub(super) fn run(
        &mut self,
        start: usize,
        end: usize,
        inlines: &Inlines,
        out: &mut Out<'_, '_>,
    ) {
        let start = self.prepare(start, inlines, out);
        if self.code.is_open() {
            self.code.run(start, end, out);
        } else {
            out.text(start, end);
        }
    }

    /// Adds text that does not stand in the source.
    pub(super) fn literal(&mut self, text: &str, inlines: &Inlines, out: &mut Out<'_, '_>) {
        self.prepare(0, inlines, out);
        if self.code.is_open() {
            self.code.push(text, out);
        } else {
            out.own_text(text);
        }
    }

    /// Adds blanks that count. Those that a block begins with are no text that a break could end.
    pub(super) fn blanks(&mut self, text: &str, inlines: &Inlines, out: &mut Out<'_, '_>) {
        let content = self.state.content;
        self.literal(text, inlines, out);
        self.state.content = content;
    }

    /// Makes way for an inline that is no text.
    pub(super) fn make_way(&mut self, inlines: &Inlines, out: &mut Out<'_, '_>) {
        // Blanks between code and it are no code.
        self.code.end(out);
        self.state.code_blanks = false;
        self.prepare(0, inlines, out);
        self.code.end(out);
    }

    /// Brings the document to where text may be added that stands at byte `at`. Returns where to
    /// begin: one byte before, if a space that must be written stands there.
    #[inline]
    fn prepare(&mut self, at: usize, inlines: &Inlines, out: &mut Out<'_, '_>) -> usize {
        let force = inlines.force();
        let mut kept = std::mem::take(&mut self.state.kept);
        let mut blanks = std::mem::take(&mut self.state.blanks);
        if self.state.after_marker {
            blanks = 0;
        }
        // White space behind no-break spaces counts, as if they were words.
        let has_blanks = blanks > 0;
        let mut space = std::mem::take(&mut self.state.space) && (self.state.content || has_blanks);
        let breaks = std::mem::take(&mut self.state.breaks) > 0 && self.state.content;
        let mut start = at;
        let in_line = self.marks.are(force) && self.code.is_open() == force.marks.has(Marks::CODE);
        if breaks || !in_line {
            self.code.end(out);
            self.marks.close(force, out.doc());
            if breaks {
                out.doc().leaf(Kind::HardBreak);
            }
            // Code of blanks that other text follows is blanks.
            if !self.state.code_blanks || !force.marks.has(Marks::CODE) {
                self.write_blanks(std::mem::take(&mut blanks), out);
            }
            if let Some((start, end)) = kept.take() {
                out.text(start, end);
            } else if space && blanks == 0 && (has_blanks || !breaks) {
                out.space();
            }
            space &= blanks > 0;
            self.marks.open(inlines, out.doc());
            if force.marks.has(Marks::CODE) {
                self.code.begin(inlines.has_code());
            }
        }
        self.write_blanks(blanks, out);
        if let Some((start, end)) = kept {
            match self.code.is_open() {
                true => self.code.push(&out.html()[start..end], out),
                false => out.text(start, end),
            }
        } else if space {
            if self.code.is_open() {
                self.code.space(at, out);
            } else if out.has_space_before(at) {
                start -= 1;
            } else {
                out.space();
            }
        }
        self.state.content = true;
        self.state.after_marker = false;
        start
    }

    fn write_blanks(&mut self, blanks: u32, out: &mut Out<'_, '_>) {
        if blanks == 0 {
            return;
        }
        if self.code.is_open() {
            return (0..blanks).for_each(|_| self.code.push("\u{A0}", out));
        }
        let doc = out.doc();
        let from = doc.own_len();
        (0..blanks).for_each(|_| doc.append_char('\u{A0}'));
        doc.leaf(Kind::Text(Span::of_own(from, doc.own_len())));
    }
}
