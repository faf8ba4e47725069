//! One paragraph that is in no table: the block that it is.
//!
//! Shape   what is known of it is a [`Subject`]; its class says what is written, `containers` where.

use super::classify::{Class, classify};
use super::containers::Stand;
use super::inline::Manner;
use super::marker::{self, Item};
use super::sight::Sight;
use super::{Recogniser, code, layout};
use crate::document::captions::{Label, holds_picture};
use crate::document::{Alert, Kind, Layout, Node, NodeId, Span, View, contents};
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, NOTES, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Align, Mark, ParaFormat};
use crate::rtf::tables::boxes;
use crate::rtf::tables::styles::Role;
use crate::text::yaml;

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

    /// How the title of an alert spells its kind in a hidden tag, if there is one.
    fn alert_name(&self, sight: Sight<'_>, alert: Alert) -> Span {
        let name = self.runs.iter().find_map(|run| match run.kind {
            RunKind::Text(tag) if sight.role(run) == Role::HtmlTag => {
                let is_tag = Alert::of_tag(sight.text(tag)) == Some(alert);
                is_tag.then(|| tag.slice("[!".len(), tag.len() - 1))
            }
            _ => None,
        });
        name.unwrap_or(Span::EMPTY)
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
pub(super) struct LastItem(Option<(u8, marker::Before)>);

impl LastItem {
    fn note(&mut self, flow: u8, item: marker::Before) {
        self.0 = Some((flow, item));
    }

    /// The one in a flow.
    fn in_flow(&self, flow: u8) -> Option<&marker::Before> {
        self.0.as_ref().filter(|item| item.0 == flow).map(|item| &item.1)
    }
}

impl Recogniser<'_> {
    /// One block that is no table. Returns the paragraph after it.
    pub(super) fn block(&mut self, flow: u8, at: usize, end: usize) -> usize {
        let page = self.page;
        let paragraph = &page.paragraphs(flow)[at];
        let runs = page.runs(flow, paragraph);
        let sight = self.sight();
        let before = self.item.in_flow(flow);
        let rest = is_rest(page.paragraphs(flow), at);
        let item = if rest { None } else { marker::item(sight, paragraph, runs, before) };
        let boxed = item.is_some_and(|item| item.task.is_some());
        let stand = Stand::of(sight, self.survey, paragraph, boxed, self.containers.quotes());
        let class = classify(sight, self.survey, flow, paragraph, runs);
        let hidden = sight.is_mark_hidden(paragraph) && !sight.has_text(runs);
        let item = item.filter(|_| !hidden).map(|item| self.counted(flow, paragraph, item));
        let sight = self.sight();
        let it = Subject { flow, at, paragraph, runs, stand, item, rest };
        match class {
            Class::Empty if self.places.any(sight, runs) => self.plain(&it),
            // One of blanks is layout, whatever its number.
            Class::Empty
                if item.is_some_and(|item| item.is_ordered()) && is_heading(sight, paragraph) => {}
            Class::Empty => {
                // A quote may have nothing in it.
                if item.is_some() || sight.style_role(paragraph) == Role::Quote {
                    self.containers.enter(self.doc, &stand, item, None);
                    self.containers.vote(it.is_loose());
                } else if it.has_no_height() {
                    self.containers.part(self.doc, &stand);
                }
            }
            Class::Alert(alert) => {
                self.containers.enter(self.doc, &stand, item, None);
                let name = it.alert_name(self.sight(), alert);
                self.containers.make_alert(self.doc, alert, name);
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
                let next = code::block(self.doc, page, survey, flow, (at, end), texts);
                self.notes_of_block(flow, (at, next));
                return next;
            }
            Class::Html if flow == BODY && self.is_front(runs) && self.front(runs) => {}
            Class::Html => {
                self.containers.enter(self.doc, &stand, item, None);
                self.html_block(runs);
                self.notes_of_block(flow, (at, at + 1));
            }
            Class::Rule => {
                self.containers.enter(self.doc, &stand, item, None);
                self.doc.leaf(Kind::Rule);
            }
            Class::Plain => self.plain(&it),
        }
        at + 1
    }

    /// The notes of a block that holds nothing but text are referred to right behind it.
    fn notes_of_block(&mut self, flow: u8, (at, next): (usize, usize)) {
        if self.page.assembly.notes().is_empty() {
            return;
        }
        let mut begun = false;
        for line in self.page.paragraphs(flow).get(at..next).unwrap_or(&[]) {
            for run in self.page.runs(flow, line) {
                let RunKind::Note(index) = run.kind else { continue };
                if !std::mem::replace(&mut begun, true) {
                    self.doc.open(Kind::PARAGRAPH);
                }
                let label = self.notes.label(index as usize, self.doc);
                self.doc.leaf(Kind::FootnoteReference { label });
            }
        }
        if begun {
            self.doc.close();
        }
    }

    /// An item with the number that it has by its list, where the file does not show one.
    fn counted(&mut self, flow: u8, paragraph: &Paragraph, item: Item) -> Item {
        self.item.note(flow, (paragraph.format, item));
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
                    if code { (None, typed) } else { boxes::of_text(&start[..length], typed) };
                (task.or(item.task), skip)
            }
            None => (None, self.mark_length(it)),
        };
        if it.rest && self.containers.is_in_item() {
            self.containers.begin_page(self.doc);
        } else {
            self.containers.enter(self.doc, &it.stand, it.item, task);
        }
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
        let indented = it.item.is_none() && it.flow == BODY && self.containers.are_none();
        self.text(it, false, Manner { skip, indented, ..Manner::default() });
        self.doc.close();
        if kind == Kind::Caption
            && let Some(caption) = node
            && self.says_title(caption)
        {
            return self.doc.nodes.truncate(caption as usize);
        }
        if node.is_some_and(|node| holds_picture(self.doc, node as usize)) {
            self.note_captioned();
        }
    }

    /// How many bytes of a note's mark a paragraph begins with.
    fn mark_length(&self, it: &Subject<'_>) -> usize {
        let (first, length) = self.note_mark;
        if it.flow == NOTES && it.at == first { length } else { 0 }
    }

    /// How a paragraph is set.
    fn layout(&self, it: &Subject<'_>) -> Layout {
        let column = self.cell.map_or(Align::Unset, |cell| cell.align);
        layout::of(self.sight(), it.paragraph, it.runs, self.survey.left_speaks(), column)
    }

    /// A caption may follow what has just ended.
    pub(super) fn note_captioned(&mut self) {
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

    fn heading(&mut self, it: &Subject<'_>, level: u8) {
        // A heading that counts is a numbered heading and no item of a list.
        let number = it.item.filter(|item| item.is_ordered()).and(it.paragraph.marker);
        let bullet = it.item.filter(|item| !item.is_ordered() && item.typed == 0);
        let stand = Stand { left: self.heading_left(it, bullet.is_some()), ..it.stand };
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
    fn definition(&mut self, it: &Subject<'_>) {
        let left = it.stand.left;
        self.containers.enter_definitions(self.doc, left - DEFINITION, &it.stand);
        self.containers.open_definition(self.doc, left);
        if self.sight().has_text(it.runs) || self.places.any(self.sight(), it.runs) {
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

    /// Whether a hidden block is the front matter of a Markdown file: it stands before everything else.
    fn is_front(&self, runs: &[Run]) -> bool {
        let first = runs.first().map(|run| run.kind);
        let Some(RunKind::Text(mark)) = first else { return false };
        self.doc.nodes.is_empty()
            && self.doc.front.is_empty()
            && self.sight().text(mark).trim_ascii_end() == b"---"
    }

    /// Takes it for that, if it is a whole block.
    fn front(&mut self, runs: &[Run]) -> bool {
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
        let is_whole = yaml::split(&text, false).is_some_and(|(_, rest)| rest.is_empty());
        if is_whole {
            self.doc.begin_with(&text);
        }
        is_whole
    }

    /// Raw HTML: one text, though its words are seen and its tags are not.
    fn html_block(&mut self, runs: &[Run]) {
        self.doc.open(Kind::HtmlBlock);
        let mut text = self.doc.lend_spare();
        let mut parted = false;
        for run in runs {
            // What parts the words that are seen is no part of the HTML.
            let is_parting = std::mem::take(&mut parted);
            let is_seen = self.sight().format(run).is_some_and(|format| !format.hidden);
            let piece = match run.kind {
                RunKind::Text(span) => match self.sight().text(span) {
                    [b'\t', rest @ ..] if is_seen && text.ends_with('>') => {
                        parted = rest.is_empty();
                        rest
                    }
                    piece => piece,
                },
                RunKind::Break if is_parting => continue,
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
        self.doc.keep_spare(text);
        self.doc.leaf(Kind::Text(span));
        self.doc.close();
    }
}
