//! Names of files that every system takes.
//!
//! Source  Microsoft, "Naming Files, Paths, and Namespaces".

use std::path::Path;

use crate::formats::Format;

/// Most bytes of a name: file systems of Linux take 255, those of Windows as many units of UTF-16.
const MOST_BYTES: usize = 255;
/// Most bytes of a heading in a name.
const MOST_SLUG: usize = 60;

/// Whether a file can have this name on every system.
pub(super) fn is_legal(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= MOST_BYTES
        && !name.contains(is_bad)
        && !name.ends_with(['.', ' '])
        && !is_device(name)
}

fn is_bad(c: char) -> bool {
    c.is_control() || matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*')
}

/// The name of a part of a document: that of the document, a number with as many digits as the last one, and
/// the slug of a heading, cut where it is long.
pub(super) fn of_part(
    stem: &str,
    (number, last): (usize, usize),
    slug: &str,
    extension: &str,
) -> String {
    let width = last.to_string().len();
    let mut name = format!("{stem}-{number:0width$}").replace(is_bad, "_");
    if is_device(&name) {
        name.insert(0, '_');
    }
    let room = MOST_BYTES.saturating_sub(name.len() + extension.len() + 2).min(MOST_SLUG);
    let end =
        slug.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|&end| end <= room).last();
    let slug = slug[..end.unwrap_or(0)].trim_end_matches('-');
    for (mark, piece) in [('-', slug), ('.', extension)] {
        if !piece.is_empty() {
            name.push(mark);
            name.push_str(piece);
        }
    }
    name
}

/// Whether Windows takes a name for a device, whatever its extension.
fn is_device(name: &str) -> bool {
    let base = name.split('.').next().unwrap_or("").trim_end();
    let is = |device: &&str| base.eq_ignore_ascii_case(device);
    let mut end = base.chars();
    let last = end.next_back();
    let has_number = matches!(last, Some('1'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'));
    let numbered = |device: &&str| has_number && end.as_str().eq_ignore_ascii_case(device);
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].iter().any(is)
        || ["COM", "LPT"].iter().any(numbered)
}

/// A name that has an extension, be it that of a format.
pub(super) fn with_extension(name: &str, format: Format) -> String {
    match Path::new(name).extension() {
        None if !name.is_empty() => format!("{name}.{}", format.extension()),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_every_system_takes() {
        for (name, legal) in [
            ("a", true),
            ("a b.c.md", true),
            ("Ärger 漢.rtf", true),
            ("", false),
            ("a/b", false),
            ("a\\b", false),
            ("C:a", false),
            ("a\tb", false),
            ("a\u{85}", false),
            ("a?", false),
            ("a.", false),
            ("a ", false),
            ("..", false),
            ("con", false),
            ("Con.tar.md", false),
            ("nul .md", false),
            ("com1.md", false),
            ("COM\u{b2}", false),
            ("com10", true),
            ("com", true),
            ("lpt0", true),
            ("console", true),
        ] {
            assert_eq!(is_legal(name), legal, "{name}");
        }
        assert!(is_legal(&"a".repeat(255)) && !is_legal(&"a".repeat(256)));
    }

    #[test]
    fn names_of_parts() {
        let long = "wort-".repeat(20);
        let cut = "wort-".repeat(12);
        for (stem, number, slug, expected) in [
            ("book", (0, 9), "", "book-0.md"),
            ("book", (1, 12), "one", "book-01-one.md"),
            ("con", (1, 1), "x", "con-1-x.md"),
            ("con.tar", (1, 1), "x", "_con.tar-1-x.md"),
            ("a:b?\t", (1, 1), "ärger", "a_b__-1-ärger.md"),
            ("a", (1, 1), &*long, &format!("a-1-{}.md", cut.trim_end_matches('-'))),
        ] {
            let name = of_part(stem, number, slug, "md");
            assert_eq!(name, expected);
            assert!(is_legal(&name), "{name}");
        }
        let name = of_part(&"a".repeat(245), (1, 1), "漢字", "md");
        assert!(name.ends_with("-1-漢.md") && is_legal(&name), "{name}");
        assert_eq!(of_part("a", (1, 1), "", ""), "a-1");
    }
}
