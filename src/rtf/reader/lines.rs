//! Lines: characters go to the flow in force, or aside where a destination collects them, until a line ends.
//!
//! Shape   [`Lines`] stands on the paragraphs that it fills. Bytes that wait to be decoded it knows nothing of: who
//!         calls has settled them.
//! Errors  control characters are counted.
//! Source  RTF 1.9.1, "Special Characters".

use super::here::Here;
use super::paragraphs::Paragraphs;
use super::tab_lines::TabLines;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, RunKind};
use crate::rtf::assembly::format::{Leader, Mark};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::words::{Destination, Meaning};
use crate::text::control::{Control, control};
use crate::text::symbol;

/// The line in the making.
#[derive(Debug)]
pub(super) struct Lines<'a, 'b> {
    paragraphs: Paragraphs<'a, 'b>,
    tab_lines: TabLines,
}

impl<'a, 'b> Lines<'a, 'b> {
    pub(super) fn new(paragraphs: Paragraphs<'a, 'b>) -> Self {
        Lines { paragraphs, tab_lines: TabLines::default() }
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
}

/// Characters.
impl Lines<'_, '_> {
    /// Printable ASCII: bytes `start..end` of the input. False where their destination is no flow: then it is left
    /// to who owns that.
    #[inline]
    pub(super) fn ascii(&mut self, start: usize, end: usize) -> bool {
        let here = self.paragraphs.here_mut();
        if here.is_in_symbols() {
            for at in start..end {
                self.symbol_byte(self.here().walk().source()[at]);
            }
        } else if !here.groups().is_in_body() {
            return false;
        } else if here.is_seen() {
            let (format, flow) = (here.format(), here.groups().flow());
            if here.groups().has_marked_lines() {
                self.ascii_of_lines(start, end, format);
            } else {
                here.sink_mut().text(start, end, format, flow);
            }
        }
        true
    }

    /// Text of lines of a formula, without the marks of what stands below each other.
    #[cold]
    fn ascii_of_lines(&mut self, start: usize, end: usize, format: u32) {
        let here = self.here_mut();
        let (source, flow, mut from) = (here.walk().source(), here.groups().flow(), start);
        for piece in source[start..end].split(|&byte| matches!(byte, b'&' | b'#')) {
            if !piece.is_empty() {
                here.sink_mut().text(from, from + piece.len(), format, flow);
            }
            from += piece.len() + 1;
            // Behind it stands the number of the equation.
            if from <= end && source[from - 1] == b'#' {
                here.sink_mut().char(' ', format, flow);
            }
        }
    }

    /// A character.
    pub(super) fn char(&mut self, c: char) {
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
                here.capture_mut().add(c.encode_utf8(&mut [0; 4]));
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
            (Control::LineEnd, _) => {
                if self.take_end() {
                    self.end_paragraph(End::Par);
                }
            }
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

    /// A byte in a font of symbols.
    pub(super) fn symbol_byte(&mut self, byte: u8) {
        let here = self.here();
        let font = here.sink().assembly().fonts().get(here.font()).symbol;
        let c = font.and_then(|font| symbol::map(font, byte)).unwrap_or_else(|| {
            if byte.is_ascii_graphic() || byte == b' ' { byte as char } else { char::from(0xB7) }
        });
        self.char(c);
    }

    /// A tab, which may be a line to write on.
    pub(super) fn tab(&mut self) {
        let groups = self.here().groups();
        if groups.para().tabs.have_lines() && groups.is_in_body() {
            self.tab_of_lines();
        } else {
            self.char('\t');
        }
    }

    /// A tab in a paragraph some of whose stops have lines before them.
    #[cold]
    fn tab_of_lines(&mut self) {
        let flow = self.here().groups().flow();
        let before = self.tab_lines.pass((flow, self.here().sink().flow(flow).start()));
        let here = self.paragraphs.here_mut();
        let is_line = match here.groups().para().tabs.leader(before) {
            Some(Leader::Line) => true,
            // Dots that lead nowhere are to be written on.
            Some(Leader::Dots) => ends_line(here.walk().ahead(), here.walk().source()),
            None => false,
        };
        if !is_line || !here.is_seen() {
            return self.char('\t');
        }
        let mut format = here.characters();
        format.marks.insert(Mark::Underline);
        let format = here.sink_mut().format(format);
        here.sink_mut().char('\t', format, flow);
    }
}

/// Tokens behind a tab among which the end of its line is looked for.
const NEAR: usize = 32;

/// Whether a line ends where nothing is shown any more.
fn ends_line(mut ahead: Lexer<'_>, source: &[u8]) -> bool {
    for _ in 0..NEAR {
        match ahead.next() {
            Token::End => return true,
            Token::Control(word, _) => match word.meaning() {
                Meaning::Ends(_) => return true,
                Meaning::Character(_) | Meaning::Font | Meaning::Nothing => {}
                _ => return false,
            },
            Token::Text(start, end) if source[start..end].trim_ascii().is_empty() => {}
            Token::Tab | Token::Close | Token::Unknown => {}
            _ => return false,
        }
    }
    false
}

/// Lines end.
impl Lines<'_, '_> {
    /// `\line`
    pub(super) fn line_break(&mut self) {
        if self.here().groups().is_in_body() {
            let here = self.paragraphs.here_mut();
            here.sink_mut().flush();
            if here.shows() {
                self.tab_lines.end_line();
                here.run_of(RunKind::Break);
            }
        } else {
            self.char(' ');
        }
    }

    /// A paragraph ends, or what is like one: whether that is one of a flow. Aside it is a blank.
    pub(super) fn take_end(&mut self) -> bool {
        let here = self.paragraphs.here_mut();
        if here.groups().destination() == Destination::UprUnicode {
            here.groups_mut().leave_upr();
        }
        let in_body = here.groups().is_in_body();
        if !in_body && here.groups().destination().captures() {
            here.capture_mut().decoded().push(' ');
        }
        in_body
    }

    /// Ends the paragraph in the making, with what is open in it.
    pub(super) fn end_paragraph(&mut self, end: End) {
        self.here_mut().sink_mut().flush();
        if end != End::Par || !self.paragraphs.joins_next() {
            self.paragraphs.finish(end);
        }
    }
}
