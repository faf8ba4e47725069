//! The open containers: what stands between their blocks, and the markers of their items.
//!
//! Shape   a stack of frames, one for each open container. A block begins with whatever ends the
//!         block before it ([`Frames::begin`]); nothing is written after a block, so that an empty
//!         one leaves no trace.
//! Source  CommonMark 0.31, chapter 5.

use super::list;
use crate::buffers::kept;
use crate::document::NodeId;

/// What an open container is to its children.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FrameKind {
    Root,
    Quote,
    /// A list: its marker, its next number.
    List {
        marker: u8,
        number: u32,
        tight: bool,
    },
    /// An item: its bullet, or 0 if it has a number.
    Item {
        bullet: u8,
        tight: bool,
    },
    Note,
    DefinitionList,
    Definition,
}

/// An open container.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    kind: FrameKind,
    end: NodeId,
    /// Length of the line prefix outside of the container.
    outer: usize,
    /// Something has been written in it.
    filled: bool,
    /// The next block follows without a blank line, whatever the container says.
    close_up: bool,
    /// The marker of the list that was the last block in it; 0 if it was another block.
    last_list: u8,
    /// What would end the HTML block that was the last block in it, where it has no end.
    unclosed: &'static [u8],
}

/// What stands before a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    /// What ends the HTML block before, on a line of its own.
    pub unclosed: &'static [u8],
    /// An empty line.
    pub blank: bool,
    /// A line end.
    pub line: bool,
}

/// What is to be done where a container ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left {
    /// Length of the line prefix from now on.
    pub margin: usize,
    pub content: Content,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Something,
    /// Nothing: only the container's own marker stands on the line.
    Nothing,
    /// Nothing, and the marker may not stand alone.
    NeedsSpace,
}

/// An item that begins: its list's marker, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ItemMark {
    pub marker: u8,
    pub number: u32,
    pub tight: bool,
}

kept! {
    /// The open containers, the innermost last.
    #[derive(Debug, Default)]
    pub(super) struct Frames {
        open: Vec<Frame>,
    }
}

impl Frames {
    /// Begins a document whose nodes end with `end`.
    pub(super) fn begin_document(&mut self, end: NodeId) {
        self.open.clear();
        self.enter(FrameKind::Root, end, 0);
    }

    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost container ends before the node `id`.
    pub(super) fn ends_before(&self, id: NodeId) -> bool {
        self.open.last().is_some_and(|frame| frame.end <= id)
    }

    /// Opens a container, outside of which the prefix of lines is `outer` bytes long.
    pub(super) fn enter(&mut self, kind: FrameKind, end: NodeId, outer: usize) {
        self.open.push(Frame {
            kind,
            end,
            outer,
            filled: false,
            close_up: false,
            last_list: 0,
            unclosed: b"",
        });
    }

    /// The same for a list, which has begun already.
    pub(super) fn enter_list(&mut self, mark: ItemMark, end: NodeId, outer: usize) {
        let ItemMark { marker, number, tight } = mark;
        if let Some(frame) = self.open.last_mut() {
            frame.last_list = marker;
        }
        self.enter(FrameKind::List { marker, number, tight }, end, outer);
    }

    /// The marker for a list that begins now.
    pub(super) fn list_marker(&self, ordered: bool, usual: u8) -> u8 {
        let Some(frame) = self.open.last() else { return usual };
        let around = match frame.kind {
            FrameKind::Item { bullet, .. } if !frame.filled => bullet,
            _ => 0,
        };
        list::marker(ordered, usual, frame.last_list, around)
    }

    /// What stands before an item of the innermost container; the next one gets the next number.
    pub(super) fn next_item(&mut self) -> ItemMark {
        match self.open.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::List { marker, number, tight }) => {
                let this = *number;
                *number = number.saturating_add(1);
                ItemMark { marker: *marker, number: this, tight: *tight }
            }
            _ => ItemMark { marker: b'-', number: 0, tight: true },
        }
    }

    /// Begins a block: what ends the one before it, if there is one in this container.
    pub(super) fn begin(&mut self) -> Gap {
        let Some(frame) = self.open.last_mut() else { return Gap::default() };
        let blank = match frame.kind {
            FrameKind::List { tight, .. } | FrameKind::Item { tight, .. } => !tight,
            FrameKind::Root | FrameKind::Quote | FrameKind::Note => true,
            FrameKind::DefinitionList | FrameKind::Definition => true,
        };
        let blank = blank && !frame.close_up && frame.filled;
        let line = std::mem::replace(&mut frame.filled, true);
        frame.close_up = false;
        frame.last_list = 0;
        Gap { unclosed: std::mem::take(&mut frame.unclosed), blank, line }
    }

    /// Something was written that is no block of its own: the next block ends it.
    pub(super) fn fill(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            frame.filled = true;
        }
    }

    /// The next block follows on the next line.
    pub(super) fn close_up(&mut self) {
        if let Some(frame) = self.open.last_mut() {
            frame.close_up = true;
        }
    }

    /// The block that was written is HTML that `end` would end.
    pub(super) fn leave_unclosed(&mut self, end: &'static [u8]) {
        if let Some(frame) = self.open.last_mut() {
            frame.unclosed = end;
        }
    }

    /// The innermost container, for [`Self::restore`].
    pub(super) fn innermost(&self) -> Option<Frame> {
        self.open.last().copied()
    }

    /// Forgets what was begun in the innermost container since it was `frame`.
    pub(super) fn restore(&mut self, frame: Frame) {
        if let Some(last) = self.open.last_mut() {
            *last = frame;
        }
    }

    /// Ends the innermost container.
    pub(super) fn leave(&mut self) -> Option<Left> {
        let frame = self.open.pop()?;
        let content = match frame.kind {
            _ if frame.filled => Content::Something,
            // At a blank line behind an empty item, pulldown-cmark would end the outer item.
            FrameKind::Item { .. } if self.in_quote_in_loose_item() => Content::NeedsSpace,
            _ => Content::Nothing,
        };
        if content == Content::Nothing && frame.kind == FrameKind::Definition {
            // A blank line after it would end the list.
            self.close_up();
        }
        Some(Left { margin: frame.outer, content })
    }

    fn in_quote_in_loose_item(&self) -> bool {
        let quote = self.open.iter().rposition(|frame| frame.kind == FrameKind::Quote);
        let outside = &self.open[..quote.unwrap_or(0)];
        outside.iter().any(|frame| {
            matches!(
                frame.kind,
                FrameKind::Item { tight: false, .. } | FrameKind::Definition | FrameKind::Note
            )
        })
    }
}

