//! The font table in the making, and what the header says of fonts.
//!
//! Shape   words fill the entry in hand; its end, with the name, hands it to the assembly. A table that
//!         came before is not read again (`kept_fonts`).
//! Source  RTF 1.9.1, "Font Table"; `\deff`.

use super::kept_fonts::{Around, KeptFonts};
use super::losses::Losses;
use crate::memory::interner::Interner;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::format::NONE;
use crate::rtf::tables::fonts::Font;
use crate::rtf::walk::Walk;
use crate::rtf::walk::encoding::{page_of_charset, page_of_number};
use crate::rtf::words::FontWord;
use crate::text::codepage::CodePage;

/// The entry in hand, and what is known of the table.
#[derive(Debug)]
pub(super) struct FontTable<'b> {
    /// Its number, and what words have said; -1 for no entry.
    entry: (i32, Font),
    /// `\deff`
    default: i32,
    /// The table has a font of symbols.
    symbols: bool,
    kept: &'b mut KeptFonts,
}

impl<'b> FontTable<'b> {
    pub fn new(kept: &'b mut KeptFonts) -> Self {
        FontTable { entry: (-1, Font::default()), default: 0, symbols: false, kept }
    }

    /// `\deffN`
    pub fn name_default(&mut self, number: i32) {
        self.default = number;
    }

    /// Index of a font, the default font where none was chosen.
    #[inline]
    pub fn index(&self, font: u16, assembly: &Assembly) -> u16 {
        if font == NONE { assembly.fonts().index(self.default) } else { font }
    }

    /// Whether a font is of symbols.
    #[inline]
    pub fn has_symbols(&self) -> bool {
        self.symbols
    }

    /// An entry begins.
    pub fn begin_entry(&mut self, number: i32) {
        self.entry = (number, Font::default());
    }

    /// A word of the entry.
    pub fn word(&mut self, word: FontWord, value: i32) {
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
    pub fn end_entry(&mut self, name: &str, names: &Interner, assembly: &mut Assembly) {
        let (number, font) = std::mem::replace(&mut self.entry, (-1, Font::default()));
        if number >= 0 && (!name.trim().is_empty() || font.page.is_some()) {
            assembly.add_font(number, name, font, names);
            let fonts = assembly.fonts();
            self.symbols |= fonts.get(fonts.index(number)).symbol.is_some();
        }
    }

    /// A table begins that depends on nothing but its bytes and these; goes on behind it if it is the
    /// one that is kept.
    pub fn begin(
        &mut self,
        (page, depth, max_depth): (CodePage, usize, usize),
        walk: &mut Walk<'_>,
        losses: &Losses<'_>,
        assembly: &mut Assembly,
    ) {
        let around = Around { page, default_font: self.default, depth, max_depth };
        if let Some((length, symbols)) = self.kept.begin(around, walk, losses.so_far(), assembly) {
            self.symbols |= symbols;
            walk.seek(walk.position() + length);
        }
    }

    /// A table begins that depends on more.
    pub fn begin_unkept(&mut self) {
        self.kept.pass();
    }

    /// The table ends.
    pub fn end(&mut self, walk: &Walk<'_>, losses: &Losses<'_>, assembly: &mut Assembly) {
        self.kept.end(self.symbols, walk, losses.so_far(), assembly);
    }
}
