//! Where the reader writes to: the document and the report, and what in them comes from the text.
//!
//! Shape   [`Out`] makes spans of places in the text, which borrow it where its origin allows, and
//!         addresses and titles of attributes; losses get their place in the host's input.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.

use super::Origin;
use super::attributes::Range;
use super::reference;
use crate::document::{Document, Kind, Span};
use crate::report::{Loss, Report};
use crate::text::control::clean;

/// The text, and what is made of it.
pub(super) struct Out<'a, 'b> {
    html: &'a str,
    origin: Origin,
    doc: &'b mut Document,
    report: &'b mut Report,
    /// A span of one space, once there is one.
    space: Span,
}

impl<'a, 'b> Out<'a, 'b> {
    pub fn new(
        html: &'a str,
        origin: Origin,
        doc: &'b mut Document,
        report: &'b mut Report,
    ) -> Self {
        Out { html, origin, doc, report, space: Span::EMPTY }
    }

    /// Whether this crate's own writer wrote it.
    pub fn is_own(&self) -> bool {
        self.origin == Origin::Own
    }

    /// The text that is read.
    #[inline]
    pub fn html(&self) -> &'a str {
        self.html
    }

    /// The document in the making.
    #[inline]
    pub fn doc(&mut self) -> &mut Document {
        self.doc
    }

    /// Counts a loss at byte `at` of the text.
    pub fn lost(&mut self, loss: Loss, at: usize) {
        let place = match self.origin {
            Origin::Input(base) => base + at,
            Origin::Derived => at,
            Origin::Elsewhere | Origin::Own => usize::MAX,
        };
        self.report.add(loss, place);
    }

    /// Counts a loss that has no place, `count` times.
    pub fn lost_somewhere(&mut self, loss: Loss, count: u32) {
        self.report.add_many(loss, count, usize::MAX);
    }

    /// A piece of the text as a span.
    #[inline]
    pub fn span(&mut self, start: usize, end: usize) -> Span {
        match self.origin {
            Origin::Input(base) => Span::of_source(base + start, base + end),
            Origin::Derived => Span::of_source(start, end),
            Origin::Elsewhere | Origin::Own => self.doc.own(&self.html[start..end]),
        }
    }

    /// Adds a piece of the text.
    #[inline]
    pub fn text(&mut self, start: usize, end: usize) {
        let span = self.span(start, end);
        self.doc.leaf(Kind::Text(span));
    }

    /// Adds text that does not stand in the source.
    pub fn own_text(&mut self, text: &str) {
        let span = self.doc.own(text);
        self.doc.leaf(Kind::Text(span));
    }

    /// Adds a space that stands nowhere.
    pub fn space(&mut self) {
        if self.space.is_empty() {
            self.space = self.doc.own(" ");
        }
        self.doc.leaf(Kind::Text(self.space));
    }

    /// Whether the space before byte `at` can be part of the span of text that begins there.
    #[inline]
    pub fn has_space_before(&self, at: usize) -> bool {
        at > 0
            && self.html.as_bytes()[at - 1] == b' '
            && matches!(self.origin, Origin::Input(_) | Origin::Derived)
    }

    /// A value as it stands in the text; empty where there is none.
    pub fn raw(&self, range: Range) -> &'a str {
        range.map_or("", |(start, end)| &self.html[start..end])
    }

    /// An address: decoded, and without the white space that may stand around and in it.
    pub fn address(&mut self, range: Range) -> Span {
        let Some((start, end)) = range else { return Span::EMPTY };
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let is_plain = |byte: u8| byte != b'&' && !byte.is_ascii_control();
        if trimmed.bytes().all(is_plain) {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        let mut lost = 0;
        reference::decode(trimmed, |piece| {
            for part in piece.split(['\n', '\r', '\t']) {
                lost += clean(part, |part| doc.append(part));
            }
        });
        if lost > 0 {
            self.lost(Loss::ControlCharacter, start);
        }
        Span::of_own(from, self.doc.own_len())
    }

    /// A text in which white space is shown as one space, decoded; empty where there is none.
    pub fn collapsed(&mut self, range: Range) -> Span {
        let Some((start, end)) = range else { return Span::EMPTY };
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let mut before = 0;
        let is_plain = trimmed.bytes().all(|byte| {
            let double = byte == b' ' && before == b' ';
            before = byte;
            byte != b'&' && !byte.is_ascii_control() && !double
        });
        if is_plain {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        let (mut space, mut lost) = (false, 0);
        reference::decode(trimmed, |piece| {
            for word in piece.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                let bare = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
                if space && !bare.is_empty() {
                    doc.append(" ");
                    space = false;
                }
                lost += clean(bare, |part| doc.append(part));
                space |= bare.len() < word.len();
            }
        });
        if lost > 0 {
            self.lost(Loss::ControlCharacter, start);
        }
        Span::of_own(from, self.doc.own_len())
    }
}
