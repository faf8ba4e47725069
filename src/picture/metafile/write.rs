//! A Windows metafile around one bitmap: the picture that every RichEdit control shows.
//!
//! Shape   map mode, window and one DIBSTRETCHBLT record; no placeable header, as RTF wants it.
//! Units   pixels; the window is as large as the bitmap, so `\picwgoal` and `\pichgoal` scale it.
//! Errors  `TooLarge` past 32,767 pixels a side, which the records can't name.
//! Source  MS-WMF.

use crate::picture::bytes::append;
use crate::picture::{Bitmap24, Unfit};

/// Words in the header.
const HEADER: u32 = 9;
/// Words in the DIBSTRETCHBLT record before the pixels: 13 of its own, 20 of the bitmap's header.
const BEFORE_PIXELS: u32 = 33;
/// Words in all other records: map mode 4, window origin 5, window extent 5, end 3.
const OTHER_RECORDS: u32 = 17;

/// The length of the metafile that [`write()`] makes; hex doubles it.
pub fn size(width: u32, height: u32) -> u64 {
    let pixels = (width as u64 * 3).div_ceil(4) * 4 * height as u64;
    pixels + 2 * (HEADER + OTHER_RECORDS + BEFORE_PIXELS) as u64
}

/// Appends a metafile that shows the bitmap.
pub fn write(bitmap: Bitmap24<'_>, out: &mut Vec<u8>) -> Result<(), Unfit> {
    let Bitmap24 { width, height, rows } = bitmap;
    let (Ok(w), Ok(h)) = (i16::try_from(width), i16::try_from(height)) else {
        return Err(Unfit::TooLarge);
    };
    let stride = (width as usize * 3).div_ceil(4) * 4;
    if w == 0 || h == 0 || rows.len() != stride * height as usize {
        return Err(Unfit::Damaged);
    }
    let pixels = u32::try_from(rows.len()).map_err(|_| Unfit::TooLarge)?;
    let record = BEFORE_PIXELS + pixels / 2;
    let total = HEADER + OTHER_RECORDS + record;

    let mut head = Words::default();
    // In memory, header size, version, total size, objects, largest record, unused.
    head.short(1).short(9).short(0x0300).long(total).short(0).long(record).short(0);
    // SETMAPMODE, anisotropic.
    head.long(4).short(0x0103).short(8);
    // SETWINDOWORG, SETWINDOWEXT: the vertical part comes first.
    head.long(5).short(0x020B).short(0).short(0);
    head.long(5).short(0x020C).short(h).short(w);
    // DIBSTRETCHBLT: operation; height, width, top, left of the source; the same of the target.
    head.long(record).short(0x0B41).long(super::SRCCOPY);
    head.short(h).short(w).short(0).short(0).short(h).short(w).short(0).short(0);
    // BITMAPINFOHEADER.
    head.long(40).long(width).long(height).short(1).short(24).long(0).long(pixels);
    head.long(0).long(0).long(0).long(0);

    out.try_reserve(head.len + rows.len() + 6)?;
    append(out, &head.bytes[..head.len])?;
    append(out, rows)?;
    // EOF.
    append(out, &[3, 0, 0, 0, 0, 0])
}

/// Everything before the pixels: 112 bytes.
struct Words {
    bytes: [u8; 112],
    len: usize,
}

impl Default for Words {
    fn default() -> Self {
        Words { bytes: [0; 112], len: 0 }
    }
}

impl Words {
    fn put(&mut self, bytes: &[u8]) -> &mut Self {
        if let Some(place) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            place.copy_from_slice(bytes);
            self.len += bytes.len();
        }
        self
    }

    fn short(&mut self, value: i16) -> &mut Self {
        self.put(&value.to_le_bytes())
    }

    fn long(&mut self, value: u32) -> &mut Self {
        self.put(&value.to_le_bytes())
    }
}
