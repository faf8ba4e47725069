//! A document as HTML: what its nodes are, and nothing else.
//!
//! Shape   one walk without recursion. `pen` writes tags and text, `address` says which addresses may stand,
//!         `blocks`, `code`, `inlines` and `formula` say what each kind is, `notes` numbers footnotes and writes them,
//!         `shell` is what stands around: nothing, a page, the clipboard's header, a mail; `style` what
//!         that looks like.
//! Units   UTF-8 with LF line ends. With `CodePage=` of another page all that is not ASCII is written as
//!         references.
//! Errors  those of the output.
//! Limits  written HTML is safe whatever came in: tags and attributes are the writer's own, text and
//!         values are escaped, addresses judged. Raw HTML stands in it with `Html=Pass` only; else
//!         [`convert`](super::convert) has made of it what it means. What a browser parses of it, it
//!         writes again as it stands here (but with `Html=Pass`, which writes as cmark-gfm does).
//! Source  the HTML standard; cmark-gfm for the form of what Markdown has; GitHub for identifiers of
//!         headings, alerts and footnotes.

mod address;
mod blocks;
mod code;
mod formula;
mod inlines;
mod notes;
mod pen;
mod shell;
mod style;

use crate::buffers::kept;
use crate::document::{
    Align, Alignment, CommentId, Kind, Labels, Layout, Names, NodeId, View, contents,
};
use crate::error::Result;
use crate::math::Tree;
use crate::memory::{self, Output};
use crate::options::{HtmlOut, Options, RawHtml};
use crate::report::{Loss, Report};
use pen::{Form, Pen};

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<NodeId>,
        /// Where the walk around a part that is written early goes on.
        outer: Vec<NodeId>,
        tables: Vec<Table>,
        labels: Labels,
        /// References to each note that are written.
        referred: Vec<u32>,
        /// Notes by their number.
        order: Vec<(u32, u32)>,
        slugs: Names,
        repeats: Vec<u32>,
        name: Vec<u8>,
        picture: Vec<u8>,
        formula: Tree,
    }
}

/// A table that is open.
#[derive(Clone, Copy, Debug)]
struct Table {
    first: u32,
    count: u16,
    /// Cells begun in the row.
    cells: u16,
    header: bool,
    /// Rows that are no header have begun.
    body: bool,
}

/// What a writer is asked for.
struct Writer<'v, 'w> {
    view: View<'v>,
    options: &'w Options,
    report: &'w mut Report,
    pen: Pen<'w>,
    scratch: &'w mut Scratch,
    /// Nodes before this one are not written: something else has said what they say.
    skipped: NodeId,
    /// Containers open whose text alone counts: pictures.
    alt: u32,
    /// Links open.
    links: u32,
    /// The footnote that is being written: where it ends, and the number of its label.
    note: Option<(NodeId, u32)>,
    /// The caption that has been written in its table, and the one that ends a figure.
    captions: [NodeId; 2],
    /// The comment that is being written.
    comment: Option<CommentId>,
    /// Code has colours.
    colors: bool,
}

/// Writes a document as HTML. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let form = match (options.html, options.html_out) {
        (RawHtml::Pass, _) => Form::Plain,
        (_, HtmlOut::Mail) => Form::Mail,
        _ => Form::Browser,
    };
    let ascii = options.code_page != UTF_8;
    let pen = Pen::new(out, form, ascii, &options.id_prefix);
    let mut writer = Writer::new(view, options, report, pen, scratch)?;
    writer.colors = options.highlight;
    let shell = writer.begin_shell();
    if !matches!(shell, shell::Shell::Page) {
        // Only a page has a head that says them.
        let facts = view.doc.metas().count() + view.doc.properties.len();
        writer.report.add_many(Loss::Metadata, facts as u32, usize::MAX);
    }
    let has_contents = view.nodes().iter().any(|node| node.kind == Kind::Contents);
    if options.contents && !has_contents && contents::entries(view).next().is_some() {
        writer.contents();
    }
    writer.all()?;
    writer.end_shell(shell);
    Ok(())
}

/// Writes a document for the reader of this crate: with everything that it can take back, and with raw
/// HTML where it stands.
pub(super) fn write_own(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    scratch: &mut Scratch,
) -> Result<()> {
    let pen = Pen::new(out, Form::Own, false, "");
    Writer::new(view, options, &mut Report::default(), pen, scratch)?.all()
}

/// Writes some of the nodes of a document, whole subtrees, to stand in text of another format.
pub(crate) fn write_part(
    view: View<'_>,
    options: &Options,
    (start, end): (NodeId, NodeId),
    out: &mut Output,
    scratch: &mut Scratch,
) -> Result<()> {
    let pen = Pen::new(out, Form::Browser, false, "");
    Writer::new(view, options, &mut Report::default(), pen, scratch)?.range(start, end);
    Ok(())
}

/// The number of the code page that UTF-8 is.
const UTF_8: u32 = 65001;

