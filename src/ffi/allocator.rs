//! The counting allocator behind the exact gauge.
//!
//! Shape   the system's allocator, with every size told to [`gauge`].
//! Limits  must not allocate, wait or panic itself; the gauge only uses atomics and a
//!         thread-local that is constant from the start, and the reserve takes only locks that are
//!         free.

use std::alloc::{GlobalAlloc, Layout, System};

use crate::memory::{gauge, reserve};

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator unchanged; counting touches no memory of its own.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc`.
        let ask = || unsafe { System.alloc(layout) };
        count(insisting(layout.size(), ask), layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::alloc_zeroed`.
        let ask = || unsafe { System.alloc_zeroed(layout) };
        count(insisting(layout.size(), ask), layout.size())
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `GlobalAlloc::dealloc`.
        unsafe { System.dealloc(pointer, layout) };
        gauge::sub(layout.size());
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
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

fn count(pointer: *mut u8, size: usize) -> *mut u8 {
    if !pointer.is_null() {
        gauge::add(size);
    }
    pointer
}
