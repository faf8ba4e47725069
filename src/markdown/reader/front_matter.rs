//! YAML front matter: the title and the author, all else is left out and reported.
//!
//! Shape   the block stands at the very top between `---` and `---` or `...` (pulldown-cmark
//!         would take one anywhere); `key: value` lines with plain, single-quoted and
//!         double-quoted scalars.
//! Errors  none: what is not understood counts as lost.
//! Source  YAML 1.2, section 7.3 (flow scalars on one line).

use super::Reader;
use crate::document::Span;
use crate::report::Loss;

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

impl Reader<'_, '_> {
    pub(super) fn front_matter(&mut self, text: &str) {
        for line in text.lines() {
            let (key, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.trim();
            let slot = match key {
                "title" if !value.is_empty() => 0,
                "author" if !value.is_empty() => 1,
                _ => {
                    if !line.trim().is_empty() && !line.starts_with('#') {
                        self.report.add(Loss::Other, usize::MAX);
                    }
                    continue;
                }
            };
            let span = self.scalar(value);
            if slot == 0 {
                self.doc.title = span;
            } else {
                self.doc.author = span;
            }
        }
    }

    fn scalar(&mut self, value: &str) -> Span {
        let quoted = |quote| value.strip_prefix(quote).and_then(|v: &str| v.strip_suffix(quote));
        if let Some(inner) = quoted('\'') {
            return self.text.own(self.doc, &inner.replace("''", "'"));
        }
        let Some(inner) = quoted('"') else {
            let plain = value.split(" #").next().unwrap_or("").trim_end();
            return self.text.own(self.doc, plain);
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
        self.text.own(self.doc, &text)
    }
}
