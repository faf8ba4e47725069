//! The walk over blocks: containers, edges, and how a paragraph starts.
//!
//! Shape   one loop with a stack of open containers. [`Flow`] is what the next paragraph needs to
//!         know; a footnote's text is a flow of its own inside another paragraph.
//! Units   twips from the page's margins.
//! Limits  a document that breaks the model's rules is written as far as it makes sense: inlines
//!         between blocks are a paragraph, blocks where they can't stand are transparent.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use super::Writer;
use super::list::{self, HANG, INDENT, Marker};
use super::style::{BAR, Style};
use crate::document::{Alert, Kind, NodeId, Span};
use crate::report::Loss;

/// What one quote adds to both edges.
const QUOTE: i64 = 480;
/// The page's width without its margins.
pub const TEXT_WIDTH: i64 = 9_360;
/// The largest indent that Word takes.
pub const FARTHEST: i64 = 31_680;
/// More space before the first paragraph of a quote, for each quote that ended just before.
const NEIGHBOUR: i64 = 120;
/// Space before a paragraph that follows a tight list or a table, which end without space.
const GAP: i64 = 120;

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
    left: i64,
    quotes: i64,
    lists: u32,
    marker: Option<Marker>,
    /// A definition begins with the next paragraph.
    definition: bool,
    /// The container closed last, with nothing written since, is a quote.
    after_quote: bool,
    /// Quotes closed since something was written.
    ended_quotes: i64,
    /// The override of the bullet list that was closed last, with nothing written since.
    after_bullets: i64,
    /// More space before the next paragraph, which says that a quote is a new one.
    before: i64,
    /// The last block ended without space.
    gap: bool,
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
                    self.begin(Style::Term, 0, b"");
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

    fn has_lead(&self) -> bool {
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
        (TEXT_WIDTH - self.flow.quotes * QUOTE).clamp(1, FARTHEST)
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
        self.begin(self.plain_style(), 0, b"");
        self.inlines(start, end);
        self.end_paragraph();
    }

    fn heading(&mut self, id: NodeId, end: NodeId, level: u8, name: Span) {
        // A heading with a number is a numbered heading and not an item.
        let numbered = self.flow.marker.is_some_and(|marker| marker.ordered.is_some());
        if numbered || self.flow.definition || self.has_lead() {
            self.flush();
        }
        self.begin(Style::heading(level), 0, b"");
        let name = self.view.text(name);
        self.heading_bookmarks(id, name);
        self.inlines(id + 1, end);
        self.end_paragraph();
    }

    /// Ends a paragraph.
    #[inline]
    pub fn end_paragraph(&mut self) {
        self.out.push(b"\\par\r\n");
    }

    /// Starts a paragraph. `info` is the style's number where it is not the style's own; `extra`
    /// are control words that go last. The text may follow at once.
    #[inline]
    pub fn begin(&mut self, style: Style, info: u32, extra: &[u8]) {
        let flow = &self.flow;
        if flow.left == 0
            && flow.before == 0
            && !flow.gap
            && !self.has_lead()
            && info == 0
            && extra.is_empty()
        {
            self.out.push(self.scratch.prefixes.whole(style));
        } else {
            self.begin_in_place(style, info, extra);
        }
        self.size = style.definition().size;
        self.bold = style.is_bold();
        self.written();
        self.flow.after_note_text = style == Style::Note;
    }

    /// The start of a paragraph without any mark and without the last space, for lines of code.
    pub fn line_start(&mut self, style: Style, info: u32, extra: &[u8]) {
        if info == 0 {
            self.out.push(self.scratch.prefixes.head(style));
        } else {
            self.out.push(b"\\pard\\plain\\s");
            self.out.push_int(i64::from(info));
        }
        self.out.push(self.scratch.prefixes.properties(style));
        self.edges(style, None);
        self.out.push(extra);
    }

    fn begin_in_place(&mut self, style: Style, info: u32, extra: &[u8]) {
        if info == 0 {
            self.out.push(self.scratch.prefixes.head(style));
        } else {
            self.out.push(b"\\pard\\plain\\s");
            self.out.push_int(i64::from(info));
        }
        let marker = self.flow.marker.take();
        if let Some(marker) = &marker {
            self.marker(marker);
        }
        self.out.push(self.scratch.prefixes.properties(style));
        self.edges(style, marker.as_ref());
        self.before(style);
        self.out.push(extra);
        self.out.push_byte(b' ');
        self.flow.definition = false;
        match std::mem::take(&mut self.flow.lead) {
            Lead::Nothing => {}
            Lead::NoteNumber => self.out.push(b"{\\super\\chftn} "),
            Lead::Label(label) => {
                self.out.push(b"{\\super ");
                self.text(label);
                self.out.push(b"} ");
            }
        }
        match marker.and_then(|marker| marker.task) {
            Some(true) => self.out.push(b"\\u9746? "),
            Some(false) => self.out.push(b"\\u9744? "),
            None => {}
        }
    }

    /// Indents, the quotes' bar, and the spacing that tells a tight list from a loose one.
    fn edges(&mut self, style: Style, marker: Option<&Marker>) {
        let left = self.flow.left.min(FARTHEST);
        if let Some(marker) = marker {
            self.out.push(b"\\fi");
            self.out.push_int((marker.outer.min(FARTHEST) + HANG - left).min(0));
        }
        if left > 0 {
            self.out.push(b"\\li");
            self.out.push_int(left);
        }
        if self.flow.quotes > 0 {
            self.out.push(b"\\ri");
            self.out.push_int((self.flow.quotes * QUOTE).min(FARTHEST));
            if !style.has_bar() {
                self.out.push(BAR.as_bytes());
            }
        }
        match marker.map(|marker| marker.tight) {
            Some(true) if style != Style::TightList => self.out.push(b"\\sa40"),
            Some(false) if !matches!(style, Style::List | Style::Quote) => {
                self.out.push(b"\\sa160");
            }
            _ => {}
        }
    }

    /// Space before, where it is not the style's own.
    pub fn before(&mut self, style: Style) {
        let own = style.definition().before;
        let gap = if self.flow.gap && self.flow.quotes == 0 && own == 0 { GAP } else { 0 };
        let more = std::mem::take(&mut self.flow.before) + gap;
        if more > 0 {
            self.out.push(b"\\sb");
            self.out.push_int(own + more);
        }
    }

    /// Something was written: what went before no longer matters.
    #[inline]
    pub fn written(&mut self) {
        let flow = &mut self.flow;
        flow.after_table = false;
        flow.after_note_text = false;
        flow.after_quote = false;
        flow.ended_quotes = 0;
        flow.after_bullets = 0;
        flow.gap = false;
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
