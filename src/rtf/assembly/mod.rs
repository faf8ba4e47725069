//! What one reading of RTF yields: paragraphs and runs in their flows, the formats and tables that they
//! name, notes, rows and cells.
//!
//! Shape   the reader fills an [`Assembly`] and never looks into what `structure` makes of it;
//!         `structure` reads it and never writes to it. What is finished stands in [`flow`]
//!         (paragraphs, runs) and [`format`] (what they look like); entries of tables in
//!         [`super::tables`].
//! Units   indices into the assembly's own tables; spans of the input or of the document's text.
//! Errors  where memory is short an entry is left out and the assembly is not whole.

pub(super) mod flow;
pub(super) mod format;
mod formats;

use crate::buffers::{kept, plain};
use crate::document::{CommentId, Span};
use crate::memory;
use crate::rtf::tables::fonts::{Font, Fonts};
use crate::rtf::tables::lists::{List, Lists, Override};
use crate::rtf::tables::styles::{Style, Styles};
use flow::{
    COMMENTS, CellDefinition, End, FLOWS, Flow, INNER_NOTES, NOTES, RowDefinition, Run, RunKind,
    boxes_of,
};
use format::{CharFormat, ParaFormat};
use formats::Formats;

/// Two numbers of paragraphs.
type Range = (u32, u32);
plain!(Range);

/// The text of a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct CommentText {
    pub id: CommentId,
    /// Its paragraphs, in the flow of comments.
    pub paragraphs: (u32, u32),
    /// Whether what it is about has begun before its place, and ended.
    pub begun: bool,
    pub ended: bool,
}

kept! {
    /// A document as it stands in the file, before anything is recognised in it.
    #[derive(Debug, Default)]
    pub(super) struct Assembly {
        flows: [Flow; FLOWS],
        formats: Formats,
        fonts: Fonts,
        styles: Styles,
        lists: Lists,
        /// Footnotes and endnotes: ranges of paragraphs of the notes' flow.
        notes: Vec<(u32, u32)>,
        /// Those of them that are endnotes, by their index.
        endnotes: Vec<u32>,
        comments: Vec<CommentText>,
        /// Of each of the document's comments, by its number: whether it has a text.
        commented: Vec<bool>,
        rows: Vec<RowDefinition>,
        /// Who has changed text, and when, as the file numbers it.
        revisions: Vec<Revision>,
        /// Names of those who have.
        authors: Vec<Span>,
        cells: Vec<CellDefinition>,
        /// How wide the text of a page is, in twips.
        text_width: i32,
        /// The paragraphs of the body that are the result of a table of contents, each one more than its number:
        /// 0 where there is none.
        contents: Range,
        markers: bool,
        /// Distances and widths say nothing: they are made of structure.
        made_up: bool,
        /// Something was left out, since memory was short.
        short: bool,
    }
}

/// Who has put text in, and taken it out: numbers of authors and dates in the file's own coding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rtf) struct Revision {
    pub author: i32,
    pub date: i32,
    pub author_of_deletion: i32,
    pub date_of_deletion: i32,
}

/// Changes that one is compared with before it is noted.
const LAST_REVISIONS: usize = 8;

/// Who has changed what.
impl Assembly {
    /// The revision of a format; the first is that of nobody.
    pub(super) fn revision(&self, index: u32) -> Revision {
        let before = (index as usize).checked_sub(1);
        before.and_then(|at| self.revisions.get(at)).copied().unwrap_or_default()
    }

    /// The index of a revision.
    pub(super) fn revise(&mut self, revision: Revision) -> u32 {
        if revision == Revision::default() {
            return 0;
        }
        let count = self.revisions.len();
        let last = count.saturating_sub(LAST_REVISIONS);
        if let Some(at) = self.revisions[last..].iter().position(|old| *old == revision) {
            return (last + at) as u32 + 1;
        }
        self.short |= !memory::push(&mut self.revisions, revision);
        self.revisions.len() as u32
    }

    /// The name of an author.
    pub(super) fn author(&self, number: i32) -> Span {
        let name = usize::try_from(number).ok().and_then(|number| self.authors.get(number));
        name.copied().unwrap_or(Span::EMPTY)
    }

