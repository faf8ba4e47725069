//! The files of a job and what has become of them.
//!
//! Shape   [`Shared`] is what the threads of a job have in common; the [`Board`] in it is changed
//!         under one lock, twice for each file, and tells waiting threads of what matters to them.
//! Units   bytes, milliseconds; files are numbered from 0.
//! Errors  `BadArgument` for a number that no file has; `MemoryLimit` where the board can't grow.
//! Limits  [`AHEAD`] files may wait for a worker. The standard library's lock and condition
//!         variable need no heap memory: they never show in the gauge.

use std::collections::HashMap;
use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::settings::Settings;
use super::{Contain, Done};
use crate::converter::{Converter, Format};
use crate::error::{Error, Result, Status};
use crate::report::Report;

/// How far the lister may be ahead of the workers, in files.
pub const AHEAD: usize = 16 << 10;
/// Most files that a worker claims at once.
const MOST_CLAIMED: usize = 64;
/// Most files of a job: numbers are `int32_t` in the C interface.
const MOST_FILES: usize = i32::MAX as usize;

/// How a job stands, numbered as in the C interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum State {
    /// Folders are still being read: the total grows.
    Listing = 1,
    /// Every file is known; some are not done yet.
    Running = 2,
    /// Cancelled; documents that were begun are being finished.
    Cancelling = 3,
    /// Over: every file has a result.
    Finished = 4,
    /// Over: some files were not begun.
    Cancelled = 5,
}

/// What has become of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No worker has begun it yet.
    Waiting,
    /// A worker is at it.
    Converting,
    /// Its output stands there.
    Converted,
    /// Its output was there before and was kept.
    Skipped,
    /// It has no output.
    Failed(Status),
}

/// What a file had and took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Bytes of the input.
    pub bytes_in: u64,
    /// Bytes of the output.
    pub bytes_out: u64,
    /// How long it took, reading and writing included.
    pub microseconds: u32,
    /// How many things could not be kept.
    pub losses: u32,
}

/// What is known of a file, in words.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// The input's path.
    pub input: PathBuf,
    /// The output's path.
    pub output: PathBuf,
    /// Why it failed or was skipped; else empty.
    pub message: String,
    /// What could not be kept.
    pub losses: Report,
}

/// How far a job is.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// How the job stands.
    pub state: State,
    /// Threads that convert.
    pub workers: usize,
    /// Files found so far.
    pub total: usize,
    /// Files converted.
    pub converted: usize,
    /// Files that failed.
    pub failed: usize,
    /// Files whose outputs were there before and were kept.
    pub skipped: usize,
    /// Files that workers are at.
    pub converting: usize,
    /// Bytes of the inputs converted.
    pub bytes_in: u64,
    /// Bytes of the outputs written.
    pub bytes_out: u64,
    /// How long the job has run, or ran.
    pub time: Duration,
}

/// The folders of a job.
#[derive(Debug)]
pub struct Folders {
    /// Where inputs are.
    pub input: PathBuf,
    /// Where outputs go.
    pub output: PathBuf,
    /// The output folder, where it is inside the input folder: it is not read.
    pub left_out: Option<PathBuf>,
}

#[derive(Debug)]
pub(super) struct Item {
    /// The input; relative to the folder where the job has one.
    input: Box<Path>,
    /// The output, where it does not follow from the input.
    output: Option<Box<Path>>,
    pub outcome: Outcome,
    pub figures: Figures,
    pub message: Option<Box<str>>,
    pub losses: Option<Box<Report>>,
}

/// The files, and how many have ended in which way.
#[derive(Debug, Default)]
pub struct Board {
    pub(super) items: Vec<Item>,
    next: usize,
    /// The file that was begun last.
    latest: Option<usize>,
    /// Threads that have not ended, or not begun.
    threads: usize,
    /// Workers that wait for a file.
    idle: usize,
    lister_waits: bool,
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

/// What the threads of a job have in common.
#[derive(Debug)]
pub struct Shared {
    pub(super) converter: Arc<Converter>,
    pub(super) from: Format,
    pub(super) to: Format,
    pub(super) folders: Option<Folders>,
    pub(super) settings: Settings,
    pub(super) contain: Contain,
    cancelled: AtomicBool,
    started: Instant,
    board: Mutex<Board>,
    /// Rings for idle workers.
    files: Condvar,
    /// Rings for a lister that is too far ahead.
    room: Condvar,
    /// Rings for those who wait for the end.
    over: Condvar,
}

impl Item {
    fn new(input: PathBuf, output: Option<PathBuf>) -> Self {
        Item {
            input: input.into(),
            output: output.map(PathBuf::into_boxed_path),
            outcome: Outcome::Waiting,
            figures: Figures::default(),
            message: None,
            losses: None,
        }
    }
}

impl Board {
    /// The board of a list: every file is known.
    pub fn of_list(pairs: Vec<(PathBuf, PathBuf)>) -> Result<Board> {
        let mut board = Board { complete: true, ..Board::default() };
        board.items.try_reserve_exact(pairs.len())?;
        let mut taken = HashMap::new();
        taken.try_reserve(pairs.len())?;
        for (index, (input, output)) in pairs.into_iter().enumerate() {
            let first = *taken.entry(one_case(output.clone().into())).or_insert(index);
            let problem = (first != index).then(|| taken_twice(&board.items[first].input));
            board.push(Item::new(input, Some(output)), problem);
        }
        Ok(board)
    }

