//! Rows of pixels to a PNG file.
//!
//! Shape   one IDAT chunk; true-colour rows get the filter whose result has the smallest sum,
//!         indexed rows get none, as the specification advises.
//! Limits  the compressor's tables (about 0.3 MB) are kept for the next picture, and counted.

use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, TDEFLStatus, compress_to_output};

use super::{crc, paeth};
use crate::buffers::{Kept, kept};
use crate::picture::Unfit;
use crate::picture::bytes::{append, refill};
use crate::picture::size::PNG_SIGNATURE;
use crate::system::blocks::held;

/// How hard the compressor tries, of 10: past this, photographs take many times as long (its usual
/// 6 takes 8 times) to become 8 % smaller.
const LEVEL: u8 = 4;

/// What a pixel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::picture) enum Color {
    /// Indices of this many bits: 1, 2, 4 or 8.
    Indexed(u8),
    /// Red, green, blue, a byte each.
    Rgb,
    /// Red, green, blue, opacity, a byte each.
    Rgba,
}

impl Color {
    /// Bytes in a row of `width` pixels.
    pub(crate) fn row_bytes(self, width: u32) -> Option<usize> {
        let bits = match self {
            Color::Indexed(depth) => depth as u64,
            Color::Rgb => 24,
            Color::Rgba => 32,
        };
        usize::try_from((width as u64 * bits).div_ceil(8)).ok()
    }
}

/// What stands before the pixels.
#[derive(Clone, Copy, Debug)]
pub(in crate::picture) struct Head<'a> {
    pub width: u32,
    pub height: u32,
    pub color: Color,
    /// Red, green, blue of each index.
    pub palette: &'a [u8],
    /// Opacity of the first indices.
    pub opacity: &'a [u8],
    /// Pixels per metre; 0 where nothing is known.
    pub density: (u32, u32),
}

kept! {
    /// Writes PNG files, one after the other.
    #[derive(Default)]
    pub(in crate::picture) struct Encoder {
        compressor: Compressor,
        current: Vec<u8>,
        previous: Vec<u8>,
        best: Vec<u8>,
        trial: Vec<u8>,
    }
}

/// The compressor, once there is one.
#[derive(Default)]
struct Compressor(Option<Box<CompressorOxide>>);

impl Compressor {
    /// What its blocks take: its own value; the text and its hash chains; what it has compressed; and
    /// its codes. The crate does not say it: a test compares it with what is really taken.
    fn held() -> usize {
        held::<CompressorOxide>(1)
            + held::<u8>((32 << 10) + 258)
            + 2 * held::<u16>(32 << 10)
            + held::<u8>((64 << 10) * 13 / 10)
            + held::<u8>(3 * 288 * 5)
    }

    /// The compressor, ready for the next file.
    fn fresh(&mut self) -> &mut CompressorOxide {
        if let Some(deflate) = &mut self.0 {
            deflate.reset();
        }
        self.0.get_or_insert_with(|| {
            // Made where it will stay: `Box::new` would have its 64 KB on the stack before, and hosts
            // have threads with less.
            let mut deflate = Box::<CompressorOxide>::default();
            deflate.set_compression_level_raw(LEVEL);
            deflate
        })
    }
}

impl Kept for Compressor {
    fn clear(&mut self) {}

    fn retained_bytes(&self) -> usize {
        if self.0.is_some() { Compressor::held() } else { 0 }
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            self.0 = None;
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        if self.0.is_none() {
            std::mem::swap(self, other);
        }
    }
}

impl Encoder {
    /// Writes a file into `out`; `row` is asked for each row from the top, and must fill it.
    pub(crate) fn encode(
        &mut self,
        head: &Head<'_>,
        out: &mut Vec<u8>,
        mut row: impl FnMut(u32, &mut [u8]),
    ) -> Result<(), Unfit> {
        let len = head.color.row_bytes(head.width).ok_or(Unfit::TooLarge)?;
        let pad = if let Color::Rgba = head.color { 4 } else { 3 };
        refill(&mut self.current, pad + len, 0)?;
        refill(&mut self.previous, pad + len, 0)?;
        refill(&mut self.best, 1 + len, 0)?;
        refill(&mut self.trial, 1 + len, 0)?;
        write_head(head, out)?;

        let start = out.len();
        append(out, b"\0\0\0\0IDAT")?;
        let deflate = self.compressor.fresh();
        for y in 0..head.height {
            row(y, &mut self.current[pad..]);
            if let Color::Indexed(_) = head.color {
                self.best[1..].copy_from_slice(&self.current[pad..]);
            } else {
                filter(pad, &self.current, &self.previous, &mut self.best, &mut self.trial);
                std::mem::swap(&mut self.current, &mut self.previous);
            }
            press(deflate, &self.best, TDEFLFlush::None, out)?;
        }
        press(deflate, &[], TDEFLFlush::Finish, out)?;
        let size = u32::try_from(out.len() - start - 8).map_err(|_| Unfit::TooLarge)?;
        out[start..start + 4].copy_from_slice(&size.to_be_bytes());
        let check = crc(&out[start + 4..]);
        append(out, &check.to_be_bytes())?;
        chunk(out, b"IEND", &[])
    }
}

