//! YAML front matter: where it ends, what its keys say, and a value written as one.
//!
//! Shape   the block stands at the very top between `---` and `---` or `...`. It is kept as it stands;
//!         only `key: value` lines are read of it, with plain, single-quoted and double-quoted scalars,
//!         and lists of them.
//! Errors  none: what is not understood is no value.
//! Source  YAML 1.2, section 7.3 (flow scalars on one line).

use std::borrow::Cow;

/// The block of front matter that a text begins with, its marks and the line end behind it
/// included, and what follows it. `strict`: only what looks like keys and values is one.
pub fn split(input: &str, strict: bool) -> Option<(&str, &str)> {
    let open = |line: &str| line.trim_end() == "---";
    let (first, rest) = input.split_once('\n')?;
    let head = rest.split('\n').next()?;
    if !open(first) || head.trim().is_empty() || open(head) {
        return None;
    }
    let mut at = input.len() - rest.len();
    let mut keys = false;
    while at < input.len() {
        let end = memchr::memchr(b'\n', &input.as_bytes()[at..]).map_or(input.len(), |n| at + n);
        let line = &input[at..end];
        if open(line) || line.trim_end() == "..." {
            let end = input.len().min(end + 1);
            return (keys || !strict).then(|| input.split_at(end));
        }
        keys |= key(line).is_some();
        if strict && !is_yaml(line) {
            return None;
        }
        at = end + 1;
    }
    None
}

/// The entries of a block, each with the lines that belong to it, its marks among them: what is left of
/// the block without some of them is one still.
pub fn entries(block: &str) -> impl Iterator<Item = &str> {
    let is_mark = |line: &str| matches!(line.trim_end(), "---" | "...");
    let goes_on = move |line: &str| {
        line.trim_end().is_empty() || line.starts_with([' ', '\t', '-', ']', '}']) && !is_mark(line)
    };
    let mut rest = block;
    std::iter::from_fn(move || {
        let mut lines = rest.split_inclusive('\n');
        let first = lines.next()?;
        let is_alone = is_mark(first);
        let more = lines.take_while(|line| !is_alone && goes_on(line)).map(str::len);
        let (entry, behind) = rest.split_at(first.len() + more.sum::<usize>());
        rest = behind;
        Some(entry)
    })
}

/// Whether a line may stand in a block of keys and values.
fn is_yaml(line: &str) -> bool {
    let inner = line.trim_end();
    inner.is_empty()
        || inner.starts_with([' ', '\t', '#', ']', '}'])
        || inner == "-"
        || inner.starts_with("- ")
        || key(line).is_some()
}

/// The key of a line at the outermost level, and what stands behind its colon.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let quoted = key.len() > 2 && key.starts_with(['"', '\'']) && key.ends_with(['"', '\'']);
    let plain = key.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        && key.len() <= 100
        && key.split(' ').count() <= 3
        && !key.contains(['`', '*', '[', ']', '{', '}', '<', '"']);
    let ends = value.is_empty() || value.starts_with([' ', '\t', '\r']);
    ((quoted || plain) && ends).then(|| (key.trim_matches(['"', '\'']), value.trim()))
}

/// The keys of a block and their values, in its order. A list is its items with commas between, one of authors with semicolons;
/// what holds keys of its own has no value and is left out.
pub fn pairs(block: &str) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
    let mut lines = block.lines().peekable();
    std::iter::from_fn(move || {
        loop {
            let Some((name, value)) = key(lines.next()?) else { continue };
            // Names may have commas in them.
            let between = if name == "author" { "; " } else { ", " };
            if !value.is_empty() && !value.starts_with(['|', '>', '#']) {
                return Some((name, self::value(value, between)));
            }
            let mut items = String::new();
            while let Some(line) = lines.next_if(|line| line.starts_with([' ', '\t', '-'])) {
                let Some(item) = line.trim().strip_prefix("- ") else { continue };
                if !items.is_empty() {
                    items.push_str(between);
                }
                items.push_str(&scalar(item.trim()));
            }
            if !items.is_empty() {
                return Some((name, items.into()));
            }
        }
    })
}

