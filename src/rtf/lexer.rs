//! RTF lexer: bytes to tokens, without allocation and without decoding.
//!
//! Shape   [`Lexer::next`] yields one [`Token`] after the other; tokens name ranges of the input.
//! Units   offsets are bytes from the start of the input; the parameter of `\bin` is bytes.
//! Errors  none: every byte sequence has a token sequence.
//! Limits  a control word has at most 32 letters (the rest is read as part of it and it is then
//!         unknown); parameters saturate at `i32`; `\bin` ends at the end of the input at the latest.
//! Source  RTF 1.9.1, "RTF Syntax".

use super::words::{self, Word};
use crate::text::next_special;
use crate::work;

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// `{`
    Open,
    /// `}`
    Close,
    /// A known control word with its parameter.
    Control(Word, Option<i32>),
    /// A control word that is not in the table.
    Unknown,
    /// A control symbol: the byte behind the backslash, `'` excepted.
    Symbol(u8),
    /// `\'xx`: a byte of text.
    Hex(u8),
    /// Bytes `start..end` of the input: printable ASCII text.
    Text(usize, usize),
    /// Bytes `start..end` of the input: text from 0x80 upward, in the current code page.
    High(usize, usize),
    /// A tab character in the source.
    Tab,
    /// Another control character in the source, which is no text.
    Stray,
    /// The data of `\bin`: bytes `start..end` of the input.
    Binary(usize, usize),
    /// The end of the input.
    End,
}

/// The longest control word name.
const MAX_NAME: usize = 32;
/// Bytes of data that are looked at to tell it from text.
const SAMPLE: usize = 64;

/// The word before data that is no syntax, and how far it is looked for in one go.
const BINARY: &[u8] = b"\\bin";
const AHEAD: usize = 1 << 10;

/// Digits of which any number fits into `i32`.
const SAFE_DIGITS: usize = 9;

