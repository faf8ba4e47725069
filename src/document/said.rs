//! What nodes say that not every format has words for: judgements that change nothing.
//!
//! Shape   [`Tables`] says what a format holds at a node, since those that have two ways for tables hold
//!         more in one of them; the others judge single nodes.
//! Units   widths of columns are per mille of the text's width.

use super::holds::{Feature, Holds};
use super::{Align, Column, Direction, Kind, Layout, Node, View};
use crate::work;

/// The tables of a document, as far as they change what the target holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tables {
    /// Where the table ends that cells with blocks, or merged ones, can't be in.
    plain: usize,
    /// Where the table ends that holds all that tables do.
    whole: usize,
    /// Where the text ends whose looks can't be said.
    text: usize,
}

impl Tables {
    /// What the target holds at a node. A format that has two ways for tables says all of them in the
    /// greater one, but for what needs its other words.
    pub(super) fn holds(&mut self, all: Holds, nodes: &[Node], at: usize) -> Holds {
        const GREATER: Holds = Holds::of(&[Feature::BlocksInCells, Feature::MergedCells]);
        const LAYOUT: Holds = Holds::of(&[
            Feature::ColumnWidths,
            Feature::Alignment,
            Feature::Direction,
            Feature::ListStyles,
            Feature::PictureSizes,
        ]);
        let Some(node) = nodes.get(at) else { return all };
        let is_text = matches!(node.kind, Kind::Paragraph { .. } | Kind::Heading { .. });
        if is_text
            && at >= self.whole
            && all.has(Feature::Colors)
            && !all.has(Feature::NotesInCells)
        {
            let inside = nodes.get(at..node.end as usize).unwrap_or(&[]).iter();
            if inside.into_iter().any(|node| is_of_markdown(&node.kind)) {
                self.text = node.end as usize;
            }
        }
        if let Node { kind: Kind::Table { .. }, end } = node
            && at >= self.plain.max(self.whole)
            && all.has(Feature::BlocksInCells)
            && !all.has(Feature::NotesInCells)
        {
            let end = *end as usize;
            let inside = || nodes.get(at..end).unwrap_or(&[]).iter();
            work::step(end - at);
            if inside().any(|node| is_of_markdown(&node.kind)) {
                self.plain = end;
            } else if is_complex(nodes, at) {
                self.whole = end;
            }
        }
        const LOOKS: Holds =
            Holds::of(&[Feature::Colors, Feature::Alignment, Feature::PictureSizes]);
        let all = if at < self.text { all.without(LOOKS) } else { all };
        if at < self.plain { all.without(GREATER) } else { all.and_if(at < self.whole, LAYOUT) }
    }
}

/// Whether a node says what can't stand in a block of HTML in Markdown.
pub(crate) fn is_of_markdown(kind: &Kind) -> bool {
    matches!(kind, Kind::FootnoteReference { .. } | Kind::Html(_) | Kind::HtmlBlock)
}

/// Whether the table at a place has merged cells, or cells that hold blocks.
pub(crate) fn is_complex(nodes: &[Node], at: usize) -> bool {
    let end = nodes.get(at).map_or(at, |node| node.end as usize);
    (at..end).any(|at| {
        nodes.get(at).is_some_and(|node| node.kind.is_cell() && node.kind != Kind::CELL)
            || nodes.get(at).is_some_and(|node| node.kind.is_cell()) && holds_blocks(nodes, at)
    })
}

/// Whether the cell at a place holds blocks.
pub(super) fn holds_blocks(nodes: &[Node], at: usize) -> bool {
    let end = nodes.get(at).map_or(at, |node| node.end as usize);
    at + 1 < end && nodes.get(at + 1).is_some_and(|first| first.kind.is_block())
}

/// Whether lines are set otherwise than they are by themselves.
pub(super) fn is_aligned(layout: Layout) -> bool {
    match layout.align() {
        Align::Center | Align::Justify => true,
        Align::Right => layout.direction() != Direction::Rtl,
        Align::Left => layout.direction() == Direction::Rtl,
        Align::None => false,
    }
}

/// Whether text runs otherwise than its first letter says.
pub(super) fn is_turned(
    direction: Direction,
    view: View<'_>,
    (first, end): (usize, usize),
) -> bool {
    let nodes = view.nodes().get(first..end).unwrap_or(&[]).iter();
    let mut found = nodes.filter_map(|node| match node.kind {
        Kind::Text(span) => crate::text::direction(view.text(span)),
        _ => None,
    });
    let is_rtl = |found| found == Some(crate::text::Direction::RightToLeft);
    match direction {
        Direction::Unsaid => false,
        Direction::Ltr => is_rtl(found.next()),
        Direction::Rtl => !is_rtl(found.next()),
    }
}

/// Widths that differ by no more per mille are meant to be the same: what is left when a page is divided.
const UNEVEN: u16 = 13;

/// Whether the columns have widths that are not the same.
pub(super) fn has_own_widths(columns: &[Column]) -> bool {
    let widths = columns.iter().map(|column| column.width);
    let (least, most) =
        widths.fold((u16::MAX, 0), |(least, most), width| (least.min(width), most.max(width)));
    least < most && most - least > UNEVEN.max(most / 20)
}
