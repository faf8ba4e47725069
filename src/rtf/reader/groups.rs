//! Groups: where their text goes and what formatting is in force in them.
//!
//! Shape   `{` saves the whole state, `}` restores it; [`Groups`] holds the state in force and those that
//!         open groups restore. What text looks like has numbers where it is known from before; with those
//!         and the bytes of the words that follow, what these come to is known too.
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::characters::Characters;
use super::line_of_math::{MathEnd, Part, Shape};
use super::paragraph_words;
use super::stretches::Stretches;
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
    known: Known,
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
            known: Known::default(),
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

/// Numbers of what characters and paragraph look like, for what does so again: 0 where they are not known.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    characters: u32,
    para: u32,
}

impl Known {
    /// The characters' number.
    #[inline]
    pub(super) fn characters(self) -> u64 {
        self.characters.into()
    }

    /// One of both; 0 where one is not known.
    #[inline]
    pub(super) fn all(self) -> u64 {
        if self.para == 0 { 0 } else { self.characters() << 32 | u64::from(self.para) }
    }
}

/// What words have said of a paragraph and its characters; a number of 0 says that these are as before.
type Start = (ParaFormat, Characters, Known);

/// Set in the number of characters that a group began with.
const BEGUN: u32 = 1;

/// The state in force, and the groups that are open.
#[derive(Debug)]
pub(super) struct Groups {
    now: State,
    outer: Stack<State>,
    /// Where the brace of the group opened last stands.
    brace: usize,
    /// What words behind a `\pard` came to, behind a marker, and at the start of a group.
    starts: Stretches<Start>,
    rests: Stretches<Start>,
    looks: Stretches<(Characters, u32)>,
    /// The number given last.
    numbers: u32,
    /// The number of characters whose format is known, and that.
    format: (u32, u32),
}

/// What is asked.
impl Groups {
    /// No groups, in a buffer that is there.
    pub(super) fn new(buffer: Vec<State>, limit: usize) -> Self {
        Groups {
            now: State::default(),
            outer: Stack::new(buffer, limit),
            brace: 0,
            starts: Stretches::default(),
            rests: Stretches::default(),
            looks: Stretches::default(),
            numbers: 0,
            format: (0, 0),
        }
    }

    /// The buffer, for the next document.
    pub(super) fn take_buffer(&mut self) -> Vec<State> {
        self.outer.take_buffer()
    }

    #[inline]
    pub(super) fn destination(&self) -> Destination {
        self.now.destination
    }

    #[inline]
    pub(super) fn is_in_body(&self) -> bool {
        self.now.destination == Destination::Body
    }

    #[inline]
    pub(super) fn flow(&self) -> u8 {
        self.now.flow
    }

    /// Where this group's capture begins.
    pub(super) fn capture(&self) -> usize {
        self.now.capture as usize
    }

    /// How many bytes or tokens stand in for one `\u`.
    pub(super) fn stand_in(&self) -> u32 {
        self.now.stand_in
    }

    #[inline]
    pub(super) fn characters(&self) -> &Characters {
        &self.now.characters
    }

    #[inline]
    pub(super) fn para(&self) -> &ParaFormat {
        &self.now.para
    }

    /// The paragraph formatting, to be replaced.
    pub(super) fn para_mut(&mut self) -> &mut ParaFormat {
        self.now.known.para = 0;
        &mut self.now.para
    }

    pub(super) fn is_in_inner_field(&self) -> bool {
        self.now.inner_field
    }

    pub(super) fn is_in_nested_row(&self) -> bool {
        self.now.nested_row
    }

