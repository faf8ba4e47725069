//! Job handles and the jobs behind them.
//!
//! Shape   a [`Handles`] table of jobs; a bit in the middle tells their handles from those of
//!         converters.
//! Errors  `BadHandle` for what is not there, `LimitReached` when the table is full, `MemoryLimit` when all
//!         that there is is held, `Cancelled` while the library is shut down.
//! Limits  256 jobs at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
#[cfg(windows)]
use std::time::Duration;

use super::Batch;
use crate::error::{Error, Result, Status};
use crate::handles::Handles;
use crate::memory::budget;
use crate::memory::lock::Lock;

/// Most jobs that can be alive at once.
pub const MOST_JOBS: usize = 256;

type Table = Handles<Arc<Batch>, 0x8000, MOST_JOBS>;

static TABLE: Lock<Table> = Lock::new(Table::new());
static CLOSING: AtomicUsize = AtomicUsize::new(0);

/// Starts a job and returns its handle. A full table is found out before anything is started.
pub fn start(start: impl FnOnce() -> Result<Batch>) -> Result<i32> {
    let closed = || Error::new(Status::Cancelled, "the library is shutting down");
    if CLOSING.load(Ordering::SeqCst) > 0 {
        return Err(closed());
    }
    if TABLE.with(|table| table.is_full()) {
        return Err(too_many());
    }
    budget::keep()?;
    let batch = Arc::new(start()?);
    let added = TABLE.with(|table| {
        // Shutting down cancels what is in the table: nothing may slip in after that.
        if CLOSING.load(Ordering::SeqCst) > 0 {
            return Err(closed());
        }
        table.add(batch.clone()).ok_or_else(too_many)
    });
    if added.is_err() {
        batch.stop();
    }
    added
}

/// The job of a handle.
pub fn get(handle: i32) -> Result<Arc<Batch>> {
    TABLE.with(|table| table.get(handle).cloned().ok_or_else(|| bad_handle(handle)))
}

/// Takes a job away, cancels what is left of it and joins its threads.
pub fn free(handle: i32) -> Result<()> {
    let batch = TABLE.with(|table| table.remove(handle).ok_or_else(|| bad_handle(handle)))?;
    batch.stop();
    Ok(())
}

/// Number of jobs that have been started and not freed.
pub fn live() -> usize {
    TABLE.with(|table| table.live())
}

/// Whether a job is not over. Threads of those that are over have ended when this returns.
#[cfg(windows)]
pub fn is_running() -> bool {
    let jobs: Vec<_> = TABLE.with(|table| table.iter().cloned().collect());
    let (over, running): (Vec<_>, Vec<_>) =
        jobs.into_iter().partition(|batch| batch.wait(Some(Duration::ZERO)));
    over.iter().for_each(|batch| batch.stop());
    !running.is_empty()
}

/// Cancels every job and lets none start until [`open`] is called.
pub fn close() {
    CLOSING.fetch_add(1, Ordering::SeqCst);
    TABLE.with(|table| table.iter().for_each(|batch| batch.cancel()));
}

/// Takes every job away and joins its threads.
pub fn clear() {
    while let Some(batch) = TABLE.with(Table::remove_any) {
        batch.stop();
    }
}

/// Undoes [`close`].
pub fn open() {
    CLOSING.fetch_sub(1, Ordering::SeqCst);
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody starts or frees a job while the process is copied.
pub fn hold_for_fork() {
    TABLE.hold_for_fork(|_| {});
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`]; in the child there are no jobs: their threads are the parent's. What they
/// were working with can't be touched, for one of them may have held it.
pub fn let_go_after_fork(is_child: bool) {
    TABLE.let_go_after_fork(|table| {
        while is_child && let Some(batch) = table.remove_any() {
            std::mem::forget(batch);
        }
    });
    if is_child {
        CLOSING.store(0, Ordering::SeqCst);
    }
}

#[cold]
fn too_many() -> Error {
    let message = format!("{MOST_JOBS} jobs are alive: free those that are over");
    Error::new(Status::LimitReached, message)
}

#[cold]
fn bad_handle(handle: i32) -> Error {
    let message = format!("job {handle} was never started, or was freed");
    Error::new(Status::BadHandle, message)
}
