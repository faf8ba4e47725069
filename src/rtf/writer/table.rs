//! Tables: widths from the content, a row definition that is prepared once, cells.
//!
//! Shape   the definition of the header row and that of the others are put together once and
//!         copied before each row.
//! State   [`Tables`] has the definitions of the open tables: a footnote in a cell may hold another.
//! Units   twips.
//! Errors  remembered by the output.
//! Limits  the first [`MEASURED`] cells are measured; a row has as many cells as the table has
//!         columns, whatever the document says: missing ones are empty, text beyond joins the last.
//! Source  RTF 1.9.1, "Table definitions"; every cell repeats `\intbl`, every row its definition.

use super::containers::{FARTHEST, Place};
use super::direction;
use super::look::Look;
use super::prefix::Prefix;
use super::sink::take_back;
use crate::buffers::kept;
use crate::document::{self, Alignment, Kind, Node, NodeId, View};
use crate::error::Error;
use crate::memory::{self, Output};

/// A table keeps this width however far right it begins.
const NARROWEST: i64 = 1_440;
/// Half the space between two cells, and the same where columns are many.
const GAP: i64 = 108;
const NARROW_GAP: i64 = 54;
/// What borders take of a column.
const BORDERS: i64 = 20;
/// A column's least width.
const LEAST: i64 = 420;
/// Longer cells count as this long, in hundredths of the type's size: they wrap anyway.
const LONG: u32 = 6_000;
/// What [`letter`] says is of such a face as Calibri; and how much wider, in thousandths, the bold one is
/// that a machine without it shows instead.
const USUAL: i64 = 1_000;
const WIDEST: i64 = 1_350;
/// Cells that are measured.
const MEASURED: usize = 4_096;

/// What a column's cells were found to need, in hundredths of the type's size; then where the column
/// ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Column {
    word: u32,
    line: u32,
    right: i64,
    /// How the cell of the row in hand is merged with others.
    merge: Merge,
    /// Rows that a cell goes on to reach down to, and its place among the columns of that cell.
    below: u16,
    part: Part,
}

impl Column {
    /// What the longest of its cells needs.
    pub(super) fn line(&self) -> u32 {
        self.line
    }
}

/// How a cell is merged with others: bits of [`MERGES`].
type Merge = u8;

/// The words of merged cells.
const MERGES: [&[u8]; 4] = [b"\\clmgf", b"\\clmrg", b"\\clvmgf", b"\\clvmrg"];
const ACROSS: [Merge; 3] = [0, 1, 2];
const DOWN_FIRST: Merge = 4;
const DOWN_REST: Merge = 8;

/// What a column is to the cell that reaches down into it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// It is as wide as the column.
    #[default]
    Whole,
    First,
    Rest,
}

kept! {
    /// The tables that are being written.
    #[derive(Debug, Default)]
    pub(super) struct Tables {
        /// The columns of the open tables, those of the outermost first.
        columns: Vec<Column>,
        /// The definitions of rows, those of the outermost table first.
        definitions: Vec<u8>,
    }
}

/// An open table: where its definitions begin, where that of a header row ends, where its columns
/// begin, the table's left edge, and half the space between its cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    start: usize,
    header_end: usize,
    columns: usize,
    left: i64,
    gap: i64,
    /// How deep in tables its cells are.
    pub(super) depth: u8,
    /// Some of its cells are merged with others.
    pub(super) merges: bool,
    /// How wide its columns are is said.
    measured: bool,
    /// Its first column is the rightmost.
    pub(super) right_to_left: bool,
}

impl Rows {
    /// Whether the table stands in a cell.
    #[inline]
    pub(super) fn is_nested(self) -> bool {
        self.depth > 1
    }

    /// What ends a cell that another one follows.
    #[inline]
    pub(super) fn cell_end(self) -> &'static [u8] {
        if self.is_nested() { b"\\nestcell" } else { b"\\cell" }
    }
}

/// How deep in tables cells may be and still hold blocks.
pub(super) const DEEPEST: usize = 6;

