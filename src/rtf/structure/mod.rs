//! Recognising structure: what was read becomes the blocks of a document.
//!
//! Shape   one pass over the paragraphs of the body, then over each note. [`Recogniser`] is the router:
//!         `survey` looks over the body first, `classify` says what a paragraph is and `marker` which
//!         item it begins, `counters` which number it has, `containers` holds the lists and quotes it stands in, `inline` turns its
//!         runs into nested inlines, `table` lays out rows, `code` gathers lines. `notes` and `places`
//!         know what notes and bookmarks are called.
//! Input   an `Assembly`, which is only looked at ([`sight`]).
//! Source  `docs/mapping.md`.

mod cells;
mod classify;
mod code;
mod containers;
mod counters;
mod inline;
mod layout;
mod looks;
mod marker;
mod notes;
mod places;
#[cfg(test)]
mod sample;
mod sight;
mod survey;
mod table;
mod task;

use crate::buffers::{Kept, kept};
use crate::document::{
    Document, Kind, Layout, Node, NodeId, Span, View, captions::Label, contents,
};
use crate::options::{Changes, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::flow::{
    BODY, COMMENTS, End, FLOWS, FOOTERS, HEADERS, NOTES, Paragraph, Run, RunKind, boxes_of,
};
use crate::rtf::assembly::format::{Align, Mark};
use crate::rtf::assembly::{Assembly, CommentText};
use crate::rtf::tables::styles::Role;
use crate::system::halt;
use cells::{CellContainers, InCell};
use classify::{Class, classify};
use containers::{Containers, Stand};
use counters::Counters;
use inline::{Manner, OpenLinks, Writer};
use marker::Item;
use notes::Notes;
use places::Places;
use sight::{Page, Sight};
use survey::Survey;
use table::{Grid, LEVELS};

kept! {
    /// What the recogniser needs and what serves the next document too.
    #[derive(Debug, Default)]
    pub(super) struct Buffers {
        survey: Survey,
        containers: Containers,
        counters: Counters,
        links: OpenLinks,
        /// Of a table, of one in a cell of it, and so on.
        tables: [Grid; LEVELS],
        /// The containers around the cells that are open.
        cells: CellContainers,
        places: Places,
        notes: Notes,
    }
}

/// The state of one recognition.
struct Recogniser<'a> {
    page: Page<'a>,
    survey: &'a Survey,
    doc: &'a mut Document,
    report: &'a mut Report,
    containers: &'a mut Containers,
    links: &'a mut OpenLinks,
    tables: &'a mut [Grid; LEVELS],
    cells: &'a mut CellContainers,
    places: &'a mut Places,
    notes: &'a mut Notes,
    /// The cell whose blocks are being written.
    cell: Option<InCell>,
    /// How many nodes there were, and how many were open, behind what a caption may follow.
    captioned: Option<(usize, usize)>,
    /// Tracked changes are kept, with marks around them.
    keeps_changes: bool,
    /// Somebody wants to know how paragraphs look on paper.
    reports_layout: bool,
    /// A line feed in the document's own text.
    newline: Span,
    max_columns: usize,
    cells_left: usize,
    /// The first paragraph of the note in hand, and how many bytes of a mark it begins with.
    note_mark: (usize, usize),
    /// The numbers of lists.
    counters: &'a mut Counters,
    /// The item before, and its flow.
    item: Option<(u8, marker::Before)>,
    /// Nodes of the table of contents: the first, and the one behind the last.
    contents: (Option<usize>, Option<usize>),
    /// For each flow: paragraphs up to this one say that they are in a table, and no cell ends there.
    loose: [usize; FLOWS],
}

/// A paragraph, and what is known of it before its block is written.
struct Subject<'a> {
    flow: u8,
    /// Its number in the flow.
    at: usize,
    paragraph: &'a Paragraph,
    runs: &'a [Run],
    stand: Stand,
    item: Option<Item>,
}

impl Subject<'_> {
    /// Whether it is set with space behind it.
    fn is_loose(&self) -> bool {
        self.paragraph.format.after >= 100 && !self.paragraph.format.contextual
    }
}

