//! The rows and cells of tables of data, as they are opened in the document.
//!
//! Shape   the first look over the tags has told each table's shape. A cell stays open in the document
//!         until the next one comes, so that what does not fit can join it.
//! Units   columns and rows of the table.
//! Errors  lack of memory is remembered by the document.
//! Limits  tables stand in cells that hold blocks only. Cells beyond the last column join it; spans are
//!         filled with empty cells.
//! Source  the HTML standard, "Forming a table".

use super::survey::{Survey, TableShape};
use crate::buffers::kept;
use crate::document::{Align, Alignment, Direction, Document, Kind, Layout, NodeId};
use crate::memory;

/// A table of data that is open.
#[derive(Clone, Copy, Debug, Default)]
struct Table {
    /// Its element.
    block: usize,
    shape: TableShape,
    direction: Direction,
    /// Number of containers that are open in the document around it; `None` while it waits.
    open: Option<usize>,
    node: NodeId,
    row_open: bool,
    /// The row shows nothing but a gap, and is left out.
    is_gap: bool,
    cell_open: bool,
    /// The node of that cell, and whether it holds blocks.
    cell: NodeId,
    holds_blocks: bool,
    /// Rows begun.
    rows: usize,
    /// The column behind the cell that is open.
    column: usize,
    /// Columns that this cell spans beyond its first.
    extra: usize,
    /// The column behind it, those counted that are left out.
    raw: usize,
    /// Where its columns begin in `spans` and `owners`.
    base: usize,
}

