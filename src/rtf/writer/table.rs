//! Tables: widths from the content, a row definition that is prepared once, cells.
//!
//! Shape   the definition of the header row and that of the others are put together once and
//!         copied before each row.
//! State   [`Tables`] has the definitions of the open tables: a footnote in a cell may hold another.
//! Units   twips.
//! Errors  remembered by the output.
//! Limits  the first [`MEASURED`] cells are measured; a row has as many cells as the table has
//!         columns, whatever the document says: missing ones are empty, text beyond joins the last.
//! Source  RTF 1.9.1, "Table definitions"; every cell repeats `\intbl`, every row its definition.

use super::containers::{FARTHEST, Place};
use super::direction;
use super::look::Look;
use super::prefix::Prefix;
use super::sink::take_back;
use crate::buffers::kept;
use crate::document::{Alignment, Kind, Node, NodeId, View};
use crate::error::Error;
use crate::memory::{self, Output};

/// A table keeps this width however far right it begins.
const NARROWEST: i64 = 1_440;
/// The space between two cells, half on each side, and two border widths.
const PADDING: i64 = 236;
/// The width of a character of body text of 11 points, on average.
const CHARACTER: i64 = 108;
/// A column's least width.
const LEAST: i64 = 420;
/// Longer cells count as this long: they wrap anyway.
const LONG: u32 = 120;
/// Cells that are measured.
const MEASURED: usize = 4_096;

/// What a column's cells were found to need, in characters; then where the column ends.
#[derive(Clone, Copy, Debug, Default)]
struct Column {
    word: u32,
    line: u32,
    right: i64,
}

kept! {
    /// The tables that are being written.
    #[derive(Debug, Default)]
    pub(super) struct Tables {
        columns: Vec<Column>,
        /// The definitions of rows, those of the outermost table first.
        definitions: Vec<u8>,
    }
}

/// An open table: where its definitions begin, and where that of a header row ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    start: usize,
    header_end: usize,
}

impl Tables {
    /// Prepares a table of the rows among some nodes; `None` where memory runs out.
    pub(super) fn open(
        &mut self,
        view: View<'_>,
        rows: (NodeId, NodeId),
        count: usize,
        place: Place,
        look: &Look<'_>,
        out: &mut Output,
    ) -> Option<Rows> {
        let columns = &mut self.columns;
        columns.clear();
        if !memory::pad(columns, count, Column::default()) {
            out.fail(Error::out_of_memory());
            return None;
        }
        let nodes = view.doc.nodes.get(rows.0 as usize..rows.1 as usize).unwrap_or(&[]);
        measure(nodes, view, columns);
        let left = place.left();
        set_widths(columns, left, look.text_width, look.size);
        let right_to_left = direction::reads_right_to_left(view, rows.0, rows.1);
        let (start, from) = (self.definitions.len(), out.len());
        row_definition(columns, look.theme.cells[0], left, right_to_left, true, out);
        let header_end = start + (out.len() - from);
        row_definition(columns, look.theme.cells[1], left, right_to_left, false, out);
        take_back(out, from, &mut self.definitions);
        Some(Rows { start, header_end })
    }

    /// Begins a row.
    #[inline]
    pub(super) fn begin_row(&self, rows: Rows, header: bool, out: &mut Output) {
        let definition = if header {
            self.definitions.get(rows.start..rows.header_end)
        } else {
            self.definitions.get(rows.header_end..)
        };
        out.push(definition.unwrap_or(&[]));
    }

    /// Closes the table opened last.
    pub(super) fn close(&mut self, rows: Rows) {
        self.definitions.truncate(rows.start);
    }
}

/// Starts a cell: the first of a row, or one behind another.
#[inline]
pub(super) fn begin_cell(
    first: bool,
    prefix: &Prefix<'_>,
    alignment: Alignment,
    right_to_left: bool,
    out: &mut Output,
) {
    if !first {
        out.push(b"\\cell");
    }
    out.push(prefix.head());
    out.push(direction::cell(alignment, right_to_left));
    out.push(prefix.properties());
    if right_to_left {
        direction::run(prefix, out);
    }
    out.push_byte(b' ');
}

/// Ends a row.
#[inline]
pub(super) fn end_row(out: &mut Output) {
    out.push(b"\\cell\\row\r\n");
}

/// Whether a table's first row is a header with nothing in it that may be left out: a reader takes
/// the row behind it, which ends at `next_end`, for a header if that is bold.
pub(super) fn is_bare_header(
    view: View<'_>,
    row: NodeId,
    row_end: NodeId,
    next_end: NodeId,
) -> bool {
    let kinds = |from: NodeId, to: NodeId| (from..to).filter_map(|id| view.kind(id));
    kinds(row, row_end).all(|kind| match kind {
        Kind::Row { header } => *header,
        Kind::Text(span) => view.text(*span).trim_ascii().is_empty(),
        Kind::Cell => true,
        _ => false,
    }) && !kinds(row_end, next_end).any(|kind| *kind == Kind::Strong)
}

