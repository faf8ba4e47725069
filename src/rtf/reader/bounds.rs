//! Where documents begin and end, and text that stands before, between and behind them.
//!
//! Shape   what is no RTF there is text with its lines, in paragraphs of its own; what may be RTF is read as
//!         the rest of the document whose brace came too early.
//!         [`Bounds`] knows where documents began and ended; it is given the text.
//! Errors  text out of a document is counted.

use super::lead_bytes::begins_control;
use super::lists::ListEntries;
use super::text::Text;
use crate::report::Loss;
use crate::rtf::assembly::flow::End;
use crate::rtf::walk::Walk;
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

/// The input from the first byte on that is neither blank nor NUL, if there is one behind the place in hand.
pub(super) fn behind<'a>(walk: &Walk<'a>) -> Option<&'a [u8]> {
    let rest = walk.rest();
    rest.iter().position(|&byte| byte > b' ').map(|first| &rest[first..])
}

/// What is known of the bounds of the documents in hand.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    /// `\rtf` was seen: what stands in braces is a document and no fragment of one.
    document: bool,
    /// The brace that ends the document has come, and text behind it, or there is none.
    overrun: bool,
    /// The document ended before its text did.
    early: bool,
}

impl Bounds {
    /// Whether the document ended before its text did.
    pub(super) fn ended_early(&self) -> bool {
        self.early
    }

    /// The outermost group has ended: whether it was the document, which text follows for the first
    /// time.
    pub(super) fn run_over(&mut self) -> bool {
        self.document && !std::mem::replace(&mut self.overrun, true)
    }

    /// The brace that ends the document has come: whether anything worth reading stands behind it. Some
    /// programs append XML of their own; then nothing is damaged.
    pub(super) fn go_on(&mut self, text: &mut Text<'_, '_>) -> bool {
        let Some(rest) = behind(text.here().walk()) else { return false };
        if begins_document(rest) {
            return true;
        }
        text.here_mut().lose(Loss::RepairedBrace);
        let mut braces = memchr_iter(b'{', rest);
        let next = braces.find(|&at| begins_document(&rest[at..])).unwrap_or(rest.len());
        let goes_on = !rest.starts_with(b"<");
        self.early |= goes_on;
        let start = text.here().walk().source().len() - rest.len();
        let is_text = goes_on && self.document && is_plain(&rest[..next]);
        if !is_text && (goes_on || next == rest.len()) {
            return goes_on;
        }
        if is_text {
            text.settle();
            text.paragraphs().end_text();
            text.here_mut().groups_mut().look_like_the_body();
            lines_apart(start, start + next, text);
        }
        text.here_mut().walk_mut().resume(start + next);
        next < rest.len()
    }

    /// `\rtf`: a document begins, and formatting with it. It may stand behind another one, or in a
    /// group of one, and there in a cell.
    pub(super) fn begin_document(&mut self, lists: &mut ListEntries, text: &mut Text<'_, '_>) {
        let first = !self.document;
        let depth = text.here().groups().depth();
        let inner = depth > 1;
        self.document = true;
        if depth < 2 {
            self.overrun = depth == 0;
        }
        if depth == 0 {
            return;
        }
        text.settle();
        let here = text.here_mut();
        if !here.groups().is_in_body() {
            here.groups_mut().leave_all();
        }
        here.sink_mut().flush();
        let lead = here.walk().source().get(here.groups().brace() + 1..here.walk().token());
        let leads = first || lead.is_some_and(|lead| lead.trim_ascii().is_empty());
        let apart = !inner && depth == 1 && leads;
        if apart && here.has_begun() {
            // What stands before a document is no part of it.
            if first {
                here.losses_mut().add(Loss::Other, 0);
                break_lines_before(text);
            }
            text.paragraphs().end_text();
        }
        let here = text.here_mut();
        here.groups_mut().begin_document(inner);
        if apart && !first {
            here.encoding_mut().begin();
            lists.begin_document();
            let before = here.sink().flow(here.groups().flow()).paragraphs().last();
            let is_open = before.is_some_and(|before| before.end != End::Par);
            text.paragraphs().leave_row();
            if is_open {
                // The tables of two documents are two.
                text.paragraphs().finish(End::Par);
            }
        }
    }
}

/// Plain text before the document, in which line ends mean nothing so far, gets its lines.
fn break_lines_before(text: &mut Text<'_, '_>) {
    let here = text.here_mut();
    let (flow, end) = (here.groups().flow(), here.groups().brace());
    let before = here.walk().source().get(..end).unwrap_or(&[]);
    if !is_plain(before) || !here.sink().flow(flow).paragraphs().is_empty() {
        return;
    }
    here.sink_mut().tables().cut(flow, 0, 0);
    // Its letters are most likely those of the document.
    let header = here.walk().rest();
    let header = &header[..header.len().min(HEADER)];
    if let Some(at) = header.windows(PAGE.len()).position(|word| word == PAGE) {
        let digits = header[at + PAGE.len()..].iter().take_while(|byte| byte.is_ascii_digit());
        let page = digits.take(5).fold(0, |page, digit| 10 * page + i32::from(digit - b'0'));
        here.encoding_mut().name(page);
    }
    lines_apart(0, end, text);
}

/// A piece of the input that is no RTF; its last line ends too.
fn lines_apart(start: usize, end: usize, to: &mut Text<'_, '_>) {
    let text = to.here().walk().source().get(start..end).unwrap_or(&[]);
    let is_utf8 = str::from_utf8(text).is_ok();
    let mut half = false;
    for line in text.split_inclusive(|&byte| byte == b'\n' || byte == b'\r') {
        let text = line.trim_ascii();
        if text.is_empty() {
            if !half || line != b"\n" {
                to.paragraphs().end_text();
            }
            half = line.ends_with(b"\r");
            continue;
        }
        half = line.ends_with(b"\r");
        if to.here().has_begun() {
            to.line_break();
        }
        match str::from_utf8(text) {
            Ok(text) if is_utf8 => text.chars().for_each(|c| to.named_char(c)),
            _ => text.iter().for_each(|&byte| to.byte(byte)),
        }
        to.settle();
        to.here_mut().sink_mut().flush();
    }
    to.paragraphs().end_text();
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
