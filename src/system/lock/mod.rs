//! Locks whose waiting never shows in the memory gauge.
//!
//! Shape   [`Lock`] and [`Gate`] lend what they guard to a closure, and a [`Bell`] wakes who waits.
//!         Windows and WebAssembly have those of `parking_lot` (`parked`), which keeps tables of waiting threads for as
//!         long as the process lives; whatever is allocated while a thread waits or wakes another is
//!         counted as the runtime's, see `outside_gauge`. Elsewhere a process can be copied while
//!         other threads hold and wait for locks: those of `own` survive that (`system::fork`).
//! Errors  none; there is no poisoning, a panic in the closure unlocks.
//! Limits  nothing else may be allocated or freed inside `outside_gauge`: what is allocated on
//!         one side must be freed on the same side.

use std::cell::Cell;

#[cfg(unix)]
mod own;
#[cfg(not(unix))]
mod parked;

#[cfg(unix)]
pub use own::{Bell, Gate, Lock};
#[cfg(not(unix))]
pub use parked::{Bell, Gate, Lock};

/// In the child of a fork: nobody waits for anything any more.
#[cfg(all(unix, feature = "capi"))]
pub(super) fn forget_waiting() {
    own::forget_waiting();
}

thread_local! {
    /// How many [`outside_gauge`] calls this thread is inside of. Plain data and constant from
    /// the start: reading it allocates nothing, so the allocator itself may read it.
    static OUTSIDE: Cell<u32> = const { Cell::new(0) };
}

/// True while this thread's allocations belong to the runtime and not to the gauge.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[inline]
pub(crate) fn is_outside_gauge() -> bool {
    OUTSIDE.try_with(|depth| depth.get() > 0).unwrap_or(false)
}

/// Runs `work` with this thread's allocations counted as the runtime's.
#[inline]
pub(crate) fn outside_gauge<R>(work: impl FnOnce() -> R) -> R {
    let _leave = LeaveOnDrop;
    drop(EnterOnDrop);
    work()
}

struct EnterOnDrop;
struct LeaveOnDrop;

impl Drop for EnterOnDrop {
    #[inline]
    fn drop(&mut self) {
        let _ = OUTSIDE.try_with(|depth| depth.set(depth.get() + 1));
    }
}

impl Drop for LeaveOnDrop {
    #[inline]
    fn drop(&mut self) {
        let _ = OUTSIDE.try_with(|depth| depth.set(depth.get() - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    #[test]
    fn only_the_marked_part_is_outside() {
        assert!(!is_outside_gauge());
        outside_gauge(|| assert!(is_outside_gauge()));
        Lock::new(1).with(|_| assert!(!is_outside_gauge()));
        assert!(!is_outside_gauge());
    }

    #[test]
    fn a_panic_unlocks_and_leaves_the_mark_as_it_was() {
        let lock = Lock::new(7);
        let result = catch_unwind(AssertUnwindSafe(|| lock.with(|_| panic!("on purpose"))));
        assert!(result.is_err());
        assert!(!is_outside_gauge());
        assert_eq!(lock.with(|value| *value), 7);
    }

    #[test]
    fn threads_take_turns() {
        let lock = Lock::new(0u64);
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..10_000).for_each(|_| lock.with(|n| *n += 1)));
            }
        });
        assert_eq!(lock.with(|n| *n), 80_000);
    }
}
