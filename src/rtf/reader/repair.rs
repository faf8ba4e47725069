//! Damage: groups that lost a brace, braces too many, destinations out of place.
//!
//! Shape   a file that ends with groups open is read a second time if one of those groups (or the one
//!         that the last brace closed in their stead) is not text: a font table, a header, a marker.
//!         Such a group is watched, and ends where words of the body begin. [`Repair`] knows what was
//!         found so far and judges what is in hand; `braces` does what is to be done.
//! Limits  two readings; a group that is whole never comes here. What is looked at ahead of its turn is
//!         no more than the file is long, all together.
//! Source  what is left of files that were cut, patched or edited by hand.

use crate::rtf::assembly::flow::NOTES;
use crate::rtf::lexer::{Lexer, Token};
use crate::rtf::walk::Walk;
use crate::rtf::words::{Destination, Home, Opening, Word};

/// Bytes of formatting before the word of a destination in its group.
const LONGEST_LEAD: usize = 256;
/// Bytes of the text of a marker.
const LONGEST_MARKER: usize = 6;
/// Bytes of a name such as a generator's.
const LONGEST_NAME: usize = 200;
/// Digits that are data and no text.
const FEWEST_DIGITS: usize = 24;

/// A group that is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guard {
    /// Groups open inside of it.
    pub depth: usize,
    /// Where the body may begin: behind the last thing that belongs to the group for certain.
    pub resume: usize,
    /// Text has come that belongs to the body, and `resume` stays before it.
    text: bool,
}

/// What is to be done about the word that opens a watched group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Watched {
    /// What is done about any other.
    AsAny,
    /// Nothing: its text is passed over as if it were not there.
    PassedOver,
    /// The same, and data before the text is left out.
    DataLeftOut,
    /// Its text is seen by nobody.
    Ignored,
}

/// How a watched group ends with a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WatchEnd {
    /// It does not.
    Not,
    /// A document begins, and nothing is watched any more.
    Document,
    /// A marker ends with its tab.
    MarkerTab,
    /// A marker ends without a tab.
    Marker,
    /// A note ends with its paragraph.
    Note,
    /// The body goes on in the group, and looks like the body.
    InBody,
    /// The body goes on behind what belongs to the group.
    Resume,
}

/// How a group that is watched ends with `word`, in the destination and flow in force; `entry` says that
/// groups are open in it.
pub(super) fn watch_end(word: Word, destination: Destination, flow: u8, entry: bool) -> WatchEnd {
    let of_body = word.home() == Home::Body;
    let formatting = matches!(word, Word::Pard | Word::Plain);
    match destination {
        _ if matches!(word, Word::Rtf | Word::Urtf) => WatchEnd::Document,
        Destination::Marker if word == Word::Tab => WatchEnd::MarkerTab,
        // Markers and styles have these in earnest.
        Destination::Marker if formatting => WatchEnd::Not,
        Destination::Marker if of_body => WatchEnd::Marker,
        Destination::Style if entry && formatting => WatchEnd::Not,
        Destination::Body if flow == NOTES && word == Word::Par => WatchEnd::Note,
        // The body goes on in a group that was for something else, and looked it.
        Destination::Body if of_body && !entry => WatchEnd::InBody,
        Destination::Body => WatchEnd::Not,
        _ if of_body => WatchEnd::Resume,
        _ => WatchEnd::Not,
    }
}

/// Whether the text of a marker without a tab is too long for one.
pub(super) fn is_no_marker(length: usize) -> bool {
    length > LONGEST_MARKER
}

/// How much of `rest` an unknown group holds before the body begins: a name with a semicolon, or digits
/// in the dozens.
fn data_before_text(rest: &[u8]) -> usize {
    let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
    let text = &rest[..end];
    if let Some(semicolon) = memchr::memchr(b';', &text[..text.len().min(LONGEST_NAME)]) {
        return semicolon + 1;
    }
    let digits = text.iter().take_while(|byte| byte.is_ascii_hexdigit() || **byte <= b' ');
    if digits.count() >= FEWEST_DIGITS { end } else { 0 }
}

