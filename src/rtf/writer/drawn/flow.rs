//! The paragraphs: how far in they stand, what marks the items of lists, the space between blocks.
//!
//! Shape   containers are frames; a paragraph takes its edges of the innermost one. The marker of an item waits
//!         for the paragraph that it stands before. A line end is a paragraph right below, written when text
//!         follows it.
//! Units   twips.
//! Errors  remembered by the output.

use super::letters::Letters;
use crate::buffers::{kept, plain};
use crate::document::{self, Align, Layout, Numbers};
use crate::memory::Output;
use crate::rtf::writer::containers::FARTHEST;
use crate::rtf::writer::paragraph::END;
use crate::rtf::writer::sink::{Sink, push, take_back};
use crate::text::escape_rtf;

/// What one item adds to the left edge, and how far before that its marker stands.
const INDENT: i64 = 720;
const HANG: i64 = 360;
/// The bullets of lists in lists, in turn: such as every face has.
const BULLETS: [&[u8]; 3] = [b"\\'95\\tab ", b"\\'96\\tab ", b"\\'b7\\tab "];
/// A table keeps this width however far right it begins.
const NARROWEST: i64 = 1_440;

/// An open container.
#[derive(Clone, Copy, Debug, Default)]
struct Frame {
    left: i64,
    right: i64,
    /// Number of the next item of an ordered list.
    number: Option<u32>,
    numbers: Numbers,
    /// Blocks in here stand without space between.
    tight: bool,
    /// How many lists it stands in, itself too.
    lists: usize,
}

/// The edges of a paragraph, and that outside of the marker which waits, if one does.
#[derive(Clone, Copy, Debug, Default)]
struct Edges {
    left: i64,
    right: i64,
    marked_at: Option<i64>,
}

plain!(Edges);

kept! {
    /// What is open.
    #[derive(Debug, Default)]
    pub(super) struct Flow {
        frames: Vec<Frame>,
        /// The marker that waits.
        marker: Vec<u8>,
        /// The edges of the open paragraph, and how its lines are set.
        edges: Edges,
        start: Vec<u8>,
        is_open: bool,
        /// A block has been written: the next one stands apart from it.
        is_behind_block: bool,
        /// Line ends that wait for text.
        breaks: usize,
    }
}

