//! The allocator of the C artifacts: it counts, and it keeps blocks.
//!
//! Shape   the system's allocator, with every size told to [`gauge`]. A block that has a [`Class`]
//!         is of that class's size throughout its life, and kept when it is given back if there is
//!         a place for it (`blocks`), so that the next document's blocks are not asked of
//!         the system: to the gauge a kept block is held. What the system refuses is asked for
//!         again once something kept has been given up: first blocks, then `reserve`.
//!         While a failed allocation unwinds, and where a lock waits, a [`Reserve`] stands in, which
//!         is not counted.
//! Limits  must not allocate, wait or panic itself; the gauge only uses atomics and a
//!         thread-local that is constant from the start, `blocks` only atomics, and
//!         `reserve` takes only locks that are free.

use std::alloc::{GlobalAlloc, Layout, System};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::blocks::{Blocks, Class, PoolStats};
use super::unwind::Reserve;
use super::{gauge, lock, reserve};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What unwinding takes, and gives back soon.
static RESERVE: Reserve = Reserve::new();
/// What locks take for their tables of waiting threads, and may keep. A failure there would leave the
/// tables locked, and everybody waiting for good.
static WAITING: Reserve = Reserve::new();
static BLOCKS: Blocks = Blocks::new();
/// How often a block of a class had to be asked of the system.
static MISSES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: what is handed out comes from the system's allocator, with a layout that depends on the
// caller's alone and has room for it, or from the reserve; it is handed out again only after the
// caller has given it back. Counting touches no memory of its own.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let kept = take(layout);
        if !kept.is_null() {
            return kept;
        }
        let real = real(layout);
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`: the size is not 0.
        granted(insisting(real.size(), || unsafe { System.alloc(real) }), layout)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let kept = take(layout);
        if !kept.is_null() {
            // SAFETY: a block of the layout's class is as large at least, and the caller's alone.
            unsafe { kept.write_bytes(0, layout.size()) };
            return kept;
        }
        let real = real(layout);
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc_zeroed`.
        let pointer = insisting(real.size(), || unsafe { System.alloc_zeroed(real) });
        let pointer = granted(pointer, layout);
        if reserve_of(pointer).is_some() {
            // SAFETY: a piece of the reserve has the layout's size and is the caller's alone.
            unsafe { pointer.write_bytes(0, layout.size()) };
        }
        pointer
    }

    #[inline]
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if let Some(reserve) = reserve_of(pointer) {
            reserve.give();
        } else if !give(pointer, layout) {
            let real = real(layout);
            // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`, and `real` is what
            // the system was asked with for this layout.
            unsafe { System.dealloc(pointer, real) };
            gauge::sub(real.size());
        }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller keeps the contract: `size` is not 0 and fits with the alignment.
        let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        let (old, new) = (Class::of(layout), Class::of(wanted));
        let is_reserve = reserve_of(pointer).is_some();
        if !is_reserve && old.is_some() && old == new {
            if size > layout.size() {
                gauge::reuse();
            }
            return pointer;
        }
        // Near the limit there is no room for both at once, and nothing will be kept.
        if is_reserve || ((old.is_some() || new.is_some()) && gauge::is_roomy()) {
            // SAFETY: `wanted` has a size that is not 0.
            let moved = if is_reserve { unsafe { self.alloc(wanted) } } else { moving(wanted) };
            if !moved.is_null() {
                // SAFETY: both have at least so many bytes and are pieces of their own; the caller
                // keeps the contract for the old one and has no use for it from here on.
                unsafe {
                    moved.copy_from_nonoverlapping(pointer, layout.size().min(size));
                    self.dealloc(pointer, layout);
                }
            }
            if is_reserve || !moved.is_null() {
                return moved;
            }
        }
        // Neither has a class, or there was no room for both at once.
        let (before, after) = (real(layout), real(wanted).size());
        let more = after.saturating_sub(before.size());
        // SAFETY: the caller keeps the contract of `GlobalAlloc::realloc`, and `before` is what the
        // system was asked with. It need not be a multiple of the alignment.
        let moved = insisting(more, || unsafe { System.realloc(pointer, before, after) });
        if !moved.is_null() && after < before.size() {
            gauge::sub(before.size() - after);
        }
        moved
    }
}

