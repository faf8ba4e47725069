//! All files in, one file out: what the worker of such a job does.
//!
//! Errors  a file that can't be read is left out, and that is its result. What keeps the whole from being
//!         written is the result of all the others. Where a file makes the library panic, all begins again
//!         without it.
//! Limits  a cancelled job writes nothing.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::shared::Shared;
use super::work::say_failed;
use super::{Done, conflicts};
use crate::converter::{Joining, Part, Piece};
use crate::error::{Error, Result, Status};
use crate::files;
use crate::report::Report;
use crate::system::clock::Instant;

/// The files of a job, and the folder that the whole is of.
#[derive(Debug, Default)]
struct Plan {
    /// The number of each part's file.
    indexes: Vec<usize>,
    parts: Vec<Part>,
    folder: PathBuf,
}

/// What came of the whole.
#[derive(Clone, Copy, Debug, Default)]
struct Whole {
    /// The output was there before and was kept.
    skipped: bool,
    bytes: u64,
    report: Report,
    time: Duration,
}

/// Joins the files of the job: the body of its worker's thread.
pub(super) fn work(shared: &Shared) {
    let Some(total) = shared.take_all() else { return };
    let contain = shared.task().contain;
    let mut plan = Plan::default();
    let planned = contain(&mut || plan.fill(shared, total).map(|()| Done::default()));
    let whole = planned.and_then(|_| plan.join(shared));
    if let Err(Error { status: Status::Cancelled, .. }) = whole
        && shared.is_cancelled()
    {
        plan.indexes.iter().for_each(|&index| shared.put_back(index));
        return;
    }
    // What the whole took and lost is told once.
    let mut rest = whole.as_ref().ok().copied();
    for (&index, part) in plan.indexes.iter().zip(&plan.parts) {
        shared.begin(index);
        let mut time = Duration::ZERO;
        let noted = contain(&mut || {
            let result = match (&whole, &part.result) {
                (Ok(Whole { skipped: true, .. }), _) => {
                    Ok(Done { skipped: true, ..Done::default() })
                }
                (_, Err(error)) | (Err(error), _) => Err(error.clone()),
                (Ok(_), Ok(piece)) => {
                    let done = done(piece, rest.take());
                    time = done.1;
                    Ok(done.0)
                }
            };
            if let Err(error) = &result {
                say_failed(shared, index, error);
            }
            shared.settle(index, result, time);
            Ok(Done::default())
        });
        if noted.is_err() {
            shared.abandon(index);
        }
    }
}

/// The result of a part, with that of the whole if it is the first.
fn done(piece: &Piece, whole: Option<Whole>) -> (Done, Duration) {
    let whole = whole.unwrap_or_default();
    let mut report = piece.report;
    report.merge(&whole.report);
    let (bytes_in, bytes_out) = (piece.bytes, whole.bytes);
    let done = Done { bytes_in, bytes_out, report, ..Done::default() };
    (done, piece.time + whole.time)
}

impl Plan {
    fn fill(&mut self, shared: &Shared, total: usize) -> Result<()> {
        self.indexes.try_reserve_exact(total)?;
        self.parts.try_reserve_exact(total)?;
        for index in 0..total {
            if !shared.with_board(|board, _| board.is_waiting(index)) {
                continue;
            }
            let (path, _) = shared.names(index)?;
            let path = std::path::absolute(&path).unwrap_or(path);
            if self.parts.is_empty() {
                self.folder = match &shared.task().folders {
                    Some(folders) => folders.input(Path::new("")),
                    None => path.parent().unwrap_or(&path).to_owned(),
                };
                self.folder = std::path::absolute(&self.folder).unwrap_or_default();
            }
            let inside = path.strip_prefix(&self.folder).ok();
            let name = slashed(inside.unwrap_or(&path));
            let below = inside.and_then(Path::parent).map(slashed).unwrap_or_default();
            let below = if below.is_empty() { below } else { below + "/" };
            self.indexes.push(index);
            self.parts.push(Part { path, name, below, result: Ok(Piece::default()) });
        }
        Ok(())
    }

    fn join(&mut self, shared: &Shared) -> Result<Whole> {
        let task = shared.task();
        let overwrite = task.settings.overwrite;
        let kept = Whole { skipped: true, ..Whole::default() };
        let Some(path) = task.joined.as_deref().filter(|_| !self.parts.is_empty()) else {
            return Ok(Whole::default());
        };
        if !overwrite && files::exists(path) {
            return Ok(kept);
        }
        conflicts::check_whole(path, self.parts.iter().map(|part| &*part.path))?;
        let (started, reading) = (Instant::now(), Cell::new(usize::MAX));
        let begin = |at: usize| {
            reading.set(at);
            self.indexes.get(at).into_iter().for_each(|&index| shared.begin(index));
            !shared.is_cancelled()
        };
        let folder = self.folder.to_string_lossy();
        let joining = Joining { folder: &folder, new_page: task.settings.new_page, begin: &begin };
        loop {
            let mut whole = Whole::default();
            reading.set(usize::MAX);
            let result = (task.contain)(&mut || {
                let formats = (task.from, task.to);
                let made = task.converter.join_in_job(
                    formats,
                    &mut self.parts,
                    joining,
                    &mut whole.report,
                )?;
                if let Some(bytes) = made {
                    whole.bytes = bytes.len() as u64;
                    whole.skipped = !files::deliver(path, &bytes, overwrite)?;
                }
                Ok(Done::default())
            });
            let part = self.parts.get_mut(reading.get());
            match (result, part) {
                (Err(error), Some(part)) if error.status == Status::Internal => {
                    part.result = Err(error)
                }
                (Err(error), _) => return Err(error),
                (Ok(_), _) => {
                    let parts = self.parts.iter().filter_map(|part| part.result.as_ref().ok());
                    let read = parts.map(|piece| piece.time).sum();
                    whole.time = started.elapsed().saturating_sub(read);
                    return Ok(whole);
                }
            }
        }
    }
}

/// A path with slashes.
fn slashed(path: &Path) -> String {
    let pieces: Vec<_> =
        path.components().map(|piece| piece.as_os_str().to_string_lossy()).collect();
    pieces.join("/")
}
