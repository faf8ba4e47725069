//! A report of many documents that is written as it goes: `--report=FILE.jsonl`.
//!
//! Shape   a line of JSON for each file, as it is over, with the members that it has in the report of a batch
//!         job; the last line is the job, which has no `input`. After a run that was ended `--resume` adds
//!         to the file; files that are kept as they were have no line then, since they have one.
//! Errors  a file that can't be written ends the program: a report with gaps is none.
//! Limits  whoever ends the program by force loses what was over in the last tenth of a second, and perhaps
//!         half a line, which `--resume` takes away.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use legacybridge::batch::{Batch, Outcome};
use legacybridge::error::Status;
use legacybridge::files::io_error;

use super::Result;
use super::arguments::Arguments;

/// Files that are looked at again: more than all workers can have begun.
const MOST_WAITING: usize = 64 << 7;
/// A line is not longer.
const MOST_LINE: u64 = 1 << 20;

/// A report in the making.
pub(crate) struct Lines {
    path: PathBuf,
    file: BufWriter<File>,
    /// The first file that was not looked at.
    next: usize,
    /// Those before it that were not over.
    waiting: Vec<usize>,
    resumes: bool,
}

/// Whether a report of this name has lines.
pub(crate) fn are_asked_for(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("jsonl"))
}

impl Lines {
    /// The report that is asked for, if it has lines.
    pub(crate) fn open(arguments: &Arguments) -> Result<Option<Lines>> {
        let Some(Some(path)) = &arguments.report else { return Ok(None) };
        if !are_asked_for(path) {
            return Ok(None);
        }
        let failed = |error| io_error("write", path, error);
        let resumes = arguments.resume;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(!resumes);
        let mut file = options.open(path).map_err(failed)?;
        cut_half_line(&mut file).map_err(failed)?;
        let file = BufWriter::new(file);
        Ok(Some(Lines { path: path.clone(), file, next: 0, waiting: Vec::new(), resumes }))
    }

    /// Writes what is over by now.
    pub(crate) fn write(&mut self, batch: &Batch) -> Result<()> {
        self.look(batch, MOST_WAITING)
    }

    /// Writes the rest, and the job.
    pub(crate) fn finish(mut self, batch: &Batch) -> Result<()> {
        // The job is over, and so is each of its files.
        self.look(batch, usize::MAX)?;
        let line = batch.report_summary()?;
        let written = self.file.write_all(&line).and_then(|()| self.file.flush());
        Ok(written.map_err(|error| io_error("write", &self.path, error))?)
    }

    fn look(&mut self, batch: &Batch, most_waiting: usize) -> Result<()> {
        let progress = batch.progress();
        let mut waiting = std::mem::take(&mut self.waiting);
        let mut failure = None;
        waiting.retain(|&index| match self.put(batch, index) {
            Ok(over) => !over,
            Err(error) => {
                failure.get_or_insert(error);
                true
            }
        });
        self.waiting = waiting;
        if let Some(failure) = failure {
            return Err(failure);
        }
        while self.next < progress.total && self.waiting.len() < most_waiting {
            if !self.put(batch, self.next)? {
                self.waiting.push(self.next);
            }
            self.next += 1;
        }
        Ok(self.file.flush().map_err(|error| io_error("write", &self.path, error))?)
    }

    /// Writes the line of a file that is over; whether it is.
    fn put(&mut self, batch: &Batch, index: usize) -> Result<bool> {
        match batch.outcome(index)?.0 {
            Outcome::Waiting | Outcome::Converting => return Ok(false),
            // What was not begun is no result.
            Outcome::Failed(Status::Cancelled) => return Ok(true),
            Outcome::Skipped if self.resumes => return Ok(true),
            Outcome::Converted | Outcome::Skipped | Outcome::Failed(_) => {}
        }
        let line = batch.report_line(index)?;
        self.file.write_all(&line).map_err(|error| io_error("write", &self.path, error))?;
        Ok(true)
    }
}

/// Takes what stands behind the last line feed away, and goes there.
fn cut_half_line(file: &mut File) -> std::io::Result<()> {
    let length = file.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(MOST_LINE);
    file.seek(SeekFrom::Start(from))?;
    let mut end = Vec::new();
    Read::take(&mut *file, MOST_LINE).read_to_end(&mut end)?;
    let whole = end.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let whole = from + whole as u64;
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(whole))?;
    Ok(())
}
