//! Text: white space, breaks, code, and the paragraph around it.
//!
//! Shape   words that stand in the text with single spaces between are one span of it; what must be
//!         decoded is copied into the document's own text. Spaces and breaks wait until more text
//!         comes, so that none stands at the start or end of a block, nor inside of marks.
//! Source  CSS 2.1, "The white-space processing model"; no-break spaces alone make no paragraph,
//!         two breaks in a row end one.

use super::{Builder, Origin};
use crate::document::{Kind, Span};
use crate::html::reference;
use crate::html::style::Marks;
use crate::report::Loss;

/// The longest marker of a list item.
const LONGEST_MARKER: usize = 32;

/// Where the text of the current block stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// A paragraph or heading is open in the document.
    pub open: bool,
    /// The block has text.
    pub content: bool,
    /// White space came after it.
    pub space: bool,
    /// Breaks came after it: none, one, or more.
    pub breaks: u8,
    /// No-break spaces came at the start of a line.
    pub blanks: u32,
    /// The marker of the item came before, and with it the space behind.
    pub after_marker: bool,
    /// The last byte written in `<pre>`, or 0.
    pub pre_last: u8,
    /// A line end directly behind `<pre>` means nothing.
    pub pre_fresh: bool,
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | 0)
}

impl Builder<'_, '_> {
    /// A piece of text, with or without character references.
    pub(super) fn text(&mut self, start: usize, end: usize, references: bool) {
        if self.marks.has(Marks::HIDDEN) {
            if !self.html.as_bytes()[start..end].trim_ascii().is_empty() {
                self.lost(Loss::HiddenText, start);
            }
        } else if self.top().flags.pre {
            self.preformatted(start, end, references);
        } else {
            self.flowing(start, end, references);
        }
    }

    fn flowing(&mut self, start: usize, end: usize, references: bool) {
        let bytes = &self.html.as_bytes()[..end];
        let lines = self.top().flags.lines;
        if self.in_code && !self.marks.has(Marks::CODE) {
            self.flush_code();
        }
        let mut at = start;
        while let Some(&byte) = bytes.get(at) {
            if is_space(byte) {
                self.text.space = true;
                if byte == b'\n' && lines {
                    self.line_break();
                }
                at += 1;
                continue;
            }
            if byte == b'&'
                && references
                && let Some((c, length)) = reference::read(&bytes[at..], false)
            {
                self.character(c);
                at += length;
                continue;
            }
            if bytes[at..].starts_with(b"\xC2\xA0") {
                self.character('\u{A0}');
                at += 2;
                continue;
            }
            let run = at;
            at += 1;
            while let Some(&byte) = bytes.get(at) {
                let single = byte == b' ' && bytes.get(at + 1).is_some_and(|&next| !is_space(next));
                if byte == b'&' && references || is_space(byte) && !single {
                    break;
                }
                at += 1;
            }
            // A space before `&` may be followed by one more.
            if bytes[at - 1] == b' ' {
                at -= 1;
            }
            self.run(run, at);
        }
    }

    /// Text that stands as it should be: no space at its start or end.
    fn run(&mut self, start: usize, end: usize) {
        let html = self.html;
        if self.takes_marker(&html[start..end]) {
            return;
        }
        let start = self.prepare(start);
        if self.in_code {
            return self.code_run(start, end);
        }
        let span = self.span(start, end);
        self.doc.leaf(Kind::Text(span));
    }

    /// One character that was decoded.
    fn character(&mut self, c: char) {
        if c.is_ascii() && is_space(c as u8) {
            self.text.space = true;
        } else if c == '\u{A0}' && (!self.text.content || self.text.breaks > 0) {
            self.text.blanks = self.text.blanks.saturating_add(1);
        } else {
            self.literal(c.encode_utf8(&mut [0; 4]));
        }
    }

    /// Text that does not stand in the source.
    pub(super) fn literal(&mut self, text: &str) {
        if self.marks.has(Marks::HIDDEN) || self.takes_marker(text) {
            return;
        }
        if self.top().flags.pre {
            let span = self.doc.own(text);
            return self.doc.leaf(Kind::Text(span));
        }
        self.prepare(0);
        if self.in_code {
            return self.push_code(text);
        }
        let span = self.doc.own(text);
        self.doc.leaf(Kind::Text(span));
    }

