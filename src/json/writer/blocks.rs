//! What is open, and how blocks begin and end.

use super::elements::Elements;
use crate::buffers::plain;
use crate::document::{
    Align, Alignment, Delimiter, Direction, Kind, Layout, LinkId, NodeId, NumberStyle, Numbers,
    Span, View,
};
use crate::error::Error;
use crate::memory;

/// Attributes that say nothing.
pub(super) const NO_ATTRIBUTES: &[u8] = b"[\"\",[],[]]";

/// What ends a container.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum End {
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
pub(super) struct Open {
    /// Where its nodes end.
    pub(super) end: NodeId,
    /// Where to go on; 0 is at its end.
    pub(super) back: NodeId,
    pub(super) with: End,
    /// What is written when that has been: the end of a `Div` around it.
    pub(super) around: &'static [u8],
    /// Paragraphs in it stand without distance.
    pub(super) is_tight: bool,
    /// A table's body has begun, or a term's definitions have.
    pub(super) is_begun: bool,
    /// Rows to come that cells of a table's head reach down to.
    pub(super) head: u16,
}

plain!(Open);

/// The containers that are open, and what blocks that have begun leave to those behind them.
pub(super) struct Blocks<'v, 'w> {
    view: View<'v>,
    /// The innermost is the last.
    open: &'w mut Vec<Open>,
    /// The box of the item that has begun.
    task: Option<bool>,
    /// The name of the code block that begins.
    code_name: Span,
    /// The anchor that is the name of the table that has begun.
    table_name: NodeId,
}

impl<'v, 'w> Blocks<'v, 'w> {
    pub(super) fn new(view: View<'v>, open: &'w mut Vec<Open>) -> Blocks<'v, 'w> {
        open.clear();
        Blocks { view, open, task: None, code_name: Span::EMPTY, table_name: 0 }
    }

    /// The innermost container, which is open no longer, if it ends there.
    pub(super) fn end_at(&mut self, at: NodeId) -> Option<Open> {
        self.open.pop_if(|last| last.end <= at)
    }

    /// The name of the code block that begins.
    pub(super) fn take_code_name(&mut self) -> Span {
        std::mem::take(&mut self.code_name)
    }

    /// Whether an anchor is the name of the table around it, which has said it.
    pub(super) fn is_table_name(&self, id: NodeId) -> bool {
        id == self.table_name
    }

    pub(super) fn hold(&mut self, to: &mut Elements<'_>, open: Open) {
        if !memory::push(self.open, open) {
            to.fail(Error::out_of_memory());
        }
    }

    /// A container of nodes up to `end`.
    pub(super) fn container(
        &mut self,
        to: &mut Elements<'_>,
        id: NodeId,
        start: &[u8],
        end: &'static [u8],
    ) -> NodeId {
        to.begin(start);
        self.hold(to, Open { end: self.view.end(id), with: End::Word(end), ..Open::default() });
        id + 1
    }

    /// An item begins; its box stands before its first words.
    pub(super) fn item(&mut self, to: &mut Elements<'_>, end: NodeId, task: Option<bool>) {
        let is_tight = self.open.last().is_some_and(|list| list.is_tight);
        to.begin(b"[");
        self.hold(to, Open { end, with: End::Word(b"]"), is_tight, ..Open::default() });
        self.task = task;
    }

    /// A box before which no paragraph begins is one by itself.
    pub(super) fn lone_box(&mut self, to: &mut Elements<'_>) {
        let Some(done) = self.task.take() else { return };
        to.begin(b"{\"t\":\"Plain\",\"c\":[");
        to.say(task_box(done));
        to.end_text();
        to.raw(b"]}");
    }

    pub(super) fn paragraph(
        &mut self,
        to: &mut Elements<'_>,
        id: NodeId,
        layout: Layout,
    ) -> NodeId {
        let end = self.view.end(id);
        let (name, first) = self.name_at(id + 1);
        if first == end && !name.is_empty() && self.task.is_none() && self.is_code(end) {
            // It is the place of the code behind it.
            self.code_name = name;
            return end;
        }
        let around = begin_set(to, layout);
        let caption = self.caption_at(end);
        if caption > 0 {
            to.begin(b"{\"t\":\"Figure\",\"c\":[");
            to.named(self.view.text(name));
            to.raw(b",[null,[{\"t\":\"Plain\",\"c\":[");
            self.hold(
                to,
                Open { end, back: caption, with: End::Word(b"]}]]}"), around, ..Open::default() },
            );
            let with = End::Word(b"]}]],[{\"t\":\"Plain\",\"c\":[");
            self.hold(to, Open { end: caption, back: first, with, ..Open::default() });
            return end + 1;
        }
        let is_tight = self.open.last().is_some_and(|last| last.is_tight);
        to.begin(if is_tight { b"{\"t\":\"Plain\",\"c\":[" } else { b"{\"t\":\"Para\",\"c\":[" });
        self.hold(to, Open { end, with: End::Word(b"]}"), around, ..Open::default() });
        if let Some(done) = self.task.take() {
            to.say(task_box(done));
            to.say(b" ");
        }
        id + 1
    }

    /// Whether code stands at `at`, in the innermost container.
    fn is_code(&self, at: NodeId) -> bool {
        matches!(self.view.kind(at), Some(Kind::CodeBlock { .. }))
            && self.open.last().is_none_or(|outer| at < outer.end)
    }

