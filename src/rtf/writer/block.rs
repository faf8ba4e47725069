//! The walk over blocks and the containers they stand in.
//!
//! Shape   one loop with a stack of open containers. [`Flow`] is what the next paragraph needs to
//!         know; a footnote's text is a flow of its own inside another paragraph.
//! Units   twips from the page's margins.
//! Limits  a document that breaks the model's rules is written as far as it makes sense: inlines
//!         between blocks are a paragraph, blocks where they can't stand are transparent.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use super::Writer;
use super::list::{self, INDENT, Marker};
use super::style::Style;
use crate::document::{Alert, Kind, NodeId, Span};
use crate::report::Loss;

/// What one quote adds to both edges.
pub const QUOTE: i64 = 480;
/// The largest indent that Word takes.
pub const FARTHEST: i64 = 31_680;
/// More space before the first paragraph of a quote, for each quote that ended just before.
const NEIGHBOUR: i64 = 120;
/// An open container.
#[derive(Clone, Copy, Debug)]
pub struct Container {
    end: NodeId,
    role: Role,
    /// Length of the output when it was opened.
    opened_at: usize,
}

#[derive(Clone, Copy, Debug)]
enum Role {
    Quote,
    List {
        number: i64,
        ordered: Option<(u32, u32)>,
        tight: bool,
    },
    Item {
        tight: bool,
    },
    Definition,
    /// Adds nothing.
    Plain,
}

/// What goes before the text of the next paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub enum Lead {
    #[default]
    Nothing,
    /// The number of the footnote that begins here.
    NoteNumber,
    /// The label of a footnote that nothing refers to.
    Label(Span),
}

/// What the next paragraph needs to know about where it stands.
#[derive(Clone, Copy, Debug, Default)]
pub struct Flow {
    /// Containers below this index belong to the flow around this one.
    base: usize,
    /// This is a footnote's text.
    pub in_note: bool,
    pub lead: Lead,
    /// A table was written last.
    pub after_table: bool,
    /// A plain paragraph of a footnote was written last.
    pub after_note_text: bool,
    pub left: i64,
    pub quotes: i64,
    lists: u32,
    pub marker: Option<Marker>,
    /// A definition begins with the next paragraph.
    pub definition: bool,
    /// The container closed last, with nothing written since, is a quote.
    pub after_quote: bool,
    /// Quotes closed since something was written.
    pub ended_quotes: i64,
    /// The override of the bullet list that was closed last, with nothing written since.
    pub after_bullets: i64,
    /// More space before the next paragraph, which says that a quote is a new one.
    pub before: i64,
    /// The last block ended without space.
    pub gap: bool,
    /// The paragraph being written runs from right to left.
    pub right_to_left: bool,
}

impl Flow {
    /// The flow of a footnote's text, inside the flow that refers to it.
    pub fn of_note(base: usize) -> Flow {
        Flow { base, in_note: true, lead: Lead::NoteNumber, ..Flow::default() }
    }
}

/// The style of an alert's title.
pub fn alert_style(alert: Alert) -> Style {
    match alert {
        Alert::Note => Style::AlertNote,
        Alert::Tip => Style::AlertTip,
        Alert::Important => Style::AlertImportant,
        Alert::Warning => Style::AlertWarning,
        Alert::Caution => Style::AlertCaution,
    }
}

