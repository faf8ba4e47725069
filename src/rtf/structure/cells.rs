//! Cells of tables: what they hold, and which way they run.

use super::containers::Containers;
use super::inline::Writer;
use super::layout;
use super::marker;
use super::survey::Survey;
use super::table::{self, Grid, LEVELS, Level};
use crate::document::{self, Document, Kind};
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, Paragraph};
use crate::rtf::assembly::format::Align;
use crate::rtf::tables::styles::Role;
use crate::text;

/// The cell whose blocks are being written.
#[derive(Clone, Copy, Debug)]
pub(super) struct InCell {
    /// It stands in a header row, whose text is bold by itself.
    pub header: bool,
    /// How its column is aligned.
    pub align: Align,
}

/// Containers of the cells of tables, by their level.
pub(super) type CellContainers = [Containers; LEVELS];

/// Writes so many cells that hold nothing.
pub(super) fn write_empty(doc: &mut Document, count: usize, kind: Kind) {
    for _ in 0..count {
        doc.open(kind);
        doc.close();
    }
}

/// Whether a cell is more than one paragraph of which nothing is said.
pub(super) fn holds_blocks(
    to: &Writer<'_>,
    flow: u8,
    paragraphs: &[Paragraph],
    level: Level,
) -> bool {
    if !to.doc.can_nest() {
        return false;
    }
    let sight = to.sight();
    let deepest = usize::from(level) == LEVELS;
    let mut texts = 0;
    for paragraph in paragraphs {
        let runs = to.page.runs(flow, paragraph);
        if table::depth_of(paragraph) > level {
            // The end of a row that has no cells makes no table.
            if matches!(paragraph.end, End::NestedRow(_)) && !sight.has_text(runs) {
                continue;
            }
            return !deepest;
        }
        let role = sight.style_role(paragraph);
        if !sight.has_text(runs) {
            if role == Role::Rule {
                return true;
            }
            continue;
        }
        texts += 1;
        let boxed = || marker::hangs_by_a_box(sight, paragraph, runs);
        let listed = || marker::has_marker(sight, paragraph);
        if texts > 1 || listed() || boxed() || is_of_a_block(role) {
            return true;
        }
    }
    false
}

/// Counts what is set otherwise than its column, which words without a paragraph can't be.
pub(super) fn report_set_apart(
    to: &mut Writer<'_>,
    survey: &Survey,
    flow: u8,
    paragraphs: &[Paragraph],
    column: Align,
) {
    let left_speaks = survey.left_speaks();
    for paragraph in paragraphs {
        let (sight, runs) = (to.sight(), to.page.runs(flow, paragraph));
        let layout = layout::of(sight, paragraph, runs, left_speaks, column);
        if sight.has_text(runs) && layout.align() != document::Align::None {
            to.report.add(Loss::Alignment, to.page.place(flow, paragraph));
        }
    }
}

/// Counts a table whose cells stand on grounds of their own.
pub(super) fn report_grounds(to: &mut Writer<'_>, flow: u8, grid: &Grid) {
    let assembly = to.page.assembly;
    if assembly.has_made_up_distances() {
        return;
    }
    let mut rows = grid.rows().iter().filter_map(|row| row.definition());
    let is_shaded = rows.any(|row| assembly.cells(row).iter().any(|cell| cell.shaded));
    let paragraphs = to.page.paragraphs(flow);
    let first = grid.cells().first().and_then(|cell| cell.of(paragraphs).first());
    if let Some(first) = first.filter(|_| is_shaded) {
        to.report.add(Loss::Spacing, to.page.place(flow, first));
    }
}

/// Whether the first letter of what was written since a node says that it runs from right to left.
pub(super) fn reads_right_to_left(to: &Writer<'_>, from: usize) -> bool {
    let sight = to.sight();
    let first = to.doc.nodes.iter().skip(from).find_map(|node| match node.kind {
        Kind::Text(span) => text::direction(sight.text(span)),
        _ => None,
    });
    first == Some(text::Direction::RightToLeft)
}

/// Whether a paragraph of that style is a block of its own, also where it stands alone.
fn is_of_a_block(role: Role) -> bool {
    match role {
        Role::Code(_) | Role::HtmlBlock | Role::Rule | Role::Alert(_) | Role::Term => true,
        Role::Definition | Role::Heading(_) | Role::Quote => true,
        Role::None | Role::TableHeading | Role::InlineCode | Role::Tex(_) | Role::HtmlTag => false,
        Role::Hyperlink
        | Role::ImageLink
        | Role::EmptyLink
        | Role::Strong
        | Role::Emphasis
        | Role::Keyboard => false,
        Role::StrongSecond
        | Role::EmphasisSecond
        | Role::StrongThird
        | Role::EmphasisThird
        | Role::Caption => false,
    }
}
