//! What could not be kept, and whether memory was short, as a reading notes it.

use crate::report::{Loss, Report};

/// The report of a reading.
#[derive(Debug)]
pub(super) struct Losses<'b> {
    report: &'b mut Report,
    short: bool,
}

impl<'b> Losses<'b> {
    pub(super) fn new(report: &'b mut Report) -> Self {
        Losses { report, short: false }
    }

    /// Counts a loss at an offset of the input.
    pub(super) fn add(&mut self, loss: Loss, at: usize) {
        self.report.add(loss, at);
    }

    /// Counts several, the first of them at an offset of the input.
    pub(super) fn add_many(&mut self, loss: Loss, count: u32, at: usize) {
        if count > 0 {
            self.report.add_many(loss, count, at);
        }
    }

    /// Notes whether something found its place in memory.
    #[inline]
    pub(super) fn check(&mut self, kept: bool) {
        self.short |= !kept;
    }

    /// Whether memory was short.
    pub(super) fn memory_was_short(&self) -> bool {
        self.short
    }
}
