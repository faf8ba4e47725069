//! The font table.
//!
//! Shape   fonts stand in the order of the file; `\fN` finds one by its number.
//! Limits  65,534 fonts; numbers outside 0 to 65,535 are no fonts.
//! Source  RTF 1.9.1, "Font table"; faces with fixed width are told by family, pitch or name,
//!         since RichEdit writes `\fnil` for every face.

use super::state::NONE;
use crate::memory;
use crate::memory::interner::{Interner, Name};
use crate::text::codepage::CodePage;
use crate::text::symbol::{SymbolFont, symbol_table};

/// One font.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Font {
    /// The code page of its bytes, where the table tells one.
    pub page: Option<CodePage>,
    /// Where the bytes name pictures and not letters.
    pub symbol: Option<SymbolFont>,
    /// All letters are equally wide.
    pub monospaced: bool,
}

/// The fonts of a document.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    fonts: Vec<Font>,
    /// Index into `fonts` by font number, or `NONE`.
    by_number: Vec<u16>,
}

/// Faces of fixed width that are common in RTF files; lower case, compared by their beginning.
const MONOSPACED: [&str; 24] = [
    "andale mono",
    "cascadia",
    "consolas",
    "courier",
    "dejavu sans mono",
    "droid sans mono",
    "fira code",
    "fira mono",
    "fixedsys",
    "ibm plex mono",
    "inconsolata",
    "jetbrains mono",
    "letter gothic",
    "liberation mono",
    "lucida console",
    "lucida sans typewriter",
    "menlo",
    "monaco",
    "noto mono",
    "noto sans mono",
    "roboto mono",
    "sf mono",
    "source code pro",
    "terminal",
];

/// What a font's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Face {
    symbol: Option<SymbolFont>,
    monospaced: bool,
}

impl Face {
    fn of(name: &str) -> Face {
        let monospaced = MONOSPACED.iter().any(|face| {
            name.get(..face.len()).is_some_and(|start| start.eq_ignore_ascii_case(face))
        });
        Face { symbol: symbol_table(name), monospaced }
    }

    /// As a number, to be remembered.
    fn number(self) -> u16 {
        let symbol =
            self.symbol.and_then(|font| SymbolFont::ALL.iter().position(|&all| all == font));
        symbol.map_or(0, |at| at as u16 + 1) << 1 | u16::from(self.monospaced)
    }

    fn of_number(number: u16) -> Face {
        let symbol = usize::from(number >> 1).checked_sub(1);
        let symbol = symbol.and_then(|at| SymbolFont::ALL.get(at)).copied();
        Face { symbol, monospaced: number & 1 != 0 }
    }
}

impl Fonts {
    pub fn clear(&mut self) {
        self.fonts.clear();
        self.by_number.clear();
    }

    /// The index of font `\fN`, or `NONE`.
    #[inline]
    pub fn index(&self, number: i32) -> u16 {
        usize::try_from(number).ok().and_then(|n| self.by_number.get(n)).copied().unwrap_or(NONE)
    }

    #[inline]
    pub fn get(&self, index: u16) -> Font {
        self.fonts.get(index as usize).copied().unwrap_or_default()
    }

    /// Adds font `\fN` of that name; a number that was there before now means this one. False
    /// where memory is short.
    pub fn add(&mut self, number: i32, name: &str, mut font: Font, names: &Interner) -> bool {
        let Ok(number) = u16::try_from(number) else { return true };
        if self.fonts.len() >= NONE as usize {
            return true;
        }
        let name = name.trim().trim_end_matches(';').trim_end();
        let face = Face::of_number(names.meaning(name, Name::Font, |name| Face::of(name).number()));
        font.symbol = face.symbol.or(font.symbol);
        if font.page.is_some_and(|page| page.is_multi_byte() && page != CodePage::UTF_8) {
            // Chinese, Japanese and Korean faces are called modern and fixed for their square
            // characters; only a name tells one that is for code.
            font.monospaced = false;
        }
        font.monospaced |= face.monospaced;
        let number = number as usize;
        if !memory::pad(&mut self.by_number, number + 1, NONE) {
            return false;
        }
        self.by_number[number] = self.fonts.len() as u16;
        memory::push(&mut self.fonts, font)
    }

    pub fn retained_bytes(&self) -> usize {
        self.fonts.capacity() * size_of::<Font>() + self.by_number.capacity() * 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_name_tells_can_be_remembered_as_a_number() {
        for (name, symbol, monospaced) in [
            ("Courier New", None, true),
            ("Times New Roman", None, false),
            ("Symbol", Some(SymbolFont::Symbol), false),
            ("MT Extra", Some(SymbolFont::MtExtra), false),
        ] {
            let face = Face { symbol, monospaced };
            assert_eq!(Face::of(name), face, "{name}");
            assert_eq!(Face::of_number(face.number()), face, "{name}");
        }
    }
}
