//! pandoc's tree, written.
//!
//! Shape   one pass over the nodes with a stack of open containers; each knows what ends it. Notes and
//!         comments stand where they are referred to, captions before what they belong to: the stack
//!         remembers where to go on.
//! Units   UTF-8; what JSON wants escaped is escaped, no more.
//! Errors  those of the output buffer.
//! Limits  no recursion; linear time: a note is written at its first reference only.
//! Source  pandoc-types 1.23.1.

mod elements;
mod notes;

use self::elements::Elements;
use self::notes::Notes;
use super::PAGE_BREAK;
use crate::buffers::{kept, plain};
use crate::document::{
    Align, Alignment, Delimiter, Direction, Kind, Layout, LinkId, Meta, NodeId, NumberStyle,
    Numbers, Span, View,
};
use crate::error::{Error, Result};
use crate::memory::{self, Output};
use crate::report::{Loss, Report};
use crate::work;

/// No place in the input is known.
const NOWHERE: usize = usize::MAX;

/// Attributes that say nothing.
const NO_ATTRIBUTES: &[u8] = b"[\"\",[],[]]";

/// What ends a container.
#[derive(Clone, Copy, Debug, Default)]
enum End {
    #[default]
    Nothing,
    Word(&'static [u8]),
    /// The caption of a table: its columns follow.
    Columns(u32, u16),
    Table,
    Terms,
    Target(LinkId),
}

/// A container that is open.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    /// Where its nodes end.
    end: NodeId,
    /// Where to go on; 0 is at its end.
    back: NodeId,
    with: End,
    /// What is written when that has been: the end of a `Div` around it.
    around: &'static [u8],
    /// Paragraphs in it stand without distance.
    is_tight: bool,
    /// A table's body has begun, or a term's definitions have.
    is_begun: bool,
    /// Rows to come that cells of a table's head reach down to.
    head: u16,
}

plain!(Open);

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<Open>,
        notes: Vec<NodeId>,
        bodies: Vec<NodeId>,
    }
}

/// Writes a document as pandoc's tree. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { open, notes, bodies } = scratch;
    open.clear();
    let notes = Notes::of(view, notes, bodies)?;
    let to = Elements::new(out);
    let mut writer = Writer { view, to, report, open, notes, in_comment: false, task: None };
    writer.meta();
    writer.to.push(b",\"blocks\":[");
    writer.nodes();
    writer.to.push(b"]}");
    let untaken = writer.notes.untaken();
    report.add_many(Loss::Note, untaken, NOWHERE);
    Ok(())
}

struct Writer<'v, 'w> {
    view: View<'v>,
    to: Elements<'w>,
    report: &'w mut Report,
    open: &'w mut Vec<Open>,
    notes: Notes<'v, 'w>,
    /// In the words of a comment, which are inlines.
    in_comment: bool,
    /// The box of the item that has begun.
    task: Option<bool>,
}

impl Writer<'_, '_> {
    fn nodes(&mut self) {
        let mut at: NodeId = 0;
        loop {
            work::step(1);
            if let Some(&last) = self.open.last().filter(|last| last.end <= at) {
                self.open.pop();
                self.exit(last);
                if last.back > 0 {
                    at = last.back;
                }
                continue;
            }
            let Some(kind) = self.view.kind(at) else { return };
            if self.to.has_failed() {
                return;
            }
            at = self.enter(at, kind);
        }
    }

    fn hold(&mut self, open: Open) {
        if !memory::push(self.open, open) {
            self.to.fail(Error::out_of_memory());
        }
    }

    /// A container of nodes up to `end`.
    fn container(&mut self, id: NodeId, start: &[u8], end: &'static [u8]) -> NodeId {
        self.to.begin(start);
        self.hold(Open { end: self.view.end(id), with: End::Word(end), ..Open::default() });
        id + 1
    }

