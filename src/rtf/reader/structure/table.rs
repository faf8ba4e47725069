//! Rows of cells become tables.
//!
//! Shape   the paragraphs of a table are gathered into rows and cells, the right edges of all cells
//!         into a grid, and each row is written over that grid: a cell that spans columns stands in
//!         the first of them.
//! Units   twips for edges.
//! Limits  `max_columns` columns; past `max_cells` cells a table's text is kept as paragraphs.
//! Source  RTF 1.9.1, "Table definitions". The row definition that counts is the one in force at
//!         `\row`; rows without any have as many cells as `\cell` ended.

use super::{Recogniser, ends_cell};
use crate::document::{Alignment, Kind};
use crate::memory;
use crate::report::Loss;
use crate::rtf::assembly::flow::{CellDefinition, End, Paragraph, RunKind};
use crate::rtf::assembly::format::{Align, Mark, Marks};
use crate::rtf::tables::styles::Role;

/// Edges that differ by no more are one.
const SAME_EDGE: i32 = 30;

/// Rows whose edges are farther apart have nothing to do with each other.
const LIKE: i32 = 150;

/// Which cells a table is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// `\cell` and `\row`; what is in cells of their own in a cell is text of that cell.
    Outer,
    /// `\nestcell` and `\nestrow`.
    Inner,
}

/// The rows of one table.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<GridRow>,
    cells: Vec<GridCell>,
    edges: Vec<i32>,
    columns: Vec<ColumnAlign>,
}

#[derive(Clone, Copy, Debug)]
struct GridRow {
    /// First cell, and the cell after the last.
    cells: (usize, usize),
    definition: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
struct GridCell {
    /// First paragraph, and the paragraph after the last.
    paragraphs: (usize, usize),
    /// The column that it begins in, once the grid is known.
    column: usize,
}

/// What the cells of a column agree on.
#[derive(Clone, Copy, Debug, Default)]
struct ColumnAlign {
    body: Option<Align>,
    any: Option<Align>,
}

impl Grid {
    pub fn retained_bytes(&self) -> usize {
        self.rows.capacity() * size_of::<GridRow>()
            + self.cells.capacity() * size_of::<GridCell>()
            + self.edges.capacity() * 4
            + self.columns.capacity() * size_of::<ColumnAlign>()
    }

    fn clear(&mut self) {
        self.rows.clear();
        self.cells.clear();
        self.edges.clear();
        self.columns.clear();
    }
}

/// Whether a paragraph belongs to a table.
pub(super) fn is_part(paragraph: &Paragraph) -> bool {
    paragraph.format.table_depth > 0 || ends_cell(paragraph.end)
}

/// Whether a paragraph belongs to a table in a cell.
fn is_inner(paragraph: &Paragraph) -> bool {
    paragraph.format.table_depth > 1 || matches!(paragraph.end, End::NestedCell | End::NestedRow(_))
}

impl Recogniser<'_> {
    /// The table that begins at `at`. Returns the paragraph after it.
    pub(super) fn table(&mut self, flow: u8, at: usize, end: usize, level: Level) -> usize {
        let mut grid = std::mem::take(&mut self.buffers.tables[level as usize]);
        grid.clear();
        let next = self.gather(flow, at, end, level, &mut grid);
        if level == Level::Outer && self.is_frame(flow, &grid) {
            let place = self.place(flow, &self.paragraph(flow, at));
            self.report.add(Loss::Table, place);
            self.close_containers(0);
            for cell in &grid.cells {
                self.cell_blocks(flow, cell.paragraphs);
            }
            self.buffers.tables[level as usize] = grid;
            return next;
        }
        let count = self.lay_out(flow, &mut grid);
        let left = grid.rows.first().and_then(|row| row.definition);
        let left = left.map_or(0, |index| self.assembly.row(index).left);
        self.enter_containers_for_table(left);
        if grid.rows.len().saturating_mul(count) > self.cells_left {
            let place = self.place(flow, &self.paragraph(flow, at));
            self.report.add(Loss::LimitReached, place);
            self.as_paragraphs(flow, at, next);
        } else if count > 0 {
            self.cells_left -= grid.rows.len() * count;
            self.write_table(flow, &mut grid, count);
        }
        self.buffers.tables[level as usize] = grid;
        next
    }

