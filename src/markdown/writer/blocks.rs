//! The blocks of a document: the walk over them, which asks each owner for its part.
//!
//! Shape   [`Writer`] only routes: a block begins with what `frames` says stands before it, and is
//!         written to `lines`; nothing is written after it. Containers are opened and left, what is
//!         in them follows in the walk.
//! Limits  nothing is recursive but a footnote, which holds none.
//! Source  CommonMark 0.31, chapters 4 and 5.

use super::block::Block;
use super::frames::{Content, FrameKind, Frames, ItemMark};
use super::inline::Inlines;
use super::lines::Lines;
use super::notes::{self, Name, Notes};
use super::{Given, code, escape, leaf, list, raw};
use crate::document::captions::Label;
use crate::document::{Alert, Align, Kind, NOWHERE, NodeId, Span};
use crate::markdown::as_html;
use crate::markdown::kinds::{inline_leaves, spans};
use crate::options::FrontMatter;
use crate::report::{Loss, Report};

struct Writer<'a, 'g, 'w> {
    given: &'g Given<'a>,
    lines: &'g mut Lines<'w>,
    report: &'g mut Report,
    frames: &'g mut Frames,
    notes: &'g mut Notes,
    inlines: &'g mut Inlines,
    html: &'g mut as_html::Scratch,
    /// Where the last table ends.
    table_end: NodeId,
    /// Captions of tables so far.
    captions: u32,
}

/// What the walk asks for its parts.
pub(super) type Owners<'g> =
    (&'g mut Frames, &'g mut Notes, &'g mut Inlines, &'g mut as_html::Scratch);

/// Writes a document to `lines`; all that is lent has begun it.
pub(super) fn write(
    given: &Given<'_>,
    lines: &mut Lines<'_>,
    report: &mut Report,
    (frames, notes, inlines, html): Owners<'_>,
) {
    Writer { given, lines, report, frames, notes, inlines, html, table_end: NOWHERE, captions: 0 }
        .document();
}

/// The paragraph that stands for the table of contents.
const CONTENTS: &[u8] = b"[TOC]";

impl<'a> Writer<'a, '_, '_> {
    fn document(&mut self) {
        let nodes = self.given.nodes;
        let wanted = self.given.extensions.front_matter;
        if wanted != FrontMatter::No && !nodes.front().is_empty() {
            self.lines.push(nodes.front().trim_ascii_end());
            self.frames.fill();
        } else if wanted == FrontMatter::Yes && nodes.has_properties() {
            leaf::front_matter(self.lines, nodes);
            self.frames.fill();
        }
        self.blocks(0, nodes.end());
        while let Some((name, node)) = self.notes.next(nodes) {
            self.note(name, node);
        }
        if !self.lines.is_empty() {
            self.lines.push_byte(b'\n');
        }
    }

    /// Writes the blocks `first..end`: whole subtrees.
    fn blocks(&mut self, first: NodeId, end: NodeId) {
        let base = self.frames.depth();
        let mut id = first;
        loop {
            while self.frames.depth() > base && self.frames.ends_before(id) {
                self.leave();
            }
            if id >= end || self.lines.failed() {
                break;
            }
            id = self.block(id);
        }
        while self.frames.depth() > base {
            self.leave();
        }
    }

