//! Job handles and the jobs behind them.
//!
//! Shape   a handle is `generation << 16 | 0x8000 | index`, with a generation of 15 bits from one
//!         sequence, so that a stale handle does not fit the job that has its place now. The bit
//!         in the middle tells handles of jobs from handles of converters.
//! Errors  `BadHandle` for what is not there, `LimitReached` when the table is full, `Cancelled`
//!         while the library is shut down.
//! Limits  256 jobs at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
#[cfg(windows)]
use std::time::Duration;

use super::Batch;
use crate::error::{Error, Result, Status};
use crate::memory::lock::Lock;

/// Most jobs that can be alive at once.
pub const MOST_JOBS: usize = 256;

const GENERATIONS: u64 = (1 << 15) - 1;
const JOB: i32 = 0x8000;

static SEQUENCE: AtomicU64 = AtomicU64::new(0);
static CLOSING: AtomicUsize = AtomicUsize::new(0);
/// A job with its handle, or an empty place.
type Slot = Option<(i32, Arc<Batch>)>;

static TABLE: Lock<Vec<Slot>> = Lock::new(Vec::new());

/// Starts a job and returns its handle. A full table is found out before anything is started.
pub fn start(start: impl FnOnce() -> Result<Batch>) -> Result<i32> {
    let closed = || Error::new(Status::Cancelled, "the library is shutting down");
    if CLOSING.load(Ordering::SeqCst) > 0 {
        return Err(closed());
    }
    TABLE.with(|table| room(table).map(|_| ()))?;
    let batch = Arc::new(start()?);
    let added = TABLE.with(|table| {
        // Shutting down cancels what is in the table: nothing may slip in after that.
        if CLOSING.load(Ordering::SeqCst) > 0 {
            return Err(closed());
        }
        let index = room(table)?;
        let generation = SEQUENCE.fetch_add(1, Ordering::Relaxed) % GENERATIONS + 1;
        let handle = (generation as i32) << 16 | JOB | index as i32;
        table[index] = Some((handle, batch.clone()));
        Ok(handle)
    });
    if added.is_err() {
        batch.stop();
    }
    added
}

/// The job of a handle.
pub fn get(handle: i32) -> Result<Arc<Batch>> {
    TABLE.with(|table| {
        let slot = table.iter().flatten().find(|(other, _)| *other == handle);
        slot.map(|(_, batch)| batch.clone()).ok_or_else(|| bad_handle(handle))
    })
}

/// Takes a job away, cancels what is left of it and joins its threads.
pub fn free(handle: i32) -> Result<()> {
    let batch = TABLE.with(|table| {
        let slot = table.iter_mut().find(|slot| slot.as_ref().is_some_and(|job| job.0 == handle));
        slot.and_then(Option::take).ok_or_else(|| bad_handle(handle))
    });
    batch?.1.stop();
    Ok(())
}

/// Number of jobs that have been started and not freed.
pub fn live() -> usize {
    TABLE.with(|table| table.iter().flatten().count())
}

/// Whether a job is not over. Threads of those that are over have ended when this returns.
#[cfg(windows)]
pub fn is_running() -> bool {
    let jobs: Vec<_> =
        TABLE.with(|table| table.iter().flatten().map(|job| job.1.clone()).collect());
    let (over, running): (Vec<_>, Vec<_>) =
        jobs.into_iter().partition(|batch| batch.wait(Some(Duration::ZERO)));
    over.iter().for_each(|batch| batch.stop());
    !running.is_empty()
}

/// Cancels every job and lets none start until [`open`] is called.
pub fn close() {
    CLOSING.fetch_add(1, Ordering::SeqCst);
    TABLE.with(|table| table.iter().flatten().for_each(|(_, batch)| batch.cancel()));
}

/// Takes every job away and joins its threads.
pub fn clear() {
    let jobs = TABLE.with(std::mem::take);
    jobs.iter().flatten().for_each(|(_, batch)| batch.stop());
}

/// Undoes [`close`].
pub fn open() {
    CLOSING.fetch_sub(1, Ordering::SeqCst);
}

/// The index of an empty place.
fn room(table: &mut Vec<Slot>) -> Result<usize> {
    if let Some(index) = table.iter().position(Option::is_none) {
        return Ok(index);
    }
    if table.len() >= MOST_JOBS {
        let message = format!("{MOST_JOBS} jobs are alive: free those that are over");
        return Err(Error::new(Status::LimitReached, message));
    }
    table.try_reserve(1)?;
    table.push(None);
    Ok(table.len() - 1)
}

#[cold]
fn bad_handle(handle: i32) -> Error {
    let message = format!("job {handle} was never started, or was freed");
    Error::new(Status::BadHandle, message)
}
