//! Device-independent bitmaps: what BMP files, `\dibitmap` and metafile records hold.
//!
//! Shape   [`Dib::packed`] (header, palette, bits in one piece), [`Dib::file`] (with the header of
//!         a BMP file) and [`Dib::apart`] (header and bits in two places, as EMF has them) read
//!         the header; `rows` turns lines of it into PNG lines, `rle` unpacks RLE4 and RLE8.
//! Units   pixels; `stride` is bytes from one line to the next, a multiple of 4.
//! Errors  `Damaged` where the header contradicts itself or less than an eighth of the bits is there.
//! Limits  width and height are at most 2^31 - 1; products are checked.
//! Source  BITMAPCOREHEADER, BITMAPINFOHEADER, BITMAPV4HEADER, BITMAPV5HEADER, OS/2 2.x header.

mod rle;
mod rows;

pub(super) use rle::unpack;
pub(super) use rows::Expander;

use super::bytes::{le16, le32, le32i, up_to};
use super::whole;
use super::{Found, Unfit};

/// How the bits are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    /// Lines of pixels.
    Lines,
    /// Runs of indices.
    Rle8,
    /// Runs of pairs of indices.
    Rle4,
    /// A whole JPEG or PNG file.
    File,
}

/// A bitmap's header, and where its palette and bits are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dib<'a> {
    pub width: u32,
    pub height: u32,
    pub top_down: bool,
    /// Bits in a pixel: 1, 2, 4, 8, 16, 24 or 32.
    pub depth: u16,
    pub packing: Packing,
    /// Which bits of a pixel are red, green, blue and opacity; for depths 16 and 32.
    pub masks: [u32; 4],
    /// The opacity bits are there because the header says so, not by what is usual.
    pub declared: bool,
    /// The colours were multiplied with the opacity.
    pub premultiplied: bool,
    /// Blue, green, red of each index, in steps of `entry` bytes.
    palette: &'a [u8],
    entry: usize,
    pub bits: &'a [u8],
    /// Pixels per metre, 0 where unknown.
    pub density: (u32, u32),
    /// Left, top, width and height of the part that is shown; all of it where there is none.
    pub crop: Option<[u32; 4]>,
}

/// A bitmap of one bit a pixel that says where another is to be seen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mask<'a> {
    pub dib: Dib<'a>,
    /// The picture is seen where the mask is white; else where it is black.
    pub white_shows: bool,
}

impl Mask<'_> {
    /// The index in the mask where the picture is seen.
    pub(super) fn shown(&self) -> u8 {
        let white = self.dib.lightest();
        if self.white_shows { white } else { 1 - white.min(1) }
    }
}

/// The index of pixel `x` in a line of `depth` bits a pixel; 0 past the end.
#[inline]
pub(super) fn index(line: &[u8], depth: usize, x: usize) -> u8 {
    let byte = line.get(x * depth / 8).copied().unwrap_or(0);
    byte >> (8 - depth - x * depth % 8) & ((1u16 << depth) - 1) as u8
}

/// Where the bits of a bitmap are.
enum Place<'a> {
    AfterPalette,
    At(usize),
    Apart(&'a [u8]),
}

const BI_RGB: u32 = 0;
const BI_RLE8: u32 = 1;
const BI_RLE4: u32 = 2;
const BI_BITFIELDS: u32 = 3;
const BI_JPEG: u32 = 4;
const BI_PNG: u32 = 5;
const BI_ALPHABITFIELDS: u32 = 6;

impl<'a> Dib<'a> {
    /// A bitmap in one piece.
    pub(super) fn packed(data: &'a [u8]) -> Result<Self, Unfit> {
        read(data, Place::AfterPalette)
    }

    /// A BMP file.
    pub(super) fn file(data: &'a [u8]) -> Result<Self, Unfit> {
        let bits = le32(data, 10).ok_or(Unfit::Damaged)? as usize;
        let data = data.get(14..).ok_or(Unfit::Damaged)?;
        match bits.checked_sub(14).filter(|&at| at >= 12 && at < data.len()) {
            Some(at) => read(data, Place::At(at)),
            None => read(data, Place::AfterPalette),
        }
    }

    /// A bitmap whose header (with its palette) and bits stand apart.
    pub(super) fn apart(head: &'a [u8], bits: &'a [u8]) -> Result<Self, Unfit> {
        read(head, Place::Apart(bits))
    }

    /// The bitmap alone as what was found.
    pub(super) fn into_found(self) -> Found<'a> {
        match whole::check(self.bits) {
            Some(whole) if self.packing == Packing::File => Found::Whole(whole),
            _ => Found::Bitmap { image: self, below: Vec::new(), mask: None, partial: false },
        }
    }

    /// Red, green and blue of an index.
    pub(super) fn color(&self, index: usize) -> [u8; 3] {
        if self.palette.is_empty() {
            // No palette at all: shades from black to white.
            let last = (1usize << self.depth.min(8)) - 1;
            return [(index.min(last) * 255 / last) as u8; 3];
        }
        match self.palette.get(index * self.entry..index * self.entry + 3) {
            Some(entry) => [entry[2], entry[1], entry[0]],
            None => [0; 3],
        }
    }

    /// The index of the lightest colour: what stands in for pixels that are missing.
    pub(super) fn lightest(&self) -> u8 {
        let colors = 1usize << self.depth.min(8);
        let light = |index: usize| self.color(index).iter().map(|&part| part as u32).sum::<u32>();
        // Of equals the first, for indices past the palette are all black.
        (0..colors).rev().max_by_key(|&index| light(index)).unwrap_or(0) as u8
    }

    /// Left, top, width and height of the part that is shown.
    pub(super) fn seen(&self) -> [u32; 4] {
        self.crop.unwrap_or([0, 0, self.width, self.height])
    }

    pub(super) fn stride(&self) -> usize {
        ((self.width as u64 * self.depth as u64).div_ceil(32) * 4) as usize
    }

    /// The bytes of a line, counted from the top; short or empty where the bits end early.
    #[inline]
    pub(super) fn line(&self, y: u32) -> &'a [u8] {
        let index = if self.top_down { y } else { self.height - 1 - y } as usize;
        let stride = self.stride();
        match index.checked_mul(stride) {
            Some(at) => up_to(self.bits, at, stride),
            None => &[],
        }
    }

    /// True where lines are missing.
    pub(super) fn is_short(&self) -> bool {
        let needed = (self.width as u64 * self.depth as u64).div_ceil(32) * 4;
        // The padding of the last line is often left out.
        (self.bits.len() as u64 + 3) < needed.saturating_mul(self.height as u64)
    }
}

