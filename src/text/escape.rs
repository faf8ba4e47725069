//! UTF-8 text as RTF text: 7-bit ASCII that means the same in every code page.
//!
//! Shape   clean stretches are found by [`next_special`] and copied whole; what must change is
//!         put together in a small buffer on the stack and copied from there.
//! Units   bytes; `\uN` holds a UTF-16 unit as a signed 16-bit number, followed by the one letter that
//!         comes nearest, or `?`, for readers that know no Unicode (the header says `\uc1`). Where the
//!         output's text is known to stand in faces of code page 1252, what that has is `\'xx`.
//! Errors  remembered by the output. Bytes that are not UTF-8 become U+FFFD.
//! Limits  the RTF is at most six times as long as the text.
//! Source  RTF 1.9.1, "Unicode RTF" and "Special characters".

use std::borrow::Cow;

use super::latin;
use super::scan::{is_special, next_special};
use crate::memory::Output;

/// Bytes put together before they are copied to the output.
const STAGE: usize = 512;
/// Short pieces are copied as one block of this size, of which only the first bytes count.
const BLOCK: usize = 32;

/// Appends UTF-8 text as RTF. Tabs become `\tab `, line ends one space each (CR LF counts as one):
/// breaks that are meant are the caller's. Returns how many control characters were left out.
#[inline]
pub fn escape_rtf(text: &[u8], out: &mut Output) -> usize {
    let clean = out.push_clean(text);
    if clean == text.len() { 0 } else { escape_rest(&text[clean..], out) }
}

/// For text that begins with a special byte.
#[inline(never)]
fn escape_rest(text: &[u8], out: &mut Output) -> usize {
    let mut stage = Stage { bytes: [0; STAGE], len: 0, ansi: out.is_ansi() };
    let mut dropped = 0;
    let mut at = 0;
    while at < text.len() {
        // Texts that are not English have their special bytes side by side.
        while let Some(&byte) = text.get(at)
            && is_special(byte)
        {
            stage.make_room(out);
            if byte >= 0x80 {
                at += stage.character(&text[at..]);
            } else {
                dropped += stage.ascii(byte, text.get(at + 1).copied()) as usize;
                at += 1;
            }
        }
        let end = next_special(text, at);
        stage.copy(text, at, end, out);
        at = end;
    }
    stage.flush(out);
    dropped
}

/// The same for a short string such as a font's or a style's name; borrowed where nothing changes.
/// A string that the system has no memory for comes out empty.
pub fn escape_rtf_cow(text: &str) -> Cow<'_, str> {
    if next_special(text.as_bytes(), 0) == text.len() {
        return Cow::Borrowed(text);
    }
    let mut out = Output::new(Vec::new(), usize::MAX);
    escape_rtf(text.as_bytes(), &mut out);
    let bytes = out.finish().unwrap_or_default();
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

/// Output that waits to be copied.
struct Stage {
    bytes: [u8; STAGE],
    len: usize,
    /// Text stands in faces of code page 1252.
    ansi: bool,
}

impl Stage {
    /// Clean bytes: short stretches join what waits, long ones go straight to the output.
    #[inline]
    fn copy(&mut self, text: &[u8], from: usize, to: usize, out: &mut Output) {
        let len = to - from;
        self.make_room(out);
        if len <= BLOCK
            && let Some(source) = text[from..].first_chunk::<BLOCK>()
            && let Some(place) = self.block()
        {
            *place = *source;
            self.len += len;
        } else {
            self.flush(out);
            out.push(&text[from..to]);
        }
    }

    /// Makes sure that [`Stage::block`] has a block twice.
    #[inline]
    fn make_room(&mut self, out: &mut Output) {
        if STAGE - self.len < 2 * BLOCK {
            self.flush(out);
        }
    }

    /// Where the next bytes go.
    #[inline]
    fn block(&mut self) -> Option<&mut [u8; BLOCK]> {
        self.bytes.get_mut(self.len..)?.first_chunk_mut()
    }

