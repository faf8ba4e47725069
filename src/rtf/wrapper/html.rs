//! HTML in RTF: what Outlook and Exchange wrap when a message is kept as RTF.
//!
//! Shape   [`html_of`] takes the wrapped text out: the content of `{\*\htmltagN …}` groups, and the
//!         text outside of them that does not stand between `\htmlrtf` and `\htmlrtf0`.
//! Units   bytes of RTF; UTF-8 comes out.
//! Errors  bytes without meaning become U+FFFD and are counted. The only failure is lack of memory.
//! Limits  groups may nest as deep as they like where they hand on the same state, as Outlook's do, by
//!         the thousand; past 65,536 that don't, groups share the state of the deepest one.
//! Source  [MS-OXRTFEX], "Recognizing RTF Containing Encapsulation" and "Extracting Encapsulated
//!         HTML from RTF". Character entities come out as the characters that they name.

use super::fonts::FontPages;
use crate::error::Result;
use crate::report::{Loss, Report};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::words::Word;
use crate::text::codepage::{self, CodePage};

/// Tokens of the header that are looked at for `\fromhtml1`.
const HEADER_TOKENS: usize = 16;
/// Groups with states of their own that may be open.
const MAX_GROUPS: usize = 1 << 16;

/// What becomes of the text of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Destination {
    #[default]
    Body,
    HtmlTag,
    FontTable,
}

/// What a group hands on to those inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct State {
    destination: Destination,
    /// The text is for readers of RTF only.
    rtf_only: bool,
    font: i32,
    /// Characters behind `\u` that stand for the same.
    uc: u32,
}

/// Buffers that serve the next document too.
#[derive(Debug, Default)]
pub struct Buffers {
    /// What open groups restore when they end, and how many in a row restore the same.
    groups: Vec<(State, usize)>,
    bytes: Vec<u8>,
    fonts: FontPages,
    /// Where pieces of the HTML begin, and where in the RTF.
    places: Vec<(u32, u32)>,
}

impl Buffers {
    /// Bytes that the buffers hold, used or not.
    pub fn retained_bytes(&self) -> usize {
        self.groups.capacity() * size_of::<(State, usize)>()
            + self.bytes.capacity()
            + self.places.capacity() * size_of::<(u32, u32)>()
            + self.fonts.retained_bytes()
    }
}

impl Buffers {
    /// The place in the RTF of byte `at` of the HTML that came out of it last.
    pub fn place(&self, at: usize) -> usize {
        let next = self.places.partition_point(|&(html, _)| html as usize <= at);
        let (html, rtf) = next.checked_sub(1).map_or((0, 0), |index| self.places[index]);
        at - html as usize + rtf as usize
    }
}

/// Whether the RTF says that it wraps HTML.
pub fn is_html(source: &[u8]) -> bool {
    let mut lexer = Lexer::new(source);
    for _ in 0..HEADER_TOKENS {
        match lexer.next() {
            Token::Control(Word::Fromhtml, parameter) => return parameter != Some(0),
            Token::Control(Word::Fromtext | Word::Fonttbl, _) | Token::End => return false,
            _ => {}
        }
    }
    false
}

/// Appends the HTML that is wrapped in `source` to `out`. Returns false, and appends nothing, where
/// there is none.
pub fn html_of(
    source: &[u8],
    out: &mut String,
    report: &mut Report,
    buffers: &mut Buffers,
) -> Result<bool> {
    if !is_html(source) {
        return Ok(false);
    }
    buffers.groups.clear();
    buffers.bytes.clear();
    buffers.fonts.clear();
    buffers.places.clear();
    let start = out.len();
    let mut unwrapper = Unwrapper {
        lexer: Lexer::new(source),
        token: 0,
        source,
        out,
        report,
        buffers,
        state: State { uc: 1, font: -1, ..State::default() },
        too_deep: 0,
        skip: 0,
        page: None,
        bytes_at: 0,
        needs: 0,
        high: 0,
        default_page: CodePage::WINDOWS_1252,
        default_font: 0,
        table_font: -1,
        found: false,
    };
    unwrapper.run()?;
    let found = unwrapper.found;
    if !found {
        out.truncate(start);
    }
    Ok(found)
}

