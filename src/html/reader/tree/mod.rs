//! What is open, joined: elements are opened and ended here, and text finds its place here.
//!
//! Shape   document nodes are opened late: a paragraph when its first text comes, marks around text
//!         that has them, quotes and lists when something stands in them; so nothing empty is left.
//! Layers  each is a struct that holds the one below it: `here` joins the parts that know what is open, each of
//!         which owns its state, and none knows another; `items` puts lists and items around what comes, `text`
//!         words, inlines and paragraphs; [`Tree`] ends what has Word's paragraphs in it, and marks comments.
//! Units   byte offsets into the text; indices of open elements.
//! Errors  lack of memory is remembered by the document.

mod here;
mod items;
mod text;

use super::anchors::Anchors;
use super::attributes::Range;
use super::comments::Comments;
use super::containers::Continues;
use super::out::Out;
use super::stack::{Block, Element, Kind, Stack};
use super::style::Marks;
use super::survey::Survey;
use super::tag::Tag;
use super::unheld::Unheld;
use super::word::WordList;
use crate::buffers::kept;
use crate::document::{Comment, CommentId, Kind as Node, Numbers};
use crate::report::Loss;
use here::{Here, Open};
use items::Items;
use text::Text;

kept! {
    /// What each layer keeps for the next document.
    #[derive(Debug, Default)]
    pub(super) struct Parts {
        open: Open,
        anchors: Anchors,
        unheld: Unheld,
        comments: Comments,
    }
}

/// What is open, and where it is written.
pub(super) struct Tree<'a, 'b> {
    text: Text<'a, 'b>,
    comments: &'b mut Comments,
}

impl<'a, 'b> Tree<'a, 'b> {
    /// The document itself, open.
    pub(super) fn new(survey: &'b Survey, parts: &'b mut Parts, out: Out<'a, 'b>) -> Self {
        let Parts { open, anchors, unheld, comments } = parts;
        let items = Items::new(Here::new(survey, open, out));
        Tree { text: Text::new(items, anchors, unheld), comments }
    }

    // The layers, and what of them is asked everywhere.

    /// Where reading stands.
    #[inline]
    pub(super) fn here(&self) -> &Here<'a, 'b> {
        self.text.here()
    }

    #[inline]
    pub(super) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        self.text.here_mut()
    }

    /// Lists and their items.
    pub(super) fn items(&mut self) -> &mut Items<'a, 'b> {
        self.text.items()
    }

    /// Words, inlines and paragraphs.
    #[inline]
    pub(super) fn text(&mut self) -> &mut Text<'a, 'b> {
        &mut self.text
    }

    /// Where the text is and where losses are counted.
    #[inline]
    pub(super) fn out(&mut self) -> &mut Out<'a, 'b> {
        self.here_mut().out()
    }

    /// The value of an attribute as it stands.
    pub(super) fn out_raw(&self, range: Range) -> &'a str {
        self.here().out_raw(range)
    }

    /// The text that is read.
    #[inline]
    pub(super) fn html(&self) -> &'a str {
        self.here().html()
    }

    /// The open elements.
    #[inline]
    pub(super) fn stack(&self) -> &Stack {
        self.here().stack()
    }

    /// What the first look found.
    pub(super) fn survey(&self) -> &'b Survey {
        self.here().survey()
    }

    /// The innermost open element.
    #[inline]
    pub(super) fn top(&self) -> &Block {
        self.here().top()
    }

    /// The marks in force.
    #[inline]
    pub(super) fn marks(&self) -> Marks {
        self.here().marks()
    }

    /// Whether nobody sees what stands here.
    #[inline]
    pub(super) fn is_hidden(&self) -> bool {
        self.here().is_hidden()
    }

    /// Opens a block element.
    pub(super) fn open(&mut self, element: Element) {
        self.here_mut().open(element);
    }

    // Elements.

    /// Ends all elements.
    pub(super) fn end_to_document(&mut self) {
        self.end_to(1);
        self.here_mut().end_paragraph();
    }

    /// Ends the document.
    pub(super) fn finish(mut self) {
        self.end_to_document();
        // Those that nothing says the end of stand nowhere.
        let open = self.comments.open_count();
        let out = self.out();
        out.lost_somewhere(Loss::Comment, open as u32);
        let flattened = out.doc().flattened();
        out.lost_somewhere(Loss::FlattenedNesting, flattened);
    }

    /// Ends all elements from index `index` on; never the document itself.
    pub(super) fn end_to(&mut self, index: usize) {
        let mut index = index.max(1);
        let depth = self.stack().depth();
        if depth <= index {
            return;
        }
        if self.here().word_waits() {
            // It may get a list around it, which goes on behind it.
            self.text.end_word_paragraph();
            if depth - index == 1 {
                index = self.stack().depth() - 1;
            }
        }
        self.here_mut().end_elements(index);
    }

    /// Ends lists that have no end tag: something came that is no item.
    pub(super) fn end_soft_lists(&mut self) {
        while self.top().soft && self.stack().depth() > 1 {
            self.end_to(self.stack().depth() - 1);
        }
    }

    /// A list goes on or begins that has no element of its own, but a level among those beside it: deeper ones end.
    pub(super) fn go_on(&mut self, among: WordList, start: Option<u32>, numbers: Numbers) {
        while self.top().soft {
            match self.here().containers().joins(among, start.is_some()) {
                Continues::Same => {
                    if let Some(start) = start.filter(|&start| start > 1) {
                        self.items().number_item(start);
                    }
                    return;
                }
                Continues::Deeper => break,
                Continues::Ended => self.end_to(self.stack().depth() - 1),
            }
        }
        let kind = Kind::List(start, numbers);
        let list = Element { soft: true, ..Element::new(Tag::Unknown, kind) };
        self.here_mut().open_item_of(list, among);
    }

    /// Text comes that is shown before the table it stands in: all but what has begun outside ends before that.
    pub(super) fn begin_strays(&mut self) -> usize {
        if self.here().word_waits() {
            self.end_to(self.stack().last(Tag::P));
        }
        let border = self.stack().depth();
        self.open(Element::new(Tag::Table, Kind::Plain));
        border
    }

    /// What a comment is about begins or ends here.
    pub(super) fn comment_mark(&mut self, id: CommentId, is_end: bool) {
        let Some([begins, ends]) = self.comments.mark(id, is_end) else {
            return self.out().doc().give_up();
        };
        if begins {
            self.text.make_way().leaf(Node::CommentStart(id));
        }
        if ends {
            self.text.make_way().leaf(Node::CommentEnd(id));
        }
    }

    /// What a comment is about begins, which goes by a name and whose words stand there.
    pub(super) fn begin_comment(&mut self, name: &str, comment: Comment, words: (usize, usize)) {
        let id = self.out().doc().add_comment(comment);
        self.comment_mark(id, false);
        if !self.comments.begin(name, id, words) {
            self.out().doc().give_up();
        }
    }

    /// What the comment of that name is about ends.
    pub(super) fn end_comment(&mut self, name: &str) {
        if let Some(id) = self.comments.end(name) {
            self.comment_mark(id, true);
        }
    }

    /// Opens the comment of that number of those whose words stand in the text: where these do.
    pub(super) fn open_words(&mut self, number: usize) -> Option<(usize, usize)> {
        let (id, words) = self.comments.words(number)?;
        self.here_mut().end_inlines();
        self.here_mut().open_note(Element::new(Tag::Unknown, Kind::Note), Node::CommentBody(id));
        Some(words)
    }
}
