//! The direction that a text is read in, by its first letter.
//!
//! Shape   UTF-8 text in, a direction out, or none where there is no letter. What is not UTF-8 says
//!         nothing.
//! Limits  not the whole bidirectional algorithm: which way the lines of a paragraph run is told by
//!         its first strong character; hosts order the rest themselves.
//! Source  Unicode Standard Annex 9, rules P2 and P3.

/// Which way text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As Latin does.
    LeftToRight,
    /// As Hebrew and Arabic do.
    RightToLeft,
}

/// The direction of the first letter in `text`.
#[inline]
pub fn direction(text: &[u8]) -> Option<Direction> {
    for (at, byte) in text.iter().enumerate() {
        if byte.is_ascii_alphabetic() {
            return Some(Direction::LeftToRight);
        }
        if !byte.is_ascii() {
            return of_letters(&text[at..]);
        }
    }
    None
}

#[inline(never)]
fn of_letters(text: &[u8]) -> Option<Direction> {
    let mut rest = text;
    // One letter after the other, for the first one mostly tells.
    let letters = std::iter::from_fn(|| {
        let letter = rest[..rest.len().min(4)].utf8_chunks().next()?.valid().chars().next()?;
        rest = &rest[letter.len_utf8()..];
        Some(letter)
    });
    { letters }.find_map(|letter| match letter {
        '\u{200E}' => Some(Direction::LeftToRight),
        '\u{200F}' | '\u{061C}' => Some(Direction::RightToLeft),
        _ if !letter.is_alphabetic() => None,
        '\u{0590}'..='\u{08FF}'
        | '\u{FB1D}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFF}'
        | '\u{10800}'..='\u{10FFF}'
        | '\u{1E800}'..='\u{1EFFF}' => Some(Direction::RightToLeft),
        _ => Some(Direction::LeftToRight),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_tells() {
        use Direction::*;
        for (text, expected) in [
            ("", None),
            ("12. – (5)", None),
            ("text", Some(LeftToRight)),
            ("12 text שלום", Some(LeftToRight)),
            ("שלום text", Some(RightToLeft)),
            ("(1) «مرحبا»", Some(RightToLeft)),
            ("١٢٣ text", Some(LeftToRight)),
            ("١٢٣", None),
            ("\u{200F}text", Some(RightToLeft)),
            ("– über", Some(LeftToRight)),
            ("日本", Some(LeftToRight)),
            ("ﷺ", Some(RightToLeft)),
            ("𐤀", Some(RightToLeft)),
            ("👍 שלום", Some(RightToLeft)),
        ] {
            assert_eq!(direction(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(direction(b"\xD7"), None);
    }
}
