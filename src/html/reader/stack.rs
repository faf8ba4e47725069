//! The stack of open block elements, and what each hands on to those inside.
//!
//! Shape   a [`Block`] for each open element, the document itself being the first; for each tag the
//!         innermost one is known, so that an end tag finds its element without a search.
//! Errors  lack of memory: [`Stack::push`] says so.
//! Limits  as deep as the text is.
//! Source  the HTML standard, "The stack of open elements".

use super::style::{Look, Marks, Paint};
use super::tag::Tag;
use crate::buffers::kept;
use crate::document::{Alert, Align, Alignment, Direction, Layout, Numbers};
use crate::work;

/// What an open block element is for the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A border of paragraphs and nothing more.
    Plain,
    Quote(Option<Alert>),
    /// `Some` if ordered: the number it starts with.
    List(Option<u32>, Numbers),
    Item,
    Definitions,
    Term,
    Pre,
    /// A table of data.
    Table,
    Cell,
    /// A footnote, or the words of a comment.
    Note,
}

/// What an element hands on to those inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Flags {
    /// Only inlines may stand here: in a cell or a term.
    pub inline: bool,
    /// In `<pre>`.
    pub pre: bool,
    /// In the header row of a table, where bold means nothing.
    pub header: bool,
    /// Where notes stand, and where they are endnotes.
    pub notes: bool,
    pub ends: bool,
}

impl Flags {
    fn with(self, other: Flags) -> Flags {
        Flags {
            inline: self.inline | other.inline,
            pre: self.pre | other.pre,
            header: self.header | other.header,
            notes: self.notes | other.notes,
            ends: self.ends | other.ends,
        }
    }
}

/// An element that is to be opened: what it has by itself, without what stands around it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Element {
    pub tag: Tag,
    pub kind: Kind,
    pub flags: Flags,
    /// The marks that it switches on and off.
    pub on: Marks,
    pub off: Marks,
    pub paint: Paint,
    /// How its paragraphs are set.
    pub layout: Layout,
    /// A new page begins behind it.
    pub breaks: bool,
    /// The paragraph has no space below.
    pub dense: bool,
    /// A list that has no end tag: whatever is no item ends it.
    pub soft: bool,
    /// The number of a list's first item.
    pub start: u32,
    /// The items of the list are tasks, and these are done.
    pub tasks: Option<bool>,
}

impl Element {
    /// An element that looks like what stands around it.
    pub(super) fn new(tag: Tag, kind: Kind) -> Element {
        let (on, off, flags) = (Marks::NONE, Marks::NONE, Flags::default());
        let (paint, layout) = (Paint::default(), Layout::PLAIN);
        let breaks = false;
        Element {
            tag,
            kind,
            flags,
            on,
            off,
            paint,
            layout,
            breaks,
            dense: false,
            soft: false,
            start: 0,
            tasks: None,
        }
    }

    /// An element with the marks of a look.
    pub(super) fn marked(tag: Tag, kind: Kind, look: &Look) -> Element {
        let align = match look.align {
            _ if look.justified => Align::Justify,
            Some(Alignment::Center) => Align::Center,
            Some(Alignment::Right) => Align::Right,
            Some(Alignment::Left) => Align::Left,
            Some(Alignment::None) | None => Align::None,
        };
        let layout = Layout::new(align, look.direction);
        let (on, off, paint, breaks) = (look.on, look.off, look.paint, look.breaks[1]);
        Element { on, off, paint, layout, breaks, ..Element::new(tag, kind) }
    }
}

/// How paragraphs are set within others: what is set to the left as they mostly are says nothing.
fn within(own: Layout, outer: Layout) -> Layout {
    let align = match (own.align(), outer.align()) {
        (Align::None, outer) => outer,
        (own, _) => own,
    };
    let direction = match own.direction() {
        Direction::Unsaid => outer.direction(),
        // What mostly is says nothing.
        Direction::Ltr if outer.direction() != Direction::Rtl => Direction::Unsaid,
        own => own,
    };
    let is_usual = align == Align::Left && direction != Direction::Rtl
        || align == Align::Right && direction == Direction::Rtl;
    Layout::new(if is_usual { Align::None } else { align }, direction)
}

/// An open block element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub tag: Tag,
    pub kind: Kind,
    pub flags: Flags,
    /// The level of the heading that this is or stands in, or 0.
    pub heading: u8,
    pub marks: Marks,
    pub paint: Paint,
    pub layout: Layout,
    /// See [`Element::breaks`].
    pub breaks: bool,
    /// See [`Element::dense`].
    pub dense: bool,
    /// See [`Element::soft`].
    pub soft: bool,
    /// See [`Element::tasks`].
    pub tasks: Option<bool>,
    /// The number of the next item, for lists that become text.
    next: u32,
    /// The open block of the same tag before this one, or 0.
    previous: usize,
}

kept! {
    /// The open block elements.
    #[derive(Debug)]
    pub(super) struct Stack {
        blocks: Vec<Block>,
        /// The innermost open block of each tag, or 0.
        last: [usize; Tag::COUNT],
    }
}

impl Default for Stack {
    fn default() -> Self {
        Stack { blocks: Vec::new(), last: [0; Tag::COUNT] }
    }
}

