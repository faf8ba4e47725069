//! The document as the writer asks about it: what a node is, and whether anything of it will be
//! visible.
//!
//! Shape   questions about nodes; nothing is remembered. Text is visible where it is more than blanks.
//! Limits  a question looks no further than the node or range that it is about.

use crate::document::{Column, Kind, LinkId, LinkTarget, NodeId, Span, View};
use crate::markdown::as_html::{self, Wanted};
use crate::markdown::html;
use crate::markdown::kinds::{blocks, spans};
use crate::options::Options;

/// A finished document.
#[derive(Clone, Copy)]
pub(super) struct Nodes<'a> {
    view: View<'a>,
    html: Wanted,
}

impl<'a> Nodes<'a> {
    #[cfg(test)]
    pub(super) fn new(view: View<'a>) -> Self {
        Nodes { view, html: Wanted::default() }
    }

    /// The same, where options say what is written as HTML.
    pub(super) fn by(view: View<'a>, options: &Options) -> Self {
        Nodes { view, html: Wanted::by(options) }
    }

    /// The index after the last node.
    pub(super) fn end(self) -> NodeId {
        self.view.doc.nodes.len() as NodeId
    }

    /// The block of front matter that the document came with.
    pub(super) fn front(self) -> &'a [u8] {
        self.text(self.view.doc.front)
    }

    /// What the document says about itself: names and values.
    pub(super) fn properties(self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
        let doc = self.view.doc;
        let own = doc.metas().map(|(fact, value)| (fact.name().as_bytes(), value));
        let others = doc.properties.iter().map(move |&(name, value)| (self.text(name), value));
        own.chain(others).map(move |(name, value)| (name, self.text(value)))
    }

    /// Whether it says anything about itself.
    pub(super) fn has_properties(self) -> bool {
        self.properties().any(|(_, value)| !value.is_empty())
    }

    /// Whether a block is written as HTML.
    #[inline]
    pub(super) fn is_html(self, block: NodeId) -> bool {
        as_html::is_html(self.view, block, self.html)
    }

    /// The document.
    pub(super) fn view(self) -> View<'a> {
        self.view
    }

    pub(super) fn kind(self, id: NodeId) -> Kind {
        self.view.kind(id).copied().unwrap_or(Kind::Rule)
    }

    /// The index after the last descendant of a node.
    pub(super) fn end_of(self, id: NodeId) -> NodeId {
        self.view.doc.nodes.get(id as usize).map_or(id + 1, |node| node.end)
    }

    pub(super) fn text(self, span: Span) -> &'a [u8] {
        self.view.text(span)
    }

    pub(super) fn link(self, id: LinkId) -> LinkTarget {
        self.view.link(id)
    }

    pub(super) fn columns(self, first: u32, count: u16) -> &'a [Column] {
        self.view.columns(first, count)
    }

    /// The texts of the leaves of a code block or an HTML block.
    pub(super) fn leaves(
        self,
        first: NodeId,
        end: NodeId,
    ) -> impl DoubleEndedIterator<Item = &'a [u8]> + Clone {
        (first..end).filter_map(move |leaf| match self.kind(leaf) {
            Kind::Text(span) => Some(self.text(span)),
            _ => None,
        })
    }

    /// Whether the node is an inline container in which nothing is visible.
    pub(super) fn is_hollow(self, id: NodeId) -> bool {
        is_span(&self.kind(id)) && !self.is_change_of_text(id) && !self.shows(id)
    }

    /// Whether the node is a change that begins with text: a blank is a change too.
    fn is_change_of_text(self, id: NodeId) -> bool {
        is_change(&self.kind(id))
            && id + 1 < self.end_of(id)
            && matches!(self.kind(id + 1), Kind::Text(span) if !span.is_empty())
    }

    /// Whether the node is emphasis of nothing but white space, which is written without it.
    pub(super) fn is_void(self, id: NodeId) -> bool {
        is_emphasis(&self.kind(id)) && self.is_white(id + 1, self.end_of(id))
    }

    /// Whether the nodes from `first` up to `end` are white space that moves out of emphasis.
    pub(super) fn is_white(self, first: NodeId, end: NodeId) -> bool {
        (first..end).all(|id| match self.kind(id) {
            Kind::Text(span) => super::chars::trim_wide_end(self.text(span)).is_empty(),
            Kind::SoftBreak | Kind::HardBreak => true,
            kind => is_emphasis(&kind),
        })
    }

    /// Whether all the nodes from `first` up to `end` are white space that is held back.
    pub(super) fn shows_nothing(self, first: NodeId, end: NodeId) -> bool {
        (first..end).all(|id| match self.kind(id) {
            Kind::Text(span) => is_blank(self.text(span)),
            Kind::SoftBreak | Kind::HardBreak => true,
            kind => is_span(&kind) && !self.is_change_of_text(id),
        })
    }

    /// Whether anything in the container `id` is visible.
    pub(super) fn shows(self, id: NodeId) -> bool {
        (id + 1..self.end_of(id)).any(|id| match self.kind(id) {
            Kind::Text(span) => !is_blank(self.text(span)),
            Kind::Code(span) | Kind::Html(span) => !span.is_empty(),
            Kind::Rule | Kind::Link(_) | Kind::Image(_) => true,
            Kind::Math { .. } | Kind::FootnoteReference { .. } | Kind::Anchor { .. } => true,
            Kind::SoftBreak | Kind::HardBreak => false,
            Kind::CommentStart(_) | Kind::CommentEnd(_) => false,
            // What is in them shows, or does not.
            spans!() | blocks!() => self.is_change_of_text(id),
        })
    }
}

/// Whether white space must not stand at the edges of a container.
pub(super) fn is_emphasis(kind: &Kind) -> bool {
    matches!(kind, Kind::Emphasis | Kind::Strong)
}

/// Whether the node is a change, whose marks hold what they touch, blanks too.
pub(super) fn is_change(kind: &Kind) -> bool {
    matches!(kind, Kind::Inserted(_) | Kind::Deleted(_))
}

/// Whether the node is a container that stands between delimiters or tags.
pub(super) fn is_span(kind: &Kind) -> bool {
    !html::tag_name(kind).is_empty()
}

/// Whether a text is white space that can be held back.
pub(super) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(|b| matches!(b, b' ' | b'\t'))
}
