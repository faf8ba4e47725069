//! Paragraphs and runs as they stand in the file: what the reader fills and `structure` reads.
//!
//! Shape   a [`Flow`] is a vector of paragraphs, each with a range of runs. There is
//!         one for each of the body, the notes, the frames, the headers and the footers, since a note
//!         begins in the middle of a paragraph.
//! Units   spans of the input or of the document's text; offsets of the input for the report.

use crate::buffers::{kept, plain};
use crate::document::{CommentId, LinkId, Span};
use crate::memory;
use crate::rtf::assembly::format::ParaFormat;
use crate::work;

/// Numbers of the flows.
pub(in crate::rtf) const BODY: u8 = 0;
/// Footnotes and endnotes, one after the other.
pub(in crate::rtf) const NOTES: u8 = 1;
/// Text boxes and frames.
pub(in crate::rtf) const FRAMES: u8 = 2;
/// Headers of pages, one after the other, where they are kept.
pub(in crate::rtf) const HEADERS: u8 = 3;
/// Footers of pages.
pub(in crate::rtf) const FOOTERS: u8 = 4;
/// Text boxes in notes, and text boxes in text boxes.
pub(in crate::rtf) const NOTE_FRAMES: u8 = 5;
pub(in crate::rtf) const INNER_FRAMES: u8 = 6;
/// Notes in the note in hand, as long as that is open.
pub(in crate::rtf) const INNER_NOTES: u8 = 7;
/// The texts of comments, one after the other.
pub(in crate::rtf) const COMMENTS: u8 = 8;
/// Text boxes in comments.
pub(in crate::rtf) const COMMENT_FRAMES: u8 = 9;
/// How many flows there are.
pub(in crate::rtf) const FLOWS: usize = 10;

/// The flow that text boxes anchored in a flow go to; none where they stand in the flow itself.
pub(in crate::rtf) fn boxes_of(flow: u8) -> Option<u8> {
    match flow {
        BODY => Some(FRAMES),
        NOTES => Some(NOTE_FRAMES),
        FRAMES => Some(INNER_FRAMES),
        COMMENTS => Some(COMMENT_FRAMES),
        _ => None,
    }
}

/// Whether a flow's text stands in a note.
pub(in crate::rtf) fn is_in_note(flow: u8) -> bool {
    matches!(flow, NOTES | NOTE_FRAMES | INNER_NOTES)
}

/// What a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::rtf) enum RunKind {
    Text(Span),
    /// What a comment is about begins, or ends.
    CommentStart(CommentId),
    CommentEnd(CommentId),
    /// A comment stands here: index into the comments.
    Comment(u32),
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
    /// A formula, as TeX.
    Formula {
        tex: Span,
        display: bool,
    },
}

impl RunKind {
    /// Whether it is a place among the text, or where something begins or ends that nobody sees.
    pub(crate) fn is_place(self) -> bool {
        use RunKind::*;
        matches!(self, Bookmark(_) | Anchor(_) | CommentStart(_) | CommentEnd(_))
    }
}

/// A piece of a paragraph in one character format.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf) struct Run {
    pub kind: RunKind,
    /// Index into the character formats.
    pub format: u32,
}

impl Run {
    pub(crate) fn is_link(&self) -> bool {
        matches!(self.kind, RunKind::Link(_))
    }
}

/// What ended a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum End {
    /// `\par`, `\sect` or the end of its flow.
    Par,
    /// `\page` in the middle of it: what follows is the same paragraph on the next page.
    Page,
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
pub(in crate::rtf) struct Paragraph {
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
pub(in crate::rtf) struct RowDefinition {
    /// First and last-plus-one of its cells.
    pub cells: (u32, u32),
    /// `\trleft` in twips.
    pub left: i32,
    pub header: bool,
    /// `\rtlrow`: its first cell stands on the right.
    pub right_to_left: bool,
    /// Its cells say how wide they want to be.
    pub measured: bool,
    /// Its end is deleted or hidden.
    pub gone: bool,
}

/// What a cell is among those that it is merged with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rtf) enum Merge {
    #[default]
    None,
    First,
    Rest,
}

/// The definition of a table cell.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rtf) struct CellDefinition {
    /// `\cellx`: right edge in twips.
    pub right: i32,
    /// `\clmgf`, `\clmrg`: merged with the cells beside it.
    pub across: Merge,
    /// `\clvmgf`, `\clvmrg`: merged with the cells below and above.
    pub down: Merge,
    /// `\clcbpat`: has a background of its own.
    pub shaded: bool,
    /// A tracked change took it out.
    pub gone: bool,
}

