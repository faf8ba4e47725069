//! Block events: the structure rules of the model.
//!
//! Shape   `start` and `end` for every tag, `Table` for what a table needs to know.
//! Limits  a table's columns beyond the limit are joined into its last; rows beyond the limit
//!         of cells become paragraphs.
//! Source  the structure rules of `document`.

use pulldown_cmark::{Alignment as Align, BlockQuoteKind, CodeBlockKind, CowStr, Tag, TagEnd};

use super::{Place, Reader};
use crate::document::{Alert, Alignment, Kind, LinkTarget, Span};
use crate::report::Loss;

/// The table being read.
pub(super) struct Table {
    max_columns: u16,
    /// Cells that may still be made in this document.
    cells_left: u32,
    /// Columns that the model's table has.
    columns: u16,
    /// Cells that the current row has had.
    cells: u16,
    /// Rows are paragraphs now, for want of cells.
    as_text: bool,
    open: bool,
}

impl Table {
    pub(super) fn new(max_columns: u16, max_cells: u32) -> Self {
        Table {
            max_columns: max_columns.max(1),
            cells_left: max_cells,
            columns: 0,
            cells: 0,
            as_text: false,
            open: false,
        }
    }

    /// Whether inlines stand in a table.
    pub(super) fn in_cell(&self) -> bool {
        self.open
    }
}

