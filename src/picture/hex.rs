//! Hex digits to bytes and back: how RTF writes a picture's data.
//!
//! Shape   a [`Decoder`] takes the data in any number of pieces, for RTF breaks it over lines and
//!         text runs; a digit left over from one piece is joined with the first of the next.
//! Units   bytes.
//! Errors  white space and NULs are passed over; other bytes too, and counted.
//! Limits  none of its own: the output has at most half the input's length.

use super::Unfit;
use crate::memory::Output;
use crate::text::scan::hex_bytes;

/// Marks white space and NUL in [`VALUE`].
const BLANK: u8 = 0x40;
/// Marks bytes that have no place in hex data.
const BAD: u8 = 0x80;

/// The value of each digit, or one of the marks.
static VALUE: [u8; 256] = {
    let mut table = [BAD; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            digit @ b'0'..=b'9' => digit - b'0',
            digit @ b'a'..=b'f' => digit - b'a' + 10,
            digit @ b'A'..=b'F' => digit - b'A' + 10,
            0 | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | b' ' => BLANK,
            _ => BAD,
        };
        byte += 1;
    }
    table
};

/// Turns pieces of hex text into bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decoder {
    /// The first digit of a byte whose second has not come yet.
    half: Option<u8>,
    /// How many bytes were neither digits nor white space.
    pub bad: usize,
}

impl Decoder {
    /// Decodes one piece and appends its bytes to `out`.
    pub fn decode(&mut self, text: &[u8], out: &mut Vec<u8>) -> Result<(), Unfit> {
        out.try_reserve(text.len() / 2 + 1)?;
        let mut rest = text;
        while !rest.is_empty() {
            if self.half.is_none() {
                rest = blocks(rest, out);
            }
            // One byte at a time up to the next place where digits may stand in blocks again.
            while let Some((&byte, tail)) = rest.split_first() {
                rest = tail;
                let value = VALUE[byte as usize];
                if value < 16 {
                    match self.half.take() {
                        Some(high) => out.push(high << 4 | value),
                        None => self.half = Some(value),
                    }
                } else {
                    self.bad += (value == BAD) as usize;
                    if self.half.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Decodes whole blocks of digits and returns what stands after them.
#[inline]
fn blocks<'t>(mut rest: &'t [u8], out: &mut Vec<u8>) -> &'t [u8] {
    while let Some((block, tail)) = rest.split_first_chunk()
        && let Some(bytes) = hex_bytes(block)
    {
        out.extend_from_slice(&bytes);
        rest = tail;
    }
    rest
}

/// Writes bytes as lower-case hex in lines of 128 digits, each ended by a line feed.
pub fn encode(bytes: &[u8], out: &mut Output) {
    for line in bytes.chunks(64) {
        let mut text = [0u8; 129];
        for (pair, &byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(line) {
            *pair = PAIRS[byte as usize];
        }
        text[2 * line.len()] = b'\n';
        out.push(&text[..2 * line.len() + 1]);
    }
}

/// The two digits of each byte.
static PAIRS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut table = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes a text that stands in one piece; returns how many bytes were bad.
    fn decode(text: &[u8], out: &mut Vec<u8>) -> usize {
        let mut decoder = Decoder::default();
        decoder.decode(text, out).unwrap();
        decoder.bad
    }

    #[test]
    fn digits_of_any_case_with_what_stands_between() {
        for (text, bytes, bad) in [
            ("", &b""[..], 0),
            ("4a4B", b"JK", 0),
            ("4 a\r\n4\0B", b"JK", 0),
            ("4x4y", b"D", 2),
            ("414", b"A", 0),
            ("41g42", b"AB", 1),
            (
                "000102030405060708090a0b0c0d0e0f10\n11",
                b"\0\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11",
                0,
            ),
            ("\n\n\n", b"", 0),
        ] {
            let mut out = Vec::new();
            assert_eq!(decode(text.as_bytes(), &mut out), bad, "{text:?}");
            assert_eq!(out, bytes, "{text:?}");
        }
    }

    #[test]
    fn a_break_anywhere_changes_nothing() {
        let text: Vec<u8> = (0..40u8).flat_map(|byte| PAIRS[byte as usize]).collect();
        for first in 0..text.len() {
            let mut decoder = Decoder::default();
            let mut out = Vec::new();
            decoder.decode(&text[..first], &mut out).unwrap();
            decoder.decode(b" \n", &mut out).unwrap();
            decoder.decode(&text[first..], &mut out).unwrap();
            assert_eq!(out, (0..40).collect::<Vec<u8>>(), "{first}");
            assert_eq!(decoder.half, None);
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes: Vec<u8> = (0..1000u32).map(|n| (n * 7) as u8).collect();
        let mut out = Output::new(Vec::new(), 10_000);
        encode(&bytes, &mut out);
        let text = out.finish().unwrap();
        assert_eq!(text.iter().filter(|&&byte| byte == b'\n').count(), 1000usize.div_ceil(64));
        let mut back = Vec::new();
        assert_eq!(decode(&text, &mut back), 0);
        assert_eq!(back, bytes);
    }
}
