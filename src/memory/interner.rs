//! Strings that repeat between documents, stored once with what they mean: names of fonts and styles.
//!
//! Shape   [`Interner::meaning`] finds out what a name means the first time only.
//!         [`Interner::intern`] returns a shared `Arc<str>`, or the string as it came where
//!         sharing is not worth it. What was handed out stays valid, whatever is cleared.
//! Units   bytes of UTF-8.
//! Errors  none.
//! Limits  10,000 entries; strings of 9 to 1,024 bytes, others pass through. When the table is
//!         full, or the cleanup interval is over, entries that nobody holds and nobody asked for
//!         since the last cleanup go; if that frees nothing, all of them do.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::{Deref, RangeInclusive};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::system::lock::Lock;

/// Lengths of the strings that are shared.
pub const LENGTHS: RangeInclusive<usize> = 9..=1024;
/// Most strings in the table.
pub const MAX_ENTRIES: usize = 10_000;
/// How often a cleanup is due; it happens when the next new string comes in.
pub const CLEANUP_INTERVAL: Duration = Duration::from_secs(300);

/// A string that went through an interner.
#[derive(Clone, Debug)]
pub enum Interned<'a> {
    /// Shared with all who asked for the same string.
    Shared(Arc<str>),
    /// Too short or too long to be worth sharing.
    Passed(&'a str),
}

impl Deref for Interned<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Interned::Shared(text) => text,
            Interned::Passed(text) => text,
        }
    }
}

/// What an interner has done and holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InternerStats {
    /// Strings in the table.
    pub entries: usize,
    /// Bytes of those strings.
    pub bytes: usize,
    /// Requests that found their string.
    pub hits: u64,
    /// Requests that stored theirs.
    pub misses: u64,
    /// Cleanups, on request or because they were due.
    pub clears: u64,
}

/// What a name is the name of: the same name may mean different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    /// A font's name.
    Font,
    /// A paragraph style's name.
    ParagraphStyle,
    /// A character style's name.
    CharacterStyle,
}

#[derive(Debug, Default)]
struct Entry {
    /// The string was asked for since the last cleanup.
    used: Cell<bool>,
    /// What it means as each kind of [`Name`], where that has been found out.
    meanings: [Option<u16>; 3],
}

#[derive(Debug)]
struct Table {
    entries: HashMap<Arc<str>, Entry>,
    stats: InternerStats,
    cleaned: Instant,
}

/// A bounded table of shared strings.
#[derive(Debug)]
pub struct Interner {
    table: Lock<Table>,
    max_entries: usize,
    interval: Duration,
}

impl Default for Interner {
    fn default() -> Self {
        Interner::new(0, CLEANUP_INTERVAL)
    }
}

impl Interner {
    /// An empty interner for up to `max_entries` strings; one for none lets all pass through.
    pub fn new(max_entries: usize, interval: Duration) -> Self {
        let table = Table {
            entries: HashMap::new(),
            stats: InternerStats::default(),
            cleaned: Instant::now(),
        };
        Interner { table: Lock::new(table), max_entries, interval }
    }

    /// The shared copy of `text`, stored now if it is new.
    pub fn intern<'a>(&self, text: &'a str) -> Interned<'a> {
        if self.max_entries == 0 || !LENGTHS.contains(&text.len()) {
            return Interned::Passed(text);
        }
        self.table.with(|table| {
            if let Some((shared, entry)) = table.entries.get_key_value(text) {
                entry.used.set(true);
                table.stats.hits += 1;
                return Interned::Shared(shared.clone());
            }
            match table.store(text, self.max_entries, self.interval, [None; 3]) {
                Some(shared) => Interned::Shared(shared),
                None => Interned::Passed(text),
            }
        })
    }

    /// What `name` means as that kind of name; `find` finds out where it is not known yet. It must
    /// say the same each time.
    pub fn meaning(&self, name: &str, kind: Name, find: impl FnOnce(&str) -> u16) -> u16 {
        if self.max_entries == 0 || !LENGTHS.contains(&name.len()) {
            return find(name);
        }
        let known = self.table.with(|table| {
            let entry = table.entries.get(name)?;
            entry.used.set(true);
            let meaning = entry.meanings[kind as usize]?;
            table.stats.hits += 1;
            Some(meaning)
        });
        known.unwrap_or_else(|| {
            let meaning = find(name);
            self.learn(name, kind, meaning);
            meaning
        })
    }

    #[cold]
    fn learn(&self, name: &str, kind: Name, meaning: u16) {
        self.table.with(|table| {
            let mut meanings = [None; 3];
            meanings[kind as usize] = Some(meaning);
            match table.entries.get_mut(name) {
                Some(entry) => {
                    entry.meanings[kind as usize] = Some(meaning);
                    table.stats.misses += 1;
                }
                None => {
                    table.store(name, self.max_entries, self.interval, meanings);
                }
            }
        });
    }

    /// Forgets every string and gives the memory back.
    pub fn clear(&self) {
        self.table.with(|table| {
            table.entries = HashMap::new();
            (table.stats.entries, table.stats.bytes) = (0, 0);
            table.stats.clears += 1;
        });
    }

    /// What the interner has done and holds.
    pub fn stats(&self) -> InternerStats {
        self.table.with(|table| table.stats)
    }
}

