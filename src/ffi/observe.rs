//! Report, statistics, metrics.

use super::pointers::{Figures, Out};
use crate::converter::tally;
use crate::formats::Format;
use crate::host::guard::{guard, guard_giving};
use crate::host::statistics::{Statistics, report_json};
use crate::host::{metrics, outputs};
use crate::memory::pool::PoolStats;
use crate::registry;

/**
What the library holds and has done. Set `struct_size` to the size of the structure before the
call. Members of 32 bits come in fours and those of 64 bits stand at multiples of 8, so that all
compilers agree about the layout. New members are added at the end.
*/
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
#[allow(non_camel_case_types)]
pub struct legacybridge_stats_t {
    /// Size of the caller's structure in bytes; set by the caller.
    pub struct_size: i32,
    /// Conversions that run now.
    pub active_conversions: i32,
    /// Converters made and not destroyed.
    pub live_handles: i32,
    /// Outputs not yet freed.
    pub outstanding_outputs: i32,
    /// Bytes that the library holds, pools, caches and outputs not yet freed included.
    pub memory_in_use: i64,
    /// The most that `memory_in_use` has been.
    pub memory_peak: i64,
    /// The memory limit in bytes; 0 means none.
    pub memory_limit: i64,
    /// Bytes that the language runtime keeps for waiting threads until the process ends.
    pub runtime_bytes: i64,
    /// Conversions that gave an output.
    pub conversions_done: i64,
    /// Conversions that failed.
    pub conversions_failed: i64,
    /// Conversions refused for want of memory: MEMORY_LIMIT, BUSY, CANCELLED.
    pub conversions_refused: i64,
    /// Conversions that had to wait for memory, whatever came of it.
    pub conversions_waited: i64,
    /// Bytes of all inputs.
    pub bytes_in: i64,
    /// Bytes of all outputs.
    pub bytes_out: i64,
    /// Calls to free something that was not an output.
    pub ignored_frees: i64,
    /// Byte buffers: taken from the pool. Counts of pools begin anew after a shutdown.
    pub buffer_pool_hits: i64,
    /// Byte buffers: made because the pool had none.
    pub buffer_pool_misses: i64,
    /// Byte buffers: waiting in the pool.
    pub buffer_pool_idle: i64,
    /// Byte buffers: bytes that those hold.
    pub buffer_pool_bytes: i64,
    /// Strings: taken from the pool.
    pub string_pool_hits: i64,
    /// Strings: made because the pool had none.
    pub string_pool_misses: i64,
    /// Strings: waiting in the pool.
    pub string_pool_idle: i64,
    /// Strings: bytes that those hold.
    pub string_pool_bytes: i64,
    /// Node vectors: taken from the pool.
    pub node_pool_hits: i64,
    /// Node vectors: made because the pool had none.
    pub node_pool_misses: i64,
    /// Node vectors: waiting in the pool.
    pub node_pool_idle: i64,
    /// Node vectors: bytes that those hold.
    pub node_pool_bytes: i64,
    /// Workspaces: taken from the pool.
    pub workspace_pool_hits: i64,
    /// Workspaces: made because the pool had none.
    pub workspace_pool_misses: i64,
    /// Workspaces: waiting in the pool.
    pub workspace_pool_idle: i64,
    /// Workspaces: bytes that those hold.
    pub workspace_pool_bytes: i64,
    /// Interner: strings stored.
    pub interner_entries: i64,
    /// Interner: bytes of those.
    pub interner_bytes: i64,
    /// Interner: requests that found their string.
    pub interner_hits: i64,
    /// Interner: requests that stored theirs.
    pub interner_misses: i64,
    /// Interner: cleanups.
    pub interner_clears: i64,
    /// How often the library has asked the system for memory.
    pub allocations: i64,
    /// Blocks of 769 bytes to 192 KB: had from those that were given back before, or still large
    /// enough for what grew in them.
    pub block_pool_hits: i64,
    /// Blocks of that size: asked of the system because none was kept.
    pub block_pool_misses: i64,
    /// Blocks: kept for whoever asks next.
    pub block_pool_idle: i64,
    /// Blocks: bytes of those.
    pub block_pool_bytes: i64,
    /// How long all conversions took together, in microseconds; the metrics have all directions.
    pub conversion_microseconds: i64,
    /// How long those of RTF to Markdown took together, in microseconds.
    pub rtf_to_markdown_microseconds: i64,
    /// How long those of Markdown to RTF took together, in microseconds.
    pub markdown_to_rtf_microseconds: i64,
    /// How long those of RTF to HTML took together, in microseconds.
    pub rtf_to_html_microseconds: i64,
    /// How long those of HTML to RTF took together, in microseconds.
    pub html_to_rtf_microseconds: i64,
    /// How long those of RTF to plain text took together, in microseconds.
    pub rtf_to_text_microseconds: i64,
}

