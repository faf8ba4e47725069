//! Leaf blocks: what of them looks the same wherever they stand.
//!
//! Source  CommonMark 0.31, section 4.2; GFM 0.29, section 4.10; YAML 1.2, section 7.3.1 (double-quoted
//!         scalars on one line); heading attributes are `pulldown-cmark`'s, alerts GitHub's.

use super::lines::Lines;
use super::nodes::Nodes;
use crate::document::{Alert, Alignment, Column};
use crate::text::yaml;

/// Writes what the document says about itself as YAML at its top; what is empty is left out.
pub(super) fn front_matter(lines: &mut Lines<'_>, nodes: Nodes<'_>) {
    lines.push(b"---\n");
    for (key, value) in nodes.properties() {
        if value.is_empty() || !is_key(key) {
            continue;
        }
        lines.push(key);
        if yaml::is_plain(value) {
            lines.push(b": ");
            lines.push(value);
            lines.push_byte(b'\n');
            continue;
        }
        lines.push(b": \"");
        for (at, &byte) in value.iter().enumerate() {
            match (byte, value.get(at + 1)) {
                (b'"' | b'\\', _) => lines.push(&[b'\\', byte]),
                (b'\n', _) => lines.push(b"\\n"),
                (b'\t', _) => lines.push(b"\\t"),
                (b'\r', _) => {}
                // Who takes the block for Markdown would see a tag or a link in the words.
                (b'<', Some(b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!' | b'?')) => {
                    lines.push(b"\\x3C");
                }
                (b']', Some(b'(')) => lines.push(b"\\x5D"),
                _ => lines.push_byte(byte),
            }
        }
        lines.push(b"\"\n");
    }
    lines.push(b"---");
}

/// Whether a name is one that YAML needs no quotes for.
fn is_key(name: &[u8]) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-. ".contains(byte) || *byte >= 0x80;
    name.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
        && name.len() <= 100
        && name.iter().all(plain)
}

/// The first line of an alert.
pub(super) fn alert(alert: Alert) -> &'static [u8] {
    match alert {
        Alert::Note => b"[!NOTE]",
        Alert::Tip => b"[!TIP]",
        Alert::Important => b"[!IMPORTANT]",
        Alert::Warning => b"[!WARNING]",
        Alert::Caution => b"[!CAUTION]",
    }
}

/// Writes the line under the header row.
pub(super) fn delimiter_row(lines: &mut Lines<'_>, columns: &[Column]) {
    lines.push_byte(b'|');
    for column in columns {
        lines.push(match column.alignment {
            Alignment::None => b" --- |",
            Alignment::Left => b" :--- |",
            Alignment::Center => b" :---: |",
            Alignment::Right => b" ---: |",
        });
    }
}

/// How many bytes at the end of a heading's line need a backslash before them: they would close the
/// heading, or give it attributes where these are on.
pub(super) fn closing_bytes(line: &[u8], attributes: bool) -> usize {
    let hashes = line.iter().rev().take_while(|&&b| b == b'#').count();
    let before = line.len() - hashes;
    if hashes > 0 && before > 0 && matches!(line[before - 1], b' ' | b'\t') {
        hashes
    } else if attributes && line.ends_with(b"}") && !line.ends_with(b"\\}") {
        1
    } else {
        0
    }
}

/// Whether `name` can be the identifier of a heading in braces.
pub(super) fn can_be_id(name: &[u8]) -> bool {
    !name.iter().any(|b| b.is_ascii_whitespace() || b"{}<>\\".contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_close_a_heading_is_found() {
        for (line, usual, with_attributes) in [
            (" a", 0, 0),
            (" a #", 1, 1),
            (" a ##", 2, 2),
            (" a#", 0, 0),
            (" #", 1, 1),
            (" a {b}", 0, 1),
            (" a \\}", 0, 0),
            ("", 0, 0),
        ] {
            assert_eq!(closing_bytes(line.as_bytes(), false), usual, "{line}");
            assert_eq!(closing_bytes(line.as_bytes(), true), with_attributes, "{line}");
        }
    }
}
