//! Braces: what is done where one is missing, and where one too many came.
//!
//! Shape   [`Braces`] holds what is known of the damage (`repair`, which judges), and is given the text and the
//!         destinations: what stands out of place gets the group that it lost.
//! Errors  each brace that is put in or passed over is counted.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::bounds;
use super::destinations::Destinations;
use super::groups::Groups;
use super::here::Here;
use super::repair::{self, Guard, Repair, WatchEnd, Watched, watch_end};
use super::text::Text;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End, RunKind};
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::words::{Destination, Home, Opening, Word};

/// What is known of braces.
#[derive(Debug)]
pub(super) struct Braces<'b> {
    repair: Repair<'b>,
}

impl<'b> Braces<'b> {
    pub(super) fn new(repair: Repair<'b>) -> Self {
        Braces { repair }
    }

    /// Braces that closed no group, where a destination stands that may have lost its own.
    pub(super) fn surplus_seen(&self) -> u32 {
        self.repair.surplus_seen()
    }
}

/// A brace is missing.
impl Braces<'_> {
    /// Whether the word in hand, which opens a destination (`None`: one that is unknown), stands
    /// where none begins, and is to be passed over. A destination that lost its brace gets it back.
    #[inline]
    pub(super) fn is_misplaced(
        &mut self,
        what: Option<Opening>,
        to: &mut Destinations<'_>,
        here: &mut Here<'_, '_>,
    ) -> bool {
        here.walk().token() > here.groups().brace() + 1
            && self.stands_behind_something(what, to, here)
    }

    #[cold]
    fn stands_behind_something(
        &mut self,
        what: Option<Opening>,
        to: &mut Destinations<'_>,
        here: &mut Here<'_, '_>,
    ) -> bool {
        let before = here.walk().source().get(here.groups().brace() + 1..here.walk().token());
        if self.repair.leads_a_group(before.unwrap_or(&[]), here.groups().depth()) {
            return false;
        }
        here.lose(Loss::RepairedBrace);
        let ends = self.repair.closes_first(what, here.walk());
        if ends {
            self.open_lost_group(to, here);
        }
        !ends
    }

    /// A group ends behind the word in hand. If that is not the end of the group that is open, the
    /// word's own group begins here.
    fn open_lost_group(&mut self, to: &mut Destinations<'_>, here: &mut Here<'_, '_>) {
        if self.repair.give_group(here.groups().depth()) {
            let brace = here.walk().token();
            here.groups_mut().note_brace(brace);
            to.open_group(here);
        }
    }

    /// A word of a header table or picture stands in the body: what is around it has lost its place.
    /// Returns whether it got one.
    #[cold]
    fn find_home(
        &mut self,
        home: Home,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        let here = text.here_mut();
        if !self.repair.closes_first(None, here.walk()) {
            return false;
        }
        let (source, brace) = (here.walk().source(), here.groups().brace());
        let mut inside = source.get(brace + 1..here.walk().token()).unwrap_or(&[]);
        if source.get(brace) != Some(&b'{')
            || !self.repair.leads_a_group(inside, here.groups().depth())
        {
            inside = &[];
            self.open_lost_group(to, here);
        }
        here.lose(Loss::RepairedBrace);
        text.settle();
        let here = text.here_mut();
        match home {
            Home::FontTable => {
                let number = match Lexer::new(inside).next() {
                    Token::Control(Word::F, number) => number.unwrap_or(-1),
                    _ => -1,
                };
                let depth = here.groups().depth();
                here.fonts_mut().begin_entry(number, depth);
                here.enter_aside(Destination::FontTable);
            }
            Home::Picture => to.drawings().begin_picture(here),
            Home::ColorTable => here.groups_mut().enter(Destination::ColorTable),
            Home::Style | Home::Body | Home::Anywhere => {
                here.groups_mut().enter(Destination::Ignored)
            }
        }
        home != Home::Style
    }

    /// Whether a word of a header table or picture stands there, or has lost its place and got it
    /// back.
    pub(super) fn is_in(
        &mut self,
        destination: Destination,
        word: Word,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        let home = word.home();
        if text.here().groups().is_in_body()
            && home != Home::Anywhere
            && !self.find_home(home, to, text)
        {
            return false;
        }
        text.here().groups().destination() == destination
    }
}

