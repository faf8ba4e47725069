//! Where the next byte stands that is more than plain text.
//!
//! Shape   one function serves the RTF lexer (which stops at `\`, `{`, `}`, line ends and 8-bit
//!         bytes) and RTF escaping (which must also touch everything outside 0x20..=0x7E).
//! Units   bytes; indices count from the start of the slice.
//! Errors  none; an index past the end is answered with the length.
//! Limits  16 bytes at a time on x86, x86_64 and wasm32 (`lanes`); a portable form, 8 bytes at a
//!         time, elsewhere and under Miri.

#![allow(unsafe_code)]

use super::control::is_odd;

#[cfg(all(
    any(target_feature = "sse2", target_feature = "simd128"),
    not(any(miri, feature = "without-simd"))
))]
mod blocks;
#[cfg(all(
    any(target_feature = "sse2", target_feature = "simd128"),
    not(any(miri, feature = "without-simd"))
))]
use blocks as form;
#[cfg(not(all(
    any(target_feature = "sse2", target_feature = "simd128"),
    not(any(miri, feature = "without-simd"))
)))]
use portable as form;

/// True for the bytes that [`next_special`] stops at: `\`, `{`, `}` and all outside 0x20..=0x7E.
#[inline]
pub const fn is_special(byte: u8) -> bool {
    matches!(byte, b'\\' | b'{' | b'}' | 0..=0x1F | 0x7F..=0xFF)
}

/// The index of the first special byte at or after `from`, or `bytes.len()`. See [`is_special`].
#[inline]
pub fn next_special(bytes: &[u8], from: usize) -> usize {
    if cfg!(feature = "without-simd") {
        one_by_one(bytes, from)
    } else {
        form::next_special(bytes, from)
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
    Some(form::append_clean(text, to))
}

/// The index that `find` has for what stands at or after `from`, counted from the start.
#[inline(always)]
fn beyond(bytes: &[u8], from: usize, find: impl Fn(&[u8]) -> usize) -> usize {
    let from = from.min(bytes.len());
    from + find(&bytes[from..])
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
    beyond(bytes, from, form::next_mark)
}

/// The index of the first byte at or after `from` that text can't hold as it stands, carriage
/// returns included, or `bytes.len()`. See [`is_odd`].
#[inline]
pub fn next_odd(bytes: &[u8], from: usize) -> usize {
    beyond(bytes, from, form::next_odd)
}

/// The index of the first control character at or after `from`, or `bytes.len()`.
#[inline]
pub fn next_control(bytes: &[u8], from: usize) -> usize {
    beyond(bytes, from, form::next_control)
}

/// The bytes that text in HTML may not have as they stand: `&`, `<`, `>`, `"`, controls but tabs and line
/// feeds; and 0xC2, with which a no-break space begins.
#[inline]
pub const fn is_markup(byte: u8) -> bool {
    matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xC2 | 0..=8 | 0x0B..=0x1F | 0x7F)
}

/// The index of the first byte at or after `from` that is markup, or `bytes.len()`. See [`is_markup`].
#[inline]
pub fn next_markup(bytes: &[u8], from: usize) -> usize {
    beyond(bytes, from, form::next_markup)
}

/// The index of the first byte at or after `from` at which text that flows has to be looked at: a control
/// character, `&`, or a space with a space or control behind it or nothing. Else `bytes.len()`.
#[inline]
pub fn next_stop(bytes: &[u8], from: usize) -> usize {
    beyond(bytes, from, form::next_stop)
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

    const WIDTH: usize = 16;

    /// All digits at once.
    #[inline]
    pub(super) fn hex_bytes(digits: &[u8; WIDTH]) -> Option<[u8; WIDTH / 2]> {
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
}

// What there are lanes for needs no second form of some.
#[allow(dead_code)]
mod portable {
    use super::{is_mark, is_markup, is_odd, next_special as special_of};

    const WIDTH: usize = 8;
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    pub(super) fn append_clean(text: &[u8], to: &mut Vec<u8>) -> usize {
        let clean = special_of(text, 0);
        to.extend_from_slice(&text[..clean]);
        clean
    }

    #[inline]
    pub(super) fn next_mark(bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| is_mark(byte)).unwrap_or(bytes.len())
    }

    #[inline]
    pub(super) fn next_odd(bytes: &[u8]) -> usize {
        let odd = |&byte: &u8| byte == b'\r' || is_odd(byte);
        bytes.iter().position(odd).unwrap_or(bytes.len())
    }

    #[inline]
    pub(super) fn next_control(bytes: &[u8]) -> usize {
        bytes.iter().position(u8::is_ascii_control).unwrap_or(bytes.len())
    }

    #[inline]
    pub(super) fn next_markup(bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| is_markup(byte)).unwrap_or(bytes.len())
    }

    #[inline]
    pub(super) fn next_stop(bytes: &[u8]) -> usize {
        let stops = |at: &usize| match bytes[*at] {
            b' ' => bytes.get(at + 1).is_none_or(|&behind| behind <= b' '),
            byte => byte == b'&' || byte.is_ascii_control(),
        };
        (0..bytes.len()).find(stops).unwrap_or(bytes.len())
    }

    /// The same, 8 bytes in one word.
    pub(super) fn next_special(bytes: &[u8], from: usize) -> usize {
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
    fn stops_at_every_place_of_every_length() {
        for length in 0..70 {
            for place in 0..length {
                for (text, stops) in [
                    (&b"\t"[..], true),
                    (b"&", true),
                    (b"\x7F", true),
                    (b"  ", true),
                    (b" \n", true),
                    (b" ", place + 1 == length),
                    (b" !", place + 1 == length),
                    (b"\xFF\xA0", false),
                ] {
                    let mut bytes = vec![b'a'; length];
                    for (slot, byte) in bytes[place..].iter_mut().zip(text) {
                        *slot = *byte;
                    }
                    let expected = if stops { place } else { length };
                    assert_eq!(next_stop(&bytes, 0), expected, "{bytes:?}");
                    assert_eq!(portable::next_stop(&bytes), expected, "{bytes:?}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn stops_are_found_as_one_by_one(
            bytes in prop::collection::vec(any::<u8>().prop_map(|byte| if byte < 200 { b"ab "[byte as usize % 3] } else { byte }), 0..120),
            from in 0usize..130,
        ) {
            let rest = bytes.get(from..).unwrap_or(&[]);
            prop_assert_eq!(next_stop(&bytes, from), from.min(bytes.len()) + portable::next_stop(rest));
        }
    }

    #[test]
    fn every_byte_is_markup_or_not() {
        for byte in 0..=255u8 {
            let control = byte.is_ascii_control() && byte != b'\t' && byte != b'\n';
            let markup = control || b"&<>\"\xC2".contains(&byte);
            for length in [1, 15, 16, 17, 40] {
                let mut bytes = vec![b'a'; length];
                bytes[length - 1] = byte;
                let expected = if markup { length - 1 } else { length };
                assert_eq!(next_markup(&bytes, 0), expected, "{byte:#x} {length}");
                assert_eq!(portable::next_markup(&bytes), expected, "{byte:#x} {length}");
            }
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
