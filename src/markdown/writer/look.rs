//! What will be visible, and what stands next: white space and line breaks are held back, also
//! over the beginnings and ends of containers, so the next node is often not what comes next.
//!
//! Shape   questions about nodes that are not written yet.
//! Limits  a question looks no further than the next visible thing.

use super::Writer;
use super::emphasis::Style;
use super::inline::{Context, is_emphasis};
use super::text::{trim_wide_end, trim_wide_start};
use crate::document::{Kind, NodeId};
use crate::markdown::html;

/// What stands behind a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The line ends.
    LineEnd,
    /// White space.
    Space,
    /// White space that is more than blanks, and that moves out of the emphasis it begins.
    Wide,
    /// A hard line break; white space before it is dropped.
    Break,
    /// A link, an image or a footnote reference.
    Bracket,
    /// The end of a container; white space before it goes outside.
    Close,
    /// Something else that is not white space.
    Other,
}

impl Writer<'_, '_> {
    /// Where the innermost of `depth` open containers ends.
    pub(super) fn limit(&self, depth: usize) -> NodeId {
        let open = depth.checked_sub(1).and_then(|index| self.s.open.get(index));
        open.map_or(self.inline.end, |open| open.end)
    }

    /// What follows a text that ends before the node `id`, inside of `depth` open containers.
    pub(super) fn next_after(&self, id: NodeId, depth: usize) -> Next {
        let limit = self.limit(depth);
        let lines = self.inline.context == Context::Paragraph && self.style.wrap == 0;
        let (mut space, mut soft, mut hard) = (false, false, false);
        let mut visible = Kind::Rule;
        // Where the containers end that begin before what is visible.
        let (mut inside, mut at) = (id, id);
        let (mut emphasis, mut wide) = (true, false);
        while at < limit {
            visible = self.kind(at);
            match visible {
                // White space is held back, also at the beginning of a container.
                Kind::Text(span) => match self.text(span) {
                    text if is_blank(text) => space = true,
                    text => {
                        space |= is_blank(&text[..1]);
                        wide = emphasis && at > id && trim_wide_start(text).len() < text.len();
                        break;
                    }
                },
                Kind::SoftBreak => soft = true,
                Kind::HardBreak => hard = true,
                _ if !html::tag_name(&visible).is_empty() => {
                    emphasis &= is_emphasis(&visible);
                    inside = inside.max(self.end_of(at));
                }
                _ => break,
            }
            visible = Kind::Rule;
            at += 1;
        }
        if visible == Kind::Rule {
            match depth.checked_sub(1).and_then(|index| self.s.open.get(index)) {
                None if hard => return Next::Break,
                None => return Next::LineEnd,
                Some(open) if open.style == Style::Bracket => {}
                Some(_) => return Next::Close,
            }
        }
        match visible {
            _ if hard => Next::Break,
            // See `raw_html`.
            Kind::Html(span) if soft && html::block_start(self.text(span)).is_some() => Next::Space,
            _ if soft && lines => Next::LineEnd,
            _ if soft || space => Next::Space,
            _ if wide => Next::Wide,
            Kind::Link(_) | Kind::Image(_) | Kind::FootnoteReference { .. } if at >= inside => {
                Next::Bracket
            }
            _ => Next::Other,
        }
    }

    /// Whether the node is an inline container in which nothing is visible.
    pub(super) fn is_hollow(&self, id: NodeId) -> bool {
        !html::tag_name(&self.kind(id)).is_empty() && !self.shows(id)
    }

    /// Whether the node is emphasis of nothing but white space, which is written without it.
    pub(super) fn is_void(&self, id: NodeId) -> bool {
        is_emphasis(&self.kind(id)) && self.is_white(id + 1, self.end_of(id))
    }

    /// Whether the nodes from `first` up to `end` are white space that moves out of emphasis.
    pub(super) fn is_white(&self, first: NodeId, end: NodeId) -> bool {
        (first..end).all(|id| match self.kind(id) {
            Kind::Text(span) => trim_wide_end(self.text(span)).is_empty(),
            Kind::SoftBreak | Kind::HardBreak => true,
            kind => is_emphasis(&kind),
        })
    }

    /// Whether all the nodes from `first` up to `end` are white space that is held back.
    pub(super) fn shows_nothing(&self, first: NodeId, end: NodeId) -> bool {
        (first..end).all(|id| match self.kind(id) {
            Kind::Text(span) => is_blank(self.text(span)),
            Kind::SoftBreak | Kind::HardBreak => true,
            kind => !html::tag_name(&kind).is_empty(),
        })
    }

    /// Whether anything in the container `id` is visible.
    pub(super) fn shows(&self, id: NodeId) -> bool {
        (id + 1..self.end_of(id)).any(|id| match self.kind(id) {
            Kind::Text(span) => !is_blank(self.text(span)),
            Kind::Code(span) | Kind::Html(span) => !span.is_empty(),
            kind @ (Kind::Link(_) | Kind::Image(_)) => !kind.is_leaf(),
            kind => kind.is_leaf() && !matches!(kind, Kind::SoftBreak | Kind::HardBreak),
        })
    }

    pub(super) fn breaks_held(&self) -> bool {
        self.inline.soft || self.inline.hard > 0
    }
}

/// Whether a text is white space that can be held back.
pub(super) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(|b| matches!(b, b' ' | b'\t'))
}
