//! What format bytes are in, and how large the picture is, without decoding it.
//!
//! Shape   [`sniff`] looks at signatures only; [`dimensions`] reads headers only.
//! Units   pixels; dots per inch, where the file says so in a unit of length.
//! Errors  `None` where the header is missing or broken.
//! Limits  JPEG markers are walked up to the frame header; orientation in EXIF is ignored.
//! Source  PNG (pHYs), JFIF 1.02, GIF89a, BITMAPINFOHEADER.

use super::Format;
use super::bytes::{be16, be32, le16, le32, le32i};

/// A picture's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dimensions {
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Horizontal density, if the file gives one.
    pub dpi_x: Option<u32>,
    /// Vertical density, if the file gives one.
    pub dpi_y: Option<u32>,
}

pub(super) const PNG_SIGNATURE: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// The format that the first bytes tell.
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    if bytes.starts_with(PNG_SIGNATURE) {
        Some(Format::Png)
    } else if bytes.starts_with(b"\xFF\xD8\xFF") {
        Some(Format::Jpeg)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some(Format::Gif)
    } else if bytes.starts_with(b"BM") && matches!(le32(bytes, 14), Some(12..=124)) {
        Some(Format::Bmp)
    } else if bytes.starts_with(b"\xD7\xCD\xC6\x9A")
        || matches!(le16(bytes, 0), Some(1 | 2))
            && le16(bytes, 2) == Some(9)
            && matches!(le16(bytes, 4), Some(0x0100 | 0x0300))
    {
        Some(Format::Wmf)
    } else if le32(bytes, 0) == Some(1) && le32(bytes, 40) == Some(0x464D_4520) {
        Some(Format::Emf)
    } else {
        None
    }
}

/// The size of a PNG, JPEG, GIF or BMP file.
pub fn dimensions(bytes: &[u8]) -> Option<Dimensions> {
    let found = match sniff(bytes)? {
        Format::Png => png(bytes)?,
        Format::Jpeg => jpeg(bytes)?,
        Format::Gif => sized(le16(bytes, 6)?.into(), le16(bytes, 8)?.into()),
        Format::Bmp => bmp(bytes)?,
        Format::Wmf | Format::Emf => return None,
    };
    (found.width_px > 0 && found.height_px > 0).then_some(found)
}

fn sized(width_px: u32, height_px: u32) -> Dimensions {
    Dimensions { width_px, height_px, dpi_x: None, dpi_y: None }
}

fn png(bytes: &[u8]) -> Option<Dimensions> {
    if bytes.get(12..16)? != b"IHDR" {
        return None;
    }
    let mut found = sized(be32(bytes, 16)?, be32(bytes, 20)?);
    if found.width_px > i32::MAX as u32 || found.height_px > i32::MAX as u32 {
        return None;
    }
    let mut at = 8usize;
    while let (Some(len), Some(name)) = (be32(bytes, at), bytes.get(at + 4..at + 8)) {
        match name {
            b"pHYs" if bytes.get(at + 16) == Some(&1) => {
                found.dpi_x = be32(bytes, at + 8).and_then(per_metre);
                found.dpi_y = be32(bytes, at + 12).and_then(per_metre);
                break;
            }
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        at = match at.checked_add(len as usize).and_then(|end| end.checked_add(12)) {
            Some(next) if next < bytes.len() => next,
            _ => break,
        };
    }
    Some(found)
}

/// Dots per inch, rounded: an inch is 254 of the 10,000 parts of a metre. No floating point: a
/// host may have made its exceptions fatal.
fn per_metre(pixels: u32) -> Option<u32> {
    let dpi = (u64::from(pixels) * 254 + 5_000) / 10_000;
    u32::try_from(dpi).ok().filter(|&dpi| dpi > 0)
}

fn bmp(bytes: &[u8]) -> Option<Dimensions> {
    if le32(bytes, 14)? == 12 {
        return Some(sized(le16(bytes, 18)?.into(), le16(bytes, 20)?.into()));
    }
    let mut found = sized(u32::try_from(le32i(bytes, 18)?).ok()?, le32i(bytes, 22)?.unsigned_abs());
    let density = |at| le32i(bytes, at).and_then(|value| per_metre(value.max(0) as u32));
    found.dpi_x = density(38);
    found.dpi_y = density(42);
    Some(found)
}

/// Walks the segments of a JPEG file up to its frame header.
fn jpeg(bytes: &[u8]) -> Option<Dimensions> {
    let mut density = (None, None);
    for segment in Segments::new(bytes) {
        if segment.is_frame() {
            let height = be16(segment.body, 1)?;
            let mut found = sized(be16(segment.body, 3)?.into(), height.into());
            (found.dpi_x, found.dpi_y) = density;
            return Some(found);
        }
        if segment.marker == 0xE0 && segment.body.starts_with(b"JFIF\0") {
            let scale = match segment.body.get(7) {
                Some(1) => 100,
                Some(2) => 254,
                _ => continue,
            };
            let dpi = |dots: u16| (u32::from(dots) * scale + 50) / 100;
            let read = |at| be16(segment.body, at).filter(|&dots| dots > 0);
            density = (read(8).map(dpi), read(10).map(dpi));
        }
    }
    None
}

/// One segment of a JPEG file.
pub(super) struct Segment<'a> {
    pub marker: u8,
    /// What stands after the length.
    pub body: &'a [u8],
    /// Where the segment ends in the file.
    pub end: usize,
}

impl Segment<'_> {
    /// True for the headers of frames, which hold the size.
    pub(super) fn is_frame(&self) -> bool {
        matches!(self.marker, 0xC0..=0xCF) && !matches!(self.marker, 0xC4 | 0xC8 | 0xCC)
    }
}

/// The segments before the first scan.
pub(super) struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Segments { bytes, at: 2 }
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        loop {
            if *self.bytes.get(self.at)? != 0xFF {
                return None;
            }
            self.at += 1;
            let marker = *self.bytes.get(self.at)?;
            match marker {
                // Fill bytes before a marker, and markers without a body.
                0xFF => {}
                0x01 | 0xD0..=0xD8 => self.at += 1,
                0x00 | 0xD9 => return None,
                _ => {
                    let len = be16(self.bytes, self.at + 1)? as usize;
                    let start = self.at + 3;
                    let end = self.at + 1 + len;
                    let body = self.bytes.get(start..end)?;
                    self.at = end;
                    return Some(Segment { marker, body, end });
                }
            }
        }
    }
}
