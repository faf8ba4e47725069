//! The walk: each node goes to who writes its kind, and what ends is told so.
//!
//! Shape   one loop over the nodes with a stack of the open ones. A caption, the notes and the comments are
//!         written out of their order, each by a walk of its own over its nodes.

use super::Writer;
use crate::document::{Kind, NodeId};
use crate::memory;

impl Writer<'_, '_> {
    /// Writes whole subtrees, from one node up to another.
    pub(super) fn range(&mut self, start: NodeId, end: NodeId) {
        let nodes = self.view.nodes();
        let bottom = self.scratch.open.len();
        let mut at = start;
        loop {
            if self.pen.failed() {
                return;
            }
            if self.scratch.open.len() > bottom
                && let Some(&id) = self.scratch.open.last()
                && let Some(node) = nodes.get(id as usize)
                && node.end <= at
            {
                self.scratch.open.pop();
                self.exit(id, &node.kind);
                continue;
            }
            let Some(node) = nodes.get(at as usize).filter(|_| at < end) else { return };
            if !self.enter(at, &node.kind) {
                at = node.end;
                continue;
            }
            if !node.kind.is_leaf() && !memory::push(&mut self.scratch.open, at) {
                self.pen.out().fail(crate::error::Error::out_of_memory());
            }
            at += 1;
        }
    }

    /// A node begins. False where it is left out, or has been written with all that stands in it.
    fn enter(&mut self, id: NodeId, kind: &Kind) -> bool {
        if self.alt > 0 {
            self.enter_in_picture(kind);
            return true;
        }
        match *kind {
            Kind::Paragraph { layout } => self.begin_paragraph(id, layout),
            Kind::Heading { level, layout, id: name } => {
                self.begin_heading(id, (level, layout), name);
            }
            Kind::Quote { alert, .. } => self.begin_quote(alert),
            Kind::List { start, numbers, .. } => self.begin_list(id, start, numbers),
            Kind::Item { task } => self.begin_item(task),
            Kind::CodeBlock { info } => return self.begin_code(id, info),
            Kind::HtmlBlock => {
                self.raw_html(id);
                return false;
            }
            Kind::Table { first, count, direction } => {
                self.begin_table(id, (first, count), direction);
                self.table_caption(id);
                self.begin_columns(first, count);
            }
            Kind::Row { header } => return self.begin_row(id, header),
            Kind::Cell { columns, rows } => return self.begin_cell(columns, rows),
            // They stand at the end.
            Kind::FootnoteDefinition { .. } => return self.note.is_open(),
            Kind::CommentBody(_) => return self.comment.is_some(),
            Kind::Caption if self.table_caption == id => return false,
            Kind::Caption if self.figure_caption == id => self.begin_line("figcaption"),
            Kind::Caption => self.begin_line("p"),
            Kind::DefinitionList => self.begin_block("dl"),
            Kind::Term => self.begin_line("dt"),
            Kind::Definition => self.begin_line("dd"),
            Kind::Rule => {
                self.pen.line();
                self.pen.tag("hr");
                self.pen.done_void();
                self.pen.raw(b"\n");
            }
            Kind::Emphasis => self.pen.open("em"),
            Kind::Strong => self.pen.open("strong"),
            Kind::Strike => self.pen.open("del"),
            Kind::Underline => self.pen.open("u"),
            Kind::Superscript => self.pen.open("sup"),
            Kind::Subscript => self.pen.open("sub"),
            Kind::Highlight => self.pen.open("mark"),
            Kind::Keyboard => self.pen.open("kbd"),
            Kind::Inserted(change) => self.begin_change("ins", change),
            Kind::Deleted(change) => self.begin_change("del", change),
            Kind::Colored { text, back } => self.begin_colored(text, back),
            Kind::SmallCaps => {
                self.pen.tag("span");
                self.pen.css("font-variant:small-caps");
                self.pen.done();
            }
            Kind::Link(link) => self.begin_link(link),
            Kind::Image(link) => self.begin_picture(link),
            Kind::Text(span) => self.pen.flowing(self.view.text(span)),
            Kind::Code(span) => {
                let text = self.view.text(span);
                self.begin_code_span(text);
                self.text(text);
                self.pen.close("code");
            }
            Kind::Html(span) => self.inline_html(span),
            Kind::Math { tex, display } => self.math(tex, display),
            Kind::SoftBreak => self.pen.raw(b"\n"),
            Kind::HardBreak => {
                self.pen.tag("br");
                self.pen.done_void();
                self.pen.raw(b"\n");
            }
            Kind::FootnoteReference { label } => self.reference(id, label),
            Kind::Anchor { name } => self.anchor(name),
            Kind::Contents => self.contents(),
            Kind::PageBreak => {
                self.pen.line();
                self.pen.tag("div");
                self.pen.css("break-before:page");
                self.pen.done();
                self.pen.close_line("div");
            }
            Kind::CommentStart(comment) => self.comment_start(comment),
            Kind::CommentEnd(comment) => self.comment_end(comment),
        }
        true
    }

    /// The caption that follows a table stands in it.
    fn table_caption(&mut self, table: NodeId) {
        if !self.has_caption(table) {
            return;
        }
        let caption = self.end_of(table);
        self.table_caption = caption;
        self.pen.open("caption");
        self.range(caption + 1, self.end_of(caption));
        self.pen.close_line("caption");
    }

    /// A container ends.
    fn exit(&mut self, id: NodeId, kind: &Kind) {
        if self.alt > 0 {
            if let Kind::Image(link) = *kind {
                self.end_picture(link);
            }
            return;
        }
        match *kind {
            Kind::Paragraph { layout } => self.end_paragraph(id, layout),
            Kind::Heading { level, .. } => self.end_heading(level),
            Kind::Quote { alert: None, .. } => self.end_block("blockquote"),
            Kind::Quote { alert: Some(_), .. } => self.end_block("div"),
            Kind::List { start: None, .. } => self.end_block("ul"),
            Kind::List { start: Some(_), .. } => self.end_block("ol"),
            Kind::Item { .. } => self.pen.close_line("li"),
            Kind::CodeBlock { .. } => self.end_code(),
            Kind::HtmlBlock => self.pen.line(),
            Kind::Table { .. } => self.end_table(),
            Kind::Row { header } => self.end_row(header),
            Kind::Cell { .. } => self.end_cell(),
            Kind::FootnoteDefinition { .. } => self.end_note(id),
            Kind::CommentBody(_) => {}
            Kind::Caption if self.figure_caption != id => self.pen.close_line("p"),
            Kind::Caption => {
                self.pen.close_line("figcaption");
                self.pen.close_line("figure");
            }
            Kind::DefinitionList => self.end_block("dl"),
            Kind::Term => self.pen.close_line("dt"),
            Kind::Definition => self.pen.close_line("dd"),
            Kind::Emphasis => self.pen.close("em"),
            Kind::Strong => self.pen.close("strong"),
            Kind::Strike => self.pen.close("del"),
            Kind::Underline => self.pen.close("u"),
            Kind::Superscript => self.pen.close("sup"),
            Kind::Subscript => self.pen.close("sub"),
            Kind::Highlight => self.pen.close("mark"),
            Kind::Keyboard => self.pen.close("kbd"),
            Kind::Inserted(_) => self.pen.close("ins"),
            Kind::Deleted(_) => self.pen.close("del"),
            Kind::Colored { .. } | Kind::SmallCaps => self.pen.close("span"),
            Kind::Link(link) => self.end_link(link),
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
