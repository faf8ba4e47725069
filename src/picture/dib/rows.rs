//! Lines of a bitmap to lines of a PNG.
//!
//! Shape   indices are copied as they stand (both formats pack from the high bit); 24 and 32 bits
//!         in the usual order are swapped; other masks go through a table for each colour.
//! Units   a pixel is 1, 3 or 4 bytes on the PNG side.

use super::Dib;

/// What the opacity bits of a bitmap mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::picture) enum Alpha {
    /// Nothing: all clear, all opaque, or there are none.
    Opaque,
    /// They are opacities.
    Real,
}

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

/// Turns the lines of one bitmap of 16, 24 or 32 bits into bytes of red, green, blue (and opacity).
pub(in crate::picture) struct Expander<'a> {
    dib: Dib<'a>,
    /// Blue, green, red in the three low bytes.
    usual: bool,
    channels: [Channel; 4],
    pub alpha: Alpha,
}

impl<'a> Expander<'a> {
    pub fn new(dib: &Dib<'a>) -> Self {
        let usual = dib.depth == 24
            || dib.depth == 32
                && dib.masks[..3] == [0xFF_0000, 0xFF00, 0xFF]
                && matches!(dib.masks[3], 0 | 0xFF00_0000);
        let channels = dib.masks.map(Channel::new);
        let alpha = if alpha_varies(dib) { Alpha::Real } else { Alpha::Opaque };
        Expander { dib: *dib, usual, channels, alpha }
    }

    /// Writes line `y` as red, green, blue. Pixels that are missing are white.
    pub fn rgb(&self, y: u32, out: &mut [u8]) {
        let line = self.dib.line(y);
        let step = self.dib.depth as usize / 8;
        if line.len() / step.max(1) < out.len() / 3 {
            out.fill(0xFF);
        }
        let out = out.as_chunks_mut::<3>().0;
        match step {
            3 => {
                for (out, &[blue, green, red]) in out.iter_mut().zip(line.as_chunks::<3>().0) {
                    *out = [red, green, blue];
                }
            }
            4 if self.usual => {
                for (out, &[blue, green, red, _]) in out.iter_mut().zip(line.as_chunks::<4>().0) {
                    *out = [red, green, blue];
                }
            }
            4 => {
                for (out, pixel) in out.iter_mut().zip(line.as_chunks::<4>().0) {
                    *out = self.split(u32::from_le_bytes(*pixel));
                }
            }
            _ => {
                for (out, pixel) in out.iter_mut().zip(line.as_chunks::<2>().0) {
                    *out = self.split(u16::from_le_bytes(*pixel) as u32);
                }
            }
        }
    }

    /// Writes line `y` as red, green, blue, opacity. Pixels that are missing are clear.
    pub fn rgba(&self, y: u32, out: &mut [u8]) {
        let line = self.dib.line(y);
        let out = out.as_chunks_mut::<4>().0;
        let step = self.dib.depth as usize / 8;
        if line.len() / step.max(1) < out.len() {
            out.fill([0; 4]);
        }
        if step == 2 {
            for (out, pixel) in out.iter_mut().zip(line.as_chunks::<2>().0) {
                *out = self.split_alpha(u16::from_le_bytes(*pixel) as u32);
            }
        } else {
            for (out, pixel) in out.iter_mut().zip(line.as_chunks::<4>().0) {
                *out = self.split_alpha(u32::from_le_bytes(*pixel));
            }
        }
    }

    #[inline]
    fn split(&self, pixel: u32) -> [u8; 3] {
        let [red, green, blue, _] = &self.channels;
        [red.of(pixel), green.of(pixel), blue.of(pixel)]
    }

    #[inline]
    fn split_alpha(&self, pixel: u32) -> [u8; 4] {
        let [red, green, blue] = self.split(pixel);
        let alpha = self.channels[3].of(pixel);
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

/// True where the opacity bits are neither all clear nor all set.
fn alpha_varies(dib: &Dib<'_>) -> bool {
    let mask = dib.masks[3];
    if mask == 0 || !matches!(dib.depth, 16 | 32) {
        return false;
    }
    let (mut any, mut all) = (0u32, mask);
    for y in 0..dib.height {
        let line = dib.line(y);
        if dib.depth == 32 {
            for pixel in line.as_chunks::<4>().0.iter().take(dib.width as usize) {
                let value = u32::from_le_bytes(*pixel);
                any |= value;
                all &= value;
            }
        } else {
            for pixel in line.as_chunks::<2>().0.iter().take(dib.width as usize) {
                let value = u16::from_le_bytes(*pixel) as u32;
                any |= value;
                all &= value;
            }
        }
    }
    any & mask != 0 && all & mask != mask
}
