//! A bitmap, or several in a stack, to a PNG file.
//!
//! Shape   one bitmap with a palette stays as it is; everything else is taken line by line as
//!         colours, which become indices again where there are few of them. A mask becomes opacity.
//! Errors  `TooLarge` before any memory is taken.

use super::Unfit;
use super::bytes::refill;
use super::colors::Colors;
use super::dib::{Dib, Expander, Mask, Packing, index, unpack};
use super::png::{Color, Encoder, Head};

/// The bitmaps that make a picture, and the buffers to work with.
pub(super) struct Work<'a, 'b> {
    pub image: Dib<'a>,
    /// More bitmaps of the same width, one below the other.
    pub below: &'b [Dib<'a>],
    pub mask: Option<Mask<'a>>,
    pub limit: usize,
    pub pixels: &'b mut Vec<u8>,
    pub line: &'b mut Vec<u8>,
    pub colors: &'b mut Option<Box<Colors>>,
    pub encoder: &'b mut Encoder,
    pub out: &'b mut Vec<u8>,
}

impl Work<'_, '_> {
    /// Writes the file. True where bits ended early.
    pub(super) fn write(mut self) -> Result<bool, Unfit> {
        let image = self.image;
        let plain = self.mask.is_none() && self.below.is_empty() && image.crop.is_none();
        match image.packing {
            Packing::File => Err(Unfit::Damaged),
            Packing::Rle4 | Packing::Rle8 => self.runs(),
            Packing::Lines if plain && image.depth <= 8 => self.indexed(),
            Packing::Lines => self.colors(),
        }
    }

    /// The number of bytes that the pixels will take; an error where they are more than allowed.
    fn room(&self, width: u32, height: u32, color: Color) -> Result<usize, Unfit> {
        let row = color.row_bytes(width).ok_or(Unfit::TooLarge)?;
        let all = row.checked_mul(height as usize).ok_or(Unfit::TooLarge)?;
        if all > self.limit { Err(Unfit::TooLarge) } else { Ok(all) }
    }

    fn head<'h>(&self, color: Color, palette: &'h [u8]) -> Head<'h> {
        let Dib { width, height, density, .. } = self.image;
        Head { width, height, color, palette, opacity: &[], density }
    }

    fn indexed(&mut self) -> Result<bool, Unfit> {
        let image = self.image;
        let color = Color::Indexed(image.depth as u8);
        self.room(image.width, image.height, color)?;
        let count = if image.depth == 8 { last_index(&image) + 1 } else { 1 << image.depth };
        let lightest = image.lightest();
        // The lightest index in every pixel of a byte.
        let missing = match image.depth {
            1 => lightest * 0xFF,
            2 => lightest * 0x55,
            4 => lightest * 0x11,
            _ => lightest,
        };
        let count = if image.is_short() { count.max(lightest as usize + 1) } else { count };
        let entries = palette(&image, count);
        let head = self.head(color, &entries[..3 * count]);
        self.encoder.encode(&head, self.out, |y, row| {
            let line = image.line(y);
            let len = line.len().min(row.len());
            row[..len].copy_from_slice(&line[..len]);
            row[len..].fill(missing);
        })?;
        Ok(image.is_short())
    }

    fn runs(&mut self) -> Result<bool, Unfit> {
        let image = self.image;
        let color = Color::Indexed(8);
        let all = self.room(image.width, image.height, color)?;
        refill(self.pixels, all, 0)?;
        let truncated = unpack(&image, self.pixels, image.lightest());
        let count = self.pixels.iter().copied().fold(0, u8::max) as usize + 1;
        let entries = palette(&image, count);
        let head = self.head(color, &entries[..3 * count]);
        let (width, pixels) = (image.width as usize, &*self.pixels);
        self.encoder.encode(&head, self.out, |y, row| {
            let at = y as usize * width;
            row.copy_from_slice(&pixels[at..at + width]);
        })?;
        Ok(truncated)
    }

    /// Any number of bitmaps by their colours, cropped and masked.
    fn colors(&mut self) -> Result<bool, Unfit> {
        let [_, _, width, mut height] = self.image.seen();
        let mut truncated = self.image.is_short();
        for band in self.below {
            height = height.checked_add(band.seen()[3]).ok_or(Unfit::TooLarge)?;
            truncated |= band.is_short();
        }
        // Checked before the opacity bits are looked at: that too takes time.
        self.room(width, height, Color::Rgb)?;
        let first = Expander::new(&self.image);
        // Opacities in a stack would have to agree on where they are real; nobody writes that.
        let opaque = self.mask.is_none() && (first.opaque || !self.below.is_empty());
        if !opaque {
            self.room(width, height, Color::Rgba)?;
        }
        refill(self.pixels, width as usize * 4, 0)?;
        let mut source = Source {
            image: self.image,
            below: self.below,
            mask: self.mask.map(|mask| (mask, mask.shown())),
            expander: first,
            band: 0,
            start: 0,
            line: self.line,
        };

        let colors = Colors::none(self.colors);
        let mut few = true;
        for y in 0..height {
            source.fill(y, self.pixels)?;
            if !colors.take(self.pixels) {
                few = false;
                break;
            }
        }
        let mut result = Ok(());
        let pixels = &mut *self.pixels;
        let color = match (few, opaque) {
            (true, _) => Color::Indexed(colors.depth()),
            (false, true) => Color::Rgb,
            (false, false) => Color::Rgba,
        };
        let palette: [u8; 768];
        let alpha: [u8; 256];
        let mut head = Head { width, height, ..head_of(&source.image, color) };
        if few {
            // Copied, for the table is in use while the file is written.
            palette = widened(colors.palette());
            alpha = widened(colors.opacity());
            head.palette = &palette[..colors.palette().len()];
            head.opacity = &alpha[..colors.opacity().len()];
        }
        self.encoder.encode(&head, self.out, |y, row| {
            if let Err(unfit) = source.fill(y, pixels) {
                result = Err(unfit);
            }
            match color {
                Color::Indexed(depth) => colors.indices(pixels, depth, row),
                Color::Rgb => {
                    let rows = row.as_chunks_mut::<3>().0.iter_mut();
                    for (out, &[red, green, blue, _]) in rows.zip(pixels.as_chunks::<4>().0) {
                        *out = [red, green, blue];
                    }
                }
                Color::Rgba => row.copy_from_slice(pixels),
            }
        })?;
        result.map(|()| truncated)
    }
}

