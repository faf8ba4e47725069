//! Quotes, lists and definition lists: those that are open, and what of them is open in the document.
//!
//! Shape   they are opened late: when something stands in them, so that nothing empty is left behind.
//!         An item stays open behind its end tag until the next one or the end of the list, so that
//!         a list that stands between two items belongs to the first one.
//! Units   indices of blocks in the stack of elements; counts of open containers of the document.
//! Errors  lack of memory is remembered by the document.

use super::stack::Kind as Element;
use super::word::WordList;
use crate::buffers::kept;
use crate::document::{Alert, Document, Kind, NodeId, NumberStyle, Numbers};
use crate::work;
use std::cmp::Ordering;

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// Blocks.
    Quote(Option<Alert>),
    /// Items; `Some` if ordered: the number of the first.
    List(Option<u32>, Numbers),
    Definitions,
}

/// An open container.
#[derive(Clone, Copy, Debug)]
struct Container {
    sort: Sort,
    /// Its element.
    block: usize,
    /// Number of containers that are open in the document around it; `None` while it waits.
    open: Option<usize>,
    node: Option<NodeId>,
    /// An item or definition is open in the document.
    item_open: bool,
    /// The node of that item.
    item: Option<NodeId>,
    /// Items begun.
    items: u32,
    /// The last paragraph in that item.
    paragraph: Option<NodeId>,
    loose: bool,
    /// Which of Word's lists it is.
    word: WordList,
}

kept! {
    /// The open containers.
    #[derive(Debug, Default)]
    pub(super) struct Containers {
        stack: Vec<Container>,
        /// How many of them are opened in the document: the outer ones.
        settled: usize,
        /// Number of containers that are open in the document around the term.
        term: usize,
    }
}

impl Containers {
    fn push(&mut self, container: Container, doc: &mut Document) {
        if self.stack.try_reserve(1).is_err() {
            doc.give_up();
        } else {
            self.stack.push(container);
        }
    }

    /// An element has begun: if it is a quote or list, it waits for something to stand in it.
    pub(super) fn begin(
        &mut self,
        element: Element,
        block: usize,
        word: WordList,
        doc: &mut Document,
    ) {
        let sort = match element {
            Element::Quote(alert) => Sort::Quote(alert),
            Element::List(start, numbers) => Sort::List(start, numbers),
            Element::Plain
            | Element::Item
            | Element::Definitions
            | Element::Term
            | Element::Pre
            | Element::Table
            | Element::Note
            | Element::Cell => return,
        };
        let container = Container {
            sort,
            block,
            open: None,
            node: None,
            item_open: false,
            item: None,
            items: 0,
            paragraph: None,
            loose: false,
            word,
        };
        self.push(container, doc);
    }

    /// The element of that index has ended: closes in the document what was opened for it.
    pub(super) fn end(&mut self, block: usize, doc: &mut Document) {
        let Some(container) = self.stack.pop_if(|last| last.block == block) else { return };
        self.settled = self.settled.min(self.stack.len());
        if let (Sort::List(start, numbers), Some(node)) = (container.sort, container.node) {
            doc.set_kind(node, Kind::List { start, tight: !container.loose, numbers });
        }
        if let Some(open) = container.open {
            doc.close_to(open);
        }
    }

    /// The element of the innermost container; 0 is the document.
    pub(super) fn innermost(&self) -> usize {
        self.stack.last().map_or(0, |last| last.block)
    }

    /// Whether the innermost container is a list.
    pub(super) fn in_list(&self) -> bool {
        self.stack.last().is_some_and(|last| matches!(last.sort, Sort::List(..)))
    }

    /// Opens what waits, and what the innermost container needs around a block.
    pub(super) fn settle(&mut self, doc: &mut Document) {
        self.open_waiting(doc);
        self.enter(self.stack.len(), doc);
    }

    /// How many containers [`Containers::settle`] would open.
    pub(super) fn waiting(&self) -> u32 {
        let waits = self.stack.get(self.settled.saturating_sub(1)..).unwrap_or(&[]);
        work::step(waits.len());
        let items = waits.iter().filter(|it| !it.item_open && !matches!(it.sort, Sort::Quote(_)));
        let opened = self.stack.get(self.settled..).unwrap_or(&[]).iter();
        (items.count() + opened.filter(|it| !matches!(it.sort, Sort::Definitions)).count()) as u32
    }

    /// Opens quotes and lists that wait for something to stand in them.
    pub(super) fn open_waiting(&mut self, doc: &mut Document) {
        while self.settled < self.stack.len() {
            work::step(1);
            let index = self.settled;
            self.settled += 1;
            self.enter(index, doc);
            let container = &mut self.stack[index];
            let kind = match container.sort {
                Sort::Quote(alert) => Kind::quote(alert),
                Sort::List(start, numbers) => Kind::List { start, tight: true, numbers },
                Sort::Definitions => continue,
            };
            container.open = Some(doc.open_count());
            container.node = doc.open(kind);
        }
    }

