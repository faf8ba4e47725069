//! PNG, GIF and JPEG files, and a plain PNG reader that checks everything.

use super::{Image, color, le16};

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8)
            .fold(crc ^ byte as u32, |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

pub(crate) fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    out.extend(crc(&out[4..]).to_be_bytes());
    out
}

/// A PNG file from filtered lines as they stand before compression.
pub(crate) fn png(
    (width, height): (u32, u32),
    (depth, color, interlace): (u8, u8, u8),
    before: &[Vec<u8>],
    lines: &[u8],
) -> Vec<u8> {
    let mut body = width.to_be_bytes().to_vec();
    body.extend(height.to_be_bytes());
    body.extend([depth, color, 0, 0, interlace]);
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(png_chunk(b"IHDR", &body));
    out.extend(before.concat());
    let data = miniz_oxide::deflate::compress_to_vec_zlib(lines, 6);
    // Two chunks, for readers must join them.
    let (first, second) = data.split_at(data.len() / 2);
    out.extend(png_chunk(b"IDAT", first));
    out.extend(png_chunk(b"IDAT", second));
    out.extend(png_chunk(b"IEND", &[]));
    out
}

/// Reads a PNG file as the library writes it: checks every check value, and decodes the pixels.
pub(crate) fn read_png(file: &[u8]) -> Image {
    assert_eq!(&file[..8], b"\x89PNG\r\n\x1a\n");
    let be32 = |at: usize| u32::from_be_bytes(file[at..at + 4].try_into().unwrap()) as usize;
    let (width, height, depth, color) = (be32(16), be32(20), file[24] as usize, file[25]);
    let (mut palette, mut opacity, mut data) = (Vec::new(), Vec::new(), Vec::new());
    let mut at = 8;
    let mut names = Vec::new();
    while at < file.len() {
        let len = be32(at);
        let name = &file[at + 4..at + 8];
        let body = &file[at + 8..at + 8 + len];
        assert_eq!(be32(at + 8 + len) as u32, crc(&file[at + 4..at + 8 + len]));
        names.push(String::from_utf8(name.to_vec()).unwrap());
        match name {
            b"PLTE" => palette = body.to_vec(),
            b"tRNS" => opacity = body.to_vec(),
            b"IDAT" => data.extend(body),
            _ => {}
        }
        at += 12 + len;
    }
    assert_eq!((names.first().unwrap().as_str(), names.last().unwrap().as_str()), ("IHDR", "IEND"));
    let lines = miniz_oxide::inflate::decompress_to_vec_zlib(&data).expect("zlib stream");
    let bits = depth
        * if color == 2 {
            3
        } else if color == 6 {
            4
        } else {
            1
        };
    let len = (width * bits).div_ceil(8);
    assert_eq!(lines.len(), (len + 1) * height);
    let step = bits.div_ceil(8);
    let mut previous = vec![0u8; len];
    let mut pixels = Vec::new();
    for line in lines.chunks(len + 1) {
        let mut row = line[1..].to_vec();
        for x in 0..len {
            let a = if x >= step { row[x - step] as i32 } else { 0 };
            let b = previous[x] as i32;
            let c = if x >= step { previous[x - step] as i32 } else { 0 };
            let guess = match line[0] {
                0 => 0,
                1 => a,
                2 => b,
                3 => (a + b) / 2,
                4 => {
                    let p = a + b - c;
                    *[a, b, c].iter().min_by_key(|&&near| (p - near).abs()).unwrap()
                }
                other => panic!("filter {other}"),
            };
            row[x] = row[x].wrapping_add(guess as u8);
        }
        for x in 0..width {
            pixels.push(match color {
                2 => [row[3 * x], row[3 * x + 1], row[3 * x + 2], 255],
                6 => [row[4 * x], row[4 * x + 1], row[4 * x + 2], row[4 * x + 3]],
                3 => {
                    let bit = x * depth;
                    let index =
                        (row[bit / 8] as usize >> (8 - depth - bit % 8)) & ((1 << depth) - 1);
                    let entry = &palette[3 * index..3 * index + 3];
                    let opacity = opacity.get(index).copied().unwrap_or(255);
                    [entry[0], entry[1], entry[2], opacity]
                }
                other => panic!("colour type {other}"),
            });
        }
        previous = row;
    }
    Image { width, height, pixels }
}

