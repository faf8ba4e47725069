//! The body: the walk over a document, which asks each owner for its part.
//!
//! Shape   one loop over blocks, with the stack of [`Containers`]; the inlines of a paragraph are
//!         walked by the [`Line`]. A footnote's text is written where it is first referred to: there
//!         that walk stops, the loop is entered once more, and only once, since notes don't nest,
//!         and the walk goes on.
//! Layers  `leaves` writes leaf blocks; here are containers, tables, and all that holds inlines, which may hold notes.
//! State   none of its own: what is known is read, and each owner changes its own.
//! Limits  a document that breaks the model's rules is written as far as it makes sense: inlines
//!         between blocks are a paragraph, blocks where they can't stand are transparent.
//! Source  `docs/mapping.md`.

mod leaves;

use crate::buffers::{Kept, kept};
use crate::document::{
    Alert, Alignment, Direction, Kind, Layout, NodeId, Span, View, captions::Label, contents,
};
use crate::options::{FrontMatter, Options};
use crate::report::Loss;
use crate::rtf::writer::code::Lines;
use crate::rtf::writer::containers::{Cell, Containers};
use crate::rtf::writer::inline::{self, Inlines};
use crate::rtf::writer::line::Line;
use crate::rtf::writer::list::looks_like_task;
use crate::rtf::writer::look::Look;
use crate::rtf::writer::nodes::{Class, class, node};
use crate::rtf::writer::note::Notes;
use crate::rtf::writer::paragraph::{self, Paragraphs};
use crate::rtf::writer::picture::Pictures;
use crate::rtf::writer::plan::Plan;
use crate::rtf::writer::prefix::Prefixes;
use crate::rtf::writer::sink::{Mark, Sink};
use crate::rtf::writer::style::Style;
use crate::rtf::writer::table::{self, Rows, Tables};
use crate::rtf::writer::{anchor, direction, field};
use leaves::Leaves;

kept! {
    /// What each owner keeps for the next document.
    #[derive(Debug, Default)]
    pub(super) struct Owners {
        containers: Containers,
        inlines: Inlines,
        tables: Tables,
        lines: Lines,
        pictures: Pictures,
        notes: Notes,
    }
}

/// One document being written: what is known of it, and who writes it.
struct Body<'a> {
    view: View<'a>,
    plan: &'a Plan,
    leaves: Leaves<'a>,
    tables: &'a mut Tables,
    /// The options ask for a table of contents that the document does not have.
    begins_with_contents: bool,
    /// Where the last list of definitions ends, those in others left out.
    definitions_end: NodeId,
}

/// Writes everything behind the header.
pub(super) fn write<'a>(
    options: &'a Options,
    look: &'a Look<'a>,
    plan: &'a Plan,
    prefixes: &'a Prefixes,
    sink: Sink<'a>,
    owners: &'a mut Owners,
) {
    owners.clear();
    let Owners { containers, inlines, tables, lines, pictures, notes } = owners;
    let view = sink.view();
    let line = Line::new(options, look, plan, inlines, pictures);
    let paragraphs = Paragraphs::default();
    let leaves = Leaves {
        view,
        look,
        plan,
        prefixes,
        sink,
        paragraphs,
        containers,
        line,
        lines,
        notes,
        captions: [0; 2],
    };
    let mut body = Body {
        view,
        plan,
        leaves,
        tables,
        definitions_end: 0,
        begins_with_contents: options.contents
            && !plan.has_contents()
            && contents::entries(view).next().is_some(),
    };
    let leaves = &mut body.leaves;
    leaves.notes.begin(plan, leaves.sink.out());
    if options.extensions.front_matter != FrontMatter::No {
        leaves.front_matter();
    }
    if body.begins_with_contents {
        leaves.contents();
    }
    body.blocks(0, view.doc.nodes.len() as NodeId);
    body.unused_notes();
    body.leaves.end_of_flow();
    body.leaves.end_of_lists();
    body.leaves.sink.out().push(b"}\r\n");
}

