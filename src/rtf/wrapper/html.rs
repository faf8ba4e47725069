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
use super::places::Html;
use crate::buffers::{Kept, kept};
use crate::error::{Error, Result};
use crate::report::{Loss, Report};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::encoding::{Encoding, page_of_number};
use crate::rtf::walk::groups::{Closed, Opened, Stack};
use crate::rtf::walk::undecoded::{Undecoded, Unit};
use crate::rtf::walk::{Walk, stand_in};
use crate::rtf::words::{self, DocumentWord, FontWord, Meaning, Opening, Word};
use crate::text::codepage::CodePage;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    destination: Destination,
    /// The text is for readers of RTF only.
    rtf_only: bool,
    font: i32,
    /// Characters behind `\u` that stand for the same.
    stand_in: u32,
}

impl Default for State {
    fn default() -> Self {
        State { destination: Destination::Body, rtf_only: false, font: -1, stand_in: 1 }
    }
}

/// Open groups that follow each other and restore the same.
#[derive(Clone, Copy, Debug)]
struct Level {
    state: State,
    count: usize,
}

kept! {
    /// Buffers that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Buffers {
        groups: Vec<Level>,
        bytes: Vec<u8>,
        fonts: FontPages,
        /// Where pieces of the HTML begin, and where in the RTF.
        places: Vec<(u32, u32)>,
    }
}

impl Buffers {
    /// The place in the RTF of byte `at` of the HTML that came out of it last.
    pub fn place(&self, at: usize) -> usize {
        let next = self.places.partition_point(|&(html, _)| html as usize <= at);
        let (html, rtf) = next.checked_sub(1).map_or((0, 0), |index| self.places[index]);
        // A letter may take more bytes than it did in its code page.
        let end = self.places.get(next).map_or(usize::MAX, |&(_, rtf)| rtf as usize);
        (at - html as usize + rtf as usize).min(end)
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
    buffers.fonts.clear();
    let start = out.len();
    let mut unwrapper = Unwrapper {
        walk: Walk::new(source),
        groups: Stack::new(std::mem::take(&mut buffers.groups), MAX_GROUPS),
        state: State::default(),
        undecoded: Undecoded::new(std::mem::take(&mut buffers.bytes)),
        encoding: Encoding::default(),
        fonts: &mut buffers.fonts,
        default_font: 0,
        table_font: -1,
        html: Html::new(out, std::mem::take(&mut buffers.places)),
        report,
        found: false,
    };
    let run = unwrapper.run();
    let Unwrapper { mut groups, mut undecoded, mut html, found, .. } = unwrapper;
    let run = run.and_then(|()| html.end(source.len()));
    buffers.groups = groups.take_buffer();
    buffers.bytes = undecoded.take_buffer();
    buffers.places = html.into_buffer();
    run?;
    if !found {
        out.truncate(start);
    }
    Ok(found)
}

struct Unwrapper<'a, 'b> {
    walk: Walk<'a>,
    groups: Stack<Level>,
    state: State,
    undecoded: Undecoded,
    encoding: Encoding,
    fonts: &'b mut FontPages,
    default_font: i32,
    /// The font of the font table that is being described.
    table_font: i32,
    html: Html<'b>,
    report: &'b mut Report,
    /// There was a `\*\htmltag`.
    found: bool,
}

impl Unwrapper<'_, '_> {
    fn run(&mut self) -> Result<()> {
        loop {
            match self.walk.next() {
                Token::Text(start, end) => self.text(start, end)?,
                Token::Hex(byte) => self.byte(byte)?,
                Token::High(start, end) => {
                    self.walk.source()[start..end].iter().try_for_each(|&byte| self.byte(byte))?
                }
                Token::Open => self.open()?,
                Token::Close => {
                    self.settle()?;
                    if !self.close() {
                        break;
                    }
                }
                Token::Symbol(symbol) => self.symbol(symbol)?,
                Token::Tab => self.char('\t')?,
                Token::Control(word, parameter) => self.control(word, parameter)?,
                Token::Unknown | Token::Stray | Token::Binary(..) => {}
                Token::End => {
                    if self.groups.depth() > 0 {
                        self.report.add(Loss::RepairedBrace, self.walk.source().len());
                    }
                    break;
                }
            }
        }
        self.settle()
    }