plain!(Option<Span>);

kept! {
    /// A sequence of paragraphs, and the paragraph in the making.
    #[derive(Debug, Default)]
    pub(in crate::rtf) struct Flow {
        paragraphs: Vec<Paragraph>,
        runs: Vec<Run>,
        /// First run of the paragraph in the making.
        start: u32,
        /// Its marker, once seen.
        marker: Option<Span>,
        /// Number of frame paragraphs when it began.
        frames: u32,
        /// Where it begins in the input.
        at: u32,
    }
}

impl Flow {
    pub(crate) fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// The runs of all paragraphs, that in the making among them.
    pub(crate) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The runs of one of its paragraphs.
    #[inline]
    pub(crate) fn runs_of(&self, paragraph: &Paragraph) -> &[Run] {
        let (start, end) = paragraph.runs;
        work::step((end - start) as usize + 1);
        self.runs.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// True if the paragraph in the making has neither runs nor a marker.
    pub(crate) fn is_fresh(&self) -> bool {
        self.start as usize == self.runs.len() && self.marker.is_none()
    }

    /// True if the paragraph in the making has anything to show, a marker left out.
    pub(crate) fn has_begun(&self) -> bool {
        let runs = self.runs.get(self.start as usize..).unwrap_or(&[]);
        runs.iter().any(|run| !run.kind.is_place())
    }

    /// Whether a marker stands before nothing but a few blanks.
    pub(crate) fn is_marker_alone(&self, is_blank: impl Fn(Span) -> bool) -> bool {
        /// Runs that are looked at.
        const FEW: usize = 8;
        let runs = self.runs.get(self.start as usize..).unwrap_or(&[]);
        let blank = |run: &Run| match run.kind {
            RunKind::Text(span) => is_blank(span),
            kind => kind.is_place(),
        };
        self.marker.is_some() && runs.len() <= FEW && runs.iter().all(blank)
    }

    /// How many runs there are up to the paragraph in the making.
    pub(crate) fn start(&self) -> usize {
        self.start as usize
    }

    /// Number of frame paragraphs when the paragraph in the making began.
    pub(crate) fn frames(&self) -> u32 {
        self.frames
    }

    pub(super) fn formats_mut(&mut self) -> impl Iterator<Item = &mut ParaFormat> {
        self.paragraphs.iter_mut().map(|paragraph| &mut paragraph.format)
    }

    /// Text begins to go to the flow, of whose frames there are so many.
    pub(super) fn enter(&mut self, frames: u32) {
        self.frames = frames;
    }

    /// Takes the marker of the paragraph in the making.
    pub(super) fn take_marker(&mut self) -> Option<Span> {
        self.marker.take()
    }

    /// Gives the text among the runs from `start` to `end` another format.
    pub(super) fn restyle(&mut self, (start, end): (usize, usize), format: u32) {
        let runs = self.runs.get_mut(start..end).unwrap_or(&mut []);
        for run in runs.iter_mut().filter(|run| matches!(run.kind, RunKind::Text(_))) {
            run.format = format;
        }
    }

    /// Puts a run before that at `index` of the paragraph in the making. False where memory is short.
    pub(super) fn insert(&mut self, index: usize, run: Run) -> bool {
        let index = index.clamp(self.start as usize, self.runs.len());
        if self.runs.try_reserve(1).is_err() {
            return false;
        }
        work::step(self.runs.len() - index);
        self.runs.insert(index, run);
        true
    }

    /// The last run of the paragraph in the making that is more than a bookmark, if it says `kind`:
    /// its index.
    pub(super) fn last_is(&self, kind: RunKind) -> Option<usize> {
        /// Bookmarks at one place that are looked at.
        const NEAR: usize = 8;
        let here = self.runs.get(self.start as usize..).unwrap_or(&[]);
        let passed = here.iter().rev().take(NEAR).take_while(|run| run.kind.is_place());
        let at = here.len().checked_sub(passed.count() + 1)?;
        (here[at].kind == kind).then_some(self.start as usize + at)
    }

    /// Takes out the run at `index`.
    pub(super) fn take_out(&mut self, index: usize) {
        if index < self.runs.len() {
            self.runs.remove(index);
        }
    }

    /// Adds the runs of another flow to its last paragraph, and a blank between the paragraphs of that
    /// where `parted` says so of the first run. False where memory is short.
    pub(super) fn take_over(
        &mut self,
        other: &mut Flow,
        blank: Span,
        parted: impl Fn(&Run) -> bool,
    ) -> bool {
        let Some(last) = self.paragraphs.last_mut() else { return true };
        let mut whole = true;
        for paragraph in &other.paragraphs {
            let (start, end) = paragraph.runs;
            let runs = other.runs.get(start as usize..end as usize).unwrap_or(&[]);
            let Some(first) = runs.first() else { continue };
            if !parted(first) {
                whole &= memory::push(
                    &mut self.runs,
                    Run { kind: RunKind::Text(blank), format: first.format },
                );
            }
            for &run in runs {
                whole &= memory::push(&mut self.runs, run);
            }
        }
        last.runs.1 = self.runs.len() as u32;
        self.start = last.runs.1;
        other.cut(0, 0);
        whole
    }

    /// Gives the paragraph in the making its marker, unless it has one.
    pub(super) fn set_marker(&mut self, marker: Span) {
        self.marker.get_or_insert(marker);
    }

    /// Appends a run; text that goes on in the same format where the run before ended joins it.
    /// Returns false when memory ran out.
    pub(super) fn push(&mut self, run: Run) -> bool {
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
        memory::push(&mut self.runs, run)
    }

    /// Appends a run that the text before it does not join. Returns false when memory ran out.
    pub(super) fn push_apart(&mut self, run: Run) -> bool {
        work::step(1);
        memory::push(&mut self.runs, run)
    }

    /// Takes back the last run if it is the one that was pushed as the `count`th and still says the
    /// same.
    pub(super) fn take_back(&mut self, count: usize, kind: RunKind) -> bool {
        let same = self.runs.len() == count
            && count > self.start as usize
            && self.runs.last().is_some_and(|run| run.kind == kind);
        if same {
            self.runs.pop();
        }
        same
    }

    /// Leaves out everything behind so many paragraphs and runs.
    pub(super) fn cut(&mut self, paragraphs: usize, runs: usize) {
        self.paragraphs.truncate(paragraphs);
        self.runs.truncate(runs);
        self.start = runs as u32;
    }

    /// Leaves out the runs of the paragraph in the making from `first` on.
    pub(super) fn cut_runs(&mut self, first: usize) {
        self.runs.truncate(first.max(self.start as usize));
    }

    /// Puts two runs around what each paragraph from `first` on holds, unless it holds a link, where none is
    /// in the making. False where memory is short.
    pub(super) fn put_around(&mut self, first: usize, [begins, ends]: [Run; 2]) -> bool {
        let paragraphs = self.paragraphs.get_mut(first..).unwrap_or(&mut []);
        let takes = |runs: &[Run]| !runs.is_empty() && !runs.iter().any(Run::is_link);
        let range = |paragraph: &Paragraph| paragraph.runs.0 as usize..paragraph.runs.1 as usize;
        let full = paragraphs.iter().filter(|paragraph| takes(&self.runs[range(paragraph)]));
        let mut to = self.runs.len() + 2 * full.count();
        if self.start as usize != self.runs.len() {
            return true;
        }
        if !memory::pad(&mut self.runs, to, ends) {
            return false;
        }
        self.start = to as u32;
        for paragraph in paragraphs.iter_mut().rev() {
            let (runs, last) = (range(paragraph), to);
            work::step(runs.len() + 1);
            let wraps = takes(&self.runs[runs.clone()]);
            to -= runs.len() + usize::from(wraps);
            self.runs.copy_within(runs, to);
            if wraps {
                to -= 1;
                (self.runs[to], self.runs[last - 1]) = (begins, ends);
            }
            paragraph.runs = (to as u32, last as u32);
        }
        true
    }

    /// The bookmark of a name ends here: if nothing but bookmarks stand behind its beginning, it is
    /// around nothing.
    pub(super) fn end_bookmark(&mut self, is_named: impl Fn(Span) -> bool) {
        /// Bookmarks at one place that are looked at.
        const NEAR: usize = 8;
        let here = self.runs.get_mut(self.start as usize..).unwrap_or(&mut []);
        for run in here.iter_mut().rev().take(NEAR) {
            match run.kind {
                RunKind::Bookmark(name) if is_named(name) => {
                    run.kind = RunKind::Anchor(name);
                    return;
                }
                kind if kind.is_place() => {}
                _ => return,
            }
        }
    }

    /// Ends the paragraph in the making; the next begins at offset `next`. Returns false when memory
    /// ran out.
    pub(super) fn finish(
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
        memory::push(&mut self.paragraphs, paragraph)
    }
}