    /// Writes one block, or opens it; the node to go on with.
    fn block(&mut self, id: NodeId) -> NodeId {
        let nodes = self.given.nodes;
        let end = nodes.end_of(id);
        match nodes.kind(id) {
            Kind::Quote { alert, tag } => {
                self.quote(id, alert, tag, end);
                return id + 1;
            }
            Kind::List { start, tight, .. } => {
                self.list(id, start, tight);
                return id + 1;
            }
            Kind::Item { task } => {
                self.item(id, task);
                return id + 1;
            }
            Kind::DefinitionList => {
                self.definition_list(end);
                return id + 1;
            }
            Kind::Definition => {
                self.definition(end);
                return id + 1;
            }
            Kind::Paragraph { .. }
            | Kind::Heading { .. }
            | Kind::Table { .. }
            | Kind::PageBreak
                if nodes.is_html(id) && self.as_html(id, end) => {}
            Kind::Caption => self.caption(id, end),
            Kind::Paragraph { .. } => {
                let start = self.lines.len();
                self.paragraph(id + 1, end);
                let written = self.lines.written().get(start..).unwrap_or(&[]);
                // One beside a table that begins like a caption is none.
                let at = written.len() - written.trim_ascii_start().len();
                let follows = end < nodes.end() && matches!(nodes.kind(end), Kind::Table { .. });
                if written[at..].starts_with(b"Table: ") && (follows || self.table_end == id) {
                    let rest = written[at + 5..].to_vec();
                    self.lines.truncate(start + at);
                    self.lines.push(b"Table\\");
                    self.lines.push(&rest);
                    return end;
                }
                // A paragraph of these letters is not the table of contents.
                if written.trim_ascii_start() == CONTENTS {
                    self.lines.truncate(self.lines.len() - CONTENTS.len());
                    self.lines.push(b"\\[TOC]");
                }
            }
            Kind::Contents => {
                self.begin();
                self.lines.push(CONTENTS);
            }
            Kind::Heading { level, id: name, .. } => self.heading(id, level, nodes.text(name)),
            Kind::CodeBlock { info } => self.code_block(id, nodes.text(info)),
            Kind::HtmlBlock => self.html_block(id),
            Kind::Rule => self.rule(),
            Kind::Table { first, count, .. } => {
                self.table(id, first, count);
                self.table_end = end;
            }
            Kind::Term => self.term(id + 1, end),
            // Written at the end of the document.
            Kind::FootnoteDefinition { .. } => {}
            Kind::CommentBody(_) | Kind::PageBreak => {}
            // Where no block stands: the model forbids it, the text is kept.
            Kind::Row { .. } | Kind::Cell { .. } => self.paragraph(id, end),
            Kind::Link(_) | Kind::Image(_) | spans!() | inline_leaves!() => {
                self.paragraph(id, end);
            }
        }
        end
    }

    /// Ends the block before, if there is one in this container, and begins a block's first line.
    fn begin(&mut self) {
        let gap = self.frames.begin();
        if !gap.unclosed.is_empty() {
            // All that follows would belong to the HTML block.
            self.lines.new_line();
            self.lines.push(gap.unclosed);
        }
        if gap.blank {
            self.lines.blank_line();
        }
        if gap.line {
            self.lines.new_line();
        }
    }

    /// Opens a container whose first line begins with `marker`, and the others with `prefix`.
    fn enter(&mut self, kind: FrameKind, end: NodeId, marker: &[u8], prefix: &[u8]) {
        self.frames.enter(kind, end, self.lines.margin());
        self.lines.push(marker);
        self.lines.indent(prefix);
    }

    fn leave(&mut self) {
        let Some(left) = self.frames.leave() else { return };
        self.lines.outdent(left.margin);
        match left.content {
            Content::Something => {}
            Content::Nothing => self.lines.drop_blanks(),
            Content::NeedsSpace => self.lines.push(b"&#32;"),
        }
    }

    fn quote(&mut self, id: NodeId, alert: Option<Alert>, tag: Span, end: NodeId) {
        self.begin();
        self.enter(FrameKind::Quote, end, b"> ", b"> ");
        let Some(alert) = alert else { return };
        if !self.given.extensions.alerts {
            // A paragraph of its own.
            self.report.add(Loss::Other, usize::MAX);
            self.begin();
            self.lines.push(escape::bracket(&self.given.extensions));
            self.lines.push(&leaf::alert(alert)[1..]);
            return self.frames.fill();
        }
        let tag = self.given.nodes.view().text(tag);
        let spelled = Some(tag.trim_ascii_end()).filter(|tag| Alert::of_tag(tag) == Some(alert));
        self.lines.push(spelled.unwrap_or(leaf::alert(alert)));
        self.frames.fill();
        // Numbers other than 1 and empty items go on in a line before them.
        let begins_apart = id + 1 < end
            && match self.given.nodes.kind(id + 1) {
                Kind::List { start, .. } => {
                    tag.ends_with(b"\n")
                        || start.is_some_and(|start| start != 1)
                        || list::first_block(self.given.nodes, id + 2).is_none()
                }
                Kind::Paragraph { .. } if tag.ends_with(b"  ") => {
                    self.lines.push(b"  ");
                    false
                }
                _ => tag.ends_with(b"\n"),
            };
        if !begins_apart {
            self.frames.close_up();
        }
    }

