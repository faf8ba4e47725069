//! Which open containers a paragraph goes on in: judgements over the stack of them.
//!
//! Shape   the longest part of the stack that explains a paragraph's indents is the one it stands in.
//! Units   twips.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents". Documents by others follow no
//!         such arithmetic; there the nearest left edge decides.

use super::stand::Stand;
use crate::document::{Kind, NodeId, Numbers};
use crate::rtf::structure::marker::{Item, Key};
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

impl Container {
    pub(super) fn is_quote(&self) -> bool {
        matches!(self, Container::Quote { .. })
    }

    /// The left edge of what stands in it, if it has one of its own.
    fn left(&self) -> Option<i32> {
        match *self {
            Container::Quote { left, .. }
            | Container::Item { left }
            | Container::Definition { left } => Some(left),
            Container::List(_) | Container::Definitions => None,
        }
    }
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
    numbers: Numbers,
    /// Its last item has the box of a task for its marker.
    boxed: bool,
    /// Paragraphs of its items that are set with space between, and without.
    loose: u32,
    tight: u32,
}

impl List {
    /// A list that begins with an item, as node `node` of the document.
    pub(super) fn new(item: &Item, marker_at: i32, node: Option<NodeId>) -> List {
        let (key, start) = (item.key, item.key.ordered.then_some(item.number));
        let next = item.number.saturating_add(1);
        let (numbers, boxed) = (item.numbers, item.task.is_some());
        List { key, next, marker_at, node, start, numbers, boxed, loose: 0, tight: 0 }
    }

    /// Another item begins.
    pub(super) fn go_on(&mut self, item: &Item) {
        self.next = self.next.saturating_add(1);
        self.boxed = item.task.is_some();
        // A box says nothing of the bullets' list.
        if !self.boxed && self.key.number != item.key.number {
            self.key = item.key;
        }
    }

    /// Whether an item belongs to it by its place: among bullets a task's box is one, whatever the
    /// list is called that it is taken from.
    fn mixes_with(&self, item: &Item) -> bool {
        let levels = (self.key.level, item.key.level);
        !(self.key.ordered || item.key.ordered)
            && (self.boxed || item.task.is_some())
            && (self.key.number == 0 || item.key.number == 0 || levels.0 == levels.1)
    }

    /// A paragraph of one of its items is set with space behind it, or without.
    pub(super) fn vote(&mut self, loose: bool) {
        if loose {
            self.loose += 1;
        } else {
            self.tight += 1;
        }
    }

    /// What the list is once it ends, and the node that it is.
    pub(super) fn outcome(&self) -> (Option<NodeId>, Kind) {
        let List { start, numbers, .. } = *self;
        (self.node, Kind::List { start, tight: self.loose <= self.tight, numbers })
    }
}

/// Indents that differ by no more are the same.
const NEAR: i32 = 60;
/// Markers nearer than this stand at the same level.
const LEVEL: i32 = 150;
/// The deepest level that RTF counts.
const LAST_LEVEL: u8 = 8;
/// What a marker stands to the right of the outer edge.
const MARKER: i32 = 360;

/// How many of the quotes that an item's paragraph stands in are inside of the item: its marker hangs
/// out of them.
pub(super) fn quotes_inside(stand: &Stand) -> i32 {
    let step = stand.step.max(1);
    if stand.quotes > 0 {
        ((-stand.first - MARKER + step / 2) / step).clamp(0, stand.quotes)
    } else {
        0
    }
}

/// How many of the containers are quotes.
pub(super) fn quotes_in(stack: &[Container]) -> i32 {
    stack.iter().filter(|container| container.is_quote()).count() as i32
}

/// The left edge of what stands in all of the containers.
pub(super) fn left_of(stack: &[Container]) -> i32 {
    stack.iter().rev().find_map(Container::left).unwrap_or(0)
}

