//! Colours as CSS and older attributes name them.
//!
//! Errors  what is not understood is counted by the caller.
//! Source  CSS Color 4, "Named colors"; two of the names that systems have for their own.

use super::number::number;
use crate::document::Color;
use std::cmp::Ordering;

/// Each name with its value, in the order of the names; `grey` stands as `gray`.
const NAMES: &str = "\
    aliceblue:F0F8FF antiquewhite:FAEBD7 aqua:00FFFF aquamarine:7FFFD4 azure:F0FFFF beige:F5F5DC \
    bisque:FFE4C4 black:000000 blanchedalmond:FFEBCD blue:0000FF blueviolet:8A2BE2 brown:A52A2A \
    burlywood:DEB887 cadetblue:5F9EA0 chartreuse:7FFF00 chocolate:D2691E coral:FF7F50 \
    cornflowerblue:6495ED cornsilk:FFF8DC crimson:DC143C cyan:00FFFF darkblue:00008B darkcyan:008B8B \
    darkgoldenrod:B8860B darkgray:A9A9A9 darkgreen:006400 darkkhaki:BDB76B darkmagenta:8B008B \
    darkolivegreen:556B2F darkorange:FF8C00 darkorchid:9932CC darkred:8B0000 darksalmon:E9967A \
    darkseagreen:8FBC8F darkslateblue:483D8B darkslategray:2F4F4F darkturquoise:00CED1 darkviolet:9400D3 \
    deeppink:FF1493 deepskyblue:00BFFF dimgray:696969 dodgerblue:1E90FF firebrick:B22222 \
    floralwhite:FFFAF0 forestgreen:228B22 fuchsia:FF00FF gainsboro:DCDCDC ghostwhite:F8F8FF gold:FFD700 \
    goldenrod:DAA520 gray:808080 green:008000 greenyellow:ADFF2F honeydew:F0FFF0 hotpink:FF69B4 \
    indianred:CD5C5C indigo:4B0082 ivory:FFFFF0 khaki:F0E68C lavender:E6E6FA lavenderblush:FFF0F5 \
    lawngreen:7CFC00 lemonchiffon:FFFACD lightblue:ADD8E6 lightcoral:F08080 lightcyan:E0FFFF \
    lightgoldenrodyellow:FAFAD2 lightgray:D3D3D3 lightgreen:90EE90 lightpink:FFB6C1 lightsalmon:FFA07A \
    lightseagreen:20B2AA lightskyblue:87CEFA lightslategray:778899 lightsteelblue:B0C4DE \
    lightyellow:FFFFE0 lime:00FF00 limegreen:32CD32 linen:FAF0E6 magenta:FF00FF maroon:800000 \
    mediumaquamarine:66CDAA mediumblue:0000CD mediumorchid:BA55D3 mediumpurple:9370DB \
    mediumseagreen:3CB371 mediumslateblue:7B68EE mediumspringgreen:00FA9A mediumturquoise:48D1CC \
    mediumvioletred:C71585 midnightblue:191970 mintcream:F5FFFA mistyrose:FFE4E1 moccasin:FFE4B5 \
    navajowhite:FFDEAD navy:000080 oldlace:FDF5E6 olive:808000 olivedrab:6B8E23 orange:FFA500 \
    orangered:FF4500 orchid:DA70D6 palegoldenrod:EEE8AA palegreen:98FB98 paleturquoise:AFEEEE \
    palevioletred:DB7093 papayawhip:FFEFD5 peachpuff:FFDAB9 peru:CD853F pink:FFC0CB plum:DDA0DD \
    powderblue:B0E0E6 purple:800080 red:FF0000 rosybrown:BC8F8F royalblue:4169E1 saddlebrown:8B4513 \
    salmon:FA8072 sandybrown:F4A460 seagreen:2E8B57 seashell:FFF5EE sienna:A0522D silver:C0C0C0 \
    skyblue:87CEEB slateblue:6A5ACD slategray:708090 snow:FFFAFA springgreen:00FF7F steelblue:4682B4 \
    tan:D2B48C teal:008080 thistle:D8BFD8 tomato:FF6347 turquoise:40E0D0 violet:EE82EE wheat:F5DEB3 \
    white:FFFFFF whitesmoke:F5F5F5 window:FFFFFF windowtext:000000 yellow:FFFF00 yellowgreen:9ACD32";

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
        let mut parts = rest.split([',', ' ', ')', '/']).filter(|part| !part.is_empty());
        let mut part = || number(parts.next()?);
        let (red, green, blue) = (part()?, part()?, part()?);
        let is_seen = part() != Some(0.0);
        return Some(match is_seen {
            true => Color::rgb(red as u8, green as u8, blue as u8),
            false => Color::NONE,
        });
    }
    let word = value.split([' ', '!']).next().unwrap_or_default();
    u32::from_str_radix(named(word)?, 16).ok().map(of)
}

/// The value of a name.
fn named(word: &str) -> Option<&'static str> {
    let mut lower = [0; 20];
    let lower = lower.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let is_grey = lower.windows(4).position(|letters| letters == b"grey");
    if let Some(at) = is_grey {
        lower[at + 2] = b'a';
    }
    let (mut from, mut to) = (0, NAMES.len());
    while from < to {
        let middle = from + (to - from) / 2;
        let start = NAMES[from..middle].rfind(' ').map_or(from, |at| from + at + 1);
        let (name, value) = NAMES[start..].split(' ').next()?.split_once(':')?;
        match name.as_bytes().cmp(lower) {
            Ordering::Equal => return Some(value),
            Ordering::Less => from = start + name.len() + ":RRGGBB ".len(),
            Ordering::Greater => to = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found() {
        let names: Vec<&str> =
            NAMES.split(' ').map(|name| name.split(':').next().unwrap()).collect();
        assert!(names.is_sorted());
        for name in names {
            assert!(NAMES.contains(&format!("{name}:{}", named(name).unwrap())), "{name}");
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