    fn open(&mut self) -> Result<()> {
        self.settle()?;
        let level = Level { state: self.state, count: 1 };
        if !self.groups.is_too_deep()
            && let Some(same) = self.groups.states_mut().last_mut()
            && same.state == level.state
        {
            same.count += 1;
            return Ok(());
        }
        match self.groups.open(&level) {
            Opened::Saved => {}
            Opened::TooDeep => self.report.add(Loss::FlattenedNesting, self.walk.token()),
            Opened::NoMemory => return Err(Error::out_of_memory()),
        }
        Ok(())
    }

    /// `}`. Returns false when the document is over.
    fn close(&mut self) -> bool {
        let too_deep = self.groups.is_too_deep();
        match self.groups.states_mut().last_mut() {
            Some(level) if level.count > 1 && !too_deep => {
                level.count -= 1;
                self.state = level.state;
            }
            _ => {
                if self.groups.close() == Closed::Restores
                    && let Some(level) = self.groups.closed()
                {
                    self.state = level.state;
                }
            }
        }
        self.groups.is_too_deep() || self.groups.depth() > 0 || self.goes_on()
    }

    /// Whether a brace that seems to end the document is one too many.
    fn goes_on(&mut self) -> bool {
        let rest = self.walk.rest();
        let goes_on = rest.iter().find(|&&byte| byte > b' ').is_some_and(|&byte| byte != b'<');
        if goes_on {
            self.report.add(Loss::RepairedBrace, self.walk.token());
        }
        goes_on
    }

    /// Whether text goes to the HTML now.
    fn is_seen(&self) -> bool {
        !self.state.rtf_only && self.state.destination != Destination::FontTable
    }

    /// Printable ASCII.
    fn text(&mut self, mut start: usize, end: usize) -> Result<()> {
        // The second byte of a double-byte character may be a letter.
        if self.undecoded.awaits_letter() {
            self.byte(self.walk.source()[start])?;
            start += 1;
        }
        if start < end && self.is_seen() {
            self.settle()?;
            let text = std::str::from_utf8(&self.walk.source()[start..end]).unwrap_or_default();
            self.html.push(text, self.walk.token())?;
        }
        Ok(())
    }

    /// A byte in the page of the font, or of the document inside of tags.
    fn byte(&mut self, byte: u8) -> Result<()> {
        if !self.is_seen() {
            return Ok(());
        }
        let page = match self.undecoded.page() {
            Some(page) if self.undecoded.awaits_trail() => page,
            _ => self.page(),
        };
        if self.undecoded.has_half() || self.undecoded.page() != Some(page) {
            self.settle()?;
        }
        if self.undecoded.collect(byte, page, self.walk.token()) {
            Ok(())
        } else {
            Err(Error::out_of_memory())
        }
    }

    /// The page of bytes now.
    fn page(&self) -> CodePage {
        if self.state.destination == Destination::HtmlTag {
            return self.encoding.page();
        }
        let font = if self.state.font < 0 { self.default_font } else { self.state.font };
        self.fonts.get(font).unwrap_or(self.encoding.page())
    }

    /// Decodes the bytes that wait, and gives up on half a surrogate pair.
    fn settle(&mut self) -> Result<()> {
        let place = self.undecoded.place();
        if self.undecoded.has_bytes() {
            let bad = self.html.decode(&mut self.undecoded)?;
            if bad > 0 {
                self.report.add_many(Loss::UndecodableByte, bad, place);
            }
        }
        if self.undecoded.drop_half() {
            self.report.add(Loss::UndecodableByte, place);
            self.push_char(char::REPLACEMENT_CHARACTER)?;
        }
        Ok(())
    }

    fn push_char(&mut self, c: char) -> Result<()> {
        self.html.push(c.encode_utf8(&mut [0; 4]), self.walk.token())
    }

    /// A character that has a name or symbol of its own.
    fn char(&mut self, c: char) -> Result<()> {
        if !self.is_seen() {
            return Ok(());
        }
        self.settle()?;
        self.push_char(c)
    }

    /// `\uN`
    fn unicode(&mut self, number: i32) -> Result<()> {
        self.walk.leave_out(self.state.stand_in);
        if !self.is_seen() {
            return Ok(());
        }
        let unit = Unit::of(number);
        if let Unit::Low(low) = unit
            && let Some(c) = self.undecoded.join(low)
        {
            return self.push_char(c);
        }
        self.settle()?;
        match unit {
            Unit::Nothing => Ok(()),
            Unit::High(high) => {
                self.undecoded.hold(high, self.walk.token());
                Ok(())
            }
            Unit::Char(c) => self.push_char(c),
            Unit::Low(_) | Unit::NoChar => {
                self.report.add(Loss::UndecodableByte, self.walk.token());
                self.push_char(char::REPLACEMENT_CHARACTER)
            }
        }
    }