    pub(super) fn add_author(&mut self, name: Span) {
        self.short |= !memory::push(&mut self.authors, name);
    }
}

/// What `structure` asks, and the reader too.
impl Assembly {
    pub(super) fn flow(&self, flow: u8) -> &Flow {
        &self.flows[flow as usize]
    }

    /// Whether distances and widths of columns say nothing that structure does not.
    pub(super) fn has_made_up_distances(&self) -> bool {
        self.made_up
    }

    /// The character format at `index`.
    #[inline]
    pub(super) fn format(&self, index: u32) -> Option<&CharFormat> {
        self.formats.all().get(index as usize)
    }

    /// All character formats.
    pub(super) fn formats(&self) -> &[CharFormat] {
        self.formats.all()
    }

    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    pub(super) fn styles(&self) -> &Styles {
        &self.styles
    }

    pub(super) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// The paragraphs of the body that are the result of a table of contents.
    pub(super) fn contents(&self) -> Option<(u32, u32)> {
        let (start, end) = self.contents;
        Some((start.checked_sub(1)?, end - 1))
    }

    /// Notes them. False where there is one already.
    pub(super) fn set_contents(&mut self, start: u32, end: u32) -> bool {
        let is_first = self.contents == (0, 0);
        if is_first {
            self.contents = (start + 1, end + 1);
        }
        is_first
    }

    /// How wide the text of a page is, in twips.
    pub(super) fn text_width(&self) -> i32 {
        self.text_width
    }

    /// The notes: ranges of paragraphs of the notes' flow.
    pub(super) fn notes(&self) -> &[(u32, u32)] {
        &self.notes
    }

    /// The definition of a row.
    pub(super) fn row(&self, index: u32) -> RowDefinition {
        self.rows.get(index as usize).copied().unwrap_or_default()
    }

    /// The cell definitions of a row.
    pub(super) fn cells(&self, row: u32) -> &[CellDefinition] {
        let (start, end) = self.row(row).cells;
        self.cells.get(start as usize..end as usize).unwrap_or(&[])
    }

    /// Whether `\listtext` or `\pntext` was seen: a listed paragraph without one goes on in its item.
    pub(super) fn has_markers(&self) -> bool {
        self.markers
    }

    /// Whether all that was read is there.
    pub(super) fn is_whole(&self) -> bool {
        !self.short
    }
}

/// What the reader builds with.
impl Assembly {
    /// The index of a character format, which is added if it is new.
    #[inline(always)]
    pub(super) fn index_of(&mut self, format: CharFormat) -> u32 {
        let index = self.formats.index_of(format);
        self.short |= index.is_none();
        index.unwrap_or(0)
    }

    /// Adds a run to a flow; text that goes on in the same format where the run before ended joins it.
    #[inline]
    pub(super) fn push_run(&mut self, flow: u8, run: Run) {
        self.short |= !self.flows[flow as usize].push(run);
    }

    /// Adds a run that the text before it does not join, and tells how many the flow has with it.
    pub(super) fn push_run_apart(&mut self, flow: u8, run: Run) -> usize {
        let flow = &mut self.flows[flow as usize];
        self.short |= !flow.push_apart(run);
        flow.runs().len()
    }

    /// Takes back the last run of a flow if it is the `count`th and still says the same. True if it
    /// was.
    pub(super) fn take_back(&mut self, flow: u8, count: usize, kind: RunKind) -> bool {
        self.flows[flow as usize].take_back(count, kind)
    }

    /// Leaves out everything of a flow behind so many paragraphs and runs.
    pub(super) fn cut(&mut self, flow: u8, paragraphs: usize, runs: usize) {
        self.flows[flow as usize].cut(paragraphs, runs);
    }

    /// Leaves out the runs of the paragraph in the making from `first` on.
    pub(super) fn cut_runs(&mut self, flow: u8, first: usize) {
        self.flows[flow as usize].cut_runs(first);
    }

    /// Puts two runs around what each paragraph of a flow from `first` on holds.
    pub(super) fn put_around(&mut self, flow: u8, first: usize, around: [Run; 2]) {
        self.short |= !self.flows[flow as usize].put_around(first, around);
    }

