//! One conversion in its turn: it waits for memory, is stopped when its time is over, and is counted.
//!
//! Errors  what `Strict` names and was lost; the time that is over; memory that never came free.

use super::workspace::release_idle;
use super::{Converter, Terms, tally};
use crate::error::{Error, Result, Status};
use crate::formats::Format;
use crate::memory::budget::{self, Need, Turn};
use crate::memory::gauge::{Active, Bound};
use crate::memory::reserve;
use crate::report::Report;
use crate::system::clock::Instant;
use crate::system::halt;
use crate::system::log::{self, Level};
#[cfg(feature = "gauge")]
use crate::system::unwind;
use std::time::Duration;

/// Makes an output; gives its bytes too.
type Make<'m, T> = dyn FnMut(&mut Report, &mut tally::Entry) -> Result<(usize, T)> + 'm;

impl Converter {
    /// Makes an output when there is memory for it, within the time that there is, and counts what came of
    /// it. `prepare` says what memory it seems to need; `make` gives the bytes that it has made too.
    pub(super) fn turn<T>(
        &self,
        (from, to): (Format, Format),
        size: usize,
        prepare: &mut dyn FnMut() -> Result<Need>,
        report: &mut Report,
        terms: Terms<'_>,
        make: &mut Make<'_, T>,
    ) -> Result<T> {
        let _active = Active::start();
        let started = Instant::now();
        let mut tally = tally::Entry::new(from, to, size);
        let limit = Duration::from_millis(self.options.timeout.into());
        let deadline = if limit.is_zero() { None } else { started.checked_add(limit) };
        let result = halt::watched(terms.stop, deadline, |watch| {
            let result = self.in_turn(prepare, terms, &mut || {
                *report = Report::default();
                make(report, &mut tally)
            });
            // What a loop has left with is not why it left; what is done too late is late.
            let verdict = if result.is_ok() { watch.verdict() } else { watch.given_verdict() };
            let (bytes, value) = match verdict {
                Some(status) => {
                    report.keep_only(self.options.report);
                    return Err(self.stopped(status));
                }
                None => result.inspect_err(|_| report.keep_only(self.options.report))?,
            };
            let lost = self.refuse_loss(report);
            // What Strict names is reported whatever its class.
            report.keep_only(self.options.report.and(self.options.strict));
            lost?;
            tally.bytes_out = bytes;
            Ok(value)
        });
        let time = started.elapsed();
        tally.count(result.as_ref().err().map(|error| error.status), time);
        if log::hears(Level::Trace) {
            tally.say(result.as_ref().err(), time);
        }
        result
    }

    /// Converts when there is memory for it, and again where it was too little.
    fn in_turn<T>(
        &self,
        prepare: &mut dyn FnMut() -> Result<Need>,
        terms: Terms<'_>,
        convert: &mut dyn FnMut() -> Result<T>,
    ) -> Result<T> {
        reserve::ready()?;
        let options = &self.options;
        let need = prepare()?;
        let own_limit = options.memory_limit.unwrap_or(0);
        let timeout = if terms.waits { options.busy_timeout } else { 0 };
        let timeout = Duration::from_millis(timeout.into());
        let own = (own_limit, self.held_bytes());
        let mut turn = Turn::new(need, own, timeout, release_idle);
        loop {
            let admission = turn.admit()?;
            match surviving(own_limit, convert) {
                Err(error) if error.status == Status::MemoryLimit && !halt::is_due_now() => {
                    if !turn.may_grow(admission) {
                        return Err(budget::refusal(error, own_limit));
                    }
                }
                result => return result,
            }
        }
    }

    /// Why a conversion has ended that was asked to stop.
    fn stopped(&self, status: Status) -> Error {
        match status {
            Status::Timeout => {
                let limit = self.options.timeout;
                Error::new(status, format!("the conversion took longer than {limit} ms (Timeout)"))
            }
            _ => Error::new(status, "the conversion was cancelled"),
        }
    }

    /// Fails where something was lost that the options do not allow to be lost.
    pub(super) fn refuse_loss(&self, report: &Report) -> Result<()> {
        let Some((loss, entry)) = report.first_of(self.options.strict) else { return Ok(()) };
        let message = format!("{} could not be kept (Strict)", loss.name());
        let offset = Some(entry.first).filter(|&first| first != usize::MAX);
        Err(Error { offset, ..Error::new(Status::Loss, message) })
    }
}

/// Runs a conversion in which an allocation may fail that can't say so: that is want of memory too.
#[cfg(feature = "gauge")]
fn surviving<T>(own_limit: usize, convert: &mut dyn FnMut() -> Result<T>) -> Result<T> {
    unwind::install();
    let bounded = std::panic::AssertUnwindSafe(|| {
        let _bound = Bound::set(own_limit);
        convert()
    });
    std::panic::catch_unwind(bounded).unwrap_or_else(|payload| {
        match payload.is::<unwind::OutOfMemory>() {
            true => Err(Error::out_of_memory()),
            false => std::panic::resume_unwind(payload),
        }
    })
}

#[cfg(not(feature = "gauge"))]
fn surviving<T>(own_limit: usize, convert: &mut dyn FnMut() -> Result<T>) -> Result<T> {
    let _bound = Bound::set(own_limit);
    convert()
}
