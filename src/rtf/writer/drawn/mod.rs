//! A document to RTF as report writers draw it: Crystal and its kin know letters, paragraphs and tabs, and
//! nothing else.
//!
//! Shape   one walk. [`Flow`] owns the paragraphs: indents, markers of items, empty lines between blocks, and the
//!         look of what is written ([`letters`]); [`Columns`] the tables, which are lines with tabs, or a line
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
use self::flow::{Flow, Setting};
use self::letters::{Look as LetterLook, Place};
use super::body::alert_title;
use super::look::Look;
use super::plan::Plan;
use super::sink::Sink;
use super::style::Style;
use super::{code, direction, header};
use crate::buffers::{Kept, kept};
use crate::document::{Alignment, Direction, Kind, Layout, NodeId, Span, Step, View, contents};
use crate::options::Options;
use crate::report::Loss;
use crate::text::highlight::{Class, Lexer};
use crate::text::raw::Raw;

/// The number of the highlight's colour among those of every theme, of the links', and of the first in code.
const MARKER: u32 = 7;
const LINK: u32 = 1;
const CODE: u32 = 13;
/// What a definition stands further in, and code, and what a quote does on both sides.
const STEP: i64 = 720;
const INSET: i64 = 360;
const QUOTE: i64 = 480;
/// A line that parts what stands above it from what stands below: dashes as wide as letters are high.
const RULE: &str = "\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}\u{2014}";
const DASH: usize = 3;