    fn list(&mut self, id: NodeId, start: Option<u32>, tight: bool) {
        let nodes = self.given.nodes;
        let end = nodes.end_of(id);
        if end == id + 1 {
            return;
        }
        let marker = self.frames.list_marker(start.is_some(), self.given.style.bullet);
        let tight = list::is_tight(nodes, id, tight);
        self.begin();
        let first = ItemMark { marker, number: start.unwrap_or(0), tight };
        self.frames.enter_list(first, end, self.lines.margin());
    }

    fn item(&mut self, id: NodeId, task: Option<bool>) {
        const SPACES: &[u8] = &[b' '; 16];
        let nodes = self.given.nodes;
        self.begin();
        let ItemMark { marker, number, tight } = self.frames.next_item();
        let line = self.lines.len();
        let numbered = matches!(marker, b'.' | b')');
        if numbered {
            self.lines.push_int(number.min(999_999_999).into());
        }
        self.lines.push(&[marker, b' ']);
        let width = self.lines.len() - line;
        let bullet = if numbered { 0 } else { marker };
        let kind = FrameKind::Item { bullet, tight };
        self.enter(kind, nodes.end_of(id), b"", &SPACES[..width.min(SPACES.len())]);
        let Some(done) = task else { return };
        if self.given.extensions.task_lists {
            self.lines.push_byte(b'[');
        } else {
            self.report.add(Loss::Other, usize::MAX);
            self.lines.push(escape::bracket(&self.given.extensions));
        }
        self.lines.push(if done { b"x]" } else { b" ]" });
        if list::first_block(nodes, id).is_some_and(|block| nodes.kind(block).is_paragraph()) {
            self.lines.push_byte(b' ');
        } else {
            self.frames.fill();
            self.frames.close_up();
        }
    }

    fn definition_list(&mut self, end: NodeId) {
        if !self.given.extensions.definition_lists {
            self.report.add(Loss::Other, usize::MAX);
        }
        self.begin();
        self.enter(FrameKind::DefinitionList, end, b"", b"");
    }

    fn definition(&mut self, end: NodeId) {
        if self.given.extensions.definition_lists {
            self.frames.close_up();
            self.begin();
            self.enter(FrameKind::Definition, end, b": ", b"  ");
        } else {
            self.begin();
            self.enter(FrameKind::Definition, end, b"", b"");
        }
    }

    fn note(&mut self, name: Name<'a>, node: NodeId) {
        let end = self.given.nodes.end_of(node);
        if !self.given.extensions.footnotes {
            return self.note_as_text(name, node, end);
        }
        self.begin();
        self.lines.push(b"[^");
        name.write(self.lines);
        self.enter(FrameKind::Note, end, b"]: ", b"    ");
        self.blocks(node + 1, end);
        self.leave();
    }

    /// A note where there are none: its name stands above its blocks.
    fn note_as_text(&mut self, name: Name<'a>, node: NodeId, end: NodeId) {
        self.report.add(Loss::Note, usize::MAX);
        self.begin();
        self.lines.push(notes::opening(&self.given.extensions));
        name.write(self.lines);
        self.lines.push(b"]:");
        self.frames.fill();
        self.blocks(node + 1, end);
    }

