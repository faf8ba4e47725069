//! Metafiles: the one bitmap that WordPad and others wrap in records, and such a wrapping made anew.
//!
//! Shape   [`wmf`] and [`emf`] walk the records and hand each bitmap to a [`Survey`], which chooses
//!         the one that covers most of the picture. A pair of bitmaps painted over each other
//!         with the raster operations of a mask and its picture counts as one with opacity.
//! Units   areas in the metafile's own units; shares in thousandths of the picture.
//! Errors  `VectorOnly` where lines and text make the picture and no bitmap fills half of it.
//! Limits  one look at each record; only the chosen bitmap is unpacked.
//! Source  MS-WMF, MS-EMF, MS-EMFPLUS.

pub(super) mod emf;
mod emf_plus;
pub(super) mod wmf;
pub mod write;

use super::dib::{Dib, Mask, Packing};
use super::whole::Whole;
use super::{Found, Unfit};

const SRCCOPY: u32 = 0x00CC_0020;
const SRCPAINT: u32 = 0x00EE_0086;
const SRCAND: u32 = 0x0088_00C6;
const SRCINVERT: u32 = 0x0066_0046;

/// One record that paints a bitmap.
#[derive(Clone, Copy)]
struct Blit<'a> {
    dib: Dib<'a>,
    /// The raster operation.
    operation: u32,
    /// Left, top, width and height of where it is painted.
    target: [i32; 4],
    /// How much of the picture that is, in thousandths; 1000 where the picture's size is unknown.
    share: u32,
}

impl<'a> Blit<'a> {
    fn area(&self) -> u64 {
        self.target[2].unsigned_abs() as u64 * self.target[3].unsigned_abs() as u64
    }

    /// This bitmap as the mask of the one painted next, if the two are such a pair.
    fn masks(&self, next: &Blit<'a>) -> Option<Mask<'a>> {
        let (mask, image) = (&self.dib, &next.dib);
        if self.target != next.target
            || mask.depth != 1
            || (mask.width, mask.height) != (image.width, image.height)
            || mask.packing != Packing::Lines
            || image.packing != Packing::Lines
        {
            return None;
        }
        let white_shows = match (self.operation, next.operation) {
            // White is painted where the picture will be, then the picture is cut into it.
            (SRCPAINT, SRCAND) => true,
            // A black hole is cut, then the picture is painted into it.
            (SRCAND, SRCPAINT | SRCINVERT) => false,
            _ => return None,
        };
        Some(Mask { dib: *mask, white_shows })
    }
}

/// A bitmap that may be the picture.
struct Choice<'a> {
    blit: Blit<'a>,
    mask: Option<Mask<'a>>,
    rank: (u64, u8, u64),
}

/// What the records of a metafile have shown so far.
#[derive(Default)]
struct Survey<'a> {
    best: Option<Choice<'a>>,
    previous: Option<Blit<'a>>,
    /// Records that paint a bitmap, a mask and its picture counted as one.
    bitmaps: u32,
    /// Records that draw lines, areas or text.
    vectors: u32,
    /// Why a bitmap could not be read.
    failure: Option<Unfit>,
}

impl<'a> Survey<'a> {
    fn vector(&mut self) {
        self.vectors = self.vectors.saturating_add(1);
        self.previous = None;
    }

    fn bitmap(
        &mut self,
        dib: Result<Dib<'a>, Unfit>,
        operation: u32,
        target: [i32; 4],
        share: u32,
    ) {
        let dib = match dib {
            Ok(dib) => dib,
            Err(unfit) => {
                self.failure.get_or_insert(unfit);
                return;
            }
        };
        let blit = Blit { dib, operation, target, share };
        let mask = self.previous.and_then(|previous| previous.masks(&blit));
        self.previous = Some(blit);
        if mask.is_none() {
            self.bitmaps = self.bitmaps.saturating_add(1);
        }
        let trust = match operation {
            _ if mask.is_some() => 2,
            SRCCOPY => 2,
            SRCPAINT | SRCAND | SRCINVERT if dib.depth == 1 => 0,
            _ => 1,
        };
        let rank = (blit.area(), trust, dib.width as u64 * dib.height as u64);
        // Of equals the last: it was painted over the others.
        if self.best.as_ref().is_none_or(|best| best.rank <= rank) {
            self.best = Some(Choice { blit, mask, rank });
        }
    }

    /// The picture, or why there is none; `whole` is a file found in EMF+ records.
    fn finish(self, whole: Option<Whole<'a>>) -> Result<Found<'a>, Unfit> {
        let Some(best) = self.best else {
            return match whole {
                Some(whole) => Ok(Found::Whole(whole)),
                None if self.vectors == 0 => Err(self.failure.unwrap_or(Unfit::VectorOnly)),
                None => Err(Unfit::VectorOnly),
            };
        };
        if self.vectors > 0 && best.blit.share < 500 {
            return Err(Unfit::VectorOnly);
        }
        if let Some(whole) = whole {
            return Ok(Found::Whole(whole));
        }
        let partial = self.vectors > 0 || self.bitmaps > 1;
        Ok(match best.blit.dib.into_found() {
            Found::Bitmap { image, .. } => Found::Bitmap { image, mask: best.mask, partial },
            found => found,
        })
    }
}

/// `part` of `all` in thousandths; 1000 where `all` is unknown.
fn share(part: u64, all: u64) -> u32 {
    if all == 0 { 1000 } else { (part as u128 * 1000 / all as u128).min(1000) as u32 }
}
