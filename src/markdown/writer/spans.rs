//! The inline containers that are open, and which of them are begun.
//!
//! Shape   a stack. The beginning of a container is held back until something in it is visible; links
//!         and images begin at once.

use super::emphasis::Style;
use super::nodes::is_emphasis;
use crate::buffers::kept;
use crate::document::{Kind, NodeId};

/// An open inline container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub kind: Kind,
    pub end: NodeId,
    /// Its number among the emphasis of the block.
    pub ordinal: u32,
    /// It is strong, and all that the emphasis around it holds.
    pub both: bool,
    pub style: Style,
}

kept! {
    /// The open inline containers, the innermost last.
    #[derive(Debug, Default)]
    pub(super) struct Spans {
        open: Vec<Span>,
        /// The first whose beginning is held back.
        pending: usize,
        links: u32,
        images: u32,
    }
}

impl Spans {
    pub(super) fn begin_pass(&mut self) {
        self.open.clear();
        self.pending = 0;
        self.links = 0;
        self.images = 0;
    }

    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost container ends before the node `id`.
    #[inline]
    pub(super) fn ends_before(&self, id: NodeId) -> bool {
        self.open.last().is_some_and(|span| span.end <= id)
    }

    /// The innermost of `depth` open containers.
    #[inline]
    pub(super) fn at(&self, depth: usize) -> Option<&Span> {
        self.open.get(depth.wrapping_sub(1))
    }

    pub(super) fn in_image(&self) -> bool {
        self.images > 0
    }

    /// Whether a link or an image is open.
    #[inline]
    pub(super) fn in_link(&self) -> bool {
        self.links + self.images > 0
    }

    /// Whether what is written is underlined.
    pub(super) fn in_underline(&self) -> bool {
        self.open.iter().any(|span| span.kind == Kind::Underline)
    }

    /// Opens a container whose beginning is held back.
    pub(super) fn open(&mut self, kind: Kind, end: NodeId, ordinal: u32, both: bool) {
        self.open.push(Span { kind, end, ordinal, both, style: Style::None });
    }

    /// Opens a link or an image, which is begun.
    pub(super) fn open_bracket(&mut self, kind: Kind, end: NodeId) {
        let is_image = matches!(kind, Kind::Image(_)) as u32;
        self.images += is_image;
        self.links += 1 - is_image;
        self.open.push(Span { kind, end, ordinal: 0, both: false, style: Style::Bracket });
        self.pending = self.open.len();
    }

    /// The first container whose beginning is held back, among the first `depth`.
    #[inline]
    pub(super) fn pending(&self, depth: usize) -> Option<Span> {
        if self.pending < depth { self.open.get(self.pending).copied() } else { None }
    }

    /// The first container whose beginning was held back is begun, and written like this.
    pub(super) fn begin(&mut self, style: Style) {
        if let Some(span) = self.open.get_mut(self.pending) {
            span.style = style;
        }
        self.pending += 1;
    }

    /// Closes the innermost container; `None` where it never began.
    pub(super) fn close(&mut self) -> Option<Span> {
        let span = self.open.pop()?;
        if self.pending <= self.open.len() {
            return None;
        }
        self.pending = self.open.len();
        self.links -= matches!(span.kind, Kind::Link(_)) as u32;
        self.images -= matches!(span.kind, Kind::Image(_)) as u32;
        Some(span)
    }

    /// Whether emphasis is about to be opened by what is written next.
    pub(super) fn opens_emphasis(&self) -> bool {
        self.pending < self.open.len() && self.in_emphasis()
    }

    /// Whether the innermost container is emphasis.
    pub(super) fn in_emphasis(&self) -> bool {
        self.open.last().is_some_and(|open| is_emphasis(&open.kind))
    }

    /// How many containers there are up to the innermost that is begun or no emphasis.
    pub(super) fn before_emphasis(&self) -> usize {
        self.outside_emphasis().max(self.pending)
    }

    /// Whether all that is held back are beginnings of emphasis.
    pub(super) fn only_emphasis_is_pending(&self) -> bool {
        self.outside_emphasis() <= self.pending
    }

    fn outside_emphasis(&self) -> usize {
        let outer = self.open.iter().rposition(|open| !is_emphasis(&open.kind));
        outer.map_or(0, |index| index + 1)
    }
}