/// Finds each column's longest word and longest cell.
fn measure(nodes: &[Node], view: View<'_>, columns: &mut [Column]) {
    let mut column = 0;
    let mut cells = 0;
    let (mut line, mut word) = (0u32, 0u32);
    for node in nodes {
        match node.kind {
            Kind::Row { .. } => column = 0,
            Kind::Cell => {
                cells += 1;
                if cells > MEASURED {
                    break;
                }
                column += 1;
                (line, word) = (0, 0);
            }
            Kind::HardBreak => (line, word) = (0, 0),
            Kind::SoftBreak => (line, word) = (line + 1, 0),
            Kind::Text(span) | Kind::Code(span) | Kind::Math { tex: span, .. } => {
                let Some(place) = usize::checked_sub(column, 1).and_then(|c| columns.get_mut(c))
                else {
                    continue;
                };
                // A character counts by its first byte; a long cell is not read to its end.
                let text = view.text(span);
                let mut longest = place.word;
                for &byte in &text[..text.len().min(4 * LONG as usize)] {
                    let character = u32::from(byte & 0xC0 != 0x80);
                    word = if byte == b' ' { 0 } else { word + character };
                    longest = longest.max(word);
                    line += character;
                }
                place.word = longest;
                place.line = place.line.max(line);
            }
            _ => {}
        }
    }
}

/// Shares the text's width out: each column gets what its longest word needs, and of the rest
/// as much as its longest cell asks for. `size` is that of the text, in half-points.
fn set_widths(columns: &mut [Column], left: i64, text_width: i64, size: u32) {
    let width = (text_width - left).max(NARROWEST);
    let character = (CHARACTER * i64::from(size) / 22).max(1);
    let least = |column: &Column| (i64::from(column.word.min(30)) * character + PADDING).max(LEAST);
    let wish = |column: &Column| i64::from(column.line.clamp(4, LONG));
    let needed: i64 = columns.iter().map(least).sum();
    let wishes: i64 = columns.iter().map(wish).sum();
    let count = columns.len() as i64;
    let spare = width - needed;
    let (mut right, mut wished) = (left, 0);
    for column in columns.iter_mut() {
        if spare >= 0 {
            right += least(column);
            wished += wish(column);
            column.right = right + spare * wished / wishes.max(1);
        } else {
            // Too much for the page: in proportion, but never nothing.
            right += (least(column) * width / needed.max(1)).max(width / count / 2).max(60);
            column.right = right;
        }
    }
    // Word ends at 22 inches; edges must still rise.
    if right > FARTHEST {
        for (index, column) in columns.iter_mut().enumerate() {
            let share = (FARTHEST - left).max(count) * (index as i64 + 1) / count;
            column.right = left + share;
        }
    }
}

/// A row definition. The first cell of a row from right to left stands on the right.
fn row_definition(
    columns: &[Column],
    cell: &str,
    left: i64,
    right_to_left: bool,
    header: bool,
    out: &mut Output,
) {
    out.push(b"\\trowd");
    out.push(if right_to_left { b"\\rtlrow" } else { b"" });
    out.push(b"\\trgaph108\\trleft");
    out.push_int(left);
    out.push(if header { b"\\trhdr" } else { b"" });
    for column in columns {
        out.push(cell.as_bytes());
        out.push(b"\\cellx");
        out.push_int(column.right);
    }
    out.push(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_in_one_line_each() {
        for (columns, left, rights) in [
            // What is left over is shared by the longest lines.
            (&[(4, 4), (4, 4)][..], 0, &[4680, 9360][..]),
            (&[(4, 10), (4, 30)], 0, &[2674, 9360]),
            (&[(1, 1)], 0, &[9360]),
            // Too narrow for the longest words: in proportion.
            (&[(30, 30), (30, 30), (30, 30), (30, 30)], 0, &[2340, 4680, 7020, 9360]),
            // So far right that nothing is left but the least.
            (&[(1, 1), (1, 1)], 9000, &[9720, 10440]),
            (&[(1, 1), (1, 1)], 31_680, &[31_681, 31_682]),
        ] {
            let column = |&(word, line): &(u32, u32)| Column { word, line, right: 0 };
            let mut columns: Vec<Column> = columns.iter().map(column).collect();
            set_widths(&mut columns, left, 9_360, 22);
            let found: Vec<i64> = columns.iter().map(|column| column.right).collect();
            assert_eq!(found, rights, "{left}");
        }
    }
}
