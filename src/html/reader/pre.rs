//! The text of `<pre>`: a code block.
//!
//! Shape   white space and line ends stay; the text's last line ends with a line feed.
//! Errors  lack of memory is remembered by the document.
//! Limits  there is one at most: a `<pre>` in a `<pre>` is a border of lines.

use super::out::Out;
use super::reference;
use super::tag::Tag;
use crate::buffers::kept;
use crate::document::{Kind, NodeId, Span};
use crate::memory;
use crate::report::Loss;
use crate::text::control::{clean, is_odd};
use crate::text::scan::next_markup;

/// Bytes of what stands on a button.
const LONGEST_BUTTON: usize = 40;

kept! {
    /// The open code block.
    #[derive(Debug, Default)]
    pub(super) struct Pre {
        /// Number of containers that are open in the document around it.
        open: usize,
        /// Its node, plus one; 0 where there is none.
        node: NodeId,
        /// The last byte written, or 0.
        last: u8,
        /// Nothing came yet: a line end that comes now means nothing.
        fresh: bool,
        /// Elements of each tag that have begun inside.
        inside: Vec<u8>,
        /// Pieces of text so far, and where the first of them stands.
        pieces: u32,
        first: usize,
        first_end: usize,
        /// A button begins: what stands on it is no code.
        is_button: bool,
    }
}

impl Pre {
    /// Opens a code block.
    pub(super) fn begin(&mut self, info: Span, out: &mut Out<'_, '_>) {
        let doc = out.doc();
        self.open = doc.open_count();
        self.node = doc.open(Kind::CodeBlock { info }).map_or(0, |node| node + 1);
        (self.last, self.fresh) = (0, true);
        (self.pieces, self.is_button) = (0, false);
        self.inside.clear();
    }

    /// An inline element begins inside.
    pub(super) fn begin_inline(&mut self, tag: Tag, out: &mut Out<'_, '_>) {
        if self.inside.is_empty() && !memory::pad(&mut self.inside, Tag::COUNT, 0) {
            return out.doc().give_up();
        }
        let count = &mut self.inside[tag as usize];
        *count = count.saturating_add(1);
    }

    /// Ends one that began inside; false where there is none.
    pub(super) fn end_inline(&mut self, tag: Tag) -> bool {
        match self.inside.get_mut(tag as usize) {
            Some(count @ 1..) => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }

    /// Closes it.
    pub(super) fn end(&mut self, out: &mut Out<'_, '_>) {
        out.doc().close_to(self.open);
    }

    /// An element inside says which language it is. Words before it that say the same are none of the code.
    pub(super) fn name(&mut self, info: Span, language: &str, out: &mut Out<'_, '_>) {
        let Some(node) = self.node.checked_sub(1).filter(|_| !info.is_empty()) else { return };
        out.doc().set_kind(node, Kind::CodeBlock { info });
        let is_title = |title: &str| title.trim().eq_ignore_ascii_case(language);
        if self.pieces == 1 && is_title(&out.html()[self.first..self.first_end]) {
            out.doc().nodes.truncate(node as usize + 1);
            (self.last, self.fresh) = (0, true);
        }
    }

    /// A button begins or ends.
    pub(super) fn button(&mut self, begins: bool) {
        self.is_button = begins;
    }

    /// A tag came.
    pub(super) fn touch(&mut self) {
        self.fresh = false;
    }

    /// A piece of the text, with or without character references.
    pub(super) fn text(
        &mut self,
        start: usize,
        end: usize,
        references: bool,
        out: &mut Out<'_, '_>,
    ) {
        if std::mem::take(&mut self.is_button) && end - start <= LONGEST_BUTTON {
            return out.lost(Loss::Html, start);
        }
        let bytes = &out.html().as_bytes()[..end];
        if !bytes[start..].trim_ascii().is_empty() {
            if self.pieces == 0 {
                (self.first, self.first_end) = (start, end);
            }
            self.pieces = self.pieces.saturating_add(1);
        }
        let mut at = start;
        if std::mem::take(&mut self.fresh) {
            let is_return = bytes[at..].starts_with(b"\r");
            at += usize::from(is_return);
            let referred = match bytes.get(at) {
                Some(b'&') if references => reference::read(&bytes[at..], false),
                _ => None,
            };
            at += match referred {
                Some((c, length)) if c.first == '\n' => length,
                _ => usize::from(bytes[at..].starts_with(b"\n")),
            };
        }
        while at < end {
            let is_special = |byte| byte == b'\r' || (byte == b'&' && references) || is_odd(byte);
            let mut stop = next_markup(bytes, at);
            while bytes.get(stop).is_some_and(|&byte| !is_special(byte)) {
                stop = next_markup(bytes, stop + 1);
            }
            if stop > at {
                out.text(at, stop);
                self.last = bytes[stop - 1];
            }
            at = stop;
            match bytes.get(at) {
                None => break,
                Some(b'&') => match reference::read(&bytes[at..], false) {
                    Some((c, length)) => {
                        c.chars().for_each(|c| self.char(c, at, out));
                        at += length;
                    }
                    None => {
                        self.literal("&", out);
                        at += 1;
                    }
                },
                Some(b'\r') if bytes.get(at + 1) != Some(&b'\n') => {
                    self.literal("\n", out);
                    at += 1;
                }
                // What is only text shows its NULs.
                Some(0) if !references => {
                    self.literal("\u{FFFD}", out);
                    at += 1;
                }
                // NULs, and the first half of a line end.
                Some(b'\r' | 0) => at += 1,
                Some(&byte) => {
                    self.char(byte.into(), at, out);
                    at += 1;
                }
            }
        }
    }

    /// A character that does not stand in the source as it is.
    fn char(&mut self, c: char, at: usize, out: &mut Out<'_, '_>) {
        let lost = clean(c.encode_utf8(&mut [0; 4]), |piece| {
            if !piece.is_empty() {
                self.literal(piece, out);
            }
        });
        if lost > 0 {
            out.lost(Loss::ControlCharacter, at);
        }
    }

    /// Text that does not stand in the source.
    pub(super) fn literal(&mut self, text: &str, out: &mut Out<'_, '_>) {
        out.own_text(text);
        self.last = text.as_bytes().last().copied().unwrap_or(0);
        self.fresh = false;
    }

    /// Ends the line, if it has begun.
    pub(super) fn end_line(&mut self, out: &mut Out<'_, '_>) {
        if !matches!(self.last, 0 | b'\n') {
            self.literal("\n", out);
        }
    }
}
