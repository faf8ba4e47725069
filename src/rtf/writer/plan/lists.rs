//! The lists of a document: what the list tables in the header are made of.
//!
//! Shape   the ordered lists by node, each with its depth among lists; of bullets it is enough to
//!         know how many levels they have.
//! Errors  memory that runs out.

use super::push;
use crate::buffers::kept;
use crate::document::{Kind, NodeId, Numbers, View};
use crate::error::Result;

/// An ordered list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ordered {
    /// The list's node.
    pub(crate) node: NodeId,
    /// Its first number.
    pub(crate) start: u32,
    /// How many lists it stands in.
    pub(crate) depth: u32,
    /// Its last number.
    pub(crate) last: u32,
    /// What its numbers look like.
    pub(crate) numbers: Numbers,
}

kept! {
    /// The lists found.
    #[derive(Debug, Default)]
    pub(crate) struct Lists {
        ordered: Vec<Ordered>,
        /// Levels down to the deepest list in which an item has a bullet; 0 where there is none.
        bullet_levels: u32,
        /// Where the lists end that the last one stands in, the outermost first; its own end too.
        ends: Vec<NodeId>,
    }
}

impl Lists {
    /// A list, in the order of nodes.
    pub(super) fn add(
        &mut self,
        node: NodeId,
        start: Option<u32>,
        end: NodeId,
        view: View<'_>,
    ) -> Result<()> {
        while self.ends.last().is_some_and(|&end| end <= node) {
            self.ends.pop();
        }
        let depth = self.ends.len() as u32;
        push(&mut self.ends, end)?;
        match start {
            Some(start) => {
                let count = items(view, node, end).count() as u32;
                let last = start.saturating_add(count.saturating_sub(1));
                let numbers = match view.kind(node) {
                    Some(&Kind::List { numbers, .. }) => numbers,
                    _ => Numbers::PLAIN,
                };
                push(&mut self.ordered, Ordered { node, start, depth, last, numbers })
            }
            None => {
                // Tasks have their boxes where the bullet would be.
                let is_task = |item| matches!(item, Kind::Item { task: Some(_) });
                if !items(view, node, end).all(is_task) {
                    self.bullet_levels = self.bullet_levels.max(depth + 1);
                }
                Ok(())
            }
        }
    }

    /// Whether any item has a bullet.
    pub(crate) fn has_bullets(&self) -> bool {
        self.bullet_levels > 0
    }

    /// How many levels the lists in which bullets stand have among all lists.
    pub(crate) fn bullet_levels(&self) -> u32 {
        self.bullet_levels
    }

    /// The ordered lists, by node.
    pub(crate) fn ordered(&self) -> &[Ordered] {
        &self.ordered
    }

    /// The place of an ordered list among all.
    pub(crate) fn find(&self, node: NodeId) -> Option<usize> {
        self.ordered.binary_search_by_key(&node, |list| list.node).ok()
    }
}

/// The items of a list.
fn items(view: View<'_>, list: NodeId, end: NodeId) -> impl Iterator<Item = Kind> {
    let mut next = list + 1;
    std::iter::from_fn(move || {
        let node = view.nodes().get(next as usize).filter(|_| next < end)?;
        next = node.end.max(next + 1);
        Some(node.kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Node};

    #[test]
    fn depth_counts_the_lists_around() {
        let mut lists = Lists::default();
        let items = |task, ends: std::ops::Range<NodeId>| {
            ends.map(move |end| Node { kind: Kind::Item { task }, end })
        };
        let nodes = items(None, 1..21).chain(items(Some(true), 21..31)).collect();
        let mut doc = Document::default();
        doc.nodes = nodes;
        let view = View { doc: &doc, source: b"" };
        for (node, start, end) in
            [(0, None, 9), (2, Some(1), 5), (3, Some(7), 4), (6, Some(2), 8), (9, Some(3), 12)]
        {
            lists.add(node, start, end, view).unwrap();
        }
        let depths: Vec<_> = lists.ordered().iter().map(|list| (list.start, list.depth)).collect();
        assert_eq!(depths, [(1, 1), (7, 2), (2, 1), (3, 0)]);
        assert_eq!((lists.find(3), lists.find(0), lists.bullet_levels()), (Some(1), None, 1));
        lists.add(12, None, 20, view).unwrap();
        lists.add(13, Some(1), 19, view).unwrap();
        lists.add(14, None, 18, view).unwrap();
        assert_eq!(lists.bullet_levels(), 3);
        for node in 20..24 {
            lists.add(node, None, 30, view).unwrap();
        }
        assert_eq!(lists.bullet_levels(), 3, "boxes need none");
    }
}
