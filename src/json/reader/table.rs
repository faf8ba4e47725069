//! Tables of pandoc's tree: what their cells come to cover.
//!
//! Shape   [`Grid`] holds the tables that are open, the innermost last. A table that is too large, or too
//!         deep, is open without columns: its cells' blocks stand one after the other.
//! Units   columns and rows.
//! Errors  lack of memory is remembered by the document.
//! Limits  `max_columns` columns, `max_cells` cells in a document; spans end where the table does.
//! Source  pandoc-types 1.23: `Table attr caption specs head bodies foot`; before 1.21 it was
//!         `Table caption aligns widths heads rows`.

use super::tree::Tree;
use crate::buffers::{kept, plain};
use crate::document::{Alignment, Column, Direction, Document, Kind};
use crate::memory;
use crate::options::Options;
use crate::text::json::At;

#[derive(Clone, Copy, Debug, Default)]
struct Table {
    /// Columns; none where it is taken apart.
    count: usize,
    /// Where its columns begin in `reach`.
    first: usize,
    /// Rows that have not begun.
    rows_left: usize,
    is_begun: bool,
    /// The next column of the row.
    column: usize,
    /// Columns that the open cell covers beyond its first.
    extra: usize,
    /// Where its columns begin in the document.
    columns: usize,
    /// So many cells that each row begins with are heads.
    heads: u32,
    /// The row that is open is the document's header row.
    in_header: bool,
}

plain!(Table);

/// As many as there are.
pub(super) const ALL: u32 = u32::MAX;

/// A cell that has begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun {
    /// It is a head that stands outside of the header row.
    pub(super) is_head: bool,
    /// It is set otherwise than its column.
    pub(super) is_set: bool,
}

kept! {
    /// The open tables.
    #[derive(Debug, Default)]
    pub(super) struct Grid {
        tables: Vec<Table>,
        /// For each column of them, the rows that a cell from above still reaches down to.
        reach: Vec<u32>,
        columns: Vec<Column>,
        max_columns: usize,
        cells_left: usize,
    }
}

/// The parts of a table that hold rows, whichever way it is written.
#[derive(Clone, Copy)]
pub(super) enum Parts {
    /// Caption, specs, head, bodies, foot.
    New([At; 5]),
    /// Caption, alignments, widths, heads, rows.
    Old([At; 5]),
}

impl Parts {
    pub(super) fn of(tree: Tree<'_>, content: At) -> Option<Parts> {
        if let Some([_, caption, specs, head, bodies, foot]) = tree.first(content) {
            return Some(Parts::New([caption, specs, head, bodies, foot]));
        }
        tree.first(content).map(Parts::Old)
    }
}

impl Grid {
    pub(super) fn begin(&mut self, options: &Options) {
        self.tables.clear();
        self.reach.clear();
        self.max_columns = usize::from(options.max_columns).max(1);
        self.cells_left = options.max_cells as usize;
    }

    /// Opens a table. False where it is taken apart.
    pub(super) fn open(
        &mut self,
        tree: Tree<'_>,
        parts: Parts,
        direction: Direction,
        doc: &mut Document,
    ) -> bool {
        let (mut count, mut rows) = (0usize, 0usize);
        let mut row = |cells: At| {
            rows += 1;
            let mut width = 0;
            let (mut at, end) = tree.elements(cells);
            while at < end {
                width += tree.span(at).0;
                at = tree.after(at);
            }
            count = count.max(width);
        };
        let mut list = |rows: At| {
            let (mut at, end) = tree.elements(rows);
            while at < end {
                row(tree.first(at).map_or(At::MAX, |[_, cells]| cells));
                at = tree.after(at);
            }
        };
        self.columns.clear();
        let mut has_memory = true;
        let alignment = |at: At| alignment(tree, at);
        let columns = doc.columns.len();
        let specs = match parts {
            Parts::New([_, specs, head, bodies, foot]) => {
                for part in [head, foot] {
                    if let Some([_, rows]) = tree.first(part) {
                        list(rows);
                    }
                }
                let (mut at, end) = tree.elements(bodies);
                while at < end {
                    if let Some([_, _, head, rows]) = tree.first(at) {
                        list(head);
                        list(rows);
                    }
                    at = tree.after(at);
                }
                specs
            }
            Parts::Old([_, alignments, _, heads, body]) => {
                row(heads);
                let (mut at, end) = tree.elements(body);
                while at < end {
                    row(at);
                    at = tree.after(at);
                }
                alignments
            }
        };
        let (mut at, end) = tree.elements(specs);
        let mut widths = match parts {
            Parts::New(_) => (0, 0),
            Parts::Old([_, _, widths, _, _]) => tree.elements(widths),
        };
        while at < end && self.columns.len() <= self.max_columns {
            let column = match (parts, tree.first(at)) {
                (Parts::New(_), Some([set, width])) => Column {
                    alignment: alignment(set),
                    width: tree.member(width, "c").map_or(0, |at| per_mille(tree.written(at))),
                },
                (Parts::New(_), None) => Column::default(),
                (Parts::Old(_), _) => {
                    let width = if widths.0 < widths.1 { tree.written(widths.0) } else { "" };
                    widths.0 = tree.after(widths.0);
                    Column { alignment: alignment(at), width: per_mille(width) }
                }
            };
            has_memory &= memory::push(&mut self.columns, column);
            at = tree.after(at);
        }
        count = count.max(self.columns.len());
        let cells = rows.max(1).saturating_mul(count);
        let is_kept = count > 0
            && count <= self.max_columns
            && cells <= self.cells_left
            && (self.tables.is_empty() || doc.can_nest());
        let first = self.reach.len();
        if is_kept {
            self.cells_left -= cells;
            has_memory &= memory::pad(&mut self.columns, count, Column::default())
                && memory::pad(&mut self.reach, first + count, 0);
            let mut kind = doc.add_columns(self.columns.iter().copied());
            if let Kind::Table { direction: its, .. } = &mut kind {
                *its = direction;
            }
            doc.open(kind);
        }
        let count = if is_kept { count } else { 0 };
        let table = Table { count, first, rows_left: rows, columns, ..Table::default() };
        if !memory::push(&mut self.tables, table) || !has_memory {
            doc.give_up();
        }
        is_kept
    }

