//! The walk: each node goes to who writes its kind, and what ends is told so.
//!
//! Shape   one loop over the nodes with a stack of the open ones. A caption, the notes and the comments are
//!         written out of their order, each by a walk of its own over its nodes.

use super::here::Sink;
use super::shell::{self, Shell};
use super::{Scratch, blocks, code, comments, headings, inlines, tables};
use crate::buffers::Kept;
use crate::document::{Kind, NodeId, View};
use crate::error::{Error, Result};
use crate::memory;
use crate::report::Loss;

/// What leads each node to who writes it.
pub(super) struct Writer<'v, 'w> {
    to: Sink<'v, 'w>,
    /// Those who write, with what they remember.
    parts: &'w mut Scratch,
    /// What stands from here on is not written.
    end: NodeId,
    /// The caption that was last written in its table.
    table_caption: NodeId,
    /// The caption that ends the figure that was begun last.
    figure_caption: NodeId,
    in_comment: bool,
    /// Code has colours.
    colors: bool,
}

impl<'v, 'w> Writer<'v, 'w> {
    pub(super) fn new(to: Sink<'v, 'w>, parts: &'w mut Scratch, colors: bool) -> Self {
        parts.clear();
        Writer {
            to,
            parts,
            end: NodeId::MAX,
            table_caption: 0,
            figure_caption: 0,
            in_comment: false,
            colors,
        }
    }

    /// Writes all of the document, notes and comments last.
    pub(super) fn all(&mut self) -> Result<()> {
        self.parts.notes.number(self.to.view)?;
        self.range(0, self.to.view.nodes().len() as NodeId);
        self.parts.notes.sort()?;
        let unwritten = self.parts.notes.unwritten();
        self.to.report.add_many(Loss::Note, unwritten, usize::MAX);
        for ends in [false, true] {
            self.notes(ends);
        }
        self.comments();
        Ok(())
    }

    /// Writes whole subtrees, in which no notes stand, as if nothing stood behind them.
    pub(super) fn part(&mut self, start: NodeId, end: NodeId) {
        self.end = end;
        self.range(start, end);
    }

    /// Writes the footnotes, or the endnotes.
    fn notes(&mut self, ends: bool) {
        for at in 0..self.parts.notes.len() {
            if let Some(note) = self.parts.notes.begin(&mut self.to, at, ends) {
                self.range(note, self.to.view.end(note));
                self.parts.notes.leave();
            }
        }
        self.parts.notes.end_section(&mut self.to.pen);
    }

    /// Writes the words of the comments.
    fn comments(&mut self) {
        let mut is_first = true;
        for (at, node) in self.to.view.nodes().iter().enumerate() {
            let Kind::CommentBody(id) = node.kind else { continue };
            comments::begin_body(&mut self.to, id, std::mem::take(&mut is_first));
            self.in_comment = true;
            self.range(at as NodeId, node.end);
            self.in_comment = false;
            self.to.pen.close_block("aside");
        }
        if !is_first {
            self.to.pen.close_line("section");
        }
    }

    /// Writes whole subtrees, from one node up to another.
    fn range(&mut self, start: NodeId, end: NodeId) {
        let nodes = self.to.view.nodes();
        let bottom = self.parts.open.len();
        let mut at = start;
        loop {
            if self.to.pen.failed() {
                return;
            }
            if self.parts.open.len() > bottom
                && let Some(&id) = self.parts.open.last()
                && let Some(node) = nodes.get(id as usize)
                && node.end <= at
            {
                self.parts.open.pop();
                self.exit(id, &node.kind);
                continue;
            }
            let Some(node) = nodes.get(at as usize).filter(|_| at < end) else { return };
            if !self.enter(at, &node.kind) {
                at = node.end;
                continue;
            }
            if !node.kind.is_leaf() && !memory::push(&mut self.parts.open, at) {
                self.to.pen.out().fail(Error::out_of_memory());
            }
            at += 1;
        }
    }

