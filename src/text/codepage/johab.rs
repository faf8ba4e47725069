//! Korean as Johab (page 1361): syllables by their letters, the rest by rows of KS X 1001.
//!
//! Shape   arithmetic on a two-byte code. Hangul is one bit and three fields of five: initial,
//!         vowel, final. Signs and Chinese characters are two rows of 94 to a lead byte; they are
//!         looked up through EUC-KR, which holds the same rows.
//! Source  KS X 1001 annex 3; checked code by code against CPython's codec.

use encoding_rs::EUC_KR;

const FILL: u8 = 0xFE;
const NONE: u8 = 0xFF;

/// Initial consonants by field value.
const INITIAL: [u8; 32] = number(&[(2, 20)], 0);
/// Vowels by field value.
const VOWEL: [u8; 32] = number(&[(3, 7), (10, 15), (18, 23), (26, 29)], 0);
/// Final consonants by field value; 0 is no final.
const FINAL: [u8; 32] = number(&[(2, 17), (19, 29)], 1);

/// The letters that stand alone, as offsets from U+3100.
const INITIAL_ALONE: [u8; 19] = [
    0x31, 0x32, 0x34, 0x37, 0x38, 0x39, 0x41, 0x42, 0x43, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B,
    0x4C, 0x4D, 0x4E,
];
const FINAL_ALONE: [u8; 28] = [
    0, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x40,
    0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x48, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E,
];

/// Numbers the field values of the ranges from `first` on; the value before the first is "fill".
const fn number(ranges: &[(usize, usize)], first: u8) -> [u8; 32] {
    let mut table = [NONE; 32];
    table[ranges[0].0 - 1] = if first == 0 { FILL } else { 0 };
    let (mut next, mut range) = (first, 0);
    while range < ranges.len() {
        let mut value = ranges[range].0;
        while value <= ranges[range].1 {
            table[value] = next;
            next += 1;
            value += 1;
        }
        range += 1;
    }
    table
}

pub(super) fn is_lead_byte(byte: u8) -> bool {
    matches!(byte, 0x84..=0xD3 | 0xD9..=0xDE | 0xE0..=0xF9)
}

/// The character of two bytes.
pub(super) fn decode(lead: u8, trail: u8) -> Option<char> {
    match lead {
        0x84..=0xD3 => hangul(u16::from_be_bytes([lead, trail])),
        0xD9..=0xDE => row(1 + 2 * (lead - 0xD9), trail),
        0xE0..=0xF9 => row(42 + 2 * (lead - 0xE0), trail),
        _ => None,
    }
}

/// The two bytes of a character.
pub(super) fn encode(character: char) -> Option<[u8; 2]> {
    let code = character as u32;
    let code = match code {
        0xAC00..=0xD7A3 => {
            let syllable = code - 0xAC00;
            join((syllable / 588) as u8, (syllable / 28 % 21) as u8, (syllable % 28) as u8)
        }
        0x3131..=0x3163 => {
            let letter = code as u8;
            if letter >= 0x4F {
                join(FILL, letter - 0x4F, 0)
            } else if let Some(at) = INITIAL_ALONE.iter().position(|&alone| alone == letter) {
                join(at as u8, FILL, 0)
            } else {
                let at = FINAL_ALONE.iter().position(|&alone| alone == letter)?;
                join(FILL, FILL, at as u8)
            }
        }
        _ => return in_rows(character),
    };
    code.map(u16::to_be_bytes)
}

fn hangul(code: u16) -> Option<char> {
    let field = |table: &[u8; 32], shift: u32| table[(code >> shift) as usize & 31];
    let (initial, vowel, last) = (field(&INITIAL, 10), field(&VOWEL, 5), field(&FINAL, 0));
    let code = match (initial, vowel, last) {
        (NONE, _, _) | (_, NONE, _) | (_, _, NONE) => return None,
        (FILL, FILL, 0) => 0x3000,
        (FILL, FILL, last) => 0x3100 + *FINAL_ALONE.get(last as usize)? as u32,
        (FILL, vowel, 0) => 0x314F + vowel as u32,
        (initial, FILL, 0) => 0x3100 + *INITIAL_ALONE.get(initial as usize)? as u32,
        (FILL, ..) | (_, FILL, _) => return None,
        (initial, vowel, last) => 0xAC00 + (initial as u32 * 21 + vowel as u32) * 28 + last as u32,
    };
    char::from_u32(code)
}

