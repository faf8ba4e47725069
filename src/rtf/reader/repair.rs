//! Groups that lost their closing brace and would swallow the text behind them.
//!
//! Shape   a file that ends with groups open is read a second time if one of those groups (or the one
//!         that the last brace closed in their stead) is not text: a font table, a header, a marker.
//!         Such a group is watched, and ends where words of the body begin.
//! Limits  two readings; a group that is whole never comes here.
//! Source  what is left of files that were cut, patched or edited by hand.

use super::Reader;
use super::state::State;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, NOTES, RunKind};
use crate::rtf::assembly::format::NONE;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::tables::fonts::Font;
use crate::rtf::words::{Destination, Home, Opening, Word};
use crate::work;

/// A group that is watched.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guard {
    /// Groups open inside of it.
    depth: usize,
    /// Where the body may begin: behind the last thing that belongs to the group for certain.
    resume: usize,
    /// Text has come that belongs to the body, and `resume` stays before it.
    text: bool,
}

/// Finds the groups in `source` that never end and hold no text of the body: the offsets of their
/// braces, rising. Returns whether there are any.
pub(super) fn find_swallowers(source: &[u8], swallowers: &mut Vec<u32>) -> bool {
    if crate::rtf::lexer::unclosed(source, swallowers).is_err() {
        swallowers.clear();
        return false;
    }
    swallowers.retain(|&at| {
        let mut lexer = Lexer::new(source);
        lexer.seek(at as usize + 1);
        // The word that opens it may stand behind formatting.
        while lexer.position() <= at as usize + LONGEST_LEAD {
            match lexer.next() {
                Token::Symbol(b'*') => return true,
                Token::Text(start, _) => return source[start..].starts_with(b"*\\"),
                Token::Control(word, _) => {
                    if let Some(what) = word.opens() {
                        return !what.is_text();
                    }
                }
                Token::Unknown => {}
                _ => return false,
            }
        }
        false
    });
    swallowers.sort_unstable();
    !swallowers.is_empty()
}

/// Words that stand nowhere but in the body (or the text of a destination that is no table).
#[inline]
pub(super) fn is_of_body(word: Word) -> bool {
    word.home() == Home::Body
}

impl Reader<'_, '_> {
    /// The group in hand never ends: a destination begins in it, or one that is unknown. Returns
    /// whether that is all there is to do about its word.
    pub(super) fn watch(&mut self, what: Option<Opening>) -> bool {
        if self.scratch.swallowers.binary_search(&(self.group as u32)).is_err() {
            return false;
        }
        let guard =
            Guard { depth: self.scratch.groups.len(), resume: self.lexer.position(), text: false };
        match what {
            Some(Opening::Comment | Opening::CommentAuthor) if !self.comments => {
                self.guard = Some(guard);
                self.settle();
                self.state.destination = Destination::Ignored;
                true
            }
            Some(Opening::OldPicture | Opening::PropertyValue) => {
                self.guard = Some(guard);
                true
            }
            Some(Opening::Header | Opening::Footer) => {
                self.guard = Some(guard);
                true
            }
            Some(Opening::Data | Opening::Entry) | None => {
                self.guard = Some(guard);
                self.pass_data();
                true
            }
            Some(what) => {
                if !what.is_text() {
                    self.guard = Some(guard);
                }
                false
            }
        }
    }

    /// Goes behind what an unknown group holds before the body begins: a name with a semicolon, or
    /// digits in the dozens.
    fn pass_data(&mut self) {
        let at = self.lexer.position();
        let rest = &self.source[at..];
        let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
        let text = &rest[..end];
        if let Some(semicolon) = memchr::memchr(b';', &text[..text.len().min(LONGEST_NAME)]) {
            self.lexer.seek(at + semicolon + 1);
            return;
        }
        let digits = text.iter().take_while(|byte| byte.is_ascii_hexdigit() || **byte <= b' ');
        if digits.count() >= FEWEST_DIGITS {
            self.lexer.seek(at + end);
        }
    }

    /// Notes that an entry of the watched group is complete.
    pub(super) fn entry_ends(&mut self, at: usize) {
        let depth = self.scratch.groups.len();
        match &mut self.guard {
            Some(guard) if guard.depth == depth && !guard.text => guard.resume = at,
            Some(guard) if guard.depth > depth => self.guard = None,
            _ => {}
        }
    }

