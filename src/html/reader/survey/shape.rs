//! What a table is, from what stands in it.
//!
//! Shape   [`OpenTable`] is told of each row, cell, paragraph and text while the table is open, and
//!         says in the end whether it is one of data, how its columns are set and how wide they are; what
//!         it finds out of cells and rows goes to [`Places`].
//! Units   widths are twips, or below zero per mille of the table.
//! Limits  columns beyond the [`COLUMNS`]th are counted only.
//! Source  what mail programs do: a table that holds tables, blocks or one column only is there
//!         for the layout, whatever the standard says of it.

use super::strays::Chain;
use crate::buffers::kept;
use crate::document::{Alignment, Column};
use crate::html::reader::attributes::CellValues;
use crate::memory;

/// Columns whose alignment and row spans are looked at.
const COLUMNS: usize = 64;
/// Columns at the end of a table in which no cell may begin.
const MOST_EMPTY: usize = 16;
/// A cell with more lines than this is no cell of data.
const MAX_LINES: u32 = 12;

/// A row or column of less than these twips shows nothing but a gap.
const GAP: i32 = 60;
/// The width of text that widths in twips are measured by: that of a page as it is written in RTF.
const TEXT: i64 = 9360;
/// A width that nobody says.
const UNSAID: i32 = i32::MIN;

kept! {
    /// Where the attributes begin of cells that hold blocks, and of rows that show nothing but a gap.
    #[derive(Debug, Default)]
    pub(super) struct Places {
        pub(super) cells: Vec<u32>,
        pub(super) rows: Vec<u32>,
    }
}

/// A table whose end tag has not come yet.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenTable {
    columns: usize,
    /// The columns up to the last one in which a cell begins.
    begun: usize,
    column: usize,
    rows: usize,
    in_cell: bool,
    /// The cell says itself how it is set, or says it of several columns.
    is_aligned: bool,
    /// What the paragraph that it begins with says of that, whether text that comes now is a part of that, and whether
    /// all of it was.
    within: Option<Alignment>,
    is_within: bool,
    is_alone: bool,
    nested: bool,
    blocks: bool,
    layout: bool,
    /// It says itself that it is one of data.
    said: bool,
    /// What is a header is said by header cells alone.
    precise: bool,
    header: bool,
    /// The cell is one of a header; words of the first row stand in others.
    is_header: bool,
    has_data_first: bool,
    in_head: bool,
    /// Lines of text in this cell, and in the cell that has most.
    lines: u32,
    most_lines: u32,
    new_line: bool,
    /// Depth of bold elements in this cell.
    bold: u32,
    /// Whether the first two rows have text that is bold, and text that is not.
    rows_bold: [[bool; 2]; 2],
    row_alignment: Option<Alignment>,
    alignments: [Option<Alignment>; COLUMNS],
    /// Cells of each column alone, three at most.
    alone: [u8; COLUMNS],
    spans: [u16; COLUMNS],
    /// Widths of columns, and of the table.
    widths: [i32; COLUMNS],
    width: i32,
    /// Columns that column elements have told of.
    told: usize,
    /// The column behind the group that was told of last, if it has no columns of its own.
    group: usize,
    /// Columns that hold something, and those whose cells have no width.
    filled: u64,
    narrow: u64,
    /// Where the row begins, and whether it is a gap so far: low, empty, and reached by no cell from above.
    row: u32,
    row_open: bool,
    row_low: bool,
    row_gap: bool,
    /// Where the cell begins; whether it holds blocks, and its paragraphs.
    cell: u32,
    cell_blocks: bool,
    new_part: bool,
    parts: u32,
    in_caption: bool,
    strays: Chain,
}

