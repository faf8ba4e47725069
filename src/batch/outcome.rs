//! How a job and its files stand, as the host is told.
//!
//! Units   bytes, microseconds for a file, milliseconds and more for a job.

use std::path::PathBuf;
use std::time::Duration;

use crate::error::Status;
use crate::report::Report;

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

impl State {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            State::Listing => "listing",
            State::Running => "running",
            State::Cancelling => "cancelling",
            State::Finished => "finished",
            State::Cancelled => "cancelled",
        }
    }
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
    /// The output's path; the first one's where it was cut.
    pub output: PathBuf,
    /// The paths of all files that it was cut into; none if it was not.
    pub outputs: Vec<PathBuf>,
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
