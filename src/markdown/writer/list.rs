//! Lists: markers, and whether a list can be written tight.
//!
//! Shape   questions about nodes that are not written yet. Neighbouring lists of one type take
//!         different markers, so that two stay two.
//! Limits  the search for what a block ends with takes 200 steps at most.
//! Source  CommonMark 0.31, sections 5.2 and 5.3.

use super::nodes::Nodes;
use super::raw;
use crate::document::{Kind, NodeId};
use crate::markdown::kinds::{inline_leaves, spans};

/// How far the search for a block's last paragraph goes.
const LAST_BLOCK_HOPS: usize = 200;

/// The marker of a list. `last` is the marker of the list that it follows directly, `around` that of
/// the item it is the first thing in; 0 for none.
pub(super) fn marker(ordered: bool, usual: u8, last: u8, around: u8) -> u8 {
    let other = if usual == b'-' { b'*' } else { b'-' };
    match ordered {
        true if last == b'.' => b')',
        true => b'.',
        false if last == usual => other,
        // Bullets in a row on one line could make a rule.
        false if around == usual => other,
        false => usual,
    }
}

/// Whether the list `list` is written without blank lines between its blocks; `tight` is how it is
/// meant.
pub(super) fn is_tight(nodes: Nodes<'_>, list: NodeId, tight: bool) -> bool {
    (tight || !has_paragraph(nodes, list)) && can_be_tight(nodes, list)
}

/// Whether an item has a paragraph of its own: without one, loose and tight look the same.
fn has_paragraph(nodes: Nodes<'_>, list: NodeId) -> bool {
    let end = nodes.end_of(list);
    let mut id = list + 1;
    while id < end {
        match nodes.kind(id) {
            Kind::Item { .. } => id += 1,
            Kind::Paragraph { .. } if nodes.shows(id) => return true,
            _ => id = nodes.end_of(id),
        }
    }
    false
}

/// Whether all items' blocks can follow each other without blank lines.
fn can_be_tight(nodes: Nodes<'_>, list: NodeId) -> bool {
    let end = nodes.end_of(list);
    let mut item = list + 1;
    while item < end {
        let item_end = nodes.end_of(item);
        let mut last = None;
        let mut block = item + 1;
        while block < item_end {
            if block_shows(nodes, block) {
                if last.is_some_and(|last| !can_follow(nodes, last, block)) {
                    return false;
                }
                last = Some(block);
            }
            block = nodes.end_of(block);
        }
        item = item_end;
    }
    true
}

/// How a block ends, for the line that follows it.
enum Ending {
    /// Any line begins a new block.
    Closed,
    /// A line that begins no block goes on with its paragraph.
    Paragraph,
    /// The lines of a table: much is taken for its next row.
    Table,
    /// Only a blank line ends it.
    Open,
}

/// Whether the block `next` may follow the block `block` on the next line.
fn can_follow(nodes: Nodes<'_>, block: NodeId, next: NodeId) -> bool {
    let (kind, next_kind) = (nodes.kind(block), nodes.kind(next));
    if matches!((kind, next_kind), (Kind::Quote { .. }, Kind::Quote { .. })) {
        return false;
    }
    if nodes.is_html(next) {
        return matches!(ending(nodes, block), Ending::Closed | Ending::Paragraph);
    }
    match ending(nodes, block) {
        Ending::Closed => true,
        Ending::Open => false,
        Ending::Table => !matches!(
            next_kind,
            Kind::Paragraph { .. }
                | Kind::Table { .. }
                | Kind::List { .. }
                | Kind::HtmlBlock
                | Kind::DefinitionList
        ),
        Ending::Paragraph => match next_kind {
            Kind::Heading { .. } | Kind::Quote { .. } | Kind::CodeBlock { .. } | Kind::Rule => true,
            Kind::HtmlBlock => raw::interrupts(nodes, next),
            // Only directly under a paragraph's line must a list begin with 1 and have text.
            Kind::List { .. } if !kind.is_paragraph() => true,
            Kind::List { start, .. } => {
                let filled = item_begins_with_text(nodes, next + 1);
                start.is_none_or(|start| start == 1) && filled
            }
            // They would go on with it.
            Kind::Paragraph { .. } | Kind::Table { .. } | Kind::DefinitionList => false,
            Kind::Caption | Kind::CommentBody(_) | Kind::PageBreak | Kind::Contents => false,
            // None stands in an item.
            Kind::Item { .. } | Kind::Row { .. } | Kind::Cell { .. } | Kind::Term => false,
            Kind::Definition | Kind::FootnoteDefinition { .. } => false,
            Kind::Link(_) | Kind::Image(_) | spans!() | inline_leaves!() => false,
        },
    }
}

fn ending(nodes: Nodes<'_>, block: NodeId) -> Ending {
    if nodes.is_html(block) {
        return Ending::Open;
    }
    match nodes.kind(block) {
        Kind::Heading { .. } | Kind::CodeBlock { .. } | Kind::Rule => Ending::Closed,
        Kind::Table { .. } => Ending::Table,
        Kind::HtmlBlock if raw::ends_by_itself(nodes, block) => Ending::Closed,
        Kind::HtmlBlock => Ending::Open,
        Kind::Paragraph { .. } | Kind::Caption | Kind::Contents => Ending::Paragraph,
        Kind::PageBreak | Kind::CommentBody(_) => Ending::Closed,
        Kind::Quote { .. } | Kind::List { .. } | Kind::DefinitionList => inner_ending(nodes, block),
        // None stands in an item.
        Kind::Item { .. } | Kind::Definition => inner_ending(nodes, block),
        Kind::Row { .. } | Kind::Cell { .. } | Kind::Term => Ending::Paragraph,
        Kind::FootnoteDefinition { .. } => Ending::Paragraph,
        Kind::Link(_) | Kind::Image(_) | spans!() | inline_leaves!() => Ending::Paragraph,
    }
}

