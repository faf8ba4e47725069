//! The first frame of a GIF file as PNG.
//!
//! Shape   the frame is unpacked into indices on the logical screen, which PNG holds as they are.
//! Errors  `Damaged` where there is no frame; data that ends early leaves the rest clear.
//! Limits  the screen may take `limit` bytes; 4096 codes of at most 4096 bytes each is what LZW
//!         can make of few bytes, so a screen that the data can't fill is refused.
//! Source  GIF89a.

use super::Unfit;
use super::bytes::{le16, refill, up_to};
use super::png::{Color, Encoder, Head};
use crate::buffers::kept;

/// Where the blocks after the header and the global colour table start.
pub(super) fn skip_header(file: &[u8]) -> Option<usize> {
    let packed = *file.get(10)?;
    Some(13 + if packed & 0x80 != 0 { table_len(packed) } else { 0 })
}

/// Bytes in a colour table, from the low bits of its flags.
fn table_len(packed: u8) -> usize {
    3 << ((packed & 7) + 1)
}

/// The first frame.
struct Frame<'a> {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    interlaced: bool,
    palette: &'a [u8],
    clear: Option<u8>,
    /// The smallest code size, and the sub-blocks.
    data: &'a [u8],
}

fn first_frame(file: &[u8]) -> Option<Frame<'_>> {
    let mut at = skip_header(file)?;
    let mut clear = None;
    let global = file.get(13..at)?;
    loop {
        match *file.get(at)? {
            // A graphic control extension has one sub-block of 4 bytes.
            0x21 => {
                if file.get(at + 1..at + 3) == Some(&[0xF9, 4]) && file.get(at + 3)? & 1 != 0 {
                    clear = Some(*file.get(at + 6)?);
                }
                at += 2;
                loop {
                    let len = *file.get(at)? as usize;
                    at += 1 + len;
                    if len == 0 {
                        break;
                    }
                }
            }
            0x2C => {
                let part = |step: usize| le16(file, at + step).map(usize::from);
                let packed = *file.get(at + 9)?;
                let own = if packed & 0x80 != 0 { table_len(packed) } else { 0 };
                let palette = if own > 0 { file.get(at + 10..at + 10 + own)? } else { global };
                return Some(Frame {
                    left: part(1)?,
                    top: part(3)?,
                    width: part(5)?,
                    height: part(7)?,
                    interlaced: packed & 0x40 != 0,
                    palette,
                    clear,
                    data: file.get(at + 10 + own..)?,
                });
            }
            _ => return None,
        }
    }
}

kept! {
    /// What codes stand for: too much for the small stacks that hosts' threads may have.
    #[derive(Default)]
    pub(super) struct Codes {
        /// The code before a code's last pixel.
        prefix: Vec<u16>,
        /// A code's last pixel.
        suffix: Vec<u8>,
        /// The pixels of one code.
        run: Vec<u8>,
    }
}

/// How many codes there are.
const CODES: usize = 4096;

/// Writes the first frame as PNG into `out`. True where its data ended early.
pub(super) fn to_png(
    file: &[u8],
    limit: usize,
    pixels: &mut Vec<u8>,
    codes: &mut Codes,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    let mut frame = first_frame(file).ok_or(Unfit::Damaged)?;
    let mut screen = (
        le16(file, 6).ok_or(Unfit::Damaged)? as usize,
        le16(file, 8).ok_or(Unfit::Damaged)? as usize,
    );
    let colors = frame.palette.len() / 3;
    let covers = frame.left == 0 && frame.top == 0 && (frame.width, frame.height) == screen;
    // What stands around the frame: the clear index, or one more than there are colours.
    let mut ground = frame.clear;
    if ground.is_none() && colors < 256 {
        ground = Some(colors as u8);
    }
    let fits = frame.left + frame.width <= screen.0 && frame.top + frame.height <= screen.1;
    if !covers && (ground.is_none() || !fits) {
        // No index is free for the ground: the frame alone.
        (frame.left, frame.top) = (0, 0);
        screen = (frame.width, frame.height);
    }
    let all = screen.0.checked_mul(screen.1).ok_or(Unfit::TooLarge)?;
    if all == 0 || frame.width == 0 || frame.height == 0 {
        return Err(Unfit::Damaged);
    }
    if all > limit {
        return Err(Unfit::TooLarge);
    }
    if all as u64 > file.len() as u64 * 4096 {
        return Err(Unfit::Damaged);
    }
    let ground = ground.unwrap_or(0);
    refill(pixels, all, ground)?;
    let truncated = unpack(&frame, screen.0, pixels, codes)?;

    let mut palette = [0; 768];
    palette[..frame.palette.len().min(768)].copy_from_slice(up_to(frame.palette, 0, 768));
    let count = pixels.iter().copied().fold(0, u8::max) as usize + 1;
    let mut opacity = [255; 256];
    opacity[ground as usize] = if frame.clear.is_some() || colors < 256 { 0 } else { 255 };
    let clear = count > ground as usize && opacity[ground as usize] == 0;
    let head = Head {
        width: screen.0 as u32,
        height: screen.1 as u32,
        color: Color::Indexed(8),
        palette: &palette[..3 * count],
        opacity: if clear { &opacity[..ground as usize + 1] } else { &[] },
        density: (0, 0),
    };
    encoder.encode(&head, out, |y, row| {
        let at = y as usize * screen.0;
        row.copy_from_slice(&pixels[at..at + screen.0]);
    })?;
    Ok(truncated)
}

