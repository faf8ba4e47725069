//! How much memory the library holds and may hold, and how many conversions run.
//!
//! Shape   process-wide counters. The counting allocator of the C artifacts feeds the byte
//!         counters; [`Active`] counts a conversion for as long as it lives.
//! Units   bytes asked of the system, without the allocator's own overhead; for blocks that have a
//!         class (`memory::blocks`), the class's size.
//! Errors  none.
//! Limits  without the `capi` feature the host's own allocator is in use and the byte counters
//!         stay 0.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::lock;

/// The limit where nobody has set one: 512 MB in 32-bit processes, none in others.
pub const DEFAULT_LIMIT: usize = if cfg!(target_pointer_width = "32") { 512 << 20 } else { 0 };

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);
static RUNTIME: AtomicUsize = AtomicUsize::new(0);
static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static ALLOCATED: AtomicU64 = AtomicU64::new(0);
static REUSED: AtomicUsize = AtomicUsize::new(0);
static ACTIVE: AtomicUsize = AtomicUsize::new(0);
static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);

/// Bytes that the library holds now: converters, pools, caches, outputs not yet freed.
pub fn in_use() -> usize {
    IN_USE.load(Relaxed)
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
    ALLOCATIONS.load(Relaxed)
}

/// How many bytes the library has asked the system for; a buffer made larger counts with what it
/// grew by.
pub fn allocated_bytes() -> u64 {
    ALLOCATED.load(Relaxed)
}

/// How often the library's code has asked for memory, also where it got a block that was kept.
pub fn requests() -> u64 {
    allocations() + reused()
}

/// How often a block that was kept served instead of one of the system's, or a block was large
/// enough already for what grew in it.
pub fn reused() -> u64 {
    REUSED.load(Relaxed) as u64
}

/// Number of conversions that run or wait for memory now.
pub fn active_conversions() -> usize {
    ACTIVE.load(Relaxed)
}

/// The process's memory limit; 0 means none.
pub fn limit() -> usize {
    LIMIT.load(Relaxed)
}

/// Sets the process's memory limit; 0 means none. Who waits for room is told by
/// `memory::budget::set_limit`.
pub(crate) fn set_limit(bytes: usize) {
    LIMIT.store(bytes, Relaxed);
}

/// Whether so much is free under the limit that what is given back may be kept.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn is_roomy() -> bool {
    let limit = limit();
    limit == 0 || in_use() <= limit / 2
}

/// Whether so many bytes more would be beyond the limit.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn is_beyond(more: usize) -> bool {
    let limit = limit();
    limit != 0 && in_use().saturating_add(more) > limit
}

/// Counts an allocation.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn add(bytes: usize) {
    if lock::is_outside_gauge() {
        RUNTIME.fetch_add(bytes, Relaxed);
        return;
    }
    grow(bytes);
}

/// Counts a request that the system was not asked for. What is held does not change by it.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn reuse() {
    REUSED.fetch_add(1, Relaxed);
}

/// Counts an allocation that was made larger or smaller.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn resize(old: usize, new: usize) {
    if new <= old {
        sub(old - new);
    } else if lock::is_outside_gauge() {
        RUNTIME.fetch_add(new - old, Relaxed);
    } else {
        grow(new - old);
    }
}

#[inline]
fn grow(bytes: usize) {
    ALLOCATIONS.fetch_add(1, Relaxed);
    ALLOCATED.fetch_add(bytes as u64, Relaxed);
    let now = IN_USE.fetch_add(bytes, Relaxed) + bytes;
    if now > PEAK.load(Relaxed) {
        PEAK.fetch_max(now, Relaxed);
    }
}

/// Counts the end of an allocation.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn sub(bytes: usize) {
    let side = if lock::is_outside_gauge() { &RUNTIME } else { &IN_USE };
    side.fetch_sub(bytes, Relaxed);
}

/// Counts the end of a block that was kept for later, whoever ends it: only what the gauge counts
/// is kept.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
#[inline]
pub(crate) fn sub_kept(bytes: usize) {
    IN_USE.fetch_sub(bytes, Relaxed);
}

/// One running conversion.
#[derive(Debug)]
pub struct Active(());

impl Active {
    /// Counts a conversion until the value is dropped, however that comes about.
    pub fn start() -> Self {
        ACTIVE.fetch_add(1, Relaxed);
        Active(())
    }
}

impl Drop for Active {
    fn drop(&mut self) {
        ACTIVE.fetch_sub(1, Relaxed);
    }
}
