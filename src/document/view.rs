//! A finished document, read.
//!
//! Shape   [`View`] joins a document with the input that its spans point into.
//! Errors  none: what is out of range is empty.

use super::{
    Change, ChangeId, Column, Comment, CommentId, Document, Kind, LinkId, LinkTarget, Meta, Node,
    NodeId, Span,
};
use crate::work;

/// A finished document joined with the input that its spans point into.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The input its reader was given.
    pub source: &'a [u8],
}

impl<'a> View<'a> {
    /// The bytes of a span; always UTF-8. A span out of range gives no text.
    #[inline]
    pub fn text(&self, span: Span) -> &'a [u8] {
        work::step(1);
        let (own, start, end) = span.place();
        let buffer = if own { self.doc.text.as_bytes() } else { self.source };
        buffer.get(start..end).unwrap_or(&[])
    }

    /// The nodes in reading order.
    #[inline]
    pub fn nodes(&self) -> &'a [Node] {
        &self.doc.nodes
    }

    /// What the node at an index is.
    #[inline]
    pub fn kind(&self, id: NodeId) -> Option<&'a Kind> {
        self.doc.nodes.get(id as usize).map(|node| &node.kind)
    }

    /// The index after the last descendant of a node.
    #[inline]
    pub fn end(&self, id: NodeId) -> NodeId {
        self.doc.nodes.get(id as usize).map_or(id, |node| node.end).max(id + 1)
    }

    /// The target of a link or an image.
    pub fn link(&self, id: LinkId) -> LinkTarget {
        self.doc.links.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// Who has made a tracked change.
    pub fn change(&self, id: ChangeId) -> Change {
        self.doc.changes.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// Who has made a comment.
    pub fn comment(&self, id: CommentId) -> Comment {
        self.doc.comments.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// A fact about the document; empty where it is not known.
    pub fn meta(&self, fact: Meta) -> &'a [u8] {
        self.text(self.doc.meta(fact))
    }

    /// The columns of a table.
    pub fn columns(&self, first: u32, count: u16) -> &'a [Column] {
        self.doc.columns.get(first as usize..first as usize + count as usize).unwrap_or(&[])
    }
}
