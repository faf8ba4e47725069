//! What the writer takes a kind of node for.
//!
//! Shape   one list of all kinds; a new one does not compile until it has its place here.

use crate::document::Kind;

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
        Kind::Paragraph
        | Kind::Heading { .. }
        | Kind::Quote { .. }
        | Kind::List { .. }
        | Kind::Item { .. }
        | Kind::CodeBlock { .. }
        | Kind::HtmlBlock
        | Kind::Table { .. }
        | Kind::Row { .. }
        | Kind::Cell
        | Kind::FootnoteDefinition { .. }
        | Kind::DefinitionList
        | Kind::Term
        | Kind::Definition
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
        | Kind::Image(_) => Class::Span,
        Kind::Text(_)
        | Kind::Code(_)
        | Kind::Html(_)
        | Kind::Math { .. }
        | Kind::SoftBreak
        | Kind::HardBreak
        | Kind::FootnoteReference { .. }
        | Kind::Anchor { .. } => Class::Leaf,
    }
}
