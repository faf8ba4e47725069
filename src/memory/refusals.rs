//! Memory that is refused on purpose, in tests; elsewhere nothing is.
//!
//! Shape   [`push`](super::push) and [`pad`](super::pad) ask before a vector grows; `after` lets
//!         vectors of one thread grow so many times and then no more.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    /// How many times vectors may still grow, and whether one was refused to.
    static STATE: Cell<(usize, bool)> = const { Cell::new((usize::MAX, false)) };
}

/// Whether growing a vector is refused this time.
#[cfg(not(test))]
#[inline]
pub(crate) const fn is_next() -> bool {
    false
}

/// Whether growing a vector is refused this time.
#[cfg(test)]
pub(crate) fn is_next() -> bool {
    let (left, refused) = STATE.get();
    STATE.set((left.saturating_sub(1), refused || left == 0));
    left == 0
}

/// What comes of `work` if vectors of this thread may grow `count` times and then no more, and whether
/// one was refused to.
#[cfg(test)]
pub(crate) fn after<R>(count: usize, work: impl FnOnce() -> R) -> (R, bool) {
    STATE.set((count, false));
    let result = work();
    (result, STATE.replace((usize::MAX, false)).1)
}
