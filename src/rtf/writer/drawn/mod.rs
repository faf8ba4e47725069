//! A document to RTF as report writers draw it: Crystal and its kin know letters, paragraphs and tabs, and
//! nothing else.
//!
//! Shape   one walk. [`Flow`] owns the paragraphs: indents, markers of items, empty lines between blocks;
//!         [`Letters`] the look of what is written; [`Columns`] the tables, which are lines with tabs, or a line
//!         for each cell where such lines are wider than the page.
//! Output  `\fonttbl`, `\colortbl`; `\pard`, `\fi`, `\li`, `\ri`, `\tx`, `\ql` and its kin, `\rtlpar`, `\tab`,
//!         `\par`; `\f`, `\fs`, `\cf`, `\highlight`, `\b`, `\i`, `\ul`, `\strike`, `\super`, `\sub`, switched
//!         off again as RichEdit does it; characters. No styles, lists, tables, fields, notes, pictures or hidden
//!         text: who does not know these shows their insides, or nothing. Space is an empty paragraph, since
//!         `\sa` is not known everywhere.
//! Units   twips and half-points.
//! Errors  remembered by the output. What is not drawn is counted: pictures (their text and address are
//!         kept), tables, notes (which stand at the end), raw HTML (its words are kept), names of headings.
//! Source  `docs/mapping.md`, "What report writers draw".

mod columns;
mod flow;
mod letters;

use self::columns::{Columns, Form};
use self::flow::Flow;
use self::letters::{Letters, Look as LetterLook, Place};
use super::body::alert_title;
use super::look::Look;
use super::plan::Plan;
use super::sink::Sink;
use super::style::Style;
use super::{direction, header};
use crate::buffers::{Kept, kept};
use crate::document::{Alignment, Kind, Layout, NodeId, Span, Step, View, contents};
use crate::options::Options;
use crate::report::Loss;
use crate::text::raw::Raw;

/// The number of the highlight's colour among those of every theme, and of the links'.
const MARKER: u32 = 7;
const LINK: u32 = 1;
/// What a definition and a block of code stand further in, and what a quote does on both sides.
const STEP: i64 = 720;
const QUOTE: i64 = 480;
/// A line that parts what stands above it from what stands below.
const RULE: [&str; 20] = ["\u{2014}"; 20];

kept! {
    /// Buffers that serve the next document too.
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        open: Vec<NodeId>,
        flow: Flow,
        letters: Letters,
        columns: Columns,
    }
}

/// Writes a document.
pub(super) fn write(
    options: &Options,
    look: &Look<'_>,
    plan: &Plan,
    mut sink: Sink<'_>,
    scratch: &mut Scratch,
) {
    scratch.clear();
    let Scratch { open, flow, letters, columns } = scratch;
    let view = sink.view();
    sink.lose_many(Loss::Metadata, view.doc.count_facts());
    sink.lose_many(Loss::ChangeAuthor, view.doc.signed_changes());
    header::write_drawn(options, look, plan, sink.out());
    let first_tint = header::first_tint(look, plan);
    letters.begin(look.size);
    let mut writer =
        Writer { view, look, plan, sink, flow, letters, columns, first_tint, raw: None };
    let parts = [false, true];
    for notes in parts {
        let mut id = 0;
        while let Some(node) = view.nodes().get(id as usize) {
            let end = node.end.max(id + 1);
            if matches!(node.kind, Kind::FootnoteDefinition { .. }) == notes {
                for step in view.walk_range(id, end, open) {
                    match step {
                        Step::Enter(id, kind) if !writer.columns.skips(id) => {
                            writer.enter(id, kind)
                        }
                        Step::Exit(id, kind) if !writer.columns.skips(id) => writer.exit(id, kind),
                        Step::Enter(..) | Step::Exit(..) => {}
                    }
                    if writer.sink.out().failed() {
                        return;
                    }
                }
            }
            id = end;
        }
    }
    writer.end();
    writer.sink.out().push(b"}\r\n");
}

/// Says what each node looks like.
struct Writer<'a> {
    view: View<'a>,
    look: &'a Look<'a>,
    plan: &'a Plan,
    sink: Sink<'a>,
    flow: &'a mut Flow,
    letters: &'a mut Letters,
    columns: &'a mut Columns,
    first_tint: i64,
    /// In a block of raw HTML: where in it.
    raw: Option<Raw>,
}

