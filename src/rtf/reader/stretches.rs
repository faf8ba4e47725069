//! Control words that come again byte for byte: what they came to is remembered, and they are compared
//! instead of read.
//!
//! Shape   a stretch is a row of control words that change nothing but what its owner holds: the formatting
//!         behind a `\pard` and at the start of a group (`groups`), the definition behind a `\trowd`
//!         (`rows`). [`Stretches`] finds what the input goes on with among those read last; where that
//!         fails the words are read one by one, and learned.
//! Units   bytes of the input, whose stretches are told by where they stand.
//! Limits  the last [`COUNT`] of a kind, of [`TAIL`] to [`LONGEST`] bytes. Nothing is used where a group is
//!         watched, or outside of the body.

use super::groups::{Groups, Known};
use crate::rtf::words::{CharacterWord, Meaning, ParagraphWord, RowWord, StyleWord, Word};
use crate::work;

/// How many stretches of a kind are remembered.
const COUNT: usize = 12;
/// How many of its last bytes are looked at first.
const TAIL: usize = 8;
const LONGEST: usize = 1 << 10;

/// A stretch that has been read.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch<T> {
    start: usize,
    /// 0 where there is none.
    len: usize,
    /// Its last bytes.
    tail: u64,
    /// What it stood in, 0 where that does not matter.
    around: u64,
    meaning: T,
}

/// The stretches read last, with what they mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stretches<T> {
    known: [Stretch<T>; COUNT],
    /// The one that was found or learned last.
    last: usize,
    /// One bit for each that was found since it was passed over last.
    used: u32,
}

impl<T: Copy> Stretches<T> {
    /// What they say means something else from here on.
    pub(super) fn forget(&mut self) {
        self.known.iter_mut().for_each(|known| known.len = 0);
    }

    /// What `source` goes on with from `at` on, where `around` is in force: how long that is, and what
    /// it means.
    #[inline]
    pub(super) fn find(&mut self, source: &[u8], at: usize, around: u64) -> Option<(usize, T)> {
        let rest = source.get(at..)?;
        let mut place = self.last;
        for _ in 0..COUNT {
            // Mostly they come in the order in which they were learned, or one again and again.
            let known = &self.known[place];
            if tail(rest, known.len) == Some(known.tail)
                && (known.around == 0 || known.around == around)
                // The last word ends where the stretch does.
                && (rest[known.len - 1] == b' '
                    || matches!(rest.get(known.len), Some(b'\\' | b'{' | b'}' | b'\r' | b'\n')))
                && source.get(known.start..known.start + known.len) == Some(&rest[..known.len])
            {
                work::step(1);
                self.last = place;
                self.used |= 1 << place;
                return Some((known.len, known.meaning));
            }
            place = if place + 1 == COUNT { 0 } else { place + 1 };
        }
        None
    }

    /// Remembers what bytes `start..end` of `source` mean where `around` is in force, in the place of one
    /// that was not found again.
    pub(super) fn learn(
        &mut self,
        source: &[u8],
        (start, end): (usize, usize),
        around: u64,
        meaning: T,
    ) {
        let len = end - start;
        let Some(tail) = source.get(start..).and_then(|rest| tail(rest, len)) else { return };
        if len > LONGEST {
            return;
        }
        loop {
            self.last = (self.last + 1) % COUNT;
            if self.used & 1 << self.last == 0 {
                break;
            }
            self.used &= !(1 << self.last);
        }
        self.known[self.last] = Stretch { start, len, tail, around, meaning };
    }
}

/// The last bytes of the first `len`.
#[inline]
fn tail(bytes: &[u8], len: usize) -> Option<u64> {
    let tail = bytes.get(len.checked_sub(TAIL)?..len)?;
    tail.try_into().ok().map(u64::from_le_bytes)
}

/// What words of a stretch have said, beside what they meant.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    /// Something of the characters.
    characters: bool,
    /// `\plain`: what was in force before does not matter.
    plain: bool,
}

/// Kinds of stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Behind `\pard`.
    Paragraph,
    /// At the start of a group.
    Group,
    /// Behind the group of a marker, which stands among the words of its paragraph.
    Marker,
    /// Behind `\trowd`.
    Row,
}

impl Kind {
    /// Whether a word changes nothing but what a stretch of this kind is about.
    pub(super) fn has(self, word: Word, said: &mut Said) -> bool {
        match word.meaning() {
            Meaning::Nothing => return true,
            Meaning::RowEntry(what) => {
                use RowWord::*;
                return self == Kind::Row && !matches!(what, Begin | Deleted | Inserted | Nested);
            }
            Meaning::Paragraph(ParagraphWord::Reset) => return self == Kind::Paragraph,
            Meaning::Paragraph(_) | Meaning::ListNumber | Meaning::Style(StyleWord::Paragraph) => {
                return matches!(self, Kind::Paragraph | Kind::Marker);
            }
            Meaning::Character(what) => said.plain |= what == CharacterWord::Reset,
            Meaning::Font | Meaning::AssociatedFont | Meaning::Style(StyleWord::Character) => {}
            _ => return false,
        }
        said.characters = true;
        self != Kind::Row
    }
}