impl<'v, 'w> Writer<'v, 'w> {
    fn new(
        view: View<'v>,
        options: &'w Options,
        report: &'w mut Report,
        pen: Pen<'w>,
        scratch: &'w mut Scratch,
    ) -> Result<Self> {
        crate::buffers::Kept::clear(scratch);
        let mut writer = Writer {
            view,
            options,
            report,
            pen,
            scratch,
            skipped: 0,
            alt: 0,
            links: 0,
            note: None,
            comment: None,
            colors: false,
            captions: [0; 2],
        };
        writer.number_notes()?;
        Ok(writer)
    }

    fn all(&mut self) -> Result<()> {
        self.range(0, self.view.nodes().len() as NodeId);
        self.notes()?;
        self.comments();
        Ok(())
    }

    /// Whether raw HTML stands as it is.
    fn passes(&self) -> bool {
        matches!(self.pen.form(), Form::Own | Form::Plain)
    }

    /// Writes whole subtrees, from one node up to another.
    fn range(&mut self, start: NodeId, end: NodeId) {
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
            self.skipped = at;
            self.enter(at, &node.kind);
            if self.skipped > at {
                at = self.skipped;
                continue;
            }
            if !node.kind.is_leaf() && !memory::push(&mut self.scratch.open, at) {
                self.pen.out().fail(crate::error::Error::out_of_memory());
            }
            at += 1;
        }
    }

    /// Leaves out a node that is entered, with all that stands in it.
    fn skip(&mut self, id: NodeId) {
        self.skipped = self.end_of(id);
    }

    fn end_of(&self, id: NodeId) -> NodeId {
        self.view.nodes().get(id as usize).map_or(id, |node| node.end)
    }

    /// The open container so many levels above the innermost one.
    fn opened(&self, up: usize) -> Option<&'v Kind> {
        let at = self.scratch.open.len().checked_sub(up + 1)?;
        self.view.kind(*self.scratch.open.get(at)?)
    }

    fn lost(&mut self, loss: Loss) {
        self.report.add(loss, NOWHERE);
    }

    fn text(&mut self, text: &[u8]) {
        if self.alt > 0 { self.pen.value(text) } else { self.pen.text(text) }
    }

    /// A node begins.
    fn enter(&mut self, id: NodeId, kind: &Kind) {
        if self.alt > 0 {
            return self.enter_in_picture(kind);
        }
        match *kind {
            Kind::Paragraph { layout } => self.begin_paragraph(id, layout),
            Kind::Heading { level, layout, id: name } => {
                self.begin_heading(id, (level, layout), name);
            }
            Kind::Quote { alert } => self.begin_quote(alert),
            Kind::List { start, numbers, .. } => self.begin_list(id, start, numbers),
            Kind::Item { task } => self.begin_item(task),
            Kind::CodeBlock { info } => self.begin_code(id, info),
            Kind::HtmlBlock => self.begin_html(id),
            Kind::Table { first, count, direction } => {
                self.begin_table(id, (first, count), direction);
            }
            Kind::Row { header } => self.begin_row(id, header),
            Kind::Cell { columns, rows } => self.begin_cell(id, columns, rows),
            // They stand at the end.
            Kind::FootnoteDefinition { .. } if self.note.is_none() => self.skip(id),
            Kind::FootnoteDefinition { .. } => {}
            Kind::CommentBody(_) if self.comment.is_none() => self.skip(id),
            Kind::CommentBody(_) => {}
            Kind::Caption if self.captions[0] == id => self.skip(id),
            Kind::Caption if self.captions[1] == id => self.begin_line("figcaption"),
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
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard => self.pen.open(self.span_name(kind)),
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
            Kind::Heading { level, .. } => {
                self.pen.close_line(blocks::HEADINGS[level_index(level)])
            }
            Kind::Quote { alert: None } => self.end_block("blockquote"),
            Kind::Quote { alert: Some(_) } => self.end_block("div"),
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
            Kind::Caption if self.captions[1] != id => self.pen.close_line("p"),
            Kind::Caption => {
                self.pen.close_line("figcaption");
                self.pen.close_line("figure");
            }
            Kind::DefinitionList => self.end_block("dl"),
            Kind::Term => self.pen.close_line("dt"),
            Kind::Definition => self.pen.close_line("dd"),
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard => self.pen.close(self.span_name(kind)),
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

fn level_index(level: u8) -> usize {
    usize::from(level.clamp(1, 6)) - 1
}

/// How a paragraph is set, as a word of CSS.
fn align_name(layout: Layout) -> &'static str {
    match layout.align() {
        Align::None => "",
        Align::Left => "text-align:left",
        Align::Center => "text-align:center",
        Align::Right => "text-align:right",
        Align::Justify => "text-align:justify",
    }
}

/// How a column is set, as a word of CSS.
fn alignment_name(alignment: Alignment) -> Option<&'static str> {
    match alignment {
        Alignment::None => None,
        Alignment::Left => Some("left"),
        Alignment::Center => Some("center"),
        Alignment::Right => Some("right"),
    }
}