    fn inlines(&mut self, block: Block) -> bool {
        self.inlines.write(self.given, self.lines, self.notes, block)
    }

    /// A block of inlines; nothing is written when they show nothing.
    fn inline_block(&mut self, block: impl FnOnce(bool) -> Block) -> bool {
        let Some(frame) = self.frames.innermost() else { return false };
        let start = self.lines.len();
        self.begin();
        let shows = self.inlines(block(frame.begins_item()));
        if !shows {
            self.lines.truncate(start);
            self.frames.restore(frame);
        }
        shows
    }

    fn paragraph(&mut self, first: NodeId, end: NodeId) {
        self.inline_block(|begins_item| Block::paragraph(first, end, begins_item));
    }

    /// The caption of a table, which is read as that where its number is the one that it will get; any other
    /// is a paragraph.
    fn caption(&mut self, id: NodeId, end: NodeId) {
        let start = self.lines.len();
        self.paragraph(id + 1, end);
        let label = Label::of(self.given.nodes.view(), id).filter(|label| label.of == 0);
        let counts =
            self.table_end == id && label.is_some_and(|label| label.number == self.captions + 1);
        let written = self.lines.written().get(start..).unwrap_or(&[]);
        let label = format!("Table {}: ", self.captions + 1);
        match memchr::memmem::find(written, label.as_bytes()).filter(|_| counts) {
            Some(at) => {
                self.captions += 1;
                let rest = written[at + label.len()..].to_vec();
                self.lines.truncate(start + at);
                self.lines.push(b"Table: ");
                self.lines.push(&rest);
            }
            None => self.report.add(Loss::Caption, usize::MAX),
        }
    }

    fn term(&mut self, first: NodeId, end: NodeId) {
        if !self.given.extensions.definition_lists {
            return self.paragraph(first, end);
        }
        if !self.inline_block(|_| Block::term(first, end)) {
            // A definition needs a term above it.
            self.begin();
            self.lines.push(b"&#32;");
        }
    }

    fn heading(&mut self, id: NodeId, level: u8, name: &[u8]) {
        let attributes = self.given.extensions.heading_attributes;
        self.begin();
        self.lines.push(&b"######"[..level.clamp(1, 6) as usize]);
        let hashes = self.lines.len();
        self.lines.push_byte(b' ');
        if !self.inlines(Block::heading(id + 1, self.given.nodes.end_of(id))) {
            self.lines.truncate(hashes);
        }
        let line = self.lines.written().get(hashes..).unwrap_or(&[]);
        let ends_with_brace =
            attributes && !escape::ends_with_mark(line, self.given.extensions.critic);
        let (closing, last) = (leaf::closing_bytes(line, ends_with_brace), line.last().copied());
        if let (1.., Some(byte)) = (closing, last) {
            self.lines.truncate(self.lines.len() - closing);
            self.lines.push_byte(b'\\');
            self.lines.push_times(byte, closing);
        }
        if name.is_empty() {
            return;
        }
        if attributes && leaf::can_be_id(name) {
            self.lines.push(b" {#");
            self.lines.push(name);
            self.lines.push(b"}");
        } else {
            self.report.add(Loss::HeadingAttributes, usize::MAX);
        }
    }

    fn rule(&mut self) {
        let top = self.lines.is_empty() && self.given.extensions.front_matter == FrontMatter::Yes;
        let Some(frame) = self.frames.innermost() else { return };
        self.begin();
        self.lines.push(if frame.rule_has_stars(top) { b"***" } else { b"---" });
    }

    fn code_block(&mut self, id: NodeId, info: &[u8]) {
        let nodes = self.given.nodes;
        self.begin();
        let code = nodes.leaves(id + 1, nodes.end_of(id));
        code::block(self.lines, code, info, self.given.style.fence);
    }