    /// Whether the table does nothing but frame what stands in it: another table, or one cell of
    /// several paragraphs.
    fn is_frame(&self, flow: u8, grid: &Grid) -> bool {
        let single = grid.rows.iter().all(|row| {
            let header = row.definition.is_some_and(|index| self.assembly.row(index).header);
            row.cells.1 - row.cells.0 == 1 && !header
        });
        let texts = |cell: &GridCell| {
            let paragraphs = self.assembly.flow(flow).paragraphs();
            let paragraphs = &paragraphs[cell.paragraphs.0..cell.paragraphs.1];
            paragraphs.iter().filter(|paragraph| self.has_text(self.runs(flow, paragraph))).count()
        };
        single
            && match &grid.cells[..] {
                [cell] => texts(cell) > 1,
                cells => cells.iter().any(|cell| {
                    (cell.paragraphs.0..cell.paragraphs.1)
                        .any(|at| is_inner(&self.paragraph(flow, at)))
                }),
            }
    }

    /// What stands in a cell, as blocks.
    fn cell_blocks(&mut self, flow: u8, (mut at, end): (usize, usize)) {
        while at < end {
            let paragraph = self.paragraph(flow, at);
            at = if is_inner(&paragraph) {
                self.table(flow, at, end, Level::Inner).max(at + 1)
            } else {
                self.block(flow, at, end, &paragraph)
            };
        }
        self.close_containers(0);
    }

    /// Collects rows and cells from `at` on.
    fn gather(
        &mut self,
        flow: u8,
        mut at: usize,
        end: usize,
        level: Level,
        grid: &mut Grid,
    ) -> usize {
        let (mut first_cell, mut first_paragraph) = (0, at);
        let mut nested = false;
        let mut fits = true;
        while at < end {
            let paragraph = self.paragraph(flow, at);
            if !is_part(&paragraph) || level == Level::Inner && !is_inner(&paragraph) {
                break;
            }
            at += 1;
            let inner =
                level == Level::Outer && is_inner(&paragraph) || paragraph.format.table_depth > 2;
            if inner && !nested {
                let place = self.place(flow, &paragraph);
                self.report.add(Loss::Table, place);
            }
            nested = inner;
            let ends = match (level, paragraph.end) {
                (Level::Inner, End::NestedCell) if !inner => End::Cell,
                (Level::Inner, End::NestedRow(row)) if !inner => End::Row(row),
                (_, ends) => ends,
            };
            match ends {
                End::Cell => {
                    let cell = GridCell { paragraphs: (first_paragraph, at), column: 0 };
                    fits &= memory::push(&mut grid.cells, cell);
                    first_paragraph = at;
                }
                End::Row(definition) => {
                    let cells = (first_cell, grid.cells.len());
                    let before = grid.rows.last().and_then(|row| row.definition);
                    if before.is_some_and(|before| self.is_unlike(before, definition)) {
                        // Another table, directly behind.
                        let start = grid.cells.get(first_cell).map(|cell| cell.paragraphs.0);
                        grid.cells.truncate(first_cell);
                        return start.unwrap_or(at);
                    }
                    if cells.0 < cells.1 {
                        let row = GridRow { cells, definition: Some(definition) };
                        fits &= memory::push(&mut grid.rows, row);
                    }
                    (first_cell, first_paragraph) = (grid.cells.len(), at);
                }
                End::NestedCell | End::NestedRow(_) | End::Par => {}
            }
        }
        if first_cell == grid.cells.len() && first_paragraph < at && level == Level::Outer {
            // No cell ends here: these are no cells.
            self.loose[flow as usize] = at;
            return first_paragraph;
        }
        // A row that never ended.
        if first_paragraph < at {
            let cell = GridCell { paragraphs: (first_paragraph, at), column: 0 };
            fits &= memory::push(&mut grid.cells, cell);
        }
        if first_cell < grid.cells.len() {
            let row = GridRow { cells: (first_cell, grid.cells.len()), definition: None };
            fits &= memory::push(&mut grid.rows, row);
        }
        if !fits {
            self.doc.give_up();
        }
        at
    }

    /// Whether two rows that follow each other have neither edges in common nor as many cells.
    fn is_unlike(&self, row: u32, next: u32) -> bool {
        let (row, next) = (self.assembly.cells(row), self.assembly.cells(next));
        let (mut a, mut b) = (0, 0);
        while let (Some(left), Some(right)) = (row.get(a), next.get(b)) {
            if (left.right - right.right).abs() <= LIKE {
                return false;
            }
            if left.right < right.right {
                a += 1;
            } else {
                b += 1;
            }
        }
        row.len() != next.len() && !row.is_empty() && !next.is_empty()
    }

    /// The cell definitions of a row, if it has as many as cells.
    fn definitions(&self, row: &GridRow) -> Option<&[CellDefinition]> {
        let cells = self.assembly.cells(row.definition?);
        let rising = cells.windows(2).all(|pair| pair[0].right <= pair[1].right);
        (cells.len() == row.cells.1 - row.cells.0 && rising).then_some(cells)
    }

