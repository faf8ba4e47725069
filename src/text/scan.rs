//! Where the next byte stands that is more than plain text.
//!
//! Shape   one function serves the RTF lexer (which stops at `\`, `{`, `}`, line ends and 8-bit
//!         bytes) and RTF escaping (which must also touch everything outside 0x20..=0x7E).
//! Units   bytes; indices count from the start of the slice.
//! Errors  none; an index past the end is answered with the length.
//! Limits  SSE2 on x86 and x86_64, where every supported target has it; a portable form,
//!         8 bytes at a time, elsewhere and under Miri.

#![allow(unsafe_code)]

use super::control::is_odd;

/// True for the bytes that [`next_special`] stops at: `\`, `{`, `}` and all outside 0x20..=0x7E.
#[inline]
pub const fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'{' | b'}' | 0..=0x1F | 0x7F..=0xFF)
}

/// The index of the first special byte at or after `from`, or `bytes.len()`. See [`is_special`].
#[inline]
pub fn next_special(bytes: &[u8], from: usize) -> usize {
    #[cfg(feature = "without-simd")]
    {
        one_by_one(bytes, from)
    }
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    {
        sse2::next_special(bytes, from)
    }
    #[cfg(not(any(all(target_feature = "sse2", not(miri)), feature = "without-simd")))]
    {
        portable::next_special(bytes, from)
    }
}

/// Appends what stands in `text` before its first special byte, and returns how much that is. The
/// bytes are looked at and copied in one go; `to` must have room for all of `text`, else nothing
/// is done and the answer is `None`.
#[inline]
pub fn append_clean(text: &[u8], to: &mut Vec<u8>) -> Option<usize> {
    if to.capacity() - to.len() < text.len() {
        return None;
    }
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    {
        Some(sse2::append_clean(text, to))
    }
    #[cfg(not(all(target_feature = "sse2", not(miri), not(feature = "without-simd"))))]
    {
        let clean = next_special(text, 0);
        to.extend_from_slice(&text[..clean]);
        Some(clean)
    }
}

/// The bytes that Markdown can give a meaning within a line, whatever the extensions but those of
/// math, quotes and dashes: controls, and punctuation that is rare in prose.
#[inline]
pub const fn is_mark(byte: u8) -> bool {
    matches!(byte, 0..=0x1F | b'&' | b'*' | b'<' | b'['..=b'`' | b'|' | b'~')
}

/// The index of the first byte at or after `from` that is a mark, or `bytes.len()`. See [`is_mark`].
#[inline]
pub fn next_mark(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    if rest.len() >= sse2::WIDTH {
        return from + sse2::next_mark(rest);
    }
    from.min(bytes.len()) + rest.iter().position(|&byte| is_mark(byte)).unwrap_or(rest.len())
}

/// The index of the first byte at or after `from` that text can't hold as it stands, carriage
/// returns included, or `bytes.len()`. See [`is_odd`].
#[inline]
pub fn next_odd(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    if rest.len() >= sse2::WIDTH {
        return from + sse2::next_odd(rest);
    }
    let odd = |&byte: &u8| byte == b'\r' || is_odd(byte);
    from.min(bytes.len()) + rest.iter().position(odd).unwrap_or(rest.len())
}

/// The index of the first control character at or after `from`, or `bytes.len()`.
#[inline]
pub fn next_control(bytes: &[u8], from: usize) -> usize {
    let rest = bytes.get(from..).unwrap_or(&[]);
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    if rest.len() >= sse2::WIDTH {
        return from + sse2::next_control(rest);
    }
    from.min(bytes.len()) + rest.iter().position(u8::is_ascii_control).unwrap_or(rest.len())
}

/// The bytes that 16 hexadecimal digits write; none where one of them is no digit.
#[inline]
pub fn hex_bytes(digits: &[u8; 16]) -> Option<[u8; 8]> {
    #[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
    {
        sse2::hex_bytes(digits)
    }
    #[cfg(not(all(target_feature = "sse2", not(miri), not(feature = "without-simd"))))]
    {
        hex_one_by_one(digits)
    }
}

