//! Windows metafiles, enhanced ones, and those with EMF+ records, each record as a test wants it.

use super::{le16, le32};

/// A record of a Windows metafile: function and what follows it.
pub(crate) fn wmf_record(function: u16, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[3 + body.len().div_ceil(2) as i64]);
    out.extend(function.to_le_bytes());
    out.extend(body);
    out.resize(out.len().div_ceil(2) * 2, 0);
    out
}

/// A Windows metafile of these records, without the end record.
pub(crate) fn wmf(placeable: bool, records: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    if placeable {
        le32(&mut out, &[0x9AC6_CDD7]);
        le16(&mut out, &[0, 0, 0, 100, 100, 1440, 0, 0, 0]);
    }
    let words = 9 + records.iter().map(|record| record.len() / 2).sum::<usize>() + 3;
    le16(&mut out, &[1, 9, 0x300]);
    le32(&mut out, &[words as i64]);
    le16(&mut out, &[0]);
    le32(&mut out, &[words as i64]);
    le16(&mut out, &[0]);
    out.extend(records.concat());
    out.extend(wmf_record(0, &[]));
    out
}

pub(crate) const SRCCOPY: u32 = 0x00CC_0020;
pub(crate) const SRCPAINT: u32 = 0x00EE_0086;
pub(crate) const SRCAND: u32 = 0x0088_00C6;
pub(crate) const SRCINVERT: u32 = 0x0066_0046;

/// A record that paints a bitmap into `width` x `height` at (0, 0).
pub(crate) fn wmf_blit(
    function: u16,
    operation: u32,
    width: i32,
    height: i32,
    dib: &[u8],
) -> Vec<u8> {
    let mut body = Vec::new();
    match function {
        0x0F43 => {
            le32(&mut body, &[operation as i64]);
            le16(&mut body, &[0, height, width, 0, 0, height, width, 0, 0]);
        }
        0x0B41 => {
            le32(&mut body, &[operation as i64]);
            le16(&mut body, &[height, width, 0, 0, height, width, 0, 0]);
        }
        0x0940 => {
            le32(&mut body, &[operation as i64]);
            le16(&mut body, &[0, 0, height, width, 0, 0]);
        }
        0x0D33 => le16(&mut body, &[0, height, 0, 0, 0, height, width, 0, 0]),
        _ => panic!("no such record"),
    }
    body.extend(dib);
    wmf_record(function, &body)
}

/// The record that sets the window's size.
pub(crate) fn wmf_window(width: i32, height: i32) -> Vec<u8> {
    let mut body = Vec::new();
    le16(&mut body, &[height, width]);
    wmf_record(0x020C, &body)
}

/// A record of an enhanced metafile.
pub(crate) fn emf_record(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[kind as i64, 8 + body.len().div_ceil(4) as i64 * 4]);
    out.extend(body);
    out.resize(out.len().div_ceil(4) * 4, 0);
    out
}

/// An enhanced metafile whose bounds are 100 x 100.
pub(crate) fn emf(records: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    le32(&mut body, &[0, 0, 99, 99, 0, 0, 2540, 2540, 0x464D_4520, 0x10000, 0, 0]);
    le32(&mut body, &[0, 0, 0, 0, 1920, 1080, 500, 300]);
    let mut out = emf_record(1, &body);
    out.extend(records.concat());
    out.extend(emf_record(14, &[0; 12]));
    out
}

/// A record that paints a bitmap into `size` x `size` at (0, 0).
pub(crate) fn emf_blit(kind: u32, word: u32, size: i64, head: &[u8], bits: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    le32(&mut body, &[0, 0, size - 1, size - 1, 0, 0]);
    let fixed = match kind {
        80 => 76,
        81 => 80,
        76 => 100,
        77 | 114 => 108,
        _ => panic!("no such record"),
    };
    let places = [fixed, head.len() as i64, fixed + head.len() as i64, bits.len() as i64];
    match kind {
        80 | 81 => {
            le32(&mut body, &[0, 0, size, size]);
            le32(&mut body, &places);
            le32(&mut body, if kind == 80 { &[0, 0, 1] } else { &[0] });
            if kind == 81 {
                le32(&mut body, &[word as i64, size, size]);
            }
        }
        _ => {
            le32(&mut body, &[size, size, word as i64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            le32(&mut body, &places);
            if kind != 76 {
                le32(&mut body, &[size, size]);
            }
        }
    }
    body.extend(head);
    body.extend(bits);
    emf_record(kind, &body)
}

/// A comment with EMF+ records in it.
pub(crate) fn emf_plus(records: &[Vec<u8>]) -> Vec<u8> {
    let records = records.concat();
    let mut body = Vec::new();
    le32(&mut body, &[4 + records.len() as i64]);
    body.extend(b"EMF+");
    body.extend(records);
    emf_record(70, &body)
}

/// One EMF+ image object record; `total` where the object goes on.
pub(crate) fn emf_plus_image(part: &[u8], total: Option<usize>) -> Vec<u8> {
    let mut data = Vec::new();
    if let Some(total) = total {
        le32(&mut data, &[total as i64]);
    }
    data.extend(part);
    let mut out = Vec::new();
    out.extend(0x4008u16.to_le_bytes());
    out.extend((0x0500u16 | if total.is_some() { 0x8000 } else { 0 }).to_le_bytes());
    le32(&mut out, &[12 + data.len() as i64, data.len() as i64]);
    out.extend(data);
    out
}

/// The body of an image object that holds a file.
pub(crate) fn emf_plus_file(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[0xDBC0_1001, 1, 0, 0, 0, 0, 1]);
    out.extend(file);
    out
}
