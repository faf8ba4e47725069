//! Braces: what is done where one is missing, and where one too many came.
//!
//! Shape   what stands out of place gets the group that it lost; `repair` judges which that is.
//! Errors  each brace that is put in or passed over is counted.
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::Reader;
use super::repair::{self, Guard, WatchEnd, Watched, watch_end};
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, RunKind};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::groups::Opened;
use crate::rtf::words::{Destination, Home, Opening, Word};

/// A brace is missing.
impl Reader<'_, '_> {
    /// A group begins.
    pub(super) fn open_group(&mut self) {
        match self.groups.open(self.capture.here()) {
            Opened::TooDeep => return self.lose(Loss::FlattenedNesting),
            Opened::NoMemory => return self.losses.check(false),
            Opened::Saved => {}
        }
        match self.groups.destination() {
            Destination::Style => self.style.begin(),
            Destination::UprUnicode => {
                let rest = self.walk.rest();
                if !rest.starts_with(b"\\*\\ud") && !rest.starts_with(b"\\ud") {
                    self.groups.leave_upr();
                }
            }
            _ => {}
        }
    }

    /// Ends the watched group: what follows from `resume` on is text of the body, and looks as text
    /// did before the group.
    pub(super) fn release(&mut self, guard: Guard, resume: usize) {
        self.repair.stop_watching();
        self.undecoded.forget();
        self.sink.flush();
        self.capture.cut(0);
        // Groups around it that never end either are over too.
        self.groups.give_up(guard.depth);
        self.walk.resume(resume);
    }

    /// Whether the word in hand, which opens a destination (`None`: one that is unknown), stands
    /// where none begins, and is to be passed over. A destination that lost its brace gets it back.
    #[inline]
    pub(super) fn is_misplaced(&mut self, what: Option<Opening>) -> bool {
        self.walk.token() > self.groups.brace() + 1 && self.stands_behind_something(what)
    }

    #[cold]
    fn stands_behind_something(&mut self, what: Option<Opening>) -> bool {
        let before = self.walk.source().get(self.groups.brace() + 1..self.walk.token());
        if self.repair.leads_a_group(before.unwrap_or(&[]), self.groups.depth()) {
            return false;
        }
        self.lose(Loss::RepairedBrace);
        let ends = self.repair.closes_first(what, &self.walk);
        if ends {
            self.open_lost_group();
        }
        !ends
    }

    /// A group ends behind the word in hand. If that is not the end of the group that is open, the
    /// word's own group begins here.
    fn open_lost_group(&mut self) {
        if self.repair.give_group(self.groups.depth()) {
            self.groups.note_brace(self.walk.token());
            self.open_group();
        }
    }

    /// A word of a header table or picture stands in the body: what is around it has lost its place.
    /// Returns whether it got one.
    #[cold]
    fn find_home(&mut self, home: Home) -> bool {
        if !self.repair.closes_first(None, &self.walk) {
            return false;
        }
        let (source, brace) = (self.walk.source(), self.groups.brace());
        let mut inside = source.get(brace + 1..self.walk.token()).unwrap_or(&[]);
        if source.get(brace) != Some(&b'{')
            || !self.repair.leads_a_group(inside, self.groups.depth())
        {
            inside = &[];
            self.open_lost_group();
        }
        self.lose(Loss::RepairedBrace);
        self.settle();
        match home {
            Home::FontTable => {
                let number = match Lexer::new(inside).next() {
                    Token::Control(Word::F, number) => number.unwrap_or(-1),
                    _ => -1,
                };
                self.fonts.begin_entry(number);
                self.groups.enter_aside(Destination::FontTable, self.capture.here());
            }
            Home::Picture => self.begin_picture(),
            Home::ColorTable => self.groups.enter(Destination::ColorTable),
            Home::Style | Home::Body | Home::Anywhere => self.groups.enter(Destination::Ignored),
        }
        home != Home::Style
    }

    /// Whether a word of a header table or picture stands there, or has lost its place and got it
    /// back.
    pub(super) fn is_in(&mut self, destination: Destination, word: Word) -> bool {
        let home = word.home();
        if self.groups.is_in_body() && home != Home::Anywhere && !self.find_home(home) {
            return false;
        }
        self.groups.destination() == destination
    }
}

/// Groups that never end are watched.
impl Reader<'_, '_> {
    /// A destination begins in a group that may never end. Returns whether that is all there is to do
    /// about its word.
    pub(super) fn watches(&mut self, what: Option<Opening>) -> bool {
        if !self.repair.knows_swallowers() {
            return false;
        }
        let (brace, depth, at) = (self.groups.brace(), self.groups.depth(), self.walk.position());
        match self.repair.watch(what, self.comments.are_kept(), brace, depth, at) {
            Watched::AsAny => return false,
            Watched::PassedOver => {}
            Watched::DataLeftOut => self.repair.leave_out_data(&mut self.walk),
            Watched::Ignored => self.enter(Destination::Ignored),
        }
        true
    }

    /// A word in a group that may be watched. Returns whether the group ended with it, and the word is
    /// to be read again, or done.
    #[inline]
    pub(super) fn ends_watch(&mut self, word: Word) -> bool {
        self.repair.is_watching() && self.ends_this_watch(word)
    }

    #[cold]
    fn ends_this_watch(&mut self, word: Word) -> bool {
        let Some(guard) = self.repair.guard() else { return false };
        let (destination, flow) = (self.groups.destination(), self.groups.flow());
        match watch_end(word, destination, flow, self.groups.depth() > guard.depth) {
            WatchEnd::Not => return false,
            WatchEnd::Document => {
                self.repair.stop_watching();
                return false;
            }
            WatchEnd::InBody => {
                self.repair.stop_watching();
                self.settle();
                self.groups.look_like_the_body();
                return false;
            }
            WatchEnd::MarkerTab => {
                self.settle();
                self.end_destination(Destination::Body);
                self.release(guard, self.walk.position());
            }
            WatchEnd::Marker => {
                self.settle();
                let text = self.captured();
                self.release(guard, self.walk.token());
                // The body goes on in a marker without a tab. If it is too long for one, it is text.
                if repair::is_no_marker(text.len()) {
                    self.run_of(RunKind::Text(text));
                } else {
                    self.sink.tables().set_marker(self.groups.flow(), text);
                }
            }
            WatchEnd::Note => {
                self.paragraph_end(End::Par);
                self.leave_flow();
                self.release(guard, self.walk.position());
            }
            WatchEnd::Resume => {
                if matches!(destination, Destination::Stylesheet | Destination::Style) {
                    self.sink.tables().settle_styles();
                }
                self.release(guard, guard.resume);
            }
        }
        true
    }
}

/// A brace too many came.
impl Reader<'_, '_> {
    /// One brace too many: what follows is read as if it were not there. The last one of all is the one
    /// that the document should end with.
    pub(super) fn close_nothing(&mut self) {
        if self.behind().is_some() {
            self.lose(Loss::RepairedBrace);
        }
        self.repair.close_twice();
        self.leave_symbols();
        if !self.groups.is_in_body() {
            self.settle();
            self.end_destination(Destination::Body);
            self.groups.enter(Destination::Body);
        }
    }

    /// A brace too many came, maybe that of a marker: text behind it is not in a font of symbols.
    pub(super) fn leave_symbols(&mut self) {
        if self.fonts.has_symbols()
            && self.sink.assembly().fonts().get(self.font()).symbol.is_some()
        {
            self.groups.format_characters().leave_fonts();
        }
    }
}
