//! Looks that no document holds: each is lost where text comes that has it, and not where none does.
//!
//! Units   byte offsets of where the attributes of a tag begin.
//! Errors  a look that finds no memory is not counted.

use crate::buffers::kept;
use crate::memory;

kept! {
    /// The looks of open elements that no text has had yet.
    #[derive(Debug, Default)]
    pub(super) struct Unheld {
        /// Where each began, and the elements of its kind that have begun in it without such a look.
        waiting: Vec<(usize, u32)>,
    }
}

impl Unheld {
    /// An element begins; whether with such a look.
    #[inline]
    pub(super) fn begin(&mut self, at: Option<usize>) {
        if let Some(at) = at {
            let _ = memory::push(&mut self.waiting, (at, 0));
        } else if let Some(last) = self.waiting.last_mut() {
            last.1 += 1;
        }
    }

    /// An element ends: what has had no text by now gets none.
    #[inline]
    pub(super) fn end(&mut self) {
        match self.waiting.last_mut() {
            None => {}
            Some((_, inside @ 1..)) => *inside -= 1,
            Some(_) => drop(self.waiting.pop()),
        }
    }

    /// Whether text that comes has any.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Text comes: the next look that it has.
    pub(super) fn take(&mut self) -> Option<usize> {
        self.waiting.pop().map(|(at, _)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_taken_by_text_and_end_with_their_element() {
        let mut looks = Unheld::default();
        looks.end();
        looks.begin(None);
        looks.begin(Some(1));
        looks.begin(None);
        looks.begin(Some(2));
        looks.end();
        looks.end();
        assert!(looks.waits());
        looks.begin(Some(3));
        assert_eq!([looks.take(), looks.take(), looks.take()], [Some(3), Some(1), None]);
        looks.end();
        assert!(!looks.waits());
    }
}
