//! What to do when the host's process is copied by `fork`.
//!
//! Shape   the child has one thread, the one that called `fork`, and everything else as it was at that
//!         moment: locks that other threads held, and values they were about to change. So before
//!         a fork `hold` takes every lock there is, in an order in which nobody else takes two of them;
//!         afterwards `let_go` gives them back in the parent, and `begin_anew` in the child, which also
//!         forgets what belonged to other threads. The system calls them (`pthread_atfork`).
//! Errors  false where the system has no memory to note them: to be tried again.
//! Limits  once for a process: they can't be taken back but by unloading the library.

use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

unsafe extern "C" {
    fn pthread_atfork(
        prepare: extern "C" fn(),
        parent: extern "C" fn(),
        child: extern "C" fn(),
    ) -> std::ffi::c_int;
}

static IS_CHILD: AtomicBool = AtomicBool::new(false);

/// Notes what is to be done at a fork. None of the three may panic or wait for another thread, other
/// than for a lock that is held for a moment.
pub(crate) fn prepare(
    hold: extern "C" fn(),
    let_go: extern "C" fn(),
    begin_anew: extern "C" fn(),
) -> bool {
    // SAFETY: functions without arguments, which live as long as the library: glibc forgets them when
    // it is unloaded.
    unsafe { pthread_atfork(hold, let_go, begin_anew) == 0 }
}

/// Forgets what this floor knows of other threads; in the child.
pub(crate) fn begin_anew() {
    IS_CHILD.store(true, Relaxed);
    super::lock::forget_waiting();
    super::gauge::forget_others();
    super::halt::forget_others();
}

/// Whether this process is the child of one that used the library: what that one's other threads were
/// working with stays in its memory, and nobody knows where.
pub(crate) fn is_child() -> bool {
    IS_CHILD.load(Relaxed)
}
