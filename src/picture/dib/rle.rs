//! RLE4 and RLE8: runs of indices to one byte a pixel.
//!
//! Shape   lines from the bottom up, or from the top where the header says so.
//! Errors  none: what lies outside the bitmap is dropped, what never comes is `fill`.
//! Limits  a run writes at most 255 pixels, and skips cost nothing: linear in the data.

use super::{Dib, Packing};

/// Unpacks into `pixels` (width x height bytes, already filled). True where the data ended early.
pub(in crate::picture) fn unpack(dib: &Dib<'_>, pixels: &mut [u8], fill: u8) -> bool {
    let width = dib.width as usize;
    let height = dib.height as usize;
    let wide = dib.packing == Packing::Rle8;
    let mut canvas = Canvas { pixels, width, height, top_down: dib.top_down, x: 0, y: 0 };
    let mut data = dib.bits;
    while let Some((&[count, value], rest)) = data.split_first_chunk::<2>() {
        data = rest;
        match (count, value) {
            (0, 0) => {
                canvas.x = 0;
                canvas.y += 1;
            }
            (0, 1) => return false,
            (0, 2) => {
                let Some((&[dx, dy], rest)) = data.split_first_chunk::<2>() else { break };
                data = rest;
                canvas.x += dx as usize;
                canvas.y += dy as usize;
            }
            (0, count) => {
                let count = count as usize;
                let len = if wide { count } else { count.div_ceil(2) };
                let run = &data[..len.min(data.len())];
                // Literal runs are padded to a whole number of 16-bit words.
                data = data.get(len + len % 2..).unwrap_or(&[]);
                if wide {
                    canvas.copy(run.iter().copied());
                } else {
                    let nibbles = run.iter().flat_map(|&byte| [byte >> 4, byte & 15]);
                    canvas.copy(nibbles.take(count));
                }
            }
            (count, value) if wide => canvas.copy(std::iter::repeat_n(value, count as usize)),
            (count, value) => {
                let pair = [value >> 4, value & 15];
                canvas.copy((0..count as usize).map(|index| pair[index & 1]));
            }
        }
        if canvas.y >= height {
            return false;
        }
    }
    // Many writers leave the end mark out; only missing lines count.
    let first_missing = canvas.y + (canvas.x > 0) as usize;
    let missing = height.saturating_sub(first_missing);
    let start = if dib.top_down { (height - missing) * width } else { 0 };
    if let Some(rows) = pixels.get_mut(start..start + missing * width) {
        rows.fill(fill);
    }
    missing > 0
}

/// Where the next pixel goes.
struct Canvas<'p> {
    pixels: &'p mut [u8],
    width: usize,
    height: usize,
    top_down: bool,
    x: usize,
    y: usize,
}

impl Canvas<'_> {
    /// Writes a run into the current line and steps past it; pixels past the line's end are lost.
    fn copy(&mut self, run: impl Iterator<Item = u8>) {
        if self.y >= self.height || self.x >= self.width {
            return;
        }
        let row = if self.top_down { self.y } else { self.height - 1 - self.y };
        let line = &mut self.pixels[row * self.width..(row + 1) * self.width];
        for (pixel, value) in line[self.x..].iter_mut().zip(run) {
            *pixel = value;
            self.x += 1;
        }
    }
}
