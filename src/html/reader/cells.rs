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
use crate::document::{Document, Kind, NodeId};

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
        /// For each column, the rows that a cell from above still reaches down to, and that cell.
        spans: Vec<u16>,
        owners: Vec<NodeId>,
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
        self.owners.clear();
        if self.owners.try_reserve(usize::from(shape.columns)).is_err() {
            doc.give_up();
        } else {
            self.owners.resize(usize::from(shape.columns), 0);
        }
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
            covered_cell(doc);
            column += 1;
        }
        self.cut(column, doc);
        // As far as no cell from above is in the way.
        let free = self.spans.iter().skip(column).take(columns).take_while(|span| **span == 0);
        let columns = free.count().max(1);
        let cell = doc.open(Kind::Cell { columns: columns as u16, rows });
        for at in (column..count).take(columns) {
            self.spans[at] = rows.saturating_sub(1);
            self.owners[at] = cell.unwrap_or(NodeId::MAX);
        }
        self.table.cell_open = true;
        (self.table.column, self.table.extra) = (column + 1, columns - 1);
        Place::New
    }

    /// A cell from above ends before this row, since another one stands in this column of it.
    fn cut(&mut self, column: usize, doc: &mut Document) {
        let left = self.spans.get(column).copied().unwrap_or(0);
        if left > 0 {
            let owner = self.owners[column];
            for at in 0..self.spans.len() {
                if self.owners[at] == owner {
                    self.spans[at] = 0;
                }
            }
            if let Some(Kind::Cell { columns, rows }) =
                doc.nodes.get(owner as usize).map(|node| node.kind)
            {
                let rows = rows.saturating_sub(left);
                doc.set_kind(owner, Kind::Cell { columns, rows });
            }
        }
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
        (0..extra).for_each(|_| covered_cell(doc));
        self.table.cell_open = false;
        (self.table.column, self.table.extra) = (self.table.column + extra, 0);
        true
    }

    /// Closes the row that is open, with all of its cells. Returns whether a cell was open.
    pub fn end_row(&mut self, doc: &mut Document) -> bool {
        let had_cell = self.end_cell(doc);
        if self.table.row_open {
            for column in self.table.column..usize::from(self.table.shape.columns) {
                match self.covered(column) {
                    true => covered_cell(doc),
                    false => empty_cell(doc),
                }
            }
            doc.close();
            self.table.row_open = false;
        }
        had_cell
    }

    /// Closes the table.
    pub fn end(&mut self, doc: &mut Document) {
        self.end_row(doc);
        // Cells that reach below the last row.
        (0..self.spans.len()).for_each(|column| self.cut(column, doc));
        if let Some(open) = self.table.open {
            doc.close_to(open);
        }
        self.table = Table::default();
    }
}

fn covered_cell(doc: &mut Document) {
    doc.open(Kind::COVERED);
    doc.close();
}

fn empty_cell(doc: &mut Document) {
    doc.open(Kind::CELL);
    doc.close();
}