/// The same, pair by pair.
#[cfg(any(test, miri, not(target_feature = "sse2"), feature = "without-simd"))]
fn hex_one_by_one(digits: &[u8; 16]) -> Option<[u8; 8]> {
    let mut bytes = [0; 8];
    for (byte, pair) in bytes.iter_mut().zip(digits.as_chunks().0) {
        let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
        *byte = (high? << 4 | low?) as u8;
    }
    Some(bytes)
}

/// The plain loop that the other forms are measured against.
#[cfg(any(test, feature = "without-simd"))]
#[inline]
fn one_by_one(bytes: &[u8], from: usize) -> usize {
    let mut at = from.min(bytes.len());
    while at < bytes.len() && !is_special(bytes[at]) {
        at += 1;
    }
    at
}

#[cfg(all(target_feature = "sse2", not(miri), not(feature = "without-simd")))]
mod sse2 {
    #[cfg(target_arch = "x86")]
    use core::arch::x86::*;
    #[cfg(target_arch = "x86_64")]
    use core::arch::x86_64::*;

    pub const WIDTH: usize = 16;

    /// All digits at once.
    #[inline]
    pub fn hex_bytes(digits: &[u8; WIDTH]) -> Option<[u8; WIDTH / 2]> {
        let mut bytes = [0; WIDTH / 2];
        // SAFETY: `digits` has the 16 bytes that are read, `bytes` the 8 that are written; SSE2 is enabled
        // for this target.
        let all = unsafe {
            let block = _mm_loadu_si128(digits.as_ptr().cast());
            let lower = _mm_or_si128(block, _mm_set1_epi8(0x20));
            let number = _mm_and_si128(
                _mm_cmpgt_epi8(block, _mm_set1_epi8(b'0' as i8 - 1)),
                _mm_cmplt_epi8(block, _mm_set1_epi8(b'9' as i8 + 1)),
            );
            let letter = _mm_and_si128(
                _mm_cmpgt_epi8(lower, _mm_set1_epi8(b'a' as i8 - 1)),
                _mm_cmplt_epi8(lower, _mm_set1_epi8(b'f' as i8 + 1)),
            );
            let value = _mm_add_epi8(
                _mm_and_si128(block, _mm_set1_epi8(0x0F)),
                _mm_and_si128(letter, _mm_set1_epi8(9)),
            );
            // In each pair the first digit is the lower byte.
            let pairs = _mm_or_si128(_mm_slli_epi16(value, 4), _mm_srli_epi16(value, 8));
            let pairs = _mm_and_si128(pairs, _mm_set1_epi16(0xFF));
            _mm_storel_epi64(bytes.as_mut_ptr().cast(), _mm_packus_epi16(pairs, pairs));
            _mm_movemask_epi8(_mm_or_si128(number, letter)) == 0xFFFF
        };
        all.then_some(bytes)
    }

    /// `bytes` has 16 bytes at least, else the answer is its length.
    #[inline]
    pub fn next_mark(bytes: &[u8]) -> usize {
        next(bytes, marks)
    }

    /// The same for bytes that text can't hold.
    #[inline]
    pub fn next_odd(bytes: &[u8]) -> usize {
        next(bytes, odd)
    }

    /// The same for control characters.
    #[inline]
    pub fn next_control(bytes: &[u8]) -> usize {
        next(bytes, controls)
    }

