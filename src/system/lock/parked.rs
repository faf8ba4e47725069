//! Locks of `parking_lot`, for Windows: where one can't be had at once, what is allocated counts as the
//! runtime's.

use std::time::Duration;

use parking_lot::{Condvar, Mutex, RwLock};

use super::{EnterOnDrop, LeaveOnDrop, outside_gauge};

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
