//! Locks whose waiting never shows in the memory gauge.
//!
//! Shape   [`Lock`] and [`Gate`] lend what they guard to a closure. `parking_lot` keeps tables of
//!         waiting threads for as long as the process lives; whatever is allocated while a thread
//!         waits or wakes another is counted as the runtime's, see `outside_gauge`.
//! Errors  none; there is no poisoning, a panic in the closure unlocks.
//! Limits  nothing else may be allocated or freed inside `outside_gauge`: what is allocated on
//!         one side must be freed on the same side.

use std::cell::Cell;
use std::time::Duration;

use parking_lot::{Condvar, Mutex, RwLock};

thread_local! {
    /// How many [`outside_gauge`] calls this thread is inside of. Plain data and constant from
    /// the start: reading it allocates nothing, so the allocator itself may read it.
    static OUTSIDE: Cell<u32> = const { Cell::new(0) };
}

/// True while this thread's allocations belong to the runtime and not to the gauge.
#[cfg_attr(not(feature = "capi"), allow(dead_code))]
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

/// A value that one thread uses at a time.
#[derive(Debug, Default)]
pub struct Lock<T>(Mutex<T>);

impl<T> Lock<T> {
    /// A lock around `value`.
    pub const fn new(value: T) -> Self {
        Lock(Mutex::new(value))
    }

    /// Lends the value to `work`, which must not take the same lock again.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        // Dropped in reverse order, also in a panic: enter the runtime's side, unlock, leave it.
        let _leave = LeaveOnDrop;
        let mut value = self.0.try_lock().unwrap_or_else(|| outside_gauge(|| self.0.lock()));
        let _enter = EnterOnDrop;
        work(&mut value)
    }

    /// Lends the value to `work` if nobody has it; never waits and never allocates.
    pub fn try_with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        let _leave = LeaveOnDrop;
        let value = self.0.try_lock();
        let _enter = EnterOnDrop;
        value.map(|mut value| work(&mut value))
    }
}

/// Lets many in at once, or one alone.
#[derive(Debug, Default)]
pub struct Gate(RwLock<()>);

impl Gate {
    /// An open gate.
    pub const fn new() -> Self {
        Gate(RwLock::new(()))
    }

    /// Runs `work` together with others. Must not be called inside itself.
    pub fn shared<R>(&self, work: impl FnOnce() -> R) -> R {
        let _leave = LeaveOnDrop;
        let _pass = self.0.try_read().unwrap_or_else(|| outside_gauge(|| self.0.read()));
        let _enter = EnterOnDrop;
        work()
    }

    /// Waits until all others have left, then runs `work` alone.
    pub fn alone<R>(&self, work: impl FnOnce() -> R) -> R {
        let _leave = LeaveOnDrop;
        let _pass = self.0.try_write().unwrap_or_else(|| outside_gauge(|| self.0.write()));
        let _enter = EnterOnDrop;
        work()
    }
}

/// A bell that waiting threads listen to.
#[derive(Debug, Default)]
pub struct Bell {
    mutex: Mutex<()>,
    condition: Condvar,
}

impl Bell {
    /// A bell that nobody listens to yet.
    pub const fn new() -> Self {
        Bell { mutex: Mutex::new(()), condition: Condvar::new() }
    }

    /// Waits for the bell, at most for `time`. A ring just before the call is missed, so waits
    /// should be short and repeated.
    pub fn wait(&self, time: Duration) {
        outside_gauge(|| {
            let mut guard = self.mutex.lock();
            self.condition.wait_for(&mut guard, time);
        });
    }

    /// Wakes all who wait.
    pub fn ring(&self) {
        outside_gauge(|| self.condition.notify_all());
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
