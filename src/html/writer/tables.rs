//! Tables, their rows and cells.

use super::Writer;
use super::pen::Form;
use crate::document::{Alignment, Direction, Kind, NodeId};
use crate::memory;

/// A table that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table {
    first: u32,
    count: u16,
    /// Cells begun in the row.
    cells: u16,
    header: bool,
    /// Rows that are no header have begun.
    body: bool,
}

impl Writer<'_, '_> {
    pub(super) fn begin_table(
        &mut self,
        id: NodeId,
        (first, count): (u32, u16),
        direction: Direction,
    ) {
        self.pen.line();
        self.pen.tag("table");
        self.direction(self.direction_of(id, direction));
        if self.pen.form() != Form::Plain && self.looks_like_layout(id, count) {
            self.pen.attribute("role", b"table");
        }
        self.pen.done();
        self.pen.raw(b"\n");
        let table = Table { first, count, cells: 0, header: false, body: false };
        if !memory::push(&mut self.scratch.tables, table) {
            self.pen.out().fail(crate::error::Error::out_of_memory());
        }
    }

    /// Whether a table has no header and might be taken for one that is there for the layout, or that has one in
    /// bold.
    fn looks_like_layout(&self, id: NodeId, count: u16) -> bool {
        let (nodes, end) = (self.view.nodes(), self.end_of(id));
        let body = nodes.get(id as usize + 1).map_or(end, |header| header.end);
        let has_header = body - id - 2 != NodeId::from(count);
        let is_more = |at: &NodeId| match self.view.kind(*at) {
            Some(Kind::Row { .. } | Kind::Cell { .. }) | None => false,
            Some(kind) => *kind == Kind::HardBreak || kind.is_block(),
        };
        let row = body..nodes.get(body as usize).map_or(end, |row| row.end);
        let is_bold = || row.into_iter().any(|at| self.view.kind(at) == Some(&Kind::Strong));
        !has_header && body < end && (count < 2 || (body..end).any(|at| is_more(&at)) || is_bold())
    }

    /// How wide columns are.
    pub(super) fn begin_columns(&mut self, first: u32, count: u16) {
        let columns = self.view.columns(first, count);
        if columns.iter().any(|column| column.width > 0) && self.pen.form() != Form::Plain {
            self.begin_block("colgroup");
            for column in columns {
                self.pen.tag("col");
                if column.width > 0 {
                    self.pen.css("width:");
                    self.pen.out().push_int(i64::from(column.width / 10));
                    self.pen.raw(&[b'.', b'0' + (column.width % 10) as u8, b'%']);
                }
                self.pen.done_void();
                self.pen.raw(b"\n");
            }
            self.pen.close_line("colgroup");
        }
    }

    /// A row begins. False where it is left out.
    pub(super) fn begin_row(&mut self, id: NodeId, header: bool) -> bool {
        let end = self.end_of(id);
        let goes_on = self.scratch.open.last().is_some_and(|&table| self.end_of(table) > end);
        let passes = self.passes();
        let Some(table) = self.scratch.tables.last_mut() else { return true };
        // A header without a word in it is none.
        if header && goes_on && !passes && end - id - 1 == NodeId::from(table.count) {
            return false;
        }
        // A cell ends with its group of rows: one that reaches out of the header leaves it none of its own.
        let reaches = |id: NodeId| matches!(self.view.kind(id), Some(Kind::Cell { rows: 2.., .. }));
        let begins_body = !table.body && (!header || (id + 1..end).any(reaches));
        (table.cells, table.header) = (0, header);
        table.body |= begins_body;
        if begins_body {
            self.begin_block("tbody");
        } else if header {
            self.begin_block("thead");
        }
        self.begin_block("tr");
        true
    }

    pub(super) fn end_row(&mut self, header: bool) {
        self.end_block("tr");
        if header && self.scratch.tables.last().is_some_and(|table| !table.body) {
            self.pen.close_line("thead");
        }
    }

    /// A cell begins. False where it is part of another one.
    pub(super) fn begin_cell(&mut self, columns: u16, rows: u16) -> bool {
        let Some(table) = self.scratch.tables.last_mut() else { return true };
        let at = usize::from(table.cells);
        table.cells = table.cells.saturating_add(1);
        if columns == 0 {
            return false;
        }
        let spans = [("colspan", columns), ("rowspan", rows)];
        let (first, count, header) = (table.first, table.count, table.header);
        let columns = self.view.columns(first, count);
        let alignment = columns.get(at).and_then(|column| alignment_name(column.alignment));
        self.pen.line();
        self.pen.tag(if header { "th" } else { "td" });
        for (name, count) in spans {
            if count > 1 {
                self.pen.number(name, count.into());
            }
        }
        match alignment {
            Some(name) if self.pen.form() == Form::Plain => {
                self.pen.attribute("align", name.as_bytes());
            }
            Some(name) => {
                self.pen.css("text-align:");
                self.pen.raw(name.as_bytes());
            }
            None => {}
        }
        self.pen.done();
        true
    }

    pub(super) fn end_cell(&mut self) {
        let header = self.scratch.tables.last().is_some_and(|table| table.header);
        self.pen.close_line(if header { "th" } else { "td" });
    }

    pub(super) fn end_table(&mut self) {
        if self.scratch.tables.pop().is_some_and(|table| table.body) {
            self.pen.close_line("tbody");
        }
        self.end_block("table");
    }
}

/// How a column is set, as a word of CSS.
fn alignment_name(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    }
}
