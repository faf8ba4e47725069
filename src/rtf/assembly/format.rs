//! Formats: what one run and one paragraph look like.
//!
//! Shape   small `Copy` values, filled by the reader's state and kept in the assembly.
//! Units   indents and spacing in twips, font sizes in half-points, as in the file.
//! Source  RTF 1.9.1, "Font (character) formatting properties", "Paragraph formatting properties".

use crate::document::Color;

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
    /// Character styles `Strong` and `Strong 2`
    Strong,
    /// Character styles `Emphasis` and `Emphasis 2`
    Emphasis,
    /// Character style `HTML Keyboard`
    Keyboard,
    /// Character style `Strong 3`
    StrongThird,
    /// Character style `Emphasis 3`
    EmphasisThird,
    /// `\scaps`
    SmallCaps,
    /// `\cf`, `\cb`: the format says which.
    Colored,
}

impl Mark {
    fn from_nibble(nibble: u64) -> Option<Mark> {
        use Mark::*;
        const MARKS: [Mark; 14] = [
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
            StrongThird,
            EmphasisThird,
            SmallCaps,
            Colored,
        ];
        MARKS.get((nibble as usize).wrapping_sub(1)).copied()
    }
}

/// The marks in force, in the order in which they were switched on: RTF has flat runs, but which
/// group stands in which tells how `***` nests. Four bits each, the outermost lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub(in crate::rtf) struct Marks(u64);

impl Marks {
    /// How many marks are in force.
    pub(crate) fn len(self) -> usize {
        (16 - self.0.leading_zeros() as usize / 4).min(16)
    }

    /// The mark at `index`, 0 being the outermost.
    pub(crate) fn get(self, index: usize) -> Option<Mark> {
        if index >= 16 { None } else { Mark::from_nibble(self.0 >> (4 * index) & 15) }
    }

    pub(crate) fn contains(self, mark: Mark) -> bool {
        (0..self.len()).any(|index| self.get(index) == Some(mark))
    }

    /// Switches a mark on, unless it is on.
    pub(crate) fn insert(&mut self, mark: Mark) {
        let len = self.len();
        if len < 16 && !self.contains(mark) {
            self.0 |= (mark as u64) << (4 * len);
        }
    }

    /// Switches marks on, the outermost first.
    pub(crate) fn insert_all(&mut self, marks: &[Mark]) {
        marks.iter().for_each(|&mark| self.insert(mark));
    }

    /// Switches those on that others have, in their order.
    pub(crate) fn insert_from(&mut self, other: Marks) {
        (0..other.len()).filter_map(|index| other.get(index)).for_each(|mark| self.insert(mark));
    }

    /// Switches a mark off; the others keep their order.
    pub(crate) fn remove(&mut self, mark: Mark) {
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
    pub(crate) fn prefix(self, len: usize) -> Marks {
        if len >= 16 { self } else { Marks(self.0 & ((1 << (4 * len)) - 1)) }
    }

    /// The marks as a number, for hashing.
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    /// How many of the marks, from the outside, are all among others, in whatever order.
    pub(crate) fn within(self, other: Marks) -> usize {
        let all = |index: &usize| self.get(*index).is_some_and(|mark| other.contains(mark));
        (0..self.len()).take_while(all).count()
    }

    /// The marks that are also among others.
    pub(crate) fn shared(self, other: Marks) -> Marks {
        let mut shared = Marks::default();
        let all = (0..self.len()).filter_map(|index| self.get(index));
        all.filter(|&mark| other.contains(mark)).for_each(|mark| shared.insert(mark));
        shared
    }

    /// Whether both are the same marks, in whatever order.
    pub(crate) fn same(self, other: Marks) -> bool {
        self == other || self.len() == other.len() && self.within(other) == self.len()
    }

    /// How many marks both have in the same order from the outside.
    pub(crate) fn common(self, other: Marks) -> usize {
        let same = (self.0 ^ other.0).trailing_zeros() as usize / 4;
        same.min(self.len()).min(other.len())
    }
}

/// Character formatting: what tells one run from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rtf) struct CharFormat {
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
    /// Colours of text and behind it, where they are kept.
    pub text: Color,
    pub back: Color,
    /// Who has changed it: index into the revisions.
    pub revision: u32,
}

impl CharFormat {
    /// Whether it has colours.
    #[inline]
    pub(crate) fn is_tinted(&self) -> bool {
        !self.text.is_none() || !self.back.is_none()
    }
}

/// No font, style or list.
pub(in crate::rtf) const NONE: u16 = u16::MAX;

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
            text: Color::NONE,
            back: Color::NONE,
            revision: 0,
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
pub(in crate::rtf) enum Pn {
    #[default]
    None,
    /// The bullet may be the box of a task, which is done or not.
    Bullet {
        task: Option<bool>,
    },
    Number {
        start: i32,
    },
    /// `\pnlvlcont`: goes on in the item before, without a number.
    Continued,
}

