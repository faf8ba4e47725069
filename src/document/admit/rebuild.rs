//! The nodes of a document that some may not come into, written anew.
//!
//! Shape   one pass that moves each node once; what a container loses is judged when it ends.

use super::named::Named;
use super::{Door, Fate, Open, is_nothing_by_itself, text_of};
use crate::document::flat::{self, Flat};
use crate::document::holds::Feature;
use crate::document::said::Tables;
use crate::document::{Document, Kind, Node, NodeId, Span, View, joined};
use crate::report::{Loss, Report};
use crate::{memory, work};

/// A document that is built anew.
pub(super) struct Rebuild<'r> {
    pub(super) doc: &'r mut Document,
    pub(super) door: Door<'r>,
    pub(super) report: &'r mut Report,
    pub(super) open: &'r mut Vec<Open>,
    named: &'r Named,
    /// The cell that is being made of lines.
    flat: Option<Flat>,
    tables: Tables,
    seam: Seam,
}

/// A place where a container has gone that stood around others: what it parted is one.
#[derive(Clone, Copy, Debug, Default)]
struct Seam {
    /// Where it is, in nodes of the new document.
    at: usize,
    /// Containers that have ended at a place, the innermost first.
    ended: [NodeId; 4],
    count: usize,
    ended_at: usize,
}

impl Seam {
    /// A container has ended.
    fn end(&mut self, node: NodeId, at: usize) {
        if self.ended_at != at {
            (self.count, self.ended_at) = (0, at);
        }
        if let Some(place) = self.ended.get_mut(self.count) {
            *place = node;
            self.count += 1;
        }
    }

    /// A blank is added that stands at the seam, or behind one there: it parts no more than nothing does.
    fn pass_blank(&mut self, at: usize) {
        if self.at == at && self.ended_at == at {
            self.at += 1;
            self.ended_at += 1;
        }
    }

    /// The container that ended right before the seam, if that is here.
    fn take(&mut self, at: usize) -> Option<NodeId> {
        if self.at != at || self.ended_at != at {
            return None;
        }
        self.count = self.count.checked_sub(1)?;
        self.ended.get(self.count).copied()
    }
}

impl<'r> Rebuild<'r> {
    pub(super) fn new(
        doc: &'r mut Document,
        door: Door<'r>,
        report: &'r mut Report,
        (open, named): (&'r mut Vec<Open>, &'r Named),
    ) -> Rebuild<'r> {
        let (flat, tables, seam) = (None, Tables::default(), Seam::default());
        Rebuild { doc, door, report, open, named, flat, tables, seam }
    }
}

