//! Text: from tokens to runs of the flow in force, or to the capture of a destination.
//!
//! Shape   ASCII that stands in one piece stays where it is (a span of the input); anything that
//!         must be decoded or put together is copied into the document's own text, once.
//! Units   bytes in the code page of the font in force; `\u` is UTF-16.
//! Errors  bytes without a meaning become U+FFFD and are counted.
//! Source  RTF 1.9.1, "Unicode RTF"; lead bytes and surrogates are held until their second half
//!         comes, whatever control words or groups stand between.

use super::Reader;
use super::destination::Destination;
use super::flow::{End, Run, RunKind};
use super::state::{CharFormat, Looks, NONE};
use super::styles::Role;
use crate::document::Span;
use crate::memory::{self, ingredients};
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::control::Word;
use crate::rtf::lexer::{Lexer, Token};
use crate::text::codepage::{self, CodePage};

/// Text that is not yet a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Pending {
    #[default]
    None,
    /// Bytes `start..end` of the input.
    Source { start: usize, end: usize },
    /// The document's own text from `start` on.
    Own { start: usize },
}

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
    /// Printable ASCII: bytes `start..end` of the input.
    #[inline]
    pub(super) fn text(&mut self, mut start: usize, end: usize) {
        if self.skip > 0 {
            let skipped = (self.skip as usize).min(end - start);
            // What stands in for a character may be a space, and else has none.
            let first = usize::from(self.skip == self.state.uc);
            let stand_in = &self.source[start + first..(start + skipped).max(start + first)];
            match memchr::memchr(b' ', stand_in) {
                Some(space) => {
                    self.skip = 0;
                    start += first + space;
                }
                None => {
                    self.skip -= skipped as u32;
                    start += skipped;
                }
            }
        }
        // The second byte of a double-byte character may be a letter; in UTF-8 it never is.
        if self.undecoded.awaits_trail
            && self.undecoded.page != Some(CodePage::UTF_8)
            && start < end
        {
            self.byte(self.source[start]);
            start += 1;
        }
        if start == end {
            return;
        }
        self.settle();
        if self.fonts_symbol() {
            for at in start..end {
                self.symbol_byte(self.source[at]);
            }
        } else if self.state.destination == Destination::Body {
            if self.visible() {
                self.body_text(start, end);
            }
        } else {
            self.captured_text(start, end);
        }
    }

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
                        Some(c) => self.char(c),
                        None => self.replacement(),
                    }
                }
            }
        }
    }

    /// A character from a control word or symbol, such as `\emdash` or `\~`.
    pub(super) fn named_char(&mut self, c: char) {
        self.settle();
        self.char(c);
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

    fn symbol_byte(&mut self, byte: u8) {
        let font = self.scratch.fonts.get(self.font()).symbol;
        let c = font.and_then(|font| crate::text::symbol::map(font, byte));
        let c = c.unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    fn char(&mut self, c: char) {
        if self.state.destination != Destination::Body {
            self.capture(c.encode_utf8(&mut [0; 4]));
        } else if c.is_ascii_control() && c != '\t' {
            self.control_char(c);
        } else if self.visible() {
            self.own_pending();
            self.doc.append_char(c);
        }
    }

    /// A control character spelled as text: line ends mean what they mean, others nothing.
    #[cold]
    fn control_char(&mut self, c: char) {
        match c {
            '\r' | '\n' => self.paragraph_end(End::Par),
            '\u{B}' => self.line_break(),
            _ => {}
        }
    }

    /// Collects text of a destination that is not a flow, if the destination wants it.
    fn capture(&mut self, text: &str) {
        if self.state.destination.captures() && self.scratch.capture.len() < MAX_CAPTURE {
            self.scratch.capture.push_str(text);
        }
    }

    /// Text of a flow that stands in the input as it is.
    #[inline]
    fn body_text(&mut self, start: usize, end: usize) {
        let format = self.format();
        match self.pending {
            Pending::Source { start: first, end: last } if format == self.pending_format => {
                if last == start {
                    self.pending = Pending::Source { start: first, end };
                    return;
                }
                let at = self.doc.own_len();
                self.doc.append_ascii(&self.source[first..last]);
                self.doc.append_ascii(&self.source[start..end]);
                self.pending = Pending::Own { start: at };
            }
            Pending::Own { .. } if format == self.pending_format => {
                self.doc.append_ascii(&self.source[start..end]);
            }
            _ if !ingredients::ZERO_COPY => {
                self.flush();
                let copy = String::from_utf8_lossy(&self.source[start..end]).into_owned();
                self.pending = Pending::Own { start: self.doc.own_len() };
                self.doc.append(&copy);
                self.pending_format = format;
            }
            _ => {
                self.flush();
                self.pending = Pending::Source { start, end };
                self.pending_format = format;
            }
        }
    }

    /// Makes the pending text one of the current format that stands at the end of the document's
    /// own text, so that it can be added to.
    pub(super) fn own_pending(&mut self) {
        let format = self.format();
        if let Pending::Source { start, end } = self.pending
            && format == self.pending_format
        {
            let at = self.doc.own_len();
            self.doc.append_ascii(&self.source[start..end]);
            self.pending = Pending::Own { start: at };
        } else if !(matches!(self.pending, Pending::Own { .. }) && format == self.pending_format) {
            self.flush();
            self.pending = Pending::Own { start: self.doc.own_len() };
            self.pending_format = format;
        }
    }

    /// Makes a run of the pending text.
    #[inline]
    pub(super) fn flush(&mut self) {
        let span = match std::mem::take(&mut self.pending) {
            Pending::None => return,
            Pending::Source { start, end } => Span::of_source(start, end),
            Pending::Own { start } => Span::of_own(start, self.doc.own_len()),
        };
        if !span.is_empty() {
            self.push_run(RunKind::Text(span), self.pending_format);
        }
    }

    /// Adds a run to the flow in force.
    pub(super) fn push_run(&mut self, kind: RunKind, format: u32) {
        if self.reopen {
            self.reopen_links();
        }
        let run = Run { kind, format };
        self.full |= !self.scratch.flows[self.state.flow as usize].push(run);
    }

    /// Whether the text of the body is seen at all in the character format in force.
    #[inline]
    fn visible(&mut self) -> bool {
        let chars = &self.state.chars;
        if !chars.hidden && !chars.deleted && !chars.inserted && self.state.looks.is_plain() {
            return true;
        }
        self.visible_though_marked()
    }

    #[cold]
    fn visible_though_marked(&mut self) -> bool {
        self.report_looks();
        let chars = &self.state.chars;
        let rejected = match self.changes {
            Changes::Accept => chars.deleted,
            Changes::Reject => chars.inserted,
            Changes::Markup => false,
        };
        if rejected {
            self.lose(Loss::DeletedText);
            return false;
        }
        if !chars.hidden {
            return true;
        }
        // Markup that has no look of its own is kept as hidden text in a style that says so.
        let markup = self.scratch.styles.role(self.state.chars.style) == Role::HtmlTag
            || self.scratch.styles.role(self.state.para.style) == Role::HtmlBlock;
        if !markup {
            self.lose(Loss::HiddenText);
        }
        markup
    }

    /// Reports what text from here on looks like, once, where Markdown has no words for it.
    fn report_looks(&mut self) {
        let looks = self.state.looks.take();
        if looks.has(Looks::LETTERS) {
            self.lose(Loss::Font);
        }
        if looks.has(Looks::COLOR) && !self.is_link_or_title() {
            self.lose(Loss::Color);
        }
        let role = self.scratch.styles.role(self.state.chars.style);
        let code = matches!(role, Role::InlineCode | Role::Tex(_));
        if looks.has(Looks::BACKGROUND) && !code && !self.is_link_or_title() {
            self.lose(Loss::Color);
        }
    }

    /// Whether colours are the usual look of a link, or of the paragraph's style.
    fn is_link_or_title(&self) -> bool {
        let by_style = matches!(
            self.scratch.styles.role(self.state.para.style),
            Role::Heading(_) | Role::Alert(_) | Role::TableHeading
        );
        let link = self.scratch.styles.role(self.state.chars.style) == Role::Hyperlink;
        by_style || link || self.in_link()
    }

    /// ASCII text of a destination other than a flow.
    fn captured_text(&mut self, start: usize, end: usize) {
        if self.state.destination == Destination::Picture {
            return self.picture_digits(start);
        }
        let Ok(text) = std::str::from_utf8(&self.source[start..end]) else { return };
        self.text_in_watch();
        let table = matches!(
            self.state.destination,
            Destination::ColorTable | Destination::FontTable | Destination::Generator
        );
        if let Some(last) = text.rfind(';').filter(|_| table && self.guard.is_some()) {
            self.entry_ends(start + last + 1);
        }
        if self.state.destination == Destination::ColorTable {
            for _ in text.matches(';') {
                let color = std::mem::take(&mut self.color);
                self.full |= !memory::push(&mut self.scratch.colors, color);
            }
            return;
        }
        if self.state.destination != Destination::FontTable {
            return self.capture(text);
        }
        let mut rest = text;
        while let Some((name, more)) = rest.split_once(';') {
            self.capture(name);
            self.finish_font();
            rest = more;
        }
        self.capture(rest);
    }

    /// Index of the character format in force.
    #[inline]
    pub(super) fn format(&mut self) -> u32 {
        let mut chars = self.state.chars;
        chars.font = self.font();
        if self.scratch.formats.get(self.last_format as usize) == Some(&chars) {
            return self.last_format;
        }
        self.last_format = self.find_format(chars);
        self.last_format
    }

    fn find_format(&mut self, chars: CharFormat) -> u32 {
        let key = chars.marks.len() as u32
            ^ (chars.marks.prefix(4).bits() as u32)
            ^ (u32::from(chars.font) << 3)
            ^ (u32::from(chars.style) << 5)
            ^ (u32::from(chars.size) << 1);
        let slot = (key.wrapping_mul(0x9E37_79B1) >> 26) as usize;
        let found = self.scratch.format_cache[slot];
        if self.scratch.formats.get(found as usize) == Some(&chars) {
            return found;
        }
        let formats = &mut self.scratch.formats;
        if formats.len() == formats.capacity() && formats.try_reserve(1).is_err() {
            self.full = true;
            return 0;
        }
        formats.push(chars);
        let index = formats.len() as u32 - 1;
        self.scratch.format_cache[slot] = index;
        index
    }

    /// Index of the font in force, the default font where none was chosen.
    #[inline]
    pub(super) fn font(&self) -> u16 {
        let font = self.state.font();
        if font == NONE { self.scratch.fonts.index(self.default_font) } else { font }
    }

    /// The code page of bytes now.
    fn page(&self) -> CodePage {
        self.scratch.fonts.get(self.font()).page.unwrap_or(self.document_page)
    }

    #[inline]
    fn fonts_symbol(&self) -> bool {
        self.symbol_fonts
            && matches!(self.state.destination, Destination::Body | Destination::Marker)
            && self.scratch.fonts.get(self.font()).symbol.is_some()
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

/// Bytes that one capture collects at most; names and addresses are shorter.
const MAX_CAPTURE: usize = 1 << 20;