/// Reads tokens from bytes.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
    /// No paragraph ends between these two offsets, but one (or the input) does at the second.
    paragraph: (usize, usize),
    /// The same of the end of a group.
    close: (usize, usize),
    /// No `\bin` begins between these two offsets.
    plain: (usize, usize),
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Lexer { bytes, at: 0, paragraph: (0, 0), close: (0, 0), plain: (0, 0) }
    }

    /// Offset of the next token.
    #[inline]
    pub fn position(&self) -> usize {
        self.at
    }

    /// Where the next token begins: behind the line ends and NULs before it.
    pub fn token_start(&self) -> usize {
        let rest = &self.bytes[self.at..];
        let blank = |byte: &u8| matches!(byte, b'\r' | b'\n' | 0);
        self.at + rest.iter().take_while(|byte| blank(byte)).count()
    }

    /// Goes on at another offset.
    pub fn seek(&mut self, at: usize) {
        self.at = at.min(self.bytes.len());
    }

    /// The next token. At the end of the input it is `End`, again and again.
    #[inline]
    #[allow(clippy::should_implement_trait)] // End is a token of its own, not the end of an iterator
    pub fn next(&mut self) -> Token {
        let from = self.at;
        let token = self.token();
        work::step(1 + self.at - from);
        token
    }

    #[inline(always)]
    fn token(&mut self) -> Token {
        loop {
            let start = self.at;
            let Some(&byte) = self.bytes.get(start) else { return Token::End };
            match byte {
                b'\\' => return self.control(),
                b'{' => {
                    self.at = start + 1;
                    return Token::Open;
                }
                b'}' => {
                    self.at = start + 1;
                    return Token::Close;
                }
                b'\t' => {
                    self.at = start + 1;
                    return Token::Tab;
                }
                // Line ends are not text, nor are the NULs that files are padded with.
                b'\r' | b'\n' | 0 => self.at = start + 1,
                0..=0x1F | 0x7F => {
                    self.at = start + 1;
                    return Token::Stray;
                }
                0x80..=0xFF => {
                    let mut end = start + 1;
                    while self.bytes.get(end).is_some_and(|&byte| byte >= 0x80) {
                        end += 1;
                    }
                    self.at = end;
                    return Token::High(start, end);
                }
                _ => {
                    let end = next_special(self.bytes, start + 1);
                    self.at = end;
                    return Token::Text(start, end);
                }
            }
        }
    }

    /// Reads what follows a backslash.
    #[inline]
    fn control(&mut self) -> Token {
        let bytes = self.bytes;
        let start = self.at + 1;
        let Some(&first) = bytes.get(start) else {
            self.at = start;
            return Token::End;
        };
        if !first.is_ascii_alphabetic() {
            self.at = start + 1;
            return if first == b'\'' { self.hex() } else { Token::Symbol(first) };
        }
        // What paragraphs end and begin with is a third of all words, and mostly stands before another.
        if let Some(&[b'p', b'a', b'r', behind]) = bytes.get(start..start + 4) {
            let (word, end) = match behind {
                b'd' => (Word::Pard, start + 4),
                _ => (Word::Par, start + 3),
            };
            if let Some(b'\\' | b'\r' | b'\n' | b'}') = bytes.get(end) {
                self.at = end;
                return Token::Control(word, None);
            }
        }
        let (word, end) = match short_name(bytes, start) {
            Some((key, length)) if length < 8 => (words::lookup_short(key), start + length),
            Some((key, _)) => match short_name(bytes, start + 8) {
                Some((more, length)) if length < 8 => {
                    (words::lookup_long(key, more), start + 8 + length)
                }
                _ => any_name(bytes, start),
            },
            None => any_name(bytes, start),
        };
        let parameter = self.parameter(end);
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, parameter)
    }

    /// The token of a control word that has been read.
    #[inline(always)]
    fn word(&mut self, word: Option<Word>, parameter: Option<i32>) -> Token {
        let bytes = self.bytes;
        match word {
            Some(Word::Bin) => {
                let start = self.at.min(bytes.len());
                let length = usize::try_from(parameter.unwrap_or(0)).unwrap_or(0);
                let end = start.saturating_add(length).min(bytes.len());
                let end = self.binary_end(start, end);
                self.at = end;
                Token::Binary(start, end)
            }
            Some(word) => Token::Control(word, parameter),
            None => Token::Unknown,
        }
    }

    /// Where the data of a `\bin` that begins at `start` and should end at `end` does end. A count
    /// that reaches over the end of a paragraph is wrong, unless the data looks like data, or would be none
    /// at all, and what stands behind it looks like the end of its group.
    fn binary_end(&mut self, start: usize, end: usize) -> usize {
        let Some(paragraph) = self.paragraph_end(start, end) else { return end };
        let bytes = self.bytes;
        let is_text =
            |byte: &u8| (b' '..0x7F).contains(byte) || matches!(byte, b'\t' | b'\r' | b'\n');
        let before = &bytes[start..paragraph];
        let is_likely =
            bytes.get(start) == Some(&b'}') || !before.iter().rev().take(SAMPLE).all(is_text);
        if is_likely && bytes.get(end) == Some(&b'}') {
            return end;
        }
        // Where the group ends before the paragraph does.
        let close = self.group_end(start);
        let is_data = |data: &[u8]| !data.iter().take(SAMPLE).all(is_text);
        if close < paragraph && is_data(&bytes[start..close]) { close } else { start }
    }

    /// Where from `start` on the first brace stands that looks like the end of a group.
    fn group_end(&mut self, start: usize) -> usize {
        let (from, found) = self.close;
        if !(from..found).contains(&start) {
            let rest = &self.bytes[start..];
            let ends =
                |at: &usize| matches!(rest.get(at + 1), Some(b'\\' | b'{' | b'}' | b'\r' | b'\n'));
            let found = memchr::memchr_iter(b'}', rest).find(ends).unwrap_or(rest.len());
            work::step(found);
            self.close = (start, start + found);
        }
        self.close.1
    }

    /// Where the first paragraph ends in bytes `start..end`.
    fn paragraph_end(&mut self, start: usize, end: usize) -> Option<usize> {
        let (from, found) = self.paragraph;
        if !(from..found).contains(&start) {
            let rest = &self.bytes[start..];
            let ends = |at: &usize| {
                let rest = &rest[at + 1..];
                [&b"par"[..], b"cell", b"row", b"\r", b"\n"]
                    .iter()
                    .any(|word| rest.starts_with(word))
            };
            let found = memchr::memchr_iter(b'\\', rest).find(ends).unwrap_or(rest.len());
            work::step(found);
            self.paragraph = (start, start + found);
        }
        Some(self.paragraph.1).filter(|&found| found < end)
    }

    /// Reads the parameter at `at`, if there is one, and moves behind it.
    #[inline]
    fn parameter(&mut self, at: usize) -> Option<i32> {
        let bytes = self.bytes;
        let negative = bytes.get(at) == Some(&b'-');
        let digits = at + negative as usize;
        let mut end = digits;
        let mut value: i32 = 0;
        while let Some(digit) = bytes.get(end).map(|byte| byte.wrapping_sub(b'0'))
            && digit < 10
        {
            if end - digits == SAFE_DIGITS {
                return Some(self.long_parameter(digits, negative));
            }
            value = value * 10 + i32::from(digit);
            end += 1;
        }
        if end == digits {
            // A lone minus sign is text.
            self.at = at;
            return None;
        }
        self.at = end;
        Some(if negative { -value } else { value })
    }

    /// A parameter whose digits begin at `digits`, of any size.
    #[cold]
    fn long_parameter(&mut self, digits: usize, negative: bool) -> i32 {
        let sign = if negative { -1 } else { 1 };
        let mut value: i32 = 0;
        self.at = digits;
        while let Some(digit) = self.bytes.get(self.at).filter(|byte| byte.is_ascii_digit()) {
            value = value.saturating_mul(10).saturating_add(sign * i32::from(digit - b'0'));
            self.at += 1;
        }
        value
    }

    /// Reads the two digits behind `\'`. Line ends and NULs between them are passed over; a digit
    /// that is none is left for the next token, so that one bad digit costs one character.
    fn hex(&mut self) -> Token {
        let mut value = 0u8;
        let mut digits = 0;
        while digits < 2 {
            match self.bytes.get(self.at) {
                Some(b'\r' | b'\n' | 0) => self.at += 1,
                Some(&byte) => match (byte as char).to_digit(16) {
                    Some(digit) => {
                        value = value << 4 | digit as u8;
                        digits += 1;
                        self.at += 1;
                    }
                    None => break,
                },
                None => break,
            }
        }
        if digits == 0 { Token::Symbol(b'\'') } else { Token::Hex(value) }
    }

    /// Leaves out the rest of the current group and stands before its closing brace (or at the
    /// end). Braces in `\bin` data and behind a backslash don't count. Returns false at the end.
    pub fn skip_group(&mut self) -> bool {
        let bytes = self.bytes;
        let mut depth = 0usize;
        while self.at < bytes.len() {
            let end = self.without_binary();
            let rest = &bytes[self.at..end];
            let brace = memchr::memchr2(b'{', b'}', rest);
            let stop = brace.unwrap_or(rest.len());
            work::step(1 + stop);
            let before = rest[..stop].iter().rev().take_while(|byte| **byte == b'\\').count();
            self.at += stop;
            match brace.map(|at| rest[at]) {
                // The byte behind a backslash is part of the word or symbol.
                _ if before % 2 == 1 => {}
                Some(b'{') => depth += 1,
                Some(_) if depth == 0 => return true,
                Some(_) => depth -= 1,
                None if bytes[self.at..].starts_with(BINARY) => {
                    self.control();
                    continue;
                }
                None => continue,
            }
            self.at += 1;
        }
        self.at = bytes.len();
        false
    }

    /// Up to where no `\bin` begins from here on, as far as has been looked.
    fn without_binary(&mut self) -> usize {
        let (start, end) = self.plain;
        if (start..end).contains(&self.at) {
            return end;
        }
        let rest = &self.bytes[self.at..];
        let ahead = &rest[..rest.len().min(AHEAD)];
        // The last bytes may be the first of one.
        let looked =
            if ahead.len() < rest.len() { ahead.len() - BINARY.len() + 1 } else { ahead.len() };
        let end = self.at + memchr::memmem::find(ahead, BINARY).unwrap_or(looked);
        work::step(end - self.at);
        self.plain = (self.at, end);
        end
    }
}

