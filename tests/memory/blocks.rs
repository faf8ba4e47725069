//! The allocator of the C artifacts against a shadow: blocks of all sizes and alignments are made,
//! grown, shrunk, handed to other threads and given back, at random. Every block keeps its content,
//! none is had by two, no more is kept than the bound says, and the gauge counts every byte.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
use std::sync::Mutex;

use legacybridge::memory::blocks::IN_USE;
use legacybridge::memory::blocks::{Class, MOST_KEPT};
use legacybridge::memory::{self, gauge};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// A block of memory and what it is filled with.
struct Held {
    address: usize,
    layout: Layout,
    fill: u8,
}

impl Held {
    fn new(layout: Layout, fill: u8, zeroed: bool) -> Held {
        // SAFETY: the layout's size is not 0.
        let pointer = unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } };
        assert!(!pointer.is_null() && (pointer as usize).is_multiple_of(layout.align()));
        let mut held = Held { address: pointer as usize, layout, fill: 0 };
        assert!(!zeroed || held.bytes().iter().all(|&byte| byte == 0), "zeroed");
        held.write(fill);
        held
    }

    fn bytes(&mut self) -> &mut [u8] {
        // SAFETY: the block has this size, is initialised by `new`, and belongs to this value.
        unsafe { std::slice::from_raw_parts_mut(self.address as *mut u8, self.layout.size()) }
    }

    fn write(&mut self, fill: u8) {
        let (pointer, size) = (self.address as *mut u8, self.layout.size());
        // SAFETY: as above; it may not be initialised yet.
        unsafe { pointer.write_bytes(fill, size) };
        self.fill = fill;
    }

    fn check(&mut self) {
        let fill = self.fill;
        assert!(self.bytes().iter().all(|&byte| byte == fill), "{:?}", self.layout);
    }

    fn resize(&mut self, size: usize) {
        self.check();
        // SAFETY: the block is of this layout, and the size is not 0 and not near the limit.
        let pointer = unsafe { realloc(self.address as *mut u8, self.layout, size) };
        assert!(!pointer.is_null() && (pointer as usize).is_multiple_of(self.layout.align()));
        let kept = size.min(self.layout.size());
        self.layout = Layout::from_size_align(size, self.layout.align()).expect("a layout");
        self.address = pointer as usize;
        // SAFETY: what was there before is initialised, as far as it was kept.
        let before = unsafe { std::slice::from_raw_parts(pointer, kept) };
        assert!(before.iter().all(|&byte| byte == self.fill), "after growing or shrinking");
        let fill = self.fill;
        self.write(fill);
    }
}

/// What the gauge counts for a block.
fn counted(layout: Layout) -> usize {
    Class::of(layout).map_or(layout.size(), Class::size)
}

fn array_of<T>(count: usize) -> Layout {
    Layout::array::<T>(count).expect("a layout")
}

impl Drop for Held {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.check();
        }
        // SAFETY: the block is of this layout, and this is its only owner.
        unsafe { dealloc(self.address as *mut u8, self.layout) };
    }
}

/// What one thread does next; a place is one of its blocks.
#[derive(Clone, Copy, Debug)]
enum Step {
    Make {
        layout: Layout,
        fill: u8,
        zeroed: bool,
    },
    Resize {
        place: usize,
        size: usize,
    },
    Drop {
        place: usize,
    },
    /// Puts a block on the table and takes the one that another thread put there.
    Swap {
        place: usize,
    },
}

/// Every power of two up to 512 KB is as likely as the others.
fn size() -> impl Strategy<Value = usize> {
    (0u32..19).prop_flat_map(|power| (1usize << power)..=(2usize << power))
}

fn step() -> impl Strategy<Value = Step> {
    let layout = (size(), 0u32..7)
        .prop_map(|(size, align)| Layout::from_size_align(size, 1 << align).expect("a layout"));
    prop_oneof![
        3 => (layout, any::<u8>(), any::<bool>())
            .prop_map(|(layout, fill, zeroed)| Step::Make { layout, fill, zeroed }),
        3 => (any::<usize>(), size()).prop_map(|(place, size)| Step::Resize { place, size }),
        2 => any::<usize>().prop_map(|place| Step::Drop { place }),
        1 => any::<usize>().prop_map(|place| Step::Swap { place }),
    ]
}

fn work(steps: &[Step], table: &Mutex<Option<Held>>) -> Vec<Held> {
    let mut mine: Vec<Held> = Vec::new();
    for &step in steps {
        match step {
            Step::Make { layout, fill, zeroed } => mine.push(Held::new(layout, fill, zeroed)),
            _ if mine.is_empty() => {}
            Step::Resize { place, size } => {
                let count = mine.len();
                mine[place % count].resize(size);
            }
            Step::Drop { place } => drop(mine.swap_remove(place % mine.len())),
            Step::Swap { place } => {
                let given = mine.swap_remove(place % mine.len());
                mine.extend(table.lock().expect("the table").replace(given));
            }
        }
        assert!(memory::block_stats().retained_bytes <= MOST_KEPT);
    }
    mine
}

pub(crate) fn test() {
    let scripts = proptest::collection::vec(proptest::collection::vec(step(), 1..300), 4);
    let mut runner =
        TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(40) });
    let reused = gauge::reused();
    runner
        .run(&scripts, |scripts| {
            let table = Mutex::new(None);
            memory::release_blocks();
            let before = gauge::in_use();
            let mut held = Vec::with_capacity(scripts.len());
            std::thread::scope(|scope| {
                let threads: Vec<_> =
                    scripts.iter().map(|steps| scope.spawn(|| work(steps, &table))).collect();
                held.extend(threads.into_iter().map(|thread| thread.join().expect("a thread")));
            });
            held.push(table.into_inner().expect("the table").into_iter().collect());
            let live: usize = held.iter().flatten().map(|held| counted(held.layout)).sum();
            // The lists of blocks are blocks too.
            let lists = held.iter().map(|list| counted(array_of::<Held>(list.capacity())));
            let lists = lists.sum::<usize>() + counted(array_of::<Vec<Held>>(held.capacity()));
            let kept = memory::block_stats().retained_bytes;
            prop_assert_eq!(gauge::in_use() - before, live + lists + kept);
            drop(held);
            memory::release_blocks();
            prop_assert_eq!(memory::block_stats().retained_bytes, 0);
            prop_assert_eq!(gauge::in_use(), before);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(!IN_USE || gauge::reused() > reused + 100, "no block was ever used again");
}
