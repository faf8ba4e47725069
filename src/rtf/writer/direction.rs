//! Paragraphs that run from right to left: Hebrew, Arabic and their neighbours.
//!
//! Shape   `\rtlpar\qr` for the paragraph, with its edges once more as `\lin` and `\rin`, since to
//!         Word `\li` and `\ri` are sides of the page and these two are not. Its text is a run of
//!         `\rtlch`: words that begin with `a` go before it and speak of what is read from left to
//!         right inside, the plain ones of the rest. Emphasis says both, code is left to right.
//! Units   twips, half-points.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents"; the form is Word's own.

use super::containers::Place;
use super::prefix::Prefix;
use crate::document::{self, Alignment, Kind, NodeId, View};
use crate::memory::Output;
use crate::text::{Direction, direction};

/// Whether the first letter of the text between `start` and `end` is one that runs from right
/// to left. Code and HTML don't count.
#[inline]
pub(super) fn reads_right_to_left(view: View<'_>, start: NodeId, end: NodeId) -> bool {
    let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
    let first = nodes.iter().find_map(|node| match node.kind {
        Kind::Text(span) => direction(view.text(span)),
        _ => None,
    });
    first == Some(Direction::RightToLeft)
}

/// Whether text runs from right to left, as it is said or as its first letter does.
#[inline]
pub(super) fn runs_right_to_left(
    said: document::Direction,
    view: View<'_>,
    start: NodeId,
    end: NodeId,
) -> bool {
    match said {
        document::Direction::Rtl => true,
        document::Direction::Ltr => false,
        document::Direction::Unsaid => reads_right_to_left(view, start, end),
    }
}

/// What makes a paragraph one from right to left, behind its other properties: its edges, for hosts
/// to which the first one is where text starts, and its text's look.
pub(super) fn paragraph(place: Place, prefix: &Prefix<'_>, bar: &[u8], out: &mut Output) {
    let (left, right) = (place.left(), place.right());
    for (word, edge) in [(b"\\lin", left), (b"\\rin", right)] {
        if edge > 0 {
            out.push(word);
            out.push_int(edge);
        }
    }
    // The bar stands where the text begins.
    if place.is_quoted()
        && let Some(words) = bar.strip_prefix(b"\\brdrl")
    {
        out.push(b"\\brdrl\\brdrnil\\brdrr");
        out.push(words);
    }
    out.push(b"\\rtlpar\\qr");
    run(prefix, out);
}

/// Goes over to text from right to left, of the look that the style has.
pub(super) fn run(prefix: &Prefix<'_>, out: &mut Output) {
    for (start, size, bold, italic) in [
        (&b"\\ltrch\\fcs1"[..], &b"\\afs"[..], &b"\\ab"[..], &b"\\ai"[..]),
        (b"\\rtlch\\fcs0", b"\\fs", b"\\b", b"\\i"),
    ] {
        out.push(start);
        out.push(size);
        out.push_int(prefix.size.into());
        out.push(if prefix.bold { bold } else { b"" });
        out.push(if prefix.italic { italic } else { b"" });
    }
}

/// The alignment of a cell. To the right is where text from right to left stands by itself: a
/// column that asks for it gets a paragraph without a direction, so that the two can be told apart.
#[inline]
pub(super) fn cell(alignment: Alignment, right_to_left: bool) -> &'static [u8] {
    match (alignment, right_to_left) {
        (Alignment::None, false) => b"",
        (Alignment::Left, false) => b"\\ql",
        (Alignment::Center, false) => b"\\qc",
        (Alignment::Right, _) => b"\\qr",
        (Alignment::None, true) => b"\\rtlpar\\qr",
        (Alignment::Left, true) => b"\\rtlpar\\ql",
        (Alignment::Center, true) => b"\\rtlpar\\qc",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn the_first_letter_tells_the_direction() {
        for (text, right_to_left) in [
            ("", false),
            ("abc \u{5D0}", false),
            ("\u{5D0} abc", true),
            ("12: \u{627}", true),
            ("--", false),
        ] {
            let mut doc = Document::default();
            doc.reset(9);
            let span = doc.own("\u{5D0}");
            doc.leaf(Kind::Code(span));
            let span = doc.own(text);
            doc.leaf(Kind::Text(span));
            let view = View { doc: &doc, source: b"" };
            assert_eq!(reads_right_to_left(view, 0, 2), right_to_left, "{text}");
            assert!(!reads_right_to_left(view, 0, 1) && !reads_right_to_left(view, 1, 9));
        }
    }

    #[test]
    fn no_two_cells_that_differ_are_set_alike() {
        use Alignment::*;
        for (alignment, left_to_right, right_to_left) in [
            (None, "", "\\rtlpar\\qr"),
            (Left, "\\ql", "\\rtlpar\\ql"),
            (Center, "\\qc", "\\rtlpar\\qc"),
            (Right, "\\qr", "\\qr"),
        ] {
            assert_eq!(cell(alignment, false), left_to_right.as_bytes());
            assert_eq!(cell(alignment, true), right_to_left.as_bytes());
        }
    }
}
