//! What is held back until something visible follows: white space and line breaks.
//!
//! Shape   white space at an edge of emphasis thus ends up outside of it, and what is empty leaves no
//!         trace. White space that is more than blanks is shown even at the end of a block. What is
//!         held back follows from how far the line has come, so that is remembered here too.
//! Source  CommonMark 0.31, sections 6.7 and 6.8.

use super::chars::wide_part;
use super::lines::Lines;
use super::room;
use crate::buffers::kept;

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
crate::buffers::plain!(Line);

kept! {
    /// White space and line breaks that are written when something visible follows.
    #[derive(Debug, Default)]
    pub(super) struct Held {
        space: Vec<u8>,
        soft: bool,
        hard: u32,
        line: Line,
        /// The block may have several lines.
        breaks: bool,
        /// Its lines end where the source's do.
        keeps_lines: bool,
        full: bool,
    }
}

impl Held {
    pub(super) fn begin_document(&mut self) {
        self.full = false;
    }

    pub(super) fn begin_pass(&mut self, breaks: bool, keeps_lines: bool) {
        self.space.clear();
        self.soft = false;
        self.hard = 0;
        self.line = Line::Block;
        self.breaks = breaks;
        self.keeps_lines = keeps_lines;
    }

    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    #[inline]
    pub(super) fn line(&self) -> Line {
        self.line
    }

    /// Whether something visible stands on the line.
    #[inline]
    pub(super) fn has_begun(&self) -> bool {
        self.line == Line::Begun
    }

    /// What was written begins the line.
    #[inline]
    pub(super) fn begin_line(&mut self) {
        self.line = Line::Begun;
    }

    /// Whether line breaks are held back.
    #[inline]
    pub(super) fn has_breaks(&self) -> bool {
        self.soft || self.hard > 0
    }

    pub(super) fn has_space(&self) -> bool {
        !self.space.is_empty()
    }

    /// Whether anything is held back.
    pub(super) fn is_any(&self) -> bool {
        self.has_breaks() || self.has_space()
    }

    /// Holds white space back until something visible follows on the same line.
    pub(super) fn space(&mut self, space: &[u8]) {
        if self.has_begun()
            && !self.has_breaks()
            && room(&mut self.space, space.len(), &mut self.full)
        {
            self.space.extend_from_slice(space);
        }
    }

    pub(super) fn soft_break(&mut self) {
        if !self.keeps_lines {
            let blank = self.space.len() > wide_part(&self.space);
            if !blank && self.hard == 0 {
                self.space(b" ");
            }
        } else if self.hard == 0 && self.has_begun() {
            self.drop_blanks();
            self.soft = true;
        }
    }

    pub(super) fn hard_break(&mut self) {
        self.drop_blanks();
        self.soft = false;
        self.hard += 1;
    }

    /// Leaves of the white space only what is more than blanks.
    fn drop_blanks(&mut self) {
        self.space.truncate(wide_part(&self.space));
    }

    /// Makes a space of a soft break that is held back.
    pub(super) fn soften(&mut self) {
        if std::mem::take(&mut self.soft) && room(&mut self.space, 1, &mut self.full) {
            self.space.push(b' ');
        }
    }

    /// Writes the white space up to what is only blanks.
    pub(super) fn show_wide_space(&mut self, lines: &mut Lines<'_>) {
        let wide = wide_part(&self.space);
        if wide > 0 {
            lines.push_words(&self.space[..wide]);
            self.space.drain(..wide);
        }
    }

    /// Writes what is held back, for something visible follows.
    #[inline]
    pub(super) fn show(&mut self, lines: &mut Lines<'_>) {
        if self.has_breaks() {
            self.show_wide_space(lines);
            self.space.clear();
            self.show_breaks(lines);
        } else if !self.space.is_empty() {
            lines.push_words(&self.space);
            self.space.clear();
        }
    }

    fn show_breaks(&mut self, lines: &mut Lines<'_>) {
        let mut tags = self.hard;
        if self.line == Line::Block || !self.breaks {
            self.line = Line::Begun;
        } else {
            if tags > 0 {
                tags -= 1;
                lines.push_byte(b'\\');
            }
            lines.new_line();
            self.line = if tags > 0 { Line::Begun } else { Line::Later };
        }
        if tags > 0 {
            break_tags(lines, tags);
        }
        self.soft = false;
        self.hard = 0;
    }

    /// Writes hard breaks as tags, which begin no line of the output; whether there were any.
    pub(super) fn show_hard_as_tags(&mut self, lines: &mut Lines<'_>) -> bool {
        let tags = std::mem::take(&mut self.hard);
        break_tags(lines, tags);
        tags > 0
    }

    /// Ends the block: a line break at its end shows as a tag only.
    pub(super) fn end_block(&mut self, lines: &mut Lines<'_>) {
        self.show_wide_space(lines);
        if self.hard > 0 && (self.line != Line::Block || !self.breaks) {
            self.line = Line::Begun;
            break_tags(lines, self.hard);
        }
    }
}

fn break_tags(lines: &mut Lines<'_>, count: u32) {
    for _ in 0..count {
        lines.push_tag(&[b"<br>"]);
    }
}
