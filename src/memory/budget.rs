//! The memory limit: who may start, who waits, who is turned away.
//!
//! Shape   a [`Turn`] lets a conversion start when its estimated need fits beside what the library
//!         holds and what running conversions have reserved; who must wait is admitted in order. The
//!         allocator holds the limit itself, to the byte (`system::gauge`). So an estimate need not be
//!         right: a conversion that meets the limit gives all its memory back and starts again with
//!         twice as much reserved, at last alone. So whoever fits alone gets a turn, and nobody ever
//!         stands in another's way for good. The [`Admission`] gives its part back when dropped.
//! Units   bytes; limit 0 means none. The estimate is 4 times an RTF input and 7 times any other
//!         (what ordinary documents were seen to need), and 64 KB.
//! Errors  `MemoryLimit` for what is too large even alone, whatever the host gives back, and for what the
//!         host would keep when it holds all that there is; `Busy` for what did not fit in time beside others
//!         or beside what the host holds, `Cancelled` for who waited when the library was shut down or the
//!         conversion was asked to stop.
//! Limits  64 wait in order.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::*};
use std::time::Duration;

use crate::error::{Error, Result, Status};
use crate::system::clock::Instant;
use crate::system::lock::{Bell, Lock};
use crate::system::log::{self, Level};
use crate::system::{gauge, halt, reserve, thread};

pub use crate::system::gauge::{DEFAULT_LIMIT, limit};

/// What the library holds for itself, whatever the host gives back: pools that are empty, tables. No more than this.
const OWN: usize = 8 << 10;
/// How often waiting conversions look again even if nobody told them to.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

static RESERVED: AtomicUsize = AtomicUsize::new(0);
/// Conversions that have begun.
static STARTED: AtomicU64 = AtomicU64::new(0);
static WAITING: AtomicUsize = AtomicUsize::new(0);
static WAITED: AtomicU64 = AtomicU64::new(0);
/// Whether the host has been warned that the limit is near.
static NEAR: AtomicBool = AtomicBool::new(false);
static CLOSING: AtomicBool = AtomicBool::new(false);
static ROOM: Bell = Bell::new();

/// Sets the process's limit; 0 means none.
pub fn set_limit(bytes: usize) {
    gauge::set_limit(bytes);
    room_came_free();
}

/// Whether no more is held than the limit allows: one that is new may lie below.
pub fn is_kept() -> bool {
    limit() == 0 || gauge::in_use() <= limit()
}