    /// `<br>`
    pub(super) fn line_break(&mut self) {
        if self.text.content {
            self.text.breaks = (self.text.breaks + 1).min(2);
        }
        self.text.space = false;
        self.text.blanks = 0;
    }

    /// Brings the document to where text may be added that stands at byte `at`. Returns where to
    /// begin: one byte before, if a space that must be written stands there.
    pub(super) fn prepare(&mut self, at: usize) -> usize {
        self.begin_block();
        let space = std::mem::take(&mut self.text.space) && self.text.content;
        let breaks = std::mem::take(&mut self.text.breaks) > 0 && self.text.content;
        let mut start = at;
        if breaks || !self.is_in_line() {
            self.flush_code();
            self.close_marks();
            if breaks {
                self.doc.leaf(Kind::HardBreak);
            } else if space {
                self.write_space();
            }
            self.open_marks();
        } else if space {
            let stands_there = at > 0 && self.html.as_bytes()[at - 1] == b' ';
            if self.in_code {
                self.code_space(at);
            } else if stands_there && self.origin != Origin::Elsewhere {
                start -= 1;
            } else {
                self.write_space();
            }
        }
        let blanks = std::mem::take(&mut self.text.blanks);
        if blanks > 0 && !self.text.after_marker {
            if self.in_code {
                (0..blanks).for_each(|_| self.push_code("\u{A0}"));
            } else {
                let from = self.doc.own_len();
                (0..blanks).for_each(|_| self.doc.append_char('\u{A0}'));
                self.doc.leaf(Kind::Text(Span::of_own(from, self.doc.own_len())));
            }
        }
        self.text.content = true;
        self.text.after_marker = false;
        start
    }

    fn write_space(&mut self) {
        if self.space.is_empty() {
            self.space = self.doc.own(" ");
        }
        self.doc.leaf(Kind::Text(self.space));
    }

    /// Opens the paragraph or heading that text needs here, if none is open.
    fn begin_block(&mut self) {
        if self.text.breaks > 1 && self.text.open && self.top().heading == 0 {
            self.border();
        }
        if self.text.open {
            return;
        }
        if self.paragraph.is_some() {
            self.begin_word_paragraph();
            if self.text.open {
                return;
            }
        } else {
            self.pop_soft();
        }
        self.cell_around();
        if self.top().flags.inline {
            return;
        }
        self.settle();
        self.count_paragraph();
        let heading = self.top().heading;
        let kind = match heading {
            0 => Kind::Paragraph,
            level => Kind::Heading { level, id: std::mem::take(&mut self.heading_id) },
        };
        self.doc.open(kind);
        self.text.open = true;
        self.text.content = false;
        self.text.breaks = 0;
        for index in 0..self.buffers.anchors.len() {
            self.doc.leaf(Kind::Anchor { name: self.buffers.anchors[index] });
        }
        self.buffers.anchors.clear();
    }

    /// Ends the paragraph in the making. Where only inlines may stand, a break takes its place.
    pub(super) fn border(&mut self) {
        self.flush_code();
        for _ in 0..self.buffers.opened.len() {
            self.doc.close();
        }
        self.buffers.opened.clear();
        self.text.space = false;
        self.text.blanks = 0;
        let flags = self.top().flags;
        if flags.pre {
            return self.end_line();
        }
        if self.text.open {
            self.doc.close();
        } else if flags.inline && self.text.content {
            self.text.breaks = self.text.breaks.max(1);
            return;
        }
        self.text.open = false;
        self.text.content = false;
        self.text.breaks = 0;
    }

    // Code.

    fn code_run(&mut self, start: usize, end: usize) {
        match self.code_run {
            None if self.buffers.code.is_empty() => self.code_run = Some((start, end)),
            Some((first, last)) if last == start => self.code_run = Some((first, end)),
            _ => {
                let html = self.html;
                self.push_code(&html[start..end]);
            }
        }
    }

