//! The grid of a table: which paragraphs make its cells, which cells its rows, and in which column
//! each cell begins.
//!
//! Shape   [`Grid::gather`] collects rows and cells, [`Grid::lay_out`] finds the columns from the right
//!         edges of all cells; from then on the grid is only asked. A cell that spans columns begins
//!         in the first of them.
//! Units   twips for edges.
//! Source  RTF 1.9.1, "Table definitions". The row definition that counts is the one in force at
//!         `\row`; rows without any have as many cells as `\cell` ended.

use super::judge::{ColumnAlign, align_of, depth_of, is_unlike};
use crate::buffers::kept;
use crate::document::Column;
use crate::memory;
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{CellDefinition, End, Merge, Paragraph};
use crate::rtf::assembly::format::Align;
use crate::rtf::structure::sight::Page;

/// Edges that differ by no more are one.
const SAME_EDGE: i32 = 30;

/// How deep tables in cells are still tables; what is deeper is text of the cell around it.
pub(in crate::rtf::structure) const LEVELS: usize = 6;

/// How deep in tables a table is: 1 for those of `\cell` and `\row`, more for those of `\nestcell`
/// and `\nestrow`.
pub(in crate::rtf::structure) type Level = u8;

/// A row of a grid.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf::structure) struct Row {
    /// First cell, and the cell after the last.
    cells: (usize, usize),
    definition: Option<u32>,
}

impl Row {
    /// The row's definition, if it ended with one.
    pub(crate) fn definition(&self) -> Option<u32> {
        self.definition
    }

    /// The cell definitions of the row, if it has as many as cells.
    pub(crate) fn definitions<'a>(&self, assembly: &'a Assembly) -> Option<&'a [CellDefinition]> {
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
    /// Over how many columns and rows it goes; another one covers what has none.
    span: (u16, u16),
}

impl Cell {
    /// Its first paragraph, and the paragraph after the last.
    pub(crate) fn range(&self) -> (usize, usize) {
        self.paragraphs
    }

