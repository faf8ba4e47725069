//! What stands next: white space and line breaks are held back, also over the beginnings and ends of
//! containers, so the next node is often not what comes next.
//!
//! Shape   questions about nodes that are not written yet, inside of the containers that are open.
//! Limits  a question looks no further than the next visible thing.

use super::block::Block;
use super::chars::trim_wide_start;
use super::emphasis::Style;
use super::nodes::{Nodes, is_blank, is_emphasis};
use super::spans::Spans;
use crate::document::{Kind, NodeId};
use crate::markdown::html;
use crate::markdown::kinds::{blocks, spans};
use crate::options::MarkdownStyle;

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

/// What stands behind a text, and whether blanks of its own are written before that.
#[derive(Clone, Copy, Debug)]
pub(super) struct After {
    pub next: Next,
    pub spaced: bool,
}

impl After {
    /// Whether the text is the last thing before a blank or a line end.
    pub(super) fn is_blank(self) -> bool {
        self.spaced || matches!(self.next, Next::LineEnd | Next::Space)
    }

    /// Whether it is the last thing before any white space.
    pub(super) fn is_space(self) -> bool {
        self.is_blank() || self.next == Next::Wide
    }
}

/// What is visible next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visible {
    Nothing,
    /// A link, an image or a footnote reference, with no container that begins before it.
    Bracket,
    /// A tag that would begin a block at the start of a line.
    BlockTag,
    Other,
}

/// A view of what is still to be written of a block.
#[derive(Clone, Copy)]
pub(super) struct Look<'s, 'a> {
    nodes: Nodes<'a>,
    spans: &'s Spans,
    end: NodeId,
    keeps_lines: bool,
}

impl<'s, 'a> Look<'s, 'a> {
    pub(super) fn new(
        nodes: Nodes<'a>,
        spans: &'s Spans,
        block: Block,
        style: &MarkdownStyle,
    ) -> Self {
        Look { nodes, spans, end: block.end(), keeps_lines: block.keeps_lines(style) }
    }

    pub(super) fn nodes(&self) -> Nodes<'a> {
        self.nodes
    }

    /// How many containers are open.
    pub(super) fn depth(&self) -> usize {
        self.spans.depth()
    }

    /// The innermost of `depth` open containers.
    pub(super) fn container(&self, depth: usize) -> Option<Kind> {
        self.spans.at(depth).map(|span| span.kind)
    }

    /// Where the innermost of `depth` open containers ends.
    pub(super) fn limit(&self, depth: usize) -> NodeId {
        self.spans.at(depth).map_or(self.end, |span| span.end)
    }

    /// What follows a text that ends before the node `id`, inside of `depth` open containers.
    pub(super) fn next_after(&self, id: NodeId, depth: usize) -> Next {
        let nodes = self.nodes;
        let limit = self.limit(depth);
        let (mut space, mut soft, mut hard) = (false, false, false);
        // Where the containers end that begin before what is visible.
        let (mut inside, mut at) = (id, id);
        let (mut emphasis, mut wide) = (true, false);
        let visible = loop {
            if at >= limit {
                break Visible::Nothing;
            }
            let kind = nodes.kind(at);
            match kind {
                // White space is held back, also at the beginning of a container.
                Kind::Text(span) => match nodes.text(span) {
                    text if is_blank(text) => space = true,
                    text => {
                        space |= is_blank(&text[..1]);
                        wide = emphasis && at > id && trim_wide_start(text).len() < text.len();
                        break Visible::Other;
                    }
                },
                Kind::SoftBreak => soft = true,
                Kind::HardBreak => hard = true,
                spans!() => {
                    emphasis &= is_emphasis(&kind);
                    inside = inside.max(nodes.end_of(at));
                }
                Kind::Link(_) | Kind::Image(_) | Kind::FootnoteReference { .. } => {
                    break if at >= inside { Visible::Bracket } else { Visible::Other };
                }
                Kind::Html(span) if html::block_start(nodes.text(span)).is_some() => {
                    break Visible::BlockTag;
                }
                Kind::Html(_) | Kind::Code(_) | Kind::Math { .. } | Kind::Anchor { .. } => {
                    break Visible::Other;
                }
                Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
                // None stands among inlines.
                Kind::Rule | blocks!() => break Visible::Other,
            }
            at += 1;
        };
        if visible == Visible::Nothing {
            match self.spans.at(depth) {
                None if hard => return Next::Break,
                None => return Next::LineEnd,
                Some(open) if open.style == Style::Bracket => {}
                Some(_) => return Next::Close,
            }
        }
        match visible {
            _ if hard => Next::Break,
            // A space stands before it: see `Pen::show_no_line_end`.
            Visible::BlockTag if soft => Next::Space,
            _ if soft && self.keeps_lines => Next::LineEnd,
            _ if soft || space => Next::Space,
            _ if wide => Next::Wide,
            Visible::Bracket => Next::Bracket,
            Visible::Nothing | Visible::BlockTag | Visible::Other => Next::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, View};
    use crate::options::Options;
    use crate::report::Report;

    /// What follows the first text of a paragraph.
    fn next(source: &str, style: &MarkdownStyle) -> Next {
        let (mut doc, options) = (Document::default(), Options::default());
        doc.reset(options.max_nesting);
        crate::markdown::read(source, &options, &mut doc, &mut Report::default()).unwrap();
        let nodes = Nodes::new(View { doc: &doc, source: source.as_bytes() });
        let text = (0..nodes.end()).find(|&id| matches!(nodes.kind(id), Kind::Text(_))).unwrap();
        let mut spans = Spans::default();
        for id in 1..text {
            match nodes.kind(id) {
                kind @ Kind::Link(_) => spans.open_bracket(kind, nodes.end_of(id)),
                kind => spans.open(kind, nodes.end_of(id), 0, false),
            }
        }
        let block = Block::paragraph(1, nodes.end_of(0), false);
        Look::new(nodes, &spans, block, style).next_after(text + 1, spans.depth())
    }

    #[test]
    fn what_comes_next_is_seen_over_the_edges_of_containers() {
        for (source, is, wrapped) in [
            ("a", Next::LineEnd, Next::LineEnd),
            ("a\nb", Next::LineEnd, Next::Space),
            ("a\\\nb", Next::Break, Next::Break),
            ("a*b*", Next::Other, Next::Other),
            ("a<em> b</em>", Next::Other, Next::Other),
            ("a<u><br></u>b", Next::Other, Next::Other),
            ("a[b](c)", Next::Bracket, Next::Bracket),
            ("a![b](c)", Next::Bracket, Next::Bracket),
            ("a *[b](c)*", Next::Other, Next::Other),
            ("a`b`", Next::Other, Next::Other),
            ("a<em>\u{A0}b</em>", Next::Wide, Next::Wide),
            ("a<u>\u{A0}b</u>", Next::Other, Next::Other),
            ("*a*", Next::Close, Next::Close),
            ("*a `b`*", Next::Other, Next::Other),
            ("[a](b)", Next::Other, Next::Other),
            ("[a\nb](c)", Next::LineEnd, Next::Space),
            ("a\n<b>", Next::LineEnd, Next::Space),
        ] {
            let wrap = MarkdownStyle { wrap: 72, ..MarkdownStyle::default() };
            assert_eq!(next(source, &MarkdownStyle::default()), is, "{source:?}");
            assert_eq!(next(source, &wrap), wrapped, "{source:?}");
        }
    }
}
