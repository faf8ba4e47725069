//! Paragraphs in their order: each to who makes a block of it, and tables with what stands in their cells.
//!
//! Shape   a cell holds inlines where one plain paragraph is all there is, else blocks; these stand in
//!         containers of the cell's own, whose edges are seen from the cell's. Text boxes come behind what
//!         they are anchored in.
//! Limits  tables in cells go `LEVELS` of `table` deep; what is deeper is text of the cell around it.

use super::block::Blocks;
use super::cells::{self, CellContainers, InCell};
use super::containers::Containers;
use super::inline::Writer;
use super::survey::Survey;
use super::table::{self, Cell, Grid, LEVELS, Level};
use crate::buffers::Kept;
use crate::document::{Direction, Kind};
use crate::options::Options;
use crate::report::Loss;
use crate::rtf::assembly::CommentText;
use crate::rtf::assembly::flow::{
    BODY, COMMENTS, End, FLOWS, FOOTERS, HEADERS, NOTES, Paragraph, boxes_of,
};
use crate::system::halt;
use std::mem;

/// Nodes of the table of contents: the first, and the one behind the last.
pub(super) type Contents = (Option<usize>, Option<usize>);

/// The state of one recognition.
pub(super) struct Recogniser<'a> {
    survey: &'a Survey,
    blocks: Blocks<'a>,
    to: Writer<'a>,
    /// Of a table, of one in a cell of it, and so on.
    tables: &'a mut [Grid; LEVELS],
    cells: &'a mut CellContainers,
    max_columns: usize,
    cells_left: usize,
    contents: Contents,
    /// For each flow: paragraphs up to this one say that they are in a table, and no cell ends there.
    loose: [usize; FLOWS],
}

