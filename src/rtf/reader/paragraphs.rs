//! Paragraphs end, with cells, rows, pages and sections; and some go on in the next: one whose mark a tracked
//! change took out, and a drop cap, which begins the text behind it.
//!
//! Shape   [`Paragraphs`] stands on what is in force, and knows rows and pages. The end of a paragraph that
//!         goes on is noted and no more; what comes is added to it, and the paragraph that ends is one, of the
//!         format of the last. Text that waits has been settled by who calls.
//! Source  RTF 1.9.1, "Track Changes", "Drop Caps", "Table Definitions", "Section Formatting Properties".

use super::here::Here;
use super::rows::Rows;
use super::sections::Sections;
use super::visibility::Fate;
use crate::document::Span;
use crate::options::Changes;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark, ParaFormat};
use crate::rtf::words::{Destination, ParagraphWord, RowWord};

/// A paragraph that has ended and goes on.
#[derive(Clone, Copy, Debug)]
struct Join {
    flow: u8,
    format: ParaFormat,
    marker: Option<Span>,
    /// Its runs, where they are a drop cap.
    cap: Option<(usize, usize)>,
}

/// The paragraph in the making, and the row and the page that it stands in.
#[derive(Debug)]
pub(super) struct Paragraphs<'a, 'b> {
    here: Here<'a, 'b>,
    join: Option<Join>,
    rows: Rows,
    /// Where sections end.
    sections: Sections,
}

impl<'a, 'b> Paragraphs<'a, 'b> {
    pub(super) fn new(here: Here<'a, 'b>) -> Self {
        Paragraphs { here, join: None, rows: Rows::default(), sections: Sections::default() }
    }

    #[inline]
    pub(super) fn here(&self) -> &Here<'a, 'b> {
        &self.here
    }

    #[inline]
    pub(super) fn here_mut(&mut self) -> &mut Here<'a, 'b> {
        &mut self.here
    }
}

/// Paragraphs end.
impl Paragraphs<'_, '_> {
    /// Ends the paragraph in the making, whatever is in it.
    pub(super) fn finish(&mut self, end: End) {
        let here = &mut self.here;
        let page = here.groups().flow() == BODY && self.sections.take_break();
        if let Some(join) = self.join.take_if(|join| join.flow == here.groups().flow()) {
            end_join(join, here);
        }
        let (mark, next, flow) = (here.format(), here.walk().position(), here.groups().flow());
        let para = here.groups().para();
        let table_depth = self.rows.depth(para.table_depth, end);
        let para = ParaFormat { table_depth, page: para.page || page, ..*para };
        here.sink_mut().end_paragraph(para, end, mark, next, flow);
    }

    /// Ends it if something is in it.
    pub(super) fn finish_begun(&mut self) {
        if self.here.has_begun() {
            self.finish(End::Par);
        }
    }

    /// Text that stands before, between or behind documents ends, if there is any.
    pub(super) fn end_text(&mut self) {
        self.here.sink_mut().flush();
        self.finish_begun();
    }

    /// What begins here is a paragraph of its own, in the flow that is open.
    pub(super) fn stand_apart(&mut self) {
        self.here.groups_mut().enter(Destination::Body);
        self.finish_begun();
    }

    /// The flow that is open has all its text.
    pub(super) fn end_flow(&mut self) {
        self.here.sink_mut().flush();
        if self.here.sink().assembly().is_begun(self.here.groups().flow()) {
            self.finish(End::Par);
        }
    }

    /// A paragraph ends: whether it goes on in the next.
    pub(super) fn joins_next(&mut self) -> bool {
        let here = &mut self.here;
        let (format, flow) = (*here.groups().para(), here.groups().flow());
        if !format.drop_cap && here.groups().characters().is_plainly_seen() {
            return false;
        }
        let deleted = match here.fate() {
            Fate::Lost(loss) if here.groups().characters().is_changed() => Some(loss),
            Fate::Seen | Fate::Lost(_) => None,
        };
        let begun = here.sink().flow(flow).has_begun();
        if deleted.is_none() && !(format.drop_cap && begun) {
            return false;
        }
        deleted.into_iter().for_each(|loss| here.lose(loss));
        let before = self.join.take_if(|join| join.flow == flow);
        let marker = here.sink_mut().tables().take_marker(flow);
        let runs = here.sink().flow(flow);
        let cap = (format.drop_cap && begun).then(|| (runs.start(), runs.runs().len()));
        let marker = before.and_then(|join| join.marker).or(marker).filter(|_| begun);
        let cap = cap.or(before.and_then(|join| join.cap));
        self.join = Some(Join { flow, format, marker, cap });
        true
    }
}

