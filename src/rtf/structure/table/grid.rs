//! The grid of a table: which paragraphs make its cells, which cells its rows, and in which column
//! each cell begins.
//!
//! Shape   [`Grid::gather`] collects rows and cells, [`Grid::lay_out`] finds the columns from the right
//!         edges of all cells; from then on the grid is only asked. A cell that spans columns begins
//!         in the first of them.
//! Units   twips for edges.
//! Source  RTF 1.9.1, "Table definitions". The row definition that counts is the one in force at
//!         `\row`; rows without any have as many cells as `\cell` ended.

use super::judge::{ColumnAlign, align_of, is_inner, is_part, is_unlike};
use crate::buffers::kept;
use crate::document::Alignment;
use crate::memory;
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{CellDefinition, End, Paragraph};
use crate::rtf::structure::sight::Page;

/// Edges that differ by no more are one.
const SAME_EDGE: i32 = 30;

/// Widths that differ by no more are meant to be the same: what is left when a page is divided.
const UNEVEN: i32 = 120;

/// Which cells a table is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf::structure) enum Level {
    /// `\cell` and `\row`; what is in cells of their own in a cell is text of that cell.
    Outer,
    /// `\nestcell` and `\nestrow`.
    Inner,
}

/// A row of a grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// First cell, and the cell after the last.
    cells: (usize, usize),
    definition: Option<u32>,
}

impl Row {
    /// The row's definition, if it ended with one.
    pub fn definition(&self) -> Option<u32> {
        self.definition
    }

    /// The cell definitions of the row, if it has as many as cells.
    pub fn definitions<'a>(&self, assembly: &'a Assembly) -> Option<&'a [CellDefinition]> {
        let cells = assembly.cells(self.definition?);
        let rising = cells.windows(2).all(|pair| pair[0].right <= pair[1].right);
        (cells.len() == self.cells.1 - self.cells.0 && rising).then_some(cells)
    }
}

/// A cell of a grid.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf::structure) struct Cell {
    /// First paragraph, and the paragraph after the last.
    paragraphs: (usize, usize),
    /// The column that it begins in, once the grid is known.
    column: usize,
}

impl Cell {
    /// Its first paragraph, and the paragraph after the last.
    pub fn range(&self) -> (usize, usize) {
        self.paragraphs
    }

    /// Those of a flow's paragraphs that stand in it.
    pub(super) fn of<'a>(&self, paragraphs: &'a [Paragraph]) -> &'a [Paragraph] {
        &paragraphs[self.paragraphs.0..self.paragraphs.1]
    }

    /// The column that it begins in.
    pub(super) fn column(&self) -> usize {
        self.column
    }
}

kept! {
    /// The rows of one table.
    #[derive(Debug, Default)]
    pub(in crate::rtf::structure) struct Grid {
        rows: Vec<Row>,
        cells: Vec<Cell>,
        edges: Vec<i32>,
        columns: Vec<ColumnAlign>,
    }
}

/// What came of gathering.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf::structure) struct Gathered {
    /// The paragraph after the table.
    pub next: usize,
    /// The paragraphs before this one say that they are in a table, and no cell ends there.
    pub loose: usize,
    /// False where memory was short.
    pub whole: bool,
}

impl Grid {
    pub(super) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cells of all rows.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(super) fn cells_of(&self, row: &Row) -> &[Cell] {
        &self.cells[row.cells.0..row.cells.1]
    }

    /// How many cells the table has if all rows have so many.
    pub fn size(&self, columns: usize) -> usize {
        self.rows.len().saturating_mul(columns)
    }

    /// Where its rows begin.
    pub fn left(&self, assembly: &Assembly) -> i32 {
        let first = self.rows.first().and_then(|row| row.definition);
        first.map_or(0, |row| assembly.row(row).left)
    }

    /// Whether the columns of the first row have widths that are not the same, nor made of their text.
    pub fn has_own_widths(&self, assembly: &Assembly) -> bool {
        let first = self.rows.first().filter(|_| !assembly.has_made_up_distances());
        let Some(row) = first.and_then(|row| row.definition) else { return false };
        let (mut left, mut widths) = (assembly.row(row).left, (i32::MAX, 0));
        for cell in assembly.cells(row) {
            let width = cell.right.saturating_sub(left);
            widths = (widths.0.min(width), widths.1.max(width));
            left = cell.right;
        }
        widths.0 < widths.1 && widths.1 - widths.0 > UNEVEN.max(widths.1 / 20)
    }

