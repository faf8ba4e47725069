//! Tokens to a document: the stack of open elements.
//!
//! Shape   a [`Block`] for each open block element, an [`Inline`] for each open inline one. Document
//!         nodes are opened late: a paragraph when its first text comes, marks around text that has
//!         them, quotes and lists when something stands in them; so nothing empty is left behind.
//! Rooms   `blocks` (start and end tags), `lists`, `tables`, `inlines` (marks and links), `text`
//!         (white space, breaks, code), `attributes`.
//! Errors  lack of memory only.
//! Limits  linear time: an end tag finds its element by an index for each tag, not by a search;
//!         at most [`MAX_INLINES`] different inline elements are open, more are left out; those
//!         that say nothing are only counted.
//! Source  the HTML standard, "Tree construction", as far as it shapes text.

mod attributes;
mod blocks;
mod inlines;
mod lists;
mod tables;
mod text;

use super::Origin;
use super::style::Marks;
use super::survey::Survey;
use super::tag::Tag;
use super::token::{Token, Tokens};
use crate::document::{Document, LinkId, NodeId, Span};
use crate::error::{Error, Result};
use crate::report::{Loss, Report};
use lists::{Paragraph, WordList};
use tables::DataTable;

/// Inline elements that may be open, equal neighbours counted once.
const MAX_INLINES: usize = 128;
/// Not opened in the document.
const CLOSED: usize = usize::MAX;

/// What an open block element is for the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A border of paragraphs and nothing more.
    Plain,
    Quote,
    /// `Some` if ordered: the number it starts with.
    List(Option<u32>),
    Item,
    Definitions,
    Term,
    Pre,
    /// A table of data.
    Table,
    Cell,
}

/// What an element hands on to those inside, and a few things that lists remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Flags {
    /// Only inlines may stand here: in a cell or a term.
    inline: bool,
    /// In `<pre>`.
    pre: bool,
    /// Line ends are breaks.
    lines: bool,
    /// In the header row of a table, where bold means nothing.
    header: bool,
}

/// An open block element.
#[derive(Clone, Copy, Debug)]
struct Block {
    tag: Tag,
    kind: Kind,
    flags: Flags,
    /// The level of the heading that this is or stands in, or 0.
    heading: u8,
    /// The open block of the same tag before this one, or 0.
    previous: usize,
    /// The quote, list or definition list that this is or stands in; 0 is the document.
    container: usize,
    /// Number of open containers in the document before this one, or `CLOSED`.
    open: usize,
    node: Option<NodeId>,
    marks: Marks,
    /// The paragraph has no space below.
    dense: bool,
    /// For lists.
    list: ListState,
}

/// What a list or definition list remembers.
#[derive(Clone, Copy, Debug, Default)]
struct ListState {
    /// An item or definition is open in the document.
    item_open: bool,
    /// The node of that item.
    item: Option<NodeId>,
    /// Paragraphs in that item.
    paragraphs: u32,
    loose: bool,
    /// It has no end tag: whatever is no item ends it.
    soft: bool,
    /// The number of the next item, for lists that become text.
    next: u32,
    word: WordList,
}

/// An open inline element.
#[derive(Clone, Copy, Debug)]
struct Inline {
    tag: Tag,
    on: Marks,
    off: Marks,
    link: Option<LinkId>,
    /// Number of blocks that were open when it began.
    depth: usize,
    /// How many more of the same kind began right behind it.
    repeat: u32,
    /// Numbers of elements that say nothing, where it stands for those; its tag is `Unknown` then.
    inert: [u32; 3],
}

/// An inline container that is open in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opened {
    Mark(Marks),
    Link(LinkId),
}

/// Buffers that serve the next document too.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    opened: Vec<Opened>,
    code: String,
    value: String,
    marker: String,
    anchors: Vec<Span>,
    row_spans: Vec<u16>,
}

impl Buffers {
    fn clear(&mut self) {
        self.blocks.clear();
        self.inlines.clear();
        self.opened.clear();
        self.code.clear();
        self.marker.clear();
        self.anchors.clear();
        self.row_spans.clear();
    }

    pub fn retained_bytes(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>()
            + self.inlines.capacity() * size_of::<Inline>()
            + self.opened.capacity() * size_of::<Opened>()
            + self.code.capacity()
            + self.value.capacity()
            + self.marker.capacity()
            + self.anchors.capacity() * size_of::<Span>()
            + self.row_spans.capacity() * 2
    }
}

