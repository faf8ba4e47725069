//! Metafiles: the one bitmap that WordPad and others wrap in records, and such a wrapping made anew.
//!
//! Shape   [`wmf`] and [`emf`] walk the records and hand each bitmap to a [`Survey`], which chooses
//!         the one that covers most of the picture. A pair of bitmaps painted over each other
//!         with the raster operations of a mask and its picture counts as one with opacity; bitmaps
//!         painted one below the other, as printer drivers cut them, count as one.
//! Units   areas in the metafile's own units; shares in thousandths of the picture.
//! Errors  `VectorOnly` where lines and text make the picture and no bitmap fills half of it.
//! Limits  one look at each record; only what was chosen is unpacked.
//! Source  MS-WMF, MS-EMF, MS-EMFPLUS.

pub(super) mod emf;
mod emf_plus;
mod survey;
pub(super) mod wmf;
pub mod write;

const SRCCOPY: u32 = 0x00CC_0020;
const SRCPAINT: u32 = 0x00EE_0086;
const SRCAND: u32 = 0x0088_00C6;
const SRCINVERT: u32 = 0x0066_0046;

/// `part` of `all` in thousandths; 1000 where `all` is unknown.
fn share(part: u64, all: u64) -> u32 {
    if all == 0 { 1000 } else { (part as u128 * 1000 / all as u128).min(1000) as u32 }
}