impl Body<'_> {
    /// Writes the blocks from `start` up to `end`.
    fn blocks(&mut self, start: NodeId, end: NodeId) {
        let mut next = start;
        loop {
            while self.leaves.containers.end().is_some_and(|end| end <= next) {
                self.leaves.close();
            }
            if next >= end || self.leaves.sink.out().failed() {
                break;
            }
            let limit = self.leaves.containers.end().unwrap_or(end);
            let Some((kind, node_end)) = node(self.view, next) else { break };
            let node_end = node_end.min(limit);
            let inside = next + 1;
            next = match *kind {
                Kind::Paragraph { layout } => {
                    self.plain_paragraph(inside, node_end, layout);
                    if self.plan.has_style(Style::Caption)
                        && self.leaves.containers.end().is_none()
                        && !self.leaves.notes.is_inside()
                    {
                        self.leaves.title(next, node_end);
                    }
                    node_end
                }
                Kind::Heading { level, layout, id } => {
                    self.heading(next, node_end, (level, layout), id);
                    node_end
                }
                Kind::CodeBlock { info } => {
                    self.leaves.code_block(inside, node_end, info);
                    node_end
                }
                Kind::HtmlBlock => {
                    self.leaves.html_block(inside, node_end);
                    node_end
                }
                Kind::Rule => {
                    self.leaves.rule();
                    node_end
                }
                Kind::Table { first, count, direction } => {
                    self.table(inside, node_end, (first, count), direction);
                    node_end
                }
                Kind::Term => {
                    self.leaves.flush();
                    self.text_paragraph(Style::Term, b"", (inside, node_end), Layout::PLAIN);
                    node_end
                }
                // A note's text stands where it is referred to.
                Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) => node_end,
                Kind::PageBreak => {
                    if self.leaves.paragraphs.breaks_page() {
                        self.leaves.part_page();
                    }
                    self.leaves.paragraphs.break_page();
                    node_end
                }
                Kind::Contents => {
                    self.leaves.flush();
                    self.leaves.contents();
                    node_end
                }
                Kind::Caption => {
                    self.leaves.flush();
                    self.caption(next, node_end);
                    node_end
                }
                Kind::Quote { alert, tag } => {
                    self.leaves.open_quote(node_end, alert, tag);
                    inside
                }
                Kind::List { start, tight, numbers } => {
                    self.leaves.flush();
                    let ordered =
                        start.and_then(|start| Some((self.plan.lists().find(next)?, start)));
                    if ordered.is_none() {
                        self.leaves.part_lists(next);
                    }
                    let looks = (numbers, tight);
                    self.leaves.containers.open_list(
                        node_end,
                        ordered,
                        looks,
                        self.leaves.sink.out(),
                    );
                    if self.leaves.containers.is_beyond_levels() {
                        self.leaves.sink.lose(Loss::ListDepth, b"");
                    }
                    inside
                }
                Kind::Item { task } => {
                    self.leaves.flush();
                    if let Some(marker) =
                        self.leaves.containers.open_item(node_end, task, &mut self.leaves.sink)
                    {
                        let like = task.is_none() && looks_like_task(self.leaves.sink.view(), next);
                        self.leaves.paragraphs.mark(marker.like_task(like));
                    }
                    inside
                }
                Kind::Definition => {
                    self.leaves.flush();
                    self.leaves.containers.open_definition(node_end, &mut self.leaves.sink);
                    self.leaves.paragraphs.define();
                    inside
                }
                Kind::DefinitionList | Kind::Row { .. } | Kind::Cell { .. } => {
                    self.leaves.flush();
                    if *kind == Kind::DefinitionList && self.definitions_end <= next {
                        // One right behind another is told from it by an empty paragraph.
                        if next > 0 && self.definitions_end == next {
                            self.leaves.part();
                        }
                        self.definitions_end = node_end;
                    }
                    self.leaves.containers.open_plain(node_end, self.leaves.sink.out());
                    inside
                }
                Kind::Emphasis
                | Kind::Strong
                | Kind::Strike
                | Kind::Underline
                | Kind::Superscript
                | Kind::Subscript
                | Kind::Highlight
                | Kind::Keyboard
                | Kind::Link(_)
                | Kind::Image(_)
                | Kind::Inserted(_)
                | Kind::Deleted(_)
                | Kind::Colored { .. }
                | Kind::SmallCaps
                | Kind::CommentStart(_)
                | Kind::CommentEnd(_)
                | Kind::Text(_)
                | Kind::Code(_)
                | Kind::Html(_)
                | Kind::Math { .. }
                | Kind::SoftBreak
                | Kind::HardBreak
                | Kind::FootnoteReference { .. }
                | Kind::Anchor { .. } => {
                    let run_end = self.inline_run(next, limit);
                    self.plain_paragraph(next, run_end, Layout::PLAIN);
                    run_end
                }
            };
        }
    }

    /// The end of a run of inlines that stand between blocks.
    fn inline_run(&self, start: NodeId, limit: NodeId) -> NodeId {
        let mut next = start;
        while next < limit
            && let Some((kind, end)) = node(self.view, next)
            && (next == start || class(kind) != Class::Block)
        {
            next = end;
        }
        next.min(limit)
    }

    /// A paragraph of inlines.
    #[inline]
    fn text_paragraph(
        &mut self,
        style: Style,
        extra: &[u8],
        (start, end): (NodeId, NodeId),
        layout: Layout,
    ) {
        let right_to_left =
            direction::runs_right_to_left(layout.direction(), self.view, start, end);
        self.leaves.begin(style, extra, right_to_left, layout);
        self.inlines(start, end);
        self.leaves.end_paragraph();
    }

    fn plain_paragraph(&mut self, start: NodeId, end: NodeId, layout: Layout) {
        let extra = self.leaves.as_text(start, end);
        self.text_paragraph(self.leaves.plain_style(), extra, (start, end), layout);
    }

    fn heading(&mut self, id: NodeId, end: NodeId, (level, layout): (u8, Layout), name: Span) {
        if self.leaves.paragraphs.is_awaited_by_heading() {
            self.leaves.flush();
        }
        let direction = layout.direction();
        let right_to_left = direction::runs_right_to_left(direction, self.view, id + 1, end);
        self.leaves.begin(Style::heading(level), b"", right_to_left, layout);
        let linked = self.plan.places().of_heading(id);
        let name = self.view.text(name);
        // One that is also where links lead would not be told from one that only they need.
        let around = linked.is_some_and(|linked| linked == name);
        if around {
            anchor::begin(name, self.leaves.sink.out());
        } else {
            anchor::heading_bookmarks(name, linked, self.leaves.sink.out());
        }
        if self.begins_with_contents || self.plan.has_contents() {
            let number = self.plan.places().number_of(id);
            field::contents_bookmark(number, self.leaves.sink.out());
        }
        let start = self.leaves.sink.out().len();
        self.leaves.line.name_heading(self.view, id, linked);
        self.inlines(id + 1, end);
        self.leaves.line.leave_heading();
        if around {
            anchor::end(name, self.leaves.sink.out());
        }
        if id + 1 == end {
            // One that is merely empty was left so by accident.
            inline::hidden(b" ", self.leaves.sink.out());
        } else if self.leaves.sink.out().len() == start && self.leaves.look.template.is_some() {
            // An empty paragraph with a border is a rule.
            self.leaves.sink.out().push(b"\\brdrb\\brdrnil\\brdrt\\brdrnil");
        }
        self.leaves.end_paragraph();
    }

    /// A caption; one whose label says the number that it would get numbers itself.
    fn caption(&mut self, id: NodeId, end: NodeId) {
        let label = Label::of(self.view, id);
        let label = label.filter(|label| label.number == self.leaves.captions[label.of] + 1);
        let Some(label) = label else {
            let extra = self.leaves.as_text(id + 1, end);
            return self.text_paragraph(Style::Caption, extra, (id + 1, end), Layout::PLAIN);
        };
        self.leaves.begin(Style::Caption, b"", false, Layout::PLAIN);
        self.leaves.label(label.of);
        // The label may be pieces of text, the last of which goes on behind it.
        let (mut start, mut left) = (id + 1, label.len);
        while let Some(Kind::Text(span)) = self.view.kind(start).filter(|_| left > 0) {
            let text = self.view.text(*span);
            self.leaves.sink.text(text.get(left.min(text.len())..).unwrap_or(b""));
            left -= left.min(text.len());
            start += 1;
        }
        self.inlines(start, end);
        self.leaves.end_paragraph();
    }

    /// Writes the rows from `start` up to `end`.
    fn table(
        &mut self,
        start: NodeId,
        end: NodeId,
        (first, count): (u32, u16),
        direction: Direction,
    ) {
        self.leaves.flush();
        if self.leaves.paragraphs.breaks_page() {
            self.leaves.part_page();
        }
        // A table is kept apart from one before it, and does not begin a quote.
        if self.leaves.paragraphs.has_gap() {
            self.leaves.part();
        } else if self.leaves.containers.is_empty_quote(self.leaves.sink.out()) {
            self.leaves.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
        let count = usize::from(count).max(1);
        let (place, out) = (self.leaves.containers.place(), self.leaves.sink.out());
        let widths = self.view.columns(first, count as u16);
        let grid = (count, widths, direction);
        let opened = self.tables.open(self.view, (start, end), grid, place, self.leaves.look, out);
        let Some(rows) = opened else { return };
        let mut next = start;
        while next < end && !self.leaves.sink.out().failed() {
            let Some((kind, row_end)) = node(self.view, next) else { break };
            let row_end = row_end.min(end);
            let is_bare = next == start
                && row_end < end
                && node(self.view, row_end).is_some_and(|(_, next_end)| {
                    table::is_bare_header(self.view, start, row_end, next_end.min(end))
                });
            if let Kind::Row { header } = *kind
                && !is_bare
            {
                let row = (next + 1, row_end);
                // The definition of a nested one is at its end.
                if !rows.is_nested() {
                    self.begin_row(rows, row, header);
                }
                self.row(rows, row, first, count, header);
                if rows.is_nested() {
                    self.leaves.sink.out().push(b"\\nestcell{\\*\\nesttableprops");
                    self.begin_row(rows, row, header);
                    self.leaves.sink.out().push(b"\\nestrow}{\\nonesttables\\par}\r\n");
                } else {
                    table::end_row(self.leaves.sink.out());
                }
            }
            next = row_end;
        }
        self.tables.close(rows);
        self.leaves.paragraphs.table_written();
    }

    fn begin_row(&mut self, rows: Rows, row: (NodeId, NodeId), header: bool) {
        let Leaves { look, sink, .. } = &mut self.leaves;
        self.tables.begin_row(rows, self.view, row, (header, look), sink.out());
    }

    fn row(
        &mut self,
        rows: Rows,
        (start, end): (NodeId, NodeId),
        first: u32,
        count: usize,
        header: bool,
    ) {
        let style = if header { Style::TableHeading } else { Style::Cell };
        let alignments = self.view.columns(first, count as u16);
        let prefix = self.leaves.prefixes.of(style);
        let alignment = |column: usize| {
            alignments.get(column).map_or(Alignment::None, |column| column.alignment)
        };
        let mut next = start;
        let mut column = 0;
        while next < end {
            let Some((kind, cell_end)) = node(self.view, next) else { break };
            let cell_end = cell_end.min(end);
            let fits = column < count;
            if fits
                && let Kind::Cell { columns, .. } = *kind
                && self.cell_of_blocks((next, cell_end), rows, (column, columns), alignment(column))
            {
                next = cell_end;
                column += 1;
                continue;
            }
            let right_to_left = fits && direction::reads_right_to_left(self.view, next, cell_end);
            if fits {
                let out = self.leaves.sink.out();
                let direction = (rows, right_to_left);
                table::begin_cell(column == 0, &prefix, alignment(column), direction, out);
            } else {
                self.leaves.sink.out().push_byte(b' ');
            }
            self.leaves.line.stand_in(&prefix, right_to_left);
            let wide = if let Kind::Cell { columns, .. } = *kind { columns } else { 1 };
            self.leaves.line.stand_within(self.tables.width(rows, column, wide));
            self.inlines(if matches!(kind, Kind::Cell { .. }) { next + 1 } else { next }, cell_end);
            next = cell_end;
            column += 1;
        }
        while column < count {
            let out = self.leaves.sink.out();
            table::begin_cell(column == 0, &prefix, alignment(column), (rows, false), out);
            column += 1;
        }
    }

    /// Writes a cell that holds blocks; false where it holds none.
    fn cell_of_blocks(
        &mut self,
        (cell, end): (NodeId, NodeId),
        rows: Rows,
        (column, columns): (usize, u16),
        alignment: Alignment,
    ) -> bool {
        let first = self.view.kind(cell + 1).filter(|_| cell + 1 < end);
        if first.is_none_or(|kind| class(kind) != Class::Block) {
            return false;
        }
        // What is deeper is text of the cell around it.
        if usize::from(rows.depth) > table::DEEPEST {
            self.leaves.sink.lose(Loss::Table, b"");
            return false;
        }
        if column > 0 {
            self.leaves.sink.out().push(rows.cell_end());
        }
        let width = self.tables.width(rows, column, columns);
        let inside = Cell { depth: rows.depth, width, alignment };
        let paragraphs = std::mem::take(&mut self.leaves.paragraphs);
        let around = (self.leaves.containers.enter_cell(inside), self.leaves.line.enter());
        let from = Mark::of(self.leaves.sink.out());
        self.blocks(cell + 1, end);
        self.leaves.flush();
        self.leaves.end_of_flow();
        if from.is_end_of(self.leaves.sink.out()) {
            self.leaves.empty_paragraph(b"");
        }
        self.leaves.paragraphs = paragraphs;
        self.leaves.containers.leave(around.0);
        self.leaves.line.leave(around.1);
        paragraph::take_end(self.leaves.sink.out());
        true
    }

    /// Writes the inlines from `start` up to `end`.
    fn inlines(&mut self, start: NodeId, end: NodeId) {
        let mut walk = self.leaves.line.walk(start, end);
        while let Some(definition) = self.leaves.go_on(&mut walk) {
            self.note(definition);
        }
    }

    /// A footnote's text, where the text refers to it.
    fn note(&mut self, definition: NodeId) {
        let end = node(self.view, definition).map_or(definition, |(_, end)| end);
        let own = if self.leaves.notes.is_commenting() {
            Paragraphs::default()
        } else {
            Paragraphs::of_note()
        };
        let paragraphs = std::mem::replace(&mut self.leaves.paragraphs, own);
        let around = (self.leaves.containers.enter(), self.leaves.line.enter());
        self.blocks(definition + 1, end);
        self.leaves.flush();
        self.leaves.end_of_flow();
        let ends_with_text = self.leaves.paragraphs.is_after_note_text();
        self.leaves.paragraphs = paragraphs;
        self.leaves.containers.leave(around.0);
        self.leaves.line.leave(around.1);
        self.leaves.notes.close(ends_with_text, self.leaves.sink.out());
    }

    /// Footnotes that nothing in the text refers to stand at the end, behind their labels.
    fn unused_notes(&mut self) {
        for &(definition, number) in self.plan.labels().definitions() {
            let unused = self.leaves.notes.unused(definition, number, self.plan, self.view);
            let Some((label, (_, end))) =
                unused.and_then(|label| Some((label, node(self.view, definition)?)))
            else {
                continue;
            };
            self.leaves.sink.lose(Loss::Note, self.view.text(label));
            self.leaves.paragraphs.lead_with_label(label);
            self.blocks(definition + 1, end);
            self.leaves.flush();
        }
    }
}

/// The title of the picture that is all that a paragraph holds.
pub(super) fn captioned(view: View<'_>, paragraph: NodeId) -> Option<Span> {
    let end = view.nodes().get(paragraph as usize)?.end;
    let picture = view.nodes().get(paragraph as usize + 1)?;
    match picture.kind {
        Kind::Image(link) if picture.end == end && view.kind(paragraph)?.is_paragraph() => {
            Some(view.link(link).title).filter(|title| !title.is_empty())
        }
        _ => None,
    }
}

pub(super) fn alert_title(alert: Alert) -> &'static [u8] {
    match alert {
        Alert::Note => b"Note",
        Alert::Tip => b"Tip",
        Alert::Important => b"Important",
        Alert::Warning => b"Warning",
        Alert::Caution => b"Caution",
    }
}
