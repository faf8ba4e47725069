//! Enhanced metafiles, as `\emfblip` holds them.
//!
//! Shape   records of type, size and fields; the first is the header.
//! Units   bytes; bounds are in device units, inclusive.
//! Errors  a record that runs past the end is read as far as it goes, and ends the walk.

use super::survey::{Paint, Survey};
use super::{SRCCOPY, emf_plus, share};
use crate::picture::bytes::{le32, le32i, up_to};
use crate::picture::dib::Dib;
use crate::picture::{Found, Unfit};

/// The bitmap that a metafile shows. `joined` takes the parts of an EMF+ picture.
pub(in crate::picture) fn find<'a>(
    data: &'a [u8],
    limit: usize,
    joined: &'a mut Vec<u8>,
) -> Result<Found<'a>, Unfit> {
    if le32(data, 0) != Some(1) || le32(data, 40) != Some(0x464D_4520) {
        return Err(Unfit::Damaged);
    }
    let frame = bounds(data).map_or(0, |[_, _, width, height]| area(width, height));
    let mut survey = Survey::default();
    let mut axis = Axis::default();
    let mut plus = emf_plus::Objects::new(limit, joined);
    let mut at = 0usize;
    while let (Some(kind), Some(size)) = (le32(data, at), le32(data, at + 4)) {
        if size < 8 || kind == 14 {
            break;
        }
        let record = up_to(data, at, size as usize);
        match kind {
            70 => plus.comment(record)?,
            76..=78 | 80 | 81 | 114 | 116 => {
                bitmap_at(record, kind, frame, axis.upward(), &mut survey);
            }
            9 | 11 | 17 | 35 | 36 => axis.record(record, kind),
            // Lines, areas, paths and text.
            2..=8 | 15 | 42..=47 | 53..=56 | 62..=64 | 71..=74 | 83..=92 | 96 | 97 | 108 | 118 => {
                survey.vector();
            }
            _ => {}
        }
        at = match at.checked_add(size as usize) {
            Some(next) => next,
            None => break,
        };
    }
    survey.finish(plus.finish())
}

/// Which way the vertical axis points: each of these may turn it.
#[derive(Default)]
struct Axis {
    mode: bool,
    window: bool,
    viewport: bool,
    transform: bool,
}

impl Axis {
    fn upward(&self) -> bool {
        self.mode ^ self.window ^ self.viewport ^ self.transform
    }

    fn record(&mut self, record: &[u8], kind: u32) {
        let negative = |at| le32i(record, at).is_some_and(|value| value < 0);
        match kind {
            9 => self.window = negative(12),
            11 => self.viewport = negative(12),
            // Modes with a unit of length.
            17 => self.mode = matches!(le32(record, 8), Some(2..=6)),
            // The sign of a float is that of an integer in the same bits.
            35 => self.transform = negative(20),
            36 => match le32(record, 32) {
                Some(1) => self.transform = false,
                Some(2 | 3) => self.transform ^= negative(20),
                Some(4) => self.transform = negative(20),
                _ => {}
            },
            _ => {}
        }
    }
}

/// Looks at a record that paints a bitmap.
fn bitmap_at<'a>(record: &'a [u8], kind: u32, frame: u64, upward: bool, survey: &mut Survey<'a>) {
    let device = kind == 80 || kind == 81;
    // Where the four places of header and bits stand, the usage, and the target's size.
    let (source, usage, extent) = match kind {
        80 => (48, 64, 40),
        81 => (48, 64, 72),
        _ => (84, 80, 32),
    };
    let [head_at, head_len, bits_at, bits_len] =
        [0, 4, 8, 12].map(|step| le32(record, source + step).unwrap_or(0) as usize);
    if head_len == 0 {
        // The record fills with a brush.
        return;
    }
    let field = |at| le32i(record, at).unwrap_or(0);
    let target = [field(24), field(28), field(extent), field(extent + 4)];
    let source = match kind {
        81 => Some([field(32), field(36), field(40), field(44)]),
        77 | 114 | 116 => Some([field(44), field(48), field(100), field(104)]),
        _ => None,
    };
    // For an alpha blend this holds the blend function: its last byte says whether the bits hold
    // opacities, multiplied into the colours.
    let word = le32(record, if kind == 81 { 68 } else { 40 }).unwrap_or(0);
    let operation = if kind == 80 || kind == 114 || kind == 116 { SRCCOPY } else { word };
    let head = up_to(record, head_at, head_len);
    let mut dib = Dib::apart(head, up_to(record, bits_at, bits_len));
    if let Ok(found) = &mut dib {
        if kind == 114 {
            found.premultiplied = word >> 24 == 1;
            found.declared = found.premultiplied;
            if !found.premultiplied {
                found.masks[3] = 0;
            }
        }
        if le32(record, usage) == Some(1) && found.depth <= 8 {
            dib = Err(Unfit::Unsupported);
        }
    }
    let painted = bounds(record).map(|[_, _, width, height]| area(width, height));
    let share = match painted {
        Some(painted) => share(painted, frame),
        None if device => share(area(target[2], target[3]), frame),
        None => 1000,
    };
    let from_bottom = kind == 81;
    survey.bitmap(dib, Paint { operation, target, source, from_bottom, upward, share });
}

/// Left, top, width and height from a record's bounds, if they are not empty.
fn bounds(record: &[u8]) -> Option<[i32; 4]> {
    let (left, top) = (le32i(record, 8)?, le32i(record, 12)?);
    let width = le32i(record, 16)?.checked_sub(left)?.checked_add(1)?;
    let height = le32i(record, 20)?.checked_sub(top)?.checked_add(1)?;
    (width > 0 && height > 0).then_some([left, top, width, height])
}

fn area(width: i32, height: i32) -> u64 {
    width.unsigned_abs() as u64 * height.unsigned_abs() as u64
}