impl Tables {
    /// Prepares a table of the rows among some nodes; `None` where memory runs out.
    pub(super) fn open(
        &mut self,
        view: View<'_>,
        rows: (NodeId, NodeId),
        (count, said, direction): (usize, &[document::Column], document::Direction),
        place: Place,
        look: &Look<'_>,
        out: &mut Output,
    ) -> Option<Rows> {
        let base = self.columns.len();
        if !memory::pad(&mut self.columns, base + count, Column::default()) {
            out.fail(Error::out_of_memory());
            return None;
        }
        let columns = self.columns.get_mut(base..).unwrap_or(&mut []);
        let nodes = view.doc.nodes.get(rows.0 as usize..rows.1 as usize).unwrap_or(&[]);
        let merges = measure(nodes, rows.0, view, columns);
        let left = place.left();
        let text_width = place.around(look.text_width);
        let measured = said.iter().any(|column| column.width > 0);
        let gap = if measured {
            say_widths(columns, said, left, look.text_width)
        } else {
            set_widths(columns, left, text_width - place.right(), look.letter_size())
        };
        let right_to_left = direction::runs_right_to_left(direction, view, rows.0, rows.1);
        let depth = place.cell().depth.saturating_add(1);
        let (start, from) = (self.definitions.len(), out.len());
        let rows = Rows {
            start,
            header_end: 0,
            columns: base,
            left,
            gap,
            depth,
            merges,
            measured,
            right_to_left,
        };
        row_definition(columns, look.theme.cells[0], rows, true, out);
        let header_end = start + (out.len() - from);
        row_definition(columns, look.theme.cells[1], rows, false, out);
        take_back(out, from, &mut self.definitions);
        Some(Rows { header_end, ..rows })
    }

