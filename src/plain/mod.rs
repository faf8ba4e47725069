//! Plain text, the third format: text for people, with as much of the structure as text can show.
//!
//! Shape   [`read`] makes paragraphs of what stands between blank lines, and a hard break of each
//!         line end inside one, so that a text keeps its lines through any other format.
//!         [`write()`] shows lists, quotes, tables, links and footnotes as people type them.
//! Units   bytes of UTF-8; line ends are LF on the way out, CR, LF or both, VT or FF on the way in.
//! Errors  those of the output buffer and the document.
//! Limits  blank lines in a row count as one, and spaces at line ends are not kept.

mod writer;

pub use writer::{Scratch, write};

use crate::document::{Document, Kind, Span};
use crate::error::{Error, Result, Status};
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::text::control::{Control, control};
use crate::text::scan::next_control;

/// Reads plain text into `doc` (which must have been `reset`). Spans borrow `source`.
pub fn read(source: &str, doc: &mut Document, report: &mut Report) -> Result<()> {
    if source.len() >= i32::MAX as usize {
        return Err(Error::new(Status::LimitReached, "the text is larger than 2 GB"));
    }
    let bytes = source.as_bytes();
    let mut in_paragraph = false;
    let mut at = 0;
    while at < bytes.len() {
        let (line, odd, next) = line(bytes, at);
        if line.is_empty() {
            if in_paragraph {
                doc.close();
            }
            in_paragraph = false;
        } else {
            if in_paragraph {
                doc.leaf(Kind::HardBreak);
            } else {
                doc.open(Kind::PARAGRAPH);
            }
            in_paragraph = true;
        }
        match odd {
            true => odd_text(at, &bytes[at..next], line.len(), doc, report),
            false if line.is_empty() => {}
            false => doc.leaf(Kind::Text(Span::of_source(at, at + line.len()))),
        }
        at = next;
    }
    if in_paragraph {
        doc.close();
    }
    doc.check()
}

/// The line that begins at byte `at`: what is seen of it, whether there are control characters in it
/// that text can't hold, and where the next line begins. Vertical tabs and form feeds end lines too.
fn line(bytes: &[u8], at: usize) -> (&[u8], bool, usize) {
    let mut end = at;
    let mut odd = false;
    let next = loop {
        end = next_control(bytes, end);
        match bytes.get(end).copied().and_then(control) {
            // A line may be all that there is.
            Some(Control::Tab) if halt::is_due() => break bytes.len(),
            Some(Control::Tab) => {}
            Some(Control::Nul | Control::Nothing) => odd = true,
            None => break end,
            Some(Control::LineEnd) => {
                break end + if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
            }
            Some(Control::Space) => break end + 1,
        }
        end += 1;
    };
    let seen =
        |byte: &u8| !matches!(byte, b' ' | b'\t') && control(*byte) != Some(Control::Nothing);
    let mut length = bytes[at..end].iter().rposition(seen).map_or(0, |last| last + 1);
    // No-break spaces alone are no line of text: no other format has one of them.
    if length > 0 && is_blank(&bytes[at..at + length]) {
        length = 0;
    }
    (&bytes[at..at + length], odd, next)
}

/// Whether a line is nothing but blanks, no-break spaces among them.
fn is_blank(line: &[u8]) -> bool {
    matches!(line[0], b' ' | b'\t' | 0xC2)
        && str::from_utf8(line)
            .is_ok_and(|line| line.chars().all(|c| matches!(c, ' ' | '\t' | '\u{A0}')))
}

/// Adds the first `seen` bytes of a line that begins at byte `at`, and counts what can't be added.
/// NULs would end the host's strings early.
#[cold]
fn odd_text(at: usize, line: &[u8], seen: usize, doc: &mut Document, report: &mut Report) {
    let mut from = 0;
    for (place, &byte) in line.iter().enumerate() {
        let odd = match control(byte) {
            Some(odd @ (Control::Nul | Control::Nothing)) => odd,
            None | Some(Control::Tab | Control::LineEnd | Control::Space) => continue,
        };
        if from < place.min(seen) {
            doc.leaf(Kind::Text(Span::of_source(at + from, at + place.min(seen))));
        }
        from = place + 1;
        if odd == Control::Nul {
            let replacement = doc.own("\u{FFFD}");
            doc.leaf(Kind::Text(replacement));
            report.add(Loss::UndecodableByte, at + place);
        } else {
            report.add(Loss::ControlCharacter, at + place);
        }
    }
    if from < seen {
        doc.leaf(Kind::Text(Span::of_source(at + from, at + seen)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::View;
    use crate::memory::Output;

    fn through(text: &str) -> (String, Report) {
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        read(text, &mut doc, &mut report).unwrap();
        let view = View { doc: &doc, source: text.as_bytes() };
        let mut out = Output::new(Vec::new(), 1 << 20);
        write(view, false, &mut out, &mut report, &mut Scratch::default()).unwrap();
        (String::from_utf8(out.finish().unwrap()).unwrap(), report)
    }

    /// A line may be all that there is.
    #[test]
    fn a_line_of_tabs_ends_when_its_time_is_over() {
        use crate::system::clock::Instant;
        let text = format!("{}x", "\t".repeat(5000));
        let late = |deadline| halt::watched(None, deadline, |_| line(text.as_bytes(), 0).2);
        assert_eq!((late(None), line(text.as_bytes(), 0).0.len()), (5001, 5001));
        assert!(line(text.as_bytes(), 0).0.ends_with(b"x"));
        let seen = halt::watched(None, Some(Instant::now()), |_| line(text.as_bytes(), 0).0.len());
        assert_ne!(seen, 5001);
    }

    #[test]
    fn lines_and_paragraphs_stay_as_they_are() {
        let cases = [
            ("", ""),
            ("\n\n \n", ""),
            ("one", "one\n"),
            ("one\ntwo\n\nthree\n", "one\ntwo\n\nthree\n"),
            ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
            ("\n\none\n \t\n\n\ntwo  \n", "one\n\ntwo\n"),
            ("  indented\n\ttab", "  indented\n\ttab\n"),
            ("page\x0Cpage", "page\npage\n"),
            ("soft\x0Bbreak", "soft\nbreak\n"),
            ("grün — 漢字 😀", "grün — 漢字 😀\n"),
        ];
        for (text, expected) in cases {
            let (written, report) = through(text);
            assert_eq!(written, expected, "{text:?}");
            assert!(report.is_empty());
        }
    }

    #[test]
    fn a_nul_becomes_a_replacement_character_and_is_reported() {
        let (written, report) = through("a\0b\n\0\0");
        assert_eq!(written, "a\u{FFFD}b\n\u{FFFD}\u{FFFD}\n");
        let entry = report.get(Loss::UndecodableByte);
        assert_eq!((entry.count, entry.first), (3, 1));
    }

    #[test]
    fn control_characters_are_left_out_and_reported() {
        for (text, expected, count, first) in [
            ("a\u{2}b \u{1F}\n\u{7F}", "ab\n", 3, 1),
            ("\u{3}", "", 1, 0),
            ("one\n \u{1} \ntwo", "one\n\ntwo\n", 1, 5),
            ("a\u{85}\u{9C}\u{1B}b", "a\u{85}\u{9C}b\n", 1, 5),
        ] {
            let (written, report) = through(text);
            assert_eq!(written, expected, "{text:?}");
            let entry = report.get(Loss::ControlCharacter);
            assert_eq!((entry.count, entry.first), (count, first), "{text:?}");
        }
    }
}
