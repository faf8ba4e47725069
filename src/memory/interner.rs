//! What repeats between documents, remembered by its source bytes with what it means: the entries of
//! font tables and stylesheets.
//!
//! Shape   an [`Interner`] is shared by all conversions, and stores each string of bytes once, with a
//!         meaning of whatever type its reader has. A [`Recall`] belongs to one reader and holds the
//!         entries of the table read last in their order: documents of one writer mostly bring the
//!         same table, so the next entry is compared with what stood there the last time, and only
//!         where that fails looked for in the interner. A table that comes again as it was takes no
//!         lock and is not read.
//! Units   bytes of the source, from the brace that opens an entry to the one that closes it.
//! Errors  none: where memory is short nothing is remembered.
//! Limits  10,000 entries of 9 to 1,024 bytes; others are read as they stand. When the interner is
//!         full, or the cleanup interval is over, entries go that nobody holds and nobody asked for
//!         since the last cleanup; if that frees nothing, all of them do. What was handed out stays
//!         valid, whatever is cleared. A [`Recall`] holds 256 entries at most.

use std::alloc::Layout;
use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::buffers::Kept;
use crate::system::blocks::held;
use crate::system::clock::Instant;
use crate::system::lock::Lock;

/// Lengths of the entries that are remembered.
pub const LENGTHS: RangeInclusive<usize> = 9..=1024;
/// Most entries in the interner.
pub const MAX_ENTRIES: usize = 10_000;
/// How often a cleanup is due; it happens when the next new entry comes in.
pub const CLEANUP_INTERVAL: Duration = Duration::from_secs(300);
/// How many places an entry may stand at.
const PLACES: usize = 16;
/// Most entries of a table that a [`Recall`] holds.
const MOST_RECALLED: usize = 256;

/// An entry and what it means where so much stands around it.
struct Known<M: ?Sized> {
    hash: u64,
    around: u64,
    bytes: Box<[u8]>,
    /// It was asked for since the last cleanup.
    used: AtomicBool,
    meaning: M,
}

type Entry = Arc<Known<dyn Any + Send + Sync>>;

impl Known<dyn Any + Send + Sync> {
    /// Bytes of memory that it holds, as the gauge counts them.
    fn held(self: &Arc<Self>) -> usize {
        // A shared value stands behind its two counts.
        let counts = Layout::new::<[usize; 2]>();
        let value = counts.extend(Layout::for_value(&**self));
        let size = value.map_or(0, |(layout, _)| layout.pad_to_align().size());
        held::<u8>(size) + held::<u8>(self.bytes.len())
    }
}

/// What an interner has done and holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InternerStats {
    /// Entries in the table.
    pub entries: usize,
    /// Bytes of those entries as they stand in their sources.
    pub bytes: usize,
    /// Bytes of memory that all of it takes.
    pub retained_bytes: usize,
    /// Entries that were known when they came.
    pub hits: u64,
    /// Entries that were stored.
    pub misses: u64,
    /// Cleanups, on request or because they were due.
    pub clears: u64,
}

/// A bounded table of entries that are known.
pub struct Interner {
    table: Lock<Table>,
    hits: AtomicU64,
    max_entries: usize,
    interval: Duration,
}

impl fmt::Debug for Interner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Interner").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

/// Entries by their hash: an entry stands at the first free one of its places.
struct Table {
    places: Vec<Option<Entry>>,
    /// Without the hits.
    stats: InternerStats,
    cleaned: Instant,
}

impl Default for Interner {
    fn default() -> Self {
        Interner::new(MAX_ENTRIES, CLEANUP_INTERVAL)
    }
}

impl Interner {
    /// An empty interner for up to `max_entries` entries.
    pub fn new(max_entries: usize, interval: Duration) -> Self {
        let stats = InternerStats::default();
        let table = Table { places: Vec::new(), stats, cleaned: Instant::now() };
        Interner { table: Lock::new(table), hits: AtomicU64::new(0), max_entries, interval }
    }

    /// Nobody changes it while the process is copied.
    #[cfg(all(unix, feature = "capi"))]
    pub fn hold_for_fork(&self) {
        self.table.hold_for_fork(|_| {});
    }

    /// Undoes [`Interner::hold_for_fork`].
    #[cfg(all(unix, feature = "capi"))]
    pub fn let_go_after_fork(&self) {
        self.table.let_go_after_fork(|_| {});
    }

    /// Forgets every entry and gives the memory back.
    pub fn clear(&self) {
        let old = self.table.with(|table| {
            table.stats.clears += 1;
            (table.stats.entries, table.stats.bytes, table.stats.retained_bytes) = (0, 0, 0);
            std::mem::take(&mut table.places)
        });
        drop(old);
    }

