//! The paragraphs: how far in they stand, what marks the items of lists, the space between blocks.
//!
//! Shape   containers are frames; a paragraph takes its edges of the innermost one. The marker of an item waits
//!         for the paragraph that it stands before. A line end is a paragraph right below, written when text
//!         follows it.
//! Units   twips; half-points.
//! Errors  remembered by the output.
//! Limits  edges leave a third of the text's width; what would stand further in stands there, and is counted.

use super::letters::{self, Letters};
use crate::buffers::{Kept, kept, plain};
use crate::document::{self, Align, Layout, Numbers};
use crate::memory::{self, Output};
use crate::rtf::writer::paragraph::END;
use crate::rtf::writer::sink::{Sink, enough, push, take_back};
use crate::rtf::writer::style::Style;

/// How far a list's markers stand further in than what is around it, and the least room that they have.
const BEFORE: i64 = 360;
const HANG: i64 = 360;
/// The most that the label of a note has.
const WIDEST: i64 = 1_440;
/// How wide a letter of a marker is, and a sign, in hundredths of the type's size.
const LETTER: usize = 53;
const SIGN: usize = 100;
/// The bullets of lists in lists, in turn: such as every face has.
const BULLETS: [&str; 3] = ["\u{2022}\t", "\u{2013}\t", "\u{B7}\t"];

/// An open container.
#[derive(Clone, Copy, Debug)]
struct Frame {
    left: i64,
    right: i64,
    /// Number of the next item of an ordered list.
    number: Option<u32>,
    numbers: Numbers,
    /// Blocks in here stand without space between.
    tight: bool,
    /// How many lists it stands in, itself too, and the room for the markers of the innermost.
    lists: usize,
    hang: i64,
    /// The style of its plain paragraphs.
    style: Style,
}

impl Default for Frame {
    fn default() -> Self {
        Frame {
            left: 0,
            right: 0,
            number: None,
            numbers: Numbers::PLAIN,
            tight: false,
            lists: 0,
            hang: 0,
            style: Style::Normal,
        }
    }
}

/// What a document's text has.
#[derive(Clone, Copy, Debug, Default)]
struct Page {
    /// The size of letters.
    size: u32,
    width: i64,
}

/// The edges of a paragraph; of the marker that waits, if one does, the edge outside of it and its style.
#[derive(Clone, Copy, Debug, Default)]
struct Edges {
    left: i64,
    right: i64,
    marked: Option<(i64, Style)>,
}

plain!(Page, Edges);

/// How a paragraph is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting<'s> {
    pub(super) layout: Layout,
    pub(super) right_to_left: bool,
    /// What its style says, if it says nothing itself.
    pub(super) alignment: &'s [u8],
    /// Where tabs end.
    pub(super) stops: &'s [i64],
}

kept! {
    /// What is open.
    #[derive(Debug, Default)]
    pub(super) struct Flow {
        letters: Letters,
        page: Page,
        frames: Vec<Frame>,
        /// The marker that waits.
        marker: Vec<u8>,
        /// The edges of the open paragraph, and how its lines are set.
        edges: Edges,
        start: Vec<u8>,
        is_open: bool,
        /// There is a paragraph.
        has_begun: bool,
        /// A block has been written: the next one stands apart from it.
        is_behind_block: bool,
        /// Line ends that wait for text.
        breaks: usize,
    }
}

impl Flow {
    /// A document begins, with text of that size and width.
    pub(super) fn begin_document(&mut self, size: u32, width: i64) {
        self.clear();
        self.page = Page { size, width };
        self.letters.begin(size);
    }

    /// The look of what is written.
    #[inline]
    pub(super) fn letters(&mut self) -> &mut Letters {
        &mut self.letters
    }

    fn frame(&self) -> Frame {
        self.frames.last().copied().unwrap_or_default()
    }

    /// The left edge here, and how wide the text is.
    pub(super) fn room(&self) -> (i64, i64) {
        let frame = self.frame();
        (frame.left, self.page.width - frame.left - frame.right)
    }

    /// The style of plain paragraphs here.
    pub(super) fn style(&self) -> Style {
        self.frame().style
    }

    // Containers.

