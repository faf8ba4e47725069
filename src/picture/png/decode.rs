//! A PNG file to 24-bit rows on a white ground.
//!
//! Shape   every colour type and depth, interlaced or not. Chunk check values are not looked at:
//!         a viewer would show the picture too.
//! Errors  `Damaged` where the structure is wrong; data that ends early leaves the rest white.
//! Limits  the pixels may take `limit` bytes; DEFLATE can't make more than 1032 bytes of one, so
//!         a header that claims more than that is refused before memory is taken.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_IGNORE_ADLER32, TINFL_FLAG_PARSE_ZLIB_HEADER,
    TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use super::paeth;
use crate::buffers::Kept;
use crate::picture::Unfit;
use crate::picture::bytes::{be16, be32, refill, up_to};

/// Reads PNG files, one after the other.
#[derive(Default)]
pub(in crate::picture) struct Decoder {
    inflate: Option<Box<DecompressorOxide>>,
}

impl Kept for Decoder {
    fn clear(&mut self) {}

    fn retained_bytes(&self) -> usize {
        if self.inflate.is_some() { size_of::<DecompressorOxide>() } else { 0 }
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            self.inflate = None;
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        if self.inflate.is_none() {
            std::mem::swap(self, other);
        }
    }
}

/// What stands before the pixels.
struct Head<'a> {
    width: u32,
    height: u32,
    depth: u8,
    color: u8,
    interlaced: bool,
    palette: &'a [u8],
    opacity: &'a [u8],
}

impl Head<'_> {
    /// Samples in a pixel.
    fn channels(&self) -> usize {
        match self.color {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        }
    }

    fn bits(&self) -> usize {
        self.channels() * self.depth as usize
    }

    fn row_bytes(&self, width: u32) -> usize {
        (width as u64 * self.bits() as u64).div_ceil(8) as usize
    }
}

/// Where the pixels of one pass stand: first column and row, and the steps between them.
type Pass = (u32, u32, u32, u32);

const WHOLE: &[Pass] = &[(0, 0, 1, 1)];
const ADAM7: &[Pass] = &[
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
];

impl Decoder {
    /// Decodes into `rows`: bottom row first, blue first, padded to 4 bytes. `raw` is scratch.
    pub(crate) fn decode_bgr(
        &mut self,
        file: &[u8],
        limit: usize,
        raw: &mut Vec<u8>,
        rows: &mut Vec<u8>,
    ) -> Result<(u32, u32), Unfit> {
        let head = read_head(file)?;
        let stride = (head.width as u64 * 3).div_ceil(4) * 4;
        let total = stride.checked_mul(head.height as u64).ok_or(Unfit::TooLarge)?;
        let passes = if head.interlaced { ADAM7 } else { WHOLE };
        let needed: u128 = passes
            .iter()
            .map(|&pass| {
                let (width, height) = pass_size(&head, pass);
                if width == 0 { 0 } else { (head.row_bytes(width) as u128 + 1) * height as u128 }
            })
            .sum();
        if total > limit as u64 || needed > limit as u128 * 3 + 4096 {
            return Err(Unfit::TooLarge);
        }
        if needed > file.len() as u128 * 1040 {
            return Err(Unfit::Damaged);
        }
        refill(rows, total as usize, 0xFF)?;
        refill(raw, needed as usize, 0)?;
        let filled = self.inflate(file, raw)?;

        let mut rest = &mut raw[..filled];
        for &pass in passes {
            let (width, height) = pass_size(&head, pass);
            if width == 0 {
                continue;
            }
            let len = head.row_bytes(width);
            let step = head.bits().div_ceil(8);
            let mut previous: &mut [u8] = &mut [];
            for index in 0..height {
                let Some((line, tail)) = rest.split_at_mut_checked(1 + len) else {
                    return Ok((head.width, head.height));
                };
                rest = tail;
                let (kind, line) = line.split_at_mut(1);
                unfilter(kind[0], step, line, previous)?;
                let y = (pass.1 + index * pass.3) as usize;
                let at = (head.height as usize - 1 - y) * stride as usize;
                paint(&head, line, width, &mut rows[at..at + stride as usize], pass);
                previous = line;
            }
        }
        Ok((head.width, head.height))
    }

    /// Decompresses the IDAT chunks into `raw`; returns how many bytes came.
    fn inflate(&mut self, file: &[u8], raw: &mut [u8]) -> Result<usize, Unfit> {
        let inflate = self.inflate.get_or_insert_default();
        inflate.init();
        let flags = TINFL_FLAG_PARSE_ZLIB_HEADER
            | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF
            | TINFL_FLAG_IGNORE_ADLER32
            | TINFL_FLAG_HAS_MORE_INPUT;
        let mut filled = 0;
        for (name, body) in chunks(file) {
            if name == b"IDAT" {
                let (status, _, written) = decompress(inflate, body, raw, filled, flags);
                filled += written;
                if status != TINFLStatus::NeedsMoreInput {
                    break;
                }
            } else if name == b"IEND" {
                break;
            }
        }
        if filled == 0 { Err(Unfit::Damaged) } else { Ok(filled) }
    }
}

/// The chunks of a file; the last may be short.
fn chunks(file: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 8usize;
    std::iter::from_fn(move || {
        let len = be32(file, at)? as usize;
        let name = file.get(at + 4..at + 8)?;
        let body = up_to(file, at + 8, len);
        at = at.checked_add(len)?.checked_add(12)?;
        Some((name, body))
    })
}