    /// Makes sure that a block may stand in the innermost one of `count` containers: in a list it
    /// needs an item.
    fn enter(&mut self, count: usize, doc: &mut Document) {
        let Some(container) = count.checked_sub(1).and_then(|index| self.stack.get_mut(index))
        else {
            return;
        };
        if container.item_open {
            return;
        }
        match container.sort {
            Sort::Quote(_) => {}
            Sort::List(..) => container.new_item(doc),
            Sort::Definitions => {
                doc.open(Kind::Definition);
                container.item_open = true;
            }
        }
    }

    /// Ends the open item of the innermost list and begins one, if the list is opened.
    pub(super) fn new_item(&mut self, doc: &mut Document) {
        if let Some(list) = self.stack.last_mut() {
            list.new_item(doc);
        }
    }

    /// The next item of the innermost list has that number: where it would get another one, the list ends and another
    /// one begins.
    pub(super) fn number_item(&mut self, number: u32, doc: &mut Document) {
        let Some(list) = self.stack.last_mut() else { return };
        let Sort::List(Some(start), numbers) = list.sort else { return };
        if start.saturating_add(list.items) == number {
            return;
        }
        let sort = Sort::List(Some(number), numbers);
        if list.items == 0 {
            list.sort = sort;
            return;
        }
        let (block, word) = (list.block, list.word);
        self.end(block, doc);
        self.begin(Element::List(Some(number), numbers), block, word, doc);
    }

    /// The first item of the innermost list says what its numbers are. False where another one says so that is
    /// counted otherwise.
    pub(super) fn style_item(&mut self, style: NumberStyle) -> bool {
        let Some(list) = self.stack.last_mut() else { return true };
        match &mut list.sort {
            Sort::List(Some(_), numbers) if list.items == 0 => numbers.style = style,
            Sort::List(Some(_), numbers) => return numbers.style == style,
            Sort::List(None, _) | Sort::Quote(_) | Sort::Definitions => {}
        }
        true
    }

    /// Makes the item of the innermost list a task, if nothing stands in it yet.
    pub(super) fn make_task(&mut self, done: bool, doc: &mut Document) -> bool {
        if let Some(list) = self.stack.last()
            && let Sort::List(..) = list.sort
            && let Some(item) = list.item
            && doc.is_last(item)
        {
            doc.set_kind(item, Kind::Item { task: Some(done) });
            return true;
        }
        false
    }

    /// A paragraph begins in the innermost container: it may make a list a loose one. `spaced`: it
    /// has space below and stands in an item of its own. Behind another one that has none it says nothing;
    /// but one without space right behind another says that they are two.
    pub(super) fn count_paragraph(&mut self, spaced: bool, doc: &Document) {
        if let Some(list) = self.stack.last_mut()
            && let Sort::List(..) = list.sort
        {
            let next = doc.nodes.len();
            let last = list.paragraph.and_then(|node| doc.nodes.get(node as usize));
            let is_next = last.is_some_and(|node| node.end as usize == next);
            list.loose |= if spaced { list.paragraph.is_none() } else { is_next };
            list.paragraph = Some(next as NodeId);
        }
    }

    /// Whether the innermost container is a list that one of Word's paragraphs goes on: of its level,
    /// and counted like it. It may tell how the list is counted.
    pub(super) fn continues(&mut self, word: WordList) -> Continues {
        let Some(list) = self.stack.last_mut() else { return Continues::Deeper };
        match list.word.level.cmp(&word.level) {
            Ordering::Less => return Continues::Deeper,
            Ordering::Greater => return Continues::Ended,
            Ordering::Equal => {}
        }
        match (list.word.counts, word.counts) {
            (None, None) => Continues::Same,
            (Some(counts), Some(next)) if list.word.list == word.list => {
                let Some(counts) = counts.narrowed(next, list.items) else {
                    return Continues::Ended;
                };
                let (start, numbers) = counts.first();
                list.sort = Sort::List(Some(start), numbers);
                list.word.counts = Some(counts);
                Continues::Same
            }
            (Some(_), _) | (_, Some(_)) => Continues::Ended,
        }
    }

    /// The level of the innermost container among lists beside each other; 0 where it is none of those.
    pub(super) fn level(&self) -> u8 {
        self.stack.last().map_or(0, |last| last.word.level)
    }

    /// Whether the innermost container is a list that one among others goes on, numbered or not.
    pub(super) fn joins(&self, among: WordList, is_ordered: bool) -> Continues {
        match self.level().cmp(&among.level) {
            Ordering::Less => return Continues::Deeper,
            Ordering::Greater => return Continues::Ended,
            Ordering::Equal => {}
        }
        let Some(Container { sort: Sort::List(start, _), word, .. }) = self.stack.last() else {
            return Continues::Ended;
        };
        let is_same = start.is_some() == is_ordered && word.list == among.list;
        if is_same { Continues::Same } else { Continues::Ended }
    }

