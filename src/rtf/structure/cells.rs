//! Tables and what stands in their cells: the part of the router that knows tables in cells.
//!
//! Shape   a cell holds inlines where one plain paragraph is all there is, else blocks; these stand in
//!         containers of the cell's own, whose edges are seen from the cell's.
//! Limits  tables in cells go [`LEVELS`] deep; what is deeper is text of the cell around it.

use super::Recogniser;
use super::containers::Containers;
use super::table::{self, Cell, Grid, LEVELS, Level};
use crate::buffers::Kept;
use crate::document::{Direction, Kind};
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, Paragraph};
use crate::rtf::assembly::format::Align;
use crate::rtf::tables::styles::Role;
use crate::text;
use std::mem;

/// The cell whose blocks are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct InCell {
    /// It stands in a header row, whose text is bold by itself.
    pub header: bool,
    /// How its column is aligned.
    pub align: Align,
}

impl Recogniser<'_> {
    /// The table that begins at `at`. Returns the paragraph after it.
    pub(super) fn table(&mut self, flow: u8, at: usize, end: usize, level: Level) -> usize {
        let index = usize::from(level) - 1;
        let mut grid = mem::take(&mut self.tables[index]);
        grid.clear();
        let next = self.table_in(flow, at, end, level, &mut grid);
        self.tables[index] = grid;
        next
    }

    fn table_in(
        &mut self,
        flow: u8,
        at: usize,
        end: usize,
        level: Level,
        grid: &mut Grid,
    ) -> usize {
        let (page, survey) = (self.page, self.survey);
        let paragraphs = page.paragraphs(flow);
        let gathered = grid.gather(page, flow, (at, end), level, self.report);
        let next = gathered.next;
        let loose = &mut self.loose[flow as usize];
        *loose = gathered.loose.max(*loose);
        if !gathered.whole {
            self.doc.give_up();
        }
        if level == 1 && table::is_frame(self.sight(), flow, grid) {
            self.report.add(Loss::Table, page.place(flow, &paragraphs[at]));
            self.containers.close(self.doc, 0);
            for cell in grid.cells() {
                self.cell_blocks(flow, cell.range(), level);
            }
            return next;
        }
        for paragraph in paragraphs.get(at + 1..next).unwrap_or(&[]) {
            if paragraph.format.page {
                self.report.add(Loss::PageBreak, page.place(flow, paragraph));
            }
        }
        let count = grid.lay_out(page, flow, self.max_columns);
        let left = grid.left(page.assembly);
        self.containers.enter_for_table(self.doc, left);
        let size = table::size(self.sight(), flow, grid, count);
        if size > self.cells_left {
            self.report.add(Loss::LimitReached, page.place(flow, &paragraphs[at]));
            table::write_as_paragraphs(&mut self.writer(), survey, flow, &paragraphs[at..next]);
        } else if count > 0 {
            self.cells_left -= size;
            self.write_table(flow, grid, count, level);
        }
        next
    }

    /// Writes a table of `count` columns.
    fn write_table(&mut self, flow: u8, grid: &mut Grid, count: usize, level: Level) {
        let assembly = self.page.assembly;
        let paragraphs = self.page.paragraphs(flow);
        let header = table::has_header(self.sight(), flow, grid);
        if !grid.align(paragraphs, count, header, self.survey.says_left()) {
            self.doc.give_up();
        }
        let kind = self.doc.add_columns(grid.columns(assembly));
        let node = self.doc.open(kind);
        if !header {
            self.doc.open(Kind::Row { header: true });
            self.cells_of(count, Kind::CELL);
            self.doc.close();
        }
        for (index, row) in grid.rows().iter().enumerate() {
            let header = header && index == 0;
            self.doc.open(Kind::Row { header });
            let mut column = 0;
            let mut cells = grid.cells_of(row).iter();
            while column < count {
                let Some(cell) = cells.next() else {
                    self.cells_of(count - column, Kind::CELL);
                    break;
                };
                let (columns, rows) = cell.span();
                if columns == 0 {
                    // The one before has it.
                    continue;
                }
                self.cells_of(cell.column().saturating_sub(column), Kind::CELL);
                column = column.max(cell.column());
                let columns = usize::from(columns).min(count - column);
                column += columns;
                if rows == 0 {
                    self.cells_of(columns, Kind::COVERED);
                    continue;
                }
                self.doc.open(Kind::Cell { columns: columns as u16, rows });
                let align = grid.column_align(cell.column());
                let blocks = self.holds_blocks(flow, cell.of(paragraphs), level);
                let mut any = false;
                let mut write = |recogniser: &mut Self, cell: &Cell| {
                    if blocks {
                        let inside = InCell { header, align };
                        recogniser.cell_as_blocks(flow, cell.range(), level, inside);
                    } else {
                        let (survey, text) = (recogniser.survey, cell.of(paragraphs));
                        let to = &mut recogniser.writer();
                        any = table::write_cell(to, survey, flow, text, header, any);
                    }
                };
                write(self, cell);
                // Cells beyond the last column join it.
                while column == count
                    && let Some(cell) = cells.next()
                {
                    write(self, cell);
                }
                self.doc.close();
                self.cells_of(columns - 1, Kind::COVERED);
            }
            self.doc.close();
        }
        self.doc.close();
        if let (Kind::Table { first, count, .. }, Some(node)) = (kind, node)
            && grid.is_right_to_left(assembly)
            && !self.reads_right_to_left(node as usize)
        {
            self.doc.set_kind(node, Kind::Table { first, count, direction: Direction::Rtl });
        }
        self.note_captioned();
    }

    /// Whether the first letter of what was written since a node says that it runs from right to left.
    fn reads_right_to_left(&self, from: usize) -> bool {
        let sight = self.sight();
        let first = self.doc.nodes.iter().skip(from).find_map(|node| match node.kind {
            Kind::Text(span) => text::direction(sight.text(span)),
            _ => None,
        });
        first == Some(text::Direction::RightToLeft)
    }

    fn cells_of(&mut self, count: usize, kind: Kind) {
        for _ in 0..count {
            self.doc.open(kind);
            self.doc.close();
        }
    }

    /// Whether a cell is more than one paragraph of which nothing is said.
    fn holds_blocks(&self, flow: u8, paragraphs: &[Paragraph], level: Level) -> bool {
        if !self.doc.can_nest() {
            return false;
        }
        let sight = self.sight();
        let deepest = usize::from(level) == LEVELS;
        let mut texts = 0;
        for paragraph in paragraphs {
            if table::depth_of(paragraph) > level {
                if deepest {
                    return false;
                }
                return true;
            }
            let runs = self.page.runs(flow, paragraph);
            let role = sight.style_role(paragraph);
            if !sight.has_text(runs) {
                if role == Role::Rule {
                    return true;
                }
                continue;
            }
            texts += 1;
            let is_listed = paragraph.marker.is_some() || paragraph.format.is_listed();
            if texts > 1 || is_listed || is_of_a_block(role) {
                return true;
            }
        }
        false
    }

    /// What stands in a cell, as blocks of a cell.
    fn cell_as_blocks(&mut self, flow: u8, range: (usize, usize), level: Level, inside: InCell) {
        let index = usize::from(level) - 1;
        mem::swap(self.containers, &mut self.cells[index]);
        self.containers.clear();
        let around = (self.cell.replace(inside), self.item.take());
        self.cell_blocks(flow, range, level);
        (self.cell, self.item) = around;
        mem::swap(self.containers, &mut self.cells[index]);
    }

    /// What stands in a cell, as blocks.
    fn cell_blocks(&mut self, flow: u8, (mut at, end): (usize, usize), level: Level) {
        while at < end {
            at = if table::depth_of(&self.page.paragraphs(flow)[at]) > level {
                let next = self.table(flow, at, end, level + 1).max(at + 1);
                for part in &self.page.paragraphs(flow)[at..next] {
                    if matches!(part.end, End::NestedRow(_) | End::Row(_)) {
                        self.frames(flow, std::slice::from_ref(part));
                    }
                }
                next
            } else {
                let next = self.block(flow, at, end);
                self.frames(flow, &self.page.paragraphs(flow)[at..next]);
                next
            };
        }
        self.containers.close(self.doc, 0);
    }
}

/// Containers of the cells of tables, by their level.
pub(super) type CellContainers = [Containers; LEVELS];

/// Whether a paragraph of that style is a block of its own, also where it stands alone.
fn is_of_a_block(role: Role) -> bool {
    match role {
        Role::Code(_) | Role::HtmlBlock | Role::Rule | Role::Alert(_) | Role::Term => true,
        Role::Definition | Role::Heading(_) | Role::Quote => true,
        Role::None | Role::TableHeading | Role::InlineCode | Role::Tex(_) | Role::HtmlTag => false,
        Role::Hyperlink | Role::ImageLink | Role::Strong | Role::Emphasis | Role::Keyboard => false,
        Role::StrongThird | Role::EmphasisThird | Role::Caption => false,
    }
}