impl OpenTable {
    /// A table begins, of which that is said.
    pub(super) fn new(values: &CellValues) -> Self {
        OpenTable {
            columns: 0,
            begun: 0,
            column: 0,
            rows: 0,
            in_cell: false,
            is_aligned: false,
            within: None,
            is_within: true,
            is_alone: true,
            nested: false,
            blocks: false,
            layout: values.presentation,
            said: values.data,
            precise: values.precise,
            header: false,
            is_header: false,
            has_data_first: false,
            in_head: false,
            lines: 0,
            most_lines: 0,
            new_line: true,
            bold: 0,
            rows_bold: [[false; 2]; 2],
            row_alignment: None,
            alignments: [None; COLUMNS],
            alone: [0; COLUMNS],
            spans: [0; COLUMNS],
            widths: [UNSAID; COLUMNS],
            width: values.size[0].unwrap_or(UNSAID),
            told: 0,
            group: 0,
            filled: 0,
            narrow: 0,
            row: 0,
            row_open: false,
            row_low: false,
            row_gap: false,
            cell: 0,
            cell_blocks: false,
            new_part: false,
            parts: 0,
            in_caption: false,
            strays: Chain::default(),
        }
    }

    /// Whether a cell or a caption is open.
    pub(super) fn in_part(&self) -> bool {
        self.in_cell || self.in_caption
    }

    /// A caption begins: it says that the table is one of data.
    pub(super) fn caption(&mut self, places: &mut Places) {
        self.end_row(places);
        self.said = true;
        self.in_caption = true;
    }

    /// It ends.
    pub(super) fn end_caption(&mut self) {
        self.in_caption = false;
    }

    /// What stands in it but in no cell.
    pub(super) fn strays(&mut self) -> &mut Chain {
        &mut self.strays
    }

    /// Whether a cell is open.
    pub(super) fn in_cell(&self) -> bool {
        self.in_cell
    }

    /// The group of rows that begins is the head, or it is not.
    pub(super) fn begin_rows(&mut self, head: bool, places: &mut Places) {
        self.end_row(places);
        self.in_caption = false;
        self.in_head = head;
        self.said |= head;
    }

    /// The head ends.
    pub(super) fn end_head(&mut self, places: &mut Places) {
        if self.in_head {
            self.begin_rows(false, places);
        }
    }

    /// A column element, or a group of columns, which counts where it has none.
    pub(super) fn column(&mut self, is_column: bool, values: &CellValues) {
        self.said = true;
        let span = usize::from(values.span);
        if !is_column {
            self.told = self.told.max(self.group);
        }
        for column in self.told..self.told + span {
            self.widen(column, values.size[0]);
        }
        match is_column {
            true => self.told += span,
            false => self.group = self.told + span,
        }
    }

    /// The first width that is said of a column counts.
    fn widen(&mut self, column: usize, width: Option<i32>) {
        if let (Some(place), Some(width)) = (self.widths.get_mut(column), width)
            && *place == UNSAID
        {
            *place = width;
        }
    }

    /// A row begins, whose attributes begin there.
    pub(super) fn begin_row(&mut self, at: usize, values: &CellValues, places: &mut Places) {
        self.end_row(places);
        self.in_caption = false;
        self.rows += 1;
        self.column = 0;
        self.row_alignment = values.alignment;
        (self.row, self.row_open) = (at as u32, true);
        self.row_low = values.size[1].is_some_and(is_gap);
        self.row_gap = at > 0 && self.spans.iter().all(|&span| span == 0);
    }

    /// The row ends.
    pub(super) fn end_row(&mut self, places: &mut Places) {
        self.end_cell(places);
        let is_gap = std::mem::take(&mut self.row_gap) && self.row_low && self.column > 0;
        if is_gap && memory::push(&mut places.rows, self.row) {
            self.rows -= 1;
        }
        self.row_low = false;
        if std::mem::take(&mut self.row_open) {
            // Cells from above that reach into it where none of its own begin any more.
            for span in self.spans.iter_mut().skip(self.column) {
                *span = span.saturating_sub(1);
            }
        }
    }

