//! What is open, joined: elements are opened and ended here, and text finds its place here.
//!
//! Shape   [`Tree`] is the only place that knows all parts; each part owns its state, and none knows
//!         another. Elements call `open`, `end_to` and `end_paragraph` and add text and leaves.
//!         Document nodes are opened late: a paragraph when its first text comes, marks around text
//!         that has them, quotes and lists when something stands in them; so nothing empty is left.
//! Rooms   `items` (lists, definitions, Word's list paragraphs), `text` (inlines and paragraphs); here
//!         are elements, tables and code blocks.
//! Units   byte offsets into the text; indices of open elements.
//! Errors  lack of memory is remembered by the document.

mod items;
mod text;

use super::anchors::Anchors;
use super::attributes::Range;
use super::cells::{Cells, Place};
use super::comments::Comments;
use super::containers::Containers;
use super::flow::Flow;
use super::force::{Ground, Inlines};
use super::label::{self, Label};
use super::out::Out;
use super::pre::Pre;
use super::stack::{Block, Element, Flags, Kind, Stack};
use super::style::{Marks, Paint};
use super::survey::{Stray, Survey, TableShape};
use super::tag::Tag;
use super::unheld::Unheld;
use super::word::{Word, WordList};
use crate::buffers::kept;
use crate::document::{Align, Comment, CommentId, Direction, Kind as Node, Span};
use crate::report::Loss;

kept! {
    /// What is open, part by part.
    #[derive(Debug, Default)]
    pub(super) struct Parts {
        stack: Stack,
        containers: Containers,
        inlines: Inlines,
        flow: Flow,
        pre: Pre,
        word: Word,
        cells: Cells,
        anchors: Anchors,
        comments: Comments,
        unheld: Unheld,
        /// Number of containers that are open in the document around a note, plus one; 0 where none is open.
        note: usize,
        /// What that note begins with.
        label: Label,
    }
}

/// What is open, and where it is written.
pub(super) struct Tree<'a, 'b> {
    survey: &'b Survey,
    parts: &'b mut Parts,
    out: Out<'a, 'b>,
}

impl<'a, 'b> Tree<'a, 'b> {
    /// The document itself, open.
    pub(super) fn new(survey: &'b Survey, parts: &'b mut Parts, out: Out<'a, 'b>) -> Self {
        let mut tree = Tree { survey, parts, out };
        tree.open(Element::new(Tag::Unknown, Kind::Plain));
        tree
    }

    /// Ends all elements.
    pub(super) fn end_to_document(&mut self) {
        self.end_to(1);
        self.end_paragraph();
    }

    /// Ends the document.
    pub(super) fn finish(mut self) {
        self.end_to_document();
        // Those that nothing says the end of stand nowhere.
        let open = self.parts.comments.open_count();
        self.out.lost_somewhere(Loss::Comment, open as u32);
        let flattened = self.out.doc().flattened();
        self.out.lost_somewhere(Loss::FlattenedNesting, flattened);
    }

    // What others ask.

    /// Where the text is and where losses are counted.
    #[inline]
    pub(super) fn out(&mut self) -> &mut Out<'a, 'b> {
        &mut self.out
    }