    /// The first byte whose lane in the answer of `find` is 0xFF.
    #[inline(always)]
    fn next(bytes: &[u8], find: impl Fn(__m128i) -> __m128i) -> usize {
        let mut at = 0;
        while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WIDTH>()) {
            // SAFETY: 16 bytes are read from an array of 16; SSE2 is enabled for this target.
            let mask =
                unsafe { _mm_movemask_epi8(find(_mm_loadu_si128(block.as_ptr().cast()))) as u32 };
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

    /// 0xFF in each lane that holds a control character, else 0.
    #[inline(always)]
    fn controls(block: __m128i) -> __m128i {
        // SAFETY: SSE2 is enabled for this target.
        unsafe {
            let low = _mm_cmpeq_epi8(_mm_min_epu8(block, _mm_set1_epi8(0x1F)), block);
            _mm_or_si128(low, _mm_cmpeq_epi8(block, _mm_set1_epi8(0x7F)))
        }
    }

    /// 0xFF in each lane that holds a control character other than a tab or line feed, else 0.
    #[inline(always)]
    fn odd(block: __m128i) -> __m128i {
        // SAFETY: SSE2 is enabled for this target.
        unsafe {
            let is = |byte: u8| _mm_cmpeq_epi8(block, _mm_set1_epi8(byte as i8));
            _mm_andnot_si128(_mm_or_si128(is(b'\t'), is(b'\n')), controls(block))
        }
    }

    /// 0xFF in each lane that holds a mark, else 0.
    #[inline(always)]
    fn marks(block: __m128i) -> __m128i {
        // SAFETY: SSE2 is enabled for this target.
        unsafe {
            // A byte is no more than a bound if it is the lesser of both.
            let up_to =
                |bytes, bound| _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(bound)), bytes);
            let is = |byte: u8| _mm_cmpeq_epi8(block, _mm_set1_epi8(byte as i8));
            let controls = up_to(block, 0x1F);
            let brackets =
                up_to(_mm_sub_epi8(block, _mm_set1_epi8(b'[' as i8)), (b'`' - b'[') as i8);
            // `|` is 0x7C: with bit 1 set, it and `~` are the same.
            let bars =
                _mm_cmpeq_epi8(_mm_or_si128(block, _mm_set1_epi8(0x02)), _mm_set1_epi8(b'~' as i8));
            let others = _mm_or_si128(_mm_or_si128(is(b'&'), is(b'*')), is(b'<'));
            _mm_or_si128(_mm_or_si128(controls, brackets), _mm_or_si128(bars, others))
        }
    }

    /// The first two blocks are looked at in line, with one branch: most runs in RTF end there.
    #[inline]
    pub fn next_special(bytes: &[u8], from: usize) -> usize {
        let len = bytes.len();
        if len < 2 * WIDTH || from > len - 2 * WIDTH {
            return long(bytes, from);
        }
        // SAFETY: `from + 32 <= len`, checked above.
        let mask = unsafe {
            let place = bytes.as_ptr().add(from);
            mask_at(place) | mask_at(place.add(WIDTH)) << WIDTH
        };
        if mask != 0 {
            from + mask.trailing_zeros() as usize
        } else {
            long(bytes, from + 2 * WIDTH)
        }
    }

    /// `to` has room for all of `text`: the caller has checked. Bytes behind the clean ones are
    /// written too, and left behind the end.
    #[inline]
    pub fn append_clean(text: &[u8], to: &mut Vec<u8>) -> usize {
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
        // SAFETY: SSE2 is enabled for this target.
        let mask =
            unsafe { _mm_movemask_epi8(special(_mm_set_epi64x(last as i64, first as i64))) as u32 };
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
        // SAFETY: the caller vouches for both blocks; SSE2 is enabled for this target.
        unsafe {
            let block = _mm_loadu_si128(from.cast());
            _mm_storeu_si128(to.cast(), block);
            _mm_movemask_epi8(special(block)) as u32
        }
    }

    /// One bit for each special byte of the 16 at `place`.
    ///
    /// # Safety
    /// 16 bytes must be readable at `place`.
    #[inline(always)]
    unsafe fn mask_at(place: *const u8) -> u32 {
        // SAFETY: the caller vouches for 16 readable bytes; SSE2 is enabled for this target.
        unsafe { _mm_movemask_epi8(special(_mm_loadu_si128(place.cast()))) as u32 }
    }

    /// 0xFF in each lane that holds a special byte, else 0.
    #[inline(always)]
    fn special(block: __m128i) -> __m128i {
        // SAFETY: SSE2 is enabled for this target.
        unsafe {
            // Signed: 0x80 and above are negative, so one comparison finds them and the controls.
            let outside = _mm_cmplt_epi8(block, _mm_set1_epi8(0x20));
            let backslash = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'\\' as i8));
            let open = _mm_cmpeq_epi8(block, _mm_set1_epi8(b'{' as i8));
            // `}` is 0x7D: with bit 1 set, it and 0x7F are the same.
            let close =
                _mm_cmpeq_epi8(_mm_or_si128(block, _mm_set1_epi8(0x02)), _mm_set1_epi8(0x7F));
            _mm_or_si128(_mm_or_si128(outside, backslash), _mm_or_si128(open, close))
        }
    }

    /// Longer runs, and the end of the slice: 64 bytes at a time, then 16.
    #[inline(never)]
    fn long(bytes: &[u8], mut at: usize) -> usize {
        let len = bytes.len();
        if at >= len {
            return len;
        }
        while len - at >= 4 * WIDTH {
            // SAFETY: `at + 64 <= len`, so all four blocks lie inside `bytes`; SSE2 is enabled.
            let any = unsafe {
                let place: *const __m128i = bytes.as_ptr().add(at).cast();
                let first = special(_mm_loadu_si128(place));
                let second = special(_mm_loadu_si128(place.add(1)));
                let third = special(_mm_loadu_si128(place.add(2)));
                let fourth = special(_mm_loadu_si128(place.add(3)));
                _mm_movemask_epi8(_mm_or_si128(
                    _mm_or_si128(first, second),
                    _mm_or_si128(third, fourth),
                ))
            };
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
            return super::portable::next_special(bytes, from);
        }
        // The last 16 bytes once more; those before `from` are shifted out.
        let start = len - WIDTH;
        // SAFETY: `start + 16 == len`.
        let mask = unsafe { mask_at(bytes.as_ptr().add(start)) } >> (from - start);
        if mask != 0 { from + mask.trailing_zeros() as usize } else { len }
    }
}

