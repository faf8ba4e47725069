//! Text: characters, however they are spelled.
//!
//! Shape   [`Text`] stands on the line that it fills. Bytes wait in `undecoded` until what follows shows that they
//!         are complete; whoever begins or ends something has them settled first.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Special Characters" and "Unicode RTF".

use super::here::Here;
use super::lead_bytes::{is_pair, is_syntax};
use super::lines::Lines;
use super::neighbours::{self, MOST};
use super::paragraphs::Paragraphs;
use super::visibility::Fate;
use crate::report::Loss;
use crate::rtf::assembly::flow::End;
use crate::rtf::walk::undecoded::{Undecoded, Unit};
use crate::rtf::words::{Destination, Ending, RowWord};
use crate::text::codepage::CodePage;
use crate::text::symbol;
use crate::work;

const LINE_SEPARATOR: char = '\u{2028}';
const PARAGRAPH_SEPARATOR: char = '\u{2029}';

/// Text in the making.
#[derive(Debug)]
pub(super) struct Text<'a, 'b> {
    lines: Lines<'a, 'b>,
    undecoded: Undecoded,
}

impl<'a, 'b> Text<'a, 'b> {
    /// No text; bytes wait in a buffer that is there.
    pub(super) fn new(lines: Lines<'a, 'b>, bytes: Vec<u8>) -> Self {
        Text { lines, undecoded: Undecoded::new(bytes) }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<u8> {
        self.undecoded.take_buffer()
    }

    #[inline]
    pub(super) fn paragraphs(&mut self) -> &mut Paragraphs<'a, 'b> {
        self.lines.paragraphs()
    }

    #[inline]
    pub(super) fn here(&self) -> &Here<'a, 'b> {
        self.lines.here()
    }

    #[inline]
    pub(super) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        self.lines.here_mut()
    }

    /// Whether something waits for what follows.
    pub(super) fn waits(&self) -> bool {
        self.undecoded.has_bytes() || self.undecoded.has_half()
    }

    /// Whether the last character is not whole yet.
    pub(super) fn awaits_trail(&self) -> bool {
        self.undecoded.awaits_trail()
    }

    /// What waits is left out.
    pub(super) fn forget(&mut self) {
        self.undecoded.forget();
    }
}

/// Characters.
impl Text<'_, '_> {
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

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.lines.char(c);
    }

    /// Printable ASCII: bytes `start..end` of the input. Where their destination is no flow, it is left to
    /// who owns that, from the offset on that is returned.
    #[inline]
    pub(super) fn ascii(&mut self, mut start: usize, end: usize) -> Option<usize> {
        // The second byte of a double-byte character may be a letter.
        if self.undecoded.awaits_letter() {
            self.byte(self.here().walk().source()[start]);
            start += 1;
            if start == end {
                return None;
            }
        }
        self.settle();
        if self.lines.ascii(start, end) { None } else { Some(start) }
    }

    /// A control character that stands in the source as it is.
    pub(super) fn stray(&mut self) {
        self.lines.stray();
    }

    /// A tab of the text, which may be a line to write on.
    pub(super) fn tab(&mut self) {
        self.settle();
        self.lines.tab();
    }
}

/// Text that must be decoded.
impl Text<'_, '_> {
    /// A byte of text in the code page of the font in force: `\'xx`, or raw and above 0x7F.
    pub(super) fn byte(&mut self, byte: u8) {
        // No character of two bytes has a control character for its second.
        if byte.is_ascii_control() {
            self.settle();
            return self.lines.char(byte as char);
        }
        if self.here().is_in_symbols() {
            self.settle();
            return self.lines.symbol_byte(byte);
        }
        let page = match self.undecoded.page() {
            Some(page) if self.undecoded.awaits_trail() => page,
            _ => self.here().page(),
        };
        if let Some(table) = page.single_byte_table() {
            self.settle();
            if byte < 0x80 {
                return self.lines.char(byte as char);
            }
            let unit = table[byte as usize - 0x80];
            let c = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
            if c == char::REPLACEMENT_CHARACTER {
                self.here_mut().lose(Loss::UndecodableByte);
            }
            return self.lines.char(c);
        }
        if self.undecoded.page() != Some(page) {
            self.settle();
        }
        self.give_up_half();
        let here = self.lines.here_mut();
        let place = if self.undecoded.has_bytes() { 0 } else { here.walk_mut().place() };
        here.losses_mut().check(self.undecoded.collect(byte, page, place));
    }

