//! The HTML that comes out, and where in the RTF its pieces come from.
//!
//! Units   bytes of both; a piece is noted where its place does not follow from the one before.

use crate::error::Result;
use crate::rtf::walk::undecoded::Undecoded;

/// The HTML in the making.
#[derive(Debug)]
pub(super) struct Html<'b> {
    out: &'b mut String,
    /// Where pieces of the HTML begin, and where in the RTF.
    places: Vec<(u32, u32)>,
}

impl<'b> Html<'b> {
    /// Goes on behind what `out` holds; the places are kept in a buffer that is there.
    pub(super) fn new(out: &'b mut String, mut places: Vec<(u32, u32)>) -> Self {
        places.clear();
        Html { out, places }
    }

    /// The places.
    pub(super) fn into_buffer(self) -> Vec<(u32, u32)> {
        self.places
    }

    /// Adds text that comes from byte `rtf` of the RTF.
    pub(super) fn push(&mut self, text: &str, rtf: usize) -> Result<()> {
        self.out.try_reserve(text.len())?;
        self.note_place(rtf)?;
        self.out.push_str(text);
        Ok(())
    }

    /// Adds bytes that were collected. Returns how many of them had no meaning.
    pub(super) fn decode(&mut self, undecoded: &mut Undecoded) -> Result<u32> {
        self.note_place(undecoded.place())?;
        undecoded.decode(self.out)
    }

    /// The RTF ends, which has so many bytes.
    pub(super) fn end(&mut self, rtf: usize) -> Result<()> {
        self.places.try_reserve(1)?;
        self.places.push((self.out.len() as u32, rtf as u32));
        Ok(())
    }

    fn note_place(&mut self, rtf: usize) -> Result<()> {
        let html = self.out.len();
        if let Some(&(first, place)) = self.places.last()
            && html - first as usize + place as usize == rtf
        {
            return Ok(());
        }
        self.places.try_reserve(1)?;
        self.places.push((html as u32, rtf as u32));
        Ok(())
    }
}
