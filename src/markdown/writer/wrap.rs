//! Lines of a given length.
//!
//! Shape   while a paragraph's text is written, the places of its single spaces are noted; when it
//!         is finished, some of them become line ends. Code, addresses, titles, tags and formulas
//!         hold no such places, and none is taken where the next line would begin a block.
//! Units   characters; the prefixes of containers count.
//! Limits  a word that is longer than the line stands on a line of its own.
//! Source  CommonMark 0.31, chapters 4 and 5; GFM 0.29, section 4.10.

use super::inline::Context;
use super::{Writer, room};

impl Writer<'_, '_> {
    /// Whether lines are broken in the block that is being written.
    pub(super) fn wraps(&self) -> bool {
        self.style.wrap > 0
            && self.inline.context == Context::Paragraph
            && !self.inline.term
            && self.inline.images == 0
    }

    /// Notes the spaces of a text that was just written.
    pub(super) fn note_spaces(&mut self, len: usize) {
        if !self.wraps() {
            return;
        }
        let written = self.out.as_bytes();
        let from = written.len().saturating_sub(len);
        for at in memchr::memchr_iter(b' ', written.get(from..).unwrap_or(&[])) {
            if room(&mut self.s.spaces, 1, &mut self.full) {
                self.s.spaces.push(from + at);
            }
        }
    }

    /// Breaks the lines of the paragraph that was written from `start` on.
    pub(super) fn wrap(&mut self, start: usize) {
        let Some(written) = self.out.as_bytes().get(start..) else { return };
        if self.s.spaces.is_empty() || self.out.failed() {
            return;
        }
        let mut text = std::mem::take(&mut self.s.joined);
        text.clear();
        if room(&mut text, written.len(), &mut self.full) {
            text.extend_from_slice(written);
            let line = memchr::memrchr(b'\n', &self.out.as_bytes()[..start]).map_or(0, |at| at + 1);
            let mut column = width(&self.out.as_bytes()[line..start]);
            self.out.truncate(start);
            let mut from = 0;
            for index in 0..=self.s.spaces.len() {
                let end = match self.s.spaces.get(index) {
                    Some(space) => space - start,
                    None => text.len(),
                };
                if end < text.len() && !breaks(&text, end) {
                    continue;
                }
                let word = text.get(from..end).unwrap_or(&[]);
                let first = memchr::memchr(b'\n', word).unwrap_or(word.len());
                if from > 0 {
                    if column + 1 + width(&word[..first]) > usize::from(self.style.wrap) {
                        self.new_line();
                        column = width(&self.s.prefix);
                    } else {
                        self.out.push_byte(b' ');
                        column += 1;
                    }
                }
                self.out.push(word);
                column = match memchr::memrchr(b'\n', word) {
                    Some(at) => width(&word[at + 1..]),
                    None => column + width(word),
                };
                from = end + 1;
            }
        }
        self.s.joined = text;
    }
}

/// The number of characters.
fn width(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// Whether the line may end at the space at `at`.
fn breaks(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| text.get(at));
    // A backslash at the end of a line is a hard break, and a tag alone on one may begin a block.
    let ends = before.is_some_and(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\\' | b'>'));
    ends && text.get(at + 1..).is_some_and(begins_line)
}

/// Whether a line of a paragraph may begin with `rest`: nothing of it could begin a block.
fn begins_line(rest: &[u8]) -> bool {
    let word = rest.split(|b| matches!(b, b' ' | b'\t' | b'\n')).next().unwrap_or(&[]);
    let digits = word.iter().take_while(|b| b.is_ascii_digit()).count();
    let number = digits > 0 && matches!(word.get(digits), Some(b'.' | b')'));
    match word {
        [] => false,
        [b'>' | b'<' | b'|' | b':' | b'=', ..] | [b'[', b'^', ..] => false,
        [b'`', b'`', b'`', ..] | [b'~', b'~', b'~', ..] => false,
        _ if number && digits + 1 == word.len() => false,
        // Bullets, rules, underlines, heads of tables.
        _ => !word.iter().all(|b| b"-+*_#=:|".contains(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_a_block() {
        for (rest, may) in [
            ("word", true),
            ("*word* and", true),
            ("-5 degrees", true),
            ("#hash", true),
            ("1.5 litres", true),
            ("[a](b)", true),
            ("`code`", true),
            ("- item", false),
            ("-", false),
            ("* item", false),
            ("+ item", false),
            ("* * *", false),
            ("--- x", false),
            ("_ _ _", false),
            ("# heading", false),
            ("###### heading", false),
            ("===", false),
            ("> quote", false),
            (">quote", false),
            ("1. item", false),
            ("12) item", false),
            ("```a``` b", false),
            ("~~~", false),
            ("<div>", false),
            ("|--|", false),
            (":-: x", false),
            ("[^1]: note", false),
            ("", false),
        ] {
            assert_eq!(begins_line(rest.as_bytes()), may, "{rest}");
        }
    }
}
