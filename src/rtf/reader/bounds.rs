//! Where documents begin and end, and text that stands before, between and behind them.
//!
//! Shape   what is no RTF there is text with its lines, in paragraphs of its own; what may be RTF is read as
//!         the rest of the document whose brace came too early.
//! Errors  text out of a document is counted.

use super::Reader;
use super::text::begins_control;
use crate::report::Loss;
use crate::rtf::assembly::flow::End;
use memchr::memchr_iter;

/// The word for a document's code page, and how near its beginning that stands.
const PAGE: &[u8] = b"\\ansicpg";
const HEADER: usize = 80;

/// Whether a text has nothing of RTF in it but braces that have their partners.
fn is_plain(text: &[u8]) -> bool {
    let (mut at, mut open) = (0, 0usize);
    while let Some(&byte) = text.get(at) {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return false,
            b'}' => open -= 1,
            b'\\' if begins_control(&text[at..]) => return false,
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    open == 0
}

/// Whether a document begins there.
fn begins_document(rest: &[u8]) -> bool {
    rest.starts_with(b"{\\rtf") || rest.starts_with(b"{\\urtf")
}

impl<'a> Reader<'a, '_> {
    /// The brace that ends the document has come: whether anything worth reading stands behind it.
    pub(super) fn goes_on(&mut self) -> bool {
        let Some(rest) = self.behind() else { return false };
        if begins_document(rest) {
            return true;
        }
        self.lose(Loss::RepairedBrace);
        let mut braces = memchr_iter(b'{', rest);
        let next = braces.find(|&at| begins_document(&rest[at..])).unwrap_or(rest.len());
        let goes_on = self.repair.go_on_behind(rest);
        let start = self.walk.source().len() - rest.len();
        let is_text = goes_on && self.repair.has_document() && is_plain(&rest[..next]);
        if !is_text && (goes_on || next == rest.len()) {
            return goes_on;
        }
        if is_text {
            self.settle();
            self.end_text();
            self.groups.look_like_the_body();
            self.lines_apart(start, start + next);
        }
        self.walk.resume(start + next);
        next < rest.len()
    }

    /// The input from the first byte on that is neither blank nor NUL, if there is one.
    pub(super) fn behind(&self) -> Option<&'a [u8]> {
        let rest = self.walk.rest();
        rest.iter().position(|&byte| byte > b' ').map(|first| &rest[first..])
    }

    /// `\rtf`: a document begins, and formatting with it. It may stand behind another one, or in a
    /// group of one, and there in a cell.
    pub(super) fn begin_document(&mut self) {
        let first = !self.repair.has_document();
        let inner = self.repair.begin_document(self.groups.depth());
        if self.groups.depth() == 0 {
            return;
        }
        self.settle();
        if !self.groups.is_in_body() {
            self.groups.leave_all();
        }
        self.sink.flush();
        let lead = self.walk.source().get(self.groups.brace() + 1..self.walk.token());
        let leads = first || lead.is_some_and(|lead| lead.trim_ascii().is_empty());
        let apart = !inner && self.groups.depth() == 1 && leads;
        if apart && self.sink.flow(self.groups.flow()).has_begun() {
            // What stands before a document is no part of it.
            if first {
                self.losses.add(Loss::Other, 0);
                self.break_lines_before();
            }
            self.end_text();
        }
        self.groups.begin_document(inner);
        if apart && !first {
            self.encoding.begin();
            self.lists.begin_document();
            self.rows.leave();
            let before = self.sink.flow(self.groups.flow()).paragraphs().last();
            if before.is_some_and(|before| before.end != End::Par) {
                // The tables of two documents are two.
                self.finish_paragraph(End::Par);
            }
        }
    }

    /// Text that stands before, between or behind documents ends, if there is any.
    fn end_text(&mut self) {
        self.sink.flush();
        if self.sink.flow(self.groups.flow()).has_begun() {
            self.finish_paragraph(End::Par);
        }
    }

    /// Plain text before the document, in which line ends mean nothing so far, gets its lines.
    fn break_lines_before(&mut self) {
        let (flow, end) = (self.groups.flow(), self.groups.brace());
        let before = self.walk.source().get(..end).unwrap_or(&[]);
        if !is_plain(before) || !self.sink.flow(flow).paragraphs().is_empty() {
            return;
        }
        self.sink.tables().cut(flow, 0, 0);
        // Its letters are most likely those of the document.
        let header = self.walk.rest();
        let header = &header[..header.len().min(HEADER)];
        if let Some(at) = header.windows(PAGE.len()).position(|word| word == PAGE) {
            let digits = header[at + PAGE.len()..].iter().take_while(|byte| byte.is_ascii_digit());
            let page = digits.take(5).fold(0, |page, digit| 10 * page + i32::from(digit - b'0'));
            self.encoding.name(page);
        }
        self.lines_apart(0, end);
    }

    /// A piece of the input that is no RTF; its last line ends too.
    fn lines_apart(&mut self, start: usize, end: usize) {
        let text = self.walk.source().get(start..end).unwrap_or(&[]);
        let is_utf8 = str::from_utf8(text).is_ok();
        let mut half = false;
        for line in text.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
            let text = line.trim_ascii();
            if text.is_empty() {
                if !half || line != b"\n" {
                    self.end_text();
                }
                half = line.ends_with(b"\r");
                continue;
            }
            half = line.ends_with(b"\r");
            if self.sink.flow(self.groups.flow()).has_begun() {
                self.line_break();
            }
            match str::from_utf8(text) {
                Ok(text) if is_utf8 => text.chars().for_each(|c| self.named_char(c)),
                _ => text.iter().for_each(|&byte| self.byte(byte)),
            }
            self.settle();
            self.sink.flush();
        }
        self.end_text();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_is_no_rtf() {
        for (text, plain) in [
            ("", true),
            ("a {b} c", true),
            (r"C:\temp\x \\server\share", true),
            ("a} b", false),
            ("a {b", false),
            (r"a\par b", false),
            (r"a\'e4", false),
            (r"{\*\generator x;}", false),
        ] {
            assert_eq!(is_plain(text.as_bytes()), plain, "{text}");
        }
    }
}