/// Unpacks a frame onto the screen. True where pixels are missing.
fn unpack(
    frame: &Frame<'_>,
    screen_width: usize,
    pixels: &mut [u8],
    codes: &mut Codes,
) -> Result<bool, Unfit> {
    let Some((&least, data)) = frame.data.split_first() else { return Ok(true) };
    if !(1..=11).contains(&least) {
        return Ok(true);
    }
    let mut spot = Spot { frame, screen_width, x: 0, row: 0, pass: 0, y: 0 };
    let reset = 1u16 << least;
    let (mut size, mut next) = (least as u32 + 1, reset + 2);
    refill(&mut codes.prefix, CODES, 0)?;
    refill(&mut codes.suffix, CODES, 0)?;
    refill(&mut codes.run, CODES, 0)?;
    let Codes { prefix, suffix, run } = codes;
    let (prefix, suffix, run) = (&mut prefix[..CODES], &mut suffix[..CODES], &mut run[..CODES]);
    let mut previous: Option<u16> = None;
    let mut first = 0u8;
    let mut bits = Bits { data, left: 0, held: 0, count: 0 };
    while let Some(code) = bits.take(size) {
        if code == reset {
            (size, next, previous) = (least as u32 + 1, reset + 2, None);
            continue;
        }
        if code == reset + 1 || code > next || code == next && previous.is_none() {
            break;
        }
        // The pixels of a code come last first.
        let mut at = run.len();
        let mut walk = code;
        if code == next {
            at -= 1;
            run[at] = first;
            walk = previous.unwrap_or(0);
        }
        while walk >= reset + 2 && at > 1 {
            at -= 1;
            run[at] = suffix[walk as usize & 4095];
            walk = prefix[walk as usize & 4095];
        }
        at -= 1;
        run[at] = walk as u8;
        first = run[at];
        if let Some(previous) = previous
            && next < 4096
        {
            prefix[next as usize] = previous;
            suffix[next as usize] = first;
            next += 1;
            if next == 1 << size && size < 12 {
                size += 1;
            }
        }
        previous = Some(code);
        if !spot.put(&run[at..], pixels) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Codes of up to 12 bits out of sub-blocks.
struct Bits<'a> {
    data: &'a [u8],
    /// Bytes left in the current sub-block.
    left: u8,
    held: u32,
    count: u32,
}

impl Bits<'_> {
    #[inline]
    fn take(&mut self, size: u32) -> Option<u16> {
        while self.count < size {
            if self.left == 0 {
                let (&len, rest) = self.data.split_first()?;
                self.data = rest;
                self.left = len;
                if len == 0 {
                    return None;
                }
            }
            let (&byte, rest) = self.data.split_first()?;
            self.data = rest;
            self.left -= 1;
            self.held |= (byte as u32) << self.count;
            self.count += 8;
        }
        let code = self.held & ((1 << size) - 1);
        self.held >>= size;
        self.count -= size;
        Some(code as u16)
    }
}

/// Where the next pixel of a frame goes.
struct Spot<'f> {
    frame: &'f Frame<'f>,
    screen_width: usize,
    x: usize,
    /// Rows finished so far.
    row: usize,
    pass: usize,
    y: usize,
}

impl Spot<'_> {
    /// Writes pixels; false once the frame is full.
    fn put(&mut self, mut run: &[u8], pixels: &mut [u8]) -> bool {
        while !run.is_empty() {
            let len = run.len().min(self.frame.width - self.x);
            let at = (self.frame.top + self.y) * self.screen_width + self.frame.left + self.x;
            if let Some(target) = pixels.get_mut(at..at + len) {
                target.copy_from_slice(&run[..len]);
            }
            run = &run[len..];
            self.x += len;
            if self.x == self.frame.width {
                self.x = 0;
                self.row += 1;
                if self.row == self.frame.height {
                    return false;
                }
                self.next_row();
            }
        }
        true
    }

    fn next_row(&mut self) {
        /// First row and step of each pass of an interlaced frame.
        const PASSES: [(usize, usize); 4] = [(0, 8), (4, 8), (2, 4), (1, 2)];
        if !self.frame.interlaced {
            self.y += 1;
            return;
        }
        self.y += PASSES[self.pass].1;
        while self.y >= self.frame.height && self.pass < 3 {
            self.pass += 1;
            self.y = PASSES[self.pass].0;
        }
    }
}