impl Flow {
    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or_default()
    }

    /// How wide the text is here, of so much of all.
    pub(super) fn width(&self, text: i64) -> (i64, i64) {
        let frame = self.frame();
        (frame.left, (text - frame.left - frame.right).max(NARROWEST))
    }

    // Containers.

    /// Begins a container that stands further in.
    pub(super) fn indent(
        &mut self,
        left: i64,
        right: i64,
        letters: &mut Letters,
        out: &mut Output,
    ) {
        self.part(letters, out);
        // What begins in it has its space before it.
        self.touch();
        self.push(left, right, false, out);
    }

    /// Begins a container whose blocks stand together.
    pub(super) fn open_together(&mut self, letters: &mut Letters, out: &mut Output) {
        self.part(letters, out);
        self.touch();
        self.push(0, 0, true, out);
    }

    /// Begins a list.
    pub(super) fn open_list(
        &mut self,
        number: Option<u32>,
        numbers: Numbers,
        tight: bool,
        letters: &mut Letters,
        out: &mut Output,
    ) {
        self.open_together(letters, out);
        if let Some(frame) = self.frames.last_mut() {
            (frame.number, frame.numbers, frame.tight) = (number, numbers, tight);
            frame.lists += 1;
        }
    }

    /// Begins an item of the innermost list.
    pub(super) fn open_item(
        &mut self,
        task: Option<bool>,
        letters: &mut Letters,
        out: &mut Output,
    ) {
        self.part(letters, out);
        let list = self.frame();
        let from = out.len();
        match (list.number, task) {
            (None, None) => out.push(BULLETS[list.lists.saturating_sub(1) % BULLETS.len()]),
            (None, Some(done)) => {
                out.push(task_box(done));
                out.push(b"\\tab ");
            }
            (Some(number), task) => {
                out.push(list.numbers.label(number).bytes());
                out.push(b"\\tab ");
                if let Some(done) = task {
                    out.push(task_box(done));
                    out.push_byte(b' ');
                }
            }
        }
        self.mark(from, out);
        if let Some(list) = self.frames.last_mut() {
            list.number = list.number.map(|number| number.saturating_add(1));
        }
        self.push(INDENT, 0, list.tight, out);
    }

    /// Begins the text of a note.
    pub(super) fn open_note(&mut self, label: &[u8], letters: &mut Letters, out: &mut Output) {
        self.part(letters, out);
        let from = out.len();
        out.push_byte(b'[');
        escape_rtf(label, out);
        out.push(b"]\\tab ");
        self.mark(from, out);
        self.push(INDENT, 0, false, out);
    }

    /// What was written from there on is a marker that waits.
    fn mark(&mut self, from: usize, out: &mut Output) {
        self.marker.clear();
        take_back(out, from, &mut self.marker);
        self.edges.marked_at = Some(self.frame().left);
    }

    fn push(&mut self, left: i64, right: i64, tight: bool, out: &mut Output) {
        let outer = self.frame();
        let (left, right) = (outer.left + left, outer.right + right);
        let (left, right) = (left.min(FARTHEST), right.min(FARTHEST));
        push(&mut self.frames, Frame { left, right, tight, number: None, ..outer }, out);
    }

    /// Ends the innermost container.
    pub(super) fn close(&mut self) {
        self.frames.pop();
    }

    /// Whether the marker of an item waits for its paragraph.
    pub(super) fn is_marked(&self) -> bool {
        self.edges.marked_at.is_some()
    }

    /// The next block stands right below the last.
    pub(super) fn touch(&mut self) {
        self.is_behind_block = false;
    }

    /// The space before a block, where one belongs.
    pub(super) fn part(&mut self, letters: &mut Letters, out: &mut Output) {
        self.end(letters, out);
        if self.is_behind_block && !self.is_marked() && !self.frame().tight {
            self.space(letters, out);
        }
    }

    /// An empty paragraph, half as high as a line, behind a block.
    pub(super) fn space(&mut self, letters: &mut Letters, out: &mut Output) {
        self.end(letters, out);
        if std::mem::take(&mut self.is_behind_block) {
            let Frame { left, right, .. } = self.frame();
            out.push(b"\\pard");
            edges(left, right, out);
            letters.stand_in_space(out);
            out.push(END);
        }
    }

    // Paragraphs.

    /// Whether one is open.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Begins a paragraph: how it is set and whether it runs from right to left, and where tabs end.
    pub(super) fn begin(
        &mut self,
        (layout, right_to_left): (Layout, bool),
        stops: &[i64],
        letters: &mut Letters,
        sink: &mut Sink<'_>,
    ) {
        let out = sink.out();
        self.part(letters, out);
        let Frame { left, right, .. } = self.frame();
        (self.is_open, self.is_behind_block, self.breaks) = (true, false, 0);
        self.start.clear();
        let from = out.len();
        stops.iter().for_each(|&stop| word(b"\\tx", stop, out));
        setting(layout, right_to_left, out);
        take_back(out, from, &mut self.start);
        (self.edges.left, self.edges.right) = (left, right);
        let marked_at = self.edges.marked_at.take();
        self.begin_line(marked_at.map(|outer| (outer + HANG - left).min(0)), letters, out);
        if marked_at.is_some() {
            letters.settle(out);
            out.push(&self.marker);
        }
    }

    /// Begins a line; with a marker it begins so far to the left.
    fn begin_line(&self, hang: Option<i64>, letters: &mut Letters, out: &mut Output) {
        let Edges { left, right, .. } = self.edges;
        out.push(b"\\pard");
        edges(left, right, out);
        if let Some(hang) = hang {
            word(b"\\fi", hang, out);
            word(b"\\tx", left, out);
        }
        out.push(&self.start);
        letters.note_word();
    }

    /// A line end.
    pub(super) fn break_line(&mut self) {
        self.breaks += usize::from(self.is_open);
    }

    /// Text follows: the line ends that wait are written.
    pub(super) fn settle(&mut self, letters: &mut Letters, out: &mut Output) {
        for _ in 0..std::mem::take(&mut self.breaks) {
            self.new_line(letters, out);
        }
    }

    fn new_line(&self, letters: &mut Letters, out: &mut Output) {
        letters.rest(out);
        out.push(END);
        self.begin_line(None, letters, out);
    }

    /// Ends the paragraph, if one is open. A line end at its end is that.
    pub(super) fn end(&mut self, letters: &mut Letters, out: &mut Output) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        for _ in 1..std::mem::take(&mut self.breaks) {
            self.new_line(letters, out);
        }
        letters.rest(out);
        out.push(END);
        self.is_behind_block = true;
    }
}

fn word(word: &[u8], value: i64, out: &mut Output) {
    out.push(word);
    out.push_int(value);
}

fn edges(left: i64, right: i64, out: &mut Output) {
    for (edge, name) in [(left, &b"\\li"[..]), (right, b"\\ri")] {
        if edge > 0 {
            word(name, edge, out);
        }
    }
}

/// How the lines are set.
fn setting(layout: Layout, right_to_left: bool, out: &mut Output) {
    out.push(match (right_to_left, layout.direction()) {
        (true, _) => b"\\rtlpar",
        (false, document::Direction::Ltr) => b"\\ltrpar",
        (false, _) => b"",
    });
    out.push(match layout.align() {
        Align::None if right_to_left => b"\\qr",
        Align::None => b"",
        Align::Left => b"\\ql",
        Align::Center => b"\\qc",
        Align::Right => b"\\qr",
        Align::Justify => b"\\qj",
    });
}

fn task_box(done: bool) -> &'static [u8] {
    if done { b"\\u9746?" } else { b"\\u9744?" }
}