impl Frame {
    /// Whether a block that begins now is the first one of an item or a quote.
    pub(super) fn begins_item(&self) -> bool {
        !self.filled && matches!(self.kind, FrameKind::Item { .. } | FrameKind::Quote)
    }

    /// Whether a rule that begins now is written with stars: `---` under a paragraph makes a heading
    /// of it, at the top of a file (`top`) it may begin front matter, and behind a `-` the line
    /// would be nothing but a rule.
    pub(super) fn rule_has_stars(&self, top: bool) -> bool {
        match self.kind {
            FrameKind::Item { bullet, tight } if self.filled => tight || bullet == 0,
            FrameKind::Item { bullet, .. } => bullet == b'-',
            FrameKind::Root | FrameKind::Quote | FrameKind::Note => self.close_up || top,
            FrameKind::List { .. } => self.close_up || top,
            FrameKind::DefinitionList | FrameKind::Definition => self.close_up || top,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(kinds: &[FrameKind]) -> Frames {
        let mut frames = Frames::default();
        frames.begin_document(9);
        for (depth, &kind) in kinds.iter().enumerate() {
            frames.begin();
            frames.enter(kind, 9, depth);
        }
        frames
    }

    #[test]
    fn what_stands_before_a_block_follows_from_its_container() {
        let item = |tight| FrameKind::Item { bullet: b'-', tight };
        for (kind, blank) in [
            (FrameKind::Root, true),
            (FrameKind::Quote, true),
            (item(true), false),
            (item(false), true),
            (FrameKind::Note, true),
            (FrameKind::DefinitionList, true),
        ] {
            let mut frames = frames(&[kind]);
            assert_eq!(frames.begin(), Gap::default(), "{kind:?}");
            assert_eq!(frames.begin(), Gap { unclosed: b"", blank, line: true }, "{kind:?}");
            frames.leave_unclosed(b"-->");
            frames.close_up();
            assert_eq!(frames.begin(), Gap { unclosed: b"-->", blank: false, line: true });
            assert_eq!(frames.begin(), Gap { unclosed: b"", blank, line: true }, "{kind:?}");
        }
    }

    #[test]
    fn an_empty_container_leaves_its_marker() {
        let item = |tight| FrameKind::Item { bullet: b'-', tight };
        let left = |kinds: &[FrameKind]| frames(kinds).leave().unwrap();
        assert_eq!(left(&[item(true)]).content, Content::Nothing);
        let loose = [item(false), FrameKind::Quote, item(true)];
        assert_eq!(left(&loose), Left { margin: 2, content: Content::NeedsSpace });
        assert_eq!(left(&[item(true), FrameKind::Quote, item(true)]).content, Content::Nothing);
        let mut filled = frames(&[item(true)]);
        filled.fill();
        assert_eq!(filled.leave().unwrap().content, Content::Something);
        // The next definition follows an empty one at once.
        let mut list = frames(&[FrameKind::DefinitionList, FrameKind::Definition]);
        list.leave();
        assert!(!list.begin().blank);
    }

    #[test]
    fn a_rule_is_not_read_as_something_else() {
        for (kind, filled, top, stars) in [
            (FrameKind::Root, false, false, false),
            (FrameKind::Root, false, true, true),
            (FrameKind::Item { bullet: b'-', tight: true }, false, false, true),
            (FrameKind::Item { bullet: b'*', tight: true }, false, false, false),
            (FrameKind::Item { bullet: b'*', tight: true }, true, false, true),
            (FrameKind::Item { bullet: b'-', tight: false }, true, false, false),
            (FrameKind::Item { bullet: 0, tight: false }, true, false, true),
        ] {
            let mut frames = frames(&[kind]);
            if filled {
                frames.fill();
            }
            assert_eq!(frames.innermost().unwrap().rule_has_stars(top), stars, "{kind:?}");
        }
    }

    #[test]
    fn items_count_from_the_start_of_their_list() {
        let list = FrameKind::List { marker: b'.', number: u32::MAX - 1, tight: true };
        let mut frames = frames(&[list]);
        let numbers = [(); 3].map(|()| frames.next_item().number);
        assert_eq!(numbers, [u32::MAX - 1, u32::MAX, u32::MAX]);
    }
}
