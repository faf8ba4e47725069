//! Text to the bytes of a code page: the way out for `CodePage=`.
//!
//! Shape   [`encode`] writes, [`Letters`] says beforehand what it can write.
//!         Single-byte pages are turned round once a call, into a sorted list on the stack.
//! Errors  characters that the page lacks become `?` and are counted; no memory is `MemoryLimit`.

use encoding_rs::{EncoderResult, Encoding, SHIFT_JIS};

use super::{CodePage, Coding, UNDEFINED, johab};
use crate::error::Result;

/// Bytes asked for between two requests for memory.
const CHUNK: usize = 4096;

/// Appends `text` in the page to `out`; characters that the page lacks become `?`. Returns how
/// many those were.
pub fn encode(page: CodePage, text: &str, out: &mut Vec<u8>) -> Result<usize> {
    match page.page().1 {
        Coding::Table(table) => {
            let inverse = Inverse::of(page, table);
            each(text, out, |character, out| inverse.find(character).map(|byte| out.push(byte)))
        }
        Coding::Double(encoding) => double(encoding, text, out),
        Coding::Johab => each(text, out, |character, out| {
            johab::encode(character).map(|bytes| out.extend_from_slice(&bytes))
        }),
        Coding::Utf8 => {
            out.try_reserve(text.len())?;
            out.extend_from_slice(text.as_bytes());
            Ok(0)
        }
        Coding::Symbol => each(text, out, |character, out| match character as u32 {
            code @ 0xF020..=0xF0FF => {
                out.push(code as u8);
                Some(())
            }
            _ => None,
        }),
    }
}

/// Which letters a page holds.
pub struct Letters(Way);

// One stands on a stack for a document's time: its size matters to nobody.
#[allow(clippy::large_enum_variant)]
enum Way {
    All,
    Sorted(Inverse),
    Double(&'static Encoding),
    Johab,
    Symbol,
}

impl Letters {
    /// Those of the page.
    pub fn of(page: CodePage) -> Letters {
        Letters(match page.page().1 {
            Coding::Table(table) => Way::Sorted(Inverse::of(page, table)),
            Coding::Double(encoding) => Way::Double(encoding),
            Coding::Johab => Way::Johab,
            Coding::Utf8 => Way::All,
            Coding::Symbol => Way::Symbol,
        })
    }

    /// Whether [`encode`] writes that letter as itself.
    pub fn holds(&self, letter: char) -> bool {
        letter.is_ascii()
            || match &self.0 {
                Way::All => true,
                Way::Sorted(inverse) => inverse.find(letter).is_some(),
                Way::Double(encoding) => {
                    if folds(encoding)(letter) {
                        return false;
                    }
                    let (mut utf8, mut bytes) = ([0; 4], [0; 8]);
                    let text = letter.encode_utf8(&mut utf8);
                    let mut encoder = encoding.new_encoder();
                    let done = encoder.encode_from_utf8_without_replacement(text, &mut bytes, true);
                    done.0 == EncoderResult::InputEmpty
                }
                Way::Johab => johab::encode(letter).is_some(),
                Way::Symbol => matches!(letter as u32, 0xF020..=0xF0FF),
            }
    }
}

/// ASCII as it is, everything else by `put`, which adds at most two bytes.
fn each(
    text: &str,
    out: &mut Vec<u8>,
    put: impl Fn(char, &mut Vec<u8>) -> Option<()>,
) -> Result<usize> {
    let mut lost = 0;
    for character in text.chars() {
        if out.capacity() - out.len() < 2 {
            out.try_reserve(CHUNK)?;
        }
        if character.is_ascii() {
            out.push(character as u8);
        } else if put(character, out).is_none() {
            out.push(b'?');
            lost += 1;
        }
    }
    Ok(lost)
}

/// Which letters an encoding would write as bytes of ASCII, where they mean others: the yen sign as a
/// backslash, the overline as a tilde.
fn folds(encoding: &'static Encoding) -> impl Fn(char) -> bool {
    let is_so = encoding == SHIFT_JIS;
    move |letter| is_so && matches!(letter, '\u{A5}' | '\u{203E}')
}

fn double(encoding: &'static Encoding, text: &str, out: &mut Vec<u8>) -> Result<usize> {
    let mut lost = 0;
    for (at, piece) in text.split(folds(encoding)).enumerate() {
        if at > 0 {
            lost += 1;
            out.try_reserve(1)?;
            out.push(b'?');
        }
        lost += unfolded(encoding, piece, out)?;
    }
    Ok(lost)
}

/// Writes a piece in which no letter would become another.
fn unfolded(encoding: &'static Encoding, text: &str, out: &mut Vec<u8>) -> Result<usize> {
    let mut encoder = encoding.new_encoder();
    // Not straight into `out`: encoding_rs would first touch every page that is reserved there,
    // for each unknown character again.
    let mut buffer = [0u8; 256];
    let mut lost = 0;
    let mut rest = text;
    loop {
        let (result, read, written) =
            encoder.encode_from_utf8_without_replacement(rest, &mut buffer, true);
        rest = rest.get(read..).unwrap_or_default();
        out.try_reserve(written + 1)?;
        out.extend_from_slice(&buffer[..written]);
        match result {
            EncoderResult::InputEmpty => return Ok(lost),
            EncoderResult::OutputFull => {}
            EncoderResult::Unmappable(_) => {
                lost += 1;
                out.push(b'?');
            }
        }
    }
}

/// The bytes 0x80 to 0xFF in the order of their characters, each as the lowest byte of a number below its
/// character's: one sort serves these and others.
struct Inverse {
    pairs: [u32; 128],
}

impl Inverse {
    fn of(page: CodePage, table: &[u16; 128]) -> Inverse {
        let table = if page.is_ascii() { &[UNDEFINED; 128] } else { table };
        let mut pairs = [0; 128];
        for (at, (pair, &unit)) in pairs.iter_mut().zip(table).enumerate() {
            *pair = u32::from(unit) << 8 | (0x80 + at as u32);
        }
        pairs.sort_unstable();
        Inverse { pairs }
    }

