//! The lines that are written: what each begins with inside the open containers, and where those of
//! a paragraph may be broken.
//!
//! Shape   the only file of the writer that knows the output. It remembers two places in it, the
//!         ends of the last tag and of the last footnote reference, for what may stand behind them.
//! Units   bytes; line ends are LF.
//! Errors  remembered by `Output`, and by [`Lines::is_full`] where a buffer of its own can't grow.
//! Source  CommonMark 0.31, chapters 4 and 5.

use super::{room, wrap};
use crate::buffers::kept;
use crate::error::Error;
use crate::memory::Output;

kept! {
    /// The buffers of [`Lines`].
    #[derive(Debug, Default)]
    pub(super) struct LineBuffers {
        /// What every line begins with inside the open containers.
        prefix: Vec<u8>,
        /// Where the block being written has single spaces at which a line may end.
        spaces: Vec<usize>,
        /// The block whose lines are being broken.
        paragraph: Vec<u8>,
    }
}

/// No place in the output.
const NOWHERE: usize = usize::MAX;

pub(super) struct Lines<'w> {
    out: &'w mut Output,
    buffers: &'w mut LineBuffers,
    /// The length of lines in characters; 0 for no matter what.
    width: usize,
    /// Lines may be broken in the block being written.
    broken: bool,
    /// They may be broken just now.
    wraps: bool,
    /// Where the last tag ended that the reader takes for emphasis or a line break.
    tag_end: usize,
    /// Where the last footnote reference ended.
    note_end: usize,
    full: bool,
}

impl<'w> Lines<'w> {
    pub(super) fn new(out: &'w mut Output, buffers: &'w mut LineBuffers, width: u16) -> Self {
        Lines {
            out,
            buffers,
            width: width.into(),
            broken: false,
            wraps: false,
            tag_end: NOWHERE,
            note_end: NOWHERE,
            full: false,
        }
    }
}

