//! Giving everything back: when the host says so, or when nobody has a use for the library.
//!
//! Shape   jobs end first, outside of the gate: their workers need nobody who waits there. Then
//!         all is emptied while nobody else is inside.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use super::guard::alone;
use super::{log, outputs};
use crate::batch::table as jobs;
use crate::error::{Result, Status};
use crate::memory::{self, budget, reserve};
use crate::{converter, registry};

/// How often [`start_up`] was called more often than [`shut_down`].
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// Counts one more part of the host that uses the library, and makes ready what every call needs.
pub(crate) fn start_up() -> Result<()> {
    reserve::ready()?;
    STARTED.fetch_add(1, SeqCst);
    Ok(())
}

/// Counts one part of the host less, and ends nothing: who never counted itself may hold something.
#[cfg(windows)]
pub(crate) fn leave() {
    let _ = STARTED.fetch_update(SeqCst, SeqCst, |count| count.checked_sub(1));
}

/// Counts one part of the host less; with the last one, or where none was counted, ends every job
/// and gives back all that the library holds. Waits for calls in other threads; those that wait
/// for memory end with `Cancelled`.
pub(crate) fn shut_down() -> i32 {
    let less = STARTED.fetch_update(SeqCst, SeqCst, |count| count.checked_sub(1));
    if less.is_ok_and(|before| before > 1) {
        return Status::Ok as i32;
    }
    budget::set_closing(true);
    jobs::close();
    let status = alone(|| {
        jobs::clear();
        empty();
        Ok(())
    });
    // What the host was told by may be gone soon.
    log::listen(None, 0);
    jobs::open();
    budget::set_closing(false);
    status
}

/// Gives back what the library keeps for later calls, if no host holds anything of it: automation
/// may unload the library then.
#[cfg(windows)]
pub(crate) fn give_back() {
    let is_unused = || registry::live() + outputs::outstanding() + jobs::live() == 0;
    if is_unused() {
        // Once more when nobody else is inside, and nobody can come in.
        alone(|| {
            if is_unused() {
                empty();
            }
            Ok(())
        });
    }
}

/// Drops everything but jobs. Nobody else may be inside.
fn empty() {
    registry::clear();
    outputs::clear();
    converter::shut_down();
    reserve::release();
    // Last: what was dropped above may have been kept.
    memory::release_blocks();
    // What the parent's other threads were working with can't be given back.
    #[cfg(unix)]
    if crate::system::fork::is_child() {
        memory::gauge::write_off();
    }
}
