//! Text: characters, however they are spelled, go to the flow in force, or aside where a destination
//! collects them.
//!
//! Shape   [`Text`] stands on the paragraphs that it fills. Bytes wait in `undecoded` until what follows shows
//!         that they are complete; whoever begins or ends something has them settled first.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Special Characters" and "Unicode RTF".

use super::here::Here;
use super::neighbours::{self, MOST};
use super::paragraphs::Paragraphs;
use super::tab_lines::TabLines;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, RunKind};
use crate::rtf::assembly::format::Mark;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::undecoded::{Undecoded, Unit};
use crate::rtf::words::{Destination, Ending, RowWord, Word};
use crate::text::codepage::{self, CodePage};
use crate::text::control::{Control, control};
use crate::text::symbol;
use crate::work;

/// Text in the making.
#[derive(Debug)]
pub(super) struct Text<'a, 'b> {
    paragraphs: Paragraphs<'a, 'b>,
    undecoded: Undecoded,
    tab_lines: TabLines,
}

impl<'a, 'b> Text<'a, 'b> {
    /// No text; bytes wait in a buffer that is there.
    pub(super) fn new(paragraphs: Paragraphs<'a, 'b>, bytes: Vec<u8>) -> Self {
        Text { paragraphs, undecoded: Undecoded::new(bytes), tab_lines: TabLines::default() }
    }

    /// The paragraphs that have been made, and the buffer, for the next document.
    pub(super) fn into_parts(self) -> (Paragraphs<'a, 'b>, Vec<u8>) {
        (self.paragraphs, self.undecoded.into_buffer())
    }

    #[inline]
    pub(super) fn paragraphs(&mut self) -> &mut Paragraphs<'a, 'b> {
        &mut self.paragraphs
    }

    #[inline]
    pub(super) fn here(&self) -> &Here<'a, 'b> {
        self.paragraphs.here()
    }

    #[inline]
    pub(super) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        self.paragraphs.here_mut()
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
        let here = self.paragraphs.here_mut();
        if here.is_in_symbols() {
            for at in start..end {
                self.symbol_byte(self.here().walk().source()[at]);
            }
        } else if !here.groups().is_in_body() {
            return Some(start);
        } else if here.is_seen() {
            let (format, flow) = (here.format(), here.groups().flow());
            if here.groups().has_marked_lines() {
                self.ascii_of_lines(start, end, format);
            } else {
                here.sink_mut().text(start, end, format, flow);
            }
        }
        None
    }

    /// Text of lines of a formula, without the marks of what stands below each other.
    #[cold]
    fn ascii_of_lines(&mut self, start: usize, end: usize, format: u32) {
        let here = self.here_mut();
        let (source, flow, mut from) = (here.walk().source(), here.groups().flow(), start);
        for piece in source[start..end].split(|&byte| byte == b'&') {
            if !piece.is_empty() {
                here.sink_mut().text(from, from + piece.len(), format, flow);
            }
            from += piece.len() + 1;
        }
    }

    fn char(&mut self, c: char) {
        let here = self.paragraphs.here_mut();
        // The text of a level counts by them.
        if c.is_ascii_control()
            && c != '\t'
            && here.groups().destination() != Destination::LevelText
            && let Some(control) = control(c as u8)
        {
            self.control_character(control, c);
        } else if !here.groups().is_in_body() {
            if here.groups().destination().captures() {
                here.capture().add(c.encode_utf8(&mut [0; 4]));
            }
        } else if here.is_seen() {
            let (format, flow) = (here.format(), here.groups().flow());
            here.sink_mut().char(c, format, flow);
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
                self.here_mut().lose(Loss::ControlCharacter);
                self.char(' ');
            }
            (Control::Nul | Control::Nothing, _) => self.stray(),
        }
    }

    /// A control character that stands in the source as it is.
    #[cold]
    pub(super) fn stray(&mut self) {
        let here = self.here_mut();
        if here.groups().is_in_body() && here.is_seen_text() {
            here.lose(Loss::ControlCharacter);
        }
    }

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.char(c);
    }

    /// A tab, which may be a line to write on.
    pub(super) fn tab(&mut self) {
        let groups = self.here().groups();
        if groups.para().tabs.have_lines() && groups.is_in_body() {
            self.tab_of_lines();
        } else {
            self.named_char('\t');
        }
    }

    /// A tab in a paragraph some of whose stops have lines before them.
    #[cold]
    fn tab_of_lines(&mut self) {
        let flow = self.here().groups().flow();
        let before = self.tab_lines.pass((flow, self.here().sink().flow(flow).start()));
        self.settle();
        let here = self.paragraphs.here_mut();
        if !here.groups().para().tabs.is_line(before) || !here.is_seen() {
            return self.named_char('\t');
        }
        let mut format = here.characters();
        format.marks.insert(Mark::Underline);
        let format = here.sink_mut().format(format);
        here.sink_mut().char('\t', format, flow);
    }
}

