//! Colours as CSS and older attributes name them.
//!
//! Errors  what is not understood is counted by the caller.
//! Source  CSS Color 4, "Named colors"; two of the names that systems have for their own.

use super::number::number;
use crate::document::Color;

/// Names that people and programs use with their values, the usual ones first; `grey` stands as `gray`.
const NAMES: &str = "\
    black:000000 windowtext:000000 white:FFFFFF red:FF0000 blue:0000FF green:008000 yellow:FFFF00 \
    gray:808080 navy:000080 silver:C0C0C0 orange:FFA500 purple:800080 maroon:800000 teal:008080 \
    olive:808000 lime:00FF00 aqua:00FFFF fuchsia:FF00FF cyan:00FFFF magenta:FF00FF window:FFFFFF \
    brown:A52A2A pink:FFC0CB gold:FFD700 crimson:DC143C tomato:FF6347 coral:FF7F50 salmon:FA8072 \
    orangered:FF4500 darkorange:FF8C00 darkred:8B0000 darkblue:00008B darkgreen:006400 darkgray:A9A9A9 \
    lightgray:D3D3D3 dimgray:696969 lightblue:ADD8E6 lightgreen:90EE90 lightyellow:FFFFE0 \
    lightpink:FFB6C1 lightcyan:E0FFFF skyblue:87CEEB deepskyblue:00BFFF steelblue:4682B4 \
    royalblue:4169E1 dodgerblue:1E90FF cornflowerblue:6495ED slateblue:6A5ACD midnightblue:191970 \
    mediumblue:0000CD indigo:4B0082 violet:EE82EE plum:DDA0DD orchid:DA70D6 darkviolet:9400D3 \
    blueviolet:8A2BE2 rebeccapurple:663399 hotpink:FF69B4 deeppink:FF1493 firebrick:B22222 \
    indianred:CD5C5C chocolate:D2691E sienna:A0522D tan:D2B48C beige:F5F5DC ivory:FFFFF0 khaki:F0E68C \
    wheat:F5DEB3 linen:FAF0E6 snow:FFFAFA azure:F0FFFF lavender:E6E6FA whitesmoke:F5F5F5 \
    gainsboro:DCDCDC ghostwhite:F8F8FF aliceblue:F0F8FF honeydew:F0FFF0 mintcream:F5FFFA \
    lemonchiffon:FFFACD cornsilk:FFF8DC seagreen:2E8B57 forestgreen:228B22 limegreen:32CD32 \
    yellowgreen:9ACD32 greenyellow:ADFF2F palegreen:98FB98 springgreen:00FF7F turquoise:40E0D0 \
    darkcyan:008B8B darkmagenta:8B008B slategray:708090";

/// Words of a background that are looked at.
const MOST_WORDS: usize = 8;

/// A colour of text; what can't be understood is counted as lost.
pub(super) fn set(value: &str, color: &mut Color, lost: &mut bool) {
    if is_outer(value) {
        return;
    }
    match read(value) {
        Some(found) => *color = found,
        None => *lost = true,
    }
}

/// The same of what stands behind text, beside which a value may say more.
pub(super) fn set_ground(value: &str, color: &mut Color, lost: &mut bool) {
    let value = value.trim();
    let starts = value.match_indices(' ').take(MOST_WORDS).map(|(at, _)| at + 1);
    let found = std::iter::once(0).chain(starts).find_map(|at| read(&value[at..]));
    match found {
        Some(found) => *color = found,
        None => *lost |= !is_outer(value),
    }
}

/// Whether a value leaves the colour that is there.
fn is_outer(value: &str) -> bool {
    let word = value.trim().split(' ').next().unwrap_or_default();
    ["inherit", "auto", "initial", "unset", "currentcolor", "transparent", "none", ""]
        .iter()
        .any(|outer| word.eq_ignore_ascii_case(outer))
}