    fn html_block(&mut self, id: NodeId) {
        let nodes = self.given.nodes;
        let Some(frame) = self.frames.innermost() else { return };
        let before = self.lines.len();
        self.begin();
        let start = self.lines.len();
        for text in nodes.leaves(id + 1, nodes.end_of(id)) {
            // Space before it could count as a marker's, or put it into a list before it.
            let first = self.lines.len() == start;
            self.lines.push_raw(if first { text.trim_ascii_start() } else { text });
        }
        self.lines.drop_line_ends(start);
        self.frames.leave_unclosed(raw::missing_end(nodes, id));
        if self.lines.len() == start {
            self.lines.truncate(before);
            self.frames.restore(frame);
        }
    }

    /// Writes a block as HTML. False where that would not be read as the same block: its words are
    /// written then as they can be.
    fn as_html(&mut self, id: NodeId, end: NodeId) -> bool {
        let given = self.given;
        let (view, options) = (given.nodes.view(), given.options);
        // Behind a box no block of HTML begins.
        let item = id.checked_sub(1).map(|before| given.nodes.kind(before));
        let is_ours = match item {
            Some(Kind::Item { task: Some(_) }) => Ok(false),
            _ => as_html::write(view, options, (id, end), self.html)
                .map(|_| ())
                .and_then(|()| as_html::settle((view, id, end), options, self.html)),
        };
        match is_ours {
            Ok(true) => {}
            Ok(false) => {
                self.lose_looks(id, end);
                return false;
            }
            Err(error) => {
                self.lines.fail(error);
                return true;
            }
        }
        self.begin();
        for (at, line) in self.html.written().split(|&byte| byte == b'\n').enumerate() {
            if at > 0 {
                self.lines.new_line();
            }
            self.lines.push(line);
        }
        if matches!(given.nodes.kind(id), Kind::Table { .. }) {
            self.table_end = end;
        }
        true
    }

    /// Counts what only HTML could have said of a block.
    fn lose_looks(&mut self, id: NodeId, end: NodeId) {
        let view = self.given.nodes.view();
        for node in view.nodes().get(id as usize..end as usize).unwrap_or(&[]) {
            let loss = match node.kind {
                Kind::Colored { .. } => Loss::Color,
                Kind::Paragraph { layout } | Kind::Heading { layout, .. }
                    if layout.align() != Align::None =>
                {
                    Loss::Alignment
                }
                Kind::Image(link) if (view.link(link).width, view.link(link).height) != (0, 0) => {
                    Loss::PictureSize
                }
                _ => continue,
            };
            self.report.add(loss, usize::MAX);
        }
    }

    fn table(&mut self, id: NodeId, first: u32, count: u16) {
        let nodes = self.given.nodes;
        let end = nodes.end_of(id);
        if count == 0 || end == id + 1 {
            return;
        }
        let mut row = id + 1;
        // What could not be read back as a table is the words of its rows.
        if !self.given.extensions.tables || nodes.is_html(id) {
            self.report.add(Loss::Table, usize::MAX);
            while row < end && !self.lines.failed() {
                let row_end = nodes.end_of(row);
                self.paragraph(row + 1, row_end);
                row = row_end;
            }
            return;
        }
        self.begin();
        while row < end && !self.lines.failed() {
            let row_end = nodes.end_of(row);
            if row > id + 1 {
                self.lines.new_line();
            }
            self.row(row, row_end, count);
            if row == id + 1 {
                self.lines.new_line();
                leaf::delimiter_row(self.lines, nodes.columns(first, count));
            }
            row = row_end;
        }
    }

    fn row(&mut self, row: NodeId, end: NodeId, count: u16) {
        let nodes = self.given.nodes;
        self.lines.push_byte(b'|');
        let mut cell = row + 1;
        for _ in 0..count {
            self.lines.push_byte(b' ');
            if cell < end {
                let cell_end = nodes.end_of(cell);
                if nodes.kind(cell).is_cell() && self.inlines(Block::cell(cell + 1, cell_end)) {
                    self.lines.push_byte(b' ');
                }
                cell = cell_end;
            }
            self.lines.push_byte(b'|');
        }
    }
}