    /// What the interner has done and holds.
    pub fn stats(&self) -> InternerStats {
        let hits = self.hits.load(Relaxed);
        self.table.with(|table| InternerStats { hits, ..table.stats })
    }

    fn find<M: Any>(&self, hash: u64, around: u64, bytes: &[u8]) -> Option<Entry> {
        self.table.with(|table| {
            let entry = table.find::<M>(hash, around, bytes)?;
            entry.used.store(true, Relaxed);
            Some(entry.clone())
        })
    }

    /// Stores an entry, unless another thread has done so in the meantime; none where memory is
    /// short.
    #[cold]
    fn store<M: Any + Send + Sync>(&self, around: u64, bytes: &[u8], meaning: M) -> Option<Entry> {
        let (hash, used) = (hash(around, bytes), AtomicBool::new(true));
        // What is read once more because its meaning was of no use is there already.
        if let Some(known) = self.find::<M>(hash, around, bytes) {
            return Some(known);
        }
        let mut copy = Vec::new();
        copy.try_reserve_exact(bytes.len()).ok()?;
        copy.extend_from_slice(bytes);
        let entry: Entry = Arc::new(Known { hash, around, bytes: copy.into(), used, meaning });
        self.table.with(|table| {
            if let Some(known) = table.find::<M>(hash, around, bytes) {
                return Some(known.clone());
            }
            if table.stats.entries >= self.max_entries || table.cleaned.elapsed() >= self.interval {
                table.clean(self.max_entries);
            }
            table.insert(entry.clone()).then(|| {
                table.stats.misses += 1;
                entry
            })
        })
    }
}

impl Table {
    fn find<M: Any>(&self, hash: u64, around: u64, bytes: &[u8]) -> Option<&Entry> {
        let is_it = |known: &&Entry| {
            known.hash == hash
                && known.around == around
                && *known.bytes == *bytes
                && known.meaning.is::<M>()
        };
        let places = places_of(hash, self.places.len());
        places.map_while(|at| self.places[at].as_ref()).find(is_it)
    }

    /// Adds an entry that is not there; false where memory is short.
    fn insert(&mut self, entry: Entry) -> bool {
        // Never more than half full: places are mostly free.
        if self.places.len() <= 2 * self.stats.entries && !self.grow() {
            return false;
        }
        let (bytes, held) = (entry.bytes.len(), entry.held());
        let free = places_of(entry.hash, self.places.len()).find(|&at| self.places[at].is_none());
        // Where all of its places are taken the first one gives way: what is known of a table must
        // not have to be learnt again each time.
        let at = free.unwrap_or(entry.hash as usize & (self.places.len() - 1));
        if let Some(old) = self.places[at].replace(entry) {
            self.stats.entries -= 1;
            self.stats.bytes -= old.bytes.len();
            self.stats.retained_bytes -= old.held();
        }
        self.stats.entries += 1;
        self.stats.bytes += bytes;
        self.stats.retained_bytes += held;
        true
    }

    fn grow(&mut self) -> bool {
        let count = (2 * self.places.len()).max(64);
        let mut places = Vec::new();
        if places.try_reserve_exact(count).is_err() {
            return false;
        }
        places.resize_with(count, || None);
        let old = std::mem::replace(&mut self.places, places);
        self.refill(old);
        true
    }

    fn clean(&mut self, max_entries: usize) {
        let mut left = std::mem::take(&mut self.places);
        left.retain(|place| match place {
            Some(entry) => entry.used.swap(false, Relaxed) || Arc::strong_count(entry) > 1,
            None => false,
        });
        if left.len() >= max_entries {
            left.clear();
        }
        self.stats.clears += 1;
        self.cleaned = Instant::now();
        self.refill(left);
    }

    /// Puts entries into the places as they are now, which are free.
    fn refill(&mut self, entries: Vec<Option<Entry>>) {
        let InternerStats { misses, clears, .. } = self.stats;
        let retained_bytes = held::<Option<Entry>>(self.places.capacity());
        self.stats = InternerStats { misses, clears, retained_bytes, ..InternerStats::default() };
        for entry in entries.into_iter().flatten() {
            self.insert(entry);
        }
    }
}

/// Where an entry may stand: few places, so that entries which were made to have the same number don't
/// slow anybody down.
fn places_of(hash: u64, count: usize) -> impl Iterator<Item = usize> {
    // A power of two, or none.
    let mask = count.wrapping_sub(1);
    (0..count.min(PLACES)).map(move |step| (hash as usize).wrapping_add(step) & mask)
}