impl Rebuild<'_> {
    pub(super) fn run(&mut self, nodes: &[Node]) {
        self.open.clear();
        let mut at = 0;
        loop {
            if let Some(last) = self.open.pop_if(|last| last.end <= at) {
                self.close(last);
                continue;
            }
            let Some(Node { kind, end }) = nodes.get(at) else { return };
            let end = *end as usize;
            let mut next = at + 1;
            self.flat = self.flat.filter(|flat| !flat.ends_before(at));
            let holds = self.tables.holds(self.door.holds, nodes, at);
            let fate = self.door.fate(nodes, at, self.view(), holds);
            let goes_on = match fate {
                Fate::Stays if self.flat.is_some() => {
                    next = self.flatten(nodes, at);
                    next > at
                }
                Fate::Stays if kind.is_leaf() => self.leaf(*kind),
                Fate::Stays if matches!(kind, Kind::Heading { .. }) => self.heading(*kind, at, end),
                Fate::Stays => self.enter(kind, end),
                // A cell in a cell is lines already.
                Fate::Becomes(_, loss) if self.flat.is_some() => {
                    self.count(loss, nodes, at);
                    next = self.flatten(nodes, at);
                    next > at
                }
                Fate::Flattened(_) if self.flat.is_some() => {
                    next = self.flatten(nodes, at);
                    next > at
                }
                Fate::Becomes(kind, loss) => {
                    self.count(loss, nodes, at);
                    self.enter(&kind, end)
                }
                Fate::Flattened(kind) => {
                    self.count(Some(Feature::BlocksInCells.loss()), nodes, at);
                    if kind != nodes[at].kind {
                        self.count(Some(Feature::MergedCells.loss()), nodes, at);
                    }
                    self.flat = Some(Flat::new(end));
                    self.enter(&kind, end)
                }
                Fate::Opened(loss) => {
                    self.lost(loss, nodes, at);
                    self.seam.at = self.doc.nodes.len();
                    self.keep_open(Open { lost: true, ..Open::passed(end) })
                }
                Fate::Dropped(loss) => {
                    self.lost(loss, nodes, at);
                    next = end;
                    true
                }
                Fate::Shown if kind.is_leaf() => self.show(&nodes[at..next], false),
                Fate::Shown => {
                    let is_line = self.flat.is_some();
                    if is_line {
                        self.divide();
                    } else {
                        self.doc.open(Kind::PARAGRAPH);
                    }
                    self.show(&nodes[next..end], true);
                    if !is_line {
                        self.doc.close();
                    }
                    next = end;
                    true
                }
            };
            if !goes_on {
                self.doc.give_up();
                return;
            }
            at = next;
        }
    }

    fn view(&self) -> View<'_> {
        View { doc: self.doc, source: self.door.source }
    }

    fn count(&mut self, loss: Option<Loss>, nodes: &[Node], at: usize) {
        if let Some(loss) = loss {
            self.report.add(loss, self.door.place(nodes, at, self.view()));
        }
    }

    /// A node goes.
    fn lost(&mut self, loss: Option<Loss>, nodes: &[Node], at: usize) {
        self.count(loss, nodes, at);
        if let Some(last) = self.open.last_mut() {
            last.lost = true;
        }
    }

    /// A container stays. False where memory is short, here and below.
    fn enter(&mut self, kind: &Kind, end: usize) -> bool {
        let here = self.doc.nodes.len();
        if (kind.is_look() || matches!(kind, Kind::Inserted(_) | Kind::Deleted(_)))
            && let Some(node) = self.seam.take(here)
            && self.view().kind(node) == Some(kind)
        {
            self.doc.reopen(node);
            let open = Open { stays: true, node: Some(node), shown: true, ..Open::passed(end) };
            return self.keep_open(open);
        }
        let node = self.doc.open(*kind);
        self.keep_open(Open { stays: true, node, ..Open::passed(end) })
    }

    /// A heading stays, with its name or what stands for it.
    fn heading(&mut self, kind: Kind, at: usize, end: usize) -> bool {
        let (Kind::Heading { level, layout, id }, Some(anchored)) = (kind, self.named.anchored(at))
        else {
            return self.enter(&kind, end);
        };
        self.enter(&Kind::Heading { level, layout, id: Span::EMPTY }, end)
            && (!anchored || self.leaf(Kind::Anchor { name: id }))
    }

    fn keep_open(&mut self, open: Open) -> bool {
        memory::push(self.open, open)
    }

    /// Closes a container, and takes it back where it has lost all that it showed.
    fn close(&mut self, last: Open) {
        let mut is_shown = last.shown;
        let mut is_lost = false;
        if last.stays {
            if last.lost {
                self.trim(last.node);
            }
            self.doc.close();
            let kind = last.node.and_then(|node| self.view().kind(node).copied());
            let is_nothing = kind.is_some_and(|kind| is_nothing_by_itself(&kind));
            is_shown |= !is_nothing;
            is_lost = last.lost && !is_shown;
            if let Some(node) = last.node.filter(|_| is_lost) {
                self.doc.nodes.truncate(node as usize);
            } else if let Some(node) = last.node {
                self.seam.end(node, self.doc.nodes.len());
            }
        } else {
            self.seam.at = self.doc.nodes.len();
        }
        if let Some(outer) = self.open.last_mut() {
            outer.shown |= is_shown;
            outer.lost |= is_lost;
        }
    }

    /// What stood before a node that is gone does not end a block with blanks.
    fn trim(&mut self, block: Option<NodeId>) {
        let Some(block) = block.filter(|_| self.is_in_text_block()) else { return };
        // Blanks within a look stay with it.
        let (mut last, mut next) = (None, block + 1);
        while let Some(node) = self.doc.nodes.get(next as usize) {
            last = Some(next);
            next = node.end.max(next + 1);
        }
        let Some(last) = last else { return };
        let Some(&Kind::Text(span)) = self.view().kind(last) else { return };
        let length = self.view().text(span).trim_ascii_end().len();
        if length == 0 {
            self.doc.nodes.truncate(last as usize);
        } else {
            self.doc.set_kind(last, Kind::Text(span.slice(0, length)));
        }
    }

    /// Whether what is open innermost is a block of text.
    fn is_in_text_block(&self) -> bool {
        let kind = self.doc.opened(0).and_then(|node| self.view().kind(node));
        matches!(kind, Some(Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Term))
    }

    fn leaf(&mut self, kind: Kind) -> bool {
        let kind = match (kind, self.open.last()) {
            // Nor does what stands behind one begin with them.
            (Kind::Text(span), Some(Open { lost: true, shown: false, .. }))
                if self.is_in_text_block() =>
            {
                let text = self.view().text(span);
                let blanks = text.len() - text.trim_ascii_start().len();
                Kind::Text(span.slice(blanks, span.len()))
            }
            (kind, _) => kind,
        };
        let is_shown = match kind {
            Kind::Text(span) => !self.view().text(span).trim_ascii().is_empty(),
            kind => !matches!(kind, Kind::SoftBreak | Kind::HardBreak),
        };
        let here = self.doc.nodes.len();
        if let (Kind::Code(span), Some(before)) = (kind, self.code_at_seam()) {
            // What a link parted is one code.
            let span = joined(self.doc, self.door.source, before, span);
            self.doc.set_kind(here as NodeId - 1, Kind::Code(span));
            return true;
        }
        self.doc.leaf(kind);
        if is_shown || kind == Kind::HardBreak {
            self.seam.count = 0;
        } else if self.doc.nodes.len() > here {
            self.seam.pass_blank(here);
        }
        if let Some(last) = self.open.last_mut() {
            last.shown |= is_shown;
        }
        true
    }

    /// The code that stands right before the seam, if that is here and nothing has ended there.
    fn code_at_seam(&self) -> Option<Span> {
        let here = self.doc.nodes.len();
        let is_beside =
            self.seam.at == here && (self.seam.ended_at != here || self.seam.count == 0);
        match self.doc.nodes.last()?.kind {
            Kind::Code(span) if is_beside => Some(span),
            _ => None,
        }
    }

    /// Adds a node of a cell that becomes lines; the node to go on with, or this one where memory is
    /// short.
    fn flatten(&mut self, nodes: &[Node], at: usize) -> usize {
        let (kind, end) = (nodes[at].kind, nodes[at].end as usize);
        let Some(flat) = &mut self.flat else { return at };
        flat.enter(&kind);
        let mut open = Open::passed(end);
        let goes_on = match kind {
            _ if !kind.is_block() => {
                self.divide();
                if kind.is_leaf() { self.leaf(kind) } else { self.enter(&kind, end) }
            }
            Kind::CodeBlock { .. } => return self.code_lines(nodes, at),
            Kind::HtmlBlock => {
                self.lost(Some(Loss::Html), nodes, at);
                return end;
            }
            Kind::Item { task } => {
                self.divide();
                let list = self.open.last_mut();
                let number = list.and_then(|list| {
                    let number = list.next?;
                    list.next = Some(number.saturating_add(1));
                    Some(number)
                });
                let marker = flat::marker(self.doc, number, task);
                if let Some(flat) = &mut self.flat {
                    flat.mark();
                }
                self.leaf(Kind::Text(marker)) && self.keep_open(open)
            }
            _ if kind.is_leaf() => true,
            _ => {
                if let Kind::List { start, .. } = kind {
                    open.next = start;
                }
                self.keep_open(open)
            }
        };
        if goes_on { at + 1 } else { at }
    }

    /// Writes what parts a line of a cell from the one before.
    fn divide(&mut self) {
        if let Some(divider) = self.flat.as_mut().and_then(|flat| flat.divide(self.doc)) {
            self.doc.leaf(divider);
        }
    }

    /// The lines of a code block, in a cell that becomes lines.
    fn code_lines(&mut self, nodes: &[Node], at: usize) -> usize {
        let end = nodes[at].end as usize;
        for node in nodes.get(at + 1..end).unwrap_or(&[]) {
            let span = text_of(&node.kind, self.view());
            work::step(span.len());
            let mut from = 0;
            while from < span.len() {
                let line = self.view().text(span).get(from..).unwrap_or(&[]);
                let length = memchr::memchr(b'\n', line).unwrap_or(line.len());
                if length > 0 {
                    self.divide();
                    self.leaf(Kind::Code(span.slice(from, from + length)));
                }
                if let Some(flat) = &mut self.flat {
                    flat.enter(&Kind::PARAGRAPH);
                }
                from += length + 1;
            }
        }
        end
    }

    /// Adds raw HTML as text. The lines of a block have no blanks around them, and no empty ones
    /// between.
    fn show(&mut self, nodes: &[Node], is_block: bool) -> bool {
        let (mut is_begun, mut line_starts, mut breaks) = (!is_block, is_block, false);
        for node in nodes {
            let span = text_of(&node.kind, self.view());
            work::step(span.len());
            let mut from = 0;
            while from < span.len() {
                let line = self.view().text(span).get(from..).unwrap_or(&[]);
                let end = memchr::memchr(b'\n', line);
                let mut line = &line[..end.unwrap_or(line.len())];
                let (start, length) = (from, line.len());
                if end.is_some() {
                    line = line.trim_ascii_end();
                }
                let shown_end = start + line.len();
                if line_starts {
                    line = line.trim_ascii_start();
                }
                let shown_start = shown_end - line.len();
                if shown_end > shown_start {
                    if std::mem::take(&mut breaks) {
                        self.leaf(Kind::SoftBreak);
                    }
                    self.leaf(Kind::Text(span.slice(shown_start, shown_end)));
                    (is_begun, line_starts) = (true, false);
                }
                from = start + length;
                if end.is_some() {
                    from += 1;
                    (breaks, line_starts) = (is_begun, true);
                }
            }
        }
        if breaks && !is_block {
            self.leaf(Kind::SoftBreak);
        }
        true
    }
}