    /// The value of an attribute as it stands.
    pub(super) fn out_raw(&self, range: Range) -> &'a str {
        self.out.raw(range)
    }

    /// The text that is read.
    #[inline]
    pub(super) fn html(&self) -> &'a str {
        self.out.html()
    }

    /// The open elements.
    #[inline]
    pub(super) fn stack(&self) -> &Stack {
        &self.parts.stack
    }

    /// What the first look found.
    pub(super) fn survey(&self) -> &'b Survey {
        self.survey
    }

    /// The quotes and lists that are open.
    pub(super) fn containers(&self) -> &Containers {
        &self.parts.containers
    }

    /// The table that is open.
    pub(super) fn cells(&self) -> &Cells {
        &self.parts.cells
    }

    /// The innermost open element.
    #[inline]
    pub(super) fn top(&self) -> &Block {
        self.parts.stack.top()
    }

    /// The marks in force.
    #[inline]
    pub(super) fn marks(&self) -> Marks {
        self.parts.inlines.force().marks
    }

    /// The colours that are seen.
    pub(super) fn paint(&self) -> Paint {
        self.parts.inlines.force().paint
    }

    /// Whether nobody sees what stands here.
    #[inline]
    pub(super) fn is_hidden(&self) -> bool {
        self.marks().has(Marks::HIDDEN)
    }

    /// Whether text is now the marker of one of Word's items.
    pub(super) fn collects_marker(&self) -> bool {
        self.parts.word.collects(self.marks().has(Marks::MARKER))
    }

    // Elements.

    /// Opens a block element.
    pub(super) fn open(&mut self, element: Element) {
        self.open_item_of(element, WordList::default());
    }

    /// Opens a block element, which may be one of Word's lists.
    fn open_item_of(&mut self, element: Element, word: WordList) {
        let Parts { stack, containers, .. } = &mut *self.parts;
        let index = stack.depth();
        if !stack.push(element) {
            return self.out.doc().give_up();
        }
        containers.begin(element.kind, index, word, self.out.doc());
        self.stand_on_top();
    }

    /// Nothing goes on in what comes now.
    fn end_inlines(&mut self) {
        self.parts.inlines.leave(0, 0);
        self.stand_on_top();
    }

    /// The innermost block has changed.
    fn stand_on_top(&mut self) {
        let top = self.parts.stack.top();
        self.parts.inlines.stand_on(Ground {
            marks: top.marks,
            paint: top.paint,
            header: top.flags.header,
            scope: self.parts.stack.scope(),
        });
    }

    /// The page says which way its text runs.
    pub(super) fn turn(&mut self, direction: Direction) {
        self.parts.stack.turn(direction);
    }

    /// Ends all elements from index `index` on; never the document itself.
    pub(super) fn end_to(&mut self, index: usize) {
        let mut index = index.max(1);
        if self.parts.stack.depth() <= index {
            return;
        }
        if self.parts.word.waits() {
            // It may get a list around it, which goes on behind it.
            let above = self.parts.stack.depth() - index;
            self.end_word_paragraph();
            if above == 1 {
                index = self.parts.stack.depth() - 1;
            }
        }
        self.end_paragraph();
        let mut scope = usize::MAX;
        while self.parts.stack.depth() > index {
            let Some(block) = self.parts.stack.pop() else { break };
            if matches!(block.tag, Tag::Td | Tag::Th | Tag::Caption | Tag::Table) {
                scope = self.parts.stack.depth();
            }
            self.close(&block);
        }
        self.parts.inlines.leave(scope, self.parts.stack.depth());
        self.stand_on_top();
    }

    /// Closes in the document what was opened for an element that has ended.
    fn close(&mut self, block: &Block) {
        let Parts { stack, containers, flow, pre, cells, .. } = &mut *self.parts;
        match block.kind {
            Kind::Plain | Kind::Item | Kind::Cell => {}
            Kind::Quote(_) | Kind::List(..) | Kind::Definitions => {
                containers.end(stack.depth(), self.out.doc());
            }
            Kind::Term => {
                flow.restart();
                containers.end_term(self.out.doc());
            }
            Kind::Pre => pre.end(&mut self.out),
            // Another one may have ended it.
            Kind::Note => self.end_note(),
            Kind::Table => {
                cells.end(self.out.doc());
                flow.restart();
            }
        }
        if block.tag == Tag::P {
            self.parts.word.end();
        }
        if block.breaks && self.fits_page_break() {
            self.block_leaf(Node::PageBreak);
        }
    }

    /// Ends lists that have no end tag: something came that is no item.
    pub(super) fn end_soft_lists(&mut self) {
        while self.top().soft && self.parts.stack.depth() > 1 {
            self.end_to(self.parts.stack.depth() - 1);
        }
    }

    /// Adds a block that is a leaf.
    pub(super) fn block_leaf(&mut self, node: Node) {
        self.settle();
        self.out.doc().leaf(node);
    }

    /// Opens what waits, and what the innermost container needs around a block.
    fn settle(&mut self) {
        self.parts.containers.settle(self.out.doc());
    }

    /// Opens quotes and lists that wait for something to stand in them.
    pub(super) fn open_waiting(&mut self) {
        if !self.top().flags.inline && !self.is_hidden() {
            self.parts.containers.open_waiting(self.out.doc());
        }
    }

    /// How many containers will be opened around a block that comes now.
    pub(super) fn waiting(&self) -> u32 {
        self.parts.containers.waiting()
    }

    /// Whether a page can end here: in no table, and not before all else.
    pub(super) fn fits_page_break(&self) -> bool {
        !self.out.begins() && !self.top().flags.inline && self.parts.cells.block() == 0
    }

    /// Whether what stands here is in a cell of the innermost table of data.
    fn in_cell(&self) -> bool {
        self.parts.stack.last_of(&[Tag::Td, Tag::Th]) > self.parts.cells.block()
    }

    /// Whether a note is open.
    pub(super) fn in_note(&self) -> bool {
        self.parts.note > 0
    }

    /// The comment whose words are being read.
    pub(super) fn open_comment(&mut self) -> Option<CommentId> {
        let note = self.parts.note.checked_sub(1)?;
        let doc = self.out.doc();
        let id = doc.opened(doc.open_count().checked_sub(note + 1)?)?;
        match doc.nodes.get(id as usize)?.kind {
            Node::CommentBody(id) => Some(id),
            _ => None,
        }
    }

    /// What a comment is about begins or ends here.
    pub(super) fn comment_mark(&mut self, id: CommentId, is_end: bool) {
        let Some([begins, ends]) = self.parts.comments.mark(id, is_end) else {
            return self.out.doc().give_up();
        };
        if begins {
            self.make_way().leaf(Node::CommentStart(id));
        }
        if ends {
            self.make_way().leaf(Node::CommentEnd(id));
        }
    }

    /// What a comment is about begins, which goes by a name and whose words stand there.
    pub(super) fn begin_comment(&mut self, name: &str, comment: Comment, words: (usize, usize)) {
        let id = self.out.doc().add_comment(comment);
        self.comment_mark(id, false);
        if !self.parts.comments.begin(name, id, words) {
            self.out.doc().give_up();
        }
    }

    /// What the comment of that name is about ends.
    pub(super) fn end_comment(&mut self, name: &str) {
        if let Some(id) = self.parts.comments.end(name) {
            self.comment_mark(id, true);
        }
    }

    /// Opens the comment of that number of those whose words stand in the text: where these do.
    pub(super) fn open_words(&mut self, number: usize) -> Option<(usize, usize)> {
        let (id, words) = self.parts.comments.words(number)?;
        self.end_inlines();
        self.open_note(Element::new(Tag::Unknown, Kind::Note), Node::CommentBody(id));
        Some(words)
    }

    /// Whether a note can stand here: at the top of the document.
    pub(super) fn fits_note(&self) -> bool {
        let is_top = self.parts.containers.innermost() == 0 && self.parts.cells.block() == 0;
        is_top && !self.in_note() && !self.top().flags.inline && !self.is_hidden()
    }

    /// Whether a note that begins here must wait for the end: it would stand in a quote, a list or a cell.
    pub(super) fn has_note_to_wait(&self) -> bool {
        !self.in_note() && !self.is_hidden() && !self.fits_note()
    }

    /// Opens the element of a note, which is that in the document.
    pub(super) fn open_note(&mut self, element: Element, node: Node) {
        self.end_paragraph();
        let doc = self.out.doc();
        self.parts.note = doc.open_count() + 1;
        doc.open(node);
        self.open(Element { kind: Kind::Note, ..element });
    }

    /// Ends the note that is open.
    pub(super) fn end_note(&mut self) {
        let Some(around) = std::mem::take(&mut self.parts.note).checked_sub(1) else { return };
        self.end_paragraph();
        self.parts.label.end();
        self.out.doc().close_to(around);
    }

    /// The note that has just begun may begin with the label that its first link back is.
    pub(super) fn begin_label(&mut self, at: usize, back: usize) {
        self.parts.label.begin(self.out.html(), at, back);
    }

    /// A link of the note leads back.
    pub(super) fn lead_back(&mut self, at: usize) {
        self.parts.label.lead_back(at);
    }

    /// A piece of the text of a note, without the label before it and the blanks before a link back.
    fn unlabelled(&mut self, start: usize, end: usize) -> (usize, usize) {
        let html = self.html();
        let start = start + self.parts.label.length(&html[start..end]);
        let is_last = html[end..].starts_with("<a") && self.survey.is_back(end + 2) == Some(true);
        let text = &html[start..end];
        (start, if is_last { start + label::without_blanks(text).len() } else { end })
    }

    // Tables and code blocks.

    /// What stands between the rows of the table that comes now, and is shown before it: where it stands first.
    pub(super) fn strays(&self) -> Option<Stray> {
        self.survey.stray(self.parts.cells.coming_shape(self.survey).first_stray)
    }

    /// Text comes that is shown before the table it stands in: all but what has begun outside ends before that.
    pub(super) fn begin_strays(&mut self) -> usize {
        if self.parts.word.waits() {
            self.end_to(self.parts.stack.last(Tag::P));
        }
        let border = self.parts.stack.depth();
        self.open(Element::new(Tag::Table, Kind::Plain));
        border
    }

    /// The table itself comes now.
    pub(super) fn end_strays(&mut self, border: usize) {
        self.parts.stack.pop();
        self.parts.inlines.leave(usize::MAX, border);
        self.stand_on_top();
    }

    /// So many tables begin in the text before what comes.
    pub(super) fn see_tables(&mut self, tables: usize) {
        self.parts.cells.see(tables);
    }

    /// The shape of the table whose start tag comes now.
    pub(super) fn next_shape(&mut self) -> TableShape {
        self.parts.cells.next_shape(self.survey)
    }

    /// Opens the element of a table of data.
    pub(super) fn open_table(&mut self, element: Element, shape: TableShape) {
        self.open(Element { kind: Kind::Table, ..element });
        let direction = self.top().layout.direction();
        self.parts.cells.begin(self.parts.stack.depth() - 1, shape, direction, self.out.doc());
    }

    /// Ends the row of the table; the next one may be one that shows nothing but a gap.
    pub(super) fn end_row(&mut self, is_gap_next: bool) {
        if self.parts.cells.end_row(self.out.doc()) {
            self.parts.flow.restart();
        }
        self.parts.cells.begin_row(is_gap_next);
    }

    /// Opens the element of a cell of so many columns and rows; one without columns stands in the first that
    /// comes.
    pub(super) fn open_cell(&mut self, element: Element, span: (usize, u16), holds_blocks: bool) {
        if self.parts.cells.block() == 0 {
            return;
        }
        if !self.parts.cells.is_open() {
            self.settle();
            self.parts.cells.open(self.survey, self.out.doc());
        }
        let Parts { flow, cells, .. } = &mut *self.parts;
        match cells.begin_cell(span, holds_blocks, self.out.doc()) {
            Place::Nowhere => {
                return self.open(Element { kind: Kind::Plain, on: Marks::UNSAID, ..element });
            }
            Place::New => flow.restart(),
            Place::Joined { empty } => {
                self.out.lost_somewhere(Loss::Table, 1);
                match cells.holds_blocks() {
                    true => flow.restart(),
                    false => flow.join_cells(empty),
                }
            }
        }
        let inline = !cells.holds_blocks();
        let flags = Flags { inline, header: cells.in_header(), ..element.flags };
        self.open(Element { kind: Kind::Cell, flags, ..element });
        // Words without a paragraph are set as their column.
        let (column, around) = (self.parts.cells.align(self.survey), self.top().layout.align());
        let own = match element.layout.align() {
            // Most are by themselves.
            Align::Left if column == Align::None => around,
            Align::None => around,
            own => own,
        };
        if inline && own != Align::None && own != column {
            self.out.lost_somewhere(Loss::Alignment, 1);
        }
    }

    /// Text or a block that stands in a table of data but in no cell gets a cell.
    pub(super) fn put_into_cell(&mut self) {
        if self.parts.cells.is_open() && !self.top().flags.inline && !self.in_cell() {
            self.out.lost_somewhere(Loss::Table, 1);
            if self.parts.cells.in_gap() {
                self.end_row(false);
            }
            self.open_cell(Element::new(Tag::Td, Kind::Cell), (0, 1), false);
        }
    }

    /// Opens the element of a code block.
    pub(super) fn open_pre(&mut self, element: Element, info: Span) {
        self.settle();
        self.parts.anchors.write_alone(self.out.doc());
        self.parts.pre.begin(info, &mut self.out);
        let flags = Flags { pre: true, ..element.flags };
        self.open(Element { kind: Kind::Pre, flags, ..element });
    }

    /// The code block, and what it is written to.
    pub(super) fn pre(&mut self) -> (&mut Pre, &mut Out<'a, 'b>) {
        (&mut self.parts.pre, &mut self.out)
    }
}
