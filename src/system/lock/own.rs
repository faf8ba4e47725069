//! Locks that survive a fork, for systems that have it.
//!
//! Shape   a lock is one word. Who can't have it waits in the process's one [`PARK`], and so do those at
//!         a gate or a bell; who lets go wakes all of them if any may wait. Nothing is allocated, no
//!         thread has storage here, and no list names a thread: the child of a fork has only to
//!         forget those who waited ([`forget_waiting`]) and to let go of what was held for it
//!         ([`Lock::hold_for_fork`]).
//! Errors  none.
//! Limits  made for locks that are held for a moment: all who wait are woken by each who lets go.

use std::cell::UnsafeCell;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering::*};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::outside_gauge;

/// Where threads wait.
struct Park(UnsafeCell<(Mutex<()>, Condvar)>);

// SAFETY: both are made to be shared; they are replaced by `forget_waiting` alone, whose caller says
// that there is one thread.
unsafe impl Sync for Park {}

static PARK: Park = Park(UnsafeCell::new((Mutex::new(()), Condvar::new())));

impl Park {
    fn parts(&self) -> &(Mutex<()>, Condvar) {
        // SAFETY: nobody has these two mutably while there are threads that could be here.
        unsafe { &*self.0.get() }
    }

    /// Waits while `is_barred` says so, which is asked again each time that anybody is woken.
    #[cold]
    fn wait_while(&self, mut is_barred: impl FnMut() -> bool) {
        // Some systems make their mutexes on the heap.
        outside_gauge(|| {
            let (mutex, condition) = self.parts();
            let mut guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
            while is_barred() {
                guard = condition.wait(guard).unwrap_or_else(PoisonError::into_inner);
            }
        });
    }

    /// Wakes all who wait. What they wait for has changed before.
    #[cold]
    fn wake(&self) {
        outside_gauge(|| {
            let (mutex, condition) = self.parts();
            // Whoever has looked and does not wait yet holds this.
            drop(mutex.lock().unwrap_or_else(PoisonError::into_inner));
            condition.notify_all();
        });
    }
}

/// Forgets who waits, in the child of a fork: those threads are not there.
#[cfg(feature = "capi")]
pub(super) fn forget_waiting() {
    // SAFETY: the child of a fork has one thread, which is here and in no other function of this file.
    unsafe { PARK.0.get().write((Mutex::new(()), Condvar::new())) };
}

/// How often a thread looks for a value before it sleeps, a microsecond or two: who has it has it for less, and
/// sleeping and waking cost more.
const LOOKS: u32 = 64;

/// Somebody has the value.
const HELD: u32 = 1;
/// Somebody may wait for it.
const AWAITED: u32 = 2;
/// It is held for a fork.
#[cfg(feature = "capi")]
const FORK: u32 = 4;

/// A value that one thread uses at a time.
#[derive(Debug, Default)]
pub struct Lock<T> {
    state: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: the value is lent to one thread at a time, so it has to be one that may change threads.
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> Lock<T> {
    /// A lock around `value`.
    pub const fn new(value: T) -> Self {
        Lock { state: AtomicU32::new(0), value: UnsafeCell::new(value) }
    }

    /// Lends the value to `work`, which must not take the same lock again.
    pub fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        if !self.try_hold() {
            self.wait();
        }
        self.lend(work)
    }

    /// Lends the value to `work` if nobody has it; never waits and never allocates.
    pub fn try_with<R>(&self, work: impl FnOnce(&mut T) -> R) -> Option<R> {
        self.try_hold().then(|| self.lend(work))
    }

    /// Holds the value while the process is copied: nobody changes it then. `also` holds what is in it.
    #[cfg(feature = "capi")]
    pub fn hold_for_fork(&self, also: impl FnOnce(&T)) {
        if !self.try_hold() {
            self.wait();
        }
        // SAFETY: this thread holds the lock, and lends the value before it says what for.
        also(unsafe { &*self.value.get() });
        self.state.fetch_or(FORK, Release);
    }

    /// Lets go of a value that was held for a fork, in the parent as in the child, after `also`.
    #[cfg(feature = "capi")]
    pub fn let_go_after_fork(&self, also: impl FnOnce(&mut T)) {
        // One alone can take this away, and has the value with it.
        if self.state.fetch_and(!FORK, Acquire) & FORK != 0 {
            self.lend(also);
        }
    }