impl legacybridge_stats_t {
    /// The figures of now, for a structure of that size.
    fn now(struct_size: i32) -> Self {
        let now = Statistics::now();
        let micros = |from, to| tally::duration_of(from, to).as_micros() as i64;
        let buffers = parts(now.buffers);
        let strings = parts(now.strings);
        let nodes = parts(now.nodes);
        let workspaces = parts(now.workspaces);
        let blocks = parts(now.blocks);
        legacybridge_stats_t {
            struct_size,
            active_conversions: now.active_conversions as i32,
            live_handles: now.live_handles as i32,
            outstanding_outputs: now.outstanding_outputs as i32,
            memory_in_use: now.memory_in_use as i64,
            memory_peak: now.memory_peak as i64,
            memory_limit: now.memory_limit as i64,
            runtime_bytes: now.runtime_bytes as i64,
            conversions_done: now.conversions_done as i64,
            conversions_failed: now.conversions_failed as i64,
            conversions_refused: now.conversions_refused as i64,
            conversions_waited: now.conversions_waited as i64,
            bytes_in: now.bytes_in as i64,
            bytes_out: now.bytes_out as i64,
            ignored_frees: now.ignored_frees as i64,
            buffer_pool_hits: buffers[0],
            buffer_pool_misses: buffers[1],
            buffer_pool_idle: buffers[2],
            buffer_pool_bytes: buffers[3],
            string_pool_hits: strings[0],
            string_pool_misses: strings[1],
            string_pool_idle: strings[2],
            string_pool_bytes: strings[3],
            node_pool_hits: nodes[0],
            node_pool_misses: nodes[1],
            node_pool_idle: nodes[2],
            node_pool_bytes: nodes[3],
            workspace_pool_hits: workspaces[0],
            workspace_pool_misses: workspaces[1],
            workspace_pool_idle: workspaces[2],
            workspace_pool_bytes: workspaces[3],
            interner_entries: now.interner.entries as i64,
            interner_bytes: now.interner.bytes as i64,
            interner_hits: now.interner.hits as i64,
            interner_misses: now.interner.misses as i64,
            interner_clears: now.interner.clears as i64,
            allocations: now.allocations as i64,
            block_pool_hits: blocks[0],
            block_pool_misses: blocks[1],
            block_pool_idle: blocks[2],
            block_pool_bytes: blocks[3],
            conversion_microseconds: tally::duration().as_micros() as i64,
            rtf_to_markdown_microseconds: micros(Format::Rtf, Format::Markdown),
            markdown_to_rtf_microseconds: micros(Format::Markdown, Format::Rtf),
            rtf_to_html_microseconds: micros(Format::Rtf, Format::Html),
            html_to_rtf_microseconds: micros(Format::Html, Format::Rtf),
            rtf_to_text_microseconds: micros(Format::Rtf, Format::Text),
        }
    }
}

fn parts(pool: PoolStats) -> [i64; 4] {
    [pool.hits as i64, pool.misses as i64, pool.idle as i64, pool.retained_bytes as i64]
}

/**
Fills in the statistics of the process.

`stats`  a structure whose `struct_size` the caller has set: from 16 to 4,096 bytes. A smaller
         structure than the library's gets the members that fit in it whole; in a larger one the
         rest is set to 0. `struct_size` stays as it is.

Returns OK, NULL_POINTER, BAD_ARGUMENT (`struct_size` is out of range) or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_stats(stats: *mut legacybridge_stats_t) -> i32 {
    guard(|| {
        // SAFETY: the caller keeps the contract of the header.
        let place = unsafe { Figures::new(stats, "the statistics pointer") }?;
        place.fill(legacybridge_stats_t::now);
        Ok(())
    })
}

/**
Writes what the last conversion on a handle could not keep, as JSON in ASCII:

[{"kind":"object","count":2,"first":123}]

`kind` is one of header_footer, object, shape, picture, picture_file, remote_picture,
unsafe_link, color, font, hidden_text, comment, deleted_text, change_author, field, note,
metadata, heading_attributes, list_style, list_depth, table, merged_cells, html, math,
control_character, undecodable_byte, repaired_brace, flattened_nesting, limit_reached, not_rtf,
not_table, guarded_cell, other, alignment, page_break, picture_size, caption, direction,
column_width, spacing. Kinds of how things look on paper (alignment and those behind it) are
among them with the option Report=Layout.
`first` is the place of the first one, in bytes from the start
of the input as it was given (two for each UTF-16 unit), or null where no place is known. An
empty array means that nothing was lost. When several threads convert on one handle, the
conversion that ended last counts. A conversion that failed leaves what it had met until then.

`json`      receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
`json_len`  receives its length in bytes, without the NUL.

Returns OK, NULL_POINTER, BAD_HANDLE, MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_report(
    handle: i32,
    json: *mut *mut u8,
    json_len: *mut i32,
) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(json, json_len) };
    let call = || {
        out.check()?;
        let report = registry::get(handle)?.report();
        out.give(outputs::hold_bytes(report_json(&report)?)?)
    };
    guard_giving(call, &|| out.take_back())
}

/**
Writes the process's figures in the Prometheus text format, version 0.0.4, in ASCII.

`text`  receives the text, which ends with a NUL. Give it back to `legacybridge_free`.
`len`   receives its length in bytes, without the NUL.

Returns OK, NULL_POINTER, MEMORY_LIMIT or INTERNAL.
*/
#[unsafe(no_mangle)]
pub unsafe extern "system" fn legacybridge_metrics(text: *mut *mut u8, len: *mut i32) -> i32 {
    // SAFETY: the caller keeps the contract of the header.
    let out = unsafe { Out::new(text, len) };
    let call = || {
        out.check()?;
        out.give(outputs::hold_bytes(metrics::text()?)?)
    };
    guard_giving(call, &|| out.take_back())
}

#[cfg(test)]
mod tests {
    use crate::report::Loss;

    #[test]
    fn every_kind_is_named_in_the_header() {
        let source = include_str!("observe.rs");
        let comment =
            source.split("`kind` is one of").nth(1).unwrap().split("`first`").next().unwrap();
        for loss in Loss::ALL {
            let mut names = comment.split([' ', ',', '.', '\n']);
            assert!(names.any(|name| name == loss.name()), "{}", loss.name());
        }
    }
}
