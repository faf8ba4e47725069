//! Tokens: each goes to what it means where it stands.
//!
//! Shape   one loop to the end of the document; what `\uc` tells to leave out behind a `\u` is left
//!         out here. Control words are handed on to `properties`, groups to `groups`.
//! Errors  groups that are open at the end are closed, and the loss of their braces is counted.
//! Source  RTF 1.9.1, "RTF Syntax" and "Special Characters".

use super::Reader;
use super::repair;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, FRAMES};
use crate::rtf::lexer::Token;
use crate::rtf::words::Destination;
use crate::rtf::words::Word;
use crate::system::halt;

impl Reader<'_, '_> {
    /// Reads to the end. Returns whether that was inside of a group.
    pub(super) fn run(&mut self) -> bool {
        let mut unclosed = false;
        loop {
            self.token = self.lexer.position();
            match self.lexer.next() {
                Token::Text(start, end) => self.text(start, end),
                Token::Control(word, parameter) => {
                    if self.skip > 0 && !repair::is_of_body(word) {
                        self.skip -= 1;
                    } else {
                        self.skip = 0;
                        self.settle_before_control();
                        self.control(word, parameter);
                    }
                }
                // What was asked to stop is not read to its end; the converter knows why.
                Token::Open if halt::is_due() => break,
                Token::Open => {
                    self.skip = 0;
                    self.settle_before_control();
                    self.open();
                }
                Token::Close => {
                    self.skip = 0;
                    self.settle_before_control();
                    if !self.close() {
                        break;
                    }
                }
                Token::Hex(byte) => self.byte(byte),
                Token::High(start, end) => self.high(start, end),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Tab => {
                    if self.skip > 0 {
                        self.skip -= 1;
                    } else if self.guard.is_none() || !self.ends_watch(Word::Tab) {
                        self.named_char('\t');
                    }
                }
                Token::Binary(start, end)
                    if self.skip == 0 && self.state.destination == Destination::Picture =>
                {
                    self.picture_bytes(start, end)
                }
                Token::Binary(..) | Token::Unknown => self.skip = self.skip.saturating_sub(1),
                Token::End => {
                    unclosed = !self.scratch.groups.is_empty();
                    if unclosed {
                        self.report.add(Loss::RepairedBrace, self.source.len());
                    }
                    break;
                }
            }
        }
        self.settle();
        self.lost_picture();
        while self.scratch.groups.len() > 1 {
            self.close();
        }
        self.flush();
        self.state.flow = BODY;
        let frames = self.scratch.assembly.flow(FRAMES).paragraphs().len();
        let body = self.scratch.assembly.flow(BODY);
        // Frames without a paragraph behind them are anchored in one of their own.
        if !body.is_fresh() || body.frames() as usize != frames {
            self.finish_paragraph(End::Par);
        }
        unclosed
    }

    /// Before a control word changes the formatting, text before it gets its run; a lead byte goes
    /// on waiting.
    #[inline]
    fn settle_before_control(&mut self) {
        if !self.scratch.bytes.is_empty() && !self.undecoded.awaits_trail {
            self.settle();
        }
    }

    /// A control symbol: `\` and one byte that is no letter.
    fn symbol(&mut self, symbol: u8) {
        if self.undecoded.awaits_trail && matches!(symbol, b'\\' | b'{' | b'}') {
            self.byte(symbol);
            return;
        }
        if self.skip > 0 && !matches!(symbol, b'\r' | b'\n') {
            self.skip -= 1;
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => {
                self.settle();
                self.named_char(symbol as char);
            }
            b'~' => self.named_char('\u{A0}'),
            b'_' => self.named_char('\u{2011}'),
            b'-' => self.named_char('\u{AD}'),
            b'\t' => self.named_char('\t'),
            b'\r' | b'\n' => {
                if symbol == b'\r' && self.source.get(self.lexer.position()) == Some(&b'\n') {
                    self.lexer.seek(self.lexer.position() + 1);
                }
                self.skip = 0;
                if self.guard.is_none() || !self.ends_watch(Word::Par) {
                    self.paragraph_end(End::Par);
                }
            }
            b'*' => self.starred(),
            _ => {}
        }
    }

    /// Where the token in hand begins, for the report. Line ends before it are looked at only once.
    pub(super) fn place(&mut self) -> usize {
        let rest = self.source.get(self.token..).unwrap_or(&[]);
        let blank = |byte: &u8| *byte < b' ' && *byte != b'\t' || *byte == 0x7F;
        self.token += rest.iter().take_while(|byte| blank(byte)).count();
        self.token
    }

    /// Counts a loss where the token in hand begins.
    pub(super) fn lose(&mut self, loss: Loss) {
        let place = self.place();
        self.report.add(loss, place);
    }
}
