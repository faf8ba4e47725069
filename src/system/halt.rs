//! Asking a running conversion to stop: because its host cancels it, or because its time is over.
//!
//! Shape   a [`Stop`] is what a host can ask for, again and again. [`watched`] runs a conversion
//!         that heeds one, and a deadline if there is one; loops in it ask [`is_due`] and leave with
//!         whatever error they have, and [`Watch::verdict`] says why at the end.
//! Units   none; deadlines are instants.
//! Errors  none of its own.
//! Limits  65,535 conversions at once. While nobody was asked to stop and no conversion has a
//!         deadline, [`is_due`] is one load and one comparison; the clock is read every 256th time.

use std::cell::Cell;
use std::ptr::{from_ref, null};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering::*};
use std::time::Duration;

use super::clock::Instant;
use crate::error::Status;

/// How many conversions run, in the low bits; how many of them have a deadline; and whether any was
/// asked to stop, which is forgotten when none runs.
static STATE: AtomicUsize = AtomicUsize::new(0);
const RUNNING: usize = 1;
const TIMED: usize = 1 << 16;
const ASKED: usize = 1 << 31;

/// How often the clock is not read for each time that it is.
const PATIENCE: u32 = 255;

thread_local! {
    /// The conversion of this thread. Plain data and constant from the start.
    static WATCH: Cell<*const Watch<'static>> = const { Cell::new(null()) };
}

/// What asks conversions to stop: all of those that heed it and run at that moment.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    asked: AtomicU32,
}

impl Stop {
    /// Asks for it.
    pub(crate) fn ask(&self) {
        self.asked.fetch_add(1, SeqCst);
        let any = |state: usize| (!state.is_multiple_of(TIMED)).then_some(state | ASKED);
        let _ = STATE.fetch_update(SeqCst, SeqCst, any);
    }

    /// How often it was asked for.
    pub(crate) fn times(&self) -> u32 {
        self.asked.load(Relaxed)
    }
}

/// One conversion that may be asked to stop.
#[derive(Debug)]
pub(crate) struct Watch<'s> {
    /// The stop that it heeds, and how often that had been asked for before.
    stop: Option<(&'s Stop, u32)>,
    deadline: Option<Instant>,
    patience: Cell<u32>,
    verdict: Cell<Option<Status>>,
}

