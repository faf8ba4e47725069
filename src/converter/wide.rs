//! UTF-16 in and out.
//!
//! Shape   [`Units`] in; [`decode`] and [`decode_rtf`] to UTF-8 in a pooled string, [`encode`] into a new vector.
//! Units   places are bytes, 2 for each unit.
//! Errors  `BadUtf16` at an unpaired surrogate; `MemoryLimit`.

use std::fmt::Write;

use crate::error::{Error, Result, Status};

/// UTF-16 as a host has it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Units<'a> {
    /// As numbers.
    Wide(&'a [u16]),
    /// As bytes, the low one of each pair first or last.
    Bytes(&'a [[u8; 2]], bool),
}

impl<'a> Units<'a> {
    /// The units, one after the other.
    pub(super) fn iter(self) -> impl Iterator<Item = u16> + Clone + use<'a> {
        let (wide, pairs, little): (&[u16], &[[u8; 2]], bool) = match self {
            Units::Wide(units) => (units, &[], true),
            Units::Bytes(pairs, little) => (&[], pairs, little),
        };
        let unit = if little { u16::from_le_bytes } else { u16::from_be_bytes };
        wide.iter().copied().chain(pairs.iter().map(move |&pair| unit(pair)))
    }
}

/// Decodes UTF-16.
pub(super) fn decode(units: impl Iterator<Item = u16> + Clone, text: &mut String) -> Result<()> {
    text.try_reserve(units.size_hint().0)?;
    let mut at = 0;
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| {
            Error::at(Status::BadUtf16, at, "the UTF-16 input has an unpaired surrogate")
        })?;
        push(text, character)?;
        at += 2 * character.len_utf16();
    }
    Ok(())
}

/// Decodes RTF in UTF-16. RTF is ASCII by its nature: what is not ASCII becomes the control words that
/// stand for it, in a group so that nothing around it matters.
pub(super) fn decode_rtf(units: impl Iterator<Item = u16>, text: &mut String) -> Result<()> {
    text.try_reserve(units.size_hint().0)?;
    for unit in units {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => push(text, byte as char)?,
            _ => {
                text.try_reserve(16)?;
                let _ = write!(text, "{{\\uc0\\u{}}}", unit as i16);
            }
        }
    }
    Ok(())
}

/// Bytes that [`decode_rtf`] makes of a unit.
pub(super) fn rtf_length(unit: u16) -> usize {
    if unit < 0x80 {
        return 1;
    }
    let value = unit as i16;
    let digits = value.unsigned_abs().ilog10() as usize + 1;
    "{\\uc0\\u}".len() + digits + usize::from(value < 0)
}

#[inline]
fn push(text: &mut String, character: char) -> Result<()> {
    if text.capacity() - text.len() < 4 {
        text.try_reserve(text.len() / 2 + 64)?;
    }
    text.push(character);
    Ok(())
}

/// Encodes UTF-8 bytes as UTF-16, with room for a NUL.
pub(super) fn encode(bytes: &[u8]) -> Result<Vec<u16>> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Error::new(Status::Internal, "the output is not UTF-8"))?;
    let mut units = Vec::new();
    units.try_reserve_exact(text.encode_utf16().count() + 1)?;
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        units.extend(rest.as_bytes()[..ascii].iter().map(|&byte| u16::from(byte)));
        rest = &rest[ascii..];
        let others = rest.bytes().position(|byte| byte.is_ascii()).unwrap_or(rest.len());
        units.extend(rest[..others].encode_utf16());
        rest = &rest[others..];
    }
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for text in ["", "a", "ü", "aüb漢😀c", "😀😀"] {
            let units = encode(text.as_bytes()).unwrap();
            assert_eq!(units, text.encode_utf16().collect::<Vec<_>>());
            assert!(units.capacity() > units.len());
            let mut back = String::new();
            decode(units.iter().copied(), &mut back).unwrap();
            assert_eq!(back, text);
        }
    }

    #[test]
    fn unpaired_surrogates_are_named_by_place() {
        let cases: &[(&[u16], usize)] =
            &[(&[0xD800], 0), (&[97, 0xDC00, 98], 2), (&[0xD83D, 0xDE00, 0xD83D, 97], 4)];
        for (units, at) in cases {
            let error = decode(units.iter().copied(), &mut String::new()).unwrap_err();
            assert_eq!((error.status, error.offset), (Status::BadUtf16, Some(*at)), "{units:?}");
        }
    }

    #[test]
    fn what_a_unit_of_rtf_becomes_is_as_long_as_it_is() {
        for unit in 0..=u16::MAX {
            let mut text = String::new();
            decode_rtf([unit].into_iter(), &mut text).unwrap();
            assert_eq!(text.len(), rtf_length(unit), "{unit}");
        }
    }
}