    /// Collects rows and cells from paragraph `at` on, of which `end` is the first beyond.
    pub fn gather(
        &mut self,
        page: Page<'_>,
        flow: u8,
        (at, end): (usize, usize),
        level: Level,
        report: &mut Report,
    ) -> Gathered {
        let (mut at, mut first_cell, mut first_paragraph) = (at, 0, at);
        let mut nested = false;
        let mut whole = true;
        let paragraphs = page.paragraphs(flow);
        while at < end {
            let paragraph = &paragraphs[at];
            if !is_part(paragraph) || level == Level::Inner && !is_inner(paragraph) {
                break;
            }
            at += 1;
            let inner =
                level == Level::Outer && is_inner(paragraph) || paragraph.format.table_depth > 2;
            if inner && !nested {
                report.add(Loss::Table, page.place(flow, paragraph));
            }
            nested = inner;
            let ends = match (level, paragraph.end) {
                (Level::Inner, End::NestedCell) if !inner => End::Cell,
                (Level::Inner, End::NestedRow(row)) if !inner => End::Row(row),
                (_, ends) => ends,
            };
            match ends {
                End::Cell => {
                    whole &= self.end_cell(first_paragraph, at);
                    first_paragraph = at;
                }
                End::Row(definition) => {
                    let before = self.rows.last().and_then(|row| row.definition);
                    if before.is_some_and(|before| {
                        is_unlike(page.assembly.cells(before), page.assembly.cells(definition))
                    }) {
                        // Another table, directly behind.
                        let start = self.cells.get(first_cell).map(|cell| cell.paragraphs.0);
                        self.cells.truncate(first_cell);
                        return Gathered { next: start.unwrap_or(at), loose: 0, whole };
                    }
                    // Text that no cell ended is a cell's all the same.
                    let open = &paragraphs[first_paragraph..at - 1];
                    if open.iter().any(|paragraph| paragraph.runs.0 < paragraph.runs.1) {
                        whole &= self.end_cell(first_paragraph, at - 1);
                    }
                    if self.is_gone(page, flow, first_cell, definition) {
                        let cells = &self.cells[first_cell..];
                        let text = |cell: &Cell| {
                            let texts = cell.of(paragraphs).iter();
                            texts.into_iter().any(|text| text.runs.0 < text.runs.1)
                        };
                        if cells.iter().any(text) {
                            report.add(Loss::DeletedText, page.place(flow, paragraph));
                        }
                        self.cells.truncate(first_cell);
                    }
                    whole &= self.end_row(first_cell, Some(definition));
                    (first_cell, first_paragraph) = (self.cells.len(), at);
                }
                End::NestedCell | End::NestedRow(_) | End::Par => {}
            }
        }
        if first_cell == self.cells.len() && first_paragraph < at && level == Level::Outer {
            // No cell ends here: these are no cells.
            return Gathered { next: first_paragraph, loose: at, whole };
        }
        // A row that never ended.
        if first_paragraph < at {
            whole &= self.end_cell(first_paragraph, at);
        }
        whole &= self.end_row(first_cell, None);
        Gathered { next: at, loose: 0, whole }
    }

    /// Whether a row is not there any more: a tracked change took all of its cells out, or its end is
    /// not seen and neither is anything in it.
    fn is_gone(&self, page: Page<'_>, flow: u8, first: usize, definition: u32) -> bool {
        let cells = page.assembly.cells(definition);
        if !cells.is_empty() && cells.iter().all(|cell| cell.gone) {
            return true;
        }
        let paragraphs = page.paragraphs(flow);
        let empty = |cell: &Cell| {
            cell.of(paragraphs).iter().all(|paragraph| paragraph.runs.0 == paragraph.runs.1)
        };
        page.assembly.row(definition).gone && self.cells[first..].iter().all(empty)
    }

    /// A cell of these paragraphs ends.
    fn end_cell(&mut self, start: usize, end: usize) -> bool {
        memory::push(&mut self.cells, Cell { paragraphs: (start, end), column: 0 })
    }

    /// The row that began with cell `first` ends, if it has any cells.
    fn end_row(&mut self, first: usize, definition: Option<u32>) -> bool {
        let cells = (first, self.cells.len());
        cells.0 == cells.1 || memory::push(&mut self.rows, Row { cells, definition })
    }

