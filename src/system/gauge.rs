//! How much memory the library holds and may hold, and how many conversions run.
//!
//! Shape   process-wide counters. The counting allocator of the C artifacts feeds the byte
//!         counters: it claims what it is about to ask of the system, so that what is held, and with
//!         it the peak, never passes the limit. [`Active`] counts a conversion for as long as it
//!         lives.
//! Units   bytes asked of the system, without the allocator's own overhead; for blocks that have a
//!         class (`memory::blocks`), the class's size.
//! Errors  none.
//! Limits  without the `gauge` feature the host's own allocator is in use and the byte counters
//!         stay 0.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::lane::{self, Lane, Lanes};
use super::lock;

/// The limit where nobody has set one: 512 MB in 32-bit processes, none in others.
pub const DEFAULT_LIMIT: usize = if cfg!(target_pointer_width = "32") { 512 << 20 } else { 0 };

// What is written for each block or each conversion stands apart from what is only read there.
static IN_USE: Lane<AtomicUsize> = Lane(AtomicUsize::new(0));
static ACTIVE: Lane<AtomicUsize> = Lane(AtomicUsize::new(0));
static SERVED: Lanes<Served> = Lanes([const { Lane(Served::new()) }; lane::COUNT]);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static RUNTIME: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);

/// How many running conversions have a limit of their converter's own.
static OWN_LIMITS: AtomicUsize = AtomicUsize::new(0);

/// What threads have asked for, as their lanes count it.
struct Served {
    allocations: AtomicU64,
    allocated: AtomicU64,
    reused: AtomicUsize,
}

impl Served {
    const fn new() -> Self {
        let (allocations, allocated) = (AtomicU64::new(0), AtomicU64::new(0));
        Served { allocations, allocated, reused: AtomicUsize::new(0) }
    }
}

/// What a thread's bound is while it converts nothing.
const OUTSIDE: usize = usize::MAX;
/// Allocations beside conversions that are never refused: messages, entries of tables.
const TRIFLE: usize = 4 << 10;
/// The most that conversions leave for those.
const MOST_SPARE: usize = 64 << 10;

thread_local! {
    /// The own limit of the conversion that this thread is in. Plain data and constant from the
    /// start: the allocator reads it.
    static OWN_LIMIT: Cell<usize> = const { Cell::new(OUTSIDE) };
    /// What would have been held with what this thread was refused last.
    static LACKED: Cell<usize> = const { Cell::new(0) };
}

/// Bytes that the library holds now: converters, pools, caches, outputs not yet freed.
pub fn in_use() -> usize {
    IN_USE.0.load(Relaxed)
}

/// The most that [`in_use`] has been.
pub fn peak() -> usize {
    PEAK.load(Relaxed)
}

/// Bytes that belong to the runtime for as long as the process lives: tables of waiting threads.
pub fn runtime_bytes() -> usize {
    RUNTIME.load(Relaxed)
}

/// How often the library has asked the system for memory, also to make a buffer larger.
pub fn allocations() -> u64 {
    SERVED.iter().map(|lane| lane.allocations.load(Relaxed)).sum()
}

/// How many bytes the library has asked the system for; a buffer made larger counts with what it
/// grew by.
pub fn allocated_bytes() -> u64 {
    SERVED.iter().map(|lane| lane.allocated.load(Relaxed)).sum()
}

/// How often the library's code has asked for memory, also where it got a block that was kept.
pub fn requests() -> u64 {
    allocations() + reused()
}

/// How often a block that was kept served instead of one of the system's, or a block was large
/// enough already for what grew in it.
pub fn reused() -> u64 {
    SERVED.iter().map(|lane| lane.reused.load(Relaxed) as u64).sum()
}

/// Number of conversions that run or wait for memory now.
pub fn active_conversions() -> usize {
    ACTIVE.0.load(Relaxed)
}

/// The process's memory limit; 0 means none.
pub fn limit() -> usize {
    LIMIT.load(Relaxed)
}

/// Sets the process's memory limit; 0 means none. Who waits for room is told by
/// `memory::budget::set_limit`.
pub(crate) fn set_limit(bytes: usize) {
    if LIMIT.swap(bytes, Relaxed) != bytes {
        // The limit bounds the peak from here on.
        begin_peak();
    }
}

/// The peak begins anew, with what is held now.
pub(crate) fn begin_peak() {
    PEAK.store(in_use(), Relaxed);
}

/// Whether so much is free under the limit that what is given back may be kept.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn is_roomy() -> bool {
    let limit = limit();
    limit == 0 || in_use() <= limit / 2
}

/// What conversions below a limit leave for calls beside them.
pub(crate) fn spare(limit: usize) -> usize {
    (limit / 16).min(MOST_SPARE)
}

/// The stricter of two limits; 0 means none.
pub(crate) fn stricter(one: usize, other: usize) -> usize {
    match (one, other) {
        (0, limit) | (limit, 0) => limit,
        (one, other) => one.min(other),
    }
}

/// The bound on what this thread may hold with so many bytes more: within a conversion its converter's
/// own limit or the process's, whichever is stricter, less a little that calls beside conversions live on.
#[inline(never)]
fn bound(limit: usize, bytes: usize) -> usize {
    let own = OWN_LIMIT.try_with(Cell::get).unwrap_or(OUTSIDE);
    // What a host asks beside conversions is little, and must work near the limit too.
    let is_free = own == OUTSIDE && bytes <= TRIFLE;
    match if own == OUTSIDE { limit } else { stricter(limit, own) } {
        0 => usize::MAX,
        _ if is_free => usize::MAX,
        limit if own == OUTSIDE => limit,
        limit => limit - spare(limit),
    }
}

