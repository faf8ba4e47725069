//! Where pages end: at a break, or between two sections that both hold something.
//!
//! Shape   [`Sections`] remembers the end of a page until something stands on the next one, or the next
//!         section says that it goes on where the last one ended (`\sbknone`).
//! Source  RTF 1.9.1, "Section Formatting Properties".

/// The pages of the document so far.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// The section before has ended, and nothing stands in the next yet.
    ended: bool,
    /// The page has ended, and nothing stands on the next yet.
    broken: bool,
}

impl Sections {
    /// A section ends.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// The section that begins goes on without a break.
    pub(super) fn go_on(&mut self) {
        self.ended = false;
    }

    /// `\page`
    pub(super) fn break_page(&mut self) {
        self.broken = true;
    }

    /// Whether a page has ended behind which nothing stands.
    pub(super) fn ends_with_break(&self) -> bool {
        self.broken
    }

    /// Something stands on the page: whether a break is before it that was not asked for yet.
    pub(super) fn take_break(&mut self) -> bool {
        let Sections { ended, broken } = std::mem::take(self);
        ended || broken
    }
}