/// The word that begins at `start`, however long it is and wherever the input ends, and its end.
#[inline(never)]
fn any_name(bytes: &[u8], start: usize) -> (Option<Word>, usize) {
    let rest = bytes.get(start..).unwrap_or(&[]);
    let length = rest.iter().take_while(|letter| letter.is_ascii_alphabetic()).count();
    let word = if length <= MAX_NAME { words::lookup(&rest[..length]) } else { None };
    (word, start + length)
}

const EACH: u64 = 0x0101_0101_0101_0101;

/// The letters at `start` as a number, one byte each, and how many they are, eight at most: eight
/// bytes are looked at in one go. `None` where the input has fewer.
#[inline(always)]
fn short_name(bytes: &[u8], start: usize) -> Option<(u64, usize)> {
    let chunk: [u8; 8] = bytes.get(start..start + 8)?.try_into().ok()?;
    let value = u64::from_le_bytes(chunk);
    // Each byte without its highest bit, in lower case; sums of bytes stay within their bytes.
    let lower = (value | (0x20 * EACH)) & (0x7F * EACH);
    let from_a = lower + (0x80 - b'a' as u64) * EACH;
    let behind_z = lower + (0x7F - b'z' as u64) * EACH;
    let others = !(from_a & !behind_z & !value) & (0x80 * EACH);
    if others == 0 {
        return Some((value, 8));
    }
    let length = others.trailing_zeros() / 8;
    let key = value & ((1u64 << (8 * length)) - 1);
    Some((key, length as usize))
}