kept! {
    /// The open tables of data, each in a cell of the one before.
    #[derive(Debug, Default)]
    pub(super) struct Cells {
        /// Start tags of tables, of any kind.
        seen: usize,
        tables: Vec<Table>,
        /// The table that has ended last.
        ended: NodeId,
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
    /// In a row or column that is left out: it is none.
    Nowhere,
}

impl Cells {
    /// The shape of the table whose start tag comes now.
    pub(super) fn next_shape(&mut self, survey: &Survey) -> TableShape {
        self.seen += 1;
        survey.shape(self.seen - 1)
    }

    /// How many tables have begun.
    pub(super) fn seen(&self) -> usize {
        self.seen
    }

    /// So many tables begin before what comes.
    pub(super) fn see(&mut self, tables: usize) {
        self.seen = tables;
    }

    /// The same, which is still to come.
    pub(super) fn coming_shape(&self, survey: &Survey) -> TableShape {
        survey.shape(self.seen)
    }

    fn table(&self) -> Table {
        self.tables.last().copied().unwrap_or_default()
    }

    /// Whether a document ends with a table.
    pub(super) fn is_table_last(&self, doc: &Document) -> bool {
        let node = doc.nodes.get(self.ended as usize);
        node.is_some_and(|node| {
            matches!(node.kind, Kind::Table { .. }) && node.end as usize == doc.nodes.len()
        })
    }

    /// The element of the innermost table, or 0.
    pub(super) fn block(&self) -> usize {
        self.table().block
    }

    /// Whether the table is open in the document.
    pub(super) fn is_open(&self) -> bool {
        self.table().open.is_some()
    }

    /// Whether the cell that begins stands in the header row.
    pub(super) fn in_header(&self) -> bool {
        let table = self.table();
        table.shape.header && table.rows == 1
    }

    /// Whether the cell that is open holds blocks.
    pub(super) fn holds_blocks(&self) -> bool {
        self.table().holds_blocks
    }

    /// How the column of the cell is set.
    pub(super) fn align(&self, survey: &Survey) -> Align {
        let table = self.table();
        let column = table.column.checked_sub(1);
        let column = column.and_then(|at| survey.columns(&table.shape).get(at));
        match column.map(|column| column.alignment).unwrap_or_default() {
            Alignment::None => Align::None,
            Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        }
    }

    /// How a paragraph in the cell is set: what the column says is not said again.
    pub(super) fn layout(&self, layout: Layout, survey: &Survey) -> Layout {
        match layout.align() == self.align(survey) {
            true => layout.with_align(Align::None),
            false => layout,
        }
    }

    /// A table of data begins, whose element that is.
    pub(super) fn begin(
        &mut self,
        block: usize,
        shape: TableShape,
        direction: Direction,
        doc: &mut Document,
    ) {
        let base = self.spans.len();
        let count = base + usize::from(shape.columns);
        let table = Table { block, shape, direction, base, ..Table::default() };
        if !memory::push(&mut self.tables, table)
            || !memory::pad(&mut self.owners, count, 0)
            || !memory::pad(&mut self.spans, count, 0)
        {
            doc.give_up();
        }
    }

    /// Opens the table in the document, and a header row if it has none of its own.
    pub(super) fn open(&mut self, survey: &Survey, doc: &mut Document) {
        let Some(table) = self.tables.last_mut() else { return };
        let shape = table.shape;
        let kind = doc.add_columns(survey.columns(&shape).iter().copied());
        let kind = match kind {
            Kind::Table { first, count, .. } => {
                Kind::Table { first, count, direction: table.direction }
            }
            kind => kind,
        };
        table.open = Some(doc.open_count());
        table.node = doc.open(kind).unwrap_or(NodeId::MAX);
        if !shape.header {
            doc.open(Kind::Row { header: true });
            (0..shape.columns).for_each(|_| empty_cell(doc));
            doc.close();
        }
    }

    /// A row begins that shows nothing but a gap, or another one.
    pub(super) fn begin_row(&mut self, is_gap: bool) {
        if let Some(table) = self.tables.last_mut() {
            table.is_gap = is_gap;
        }
    }

    /// Whether the row shows nothing but a gap.
    pub(super) fn in_gap(&self) -> bool {
        self.table().is_gap
    }

    /// Begins a cell of so many columns and rows, and a row if none is open.
    pub(super) fn begin_cell(
        &mut self,
        (columns, rows): (usize, u16),
        holds_blocks: bool,
        doc: &mut Document,
    ) -> Place {
        let header = self.in_header_to_come();
        let Some(table) = self.tables.last_mut() else { return Place::Nowhere };
        if table.is_gap {
            return Place::Nowhere;
        }
        let count = usize::from(table.shape.columns);
        if !table.row_open {
            table.rows += 1;
            doc.open(Kind::Row { header });
            (table.row_open, table.column, table.extra, table.raw) = (true, 0, 0, 0);
        }
        let Some(columns) = self.pass(columns) else { return Place::Nowhere };
        let table = self.table();
        if table.cell_open && table.column + table.extra >= count {
            return Place::Joined { empty: doc.last_kind().is_some_and(|kind| kind.is_cell()) };
        }
        self.end_cell(doc);
        let mut column = self.table().column;
        while column + 1 < count && self.covered(column) {
            covered_cell(doc);
            column += 1;
        }
        self.cut(column, doc);
        // As far as no cell from above is in the way.
        let spans = self.spans.get_mut(table.base..).unwrap_or(&mut []);
        let free = spans.iter().skip(column).take(columns).take_while(|span| **span == 0);
        let columns = free.count().max(1);
        let cell = doc.open(Kind::Cell { columns: columns as u16, rows }).unwrap_or(NodeId::MAX);
        let owners = self.owners.get_mut(table.base..).unwrap_or(&mut []);
        for (span, owner) in spans.iter_mut().zip(owners).take(count).skip(column).take(columns) {
            (*span, *owner) = (rows.saturating_sub(1), cell);
        }
        if let Some(table) = self.tables.last_mut() {
            (table.cell_open, table.cell, table.holds_blocks) = (true, cell, holds_blocks);
            (table.column, table.extra) = (column + 1, columns - 1);
        }
        Place::New
    }

    /// Whether the row that a cell would begin is the header row.
    fn in_header_to_come(&self) -> bool {
        let table = self.table();
        table.shape.header && table.rows == 0
    }

    /// Passes so many columns, those counted that are left out: how many of them stay; none where the
    /// cell stands in such columns only.
    fn pass(&mut self, columns: usize) -> Option<usize> {
        let table = self.tables.last_mut()?;
        let spacers = table.shape.spacers;
        if spacers == 0 || columns == 0 {
            return Some(columns);
        }
        let is_spacer = |at: usize| at < 64 && spacers >> at & 1 == 1;
        let spans = self.spans.get(table.base..).unwrap_or(&[]);
        // Columns that a cell from above reaches down into.
        let stays = |at: usize| (0..at).filter(|&at| !is_spacer(at)).count();
        while !is_spacer(table.raw) && spans.get(stays(table.raw)).is_some_and(|&span| span > 0) {
            table.raw += 1;
        }
        let end = table.raw + columns;
        let left = (table.raw..end).filter(|&at| !is_spacer(at)).count();
        table.raw = end;
        (left > 0).then_some(left)
    }

    /// A cell from above ends before this row, since another one stands in this column of it.
    fn cut(&mut self, column: usize, doc: &mut Document) {
        let base = self.table().base;
        let left = self.spans.get(base + column).copied().unwrap_or(0);
        if left > 0 {
            let owner = self.owners[base + column];
            for at in base..self.spans.len() {
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
        let base = self.table().base;
        match self.spans.get_mut(base + column) {
            Some(span) if *span > 0 => {
                *span -= 1;
                true
            }
            _ => false,
        }
    }

    /// Closes the cell that is open, and adds those that it spans. Returns whether one was.
    pub(super) fn end_cell(&mut self, doc: &mut Document) -> bool {
        let Some(table) = self.tables.last_mut().filter(|table| table.cell_open) else {
            return false;
        };
        doc.close();
        if table.holds_blocks {
            doc.bare_only_paragraph(table.cell);
        }
        let count = usize::from(table.shape.columns);
        let extra = table.extra.min(count - table.column.min(count));
        (0..extra).for_each(|_| covered_cell(doc));
        (table.cell_open, table.holds_blocks) = (false, false);
        (table.column, table.extra) = (table.column + extra, 0);
        true
    }

    /// Closes the row that is open, with all of its cells. Returns whether a cell was open.
    pub(super) fn end_row(&mut self, doc: &mut Document) -> bool {
        let had_cell = self.end_cell(doc);
        let table = self.table();
        if table.row_open {
            for column in table.column..usize::from(table.shape.columns) {
                match self.covered(column) {
                    true => covered_cell(doc),
                    false => empty_cell(doc),
                }
            }
            doc.close();
        }
        if let Some(table) = self.tables.last_mut() {
            table.row_open = false;
        }
        had_cell
    }

    /// Closes the table.
    pub(super) fn end(&mut self, doc: &mut Document) {
        self.end_row(doc);
        // Cells that reach below the last row.
        let Some(table) = self.tables.last().copied() else { return };
        (0..usize::from(table.shape.columns)).for_each(|column| self.cut(column, doc));
        if let Some(open) = table.open {
            doc.close_to(open);
            self.ended = table.node;
        }
        self.tables.pop();
        self.spans.truncate(table.base);
        self.owners.truncate(table.base);
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
