//! Rows of cells become tables.
//!
//! Shape   the paragraphs of a table are gathered into rows and cells and laid out over columns
//!         ([`grid`]); what rows and cells say is judged apart ([`judge`]); `cells` writes them.
//! Limits  `max_columns` columns; past `max_cells` cells a table's text is kept as paragraphs.

mod grid;
mod judge;

use super::inline::{Manner, Writer};
use super::marker::has_marker;
use super::survey::Survey;
use crate::document::{Kind, Span};
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, Paragraph, RunKind, boxes_of};
use crate::rtf::assembly::format::Mark;
pub(super) use grid::{Cell, Grid, LEVELS, Level};
pub(super) use judge::{depth_of, has_header, is_frame, is_part};

/// How many cells a table of `count` columns has in the document: those of the header that it gets
/// where it has none are among them, and are there when it comes back.
pub(super) fn size(sight: super::sight::Sight<'_>, flow: u8, grid: &Grid, count: usize) -> usize {
    let header = if has_header(sight, flow, grid) { 0 } else { count };
    grid.size(count).saturating_add(header)
}

/// The text of one cell: its paragraphs, divided by breaks, the cells of a table in it by slashes.
/// Returns whether there was any, before or in it.
pub(super) fn write_cell(
    to: &mut Writer<'_>,
    survey: &Survey,
    flow: u8,
    paragraphs: &[Paragraph],
    header: bool,
    mut any: bool,
) -> bool {
    // The paragraph before ended a cell of a table in this cell.
    let mut beside = false;
    let mut reported = false;
    for paragraph in paragraphs {
        let runs = to.page.runs(flow, paragraph);
        if !to.sight().has_text(runs) && !to.places.any(to.sight(), runs) {
            beside &= !matches!(paragraph.end, End::NestedRow(_));
            any |= write_boxes(to, survey, flow, paragraph, any);
            continue;
        }
        if any && beside {
            let divider = to.doc.own(" / ");
            to.doc.leaf(Kind::Text(divider));
        } else if any {
            to.doc.leaf(Kind::HardBreak);
        }
        // A list, or paragraphs of which lines are made; tables in cells are reported as such.
        let marker = paragraph.marker.filter(|_| has_marker(to.sight(), paragraph));
        let block = marker.is_some() || any && !beside && paragraph.format.table_depth < 2;
        if block && !std::mem::replace(&mut reported, true) {
            to.report.add(Loss::Table, to.page.place(flow, paragraph));
        }
        beside = paragraph.end == End::NestedCell;
        any = true;
        if let Some(marker) = marker {
            write_marker(to, marker);
        }
        let mut strip = to.sight().uniform(paragraph, runs, false);
        if header && to.sight().is_marked(runs, Mark::Bold) {
            strip.insert(Mark::Bold);
        }
        to.report_looks(survey.base(flow, false), paragraph, runs);
        to.write(runs, Manner { strip, fixed: survey.is_monospaced(), ..Manner::default() });
        write_boxes(to, survey, flow, paragraph, true);
    }
    any
}

/// The text boxes anchored in a paragraph of a cell stay in the cell. Boxes in boxes are the last that
/// have any in them.
fn write_boxes(
    to: &mut Writer<'_>,
    survey: &Survey,
    flow: u8,
    anchor: &Paragraph,
    any: bool,
) -> bool {
    let (start, end) = anchor.frames;
    match boxes_of(flow) {
        Some(boxes) if start < end => {
            let paragraphs = &to.page.paragraphs(boxes)[start as usize..end as usize];
            write_cell(to, survey, boxes, paragraphs, false, any)
        }
        _ => any,
    }
}

/// A list's marker in a cell, where no list can stand.
fn write_marker(to: &mut Writer<'_>, marker: Span) {
    let counts = to.sight().text(marker).first().is_some_and(u8::is_ascii_alphanumeric);
    let marker = if counts { marker } else { to.doc.own("\u{2022}") };
    to.doc.leaf(Kind::Text(marker));
    let space = to.doc.own(" ");
    to.doc.leaf(Kind::Text(space));
}

/// Writes a table too large to be one: the text of its cells, one paragraph each.
pub(super) fn write_as_paragraphs(
    to: &mut Writer<'_>,
    survey: &Survey,
    flow: u8,
    paragraphs: &[Paragraph],
) {
    for paragraph in paragraphs {
        let runs = to.page.runs(flow, paragraph);
        if runs.iter().any(|run| matches!(run.kind, RunKind::Text(_))) {
            to.doc.open(Kind::PARAGRAPH);
            to.write(runs, Manner { fixed: survey.is_monospaced(), ..Manner::default() });
            to.doc.close();
        }
        if let (Some(boxes), (start, end)) = (boxes_of(flow), paragraph.frames)
            && start < end
        {
            let boxed = &to.page.paragraphs(boxes)[start as usize..end as usize];
            write_as_paragraphs(to, survey, boxes, boxed);
        }
    }
}
