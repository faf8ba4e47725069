//! Walking a document in reading order without recursion.
//!
//! Shape   [`Walk`] yields `Enter` for every node and `Exit` for every container.
//! Limits  the stack of open containers is a buffer lent by the caller, so that it can be pooled.

use super::{Kind, NodeId, View};
use crate::work;

/// One step of a walk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step<'a> {
    /// A node begins; leaves have no `Exit`.
    Enter(NodeId, &'a Kind),
    /// A container ends.
    Exit(NodeId, &'a Kind),
}

/// Iterator over the steps of a part of a document.
#[derive(Debug)]
pub struct Walk<'a, 's> {
    view: View<'a>,
    next: NodeId,
    end: NodeId,
    open: &'s mut Vec<NodeId>,
}

impl<'a> View<'a> {
    /// Walks the whole document. `open` is scratch space; it is cleared first.
    pub fn walk<'s>(&self, open: &'s mut Vec<NodeId>) -> Walk<'a, 's> {
        self.walk_range(0, self.nodes().len() as NodeId, open)
    }

    /// Walks the nodes from `start` up to, not including, `end`: whole subtrees only.
    pub fn walk_range<'s>(
        &self,
        start: NodeId,
        end: NodeId,
        open: &'s mut Vec<NodeId>,
    ) -> Walk<'a, 's> {
        open.clear();
        Walk { view: *self, next: start, end: end.min(self.nodes().len() as NodeId), open }
    }
}

impl<'a> Iterator for Walk<'a, '_> {
    type Item = Step<'a>;

    #[inline]
    fn next(&mut self) -> Option<Step<'a>> {
        work::step(1);
        let nodes = self.view.nodes();
        if let Some(&id) = self.open.last() {
            let node = &nodes[id as usize];
            if node.end <= self.next {
                self.open.pop();
                return Some(Step::Exit(id, &node.kind));
            }
        }
        if self.next >= self.end {
            return None;
        }
        let id = self.next;
        let node = &nodes[id as usize];
        self.next += 1;
        if !node.kind.is_leaf() {
            self.open.push(id);
        }
        Some(Step::Enter(id, &node.kind))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Document, Kind, Span, Step, View};

    #[test]
    fn walk_enters_and_leaves_in_reading_order() {
        let mut doc = Document::default();
        doc.reset(256);
        doc.open(Kind::quote(None));
        doc.open(Kind::PARAGRAPH);
        doc.leaf(Kind::Text(Span::EMPTY.join(Span::of_source(0, 1)).unwrap()));
        doc.close();
        doc.close();
        doc.leaf(Kind::Rule);
        let view = View { doc: &doc, source: b"x" };
        let mut stack = Vec::new();
        let steps: String = view
            .walk(&mut stack)
            .map(|step| match step {
                Step::Enter(id, _) => format!("+{id}"),
                Step::Exit(id, _) => format!("-{id}"),
            })
            .collect();
        assert_eq!(steps, "+0+1+2-1-0+3");
    }
}
