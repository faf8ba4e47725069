//! The names of alerts that are not in capitals, which come back as they are spelled.
//!
//! Input   Markdown, and the places where the parser has found alerts.
//! Units   byte offsets.
//! Source  GitHub takes the name of an alert in any case.

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::document::Alert;
use crate::work;

const MARK: &[u8] = b"[!";
/// Letters of the longest name.
const LONGEST: usize = 9;

/// Whether something in a text looks like an alert whose name is not in capitals.
pub(super) fn any(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), MARK).any(|at| !name_behind(text, at).is_empty())
}

/// Where the name of the first alert behind a place stands, if that is not in capitals; else nowhere.
pub(super) fn name_at(text: &str, from: usize) -> Range<usize> {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    memmem::find(rest, MARK).map_or(0..0, |at| name_behind(text, from + at))
}

/// The same of the mark at that place.
fn name_behind(text: &str, mark: usize) -> Range<usize> {
    let start = mark + MARK.len();
    let rest = text.as_bytes().get(start..).unwrap_or(&[]);
    // No further: there may be as many marks as there are letters.
    let near = &rest[..rest.len().min(LONGEST + 1)];
    work::step(near.len());
    let length = memchr(b']', near).unwrap_or(near.len());
    let name = &near[..length];
    let is_odd = Alert::of_name(name).is_some() && name.iter().any(u8::is_ascii_lowercase);
    if is_odd { start..start + length } else { 0..0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_one_line_each() {
        for (text, from, name) in [
            ("> [!NOTE]\n> a", 0, ""),
            ("> [!Note]\n> a", 0, "Note"),
            ("[![a](b)\n> [!tip]", 9, "tip"),
            ("[![a](b)\n> [!tip]", 0, ""),
            ("> [!caution", 0, "caution"),
            ("> [!\u{e4}", 0, ""),
            ("", 5, ""),
        ] {
            assert_eq!(&text[name_at(text, from)], name, "{text}");
        }
        for (text, found) in [("> [!NOTE] [![a](b)", false), ("[![a](b)\n> [!tip]", true)] {
            assert_eq!(any(text), found, "{text}");
        }
    }
}
