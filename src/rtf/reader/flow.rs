//! Paragraphs and runs as they stand in the file: what the assembler fills and the recogniser reads.
//!
//! Shape   a [`Flow`] is a vector of paragraphs, each with a range of runs. There is
//!         one for each of the body, the notes, the frames, the headers and the footers, since a note
//!         begins in the middle of a paragraph.
//! Units   spans of the input or of the document's text; offsets of the input for the report.

use super::state::ParaFormat;
use crate::document::{LinkId, Span};
use crate::work;

/// Numbers of the flows.
pub(super) const BODY: u8 = 0;
/// Footnotes and endnotes, one after the other.
pub(super) const NOTES: u8 = 1;
/// Text boxes and frames.
pub(super) const FRAMES: u8 = 2;
/// Headers of pages, one after the other, where they are kept.
pub(super) const HEADERS: u8 = 3;
/// Footers of pages.
pub(super) const FOOTERS: u8 = 4;
/// How many flows there are.
pub(super) const FLOWS: usize = 5;

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum RunKind {
    Text(Span),
    /// An HTML comment.
    Comment(Span),
    /// `\line`
    Break,
    /// A link begins.
    Link(LinkId),
    /// An image begins; the runs up to its end are its text.
    Image(LinkId),
    /// The link or image opened last ends.
    End,
    /// A note: index into the notes.
    Note(u32),
    /// A reference to the note that carries this bookmark.
    NoteRef(Span),
    /// A bookmark around something, where it begins.
    Bookmark(Span),
    /// A bookmark around nothing: a place that somebody named.
    Anchor(Span),
    /// A horizontal rule among the text.
    Rule,
}

/// A piece of a paragraph in one character format.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub kind: RunKind,
    /// Index into the character formats.
    pub format: u32,
}

/// What ended a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// `\par`, `\sect`, `\page` or the end of its flow.
    Par,
    /// `\cell`
    Cell,
    /// `\row`; no text, index into the row definitions.
    Row(u32),
    /// `\nestcell`
    NestedCell,
    /// `\nestrow`; no text, index into the row definitions.
    NestedRow(u32),
}

/// One paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paragraph {
    pub format: ParaFormat,
    /// First run, and the run after the last.
    pub runs: (u32, u32),
    pub end: End,
    /// The text of `\listtext` or `\pntext`, if there was one.
    pub marker: Option<Span>,
    /// Character format of the paragraph mark.
    pub mark: u32,
    /// Frames anchored in this paragraph: ranges of paragraphs of the frames' flow.
    pub frames: (u32, u32),
    /// Where it begins in the input.
    pub at: u32,
}

/// The definition of a table row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RowDefinition {
    /// First and last-plus-one of its cells.
    pub cells: (u32, u32),
    /// `\trleft` in twips.
    pub left: i32,
    pub header: bool,
}

/// The definition of a table cell.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellDefinition {
    /// `\cellx`: right edge in twips.
    pub right: i32,
    /// `\clmgf`, `\clvmgf`: others are merged into it.
    pub merged: bool,
    /// `\clcbpat`: has a background of its own.
    pub shaded: bool,
}

/// A sequence of paragraphs, and the paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub paragraphs: Vec<Paragraph>,
    pub runs: Vec<Run>,
    /// First run of the paragraph in the making.
    pub start: u32,
    /// Its marker, once seen.
    pub marker: Option<Span>,
    /// Number of frame paragraphs when it began.
    pub frames: u32,
    /// Where it begins in the input.
    pub at: u32,
}

impl Flow {
    pub fn clear(&mut self) {
        self.paragraphs.clear();
        self.runs.clear();
        self.start = 0;
        self.marker = None;
        self.frames = 0;
        self.at = 0;
    }

    /// True if the paragraph in the making has neither runs nor a marker.
    pub fn is_fresh(&self) -> bool {
        self.start as usize == self.runs.len() && self.marker.is_none()
    }

    /// Appends a run; text that goes on in the same format where the run before ended joins it.
    /// Returns false when memory ran out.
    pub fn push(&mut self, run: Run) -> bool {
        work::step(1);
        if let RunKind::Text(span) = run.kind
            && self.runs.len() > self.start as usize
            && let Some(Run { kind: RunKind::Text(last), format }) = self.runs.last_mut()
            && *format == run.format
            && let Some(joined) = last.join(span)
        {
            *last = joined;
            return true;
        }
        if self.runs.len() == self.runs.capacity() && self.runs.try_reserve(1).is_err() {
            return false;
        }
        self.runs.push(run);
        true
    }

    /// The bookmark of a name ends here: if nothing but bookmarks stand behind its beginning, it is
    /// around nothing.
    pub fn end_bookmark(&mut self, is_named: impl Fn(Span) -> bool) {
        /// Bookmarks at one place that are looked at.
        const NEAR: usize = 8;
        let here = self.runs.get_mut(self.start as usize..).unwrap_or(&mut []);
        for run in here.iter_mut().rev().take(NEAR) {
            match run.kind {
                RunKind::Bookmark(name) if is_named(name) => {
                    run.kind = RunKind::Anchor(name);
                    return;
                }
                RunKind::Bookmark(_) | RunKind::Anchor(_) => {}
                _ => return,
            }
        }
    }

    /// Ends the paragraph in the making; the next begins at offset `next`. Returns false when memory
    /// ran out.
    pub fn finish(
        &mut self,
        format: ParaFormat,
        end: End,
        mark: u32,
        frames: u32,
        next: usize,
    ) -> bool {
        let runs = self.runs.len() as u32;
        let paragraph = Paragraph {
            format,
            runs: (self.start, runs),
            end,
            marker: self.marker.take(),
            mark,
            frames: (self.frames, frames),
            at: std::mem::replace(&mut self.at, next as u32),
        };
        self.start = runs;
        self.frames = frames;
        if self.paragraphs.len() == self.paragraphs.capacity()
            && self.paragraphs.try_reserve(1).is_err()
        {
            return false;
        }
        self.paragraphs.push(paragraph);
        true
    }
}
