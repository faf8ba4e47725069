//! Lines of a bitmap as red, green, blue and opacity.
//!
//! Shape   one [`Expander`] for each bitmap: its tables are made once, then lines are quick. Masks
//!         in the usual order are taken as bytes, others go through a table for each colour.
//! Units   4 bytes a pixel on the way out.

use super::Dib;

/// One colour of a pixel with masks.
#[derive(Clone, Copy)]
struct Channel {
    mask: u32,
    shift: u32,
    /// The value of each mask content (shortened to 8 bits) as 0 to 255.
    scale: [u8; 256],
}

impl Channel {
    fn new(mask: u32) -> Self {
        let bits = (32 - mask.leading_zeros()).saturating_sub(mask.trailing_zeros());
        let shift = if mask == 0 { 0 } else { mask.trailing_zeros() + bits.saturating_sub(8) };
        let mut scale = [0; 256];
        if mask != 0 {
            let most = (1usize << bits.min(8)) - 1;
            for (value, out) in scale.iter_mut().enumerate().take(most + 1) {
                *out = (value * 255 / most) as u8;
            }
        }
        Channel { mask, shift, scale }
    }

    #[inline]
    fn of(&self, pixel: u32) -> u8 {
        self.scale[((pixel & self.mask) >> self.shift) as usize & 255]
    }
}

/// How the pixels of a bitmap become colours.
enum Way {
    /// The colour of each index.
    Indices([[u8; 4]; 256]),
    /// Three or four bytes, blue first.
    Bytes,
    Masks([Channel; 4]),
}

/// Turns the lines of one bitmap into colours.
pub(in crate::picture) struct Expander<'a> {
    dib: Dib<'a>,
    way: Way,
    /// The bitmap has no opacities, or they make no sense.
    pub opaque: bool,
}

impl<'a> Expander<'a> {
    pub(crate) fn new(dib: &Dib<'a>) -> Self {
        let usual = dib.depth == 24
            || dib.depth == 32
                && dib.masks[..3] == [0xFF_0000, 0xFF00, 0xFF]
                && matches!(dib.masks[3], 0 | 0xFF00_0000);
        let way = if dib.depth <= 8 {
            let mut colors = [[0, 0, 0, 255]; 256];
            for (index, color) in colors.iter_mut().enumerate().take(1 << dib.depth) {
                color[..3].copy_from_slice(&dib.color(index));
            }
            Way::Indices(colors)
        } else if usual {
            Way::Bytes
        } else {
            Way::Masks(dib.masks.map(Channel::new))
        };
        Expander { dib: *dib, way, opaque: !alpha_counts(dib) }
    }

    /// Writes line `y`. Pixels that are missing are white, or clear where there are opacities.
    pub(crate) fn line(&self, y: u32, out: &mut [u8]) {
        let line = self.dib.line(y);
        let out = out.as_chunks_mut::<4>().0;
        let depth = self.dib.depth as usize;
        let present = line.len() * 8 / depth.max(1);
        if let Some(missing) = out.get_mut(present..) {
            missing.fill(if self.opaque { [255; 4] } else { [0; 4] });
        }
        match (&self.way, depth) {
            (Way::Indices(colors), 8) => {
                for (out, &index) in out.iter_mut().zip(line) {
                    *out = colors[index as usize];
                }
            }
            (Way::Indices(colors), _) => {
                for (x, out) in out.iter_mut().enumerate().take(present) {
                    *out = colors[super::index(line, depth, x) as usize];
                }
            }
            (Way::Bytes, 24) => {
                for (out, &[blue, green, red]) in out.iter_mut().zip(line.as_chunks::<3>().0) {
                    *out = [red, green, blue, 255];
                }
            }
            (Way::Bytes, _) if self.opaque => {
                for (out, &[blue, green, red, _]) in out.iter_mut().zip(line.as_chunks::<4>().0) {
                    *out = [red, green, blue, 255];
                }
            }
            (Way::Bytes, _) => {
                for (out, &[blue, green, red, alpha]) in out.iter_mut().zip(line.as_chunks::<4>().0)
                {
                    *out = self.unmultiply([red, green, blue, alpha]);
                }
            }
            (Way::Masks(channels), 16) => {
                for (out, pixel) in out.iter_mut().zip(line.as_chunks::<2>().0) {
                    *out = self.split(channels, u16::from_le_bytes(*pixel) as u32);
                }
            }
            (Way::Masks(channels), _) => {
                for (out, pixel) in out.iter_mut().zip(line.as_chunks::<4>().0) {
                    *out = self.split(channels, u32::from_le_bytes(*pixel));
                }
            }
        }
    }

    #[inline]
    fn split(&self, channels: &[Channel; 4], pixel: u32) -> [u8; 4] {
        let [red, green, blue, alpha] = channels;
        let alpha = if self.opaque { 255 } else { alpha.of(pixel) };
        self.unmultiply([red.of(pixel), green.of(pixel), blue.of(pixel), alpha])
    }

    /// Takes the opacity out of the colours, where it was multiplied into them.
    #[inline]
    fn unmultiply(&self, [red, green, blue, alpha]: [u8; 4]) -> [u8; 4] {
        if !self.dib.premultiplied || alpha == 255 {
            return [red, green, blue, alpha];
        }
        let full = |part: u8| match alpha {
            0 => 0,
            _ => (part as u32 * 255 / alpha as u32).min(255) as u8,
        };
        [full(red), full(green), full(blue), alpha]
    }
}

/// True where the opacity bits are neither all clear nor all set. Where the header does not
/// speak of them there must be shades between, and one colour under all clear pixels: else they are
/// left-overs of drawing (text in GDI clears them), and what they hid would be lost.
fn alpha_counts(dib: &Dib<'_>) -> bool {
    let mask = dib.masks[3];
    if mask == 0 || !matches!(dib.depth, 16 | 32) {
        return false;
    }
    let (mut any, mut all) = (0u32, mask);
    let (mut shades, mut clear) = (false, None);
    for y in 0..dib.height {
        let line = dib.line(y);
        if dib.depth == 16 {
            for pixel in line.as_chunks::<2>().0.iter().take(dib.width as usize) {
                let value = u16::from_le_bytes(*pixel) as u32;
                any |= value;
                all &= value;
            }
            continue;
        }
        for pixel in line.as_chunks::<4>().0.iter().take(dib.width as usize) {
            let value = u32::from_le_bytes(*pixel);
            let alpha = value & mask;
            any |= alpha;
            all &= alpha;
            if !dib.declared {
                shades |= alpha != 0 && alpha != mask;
                if alpha == 0 && *clear.get_or_insert(value) != value {
                    return false;
                }
            }
        }
    }
    any & mask != 0 && all & mask != mask && (shades || dib.declared)
}
