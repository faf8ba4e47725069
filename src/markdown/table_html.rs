//! Tables in HTML as the writer writes them, read again.
//!
//! Shape   tags are looked for as they are written; what stands in a cell the reader of HTML reads, into
//!         the cell. Whoever asks compares what would be written of the result, so nothing here needs to
//!         be right about other tables.
//! Errors  none: what is no such table is not read, and leaves the document half filled.
//! Limits  as many columns as the first row has; tables in cells are the HTML reader's.

use crate::document::{Alignment, Column, Direction, Document, Kind};
use crate::html::{self, Origin};
use crate::memory;
use crate::options::Options;
use crate::report::Report;

/// A cell as it is written.
#[derive(Clone, Copy, Debug)]
struct Cell<'h> {
    columns: u16,
    rows: u16,
    alignment: Alignment,
    content: &'h str,
}

/// Reads a table into the container that is open; false where it is none of ours.
pub(super) fn read(html: &str, options: &Options, doc: &mut Document) -> bool {
    read_table(html, options, doc).is_some()
}

fn read_table(html: &str, options: &Options, doc: &mut Document) -> Option<()> {
    let mut rest = html.strip_prefix("<table")?;
    let direction = match () {
        () if take(&mut rest, " dir=\"rtl\"") => Direction::Rtl,
        () if take(&mut rest, " dir=\"ltr\"") => Direction::Ltr,
        () => Direction::Unsaid,
    };
    take(&mut rest, " role=\"table\"");
    let mut widths = Vec::new();
    expect(&mut rest, ">\n")?;
    if take(&mut rest, "<colgroup>\n") {
        while !take(&mut rest, "</colgroup>\n") {
            memory::push(&mut widths, width(&mut rest)?).then_some(())?;
        }
    }
    let (mut cells, mut rows) = (Vec::new(), Vec::new());
    let mut has_header = take(&mut rest, "<thead>\n");
    if has_header {
        row(&mut rest, "th", &mut cells, &mut rows)?;
        expect(&mut rest, "</thead>\n")?;
    }
    if take(&mut rest, "<tbody>\n") {
        // A header with a cell that reaches out of it has no group of its own.
        if !has_header && rest.starts_with("<tr>\n<th") {
            has_header = true;
            row(&mut rest, "th", &mut cells, &mut rows)?;
        }
        while !take(&mut rest, "</tbody>\n") {
            row(&mut rest, "td", &mut cells, &mut rows)?;
        }
    }
    (rest == "</table>").then_some(())?;
    build(&cells, &rows, (&widths, has_header, direction), options, doc)
}

/// Puts the table together.
fn build(
    cells: &[Cell<'_>],
    rows: &[usize],
    (widths, has_header, direction): (&[u16], bool, Direction),
    options: &Options,
    doc: &mut Document,
) -> Option<()> {
    let first = cells.get(..*rows.first()?)?;
    let count: usize = first.iter().map(|cell| usize::from(cell.columns)).sum();
    (count > 0 && count <= usize::from(options.max_columns)).then_some(())?;
    let mut columns = Vec::new();
    // Rows that the cell above goes on to reach down to.
    let mut below = Vec::new();
    (memory::pad(&mut columns, count, Column::default()) && memory::pad(&mut below, count, 0u16))
        .then_some(())?;
    for (column, &width) in columns.iter_mut().zip(widths) {
        column.width = width;
    }
    let Kind::Table { first, count: number, .. } = doc.add_columns(columns.iter().copied()) else {
        return None;
    };
    doc.open(Kind::Table { first, count: number, direction });
    if !has_header {
        doc.open(Kind::Row { header: true });
        (0..count).for_each(|_| leaf(doc, Kind::CELL));
        doc.close();
    }
    let mut cells = cells.iter();
    for (at, &end) in rows.iter().enumerate() {
        doc.open(Kind::Row { header: has_header && at == 0 });
        let mut row = cells.by_ref().take(end - at.checked_sub(1).map_or(0, |at| rows[at]));
        let mut column = 0;
        while column < count {
            if *below.get(column)? > 0 {
                *below.get_mut(column)? -= 1;
                leaf(doc, Kind::COVERED);
                column += 1;
                continue;
            }
            let Cell { columns, rows, alignment, content } = *row.next()?;
            // What is aligned says so in each cell.
            doc.columns.get_mut(first as usize + column)?.alignment = alignment;
            let end = column + usize::from(columns);
            below.get_mut(column..end)?.iter_mut().for_each(|below| *below = rows - 1);
            doc.open(Kind::Cell { columns, rows });
            read_cell(content, options, doc)?;
            doc.close();
            (1..columns).for_each(|_| leaf(doc, Kind::COVERED));
            column = end;
        }
        row.next().is_none().then_some(())?;
        doc.close();
    }
    doc.close();
    below.iter().all(|&below| below == 0).then_some(())
}

/// What stands in a cell: blocks begin on a line of their own.
fn read_cell(content: &str, options: &Options, doc: &mut Document) -> Option<()> {
    if content.is_empty() {
        return Some(());
    }
    let from = doc.nodes.len();
    if content.starts_with('\n') {
        return read_blocks(content, options, doc);
    }
    read_html(content, options, doc)?;
    // Inlines are read as a paragraph.
    let node = doc.nodes.get(from)?;
    (node.kind == Kind::PARAGRAPH && node.end as usize == doc.nodes.len()).then_some(())?;
    doc.nodes.remove(from);
    for node in doc.nodes.iter_mut().skip(from) {
        node.end -= 1;
    }
    Some(())
}

/// Blocks, and tables among them.
fn read_blocks(content: &str, options: &Options, doc: &mut Document) -> Option<()> {
    let mut rest = content.trim_start_matches('\n');
    while let Some((before, table)) = rest.find("<table").map(|at| rest.split_at(at)) {
        read_html(before, options, doc)?;
        let end = end_of_table(table)?;
        doc.can_nest().then_some(())?;
        read_table(table.get(..end)?, options, doc)?;
        rest = table.get(end..)?.trim_start_matches('\n');
    }
    read_html(rest, options, doc)
}

/// Where the table ends that a text begins with.
fn end_of_table(html: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0u32);
    loop {
        at += memchr::memchr(b'<', html.as_bytes().get(at..)?)? + 1;
        let tag = html.get(at..)?;
        if tag.starts_with("table") {
            depth += 1;
        } else if tag.starts_with("/table>") {
            depth = depth.checked_sub(1)?;
            if depth == 0 {
                return Some(at + "/table>".len());
            }
        }
    }
}

