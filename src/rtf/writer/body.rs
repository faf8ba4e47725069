//! The body: the walk over a document, which asks each owner for its part.
//!
//! Shape   one loop over blocks, with the stack of [`Containers`]; the inlines of a paragraph are
//!         walked by the [`Line`]. A footnote's text is written where it is first referred to: there
//!         that walk stops, the loop is entered once more, and only once, since notes don't nest,
//!         and the walk goes on.
//! State   none of its own: what is known is read, and each owner changes its own.
//! Limits  a document that breaks the model's rules is written as far as it makes sense: inlines
//!         between blocks are a paragraph, blocks where they can't stand are transparent.
//! Source  `docs/mapping.md`.

use super::code::{self, Lines};
use super::containers::{Cell, Containers};
use super::inline::{self, Inlines};
use super::line::Line;
use super::list::looks_like_task;
use super::look::Look;
use super::nodes::{Class, class, node};
use super::note::Notes;
use super::paragraph::{self, Paragraphs, Start};
use super::picture::Pictures;
use super::plan::Plan;
use super::prefix::Prefixes;
use super::sink::{Mark, Sink};
use super::style::Style;
use super::table::{self, Rows, Tables};
use super::{anchor, direction, field};
use crate::buffers::{Kept, kept};
use crate::document::{
    Alert, Alignment, Direction, Kind, Layout, NodeId, Span, View, captions, captions::Label,
    contents,
};
use crate::options::{FrontMatter, Options};
use crate::report::Loss;
use crate::text::highlight::Lexer;

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
    look: &'a Look<'a>,
    plan: &'a Plan,
    prefixes: &'a Prefixes,
    sink: Sink<'a>,
    paragraphs: Paragraphs,
    containers: &'a mut Containers,
    line: Line<'a>,
    tables: &'a mut Tables,
    lines: &'a mut Lines,
    notes: &'a mut Notes,
    /// The options ask for a table of contents that the document does not have.
    begins_with_contents: bool,
    /// Captions that number themselves: of tables, of figures.
    captions: [u32; 2],
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
    let mut body = Body {
        view,
        look,
        plan,
        prefixes,
        sink,
        paragraphs,
        containers,
        line,
        tables,
        lines,
        notes,
        captions: [0; 2],
        definitions_end: 0,
        begins_with_contents: options.contents
            && !plan.has_contents()
            && contents::entries(view).next().is_some(),
    };
    body.notes.begin(plan, body.sink.out());
    if options.extensions.front_matter != FrontMatter::No {
        body.front_matter();
    }
    if body.begins_with_contents {
        body.contents();
    }
    body.blocks(0, view.doc.nodes.len() as NodeId);
    body.unused_notes();
    body.end_of_flow();
    body.end_of_lists();
    body.sink.out().push(b"}\r\n");
}

