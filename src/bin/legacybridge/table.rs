//! What was lost of many documents, and why others failed, as a table for people.
//!
//! Shape   a line for each kind of loss with how often it was met and in how many files; a line for each
//!         status of files that failed; the kinds that are met in most files come first.

use std::fmt::{self, Display, Formatter};

use legacybridge::batch::{Batch, Outcome};
use legacybridge::error::Status;

use super::Result;

/// A row: what, how often, in how many files.
type Row = (&'static str, u64, u64);

/// The table of a job that is over.
pub(crate) struct Table {
    losses: Vec<Row>,
    failures: Vec<Row>,
}

impl Table {
    /// Counts all files of a job.
    pub(crate) fn of(batch: &Batch) -> Result<Table> {
        let mut table = Table { losses: Vec::new(), failures: Vec::new() };
        for index in 0..batch.progress().total {
            match batch.outcome(index)? {
                (Outcome::Failed(status), _) if status != Status::Cancelled => {
                    count(&mut table.failures, status.name(), 1);
                }
                (Outcome::Converted, figures) if figures.losses > 0 => {
                    let losses = batch.detail(Some(index))?.losses;
                    for (loss, entry) in losses.iter() {
                        count(&mut table.losses, loss.name(), entry.count.into());
                    }
                }
                _ => {}
            }
        }
        let by_files = |row: &Row| (std::cmp::Reverse(row.2), row.0);
        table.losses.sort_by_key(by_files);
        table.failures.sort_by_key(by_files);
        Ok(table)
    }
}

fn count(rows: &mut Vec<Row>, name: &'static str, times: u64) {
    match rows.iter_mut().find(|row| row.0 == name) {
        Some(row) => {
            row.1 += times;
            row.2 += 1;
        }
        None => rows.push((name, times, 1)),
    }
}

impl Display for Table {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        if !self.losses.is_empty() {
            writeln!(out, "\n{:<24}{:>12}{:>12}", "not kept", "times", "files")?;
        }
        for (name, times, files) in &self.losses {
            writeln!(out, "{name:<24}{times:>12}{files:>12}")?;
        }
        if !self.failures.is_empty() {
            writeln!(out, "\n{:<24}{:>12}{:>12}", "failed", "", "files")?;
        }
        for (name, _, files) in &self.failures {
            writeln!(out, "{name:<24}{:>12}{files:>12}", "")?;
        }
        Ok(())
    }
}
