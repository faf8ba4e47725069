//! Bytes of a code page and halves of surrogate pairs, held until they are whole.
//!
//! Shape   bytes are collected as long as they are in one page, and decoded in one piece; the number of a
//!         `\u` is a [`Unit`], of which two may make one character.
//! Units   bytes in the page that they came with; `\u` is UTF-16.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Unicode RTF"; lead bytes and surrogates are held until their second half
//!         comes, whatever control words or groups stand between.

use crate::error::Result;

use crate::memory;
use crate::text::codepage::{self, CodePage};

/// What the number of a `\u` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Unit {
    /// U+0000, which is no text.
    Nothing,
    /// The first half of a surrogate pair.
    High(u16),
    /// The second half of one.
    Low(u16),
    Char(char),
    /// No character has this number.
    NoChar,
}

impl Unit {
    /// Negative numbers are 16-bit ones; numbers above 0xFFFF are whole characters.
    pub(crate) fn of(number: i32) -> Unit {
        let value = if number < 0 { (number & 0xFFFF) as u32 } else { number as u32 };
        match value {
            0 => Unit::Nothing,
            0xD800..=0xDBFF => Unit::High(value as u16),
            0xDC00..=0xDFFF => Unit::Low(value as u16),
            _ => char::from_u32(value).map_or(Unit::NoChar, Unit::Char),
        }
    }
}

/// Bytes that wait to be decoded, and the first half of a surrogate pair.
#[derive(Debug)]
pub(in crate::rtf) struct Undecoded {
    bytes: Vec<u8>,
    /// The code page that the bytes are in.
    page: Option<CodePage>,
    /// How many bytes the last character still needs to be whole.
    needs: u8,
    /// A high surrogate that waits for its low one, or 0.
    high: u16,
    /// Where the first of the bytes, or the surrogate, stands.
    at: usize,
}

impl Undecoded {
    /// Nothing, in a buffer that is there.
    pub(crate) fn new(mut buffer: Vec<u8>) -> Self {
        buffer.clear();
        Undecoded { bytes: buffer, page: None, needs: 0, high: 0, at: 0 }
    }

    /// The buffer, for the next document.
    pub(crate) fn take_buffer(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }

    #[inline]
    pub(crate) fn has_bytes(&self) -> bool {
        !self.bytes.is_empty()
    }

    #[inline]
    pub(crate) fn has_half(&self) -> bool {
        self.high != 0
    }

    /// How many bytes wait.
    pub(crate) fn byte_count(&self) -> usize {
        self.bytes.len()
    }

    /// Whether the last character is not whole yet.
    #[inline]
    pub(crate) fn awaits_trail(&self) -> bool {
        self.needs > 0
    }

    /// Whether a letter of ASCII may be what the last character still needs: in UTF-8 it never is.
    #[inline]
    pub(crate) fn awaits_letter(&self) -> bool {
        self.needs > 0 && self.page != Some(CodePage::UTF_8)
    }

    /// The page that the bytes are in.
    pub(crate) fn page(&self) -> Option<CodePage> {
        self.page
    }

    /// Where the first of the bytes, or the half of a pair, stands.
    pub(crate) fn place(&self) -> usize {
        self.at
    }

    /// Collects a byte that stands at `at`; bytes of another page must have been decoded before.
    /// False where memory is short.
    pub(crate) fn collect(&mut self, byte: u8, page: CodePage, at: usize) -> bool {
        if self.bytes.is_empty() {
            self.at = at;
        }
        self.page = Some(page);
        self.needs = match self.needs {
            0 => page.character_len(byte).saturating_sub(1) as u8,
            needs => needs - 1,
        };
        memory::push(&mut self.bytes, byte)
    }

    /// Decodes the bytes to the end of `text`; how many of them had no meaning.
    pub(crate) fn decode(&mut self, text: &mut String) -> Result<u32> {
        self.needs = 0;
        let Some(page) = self.page.take() else { return Ok(0) };
        let bad = codepage::decode(page, &self.bytes, text);
        self.bytes.clear();
        bad.map(|bad| u32::try_from(bad).unwrap_or(u32::MAX))
    }

    /// Forgets the bytes.
    pub(crate) fn drop_bytes(&mut self) {
        self.bytes.clear();
        (self.page, self.needs) = (None, 0);
    }

    /// Forgets all.
    pub(crate) fn forget(&mut self) {
        self.drop_bytes();
        self.high = 0;
    }

    /// Holds the first half of a pair that stands at `at`.
    pub(crate) fn hold(&mut self, high: u16, at: usize) {
        (self.high, self.at) = (high, at);
    }

    /// The character that the half in hand and this one are; none where there is no half in hand.
    pub(crate) fn join(&mut self, low: u16) -> Option<char> {
        let high = std::mem::take(&mut self.high);
        if high == 0 {
            return None;
        }
        let pair = 0x10000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(low) - 0xDC00);
        Some(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// Gives up on a half whose other half did not come. True if there was one.
    pub(crate) fn drop_half(&mut self) -> bool {
        std::mem::take(&mut self.high) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_units() {
        for (number, unit) in [
            (0, Unit::Nothing),
            (228, Unit::Char('ä')),
            (-10179, Unit::High(0xD83D)),
            (-8704, Unit::Low(0xDE00)),
            (0xD83D, Unit::High(0xD83D)),
            (128_512, Unit::Char('\u{1F600}')),
            (0x11_0000, Unit::NoChar),
            (-65536, Unit::Nothing),
        ] {
            assert_eq!(Unit::of(number), unit, "{number}");
        }
    }

    #[test]
    fn halves_and_bytes_wait_for_each_other() {
        let mut undecoded = Undecoded::new(Vec::new());
        assert_eq!(undecoded.join(0xDE00), None);
        undecoded.hold(0xD83D, 7);
        assert_eq!((undecoded.has_half(), undecoded.place()), (true, 7));
        assert_eq!(undecoded.join(0xDE00), Some('\u{1F600}'));
        assert!(!undecoded.has_half());
        let mut text = String::new();
        for (byte, awaits) in [(0xC3, true), (0xA4, false), (0xFF, false)] {
            assert!(undecoded.collect(byte, CodePage::UTF_8, 3));
            assert_eq!(undecoded.awaits_trail(), awaits);
        }
        assert_eq!(undecoded.decode(&mut text).expect("memory"), 1);
        assert_eq!(text, "ä\u{FFFD}");
        assert!(!undecoded.has_bytes());
    }
}