fn join(initial: u8, vowel: u8, last: u8) -> Option<u16> {
    let value =
        |table: &[u8; 32], part| Some(table.iter().position(|&entry| entry == part)? as u16);
    Some(
        0x8000
            | value(&INITIAL, initial)? << 10
            | value(&VOWEL, vowel)? << 5
            | value(&FINAL, last)?,
    )
}

/// A cell of KS X 1001: `first` is the row that the lead byte's lower trail bytes stand for.
fn row(first: u8, trail: u8) -> Option<char> {
    let place = match trail {
        0x31..=0x7E => trail - 0x31,
        0x91..=0xFE => trail - 0x91 + 78,
        _ => return None,
    };
    let euc = [0xA0 + first + place / 94, 0xA1 + place % 94];
    let mut text = [0u8; 8];
    let (_, read, written) = EUC_KR
        .new_decoder_without_bom_handling()
        .decode_to_utf8_without_replacement(&euc, &mut text, true);
    let character = std::str::from_utf8(text.get(..written)?).ok()?.chars().next()?;
    (read == 2).then_some(character)
}

fn in_rows(character: char) -> Option<[u8; 2]> {
    let mut utf8 = [0; 4];
    let mut euc = [0u8; 8];
    let (result, _, written) = EUC_KR.new_encoder().encode_from_utf8_without_replacement(
        character.encode_utf8(&mut utf8),
        &mut euc,
        true,
    );
    let [row @ 0xA1..=0xFE, cell @ 0xA1..=0xFE] = *euc.get(..written)? else { return None };
    if result != encoding_rs::EncoderResult::InputEmpty {
        return None;
    }
    let (lead, upper) = match row - 0xA0 {
        row @ 1..=12 => (0xD9 + (row - 1) / 2, row % 2 == 0),
        row @ 42..=93 => (0xE0 + (row - 42) / 2, row % 2 == 1),
        _ => return None,
    };
    let place = cell - 0xA1 + if upper { 94 } else { 0 };
    Some([lead, if place < 78 { 0x31 + place } else { 0x91 + (place - 78) }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_their_codes() {
        for (bytes, character) in [
            ([0x88, 0x61], '가'),
            ([0xD0, 0x65], '한'),
            ([0x8B, 0x69], '글'),
            ([0xD3, 0xBD], '힣'),
            ([0x88, 0x41], 'ㄱ'),
            ([0x84, 0x61], 'ㅏ'),
            ([0x84, 0x44], 'ㄳ'),
            ([0xD9, 0x32], '、'),
            ([0xDA, 0x91], 'ｏ'),
            ([0xE0, 0x31], '伽'),
            ([0xF9, 0xFE], '詰'),
        ] {
            assert_eq!(decode(bytes[0], bytes[1]), Some(character), "{bytes:02X?}");
            assert_eq!(encode(character), Some(bytes), "{character}");
        }
    }

    #[test]
    fn what_is_decoded_is_encoded_to_the_same_bytes() {
        let mut syllables = 0;
        for lead in 0x80..=0xFFu8 {
            for trail in 0..=0xFFu8 {
                let Some(character) = decode(lead, trail) else { continue };
                assert!(is_lead_byte(lead));
                syllables += matches!(character, '가'..='힣') as u32;
                // Letters alone and the wide space have two codes; either comes back as the first.
                let again = encode(character).unwrap();
                assert_eq!(decode(again[0], again[1]), Some(character));
                if !matches!(character, 'ㄱ'..='ㅣ' | '\u{3000}') {
                    assert_eq!(again, [lead, trail], "{character}");
                }
            }
        }
        assert_eq!(syllables, 11_172);
    }
}
