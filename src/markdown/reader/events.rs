//! pulldown-cmark's events, one after the other, with the structure rules of the model.
//!
//! Shape   [`Reader`] only routes: the document is `page`'s, what inlines need to know is `inlines`',
//!         what a table needs to know is `table`'s. It knows itself where the events stand.
//! Source  the structure rules of `document`.

use pulldown_cmark::{
    Alignment as Align, BlockQuoteKind, CodeBlockKind, CowStr, Event, Tag, TagEnd,
};

use super::alerts::{self, Spelling};
use super::attributes;
use super::html_blocks;
use super::inlines::{self, Around, Inlines};
use super::page::Page;
use super::table::{Cell, Row, RowEnd, Table};
use crate::document::{Alert, Alignment, Kind, NOWHERE, NodeId, Span};
use crate::error::Result;
use crate::markdown::formula;
use crate::options::Options;
use crate::report::{Loss, Report};
use std::ops::Range;

/// Where the events stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Between blocks.
    Blocks,
    /// In a paragraph, heading, cell or term.
    Inlines,
    /// In a paragraph that pulldown-cmark does not tell of: the text of a tight item.
    TightText,
    /// In a code block or an HTML block.
    Raw,
}

pub(super) struct Reader<'s, 'd> {
    page: Page<'s, 'd>,
    report: &'d mut Report,
    place: Place,
    inlines: Inlines,
    table: Table,
    /// Open quotes.
    quotes: u32,
    /// A footnote definition stands inside another block.
    nested_notes: bool,
    /// The table of contents has its place.
    has_contents: bool,
    /// Where the table ends, and where the paragraph begins, that may have or be a caption.
    neighbours: (NodeId, NodeId),
    /// Captions of tables so far.
    captions: u32,
    /// Headings may end with attributes.
    attributes: bool,
    options: &'d Options,
}

impl<'s, 'd> Reader<'s, 'd> {
    pub(super) fn new(page: Page<'s, 'd>, options: &'d Options, report: &'d mut Report) -> Self {
        Reader {
            page,
            report,
            place: Place::Blocks,
            inlines: Inlines::new(&options.extensions),
            table: Table::new(options.max_columns, options.max_cells),
            quotes: 0,
            nested_notes: false,
            has_contents: false,
            neighbours: (NOWHERE, NOWHERE),
            captions: 0,
            attributes: options.extensions.heading_attributes,
            options,
        }
    }

    /// The text begins with this block of front matter.
    pub(super) fn front_matter(&mut self, block: &str) {
        self.page.set_front(block);
    }

    /// An event that stands at a place of the text. Single tildes and carets are marks too where the options
    /// say so, and the tags of alerts stand as they are spelled.
    pub(super) fn placed_event(&mut self, event: Event<'_>, place: Range<usize>) {
        let marks = self.options.extensions.super_sub;
        match event {
            Event::Text(text) if marks && self.place != Place::Raw => {
                self.enter_text();
                self.inlines.marked_text(&mut self.page, &text);
            }
            Event::Start(Tag::Strikethrough)
                if marks && self.inlines.is_single(&self.page, &place) =>
            {
                self.enter_text();
                self.inlines.mark(&mut self.page, place.start);
            }
            Event::End(TagEnd::Strikethrough)
                if marks && self.inlines.is_single(&self.page, &place) =>
            {
                self.inlines.mark(&mut self.page, place.end - 1);
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                let tag = self.alert_tag(place.start);
                self.quote(Kind::Quote { alert: Some(alert_kind(kind)), tag });
            }
            event => self.event_at(event, place),
        }
    }

