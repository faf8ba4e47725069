//! Where a long text is cut, so that the parser holds the tree of a piece and not of all of it.
//!
//! Shape   [`Pieces::next`] gives one piece after the other, cut behind a blank line. Whether a block ends there
//!         is not known before it has been parsed: the last one of a piece that may go on
//!         ([`Pieces::goes_on`]) is given back with [`Pieces::resume_at`], and begins the next piece, which
//!         is larger where it is all that the piece had.
//! Units   bytes.
//! Limits  definitions of links and notes hold for the whole text: where there may be any it is one piece. A block
//!         is parsed again at most a few times: the pieces grow by [`GROWTH`].
//! Source  CommonMark 0.31, "Container blocks" and "Blank lines": what a blank line ends.

use std::ops::Range;

use pulldown_cmark::Tag;

use crate::options::Extensions;

/// From here on a blank line is looked for. The tree of so much text, densely marked, is some megabytes.
pub(super) const PIECE: usize = 32 << 10;
/// How much larger the next piece is where one block filled this one.
const GROWTH: usize = 8;

/// The pieces of a text.
pub(super) struct Pieces<'t> {
    text: &'t str,
    /// The piece in hand.
    range: Range<usize>,
    least: usize,
    /// How long the next piece is at least.
    size: usize,
    /// A line that begins with a colon belongs to the paragraph before it, blank lines between or not.
    terms: bool,
}

impl<'t> Pieces<'t> {
    /// The pieces of a text, each of `least` bytes or more but the last.
    pub(super) fn of(text: &'t str, extensions: &Extensions, least: usize) -> Self {
        let defines = || memchr::memmem::find(text.as_bytes(), b"]:").is_some();
        let least = if text.len() <= least || defines() { text.len() } else { least };
        let terms = extensions.definition_lists;
        Pieces { text, range: 0..0, least, size: least, terms }
    }

    /// The next piece, and where it begins.
    pub(super) fn next(&mut self) -> Option<(usize, &'t str)> {
        let start = self.range.end;
        let from = start.saturating_add(self.size);
        self.size = self.least;
        self.range = start..self.cut(from);
        self.text.get(self.range.clone()).filter(|piece| !piece.is_empty()).map(|it| (start, it))
    }

    /// Whether the text ends with the piece in hand.
    pub(super) fn is_last(&self) -> bool {
        self.range.end == self.text.len()
    }

    /// Whether a block of the piece in hand, which ends at `end` in it, may go on in the next.
    #[inline]
    pub(super) fn goes_on(&self, tag: &Tag<'_>, end: usize) -> bool {
        let ends_at_blank_line = matches!(
            tag,
            Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::Table(_)
        );
        if ends_at_blank_line || self.is_last() {
            return false;
        }
        let behind = self.text.as_bytes().get(self.range.start + end..self.range.end);
        behind.is_some_and(|rest| rest.iter().all(u8::is_ascii_whitespace))
    }

    /// The next piece begins with the line of the byte at `at` in the piece in hand.
    pub(super) fn resume_at(&mut self, at: usize) {
        let before = self.text.as_bytes().get(self.range.start..self.range.start + at);
        let line =
            before.and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |end| end + 1);
        if line == 0 {
            self.size = self.range.len().saturating_mul(GROWTH);
        }
        self.range.end = self.range.start + line;
    }

    /// Where from `at` on the first blank line ends, or the text.
    fn cut(&self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blanks = |from: usize, also: &[u8]| {
            let rest = bytes.get(from..).unwrap_or(&[]);
            from + rest.iter().take_while(|byte| also.contains(byte)).count()
        };
        while let Some(end) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
            let line = at + end + 1;
            let content = blanks(line, b" \t");
            at = line;
            if bytes.get(content) == Some(&b'\n') {
                let goes_on = self.terms && bytes.get(blanks(content, b" \t\n")) == Some(&b':');
                if !goes_on {
                    return content + 1;
                }
                at = content;
            }
        }
        bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Page, read_pieces};
    use super::*;
    use crate::document::Document;
    use crate::options::Options;
    use crate::report::Report;

    /// All that is made of a text in pieces of at least so many bytes.
    fn read(text: &str, options: &Options, least: usize) -> String {
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        read_pieces(Page::of_source(&mut doc, text), options, &mut report, least).unwrap();
        format!("{doc:?} {report:?}")
    }

    fn pieces(text: &str, least: usize) -> Vec<&str> {
        let mut pieces = Pieces::of(text, &Options::default().extensions, least);
        std::iter::from_fn(|| Some(pieces.next()?.1)).collect()
    }

    #[test]
    fn texts_are_cut_behind_blank_lines() {
        for (text, least, cut) in [
            ("a\n\nb\n\nc", 1, &["a\n\n", "b\n\n", "c"][..]),
            ("a\n \t\nb", 1, &["a\n \t\n", "b"]),
            ("a\n\n\n\nb", 1, &["a\n\n", "\n\nb"]),
            ("a\n\nb\n\nc", 3, &["a\n\nb\n\n", "c"]),
            ("a\n\nb\n\nc", 100, &["a\n\nb\n\nc"]),
            ("a\n\n[b]: c\n\nd", 1, &["a\n\n[b]: c\n\nd"]),
            ("a\nb\n", 1, &["a\nb\n"]),
            ("\n\n", 1, &["\n\n"]),
            ("", 1, &[]),
        ] {
            assert_eq!(pieces(text, least), cut, "{text:?} {least}");
        }
    }

    #[test]
    fn pieces_mean_what_the_whole_means() {
        let blocks = [
            "a *b*\nc",
            "# a",
            "a\n===",
            "- a",
            "- a\n\n  b",
            "- a\n  - b\n\n    c",
            "1. a",
            "2) b",
            "  c",
            "    d",
            "\te",
            "> a\n> b",
            "> ```\n> a",
            "```\na",
            "```",
            "   ~~~ x\nb",
            "~~~",
            "<div>",
            "</div>",
            "<pre>a",
            "b</pre> c",
            "<!-- a",
            "b -->",
            "<script>",
            "</script>",
            "|a|\n|-|\n|b|",
            "Table: a",
            "***",
            "term",
            ": meaning",
            "  : meaning\n\n    more",
            "[x] (y) [z][]",
            "$$\na\n\nb\n$$",
            "a\\",
            "> [!NOTE]\n> a",
            "x^2^ ~y~ ~~z~~",
            "\\",
            " \t",
        ];
        let plain = Options::default();
        let rich = Options::parse(
            "DefinitionLists=Yes;SuperSub=Yes;Math=Yes;HeadingAttributes=Yes;SmartPunctuation=Yes;Changes=Markup",
        )
        .unwrap();
        let mut drawn = 12345u32;
        for round in 0..4000 {
            let mut text = String::new();
            for _ in 0..2 + round % 6 {
                drawn = drawn.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text += blocks[(drawn >> 16) as usize % blocks.len()];
                text += ["\n\n", "\n \n", "\n\n\n", "\n"][(drawn >> 8) as usize % 4];
            }
            for options in [&plain, &rich] {
                let whole = read(&text, options, usize::MAX);
                for least in [1, 9] {
                    assert_eq!(read(&text, options, least), whole, "{text:?} {least}");
                }
            }
        }
    }
}
