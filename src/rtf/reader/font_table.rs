//! The font table in the making, and what the header says of fonts.
//!
//! Shape   words fill the entry in hand; its end, with the name, hands it to the assembly.
//! Source  RTF 1.9.1, "Font Table"; `\deff`.

use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::format::NONE;
use crate::rtf::tables::fonts::Font;
use crate::rtf::walk::encoding::{page_of_charset, page_of_number};
use crate::rtf::words::FontWord;

/// The entry in hand, and what is known of the table.
#[derive(Debug)]
pub(super) struct FontTable {
    /// Its number, and what words have said; -1 for no entry.
    entry: (i32, Font),
    /// So many groups are open where it stands.
    depth: usize,
    /// `\deff`
    default: i32,
    /// The table has a font of symbols.
    symbols: bool,
}

impl Default for FontTable {
    fn default() -> Self {
        FontTable { entry: (-1, Font::default()), depth: 0, default: 0, symbols: false }
    }
}

impl FontTable {
    /// Whether a group that ends, so that `depth` are left, stands in an entry and does not end it: `{\*\panose ..}`
    /// mostly comes before the name.
    pub(super) fn goes_on(&self, depth: usize) -> bool {
        self.is_in_entry() && depth >= self.depth
    }

    /// Whether an entry has begun.
    pub(super) fn is_in_entry(&self) -> bool {
        self.entry.0 >= 0
    }

    /// A font came by another way, maybe one of symbols.
    pub(super) fn note_symbols(&mut self, symbols: bool) {
        self.symbols |= symbols;
    }

    /// `\deffN`
    pub(super) fn name_default(&mut self, number: i32) {
        self.default = number;
    }

    /// Index of a font, the default font where none was chosen.
    #[inline]
    pub(super) fn index(&self, font: u16, assembly: &Assembly) -> u16 {
        if font == NONE { assembly.fonts().index(self.default) } else { font }
    }

    /// Whether a font is of symbols.
    #[inline]
    pub(super) fn has_symbols(&self) -> bool {
        self.symbols
    }

    /// An entry begins within so many groups.
    pub(super) fn begin_entry(&mut self, number: i32, depth: usize) {
        (self.entry, self.depth) = ((number, Font::default()), depth);
    }

    /// A word of the entry.
    pub(super) fn word(&mut self, word: FontWord, value: i32) {
        let font = &mut self.entry.1;
        match word {
            FontWord::Charset => font.page = font.page.or(page_of_charset(value)),
            FontWord::CodePage => font.page = page_of_number(value).or(font.page),
            FontWord::Modern => font.monospaced = true,
            FontWord::Pitch => font.monospaced |= value == 1,
            FontWord::Family => {}
        }
    }

    /// The entry ends, of that name; without one and without a page it is none.
    pub(super) fn end_entry(&mut self, name: &str, assembly: &mut Assembly) {
        let (number, font) = std::mem::replace(&mut self.entry, (-1, Font::default()));
        if number >= 0 && (!name.trim().is_empty() || font.page.is_some()) {
            assembly.add_font(number, font.named(name));
            let fonts = assembly.fonts();
            self.symbols |= fonts.get(fonts.index(number)).symbol.is_some();
        }
    }
}
