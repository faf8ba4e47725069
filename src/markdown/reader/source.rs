//! What is changed in the input before it is parsed.
//!
//! Shape   input with carriage returns, or with control characters that text can't hold, is written
//!         anew. A byte order mark has been taken off before: what stands here is a character.
//!         Control characters behind a fence stay: the info string of code holds them, and whoever
//!         makes a text of the line after all leaves them out.
//! Errors  `MemoryLimit`.
//! Source  CommonMark 0.31, sections 2.1 to 2.3.

use memchr::memrchr;

use super::form_feeds::FormFeeds;
use crate::error::Result;
use crate::report::{Loss, Report};
use crate::text::control::{Control, control};
use crate::text::scan::next_odd;

/// Whether the input holds anything that is normalised before parsing.
pub(super) fn needs_rewriting(source: &str) -> bool {
    next_odd(source.as_bytes(), 0) < source.len()
}

/// Writes `source` with LF line ends, U+FFFD for NUL and no other control characters but tabs and those behind
/// a fence; notes the form feeds, which are blanks then.
pub(super) fn rewrite(
    source: &str,
    into: &mut String,
    feeds: &mut FormFeeds,
    report: &mut Report,
) -> Result<()> {
    into.clear();
    into.try_reserve(source.len())?;
    let bytes = source.as_bytes();
    let mut from = 0;
    // Whether a fence begins the line, asked once at its first control character.
    let mut fenced: Option<bool> = None;
    loop {
        let at = next_odd(bytes, from);
        let clean = &source[from..at];
        let Some(&odd) = bytes.get(at) else {
            into.try_reserve(clean.len())?;
            into.push_str(clean);
            return Ok(());
        };
        let line = memrchr(b'\n', clean.as_bytes()).map(|end| &clean[end + 1..]);
        fenced = fenced.filter(|_| line.is_none());
        let char = match control(odd) {
            Some(Control::LineEnd) => "\n",
            Some(Control::Nul) => {
                report.add(Loss::UndecodableByte, at);
                "\u{FFFD}"
            }
            Some(Control::Space) if odd == 0x0C => {
                feeds.note(at, into.len() + clean.len(), report);
                " "
            }
            Some(Control::Space) => {
                report.add(Loss::ControlCharacter, at);
                " "
            }
            Some(Control::Nothing)
                if *fenced.get_or_insert_with(|| is_behind_fence(line.unwrap_or(clean))) =>
            {
                &source[at..=at]
            }
            Some(Control::Nothing) => {
                report.add(Loss::ControlCharacter, at);
                ""
            }
            None | Some(Control::Tab) => "",
        };
        into.try_reserve(clean.len() + char.len())?;
        into.push_str(clean);
        into.push_str(char);
        from = at + if bytes[at..].starts_with(b"\r\n") { 2 } else { 1 };
        if char == "\n" {
            fenced = None;
        }
    }
}

/// Whether a line that begins so is one that a fence of code begins, or looks like it.
fn is_behind_fence(line: &str) -> bool {
    let containers = |c: char| c.is_ascii_digit() || " \t>-*+.):".contains(c);
    let inner = line.trim_start_matches(containers);
    inner.starts_with("```") || inner.starts_with("~~~")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_and_control_characters_are_normalised() {
        for (source, text, lost, bad) in [
            ("a\r\nb", "a\nb", 0, 0),
            ("a\rb\r", "a\nb\n", 0, 0),
            ("\u{FEFF}a\r", "\u{FEFF}a\n", 0, 0),
            ("a\0\r\n\r\nb", "a\u{FFFD}\n\nb", 0, 1),
            ("\u{3}a\u{1F}\tb\u{7F}", "a\tb", 3, 0),
            ("a\u{B}b\u{C}\r\n", "a b \n", 2, 0),
            ("```\u{8}a\u{8}\n\u{8}a\r\u{1}``` b", "```\u{8}a\u{8}\na\n``` b", 2, 0),
            ("a\n> 1. ~~~ a\u{8}b", "a\n> 1. ~~~ a\u{8}b", 0, 0),
        ] {
            assert!(needs_rewriting(source));
            let (mut into, mut report) = (String::from("old"), Report::default());
            let mut feeds = FormFeeds::default();
            rewrite(source, &mut into, &mut feeds, &mut report).unwrap();
            feeds.lose(&mut report);
            assert_eq!(into, text);
            assert_eq!(report.get(Loss::ControlCharacter).count, lost, "{source:?}");
            assert_eq!(report.get(Loss::UndecodableByte).count, bad, "{source:?}");
        }
        assert!(!needs_rewriting("a\nb\tc é\u{85}"));
    }
}
