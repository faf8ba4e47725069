//! Items: of lists, of definition lists, and those that Word's list paragraphs become.
//!
//! Shape   what is an item is decided when its first text comes; a list paragraph is put into the item
//!         then, by opening the list below it on the stack.
//! Errors  lack of memory is remembered by the document.

use super::here::Here;
use crate::document::NumberStyle;
use crate::html::reader::containers::Continues;
use crate::html::reader::marker::Counts;
use crate::html::reader::stack::{Element, Flags, Kind};
use crate::html::reader::tag::Tag;
use crate::html::reader::word::{Paragraph, WordList};
use crate::report::Loss;

/// Lists and their items, where reading stands.
pub(in crate::html::reader) struct Items<'a, 'b> {
    here: Here<'a, 'b>,
}

impl<'a, 'b> Items<'a, 'b> {
    pub(super) fn new(here: Here<'a, 'b>) -> Self {
        Items { here }
    }

    /// Where reading stands.
    #[inline]
    pub(in crate::html::reader) fn here(&self) -> &Here<'a, 'b> {
        &self.here
    }

    #[inline]
    pub(in crate::html::reader) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        &mut self.here
    }

    // Lists and definitions.

    /// Ends the item of the innermost list and begins one.
    pub(in crate::html::reader) fn new_item(&mut self) {
        let (containers, _, out) = self.here.lists();
        containers.open_waiting(out.doc());
        containers.new_item(out.doc());
    }

    /// The next item of the innermost list has that number.
    pub(in crate::html::reader) fn number_item(&mut self, number: u32) {
        let (containers, _, out) = self.here.lists();
        containers.number_item(number, out.doc());
    }

    /// The next item of the innermost list says what its numbers are.
    pub(in crate::html::reader) fn style_item(&mut self, style: NumberStyle) {
        let (containers, _, out) = self.here.lists();
        if !containers.style_item(style) {
            out.lost_somewhere(Loss::ListStyle, 1);
        }
    }

    /// Makes the item that has just begun a task; false where it is none.
    pub(in crate::html::reader) fn make_task(&mut self, done: bool) -> bool {
        let (containers, stack, out) = self.here.lists();
        !stack.top().flags.inline && containers.make_task(done, out.doc())
    }

    /// The list of that element is none itself: its items say what they are.
    pub(in crate::html::reader) fn dissolve_list(&mut self, list: usize) {
        let (containers, stack, out) = self.here.lists();
        if containers.innermost() == list {
            containers.end(list, out.doc());
            stack.make_plain(list);
        }
    }

    /// The number of the next item of a list that becomes text.
    pub(in crate::html::reader) fn next_number(&mut self, list: usize) -> Option<u32> {
        self.here.lists().1.next_number(list)
    }

    /// Ends the term or definition that is open in the definition list of that index; opens the list
    /// if it is not yet, which can fail where it stands too deep.
    pub(in crate::html::reader) fn next_definition(&mut self, list: usize) -> bool {
        let (containers, stack, out) = self.here.lists();
        if containers.innermost() != list && !containers.open_definitions(list, out.doc()) {
            stack.make_plain(list);
            return false;
        }
        containers.end_definition(out.doc());
        true
    }

    /// Begins a definition.
    pub(in crate::html::reader) fn open_definition(&mut self, element: Element) {
        let (containers, _, out) = self.here.lists();
        containers.begin_definition(out.doc());
        self.here.open(element);
    }

    /// Begins a term.
    pub(in crate::html::reader) fn open_term(&mut self, element: Element) {
        let flags = Flags { inline: true, ..element.flags };
        self.here.open(Element { kind: Kind::Term, flags, ..element });
        let (containers, _, out) = self.here.lists();
        containers.begin_term(out.doc());
        self.here.flow().0.begin_term();
    }

    /// A paragraph begins in a list: it may make the list a loose one.
    pub(super) fn count_paragraph(&mut self) {
        let (containers, stack, out) = self.here.lists();
        let top = stack.top();
        // A list around the table is another matter.
        if top.heading == 0 && containers.innermost() > stack.scope() {
            let spaced = top.tag == Tag::P && !top.dense;
            let in_item = stack.around_top().is_some_and(|outer| outer.kind == Kind::Item);
            containers.count_paragraph(spaced && in_item, out.doc());
        }
    }

    // Word's list paragraphs.

    /// A `<p>` has been opened; it may be a list paragraph of Word's.
    pub(in crate::html::reader) fn begin_word_paragraph(&mut self, paragraph: Option<Paragraph>) {
        self.here.word().begin(paragraph);
    }

    /// A comment; Word's say where markers begin and end.
    pub(in crate::html::reader) fn comment(&mut self, text: &[u8]) {
        self.here.word().comment(text);
    }

    /// Puts the paragraph on top of the stack into an item.
    pub(super) fn insert_item(&mut self, word: WordList) {
        let (_, stack, _) = self.here.lists();
        let depth = stack.depth();
        let Some(paragraph) = stack.pop() else { return };
        let mut same = false;
        while self.here.top().soft {
            let (containers, stack, _) = self.here.lists();
            let continues = containers.continues(word);
            same = continues == Continues::Same;
            if continues != Continues::Ended {
                break;
            }
            let Some(list) = stack.pop() else { break };
            self.here.close(&list);
        }
        let (containers, _, out) = self.here.lists();
        if same {
            containers.new_item(out.doc());
        } else {
            let (start, numbers) = word.counts.map(Counts::first).unzip();
            let kind = Kind::List(start, numbers.unwrap_or_default());
            let list = Element { soft: true, ..Element::new(Tag::Unknown, kind) };
            if word.counts.is_some_and(|counts| counts.is_part) {
                out.lost_somewhere(Loss::ListStyle, 1);
            }
            self.here.open_item_of(list, word);
        }
        self.here.stand_again(paragraph, depth);
    }
}
