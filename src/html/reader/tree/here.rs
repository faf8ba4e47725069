//! Where reading stands: the elements that are open, and what is open for them in the document.
//!
//! Shape   [`Here`] is the lowest layer: it opens and ends elements, cells and notes, and joins the parts that
//!         know of them; each part owns its state, and none knows another. What text needs is above.
//! Units   byte offsets into the text; indices of open elements.
//! Errors  lack of memory is remembered by the document.

use crate::buffers::kept;
use crate::document::captions::holds_picture;
use crate::document::{Align, CommentId, Direction, Document, Kind as Node, Layout, Span};
use crate::html::reader::attributes::Range;
use crate::html::reader::cells::{Cells, Place};
use crate::html::reader::containers::Containers;
use crate::html::reader::flow::Flow;
use crate::html::reader::force::{Ground, Inlines};
use crate::html::reader::label::{self, Label};
use crate::html::reader::out::Out;
use crate::html::reader::pre::Pre;
use crate::html::reader::stack::{Block, Element, Flags, Kind, Stack};
use crate::html::reader::style::{Marks, Paint};
use crate::html::reader::survey::{Stray, Survey, TableShape};
use crate::html::reader::tag::Tag;
use crate::html::reader::word::{Word, WordList};
use crate::report::Loss;

kept! {
    /// What is open, part by part.
    #[derive(Debug, Default)]
    pub(super) struct Open {
        stack: Stack,
        containers: Containers,
        inlines: Inlines,
        flow: Flow,
        pre: Pre,
        word: Word,
        cells: Cells,
        label: Label,
    }
}

/// What is open, and where it is written.
pub(in crate::html::reader) struct Here<'a, 'b> {
    survey: &'b Survey,
    stack: &'b mut Stack,
    containers: &'b mut Containers,
    inlines: &'b mut Inlines,
    flow: &'b mut Flow,
    pre: &'b mut Pre,
    word: &'b mut Word,
    cells: &'b mut Cells,
    /// Number of containers that are open in the document around a note, plus one; 0 where none is open.
    note: usize,
    /// What that note begins with.
    label: &'b mut Label,
    out: Out<'a, 'b>,
}

impl<'a, 'b> Here<'a, 'b> {
    /// The document itself, open.
    pub(super) fn new(survey: &'b Survey, parts: &'b mut Open, out: Out<'a, 'b>) -> Self {
        let Open { stack, containers, inlines, flow, pre, word, cells, label } = parts;
        let mut here = Here {
            survey,
            stack,
            containers,
            inlines,
            flow,
            pre,
            word,
            cells,
            note: 0,
            label,
            out,
        };
        here.open(Element::new(Tag::Unknown, Kind::Plain));
        here
    }

    /// Where the text is and where losses are counted.
    #[inline]
    pub(in crate::html::reader) fn out(&mut self) -> &mut Out<'a, 'b> {
        &mut self.out
    }

