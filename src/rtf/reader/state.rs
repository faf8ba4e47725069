//! What RTF formatting is in force: character, paragraph and group state.
//!
//! Shape   small `Copy` values; a group saves the whole state on `{` and restores it on `}`.
//! Units   indents and spacing in twips, font sizes in half-points, as in the file.
//! Source  RTF 1.9.1, "Font (character) formatting properties", "Paragraph formatting properties".

use crate::rtf::words::{Destination, Look, Slot};

/// Inline formatting that nests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::rtf) enum Mark {
    /// `\b`
    Bold = 1,
    /// `\i`
    Italic,
    /// `\strike`
    Strike,
    /// `\ul` and its kin
    Underline,
    /// `\super`, `\up`
    Superscript,
    /// `\sub`, `\dn`
    Subscript,
    /// `\highlight`
    Highlight,
    /// Character style `Strong`
    Strong,
    /// Character style `Emphasis`
    Emphasis,
    /// Character style `HTML Keyboard`
    Keyboard,
}

impl Mark {
    fn from_nibble(nibble: u64) -> Option<Mark> {
        use Mark::*;
        const MARKS: [Mark; 10] = [
            Bold,
            Italic,
            Strike,
            Underline,
            Superscript,
            Subscript,
            Highlight,
            Strong,
            Emphasis,
            Keyboard,
        ];
        MARKS.get((nibble as usize).wrapping_sub(1)).copied()
    }
}

/// The marks in force, in the order in which they were switched on: RTF has flat runs, but which
/// group stands in which tells how `***` nests. Four bits each, the outermost lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub(super) struct Marks(u64);

impl Marks {
    /// How many marks are in force.
    pub fn len(self) -> usize {
        (16 - self.0.leading_zeros() as usize / 4).min(16)
    }

    /// The mark at `index`, 0 being the outermost.
    pub fn get(self, index: usize) -> Option<Mark> {
        if index >= 16 { None } else { Mark::from_nibble(self.0 >> (4 * index) & 15) }
    }

    pub fn contains(self, mark: Mark) -> bool {
        (0..self.len()).any(|index| self.get(index) == Some(mark))
    }

    /// Switches a mark on, unless it is on.
    pub fn insert(&mut self, mark: Mark) {
        let len = self.len();
        if len < 16 && !self.contains(mark) {
            self.0 |= (mark as u64) << (4 * len);
        }
    }

    /// Switches a mark off; the others keep their order.
    pub fn remove(&mut self, mark: Mark) {
        let mut kept = Marks::default();
        for index in 0..self.len() {
            match self.get(index) {
                Some(other) if other != mark => kept.insert(other),
                _ => {}
            }
        }
        *self = kept;
    }

    /// The first `len` marks.
    pub fn prefix(self, len: usize) -> Marks {
        if len >= 16 { self } else { Marks(self.0 & ((1 << (4 * len)) - 1)) }
    }

    /// The marks as a number, for hashing.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// How many marks both have in the same order from the outside.
    pub fn common(self, other: Marks) -> usize {
        let same = (self.0 ^ other.0).trailing_zeros() as usize / 4;
        same.min(self.len()).min(other.len())
    }
}

/// Character formatting: what tells one run from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct CharFormat {
    pub marks: Marks,
    /// Index into the font table as read, or `NONE`.
    pub font: u16,
    /// Half-points.
    pub size: u16,
    /// Index into the stylesheet as read, or `NONE`.
    pub style: u16,
    pub hidden: bool,
    pub deleted: bool,
    /// Inserted text; noted only where that makes a difference.
    pub inserted: bool,
}

/// No font, style or list.
pub(super) const NONE: u16 = u16::MAX;

impl Default for CharFormat {
    fn default() -> Self {
        CharFormat {
            marks: Marks::default(),
            font: NONE,
            size: 24,
            style: NONE,
            hidden: false,
            deleted: false,
            inserted: false,
        }
    }
}

/// How a paragraph is aligned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) enum Align {
    #[default]
    Unset,
    Left,
    Center,
    Right,
    Justified,
}

/// The old kind of list formatting, `\pn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Pn {
    #[default]
    None,
    Bullet,
    Number {
        start: i32,
    },
    /// `\pnlvlcont`: goes on in the item before, without a number.
    Continued,
}

/// Paragraph formatting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ParaFormat {
    /// Index into the stylesheet as read, or `NONE`.
    pub style: u16,
    /// `\lsN`, or 0.
    pub list: i32,
    /// `\ls0`: it is in no list, whatever it begins with.
    pub unlisted: bool,
    pub list_level: u8,
    /// `\outlinelevelN`; 9 and above mean body text.
    pub outline: u8,
    pub align: Align,
    /// `\rtlpar`: text begins on the right by itself.
    pub right_to_left: bool,
    pub left: i32,
    pub first: i32,
    pub right: i32,
    pub before: i32,
    pub after: i32,
    pub contextual: bool,
    /// A border above or below (not beside) the paragraph.
    pub ruled: bool,
    /// `\intbl` or `\itap`: nesting depth in tables, 0 outside.
    pub table_depth: u8,
    pub pn: Pn,
}

impl Default for ParaFormat {
    fn default() -> Self {
        ParaFormat {
            style: NONE,
            list: 0,
            unlisted: false,
            list_level: 0,
            outline: u8::MAX,
            align: Align::Unset,
            right_to_left: false,
            left: 0,
            first: 0,
            right: 0,
            before: 0,
            after: 0,
            contextual: false,
            ruled: false,
            table_depth: 0,
            pn: Pn::None,
        }
    }
}

/// Looks that Markdown has no words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Looks(u8);