struct Unwrapper<'a, 'b> {
    lexer: Lexer<'a>,
    /// Where the token in hand begins.
    token: usize,
    source: &'a [u8],
    out: &'b mut String,
    report: &'b mut Report,
    buffers: &'b mut Buffers,
    state: State,
    /// Groups opened beyond the limit.
    too_deep: usize,
    /// Characters still to leave out behind a `\u`.
    skip: u32,
    /// The page of the bytes that wait to be decoded.
    page: Option<CodePage>,
    /// Where the first of them, or the surrogate, stands.
    bytes_at: usize,
    /// Bytes that the last of them still needs to be a character.
    needs: usize,
    /// The first half of a surrogate pair, or 0.
    high: u16,
    default_page: CodePage,
    default_font: i32,
    /// The font of the font table that is being described.
    table_font: i32,
    /// There was a `\*\htmltag`.
    found: bool,
}

impl Unwrapper<'_, '_> {
    fn run(&mut self) -> Result<()> {
        loop {
            self.token = self.lexer.position();
            match self.lexer.next() {
                Token::Text(start, end) => self.text(start, end)?,
                Token::Hex(byte) => self.byte(byte)?,
                Token::High(start, end) => {
                    for at in start..end {
                        self.byte(self.source[at])?;
                    }
                }
                Token::Open => {
                    self.skip = 0;
                    self.open()?;
                }
                Token::Close => {
                    self.skip = 0;
                    self.settle()?;
                    if !self.close() {
                        break;
                    }
                }
                Token::Symbol(symbol) => self.symbol(symbol)?,
                Token::Tab => self.char('\t')?,
                Token::Control(word, parameter) if self.skip == 0 => {
                    self.control(word, parameter)?
                }
                Token::Control(..) | Token::Unknown | Token::Binary(..) => {
                    self.skip = self.skip.saturating_sub(1)
                }
                Token::End => {
                    if !self.buffers.groups.is_empty() {
                        self.report.add(Loss::RepairedBrace, self.source.len());
                    }
                    break;
                }
            }
        }
        self.settle()
    }

    fn open(&mut self) -> Result<()> {
        self.settle()?;
        let state = self.state;
        let full = self.buffers.groups.len() >= MAX_GROUPS;
        match self.buffers.groups.last_mut() {
            Some((same, count)) if *same == state && self.too_deep == 0 => *count += 1,
            _ if full => {
                self.too_deep += 1;
                self.report.add(Loss::FlattenedNesting, self.token);
            }
            _ => {
                self.buffers.groups.try_reserve(1)?;
                self.buffers.groups.push((state, 1));
            }
        }
        Ok(())
    }

    /// `}`. Returns false when the document is over.
    fn close(&mut self) -> bool {
        if self.too_deep > 0 {
            self.too_deep -= 1;
        } else if let Some((state, count)) = self.buffers.groups.last_mut() {
            self.state = *state;
            *count -= 1;
            if *count == 0 {
                self.buffers.groups.pop();
            }
        }
        self.too_deep > 0 || !self.buffers.groups.is_empty() || self.goes_on()
    }

    /// Whether a brace that seems to end the document is one too many.
    fn goes_on(&mut self) -> bool {
        let rest = &self.source[self.lexer.position()..];
        let goes_on = rest.iter().find(|&&byte| byte > b' ').is_some_and(|&byte| byte != b'<');
        if goes_on {
            self.report.add(Loss::RepairedBrace, self.token);
        }
        goes_on
    }

    /// Whether text goes to the HTML now.
    fn is_seen(&self) -> bool {
        !self.state.rtf_only && self.state.destination != Destination::FontTable
    }

    /// Printable ASCII.
    fn text(&mut self, mut start: usize, end: usize) -> Result<()> {
        let skipped = (self.skip as usize).min(end - start);
        self.skip -= skipped as u32;
        start += skipped;
        // The second byte of a double-byte character may be a letter; in UTF-8 it never is.
        if self.needs > 0 && self.page != Some(CodePage::UTF_8) && start < end {
            self.byte(self.source[start])?;
            start += 1;
        }
        if start < end && self.is_seen() {
            self.settle()?;
            let text = std::str::from_utf8(&self.source[start..end]).unwrap_or_default();
            self.push(text)?;
        }
        Ok(())
    }

