//! Texts in places that have escapes of their own beside those of RTF: names, addresses, titles.
//!
//! Shape   bytes that are special in such a place are told by one function and written by another;
//!         what stands between them is escaped as any text.
//! Errors  remembered by the output.

use crate::document::slug;
use crate::memory::Output;
use crate::text::escape_rtf;

/// A text, whose special bytes are written by `write`.
pub(super) fn escape_special(
    text: &[u8],
    out: &mut Output,
    is_special: impl Fn(u8) -> bool,
    write: impl Fn(u8, &mut Output),
) {
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| is_special(byte)) {
        let (before, from) = rest.split_at(at);
        escape_rtf(before, out);
        write(from[0], out);
        rest = &from[1..];
    }
    escape_rtf(rest, out);
}

/// A byte as `%XX`.
pub(super) fn percent(byte: u8, out: &mut Output) {
    out.push(&slug::percent(byte));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_bytes_in_one_line_each() {
        for (text, rtf) in [
            ("", ""),
            ("abc", "abc"),
            ("x", "%78"),
            ("axb{c}xx", "a%78b\\{c\\}%78%78"),
            ("éx", "\\u233e%78"),
        ] {
            let mut out = Output::new(Vec::new(), 999);
            escape_special(text.as_bytes(), &mut out, |byte| byte == b'x', percent);
            assert_eq!(out.finish().unwrap(), rtf.as_bytes(), "{text}");
        }
    }
}
