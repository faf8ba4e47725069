//! Flows: notes, comments and text boxes begin, each in a flow of its own, and end with their groups.
//!
//! Errors  what can't have a flow where it stands is part of the flow around it, and counted.
//! Source  RTF 1.9.1, "Footnotes", "Comments (Annotations)", "Drawing Objects".

use super::Reader;
use crate::report::Loss;
use crate::rtf::assembly::flow::{
    COMMENT_FRAMES, COMMENTS, End, FOOTERS, FRAMES, HEADERS, INNER_FRAMES, INNER_NOTES,
    NOTE_FRAMES, NOTES, RunKind, boxes_of, is_in_note,
};
use crate::rtf::words::{Destination, Opening};

impl Reader<'_, '_> {
    pub(super) fn enter(&mut self, destination: Destination) {
        self.settle();
        self.groups.enter(destination);
    }

    pub(super) fn enter_flow(&mut self, flow: u8) {
        self.sink.flush();
        self.groups.enter_flow(flow);
        self.sink.tables().enter(flow);
    }

    /// What begins here is a paragraph of its own, in the flow that is open.
    fn stand_apart(&mut self) {
        self.groups.enter(Destination::Body);
        if self.sink.flow(self.groups.flow()).has_begun() {
            self.finish_paragraph(End::Par);
        }
    }

    /// A note or a text box: a flow of its own. What stands in text that is not seen is not seen either.
    pub(super) fn open_flow(&mut self, what: Opening) {
        self.settle();
        let flow = self.groups.flow();
        let boxed = what == Opening::TextBox;
        if boxed && self.shapes.is_hidden() {
            self.lose(Loss::HiddenText);
            return self.walk.skip_group();
        }
        // One in the marker of an item is one of the item.
        let in_marker = self.groups.destination() == Destination::Marker;
        if boxed || in_marker || self.groups.is_in_body() {
            if !self.is_seen() {
                return self.walk.skip_group();
            }
        } else {
            return;
        }
        self.sink.flush();
        if boxed {
            if let Some(boxes) = boxes_of(flow) {
                self.enter_flow(boxes);
                self.shapes.begin_words(boxes, self.sink.flow(boxes).paragraphs().len());
            } else {
                self.shapes.show();
                self.stand_apart();
                self.shapes.are_words(flow, self.sink.flow(flow).paragraphs().len());
            }
        } else if matches!(flow, COMMENTS | COMMENT_FRAMES) {
            self.lose(Loss::Note);
            self.stand_apart();
        } else if is_in_note(flow) {
            // Notes do not nest: the words of this one follow those of the note around it.
            self.lose(Loss::Note);
            if flow == INNER_NOTES {
                self.stand_apart();
            } else {
                self.enter_flow(INNER_NOTES);
            }
        } else {
            let note = self.sink.tables().begin_note();
            self.run_of(RunKind::Note(note));
            self.enter_flow(NOTES);
        }
    }

    pub(super) fn open_comment(&mut self) {
        self.settle();
        let fits = self.groups.is_in_body() && !self.groups.is_too_deep();
        if !self.comments.are_kept()
            || !fits
            || matches!(self.groups.flow(), COMMENTS | COMMENT_FRAMES)
        {
            self.lose(Loss::Comment);
            return self.walk.skip_group();
        }
        self.sink.flush();
        let comment = self.sink.tables().begin_comment();
        self.run_of(RunKind::Comment(comment));
        self.enter_flow(COMMENTS);
    }

    /// Ends the flow that a group went to, when the group ends.
    pub(super) fn leave_flow(&mut self) {
        self.sink.flush();
        let flow = self.groups.flow();
        if self.sink.assembly().is_begun(flow) {
            self.finish_paragraph(End::Par);
        }
        match flow {
            NOTES => {
                self.join_inner_notes();
                self.sink.tables().end_note();
            }
            FRAMES | NOTE_FRAMES | INNER_FRAMES | COMMENT_FRAMES => {
                let first = self.shapes.end_words(flow);
                let words = self.sink.flow(flow);
                let first = words.paragraphs().get(first).map(|first| first.runs.0 as usize);
                if first.is_some_and(|first| first < words.runs().len()) {
                    self.shapes.show();
                }
            }
            HEADERS | FOOTERS => self.headers.end(flow, &mut self.sink),
            COMMENTS => {
                let (id, begun, ended) = self.comments.end(self.sink.document());
                self.sink.tables().end_comment(id, begun, ended);
            }
            _ => {}
        }
    }

    /// The words of notes in the note that ends follow its own.
    fn join_inner_notes(&mut self) {
        if self.sink.flow(INNER_NOTES).paragraphs().is_empty() {
            return;
        }
        if self.sink.flow(NOTES).paragraphs().len() == self.sink.assembly().note_start() {
            self.finish_paragraph(End::Par);
        }
        let blank = self.sink.own(" ");
        self.sink.join_inner_notes(blank);
    }
}
