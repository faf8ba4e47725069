//! Blocks of memory that were given back, kept for whoever asks for as much again.
//!
//! Shape   [`Blocks`] holds addresses by size class; the allocator of the C artifacts
//!         (`system::allocator`) asks it first, and gives to it first. It never looks at a block, and
//!         cannot make or free one: all of them come from the system's allocator and go back to it.
//!         So whatever allocates serves from it, libraries too: what a parser needs for a document
//!         it leaves behind for the next one.
//! Units   bytes. A block of a class has the class's size, whoever holds it and whether it was ever
//!         kept: sizes from 769 bytes to 192 KB are rounded up, to 1, 1.5, 2, 3, 4, 6 KB and so on.
//!         Smaller blocks are cheap to make, and larger ones too much to keep.
//! Errors  none.
//! Limits  793 KB in all: three blocks of each class but the largest. No locks, no threads' own
//!         storage, no allocation: each place is one atomic pointer, so any thread may
//!         give what another took, and none ever waits. A thread looks at the places of its lane first: what
//!         it gives it takes again, and its blocks stay in its processor's cache.

use std::alloc::Layout;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering::*};

use super::lane::{self, Lane, Lanes};

/// What a pool has done and holds: this one, and those of `memory::pool`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolStats {
    /// Items handed out that were idle before.
    pub hits: u64,
    /// Items that had to be made.
    pub misses: u64,
    /// Items waiting for use.
    pub idle: usize,
    /// Bytes that the waiting items hold.
    pub retained_bytes: usize,
}

/// Whether the allocator keeps blocks: that of the C artifacts does, but where valgrind is to see each
/// block go back to the system.
pub const IN_USE: bool = cfg!(all(feature = "gauge", not(feature = "without-blocks")));

const CLASSES: usize = 16;
/// Classes of which each lane keeps a block. Those of small notes serve several threads; of the largest there is
/// one, for the one document at a time that needs it.
const IN_LANES: usize = 10;

/// What the system's allocator aligns everything to: blocks with stricter needs have no class.
const ALIGNMENT: usize = 2 * size_of::<usize>();
/// The classes are two for each power of two from here on.
const SMALLEST: usize = 1024;
const LARGEST: usize = Class(CLASSES - 1).size();

/// Sizes that one block serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class(usize);

impl Class {
    /// The class that serves a layout, if there is one.
    #[inline]
    pub fn of(layout: Layout) -> Option<Class> {
        let size = layout.size();
        let has_class = size > SMALLEST * 3 / 4 && size <= LARGEST && layout.align() <= ALIGNMENT;
        if !IN_USE || !has_class {
            return None;
        }
        let last = size - 1;
        let power = last.ilog2() as usize;
        let is_upper_half = (last >> (power - 1)) & 1;
        Some(Class(2 * (power + 1 - SMALLEST.ilog2() as usize) + is_upper_half - 1))
    }

    /// The size of its blocks.
    #[inline]
    pub const fn size(self) -> usize {
        let unit = if self.0.is_multiple_of(2) { SMALLEST } else { SMALLEST + SMALLEST / 2 };
        unit << (self.0 / 2)
    }

    /// The layout with which its blocks are asked of the system and given back to it.
    #[inline]
    pub fn layout(self) -> Layout {
        match Layout::from_size_align(self.size(), ALIGNMENT) {
            Ok(layout) => layout,
            Err(_) => unreachable!("the alignment is a power of two"),
        }
    }
}

/// Bytes that `capacity` values of a type hold of the memory: those of their block's class.
pub fn held<T>(capacity: usize) -> usize {
    let Ok(layout) = Layout::array::<T>(capacity) else { return 0 };
    Class::of(layout).map_or(layout.size(), Class::size)
}

/// The most bytes that are kept.
pub const MOST_KEPT: usize = {
    let (mut at, mut sum) = (0, 0);
    while at < CLASSES {
        sum += Class(at).size() * if at < IN_LANES { lane::COUNT } else { 1 };
        at += 1;
    }
    sum
};

type Place = AtomicPtr<u8>;

/// Places for blocks. Whoever swaps an address out of its place is the block's only owner.
#[derive(Debug)]
pub struct Blocks {
    lanes: Lanes<[Place; IN_LANES]>,
    large: [Place; CLASSES - IN_LANES],
}

impl Blocks {
    /// Holds nothing.
    pub const fn new() -> Self {
        Blocks {
            lanes: Lanes(
                [const { Lane([const { Place::new(null_mut()) }; IN_LANES]) }; lane::COUNT],
            ),
            large: [const { Place::new(null_mut()) }; CLASSES - IN_LANES],
        }
    }