/// Fills `doc` from what was read.
pub(super) fn recognise(
    source: &[u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    assembly: &Assembly,
    buffers: &mut Buffers,
) {
    let newline = doc.own("\n");
    let page = Page { source, assembly };
    let Buffers { survey, containers, counters, links, tables, cells, places, notes } = buffers;
    containers.clear();
    counters.clear();
    if !notes.reset(assembly.notes().len()) {
        doc.give_up();
    }
    if !survey.look_over(page.sight(doc)) {
        doc.give_up();
    }
    places.find_targets(doc, source);
    let mut recogniser = Recogniser {
        page,
        survey,
        doc,
        report,
        containers,
        links,
        tables,
        cells,
        places,
        notes,
        cell: None,
        captioned: None,
        keeps_changes: options.changes() == Changes::Markup,
        reports_layout: layout::is_wanted(options.report.and(options.strict)),
        newline,
        max_columns: options.max_columns.max(1) as usize,
        cells_left: options.max_cells as usize,
        note_mark: (0, 0),
        counters,
        item: None,
        contents: (None, None),
        loose: [0; FLOWS],
    };
    for flow in [HEADERS, BODY, FOOTERS] {
        recogniser.blocks(flow, 0, page.paragraphs(flow).len());
    }
    recogniser.note_definitions();
    let (from, to) = recogniser.contents;
    places.name_headings(doc, source, options.extensions.heading_attributes);
    doc.close_to(0);
    if let Some((start, _)) = assembly.contents() {
        let shown = from.zip(to).filter(|_| doc.check().is_ok());
        if !shown.is_some_and(|shown| contents::settle(doc, source, shown)) {
            let first = page.paragraphs(BODY).get(start as usize);
            report.add(Loss::Field, first.map_or(usize::MAX, |first| page.place(BODY, first)));
        }
    }
}

impl<'a> Recogniser<'a> {
    fn sight(&self) -> Sight<'_> {
        self.page.sight(self.doc)
    }

    /// What writes inlines into the open block.
    fn writer(&mut self) -> Writer<'_> {
        Writer {
            page: self.page,
            doc: self.doc,
            report: self.report,
            links: self.links,
            notes: self.notes,
            places: self.places,
            newline: self.newline,
            keeps_changes: self.keeps_changes,
        }
    }

    /// Recognises the paragraphs from `at` up to `end`.
    fn blocks(&mut self, flow: u8, mut at: usize, end: usize) {
        let paragraphs = self.page.paragraphs(flow);
        // What was asked to stop gets no further paragraph; the converter knows why.
        while at < end && !halt::is_due() {
            if flow == BODY {
                self.mark_contents(at);
            }
            let first = at;
            let loose = at < self.loose[flow as usize];
            let table = table::is_part(&paragraphs[at]) && !loose;
            if paragraphs[at].format.page && flow == BODY {
                self.containers.break_page();
            }
            at = if table { self.table(flow, at, end, 1) } else { self.block(flow, at, end) };
            let parts = &paragraphs[first..at];
            if table && at > first {
                // What is anchored in a cell stands in it.
                let ends = parts.iter().filter(|part| matches!(part.end, End::Row(_)));
                ends.for_each(|end| self.frames(flow, std::slice::from_ref(end)));
            } else {
                self.frames(flow, parts);
            }
        }
        self.containers.end(self.doc);
        if flow == BODY {
            self.mark_contents(at);
        }
    }

    /// Notes which nodes the table of contents is, where it begins or ends before a paragraph.
    fn mark_contents(&mut self, at: usize) {
        let Some((start, end)) = self.page.assembly.contents() else { return };
        if start as usize == at && self.contents.0.is_none() {
            self.containers.close(self.doc, 0);
            self.contents.0 = (self.doc.open_count() == 0).then_some(self.doc.nodes.len());
        }
        if end as usize == at && self.contents.1.is_none() {
            self.containers.close(self.doc, 0);
            self.contents.1 = (self.doc.open_count() == 0).then_some(self.doc.nodes.len());
        }
    }

    /// Text boxes come after the paragraphs that they are anchored in.
    fn frames(&mut self, flow: u8, anchors: &[Paragraph]) {
        let Some(boxes) = boxes_of(flow) else { return };
        let (Some(one), Some(last)) = (anchors.first(), anchors.last()) else { return };
        let (start, end) = (one.frames.0 as usize, last.frames.1 as usize);
        if start < end {
            self.containers.close(self.doc, 0);
            self.blocks(boxes, start, end);
        }
    }

    /// One block that is no table. Returns the paragraph after it.
    fn block(&mut self, flow: u8, at: usize, end: usize) -> usize {
        let page = self.page;
        let paragraph = &page.paragraphs(flow)[at];
        let runs = page.runs(flow, paragraph);
        let sight = self.sight();
        let before = self.item.filter(|item| item.0 == flow).map(|item| item.1);
        let item = marker::item(sight, paragraph, runs, before.as_ref());
        let stand = Stand::of(sight, self.survey, paragraph, self.containers.quotes());
        let class = classify(sight, self.survey, flow, paragraph, runs);
        let hidden = sight.is_mark_hidden(paragraph) && !sight.has_text(runs);
        let item = item.filter(|_| !hidden).map(|item| self.counted(flow, paragraph, item));
        let sight = self.sight();
        let it = Subject { flow, at, paragraph, runs, stand, item };
        match class {
            Class::Empty if self.places.any(sight, runs) => self.plain(&it),
            Class::Empty => {
                // A quote may have nothing in it.
                if item.is_some() || sight.style_role(paragraph) == Role::Quote {
                    self.containers.enter(self.doc, &stand, item, None);
                    self.containers.vote(it.is_loose());
                }
            }
            Class::Alert(alert) => {
                self.containers.enter(self.doc, &stand, item, None);
                self.containers.set_alert(self.doc, alert);
            }
            Class::Term => {
                self.containers.enter_definitions(self.doc, stand.left, &stand);
                self.doc.open(Kind::Term);
                self.text(&it, true, Manner::default());
                self.doc.close();
            }
            Class::Definition => self.definition(&it),
            Class::Heading(level) => self.heading(&it, level),
            Class::Code(info) => {
                let item = item.filter(|item| item.typed == 0);
                self.containers.enter(self.doc, &stand, item, None);
                let (survey, texts) = (self.survey, (info, self.newline));
                return code::block(self.doc, page, survey, flow, (at, end), texts);
            }
            Class::Html if flow == BODY && self.is_front(runs) => self.front(runs),
            Class::Html => {
                self.containers.enter(self.doc, &stand, item, None);
                self.html_block(runs);
            }
            Class::Rule => {
                self.containers.enter(self.doc, &stand, item, None);
                self.doc.leaf(Kind::Rule);
            }
            Class::Plain => self.plain(&it),
        }
        at + 1
    }

    /// An item with the number that it has by its list, where the file does not show one.
    fn counted(&mut self, flow: u8, paragraph: &Paragraph, item: Item) -> Item {
        self.item = Some((flow, (paragraph.format, item)));
        let format = &paragraph.format;
        if format.list <= 0 || item.typed > 0 {
            return item;
        }
        let shown = paragraph.marker.map(|_| item.number);
        let lists = self.page.assembly.lists();
        match self.counters.count(lists, format.list, format.list_level, shown) {
            Some(number) if shown.is_none() && item.is_ordered() => Item { number, ..item },
            Some(_) => item,
            None => {
                self.doc.give_up();
                item
            }
        }
    }

    /// The text of a paragraph, in the block that is open, without the marks that say nothing there.
    /// `own` says that the block has a look of its own.
    fn text(&mut self, it: &Subject<'_>, own: bool, manner: Manner) {
        let mut strip = self.sight().uniform(it.paragraph, it.runs, manner.heading);
        let is_header = self.cell.is_some_and(|cell| cell.header);
        if is_header && self.sight().is_marked(it.runs, Mark::Bold) {
            strip.insert(Mark::Bold);
        }
        self.text_as(it, own, Manner { strip, ..manner });
    }

    fn text_as(&mut self, it: &Subject<'_>, own: bool, manner: Manner) {
        let survey = self.survey;
        let fixed = manner.fixed || survey.is_monospaced();
        if self.reports_layout {
            let free = it.item.is_none() && self.containers.are_none();
            let at = self.page.place(it.flow, it.paragraph);
            let sight = self.page.sight(self.doc);
            layout::report(sight, it.paragraph, free, at, self.report);
        }
        let mut writer = self.writer();
        writer.report_looks(survey.base(it.flow, own), it.paragraph, it.runs);
        writer.write(it.runs, Manner { fixed, ..manner });
    }

    fn plain(&mut self, it: &Subject<'_>) {
        if it.item.is_some_and(|item| item.approximate) {
            self.report.add(Loss::ListStyle, self.page.place(it.flow, it.paragraph));
        }
        let (task, skip) = match it.item {
            Some(item) => {
                let sight = self.sight();
                let (start, length) = sight.beginning(it.runs);
                // Brackets in code are code.
                let (typed, fixed) = (item.typed, self.survey.is_monospaced());
                let code = start[..length].get(typed) == Some(&b'[')
                    && it.runs.first().is_some_and(|run| sight.is_code(run, fixed));
                let (task, skip) =
                    if code { (None, typed) } else { task::of_text(&start[..length], typed) };
                let marker = || task::of_marker(sight.text(it.paragraph.marker?));
                (task.or_else(marker), skip)
            }
            None if it.flow == NOTES && it.at == self.note_mark.0 => (None, self.note_mark.1),
            None => (None, 0),
        };
        self.containers.enter(self.doc, &it.stand, it.item, task);
        self.containers.vote(it.is_loose());
        let kind = if self.is_caption(it) {
            Kind::Caption
        } else {
            Kind::Paragraph { layout: self.layout(it) }
        };
        let node = self.doc.open(kind);
        if let Some(marker) = it.paragraph.marker.filter(|_| it.item.is_some_and(|item| item.words))
        {
            self.text_marker(marker);
        }
        let indented = it.item.is_none() && it.flow == BODY;
        self.text(it, false, Manner { skip, indented, ..Manner::default() });
        self.doc.close();
        if kind == Kind::Caption
            && let Some(caption) = node
            && self.says_title(caption)
        {
            return self.doc.nodes.truncate(caption as usize);
        }
        let holds_image = |at: usize| {
            let end = self.doc.nodes.len();
            self.doc
                .nodes
                .get(at + 1)
                .is_some_and(|node| matches!(node.kind, Kind::Image(_)) && node.end as usize == end)
        };
        if node.is_some_and(|node| holds_image(node as usize)) {
            self.note_captioned();
        }
    }

    /// Whether a caption says nothing but the title of the picture before it, behind a number.
    fn says_title(&self, caption: NodeId) -> bool {
        let view = View { doc: self.doc, source: self.page.source };
        let before = &self.doc.nodes[..caption as usize];
        let picture = before.iter().rposition(|node| matches!(node.kind, Kind::Image(_)));
        let Some(Node { kind: Kind::Image(link), end }) = picture.map(|at| before[at]) else {
            return false;
        };
        let title = view.text(view.link(link).title);
        let label = Label::of(view, caption).filter(|label| label.of == 1);
        let Some(label) = label.filter(|_| end == caption && !title.is_empty()) else {
            return false;
        };
        contents::words(view, caption).flatten().skip(label.len).eq(title)
    }

    /// A caption may follow what has just ended.
    fn note_captioned(&mut self) {
        self.captioned = Some((self.doc.nodes.len(), self.doc.open_count()));
    }

    /// Whether a paragraph is the caption of what stands right before it.
    fn is_caption(&mut self, it: &Subject<'_>) -> bool {
        if self.sight().style_role(it.paragraph) != Role::Caption || it.item.is_some() {
            return false;
        }
        let follows = self.captioned == Some((self.doc.nodes.len(), self.doc.open_count()));
        if !follows {
            self.report.add(Loss::Caption, self.page.place(it.flow, it.paragraph));
        }
        follows
    }

    /// How a paragraph is set.
    fn layout(&self, it: &Subject<'_>) -> Layout {
        let column = self.cell.map_or(Align::Unset, |cell| cell.align);
        layout::of(self.sight(), it.paragraph, it.runs, self.survey.left_speaks(), column)
    }

    fn heading(&mut self, it: &Subject<'_>, level: u8) {
        // A heading that counts is a numbered heading and no item of a list.
        let number = it.item.filter(|item| item.is_ordered()).and(it.paragraph.marker);
        let bullet = it.item.filter(|item| !item.is_ordered() && item.typed == 0);
        // What counts its headings goes on in no item of another list.
        let left = it.stand.quotes * it.stand.step;
        let stand = if number.is_some() { Stand { left, ..it.stand } } else { it.stand };
        self.containers.enter(self.doc, &stand, bullet, None);
        let layout = self.layout(it);
        let heading = self.doc.open(Kind::Heading { level, layout, id: Span::EMPTY });
        if heading.is_some_and(|heading| !self.places.note_heading(heading)) {
            self.doc.give_up();
        }
        if let Some(number) = number {
            self.text_marker(number);
        }
        let sight = self.sight();
        let fixed = sight.style(it.paragraph).is_some_and(|style| sight.is_fixed(style));
        self.text(it, true, Manner { heading: true, fixed, ..Manner::default() });
        self.doc.close();
    }

    /// The first paragraph of a definition.
    fn definition(&mut self, it: &Subject<'_>) {
        let left = it.stand.left;
        self.containers.enter_definitions(self.doc, left - DEFINITION, &it.stand);
        self.containers.open_definition(self.doc, left);
        if self.sight().has_text(it.runs) {
            self.doc.open(Kind::Paragraph { layout: self.layout(it) });
            self.text_as(it, false, Manner::default());
            self.doc.close();
        }
    }

    /// A marker that stays text.
    fn text_marker(&mut self, marker: Span) {
        self.doc.leaf(Kind::Text(marker));
        let space = self.doc.own(" ");
        self.doc.leaf(Kind::Text(space));
    }

    /// Whether a hidden block is the front matter of a Markdown file: it stands before everything else.
    fn is_front(&self, runs: &[Run]) -> bool {
        let first = runs.first().map(|run| run.kind);
        let Some(RunKind::Text(mark)) = first else { return false };
        self.doc.nodes.is_empty()
            && self.doc.front.is_empty()
            && self.sight().text(mark).trim_ascii_end() == b"---"
    }

    fn front(&mut self, runs: &[Run]) {
        let mut text = String::new();
        for run in runs {
            match run.kind {
                RunKind::Text(span) => {
                    text.push_str(&String::from_utf8_lossy(self.sight().text(span)));
                }
                RunKind::Break => text.push('\n'),
                _ => {}
            }
        }
        text.push('\n');
        self.doc.front = self.doc.own(&text);
    }

    /// Raw HTML: one text, though its words are seen and its tags are not.
    fn html_block(&mut self, runs: &[Run]) {
        self.doc.open(Kind::HtmlBlock);
        let mut text = std::mem::take(&mut self.doc.spare);
        text.clear();
        for run in runs {
            let piece = match run.kind {
                RunKind::Text(span) => self.sight().text(span),
                RunKind::Break => b"\n",
                _ => continue,
            };
            if text.try_reserve(piece.len() + 1).is_err() {
                self.doc.give_up();
                break;
            }
            text.push_str(std::str::from_utf8(piece).unwrap_or_default());
        }
        text.push('\n');
        let span = self.doc.own(&text);
        self.doc.spare = text;
        self.doc.leaf(Kind::Text(span));
        self.doc.close();
    }

    fn note_definitions(&mut self) {
        for (index, &(start, end)) in self.page.assembly.notes().iter().enumerate() {
            self.note_mark = (start as usize, self.notes.mark(index));
            let label = self.notes.label(index, self.doc);
            let kind =
                Kind::FootnoteDefinition { label, end: self.page.assembly.is_endnote(index) };
            self.doc.open(kind);
            self.blocks(NOTES, start as usize, end as usize);
            self.doc.close();
        }
        for &CommentText { id, paragraphs: (start, end), .. } in self.page.assembly.comments() {
            if !self.page.assembly.has_comment(id) {
                continue;
            }
            self.doc.open(Kind::CommentBody(id));
            self.blocks(COMMENTS, start as usize, end as usize);
            self.doc.close();
        }
    }
}

/// What a definition adds to the left edge, in twips.
const DEFINITION: i32 = 720;
