//! Pools of buffers that serve one document after the other.
//!
//! Shape   `object-pool` keeps the idle items; this wrapper bounds it three ways ([`Bounds`]),
//!         empties what comes back, and counts. [`Pooled`] gives its item back when dropped.
//! Units   bytes of capacity, not of content.
//! Errors  none: where memory is short an item simply has no capacity yet.
//! Limits  `object-pool` alone has no bounds and never clears; nothing else may touch it.

use std::ops::{Deref, DerefMut};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::ingredients;
use super::lock::outside_gauge;

/// What a pool must be able to do with its items. `Default` is the item that holds no memory.
pub trait Recycle: Default {
    /// Forgets the content and keeps the memory.
    fn clear(&mut self);
    /// How many bytes of memory an empty item holds.
    fn retained_bytes(&self) -> usize;
    /// Gives memory up until no more than `max` bytes are held.
    fn trim(&mut self, max: usize);
}

impl<T> Recycle for Vec<T> {
    fn clear(&mut self) {
        Vec::clear(self);
    }

    fn retained_bytes(&self) -> usize {
        self.capacity() * size_of::<T>()
    }

    fn trim(&mut self, max: usize) {
        if self.retained_bytes() > max {
            *self = Vec::new();
        }
    }
}

impl Recycle for String {
    fn clear(&mut self) {
        String::clear(self);
    }

    fn retained_bytes(&self) -> usize {
        self.capacity()
    }

    fn trim(&mut self, max: usize) {
        if self.capacity() > max {
            *self = String::new();
        }
    }
}

/// How much a pool may keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Idle items at most.
    pub items: usize,
    /// Bytes that one idle item may hold.
    pub item_bytes: usize,
    /// Bytes that all idle items together may hold.
    pub total_bytes: usize,
}

/// What a pool has done and holds.
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

/// A bounded pool of reusable items.
pub struct Pool<T: Recycle> {
    stock: object_pool::Pool<T>,
    make: fn() -> T,
    bounds: Bounds,
    /// Never less than the items in `stock`, so that `stock` never grows beyond its first size.
    idle: AtomicUsize,
    retained: AtomicUsize,
    hits: AtomicU64,
    misses: AtomicU64,
}

impl<T: Recycle> std::fmt::Debug for Pool<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("bounds", &self.bounds).field("stats", &self.stats()).finish()
    }
}

impl<T: Recycle> Pool<T> {
    /// An empty pool whose items are made by `make`.
    pub fn new(bounds: Bounds, make: fn() -> T) -> Self {
        Pool {
            stock: object_pool::Pool::from_vec(Vec::with_capacity(bounds.items)),
            make,
            bounds,
            idle: AtomicUsize::new(0),
            retained: AtomicUsize::new(0),
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        }
    }

    /// An item, idle or new, that comes back when the guard is dropped.
    pub fn take(&self) -> Pooled<'_, T> {
        Pooled { pool: self, item: self.take_owned() }
    }

    /// An item to keep; [`Pool::give`] brings it back.
    pub fn take_owned(&self) -> T {
        if !ingredients::POOLS {
            return T::default();
        }
        match self.pull() {
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
        if !ingredients::POOLS {
            return;
        }
        item.clear();
        item.trim(self.bounds.item_bytes);
        let bytes = item.retained_bytes();
        if bytes == 0 || bytes > self.bounds.item_bytes {
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
        outside_gauge(|| self.stock.attach(item));
    }

    /// Drops every idle item.
    pub fn empty(&self) {
        while let Some(item) = self.pull() {
            drop(item);
        }
    }

    /// What the pool has done and holds.
    pub fn stats(&self) -> PoolStats {
        PoolStats {
            hits: self.hits.load(Relaxed),
            misses: self.misses.load(Relaxed),
            idle: self.idle.load(Relaxed),
            retained_bytes: self.retained.load(Relaxed),
        }
    }

    fn pull(&self) -> Option<T> {
        let item = outside_gauge(|| self.stock.try_pull().map(|item| item.detach().1))?;
        self.retained.fetch_sub(item.retained_bytes(), Relaxed);
        self.idle.fetch_sub(1, Relaxed);
        Some(item)
    }
}

/// A pool's item on loan.
#[derive(Debug)]
pub struct Pooled<'a, T: Recycle> {
    pool: &'a Pool<T>,
    item: T,
}

impl<T: Recycle> Pooled<'_, T> {
    /// Keeps the item: the pool will not see it again by itself.
    pub fn detach(mut self) -> T {
        std::mem::take(&mut self.item)
    }
}

impl<T: Recycle> Deref for Pooled<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

impl<T: Recycle> DerefMut for Pooled<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.item
    }
}

impl<T: Recycle> Drop for Pooled<'_, T> {
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
        let bounds = Bounds { items: 2, item_bytes: 1000, total_bytes: 1500 };
        Pool::new(bounds, || Vec::with_capacity(100))
    }

    fn stats(pool: &Pool<Vec<u8>>) -> (u64, u64, usize, usize) {
        let PoolStats { hits, misses, idle, retained_bytes } = pool.stats();
        (hits, misses, idle, retained_bytes)
    }

    #[test]
    fn an_item_comes_back_empty_and_is_used_again() {
        let pool = pool();
        pool.take().extend_from_slice(b"text");
        assert_eq!(stats(&pool), (0, 1, 1, 100));
        let item = pool.take();
        assert!(item.is_empty());
        assert_eq!(stats(&pool), (1, 1, 0, 0));
    }

    #[test]
    fn no_more_items_are_kept_than_the_bound_says() {
        let pool = pool();
        let items = [pool.take(), pool.take(), pool.take()];
        drop(items);
        assert_eq!(stats(&pool), (0, 3, 2, 200));
    }

    #[test]
    fn an_item_that_grew_beyond_the_bound_is_dropped() {
        let pool = pool();
        pool.take().reserve(1001);
        assert_eq!(stats(&pool), (0, 1, 0, 0));
        pool.take().reserve_exact(1000);
        assert_eq!(stats(&pool), (0, 2, 1, 1000));
    }

    #[test]
    fn all_items_together_hold_no_more_than_the_bound_says() {
        let pool = pool();
        pool.give(Vec::with_capacity(800));
        pool.give(Vec::with_capacity(800));
        assert_eq!(stats(&pool), (0, 0, 1, 800));
        pool.empty();
        assert_eq!(stats(&pool), (0, 0, 0, 0));
    }

    #[test]
    fn a_detached_item_does_not_come_back() {
        let pool = pool();
        assert_eq!(pool.take().detach().capacity(), 100);
        assert_eq!(pool.stats().idle, 0);
    }

    #[test]
    fn an_item_in_use_during_a_panic_does_not_come_back() {
        let pool = pool();
        let work = std::panic::AssertUnwindSafe(|| {
            let _item = pool.take();
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
                scope.spawn(|| (0..2000).for_each(|n| pool.take().push(n as u8)));
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
