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

/// An open bracket of an `EQ` field.
#[derive(Clone, Copy, Debug, Default)]
struct Bracket {
    /// The letter of its switch; none for one of the text.
    switch: Option<char>,
    /// Columns of an array, and its cells so far.
    columns: u32,
    cells: u32,
    /// What stands at its end.
    end: Option<char>,
}

/// Brackets in each other; of what stands deeper the separators are text.
const DEEPEST: usize = 16;

/// A switch of an `EQ` field and its options, up to its bracket.
#[derive(Clone, Copy, Debug, Default)]
struct Switch {
    letter: Option<char>,
    /// `\co`
    columns: u32,
    /// `\lc`, `\rc`, `\bc`: which sides the character behind is for, and what they are.
    sides: (bool, bool),
    begin: Option<char>,
    end: Option<char>,
}

impl Switch {
    /// A letter behind a backslash, and what follows it. Of several switches in a row (`\s\up8(`) the first tells.
    fn read(&mut self, first: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
        let first = first.to_ascii_lowercase();
        let second = chars.next_if(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
        let mut number = 0u32;
        while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == ' ') {
            number = c
                .to_digit(10)
                .map_or(number, |digit| number.saturating_mul(10).saturating_add(digit));
        }
        match (self.letter, first, second) {
            (None, ..) => self.letter = Some(first),
            (Some('a'), 'c', Some('o')) => self.columns = number,
            (Some('b'), 'l', Some('c')) => self.sides = (true, false),
            (Some('b'), 'r', Some('c')) => self.sides = (false, true),
            (Some('b'), 'b', Some('c')) => self.sides = (true, true),
            _ => {}
        }
    }

    /// A character that is meant as it is: whether it is for the sides of a bracket.
    fn take(&mut self, c: char) -> bool {
        let (left, right) = std::mem::take(&mut self.sides);
        if left {
            self.begin = Some(c);
        }
        if right {
            let pairs = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
            let partner = pairs.iter().find(|pair| left && pair.0 == c);
            self.end = Some(partner.map_or(c, |pair| pair.1));
        }
        left || right
    }

    /// Its bracket begins: what is shown, and what is known of it.
    fn open(self) -> (&'static str, Option<char>, Bracket) {
        let Switch { letter, columns, begin, end, .. } = self;
        let bracket = Bracket { switch: letter, columns: columns.max(1), cells: 0, end: Some(')') };
        match letter {
            Some('r') => ("\u{221A}", Some('('), bracket),
            Some('b') if begin.or(end).is_some() => ("", begin, Bracket { end, ..bracket }),
            Some('f' | 'b') | None => ("", Some('('), bracket),
            Some(_) => ("", None, Bracket { end: None, ..bracket }),
        }
    }
}

/// Writes the formula of an `EQ` field: fractions, roots, brackets, arrays with a blank between cells and `; `
/// between rows; of all other switches what stands in their brackets. Of text with its reading above it, as Word
/// makes it, the text is written.
pub(super) fn equation(formula: &str, mut push: impl FnMut(char)) {
    let (mut open, mut depth) = ([Bracket::default(); DEEPEST], 0usize);
    let mut chars = formula.chars().peekable();
    let mut switch = Switch::default();
    // A reading is told by its size, `\* hps10`; `hidden` counts the brackets of one.
    let (mut ruby, mut hidden) = (false, 0);
    while let Some(c) = chars.next() {
        if hidden > 0 {
            match c {
                '(' => hidden += 1,
                ')' if hidden == 1 => {
                    hidden = 0;
                    chars.next_if(|c| matches!(c, ',' | ';'));
                }
                ')' => hidden -= 1,
                _ => {}
            }
            continue;
        }
        match c {
            '\\' => match chars.next() {
                Some(c) if switch.take(c) => while chars.next_if_eq(&' ').is_some() {},
                Some(c) if c.is_ascii_alphabetic() => switch.read(c, &mut chars),
                // Of `\* jc2` and the like the formula knows nothing.
                Some('*') => {
                    while chars.next_if(|c| *c == ' ').is_some() {}
                    let quoted = chars.next_if_eq(&'"').is_some();
                    ruby |= chars.peek() == Some(&'h');
                    while chars.next_if(|c| *c != if quoted { '"' } else { ' ' }).is_some() {}
                    while chars.next_if(|c| matches!(c, ' ' | '"')).is_some() {}
                }
                Some(c) => push(c),
                None => {}
            },
            '(' if ruby && switch.letter == Some('s') => (hidden, switch) = (1, Switch::default()),
            '(' => {
                let (sign, begin, bracket) = std::mem::take(&mut switch).open();
                sign.chars().chain(begin).for_each(&mut push);
                if let Some(place) = open.get_mut(depth) {
                    *place = bracket;
                }
                depth += 1;
            }
            ')' => {
                depth = depth.saturating_sub(1);
                let bracket =
                    std::mem::take(open.get_mut(depth).unwrap_or(&mut Bracket::default()));
                // One that was not open is text.
                let unopened = bracket.columns == 0;
                bracket.end.or(unopened.then_some(')')).into_iter().for_each(&mut push);
            }
            ',' | ';' => {
                let inner = depth.checked_sub(1).and_then(|inner| open.get_mut(inner));
                match inner.as_ref().and_then(|bracket| bracket.switch) {
                    Some('f') => ")/(".chars().for_each(&mut push),
                    Some('o' | 's') => {}
                    None => push(c),
                    Some('a') => {
                        let row = inner.is_none_or(|array| {
                            array.cells += 1;
                            array.cells.is_multiple_of(array.columns)
                        });
                        while chars.next_if_eq(&' ').is_some() {}
                        if row { "; " } else { " " }.chars().for_each(&mut push);
                    }
                    Some(_) => ", ".chars().for_each(&mut push),
                }
            }
            _ => push(c),
        }
    }
}

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

    #[test]
    fn equations() {
        for (formula, expected) in [
            (r"\f(1,2)", "(1)/(2)"),
            (r"x = \r(3,y)", "x = \u{221A}(3, y)"),
            (r"\o(a,b)\s\up8(2)", "ab2"),
            (r"\b(x, y) (z)", "(x,  y) (z)"),
            (r"\f(\r(a),b\,c)", "(\u{221A}(a))/(b,c)"),
            (r"\* jc2 \* hps10 \o\ad(\s\up 9(x),y)", "y"),
            (r#"\* jc2 \* "Font:A B" \* hps10 \o\ad(\s\up 9((x)),y)z"#, "yz"),
            (r"\o\ad(\s\up 6(a),\s\do 2(b))", "ab"),
            (r"\a\al\co2(1,2,3,4)", "1 2; 3 4"),
            (r"\a \ar \co3 \vs2 (1, 2; 3, 4)", "1 2 3; 4"),
            (r"\a(1,\f(2,3),4)", "1; (2)/(3); 4"),
            (r"x=\b\lc\{(\a\al(1,2))", "x={1; 2"),
            (r"\b \bc\[ (\a\co2(1,2))\b\rc\}(a,b)", "[1 2]a, b}"),
            ("", ""),
            (r"\", ""),
            (")))(", ")))("),
        ] {
            let mut text = String::new();
            super::equation(formula, |c| text.push(c));
            assert_eq!(text, expected, "{formula}");
        }
    }
}
