//! What marks the items of lists: bullets, numbers and the boxes of tasks.
//!
//! Units   bytes of ASCII.

/// A list marker: at most `4294967295. [x] `.
#[derive(Default)]
pub(super) struct Marker {
    bytes: [u8; Marker::MOST],
    length: usize,
}

impl Marker {
    /// The longest one.
    pub(super) const MOST: usize = 16;

    /// The marker of an item and, behind it, the box of a task. The first is what lines below are
    /// set in by.
    pub(super) fn of(number: Option<u32>, task: Option<bool>) -> (Marker, usize) {
        let mut marker = Marker::default();
        match number {
            Some(number) => {
                marker.push_number(number);
                marker.push(b". ");
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

    fn push_number(&mut self, number: u32) {
        let mut divisor = 1_000_000_000;
        while divisor > 1 && number / divisor == 0 {
            divisor /= 10;
        }
        while divisor > 0 {
            self.push(&[b'0' + (number / divisor % 10) as u8]);
            divisor /= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_of_items() {
        for (number, task, expected, width) in [
            (None, None, "- ", 2),
            (None, Some(true), "- [x] ", 2),
            (Some(0), None, "0. ", 3),
            (Some(9), Some(false), "9. [ ] ", 3),
            (Some(10), None, "10. ", 4),
            (Some(u32::MAX), Some(true), "4294967295. [x] ", 12),
        ] {
            let (marker, found) = Marker::of(number, task);
            assert_eq!((marker.text(), found), (expected.as_bytes(), width));
        }
    }
}
