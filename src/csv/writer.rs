//! Tables of a document as CSV.
//!
//! Shape   one pass over the blocks: the tables that the options choose are written, with an empty line
//!         between; every other block is counted.
//! Units   bytes of UTF-8; records end with CR LF, lines within a cell with LF.
//! Errors  those of the output buffer.
//! Source  RFC 4180; OWASP, "CSV injection", for cells that a spreadsheet would run.

use super::{COMMA, cell, is_number};
use crate::buffers::kept;
use crate::document::{Alignment, Kind, NodeId, View};
use crate::error::{Error, Result};
use crate::memory::{Output, pad};
use crate::options::{HeaderRow, Options};
use crate::report::{Loss, Report};

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

/// U+FEFF.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// What a reader may take for delimiters, the likeliest first.
const DELIMITERS: &[u8] = b",;\t|";

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        /// The words of a cell.
        text: Vec<u8>,
        /// Of each column: the cell that reaches into the rows below.
        source: Vec<NodeId>,
        /// How many rows it has left.
        rows: Vec<u16>,
    }
}

/// Writes tables of a document. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let mut delimiter = [0; 4];
    let delimiter = options.delimiter.unwrap_or(COMMA).encode_utf8(&mut delimiter).as_bytes();
    // A code page of other hosts' has no such mark.
    let mark = if options.bom && options.code_page == 65001 { BYTE_ORDER_MARK } else { b"" };
    out.push(mark);
    let mut writer = Writer { view, options, out, report, scratch, delimiter, start: mark.len() };
    let (mut number, mut outside) = (0, 0);
    let mut id = 0;
    while let Some(node) = view.nodes().get(id as usize) {
        id = match node.kind {
            Kind::Table { first, count, .. } => {
                number += 1;
                if options.table == 0 || options.table == number {
                    writer.table(id, (first, count));
                } else {
                    outside += 1;
                }
                node.end
            }
            // Tables may stand in these.
            Kind::Quote { .. }
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::DefinitionList
            | Kind::Definition
            | Kind::FootnoteDefinition { .. } => id + 1,
            Kind::CommentBody(_) => {
                writer.report.add(Loss::Comment, NOWHERE);
                node.end
            }
            Kind::PageBreak => {
                writer.report.add(Loss::PageBreak, NOWHERE);
                node.end
            }
            Kind::Anchor { .. } | Kind::CommentStart(_) | Kind::CommentEnd(_) | Kind::Contents => {
                node.end
            }
            Kind::Paragraph { .. }
            | Kind::Heading { .. }
            | Kind::CodeBlock { .. }
            | Kind::HtmlBlock
            | Kind::Row { .. }
            | Kind::Cell { .. }
            | Kind::Term
            | Kind::Caption
            | Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::Link(_)
            | Kind::Image(_)
            | Kind::Inserted(_)
            | Kind::Deleted(_)
            | Kind::Colored { .. }
            | Kind::SmallCaps
            | Kind::Rule
            | Kind::Text(_)
            | Kind::Code(_)
            | Kind::Html(_)
            | Kind::Math { .. }
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::FootnoteReference { .. } => {
                outside += 1;
                node.end
            }
        };
        if writer.out.failed() {
            return Ok(());
        }
    }
    report.add_many(Loss::NotTable, outside, NOWHERE);
    report.add_many(Loss::Metadata, view.doc.count_facts(), NOWHERE);
    Ok(())
}

struct Writer<'v, 'w> {
    view: View<'v>,
    options: &'w Options,
    out: &'w mut Output,
    report: &'w mut Report,
    scratch: &'w mut Scratch,
    delimiter: &'w [u8],
    /// Where the first table begins.
    start: usize,
}

impl Writer<'_, '_> {
    fn table(&mut self, id: NodeId, (first, count): (u32, u16)) {
        let columns = self.view.columns(first, count);
        if columns.iter().any(|column| column.alignment != Alignment::None) {
            self.report.add(Loss::Alignment, NOWHERE);
        }
        self.scratch.source.clear();
        self.scratch.rows.clear();
        if self.out.len() > self.start {
            self.out.push(b"\r\n");
        }
        let end = self.view.nodes()[id as usize].end;
        let mut row = id + 1;
        while row < end && !self.out.failed() {
            let next = self.view.nodes()[row as usize].end;
            if self.is_written(row, next) {
                self.row(row, next, count);
            }
            row = next;
        }
    }

