//! Tags such as `<u>` that stand for inlines.
//!
//! Shape   a tag opens its container at once; if its end tag does not come in the same parent, the
//!         container becomes the raw tag it was (in the arena its children then are its next siblings).
//! Limits  64 such tags may be open at a time; more stay raw HTML.

use super::page::Page;
use crate::document::{Kind, NodeId};
use crate::markdown::html;
use crate::markdown::kinds::{blocks, spans};

/// A tag that has opened a container and waits for its end tag.
#[derive(Clone, Copy)]
struct OpenTag {
    id: NodeId,
    /// What it is where its end does not come.
    raw: Kind,
    kind: Kind,
    /// How many containers are open inside of it, itself counted.
    depth: usize,
}

/// Tags that may be open at a time.
const LIMIT: usize = 64;

/// The tags that wait for their end tags.
pub(super) struct Tags {
    tags: [Option<OpenTag>; LIMIT],
    len: usize,
}

impl Default for Tags {
    fn default() -> Tags {
        Tags { tags: [None; LIMIT], len: 0 }
    }
}

impl Tags {
    fn last(&self) -> Option<OpenTag> {
        self.tags.get(self.len.checked_sub(1)?).copied().flatten()
    }

    /// Opens a container of the kind that `tag` stands for; false where it stays a raw tag.
    pub(super) fn open(&mut self, page: &mut Page<'_, '_>, kind: Kind, raw: Kind) -> bool {
        let Some(place) = self.tags.get_mut(self.len) else {
            page.leaf(raw);
            return false;
        };
        match page.open(kind) {
            Some(id) => {
                *place = Some(OpenTag { id, raw, kind, depth: page.depth() });
                self.len += 1;
                true
            }
            None => {
                page.close();
                page.leaf(raw);
                false
            }
        }
    }

    /// Whether the container opened last is one of a kind that a mark began, and may end here.
    pub(super) fn has_open_mark(&self, page: &Page<'_, '_>, kind: Kind) -> bool {
        let depth = page.depth();
        let mut above = self.tags[..self.len].iter().rev().flatten().enumerate();
        above.any(|(above, tag)| {
            tag.depth + above == depth && tag.kind == kind && matches!(tag.raw, Kind::Text(_))
        })
    }

    /// Closes the container that a tag of this kind opened in the same parent, if there is one; else
    /// the end `tag` stays one.
    pub(super) fn close(&mut self, page: &mut Page<'_, '_>, kind: Kind, raw: Kind) -> bool {
        let closed = self.close_open(page, kind);
        if !closed {
            page.leaf(raw);
        }
        closed
    }

    fn close_open(&mut self, page: &mut Page<'_, '_>, kind: Kind) -> bool {
        let depth = page.depth();
        let above = self.tags[..self.len]
            .iter()
            .rev()
            .flatten()
            .enumerate()
            .take_while(|(above, tag)| tag.depth + above == depth)
            .find(|(_, tag)| tag.kind == kind)
            .map(|(above, _)| above);
        let Some(above) = above else { return false };
        for _ in 0..above {
            self.drop_last(page);
        }
        let Some(tag) = self.last() else { return false };
        // Changes hold blanks as well as anything.
        let is_change = matches!(kind, Kind::Inserted(_) | Kind::Deleted(_));
        if !is_change && !holds_its_own(page, tag.id) {
            // The writer could not say it this way again.
            self.drop_last(page);
            return false;
        }
        self.len -= 1;
        page.close();
        true
    }

    /// Turns the containers whose end tags did not come back into raw tags.
    #[inline]
    pub(super) fn drop_open(&mut self, page: &mut Page<'_, '_>) {
        while self.last().is_some_and(|tag| tag.depth == page.depth()) {
            self.drop_last(page);
        }
    }

    fn drop_last(&mut self, page: &mut Page<'_, '_>) {
        let Some(tag) = self.last() else { return };
        self.len -= 1;
        page.close();
        page.make_leaf(tag.id, tag.raw);
    }
}

/// Whether the container has content, and none of it is white space at an edge.
fn holds_its_own(page: &Page<'_, '_>, id: NodeId) -> bool {
    let nodes = page.nodes();
    let mut last = id as usize + 1;
    let Some(first) = nodes.get(last) else { return false };
    while let Some(end) = nodes.get(last).map(|node| node.end as usize)
        && end < nodes.len()
    {
        last = end;
    }
    let last = nodes.get(last).unwrap_or(first);
    let space = |byte: Option<&u8>| byte.is_none_or(|b| matches!(b, b' ' | b'\t'));
    let bad = |kind, end: fn(&[u8]) -> Option<&u8>| match kind {
        Kind::Text(span) => space(end(page.get(span))),
        Kind::SoftBreak | Kind::HardBreak => true,
        Kind::Code(_) | Kind::Html(_) | Kind::Math { .. } => false,
        Kind::FootnoteReference { .. } | Kind::Anchor { .. } => false,
        Kind::CommentStart(_) | Kind::CommentEnd(_) => false,
        Kind::Link(_) | Kind::Image(_) | Kind::Rule | spans!() | blocks!() => false,
    };
    !bad(first.kind, <[u8]>::first) && !bad(last.kind, <[u8]>::last)
}

/// What stands before the first thing inside a container, for an address: the writer puts delimiters
/// where it can, whatever the source has.
pub(super) fn before_inside(kind: Kind) -> u8 {
    if html::has_tags_only(kind) { b'>' } else { b'*' }
}
