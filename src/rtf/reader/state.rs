//! What RTF formatting is in force: character, paragraph and group state.
//!
//! Shape   small `Copy` values; a group saves the whole state on `{` and restores it on `}`.
//! Units   indents and spacing in twips, font sizes in half-points, as in the file.
//! Source  RTF 1.9.1, "Font (character) formatting properties", "Paragraph formatting properties".

use crate::rtf::assembly::format::{CharFormat, NONE, ParaFormat};
use crate::rtf::words::{Destination, Look, Slot};

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