    /// Finds the columns, gives each cell its own, and returns how many there are.
    fn lay_out(&mut self, flow: u8, grid: &mut Grid) -> usize {
        let widest = grid.rows.iter().map(|row| row.cells.1 - row.cells.0).max().unwrap_or(0);
        let mut regular = true;
        for row in &grid.rows {
            match self.definitions(row) {
                Some(cells) if grid.edges.try_reserve(cells.len()).is_ok() => {
                    grid.edges.extend(cells.iter().map(|cell| cell.right))
                }
                _ => regular = false,
            }
        }
        grid.edges.sort_unstable();
        grid.edges.dedup_by(|next, edge| *next - *edge <= SAME_EDGE);
        let columns = grid.edges.len();
        // Rows that share few edges are set side by side by count.
        regular &= columns >= widest && columns <= self.max_columns.min(widest * 2);
        for row in &grid.rows {
            let definitions = self.definitions(row);
            let (mut column, mut merged, mut first) = (0, 0, None);
            for (index, cell) in grid.cells[row.cells.0..row.cells.1].iter_mut().enumerate() {
                let definition = definitions.and_then(|cells| cells.get(index)).copied();
                let mut merges = definition.is_some_and(|cell| cell.merged);
                match definition.filter(|_| regular) {
                    Some(definition) => {
                        cell.column = column.min(columns - 1);
                        let right = definition.right + SAME_EDGE;
                        let next = grid.edges.partition_point(|&edge| edge <= right);
                        merges |= next > column + 1;
                        column = next.max(column + 1);
                    }
                    None => cell.column = index.min(self.max_columns - 1),
                }
                if merges {
                    first.get_or_insert(cell.paragraphs.0);
                    merged += 1;
                }
            }
            if let Some(first) = first {
                let place = self.place(flow, &self.paragraph(flow, first));
                self.report.add_many(Loss::Table, merged, place);
            }
        }
        if regular { columns } else { widest.min(self.max_columns) }
    }

    fn write_table(&mut self, flow: u8, grid: &mut Grid, count: usize) {
        let header = self.has_header(flow, grid);
        self.align_columns(flow, grid, count, header);
        let kind = self.doc.add_columns(grid.columns.iter().map(|column| alignment(*column)));
        self.doc.open(kind);
        if !header {
            self.doc.open(Kind::Row { header: true });
            (0..count).for_each(|_| self.empty_cell());
            self.doc.close();
        }
        for (index, row) in grid.rows.iter().enumerate() {
            let header = header && index == 0;
            self.doc.open(Kind::Row { header });
            let mut column = 0;
            let mut cells = row.cells.0..row.cells.1;
            while column < count {
                let Some(cell) = cells.next() else {
                    self.empty_cell();
                    column += 1;
                    continue;
                };
                while column < grid.cells[cell].column {
                    self.empty_cell();
                    column += 1;
                }
                self.doc.open(Kind::Cell);
                let mut any = self.cell(flow, grid.cells[cell].paragraphs, header, false);
                column += 1;
                // Cells beyond the last column join it.
                while column == count
                    && let Some(cell) = cells.next()
                {
                    any |= self.cell(flow, grid.cells[cell].paragraphs, header, any);
                }
                self.doc.close();
            }
            self.doc.close();
        }
        self.doc.close();
    }

    fn empty_cell(&mut self) {
        self.doc.open(Kind::Cell);
        self.doc.close();
    }

    /// The text of one cell: its paragraphs, divided by breaks, the cells of a table in it by slashes. Returns whether there was any.
    fn cell(&mut self, flow: u8, paragraphs: (usize, usize), header: bool, mut any: bool) -> bool {
        // The paragraph before ended a cell of a table in this cell.
        let mut beside = false;
        let mut reported = false;
        for at in paragraphs.0..paragraphs.1 {
            let paragraph = self.paragraph(flow, at);
            let runs = self.runs(flow, &paragraph);
            if !self.has_text(runs) && !self.has_place(runs) {
                beside &= !matches!(paragraph.end, End::NestedRow(_));
                continue;
            }
            if any && beside {
                let divider = self.doc.own(" / ");
                self.doc.leaf(Kind::Text(divider));
            } else if any {
                self.doc.leaf(Kind::HardBreak);
            }
            // A list, or paragraphs of which lines are made; tables in cells are reported as such.
            let block =
                paragraph.marker.is_some() || any && !beside && paragraph.format.table_depth < 2;
            if block && !std::mem::replace(&mut reported, true) {
                let place = self.place(flow, &paragraph);
                self.report.add(Loss::Table, place);
            }
            beside = paragraph.end == End::NestedCell;
            any = true;
            if let Some(marker) = paragraph.marker {
                self.marker(marker);
            }
            let mut strip = self.uniform(&paragraph, runs, false);
            if header && self.all_marked(runs, Mark::Bold) {
                strip.insert(Mark::Bold);
            }
            self.report_looks(flow, &paragraph, runs, false);
            self.inlines(runs, strip, 0);
        }
        any
    }

