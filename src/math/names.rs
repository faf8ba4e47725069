//! What commands and environments are called, one row each: for reading and for writing.

use super::{Env, Face, Kind};

/// The character of a command that is no sign's.
pub(super) fn single(name: &str) -> Option<char> {
    Some(match name {
        "{" | "}" | "$" | "%" | "&" | "#" | "_" => char::from(name.as_bytes()[0]),
        "," => '\u{2006}',
        ":" | ">" => '\u{205F}',
        ";" => '\u{2005}',
        " " | "\n" | "\t" => '\u{2004}',
        "|" => '‖',
        _ => return None,
    })
}

pub(super) fn unary(name: &str) -> Option<Kind> {
    if let Some(&(_, accent)) = ACCENTS.iter().find(|row| row.0 == name) {
        return Some(Kind::Accent(accent));
    }
    if let Some(&(_, arrow)) = ARROWS.iter().find(|row| row.0 == name) {
        return Some(Kind::Arrow(arrow));
    }
    Some(match name {
        "overline" => Kind::Bar { above: true },
        "underline" => Kind::Bar { above: false },
        "overbrace" => Kind::Brace('⏞'),
        "underbrace" => Kind::Brace('⏟'),
        "boxed" => Kind::Boxed,
        "cancel" => Kind::Struck { up: true, down: false },
        "bcancel" => Kind::Struck { up: false, down: true },
        "xcancel" => Kind::Struck { up: true, down: true },
        "phantom" => Kind::Phantom,
        "pmod" => Kind::Modulo,
        _ => return None,
    })
}

/// Accents: commands and combining characters, those for one letter first.
pub(super) const ACCENTS: [(&str, char); 16] = [
    ("hat", '\u{302}'),
    ("tilde", '\u{303}'),
    ("bar", '\u{305}'),
    ("vec", '\u{20D7}'),
    ("dot", '\u{307}'),
    ("ddot", '\u{308}'),
    ("dddot", '\u{20DB}'),
    ("check", '\u{30C}'),
    ("breve", '\u{306}'),
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("mathring", '\u{30A}'),
    ("overleftarrow", '\u{20D6}'),
    ("widehat", '\u{302}'),
    ("widetilde", '\u{303}'),
    ("overrightarrow", '\u{20D7}'),
];

/// Arrows with something above them.
pub(super) const ARROWS: [(&str, char); 4] =
    [("xrightarrow", '→'), ("xleftarrow", '←'), ("xRightarrow", '⇒'), ("xleftrightarrow", '↔')];

/// Faces and their commands, the one that is written first.
pub(super) const FACES: [(&str, Face); 14] = [
    ("mathrm", Face::Roman),
    ("mathbf", Face::Bold),
    ("boldsymbol", Face::BoldItalic),
    ("mathit", Face::Italic),
    ("mathcal", Face::Script),
    ("mathfrak", Face::Fraktur),
    ("mathbb", Face::Double),
    ("mathsf", Face::Sans),
    ("mathtt", Face::Mono),
    ("bm", Face::BoldItalic),
    ("mathscr", Face::Script),
    ("text", Face::Text),
    ("textbf", Face::TextBold),
    ("textit", Face::TextItalic),
];

pub(super) fn face(name: &str) -> Option<Face> {
    let row = FACES[..11].iter().find(|row| row.0 == name)?;
    Some(row.1)
}

/// Environments, the name that is written first.
pub(super) const ENVS: [(&str, Env); 17] = [
    ("matrix", Env::Matrix),
    ("pmatrix", Env::Parentheses),
    ("bmatrix", Env::Brackets),
    ("Bmatrix", Env::Braces),
    ("vmatrix", Env::Bars),
    ("Vmatrix", Env::DoubleBars),
    ("array", Env::Array),
    ("cases", Env::Cases),
    ("aligned", Env::Aligned),
    ("gathered", Env::Gathered),
    ("substack", Env::Substack),
    ("align", Env::Aligned),
    ("align*", Env::Aligned),
    ("split", Env::Aligned),
    ("gather", Env::Gathered),
    ("gather*", Env::Gathered),
    ("multline", Env::Gathered),
];

pub(super) fn env(name: &str) -> Option<Env> {
    ENVS.iter().find(|row| row.0 == name && row.1 != Env::Substack).map(|row| row.1)
}

/// A relation that does not hold.
pub(super) fn negated(sign: char) -> Option<char> {
    const PAIRS: &str = "=≠<≮>≯∈∉∋∌⊂⊄⊃⊅⊆⊈⊇⊉≤≰≥≱∣∤∥∦∼≁≡≢≈≉≅≇∃∄";
    let mut pairs = PAIRS.chars();
    while let (Some(plain), Some(not)) = (pairs.next(), pairs.next()) {
        if plain == sign {
            return Some(not);
        }
    }
    None
}
