//! Builders of bitmaps, metafiles, PNG and GIF files, and a plain PNG reader that checks everything.

use legacybridge::picture::{Extracted, Format, Kind, Scratch, Unfit, extract};

/// Red, green, blue, opacity.
pub type Pixel = [u8; 4];

/// A picture as a test sees it, top row first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Pixel>,
}

impl Image {
    pub fn of(width: usize, height: usize, pixel: impl Fn(usize, usize) -> Pixel) -> Self {
        let pixels = (0..width * height).map(|at| pixel(at % width, at / width)).collect();
        Image { width, height, pixels }
    }
}

pub fn le16(out: &mut Vec<u8>, values: &[i32]) {
    for value in values {
        out.extend((*value as i16).to_le_bytes());
    }
}

pub fn le32(out: &mut Vec<u8>, values: &[i64]) {
    for value in values {
        out.extend((*value as u32).to_le_bytes());
    }
}

/// What the header of a bitmap says.
#[derive(Clone)]
pub struct DibHead {
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
    pub fn new(width: i32, height: i32, depth: u16) -> Self {
        let palette =
            if depth <= 8 { (0..1usize << depth).map(color).collect() } else { Vec::new() };
        let (size, compression, used, masks) = (40, 0, 0, Vec::new());
        DibHead { size, width, height, depth, compression, used, masks, palette }
    }

    /// Header, masks and palette.
    pub fn bytes(&self) -> Vec<u8> {
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
pub fn color(index: usize) -> Pixel {
    [255 - index as u8, 255 - (index * 3 % 256) as u8, 255 - (index * 7 % 256) as u8, 255]
}

/// Packs values of `depth` bits into lines padded to 4 bytes, from the high bit.
pub fn pack_lines(
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
pub fn dib(head: &DibHead, value: impl Fn(usize, usize) -> u32) -> Vec<u8> {
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
pub fn dib24(image: &Image) -> Vec<u8> {
    dib(&DibHead::new(image.width as i32, image.height as i32, 24), |x, y| {
        let [red, green, blue, _] = image.pixels[y * image.width + x];
        u32::from_le_bytes([blue, green, red, 0])
    })
}

/// A record of a Windows metafile: function and what follows it.
pub fn wmf_record(function: u16, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[3 + body.len().div_ceil(2) as i64]);
    out.extend(function.to_le_bytes());
    out.extend(body);
    out.resize(out.len().div_ceil(2) * 2, 0);
    out
}

/// A Windows metafile of these records, without the end record.
pub fn wmf(placeable: bool, records: &[Vec<u8>]) -> Vec<u8> {
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

pub const SRCCOPY: u32 = 0x00CC_0020;
pub const SRCPAINT: u32 = 0x00EE_0086;
pub const SRCAND: u32 = 0x0088_00C6;
pub const SRCINVERT: u32 = 0x0066_0046;

/// A record that paints a bitmap into `width` x `height` at (0, 0).
pub fn wmf_blit(function: u16, operation: u32, width: i32, height: i32, dib: &[u8]) -> Vec<u8> {
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
pub fn wmf_window(width: i32, height: i32) -> Vec<u8> {
    let mut body = Vec::new();
    le16(&mut body, &[height, width]);
    wmf_record(0x020C, &body)
}

/// A record of an enhanced metafile.
pub fn emf_record(kind: u32, body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[kind as i64, 8 + body.len().div_ceil(4) as i64 * 4]);
    out.extend(body);
    out.resize(out.len().div_ceil(4) * 4, 0);
    out
}

/// An enhanced metafile whose bounds are 100 x 100.
pub fn emf(records: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    le32(&mut body, &[0, 0, 99, 99, 0, 0, 2540, 2540, 0x464D_4520, 0x10000, 0, 0]);
    le32(&mut body, &[0, 0, 0, 0, 1920, 1080, 500, 300]);
    let mut out = emf_record(1, &body);
    out.extend(records.concat());
    out.extend(emf_record(14, &[0; 12]));
    out
}

/// A record that paints a bitmap into `size` x `size` at (0, 0).
pub fn emf_blit(kind: u32, word: u32, size: i64, head: &[u8], bits: &[u8]) -> Vec<u8> {
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
pub fn emf_plus(records: &[Vec<u8>]) -> Vec<u8> {
    let records = records.concat();
    let mut body = Vec::new();
    le32(&mut body, &[4 + records.len() as i64]);
    body.extend(b"EMF+");
    body.extend(records);
    emf_record(70, &body)
}

/// One EMF+ image object record; `total` where the object goes on.
pub fn emf_plus_image(part: &[u8], total: Option<usize>) -> Vec<u8> {
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
pub fn emf_plus_file(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    le32(&mut out, &[0xDBC0_1001, 1, 0, 0, 0, 0, 1]);
    out.extend(file);
    out
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8)
            .fold(crc ^ byte as u32, |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

pub fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend(name);
    out.extend(body);
    out.extend(crc(&out[4..]).to_be_bytes());
    out
}

/// A PNG file from filtered lines as they stand before compression.
pub fn png(
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
pub fn read_png(file: &[u8]) -> Image {
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
pub fn gif(
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
pub fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 16];
    out.extend(b"JFIF\0\x01\x02\x01\0\x48\0\x90\0\0");
    out.extend([0xFF, 0xC0, 0, 11, 8]);
    out.extend(height.to_be_bytes());
    out.extend(width.to_be_bytes());
    out.extend([1, 1, 0x11, 0]);
    out.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xFF, 0xD9]);
    out
}

/// What one picture may take, in bytes.
pub const LIMIT: usize = 16 << 20;

/// What becomes of the data of a picture.
pub fn take(kind: Kind, data: &[u8]) -> Result<Extracted<'static>, Unfit> {
    let mut scratch = Scratch::default();
    let found = extract(kind, data, LIMIT, &mut scratch)?;
    Ok(Extracted { bytes: found.bytes.into_owned().into(), ..found })
}

/// The pixels of data that becomes a whole PNG.
pub fn image(kind: Kind, data: &[u8]) -> Image {
    let found = take(kind, data).unwrap();
    assert_eq!((found.format, found.truncated, found.partial), (Format::Png, false, false));
    read_png(&found.bytes)
}

/// A small picture with many colours.
pub fn sample(width: usize, height: usize) -> Image {
    Image::of(width, height, |x, y| [(x * 31) as u8, (y * 57) as u8, (x * y * 13) as u8, 255])
}
