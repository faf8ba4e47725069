//! What the threads of a job have in common, and how they wait for each other.
//!
//! Shape   [`Shared`] locks the [`Board`] for each step and tells waiting threads of what matters
//!         to them: workers of files, the lister of room, hosts of the end.
//! Errors  those of the board.
//! Limits  [`AHEAD`] files may wait for a worker. The standard library's lock and condition
//!         variable need no heap memory: they never show in the gauge.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use super::board::{Board, Item};
use super::conflicts::Judged;
use super::outcome::{Detail, Figures, Outcome, Progress};
use super::places::{Folders, one_case, taken_twice};
use super::settings::Settings;
use super::{Contain, Done};
use crate::converter::Converter;
use crate::document::names::{Names, push};
use crate::error::{Error, Result};
use crate::formats::Format;
use crate::system::clock::Instant;

/// How far the lister may be ahead of the workers, in files.
pub(super) const AHEAD: usize = 16 << 10;

/// What is asked of the threads of a job: fixed when it starts.
#[derive(Debug)]
pub(super) struct Task {
    pub converter: Arc<Converter>,
    pub from: Format,
    pub to: Format,
    pub folders: Option<Folders>,
    /// The one output of all files.
    pub joined: Option<PathBuf>,
    pub settings: Settings,
    pub contain: Contain,
}

/// What the threads of a job have in common.
#[derive(Debug)]
pub(super) struct Shared {
    task: Task,
    cancelled: AtomicBool,
    started: Instant,
    stage: Mutex<Stage>,
    /// Outputs whose names are known late, such as the parts of documents, and which document each is of.
    parts: Mutex<(Names, Vec<usize>)>,
    /// What was found out about the names of a list.
    judged: OnceLock<Result<Judged>>,
    /// Whether somebody has begun to find that out.
    judging: AtomicBool,
    /// Rings for idle workers.
    files: Condvar,
    /// Rings for a lister that is too far ahead.
    room: Condvar,
    /// Rings for those who wait for the end.
    over: Condvar,
}

/// The board, and who waits for it to change.
#[derive(Debug)]
struct Stage {
    board: Board,
    /// Workers that wait for a file.
    idle: usize,
    lister_waits: bool,
}

impl Shared {
    /// What the threads of a job will share.
    pub(super) fn new(task: Task, mut board: Board) -> Self {
        board.expect(task.settings.workers() + usize::from(task.folders.is_some()));
        Shared {
            task,
            cancelled: AtomicBool::new(false),
            started: Instant::now(),
            stage: Mutex::new(Stage { board, idle: 0, lister_waits: false }),
            parts: Mutex::default(),
            judged: OnceLock::new(),
            judging: AtomicBool::new(false),
            files: Condvar::new(),
            room: Condvar::new(),
            over: Condvar::new(),
        }
    }

    /// What is asked of the job.
    pub(super) fn task(&self) -> &Task {
        &self.task
    }

    fn lock(&self) -> MutexGuard<'_, Stage> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lends the board to `look`, and how far the job is.
    pub(super) fn with_board<R>(&self, look: impl FnOnce(&Board, Progress) -> R) -> R {
        let stage = self.lock();
        look(&stage.board, self.progress_of(&stage.board))
    }

    /// Asks for an end: no further document is begun.
    pub(super) fn cancel(&self) {
        let _stage = self.lock();
        self.cancelled.store(true, Relaxed);
        self.files.notify_all();
        self.room.notify_all();
    }

    /// Whether no further document should be begun.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Adds a file that the lister has found, or why there is none. Waits while workers are far
    /// behind; `false` once the job is cancelled.
    pub(super) fn add(&self, input: PathBuf, problem: Option<Error>) -> Result<bool> {
        let mut stage = self.lock();
        while stage.board.unclaimed() >= AHEAD && !self.is_cancelled() {
            stage.lister_waits = true;
            stage = self.room.wait(stage).unwrap_or_else(PoisonError::into_inner);
            stage.lister_waits = false;
        }
        if self.is_cancelled() {
            return Ok(false);
        }
        stage.board.add(input, problem)?;
        if stage.idle > 0 {
            self.files.notify_one();
        }
        Ok(true)
    }

    /// The lister finds nothing more, be it that everything was seen or not.
    pub(super) fn finish_listing(&self, complete: bool) {
        self.lock().board.finish_listing(complete);
        self.files.notify_all();
    }

    /// The number of the next file to convert. `share` is the files that the worker has claimed and not
    /// begun. Takes no memory.
    pub(super) fn take(&self, share: &mut Range<usize>) -> Option<usize> {
        let mut stage = self.lock();
        while !self.is_cancelled() {
            if let Some(index) = share.next() {
                if stage.board.begin(index) {
                    return Some(index);
                }
                continue;
            }
            *share = stage.board.claim(self.task.settings.workers());
            if stage.lister_waits && stage.board.unclaimed() <= AHEAD / 2 {
                self.room.notify_one();
            }
            if share.start == share.end {
                if !stage.board.is_listing() {
                    return None;
                }
                stage.idle += 1;
                stage = self.files.wait(stage).unwrap_or_else(PoisonError::into_inner);
                stage.idle -= 1;
            }
        }
        None
    }

