//! The open inline elements, and what they say together: the marks and the link that are in force.
//!
//! Shape   a stack of [`Inline`]s. An element that says nothing is only counted, for its end tag must
//!         be found; equal neighbours are one entry. Outlook nests them by the thousand.
//! Limits  at most [`MAX_INLINES`] different inline elements are open, more are left out; links
//!         don't nest: a second one ends the first.
//! Source  the HTML standard, "Formatting elements": they outlive the block they began in, others
//!         don't; none outlives a table cell. One whose block has ended waits for more text, and holds in
//!         no table that begins meanwhile.

use super::style::{Marks, Paint};
use super::tag::{Role, Tag};
use crate::buffers::{kept, plain};
use crate::document::{ChangeId, Color, LinkId};
use crate::work;

/// Inline elements that may be open, equal neighbours counted once.
const MAX_INLINES: usize = 128;

/// The elements that often say nothing, by their place in [`Inline::inert`].
fn inert(tag: Tag) -> Option<usize> {
    [Tag::Span, Tag::Font, Tag::A].iter().position(|&known| known == tag)
}

/// An inline element that is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub on: Marks,
    pub off: Marks,
    pub link: Option<LinkId>,
    pub paint: Paint,
    pub change: Option<Changed>,
}

/// A tracked change: whether it took something out, and which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    pub deleted: bool,
    pub id: ChangeId,
}

impl Look {
    pub(super) const NONE: Look = Look {
        on: Marks::NONE,
        off: Marks::NONE,
        link: None,
        paint: Paint { text: Color::NONE, back: Color::NONE },
        change: None,
    };
}

/// An open inline element.
#[derive(Clone, Copy, Debug)]
struct Inline {
    tag: Tag,
    look: Look,
    /// Number of blocks that were open when it began.
    depth: usize,
    /// How many more of the same kind began right behind it.
    repeat: u32,
    /// Its block has ended, and nothing has come since that it holds for.
    waits: bool,
    /// Numbers of elements that say nothing, where it stands for those; its tag is `Unknown` then.
    inert: [u32; 3],
}

impl Inline {
    fn is(&self, tag: Tag) -> bool {
        self.tag == tag || inert(tag).is_some_and(|kind| self.inert[kind] > 0)
    }

    /// Whether it waits outside of the table or cell `scope`, or of another one around that.
    fn is_away(&self, scope: usize) -> bool {
        self.waits && self.depth <= scope
    }

    /// Whether it outlives the block that it began in.
    fn is_formatting(&self) -> bool {
        matches!(self.tag.role(), Role::Formatting(_))
    }
}

/// What the innermost block says of all text in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Ground {
    pub marks: Marks,
    pub paint: Paint,
    /// It is a header row, where bold means nothing.
    pub header: bool,
    /// The innermost cell, caption or table.
    pub scope: usize,
}

/// What is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Force {
    pub marks: Marks,
    pub link: Option<LinkId>,
    pub paint: Paint,
    pub change: Option<Changed>,
}

plain!(Ground, Force);

kept! {
    /// The open inline elements.
    #[derive(Debug, Default)]
    pub(super) struct Inlines {
        open: Vec<Inline>,
        /// Inline elements beyond the limit.
        too_many: u32,
        /// Any of them waits.
        any_waits: bool,
        ground: Ground,
        force: Force,
    }
}

/// What became of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pushed {
    Open,
    /// It says nothing, or nothing new.
    Counted,
    /// It was left out, and it said something.
    LeftOut,
}

impl Inlines {
    /// The marks and the link that are in force.
    #[inline]
    pub(super) fn force(&self) -> Force {
        self.force
    }

    /// What the innermost block says.
    pub(super) fn ground(&self) -> Ground {
        self.ground
    }

    /// Whether an element is open whose text is code, whatever it looks like.
    pub(super) fn has_code(&self) -> bool {
        work::step(self.open.len());
        self.open.iter().any(|inline| matches!(inline.tag, Tag::Code | Tag::Samp | Tag::Tt))
    }

