//! The scans by 16 bytes at once, and by one at a time where there are fewer.
//!
//! Shape   the functions that `scan` asks for; what a block is made of says `lanes`.
//! Units   bytes; indices count from the start of the slice.
//! Errors  none; where nothing is found the answer is the length.

mod lanes;

use super::portable;
use lanes::*;

#[inline]
pub(super) fn next_mark(bytes: &[u8]) -> usize {
    if bytes.len() < WIDTH { portable::next_mark(bytes) } else { next(bytes, marks) }
}

#[inline]
pub(super) fn next_odd(bytes: &[u8]) -> usize {
    // Asked of whole documents, which mostly hold none.
    match bytes.len().checked_sub(WIDTH) {
        None => portable::next_odd(bytes),
        Some(last) => {
            let from = without_any(bytes, odd).min(last);
            from + next(&bytes[from..], odd)
        }
    }
}

#[inline]
pub(super) fn next_control(bytes: &[u8]) -> usize {
    if bytes.len() < WIDTH { portable::next_control(bytes) } else { next(bytes, controls) }
}

#[inline]
pub(super) fn next_markup(bytes: &[u8]) -> usize {
    if bytes.len() < WIDTH { portable::next_markup(bytes) } else { next(bytes, markup) }
}

#[inline]
pub(super) fn next_stop(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(window) = bytes.get(at..).and_then(|rest| rest.first_chunk::<{ WIDTH + 1 }>()) {
        // SAFETY: 16 bytes are read at both places of an array of 17.
        let (here, behind) = unsafe { (load(window.as_ptr()), load(window.as_ptr().add(1))) };
        let gaps = and(equal(here, all(b' ')), up_to(behind, b' '));
        let mask = bits(or(or(controls(here), equal(here, all(b'&'))), gaps));
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += WIDTH;
    }
    at + portable::next_stop(&bytes[at..])
}

/// The first byte whose lane in the answer of `find` is 0xFF. `bytes` has 16 bytes at least,
/// else the answer is its length.
#[inline(always)]
fn next(bytes: &[u8], find: impl Fn(Block) -> Block) -> usize {
    let mut at = 0;
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WIDTH>()) {
        // SAFETY: 16 bytes are read from an array of 16.
        let mask = bits(find(unsafe { load(block.as_ptr()) }));
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        if at + WIDTH == bytes.len() {
            break;
        }
        // The last block overlaps the one before.
        at = (at + WIDTH).min(bytes.len() - WIDTH);
    }
    bytes.len()
}

/// How many bytes at the start, four blocks at a time, have no lane that is 0xFF in the answer of `find`.
#[inline(always)]
fn without_any(bytes: &[u8], find: impl Fn(Block) -> Block) -> usize {
    let (fours, _) = bytes.as_chunks::<{ 4 * WIDTH }>();
    let is_clean = |four: &&[u8; 4 * WIDTH]| {
        // SAFETY: 16 bytes are read at each quarter of an array of 64.
        let found =
            [0, 1, 2, 3].map(|quarter| find(unsafe { load(four.as_ptr().add(quarter * WIDTH)) }));
        bits(or(or(found[0], found[1]), or(found[2], found[3]))) == 0
    };
    4 * WIDTH * fours.iter().take_while(is_clean).count()
}

/// 0xFF in each lane that holds a control character, else 0.
#[inline(always)]
fn controls(block: Block) -> Block {
    or(up_to(block, 0x1F), equal(block, all(0x7F)))
}

/// 0xFF in each lane that holds a control character other than a tab or line feed, else 0.
#[inline(always)]
fn odd(block: Block) -> Block {
    let is = |byte| equal(block, all(byte));
    without(controls(block), or(is(b'\t'), is(b'\n')))
}

/// 0xFF in each lane that holds markup, else 0.
#[inline(always)]
fn markup(block: Block) -> Block {
    let is = |byte| equal(block, all(byte));
    // Each of these pairs differs in one bit.
    let quotes = equal(or(block, all(b'"' ^ b'&')), all(b'&'));
    let angles = equal(or(block, all(b'<' ^ b'>')), all(b'>'));
    or(or(quotes, angles), or(odd(block), is(0xC2)))
}

/// 0xFF in each lane that holds a mark, else 0.
#[inline(always)]
fn marks(block: Block) -> Block {
    let is = |byte| equal(block, all(byte));
    let brackets = up_to(minus(block, all(b'[')), b'`' - b'[');
    // `|` is 0x7C: with bit 1 set, it and `~` are the same.
    let bars = equal(or(block, all(0x02)), all(b'~'));
    let others = or(or(is(b'&'), is(b'*')), is(b'<'));
    or(or(up_to(block, 0x1F), brackets), or(bars, others))
}

/// Where a byte is no more than a bound: where it is the lesser of both.
#[inline(always)]
fn up_to(block: Block, bound: u8) -> Block {
    equal(lesser(block, all(bound)), block)
}

/// The first two blocks are looked at in line, with one branch: most runs in RTF end there.
#[inline]
pub(super) fn next_special(bytes: &[u8], from: usize) -> usize {
    let len = bytes.len();
    if len < 2 * WIDTH || from > len - 2 * WIDTH {
        return long(bytes, from);
    }
    // SAFETY: `from + 32 <= len`, checked above.
    let mask = unsafe {
        let place = bytes.as_ptr().add(from);
        mask_at(place) | mask_at(place.add(WIDTH)) << WIDTH
    };
    if mask != 0 { from + mask.trailing_zeros() as usize } else { long(bytes, from + 2 * WIDTH) }
}

