//! Steps of work, counted so that tests can say that time is linear in the length of the input.
//!
//! Shape   [`step`] stands where bytes are looked at, moved or written, and where tables, groups, runs
//!         and nodes are gone through; outside of the library's own tests it is nothing.
//! Units   a byte, an entry, a run or a node each count one.
//! Limits  counts the work of the thread that calls it.

#[cfg(test)]
mod tests;

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts `steps` of work.
#[inline(always)]
pub(crate) fn step(steps: usize) {
    #[cfg(test)]
    STEPS.with(|all| all.set(all.get() + steps as u64));
    #[cfg(not(test))]
    let _ = steps;
}

/// The steps that `work` takes.
#[cfg(test)]
pub(crate) fn steps_of(work: impl FnOnce()) -> u64 {
    let before = STEPS.with(std::cell::Cell::get);
    work();
    STEPS.with(std::cell::Cell::get) - before
}
