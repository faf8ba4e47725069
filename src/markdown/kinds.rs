//! Groups of node kinds, for matches that name every kind.
//!
//! Shape   patterns: a match over these groups and the kinds that stand in none (`Link`, `Image` and
//!         `Rule`) is complete, and a kind that is new to the model does not compile until it has been
//!         thought of wherever that matters.

/// The containers that stand between delimiters or tags.
macro_rules! spans {
    () => {
        Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::Inserted(_)
            | Kind::Deleted(_)
            | Kind::Colored { .. }
            | Kind::SmallCaps
    };
}
pub(super) use spans;

/// The leaves that stand among inlines.
macro_rules! inline_leaves {
    () => {
        Kind::Text(_)
            | Kind::Code(_)
            | Kind::Html(_)
            | Kind::Math { .. }
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::FootnoteReference { .. }
            | Kind::Anchor { .. }
            | Kind::CommentStart(_)
            | Kind::CommentEnd(_)
    };
}
pub(super) use inline_leaves;

/// Blocks, and what stands in them that is no inline.
macro_rules! blocks {
    () => {
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
    };
}
pub(super) use blocks;
