//! What stands behind a raw lead byte: the second half of its character, or syntax.
//!
//! Source  what programs write that take bytes of a double-byte page for text.

use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::words::Word;
use crate::text::codepage::{self, CodePage};

/// Whether two bytes are a character.
pub(super) fn is_pair(page: CodePage, lead: u8, trail: u8) -> bool {
    let mut text = String::new();
    let bad = codepage::decode(page, &[lead, trail], &mut text);
    matches!(bad, Ok(0)) && text.chars().count() == 1
}

/// Whether a backslash or brace at the start of `rest`, behind a raw lead byte, is syntax.
pub(super) fn is_syntax(trail: u8, rest: &[u8]) -> bool {
    match trail {
        b'\\' => match rest.get(1) {
            Some(b'\\') => !begins_control(&rest[1..]),
            Some(b'{' | b'}') => true,
            _ => begins_control(rest),
        },
        b'{' => matches!(rest.get(1), Some(b'\\')) && !ends_text(&rest[1..]),
        _ => false,
    }
}

/// Whether the bytes begin with a control word that the reader knows, or with `\'xx`.
pub(super) fn begins_control(bytes: &[u8]) -> bool {
    match bytes {
        [b'\\', b'\'', ..] => true,
        [b'\\', ..] => matches!(Lexer::new(bytes).next(), Token::Control(..) | Token::Binary(..)),
        _ => false,
    }
}

/// Whether the bytes begin with a control word that stands behind text, and not first in a group.
fn ends_text(bytes: &[u8]) -> bool {
    matches!(
        Lexer::new(bytes).next(),
        Token::Control(Word::Par | Word::Line | Word::Tab | Word::Cell | Word::Row, _)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syntax_behind_a_raw_lead_byte() {
        for (rest, syntax) in [
            (r"\par x", true),
            (r"\nosuch x", false),
            (r"\'e4", true),
            (r"\\par x", false),
            (r"\\x", true),
            (r"\{x", true),
            (r"{\b x}", true),
            (r"{\par x", false),
            ("{x", false),
            ("}", false),
        ] {
            assert_eq!(is_syntax(rest.as_bytes()[0], rest.as_bytes()), syntax, "{rest}");
        }
    }
}
