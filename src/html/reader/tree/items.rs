//! Items: of lists, of definition lists, and those that Word's list paragraphs become.
//!
//! Shape   what is an item is decided when its first text comes; a list paragraph is put into the item
//!         then, by opening the list below it on the stack.
//! Errors  lack of memory is remembered by the document.

use super::{Parts, Tree};
use crate::document::{NumberStyle, Numbers};
use crate::html::reader::containers::Continues;
use crate::html::reader::marker::{self, Counts};
use crate::html::reader::stack::{Element, Flags, Kind};
use crate::html::reader::tag::Tag;
use crate::html::reader::word::{Paragraph, WordList};
use crate::report::Loss;

impl Tree<'_, '_> {
    // Lists and definitions.

    /// Ends the item of the innermost list and begins one.
    pub(crate) fn new_item(&mut self) {
        let Parts { containers, .. } = &mut *self.parts;
        containers.open_waiting(self.out.doc());
        containers.new_item(self.out.doc());
    }

    /// The next item of the innermost list has that number.
    pub(crate) fn number_item(&mut self, number: u32) {
        self.parts.containers.number_item(number, self.out.doc());
    }

    /// The next item of the innermost list says what its numbers are.
    pub(crate) fn style_item(&mut self, style: NumberStyle) {
        if !self.parts.containers.style_item(style) {
            self.out.lost_somewhere(Loss::ListStyle, 1);
        }
    }

    /// Makes the item that has just begun a task; false where it is none.
    pub(crate) fn make_task(&mut self, done: bool) -> bool {
        !self.top().flags.inline && self.parts.containers.make_task(done, self.out.doc())
    }

    /// A list goes on or begins that has no element of its own, but a level among those beside it: deeper ones end.
    pub(crate) fn go_on(&mut self, among: WordList, start: Option<u32>, numbers: Numbers) {
        while self.top().soft {
            match self.parts.containers.joins(among, start.is_some()) {
                Continues::Same => {
                    if let Some(start) = start.filter(|&start| start > 1) {
                        self.number_item(start);
                    }
                    return;
                }
                Continues::Deeper => break,
                Continues::Ended => self.end_to(self.parts.stack.depth() - 1),
            }
        }
        let kind = Kind::List(start, numbers);
        let list = Element { soft: true, ..Element::new(Tag::Unknown, kind) };
        self.open_item_of(list, among);
    }

    /// The list of that element is none itself: its items say what they are.
    pub(crate) fn dissolve_list(&mut self, list: usize) {
        let Parts { stack, containers, .. } = &mut *self.parts;
        if containers.innermost() == list {
            containers.end(list, self.out.doc());
            stack.make_plain(list);
        }
    }

    /// The number of the next item of a list that becomes text.
    pub(crate) fn next_number(&mut self, list: usize) -> Option<u32> {
        self.parts.stack.next_number(list)
    }

    /// Ends the term or definition that is open in the definition list of that index; opens the list
    /// if it is not yet, which can fail where it stands too deep.
    pub(crate) fn next_definition(&mut self, list: usize) -> bool {
        let Parts { stack, containers, .. } = &mut *self.parts;
        if containers.innermost() != list && !containers.open_definitions(list, self.out.doc()) {
            stack.make_plain(list);
            return false;
        }
        containers.end_definition(self.out.doc());
        true
    }

    /// Begins a definition.
    pub(crate) fn open_definition(&mut self, element: Element) {
        self.parts.containers.begin_definition(self.out.doc());
        self.open(element);
    }

    /// Begins a term.
    pub(crate) fn open_term(&mut self, element: Element) {
        let flags = Flags { inline: true, ..element.flags };
        self.open(Element { kind: Kind::Term, flags, ..element });
        self.parts.containers.begin_term(self.out.doc());
        self.parts.flow.begin_term();
    }

    /// A paragraph begins in a list: it may make the list a loose one.
    pub(super) fn count_paragraph(&mut self) {
        let Parts { stack, containers, .. } = &mut *self.parts;
        let top = stack.top();
        // A list around the table is another matter.
        if top.heading == 0 && containers.innermost() > stack.scope() {
            let spaced = top.tag == Tag::P && !top.dense;
            let in_item = stack.around_top().is_some_and(|outer| outer.kind == Kind::Item);
            containers.count_paragraph(spaced && in_item, self.out.doc());
        }
    }

    // Word's list paragraphs.

    /// A `<p>` has been opened; it may be a list paragraph of Word's.
    pub(crate) fn begin_word_paragraph(&mut self, paragraph: Option<Paragraph>) {
        self.parts.word.begin(paragraph);
    }

    /// A comment; Word's say where markers begin and end.
    pub(crate) fn comment(&mut self, text: &[u8]) {
        self.parts.word.comment(text);
    }

    /// The first text of a list paragraph has come, and before it its marker, if it has one.
    pub(super) fn number_word_paragraph(&mut self) {
        let Some(paragraph) = self.parts.word.take() else { return };
        let marker = self.parts.word.lend();
        if (paragraph.listed || !marker.is_empty()) && self.top().tag == Tag::P {
            let counts = marker::counts(&marker);
            let inline = self.top().flags.inline;
            if !inline {
                self.insert_item(WordList { counts, ..paragraph.word });
            }
            if inline && counts.is_none() {
                self.literal("\u{2022}");
                self.space();
            }
            // A marker that is not just a bullet or number says something.
            if !marker.is_empty()
                && (inline && counts.is_some() || !marker::is_marker(&marker, paragraph.listed))
            {
                self.literal(&marker);
                self.space();
            }
        }
        self.parts.word.give_back(marker);
    }

    /// A list paragraph ends that had no text but perhaps a marker: an empty item, or else what
    /// looked like a marker was the text.
    pub(super) fn end_word_paragraph(&mut self) {
        let Some(paragraph) = self.parts.word.take() else { return };
        let marker = self.parts.word.lend();
        let is_item =
            paragraph.listed && marker::is_marker(&marker, true) && self.top().tag == Tag::P;
        if is_item && !self.top().flags.inline {
            self.insert_item(WordList { counts: marker::counts(&marker), ..paragraph.word });
            self.settle();
        } else if !marker.is_empty() {
            self.literal(&marker);
        }
        self.parts.word.give_back(marker);
    }

    /// Puts the paragraph on top of the stack into an item.
    fn insert_item(&mut self, word: WordList) {
        let depth = self.parts.stack.depth();
        let Some(paragraph) = self.parts.stack.pop() else { return };
        let mut same = false;
        while self.top().soft {
            let continues = self.parts.containers.continues(word);
            same = continues == Continues::Same;
            if continues != Continues::Ended {
                break;
            }
            let Some(list) = self.parts.stack.pop() else { break };
            self.close(&list);
        }
        if same {
            self.parts.containers.new_item(self.out.doc());
        } else {
            let (start, numbers) = word.counts.map(Counts::first).unzip();
            let kind = Kind::List(start, numbers.unwrap_or_default());
            let list = Element { soft: true, ..Element::new(Tag::Unknown, kind) };
            if word.counts.is_some_and(|counts| counts.is_part) {
                self.out.lost_somewhere(Loss::ListStyle, 1);
            }
            self.open_item_of(list, word);
        }
        // Inline elements of the paragraph stay inside of it.
        let shifted = (self.parts.stack.depth() + 1) as isize - depth as isize;
        self.parts.inlines.shift(depth, shifted);
        if !self.parts.stack.push_again(paragraph) {
            self.out.doc().give_up();
        }
        self.stand_on_top();
    }
}
