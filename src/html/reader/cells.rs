//! The rows and cells of a table of data, as they are opened in the document.
//!
//! Shape   the first look over the tags has told each table's shape. A cell stays open in the document
//!         until the next one comes, so that what does not fit can join it.
//! Units   columns and rows of the table.
//! Errors  lack of memory is remembered by the document.
//! Limits  one table of data is open at most: tables that hold tables are taken apart. Cells beyond
//!         the last column join it; spans are filled with empty cells.
//! Source  the HTML standard, "Forming a table".

use super::survey::{Survey, TableShape};
use crate::buffers::{kept, plain};
use crate::document::{Document, Kind};

/// A table of data that is open.
#[derive(Clone, Copy, Debug, Default)]
struct Table {
    /// Its element; 0 is no table.
    block: usize,
    shape: TableShape,
    /// Number of containers that are open in the document around it; `None` while it waits.
    open: Option<usize>,
    row_open: bool,
    cell_open: bool,
    /// Rows begun.
    rows: usize,
    /// The column behind the cell that is open.
    column: usize,
    /// Columns that this cell spans beyond its first.
    extra: usize,
}

plain!(Table);

kept! {
    /// The open table of data, if there is one.
    #[derive(Debug, Default)]
    pub(super) struct Cells {
        /// Start tags of tables, of any kind.
        seen: usize,
        table: Table,
        /// For each column, the rows that a cell from above still reaches down to.
        spans: Vec<u16>,
    }
}

/// Where a cell came to stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    New,
    /// In the last one of its row.
    Joined {
        empty: bool,
    },
}

impl Cells {
    /// The shape of the table whose start tag comes now.
    pub fn next_shape(&mut self, survey: &Survey) -> TableShape {
        self.seen += 1;
        survey.shape(self.seen - 1)
    }

    /// The element of the table, or 0.
    pub fn block(&self) -> usize {
        self.table.block
    }

    /// Whether the table is open in the document.
    pub fn is_open(&self) -> bool {
        self.table.open.is_some()
    }

    /// Whether the cell that begins stands in the header row.
    pub fn in_header(&self) -> bool {
        self.table.shape.header && self.table.rows == 1
    }

    /// A table of data begins, whose element that is.
    pub fn begin(&mut self, block: usize, shape: TableShape, doc: &mut Document) {
        self.table = Table { block, shape, ..Table::default() };
        self.spans.clear();
        if self.spans.try_reserve(usize::from(shape.columns)).is_err() {
            doc.give_up();
        } else {
            self.spans.resize(usize::from(shape.columns), 0);
        }
    }

    /// Opens the table in the document, and a header row if it has none of its own.
    pub fn open(&mut self, survey: &Survey, doc: &mut Document) {
        let shape = self.table.shape;
        let kind = doc.add_columns(survey.alignments(&shape).iter().copied());
        self.table.open = Some(doc.open_count());
        doc.open(kind);
        if !shape.header {
            doc.open(Kind::Row { header: true });
            (0..shape.columns).for_each(|_| empty_cell(doc));
            doc.close();
        }
    }

    /// Begins a cell of so many columns and rows, and a row if none is open.
    pub fn begin_cell(&mut self, columns: usize, rows: u16, doc: &mut Document) -> Place {
        let count = usize::from(self.table.shape.columns);
        if !self.table.row_open {
            self.table.rows += 1;
            doc.open(Kind::Row { header: self.in_header() });
            (self.table.row_open, self.table.column, self.table.extra) = (true, 0, 0);
        }
        if self.table.cell_open && self.table.column + self.table.extra >= count {
            let empty = doc.last_kind().is_some_and(|kind| kind.is_cell());
            return Place::Joined { empty };
        }
        self.end_cell(doc);
        let mut column = self.table.column;
        while column + 1 < count && self.covered(column) {
            empty_cell(doc);
            column += 1;
        }
        self.covered(column);
        doc.open(Kind::CELL);
        let covered = self.spans.iter_mut().skip(column).take(columns);
        covered.for_each(|span| *span = rows.saturating_sub(1));
        self.table.cell_open = true;
        (self.table.column, self.table.extra) = (column + 1, columns - 1);
        Place::New
    }

    /// Whether a cell of a row above reaches down into this column; counts it down.
    fn covered(&mut self, column: usize) -> bool {
        match self.spans.get_mut(column) {
            Some(span) if *span > 0 => {
                *span -= 1;
                true
            }
            _ => false,
        }
    }

    /// Closes the cell that is open, and adds those that it spans. Returns whether one was.
    pub fn end_cell(&mut self, doc: &mut Document) -> bool {
        if !self.table.cell_open {
            return false;
        }
        doc.close();
        let count = usize::from(self.table.shape.columns);
        let extra = self.table.extra.min(count - self.table.column.min(count));
        (0..extra).for_each(|_| empty_cell(doc));
        self.table.cell_open = false;
        (self.table.column, self.table.extra) = (self.table.column + extra, 0);
        true
    }

    /// Closes the row that is open, with all of its cells. Returns whether a cell was open.
    pub fn end_row(&mut self, doc: &mut Document) -> bool {
        let had_cell = self.end_cell(doc);
        if self.table.row_open {
            for column in self.table.column..usize::from(self.table.shape.columns) {
                self.covered(column);
                empty_cell(doc);
            }
            doc.close();
            self.table.row_open = false;
        }
        had_cell
    }

    /// Closes the table.
    pub fn end(&mut self, doc: &mut Document) {
        self.end_row(doc);
        if let Some(open) = self.table.open {
            doc.close_to(open);
        }
        self.table = Table::default();
    }
}

fn empty_cell(doc: &mut Document) {
    doc.open(Kind::CELL);
    doc.close();
}