/// Groups that never end are watched.
impl Braces<'_> {
    #[inline]
    pub(super) fn are_watched(&self) -> bool {
        self.repair.is_watching()
    }

    /// Whether nothing is known to be damaged.
    pub(super) fn are_sound(&self) -> bool {
        !self.repair.knows_swallowers() && !self.repair.is_watching()
    }

    /// A destination begins in a group that may never end. Returns whether that is all there is to do
    /// about its word. `comments` says that comments are kept.
    pub(super) fn watch(
        &mut self,
        what: Option<Opening>,
        comments: bool,
        text: &mut Text<'_, '_>,
    ) -> bool {
        if !self.repair.knows_swallowers() {
            return false;
        }
        let (groups, at) = (text.here().groups(), text.here().walk().position());
        match self.repair.watch(what, comments, groups.brace(), groups.depth(), at) {
            Watched::AsAny => return false,
            Watched::PassedOver => {}
            Watched::DataLeftOut => self.repair.leave_out_data(text.here_mut().walk_mut()),
            Watched::Ignored => text.enter(Destination::Ignored),
        }
        true
    }

    /// Nothing is watched any more.
    pub(super) fn stop_watching(&mut self) {
        self.repair.stop_watching();
    }

    /// An entry of the group in hand is complete at `at`.
    #[inline]
    pub(super) fn end_entry(&mut self, at: usize, groups: &Groups) {
        if self.repair.is_watching() {
            self.repair.end_entry(at, groups.depth());
        }
    }

    /// Text of a destination that is no flow: what follows its last semicolon may be of the body.
    pub(super) fn see_text(&mut self, start: usize, text: &str, groups: &Groups) {
        let destination = groups.destination();
        self.repair.see_text(destination == Destination::Ignored);
        let entries = matches!(
            destination,
            Destination::ColorTable | Destination::FontTable | Destination::Generator
        );
        if let Some(last) = text.rfind(';').filter(|_| entries && self.repair.is_watching()) {
            self.repair.end_entry(start + last + 1, groups.depth());
        }
    }

    /// Digits of a picture that is watched: words among them say that it never ended, and are of the body.
    /// Returns whether that is so.
    pub(super) fn end_in_digits(
        &mut self,
        (start, digits): (usize, &[u8]),
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        let Some(guard) = self.repair.guard() else { return false };
        let is_letter = |b: &u8| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit();
        let Some(letter) = digits.iter().position(is_letter) else { return false };
        let word = digits[..letter].iter().rposition(|b| *b <= b' ').map_or(0, |at| at + 1);
        to.drawings().end_picture(text.here_mut());
        self.release(guard, start + word, to, text);
        true
    }

    /// A group begins in a name that is watched, which holds none: it lost its brace. Returns whether that
    /// is so.
    pub(super) fn end_at_brace(
        &mut self,
        brace: usize,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        let Some(guard) = self.repair.guard() else { return false };
        if text.here().groups().destination() != Destination::Bookmark {
            return false;
        }
        self.release(guard, brace, to, text);
        true
    }

    /// A word in a group that may be watched. Returns whether the group ended with it, and the word is
    /// to be read again, or done.
    #[inline]
    pub(super) fn end_with(
        &mut self,
        word: Word,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        self.repair.is_watching() && self.end_watch(word, to, text)
    }

    #[cold]
    fn end_watch(
        &mut self,
        word: Word,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) -> bool {
        let Some(guard) = self.repair.guard() else { return false };
        let groups = text.here().groups();
        let (destination, flow) = (groups.destination(), groups.flow());
        match watch_end(word, destination, flow, groups.depth() > guard.depth) {
            WatchEnd::Not => return false,
            WatchEnd::Document => {
                self.repair.stop_watching();
                return false;
            }
            WatchEnd::InBody => {
                self.repair.stop_watching();
                text.settle();
                text.here_mut().groups_mut().look_like_the_body();
                return false;
            }
            WatchEnd::MarkerTab => {
                text.settle();
                to.end(Destination::Body, text);
                self.release(guard, text.here().walk().position(), to, text);
            }
            WatchEnd::Marker => {
                text.settle();
                let here = text.here_mut();
                let (marker, at) = (here.captured(), here.walk().token());
                self.release(guard, at, to, text);
                // The body goes on in a marker without a tab. If it is too long for one, it is text.
                let here = text.here_mut();
                if repair::is_no_marker(marker.len()) {
                    here.run_of(RunKind::Text(marker));
                } else {
                    let flow = here.groups().flow();
                    here.sink_mut().tables().set_marker(flow, marker);
                }
            }
            WatchEnd::Note => {
                text.paragraph_end(End::Par);
                self.release(guard, text.here().walk().position(), to, text);
            }
            WatchEnd::Resume => {
                if matches!(destination, Destination::Stylesheet | Destination::Style) {
                    text.here_mut().sink_mut().tables().settle_styles();
                }
                self.release(guard, guard.resume, to, text);
            }
        }
        true
    }

    /// Ends the watched group: what follows from `resume` on is text of the body, and looks as text
    /// did before the group.
    fn release(
        &mut self,
        guard: Guard,
        resume: usize,
        to: &mut Destinations<'_>,
        text: &mut Text<'_, '_>,
    ) {
        self.repair.stop_watching();
        text.forget();
        text.here_mut().sink_mut().flush();
        // Notes and boxes that they stand in end with what they have.
        let mut depth = text.here().groups().depth();
        while text.here().groups().flow() != BODY {
            to.leave_flow(text);
            if !text.here_mut().groups_mut().leave_flow(&mut depth) {
                break;
            }
        }
        let here = text.here_mut();
        here.capture_mut().cut(0);
        // Groups around it that never end either are over too.
        here.groups_mut().give_up(guard.depth);
        here.walk_mut().resume(resume);
    }
}

/// A brace too many came.
impl Braces<'_> {
    /// One brace too many: what follows is read as if it were not there. The last one of all is the one
    /// that the document should end with.
    pub(super) fn close_nothing(&mut self, to: &mut Destinations<'_>, text: &mut Text<'_, '_>) {
        let here = text.here_mut();
        if bounds::behind(here.walk()).is_some() {
            here.lose(Loss::RepairedBrace);
        }
        self.repair.close_twice();
        here.leave_symbols();
        if !here.groups().is_in_body() {
            text.settle();
            to.end(Destination::Body, text);
            text.here_mut().groups_mut().enter(Destination::Body);
        }
    }
}