    /// A block of the class, or NULL where none is kept. Its bytes are whatever they were.
    #[inline]
    pub fn take(&self, class: Class) -> *mut u8 {
        for place in self.places(class) {
            if !place.load(Relaxed).is_null() {
                let block = place.swap(null_mut(), Acquire);
                if !block.is_null() {
                    return block;
                }
            }
        }
        null_mut()
    }

    /// Keeps a block of the class; false where there is no place for it.
    #[inline]
    pub fn give(&self, class: Class, block: *mut u8) -> bool {
        self.places(class).any(|place| {
            place.load(Relaxed).is_null()
                && place.compare_exchange(null_mut(), block, Release, Relaxed).is_ok()
        })
    }

    /// Takes every block away, for `free` to give back; true where there was one.
    pub fn drain(&self, mut free: impl FnMut(Class, *mut u8)) -> bool {
        let mut any = false;
        for class in (0..CLASSES).map(Class) {
            for place in self.places(class) {
                let block = place.swap(null_mut(), Acquire);
                if !block.is_null() {
                    any = true;
                    free(class, block);
                }
            }
        }
        any
    }

    /// What is kept now; what was asked for is not known here.
    pub fn stats(&self) -> PoolStats {
        let mut stats = PoolStats::default();
        for class in (0..CLASSES).map(Class) {
            let kept = self.places(class).filter(|place| !place.load(Relaxed).is_null());
            let kept = kept.count();
            stats.idle += kept;
            stats.retained_bytes += kept * class.size();
        }
        stats
    }

    #[inline]
    fn places(&self, class: Class) -> impl Iterator<Item = &Place> {
        let large = self.large.get(class.0.wrapping_sub(IN_LANES));
        let small = large.is_none().then(|| self.lanes.own_first().map(move |lane| &lane[class.0]));
        small.into_iter().flatten().chain(large)
    }
}

impl Default for Blocks {
    fn default() -> Self {
        Blocks::new()
    }
}

// Where no blocks are kept, nothing has a class.
#[cfg(all(test, feature = "capi", not(feature = "without-blocks")))]
mod tests {
    use super::*;

    fn class(size: usize) -> Option<Class> {
        Class::of(Layout::from_size_align(size, 8).unwrap())
    }

    #[test]
    fn a_class_holds_what_it_serves_and_wastes_no_more_than_a_half() {
        let mut last = 0;
        for size in 1..=LARGEST + 10 {
            let Some(class) = class(size) else {
                assert!(size <= 768 || size > 192 << 10, "{size}");
                continue;
            };
            assert!(class.size() >= size && class.size() <= size + size / 2, "{size}");
            assert!(class.0 == last || class.0 == last + 1, "{size}");
            assert_eq!(class.layout().size(), class.size());
            last = class.0;
        }
        assert_eq!(last, CLASSES - 1);
        assert_eq!(class(769).map(Class::size), Some(1024));
        assert_eq!(class(1024), class(769));
        assert_eq!(class(1025).map(Class::size), Some(1536));
    }

    #[test]
    fn what_needs_a_stricter_alignment_has_no_class() {
        let aligned = |to| Class::of(Layout::from_size_align(4096, to).unwrap()).is_some();
        assert!(aligned(1) && aligned(ALIGNMENT));
        assert!(!aligned(2 * ALIGNMENT) && !aligned(4096));
    }

    #[test]
    fn no_more_is_kept_than_there_are_places() {
        let blocks = Blocks::new();
        let mut bytes = [0u8; 8];
        let address = bytes.as_mut_ptr();
        let (small, large) = (class(4096).unwrap(), class(LARGEST).unwrap());
        assert!(blocks.take(small).is_null());
        for _ in 0..3 {
            assert!(blocks.give(small, address));
        }
        assert!(!blocks.give(small, address));
        assert!(blocks.give(large, address) && !blocks.give(large, address));
        let stats = blocks.stats();
        assert_eq!((stats.idle, stats.retained_bytes), (4, 3 * 4096 + LARGEST));
        assert_eq!(blocks.take(large), address);
        assert!(blocks.take(large).is_null());
        let mut freed = 0;
        assert!(blocks.drain(|class, block| {
            assert_eq!((class, block), (small, address));
            freed += 1;
        }));
        assert_eq!(freed, 3);
        assert!(!blocks.drain(|_, _| ()));
        assert_eq!(blocks.stats(), PoolStats::default());
        assert_eq!(MOST_KEPT, 1585 << 9);
    }
}
