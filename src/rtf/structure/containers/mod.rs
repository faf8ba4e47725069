//! Which lists and quotes a paragraph stands in.
//!
//! Shape   [`Containers`] owns the stack of open containers, each with the left edge of its content.
//!         For each paragraph the longest part of the stack is kept that explains its indents (see
//!         [`stack`]); what is left of them opens new quotes, and a marker opens an item.
//! Units   twips.
//! Limits  120 open containers; indents of a page can't tell as many apart.

mod stack;
mod stand;

use super::marker::Item;
use crate::buffers::kept;
use crate::document::{Alert, Document, Kind, Span};
use crate::memory;
use stack::{
    Container, List, left_of, prefix_for, prefix_for_marker, prefix_for_table, quotes_in,
    quotes_inside, sibling_list, without_ended_quotes,
};
pub(super) use stand::Stand;

/// Open containers at most.
const DEEPEST: usize = 120;

kept! {
    /// The containers that are open in the document, outermost first.
    #[derive(Debug, Default)]
    pub(super) struct Containers {
        stack: Vec<Container>,
        /// A page begins before the next block.
        page: bool,
    }
}

impl Containers {
    /// Closes and opens containers so that a paragraph's block can follow, and opens the item that it
    /// begins.
    pub(super) fn enter(
        &mut self,
        doc: &mut Document,
        stand: &Stand,
        item: Option<Item>,
        task: Option<bool>,
    ) {
        match item {
            None => {
                let keep = prefix_for(&self.stack, stand.left, stand);
                self.close(doc, without_ended_quotes(&self.stack, keep, stand.ended));
                self.open_quotes(doc, stand.quotes - quotes_in(&self.stack), stand.step);
            }
            Some(item) => self.enter_item(doc, stand, item, task),
        }
        self.begin_page(doc);
    }

    /// Ends what a paragraph of no height at that place does not stand in.
    pub(super) fn part(&mut self, doc: &mut Document, stand: &Stand) {
        let keep = prefix_for(&self.stack, stand.left, stand);
        self.close(doc, without_ended_quotes(&self.stack, keep, stand.ended));
    }

    /// A page begins before the next block.
    pub(super) fn break_page(&mut self) {
        self.page = true;
    }

    /// Says that a page begins, if one does and blocks can stand here.
    pub(super) fn begin_page(&mut self, doc: &mut Document) {
        let holds_blocks =
            !matches!(self.stack.last(), Some(Container::List(_) | Container::Definitions));
        if self.page && holds_blocks {
            self.page = false;
            // There is no page before the first.
            if !doc.nodes.is_empty() {
                doc.leaf(Kind::PageBreak);
            }
        }
    }

    /// Closes all containers at the end of the text.
    pub(super) fn end(&mut self, doc: &mut Document) {
        self.close(doc, 0);
        self.begin_page(doc);
    }

    fn enter_item(&mut self, doc: &mut Document, stand: &Stand, item: Item, task: Option<bool>) {
        let marker_at = stand.left + stand.first;
        let inner = quotes_inside(stand);
        let outer = stand.quotes - inner;
        let sibling = if stand.ended > 0 && outer > 0 {
            None
        } else {
            sibling_list(&self.stack, &item, marker_at, outer)
        };
        match sibling {
            Some(list) => {
                self.close(doc, list + 1);
                if let Some(Container::List(list)) = self.stack.last_mut() {
                    list.go_on(&item);
                }
            }
            None => {
                let keep = prefix_for_marker(&self.stack, marker_at, outer, stand.step, item.key);
                let keep = without_ended_quotes(&self.stack, keep, stand.ended);
                // Deeper lists go beside the last one that fits.
                let keep = if keep < DEEPEST { keep } else { 0 };
                self.close(doc, keep);
                self.open_quotes(doc, outer - quotes_in(&self.stack), stand.step);
                self.begin_page(doc);
                let node = doc.open(List::new(&item, marker_at, None).outcome().1);
                self.push(doc, Container::List(List::new(&item, marker_at, node)));
            }
        }
        doc.open(Kind::Item { task });
        self.push(doc, Container::Item { left: stand.left - inner * stand.step.max(1) });
        self.open_quotes(doc, inner, stand.step);
    }

    fn open_quotes(&mut self, doc: &mut Document, count: i32, step: i32) {
        for _ in 0..count {
            if self.stack.len() >= DEEPEST {
                return;
            }
            let left = left_of(&self.stack) + step;
            let node = doc.open(Kind::quote(None));
            self.push(doc, Container::Quote { left, node });
        }
    }

    /// A container has been opened.
    fn push(&mut self, doc: &mut Document, container: Container) {
        if !memory::push(&mut self.stack, container) {
            doc.give_up();
        }
    }

    /// The quote that is open innermost is an alert, whose tag is spelled so.
    pub(super) fn make_alert(&self, doc: &mut Document, alert: Alert, tag: Span) {
        if let Some(Container::Quote { node: Some(node), .. }) = self.stack.last() {
            doc.set_kind(*node, Kind::Quote { alert: Some(alert), tag });
        }
    }

    /// Goes on with the definition list that a term or definition belongs to, whose left edge is
    /// `left`, or begins one.
    pub(super) fn enter_definitions(&mut self, doc: &mut Document, left: i32, stand: &Stand) {
        let keep = prefix_for(&self.stack, left, stand);
        let keep = without_ended_quotes(&self.stack, keep, stand.ended);
        let quotes = quotes_in(&self.stack[..keep]);
        let goes_on =
            quotes == stand.quotes && self.stack.get(keep) == Some(&Container::Definitions);
        self.close(doc, keep + goes_on as usize);
        if !goes_on {
            self.open_quotes(doc, stand.quotes - quotes, stand.step);
            doc.open(Kind::DefinitionList);
            self.push(doc, Container::Definitions);
        }
    }

    /// Begins a definition in the definition list that is open.
    pub(super) fn open_definition(&mut self, doc: &mut Document, left: i32) {
        doc.open(Kind::Definition);
        self.push(doc, Container::Definition { left });
        self.begin_page(doc);
    }

    /// The containers for a table whose rows begin at `left`.
    pub(super) fn enter_for_table(&mut self, doc: &mut Document, left: i32) {
        let keep = prefix_for_table(&self.stack, left);
        self.close(doc, keep);
        self.begin_page(doc);
    }

    /// How many quotes are open.
    pub(super) fn quotes(&self) -> i32 {
        quotes_in(&self.stack)
    }

    /// Closes containers until `keep` are left.
    pub(super) fn close(&mut self, doc: &mut Document, keep: usize) {
        while self.stack.len() > keep {
            if let Some(Container::List(list)) = self.stack.pop()
                && let (Some(node), kind) = list.outcome()
            {
                doc.set_kind(node, kind);
            }
            doc.close();
        }
    }

    /// Whether an item is open innermost.
    pub(super) fn is_in_item(&self) -> bool {
        matches!(self.stack.last(), Some(Container::Item { .. }))
    }

    /// Whether none is open.
    pub(super) fn are_none(&self) -> bool {
        self.stack.is_empty()
    }

    /// A paragraph directly in an item tells by its spacing whether the list is tight.
    pub(super) fn vote(&mut self, loose: bool) {
        if let [.., Container::List(list), Container::Item { .. }] = &mut self.stack[..] {
            list.vote(loose);
        }
    }
}