/// Remembers what words came to that stood at a place of `source`, `before` which that was in force.
pub(super) fn learn(
    (kind, said): (Kind, Said),
    source: &[u8],
    place: (usize, usize),
    before: Known,
    groups: &mut Groups,
) {
    match kind {
        Kind::Paragraph if said.plain || !said.characters => {
            groups.learn_start(source, place, 0, said.characters);
        }
        Kind::Paragraph if before.characters() != 0 => {
            groups.learn_start(source, place, before.characters(), true);
        }
        Kind::Marker if before.all() != 0 => {
            groups.learn_rest(source, place, before.all(), said.characters);
        }
        Kind::Group if said.characters => {
            let around = if said.plain { 0 } else { before.characters() };
            groups.learn_look(source, place, around);
        }
        Kind::Paragraph | Kind::Marker | Kind::Group | Kind::Row => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::{Converter, Format};
    use crate::options::Options;

    #[test]
    fn what_was_learned_is_found_where_its_last_word_ends() {
        let mut stretches = Stretches::default();
        stretches.learn(br"\plain\s1\fs2 a", (0, 13), 0, 1);
        stretches.learn(br"\b\i\ul\fs24", (0, 12), 6, 2);
        for (source, around, found) in [
            (&br"\plain\s1\fs2 b"[..], 0, None),
            (br"\plain\s1\fs2\b", 3, Some((13, 1))),
            (br"\plain\s1\fs24", 3, None),
            (br"\plain\s1\fs2", 3, None),
            (br"\b\i\ul\fs24{", 6, Some((12, 2))),
            (br"\b\i\ul\fs24{", 7, None),
        ] {
            assert_eq!(stretches.find(source, 0, around), found, "{source:?} {around}");
        }
        stretches.forget();
        assert_eq!(stretches.find(br"\b\i\ul\fs24{", 0, 6), None);
    }

    #[test]
    fn what_is_found_again_outlasts_what_is_not() {
        let texts: Vec<String> =
            (0..40).map(|number| format!(r"\li720\fi-{}{{", 10 + number)).collect();
        let mut stretches = Stretches::default();
        let mut know = |text: &str, number| {
            let found = stretches.find(text.as_bytes(), 0, 0);
            if found.is_none() {
                stretches.learn(text.as_bytes(), (0, text.len() - 1), 0, number);
            }
            found.map(|(_, number)| number)
        };
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(know(&texts[0], 0), (number > 0).then_some(0), "{number}");
            assert_eq!(know(text, number), (number == 0).then_some(0), "{text}");
        }
    }

    /// Formatting that comes again means the same, whatever stands between.
    #[test]
    fn what_comes_again_means_the_same() {
        const FONTS: &str = r"{\fonttbl{\f0 Arial;}{\f1\fmodern Courier New;}}";
        const OTHER: &str = r"{\fonttbl{\f1 Arial;}{\f0\fmodern Courier New;}}";
        const SHEET: &str = r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 Normal;}}";
        const SWAPPED: &str = r"{\stylesheet{\s2\outlinelevel0 heading 1;}{\s1 Normal;}}";
        let start = r"\pard\plain\s2\f0\fs24 text\par ";
        let bold = r"\pard\plain\s2\f0\fs24\b x{\f1\fs20\i0 y}{\f1\fs20\i0 z}\par ";
        let listed = r"\pard\plain\s2\f0{\listtext\'b7\tab}\ls1\ilvl0\fi-360\li720 item\par ";
        let row = r"\trowd\trgaph10\cellx100\cellx200\pard\intbl a\cell b\cell\row ";
        let converter = Converter::new(Options::default()).unwrap();
        let shown = |body: &str| {
            let rtf = format!(r"{{\rtf1{FONTS}{SHEET}{body}}}");
            let text = converter.convert(Format::Rtf, Format::Markdown, rtf.as_bytes()).unwrap();
            String::from_utf8(text).unwrap()
        };
        for piece in [start, bold, listed, row] {
            for between in
                ["", FONTS, OTHER, SHEET, SWAPPED, r"\pard\li400\b odd\par ", r"{\b in}\par "]
            {
                // The same, but that no word's bytes are those of one before.
                let apart = piece.replace(r"\fs2", r"\fs02").replace(r"\trgaph10", r"\trgaph010");
                let apart = apart.replace(r"\ilvl0", r"\ilvl00");
                let (again, other) =
                    ([piece, between, piece].concat(), [piece, between, &apart].concat());
                assert_eq!(shown(&again), shown(&other), "{again}");
            }
        }
    }
}