    /// Waits until every file is known, and claims them all; how many there are, unless the job is cancelled.
    pub(super) fn take_all(&self) -> Option<usize> {
        let mut stage = self.lock();
        while !self.is_cancelled() {
            stage.board.claim_all();
            if stage.lister_waits {
                self.room.notify_one();
            }
            if !stage.board.is_listing() {
                return Some(stage.board.items().len());
            }
            stage.idle += 1;
            stage = self.files.wait(stage).unwrap_or_else(PoisonError::into_inner);
            stage.idle -= 1;
        }
        None
    }

    /// Begins a file that was claimed, if it waits.
    pub(super) fn begin(&self, index: usize) {
        self.lock().board.begin(index);
    }

    /// Undoes that.
    pub(super) fn put_back(&self, index: usize) {
        self.lock().board.put_back(index);
    }

    /// The input and the output of a file that was begun.
    pub(super) fn names(&self, index: usize) -> Result<(PathBuf, PathBuf)> {
        Ok(self.paths(self.lock().board.item(index)?))
    }

    /// What the files of a list are to each other: found out by the first worker who asks.
    pub(super) fn judged(&self) -> Result<&Judged> {
        // Where there was no memory to find it out, that is the answer: the next one would find none either.
        let judge = || match self.judging.swap(true, Relaxed) {
            true => Err(Error::out_of_memory()),
            false => Judged::of(self),
        };
        self.judged.get_or_init(judge).as_ref().map_err(Error::clone)
    }

    /// Takes the names of files for a document; fails where another one has one of them.
    pub(super) fn take_names(
        &self,
        index: usize,
        paths: impl Iterator<Item = PathBuf>,
    ) -> Result<()> {
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        let (names, owners) = &mut *parts;
        for path in paths {
            let number = names.insert(one_case(path.into()).as_encoded_bytes())? as usize;
            if number == owners.len() {
                push(owners, index)?;
            }
            let owner = owners.get(number).copied().unwrap_or(index);
            if owner != index {
                return Err(taken_twice(&self.names(owner)?.0));
            }
        }
        Ok(())
    }

    /// Notes what has become of a file.
    pub(super) fn settle(&self, index: usize, result: Result<Done>, time: Duration) {
        self.lock().board.settle(index, result, time);
    }

    /// Notes that there was no memory to note what has become of a file.
    pub(super) fn abandon(&self, index: usize) {
        self.lock().board.abandon(index);
    }

    /// Waits until the job is over, at most for `time` if there is one; whether it is over.
    pub(super) fn wait(&self, time: Option<Duration>) -> bool {
        let end = time.and_then(|time| Instant::now().checked_add(time));
        let mut stage = self.lock();
        while !stage.board.is_over() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            stage = match left {
                None => self.over.wait(stage).unwrap_or_else(PoisonError::into_inner),
                Some(Duration::ZERO) => return false,
                Some(left) => {
                    let result = self.over.wait_timeout(stage, left);
                    result.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
        true
    }

    /// How far the job is.
    pub(super) fn progress(&self) -> Progress {
        self.progress_of(&self.lock().board)
    }

    fn progress_of(&self, board: &Board) -> Progress {
        board.progress(self.started, self.task.settings.workers(), self.is_cancelled())
    }

    /// How one file has ended, what it had and took.
    pub(super) fn outcome(&self, index: usize) -> Result<(Outcome, Figures)> {
        let stage = self.lock();
        let item = stage.board.item(index)?;
        Ok((stage.board.standing(item).0, item.figures()))
    }

    /// What is known of one file; of the one begun last where no number is given.
    pub(super) fn detail(&self, index: Option<usize>) -> Result<Detail> {
        let Stage { board, .. } = &*self.lock();
        let Some(index) = index.or(board.latest()) else { return Ok(Detail::default()) };
        let item = board.item(index)?;
        let (input, output) = self.paths(item);
        let message = board.standing(item).1.unwrap_or_default().to_owned();
        let outputs = item.parts().iter().map(|name| output.with_file_name(name)).collect();
        let losses = item.losses().copied().unwrap_or_default();
        Ok(Detail { input, output, outputs, message, losses })
    }

    /// The input and the output of a file, as the host would name them.
    pub(super) fn paths(&self, item: &Item) -> (PathBuf, PathBuf) {
        let Task { folders, joined, to, .. } = &self.task;
        let input = match folders {
            Some(folders) => folders.input(item.input()),
            None => item.input().to_path_buf(),
        };
        let output = match (item.output(), folders) {
            (output, _) if joined.is_some() && output != Some(Path::new("")) => {
                joined.clone().unwrap_or_default()
            }
            (None, Some(folders)) => folders.output(item.input(), *to),
            (output, _) => output.map(Path::to_owned).unwrap_or_default(),
        };
        let output = match item.parts().first() {
            Some(first) => output.with_file_name(first),
            None => output,
        };
        (input, output)
    }

    fn leave(&self) {
        if self.lock().board.leave() {
            self.over.notify_all();
        }
    }
}

/// Counts a thread out when it ends, however that comes about: for want of memory it may end before
/// it has done anything.
pub(super) struct Leave {
    /// The job.
    pub shared: Arc<Shared>,
    /// Whether the thread finds the files that others wait for.
    pub is_lister: bool,
}

impl Drop for Leave {
    fn drop(&mut self) {
        if self.is_lister {
            self.shared.finish_listing(false);
        }
        self.shared.leave();
    }
}