/// A GIF file with one frame at `left`, `top`; codes are written plainly, but the table of the
/// reader grows and is reset as in any file.
pub(crate) fn gif(
    screen: (usize, usize),
    (left, top, width, height): (usize, usize, usize, usize),
    bits: u8,
    clear: Option<u8>,
    interlaced: bool,
    index: impl Fn(usize, usize) -> u8,
) -> Vec<u8> {
    let mut out = b"GIF89a".to_vec();
    le16(&mut out, &[screen.0 as i32, screen.1 as i32]);
    out.extend([0x80 | (bits - 1), 0, 0]);
    for entry in 0..1usize << bits {
        out.extend(&color(entry)[..3]);
    }
    if let Some(clear) = clear {
        out.extend([0x21, 0xF9, 4, 1, 0, 0, clear, 0]);
    }
    out.push(0x2C);
    le16(&mut out, &[left as i32, top as i32, width as i32, height as i32]);
    out.push(if interlaced { 0x40 } else { 0 });
    let mut rows: Vec<usize> = (0..height).collect();
    if interlaced {
        rows = (0..height).step_by(8).collect();
        rows.extend((4..height).step_by(8));
        rows.extend((2..height).step_by(4));
        rows.extend((1..height).step_by(2));
    }
    let stream: Vec<u8> = rows
        .iter()
        .flat_map(|&y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| index(x, y))
        .collect();
    let least = bits.max(2);
    out.push(least);
    let data = lzw(least, &stream);
    for block in data.chunks(255) {
        out.push(block.len() as u8);
        out.extend(block);
    }
    out.extend([0, 0x3B]);
    out
}

/// LZW as GIF has it, with a map from strings to codes.
fn lzw(least: u8, stream: &[u8]) -> Vec<u8> {
    let reset = 1u32 << least;
    let mut out = Vec::new();
    let (mut held, mut count) = (0u32, 0u32);
    let mut put = |code: u32, size: u32, flush: bool| {
        held |= code << count;
        count += size;
        while count >= 8 || flush && count > 0 {
            out.push(held as u8);
            held >>= 8;
            count = count.saturating_sub(8);
        }
    };
    let mut table = std::collections::HashMap::new();
    let (mut size, mut next) = (least as u32 + 1, reset + 2);
    put(reset, size, false);
    let mut run: Option<u32> = None;
    for &byte in stream {
        let Some(code) = run else {
            run = Some(byte as u32);
            continue;
        };
        if let Some(&longer) = table.get(&(code, byte)) {
            run = Some(longer);
            continue;
        }
        put(code, size, false);
        if next < 4096 {
            table.insert((code, byte), next);
            next += 1;
            if next > 1 << size && size < 12 {
                size += 1;
            }
        } else {
            put(reset, size, false);
            table.clear();
            (size, next) = (least as u32 + 1, reset + 2);
        }
        run = Some(byte as u32);
    }
    if let Some(code) = run {
        put(code, size, false);
        next += 1;
        if next > 1 << size && size < 12 {
            size += 1;
        }
    }
    put(reset + 1, size, true);
    out
}

/// The smallest JPEG that has all its parts; its scan is empty.
pub(crate) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    out.extend(b"JFIF\0\x01\x02\x01\0\x48\0\x90\0\0");
    out.extend([0xFF, 0xC0, 0, 11, 8]);
    out.extend(height.to_be_bytes());
    out.extend(width.to_be_bytes());
    out.extend([1, 1, 0x11, 0]);
    out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xFF, 0xD9]);
    out
}
