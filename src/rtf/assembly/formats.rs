//! The character formats of a document, each kept once.
//!
//! Shape   a run holds the index of its format. The format used last is tried first, then one of 64
//!         slots chosen by a hash; a format that neither knows is added, now and then for a second time.

use super::format::CharFormat;
use crate::buffers::{kept, plain};
use crate::memory;

/// Indices of formats by their hash.
#[derive(Clone, Copy, Debug)]
struct Slots([u32; 64]);

impl Default for Slots {
    fn default() -> Self {
        Slots([0; 64])
    }
}

plain!(Slots);

kept! {
    /// Formats in the order of their first use.
    #[derive(Debug, Default)]
    pub(super) struct Formats {
        all: Vec<CharFormat>,
        slots: Slots,
        last: u32,
    }
}

impl Formats {
    pub(super) fn all(&self) -> &[CharFormat] {
        &self.all
    }

    /// The index of a format; none where memory is short.
    #[inline(always)]
    pub(super) fn index_of(&mut self, format: CharFormat) -> Option<u32> {
        if self.all.get(self.last as usize) != Some(&format) {
            self.last = self.find(format)?;
        }
        Some(self.last)
    }

    fn find(&mut self, format: CharFormat) -> Option<u32> {
        let key = format.marks.len() as u32
            ^ (format.marks.prefix(4).bits() as u32)
            ^ (u32::from(format.font) << 3)
            ^ (u32::from(format.style) << 5)
            ^ (u32::from(format.size) << 1);
        let slot = (key.wrapping_mul(0x9E37_79B1) >> 26) as usize;
        let found = self.slots.0[slot];
        if self.all.get(found as usize) == Some(&format) {
            return Some(found);
        }
        if !memory::push(&mut self.all, format) {
            return None;
        }
        let index = self.all.len() as u32 - 1;
        self.slots.0[slot] = index;
        Some(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffers::Kept;

    #[test]
    fn a_format_that_comes_again_keeps_its_index() {
        let mut formats = Formats::default();
        let small = CharFormat { size: 16, ..CharFormat::default() };
        for (format, index) in [(CharFormat::default(), 0), (small, 1), (CharFormat::default(), 0)]
        {
            assert_eq!(formats.index_of(format), Some(index));
        }
        assert_eq!(formats.all().len(), 2);
        formats.clear();
        assert_eq!(formats.index_of(small), Some(0), "nothing of the document before is found");
    }
}
