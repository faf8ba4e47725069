//! Builders of bitmaps, metafiles, PNG, GIF and JPEG files, and a plain PNG reader that checks everything.

use legacybridge::picture::{Extracted, Format, Kind, Scratch, Unfit, extract};

mod files;
mod metafiles;

pub(crate) use files::*;
pub(crate) use metafiles::*;

/// Red, green, blue, opacity.
pub(crate) type Pixel = [u8; 4];

/// A picture as a test sees it, top row first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Pixel>,
}

impl Image {
    pub(crate) fn of(width: usize, height: usize, pixel: impl Fn(usize, usize) -> Pixel) -> Self {
        let pixels = (0..width * height).map(|at| pixel(at % width, at / width)).collect();
        Image { width, height, pixels }
    }
}

pub(crate) fn le16(out: &mut Vec<u8>, values: &[i32]) {
    for value in values {
        out.extend((*value as i16).to_le_bytes());
    }
}

pub(crate) fn le32(out: &mut Vec<u8>, values: &[i64]) {
    for value in values {
        out.extend((*value as u32).to_le_bytes());
    }
}

/// What the header of a bitmap says.
#[derive(Clone)]
pub(crate) struct DibHead {
    pub size: usize,
    pub width: i32,
    /// Negative: from the top down.
    pub height: i32,
    pub depth: u16,
    pub compression: u32,
    pub used: u32,
    pub masks: Vec<u32>,
    pub palette: Vec<Pixel>,
}

impl DibHead {
    pub(crate) fn new(width: i32, height: i32, depth: u16) -> Self {
        let palette =
            if depth <= 8 { (0..1usize << depth).map(color).collect() } else { Vec::new() };
        let (size, compression, used, masks) = (40, 0, 0, Vec::new());
        DibHead { size, width, height, depth, compression, used, masks, palette }
    }

    /// Header, masks and palette.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if self.size == 12 {
            le32(&mut out, &[12]);
            le16(&mut out, &[self.width, self.height, 1, self.depth as i32]);
        } else {
            le32(&mut out, &[self.size as i64, self.width as i64, self.height as i64]);
            le16(&mut out, &[1, self.depth as i32]);
            le32(&mut out, &[self.compression as i64, 0, 2835, 5670, self.used as i64, 0]);
            if self.size > 40 {
                out.extend(self.masks.iter().flat_map(|mask| mask.to_le_bytes()));
                out.resize(self.size, 0);
            } else {
                out.extend(self.masks.iter().flat_map(|mask| mask.to_le_bytes()));
            }
        }
        for [red, green, blue, _] in &self.palette {
            out.extend([*blue, *green, *red]);
            if self.size != 12 {
                out.push(0);
            }
        }
        out
    }
}

/// The colour of an index in the palettes that tests use: all different, none the lightest but 0.
pub(crate) fn color(index: usize) -> Pixel {
    [255 - index as u8, 255 - (index * 3 % 256) as u8, 255 - (index * 7 % 256) as u8, 255]
}

/// Packs values of `depth` bits into lines padded to 4 bytes, from the high bit.
pub(crate) fn pack_lines(
    width: usize,
    rows: impl Iterator<Item = usize>,
    depth: u16,
    value: impl Fn(usize, usize) -> u32,
) -> Vec<u8> {
    let mut out = Vec::new();
    for y in rows {
        let mut line = Vec::new();
        if depth < 8 {
            line = vec![0; (width * depth as usize).div_ceil(8)];
            for x in 0..width {
                let bit = x * depth as usize;
                line[bit / 8] |= (value(x, y) as u8) << (8 - depth as usize - bit % 8);
            }
        } else {
            for x in 0..width {
                line.extend(&value(x, y).to_le_bytes()[..depth as usize / 8]);
            }
        }
        line.resize(line.len().div_ceil(4) * 4, 0);
        out.extend(line);
    }
    out
}

/// A packed bitmap of any depth, whose pixels are `value(x, y)`, y from the top.
pub(crate) fn dib(head: &DibHead, value: impl Fn(usize, usize) -> u32) -> Vec<u8> {
    let mut out = head.bytes();
    let height = head.height.unsigned_abs() as usize;
    let width = head.width as usize;
    let bits = if head.height < 0 {
        pack_lines(width, 0..height, head.depth, value)
    } else {
        pack_lines(width, (0..height).rev(), head.depth, value)
    };
    out.extend(bits);
    out
}

/// A 24-bit bitmap with the colours of an image.
pub(crate) fn dib24(image: &Image) -> Vec<u8> {
    dib(&DibHead::new(image.width as i32, image.height as i32, 24), |x, y| {
        let [red, green, blue, _] = image.pixels[y * image.width + x];
        u32::from_le_bytes([blue, green, red, 0])
    })
}

/// What one picture may take, in bytes.
pub(crate) const LIMIT: usize = 16 << 20;

/// What becomes of the data of a picture.
pub(crate) fn take(kind: Kind, data: &[u8]) -> Result<Extracted<'static>, Unfit> {
    let mut scratch = Scratch::default();
    let found = extract(kind, data, LIMIT, &mut scratch)?;
    Ok(Extracted { bytes: found.bytes.into_owned().into(), ..found })
}

/// The pixels of data that becomes a whole PNG.
pub(crate) fn image(kind: Kind, data: &[u8]) -> Image {
    let found = take(kind, data).unwrap();
    assert_eq!((found.format, found.truncated, found.partial), (Format::Png, false, false));
    read_png(&found.bytes)
}

/// A small picture with many colours.
pub(crate) fn sample(width: usize, height: usize) -> Image {
    Image::of(width, height, |x, y| [(x * 31) as u8, (y * 57) as u8, (x * y * 13) as u8, 255])
}
