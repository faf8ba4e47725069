//! Groups: where their text goes and what formatting is in force in them.
//!
//! Shape   `{` saves the whole state, `}` restores it; [`Groups`] holds the state in force and those that
//!         open groups restore.
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::characters::Characters;
use super::line_of_math::{MathEnd, Part, Shape};
use super::paragraphs;
use crate::rtf::assembly::flow::BODY;
use crate::rtf::assembly::format::{ParaFormat, Pn};
use crate::rtf::walk::groups::{Closed, Opened, Stack};
use crate::rtf::words::{Destination, ParagraphWord};
use crate::work;

/// Everything that a group saves.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    destination: Destination,
    characters: Characters,
    para: ParaFormat,
    /// How many bytes or tokens stand in for one `\u`.
    stand_in: u32,
    /// In a field that is part of another's instruction.
    inner_field: bool,
    /// The part of a formula that the group is.
    math: Part,
    /// In `\nesttableprops`.
    nested_row: bool,
    /// In a document that stands in a cell of another: how deep in tables that cell is.
    host_depth: u8,
    /// Which flow text goes to: the body, a note, a frame.
    flow: u8,
    /// Where this group's capture begins, if its destination collects text aside.
    capture: u32,
}

impl Default for State {
    fn default() -> Self {
        State {
            destination: Destination::Body,
            characters: Characters::default(),
            para: ParaFormat::default(),
            stand_in: 1,
            inner_field: false,
            math: Part::default(),
            nested_row: false,
            host_depth: 0,
            flow: BODY,
            capture: 0,
        }
    }
}

impl State {
    fn is_upr(&self) -> bool {
        matches!(self.destination, Destination::Upr | Destination::UprUnicode)
    }
}

/// The state in force, and the groups that are open.
#[derive(Debug)]
pub(super) struct Groups {
    now: State,
    outer: Stack<State>,
    /// Where the brace of the group opened last stands.
    brace: usize,
}

/// What is asked.
impl Groups {
    /// No groups, in a buffer that is there.
    pub fn new(buffer: Vec<State>, limit: usize) -> Self {
        Groups { now: State::default(), outer: Stack::new(buffer, limit), brace: 0 }
    }

    /// The buffer, for the next document.
    pub fn into_buffer(self) -> Vec<State> {
        self.outer.into_buffer()
    }

    #[inline]
    pub fn destination(&self) -> Destination {
        self.now.destination
    }

    #[inline]
    pub fn is_in_body(&self) -> bool {
        self.now.destination == Destination::Body
    }

    #[inline]
    pub fn flow(&self) -> u8 {
        self.now.flow
    }

    /// Where this group's capture begins.
    pub fn capture(&self) -> usize {
        self.now.capture as usize
    }

    /// How many bytes or tokens stand in for one `\u`.
    pub fn stand_in(&self) -> u32 {
        self.now.stand_in
    }

    #[inline]
    pub fn characters(&self) -> &Characters {
        &self.now.characters
    }

    #[inline]
    pub fn para(&self) -> &ParaFormat {
        &self.now.para
    }

    /// The paragraph formatting, to be replaced.
    pub fn para_mut(&mut self) -> &mut ParaFormat {
        &mut self.now.para
    }

    pub fn is_in_inner_field(&self) -> bool {
        self.now.inner_field
    }

    pub fn is_in_nested_row(&self) -> bool {
        self.now.nested_row
    }

    /// How many groups are open, those too deep left out.
    #[inline]
    pub fn depth(&self) -> usize {
        self.outer.depth()
    }

    /// The depth that groups stay below.
    pub fn limit(&self) -> usize {
        self.outer.limit()
    }

    #[inline]
    pub fn is_too_deep(&self) -> bool {
        self.outer.is_too_deep()
    }

    /// Where the brace of the group opened last stands.
    #[inline]
    pub fn brace(&self) -> usize {
        self.brace
    }

    /// Whether one of the four groups around the one in hand holds the data of a picture.
    pub fn is_near_a_picture(&self) -> bool {
        let mut outer = self.outer.states().iter().rev().take(4);
        outer.any(|group| group.destination == Destination::Picture)
    }

    /// Whether a formula is around what comes.
    pub fn is_in_formula(&self) -> bool {
        self.now.math.inside
    }

    /// What a part of a formula shows at its end, which is here: its group has been closed.
    #[inline]
    pub fn formula_ends(&self) -> MathEnd {
        let Part { end, depth, .. } = self.now.math;
        if depth as usize == self.outer.depth() + 1 { end } else { MathEnd::None }
    }
}

/// Groups begin and end.
impl Groups {
    /// Notes where the brace stands of a group that begins.
    #[inline]
    pub fn note_brace(&mut self, at: usize) {
        self.brace = at;
    }

    /// A group begins, which may be an entry of what is around it; `capture` is where text that is
    /// collected now begins.
    #[inline]
    pub fn open(&mut self, capture: usize) -> Opened {
        let opened = self.outer.open(&self.now);
        if opened != Opened::Saved {
            return opened;
        }
        self.now.characters.begin_group();
        match self.now.destination {
            Destination::Stylesheet => {
                self.now.destination = Destination::Style;
                self.now.characters.begin_style();
                self.now.para = ParaFormat::default();
                self.now.capture = capture as u32;
            }
            // The ANSI spelling in `\upr`; `\ud` opens the one to read.
            Destination::Upr => {
                self.now.destination = Destination::Ignored;
                if let Some(upr) = self.outer.states_mut().last_mut() {
                    upr.destination = Destination::UprUnicode;
                }
            }
            _ => {}
        }
        opened
    }

    /// A group ends. What it restores is in force once [`Groups::restore`] is told so.
    #[inline]
    pub fn close(&mut self) -> Closed {
        self.outer.close()
    }