    /// Begins a container that stands further in. What begins in it has its space before it.
    pub(super) fn indent(&mut self, left: i64, right: i64, style: Style, sink: &mut Sink<'_>) {
        self.part(sink.out());
        self.is_behind_block = false;
        self.push(Frame { left, right, style, tight: false, ..self.frame() }, sink);
    }

    /// Begins a container whose blocks stand together.
    pub(super) fn open_together(&mut self, sink: &mut Sink<'_>) {
        self.part(sink.out());
        self.is_behind_block = false;
        self.push(Frame { left: 0, right: 0, tight: true, ..self.frame() }, sink);
    }

    /// Begins a list, the longest number of which has so many letters.
    pub(super) fn open_list(
        &mut self,
        number: Option<u32>,
        (numbers, longest): (Numbers, usize),
        tight: bool,
        sink: &mut Sink<'_>,
    ) {
        self.open_together(sink);
        let hang = self.hang(if number.is_some() { LETTER * longest } else { SIGN });
        if let Some(frame) = self.frames.last_mut() {
            (frame.number, frame.numbers) = (number, numbers);
            (frame.tight, frame.hang) = (tight, hang);
            frame.lists += 1;
        }
    }

    /// The room for a marker so wide, in hundredths of the type's size.
    fn hang(&self, width: usize) -> i64 {
        // A half-point is ten twips.
        (width as i64 * i64::from(self.page.size) / 10 + HANG / 3).max(HANG)
    }

    /// Begins an item of the innermost list.
    pub(super) fn open_item(&mut self, task: Option<bool>, sink: &mut Sink<'_>) {
        self.part(sink.out());
        let list = self.frame();
        let out = sink.out();
        self.marker.clear();
        match (list.number, task) {
            (None, None) => {
                let bullet = BULLETS[list.lists.saturating_sub(1) % BULLETS.len()];
                self.mark(bullet.as_bytes(), out);
            }
            (None, Some(done)) => {
                self.mark(task_box(done).as_bytes(), out);
                self.mark(b"\t", out);
            }
            (Some(number), task) => {
                self.mark(list.numbers.label(number).bytes(), out);
                self.mark(b"\t", out);
                if let Some(done) = task {
                    self.mark(task_box(done).as_bytes(), out);
                    self.mark(b" ", out);
                }
            }
        }
        self.edges.marked = Some((list.left, Style::List));
        if let Some(list) = self.frames.last_mut() {
            list.number = list.number.map(|number| number.saturating_add(1));
        }
        let left = BEFORE + list.hang;
        self.push(Frame { left, right: 0, number: None, style: Style::List, ..list }, sink);
    }

    /// Begins the text of a note, apart from what is above it.
    pub(super) fn open_note(&mut self, label: &[u8], sink: &mut Sink<'_>) {
        self.end(sink.out());
        self.is_behind_block = self.has_begun;
        self.part(sink.out());
        let outer = self.frame();
        self.marker.clear();
        for piece in [b"[", label, b"]\t"] {
            self.mark(piece, sink.out());
        }
        self.edges.marked = Some((outer.left, Style::Note));
        let left = BEFORE + self.hang(LETTER * (label.len() + 2)).min(WIDEST);
        self.push(Frame { left, right: 0, style: Style::Note, ..outer }, sink);
    }

    /// Adds to the marker that waits.
    fn mark(&mut self, text: &[u8], out: &mut Output) {
        enough(memory::append(&mut self.marker, text), out);
    }

    /// Opens a container that stands so much further in.
    fn push(&mut self, frame: Frame, sink: &mut Sink<'_>) {
        let outer = self.frame();
        let (mut left, mut right) = (outer.left + frame.left, outer.right + frame.right);
        if (left, right) != (outer.left, outer.right) && left + right > self.page.width * 2 / 3 {
            sink.flatten();
            (left, right) = (outer.left, outer.right);
        }
        push(&mut self.frames, Frame { left, right, ..frame }, sink.out());
    }

    /// Ends the innermost container.
    pub(super) fn close(&mut self) {
        self.frames.pop();
    }

    /// Whether the marker of an item waits for its paragraph.
    pub(super) fn is_marked(&self) -> bool {
        self.edges.marked.is_some()
    }

