//! What a table is, from what stands in it.
//!
//! Shape   [`OpenTable`] is told of each row, cell, paragraph and text while the table is open, and
//!         says in the end whether it is one of data, and how its columns are set.
//! Limits  columns beyond the [`COLUMNS`]th are counted only.
//! Source  what mail programs do: a table that holds tables, blocks or one column only is there
//!         for the layout, whatever the standard says of it.

use crate::document::Alignment;
use crate::html::reader::attributes::CellValues;

/// Columns whose alignment and row spans are looked at.
const COLUMNS: usize = 64;
/// Columns at the end of a table in which no cell may begin.
const MOST_EMPTY: usize = 16;
/// A cell with more lines than this is no cell of data.
const MAX_LINES: u32 = 12;

/// A table whose end tag has not come yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenTable {
    columns: usize,
    /// The columns up to the last one in which a cell begins.
    begun: usize,
    column: usize,
    rows: usize,
    in_cell: bool,
    nested: bool,
    blocks: bool,
    layout: bool,
    header: bool,
    in_head: bool,
    /// Lines of text in this cell, and in the cell that has most.
    lines: u32,
    most_lines: u32,
    new_line: bool,
    /// Depth of bold elements in this cell.
    bold: u32,
    /// Whether the first two rows have text that is bold, and text that is not.
    rows_bold: [[bool; 2]; 2],
    row_alignment: Option<Alignment>,
    alignments: [Option<Alignment>; COLUMNS],
    spans: [u16; COLUMNS],
}

impl OpenTable {
    /// A table begins. `presentation`: it says itself that it is there for the layout.
    pub fn new(presentation: bool) -> Self {
        OpenTable {
            columns: 0,
            begun: 0,
            column: 0,
            rows: 0,
            in_cell: false,
            nested: false,
            blocks: false,
            layout: presentation,
            header: false,
            in_head: false,
            lines: 0,
            most_lines: 0,
            new_line: true,
            bold: 0,
            rows_bold: [[false; 2]; 2],
            row_alignment: None,
            alignments: [None; COLUMNS],
            spans: [0; COLUMNS],
        }
    }

    /// Whether a cell is open.
    pub fn in_cell(&self) -> bool {
        self.in_cell
    }

    /// The group of rows that begins is the head, or it is not.
    pub fn begin_rows(&mut self, head: bool) {
        self.in_head = head;
    }

    /// A row begins.
    pub fn begin_row(&mut self, alignment: Option<Alignment>) {
        self.end_cell();
        self.rows += 1;
        self.column = 0;
        self.row_alignment = alignment;
    }

    /// A cell begins.
    pub fn begin_cell(&mut self, is_header: bool, values: CellValues) {
        self.end_cell();
        if self.rows == 0 {
            self.begin_row(None);
        }
        while let Some(span) = self.spans.get_mut(self.column).filter(|span| **span > 0) {
            *span -= 1;
            self.column += 1;
        }
        self.begun = self.begun.max(self.column + 1);
        self.header |= (is_header || self.in_head) && self.rows == 1;
        for _ in 0..values.columns {
            if let Some(span) = self.spans.get_mut(self.column) {
                *span = values.rows - 1;
            }
            self.align(self.column, values.alignment.or(self.row_alignment));
            self.column += 1;
        }
        self.columns = self.columns.max(self.column);
        self.in_cell = true;
        self.new_line = true;
        self.lines = 0;
        self.bold = 0;
    }

    /// The second row says how columns are set; what it leaves out the first one says.
    fn align(&mut self, column: usize, alignment: Option<Alignment>) {
        if self.rows <= 2
            && alignment.is_some()
            && let Some(column) = self.alignments.get_mut(column)
        {
            *column = alignment;
        }
    }

    /// The cell or row ends.
    pub fn end_cell(&mut self) {
        self.most_lines = self.most_lines.max(self.lines);
        self.in_cell = false;
    }

    /// A paragraph begins that is set in this way.
    pub fn begin_paragraph(&mut self, alignment: Option<Alignment>) {
        self.begin_line();
        if self.in_cell {
            self.align(self.column.saturating_sub(1), alignment);
        }
    }

    /// What comes now stands on a line of its own.
    pub fn begin_line(&mut self) {
        self.new_line = true;
    }

    /// A bold element begins.
    pub fn begin_bold(&mut self) {
        self.bold += 1;
    }

    /// A bold element ends.
    pub fn end_bold(&mut self) {
        self.bold = self.bold.saturating_sub(1);
    }

    /// A block begins that no cell of data has.
    pub fn hold_block(&mut self) {
        self.blocks = true;
    }

    /// A table begins inside.
    pub fn hold_table(&mut self) {
        self.nested = true;
    }

    /// Text or a picture comes.
    pub fn text(&mut self) {
        if std::mem::take(&mut self.new_line) {
            self.lines += 1;
        }
        if let Some(row) = self.rows_bold.get_mut(self.rows.saturating_sub(1)) {
            row[(self.bold == 0) as usize] = true;
        }
    }

    /// Whether it is data.
    pub fn is_data(&self) -> bool {
        let few_lines = self.most_lines <= if self.rows == 1 { 1 } else { MAX_LINES };
        !self.nested
            && !self.layout
            && self.columns > 0
            && (self.header || self.columns > 1 && !self.blocks && few_lines)
    }

    /// Whether its first row is a header: of header cells, or bold above one that is not.
    pub fn has_header(&self) -> bool {
        let [first, second] = self.rows_bold;
        self.header || self.rows > 1 && first == [true, false] && second[1]
    }

    /// Its columns, and its rows; and whether a span was cut: no cell begins in most of the columns
    /// that it names.
    pub fn size(&self) -> (usize, usize, bool) {
        let is_huge = self.columns > self.begun + MOST_EMPTY;
        (if is_huge { self.begun } else { self.columns }, self.rows, is_huge)
    }

    /// How its columns are set, without end.
    pub fn alignments(&self) -> impl Iterator<Item = Alignment> {
        let known = self.alignments.iter().map(|found| found.unwrap_or_default());
        known.chain(std::iter::repeat(Alignment::None))
    }
}