impl Looks {
    /// The bit of a look of letters.
    pub fn of(look: Look) -> Looks {
        match look {
            Look::Caps => Looks::CAPS,
            Look::SmallCaps => Looks::SMALL_CAPS,
            Look::Outline => Looks::OUTLINE,
            Look::Shadow => Looks::SHADOW,
            Look::Relief => Looks::RELIEF,
        }
    }

    /// `\cf`
    pub const COLOR: Looks = Looks(1);
    /// `\cb`, `\chcbpat`
    pub const BACKGROUND: Looks = Looks(2);
    pub const CAPS: Looks = Looks(4);
    pub const SMALL_CAPS: Looks = Looks(8);
    pub const OUTLINE: Looks = Looks(16);
    pub const SHADOW: Looks = Looks(32);
    pub const RELIEF: Looks = Looks(64);
    /// All that is about the shape of letters.
    pub const LETTERS: Looks = Looks(4 | 8 | 16 | 32 | 64);
    /// The text is highlighted by its background. This is no loss.
    pub const MARKED: Looks = Looks(128);

    /// Whether nothing is lost by leaving all of this out.
    #[inline]
    pub fn is_plain(self) -> bool {
        self.0 & !Self::MARKED.0 == 0
    }

    /// Takes what would be lost.
    pub fn take(&mut self) -> Looks {
        let lost = Looks(self.0 & !Self::MARKED.0);
        self.0 &= Self::MARKED.0;
        lost
    }

    pub fn has(self, other: Looks) -> bool {
        self.0 & other.0 != 0
    }

    pub fn set(&mut self, other: Looks, on: bool) {
        self.0 = if on { self.0 | other.0 } else { self.0 & !other.0 };
    }
}

/// What stands at the end of a part of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MathEnd {
    None,
    /// `)`, `]`, `}` or `|`
    Bracket(u8),
    /// The degree of a root: the root follows.
    Degree,
}

/// An entry of the colour table; black until it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Color {
    pub red: u8,
    pub green: u8,
    pub blue: u8,
}

impl Color {
    pub fn is_black(self) -> bool {
        self == Color::default()
    }

    /// Bright and far from grey, as markers are.
    pub fn is_vivid(self) -> bool {
        let least = self.red.min(self.green).min(self.blue);
        let most = self.red.max(self.green).max(self.blue);
        most >= 200 && most - least >= 64
    }

    pub fn is_white(self) -> bool {
        self.red.min(self.green).min(self.blue) == u8::MAX
    }
}

/// Everything that a group saves.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    pub destination: Destination,
    pub chars: CharFormat,
    pub para: ParaFormat,
    /// How many bytes or tokens stand in for one `\u`.
    pub uc: u32,
    /// Fonts of the three slots: indices into the font table as read.
    pub fonts: [u16; 3],
    pub slot: Slot,
    /// Between `\rtlch` and `\ltrch`: `\af` speaks of the complex script's font.
    pub right_to_left: bool,
    /// Bold and italic by `\ab` and `\ai` behind `\rtlch`, which end with it.
    pub associated: (bool, bool),
    /// In a field that is part of another's instruction.
    pub inner_field: bool,
    /// What a formula shows where the group ends, and how many groups are open inside of it.
    pub math: (MathEnd, u32),
    /// In `\nesttableprops`.
    pub nested_row: bool,
    /// Number of marks in force when the group was opened.
    pub outer_marks: u8,
    /// Looks of text from here on that have not been reported yet.
    pub looks: Looks,
    /// In a document that stands in a cell of another: how deep in tables that cell is.
    pub host_depth: u8,
    /// Which flow text goes to: the body, a note, a frame.
    pub flow: u8,
    /// Where this group's capture begins, if its destination collects text aside.
    pub capture: u32,
}

impl Default for State {
    fn default() -> Self {
        State {
            destination: Destination::Body,
            chars: CharFormat::default(),
            para: ParaFormat::default(),
            uc: 1,
            fonts: [NONE; 3],
            slot: Slot::Low,
            right_to_left: false,
            associated: (false, false),
            inner_field: false,
            math: (MathEnd::None, 0),
            nested_row: false,
            outer_marks: 0,
            looks: Looks::default(),
            host_depth: 0,
            flow: 0,
            capture: 0,
        }
    }
}

impl State {
    /// The font that text is in now.
    pub fn font(&self) -> u16 {
        self.fonts[self.slot as usize]
    }

    /// `\fN` for font index `font`.
    pub fn set_font(&mut self, font: u16) {
        self.fonts[self.slot as usize] = font;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_keep_their_order() {
        let mut marks = Marks::default();
        for mark in [Mark::Italic, Mark::Bold, Mark::Italic, Mark::Emphasis] {
            marks.insert(mark);
        }
        assert_eq!(marks.len(), 3);
        assert_eq!(marks.get(0), Some(Mark::Italic));
        assert_eq!(marks.get(1), Some(Mark::Bold));
        marks.remove(Mark::Italic);
        assert_eq!(marks.get(0), Some(Mark::Bold));
        assert_eq!(marks.len(), 2);
        assert_eq!(marks.get(2), None);
    }

    #[test]
    fn common_counts_from_the_outside() {
        let mut a = Marks::default();
        a.insert(Mark::Bold);
        let mut b = a;
        assert_eq!(a.common(b), 1);
        b.insert(Mark::Italic);
        assert_eq!(a.common(b), 1);
        a.insert(Mark::Strike);
        assert_eq!(a.common(b), 1);
        assert_eq!(a.prefix(1), b.prefix(1));
        assert_eq!(Marks::default().common(b), 0);
    }
}