/// The peak begins anew, with what is held now.
pub fn begin_peak() {
    gauge::begin_peak();
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

/// Whether the library may hold so many bytes in the place of `instead`, which are given back for them.
pub fn allows(bytes: usize, instead: usize) -> bool {
    let fits = || gauge::has_room(bytes, instead);
    !reserve::is_short()
        && (fits() || {
            super::release_idle();
            fits()
        })
}

/// Fails where the host may not be given more to keep: an output, a report, a converter, a job. The allocator
/// refuses no trifle beside conversions, and of those there may be any number.
pub fn keep() -> Result<()> {
    let limit = limit();
    let fits = || limit == 0 || gauge::in_use() <= limit - gauge::spare(limit) / 4;
    if fits() {
        return Ok(());
    }
    super::release_idle();
    if fits() {
        return Ok(());
    }
    let message = format!(
        "no more can be kept: {} bytes are held and the memory limit is {limit} bytes",
        gauge::in_use()
    );
    Err(Error::new(Status::MemoryLimit, message))
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

/// Whether waiting conversions give up.
pub fn is_closing() -> bool {
    CLOSING.load(Relaxed)
}

/// Memory reserved for one conversion.
#[derive(Debug)]
pub struct Admission {
    bytes: usize,
    /// Nobody else converts until this has ended.
    alone: bool,
    /// What the library held when it began.
    held: usize,
    /// Nobody converted when it began, and this was how many had begun so far.
    first: Option<u64>,
}

impl Drop for Admission {
    fn drop(&mut self) {
        RESERVED.fetch_sub(self.bytes, Release);
        room_came_free();
    }
}

/// One conversion's way to the memory that it needs: it is admitted with what it seems to need, and
/// if that was too little, it gives everything back and is admitted again with more, at last alone.
#[derive(Debug)]
pub struct Turn {
    bytes: usize,
    /// Its converter's limit, which counts where it is stricter than the process's.
    own_limit: usize,
    timeout: Duration,
    /// What its converter holds, which nobody gives back for it.
    converter: usize,
    /// From the first time that it had to wait.
    deadline: Option<Instant>,
    /// Alone it needed more than there was beside so much that the host holds.
    failed_beside: Option<usize>,
    /// Gives up what is kept for later only.
    release: fn(),
}

impl Turn {
    /// Waits up to `timeout` in all. `converter` is what the converter itself holds.
    pub fn new(
        need: Need,
        (own_limit, converter): (usize, usize),
        timeout: Duration,
        release: fn(),
    ) -> Self {
        let bytes = need.bytes();
        Turn { bytes, own_limit, timeout, converter, deadline: None, failed_beside: None, release }
    }

    /// Admits the conversion, at once or when those before it have had their turn.
    pub fn admit(&mut self) -> Result<Admission> {
        if WAITING.load(Relaxed) == 0
            && self.failed_beside.is_none()
            && let Some(admission) = self.reserve()
        {
            return Ok(admission);
        }
        self.wait()
    }

    /// Whether a conversion that found no memory may be admitted again, with more.
    pub fn may_grow(&mut self, admission: Admission) -> bool {
        let limit = self.limit();
        if limit == 0 || CLOSING.load(Relaxed) {
            return false;
        }
        if admission.alone {
            // Only what the host gives back can help, and only where it takes enough room.
            self.failed_beside = Some(admission.held);
            let hosts = admission.held.saturating_sub(OWN + self.converter);
            let most = limit - gauge::spare(limit);
            let could_fit = gauge::lacked().saturating_sub(hosts) <= most;
            return could_fit && hosts > gauge::spare(limit) && !thread::IS_ONLY;
        }
        // Where nobody else was there it had all that there is; but what was kept for later may
        // have stood in its way.
        let was_sole = admission.first == Some(STARTED.load(Relaxed));
        self.bytes = if was_sole { usize::MAX } else { self.bytes.saturating_mul(2) };
        true
    }

    /// The limit that counts for it.
    fn limit(&self) -> usize {
        gauge::stricter(limit(), self.own_limit)
    }

    fn reserve(&self) -> Option<Admission> {
        let limit = self.limit();
        let alone = limit != 0 && self.bytes > limit / 2;
        let mut held = gauge::in_use();
        warn(held, limit);
        let bytes = if alone { limit } else { self.bytes };
        let fits = |reserved: usize| {
            let sum = reserved.checked_add(bytes)?;
            // Who is alone starts whatever the host holds: nothing else would come free.
            let fits = limit == 0 || reserved == 0 || sum.max(held.saturating_add(bytes)) <= limit;
            fits.then_some(sum)
        };
        let before = RESERVED.fetch_update(Acquire, Relaxed, fits).ok()?;
        let number = STARTED.fetch_add(1, Relaxed) + 1;
        let first = (before == 0).then_some(number);
        let alone = alone && before == 0;
        if alone {
            // All that there is should be there; who has ended until now has left something behind.
            (self.release)();
            held = gauge::in_use();
        }
        Some(Admission { bytes, alone, held, first })
    }

    #[cold]
    fn wait(&mut self) -> Result<Admission> {
        let place = Place::last();
        let deadline = *self.deadline.get_or_insert_with(|| {
            let (held, limit) = (gauge::in_use(), gauge::stricter(limit(), self.own_limit));
            say_held("a conversion waits for memory", held, limit);
            Instant::now() + self.timeout
        });
        loop {
            // Again in each round: conversions that end meanwhile put their buffers into the pools.
            (self.release)();
            let helps = self.failed_beside.is_none_or(|held| gauge::in_use() < held);
            if helps
                && place.is_first()
                && let Some(admission) = self.reserve()
            {
                return Ok(admission);
            }
            if halt::is_due_now() {
                // The converter says why.
                return Err(Error::new(Status::Cancelled, "the conversion was asked to stop"));
            }
            if CLOSING.load(Relaxed) {
                return Err(Error::new(Status::Cancelled, "the library is shutting down"));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || thread::IS_ONLY {
                return Err(self.busy());
            }
            ROOM.wait(left.min(LOOK_AGAIN).min(halt::time_left().unwrap_or(LOOK_AGAIN)));
        }
    }

    fn busy(&self) -> Error {
        let message = format!(
            "no room for an estimated {} bytes within {} ms: {} bytes are held and the memory limit \
             is {} bytes",
            // Who needs more than anyone can say wants all that there is.
            self.bytes.min(self.limit()),
            self.timeout.as_millis(),
            gauge::in_use(),
            self.limit()
        );
        Error::new(Status::Busy, message)
    }
}

/// Warns once when seven eighths of the limit are held, and again when it was less than three quarters
/// in between.
#[inline]
fn warn(held: usize, limit: usize) {
    if limit == 0 {
        return;
    }
    let is_near = held >= limit - limit / 8;
    if is_near != NEAR.load(Relaxed) && (is_near || held < limit - limit / 4) {
        NEAR.store(is_near, Relaxed);
        if is_near {
            say_held("the memory limit is near", held, limit);
        }
    }
}

#[cold]
fn say_held(what: &str, held: usize, limit: usize) {
    let text = format_args!("{what}: {held} bytes are held, the limit is {limit} bytes");
    log::say(Level::Warning, text);
}

/// What a conversion is told that needs more than the limit though it is alone.
pub fn refusal(error: Error, own_limit: usize) -> Error {
    let limit = gauge::stricter(limit(), own_limit);
    if error.status != Status::MemoryLimit || limit == 0 {
        return error;
    }
    let message = format!("this conversion needs more than the memory limit of {limit} bytes");
    Error::new(Status::MemoryLimit, message)
}

#[cfg(all(unix, feature = "capi"))]
/// Nobody's place in the order changes while the process is copied.
pub fn hold_for_fork() {
    QUEUE.hold_for_fork(|_| {});
}

#[cfg(all(unix, feature = "capi"))]
/// Undoes [`hold_for_fork`]; in the child nobody converts or waits, and nothing is being shut down.
pub fn let_go_after_fork(is_child: bool) {
    QUEUE.let_go_after_fork(|queue| {
        if is_child {
            queue.length = 0;
            RESERVED.store(0, Relaxed);
            WAITING.store(0, Relaxed);
            CLOSING.store(false, Relaxed);
        }
    });
}

/// How many conversions wait in order; those beyond wait too, and whoever is quickest is next.
const PLACES: usize = 64;

/// Who waits, the first to be admitted first.
static QUEUE: Lock<Queue> = Lock::new(Queue { tickets: [0; PLACES], length: 0, last: 0 });

struct Queue {
    tickets: [u64; PLACES],
    length: usize,
    last: u64,
}

/// A place in the queue until it is dropped.
struct Place {
    ticket: u64,
}

impl Place {
    /// The place behind all others.
    fn last() -> Self {
        WAITING.fetch_add(1, Relaxed);
        WAITED.fetch_add(1, Relaxed);
        let ticket = QUEUE.with(|queue| {
            queue.last += 1;
            if queue.length < PLACES {
                queue.tickets[queue.length] = queue.last;
                queue.length += 1;
            }
            queue.last
        });
        Place { ticket }
    }

    /// Whether it is this one's turn.
    fn is_first(&self) -> bool {
        QUEUE.with(|queue| {
            let waiting = &queue.tickets[..queue.length];
            waiting.first() == Some(&self.ticket)
                || queue.length == PLACES && !waiting.contains(&self.ticket)
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        QUEUE.with(|queue| {
            let at = queue.tickets[..queue.length].iter().position(|&one| one == self.ticket);
            if let Some(at) = at {
                queue.tickets.copy_within(at + 1..queue.length, at);
                queue.length -= 1;
            }
        });
        WAITING.fetch_sub(1, Relaxed);
        // The next one may be admitted beside this.
        room_came_free();
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

    fn turn(input: usize, own_limit: usize, timeout: u64) -> Turn {
        Turn::new(need(input), (own_limit, 0), Duration::from_millis(timeout), || ())
    }

    #[test]
    fn what_does_not_fit_beside_others_waits_and_is_then_busy_or_admitted() {
        let first = turn(UNIT, 8 * UNIT, 0).admit().unwrap();
        let error = turn(UNIT, 6 * UNIT, 30).admit().unwrap_err();
        assert_eq!(error.status, Status::Busy);
        std::thread::scope(|scope| {
            let second = scope.spawn(|| turn(UNIT, 6 * UNIT, 60_000).admit());
            std::thread::sleep(Duration::from_millis(30));
            drop(first);
            assert!(second.join().unwrap().is_ok());
        });
        assert!(waited() >= 2);
        // Too little: again with more, at last alone, whatever the estimate says.
        let lacks = |bytes: usize| {
            let _bound = gauge::Bound::set(6 * UNIT);
            assert!(!gauge::has_room(bytes, 0));
        };
        let mut turn = turn(UNIT, 6 * UNIT, 60_000);
        let mut admission = turn.admit().unwrap();
        lacks(7 * UNIT + admission.held);
        assert!(admission.alone && !turn.may_grow(admission), "all that there is was too little");
        turn = Turn { failed_beside: None, ..turn };
        admission = turn.admit().unwrap();
        (admission.held, turn.failed_beside) = (2 * UNIT, None);
        lacks(7 * UNIT);
        assert!(turn.may_grow(admission), "without what is held it would have had enough");
        turn = Turn { bytes: UNIT, failed_beside: None, ..turn };
        for alone in [false, false, true] {
            let admission = turn.admit().unwrap();
            assert_eq!(admission.alone, alone);
            // Another one begins meanwhile.
            STARTED.fetch_add(1, Relaxed);
            assert_eq!(turn.may_grow(admission), !alone);
        }
    }

    #[test]
    fn who_waits_is_admitted_in_order() {
        let (first, second) = (Place::last(), Place::last());
        assert!(first.ticket < second.ticket);
        assert!(!second.is_first() || !first.is_first());
        drop(first);
        let third = Place::last();
        assert!(!third.is_first());
        drop(second);
    }
}