/// Finds the groups in `source` that never end and hold no text of the body: the offsets of their
/// braces, rising. Returns whether there are any.
pub(super) fn find_swallowers(source: &[u8], swallowers: &mut Vec<u32>) -> bool {
    if crate::rtf::lexer::unclosed(source, swallowers).is_err() {
        swallowers.clear();
        return false;
    }
    swallowers.retain(|&at| swallows(source, at as usize));
    swallowers.sort_unstable();
    !swallowers.is_empty()
}

/// Whether the group whose brace stands at `at` holds no text of the body.
fn swallows(source: &[u8], at: usize) -> bool {
    let mut lexer = Lexer::new(source);
    lexer.seek(at + 1);
    // The word that opens it may stand behind formatting.
    while lexer.position() <= at + LONGEST_LEAD {
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
}

/// What is known of the damage.
#[derive(Debug)]
pub(super) struct Repair<'b> {
    /// Groups that never end, by the offsets of their braces; empty in a first reading.
    swallowers: &'b [u32],
    /// The group that is watched because it never ends.
    guard: Option<Guard>,
    /// Braces too many that are known from a first reading, and those seen in this one.
    surplus: u32,
    closed_twice: u32,
    /// A destination that doesn't begin its group was seen.
    misplaced: bool,
    /// Bytes that may be looked at ahead of their turn, to tell what damage has been done.
    foresight: usize,
}

impl<'b> Repair<'b> {
    /// Nothing is known yet but what a first reading found; `length` is that of the input.
    pub(super) fn new(swallowers: &'b [u32], surplus: u32, length: usize) -> Self {
        Repair {
            swallowers,
            guard: None,
            surplus,
            closed_twice: 0,
            misplaced: false,
            foresight: length,
        }
    }

    /// Braces that closed no group, where a destination stands that may have lost its own.
    pub(super) fn surplus_seen(&self) -> u32 {
        if self.misplaced { self.closed_twice } else { 0 }
    }

    /// A brace closed no group.
    pub(super) fn close_twice(&mut self) {
        self.closed_twice += 1;
    }
}

/// Groups that never end.
impl Repair<'_> {
    /// Whether groups are known that never end.
    #[inline]
    pub(super) fn knows_swallowers(&self) -> bool {
        !self.swallowers.is_empty()
    }

    #[inline]
    pub(super) fn is_watching(&self) -> bool {
        self.guard.is_some()
    }

    pub(super) fn guard(&self) -> Option<Guard> {
        self.guard
    }

    /// Nothing is watched any more.
    pub(super) fn stop_watching(&mut self) {
        self.guard = None;
    }

    /// A destination begins (`None`: one that is unknown) in the group whose brace stands at `brace`:
    /// if that never ends, it is watched. `comments` says that comments are kept.
    pub(super) fn watch(
        &mut self,
        what: Option<Opening>,
        comments: bool,
        brace: usize,
        depth: usize,
        at: usize,
    ) -> Watched {
        if self.swallowers.binary_search(&(brace as u32)).is_err() {
            return Watched::AsAny;
        }
        let watched = match what {
            Some(Opening::Comment | Opening::Remark(_)) if !comments => Watched::Ignored,
            Some(Opening::OldPicture | Opening::PropertyValue) => Watched::PassedOver,
            Some(Opening::Header | Opening::Footer) => Watched::PassedOver,
            Some(Opening::Data | Opening::Fact | Opening::Time(_) | Opening::Entry) | None => {
                Watched::DataLeftOut
            }
            Some(Opening::Capture(Destination::Fact(_))) => Watched::DataLeftOut,
            Some(what) if what.is_text() => return Watched::AsAny,
            Some(_) => Watched::AsAny,
        };
        self.guard = Some(Guard { depth, resume: at, text: false });
        watched
    }

    /// Goes behind the data before the text of an unknown group.
    pub(super) fn leave_out_data(&self, walk: &mut Walk<'_>) {
        walk.seek(walk.position() + data_before_text(walk.rest()));
    }

    /// Notes that an entry of the watched group is complete at `at`, inside of `depth` groups.
    pub(super) fn end_entry(&mut self, at: usize, depth: usize) {
        match &mut self.guard {
            Some(guard) if guard.depth == depth && !guard.text => guard.resume = at,
            Some(guard) if guard.depth > depth => self.guard = None,
            _ => {}
        }
    }

    /// Text has come where the watched group has none.
    pub(super) fn see_text(&mut self, ignored: bool) {
        if let Some(guard) = &mut self.guard {
            guard.text |= ignored;
        }
    }
}