    /// A node begins. False where it is left out, or has been written with all that stands in it.
    fn enter(&mut self, id: NodeId, kind: &Kind) -> bool {
        let (to, open) = (&mut self.to, &self.parts.open);
        if self.parts.inlines.in_picture() {
            self.parts.inlines.enter_in_picture(to, kind);
            return true;
        }
        match *kind {
            Kind::Paragraph { .. } if has_caption(to.view, open, self.end, id) => {
                self.figure_caption = to.view.end(id);
                to.pen.open_block("figure");
            }
            Kind::Paragraph { layout } => blocks::begin_paragraph(to, open, id, layout),
            Kind::Heading { level, layout, id: name } => {
                self.parts.headings.begin(to, id, (level, layout), name);
            }
            Kind::Quote { alert, .. } => blocks::begin_quote(&mut to.pen, alert),
            Kind::List { start, numbers, .. } => blocks::begin_list(to, open, id, (start, numbers)),
            Kind::Item { task } => blocks::begin_item(&mut to.pen, task),
            Kind::CodeBlock { info } => return code::begin(to, id, info, self.colors),
            Kind::HtmlBlock => {
                blocks::raw_html(to, id);
                return false;
            }
            Kind::Table { first, count, direction } => {
                self.parts.tables.begin(to, id, (first, count), direction);
                self.table_caption(id);
                tables::write_columns(&mut self.to, first, count);
            }
            Kind::Row { header } => return self.parts.tables.begin_row(to, open, id, header),
            Kind::Cell { columns, rows } => {
                return self.parts.tables.begin_cell(to, columns, rows);
            }
            // They stand at the end.
            Kind::FootnoteDefinition { .. } => return self.parts.notes.is_open(),
            Kind::CommentBody(_) => return self.in_comment,
            Kind::Caption if self.table_caption == id => return false,
            Kind::Caption if self.figure_caption == id => to.pen.open_line("figcaption"),
            Kind::Caption => to.pen.open_line("p"),
            Kind::DefinitionList => to.pen.open_block("dl"),
            Kind::Term => to.pen.open_line("dt"),
            Kind::Definition => to.pen.open_line("dd"),
            Kind::Rule => {
                to.pen.line();
                to.pen.tag("hr");
                to.pen.done_void();
                to.pen.raw(b"\n");
            }
            Kind::Emphasis => to.pen.open("em"),
            Kind::Strong => to.pen.open("strong"),
            Kind::Strike => to.pen.open("del"),
            Kind::Underline => to.pen.open("u"),
            Kind::Superscript => to.pen.open("sup"),
            Kind::Subscript => to.pen.open("sub"),
            Kind::Highlight => to.pen.open("mark"),
            Kind::Keyboard => to.pen.open("kbd"),
            Kind::Inserted(change) => inlines::begin_change(to, "ins", change),
            Kind::Deleted(change) => inlines::begin_change(to, "del", change),
            Kind::Colored { text, back } => inlines::begin_colored(&mut to.pen, text, back),
            Kind::SmallCaps => {
                to.pen.tag("span");
                to.pen.css("font-variant:small-caps");
                to.pen.done();
            }
            Kind::Link(link) => self.parts.inlines.begin_link(to, link),
            Kind::Image(link) => self.parts.inlines.begin_picture(to, link),
            Kind::Text(span) => to.pen.flowing(to.view.text(span)),
            Kind::Code(span) => inlines::code(&mut to.pen, to.view.text(span)),
            Kind::Html(span) => inlines::html(to, span),
            Kind::Math { tex, display } => self.parts.inlines.math(to, tex, display),
            Kind::SoftBreak => to.pen.raw(b"\n"),
            Kind::HardBreak => {
                to.pen.tag("br");
                to.pen.done_void();
                to.pen.raw(b"\n");
            }
            Kind::FootnoteReference { label } => {
                let in_link = self.parts.inlines.in_link();
                self.parts.notes.reference(to, id, label, in_link);
            }
            Kind::Anchor { name } => self.parts.inlines.anchor(to, name),
            Kind::Contents => self.parts.headings.contents(to),
            Kind::PageBreak => {
                to.pen.line();
                to.pen.tag("div");
                to.pen.css("break-before:page");
                to.pen.done();
                to.pen.close_line("div");
            }
            Kind::CommentStart(comment) => comments::start(&mut to.pen, comment),
            Kind::CommentEnd(comment) => comments::end(to, comment, self.parts.inlines.in_link()),
        }
        true
    }

