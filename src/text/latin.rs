//! Characters in the terms of readers that know no Unicode: bytes of code page 1252, and letters that
//! come nearest.
//!
//! Units   UTF-16 units.
//! Source  Unicode's decompositions; Windows' best fit of code page 1252.

/// The byte of code page 1252 that a unit is, if it is one; those of ASCII are left out.
#[inline]
pub(super) fn byte(unit: u16) -> Option<u8> {
    match unit {
        0xA1..=0xFF => Some(unit as u8),
        0x0152..=0x2122 => high(unit),
        _ => None,
    }
}

fn high(unit: u16) -> Option<u8> {
    Some(match unit {
        0x0152 => 0x8C,
        0x0153 => 0x9C,
        0x0160 => 0x8A,
        0x0161 => 0x9A,
        0x0178 => 0x9F,
        0x017D => 0x8E,
        0x017E => 0x9E,
        0x0192 => 0x83,
        0x02C6 => 0x88,
        0x02DC => 0x98,
        0x2013 => 0x96,
        0x2014 => 0x97,
        0x2018 => 0x91,
        0x2019 => 0x92,
        0x201A => 0x82,
        0x201C => 0x93,
        0x201D => 0x94,
        0x201E => 0x84,
        0x2020 => 0x86,
        0x2021 => 0x87,
        0x2022 => 0x95,
        0x2026 => 0x85,
        0x2030 => 0x89,
        0x2039 => 0x8B,
        0x203A => 0x9B,
        0x20AC => 0x80,
        0x2122 => 0x99,
        _ => return None,
    })
}

/// The letter or sign of ASCII that comes nearest to a unit; a question mark where none does.
#[inline]
pub(super) fn nearest(unit: u16) -> u8 {
    let letter = |table: &[u8], first: u16| table.get(usize::from(unit - first)).copied();
    let found = match unit {
        0xA0..=0x024F => letter(LATIN, 0xA0),
        0x1E00..=0x1EFF => letter(ADDITIONAL, 0x1E00),
        0x2010..=0x2015 | 0x2212 => Some(b'-'),
        0x2018..=0x201B | 0x2032 => Some(b'\''),
        0x201C..=0x201F | 0x2033 => Some(b'"'),
        0x2022 => Some(b'*'),
        0x2026 => Some(b'.'),
        0x20AC => Some(b'E'),
        _ => None,
    };
    found.unwrap_or(b'?')
}

/// From U+00A0 and from U+1E00 on.
#[rustfmt::skip]
const LATIN: &[u8; 432] = b"\
    ?!cL?Y|??ca\"??r-o?23'??.,1o\"113?AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidn\
    ooooo?ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnN\
    nNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs??????????????E???f???????\
    ??????Oo?????????????Uu???????????????????DDdLLlNNnAaIiOoUuUuUuUuUueAaAa????GgKkOoOo\
    ??jDDdGg??NnAa????AaAaEeEeIiIiOoOoRrRrUuUuSsTt??Hh??????AaEeOoOoOoOoYy??????????????\
    ??????????????";
#[rustfmt::skip]
const ADDITIONAL: &[u8; 256] = b"\
    AaBbBbBbCcDdDdDdDdDdEeEeEeEeEeFfGgHhHhHhHhHhIiIiKkKkKkLlLlLlLlMmMmMmNnNnNnNnOoOoOoOo\
    PpPpRrRrRrRrSsSsSsSsSsTtTtTtTtUuUuUuUuUuVvVvWwWwWwWwWwXxXxYyZzZzZzhtwyas????AaAaAaAa\
    AaAaAaAaAaAaAaAaEeEeEeEeEeEeEeEeIiIiOoOoOoOoOoOoOoOoOoOoOoOoUuUuUuUuUuUuUuYyYyYyYy??\
    ????";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_one_line_each() {
        for (c, page, letter) in [
            ('ä', Some(0xE4), b'a'),
            ('É', Some(0xC9), b'E'),
            ('ž', Some(0x9E), b'z'),
            ('č', None, b'c'),
            ('ł', None, b'l'),
            ('ạ', None, b'a'),
            ('—', Some(0x97), b'-'),
            ('„', Some(0x84), b'"'),
            ('Ж', None, b'?'),
            ('中', None, b'?'),
        ] {
            assert_eq!((byte(c as u16), nearest(c as u16)), (page, letter), "{c}");
        }
        assert!((0xA0..=0xFFFF).all(|unit| (0x21..0x7F).contains(&nearest(unit))));
        assert!((0..=0xFFFF).all(|unit| !b"\\\\{}".contains(&nearest(unit))));
    }
}