impl Reader<'_, '_> {
    pub(super) fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => return self.open_inline(Kind::Emphasis),
            Tag::Strong => return self.open_inline(Kind::Strong),
            Tag::Strikethrough => return self.open_inline(Kind::Strike),
            Tag::Superscript => return self.open_inline(Kind::Superscript),
            Tag::Subscript => return self.open_inline(Kind::Subscript),
            Tag::Link { link_type, dest_url, title, .. } => {
                return self.link(link_type, &dest_url, &title);
            }
            Tag::Image { dest_url, title, .. } => return self.image(&dest_url, &title),
            _ => self.leave_text(),
        }
        match tag {
            Tag::Paragraph => {
                self.loosen();
                self.text_block(Kind::Paragraph);
            }
            Tag::Heading { level, id, .. } => {
                let id = id.map_or(Span::EMPTY, |id| self.text.span(self.doc, &id));
                self.text_block(Kind::Heading { level: level as u8, id });
            }
            Tag::BlockQuote(alert) => {
                self.quotes += 1;
                self.doc.open(Kind::Quote { alert: alert.map(alert_kind) });
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Indented => Span::EMPTY,
                    CodeBlockKind::Fenced(info) => self.text.span(self.doc, &info),
                };
                self.doc.open(Kind::CodeBlock { info });
                self.place = Place::Raw;
            }
            Tag::HtmlBlock => {
                self.doc.open(Kind::HtmlBlock);
                self.place = Place::Raw;
            }
            Tag::List(start) => {
                let start = start.map(|start| start.min(u32::MAX as u64) as u32);
                self.doc.open(Kind::List { start, tight: true });
            }
            Tag::Item => {
                self.doc.open(Kind::Item { task: None });
            }
            Tag::FootnoteDefinition(label) => {
                self.nested_notes |= self.doc.open_count() > 0;
                let label = self.text.span(self.doc, &label);
                self.doc.open(Kind::FootnoteDefinition { label });
            }
            Tag::DefinitionList => {
                self.doc.open(Kind::DefinitionList);
            }
            Tag::DefinitionListTitle => self.text_block(Kind::Term),
            Tag::DefinitionListDefinition => {
                self.doc.open(Kind::Definition);
            }
            Tag::Table(alignments) => self.table(&alignments),
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => self.cell(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.close_inline(),
            TagEnd::Link => self.close_link(),
            TagEnd::Image => self.close_image(),
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle => {
                self.close_text_block();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_raw(),
            TagEnd::Table => {
                if !self.table.as_text {
                    self.doc.close();
                }
                self.table.as_text = false;
                self.table.open = false;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::MetadataBlock(_) => {}
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => {
                self.quotes -= matches!(tag, TagEnd::BlockQuote(_)) as u32;
                self.leave_text();
                self.doc.close();
            }
        }
    }

    pub(super) fn rule(&mut self) {
        self.leave_text();
        self.doc.leaf(Kind::Rule);
    }

    /// The state of an item's box; pulldown-cmark tells it where the item's text begins.
    pub(super) fn task(&mut self, done: bool) {
        let item = [0, 1].into_iter().filter_map(|up| self.doc.opened(up)).find(|&id| {
            matches!(self.doc.nodes.get(id as usize), Some(node) if matches!(node.kind, Kind::Item { .. }))
        });
        if let Some(item) = item {
            self.doc.set_kind(item, Kind::Item { task: Some(done) });
        }
    }

    /// A paragraph that pulldown-cmark tells of makes the list around it loose.
    fn loosen(&mut self) {
        let (Some(item), Some(list)) = (self.doc.opened(0), self.doc.opened(1)) else { return };
        let kind = |id: u32| self.doc.nodes.get(id as usize).map(|node| node.kind);
        if let (Some(Kind::Item { .. }), Some(Kind::List { start, .. })) = (kind(item), kind(list))
        {
            self.doc.set_kind(list, Kind::List { start, tight: false });
        }
    }

    fn text_block(&mut self, kind: Kind) {
        self.doc.open(kind);
        self.place = Place::Inlines;
        self.before = b'\n';
    }

    fn close_text_block(&mut self) {
        self.end_run();
        self.drop_open_tags();
        self.doc.close();
        self.place = Place::Blocks;
    }

    /// Ends the paragraph of a tight item's text, if one is open.
    pub(super) fn leave_text(&mut self) {
        if self.place == Place::TightText {
            self.close_text_block();
        }
    }

    /// Begins the paragraph of a tight item's text, where inlines stand between blocks.
    pub(super) fn enter_text(&mut self) {
        if self.place == Place::Blocks {
            self.text_block(Kind::Paragraph);
            self.place = Place::TightText;
        }
    }

    pub(super) fn raw_text(&mut self, text: &CowStr<'_>) {
        let span = self.text.span(self.doc, text);
        self.doc.leaf(Kind::Text(span));
    }

    fn close_raw(&mut self) {
        let last = match self.doc.nodes.last().map(|node| node.kind) {
            Some(Kind::Text(span)) => self.text.get(self.doc, span).last().copied(),
            _ => Some(b'\n'),
        };
        if last != Some(b'\n') {
            let end = self.text.own(self.doc, "\n");
            self.doc.leaf(Kind::Text(end));
        }
        self.doc.close();
        self.place = Place::Blocks;
    }

    fn table(&mut self, alignments: &[Align]) {
        let count = alignments.len().min(self.table.max_columns as usize);
        if alignments.len() > count {
            self.report.add(Loss::LimitReached, usize::MAX);
        }
        self.table.columns = count as u16;
        self.table.as_text = false;
        self.table.open = true;
        let kind = self.doc.add_columns(alignments[..count].iter().map(|align| match align {
            Align::None => Alignment::None,
            Align::Left => Alignment::Left,
            Align::Center => Alignment::Center,
            Align::Right => Alignment::Right,
        }));
        self.doc.open(kind);
    }

    fn row(&mut self, header: bool) {
        let cells = self.table.columns as u32;
        if !self.table.as_text && cells > self.table.cells_left {
            self.report.add(Loss::LimitReached, usize::MAX);
            self.table.as_text = true;
            self.doc.close();
            if header {
                // A table without rows would say nothing: it goes.
                if let Some(last) = self.doc.nodes.len().checked_sub(1) {
                    self.doc.nodes.truncate(last);
                }
            }
        }
        self.table.cells = 0;
        if self.table.as_text {
            self.text_block(Kind::Paragraph);
        } else {
            self.table.cells_left -= cells;
            self.doc.open(Kind::Row { header });
        }
    }

    fn cell(&mut self) {
        let joined = self.table.cells >= self.table.columns;
        if self.table.as_text || joined {
            // One cell's text follows another's in the same paragraph or cell.
            if self.table.cells > 0 {
                let space = self.text.own(self.doc, " ");
                self.doc.leaf(Kind::Text(space));
            }
        } else {
            self.text_block(Kind::Cell);
        }
        self.table.cells = self.table.cells.saturating_add(1);
    }

    fn close_cell(&mut self) {
        self.end_run();
        self.drop_open_tags();
        self.before = b'\n';
        // The last column's cell stays open for what follows beyond the limit.
        if !self.table.as_text && self.table.cells < self.table.columns {
            self.doc.close();
            self.place = Place::Blocks;
        }
    }

    fn close_row(&mut self) {
        if self.table.as_text {
            self.close_text_block();
            return;
        }
        if self.table.cells >= self.table.columns {
            self.close_text_block();
        }
        for _ in self.table.cells..self.table.columns {
            self.doc.open(Kind::Cell);
            self.doc.close();
        }
        self.doc.close();
    }

    pub(super) fn target(&mut self, url: Span, title: &CowStr<'_>) -> LinkTarget {
        LinkTarget { url, title: self.text.span(self.doc, title) }
    }
}

fn alert_kind(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