    /// Begins a row between two nodes of a table.
    #[inline]
    pub(super) fn begin_row(
        &mut self,
        rows: Rows,
        view: View<'_>,
        row: (NodeId, NodeId),
        (header, look): (bool, &Look<'_>),
        out: &mut Output,
    ) {
        if rows.merges {
            return self.begin_merged_row(rows, view, row, (header, look), out);
        }
        let definition = if header {
            self.definitions.get(rows.start..rows.header_end)
        } else {
            self.definitions.get(rows.header_end..)
        };
        out.push(definition.unwrap_or(&[]));
    }

    /// Begins a row of a table some cells of which are merged.
    fn begin_merged_row(
        &mut self,
        rows: Rows,
        view: View<'_>,
        row: (NodeId, NodeId),
        (header, look): (bool, &Look<'_>),
        out: &mut Output,
    ) {
        let columns = self.columns.get_mut(rows.columns..).unwrap_or(&mut []);
        let (mut at, mut column, mut end) = (row.0, 0, row.0);
        // Columns that the cell before goes on over in this row, and how many rows it has.
        let (mut across, mut down) = (0u16, 1u16);
        while at < row.1
            && let Some(node) = view.doc.nodes.get(at as usize)
            && let Some(place) = columns.get_mut(column)
        {
            end = node.end.max(at + 1).max(end);
            let Kind::Cell { columns: wide, rows: high } = node.kind else {
                (at, column) = (end, column + 1);
                continue;
            };
            if wide > 0 {
                (across, down) = (wide - 1, high);
                place.part = if wide > 1 { Part::First } else { Part::Whole };
                place.below = high.saturating_sub(1);
                place.merge = ACROSS[usize::from(wide > 1)];
                place.merge |= if high > 1 { DOWN_FIRST } else { 0 };
            } else if across > 0 {
                across -= 1;
                (place.part, place.below) = (Part::Rest, down.saturating_sub(1));
                place.merge = ACROSS[2] | if down > 1 { DOWN_FIRST } else { 0 };
            } else if place.below > 0 {
                place.below -= 1;
                place.merge = ACROSS[place.part as usize] | DOWN_REST;
            } else {
                place.merge = 0;
            }
            (at, column) = (end, column + 1);
        }
        let cell = look.theme.cells[usize::from(!header)];
        row_definition(columns, cell, rows, header, out);
    }

    /// How wide the text of a cell over some columns is.
    pub(super) fn width(&self, rows: Rows, column: usize, columns: u16) -> i64 {
        let right = |column: usize| self.columns.get(rows.columns + column).map(|it| it.right);
        let left = column.checked_sub(1).and_then(right).unwrap_or(rows.left);
        let last = column + usize::from(columns.max(1)) - 1;
        right(last).or_else(|| right(column)).unwrap_or(left) - left - 2 * rows.gap - BORDERS
    }

    /// Closes the table opened last.
    pub(super) fn close(&mut self, rows: Rows) {
        self.columns.truncate(rows.columns);
        self.definitions.truncate(rows.start);
    }
}

/// Starts a cell: the first of a row, or one behind another.
#[inline]
pub(super) fn begin_cell(
    first: bool,
    prefix: &Prefix<'_>,
    alignment: Alignment,
    (rows, right_to_left): (Rows, bool),
    out: &mut Output,
) {
    if !first {
        out.push(rows.cell_end());
    }
    out.push(prefix.head());
    if rows.is_nested() {
        out.push(b"\\itap");
        out.push_int(rows.depth.into());
    }
    // Where no alignment is asked for, all cells of such a table begin on the right.
    let unset = alignment == Alignment::None && rows.right_to_left;
    out.push(direction::cell(alignment, right_to_left || unset));
    out.push(prefix.properties());
    if right_to_left {
        direction::run(prefix, out);
    }
    out.push_byte(b' ');
}

/// Ends a row.
#[inline]
pub(super) fn end_row(out: &mut Output) {
    out.push(b"\\cell\\row\r\n");
}

/// Whether a table's first row is a header with nothing in it that may be left out: a reader takes
/// the row behind it, which ends at `next_end`, for a header if that is bold.
pub(super) fn is_bare_header(
    view: View<'_>,
    row: NodeId,
    row_end: NodeId,
    next_end: NodeId,
) -> bool {
    let kinds = |from: NodeId, to: NodeId| (from..to).filter_map(|id| view.kind(id));
    kinds(row, row_end).all(|kind| match kind {
        Kind::Row { header } => *header,
        Kind::Text(span) => view.text(*span).trim_ascii().is_empty(),
        Kind::Cell { columns: 1, rows: 1 } => true,
        _ => false,
    }) && !kinds(row_end, next_end).any(|kind| *kind == Kind::Strong)
}

/// Finds each column's longest word and longest cell, among nodes of which the first is `base`, and
/// whether cells are merged.
pub(super) fn measure(
    nodes: &[Node],
    base: NodeId,
    view: View<'_>,
    columns: &mut [Column],
) -> bool {
    let mut merges = false;
    let mut inner = 0;
    let mut column = 0;
    let mut cells = 0;
    let (mut line, mut word, mut weight) = (0u32, 0u32, 100);
    for (at, node) in nodes.iter().enumerate() {
        if at < inner {
            continue;
        }
        let (span, fixed) = match node.kind {
            // A table in a cell shrinks with it.
            Kind::Table { .. } => {
                inner = (node.end.saturating_sub(base)) as usize;
                continue;
            }
            Kind::Row { header } => {
                (column, weight) = (0, if header { BOLD } else { 100 });
                continue;
            }
            Kind::Cell { columns: wide, rows } => {
                merges |= (wide, rows) != (1, 1);
                cells += 1;
                if cells > MEASURED {
                    // Whether cells are merged must be known of all of them.
                    let merged = |node: &Node| node.kind.is_cell() && node.kind != Kind::CELL;
                    merges |= nodes.get(at..).unwrap_or(&[]).iter().any(merged);
                    break;
                }
                column += 1;
                (line, word) = (0, 0);
                continue;
            }
            Kind::HardBreak | Kind::Paragraph { .. } | Kind::Item { .. } => {
                (line, word) = (0, 0);
                continue;
            }
            Kind::SoftBreak => {
                (line, word) = (line + u32::from(letter(b' ')), 0);
                continue;
            }
            Kind::Text(span) => (span, None),
            Kind::Code(span) | Kind::Math { tex: span, .. } => (span, Some(FIXED)),
            _ => continue,
        };
        let Some(place) = usize::checked_sub(column, 1).and_then(|c| columns.get_mut(c)) else {
            continue;
        };
        let text = view.text(span);
        let mut longest = 0;
        for &byte in &text[..text.len().min(LONGEST)] {
            let wide = u32::from(letter(byte));
            let wide = fixed.filter(|_| wide > 0).unwrap_or(wide);
            // Between two East Asian letters a line may end.
            word = if byte == b' ' || byte >= 0xE3 { wide } else { word + wide };
            longest = longest.max(word);
            line += wide;
            if byte == b' ' {
                word = 0;
            }
        }
        place.word = place.word.max(longest * weight / 100);
        place.line = place.line.max(line);
    }
    merges
}

/// Bytes of a cell's text that are looked at.
const LONGEST: usize = 480;
/// What letters are wider in the header, which is bold, in hundredths.
const BOLD: u32 = 112;
/// The width of all letters of code.
const FIXED: u32 = 52;

/// About how wide the letter that a byte begins is, in hundredths of the type's size.
const fn letter(byte: u8) -> u8 {
    match byte {
        b' ' | b'.' | b',' | b':' | b';' | b'\'' | b'i' | b'j' | b'l' | b'|' | b'!' | b'I' => 27,
        b'-' | b'(' | b')' | b'[' | b']' | b'f' | b't' | b'r' | b'/' | b'\\' | b'`' | b'"' => 36,
        b'm' | b'w' | b'M' | b'W' | b'@' | b'%' | b'&' => 84,
        b'A'..=b'Z' => 62,
        0x80..=0xBF => 0,
        0xE3..=0xFF => 100,
        b'z' | b's' | b'c' | b'k' | b'x' | b'v' | b'y' => 46,
        _ => 53,
    }
}

/// Shares the text's width out: each column gets what its longest word needs, in a wider face too where
/// there is room, and of the rest as much as its longest cell asks for. Where the words need too much, the columns with the longest get less,
/// all of these the same; the short ones stay whole. `size` is the width of a hundred units of letters
/// in twips. Returns half the space between two cells.
fn set_widths(columns: &mut [Column], left: i64, right: i64, size: i64) -> i64 {
    let width = (right - left).max(NARROWEST);
    let needs_in = |column: &Column, gap: i64, face: i64| {
        (i64::from(column.word) * size * face / 100_000 + 2 * gap + BORDERS).max(LEAST)
    };
    let sum_in = |columns: &[Column], gap, face| -> i64 {
        columns.iter().map(|column| needs_in(column, gap, face)).sum()
    };
    let gap = if sum_in(columns, GAP, USUAL) > width { NARROW_GAP } else { GAP };
    let face = widest_face(|face| sum_in(columns, gap, face) <= width);
    let needs = |column: &Column, gap: i64| needs_in(column, gap, face);
    let sum = |columns: &[Column], gap, most: i64| -> i64 {
        columns.iter().map(|column| needs(column, gap).min(most)).sum()
    };
    // The most that a column may get, found by halves.
    let (mut most, mut over) = (width, width + 1);
    if sum(columns, gap, width) > width {
        most = 0;
        while over - most > 1 {
            let half = (most + over) / 2;
            if sum(columns, gap, half) <= width { most = half } else { over = half }
        }
        // What is broken anyway leaves some room for long texts, and no whole word is broken for it.
        let whole = columns.iter().map(|column| needs(column, gap)).filter(|&need| need <= most);
        most = whole.max().unwrap_or(0).max(most * 3 / 4);
    }
    let spare = (width - sum(columns, gap, most)).max(0);
    let wish = |column: &Column| {
        let line = i64::from(column.line.min(LONG)) * size / 100 + 2 * gap + BORDERS;
        (line - needs(column, gap).min(most)).max(0)
    };
    // What nobody wishes for is shared by length.
    let wishes: i64 = columns.iter().map(wish).sum();
    let lines: i64 = columns.iter().map(|column| i64::from(column.line.clamp(200, LONG))).sum();
    let (granted, rest) = (spare.min(wishes), (spare - wishes).max(0));
    let (mut end, mut wished, mut length) = (left, 0, 0);
    for column in columns.iter_mut() {
        end += needs(column, gap).min(most);
        wished += wish(column);
        length += i64::from(column.line.clamp(200, LONG));
        column.right = end + granted * wished / wishes.max(1) + rest * length / lines.max(1);
    }
    // Edges must rise, and Word ends at 22 inches.
    let count = columns.len() as i64;
    let rise = |columns: &[Column]| {
        let before = std::iter::once(left).chain(columns.iter().map(|column| column.right));
        before.zip(columns).all(|(before, column)| column.right > before)
    };
    if !rise(columns) || columns.last().is_some_and(|last| last.right > FARTHEST) {
        let width = width.min(FARTHEST - left).max(count);
        for (index, column) in columns.iter_mut().enumerate() {
            column.right = left + width * (index as i64 + 1) / count;
        }
    }
    gap
}

/// The widest face, in thousandths of the usual one, in which all fits; the usual one where nothing does.
fn widest_face(fits: impl Fn(i64) -> bool) -> i64 {
    if fits(WIDEST) {
        return WIDEST;
    }
    let (mut most, mut over) = (USUAL, WIDEST);
    while over - most > 10 {
        let half = (most + over) / 2;
        if fits(half) { most = half } else { over = half }
    }
    most
}

/// Gives the columns the widths that are said, per mille of a text of that width; those of which nothing
/// is said share what is left. Returns half the space between two cells.
fn say_widths(columns: &mut [Column], said: &[document::Column], left: i64, text: i64) -> i64 {
    let width = |at: usize| i64::from(said.get(at).map_or(0, |column| column.width));
    let sum: i64 = (0..columns.len()).map(width).sum();
    let unsaid = (0..columns.len()).filter(|&at| width(at) == 0).count() as i64;
    let share = (1000 - sum).max(unsaid * 10) / unsaid.max(1);
    let (mut end, mut done) = (left, 0);
    for (at, column) in columns.iter_mut().enumerate() {
        done += if width(at) == 0 { share } else { width(at) };
        end = (end + 1).max((left + (done * text + 500) / 1000).min(FARTHEST));
        column.right = end;
    }
    GAP
}

/// A row definition. The first cell of a row from right to left stands on the right.
fn row_definition(columns: &[Column], cell: &str, rows: Rows, header: bool, out: &mut Output) {
    let Rows { left, gap, right_to_left, measured, .. } = rows;
    out.push(b"\\trowd");
    out.push(if right_to_left { b"\\rtlrow" } else { b"" });
    out.push(b"\\trgaph");
    out.push_int(gap);
    out.push(b"\\trleft");
    out.push_int(left);
    out.push(if header { b"\\trhdr" } else { b"" });
    let mut before = left;
    for column in columns {
        for (bit, word) in MERGES.iter().enumerate() {
            if column.merge >> bit & 1 == 1 {
                out.push(word);
            }
        }
        out.push(cell.as_bytes());
        if measured {
            out.push(b"\\clftsWidth3\\clwWidth");
            out.push_int(column.right - before);
        }
        before = column.right;
        out.push(b"\\cellx");
        out.push_int(column.right);
    }
    out.push(b"\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where columns end of which the longest word and cell have so many units.
    fn rights(columns: &[(u32, u32)], left: i64) -> (Vec<i64>, i64) {
        let column = |&(word, line): &(u32, u32)| Column { word, line, ..Column::default() };
        let mut columns: Vec<Column> = columns.iter().map(column).collect();
        let gap = set_widths(&mut columns, left, 9_360, 220);
        (columns.iter().map(|column| column.right).collect(), gap)
    }

    #[test]
    fn widths_in_one_line_each() {
        for (columns, left, ends) in [
            // What is left over is shared by the longest lines.
            (&[(200, 200), (200, 200)][..], 0, &[4680, 9360][..]),
            (&[(100, 100)], 0, &[9360]),
            // So far right that nothing is left but the least.
            (&[(50, 50), (50, 50)], 9000, &[9720, 10440]),
            (&[(50, 50), (50, 50)], 31_680, &[31_681, 31_682]),
        ] {
            assert_eq!(rights(columns, left).0, ends, "{left}");
        }
    }

    #[test]
    fn short_words_stay_whole_where_long_ones_do_not_fit() {
        let (ends, gap) = rights(&[(200, 200), (3_000, 3_000), (3_000, 9_000), (250, 2_000)], 0);
        let widths: Vec<i64> =
            ends.iter().scan(0, |left, end| Some(end - std::mem::replace(left, *end))).collect();
        assert_eq!((ends.last(), gap), (Some(&9_360), NARROW_GAP));
        assert!(widths[0] >= 440 + 2 * gap && widths[3] >= 550 + 2 * gap, "{widths:?}");
        assert!(widths[2] > widths[1] && widths[1] > widths[3], "{widths:?}");
    }

    #[test]
    fn words_are_measured_by_their_letters() {
        let wide = |text: &str| text.bytes().map(|byte| u32::from(letter(byte))).sum::<u32>();
        assert!(wide("ill") < wide("aaa") && wide("aaa") < wide("WMW"));
        assert_eq!(wide("\u{4E2D}\u{6587}"), 200);
    }
}