/// Compresses one piece and appends what comes out.
fn press(
    deflate: &mut CompressorOxide,
    bytes: &[u8],
    flush: TDEFLFlush,
    out: &mut Vec<u8>,
) -> Result<(), Unfit> {
    let (status, _) = compress_to_output(deflate, bytes, flush, |bytes| append(out, bytes).is_ok());
    match status {
        TDEFLStatus::Okay | TDEFLStatus::Done => Ok(()),
        _ => Err(Unfit::OutOfMemory),
    }
}

fn write_head(head: &Head<'_>, out: &mut Vec<u8>) -> Result<(), Unfit> {
    out.clear();
    append(out, PNG_SIGNATURE)?;
    let (depth, color) = match head.color {
        Color::Indexed(depth) => (depth, 3),
        Color::Rgb => (8, 2),
        Color::Rgba => (8, 6),
    };
    let mut body = [0; 13];
    body[..4].copy_from_slice(&head.width.to_be_bytes());
    body[4..8].copy_from_slice(&head.height.to_be_bytes());
    body[8] = depth;
    body[9] = color;
    chunk(out, b"IHDR", &body)?;
    if head.density.0 > 0 && head.density.1 > 0 {
        let mut body = [1; 9];
        body[..4].copy_from_slice(&head.density.0.to_be_bytes());
        body[4..8].copy_from_slice(&head.density.1.to_be_bytes());
        chunk(out, b"pHYs", &body)?;
    }
    if color == 3 {
        chunk(out, b"PLTE", head.palette)?;
        if !head.opacity.is_empty() {
            chunk(out, b"tRNS", head.opacity)?;
        }
    }
    Ok(())
}

fn chunk(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) -> Result<(), Unfit> {
    append(out, &(body.len() as u32).to_be_bytes())?;
    let start = out.len();
    append(out, name)?;
    append(out, body)?;
    let check = crc(&out[start..]);
    append(out, &check.to_be_bytes())
}

/// Puts the filter's number and the filtered row into `best`. Rows have `pad` zeros before them.
fn filter(pad: usize, current: &[u8], previous: &[u8], best: &mut Vec<u8>, trial: &mut Vec<u8>) {
    let len = current.len() - pad;
    let (x, left) = (&current[pad..], &current[..len]);
    let (up, corner) = (&previous[pad..], &previous[..len]);
    best[0] = 2;
    let mut least = apply(&mut best[1..], x, up, |x, up| x.wrapping_sub(up));
    if least == 0 {
        return;
    }
    trial[0] = 1;
    let sum = apply(&mut trial[1..], x, left, |x, left| x.wrapping_sub(left));
    if sum < least {
        least = sum;
        std::mem::swap(best, trial);
    }
    trial[0] = 4;
    let mut sum = 0u64;
    for ((((out, &x), &left), &up), &corner) in
        trial[1..].iter_mut().zip(x).zip(left).zip(up).zip(corner)
    {
        *out = x.wrapping_sub(paeth(left, up, corner));
        sum += (*out as i8).unsigned_abs() as u64;
    }
    if sum < least {
        least = sum;
        std::mem::swap(best, trial);
    }
    trial[0] = 0;
    if apply(&mut trial[1..], x, x, |x, _| x) < least {
        std::mem::swap(best, trial);
    }
}

/// Filters a row, and returns the sum of what is left as signed bytes.
#[inline]
fn apply(out: &mut [u8], x: &[u8], other: &[u8], predict: impl Fn(u8, u8) -> u8) -> u64 {
    let mut sum = 0;
    // Partial sums of 4096 bytes fit 32 bits, which the compiler adds many at a time.
    for ((out, x), other) in out.chunks_mut(4096).zip(x.chunks(4096)).zip(other.chunks(4096)) {
        let mut part = 0u32;
        for ((out, &x), &other) in out.iter_mut().zip(x).zip(other) {
            *out = predict(x, other);
            part += (*out as i8).unsigned_abs() as u32;
        }
        sum += part as u64;
    }
    sum
}