kept! {
    /// Buffers that serve the next document too.
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        open: Vec<NodeId>,
        flow: Flow,
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
    let Scratch { open, flow, columns } = scratch;
    let view = sink.view();
    sink.lose_many(Loss::Metadata, view.doc.count_facts());
    sink.lose_many(Loss::ChangeAuthor, view.doc.signed_changes());
    header::write_drawn(options, look, plan, sink.out());
    let first_tint = header::first_tint(look, plan);
    flow.begin_document(look.size, look.text_width);
    let mut writer =
        Writer { view, look, plan, sink, flow, columns, first_tint, raw: None, lexer: None };
    if options.contents && !plan.has_contents() && contents::entries(view).next().is_some() {
        writer.contents();
    }
    for notes in [false, true] {
        let mut id = 0;
        while let Some(node) = view.nodes().get(id as usize) {
            let end = node.end.max(id + 1);
            if matches!(node.kind, Kind::FootnoteDefinition { .. }) == notes {
                for step in view.walk_range(id, end, open) {
                    match step {
                        Step::Enter(id, kind) if !writer.columns.skips(id) => {
                            writer.enter(id, kind);
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
    columns: &'a mut Columns,
    first_tint: i64,
    /// In a block of raw HTML: where in it.
    raw: Option<Raw>,
    /// In a block of code that has colours: where in it.
    lexer: Option<Lexer>,
}

impl Writer<'_> {
    fn enter(&mut self, id: NodeId, kind: &Kind) {
        let look = self.flow.letters().look();
        match *kind {
            Kind::Paragraph { layout } => self.begin(id, self.flow.style(), layout),
            Kind::Heading { level, layout, id: name } => {
                if !name.is_empty() {
                    self.lose(Loss::HeadingAttributes, name);
                }
                self.begin(id, Style::heading(level), layout);
            }
            Kind::Term => self.begin(id, Style::Term, Layout::PLAIN),
            Kind::Caption => self.begin(id, Style::Caption, Layout::PLAIN),
            Kind::CodeBlock { info } => self.begin_code(id, info),
            Kind::HtmlBlock => {
                self.lose(Loss::Html, Span::EMPTY);
                self.raw = Some(Raw::Text);
            }
            Kind::Rule => {
                self.begin(id, Style::Normal, Layout::PLAIN);
                let letter = i64::from(self.look.size) * 10;
                let dashes = (self.flow.room().1 / letter).clamp(3, (RULE.len() / DASH) as i64);
                self.text(&RULE.as_bytes()[..dashes as usize * DASH]);
                self.end();
            }
            Kind::Quote { alert, .. } => {
                self.flow.indent(QUOTE, QUOTE, Style::Quote, &mut self.sink);
                if let Some(alert) = alert {
                    self.begin(id + 1, Style::alert(alert), Layout::PLAIN);
                    self.text(alert_title(alert));
                    self.end();
                    self.flow.touch();
                }
            }
            Kind::List { start, tight, numbers } => {
                let list = self.plan.lists().find(id);
                let last = list.and_then(|at| Some(self.plan.lists().ordered().get(at)?.last));
                let longest = last.map_or(0, |last| numbers.label(last).bytes().len());
                self.flow.open_list(start, (numbers, longest), tight, &mut self.sink);
            }
            Kind::Item { task } => {
                if self.flow.is_marked() {
                    // That of the item which begins with this list stands alone.
                    self.begin(id, Style::List, Layout::PLAIN);
                    self.end();
                    self.flow.touch();
                }
                self.flow.open_item(task, &mut self.sink);
            }
            Kind::DefinitionList => self.flow.indent(0, 0, self.flow.style(), &mut self.sink),
            Kind::CommentBody(comment) => {
                let comment = self.view.comment(comment);
                if !comment.author.is_empty() || !comment.date.is_empty() {
                    self.lose(Loss::ChangeAuthor, comment.author);
                }
                self.flow.indent(0, 0, self.flow.style(), &mut self.sink);
            }
            Kind::Definition => {
                // It stands right below its term.
                self.flow.touch();
                self.flow.indent(STEP, 0, Style::Definition, &mut self.sink);
            }
            Kind::FootnoteDefinition { label, .. } => {
                self.lose(Loss::Note, label);
                self.flow.open_note(self.view.text(label), &mut self.sink);
            }
            Kind::Table { first, count, direction } => {
                self.begin_table(id, (first, count), direction);
            }
            Kind::Row { header } => {
                self.columns.begin_row(header);
                if self.columns.form() == Form::Lines {
                    self.begin_cell();
                } else {
                    self.flow.space(self.sink.out());
                }
            }
            Kind::Cell { .. } => self.cell(id),
            Kind::Emphasis => self.open(LetterLook { italic: true, ..look }),
            Kind::Strong => self.open(LetterLook { bold: true, ..look }),
            Kind::Strike | Kind::Deleted(_) => self.open(LetterLook { strike: true, ..look }),
            Kind::Underline | Kind::Inserted(_) => {
                self.open(LetterLook { underline: true, ..look })
            }
            Kind::Superscript => self.open(LetterLook { place: Place::Above, ..look }),
            Kind::Subscript => self.open(LetterLook { place: Place::Below, ..look }),
            Kind::Highlight => self.open(LetterLook { ground: MARKER, ..look }),
            Kind::Keyboard => self.open(self.code_in(look)),
            Kind::Colored { text, back } => {
                let number = |color| Some((self.first_tint + self.plan.tint(color)? as i64) as u32);
                let color = number(text).unwrap_or(look.color);
                let ground = number(back).unwrap_or(look.ground);
                self.open(LetterLook { color, ground, ..look });
            }
            // Letters of these are letters.
            Kind::SmallCaps => self.open(look),
            Kind::Link(_) => self.open(LetterLook { underline: true, color: LINK, ..look }),
            Kind::Image(link) => {
                self.lose(Loss::Picture, self.view.link(link).url);
                self.open(LetterLook { italic: true, ..look });
            }
            Kind::Text(span) if self.raw.is_some() => self.raw_text(span),
            Kind::Text(span) => self.lines(self.view.text(span)),
            Kind::Code(span) => self.code_text(self.view.text(span), false),
            Kind::Math { tex, display } => {
                self.lose(Loss::Math, tex);
                self.code_text(self.view.text(tex).trim_ascii(), display);
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
                self.lexer = None;
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
                    self.begin(id, self.flow.style(), Layout::PLAIN);
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
                self.flow.letters().close();
                let target = self.view.link(link);
                if !target.title.is_empty() {
                    self.lose(Loss::Other, target.title);
                }
                self.address(id, target.url);
            }
            Kind::Image(link) => {
                self.flow.letters().close();
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
            | Kind::SmallCaps => self.flow.letters().close(),
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
        self.begin_set(style, (layout, right_to_left), &[]);
    }

    fn begin_set(&mut self, style: Style, (layout, right_to_left): (Layout, bool), stops: &[i64]) {
        let row = self.look.row(style, self.plan);
        let setting = Setting { layout, right_to_left, alignment: row.alignment, stops };
        let look_of = |style| LetterLook::of(&self.look.row(style, self.plan));
        self.flow.begin(setting, LetterLook::of(&row), &look_of, &mut self.sink);
    }

    /// Ends the paragraph, if one is open.
    fn end(&mut self) {
        self.flow.end(self.sink.out());
    }

    /// A new line in the paragraph. `\line` is not known everywhere: it is a paragraph right below.
    fn break_line(&mut self) {
        match self.columns.form() {
            Form::None | Form::Cells => self.flow.break_line(),
            Form::Lines => self.text(b" "),
        }
    }

    fn begin_code(&mut self, id: NodeId, info: Span) {
        if !info.is_empty() {
            self.lose(Loss::Other, info);
        }
        self.flow.indent(INSET, 0, Style::Code, &mut self.sink);
        let mut stops = [0; code::STOPS];
        let has_tabs = code::has_tabs(self.view, id + 1, self.view.end(id));
        let size = self.look.row(Style::Code, self.plan).size;
        let count = if has_tabs { code::stops(self.flow.room().0, size, &mut stops) } else { 0 };
        self.begin_set(Style::Code, (Layout::PLAIN, false), &stops[..count]);
        self.lexer = Lexer::of(self.view.text(info)).filter(|_| self.look.highlight);
    }

    // Text.

    fn open(&mut self, look: LetterLook) {
        self.flow.letters().open(look, self.sink.out());
    }

    /// Text without line ends.
    fn text(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        if !self.flow.is_open() {
            // Text where only blocks can stand.
            self.begin_set(Style::Normal, (Layout::PLAIN, false), &[]);
        }
        self.flow.settle(self.sink.out());
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
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            match self.lexer.take() {
                None => self.text(line),
                Some(lexer) => self.lexer = Some(self.colored(line, lexer)),
            }
        }
    }

    /// A line of code in its colours.
    fn colored(&mut self, line: &[u8], mut lexer: Lexer) -> Lexer {
        let (look, mut at) = (self.flow.letters().look(), 0);
        while at < line.len() {
            let (class, len) = lexer.piece(line, at);
            let len = len.clamp(1, line.len() - at);
            let color = match class {
                Class::Plain => look.color,
                Class::Word => CODE,
                Class::Text => CODE + 1,
                Class::Comment => CODE + 2,
                Class::Number => CODE + 3,
            };
            self.open(LetterLook { color, ..look });
            self.text(&line[at..at + len]);
            self.flow.letters().close();
            at += len;
        }
        lexer
    }

    /// Code in a line, or TeX, of which displayed formulas keep their lines.
    fn code_text(&mut self, text: &[u8], in_lines: bool) {
        let look = self.flow.letters().look();
        self.open(self.code_in(look));
        for (at, line) in text.split(|&byte| byte == b'\n').enumerate() {
            match at {
                0 => {}
                _ if in_lines => self.break_line(),
                _ => self.text(b" "),
            }
            self.text(line);
        }
        self.flow.letters().close();
    }

    /// The look of code in text of a look.
    fn code_in(&self, look: LetterLook) -> LetterLook {
        LetterLook { font: 1, size: self.look.code_size(look.size), ..look }
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
                self.begin_set(self.flow.style(), (Layout::PLAIN, false), &[]);
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
        self.flow.open_together(&mut self.sink);
        for (id, level) in contents::entries(self.view) {
            let left = INSET * i64::from(level - 1);
            self.flow.indent(left, 0, Style::Normal, &mut self.sink);
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

    fn begin_table(&mut self, id: NodeId, (first, count): (u32, u16), said: Direction) {
        self.lose(Loss::Table, Span::EMPTY);
        let columns = self.view.columns(first, count);
        if columns.iter().any(|column| column.alignment != Alignment::None) {
            self.lose(Loss::Alignment, Span::EMPTY);
        }
        let end = self.view.end(id);
        let right_to_left = direction::runs_right_to_left(said, self.view, id, end);
        let room = (self.flow.room(), self.look.letter_size());
        let table = (id, columns.len(), right_to_left);
        self.columns.open(self.view, table, room, self.sink.out());
        self.flow.open_together(&mut self.sink);
    }

    /// Begins the line of a row, or of a cell.
    fn begin_cell(&mut self) {
        let (style, right_to_left) = (self.columns.style(), self.columns.runs_right_to_left());
        let row = self.look.row(style, self.plan);
        let (layout, stops) = (Layout::PLAIN, self.columns.stops());
        let setting = Setting { layout, right_to_left, alignment: row.alignment, stops };
        let look_of = |style| LetterLook::of(&self.look.row(style, self.plan));
        self.flow.begin(setting, LetterLook::of(&row), &look_of, &mut self.sink);
    }

    fn cell(&mut self, id: NodeId) {
        let column = self.columns.next_cell();
        match self.columns.form() {
            // In a table that is none its row may have ended.
            Form::Lines if column > 0 && self.flow.is_open() => {
                self.flow.settle(self.sink.out());
                self.sink.out().push(b"\\tab ");
            }
            Form::None | Form::Lines => {}
            Form::Cells if self.view.end(id) == id + 1 && !self.columns.is_first_row() => {}
            Form::Cells => {
                self.begin_cell();
                if let Some(head) = self.columns.head(column) {
                    self.head(head);
                }
            }
        }
    }

    /// The words of the head of a column, before a cell of it.
    fn head(&mut self, head: NodeId) {
        let look = self.flow.letters().look();
        self.open(LetterLook { bold: true, ..look });
        let mut last = b' ';
        for piece in contents::words(self.view, head) {
            self.text(piece);
            last = piece.last().copied().unwrap_or(last);
        }
        self.text(if last == b':' { b" " } else { b": " });
        self.flow.letters().close();
    }
}
