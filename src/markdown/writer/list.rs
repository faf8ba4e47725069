//! Lists: markers, numbers, and whether a list can be written tight.
//!
//! Shape   neighbouring lists of one type take different markers, so that two stay two.
//! Limits  numbers have at most nine digits.
//! Source  CommonMark 0.31, sections 5.2 and 5.3.

use super::Writer;
use super::block::FrameKind;
use crate::document::{Kind, NodeId};

/// How far the search for a block's last paragraph goes.
const LAST_BLOCK_HOPS: usize = 200;

impl Writer<'_, '_> {
    pub(super) fn list(&mut self, id: NodeId, start: Option<u32>, tight: bool) {
        let end = self.end_of(id);
        let Some(&frame) = self.s.frames.last() else { return };
        if end == id + 1 {
            return;
        }
        let usual = self.style.bullet;
        let other = if usual == b'-' { b'*' } else { b'-' };
        let marker = match (start, frame.kind) {
            (Some(_), _) if frame.last_list == b'.' => b')',
            (Some(_), _) => b'.',
            (None, _) if frame.last_list == usual => other,
            // Bullets in a row on one line could make a rule.
            (None, FrameKind::Item { bullet, .. }) if bullet == usual && !frame.filled => other,
            (None, _) => usual,
        };
        let tight = (tight || !self.has_paragraph(id, end)) && self.can_be_tight(id, end);
        self.begin();
        let outer = self.s.prefix.len();
        if let Some(frame) = self.s.frames.last_mut() {
            frame.last_list = marker;
        }
        let kind = FrameKind::List { marker, number: start.unwrap_or(0), tight };
        self.s.frames.push(super::block::Frame::new(kind, end, outer));
    }

    pub(super) fn item(&mut self, id: NodeId, task: Option<bool>) {
        let end = self.end_of(id);
        self.begin();
        let (marker, number, tight) = match self.s.frames.last_mut().map(|frame| &mut frame.kind) {
            Some(FrameKind::List { marker, number, tight }) => {
                let this = *number;
                *number = number.saturating_add(1);
                (*marker, this, *tight)
            }
            _ => (b'-', 0, true),
        };
        let line = self.out.len();
        let numbered = matches!(marker, b'.' | b')');
        if numbered {
            self.out.push_int(number.min(999_999_999) as i64);
        }
        self.out.push(&[marker, b' ']);
        let width = self.out.len() - line;
        let outer = self.s.prefix.len();
        const SPACES: [u8; 16] = [b' '; 16];
        self.s.prefix.extend_from_slice(&SPACES[..width.min(16)]);
        let bullet = if numbered { 0 } else { marker };
        let kind = FrameKind::Item { bullet, tight };
        self.s.frames.push(super::block::Frame::new(kind, end, outer));
        if let Some(done) = task {
            self.task_box(id, done);
        }
    }

    fn task_box(&mut self, id: NodeId, done: bool) {
        self.out.push(if done { b"[x]" } else { b"[ ]" });
        let text = self.first_block(id).is_some_and(|block| self.kind(block) == Kind::Paragraph);
        if text {
            self.out.push_byte(b' ');
        } else if let Some(frame) = self.s.frames.last_mut() {
            frame.filled = true;
            frame.close_up = true;
        }
    }

    /// Whether an item has a paragraph of its own: without one, loose and tight look the same.
    fn has_paragraph(&self, list: NodeId, end: NodeId) -> bool {
        let mut id = list + 1;
        while id < end {
            match self.kind(id) {
                Kind::Item { .. } => id += 1,
                Kind::Paragraph if self.shows(id) => return true,
                _ => id = self.end_of(id),
            }
        }
        false
    }

    /// Whether all items' blocks can follow each other without blank lines.
    fn can_be_tight(&self, list: NodeId, end: NodeId) -> bool {
        let mut item = list + 1;
        while item < end {
            let item_end = self.end_of(item);
            let mut last = None;
            let mut block = item + 1;
            while block < item_end {
                if self.block_shows(block) {
                    if last.is_some_and(|last| !self.can_follow(last, block)) {
                        return false;
                    }
                    last = Some(block);
                }
                block = self.end_of(block);
            }
            item = item_end;
        }
        true
    }

    /// Whether the block `next` may follow the block `block` on the next line.
    fn can_follow(&self, block: NodeId, next: NodeId) -> bool {
        let open_paragraph = match self.kind(block) {
            Kind::Heading { .. } | Kind::CodeBlock { .. } | Kind::Rule => false,
            Kind::Table { .. } => {
                return !matches!(
                    self.kind(next),
                    Kind::Paragraph
                        | Kind::Table { .. }
                        | Kind::List { .. }
                        | Kind::HtmlBlock
                        | Kind::DefinitionList
                );
            }
            Kind::HtmlBlock => {
                if !self.html_ends(block) {
                    return false;
                }
                false
            }
            Kind::Quote { .. } if matches!(self.kind(next), Kind::Quote { .. }) => return false,
            Kind::Paragraph => true,
            _ => self.ends_in_paragraph(block),
        };
        if !open_paragraph {
            return true;
        }
        match self.kind(next) {
            Kind::Heading { .. } | Kind::Quote { .. } | Kind::CodeBlock { .. } | Kind::Rule => true,
            Kind::HtmlBlock => self.html_interrupts(next),
            // Only directly under a paragraph's line must a list begin with 1 and have text.
            Kind::List { .. } if self.kind(block) != Kind::Paragraph => true,
            Kind::List { start, .. } => {
                let filled = self.item_begins_with_text(next + 1);
                start.is_none_or(|start| start == 1) && filled
            }
            _ => false,
        }
    }

    /// Whether anything stands behind the marker of an item.
    fn item_begins_with_text(&self, item: NodeId) -> bool {
        self.first_block(item).is_some() || matches!(self.kind(item), Kind::Item { task: Some(_) })
    }

    /// Whether anything is written for a block.
    fn block_shows(&self, block: NodeId) -> bool {
        match self.kind(block) {
            Kind::Paragraph | Kind::HtmlBlock => self.shows(block),
            Kind::List { .. } => self.end_of(block) > block + 1,
            _ => true,
        }
    }

    /// The first block of an item that shows anything.
    fn first_block(&self, item: NodeId) -> Option<NodeId> {
        let end = self.end_of(item);
        let mut block = item + 1;
        while block < end {
            if self.block_shows(block) {
                return Some(block);
            }
            block = self.end_of(block);
        }
        None
    }

    /// Whether a line after the block could be read as going on with a paragraph inside of it.
    fn ends_in_paragraph(&self, block: NodeId) -> bool {
        let mut block = block;
        let mut hops = 0;
        loop {
            match self.kind(block) {
                Kind::Quote { .. }
                | Kind::List { .. }
                | Kind::Item { .. }
                | Kind::DefinitionList
                | Kind::Definition => {}
                Kind::Heading { .. } | Kind::CodeBlock { .. } | Kind::Rule | Kind::HtmlBlock => {
                    return false;
                }
                _ => return true,
            }
            let end = self.end_of(block);
            let mut last = None;
            let mut child = block + 1;
            while child < end {
                if self.block_shows(child) {
                    last = Some(child);
                }
                child = self.end_of(child);
                hops += 1;
                if hops > LAST_BLOCK_HOPS {
                    return true;
                }
            }
            let Some(child) = last else { return false };
            block = child;
        }
    }
}
