//! pandoc's tree, written.
//!
//! Shape   one pass over the nodes with a stack of open containers; each knows what ends it. Notes and
//!         comments stand where they are referred to, captions before what they belong to: the stack
//!         remembers where to go on.
//! Units   UTF-8; what JSON wants escaped is escaped, no more.
//! Errors  those of the output buffer.
//! Limits  no recursion; linear time: a note is written at its first reference only.
//! Source  pandoc-types 1.23.1.

use super::PAGE_BREAK;
use crate::buffers::{kept, plain};
use crate::document::{
    Align, Alignment, Color, Delimiter, Direction, Kind, Layout, LinkId, Meta, NodeId, NumberStyle,
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
    notes.clear();
    bodies.clear();
    let mut at = 0;
    let mut has_memory = memory::pad(bodies, view.doc.comments.len(), 0);
    while let Some(node) = view.kind(at) {
        match *node {
            Kind::FootnoteDefinition { .. } => has_memory &= memory::push(notes, at),
            Kind::CommentBody(id) => {
                if let Some(body) = bodies.get_mut(id.0 as usize) {
                    *body = at;
                }
            }
            _ => {}
        }
        at = view.end(at);
    }
    if !has_memory {
        return Err(Error::out_of_memory());
    }
    // The first of a label counts.
    notes.sort_unstable_by_key(|&id| (note_of(view, id).0, id));
    let mut writer = Writer {
        view,
        out,
        report,
        open,
        notes,
        bodies,
        in_text: false,
        in_lines: false,
        has_line_end: false,
        in_comment: false,
        task: None,
        used: 0,
    };
    writer.meta();
    writer.out.push(b",\"blocks\":[");
    writer.nodes();
    writer.out.push(b"]}");
    let unused = writer.notes.len() as u32 - writer.used;
    report.add_many(Loss::Note, unused, NOWHERE);
    Ok(())
}

