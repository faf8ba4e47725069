//! What blocks in a cell become where the target's cells hold inlines only.
//!
//! Shape   each block is a line, parted by breaks; items have their marker as text, lines of code are
//!         inline code; cells of a table in the cell are parted by slashes, its rows by breaks.

use super::{Document, Kind, Span};

/// What parts a line from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Divider {
    None,
    Break,
    Slash,
}

/// A cell whose blocks become lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flat {
    end: usize,
    /// Something of it has been written.
    is_begun: bool,
    /// Written before what comes next.
    divider: Divider,
    /// A cell of a table in it has begun in this row.
    has_cell: bool,
    /// A marker has been written, and the line that it belongs to comes.
    is_marked: bool,
}

impl Flat {
    /// The cell that ends there.
    pub(super) fn new(end: usize) -> Flat {
        Flat { end, is_begun: false, divider: Divider::None, has_cell: false, is_marked: false }
    }

    pub(super) fn ends_before(&self, at: usize) -> bool {
        self.end <= at
    }

    /// A node begins.
    pub(super) fn enter(&mut self, kind: &Kind) {
        match kind {
            Kind::Cell { .. } => {
                if std::mem::replace(&mut self.has_cell, true) {
                    self.divider = Divider::Slash;
                }
            }
            Kind::Row { .. } => (self.has_cell, self.divider) = (false, Divider::Break),
            // The first block of a cell stands beside the cell before.
            kind if kind.is_block() && self.divider == Divider::None => {
                if !std::mem::replace(&mut self.is_marked, false) {
                    self.divider = Divider::Break;
                }
            }
            _ => {}
        }
    }

    /// The marker of an item has been written.
    pub(super) fn mark(&mut self) {
        self.is_marked = true;
    }

    /// What must be written before the next inline.
    pub(super) fn divide(&mut self, doc: &mut Document) -> Option<Kind> {
        let divider = std::mem::replace(&mut self.divider, Divider::None);
        let is_first = !std::mem::replace(&mut self.is_begun, true);
        match divider {
            Divider::None => None,
            _ if is_first => None,
            Divider::Break => Some(Kind::HardBreak),
            Divider::Slash => Some(Kind::Text(doc.own(" / "))),
        }
    }
}

/// The marker of an item, as text with a blank behind it.
pub(super) fn marker(doc: &mut Document, number: Option<u32>, task: Option<bool>) -> Span {
    match (task, number) {
        (Some(true), _) => doc.own("\u{2612} "),
        (Some(false), _) => doc.own("\u{2610} "),
        (None, None) => doc.own("\u{2022} "),
        (None, Some(number)) => {
            let start = doc.own_len();
            doc.own_number(number);
            doc.append(". ");
            Span::of_own(start, doc.own_len())
        }
    }
}
