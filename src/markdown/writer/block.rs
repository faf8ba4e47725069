//! Blocks: what stands between them, and the prefixes of their lines.
//!
//! Shape   a stack of frames, one for each open container. A block begins with whatever ends the
//!         block before it; nothing is written after a block, so that an empty one leaves no trace.
//! Source  CommonMark 0.31, chapters 4 and 5.

use super::Writer;
use super::inline::Context;
use crate::document::{Alert, Kind, NodeId};
use crate::markdown::html;
use crate::report::Loss;

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
    pub kind: FrameKind,
    pub end: NodeId,
    /// Length of the line prefix outside of the container.
    pub outer: usize,
    /// Something has been written in it.
    pub filled: bool,
    /// The next block follows without a blank line, whatever the container says.
    pub close_up: bool,
    /// The marker of the list that was the last block in it; 0 if it was another block.
    pub last_list: u8,
    /// What would end the HTML block that was the last block in it, where it has no end.
    pub unclosed: &'static [u8],
}

impl Frame {
    pub(super) fn root(end: NodeId) -> Self {
        Frame::new(FrameKind::Root, end, 0)
    }

    pub(super) fn new(kind: FrameKind, end: NodeId, outer: usize) -> Self {
        Frame { kind, end, outer, filled: false, close_up: false, last_list: 0, unclosed: b"" }
    }
}

impl Writer<'_, '_> {
    /// Writes the blocks `first..end`: whole subtrees.
    pub(super) fn blocks(&mut self, first: NodeId, end: NodeId) {
        let base = self.s.frames.len();
        let mut id = first;
        loop {
            while self.s.frames.len() > base && self.s.frames.last().is_some_and(|f| f.end <= id) {
                self.leave();
            }
            if id >= end || self.out.failed() {
                break;
            }
            let next = self.end_of(id);
            match self.kind(id) {
                Kind::Quote { alert } => {
                    self.quote(alert, next);
                    id += 1;
                }
                Kind::List { start, tight } => {
                    self.list(id, start, tight);
                    id += 1;
                }
                Kind::Item { task } => {
                    self.item(id, task);
                    id += 1;
                }
                Kind::DefinitionList => {
                    self.definition_list(next);
                    id += 1;
                }
                Kind::Definition => {
                    self.definition(next);
                    id += 1;
                }
                kind => {
                    self.leaf_block(id, next, kind);
                    id = next;
                }
            }
        }
        while self.s.frames.len() > base {
            self.leave();
        }
    }

    fn leaf_block(&mut self, id: NodeId, end: NodeId, kind: Kind) {
        match kind {
            Kind::Paragraph => self.paragraph(id, end),
            Kind::Heading { level, id: name } => self.heading(id, end, level, name),
            Kind::CodeBlock { info } => self.code_block(id, end, info),
            Kind::HtmlBlock => self.html_block(id, end),
            Kind::Rule => self.rule(),
            Kind::Table { first, count } => self.table(id, end, first, count),
            Kind::Term => self.term(id, end),
            // Written at the end of the document.
            Kind::FootnoteDefinition { .. } => {}
            // Inlines where a block should stand: the model forbids it, the text is kept.
            _ => self.inline_block(id, end, Context::Paragraph),
        }
    }

    /// Ends the block before, if there is one in this container, and begins a block's first line.
    pub(super) fn begin(&mut self) {
        let Some(frame) = self.s.frames.last_mut() else { return };
        let blank = match frame.kind {
            FrameKind::List { tight, .. } | FrameKind::Item { tight, .. } => !tight,
            _ => true,
        };
        let blank = blank && !frame.close_up;
        let filled = frame.filled;
        frame.filled = true;
        frame.close_up = false;
        frame.last_list = 0;
        let unclosed = std::mem::take(&mut frame.unclosed);
        if !unclosed.is_empty() {
            // All that follows would belong to the HTML block.
            self.new_line();
            self.out.push(unclosed);
        }
        if filled {
            if blank {
                self.blank_line();
            }
            self.new_line();
        }
    }

    /// Opens a container whose lines begin with `prefix` and whose first line begins with it too.
    pub(super) fn enter(&mut self, kind: FrameKind, end: NodeId, prefix: &[u8]) {
        let outer = self.s.prefix.len();
        self.out.push(prefix);
        self.s.prefix.extend_from_slice(prefix);
        self.s.frames.push(Frame::new(kind, end, outer));
    }