    /// Raw bytes from 0x80 up, in the page of the font or in UTF-8.
    pub(super) fn high(&mut self, start: usize, end: usize) {
        let here = self.here_mut();
        let (source, page) = (here.walk().source(), here.page());
        let utf8 = here.encoding_mut().is_utf8(page, source);
        match std::str::from_utf8(&source[start..end]) {
            Ok(text) if utf8 => {
                self.settle();
                text.chars().for_each(|c| self.lines.char(c));
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
        let source = self.here().walk().source();
        let rest = source.get(at..).unwrap_or(&[]);
        let Some(&trail @ (b'\\' | b'{' | b'}')) = rest.first() else { return };
        let (Some(page), Some(lead)) = (self.undecoded.page(), at.checked_sub(1)) else { return };
        if page == CodePage::UTF_8 || !is_pair(page, source[lead], trail) {
            return;
        }
        let latin = self.undecoded.byte_count() == 1
            && lead.checked_sub(1).is_some_and(|before| source[before].is_ascii_alphabetic());
        if !latin && !is_syntax(trail, rest) {
            self.here_mut().walk_mut().seek(at + 1);
            self.byte(trail);
        }
    }

    /// `\uN`, and those that follow it.
    pub(super) fn unicode(&mut self, number: i32) {
        let here = self.here_mut();
        let stand_in = here.groups().stand_in();
        here.walk_mut().leave_out(stand_in);
        self.unit(Unit::of(number));
        self.more_units(stand_in);
    }

    fn unit(&mut self, unit: Unit) {
        self.settle_bytes();
        if let Unit::Low(low) = unit {
            return match self.undecoded.join(low) {
                Some(c) => self.lines.char(c),
                None => self.replacement(),
            };
        }
        self.give_up_half();
        match unit {
            Unit::Nothing | Unit::Low(_) => {}
            Unit::High(high) => {
                let place = self.lines.here_mut().walk_mut().place();
                self.undecoded.hold(high, place)
            }
            Unit::Char(c @ '\u{F020}'..='\u{F0FF}') if self.here().is_in_symbols() => {
                self.lines.symbol_byte(c as u8)
            }
            // Signs of formulas that show nothing; one stands between a function and what it is of.
            Unit::Char(c @ '\u{2061}'..='\u{2064}') if self.here().groups().is_in_formula() => {
                let here = self.here();
                let last = here.sink().last_char(here.groups().flow());
                if c == '\u{2061}' && last.is_some_and(|(last, _)| last.is_alphabetic()) {
                    self.lines.char(' ');
                }
            }
            // In formulas a space without width stands where others have one.
            Unit::Char('\u{200B}') if self.here().groups().is_in_formula() => self.lines.char(' '),
            Unit::Char(c @ '\u{F000}'..='\u{F0FF}') => self.lines.char(symbol::private_sign(c)),
            // Apple's programs have signs for what others have words for.
            Unit::Char(c @ (LINE_SEPARATOR | PARAGRAPH_SEPARATOR))
                if self.here().groups().is_in_body() =>
            {
                self.end(if c == LINE_SEPARATOR { Ending::Line } else { Ending::Paragraph });
            }
            Unit::Char(c) => self.lines.char(c),
            Unit::NoChar => self.replacement(),
        }
    }

    fn settle_bytes(&mut self) {
        if !self.undecoded.has_bytes() {
            return;
        }
        let (here, undecoded) = (self.lines.here_mut(), &mut self.undecoded);
        let at = undecoded.place();
        let bad = if !here.groups().is_in_body() {
            undecoded.decode(here.capture_mut().decoded())
        } else if here.is_seen() {
            let (format, expected) = (here.format(), undecoded.byte_count() * 3);
            let flow = here.groups().flow();
            here.sink_mut().write(expected, format, flow, |text| undecoded.decode(text))
        } else {
            return undecoded.drop_bytes();
        };
        here.losses_mut().check(bad.is_ok());
        here.losses_mut().add_many(Loss::UndecodableByte, bad.unwrap_or(0), at);
    }

    fn give_up_half(&mut self) {
        if self.undecoded.drop_half() {
            let at = self.undecoded.place();
            self.here_mut().losses_mut().add(Loss::UndecodableByte, at);
            self.lines.char(char::REPLACEMENT_CHARACTER);
        }
    }

    fn replacement(&mut self) {
        self.here_mut().lose(Loss::UndecodableByte);
        self.lines.char(char::REPLACEMENT_CHARACTER);
    }
}

/// Neighbours that are spelled the same way.
impl Text<'_, '_> {
    /// Whether characters that follow are text of the same looks, of which nothing is to be reported.
    fn neighbours_are_text(&self) -> bool {
        let here = self.here();
        here.groups().is_in_body()
            && here.groups().characters().is_plainly_seen()
            && !here.is_in_symbols()
            && !self.undecoded.has_half()
    }

    /// A `\'hh`, and those that follow it.
    pub(super) fn hex(&mut self, byte: u8) {
        self.byte(byte);
        let walk = self.here().walk();
        let (source, start) = (walk.source(), walk.position());
        if neighbours::hex_at(source, start).is_none() || !self.neighbours_are_text() {
            return;
        }
        let here = self.lines.here_mut();
        let page = here.page();
        let end = if let Some(table) = page.single_byte_table() {
            if self.undecoded.has_bytes() {
                return;
            }
            let (format, flow) = (here.format(), here.groups().flow());
            here.sink_mut().write(3 * MOST, format, flow, |text| {
                neighbours::bytes_at(source, start, table, text)
            })
        } else if self.undecoded.page() == Some(page) {
            neighbours::each_byte_at(source, start, |byte| {
                here.losses_mut().check(self.undecoded.collect(byte, page, start));
            })
        } else {
            start
        };
        work::step(end - start);
        here.walk_mut().seek(end);
    }

    /// Behind a `\uN` that has been read, for which something may still stand in.
    fn more_units(&mut self, stand_in: u32) {
        let walk = self.here().walk();
        let (source, start) = (walk.source(), walk.position());
        if stand_in > 1
            || neighbours::next_unit(source, start, stand_in).is_none()
            || self.undecoded.has_bytes()
            || self.here().groups().is_in_formula()
            || !self.neighbours_are_text()
        {
            return;
        }
        let here = self.here_mut();
        let (format, flow) = (here.format(), here.groups().flow());
        let end = here.sink_mut().write(3 * MOST, format, flow, |text| {
            neighbours::units_at(source, start, stand_in, text)
        });
        work::step(end - start);
        here.walk_mut().seek(end);
    }
}

/// Something of the text ends, or begins.
impl Text<'_, '_> {
    /// `\line`
    pub(super) fn line_break(&mut self) {
        self.settle();
        self.lines.line_break();
    }

    /// Ends the paragraph in the making, with what is open in it.
    pub(super) fn paragraph_end(&mut self, end: End) {
        if self.lines.take_end() {
            self.settle();
            self.lines.end_paragraph(end);
        }
    }

    /// Something of the text ends.
    pub(super) fn end(&mut self, what: Ending) {
        let in_body = self.here().groups().is_in_body();
        match what {
            Ending::Paragraph => self.paragraph_end(End::Par),
            Ending::Section => {
                self.paragraph_end(End::Par);
                self.lines.paragraphs().end_section();
            }
            Ending::Line => self.line_break(),
            _ if !in_body => {}
            Ending::Cell => self.paragraph_end(End::Cell),
            Ending::NestedCell => self.paragraph_end(End::NestedCell),
            Ending::NestedRow => {
                self.settle();
                self.lines.paragraphs().end_nested_row();
            }
            Ending::Page => {
                self.settle();
                let here = self.here_mut();
                match here.fate() {
                    // One that is deleted parts nothing.
                    Fate::Lost(loss) if here.groups().characters().is_changed() => here.lose(loss),
                    Fate::Seen | Fate::Lost(_) => self.lines.paragraphs().end_page(),
                }
            }
            Ending::Row => {
                self.settle();
                self.lines.paragraphs().end_row();
            }
        }
    }

    /// A word of a row's definition: a paragraph before it that would go on in the next ends after all.
    pub(super) fn row_word(&mut self, what: RowWord, value: i32) {
        if what == RowWord::Begin
            && let Some(format) = self.lines.paragraphs().joined()
        {
            self.settle();
            self.lines.paragraphs().end_joined(format);
        }
        self.lines.paragraphs().row_word(what, value);
    }

    /// What comes goes to a destination.
    pub(super) fn enter(&mut self, destination: Destination) {
        self.settle();
        self.here_mut().groups_mut().enter(destination);
    }

    /// What comes is collected aside.
    pub(super) fn enter_aside(&mut self, destination: Destination) {
        self.settle();
        self.here_mut().enter_aside(destination);
    }
}
