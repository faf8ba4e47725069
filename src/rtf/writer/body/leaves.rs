//! Leaf blocks of the body: paragraphs, and what is paragraphs of its own.
//!
//! Shape   [`Leaves`] is the lower layer: it begins and ends paragraphs where they stand, writes what needs no inlines
//!         (code, rules, raw HTML, contents), and sets blocks apart that the reader would join.
//! State   none of its own but the numbers of captions: what is known is read, and each owner changes its own.
//! Source  `docs/mapping.md`.

use super::{alert_title, captioned};
use crate::document::{Alert, Kind, Layout, NodeId, Span, View, captions, contents};
use crate::report::Loss;
use crate::rtf::writer::code::{self, Lines};
use crate::rtf::writer::containers::Containers;
use crate::rtf::writer::line::{Line, Walk};
use crate::rtf::writer::look::Look;
use crate::rtf::writer::nodes::node;
use crate::rtf::writer::note::Notes;
use crate::rtf::writer::paragraph::{self, Paragraphs, Start};
use crate::rtf::writer::plan::Plan;
use crate::rtf::writer::prefix::Prefixes;
use crate::rtf::writer::sink::Sink;
use crate::rtf::writer::style::Style;
use crate::rtf::writer::{field, inline};
use crate::text::highlight::Lexer;

/// Where paragraphs are written, and who knows how.
pub(super) struct Leaves<'a> {
    pub(super) view: View<'a>,
    pub(super) look: &'a Look<'a>,
    pub(super) plan: &'a Plan,
    pub(super) prefixes: &'a Prefixes,
    pub(super) sink: Sink<'a>,
    pub(super) paragraphs: Paragraphs,
    pub(super) containers: &'a mut Containers,
    pub(super) line: Line<'a>,
    pub(super) lines: &'a mut Lines,
    pub(super) notes: &'a mut Notes,
    /// Captions that number themselves: of tables, of figures.
    pub(super) captions: [u32; 2],
}

