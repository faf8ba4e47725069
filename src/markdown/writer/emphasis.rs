//! Emphasis: which delimiters, and whether a reader will pair them as they are meant.
//!
//! Shape   every delimiter that is written is marked. When the block is written, `pairing` reads
//!         the marks as a reader would; what does not come out as meant gets other delimiters in
//!         the next pass: first the other character, then tags.
//! Source  CommonMark 0.31, section 6.2; GFM 0.29, section 6.5.

use super::inline::{Line, OpenInline};
use super::pairing;
use super::{Writer, room};
use crate::document::Kind;
use crate::markdown::html;

/// How an inline container is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Not written yet.
    None,
    /// Between runs of this many characters.
    Delimiters(u8, u8),
    /// Between tags.
    Tags,
    /// Between brackets.
    Bracket,
}

/// A delimiter in the output.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub at: usize,
    pub ordinal: u32,
    pub byte: u8,
    pub len: u8,
    pub open: bool,
    /// Nothing stands before it on its line.
    pub line_start: bool,
}

impl Mark {
    /// A bracket: emphasis inside of it is no business of what is outside.
    pub(super) fn barrier(at: usize, open: bool) -> Self {
        Mark { at, ordinal: 0, byte: b'[', len: 0, open, line_start: false }
    }

    pub(super) fn is_barrier(&self) -> bool {
        self.len == 0
    }
}

impl Writer<'_, '_> {
    /// Writes the beginning of the open container `index`.
    pub(super) fn begin_span(&mut self, index: usize) {
        let Some(&open) = self.s.open.get(index) else { return };
        let style = self.style(index, &open);
        if let Some(open) = self.s.open.get_mut(index) {
            open.style = style;
        }
        match style {
            Style::Delimiters(byte, len) => self.delimiter(byte, len, open.ordinal, true),
            Style::Tags => self.span_tag(b"<", &open.kind),
            Style::None | Style::Bracket => {}
        }
    }

    pub(super) fn end_span(&mut self, open: OpenInline) {
        match open.style {
            Style::Delimiters(byte, len) => self.delimiter(byte, len, open.ordinal, false),
            Style::Tags => self.span_tag(b"</", &open.kind),
            Style::None | Style::Bracket => {}
        }
    }

    fn delimiter(&mut self, byte: u8, len: u8, ordinal: u32, open: bool) {
        let line_start = self.inline.line != Line::Begun;
        self.mark(Mark { at: self.out.len(), ordinal, byte, len, open, line_start });
        for _ in 0..len {
            self.out.push_byte(byte);
        }
    }

    pub(super) fn mark(&mut self, mark: Mark) {
        if room(&mut self.s.marks, 1, &mut self.full) {
            self.s.marks.push(mark);
        }
    }

    fn span_tag(&mut self, begin: &[u8], kind: &Kind) {
        let name = html::tag_name(kind);
        if !name.is_empty() {
            self.out.push(begin);
            self.out.push(name);
            self.out.push_byte(b'>');
        }
        if !matches!(kind, Kind::Underline | Kind::Highlight | Kind::Keyboard) {
            self.inline.after_tag = self.out.len();
        }
    }

    fn style(&self, index: usize, open: &OpenInline) -> Style {
        let level = match self.inline.all_tags {
            true => u8::MAX,
            false => self.s.levels.get(open.ordinal as usize).copied().unwrap_or(0),
        };
        let touching = self.touching();
        let extensions = &self.extensions;
        match open.kind {
            Kind::Emphasis | Kind::Strong if level < 2 => {
                let len = if open.kind == Kind::Strong { 2 } else { 1 };
                let around = index.checked_sub(1).and_then(|index| self.s.open.get(index));
                // `***both***` reads as strong inside emphasis.
                let both = open.kind == Kind::Strong
                    && around.is_some_and(|a| {
                        a.kind == Kind::Emphasis
                            && (self.shows_nothing(open.end, a.end)
                                || self.is_white(open.end, a.end))
                    });
                let wanted = self.style.emphasis;
                let swapped = |byte| if byte == b'*' { b'_' } else { b'*' };
                let usual = match touching {
                    b'*' | b'_' if both => touching,
                    _ if touching == wanted => swapped(wanted),
                    _ => wanted,
                };
                let other = swapped(usual);
                Style::Delimiters(if level == 0 { usual } else { other }, len)
            }
            Kind::Strike if level == 0 && extensions.strikethrough && touching != b'~' => {
                Style::Delimiters(b'~', 2)
            }
            Kind::Superscript if level == 0 && extensions.super_sub && touching != b'^' => {
                Style::Delimiters(b'^', 1)
            }
            Kind::Subscript if level == 0 && extensions.super_sub && touching != b'~' => {
                Style::Delimiters(b'~', 1)
            }
            _ => Style::Tags,
        }
    }

    /// The delimiter that was written last, if nothing stands behind it; else 0.
    fn touching(&self) -> u8 {
        match self.s.marks.last() {
            Some(mark) if mark.at + mark.len as usize == self.out.len() => mark.byte,
            _ => 0,
        }
    }

    pub(super) fn behind_delimiter(&self) -> bool {
        !matches!(self.touching(), 0 | b'[')
    }

    /// Whether the block written from `start` on is read as it is meant. Where it is not, the
    /// levels of the emphasis at fault are raised.
    pub(super) fn delimiters_hold(&mut self, start: usize) -> bool {
        let mut marks = std::mem::take(&mut self.s.marks);
        let mut levels = std::mem::take(&mut self.s.levels);
        let mut runs = std::mem::take(&mut self.s.runs);
        let text = self.out.as_bytes().get(start..).unwrap_or(&[]);
        let ordinals = self.inline.ordinal as usize;
        if !room(&mut levels, ordinals, &mut self.full)
            || !room(&mut runs, marks.len(), &mut self.full)
        {
            return true;
        }
        levels.resize(ordinals.max(levels.len()), 0);
        let good = pairing::holds(text, start, &marks, &mut levels, &mut runs);
        marks.clear();
        self.s.marks = marks;
        self.s.levels = levels;
        self.s.runs = runs;
        good
    }
}