/// A number for an entry, eight bytes at a time.
fn hash(around: u64, bytes: &[u8]) -> u64 {
    let mix =
        |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    let (words, rest) = bytes.as_chunks();
    let hash = words.iter().fold(around, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let rest = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    let hash = mix(mix(hash, rest), bytes.len() as u64);
    hash ^ hash >> 32
}

/// The entries of the table that one reader read last, in their order, with meanings of type `M`.
pub struct Recall<M> {
    last: Vec<Entry>,
    /// The one that is expected next.
    next: usize,
    /// How many were known that have not been counted yet.
    hits: u64,
    meaning: PhantomData<fn() -> M>,
}

impl<M> Default for Recall<M> {
    fn default() -> Self {
        Recall { last: Vec::new(), next: 0, hits: 0, meaning: PhantomData }
    }
}

impl<M> fmt::Debug for Recall<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recall").field("entries", &self.last.len()).finish_non_exhaustive()
    }
}

impl<M: Any + Copy + Send + Sync> Recall<M> {
    /// A table begins.
    pub fn begin(&mut self) {
        self.next = 0;
    }

    /// What `rest` begins with, and how many bytes that is, if it is what stood there the last time.
    #[inline]
    pub fn expected(&mut self, around: u64, rest: &[u8]) -> Option<(M, usize)> {
        let known = self.last.get(self.next)?;
        if known.around != around || !rest.starts_with(&known.bytes) {
            return None;
        }
        let meaning = *known.meaning.downcast_ref()?;
        self.next += 1;
        self.hits += 1;
        Some((meaning, known.bytes.len()))
    }

    /// What an entry means, if it is known.
    pub fn find(&mut self, interner: &Interner, around: u64, entry: &[u8]) -> Option<M> {
        if !LENGTHS.contains(&entry.len()) {
            return None;
        }
        let known = interner.find::<M>(hash(around, entry), around, entry)?;
        let meaning = *known.meaning.downcast_ref()?;
        self.hits += 1;
        self.expect(known);
        Some(meaning)
    }

    /// Remembers what an entry means that was read: the same each time with so much around it.
    pub fn learn(&mut self, interner: &Interner, around: u64, entry: &[u8], meaning: M) {
        if !LENGTHS.contains(&entry.len()) {
            return;
        }
        if let Some(known) = interner.store(around, entry, meaning) {
            self.expect(known);
        }
    }

    /// A table is over.
    pub fn end(&mut self, interner: &Interner) {
        let hits = std::mem::take(&mut self.hits);
        if hits > 0 {
            interner.hits.fetch_add(hits, Relaxed);
        }
    }

    /// Expects an entry at this place the next time.
    fn expect(&mut self, known: Entry) {
        if let Some(place) = self.last.get_mut(self.next) {
            *place = known;
        } else if self.last.len() >= MOST_RECALLED || !super::push(&mut self.last, known) {
            return;
        }
        self.next += 1;
    }
}

/// What the entries themselves hold is the interner's.
impl<M> Kept for Recall<M> {
    fn clear(&mut self) {
        self.last.clear();
        self.next = 0;
    }