    #[inline]
    fn try_hold(&self) -> bool {
        self.state.compare_exchange(0, HELD, Acquire, Relaxed).is_ok()
    }

    #[cold]
    fn wait(&self) {
        for _ in 0..LOOKS {
            spin_loop();
            if self.state.load(Relaxed) == 0 && self.try_hold() {
                return;
            }
        }
        PARK.wait_while(|| self.state.fetch_or(HELD | AWAITED, Acquire) & HELD != 0);
    }

    /// Lends the value of a lock that this thread holds, and lets go of it, also in a panic.
    #[inline]
    fn lend<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        struct Held<'l, T>(&'l Lock<T>);
        impl<T> Drop for Held<'_, T> {
            #[inline]
            fn drop(&mut self) {
                if self.0.state.swap(0, Release) & AWAITED != 0 {
                    PARK.wake();
                }
            }
        }
        let _held = Held(self);
        // SAFETY: this thread holds the lock and lends the value once.
        work(unsafe { &mut *self.value.get() })
    }
}

/// Lets many in at once, or one alone.
#[derive(Debug, Default)]
pub struct Gate {
    inside: AtomicUsize,
    /// Somebody is alone inside, or wants to be.
    closed: AtomicBool,
    /// Of those who want to be alone.
    turn: Lock<()>,
}

impl Gate {
    /// An open gate.
    pub const fn new() -> Self {
        Gate { inside: AtomicUsize::new(0), closed: AtomicBool::new(false), turn: Lock::new(()) }
    }

    /// Runs `work` together with others. Must not be called inside itself.
    pub fn shared<R>(&self, work: impl FnOnce() -> R) -> R {
        struct Inside<'g>(&'g Gate);
        impl Drop for Inside<'_> {
            fn drop(&mut self) {
                self.0.leave();
            }
        }
        loop {
            // Counted first: who closes the gate from here on waits for this.
            self.inside.fetch_add(1, SeqCst);
            if !self.closed.load(SeqCst) {
                break;
            }
            self.leave();
            PARK.wait_while(|| self.closed.load(SeqCst));
        }
        let _inside = Inside(self);
        work()
    }

    /// Waits until all others have left, then runs `work` alone.
    pub fn alone<R>(&self, work: impl FnOnce() -> R) -> R {
        struct Closed<'g>(&'g Gate);
        impl Drop for Closed<'_> {
            fn drop(&mut self) {
                self.0.closed.store(false, SeqCst);
                PARK.wake();
            }
        }
        self.turn.with(|()| {
            self.closed.store(true, SeqCst);
            let _closed = Closed(self);
            if self.inside.load(SeqCst) > 0 {
                PARK.wait_while(|| self.inside.load(SeqCst) > 0);
            }
            work()
        })
    }

    #[inline]
    fn leave(&self) {
        if self.inside.fetch_sub(1, SeqCst) == 1 && self.closed.load(SeqCst) {
            PARK.wake();
        }
    }

    /// In the child of a fork: nobody is inside but this thread, if it is.
    #[cfg(feature = "capi")]
    pub fn forget_others(&self, is_inside: bool) {
        self.inside.store(usize::from(is_inside), SeqCst);
        self.closed.store(false, SeqCst);
        // It guards nothing: whoever had it is not there.
        self.turn.state.store(0, SeqCst);
    }
}

/// A bell that waiting threads listen to.
#[derive(Debug, Default)]
pub struct Bell(());

impl Bell {
    /// A bell that nobody listens to yet.
    pub const fn new() -> Self {
        Bell(())
    }

    /// Waits for the bell, at most for `time`. A ring just before the call is missed, so waits
    /// should be short and repeated; others' affairs may wake earlier.
    pub fn wait(&self, time: Duration) {
        outside_gauge(|| {
            let (mutex, condition) = PARK.parts();
            let guard = mutex.lock().unwrap_or_else(PoisonError::into_inner);
            drop(condition.wait_timeout(guard, time).unwrap_or_else(PoisonError::into_inner));
        });
    }

    /// Wakes all who wait.
    pub fn ring(&self) {
        PARK.wake();
    }
}
