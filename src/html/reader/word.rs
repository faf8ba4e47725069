//! Word's list paragraphs: `<p>` that says in its style or class that it is an item of a list, with
//! the item's marker as text before the item's own.
//!
//! Shape   such a paragraph waits until its first text comes; what comes before is its marker.
//! Limits  a marker has at most [`LONGEST`] bytes.
//! Source  Word writes `mso-list:l0 level1 lfo1` or the class `MsoListParagraph`, and puts markers
//!         between `[if !supportLists]` and `[endif]` or into an element with `mso-list:Ignore`.

use super::marker::{Counts, is_marker};
use super::style::Look;
use crate::buffers::{kept, plain};

/// Which of Word's lists, how deep in it, and how its items are counted; bullets are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct WordList {
    pub level: u8,
    pub list: u32,
    pub counts: Option<Counts>,
}

/// A list paragraph of Word's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub word: WordList,
    /// The style says that it is an item; else its marker must say so.
    pub listed: bool,
}

/// The longest marker of a list item.
const LONGEST: usize = 32;
/// The left margin of each level, in twentieths of a point.
const INDENT: i32 = 720;

/// Whether a paragraph of that class and look is one.
pub(super) fn paragraph(class: &str, look: &Look) -> Option<Paragraph> {
    let named = class
        .trim_start()
        .get(..16)
        .is_some_and(|start| start.eq_ignore_ascii_case("MsoListParagraph"));
    if look.list_level > 0 {
        let word = WordList { level: look.list_level, list: look.list, counts: None };
        Some(Paragraph { word, listed: true })
    } else if named {
        let level = ((look.margin + INDENT / 2) / INDENT).clamp(1, 9) as u8;
        Some(Paragraph { word: WordList { level, ..WordList::default() }, listed: false })
    } else {
        None
    }
}

/// The paragraph that waits, if one does.
#[derive(Clone, Copy, Debug, Default)]
struct Waiting(Option<Paragraph>);

plain!(Waiting);

kept! {
    /// The list paragraph that began and has no text yet.
    #[derive(Debug, Default)]
    pub(super) struct Word {
        waiting: Waiting,
        /// Between `[if !supportLists]` and `[endif]`.
        in_marker: bool,
        marker: String,
    }
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text,
    /// It belongs to the marker, and is none of the text.
    Marker,
    /// It is text, and so is what looked like the marker before it.
    TooLong,
}

impl Word {
    /// A paragraph begins.
    pub(super) fn begin(&mut self, paragraph: Option<Paragraph>) {
        self.waiting = Waiting(paragraph);
        self.marker.clear();
    }

    /// A paragraph has ended.
    pub(super) fn end(&mut self) {
        self.in_marker = false;
    }

    /// Whether a list paragraph waits for its text.
    #[inline]
    pub(super) fn waits(&self) -> bool {
        self.waiting.0.is_some()
    }

    /// The list paragraph, which waits no longer.
    pub(super) fn take(&mut self) -> Option<Paragraph> {
        self.waiting.0.take()
    }

    /// Word's comments say where a marker begins and ends.
    pub(super) fn comment(&mut self, text: &[u8]) {
        if text.starts_with(b"[if !supportLists]") {
            self.in_marker = self.waits();
        } else if text.starts_with(b"[endif]") || text.ends_with(b"<![endif]") {
            self.in_marker = false;
        }
    }

    /// Whether all text is now the marker of an item. `marked`: the element around says so.
    #[inline]
    pub(super) fn collects(&self, marked: bool) -> bool {
        self.waits() && (self.in_marker || marked)
    }

    /// Takes text as (part of) a marker, where it is one. `begun`: the paragraph has text.
    pub(super) fn offer(&mut self, text: &str, marked: bool, begun: bool) -> Piece {
        let Some(paragraph) = self.waiting.0 else { return Piece::Text };
        let looks_like_one =
            !paragraph.listed && self.marker.is_empty() && !begun && is_marker(text, false);
        if !self.collects(marked) && !looks_like_one {
            return Piece::Text;
        }
        if self.marker.len() + text.len() > LONGEST {
            // Nothing that long is a marker.
            self.waiting.0 = None;
            return Piece::TooLong;
        }
        self.marker.push_str(text);
        Piece::Marker
    }

    /// Lends the marker out; it comes back by [`Word::give_back`].
    pub(super) fn lend(&mut self) -> String {
        std::mem::take(&mut self.marker)
    }

    /// Takes the marker's buffer back, empty.
    pub(super) fn give_back(&mut self, mut marker: String) {
        marker.clear();
        self.marker = marker;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_that_are_items() {
        let of = |level, list, listed| {
            let word = WordList { level, list, counts: None };
            Some(Paragraph { word, listed })
        };
        for (class, level, margin, expected) in [
            ("MsoNormal", 0, 0, None),
            ("MsoNormal", 2, 0, of(2, 7, true)),
            ("MsoListParagraph", 0, 0, of(1, 0, false)),
            (" msolistparagraphCxSpFirst", 0, 1440, of(2, 0, false)),
            ("MsoListParagraph", 3, 1440, of(3, 7, true)),
        ] {
            let look = Look { list_level: level, list: 7, margin, ..Look::default() };
            assert_eq!(paragraph(class, &look), expected, "{class} {level}");
        }
    }

    #[test]
    fn what_is_marker_and_what_is_text() {
        let mut word = Word::default();
        assert_eq!(word.offer("1.", true, false), Piece::Text);
        word.begin(paragraph("MsoListParagraph", &Look::default()));
        assert_eq!(word.offer("1.", false, false), Piece::Marker);
        assert_eq!(word.offer("Text", false, false), Piece::Text);
        word.comment(b"[if !supportLists]");
        assert_eq!(word.offer(" x", false, false), Piece::Marker);
        assert_eq!(word.offer(&"y".repeat(LONGEST), false, false), Piece::TooLong);
        assert_eq!((word.lend().as_str(), word.waits()), ("1. x", false));
    }
}