    fn retained_bytes(&self) -> usize {
        held::<Entry>(self.last.capacity())
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = Recall::default();
        }
    }

    fn take_larger(&mut self, other: &mut Self) {
        if other.last.capacity() > self.last.capacity() {
            std::mem::swap(self, other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// Reads a table of entries: what each means is its length, found out only where it must be.
    fn read(recall: &mut Recall<usize>, interner: &Interner, table: &[&str]) -> Vec<usize> {
        let mut read = Vec::new();
        recall.begin();
        for entry in table {
            let (entry, rest) = (entry.as_bytes(), format!("{entry} and more"));
            let known = recall.expected(7, rest.as_bytes()).map(|(meaning, length)| {
                assert_eq!(length, entry.len());
                meaning
            });
            let meaning = known.or_else(|| recall.find(interner, 7, entry)).unwrap_or_else(|| {
                read.push(entry.len());
                recall.learn(interner, 7, entry, entry.len());
                entry.len()
            });
            assert_eq!(meaning, entry.len());
        }
        recall.end(interner);
        read
    }

    fn counts(interner: &Interner) -> (usize, u64, u64) {
        let stats = interner.stats();
        (stats.entries, stats.hits, stats.misses)
    }

    #[test]
    fn an_entry_is_read_once_by_whoever_meets_it_first() {
        let (interner, mut one, mut other) =
            (Interner::new(10, HOUR), Recall::default(), Recall::default());
        let table = ["{\\f0 Arial;}", "{\\f1 Courier New;}", "{\\f2 Symbol;}"];
        assert_eq!(read(&mut one, &interner, &table), [12, 18, 13]);
        assert!(read(&mut one, &interner, &table).is_empty());
        assert_eq!(counts(&interner), (3, 3, 3));
        assert!(read(&mut other, &interner, &table).is_empty());
        assert!(read(&mut other, &interner, &[table[1], table[0]]).is_empty());
        assert!(read(&mut other, &interner, &table).is_empty());
        assert_eq!(counts(&interner), (3, 11, 3));
        assert_eq!(interner.stats().bytes, 12 + 18 + 13);
    }

    #[test]
    fn a_table_that_comes_again_needs_no_interner() {
        let (interner, mut recall) = (Interner::new(10, HOUR), Recall::default());
        let table = ["{\\f0 Arial;}", "{\\f1 Courier New;}"];
        read(&mut recall, &interner, &table);
        interner.clear();
        assert!(read(&mut recall, &interner, &table).is_empty(), "what was handed out stays valid");
        assert_eq!(counts(&interner), (0, 2, 2));
        assert_eq!(read(&mut Recall::default(), &interner, &table), [12, 18]);
    }

    #[test]
    fn meanings_differ_by_type_and_by_what_stands_around() {
        let interner = Interner::new(10, HOUR);
        let (mut numbers, mut signs) = (Recall::<u32>::default(), Recall::<char>::default());
        let entry = b"{\\f0 Arial;}";
        numbers.learn(&interner, 1, entry, 5);
        assert_eq!(signs.find(&interner, 1, entry), None);
        signs.learn(&interner, 1, entry, 'a');
        assert_eq!(numbers.find(&interner, 1, entry), Some(5));
        assert_eq!(signs.find(&interner, 1, entry), Some('a'));
        assert_eq!(numbers.find(&interner, 2, entry), None);
        numbers.begin();
        assert_eq!(numbers.expected(2, entry), None);
        assert_eq!(numbers.expected(1, entry), Some((5, 12)));
    }

    #[test]
    fn only_entries_of_9_to_1024_bytes_are_remembered() {
        let (interner, mut recall) = (Interner::new(10, HOUR), Recall::default());
        for (length, expected) in [(0, false), (8, false), (9, true), (1024, true), (1025, false)] {
            let entry = vec![b'x'; length];
            recall.learn(&interner, 0, &entry, 1);
            assert_eq!(recall.find(&interner, 0, &entry).is_some(), expected, "{length}");
        }
    }

    #[test]
    fn the_table_never_holds_more_than_its_bound() {
        let (interner, mut recall) = (Interner::new(300, HOUR), Recall::default());
        for n in 0..3000u32 {
            recall.learn(&interner, 0, format!("{{\\f{n} Arial;}}").as_bytes(), n);
            assert!(interner.stats().entries <= 300);
        }
        assert!(interner.stats().clears >= 9);
        assert!(recall.last.len() <= MOST_RECALLED);
        // Nothing in it is lost, and memory is counted as it is.
        let (places, entries) = interner.table.with(|table| {
            let entries: Vec<_> = table.places.iter().flatten().cloned().collect();
            (held::<Option<Entry>>(table.places.capacity()), entries)
        });
        let stats = interner.stats();
        assert_eq!(stats.entries, entries.len());
        assert_eq!(stats.retained_bytes, places + entries.iter().map(Known::held).sum::<usize>());
        for entry in entries {
            assert!(recall.find(&interner, 0, &entry.bytes).is_some());
        }
    }

    #[test]
    fn a_cleanup_keeps_what_is_held_or_was_asked_for() {
        let interner = Interner::new(100, Duration::ZERO);
        let (mut holder, mut other) = (Recall::default(), Recall::default());
        holder.learn(&interner, 0, b"held by a reader", 1);
        let once = |recall: &mut Recall<i32>, entry: &[u8]| {
            recall.begin();
            recall.learn(&interner, 0, entry, 2);
        };
        once(&mut other, b"asked for once only");
        // Each new entry brings a cleanup: the first forgets who asked, the second sweeps.
        once(&mut other, b"first newcomer");
        once(&mut other, b"second newcomer");
        assert_eq!(other.find(&interner, 0, b"held by a reader"), Some(1));
        assert_eq!(other.find(&interner, 0, b"asked for once only"), None);
    }

    #[test]
    fn threads_share_what_one_of_them_has_read() {
        let interner = Interner::new(1000, HOUR);
        let table: Vec<String> = (0..100).map(|n| format!("{{\\f{n} Font{n};}}")).collect();
        let table: Vec<&str> = table.iter().map(String::as_str).collect();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut recall = Recall::default();
                    (0..50).for_each(|_| drop(read(&mut recall, &interner, &table)));
                });
            }
        });
        let (entries, hits, misses) = counts(&interner);
        assert_eq!((entries, misses), (100, 100));
        assert!((19_600..=19_900).contains(&hits), "{hits}");
    }
}