    /// The value of an attribute as it stands.
    pub(in crate::html::reader) fn out_raw(&self, range: Range) -> &'a str {
        self.out.raw(range)
    }

    /// The text that is read.
    #[inline]
    pub(in crate::html::reader) fn html(&self) -> &'a str {
        self.out.html()
    }

    /// The open elements.
    #[inline]
    pub(in crate::html::reader) fn stack(&self) -> &Stack {
        self.stack
    }

    /// What the first look found.
    pub(in crate::html::reader) fn survey(&self) -> &'b Survey {
        self.survey
    }

    /// The quotes and lists that are open.
    pub(in crate::html::reader) fn containers(&self) -> &Containers {
        self.containers
    }

    /// The table that is open.
    pub(in crate::html::reader) fn cells(&self) -> &Cells {
        self.cells
    }

    /// The innermost open element.
    #[inline]
    pub(in crate::html::reader) fn top(&self) -> &Block {
        self.stack.top()
    }

    /// The marks in force.
    #[inline]
    pub(in crate::html::reader) fn marks(&self) -> Marks {
        self.inlines.force().marks
    }

    /// The colours that are seen.
    pub(in crate::html::reader) fn paint(&self) -> Paint {
        self.inlines.force().paint
    }

    /// Whether nobody sees what stands here.
    #[inline]
    pub(in crate::html::reader) fn is_hidden(&self) -> bool {
        self.marks().has(Marks::HIDDEN)
    }

    /// Whether text is now the marker of one of Word's items.
    pub(in crate::html::reader) fn collects_marker(&self) -> bool {
        self.word.collects(self.marks().has(Marks::MARKER))
    }

    /// Opens a block element.
    pub(in crate::html::reader) fn open(&mut self, element: Element) {
        self.open_item_of(element, WordList::default());
    }

    /// Opens a block element, which may be one of Word's lists.
    pub(super) fn open_item_of(&mut self, element: Element, word: WordList) {
        let index = self.stack.depth();
        if !self.stack.push(element) {
            return self.out.doc().give_up();
        }
        self.containers.begin(element.kind, index, word, self.out.doc());
        self.stand_on_top();
    }

    /// Nothing goes on in what comes now.
    pub(super) fn end_inlines(&mut self) {
        self.inlines.leave(0, 0);
        self.stand_on_top();
    }

    /// The innermost block has changed.
    pub(super) fn stand_on_top(&mut self) {
        let top = self.stack.top();
        self.inlines.stand_on(Ground {
            marks: top.marks,
            paint: top.paint,
            header: top.flags.header,
            scope: self.stack.scope(),
        });
    }

    /// The page says which way its text runs.
    pub(in crate::html::reader) fn turn(&mut self, direction: Direction) {
        self.stack.turn(direction);
    }

    /// Closes in the document what was opened for an element that has ended.
    pub(super) fn close(&mut self, block: &Block) {
        match block.kind {
            Kind::Plain | Kind::Item | Kind::Cell => {}
            Kind::Quote(_) | Kind::List(..) | Kind::Definitions => {
                self.containers.end(self.stack.depth(), self.out.doc());
            }
            Kind::Term => {
                self.flow.restart();
                self.containers.end_term(self.out.doc());
            }
            Kind::Pre => self.pre.end(&mut self.out),
            // Another one may have ended it.
            Kind::Note => self.end_note(),
            Kind::Table => {
                self.cells.end(self.out.doc());
                self.flow.restart();
            }
        }
        if block.tag == Tag::P {
            self.word.end();
        }
        if block.breaks && self.fits_page_break() {
            self.block_leaf(Node::PageBreak);
        }
    }

    /// Ends the paragraph in the making. Where only inlines may stand, a break takes its place.
    pub(in crate::html::reader) fn end_paragraph(&mut self) {
        let flags = self.stack.top().flags;
        self.flow.end_inlines(&mut self.out);
        if flags.pre {
            self.pre.end_line(&mut self.out);
        } else {
            self.flow.end(flags.inline, &mut self.out);
        }
    }

    /// Adds a block that is a leaf.
    pub(in crate::html::reader) fn block_leaf(&mut self, node: Node) {
        self.settle();
        self.out.doc().leaf(node);
    }

    /// Opens what waits, and what the innermost container needs around a block.
    pub(super) fn settle(&mut self) {
        self.containers.settle(self.out.doc());
    }

    /// Opens quotes and lists that wait for something to stand in them.
    pub(in crate::html::reader) fn open_waiting(&mut self) {
        if !self.top().flags.inline && !self.is_hidden() {
            self.containers.open_waiting(self.out.doc());
        }
    }

    /// How many containers will be opened around a block that comes now.
    pub(in crate::html::reader) fn waiting(&self) -> u32 {
        self.containers.waiting()
    }

    /// Whether a page can end here: in no table, and not before all else.
    pub(in crate::html::reader) fn fits_page_break(&self) -> bool {
        !self.out.begins() && !self.top().flags.inline && self.cells.block() == 0
    }

    /// Whether what stands here is in a cell of the innermost table of data.
    fn in_cell(&self) -> bool {
        self.stack.last_of(&[Tag::Td, Tag::Th]) > self.cells.block()
    }

    /// Whether a note is open.
    pub(in crate::html::reader) fn in_note(&self) -> bool {
        self.note > 0
    }

    /// The comment whose words are being read.
    pub(in crate::html::reader) fn open_comment(&mut self) -> Option<CommentId> {
        let note = self.note.checked_sub(1)?;
        let doc = self.out.doc();
        let id = doc.opened(doc.open_count().checked_sub(note + 1)?)?;
        match doc.nodes.get(id as usize)?.kind {
            Node::CommentBody(id) => Some(id),
            _ => None,
        }
    }

    /// Whether a note can stand here: at the top of the document.
    pub(in crate::html::reader) fn fits_note(&self) -> bool {
        let is_top = self.containers.innermost() == 0 && self.cells.block() == 0;
        is_top && !self.in_note() && !self.top().flags.inline && !self.is_hidden()
    }

    /// Whether a note that begins here must wait for the end: it would stand in a quote, a list or a cell.
    pub(in crate::html::reader) fn has_note_to_wait(&self) -> bool {
        !self.in_note() && !self.is_hidden() && !self.fits_note()
    }

    /// Opens the element of a note, which is that in the document.
    pub(in crate::html::reader) fn open_note(&mut self, element: Element, node: Node) {
        self.end_paragraph();
        let doc = self.out.doc();
        self.note = doc.open_count() + 1;
        doc.open(node);
        self.open(Element { kind: Kind::Note, ..element });
    }

    /// Ends the note that is open.
    pub(in crate::html::reader) fn end_note(&mut self) {
        let Some(around) = std::mem::take(&mut self.note).checked_sub(1) else { return };
        self.end_paragraph();
        self.label.end();
        self.out.doc().close_to(around);
    }

    /// The note that has just begun may begin with the label that its first link back is.
    pub(in crate::html::reader) fn begin_label(&mut self, at: usize, back: usize) {
        self.label.begin(self.out.html(), at, back);
    }

    /// A link of the note leads back.
    pub(in crate::html::reader) fn lead_back(&mut self, at: usize) {
        self.label.lead_back(at);
    }

    /// A piece of the text of a note, without the label before it and the blanks before a link back.
    pub(super) fn unlabelled(&mut self, start: usize, end: usize) -> (usize, usize) {
        let html = self.html();
        let start = start + self.label.length(&html[start..end]);
        let is_last = html[end..].starts_with("<a") && self.survey.is_back(end + 2) == Some(true);
        let text = &html[start..end];
        (start, if is_last { start + label::without_blanks(text).len() } else { end })
    }

    /// What stands between the rows of the table that comes now, and is shown before it: where it stands first.
    pub(in crate::html::reader) fn strays(&self) -> Option<Stray> {
        self.survey.stray(self.cells.coming_shape(self.survey).first_stray)
    }

    /// The table itself comes now, before which what was shown before it has ended.
    pub(in crate::html::reader) fn end_strays(&mut self, border: usize) {
        self.stack.pop();
        self.inlines.leave(usize::MAX, border);
        self.stand_on_top();
    }

    /// So many tables begin in the text before what comes.
    pub(in crate::html::reader) fn see_tables(&mut self, tables: usize) {
        self.cells.see(tables);
    }

    /// The shape of the table whose start tag comes now.
    pub(in crate::html::reader) fn next_shape(&mut self) -> TableShape {
        self.cells.next_shape(self.survey)
    }

    /// Opens the element of a table of data.
    pub(in crate::html::reader) fn open_table(&mut self, element: Element, shape: TableShape) {
        self.open(Element { kind: Kind::Table, ..element });
        let direction = self.top().layout.direction();
        self.cells.begin(self.stack.depth() - 1, shape, direction, self.out.doc());
    }

    /// Ends the row of the table; the next one may be one that shows nothing but a gap.
    pub(in crate::html::reader) fn end_row(&mut self, is_gap_next: bool) {
        if self.cells.end_row(self.out.doc()) {
            self.flow.restart();
        }
        self.cells.begin_row(is_gap_next);
    }

    /// Opens the element of a cell of so many columns and rows; one without columns stands in the first that
    /// comes.
    pub(in crate::html::reader) fn open_cell(
        &mut self,
        element: Element,
        span: (usize, u16),
        holds_blocks: bool,
    ) {
        if self.cells.block() == 0 {
            return;
        }
        if !self.cells.is_open() {
            self.settle();
            self.cells.open(self.survey, self.out.doc());
        }
        match self.cells.begin_cell(span, holds_blocks, self.out.doc()) {
            Place::Nowhere => {
                return self.open(Element { kind: Kind::Plain, on: Marks::UNSAID, ..element });
            }
            Place::New => self.flow.restart(),
            Place::Joined { empty } => {
                self.out.lost_somewhere(Loss::Table, 1);
                match self.cells.holds_blocks() {
                    true => self.flow.restart(),
                    false => self.flow.join_cells(empty),
                }
            }
        }
        let inline = !self.cells.holds_blocks();
        let flags = Flags { inline, header: self.cells.in_header(), ..element.flags };
        self.open(Element { kind: Kind::Cell, flags, ..element });
        // Words without a paragraph are set as their column.
        let (column, around) = (self.cells.align(self.survey), self.top().layout.align());
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
    pub(in crate::html::reader) fn put_into_cell(&mut self) {
        if self.cells.is_open() && !self.top().flags.inline && !self.in_cell() {
            self.out.lost_somewhere(Loss::Table, 1);
            if self.cells.in_gap() {
                self.end_row(false);
            }
            self.open_cell(Element::new(Tag::Td, Kind::Cell), (0, 1), false);
        }
    }

    /// The code block, and what it is written to.
    pub(in crate::html::reader) fn pre(&mut self) -> (&mut Pre, &mut Out<'a, 'b>) {
        (self.pre, &mut self.out)
    }

    /// Ends all elements from index `index` on; never the document itself.
    pub(super) fn end_elements(&mut self, index: usize) {
        self.end_paragraph();
        let mut scope = usize::MAX;
        while self.stack.depth() > index {
            let Some(block) = self.stack.pop() else { break };
            if matches!(block.tag, Tag::Td | Tag::Th | Tag::Caption | Tag::Table) {
                scope = self.stack.depth();
            }
            self.close(&block);
        }
        self.inlines.leave(scope, self.stack.depth());
        self.stand_on_top();
    }

    /// A block that was popped stands on the stack again, which had that depth with it: inline elements of it stay
    /// inside of it.
    pub(super) fn stand_again(&mut self, block: Block, depth: usize) {
        let shifted = (self.stack.depth() + 1) as isize - depth as isize;
        self.inlines.shift(depth, shifted);
        if !self.stack.push_again(block) {
            self.out.doc().give_up();
        }
        self.stand_on_top();
    }

    /// Ends lists that have no end tag: something came that is no item.
    pub(super) fn end_soft_lists(&mut self) {
        while self.top().soft && self.stack.depth() > 1 {
            self.end_elements(self.stack.depth() - 1);
        }
    }

    /// Opens the element of a code block, of that info string.
    pub(super) fn open_pre(&mut self, element: Element, info: Span) {
        self.pre.begin(info, &mut self.out);
        let flags = Flags { pre: true, ..element.flags };
        self.open(Element { kind: Kind::Pre, flags, ..element });
    }

    // The text in the making.

    /// Whether a paragraph or heading is open in the document.
    #[inline]
    pub(super) fn is_text_open(&self) -> bool {
        self.flow.is_open()
    }

    /// Whether more than one break came behind its text.
    #[inline]
    pub(super) fn is_text_broken(&self) -> bool {
        self.flow.is_broken()
    }

    /// Whether this crate's own writer wrote what is read.
    pub(super) fn is_own(&self) -> bool {
        self.out.is_own()
    }

    /// Whether an end tag finds its inline element.
    pub(super) fn holds_inline(&self, tag: Tag) -> bool {
        self.inlines.holds(tag, self.stack.scope(), self.stack.depth())
    }

    /// Whether a link is in force.
    pub(super) fn in_link(&self) -> bool {
        self.inlines.force().link.is_some()
    }

    /// Whether the block itself says that blanks count.
    pub(super) fn keeps_blanks(&self) -> bool {
        self.inlines.ground().marks.has(Marks::BLANKS)
    }

    /// Inline elements that were open around this block go on in it.
    #[inline]
    pub(super) fn resume(&mut self) {
        self.inlines.resume(self.stack.depth());
    }

    /// Whether one of Word's list paragraphs waits for its text.
    #[inline]
    pub(super) fn word_waits(&self) -> bool {
        self.word.waits()
    }

    /// How a paragraph is set that begins here.
    pub(super) fn layout(&self) -> Layout {
        self.cells.layout(self.top().layout, self.survey)
    }

    /// Whether what a caption can stand below is the last of the document: a paragraph of a picture alone, or a table.
    pub(super) fn ends_with_figure(&mut self) -> bool {
        ends_with_picture(self.out.doc()) || self.cells.is_table_last(self.out.doc())
    }

    // The parts, for the layers above.

    /// The inlines that are open, and where.
    #[inline]
    pub(super) fn inlines(&mut self) -> (&mut Inlines, &Stack) {
        (self.inlines, self.stack)
    }

    /// The text in the making, the inlines it stands in, and what it is written to.
    #[inline]
    pub(super) fn flow(&mut self) -> (&mut Flow, &Inlines, &mut Out<'a, 'b>) {
        (self.flow, self.inlines, &mut self.out)
    }

    /// The quotes and lists that are open, and where.
    pub(super) fn lists(&mut self) -> (&mut Containers, &mut Stack, &mut Out<'a, 'b>) {
        (self.containers, self.stack, &mut self.out)
    }

    /// Word's list paragraphs.
    #[inline]
    pub(super) fn word(&mut self) -> &mut Word {
        self.word
    }
}

/// Nodes of a picture, its places and its text among which the paragraph around it is looked for.
const NEAR: usize = 32;

/// Whether a document ends with a paragraph that holds a picture and nothing else.
fn ends_with_picture(doc: &Document) -> bool {
    let from = doc.nodes.len().saturating_sub(NEAR);
    let paragraph = doc.nodes[from..].iter().rposition(|node| node.kind.is_paragraph());
    paragraph.is_some_and(|paragraph| holds_picture(doc, from + paragraph))
}
