//! Paragraphs end; and some go on in the next: one whose mark a tracked change took out, and a drop cap, which
//! begins the text behind it.
//!
//! Shape   the end of such a paragraph is noted and no more; what comes is added to it, and the paragraph
//!         that ends is one, of the format of the last.
//! Source  RTF 1.9.1, "Track Changes", "Drop Caps".

use super::Reader;
use super::visibility::Fate;
use crate::document::Span;
use crate::rtf::assembly::flow::{BODY, End, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark, ParaFormat};

/// A paragraph that has ended and goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    flow: u8,
    format: ParaFormat,
    marker: Option<Span>,
    /// Its runs, where they are a drop cap.
    cap: Option<(usize, usize)>,
}

impl Reader<'_, '_> {
    /// Ends the paragraph in the making, whatever is in it.
    pub(super) fn finish_paragraph(&mut self, end: End) {
        let page = self.groups.flow() == BODY && self.sections.take_break();
        if self.join.is_some() {
            self.end_join(&self.groups.para().clone());
        }
        let (mark, next, flow) = (self.format(), self.walk.position(), self.groups.flow());
        let para = self.groups.para();
        let table_depth = self.rows.depth(para.table_depth, end);
        let page = para.page || page;
        self.sink.end_paragraph(ParaFormat { table_depth, page, ..*para }, end, mark, next, flow);
    }

    /// A paragraph ends: whether it goes on in the next.
    pub(super) fn joins_next(&mut self) -> bool {
        let (format, flow) = (*self.groups.para(), self.groups.flow());
        if !format.drop_cap && self.groups.characters().is_plainly_seen() {
            return false;
        }
        let deleted = match self.fate() {
            Fate::Lost(loss) if self.groups.characters().is_changed() => Some(loss),
            Fate::Seen | Fate::Lost(_) => None,
        };
        let begun = self.sink.flow(flow).has_begun();
        if deleted.is_none() && !(format.drop_cap && begun) {
            return false;
        }
        deleted.into_iter().for_each(|loss| self.lose(loss));
        let before = self.join.take_if(|join| join.flow == flow);
        let marker = self.sink.tables().take_marker(flow);
        let runs = self.sink.flow(flow);
        let cap = (format.drop_cap && begun).then(|| (runs.start(), runs.runs().len()));
        let marker = before.and_then(|join| join.marker).or(marker).filter(|_| begun);
        let cap = cap.or(before.and_then(|join| join.cap));
        self.join = Some(Join { flow, format, marker, cap });
        true
    }

    /// A paragraph that goes on in the next, if one has ended, has found it.
    fn end_join(&mut self, next: &ParaFormat) {
        let flow = self.groups.flow();
        let Some(join) = self.join.take_if(|join| join.flow == flow) else { return };
        if let Some(marker) = join.marker.filter(|_| next.is_listed()) {
            self.sink.tables().set_marker(flow, marker);
        }
        let Some((start, end)) = join.cap else { return };
        // How a drop cap is set means nothing to its letters.
        let follows = self.sink.flow(flow).runs().get(end..).unwrap_or(&[]);
        let follows = follows.iter().find(|run| matches!(run.kind, RunKind::Text(_)));
        let format = match follows.map(|run| run.format) {
            Some(format) => format,
            None => {
                let mut marks = self.characters().marks;
                marks.remove(Mark::Subscript);
                marks.remove(Mark::Superscript);
                let plain = CharFormat { marks, ..self.characters() };
                self.sink.format(plain)
            }
        };
        self.sink.tables().restyle(flow, (start, end), format);
    }

    /// The format of the paragraph that has ended in this flow and would go on in the next.
    pub(super) fn joined(&self) -> Option<ParaFormat> {
        self.join.filter(|join| join.flow == self.groups.flow()).map(|join| join.format)
    }
}
