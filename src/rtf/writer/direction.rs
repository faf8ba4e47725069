//! Paragraphs that run from right to left: Hebrew, Arabic and their neighbours.
//!
//! Shape   `\rtlpar\qr` for the paragraph, with its edges once more as `\lin` and `\rin`, since to
//!         Word `\li` and `\ri` are sides of the page and these two are not. Its text is a run of
//!         `\rtlch`: words that begin with `a` go before it and speak of what is read from left to
//!         right inside, the plain ones of the rest. Emphasis says both, code is left to right.
//! Units   twips, half-points.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents"; the form is Word's own.

use super::Writer;
use super::block::{FARTHEST, QUOTE};
use super::style::{Prefix, Style};
use crate::document::{Alignment, Kind, NodeId};
use crate::text::{Direction, direction};

impl Writer<'_> {
    /// Starts a paragraph for the inlines from `start` up to `end`. `extra` are properties of its own.
    #[inline]
    pub fn begin_text(&mut self, style: Style, extra: &[u8], start: NodeId, end: NodeId) {
        self.flow.right_to_left = self.reads_right_to_left(start, end);
        self.begin(style, 0, extra);
    }

    /// Whether the first letter of the text between `start` and `end` is one that runs from right
    /// to left. Code and HTML don't count.
    #[inline]
    pub fn reads_right_to_left(&self, start: NodeId, end: NodeId) -> bool {
        let nodes = self.view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
        let first = nodes.iter().find_map(|node| match node.kind {
            Kind::Text(span) => direction(self.view.text(span)),
            _ => None,
        });
        first == Some(Direction::RightToLeft)
    }

    /// The paragraph's edges, for hosts to which the first one is where text starts.
    pub fn right_to_left_edges(&mut self) {
        let left = self.left_edge();
        if left > 0 {
            self.out.push(b"\\lin");
            self.out.push_int(left);
        }
        if self.flow.quotes > 0 {
            self.out.push(b"\\rin");
            self.out.push_int((self.flow.quotes * QUOTE).min(FARTHEST));
        }
    }

    /// Goes over to text from right to left, of the look that the style has.
    pub fn right_to_left_run(&mut self, prefix: Prefix) {
        for (start, associated) in [(b"\\ltrch\\fcs1".as_slice(), true), (b"\\rtlch\\fcs0", false)]
        {
            self.out.push(start);
            self.out.push(if associated { b"\\afs".as_slice() } else { b"\\fs" });
            self.out.push_int(prefix.size.into());
            if prefix.bold {
                self.out.push(if associated { b"\\ab".as_slice() } else { b"\\b" });
            }
            if prefix.italic {
                self.out.push(if associated { b"\\ai".as_slice() } else { b"\\i" });
            }
        }
    }

    /// Starts a cell. To the right is where such text stands by itself: a column that asks for it
    /// gets a paragraph without a direction, so that the two can be told apart.
    pub fn begin_right_to_left_cell(&mut self, prefix: Prefix, alignment: Alignment) {
        self.flow.right_to_left = true;
        self.out.push(self.scratch.prefixes.head(prefix));
        self.out.push(match alignment {
            Alignment::None => b"\\rtlpar\\qr".as_slice(),
            Alignment::Left => b"\\rtlpar\\ql",
            Alignment::Center => b"\\rtlpar\\qc",
            Alignment::Right => b"\\qr",
        });
        self.out.push(self.scratch.prefixes.properties(prefix));
        self.right_to_left_run(prefix);
        self.out.push_byte(b' ');
    }
}
