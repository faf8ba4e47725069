//! Recognising structure: finished paragraphs become the blocks of a document.
//!
//! Shape   one pass over the paragraphs of the body, then over each note. `classify` says what a
//!         paragraph is, `containers` which lists and quotes it stands in, `inline` turns its runs
//!         into nested inlines, `table` gathers rows.
//! Source  `docs/mapping.md`.

mod classify;
mod containers;
mod inline;
mod looks;
mod marker;
mod places;
mod table;

use crate::document::{Document, Kind, Span};
use crate::memory::{self, take_larger};
use crate::options::{Changes, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{
    BODY, End, FLOWS, FOOTERS, FRAMES, HEADERS, NOTES, Paragraph, Run, RunKind,
};
use crate::rtf::assembly::format::{Align, Marks};
use crate::rtf::tables::styles::{Role, Style};
use classify::Class;
use containers::Container;
use table::Level;

/// Buffers of the recogniser.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    containers: Vec<Container>,
    links: Vec<inline::OpenLink>,
    /// Of a table, and of one in a cell of it.
    tables: [table::Grid; 2],
    places: places::Places,
    looks: looks::Looks,
    notes: Vec<Note>,
}

/// What becomes of a footnote or endnote.
#[derive(Clone, Copy, Debug)]
struct Note {
    /// Its label in Markdown; empty until it has one.
    label: Span,
    /// Bytes of a mark of its own, which the label stands for.
    mark: usize,
}

impl Buffers {
    /// Exchanges buffers with others so as to have the larger ones.
    pub fn take_larger(&mut self, other: &mut Buffers) {
        take_larger(&mut self.containers, &mut other.containers, Vec::capacity);
        take_larger(&mut self.links, &mut other.links, Vec::capacity);
        for (mine, other) in self.tables.iter_mut().zip(&mut other.tables) {
            take_larger(mine, other, table::Grid::retained_bytes);
        }
        take_larger(&mut self.places, &mut other.places, places::Places::retained_bytes);
        take_larger(&mut self.looks, &mut other.looks, looks::Looks::retained_bytes);
        take_larger(&mut self.notes, &mut other.notes, Vec::capacity);
    }

    pub fn retained_bytes(&self) -> usize {
        self.containers.capacity() * size_of::<Container>()
            + self.links.capacity() * size_of::<inline::OpenLink>()
            + self.tables.iter().map(table::Grid::retained_bytes).sum::<usize>()
            + self.places.retained_bytes()
            + self.looks.retained_bytes()
            + self.notes.capacity() * size_of::<Note>()
    }
}

/// The state of one recognition.
struct Recogniser<'a> {
    source: &'a [u8],
    doc: &'a mut Document,
    report: &'a mut Report,
    assembly: &'a Assembly,
    buffers: &'a mut Buffers,
    /// What one quote adds to the right indent.
    quote_step: i32,
    /// Most of the text is monospaced: the typeface then says nothing.
    monospaced_body: bool,
    /// So is the style of the open block: there the typeface says nothing either.
    fixed_text: bool,
    /// The size of most text in half-points, where headings are told by size; else 0.
    body_size: u16,
    /// Paragraphs outside tables say `\ql`: in tables it then says nothing.
    explicit_left: bool,
    /// Tracked changes are kept, with marks around them.
    keeps_changes: bool,
    /// The open block is a heading.
    in_heading: bool,
    /// A line feed in the document's own text.
    newline: Span,
    max_columns: usize,
    cells_left: usize,
    /// The first paragraph of the note in hand, and how many bytes of a mark it begins with.
    note_mark: (usize, usize),
    /// For each flow: paragraphs up to this one say that they are in a table, and no cell ends there.
    loose: [usize; FLOWS],
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
    buffers.containers.clear();
    buffers.links.clear();
    buffers.notes.clear();
    let note = Note { label: Span::EMPTY, mark: 0 };
    if !memory::pad(&mut buffers.notes, assembly.notes().len(), note) {
        doc.give_up();
    }
    let mut recogniser = Recogniser {
        source,
        doc,
        report,
        assembly,
        buffers,
        quote_step: 0,
        monospaced_body: false,
        fixed_text: false,
        body_size: 0,
        explicit_left: false,
        keeps_changes: options.changes == Changes::Markup,
        in_heading: false,
        newline,
        max_columns: options.max_columns.max(1) as usize,
        cells_left: options.max_cells as usize,
        note_mark: (0, 0),
        loose: [0; FLOWS],
    };
    recogniser.survey();
    recogniser.find_targets();
    for flow in [HEADERS, BODY, FOOTERS] {
        recogniser.blocks(flow, 0, assembly.flow(flow).paragraphs().len());
    }
    recogniser.note_definitions();
    recogniser.name_headings(options.extensions.heading_attributes);
    doc.close_to(0);
}