/// Finds the groups of `bytes` that never end: the offsets of their braces, and that of the group
/// which the last brace of all closes in place of the document, for it may stand in for one of them.
pub fn unclosed(
    bytes: &[u8],
    open: &mut Vec<u32>,
) -> Result<(), std::collections::TryReserveError> {
    open.clear();
    let mut lexer = Lexer::new(bytes);
    let mut last = None;
    while let Some(found) = memchr::memchr3(b'\\', b'{', b'}', &bytes[lexer.at..]) {
        let at = lexer.at + found;
        work::step(1 + found);
        lexer.at = at + 1;
        match bytes[at] {
            b'{' => {
                open.try_reserve(1)?;
                open.push(at as u32);
            }
            b'}' => last = open.pop().map(|start| (start, at)),
            _ if bytes[at..].starts_with(b"\\bin") => {
                lexer.at = at;
                lexer.control();
            }
            _ => lexer.at = (at + 2).min(bytes.len()),
        }
    }
    let first = memchr::memchr(b'{', bytes).unwrap_or(0);
    if let Some((start, end)) = last.filter(|last| !open.is_empty() || last.0 as usize != first)
        && bytes[end + 1..].iter().all(|&byte| byte <= b' ')
    {
        open.try_reserve(1)?;
        open.push(start);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(source: &str) -> String {
        let bytes = source.as_bytes();
        let mut lexer = Lexer::new(bytes);
        let mut out = String::new();
        loop {
            match lexer.next() {
                Token::End => return out,
                Token::Open => out += "{",
                Token::Close => out += "}",
                Token::Control(word, parameter) => {
                    out +=
                        &format!("<{word:?}{}>", parameter.map_or(String::new(), |n| n.to_string()))
                }
                Token::Unknown => out += "<?>",
                Token::Symbol(byte) => out += &format!("<sym {}>", byte as char),
                Token::Hex(byte) => out += &format!("<x{byte:02x}>"),
                Token::Text(a, b) => out += std::str::from_utf8(&bytes[a..b]).unwrap(),
                Token::High(a, b) => out += &format!("<high {}>", b - a),
                Token::Tab => out += "<tab>",
                Token::Stray => out += "<!>",
                Token::Binary(a, b) => out += &format!("<bin {}>", b - a),
            }
        }
    }

    macro_rules! lexes {
        ($($name:ident $source:expr => $expected:expr;)*) => {
            $(#[test] fn $name() { assert_eq!(tokens($source), $expected); })*
        };
    }

    lexes! {
        one_space_is_eaten r"\b  x" => "<B> x";
        parameter_ends_the_word r"\fs24x" => "<Fs24>x";
        negative_parameter r"\u-10179?" => "<U-10179>?";
        lone_minus_is_text r"\b-x" => "<B>-x";
        parameter_saturates r"\fs99999999999999999999 x" => "<Fs2147483647>x";
        negative_parameter_saturates r"\fi-99999999999 x" => "<Fi-2147483648>x";
        unknown_words_are_passed r"\PAR\nosuchword7 x" => "<?><?>x";
        long_words_are_unknown r"\parparparparparparparparparparparparpar x" => "<?>x";
        groups_and_escapes r"{a\{b\}\\c}" => r"{a<sym {>b<sym }><sym \>c}";
        hex_digits r"\'e9\'E9\'\par" => "<xe9><xE9><sym '><Par>".to_lowercase().replace("<par>", "<Par>");
        hex_split_by_line_end "\\'e\r\n9" => "<xe9>";
        hex_with_one_digit r"\'exyz" => "<x0e>xyz";
        line_ends_are_no_text "a\r\nb\0c" => "abc";
        control_characters_are_no_text "a\u{1}\u{B}b\u{7F}" => "a<!><!>b<!>";
        raw_bytes "a\u{e9}b" => "a<high 2>b";
        raw_tab "a\tb" => "a<tab>b";
        binary r"\bin3 }}}x" => "<bin 3>x";
        binary_longer_than_the_input r"\bin999 abc" => "<bin 3>";
        binary_negative r"\bin-5 abc" => "<bin 0>abc";
        binary_that_closes_groups r"{\bin16 }{\par not seen}}b" => "{<bin 16>}b";
        binary_that_was_taken_out r"{\bin17 }{\par is seen}c}" => "{<bin 0>}{<Par>is seen}c}";
        backslash_at_the_end r"a\" => "a";
    }

    #[test]
    fn names_and_numbers_of_every_length_are_read_the_same_everywhere() {
        for word in ["b", "par", "ansicpg", "fcharset", "widctlpar", "listoverride", "footnote"] {
            for number in
                ["", "0", "-0", "7", "-31680", "65535", "1234567", "-12345678", "2147483647"]
            {
                let source = format!("\\{word}{number}");
                let alone = tokens(&source);
                for behind in [";", "; and the text goes on", "/////////////////", ":"] {
                    assert_eq!(tokens(&format!("{source}{behind}")), format!("{alone}{behind}"));
                }
            }
        }
        assert_eq!(tokens(r"\listoverride-12345678;"), "<Listoverride-12345678>;");
        assert_eq!(tokens(r"\listoverridetable and more text"), "<Listoverridetable>and more text");
    }

    #[test]
    fn skip_group_honours_escapes_and_binary() {
        let source = br"{a\}{b}\bin2 }}\{c} rest";
        let mut lexer = Lexer::new(source);
        assert_eq!(lexer.next(), Token::Open);
        assert!(lexer.skip_group());
        assert_eq!(lexer.next(), Token::Close);
        assert_eq!(lexer.next(), Token::Text(19, 24));
        assert!(!lexer.skip_group());
        // Wherever in what is looked at in one go: what is left when the group has ended.
        for before in (0..20).chain(AHEAD - 20..AHEAD + 20) {
            for (group, rest) in [
                (r"\{\\}", "}"),
                (r"\bin3 }}}{x}\\\bin1 {}", "}"),
                (r"\\bin1 }", "}"),
                (r"\\\\\}\{{\bin1 }\}}}", "}"),
                (r"{\bin2 }", ""),
                (r"{a", ""),
            ] {
                let source = "a".repeat(before) + group;
                let mut lexer = Lexer::new(source.as_bytes());
                assert_eq!(lexer.skip_group(), !rest.is_empty(), "{before} {group}");
                assert_eq!(&source[lexer.position()..], rest, "{before} {group}");
            }
        }
    }
}
