//! What writes the visible things of a block's inlines: before each of them stands what was held back.
//!
//! Shape   white space and line breaks (`held`), the beginnings of containers (`spans`) and their
//!         delimiters (`emphasis`) are held back until something visible follows: [`Pen::show`] comes
//!         before all that is visible.
//! Source  CommonMark 0.31, sections 6.2 to 6.8.

use super::bare::Before;
use super::block::Block;
use super::emphasis::{Choice, Emphasis};
use super::held::{Held, Line};
use super::lines::Lines;
use super::nodes::{is_change, is_emphasis};
use super::spans::Spans;
use crate::buffers::kept;
use crate::document::{Kind, LinkId, NodeId};
use crate::options::MarkdownStyle;

kept! {
    /// Where the writing of a block's inlines stands.
    #[derive(Debug, Default)]
    pub(super) struct Pen {
        held: Held,
        spans: Spans,
        emphasis: Emphasis,
    }
}

impl Pen {
    pub(super) fn begin_document(&mut self, choice: Choice) {
        self.held.begin_document();
        self.emphasis.begin_document(choice);
    }

    pub(super) fn begin_block(&mut self) {
        self.emphasis.begin_block();
    }

    pub(super) fn begin_pass(&mut self, block: Block, style: &MarkdownStyle, all_tags: bool) {
        self.held.begin_pass(block.has_lines(), block.keeps_lines(style));
        self.spans.begin_pass();
        self.emphasis.begin_pass(all_tags);
    }

    /// A buffer could not grow.
    pub(super) fn is_full(&self) -> bool {
        self.held.is_full() || self.emphasis.is_full()
    }

    /// The open containers.
    pub(super) fn spans(&self) -> &Spans {
        &self.spans
    }

    pub(super) fn held(&self) -> &Held {
        &self.held
    }

    /// Whether some emphasis may be written as tags.
    pub(super) fn writes_tags(&self) -> bool {
        self.emphasis.has_tags()
    }

    /// What stands before the next visible thing.
    pub(super) fn before(&self, lines: &Lines<'_>) -> Before {
        // The reader looks through tags that stand for emphasis.
        let delimiter = self.emphasis.ends_at(lines.len()) || lines.behind_tag();
        let byte = match self.held.line() {
            // All delimiters are one to who looks for an address.
            Line::Begun if delimiter => b'*',
            Line::Begun => lines.last_byte().unwrap_or(b'\n'),
            Line::Block | Line::Later => b'\n',
        };
        Before { byte, delimiter }
    }

    /// Whether white space that is all the emphasis holds can be held back, also over its end.
    pub(super) fn holds_wide_space(&self) -> bool {
        self.held.has_begun() && !self.held.has_breaks() && self.spans.only_emphasis_is_pending()
    }

    /// Holds white space back until something visible follows on the same line.
    pub(super) fn hold(&mut self, space: &[u8]) {
        self.held.space(space);
    }

    pub(super) fn soft_break(&mut self) {
        self.held.soft_break();
    }

    pub(super) fn hard_break(&mut self) {
        if self.spans.in_image() {
            self.held.soft_break();
        } else {
            self.held.hard_break();
        }
    }

    /// Writes what was held back, for something visible follows.
    #[inline]
    pub(super) fn show(&mut self, lines: &mut Lines<'_>) {
        self.show_to(lines, self.spans.depth());
    }

    /// [`Self::show`] for something that cannot begin a block where it stands.
    pub(super) fn show_on_line(&mut self, lines: &mut Lines<'_>) {
        self.show(lines);
        self.held.begin_line();
    }

    /// [`Self::show_on_line`] for what stands before the emphasis that opens with it.
    pub(super) fn show_before_emphasis(&mut self, lines: &mut Lines<'_>) {
        self.show_to(lines, self.spans.before_emphasis());
        self.held.begin_line();
    }

    /// [`Self::show`] that begins no more than `depth` of the open containers.
    #[inline]
    fn show_to(&mut self, lines: &mut Lines<'_>, depth: usize) {
        self.held.show(lines);
        while let Some(span) = self.spans.pending(depth) {
            let line_start = !self.held.has_begun();
            let style = self.emphasis.begin(lines, span.kind, span.ordinal, span.both, line_start);
            self.spans.begin(style);
            self.held.begin_line();
        }
    }

    /// Line breaks held back may not be line ends of the output, where what follows would begin a
    /// block there.
    pub(super) fn show_no_line_end(&mut self, lines: &mut Lines<'_>) {
        if self.held.show_hard_as_tags(lines) {
            self.held.begin_line();
        } else {
            self.held.soften();
        }
    }

    /// Something visible has been written.
    #[inline]
    pub(super) fn begin_line(&mut self) {
        self.held.begin_line();
    }

    /// Opens a container of inlines; `both` where it is strong and all that the emphasis around it
    /// holds.
    pub(super) fn open(&mut self, kind: Kind, end: NodeId, both: impl FnOnce(&Spans) -> bool) {
        let ordinal = self.emphasis.next();
        // Alternative text knows no emphasis.
        if !self.spans.in_image() {
            let both = both(&self.spans);
            self.spans.open(kind, end, ordinal, both);
        }
    }

    /// Opens a change: what was held back stands before it, and blanks that follow in it.
    pub(super) fn open_change(&mut self, lines: &mut Lines<'_>, kind: Kind, end: NodeId) {
        self.show_on_line(lines);
        self.open(kind, end, |_| false);
        self.show_on_line(lines);
    }

    /// Opens a link or an image.
    pub(super) fn open_bracket(
        &mut self,
        lines: &mut Lines<'_>,
        kind: Kind,
        end: NodeId,
        bracket: &[u8],
    ) {
        self.show_on_line(lines);
        lines.push(bracket);
        self.emphasis.bracket(lines.len(), true);
        self.spans.open_bracket(kind, end);
        lines.keep_together(self.spans.in_image());
    }

    /// Ends the innermost container; the target that is to be written, where it is a link or an image.
    pub(super) fn close(&mut self, lines: &mut Lines<'_>) -> Option<LinkId> {
        let span = self.spans.close()?;
        if let Kind::Link(target) | Kind::Image(target) = span.kind {
            self.held.show_wide_space(lines);
            // pulldown-cmark takes a backslash at the end of a link for text.
            self.held.show_hard_as_tags(lines);
            self.show_on_line(lines);
            self.emphasis.bracket(lines.len(), false);
            lines.push_byte(b']');
            lines.keep_together(self.spans.in_image());
            return Some(target);
        }
        if is_change(&span.kind) && self.held.has_space() && !self.held.has_breaks() {
            self.show_on_line(lines);
        } else if !is_emphasis(&span.kind) {
            self.held.show_wide_space(lines);
        }
        let line_start = !self.held.has_begun();
        self.emphasis.end(lines, span.kind, span.ordinal, span.style, line_start);
        None
    }

    /// Ends the block: what shows even there is written.
    pub(super) fn end_block(&mut self, lines: &mut Lines<'_>) {
        self.held.end_block(lines);
    }

    /// Whether anything of the block is visible.
    pub(super) fn has_shown(&self) -> bool {
        self.held.line() != Line::Block
    }

    /// Whether the block written from `start` on is read as it is meant; where it is not, its
    /// emphasis will be written another way.
    pub(super) fn delimiters_hold(&mut self, lines: &Lines<'_>, start: usize) -> bool {
        self.emphasis.holds(lines.written(), start)
    }
}