/// What the system is asked with for a layout.
#[inline]
fn real(layout: Layout) -> Layout {
    Class::of(layout).map_or(layout, Class::layout)
}

/// A kept block for a layout, or NULL.
#[inline]
fn take(layout: Layout) -> *mut u8 {
    match Class::of(layout) {
        // What is held outside of the gauge never mixes with what it counts.
        Some(class) if !lock::is_outside_gauge() => {
            let block = BLOCKS.take(class);
            if block.is_null() {
                MISSES.fetch_add(1, Relaxed);
            } else {
                gauge::reuse();
            }
            block
        }
        _ => null_mut(),
    }
}

/// Keeps a block if there is a place for it, and the memory limit is far.
#[inline]
fn give(pointer: *mut u8, layout: Layout) -> bool {
    let keeps = || !lock::is_outside_gauge() && gauge::is_roomy();
    Class::of(layout).is_some_and(|class| keeps() && BLOCKS.give(class, pointer))
}

/// A block to move to, kept or from the system, which is asked once: there is another way.
fn moving(wanted: Layout) -> *mut u8 {
    let kept = take(wanted);
    if !kept.is_null() {
        return kept;
    }
    let real = real(wanted);
    let Some(held) = gauge::claim(real.size()) else { return null_mut() };
    // SAFETY: who grows or shrinks a block asks for a size that is not 0.
    let pointer = unsafe { System.alloc(real) };
    if pointer.is_null() {
        gauge::sub(real.size());
    } else {
        gauge::settle(real.size(), held);
    }
    pointer
}

/// Asks the system for `size` bytes more, and again as long as something is kept that can be given
/// up. What would be beyond the memory limit is not asked for: nobody else is either.
#[inline]
fn insisting(size: usize, ask: impl Fn() -> *mut u8) -> *mut u8 {
    // What gets smaller is never refused.
    let claimed = if size == 0 { Some(0) } else { gauge::claim(size) };
    let Some(held) = claimed.or_else(|| claim_again(size)) else { return null_mut() };
    let mut pointer = ask();
    if pointer.is_null() {
        pointer = asking_again(size, &ask);
    }
    if pointer.is_null() {
        gauge::sub(size);
    } else if size > 0 {
        gauge::settle(size, held);
    }
    pointer
}

/// What is kept never stands between the library and its limit.
#[cold]
fn claim_again(size: usize) -> Option<usize> {
    if release_blocks() { gauge::claim(size) } else { None }
}

#[cold]
#[inline(never)]
fn asking_again(size: usize, ask: &dyn Fn() -> *mut u8) -> *mut u8 {
    // Once: other threads may give blocks as fast as they are given back here.
    let mut pointer = if release_blocks() { ask() } else { null_mut() };
    while pointer.is_null() && reserve::relieve(size) {
        pointer = ask();
    }
    pointer
}

#[inline]
fn granted(pointer: *mut u8, layout: Layout) -> *mut u8 {
    if pointer.is_null() { in_need(layout) } else { pointer }
}

/// There is no memory, or none below the limit: only what unwinding needs is given, and what locks
/// need.
#[cold]
fn in_need(layout: Layout) -> *mut u8 {
    if std::thread::panicking() {
        return RESERVE.take(layout);
    }
    if lock::is_outside_gauge() { WAITING.take(layout) } else { null_mut() }
}

/// The reserve that a block is a piece of.
#[inline]
fn reserve_of(pointer: *mut u8) -> Option<&'static Reserve> {
    [&RESERVE, &WAITING].into_iter().find(|reserve| reserve.holds(pointer))
}

/// Gives every kept block back to the system; false where there was none.
pub(crate) fn release_blocks() -> bool {
    BLOCKS.drain(|class, block| {
        // SAFETY: whoever gave the block has no use for it any more, and it came from the system
        // with its class's layout. It was taken out of its place, so nobody else has it.
        unsafe { System.dealloc(block, class.layout()) };
        gauge::sub_kept(class.size());
    })
}

/// What is kept, how often it served, and how often the system was asked instead.
pub(crate) fn block_stats() -> PoolStats {
    let misses = MISSES.load(Relaxed) as u64;
    PoolStats { hits: gauge::reused(), misses, ..BLOCKS.stats() }
}