/// The state of one reading.
struct Builder<'a, 'b> {
    html: &'a str,
    origin: Origin,
    survey: &'b Survey,
    doc: &'b mut Document,
    report: &'b mut Report,
    buffers: &'b mut Buffers,
    tokens: Tokens<'a>,
    /// The innermost open block of each tag, or 0.
    last: [usize; Tag::COUNT],
    /// Blocks below this index are opened in the document, as far as they ever are.
    settled: usize,
    /// Inline elements beyond the limit.
    too_many: u32,
    /// The marks and the link that are in force.
    marks: Marks,
    link: Option<LinkId>,
    /// Code that waits in the buffers is to be written.
    in_code: bool,
    /// The only piece of that code, while it is one that stands in the text as it is.
    code_run: Option<(usize, usize)>,
    text: text::State,
    table: Option<DataTable>,
    tables_seen: usize,
    /// The list paragraph of Word's that began and has no text yet.
    paragraph: Option<Paragraph>,
    /// Between `[if !supportLists]` and `[endif]`.
    in_marker: bool,
    heading_id: Span,
    /// A span of one space, once there is one.
    space: Span,
    full: bool,
}

/// Builds the document.
pub(super) fn build(
    html: &str,
    origin: Origin,
    survey: &Survey,
    doc: &mut Document,
    report: &mut Report,
    buffers: &mut Buffers,
) -> Result<()> {
    buffers.clear();
    let open = doc.open_count();
    let mut builder = Builder {
        html,
        origin,
        survey,
        doc,
        report,
        buffers,
        tokens: Tokens::new(html),
        last: [0; Tag::COUNT],
        settled: 0,
        too_many: 0,
        marks: Marks::NONE,
        link: None,
        in_code: false,
        code_run: None,
        text: text::State::default(),
        table: None,
        tables_seen: 0,
        paragraph: None,
        in_marker: false,
        heading_id: Span::EMPTY,
        space: Span::EMPTY,
        full: false,
    };
    builder.push(Tag::Unknown, Kind::Plain, Marks::NONE, Marks::NONE);
    builder.read();
    let full = builder.full;
    doc.close_to(open);
    if full { Err(Error::out_of_memory()) } else { Ok(()) }
}

impl Builder<'_, '_> {
    fn read(&mut self) {
        loop {
            match self.tokens.next() {
                Token::Text(start, end) => self.text(start, end, true),
                Token::Cdata(start, end) => self.text(start, end, false),
                Token::Start(tag, start, end) => self.start(tag, start, end),
                Token::End(tag) => self.end(tag),
                Token::Raw(tag, start, end) => self.raw_text(tag, start, end),
                Token::Comment(start, end) => self.comment(start, end),
                Token::Eof => break,
            }
            if self.full {
                return;
            }
        }
        self.pop_to(1);
        self.border();
        self.report.add_many(Loss::FlattenedNesting, self.doc.flattened(), usize::MAX);
    }

    /// The content of an element such as `script`.
    fn raw_text(&mut self, tag: Tag, start: usize, end: usize) {
        match tag {
            Tag::Title if self.doc.title.is_empty() => self.doc.title = self.collapsed(start, end),
            Tag::Textarea => self.text(start, end, true),
            Tag::Xmp | Tag::Plaintext => {
                self.start(Tag::Pre, end, end);
                self.text(start, end, false);
                self.end(Tag::Pre);
            }
            Tag::Svg | Tag::Iframe => self.lost(Loss::Html, start),
            _ => {}
        }
    }

    /// Comments say nothing, but for Word, which puts the markers of lists between two of them.
    fn comment(&mut self, start: usize, end: usize) {
        let text = self.html.as_bytes()[start..end].trim_ascii();
        if text.starts_with(b"[if !supportLists]") {
            self.in_marker = self.paragraph.is_some();
        } else if text.starts_with(b"[endif]") || text.ends_with(b"<![endif]") {
            self.in_marker = false;
        }
    }

    /// Counts a loss at byte `at` of the text.
    fn lost(&mut self, loss: Loss, at: usize) {
        let place = match self.origin {
            Origin::Input(base) => base + at,
            Origin::Derived => at,
            Origin::Elsewhere => usize::MAX,
        };
        self.report.add(loss, place);
    }

    /// A piece of the text as a span.
    fn span(&mut self, start: usize, end: usize) -> Span {
        match self.origin {
            Origin::Input(base) => Span::of_source(base + start, base + end),
            Origin::Derived => Span::of_source(start, end),
            Origin::Elsewhere => self.doc.own(&self.html[start..end]),
        }
    }

    /// The innermost open block; the document itself is one.
    fn top(&self) -> &Block {
        // The first block is pushed before the first token and popped by nobody.
        &self.buffers.blocks[self.buffers.blocks.len() - 1]
    }

