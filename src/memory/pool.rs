//! Pools of buffers that serve one document after the other.
//!
//! Shape   `object-pool` keeps the idle items; this wrapper bounds it ([`Bounds`]), empties what
//!         comes back, and counts. Beside many small items it keeps a large one, the largest that
//!         has come back, and hands it out where much is needed ([`Size`]). So what several threads
//!         leave behind is soon always the same, whichever of them met the large documents.
//!         [`Pooled`] gives its item back when dropped.
//! Units   bytes of capacity, not of content.
//! Errors  none: where memory is short an item simply has no capacity yet.
//! Limits  `object-pool` alone has no bounds and never clears; nothing else may touch it.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::buffers::Kept;
pub use crate::system::blocks::PoolStats;
use crate::system::lock::Lock;

/// How much a pool may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Idle items at most, the large one left out.
    pub items: usize,
    /// Bytes that one of them may hold.
    pub item_bytes: usize,
    /// Bytes that they together may hold.
    pub total_bytes: usize,
    /// Bytes that the large item may hold; 0 for a pool that keeps none.
    pub large_bytes: usize,
}

/// What an item is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Little: one of the small items, the large one if there is no other.
    Small,
    /// Much: the large item, or a new one if another thread has it.
    Large,
}

impl Size {
    /// Whether `bytes` are more than `most`.
    pub fn beyond(most: usize, bytes: usize) -> Size {
        if bytes > most { Size::Large } else { Size::Small }
    }
}

/// A bounded pool of reusable items.
pub struct Pool<T: Kept + Default> {
    /// With the bytes that each holds: counting them takes a look at every buffer of a workspace.
    /// Behind a lock of ours, so that nobody ever waits for that of `object-pool`: it would leave a
    /// child of the process waiting for good.
    stock: Lock<object_pool::Pool<(T, usize)>>,
    /// The large item, where it is idle.
    large: Lock<Option<T>>,
    /// Bytes of that, 0 where there is none.
    large_retained: AtomicUsize,
    make: fn() -> T,
    bounds: Bounds,
    /// Never less than the items in `stock`, so that `stock` never grows beyond its first size.
    idle: AtomicUsize,
    retained: AtomicUsize,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl<T: Kept + Default> std::fmt::Debug for Pool<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("bounds", &self.bounds).field("stats", &self.stats()).finish()
    }
}