    /// An event at a place of the text, which only code needs to know.
    #[inline]
    pub(super) fn event_at(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            // What the parser has put together: code of several lines, or bars in a cell.
            Event::Code(code) if !matches!(code, CowStr::Borrowed(_)) => {
                let span = self.page.input().get(place).unwrap_or("");
                if !span.contains('\n') {
                    return self.event(Event::Code(code));
                }
                let mut lines = self.page.lend_spare();
                let code = inlines::code_of_lines(span, self.quotes, &mut lines);
                self.event(Event::Code(CowStr::Borrowed(code)));
                self.page.keep_spare(lines);
            }
            event => self.event(event),
        }
    }

    /// The tag of the alert at a place, where it is not as usual.
    fn alert_tag(&mut self, at: usize) -> Span {
        let input = self.page.input();
        let Spelling { tag, is_apart } = alerts::spelling_at(input, at);
        match is_apart {
            true => self.page.own(&format!("{}\n", &input[tag])),
            false => self.page.input_span(tag.start, tag.end),
        }
    }

    pub(super) fn finish(mut self) -> Result<()> {
        self.leave_text();
        self.page.close_all();
        self.inlines.write_comments(&mut self.page);
        let Reader { page, report, nested_notes, .. } = self;
        page.finish(nested_notes, report)
    }

    #[inline(always)]
    pub(super) fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) => match self.place {
                Place::Raw => self.raw_text(&text),
                Place::Blocks | Place::Inlines | Place::TightText => {
                    self.enter_text();
                    self.inlines.text(&mut self.page, &text);
                }
            },
            Event::Html(html) => self.raw_text(&html),
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Rule => {
                self.leave_text();
                self.page.leaf(Kind::Rule);
            }
            Event::TaskListMarker(done) => self.task(done),
            Event::Code(_) | Event::InlineHtml(_) | Event::InlineMath(_) => self.leaf(event),
            Event::DisplayMath(_) | Event::FootnoteReference(_) => self.leaf(event),
            Event::SoftBreak | Event::HardBreak => self.leaf(event),
        }
    }

    fn leaf(&mut self, event: Event<'_>) {
        self.enter_text();
        let around = Around { quotes: self.quotes, in_table: self.table.is_open() };
        self.inlines.leaf(&mut self.page, event, around);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.open_inline(Kind::Emphasis),
            Tag::Strong => self.open_inline(Kind::Strong),
            Tag::Strikethrough => self.open_inline(Kind::Strike),
            Tag::Superscript => self.open_inline(Kind::Superscript),
            Tag::Subscript => self.open_inline(Kind::Subscript),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.enter_text();
                self.inlines.open_link(&mut self.page, link_type, &dest_url, &title);
            }
            Tag::Image { dest_url, title, .. } => {
                self.enter_text();
                self.inlines.open_image(&mut self.page, &dest_url, &title);
            }
            Tag::Paragraph => {
                self.leave_text();
                self.loosen();
                self.text_block(Kind::PARAGRAPH);
            }
            Tag::Heading { level, .. } => {
                self.leave_text();
                self.text_block(Kind::heading(level as u8, Span::EMPTY));
            }
            Tag::BlockQuote(alert) => self.quote(Kind::quote(alert.map(alert_kind))),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.raw_block(None),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.raw_block(Some(&info)),
            Tag::HtmlBlock => {
                self.open_block(Kind::HtmlBlock);
                self.place = Place::Raw;
            }
            Tag::List(start) => {
                let start = start.map(|start| start.min(u32::MAX as u64) as u32);
                self.open_block(Kind::list(start, true));
            }
            Tag::Item => self.open_block(Kind::Item { task: None }),
            Tag::FootnoteDefinition(label) => {
                self.leave_text();
                self.nested_notes |= self.page.depth() > 0;
                let label = self.page.span(&label);
                self.page.open(Kind::footnote(label));
            }
            Tag::DefinitionList => self.open_block(Kind::DefinitionList),
            Tag::DefinitionListTitle => {
                self.leave_text();
                self.text_block(Kind::Term);
            }
            Tag::DefinitionListDefinition => self.open_block(Kind::Definition),
            Tag::Table(alignments) => self.table(&alignments),
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => self.cell(),
            // Never asked for.
            Tag::MetadataBlock(_) => self.leave_text(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => self.inlines.close(&mut self.page),
            TagEnd::Link => self.inlines.close_link(&mut self.page),
            TagEnd::Image => self.inlines.close_image(&mut self.page),
            TagEnd::Heading(_) => {
                if self.attributes {
                    self.heading_attributes();
                }
                self.close_text_block();
            }
            TagEnd::Paragraph | TagEnd::DefinitionListTitle => {
                let block = self.page.opened(0).map(|(block, _)| block);
                self.close_text_block();
                if !self.has_contents && self.page.depth() == 0 {
                    self.has_contents = self.page.make_contents();
                }
                self.caption(block);
            }
            TagEnd::CodeBlock => self.close_raw(),
            TagEnd::HtmlBlock => {
                let block = self.page.opened(0);
                self.close_raw();
                if let Some((block, _)) = block {
                    html_blocks::take(&mut self.page, block, self.options);
                    if let Some(Kind::Table { .. }) =
                        self.page.nodes().get(block as usize).map(|n| n.kind)
                    {
                        self.captioned(Some(block));
                    }
                }
            }
            TagEnd::Table => {
                if self.table.end() {
                    let table = self.page.opened(0).map(|(table, _)| table);
                    self.page.close();
                    self.captioned(table);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => self.close_row(),
            TagEnd::TableCell => self.close_cell(),
            TagEnd::MetadataBlock(_) => {}
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.close_block();
            }
            TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => self.close_block(),
        }
    }

    /// A paragraph has ended: it may be the caption of the table before it, or of one that follows.
    fn caption(&mut self, block: Option<NodeId>) {
        let Some(block) = block else { return };
        let (table, _) = std::mem::replace(&mut self.neighbours, (NOWHERE, NOWHERE));
        if table != block {
            self.neighbours.1 = block;
        } else if self.page.make_caption(block, self.captions + 1) {
            self.captions += 1;
        } else {
            self.neighbours.1 = block;
        }
    }

    /// A table has ended: the paragraph before it may be its caption, and so may what follows.
    fn captioned(&mut self, table: Option<NodeId>) {
        let (_, paragraph) = std::mem::replace(&mut self.neighbours, (NOWHERE, NOWHERE));
        let ends_there = self.page.nodes().get(paragraph as usize).map(|node| node.end) == table;
        let is_told =
            table.is_some() && ends_there && self.page.make_caption(paragraph, self.captions + 1);
        if is_told {
            self.captions += 1;
            self.page.put_behind(paragraph);
        } else {
            self.neighbours.0 = self.page.nodes().len() as NodeId;
        }
    }

    fn open_inline(&mut self, kind: Kind) {
        self.enter_text();
        self.inlines.open(&mut self.page, kind);
    }

    fn open_block(&mut self, kind: Kind) {
        self.leave_text();
        self.page.open(kind);
    }

    fn close_block(&mut self) {
        self.leave_text();
        self.page.close();
    }

    /// The state of an item's box; pulldown-cmark tells it where the item's text begins.
    fn task(&mut self, done: bool) {
        let item = |up| match self.page.opened(up) {
            Some((id, Kind::Item { .. })) => Some(id),
            _ => None,
        };
        if let Some(item) = item(0).or_else(|| item(1)) {
            self.page.set_kind(item, Kind::Item { task: Some(done) });
        }
    }

    /// A paragraph that pulldown-cmark tells of makes the list around it loose.
    fn loosen(&mut self) {
        if let Some((_, Kind::Item { .. })) = self.page.opened(0)
            && let Some((list, Kind::List { start, numbers, .. })) = self.page.opened(1)
        {
            self.page.set_kind(list, Kind::List { start, tight: false, numbers });
        }
    }

    fn quote(&mut self, kind: Kind) {
        self.quotes += 1;
        self.open_block(kind);
    }

    fn text_block(&mut self, kind: Kind) {
        self.page.open(kind);
        self.place = Place::Inlines;
        self.inlines.begin();
    }

    /// Takes the attributes that the heading ends with out of its text.
    fn heading_attributes(&mut self) {
        let Some((heading, Kind::Heading { level, layout, .. })) = self.page.opened(0) else {
            return;
        };
        let Some(found) = attributes::take(&mut self.page, heading) else { return };
        self.inlines.text_taken(&self.page);
        self.page.set_kind(heading, Kind::Heading { level, layout, id: found.id });
        for place in attributes::others(&self.page, found.place) {
            self.report.add(Loss::HeadingAttributes, place);
        }
    }

    fn close_text_block(&mut self) {
        self.inlines.end(&mut self.page);
        self.page.close_text_block();
        self.place = Place::Blocks;
    }

    /// Ends the paragraph of a tight item's text, if one is open.
    fn leave_text(&mut self) {
        if self.place == Place::TightText {
            self.close_text_block();
        }
    }

    /// Begins the paragraph of a tight item's text, where inlines stand between blocks.
    #[inline]
    fn enter_text(&mut self) {
        if self.place == Place::Blocks {
            self.text_block(Kind::PARAGRAPH);
            self.place = Place::TightText;
        }
    }

    /// Begins a code block.
    fn raw_block(&mut self, info: Option<&CowStr<'_>>) {
        self.leave_text();
        let info = info.map_or(Span::EMPTY, |info| self.page.info(info));
        self.page.open(Kind::CodeBlock { info });
        self.place = Place::Raw;
    }

    fn raw_text(&mut self, text: &CowStr<'_>) {
        let span = self.page.span(text);
        self.page.leaf(Kind::Text(span));
    }

    fn close_raw(&mut self) {
        let ended = match self.page.last() {
            Some((_, Kind::Text(span))) => self.page.get(span).last() == Some(&b'\n'),
            _ => true,
        };
        if !ended {
            let end = self.page.own("\n");
            self.page.leaf(Kind::Text(end));
        }
        self.page.close();
        self.place = Place::Blocks;
        if self.options.extensions.math {
            self.fenced_formula();
        }
    }

    /// A code block of the language `math` has ended: it is a formula, as GitHub reads it.
    fn fenced_formula(&mut self) {
        let nodes = self.page.nodes();
        let Some(block) = nodes.iter().rposition(|node| !matches!(node.kind, Kind::Text(_))) else {
            return;
        };
        let Kind::CodeBlock { info } = nodes[block].kind else { return };
        if self.page.get(info) != b"math" {
            return;
        }
        let mut tex = vec![b'\n'];
        for node in &nodes[block + 1..] {
            if let Kind::Text(span) = node.kind {
                crate::work::step(span.len());
                tex.extend_from_slice(self.page.get(span));
            }
        }
        if formula::fits_dollars(&tex[1..])
            && let Ok(tex) = String::from_utf8(tex)
        {
            self.page.take_back(block);
            self.page.open(Kind::PARAGRAPH);
            let tex = self.page.own(&tex);
            self.page.leaf(Kind::Math { tex, display: true });
            self.page.close();
        }
    }

    fn table(&mut self, alignments: &[Align]) {
        self.leave_text();
        let columns = self.table.begin(alignments.len());
        if alignments.len() > columns {
            self.report.add(Loss::LimitReached, usize::MAX);
        }
        self.page.open_table(alignments[..columns].iter().map(|align| match align {
            Align::None => Alignment::None,
            Align::Left => Alignment::Left,
            Align::Center => Alignment::Center,
            Align::Right => Alignment::Right,
        }));
    }

    fn row(&mut self, header: bool) {
        self.leave_text();
        let row = self.table.begin_row();
        if row == (Row::Text { first: true }) {
            self.report.add(Loss::LimitReached, usize::MAX);
            self.page.close();
            if header {
                // A table without rows would say nothing: it goes.
                self.page.take_back(self.page.nodes().len().saturating_sub(1));
            }
        }
        match row {
            Row::Text { .. } => self.text_block(Kind::PARAGRAPH),
            Row::Row => {
                self.page.open(Kind::Row { header });
            }
        }
    }

    fn cell(&mut self) {
        self.leave_text();
        match self.table.begin_cell() {
            Cell::New => self.text_block(Kind::CELL),
            Cell::Joined => {
                // One cell's text follows another's in the same paragraph or cell.
                let space = self.page.own(" ");
                self.page.leaf(Kind::Text(space));
            }
            Cell::Nothing => {}
        }
    }

    fn close_cell(&mut self) {
        self.inlines.end(&mut self.page);
        self.inlines.begin();
        if self.table.closes_cell() {
            self.page.close();
            self.place = Place::Blocks;
        }
    }

    fn close_row(&mut self) {
        match self.table.end_row() {
            RowEnd::Text => self.close_text_block(),
            RowEnd::Row { cell, lacks } => {
                if cell {
                    self.close_text_block();
                }
                if self.table.is_row_full()
                    && let Some((row, _)) = self.page.opened(0)
                    && let Some(place) = self.page.surplus_cell(row)
                {
                    self.report.add(Loss::Table, place);
                }
                for _ in 0..lacks {
                    self.page.open(Kind::CELL);
                    self.page.close();
                }
                self.page.close();
            }
        }
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
