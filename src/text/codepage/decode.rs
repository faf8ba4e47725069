//! Bytes of a code page to text.
//!
//! Shape   one function; a run is whole, it does not end inside a character.
//! Errors  bytes that mean nothing become U+FFFD and are counted; no memory is `MemoryLimit`.
//! Limits  memory is asked for before it is written to, at most 12 KiB ahead.

use encoding_rs::{DecoderResult, Encoding};

use super::{CodePage, Coding, UNDEFINED, johab};
use crate::error::Result;

/// Bytes decoded between two requests for memory.
const CHUNK: usize = 4096;

/// Appends the text of `bytes` to `out`; what means nothing becomes U+FFFD. Returns how many bytes
/// meant nothing.
pub fn decode(page: CodePage, bytes: &[u8], out: &mut String) -> Result<usize> {
    match page.page().1 {
        Coding::Table(table) => single(table, bytes, out),
        Coding::Double(encoding) => double(encoding, bytes, out),
        Coding::Johab => two_byte_johab(bytes, out),
        Coding::Utf8 => utf8(bytes, out),
        Coding::Symbol => symbol(bytes, out),
    }
}

fn single(table: &[u16; 128], bytes: &[u8], out: &mut String) -> Result<usize> {
    let mut lost = 0;
    for chunk in bytes.chunks(CHUNK) {
        // ASCII is one byte, the rest of the basic plane at most three.
        out.try_reserve(chunk.len() * 3)?;
        for &byte in chunk {
            if byte < 0x80 {
                out.push(byte as char);
                continue;
            }
            let unit = table[byte as usize & 0x7F];
            lost += (unit == UNDEFINED) as usize;
            out.push(char::from_u32(unit as u32).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    Ok(lost)
}

fn double(encoding: &'static Encoding, bytes: &[u8], out: &mut String) -> Result<usize> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // Not straight into `out`: encoding_rs would first touch every page that is reserved there,
    // for each run again.
    let mut buffer = [0u8; 256];
    let mut lost = 0;
    let mut rest = bytes;
    loop {
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(rest, &mut buffer, true);
        rest = rest.get(read..).unwrap_or_default();
        out.try_reserve(written + 3)?;
        out.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or_default());
        match result {
            DecoderResult::InputEmpty => return Ok(lost),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(bad, _) => {
                lost += bad as usize;
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

fn two_byte_johab(bytes: &[u8], out: &mut String) -> Result<usize> {
    let mut lost = 0;
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        out.try_reserve(4)?;
        rest = tail;
        if byte < 0x80 {
            out.push(byte as char);
            continue;
        }
        let trail = if johab::is_lead_byte(byte) { tail.first() } else { None };
        match trail.and_then(|&trail| johab::decode(byte, trail)) {
            Some(character) => {
                out.push(character);
                rest = &tail[1..];
            }
            None => {
                // A trail byte that is ASCII stays text: better one sign wrong than two.
                let both = trail.is_some_and(|&trail| trail >= 0x80) as usize;
                lost += 1 + both;
                rest = &tail[both..];
                out.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
    Ok(lost)
}

fn utf8(bytes: &[u8], out: &mut String) -> Result<usize> {
    let mut lost = 0;
    for chunk in bytes.utf8_chunks() {
        out.try_reserve(chunk.valid().len() + 3)?;
        out.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            lost += chunk.invalid().len();
            out.push(char::REPLACEMENT_CHARACTER);
        }
    }
    Ok(lost)
}

fn symbol(bytes: &[u8], out: &mut String) -> Result<usize> {
    for chunk in bytes.chunks(CHUNK) {
        out.try_reserve(chunk.len() * 3)?;
        for &byte in chunk {
            let base = if byte < 0x20 { 0 } else { 0xF000 };
            out.push(char::from_u32(base + byte as u32).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_each_kind() {
        for (number, bytes, text, lost) in [
            (1252, &b"na\xEFve \x93quoted\x94"[..], "naïve “quoted”", 0),
            (1251, b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0!", "Привет, мир!", 0),
            (1253, b"a\xFF\xD2", "a\u{FFFD}\u{FFFD}", 2),
            (1252, b"\x81", "\u{81}", 0),
            (437, b"\x81ber \xDB", "über █", 0),
            (932, b"\x93\xFA\x96\x7B \xB1", "日本 ｱ", 0),
            (932, b"\x83\x5C\x83\x7B", "ソボ", 0),
            (932, b"a\x93", "a\u{FFFD}", 1),
            (932, b"\xFDx", "\u{FFFD}x", 1),
            (936, b"\xD6\xD0\xCE\xC4", "中文", 0),
            (936, b"\x80", "€", 0),
            (936, b"\x81", "\u{FFFD}", 1),
            (949, b"\xC7\xD1\xB1\xDB \x81\x41", "한글 갂", 0),
            (949, b"\xC7 x", "\u{FFFD} x", 1),
            (950, b"\xA4\xA4\xA4\xE5", "中文", 0),
            (950, b"\xA4\xFF", "\u{FFFD}", 2),
            (1361, b"\xD0\x65\x8B\x69!", "한글!", 0),
            (1361, b"\xD0", "\u{FFFD}", 1),
            (
                1361,
                b"\xD0\x80A\x80\xD4\xF9\xFFz\xD0 ",
                "\u{FFFD}A\u{FFFD}\u{FFFD}\u{FFFD}z\u{FFFD} ",
                7,
            ),
            (65001, "Größe 😀".as_bytes(), "Größe 😀", 0),
            (65001, b"a\xC3(\xE2\x82\xFF", "a\u{FFFD}(\u{FFFD}\u{FFFD}", 4),
            (42, b"\xB7 A\x0D", "\u{F0B7}\u{F020}\u{F041}\r", 0),
            (1252, b"", "", 0),
        ] {
            let page = CodePage::from_number(number).unwrap();
            let mut out = String::from("+");
            assert_eq!(decode(page, bytes, &mut out), Ok(lost), "{number} {bytes:02X?}");
            assert_eq!(out, format!("+{text}"), "{number} {bytes:02X?}");
        }
    }

    #[test]
    fn long_runs_cross_every_chunk() {
        for (number, unit, text) in [
            (1251, &b"\xCFa"[..], "Пa"),
            (932, b"\x93\xFA", "日"),
            (950, b"\xA4\xA4x", "中x"),
            (1361, b"\xD0\x65", "한"),
            (65001, "é€".as_bytes(), "é€"),
            (42, b"\xB7", "\u{F0B7}"),
        ] {
            let page = CodePage::from_number(number).unwrap();
            let mut out = String::new();
            assert_eq!(decode(page, &unit.repeat(10_001), &mut out), Ok(0));
            assert!(out == text.repeat(10_001), "{number}");
        }
    }
}