    fn top_mut(&mut self) -> &mut Block {
        let last = self.buffers.blocks.len() - 1;
        &mut self.buffers.blocks[last]
    }

    fn depth(&self) -> usize {
        self.buffers.blocks.len()
    }

    /// Opens a block element, whose look is that of the one around it with marks on and off.
    fn push(&mut self, tag: Tag, kind: Kind, on: Marks, off: Marks) {
        let index = self.depth();
        let outer = self.buffers.blocks.last().copied();
        let is_container = matches!(kind, Kind::Quote | Kind::List(_));
        let block = Block {
            tag,
            kind,
            flags: outer.map_or(Flags::default(), |outer| outer.flags),
            heading: tag.heading_level().unwrap_or(outer.map_or(0, |outer| outer.heading)),
            previous: self.last[tag as usize],
            container: if is_container { index } else { outer.map_or(0, |outer| outer.container) },
            open: CLOSED,
            node: None,
            marks: outer.map_or(Marks::NONE, |outer| outer.marks).with(on).without(off),
            dense: false,
            list: ListState::default(),
        };
        if self.buffers.blocks.try_reserve(1).is_err() {
            self.full = true;
            return;
        }
        self.buffers.blocks.push(block);
        self.last[tag as usize] = index;
        self.update_marks();
    }

    /// Ends all blocks from index `index` on; never the document itself.
    fn pop_to(&mut self, index: usize) {
        let mut index = index.max(1);
        if self.depth() <= index {
            return;
        }
        if self.paragraph.is_some() {
            // It may get a list around it, which goes on behind it.
            let above = self.depth() - index;
            self.end_word_paragraph();
            if above == 1 {
                index = self.depth() - 1;
            }
        }
        self.border();
        let mut scope = usize::MAX;
        while self.depth() > index {
            let Some(block) = self.buffers.blocks.pop() else { break };
            if matches!(block.tag, Tag::Td | Tag::Th | Tag::Caption | Tag::Table) {
                scope = self.depth();
            }
            self.last[block.tag as usize] = block.previous;
            self.close(block);
        }
        self.settled = self.settled.min(self.depth());
        self.leave_inlines(scope);
    }

    /// Closes in the document what a block opened there.
    fn close(&mut self, block: Block) {
        match block.kind {
            Kind::Plain | Kind::Item | Kind::Cell => {}
            Kind::Table => self.end_data_table(),
            Kind::List(start) => {
                if let Some(node) = block.node {
                    let kind = crate::document::Kind::List { start, tight: !block.list.loose };
                    self.doc.set_kind(node, kind);
                }
            }
            Kind::Term => self.text = text::State::default(),
            Kind::Pre | Kind::Quote | Kind::Definitions => {}
        }
        if block.tag == Tag::P {
            self.in_marker = false;
        }
        if block.open != CLOSED {
            self.doc.close_to(block.open);
        }
    }

    /// The innermost cell, caption or table: end tags of other elements don't reach beyond it.
    fn scope(&self) -> usize {
        let of = |tag: Tag| self.last[tag as usize];
        of(Tag::Td).max(of(Tag::Th)).max(of(Tag::Caption)).max(of(Tag::Table))
    }

    /// Opens what waits, and what the innermost container needs around a block.
    fn settle(&mut self) {
        self.open_waiting();
        self.enter(self.top().container);
    }

    /// Opens quotes and lists that wait for something to stand in them.
    fn open_waiting(&mut self) {
        while self.settled < self.depth() {
            let index = self.settled;
            self.settled += 1;
            let block = self.buffers.blocks[index];
            if block.open != CLOSED {
                continue;
            }
            let kind = match block.kind {
                Kind::Quote => crate::document::Kind::Quote { alert: None },
                Kind::List(start) => crate::document::Kind::List { start, tight: true },
                _ => continue,
            };
            let around =
                index.checked_sub(1).map_or(0, |outer| self.buffers.blocks[outer].container);
            self.enter(around);
            self.buffers.blocks[index].open = self.doc.open_count();
            self.buffers.blocks[index].node = self.doc.open(kind);
        }
    }

    /// Makes sure that a block may stand in the container: in a list it needs an item.
    fn enter(&mut self, container: usize) {
        let block = &self.buffers.blocks[container];
        if block.list.item_open {
            return;
        }
        match block.kind {
            Kind::List(_) => self.new_item(container),
            Kind::Definitions if block.open != CLOSED => {
                self.doc.open(crate::document::Kind::Definition);
                self.buffers.blocks[container].list.item_open = true;
            }
            _ => {}
        }
    }
}