impl<'a> Recogniser<'a> {
    /// Looks over the whole body for what single paragraphs are judged by.
    fn survey(&mut self) {
        let mut headings = false;
        let mut smallest = i32::MAX;
        self.buffers.looks.reset(self.assembly.formats().len());
        let flow = self.assembly.flow(BODY);
        for paragraph in flow.paragraphs() {
            let format = &paragraph.format;
            if format.table_depth == 0 && format.align == Align::Left {
                self.explicit_left = true;
            }
            let role = self.assembly.styles().role(format.style);
            let heading = format.outline < 9 || matches!(role, Role::Heading(_));
            headings |= heading;
            if !heading {
                for run in self.runs(BODY, paragraph) {
                    if let RunKind::Text(span) = run.kind {
                        self.buffers.looks.count(run.format, span.len());
                    }
                }
            }
            if format.right >= 200 && format.left >= format.right {
                smallest = smallest.min(format.right);
            }
        }
        let body = self.find_body();
        self.monospaced_body = body.monospaced;
        self.fixed_text = self.monospaced_body;
        // Where styles tell the headings, sizes are only looks.
        self.body_size = if headings { 0 } else { body.size };
        let quote = self.assembly.styles().with_role(Role::Quote).map(|style| style.para.right);
        self.quote_step = match quote {
            Some(step) if step >= 200 => step,
            _ if smallest < i32::MAX => smallest,
            _ => 480,
        };
    }

    /// Whether a style is set in a typeface of fixed width.
    pub(super) fn is_fixed(&self, style: &Style) -> bool {
        self.assembly.fonts().get(style.chars.font).monospaced
    }

    fn paragraph(&self, flow: u8, at: usize) -> Paragraph {
        self.assembly.flow(flow).paragraphs()[at]
    }

