//! Many documents in memory, converted in one call: a column of a table, in Arrow's layout.
//!
//! Shape   [`Rows`] in, a [`Column`] out: one after the other in one buffer, with offsets, a status for
//!         each row and, if asked for, its report. Workers take blocks of rows and hand them over in
//!         order; who calls is one of them, the others start with the call and end with it.
//! Units   bytes; rows are numbered from 0 where the call begins.
//! Errors  what keeps the call from starting. A row that fails has its status and nothing else of the
//!         call does: a panic in it and memory that is refused included.
//! Limits  64 workers; 2^31 - 1 bytes for each row, in and out.
//!
//! | file | what it is for |
//! |---|---|
//! | [`rows`] | the rows as the host has them, checked before any is read |
//! | [`settings`] | the options of a call |
//! | `block` | rows that one worker has converted |
//! | [`result`] | the column that is made of them |

mod block;
pub mod result;
pub mod rows;
pub mod settings;

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

use crate::converter::{self, Converter};
use crate::error::{Error, Result, Status};
use crate::formats::Format;
use crate::memory::budget;
use crate::memory::gauge::Bound;
use crate::memory::lock::Lock;
use crate::report::Report;
use crate::system::thread;
use block::Block;
#[cfg(all(test, feature = "capi"))]
pub(crate) use block::NULL_ROW;
pub use result::Column;
use result::Order;
pub use rows::Rows;
use settings::Settings;

/// Runs one step of a call and turns a panic in it into an error.
pub type Contain = fn(&mut dyn FnMut() -> Result<()>) -> Result<()>;

/// Most rows that a worker takes at once.
const BLOCK: usize = 64;

/// How many blocks each worker gets of a short column, so that none waits long for the others.
const SHARES: usize = 8;

/// A worker's stack: that of a host's own threads on Windows.
const STACK_BYTES: usize = 1 << 20;

/// A call: what is fixed, and what its workers share.
struct Call<'a> {
    converter: &'a Converter,
    from: Format,
    to: Format,
    rows: Rows<'a>,
    contain: Contain,
    /// How often the converter had been asked to stop before.
    asked: u32,
    reports: bool,
    /// Rows in a block.
    block: usize,
    /// The first row that nobody has taken.
    next: AtomicUsize,
    /// Whether rows may wait for memory: where one has waited in vain, others need not.
    is_patient: AtomicBool,
    order: Lock<Order>,
}

/// Converts a column. Panics in rows go through `contain`.
pub fn convert(
    converter: &Converter,
    (from, to): (Format, Format),
    rows: Rows<'_>,
    settings: &Settings,
    contain: Contain,
) -> Result<Column> {
    to.check_output()?;
    let _bound = bound(converter);
    let count = rows.count();
    let workers = settings.workers().min(count).max(1);
    let block = (count / (workers * SHARES)).clamp(1, BLOCK);
    let blocks = if workers > 1 { count.div_ceil(block) } else { 0 };
    let order = || Order::new(count, blocks, block, settings.reports);
    // What earlier documents have left in the pools may be all that there is of the memory limit.
    let order = order().or_else(|_| {
        converter::release_idle();
        order()
    })?;
    let call = Call {
        converter,
        from,
        to,
        rows,
        contain,
        asked: converter.asked(),
        reports: settings.reports,
        block,
        next: AtomicUsize::new(0),
        is_patient: AtomicBool::new(true),
        order: Lock::new(order),
    };
    thread::together(c"legacybridge-c", STACK_BYTES, workers - 1, &call, Call::work);
    call.order.with(Order::finish)
}

/// What is put together here leaves as much of the memory limit as conversions do.
fn bound(converter: &Converter) -> Bound {
    Bound::set(converter.options().memory_limit.unwrap_or(0))
}

impl Call<'_> {
    /// What a worker does until no row is left.
    fn work(&self) {
        let _bound = bound(self.converter);
        let mut block = Block::default();
        while let Some(rows) = self.take() {
            // What is not handed over has no result for want of memory.
            let _ = (self.contain)(&mut || self.convert(rows.clone(), &mut block));
        }
    }

    fn take(&self) -> Option<Range<usize>> {
        let count = self.rows.count();
        let first = self.next.fetch_add(self.block, Relaxed);
        (first < count).then(|| first..count.min(first + self.block))
    }

    fn convert(&self, rows: Range<usize>, block: &mut Block) -> Result<()> {
        block.begin(&rows)?;
        for row in rows {
            let mut report = Report::default();
            let mut output = Ok(None);
            let ended = (self.contain)(&mut || {
                output = self.row(row, &mut report);
                Ok(())
            });
            let output = ended.and(output);
            match &output {
                Err(error) if error.status == Status::Busy => self.be_patient(false),
                Ok(Some(_)) => self.be_patient(true),
                Ok(None) | Err(_) => {}
            }
            block.add(output, self.reports.then_some(&report));
            if block.is_heavy() {
                self.order.with(|order| order.offer(block));
            }
        }
        self.order.with(|order| order.take(block));
        Ok(())
    }

    fn row(&self, row: usize, report: &mut Report) -> Result<Option<Vec<u8>>> {
        let Some(input) = self.rows.get(row) else { return Ok(None) };
        if self.converter.asked() != self.asked {
            return Err(Error::new(Status::Cancelled, "the conversion was cancelled"));
        }
        if budget::is_closing() {
            return Err(Error::new(Status::Cancelled, "the library is shutting down"));
        }
        let waits = self.is_patient.load(Relaxed);
        self.converter.convert_row(self.from, self.to, input, report, waits).map(Some)
    }

    fn be_patient(&self, patient: bool) {
        if self.is_patient.load(Relaxed) != patient {
            self.is_patient.store(patient, Relaxed);
        }
    }
}

/// Contains panics as they are; the panic hook of the process has had its say.
pub fn contain(step: &mut dyn FnMut() -> Result<()>) -> Result<()> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(step))
        .unwrap_or_else(|_| Err(Error::new(Status::Internal, "internal error: a panic")))
}

#[cfg(test)]
mod tests;