impl<T: Kept + Default> Pool<T> {
    /// An empty pool whose items are made by `make`.
    pub fn new(bounds: Bounds, make: fn() -> T) -> Self {
        Pool {
            stock: Lock::new(object_pool::Pool::from_vec(Vec::with_capacity(bounds.items))),
            large: Lock::new(None),
            large_retained: AtomicUsize::new(0),
            make,
            bounds,
            idle: AtomicUsize::new(0),
            retained: AtomicUsize::new(0),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// An item, idle or new, that comes back when the guard is dropped.
    pub fn take(&self, size: Size) -> Pooled<'_, T> {
        Pooled { pool: self, item: self.take_owned(size) }
    }

    /// An item to keep; [`Pool::give`] brings it back.
    pub fn take_owned(&self, size: Size) -> T {
        let idle = match size {
            Size::Small => self.pull().or_else(|| self.pull_large()),
            Size::Large => self.pull_large(),
        };
        match idle {
            Some(item) => {
                self.hits.fetch_add(1, Relaxed);
                item
            }
            None => {
                self.misses.fetch_add(1, Relaxed);
                (self.make)()
            }
        }
    }

    /// Takes an item in, emptied; drops it where it would break a bound.
    pub fn give(&self, mut item: T) {
        item.clear();
        let bytes = item.retained_bytes();
        if bytes <= self.bounds.item_bytes {
            return self.keep(item, bytes);
        }
        item.trim(self.bounds.large_bytes);
        drop(self.keep_larger(item));
    }

    /// Drops every idle item.
    pub fn empty(&self) {
        while let Some(item) = self.pull().or_else(|| self.pull_large()) {
            drop(item);
        }
    }

    /// What the pool has done and holds.
    pub fn stats(&self) -> PoolStats {
        let large = self.large_retained.load(Relaxed);
        PoolStats {
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
            idle: self.idle.load(Relaxed) + usize::from(large > 0),
            retained_bytes: self.retained.load(Relaxed) + large,
        }
    }

    /// Nobody changes it while the process is copied.
    #[cfg(all(unix, feature = "capi"))]
    pub fn hold_for_fork(&self) {
        self.stock.hold_for_fork(|_| {});
        self.large.hold_for_fork(|_| {});
    }

    /// Undoes [`Pool::hold_for_fork`].
    #[cfg(all(unix, feature = "capi"))]
    pub fn let_go_after_fork(&self) {
        self.large.let_go_after_fork(|_| {});
        self.stock.let_go_after_fork(|_| {});
    }

    fn pull(&self) -> Option<T> {
        if self.idle.load(Relaxed) == 0 {
            return None;
        }
        let pulled = self.stock.with(|stock| stock.try_pull().map(|item| item.detach().1));
        let (item, bytes) = pulled?;
        self.retained.fetch_sub(bytes, Relaxed);
        self.idle.fetch_sub(1, Relaxed);
        Some(item)
    }

    fn pull_large(&self) -> Option<T> {
        if self.large_retained.load(Relaxed) == 0 {
            return None;
        }
        self.large.with(|large| {
            self.large_retained.store(0, Relaxed);
            large.take()
        })
    }

    /// Keeps the larger of an item and the one that is kept, and hands out what is left over.
    fn keep_larger(&self, mut item: T) -> Option<T> {
        let bytes = item.retained_bytes();
        if bytes == 0 || bytes > self.bounds.large_bytes {
            return Some(item);
        }
        self.large.with(|large| {
            if let Some(kept) = large {
                if kept.retained_bytes() < bytes {
                    std::mem::swap(kept, &mut item);
                }
                kept.take_larger(&mut item);
                kept.trim(self.bounds.large_bytes);
                self.large_retained.store(kept.retained_bytes(), Relaxed);
                return Some(item);
            }
            self.large_retained.store(bytes, Relaxed);
            large.replace(item)
        })
    }

    fn keep(&self, item: T, bytes: usize) {
        if bytes == 0 {
            return;
        }
        let up_to =
            |now: usize, more: usize, most: usize| now.checked_add(more).filter(|&sum| sum <= most);
        let items = |idle| up_to(idle, 1, self.bounds.items);
        if self.idle.fetch_update(Relaxed, Relaxed, items).is_err() {
            return;
        }
        let total = |held| up_to(held, bytes, self.bounds.total_bytes);
        if self.retained.fetch_update(Relaxed, Relaxed, total).is_err() {
            self.idle.fetch_sub(1, Relaxed);
            return;
        }
        // Allocates nothing: `stock` has room for every idle item from the start.
        self.stock.with(|stock| stock.attach((item, bytes)));
    }
}

/// A pool's item on loan.
#[derive(Debug)]
pub struct Pooled<'a, T: Kept + Default> {
    pool: &'a Pool<T>,
    item: T,
}

impl<T: Kept + Default> Pooled<'_, T> {
    /// Keeps the item: the pool will not see it again by itself.
    pub fn detach(mut self) -> T {
        std::mem::take(&mut self.item)
    }
}

impl<T: Kept + Default> Deref for Pooled<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

impl<T: Kept + Default> DerefMut for Pooled<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.item
    }
}