/// The paragraph that a paragraph goes on in has all its text.
fn end_join(join: Join, here: &mut Here<'_, '_>) {
    let (flow, is_listed) = (join.flow, here.groups().para().is_listed());
    if let Some(marker) = join.marker.filter(|_| is_listed) {
        here.sink_mut().tables().set_marker(flow, marker);
    }
    let Some((start, end)) = join.cap else { return };
    // How a drop cap is set means nothing to its letters.
    let follows = here.sink().flow(flow).runs().get(end..).unwrap_or(&[]);
    let follows = follows.iter().find(|run| matches!(run.kind, RunKind::Text(_)));
    let format = match follows.map(|run| run.format) {
        Some(format) => format,
        None => {
            let mut marks = here.characters().marks;
            marks.remove(Mark::Subscript);
            marks.remove(Mark::Superscript);
            let plain = CharFormat { marks, ..here.characters() };
            here.sink_mut().format(plain)
        }
    };
    here.sink_mut().tables().restyle(flow, (start, end), format);
}

/// Rows.
impl Paragraphs<'_, '_> {
    /// A word of a row's definition.
    pub(super) fn row_word(&mut self, what: RowWord, value: i32) {
        let here = &mut self.here;
        let counts = match what {
            RowWord::Deleted => here.changes() == Changes::Accept,
            RowWord::Inserted => here.changes() == Changes::Reject,
            _ => true,
        };
        if !counts {
            return;
        }
        if what == RowWord::Nested {
            here.groups_mut().enter_nested_row();
        }
        let (nested, in_body) = (here.groups().is_in_nested_row(), here.groups().is_in_body());
        self.rows.word(what, value, nested, in_body, here.sink_mut().tables());
    }

    /// Where a row begins: the format of a paragraph before it that would go on in the next.
    pub(super) fn joined(&self) -> Option<ParaFormat> {
        let groups = self.here.groups();
        let join = self.join.filter(|join| groups.is_in_body() && join.flow == groups.flow());
        join.map(|join| join.format).filter(|format| format.table_depth == 0)
    }

    /// That paragraph ends after all.
    pub(super) fn end_joined(&mut self, format: ParaFormat) {
        self.here.sink_mut().flush();
        if self.here.has_begun() {
            let outer = std::mem::replace(self.here.groups_mut().para_mut(), format);
            self.finish(End::Par);
            *self.here.groups_mut().para_mut() = outer;
        }
    }

    /// What follows `\trowd` is done if it is known: how long it is.
    pub(super) fn define_row_again(&mut self) -> Option<usize> {
        let (source, at) = (self.here.walk().source(), self.here.walk().position());
        self.rows.define_again(source, at, self.here.sink_mut().tables())
    }

    /// Remembers what the words at a place behind `\trowd` came to.
    pub(super) fn learn_row(&mut self, place: (usize, usize)) {
        self.rows.learn(self.here.walk().source(), place);
    }

    /// What comes is in no row, unless it says so.
    pub(super) fn leave_row(&mut self) {
        self.rows.leave();
    }

    /// A row ends.
    pub(super) fn end_row(&mut self) {
        self.here.sink_mut().flush();
        // A paragraph that has begun ends with it.
        if !self.here.sink().flow(self.here.groups().flow()).is_fresh() {
            self.finish(End::Cell);
        }
        let gone = !self.here.shows();
        if let Some(row) = self.rows.end(gone, self.here.sink_mut().tables()) {
            self.finish(End::Row(row));
        }
    }

    /// A row ends that stands in a cell.
    pub(super) fn end_nested_row(&mut self) {
        self.here.sink_mut().flush();
        // A row shows nothing itself: text that no cell has ended is a cell.
        if self.here.has_begun() {
            self.finish(End::NestedCell);
        }
        let gone = !self.here.shows();
        if let Some(row) = self.rows.end_nested(gone, self.here.sink_mut().tables()) {
            self.finish(End::NestedRow(row));
        }
    }
}

/// Pages and sections.
impl Paragraphs<'_, '_> {
    /// A page ends.
    pub(super) fn end_page(&mut self) {
        self.here.sink_mut().flush();
        let flow = self.here.sink().flow(self.here.groups().flow());
        // A marker goes with the text that it stands before.
        let view = self.here.sink().view();
        let is_blank = |text| view.text(text).trim_ascii().is_empty();
        if flow.has_begun() && !flow.is_marker_alone(is_blank) {
            self.finish(End::Page);
        }
        self.sections.break_page();
    }

    /// A section ends.
    pub(super) fn end_section(&mut self) {
        if self.here.groups().is_in_body() {
            self.sections.end();
        }
    }

    /// The section that begins goes on without a break.
    pub(super) fn section_goes_on(&mut self) {
        self.sections.go_on();
    }

    /// All has been read: a page that nothing stands behind is lost.
    pub(super) fn end(&mut self) {
        if self.sections.ends_with_break() {
            let end = self.here.walk().source().len();
            self.here.losses_mut().add(Loss::PageBreak, end);
        }
    }
}

/// Formatting.
impl Paragraphs<'_, '_> {
    /// Does what a word says of the paragraph.
    #[inline]
    pub(super) fn word(&mut self, what: ParagraphWord, parameter: Option<i32>) {
        if what == ParagraphWord::Reset {
            self.here.sink_mut().flush();
            self.rows.leave();
        }
        self.here.groups_mut().format_paragraph(what, parameter);
    }
}
