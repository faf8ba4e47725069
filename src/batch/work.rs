//! One file in, one file out: what a worker does until there is nothing left.
//!
//! Errors  whatever happens to a file, a panic included, is that file's result.
//! Limits  only ordinary files are read: a pipe or a device might never end.

use std::fs;
use std::io;
use std::path::Path;

use super::shared::{Shared, Task};
use crate::error::{Error, Result};
use crate::files;
use crate::report::Report;
use crate::system::clock::Instant;
use crate::system::log::{self, Level};

/// What came of a file that did not fail.
#[derive(Debug, Default)]
pub struct Done {
    /// Whether the output was there before and was kept; the rest is empty then.
    pub skipped: bool,
    /// Bytes of the input.
    pub bytes_in: u64,
    /// Bytes of the output.
    pub bytes_out: u64,
    /// What could not be kept.
    pub report: Report,
}

/// Converts files of the job until none is left: the body of a worker's thread.
pub fn work(shared: &Shared) {
    let mut share = 0..0;
    let contain = shared.task().contain;
    while let Some(index) = shared.take(&mut share) {
        let started = Instant::now();
        let begun = Begun { shared, index };
        // To note a result takes memory too, and the next file may find some.
        let noted = contain(&mut || {
            let result = contain(&mut || {
                let (input, output) = shared.names(index)?;
                convert(shared.task(), &input, &output)
            });
            if let Err(error) = &result {
                say_failed(shared, index, error);
            }
            shared.settle(index, result, started.elapsed());
            Ok(Done::default())
        });
        match noted {
            Ok(_) => std::mem::forget(begun),
            Err(_) => drop(begun),
        }
    }
}

#[cold]
fn say_failed(shared: &Shared, index: usize, error: &Error) {
    if log::hears(Level::Warning)
        && let Ok((input, _)) = shared.names(index)
    {
        log::say(Level::Warning, format_args!("{error} ({})", input.display()));
    }
}

/// A file that has no result yet: where there is no memory for one, this is it.
struct Begun<'s> {
    shared: &'s Shared,
    index: usize,
}

impl Drop for Begun<'_> {
    fn drop(&mut self) {
        self.shared.abandon(self.index);
    }
}

fn convert(task: &Task, input: &Path, output: &Path) -> Result<Done> {
    let overwrite = task.settings.overwrite;
    let kept = Done { skipped: true, ..Done::default() };
    // The lister has looked at what it found.
    if task.folders.is_none() {
        let failed = |error| files::io_error("read", input, error);
        if !fs::metadata(input).map_err(failed)?.is_file() {
            return Err(failed(io::Error::other("it is not a file")));
        }
    }
    if !overwrite && files::exists(output) {
        return Ok(kept);
    }
    let mut report = Report::default();
    let (converted, bytes_in) =
        task.converter.convert_in_job(task.from, task.to, input, &mut report)?;
    let result = files::deliver(output, &converted, overwrite);
    let bytes_out = converted.len() as u64;
    Ok(if result? { Done { skipped: false, bytes_in, bytes_out, report } } else { kept })
}
