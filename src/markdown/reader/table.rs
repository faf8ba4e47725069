//! What a table needs to know while it is read.
//!
//! Shape   each answer says what becomes of the row or the cell that begins or ends; the document is
//!         changed by the one who asks.
//! Limits  a table's columns beyond the limit are joined into its last; rows beyond the limit
//!         of cells become paragraphs.
//! Source  the structure rules of `document`.

/// The table being read.
#[derive(Debug)]
pub(super) struct Table {
    max_columns: u16,
    /// Cells that may still be made in this document.
    cells_left: u32,
    /// Columns that the model's table has.
    columns: u16,
    /// Cells that the current row has had.
    cells: u16,
    /// Rows are paragraphs now, for want of cells.
    as_text: bool,
    open: bool,
}

/// What a row becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    Row,
    /// A paragraph; `first` where it is the first that does, and the table ends before it.
    Text {
        first: bool,
    },
}

/// What a cell becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A cell of its own.
    New,
    /// It is joined with the one before it.
    Joined,
    /// It is the first in what stands for a row.
    Nothing,
}

/// What there is to close where a row ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowEnd {
    /// The row, which lacks so many cells, and perhaps its last cell.
    Row { cell: bool, lacks: u16 },
    /// A paragraph.
    Text,
}

impl Table {
    pub(super) fn new(max_columns: u16, max_cells: u32) -> Self {
        Table {
            max_columns: max_columns.max(1),
            cells_left: max_cells,
            columns: 0,
            cells: 0,
            as_text: false,
            open: false,
        }
    }

    /// Whether inlines stand in a table.
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Begins a table; how many of its columns are kept.
    pub(super) fn begin(&mut self, columns: usize) -> usize {
        self.columns = columns.min(self.max_columns.into()) as u16;
        self.as_text = false;
        self.open = true;
        self.columns.into()
    }

    /// Ends the table; false where it has ended already.
    pub(super) fn end(&mut self) -> bool {
        self.open = false;
        !std::mem::replace(&mut self.as_text, false)
    }

    pub(super) fn begin_row(&mut self) -> Row {
        self.cells = 0;
        if self.as_text {
            return Row::Text { first: false };
        }
        match self.cells_left.checked_sub(self.columns.into()) {
            Some(left) => {
                self.cells_left = left;
                Row::Row
            }
            None => {
                self.as_text = true;
                Row::Text { first: true }
            }
        }
    }

    pub(super) fn begin_cell(&mut self) -> Cell {
        let cell = match self.cells {
            cells if !self.as_text && cells < self.columns => Cell::New,
            0 => Cell::Nothing,
            _ => Cell::Joined,
        };
        self.cells = self.cells.saturating_add(1);
        cell
    }

    /// Whether a cell is to be closed where it ends: the last column's stays open for what follows
    /// beyond the limit.
    pub(super) fn closes_cell(&self) -> bool {
        !self.as_text && self.cells < self.columns
    }

    /// Whether the row has a cell for each column, and none is joined with another.
    pub(super) fn is_row_full(&self) -> bool {
        !self.as_text && self.cells == self.columns
    }

    pub(super) fn end_row(&self) -> RowEnd {
        if self.as_text {
            return RowEnd::Text;
        }
        let lacks = self.columns.saturating_sub(self.cells);
        RowEnd::Row { cell: lacks == 0, lacks }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_beyond_the_columns_are_joined() {
        let mut table = Table::new(2, 100);
        assert_eq!(table.begin(3), 2);
        for (cells, kinds, end) in [
            (0, &[][..], RowEnd::Row { cell: false, lacks: 2 }),
            (1, &[Cell::New][..], RowEnd::Row { cell: false, lacks: 1 }),
            (2, &[Cell::New, Cell::New], RowEnd::Row { cell: true, lacks: 0 }),
            (3, &[Cell::New, Cell::New, Cell::Joined], RowEnd::Row { cell: true, lacks: 0 }),
        ] {
            assert_eq!(table.begin_row(), Row::Row);
            let made: Vec<_> = (0..cells).map(|_| table.begin_cell()).collect();
            assert_eq!((&*made, table.end_row()), (kinds, end), "{cells}");
        }
        assert!(table.end());
    }

    #[test]
    fn rows_beyond_the_cells_are_text() {
        let mut table = Table::new(10, 5);
        table.begin(2);
        for (row, cells, closes, end) in [
            (Row::Row, [Cell::New, Cell::New], false, RowEnd::Row { cell: true, lacks: 0 }),
            (Row::Row, [Cell::New, Cell::New], false, RowEnd::Row { cell: true, lacks: 0 }),
            (Row::Text { first: true }, [Cell::Nothing, Cell::Joined], false, RowEnd::Text),
            (Row::Text { first: false }, [Cell::Nothing, Cell::Joined], false, RowEnd::Text),
        ] {
            assert_eq!(table.begin_row(), row);
            assert_eq!([table.begin_cell(), table.begin_cell()], cells);
            assert_eq!((table.closes_cell(), table.end_row()), (closes, end));
        }
        assert!(!table.end());
        // A cell is left for the next table.
        table.begin(1);
        assert_eq!(table.begin_row(), Row::Row);
        assert!(table.end());
    }
}
