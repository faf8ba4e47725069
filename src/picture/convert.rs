//! A bitmap to a PNG file.
//!
//! Shape   bitmaps with a palette stay indexed, others become true colour; a mask, or opacity bits
//!         that mean something, become opacity.
//! Errors  `TooLarge` before any memory is taken.

use super::Unfit;
use super::bytes::refill;
use super::dib::{Alpha, Dib, Expander, Mask, Packing, unpack};
use super::png::{Color, Encoder, Head};

/// Writes `image` as PNG into `out`. True where the bits ended early.
pub(super) fn to_png(
    image: &Dib<'_>,
    mask: Option<&Mask<'_>>,
    limit: usize,
    pixels: &mut Vec<u8>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    let mask = mask.filter(|mask| {
        let same = mask.dib.width == image.width && mask.dib.height == image.height;
        same && mask.dib.packing == Packing::Lines && image.packing == Packing::Lines
    });
    match image.packing {
        Packing::File => Err(Unfit::Damaged),
        Packing::Rle4 | Packing::Rle8 => runs(image, limit, pixels, encoder, out),
        Packing::Lines if mask.is_some() => {
            let Some(mask) = mask else { return Err(Unfit::Damaged) };
            masked(image, mask, limit, pixels, encoder, out)
        }
        Packing::Lines if image.depth <= 8 => indexed(image, limit, encoder, out),
        Packing::Lines => true_color(image, limit, encoder, out),
    }
}

/// The number of bytes that the pixels will take; an error where they are more than allowed.
fn room(image: &Dib<'_>, color: Color, limit: usize) -> Result<usize, Unfit> {
    let row = color.row_bytes(image.width).ok_or(Unfit::TooLarge)?;
    let all = row.checked_mul(image.height as usize).ok_or(Unfit::TooLarge)?;
    if all > limit { Err(Unfit::TooLarge) } else { Ok(all) }
}

/// The first `count` colours as PNG writes them.
fn palette(image: &Dib<'_>, count: usize) -> [u8; 768] {
    let mut entries = [0; 768];
    for (index, entry) in entries.as_chunks_mut::<3>().0.iter_mut().enumerate().take(count) {
        *entry = image.color(index);
    }
    entries
}

fn head<'a>(image: &Dib<'_>, color: Color, palette: &'a [u8]) -> Head<'a> {
    let (width, height) = (image.width, image.height);
    Head { width, height, color, palette, opacity: &[], density: image.density }
}

fn indexed(
    image: &Dib<'_>,
    limit: usize,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    let color = Color::Indexed(image.depth as u8);
    room(image, color, limit)?;
    let count = if image.depth == 8 { last_index(image) + 1 } else { 1usize << image.depth };
    let missing = image.lightest();
    // The lightest index in every pixel of a byte.
    let missing = match image.depth {
        1 => missing * 0xFF,
        2 => missing * 0x55,
        4 => missing * 0x11,
        _ => missing,
    };
    let count = count.max(if image.is_short() { missing as usize + 1 } else { 0 }).min(256);
    let entries = palette(image, count);
    encoder.encode(&head(image, color, &entries[..3 * count]), out, |y, row| {
        let line = image.line(y);
        let len = line.len().min(row.len());
        row[..len].copy_from_slice(&line[..len]);
        row[len..].fill(missing);
    })?;
    Ok(image.is_short())
}

/// The largest index in use: PNG readers refuse indices that have no colour.
fn last_index(image: &Dib<'_>) -> usize {
    let width = image.width as usize;
    let most = |y| {
        let line = image.line(y);
        line[..width.min(line.len())].iter().copied().fold(0, u8::max)
    };
    (0..image.height).map(most).fold(0, u8::max) as usize
}

fn runs(
    image: &Dib<'_>,
    limit: usize,
    pixels: &mut Vec<u8>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    let color = Color::Indexed(8);
    let all = room(image, color, limit)?;
    refill(pixels, all, 0)?;
    let truncated = unpack(image, pixels, image.lightest());
    let count = pixels.iter().copied().fold(0, u8::max) as usize + 1;
    let entries = palette(image, count);
    let width = image.width as usize;
    encoder.encode(&head(image, color, &entries[..3 * count]), out, |y, row| {
        let at = y as usize * width;
        row.copy_from_slice(&pixels[at..at + width]);
    })?;
    Ok(truncated)
}

fn true_color(
    image: &Dib<'_>,
    limit: usize,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    // Checked before the opacity bits are looked at: that too takes time.
    room(image, Color::Rgb, limit)?;
    let expander = Expander::new(image);
    if expander.alpha == Alpha::Real {
        room(image, Color::Rgba, limit)?;
        encoder.encode(&head(image, Color::Rgba, &[]), out, |y, row| expander.rgba(y, row))?;
    } else {
        encoder.encode(&head(image, Color::Rgb, &[]), out, |y, row| expander.rgb(y, row))?;
    }
    Ok(image.is_short())
}

fn masked(
    image: &Dib<'_>,
    mask: &Mask<'_>,
    limit: usize,
    line: &mut Vec<u8>,
    encoder: &mut Encoder,
    out: &mut Vec<u8>,
) -> Result<bool, Unfit> {
    room(image, Color::Rgba, limit)?;
    refill(line, image.width as usize * 3, 0)?;
    let expander = (image.depth > 8).then(|| Expander::new(image));
    // Which bit value of the mask is the lighter colour.
    let white = mask.dib.lightest();
    let shown = if mask.white_shows { white } else { 1 - white };
    encoder.encode(&head(image, Color::Rgba, &[]), out, |y, row| {
        match &expander {
            Some(expander) => expander.rgb(y, line),
            None => {
                let indices = image.line(y);
                for (x, out) in line.as_chunks_mut::<3>().0.iter_mut().enumerate() {
                    *out = image.color(index(indices, image.depth, x) as usize);
                }
            }
        }
        let bits = mask.dib.line(y);
        let source = line.as_chunks::<3>().0;
        for (x, (out, &[red, green, blue])) in
            row.as_chunks_mut::<4>().0.iter_mut().zip(source).enumerate()
        {
            let seen = x / 8 < bits.len() && index(bits, 1, x) == shown;
            *out = if seen { [red, green, blue, 255] } else { [0; 4] };
        }
    })?;
    Ok(image.is_short())
}

/// The index of pixel `x` in a line of `depth` bits a pixel; 0 past the end.
#[inline]
fn index(line: &[u8], depth: u16, x: usize) -> u8 {
    let depth = depth as usize;
    let byte = line.get(x * depth / 8).copied().unwrap_or(0);
    byte >> (8 - depth - x * depth % 8) & ((1u16 << depth) - 1) as u8
}
