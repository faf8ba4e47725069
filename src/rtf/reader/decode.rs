//! Decoding: bytes of a code page and halves of surrogate pairs, held until they are whole.
//!
//! Shape   bytes of a single-byte page become characters at once; those of others are collected as
//!         long as they are in one page, and decoded in one piece.
//! Units   bytes in the code page of the font in force; `\u` is UTF-16.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Unicode RTF"; lead bytes and surrogates are held until their second half
//!         comes, whatever control words or groups stand between.

use super::Reader;
use crate::memory;
use crate::report::Loss;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::words::Destination;
use crate::rtf::words::Word;
use crate::text::codepage::{self, CodePage};

/// Bytes that wait to be decoded, and the first half of a surrogate pair.
#[derive(Debug, Default)]
pub(super) struct Undecoded {
    /// The code page that the collected bytes are in.
    pub page: Option<CodePage>,
    /// The last character collected is not whole yet.
    pub awaits_trail: bool,
    /// How many bytes it still needs.
    needs: u8,
    /// A high surrogate that waits for its low one, or 0.
    pub high: u16,
    /// Where the first of the bytes, or the surrogate, stands.
    at: usize,
}

impl Reader<'_, '_> {
    /// A byte of text in the code page of the font in force: `\'xx`, or raw and above 0x7F.
    pub(super) fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if byte < b' ' && !self.undecoded.awaits_trail {
            self.settle();
            return self.char(byte as char);
        }
        if self.fonts_symbol() {
            self.settle();
            self.symbol_byte(byte);
            return;
        }
        let page = match self.undecoded.page {
            Some(page) if self.undecoded.awaits_trail => page,
            _ => self.page(),
        };
        if let Some(table) = page.single_byte_table() {
            self.settle();
            if byte < 0x80 {
                self.char(byte as char);
            } else {
                let unit = table[byte as usize - 0x80];
                let c = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
                if c == char::REPLACEMENT_CHARACTER {
                    self.lose(Loss::UndecodableByte);
                }
                self.char(c);
            }
            return;
        }
        if self.undecoded.page != Some(page) {
            self.settle();
            self.undecoded.page = Some(page);
        }
        self.finish_surrogate();
        if self.scratch.bytes.is_empty() {
            self.undecoded.at = self.place();
        }
        self.full |= !memory::push(&mut self.scratch.bytes, byte);
        let needs = match self.undecoded.needs {
            0 => page.character_len(byte).saturating_sub(1) as u8,
            needs => needs - 1,
        };
        self.undecoded.needs = needs;
        self.undecoded.awaits_trail = needs > 0;
    }

    /// Raw bytes from 0x80 up. RTF has none by its rules; programs that write them mean the code
    /// page of the font, or, in a file that is UTF-8 throughout, UTF-8: text of a single-byte page
    /// is never so by chance, whatever its header names. That of a double-byte page may be.
    pub(super) fn high(&mut self, start: usize, end: usize) {
        let utf8 = match self.raw_utf8 {
            Some(utf8) => utf8,
            None => {
                let double = self.page_named
                    && (self.document_page.is_multi_byte() || self.page().is_multi_byte());
                let utf8 = !double && std::str::from_utf8(self.source).is_ok();
                self.raw_utf8 = Some(utf8);
                utf8
            }
        };
        let text = std::str::from_utf8(&self.source[start..end]);
        match text {
            Ok(text) if utf8 && self.skip == 0 => {
                self.settle();
                text.chars().for_each(|c| self.char(c));
            }
            _ => {
                (start..end).for_each(|at| self.byte(self.source[at]));
                if self.undecoded.awaits_trail {
                    self.raw_trail(end);
                }
            }
        }
    }

    /// The lead byte before `at` was raw, and so may be its second half, although the lexer takes a
    /// backslash or brace there for syntax. Where a program escaped it, or the lead byte is a Latin
    /// letter under a font that says otherwise, it is syntax.
    #[cold]
    fn raw_trail(&mut self, at: usize) {
        let rest = self.source.get(at..).unwrap_or(&[]);
        let Some(&trail @ (b'\\' | b'{' | b'}')) = rest.first() else { return };
        let (Some(page), Some(lead)) = (self.undecoded.page, at.checked_sub(1)) else { return };
        if page == CodePage::UTF_8 || !self.is_pair(page, self.source[lead], trail) {
            return;
        }
        let latin = self.scratch.bytes.len() == 1
            && lead.checked_sub(1).is_some_and(|before| self.source[before].is_ascii_alphabetic());
        let syntax = match trail {
            b'\\' => match rest.get(1) {
                Some(b'\\') => !begins_control(&rest[1..]),
                Some(b'{' | b'}') => true,
                _ => begins_control(rest),
            },
            b'{' => matches!(rest.get(1), Some(b'\\')) && !ends_text(&rest[1..]),
            _ => false,
        };
        if !latin && !syntax {
            self.lexer.seek(at + 1);
            self.byte(trail);
        }
    }

    /// Whether two bytes are a character.
    fn is_pair(&mut self, page: CodePage, lead: u8, trail: u8) -> bool {
        let text = &mut self.scratch.capture;
        let length = text.len();
        let bad = codepage::decode(page, &[lead, trail], text);
        let whole = text[length..].chars().count() == 1;
        text.truncate(length);
        matches!(bad, Ok(0)) && whole
    }

    /// `\uN`
    pub(super) fn unicode(&mut self, number: i32) {
        self.skip = self.state.uc;
        self.settle_bytes();
        // Negative numbers are 16-bit ones; numbers above 0xFFFF are whole characters.
        let value = if number < 0 { (number & 0xFFFF) as u32 } else { number as u32 };
        match value {
            0xD800..=0xDBFF => {
                self.finish_surrogate();
                self.undecoded.high = value as u16;
                self.undecoded.at = self.place();
            }
            0xDC00..=0xDFFF => {
                let high = std::mem::take(&mut self.undecoded.high);
                if high == 0 {
                    self.replacement();
                } else {
                    let pair = 0x10000 + ((u32::from(high) - 0xD800) << 10) + (value - 0xDC00);
                    self.char(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            0 => self.finish_surrogate(),
            _ => {
                self.finish_surrogate();
                if (0xF020..=0xF0FF).contains(&value) && self.fonts_symbol() {
                    self.symbol_byte((value & 0xFF) as u8);
                } else {
                    match char::from_u32(value) {
                        Some(c @ '\u{F000}'..='\u{F0FF}') => {
                            self.char(crate::text::symbol::private_sign(c))
                        }
                        Some(c) => self.char(c),
                        None => self.replacement(),
                    }
                }
            }
        }
    }

    /// Decodes what was collected, and gives up on halves whose other half did not come.
    #[inline]
    pub(super) fn settle(&mut self) {
        if !self.scratch.bytes.is_empty() {
            self.settle_bytes();
        }
        if self.undecoded.high != 0 {
            self.finish_surrogate();
        }
    }

    fn settle_bytes(&mut self) {
        self.undecoded.awaits_trail = false;
        self.undecoded.needs = 0;
        let Some(page) = self.undecoded.page.take() else { return };
        if self.scratch.bytes.is_empty() {
            return;
        }
        let bad = match self.state.destination {
            Destination::Body => {
                if !self.visible() {
                    self.scratch.bytes.clear();
                    return;
                }
                self.own_pending();
                self.doc.append_with(self.scratch.bytes.len() * 3, |text| {
                    codepage::decode(page, &self.scratch.bytes, text)
                })
            }
            _ => codepage::decode(page, &self.scratch.bytes, &mut self.scratch.capture),
        };
        match bad {
            Ok(bad) => {
                if bad > 0 {
                    let bad = u32::try_from(bad).unwrap_or(u32::MAX);
                    self.report.add_many(Loss::UndecodableByte, bad, self.undecoded.at);
                }
            }
            Err(_) => self.full = true,
        }
        self.scratch.bytes.clear();
    }

    /// Forgets what waits to be decoded.
    pub(super) fn drop_undecoded(&mut self) {
        self.scratch.bytes.clear();
        self.undecoded = Undecoded::default();
        self.skip = 0;
    }

    fn finish_surrogate(&mut self) {
        if std::mem::take(&mut self.undecoded.high) != 0 {
            self.report.add(Loss::UndecodableByte, self.undecoded.at);
            self.char(char::REPLACEMENT_CHARACTER);
        }
    }

    fn replacement(&mut self) {
        self.lose(Loss::UndecodableByte);
        self.char(char::REPLACEMENT_CHARACTER);
    }

    pub(super) fn symbol_byte(&mut self, byte: u8) {
        let font = self.scratch.assembly.fonts().get(self.font()).symbol;
        let c = font.and_then(|font| crate::text::symbol::map(font, byte));
        let c = c.unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    /// The code page of bytes now.
    fn page(&self) -> CodePage {
        self.scratch.assembly.fonts().get(self.font()).page.unwrap_or(self.document_page)
    }

    #[inline]
    pub(super) fn fonts_symbol(&self) -> bool {
        self.symbol_fonts
            && matches!(self.state.destination, Destination::Body | Destination::Marker)
            && self.scratch.assembly.fonts().get(self.font()).symbol.is_some()
    }
}

/// Whether the bytes begin with a control word that the reader knows, or with `\'xx`.
fn begins_control(bytes: &[u8]) -> bool {
    match bytes {
        [b'\\', b'\'', ..] => true,
        [b'\\', ..] => matches!(Lexer::new(bytes).next(), Token::Control(..) | Token::Binary(..)),
        _ => false,
    }
}

/// Whether the bytes begin with a control word that stands behind text, and not first in a group.
fn ends_text(bytes: &[u8]) -> bool {
    matches!(
        Lexer::new(bytes).next(),
        Token::Control(Word::Par | Word::Line | Word::Tab | Word::Cell | Word::Row, _)
    )
}
