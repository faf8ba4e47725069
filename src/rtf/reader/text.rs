//! Text: characters, however they are spelled, go to the flow in force, or aside where a destination
//! collects them.
//!
//! Shape   bytes wait in `undecoded` until what follows shows that they are complete; whoever begins or ends
//!         something has them settled first.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Special Characters" and "Unicode RTF".

use super::Reader;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, RunKind};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::undecoded::Unit;
use crate::rtf::words::{Destination, Word};
use crate::text::codepage::{self, CodePage};
use crate::text::control::{Control, control};
use crate::text::symbol;

/// Characters.
impl Reader<'_, '_> {
    /// Decodes what was collected, and gives up on halves whose other half did not come.
    #[inline]
    pub(super) fn settle(&mut self) {
        if self.undecoded.has_bytes() {
            self.settle_bytes();
        }
        if self.undecoded.has_half() {
            self.give_up_half();
        }
    }

    /// Before a control word changes the formatting, text before it gets its run; a lead byte goes
    /// on waiting.
    #[inline]
    pub(super) fn settle_before_control(&mut self) {
        if self.undecoded.has_bytes() && !self.undecoded.awaits_trail() {
            self.settle();
        }
    }

    fn char(&mut self, c: char) {
        // The text of a level counts by them.
        if c.is_ascii_control()
            && c != '\t'
            && self.groups.destination() != Destination::LevelText
            && let Some(control) = control(c as u8)
        {
            self.control_character(control, c);
        } else if !self.groups.is_in_body() {
            if self.groups.destination().captures() {
                self.capture.add(c.encode_utf8(&mut [0; 4]));
            }
        } else if self.is_seen() {
            let format = self.format();
            self.sink.char(c, format, self.groups.flow());
        }
    }

    /// A control character spelled as text: line ends mean what they mean, others nothing.
    #[cold]
    fn control_character(&mut self, control: Control, c: char) {
        match (control, c) {
            (Control::LineEnd, _) => self.paragraph_end(End::Par),
            (Control::Space, '\u{B}') => self.line_break(),
            (Control::Tab, _) => {}
            (Control::Space, _) => {
                self.lose(Loss::ControlCharacter);
                self.char(' ');
            }
            (Control::Nul | Control::Nothing, _) => self.stray(),
        }
    }

    /// A control character that stands in the source as it is.
    #[cold]
    pub(super) fn stray(&mut self) {
        if self.groups.is_in_body() && self.is_seen_text() {
            self.lose(Loss::ControlCharacter);
        }
    }

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.char(c);
    }

    /// `\line`
    pub(super) fn line_break(&mut self) {
        if self.groups.is_in_body() {
            self.settle();
            self.sink.flush();
            if self.shows() {
                self.tab_lines.end_line();
                self.run_of(RunKind::Break);
            }
        } else {
            self.named_char(' ');
        }
    }

    /// Ends the paragraph in the making, with what is open in it.
    pub(super) fn paragraph_end(&mut self, end: End) {
        if self.groups.destination() == Destination::UprUnicode {
            self.groups.leave_upr();
        }
        if !self.groups.is_in_body() {
            if self.groups.destination().captures() {
                self.capture.decoded().push(' ');
            }
            return;
        }
        self.settle();
        self.sink.flush();
        if end != End::Par || !self.joins_next() {
            self.finish_paragraph(end);
        }
    }
}

/// Text that must be decoded.
impl Reader<'_, '_> {
    /// A byte of text in the code page of the font in force: `\'xx`, or raw and above 0x7F.
    pub(super) fn byte(&mut self, byte: u8) {
        // No character of two bytes has a control character for its second.
        if byte.is_ascii_control() {
            self.settle();
            return self.char(byte as char);
        }
        if self.is_in_symbols() {
            self.settle();
            return self.symbol_byte(byte);
        }
        let page = match self.undecoded.page() {
            Some(page) if self.undecoded.awaits_trail() => page,
            _ => self.page(),
        };
        if let Some(table) = page.single_byte_table() {
            self.settle();
            if byte < 0x80 {
                return self.char(byte as char);
            }
            let unit = table[byte as usize - 0x80];
            let c = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
            if c == char::REPLACEMENT_CHARACTER {
                self.lose(Loss::UndecodableByte);
            }
            return self.char(c);
        }
        if self.undecoded.page() != Some(page) {
            self.settle();
        }
        self.give_up_half();
        let place = if self.undecoded.has_bytes() { 0 } else { self.walk.place() };
        self.losses.check(self.undecoded.collect(byte, page, place));
    }

