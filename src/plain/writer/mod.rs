//! A document as plain text.
//!
//! Shape   one walk. `lines` owns what stands before each line, the blank lines between blocks and
//!         what the open containers need; `marker`
//!         makes the markers of items.
//! Units   LF line ends; one blank line between blocks, none inside tight lists.
//! Errors  those of the output buffer.
//!
//! What text has no words for is counted: character formatting and heading levels, raw HTML
//! (its text is kept), images (their text and address are kept).

use crate::buffers::kept;
mod lines;
mod marker;

use std::ops::Range;

use crate::document::{Alert, Alignment, Kind, NodeId, Span, Step, View, contents, scripts};
use crate::error::Result;
use crate::memory::Output;
use crate::report::{Loss, Report};
use crate::text::raw::Raw;
use lines::{Layout, Lines};
use marker::Marker;

/// Where no place in the input is known.
const NOWHERE: usize = usize::MAX;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        open: Vec<NodeId>,
        layout: Layout,
    }
}

/// Writes a document as text. Failures are remembered by `out`. `paged`: the text is written in a page in which
/// letters look like a mark.
pub fn write(
    view: View<'_>,
    paged: bool,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { open, layout } = scratch;
    let lines = Lines::new(layout, out);
    report.add_many(Loss::Metadata, view.doc.count_facts(), NOWHERE);
    report.add_many(Loss::ChangeAuthor, view.doc.signed_changes(), NOWHERE);
    let mut writer =
        Writer { view, report, lines, paged, cells: 0, raw: None, unsaid: 0..0, script: None };
    for notes in [false, true] {
        let mut id = 0;
        while let Some(node) = view.nodes().get(id as usize) {
            if matches!(node.kind, Kind::FootnoteDefinition { .. }) == notes {
                for step in view.walk_range(id, node.end, open) {
                    match step {
                        Step::Enter(id, kind) if !writer.passes(id, kind) => writer.enter(id, kind),
                        Step::Exit(id, kind) if !writer.unsaid.contains(&id) => {
                            writer.exit(id, kind)
                        }
                        _ => {}
                    }
                    if writer.lines.failed() {
                        return Ok(());
                    }
                }
            }
            id = node.end.max(id + 1);
        }
    }
    Ok(())
}

/// U+FEFF.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Letters whose bytes in a page are such a mark to who reads them.
const LIKE_A_MARK: [&str; 3] = ["ï»¿", "ÿþ", "þÿ"];

/// Says what each node looks like.
struct Writer<'v, 'w> {
    view: View<'v>,
    report: &'w mut Report,
    lines: Lines<'w>,
    paged: bool,
    /// Cells written in the row.
    cells: usize,
    /// In a block of raw HTML: where in it.
    raw: Option<Raw>,
    /// Nothing is said of these: it is the header of a table that has none.
    unsaid: Range<NodeId>,
    /// What is raised or lowered and has a sign, and the one behind it.
    script: Option<(NodeId, &'static [u8])>,
}

impl Writer<'_, '_> {
    /// Whether a node is not written: the first row of a table whose cells are all empty stands for the header
    /// that it lacks.
    fn passes(&mut self, id: NodeId, kind: &Kind) -> bool {
        if *kind == (Kind::Row { header: true }) {
            let (nodes, end) = (self.view.nodes(), self.view.end(id));
            let mut cells = nodes.get(id as usize + 1..end as usize).unwrap_or(&[]).iter();
            let goes_on = matches!(self.view.kind(end), Some(Kind::Row { .. }));
            if goes_on && cells.all(|node| matches!(node.kind, Kind::Cell { .. })) {
                self.unsaid = id..end;
            }
        }
        self.unsaid.contains(&id)
    }

