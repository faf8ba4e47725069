//! Which of a metafile's bitmaps is the picture.
//!
//! Shape   the walkers tell each record that draws; [`Survey::finish`] gives the answer.
//! Limits  a stack has at most 4096 bands.

use super::{SRCAND, SRCCOPY, SRCINVERT, SRCPAINT};
use crate::picture::dib::{Dib, Mask, Packing};
use crate::picture::whole::Whole;
use crate::picture::{Found, Unfit};

/// How a record paints its bitmap.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    /// The raster operation.
    pub operation: u32,
    /// Left, top, width and height of where it is painted; negative sizes mirror.
    pub target: [i32; 4],
    /// The same of what is taken out of the bitmap, if that is told.
    pub source: Option<[i32; 4]>,
    /// The top of `source` counts from the bottom of bitmaps whose first line is the lowest.
    pub from_bottom: bool,
    /// The vertical axis of the metafile points up.
    pub upward: bool,
    /// How much of the picture is painted, in thousandths; 1000 where the picture's size is unknown.
    pub share: u32,
}

/// A bitmap in its place.
#[derive(Clone, Copy)]
struct Blit<'a> {
    dib: Dib<'a>,
    operation: u32,
    /// Left, top, width and height, none of them mirrored.
    target: [i64; 4],
    upward: bool,
    share: u32,
}

impl<'a> Blit<'a> {
    fn new(mut dib: Dib<'a>, paint: Paint) -> Self {
        let [left, top, width, height] = paint.target.map(i64::from);
        if !dib.declared {
            // Nothing but an alpha blend looks at them.
            dib.masks[3] = 0;
        }
        // With the axis pointing up, a negative height is the usual way to paint upright.
        let mut mirrored = height < 0 && !paint.upward;
        if let Some(source) = paint.source {
            mirrored ^= source[3] < 0;
            dib.crop = crop(&dib, source, paint.from_bottom);
        }
        if mirrored {
            dib.top_down = !dib.top_down;
            if let Some(crop) = &mut dib.crop {
                crop[1] = dib.height - crop[1] - crop[3];
            }
        }
        let target = [left.min(left + width), top.min(top + height), width.abs(), height.abs()];
        let Paint { operation, upward, share, .. } = paint;
        Blit { dib, operation, target, upward, share }
    }

    fn area(&self) -> u64 {
        self.target[2] as u64 * self.target[3] as u64
    }

    /// This bitmap as the mask of the one painted next, if the two are such a pair.
    fn masks(&self, next: &Blit<'a>) -> Option<Mask<'a>> {
        let (mask, image) = (&self.dib, &next.dib);
        if self.target != next.target
            || mask.depth != 1
            || (mask.width, mask.height) != (image.width, image.height)
            || mask.packing != Packing::Lines
            || image.packing != Packing::Lines
            || mask.crop.is_some()
            || image.crop.is_some()
        {
            return None;
        }
        let white_shows = match (self.operation, next.operation) {
            // White is painted where the picture will be, then the picture is cut into it.
            (SRCPAINT, SRCAND) => true,
            // A black hole is cut, then the picture is painted into it.
            (SRCAND, SRCPAINT | SRCINVERT) => false,
            _ => return None,
        };
        Some(Mask { dib: *mask, white_shows })
    }
}

/// The part of a bitmap that is shown, from its top; `None` where that is all of it.
fn crop(dib: &Dib<'_>, source: [i32; 4], from_bottom: bool) -> Option<[u32; 4]> {
    let [left, top, width, height] = source.map(i64::from);
    let (mut from, tall) = (top.min(top + height), height.abs());
    let (left, wide) = (left.min(left + width), width.abs());
    if from_bottom && !dib.top_down {
        from = dib.height as i64 - from - tall;
    }
    let inside = left >= 0
        && from >= 0
        && wide > 0
        && tall > 0
        && left + wide <= dib.width as i64
        && from + tall <= dib.height as i64;
    let part = [left as u32, from as u32, wide as u32, tall as u32];
    let all = [0, 0, dib.width, dib.height];
    (inside && part != all && dib.packing == Packing::Lines).then_some(part)
}

/// A bitmap that may be the picture.
struct Choice<'a> {
    blit: Blit<'a>,
    mask: Option<Mask<'a>>,
    rank: (u64, u8, u64),
}

/// Bitmaps painted one below the other, or one above the other.
struct Stack<'a> {
    first: Blit<'a>,
    more: Vec<Dib<'a>>,
    /// Where the last one stands.
    last: [i64; 4],
    /// Each stands at smaller coordinates than the one before; known from the second on.
    falling: bool,
    area: u64,
    share: u32,
}

const MOST_BANDS: usize = 4096;
/// Coordinates are rounded: bands may overlap, or leave a gap, this much.
const SLACK: i64 = 2;

impl<'a> Stack<'a> {
    fn new(first: Blit<'a>) -> Self {
        let (last, area, share) = (first.target, first.area(), first.share);
        Stack { first, more: Vec::new(), last, falling: false, area, share }
    }