    /// A cell begins, whose attributes begin there.
    pub(super) fn begin_cell(
        &mut self,
        is_header: bool,
        at: usize,
        values: &CellValues,
        places: &mut Places,
    ) {
        self.end_cell(places);
        self.in_caption = false;
        if !self.row_open {
            self.begin_row(0, &CellValues::default(), places);
        }
        while let Some(span) = self.spans.get_mut(self.column).filter(|span| **span > 0) {
            *span -= 1;
            self.column += 1;
        }
        self.begun = self.begun.max(self.column + 1);
        self.is_header = is_header || self.in_head;
        self.header |= self.is_header && self.rows == 1;
        let is_low = values.size[1].is_some_and(is_gap);
        self.row_low = if self.column == 0 { self.row_low | is_low } else { self.row_low };
        self.row_gap &= values.rows == 1;
        if values.columns == 1 {
            self.widen(self.column, values.size[0]);
            let is_narrow = values.size[0].is_some_and(is_gap);
            self.narrow |= u64::from(is_narrow).checked_shl(self.column as u32).unwrap_or(0);
        }
        for _ in 0..values.columns {
            if let Some(span) = self.spans.get_mut(self.column) {
                *span = values.rows - 1;
            }
            // The reader does not know which rows of a column that is left out are taken.
            if values.rows > 1 && self.column < 64 {
                self.filled |= 1 << self.column;
            }
            if values.columns == 1 {
                if let Some(alone) = self.alone.get_mut(self.column) {
                    *alone = (*alone + 1).min(3);
                }
                self.align(self.column, values.alignment.or(self.row_alignment));
            }
            self.column += 1;
        }
        self.columns = self.columns.max(self.column);
        self.in_cell = true;
        self.is_aligned = values.columns > 1 || values.alignment.is_some();
        self.new_line = true;
        self.lines = 0;
        self.bold = 0;
        self.cell = at as u32;
        (self.cell_blocks, self.new_part, self.parts) = (false, true, 0);
    }

    /// The second cell of a column says how it is set; what it leaves out the first one says.
    fn align(&mut self, column: usize, alignment: Option<Alignment>) {
        if self.alone.get(column).is_some_and(|&alone| alone <= 2)
            && alignment.is_some()
            && let Some(column) = self.alignments.get_mut(column)
        {
            *column = alignment;
        }
    }

    /// The cell ends.
    pub(super) fn end_cell(&mut self, places: &mut Places) {
        self.most_lines = self.most_lines.max(self.lines);
        let within = self.within.take();
        // One of several paragraphs says nothing of the column.
        let is_alone = std::mem::replace(&mut self.is_alone, true);
        self.is_within = true;
        if self.in_cell && !self.is_aligned && is_alone {
            self.align(self.column.saturating_sub(1), within);
        }
        if std::mem::take(&mut self.in_cell) && (self.cell_blocks || self.parts > 1) {
            // Where memory is short, it is read as inlines.
            let _ = memory::push(&mut places.cells, self.cell);
        }
    }

    /// What comes now is no part of the paragraph before.
    pub(super) fn part(&mut self) {
        self.new_part = true;
    }

    /// The cell holds a list, which is no reason to take the table apart.
    pub(super) fn hold_list(&mut self) {
        self.cell_blocks = true;
    }

    /// Something stands in the cell.
    pub(super) fn fill(&mut self) {
        self.row_gap = false;
        if let Some(column @ 0..64) = self.column.checked_sub(1) {
            self.filled |= 1 << column;
        }
    }

    /// A paragraph begins that is set in this way.
    pub(super) fn begin_paragraph(&mut self, alignment: Option<Alignment>) {
        if self.in_cell && self.lines == 0 {
            self.within = alignment.or(self.within);
        }
        self.end_paragraph();
    }

    /// What comes now stands in no paragraph before.
    pub(super) fn end_paragraph(&mut self) {
        self.is_within = self.lines == 0;
        self.begin_line();
    }

    /// What comes now stands on a line of its own.
    pub(super) fn begin_line(&mut self) {
        self.new_line = true;
    }

    /// A bold element begins.
    pub(super) fn begin_bold(&mut self) {
        self.bold += 1;
    }

    /// A bold element ends.
    pub(super) fn end_bold(&mut self) {
        self.bold = self.bold.saturating_sub(1);
    }

    /// A block begins that no cell of data has.
    pub(super) fn hold_block(&mut self) {
        self.blocks = true;
        self.cell_blocks = true;
        self.begin_line();
        self.fill();
    }

    /// A table begins inside.
    pub(super) fn hold_table(&mut self) {
        self.nested = true;
        self.cell_blocks = true;
        self.fill();
    }

