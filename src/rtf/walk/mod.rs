//! The walk over the tokens of RTF, as reader, unwrapper and template take it.
//!
//! Shape   [`Walk`] hands on one token after the other and leaves out what stands in for a `\u`;
//!         [`groups::Stack`] keeps what groups restore at their end; [`undecoded::Undecoded`] holds bytes and
//!         halves of surrogate pairs until they are whole; [`encoding`] says which page bytes are in.
//! Units   offsets are bytes from the start of the input; what stands in is counted in bytes of text and
//!         in words, symbols and `\bin`s.
//! Errors  none: every byte sequence has a walk.
//! Source  RTF 1.9.1, "RTF Syntax" and "Unicode RTF".

pub(in crate::rtf) mod encoding;
pub(in crate::rtf) mod groups;
pub(in crate::rtf) mod undecoded;

use super::lexer::{Lexer, Token};
use super::words::Home;

/// Bytes or tokens that stand in for one `\u` at most. No code page needs more than four; a number
/// that is damaged must not cost text, and counts as the usual one.
const MOST_SKIPPED: i32 = 8;

/// How much stands in for a `\u` behind `\ucN`.
pub(in crate::rtf) fn stand_in(number: i32) -> u32 {
    if (0..=MOST_SKIPPED).contains(&number) { number as u32 } else { 1 }
}

/// A place in the input, and what is left out from there on.
#[derive(Clone, Debug)]
pub(in crate::rtf) struct Walk<'a> {
    source: &'a [u8],
    lexer: Lexer<'a>,
    /// Where the token in hand begins, or line ends before it.
    token: usize,
    /// Bytes or tokens still to leave out behind a `\u`.
    skip: u32,
    /// As many as that was behind the `\u`.
    all: u32,
}

impl<'a> Walk<'a> {
    /// A walk from the start of `source` on.
    pub(super) fn new(source: &'a [u8]) -> Self {
        Walk { source, lexer: Lexer::new(source), token: 0, skip: 0, all: 0 }
    }

    /// The whole input.
    #[inline]
    pub(super) fn source(&self) -> &'a [u8] {
        self.source
    }

    /// The next token that counts. At the end of the input it is `End`, again and again.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Token {
        self.token = self.lexer.position();
        if self.skip > 0 {
            self.pass_stand_in();
        }
        self.lexer.next()
    }

    /// The token behind the one in hand, as a part of it.
    pub(super) fn follow(&mut self) -> Token {
        self.lexer.next()
    }

    /// Goes behind what stands in for a character, into the middle of a token if need be.
    #[inline(never)]
    fn pass_stand_in(&mut self) {
        while self.skip > 0 {
            self.token = self.lexer.position();
            match self.lexer.next() {
                Token::Text(start, end) => {
                    let start = self.text_behind(start, end);
                    if start < end {
                        return self.lexer.seek(start);
                    }
                }
                Token::High(start, end) => {
                    let skipped = (self.skip as usize).min(end - start);
                    self.skip -= skipped as u32;
                    if start + skipped < end {
                        return self.lexer.seek(start + skipped);
                    }
                }
                // These end it, however much is missing.
                Token::Open | Token::Close | Token::Symbol(b'\r' | b'\n') | Token::End => {
                    return self.resume(self.token);
                }
                Token::Control(word, _) if word.home() == Home::Body => {
                    return self.resume(self.token);
                }
                Token::Control(..) | Token::Unknown | Token::Symbol(_) | Token::Hex(_) => {
                    self.skip -= 1;
                }
                Token::Tab | Token::Binary(..) => self.skip -= 1,
                Token::Stray => {}
            }
        }
        self.token = self.lexer.position();
    }

    /// Where in text `start..end` that goes on which does not stand in for a character.
    fn text_behind(&mut self, start: usize, end: usize) -> usize {
        let skipped = (self.skip as usize).min(end - start);
        // What stands in for a character may be a space, and else has none.
        let first = usize::from(self.skip == self.all);
        let stand_in = &self.source[start + first..(start + skipped).max(start + first)];
        match memchr::memchr(b' ', stand_in) {
            Some(space) => {
                self.skip = 0;
                start + first + space
            }
            None => {
                self.skip -= skipped as u32;
                start + skipped
            }
        }
    }

    /// A `\u` was read: `count` bytes or tokens stand in for it.
    #[inline]
    pub(super) fn leave_out(&mut self, count: u32) {
        (self.skip, self.all) = (count, count);
    }

    /// Offset of the next token.
    #[inline]
    pub(super) fn position(&self) -> usize {
        self.lexer.position()
    }

    /// What stands behind the token in hand.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.source.get(self.lexer.position()..).unwrap_or(&[])
    }

    /// Goes on at another offset.
    pub(super) fn seek(&mut self, at: usize) {
        self.lexer.seek(at);
    }

    /// Goes on at another offset, and nothing there stands in for a character.
    pub(super) fn resume(&mut self, at: usize) {
        self.lexer.seek(at);
        self.skip = 0;
    }

    /// Passes over `byte` if it is next.
    pub(super) fn pass(&mut self, byte: u8) {
        if self.source.get(self.lexer.position()) == Some(&byte) {
            self.lexer.seek(self.lexer.position() + 1);
        }
    }

    /// Leaves out the rest of the group, and stands before its closing brace.
    pub(super) fn skip_group(&mut self) {
        self.lexer.skip_group();
    }

    /// A look ahead from here.
    pub(super) fn ahead(&self) -> Lexer<'a> {
        self.lexer.clone()
    }

    /// Where the token in hand begins, or line ends before it.
    #[inline]
    pub(super) fn token(&self) -> usize {
        self.token
    }

    /// Where the token in hand begins, for the report. Line ends before it are looked at only once.
    pub(super) fn place(&mut self) -> usize {
        let rest = self.source.get(self.token..).unwrap_or(&[]);
        let blank = |byte: &u8| matches!(byte, b'\r' | b'\n' | 0);
        self.token += rest.iter().take_while(|byte| blank(byte)).count();
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text that is left behind a `\u` for which `count` bytes or tokens stand in.
    fn left(count: u32, source: &str) -> String {
        let mut walk = Walk::new(source.as_bytes());
        walk.leave_out(count);
        let mut out = String::new();
        loop {
            match walk.next() {
                Token::End => return out,
                Token::Text(start, end) => out += &source[start..end],
                Token::Control(word, _) => out += &format!("<{}>", word.name()),
                token => out += &format!("<{token:?}>"),
            }
        }
    }

    #[test]
    fn what_stands_in_is_left_out() {
        for (count, source, expected) in [
            (0, "ab", "ab"),
            (1, "ab", "b"),
            (1, r"\b a", "a"),
            (1, r"\nosuch a", "a"),
            (1, r"\~a", "a"),
            (1, r"\'e4a", "a"),
            (2, r"\'e4ab", "b"),
            (1, "\ta", "a"),
            (3, r"a\'e4\b bc", "bc"),
            (1, r"{a}", "<Open>a<Close>"),
            (1, r"\par a", "<par>a"),
            (1, "\\\na", "<Symbol(10)>a"),
            (1, " a", "a"),
            (3, "a b", " b"),
            (2, " ab", "b"),
            (9, "ab", ""),
        ] {
            assert_eq!(left(count, source), expected, "{count} {source:?}");
        }
    }

    #[test]
    fn counts_out_of_bounds_are_the_usual_one() {
        for (number, expected) in [(0, 0), (1, 1), (8, 8), (9, 1), (-1, 1), (i32::MAX, 1)] {
            assert_eq!(stand_in(number), expected);
        }
    }
}
