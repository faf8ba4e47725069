//! One file in, one file out: what a worker does until there is nothing left.
//!
//! Errors  whatever happens to a file, a panic included, is that file's result.
//! Limits  only ordinary files are read: a pipe or a device might never end.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::Path;

use super::shared::Shared;
use super::{conflicts, names};
use crate::converter::{Cutting, Parts};
use crate::error::{Error, Result, Status};
use crate::files::{self, Staged};
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
    /// The names of the files that it was cut into; none if it was not.
    pub outputs: Vec<String>,
    /// Some of them were there before and were kept.
    pub kept_some: bool,
}

/// Converts files of the job until none is left: the body of a worker's thread.
pub(super) fn work(shared: &Shared) {
    let mut share = 0..0;
    let contain = shared.task().contain;
    while let Some(index) = shared.take(&mut share) {
        let started = Instant::now();
        let begun = Begun { shared, index };
        // To note a result takes memory too, and the next file may find some.
        let noted = contain(&mut || {
            let result = contain(&mut || {
                let (input, output) = shared.names(index)?;
                convert(shared, index, &input, &output)
            });
            if let Err(error) = &result {
                if error.status == Status::Cancelled && shared.is_cancelled() {
                    shared.put_back(index);
                    return Ok(Done::default());
                }
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
pub(super) fn say_failed(shared: &Shared, index: usize, error: &Error) {
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

fn convert(shared: &Shared, index: usize, input: &Path, output: &Path) -> Result<Done> {
    let task = shared.task();
    let overwrite = task.settings.overwrite;
    let kept = Done { skipped: true, ..Done::default() };
    // The lister has looked at what it found.
    if task.folders.is_none() {
        let failed = |error| files::io_error("read", input, error);
        if !fs::metadata(input).map_err(failed)?.is_file() {
            return Err(failed(io::Error::other("it is not a file")));
        }
    }
    conflicts::check(shared, index, input, output)?;
    if task.settings.split > 0 {
        return cut(shared, index, input, output);
    }
    if !overwrite && files::exists(output) {
        return Ok(kept);
    }
    let mut report = Report::default();
    let (converted, bytes_in) =
        task.converter.convert_in_job(task.from, task.to, input, &mut report)?;
    let result = files::deliver(output, &converted, overwrite);
    let bytes_out = converted.len() as u64;
    let done = Done { bytes_in, bytes_out, report, ..Done::default() };
    Ok(if result? { done } else { kept })
}

/// Converts a file in parts. They get their names when all of them are whole.
fn cut(shared: &Shared, index: usize, input: &Path, output: &Path) -> Result<Done> {
    let task = shared.task();
    let text = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (text(output.file_stem()), text(output.extension()));
    let cutting = Cutting {
        level: task.settings.split,
        name: &|number, last, slug| names::of_part(&stem, (number, last), slug, &extension),
        stage: &|name, bytes| {
            files::stage(&output.with_file_name(name), bytes, task.settings.overwrite)
        },
    };
    let mut report = Report::default();
    let formats = (task.from, task.to);
    let Parts { names, staged, bytes_in, bytes_out } =
        task.converter.cut_in_job(formats, input, cutting, &mut report)?;
    let parts = names.iter().map(|name| output.with_file_name(name));
    conflicts::take_parts(shared, index, input, parts)?;
    if staged.is_empty() {
        return Ok(Done { skipped: true, outputs: names, ..Done::default() });
    }
    let kept_some = staged.len() < names.len();
    staged.into_iter().try_for_each(Staged::finish)?;
    Ok(Done { skipped: false, bytes_in, bytes_out, report, outputs: names, kept_some })
}