    pub(super) fn leave(&mut self) {
        let Some(frame) = self.s.frames.pop() else { return };
        self.s.prefix.truncate(frame.outer);
        if frame.filled {
            return;
        }
        if matches!(frame.kind, FrameKind::Item { .. }) && self.in_quote_in_loose_item() {
            // At a blank line behind an empty item, pulldown-cmark would end the outer item.
            self.out.push(b"&#32;");
            return;
        }
        // Only the container's own marker stands on the line.
        let written = self.out.as_bytes();
        let spaces = written.iter().rev().take_while(|&&b| b == b' ').count();
        self.out.truncate(written.len() - spaces);
        if frame.kind == FrameKind::Definition
            && let Some(list) = self.s.frames.last_mut()
        {
            // A blank line after it would end the list.
            list.close_up = true;
        }
    }

    fn in_quote_in_loose_item(&self) -> bool {
        let quote = self.s.frames.iter().rposition(|frame| frame.kind == FrameKind::Quote);
        let outside = &self.s.frames[..quote.unwrap_or(0)];
        outside.iter().any(|frame| {
            matches!(
                frame.kind,
                FrameKind::Item { tight: false, .. } | FrameKind::Definition | FrameKind::Note
            )
        })
    }

    fn quote(&mut self, alert: Option<Alert>, end: NodeId) {
        self.begin();
        self.enter(FrameKind::Quote, end, b"> ");
        let Some(alert) = alert else { return };
        self.out.push(match alert {
            Alert::Note => b"[!NOTE]",
            Alert::Tip => b"[!TIP]",
            Alert::Important => b"[!IMPORTANT]",
            Alert::Warning => b"[!WARNING]",
            Alert::Caution => b"[!CAUTION]",
        });
        if let Some(frame) = self.s.frames.last_mut() {
            frame.filled = true;
            frame.close_up = true;
        }
    }

    fn paragraph(&mut self, id: NodeId, end: NodeId) {
        self.inline_block(id + 1, end, Context::Paragraph);
    }

    /// A block of inlines; nothing is written when they show nothing.
    fn inline_block(&mut self, first: NodeId, end: NodeId, context: Context) {
        let Some(&frame) = self.s.frames.last() else { return };
        let mark = self.out.len();
        self.inline.first_in_item =
            !frame.filled && matches!(frame.kind, FrameKind::Item { .. } | FrameKind::Quote);
        self.begin();
        if !self.inlines(first, end, context) {
            self.out.truncate(mark);
            if let Some(last) = self.s.frames.last_mut() {
                *last = frame;
            }
        }
    }

    fn heading(&mut self, id: NodeId, end: NodeId, level: u8, name: crate::document::Span) {
        self.begin();
        self.out.push(&b"######"[..level.clamp(1, 6) as usize]);
        let hashes = self.out.len();
        self.out.push_byte(b' ');
        if !self.inlines(id + 1, end, Context::Heading) {
            self.out.truncate(hashes);
        }
        self.guard_heading_end(hashes);
        if name.is_empty() {
            return;
        }
        let name = self.text(name);
        let plain = !name.iter().any(|b| b.is_ascii_whitespace() || b"{}<>\\".contains(b));
        if self.extensions.heading_attributes && plain {
            self.out.push(b" {#");
            self.out.push(name);
            self.out.push(b"}");
        } else {
            self.report.add(Loss::Other, usize::MAX);
        }
    }

    /// A heading's text must not end in what closes a heading or gives it attributes.
    fn guard_heading_end(&mut self, start: usize) {
        let text = &self.out.as_bytes()[start.min(self.out.len())..];
        let hashes = text.iter().rev().take_while(|&&b| b == b'#').count();
        let before = text.len() - hashes;
        let at = if hashes > 0 && before > 0 && matches!(text[before - 1], b' ' | b'\t') {
            hashes
        } else if self.extensions.heading_attributes
            && text.ends_with(b"}")
            && !text.ends_with(b"\\}")
        {
            1
        } else {
            return;
        };
        let end = if at == 1 && hashes == 0 { b'}' } else { b'#' };
        self.out.truncate(self.out.len() - at);
        self.out.push_byte(b'\\');
        for _ in 0..at {
            self.out.push_byte(end);
        }
    }

