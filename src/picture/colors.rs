//! The colours of a picture, as long as there are no more than 256 of them.
//!
//! Shape   a table of colours by hash; screenshots and drawings have few colours and become a
//!         third of the size as indices, photographs leave after the first lines.
//! Units   colours are red, green, blue, opacity as one little-endian number.

use crate::buffers::Kept;

const SLOTS: usize = 1024;
/// Marks a slot without a colour.
const FREE: u16 = u16::MAX;

/// Up to 256 colours, numbered in the order of their appearance.
pub(super) struct Colors {
    keys: [u32; SLOTS],
    numbers: [u16; SLOTS],
    count: usize,
    palette: [u8; 768],
    opacity: [u8; 256],
}

/// Too large for the small stacks that hosts' threads may have: it stands on the heap.
impl Kept for Colors {
    fn clear(&mut self) {
        self.keys.fill(0);
        self.numbers.fill(FREE);
        self.count = 0;
        self.palette.fill(0);
        self.opacity.fill(255);
    }

    fn retained_bytes(&self) -> usize {
        0
    }

    fn trim(&mut self, _max: usize) {}

    fn take_larger(&mut self, _other: &mut Self) {}
}

impl Default for Colors {
    fn default() -> Self {
        Colors {
            keys: [0; SLOTS],
            numbers: [FREE; SLOTS],
            count: 0,
            palette: [0; 768],
            opacity: [255; 256],
        }
    }
}

impl Colors {
    /// No colour, in the place that is kept for a picture's colours.
    pub(super) fn none(place: &mut Option<Box<Colors>>) -> &mut Colors {
        let colors = place.get_or_insert_with(Self::boxed);
        colors.clear();
        colors
    }

    /// By itself, so that what it takes of the stack is given back before the picture is compressed.
    #[cold]
    #[inline(never)]
    fn boxed() -> Box<Colors> {
        Box::default()
    }

    /// Takes in the colours of a line; false once there are too many.
    pub(super) fn take(&mut self, line: &[u8]) -> bool {
        let mut last = None;
        line.as_chunks::<4>().0.iter().all(|pixel| {
            let color = u32::from_le_bytes(*pixel);
            last == Some(color) || {
                last = Some(color);
                self.number(color).is_some()
            }
        })
    }

    /// Writes a line as indices of `depth` bits.
    pub(super) fn indices(&mut self, line: &[u8], depth: u8, row: &mut [u8]) {
        let per_byte = 8 / depth as usize;
        let pixels = line.as_chunks::<4>().0;
        let (mut last, mut number) = (None, 0);
        for (out, group) in row.iter_mut().zip(pixels.chunks(per_byte)) {
            let mut byte = 0;
            for (at, pixel) in group.iter().enumerate() {
                let color = u32::from_le_bytes(*pixel);
                if last != Some(color) {
                    last = Some(color);
                    number = self.number(color).unwrap_or(0);
                }
                byte |= number << (8 - depth as usize * (at + 1));
            }
            *out = byte;
        }
    }

    /// The number of a colour, which it gets now if it is new.
    fn number(&mut self, color: u32) -> Option<u8> {
        let mut slot = (color.wrapping_mul(0x9E37_79B1) >> 22) as usize % SLOTS;
        while self.numbers[slot] != FREE {
            if self.keys[slot] == color {
                return Some(self.numbers[slot] as u8);
            }
            slot = (slot + 1) % SLOTS;
        }
        if self.count == 256 {
            return None;
        }
        let [red, green, blue, opacity] = color.to_le_bytes();
        self.palette[3 * self.count..3 * self.count + 3].copy_from_slice(&[red, green, blue]);
        self.opacity[self.count] = opacity;
        self.keys[slot] = color;
        self.numbers[slot] = self.count as u16;
        self.count += 1;
        Some((self.count - 1) as u8)
    }

    /// The bits that an index needs: 1, 2, 4 or 8.
    pub(super) fn depth(&self) -> u8 {
        match self.count {
            0..=2 => 1,
            3..=4 => 2,
            5..=16 => 4,
            _ => 8,
        }
    }

    /// Red, green, blue of each colour.
    pub(super) fn palette(&self) -> &[u8] {
        &self.palette[..3 * self.count.max(1)]
    }

    /// The opacity of the colours up to the last that is not opaque.
    pub(super) fn opacity(&self) -> &[u8] {
        let end = self.opacity.iter().rposition(|&opacity| opacity < 255);
        &self.opacity[..end.map_or(0, |end| end + 1)]
    }
}