fn read_html(html: &str, options: &Options, doc: &mut Document) -> Option<()> {
    if html.is_empty() {
        return Some(());
    }
    let (report, scratch) = (&mut Report::default(), &mut html::Scratch::default());
    html::read(html, Origin::Elsewhere, options, doc, report, scratch).ok()
}

fn leaf(doc: &mut Document, kind: Kind) {
    doc.open(kind);
    doc.close();
}

/// A row of cells of that name, and where its cells end among all.
fn row<'h>(
    rest: &mut &'h str,
    name: &str,
    cells: &mut Vec<Cell<'h>>,
    rows: &mut Vec<usize>,
) -> Option<()> {
    expect(rest, "<tr>\n")?;
    while !take(rest, "</tr>\n") {
        expect(rest, "<")?;
        expect(rest, name)?;
        let columns = if take(rest, " colspan=\"") { number(rest, "\"")? } else { 1 };
        let rows = if take(rest, " rowspan=\"") { number(rest, "\"")? } else { 1 };
        let alignment = match () {
            () if take(rest, " style=\"text-align:left\"") => Alignment::Left,
            () if take(rest, " style=\"text-align:center\"") => Alignment::Center,
            () if take(rest, " style=\"text-align:right\"") => Alignment::Right,
            () => Alignment::None,
        };
        expect(rest, ">")?;
        let content = content(rest, name)?;
        expect(rest, "\n")?;
        (columns > 0 && rows > 0).then_some(())?;
        memory::push(cells, Cell { columns, rows, alignment, content }).then_some(())?;
    }
    memory::push(rows, cells.len()).then_some(())
}

/// What stands in a cell, up to its end tag; those of cells in it are passed.
fn content<'h>(rest: &mut &'h str, name: &str) -> Option<&'h str> {
    let (whole, mut at, mut depth) = (*rest, 0, 0u32);
    loop {
        at += memchr::memchr(b'<', whole.as_bytes().get(at..)?)? + 1;
        let tag = whole.get(at..)?;
        if tag.starts_with("table") {
            depth += 1;
        } else if tag.starts_with("/table") {
            depth = depth.checked_sub(1)?;
        } else if depth == 0
            && let Some(behind) = tag.strip_prefix('/').and_then(|tag| tag.strip_prefix(name))
            && let Some(behind) = behind.strip_prefix('>')
        {
            *rest = behind;
            let content = whole.get(..at - 1)?;
            return Some(
                content.strip_suffix('\n').filter(|_| content.starts_with('\n')).unwrap_or(content),
            );
        }
    }
}

/// The width of a column, per mille.
fn width(rest: &mut &str) -> Option<u16> {
    expect(rest, "<col")?;
    let mut width = 0;
    if take(rest, " style=\"width:") {
        let whole = number(rest, ".")?;
        width = whole.checked_mul(10)?.checked_add(number(rest, "%\"")?)?;
    }
    expect(rest, ">\n")?;
    Some(width)
}

/// A number, and what stands behind it.
fn number(rest: &mut &str, behind: &str) -> Option<u16> {
    let (digits, after) = rest.split_once(behind)?;
    *rest = after;
    digits.parse().ok()
}

fn take(rest: &mut &str, words: &str) -> bool {
    let behind = rest.strip_prefix(words);
    if let Some(behind) = behind {
        *rest = behind;
    }
    behind.is_some()
}

fn expect(rest: &mut &str, words: &str) -> Option<()> {
    take(rest, words).then_some(())
}