    /// Whether a row is: all are but perhaps the header.
    fn is_written(&mut self, row: NodeId, end: NodeId) -> bool {
        if self.view.kind(row) != Some(&Kind::Row { header: true }) {
            return true;
        }
        let cells = &self.view.nodes()[row as usize + 1..end as usize];
        let is_empty = cells.iter().all(|node| node.kind.is_cell());
        match self.options.header_row {
            HeaderRow::Auto => !is_empty,
            HeaderRow::Yes => true,
            HeaderRow::No => {
                if !is_empty {
                    self.report.add(Loss::NotTable, NOWHERE);
                }
                false
            }
        }
    }

    fn row(&mut self, row: NodeId, end: NodeId, width: u16) {
        let (mut column, mut cell) = (0usize, row + 1);
        let start = self.out.len();
        while cell < end {
            if column > 0 {
                self.out.push(self.delimiter);
            }
            let node = self.view.nodes()[cell as usize];
            let source = match node.kind {
                Kind::Cell { columns, rows } => self.source(cell, column, columns, rows),
                _ => Some(cell),
            };
            if let Some(source) = source {
                self.cell(source, width);
            }
            column += 1;
            cell = node.end;
        }
        // An empty line would be none.
        if self.out.len() == start {
            self.out.push(b"\"\"");
        }
        self.out.push(b"\r\n");
    }

    /// The cell whose words are written in a column: its own, or those of the cell that covers it.
    fn source(&mut self, cell: NodeId, column: usize, columns: u16, rows: u16) -> Option<NodeId> {
        if (columns, rows) == (1, 1) {
            return Some(cell);
        }
        let repeats = self.options.repeat_merged;
        let Scratch { source, rows: left, .. } = &mut *self.scratch;
        if columns > 0 {
            self.report.add(Loss::MergedCells, NOWHERE);
            let end = column + usize::from(columns);
            if repeats {
                if !pad(source, end, 0) || !pad(left, end, 0) {
                    self.out.fail(Error::out_of_memory());
                    return None;
                }
                source[column..end].fill(cell);
                left[column..end].fill(rows);
                // This row is one of them.
                left[column] = rows - 1;
            }
            return Some(cell);
        }
        let left = left.get_mut(column).filter(|left| **left > 0)?;
        *left -= 1;
        source.get(column).copied()
    }

    fn cell(&mut self, id: NodeId, width: u16) {
        let text = &mut self.scratch.text;
        text.clear();
        if !cell::words(self.view, id, text, self.report) {
            self.out.fail(Error::out_of_memory());
        }
        let text = &self.scratch.text[..];
        let guard: &[u8] = if self.options.guard_cells && is_formula(text) {
            self.report.add(Loss::GuardedCell, NOWHERE);
            b"'"
        } else {
            b""
        };
        if !self.needs_quotes(text, width) {
            self.out.push(guard);
            self.out.push(text);
            return;
        }
        self.out.push_byte(b'"');
        self.out.push(guard);
        let mut from = 0;
        for at in memchr::memchr_iter(b'"', text) {
            self.out.push(&text[from..=at]);
            from = at;
        }
        self.out.push(&text[from..]);
        self.out.push_byte(b'"');
    }

    fn needs_quotes(&self, text: &[u8], width: u16) -> bool {
        let own = self.delimiter[0];
        // Whoever has to find the delimiter out must not find another.
        let before = DELIMITERS.iter().position(|&delimiter| delimiter == own);
        let before = match before {
            // Where a host parts cells by another, what stands behind it must not run.
            Some(before) if width > 1 && !self.options.guard_cells => &DELIMITERS[..before],
            _ => DELIMITERS,
        };
        let is_special = |&byte: &u8| {
            byte == own || matches!(byte, b'"' | b'\n' | b'\r') || before.contains(&byte)
        };
        let says_how = || {
            let head = text.get(..4).unwrap_or_default();
            // In a page of bytes other letters look like the mark.
            let marks = ["\u{FEFF}", "\u{EF}\u{BB}\u{BF}", "\u{FF}\u{FE}", "\u{FE}\u{FF}"];
            let paged = self.options.code_page != 65001;
            let mut marks = marks.iter().take(if paged { marks.len() } else { 1 });
            head.eq_ignore_ascii_case(b"sep=")
                || marks.any(|mark| text.starts_with(mark.as_bytes()))
        };
        text.iter().any(is_special) || self.out.len() == self.start && says_how()
    }
}

/// Whether a spreadsheet would take a cell for something to run. A number is one whatever its sign.
fn is_formula(text: &[u8]) -> bool {
    match text {
        [b'=' | b'@' | b'\t' | b'\r' | b'\n', ..] => true,
        [b'+' | b'-', ..] => !is_number(text),
        // The same in full width: U+FF0B, U+FF0D, U+FF1D, U+FF20.
        [0xEF, 0xBC, 0x8B | 0x8D | 0x9D | 0xA0, ..] => true,
        _ => false,
    }
}
