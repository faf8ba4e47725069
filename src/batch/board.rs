//! The files of a job and what has become of them.
//!
//! Shape   [`Board`] is changed under the lock of `Shared`, twice for each file: when a worker
//!         begins it, and when it has ended.
//! Units   bytes; files are numbered from 0.
//! Errors  `BadArgument` for a number that no file has; `MemoryLimit` where the board can't grow,
//!         `LimitReached` where numbers end.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Done;
use super::outcome::{Figures, Outcome, Progress, State};
use crate::error::{Error, Result, Status};
use crate::report::Report;
use crate::system::clock::Instant;

/// Most files that a worker claims at once.
const MOST_CLAIMED: usize = 64;
/// Most files of a job: numbers are `int32_t` in the C interface.
const MOST_FILES: usize = i32::MAX as usize;

const NOT_BEGUN: &str = "the job was cancelled before this file was begun";
const KEPT_SOME: &str = "some of the outputs were there before and were kept: see Overwrite";
const KEPT: &str = "the output was there before and was kept: see Overwrite";

/// One file.
#[derive(Debug)]
pub(super) struct Item {
    /// The input; relative to the folder where the job has one.
    input: Box<Path>,
    /// The output, where it does not follow from the input.
    output: Option<Box<Path>>,
    outcome: Outcome,
    figures: Figures,
    message: Option<Box<str>>,
    /// The names of the files that it was cut into.
    parts: Vec<String>,
    losses: Option<Box<Report>>,
}

impl Item {
    fn new(input: PathBuf, output: Option<PathBuf>) -> Self {
        Item {
            input: input.into(),
            output: output.map(PathBuf::into_boxed_path),
            outcome: Outcome::Waiting,
            figures: Figures::default(),
            message: None,
            parts: Vec::new(),
            losses: None,
        }
    }

    /// The input; relative to the folder where the job has one.
    pub(super) fn input(&self) -> &Path {
        &self.input
    }

    /// The output, where it does not follow from the input.
    pub(super) fn output(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// The names of the files that it was cut into; none if it was not.
    pub(super) fn parts(&self) -> &[String] {
        &self.parts
    }

    /// What the file had and took.
    pub(super) fn figures(&self) -> Figures {
        self.figures
    }

    /// What could not be kept, if anything.
    pub(super) fn losses(&self) -> Option<&Report> {
        self.losses.as_deref()
    }
}

/// The files, and how many have ended in which way.
#[derive(Debug, Default)]
pub(super) struct Board {
    items: Vec<Item>,
    next: usize,
    /// The file that was begun last.
    latest: Option<usize>,
    /// Threads that have not ended, or not begun.
    threads: usize,
    /// Whether more files may be found.
    listing: bool,
    /// Whether everything was seen that there was to see.
    complete: bool,
    converted: usize,
    failed: usize,
    skipped: usize,
    converting: usize,
    bytes_in: u64,
    bytes_out: u64,
    ended: Option<Instant>,
}

impl Board {
    /// The board of a folder: a lister will add its files.
    pub(super) fn of_folder() -> Board {
        Board { listing: true, ..Board::default() }
    }

    /// The board of a list: every file is known.
    pub(super) fn of_list(pairs: Vec<(PathBuf, PathBuf)>) -> Result<Board> {
        let mut board = Board { complete: true, ..Board::default() };
        board.items.try_reserve_exact(pairs.len())?;
        for (input, output) in pairs {
            board.push(Item::new(input, Some(output)), None);
        }
        Ok(board)
    }

    /// Counts threads that will run, before they do: the job can't look over before it has begun.
    pub(super) fn expect(&mut self, threads: usize) {
        self.threads += threads;
    }

    /// Counts a thread that has ended; with the last one the job is over, and this says so.
    pub(super) fn leave(&mut self) -> bool {
        self.threads -= 1;
        if self.threads == 0 {
            self.ended = Some(Instant::now());
        }
        self.is_over()
    }

    /// Adds a file that the lister has found, or why there is none.
    pub(super) fn add(&mut self, input: PathBuf, problem: Option<Error>) -> Result<()> {
        if self.items.len() >= MOST_FILES {
            return Err(Error::new(Status::LimitReached, "the job has too many files"));
        }
        self.items.try_reserve(1)?;
        // What the lister settles has no output.
        let output = problem.is_some().then(PathBuf::new);
        self.push(Item::new(input, output), problem);
        Ok(())
    }

    fn push(&mut self, mut item: Item, problem: Option<Error>) {
        if let Some(error) = problem {
            item.outcome = Outcome::Failed(error.status);
            item.message = Some(error.to_string().into());
            self.failed += 1;
        }
        self.items.push(item);
    }

    /// The lister finds nothing more, be it that everything was seen or not. The first word counts.
    pub(super) fn finish_listing(&mut self, complete: bool) {
        if std::mem::replace(&mut self.listing, false) {
            self.complete = complete;
        }
    }

    /// Whether more files may be found.
    pub(super) fn is_listing(&self) -> bool {
        self.listing
    }

    /// Files that no worker has claimed.
    pub(super) fn unclaimed(&self) -> usize {
        self.items.len() - self.next
    }