    /// How many groups are open, those too deep left out.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.outer.depth()
    }

    /// The depth that groups stay below.
    pub(super) fn limit(&self) -> usize {
        self.outer.limit()
    }

    #[inline]
    pub(super) fn is_too_deep(&self) -> bool {
        self.outer.is_too_deep()
    }

    /// Where the brace of the group opened last stands.
    #[inline]
    pub(super) fn brace(&self) -> usize {
        self.brace
    }

    /// Whether one of the four groups around the one in hand holds the data of a picture.
    pub(super) fn is_near_a_picture(&self) -> bool {
        let mut outer = self.outer.states().iter().rev().take(4);
        outer.any(|group| group.destination == Destination::Picture)
    }

    /// Whether a formula is around what comes.
    pub(super) fn is_in_formula(&self) -> bool {
        self.now.math.inside
    }

    /// What a part of a formula shows at its end, which is here: its group has been closed.
    #[inline]
    pub(super) fn formula_ends(&self) -> MathEnd {
        let Part { end, depth, .. } = self.now.math;
        if depth as usize == self.outer.depth() + 1 { end } else { MathEnd::None }
    }
}

/// Groups begin and end.
impl Groups {
    /// Notes where the brace stands of a group that begins.
    #[inline]
    pub(super) fn note_brace(&mut self, at: usize) {
        self.brace = at;
    }

