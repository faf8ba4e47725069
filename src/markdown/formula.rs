//! Lines of a formula in Markdown: what would begin a block is indented, and read without it.
//!
//! Units   bytes of UTF-8.
//! Source  CommonMark 0.31, "Indented code blocks": a line indented so far begins no block inside a paragraph.

/// What stands before a line that would begin a block, or would not belong to its paragraph.
pub(super) const INDENT: &str = "    ";

/// Whether a line, and what follows it, might begin a block.
pub(super) fn begins_block(text: &[u8]) -> bool {
    let line = text.split(|&byte| byte == b'\n').next().unwrap_or(text).trim_ascii_end();
    let first = line.first().copied().unwrap_or(b'\n');
    let run = line.iter().take_while(|&&byte| byte == first).count();
    let is_alone = |at: usize| line.get(at).is_none_or(u8::is_ascii_whitespace);
    match first {
        b'-' | b'*' | b'+' | b':' => is_alone(1) || run == line.len(),
        b'#' => is_alone(run),
        b'=' => run == line.len(),
        b'`' | b'~' => run >= 3,
        b'>' | b'<' | b'|' => true,
        b'0'..=b'9' => {
            let digits = line.iter().take_while(|byte| byte.is_ascii_digit()).count();
            matches!(line.get(digits), Some(b'.' | b')')) && is_alone(digits + 1)
        }
        _ => false,
    }
}

/// The formula without what was put before its lines; none where nothing was.
pub(super) fn without_indents(tex: &str) -> Option<String> {
    let is_put =
        |line: &str| line.strip_prefix(INDENT).is_some_and(|line| begins_block(line.as_bytes()));
    let mut lines = tex.split('\n');
    let first = lines.next()?;
    if !lines.clone().any(is_put) {
        return None;
    }
    let mut text = first.to_owned();
    for line in lines {
        text.push('\n');
        text.push_str(if is_put(line) { &line[INDENT.len()..] } else { line });
    }
    Some(text)
}

/// What stands in backticks, which are all of a text, as GitHub writes formulas in a line.
pub(super) fn in_backticks(tex: &[u8]) -> Option<(usize, usize)> {
    let inner = tex.strip_prefix(b"`")?.strip_suffix(b"`")?;
    let is_tex = !inner.trim_ascii().is_empty() && memchr::memchr(b'`', inner).is_none();
    is_tex.then_some((1, 1 + inner.len()))
}

/// Whether lines of code say a formula that dollars can say too.
pub(super) fn fits_dollars(tex: &[u8]) -> bool {
    let (mut depth, mut at, mut is_blank) = (0u32, 0, true);
    while let Some(&byte) = tex.get(at) {
        match byte {
            b'\\' => at += 1,
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            b'$' => return false,
            b'\n' if is_blank => return false,
            _ => {}
        }
        // A line without words would end the paragraph.
        is_blank = byte == b'\n' || is_blank && byte.is_ascii_whitespace();
        at += 1;
    }
    depth == 0 && !tex.trim_ascii().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_one_line_each() {
        for (tex, read) in [
            ("a\n    + b", Some("a\n+ b")),
            ("a\n    |x|\n    # z\nc", Some("a\n|x|\n# z\nc")),
            ("a\n    b", None),
            ("    + a", None),
            ("a\n   + b", None),
            ("a\n    \\b", None),
            ("a\n    -1 & 2", None),
            ("a\n    10) b", Some("a\n10) b")),
            ("a\n    ==", Some("a\n==")),
            ("a\n    = b", None),
            ("a", None),
        ] {
            assert_eq!(without_indents(tex).as_deref(), read, "{tex:?}");
        }
    }
}
