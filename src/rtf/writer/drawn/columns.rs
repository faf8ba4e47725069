//! Tables without words for tables.
//!
//! Shape   a table whose rows fit into lines is lines, its columns held by tabs; one with longer cells is a
//!         paragraph for each cell, which begins with the head of its column, with space between the rows.
//! Units   twips.
//! Limits  heads of columns longer than [`LONGEST_HEAD`] bytes are said once, not with each cell.
//! Errors  remembered by the output.

use crate::buffers::{Kept, kept, plain};
use crate::document::{Kind, NodeId, View, contents};
use crate::error::Error;
use crate::memory::{self, Output};
use crate::rtf::writer::sink::push;
use crate::rtf::writer::style::Style;
use crate::rtf::writer::table::{Column, measure};

/// The space between two columns.
const GAP: i64 = 240;
/// What stands before each cell is no longer than this.
const LONGEST_HEAD: usize = 120;

/// What a table is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Form {
    /// There is none.
    #[default]
    None,
    /// A line for each row.
    Lines,
    /// A paragraph for each cell.
    Cells,
}

plain!(Form);

kept! {
    /// The table that is open.
    #[derive(Debug, Default)]
    pub(super) struct Columns {
        form: Form,
        measured: Vec<Column>,
        /// Where the tabs behind the cells end.
        stops: Vec<i64>,
        /// The cells of the header that are said with each cell of their column; 0 for those that are not.
        heads: Vec<NodeId>,
        /// What is not written: from here to there.
        unsaid: [NodeId; 2],
        /// How many rows have begun, and how many cells the last has had.
        rows: usize,
        cells: usize,
        is_header: bool,
        right_to_left: bool,
    }
}

impl Columns {
    /// Opens a table of so many columns, in lines that begin at a left edge and are so wide; `size` is how wide a
    /// hundred units of letters are.
    pub(super) fn open(
        &mut self,
        view: View<'_>,
        (table, count, right_to_left): (NodeId, usize, bool),
        ((left, width), size): ((i64, i64), i64),
        out: &mut Output,
    ) {
        self.clear();
        self.right_to_left = right_to_left;
        let end = view.end(table);
        let nodes = view.nodes().get(table as usize + 1..end as usize).unwrap_or(&[]);
        if !memory::pad(&mut self.measured, count, Column::default()) {
            return out.fail(Error::out_of_memory());
        }
        measure(nodes, table + 1, view, &mut self.measured);
        let widths = self.measured.iter().map(|column| i64::from(column.line()) * size / 100 + GAP);
        let is_short = widths.clone().sum::<i64>() <= width + GAP
            && !nodes.iter().any(|node| node.kind == Kind::HardBreak);
        let (mut stop, mut stops) = (left, widths.take(count.saturating_sub(1)));
        self.form = if is_short { Form::Lines } else { Form::Cells };
        while let Some(width) = stops.next().filter(|_| is_short) {
            stop += width;
            push(&mut self.stops, stop, out);
        }
        self.look_at_header(view, table + 1, end, out);
    }

    /// A header without words is not written, and where cells are paragraphs it is said with them.
    fn look_at_header(&mut self, view: View<'_>, row: NodeId, end: NodeId, out: &mut Output) {
        let after = view.end(row);
        if view.kind(row) != Some(&Kind::Row { header: true }) || after >= end {
            return;
        }
        let (mut cell, mut has_words, mut is_short) = (row + 1, false, true);
        let mut is_plain = true;
        while cell < after {
            let length: usize = contents::words(view, cell).map(<[u8]>::len).sum();
            has_words |= length > 0;
            is_short &= length <= LONGEST_HEAD;
            let inside =
                view.nodes().get(cell as usize + 1..view.end(cell) as usize).unwrap_or(&[]);
            is_plain &= inside.iter().all(|node| is_words(&node.kind));
            push(&mut self.heads, if length > 0 { cell } else { 0 }, out);
            cell = view.end(cell).max(cell + 1);
        }
        if !is_short || self.form == Form::Lines {
            self.heads.clear();
        }
        // What is more than words is said once as it is.
        if !has_words || !self.heads.is_empty() && is_plain {
            self.unsaid = [row, after];
        }
    }

    pub(super) fn form(&self) -> Form {
        self.form
    }

    pub(super) fn runs_right_to_left(&self) -> bool {
        self.right_to_left
    }

    /// Where the tabs of its lines end.
    pub(super) fn stops(&self) -> &[i64] {
        &self.stops
    }

    /// Whether a node is not written.
    pub(super) fn skips(&self, id: NodeId) -> bool {
        (self.unsaid[0]..self.unsaid[1]).contains(&id)
    }

    pub(super) fn begin_row(&mut self, header: bool) {
        self.is_header = header;
        self.rows += 1;
        self.cells = 0;
    }

    /// The style of the row's text.
    pub(super) fn style(&self) -> Style {
        if self.is_header { Style::TableHeading } else { Style::Cell }
    }

    /// Whether the row is the first that is written: it says the heads of all columns, also of those without words.
    pub(super) fn is_first_row(&self) -> bool {
        self.rows == 1
    }

    /// The column of the next cell.
    pub(super) fn next_cell(&mut self) -> usize {
        self.cells += 1;
        self.cells - 1
    }

    /// The cell of the header that is said with the cells of a column.
    pub(super) fn head(&self, column: usize) -> Option<NodeId> {
        self.heads.get(column).copied().filter(|&head| head > 0 && !self.is_header)
    }
}

/// Whether nothing is lost of a head that is said in words alone.
fn is_words(kind: &Kind) -> bool {
    matches!(kind, Kind::Text(_) | Kind::Code(_) | Kind::SoftBreak | Kind::Strong | Kind::Emphasis)
}
