//! The control words that the reader knows, and how a name becomes one.
//!
//! Shape   the rows stand in `table`, what may stand in them in `meaning`. `lookup(name)` ->
//!         `Option<Word>`: one multiplicative hash, one probe, one comparison. Names of
//!         up to seven letters, which are nearly all in a file, are looked up as one number.
//! Limits  names are ASCII letters, at most 32, case matters (`\PAR` is not `\par`).
//! Source  RTF 1.9.1, "Control words"; words not listed here mean nothing to a text reader.

#[cfg(test)]
mod list;
mod meaning;
mod table;

use crate::rtf::assembly::flow::Merge;
pub(in crate::rtf) use meaning::*;
pub use table::Word;
use table::{HOMES, MEANINGS, NAMES};

/// Slots of the hash table; a power of two, four times the number of words or so.
const SLOTS: usize = 2048;

impl Word {
    /// How it is spelled.
    pub fn name(self) -> &'static str {
        NAMES[self as usize].0
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
                | Meaning::Paragraph(ParagraphWord::Line | ParagraphWord::PageBefore)
                | Meaning::RowEntry(
                    RowWord::Across(Merge::Rest)
                        | RowWord::Down(Merge::Rest)
                        | RowWord::RightToLeft
                        | RowWord::WidthUnit
                )
        )
    }
}

const fn hash(name: &[u8]) -> u32 {
    let mut value: u32 = 0;
    let mut at = 0;
    while at < name.len() {
        value = step(value, name[at]);
        at += 1;
    }
    finish(value)
}

/// The hash of a name, one letter at a time.
#[inline(always)]
const fn step(value: u32, letter: u8) -> u32 {
    (value.rotate_left(5) ^ letter as u32).wrapping_mul(0x9E37_79B1)
}

#[inline(always)]
const fn finish(value: u32) -> u32 {
    value >> (32 - SLOTS.trailing_zeros())
}

/// Index into `NAMES` plus one, or 0 for an empty slot. Collisions go to the next slot.
static TABLE: [u16; SLOTS] = {
    let mut table = [0u16; SLOTS];
    let mut index = 0;
    while index < NAMES.len() {
        let mut slot = hash(NAMES[index].0.as_bytes()) as usize;
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = index as u16 + 1;
        index += 1;
    }
    table
};

/// The word of a name, whose running hash is `value`.
#[inline]
fn lookup_hashed(name: &[u8], value: u32) -> Option<Word> {
    let mut slot = finish(value) as usize;
    loop {
        let index = TABLE[slot % SLOTS];
        if index == 0 {
            return None;
        }
        let (text, word) = NAMES[index as usize - 1];
        if text.as_bytes() == name {
            return Some(word);
        }
        slot += 1;
    }
}

/// Letters of a name that fits into a number, one byte each, the first lowest.
pub(super) const SHORT: usize = 7;

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
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - SLOTS.trailing_zeros())) as usize
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
/// Slots for those of more than [`SHORT`] letters.
const LONG_SLOTS: usize = 1024;

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
    let key = first.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ more.wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
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

/// The word of a name, if it is a known one.
pub fn lookup(name: &[u8]) -> Option<Word> {
    lookup_hashed(name, name.iter().fold(0, |value, &letter| step(value, letter)))
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
    fn names_stand_once() {
        let mut names: Vec<_> = NAMES.iter().map(|(text, _)| *text).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), NAMES.len());
    }
}
