//! Lines of text: what stands before them, and the blank lines between.
//!
//! Shape   each line starts with the prefix that the open containers add up to (`> ` for quotes, blanks
//!         below a list item's marker); the first line of an item has its marker instead.
//! Units   bytes of UTF-8; LF line ends; one blank line between blocks, none inside tight lists.
//! Errors  those of the output buffer. Where memory is short a line's start stays as it was, and the
//!         output will say so.

use crate::buffers::{Kept, kept};
use crate::document::{Label, Numbers};
use crate::memory::Output;

/// What an open container has changed, and needs to know when it ends.
#[derive(Clone, Copy, Debug)]
struct Frame {
    /// Length of the prefix outside.
    prefix: usize,
    /// Number of the next item of an ordered list.
    number: Option<u32>,
    /// What it looks like.
    numbers: Numbers,
    /// Whether blocks in here stand without blank lines between.
    tight: bool,
    /// Where its text begins in the output.
    start: usize,
}

kept! {
    /// What the open containers add up to.
    #[derive(Debug, Default)]
    pub(super) struct Layout {
        frames: Vec<Frame>,
        /// What they put in front of each line.
        prefix: Vec<u8>,
        /// The next line's start where it differs from `prefix`: with a list item's marker.
        first: Vec<u8>,
        first_pending: bool,
        /// The last thing written was a block: the next may need a blank line before it.
        after_block: bool,
        /// Line ends that wait for text after them.
        breaks: usize,
        in_cell: bool,
    }
}

/// Writes lines.
pub(super) struct Lines<'w> {
    layout: &'w mut Layout,
    out: &'w mut Output,
}

/// Bytes in which white space is looked for.
const NEAR: usize = 64;

impl<'w> Lines<'w> {
    pub(super) fn new(layout: &'w mut Layout, out: &'w mut Output) -> Self {
        layout.clear();
        Lines { layout, out }
    }

    /// Whether nothing more can be written.
    pub(super) fn failed(&self) -> bool {
        self.out.failed()
    }

    /// Whether text that comes now would be the first byte of the output.
    pub(super) fn is_first(&self) -> bool {
        self.out.is_empty() && !self.layout.first_pending && self.layout.prefix.is_empty()
    }

    /// Whether text that comes now would be the first in the output that is no white space.
    pub(super) fn begins_output(&self) -> bool {
        let start = self.out.as_bytes();
        let start = start.get(..NEAR).unwrap_or(start);
        let is_white = str::from_utf8(start).is_ok_and(|start| start.trim().is_empty());
        is_white && !self.layout.first_pending && self.layout.prefix.is_empty()
    }

    // Containers.

    /// Begins a container.
    pub(super) fn open(&mut self, tight: bool) {
        self.open_list(None, Numbers::PLAIN, tight);
    }

    /// Begins a list.
    pub(super) fn open_list(&mut self, number: Option<u32>, numbers: Numbers, tight: bool) {
        let (prefix, start) = (self.layout.prefix.len(), self.out.len());
        self.layout.frames.push(Frame { prefix, number, numbers, tight, start });
    }

    /// Ends a container. Returns whether text came since it began.
    pub(super) fn close(&mut self) -> bool {
        let Some(frame) = self.layout.frames.pop() else { return false };
        self.layout.prefix.truncate(frame.prefix);
        frame.start < self.out.len()
    }

    /// Ends a container in which lines start otherwise: if it is empty, that start is seen alone.
    pub(super) fn close_indented(&mut self) {
        if self.layout.first_pending {
            self.line(b"");
        }
        self.close();
    }

    /// What the next item of an ordered list begins with.
    pub(super) fn next_label(&mut self) -> Option<Label> {
        let list = self.layout.frames.last_mut()?;
        let number = list.number?;
        list.number = Some(number.saturating_add(1));
        Some(list.numbers.label(number))
    }

    /// Whether blocks stand without blank lines between.
    pub(super) fn is_tight(&self) -> bool {
        self.layout.frames.last().is_some_and(|frame| frame.tight)
    }

    /// Whether no text has come since the innermost container began.
    pub(super) fn is_empty(&self) -> bool {
        self.layout.frames.last().is_some_and(|frame| frame.start == self.out.len())
    }