    /// Ends what stands around the document.
    pub(super) fn end(&mut self, shell: Shell) {
        shell::end(&mut self.to, shell);
    }

    /// Writes the table of contents, where the document has none.
    pub(super) fn contents(&mut self) {
        self.parts.headings.contents(&mut self.to);
    }

    /// The caption that follows a table stands in it.
    fn table_caption(&mut self, table: NodeId) {
        if !has_caption(self.to.view, &self.parts.open, self.end, table) {
            return;
        }
        let caption = self.to.view.end(table);
        self.table_caption = caption;
        self.to.pen.open("caption");
        self.range(caption + 1, self.to.view.end(caption));
        self.to.pen.close_line("caption");
    }

    /// A container ends.
    fn exit(&mut self, id: NodeId, kind: &Kind) {
        let (to, open) = (&mut self.to, &self.parts.open);
        if self.parts.inlines.in_picture() {
            if let Kind::Image(link) = *kind {
                self.parts.inlines.end_picture(to, link);
            }
            return;
        }
        match *kind {
            Kind::Paragraph { .. } if has_caption(to.view, open, self.end, id) => to.pen.line(),
            Kind::Paragraph { layout } => {
                blocks::end_paragraph(to, open, &mut self.parts.notes, id, layout);
            }
            Kind::Heading { level, .. } => headings::end(&mut to.pen, level),
            Kind::Quote { alert: None, .. } => to.pen.close_block("blockquote"),
            Kind::Quote { alert: Some(_), .. } => to.pen.close_block("div"),
            Kind::List { start: None, .. } => to.pen.close_block("ul"),
            Kind::List { start: Some(_), .. } => to.pen.close_block("ol"),
            Kind::Item { .. } => to.pen.close_line("li"),
            Kind::CodeBlock { .. } => code::end(&mut to.pen),
            Kind::HtmlBlock => to.pen.line(),
            Kind::Table { .. } => self.parts.tables.end(&mut to.pen),
            Kind::Row { header } => self.parts.tables.end_row(&mut to.pen, header),
            Kind::Cell { .. } => self.parts.tables.end_cell(&mut to.pen),
            Kind::FootnoteDefinition { .. } => self.parts.notes.end(to, id),
            Kind::CommentBody(_) => {}
            Kind::Caption if self.figure_caption != id => to.pen.close_line("p"),
            Kind::Caption => {
                to.pen.close_line("figcaption");
                to.pen.close_line("figure");
            }
            Kind::DefinitionList => to.pen.close_block("dl"),
            Kind::Term => to.pen.close_line("dt"),
            Kind::Definition => to.pen.close_line("dd"),
            Kind::Emphasis => to.pen.close("em"),
            Kind::Strong => to.pen.close("strong"),
            Kind::Strike => to.pen.close("del"),
            Kind::Underline => to.pen.close("u"),
            Kind::Superscript => to.pen.close("sup"),
            Kind::Subscript => to.pen.close("sub"),
            Kind::Highlight => to.pen.close("mark"),
            Kind::Keyboard => to.pen.close("kbd"),
            Kind::Inserted(_) => to.pen.close("ins"),
            Kind::Deleted(_) => to.pen.close("del"),
            Kind::Colored { .. } | Kind::SmallCaps => to.pen.close("span"),
            Kind::Link(link) => self.parts.inlines.end_link(to, link),
            // One whose address may not stand: its text is there.
            Kind::Image(_) => {}
            // Leaves have no end.
            Kind::Rule
            | Kind::Text(_)
            | Kind::Code(_)
            | Kind::Html(_)
            | Kind::Math { .. }
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::FootnoteReference { .. }
            | Kind::Anchor { .. }
            | Kind::PageBreak
            | Kind::Contents
            | Kind::CommentStart(_)
            | Kind::CommentEnd(_) => {}
        }
    }
}

/// Whether a caption follows a node, in the same container, and before the end of what is written.
fn has_caption(view: View<'_>, open: &[NodeId], end: NodeId, id: NodeId) -> bool {
    let at = view.end(id);
    at < end
        && matches!(view.kind(at), Some(Kind::Caption))
        && open.last().is_none_or(|&outer| at < view.end(outer))
}