    /// The marks and links of the open elements, in the order in which they began.
    pub(super) fn looks(&self) -> impl Iterator<Item = Look> {
        self.open.iter().map(|inline| inline.look)
    }

    /// Opens an element where `depth` blocks are open.
    pub(super) fn push(&mut self, tag: Tag, look: Look, depth: usize) -> Pushed {
        if let Some(kind) = inert(tag)
            && look == Look::NONE
        {
            self.push_inert(kind, depth);
            return Pushed::Counted;
        }
        if let Some(last) = self.open.last_mut()
            && (last.tag, last.look, last.depth) == (tag, look, depth)
            && look.link.is_none()
        {
            last.repeat = last.repeat.saturating_add(1);
            return Pushed::Counted;
        }
        if self.is_full() {
            return Pushed::LeftOut;
        }
        self.open.push(Inline { tag, look, depth, repeat: 0, waits: false, inert: [0; 3] });
        self.update();
        Pushed::Open
    }

    fn push_inert(&mut self, kind: usize, depth: usize) {
        let is_group = |last: &Inline| last.tag == Tag::Unknown && last.depth == depth;
        if !self.open.last().is_some_and(is_group) {
            if self.is_full() {
                return;
            }
            let (tag, look) = (Tag::Unknown, Look::NONE);
            self.open.push(Inline { tag, look, depth, repeat: 0, waits: false, inert: [0; 3] });
        }
        if let Some(group) = self.open.last_mut() {
            group.inert[kind] = group.inert[kind].saturating_add(1);
        }
    }

    /// Counts an element that finds no room.
    fn is_full(&mut self) -> bool {
        let full = self.open.len() >= MAX_INLINES;
        self.too_many = self.too_many.saturating_add(full.into());
        full
    }

    /// The innermost element of that name that an end tag reaches, wherever it stands among the
    /// others: where `depth` blocks are open, and `scope` is the cell or table around.
    fn find(&self, tag: Tag, scope: usize, depth: usize) -> Option<usize> {
        if self.too_many > 0 {
            return None;
        }
        work::step(self.open.len());
        let formatting = matches!(tag.role(), Role::Formatting(_));
        self.open.iter().rposition(|inline| {
            let reaches = if formatting { inline.depth > scope } else { inline.depth == depth };
            reaches && inline.is(tag)
        })
    }

    /// Whether an end tag finds its element.
    pub(super) fn holds(&self, tag: Tag, scope: usize, depth: usize) -> bool {
        self.find(tag, scope, depth).is_some()
    }

    /// The end tag of an element.
    pub(super) fn end(&mut self, tag: Tag, scope: usize, depth: usize) {
        let found = self.find(tag, scope, depth);
        self.too_many = self.too_many.saturating_sub(1);
        let Some(index) = found else { return };
        let inline = &mut self.open[index];
        if let Some(kind) = inert(tag)
            && inline.tag != tag
        {
            inline.inert[kind] -= 1;
            if inline.inert == [0; 3] {
                self.open.remove(index);
            }
        } else if inline.repeat > 0 {
            inline.repeat -= 1;
        } else {
            let ends_others = inline.is_formatting() && inline.depth == depth;
            self.open.remove(index);
            if ends_others {
                // What is no formatting ends with the formatting around it.
                let mut at = 0;
                self.open.retain(|inline| {
                    at += 1;
                    at <= index || inline.is_formatting() || inline.tag == Tag::Unknown
                });
            }
            self.update();
        }
    }

    /// After blocks have ended, of which `depth` are left: drops the elements that end with them.
    /// Those that began in the block of index `scope` or inside of it end in any case.
    pub(super) fn leave(&mut self, scope: usize, depth: usize) {
        work::step(self.open.len());
        self.open.retain_mut(|inline| {
            let stays = inline.depth <= depth || inline.is_formatting() && inline.depth <= scope;
            inline.waits |= inline.depth > depth;
            inline.depth = inline.depth.min(depth);
            stays
        });
        self.any_waits = self.open.iter().any(|inline| inline.waits);
        self.too_many = 0;
    }

