//! The control words that the reader knows, and how a name becomes one.
//!
//! Shape   the rows stand in `table`, what may stand in them in `meaning`. Names of up to seven letters,
//!         which are nearly all in a file, are looked up as one number, those of up to fifteen as two: one
//!         multiplication, one probe, one comparison. `lookup(name)` takes a name of any length.
//! Limits  names are ASCII letters, at most 32, case matters (`\PAR` is not `\par`).
//! Source  RTF 1.9.1, "Control words"; words not listed here mean nothing to a text reader.

#[cfg(test)]
mod list;
mod meaning;
mod table;

use crate::rtf::assembly::flow::Merge;
use crate::text::packed::{self, Packed};
pub(in crate::rtf) use meaning::*;
pub use table::Word;
use table::{HOMES, MEANINGS, NAMES};

impl Word {
    /// How it is spelled.
    pub fn name(self) -> &'static str {
        std::str::from_utf8(SPELLINGS.get(self as usize)).unwrap_or_default()
    }

    /// What the word does.
    #[inline(always)]
    pub(in crate::rtf) fn meaning(self) -> Meaning {
        MEANINGS[self as usize]
    }

    /// Where it stands and nowhere else.
    #[inline]
    pub(in crate::rtf) fn home(self) -> Home {
        HOMES[self as usize]
    }

    /// What it opens, or `None` if it opens nothing.
    #[inline]
    pub(in crate::rtf) fn opens(self) -> Option<Opening> {
        match self.meaning() {
            Meaning::Opens(opening) => Some(opening),
            _ => None,
        }
    }

    /// Whether a starred group that begins with it is read: `\*` says that a group is to be left out by
    /// who makes nothing of its word.
    pub(in crate::rtf) fn is_read_when_starred(self) -> bool {
        !matches!(
            self.meaning(),
            Meaning::Nothing
                | Meaning::Lost(_)
                | Meaning::Revision(_)
                | Meaning::Endnote
                | Meaning::PictureSize(_)
                | Meaning::Paragraph(
                    ParagraphWord::Line | ParagraphWord::PageBefore | ParagraphWord::Ground
                )
                | Meaning::Character(CharacterWord::Shading)
                | Meaning::RowEntry(
                    RowWord::Across(Merge::Rest)
                        | RowWord::Down(Merge::Rest)
                        | RowWord::RightToLeft
                        | RowWord::WidthUnit
                        | RowWord::Shading
                )
        )
    }
}

/// How the words are spelled, in the order of their numbers.
static SPELLINGS: Packed<{ NAMES.len() }, { packed::letters(&names()) }> = Packed::new(&names());

const fn names() -> [&'static str; NAMES.len()] {
    let mut names = [""; NAMES.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = NAMES[index].0;
        index += 1;
    }
    names
}

/// Letters of a name that fits into a number, one byte each, the first lowest.
pub(super) const SHORT: usize = 7;

/// Slots for short names, a power of two, and the factor that spreads them: tried out, so that few share one.
const SLOTS: usize = 1024;
const FACTOR: u64 = 0x0A6A_5A62_D623_4B89;

/// The short names by slot, as numbers (0: empty), and their words. Collisions go to the next slot.
static SHORT_TABLE: ([u64; SLOTS], [Option<Word>; SLOTS]) = {
    let (mut keys, mut words) = ([0; SLOTS], [None; SLOTS]);
    let mut index = 0;
    while index < NAMES.len() {
        let (name, word) = (NAMES[index].0.as_bytes(), NAMES[index].1);
        if name.len() <= SHORT {
            let (mut key, mut at) = (0u64, 0);
            while at < name.len() {
                key |= (name[at] as u64) << (8 * at);
                at += 1;
            }
            let mut slot = short_slot(key);
            while keys[slot] != 0 {
                slot = (slot + 1) % SLOTS;
            }
            keys[slot] = key;
            words[slot] = Some(word);
        }
        index += 1;
    }
    (keys, words)
};

#[inline(always)]
const fn short_slot(key: u64) -> usize {
    (key.wrapping_mul(FACTOR) >> (64 - SLOTS.trailing_zeros())) as usize
}

/// The word of a name of at most seven letters, as a number.
#[inline]
pub(super) fn lookup_short(key: u64) -> Option<Word> {
    let mut slot = short_slot(key);
    loop {
        let found = SHORT_TABLE.0[slot % SLOTS];
        if found == key {
            return SHORT_TABLE.1[slot % SLOTS];
        }
        if found == 0 {
            return None;
        }
        slot += 1;
    }
}

/// Letters of a name that fits into two numbers.
pub(super) const LONG: usize = 15;
/// Slots for those of more than [`SHORT`] letters, and the factor of their later letters.
const LONG_SLOTS: usize = 512;
const LONG_FACTOR: u64 = 0x1851_C517_5154_3EAD;

