//! YAML front matter: the title and the author, all else is left out and reported.
//!
//! Shape   the block stands at the very top between `---` and `---` or `...` (pulldown-cmark
//!         would take one anywhere); `key: value` lines with plain, single-quoted and
//!         double-quoted scalars.
//! Errors  none: what is not understood counts as lost.
//! Source  YAML 1.2, section 7.3 (flow scalars on one line).

use std::borrow::Cow;

/// The lines of the front matter and what follows it.
pub(super) fn split(input: &str) -> Option<(&str, &str)> {
    let open = |line: &str| line.trim_end() == "---";
    let (first, rest) = input.split_once('\n')?;
    let head = rest.split('\n').next()?;
    if !open(first) || head.trim().is_empty() || open(head) {
        return None;
    }
    let mut at = 0;
    while at < rest.len() {
        let line =
            &rest[at..memchr::memchr(b'\n', &rest.as_bytes()[at..]).map_or(rest.len(), |n| at + n)];
        let end = at + line.len();
        if open(line) || line.trim_end() == "..." {
            return Some((&rest[..at], rest.get(end + 1..).unwrap_or("")));
        }
        at = end + 1;
    }
    None
}

/// What a line of the front matter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    Title(Cow<'t, str>),
    Author(Cow<'t, str>),
    /// Something that the document has no place for.
    Other,
    Nothing,
}

/// The lines of the front matter.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().map(|line| {
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim();
        match key {
            "title" if !value.is_empty() => Line::Title(scalar(value)),
            "author" if !value.is_empty() => Line::Author(scalar(value)),
            _ if line.trim().is_empty() || line.starts_with('#') => Line::Nothing,
            _ => Line::Other,
        }
    })
}

fn scalar(value: &str) -> Cow<'_, str> {
    let quoted = |quote| value.strip_prefix(quote).and_then(|v: &str| v.strip_suffix(quote));
    if let Some(inner) = quoted('\'') {
        return inner.replace("''", "'").into();
    }
    let Some(inner) = quoted('"') else {
        return value.split(" #").next().unwrap_or("").trim_end().into();
    };
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    text.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_stands_between_its_marks() {
        for (input, parts) in [
            ("---\na: b\n---\nc", Some(("a: b\n", "c"))),
            ("---  \na: b\n...\nc", Some(("a: b\n", "c"))),
            ("---\na: b\n---", Some(("a: b\n", ""))),
            ("---\na: b\n", None),
            ("---\n\na: b\n---\n", None),
            ("---\n---\n", None),
            ("a\n---\na: b\n---\n", None),
        ] {
            assert_eq!(split(input), parts, "{input:?}");
        }
    }

    #[test]
    fn lines_are_read_by_their_keys() {
        for (line, is) in [
            ("title: a b # c", Line::Title("a b".into())),
            ("title: 'it''s'", Line::Title("it's".into())),
            (r#"author: "a\n\"b\"""#, Line::Author("a\n\"b\"".into())),
            ("title:", Line::Other),
            ("# title: a", Line::Nothing),
            ("", Line::Nothing),
            ("date: 1", Line::Other),
        ] {
            assert_eq!(lines(line).next().unwrap_or(Line::Nothing), is, "{line}");
        }
    }
}