    // Definition lists.

    /// Opens a definition list at its first term. Returns false where it stands too deep.
    pub(super) fn open_definitions(&mut self, block: usize, doc: &mut Document) -> bool {
        self.settle(doc);
        let open = doc.open_count();
        if doc.open(Kind::DefinitionList).is_none() {
            doc.close();
            return false;
        }
        let container = Container {
            sort: Sort::Definitions,
            block,
            open: Some(open),
            node: None,
            item_open: false,
            item: None,
            items: 0,
            paragraph: None,
            loose: false,
            word: WordList::default(),
        };
        self.push(container, doc);
        self.settled = self.stack.len();
        true
    }

    /// Ends the term or definition of the innermost definition list.
    pub(super) fn end_definition(&mut self, doc: &mut Document) {
        if let Some(Container { open: Some(open), item_open, .. }) = self.stack.last_mut() {
            doc.close_to(*open + 1);
            *item_open = false;
        }
    }

    /// Begins a definition.
    pub(super) fn begin_definition(&mut self, doc: &mut Document) {
        doc.open(Kind::Definition);
        if let Some(list) = self.stack.last_mut() {
            list.item_open = true;
        }
    }

    /// Begins a term. There is one at most: nothing but inlines stands in it.
    pub(super) fn begin_term(&mut self, doc: &mut Document) {
        self.term = doc.open_count();
        doc.open(Kind::Term);
    }

    /// Ends the term.
    pub(super) fn end_term(&mut self, doc: &mut Document) {
        doc.close_to(self.term);
    }
}

impl Container {
    fn new_item(&mut self, doc: &mut Document) {
        let Some(open) = self.open else { return };
        doc.close_to(open + 1);
        self.item = doc.open(Kind::Item { task: None });
        self.items += 1;
        (self.item_open, self.paragraph) = (true, None);
    }
}

/// How a list paragraph of Word's stands to an open list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Continues {
    /// The list goes on with it.
    Same,
    /// It begins a list inside.
    Deeper,
    /// The list ends before it.
    Ended,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::reader::marker::{self, Counts};

    #[test]
    fn how_words_paragraphs_stand_to_a_list() {
        use Continues::*;
        let of = |level, list, marker| WordList { level, list, counts: marker::counts(marker) };
        for (list, item, expected) in [
            (of(1, 7, "1."), of(1, 7, "2."), Same),
            (of(1, 7, "1."), of(1, 7, "1."), Ended),
            (of(1, 7, "1."), of(1, 8, "2."), Ended),
            (of(1, 7, "o"), of(1, 8, "o"), Same),
            (of(1, 7, "o"), of(1, 7, "2."), Ended),
            (of(1, 7, "1."), of(1, 7, "o"), Ended),
            (of(1, 7, "o"), of(2, 7, "1."), Deeper),
            (of(2, 7, "o"), of(1, 7, "o"), Ended),
            (of(0, 0, ""), of(1, 7, "o"), Deeper),
        ] {
            let mut doc = Document::default();
            doc.reset(256);
            let mut open = Containers::default();
            let (start, numbers) = list.counts.map(Counts::first).unzip();
            open.begin(Element::List(start, numbers.unwrap_or_default()), 1, list, &mut doc);
            open.settle(&mut doc);
            assert_eq!(open.continues(item), expected, "{list:?} {item:?}");
        }
    }

    #[test]
    fn nothing_is_opened_before_something_stands_in_it() {
        let mut doc = Document::default();
        doc.reset(256);
        let mut open = Containers::default();
        open.begin(Element::Quote(None), 1, WordList::default(), &mut doc);
        open.begin(Element::List(Some(3), Numbers::PLAIN), 2, WordList::default(), &mut doc);
        assert_eq!((doc.open_count(), open.innermost(), open.in_list()), (0, 2, true));
        open.settle(&mut doc);
        assert_eq!(doc.open_count(), 3);
        assert!(open.make_task(true, &mut doc));
        for _ in 0..2 {
            open.count_paragraph(false, &doc);
            doc.open(Kind::PARAGRAPH);
            doc.close();
        }
        open.end(2, &mut doc);
        open.end(1, &mut doc);
        let kinds: Vec<Kind> = doc.nodes.iter().map(|node| node.kind).collect();
        let list = Kind::list(Some(3), false);
        let item = Kind::Item { task: Some(true) };
        assert_eq!(kinds, [Kind::quote(None), list, item, Kind::PARAGRAPH, Kind::PARAGRAPH]);
        assert_eq!(doc.open_count(), 0);
    }
}
