//! Lines of a formula in Markdown: what would begin a block is indented, and read without it.
//!
//! Units   bytes of UTF-8.
//! Source  CommonMark 0.31, "Indented code blocks": a line indented so far begins no block inside a paragraph.

/// What stands before a line that would begin a block, or would not belong to its paragraph.
pub(super) const INDENT: &str = "    ";

/// Whether a line of a formula might begin a block.
pub(super) fn begins_block(line: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphabetic() || b"\\&{}()[]$\n".contains(byte);
    line.first().is_some_and(|byte| !plain(byte))
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
            ("a", None),
        ] {
            assert_eq!(without_indents(tex).as_deref(), read, "{tex:?}");
        }
    }
}