    fn symbol(&mut self, symbol: u8) -> Result<()> {
        match symbol {
            // The second byte of a double-byte character.
            b'\\' | b'{' | b'}' if self.undecoded.awaits_trail() => self.byte(symbol),
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
        match self.walk.follow() {
            Token::Control(Word::Htmltag, _) => {
                self.settle()?;
                self.found = true;
                self.state.destination = Destination::HtmlTag;
            }
            Token::Close => {
                self.settle()?;
                self.close();
            }
            _ => self.walk.skip_group(),
        }
        Ok(())
    }

    fn line_end(&mut self) -> Result<()> {
        if self.is_seen() {
            self.settle()?;
            self.html.push("\r\n", self.walk.token())?;
        }
        Ok(())
    }

    fn control(&mut self, word: Word, parameter: Option<i32>) -> Result<()> {
        // Whole characters are decoded before formatting changes; a lead byte goes on waiting.
        if self.undecoded.has_bytes() && !self.undecoded.awaits_trail() {
            self.settle()?;
        }
        match (word, word.meaning()) {
            (Word::Htmlrtf, _) => {
                self.settle()?;
                self.state.rtf_only = parameter != Some(0);
            }
            (Word::Par | Word::Line, _) => return self.line_end(),
            (Word::Plain, _) => self.state.font = -1,
            (Word::Fonttbl, _) => self.state.destination = Destination::FontTable,
            (_, Meaning::Unicode) => return self.unicode(parameter.unwrap_or(0)),
            (_, Meaning::StandIn) => self.state.stand_in = stand_in(parameter.unwrap_or(1)),
            (_, Meaning::Document(what)) => self.document_word(what, parameter.unwrap_or(0)),
            (_, Meaning::Font) => match self.state.destination {
                Destination::FontTable => {
                    self.table_font = parameter.unwrap_or(0);
                    self.fonts.set(self.table_font, None);
                }
                Destination::Body => self.state.font = parameter.unwrap_or(0),
                Destination::HtmlTag => {}
            },
            (_, Meaning::FontEntry(what)) if self.state.destination == Destination::FontTable => {
                self.font_word(what, parameter)
            }
            (_, Meaning::Opens(what)) if is_left_out(word, what) => self.walk.skip_group(),
            (_, Meaning::Char(c)) if is_named(c) => return self.char(c),
            _ => {}
        }
        Ok(())
    }

    fn document_word(&mut self, what: DocumentWord, value: i32) {
        match what {
            DocumentWord::Begin | DocumentWord::BeginUtf8 => {}
            DocumentWord::Paper(_) | DocumentWord::GoesOn => {}
            DocumentWord::CodePage => self.encoding.name(value),
            DocumentWord::Page(number) => self.encoding.name_old(number),
            DocumentWord::DefaultFont => self.default_font = value,
        }
    }

    fn font_word(&mut self, what: FontWord, parameter: Option<i32>) {
        match what {
            FontWord::Charset => self.fonts.set_charset(self.table_font, parameter.unwrap_or(1)),
            FontWord::CodePage => {
                self.fonts.set(self.table_font, page_of_number(parameter.unwrap_or(0)))
            }
            FontWord::Modern | FontWord::Family | FontWord::Pitch => {}
        }
    }
}

/// Whether a group of the RTF holds nothing of the HTML.
fn is_left_out(word: Word, what: Opening) -> bool {
    use words::Destination as D;
    match what {
        Opening::Header | Opening::Footer | Opening::Picture | Opening::OldPicture => true,
        Opening::Instruction => true,
        Opening::To(to) => matches!(to, D::ColorTable | D::Stylesheet | D::Info),
        Opening::Capture(to) => to == D::Marker,
        Opening::Data => matches!(word, Word::Filetbl | Word::Objdata | Word::Mhtmltag),
        Opening::Fact | Opening::Time(_) => false,
        Opening::Entry | Opening::Object | Opening::Drawing | Opening::Setting => false,
        Opening::Comment | Opening::Remark(_) | Opening::PropertyValue => false,
        Opening::Field | Opening::Result | Opening::Note | Opening::TextBox => false,
        Opening::ObjectResult | Opening::UprText => false,
    }
}

/// Whether a word that names a character does so in HTML: the specification lists them.
fn is_named(c: char) -> bool {
    !matches!(c, '\u{2005}' | '\u{200B}' | '\u{2060}')
}