fn value<'v>(value: &'v str, between: &str) -> Cow<'v, str> {
    match value.strip_prefix('[').and_then(|value| value.strip_suffix(']')) {
        Some(items) => {
            let items: Vec<_> = items.split(',').map(|item| scalar(item.trim())).collect();
            items.join(between).into()
        }
        None => scalar(value),
    }
}

fn scalar(value: &str) -> Cow<'_, str> {
    let quoted = |quote| value.strip_prefix(quote).and_then(|v: &str| v.strip_suffix(quote));
    if let Some(inner) = quoted('\'') {
        return if inner.contains('\'') { inner.replace("''", "'").into() } else { inner.into() };
    }
    let Some(inner) = quoted('"') else {
        return value.split(" #").next().unwrap_or("").trim_end().into();
    };
    if !inner.contains('\\') {
        return inner.into();
    }
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('x') => {
                    let code =
                        chars.as_str().get(..2).and_then(|two| u8::from_str_radix(two, 16).ok());
                    text.push(code.map_or('x', char::from));
                    if code.is_some() {
                        chars.nth(1);
                    }
                }
                Some(other) => text.push(other),
                None => text.push('\\'),
            },
            other => text.push(other),
        }
    }
    text.into()
}

/// Whether a value says the same without quotes around it.
pub fn is_plain(value: &[u8]) -> bool {
    let safe =
        |byte: &u8| byte.is_ascii_alphanumeric() || b" ./_+-".contains(byte) || *byte >= 0x80;
    value.first().is_some_and(|byte| byte.is_ascii_digit())
        && value.iter().all(safe)
        && value.last() != Some(&b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_stands_between_its_marks() {
        for (input, strict, rest) in [
            ("---\na: b\n---\nc", true, Some("c")),
            ("---  \na: b\n...\nc", true, Some("c")),
            ("---\na: b\n---", true, Some("")),
            ("---\na: b\n", true, None),
            ("---\n\na: b\n---\n", false, None),
            ("---\n---\n", false, None),
            ("a\n---\na: b\n---\n", false, None),
            ("---\na\n---\nc", false, Some("c")),
            ("---\na\n---\nc", true, None),
            ("---\nAn answer to you: no\nmore text.\n---\n", true, None),
            ("---\n# c\nt:\n  - a\n- b\nu: {\n}\n\n---\nc", true, Some("c")),
            ("---\n- a\n---\n", true, None),
            ("---\nhttp://a.b\n---\n", true, None),
        ] {
            assert_eq!(split(input, strict).map(|(_, rest)| rest), rest, "{input:?}");
        }
    }

    #[test]
    fn entries_in_one_line_each() {
        for (block, all) in [
            ("---\na: b\n---\n", &["---\n", "a: b\n", "---\n"][..]),
            ("---\n  a\nb:\n- c\n\n  d\n...", &["---\n", "  a\n", "b:\n- c\n\n  d\n", "..."]),
            ("---\na: {\n}\n# b\n---", &["---\n", "a: {\n}\n", "# b\n", "---"]),
        ] {
            assert_eq!(entries(block).collect::<Vec<_>>(), all, "{block:?}");
        }
    }

    #[test]
    fn values_in_one_line_each() {
        for (block, all) in [
            ("title: a b # c", &[("title", "a b")][..]),
            ("title: 'it''s'", &[("title", "it's")]),
            (r#"author: "a\n\"b\"""#, &[("author", "a\n\"b\"")]),
            (r#"title: "\x3Cb> \xZ""#, &[("title", "<b> xZ")]),
            ("title:", &[]),
            ("# title: a", &[]),
            ("tags: [a, \"b\"]\ndate: 1", &[("tags", "a, b"), ("date", "1")]),
            ("tags:\n  - a\n  - 'b'\nx: y", &[("tags", "a, b"), ("x", "y")]),
            ("a:\n  b: c\nd: e", &[("d", "e")]),
            ("a: >\n  b\nd: e", &[("d", "e")]),
        ] {
            let found: Vec<_> = pairs(block).collect();
            let found: Vec<_> = found.iter().map(|(name, value)| (*name, &**value)).collect();
            assert_eq!(found, all, "{block}");
        }
    }
}