/// The names of 8 to 15 letters by slot, as two numbers each, and their words.
static LONG_TABLE: ([(u64, u64); LONG_SLOTS], [Option<Word>; LONG_SLOTS]) = {
    let (mut keys, mut words) = ([(0, 0); LONG_SLOTS], [None; LONG_SLOTS]);
    let mut index = 0;
    while index < NAMES.len() {
        let (name, word) = (NAMES[index].0.as_bytes(), NAMES[index].1);
        if name.len() > SHORT && name.len() <= LONG {
            let (mut first, mut more, mut at) = (0u64, 0u64, 0);
            while at < name.len() {
                if at < 8 {
                    first |= (name[at] as u64) << (8 * at);
                } else {
                    more |= (name[at] as u64) << (8 * (at - 8));
                }
                at += 1;
            }
            let mut slot = long_slot(first, more);
            while keys[slot].0 != 0 {
                slot = (slot + 1) % LONG_SLOTS;
            }
            keys[slot] = (first, more);
            words[slot] = Some(word);
        }
        index += 1;
    }
    (keys, words)
};

#[inline(always)]
const fn long_slot(first: u64, more: u64) -> usize {
    let key = first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ more.wrapping_mul(LONG_FACTOR);
    (key >> (64 - LONG_SLOTS.trailing_zeros())) as usize
}

/// The word of a name of 8 to 15 letters: its first eight as a number, and the rest.
#[inline]
pub(super) fn lookup_long(first: u64, more: u64) -> Option<Word> {
    let mut slot = long_slot(first, more);
    loop {
        let found = LONG_TABLE.0[slot % LONG_SLOTS];
        if found == (first, more) {
            return LONG_TABLE.1[slot % LONG_SLOTS];
        }
        if found.0 == 0 {
            return None;
        }
        slot += 1;
    }
}

/// The few names that are longer, by their numbers.
static LONGER: [Option<Word>; 8] = {
    let (mut words, mut count, mut index) = ([None; 8], 0, 0);
    while index < NAMES.len() {
        if NAMES[index].0.len() > LONG {
            words[count] = Some(NAMES[index].1);
            count += 1;
        }
        index += 1;
    }
    words
};

/// The word of a name, if it is a known one.
pub fn lookup(name: &[u8]) -> Option<Word> {
    let number = |letters: &[u8]| letters.iter().rev().fold(0, |key, &b| key << 8 | u64::from(b));
    match name.len() {
        0 => None,
        1..=SHORT => lookup_short(number(name)),
        length if length <= LONG => lookup_long(number(&name[..8]), number(&name[8..])),
        _ => LONGER.into_iter().flatten().find(|&word| SPELLINGS.get(word as usize) == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_nothing_else() {
        for &(text, word) in NAMES {
            assert_eq!(lookup(text.as_bytes()), Some(word), "{text}");
            if text.len() <= SHORT {
                let key = text.bytes().rev().fold(0, |key, byte| key << 8 | u64::from(byte));
                assert_eq!(lookup_short(key), Some(word), "{text}");
                assert_eq!(lookup_short(key | 0x20 << 56), None, "{text} and a blank");
            } else if text.len() <= LONG {
                let key = |text: &str| text.bytes().rev().fold(0, |key, b| key << 8 | u64::from(b));
                let (first, more) = (key(&text[..8]), key(&text[8..]));
                assert_eq!(lookup_long(first, more), Some(word), "{text}");
                assert_eq!(lookup_long(first, more | 0x7A << 56), None, "{text} and more");
            }
            assert_eq!(lookup(text.to_uppercase().as_bytes()), None, "{text} in capitals");
            assert_eq!(lookup(format!("{text}zq").as_bytes()), None, "{text}zq");
        }
        assert_eq!(lookup(b""), None);
    }

    #[test]
    fn most_words_stand_in_the_slot_that_is_looked_at_first() {
        let key = |name: &[u8]| name.iter().rev().fold(0, |key, &b| key << 8 | u64::from(b));
        let at_home = |name: &str| match name.as_bytes() {
            name if name.len() <= SHORT => SHORT_TABLE.0[short_slot(key(name))] == key(name),
            name => {
                let (first, more) = (key(&name[..8]), key(&name[8..]));
                LONG_TABLE.0[long_slot(first, more)] == (first, more)
            }
        };
        let names: Vec<&str> = names().into_iter().filter(|name| name.len() <= LONG).collect();
        let found = names.iter().filter(|name| at_home(name)).count();
        assert!(found * 100 >= names.len() * 85, "{found} of {}: try other factors", names.len());
    }

    #[test]
    fn names_stand_once() {
        let mut names: Vec<_> = NAMES.iter().map(|(text, _)| *text).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }
}