/// Whether this thread may hold `bytes` in the place of `instead`, which it holds now.
pub(crate) fn has_room(bytes: usize, instead: usize) -> bool {
    let limit = limit();
    if limit == 0 && OWN_LIMITS.load(Relaxed) == 0 {
        return true;
    }
    let sum = in_use().saturating_sub(instead).saturating_add(bytes);
    let fits = sum <= bound(limit, bytes);
    if !fits {
        let _ = LACKED.try_with(|lacked| lacked.set(sum));
    }
    fits
}

/// How much would have been held with what this thread was refused last.
pub(crate) fn lacked() -> usize {
    LACKED.try_with(Cell::get).unwrap_or(0)
}

/// Counts bytes that are about to be asked of the system ([`sub`] takes them back), and returns what is held with them;
/// `None` where that would be beyond the limit.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn claim(bytes: usize) -> Option<usize> {
    if lock::is_outside_gauge() {
        RUNTIME.fetch_add(bytes, Relaxed);
        return Some(0);
    }
    let limit = limit();
    if limit == 0 && OWN_LIMITS.load(Relaxed) == 0 {
        return Some(IN_USE.0.fetch_add(bytes, Relaxed) + bytes);
    }
    claim_below(bound(limit, bytes), bytes)
}

#[inline(never)]
fn claim_below(bound: usize, bytes: usize) -> Option<usize> {
    let fits = |held: usize| held.checked_add(bytes).filter(|&sum| sum <= bound);
    match IN_USE.0.fetch_update(Relaxed, Relaxed, fits) {
        Ok(held) => Some(held + bytes),
        Err(held) => {
            let _ = LACKED.try_with(|lacked| lacked.set(held.saturating_add(bytes)));
            None
        }
    }
}

/// Counts what the system has given; `held` is what [`claim`] returned.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn settle(bytes: usize, held: usize) {
    if lock::is_outside_gauge() {
        return;
    }
    let served = SERVED.own();
    served.allocations.fetch_add(1, Relaxed);
    served.allocated.fetch_add(bytes as u64, Relaxed);
    if held > PEAK.load(Relaxed) {
        PEAK.fetch_max(held, Relaxed);
    }
}

/// Counts a request that the system was not asked for. What is held does not change by it.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn reuse() {
    SERVED.own().reused.fetch_add(1, Relaxed);
}

/// Counts the end of an allocation.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn sub(bytes: usize) {
    let side = if lock::is_outside_gauge() { &RUNTIME } else { &IN_USE.0 };
    side.fetch_sub(bytes, Relaxed);
}

/// Counts the end of a block that was kept for later, whoever ends it: only what the gauge counts
/// is kept.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn sub_kept(bytes: usize) {
    IN_USE.0.fetch_sub(bytes, Relaxed);
}

/// In the child of a fork: only this thread is there, and it converts nothing.
#[cfg(all(unix, feature = "capi"))]
pub(super) fn forget_others() {
    ACTIVE.0.store(0, Relaxed);
    OWN_LIMITS.store(0, Relaxed);
}

/// Forgets bytes that nobody can give back, when all that anybody can has been given back.
#[cfg(all(unix, feature = "capi"))]
pub(crate) fn write_off() {
    IN_USE.0.store(0, Relaxed);
}

/// One running conversion.
#[derive(Debug)]
pub struct Active(());

impl Active {
    /// Counts a conversion until the value is dropped, however that comes about.
    pub fn start() -> Self {
        ACTIVE.0.fetch_add(1, Relaxed);
        Active(())
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        ACTIVE.0.fetch_sub(1, Relaxed);
    }
}

/// The memory limit holds for this thread while the value lives: it converts, and what it can't have
/// ends the conversion.
#[derive(Debug)]
pub struct Bound {
    /// What bound this thread before: conversions don't nest, but nothing breaks if they did.
    outer: usize,
    own_limit: usize,
}

impl Bound {
    /// `own_limit` is the limit of the conversion's own converter, 0 for none.
    pub fn set(own_limit: usize) -> Self {
        let own_limit = if own_limit == OUTSIDE { 0 } else { own_limit };
        OWN_LIMITS.fetch_add(usize::from(own_limit != 0), Relaxed);
        let outer = OWN_LIMIT.try_with(|bound| bound.replace(own_limit)).unwrap_or(OUTSIDE);
        Bound { outer, own_limit }
    }
}

impl Drop for Bound {
    fn drop(&mut self) {
        let _ = OWN_LIMIT.try_with(|bound| bound.set(self.outer));
        OWN_LIMITS.fetch_sub(usize::from(self.own_limit != 0), Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_binds_a_thread_is_the_stricter_limit_and_none_is_no_bound() {
        let large = 2 * TRIFLE;
        let bounds = |own: Option<usize>| {
            let _bound = own.map(Bound::set);
            [0, 1 << 20].map(|limit| [bound(limit, 1), bound(limit, large)])
        };
        let less = |limit: usize| [limit - spare(limit); 2];
        let none = [usize::MAX; 2];
        // Beside conversions a trifle is never refused.
        assert_eq!(bounds(None), [none, [usize::MAX, 1 << 20]]);
        // Another thread's own limit does not bind a conversion without one.
        assert_eq!(bounds(Some(0)), [none, less(1 << 20)]);
        assert_eq!(bounds(Some(1 << 16)), [less(1 << 16), less(1 << 16)]);
        assert_eq!(bounds(Some(1 << 30)), [less(1 << 30), less(1 << 20)]);
    }
}