fn head_of(image: &Dib<'_>, color: Color) -> Head<'static> {
    let Dib { width, height, density, .. } = *image;
    Head { width, height, color, palette: &[], opacity: &[], density }
}

fn widened<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut all = [0; N];
    for (out, &byte) in all.iter_mut().zip(bytes) {
        *out = byte;
    }
    all
}

/// The first `count` colours as PNG writes them.
fn palette(image: &Dib<'_>, count: usize) -> [u8; 768] {
    let mut entries = [0; 768];
    for (index, entry) in entries.as_chunks_mut::<3>().0.iter_mut().enumerate().take(count) {
        *entry = image.color(index);
    }
    entries
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

/// The lines of a picture, wherever they come from.
struct Source<'a, 'b> {
    image: Dib<'a>,
    below: &'b [Dib<'a>],
    /// The mask, and its index that lets the picture be seen.
    mask: Option<(Mask<'a>, u8)>,
    /// Of the band that the last line came from.
    expander: Expander<'a>,
    band: usize,
    /// The line of the picture that is the first of that band.
    start: u32,
    line: &'b mut Vec<u8>,
}

impl<'a> Source<'a, '_> {
    fn band(&self, number: usize) -> Option<Dib<'a>> {
        match number {
            0 => Some(self.image),
            _ => self.below.get(number - 1).copied(),
        }
    }

    /// Fills `row` with the colours of line `y`. Lines are asked for from the top.
    fn fill(&mut self, y: u32, row: &mut [u8]) -> Result<(), Unfit> {
        if y < self.start {
            (self.band, self.start) = (0, 0);
            self.expander = Expander::new(&self.image);
        }
        let mut dib = self.band(self.band).unwrap_or(self.image);
        while y - self.start >= dib.seen()[3] {
            let Some(next) = self.band(self.band + 1) else { break };
            self.start += dib.seen()[3];
            self.band += 1;
            dib = next;
            self.expander = Expander::new(&dib);
        }
        let [left, top, width, _] = dib.seen();
        let y = top + (y - self.start);
        if width == dib.width {
            self.expander.line(y, row);
        } else {
            refill(self.line, dib.width as usize * 4, 0)?;
            self.expander.line(y, self.line);
            let start = left as usize * 4;
            if let Some(part) = self.line.get(start..start + row.len()) {
                row.copy_from_slice(part);
            }
        }
        if let Some((mask, shown)) = &self.mask {
            let bits = mask.dib.line(y);
            for (x, out) in row.as_chunks_mut::<4>().0.iter_mut().enumerate() {
                if x / 8 < bits.len() && index(bits, 1, x) == *shown {
                    out[3] = 255;
                } else {
                    *out = [0; 4];
                }
            }
        }
        Ok(())
    }
}
