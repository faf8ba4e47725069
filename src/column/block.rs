//! Rows that one worker has converted and not handed over yet.
//!
//! Shape   outputs and reports stand behind each other; each row says how much of them is its own.
//! Units   bytes.
//! Errors  a row that there is no room for is `MemoryLimit`, and its output is left out.

use std::ops::Range;

use crate::error::{Error, Result, Status};
use crate::memory::{self, Output};
use crate::report::Report;
use crate::text::json::quoted;

/// From so many bytes on a block is handed over before it is complete, if it is its turn.
const HEAVY: usize = 64 << 10;

/// Most bytes of a row's report.
const MOST_REPORT: usize = 1 << 20;

/// What a row's status is where it was NULL.
pub(crate) const NULL_ROW: i32 = 1;

/// What has become of a row: its status, and how long its output and its report are.
#[derive(Clone, Copy, Debug)]
struct Row {
    status: i32,
    output: usize,
    report: usize,
}

/// Rows one after the other.
#[derive(Debug, Default)]
pub struct Block {
    /// The number of the first row.
    first: usize,
    rows: Vec<Row>,
    outputs: Vec<u8>,
    reports: Vec<u8>,
    /// What a report is written in.
    scratch: Vec<u8>,
}

impl Block {
    /// Begins with these rows. Fails where there is no room to note what becomes of them.
    pub fn begin(&mut self, rows: &Range<usize>) -> Result<()> {
        // What a panic left behind is none of these rows.
        self.clear();
        self.first = rows.start;
        self.rows.try_reserve_exact(rows.len())?;
        Ok(())
    }

    /// Forgets its rows; the next one follows them.
    pub fn clear(&mut self) {
        self.first += self.rows.len();
        self.rows.clear();
        self.outputs.clear();
        self.reports.clear();
    }

    /// The number of the first row that it holds.
    pub fn first(&self) -> usize {
        self.first
    }

    /// Its rows, each with its output and its report.
    pub fn rows(&self) -> impl Iterator<Item = (i32, &[u8], &[u8])> {
        let (mut outputs, mut reports) = (&self.outputs[..], &self.reports[..]);
        self.rows.iter().map(move |row| {
            let (output, report);
            (output, outputs) = outputs.split_at(row.output);
            (report, reports) = reports.split_at(row.report);
            (row.status, output, report)
        })
    }

    /// Whether it holds so much that it should be handed over.
    pub fn is_heavy(&self) -> bool {
        self.outputs.len() + self.reports.len() > HEAVY
    }

    /// Adds what has become of a row: its output, or none if it is NULL; and its report, if reports are
    /// asked for.
    pub fn add(&mut self, output: Result<Option<Vec<u8>>>, report: Option<&Report>) {
        let before = self.outputs.len();
        let added = output.and_then(|output| match output {
            Some(output) if memory::append(&mut self.outputs, &output) => Ok(Status::Ok as i32),
            Some(_) => Err(Error::out_of_memory()),
            None => Ok(NULL_ROW),
        });
        let report = report.map_or(Ok(0), |report| self.report(report, added.as_ref().err()));
        let (status, report) = match (added, report) {
            (Ok(status), Ok(report)) => (status, report),
            (Ok(_), Err(error)) => (error.status as i32, 0),
            (Err(error), report) => (error.status as i32, report.unwrap_or(0)),
        };
        if status < 0 {
            self.outputs.truncate(before);
        }
        // There is room: see `begin`.
        self.rows.push(Row { status, output: self.outputs.len() - before, report });
    }

    /// Adds what could not be kept of a row, or why it failed, and gives the length of that.
    fn report(&mut self, report: &Report, error: Option<&Error>) -> Result<usize> {
        let mut out = Output::new(std::mem::take(&mut self.scratch), MOST_REPORT);
        match error {
            None => report.write_json(&mut out),
            Some(error) => {
                out.push(b"{\"error\":");
                quoted(&error.to_string(), &mut |piece| out.push(piece));
                out.push_byte(b'}');
            }
        }
        let json = out.finish()?;
        let fits = memory::append(&mut self.reports, &json);
        let length = json.len();
        self.scratch = json;
        if fits { Ok(length) } else { Err(Error::out_of_memory()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_left_behind_do_not_move_the_next_ones() {
        let mut block = Block::default();
        block.begin(&(4..8)).unwrap();
        block.add(Ok(Some(b"left".to_vec())), None);
        block.begin(&(8..12)).unwrap();
        assert_eq!((block.first(), block.rows().count()), (8, 0));
        block.add(Ok(None), None);
        block.clear();
        assert_eq!(block.first(), 9);
    }
}