impl Stack {
    /// The innermost open block; the document itself is one.
    #[inline]
    pub(super) fn top(&self) -> &Block {
        // The first block is pushed before the first token and popped by nobody.
        &self.blocks[self.blocks.len() - 1]
    }

    /// The block around the innermost one.
    pub(super) fn around_top(&self) -> Option<&Block> {
        self.blocks.get(self.blocks.len().checked_sub(2)?)
    }

    /// Number of open blocks, the document included.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.blocks.len()
    }

    /// The index of the innermost open block of a tag, or 0.
    #[inline]
    pub(super) fn last(&self, tag: Tag) -> usize {
        self.last[tag as usize]
    }

    /// The index of the innermost one of several tags, or 0.
    #[inline]
    pub(super) fn last_of(&self, tags: &[Tag]) -> usize {
        tags.iter().map(|&tag| self.last(tag)).max().unwrap_or(0)
    }

    /// The innermost cell, caption or table: end tags of other elements don't reach beyond it.
    pub(super) fn scope(&self) -> usize {
        self.last_of(&[Tag::Td, Tag::Th, Tag::Caption, Tag::Table])
    }

    /// The open block of that index.
    pub(super) fn block(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index)
    }

    /// What the block of that index is.
    pub(super) fn kind(&self, index: usize) -> Kind {
        self.blocks.get(index).map_or(Kind::Plain, |block| block.kind)
    }

    /// Opens an element; `false` where memory is short.
    pub(super) fn push(&mut self, element: Element) -> bool {
        work::step(1);
        let index = self.depth();
        if self.blocks.try_reserve(1).is_err() {
            return false;
        }
        let Element { tag, kind, flags, on, off, paint, layout, breaks, dense, soft, start, tasks } =
            element;
        let outer = self.blocks.last();
        let block = Block {
            tag,
            kind,
            flags: outer.map_or(Flags::default(), |outer| outer.flags).with(flags),
            heading: tag.heading_level().unwrap_or(outer.map_or(0, |outer| outer.heading)),
            marks: outer.map_or(Marks::NONE, |outer| outer.marks).with(on).without(off),
            paint: outer.map_or(paint, |outer| paint.within(outer.paint)),
            layout: within(layout, outer.map_or(Layout::PLAIN, |outer| outer.layout)),
            breaks,
            dense,
            soft,
            tasks,
            next: start,
            previous: self.last[tag as usize],
        };
        self.blocks.push(block);
        self.last[tag as usize] = index;
        true
    }

    /// The document itself is set that way, if nothing else is open.
    pub(super) fn turn(&mut self, direction: Direction) {
        if let [document] = &mut self.blocks[..] {
            document.layout = within(Layout::new(Align::None, direction), document.layout);
        }
    }

    /// Opens a block again that was popped, where it looks as it did before.
    pub(super) fn push_again(&mut self, block: Block) -> bool {
        let element = Element { dense: true, ..Element::new(block.tag, block.kind) };
        let pushed = self.push(element);
        if pushed && let Some(top) = self.blocks.last_mut() {
            top.marks = block.marks;
            (top.paint, top.layout) = (block.paint, block.layout);
        }
        pushed
    }

    /// Ends the innermost block; never the document itself.
    pub(super) fn pop(&mut self) -> Option<Block> {
        if self.blocks.len() < 2 {
            return None;
        }
        work::step(1);
        let block = self.blocks.pop()?;
        self.last[block.tag as usize] = block.previous;
        Some(block)
    }

    /// Makes a list that can't be one, or is none, a mere border.
    pub(super) fn make_plain(&mut self, index: usize) {
        if let Some(block) = self.blocks.get_mut(index) {
            block.kind = Kind::Plain;
        }
    }

    /// The number of the next item of a list that becomes text; `None` for a list of bullets.
    pub(super) fn next_number(&mut self, list: usize) -> Option<u32> {
        let block = self.blocks.get_mut(list).filter(|block| block.tag == Tag::Ol)?;
        let number = block.next;
        block.next = number.saturating_add(1);
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_hand_on_what_they_have_and_are_found_by_their_tag() {
        let mut stack = Stack::default();
        let bold = Look { on: Marks::STRONG, ..Look::default() };
        stack.push(Element::new(Tag::Unknown, Kind::Plain));
        stack.push(Element::marked(Tag::H2, Kind::Plain, &bold));
        let flags = Flags { inline: true, ..Flags::default() };
        stack.push(Element { flags, ..Element::new(Tag::Td, Kind::Cell) });
        stack.push(Element::new(Tag::P, Kind::Plain));
        let top = *stack.top();
        assert_eq!((top.heading, top.marks, top.flags.inline), (2, Marks::STRONG, true));
        assert_eq!((stack.last(Tag::Td), stack.scope(), stack.last(Tag::Th)), (2, 2, 0));
        assert_eq!(stack.last_of(&[Tag::H1, Tag::H2]), 1);
        for left in [3, 2, 1, 1] {
            stack.pop();
            assert_eq!(stack.depth(), left);
        }
        assert_eq!((stack.scope(), stack.last(Tag::H2)), (0, 0));
    }
}