impl Pn {
    pub(crate) const BULLET: Pn = Pn::Bullet { task: None };
}

/// Paragraph formatting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) struct ParaFormat {
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
    /// `\ltrpar`: it does not, whatever its text is.
    pub left_to_right: bool,
    /// A page begins before it: `\pagebb`, or `\page` and the like.
    pub page: bool,
    pub left: i32,
    pub first: i32,
    pub right: i32,
    pub before: i32,
    pub after: i32,
    /// `\sl`: the distance of lines, 0 meaning as the typeface has it.
    pub line: i32,
    pub contextual: bool,
    pub borders: Borders,
    /// `\intbl` or `\itap`: nesting depth in tables, 0 outside.
    pub table_depth: u8,
    pub pn: Pn,
    /// `\dropcapli`: its letters begin the paragraph behind it.
    pub drop_cap: bool,
    /// `\cbpat`, `\shading`: it stands on a ground of its own.
    pub ground: bool,
    pub tabs: Tabs,
}

/// A border of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Border {
    Top,
    Bottom,
    Between,
    Beside,
}

/// The borders of a paragraph, and which of them words speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) struct Borders {
    /// One bit for each kind.
    lines: u8,
    spoken_of: Option<Border>,
}

impl Borders {
    /// A border begins: what follows speaks of it.
    pub(crate) fn begin(&mut self, border: Border) {
        self.lines |= 1 << border as u8;
        self.spoken_of = Some(border);
    }

    /// The border that was spoken of is none after all; behind none there are none.
    pub(crate) fn clear(&mut self) {
        self.lines &= self.spoken_of.map_or(0, |border| !(1 << border as u8));
    }

    /// Whether there is one above or below (not beside) the paragraph.
    pub(crate) fn is_rule(self) -> bool {
        self.lines & !(1 << Border::Beside as u8) != 0
    }
}

/// The stops for tabs of a paragraph, as far as there are lines to write on between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) struct Tabs {
    /// How many there are; of the last ones in [`Tabs::MOST`] the last tells.
    count: u8,
    /// A bit for each up to which there is a line, and for each of those whose line is dots or dashes, which lead to
    /// what stands behind.
    lined: u16,
    dotted: u16,
    /// There is one up to the next.
    next: Option<Leader>,
}

/// What leads to a stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Leader {
    Line,
    Dots,
}

impl Tabs {
    const MOST: u8 = 16;

    /// A stop.
    pub(crate) fn stop(&mut self) {
        self.count = (self.count + 1).min(Self::MOST);
        let bit = 1 << (self.count - 1);
        let leader = self.next.take();
        self.lined = if leader.is_some() { self.lined | bit } else { self.lined & !bit };
        let is_dotted = leader == Some(Leader::Dots);
        self.dotted = if is_dotted { self.dotted | bit } else { self.dotted & !bit };
    }

    /// Up to the stop that follows there is a line.
    pub(crate) fn lead_to_next(&mut self, leader: Leader) {
        self.next = Some(leader);
    }

    /// Whether there is any line.
    #[inline]
    pub(crate) fn have_lines(self) -> bool {
        self.lined != 0
    }

    /// What the tab behind so many others in its line is, beside blank.
    pub(crate) fn leader(self, before: usize) -> Option<Leader> {
        let has = |bits: u16| before < usize::from(self.count) && bits >> before & 1 == 1;
        has(self.lined).then(|| if has(self.dotted) { Leader::Dots } else { Leader::Line })
    }
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
            left_to_right: false,
            page: false,
            left: 0,
            first: 0,
            right: 0,
            before: 0,
            after: 0,
            line: 0,
            contextual: false,
            borders: Borders::default(),
            table_depth: 0,
            pn: Pn::None,
            drop_cap: false,
            ground: false,
            tabs: Tabs::default(),
        }
    }
}

impl ParaFormat {
    /// Whether a list's number or bullet stands before it.
    pub(crate) fn is_listed(&self) -> bool {
        self.list != 0 || self.pn != Pn::None
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
    fn lines_lead_to_the_stops_that_say_so() {
        let mut tabs = Tabs::default();
        tabs.stop();
        assert!(!tabs.have_lines());
        tabs.lead_to_next(Leader::Line);
        tabs.stop();
        tabs.stop();
        let lines = [0, 1, 2, 3, 99].map(|before| tabs.leader(before).is_some());
        assert_eq!((tabs.have_lines(), lines), (true, [false, true, false, false, false]));
        (0..300).for_each(|_| tabs.stop());
        assert!(tabs.leader(1).is_some() && tabs.leader(15).is_none());
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
        let mut c = Marks::default();
        c.insert(Mark::Italic);
        assert_eq!((b.within(c), c.within(b), a.within(b)), (0, 1, 1));
        assert_eq!((b.shared(c), b.same(c)), (c, false));
        c.insert(Mark::Bold);
        assert!(b.same(c) && b != c);
        assert_eq!(Marks::default().common(b), 0);
    }
}
