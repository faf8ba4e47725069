//! What kind of block inlines stand in: what its lines may hold.
//!
//! Shape   a few facts that hold while a block is written.

use crate::document::NodeId;
use crate::options::MarkdownStyle;

/// What kind of block the inlines stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    /// Lines may break, and each could be read as a block of its own.
    Paragraph,
    /// The same, and a pipe could make it the head of a table.
    Term,
    /// All on one line.
    Heading,
    /// All on one line, and a pipe would end it.
    Cell,
}

/// A block of inlines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    context: Context,
    /// The inlines: `first..end`.
    first: NodeId,
    end: NodeId,
    /// It is the first block of an item or a quote.
    begins_item: bool,
}

impl Block {
    fn new(context: Context, first: NodeId, end: NodeId) -> Self {
        Block { context, first, end, begins_item: false }
    }

    /// A paragraph; `begins_item` where it is the first block of an item or a quote.
    pub(super) fn paragraph(first: NodeId, end: NodeId, begins_item: bool) -> Self {
        Block { begins_item, ..Block::new(Context::Paragraph, first, end) }
    }

    pub(super) fn term(first: NodeId, end: NodeId) -> Self {
        Block::new(Context::Term, first, end)
    }

    pub(super) fn heading(first: NodeId, end: NodeId) -> Self {
        Block::new(Context::Heading, first, end)
    }

    pub(super) fn cell(first: NodeId, end: NodeId) -> Self {
        Block::new(Context::Cell, first, end)
    }

    pub(super) fn first(self) -> NodeId {
        self.first
    }

    pub(super) fn end(self) -> NodeId {
        self.end
    }

    /// Whether it is the first block of an item or a quote.
    pub(super) fn begins_item(self) -> bool {
        self.begins_item
    }

    /// Whether it may have several lines.
    #[inline]
    pub(super) fn has_lines(self) -> bool {
        matches!(self.context, Context::Paragraph | Context::Term)
    }

    /// Whether its lines end where those of the document do.
    pub(super) fn keeps_lines(self, style: &MarkdownStyle) -> bool {
        self.has_lines() && style.wrap == 0
    }

    /// Whether its lines may be broken.
    pub(super) fn wraps(self) -> bool {
        self.context == Context::Paragraph
    }

    /// Whether it is a cell of a table.
    #[inline]
    pub(super) fn is_cell(self) -> bool {
        self.context == Context::Cell
    }

    /// Whether a pipe in its text would mean something.
    pub(super) fn minds_pipes(self) -> bool {
        matches!(self.context, Context::Cell | Context::Term)
    }
}
