//! Tables, their rows and cells.

use super::here::Sink;
use super::layout;
use super::pen::{Form, Pen};
use crate::buffers::kept;
use crate::document::{Alignment, Direction, Kind, NodeId, View};
use crate::error::Error;
use crate::memory;

/// A table that is open.
#[derive(Clone, Copy, Debug)]
struct Table {
    first: u32,
    count: u16,
    /// Cells begun in the row.
    cells: u16,
    header: bool,
    /// Rows that are no header have begun.
    body: bool,
}

kept! {
    /// The tables that are open, the innermost last.
    #[derive(Debug, Default)]
    pub(super) struct Tables {
        open: Vec<Table>,
    }
}

impl Tables {
    pub(super) fn begin(
        &mut self,
        to: &mut Sink<'_, '_>,
        id: NodeId,
        (first, count): (u32, u16),
        direction: Direction,
    ) {
        let direction = layout::direction_of(to, id, direction);
        let (view, pen) = (to.view, &mut to.pen);
        pen.line();
        pen.tag("table");
        layout::direction(pen, direction);
        if pen.form() != Form::Plain && looks_like_layout(view, id, count) {
            pen.attribute("role", b"table");
        }
        pen.done();
        pen.raw(b"\n");
        let table = Table { first, count, cells: 0, header: false, body: false };
        if !memory::push(&mut self.open, table) {
            pen.out().fail(Error::out_of_memory());
        }
    }

    /// A row begins. False where it is left out.
    pub(super) fn begin_row(
        &mut self,
        to: &mut Sink<'_, '_>,
        open: &[NodeId],
        id: NodeId,
        header: bool,
    ) -> bool {
        let (view, passes, pen) = (to.view, to.passes(), &mut to.pen);
        let end = view.end(id);
        let goes_on = open.last().is_some_and(|&table| view.end(table) > end);
        let Some(table) = self.open.last_mut() else { return true };
        // A header without a word in it is none.
        if header && goes_on && !passes && end - id - 1 == NodeId::from(table.count) {
            return false;
        }
        // A cell ends with its group of rows: one that reaches out of the header leaves it none of its own.
        let reaches = |id: NodeId| matches!(view.kind(id), Some(Kind::Cell { rows: 2.., .. }));
        let begins_body = !table.body && (!header || (id + 1..end).any(reaches));
        (table.cells, table.header) = (0, header);
        table.body |= begins_body;
        if begins_body {
            pen.open_block("tbody");
        } else if header {
            pen.open_block("thead");
        }
        pen.open_block("tr");
        true
    }

    pub(super) fn end_row(&self, pen: &mut Pen<'_>, header: bool) {
        pen.close_block("tr");
        if header && self.open.last().is_some_and(|table| !table.body) {
            pen.close_line("thead");
        }
    }

    /// A cell begins. False where it is part of another one.
    pub(super) fn begin_cell(&mut self, to: &mut Sink<'_, '_>, columns: u16, rows: u16) -> bool {
        let Some(table) = self.open.last_mut() else { return true };
        let at = usize::from(table.cells);
        table.cells = table.cells.saturating_add(1);
        if columns == 0 {
            return false;
        }
        let spans = [("colspan", columns), ("rowspan", rows)];
        let (first, count, header) = (table.first, table.count, table.header);
        let (columns, pen) = (to.view.columns(first, count), &mut to.pen);
        let alignment = columns.get(at).and_then(|column| alignment_name(column.alignment));
        pen.line();
        pen.tag(if header { "th" } else { "td" });
        for (name, count) in spans {
            if count > 1 {
                pen.number(name, count.into());
            }
        }
        match alignment {
            Some(name) if pen.form() == Form::Plain => {
                pen.attribute("align", name.as_bytes());
            }
            Some(name) => {
                pen.css("text-align:");
                pen.raw(name.as_bytes());
            }
            None => {}
        }
        pen.done();
        true
    }

    pub(super) fn end_cell(&self, pen: &mut Pen<'_>) {
        let header = self.open.last().is_some_and(|table| table.header);
        pen.close_line(if header { "th" } else { "td" });
    }

    pub(super) fn end(&mut self, pen: &mut Pen<'_>) {
        if self.open.pop().is_some_and(|table| table.body) {
            pen.close_line("tbody");
        }
        pen.close_block("table");
    }
}

/// Whether a table has no header and might be taken for one that is there for the layout, or that has one in
/// bold.
fn looks_like_layout(view: View<'_>, id: NodeId, count: u16) -> bool {
    let (nodes, end) = (view.nodes(), view.end(id));
    let body = nodes.get(id as usize + 1).map_or(end, |header| header.end);
    let has_header = body - id - 2 != NodeId::from(count);
    let is_more = |at: &NodeId| match view.kind(*at) {
        Some(Kind::Row { .. } | Kind::Cell { .. }) | None => false,
        Some(kind) => *kind == Kind::HardBreak || kind.is_block(),
    };
    let row = body..nodes.get(body as usize).map_or(end, |row| row.end);
    let is_bold = || row.into_iter().any(|at| view.kind(at) == Some(&Kind::Strong));
    !has_header && body < end && (count < 2 || (body..end).any(|at| is_more(&at)) || is_bold())
}

/// How wide columns are.
pub(super) fn write_columns(to: &mut Sink<'_, '_>, first: u32, count: u16) {
    let (columns, pen) = (to.view.columns(first, count), &mut to.pen);
    if columns.iter().any(|column| column.width > 0) {
        pen.open_block("colgroup");
        for column in columns {
            pen.tag("col");
            if column.width > 0 {
                pen.css("width:");
                pen.out().push_int(i64::from(column.width / 10));
                pen.raw(&[b'.', b'0' + (column.width % 10) as u8, b'%']);
            }
            pen.done_void();
            pen.raw(b"\n");
        }
        pen.close_line("colgroup");
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