/// Text that must be decoded.
impl Text<'_, '_> {
    /// A byte of text in the code page of the font in force: `\'xx`, or raw and above 0x7F.
    pub(super) fn byte(&mut self, byte: u8) {
        // No character of two bytes has a control character for its second.
        if byte.is_ascii_control() {
            self.settle();
            return self.char(byte as char);
        }
        if self.here().is_in_symbols() {
            self.settle();
            return self.symbol_byte(byte);
        }
        let page = match self.undecoded.page() {
            Some(page) if self.undecoded.awaits_trail() => page,
            _ => self.here().page(),
        };
        if let Some(table) = page.single_byte_table() {
            self.settle();
            if byte < 0x80 {
                return self.char(byte as char);
            }
            let unit = table[byte as usize - 0x80];
            let c = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
            if c == char::REPLACEMENT_CHARACTER {
                self.here_mut().lose(Loss::UndecodableByte);
            }
            return self.char(c);
        }
        if self.undecoded.page() != Some(page) {
            self.settle();
        }
        self.give_up_half();
        let here = self.paragraphs.here_mut();
        let place = if self.undecoded.has_bytes() { 0 } else { here.walk_mut().place() };
        here.losses().check(self.undecoded.collect(byte, page, place));
    }

    /// Raw bytes from 0x80 up, in the page of the font or in UTF-8.
    pub(super) fn high(&mut self, start: usize, end: usize) {
        let here = self.here_mut();
        let (source, page) = (here.walk().source(), here.page());
        let utf8 = here.encoding().is_utf8(page, source);
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
                Some(c) => self.char(c),
                None => self.replacement(),
            };
        }
        self.give_up_half();
        match unit {
            Unit::Nothing | Unit::Low(_) => {}
            Unit::High(high) => {
                let place = self.paragraphs.here_mut().walk_mut().place();
                self.undecoded.hold(high, place)
            }
            Unit::Char(c @ '\u{F020}'..='\u{F0FF}') if self.here().is_in_symbols() => {
                self.symbol_byte(c as u8)
            }
            // In formulas a space without width stands where others have one.
            Unit::Char('\u{200B}') if self.here().groups().is_in_formula() => self.char(' '),
            Unit::Char(c @ '\u{F000}'..='\u{F0FF}') => self.char(symbol::private_sign(c)),
            Unit::Char(c) => self.char(c),
            Unit::NoChar => self.replacement(),
        }
    }

    fn symbol_byte(&mut self, byte: u8) {
        let here = self.here();
        let font = here.sink().assembly().fonts().get(here.font()).symbol;
        let c = font.and_then(|font| symbol::map(font, byte)).unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    fn settle_bytes(&mut self) {
        if !self.undecoded.has_bytes() {
            return;
        }
        let (here, undecoded) = (self.paragraphs.here_mut(), &mut self.undecoded);
        let at = undecoded.place();
        let bad = if !here.groups().is_in_body() {
            undecoded.decode(here.capture().decoded())
        } else if here.is_seen() {
            let (format, expected) = (here.format(), undecoded.byte_count() * 3);
            let flow = here.groups().flow();
            here.sink_mut().write(expected, format, flow, |text| undecoded.decode(text))
        } else {
            return undecoded.drop_bytes();
        };
        here.losses().check(bad.is_ok());
        here.losses().add_many(Loss::UndecodableByte, bad.unwrap_or(0), at);
    }

    fn give_up_half(&mut self) {
        if self.undecoded.drop_half() {
            let at = self.undecoded.place();
            self.here_mut().losses().add(Loss::UndecodableByte, at);
            self.char(char::REPLACEMENT_CHARACTER);
        }
    }

    fn replacement(&mut self) {
        self.here_mut().lose(Loss::UndecodableByte);
        self.char(char::REPLACEMENT_CHARACTER);
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
        let here = self.paragraphs.here_mut();
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
                here.losses().check(self.undecoded.collect(byte, page, start));
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
        if self.here().groups().is_in_body() {
            self.settle();
            let here = self.paragraphs.here_mut();
            here.sink_mut().flush();
            if here.shows() {
                self.tab_lines.end_line();
                here.run_of(RunKind::Break);
            }
        } else {
            self.named_char(' ');
        }
    }

    /// Ends the paragraph in the making, with what is open in it.
    pub(super) fn paragraph_end(&mut self, end: End) {
        let here = self.paragraphs.here_mut();
        if here.groups().destination() == Destination::UprUnicode {
            here.groups_mut().leave_upr();
        }
        if !here.groups().is_in_body() {
            if here.groups().destination().captures() {
                here.capture().decoded().push(' ');
            }
            return;
        }
        self.settle();
        self.here_mut().sink_mut().flush();
        if end != End::Par || !self.paragraphs.joins_next() {
            self.paragraphs.finish(end);
        }
    }

    /// Something of the text ends.
    pub(super) fn end(&mut self, what: Ending) {
        let in_body = self.here().groups().is_in_body();
        match what {
            Ending::Paragraph => self.paragraph_end(End::Par),
            Ending::Section => {
                self.paragraph_end(End::Par);
                self.paragraphs.end_section();
            }
            Ending::Line => self.line_break(),
            _ if !in_body => {}
            Ending::Cell => self.paragraph_end(End::Cell),
            Ending::NestedCell => self.paragraph_end(End::NestedCell),
            Ending::NestedRow => {
                self.settle();
                self.paragraphs.end_nested_row();
            }
            Ending::Page => {
                self.settle();
                self.paragraphs.end_page();
            }
            Ending::Row => {
                self.settle();
                self.paragraphs.end_row();
            }
        }
    }

    /// A word of a row's definition: a paragraph before it that would go on in the next ends after all.
    pub(super) fn row_word(&mut self, what: RowWord, value: i32) {
        if what == RowWord::Begin
            && let Some(format) = self.paragraphs.joined()
        {
            self.settle();
            self.paragraphs.end_joined(format);
        }
        self.paragraphs.row_word(what, value);
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
