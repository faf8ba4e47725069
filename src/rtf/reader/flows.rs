//! Flows: notes, comments, headers and footers begin, each in a flow of its own, and end with their groups.
//!
//! Shape   [`Flows`] holds what is known of headers and comments, and is given the text.
//! Errors  what can't have a flow where it stands is part of the flow around it, and counted.
//! Source  RTF 1.9.1, "Footnotes", "Comments (Annotations)", "Headers and Footers".

use super::comments::Comments;
use super::headers::Headers;
use super::here::Here;
use super::paragraphs::Paragraphs;
use super::text::Text;
use crate::options::Options;
use crate::report::Loss;
use crate::rtf::assembly::flow::{
    BODY, COMMENT_FRAMES, COMMENTS, End, FOOTERS, HEADERS, INNER_NOTES, NOTES, RunKind, is_in_note,
};
use crate::rtf::words::{Destination, Remark};

/// Headers, comments, and what is told of notes.
#[derive(Debug)]
pub(super) struct Flows {
    headers: Headers,
    comments: Comments,
    /// Which notes are endnotes is kept.
    rich: bool,
}

impl Flows {
    pub(super) fn new(options: &Options) -> Self {
        Flows {
            headers: Headers::new(options.headers),
            comments: Comments::new(options.keeps_comments()),
            rich: options.rich,
        }
    }

    pub(super) fn keep_comments(&self) -> bool {
        self.comments.are_kept()
    }

    /// A header or footer, which may be kept: its text then has a flow of its own.
    pub(super) fn open_header(&mut self, footer: bool, text: &mut Text<'_, '_>) {
        let groups = text.here().groups();
        let body = groups.is_in_body() && groups.flow() == BODY;
        if !self.headers.are_kept() || !body || groups.is_too_deep() {
            text.here_mut().lose(Loss::HeaderFooter);
            return text.here_mut().walk_mut().skip_group();
        }
        text.settle();
        let (flow, here) = (if footer { FOOTERS } else { HEADERS }, text.here_mut());
        here.enter_flow(flow);
        self.headers.begin(flow, here.sink());
    }

    /// A comment.
    pub(super) fn open_comment(&mut self, text: &mut Text<'_, '_>) {
        text.settle();
        let here = text.here_mut();
        let fits = here.groups().is_in_body() && !here.groups().is_too_deep();
        if !self.comments.are_kept()
            || !fits
            || matches!(here.groups().flow(), COMMENTS | COMMENT_FRAMES)
        {
            here.lose(Loss::Comment);
            return here.walk_mut().skip_group();
        }
        here.sink_mut().flush();
        let comment = here.sink_mut().tables().begin_comment();
        here.run_of(RunKind::Comment(comment));
        here.enter_flow(COMMENTS);
    }

    /// Something that is said of a comment.
    pub(super) fn open_remark(&mut self, remark: Remark, text: &mut Text<'_, '_>) {
        text.settle();
        let here = text.here_mut();
        if !self.comments.are_kept() || !here.groups().is_in_body() {
            return here.walk_mut().skip_group();
        }
        here.sink_mut().flush();
        here.enter_aside(Destination::Remark(remark));
    }

    /// It is complete.
    pub(super) fn end_remark(&mut self, remark: Remark, here: &mut Here<'_, '_>) {
        let (value, source) = (here.captured(), here.walk().source());
        let found = self.comments.remark(remark, value, source, here.sink_mut().document());
        match (remark, found) {
            (Remark::Start, Some(id)) => here.run_of(RunKind::CommentStart(id)),
            (Remark::End, Some(id)) => here.run_of(RunKind::CommentEnd(id)),
            _ => {}
        }
    }

    /// The note in hand is an endnote.
    pub(super) fn is_endnote(&self, here: &mut Here<'_, '_>) {
        // One in another note, or in a comment, is counted as that.
        if here.groups().flow() != NOTES {
        } else if self.rich {
            here.sink_mut().tables().make_endnote();
        } else {
            here.lose_if_shown(Loss::Note);
        }
    }

    /// A header, footer or comment ends.
    pub(super) fn end(&mut self, flow: u8, here: &mut Here<'_, '_>) {
        match flow {
            HEADERS | FOOTERS => self.headers.end(flow, here.sink_mut()),
            COMMENTS => {
                let (id, begun, ended) = self.comments.end(here.sink_mut().document());
                here.sink_mut().tables().end_comment(id, begun, ended);
            }
            _ => {}
        }
    }
}

/// A note: what stands in text that is not seen is not seen either.
pub(super) fn open_note(text: &mut Text<'_, '_>) {
    text.settle();
    let here = text.here_mut();
    let groups = here.groups();
    // One in the marker of an item is one of the item.
    if groups.destination() != Destination::Marker && !groups.is_in_body() {
        return;
    }
    if !here.is_seen() {
        return here.walk_mut().skip_group();
    }
    here.sink_mut().flush();
    let flow = here.groups().flow();
    if matches!(flow, COMMENTS | COMMENT_FRAMES) {
        here.lose(Loss::Note);
        text.paragraphs().stand_apart();
    } else if is_in_note(flow) {
        // Notes do not nest: the words of this one follow those of the note around it.
        here.lose(Loss::Note);
        if flow == INNER_NOTES {
            text.paragraphs().stand_apart();
        } else {
            here.enter_flow(INNER_NOTES);
        }
    } else {
        let note = here.sink_mut().tables().begin_note();
        here.run_of(RunKind::Note(note));
        here.enter_flow(NOTES);
    }
}

/// A note ends: the words of notes in it follow its own.
pub(super) fn end_note(paragraphs: &mut Paragraphs<'_, '_>) {
    let sink = paragraphs.here().sink();
    if !sink.flow(INNER_NOTES).paragraphs().is_empty() {
        if sink.flow(NOTES).paragraphs().len() == sink.assembly().note_start() {
            paragraphs.finish(End::Par);
        }
        let sink = paragraphs.here_mut().sink_mut();
        let blank = sink.own(" ");
        sink.join_inner_notes(blank);
    }
    paragraphs.here_mut().sink_mut().tables().end_note();
}