    /// The text since the innermost container began, without the line end that waited for it.
    pub(super) fn text_inside(&self) -> &[u8] {
        let start = self.layout.frames.last().map_or(0, |frame| frame.start);
        let text = self.out.as_bytes().get(start..).unwrap_or(&[]);
        match text.strip_prefix(b"\n") {
            Some(line) => line.strip_prefix(&self.layout.prefix[..]).unwrap_or(line),
            None => text,
        }
    }

    /// What has been written, up to here; nothing where a line begins.
    pub(super) fn line_so_far(&self) -> &[u8] {
        if self.layout.breaks > 0 || self.layout.first_pending { b"" } else { self.out.as_bytes() }
    }

    /// Adds to what lines start with: `first` on the next line, `later` on those after it.
    pub(super) fn indent(&mut self, first: &[u8], later: &[u8]) {
        if !self.layout.first_pending {
            self.begin_gap();
            self.layout.first.clear();
            append(&mut self.layout.first, &self.layout.prefix);
            self.layout.first_pending = true;
        }
        append(&mut self.layout.first, first);
        append(&mut self.layout.prefix, later);
    }

    // Blocks.

    /// A block of one line.
    pub(super) fn line(&mut self, text: &[u8]) {
        self.begin_gap();
        if text.is_empty() {
            self.out.push(self.layout.first.trim_ascii_end());
            self.layout.first_pending = false;
        } else {
            self.begin_line();
        }
        self.out.push(text);
        self.end_block();
    }

    /// Begins a block.
    pub(super) fn begin_block(&mut self) {
        self.begin_gap();
        self.begin_line();
    }

    /// Makes room before a list or table, unless an item begins with it.
    pub(super) fn begin_list(&mut self) {
        if !self.layout.first_pending {
            self.begin_gap();
        }
    }

    /// The blank line before a block, where one belongs.
    fn begin_gap(&mut self) {
        if self.layout.after_block && !self.layout.first_pending && !self.is_tight() {
            self.out.push(self.layout.prefix.trim_ascii_end());
            self.out.push_byte(b'\n');
        }
        self.layout.after_block = false;
    }

    fn begin_line(&mut self) {
        let Layout { first_pending, first, prefix, .. } = &mut *self.layout;
        self.out.push(if *first_pending { first } else { prefix });
        *first_pending = false;
    }

    /// Ends the block's last line. A line end at the end of its text is that one.
    pub(super) fn end_block(&mut self) {
        for _ in 1..self.layout.breaks {
            self.out.push_byte(b'\n');
            self.out.push(self.layout.prefix.trim_ascii_end());
        }
        self.layout.breaks = 0;
        self.out.push_byte(b'\n');
        self.layout.after_block = true;
    }

    // Text.

    /// A table cell begins behind others, or as the first one. In it line ends are blanks.
    pub(super) fn begin_cell(&mut self, first: bool) {
        if !first {
            self.out.push_byte(b'\t');
        }
        self.layout.in_cell = true;
    }

    /// A table cell ends.
    pub(super) fn end_cell(&mut self) {
        self.layout.in_cell = false;
    }

    /// What comes now stands on a line of its own.
    pub(super) fn break_line(&mut self) {
        self.layout.breaks = 1;
    }

    /// Writes text; line ends in it start new lines with the prefix, or are blanks in a cell.
    pub(super) fn put(&mut self, text: &[u8]) {
        let mut from = 0;
        for at in memchr::memchr3_iter(b'\n', b'\t', 0, text) {
            self.emit(&text[from..at]);
            match text[at] {
                0 => self.emit("\u{FFFD}".as_bytes()),
                _ if self.layout.in_cell => self.emit(b" "),
                b'\t' => self.emit(b"\t"),
                _ => self.layout.breaks += 1,
            }
            from = at + 1;
        }
        self.emit(&text[from..]);
    }

    /// Writes text without line ends, after the line ends that wait.
    pub(super) fn emit(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        while self.layout.breaks > 0 {
            self.layout.breaks -= 1;
            self.out.push_byte(b'\n');
            let prefix = &self.layout.prefix;
            let empty = self.layout.breaks > 0;
            self.out.push(if empty { prefix.trim_ascii_end() } else { prefix });
        }
        self.out.push(text);
    }
}

fn append(buffer: &mut Vec<u8>, bytes: &[u8]) {
    if buffer.try_reserve(bytes.len()).is_ok() {
        buffer.extend_from_slice(bytes);
    }
}