impl Writer<'_> {
    fn enter(&mut self, id: NodeId, kind: &Kind) {
        match *kind {
            Kind::Paragraph { layout } => self.begin(id, Style::Normal, layout),
            Kind::Heading { level, layout, id: name } => {
                if !name.is_empty() {
                    self.lose(Loss::HeadingAttributes, name);
                }
                self.begin(id, Style::heading(level), layout);
            }
            Kind::Term => self.begin(id, Style::Term, Layout::PLAIN),
            Kind::Caption => self.begin(id, Style::Caption, Layout::PLAIN),
            Kind::CodeBlock { info } => {
                if !info.is_empty() {
                    self.lose(Loss::Other, info);
                }
                self.indent(STEP / 2, 0);
                self.begin(id, Style::Code, Layout::PLAIN);
            }
            Kind::HtmlBlock => {
                self.lose(Loss::Html, Span::EMPTY);
                self.raw = Some(Raw::Text);
            }
            Kind::Rule => {
                self.begin(id, Style::Normal, Layout::PLAIN);
                RULE.iter().for_each(|dash| self.text(dash.as_bytes()));
                self.end();
            }
            Kind::Quote { alert, .. } => {
                self.indent(QUOTE, QUOTE);
                if let Some(alert) = alert {
                    self.begin(id + 1, Style::alert(alert), Layout::PLAIN);
                    self.text(alert_title(alert));
                    self.end();
                    self.flow.touch();
                }
            }
            Kind::List { start, tight, numbers } => {
                self.flow.open_list(start, numbers, tight, self.letters, self.sink.out());
            }
            Kind::Item { task } => {
                if self.flow.is_marked() {
                    // That of the item which begins with this list stands alone.
                    self.begin(id, Style::Normal, Layout::PLAIN);
                    self.end();
                    self.flow.touch();
                }
                self.flow.open_item(task, self.letters, self.sink.out());
            }
            Kind::DefinitionList | Kind::CommentBody(_) => self.indent(0, 0),
            Kind::Definition => {
                // It stands right below its term.
                self.flow.touch();
                self.indent(STEP, 0);
            }
            Kind::FootnoteDefinition { label, .. } => {
                self.lose(Loss::Note, label);
                self.flow.open_note(self.view.text(label), self.letters, self.sink.out());
            }
            Kind::Table { first, count, .. } => self.begin_table(id, (first, count)),
            Kind::Row { header } => self.begin_row(id, header),
            Kind::Cell { .. } => self.begin_cell(id),
            Kind::Emphasis => self.letters.open(|look| look.italic = true, self.sink.out()),
            Kind::Strong => self.letters.open(|look| look.bold = true, self.sink.out()),
            Kind::Strike | Kind::Deleted(_) => {
                self.letters.open(|look| look.strike = true, self.sink.out());
            }
            Kind::Underline | Kind::Inserted(_) => {
                self.letters.open(|look| look.underline = true, self.sink.out());
            }
            Kind::Superscript => {
                self.letters.open(|look| look.place = Place::Above, self.sink.out());
            }
            Kind::Subscript => self.letters.open(|look| look.place = Place::Below, self.sink.out()),
            Kind::Highlight => self.letters.open(|look| look.ground = MARKER, self.sink.out()),
            Kind::Keyboard => {
                let code = self.code();
                self.letters.open(code, self.sink.out());
            }
            Kind::Colored { text, back } => {
                let number = |color| Some((self.first_tint + self.plan.tint(color)? as i64) as u32);
                let (text, back) = (number(text), number(back));
                let colored = |look: &mut LetterLook| {
                    look.color = text.unwrap_or(look.color);
                    look.ground = back.unwrap_or(look.ground);
                };
                self.letters.open(colored, self.sink.out());
            }
            // Letters of these are letters.
            Kind::SmallCaps => self.letters.open(|_| {}, self.sink.out()),
            Kind::Link(_) => {
                let link = |look: &mut LetterLook| {
                    look.underline = true;
                    look.color = LINK;
                };
                self.letters.open(link, self.sink.out());
            }
            Kind::Image(link) => {
                self.lose(Loss::Picture, self.view.link(link).url);
                self.letters.open(|look| look.italic = true, self.sink.out());
            }
            Kind::Text(span) if self.raw.is_some() => self.raw_text(span),
            Kind::Text(span) => self.lines(self.view.text(span)),
            Kind::Code(span) => self.code_text(span),
            Kind::Math { tex, .. } => {
                self.lose(Loss::Math, tex);
                self.code_text(tex);
            }
            Kind::Html(span) => self.lose(Loss::Html, span),
            Kind::SoftBreak => self.text(b" "),
            Kind::HardBreak => {
                self.lose(Loss::Spacing, Span::EMPTY);
                self.break_line();
            }
            Kind::FootnoteReference { label } => {
                self.text(b"[");
                self.text(self.view.text(label));
                self.text(b"]");
            }
            Kind::Contents => self.contents(),
            Kind::PageBreak | Kind::CommentStart(_) | Kind::CommentEnd(_) | Kind::Anchor { .. } => {
            }
        }
    }

    fn exit(&mut self, id: NodeId, kind: &Kind) {
        match *kind {
            Kind::Paragraph { .. } | Kind::Term | Kind::Caption => self.end(),
            Kind::Heading { .. } => {
                self.end();
                self.flow.touch();
            }
            Kind::CodeBlock { .. } => {
                self.end();
                self.flow.close();
            }
            Kind::HtmlBlock => {
                self.raw = None;
                self.end();
            }
            Kind::Item { .. } | Kind::FootnoteDefinition { .. } => {
                // One with nothing in it is its marker.
                if self.flow.is_marked() {
                    self.begin(id, Style::Normal, Layout::PLAIN);
                }
                self.end();
                self.flow.close();
            }
            Kind::Quote { .. }
            | Kind::Definition
            | Kind::DefinitionList
            | Kind::List { .. }
            | Kind::CommentBody(_) => self.flow.close(),
            Kind::Table { .. } => {
                self.flow.close();
                self.columns.clear();
            }
            Kind::Row { .. } => self.end(),
            Kind::Cell { .. } => {
                if self.columns.form() == Form::Cells {
                    self.end();
                }
            }
            Kind::Link(link) => {
                self.letters.close();
                let target = self.view.link(link);
                if !target.title.is_empty() {
                    self.lose(Loss::Other, target.title);
                }
                self.address(id, target.url);
            }
            Kind::Image(link) => {
                self.letters.close();
                self.address(id, self.view.link(link).url);
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::Inserted(_)
            | Kind::Deleted(_)
            | Kind::Colored { .. }
            | Kind::SmallCaps => self.letters.close(),
            // Leaves have no end.
            Kind::Rule
            | Kind::Text(_)
            | Kind::Code(_)
            | Kind::Html(_)
            | Kind::Math { .. }
            | Kind::SoftBreak
            | Kind::HardBreak
            | Kind::FootnoteReference { .. }
            | Kind::PageBreak
            | Kind::Contents
            | Kind::CommentStart(_)
            | Kind::CommentEnd(_)
            | Kind::Anchor { .. } => {}
        }
    }

    fn lose(&mut self, loss: Loss, span: Span) {
        self.sink.lose(loss, self.view.text(span));
    }

    // Paragraphs.

    /// Begins the paragraph of a node.
    fn begin(&mut self, id: NodeId, style: Style, layout: Layout) {
        let end = self.view.end(id);
        let right_to_left = direction::runs_right_to_left(layout.direction(), self.view, id, end);
        self.begin_set(style, (layout, right_to_left));
    }

    fn begin_set(&mut self, style: Style, set: (Layout, bool)) {
        self.end();
        let look = self.letters_of(style);
        self.letters.stand_in(look);
        self.flow.begin(set, self.columns.stops(), self.letters, &mut self.sink);
    }

    /// Ends the paragraph, if one is open.
    fn end(&mut self) {
        self.flow.end(self.letters, self.sink.out());
    }

    /// A new line in the paragraph. `\line` is not known everywhere: it is a paragraph right below.
    fn break_line(&mut self) {
        match self.columns.form() {
            Form::None | Form::Cells => self.flow.break_line(),
            Form::Lines => self.text(b" "),
        }
    }

    /// Begins a container that stands further in.
    fn indent(&mut self, left: i64, right: i64) {
        self.flow.indent(left, right, self.letters, self.sink.out());
    }

    /// What letters of a style look like.
    fn letters_of(&self, style: Style) -> LetterLook {
        LetterLook::of(&self.look.row(style, self.plan))
    }

    // Text.

    /// Text without line ends.
    fn text(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if !self.flow.is_open() {
            // Text where only blocks can stand.
            self.begin_set(Style::Normal, (Layout::PLAIN, false));
        }
        self.flow.settle(self.letters, self.sink.out());
        self.letters.settle(self.sink.out());
        if self.columns.form() != Form::Lines {
            return self.sink.text(text);
        }
        // A tab in a cell would begin the next one.
        for (at, piece) in text.split(|&byte| byte == b'\t').enumerate() {
            self.sink.text(if at > 0 { b" " } else { b"" });
            self.sink.text(piece);
        }
    }

    /// Text; its line ends are such.
    fn lines(&mut self, text: &[u8]) {
        for (at, line) in text.split(|&byte| byte == b'\n').enumerate() {
            if at > 0 {
                self.break_line();
            }
            self.text(line.strip_suffix(b"\r").unwrap_or(line));
        }
    }

    fn code_text(&mut self, span: Span) {
        let code = self.code();
        self.letters.open(code, self.sink.out());
        for (at, line) in self.view.text(span).split(|&byte| byte == b'\n').enumerate() {
            self.text(if at > 0 { b" " } else { b"" });
            self.text(line);
        }
        self.letters.close();
    }

    /// The look of code in text.
    fn code(&self) -> impl FnOnce(&mut LetterLook) + use<> {
        let size = self.look.code_size(self.letters.size());
        move |look| {
            look.font = 1;
            look.size = size;
        }
    }

    /// The words between the tags of raw HTML, each piece on a line of its own.
    fn raw_text(&mut self, span: Span) {
        let Some(mut raw) = self.raw else { return };
        let mut rest = self.view.text(span);
        while !rest.is_empty() {
            let piece = raw.next(&mut rest);
            if piece.is_empty() {
                continue;
            }
            if self.flow.is_open() {
                self.break_line();
            } else {
                self.begin_set(Style::Normal, (Layout::PLAIN, false));
            }
            self.lines(piece);
        }
        self.raw = Some(raw);
    }

    /// The address of a link or a picture behind its words, unless they say it already.
    fn address(&mut self, id: NodeId, url: Span) {
        let address = self.view.text(url);
        let words = match self.view.kind(id + 1) {
            Some(Kind::Text(span)) if self.view.end(id) == id + 2 => self.view.text(*span),
            _ => b"",
        };
        let plain = match address.strip_prefix(b"http://") {
            Some(rest) if rest.starts_with(b"www.") => rest,
            _ => address.strip_prefix(b"mailto:").unwrap_or(address),
        };
        let is_said = !words.is_empty() && (words == address || words == plain);
        // The bytes of a picture are nothing to read, and names in the document lead nowhere on paper.
        if address.starts_with(b"#") {
            self.lose(Loss::Other, url);
        } else if !address.is_empty() && !is_said && !address.starts_with(b"data:") {
            let is_bare = self.view.end(id) == id + 1;
            self.text(if is_bare { b"(" } else { b" (" });
            self.text(address);
            self.text(b")");
        }
    }

    /// The table of contents: a line for each heading.
    fn contents(&mut self) {
        self.flow.open_together(self.letters, self.sink.out());
        for (id, level) in contents::entries(self.view) {
            self.indent(STEP / 2 * i64::from(level - 1), 0);
            self.begin(id, Style::Normal, Layout::PLAIN);
            for piece in contents::words(self.view, id) {
                self.lines(piece);
            }
            self.end();
            self.flow.close();
        }
        self.flow.close();
    }

    // Tables.

    fn begin_table(&mut self, id: NodeId, (first, count): (u32, u16)) {
        self.lose(Loss::Table, Span::EMPTY);
        let columns = self.view.columns(first, count);
        if columns.iter().any(|column| column.alignment != Alignment::None) {
            self.lose(Loss::Alignment, Span::EMPTY);
        }
        let room = (self.flow.width(self.look.text_width), self.look.letter_size());
        self.columns.open(self.view, (id, columns.len()), room, self.sink.out());
        self.flow.open_together(self.letters, self.sink.out());
    }

    fn begin_row(&mut self, id: NodeId, header: bool) {
        self.columns.begin_row(header);
        if self.columns.form() == Form::Lines {
            let style = self.columns.style();
            let end = self.view.end(id);
            let right_to_left = direction::reads_right_to_left(self.view, id, end);
            self.begin_set(style, (Layout::PLAIN, right_to_left));
        } else {
            self.flow.space(self.letters, self.sink.out());
        }
    }

    fn begin_cell(&mut self, id: NodeId) {
        let column = self.columns.next_cell();
        match self.columns.form() {
            Form::None => {}
            // In a table that is none its row may have ended.
            Form::Lines if column > 0 && self.flow.is_open() => {
                self.letters.settle(self.sink.out());
                self.sink.out().push(b"\\tab ");
            }
            Form::Lines => {}
            Form::Cells if self.view.end(id) == id + 1 && !self.columns.is_first_row() => {}
            Form::Cells => {
                self.begin(id, self.columns.style(), Layout::PLAIN);
                if let Some(head) = self.columns.head(column) {
                    self.letters.open(|look| look.bold = true, self.sink.out());
                    for piece in contents::words(self.view, head) {
                        self.text(piece);
                    }
                    self.text(b": ");
                    self.letters.close();
                }
            }
        }
    }
}