    fn enter(&mut self, id: NodeId, kind: &Kind) {
        match *kind {
            Kind::Paragraph { .. } | Kind::Term | Kind::CodeBlock { .. } | Kind::Caption => {
                self.lines.begin_block();
            }
            Kind::Heading { id, .. } => {
                self.report.add(Loss::Other, NOWHERE);
                if !id.is_empty() {
                    self.report.add(Loss::HeadingAttributes, NOWHERE);
                }
                self.lines.begin_block();
            }
            Kind::HtmlBlock => {
                self.report.add(Loss::Html, NOWHERE);
                self.raw = Some(Raw::Text);
                let tight = self.lines.is_tight();
                self.lines.open(tight);
            }
            Kind::Rule => self.lines.line(b"----------"),
            Kind::Quote { alert, .. } => {
                self.lines.open(false);
                self.lines.indent(b"> ", b"> ");
                if let Some(alert) = alert {
                    self.lines.line(alert_name(alert));
                }
            }
            Kind::List { start, tight, numbers } => {
                self.lines.begin_list();
                self.lines.open_list(start, numbers, tight);
            }
            Kind::Item { task } => self.enter_item(task),
            Kind::DefinitionList => self.enter_list(),
            Kind::Definition => {
                self.lines.open(true);
                self.lines.indent(b"    ", b"    ");
            }
            Kind::FootnoteDefinition { label, .. } => {
                self.lines.open(false);
                self.lines.indent(b"[", b"    ");
                self.lines.indent(self.view.text(label), b"");
                self.lines.indent(b"] ", b"");
            }
            Kind::Table { first, count, .. } => {
                let columns = self.view.columns(first, count);
                if columns.iter().any(|column| column.alignment != Alignment::None) {
                    self.report.add(Loss::Alignment, NOWHERE);
                }
                self.enter_list();
            }
            Kind::Row { .. } => {
                self.lines.begin_block();
                self.cells = 0;
            }
            Kind::Cell { .. } => {
                self.lines.begin_cell(self.cells == 0);
                self.cells += 1;
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Highlight
            | Kind::Keyboard => self.report.add(Loss::Font, NOWHERE),
            Kind::Superscript | Kind::Subscript => self.enter_script(id),
            Kind::Link(_) => self.lines.open(false),
            Kind::Image(_) => {
                self.report.add(Loss::Picture, NOWHERE);
                self.lines.open(false);
            }
            Kind::Text(span) if self.raw.is_some() => self.raw_text(span),
            Kind::Text(span) | Kind::Code(span) => self.text(self.view.text(span)),
            Kind::Math { tex, .. } => {
                self.report.add(Loss::Math, NOWHERE);
                self.text(self.view.text(tex));
            }
            Kind::Html(_) => self.report.add(Loss::Html, NOWHERE),
            Kind::SoftBreak => self.lines.emit(b" "),
            Kind::HardBreak => self.lines.put(b"\n"),
            Kind::FootnoteReference { label } => {
                self.lines.emit(b"[");
                self.lines.put(self.view.text(label));
                self.lines.emit(b"]");
            }
            Kind::CommentBody(comment) => {
                let comment = self.view.comment(comment);
                if !comment.author.is_empty() || !comment.date.is_empty() {
                    self.report.add(Loss::ChangeAuthor, NOWHERE);
                }
                self.lines.open(false);
            }
            Kind::Inserted(_) => self.lines.emit(b"{++"),
            Kind::Deleted(_) => self.lines.emit(b"{--"),
            Kind::Colored { .. } | Kind::SmallCaps => {}
            Kind::Contents => self.contents(),
            Kind::PageBreak | Kind::CommentStart(_) | Kind::CommentEnd(_) => {}
            Kind::Anchor { .. } => {}
        }
    }

    /// The table of contents: a line for each heading.
    fn contents(&mut self) {
        self.lines.open(true);
        for (id, level) in contents::entries(self.view) {
            self.lines.begin_block();
            self.lines.emit(&b"    "[..2 * usize::from(level - 1)]);
            for piece in contents::words(self.view, id) {
                self.text(piece);
            }
            self.lines.end_block();
        }
        self.lines.close();
    }

    fn exit(&mut self, id: NodeId, kind: &Kind) {
        match *kind {
            Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Term | Kind::Row { .. } => {
                self.lines.end_block();
            }
            Kind::CodeBlock { .. } | Kind::Caption => self.lines.end_block(),
            Kind::HtmlBlock => {
                self.raw = None;
                // It has no words where nothing was written since it began.
                if self.lines.close() {
                    self.lines.end_block();
                }
            }
            Kind::List { .. }
            | Kind::Table { .. }
            | Kind::DefinitionList
            | Kind::CommentBody(_) => {
                self.lines.close();
            }
            Kind::Item { .. }
            | Kind::Quote { .. }
            | Kind::Definition
            | Kind::FootnoteDefinition { .. } => self.lines.close_indented(),
            Kind::Cell { .. } => self.lines.end_cell(),
            Kind::Link(link) | Kind::Image(link) => {
                if matches!(kind, Kind::Link(_)) && !self.view.link(link).title.is_empty() {
                    self.report.add(Loss::Other, NOWHERE);
                }
                self.address(self.view.link(link).url);
                self.lines.close();
            }
            Kind::Emphasis
            | Kind::Strong
            | Kind::Strike
            | Kind::Underline
            | Kind::Highlight
            | Kind::Keyboard
            | Kind::Colored { .. }
            | Kind::SmallCaps => {}
            Kind::Superscript | Kind::Subscript => {
                if let Some((_, sign)) = self.script.take_if(|script| script.0 == id) {
                    self.lines.emit(sign);
                }
            }
            // Changes come here only where their marks are asked for.
            Kind::Inserted(_) => self.lines.put(b"++}"),
            Kind::Deleted(_) => self.lines.put(b"--}"),
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

    /// Text as it stands, but for a byte order mark where it would be one to who reads the text.
    #[inline]
    fn text(&mut self, text: &[u8]) {
        let mut text = text;
        // Most text begins with neither.
        while text.first().is_some_and(|byte| *byte == BYTE_ORDER_MARK[0] || *byte <= b' ')
            && let Some(rest) = text.trim_ascii_start().strip_prefix(BYTE_ORDER_MARK)
            && self.lines.begins_output()
        {
            self.report.add(Loss::ControlCharacter, NOWHERE);
            text = rest;
        }
        // A letter of one may be a text of its own.
        let is_like = |mark: &&str| {
            text.starts_with(mark.as_bytes())
                || !text.is_empty() && mark.as_bytes().starts_with(text)
        };
        if self.paged && self.lines.is_first() && LIKE_A_MARK.iter().any(is_like) {
            // An empty line before it is nothing to them.
            self.lines.put(b"\n");
        }
        self.lines.put(text);
    }

    /// Raised or lowered text has a sign before it where it would say something else without.
    fn enter_script(&mut self, id: NodeId) {
        match scripts::signs(self.view, id, self.lines.line_so_far()) {
            Some([before, behind]) => {
                self.lines.emit(before);
                self.script = Some((id, behind));
            }
            None => self.report.add(Loss::Font, NOWHERE),
        }
    }

    fn enter_list(&mut self) {
        self.lines.begin_list();
        self.lines.open(true);
    }

    fn enter_item(&mut self, task: Option<bool>) {
        let tight = self.lines.is_tight();
        let (marker, width) = Marker::of(self.lines.next_label(), task);
        // The gap before an item is its list's, so the container comes after it.
        self.lines.begin_list();
        self.lines.open(tight);
        self.lines.indent(marker.text(), &[b' '; Marker::MOST][..width]);
    }

    /// The text between the tags of raw HTML, each piece on a line of its own.
    fn raw_text(&mut self, span: Span) {
        let Some(mut raw) = self.raw else { return };
        let mut rest = self.view.text(span);
        while !rest.is_empty() {
            let piece = raw.next(&mut rest);
            if piece.is_empty() {
                continue;
            }
            if self.lines.is_empty() {
                self.lines.begin_block();
            } else {
                self.lines.break_line();
            }
            self.text(piece);
        }
        self.raw = Some(raw);
    }

    /// The address of the link whose text has been written, unless that says it already.
    fn address(&mut self, url: Span) {
        let url = self.view.text(url);
        let shown = self.lines.text_inside();
        let plain = match url.strip_prefix(b"http://") {
            Some(rest) if rest.starts_with(b"www.") => rest,
            _ => url.strip_prefix(b"mailto:").unwrap_or(url),
        };
        if url.is_empty() || url.starts_with(b"#") || shown == url || shown == plain {
            return;
        }
        let open: &[u8] = if shown.is_empty() { b"(" } else { b" (" };
        self.lines.emit(open);
        self.lines.put(url);
        self.lines.emit(b")");
    }
}

fn alert_name(alert: Alert) -> &'static [u8] {
    match alert {
        Alert::Note => b"NOTE:",
        Alert::Tip => b"TIP:",
        Alert::Important => b"IMPORTANT:",
        Alert::Warning => b"WARNING:",
        Alert::Caution => b"CAUTION:",
    }
}

#[cfg(test)]
mod tests;
