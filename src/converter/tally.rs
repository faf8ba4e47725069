//! What all conversions of the process have come to: counts, bytes, durations.
//!
//! Shape   atomic counters that only grow, those of each lane of threads by themselves; an [`Entry`] gathers one conversion and is counted once.
//! Units   bytes as the host gave and got them; times in nanoseconds.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::error::{Error, Status};
use crate::formats::Format;
use crate::system::lane::{self, Lane, Lanes};
use crate::system::log::{self, Level};

/// How conversions end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an output.
    Done,
    /// With an error in the input, the options or the library.
    Failed,
    /// Turned away for want of memory, or because the library was shut down.
    Refused,
}

impl Outcome {
    /// Every outcome, in the order of the counters.
    pub const ALL: [Outcome; 3] = [Outcome::Done, Outcome::Failed, Outcome::Refused];

    /// The name in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Failed => "failed",
            Outcome::Refused => "refused",
        }
    }
}

const FORMATS: usize = Format::NUMBERS;

/// Upper bounds of the durations that are counted together, in microseconds.
pub const DURATIONS: [u64; 7] = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, u64::MAX];

/// What the threads of a lane have counted.
struct Counters {
    /// By the numbers of both formats and by the outcome.
    conversions: [[[AtomicU64; Outcome::ALL.len()]; FORMATS]; FORMATS],
    /// By the numbers of both formats.
    nanoseconds: [[AtomicU64; FORMATS]; FORMATS],
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    durations: [AtomicU64; DURATIONS.len()],
}

static COUNTED: Lanes<Counters> = Lanes([const { Lane(Counters::new()) }; lane::COUNT]);

impl Counters {
    const fn new() -> Self {
        Counters {
            conversions: [const {
                [const { [const { AtomicU64::new(0) }; Outcome::ALL.len()] }; FORMATS]
            }; FORMATS],
            nanoseconds: [const { [const { AtomicU64::new(0) }; FORMATS] }; FORMATS],
            bytes_in: AtomicU64::new(0),
            bytes_out: AtomicU64::new(0),
            durations: [const { AtomicU64::new(0) }; DURATIONS.len()],
        }
    }
}

/// All lanes together.
fn sum(count: impl Fn(&Counters) -> &AtomicU64) -> u64 {
    COUNTED.iter().map(|lane| count(lane).load(Relaxed)).fold(0, u64::wrapping_add)
}

/// One conversion.
#[derive(Debug)]
pub struct Entry {
    /// The input's format: `Detect` until it is known.
    pub from: Format,
    to: Format,
    bytes_in: usize,
    /// Bytes of the output.
    pub bytes_out: usize,
}

impl Entry {
    /// A conversion that begins.
    pub fn new(from: Format, to: Format, bytes_in: usize) -> Self {
        Entry { from, to, bytes_in, bytes_out: 0 }
    }

    /// Counts the conversion: `error` is how it failed, if it did.
    pub fn count(&self, error: Option<Status>, duration: Duration) {
        let outcome = match error {
            None => Outcome::Done,
            Some(Status::Busy | Status::MemoryLimit | Status::Cancelled) => Outcome::Refused,
            Some(_) => Outcome::Failed,
        };
        let counters = COUNTED.own();
        let add = |counter: &AtomicU64, value: u64| {
            counter.fetch_add(value, Relaxed);
        };
        let (from, to) = (self.from as usize, self.to as usize);
        add(&counters.conversions[from][to][outcome as usize], 1);
        add(&counters.bytes_in, self.bytes_in as u64);
        add(&counters.bytes_out, self.bytes_out as u64);
        add(&counters.nanoseconds[from][to], duration.as_nanos() as u64);
        let microseconds = duration.as_micros() as u64;
        let bucket = DURATIONS.iter().position(|&bound| microseconds <= bound).unwrap_or(0);
        add(&counters.durations[bucket], 1);
    }
}

impl Entry {
    /// Notes the conversion for a host that wants to hear of each.
    #[cold]
    pub fn say(&self, error: Option<&Error>, duration: Duration) {
        let Entry { from, to, bytes_in, bytes_out } = self;
        let (from, to, time) = (from.name(), to.name(), duration.as_micros());
        match error {
            None => log::say(
                Level::Trace,
                format_args!("{from} to {to}: {bytes_in} bytes to {bytes_out} in {time} us"),
            ),
            Some(error) => log::say(
                Level::Trace,
                format_args!("{from} to {to}: {bytes_in} bytes, {time} us: {error}"),
            ),
        }
    }
}

/// Conversions from one format to another that ended one way.
pub fn conversions(from: Format, to: Format, outcome: Outcome) -> u64 {
    sum(|counters| &counters.conversions[from as usize][to as usize][outcome as usize])
}

/// Conversions that ended one way.
pub fn total(outcome: Outcome) -> u64 {
    let formats = Format::ALL.into_iter();
    let pairs = formats.flat_map(|from| Format::outputs().map(move |to| (from, to)));
    pairs.map(|(from, to)| conversions(from, to, outcome)).sum()
}

/// Bytes that all inputs had.
pub fn bytes_in() -> u64 {
    sum(|counters| &counters.bytes_in)
}

/// Bytes that all outputs had.
pub fn bytes_out() -> u64 {
    sum(|counters| &counters.bytes_out)
}

/// How long all conversions took together.
pub fn duration() -> Duration {
    let lanes = COUNTED.iter().flat_map(|lane| lane.nanoseconds.iter().flatten());
    let all = lanes.map(|nanoseconds| nanoseconds.load(Relaxed));
    Duration::from_nanos(all.fold(0, u64::wrapping_add))
}

/// How long all conversions from one format to another took together.
pub fn duration_of(from: Format, to: Format) -> Duration {
    Duration::from_nanos(sum(|counters| &counters.nanoseconds[from as usize][to as usize]))
}

/// How many conversions took no longer than each of [`DURATIONS`] and longer than the one before.
pub fn durations() -> [u64; DURATIONS.len()] {
    std::array::from_fn(|bucket| sum(|counters| &counters.durations[bucket]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counters belong to the process and other tests convert too, so only growth is certain.
    #[test]
    fn outcomes_follow_from_the_status() {
        for (status, outcome) in [
            (None, Outcome::Done),
            (Some(Status::Busy), Outcome::Refused),
            (Some(Status::MemoryLimit), Outcome::Refused),
            (Some(Status::BadEncoding), Outcome::Failed),
        ] {
            let before = conversions(Format::Detect, Format::Rtf, outcome);
            Entry::new(Format::Detect, Format::Rtf, 5).count(status, Duration::from_micros(7));
            assert!(conversions(Format::Detect, Format::Rtf, outcome) > before, "{status:?}");
        }
        assert!(bytes_in() >= 20);
        assert!(durations()[0] >= 4);
    }
}
