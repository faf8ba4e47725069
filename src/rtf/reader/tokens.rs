//! Tokens: each goes to what it means where it stands, and text to where it goes.
//!
//! Shape   one loop to the end of the document. Control words are handed on to `control`, ends of groups
//!         to `closing`; text that is seen goes to the sink, other text is collected aside.
//! Errors  groups that are open at the end are closed, and the loss of their braces is counted; bytes
//!         without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "RTF Syntax", "Special Characters" and "Unicode RTF".

use super::Reader;
use super::visibility::{self, Fate};
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, FRAMES, RunKind};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::undecoded::Unit;
use crate::rtf::words::{Destination, Word};
use crate::system::halt;
use crate::text::codepage::{self, CodePage};
use crate::text::control::{Control, control};
use crate::text::symbol;

impl Reader<'_, '_> {
    /// Reads to the end. Returns whether that was inside of a group.
    pub(super) fn run(&mut self) -> bool {
        let mut unclosed = false;
        loop {
            match self.walk.next() {
                Token::Text(start, end) => self.text(start, end),
                Token::Control(word, parameter) => {
                    self.settle_before_control();
                    if !self.begins_stretch(word) {
                        self.control(word, parameter);
                    }
                }
                // What was asked to stop is not read to its end; the converter knows why.
                Token::Open if halt::is_due() => break,
                Token::Open => {
                    self.settle_before_control();
                    self.open();
                }
                Token::Close => {
                    self.settle_before_control();
                    if !self.close() {
                        break;
                    }
                }
                Token::Hex(byte) => {
                    self.byte(byte);
                    self.more_bytes();
                }
                Token::High(start, end) => self.high(start, end),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Tab => {
                    if !self.ends_watch(Word::Tab) {
                        self.named_char('\t');
                    }
                }
                Token::Binary(start, end) => {
                    if self.groups.destination() == Destination::Picture {
                        self.losses.check(self.pictures.bytes(&self.walk.source()[start..end]));
                    }
                }
                Token::Stray => self.stray(),
                Token::Unknown => {}
                Token::End => {
                    unclosed = self.groups.depth() > 0;
                    if unclosed {
                        self.losses.add(Loss::RepairedBrace, self.walk.source().len());
                    }
                    break;
                }
            }
        }
        self.end();
        unclosed
    }

    /// All has been read: what is open ends.
    fn end(&mut self) {
        self.settle();
        self.pictures.give_up(&mut self.losses);
        while self.groups.depth() > 1 {
            self.close();
        }
        self.sink.flush();
        self.groups.end_in_body();
        let frames = self.sink.flow(FRAMES).paragraphs().len();
        let body = self.sink.flow(BODY);
        // Frames without a paragraph behind them are anchored in one of their own.
        if !body.is_fresh() || body.frames() as usize != frames {
            self.finish_paragraph(End::Par);
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

    /// A control symbol: `\` and one byte that is no letter.
    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\\' | b'{' | b'}' if self.undecoded.awaits_trail() => self.byte(symbol),
            b'\\' | b'{' | b'}' => self.named_char(symbol as char),
            b'~' => self.named_char('\u{A0}'),
            b'_' => self.named_char('\u{2011}'),
            b'-' => self.named_char('\u{AD}'),
            b'\t' => self.named_char('\t'),
            b'\r' | b'\n' => {
                if symbol == b'\r' {
                    self.walk.pass(b'\n');
                }
                if !self.ends_watch(Word::Par) {
                    self.paragraph_end(End::Par);
                }
            }
            b'*' => self.starred(),
            _ => {}
        }
    }
}

/// Text.
impl Reader<'_, '_> {
    /// Printable ASCII: bytes `start..end` of the input.
    #[inline]
    fn text(&mut self, mut start: usize, end: usize) {
        // The second byte of a double-byte character may be a letter.
        if self.undecoded.awaits_letter() {
            self.byte(self.walk.source()[start]);
            start += 1;
            if start == end {
                return;
            }
        }
        self.settle();
        if self.is_in_symbols() {
            for at in start..end {
                self.symbol_byte(self.walk.source()[at]);
            }
        } else if self.groups.is_in_body() {
            if self.is_seen() {
                let format = self.format();
                self.sink.text(start, end, format, self.groups.flow());
            }
        } else {
            self.text_aside(start, end);
        }
    }

