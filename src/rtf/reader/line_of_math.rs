//! Formulas of Word as a line of text: `(a+1)/b`, raised and lowered parts, roots and brackets, matrices
//! as `1 2; 3 4`.
//!
//! Shape   the words of a formula switch scripts on and write the signs that its shape stands for; the
//!         end of a group writes the closing ones. What parts are set to is looked up where a part
//!         begins ([`Settings`]); [`Part`] counts the pieces of one, so that they are kept apart.
//! Limits  settings are looked for among 64 tokens.
//! Source  RTF 1.9.1, "Mathematics"; how people write formulas in mail.

use crate::rtf::lexer::Token;
use crate::rtf::walk::Walk;
use crate::rtf::words::{Meaning, Word};

/// What a group of a formula is, as far as pieces in it are kept apart by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    #[default]
    None,
    /// Formulas in a line of text.
    Formulas,
    /// Formulas, or parts of one, below each other.
    Lines,
    Fraction,
    /// The two parts of a fraction without a line.
    Stack,
    /// Between two pieces of brackets stands this.
    Brackets(char),
    Matrix,
    Row,
    Function,
    Root,
    Lower,
    Upper,
    /// Something with scripts behind it, and which.
    Scripts {
        below: bool,
        above: bool,
    },
    /// Something with scripts before it, or an operator.
    Before,
    /// Something with a mark on it.
    Marked,
}

/// What is shown where a group of a formula ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum MathEnd {
    #[default]
    None,
    /// A bracket, or a mark that stands behind its letter.
    Sign(char),
    /// The degree of a root: the root follows.
    Degree,
    /// The same of one in brackets.
    LongDegree,
    /// Something below or above, of which nothing is shown here.
    Script,
    /// A part that must not run together with what follows.
    Apart,
    /// The whole formula.
    Whole,
}

impl MathEnd {
    /// What is shown, as text.
    pub(super) fn text(self, buffer: &mut [u8; 4]) -> Option<&str> {
        match self {
            MathEnd::Degree => Some(ROOT),
            MathEnd::LongDegree => Some(")\u{221A}("),
            MathEnd::Sign(sign) => Some(sign.encode_utf8(buffer)),
            MathEnd::None | MathEnd::Whole | MathEnd::Script | MathEnd::Apart => None,
        }
    }
}

/// A root, whose radicand is put in brackets.
pub(super) const ROOT: &str = "\u{221A}(";

/// A group of a formula.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    pub shape: Shape,
    /// Pieces of it that have begun.
    pub count: u8,
    pub end: MathEnd,
    /// A formula is around it.
    pub inside: bool,
    /// It is a line among others, in which `&` says what stands below each other.
    pub lined: bool,
    /// How many groups are open inside of it.
    pub depth: u32,
}

/// Tokens that are looked at ahead.
const AHEAD: usize = 64;

/// The tokens of the group in hand, a few of them.
fn ahead(walk: &Walk<'_>) -> impl Iterator<Item = Token> {
    let mut lexer = walk.ahead();
    let mut depth = 0;
    std::iter::from_fn(move || {
        let token = lexer.next();
        match token {
            Token::Open => depth += 1,
            Token::Close if depth == 0 => return None,
            Token::Close => depth -= 1,
            Token::End => return None,
            _ => {}
        }
        Some(token)
    })
    .take(AHEAD)
}

/// What the settings of the part in hand say, those that it has itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// `\mbegChr`, `\msepChr`, `\mendChr` and `\mchr`: said at all, and the character, if there is one.
    pub begin: Option<Option<char>>,
    pub separator: Option<Option<char>>,
    pub end: Option<Option<char>>,
    pub sign: Option<Option<char>>,
    /// `\mpos`: above.
    pub above: bool,
    /// `\mshow`: it takes room, and is not seen.
    pub unseen: bool,
    /// `\mtype`: a fraction without a line.
    pub without_line: bool,
}

impl Settings {
    /// Reads what stands before the first piece of the part in hand.
    pub(super) fn of(walk: &Walk<'_>) -> Settings {
        let mut settings = Settings::default();
        let mut tokens = ahead(walk).peekable();
        while let Some(token) = tokens.next() {
            let Token::Control(word, parameter) = token else { continue };
            if matches!(word.meaning(), Meaning::Formula(_)) || word == Word::Mr {
                break;
            }
            let (text, sign) = match tokens.peek() {
                Some(&Token::Text(start, end)) => {
                    let text = walk.source()[start..end].trim_ascii();
                    (text, text.first().map(|&byte| char::from(byte)))
                }
                Some(&Token::Symbol(byte)) => (&b""[..], Some(char::from(byte))),
                Some(&Token::Hex(byte)) if byte.is_ascii() => (&b""[..], Some(char::from(byte))),
                Some(&Token::Control(Word::U, Some(unit))) => {
                    (&b""[..], char::from_u32(unit as u32 & 0xFFFF))
                }
                _ => (&b""[..], None),
            };
            match word {
                Word::MbegChr => settings.begin = Some(sign),
                Word::MsepChr => settings.separator = Some(sign),
                Word::MendChr => settings.end = Some(sign),
                Word::Mchr => settings.sign = Some(sign),
                Word::Mpos => settings.above = text == b"top",
                Word::Mshow => {
                    settings.unseen =
                        parameter == Some(0) || matches!(text, b"0" | b"off" | b"false");
                }
                Word::Mtype => settings.without_line = text == b"noBar",
                _ => {}
            }
        }
        settings
    }

    /// What stands before and behind brackets, and between their pieces.
    pub(super) fn brackets(&self) -> (Option<char>, char, Option<char>) {
        let begin = self.begin.unwrap_or(Some('('));
        let end = self.end.unwrap_or(match begin {
            Some('[') => Some(']'),
            Some('{') => Some('}'),
            Some('(') => Some(')'),
            // Bars and the like stand on both sides.
            other => other,
        });
        (begin, self.separator.flatten().unwrap_or('|'), end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_formulas() {
        let set = Some;
        for (source, expected) in [
            (r"{\mr a}}", (set('('), '|', set(')'))),
            (r"{\mdPr{\mbegChr [}}{\me{\mr a}}}", (set('['), '|', set(']'))),
            (r"{\mdPr{\mbegChr \{}{\mendChr }}{\me{\mr a}}}", (set('{'), '|', None)),
            (r"{\mdPr{\mbegChr }{\msepChr ,}{\mendChr \u8739?}}}", (None, ',', set('\u{2223}'))),
            (r"{\me{\mdPr{\mbegChr [}}}}", (set('('), '|', set(')'))),
        ] {
            let found = Settings::of(&Walk::new(source.as_bytes())).brackets();
            assert_eq!(found, expected, "{source}");
        }
        for (source, unseen) in
            [(r"{\mphantPr{\mshow 0}}", true), (r"{\mphantPr{\mzeroWid 1}}", false)]
        {
            assert_eq!(Settings::of(&Walk::new(source.as_bytes())).unseen, unseen, "{source}");
        }
    }
}