    /// A byte in the page of the font, or of the document inside of tags.
    fn byte(&mut self, byte: u8) -> Result<()> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if !self.is_seen() {
            return Ok(());
        }
        if self.high != 0 {
            self.settle()?;
        }
        let page = match self.page {
            Some(page) if self.needs > 0 => page,
            _ => self.page_in_force(),
        };
        if self.page != Some(page) {
            self.settle()?;
            self.page = Some(page);
        }
        self.buffers.bytes.try_reserve(1)?;
        if self.buffers.bytes.is_empty() {
            self.bytes_at = self.token;
        }
        self.buffers.bytes.push(byte);
        self.needs = match self.needs {
            0 => page.character_len(byte).saturating_sub(1),
            needs => needs - 1,
        };
        Ok(())
    }

    fn page_in_force(&self) -> CodePage {
        if self.state.destination == Destination::HtmlTag {
            return self.default_page;
        }
        let font = if self.state.font < 0 { self.default_font } else { self.state.font };
        self.buffers.fonts.get(font).unwrap_or(self.default_page)
    }

    /// Decodes the bytes that wait, and gives up on half a surrogate pair.
    fn settle(&mut self) -> Result<()> {
        self.needs = 0;
        if let Some(page) = self.page.take() {
            let bad = codepage::decode(page, &self.buffers.bytes, self.out)?;
            self.buffers.bytes.clear();
            let bad = u32::try_from(bad).unwrap_or(u32::MAX);
            if bad > 0 {
                self.report.add_many(Loss::UndecodableByte, bad, self.bytes_at);
            }
        }
        if std::mem::take(&mut self.high) != 0 {
            self.report.add(Loss::UndecodableByte, self.bytes_at);
            self.push("\u{FFFD}")?;
        }
        Ok(())
    }

    /// Notes where what is pushed now comes from, unless that follows from the note before.
    fn note_place(&mut self) -> Result<()> {
        let (html, rtf) = (self.out.len(), self.token);
        if let Some(&(first, place)) = self.buffers.places.last()
            && html - first as usize + place as usize == rtf
        {
            return Ok(());
        }
        self.buffers.places.try_reserve(1)?;
        self.buffers.places.push((html as u32, rtf as u32));
        Ok(())
    }

    fn push(&mut self, text: &str) -> Result<()> {
        self.out.try_reserve(text.len())?;
        self.note_place()?;
        self.out.push_str(text);
        Ok(())
    }

    /// A character that has a name or symbol of its own.
    fn char(&mut self, c: char) -> Result<()> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if !self.is_seen() {
            return Ok(());
        }
        self.settle()?;
        self.push(c.encode_utf8(&mut [0; 4]))
    }

    /// `\uN`
    fn unicode(&mut self, number: i32) -> Result<()> {
        self.skip = self.state.uc;
        if !self.is_seen() {
            return Ok(());
        }
        let value = if number < 0 { (number & 0xFFFF) as u32 } else { number as u32 };
        let high = self.high;
        match value {
            0xDC00..=0xDFFF if high != 0 => {
                self.high = 0;
                let pair = 0x10000 + ((u32::from(high) - 0xD800) << 10) + (value - 0xDC00);
                return self
                    .push(char::from_u32(pair).unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
            }
            0xD800..=0xDBFF => {
                self.settle()?;
                self.high = value as u16;
                self.bytes_at = self.token;
                return Ok(());
            }
            _ => self.settle()?,
        }
        let c = char::from_u32(value);
        if c.is_none() {
            self.report.add(Loss::UndecodableByte, self.token);
        }
        match c {
            Some('\0') => Ok(()),
            c => self.push(c.unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4])),
        }
    }

    fn symbol(&mut self, symbol: u8) -> Result<()> {
        match symbol {
            // The second byte of a double-byte character.
            b'\\' | b'{' | b'}' if self.needs > 0 => self.byte(symbol),
            b'\\' | b'{' | b'}' => self.char(symbol as char),
            b'~' => self.char('\u{A0}'),
            b'_' | b'-' => self.char('\u{AD}'),
            b'\t' => self.char('\t'),
            b'\r' | b'\n' => self.line_end(),
            b'*' => self.starred(),
            _ => Ok(()),
        }
    }

    /// `\*`: of the destinations that it marks only `\htmltag` is read.
    fn starred(&mut self) -> Result<()> {
        match self.lexer.next() {
            Token::Control(Word::Htmltag, _) => {
                self.settle()?;
                self.found = true;
                self.state.destination = Destination::HtmlTag;
            }
            Token::Close => {
                self.settle()?;
                self.close();
            }
            _ => {
                self.lexer.skip_group();
            }
        }
        Ok(())
    }

    fn line_end(&mut self) -> Result<()> {
        if self.skip > 0 {
            self.skip -= 1;
            return Ok(());
        }
        if self.is_seen() {
            self.settle()?;
            self.push("\r\n")?;
        }
        Ok(())
    }

    fn control(&mut self, word: Word, parameter: Option<i32>) -> Result<()> {
        if self.needs == 0 {
            self.settle_bytes()?;
        }
        match word {
            Word::Htmlrtf => {
                self.settle()?;
                self.state.rtf_only = parameter != Some(0);
            }
            Word::U => return self.unicode(parameter.unwrap_or(0)),
            Word::Uc => self.state.uc = parameter.unwrap_or(1).clamp(0, 255) as u32,
            Word::Par | Word::Line => return self.line_end(),
            Word::Ansicpg => {
                let page =
                    u32::try_from(parameter.unwrap_or(0)).ok().and_then(CodePage::from_number);
                self.default_page = page.unwrap_or(self.default_page);
            }
            Word::Mac | Word::Pc | Word::Pca => {
                let number = match word {
                    Word::Mac => 10000,
                    Word::Pc => 437,
                    _ => 850,
                };
                self.default_page = CodePage::from_number(number).unwrap_or_default();
            }
            Word::Deff => self.default_font = parameter.unwrap_or(0),
            Word::Fonttbl => self.state.destination = Destination::FontTable,
            Word::F if self.state.destination == Destination::FontTable => {
                self.table_font = parameter.unwrap_or(0);
                self.buffers.fonts.set(self.table_font, None);
            }
            Word::F if self.state.destination == Destination::Body => {
                self.state.font = parameter.unwrap_or(0)
            }
            Word::Fcharset if self.state.destination == Destination::FontTable => {
                self.buffers.fonts.set_charset(self.table_font, parameter.unwrap_or(1))
            }
            Word::Cpg if self.state.destination == Destination::FontTable => {
                let page =
                    u32::try_from(parameter.unwrap_or(0)).ok().and_then(CodePage::from_number);
                self.buffers.fonts.set(self.table_font, page);
            }
            Word::Plain => self.state.font = -1,
            Word::Colortbl
            | Word::Stylesheet
            | Word::Info
            | Word::Pntext
            | Word::Listtext
            | Word::Pict
            | Word::Header
            | Word::Headerl
            | Word::Headerr
            | Word::Headerf
            | Word::Footer
            | Word::Footerl
            | Word::Footerr
            | Word::Footerf
            | Word::Fldinst
            | Word::Filetbl
            | Word::Objdata
            | Word::Mhtmltag
            | Word::Nonshppict => {
                self.lexer.skip_group();
            }
            _ => {
                if let Some(c) = named(word) {
                    return self.char(c);
                }
            }
        }
        Ok(())
    }

    /// Decodes whole characters before formatting changes; a lead byte goes on waiting.
    fn settle_bytes(&mut self) -> Result<()> {
        if self.page.is_some() { self.settle() } else { Ok(()) }
    }
}

/// The character that a control word names.
fn named(word: Word) -> Option<char> {
    Some(match word {
        Word::Tab => '\t',
        Word::Lquote => '\u{2018}',
        Word::Rquote => '\u{2019}',
        Word::Ldblquote => '\u{201C}',
        Word::Rdblquote => '\u{201D}',
        Word::Bullet => '\u{2022}',
        Word::Endash => '\u{2013}',
        Word::Emdash => '\u{2014}',
        Word::Enspace => '\u{2002}',
        Word::Emspace => '\u{2003}',
        Word::Zwj => '\u{200D}',
        Word::Zwnj => '\u{200C}',
        Word::Ltrmark => '\u{200E}',
        Word::Rtlmark => '\u{200F}',
        _ => return None,
    })
}
