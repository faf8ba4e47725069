//! Files that are passed on as they stand: PNG, JPEG and GIF whose structure is right.
//!
//! Shape   the frame of the file is walked, its pixels are not decoded. What stands after the
//!         file's own end is cut off; a file that ends early is passed on and flagged.
//! Errors  `None` where a viewer could show nothing: no size, or no pixel data at all.

use super::Format;
use super::bytes::be32;
use super::size::{Segments, dimensions, sniff};

/// A file that can be passed on.
#[derive(Debug)]
pub(super) struct Whole<'a> {
    pub format: Format,
    pub bytes: &'a [u8],
    pub truncated: bool,
}

/// Checks a PNG, JPEG or GIF file.
pub(super) fn check(bytes: &[u8]) -> Option<Whole<'_>> {
    dimensions(bytes)?;
    match sniff(bytes)? {
        Format::Png => png(bytes),
        Format::Jpeg => jpeg(bytes),
        Format::Gif => gif(bytes),
        _ => None,
    }
}

fn png(bytes: &[u8]) -> Option<Whole<'_>> {
    let mut at = 8usize;
    let mut data = false;
    loop {
        let chunk = bytes.get(at..).filter(|rest| rest.len() >= 8);
        let (Some(name), Some(len)) = (chunk.and_then(|chunk| chunk.get(4..8)), be32(bytes, at))
        else {
            return data.then_some(Whole { format: Format::Png, bytes, truncated: true });
        };
        data |= name == b"IDAT";
        let end = at.checked_add(12)?.checked_add(len as usize)?;
        match bytes.get(..end) {
            Some(bytes) if name == b"IEND" => {
                return data.then_some(Whole { format: Format::Png, bytes, truncated: false });
            }
            Some(_) => at = end,
            None => {
                return data.then_some(Whole { format: Format::Png, bytes, truncated: true });
            }
        }
    }
}

fn jpeg(bytes: &[u8]) -> Option<Whole<'_>> {
    let mut framed = false;
    for segment in Segments::new(bytes) {
        framed |= segment.is_frame();
        if segment.marker == 0xDA {
            if !framed || segment.end >= bytes.len() {
                return None;
            }
            let last = memchr::memmem::rfind(&bytes[segment.end..], b"\xFF\xD9");
            let (end, truncated) = match last {
                Some(at) => (segment.end + at + 2, false),
                None => (bytes.len(), true),
            };
            return Some(Whole { format: Format::Jpeg, bytes: &bytes[..end], truncated });
        }
    }
    None
}

fn gif(bytes: &[u8]) -> Option<Whole<'_>> {
    let mut at = super::gif::skip_header(bytes)?;
    let mut frames = 0u32;
    loop {
        match bytes.get(at) {
            Some(0x3B) if frames > 0 => {
                let bytes = &bytes[..at + 1];
                return Some(Whole { format: Format::Gif, bytes, truncated: false });
            }
            Some(0x21) => at = at.checked_add(2)?,
            Some(0x2C) => {
                frames += 1;
                let packed = *bytes.get(at + 9)?;
                let table = if packed & 0x80 != 0 { 3usize << ((packed & 7) + 1) } else { 0 };
                at += 11 + table;
            }
            _ => {
                let truncated = true;
                return (frames > 0).then_some(Whole { format: Format::Gif, bytes, truncated });
            }
        }
        // Sub-blocks up to the empty one.
        while let Some(&len) = bytes.get(at) {
            at += 1 + len as usize;
            if len == 0 {
                break;
            }
        }
    }
}
