//! What happens when the system has no memory left: the call ends with MEMORY_LIMIT.
//!
//! Shape   [`unwind`] is what the runtime calls when an allocation fails that cannot say so (a `Vec`
//!         of another crate that grows): it leaves the call by unwinding, with [`OutOfMemory`].
//!         [`Reserve`] is a little memory for what unwinding itself allocates.
//! Errors  a failure while a failure unwinds ends the process, as the runtime does otherwise.
//! Limits  the runtime's hook is not stable yet: builds of this project may use it (build.rs and
//!         .cargo/config.toml set the cfg `legacybridge_alloc_error_hook`); elsewhere a failed
//!         allocation ends the process.

use std::alloc::Layout;
use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The payload of an unwinding that [`unwind`] has begun.
pub(crate) struct OutOfMemory;

/// Tells the runtime to call [`unwind`].
pub(crate) fn install() {
    #[cfg(legacybridge_alloc_error_hook)]
    std::alloc::set_alloc_error_hook(unwind);
}

/// Leaves the call. The payload has no size, so that boxing it takes no memory.
#[cfg_attr(not(legacybridge_alloc_error_hook), allow(dead_code))]
fn unwind(_layout: Layout) {
    // Nothing unwinds on WebAssembly: the host leaves the call, and this instance.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    super::outside::fail(
        crate::error::Status::MemoryLimit,
        "not enough memory for this conversion",
    );
    #[cfg(not(all(feature = "wasm", target_arch = "wasm32")))]
    if !std::thread::panicking() {
        std::panic::resume_unwind(Box::new(OutOfMemory));
    }
}

const BYTES: usize = 16 * 1024;
const ALIGNMENT: usize = 16;
const MOST_ALIGNMENT: usize = 64;
/// The state is a number of live allocations and, below it, the bytes handed out.
const ONE: usize = 1 << 16;

/// Memory that is there when there is none: pieces are cut off one end, and all of it is free
/// again when the last piece has been given back.
#[repr(align(64))]
pub(crate) struct Reserve {
    bytes: UnsafeCell<[u8; BYTES]>,
    state: AtomicUsize,
}

// SAFETY: the bytes are only handed out as pieces that don't overlap, and never touched here.
unsafe impl Sync for Reserve {}

impl Reserve {
    /// All of it is free.
    pub(crate) const fn new() -> Self {
        Reserve { bytes: UnsafeCell::new([0; BYTES]), state: AtomicUsize::new(0) }
    }

    /// A piece, or NULL when there is no room. Pieces given out again are not zeroed.
    pub(crate) fn take(&self, layout: Layout) -> *mut u8 {
        if layout.align() > MOST_ALIGNMENT || layout.size() > BYTES {
            return std::ptr::null_mut();
        }
        let size = layout.size().next_multiple_of(ALIGNMENT);
        let begin = |state: usize| (state % ONE).next_multiple_of(layout.align());
        let cut = self.state.fetch_update(Relaxed, Relaxed, |state| {
            let end = begin(state) + size;
            (end <= BYTES && state < usize::MAX / 4).then(|| state / ONE * ONE + ONE + end)
        });
        match cut {
            Ok(state) => self.bytes.get().cast::<u8>().wrapping_add(begin(state)),
            Err(_) => std::ptr::null_mut(),
        }
    }

    /// Whether a pointer is a piece of this.
    #[inline]
    pub(crate) fn holds(&self, pointer: *const u8) -> bool {
        (pointer as usize).wrapping_sub(self.bytes.get() as usize) < BYTES
    }

    /// Takes a piece back.
    pub(crate) fn give(&self) {
        let _ = self.state.fetch_update(Relaxed, Relaxed, |state| {
            let left = state.checked_sub(ONE)?;
            Some(if left < ONE { 0 } else { left })
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_lie_apart_and_all_come_back() {
        let reserve = Reserve::new();
        let layout = |size| Layout::from_size_align(size, 8).unwrap();
        let first = reserve.take(layout(100));
        let second = reserve.take(layout(1));
        assert_eq!(second as usize - first as usize, 112);
        assert_eq!(first as usize % 16, 0);
        assert!(reserve.holds(first) && reserve.holds(second));
        assert!(!reserve.holds(std::ptr::from_ref(&layout).cast()));
        assert!(reserve.take(layout(BYTES)).is_null());
        reserve.give();
        assert!(reserve.take(layout(BYTES - 112)).is_null());
        let third = reserve.take(layout(BYTES - 128));
        assert!(!third.is_null() && reserve.take(layout(1)).is_null());
        reserve.give();
        reserve.give();
        assert_eq!(reserve.take(layout(BYTES)), first);
    }

    #[test]
    fn a_failed_allocation_unwinds() {
        let caught = std::panic::catch_unwind(|| unwind(Layout::new::<u8>()));
        assert!(caught.is_err_and(|payload| payload.is::<OutOfMemory>()));
    }
}