    /// ASCII text of a destination other than a flow.
    fn text_aside(&mut self, start: usize, end: usize) {
        let destination = self.groups.destination();
        if destination == Destination::Picture {
            return self.picture_digits(start);
        }
        let Ok(text) = std::str::from_utf8(&self.walk.source()[start..end]) else { return };
        self.repair.see_text(destination == Destination::Ignored);
        let entries = matches!(
            destination,
            Destination::ColorTable | Destination::FontTable | Destination::Generator
        );
        if let Some(last) = text.rfind(';').filter(|_| entries && self.repair.is_watching()) {
            self.repair.end_entry(start + last + 1, self.groups.depth());
        }
        match destination {
            Destination::ColorTable => {
                let entries = text.matches(';').count();
                self.losses.check(self.colors.end_entries(entries));
            }
            Destination::FontTable => {
                let mut rest = text;
                while let Some((name, more)) = rest.split_once(';') {
                    self.capture.add(name);
                    self.end_font();
                    rest = more;
                }
                self.capture.add(rest);
            }
            _ if destination.captures() => {
                self.capture.add(text);
                if destination == Destination::FieldInstruction && !self.shows() {
                    self.fields.leave_out();
                }
            }
            _ => {}
        }
    }

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.char(c);
    }

    /// A control character that stands in the source as it is.
    #[cold]
    fn stray(&mut self) {
        if self.groups.is_in_body() && self.is_seen_text() {
            self.lose(Loss::ControlCharacter);
        }
    }

    /// Whether text that stands here would be seen, were there any.
    fn is_seen_text(&self) -> bool {
        let format = self.groups.characters().format();
        !format.hidden && !format.deleted
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

    /// Whether the text of the body is seen at all in the character format in force.
    #[inline]
    pub(super) fn is_seen(&mut self) -> bool {
        self.groups.characters().is_plainly_seen() || self.is_seen_though_marked()
    }

    #[cold]
    fn is_seen_though_marked(&mut self) -> bool {
        let looks = self.groups.format_characters().report_looks();
        let styles = self.sink.assembly().styles();
        let chars = styles.role(self.groups.characters().style());
        let para = styles.role(self.groups.para().style);
        let lost = visibility::lost_looks(looks, chars, para, || self.fields.are_links());
        lost.into_iter().flatten().for_each(|loss| self.lose(loss));
        let format = self.groups.characters().format();
        match visibility::fate(&format, self.changes, chars, para) {
            Fate::Seen => true,
            Fate::Lost(loss) => {
                self.lose(loss);
                self.fields.leave_out();
                false
            }
        }
    }

    /// What becomes of text here.
    pub(super) fn fate(&self) -> Fate {
        if self.groups.characters().is_plainly_seen() {
            return Fate::Seen;
        }
        let styles = self.sink.assembly().styles();
        let chars = styles.role(self.groups.characters().style());
        let para = styles.role(self.groups.para().style);
        visibility::fate(&self.groups.characters().format(), self.changes, chars, para)
    }

    /// Whether what stands here is seen; nothing is reported.
    pub(super) fn shows(&self) -> bool {
        self.fate() == Fate::Seen
    }

    /// `\line`
    pub(super) fn line_break(&mut self) {
        if self.groups.is_in_body() {
            self.settle();
            self.sink.flush();
            if self.shows() {
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
    fn byte(&mut self, byte: u8) {
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
    fn high(&mut self, start: usize, end: usize) {
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

    fn symbol_byte(&mut self, byte: u8) {
        let font = self.sink.assembly().fonts().get(self.font()).symbol;
        let c = font.and_then(|font| symbol::map(font, byte)).unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    /// The code page of bytes now.
    pub(super) fn page(&self) -> CodePage {
        let font = self.sink.assembly().fonts().get(self.font());
        font.page.unwrap_or(self.encoding.page())
    }

    /// Whether bytes name signs of a font of symbols.
    #[inline]
    pub(super) fn is_in_symbols(&self) -> bool {
        self.fonts.has_symbols()
            && matches!(self.groups.destination(), Destination::Body | Destination::Marker)
            && self.sink.assembly().fonts().get(self.font()).symbol.is_some()
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
