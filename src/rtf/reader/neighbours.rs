//! Text that is spelled one character at a time: what stands behind a `\'hh` or a `\uN` and is spelled the
//! same way is read with it, in one loop.
//!
//! Shape   the first of them goes the way of all tokens, and what that needs to know holds for its
//!         neighbours: format, flow, code page. What has a meaning of its own is left for the next token.
//! Units   offsets of bytes in the input.
//! Limits  [`MOST`] characters at a time, so that there is room for them.

use crate::rtf::walk::undecoded::Unit;

/// Characters that are read in one go, of three bytes at most.
pub(super) const MOST: usize = 32;

/// Whether a character more needs no memory: there may be none.
fn has_room(text: &String) -> bool {
    text.capacity() - text.len() >= 4
}

/// Does something with the bytes of the `\'hh` that stand from `start` on, none of which is a control character.
/// Returns where they end.
pub(super) fn each_byte_at(source: &[u8], start: usize, mut act: impl FnMut(u8)) -> usize {
    let mut at = start;
    for _ in 0..MOST {
        let Some(byte) = text_at(source, at) else { break };
        act(byte);
        at += 4;
    }
    at
}

/// Adds the characters of the `\'hh` from `start` on, in a page of single bytes. Returns where they end:
/// before one that means nothing, which is read again, and reported.
pub(super) fn bytes_at(
    source: &[u8],
    start: usize,
    table: &[u16; 128],
    text: &mut String,
) -> usize {
    let mut at = start;
    for _ in 0..MOST {
        let Some(byte) = text_at(source, at).filter(|_| has_room(text)) else { break };
        let unit = if byte < 0x80 { byte.into() } else { table[byte as usize - 0x80] };
        let c = char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER);
        if c == char::REPLACEMENT_CHARACTER {
            break;
        }
        text.push(c);
        at += 4;
    }
    at
}

/// Adds the characters of the `\uN` from `start` on, behind what stands in for the one before. Returns where
/// they end.
pub(super) fn units_at(source: &[u8], start: usize, stand_in: u32, text: &mut String) -> usize {
    let mut at = start;
    for _ in 0..MOST {
        let next = next_unit(source, at, stand_in).filter(|_| has_room(text));
        let Some((c, next)) = next else { break };
        text.push(c);
        at = next;
    }
    at
}

/// The byte of a `\'hh` that stands at `at`, if it is no control character.
#[inline]
fn text_at(source: &[u8], at: usize) -> Option<u8> {
    hex_at(source, at).filter(|byte| !byte.is_ascii_control())
}

/// The byte of a `\'hh` that stands at `at`.
#[inline]
pub(super) fn hex_at(source: &[u8], at: usize) -> Option<u8> {
    let Some(&[b'\\', b'\'', high, low]) = source.get(at..at + 4) else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(high)? << 4 | digit(low)?) as u8)
}

/// The character of the `\uN` behind what stands in for the one before, and where it ends; none where
/// something else stands there, or it is more than a letter of its own.
#[inline]
pub(super) fn next_unit(source: &[u8], mut at: usize, stand_in: u32) -> Option<(char, usize)> {
    if stand_in > 0 {
        at += match source.get(at)? {
            b'\\' => hex_at(source, at).map(|_| 4)?,
            b'{' | b'}' => return None,
            b' '..=b'~' => 1,
            _ => return None,
        };
    }
    let rest = source.get(at..)?.strip_prefix(b"\\u")?;
    let negative = rest.first() == Some(&b'-');
    let digits = &rest[usize::from(negative)..];
    let count = digits.iter().take(7).take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..7).contains(&count) {
        return None;
    }
    let number = digits[..count].iter().fold(0, |sum, digit| 10 * sum + i32::from(digit - b'0'));
    let Unit::Char(c) = Unit::of(if negative { -number } else { number }) else { return None };
    // Controls, signs of symbol fonts, and four bytes.
    if c.is_control() || matches!(c, '\u{F000}'..='\u{F0FF}' | '\u{10000}'..) {
        return None;
    }
    let end = at + 2 + usize::from(negative) + count;
    Some((c, end + usize::from(source.get(end) == Some(&b' '))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::{Converter, Format};
    use crate::options::Options;

    #[test]
    fn units_in_one_line_each() {
        for (source, stand_in, found) in [
            (r"?\u1073?", 1, Some(('\u{431}', 7))),
            (r"\'3f\u1073 ?", 1, Some(('\u{431}', 11))),
            (r"\u-3?", 0, Some(('\u{FFFD}', 4))),
            (r"\u1073", 1, None),
            (r"?\uc1", 1, None),
            (r"?\u10?", 1, None),
            (r"?\u55357?", 1, None),
            (r"?\u-4000?", 1, None),
            (r"?\u12345678?", 1, None),
            (r"{\u1073?", 1, None),
            ("\n\\u1073?", 1, None),
            ("", 1, None),
        ] {
            assert_eq!(next_unit(source.as_bytes(), 0, stand_in), found, "{source}");
        }
    }

    /// A word that says nothing between two characters parts them, and changes no text.
    #[test]
    fn neighbours_are_read_as_if_they_were_none() {
        let converter = Converter::new(Options::default()).unwrap();
        let shown = |rtf: &str| {
            let text = converter.convert(Format::Rtf, Format::Markdown, rtf.as_bytes()).unwrap();
            String::from_utf8(text).unwrap()
        };
        let heads = [
            r"\ansicpg1252",
            r"\ansicpg932",
            r"\ansicpg65001",
            r"\ansicpg1253\uc0",
            r"\ansicpg1251",
            r"{\fonttbl{\f0\fcharset2 Symbol;}}\f0",
            r"\ansicpg1252\v",
        ];
        let long = r"\'e4".repeat(100);
        for head in heads {
            for text in [
                r"\'e4\'f6\'fc\'41\'20\'0d\'e4",
                r"\'93\'fa\'96\'7b\'5c\'93",
                r"\'d2\'ff\'81\'8d",
                r"\u1073?\u1074?\u-10179?\u-8704?\u1075?x",
                r"\u1073\'e1\u1074\'e2 y",
                r"\u8364 ?\u8364 ?\u9?\u10?z",
                r"\u61623?\u61623?\u1073",
                &long,
            ] {
                let parted = text.replace(r"\'", r"\nosuch\'").replace(r"\u", r"\nosuch\u");
                // What stands in for a character is no place for a word.
                let parted = if text.contains(r"\u1073\'") { text.to_owned() } else { parted };
                let [one, other] =
                    [text, &parted].map(|text| shown(&format!(r"{{\rtf1{head} a{text}\par}}")));
                assert_eq!(one, other, "{head} {text}");
            }
        }
    }
}