impl Leaves<'_> {
    /// Starts a paragraph.
    #[inline]
    pub(super) fn begin(
        &mut self,
        style: Style,
        extra: &[u8],
        right_to_left: bool,
        layout: Layout,
    ) {
        let prefix = self.prefixes.of(style);
        let place = self.containers.place();
        let start = Start { prefix, place, extra, right_to_left, layout };
        self.line.stand_within(start.place.width(self.look.text_width));
        self.paragraphs.begin(&start, self.look, &mut self.sink);
        self.line.stand_in(&prefix, right_to_left);
    }

    #[inline]
    pub(super) fn end_paragraph(&mut self) {
        paragraph::end(self.sink.out());
    }

    #[inline]
    pub(super) fn plain_style(&self) -> Style {
        self.containers.plain_style(self.paragraphs.defines(), self.notes.is_inside())
    }

    /// Writes the empty paragraph of an item, a definition or a note that begins with a block
    /// which can't carry the marker.
    #[inline]
    pub(super) fn flush(&mut self) {
        if self.paragraphs.is_awaited() {
            self.empty_paragraph(b"");
        }
    }

    /// A page begins, where the next block can't say it.
    pub(super) fn part_page(&mut self) {
        self.paragraphs.close_gap();
        self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
    }

    /// Space behind a block that ended without, where the next one can't say it.
    pub(super) fn part(&mut self) {
        self.paragraphs.close_gap();
        self.empty_paragraph(b"\\sa0\\sl-120\\slmult0\\fs2");
    }

    /// Two lists side by side that nothing else tells apart, since boxes stand for bullets.
    pub(super) fn part_lists(&mut self, list: NodeId) {
        let first = node(self.view, list + 1).map(|(kind, _)| kind);
        let boxed = matches!(first, Some(Kind::Item { task: Some(_) }));
        if self.containers.runs_into_list(boxed, self.sink.out()) {
            self.part();
        }
    }

    pub(super) fn empty_paragraph(&mut self, extra: &[u8]) {
        self.begin(self.plain_style(), extra, false, Layout::PLAIN);
        self.end_paragraph();
    }

    /// What says of a paragraph that it is what it is: a reader would take what looks like a typed marker,
    /// or like a line drawn by typing, for one.
    pub(super) fn as_text(&self, start: NodeId, end: NodeId) -> &'static [u8] {
        let looks_marked =
            self.paragraphs.begins_with_text() && inline::begins_like_item(self.view, start, end);
        // What has a marker is in a list, and no line.
        let looks_drawn =
            !self.paragraphs.is_marked() && inline::looks_drawn(self.view, start, end);
        if looks_marked || looks_drawn { b"\\ls0" } else { b"" }
    }

    pub(super) fn open_quote(&mut self, end: NodeId, alert: Option<Alert>, tag: Span) {
        if self.paragraphs.is_awaited_by_quote() {
            self.flush();
        }
        // Space before its first paragraph would say that it is one of two, which it does say if it is.
        let after_quote = self.containers.is_after_quote(self.sink.out());
        if self.paragraphs.has_gap() && !after_quote && !self.paragraphs.is_awaited() {
            self.part();
        }
        if let Some(space) = self.containers.open_quote(end, alert, &mut self.sink) {
            self.paragraphs.move_down(space);
        }
        if let Some(alert) = alert {
            self.begin(Style::alert(alert), b"", false, Layout::PLAIN);
            if !tag.is_empty() {
                // Hidden as it is spelled.
                inline::hidden(self.view.text(tag), self.sink.out());
            }
            self.sink.out().push(alert_title(alert));
            self.end_paragraph();
        }
    }

    pub(super) fn close(&mut self) {
        // A quote that nothing stands in is an empty paragraph in its style.
        if self.containers.is_empty_quote(self.sink.out()) {
            self.empty_paragraph(b"");
        } else if self.containers.wants_paragraph() {
            self.flush();
        }
        if self.containers.close(self.sink.out()) {
            self.paragraphs.leave_gap();
        }
    }

    /// `Table 1: `, where the number is a field.
    pub(super) fn label(&mut self, of: usize) {
        self.captions[of] += 1;
        let (name, number) = (captions::NAMES[of], self.captions[of]);
        let label = format!(
            "{name} {{\\field{{\\*\\fldinst SEQ {name} \\\\* ARABIC}}{{\\fldrslt {number}}}}}: "
        );
        self.sink.out().push(label.as_bytes());
    }

    /// The title of a picture that stands alone is its caption, where it has no other.
    pub(super) fn title(&mut self, paragraph: NodeId, end: NodeId) {
        if let Some(title) = captioned(self.view, paragraph)
            && !matches!(self.view.kind(end), Some(Kind::Caption))
        {
            self.begin(Style::Caption, b"", false, Layout::PLAIN);
            self.label(1);
            self.sink.text(self.view.text(title));
            self.end_paragraph();
        }
    }

    /// The table of contents: a field, whose result is a paragraph for each heading.
    pub(super) fn contents(&mut self) {
        let mut entries = contents::entries(self.view).map(Some).chain([None]).peekable();
        let mut is_first = true;
        // One without headings is a paragraph too.
        while let Some(entry) = entries.next()
            && (entry.is_some() || is_first)
        {
            let indent = 360 * i64::from(entry.map_or(0, |(_, level)| level - 1));
            let extra = format!("\\li{indent}\\tqr\\tldot\\tx{}", self.look.text_width);
            self.begin(Style::Normal, extra.as_bytes(), false, Layout::PLAIN);
            if std::mem::take(&mut is_first) {
                self.sink.out().push(field::CONTENTS);
            }
            if let Some((id, _)) = entry {
                let number = self.plan.places().number_of(id);
                field::contents_entry(self.view, (id, number), &mut self.sink);
            }
            if entries.peek().is_none_or(Option::is_none) {
                self.sink.out().push(b"}}");
            }
            self.end_paragraph();
        }
    }

    /// A code block: one paragraph for each line; space after the last one ends the block.
    pub(super) fn code_block(&mut self, start: NodeId, end: NodeId, info: Span) {
        self.flush();
        if self.paragraphs.breaks_page() {
            self.part_page();
        }
        // The background of two blocks side by side would run through.
        if self.paragraphs.is_after_code() {
            self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
        let (prefix, place) = (self.prefixes.of(Style::Code), self.containers.place());
        let info = self.view.text(info);
        let index = if info.is_empty() { None } else { self.plan.infos().find(info) };
        let number = index.map(|index| self.look.first_info() + index);
        let extra = code::background(self.look.target);
        let layout = Layout::PLAIN;
        let line = Start { prefix, place, extra, right_to_left: false, layout };
        let out = self.sink.out();
        let from = out.len();
        paragraph::line_start(&line, number, self.look, out);
        if code::has_tabs(self.view, start, end) {
            code::tab_stops(place.left(), self.look.code_size(prefix.size), out);
        }
        self.lines.start_with(from, out);
        let space = self.paragraphs.take_space(&prefix, place);
        let lexer = if self.look.highlight { Lexer::of(info) } else { None };
        self.lines.write(start, end, (space, self.look.theme.code_end), lexer, &mut self.sink);
        self.paragraphs.lines_written();
    }

    /// The block of front matter that a Markdown file began with: hidden as raw HTML is.
    pub(super) fn front_matter(&mut self) {
        let block = self.view.text(self.view.doc.front);
        if block.is_empty() {
            return;
        }
        self.begin(Style::Html, b"\\cs13\\v", false, Layout::PLAIN);
        for (index, line) in block.trim_ascii_end().split(|&byte| byte == b'\n').enumerate() {
            if index > 0 {
                self.sink.out().push(b"\\line ");
            }
            self.sink.text(line);
        }
        self.end_paragraph();
    }

    /// Raw HTML: its tags are hidden, and its paragraph mark too where no words stand between them.
    pub(super) fn html_block(&mut self, start: NodeId, end: NodeId) {
        self.flush();
        self.begin(Style::Html, b"\\cs13\\v", false, Layout::PLAIN);
        let (first, is_seen) = code::html_lines(self.view, start, end, self.sink.out());
        if is_seen {
            self.sink.out().push(b"\\v0");
        }
        self.end_paragraph();
        self.sink.lose(Loss::Html, first);
    }

    /// A thematic break: an empty paragraph with a line below.
    pub(super) fn rule(&mut self) {
        self.flush();
        let extra = code::rule(self.look.target);
        self.begin(Style::Rule, extra, false, Layout::PLAIN);
        if !extra.is_empty() {
            let text_end = self.containers.place().text_end(self.look.text_width);
            code::underline(text_end, self.sink.out());
        }
        self.end_paragraph();
    }

    /// A table can't be the last thing in a document or a note.
    pub(super) fn end_of_flow(&mut self) {
        if self.paragraphs.is_after_table() || self.paragraphs.breaks_page() {
            self.paragraphs.close_gap();
            self.empty_paragraph(b"\\sa0");
        }
    }

    /// LibreOffice takes the level from the last paragraph of a file.
    pub(super) fn end_of_lists(&mut self) {
        if self.containers.is_after_list(self.sink.out()) {
            self.paragraphs.close_gap();
            self.empty_paragraph(b"\\sa0\\sl-20\\slmult0\\fs2");
        }
    }

    /// Goes on with the inlines of a paragraph, to where a footnote's text must stand.
    #[inline]
    pub(super) fn go_on(&mut self, walk: &mut Walk) -> Option<NodeId> {
        self.line.go_on(walk, self.notes, &mut self.sink)
    }
}