    /// Text or a picture comes.
    pub(super) fn text(&mut self) {
        if std::mem::take(&mut self.new_line) {
            self.lines += 1;
        }
        self.is_alone &= self.is_within;
        if std::mem::take(&mut self.new_part) {
            self.parts += 1;
        }
        self.fill();
        self.has_data_first |= self.rows == 1 && !self.is_header;
        if let Some(row) = self.rows_bold.get_mut(self.rows.saturating_sub(1)) {
            row[(self.bold == 0) as usize] = true;
        }
    }

    /// Whether it is data.
    pub(super) fn is_data(&self) -> bool {
        !self.layout
            && self.columns > 0
            && (self.said || !self.nested && (self.header || self.has_columns() && self.is_terse()))
    }

    /// Whether it is none of data, and yet has rows and columns that say something.
    pub(super) fn is_lost(&self) -> bool {
        !self.is_data() && !self.layout && !self.nested && self.has_columns() && self.rows > 1
    }

    fn has_columns(&self) -> bool {
        self.columns - self.spacers(self.columns).count_ones() as usize > 1
    }

    /// Whether its cells have few lines, and blocks only where there are several rows.
    fn is_terse(&self) -> bool {
        self.most_lines <= if self.rows == 1 { 1 } else { MAX_LINES }
            && (self.rows > 1 || !self.blocks)
    }

    /// The columns of that many that hold nothing and have no width, by bits.
    pub(super) fn spacers(&self, columns: usize) -> u64 {
        let all = if columns < 64 { (1 << columns) - 1 } else { u64::MAX };
        let spacers = self.narrow & !self.filled & all;
        if spacers == all { 0 } else { spacers }
    }

    /// Whether its first row is a header: of header cells alone, or bold above one that is not.
    pub(super) fn has_header(&self) -> bool {
        let [first, second] = self.rows_bold;
        self.header && !self.has_data_first
            || !self.precise && self.rows > 1 && first == [true, false] && second[1]
    }

    /// Its columns, and its rows; and whether a span was cut: no cell begins in most of the columns
    /// that it names.
    pub(super) fn size(&self) -> (usize, usize, bool) {
        let is_huge = self.columns > self.begun + MOST_EMPTY;
        (if is_huge { self.begun } else { self.columns }, self.rows, is_huge)
    }

    /// Its columns but for those, without end.
    pub(super) fn columns(&self, spacers: u64) -> impl Iterator<Item = Column> {
        let scale = self.scale();
        let known = (0..COLUMNS).filter(move |&at| spacers >> at & 1 == 0).map(move |at| Column {
            alignment: self.alignments[at].unwrap_or_default(),
            // To the nearest, here and below.
            width: ((scale.0 * parts(self.widths[at]) + scale.1 / 2) / scale.1) as u16,
        });
        known.chain(std::iter::repeat(Column::default()))
    }

    /// What widths that count from the text's are multiplied and divided by, for they are those of a table
    /// that may be as wide as the text at most, and whose columns share what it has.
    fn scale(&self) -> (i64, i64) {
        let widths = &self.widths[..self.columns.min(COLUMNS)];
        let sum: i64 = widths.iter().map(|&width| parts(width)).sum();
        let all_said = widths.iter().all(|&width| width != UNSAID);
        let all_shares = widths.iter().all(|&width| width < 0 || width == UNSAID);
        match parts(self.width).min(1000) {
            // What is said in shares is meant.
            0 if sum > 1000 && !all_shares => (1000, sum),
            0 => (1, 1),
            table if all_shares && sum <= 1000 => (table, 1000),
            table if all_said || sum > table => (table, sum.max(1)),
            _ => (1, 1),
        }
    }
}

/// A width per mille of the text, if the table is as wide.
fn parts(width: i32) -> i64 {
    match i64::from(width) {
        _ if width == UNSAID => 0,
        share @ ..0 => -share,
        twips => (twips * 1000 + TEXT / 2) / TEXT,
    }
}

/// Whether something so wide or high shows nothing.
fn is_gap(size: i32) -> bool {
    (0..GAP).contains(&size)
}