/// The colour that a value begins with: `#rgb`, `#rrggbb`, `rgb(…)`, or a name; digits may lack their sign.
/// One that nobody sees is that of no colour.
fn read(value: &str) -> Option<Color> {
    let value = value.trim();
    let of = |value: u32| Color::rgb((value >> 16) as u8, (value >> 8) as u8, value as u8);
    let digits = value.strip_prefix('#');
    let is_number = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let Some(digits) = digits.or_else(|| is_number.then_some(value)) {
        let length = digits.bytes().take_while(u8::is_ascii_hexdigit).count();
        let number = u32::from_str_radix(&digits[..length.min(6)], 16).ok()?;
        return match length {
            3 => {
                let digit = |shift: u32| (number >> shift & 15) * 17;
                Some(of(digit(8) << 16 | digit(4) << 8 | digit(0)))
            }
            6.. => Some(of(number)),
            _ => None,
        };
    }
    let is_function = value.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("rgb"));
    if let Some((_, rest)) = value.split_once('(').filter(|_| is_function) {
        let is_between = |c: char| matches!(c, ',' | ' ' | ')' | '/');
        // The last is how much of it is seen.
        let (mut parts, mut count) = ([1.0; 4], 0);
        for part in rest.split(is_between).filter(|part| !part.is_empty()).take(4) {
            parts[count] = number(part).or((count == 3).then_some(1.0))?;
            count += 1;
        }
        let [red, green, blue, seen] = parts;
        return match (count, seen) {
            (0..3, _) => None,
            (_, 0.0) => Some(Color::NONE),
            _ => Some(Color::rgb(red as u8, green as u8, blue as u8)),
        };
    }
    let word = value.split([' ', '!']).next().unwrap_or_default();
    u32::from_str_radix(named(word)?, 16).ok().map(of)
}

/// The value of a name.
fn named(word: &str) -> Option<&'static str> {
    let has_name = |entry: &&str| {
        let name = entry.as_bytes().get(..word.len()).unwrap_or_default();
        let is_same = |(known, byte): (&u8, u8)| {
            let byte = byte.to_ascii_lowercase();
            *known == byte || byte == b'e' && *known == b'a' && entry.contains("gray")
        };
        entry.as_bytes().get(word.len()) == Some(&b':')
            && name.iter().zip(word.bytes()).all(is_same)
    };
    NAMES.split(' ').find(has_name).and_then(|entry| entry.get(word.len() + 1..))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        for entry in NAMES.split(' ') {
            let (name, value) = entry.split_once(':').unwrap();
            assert_eq!((named(name), named(&name.to_uppercase())), (Some(value), Some(value)));
        }
        for name in ["", "a", "zzz", "bluish", "a very long name of no colour at all"] {
            assert_eq!(named(name), None, "{name}");
        }
    }

    #[test]
    fn values_in_one_line_each() {
        for (value, expected) in [
            ("#f00", Some(Color::rgb(255, 0, 0))),
            ("#12345678", Some(Color::rgb(18, 52, 86))),
            ("ffCC00", Some(Color::rgb(255, 204, 0))),
            ("rgb(1, 2,3)", Some(Color::rgb(1, 2, 3))),
            ("rgba(1,2,3,0.5)", Some(Color::rgb(1, 2, 3))),
            ("rgba(1,2,3,0)", Some(Color::NONE)),
            ("RGB(1 2 3 / 0)", Some(Color::NONE)),
            ("Cyan", Some(Color::rgb(0, 255, 255))),
            ("LightGrey !important", Some(Color::rgb(211, 211, 211))),
            ("#12", None),
            ("rgb(1,2)", None),
            ("hsl(1,2%,3%)", None),
            ("var(--x)", None),
        ] {
            assert_eq!(read(value), expected, "{value}");
        }
        for (value, expected) in [
            ("none repeat scroll 0% 0%", (Color::NONE, false)),
            ("url(a) #fff", (Color::rgb(255, 255, 255), false)),
            ("transparent", (Color::NONE, false)),
            ("url(a)", (Color::NONE, true)),
        ] {
            let (mut color, mut lost) = (Color::NONE, false);
            set_ground(value, &mut color, &mut lost);
            assert_eq!((color, lost), expected, "{value}");
        }
    }
}