impl Body<'_> {
    /// Writes the blocks from `start` up to `end`.
    fn blocks(&mut self, start: NodeId, end: NodeId) {
        let mut next = start;
        loop {
            while self.containers.end().is_some_and(|end| end <= next) {
                self.close();
            }
            if next >= end || self.sink.out().failed() {
                break;
            }
            let limit = self.containers.end().unwrap_or(end);
            let Some((kind, node_end)) = node(self.view, next) else { break };
            let node_end = node_end.min(limit);
            let inside = next + 1;
            next = match *kind {
                Kind::Paragraph { layout } => {
                    self.plain_paragraph(inside, node_end, layout);
                    if self.plan.has_style(Style::Caption)
                        && self.containers.end().is_none()
                        && !self.notes.is_inside()
                    {
                        self.title(next, node_end);
                    }
                    node_end
                }
                Kind::Heading { level, layout, id } => {
                    self.heading(next, node_end, (level, layout), id);
                    node_end
                }
                Kind::CodeBlock { info } => {
                    self.code_block(inside, node_end, info);
                    node_end
                }
                Kind::HtmlBlock => {
                    self.html_block(inside, node_end);
                    node_end
                }
                Kind::Rule => {
                    self.rule();
                    node_end
                }
                Kind::Table { first, count, direction } => {
                    self.table(inside, node_end, (first, count), direction);
                    node_end
                }
                Kind::Term => {
                    self.flush();
                    self.text_paragraph(Style::Term, b"", (inside, node_end), Layout::PLAIN);
                    node_end
                }
                // A note's text stands where it is referred to.
                Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) => node_end,
                Kind::PageBreak => {
                    if self.paragraphs.breaks_page() {
                        self.part_page();
                    }
                    self.paragraphs.break_page();
                    node_end
                }
                Kind::Contents => {
                    self.flush();
                    self.contents();
                    node_end
                }
                Kind::Caption => {
                    self.flush();
                    self.caption(next, node_end);
                    node_end
                }
                Kind::Quote { alert, tag } => {
                    self.open_quote(node_end, alert, tag);
                    inside
                }
                Kind::List { start, tight, numbers } => {
                    self.flush();
                    let ordered =
                        start.and_then(|start| Some((self.plan.lists().find(next)?, start)));
                    if ordered.is_none() {
                        self.part_lists(next);
                    }
                    let looks = (numbers, tight);
                    self.containers.open_list(node_end, ordered, looks, self.sink.out());
                    if self.containers.is_beyond_levels() {
                        self.sink.lose(Loss::ListDepth, b"");
                    }
                    inside
                }
                Kind::Item { task } => {
                    self.flush();
                    if let Some(marker) = self.containers.open_item(node_end, task, &mut self.sink)
                    {
                        let like = task.is_none() && looks_like_task(self.sink.view(), next);
                        self.paragraphs.mark(marker.like_task(like));
                    }
                    inside
                }
                Kind::Definition => {
                    self.flush();
                    self.containers.open_definition(node_end, &mut self.sink);
                    self.paragraphs.define();
                    inside
                }
                Kind::DefinitionList | Kind::Row { .. } | Kind::Cell { .. } => {
                    self.flush();
                    if *kind == Kind::DefinitionList && self.definitions_end <= next {
                        // One right behind another is told from it by an empty paragraph.
                        if next > 0 && self.definitions_end == next {
                            self.part();
                        }
                        self.definitions_end = node_end;
                    }
                    self.containers.open_plain(node_end, self.sink.out());
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

    fn open_quote(&mut self, end: NodeId, alert: Option<Alert>, tag: Span) {
        if self.paragraphs.is_awaited_by_quote() {
            self.flush();
        }
        // Space before its first paragraph would say that it is one of two, which it does say if it is.
        let after_quote = self.containers.is_after_quote(self.sink.out());
        if self.paragraphs.has_gap() && !after_quote && !self.paragraphs.is_awaited() {
            self.part();
        }
        if let Some(space) = self.containers.open_quote(end, alert, &mut self.sink) {
            self.paragraphs.move_down(space);
        }
        if let Some(alert) = alert {
            self.begin(Style::alert(alert), b"", false, Layout::PLAIN);
            if !tag.is_empty() {
                // Hidden as it is spelled.
                inline::hidden(self.view.text(tag), self.sink.out());
            }
            self.sink.out().push(alert_title(alert));
            self.end_paragraph();
        }
    }

    fn close(&mut self) {
        // A quote that nothing stands in is an empty paragraph in its style.
        if self.containers.is_empty_quote(self.sink.out()) {
            self.empty_paragraph(b"");
        } else if self.containers.wants_paragraph() {
            self.flush();
        }
        if self.containers.close(self.sink.out()) {
            self.paragraphs.leave_gap();
        }
    }

    /// Starts a paragraph.
    #[inline]
    fn begin(&mut self, style: Style, extra: &[u8], right_to_left: bool, layout: Layout) {
        let prefix = self.prefixes.of(style);
        let place = self.containers.place();
        let start = Start { prefix, place, extra, right_to_left, layout };
        self.line.stand_within(start.place.width(self.look.text_width));
        self.paragraphs.begin(&start, self.look, &mut self.sink);
        self.line.stand_in(&prefix, right_to_left);
    }

    #[inline]
    fn end_paragraph(&mut self) {
        paragraph::end(self.sink.out());
    }

    #[inline]
    fn plain_style(&self) -> Style {
        self.containers.plain_style(self.paragraphs.defines(), self.notes.is_inside())
    }

    /// Writes the empty paragraph of an item, a definition or a note that begins with a block
    /// which can't carry the marker.
    #[inline]
    fn flush(&mut self) {
        if self.paragraphs.is_awaited() {
            self.empty_paragraph(b"");
        }
    }

    /// A page begins, where the next block can't say it.
    fn part_page(&mut self) {
        self.paragraphs.close_gap();
        self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
    }

    /// Space behind a block that ended without, where the next one can't say it.
    fn part(&mut self) {
        self.paragraphs.close_gap();
        self.empty_paragraph(b"\\sa0\\sl-120\\slmult0\\fs2");
    }

    /// Two lists side by side that nothing else tells apart, since boxes stand for bullets.
    fn part_lists(&mut self, list: NodeId) {
        let first = node(self.view, list + 1).map(|(kind, _)| kind);
        let boxed = matches!(first, Some(Kind::Item { task: Some(_) }));
        if self.containers.runs_into_list(boxed, self.sink.out()) {
            self.part();
        }
    }

    fn empty_paragraph(&mut self, extra: &[u8]) {
        self.begin(self.plain_style(), extra, false, Layout::PLAIN);
        self.end_paragraph();
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
        self.begin(style, extra, right_to_left, layout);
        self.inlines(start, end);
        self.end_paragraph();
    }

    fn plain_paragraph(&mut self, start: NodeId, end: NodeId, layout: Layout) {
        let extra = self.as_text(start, end);
        self.text_paragraph(self.plain_style(), extra, (start, end), layout);
    }

    /// What says of a paragraph that it is what it is: a reader would take what looks like a typed marker,
    /// or like a line drawn by typing, for one.
    fn as_text(&self, start: NodeId, end: NodeId) -> &'static [u8] {
        let looks_marked =
            self.paragraphs.begins_with_text() && inline::begins_like_item(self.view, start, end);
        // What has a marker is in a list, and no line.
        let looks_drawn =
            !self.paragraphs.is_marked() && inline::looks_drawn(self.view, start, end);
        if looks_marked || looks_drawn { b"\\ls0" } else { b"" }
    }

    fn heading(&mut self, id: NodeId, end: NodeId, (level, layout): (u8, Layout), name: Span) {
        if self.paragraphs.is_awaited_by_heading() {
            self.flush();
        }
        let direction = layout.direction();
        let right_to_left = direction::runs_right_to_left(direction, self.view, id + 1, end);
        self.begin(Style::heading(level), b"", right_to_left, layout);
        let linked = self.plan.places().of_heading(id);
        let name = self.view.text(name);
        // One that is also where links lead would not be told from one that only they need.
        let around = linked.is_some_and(|linked| linked == name);
        if around {
            anchor::begin(name, self.sink.out());
        } else {
            anchor::heading_bookmarks(name, linked, self.sink.out());
        }
        if self.begins_with_contents || self.plan.has_contents() {
            field::contents_bookmark(id, self.sink.out());
        }
        let start = self.sink.out().len();
        self.line.name_heading(self.view, id, linked);
        self.inlines(id + 1, end);
        self.line.leave_heading();
        if around {
            anchor::end(name, self.sink.out());
        }
        if id + 1 == end {
            // One that is merely empty was left so by accident.
            inline::hidden(b" ", self.sink.out());
        } else if self.sink.out().len() == start && self.look.template.is_some() {
            // An empty paragraph with a border is a rule.
            self.sink.out().push(b"\\brdrb\\brdrnil\\brdrt\\brdrnil");
        }
        self.end_paragraph();
    }

    /// A caption; one whose label says the number that it would get numbers itself.
    fn caption(&mut self, id: NodeId, end: NodeId) {
        let label = Label::of(self.view, id);
        let label = label.filter(|label| label.number == self.captions[label.of] + 1);
        let Some(label) = label else {
            let extra = self.as_text(id + 1, end);
            return self.text_paragraph(Style::Caption, extra, (id + 1, end), Layout::PLAIN);
        };
        self.begin(Style::Caption, b"", false, Layout::PLAIN);
        self.label(label.of);
        // The label may be pieces of text, the last of which goes on behind it.
        let (mut start, mut left) = (id + 1, label.len);
        while let Some(Kind::Text(span)) = self.view.kind(start).filter(|_| left > 0) {
            let text = self.view.text(*span);
            self.sink.text(text.get(left.min(text.len())..).unwrap_or(b""));
            left -= left.min(text.len());
            start += 1;
        }
        self.inlines(start, end);
        self.end_paragraph();
    }

    /// `Table 1: `, where the number is a field.
    fn label(&mut self, of: usize) {
        self.captions[of] += 1;
        let (name, number) = (captions::NAMES[of], self.captions[of]);
        let label = format!(
            "{name} {{\\field{{\\*\\fldinst SEQ {name} \\\\* ARABIC}}{{\\fldrslt {number}}}}}: "
        );
        self.sink.out().push(label.as_bytes());
    }

    /// The title of a picture that stands alone is its caption, where it has no other.
    fn title(&mut self, paragraph: NodeId, end: NodeId) {
        if let Some(title) = captioned(self.view, paragraph)
            && !matches!(self.view.kind(end), Some(Kind::Caption))
        {
            self.begin(Style::Caption, b"", false, Layout::PLAIN);
            self.label(1);
            self.sink.text(self.view.text(title));
            self.end_paragraph();
        }
    }

    /// The table of contents: a field, whose result is a paragraph for each heading.
    fn contents(&mut self) {
        let mut entries = contents::entries(self.view).map(Some).chain([None]).peekable();
        let mut is_first = true;
        // One without headings is a paragraph too.
        while let Some(entry) = entries.next()
            && (entry.is_some() || is_first)
        {
            let indent = 360 * i64::from(entry.map_or(0, |(_, level)| level - 1));
            let extra = format!("\\li{indent}\\tqr\\tldot\\tx{}", self.look.text_width);
            self.begin(Style::Normal, extra.as_bytes(), false, Layout::PLAIN);
            if std::mem::take(&mut is_first) {
                self.sink.out().push(field::CONTENTS);
            }
            if let Some((id, _)) = entry {
                field::contents_entry(self.view, id, &mut self.sink);
            }
            if entries.peek().is_none_or(Option::is_none) {
                self.sink.out().push(b"}}");
            }
            self.end_paragraph();
        }
    }

    /// A code block: one paragraph for each line; space after the last one ends the block.
    fn code_block(&mut self, start: NodeId, end: NodeId, info: Span) {
        self.flush();
        if self.paragraphs.breaks_page() {
            self.part_page();
        }
        // The background of two blocks side by side would run through.
        if self.paragraphs.is_after_code() {
            self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
        let (prefix, place) = (self.prefixes.of(Style::Code), self.containers.place());
        let info = self.view.text(info);
        let index = if info.is_empty() { None } else { self.plan.infos().find(info) };
        let number = index.map(|index| self.look.first_info() + index);
        let extra = code::background(self.look.target);
        let layout = Layout::PLAIN;
        let line = Start { prefix, place, extra, right_to_left: false, layout };
        let out = self.sink.out();
        let from = out.len();
        paragraph::line_start(&line, number, self.look, out);
        if code::has_tabs(self.view, start, end) {
            code::tab_stops(place.left(), self.look.code_size(prefix.size), out);
        }
        self.lines.start_with(from, out);
        let space = self.paragraphs.take_space(&prefix, place);
        let lexer = if self.look.highlight { Lexer::of(info) } else { None };
        self.lines.write(start, end, (space, self.look.theme.code_end), lexer, &mut self.sink);
        self.paragraphs.lines_written();
    }

    /// The block of front matter that a Markdown file began with: hidden as raw HTML is.
    fn front_matter(&mut self) {
        let block = self.view.text(self.view.doc.front);
        if block.is_empty() {
            return;
        }
        self.begin(Style::Html, b"\\cs13\\v", false, Layout::PLAIN);
        for (index, line) in block.trim_ascii_end().split(|&byte| byte == b'\n').enumerate() {
            if index > 0 {
                self.sink.out().push(b"\\line ");
            }
            self.sink.text(line);
        }
        self.end_paragraph();
    }

    /// Raw HTML: its tags are hidden, and its paragraph mark too where no words stand between them.
    fn html_block(&mut self, start: NodeId, end: NodeId) {
        self.flush();
        self.begin(Style::Html, b"\\cs13\\v", false, Layout::PLAIN);
        let (first, is_seen) = code::html_lines(self.view, start, end, self.sink.out());
        if is_seen {
            self.sink.out().push(b"\\v0");
        }
        self.end_paragraph();
        self.sink.lose(Loss::Html, first);
    }

    /// A thematic break: an empty paragraph with a line below.
    fn rule(&mut self) {
        self.flush();
        let extra = code::rule(self.look.target);
        self.begin(Style::Rule, extra, false, Layout::PLAIN);
        if !extra.is_empty() {
            let text_end = self.containers.place().text_end(self.look.text_width);
            code::underline(text_end, self.sink.out());
        }
        self.end_paragraph();
    }

    /// Writes the rows from `start` up to `end`.
    fn table(
        &mut self,
        start: NodeId,
        end: NodeId,
        (first, count): (u32, u16),
        direction: Direction,
    ) {
        self.flush();
        if self.paragraphs.breaks_page() {
            self.part_page();
        }
        // A table is kept apart from one before it, and does not begin a quote.
        if self.paragraphs.has_gap() {
            self.part();
        } else if self.containers.is_empty_quote(self.sink.out()) {
            self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
        let count = usize::from(count).max(1);
        let (place, out) = (self.containers.place(), self.sink.out());
        let widths = self.view.columns(first, count as u16);
        let grid = (count, widths, direction);
        let opened = self.tables.open(self.view, (start, end), grid, place, self.look, out);
        let Some(rows) = opened else { return };
        let mut next = start;
        while next < end && !self.sink.out().failed() {
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
                let out = self.sink.out();
                if rows.is_nested() {
                    // Its definition is at its end.
                } else if rows.merges {
                    self.tables.begin_merged_row(rows, self.view, row, (header, self.look), out);
                } else {
                    self.tables.begin_row(rows, header, out);
                }
                self.row(rows, row, first, count, header);
                if rows.is_nested() {
                    let out = self.sink.out();
                    out.push(b"\\nestcell{\\*\\nesttableprops");
                    if rows.merges {
                        self.tables.begin_merged_row(
                            rows,
                            self.view,
                            row,
                            (header, self.look),
                            out,
                        );
                    } else {
                        self.tables.begin_row(rows, header, out);
                    }
                    out.push(b"\\nestrow}{\\nonesttables\\par}\r\n");
                } else {
                    table::end_row(self.sink.out());
                }
            }
            next = row_end;
        }
        self.tables.close(rows);
        self.paragraphs.table_written();
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
        let prefix = self.prefixes.of(style);
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
                let out = self.sink.out();
                let direction = (rows, right_to_left);
                table::begin_cell(column == 0, &prefix, alignment(column), direction, out);
            } else {
                self.sink.out().push_byte(b' ');
            }
            self.line.stand_in(&prefix, right_to_left);
            let wide = if let Kind::Cell { columns, .. } = *kind { columns } else { 1 };
            self.line.stand_within(self.tables.width(rows, column, wide));
            self.inlines(if matches!(kind, Kind::Cell { .. }) { next + 1 } else { next }, cell_end);
            next = cell_end;
            column += 1;
        }
        while column < count {
            let out = self.sink.out();
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
            self.sink.lose(Loss::Table, b"");
            return false;
        }
        if column > 0 {
            self.sink.out().push(rows.cell_end());
        }
        let width = self.tables.width(rows, column, columns);
        let inside = Cell { depth: rows.depth, width, alignment };
        let paragraphs = std::mem::take(&mut self.paragraphs);
        let around = (self.containers.enter_cell(inside), self.line.enter());
        let from = Mark::of(self.sink.out());
        self.blocks(cell + 1, end);
        self.flush();
        self.end_of_flow();
        if from.is_end_of(self.sink.out()) {
            self.empty_paragraph(b"");
        }
        self.paragraphs = paragraphs;
        self.containers.leave(around.0);
        self.line.leave(around.1);
        paragraph::take_end(self.sink.out());
        true
    }

    /// A table can't be the last thing in a document or a note.
    fn end_of_flow(&mut self) {
        if self.paragraphs.is_after_table() || self.paragraphs.breaks_page() {
            self.paragraphs.close_gap();
            self.empty_paragraph(b"\\sa0");
        }
    }

    /// LibreOffice takes the level from the last paragraph of a file.
    fn end_of_lists(&mut self) {
        if self.containers.is_after_list(self.sink.out()) {
            self.paragraphs.close_gap();
            self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
    }

    /// Writes the inlines from `start` up to `end`.
    fn inlines(&mut self, start: NodeId, end: NodeId) {
        let mut walk = self.line.walk(start, end);
        while let Some(definition) = self.line.go_on(&mut walk, self.notes, &mut self.sink) {
            self.note(definition);
        }
    }

    /// A footnote's text, where the text refers to it.
    fn note(&mut self, definition: NodeId) {
        let end = node(self.view, definition).map_or(definition, |(_, end)| end);
        let own =
            if self.notes.is_commenting() { Paragraphs::default() } else { Paragraphs::of_note() };
        let paragraphs = std::mem::replace(&mut self.paragraphs, own);
        let around = (self.containers.enter(), self.line.enter());
        self.blocks(definition + 1, end);
        self.flush();
        self.end_of_flow();
        let ends_with_text = self.paragraphs.is_after_note_text();
        self.paragraphs = paragraphs;
        self.containers.leave(around.0);
        self.line.leave(around.1);
        self.notes.close(ends_with_text, self.sink.out());
    }

    /// Footnotes that nothing in the text refers to stand at the end, behind their labels.
    fn unused_notes(&mut self) {
        for &(definition, number) in self.plan.labels().definitions() {
            let unused = self.notes.unused(definition, number, self.plan, self.view);
            let Some((label, (_, end))) =
                unused.and_then(|label| Some((label, node(self.view, definition)?)))
            else {
                continue;
            };
            self.sink.lose(Loss::Note, self.view.text(label));
            self.paragraphs.lead_with_label(label);
            self.blocks(definition + 1, end);
            self.flush();
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