    fn rule(&mut self) {
        let Some(&frame) = self.s.frames.last() else { return };
        // `---` under a paragraph makes a heading of it, at the top of a file it may begin front
        // matter, and behind a `-` the line would be nothing but a rule.
        let stars = match frame.kind {
            FrameKind::Item { bullet, tight } if frame.filled => tight || bullet == 0,
            FrameKind::Item { bullet, .. } => bullet == b'-',
            _ => frame.close_up || (self.out.is_empty() && self.extensions.front_matter),
        };
        self.begin();
        self.out.push(if stars { b"***" } else { b"---" });
    }

    fn html_block(&mut self, id: NodeId, end: NodeId) {
        let Some(&frame) = self.s.frames.last() else { return };
        let mark = self.out.len();
        self.begin();
        let start = self.out.len();
        for leaf in id + 1..end {
            let Kind::Text(span) = self.kind(leaf) else { continue };
            let mut text = self.text(span);
            if self.out.len() == start {
                // Space before it could count as a marker's, or put it into a list before it.
                text = text.trim_ascii_start();
            }
            self.raw_lines(text);
        }
        self.drop_line_ends(start);
        let unclosed = match html::block_start(self.html_begin(id)) {
            Some(start @ 1..6) if !self.html_ends(id) => html::block_end(start),
            _ => b"",
        };
        if let Some(frame) = self.s.frames.last_mut() {
            frame.unclosed = unclosed;
        }
        if self.out.len() == start {
            self.out.truncate(mark);
            if let Some(last) = self.s.frames.last_mut() {
                *last = frame;
            }
        }
    }

    /// Writes text as it stands, each of its lines inside the open containers.
    pub(super) fn raw_lines(&mut self, text: &[u8]) {
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'\n', rest) {
            self.raw_piece(&rest[..at]);
            rest = &rest[at + 1..];
            self.out.push_byte(b'\n');
        }
        self.raw_piece(rest);
    }

    fn raw_piece(&mut self, piece: &[u8]) {
        if piece.is_empty() {
            return;
        }
        // A line that was only begun has no prefix yet.
        if self.out.as_bytes().last() == Some(&b'\n') {
            self.out.push(&self.s.prefix);
        }
        self.out.push(piece);
    }

    fn drop_line_ends(&mut self, start: usize) {
        while self.out.len() > start && self.out.as_bytes().last() == Some(&b'\n') {
            self.out.truncate(self.out.len() - 1);
        }
    }

    /// True when the HTML block `id` begins in a way that may interrupt a paragraph.
    pub(super) fn html_interrupts(&self, id: NodeId) -> bool {
        html::block_start(self.html_begin(id)).is_some()
    }

    /// True when the HTML block `id` needs no blank line after it.
    pub(super) fn html_ends(&self, id: NodeId) -> bool {
        let last = (id + 1..self.end_of(id)).rev().find_map(|leaf| self.html_leaf(leaf));
        last.is_some_and(|last| html::ends_by_itself(self.html_begin(id), last))
    }

    fn html_begin(&self, id: NodeId) -> &[u8] {
        (id + 1..self.end_of(id)).find_map(|leaf| self.html_leaf(leaf)).unwrap_or(b"")
    }

    /// The text of a leaf of an HTML block, if it is more than space.
    fn html_leaf(&self, leaf: NodeId) -> Option<&[u8]> {
        match self.kind(leaf) {
            Kind::Text(span) => Some(self.text(span).trim_ascii()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    fn definition_list(&mut self, end: NodeId) {
        if !self.extensions.definition_lists {
            self.report.add(Loss::Other, usize::MAX);
        }
        self.begin();
        self.enter(FrameKind::DefinitionList, end, b"");
    }

    fn term(&mut self, id: NodeId, end: NodeId) {
        let mark = self.out.len();
        // With pipes, the term could be the head of a table.
        self.inline.term = self.extensions.definition_lists;
        self.inline_block(id + 1, end, Context::Paragraph);
        self.inline.term = false;
        if self.out.len() == mark && self.extensions.definition_lists {
            // A definition needs a term above it.
            self.begin();
            self.out.push(b"&#32;");
        }
    }

    fn definition(&mut self, end: NodeId) {
        if self.extensions.definition_lists {
            if let Some(frame) = self.s.frames.last_mut() {
                frame.close_up = true;
            }
            self.begin();
            self.enter(FrameKind::Definition, end, b": ");
            let outer = self.s.frames.last().map_or(0, |frame| frame.outer);
            self.s.prefix.truncate(outer);
            self.s.prefix.extend_from_slice(b"  ");
        } else {
            self.begin();
            self.enter(FrameKind::Definition, end, b"");
        }
    }
}
