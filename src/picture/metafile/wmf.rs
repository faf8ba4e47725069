//! Windows metafiles, as `\wmetafile` holds them.
//!
//! Shape   an optional placeable header of 22 bytes, a header of 18, then records.
//! Units   record sizes are in 16-bit words; coordinates are logical units.
//! Errors  a record that runs past the end is read as far as it goes, and ends the walk.

use super::{Survey, share};
use crate::picture::bytes::{le16, le16i, le32, up_to};
use crate::picture::dib::Dib;
use crate::picture::{Found, Unfit};

const PLACEABLE: u32 = 0x9AC6_CDD7;

/// The bitmap that a metafile shows.
pub(in crate::picture) fn find(data: &[u8]) -> Result<Found<'_>, Unfit> {
    let mut frame = 0u64;
    let mut at = 0usize;
    if le32(data, 0) == Some(PLACEABLE) {
        let side = |low, high| -> Option<u64> {
            Some((le16i(data, high)? - le16i(data, low)?).unsigned_abs() as u64)
        };
        frame = side(6, 10).zip(side(8, 12)).map_or(0, |(width, height)| width * height);
        at = 22;
    }
    if le16(data, at + 2) != Some(9) {
        return Err(Unfit::Damaged);
    }
    at += 18;

    let mut survey = Survey::default();
    while let (Some(words), Some(function)) = (le32(data, at), le16(data, at + 4)) {
        if function == 0 || words < 3 {
            break;
        }
        let len = (words as usize).saturating_mul(2);
        let record = up_to(data, at, len);
        record_at(record, words, function, &mut frame, &mut survey);
        at = match at.checked_add(len) {
            Some(next) => next,
            None => break,
        };
    }
    survey.finish(None)
}

/// Looks at one record.
fn record_at<'a>(
    record: &'a [u8],
    words: u32,
    function: u16,
    frame: &mut u64,
    survey: &mut Survey<'a>,
) {
    // Where the source height, the target's height (before its width, top and left) and the
    // bitmap stand.
    let (target_at, dib_at) = match function {
        // SETWINDOWEXT
        0x020C => {
            if let (Some(height), Some(width)) = (le16i(record, 6), le16i(record, 8)) {
                *frame = width.unsigned_abs() as u64 * height.unsigned_abs() as u64;
            }
            return;
        }
        // DIBBITBLT and DIBSTRETCHBLT; without a bitmap they only fill.
        0x0940 | 0x0B41 if words == (function as u32 >> 8) + 3 => return,
        0x0940 => (14, 22),
        0x0B41 => (18, 26),
        // STRETCHDIB
        0x0F43 => (20, 28),
        // SETDIBTODEV
        0x0D33 => (16, 24),
        // EXTTEXTOUT without text fills a rectangle.
        0x0A32 if le16(record, 10) == Some(0) => return,
        // Lines, areas and text.
        0x0213 | 0x0418 | 0x041B | 0x0324 | 0x0325 | 0x0538 | 0x0521 | 0x0A32 | 0x0817 | 0x081A
        | 0x0830 | 0x061C | 0x0419 | 0x0548 | 0x041F | 0x0228 | 0x0429 | 0x012B | 0x012A => {
            survey.vector();
            return;
        }
        _ => return,
    };
    let part = |index: usize| le16i(record, target_at + 2 * index).unwrap_or(0);
    let target = [part(3), part(2), part(1), part(0)];
    let area = target[2].unsigned_abs() as u64 * target[3].unsigned_abs() as u64;
    let operation = if function == 0x0D33 { super::SRCCOPY } else { le32(record, 6).unwrap_or(0) };
    let usage = match function {
        0x0F43 => le16(record, 10),
        0x0D33 => le16(record, 6),
        _ => Some(0),
    };
    let dib = Dib::packed(record.get(dib_at..).unwrap_or(&[]));
    let dib = match dib {
        // Indices into a palette that the metafile set up elsewhere.
        Ok(dib) if usage == Some(1) && dib.depth <= 8 => Err(Unfit::Unsupported),
        dib => dib,
    };
    survey.bitmap(dib, operation, target, share(area, *frame));
}