    /// Adds a head that has no words, for a table that has none.
    pub(super) fn add_empty_head(&mut self, doc: &mut Document) {
        if let Some(table) = self.tables.last_mut() {
            table.is_begun = true;
            doc.open(Kind::Row { header: true });
            (0..table.count).for_each(|_| empty(Kind::CELL, doc));
            doc.close();
        }
    }

    /// Whether the innermost table is taken apart.
    pub(super) fn is_apart(&self) -> bool {
        self.tables.last().is_none_or(|table| table.count == 0)
    }

    /// How many of the cells that the rows to come begin with are heads.
    pub(super) fn set_heads(&mut self, count: u32) {
        if let Some(table) = self.tables.last_mut() {
            table.heads = count;
        }
    }

    /// Begins a row. False where it is one of heads alone, and the document has it among others.
    pub(super) fn begin_row(&mut self, doc: &mut Document) -> bool {
        let Some(table) = self.tables.last_mut().filter(|table| table.count > 0) else {
            return true;
        };
        let header = !std::mem::replace(&mut table.is_begun, true);
        doc.open(Kind::Row { header });
        table.rows_left = table.rows_left.saturating_sub(1);
        (table.column, table.in_header) = (0, header);
        // One that cells of the row above reach down to is a head with it.
        let mut reach = self.reach.get(table.first..).unwrap_or(&[]).iter();
        header || table.heads != ALL || reach.any(|&rows| rows > 0)
    }

    /// Opens the row's next cell, which is set that way; none where the row has no room for it.
    pub(super) fn begin_cell(
        &mut self,
        span: (usize, usize),
        set: Alignment,
        doc: &mut Document,
    ) -> Option<Begun> {
        let table = self.tables.last_mut()?;
        let reach = self.reach.get_mut(table.first..).unwrap_or(&mut []);
        table.cover(reach, doc);
        let room = reach.get_mut(table.column..).unwrap_or(&mut []);
        let is_free = |rows: &&u32| **rows == 0;
        let columns = room.iter().take(span.0).take_while(is_free).count();
        if columns == 0 {
            return None;
        }
        let column = doc.columns.get(table.columns + table.column);
        let begun = Begun {
            is_head: !table.in_header && (table.column as u32) < table.heads,
            is_set: set != Alignment::None && column.is_some_and(|column| column.alignment != set),
        };
        let rows = span.1.min(table.rows_left + 1).min(usize::from(u16::MAX));
        doc.open(Kind::Cell { columns: columns as u16, rows: rows as u16 });
        room.iter_mut().take(columns).for_each(|reach| *reach = rows as u32 - 1);
        (table.column, table.extra) = (table.column + columns, columns - 1);
        Some(begun)
    }

    pub(super) fn end_cell(&mut self, doc: &mut Document) {
        doc.close();
        let extra = self.tables.last_mut().map_or(0, |table| std::mem::take(&mut table.extra));
        (0..extra).for_each(|_| empty(Kind::COVERED, doc));
    }

    pub(super) fn end_row(&mut self, doc: &mut Document) {
        let Some(table) = self.tables.last_mut().filter(|table| table.count > 0) else { return };
        let reach = self.reach.get_mut(table.first..).unwrap_or(&mut []);
        while table.column < table.count {
            table.cover(reach, doc);
            if table.column < table.count {
                empty(Kind::CELL, doc);
                table.column += 1;
            }
        }
        doc.close();
    }

    pub(super) fn end(&mut self, doc: &mut Document) {
        if let Some(table) = self.tables.pop().filter(|table| table.count > 0) {
            self.reach.truncate(table.first);
            doc.close();
        }
    }
}

impl Table {
    /// Adds the cells that those of the rows above reach down to.
    fn cover(&mut self, reach: &mut [u32], doc: &mut Document) {
        while let Some(rows) = reach.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            empty(Kind::COVERED, doc);
            self.column += 1;
        }
    }
}

/// How a cell or a column is set.
pub(super) fn alignment(tree: Tree<'_>, at: At) -> Alignment {
    match tree.tag(at) {
        "AlignLeft" => Alignment::Left,
        "AlignRight" => Alignment::Right,
        "AlignCenter" => Alignment::Center,
        _ => Alignment::None,
    }
}

fn empty(kind: Kind, doc: &mut Document) {
    doc.open(kind);
    doc.close();
}

/// A number from 0 to 1 as per mille, rounded; 0 where it is none.
pub(super) fn per_mille(number: &str) -> u16 {
    let (digits, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // Four more digits than the whole has: ten thousandths.
    let places = whole.len() as i32 + 4 + power.parse::<i32>().unwrap_or(0).clamp(-99, 99);
    let mut value = 0u64;
    let mut given = whole.bytes().chain(fraction.bytes());
    for _ in 0..places.min(18) {
        match given.next().unwrap_or(b'0') {
            digit @ b'0'..=b'9' => value = value * 10 + u64::from(digit - b'0'),
            _ => return 0,
        }
    }
    if value > 10_000 { 0 } else { ((value + 5) / 10) as u16 }
}
