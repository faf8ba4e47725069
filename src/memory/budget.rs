//! The memory limit: who may start, who waits, who is turned away.
//!
//! Shape   [`admit`] lets a conversion start when its estimated need fits beside what the library
//!         holds and what running conversions may still take. The [`Admission`] gives the
//!         reserved part back when dropped.
//! Units   bytes; the estimate is 4 times the input and 64 KB. Limit 0 means none.
//! Errors  `MemoryLimit` for what can never fit, `Busy` for what did not fit in time,
//!         `Cancelled` for who waited when the library was shut down.
//! Limits  the estimate decides about starting only; it bounds nothing that runs.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::gauge;
use super::lock::Bell;
use crate::error::{Error, Result, Status};

/// The limit where nobody has set one: 512 MB in 32-bit processes, none in others.
pub const DEFAULT_LIMIT: usize = if cfg!(target_pointer_width = "32") { 512 << 20 } else { 0 };

/// How often waiting conversions look again even if nobody told them to.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

static LIMIT: AtomicUsize = AtomicUsize::new(DEFAULT_LIMIT);
static RESERVED: AtomicUsize = AtomicUsize::new(0);
static WAITING: AtomicUsize = AtomicUsize::new(0);
static WAITED: AtomicU64 = AtomicU64::new(0);
static CLOSING: AtomicBool = AtomicBool::new(false);
static ROOM: Bell = Bell::new();

/// The process's limit; 0 means none.
pub fn limit() -> usize {
    LIMIT.load(Relaxed)
}

/// Sets the process's limit; 0 means none.
pub fn set_limit(bytes: usize) {
    LIMIT.store(bytes, Relaxed);
    room_came_free();
}

/// How many conversions had to wait for memory.
pub fn waited() -> u64 {
    WAITED.load(Relaxed)
}

/// What a conversion of `input` bytes is expected to need.
pub fn estimate(input: usize) -> usize {
    input.saturating_mul(4).saturating_add(64 << 10)
}

/// Tells waiting conversions that memory may have come free.
pub fn room_came_free() {
    if WAITING.load(Relaxed) > 0 {
        ROOM.ring();
    }
}

/// Makes waiting conversions give up with `Cancelled` for as long as `closing` holds.
pub fn set_closing(closing: bool) {
    CLOSING.store(closing, Relaxed);
    room_came_free();
}

/// Memory reserved for one conversion.
#[derive(Debug)]
pub struct Admission {
    bytes: usize,
}

impl Drop for Admission {
    fn drop(&mut self) {
        RESERVED.fetch_sub(self.bytes, Relaxed);
        room_came_free();
    }
}

/// Admits a conversion of `input` bytes. `own_limit` is its converter's limit and counts where it
/// is stricter than the process's. Waits up to `timeout` for room, after `release` has given up
/// what is kept for later only.
pub fn admit(
    input: usize,
    own_limit: usize,
    timeout: Duration,
    release: fn(),
) -> Result<Admission> {
    let bytes = estimate(input);
    if let Some(admission) = reserve(bytes, own_limit) {
        return Ok(admission);
    }
    wait(bytes, own_limit, timeout, release)
}

/// Fails when the library holds more than the limit: the document was larger than it looked.
pub fn check(own_limit: usize) -> Result<()> {
    let (limit, held) = (strictest(own_limit), gauge::in_use());
    if limit != 0 && held > limit {
        return Err(Error::new(
            Status::MemoryLimit,
            format!("this conversion needs more than the memory limit of {limit} bytes"),
        ));
    }
    Ok(())
}

fn strictest(own_limit: usize) -> usize {
    match (limit(), own_limit) {
        (0, limit) | (limit, 0) => limit,
        (process, own) => process.min(own),
    }
}

fn reserve(bytes: usize, own_limit: usize) -> Option<Admission> {
    let limit = strictest(own_limit);
    let held = gauge::in_use();
    let fits = |reserved: usize| {
        let sum = reserved.checked_add(bytes)?;
        (limit == 0 || held.saturating_add(sum) <= limit).then_some(sum)
    };
    RESERVED.fetch_update(Relaxed, Relaxed, fits).ok().map(|_| Admission { bytes })
}

#[cold]
fn wait(bytes: usize, own_limit: usize, timeout: Duration, release: fn()) -> Result<Admission> {
    let deadline = Instant::now() + timeout;
    let mut waiting = None;
    loop {
        never_fits(bytes, own_limit)?;
        // Again in each round: conversions that end meanwhile put their buffers into the pools.
        release();
        if let Some(admission) = reserve(bytes, own_limit) {
            return Ok(admission);
        }
        if CLOSING.load(Relaxed) {
            return Err(Error::new(Status::Cancelled, "the library is shutting down"));
        }
        waiting.get_or_insert_with(Waiting::start);
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(busy(bytes, own_limit, timeout));
        }
        ROOM.wait(left.min(LOOK_AGAIN));
    }
}

fn never_fits(bytes: usize, own_limit: usize) -> Result<()> {
    let limit = strictest(own_limit);
    if limit == 0 || bytes <= limit {
        return Ok(());
    }
    let message = format!(
        "this conversion is estimated to need {bytes} bytes (4 times the input and 64 KB), \
         and the memory limit is {limit} bytes"
    );
    Err(Error::new(Status::MemoryLimit, message))
}

fn busy(bytes: usize, own_limit: usize, timeout: Duration) -> Error {
    let message = format!(
        "no room for an estimated {bytes} bytes within {} ms: {} bytes are held and the memory \
         limit is {} bytes",
        timeout.as_millis(),
        gauge::in_use(),
        strictest(own_limit)
    );
    Error::new(Status::Busy, message)
}

struct Waiting;

impl Waiting {
    fn start() -> Self {
        WAITING.fetch_add(1, Relaxed);
        WAITED.fetch_add(1, Relaxed);
        Waiting
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests' own gauge moves under them (the allocator counts the whole test process), so
    /// limits here are far from what the tests themselves use.
    const GB: usize = 1 << 30;

    #[test]
    fn the_estimate_is_four_times_the_input_and_64_kb() {
        assert_eq!(estimate(0), 65_536);
        assert_eq!(estimate(1000), 69_536);
        assert_eq!(estimate(usize::MAX), usize::MAX);
    }

    #[test]
    fn what_can_never_fit_is_refused_at_once() {
        let started = Instant::now();
        let error = admit(GB, GB, Duration::from_secs(60), || ()).unwrap_err();
        assert_eq!(error.status, Status::MemoryLimit);
        assert!(error.message.contains("4295032832"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_does_not_fit_beside_others_waits_and_is_then_busy_or_admitted() {
        let first = admit(GB, 8 * GB, Duration::ZERO, || ()).unwrap();
        let error = admit(GB, 6 * GB, Duration::from_millis(30), || ()).unwrap_err();
        assert_eq!(error.status, Status::Busy);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| admit(GB, 6 * GB, Duration::from_secs(60), || ()));
            std::thread::sleep(Duration::from_millis(30));
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
        assert!(waited() >= 2);
    }
}