fn read_head(file: &[u8]) -> Result<Head<'_>, Unfit> {
    let mut all = chunks(file);
    let Some((b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, depth, color, _, _, interlace])) =
        all.next()
    else {
        return Err(Unfit::Damaged);
    };
    let mut head = Head {
        width: u32::from_be_bytes([w0, w1, w2, w3]),
        height: u32::from_be_bytes([h0, h1, h2, h3]),
        depth,
        color,
        interlaced: interlace == 1,
        palette: &[],
        opacity: &[],
    };
    let known = match (color, depth) {
        (0, 1 | 2 | 4 | 8 | 16) | (3, 1 | 2 | 4 | 8) | (2 | 4 | 6, 8 | 16) => interlace <= 1,
        _ => false,
    };
    let most = i32::MAX as u32;
    if !known || head.width == 0 || head.height == 0 || head.width > most || head.height > most {
        return Err(Unfit::Damaged);
    }
    for (name, body) in all {
        match name {
            b"PLTE" => head.palette = body,
            b"tRNS" => head.opacity = body,
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
    }
    Ok(head)
}

fn pass_size(head: &Head<'_>, (x, y, dx, dy): Pass) -> (u32, u32) {
    (head.width.saturating_sub(x).div_ceil(dx), head.height.saturating_sub(y).div_ceil(dy))
}

/// Takes the filter off a row; `previous` is empty for the first.
fn unfilter(kind: u8, step: usize, line: &mut [u8], previous: &[u8]) -> Result<(), Unfit> {
    let up = |index: usize| previous.get(index).copied().unwrap_or(0);
    match kind {
        0 => {}
        1 => {
            for index in step..line.len() {
                line[index] = line[index].wrapping_add(line[index - step]);
            }
        }
        2 => {
            for (byte, &up) in line.iter_mut().zip(previous) {
                *byte = byte.wrapping_add(up);
            }
        }
        3 => {
            for index in 0..line.len() {
                let left = if index < step { 0 } else { line[index - step] };
                let mean = (left as u16 + up(index) as u16) / 2;
                line[index] = line[index].wrapping_add(mean as u8);
            }
        }
        4 => {
            for index in 0..line.len() {
                let (left, corner) =
                    if index < step { (0, 0) } else { (line[index - step], up(index - step)) };
                line[index] = line[index].wrapping_add(paeth(left, up(index), corner));
            }
        }
        _ => return Err(Unfit::Damaged),
    }
    Ok(())
}

/// Puts the pixels of one row of a pass where they belong.
fn paint(head: &Head<'_>, line: &[u8], width: u32, row: &mut [u8], pass: Pass) {
    let targets = row.chunks_exact_mut(3).skip(pass.0 as usize).step_by(pass.2 as usize);
    for (x, target) in (0..width as usize).zip(targets) {
        let (red, green, blue, opacity) = pixel(head, line, x);
        target[0] = over_white(blue, opacity);
        target[1] = over_white(green, opacity);
        target[2] = over_white(red, opacity);
    }
}

#[inline]
fn over_white(value: u8, opacity: u8) -> u8 {
    match opacity {
        255 => value,
        0 => 255,
        _ => {
            let opacity = opacity as u32;
            ((value as u32 * opacity + 255 * (255 - opacity) + 127) / 255) as u8
        }
    }
}

/// One pixel as red, green, blue and opacity.
#[inline]
fn pixel(head: &Head<'_>, line: &[u8], x: usize) -> (u8, u8, u8, u8) {
    let wide = head.depth == 16;
    let channels = head.channels();
    // The high byte of a sample, and the sample as it stands, for comparing with tRNS.
    let sample = |index: usize| -> (u8, u16) {
        let at = x * channels + index;
        if wide {
            let value = be16(line, 2 * at).unwrap_or(0);
            ((value >> 8) as u8, value)
        } else {
            let value = line.get(at).copied().unwrap_or(0);
            (value, value as u16)
        }
    };
    let small = || -> u8 {
        let depth = head.depth as usize;
        let byte = line.get(x * depth / 8).copied().unwrap_or(0);
        byte >> (8 - depth - x * depth % 8) & (((1u16 << depth) - 1) as u8)
    };
    let clear = |index: usize| be16(head.opacity, 2 * index);
    match head.color {
        0 => {
            let (grey, value) = if head.depth < 8 {
                let value = small();
                ((value as u16 * 255 / ((1 << head.depth) - 1)) as u8, value as u16)
            } else {
                sample(0)
            };
            (grey, grey, grey, if clear(0) == Some(value) { 0 } else { 255 })
        }
        2 => {
            let (red, green, blue) = (sample(0), sample(1), sample(2));
            let gone =
                clear(0) == Some(red.1) && clear(1) == Some(green.1) && clear(2) == Some(blue.1);
            (red.0, green.0, blue.0, if gone { 0 } else { 255 })
        }
        3 => {
            let index = if head.depth < 8 { small() } else { sample(0).0 } as usize;
            let entry = head.palette.get(3 * index..3 * index + 3).unwrap_or(&[0, 0, 0]);
            let opacity = head.opacity.get(index).copied().unwrap_or(255);
            (entry[0], entry[1], entry[2], opacity)
        }
        4 => {
            let grey = sample(0).0;
            (grey, grey, grey, sample(1).0)
        }
        _ => (sample(0).0, sample(1).0, sample(2).0, sample(3).0),
    }
}