impl Lines<'_> {
    /// A buffer could not grow.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The output has reached a limit: nothing more is written.
    pub(super) fn failed(&self) -> bool {
        self.out.failed()
    }

    #[inline]
    pub(super) fn written(&self) -> &[u8] {
        self.out.as_bytes()
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(super) fn last_byte(&self) -> Option<u8> {
        self.out.as_bytes().last().copied()
    }

    #[inline]
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.out.push(bytes);
    }

    #[inline]
    pub(super) fn push_byte(&mut self, byte: u8) {
        self.out.push_byte(byte);
    }

    pub(super) fn push_times(&mut self, byte: u8, times: usize) {
        for _ in 0..times {
            self.out.push_byte(byte);
        }
    }

    pub(super) fn push_int(&mut self, value: i64) {
        self.out.push_int(value);
    }

    /// Nothing can be written any more.
    pub(super) fn fail(&mut self, error: Error) {
        self.out.fail(error);
    }

    /// Takes back everything after the first `len` bytes.
    pub(super) fn truncate(&mut self, len: usize) {
        self.out.truncate(len);
    }

    /// Writes a tag that the reader takes for emphasis or a line break.
    pub(super) fn push_tag(&mut self, parts: &[&[u8]]) {
        for part in parts {
            self.out.push(part);
        }
        self.tag_end = self.out.len();
    }

    /// Whether nothing stands behind the last such tag.
    pub(super) fn behind_tag(&self) -> bool {
        self.tag_end == self.out.len()
    }

    /// What was just written is a footnote reference.
    pub(super) fn end_note_reference(&mut self) {
        self.note_end = self.out.len();
    }

    /// Whether nothing stands behind the last footnote reference.
    pub(super) fn behind_note_reference(&self) -> bool {
        self.note_end == self.out.len()
    }

    /// Ends the line and begins the next one inside the open containers.
    pub(super) fn new_line(&mut self) {
        self.out.push_byte(b'\n');
        self.out.push(&self.buffers.prefix);
    }

    /// Ends the line and adds an empty one; nothing stands on it yet that ends it.
    pub(super) fn blank_line(&mut self) {
        self.out.push_byte(b'\n');
        self.out.push(self.buffers.prefix.trim_ascii_end());
    }

    /// How long the prefix of the lines is, for [`Self::outdent`].
    pub(super) fn margin(&self) -> usize {
        self.buffers.prefix.len()
    }

    /// Lines begin with `more` from now on, behind what they begin with already.
    pub(super) fn indent(&mut self, more: &[u8]) {
        if room(&mut self.buffers.prefix, more.len(), &mut self.full) {
            self.buffers.prefix.extend_from_slice(more);
        }
    }

    /// Lines begin as they did when the prefix was `margin` bytes long.
    pub(super) fn outdent(&mut self, margin: usize) {
        self.buffers.prefix.truncate(margin);
    }

    /// Whether lines begin with the marker of a quote.
    pub(super) fn in_quote(&self) -> bool {
        self.buffers.prefix.contains(&b'>')
    }

    /// Takes back the blanks at the end.
    pub(super) fn drop_blanks(&mut self) {
        let written = self.out.as_bytes();
        let spaces = written.iter().rev().take_while(|&&b| b == b' ').count();
        self.out.truncate(written.len() - spaces);
    }

    /// Takes back the line ends at the end, down to `start` bytes.
    pub(super) fn drop_line_ends(&mut self, start: usize) {
        while self.len() > start && self.last_byte() == Some(b'\n') {
            self.truncate(self.len() - 1);
        }
    }

    /// Begins the prefix of a line, where one has only been ended.
    pub(super) fn begin_line(&mut self) {
        if self.last_byte() == Some(b'\n') {
            self.out.push(&self.buffers.prefix);
        }
    }

    /// Writes text as it stands, each of its lines inside the open containers; an empty line has no
    /// prefix.
    pub(super) fn push_raw(&mut self, text: &[u8]) {
        self.push_lines(text, false);
    }

    /// The same; an empty line has the prefix, if that is more than blanks.
    pub(super) fn push_code(&mut self, text: &[u8]) {
        self.push_lines(text, !self.buffers.prefix.trim_ascii_end().is_empty());
    }

    fn push_lines(&mut self, text: &[u8], quoted: bool) {
        // Line ends mostly come by themselves.
        if text == b"\n" && self.last_byte() != Some(b'\n') {
            return self.out.push_byte(b'\n');
        }
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            if at > 0 {
                self.begin_line();
                self.out.push(&rest[..at]);
            } else if quoted && self.last_byte() == Some(b'\n') {
                self.out.push(self.buffers.prefix.trim_ascii_end());
            }
            self.out.push_byte(b'\n');
            rest = &rest[at + 1..];
        }
        if !rest.is_empty() {
            self.begin_line();
            self.out.push(rest);
        }
    }

    /// Begins a block of inlines, whose lines may be `broken`: what stood before it is no business
    /// of what will stand in it.
    pub(super) fn begin_inlines(&mut self, broken: bool) {
        self.broken = broken && self.width > 0;
        self.wraps = self.broken;
        self.tag_end = NOWHERE;
        self.note_end = NOWHERE;
        self.buffers.spaces.clear();
    }

    /// Whether lines are broken in what is being written.
    #[inline]
    pub(super) fn wraps(&self) -> bool {
        self.wraps
    }

    /// Sets whether what follows must stand on one line.
    pub(super) fn keep_together(&mut self, together: bool) {
        self.wraps = self.broken && !together;
    }

    /// Writes text at whose single spaces a line may end.
    #[inline]
    pub(super) fn push_words(&mut self, text: &[u8]) {
        self.out.push(text);
        if self.wraps {
            self.note_spaces(text.len());
        }
    }

    fn note_spaces(&mut self, len: usize) {
        let written = self.out.as_bytes();
        let from = written.len().saturating_sub(len);
        for at in memchr::memchr_iter(b' ', written.get(from..).unwrap_or(&[])) {
            if room(&mut self.buffers.spaces, 1, &mut self.full) {
                self.buffers.spaces.push(from + at);
            }
        }
    }

    /// Breaks the lines of the paragraph that was written from `start` on.
    pub(super) fn wrap(&mut self, start: usize) {
        let Some(written) = self.out.as_bytes().get(start..) else { return };
        let LineBuffers { prefix, spaces, paragraph } = &mut *self.buffers;
        if spaces.is_empty() || self.out.failed() {
            return;
        }
        paragraph.clear();
        if !room(paragraph, written.len(), &mut self.full) {
            return;
        }
        paragraph.extend_from_slice(written);
        let before = &self.out.as_bytes()[..start];
        let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
        let column = wrap::width(&before[line..]);
        self.out.truncate(start);
        let spaces = spaces.iter().map(|space| space - start);
        let indent = wrap::width(prefix);
        wrap::fill(paragraph, spaces, column, indent, self.width, |piece| match piece {
            wrap::Piece::Word(word) => self.out.push(word),
            wrap::Piece::Space => self.out.push_byte(b' '),
            wrap::Piece::LineEnd => {
                self.out.push_byte(b'\n');
                self.out.push(prefix);
            }
        });
    }
}
