//! Lists in the making: entries of the list table and of the overrides, and `\pn`.
//!
//! Shape   words fill the entry in hand; its end hands it to the assembly.
//! Source  RTF 1.9.1, "List Tables", "Bullets and Numbering".

use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::format::Pn;
use crate::rtf::tables::boxes;
use crate::rtf::tables::lists::{LEVELS, LevelText, List, NO_NUMBER, Override};
use crate::rtf::words::{Destination, ListWord, OldListWord};
use crate::text::symbol::SymbolFont;

/// The entries in hand.
#[derive(Debug, Default)]
pub(super) struct ListEntries {
    list: List,
    list_override: Override,
    pn: Pn,
    /// What the level in hand shows.
    sign: Option<char>,
    /// What numbers of lists have added to them, which begin anew with each document.
    before: i32,
}

/// A document has no more lists than this.
const MOST: i32 = 1 << 16;

impl ListEntries {
    /// Another document begins, with lists of its own.
    pub(super) fn begin_document(&mut self) {
        self.before = self.before.wrapping_add(MOST);
    }

    /// The list that `\lsN` names in the document in hand; 0 is none.
    pub(super) fn named(&self, number: i32) -> i32 {
        if number == 0 { 0 } else { number.wrapping_add(self.before) }
    }

    /// A destination begins in which an entry is made.
    pub(super) fn begin(&mut self, destination: Destination) {
        match destination {
            Destination::List => self.list = List::default(),
            Destination::Override => self.list_override = Override::default(),
            Destination::OldList => self.pn = Pn::None,
            _ => {}
        }
    }

    /// A word of an entry, in the destination where it stands.
    pub(super) fn word(&mut self, word: ListWord, value: i32, destination: Destination) {
        let level = (self.list.count as usize).min(LEVELS - 1);
        let override_level = (self.list_override.count as usize).min(LEVELS - 1);
        match (word, destination) {
            (ListWord::Kind, Destination::ListLevel) => self.list.levels[level].nfc = value,
            (ListWord::CountsOn, Destination::ListLevel) => {
                self.list.levels[level].counts_on = value != 0
            }
            (ListWord::Start, Destination::ListLevel) => self.list.levels[level].start = value,
            (ListWord::Start, Destination::OverrideLevel) => {
                self.list_override.starts[override_level] = Some(value)
            }
            (ListWord::Id, Destination::List) => self.list.id = self.named(value),
            (ListWord::Id, Destination::Override) => self.list_override.list_id = self.named(value),
            (ListWord::Kind | ListWord::Start | ListWord::Id | ListWord::CountsOn, _) => {}
        }
    }

    /// `\leveltext`: its length, and as many characters. One that shows nothing is no number.
    pub(super) fn level_text(&mut self, text: &str) {
        let level = &mut self.list.levels[(self.list.count as usize).min(LEVELS - 1)];
        let text = text.trim_end_matches(';');
        if text.strip_prefix('\0').is_some_and(|rest| rest.trim().is_empty()) {
            level.nfc = NO_NUMBER;
        }
        self.sign = text.strip_prefix('\u{1}').and_then(|sign| sign.chars().next());
        // Its length may be a line end or a tab, which is not kept.
        level.text = LevelText::new(text.strip_prefix(|c: char| c < ' ').unwrap_or(text));
    }

    /// The level in hand has its text in a font.
    pub(super) fn level_font(&mut self, font: Option<SymbolFont>) {
        let level = &mut self.list.levels[(self.list.count as usize).min(LEVELS - 1)];
        level.task = self.sign.take().and_then(|sign| boxes::of_sign(sign, font));
    }

    /// `\pntxtb`: what stands before the number, or is the bullet. A blank one shows nothing.
    pub(super) fn old_text(&mut self, text: &str) {
        if matches!(self.pn, Pn::Bullet { .. }) {
            let task = boxes::of_marker(text.as_bytes());
            self.pn = if text.trim().is_empty() { Pn::None } else { Pn::Bullet { task } };
        }
    }

    /// `\ls` in an override: its number.
    pub(super) fn number(&mut self, number: i32) {
        self.list_override.number = self.named(number);
    }

    /// A word of `\pn`.
    pub(super) fn old_word(&mut self, word: OldListWord, value: i32) {
        match word {
            OldListWord::Bullet => self.pn = Pn::BULLET,
            OldListWord::Continued => self.pn = Pn::Continued,
            OldListWord::Level if self.pn == Pn::None => self.pn = Pn::Number { start: 1 },
            OldListWord::Number if !matches!(self.pn, Pn::Number { .. }) => {
                self.pn = Pn::Number { start: 1 }
            }
            OldListWord::Start if !matches!(self.pn, Pn::Bullet { .. }) => {
                self.pn = Pn::Number { start: value }
            }
            OldListWord::Level | OldListWord::Number | OldListWord::Start => {}
            // What it is said of knows the fonts.
            OldListWord::Font => {}
        }
    }

    /// What `\pn` has said.
    pub(super) fn old_list(&self) -> Pn {
        self.pn
    }

    /// A destination in which an entry is made ends.
    pub(super) fn end(&mut self, destination: Destination, assembly: &mut Assembly) {
        match destination {
            Destination::ListLevel => self.list.count = self.list.count.saturating_add(1),
            Destination::OverrideLevel => {
                self.list_override.count = self.list_override.count.saturating_add(1)
            }
            Destination::List => assembly.add_list(self.list),
            Destination::Override => assembly.add_override(self.list_override),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_old_lists() {
        use OldListWord::*;
        for (words, expected) in [
            (&[][..], Pn::None),
            (&[Bullet], Pn::BULLET),
            (&[Level], Pn::Number { start: 1 }),
            (&[Level, Number], Pn::Number { start: 1 }),
            (&[Number, Start], Pn::Number { start: 7 }),
            (&[Start, Number], Pn::Number { start: 7 }),
            (&[Bullet, Start], Pn::BULLET),
            (&[Bullet, Number], Pn::Number { start: 1 }),
            (&[Continued, Level], Pn::Continued),
        ] {
            let mut entries = ListEntries::default();
            words.iter().for_each(|&word| entries.old_word(word, 7));
            assert_eq!(entries.old_list(), expected, "{words:?}");
        }
    }
}
