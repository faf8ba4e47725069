//! What paragraphs, rows and cells of tables say: judgements that change nothing.
//!
//! Units   twips.

use super::grid::{Cell, Grid, Level, Row};
use crate::document::Alignment;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{CellDefinition, End, Paragraph};
use crate::rtf::assembly::format::{Align, Mark, ParaFormat};
use crate::rtf::structure::sight::Sight;
use crate::rtf::tables::styles::Role;

/// Rows whose edges are farther apart have nothing to do with each other.
const LIKE: i32 = 150;

/// Whether a paragraph belongs to a table.
pub(in crate::rtf::structure) fn is_part(paragraph: &Paragraph) -> bool {
    paragraph.format.table_depth > 0 || !matches!(paragraph.end, End::Par | End::Page)
}

/// How deep in tables a paragraph stands.
pub(in crate::rtf::structure) fn depth_of(paragraph: &Paragraph) -> u8 {
    let least = match paragraph.end {
        End::Par | End::Page => 0,
        End::Cell | End::Row(_) => 1,
        End::NestedCell | End::NestedRow(_) => 2,
    };
    paragraph.format.table_depth.max(least)
}

/// Whether two rows that follow each other have neither edges in common nor as many cells.
pub(super) fn is_unlike(row: &[CellDefinition], next: &[CellDefinition]) -> bool {
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

/// Whether a table does nothing but frame what stands in it: another table, or one cell of several
/// paragraphs.
pub(in crate::rtf::structure) fn is_frame(sight: Sight<'_>, flow: u8, grid: &Grid) -> bool {
    let assembly = sight.assembly();
    let single = grid.rows().iter().all(|row| {
        let header = row.definition().is_some_and(|row| assembly.row(row).header);
        grid.cells_of(row).len() == 1 && !header
    });
    if !single {
        return false;
    }
    let flow = assembly.flow(flow);
    let paragraphs = |cell: &Cell| cell.of(flow.paragraphs());
    match grid.cells() {
        [cell] => {
            let texts = paragraphs(cell).iter().filter(|text| sight.has_text(flow.runs_of(text)));
            texts.count() > 1
        }
        cells => {
            let is_inner = |paragraph: &Paragraph| depth_of(paragraph) > grid.level();
            cells.iter().any(|cell| paragraphs(cell).iter().any(is_inner))
        }
    }
}

/// Whether the first row is a header: it says so, or alone is bold or shaded throughout.
pub(in crate::rtf::structure) fn has_header(sight: Sight<'_>, flow: u8, grid: &Grid) -> bool {
    let [first, rest @ ..] = grid.rows() else { return false };
    let assembly = sight.assembly();
    if first.definition().is_some_and(|row| assembly.row(row).header) {
        return true;
    }
    let cell = grid.cells_of(first).first();
    let paragraphs = assembly.flow(flow).paragraphs();
    let paragraph = cell.and_then(|cell| cell.own(paragraphs, grid.level()).next());
    if paragraph.is_some_and(|paragraph| sight.style_role(paragraph) == Role::TableHeading) {
        return true;
    }
    let Some(second) = rest.first() else { return false };
    let shaded = |row: &Row| is_shaded(row, assembly);
    let bold = |row: &Row| is_bold(sight, flow, grid.cells_of(row), grid.level());
    shaded(first) && !rest.iter().any(shaded) || bold(first) && !bold(second)
}

/// Whether each cell of a row has a background of its own.
fn is_shaded(row: &Row, assembly: &Assembly) -> bool {
    row.definitions(assembly).is_some_and(|cells| cells.iter().all(|cell| cell.shaded))
}

/// Whether all text of a row is bold, and there is some in each cell.
fn is_bold(sight: Sight<'_>, flow: u8, cells: &[Cell], level: Level) -> bool {
    let flow = sight.assembly().flow(flow);
    cells.iter().all(|cell| {
        cell.own(flow.paragraphs(), level)
            .any(|paragraph| sight.all_marked(flow.runs_of(paragraph), Mark::Bold))
    })
}

/// What the cells of a column agree on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ColumnAlign {
    body: Option<Align>,
    any: Option<Align>,
}

impl ColumnAlign {
    /// A paragraph in the column is aligned so; `body` if it has text and stands in no header.
    pub(super) fn add(&mut self, align: Align, body: bool) {
        self.any = Some(agreed(self.any, align));
        if body {
            self.body = Some(agreed(self.body, align));
        }
    }

    /// What they agree on.
    pub(super) fn agreed(self) -> Align {
        self.body.or(self.any).unwrap_or(Align::Unset)
    }

    pub(super) fn alignment(self) -> Alignment {
        match self.body.or(self.any) {
            Some(Align::Left) => Alignment::Left,
            Some(Align::Center) => Alignment::Center,
            Some(Align::Right) => Alignment::Right,
            Some(Align::Unset | Align::Justified) | None => Alignment::None,
        }
    }
}

/// What was agreed on stays only if `align` is the same.
fn agreed(before: Option<Align>, align: Align) -> Align {
    match before {
        Some(other) if other != align => Align::Unset,
        _ => align,
    }
}

/// What the alignment of a paragraph in a table says. Where text stands by itself says nothing, and
/// left neither where paragraphs outside tables say it too.
pub(super) fn align_of(format: &ParaFormat, says_left: bool) -> Align {
    match format.align {
        Align::Left if says_left => Align::Unset,
        Align::Right if format.right_to_left => Align::Unset,
        Align::Justified => Align::Unset,
        align => align,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_share_an_edge_or_their_number_are_one_table() {
        let row = |rights: &[i32]| -> Vec<_> {
            let cell = |&right: &i32| CellDefinition { right, ..CellDefinition::default() };
            rights.iter().map(cell).collect()
        };
        for (a, b, unlike) in [
            (&[1000, 2000][..], &[1000, 2000][..], false),
            (&[1000, 2000], &[2100], false),
            (&[1000, 2000], &[2200], true),
            (&[1000, 2000], &[400, 3000], false),
            (&[1000, 2000], &[], false),
            (&[], &[1000], false),
        ] {
            assert_eq!(is_unlike(&row(a), &row(b)), unlike, "{a:?} {b:?}");
        }
    }

    #[test]
    fn columns_are_aligned_as_all_their_cells_are() {
        use Align::*;
        for (cells, alignment) in [
            (&[][..], Alignment::None),
            (&[(Right, true), (Right, true)][..], Alignment::Right),
            (&[(Right, true), (Left, true)], Alignment::None),
            (&[(Center, false), (Right, true)], Alignment::Right),
            (&[(Center, false)], Alignment::Center),
            (&[(Right, true), (Left, true), (Right, true)], Alignment::None),
        ] {
            let mut column = ColumnAlign::default();
            cells.iter().for_each(|&(align, body)| column.add(align, body));
            assert_eq!(column.alignment(), alignment, "{cells:?}");
        }
    }

    #[test]
    fn alignment_that_says_nothing() {
        use Align::*;
        for (align, right_to_left, says_left, said) in [
            (Left, false, false, Left),
            (Left, false, true, Unset),
            (Right, false, true, Right),
            (Right, true, false, Unset),
            (Justified, false, false, Unset),
            (Center, true, true, Center),
        ] {
            let format = ParaFormat { align, right_to_left, ..ParaFormat::default() };
            assert_eq!(align_of(&format, says_left), said, "{align:?}");
        }
    }
}
