//! The figures of the process, read when asked for.
//!
//! Shape   [`Statistics::now`] makes nothing that was not there.
//! Units   bytes; counts since the library was loaded, but those of pools, which begin anew after
//!         a shutdown.

use super::outputs;
use crate::converter::{self, tally};
use crate::error::Result;
use crate::memory::interner::InternerStats;
use crate::memory::pool::{PoolStats, Size};
use crate::memory::{self, Memory, Output, budget, gauge};
use crate::registry;
use crate::report::Report;

/// What the library holds and has done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Statistics {
    /// Conversions that run now.
    pub active_conversions: usize,
    /// Converters made and not destroyed.
    pub live_handles: usize,
    /// Outputs not yet freed.
    pub outstanding_outputs: usize,
    /// Bytes that the library holds.
    pub memory_in_use: usize,
    /// The most that this has been.
    pub memory_peak: usize,
    /// The memory limit; 0 means none.
    pub memory_limit: usize,
    /// Bytes that the language runtime keeps for waiting threads.
    pub runtime_bytes: usize,
    /// Conversions that gave an output.
    pub conversions_done: u64,
    /// Conversions that failed.
    pub conversions_failed: u64,
    /// Conversions refused for want of memory.
    pub conversions_refused: u64,
    /// Conversions that had to wait for memory.
    pub conversions_waited: u64,
    /// Bytes of all inputs.
    pub bytes_in: u64,
    /// Bytes of all outputs.
    pub bytes_out: u64,
    /// Calls to free something that was not an output.
    pub ignored_frees: u64,
    /// The pool of byte buffers.
    pub buffers: PoolStats,
    /// The pool of strings.
    pub strings: PoolStats,
    /// The pool of node vectors.
    pub nodes: PoolStats,
    /// The pool of workspaces.
    pub workspaces: PoolStats,
    /// The blocks that the allocator keeps.
    pub blocks: PoolStats,
    /// Strings that repeat between documents.
    pub interner: InternerStats,
    /// How often the library has asked the system for memory.
    pub allocations: u64,
}

impl Statistics {
    /// The figures of now.
    pub(crate) fn now() -> Self {
        let memory = memory::peek();
        let pool =
            |stats: fn(&Memory) -> PoolStats| memory.as_deref().map(stats).unwrap_or_default();
        Statistics {
            active_conversions: gauge::active_conversions(),
            live_handles: registry::live(),
            outstanding_outputs: outputs::outstanding(),
            memory_in_use: gauge::in_use(),
            memory_peak: gauge::peak(),
            memory_limit: budget::limit(),
            runtime_bytes: gauge::runtime_bytes(),
            conversions_done: tally::total(tally::Outcome::Done),
            conversions_failed: tally::total(tally::Outcome::Failed),
            conversions_refused: tally::total(tally::Outcome::Refused),
            conversions_waited: budget::waited(),
            bytes_in: tally::bytes_in(),
            bytes_out: tally::bytes_out(),
            ignored_frees: outputs::ignored_frees(),
            buffers: pool(|memory| memory.buffers.stats()),
            strings: pool(|memory| memory.strings.stats()),
            nodes: pool(|memory| memory.nodes.stats()),
            workspaces: converter::workspace_stats(),
            blocks: memory::block_stats(),
            interner: memory.as_deref().map(|memory| memory.interner.stats()).unwrap_or_default(),
            allocations: gauge::allocations(),
        }
    }
}

/// A report as JSON in ASCII.
pub(crate) fn report_json(report: &Report) -> Result<Vec<u8>> {
    let memory = memory::shared();
    let mut out = Output::new(memory.buffers.take_owned(Size::Small), 1 << 20);
    report.write_json(&mut out);
    out.finish().map(|written| memory.release(written))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Loss;

    #[test]
    fn the_report_is_json() {
        let mut report = Report::default();
        assert_eq!(report_json(&report).unwrap(), b"[]");
        report.add(Loss::Object, 123);
        report.add(Loss::Object, 200);
        report.add(Loss::Other, usize::MAX);
        let expected = "[{\"kind\":\"object\",\"count\":2,\"first\":123},\
                        {\"kind\":\"other\",\"count\":1,\"first\":null}]";
        assert_eq!(String::from_utf8(report_json(&report).unwrap()).unwrap(), expected);
    }
}