    /// Takes the next band; false where it is none.
    fn grow(&mut self, blit: &Blit<'a>) -> bool {
        let (first, next) = (&self.first.dib, &blit.dib);
        if blit.operation != SRCCOPY
            || self.first.operation != SRCCOPY
            || next.packing != Packing::Lines
            || first.packing != Packing::Lines
            || next.seen()[2] != first.seen()[2]
            || blit.target[0] != self.last[0]
            || blit.target[2] != self.last[2]
            || self.more.len() >= MOST_BANDS
        {
            return false;
        }
        let near = |one: i64, other: i64| (one - other).abs() <= SLACK;
        let rises = near(self.last[1] + self.last[3], blit.target[1]);
        let falls = near(blit.target[1] + blit.target[3], self.last[1]);
        // Two thin bands may look like both; the direction is set by the first pair.
        let falling = if self.more.is_empty() { falls && !rises } else { self.falling };
        let fits = if falling { falls } else { rises };
        if !fits || self.more.try_reserve(1).is_err() {
            return false;
        }
        self.falling = falling;
        self.more.push(*next);
        self.last = blit.target;
        self.area = self.area.saturating_add(blit.area());
        self.share = self.share.saturating_add(blit.share).min(1000);
        true
    }

    /// The bitmaps from the top.
    fn in_order(self) -> (Dib<'a>, Vec<Dib<'a>>) {
        let Stack { first, mut more, falling, .. } = self;
        let mut top = first.dib;
        // With the axis pointing up, the larger coordinate is the higher place.
        if falling != first.upward && !more.is_empty() {
            more.reverse();
            std::mem::swap(&mut top, &mut more[0]);
            more.rotate_left(1);
        }
        (top, more)
    }
}

/// What the records of a metafile have shown so far.
#[derive(Default)]
pub(super) struct Survey<'a> {
    best: Option<Choice<'a>>,
    previous: Option<Blit<'a>>,
    stack: Option<Stack<'a>>,
    best_stack: Option<Stack<'a>>,
    /// Records that paint a bitmap, a mask and its picture counted as one.
    bitmaps: usize,
    /// Records that draw lines, areas or text.
    vectors: usize,
    /// Why a bitmap could not be read.
    failure: Option<Unfit>,
}

impl<'a> Survey<'a> {
    /// A record that draws lines, areas or text.
    pub(super) fn vector(&mut self) {
        self.vectors += 1;
        self.previous = None;
    }

    /// A record that paints a bitmap.
    pub(super) fn bitmap(&mut self, dib: Result<Dib<'a>, Unfit>, paint: Paint) {
        let dib = match dib {
            Ok(dib) => dib,
            Err(unfit) => {
                self.failure.get_or_insert(unfit);
                return;
            }
        };
        let blit = Blit::new(dib, paint);
        let mask = self.previous.and_then(|previous| previous.masks(&blit));
        self.previous = Some(blit);
        self.bitmaps += mask.is_none() as usize;
        let trust = match blit.operation {
            _ if mask.is_some() => 2,
            SRCCOPY => 2,
            SRCPAINT | SRCAND | SRCINVERT if dib.depth == 1 => 0,
            _ => 1,
        };
        let rank = (blit.area(), trust, dib.width as u64 * dib.height as u64);
        // Of equals the last: it was painted over the others.
        if self.best.as_ref().is_none_or(|best| best.rank <= rank) {
            self.best = Some(Choice { blit, mask, rank });
        }
        if !self.stack.as_mut().is_some_and(|stack| stack.grow(&blit)) {
            self.end_stack();
            self.stack = Some(Stack::new(blit));
        }
    }

    /// Keeps the current stack if it is the largest.
    fn end_stack(&mut self) {
        let least = self.best_stack.as_ref().map_or(0, |best| best.area);
        if let Some(stack) = self.stack.take()
            && !stack.more.is_empty()
            && stack.area > least
        {
            self.best_stack = Some(stack);
        }
    }

    /// The picture, or why there is none; `whole` is a file found in EMF+ records.
    pub(super) fn finish(mut self, whole: Option<Whole<'a>>) -> Result<Found<'a>, Unfit> {
        self.end_stack();
        let Some(best) = self.best else {
            return match whole {
                Some(whole) => Ok(Found::Whole(whole)),
                None if self.vectors == 0 => Err(self.failure.unwrap_or(Unfit::VectorOnly)),
                None => Err(Unfit::VectorOnly),
            };
        };
        let stack = self.best_stack.filter(|stack| stack.area > best.rank.0);
        let share = stack.as_ref().map_or(best.blit.share, |stack| stack.share);
        if self.vectors > 0 && share < 500 {
            return Err(Unfit::VectorOnly);
        }
        if let Some(whole) = whole {
            return Ok(Found::Whole(whole));
        }
        let used = stack.as_ref().map_or(1, |stack| 1 + stack.more.len());
        let partial = self.vectors > 0 || self.bitmaps > used;
        if let Some(stack) = stack {
            let (image, below) = stack.in_order();
            return Ok(Found::Bitmap { image, below, mask: None, partial });
        }
        Ok(match best.blit.dib.into_found() {
            Found::Bitmap { image, below, .. } => {
                Found::Bitmap { image, below, mask: best.mask, partial }
            }
            found => found,
        })
    }
}