    /// Text has come where the watched group has none.
    pub(super) fn text_in_watch(&mut self) {
        if let Some(guard) = &mut self.guard {
            guard.text |= self.state.destination == Destination::Ignored;
        }
    }

    /// A word in the watched group. Returns whether the group ended with it, and the word is to be
    /// read again, or done.
    #[cold]
    pub(super) fn ends_watch(&mut self, word: Word) -> bool {
        let Some(guard) = self.guard else { return false };
        if matches!(word, Word::Rtf | Word::Urtf) {
            self.guard = None;
            return false;
        }
        let destination = self.state.destination;
        let entry = self.scratch.groups.len() > guard.depth;
        match destination {
            Destination::Marker if word == Word::Tab => {
                self.settle();
                self.finish_destination(Destination::Body);
                self.release(guard, self.lexer.position());
                true
            }
            // Markers and styles have these in earnest.
            Destination::Marker if matches!(word, Word::Pard | Word::Plain) => false,
            Destination::Marker if is_of_body(word) => {
                self.end_marker(guard);
                true
            }
            Destination::Style if entry && matches!(word, Word::Pard | Word::Plain) => false,
            Destination::Body if self.state.flow == NOTES && word == Word::Par => {
                self.paragraph_end(End::Par);
                self.leave_flow();
                self.release(guard, self.lexer.position());
                true
            }
            // The body goes on in a group that was for something else, and looked it.
            Destination::Body if is_of_body(word) && !entry => {
                self.guard = None;
                self.settle();
                self.state = State { flow: self.state.flow, ..State::default() };
                false
            }
            Destination::Body => false,
            _ if is_of_body(word) => {
                if matches!(destination, Destination::Stylesheet | Destination::Style) {
                    self.scratch.assembly.settle_styles();
                }
                self.release(guard, guard.resume);
                true
            }
            _ => false,
        }
    }

    /// The body goes on in a marker without a tab. If it is too long for one, it is text.
    fn end_marker(&mut self, guard: Guard) {
        self.settle();
        let text = self.captured(self.state.capture as usize);
        self.release(guard, self.token);
        if text.len() > LONGEST_MARKER {
            let format = self.format();
            self.push_run(RunKind::Text(text), format);
        } else {
            self.scratch.assembly.set_marker(self.state.flow, text);
        }
    }

    /// Ends the watched group: what follows from `resume` on is text of the body, and looks as text
    /// did before the group.
    pub(super) fn release(&mut self, guard: Guard, resume: usize) {
        self.guard = None;
        self.drop_undecoded();
        self.flush();
        self.scratch.capture.clear();
        self.scratch.groups.truncate(guard.depth);
        self.too_deep = 0;
        let outer = self.scratch.groups.last().copied().unwrap_or_default();
        self.state = outer;
        // Groups around it that never end either are over too.
        self.leave_all();
        self.lexer.seek(resume);
    }

    /// The rest of a `\upr`, and all that is open in it, is what `\upr` stands in.
    pub(super) fn leave_upr(&mut self) {
        let is_upr =
            |state: &State| matches!(state.destination, Destination::Upr | Destination::UprUnicode);
        let groups = &mut self.scratch.groups;
        work::step(groups.len());
        let inner = groups.iter().rposition(is_upr).unwrap_or(groups.len());
        let outer = groups[..inner].iter().rposition(|state| !is_upr(state));
        let Some(outer) = outer.filter(|_| is_upr(&self.state) || inner < groups.len()) else {
            return;
        };
        let destination = groups[outer].destination;
        self.state.destination = destination;
        groups[outer + 1..].iter_mut().for_each(|state| state.destination = destination);
    }

    /// What comes is text of the body, whatever groups are open.
    pub(super) fn leave_all(&mut self) {
        self.state.destination = Destination::Body;
        work::step(self.scratch.groups.len());
        for outer in &mut self.scratch.groups {
            outer.destination = Destination::Body;
        }
    }

    /// A brace too many came, maybe that of a marker: text behind it is not in a font of symbols.
    pub(super) fn leave_symbols(&mut self) {
        if self.symbol_fonts && self.scratch.assembly.fonts().get(self.font()).symbol.is_some() {
            self.state.fonts = [NONE; 3];
        }
    }

