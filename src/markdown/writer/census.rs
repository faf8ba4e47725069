//! What a block holds that a lone delimiter in its text could pair with.
//!
//! Shape   one count over the nodes of a block, made when it is first asked for.
//! Limits  linear in the block.
//! Source  CommonMark 0.31, sections 6.2, 6.5 and 6.6.

use super::block::Block;
use super::nodes::Nodes;
use crate::document::Kind;
use crate::markdown::kinds::blocks;

/// What an emphasis counts for: more than any run of delimiters in text.
const EMPHASIS: u64 = 1 << 32;

/// How many of each delimiter stand in a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Census {
    stars: u64,
    underscores: u64,
    tildes: u64,
    carets: u64,
    dollars: u64,
    tag_end: bool,
}

impl Census {
    /// Counts a block; `in_quote` where its lines begin with the marker of a quote.
    pub(super) fn of(nodes: Nodes<'_>, block: Block, in_quote: bool) -> Self {
        let mut census = Census {
            // pulldown-cmark takes the marker of a quote for the end of a declaration.
            tag_end: in_quote,
            ..Census::default()
        };
        for id in block.first()..block.end() {
            let kind = nodes.kind(id);
            if nodes.is_hollow(id) || nodes.is_void(id) {
                continue;
            }
            match kind {
                Kind::Text(span) => census.count(nodes.text(span)),
                Kind::Code(span) | Kind::Html(span) => census.count_raw(nodes.text(span)),
                Kind::Emphasis | Kind::Strong => {
                    census.stars += EMPHASIS;
                    census.underscores += EMPHASIS;
                }
                Kind::Superscript => census.carets += EMPHASIS,
                Kind::Strike | Kind::Subscript => census.tildes += EMPHASIS,
                Kind::Link(target) | Kind::Image(target) => {
                    let target = nodes.link(target);
                    census.count_raw(nodes.text(target.url));
                    census.count_raw(nodes.text(target.title));
                }
                Kind::Math { tex, .. } => {
                    // It may have to be written as text.
                    census.dollars += EMPHASIS;
                    census.count(nodes.text(tex));
                }
                Kind::Underline | Kind::Highlight | Kind::Keyboard => {}
                Kind::Inserted(_) | Kind::Deleted(_) | Kind::Colored { .. } => {}
                Kind::SmallCaps | Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
                Kind::SoftBreak | Kind::HardBreak => {}
                Kind::FootnoteReference { .. } | Kind::Anchor { .. } => {}
                Kind::Rule | blocks!() => {}
            }
            // Most of what is not text may be written with a tag.
            census.tag_end |= !matches!(kind, Kind::Text(_) | Kind::Code(_) | Kind::SoftBreak);
        }
        census
    }

    /// More of everything than any text has.
    #[cfg(test)]
    pub(super) fn full() -> Self {
        let [stars, underscores, tildes, carets, dollars] = [EMPHASIS; 5];
        Census { stars, underscores, tildes, carets, dollars, tag_end: true }
    }

    fn count(&mut self, text: &[u8]) {
        for &byte in text {
            match byte {
                // An address may come to stand between angle brackets.
                b'>' | b':' | b'@' => self.tag_end = true,
                b'*' => self.stars += 1,
                b'_' => self.underscores += 1,
                b'~' => self.tildes += 1,
                b'^' => self.carets += 1,
                b'$' => self.dollars += 1,
                _ => {}
            }
        }
        self.tag_end |= memchr::memmem::find(text, b"www.").is_some();
    }

    /// Counts what may pair with something in text although it is not text itself.
    fn count_raw(&mut self, text: &[u8]) {
        self.tag_end |= text.contains(&b'>');
        self.dollars += text.iter().filter(|&&b| b == b'$').count() as u64;
    }

    /// Whether something may end a tag.
    pub(super) fn has_tag_end(&self) -> bool {
        self.tag_end
    }

    /// Whether the block holds no delimiter that a run of `length` of these bytes could pair with.
    pub(super) fn is_lone(&self, byte: u8, length: usize) -> bool {
        let count = match byte {
            b'*' => self.stars,
            b'_' => self.underscores,
            b'~' => self.tildes,
            b'^' => self.carets,
            _ => self.dollars,
        };
        count <= length as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_lone_where_nothing_of_its_kind_is_left() {
        for (text, byte, length, lone) in [
            ("2 * 3", b'*', 1, true),
            ("2 * 3 * 4", b'*', 1, false),
            ("2 ** 3", b'*', 2, true),
            ("a_b*", b'_', 1, true),
            ("~ ^ $", b'~', 1, true),
            ("~ ^^ $", b'^', 1, false),
            ("$ $", b'$', 1, false),
        ] {
            let mut census = Census::default();
            census.count(text.as_bytes());
            assert_eq!(census.is_lone(byte, length), lone, "{text}");
        }
    }

    #[test]
    fn what_may_end_a_tag_is_seen() {
        for (text, ends) in [("a > b", true), ("12:30", true), ("www.a", true), ("a < b", false)] {
            let mut census = Census::default();
            census.count(text.as_bytes());
            assert_eq!(census.has_tag_end(), ends, "{text}");
        }
    }
}