    /// See [`Flow::end_bookmark`].
    pub(super) fn end_bookmark(&mut self, flow: u8, is_named: impl Fn(Span) -> bool) {
        self.flows[flow as usize].end_bookmark(is_named);
    }

    /// Gives the paragraph in the making its marker, unless it has one.
    pub(super) fn set_marker(&mut self, flow: u8, marker: Span) {
        self.flows[flow as usize].set_marker(marker);
    }

    /// See [`Flow::take_marker`].
    pub(super) fn take_marker(&mut self, flow: u8) -> Option<Span> {
        self.flows[flow as usize].take_marker()
    }

    /// Text begins to go to a flow.
    pub(super) fn enter(&mut self, flow: u8) {
        let frames = self.frames(flow);
        self.flows[flow as usize].enter(frames);
    }

    /// How many paragraphs of frames of a flow there are.
    fn frames(&self, flow: u8) -> u32 {
        boxes_of(flow).map_or(0, |boxes| self.flow(boxes).paragraphs().len() as u32)
    }

    /// Whether a flow has a paragraph that has begun: frames without one behind them are anchored in one of
    /// their own.
    pub(super) fn is_begun(&self, flow: u8) -> bool {
        let frames = self.flow(flow).frames();
        !self.flow(flow).is_fresh() || frames != self.frames(flow)
    }

    /// See [`Flow::restyle`].
    pub(super) fn restyle(&mut self, flow: u8, runs: (usize, usize), format: u32) {
        self.flows[flow as usize].restyle(runs, format);
    }

    /// Puts a run before that at `index` of the paragraph in the making.
    pub(super) fn insert_run(&mut self, flow: u8, index: usize, run: Run) {
        self.short |= !self.flows[flow as usize].insert(index, run);
    }

    /// Takes out the last run of the paragraph in the making, bookmarks left out, if it says `kind`.
    /// True if it did.
    pub(super) fn take_out(&mut self, flow: u8, kind: RunKind) -> bool {
        let flow = &mut self.flows[flow as usize];
        let at = flow.last_is(kind);
        at.into_iter().for_each(|at| flow.take_out(at));
        at.is_some()
    }

    /// Whether the last run of the paragraph in the making, bookmarks left out, says `kind`.
    pub(super) fn last_is(&self, flow: u8, kind: RunKind) -> bool {
        self.flow(flow).last_is(kind).is_some()
    }

    /// The notes in the note that has ended follow its last words: see [`Flow::take_over`].
    pub(super) fn join_inner_notes(&mut self, blank: Span, parted: impl Fn(&Run) -> bool) {
        let mut inner = std::mem::take(&mut self.flows[INNER_NOTES as usize]);
        self.short |= !self.flows[NOTES as usize].take_over(&mut inner, blank, parted);
        self.flows[INNER_NOTES as usize] = inner;
    }

    /// See [`Assembly::has_markers`].
    pub(super) fn note_markers(&mut self) {
        self.markers = true;
    }

    /// See [`Assembly::text_width`].
    pub(super) fn set_text_width(&mut self, width: i32) {
        self.text_width = width;
    }

    /// See [`Assembly::has_made_up_distances`].
    pub(super) fn make_up_distances(&mut self) {
        self.made_up = true;
    }

    /// Ends the paragraph in the making; the next begins at offset `next`.
    pub(super) fn finish_paragraph(
        &mut self,
        flow: u8,
        format: ParaFormat,
        end: End,
        mark: u32,
        next: usize,
    ) {
        let frames = self.frames(flow);
        self.short |= !self.flows[flow as usize].finish(format, end, mark, frames, next);
    }

    /// The formats of all finished paragraphs.
    pub(super) fn paragraph_formats(&mut self) -> impl Iterator<Item = &mut ParaFormat> {
        self.flows.iter_mut().flat_map(Flow::formats_mut)
    }

    /// The note that began last is an endnote.
    pub(super) fn make_endnote(&mut self) {
        let index = (self.notes.len() as u32).saturating_sub(1);
        if self.endnotes.last() != Some(&index) {
            self.short |= !memory::push(&mut self.endnotes, index);
        }
    }

