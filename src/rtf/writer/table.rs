//! Tables: widths from the content, a row definition that is prepared once, cells.
//!
//! Shape   the definition of the header row and that of the others are put together once and
//!         copied before each row.
//! Units   twips.
//! Limits  the first [`MEASURED`] cells are measured; a row has as many cells as the table has
//!         columns, whatever the document says: missing ones are empty, text beyond joins the last.
//! Source  RTF 1.9.1, "Table definitions"; every cell repeats `\intbl`, every row its definition.

use super::Writer;
use super::block::FARTHEST;
use super::style::{Prefix, Style};
use crate::document::{Alignment, Kind, NodeId};

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
pub struct Column {
    word: u32,
    line: u32,
    right: i64,
}

impl Writer<'_> {
    /// Writes the rows from `start` up to `end`.
    pub fn table(&mut self, start: NodeId, end: NodeId, first: u32, count: u16) {
        self.space_before_table();
        let count = usize::from(count).max(1);
        self.scratch.columns.clear();
        if self.scratch.columns.try_reserve(count).is_err() {
            self.starved = true;
            return;
        }
        self.scratch.columns.resize(count, Column::default());
        self.measure(start, end);
        let left = self.left_edge();
        self.set_widths(left);
        let from = self.out.len();
        let header_len = self.make_rows(left, self.reads_right_to_left(start, end));
        let prepared = self.prepare(from);

        let mut next = start;
        while next < end && !self.out.failed() {
            let Some((kind, row_end)) = self.node(next) else { break };
            let row_end = row_end.min(end);
            if next == start && self.is_bare_header(start, row_end, end) {
                next = row_end;
                continue;
            }
            if let Kind::Row { header } = *kind {
                let prepared = self.scratch.prepared.get(prepared..).unwrap_or(&[]);
                let (header_row, row) = prepared.split_at(header_len.min(prepared.len()));
                self.out.push(if header { header_row } else { row });
                self.row(next + 1, row_end, first, count, header);
            }
            next = row_end;
        }
        self.scratch.prepared.truncate(prepared);
        self.table_written();
    }

    /// Whether the first row is a header with nothing in it that may be left out: a reader takes
    /// the row behind it for a header if that is bold.
    fn is_bare_header(&self, row: NodeId, row_end: NodeId, end: NodeId) -> bool {
        let kinds = |from: NodeId, to: NodeId| (from..to).filter_map(|id| self.view.kind(id));
        let Some((_, next_end)) = self.node(row_end) else { return false };
        row_end < end
            && kinds(row, row_end).all(|kind| match kind {
                Kind::Row { header } => *header,
                Kind::Text(span) => self.view.text(*span).trim_ascii().is_empty(),
                Kind::Cell => true,
                _ => false,
            })
            && !kinds(row_end, next_end.min(end)).any(|kind| *kind == Kind::Strong)
    }

    fn row(&mut self, start: NodeId, end: NodeId, first: u32, count: usize, header: bool) {
        let style = if header { Style::TableHeading } else { Style::Cell };
        let columns = self.view.columns(first, count as u16);
        let prefix = self.prefix(style);
        self.take_style(prefix);
        let mut next = start;
        let mut column = 0;
        while next < end {
            let Some((_, cell_end)) = self.node(next) else { break };
            let cell_end = cell_end.min(end);
            if column < count {
                if column > 0 {
                    self.out.push(b"\\cell");
                }
                let alignment = columns.get(column).copied().unwrap_or_default();
                if self.reads_right_to_left(next, cell_end) {
                    self.begin_right_to_left_cell(prefix, alignment);
                } else {
                    self.begin_cell(prefix, alignment);
                }
            } else {
                self.out.push_byte(b' ');
            }
            let is_cell = matches!(self.view.kind(next), Some(Kind::Cell));
            self.inlines(if is_cell { next + 1 } else { next }, cell_end);
            self.flow.right_to_left = false;
            next = cell_end;
            column += 1;
        }
        while column < count {
            if column > 0 {
                self.out.push(b"\\cell");
            }
            self.begin_cell(prefix, columns.get(column).copied().unwrap_or_default());
            column += 1;
        }
        self.out.push(b"\\cell\\row\r\n");
    }

    #[inline]
    fn begin_cell(&mut self, prefix: Prefix, alignment: Alignment) {
        match alignment {
            Alignment::None => return self.out.push(self.scratch.prefixes.whole(prefix)),
            _ => self.out.push(self.scratch.prefixes.head(prefix)),
        }
        self.out.push(match alignment {
            Alignment::None => b"",
            Alignment::Left => b"\\ql",
            Alignment::Center => b"\\qc",
            Alignment::Right => b"\\qr",
        });
        self.out.push(self.scratch.prefixes.properties(prefix));
        self.out.push_byte(b' ');
    }

    /// Finds each column's longest word and longest cell.
    fn measure(&mut self, start: NodeId, end: NodeId) {
        let nodes = &self.view.doc.nodes;
        let mut column = 0;
        let mut cells = 0;
        let (mut line, mut word) = (0u32, 0u32);
        for node in nodes.get(start as usize..end as usize).unwrap_or(&[]) {
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
                    let Some(place) =
                        usize::checked_sub(column, 1).and_then(|c| self.scratch.columns.get_mut(c))
                    else {
                        continue;
                    };
                    // A character counts by its first byte; a long cell is not read to its end.
                    let text = self.view.text(span);
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
    /// as much as its longest cell asks for.
    fn set_widths(&mut self, left: i64) {
        let width = (self.look.text_width - left).max(NARROWEST);
        let character = (CHARACTER * i64::from(self.look.size) / 22).max(1);
        let columns = &mut self.scratch.columns;
        let least =
            |column: &Column| (i64::from(column.word.min(30)) * character + PADDING).max(LEAST);
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

    /// Writes both row definitions; returns the length of the first. The first cell of a row from
    /// right to left stands on the right.
    fn make_rows(&mut self, left: i64, right_to_left: bool) -> usize {
        let from = self.out.len();
        let cells = &self.look.theme.cells;
        let mut header_len = 0;
        for header in [true, false] {
            self.out.push(b"\\trowd");
            if right_to_left {
                self.out.push(b"\\rtlrow");
            }
            self.out.push(b"\\trgaph108\\trleft");
            self.out.push_int(left);
            if header {
                self.out.push(b"\\trhdr");
            }
            for column in &self.scratch.columns {
                self.out.push(cells[usize::from(!header)].as_bytes());
                self.out.push(b"\\cellx");
                self.out.push_int(column.right);
            }
            self.out.push(b"\r\n");
            if header {
                header_len = self.out.len() - from;
            }
        }
        header_len
    }
}
