//! Lanes: what threads prefer, so that they do not get in each other's way.
//!
//! Shape   each thread has one of a few numbers for as long as it lives, the first thread that of its own, others by
//!         turns. What all of them write often stands in [`Lanes`], a cache line or two for each number.
//! Limits  nothing depends on the number but speed: threads may share one. The allocator asks for it, so it
//!         is plain data and constant from the start.

use std::cell::Cell;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// How many numbers there are.
pub(crate) const COUNT: usize = 3;

/// What a thread has that was not asked yet.
const NONE: u8 = u8::MAX;

/// How many threads have a number, as far as it matters.
static TAKEN: AtomicU8 = AtomicU8::new(0);

thread_local! {
    static OWN: Cell<u8> = const { Cell::new(NONE) };
}

/// This thread's number.
#[inline]
pub(crate) fn own() -> usize {
    OWN.try_with(|own| if own.get() == NONE { choose(own) } else { own.get() as usize })
        .unwrap_or(0)
}

#[cold]
fn choose(own: &Cell<u8>) -> usize {
    // 0 is the first one's: a host has one thread mostly, and the library's come and go beside it.
    let others = COUNT as u8 - 1;
    let next = |taken: u8| Some(if taken == 0 { 1 } else { taken % others + 1 });
    let number = TAKEN.fetch_update(Relaxed, Relaxed, next).unwrap_or(0);
    own.set(number);
    number as usize
}

/// One value for each number, none of which shares a cache line with another's.
#[derive(Debug)]
pub(crate) struct Lanes<T>(pub [Lane<T>; COUNT]);

/// What stands alone: processors fetch lines in pairs.
#[derive(Debug)]
#[repr(align(128))]
pub(crate) struct Lane<T>(pub T);

impl<T> Lanes<T> {
    /// This thread's.
    #[inline]
    pub(crate) fn own(&self) -> &T {
        &self.0[own()].0
    }

    /// This thread's first, then the others'.
    #[inline]
    pub(crate) fn own_first(&self) -> impl Iterator<Item = &T> {
        let (before, from) = self.0.split_at(own());
        from.iter().chain(before).map(|lane| &lane.0)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter().map(|lane| &lane.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_keeps_its_number_and_begins_with_its_own() {
        static LANES: Lanes<usize> = Lanes([Lane(0), Lane(1), Lane(2)]);
        let mut numbers = Vec::new();
        for _ in 0..4 {
            let found = std::thread::spawn(|| {
                let own = own();
                assert_eq!((own, *LANES.own()), (super::own(), own));
                let order: Vec<usize> = LANES.own_first().copied().collect();
                assert_eq!(order, [own, (own + 1) % COUNT, (own + 2) % COUNT]);
                own
            });
            numbers.push(found.join().unwrap());
        }
        assert!(numbers.iter().all(|&number| number < COUNT));
        assert_eq!(LANES.iter().sum::<usize>(), 3);
    }
}