    fn enter(&mut self, id: NodeId, kind: &Kind) -> NodeId {
        let end = self.view.end(id);
        if self.in_comment && is_block(kind) {
            return self.enter_in_comment(id, kind);
        }
        if let Some(done) = self.task
            && !kind.is_paragraph()
        {
            self.task = None;
            self.to.begin(b"{\"t\":\"Plain\",\"c\":[");
            self.to.say(task_box(done));
            self.to.end_text();
            self.to.push(b"]}");
        }
        match *kind {
            Kind::Paragraph { layout } => return self.paragraph(id, layout),
            Kind::Heading { level, layout, id: name } => {
                let around = self.begin_set(layout);
                self.to.begin(b"{\"t\":\"Header\",\"c\":[");
                self.to.push_int(level.into());
                self.to.push(b",[");
                self.to.string(self.view.text(name));
                self.to.push(b",[],[]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), around, ..Open::default() });
            }
            Kind::Quote { alert: None } => {
                return self.container(id, b"{\"t\":\"BlockQuote\",\"c\":[", b"]}");
            }
            Kind::Quote { alert: Some(alert) } => {
                self.to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"");
                let name = alert.name();
                self.to.push(name.as_bytes());
                self.to.push(b"\"],[]],[{\"t\":\"Div\",\"c\":[[\"\",[\"title\"],[]],[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"");
                self.to.push(&[name.as_bytes()[0].to_ascii_uppercase()]);
                self.to.push(&name.as_bytes()[1..]);
                self.to.push(b"\"}]}]]}");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::List { start, tight, numbers } => {
                let with = match start {
                    None => {
                        self.to.begin(b"{\"t\":\"BulletList\",\"c\":[");
                        b"]}".as_slice()
                    }
                    Some(start) => {
                        self.to.begin(b"{\"t\":\"OrderedList\",\"c\":[[");
                        self.to.push_int(start.into());
                        self.to.push(style(numbers));
                        self.to.push(delimiter(numbers));
                        self.to.push(b"],[");
                        b"]]}"
                    }
                };
                let open = Open { end, with: End::Word(with), is_tight: tight, ..Open::default() };
                self.hold(open);
            }
            Kind::Item { task } => {
                let is_tight = self.open.last().is_some_and(|list| list.is_tight);
                self.to.begin(b"[");
                self.hold(Open { end, with: End::Word(b"]"), is_tight, ..Open::default() });
                self.task = task;
            }
            Kind::CodeBlock { info } => {
                self.to.begin(b"{\"t\":\"CodeBlock\",\"c\":[");
                self.to.info(self.view.text(info));
                self.to.push(b",\"");
                self.lines(end);
            }
            Kind::HtmlBlock => {
                self.to.begin(b"{\"t\":\"RawBlock\",\"c\":[\"html\",\"");
                self.lines(end);
            }
            Kind::Table { first, count, direction } => {
                return self.table(id, first, count, direction);
            }
            Kind::Row { header } => return self.row(id, header),
            Kind::Cell { columns: 0, .. } => return end,
            Kind::Cell { columns, rows } => {
                self.to.begin(b"[");
                self.to.push(NO_ATTRIBUTES);
                self.to.push(b",{\"t\":\"AlignDefault\"},");
                self.to.push_int(rows.into());
                self.to.push(b",");
                self.to.push_int(columns.into());
                self.to.push(b",[");
                let first = if id + 1 < end { self.view.kind(id + 1) } else { None };
                let with = match first {
                    Some(kind) if !is_block(kind) => {
                        self.to.push(b"{\"t\":\"Plain\",\"c\":[");
                        b"]}]]".as_slice()
                    }
                    _ => b"]]",
                };
                self.hold(Open { end, with: End::Word(with), ..Open::default() });
            }
            // They stand where they are referred to, or before what they belong to.
            Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) | Kind::Caption => return end,
            Kind::DefinitionList => {
                self.to.begin(b"{\"t\":\"DefinitionList\",\"c\":[");
                self.hold(Open { end, with: End::Terms, ..Open::default() });
            }
            Kind::Term => {
                self.end_term();
                self.to.begin(b"[[");
                self.set_begun(true);
                self.hold(Open { end, with: End::Word(b"],["), ..Open::default() });
            }
            Kind::Definition => {
                if !self.set_begun(true) {
                    self.to.begin(b"[[],[");
                }
                let only = self.view.kind(id + 1).is_some_and(Kind::is_paragraph)
                    && self.view.end(id + 1) == end;
                self.to.begin(b"[");
                self.hold(Open { end, with: End::Word(b"]"), is_tight: only, ..Open::default() });
            }
            Kind::Emphasis => return self.container(id, b"{\"t\":\"Emph\",\"c\":[", b"]}"),
            Kind::Strong => return self.container(id, b"{\"t\":\"Strong\",\"c\":[", b"]}"),
            Kind::Strike => return self.container(id, b"{\"t\":\"Strikeout\",\"c\":[", b"]}"),
            Kind::Underline => return self.container(id, b"{\"t\":\"Underline\",\"c\":[", b"]}"),
            Kind::Superscript => {
                return self.container(id, b"{\"t\":\"Superscript\",\"c\":[", b"]}");
            }
            Kind::Subscript => return self.container(id, b"{\"t\":\"Subscript\",\"c\":[", b"]}"),
            Kind::SmallCaps => return self.container(id, b"{\"t\":\"SmallCaps\",\"c\":[", b"]}"),
            Kind::Highlight => {
                return self.container(
                    id,
                    b"{\"t\":\"Span\",\"c\":[[\"\",[\"mark\"],[]],[",
                    b"]]}",
                );
            }
            Kind::Keyboard => {
                return self.container(id, b"{\"t\":\"Span\",\"c\":[[\"\",[\"kbd\"],[]],[", b"]]}");
            }
            Kind::Inserted(change) | Kind::Deleted(change) => {
                let change = self.view.change(change);
                let class: &[u8] = match kind {
                    Kind::Inserted(_) => b"insertion",
                    _ => b"deletion",
                };
                self.to.begin_span(class);
                self.to.pair(b"author", self.view.text(change.author));
                self.to.date(self.view.text(change.date));
                self.to.push(b"]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Colored { text, back } => {
                self.to.begin(b"{\"t\":\"Span\",\"c\":[[\"\",[],[[\"style\",\"");
                self.to.color(b"color: #", text);
                if !text.is_none() && !back.is_none() {
                    self.to.push(b"; ");
                }
                self.to.color(b"background-color: #", back);
                self.to.push(b"\"]]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Link(link) => {
                self.to.begin(b"{\"t\":\"Link\",\"c\":[");
                self.to.push(NO_ATTRIBUTES);
                self.to.push(b",[");
                self.hold(Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Image(link) => {
                let target = self.view.link(link);
                self.to.begin(b"{\"t\":\"Image\",\"c\":[[\"\",[],[");
                self.to.inches(b"width", target.width);
                self.to.inches(b"height", target.height);
                self.to.push(b"]],[");
                self.hold(Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Rule => self.to.begin(b"{\"t\":\"HorizontalRule\"}"),
            Kind::Contents => self.to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"toc\"],[]],[]]}"),
            Kind::PageBreak => {
                self.to.begin(b"{\"t\":\"RawBlock\",\"c\":[\"openxml\",\"");
                self.to.escaped(PAGE_BREAK.as_bytes());
                self.to.push(b"\"]}");
            }
            Kind::Text(span) if self.to.in_lines() => self.to.line(self.view.text(span)),
            Kind::Text(span) => self.to.say(self.view.text(span)),
            Kind::Code(span) => {
                self.to.begin(b"{\"t\":\"Code\",\"c\":[[\"\",[],[]],");
                self.to.string(self.view.text(span));
                self.to.push(b"]}");
            }
            Kind::Html(span) => {
                self.to.begin(b"{\"t\":\"RawInline\",\"c\":[\"html\",");
                self.to.string(self.view.text(span));
                self.to.push(b"]}");
            }
            Kind::Math { tex, display } => {
                self.to.begin(match display {
                    true => b"{\"t\":\"Math\",\"c\":[{\"t\":\"DisplayMath\"},",
                    false => b"{\"t\":\"Math\",\"c\":[{\"t\":\"InlineMath\"},",
                });
                self.to.string(self.view.text(tex));
                self.to.push(b"]}");
            }
            Kind::SoftBreak => self.to.begin(b"{\"t\":\"SoftBreak\"}"),
            Kind::HardBreak => self.to.begin(b"{\"t\":\"LineBreak\"}"),
            Kind::FootnoteReference { label } => return self.note(id, label),
            Kind::Anchor { name } => {
                self.to.begin(b"{\"t\":\"Span\",\"c\":[[");
                self.to.string(self.view.text(name));
                self.to.push(b",[],[]],[]]}");
            }
            Kind::CommentStart(comment) => {
                let said = self.view.comment(comment);
                self.to.begin_span(b"comment-start");
                self.to.number(b"id", comment.0);
                self.to.pair(b"author", self.view.text(said.author));
                self.to.pair(b"initials", self.view.text(said.initials));
                self.to.date(self.view.text(said.date));
                self.to.push(b"]],[");
                let body = self.notes.take_body(comment);
                if let Some(body) = body.filter(|_| !self.in_comment) {
                    self.in_comment = true;
                    let end = self.view.end(body);
                    self.hold(Open {
                        end,
                        back: id + 1,
                        with: End::Word(b"]]}"),
                        is_begun: true,
                        ..Open::default()
                    });
                    return body + 1;
                }
                self.to.push(b"]]}");
            }
            Kind::CommentEnd(comment) => {
                self.to.begin_span(b"comment-end");
                self.to.number(b"id", comment.0);
                self.to.push(b"]],[]]}");
            }
        }
        id + 1
    }

    fn exit(&mut self, last: Open) {
        self.to.end_text();
        match last.with {
            End::Nothing => {}
            End::Word(word) => {
                self.to.end_lines();
                // Nothing but a comment's words begin that way.
                self.in_comment &= !last.is_begun;
                if let Some(done) = self.task.take() {
                    self.to.begin(b"{\"t\":\"Plain\",\"c\":[");
                    self.to.say(task_box(done));
                    self.to.end_text();
                    self.to.push(b"]}");
                }
                self.to.push(word);
            }
            End::Columns(first, count) => {
                self.to.push(b"]}]],");
                self.columns(first, count);
            }
            End::Table => {
                if !last.is_begun {
                    self.to.push(BODY);
                }
                self.to.push(b"]]],[[\"\",[],[]],[]]]}");
            }
            End::Terms => {
                if last.is_begun {
                    self.to.push(b"]]");
                }
                self.to.push(b"]}");
            }
            End::Target(link) => {
                let target = self.view.link(link);
                self.to.push(b"],[");
                self.to.string(self.view.text(target.url));
                self.to.push(b",");
                self.to.string(self.view.text(target.title));
                self.to.push(b"]]}");
            }
        }
        self.to.push(last.around);
    }

    /// In the words of a comment blocks are lines.
    fn enter_in_comment(&mut self, id: NodeId, kind: &Kind) -> NodeId {
        if !self.to.is_at_start() && (kind.is_paragraph() || matches!(kind, Kind::Heading { .. })) {
            self.to.begin(b"{\"t\":\"LineBreak\"}");
        }
        if !kind.is_paragraph() {
            self.report.add(Loss::Other, NOWHERE);
        }
        id + 1
    }

    /// Begins a `Div` around what is set in a way of its own, and says how it ends.
    fn begin_set(&mut self, layout: Layout) -> &'static [u8] {
        if layout.is_plain() {
            return b"";
        }
        self.to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[],[");
        let align: &[u8] = match layout.align() {
            Align::None => b"",
            Align::Left => b"left",
            Align::Center => b"center",
            Align::Right => b"right",
            Align::Justify => b"justify",
        };
        if !align.is_empty() {
            self.to.push(b"[\"style\",\"text-align: ");
            self.to.push(align);
            self.to.push(b"\"]");
        }
        self.to.direction(layout.direction());
        self.to.push(b"]],[");
        b"]]}"
    }

    fn paragraph(&mut self, id: NodeId, layout: Layout) -> NodeId {
        let end = self.view.end(id);
        let around = self.begin_set(layout);
        let caption = self.caption_at(end);
        if caption > 0 {
            self.to.begin(b"{\"t\":\"Figure\",\"c\":[[\"\",[],[]],[null,[{\"t\":\"Plain\",\"c\":[");
            self.hold(Open {
                end,
                back: caption,
                with: End::Word(b"]}]]}"),
                around,
                ..Open::default()
            });
            let with = End::Word(b"]}]],[{\"t\":\"Plain\",\"c\":[");
            self.hold(Open { end: caption, back: id + 1, with, ..Open::default() });
            return end + 1;
        }
        let is_tight = self.open.last().is_some_and(|last| last.is_tight);
        self.to.begin(if is_tight {
            b"{\"t\":\"Plain\",\"c\":["
        } else {
            b"{\"t\":\"Para\",\"c\":["
        });
        self.hold(Open { end, with: End::Word(b"]}"), around, ..Open::default() });
        if let Some(done) = self.task.take() {
            self.to.say(task_box(done));
            self.to.say(b" ");
        }
        id + 1
    }

    /// Where the caption ends that stands at `at`, in the innermost container; 0 where none does.
    fn caption_at(&self, at: NodeId) -> NodeId {
        match self.view.kind(at) {
            Some(Kind::Caption) if self.open.last().is_none_or(|outer| at < outer.end) => {
                self.view.end(at)
            }
            _ => 0,
        }
    }

    fn table(&mut self, id: NodeId, first: u32, count: u16, direction: Direction) -> NodeId {
        let end = self.view.end(id);
        let around = self.begin_set(Layout::PLAIN.with_direction(direction));
        self.to.begin(b"{\"t\":\"Table\",\"c\":[[\"\",[],[]],");
        let open = Open { end, with: End::Table, around, ..Open::default() };
        let caption = self.caption_at(end);
        if caption > 0 {
            self.to.push(b"[null,[{\"t\":\"Plain\",\"c\":[");
            self.hold(Open { back: caption, ..open });
            let with = End::Columns(first, count);
            self.hold(Open { end: caption, back: id + 1, with, ..Open::default() });
            return end + 1;
        }
        self.to.push(b"[null,[]],");
        self.columns(first, count);
        self.hold(open);
        id + 1
    }

    /// The columns of a table, and the beginning of its head.
    fn columns(&mut self, first: u32, count: u16) {
        self.to.push(b"[");
        for column in self.view.columns(first, count) {
            self.to.begin(match column.alignment {
                Alignment::None => b"[{\"t\":\"AlignDefault\"},",
                Alignment::Left => b"[{\"t\":\"AlignLeft\"},",
                Alignment::Center => b"[{\"t\":\"AlignCenter\"},",
                Alignment::Right => b"[{\"t\":\"AlignRight\"},",
            });
            if column.width == 0 {
                self.to.push(b"{\"t\":\"ColWidthDefault\"}]");
            } else {
                self.to.push(b"{\"t\":\"ColWidth\",\"c\":");
                self.to.decimal(column.width.into(), 1000);
                self.to.push(b"}]");
            }
        }
        self.to.push(b"],[[\"\",[],[]],[");
    }

    fn row(&mut self, id: NodeId, header: bool) -> NodeId {
        let end = self.view.end(id);
        let (mut cell, mut reach) = (id + 1, 0);
        while let Some(Kind::Cell { rows, .. }) = self.view.kind(cell).filter(|_| cell < end) {
            (cell, reach) = (self.view.end(cell), reach.max(rows.saturating_sub(1)));
        }
        // A head of cells without words is none.
        let is_cell = |at| self.view.kind(at).is_some_and(Kind::is_cell);
        if header && reach == 0 && (id + 1..end).all(is_cell) {
            return end;
        }
        // What cells of the head reach down to is of the head: no cell may end in another part.
        let in_head = self.open.last_mut().is_some_and(|table| {
            let in_head = header || table.head > 0;
            table.head = if in_head { reach.max(table.head.saturating_sub(1)) } else { 0 };
            in_head
        });
        if !in_head && !self.set_begun(true) {
            self.to.push(BODY);
        }
        self.to.begin(b"[[\"\",[],[]],[");
        self.hold(Open { end, with: End::Word(b"]]"), ..Open::default() });
        id + 1
    }

    /// Notes that the body of the innermost container has begun; whether it had.
    fn set_begun(&mut self, begun: bool) -> bool {
        self.open.last_mut().is_some_and(|last| std::mem::replace(&mut last.is_begun, begun))
    }

    fn end_term(&mut self) {
        if self.set_begun(false) {
            self.to.push(b"]]");
        }
    }

    /// A reference: the note itself at the first one, its label at others.
    fn note(&mut self, id: NodeId, label: Span) -> NodeId {
        let found = if self.in_comment { None } else { self.notes.take(label) };
        if let Some((definition, is_endnote)) = found {
            if is_endnote {
                self.report.add(Loss::Note, NOWHERE);
            }
            self.to.begin(b"{\"t\":\"Note\",\"c\":[");
            let end = self.view.end(definition);
            self.hold(Open { end, back: id + 1, with: End::Word(b"]}"), ..Open::default() });
            return definition + 1;
        }
        self.report.add(Loss::Note, NOWHERE);
        self.to.begin(b"{\"t\":\"Superscript\",\"c\":[");
        self.to.say(self.view.text(label));
        self.to.end_text();
        self.to.push(b"]}");
        id + 1
    }

    fn lines(&mut self, end: NodeId) {
        self.to.begin_lines();
        self.hold(Open { end, with: End::Word(b"\"]}"), ..Open::default() });
    }

    fn meta(&mut self) {
        self.to.push(b"{\"pandoc-api-version\":[1,23,1],\"meta\":{");
        let doc = self.view.doc;
        let mut is_first = true;
        for (fact, value) in doc.metas() {
            let separator = match fact {
                Meta::Keywords => Some(b','),
                Meta::Author if self.view.text(value).contains(&b';') => Some(b';'),
                _ => None,
            };
            self.fact(&mut is_first, fact.name().as_bytes(), value, separator);
        }
        for &(name, value) in &doc.properties {
            self.fact(&mut is_first, self.view.text(name), value, None);
        }
        self.to.push(b"}");
    }

    fn fact(&mut self, is_first: &mut bool, name: &[u8], value: Span, separator: Option<u8>) {
        if !std::mem::take(is_first) {
            self.to.push(b",");
        }
        self.to.push(b"\"");
        self.to.escaped(name);
        self.to.push(b"\":");
        let text = self.view.text(value);
        if separator.is_some() {
            self.to.push(b"{\"t\":\"MetaList\",\"c\":[");
        }
        for part in text.split(|&byte| Some(byte) == separator).map(<[u8]>::trim_ascii) {
            if separator.is_some() && !self.to.is_at_start() {
                self.to.push(b",");
            }
            self.to.push(b"{\"t\":\"MetaInlines\",\"c\":[");
            self.to.say(part);
            self.to.end_text();
            self.to.push(b"]}");
        }
        if separator.is_some() {
            self.to.push(b"]}");
        }
    }
}

/// From a table's head to its body.
const BODY: &[u8] = b"]],[[[\"\",[],[]],0,[],[";

fn task_box(done: bool) -> &'static [u8] {
    if done { "\u{2612}".as_bytes() } else { "\u{2610}".as_bytes() }
}

fn style(numbers: Numbers) -> &'static [u8] {
    match numbers.style {
        NumberStyle::Decimal => b",{\"t\":\"Decimal\"}",
        NumberStyle::LowerAlpha => b",{\"t\":\"LowerAlpha\"}",
        NumberStyle::UpperAlpha => b",{\"t\":\"UpperAlpha\"}",
        NumberStyle::LowerRoman => b",{\"t\":\"LowerRoman\"}",
        NumberStyle::UpperRoman => b",{\"t\":\"UpperRoman\"}",
    }
}

fn delimiter(numbers: Numbers) -> &'static [u8] {
    match numbers.delimiter {
        Delimiter::Period => b",{\"t\":\"Period\"}",
        Delimiter::OneParen => b",{\"t\":\"OneParen\"}",
        Delimiter::TwoParens => b",{\"t\":\"TwoParens\"}",
    }
}

/// Whether blocks and not inlines stand beside it.
fn is_block(kind: &Kind) -> bool {
    use Kind::*;
    match kind {
        Paragraph { .. } | Heading { .. } | Quote { .. } | List { .. } | Item { .. } => true,
        CodeBlock { .. } | HtmlBlock | Table { .. } | Row { .. } | Cell { .. } | Caption => true,
        FootnoteDefinition { .. } | CommentBody(_) | DefinitionList | Term | Definition => true,
        Rule | PageBreak | Contents => true,
        Emphasis | Strong | Strike | Underline | Superscript | Subscript | Highlight => false,
        Keyboard | Link(_) | Image(_) | Inserted(_) | Deleted(_) | Colored { .. } => false,
        SmallCaps | Text(_) | Code(_) | Html(_) | Math { .. } | SoftBreak | HardBreak => false,
        FootnoteReference { .. } | Anchor { .. } | CommentStart(_) | CommentEnd(_) => false,
    }
}
