//! Faces of letters in formulas, and the characters that Unicode has for letters in them.
//!
//! Source  Unicode's Technical Report 25 and its block "Mathematical Alphanumeric Symbols".

/// A face that letters stand in; none of these is the usual one of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Roman,
    Bold,
    BoldItalic,
    Italic,
    Script,
    Fraktur,
    Double,
    Sans,
    Mono,
    /// Words, in which blanks count.
    Text,
    TextBold,
    TextItalic,
}

/// For each face with characters of its own: `A`, and whether it has Greek letters and digits, by the
/// first of them (0: none).
const ROWS: [(Face, u32, u32, u32); 8] = [
    (Face::Bold, 0x1D400, 0x1D6A8, 0x1D7CE),
    (Face::BoldItalic, 0x1D468, 0x1D71C, 0),
    (Face::Italic, 0x1D434, 0x1D6E2, 0),
    (Face::Script, 0x1D49C, 0, 0),
    (Face::Fraktur, 0x1D504, 0, 0),
    (Face::Double, 0x1D538, 0, 0x1D7D8),
    (Face::Sans, 0x1D5A0, 0, 0x1D7E2),
    (Face::Mono, 0x1D670, 0, 0x1D7F6),
];

/// Letters that had a character before the others got theirs.
const OLD: [(Face, char, char); 25] = [
    (Face::Italic, 'h', 'ℎ'),
    (Face::Script, 'B', 'ℬ'),
    (Face::Script, 'E', 'ℰ'),
    (Face::Script, 'F', 'ℱ'),
    (Face::Script, 'H', 'ℋ'),
    (Face::Script, 'I', 'ℐ'),
    (Face::Script, 'L', 'ℒ'),
    (Face::Script, 'M', 'ℳ'),
    (Face::Script, 'R', 'ℛ'),
    (Face::Script, 'e', 'ℯ'),
    (Face::Script, 'g', 'ℊ'),
    (Face::Script, 'o', 'ℴ'),
    (Face::Fraktur, 'C', 'ℭ'),
    (Face::Fraktur, 'H', 'ℌ'),
    (Face::Fraktur, 'I', 'ℑ'),
    (Face::Fraktur, 'R', 'ℜ'),
    (Face::Fraktur, 'Z', 'ℨ'),
    (Face::Double, 'C', 'ℂ'),
    (Face::Double, 'H', 'ℍ'),
    (Face::Double, 'N', 'ℕ'),
    (Face::Double, 'P', 'ℙ'),
    (Face::Double, 'Q', 'ℚ'),
    (Face::Double, 'R', 'ℝ'),
    (Face::Double, 'Z', 'ℤ'),
    (Face::Script, 'l', '𝓁'),
];

/// The character of a letter in a face, if it has one of its own.
pub(crate) fn styled(c: char, face: Face) -> Option<char> {
    if let Some(&(_, _, old)) = OLD.iter().find(|row| row.0 == face && row.1 == c) {
        return Some(old);
    }
    let &(_, latin, greek, digits) = ROWS.iter().find(|row| row.0 == face)?;
    let code = c as u32;
    let (first, offset) = match c {
        'A'..='Z' => (latin, code - 'A' as u32),
        'a'..='z' => (latin, code - 'a' as u32 + 26),
        'Α'..='Ω' => (greek, code - 'Α' as u32),
        '∇' => (greek, 25),
        'α'..='ω' => (greek, code - 'α' as u32 + 26),
        '0'..='9' => (digits, code - '0' as u32),
        _ => (0, 0),
    };
    if first == 0 { None } else { char::from_u32(first + offset) }
}

/// The letter of a character that Unicode has for it in a face.
pub(crate) fn plain(c: char) -> Option<(char, Face)> {
    if let Some(&(face, letter, _)) = OLD.iter().find(|row| row.2 == c) {
        return Some((letter, face));
    }
    let code = c as u32;
    if !(0x1D400..0x1D800).contains(&code) {
        return None;
    }
    let of = |first: char, offset: u32| char::from_u32(first as u32 + offset);
    for (face, latin, greek, digits) in ROWS {
        let letter =
            match (code.wrapping_sub(latin), code.wrapping_sub(greek), code.wrapping_sub(digits)) {
                (offset @ 0..26, _, _) => of('A', offset),
                (offset @ 26..52, _, _) => of('a', offset - 26),
                (_, 25, _) if greek > 0 => Some('∇'),
                (_, offset @ 0..25, _) if greek > 0 => of('Α', offset),
                (_, offset @ 26..51, _) if greek > 0 => of('α', offset - 26),
                (_, _, offset @ 0..10) if digits > 0 => of('0', offset),
                _ => None,
            };
        if let Some(letter) = letter {
            return Some((letter, face));
        }
    }
    None
}