/// `to` has room for all of `text`: the caller has checked. Bytes behind the clean ones are
/// written too, and left behind the end.
#[inline]
pub(super) fn append_clean(text: &[u8], to: &mut Vec<u8>) -> usize {
    let len = text.len();
    let start = to.len();
    debug_assert!(to.capacity() - start >= len);
    // SAFETY: the room behind `start` takes `len` bytes, and each block that is read lies in
    // `text`, with its copy at the same place in that room; what becomes part of `to` was
    // written before. Blocks may overlap: they write the same bytes.
    unsafe {
        let from = text.as_ptr();
        let room = to.as_mut_ptr().add(start);
        let clean = if len >= WIDTH { blocks(from, room, len) } else { few(from, room, len) };
        to.set_len(start + clean);
        clean
    }
}

/// Copies 16 bytes at a time until a special one is among them; how many stand before it.
///
/// # Safety
/// `len` bytes, 16 at least, must be readable at `from` and writable at `to`.
#[inline(always)]
unsafe fn blocks(from: *const u8, to: *mut u8, len: usize) -> usize {
    let mut at = 0;
    loop {
        // SAFETY: `at + 16 <= len`, at first and again below.
        let mask = unsafe { copy(from.add(at), to.add(at)) };
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        if at + WIDTH == len {
            return len;
        }
        // The last block overlaps the one before: bytes that are clean are looked at twice.
        at = (at + WIDTH).min(len - WIDTH);
    }
}

/// Copies fewer than 16 bytes, as two blocks that may overlap; how many are clean.
///
/// # Safety
/// `len` bytes must be readable at `from` and writable at `to`.
#[inline(always)]
unsafe fn few(from: *const u8, to: *mut u8, len: usize) -> usize {
    // SAFETY: each block is no longer than `len`, and lies at the start or at the end.
    let (first, last, width) = unsafe {
        match len {
            8.. => {
                let at = len - 8;
                let first = from.cast::<u64>().read_unaligned();
                let last = from.add(at).cast::<u64>().read_unaligned();
                to.cast::<u64>().write_unaligned(first);
                to.add(at).cast::<u64>().write_unaligned(last);
                (first, last, 8)
            }
            4.. => {
                let at = len - 4;
                let first = from.cast::<u32>().read_unaligned();
                let last = from.add(at).cast::<u32>().read_unaligned();
                to.cast::<u32>().write_unaligned(first);
                to.add(at).cast::<u32>().write_unaligned(last);
                (u64::from(first), u64::from(last), 4)
            }
            _ => {
                for at in 0..len {
                    let byte = *from.add(at);
                    if super::is_special(byte) {
                        return at;
                    }
                    *to.add(at) = byte;
                }
                return len;
            }
        }
    };
    let mask = bits(special(pair(first, last)));
    // Above `width` bytes of each half stand zeros, which count as special.
    let ours = (1 << width) - 1;
    let (first, last) = (mask & ours, mask >> 8 & ours);
    if first != 0 {
        first.trailing_zeros() as usize
    } else if last != 0 {
        len - width + last.trailing_zeros() as usize
    } else {
        len
    }
}

/// Copies 16 bytes, and gives one bit for each special one.
///
/// # Safety
/// 16 bytes must be readable at `from` and writable at `to`.
#[inline(always)]
unsafe fn copy(from: *const u8, to: *mut u8) -> u32 {
    // SAFETY: the caller vouches for both blocks.
    unsafe {
        let block = load(from);
        store(to, block);
        bits(special(block))
    }
}

/// One bit for each special byte of the 16 at `place`.
///
/// # Safety
/// 16 bytes must be readable at `place`.
#[inline(always)]
unsafe fn mask_at(place: *const u8) -> u32 {
    // SAFETY: the caller vouches for 16 readable bytes.
    bits(special(unsafe { load(place) }))
}

/// 0xFF in each lane that holds a special byte, else 0.
#[inline(always)]
fn special(block: Block) -> Block {
    let is = |byte| equal(block, all(byte));
    // Signed: 0x80 and above are negative, so one comparison finds them and the controls.
    let outside = below(block, all(0x20));
    // `}` is 0x7D: with bit 1 set, it and 0x7F are the same.
    let close = equal(or(block, all(0x02)), all(0x7F));
    or(or(outside, is(b'\\')), or(is(b'{'), close))
}

/// Longer runs, and the end of the slice: 64 bytes at a time, then 16.
#[inline(never)]
fn long(bytes: &[u8], mut at: usize) -> usize {
    let len = bytes.len();
    if at >= len {
        return len;
    }
    while len - at >= 4 * WIDTH {
        // SAFETY: `at + 64 <= len`, so all four blocks lie inside `bytes`.
        let [first, second, third, fourth] = unsafe {
            let place = bytes.as_ptr().add(at);
            [0, 1, 2, 3].map(|block| special(load(place.add(block * WIDTH))))
        };
        let any = bits(or(or(first, second), or(third, fourth)));
        if any != 0 {
            break;
        }
        at += 4 * WIDTH;
    }
    while len - at >= WIDTH {
        // SAFETY: `at + 16 <= len`.
        let mask = unsafe { mask_at(bytes.as_ptr().add(at)) };
        if mask != 0 {
            return at + mask.trailing_zeros() as usize;
        }
        at += WIDTH;
    }
    last(bytes, at)
}

/// Fewer than 16 bytes are left.
#[inline]
fn last(bytes: &[u8], from: usize) -> usize {
    let len = bytes.len();
    if from >= len {
        return len;
    }
    if len < WIDTH {
        return portable::next_special(bytes, from);
    }
    // The last 16 bytes once more; those before `from` are shifted out.
    let start = len - WIDTH;
    // SAFETY: `start + 16 == len`.
    let mask = unsafe { mask_at(bytes.as_ptr().add(start)) } >> (from - start);
    if mask != 0 { from + mask.trailing_zeros() as usize } else { len }
}