/// Destinations out of place.
impl Repair<'_> {
    /// Whether a brace too many may be the one that a destination lost, which then gets its group; it
    /// gets it anyway where no other group is open.
    pub(super) fn give_group(&mut self, depth: usize) -> bool {
        if depth > 1 {
            self.misplaced = true;
            if self.surplus == 0 {
                return false;
            }
            self.surplus -= 1;
        }
        true
    }

    /// Whether what stands between a brace and a destination is formatting, as some programs write it.
    pub(super) fn leads_a_group(&mut self, before: &[u8], depth: usize) -> bool {
        if before.len() > LONGEST_LEAD.min(self.foresight) || depth == 0 {
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
    pub(super) fn closes_first(&mut self, what: Option<Opening>, walk: &Walk<'_>) -> bool {
        let marker = what == Some(Opening::Capture(Destination::Marker));
        let mut ahead = walk.ahead();
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
                    let rest = &walk.source()[ahead.position()..];
                    let blank = rest.iter().take(self.foresight).take_while(|&&byte| byte <= b' ');
                    let blank = blank.count();
                    self.foresight -= blank;
                    return blank < rest.len();
                }
                Token::Control(Word::Pard | Word::Plain, _) if marker => {}
                Token::Control(word, _) if word.home() == Home::Body => return false,
                Token::Symbol(b'\r' | b'\n') | Token::End => return false,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::assembly::flow::BODY;

    #[test]
    fn words_end_watched_groups() {
        use Destination as D;
        for (word, destination, flow, entry, expected) in [
            (Word::Rtf, D::FontTable, BODY, false, WatchEnd::Document),
            (Word::Tab, D::Marker, BODY, false, WatchEnd::MarkerTab),
            (Word::Tab, D::FontTable, BODY, false, WatchEnd::Not),
            (Word::Pard, D::Marker, BODY, false, WatchEnd::Not),
            (Word::Par, D::Marker, BODY, false, WatchEnd::Marker),
            (Word::Plain, D::Style, BODY, true, WatchEnd::Not),
            (Word::Plain, D::Style, BODY, false, WatchEnd::Resume),
            (Word::Par, D::Body, NOTES, true, WatchEnd::Note),
            (Word::Par, D::Body, BODY, true, WatchEnd::Not),
            (Word::Par, D::Body, BODY, false, WatchEnd::InBody),
            (Word::B, D::FontTable, BODY, false, WatchEnd::Not),
            (Word::Pard, D::FontTable, BODY, true, WatchEnd::Resume),
        ] {
            assert_eq!(watch_end(word, destination, flow, entry), expected, "{word:?}");
        }
    }

    #[test]
    fn names_and_digits_are_data() {
        for (rest, data) in [
            (&b"Riched20 10.0;text"[..], 14),
            (b"some text} ;", 0),
            (b"0123456789abcdef 0123456789}", 27),
            (b"0123}", 0),
            (b"", 0),
        ] {
            assert_eq!(data_before_text(rest), data);
        }
    }

    #[test]
    fn groups_that_hold_no_text_of_the_body() {
        for (source, swallows) in [
            (r"{\fonttbl", true),
            (r"{\b\fonttbl", true),
            (r"{\*\nosuch", true),
            (r"{*\nosuch", true),
            (r"{\field", false),
            (r"{text", false),
            (r"{\b text", false),
        ] {
            assert_eq!(super::swallows(source.as_bytes(), 0), swallows, "{source}");
        }
    }
}