/// The list that an item goes on with, as an index into the stack.
pub(super) fn sibling_list(
    stack: &[Container],
    item: &Item,
    marker_at: i32,
    quotes: i32,
) -> Option<usize> {
    let key = item.key;
    let there = |list: &List| (list.marker_at - marker_at).abs() <= LEVEL;
    // Where nothing but `\pn` or typing tells lists apart, the place is part of their name.
    let same = |container: &Container| {
        let Container::List(list) = container else { return false };
        let named = list.key == key && (key.number != 0 || there(list));
        named || there(list) && list.mixes_with(item)
    };
    work::step(stack.len());
    let index = stack.iter().rposition(same).or_else(|| deeper_sibling(stack, key))?;
    let Container::List(list) = stack[index] else { return None };
    let same_place = quotes == 0 || there(&list);
    // A number that does not follow the last one begins a list of its own.
    let counts_on = !item.shown || item.number == list.next;
    (quotes_in(&stack[..index]) == quotes && same_place && counts_on).then_some(index)
}

/// The list of a level that was skipped on the way down: what comes back to a level between it and
/// the list around it goes on in it. No level was skipped where another list has it.
fn deeper_sibling(stack: &[Container], key: Key) -> Option<usize> {
    let mut around = None;
    for (index, container) in stack.iter().enumerate() {
        let Container::List(list) = container else { continue };
        if list.key.number != key.number || key.number == 0 {
            around = around.map(|level: u8| level.max(list.key.level));
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
fn prefixes(stack: &[Container]) -> impl Iterator<Item = (usize, i32, i32)> + '_ {
    work::step(stack.len());
    let mut quotes = quotes_in(stack);
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

/// How many containers a paragraph at `left` goes on in.
pub(super) fn prefix_for(stack: &[Container], left: i32, stand: &Stand) -> usize {
    let quotes = stand.quotes;
    let exact = prefixes(stack).find(|&(_, kept, edge)| {
        kept <= quotes && (edge + (quotes - kept) * stand.step - left).abs() <= NEAR
    });
    let near = || prefixes(stack).find(|&(_, kept, edge)| kept <= quotes && edge <= left + LEVEL);
    exact.or_else(near).map_or(0, |(len, ..)| len)
}

/// How many containers a table whose rows begin at `left` goes on in. An indent alone opens nothing.
pub(super) fn prefix_for_table(stack: &[Container], left: i32) -> usize {
    prefixes(stack).find(|&(_, _, edge)| (edge - left).abs() <= LEVEL).map_or(0, |(keep, ..)| keep)
}

/// How many containers a new list at `marker_at` in so many quotes begins in.
pub(super) fn prefix_for_marker(
    stack: &[Container],
    marker_at: i32,
    quotes: i32,
    step: i32,
    key: Key,
) -> usize {
    // Quotes are told by an indent on both sides, so that places in them can be compared.
    if quotes > 0 {
        let exact = prefixes(stack).find(|&(_, kept, edge)| {
            let edge = edge + (quotes - kept) * step;
            kept <= quotes && (edge - (marker_at - MARKER)).abs() <= NEAR
        });
        if let Some((len, ..)) = exact {
            return len;
        }
    }
    let mut kept = quotes_in(stack);
    for len in (1..=stack.len()).rev() {
        if kept > quotes {
            kept -= stack[len - 1].is_quote() as i32;
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
                } else if list.key.level.min(key.level) == LAST_LEVEL {
                    // What is deeper in one list is one of the last level, and so it is in several.
                    false
                } else {
                    marker_at > list.marker_at + LEVEL
                };
                if deeper {
                    return len;
                }
            }
            Container::List(_) | Container::Definitions | Container::Definition { .. } => {}
        }
    }
    0
}

/// How many of the first `keep` containers are left where so many quotes end, counted from the
/// innermost one that is open.
pub(super) fn without_ended_quotes(stack: &[Container], keep: usize, ended: i32) -> usize {
    let mut left = stack.len();
    for _ in 0..ended.min(quotes_in(stack)) {
        left = stack[..left].iter().rposition(Container::is_quote).unwrap_or(left);
    }
    keep.min(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(left: i32) -> Container {
        Container::Quote { left, node: None }
    }

    fn list(number: i32, level: u8, marker_at: i32, next: u32) -> Container {
        let key = Key { number, level, ordered: true };
        Container::List(List::new(&begins(key, next - 1, true), marker_at, None))
    }

    fn begins(key: Key, number: u32, shown: bool) -> Item {
        Item {
            key,
            number,
            shown,
            typed: 0,
            approximate: false,
            numbers: Numbers::PLAIN,
            words: false,
            bare: false,
            read: true,
            task: None,
        }
    }

    fn item(left: i32) -> Container {
        Container::Item { left }
    }

    fn stand(left: i32, quotes: i32) -> Stand {
        Stand { left, first: 0, quotes, ended: 0, step: 480 }
    }

    #[test]
    fn a_paragraph_goes_on_where_its_indent_fits() {
        let stack = [quote(480), list(1, 0, 480, 2), item(840)];
        for (left, quotes, kept) in [
            (840, 1, 3),
            (480, 1, 1),
            (0, 0, 0),
            (700, 1, 3),
            (600, 1, 1),
            (840, 0, 0),
            (960, 2, 1),
        ] {
            assert_eq!(prefix_for(&stack, left, &stand(left, quotes)), kept, "{left} {quotes}");
        }
    }

    #[test]
    fn an_item_goes_on_in_the_list_of_its_number() {
        let stack = [list(1, 0, 0, 3), item(360), list(1, 2, 720, 2), item(1080)];
        for (number, level, shown, value, marker_at, found) in [
            (1, 0, true, 3, 0, Some(0)),
            (1, 0, true, 1, 0, None),
            (1, 0, false, 1, 0, Some(0)),
            (1, 2, true, 2, 720, Some(2)),
            (1, 1, false, 1, 360, Some(2)),
            (2, 0, false, 1, 0, None),
            (0, 0, false, 1, 0, None),
        ] {
            let key = Key { number, level, ordered: true };
            let sibling = sibling_list(&stack, &begins(key, value, shown), marker_at, 0);
            assert_eq!(sibling, found, "{number} {level} {shown} {value}");
        }
    }

    #[test]
    fn a_level_that_another_list_has_was_not_skipped() {
        let deeper = |number| [list(1, 0, 0, 3), item(360), list(number, 1, 360, 2), item(720)];
        for (number, found) in [(2, None), (1, Some(2))] {
            let stack = [&deeper(number)[..], &[list(1, 2, 720, 2), item(1080)]].concat();
            let key = Key { number: 1, level: 1, ordered: true };
            let sibling = sibling_list(&stack, &begins(key, 1, false), 360, 0);
            assert_eq!(sibling, found, "{number}");
        }
    }

    #[test]
    fn a_new_list_begins_where_its_marker_stands_deeper() {
        let stack = [list(1, 0, 0, 2), item(360)];
        for (number, level, marker_at, kept) in
            [(2, 0, 360, 2), (2, 0, 0, 0), (1, 1, 0, 2), (0, 0, 150, 0), (0, 0, 151, 2)]
        {
            let key = Key { number, level, ordered: false };
            let len = prefix_for_marker(&stack, marker_at, 0, 480, key);
            assert_eq!(len, kept, "{number} {level} {marker_at}");
        }
    }

    #[test]
    fn quotes_end_from_the_inside() {
        let stack = [quote(480), quote(960), item(1320)];
        for (keep, ended, left) in [(3, 0, 3), (3, 1, 1), (3, 2, 0), (3, 9, 0), (1, 1, 1)] {
            assert_eq!(without_ended_quotes(&stack, keep, ended), left, "{keep} {ended}");
        }
    }

    #[test]
    fn a_table_stands_where_its_left_edge_does() {
        let stack = [quote(480), item(840)];
        for (left, found) in [(0, 0), (500, 1), (840, 2), (1320, 0), (-900, 0)] {
            assert_eq!(prefix_for_table(&stack, left), found, "{left}");
        }
    }
}
