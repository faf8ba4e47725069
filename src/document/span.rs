//! Pieces of text by their place.
//!
//! Shape   a [`Span`] points into the reader's input or into the document's own text; which one is its
//!         highest bit.
//! Units   bytes of UTF-8, below 2^31.

use crate::buffers::plain;

/// A piece of text: `len` bytes of the input or of the document's own buffer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    start: u32,
    len: u32,
}

impl Span {
    const OWN: u32 = 1 << 31;
    /// No text.
    pub const EMPTY: Span = Span { start: 0, len: 0 };

    /// Bytes `start..end` of the reader's input. Offsets must be below 2^31.
    pub fn of_source(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end < Self::OWN as usize);
        Span { start: start as u32, len: (end - start) as u32 }
    }

    /// Bytes `start..end` of the document's own buffer. Offsets must be below 2^31.
    pub fn of_own(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end < Self::OWN as usize);
        Span { start: start as u32 | Self::OWN, len: (end - start) as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// True when there is no text.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The two spans as one, when the second begins where the first ends in the same buffer.
    pub fn join(self, next: Span) -> Option<Span> {
        if self.start.checked_add(self.len)? == next.start {
            Some(Span { start: self.start, len: self.len.checked_add(next.len)? })
        } else {
            None
        }
    }

    /// The part of this span from byte `from` to byte `to`, both counted from its start and clamped.
    pub fn slice(self, from: usize, to: usize) -> Span {
        let to = to.min(self.len());
        let from = from.min(to);
        Span { start: self.start + from as u32, len: (to - from) as u32 }
    }

    /// Whether the span is the end of the document's own text, which is `len` bytes long.
    pub fn ends_own_at(self, len: usize) -> bool {
        let (own, _, end) = self.place();
        own && end == len
    }

    /// The span with `more` bytes behind it.
    pub fn grown(self, more: usize) -> Span {
        Span { start: self.start, len: self.len.saturating_add(more as u32) }
    }

    /// What tells it from all other spans.
    pub(super) fn key(self) -> [u8; 8] {
        (u64::from(self.start) << 32 | u64::from(self.len)).to_le_bytes()
    }

    /// Whether the span lies in the document's own buffer, and its first and last offset there.
    pub(crate) fn place(self) -> (bool, usize, usize) {
        let start = (self.start & !Self::OWN) as usize;
        (self.start & Self::OWN != 0, start, start + self.len as usize)
    }
}

plain!(Span);

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (own, start, end) = self.place();
        write!(f, "{}[{start}..{end}]", if own { "own" } else { "source" })
    }
}