    fn code_space(&mut self, at: usize) {
        if let Some((first, last)) = self.code_run
            && last + 1 == at
            && self.html.as_bytes()[last] == b' '
        {
            self.code_run = Some((first, at));
        } else {
            self.push_code(" ");
        }
    }

    fn push_code(&mut self, text: &str) {
        let html = self.html;
        let before = self.code_run.take().map_or("", |(start, end)| &html[start..end]);
        if self.buffers.code.try_reserve(before.len() + text.len()).is_err() {
            self.full = true;
            return;
        }
        self.buffers.code.push_str(before);
        self.buffers.code.push_str(text);
    }

    /// Writes the code that was collected.
    pub(super) fn flush_code(&mut self) {
        self.in_code = false;
        let span = match self.code_run.take() {
            Some((start, end)) => self.span(start, end),
            None if self.buffers.code.is_empty() => return,
            None => self.doc.own(&self.buffers.code),
        };
        let blank = span.len() == 1 && self.buffers.code == " ";
        self.buffers.code.clear();
        self.doc.leaf(if blank { Kind::Text(span) } else { Kind::Code(span) });
    }

    // Text in <pre>.

    /// Opens a code block.
    pub(super) fn begin_pre(&mut self) {
        self.text.pre_last = 0;
        self.text.pre_fresh = true;
    }

    fn preformatted(&mut self, start: usize, end: usize, references: bool) {
        let bytes = &self.html.as_bytes()[..end];
        let mut at = start;
        if std::mem::take(&mut self.text.pre_fresh) {
            at += (bytes[at..].starts_with(b"\r\n")) as usize;
            at += (bytes[at..].starts_with(b"\n")) as usize;
        }
        while at < end {
            let special =
                memchr::memchr3(b'\r', if references { b'&' } else { b'\r' }, 0, &bytes[at..]);
            let stop = special.map_or(end, |found| at + found);
            if stop > at {
                let span = self.span(at, stop);
                self.doc.leaf(Kind::Text(span));
                self.text.pre_last = bytes[stop - 1];
            }
            at = stop;
            match bytes.get(at) {
                None => break,
                Some(b'&') => match reference::read(&bytes[at..], false) {
                    Some((c, length)) => {
                        self.pre_literal(c.encode_utf8(&mut [0; 4]));
                        at += length;
                    }
                    None => {
                        self.pre_literal("&");
                        at += 1;
                    }
                },
                Some(b'\r') if bytes.get(at + 1) != Some(&b'\n') => {
                    self.pre_literal("\n");
                    at += 1;
                }
                Some(_) => at += 1,
            }
        }
    }

    pub(super) fn pre_literal(&mut self, text: &str) {
        let span = self.doc.own(text);
        self.doc.leaf(Kind::Text(span));
        self.text.pre_last = text.as_bytes().last().copied().unwrap_or(0);
        self.text.pre_fresh = false;
    }

    /// Ends the line of a code block, if it has begun.
    pub(super) fn end_line(&mut self) {
        if !matches!(self.text.pre_last, 0 | b'\n') {
            self.pre_literal("\n");
        }
    }

    // Markers of lists that Word writes as text.

    /// Whether text is now the marker of an item.
    pub(super) fn collects_marker(&self) -> bool {
        self.paragraph.is_some() && (self.in_marker || self.marks.has(Marks::MARKER))
    }

    /// Takes text as (part of) a marker, where it is one.
    fn takes_marker(&mut self, text: &str) -> bool {
        let Some(paragraph) = self.paragraph else { return false };
        let looks_like_one = !paragraph.listed
            && self.buffers.marker.is_empty()
            && !self.text.open
            && super::lists::is_marker(text);
        if !self.collects_marker() && !looks_like_one {
            return false;
        }
        if self.buffers.marker.len() + text.len() > LONGEST_MARKER {
            // Nothing that long is a marker.
            self.paragraph = None;
            let mut marker = std::mem::take(&mut self.buffers.marker);
            if !marker.is_empty() {
                self.literal(&marker);
            }
            marker.clear();
            self.buffers.marker = marker;
            return false;
        }
        self.buffers.marker.push_str(text);
        self.text.after_marker = true;
        self.text.blanks = 0;
        true
    }
}
