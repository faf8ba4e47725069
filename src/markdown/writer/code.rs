//! Code: fenced blocks and code spans.
//!
//! Source  CommonMark 0.31, sections 4.5 and 6.1.

use super::escape::{escapes, is_entity};
use super::lines::Lines;

/// What code blocks are fenced with, where `usual` is what is wanted.
pub(super) fn fence_byte(info: &[u8], usual: u8) -> u8 {
    if info.contains(&b'`') { b'~' } else { usual }
}

/// The length of a fence around code: longer than any run of its bytes in it.
pub(super) fn fence_length<'t>(code: impl Iterator<Item = &'t [u8]>, fence: u8) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for text in code {
        // Line ends mostly come by themselves.
        if run == 0 && (text == b"\n" || memchr::memchr(fence, text).is_none()) {
            continue;
        }
        for &byte in text {
            run = if byte == fence { run + 1 } else { 0 };
            longest = longest.max(run);
        }
    }
    (longest + 1).max(3)
}

/// Writes a code block.
pub(super) fn block<'t>(
    lines: &mut Lines<'_>,
    code: impl Iterator<Item = &'t [u8]> + Clone,
    info: &[u8],
    usual: u8,
) {
    let fence = fence_byte(info, usual);
    let length = fence_length(code.clone(), fence);
    lines.push_times(fence, length);
    info_string(lines, info.trim_ascii(), fence);
    lines.push_byte(b'\n');
    for text in code {
        lines.push_code(text);
    }
    if lines.last_byte() != Some(b'\n') {
        lines.push_byte(b'\n');
    }
    lines.begin_line();
    lines.push_times(fence, length);
}

/// The info string: backslashes and entities count in it.
fn info_string(lines: &mut Lines<'_>, info: &[u8], fence: u8) {
    if info.first() == Some(&fence) {
        lines.push_byte(b' ');
    }
    for (at, &byte) in info.iter().enumerate() {
        match byte {
            0x01..=0x08 | b'\n' | b'\r' | 0x0E..=0x1F | 0x7F => {
                lines.push(b"&#");
                lines.push_int(byte.into());
                lines.push_byte(b';');
            }
            b'\\' if escapes(info.get(at + 1).copied()) => lines.push(b"\\\\"),
            b'&' if is_entity(&info[at..]) => lines.push(b"&amp;"),
            _ => lines.push_byte(byte),
        }
    }
}

/// How many backticks stand around a code span: the shortest run that does not stand in the code;
/// runs of 64 and more count as one.
fn span_fence(code: &[u8]) -> u32 {
    if memchr::memchr(b'`', code).is_none() {
        return 1;
    }
    let mut seen: u64 = 0;
    let mut run = 0u32;
    let mut longest = 0;
    for &byte in code.iter().chain(b" ") {
        if byte == b'`' {
            run += 1;
        } else if run > 0 {
            seen |= 1 << run.min(63);
            longest = longest.max(run);
            run = 0;
        }
    }
    (1..63).find(|length| seen & (1 << length) == 0).unwrap_or(longest + 1)
}

/// Whether a space must stand between the code and its backticks.
fn is_padded(code: &[u8]) -> bool {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\r');
    let spaced = |byte: Option<&u8>| byte.is_some_and(is_space);
    code.starts_with(b"`")
        || code.ends_with(b"`")
        || (spaced(code.first()) && spaced(code.last()) && !code.iter().all(is_space))
}

/// Writes a code span. Empty code cannot be said.
pub(super) fn span(lines: &mut Lines<'_>, code: &[u8], in_cell: bool) {
    let fence = span_fence(code) as usize;
    let pad: &[u8] = if is_padded(code) { b" " } else { b"" };
    lines.push_times(b'`', fence);
    lines.push(pad);
    let mut rest = code;
    while let Some(at) = memchr::memchr3(b'\n', b'|', 0, rest) {
        lines.push(&rest[..at]);
        match rest[at] {
            b'|' if in_cell => lines.push(b"\\|"),
            b'|' => lines.push_byte(b'|'),
            0 => lines.push("\u{FFFD}".as_bytes()),
            _ => lines.push_byte(b' '),
        }
        rest = &rest[at + 1..];
    }
    lines.push(rest);
    lines.push(pad);
    lines.push_times(b'`', fence);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_longer_than_what_it_encloses() {
        for (code, fence, length) in [
            (&["a"][..], b'`', 3),
            (&["```\n"], b'`', 4),
            (&["``", "``\n"], b'`', 5),
            (&["```\n"], b'~', 3),
            (&["``` a ~~~~~"], b'~', 6),
            (&[], b'`', 3),
        ] {
            let texts = code.iter().map(|text| text.as_bytes());
            assert_eq!(fence_length(texts, fence), length, "{code:?}");
        }
        assert_eq!(fence_byte(b"a`b", b'`'), b'~');
        assert_eq!(fence_byte(b"rust", b'`'), b'`');
    }

    #[test]
    fn a_code_span_has_the_shortest_fence_that_is_free() {
        for (code, fence, padded) in [
            ("a", 1, false),
            ("a`b", 2, false),
            ("a``b", 1, false),
            ("`a``", 3, true),
            (" a ", 1, true),
            (" a", 1, false),
            ("  ", 1, false),
        ] {
            assert_eq!(span_fence(code.as_bytes()), fence, "{code}");
            assert_eq!(is_padded(code.as_bytes()), padded, "{code}");
        }
    }
}
