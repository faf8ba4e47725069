//! What is held back until something visible follows: white space, line breaks, and the beginnings
//! of containers.
//!
//! Shape   the walk in `inline` says what comes and calls [`Writer::show`] before what is visible;
//!         white space at an edge of emphasis thus ends up outside of it, and what is empty leaves
//!         no trace. White space that is more than blanks is shown even at the end of a block.
//! Source  CommonMark 0.31, sections 6.7 and 6.8.

use super::inline::{Context, Line, is_emphasis};
use super::text::wide_part;
use super::{Writer, room};

impl Writer<'_, '_> {
    /// Holds white space back until something visible follows on the same line.
    pub(super) fn hold_space(&mut self, space: &[u8]) {
        if self.inline.line == Line::Begun
            && !self.breaks_held()
            && room(&mut self.s.space, space.len(), &mut self.full)
        {
            self.s.space.extend_from_slice(space);
        }
    }

    pub(super) fn soft_break(&mut self) {
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

    pub(super) fn hard_break(&mut self) {
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
    pub(super) fn show_wide_space(&mut self) {
        let wide = wide_part(&self.s.space);
        if wide > 0 {
            self.out.push(&self.s.space[..wide]);
            self.note_spaces(wide);
            self.s.space.drain(..wide);
        }
    }

    /// Writes what was held back, for something visible follows.
    pub(super) fn show(&mut self) {
        self.show_to(self.s.open.len());
    }

    /// [`Self::show`] for something that cannot begin a block where it stands.
    pub(super) fn show_on_line(&mut self) {
        self.show();
        self.inline.line = Line::Begun;
    }

    /// [`Self::show_on_line`] for what stands before the emphasis that opens with it.
    pub(super) fn show_before_emphasis(&mut self) {
        self.show_to(self.outside_emphasis().max(self.inline.pending));
        self.inline.line = Line::Begun;
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

    pub(super) fn line_break_tags(&mut self, count: u32) {
        for _ in 0..count {
            self.out.push(b"<br>");
        }
        self.inline.after_tag = self.out.len();
    }

    /// Whether emphasis is about to be opened by what is written next.
    pub(super) fn opens_emphasis(&self) -> bool {
        self.inline.pending < self.s.open.len() && self.in_emphasis()
    }

    /// Whether the innermost container is emphasis.
    pub(super) fn in_emphasis(&self) -> bool {
        self.s.open.last().is_some_and(|open| is_emphasis(&open.kind))
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
}
