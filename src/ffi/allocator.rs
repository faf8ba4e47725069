//! The counting allocator behind the exact gauge.
//!
//! Shape   the system's allocator, with every size told to [`gauge`]. What it refuses is asked for
//!         again once something kept has been given up (`memory::reserve`). While a failed
//!         allocation unwinds, a [`Reserve`] stands in for it, which is not counted.
//! Limits  must not allocate, wait or panic itself; the gauge only uses atomics and a
//!         thread-local that is constant from the start, and `memory::reserve` takes only locks
//!         that are free.

use std::alloc::{GlobalAlloc, Layout, System};

use super::unwind::Reserve;
use crate::memory::{gauge, reserve};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static RESERVE: Reserve = Reserve::new();

// SAFETY: every call goes to the system's allocator unchanged, or to the reserve with what came from
// there; counting touches no memory of its own.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        let pointer = insisting(layout.size(), || unsafe { System.alloc(layout) });
        count(pointer, layout)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc_zeroed`.
        let pointer = insisting(layout.size(), || unsafe { System.alloc_zeroed(layout) });
        if pointer.is_null() {
            let pointer = in_need(layout);
            if !pointer.is_null() {
                // SAFETY: a piece of the reserve has the layout's size and is the caller's alone.
                unsafe { pointer.write_bytes(0, layout.size()) };
            }
            return pointer;
        }
        count(pointer, layout)
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        if RESERVE.holds(pointer) {
            RESERVE.give();
            return;
        }
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`.
        unsafe { System.dealloc(pointer, layout) };
        gauge::sub(layout.size());
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if RESERVE.holds(pointer) {
            // SAFETY: the caller keeps the contract: `size` is not 0 and fits with the alignment.
            let wanted = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
            // SAFETY: as above.
            let moved = unsafe { self.alloc(wanted) };
            if !moved.is_null() {
                // SAFETY: both have at least so many bytes and are pieces of their own.
                unsafe { moved.copy_from_nonoverlapping(pointer, layout.size().min(size)) };
                RESERVE.give();
            }
            return moved;
        }
        // SAFETY: the caller keeps the contract of `GlobalAlloc::realloc`.
        let moved = insisting(size, || unsafe { System.realloc(pointer, layout, size) });
        if !moved.is_null() {
            gauge::resize(layout.size(), size);
        }
        moved
    }
}

/// Asks again, as long as something is kept that can be given up.
#[inline]
fn insisting(size: usize, ask: impl Fn() -> *mut u8) -> *mut u8 {
    let mut pointer = ask();
    while pointer.is_null() && reserve::relieve(size) {
        pointer = ask();
    }
    pointer
}

#[inline]
fn count(pointer: *mut u8, layout: Layout) -> *mut u8 {
    if pointer.is_null() {
        return in_need(layout);
    }
    gauge::add(layout.size());
    pointer
}

/// The system has no memory: only what unwinding needs is given.
#[cold]
fn in_need(layout: Layout) -> *mut u8 {
    if std::thread::panicking() { RESERVE.take(layout) } else { std::ptr::null_mut() }
}
