//! The bytes that start a paragraph in each style of a document.
//!
//! Shape   [`Prefixes::make`] puts those of all styles in use together before anything is written;
//!         from then on they are only read. The stylesheet has them too.
//! Units   twips and half-points.
//! Errors  remembered by the output.

use super::look::Look;
use super::plan::Plan;
use super::sink::take_back;
use super::style::{ALL, Row, Style};
use crate::buffers::{Kept, kept, plain};
use crate::memory::Output;

/// Where a style's prefix stands among the bytes, and what its text has from it.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    start: u32,
    /// Lengths of `\pard\plain\sN`, and of all with the one space that follows the properties.
    head: u32,
    len: u32,
    size: u32,
    before: i64,
    bold: bool,
    italic: bool,
}

plain!(Entry);

kept! {
    /// The prefixes of the styles that a document uses.
    #[derive(Debug, Default)]
    pub(super) struct Prefixes {
        bytes: Vec<u8>,
        entries: [Entry; ALL.len()],
    }
}

/// The prefix of one style.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix<'a> {
    pub(super) style: Style,
    /// Size of the text.
    pub(super) size: u32,
    /// Space before.
    pub(super) before: i64,
    /// Text in it may be bold already; it is in italics already.
    pub(super) bold: bool,
    pub(super) italic: bool,
    bytes: &'a [u8],
    head: u32,
}

impl Prefixes {
    /// Puts the prefixes together. They are written to the output and taken back from there.
    pub(super) fn make(&mut self, look: &Look<'_>, plan: &Plan, out: &mut Output) {
        self.clear();
        let from = out.len();
        for style in ALL {
            if !look.is_of_template(style) && !plan.has_style(style) {
                continue;
            }
            let row = look.row(style, plan);
            let start = out.len();
            head(style, out);
            let head = out.len() - start;
            properties(&row, out);
            out.push_byte(b' ');
            self.entries[style as usize] = Entry {
                start: (start - from) as u32,
                head: head as u32,
                len: (out.len() - start) as u32,
                size: row.size,
                before: row.before,
                bold: row.bold,
                italic: row.italic,
            };
        }
        take_back(out, from, &mut self.bytes);
    }

    /// A style's prefix; empty if the document has no use for the style.
    #[inline]
    pub(super) fn of(&self, style: Style) -> Prefix<'_> {
        let Entry { start, head, len, size, before, bold, italic } = self.entries[style as usize];
        let bytes = self.bytes.get(start as usize..(start + len) as usize).unwrap_or(&[]);
        Prefix { style, size, before, bold, italic, bytes, head }
    }
}

impl<'a> Prefix<'a> {
    /// `\pard\plain\sN`, the properties, and a space.
    #[inline]
    pub(super) fn whole(&self) -> &'a [u8] {
        self.bytes
    }

    /// `\pard\plain\sN`.
    #[inline]
    pub(super) fn head(&self) -> &'a [u8] {
        self.bytes.get(..self.head as usize).unwrap_or(&[])
    }

    /// The properties, without a space.
    #[inline]
    pub(super) fn properties(&self) -> &'a [u8] {
        let end = self.bytes.len().saturating_sub(1);
        self.bytes.get(self.head as usize..end).unwrap_or(&[])
    }
}

fn head(style: Style, out: &mut Output) {
    out.push(if matches!(style, Style::Cell | Style::TableHeading) {
        b"\\pard\\plain\\intbl\\s".as_slice()
    } else {
        b"\\pard\\plain\\s"
    });
    out.push_int(style.number().into());
}

fn properties(row: &Row<'_>, out: &mut Output) {
    if row.before > 0 {
        out.push(b"\\sb");
        out.push_int(row.before);
    }
    out.push(row.paragraph);
    out.push(row.alignment);
    out.push(b"\\f");
    out.push_int(row.font.into());
    out.push(b"\\fs");
    out.push_int(row.size.into());
    out.push(row.marks);
    out.push(row.character);
}
