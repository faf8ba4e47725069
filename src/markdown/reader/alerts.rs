//! The tags of alerts that are not spelled as usual, which come back as they are.
//!
//! Input   Markdown with line feeds, and the places where the parser has found alerts.
//! Units   byte offsets.
//! Source  GitHub takes the name of an alert in any case. What knows no alerts shows the tag as words, and then
//!         a break behind it as one.

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::document::Alert;
use crate::work;

const MARK: &[u8] = b"[!";
/// Letters of the longest name.
const LONGEST: usize = 9;

/// How an alert is spelled.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Its tag, with the two blanks of a break; empty where it is as usual.
    pub tag: Range<usize>,
    /// An empty line follows.
    pub is_apart: bool,
}

/// Whether something in a text looks like an alert that is not spelled as usual.
pub(super) fn any(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), MARK).any(|at| !spelling(text, at).tag.is_empty())
}

/// How the first alert behind a place is spelled.
pub(super) fn spelling_at(text: &str, from: usize) -> Spelling {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    memmem::find(rest, MARK).map_or_else(Spelling::default, |at| spelling(text, from + at))
}

/// The same of the tag at that place.
fn spelling(text: &str, start: usize) -> Spelling {
    let rest = text.as_bytes().get(start..).unwrap_or(&[]);
    // No further: there may be as many marks as there are letters.
    let near = &rest[..rest.len().min(MARK.len() + LONGEST + 1)];
    work::step(near.len());
    let length = memchr(b']', near).map_or(0, |end| end + 1);
    let (tag, behind) = rest.split_at(length);
    if Alert::of_tag(tag).is_none() {
        return Spelling::default();
    }
    let blanks = count(behind, b" \t");
    let ends = behind.get(blanks) == Some(&b'\n');
    // An empty line, but for the marks of the quotes that it stands in.
    let next = behind.get(blanks + 1..).filter(|_| ends).unwrap_or(&[]);
    let marks = count(next, b"> \t");
    work::step(blanks + marks);
    let is_apart = marks > 0 && next.get(marks) == Some(&b'\n');
    let breaks = if ends && !is_apart && behind.starts_with(b"  ") { 2 } else { 0 };
    let is_odd = is_apart || breaks > 0 || tag.iter().any(u8::is_ascii_lowercase);
    let tag = if is_odd { start..start + length + breaks } else { 0..0 };
    Spelling { tag, is_apart }
}

/// How many bytes of a set a text begins with.
fn count(text: &[u8], set: &[u8]) -> usize {
    text.iter().take_while(|byte| set.contains(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_one_line_each() {
        for (text, from, tag, is_apart) in [
            ("> [!NOTE]\n> a", 0, "", false),
            ("> [!NOTE] \n> a", 0, "", false),
            ("> [!Note]\n> a", 0, "[!Note]", false),
            ("[![a](b)\n> [!tip]", 9, "[!tip]", false),
            ("[![a](b)\n> [!tip]", 0, "", false),
            ("> [!NOTE]   \n> a", 0, "[!NOTE]  ", false),
            ("> [!NOTE]  ", 0, "", false),
            ("> [!NOTE]  a\n>\n", 0, "", false),
            ("> [!NOTE]\n>\n> a", 0, "[!NOTE]", true),
            ("- > [!tip] \t\n  > \n  > a", 0, "[!tip]", true),
            ("> [!NOTE]\n\n> a", 0, "", false),
            ("> [!caution", 0, "", false),
            ("> [!\u{e4}", 0, "", false),
            ("", 5, "", false),
        ] {
            let found = spelling_at(text, from);
            assert_eq!((&text[found.tag], found.is_apart), (tag, is_apart), "{text}");
        }
        for (text, found) in [("> [!NOTE] [![a](b)", false), ("[![a](b)\n> [!tip]", true)] {
            assert_eq!(any(text), found, "{text}");
        }
    }
}