    /// Whether a note is an endnote.
    pub(super) fn is_endnote(&self, index: usize) -> bool {
        self.endnotes.binary_search(&(index as u32)).is_ok()
    }

    /// Begins a note, and tells its index.
    pub(super) fn begin_note(&mut self) -> u32 {
        let index = self.notes.len() as u32;
        let start = self.flow(NOTES).paragraphs().len() as u32;
        self.short |= !memory::push(&mut self.notes, (start, start));
        index
    }

    /// The first paragraph of the note that began last.
    pub(super) fn note_start(&self) -> usize {
        self.notes.last().map_or(0, |note| note.0 as usize)
    }

    /// Ends the note that began last.
    pub(super) fn end_note(&mut self) {
        let end = self.flow(NOTES).paragraphs().len() as u32;
        if let Some(note) = self.notes.last_mut() {
            note.1 = end;
        }
    }

    /// A comment's text begins: its index.
    pub(super) fn begin_comment(&mut self) -> u32 {
        let start = self.flow(COMMENTS).paragraphs().len() as u32;
        let (id, paragraphs) = (CommentId(u32::MAX), (start, start));
        let text = CommentText { id, paragraphs, begun: false, ended: false };
        self.short |= !memory::push(&mut self.comments, text);
        (self.comments.len() as u32).saturating_sub(1)
    }

    /// The comment that began last ends, of which this has become known.
    pub(super) fn end_comment(&mut self, id: CommentId, begun: bool, ended: bool) {
        let end = self.flow(COMMENTS).paragraphs().len() as u32;
        if let Some(text) = self.comments.last_mut() {
            let paragraphs = (text.paragraphs.0, end);
            *text = CommentText { id, paragraphs, begun, ended };
        }
        let count = self.commented.len().max(id.0 as usize + 1);
        self.short |= !memory::pad(&mut self.commented, count, false);
        if let Some(commented) = self.commented.get_mut(id.0 as usize) {
            *commented = true;
        }
    }

    /// The texts of comments.
    pub(super) fn comments(&self) -> &[CommentText] {
        &self.comments
    }

    /// Whether a comment has a text.
    pub(super) fn has_comment(&self, id: CommentId) -> bool {
        self.commented.get(id.0 as usize).is_some_and(|&commented| commented)
    }

    /// Adds the definition of a row, and tells its index unless memory is short.
    pub(super) fn push_row(&mut self, row: RowDefinition) -> Option<u32> {
        let fits = memory::push(&mut self.rows, row);
        self.short |= !fits;
        fits.then(|| self.rows.len() as u32 - 1)
    }

    /// How many cells have been defined.
    pub(super) fn cell_count(&self) -> u32 {
        self.cells.len() as u32
    }

    /// Adds the definition of a cell; false where memory is short.
    pub(super) fn push_cell(&mut self, cell: CellDefinition) -> bool {
        let fits = memory::push(&mut self.cells, cell);
        self.short |= !fits;
        fits
    }

    /// Adds cells like those of a range: their own range.
    pub(super) fn repeat_cells(&mut self, (first, last): (u32, u32)) -> (u32, u32) {
        let start = self.cell_count();
        for at in first..last {
            let Some(&cell) = self.cells.get(at as usize) else { break };
            if !self.push_cell(cell) {
                break;
            }
        }
        (start, self.cell_count())
    }

    /// Adds font `\fN`.
    pub(super) fn add_font(&mut self, number: i32, font: Font) {
        self.short |= !self.fonts.add(number, font);
    }

    pub(super) fn add_style(&mut self, style: Style) {
        self.short |= !self.styles.add(style);
    }

    /// All styles of a table are known.
    pub(super) fn settle_styles(&mut self) {
        self.styles.settle();
    }

    pub(super) fn add_list(&mut self, list: List) {
        self.short |= !self.lists.add(list);
    }

    pub(super) fn add_override(&mut self, entry: Override) {
        self.short |= !self.lists.add_override(entry);
    }

    /// All has been read: from here on the assembly is only asked.
    pub(super) fn finish(&mut self) {
        self.lists.settle();
    }
}
