//! What stands between the marks of a comment in CriticMarkup: words that are no Markdown.
//!
//! Shape   a backslash stands before what would end the comment, and before itself; line ends are blanks.
//! Source  CriticMarkup.

use super::lines::Lines;

/// Writes a piece of a comment's words.
pub(super) fn literal(text: &[u8], lines: &mut Lines<'_>) {
    for &byte in text {
        match byte {
            b'\\' | b'<' | b'>' | b'{' | b'}' | b'|' | b'`' => lines.push(&[b'\\', byte]),
            b'\n' | b'\r' | b'\t' => lines.push_byte(b' '),
            _ => lines.push_byte(byte),
        }
    }
}
