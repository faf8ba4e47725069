//! Many files, converted by threads of their own.
//!
//! Shape   a [`Batch`] is one job: its workers start with it and are joined when it is stopped or
//!         dropped; no thread of ours runs otherwise. Workers share a board that holds the
//!         files and how each has ended; a lister of its own walks folders ahead of them.
//! Units   bytes, milliseconds; files are numbered from 0, in the order of the list or of names.
//! Errors  what keeps a job from starting. A file that fails is a result, never the job's end.
//! Limits  64 workers; the lister is at most 16,384 files ahead of them.
//!
//! | file | what it is for |
//! |---|---|
//! | `outcome` | how a job and its files stand, as the host is told |
//! | `board` | the files of a job and what has become of them |
//! | `shared` | what the threads of a job have in common, and how they wait for each other |
//! | `places` | where inputs are and where outputs go |
//! | `conflicts` | outputs that are other files' inputs or outputs |
//! | [`settings`] | the options of a job |
//! | [`table`] | job handles -> jobs |
//! | `json` | the report of a job |
//! | `walk` | the files of a folder and the folders in it |
//! | `work` | one file in, one file out |
//! | `join` | all files in, one file out |
//! | `names` | names of files that every system takes |

mod board;
mod conflicts;
mod join;
mod json;
mod names;
mod outcome;
mod places;
pub mod settings;
mod shared;
pub mod table;
mod walk;
mod work;

use std::ffi::CStr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::converter::Converter;
use crate::error::{Error, Result, Status};
use crate::formats::Format;
use crate::memory::lock::Lock;
use crate::system::library::Loaded;
use crate::system::log::{self, Level};
use crate::system::thread::{self, Thread};
use board::Board;
use places::Folders;
use settings::Settings;
use shared::{Leave, Shared, Task};

pub use outcome::{Detail, Figures, Outcome, Progress, State};
pub use work::Done;

/// Runs one step of a job and turns a panic in it into an error.
pub type Contain = fn(&mut dyn FnMut() -> Result<Done>) -> Result<Done>;

/// A worker's stack: that of a host's own threads on Windows.
const STACK_BYTES: usize = 1 << 20;

/// Where a job's files come from and go to.
#[derive(Clone, Debug)]
pub enum Files {
    /// Every file of a folder that has one of the extensions; folders in it keep their places.
    Folder {
        /// The folder to read.
        input: PathBuf,
        /// The folder to write to; it is made if need be.
        output: PathBuf,
    },
    /// Pairs of input and output.
    List(Vec<(PathBuf, PathBuf)>),
}

/// A job.
#[derive(Debug)]
pub struct Batch {
    shared: Arc<Shared>,
    threads: Lock<Threads>,
}

/// The threads of a job, and what they need to run.
#[derive(Debug, Default)]
struct Threads {
    handles: Vec<Thread>,
    /// Let go of when they have been joined.
    loaded: Option<Loaded>,
}

impl Batch {
    /// Starts a job. Panics in its threads go through `contain`.
    pub fn start(
        converter: Arc<Converter>,
        (from, to): (Format, Format),
        files: Files,
        settings: Settings,
        contain: Contain,
    ) -> Result<Batch> {
        to.check_output()?;
        settings.check()?;
        let workers = settings.workers();
        let name = names::with_extension(&settings.join, to);
        let (board, folders, joined) = match files {
            Files::Folder { input, output } => {
                let folders = Folders::open(input, output)?;
                let joined = folders.joined(&name);
                (Board::of_folder(), Some(folders), joined)
            }
            Files::List(pairs) => {
                let joined = pairs.first().map(|(_, output)| output.with_file_name(&name));
                (Board::of_list(pairs)?, None, joined.unwrap_or_default())
            }
        };
        let joined = Some(joined).filter(|_| !name.is_empty());
        let is_listing = folders.is_some();
        let work = if joined.is_some() { join::work } else { work::work };
        let task = Task { converter, from, to, folders, joined, settings, contain };
        let shared = Arc::new(Shared::new(task, board));
        // A thread that has begun must not be lost for want of a place to note it.
        let mut handles = Vec::new();
        handles.try_reserve_exact(workers + 1)?;
        let threads = Threads { handles, loaded: Some(Loaded::hold()) };
        let batch = Batch { shared, threads: Lock::new(threads) };
        if is_listing {
            batch.spawn(c"legacybridge-l", true, walk::list)?;
        }
        log::say(Level::Information, format_args!("a job of {workers} workers begins"));
        for _ in 0..workers {
            batch.spawn(c"legacybridge-w", false, work)?;
        }
        Ok(batch)
    }

    /// Asks the workers to begin no further document. Those that are begun are finished.
    pub fn cancel(&self) {
        self.shared.cancel();
    }

    /// Cancels what is left and waits until every thread of the job has ended.
    pub fn stop(&self) {
        self.cancel();
        // The library may go when this returns, and no sooner.
        let Threads { handles, loaded: _loaded } = self.threads.with(std::mem::take);
        for thread in handles {
            thread.join();
        }
    }

    /// Waits until the job is over, at most for `time` if there is one; whether it is over.
    pub fn wait(&self, time: Option<Duration>) -> bool {
        self.shared.wait(time)
    }

    /// Whether nobody has cancelled the job: if it is over all the same with files that were not begun, its
    /// threads ended for want of memory, or could not even note what is missing.
    pub fn is_wanted(&self) -> bool {
        !self.shared.is_cancelled()
    }

    /// How far the job is.
    pub fn progress(&self) -> Progress {
        self.shared.progress()
    }

    /// What is known of one file; where `index` is `None`, of the file begun last, if there is one.
    pub fn detail(&self, index: Option<usize>) -> Result<Detail> {
        self.shared.detail(index)
    }

    /// How one file has ended, what it had and took.
    pub fn outcome(&self, index: usize) -> Result<(Outcome, Figures)> {
        self.shared.outcome(index)
    }

    /// The job and every file of it as JSON in ASCII.
    pub fn report(&self) -> Result<Vec<u8>> {
        json::report(&self.shared)
    }

    /// One file as in the report, as a line of JSON.
    pub fn report_line(&self, index: usize) -> Result<Vec<u8>> {
        json::line(&self.shared, index)
    }

    /// The job as in the report, without its files, as a line of JSON.
    pub fn report_summary(&self) -> Result<Vec<u8>> {
        json::summary(&self.shared)
    }

    fn spawn(&self, name: &'static CStr, is_lister: bool, run: fn(&Shared)) -> Result<()> {
        let left = Leave { shared: self.shared.clone(), is_lister };
        let body = |(left, run): (Leave, fn(&Shared))| run(&left.shared);
        let thread = thread::start(name, STACK_BYTES, (left, run), body)?;
        self.threads.with(|threads| threads.handles.push(thread));
        Ok(())
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Contains panics as they are; the panic hook of the process has had its say.
pub fn contain(step: &mut dyn FnMut() -> Result<Done>) -> Result<Done> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(step))
        .unwrap_or_else(|_| Err(Error::new(Status::Internal, "internal error: a panic")))
}
