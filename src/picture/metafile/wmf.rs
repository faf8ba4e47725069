//! Windows metafiles, as `\wmetafile` holds them.
//!
//! Shape   an optional placeable header of 22 bytes, a header of 18, then records.
//! Units   record sizes are in 16-bit words; coordinates are logical units.
//! Errors  a record that runs past the end is read as far as it goes, and ends the walk.

use super::survey::{Paint, Survey};
use super::{SRCCOPY, share};
use crate::picture::bytes::{le16, le16i, le32, up_to};
use crate::picture::dib::Dib;
use crate::picture::{Found, Unfit};

const PLACEABLE: u32 = 0x9AC6_CDD7;

/// The bitmap that a metafile shows.
pub(in crate::picture) fn find(data: &[u8]) -> Result<Found<'_>, Unfit> {
    let mut walk = Walk::default();
    let mut at = 0usize;
    if le32(data, 0) == Some(PLACEABLE) {
        let side = |low, high| -> Option<u64> {
            Some((le16i(data, high)? - le16i(data, low)?).unsigned_abs() as u64)
        };
        walk.frame = side(6, 10).zip(side(8, 12)).map_or(0, |(width, height)| width * height);
        at = 22;
    }
    if le16(data, at + 2) != Some(9) {
        return Err(Unfit::Damaged);
    }
    at += 18;

    while let (Some(words), Some(function)) = (le32(data, at), le16(data, at + 4)) {
        if function == 0 || words < 3 {
            break;
        }
        let len = (words as usize).saturating_mul(2);
        walk.record(up_to(data, at, len), words, function);
        at = match at.checked_add(len) {
            Some(next) => next,
            None => break,
        };
    }
    walk.survey.finish(None)
}

/// Where the fields of a record that paints a bitmap stand.
struct Layout {
    /// Height, width, top and left of the source; `None` where it has only top and left.
    source: Option<usize>,
    /// Height, width, top and left of the target.
    target: usize,
    /// How indices are meant.
    usage: Option<usize>,
    dib: usize,
}

#[derive(Default)]
struct Walk<'a> {
    survey: Survey<'a>,
    /// The area of the picture, 0 where unknown.
    frame: u64,
    upward: bool,
}

impl<'a> Walk<'a> {
    /// Looks at one record.
    fn record(&mut self, record: &'a [u8], words: u32, function: u16) {
        let layout = match function {
            // SETWINDOWEXT
            0x020C => {
                if let (Some(height), Some(width)) = (le16i(record, 6), le16i(record, 8)) {
                    self.frame = width.unsigned_abs() as u64 * height.unsigned_abs() as u64;
                    self.upward = height < 0;
                }
                return;
            }
            // SETMAPMODE: in modes with a unit of length the axis points up.
            0x0103 => {
                self.upward = matches!(le16(record, 6), Some(2..=6));
                return;
            }
            // DIBBITBLT and DIBSTRETCHBLT; without a bitmap they only fill.
            0x0940 | 0x0B41 if words == (function as u32 >> 8) + 3 => return,
            0x0940 => Layout { source: None, target: 14, usage: None, dib: 22 },
            0x0B41 => Layout { source: Some(10), target: 18, usage: None, dib: 26 },
            // STRETCHDIB
            0x0F43 => Layout { source: Some(12), target: 20, usage: Some(10), dib: 28 },
            // SETDIBTODEV
            0x0D33 => Layout { source: None, target: 16, usage: Some(6), dib: 24 },
            // EXTTEXTOUT without text fills a rectangle.
            0x0A32 if le16(record, 10) == Some(0) => return,
            // Lines, areas and text.
            0x0213 | 0x0418 | 0x041B | 0x0324 | 0x0325 | 0x0538 | 0x0521 | 0x0A32 | 0x0817
            | 0x081A | 0x0830 | 0x061C | 0x0419 | 0x0548 | 0x041F | 0x0228 | 0x0429 | 0x012B
            | 0x012A => {
                self.survey.vector();
                return;
            }
            _ => return,
        };
        let rectangle = |at: usize| -> [i32; 4] {
            [6, 4, 2, 0].map(|step| le16i(record, at + step).unwrap_or(0))
        };
        let target = rectangle(layout.target);
        let area = target[2].unsigned_abs() as u64 * target[3].unsigned_abs() as u64;
        let device = function == 0x0D33;
        let dib = match Dib::packed(record.get(layout.dib..).unwrap_or(&[])) {
            // Indices into a palette that the metafile set up elsewhere.
            Ok(dib)
                if dib.depth <= 8 && layout.usage.and_then(|at| le16(record, at)) == Some(1) =>
            {
                Err(Unfit::Unsupported)
            }
            dib => dib,
        };
        let paint = Paint {
            operation: if device { SRCCOPY } else { le32(record, 6).unwrap_or(0) },
            target,
            source: layout.source.map(rectangle),
            from_bottom: function == 0x0F43,
            upward: self.upward,
            share: share(area, self.frame),
        };
        self.survey.bitmap(dib, paint);
    }
}
