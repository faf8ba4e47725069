//! What is changed in the input before it is parsed.
//!
//! Shape   input with carriage returns, NULs or a byte order mark is written anew.
//! Errors  `MemoryLimit`.
//! Source  CommonMark 0.31, sections 2.1 to 2.3.

use crate::error::Result;

/// Whether the input holds anything that is normalised before parsing.
pub(super) fn needs_rewriting(source: &str) -> bool {
    source.starts_with('\u{FEFF}') || memchr::memchr2(b'\r', 0, source.as_bytes()).is_some()
}

/// Writes `source` with LF line ends, U+FFFD for NUL and no byte order mark.
pub(super) fn rewrite(source: &str, into: &mut String) -> Result<()> {
    into.clear();
    let mut rest = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    into.try_reserve(rest.len())?;
    while let Some(at) = memchr::memchr2(b'\r', 0, rest.as_bytes()) {
        let (clean, odd) = rest.split_at(at);
        let (char, skip) = match odd.as_bytes() {
            [0, ..] => ("\u{FFFD}", 1),
            [b'\r', b'\n', ..] => ("\n", 2),
            _ => ("\n", 1),
        };
        into.try_reserve(clean.len() + char.len())?;
        into.push_str(clean);
        into.push_str(char);
        rest = &odd[skip..];
    }
    into.try_reserve(rest.len())?;
    into.push_str(rest);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_nul_and_byte_order_mark_are_normalised() {
        for (source, text) in [
            ("a\r\nb", "a\nb"),
            ("a\rb\r", "a\nb\n"),
            ("\u{FEFF}a", "a"),
            ("a\0\r\n\r\nb", "a\u{FFFD}\n\nb"),
        ] {
            assert!(needs_rewriting(source));
            let mut into = String::from("old");
            rewrite(source, &mut into).unwrap();
            assert_eq!(into, text);
        }
        assert!(!needs_rewriting("a\nb"));
    }
}
