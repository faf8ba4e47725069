//! Which lists and quotes a paragraph stands in.
//!
//! Shape   a stack of open containers, each with the left edge of its content. For each paragraph
//!         the longest part of the stack is kept that explains its indents; what is left of them
//!         opens new quotes, and a marker opens an item.
//! Units   twips.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents". Documents by others follow no
//!         such arithmetic; there the nearest left edge decides.

use super::Recogniser;
use crate::document::{Alert, Kind, NodeId};
use crate::rtf::assembly::flow::Paragraph;
use crate::work;

/// An open container.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Container {
    Quote {
        left: i32,
        node: Option<NodeId>,
    },
    List(List),
    Item {
        left: i32,
    },
    /// A definition list, whose terms stand at its own left edge.
    Definitions,
    Definition {
        left: i32,
    },
}

/// An open list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct List {
    key: Key,
    /// The number that its next item shows if it goes on counting.
    next: u32,
    /// Where its markers stand.
    marker_at: i32,
    node: Option<NodeId>,
    start: Option<u32>,
    /// Paragraphs of its items that are set with space between, and without.
    loose: u32,
    tight: u32,
}

/// What tells one list from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub number: i32,
    pub level: u8,
    pub ordered: bool,
}

/// A paragraph that begins an item.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub key: Key,
    /// The number that the item shows, if it is ordered.
    pub number: u32,
    /// The number stands in the file and was not counted by us.
    pub shown: bool,
    /// Bytes at the start of the text that are a typed marker.
    pub typed: usize,
    /// What the item shows is no number as Markdown has them.
    pub approximate: bool,
    /// The marker is words, and no bullet.
    pub words: bool,
}

impl Item {
    /// Whether the item shows a number.
    pub fn is_ordered(&self) -> bool {
        self.key.ordered
    }
}

/// Indents that differ by no more are the same.
const NEAR: i32 = 60;
/// Markers nearer than this stand at the same level.
const LEVEL: i32 = 150;
/// Open containers at most; indents of a page can't tell as many apart.
const DEEPEST: usize = 120;
/// What a marker stands to the right of the outer edge.
const MARKER: i32 = 360;

