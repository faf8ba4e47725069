//! The text that is parsed, and spans of it.
//!
//! Shape   mostly the input itself. Input with carriage returns, NULs or a byte order mark is
//!         first rewritten into what will be the front of the document's own text; pieces that
//!         the parser makes up then stand behind it.
//! Units   byte offsets.
//! Errors  none at once; text beyond 2 GiB is remembered.
//! Source  CommonMark 0.31, sections 2.1 to 2.3.

use pulldown_cmark::CowStr;

use crate::document::{Document, Span};
use crate::error::Result;

pub(super) struct Text<'s> {
    input: &'s str,
    rewritten: bool,
    too_long: bool,
}

/// Whether the input holds anything that is normalised before parsing.
pub(super) fn needs_rewriting(source: &str) -> bool {
    source.starts_with('\u{FEFF}') || memchr::memchr2(b'\r', 0, source.as_bytes()).is_some()
}

/// Writes `source` with LF line ends, U+FFFD for NUL and no byte order mark.
pub(super) fn rewrite(source: &str, into: &mut String) -> Result<()> {
    into.clear();
    let mut rest = source.strip_prefix('\u{FEFF}').unwrap_or(source);
    into.try_reserve(rest.len())?;
    while let Some(at) = memchr::memchr2(b'\r', 0, rest.as_bytes()) {
        let (clean, odd) = rest.split_at(at);
        let (char, skip) = match odd.as_bytes() {
            [0, ..] => ("\u{FFFD}", 1),
            [b'\r', b'\n', ..] => ("\n", 2),
            _ => ("\n", 1),
        };
        into.try_reserve(clean.len() + char.len())?;
        into.push_str(clean);
        into.push_str(char);
        rest = &odd[skip..];
    }
    into.try_reserve(rest.len())?;
    into.push_str(rest);
    Ok(())
}

impl<'s> Text<'s> {
    pub(super) fn borrowed(input: &'s str) -> Self {
        Text { input, rewritten: false, too_long: false }
    }

    pub(super) fn rewritten(input: &'s str) -> Self {
        Text { input, rewritten: true, too_long: false }
    }

    pub(super) fn input(&self) -> &'s str {
        self.input
    }

    pub(super) fn too_long(&self) -> bool {
        self.too_long
    }

    /// The span of a piece of text: in the input where it lies there, else a copy.
    pub(super) fn span(&mut self, doc: &mut Document, piece: &CowStr<'_>) -> Span {
        if let CowStr::Borrowed(piece) = piece
            && let Some(start) = (piece.as_ptr() as usize).checked_sub(self.input.as_ptr() as usize)
            && start + piece.len() <= self.input.len()
        {
            return self.piece(start, start + piece.len());
        }
        self.own(doc, piece)
    }

    /// Bytes `start..end` of the text that is parsed.
    pub(super) fn piece(&self, start: usize, end: usize) -> Span {
        if self.rewritten { Span::of_own(start, end) } else { Span::of_source(start, end) }
    }

    /// A copy of `piece` in the document's own text.
    pub(super) fn own(&mut self, doc: &mut Document, piece: &str) -> Span {
        let start = doc.text.len();
        let span = doc.own(piece);
        self.own_from(start, span)
    }

    /// A copy of the text of a span at the end of the document's own text.
    pub(super) fn copy(&mut self, doc: &mut Document, span: Span) -> Span {
        let (own, start, end) = span.place();
        let base = if self.rewritten { self.input.len() } else { 0 };
        if !own || end <= base {
            let piece = self.input.get(start..end).unwrap_or("");
            return self.own(doc, piece);
        }
        let (from, to) = (start - base, end - base);
        let at = doc.text.len();
        if doc.text.get(from..to).is_none()
            || at + span.len() >= i32::MAX as usize
            || doc.text.try_reserve(span.len()).is_err()
        {
            self.too_long = true;
            return Span::EMPTY;
        }
        doc.text.extend_from_within(from..to);
        self.own_from(at, Span::of_own(at, doc.text.len()))
    }

    /// A span of the own text while it is being filled as a span of what it will be in the end.
    fn own_from(&mut self, start: usize, span: Span) -> Span {
        if !self.rewritten || span.is_empty() {
            return span;
        }
        let start = self.input.len() + start;
        if start + span.len() >= i32::MAX as usize {
            self.too_long = true;
            return Span::EMPTY;
        }
        Span::of_own(start, start + span.len())
    }

    /// Where the span stands in the text that is parsed, if it does.
    #[inline]
    pub(super) fn parsed(&self, span: Span) -> Option<(usize, usize)> {
        let (own, start, end) = span.place();
        (own == self.rewritten && end <= self.input.len()).then_some((start, end))
    }

    /// Whether a backslash stands before the span in the text that is parsed. Only what begins a
    /// run of text may be asked for: elsewhere it may be one that counts as text.
    pub(super) fn is_escaped(&self, span: Span) -> bool {
        let before = self.parsed(span).and_then(|(start, _)| start.checked_sub(1));
        before.is_some_and(|before| self.input.as_bytes().get(before) == Some(&b'\\'))
    }

    /// The bytes of a span that this reader made.
    pub(super) fn get<'a>(&self, doc: &'a Document, span: Span) -> &'a [u8]
    where
        's: 'a,
    {
        let input: &'a str = self.input;
        let (own, start, end) = span.place();
        let bytes = match (own, self.rewritten) {
            (false, _) => input.as_bytes().get(start..end),
            (true, false) => doc.text.as_bytes().get(start..end),
            // While reading, the front of the own text is still the parser's input.
            (true, true) => match start.checked_sub(input.len()) {
                None => input.as_bytes().get(start..end),
                Some(start) => doc.text.as_bytes().get(start..end - input.len()),
            },
        };
        bytes.unwrap_or(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_nul_and_byte_order_mark_are_normalised() {
        for (source, text) in [
            ("a\r\nb", "a\nb"),
            ("a\rb\r", "a\nb\n"),
            ("\u{FEFF}a", "a"),
            ("a\0\r\n\r\nb", "a\u{FFFD}\n\nb"),
        ] {
            assert!(needs_rewriting(source));
            let mut into = String::from("old");
            rewrite(source, &mut into).unwrap();
            assert_eq!(into, text);
        }
        assert!(!needs_rewriting("a\nb"));
    }
}
