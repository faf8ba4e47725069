//! The font table.
//!
//! Shape   fonts stand in the order of the file; `\fN` finds one by its number.
//! Limits  65,534 fonts; numbers outside 0 to 65,535 are no fonts.
//! Source  RTF 1.9.1, "Font table"; faces with fixed width are told by family, pitch or name,
//!         since RichEdit writes `\fnil` for every face.

use crate::buffers::Kept;
use crate::memory;
use crate::memory::interner::{Interner, Name};
use crate::rtf::assembly::format::NONE;
use crate::rtf::typeface::is_monospaced;
use crate::text::codepage::CodePage;
use crate::text::symbol::{SymbolFont, symbol_table};

/// One font.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rtf) struct Font {
    /// The code page of its bytes, where the table tells one.
    pub page: Option<CodePage>,
    /// Where the bytes name pictures and not letters.
    pub symbol: Option<SymbolFont>,
    /// All letters are equally wide.
    pub monospaced: bool,
    /// Tells the typeface from others, whatever its script or weight; 0 for none.
    pub face: u32,
}

/// The fonts of a document.
#[derive(Debug, Default)]
pub(in crate::rtf) struct Fonts {
    fonts: Vec<Font>,
    /// Index into `fonts` by font number, or `NONE`.
    by_number: Vec<u16>,
    /// A font has been added since [`Fonts::settle`].
    changed: bool,
}

/// A number for the typeface of a font name: `Arial CYR`, `Arial (Arabic)`, `ArialMT` and `Arial-BoldMT`
/// are all Arial.
fn typeface(name: &str) -> u32 {
    let end = name.bytes().position(|byte| matches!(byte, b'-' | b'('));
    let name = name[..end.unwrap_or(name.len())].trim_end();
    let suffixes = ["MT", " CE", " CYR", " Greek", " Tur", " Baltic"];
    let name = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name);
    name.bytes().filter(|byte| *byte != b' ').fold(0, |hash: u32, byte| {
        (hash.rotate_left(5) ^ u32::from(byte.to_ascii_lowercase())).wrapping_mul(0x9E37_79B1)
    })
}

/// The code page that the end of a font's name tells, as Windows named the parts of a typeface before
/// fonts held all scripts.
fn page_of_name(name: &str) -> Option<CodePage> {
    let page = match name.rsplit_once(' ')?.1 {
        "CE" => 1250,
        "Cyr" | "CYR" => 1251,
        "Greek" => 1253,
        "Tur" | "TUR" => 1254,
        "(Hebrew)" => 1255,
        "(Arabic)" => 1256,
        "Baltic" => 1257,
        "(Vietnamese)" => 1258,
        "(Thai)" => 874,
        _ => return None,
    };
    CodePage::from_number(page)
}

/// What a font's name tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Face {
    symbol: Option<SymbolFont>,
    monospaced: bool,
}

impl Face {
    fn of(name: &str) -> Face {
        Face { symbol: symbol_table(name), monospaced: is_monospaced(name) }
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

impl Kept for Fonts {
    fn clear(&mut self) {
        self.fonts.clear();
        self.by_number.clear();
        self.changed = false;
    }

    fn retained_bytes(&self) -> usize {
        self.fonts.retained_bytes() + self.by_number.retained_bytes()
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            // Who remembers these fonts has to know that they are gone.
            *self = Fonts { changed: true, ..Fonts::default() };
        }
    }

    /// The fonts stay where they are, with what is remembered of them.
    fn take_larger(&mut self, _other: &mut Self) {}
}

impl Fonts {
    pub fn is_empty(&self) -> bool {
        self.fonts.is_empty()
    }

    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// From here on, a font that is added is a change.
    pub fn settle(&mut self) {
        self.changed = false;
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
        font.page = font.page.or_else(|| page_of_name(name));
        if font.page.is_some_and(|page| page.is_multi_byte() && page != CodePage::UTF_8) {
            // Chinese, Japanese and Korean faces are called modern and fixed for their square
            // characters; only a name tells one that is for code.
            font.monospaced = false;
        }
        font.monospaced |= face.monospaced;
        font.face = typeface(name);
        let number = number as usize;
        if !memory::pad(&mut self.by_number, number + 1, NONE) {
            return false;
        }
        self.changed = true;
        self.by_number[number] = self.fonts.len() as u16;
        memory::push(&mut self.fonts, font)
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
