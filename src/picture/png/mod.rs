//! PNG files: written from rows of pixels, and read as 24-bit rows.
//!
//! Shape   [`Encoder`] asks for one row after the other, filters it and compresses it, so that a
//!         picture never stands in memory twice. [`Decoder`] serves the metafiles for old
//!         RichEdit controls. DEFLATE is miniz_oxide's; the rest is here, because growth must
//!         be by `try_reserve` and buffers must serve the next picture.
//! Errors  see [`Unfit`](super::Unfit).
//! Source  PNG specification, third edition.

mod decode;
mod encode;

pub(super) use decode::Decoder;
pub(super) use encode::{Color, Encoder, Head};

static CRC: [u32; 256] = {
    let mut table = [0u32; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 != 0 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
};

/// The check value of a chunk, over its name and its data.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc: u32, &byte| CRC[(crc as u8 ^ byte) as usize] ^ (crc >> 8))
}

/// The filter that predicts a byte from its left, upper and upper left neighbours.
#[inline]
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let (a, b, c) = (left as i16, up as i16, corner as i16);
    let (near_a, near_b, near_c) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if near_a <= near_b && near_a <= near_c {
        left
    } else if near_b <= near_c {
        up
    } else {
        corner
    }
}
