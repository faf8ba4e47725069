//! What happens when a host's process is copied by `fork`, as prefork servers and Python's
//! multiprocessing do while other threads convert.
//!
//! Shape   [`ready`] has the system call the functions below. While the process is copied, this thread
//!         holds every lock of the house, so the child finds everything whole; calls of other
//!         threads are not waited for, and in the child they never were. The child converts with
//!         the converters, pools and outputs that it has got; its parent's batch jobs are gone in
//!         it, handles and all.
//! Limits  what other threads were working with stays in the child's memory. Its gauge counts that
//!         until `legacybridge_shutdown`.

use super::{guard, log, outputs};
use crate::batch::table as jobs;
use crate::memory::{self, budget, reserve};
use crate::system::fork;
use crate::{converter, registry};

/// Has the system call what stands here; false where it has no memory to note that.
pub(super) fn ready() -> bool {
    fork::prepare(hold, let_go_in_parent, let_go_in_child)
}

// Nobody holds two of these at once, but who makes a shared value holds that one's lock.
extern "C" fn hold() {
    guard::hold_for_fork();
    registry::hold_for_fork();
    jobs::hold_for_fork();
    outputs::hold_for_fork();
    converter::hold_for_fork();
    memory::hold_for_fork();
    budget::hold_for_fork();
    reserve::hold_for_fork();
    log::hold_for_fork();
}

extern "C" fn let_go_in_parent() {
    let_go(false);
}

extern "C" fn let_go_in_child() {
    fork::begin_anew();
    let_go(true);
}

fn let_go(is_child: bool) {
    log::let_go_after_fork();
    reserve::let_go_after_fork();
    budget::let_go_after_fork(is_child);
    memory::let_go_after_fork();
    converter::let_go_after_fork();
    outputs::let_go_after_fork();
    jobs::let_go_after_fork(is_child);
    registry::let_go_after_fork();
    guard::let_go_after_fork(is_child);
}