/// Whether anything stands behind the marker of an item.
fn item_begins_with_text(nodes: Nodes<'_>, item: NodeId) -> bool {
    first_block(nodes, item).is_some() || matches!(nodes.kind(item), Kind::Item { task: Some(_) })
}

/// Whether anything is written for a block.
fn block_shows(nodes: Nodes<'_>, block: NodeId) -> bool {
    match nodes.kind(block) {
        Kind::Paragraph { .. } | Kind::HtmlBlock | Kind::Caption => nodes.shows(block),
        Kind::PageBreak => nodes.is_html(block),
        Kind::CommentBody(_) => false,
        Kind::List { .. } => nodes.end_of(block) > block + 1,
        // Their marker, or what stands for it, is written even where they are empty.
        Kind::Heading { .. } | Kind::Quote { .. } | Kind::CodeBlock { .. } | Kind::Rule => true,
        Kind::Table { .. } | Kind::DefinitionList | Kind::Term | Kind::Definition => true,
        Kind::Item { .. } | Kind::Row { .. } | Kind::Cell { .. } => true,
        Kind::FootnoteDefinition { .. } | Kind::Contents => true,
        Kind::Link(_) | Kind::Image(_) | spans!() | inline_leaves!() => true,
    }
}

/// The first block of an item that shows anything.
pub(super) fn first_block(nodes: Nodes<'_>, item: NodeId) -> Option<NodeId> {
    let end = nodes.end_of(item);
    let mut block = item + 1;
    while block < end {
        if block_shows(nodes, block) {
            return Some(block);
        }
        block = nodes.end_of(block);
    }
    None
}

/// How a container ends: a line after it may be read as going on with a paragraph inside of it.
fn inner_ending(nodes: Nodes<'_>, block: NodeId) -> Ending {
    let mut block = block;
    let mut hops = 0;
    loop {
        if nodes.is_html(block) {
            return Ending::Open;
        }
        match nodes.kind(block) {
            Kind::Quote { .. }
            | Kind::List { .. }
            | Kind::Item { .. }
            | Kind::DefinitionList
            | Kind::Definition => {}
            Kind::Heading { .. } | Kind::CodeBlock { .. } | Kind::Rule | Kind::HtmlBlock => {
                return Ending::Closed;
            }
            Kind::Paragraph { .. }
            | Kind::Term
            | Kind::Table { .. }
            | Kind::Caption
            | Kind::Contents => {
                return Ending::Paragraph;
            }
            Kind::PageBreak | Kind::CommentBody(_) => return Ending::Closed,
            // None stands in these.
            Kind::Row { .. } | Kind::Cell { .. } | Kind::FootnoteDefinition { .. } => {
                return Ending::Paragraph;
            }
            Kind::Link(_) | Kind::Image(_) | spans!() | inline_leaves!() => {
                return Ending::Paragraph;
            }
        }
        let end = nodes.end_of(block);
        let mut last = None;
        let mut child = block + 1;
        while child < end {
            if block_shows(nodes, child) {
                last = Some(child);
            }
            child = nodes.end_of(child);
            hops += 1;
            if hops > LAST_BLOCK_HOPS {
                return Ending::Paragraph;
            }
        }
        let Some(child) = last else { return Ending::Closed };
        block = child;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, View};
    use crate::options::Options;
    use crate::report::Report;

    /// Whether the second of two blocks in an item may follow the first on the next line.
    fn follows(first: &str, second: &str) -> bool {
        let source = format!("{first}\n\n{second}");
        let (mut doc, options) = (Document::default(), Options::default());
        doc.reset(options.max_nesting);
        crate::markdown::read(&source, &options, &mut doc, &mut Report::default()).unwrap();
        let nodes = Nodes::new(View { doc: &doc, source: source.as_bytes() });
        can_follow(nodes, 0, nodes.end_of(0))
    }

    #[test]
    fn a_block_may_follow_one_that_it_does_not_go_on_with() {
        let table = "|a|\n|-|\n|b|";
        for (first, second, may) in [
            ("a", "b", false),
            ("a", "# b", true),
            ("a", "> b", true),
            ("a", "***", true),
            ("a", "```\nb\n```", true),
            ("a", "- b", true),
            ("a", "-", false),
            ("a", "1. b", true),
            ("a", "2. b", false),
            ("a", "<div>", true),
            ("a", "<b>", false),
            ("a", table, false),
            ("# a", "b", true),
            ("> a", "> b", false),
            ("> a", "b", false),
            ("> a", "2. b", true),
            ("> # a", "b", true),
            (table, "a", false),
            (table, "# a", true),
            (table, "- a", false),
            ("<!-- a -->", "b", true),
            ("<div>", "b", false),
        ] {
            assert_eq!(follows(first, second), may, "{first:?} {second:?}");
        }
    }

    #[test]
    fn neighbouring_lists_have_different_markers() {
        for (ordered, usual, last, around, is) in [
            (true, b'-', 0, 0, b'.'),
            (true, b'-', b'.', 0, b')'),
            (true, b'-', b')', 0, b'.'),
            (false, b'-', 0, 0, b'-'),
            (false, b'-', b'-', 0, b'*'),
            (false, b'*', b'*', 0, b'-'),
            (false, b'*', b'-', 0, b'*'),
            (false, b'-', 0, b'-', b'*'),
            (false, b'+', 0, b'-', b'+'),
        ] {
            assert_eq!(marker(ordered, usual, last, around), is, "{ordered} {last}");
        }
    }
}