    /// Whether the word in hand, which opens a destination (`None`: one that is unknown), stands
    /// where none begins, and is to be passed over. A destination that lost its brace gets it back.
    #[inline]
    pub(super) fn is_misplaced(&mut self, what: Option<Opening>) -> bool {
        self.token > self.group + 1 && self.stands_behind_something(what)
    }

    #[cold]
    fn stands_behind_something(&mut self, what: Option<Opening>) -> bool {
        let before = self.source.get(self.group + 1..self.token).unwrap_or(&[]);
        if self.leads_a_group(before) {
            return false;
        }
        self.lose(Loss::RepairedBrace);
        let ends = self.closes_first(what);
        if ends {
            self.open_lost_group();
        }
        !ends
    }

    /// A group ends behind the word in hand. If that is not the end of the group that is open, the
    /// word's own group begins here.
    fn open_lost_group(&mut self) {
        if self.scratch.groups.len() > 1 {
            self.misplaced = true;
            if self.surplus == 0 {
                return;
            }
            self.surplus -= 1;
        }
        self.group = self.token;
        self.push_group();
    }

    /// A word of a header table or picture stands in the body: what is around it has lost its place.
    /// Returns whether it got one.
    #[cold]
    pub(super) fn is_stray(&mut self, home: Home) -> bool {
        if !self.closes_first(None) {
            return false;
        }
        let mut inside = self.source.get(self.group + 1..self.token).unwrap_or(&[]);
        if self.source.get(self.group) != Some(&b'{') || !self.leads_a_group(inside) {
            inside = &[];
            self.open_lost_group();
        }
        self.lose(Loss::RepairedBrace);
        self.settle();
        match home {
            Home::FontTable => {
                let mut entry = Lexer::new(inside);
                let number = match entry.next() {
                    Token::Control(Word::F, number) => number.unwrap_or(-1),
                    _ => -1,
                };
                self.font = (number, Font::default());
                self.state.capture = self.scratch.capture.len() as u32;
                self.state.destination = Destination::FontTable;
            }
            Home::Picture => {
                self.open_picture();
                self.state.destination = Destination::Picture;
            }
            Home::ColorTable => self.state.destination = Destination::ColorTable,
            Home::Style | Home::Body | Home::Anywhere => {
                self.state.destination = Destination::Ignored;
            }
        }
        home != Home::Style
    }

    /// Whether what stands between a brace and a destination is formatting, as some programs write it.
    fn leads_a_group(&mut self, before: &[u8]) -> bool {
        if before.len() > LONGEST_LEAD.min(self.foresight) || self.scratch.groups.is_empty() {
            return false;
        }
        self.foresight -= before.len();
        let mut lexer = Lexer::new(before);
        loop {
            match lexer.next() {
                Token::End => return true,
                Token::Text(start, end) if before[start..end].iter().all(|&byte| byte == b' ') => {}
                Token::Control(word, _) if !matches!(word, Word::Rtf | Word::Urtf) => {}
                Token::Unknown | Token::Symbol(b'*') => {}
                _ => return false,
            }
        }
    }

    /// Whether the destination in hand ends before the paragraph does, and not with the document.
    fn closes_first(&mut self, what: Option<Opening>) -> bool {
        let marker = what == Some(Opening::Capture(Destination::Marker));
        let mut ahead = self.lexer.clone();
        let mut depth = 0;
        loop {
            let at = ahead.position();
            let token = ahead.next();
            let Some(left) = self.foresight.checked_sub(ahead.position() - at) else {
                return false;
            };
            self.foresight = left;
            match token {
                Token::Open => depth += 1,
                Token::Close if depth > 0 => depth -= 1,
                Token::Close => {
                    let rest = &self.source[ahead.position()..];
                    let blank = rest.iter().take(self.foresight).take_while(|&&byte| byte <= b' ');
                    let blank = blank.count();
                    self.foresight -= blank;
                    return blank < rest.len();
                }
                Token::Control(Word::Pard | Word::Plain, _) if marker => {}
                Token::Control(word, _) if is_of_body(word) => return false,
                Token::Symbol(b'\r' | b'\n') | Token::End => return false,
                _ => {}
            }
        }
    }
}

/// Bytes of formatting before the word of a destination in its group.
const LONGEST_LEAD: usize = 256;
/// Bytes of the text of a marker.
const LONGEST_MARKER: usize = 6;
/// Bytes of a name such as a generator's.
const LONGEST_NAME: usize = 200;
/// Digits that are data and no text.
const FEWEST_DIGITS: usize = 24;
