//! What marks the items of lists: bullets, numbers and the boxes of tasks.
//!
//! Units   bytes of ASCII.

use crate::document::Label;

/// A list marker: at most a label, a blank and a box.
#[derive(Default)]
pub(super) struct Marker {
    bytes: [u8; Marker::MOST],
    length: usize,
}

impl Marker {
    /// The longest one.
    pub(super) const MOST: usize = 25;

    /// The marker of an item and, behind it, the box of a task. The first is what lines below are
    /// set in by.
    pub(super) fn of(label: Option<Label>, task: Option<bool>) -> (Marker, usize) {
        let mut marker = Marker::default();
        match label {
            Some(label) => {
                marker.push(label.bytes());
                marker.push(b" ");
            }
            None => marker.push(b"- "),
        }
        let width = marker.length;
        match task {
            Some(true) => marker.push(b"[x] "),
            Some(false) => marker.push(b"[ ] "),
            None => {}
        }
        (marker, width)
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.length]
    }

    fn push(&mut self, text: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.length..self.length + text.len()) {
            room.copy_from_slice(text);
            self.length += text.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Delimiter, NumberStyle, Numbers};

    #[test]
    fn markers_of_items() {
        let number = |number| Some(Numbers::PLAIN.label(number));
        let roman = Numbers { style: NumberStyle::LowerRoman, delimiter: Delimiter::TwoParens };
        for (label, task, expected, width) in [
            (None, None, "- ", 2),
            (None, Some(true), "- [x] ", 2),
            (number(0), None, "0. ", 3),
            (number(9), Some(false), "9. [ ] ", 3),
            (number(10), None, "10. ", 4),
            (number(u32::MAX), Some(true), "4294967295. [x] ", 12),
            (Some(roman.label(3888)), Some(true), "(mmmdccclxxxviii) [x] ", 18),
        ] {
            let (marker, found) = Marker::of(label, task);
            assert_eq!((marker.text(), found), (expected.as_bytes(), width));
        }
    }
}