    /// Text comes where `depth` blocks are open: what waits holds from here on.
    #[inline]
    pub(super) fn resume(&mut self, depth: usize) {
        if self.any_waits {
            self.resume_all(depth);
        }
    }

    fn resume_all(&mut self, depth: usize) {
        work::step(self.open.len());
        self.any_waits = false;
        for inline in self.open.iter_mut().filter(|inline| inline.waits) {
            if inline.is_away(self.ground.scope) {
                self.any_waits = true;
            } else {
                (inline.waits, inline.depth) = (false, depth);
            }
        }
    }

    /// The blocks from `depth` on have moved by `by` places.
    pub(super) fn shift(&mut self, depth: usize, by: isize) {
        work::step(self.open.len());
        for inline in self.open.iter_mut().filter(|inline| inline.depth >= depth) {
            inline.depth = inline.depth.saturating_add_signed(by);
        }
    }

    /// Another block is the innermost one now.
    pub(super) fn stand_on(&mut self, ground: Ground) {
        self.ground = ground;
        self.update();
    }

    /// Finds out which marks and which link are in force.
    fn update(&mut self) {
        work::step(self.open.len());
        let (mut marks, mut link, mut change) = (self.ground.marks, None, None);
        let mut paint = self.ground.paint;
        for Inline { look, .. } in self.open.iter().filter(|it| !it.is_away(self.ground.scope)) {
            marks = marks.with(look.on).without(look.off);
            link = look.link.or(link);
            paint = look.paint.within(paint);
            change = look.change.or(change);
        }
        paint = paint.seen();
        if link.is_some() {
            // Links are underlined anyway.
            marks = marks.without(Marks::UNDERLINE);
            paint = paint.in_link();
        }
        if marks.has(Marks::CODE) || marks.has(Marks::KEYS) {
            paint = paint.in_code();
        }
        if self.ground.header {
            marks = marks.without(Marks::STRONG);
        }
        self.force = Force { marks, link, paint, change };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold() -> Look {
        Look { on: Marks::STRONG, ..Look::NONE }
    }

    #[test]
    fn formatting_outlives_its_block_and_others_do_not() {
        let mut inlines = Inlines::default();
        inlines.push(Tag::B, bold(), 2);
        inlines.push(Tag::Cite, Look { on: Marks::EMPHASIS, ..Look::NONE }, 2);
        assert_eq!(inlines.force().marks, Marks::STRONG.with(Marks::EMPHASIS));
        inlines.leave(usize::MAX, 1);
        inlines.stand_on(Ground::default());
        assert_eq!(inlines.force().marks, Marks::STRONG);
        inlines.stand_on(Ground { header: true, ..Ground::default() });
        assert_eq!(inlines.force().marks, Marks::NONE);
        assert!(inlines.holds(Tag::B, 0, 1) && !inlines.holds(Tag::B, 1, 1));
    }

    #[test]
    fn elements_that_say_nothing_new_are_counted() {
        let mut inlines = Inlines::default();
        for _ in 0..1000 {
            assert_eq!(inlines.push(Tag::Span, Look::NONE, 1), Pushed::Counted);
            inlines.push(Tag::B, bold(), 1);
            inlines.push(Tag::B, bold(), 1);
            inlines.end(Tag::B, 0, 1);
            inlines.end(Tag::B, 0, 1);
        }
        assert_eq!((inlines.open.len(), inlines.force().marks), (1, Marks::NONE));
        for _ in 0..1000 {
            inlines.end(Tag::Span, 0, 1);
        }
        assert!(inlines.open.is_empty());
    }

    #[test]
    fn what_finds_no_room_is_left_out_with_its_end_tag() {
        let mut inlines = Inlines::default();
        for _ in 0..MAX_INLINES / 2 {
            inlines.push(Tag::B, bold(), 1);
            inlines.push(Tag::I, bold(), 1);
        }
        assert_eq!(inlines.push(Tag::U, bold(), 1), Pushed::LeftOut);
        inlines.end(Tag::U, 0, 1);
        inlines.end(Tag::I, 0, 1);
        assert_eq!(inlines.open.len(), MAX_INLINES - 1);
    }
}