impl Writer<'_> {
    /// Writes the blocks from `start` up to `end`.
    pub fn blocks(&mut self, start: NodeId, end: NodeId) {
        let mut next = start;
        loop {
            while self.top().is_some_and(|top| top.end <= next) {
                self.close();
            }
            if next >= end || self.out.failed() {
                break;
            }
            let limit = self.top().map_or(end, |top| top.end);
            let Some((kind, node_end)) = self.node(next) else { break };
            let node_end = node_end.min(limit);
            next = match *kind {
                Kind::Paragraph => {
                    self.plain_paragraph(next + 1, node_end);
                    node_end
                }
                Kind::Heading { level, id } => {
                    self.heading(next, node_end, level, id);
                    node_end
                }
                Kind::CodeBlock { info } => {
                    self.code_block(next + 1, node_end, info);
                    node_end
                }
                Kind::HtmlBlock => {
                    self.html_block(next + 1, node_end);
                    node_end
                }
                Kind::Rule => {
                    self.rule();
                    node_end
                }
                Kind::Table { first, count } => {
                    self.table(next + 1, node_end, first, count);
                    node_end
                }
                Kind::Term => {
                    self.flush();
                    self.begin_text(Style::Term, b"", next + 1, node_end);
                    self.inlines(next + 1, node_end);
                    self.end_paragraph();
                    node_end
                }
                Kind::FootnoteDefinition { .. } => node_end,
                Kind::Quote { .. }
                | Kind::List { .. }
                | Kind::Item { .. }
                | Kind::DefinitionList
                | Kind::Definition
                | Kind::Row { .. }
                | Kind::Cell => {
                    self.open(next, node_end, kind);
                    next + 1
                }
                _ => {
                    let run_end = self.inline_run(next, limit);
                    self.plain_paragraph(next, run_end);
                    run_end
                }
            };
        }
        // Only a failed output leaves containers open.
        self.scratch.containers.truncate(self.flow.base);
    }

    fn top(&self) -> Option<&Container> {
        self.scratch.containers.get(self.flow.base..).and_then(<[Container]>::last)
    }

    /// The end of a run of inlines that stand between blocks.
    fn inline_run(&self, start: NodeId, limit: NodeId) -> NodeId {
        let mut next = start;
        while next < limit
            && let Some((kind, end)) = self.node(next)
            && (next == start || !is_block(kind))
        {
            next = end;
        }
        next.min(limit)
    }

    fn open(&mut self, id: NodeId, end: NodeId, kind: &Kind) {
        if !matches!(kind, Kind::Quote { .. }) || self.flow.definition || self.has_lead() {
            self.flush();
        }
        let role = match *kind {
            Kind::Quote { .. } => {
                if self.flow.after_quote {
                    self.flow.before = self.flow.ended_quotes * NEIGHBOUR;
                }
                self.flow.quotes += 1;
                self.widen(QUOTE);
                Role::Quote
            }
            Kind::List { start, tight } => {
                let after_bullets = self.flow.after_bullets;
                let number = match start.and_then(|_| self.scratch.plan.ordered_index(id)) {
                    Some(index) => list::ordered_number(index),
                    None if after_bullets == 1 => 2,
                    None => 1,
                };
                self.flow.lists += 1;
                Role::List { number, ordered: start.map(|start| (start, start)), tight }
            }
            Kind::Item { task } => self.item(task),
            Kind::Definition => {
                self.widen(INDENT);
                self.flow.definition = true;
                Role::Definition
            }
            _ => Role::Plain,
        };
        self.flow.after_quote = false;
        self.flow.after_bullets = 0;
        let opened_at = self.out.len();
        if self.scratch.containers.try_reserve(1).is_err() {
            self.starved = true;
            return;
        }
        self.scratch.containers.push(Container { end, role, opened_at });
        if let Kind::Quote { alert: Some(alert) } = *kind {
            self.begin(alert_style(alert), 0, b"");
            self.out.push(match alert {
                Alert::Note => b"Note",
                Alert::Tip => b"Tip",
                Alert::Important => b"Important",
                Alert::Warning => b"Warning",
                Alert::Caution => b"Caution",
            });
            self.end_paragraph();
        }
    }

    fn item(&mut self, task: Option<bool>) -> Role {
        let base = self.flow.base;
        let list = self.scratch.containers.get_mut(base..).and_then(<[Container]>::last_mut);
        let Some(Container { role: Role::List { number, ordered, tight }, .. }) = list else {
            return Role::Plain;
        };
        let (number, current, tight) = (*number, *ordered, *tight);
        if let Some((_, next)) = ordered {
            *next = next.saturating_add(1);
        }
        let outer = self.flow.left;
        let depth = self.flow.lists.saturating_sub(1);
        self.flow.marker = Some(Marker { outer, number, depth, ordered: current, task, tight });
        self.widen(INDENT);
        Role::Item { tight }
    }

    fn close(&mut self) {
        let Some(&container) = self.top() else { return };
        match container.role {
            // A quote that nothing stands in is an empty paragraph in its style.
            Role::Quote if self.out.len() == container.opened_at => self.empty_paragraph(),
            Role::Item { .. } | Role::Definition => self.flush(),
            _ => {}
        }
        self.scratch.containers.pop();
        self.flow.after_quote = false;
        self.flow.after_bullets = 0;
        match container.role {
            Role::Quote => {
                self.flow.left -= QUOTE;
                self.flow.quotes -= 1;
                self.flow.ended_quotes += 1;
                self.flow.after_quote = true;
            }
            Role::List { number, ordered, tight } => {
                self.flow.lists -= 1;
                self.flow.gap |= tight && self.flow.lists == 0;
                if ordered.is_none() {
                    self.flow.after_bullets = number;
                }
            }
            Role::Item { .. } | Role::Definition => self.flow.left -= INDENT,
            Role::Plain => {}
        }
    }

    fn widen(&mut self, indent: i64) {
        self.flow.left += indent;
        if self.flow.left > FARTHEST {
            self.report.add(Loss::FlattenedNesting, usize::MAX);
        }
    }

    pub fn has_lead(&self) -> bool {
        !matches!(self.flow.lead, Lead::Nothing)
    }

    /// Writes the empty paragraph of an item, a definition or a note that begins with a block
    /// which can't carry the marker.
    pub fn flush(&mut self) {
        if self.flow.marker.is_some() || self.flow.definition || self.has_lead() {
            self.empty_paragraph();
        }
    }

    fn empty_paragraph(&mut self) {
        self.begin(self.plain_style(), 0, b"");
        self.end_paragraph();
    }

    /// Keeps a table apart from a table before it, and opens a quote that begins with a table.
    pub fn space_before_table(&mut self) {
        self.flush();
        let opens_quote = self
            .top()
            .is_some_and(|top| matches!(top.role, Role::Quote) && top.opened_at == self.out.len());
        if self.flow.after_table || opens_quote {
            self.flow.gap = false;
            self.begin(self.plain_style(), 0, b"\\sa0\\sl-20\\slmult0\\fs2");
            self.end_paragraph();
        }
    }

    /// A table can't be the last thing in a document or a note.
    pub fn end_of_flow(&mut self) {
        if self.flow.after_table {
            self.flow.gap = false;
            self.begin(self.plain_style(), 0, b"\\sa0");
            self.end_paragraph();
        }
    }

    /// The left edge, within what Word takes.
    pub fn left_edge(&self) -> i64 {
        self.flow.left.min(FARTHEST)
    }

    /// The right end of the text, as a tab stop.
    pub fn right_edge(&self) -> i64 {
        (self.look.text_width - self.flow.quotes * QUOTE).clamp(1, FARTHEST)
    }

    /// A table has been written.
    pub fn table_written(&mut self) {
        self.written();
        self.flow.after_table = true;
        self.flow.gap = true;
    }

    /// The style of a paragraph that is nothing but that.
    fn plain_style(&self) -> Style {
        match self.top().map(|top| top.role) {
            Some(Role::Quote) => Style::Quote,
            Some(Role::Item { tight: true }) => Style::TightList,
            Some(Role::Item { tight: false }) => Style::List,
            Some(Role::Definition) if self.flow.definition => Style::Definition,
            Some(Role::Definition) => Style::List,
            _ if self.flow.in_note => Style::Note,
            _ => Style::Normal,
        }
    }

    fn plain_paragraph(&mut self, start: NodeId, end: NodeId) {
        // A reader would take what looks like a typed marker for one.
        let free = self.flow.marker.is_none() && !self.has_lead();
        let extra: &[u8] = if free && self.begins_like_item(start, end) { b"\\ls0" } else { b"" };
        self.begin_text(self.plain_style(), extra, start, end);
        self.inlines(start, end);
        self.end_paragraph();
    }

    /// Whether the text begins with a bullet, or with what a tab makes a marker of.
    fn begins_like_item(&self, start: NodeId, end: NodeId) -> bool {
        const BULLETS: [&str; 6] =
            ["\u{2022}", "\u{25AA}", "\u{25E6}", "\u{2023}", "\u{2043}", "\u{27A2}"];
        let nodes = self.view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
        let mut first = true;
        for node in nodes.iter().filter(|node| node.kind.is_leaf()) {
            let Kind::Text(span) = node.kind else { return false };
            let text = self.view.text(span);
            if std::mem::take(&mut first)
                && BULLETS.iter().any(|glyph| text.starts_with(glyph.as_bytes()))
            {
                return true;
            }
            match text.iter().find(|byte| !b"-*().0123456789".contains(byte)) {
                None => {}
                Some(byte) => return *byte == b'\t',
            }
        }
        false
    }

    fn heading(&mut self, id: NodeId, end: NodeId, level: u8, name: Span) {
        // A heading with a number is a numbered heading and not an item, and it has no box.
        let apart = |marker: Marker| marker.ordered.is_some() || marker.task.is_some();
        if self.flow.marker.is_some_and(apart) || self.flow.definition || self.has_lead() {
            self.flush();
        }
        self.begin_text(Style::heading(level), b"", id + 1, end);
        let name = self.view.text(name);
        self.heading_bookmarks(id, name);
        let start = self.out.len();
        self.inlines(id + 1, end);
        if self.out.len() == start && self.look.template.is_some() {
            // An empty paragraph with a border is a rule.
            self.out.push(b"\\brdrb\\brdrnil\\brdrt\\brdrnil");
        }
        self.end_paragraph();
    }
}

/// True for kinds that stand among blocks.
pub fn is_block(kind: &Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        Paragraph
            | Heading { .. }
            | Quote { .. }
            | List { .. }
            | Item { .. }
            | CodeBlock { .. }
            | HtmlBlock
            | Table { .. }
            | Row { .. }
            | Cell
            | FootnoteDefinition { .. }
            | DefinitionList
            | Term
            | Definition
            | Rule
    )
}