    /// Those of a flow's paragraphs that stand in it.
    pub(crate) fn of<'a>(&self, paragraphs: &'a [Paragraph]) -> &'a [Paragraph] {
        &paragraphs[self.paragraphs.0..self.paragraphs.1]
    }

    /// The same, without those of tables in it.
    pub(crate) fn own<'a>(
        &self,
        paragraphs: &'a [Paragraph],
        level: Level,
    ) -> impl Iterator<Item = &'a Paragraph> {
        self.of(paragraphs).iter().filter(move |paragraph| depth_of(paragraph) <= level)
    }

    /// The column that it begins in.
    pub(crate) fn column(&self) -> usize {
        self.column
    }

    /// Over how many columns and rows it goes; another one covers what goes over no rows.
    pub(crate) fn span(&self) -> (u16, u16) {
        self.span
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
        /// For each column, the cell that goes on downwards there.
        above: Vec<Option<usize>>,
        /// The edges say where columns end.
        regular: bool,
        level: Level,
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
    pub(crate) fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The cells of all rows.
    pub(crate) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    pub(crate) fn cells_of(&self, row: &Row) -> &[Cell] {
        &self.cells[row.cells.0..row.cells.1]
    }

    /// How deep in tables it is.
    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// How many cells the table has if all rows have so many.
    pub(crate) fn size(&self, columns: usize) -> usize {
        self.rows.len().saturating_mul(columns)
    }

    /// Where its rows begin.
    pub(crate) fn left(&self, assembly: &Assembly) -> i32 {
        let first = self.rows.first().and_then(|row| row.definition);
        first.map_or(0, |row| assembly.row(row).left)
    }

    /// Whether the first row begins on the right.
    pub(crate) fn is_right_to_left(&self, assembly: &Assembly) -> bool {
        let first = self.rows.first().and_then(|row| row.definition);
        first.is_some_and(|row| assembly.row(row).right_to_left)
    }

    /// How wide a column is, per mille of a text of that width; 0 where its width is made of its text.
    fn width(&self, column: usize, left: i32, text: i32) -> u16 {
        let edge = |column: usize| self.edges.get(column).copied();
        let left = column.checked_sub(1).and_then(edge).unwrap_or(left);
        let width = edge(column).map_or(0, |right| right.saturating_sub(left).max(0));
        let text = i64::from(text.max(1));
        ((i64::from(width) * 1000 + text / 2) / text).clamp(0, 1000) as u16
    }

    /// Whether the widths of columns are known, and not made of their text.
    fn is_measured(&self, assembly: &Assembly) -> bool {
        let first = self.rows.first().and_then(|row| row.definition);
        let is_said = first.is_some_and(|row| assembly.row(row).measured);
        self.regular && (is_said || !assembly.has_made_up_distances())
    }

    /// Collects rows and cells from paragraph `at` on, of which `end` is the first beyond.
    pub(crate) fn gather(
        &mut self,
        page: Page<'_>,
        flow: u8,
        (at, end): (usize, usize),
        level: Level,
        report: &mut Report,
    ) -> Gathered {
        self.level = level;
        let (mut at, mut first_cell, mut first_paragraph) = (at, 0, at);
        let mut nested = false;
        let mut whole = true;
        let paragraphs = page.paragraphs(flow);
        while at < end {
            let paragraph = &paragraphs[at];
            if depth_of(paragraph) < level {
                break;
            }
            at += 1;
            let inner = depth_of(paragraph) > level;
            if inner && !nested && usize::from(level) == LEVELS {
                report.add(Loss::Table, page.place(flow, paragraph));
            }
            nested = inner;
            let ends = match paragraph.end {
                _ if inner => End::Par,
                End::NestedCell => End::Cell,
                End::NestedRow(row) => End::Row(row),
                ends => ends,
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
                    let shows = |paragraph: &Paragraph| {
                        paragraph.runs.0 < paragraph.runs.1
                            || paragraph.frames.0 < paragraph.frames.1
                    };
                    if open.iter().any(shows) {
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
                End::NestedCell | End::NestedRow(_) | End::Par | End::Page => {}
            }
        }
        if first_cell == self.cells.len() && first_paragraph < at && level == 1 {
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
        memory::push(&mut self.cells, Cell { paragraphs: (start, end), column: 0, span: (1, 1) })
    }

    /// The row that began with cell `first` ends, if it has any cells.
    fn end_row(&mut self, first: usize, definition: Option<u32>) -> bool {
        let cells = (first, self.cells.len());
        cells.0 == cells.1 || memory::push(&mut self.rows, Row { cells, definition })
    }

    /// Finds the columns, gives each cell its own, and returns how many there are.
    pub(crate) fn lay_out(&mut self, page: Page<'_>, flow: u8, max_columns: usize) -> usize {
        let widest = self.rows.iter().map(|row| row.cells.1 - row.cells.0).max().unwrap_or(0);
        let mut regular = true;
        let mut same = SAME_EDGE;
        for row in &self.rows {
            match row.definitions(page.assembly) {
                Some(cells) if self.edges.try_reserve(cells.len()).is_ok() => {
                    self.edges.extend(cells.iter().map(|cell| cell.right));
                    // Edges of one row are different ones.
                    let gaps = cells.windows(2).map(|pair| pair[1].right - pair[0].right);
                    same = gaps.filter(|&gap| gap > 0).fold(same, |same, gap| same.min(gap - 1));
                }
                _ => regular = false,
            }
        }
        self.edges.sort_unstable();
        self.edges.dedup_by(|next, edge| *next - *edge <= same);
        let columns = self.edges.len();
        // Rows that share few edges are set side by side by count.
        regular &= columns >= widest && columns <= max_columns.min(widest * 2);
        for row in &self.rows {
            let cells = &mut self.cells[row.cells.0..row.cells.1];
            let definitions = row.definitions(page.assembly).unwrap_or(&[]);
            let edges = regular.then_some((&self.edges[..], same));
            place_cells(cells, definitions, edges, max_columns);
        }
        self.regular = regular;
        let count = if regular { columns } else { widest.min(max_columns) };
        self.merge(page, flow, count);
        count
    }

    /// Finds which cells are merged with others. What has text of its own stays a cell.
    fn merge(&mut self, page: Page<'_>, flow: u8, count: usize) {
        let paragraphs = page.paragraphs(flow);
        let is_empty = |cell: &Cell| {
            cell.of(paragraphs).iter().all(|paragraph| paragraph.runs.0 == paragraph.runs.1)
        };
        let merges = |row: &Row| {
            let definitions = row.definitions(page.assembly).unwrap_or(&[]);
            definitions.iter().any(|cell| (cell.across, cell.down) != (Merge::None, Merge::None))
        };
        if !self.rows.iter().any(merges) || !memory::pad(&mut self.above, count, None) {
            return;
        }
        for row in &self.rows {
            let definitions = row.definitions(page.assembly).unwrap_or(&[]);
            // The cell that those beside it are merged into.
            let mut first = None;
            for at in row.cells.0..row.cells.1 {
                let cell = self.cells[at];
                let definition = definitions.get(at - row.cells.0).copied().unwrap_or_default();
                let (column, width) = (cell.column, usize::from(cell.span.0));
                if definition.across == Merge::Rest
                    && let Some(first) = first
                    && is_empty(&cell)
                    && column + width <= count
                {
                    let first: &mut Cell = &mut self.cells[first];
                    first.span.0 += cell.span.0;
                    self.cells[at].span = (0, 0);
                    continue;
                }
                first = (definition.across == Merge::First).then_some(at);
            }
            for at in row.cells.0..row.cells.1 {
                let (column, width) = (self.cells[at].column, self.cells[at].span.0);
                if width == 0 {
                    continue;
                }
                let definition = definitions.get(at - row.cells.0).copied().unwrap_or_default();
                let above = self.above.get(column).copied().flatten();
                let above = above.filter(|&above| self.cells[above].span.0 == width);
                let fits = column + usize::from(width) <= count;
                let goes_on = definition.down == Merge::Rest && is_empty(&self.cells[at]);
                let open = match above {
                    Some(above) if goes_on && fits => {
                        let rows = &mut self.cells[above].span.1;
                        *rows = rows.saturating_add(1);
                        self.cells[at].span.1 = 0;
                        Some(above)
                    }
                    _ => (definition.down == Merge::First).then_some(at),
                };
                let columns = self.above.iter_mut().skip(column).take(width.into());
                columns.for_each(|place| *place = None);
                if let Some(place) = self.above.get_mut(column) {
                    *place = open;
                }
            }
        }
    }

    /// Finds how each of `count` columns is aligned. False where memory is short.
    #[must_use]
    pub(crate) fn align(
        &mut self,
        paragraphs: &[Paragraph],
        count: usize,
        header: bool,
        says_left: bool,
    ) -> bool {
        let fits = memory::pad(&mut self.columns, count, ColumnAlign::default());
        for (index, row) in self.rows.iter().enumerate() {
            for cell in &self.cells[row.cells.0..row.cells.1] {
                if cell.span != (1, 1) {
                    continue;
                }
                let Some(column) = self.columns.get_mut(cell.column) else { continue };
                // Those of tables in it are set for themselves.
                for paragraph in cell.own(paragraphs, self.level) {
                    let body = paragraph.runs.0 < paragraph.runs.1 && !(header && index == 0);
                    column.add(align_of(&paragraph.format, says_left), body);
                }
            }
        }
        fits
    }

    /// How a column is aligned, once that has been found.
    pub(crate) fn column_align(&self, column: usize) -> Align {
        self.columns.get(column).map_or(Align::Unset, |column| column.agreed())
    }

    /// How the columns are aligned, once that has been found, and how wide they are.
    pub(crate) fn columns<'g>(
        &'g self,
        assembly: &Assembly,
    ) -> impl ExactSizeIterator<Item = Column> + 'g {
        let (left, text) = (self.left(assembly), assembly.text_width());
        let is_measured = self.is_measured(assembly);
        self.columns.iter().enumerate().map(move |(at, column)| Column {
            alignment: column.alignment(),
            width: if is_measured { self.width(at, left, text) } else { 0 },
        })
    }
}