    /// A list's marker in a cell, where no list can stand.
    fn marker(&mut self, marker: crate::document::Span) {
        let ordered = self.text(marker).first().is_some_and(u8::is_ascii_alphanumeric);
        if ordered {
            self.doc.leaf(Kind::Text(marker));
        } else {
            let bullet = self.doc.own("\u{2022}");
            self.doc.leaf(Kind::Text(bullet));
        }
        let space = self.doc.own(" ");
        self.doc.leaf(Kind::Text(space));
    }

    /// Whether the first row is a header: it says so, or alone is bold or shaded throughout.
    fn has_header(&self, flow: u8, grid: &Grid) -> bool {
        let Some(first) = grid.rows.first() else { return false };
        if first.definition.is_some_and(|index| self.assembly.row(index).header) {
            return true;
        }
        let style = self.paragraph(flow, grid.cells[first.cells.0].paragraphs.0).format.style;
        if self.assembly.styles().role(style) == Role::TableHeading {
            return true;
        }
        if grid.rows.len() < 2 {
            return false;
        }
        let shaded = self.is_shaded(first) && !grid.rows[1..].iter().any(|row| self.is_shaded(row));
        shaded || self.is_bold(flow, grid, first) && !self.is_bold(flow, grid, &grid.rows[1])
    }

    /// Whether each cell of a row has a background of its own.
    fn is_shaded(&self, row: &GridRow) -> bool {
        self.definitions(row).is_some_and(|cells| cells.iter().all(|cell| cell.shaded))
    }

    /// Whether all text of a row is bold, and there is some in each cell.
    fn is_bold(&self, flow: u8, grid: &Grid, row: &GridRow) -> bool {
        grid.cells[row.cells.0..row.cells.1].iter().all(|cell| {
            (cell.paragraphs.0..cell.paragraphs.1).any(|at| {
                let paragraph = self.paragraph(flow, at);
                self.all_marked(self.runs(flow, &paragraph), Mark::Bold)
            })
        })
    }

    fn align_columns(&self, flow: u8, grid: &mut Grid, count: usize, header: bool) {
        grid.columns.resize(count, ColumnAlign::default());
        for (index, row) in grid.rows.iter().enumerate() {
            for cell in &grid.cells[row.cells.0..row.cells.1] {
                let Some(column) = grid.columns.get_mut(cell.column) else { continue };
                for at in cell.paragraphs.0..cell.paragraphs.1 {
                    let paragraph = self.paragraph(flow, at);
                    let mut align = paragraph.format.align;
                    // Where text stands by itself says nothing.
                    if align == Align::Left && self.explicit_left
                        || align == Align::Right && paragraph.format.right_to_left
                        || align == Align::Justified
                    {
                        align = Align::Unset;
                    }
                    agree(&mut column.any, align);
                    let (start, end) = paragraph.runs;
                    if start < end && !(header && index == 0) {
                        agree(&mut column.body, align);
                    }
                }
            }
        }
    }

    /// A table too large to be one: the text of its cells, one paragraph each.
    fn as_paragraphs(&mut self, flow: u8, start: usize, end: usize) {
        for at in start..end {
            let paragraph = self.paragraph(flow, at);
            let runs = self.runs(flow, &paragraph);
            if runs.iter().any(|run| matches!(run.kind, RunKind::Text(_))) {
                self.doc.open(Kind::Paragraph);
                self.inlines(runs, Marks::default(), 0);
                self.doc.close();
            }
        }
    }
}

/// What was agreed on stays only if `align` is the same.
fn agree(agreed: &mut Option<Align>, align: Align) {
    *agreed = match *agreed {
        None => Some(align),
        Some(other) if other == align => Some(align),
        Some(_) => Some(Align::Unset),
    };
}

fn alignment(column: ColumnAlign) -> Alignment {
    match column.body.or(column.any) {
        Some(Align::Left) => Alignment::Left,
        Some(Align::Center) => Alignment::Center,
        Some(Align::Right) => Alignment::Right,
        _ => Alignment::None,
    }
}