impl<'a> Recogniser<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        blocks: Blocks<'a>,
        to: Writer<'a>,
        (tables, cells): (&'a mut [Grid; LEVELS], &'a mut CellContainers),
        options: &Options,
    ) -> Recogniser<'a> {
        Recogniser {
            survey,
            blocks,
            to,
            tables,
            cells,
            max_columns: options.max_columns.max(1) as usize,
            cells_left: options.max_cells as usize,
            contents: (None, None),
            loose: [0; FLOWS],
        }
    }

    /// Recognises all that was read.
    pub(super) fn all(mut self) -> Contents {
        for flow in [HEADERS, BODY, FOOTERS] {
            self.range(flow, 0, self.to.page.paragraphs(flow).len());
        }
        self.note_definitions();
        self.contents
    }

    /// Recognises the paragraphs from `at` up to `end`.
    fn range(&mut self, flow: u8, mut at: usize, end: usize) {
        let paragraphs = self.to.page.paragraphs(flow);
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
                self.blocks.containers().break_page();
            }
            at = if table {
                self.table(flow, at, end, 1)
            } else {
                self.blocks.block(&mut self.to, flow, at, end)
            };
            let parts = &paragraphs[first..at];
            if table && at > first {
                // What is anchored in a cell stands in it, also where that is of a row in it.
                let is_end = |part: &&Paragraph| {
                    matches!(part.end, End::Row(_)) && table::depth_of(part) <= 1
                };
                let ends = parts.iter().filter(is_end);
                ends.for_each(|end| self.frames(flow, std::slice::from_ref(end)));
            } else {
                self.frames(flow, parts);
            }
        }
        self.blocks.containers().end(self.to.doc);
        if flow == BODY {
            self.mark_contents(at);
        }
    }

    /// Notes which nodes the table of contents is, where it begins or ends before a paragraph.
    fn mark_contents(&mut self, at: usize) {
        let Some((start, end)) = self.to.page.assembly.contents() else { return };
        if start as usize == at && self.contents.0.is_none() {
            self.blocks.containers().close(self.to.doc, 0);
            self.contents.0 = (self.to.doc.open_count() == 0).then_some(self.to.doc.nodes.len());
        }
        if end as usize == at && self.contents.1.is_none() {
            self.blocks.containers().close(self.to.doc, 0);
            self.contents.1 = (self.to.doc.open_count() == 0).then_some(self.to.doc.nodes.len());
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
        if !self.blocks.containers().is_in_item() {
            self.blocks.containers().close(self.to.doc, 0);
            return self.range(boxes, start, end);
        }
        // What is anchored in an item stands in it.
        let mut own = Containers::default();
        let around = self.blocks.step_aside(&mut own, None);
        self.range(boxes, start, end);
        self.blocks.step_back(around, &mut own);
    }

    fn note_definitions(&mut self) {
        for (index, &(start, end)) in self.to.page.assembly.notes().iter().enumerate() {
            self.blocks.begin_note(start as usize, self.to.notes.mark(index));
            let label = self.to.notes.label(index, self.to.doc);
            let kind =
                Kind::FootnoteDefinition { label, end: self.to.page.assembly.is_endnote(index) };
            self.to.doc.open(kind);
            self.range(NOTES, start as usize, end as usize);
            self.to.doc.close();
        }
        for &CommentText { id, paragraphs: (start, end), .. } in self.to.page.assembly.comments() {
            if !self.to.page.assembly.has_comment(id) {
                continue;
            }
            self.to.doc.open(Kind::CommentBody(id));
            self.range(COMMENTS, start as usize, end as usize);
            self.to.doc.close();
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
        let (page, survey) = (self.to.page, self.survey);
        let paragraphs = page.paragraphs(flow);
        let gathered = grid.gather(page, flow, (at, end), level, self.to.report);
        let next = gathered.next;
        let loose = &mut self.loose[flow as usize];
        *loose = gathered.loose.max(*loose);
        if !gathered.whole {
            self.to.doc.give_up();
        }
        // A frame in a frame stands in no cell either.
        if !self.blocks.is_in_cell() && table::is_frame(self.to.sight(), flow, grid) {
            self.to.report.add(Loss::Table, page.place(flow, &paragraphs[at]));
            self.blocks.containers().close(self.to.doc, 0);
            for cell in grid.cells() {
                self.cell_blocks(flow, cell.range(), level);
            }
            return next;
        }
        for paragraph in paragraphs.get(at + 1..next).unwrap_or(&[]) {
            if paragraph.format.page {
                self.to.report.add(Loss::PageBreak, page.place(flow, paragraph));
            }
        }
        let count = grid.lay_out(page, flow, self.max_columns);
        let left = grid.left(page.assembly);
        self.blocks.containers().enter_for_table(self.to.doc, left);
        let size = table::size(self.to.sight(), flow, grid, count);
        if size > self.cells_left {
            self.to.report.add(Loss::LimitReached, page.place(flow, &paragraphs[at]));
            table::write_as_paragraphs(&mut self.to, survey, flow, &paragraphs[at..next]);
        } else if count > 0 {
            self.cells_left -= size;
            self.write_table(flow, grid, count, level);
        }
        next
    }

    /// Writes a table of `count` columns.
    fn write_table(&mut self, flow: u8, grid: &mut Grid, count: usize, level: Level) {
        let assembly = self.to.page.assembly;
        let paragraphs = self.to.page.paragraphs(flow);
        let header = table::has_header(self.to.sight(), flow, grid);
        if !grid.align(paragraphs, count, header, self.survey.says_left()) {
            self.to.doc.give_up();
        }
        if self.blocks.reports_layout() {
            cells::report_grounds(&mut self.to, flow, grid);
        }
        let kind = self.to.doc.add_columns(grid.columns(assembly));
        let node = self.to.doc.open(kind);
        if !header {
            self.to.doc.open(Kind::Row { header: true });
            cells::write_empty(self.to.doc, count, Kind::CELL);
            self.to.doc.close();
        }
        for (index, row) in grid.rows().iter().enumerate() {
            let header = header && index == 0;
            self.to.doc.open(Kind::Row { header });
            let mut column = 0;
            let mut cells = grid.cells_of(row).iter();
            while column < count {
                let Some(cell) = cells.next() else {
                    cells::write_empty(self.to.doc, count - column, Kind::CELL);
                    break;
                };
                let (columns, rows) = cell.span();
                if columns == 0 {
                    // The one before has it.
                    continue;
                }
                cells::write_empty(self.to.doc, cell.column().saturating_sub(column), Kind::CELL);
                column = column.max(cell.column());
                let columns = usize::from(columns).min(count - column);
                column += columns;
                if rows == 0 {
                    cells::write_empty(self.to.doc, columns, Kind::COVERED);
                    continue;
                }
                self.to.doc.open(Kind::Cell { columns: columns as u16, rows });
                let align = grid.column_align(cell.column());
                let blocks = cells::holds_blocks(&self.to, flow, cell.of(paragraphs), level);
                let mut any = false;
                let mut write = |recogniser: &mut Self, cell: &Cell| {
                    if !blocks && recogniser.blocks.reports_layout() {
                        cells::report_set_apart(
                            &mut recogniser.to,
                            recogniser.survey,
                            flow,
                            cell.of(paragraphs),
                            align,
                        );
                    }
                    if blocks {
                        let inside = InCell { header, align };
                        recogniser.cell_as_blocks(flow, cell.range(), level, inside);
                    } else {
                        let (survey, text) = (recogniser.survey, cell.of(paragraphs));
                        let to = &mut recogniser.to;
                        if let [number] = text
                            && let Some(label) = recogniser.blocks.label_of_empty(to, flow, number)
                        {
                            to.doc.leaf(Kind::Text(label));
                            any = true;
                        }
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
                self.to.doc.close();
                cells::write_empty(self.to.doc, columns - 1, Kind::COVERED);
            }
            self.to.doc.close();
        }
        self.to.doc.close();
        if let (Kind::Table { first, count, .. }, Some(node)) = (kind, node)
            && grid.is_right_to_left(assembly)
            && !cells::reads_right_to_left(&self.to, node as usize)
        {
            self.to.doc.set_kind(node, Kind::Table { first, count, direction: Direction::Rtl });
        }
        self.blocks.note_captioned(&self.to);
    }

    /// What stands in a cell, as blocks of a cell.
    fn cell_as_blocks(&mut self, flow: u8, range: (usize, usize), level: Level, inside: InCell) {
        let index = usize::from(level) - 1;
        self.cells[index].clear();
        let around = self.blocks.step_aside(&mut self.cells[index], Some(inside));
        self.cell_blocks(flow, range, level);
        self.blocks.step_back(around, &mut self.cells[index]);
    }

    /// What stands in a cell, as blocks.
    fn cell_blocks(&mut self, flow: u8, (mut at, end): (usize, usize), level: Level) {
        while at < end {
            at = if table::depth_of(&self.to.page.paragraphs(flow)[at]) > level {
                let next = self.table(flow, at, end, level + 1).max(at + 1);
                for part in &self.to.page.paragraphs(flow)[at..next] {
                    let is_end = matches!(part.end, End::NestedRow(_) | End::Row(_));
                    if is_end && table::depth_of(part) <= level + 1 {
                        self.frames(flow, std::slice::from_ref(part));
                    }
                }
                next
            } else {
                let next = self.blocks.block(&mut self.to, flow, at, end);
                self.frames(flow, &self.to.page.paragraphs(flow)[at..next]);
                next
            };
        }
        self.blocks.containers().close(self.to.doc, 0);
    }
}
