//! The name of a font or style in the making.
//!
//! Limits  about 400 bytes; more is left out, for no name is as long.

use crate::rtf::walk::undecoded::{Undecoded, Unit};
use crate::text::codepage::CodePage;

/// Characters of a name.
pub(super) const LONGEST_NAME: usize = 100;

/// What has come of it.
#[derive(Debug)]
pub(super) struct Name {
    undecoded: Undecoded,
    text: String,
}

impl Name {
    pub(super) fn new() -> Self {
        Name { undecoded: Undecoded::new(Vec::new()), text: String::new() }
    }

    fn is_full(&self) -> bool {
        self.text.len() + self.undecoded.byte_count() >= 4 * LONGEST_NAME
    }

    /// A byte in a code page.
    pub(super) fn byte(&mut self, byte: u8, page: CodePage) {
        if self.undecoded.has_half() || self.undecoded.page().is_some_and(|other| other != page) {
            self.settle();
        }
        if !self.is_full() {
            // Too little memory for a name: it stays without the byte.
            self.undecoded.collect(byte, page, 0);
        }
    }

    /// The number of a `\u`.
    pub(super) fn unit(&mut self, number: i32) {
        let unit = Unit::of(number);
        let joined = match unit {
            Unit::Low(low) => self.undecoded.join(low),
            _ => None,
        };
        if joined.is_none() {
            self.settle();
        }
        match unit {
            Unit::Nothing => {}
            Unit::High(high) => self.undecoded.hold(high, 0),
            Unit::Low(_) | Unit::NoChar => self.char(joined.unwrap_or(char::REPLACEMENT_CHARACTER)),
            Unit::Char(c) => self.char(c),
        }
    }

    fn char(&mut self, c: char) {
        if !self.is_full() {
            self.text.push(c);
        }
    }

    fn settle(&mut self) {
        // Too little memory for a name: it stays without the piece.
        let _ = self.undecoded.decode(&mut self.text);
        if self.undecoded.drop_half() {
            self.char(char::REPLACEMENT_CHARACTER);
        }
    }

    /// The name is complete, and another begins.
    pub(super) fn end(&mut self) -> String {
        self.settle();
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_units_make_a_name() {
        let mut name = Name::new();
        b"A \xE4".iter().for_each(|&byte| name.byte(byte, CodePage::WINDOWS_1252));
        [0x416, 0xD83D, 0xDE00, 0xD83D].into_iter().for_each(|unit| name.unit(unit));
        assert_eq!(name.end(), "A \u{E4}\u{416}\u{1F600}\u{FFFD}");
        (0..10_000).for_each(|_| name.byte(b'x', CodePage::WINDOWS_1252));
        assert_eq!(name.end().len(), 4 * LONGEST_NAME);
    }
}