    fn runs(&self, flow: u8, paragraph: &Paragraph) -> &'a [Run] {
        self.assembly.flow(flow).runs_of(paragraph)
    }

    /// Where a paragraph's text begins in the input.
    fn place(&self, flow: u8, paragraph: &Paragraph) -> usize {
        let places = self.runs(flow, paragraph).iter().map(|run| match run.kind {
            RunKind::Text(span) => looks::place_of(span),
            _ => None,
        });
        places.take(2).flatten().next().unwrap_or(paragraph.at as usize)
    }

    /// The bytes of a span.
    fn text(&self, span: Span) -> &[u8] {
        crate::document::View { doc: self.doc, source: self.source }.text(span)
    }

    /// Recognises the paragraphs from `at` up to `end`.
    fn blocks(&mut self, flow: u8, mut at: usize, end: usize) {
        while at < end {
            let first = at;
            let paragraph = self.paragraph(flow, at);
            let loose = at < self.loose[flow as usize];
            if table::is_part(&paragraph) && !loose {
                at = self.table(flow, at, end, Level::Outer);
            } else {
                at = self.block(flow, at, end, &paragraph);
            }
            if flow == BODY {
                self.frames(first, at);
            }
        }
        self.close_containers(0);
    }

    /// Text boxes come after the paragraph that they are anchored in.
    fn frames(&mut self, first: usize, end: usize) {
        let paragraphs = &self.assembly.flow(BODY).paragraphs()[first..end];
        let (Some(one), Some(last)) = (paragraphs.first(), paragraphs.last()) else { return };
        let (start, end) = (one.frames.0 as usize, last.frames.1 as usize);
        if start < end {
            self.close_containers(0);
            self.blocks(FRAMES, start, end);
        }
    }

    /// One block that is no table. Returns the paragraph after it.
    fn block(&mut self, flow: u8, at: usize, end: usize, paragraph: &Paragraph) -> usize {
        let runs = self.runs(flow, paragraph);
        let item = self.item(paragraph, runs);
        match self.classify(flow, paragraph) {
            Class::Empty => {
                // A quote may have nothing in it.
                let quote = self.assembly.styles().role(paragraph.format.style) == Role::Quote;
                if item.is_some() || quote {
                    self.enter_containers(paragraph, item, None);
                    self.vote(paragraph);
                }
            }
            Class::Alert(alert) => {
                self.enter_containers(paragraph, item, None);
                self.set_alert(alert);
            }
            Class::Term => {
                self.enter_definitions(paragraph.format.left, paragraph);
                self.doc.open(Kind::Term);
                self.report_looks(flow, paragraph, runs, true);
                let strip = self.uniform(paragraph, runs, false);
                self.inlines(runs, strip, 0);
                self.doc.close();
            }
            Class::Definition => {
                let left = paragraph.format.left;
                self.enter_definitions(left - DEFINITION, paragraph);
                self.open_definition(left);
                if self.has_text(runs) {
                    self.report_looks(flow, paragraph, runs, false);
                    self.doc.open(Kind::Paragraph);
                    self.inlines(runs, Marks::default(), 0);
                    self.doc.close();
                }
            }
            Class::Heading(level) => {
                // A heading that counts is a numbered heading and no item of a list.
                let number = item.filter(|item| item.is_ordered()).and(paragraph.marker);
                let bullet = item.filter(|item| !item.is_ordered() && item.typed == 0);
                self.enter_containers(paragraph, bullet, None);
                let heading = self.doc.open(Kind::Heading { level, id: Span::EMPTY });
                self.note_heading(heading);
                if let Some(number) = number {
                    self.text_marker(number);
                }
                let strip = self.uniform(paragraph, runs, true);
                self.report_looks(flow, paragraph, runs, true);
                self.in_heading = true;
                let style = self.assembly.styles().get(paragraph.format.style);
                self.fixed_text |= style.is_some_and(|style| self.is_fixed(style));
                self.inlines(runs, strip, 0);
                self.in_heading = false;
                self.fixed_text = self.monospaced_body;
                self.doc.close();
            }
            Class::Code(info) => {
                let item = item.filter(|item| item.typed == 0);
                self.enter_containers(paragraph, item, None);
                return self.code_block(flow, at, end, info);
            }
            Class::Html => {
                self.enter_containers(paragraph, item, None);
                self.html_block(runs);
            }
            Class::Rule => {
                self.enter_containers(paragraph, item, None);
                self.doc.leaf(Kind::Rule);
            }
            Class::Plain => {
                if item.is_some_and(|item| item.approximate) {
                    let place = self.place(flow, paragraph);
                    self.report.add(Loss::Other, place);
                }
                let (task, skip) = match item {
                    Some(item) => {
                        let (task, skip) = self.task(runs, item.typed);
                        (task.or_else(|| self.task_of_marker(paragraph)), skip)
                    }
                    None if flow == NOTES && at == self.note_mark.0 => (None, self.note_mark.1),
                    None => (None, 0),
                };
                self.enter_containers(paragraph, item, task);
                self.vote(paragraph);
                self.report_looks(flow, paragraph, runs, false);
                self.doc.open(Kind::Paragraph);
                if let Some(marker) = paragraph.marker.filter(|_| item.is_some_and(|i| i.words)) {
                    self.text_marker(marker);
                }
                let strip = self.uniform(paragraph, runs, false);
                self.inlines(runs, strip, skip);
                self.doc.close();
            }
        }
        at + 1
    }

    /// A marker that stays text.
    fn text_marker(&mut self, marker: Span) {
        self.doc.leaf(Kind::Text(marker));
        let space = self.doc.own(" ");
        self.doc.leaf(Kind::Text(space));
    }

    /// A code block that begins at `at`: neighbouring lines of the same kind are one block.
    fn code_block(&mut self, flow: u8, at: usize, end: usize, info: Span) -> usize {
        self.doc.open(Kind::CodeBlock { info });
        let first = self.paragraph(flow, at);
        let mut next = at;
        let mut lines = 0;
        while next < end {
            let line = self.paragraph(flow, next);
            if next > at && !self.goes_on_as_code(flow, &first, &line) {
                break;
            }
            next += 1;
            let runs = self.runs(flow, &line);
            let over = self.ends_code(&line);
            // A block of one empty line is an empty block.
            if runs.is_empty() && over && lines == 0 {
                break;
            }
            for run in runs {
                match run.kind {
                    RunKind::Text(span) => self.code_text(span),
                    RunKind::Break => self.doc.leaf(Kind::Text(self.newline)),
                    _ => {}
                }
            }
            self.doc.leaf(Kind::Text(self.newline));
            lines += 1;
            if over {
                break;
            }
        }
        self.doc.close();
        next
    }

    /// Text in code: the spaces that LibreOffice writes as U+2006 are spaces again.
    fn code_text(&mut self, span: Span) {
        const SIX_PER_EM: &str = "\u{2006}";
        let Ok(text) = std::str::from_utf8(self.text(span)) else { return };
        if !text.contains(SIX_PER_EM) {
            return self.doc.leaf(Kind::Text(span));
        }
        let text = text.replace(SIX_PER_EM, " ");
        let span = self.doc.own(&text);
        self.doc.leaf(Kind::Text(span));
    }

    fn html_block(&mut self, runs: &[Run]) {
        self.doc.open(Kind::HtmlBlock);
        for run in runs {
            match run.kind {
                RunKind::Text(span) => self.doc.leaf(Kind::Text(span)),
                RunKind::Break => self.doc.leaf(Kind::Text(self.newline)),
                _ => {}
            }
        }
        self.doc.leaf(Kind::Text(self.newline));
        self.doc.close();
    }

    fn note_definitions(&mut self) {
        for (index, &(start, end)) in self.assembly.notes().iter().enumerate() {
            let mark = self.buffers.notes.get(index).map_or(0, |note| note.mark);
            self.note_mark = (start as usize, mark);
            let label = self.note_label(index);
            self.doc.open(Kind::FootnoteDefinition { label });
            self.blocks(NOTES, start as usize, end as usize);
            self.doc.close();
        }
    }

    /// The label of a note: what its bookmark said, else its number.
    fn note_label(&mut self, index: usize) -> Span {
        let Some(note) = self.buffers.notes.get(index) else { return Span::EMPTY };
        if !note.label.is_empty() {
            return note.label;
        }
        let label = self.doc.own_number(index as u32 + 1);
        self.buffers.notes[index].label = label;
        label
    }
}

/// What a definition adds to the left edge, in twips.
const DEFINITION: i32 = 720;

/// Whether a paragraph ends a cell or a row.
fn ends_cell(end: End) -> bool {
    end != End::Par
}