impl Table {
    /// Stores a string that is not in the table; `None` where memory is short.
    fn store(
        &mut self,
        text: &str,
        max_entries: usize,
        interval: Duration,
        meanings: [Option<u16>; 3],
    ) -> Option<Arc<str>> {
        self.stats.misses += 1;
        if self.entries.len() >= max_entries || self.cleaned.elapsed() >= interval {
            self.clean(max_entries);
        }
        self.entries.try_reserve(1).ok()?;
        let shared: Arc<str> = text.into();
        self.entries.insert(shared.clone(), Entry { used: Cell::new(true), meanings });
        self.stats.entries += 1;
        self.stats.bytes += text.len();
        Some(shared)
    }

    fn clean(&mut self, max_entries: usize) {
        self.entries.retain(|text, entry| entry.used.take() || Arc::strong_count(text) > 1);
        if self.entries.len() >= max_entries {
            self.entries.clear();
        }
        self.stats.entries = self.entries.len();
        self.stats.bytes = self.entries.keys().map(|text| text.len()).sum();
        self.stats.clears += 1;
        self.cleaned = Instant::now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn shared(interned: Interned<'_>) -> Option<Arc<str>> {
        match interned {
            Interned::Shared(text) => Some(text),
            Interned::Passed(_) => None,
        }
    }

    #[test]
    fn the_same_string_is_stored_once() {
        let interner = Interner::new(10, HOUR);
        let first = shared(interner.intern("Times New Roman")).unwrap();
        let second = shared(interner.intern("Times New Roman")).unwrap();
        assert!(Arc::ptr_eq(&first, &second));
        let stats = interner.stats();
        assert_eq!((stats.entries, stats.bytes, stats.hits, stats.misses), (1, 15, 1, 1));
    }

    #[test]
    fn only_lengths_from_9_to_1024_are_shared() {
        let interner = Interner::new(10, HOUR);
        for (length, expected) in [(0, false), (8, false), (9, true), (1024, true), (1025, false)] {
            let text = "x".repeat(length);
            assert_eq!(shared(interner.intern(&text)).is_some(), expected, "{length}");
            assert_eq!(&*interner.intern(&text), text);
        }
    }

    #[test]
    fn the_table_never_holds_more_than_its_bound() {
        let interner = Interner::new(100, HOUR);
        for n in 0..1000 {
            interner.intern(&format!("https://example.org/{n}"));
            assert!(interner.stats().entries <= 100);
        }
        assert!(interner.stats().clears >= 9);
    }

    #[test]
    fn what_was_handed_out_outlives_a_clear() {
        let interner = Interner::new(10, HOUR);
        let text = shared(interner.intern("Courier New")).unwrap();
        interner.clear();
        assert_eq!(&*text, "Courier New");
        assert_eq!((interner.stats().entries, interner.stats().bytes), (0, 0));
        assert!(!Arc::ptr_eq(&text, &shared(interner.intern("Courier New")).unwrap()));
    }

    #[test]
    fn what_a_name_means_is_found_out_once_for_each_kind() {
        let interner = Interner::new(10, HOUR);
        let ask = |kind, meaning| {
            let mut asked = false;
            let found = interner.meaning("Courier New", kind, |_| {
                asked = true;
                meaning
            });
            (found, asked)
        };
        assert_eq!(ask(Name::Font, 7), (7, true));
        assert_eq!(ask(Name::ParagraphStyle, 8), (8, true));
        assert_eq!(ask(Name::Font, 9), (7, false));
        assert_eq!(ask(Name::ParagraphStyle, 9), (8, false));
        let stats = interner.stats();
        assert_eq!((stats.entries, stats.hits, stats.misses), (1, 2, 2));
        interner.clear();
        assert_eq!(ask(Name::Font, 9), (9, true));
    }

    #[test]
    fn an_interner_for_no_strings_lets_all_pass() {
        let interner = Interner::new(0, HOUR);
        assert!(shared(interner.intern("Courier New")).is_none());
        assert_eq!(interner.meaning("Courier New", Name::Font, |_| 3), 3);
        assert_eq!(interner.stats(), InternerStats::default());
    }

    #[test]
    fn a_cleanup_keeps_what_is_held_or_was_asked_for() {
        let interner = Interner::new(100, Duration::ZERO);
        let held = shared(interner.intern("held by a document")).unwrap();
        interner.intern("asked for once only");
        // Each new string brings a cleanup: the first forgets who asked, the second sweeps.
        interner.intern("first newcomer");
        interner.intern("second newcomer");
        assert!(Arc::ptr_eq(&held, &shared(interner.intern("held by a document")).unwrap()));
        let misses = interner.stats().misses;
        interner.intern("asked for once only");
        assert_eq!(interner.stats().misses, misses + 1);
        let bytes: usize =
            interner.table.with(|table| table.entries.keys().map(|key| key.len()).sum());
        assert_eq!(interner.stats().bytes, bytes);
    }
}
