//! Where sections end: a break of the page stands between two that both hold something.
//!
//! Shape   [`Sections`] remembers the end of a section until something stands in the next one, or the next
//!         says that it goes on where the last one ended (`\sbknone`).
//! Units   places are bytes of the input.
//! Source  RTF 1.9.1, "Section Formatting Properties".

/// The sections of the document so far.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// Where the section before ended, as long as nothing stands in the next.
    ended: Option<usize>,
}

impl Sections {
    /// A section ends.
    pub(super) fn end(&mut self, place: usize) {
        self.ended = Some(place);
    }

    /// The section that begins goes on without a break.
    pub(super) fn go_on(&mut self) {
        self.ended = None;
    }

    /// Something stands in the section: the place of the break before it, if that is not known yet.
    pub(super) fn take_break(&mut self) -> Option<usize> {
        self.ended.take()
    }
}