    /// A worker's share of the files that nobody has claimed: few enough that all workers end at
    /// about the same time, and enough that two rarely write to one folder, where the file
    /// system would make them wait for each other.
    pub(super) fn claim(&mut self, workers: usize) -> Range<usize> {
        let left = self.unclaimed();
        let share = (left / (4 * workers)).clamp(1, MOST_CLAIMED).min(left);
        let first = self.next;
        self.next += share;
        first..self.next
    }

    /// Claims every file that nobody has claimed.
    pub(super) fn claim_all(&mut self) {
        self.next = self.items.len();
    }

    /// Whether a file has no result and is not begun.
    pub(super) fn is_waiting(&self, index: usize) -> bool {
        self.items.get(index).is_some_and(|item| item.outcome == Outcome::Waiting)
    }

    /// Undoes the beginning of a file.
    pub(super) fn put_back(&mut self, index: usize) {
        if let Some(item) = self.items.get_mut(index)
            && item.outcome == Outcome::Converting
        {
            item.outcome = Outcome::Waiting;
            self.converting -= 1;
        }
    }

    /// Begins a file that was claimed; `false` where the lister has settled it already.
    pub(super) fn begin(&mut self, index: usize) -> bool {
        let waiting = |item: &&mut Item| item.outcome == Outcome::Waiting;
        let Some(item) = self.items.get_mut(index).filter(waiting) else { return false };
        item.outcome = Outcome::Converting;
        self.latest = Some(index);
        self.converting += 1;
        true
    }

    /// Notes that a file was begun and that there was no memory to note what has become of it.
    pub(super) fn abandon(&mut self, index: usize) {
        self.converting -= 1;
        self.failed += 1;
        if let Some(item) = self.items.get_mut(index) {
            item.outcome = Outcome::Failed(Status::MemoryLimit);
        }
    }

    /// Notes what has become of a file that was begun.
    pub(super) fn settle(&mut self, index: usize, result: Result<Done>, time: Duration) {
        // What takes memory comes first, and the counts change together.
        let losses = result.as_ref().ok().filter(|done| !done.report.is_empty());
        let losses = losses.map(|done| Box::new(done.report));
        let (outcome, done, message) = match result {
            Ok(done @ Done { skipped: true, .. }) => (Outcome::Skipped, done, None),
            Ok(done) => {
                let message = done.kept_some.then(|| KEPT_SOME.into());
                (Outcome::Converted, done, message)
            }
            Err(error) => {
                let message = Some(error.to_string().into_boxed_str());
                (Outcome::Failed(error.status), Done::default(), message)
            }
        };
        self.converting -= 1;
        match outcome {
            Outcome::Converted => self.converted += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Failed(_) | Outcome::Waiting | Outcome::Converting => self.failed += 1,
        }
        self.bytes_in += done.bytes_in;
        self.bytes_out += done.bytes_out;
        let Some(item) = self.items.get_mut(index) else { return };
        item.outcome = outcome;
        item.message = message;
        item.figures = Figures {
            bytes_in: done.bytes_in,
            bytes_out: done.bytes_out,
            microseconds: time.as_micros().try_into().unwrap_or(u32::MAX),
            losses: done.report.iter().fold(0, |sum, (_, entry)| entry.count.saturating_add(sum)),
        };
        item.losses = losses;
        item.parts = done.outputs;
    }

    /// Whether every thread has ended.
    pub(super) fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Every file, in the order of its number.
    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    /// A file.
    pub(super) fn item(&self, index: usize) -> Result<&Item> {
        self.items.get(index).ok_or_else(|| {
            let message = format!("the job has no file {index}: it has {}", self.items.len());
            Error::new(Status::BadArgument, message)
        })
    }

    /// The file that was begun last, if there is one.
    pub(super) fn latest(&self) -> Option<usize> {
        self.latest
    }

    /// How a file stands, and why it failed or was skipped: files that a cancelled job never
    /// begins count as cancelled at its end.
    pub(super) fn standing<'b>(&self, item: &'b Item) -> (Outcome, Option<&'b str>) {
        match item.outcome {
            Outcome::Waiting if self.is_over() => {
                (Outcome::Failed(Status::Cancelled), Some(NOT_BEGUN))
            }
            Outcome::Skipped => (Outcome::Skipped, Some(KEPT)),
            outcome => (outcome, item.message.as_deref()),
        }
    }

    /// How far the job is.
    pub(super) fn progress(
        &self,
        started: Instant,
        workers: usize,
        is_cancelled: bool,
    ) -> Progress {
        let ended = self.converted + self.failed + self.skipped;
        let state = match self.is_over() {
            true if self.complete && ended == self.items.len() => State::Finished,
            true => State::Cancelled,
            false if is_cancelled => State::Cancelling,
            false if self.listing => State::Listing,
            false => State::Running,
        };
        Progress {
            state,
            workers,
            total: self.items.len(),
            converted: self.converted,
            failed: self.failed,
            skipped: self.skipped,
            converting: self.converting,
            bytes_in: self.bytes_in,
            bytes_out: self.bytes_out,
            time: self.ended.unwrap_or_else(Instant::now) - started,
        }
    }
}
