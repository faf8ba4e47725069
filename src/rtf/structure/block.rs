//! One paragraph that is in no table: the block that it is.
//!
//! Shape   what is known of it is a [`Subject`]; its class says what is written, `containers` where.

use super::cells::InCell;
use super::classify::{Class, classify};
use super::containers::{Containers, Stand};
use super::counters::Counters;
use super::inline::{Manner, Writer};
use super::marker::{self, Item};
use super::sight::Sight;
use super::survey::Survey;
use super::{code, layout, raw};
use crate::buffers::Kept;
use crate::document::captions::{Label, holds_picture};
use crate::document::{Alert, Kind, Layout, Node, NodeId, Span, View, contents, joined};
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, NOTES, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Align, Mark, ParaFormat};
use crate::rtf::tables::boxes;
use crate::rtf::tables::styles::Role;
use std::mem;

/// What a definition adds to the left edge, in twips.
const DEFINITION: i32 = 720;

/// Lines as low as this are for no text, in twips.
const LOWEST: i32 = 120;

/// A paragraph, and what is known of it before its block is written.
pub(super) struct Subject<'a> {
    flow: u8,
    /// Its number in the flow.
    at: usize,
    paragraph: &'a Paragraph,
    runs: &'a [Run],
    stand: Stand,
    item: Option<Item>,
    /// It is the rest of the item that the paragraph before it began.
    rest: bool,
    /// Words of its list that stand before it, which are no item's.
    words: Option<Span>,
}

impl Subject<'_> {
    /// Whether it is set with space behind it.
    fn is_loose(&self) -> bool {
        self.paragraph.format.after >= 100 && !self.paragraph.format.contextual
    }

    /// Whether it is lower than letters are, so that it does nothing but keep apart what is around it.
    fn has_no_height(&self) -> bool {
        (-LOWEST..0).contains(&self.paragraph.format.line)
    }

    /// The tag of an alert, which stands hidden in its title, and whether a line end follows it there.
    fn alert_tag(&self, sight: Sight<'_>, alert: Alert) -> Option<(Span, bool)> {
        self.runs.iter().enumerate().find_map(|(at, run)| match run.kind {
            RunKind::Text(tag) if sight.role(run) == Role::HtmlTag => {
                let text = sight.text(tag);
                let is_tag = Alert::of_tag(text.trim_ascii_end()) == Some(alert);
                let next = self.runs.get(at + 1).map(|next| next.kind);
                is_tag.then_some((tag, next == Some(RunKind::Break)))
            }
            _ => None,
        })
    }
}

/// Whether a paragraph is set as a heading.
fn is_heading(sight: Sight<'_>, paragraph: &Paragraph) -> bool {
    paragraph.format.outline < 9 || matches!(sight.style_role(paragraph), Role::Heading(_))
}

/// Whether the paragraph at `at` is the rest of an item that the end of a page has cut in two.
fn is_rest(paragraphs: &[Paragraph], at: usize) -> bool {
    let place = |format: &ParaFormat| (format.list, format.list_level, format.left, format.pn);
    let paragraph = &paragraphs[at];
    let before = at.checked_sub(1).map(|before| &paragraphs[before]);
    before.is_some_and(|before| {
        before.end == End::Page
            && paragraph.marker.is_none()
            && paragraph.format.is_listed()
            && place(&before.format) == place(&paragraph.format)
    })
}

/// The item before, and its flow.
#[derive(Clone, Copy, Debug, Default)]
struct LastItem(Option<(u8, marker::Before)>);

impl LastItem {
    fn note(&mut self, flow: u8, item: marker::Before) {
        self.0 = Some((flow, item));
    }

    /// The one in a flow.
    fn in_flow(&self, flow: u8) -> Option<&marker::Before> {
        self.0.as_ref().filter(|item| item.0 == flow).map(|item| &item.1)
    }
}

