//! The list table and the list override table.
//!
//! Shape   `\lsN` -> override -> list -> level: [`Lists::level`] answers what a paragraph's level is.
//!         Which list an override leads to is looked for once; overrides mostly have the numbers from
//!         that of the first one on, and are looked for where they stand then.
//! Limits  nine levels a list; numbers that lead nowhere give `None`, and the marker's text decides.
//! Source  RTF 1.9.1, "List table", "List override table".

use crate::buffers::kept;
use crate::memory;
use crate::work;

/// Levels of a list.
pub(in crate::rtf) const LEVELS: usize = 9;

/// `\levelnfc`: the level shows nothing.
pub(in crate::rtf) const NO_NUMBER: i32 = 255;

/// One level of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) struct Level {
    /// `\levelnfcN`: 23 is a bullet, 255 none, all others count.
    pub nfc: i32,
    /// `\levelstartatN`
    pub start: i32,
    /// `\levelnorestart`: it counts on behind an item of a level above.
    pub counts_on: bool,
    /// `\leveltext` is the box of a task, which is done or not.
    pub task: Option<bool>,
    pub text: LevelText,
}

/// `\leveltext`: what the level shows, with the numbers of levels 0 to 8 as bytes of that value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::rtf) struct LevelText {
    bytes: [u8; LevelText::MOST],
    len: u8,
}

impl LevelText {
    const MOST: usize = 23;

    /// What a level shows; nothing where that is too long to be kept.
    pub(crate) fn new(text: &str) -> LevelText {
        let mut kept = LevelText::default();
        if let Some(room) = kept.bytes.get_mut(..text.len()) {
            room.copy_from_slice(text.as_bytes());
            kept.len = text.len() as u8;
        }
        kept
    }

    /// UTF-8.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..usize::from(self.len)).unwrap_or(&[])
    }
}

impl Default for Level {
    fn default() -> Self {
        Level { nfc: 0, start: 1, counts_on: false, task: None, text: LevelText::default() }
    }
}

/// One list, or the levels that an override replaces.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rtf) struct List {
    pub id: i32,
    pub levels: [Level; LEVELS],
    /// How many levels have been read.
    pub count: u8,
    /// Its place in the file.
    order: u32,
}

/// One override.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::rtf) struct Override {
    pub list_id: i32,
    pub number: i32,
    /// Start numbers that replace the list's.
    pub starts: [Option<i32>; LEVELS],
    /// How many levels have been read.
    pub count: u8,
    /// Its place in the file.
    order: u32,
    /// The place of its list among all, once that is known; beyond the last where there is none.
    list: u32,
}

kept! {
    /// The lists of a document.
    #[derive(Debug, Default)]
    pub(in crate::rtf) struct Lists {
        lists: Vec<List>,
        overrides: Vec<Override>,
    }
}

impl Lists {
    /// False where memory is short.
    pub(crate) fn add(&mut self, list: List) -> bool {
        let order = self.lists.len() as u32;
        memory::push(&mut self.lists, List { order, ..list })
    }

    /// False where memory is short.
    pub(crate) fn add_override(&mut self, entry: Override) -> bool {
        let order = self.overrides.len() as u32;
        memory::push(&mut self.overrides, Override { order, ..entry })
    }

    /// All lists are known: from here on levels can be asked for.
    pub(crate) fn settle(&mut self) {
        work::step(self.lists.len() + self.overrides.len());
        // Of two entries with one number the first is found, as Word does. A stable sort would
        // need memory.
        self.lists.sort_unstable_by_key(|list| (list.id, list.order));
        self.overrides.sort_unstable_by_key(|entry| (entry.number, entry.order));
        for entry in &mut self.overrides {
            let at = self.lists.partition_point(|list| list.id < entry.list_id);
            let found = self.lists.get(at).filter(|list| list.id == entry.list_id);
            entry.list = found.map_or(u32::MAX, |_| at as u32);
        }
    }

    /// The first override of a number.
    fn entry(&self, number: i32) -> Option<&Override> {
        let first = self.overrides.first()?;
        let guess = number.wrapping_sub(first.number) as usize;
        let is = |at: usize| self.overrides.get(at).is_some_and(|entry| entry.number == number);
        let at = if is(guess) && !(guess > 0 && is(guess - 1)) {
            guess
        } else {
            self.overrides.partition_point(|entry| entry.number < number)
        };
        self.overrides.get(at).filter(|entry| entry.number == number)
    }

    /// The list that `\lsN` leads to, and whether it counts from a start of its own there, at `level`.
    pub(crate) fn list(&self, number: i32, level: u8) -> Option<(i32, bool)> {
        let entry = self.entry(number)?;
        Some((entry.list_id, entry.starts[(level as usize).min(LEVELS - 1)].is_some()))
    }

    /// Level `level` of list `\lsN`, with the start number that is in force.
    pub(crate) fn level(&self, number: i32, level: u8) -> Option<Level> {
        let level = (level as usize).min(LEVELS - 1);
        let entry = self.entry(number)?;
        let list = self.lists.get(entry.list as usize)?;
        let mut found = list.levels[level];
        if let Some(start) = entry.starts[level] {
            found.start = start;
        }
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_leads_to_its_list_and_replaces_the_start() {
        let mut lists = Lists::default();
        let mut list = List { id: 7, ..List::default() };
        list.levels[1] = Level { nfc: 23, ..Level::default() };
        assert!(lists.add(list));
        let starts = [Some(5); LEVELS];
        assert!(lists.add_override(Override {
            list_id: 7,
            number: 2,
            starts,
            ..Override::default()
        }));
        assert!(lists.add_override(Override { list_id: 9, number: 1, ..Override::default() }));
        lists.settle();
        assert_eq!(lists.level(2, 0), Some(Level { start: 5, ..Level::default() }));
        assert_eq!(lists.level(2, 1), Some(Level { nfc: 23, start: 5, ..Level::default() }));
        assert_eq!(lists.level(1, 0), None, "its list is not there");
        assert_eq!(lists.level(3, 0), None);
    }

    /// Whatever numbers there are, in what order, and whichever is asked for.
    #[test]
    fn the_first_override_of_a_number_is_found_wherever_it_stands() {
        for numbers in [
            &[][..],
            &[1, 2, 3, 4],
            &[3, 4, 6, 7],
            &[5, 5, 6, 5],
            &[2, 2, 3, 3, 4],
            &[i32::MAX, -1, 0, i32::MIN, 1, i32::MIN],
        ] {
            let mut lists = Lists::default();
            for (at, &number) in numbers.iter().enumerate() {
                let start = at as i32;
                let mut list = List { id: 70 - start, ..List::default() };
                list.levels[0].start = start;
                assert!(lists.add(list));
                let entry = Override { number, list_id: 70 - start, ..Override::default() };
                assert!(lists.add_override(entry));
            }
            lists.settle();
            for asked in (-3..9).chain([i32::MIN, i32::MAX]) {
                let first = numbers.iter().position(|&number| number == asked);
                let found = lists.level(asked, 0).map(|level| level.start as usize);
                assert_eq!(found, first, "{numbers:?} {asked}");
            }
        }
    }
}