    /// The lowest byte that means the character.
    fn find(&self, character: char) -> Option<u8> {
        let unit = u16::try_from(character as u32).ok().filter(|&unit| unit != UNDEFINED)?;
        let unit = u32::from(unit);
        let at = self.pairs.partition_point(|pair| pair >> 8 < unit);
        self.pairs.get(at).filter(|&pair| pair >> 8 == unit).map(|&pair| pair as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PAGES, decode};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_of_each_kind() {
        for (number, text, bytes, lost) in [
            (1252, "naïve “quoted” €", &b"na\xEFve \x93quoted\x94 \x80"[..], 0),
            (1252, "Жa\u{FFFD}", b"?a?", 2),
            (1251, "Привет", b"\xCF\xF0\xE8\xE2\xE5\xF2", 0),
            (1253, "\u{FFFD}", b"?", 1),
            (932, "日本 ｱ😀", b"\x93\xFA\x96\x7B \xB1?", 1),
            (936, "中文", b"\xD6\xD0\xCE\xC4", 0),
            (932, "5 ¥‾\\~", b"5 ??\\~", 2),
            (54936, "a€中😀é", b"a\xA2\xE3\xD6\xD0\x94\x39\xFC\x36\xA8\xA6", 0),
            (949, "한글", b"\xC7\xD1\xB1\xDB", 0),
            (950, "中文", b"\xA4\xA4\xA4\xE5", 0),
            (1361, "한글 é", b"\xD0\x65\x8B\x69 ?", 1),
            (65001, "é😀", "é😀".as_bytes(), 0),
            (42, "\u{F0B7}a\u{F000}", b"\xB7a?", 1),
            (20127, "a€é\u{81}", b"a???", 3),
            (20866, "", b"", 0),
        ] {
            let page = CodePage::from_number(number).unwrap();
            let mut out = b"+".to_vec();
            assert_eq!(encode(page, text, &mut out), Ok(lost), "{number} {text}");
            assert_eq!(out, [b"+", bytes].concat(), "{number} {text}");
            let letters = Letters::of(page);
            let without = text.chars().filter(|&letter| !letters.holds(letter)).count();
            assert_eq!(without, lost, "{number} {text}");
        }
    }

    #[test]
    fn a_byte_that_means_something_comes_back() {
        for (number, _) in PAGES {
            let page = CodePage::from_number(number as u32).unwrap();
            let Some(table) = page.single_byte_table() else { continue };
            if page.is_ascii() {
                continue;
            }
            for byte in 0..=255u8 {
                let mut text = String::new();
                if decode(page, &[byte], &mut text) != Ok(0) {
                    continue;
                }
                let mut out = Vec::new();
                assert_eq!(encode(page, &text, &mut out), Ok(0), "{number} {byte:#x}");
                // Right-to-left Mac pages hold ASCII twice, for both directions.
                let unit = text.chars().next().unwrap() as u16;
                let twice = unit < 0x80 || table.iter().filter(|&&other| other == unit).count() > 1;
                assert!(out == [byte] || twice && byte >= 0x80, "{number} {byte:#x} {out:02X?}");
            }
        }
    }

    proptest! {
        #[test]
        fn double_byte_text_comes_back(bytes in prop::collection::vec(any::<u8>(), 0..60), which in 0usize..5) {
            let page = CodePage::from_number([932, 936, 949, 950, 1361][which]).unwrap();
            let mut text = String::new();
            decode(page, &bytes, &mut text).unwrap();
            // Some characters can be read and not be written; what is written reads the same.
            let mut once = Vec::new();
            encode(page, &text, &mut once).unwrap();
            let mut written = String::new();
            prop_assert_eq!(decode(page, &once, &mut written), Ok(0));
            let mut again = Vec::new();
            prop_assert_eq!(encode(page, &written, &mut again), Ok(0));
            prop_assert_eq!(once, again);
        }

        #[test]
        fn any_bytes_decode_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), which in 0..PAGES.len()) {
            let page = CodePage::from_number(PAGES[which].0 as u32).unwrap();
            let mut text = String::new();
            prop_assert!(decode(page, &bytes, &mut text).unwrap() <= bytes.len());
        }

        #[test]
        fn any_text_encodes_without_panic(text in any::<String>(), which in 0..PAGES.len()) {
            let page = CodePage::from_number(PAGES[which].0 as u32).unwrap();
            let mut bytes = Vec::new();
            prop_assert!(encode(page, &text, &mut bytes).unwrap() <= text.chars().count());
        }
    }
}