/// What a block is told by beside its paragraph: where it stands, and what came before it.
pub(super) struct Blocks<'a> {
    survey: &'a Survey,
    containers: &'a mut Containers,
    /// The numbers of lists.
    counters: &'a mut Counters,
    item: LastItem,
    /// The cell whose blocks are being written.
    cell: Option<InCell>,
    /// How many nodes there were, and how many were open, behind what a caption may follow.
    captioned: Option<(usize, usize)>,
    /// The first paragraph of the note in hand, and how many bytes of a mark it begins with.
    note_mark: (usize, usize),
    /// Somebody wants to know how paragraphs look on paper.
    reports_layout: bool,
}

/// What was around blocks that stand apart.
#[derive(Default)]
pub(super) struct Around {
    item: LastItem,
    cell: Option<InCell>,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        containers: &'a mut Containers,
        counters: &'a mut Counters,
        reports_layout: bool,
    ) -> Blocks<'a> {
        containers.clear();
        counters.clear();
        Blocks {
            survey,
            containers,
            counters,
            item: LastItem::default(),
            cell: None,
            captioned: None,
            note_mark: (0, 0),
            reports_layout,
        }
    }

    /// What all blocks stand in.
    pub(super) fn containers(&mut self) -> &mut Containers {
        self.containers
    }

    pub(super) fn reports_layout(&self) -> bool {
        self.reports_layout
    }

    pub(super) fn is_in_cell(&self) -> bool {
        self.cell.is_some()
    }

    /// A note begins, with a mark of so many bytes in a paragraph.
    pub(super) fn begin_note(&mut self, first: usize, mark: usize) {
        self.note_mark = (first, mark);
    }

    /// What comes now stands in containers of its own, which are exchanged for those around it; and in a cell, if
    /// one is given.
    pub(super) fn step_aside(&mut self, own: &mut Containers, cell: Option<InCell>) -> Around {
        mem::swap(self.containers, own);
        let around = Around { item: mem::take(&mut self.item), cell: self.cell };
        self.cell = cell.or(self.cell);
        around
    }

    pub(super) fn step_back(&mut self, around: Around, own: &mut Containers) {
        mem::swap(self.containers, own);
        (self.item, self.cell) = (around.item, around.cell);
    }

    /// One block that is no table. Returns the paragraph after it.
    pub(super) fn block(&mut self, to: &mut Writer<'_>, flow: u8, at: usize, end: usize) -> usize {
        let page = to.page;
        let paragraph = &page.paragraphs(flow)[at];
        let runs = page.runs(flow, paragraph);
        let sight = to.sight();
        let before = self.item.in_flow(flow);
        let rest = is_rest(page.paragraphs(flow), at);
        let item = if rest { None } else { marker::item(sight, paragraph, runs, before) };
        // A box that code begins with is code.
        let is_code = matches!(sight.style_role(paragraph), Role::Code(_));
        let item = item.filter(|item| !is_code || item.task.is_none());
        // What looks like a marker may be the note's own mark.
        let is_marked = flow == NOTES && at == self.note_mark.0 && self.note_mark.1 > 0;
        let item = item.filter(|item| !is_marked || item.typed == 0);
        let boxed = item.is_some_and(|item| item.task.is_some());
        let stand = Stand::of(sight, self.survey, paragraph, boxed, self.containers.quotes());
        let class = classify(sight, self.survey, flow, paragraph, runs);
        let hidden = sight.is_mark_hidden(paragraph) && !sight.has_text(runs);
        let words = paragraph.marker.filter(|_| item.is_some_and(|item| item.bare));
        let item = item.filter(|item| !hidden && !item.bare);
        let item = item.map(|item| self.counted(to, flow, paragraph, item));
        let sight = to.sight();
        let it = Subject { flow, at, paragraph, runs, stand, item, rest, words };
        match class {
            Class::Empty if to.places.any(sight, runs) => self.plain(to, &it),
            // One of blanks is layout, whatever its number.
            Class::Empty
                if item.is_some_and(|item| item.is_ordered()) && is_heading(sight, paragraph) => {}
            Class::Empty => {
                // A quote may have nothing in it.
                if item.is_some() || sight.style_role(paragraph) == Role::Quote {
                    self.containers.enter(to.doc, &stand, item, None);
                    self.containers.vote(it.is_loose());
                } else if it.has_no_height() {
                    self.containers.part(to.doc, &stand);
                }
            }
            Class::Alert(alert) => {
                self.containers.enter(to.doc, &stand, item, None);
                let tag = match it.alert_tag(to.sight(), alert) {
                    Some((tag, true)) => joined(to.doc, page.source, tag, to.newline),
                    Some((tag, false)) => tag,
                    None => Span::EMPTY,
                };
                self.containers.make_alert(to.doc, alert, tag);
            }
            Class::Term => {
                self.containers.enter_definitions(to.doc, stand.left, &stand);
                to.doc.open(Kind::Term);
                self.text(to, &it, true, Manner::default());
                to.doc.close();
            }
            Class::Definition => self.definition(to, &it),
            Class::Heading(level) => self.heading(to, &it, level),
            Class::Code(info) => {
                let item = item.filter(|item| item.typed == 0);
                self.containers.enter(to.doc, &stand, item, None);
                let (survey, texts) = (self.survey, (info, to.newline));
                let next = code::block(to.doc, page, survey, flow, (at, end), texts);
                notes_of_block(to, flow, (at, next));
                return next;
            }
            Class::Html if flow == BODY && raw::is_front(to, runs) && raw::front(to, runs) => {}
            Class::Html => {
                self.containers.enter(to.doc, &stand, item, None);
                raw::block(to, runs);
                notes_of_block(to, flow, (at, at + 1));
            }
            Class::Rule => {
                self.containers.enter(to.doc, &stand, item, None);
                to.doc.leaf(Kind::Rule);
            }
            Class::Plain => self.plain(to, &it),
        }
        at + 1
    }

    /// An item with the number that it has by its list, where the file does not show one.
    fn counted(
        &mut self,
        to: &mut Writer<'_>,
        flow: u8,
        paragraph: &Paragraph,
        item: Item,
    ) -> Item {
        self.item.note(flow, (paragraph.format, item));
        let format = &paragraph.format;
        if format.list <= 0 || item.typed > 0 {
            return item;
        }
        let shown = paragraph.marker.filter(|_| item.read).map(|_| item.number);
        let lists = to.page.assembly.lists();
        match self.counters.count(lists, format.list, format.list_level, shown) {
            Some(number) if shown.is_none() && item.is_ordered() => Item { number, ..item },
            Some(_) => item,
            None => {
                to.doc.give_up();
                item
            }
        }
    }

    /// What an item that counts shows, as text: what the file says, or else what its list would show.
    fn label(&self, to: &mut Writer<'_>, paragraph: &Paragraph, item: Item) -> Option<Span> {
        let format = &paragraph.format;
        if paragraph.marker.is_some() || format.list <= 0 || item.typed > 0 {
            return paragraph.marker;
        }
        let from = to.doc.own_len();
        self.counters.show(to.page.assembly.lists(), format.list, format.list_level, to.doc);
        Some(Span::of_own(from, to.doc.own_len())).filter(|label| !label.is_empty())
    }

    /// The number of a paragraph of a cell that shows nothing else, as text.
    pub(super) fn label_of_empty(
        &mut self,
        to: &mut Writer<'_>,
        flow: u8,
        paragraph: &Paragraph,
    ) -> Option<Span> {
        let (sight, runs) = (to.sight(), to.page.runs(flow, paragraph));
        if sight.has_text(runs) || sight.is_mark_hidden(paragraph) {
            return None;
        }
        let item = marker::item(sight, paragraph, runs, None).filter(|item| item.is_ordered())?;
        let item = self.counted(to, flow, paragraph, item);
        self.label(to, paragraph, item)
    }

    fn plain(&mut self, to: &mut Writer<'_>, it: &Subject<'_>) {
        if it.item.is_some_and(|item| item.approximate) {
            to.report.add(Loss::ListStyle, to.page.place(it.flow, it.paragraph));
        }
        let (task, skip) = match it.item {
            Some(item) => {
                let sight = to.sight();
                let (start, length) = sight.beginning(it.runs);
                // Brackets in code are code.
                let (typed, fixed) = (item.typed, self.survey.is_monospaced());
                let code = start[..length].get(typed) == Some(&b'[')
                    && it.runs.first().is_some_and(|run| sight.is_code(run, fixed));
                let (task, skip) =
                    if code { (None, typed) } else { boxes::of_text(&start[..length], typed) };
                (task.or(item.task), skip)
            }
            None => (None, self.mark_length(it)),
        };
        if it.rest && self.containers.is_in_item() {
            self.containers.begin_page(to.doc);
        } else {
            self.containers.enter(to.doc, &it.stand, it.item, task);
        }
        self.containers.vote(it.is_loose());
        let kind = if self.is_caption(to, it) {
            Kind::Caption
        } else {
            Kind::Paragraph { layout: self.layout(to, it) }
        };
        let node = to.doc.open(kind);
        let words = it.paragraph.marker.filter(|_| it.item.is_some_and(|item| item.words));
        if let Some(marker) = words.or(it.words) {
            text_marker(to, marker);
        }
        let indented = it.item.is_none() && it.flow == BODY && self.containers.are_none();
        self.text(to, it, false, Manner { skip, indented, ..Manner::default() });
        to.doc.close();
        if kind == Kind::Caption
            && let Some(caption) = node
            && says_title(to, caption)
        {
            return to.doc.nodes.truncate(caption as usize);
        }
        if node.is_some_and(|node| holds_picture(to.doc, node as usize)) {
            self.note_captioned(to);
        }
    }

    /// How many bytes of a note's mark a paragraph begins with.
    fn mark_length(&self, it: &Subject<'_>) -> usize {
        let (first, length) = self.note_mark;
        if it.flow == NOTES && it.at == first { length } else { 0 }
    }

    /// How a paragraph is set.
    fn layout(&self, to: &Writer<'_>, it: &Subject<'_>) -> Layout {
        let column = self.cell.map_or(Align::Unset, |cell| cell.align);
        layout::of(to.sight(), it.paragraph, it.runs, self.survey.left_speaks(), column)
    }

    /// A caption may follow what has just ended.
    pub(super) fn note_captioned(&mut self, to: &Writer<'_>) {
        self.captioned = Some((to.doc.nodes.len(), to.doc.open_count()));
    }

    /// Whether a paragraph is the caption of what stands right before it.
    fn is_caption(&mut self, to: &mut Writer<'_>, it: &Subject<'_>) -> bool {
        if to.sight().style_role(it.paragraph) != Role::Caption || it.item.is_some() {
            return false;
        }
        let follows = self.captioned == Some((to.doc.nodes.len(), to.doc.open_count()));
        if !follows {
            to.report.add(Loss::Caption, to.page.place(it.flow, it.paragraph));
        }
        follows
    }

    fn heading(&mut self, to: &mut Writer<'_>, it: &Subject<'_>, level: u8) {
        // A heading that counts is a numbered heading and no item of a list.
        let number = it.item.filter(|item| item.is_ordered());
        let number = number.and_then(|item| self.label(to, it.paragraph, item)).or(it.words);
        let bullet = it.item.filter(|item| !item.is_ordered() && item.typed == 0);
        let stand = Stand { left: self.heading_left(it, bullet.is_some()), ..it.stand };
        self.containers.enter(to.doc, &stand, bullet, None);
        let layout = self.layout(to, it);
        let heading = to.doc.open(Kind::Heading { level, layout, id: Span::EMPTY });
        if heading.is_some_and(|heading| !to.places.note_heading(heading)) {
            to.doc.give_up();
        }
        if let Some(number) = number {
            text_marker(to, number);
        }
        let sight = to.sight();
        let fixed = sight.style(it.paragraph).is_some_and(|style| sight.is_fixed(style));
        self.text(to, it, true, Manner { heading: true, fixed, ..Manner::default() });
        to.doc.close();
    }

    /// The left edge that tells what a heading goes on in.
    fn heading_left(&self, it: &Subject<'_>, bullet: bool) -> i32 {
        let (format, stand) = (&it.paragraph.format, &it.stand);
        let before = self.item.in_flow(it.flow);
        let in_same = before.is_some_and(|(before, item)| {
            (before.list, before.pn) == (format.list, format.pn) && !item.is_ordered()
        });
        if bullet {
            stand.left
        } else if format.is_listed() && !in_same || it.item.is_some_and(|item| item.is_ordered()) {
            // What counts its headings goes on in no item of another list.
            stand.quotes * stand.step
        } else {
            // One that hangs out of the text begins where its first line does.
            stand.left + stand.first.min(0)
        }
    }

    /// The first paragraph of a definition.
    fn definition(&mut self, to: &mut Writer<'_>, it: &Subject<'_>) {
        let left = it.stand.left;
        self.containers.enter_definitions(to.doc, left - DEFINITION, &it.stand);
        self.containers.open_definition(to.doc, left);
        if to.sight().has_text(it.runs) || to.places.any(to.sight(), it.runs) {
            to.doc.open(Kind::Paragraph { layout: self.layout(to, it) });
            self.text_as(to, it, false, Manner::default());
            to.doc.close();
        }
    }

    /// The text of a paragraph, in the block that is open, without the marks that say nothing there.
    /// `own` says that the block has a look of its own.
    fn text(&mut self, to: &mut Writer<'_>, it: &Subject<'_>, own: bool, manner: Manner) {
        let mut strip = to.sight().uniform(it.paragraph, it.runs, manner.heading);
        let is_header = self.cell.is_some_and(|cell| cell.header);
        if is_header && to.sight().is_marked(it.runs, Mark::Bold) {
            strip.insert(Mark::Bold);
        }
        self.text_as(to, it, own, Manner { strip, ..manner });
    }

    fn text_as(&mut self, to: &mut Writer<'_>, it: &Subject<'_>, own: bool, manner: Manner) {
        let survey = self.survey;
        let fixed = manner.fixed || survey.is_monospaced();
        if self.reports_layout {
            let free = it.item.is_none() && self.containers.are_none();
            let at = to.page.place(it.flow, it.paragraph);
            let sight = to.page.sight(to.doc);
            layout::report(sight, it.paragraph, free, at, to.report);
        }
        to.report_looks(survey.base(it.flow, own), it.paragraph, it.runs);
        to.write(it.runs, Manner { fixed, ..manner });
    }
}

/// The notes of a block that holds nothing but text are referred to right behind it.
fn notes_of_block(to: &mut Writer<'_>, flow: u8, (at, next): (usize, usize)) {
    if to.page.assembly.notes().is_empty() {
        return;
    }
    let mut begun = false;
    for line in to.page.paragraphs(flow).get(at..next).unwrap_or(&[]) {
        for run in to.page.runs(flow, line) {
            let RunKind::Note(index) = run.kind else { continue };
            if !mem::replace(&mut begun, true) {
                to.doc.open(Kind::PARAGRAPH);
            }
            let label = to.notes.label(index as usize, to.doc);
            to.doc.leaf(Kind::FootnoteReference { label });
        }
    }
    if begun {
        to.doc.close();
    }
}

/// Whether a caption says nothing but the title of the picture before it, behind a number.
fn says_title(to: &Writer<'_>, caption: NodeId) -> bool {
    let view = View { doc: to.doc, source: to.page.source };
    let before = &to.doc.nodes[..caption as usize];
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

/// A marker that stays text.
fn text_marker(to: &mut Writer<'_>, marker: Span) {
    to.doc.leaf(Kind::Text(marker));
    let space = to.doc.own(" ");
    to.doc.leaf(Kind::Text(space));
}
