//! The cells of a text, one after the other.
//!
//! Shape   [`Records::next`] gives a [`Cell`]: where its text stands, whether it was in quotes, and whether
//!         a record ends with it.
//! Units   bytes.
//! Errors  none: what is wrong is read as it may be meant. A quote that nobody closes ends at the end of
//!         its line.
//! Limits  at most one cell of a text is looked through twice: behind a quote that is not closed
//!         every other one is.

use crate::system::halt;
use crate::work;

/// A cell, where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its text: between the quotes if it has some.
    pub start: usize,
    pub end: usize,
    /// Behind a closing quote more text may stand, up to here.
    pub rest: usize,
    /// Whether it begins with a quote; what stands in it may hold doubled ones.
    pub quoted: bool,
    /// Whether the quote was closed.
    pub closed: bool,
    /// Whether the record ends here.
    pub last: bool,
}

impl Cell {
    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.start == self.end && self.rest <= self.end + usize::from(self.quoted)
    }
}

/// The cells of a text.
#[derive(Clone, Debug)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    /// The delimiter in UTF-8.
    delimiter: [u8; 4],
    width: usize,
    at: usize,
    /// Whether a record has begun, so that one more cell comes even at the end.
    begun: bool,
}

impl<'a> Records<'a> {
    /// From byte `at` on.
    pub(super) fn new(bytes: &'a [u8], delimiter: char, at: usize) -> Self {
        let mut units = [0; 4];
        let width = delimiter.encode_utf8(&mut units).len();
        Records { bytes, delimiter: units, width, at, begun: false }
    }

    /// Where the cell's text ends that has no quotes, from byte `at` on.
    fn plain_end(&self, at: usize) -> usize {
        let first = self.delimiter[0];
        let rest = &self.bytes[at.min(self.bytes.len())..];
        let mut from = 0;
        while let Some(found) = memchr::memchr3(first, b'\n', b'\r', &rest[from..]) {
            let place = from + found;
            if rest[place] != first || self.is_delimiter(at + place) {
                return at + place;
            }
            from = place + 1;
        }
        self.bytes.len()
    }

    fn is_delimiter(&self, at: usize) -> bool {
        self.bytes[at..].starts_with(&self.delimiter[..self.width])
    }

    /// Where the quoted text ends that begins at byte `at`: at its closing quote.
    fn quoted_end(&self, mut at: usize) -> Option<usize> {
        loop {
            at += memchr::memchr(b'"', &self.bytes[at..])?;
            if self.bytes.get(at + 1) != Some(&b'"') {
                return Some(at);
            }
            // A cell may be all that there is.
            if halt::is_due() {
                return None;
            }
            at += 2;
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        let from = self.at;
        if from >= self.bytes.len() && !self.begun {
            return None;
        }
        let mut cell =
            Cell { start: from, end: from, rest: from, quoted: false, closed: true, last: true };
        if self.bytes.get(from) == Some(&b'"') {
            (cell.quoted, cell.start) = (true, from + 1);
            match self.quoted_end(from + 1) {
                Some(end) => (cell.end, cell.rest) = (end, self.plain_end(end + 1)),
                None => {
                    let line = memchr::memchr2(b'\n', b'\r', &self.bytes[from..]);
                    let end = line.map_or(self.bytes.len(), |line| from + line);
                    (cell.end, cell.rest, cell.closed) = (end, end, false);
                }
            }
        } else {
            cell.end = self.plain_end(from);
            cell.rest = cell.end;
        }
        let end = cell.rest;
        work::step(end - from + 1);
        self.at = match self.bytes.get(end) {
            None => end,
            Some(b'\r') if self.bytes.get(end + 1) == Some(&b'\n') => end + 2,
            Some(b'\r' | b'\n') => end + 1,
            Some(_) => {
                cell.last = false;
                end + self.width
            }
        };
        self.begun = !cell.last;
        Some(cell)
    }
}
