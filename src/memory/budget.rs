//! The memory limit: who may start, who waits, who is turned away.
//!
//! Shape   [`admit`] lets a conversion start when its estimated need fits beside what the library
//!         holds and what running conversions may still take. The [`Admission`] gives the
//!         reserved part back when dropped.
//! Units   bytes; limit 0 means none. The estimate is 4 times an RTF input and 7 times any other
//!         (what ordinary documents were seen to need), and 64 KB.
//! Errors  `MemoryLimit` for what can never fit, `Busy` for what did not fit in time,
//!         `Cancelled` for who waited when the library was shut down.
//! Limits  the estimate decides about starting; what runs asks [`allows`] before large buffers
//!         grow, so that an extraordinary document stops at the limit too.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use crate::error::{Error, Result, Status};
use crate::system::lock::Bell;
use crate::system::{gauge, halt, reserve};

pub use crate::system::gauge::{DEFAULT_LIMIT, limit};

/// How often waiting conversions look again even if nobody told them to.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

static RESERVED: AtomicUsize = AtomicUsize::new(0);
static WAITING: AtomicUsize = AtomicUsize::new(0);
static WAITED: AtomicU64 = AtomicU64::new(0);
static CLOSING: AtomicBool = AtomicBool::new(false);
static ROOM: Bell = Bell::new();

/// Sets the process's limit; 0 means none.
pub fn set_limit(bytes: usize) {
    gauge::set_limit(bytes);
    room_came_free();
}

/// How many conversions had to wait for memory.
pub fn waited() -> u64 {
    WAITED.load(Relaxed)
}

/// What a conversion is expected to need: `factor` times its input, and 64 KB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Bytes of the input.
    pub input: usize,
    /// How many times that.
    pub factor: usize,
}

impl Need {
    /// The estimate in bytes.
    pub fn bytes(self) -> usize {
        self.input.saturating_mul(self.factor).saturating_add(64 << 10)
    }
}

/// Whether the library may hold `more` bytes on top of what it holds now.
pub fn allows(more: usize) -> bool {
    let limit = limit();
    let fits = || limit == 0 || gauge::in_use().saturating_add(more) <= limit;
    !reserve::is_short()
        && (fits() || {
            super::release_idle();
            fits()
        })
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

/// Admits a conversion. `own_limit` is its converter's limit and counts where it
/// is stricter than the process's. Waits up to `timeout` for room, after `release` has given up
/// what is kept for later only.
pub fn admit(need: Need, own_limit: usize, timeout: Duration, release: fn()) -> Result<Admission> {
    if let Some(admission) = reserve(need.bytes(), own_limit) {
        return Ok(admission);
    }
    wait(need, own_limit, timeout, release)
}

/// Fails when the library holds more than the limit: the document was larger than it looked.
pub fn check(own_limit: usize) -> Result<()> {
    if reserve::is_short() {
        return Err(Error::out_of_memory());
    }
    let limit = strictest(own_limit);
    let is_beyond = || limit != 0 && gauge::in_use() > limit;
    if is_beyond() {
        super::release_idle();
    }
    if is_beyond() {
        return Err(Error::new(
            Status::MemoryLimit,
            format!("this conversion needs more than the memory limit of {limit} bytes"),
        ));
    }
    Ok(())
}

/// What a running conversion that found no memory is told: that the document is too large, or,
/// where it was not alone, that it may try again.
pub fn blame(error: Error) -> Error {
    if error.status != Status::MemoryLimit || limit() == 0 || gauge::active_conversions() < 2 {
        return error;
    }
    Error { status: Status::Busy, ..error }
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
fn wait(need: Need, own_limit: usize, timeout: Duration, release: fn()) -> Result<Admission> {
    let deadline = Instant::now() + timeout;
    let mut waiting = None;
    loop {
        never_fits(need, own_limit)?;
        // Again in each round: conversions that end meanwhile put their buffers into the pools.
        release();
        if let Some(admission) = reserve(need.bytes(), own_limit) {
            return Ok(admission);
        }
        if halt::is_due_now() {
            // The converter says why.
            return Err(Error::new(Status::Cancelled, "the conversion was asked to stop"));
        }
        if CLOSING.load(Relaxed) {
            return Err(Error::new(Status::Cancelled, "the library is shutting down"));
        }
        waiting.get_or_insert_with(Waiting::start);
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(busy(need.bytes(), own_limit, timeout));
        }
        ROOM.wait(left.min(LOOK_AGAIN).min(halt::time_left().unwrap_or(LOOK_AGAIN)));
    }
}

fn never_fits(need: Need, own_limit: usize) -> Result<()> {
    let (limit, bytes) = (strictest(own_limit), need.bytes());
    if limit == 0 || bytes <= limit {
        return Ok(());
    }
    let message = format!(
        "this conversion is estimated to need {bytes} bytes ({} times the input and 64 KB), \
         and the memory limit is {limit} bytes",
        need.factor
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
    const UNIT: usize = 128 << 20;

    fn need(input: usize) -> Need {
        Need { input, factor: 4 }
    }

    #[test]
    fn the_estimate_is_a_multiple_of_the_input_and_64_kb() {
        assert_eq!(need(0).bytes(), 65_536);
        assert_eq!(need(1000).bytes(), 69_536);
        assert_eq!(need(usize::MAX).bytes(), usize::MAX);
    }

    #[test]
    fn what_can_never_fit_is_refused_at_once() {
        let started = Instant::now();
        let error = admit(need(UNIT), UNIT, Duration::from_secs(60), || ()).unwrap_err();
        assert_eq!(error.status, Status::MemoryLimit);
        assert!(error.message.contains("536936448"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn what_does_not_fit_beside_others_waits_and_is_then_busy_or_admitted() {
        let first = admit(need(UNIT), 8 * UNIT, Duration::ZERO, || ()).unwrap();
        let error = admit(need(UNIT), 6 * UNIT, Duration::from_millis(30), || ()).unwrap_err();
        assert_eq!(error.status, Status::Busy);
        std::thread::scope(|scope| {
            let second =
                scope.spawn(|| admit(need(UNIT), 6 * UNIT, Duration::from_secs(60), || ()));
            std::thread::sleep(Duration::from_millis(30));
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
        assert!(waited() >= 2);
    }
}
