//! Paragraphs in their order: each to who makes a block of it, and tables with what stands in their cells.
//!
//! Shape   a cell holds inlines where one plain paragraph is all there is, else blocks; these stand in
//!         containers of the cell's own, whose edges are seen from the cell's. Text boxes come behind what
//!         they are anchored in.
//! Limits  tables in cells go `LEVELS` of `table` deep; what is deeper is text of the cell around it.

use super::Recogniser;
use super::cells::InCell;
use super::table::{self, Cell, Grid, Level};
use crate::buffers::Kept;
use crate::document::{Direction, Kind};
use crate::report::Loss;
use crate::rtf::assembly::CommentText;
use crate::rtf::assembly::flow::{BODY, COMMENTS, End, NOTES, Paragraph, boxes_of};
use crate::system::halt;
use std::mem;

impl Recogniser<'_> {
    /// Recognises the paragraphs from `at` up to `end`.
    pub(super) fn blocks(&mut self, flow: u8, mut at: usize, end: usize) {
        let paragraphs = self.page.paragraphs(flow);
        // The last paragraph before which a page has begun: what is no table after all comes twice.
        let mut on_page = None;
        // What was asked to stop gets no further paragraph; the converter knows why.
        while at < end && !halt::is_due() {
            if flow == BODY {
                self.mark_contents(at);
            }
            let first = at;
            let loose = at < self.loose[flow as usize];
            let table = table::is_part(&paragraphs[at]) && !loose;
            if paragraphs[at].format.page && flow == BODY && on_page.replace(at) != Some(at) {
                self.containers.break_page();
            }
            at = if table { self.table(flow, at, end, 1) } else { self.block(flow, at, end) };
            let parts = &paragraphs[first..at];
            if table && at > first {
                // What is anchored in a cell stands in it.
                let ends = parts.iter().filter(|part| matches!(part.end, End::Row(_)));
                ends.for_each(|end| self.frames(flow, std::slice::from_ref(end)));
            } else {
                self.frames(flow, parts);
            }
        }
        self.containers.end(self.doc);
        if flow == BODY {
            self.mark_contents(at);
        }
    }

    /// Notes which nodes the table of contents is, where it begins or ends before a paragraph.
    fn mark_contents(&mut self, at: usize) {
        let Some((start, end)) = self.page.assembly.contents() else { return };
        if start as usize == at && self.contents.0.is_none() {
            self.containers.close(self.doc, 0);
            self.contents.0 = (self.doc.open_count() == 0).then_some(self.doc.nodes.len());
        }
        if end as usize == at && self.contents.1.is_none() {
            self.containers.close(self.doc, 0);
            self.contents.1 = (self.doc.open_count() == 0).then_some(self.doc.nodes.len());
        }
    }

    /// Text boxes come after the paragraphs that they are anchored in.
    fn frames(&mut self, flow: u8, anchors: &[Paragraph]) {
        let Some(boxes) = boxes_of(flow) else { return };
        let (Some(one), Some(last)) = (anchors.first(), anchors.last()) else { return };
        let (start, end) = (one.frames.0 as usize, last.frames.1 as usize);
        if start >= end {
            return;
        }
        if !self.containers.is_in_item() {
            self.containers.close(self.doc, 0);
            return self.blocks(boxes, start, end);
        }
        // What is anchored in an item stands in it.
        let around = (mem::take(self.containers), mem::take(&mut self.item));
        self.blocks(boxes, start, end);
        (*self.containers, self.item) = around;
    }

    pub(super) fn note_definitions(&mut self) {
        for (index, &(start, end)) in self.page.assembly.notes().iter().enumerate() {
            self.note_mark = (start as usize, self.notes.mark(index));
            let label = self.notes.label(index, self.doc);
            let kind =
                Kind::FootnoteDefinition { label, end: self.page.assembly.is_endnote(index) };
            self.doc.open(kind);
            self.blocks(NOTES, start as usize, end as usize);
            self.doc.close();
        }
        for &CommentText { id, paragraphs: (start, end), .. } in self.page.assembly.comments() {
            if !self.page.assembly.has_comment(id) {
                continue;
            }
            self.doc.open(Kind::CommentBody(id));
            self.blocks(COMMENTS, start as usize, end as usize);
            self.doc.close();
        }
    }

    /// The table that begins at `at`. Returns the paragraph after it.
    fn table(&mut self, flow: u8, at: usize, end: usize, level: Level) -> usize {
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
        // A frame in a frame stands in no cell either.
        if self.cell.is_none() && table::is_frame(self.sight(), flow, grid) {
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
        self.report_grounds(flow, grid);
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
                    if !blocks {
                        recogniser.report_set_apart(flow, cell.of(paragraphs), align);
                    }
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

    /// What stands in a cell, as blocks of a cell.
    fn cell_as_blocks(&mut self, flow: u8, range: (usize, usize), level: Level, inside: InCell) {
        let index = usize::from(level) - 1;
        mem::swap(self.containers, &mut self.cells[index]);
        self.containers.clear();
        let around = (self.cell.replace(inside), mem::take(&mut self.item));
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
