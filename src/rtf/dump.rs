//! What the lexer makes of a file, as text for people: one token a line.
//!
//! Shape   the offset of the token in bytes, as many blanks as groups are open, and the token.
//! Errors  none: every byte sequence has a token sequence.

use std::fmt::Write;

use super::lexer::{Lexer, Token};

/// Groups that are shown by blanks; deeper ones stand below each other.
const DEEPEST: usize = 40;
/// Bytes of data that are shown.
const SAMPLE: usize = 16;

/// Lists the tokens of `source` in `out`.
pub(crate) fn dump_tokens(source: &[u8], out: &mut String) {
    let mut lexer = Lexer::new(source);
    let mut depth = 0usize;
    loop {
        let start = lexer.token_start();
        let token = lexer.next();
        if token == Token::Close {
            depth = depth.saturating_sub(1);
        }
        // Writing into a string does not fail.
        let _ = write!(out, "{start:>8}  {:1$}", "", 2 * depth.min(DEEPEST));
        let _ = match token {
            Token::Open => writeln!(out, "{{"),
            Token::Close => writeln!(out, "}}"),
            Token::Control(word, parameter) => {
                let meaning = word.meaning();
                match parameter {
                    Some(number) => writeln!(out, "\\{} {number}  {meaning:?}", word.name()),
                    None => writeln!(out, "\\{}  {meaning:?}", word.name()),
                }
            }
            Token::Unknown => {
                let name = source[start..lexer.position()].escape_ascii();
                writeln!(out, "{}  unknown", name.to_string().trim_end().replace("\\\\", "\\"))
            }
            Token::Symbol(byte) => writeln!(out, "\\{}  symbol", byte.escape_ascii()),
            Token::Hex(byte) => writeln!(out, "\\'{byte:02x}"),
            Token::Text(start, end) => {
                writeln!(out, "\"{}\"", String::from_utf8_lossy(&source[start..end]))
            }
            Token::High(start, end) => writeln!(out, "bytes {}", hex(&source[start..end])),
            Token::Tab => writeln!(out, "tab"),
            Token::Stray => writeln!(out, "control character"),
            Token::Binary(start, end) => {
                writeln!(out, "\\bin {}  {}", end - start, hex(&source[start..end]))
            }
            Token::End => writeln!(out, "end"),
        };
        match token {
            Token::Open => depth += 1,
            Token::End => return,
            _ => {}
        }
    }
}

/// The first of the bytes, in hex digits.
fn hex(bytes: &[u8]) -> String {
    let mut text: String = bytes.iter().take(SAMPLE).map(|byte| format!("{byte:02x}")).collect();
    if bytes.len() > SAMPLE {
        text += "...";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::dump_tokens;

    #[test]
    fn every_kind_of_token_is_shown() {
        let mut out = String::new();
        dump_tokens(b"{\\rtf1\r\n\\b a\\'e4\xE4\t\\~{\\*\\xyz-3 \\bin2 }{}}", &mut out);
        let expected = concat!(
            "       0  {\n",
            "       1    \\rtf 1  Document(Begin)\n",
            "       8    \\b  Character(Mark(Bold))\n",
            "      11    \"a\"\n",
            "      12    \\'e4\n",
            "      16    bytes e4\n",
            "      17    tab\n",
            "      18    \\~  symbol\n",
            "      20    {\n",
            "      21      \\*  symbol\n",
            "      23      \\xyz-3  unknown\n",
            "      30      \\bin 2  7d7b\n",
            "      38    }\n",
            "      39  }\n",
            "      40  end\n",
        );
        assert_eq!(out, expected);
    }
}
