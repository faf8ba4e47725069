//! The report of a job: its figures and every file of it, as JSON in ASCII.
//!
//! Shape   `{"state":"finished",...,"files":[{"input":"...","output":"...","result":"converted",
//!         "status":0,...}]}`; `message` and `losses` stand only where there is something to say.
//! Units   bytes, milliseconds for the job, microseconds for a file.
//! Errors  `LimitReached` above 2 GB, `MemoryLimit`.

use std::path::Path;

use super::board::{Board, Item};
use super::outcome::{Outcome, Progress};
use super::shared::Shared;
use crate::error::{Result, Status};
use crate::memory::pool::Size;
use crate::memory::{self, Output};
use crate::text::json::quoted;

/// Most bytes of a report: lengths are `int32_t` in the C interface, and a NUL follows.
const MOST_BYTES: usize = i32::MAX as usize - 1;

/// The whole report.
pub(super) fn report(shared: &Shared) -> Result<Vec<u8>> {
    let memory = memory::shared();
    let mut out = Output::new(memory.buffers.take_owned(Size::Small), MOST_BYTES);
    shared.with_board(|board, job| push_job(&mut out, shared, board, &job));
    out.finish().map(|written| memory.release(written))
}

/// One file as a line, with its line feed.
pub(super) fn line(shared: &Shared, index: usize) -> Result<Vec<u8>> {
    let mut out = Output::new(Vec::new(), MOST_BYTES);
    shared.with_board(|board, _| {
        board.item(index).map(|item| push_file(&mut out, shared, board, item))
    })?;
    out.push_byte(b'\n');
    out.finish()
}

/// The job as a line, with its line feed and without its files.
pub(super) fn summary(shared: &Shared) -> Result<Vec<u8>> {
    let mut out = Output::new(Vec::new(), MOST_BYTES);
    shared.with_board(|_, job| push_figures(&mut out, &job));
    out.push(b"}\n");
    out.finish()
}

fn push_job(out: &mut Output, shared: &Shared, board: &Board, job: &Progress) {
    push_figures(out, job);
    out.push(b",\"files\":[");
    for (index, item) in board.items().iter().enumerate() {
        out.push(if index == 0 { b"\n" } else { b",\n" });
        push_file(out, shared, board, item);
        if out.failed() {
            break;
        }
    }
    out.push(b"\n]}\n");
}

/// The job's own members, with the brace before them.
fn push_figures(out: &mut Output, job: &Progress) {
    out.push(b"{\"state\":\"");
    out.push(job.state.name().as_bytes());
    out.push_byte(b'"');
    for (name, number) in [
        ("total", job.total as u64),
        ("converted", job.converted as u64),
        ("failed", job.failed as u64),
        ("skipped", job.skipped as u64),
        ("bytes_in", job.bytes_in),
        ("bytes_out", job.bytes_out),
        ("milliseconds", job.time.as_millis() as u64),
    ] {
        push_number(out, name, number as i64);
    }
}

fn push_file(out: &mut Output, shared: &Shared, board: &Board, item: &Item) {
    let (input, output) = shared.paths(item);
    let (outcome, message) = board.standing(item);
    let (result, status) = match outcome {
        Outcome::Waiting => ("waiting", Status::Ok),
        Outcome::Converting => ("converting", Status::Ok),
        Outcome::Converted => ("converted", Status::Ok),
        Outcome::Skipped => ("skipped", Status::Ok),
        Outcome::Failed(Status::Cancelled) => ("cancelled", Status::Cancelled),
        Outcome::Failed(status) => ("failed", status),
    };
    push_path(out, b"{\"input\":", &input);
    push_path(out, b",\"output\":", &output);
    for (at, part) in item.parts().iter().enumerate() {
        let mark: &[u8] = if at == 0 { b",\"outputs\":[" } else { b"," };
        push_path(out, mark, &output.with_file_name(part));
    }
    out.push(if item.parts().is_empty() { b"" } else { b"]" });
    out.push(b",\"result\":\"");
    out.push(result.as_bytes());
    out.push_byte(b'"');
    push_number(out, "status", status as i64);
    push_number(out, "bytes_in", item.figures().bytes_in as i64);
    push_number(out, "bytes_out", item.figures().bytes_out as i64);
    push_number(out, "microseconds", item.figures().microseconds.into());
    if let Some(message) = message {
        out.push(b",\"message\":");
        push_text(out, message);
    }
    if let Some(losses) = item.losses() {
        out.push(b",\"losses\":");
        losses.write_json(out);
    }
    out.push_byte(b'}');
}

fn push_number(out: &mut Output, name: &str, number: i64) {
    out.push(b",\"");
    out.push(name.as_bytes());
    out.push(b"\":");
    out.push_int(number);
}

fn push_path(out: &mut Output, name: &[u8], path: &Path) {
    out.push(name);
    push_text(out, &path.to_string_lossy());
}

fn push_text(out: &mut Output, text: &str) {
    quoted(text, &mut |bytes| out.push(bytes));
}
