//! The colour table.
//!
//! Shape   entries in the order of the file; `\cfN` and its like name one by its place.
//! Source  RTF 1.9.1, "Color Table".

use crate::memory;
use crate::rtf::words::Channel;

/// An entry of the colour table; black until it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Color {
    red: u8,
    green: u8,
    blue: u8,
}

impl Color {
    /// The colour as the document has it.
    pub(super) fn value(self) -> crate::document::Color {
        crate::document::Color::rgb(self.red, self.green, self.blue)
    }

    pub(super) fn is_black(self) -> bool {
        self == Color::default()
    }

    /// Bright and far from grey, as markers are.
    pub(super) fn is_vivid(self) -> bool {
        let least = self.red.min(self.green).min(self.blue);
        let most = self.red.max(self.green).max(self.blue);
        most >= 200 && most - least >= 64
    }

    /// Yellow, which is that of a marker where there are other colours.
    pub(super) fn is_marker(self) -> bool {
        [self.red, self.green, self.blue] == [u8::MAX, u8::MAX, 0]
    }

    pub(super) fn is_white(self) -> bool {
        self.red.min(self.green).min(self.blue) == u8::MAX
    }
}

/// The colours of a document, and the entry in the making.
#[derive(Debug)]
pub(super) struct Colors {
    table: Vec<Color>,
    entry: Color,
}

impl Colors {
    /// No colours, in a buffer that is there.
    pub(super) fn new(mut buffer: Vec<Color>) -> Self {
        buffer.clear();
        Colors { table: buffer, entry: Color::default() }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<Color> {
        std::mem::take(&mut self.table)
    }

    /// A table begins: it takes the place of the one before.
    pub(super) fn begin(&mut self) {
        self.table.clear();
    }

    /// A part of the entry in the making.
    pub(super) fn mix(&mut self, channel: Channel, value: i32) {
        let value = value.clamp(0, 255) as u8;
        match channel {
            Channel::Red => self.entry.red = value,
            Channel::Green => self.entry.green = value,
            Channel::Blue => self.entry.blue = value,
        }
    }

    /// So many entries end. False where memory is short.
    pub(super) fn end_entries(&mut self, count: usize) -> bool {
        (0..count).all(|_| memory::push(&mut self.table, std::mem::take(&mut self.entry)))
    }

    /// The entry of a number; none is the reader's own colour.
    pub(super) fn get(&self, index: i32) -> Option<Color> {
        usize::try_from(index).ok().and_then(|index| self.table.get(index)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_end_with_semicolons() {
        let mut colors = Colors::new(Vec::new());
        colors.begin();
        assert!(colors.end_entries(1));
        colors.mix(Channel::Red, 300);
        colors.mix(Channel::Green, 220);
        assert!(colors.end_entries(2));
        let entry = colors.get(1).expect("an entry");
        assert!(entry.is_vivid() && !entry.is_white() && !entry.is_black());
        assert!(colors.get(2).is_some_and(Color::is_black));
        assert_eq!([colors.get(3), colors.get(-1)], [None; 2]);
    }
}