struct Writer<'v, 'w> {
    view: View<'v>,
    out: &'w mut Output,
    report: &'w mut Report,
    open: &'w mut Vec<Open>,
    /// Notes by label; those that are written have left it for 0.
    notes: &'w mut Vec<NodeId>,
    bodies: &'w mut Vec<NodeId>,
    /// A string of running text is open.
    in_text: bool,
    /// In the lines of code or raw HTML.
    in_lines: bool,
    /// The last of them ended.
    has_line_end: bool,
    /// In the words of a comment, which are inlines.
    in_comment: bool,
    /// The box of the item that has begun.
    task: Option<bool>,
    used: u32,
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
            if self.out.failed() {
                return;
            }
            at = self.enter(at, kind);
        }
    }

    /// Ends running text, and separates an element from the one before it.
    fn separate(&mut self) {
        self.end_text();
        if !matches!(self.out.as_bytes().last(), Some(b'[')) {
            self.out.push_byte(b',');
        }
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.out.push(b"\"}");
        }
    }

    /// Begins an element.
    fn begin(&mut self, start: &[u8]) {
        self.separate();
        self.out.push(start);
    }

    fn hold(&mut self, open: Open) {
        if !memory::push(self.open, open) {
            self.out.fail(Error::out_of_memory());
        }
    }

    /// A container of nodes up to `end`.
    fn container(&mut self, id: NodeId, start: &[u8], end: &'static [u8]) -> NodeId {
        self.begin(start);
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
            self.begin(b"{\"t\":\"Plain\",\"c\":[");
            self.say(task_box(done));
            self.end_text();
            self.out.push(b"]}");
        }
        match *kind {
            Kind::Paragraph { layout } => return self.paragraph(id, layout),
            Kind::Heading { level, layout, id: name } => {
                let around = self.begin_set(layout);
                self.begin(b"{\"t\":\"Header\",\"c\":[");
                self.out.push_int(level.into());
                self.out.push(b",[");
                self.string(name);
                self.out.push(b",[],[]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), around, ..Open::default() });
            }
            Kind::Quote { alert: None } => {
                return self.container(id, b"{\"t\":\"BlockQuote\",\"c\":[", b"]}");
            }
            Kind::Quote { alert: Some(alert) } => {
                self.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"");
                let name = alert.name();
                self.out.push(name.as_bytes());
                self.out.push(b"\"],[]],[{\"t\":\"Div\",\"c\":[[\"\",[\"title\"],[]],[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"");
                self.out.push_byte(name.as_bytes()[0].to_ascii_uppercase());
                self.out.push(&name.as_bytes()[1..]);
                self.out.push(b"\"}]}]]}");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::List { start, tight, numbers } => {
                let with = match start {
                    None => {
                        self.begin(b"{\"t\":\"BulletList\",\"c\":[");
                        b"]}".as_slice()
                    }
                    Some(start) => {
                        self.begin(b"{\"t\":\"OrderedList\",\"c\":[[");
                        self.out.push_int(start.into());
                        self.out.push(style(numbers));
                        self.out.push(delimiter(numbers));
                        self.out.push(b"],[");
                        b"]]}"
                    }
                };
                let open = Open { end, with: End::Word(with), is_tight: tight, ..Open::default() };
                self.hold(open);
            }
            Kind::Item { task } => {
                let is_tight = self.open.last().is_some_and(|list| list.is_tight);
                self.begin(b"[");
                self.hold(Open { end, with: End::Word(b"]"), is_tight, ..Open::default() });
                self.task = task;
            }
            Kind::CodeBlock { info } => {
                self.begin(b"{\"t\":\"CodeBlock\",\"c\":[");
                self.info(info);
                self.out.push(b",\"");
                self.lines(end);
            }
            Kind::HtmlBlock => {
                self.begin(b"{\"t\":\"RawBlock\",\"c\":[\"html\",\"");
                self.lines(end);
            }
            Kind::Table { first, count, direction } => {
                return self.table(id, first, count, direction);
            }
            Kind::Row { header } => return self.row(id, header),
            Kind::Cell { columns: 0, .. } => return end,
            Kind::Cell { columns, rows } => {
                self.begin(b"[");
                self.out.push(NO_ATTRIBUTES);
                self.out.push(b",{\"t\":\"AlignDefault\"},");
                self.out.push_int(rows.into());
                self.out.push_byte(b',');
                self.out.push_int(columns.into());
                self.out.push(b",[");
                let first = if id + 1 < end { self.view.kind(id + 1) } else { None };
                let with = match first {
                    Some(kind) if !is_block(kind) => {
                        self.out.push(b"{\"t\":\"Plain\",\"c\":[");
                        b"]}]]".as_slice()
                    }
                    _ => b"]]",
                };
                self.hold(Open { end, with: End::Word(with), ..Open::default() });
            }
            // They stand where they are referred to, or before what they belong to.
            Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) | Kind::Caption => return end,
            Kind::DefinitionList => {
                self.begin(b"{\"t\":\"DefinitionList\",\"c\":[");
                self.hold(Open { end, with: End::Terms, ..Open::default() });
            }
            Kind::Term => {
                self.end_term();
                self.begin(b"[[");
                self.set_begun(true);
                self.hold(Open { end, with: End::Word(b"],["), ..Open::default() });
            }
            Kind::Definition => {
                if !self.set_begun(true) {
                    self.begin(b"[[],[");
                }
                let only = self.view.kind(id + 1).is_some_and(Kind::is_paragraph)
                    && self.view.end(id + 1) == end;
                self.begin(b"[");
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
                self.begin_span(class);
                self.pair(b"author", change.author);
                self.date(change.date);
                self.out.push(b"]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Colored { text, back } => {
                self.begin(b"{\"t\":\"Span\",\"c\":[[\"\",[],[[\"style\",\"");
                self.color(b"color: #", text);
                if !text.is_none() && !back.is_none() {
                    self.out.push(b"; ");
                }
                self.color(b"background-color: #", back);
                self.out.push(b"\"]]],[");
                self.hold(Open { end, with: End::Word(b"]]}"), ..Open::default() });
            }
            Kind::Link(link) => {
                self.begin(b"{\"t\":\"Link\",\"c\":[");
                self.out.push(NO_ATTRIBUTES);
                self.out.push(b",[");
                self.hold(Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Image(link) => {
                let target = self.view.link(link);
                self.begin(b"{\"t\":\"Image\",\"c\":[[\"\",[],[");
                self.inches(b"width", target.width);
                self.inches(b"height", target.height);
                self.out.push(b"]],[");
                self.hold(Open { end, with: End::Target(link), ..Open::default() });
            }
            Kind::Rule => self.begin(b"{\"t\":\"HorizontalRule\"}"),
            Kind::Contents => self.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[\"toc\"],[]],[]]}"),
            Kind::PageBreak => {
                self.begin(b"{\"t\":\"RawBlock\",\"c\":[\"openxml\",\"");
                self.escaped(PAGE_BREAK.as_bytes());
                self.out.push(b"\"]}");
            }
            Kind::Text(span) if self.in_lines => self.line(span),
            Kind::Text(span) => self.say(self.view.text(span)),
            Kind::Code(span) => {
                self.begin(b"{\"t\":\"Code\",\"c\":[[\"\",[],[]],");
                self.string(span);
                self.out.push(b"]}");
            }
            Kind::Html(span) => {
                self.begin(b"{\"t\":\"RawInline\",\"c\":[\"html\",");
                self.string(span);
                self.out.push(b"]}");
            }
            Kind::Math { tex, display } => {
                self.begin(match display {
                    true => b"{\"t\":\"Math\",\"c\":[{\"t\":\"DisplayMath\"},",
                    false => b"{\"t\":\"Math\",\"c\":[{\"t\":\"InlineMath\"},",
                });
                self.string(tex);
                self.out.push(b"]}");
            }
            Kind::SoftBreak => self.begin(b"{\"t\":\"SoftBreak\"}"),
            Kind::HardBreak => self.begin(b"{\"t\":\"LineBreak\"}"),
            Kind::FootnoteReference { label } => return self.note(id, label),
            Kind::Anchor { name } => {
                self.begin(b"{\"t\":\"Span\",\"c\":[[");
                self.string(name);
                self.out.push(b",[],[]],[]]}");
            }
            Kind::CommentStart(comment) => {
                let said = self.view.comment(comment);
                self.begin_span(b"comment-start");
                self.number(b"id", comment.0);
                self.pair(b"author", said.author);
                self.pair(b"initials", said.initials);
                self.date(said.date);
                self.out.push(b"]],[");
                let body = self.bodies.get_mut(comment.0 as usize).map_or(0, std::mem::take);
                if !self.in_comment && matches!(self.view.kind(body), Some(Kind::CommentBody(_))) {
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
                self.out.push(b"]]}");
            }
            Kind::CommentEnd(comment) => {
                self.begin_span(b"comment-end");
                self.number(b"id", comment.0);
                self.out.push(b"]],[]]}");
            }
        }
        id + 1
    }

    fn exit(&mut self, last: Open) {
        self.end_text();
        match last.with {
            End::Nothing => {}
            End::Word(word) => {
                if std::mem::take(&mut self.in_lines) {
                    self.has_line_end = false;
                }
                // Nothing but a comment's words begin that way.
                self.in_comment &= !last.is_begun;
                if let Some(done) = self.task.take() {
                    self.begin(b"{\"t\":\"Plain\",\"c\":[");
                    self.say(task_box(done));
                    self.end_text();
                    self.out.push(b"]}");
                }
                self.out.push(word);
            }
            End::Columns(first, count) => {
                self.out.push(b"]}]],");
                self.columns(first, count);
            }
            End::Table => {
                if !last.is_begun {
                    self.out.push(BODY);
                }
                self.out.push(b"]]],[[\"\",[],[]],[]]]}");
            }
            End::Terms => {
                if last.is_begun {
                    self.out.push(b"]]");
                }
                self.out.push(b"]}");
            }
            End::Target(link) => {
                let target = self.view.link(link);
                self.out.push(b"],[");
                self.string(target.url);
                self.out.push_byte(b',');
                self.string(target.title);
                self.out.push(b"]]}");
            }
        }
        self.out.push(last.around);
    }

    /// In the words of a comment blocks are lines.
    fn enter_in_comment(&mut self, id: NodeId, kind: &Kind) -> NodeId {
        let is_first = matches!(self.out.as_bytes().last(), Some(b'[')) && !self.in_text;
        if !is_first && (kind.is_paragraph() || matches!(kind, Kind::Heading { .. })) {
            self.begin(b"{\"t\":\"LineBreak\"}");
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
        self.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[],[");
        let align: &[u8] = match layout.align() {
            Align::None => b"",
            Align::Left => b"left",
            Align::Center => b"center",
            Align::Right => b"right",
            Align::Justify => b"justify",
        };
        if !align.is_empty() {
            self.out.push(b"[\"style\",\"text-align: ");
            self.out.push(align);
            self.out.push(b"\"]");
        }
        self.direction(layout.direction());
        self.out.push(b"]],[");
        b"]]}"
    }

    fn direction(&mut self, direction: Direction) {
        match direction {
            Direction::Unsaid => {}
            Direction::Ltr => self.begin(b"[\"dir\",\"ltr\"]"),
            Direction::Rtl => self.begin(b"[\"dir\",\"rtl\"]"),
        }
    }

    fn paragraph(&mut self, id: NodeId, layout: Layout) -> NodeId {
        let end = self.view.end(id);
        let around = self.begin_set(layout);
        let caption = self.caption_at(end);
        if caption > 0 {
            self.begin(b"{\"t\":\"Figure\",\"c\":[[\"\",[],[]],[null,[{\"t\":\"Plain\",\"c\":[");
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
        self.begin(if is_tight { b"{\"t\":\"Plain\",\"c\":[" } else { b"{\"t\":\"Para\",\"c\":[" });
        self.hold(Open { end, with: End::Word(b"]}"), around, ..Open::default() });
        if let Some(done) = self.task.take() {
            self.say(task_box(done));
            self.say(b" ");
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
        self.begin(b"{\"t\":\"Table\",\"c\":[[\"\",[],[]],");
        let open = Open { end, with: End::Table, around, ..Open::default() };
        let caption = self.caption_at(end);
        if caption > 0 {
            self.out.push(b"[null,[{\"t\":\"Plain\",\"c\":[");
            self.hold(Open { back: caption, ..open });
            let with = End::Columns(first, count);
            self.hold(Open { end: caption, back: id + 1, with, ..Open::default() });
            return end + 1;
        }
        self.out.push(b"[null,[]],");
        self.columns(first, count);
        self.hold(open);
        id + 1
    }

    /// The columns of a table, and the beginning of its head.
    fn columns(&mut self, first: u32, count: u16) {
        self.out.push_byte(b'[');
        for column in self.view.columns(first, count) {
            self.begin(match column.alignment {
                Alignment::None => b"[{\"t\":\"AlignDefault\"},",
                Alignment::Left => b"[{\"t\":\"AlignLeft\"},",
                Alignment::Center => b"[{\"t\":\"AlignCenter\"},",
                Alignment::Right => b"[{\"t\":\"AlignRight\"},",
            });
            if column.width == 0 {
                self.out.push(b"{\"t\":\"ColWidthDefault\"}]");
            } else {
                self.out.push(b"{\"t\":\"ColWidth\",\"c\":");
                self.decimal(column.width.into(), 1000);
                self.out.push(b"}]");
            }
        }
        self.out.push(b"],[[\"\",[],[]],[");
    }

    fn row(&mut self, id: NodeId, header: bool) -> NodeId {
        let end = self.view.end(id);
        // A head of cells without words is none.
        if header && (id + 1..end).all(|at| self.view.kind(at).is_some_and(Kind::is_cell)) {
            return end;
        }
        if !header && !self.set_begun(true) {
            self.out.push(BODY);
        }
        self.begin(b"[[\"\",[],[]],[");
        self.hold(Open { end, with: End::Word(b"]]"), ..Open::default() });
        id + 1
    }

    /// Notes that the body of the innermost container has begun; whether it had.
    fn set_begun(&mut self, begun: bool) -> bool {
        self.open.last_mut().is_some_and(|last| std::mem::replace(&mut last.is_begun, begun))
    }

    fn end_term(&mut self) {
        if self.set_begun(false) {
            self.out.push(b"]]");
        }
    }

    /// A reference: the note itself at the first one, its label at others.
    fn note(&mut self, id: NodeId, label: Span) -> NodeId {
        let view = self.view;
        let label = view.text(label);
        let of = |id: NodeId| note_of(view, id & !WRITTEN);
        let at = self.notes.partition_point(|&note| of(note).0 < label);
        let found = self.notes.get_mut(at).filter(|note| of(**note).0 == label);
        if let Some(note) = found
            && *note & WRITTEN == 0
            && !self.in_comment
        {
            let definition = *note;
            *note |= WRITTEN;
            self.used += 1;
            if of(definition).1 {
                self.report.add(Loss::Note, NOWHERE);
            }
            self.begin(b"{\"t\":\"Note\",\"c\":[");
            let end = self.view.end(definition);
            self.hold(Open { end, back: id + 1, with: End::Word(b"]}"), ..Open::default() });
            return definition + 1;
        }
        self.report.add(Loss::Note, NOWHERE);
        self.begin(b"{\"t\":\"Superscript\",\"c\":[");
        self.say(label);
        self.end_text();
        self.out.push(b"]}");
        id + 1
    }

    fn lines(&mut self, end: NodeId) {
        self.in_lines = true;
        self.hold(Open { end, with: End::Word(b"\"]}"), ..Open::default() });
    }

    /// Text of lines: the last line end is left out.
    fn line(&mut self, span: Span) {
        let text = self.view.text(span);
        if text.is_empty() {
            return;
        }
        if std::mem::take(&mut self.has_line_end) {
            self.out.push(b"\\n");
        }
        self.has_line_end = text.ends_with(b"\n");
        self.escaped(text.strip_suffix(b"\n").unwrap_or(text));
    }

    /// Running text: words and spaces.
    fn say(&mut self, text: &[u8]) {
        for (at, word) in text.split(|&byte| byte == b' ').enumerate() {
            if at > 0 {
                self.begin(b"{\"t\":\"Space\"}");
            }
            if !word.is_empty() {
                if !std::mem::replace(&mut self.in_text, true) {
                    if !matches!(self.out.as_bytes().last(), Some(b'[')) {
                        self.out.push_byte(b',');
                    }
                    self.out.push(b"{\"t\":\"Str\",\"c\":\"");
                }
                self.escaped(word);
            }
        }
    }

    fn string(&mut self, span: Span) {
        self.out.push_byte(b'"');
        self.escaped(self.view.text(span));
        self.out.push_byte(b'"');
    }

    /// Text as a string of JSON has it.
    fn escaped(&mut self, text: &[u8]) {
        let mut from = 0;
        for (at, &byte) in text.iter().enumerate() {
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.out.push(&text[from..at]);
            from = at + 1;
            match byte {
                b'\n' => self.out.push(b"\\n"),
                b'\t' => self.out.push(b"\\t"),
                b'\r' => self.out.push(b"\\r"),
                0..b' ' => {
                    let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                    self.out.push(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte)]);
                }
                _ => self.out.push(&[b'\\', byte]),
            }
        }
        self.out.push(&text[from..]);
    }

    /// The attributes of a code block: its words as classes where they can be.
    fn info(&mut self, info: Span) {
        let text = self.view.text(info);
        let is_plain = |&byte: &u8| byte.is_ascii_alphanumeric() || b"+-_.# ".contains(&byte);
        let is_whole = !text.windows(2).any(|pair| pair == b"  ") && text.trim_ascii() == text;
        let are_classes = is_whole && text.iter().all(is_plain);
        self.out.push(b"[\"\",[");
        let words = text.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
        let most = if are_classes { usize::MAX } else { 1 };
        for word in words.take(most) {
            self.begin(b"\"");
            self.escaped(word);
            self.out.push_byte(b'"');
        }
        self.out.push(b"],[");
        if !are_classes {
            self.pair(b"info", info);
        }
        self.out.push(b"]]");
    }

    fn begin_span(&mut self, class: &[u8]) {
        self.begin(b"{\"t\":\"Span\",\"c\":[[\"\",[\"");
        self.out.push(class);
        self.out.push(b"\"],[");
    }

    /// A key and its value, where there is one.
    fn pair(&mut self, key: &[u8], value: Span) {
        if !value.is_empty() {
            self.begin_pair(key);
            self.escaped(self.view.text(value));
            self.out.push(b"\"]");
        }
    }

    fn begin_pair(&mut self, key: &[u8]) {
        self.begin(b"[\"");
        self.out.push(key);
        self.out.push(b"\",\"");
    }

    fn number(&mut self, key: &[u8], value: u32) {
        self.begin_pair(key);
        self.out.push_int(value.into());
        self.out.push(b"\"]");
    }

    fn date(&mut self, date: Span) {
        if !date.is_empty() {
            self.begin_pair(b"date");
            self.escaped(self.view.text(date));
            self.out.push(b"Z\"]");
        }
    }

    fn inches(&mut self, key: &[u8], twips: u32) {
        if twips > 0 {
            self.begin_pair(key);
            self.decimal(
                ((u64::from(twips) * 10_000 + 720) / 1440).min(u32::MAX.into()) as u32,
                10_000,
            );
            self.out.push(b"in\"]");
        }
    }

    /// A number of parts of one, without zeros at the end.
    fn decimal(&mut self, value: u32, of: u32) {
        self.out.push_int((value / of).into());
        let (mut rest, mut unit) = (value % of, of / 10);
        if rest > 0 {
            self.out.push_byte(b'.');
        }
        while rest > 0 && unit > 0 {
            self.out.push_byte(b'0' + (rest / unit) as u8);
            (rest, unit) = (rest % unit, unit / 10);
        }
    }

    fn color(&mut self, name: &[u8], color: Color) {
        if let Some(bytes) = color.bytes() {
            self.out.push(name);
            for byte in bytes {
                let digit = |value: u8| b"0123456789abcdef"[usize::from(value & 15)];
                self.out.push(&[digit(byte >> 4), digit(byte)]);
            }
        }
    }

    fn meta(&mut self) {
        self.out.push(b"{\"pandoc-api-version\":[1,23,1],\"meta\":{");
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
        self.out.push_byte(b'}');
    }

    fn fact(&mut self, is_first: &mut bool, name: &[u8], value: Span, separator: Option<u8>) {
        if !std::mem::take(is_first) {
            self.out.push_byte(b',');
        }
        self.out.push_byte(b'"');
        self.escaped(name);
        self.out.push(b"\":");
        let text = self.view.text(value);
        if separator.is_some() {
            self.out.push(b"{\"t\":\"MetaList\",\"c\":[");
        }
        for part in text.split(|&byte| Some(byte) == separator).map(<[u8]>::trim_ascii) {
            if separator.is_some() && !matches!(self.out.as_bytes().last(), Some(b'[')) {
                self.out.push_byte(b',');
            }
            self.out.push(b"{\"t\":\"MetaInlines\",\"c\":[");
            self.say(part);
            self.end_text();
            self.out.push(b"]}");
        }
        if separator.is_some() {
            self.out.push(b"]}");
        }
    }
}

/// The label of a note, and whether it is an endnote.
fn note_of(view: View<'_>, id: NodeId) -> (&[u8], bool) {
    match view.kind(id) {
        Some(Kind::FootnoteDefinition { label, end }) => (view.text(*label), *end),
        _ => (b"", false),
    }
}

/// A note that has been written.
const WRITTEN: NodeId = 1 << 31;

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
