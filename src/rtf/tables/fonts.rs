//! The font table.
//!
//! Shape   fonts stand in the order of the file; `\fN` finds one by its number.
//! Limits  65,534 fonts; numbers outside 0 to 65,535 are no fonts.
//! Source  RTF 1.9.1, "Font table"; faces with fixed width are told by family, pitch or name,
//!         since RichEdit writes `\fnil` for every face.

use crate::buffers::Kept;
use crate::memory;
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
    /// Its number in the file.
    pub number: u16,
}

impl Font {
    /// The font with what its name tells beside what has been said.
    pub(crate) fn named(mut self, name: &str) -> Font {
        let name = name.trim().trim_end_matches(';').trim_end();
        self.symbol = symbol_table(name).or(self.symbol);
        self.page = self.page.or_else(|| page_of_name(name));
        if self.page.is_some_and(|page| page.is_multi_byte() && page != CodePage::UTF_8) {
            // Chinese, Japanese and Korean faces are called modern and fixed for their square
            // characters; only a name tells one that is for code.
            self.monospaced = false;
        }
        self.monospaced |= is_monospaced(name);
        self.face = typeface(name);
        self
    }
}

/// The fonts of a document.
#[derive(Debug, Default)]
pub(in crate::rtf) struct Fonts {
    fonts: Vec<Font>,
    /// Index into `fonts` by font number, or `NONE`.
    by_number: Vec<u16>,
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

impl Kept for Fonts {
    fn clear(&mut self) {
        // Numbers are high in Word's tables, and fonts are few.
        for font in self.fonts.drain(..) {
            if let Some(index) = self.by_number.get_mut(usize::from(font.number)) {
                *index = NONE;
            }
        }
    }

    fn retained_bytes(&self) -> usize {
        self.fonts.retained_bytes() + self.by_number.retained_bytes()
    }

    /// The fonts tell which numbers are to be cleared: neither goes without the other.
    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = Fonts::default();
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        if other.retained_bytes() > self.retained_bytes() {
            std::mem::swap(self, other);
        }
    }
}

impl Fonts {
    /// How many fonts there are.
    pub(crate) fn len(&self) -> usize {
        self.fonts.len()
    }

    /// The index of font `\fN`, or `NONE`.
    #[inline]
    pub(crate) fn index(&self, number: i32) -> u16 {
        usize::try_from(number).ok().and_then(|n| self.by_number.get(n)).copied().unwrap_or(NONE)
    }

    #[inline]
    pub(crate) fn get(&self, index: u16) -> Font {
        self.fonts.get(index as usize).copied().unwrap_or_default()
    }

    /// Adds font `\fN`; a number that was there before now means this one. False where memory is
    /// short.
    pub(crate) fn add(&mut self, number: i32, mut font: Font) -> bool {
        let Ok(number) = u16::try_from(number) else { return true };
        if self.fonts.len() >= NONE as usize {
            return true;
        }
        font.number = number;
        let number = number as usize;
        if !memory::pad(&mut self.by_number, number + 1, NONE) {
            return false;
        }
        let index = self.fonts.len() as u16;
        if !memory::push(&mut self.fonts, font) {
            return false;
        }
        self.by_number[number] = index;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_of_its_letters() {
        let japanese = CodePage::from_number(932);
        for (name, page, symbol, monospaced) in [
            ("Courier New", None, None, true),
            (" Times New Roman; ", None, None, false),
            ("Symbol", None, Some(SymbolFont::Symbol), false),
            ("MT Extra", None, Some(SymbolFont::MtExtra), false),
            ("Courier New", japanese, None, true),
            ("MS Mincho", japanese, None, false),
        ] {
            let font = Font { page, monospaced: page.is_some(), ..Font::default() }.named(name);
            let found = (font.page, font.symbol, font.monospaced);
            assert_eq!(found, (page, symbol, monospaced), "{name}");
        }
        assert_eq!(Font::default().named("Arial CYR").page, CodePage::from_number(1251));
        assert_eq!(Font::default().named("ArialMT").face, Font::default().named("Arial").face);
    }
}
