//! Formulas of Word as a line of text: `(a+1)/b`, raised and lowered parts, roots and brackets.
//!
//! Shape   the words of a formula switch scripts on and write the signs that its shape stands for; the
//!         end of a group writes the closing ones. What is a property of a part is passed over.
//! Limits  a part is looked at for 64 tokens to see whether it needs brackets.
//! Source  RTF 1.9.1, "Mathematics"; how people write formulas in mail.

use crate::rtf::lexer::Token;
use crate::rtf::walk::Walk;
use crate::rtf::words::Word;

/// Tokens that are looked at ahead.
const AHEAD: usize = 64;

/// Writes the formula of an `EQ` field: fractions, roots, brackets; of all other switches what stands
/// in their brackets. Of text with its reading above it, as Word makes it, the text is written.
pub(super) fn equation(formula: &str, mut push: impl FnMut(char)) {
    // The letters of the switches whose brackets are open, the innermost lowest.
    let mut open = 0u64;
    let mut chars = formula.chars().peekable();
    let mut switch = b' ';
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
                Some(c) if c.is_ascii_alphabetic() => {
                    // `\s\up8(`: of several switches in a row the first tells.
                    switch = if switch == b' ' { c.to_ascii_lowercase() as u8 } else { switch };
                    while chars.next_if(|c| c.is_ascii_alphanumeric() || *c == ' ').is_some() {}
                }
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
            '(' if ruby && switch == b's' => (hidden, switch) = (1, b' '),
            '(' => {
                match switch {
                    b'r' => "\u{221A}(".chars().for_each(&mut push),
                    b'f' | b'b' | b' ' => push('('),
                    _ => {}
                }
                open = open << 8 | u64::from(std::mem::replace(&mut switch, b' '));
            }
            ')' => {
                if matches!(open as u8, b'r' | b'f' | b'b' | b' ' | 0) {
                    push(')');
                }
                open >>= 8;
            }
            ',' | ';' => match open as u8 {
                b'f' => ")/(".chars().for_each(&mut push),
                b'o' | b's' => {}
                b' ' | 0 => push(c),
                _ => ", ".chars().for_each(&mut push),
            },
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

/// Whether more than a number or a letter stands in the part of a formula in hand.
pub(super) fn needs_brackets(walk: &Walk<'_>) -> bool {
    let (mut length, mut digits) = (0, true);
    for token in ahead(walk) {
        match token {
            Token::Text(start, end) => {
                let text = walk.source()[start..end].trim_ascii();
                length += text.len();
                digits &= text.iter().all(u8::is_ascii_digit);
            }
            Token::Control(Word::U, _) => (length, digits) = (length + 1, false),
            _ => {}
        }
    }
    length > 1 && !digits
}

/// Whether the brackets of the part in hand begin with the usual one, and what they end with.
pub(super) fn brackets(walk: &Walk<'_>) -> (bool, u8) {
    let mut tokens = ahead(walk);
    let (mut opens, mut end) = (true, b')');
    while let Some(token) = tokens.next() {
        match token {
            Token::Control(Word::MbegChr, _) => {
                opens = false;
                end = match tokens.next() {
                    Some(Token::Text(start, _)) => match walk.source()[start] {
                        b'[' => b']',
                        b'|' => b'|',
                        b'(' => b')',
                        _ => 0,
                    },
                    Some(Token::Symbol(b'{')) => b'}',
                    _ => 0,
                };
            }
            Token::Control(Word::Mr, _) => break,
            _ => {}
        }
    }
    (opens, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_formulas() {
        for (source, needs) in
            [("a}", false), ("12}", false), ("a+1}", true), (r"\u945?\u946?}", true), ("", false)]
        {
            assert_eq!(needs_brackets(&Walk::new(source.as_bytes())), needs, "{source}");
        }
        for (source, expected) in [
            (r"{\mr a}}", (true, b')')),
            (r"{\mdPr{\mbegChr [}}{\mr a}}", (false, b']')),
            (r"{\mdPr{\mbegChr \{}}{\mr a}}", (false, b'}')),
            (r"{\mdPr{\mbegChr \nosuch}}", (false, 0)),
        ] {
            assert_eq!(brackets(&Walk::new(source.as_bytes())), expected, "{source}");
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
