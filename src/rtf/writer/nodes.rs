//! Nodes as the writer takes them: where one ends, and what its kind is among others.
//!
//! Shape   one list of all kinds; a new one does not compile until it has its place here.
//! Limits  whatever a node says, it ends behind itself and within the document.

use crate::document::{Kind, NodeId, View};

/// A node's kind and the index after its subtree.
#[inline]
pub(super) fn node<'a>(view: View<'a>, id: NodeId) -> Option<(&'a Kind, NodeId)> {
    let nodes = &view.doc.nodes;
    let node = nodes.get(id as usize)?;
    Some((&node.kind, node.end.min(nodes.len() as NodeId).max(id + 1)))
}

/// How a node stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Among blocks, with or without children.
    Block,
    /// In a line, around others.
    Span,
    /// In a line, by itself.
    Leaf,
}

/// The class of a kind.
#[inline]
pub(super) fn class(kind: &Kind) -> Class {
    match kind {
        Kind::Paragraph { .. }
        | Kind::Heading { .. }
        | Kind::Quote { .. }
        | Kind::List { .. }
        | Kind::Item { .. }
        | Kind::CodeBlock { .. }
        | Kind::HtmlBlock
        | Kind::Table { .. }
        | Kind::Row { .. }
        | Kind::Cell { .. }
        | Kind::FootnoteDefinition { .. }
        | Kind::DefinitionList
        | Kind::Term
        | Kind::Definition
        | Kind::Caption
        | Kind::CommentBody(_)
        | Kind::PageBreak
        | Kind::Contents
        | Kind::Rule => Class::Block,
        Kind::Emphasis
        | Kind::Strong
        | Kind::Strike
        | Kind::Underline
        | Kind::Superscript
        | Kind::Subscript
        | Kind::Highlight
        | Kind::Keyboard
        | Kind::Link(_)
        | Kind::Image(_)
        | Kind::Inserted(_)
        | Kind::Deleted(_)
        | Kind::Colored { .. }
        | Kind::SmallCaps => Class::Span,
        Kind::Text(_)
        | Kind::Code(_)
        | Kind::Html(_)
        | Kind::Math { .. }
        | Kind::SoftBreak
        | Kind::HardBreak
        | Kind::FootnoteReference { .. }
        | Kind::Anchor { .. }
        | Kind::CommentStart(_)
        | Kind::CommentEnd(_) => Class::Leaf,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Node};

    #[test]
    fn a_node_ends_behind_itself_and_within_the_document() {
        for (id, end, found) in [(0, 2, 2), (0, 0, 1), (1, 0, 2), (1, 99, 3), (2, 3, 3)] {
            let node_of = |end| Node { kind: Kind::PARAGRAPH, end };
            let mut doc = Document::default();
            doc.nodes = vec![node_of(end); 3];
            let view = View { doc: &doc, source: b"" };
            assert_eq!(node(view, id), Some((&Kind::PARAGRAPH, found)), "{id} {end}");
            assert_eq!(node(view, 3), None);
        }
    }
}