    /// Finds the columns, gives each cell its own, and returns how many there are.
    pub fn lay_out(
        &mut self,
        page: Page<'_>,
        flow: u8,
        max_columns: usize,
        report: &mut Report,
    ) -> usize {
        let widest = self.rows.iter().map(|row| row.cells.1 - row.cells.0).max().unwrap_or(0);
        let mut regular = true;
        for row in &self.rows {
            match row.definitions(page.assembly) {
                Some(cells) if self.edges.try_reserve(cells.len()).is_ok() => {
                    self.edges.extend(cells.iter().map(|cell| cell.right))
                }
                _ => regular = false,
            }
        }
        self.edges.sort_unstable();
        self.edges.dedup_by(|next, edge| *next - *edge <= SAME_EDGE);
        let columns = self.edges.len();
        // Rows that share few edges are set side by side by count.
        regular &= columns >= widest && columns <= max_columns.min(widest * 2);
        for row in &self.rows {
            let cells = &mut self.cells[row.cells.0..row.cells.1];
            let definitions = row.definitions(page.assembly).unwrap_or(&[]);
            let edges = regular.then_some(&self.edges[..]);
            let (first, merged) = place_cells(cells, definitions, edges, max_columns);
            if let Some(first) = first {
                let place = page.place(flow, &page.paragraphs(flow)[first]);
                report.add_many(Loss::MergedCells, merged, place);
            }
        }
        if regular { columns } else { widest.min(max_columns) }
    }

    /// Finds how each of `count` columns is aligned. False where memory is short.
    #[must_use]
    pub(super) fn align(
        &mut self,
        paragraphs: &[Paragraph],
        count: usize,
        header: bool,
        says_left: bool,
    ) -> bool {
        let fits = memory::pad(&mut self.columns, count, ColumnAlign::default());
        for (index, row) in self.rows.iter().enumerate() {
            for cell in &self.cells[row.cells.0..row.cells.1] {
                let Some(column) = self.columns.get_mut(cell.column) else { continue };
                for paragraph in cell.of(paragraphs) {
                    let body = paragraph.runs.0 < paragraph.runs.1 && !(header && index == 0);
                    column.add(align_of(&paragraph.format, says_left), body);
                }
            }
        }
        fits
    }

    /// How the columns are aligned, once that has been found.
    pub(super) fn alignments(&self) -> impl ExactSizeIterator<Item = Alignment> + '_ {
        self.columns.iter().map(|column| column.alignment())
    }
}

/// Gives each cell of a row its column, by the right edges of all columns or by count. Returns how
/// many of them are merged, and the first paragraph of the first of these.
fn place_cells(
    cells: &mut [Cell],
    definitions: &[CellDefinition],
    edges: Option<&[i32]>,
    max_columns: usize,
) -> (Option<usize>, u32) {
    let (mut column, mut merged, mut first) = (0, 0, None);
    for (index, cell) in cells.iter_mut().enumerate() {
        let definition = definitions.get(index);
        let mut merges = definition.is_some_and(|cell| cell.merged);
        match (definition, edges) {
            (Some(definition), Some(edges)) => {
                cell.column = column.min(edges.len() - 1);
                let right = definition.right + SAME_EDGE;
                let next = edges.partition_point(|&edge| edge <= right);
                merges |= next > column + 1;
                column = next.max(column + 1);
            }
            _ => cell.column = index.min(max_columns - 1),
        }
        if merges {
            first.get_or_insert(cell.paragraphs.0);
            merged += 1;
        }
    }
    (first, merged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_their_edges_do() {
        let edges = [1000, 2000, 3000];
        for (rights, known, columns, merged) in [
            (&[1000, 2000, 3000][..], true, &[0, 1, 2][..], 0),
            (&[2000, 3000], true, &[0, 2], 1),
            (&[3000], true, &[0], 1),
            (&[1020, 1990, 3000], true, &[0, 1, 2], 0),
            (&[1000, 1000, 3000], true, &[0, 1, 2], 0),
            (&[2000, 3000], false, &[0, 1], 0),
        ] {
            let definition = |&right| CellDefinition { right, ..CellDefinition::default() };
            let definitions: Vec<_> = rights.iter().map(definition).collect();
            let mut cells = vec![Cell { paragraphs: (7, 8), column: 0 }; rights.len()];
            let edges = known.then_some(&edges[..]);
            let (first, count) = place_cells(&mut cells, &definitions, edges, 64);
            let found: Vec<_> = cells.iter().map(|cell| cell.column).collect();
            assert_eq!((&found[..], count), (columns, merged), "{rights:?}");
            assert_eq!(first, (merged > 0).then_some(7));
        }
    }
}