    /// The next block stands right below the last.
    pub(super) fn touch(&mut self) {
        self.is_behind_block = false;
    }

    /// The space before a block, where one belongs.
    fn part(&mut self, out: &mut Output) {
        self.end(out);
        if !self.is_marked() && !self.frame().tight {
            self.space(out);
        }
    }

    /// An empty paragraph, half as high as a line, behind a block.
    pub(super) fn space(&mut self, out: &mut Output) {
        self.end(out);
        if std::mem::take(&mut self.is_behind_block) {
            let Frame { left, right, .. } = self.frame();
            out.push(b"\\pard");
            edges(left, right, out);
            self.letters.stand_in_space(out);
            out.push(END);
        }
    }

    // Paragraphs.

    /// Whether one is open.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Begins a paragraph whose letters have that look, and its marker that of its own style.
    pub(super) fn begin(
        &mut self,
        setting: Setting<'_>,
        look: letters::Look,
        look_of: &dyn Fn(Style) -> letters::Look,
        sink: &mut Sink<'_>,
    ) {
        self.part(sink.out());
        let Frame { left, right, .. } = self.frame();
        (self.is_open, self.has_begun) = (true, true);
        (self.is_behind_block, self.breaks) = (false, 0);
        self.set(setting, sink.out());
        (self.edges.left, self.edges.right) = (left, right);
        let marked = self.edges.marked.take();
        self.begin_line(marked.map(|(outer, _)| outer), sink.out());
        if let Some((_, style)) = marked {
            self.letters.stand_in(look_of(style));
            self.letters.settle(sink.out());
            sink.text(&self.marker);
        }
        self.letters.stand_in(look);
    }

    /// Notes how the lines of a paragraph are set.
    fn set(&mut self, setting: Setting<'_>, out: &mut Output) {
        let from = out.len();
        setting.stops.iter().for_each(|&stop| word(b"\\tx", stop, out));
        out.push(match (setting.right_to_left, setting.layout.direction()) {
            (true, _) => b"\\rtlpar",
            (false, document::Direction::Ltr) => b"\\ltrpar",
            (false, _) => b"",
        });
        out.push(match setting.layout.align() {
            Align::None if setting.right_to_left => b"\\qr",
            Align::None => setting.alignment,
            Align::Left => b"\\ql",
            Align::Center => b"\\qc",
            Align::Right => b"\\qr",
            Align::Justify => b"\\qj",
        });
        self.start.clear();
        take_back(out, from, &mut self.start);
    }

    /// Begins a line; behind a marker that stands outside of an edge.
    fn begin_line(&mut self, marked_at: Option<i64>, out: &mut Output) {
        let Edges { left, right, .. } = self.edges;
        out.push(b"\\pard");
        edges(left, right, out);
        if let Some(outer) = marked_at {
            // One that has no room has it behind itself.
            let hang = outer + BEFORE - left;
            if hang < 0 {
                word(b"\\fi", hang, out);
            }
            word(b"\\tx", if hang < 0 { left } else { left + BEFORE + HANG }, out);
        }
        out.push(&self.start);
        self.letters.note_word();
    }

    /// A line end.
    pub(super) fn break_line(&mut self) {
        self.breaks += usize::from(self.is_open);
    }

    /// Text follows: the line ends that wait are written, and what it looks like.
    pub(super) fn settle(&mut self, out: &mut Output) {
        for _ in 0..std::mem::take(&mut self.breaks) {
            self.new_line(out);
        }
        self.letters.settle(out);
    }

    fn new_line(&mut self, out: &mut Output) {
        self.letters.rest(out);
        out.push(END);
        self.begin_line(None, out);
    }

    /// Ends the paragraph, if one is open. A line end at its end is that.
    pub(super) fn end(&mut self, out: &mut Output) {
        if !std::mem::take(&mut self.is_open) {
            return;
        }
        for _ in 1..std::mem::take(&mut self.breaks) {
            self.new_line(out);
        }
        self.letters.rest(out);
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

fn task_box(done: bool) -> &'static str {
    if done { "\u{2612}" } else { "\u{2610}" }
}