    /// A group begins, which may be an entry of what is around it; `capture` is where text that is
    /// collected now begins.
    #[inline]
    pub(super) fn open(&mut self, capture: usize) -> Opened {
        let opened = self.outer.open(&self.now);
        if opened != Opened::Saved {
            return opened;
        }
        self.now.characters.begin_group();
        if self.now.known.characters != 0 {
            self.now.known.characters |= BEGUN;
        }
        match self.now.destination {
            Destination::Stylesheet => {
                self.now.destination = Destination::Style;
                self.now.characters.begin_style();
                self.now.known = Known::default();
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
    pub(super) fn close(&mut self) -> Closed {
        self.outer.close()
    }

    /// Where text goes once the group that has been closed is over: its destination and its flow.
    #[inline]
    pub(super) fn behind(&self) -> (Destination, u8) {
        self.outer
            .closed()
            .map_or((Destination::Body, BODY), |outer| (outer.destination, outer.flow))
    }

    /// The group that has been closed is over.
    #[inline]
    pub(super) fn restore(&mut self) {
        if let Some(outer) = self.outer.closed() {
            self.now = *outer;
            if self.now.destination != Destination::Body {
                self.forget_in_table();
            }
        }
    }

    /// The document has ended, and text behind it keeps the look of what stood before.
    pub(super) fn run_over(&mut self) {
        self.now.destination = Destination::Body;
        self.now.flow = BODY;
    }

    /// A document begins, and formatting with it; `inner` ones stand in a group of another, and there
    /// in a cell.
    pub(super) fn begin_document(&mut self, inner: bool) {
        self.forget();
        let State { flow, para, .. } = self.now;
        let depth = if inner { para.table_depth } else { 0 };
        let para = ParaFormat { table_depth: depth, ..ParaFormat::default() };
        self.now = State { flow, para, host_depth: depth, ..State::default() };
    }

    /// All has been read: what is left is of the body.
    pub(super) fn end_in_body(&mut self) {
        self.now.flow = BODY;
    }
}

/// Where text goes.
impl Groups {
    /// The text of this group goes to a destination from here on.
    pub(super) fn enter(&mut self, destination: Destination) {
        self.now.destination = destination;
        self.forget_in_table();
    }

    /// The same, and it is collected aside from `capture` on.
    pub(super) fn enter_aside(&mut self, destination: Destination, capture: usize) {
        self.now.capture = capture as u32;
        self.enter(destination);
    }

    /// The text of this group is a flow of its own.
    pub(super) fn enter_flow(&mut self, flow: u8) {
        self.now.flow = flow;
        self.now.destination = Destination::Body;
        self.now.para = ParaFormat::default();
        self.now.characters.begin_flow();
        self.now.known = Known::default();
    }

    /// A field begins in an instruction.
    pub(super) fn enter_inner_field(&mut self) {
        self.now.inner_field = true;
    }

    /// What follows defines a row inside a cell.
    pub(super) fn enter_nested_row(&mut self) {
        self.now.nested_row = true;
    }

    /// A part of a formula shows something where the group in hand ends.
    pub(super) fn end_formula_with(&mut self, end: MathEnd) {
        (self.now.math.end, self.now.math.depth) = (end, self.outer.depth() as u32);
    }

    /// The group in hand is a part of a formula, of which pieces follow.
    pub(super) fn begin_formula(&mut self, shape: Shape) {
        self.now.math = Part { shape, inside: true, ..Part::default() };
    }

    /// The pieces of the part in hand are lines with marks of what stands below each other.
    pub(super) fn mark_lines(&mut self) {
        self.now.math.lined = true;
    }

    /// Whether `&` is such a mark here.
    #[inline]
    pub(super) fn has_marked_lines(&self) -> bool {
        self.now.math.lined
    }

    /// Whether the group in hand, or one that so many are in, shows nothing of a formula at its end.
    pub(super) fn ends_silently(&self, inside: usize) -> bool {
        let depth = self.outer.depth().saturating_sub(inside);
        let states = self.outer.states();
        let state = if inside == 0 { Some(&self.now) } else { states.get(depth) };
        state.is_some_and(|State { math, .. }| {
            math.end == MathEnd::None || math.end == MathEnd::Whole || math.depth as usize != depth
        })
    }

    /// The group in hand is a piece of the part around it: the shape of that, and how many pieces of
    /// it came before.
    pub(super) fn begin_piece(&mut self) -> (Shape, u8) {
        let lined = self.now.math.lined;
        let inside = Part { inside: true, lined, ..Part::default() };
        let Part { shape, count, .. } = std::mem::replace(&mut self.now.math, inside);
        if let Some(outer) = self.outer.states_mut().last_mut() {
            outer.math.count = outer.math.count.saturating_add(1);
        }
        (shape, count)
    }

    /// An instruction that lost its brace is over, in all groups that are open in it.
    pub(super) fn leave_instruction(&mut self) {
        self.now.destination = Destination::Body;
        let instruction = self.outer.states_mut().iter_mut().rev();
        for outer in instruction.take_while(|outer| outer.destination != Destination::Body) {
            outer.destination = Destination::Body;
        }
    }

    /// The rest of a `\upr`, and all that is open in it, is what `\upr` stands in.
    pub(super) fn leave_upr(&mut self) {
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
    pub(super) fn leave_all(&mut self) {
        self.now.destination = Destination::Body;
        work::step(self.outer.depth());
        for outer in self.outer.states_mut() {
            outer.destination = Destination::Body;
        }
    }

    /// What comes is of the flow around that in force, looked for outside of the group at `depth`, which it stands in
    /// then; false where there is none. Groups stay open.
    pub(super) fn leave_flow(&mut self, depth: &mut usize) -> bool {
        while let Some(outer) = depth.checked_sub(1).and_then(|at| self.outer.states().get(at)) {
            *depth -= 1;
            if outer.flow != self.now.flow {
                self.now.flow = outer.flow;
                return true;
            }
        }
        false
    }

    /// Groups from `depth` on are over, and those around them are of the body: what comes looks as
    /// text did before them.
    pub(super) fn give_up(&mut self, depth: usize) {
        self.outer.close_to(depth);
        self.now = self.outer.states().last().copied().unwrap_or_default();
        self.leave_all();
    }

    /// The body goes on in a group that was for something else, and looked it.
    pub(super) fn look_like_the_body(&mut self) {
        self.now = State { flow: self.now.flow, ..State::default() };
    }
}

/// Formatting that comes again. Numbers of fonts, styles and colours mean the same as long as no table of
/// them is read.
impl Groups {
    fn forget(&mut self) {
        self.starts.forget();
        self.rests.forget();
        self.looks.forget();
        self.format = (0, 0);
    }

    /// Where a table goes on that the words speak of.
    fn forget_in_table(&mut self) {
        use Destination::*;
        if matches!(self.now.destination, FontTable | Stylesheet | Style | ColorTable) {
            self.forget();
        }
    }

    /// Whether words mean what they do in most places: in the body, and not in a document in a cell of
    /// another.
    pub(super) fn are_usual(&self) -> bool {
        self.is_in_body() && !self.now.nested_row && self.now.host_depth == 0
    }

    /// The numbers of what characters and paragraph look like here.
    #[inline]
    pub(super) fn known(&self) -> Known {
        self.now.known
    }

    /// The index of the format in force, if it was noted.
    #[inline]
    pub(super) fn known_format(&self) -> Option<u32> {
        let (known, format) = self.format;
        (known != 0 && known == self.now.known.characters).then_some(format)
    }

    /// Notes it, where it is told by the characters alone.
    #[inline]
    pub(super) fn note_format(&mut self, format: u32) {
        self.format = (self.now.known.characters, format);
    }

    /// Behind `\pard`: does what the words say that follow from `at` on if they are known, and tells how
    /// long they are.
    #[inline]
    pub(super) fn start_again(&mut self, source: &[u8], at: usize) -> Option<usize> {
        let (len, start) = self.starts.find(source, at, self.now.known.characters())?;
        self.begin(start);
        Some(len)
    }

    /// The same behind a marker.
    pub(super) fn rest_again(&mut self, source: &[u8], at: usize) -> Option<usize> {
        let (len, start) = self.rests.find(source, at, self.now.known.all())?;
        self.begin(start);
        Some(len)
    }

    #[inline(always)]
    fn begin(&mut self, (para, characters, known): Start) {
        self.now.para = para;
        self.now.known.para = known.para;
        if known.characters != 0 {
            self.now.characters = characters;
            self.now.known.characters = known.characters;
        }
    }

    /// The same at the start of a group, of words that speak of characters.
    #[inline]
    pub(super) fn look_again(&mut self, source: &[u8], at: usize) -> Option<usize> {
        let (len, (characters, known)) =
            self.looks.find(source, at, self.now.known.characters())?;
        (self.now.characters, self.now.known.characters) = (characters, known);
        Some(len)
    }

    /// Remembers what words behind `\pard` came to, which is in force; `spoken` says that they spoke of
    /// characters.
    pub(super) fn learn_start(
        &mut self,
        source: &[u8],
        place: (usize, usize),
        around: u64,
        spoken: bool,
    ) {
        let meaning = self.start(spoken);
        self.starts.learn(source, place, around, meaning);
    }

    /// The same of words behind a marker.
    pub(super) fn learn_rest(
        &mut self,
        source: &[u8],
        place: (usize, usize),
        around: u64,
        spoken: bool,
    ) {
        let meaning = self.start(spoken);
        self.rests.learn(source, place, around, meaning);
    }

    fn start(&mut self, spoken: bool) -> Start {
        let characters = if spoken { self.number() } else { 0 };
        self.numbers += 2;
        self.now.known.para = self.numbers;
        (self.now.para, self.now.characters, Known { characters, para: self.numbers })
    }

    /// The same of words at the start of a group.
    pub(super) fn learn_look(&mut self, source: &[u8], place: (usize, usize), around: u64) {
        let meaning = (self.now.characters, self.number());
        self.looks.learn(source, place, around, meaning);
    }

    /// Gives what characters look like a number.
    fn number(&mut self) -> u32 {
        self.numbers += BEGUN + 1;
        self.now.known.characters = self.numbers;
        self.numbers
    }
}

/// Formatting.
impl Groups {
    /// `\uc`
    pub(super) fn say_stand_in(&mut self, count: u32) {
        self.now.stand_in = count;
    }

    /// The character formatting, to be changed.
    #[inline]
    pub(super) fn format_characters(&mut self) -> &mut Characters {
        self.now.known.characters = 0;
        &mut self.now.characters
    }

    /// Does what a word says of the paragraph.
    #[inline]
    pub(super) fn format_paragraph(&mut self, word: ParagraphWord, parameter: Option<i32>) {
        self.now.known.para = 0;
        paragraph_words::apply(&mut self.now.para, word, parameter, self.now.host_depth);
    }

    /// The paragraph style at `index` is in force from here on.
    #[inline]
    pub(super) fn use_paragraph_style(&mut self, index: u16) {
        self.para_mut().style = index;
    }

    /// `\lsN`
    pub(super) fn list(&mut self, number: i32) {
        (self.para_mut().list, self.para_mut().unlisted) = (number, number == 0);
    }

    /// What `\pn` has said.
    pub(super) fn old_list(&mut self, pn: Pn) {
        self.para_mut().pn = pn;
    }
}