/// Runs a conversion that heeds `stop` and `deadline`. May stand inside itself: the inner one
/// counts.
pub(crate) fn watched<R>(
    stop: Option<&Stop>,
    deadline: Option<Instant>,
    work: impl FnOnce(&Watch<'_>) -> R,
) -> R {
    let share = RUNNING + if deadline.is_some() { TIMED } else { 0 };
    // Counted first: who asks from here on sees that somebody runs, and is seen by the next line.
    STATE.fetch_add(share, SeqCst);
    let leave = Leave { share, outer: WATCH.with(Cell::get) };
    let stop = stop.map(|stop| (stop, stop.asked.load(SeqCst)));
    let watch = Watch { stop, deadline, patience: Cell::new(PATIENCE), verdict: Cell::new(None) };
    WATCH.with(|place| place.set(from_ref(&watch).cast()));
    let result = work(&watch);
    drop(leave);
    result
}

/// Puts back what was before, also in a panic: the watch is a value of `watched` that outlives it.
struct Leave {
    share: usize,
    outer: *const Watch<'static>,
}

impl Drop for Leave {
    fn drop(&mut self) {
        WATCH.with(|place| place.set(self.outer));
        let less = |state: usize| {
            let left = state - self.share;
            Some(if left.is_multiple_of(TIMED) { 0 } else { left })
        };
        let _ = STATE.fetch_update(SeqCst, SeqCst, less);
    }
}

/// Whether this thread's conversion should stop now.
#[inline]
pub(crate) fn is_due() -> bool {
    STATE.load(Relaxed) >= TIMED && look(|watch| watch.looks())
}

/// The same for who waits: the clock is read each time.
pub(crate) fn is_due_now() -> bool {
    look(|watch| watch.verdict().is_some())
}

/// How much time this thread's conversion has left, if its time is limited.
pub(crate) fn time_left() -> Option<Duration> {
    let mut left = None;
    look(|watch| {
        let until = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
        left = watch.deadline.map(until);
        false
    });
    left
}

#[cold]
fn look(at: impl FnOnce(&Watch<'_>) -> bool) -> bool {
    let watch = WATCH.with(Cell::get);
    // SAFETY: NULL, or a watch that `watched` holds on this thread's stack until after it has put
    // the pointer back.
    unsafe { watch.as_ref() }.is_some_and(at)
}

impl Watch<'_> {
    /// Why the conversion should stop, or has been stopped by a loop; `None` while it should go on.
    pub(crate) fn verdict(&self) -> Option<Status> {
        self.patience.set(0);
        self.looks();
        self.verdict.get()
    }

    /// Why a loop has stopped the conversion.
    pub(crate) fn given_verdict(&self) -> Option<Status> {
        self.verdict.get()
    }

    fn looks(&self) -> bool {
        if self.verdict.get().is_none() {
            self.verdict.set(self.judged());
        }
        self.verdict.get().is_some()
    }

    fn judged(&self) -> Option<Status> {
        let (stop, before) = self.stop.unzip();
        if stop.map(|stop| stop.asked.load(Relaxed)) != before {
            return Some(Status::Cancelled);
        }
        let deadline = self.deadline?;
        match self.patience.get().checked_sub(1) {
            Some(less) => {
                self.patience.set(less);
                None
            }
            None => {
                self.patience.set(PATIENCE);
                (Instant::now() >= deadline).then_some(Status::Timeout)
            }
        }
    }
}

/// In the child of a fork: only this thread is there, and it converts nothing.
#[cfg(all(unix, feature = "capi"))]
pub(super) fn forget_others() {
    STATE.store(0, SeqCst);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_runs_stops_and_who_comes_later_does_not() {
        let stop = Stop::default();
        assert!(!is_due());
        stop.ask();
        watched(Some(&stop), None, |watch| {
            assert!(!is_due() && watch.verdict().is_none());
            stop.ask();
            assert!(is_due() && is_due_now());
            assert_eq!(watch.given_verdict(), Some(Status::Cancelled));
            // Who heeds no stop, or another one, goes on.
            watched(None, None, |_| assert!(!is_due() && !is_due_now()));
            watched(Some(&Stop::default()), None, |_| assert!(!is_due()));
            assert!(is_due());
        });
        watched(Some(&stop), None, |watch| assert!(!is_due() && watch.verdict().is_none()));
        assert!(!is_due());
    }

    #[test]
    fn a_deadline_is_seen_after_a_while_and_by_who_waits_at_once() {
        watched(None, Some(Instant::now()), |watch| {
            assert!(!is_due(), "the clock is not read each time");
            assert!((0..300).any(|_| is_due()));
            assert_eq!(watch.given_verdict(), Some(Status::Timeout));
            assert_eq!(time_left(), Some(Duration::ZERO));
        });
        watched(None, Some(Instant::now()), |watch| {
            assert_eq!(watch.verdict(), Some(Status::Timeout));
        });
        let later = Instant::now() + Duration::from_secs(3600);
        watched(None, Some(later), |watch| {
            assert!((0..1000).all(|_| !is_due()) && watch.verdict().is_none());
            assert!(time_left().is_some_and(|left| left > Duration::from_secs(3000)));
        });
        assert_eq!(time_left(), None);
    }

    #[test]
    fn a_panic_leaves_nothing_behind() {
        let stop = Stop::default();
        let panicked = std::panic::catch_unwind(|| {
            watched(Some(&stop), None, |_| panic!("on purpose"));
        });
        assert!(panicked.is_err());
        stop.ask();
        assert!(!is_due_now());
    }
}
