//! The names of alerts that are not in capitals, which come back as they are spelled.
//!
//! Input   Markdown, and the places where the parser has found alerts.
//! Units   byte offsets.
//! Source  GitHub takes the name of an alert in any case.

use crate::document::Alert;
use memchr::memmem;
use std::ops::Range;

const MARK: &str = "[!";

/// Whether something in a text looks like an alert whose name is not in capitals.
pub(super) fn any(text: &str) -> bool {
    memmem::find_iter(text.as_bytes(), MARK).any(|at| !name_at(text, at).is_empty())
}

/// Where the name of the first alert behind a place stands, if that is not in capitals; else nowhere.
pub(super) fn name_at(text: &str, from: usize) -> Range<usize> {
    let rest = text.as_bytes().get(from..).unwrap_or(&[]);
    let found = memmem::find(rest, MARK.as_bytes()).map(|at| from + at + MARK.len());
    let named = found.and_then(|start| {
        let name = text.get(start..)?.split(']').next().filter(|name| name.len() <= LONGEST)?;
        let odd = Alert::of_name(name.as_bytes()).is_some()
            && name.bytes().any(|byte| byte.is_ascii_lowercase());
        odd.then(|| start..start + name.len())
    });
    named.unwrap_or(0..0)
}

/// Letters of the longest name.
const LONGEST: usize = 9;

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