    /// The name of the place at a node, empty where it is none, and what follows that.
    fn name_at(&self, id: NodeId) -> (Span, NodeId) {
        match self.view.kind(id) {
            Some(&Kind::Anchor { name }) => (name, id + 1),
            _ => (Span::EMPTY, id),
        }
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

    pub(super) fn table(
        &mut self,
        to: &mut Elements<'_>,
        id: NodeId,
        first: u32,
        count: u16,
        direction: Direction,
    ) -> NodeId {
        let end = self.view.end(id);
        let around = begin_set(to, Layout::PLAIN.with_direction(direction));
        // The first place in its first cell is its own.
        let is_cell = self.view.kind(id + 2).is_some_and(Kind::is_cell);
        let (name, _) = if is_cell { self.name_at(id + 3) } else { (Span::EMPTY, 0) };
        self.table_name = if name.is_empty() { 0 } else { id + 3 };
        to.begin(b"{\"t\":\"Table\",\"c\":[");
        to.named(self.view.text(name));
        to.raw(b",");
        let open = Open { end, with: End::Table, around, ..Open::default() };
        let caption = self.caption_at(end);
        if caption > 0 {
            to.raw(b"[null,[{\"t\":\"Plain\",\"c\":[");
            self.hold(to, Open { back: caption, ..open });
            let with = End::Columns(first, count);
            self.hold(to, Open { end: caption, back: id + 1, with, ..Open::default() });
            return end + 1;
        }
        to.raw(b"[null,[]],");
        self.columns(to, first, count);
        self.hold(to, open);
        id + 1
    }

    /// The columns of a table, and the beginning of its head.
    pub(super) fn columns(&self, to: &mut Elements<'_>, first: u32, count: u16) {
        to.raw(b"[");
        for column in self.view.columns(first, count) {
            to.begin(match column.alignment {
                Alignment::None => b"[{\"t\":\"AlignDefault\"},",
                Alignment::Left => b"[{\"t\":\"AlignLeft\"},",
                Alignment::Center => b"[{\"t\":\"AlignCenter\"},",
                Alignment::Right => b"[{\"t\":\"AlignRight\"},",
            });
            if column.width == 0 {
                to.raw(b"{\"t\":\"ColWidthDefault\"}]");
            } else {
                to.raw(b"{\"t\":\"ColWidth\",\"c\":");
                to.decimal(column.width.into(), 1000);
                to.raw(b"}]");
            }
        }
        to.raw(b"],[[\"\",[],[]],[");
    }

    pub(super) fn row(&mut self, to: &mut Elements<'_>, id: NodeId, header: bool) -> NodeId {
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
            to.raw(BODY);
        }
        to.begin(b"[[\"\",[],[]],[");
        self.hold(to, Open { end, with: End::Word(b"]]"), ..Open::default() });
        id + 1
    }

    /// Notes that the body of the innermost container has begun; whether it had.
    pub(super) fn set_begun(&mut self, begun: bool) -> bool {
        self.open.last_mut().is_some_and(|last| std::mem::replace(&mut last.is_begun, begun))
    }

    pub(super) fn end_term(&mut self, to: &mut Elements<'_>) {
        if self.set_begun(false) {
            to.raw(b"]]");
        }
    }
}

/// Begins a `Div` around what is set in a way of its own, and says how it ends.
pub(super) fn begin_set(to: &mut Elements<'_>, layout: Layout) -> &'static [u8] {
    if layout.is_plain() {
        return b"";
    }
    to.begin(b"{\"t\":\"Div\",\"c\":[[\"\",[],[");
    let align: &[u8] = match layout.align() {
        Align::None => b"",
        Align::Left => b"left",
        Align::Center => b"center",
        Align::Right => b"right",
        Align::Justify => b"justify",
    };
    if !align.is_empty() {
        to.raw(b"[\"style\",\"text-align: ");
        to.raw(align);
        to.raw(b"\"]");
    }
    to.direction(layout.direction());
    to.raw(b"]],[");
    b"]]}"
}

/// From a table's head to its body.
pub(super) const BODY: &[u8] = b"]],[[[\"\",[],[]],0,[],[";

pub(super) fn task_box(done: bool) -> &'static [u8] {
    if done { "\u{2612}".as_bytes() } else { "\u{2610}".as_bytes() }
}

pub(super) fn style(numbers: Numbers) -> &'static [u8] {
    match numbers.style {
        NumberStyle::Decimal => b",{\"t\":\"Decimal\"}",
        NumberStyle::LowerAlpha => b",{\"t\":\"LowerAlpha\"}",
        NumberStyle::UpperAlpha => b",{\"t\":\"UpperAlpha\"}",
        NumberStyle::LowerRoman => b",{\"t\":\"LowerRoman\"}",
        NumberStyle::UpperRoman => b",{\"t\":\"UpperRoman\"}",
    }
}

pub(super) fn delimiter(numbers: Numbers) -> &'static [u8] {
    match numbers.delimiter {
        Delimiter::Period => b",{\"t\":\"Period\"}",
        Delimiter::OneParen => b",{\"t\":\"OneParen\"}",
        Delimiter::TwoParens => b",{\"t\":\"TwoParens\"}",
    }
}

/// Whether blocks and not inlines stand beside it.
pub(super) fn is_block(kind: &Kind) -> bool {
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