    #[inline]
    fn flush(&mut self, out: &mut Output) {
        out.push(&self.bytes[..self.len]);
        self.len = 0;
    }

    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.byte(byte);
        }
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    /// A special byte below 0x80. True when it was left out.
    fn ascii(&mut self, byte: u8, next: Option<u8>) -> bool {
        match byte {
            b'\\' | b'{' | b'}' => self.push(&[b'\\', byte]),
            b'\t' => self.push(b"\\tab "),
            b'\r' if next == Some(b'\n') => {}
            b'\n' | b'\r' | 0x0B | 0x0C => self.byte(b' '),
            0x7F => self.unit(0x7F),
            // RTF gives the other controls no meaning, and some readers stop at them.
            _ => return true,
        }
        false
    }

    /// The character that `text` begins with; returns how many bytes it takes.
    #[inline]
    fn character(&mut self, text: &[u8]) -> usize {
        // Two bytes are most of what isn't ASCII in Europe; they need no general decoder.
        if let [lead @ 0xC2..=0xDF, next @ 0x80..=0xBF, ..] = *text {
            match (lead as u16 & 0x1F) << 6 | (next as u16 & 0x3F) {
                0xA0 => self.push(b"\\~"),
                0xAD => self.push(b"\\-"),
                unit => self.unit(unit),
            }
            return 2;
        }
        // Three bytes: no overlong form (below U+0800), no half of a surrogate pair.
        if let [lead @ 0xE0..=0xEF, next @ 0x80..=0xBF, last @ 0x80..=0xBF, ..] = *text {
            let unit = (lead as u16) << 12 | (next as u16 & 0x3F) << 6 | (last as u16 & 0x3F);
            if unit >= 0x0800 && !matches!(unit, 0xD800..=0xDFFF) {
                if unit == 0x2011 {
                    self.push(b"\\_")
                } else {
                    self.unit(unit)
                }
                return 3;
            }
        }
        let (character, len) = first_character(text);
        let mut units = [0; 2];
        for &unit in character.encode_utf16(&mut units).iter() {
            self.unit(unit);
        }
        len
    }

    /// One UTF-16 unit: as `\'xx` where its code page has it, else as `\uN` and the letter that comes
    /// nearest to it.
    #[inline]
    fn unit(&mut self, unit: u16) {
        if self.ansi
            && let Some(byte) = latin::byte(unit)
        {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            self.push(&[b'\\', b'\'', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
            return;
        }
        let Some(place) = self.block() else { return };
        let signed = unit as i16;
        let value = signed.unsigned_abs();
        place[..3].copy_from_slice(b"\\u-");
        let start = if signed < 0 { 3 } else { 2 };
        let digits = match value {
            0..=9 => 1,
            10..=99 => 2,
            100..=999 => 3,
            1000..=9999 => 4,
            _ => 5,
        };
        let mut rest = value;
        for digit in place[start..start + digits].iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        place[start + digits] = latin::nearest(unit);
        self.len += start + digits + 1;
    }
}

/// The character at the start of `text` and its length; U+FFFD and the
/// length of the faulty part where there is none.
pub(crate) fn first_character(text: &[u8]) -> (char, usize) {
    let head = &text[..text.len().min(4)];
    let valid = match std::str::from_utf8(head) {
        Ok(valid) => valid,
        Err(error) if error.valid_up_to() == 0 => {
            return (char::REPLACEMENT_CHARACTER, error.error_len().unwrap_or(head.len()).max(1));
        }
        Err(error) => std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default(),
    };
    match valid.chars().next() {
        Some(character) => (character, character.len_utf8()),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn escaped(text: &[u8]) -> String {
        let mut out = Output::new(Vec::new(), 1 << 20);
        escape_rtf(text, &mut out);
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn each_rule_in_one_line() {
        for (text, rtf) in [
            ("", ""),
            ("plain text, ~100%", "plain text, ~100%"),
            (r"a\b{c}d", r"a\\b\{c\}d"),
            ("a\u{A0}b\u{AD}c\u{2011}d", r"a\~b\-c\_d"),
            ("a\tb", r"a\tab b"),
            ("a\nb\rc\r\nd\u{B}e\u{C}f", "a b c d e f"),
            ("a\u{0}b\u{1B}c", "abc"),
            ("\u{7F}\u{80}\u{9F}", r"\u127?\u128?\u159?"),
            ("ä", r"\u228a"),
            ("Привет", r"\u1055?\u1088?\u1080?\u1074?\u1077?\u1090?"),
            ("“”—…", r#"\u8220"\u8221"\u8212-\u8230."#),
            ("€", r"\u8364E"),
            ("\u{7FFF}\u{8000}", r"\u32767?\u-32768?"),
            ("\u{F0B7}\u{FFFD}\u{FFFF}", r"\u-3913?\u-3?\u-1?"),
            ("日本", r"\u26085?\u26412?"),
            ("😀", r"\u-10179?\u-8704?"),
            ("\u{10FFFF}", r"\u-9217?\u-8193?"),
            ("a é b", r"a \u233e b"),
        ] {
            assert_eq!(escaped(text.as_bytes()), rtf, "{text:?}");
            assert_eq!(escape_rtf_cow(text), rtf, "{text:?}");
        }
    }

    #[test]
    fn what_the_code_page_has_is_a_byte_of_it() {
        for (text, rtf) in [
            ("äß€", r"\'e4\'df\'80"),
            ("“a”–…", r"\'93a\'94\'96\'85"),
            ("ŠŽœ", r"\'8a\'8e\'9c"),
            ("čŁ", r"\u269c\u321L"),
            ("ж\u{80}", r"\u1078?\u128?"),
            ("\u{A0}\u{AD}", r"\~\-"),
        ] {
            let mut out = Output::new(Vec::new(), 1 << 20);
            out.set_ansi(true);
            escape_rtf(text.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), rtf, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_become_the_replacement_character() {
        for (bytes, rtf) in [
            (&b"a\x80b"[..], r"a\u-3?b"),
            (b"\xC3", r"\u-3?"),
            (b"\xC3(", r"\u-3?("),
            (b"\xE2\x82", r"\u-3?"),
            (b"\xE2\x82x", r"\u-3?x"),
            (b"\xF0\x9F\x98", r"\u-3?"),
            (b"\xED\xA0\x80", r"\u-3?\u-3?\u-3?"),
            (b"\xC0\xAF\xFF", r"\u-3?\u-3?\u-3?"),
        ] {
            assert_eq!(escaped(bytes), rtf, "{bytes:?}");
        }
    }

    #[test]
    fn controls_that_are_left_out_are_counted() {
        let mut out = Output::new(Vec::new(), 100);
        assert_eq!(escape_rtf(b"\x00a\x01\x02b\t\n\x7F", &mut out), 3);
    }

    #[test]
    fn no_text_grows_more_than_sixfold() {
        for text in ["\u{7F}", "\t", "{", "\u{80}", "\u{7FF}", "\u{8000}", "\u{10FFFF}"] {
            assert!(escaped(text.as_bytes()).len() <= 6 * text.len(), "{text:?}");
        }
        assert!(escaped(b"\xFF").len() <= 6);
    }

    #[test]
    fn clean_strings_are_borrowed() {
        assert!(matches!(escape_rtf_cow("Times New Roman"), Cow::Borrowed("Times New Roman")));
        assert!(matches!(escape_rtf_cow("{"), Cow::Owned(text) if text == r"\{"));
    }

    #[test]
    fn long_stretches_and_full_stages_keep_their_order() {
        for unit in ["ж", "x", "ж and some clean text that is longer than the short path {", "\t"]
        {
            for count in [1, 70, 85, 86, 500] {
                let text = unit.repeat(count);
                assert_eq!(escaped(text.as_bytes()), escaped(unit.as_bytes()).repeat(count));
            }
        }
    }

    proptest! {
        #[test]
        fn only_printable_ascii_comes_out(text in any::<String>()) {
            let rtf = escaped(text.as_bytes());
            prop_assert!(rtf.bytes().all(|byte| (0x20..=0x7E).contains(&byte)));
        }

        #[test]
        fn any_bytes_give_what_their_repaired_text_gives(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(escaped(&bytes), escaped(String::from_utf8_lossy(&bytes).as_bytes()));
        }
    }
}
