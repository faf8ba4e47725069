//! Text that flows, cut into what is treated alike: white space, references, and runs between.
//!
//! Shape   [`next_piece`] looks at one place and says what stands there and where it ends.
//! Units   byte offsets into the text.
//! Source  CSS 2.1, "The white-space processing model".

use super::reference::{self, Decoded};
use crate::text::scan::next_stop;

/// What stands in flowing text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// White space of any length, line feeds left out.
    Space,
    LineFeed,
    NoBreakSpace,
    /// A character that was written as a reference.
    Char(Decoded),
    /// A control character that text can't hold.
    Control,
    /// Text that stands as it should be: single spaces in it, none at its start or end.
    Run,
}

#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

/// The piece at byte `at`, with or without character references, and where it ends.
#[inline]
pub(super) fn next_piece(bytes: &[u8], at: usize, references: bool) -> Option<(Piece, usize)> {
    let byte = *bytes.get(at)?;
    if byte == b'\n' {
        return Some((Piece::LineFeed, at + 1));
    }
    if is_space(byte) {
        let more = bytes[at + 1..].iter().take_while(|&&byte| is_space(byte) && byte != b'\n');
        return Some((Piece::Space, at + 1 + more.count()));
    }
    if byte == b'&'
        && references
        && let Some((c, length)) = reference::read(&bytes[at..], false)
    {
        let piece = match c.first {
            '\n' | '\t' | '\r' | ' ' | '\u{B}' | '\u{C}' => Piece::Space,
            '\u{A0}' => Piece::NoBreakSpace,
            c if c.is_ascii_control() => Piece::Control,
            _ => Piece::Char(c),
        };
        return Some((piece, at + length));
    }
    if byte.is_ascii_control() {
        return Some((Piece::Control, at + 1));
    }
    if bytes[at..].starts_with(b"\xC2\xA0") {
        return Some((Piece::NoBreakSpace, at + 2));
    }
    Some((Piece::Run, run_end(bytes, at, references)))
}

/// Where the run ends that begins at `at`.
#[inline]
fn run_end(bytes: &[u8], at: usize, references: bool) -> usize {
    let mut end = next_stop(bytes, at + 1);
    while !references && bytes.get(end) == Some(&b'&') {
        end = next_stop(bytes, end + 1);
    }
    // A space before `&` may be followed by one more.
    if bytes[end - 1] == b' ' { end - 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> String {
        let (mut at, mut out) = (0, String::new());
        while let Some((piece, end)) = next_piece(text.as_bytes(), at, true) {
            assert!(end > at);
            match piece {
                Piece::Space => out.push('_'),
                Piece::LineFeed => out.push('/'),
                Piece::NoBreakSpace => out.push('~'),
                Piece::Char(c) => out.extend(c.chars()),
                Piece::Control => out.push('!'),
                Piece::Run => out += &format!("[{}]", &text[at..end]),
            }
            at = end;
        }
        out
    }

    #[test]
    fn what_stands_in_text() {
        for (text, expected) in [
            ("", ""),
            ("one two", "[one two]"),
            (" one  two ", "_[one]_[two]_"),
            ("one\ntwo\n\nthree", "[one]/[two]//[three]"),
            ("a \t\0\x0C\r\n b", "[a]_!_/_[b]"),
            ("a & b &amp; c", "[a]_[& b]_&_[c]"),
            ("a&nbsp;\u{A0}b\u{A0}c", "[a]~~[b\u{A0}c]"),
            ("\u{A0}\u{A0}&#160;x", "~~~[x]"),
            ("&#32;&#9;&#10;x", "___[x]"),
            ("&nosuch; ü", "[&nosuch; ü]"),
            ("a <b", "[a <b]"),
            ("a\u{1}b \u{7F} c&#3;\u{B}d", "[a]![b]_!_[c]!_[d]"),
        ] {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }
}