/// Gives each cell of a row its column, by the right edges of all columns and how far apart one and the same may be, or
/// by count, and the columns
/// that it goes over.
fn place_cells(
    cells: &mut [Cell],
    definitions: &[CellDefinition],
    edges: Option<(&[i32], i32)>,
    max_columns: usize,
) {
    let mut column = 0;
    for (index, cell) in cells.iter_mut().enumerate() {
        match (definitions.get(index), edges) {
            (Some(definition), Some((edges, same))) => {
                cell.column = column.min(edges.len() - 1);
                let right = definition.right.saturating_add(same);
                let next = edges.partition_point(|&edge| edge <= right).max(column + 1);
                cell.span.0 = (next.min(edges.len()).max(cell.column + 1) - cell.column) as u16;
                column = next;
            }
            _ => cell.column = index.min(max_columns - 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_where_their_edges_do() {
        let edges = [1000, 2000, 3000];
        for (rights, known, columns, spans) in [
            (&[1000, 2000, 3000][..], true, &[0, 1, 2][..], &[1, 1, 1][..]),
            (&[2000, 3000], true, &[0, 2], &[2, 1]),
            (&[3000], true, &[0], &[3]),
            (&[1020, 1990, 3000], true, &[0, 1, 2], &[1, 1, 1]),
            (&[1000, 1000, 3000], true, &[0, 1, 2], &[1, 1, 1]),
            (&[2000, 3000], false, &[0, 1], &[1, 1]),
        ] {
            let definition = |&right| CellDefinition { right, ..CellDefinition::default() };
            let definitions: Vec<_> = rights.iter().map(definition).collect();
            let mut cells =
                vec![Cell { paragraphs: (7, 8), column: 0, span: (1, 1) }; rights.len()];
            let edges = known.then_some((&edges[..], SAME_EDGE));
            place_cells(&mut cells, &definitions, edges, 64);
            let found: Vec<_> = cells.iter().map(|cell| cell.column).collect();
            let wide: Vec<_> = cells.iter().map(|cell| cell.span.0).collect();
            assert_eq!((&found[..], &wide[..]), (columns, spans), "{rights:?}");
        }
    }
}
