//! Address space set aside, so that a conversion that the system has no more memory for ends with
//! `MemoryLimit` and not with the host.
//!
//! Shape   buffers of ours grow by `try_reserve`; what libraries allocate can't fail in order: Rust
//!         ends the process. So some space is kept for that, never touched: a little for the
//!         process ([`ready`]), and for each parse as much as the parser can need at most
//!         ([`hold`]). When the system refuses memory, the allocator gives up what is kept
//!         (`relieve`) and asks again; from then on [`is_short`], and whatever runs stops at its
//!         next step. The next conversion starts once the space is there again.
//! Units   bytes of address space: nothing is written to it, so no memory stands behind it, and it
//!         counts as the runtime's in the gauge.
//! Errors  `MemoryLimit` where the space can't be had.
//! Limits  only with the feature `capi`, whose allocator knows of this: elsewhere nothing is kept,
//!         nor for parses where a failed allocation can unwind (`system::unwind`).
//!         32 parses at once have space of their own; others, what the process has.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::lock::{Lock, outside_gauge};
use crate::error::{Error, Result};

/// What the process keeps: more than all small allocations of running calls together.
const ALWAYS: usize = if cfg!(target_pointer_width = "32") { 128 << 10 } else { 256 << 10 };
/// Parses that need no more than this are served by what the process keeps.
const SMALL: usize = ALWAYS / 2;

const PLACES: usize = 33;

/// The first place is the process's, the others are those of parses.
static KEPT: [Lock<Vec<u8>>; PLACES] = [const { Lock::new(Vec::new()) }; PLACES];
static READY: AtomicBool = AtomicBool::new(false);
static SHORT: AtomicBool = AtomicBool::new(false);

/// Whether the system has refused memory, and what was kept had to be given up: who runs, stops.
#[inline]
pub fn is_short() -> bool {
    SHORT.load(Relaxed)
}

/// Makes sure that the process keeps what it should; fails where the system has no room for it.
#[inline]
pub fn ready() -> Result<()> {
    if !cfg!(feature = "capi") || READY.load(Relaxed) { Ok(()) } else { keep_again() }
}

#[cold]
fn keep_again() -> Result<()> {
    let kept = KEPT[0].try_with(|place| place.capacity() > 0 || fill(place, ALWAYS));
    match kept {
        Some(false) => return Err(Error::out_of_memory()),
        Some(true) => {
            SHORT.store(false, Relaxed);
            READY.store(true, Relaxed);
        }
        // Another thread is about it.
        None => {}
    }
    Ok(())
}

/// Space for one parse, given back when dropped.
#[derive(Debug)]
pub struct Held(usize);

/// Keeps space for something that may allocate up to `bytes` and can't fail in order.
pub fn hold(bytes: usize) -> Result<Held> {
    if !cfg!(feature = "capi") || cfg!(legacybridge_alloc_error_hook) || bytes <= SMALL {
        return Ok(Held(0));
    }
    for (place, kept) in KEPT.iter().enumerate().skip(1) {
        match kept.try_with(|kept| (kept.capacity() == 0).then(|| fill(kept, bytes))) {
            Some(Some(true)) => return Ok(Held(place)),
            Some(Some(false)) => return Err(Error::out_of_memory()),
            _ => {}
        }
    }
    Ok(Held(0))
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.0 > 0 {
            KEPT[self.0].with(give_up);
        }
    }
}

/// Gives up what is kept for one more try to get `bytes`; false where nothing is left that could
/// help. The allocator calls this: nothing here allocates.
#[cfg_attr(not(feature = "gauge"), allow(dead_code))]
#[cold]
pub(crate) fn relieve(bytes: usize) -> bool {
    let relieved = KEPT.iter().any(|kept| {
        let enough = |kept: &mut Vec<u8>| kept.capacity() > bytes && give_up(kept);
        kept.try_with(enough).unwrap_or(false)
    });
    if relieved {
        SHORT.store(true, Relaxed);
        READY.store(false, Relaxed);
    }
    relieved
}

/// Gives up what the process keeps, until it is asked for again.
pub fn release() {
    READY.store(false, Relaxed);
    KEPT[0].with(give_up);
}

#[cfg(all(unix, feature = "capi"))]
pub(crate) fn hold_for_fork() {
    KEPT.iter().for_each(|kept| kept.hold_for_fork(|_| {}));
}

#[cfg(all(unix, feature = "capi"))]
pub(crate) fn let_go_after_fork() {
    KEPT.iter().for_each(|kept| kept.let_go_after_fork(|_| {}));
}

fn fill(kept: &mut Vec<u8>, bytes: usize) -> bool {
    outside_gauge(|| kept.try_reserve_exact(bytes).is_ok())
}

fn give_up(kept: &mut Vec<u8>) -> bool {
    let any = kept.capacity() > 0;
    outside_gauge(|| *kept = Vec::new());
    any
}

#[cfg(all(test, feature = "capi", not(legacybridge_alloc_error_hook)))]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_given_up_once_and_kept_again() {
        ready().unwrap();
        let held = hold(10 << 20).unwrap();
        assert!(held.0 > 0);
        assert_eq!(hold(1000).unwrap().0, 0, "small parses need nothing of their own");
        // More than anything that is kept: nothing would be won.
        assert!(!relieve(1 << 40));
        assert!(relieve(5 << 20));
        assert!(is_short());
        assert!(!relieve(5 << 20));
        ready().unwrap();
        assert!(!is_short());
        drop(held);
    }
}
