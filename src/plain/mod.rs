//! Plain text, the third format: text for people, with as much of the structure as text can show.
//!
//! Shape   [`read`] makes paragraphs of what stands between blank lines, and a hard break of each
//!         line end inside one, so that a text keeps its lines through any other format.
//!         [`write()`] shows lists, quotes, tables, links and footnotes as people type them.
//! Units   bytes of UTF-8; line ends are LF on the way out, CR, LF or both on the way in.
//! Errors  those of the output buffer and the document.
//! Limits  blank lines in a row count as one, and spaces at line ends are not kept.

mod writer;

pub use writer::{Scratch, write};

use crate::document::{Document, Kind, Span};
use crate::error::{Error, Result, Status};
use crate::report::{Loss, Report};

/// Reads plain text into `doc` (which must have been `reset`). Spans borrow `source`.
pub fn read(source: &str, doc: &mut Document, report: &mut Report) -> Result<()> {
    if source.len() >= i32::MAX as usize {
        return Err(Error::new(Status::LimitReached, "the text is larger than 2 GB"));
    }
    let bytes = source.as_bytes();
    let mut in_paragraph = false;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length = memchr::memchr3(b'\n', b'\r', b'\x0C', rest).unwrap_or(rest.len());
        let line = rest[..length].trim_ascii_end();
        if line.is_empty() {
            if in_paragraph {
                doc.close();
            }
            in_paragraph = false;
        } else {
            if in_paragraph {
                doc.leaf(Kind::HardBreak);
            } else {
                doc.open(Kind::Paragraph);
            }
            in_paragraph = true;
            text(at, line, doc, report);
        }
        let crlf = rest[length..].starts_with(b"\r\n");
        at += length + if crlf { 2 } else { 1 };
    }
    if in_paragraph {
        doc.close();
    }
    doc.check()
}

/// Adds the text of a line that begins at byte `at`. NULs would end the host's strings early.
fn text(at: usize, line: &[u8], doc: &mut Document, report: &mut Report) {
    let mut from = 0;
    for nul in memchr::memchr_iter(0, line) {
        doc.leaf(Kind::Text(Span::of_source(at + from, at + nul)));
        let replacement = doc.own("\u{FFFD}");
        doc.leaf(Kind::Text(replacement));
        report.add(Loss::UndecodableByte, at + nul);
        from = nul + 1;
    }
    doc.leaf(Kind::Text(Span::of_source(at + from, at + line.len())));
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
        write(view, &mut out, &mut report, &mut Scratch::default()).unwrap();
        (String::from_utf8(out.finish().unwrap()).unwrap(), report)
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
}