    /// Raw bytes from 0x80 up, in the page of the font or in UTF-8.
    pub(super) fn high(&mut self, start: usize, end: usize) {
        let source = self.walk.source();
        let utf8 = self.encoding.is_utf8(self.page(), source);
        match std::str::from_utf8(&source[start..end]) {
            Ok(text) if utf8 => {
                self.settle();
                text.chars().for_each(|c| self.char(c));
            }
            _ => {
                source[start..end].iter().for_each(|&byte| self.byte(byte));
                if self.undecoded.awaits_trail() {
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
        let source = self.walk.source();
        let rest = source.get(at..).unwrap_or(&[]);
        let Some(&trail @ (b'\\' | b'{' | b'}')) = rest.first() else { return };
        let (Some(page), Some(lead)) = (self.undecoded.page(), at.checked_sub(1)) else { return };
        if page == CodePage::UTF_8 || !is_pair(page, source[lead], trail) {
            return;
        }
        let latin = self.undecoded.byte_count() == 1
            && lead.checked_sub(1).is_some_and(|before| source[before].is_ascii_alphabetic());
        if !latin && !is_syntax(trail, rest) {
            self.walk.seek(at + 1);
            self.byte(trail);
        }
    }

    /// `\uN`
    pub(super) fn unicode(&mut self, number: i32) {
        self.walk.leave_out(self.groups.stand_in());
        self.settle_bytes();
        let unit = Unit::of(number);
        if let Unit::Low(low) = unit {
            return match self.undecoded.join(low) {
                Some(c) => self.char(c),
                None => self.replacement(),
            };
        }
        self.give_up_half();
        match unit {
            Unit::Nothing | Unit::Low(_) => {}
            Unit::High(high) => self.undecoded.hold(high, self.walk.place()),
            Unit::Char(c @ '\u{F020}'..='\u{F0FF}') if self.is_in_symbols() => {
                self.symbol_byte(c as u8)
            }
            // In formulas a space without width stands where others have one.
            Unit::Char('\u{200B}') if self.groups.is_in_formula() => self.char(' '),
            Unit::Char(c @ '\u{F000}'..='\u{F0FF}') => self.char(symbol::private_sign(c)),
            Unit::Char(c) => self.char(c),
            Unit::NoChar => self.replacement(),
        }
    }

    pub(super) fn symbol_byte(&mut self, byte: u8) {
        let font = self.sink.assembly().fonts().get(self.font()).symbol;
        let c = font.and_then(|font| symbol::map(font, byte)).unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    fn settle_bytes(&mut self) {
        if !self.undecoded.has_bytes() {
            return;
        }
        let at = self.undecoded.place();
        let bad = if !self.groups.is_in_body() {
            self.undecoded.decode(self.capture.decoded())
        } else if self.is_seen() {
            let (format, expected) = (self.format(), self.undecoded.byte_count() * 3);
            let flow = self.groups.flow();
            self.sink.write(expected, format, flow, |text| self.undecoded.decode(text))
        } else {
            return self.undecoded.drop_bytes();
        };
        self.losses.check(bad.is_ok());
        self.losses.add_many(Loss::UndecodableByte, bad.unwrap_or(0), at);
    }

    fn give_up_half(&mut self) {
        if self.undecoded.drop_half() {
            self.losses.add(Loss::UndecodableByte, self.undecoded.place());
            self.char(char::REPLACEMENT_CHARACTER);
        }
    }

    fn replacement(&mut self) {
        self.lose(Loss::UndecodableByte);
        self.char(char::REPLACEMENT_CHARACTER);
    }
}

/// Whether two bytes are a character.
fn is_pair(page: CodePage, lead: u8, trail: u8) -> bool {
    let mut text = String::new();
    let bad = codepage::decode(page, &[lead, trail], &mut text);
    matches!(bad, Ok(0)) && text.chars().count() == 1
}

/// Whether a backslash or brace at the start of `rest`, behind a raw lead byte, is syntax.
fn is_syntax(trail: u8, rest: &[u8]) -> bool {
    match trail {
        b'\\' => match rest.get(1) {
            Some(b'\\') => !begins_control(&rest[1..]),
            Some(b'{' | b'}') => true,
            _ => begins_control(rest),
        },
        b'{' => matches!(rest.get(1), Some(b'\\')) && !ends_text(&rest[1..]),
        _ => false,
    }
}

/// Whether the bytes begin with a control word that the reader knows, or with `\'xx`.
pub(super) fn begins_control(bytes: &[u8]) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_behind_a_raw_lead_byte() {
        for (rest, syntax) in [
            (r"\par x", true),
            (r"\nosuch x", false),
            (r"\'e4", true),
            (r"\\par x", false),
            (r"\\x", true),
            (r"\{x", true),
            (r"{\b x}", true),
            (r"{\par x", false),
            ("{x", false),
            ("}", false),
        ] {
            assert_eq!(is_syntax(rest.as_bytes()[0], rest.as_bytes()), syntax, "{rest}");
        }
    }
}