    fn push(&mut self, mut item: Item, problem: Option<Error>) {
        if let Some(error) = problem {
            item.outcome = Outcome::Failed(error.status);
            item.message = Some(error.to_string().into());
            self.failed += 1;
        }
        self.items.push(item);
    }

    /// A worker's share of the files that nobody has claimed: few enough that all workers end at
    /// about the same time, and enough that two rarely write to one folder, where the file
    /// system would make them wait for each other.
    fn claim(&mut self, workers: usize) -> Range<usize> {
        let left = self.items.len() - self.next;
        let share = (left / (4 * workers)).clamp(1, MOST_CLAIMED).min(left);
        let first = self.next;
        self.next += share;
        first..self.next
    }

    fn ended_files(&self) -> usize {
        self.converted + self.failed + self.skipped
    }

    /// How a file stands: those that a cancelled job never begins count as cancelled at its end.
    pub(super) fn outcome(&self, item: &Item) -> Outcome {
        match item.outcome {
            Outcome::Waiting if self.is_over() => Outcome::Failed(Status::Cancelled),
            outcome => outcome,
        }
    }

    fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    fn find(&self, index: usize) -> Result<&Item> {
        self.items.get(index).ok_or_else(|| {
            let message = format!("the job has no file {index}: it has {}", self.items.len());
            Error::new(Status::BadArgument, message)
        })
    }
}

impl Shared {
    /// What the threads of a job will share.
    pub(super) fn new(
        converter: Arc<Converter>,
        (from, to): (Format, Format),
        folders: Option<Folders>,
        settings: Settings,
        contain: Contain,
        mut board: Board,
    ) -> Self {
        board.listing = folders.is_some();
        // Counted before they run, so that the job can't look over before it has begun.
        board.threads = settings.workers() + usize::from(board.listing);
        Shared {
            converter,
            from,
            to,
            folders,
            settings,
            contain,
            cancelled: AtomicBool::new(false),
            started: Instant::now(),
            board: Mutex::new(board),
            files: Condvar::new(),
            room: Condvar::new(),
            over: Condvar::new(),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn cancel(&self) {
        let _board = self.lock();
        self.cancelled.store(true, Relaxed);
        self.files.notify_all();
        self.room.notify_all();
    }

    /// Whether no further document should be begun.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Counts a thread that has ended; with the last one the job is over.
    pub(super) fn leave(&self) {
        let mut board = self.lock();
        board.threads -= 1;
        if board.threads == 0 {
            board.ended = Some(Instant::now());
            self.over.notify_all();
        }
    }

    /// Adds a file that the lister has found, or why there is none. Waits while workers are far
    /// behind; `false` once the job is cancelled.
    pub(super) fn add(&self, input: PathBuf, problem: Option<Error>) -> Result<bool> {
        let mut board = self.lock();
        while board.items.len() - board.next >= AHEAD && !self.is_cancelled() {
            board.lister_waits = true;
            board = self.room.wait(board).unwrap_or_else(PoisonError::into_inner);
            board.lister_waits = false;
        }
        if self.is_cancelled() {
            return Ok(false);
        }
        if board.items.len() >= MOST_FILES {
            return Err(Error::new(Status::LimitReached, "the job has too many files"));
        }
        board.items.try_reserve(1)?;
        // What the lister settles has no output.
        let output = problem.is_some().then(PathBuf::new);
        board.push(Item::new(input, output), problem);
        if board.idle > 0 {
            self.files.notify_one();
        }
        Ok(true)
    }

    /// The lister finds nothing more, be it that everything was seen or not.
    pub(super) fn finish_listing(&self, complete: bool) {
        let mut board = self.lock();
        board.listing = false;
        board.complete = complete;
        self.files.notify_all();
    }

    /// The next file to convert: its number, its input and its output. `share` is the files that
    /// the worker has claimed and not begun.
    pub(super) fn take(&self, share: &mut Range<usize>) -> Option<(usize, PathBuf, PathBuf)> {
        let mut guard = self.lock();
        loop {
            if self.is_cancelled() {
                return None;
            }
            let board = &mut *guard;
            let Some(index) = share.next() else {
                *share = board.claim(self.settings.workers());
                if board.lister_waits && board.items.len() - board.next <= AHEAD / 2 {
                    self.room.notify_one();
                }
                if share.start == share.end {
                    if !board.listing {
                        return None;
                    }
                    board.idle += 1;
                    guard = self.files.wait(guard).unwrap_or_else(PoisonError::into_inner);
                    guard.idle -= 1;
                }
                continue;
            };
            let item = &mut board.items[index];
            // What has an end already was given it by the lister.
            if item.outcome == Outcome::Waiting {
                item.outcome = Outcome::Converting;
                board.latest = Some(index);
                board.converting += 1;
                let (input, output) = self.paths(item);
                return Some((index, input, output));
            }
        }
    }

    /// Notes what has become of a file.
    pub(super) fn settle(&self, index: usize, result: Result<Done>, time: Duration) {
        let message = result.as_ref().err().map(|error| error.to_string().into_boxed_str());
        let mut board = self.lock();
        board.converting -= 1;
        let (outcome, done) = match result {
            Ok(Done { skipped: true, .. }) => (Outcome::Skipped, Done::default()),
            Ok(done) => (Outcome::Converted, done),
            Err(error) => (Outcome::Failed(error.status), Done::default()),
        };
        match outcome {
            Outcome::Converted => board.converted += 1,
            Outcome::Skipped => board.skipped += 1,
            _ => board.failed += 1,
        }
        board.bytes_in += done.bytes_in;
        board.bytes_out += done.bytes_out;
        let Some(item) = board.items.get_mut(index) else { return };
        item.outcome = outcome;
        item.message = message;
        item.figures = Figures {
            bytes_in: done.bytes_in,
            bytes_out: done.bytes_out,
            microseconds: time.as_micros().try_into().unwrap_or(u32::MAX),
            losses: done.report.iter().fold(0, |sum, (_, entry)| entry.count.saturating_add(sum)),
        };
        item.losses = (!done.report.is_empty()).then(|| Box::new(done.report));
    }

    pub(super) fn wait(&self, time: Option<Duration>) -> bool {
        let end = time.and_then(|time| Instant::now().checked_add(time));
        let mut board = self.lock();
        while !board.is_over() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            board = match left {
                None => self.over.wait(board).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return false,
                Some(left) => {
                    let result = self.over.wait_timeout(board, left);
                    result.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        true
    }

    pub(super) fn progress(&self) -> Progress {
        self.progress_of(&self.lock())
    }

    pub(super) fn progress_of(&self, board: &Board) -> Progress {
        let complete = board.complete && board.ended_files() == board.items.len();
        let state = match (board.is_over(), self.is_cancelled()) {
            (true, _) if complete => State::Finished,
            (true, _) => State::Cancelled,
            (false, true) => State::Cancelling,
            (false, false) if board.listing => State::Listing,
            (false, false) => State::Running,
        };
        Progress {
            state,
            workers: self.settings.workers(),
            total: board.items.len(),
            converted: board.converted,
            failed: board.failed,
            skipped: board.skipped,
            converting: board.converting,
            bytes_in: board.bytes_in,
            bytes_out: board.bytes_out,
            time: board.ended.unwrap_or_else(Instant::now) - self.started,
        }
    }

    pub(super) fn outcome(&self, index: usize) -> Result<(Outcome, Figures)> {
        let board = self.lock();
        let item = board.find(index)?;
        Ok((board.outcome(item), item.figures))
    }

    pub(super) fn detail(&self, index: Option<usize>) -> Result<Detail> {
        let board = self.lock();
        let Some(index) = index.or(board.latest) else { return Ok(Detail::default()) };
        let item = board.find(index)?;
        let (input, output) = self.paths(item);
        let message = match board.outcome(item) {
            Outcome::Failed(Status::Cancelled) if item.message.is_none() => NOT_BEGUN,
            Outcome::Skipped => KEPT,
            _ => item.message.as_deref().unwrap_or_default(),
        };
        let losses = item.losses.as_deref().copied().unwrap_or_default();
        Ok(Detail { input, output, message: message.to_owned(), losses })
    }

    /// The input and the output of a file, as the host would name them.
    pub(super) fn paths(&self, item: &Item) -> (PathBuf, PathBuf) {
        let input = match &self.folders {
            Some(folders) => under(&folders.input, &item.input),
            None => item.input.to_path_buf(),
        };
        let output = match (&item.output, &self.folders) {
            (None, Some(folders)) => {
                under(&folders.output, &item.input).with_extension(self.to.extension())
            }
            (output, _) => output.as_deref().map(Path::to_owned).unwrap_or_default(),
        };
        (input, output)
    }
}

/// A path in a folder; an empty one is the folder itself.
pub(super) fn under(folder: &Path, relative: &Path) -> PathBuf {
    match relative.as_os_str().is_empty() {
        true => folder.to_owned(),
        false => folder.join(relative),
    }
}

/// Counts a thread out when it ends, however that comes about.
pub(super) struct Leave<'s>(pub &'s Shared);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.leave();
    }
}

pub(super) const NOT_BEGUN: &str = "the job was cancelled before this file was begun";
pub(super) const KEPT: &str = "the output was there before and was kept: see Overwrite";

/// The complaint about a second file with the same output.
pub(super) fn taken_twice(first: &Path) -> Error {
    let message = format!("its output is that of {} too", first.display());
    Error::new(Status::BadArgument, message)
}

/// A name as it is compared: without regard to case where file systems do so.
pub(super) fn one_case(name: OsString) -> OsString {
    if cfg!(any(windows, target_vendor = "apple")) {
        return name.to_string_lossy().to_lowercase().into();
    }
    name
}