impl<T: Kept + Default> Drop for Pooled<'_, T> {
    fn drop(&mut self) {
        // What a panic left behind half done is not used again.
        if !std::thread::panicking() {
            self.pool.give(std::mem::take(&mut self.item));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> Pool<Vec<u8>> {
        let bounds = Bounds { items: 2, item_bytes: 1024, total_bytes: 1536, large_bytes: 0 };
        Pool::new(bounds, || Vec::with_capacity(100))
    }

    fn pool_with_a_large_item() -> Pool<Vec<u8>> {
        let bounds = Bounds { items: 2, item_bytes: 1024, total_bytes: 1536, large_bytes: 8192 };
        Pool::new(bounds, || Vec::with_capacity(100))
    }

    fn stats(pool: &Pool<Vec<u8>>) -> (u64, u64, usize, usize) {
        let PoolStats { hits, misses, idle, retained_bytes } = pool.stats();
        (hits, misses, idle, retained_bytes)
    }

    #[test]
    fn an_item_comes_back_empty_and_is_used_again() {
        let pool = pool();
        pool.take(Size::Small).extend_from_slice(b"text");
        assert_eq!(stats(&pool), (0, 1, 1, 100));
        let item = pool.take(Size::Small);
        assert!(item.is_empty());
        assert_eq!(stats(&pool), (1, 1, 0, 0));
    }

    #[test]
    fn no_more_items_are_kept_than_the_bound_says() {
        let pool = pool();
        let items = [pool.take(Size::Small), pool.take(Size::Small), pool.take(Size::Small)];
        drop(items);
        assert_eq!(stats(&pool), (0, 3, 2, 200));
    }

    #[test]
    fn an_item_that_grew_beyond_the_bound_is_dropped() {
        let pool = pool();
        pool.take(Size::Small).reserve(1025);
        assert_eq!(stats(&pool), (0, 1, 0, 0));
        pool.take(Size::Small).reserve_exact(1024);
        assert_eq!(stats(&pool), (0, 2, 1, 1024));
    }

    #[test]
    fn all_items_together_hold_no_more_than_the_bound_says() {
        let pool = pool();
        pool.give(Vec::with_capacity(1024));
        pool.give(Vec::with_capacity(1024));
        assert_eq!(stats(&pool), (0, 0, 1, 1024));
        pool.empty();
        assert_eq!(stats(&pool), (0, 0, 0, 0));
    }

    #[test]
    fn one_large_item_is_kept_and_it_is_the_largest() {
        let pool = pool_with_a_large_item();
        for size in [6144, 8192, 8193, 2048, 1024] {
            pool.give(Vec::with_capacity(size));
        }
        assert_eq!(stats(&pool), (0, 0, 2, 9216));
        let large = pool.take_owned(Size::Large);
        assert_eq!(large.capacity(), 8192);
        assert_eq!(pool.take_owned(Size::Large).capacity(), 100, "a new one");
        assert_eq!(pool.take_owned(Size::Small).capacity(), 1024);
        pool.give(large);
        assert_eq!(pool.take_owned(Size::Small).capacity(), 8192, "there is no other");
        assert_eq!(stats(&pool), (3, 1, 0, 0));
    }

    #[test]
    fn what_threads_leave_behind_is_the_largest_item_and_small_ones() {
        let pool = pool_with_a_large_item();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let pool = &pool;
                scope.spawn(move || {
                    for round in 0..2000 {
                        let bytes = (round * 7 + thread * 501) % 8192;
                        pool.take(Size::beyond(1024, bytes)).reserve_exact(bytes);
                    }
                });
            }
        });
        // The rounds of all threads have the same largest size, within a step.
        let large = pool.take_owned(Size::Large).capacity();
        assert!(large > 8170 && large <= 8192, "{large}");
        assert!(pool.stats().retained_bytes <= 1536);
    }

    #[test]
    fn a_detached_item_does_not_come_back() {
        let pool = pool();
        assert_eq!(pool.take(Size::Small).detach().capacity(), 100);
        assert_eq!(pool.stats().idle, 0);
    }

    #[test]
    fn an_item_in_use_during_a_panic_does_not_come_back() {
        let pool = pool();
        let work = std::panic::AssertUnwindSafe(|| {
            let _item = pool.take(Size::Small);
            panic!("on purpose");
        });
        assert!(std::panic::catch_unwind(work).is_err());
        assert_eq!(pool.stats().idle, 0);
    }

    #[test]
    fn counters_are_exact_after_threads_have_used_the_pool() {
        let pool = pool();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..2000).for_each(|n| pool.take(Size::Small).push(n as u8)));
            }
        });
        let (hits, misses, idle, retained) = stats(&pool);
        assert_eq!(hits + misses, 8000);
        assert!((1..=2).contains(&idle));
        assert_eq!(retained, idle * 100);
        pool.empty();
        assert_eq!((pool.stats().idle, pool.stats().retained_bytes), (0, 0));
    }
}
