//! What is wrong with RTF: groups, data, fonts.
//!
//! Source  RTF 1.9.1, "RTF Syntax".

use super::Findings;
use crate::memory;
use crate::rtf::lexer::{Lexer, Token};
use crate::work;

/// A picture whose group is open.
struct Picture {
    at: usize,
    /// Groups open in it: deeper ones hold no data.
    depth: usize,
    /// What its data begins with, if that is known.
    start: &'static [u8],
    /// The first digits, and how many there are.
    head: [u8; 4],
    digits: usize,
    is_binary: bool,
    /// The first character that is no digit.
    odd: Option<usize>,
}

impl Picture {
    fn take(&mut self, bytes: &[u8], from: usize, to: usize) {
        for (at, &byte) in bytes.iter().enumerate().take(to).skip(from) {
            match char::from(byte).to_digit(16) {
                Some(digit) => {
                    if let Some(place) = self.head.get_mut(self.digits / 2) {
                        *place = *place << 4 | digit as u8;
                    }
                    self.digits += 1;
                }
                None if byte.is_ascii_whitespace() => {}
                None => {
                    self.odd.get_or_insert(at);
                }
            }
        }
    }

    fn end(&self, findings: &mut Findings) {
        let known = &self.start[..self.start.len().min(self.digits / 2)];
        let message = match self.odd {
            Some(_) => "this picture has something else than hexadecimal digits",
            None if self.is_binary => return,
            None if self.digits == 0 => "this picture has no data",
            None if self.digits % 2 == 1 => "this picture lacks half a byte",
            None if !self.head.starts_with(known) => "this picture is not what its word says",
            None => return,
        };
        findings.add("bad_picture", self.odd.unwrap_or(self.at), message);
    }
}

/// Fonts are told apart up to this number.
const FONTS: usize = 4096;

pub(super) fn look(bytes: &[u8], findings: &mut Findings) {
    let start = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let Some(head) = bytes.get(start..).filter(|rest| rest.starts_with(b"{\\rtf")) else { return };
    let digits: usize = head[5..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 && !matches!(&head[5..5 + digits], b"0" | b"1") {
        findings.add("version", start + 1, "this version of RTF is not known: \\rtf1 is");
    }
    let mut lexer = Lexer::new(bytes);
    // Where groups begin, and in which of them the font table stands.
    let mut open: Vec<usize> = Vec::new();
    let mut table = usize::MAX;
    let mut fonts = [0u64; FONTS / 64];
    let mut has_table = false;
    // The first use of each font, as they are told apart only behind the table.
    let mut missing = None;
    let mut picture: Option<Picture> = None;
    loop {
        work::step(1);
        let at = lexer.token_start();
        let token = lexer.next();
        if is_word(&bytes[at..], b"\\bin") {
            // The data follows, whatever it looks like: it must be there whole.
            let number = &bytes[at + 4..];
            let digits = number.iter().take_while(|byte| byte.is_ascii_digit()).count().min(10);
            let length = number[..digits].iter().fold(0, |value: usize, digit| {
                value.saturating_mul(10).saturating_add(usize::from(digit - b'0'))
            });
            let start = at + 4 + digits + usize::from(number.get(digits) == Some(&b' '));
            let end = start.saturating_add(length);
            if let Some(picture) = &mut picture {
                picture.is_binary = true;
            }
            if end > bytes.len() {
                findings.add("bad_binary", at, "\\bin says more bytes than there are");
            } else {
                lexer.seek(end);
            }
            continue;
        }
        match token {
            Token::End => break,
            Token::Open => {
                if !memory::push(&mut open, at) {
                    return;
                }
                if bytes[at..].starts_with(b"{\\*")
                    && !matches!(bytes.get(at + 3), Some(b'\\' | b'\r' | b'\n' | b' '))
                {
                    findings.add("bad_destination", at, "\\* has no destination behind it");
                }
            }
            Token::Close => {
                if let Some(picture) = picture.take_if(|picture| picture.depth == open.len()) {
                    picture.end(findings);
                }
                if open.pop().is_none() {
                    findings.add("stray_brace", at, "this brace closes no group");
                } else if open.is_empty() {
                    let rest = bytes.get(lexer.position()..).unwrap_or(&[]);
                    let is_seen = |byte: &u8| !byte.is_ascii_whitespace() && *byte != 0;
                    if let Some(behind) = rest.iter().position(is_seen) {
                        let at = lexer.position() + behind;
                        if rest[behind] == b'}' {
                            findings.add("stray_brace", at, "this brace closes no group");
                        } else {
                            findings.add(
                                "after_end",
                                at,
                                "something stands behind the end of the document",
                            );
                        }
                    }
                    break;
                }
                if open.len() < table {
                    table = usize::MAX;
                }
            }
            Token::Control(_, parameter) => {
                let name = &bytes[at..];
                if is_word(name, b"\\pict") {
                    let depth = open.len();
                    let (start, head) = (&[][..], [0; 4]);
                    picture = Some(Picture {
                        at,
                        depth,
                        start,
                        head,
                        digits: 0,
                        is_binary: false,
                        odd: None,
                    });
                } else if let Some(picture) = &mut picture
                    && (is_word(name, b"\\pngblip") || is_word(name, b"\\jpegblip"))
                {
                    picture.start = if name[1] == b'p' { b"\x89PNG" } else { b"\xFF\xD8\xFF" };
                } else if name.starts_with(b"\\fonttbl") {
                    (table, has_table) = (open.len(), true);
                } else if is_word(name, b"\\f") {
                    let number = parameter.and_then(|number| usize::try_from(number).ok());
                    let Some(number) = number.filter(|&number| number < FONTS) else { continue };
                    let bit = 1 << (number % 64);
                    if table != usize::MAX {
                        fonts[number / 64] |= bit;
                    } else if fonts[number / 64] & bit == 0 && missing.is_none() {
                        missing = Some((at, number));
                    }
                }
            }
            Token::Text(from, to)
                if picture.as_ref().is_some_and(|picture| picture.depth == open.len()) =>
            {
                if let Some(picture) = &mut picture {
                    picture.take(bytes, from, to);
                }
            }
            Token::Symbol(_)
            | Token::Unknown
            | Token::Hex(_)
            | Token::Text(..)
            | Token::High(..) => {
                let is_hex = bytes[at..].starts_with(b"\\'");
                let digits = bytes.get(at + 2..at + 4).unwrap_or(&[]);
                if is_hex && !(digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)) {
                    findings.add("bad_hex", at, "\\' is not followed by two hexadecimal digits");
                }
            }
            Token::Binary(..) | Token::Tab | Token::Stray => {}
        }
    }
    // Truncated documents have many; the innermost is where it ended.
    if let Some(&at) = open.last() {
        let message = match open.len() {
            1 => "this group is not closed".to_owned(),
            count => format!("this group and {} around it are not closed", count - 1),
        };
        findings.add("open_group", at, message);
    }
    if let Some((at, number)) = missing.filter(|_| has_table) {
        findings.add("missing_font", at, format!("the font table has no font {number}"));
    }
}

/// Whether bytes begin with a control word, and not with a longer one.
fn is_word(bytes: &[u8], word: &[u8]) -> bool {
    bytes.strip_prefix(word).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphabetic))
}
