//! Tables: those of data become tables, the others are taken apart.
//!
//! Shape   the first look over the tags has told each table's columns. A cell stays open in the
//!         document until the next one comes, so that what does not fit can join it.
//! Limits  cells beyond the last column join it; spans are filled with empty cells.
//! Source  the HTML standard, "Forming a table".

use super::text::State;
use super::{Builder, Kind};
use crate::document;
use crate::html::style::{Look, Marks};
use crate::html::survey::{self, TableShape};
use crate::html::tag::Tag;
use crate::report::Loss;

/// A table of data that is open. There is one at most: tables that hold tables are taken apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct DataTable {
    /// Its block.
    block: usize,
    shape: TableShape,
    opened: bool,
    row_open: bool,
    cell_open: bool,
    /// Rows begun.
    rows: usize,
    /// The column behind the cell that is open.
    column: usize,
    /// Columns that this cell spans beyond its first.
    extra: usize,
}

impl Builder<'_, '_> {
    /// `<table>` and what stands directly in it.
    pub(super) fn start_table_part(&mut self, tag: Tag, look: Look, start: usize, end: usize) {
        if tag == Tag::Table {
            return self.start_table(look, start);
        }
        let table = self.last[Tag::Table as usize];
        if table == 0 || tag == Tag::Col {
            return;
        }
        let last = |tag: Tag| self.last[tag as usize];
        let group = table.max(last(Tag::Tbody)).max(last(Tag::Thead)).max(last(Tag::Tfoot));
        let row = last(Tag::Tr);
        let is_cell = matches!(tag, Tag::Td | Tag::Th);
        let keep = match tag {
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => table,
            Tag::Tr => group,
            _ if row > group => row,
            _ => group,
        };
        self.pop_to(keep + 1);
        self.border();
        let is_data = self.table.is_some_and(|data| data.block == table);
        if !is_data {
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        if !is_cell {
            if tag == Tag::Tr {
                self.end_row();
            }
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        if row <= group {
            self.end_row();
            self.push(Tag::Tr, Kind::Plain, Marks::NONE, Marks::NONE);
        }
        let spans = survey::spans(self.html, start, end);
        if spans.columns > 1 || spans.rows > 1 {
            self.lost(Loss::Table, start);
        }
        self.start_cell(tag, look, usize::from(spans.columns), spans.rows);
    }

    fn start_table(&mut self, look: Look, at: usize) {
        let shape = self.survey.tables.get(self.tables_seen).copied().unwrap_or_default();
        self.tables_seen += 1;
        let paragraph = self.last[Tag::P as usize];
        if paragraph > self.scope() {
            self.pop_to(paragraph);
        }
        self.border();
        self.pop_soft();
        self.cell_around();
        if shape.too_large {
            self.lost(Loss::LimitReached, at);
        }
        let top = self.top();
        let fits = self.table.is_none() && !top.flags.inline && !self.marks.has(Marks::HIDDEN);
        let data = shape.data && fits;
        let kind = if data { Kind::Table } else { Kind::Plain };
        self.push(Tag::Table, kind, look.on, look.off);
        if data {
            self.table = Some(DataTable {
                block: self.depth() - 1,
                shape,
                opened: false,
                row_open: false,
                cell_open: false,
                rows: 0,
                column: 0,
                extra: 0,
            });
            let spans = &mut self.buffers.row_spans;
            spans.clear();
            if spans.try_reserve(usize::from(shape.columns)).is_err() {
                self.full = true;
            } else {
                spans.resize(usize::from(shape.columns), 0);
            }
        }
    }

    /// Text or a block that stands in a table of data but in no cell gets a cell.
    pub(super) fn cell_around(&mut self) {
        if self.table.is_some_and(|table| table.opened) && !self.top().flags.inline {
            self.report.add(Loss::Table, usize::MAX);
            self.start_cell(Tag::Td, Look::default(), 1, 1);
        }
    }

    fn start_cell(&mut self, tag: Tag, look: Look, columns: usize, rows: u16) {
        self.open_data_table();
        let Some(mut table) = self.table else { return };
        let count = usize::from(table.shape.columns);
        if !table.row_open {
            table.rows += 1;
            let header = table.shape.header && table.rows == 1;
            self.doc.open(document::Kind::Row { header });
            (table.row_open, table.column, table.extra) = (true, 0, 0);
        }
        if table.cell_open && table.column + table.extra >= count {
            self.report.add(Loss::Table, usize::MAX);
            let empty = self.doc.nodes.last().is_some_and(|node| node.kind == document::Kind::Cell);
            self.text = State { content: !empty, breaks: !empty as u8, ..State::default() };
        } else {
            self.table = Some(table);
            self.end_cell();
            if let Some(now) = self.table {
                table = now;
            }
            while table.column + 1 < count && self.covered(table.column) {
                self.empty_cell();
                table.column += 1;
            }
            self.covered(table.column);
            self.doc.open(document::Kind::Cell);
            self.text = State::default();
            let covered = self.buffers.row_spans.iter_mut().skip(table.column).take(columns);
            covered.for_each(|span| *span = rows.saturating_sub(1));
            (table.cell_open, table.column, table.extra) = (true, table.column + 1, columns - 1);
        }
        self.table = Some(table);
        self.push(tag, Kind::Cell, look.on, look.off);
        let flags = &mut self.top_mut().flags;
        (flags.inline, flags.header) = (true, table.shape.header && table.rows == 1);
        self.update_marks();
    }

    /// Whether a cell of a row above reaches down into this column; counts it down.
    fn covered(&mut self, column: usize) -> bool {
        match self.buffers.row_spans.get_mut(column) {
            Some(span) if *span > 0 => {
                *span -= 1;
                true
            }
            _ => false,
        }
    }

    fn open_data_table(&mut self) {
        let Some(mut table) = self.table else { return };
        if table.opened {
            return;
        }
        table.opened = true;
        self.table = Some(table);
        self.settle();
        let (first, count) = (table.shape.first as usize, usize::from(table.shape.columns));
        let alignments = self.survey.alignments.get(first..first + count).unwrap_or_default();
        let kind = self.doc.add_columns(alignments.iter().copied());
        let open = self.doc.open_count();
        self.doc.open(kind);
        self.buffers.blocks[table.block].open = open;
        if !table.shape.header {
            self.doc.open(document::Kind::Row { header: true });
            (0..count).for_each(|_| self.empty_cell());
            self.doc.close();
        }
    }

    fn empty_cell(&mut self) {
        self.doc.open(document::Kind::Cell);
        self.doc.close();
    }

    /// Closes the cell that is open, and adds those that it spans.
    fn end_cell(&mut self) {
        let Some(mut table) = self.table else { return };
        if !table.cell_open {
            return;
        }
        self.doc.close();
        self.text = State::default();
        let count = usize::from(table.shape.columns);
        let extra = table.extra.min(count - table.column.min(count));
        (0..extra).for_each(|_| self.empty_cell());
        (table.cell_open, table.column, table.extra) = (false, table.column + extra, 0);
        self.table = Some(table);
    }

    /// Closes the row that is open, with all of its cells.
    fn end_row(&mut self) {
        self.end_cell();
        let Some(mut table) = self.table else { return };
        if !table.row_open {
            return;
        }
        while table.column < usize::from(table.shape.columns) {
            self.covered(table.column);
            self.empty_cell();
            table.column += 1;
        }
        self.doc.close();
        table.row_open = false;
        self.table = Some(table);
    }

    /// The table's block has ended.
    pub(super) fn end_data_table(&mut self) {
        self.end_row();
        self.table = None;
        self.text = State::default();
    }
}