    /// Where text goes once the group that has been closed is over: its destination and its flow.
    #[inline]
    pub fn behind(&self) -> (Destination, u8) {
        self.outer
            .closed()
            .map_or((Destination::Body, BODY), |outer| (outer.destination, outer.flow))
    }

    /// The group that has been closed is over.
    #[inline]
    pub fn restore(&mut self) {
        if let Some(outer) = self.outer.closed() {
            self.now = *outer;
        }
    }

    /// The document has ended, and text behind it keeps the look of what stood before.
    pub fn run_over(&mut self) {
        self.now.destination = Destination::Body;
        self.now.flow = BODY;
    }

    /// A document begins, and formatting with it; `inner` ones stand in a group of another, and there
    /// in a cell.
    pub fn begin_document(&mut self, inner: bool) {
        let State { flow, para, .. } = self.now;
        let depth = if inner { para.table_depth } else { 0 };
        let para = ParaFormat { table_depth: depth, ..ParaFormat::default() };
        self.now = State { flow, para, host_depth: depth, ..State::default() };
    }

    /// All has been read: what is left is of the body.
    pub fn end_in_body(&mut self) {
        self.now.flow = BODY;
    }
}

/// Where text goes.
impl Groups {
    /// The text of this group goes to a destination from here on.
    pub fn enter(&mut self, destination: Destination) {
        self.now.destination = destination;
    }

    /// The same, and it is collected aside from `capture` on.
    pub fn enter_aside(&mut self, destination: Destination, capture: usize) {
        self.now.destination = destination;
        self.now.capture = capture as u32;
    }

    /// The text of this group is a flow of its own.
    pub fn enter_flow(&mut self, flow: u8) {
        self.now.flow = flow;
        self.now.destination = Destination::Body;
        self.now.para = ParaFormat::default();
        self.now.characters.begin_flow();
    }

    /// A field begins in an instruction.
    pub fn enter_inner_field(&mut self) {
        self.now.inner_field = true;
    }

    /// What follows defines a row inside a cell.
    pub fn enter_nested_row(&mut self) {
        self.now.nested_row = true;
    }

    /// A part of a formula shows something where the group in hand ends.
    pub fn end_formula_with(&mut self, end: MathEnd) {
        (self.now.math.end, self.now.math.depth) = (end, self.outer.depth() as u32);
    }

    /// The group in hand is a part of a formula, of which pieces follow.
    pub fn begin_formula(&mut self, shape: Shape) {
        self.now.math = Part { shape, inside: true, ..Part::default() };
    }

    /// The group in hand is a piece of the part around it: the shape of that, and how many pieces of
    /// it came before.
    pub fn begin_piece(&mut self) -> (Shape, u8) {
        let inside = Part { inside: true, ..Part::default() };
        let Part { shape, count, .. } = std::mem::replace(&mut self.now.math, inside);
        if let Some(outer) = self.outer.states_mut().last_mut() {
            outer.math.count = outer.math.count.saturating_add(1);
        }
        (shape, count)
    }

    /// An instruction that lost its brace is over, in all groups that are open in it.
    pub fn leave_instruction(&mut self) {
        self.now.destination = Destination::Body;
        let instruction = self.outer.states_mut().iter_mut().rev();
        for outer in instruction.take_while(|outer| outer.destination != Destination::Body) {
            outer.destination = Destination::Body;
        }
    }

    /// The rest of a `\upr`, and all that is open in it, is what `\upr` stands in.
    pub fn leave_upr(&mut self) {
        let groups = self.outer.states_mut();
        work::step(groups.len());
        let inner = groups.iter().rposition(State::is_upr).unwrap_or(groups.len());
        let outer = groups[..inner].iter().rposition(|state| !state.is_upr());
        let Some(outer) = outer.filter(|_| self.now.is_upr() || inner < groups.len()) else {
            return;
        };
        let destination = groups[outer].destination;
        self.now.destination = destination;
        groups[outer + 1..].iter_mut().for_each(|state| state.destination = destination);
    }

    /// What comes is text of the body, whatever groups are open.
    pub fn leave_all(&mut self) {
        self.now.destination = Destination::Body;
        work::step(self.outer.depth());
        for outer in self.outer.states_mut() {
            outer.destination = Destination::Body;
        }
    }

    /// Groups from `depth` on are over, and those around them are of the body: what comes looks as
    /// text did before them.
    pub fn give_up(&mut self, depth: usize) {
        self.outer.close_to(depth);
        self.now = self.outer.states().last().copied().unwrap_or_default();
        self.leave_all();
    }

    /// The body goes on in a group that was for something else, and looked it.
    pub fn look_like_the_body(&mut self) {
        self.now = State { flow: self.now.flow, ..State::default() };
    }
}

/// Formatting.
impl Groups {
    /// `\uc`
    pub fn say_stand_in(&mut self, count: u32) {
        self.now.stand_in = count;
    }

    /// The character formatting, to be changed.
    #[inline]
    pub fn format_characters(&mut self) -> &mut Characters {
        &mut self.now.characters
    }

    /// Does what a word says of the paragraph.
    #[inline]
    pub fn format_paragraph(&mut self, word: ParagraphWord, parameter: Option<i32>) {
        paragraphs::apply(&mut self.now.para, word, parameter, self.now.host_depth);
    }

    /// The paragraph style at `index` is in force from here on.
    #[inline]
    pub fn use_paragraph_style(&mut self, index: u16) {
        self.now.para.style = index;
    }

    /// `\lsN`
    pub fn list(&mut self, number: i32) {
        self.now.para.list = number;
        self.now.para.unlisted = number == 0;
    }

    /// What `\pn` has said.
    pub fn old_list(&mut self, pn: Pn) {
        self.now.para.pn = pn;
    }
}