impl Recogniser<'_> {
    /// Closes and opens containers so that the paragraph's block can follow.
    pub(super) fn enter_containers(
        &mut self,
        paragraph: &Paragraph,
        item: Option<Item>,
        task: Option<bool>,
    ) {
        let quotes = self.quotes(paragraph);
        let format = &paragraph.format;
        match item {
            None => {
                let keep = self.prefix_for(format.left, quotes);
                let keep = self.without_ended_quotes(keep, paragraph);
                self.close_containers(keep);
                self.open_quotes(quotes - self.quotes_in(keep));
            }
            Some(item) => self.enter_item(paragraph, item, quotes, task),
        }
    }

    fn enter_item(&mut self, paragraph: &Paragraph, item: Item, quotes: i32, task: Option<bool>) {
        let format = &paragraph.format;
        let step = self.quote_step.max(1);
        let marker_at = format.left + format.first;
        let inner = if quotes > 0 {
            ((-format.first - MARKER + step / 2) / step).clamp(0, quotes)
        } else {
            0
        };
        let outer = quotes - inner;
        let ended = self.quotes_ended(paragraph);
        let sibling =
            if ended > 0 && outer > 0 { None } else { self.sibling_list(&item, marker_at, outer) };
        match sibling {
            Some(list) => {
                self.close_containers(list + 1);
                if let Some(Container::List(list)) = self.buffers.containers.last_mut() {
                    list.next = list.next.saturating_add(1);
                }
            }
            None => {
                let keep = self.prefix_for_marker(marker_at, outer, item.key);
                let keep = self.without_ended_quotes(keep, paragraph);
                // Deeper lists go beside the last one that fits.
                let keep = if keep < DEEPEST { keep } else { 0 };
                self.close_containers(keep);
                self.open_quotes(outer - self.quotes_in(keep));
                let start = item.key.ordered.then_some(item.number);
                let node = self.doc.open(Kind::List { start, tight: true });
                let next = item.number.saturating_add(1);
                let list = List { key: item.key, next, marker_at, node, start, loose: 0, tight: 0 };
                self.buffers.containers.push(Container::List(list));
            }
        }
        self.doc.open(Kind::Item { task });
        self.buffers.containers.push(Container::Item { left: format.left - inner * step });
        self.open_quotes(inner);
    }

    /// The list that an item goes on with, as an index into the stack.
    fn sibling_list(&self, item: &Item, marker_at: i32, quotes: i32) -> Option<usize> {
        let key = item.key;
        let there = |list: &List| (list.marker_at - marker_at).abs() <= LEVEL;
        // Where nothing but `\pn` or typing tells lists apart, the place is part of their name.
        let same = |container: &Container| {
            matches!(container, Container::List(list)
                if list.key == key && (key.number != 0 || there(list)))
        };
        let stack = &self.buffers.containers;
        work::step(stack.len());
        let index = stack.iter().rposition(same).or_else(|| self.deeper_sibling(key))?;
        let Container::List(list) = self.buffers.containers[index] else { return None };
        let same_place = quotes == 0 || there(&list);
        // A number that does not follow the last one begins a list of its own.
        let counts_on = !item.shown || item.number == list.next;
        (self.quotes_in(index) == quotes && same_place && counts_on).then_some(index)
    }

    /// The list of a level that was skipped on the way down: what comes back to a level between it and
    /// the list around it goes on in it.
    fn deeper_sibling(&self, key: Key) -> Option<usize> {
        let mut around = None;
        for (index, container) in self.buffers.containers.iter().enumerate() {
            let Container::List(list) = container else { continue };
            if list.key.number != key.number || key.number == 0 {
                continue;
            }
            if list.key.level > key.level {
                let skipped = around.is_some_and(|level| level < key.level);
                return (skipped && list.key.ordered == key.ordered).then_some(index);
            }
            around = Some(list.key.level);
        }
        None
    }

    /// The prefixes of the stack that a block can follow in, longest first: their length, the
    /// number of quotes among them, and the left edge of what stands in them.
    fn prefixes(&self) -> impl Iterator<Item = (usize, i32, i32)> + '_ {
        let stack = &self.buffers.containers;
        work::step(stack.len());
        let mut quotes = self.quotes_in(stack.len());
        (0..=stack.len()).rev().filter_map(move |len| {
            let here = quotes;
            match len.checked_sub(1).map(|last| stack[last]) {
                None => Some((0, 0, 0)),
                Some(Container::Quote { left, .. }) => {
                    quotes -= 1;
                    Some((len, here, left))
                }
                // An item without an indent has nothing to tell what goes on in it.
                Some(Container::Item { left } | Container::Definition { left }) => {
                    (left >= 100).then_some((len, here, left))
                }
                // Nothing stands between a list and its items.
                Some(Container::List(_) | Container::Definitions) => None,
            }
        })
    }

    /// How many containers a paragraph at `left` in so many quotes goes on in.
    fn prefix_for(&self, left: i32, quotes: i32) -> usize {
        let exact = self.prefixes().find(|&(_, kept, edge)| {
            kept <= quotes && (edge + (quotes - kept) * self.quote_step - left).abs() <= NEAR
        });
        let near =
            || self.prefixes().find(|&(_, kept, edge)| kept <= quotes && edge <= left + LEVEL);
        exact.or_else(near).map_or(0, |(len, ..)| len)
    }

    /// How many containers a new list at `marker_at` in so many quotes begins in.
    fn prefix_for_marker(&self, marker_at: i32, quotes: i32, key: Key) -> usize {
        let stack = &self.buffers.containers;
        // Quotes are told by an indent on both sides, so that places in them can be compared.
        if quotes > 0 {
            let exact = self.prefixes().find(|&(_, kept, edge)| {
                let edge = edge + (quotes - kept) * self.quote_step;
                kept <= quotes && (edge - (marker_at - MARKER)).abs() <= NEAR
            });
            if let Some((len, ..)) = exact {
                return len;
            }
        }
        let mut kept = self.quotes_in(stack.len());
        for len in (1..=stack.len()).rev() {
            if kept > quotes {
                kept -= matches!(stack[len - 1], Container::Quote { .. }) as i32;
                continue;
            }
            match stack[len - 1] {
                Container::Quote { left, .. } | Container::Definition { left }
                    if left <= marker_at + NEAR =>
                {
                    return len;
                }
                Container::Quote { .. } => kept -= 1,
                Container::Item { .. } => {
                    let Some(Container::List(list)) = stack.get(len.wrapping_sub(2)) else {
                        continue;
                    };
                    let same_list = list.key.number == key.number && key.number != 0;
                    let deeper = if same_list && list.key.level != key.level {
                        key.level > list.key.level
                    } else {
                        marker_at > list.marker_at + LEVEL
                    };
                    if deeper {
                        return len;
                    }
                }
                _ => {}
            }
        }
        0
    }

    /// The paragraph begins a new quote beside the one before: the quotes that end are left,
    /// counted from the innermost one that is open.
    fn without_ended_quotes(&self, keep: usize, paragraph: &Paragraph) -> usize {
        let stack = &self.buffers.containers;
        let ended = self.quotes_ended(paragraph).min(self.quotes_in(stack.len()));
        let mut left = stack.len();
        for _ in 0..ended {
            let quote = |container: &Container| matches!(container, Container::Quote { .. });
            left = stack[..left].iter().rposition(quote).unwrap_or(left);
        }
        keep.min(left)
    }

    /// The left edge of what stands in the first `len` containers.
    fn left_of(&self, len: usize) -> i32 {
        self.buffers.containers[..len]
            .iter()
            .rev()
            .find_map(|container| match container {
                Container::Quote { left, .. }
                | Container::Item { left }
                | Container::Definition { left } => Some(*left),
                Container::List(_) | Container::Definitions => None,
            })
            .unwrap_or(0)
    }

    /// How many of the first `len` containers are quotes.
    fn quotes_in(&self, len: usize) -> i32 {
        self.buffers.containers[..len]
            .iter()
            .filter(|container| matches!(container, Container::Quote { .. }))
            .count() as i32
    }

    fn open_quotes(&mut self, count: i32) {
        for _ in 0..count {
            if self.buffers.containers.len() >= DEEPEST {
                return;
            }
            let left = self.left_of(self.buffers.containers.len()) + self.quote_step;
            let node = self.doc.open(Kind::Quote { alert: None });
            self.buffers.containers.push(Container::Quote { left, node });
        }
    }

    /// The quote that is open innermost is an alert.
    pub(super) fn set_alert(&mut self, alert: Alert) {
        if let Some(Container::Quote { node: Some(node), .. }) = self.buffers.containers.last() {
            self.doc.set_kind(*node, Kind::Quote { alert: Some(alert) });
        }
    }

    /// Goes on with the definition list that a term or definition belongs to, whose left edge is
    /// `left`, or begins one.
    pub(super) fn enter_definitions(&mut self, left: i32, paragraph: &Paragraph) {
        let quotes = self.quotes(paragraph);
        let keep = self.without_ended_quotes(self.prefix_for(left, quotes), paragraph);
        let goes_on = self.quotes_in(keep) == quotes
            && self.buffers.containers.get(keep) == Some(&Container::Definitions);
        self.close_containers(keep + goes_on as usize);
        if !goes_on {
            self.open_quotes(quotes - self.quotes_in(keep));
            self.doc.open(Kind::DefinitionList);
            self.buffers.containers.push(Container::Definitions);
        }
    }

    /// Begins a definition in the definition list that is open.
    pub(super) fn open_definition(&mut self, left: i32) {
        self.doc.open(Kind::Definition);
        self.buffers.containers.push(Container::Definition { left });
    }

    /// The containers for a table whose rows begin at `left`.
    pub(super) fn enter_containers_for_table(&mut self, left: i32) {
        for quotes in 0..=8 {
            let found = self
                .prefixes()
                .find(|&(_, _, edge)| (edge + quotes * self.quote_step - left).abs() <= LEVEL);
            if let Some((keep, ..)) = found {
                self.close_containers(keep);
                self.open_quotes(quotes);
                return;
            }
        }
        self.close_containers(0);
    }

    /// Closes containers until `keep` are left.
    pub(super) fn close_containers(&mut self, keep: usize) {
        while self.buffers.containers.len() > keep {
            if let Some(Container::List(list)) = self.buffers.containers.pop()
                && let Some(node) = list.node
            {
                let tight = list.loose <= list.tight;
                self.doc.set_kind(node, Kind::List { start: list.start, tight });
            }
            self.doc.close();
        }
    }

    /// A paragraph directly in an item tells by its spacing whether the list is tight.
    pub(super) fn vote(&mut self, paragraph: &Paragraph) {
        let format = &paragraph.format;
        let loose = format.after >= 100 && !format.contextual;
        if let [.., Container::List(list), Container::Item { .. }] =
            &mut self.buffers.containers[..]
        {
            if loose {
                list.loose += 1;
            } else {
                list.tight += 1;
            }
        }
    }
}