fn read<'a>(head: &'a [u8], place: Place<'a>) -> Result<Dib<'a>, Unfit> {
    parse(head, place).unwrap_or(Err(Unfit::Damaged))
}

/// `None` where the header ends early.
fn parse<'a>(head: &'a [u8], place: Place<'a>) -> Option<Result<Dib<'a>, Unfit>> {
    let size = le32(head, 0)? as usize;
    let core = size == 12;
    if !core && !(16..=124).contains(&size) {
        return Some(Err(Unfit::Unsupported));
    }
    let field = |at: usize| if at + 4 <= size { le32(head, at).unwrap_or(0) } else { 0 };
    let (width, height, depth) = if core {
        (le16(head, 4)? as i32, le16(head, 6)? as i32, le16(head, 10)?)
    } else {
        (le32i(head, 4)?, le32i(head, 8)?, le16(head, 14)?)
    };
    let compression = if core { BI_RGB } else { field(16) };
    if width <= 0 || height == 0 || height == i32::MIN {
        return Some(Err(Unfit::Damaged));
    }
    let os2 = size == 16 || size == 64;
    let packing = match (compression, depth) {
        (BI_JPEG | BI_PNG, _) if !os2 => Packing::File,
        (BI_RGB, 1 | 2 | 4 | 8 | 16 | 24 | 32) => Packing::Lines,
        (BI_BITFIELDS | BI_ALPHABITFIELDS, 16 | 32) if !os2 => Packing::Lines,
        (BI_RLE8, 8) => Packing::Rle8,
        (BI_RLE4, 4) => Packing::Rle4,
        _ => return Some(Err(Unfit::Unsupported)),
    };

    let mut after = size;
    let mut masks =
        if depth == 16 { [0x7C00, 0x03E0, 0x001F, 0] } else { [0xFF_0000, 0xFF00, 0xFF, 0] };
    if depth == 32 {
        masks[3] = if size >= 56 && !os2 { field(52) } else { 0 };
    }
    let fields = compression == BI_BITFIELDS || compression == BI_ALPHABITFIELDS;
    if fields {
        let count = if compression == BI_ALPHABITFIELDS || size >= 56 { 4 } else { 3 };
        if size == 40 {
            after += 4 * count;
        }
        for (index, mask) in masks.iter_mut().enumerate().take(count) {
            *mask = le32(head, 40 + 4 * index)?;
        }
    }
    let colors = masks[0] | masks[1] | masks[2];
    let declared = masks[3] & !colors != 0;
    if depth == 32 && masks[3] == 0 && size <= 56 && colors.count_ones() == 24 {
        // Old headers can't declare opacity; many writers put it into the fourth byte all the same.
        masks[3] = !colors;
    }
    masks[3] &= !colors;

    let entry = if core { 3 } else { 4 };
    let used = field(32) as usize;
    let most = if (1..=8).contains(&depth) { 1usize << depth } else { 0 };
    let count = if used > 0 { used } else { most };
    let rest = head.get(after..)?;
    let spoken_for = count.checked_mul(entry).filter(|&len| len <= rest.len());
    let mut palette_len = spoken_for.unwrap_or((most * entry).min(rest.len()));
    let bits = match place {
        Place::AfterPalette => rest.get(palette_len..)?,
        Place::At(at) => {
            palette_len = palette_len.min(at.checked_sub(after)?);
            head.get(at..)?
        }
        Place::Apart(bits) => bits,
    };
    let palette = &rest[..palette_len.min(most * entry)];

    let density = (field(24).min(i32::MAX as u32), field(28).min(i32::MAX as u32));
    let dib = Dib {
        width: width as u32,
        height: height.unsigned_abs(),
        top_down: height < 0,
        depth,
        packing,
        masks,
        declared,
        premultiplied: false,
        palette,
        entry,
        bits,
        density,
        crop: None,
    };
    let stride = (dib.width as u64 * depth as u64).div_ceil(32) * 4;
    let present = match packing {
        Packing::Lines => stride.saturating_mul(dib.height as u64) <= bits.len() as u64 * 8,
        // A run of two bytes fills 255 pixels.
        Packing::Rle8 | Packing::Rle4 => {
            dib.width as u64 * dib.height as u64 <= bits.len() as u64 * 256
        }
        Packing::File => !bits.is_empty(),
    };
    Some(if present { Ok(dib) } else { Err(Unfit::Damaged) })
}