#[cfg(any(test, not(feature = "without-simd")))]
mod portable {
    const WIDTH: usize = 8;
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    /// The same, 8 bytes in one word.
    pub fn next_special(bytes: &[u8], from: usize) -> usize {
        let mut at = from.min(bytes.len());
        let mut words = bytes[at..].chunks_exact(WIDTH);
        for chunk in &mut words {
            let mut word = [0; WIDTH];
            word.copy_from_slice(chunk);
            let mask = special(u64::from_le_bytes(word));
            if mask != 0 {
                return at + mask.trailing_zeros() as usize / 8;
            }
            at += WIDTH;
        }
        let rest = words.remainder();
        rest.iter()
            .position(|&byte| super::is_special(byte))
            .map_or(bytes.len(), |found| at + found)
    }

    /// The high bit of each byte that is special. Bytes after the first one found may be wrong:
    /// a borrow can run on from a byte that is special, never from one that is not.
    fn special(word: u64) -> u64 {
        let below = |limit: u64, word: u64| word.wrapping_sub(ONES * limit) & !word;
        let equal = |byte: u8, word: u64| below(1, word ^ (ONES * byte as u64));
        (word
            | below(0x20, word)
            | equal(b'\\', word)
            | equal(b'{', word)
            | equal(0x7F, word | (ONES * 0x02)))
            & HIGH
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn oracle(bytes: &[u8], from: usize) -> usize {
        let special = |byte: u8| !(0x20..0x7F).contains(&byte) || b"\\{}".contains(&byte);
        (from..bytes.len()).find(|&at| special(bytes[at])).unwrap_or(bytes.len())
    }

    fn check(bytes: &[u8], from: usize) {
        let expected = oracle(bytes, from);
        assert_eq!(next_special(bytes, from), expected, "from {from} in {bytes:?}");
        assert_eq!(portable::next_special(bytes, from), expected, "from {from} in {bytes:?}");
        assert_eq!(one_by_one(bytes, from), expected, "from {from} in {bytes:?}");
        let text = &bytes[from.min(bytes.len())..];
        let clean = &text[..expected.min(bytes.len()) - from.min(bytes.len())];
        let mut to = Vec::with_capacity(text.len() + 1);
        to.push(b'<');
        assert_eq!(append_clean(text, &mut to), Some(clean.len()), "{text:?}");
        assert_eq!((to[0], &to[1..]), (b'<', clean), "{text:?}");
    }

    #[test]
    fn digits_are_read_as_one_by_one() {
        for byte in 0..=255u8 {
            for place in 0..16 {
                let mut digits = *b"0123456789aBcDeF";
                digits[place] = byte;
                let expected = hex_one_by_one(&digits);
                assert_eq!(hex_bytes(&digits), expected, "{digits:?}");
                assert_eq!(expected.is_some(), byte.is_ascii_hexdigit(), "{digits:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn marks_are_found_as_one_by_one(
            mut bytes in prop::collection::vec(b'a'..=b'z', 0..80),
            mark in any::<u8>(), place in 0usize..80, from in 0usize..90,
        ) {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = mark;
            }
            let first = bytes.iter().skip(from).position(|&byte| is_mark(byte));
            let expected = first.map_or(bytes.len(), |first| from + first);
            prop_assert_eq!(next_mark(&bytes, from), expected);
            let odd = |&byte: &u8| byte == b'\r' || is_odd(byte);
            let first = bytes.iter().skip(from).position(odd);
            let expected = first.map_or(bytes.len().max(from), |first| from + first);
            prop_assert_eq!(next_odd(&bytes, from).max(from), expected);
        }
    }

    #[test]
    fn every_byte_is_odd_or_not() {
        for byte in 0..=255u8 {
            let odd = byte.is_ascii_control() && byte != b'\t' && byte != b'\n';
            for length in [1, 15, 16, 17, 40] {
                let mut bytes = vec![b'a'; length];
                bytes[length - 1] = byte;
                assert_eq!(next_odd(&bytes, 0) < length, odd, "{byte:#x} {length}");
                let control = byte.is_ascii_control();
                assert_eq!(next_control(&bytes, 0) < length, control, "{byte:#x} {length}");
            }
        }
    }

    #[test]
    fn every_byte_is_a_mark_or_not() {
        for byte in 0..=255u8 {
            let marked = byte < 0x20 || b"&*<[\\]^_`|~".contains(&byte);
            assert_eq!(is_mark(byte), marked, "{byte:#x}");
            assert_eq!(next_mark(&[byte; 16], 0) == 0, marked, "{byte:#x}");
        }
    }

    #[test]
    fn nothing_is_appended_where_there_is_no_room() {
        let mut to = Vec::with_capacity(20);
        let text = vec![b'a'; to.capacity() + 1];
        assert_eq!(append_clean(&text, &mut to), None);
        assert!(to.is_empty());
    }

    #[test]
    fn every_byte_is_sorted_rightly() {
        for byte in 0..=255u8 {
            check(&[byte; 40], 3);
            assert_eq!(is_special(byte), oracle(&[byte], 0) == 0, "{byte:#x}");
        }
    }

    #[test]
    fn every_special_byte_is_found_at_every_place_of_every_length() {
        const SPECIAL: [u8; 10] = [b'\\', b'{', b'}', 0, b'\n', 0x1F, 0x7F, 0x80, 0xC3, 0xFF];
        // Neighbours of special bytes, where a wrong comparison would show.
        const CLEAN: [u8; 9] = [b' ', b'~', b'|', b'z', b'[', b']', b'y', b'!', b'a'];
        let mut buffer = [0u8; 97];
        for len in 0..=96 {
            for (at, byte) in buffer.iter_mut().enumerate() {
                *byte = CLEAN[(at + len) % CLEAN.len()];
            }
            check(&buffer[..len], len);
            for place in 0..len {
                let clean = buffer[place];
                buffer[place] = SPECIAL[(place + len) % SPECIAL.len()];
                // Everything from each offset: before, at and behind the special byte.
                for from in 0..=len {
                    check(&buffer[..len], from);
                }
                for special in SPECIAL {
                    buffer[place] = special;
                    check(&buffer[..len], 0);
                    check(&buffer[..len], place);
                }
                buffer[place] = clean;
            }
        }
    }

    #[test]
    fn an_offset_past_the_end_is_answered_with_the_length() {
        for from in [5, 6, 100, usize::MAX] {
            check(b"plain", from);
            check(&[b'a'; 50], from.max(50));
        }
    }

    #[test]
    fn every_alignment_gives_the_same() {
        let buffer: Vec<u8> = (0..400).map(|at| if at % 97 == 96 { b'\\' } else { b'a' }).collect();
        for start in 0..64 {
            for from in 0..buffer.len() - start {
                check(&buffer[start..], from);
            }
        }
    }

    proptest! {
        #[test]
        fn equals_the_oracle(bytes in prop::collection::vec(any::<u8>(), 0..200), from in 0usize..220) {
            check(&bytes, from);
        }

        #[test]
        fn equals_the_oracle_where_special_bytes_are_rare(
            mut bytes in prop::collection::vec(0x20u8..0x7B, 0..300),
            rare in any::<u8>(), place in 0usize..300, from in 0usize..300,
        ) {
            if let Some(byte) = bytes.get_mut(place) {
                *byte = rare;
            }
            check(&bytes, from);
        }
    }
}
