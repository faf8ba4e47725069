//! Batch jobs that were started through automation.
//!
//! Shape   jobs live in the table that the C interface uses too, under the same numbers. Each
//!         that was started here keeps the library loaded until it is freed: CoUninitialize
//!         unloads without asking, and threads must not lose the code that they run.
//! Errors  those of [`table`] and of starting a job.

use std::sync::Arc;

use super::module;
use crate::batch::settings::Settings;
use crate::batch::{Files, table};
use crate::converter::{Converter, Format};
use crate::error::Result;
use crate::ffi::batch::start_with;
use crate::memory::lock::Lock;

/// The jobs that hold the library.
static HOLDING: Lock<Vec<i32>> = Lock::new(Vec::new());

/// Starts a job.
pub fn start(
    converter: Arc<Converter>,
    formats: (Format, Format),
    files: Files,
    settings: Settings,
) -> Result<i32> {
    module::hold()?;
    let started = start_with(converter, formats, files, settings).and_then(|job| {
        let noted = HOLDING.with(|jobs| {
            jobs.try_reserve(1)?;
            jobs.push(job);
            Ok(job)
        });
        if noted.is_err() {
            // It was started a moment ago: nobody else knows its number.
            let _ = table::free(job);
        }
        noted
    });
    if started.is_err() {
        module::let_go();
    }
    started
}

/// Frees a job, be it one of the C interface's.
pub fn free(job: i32) -> Result<()> {
    table::free(job)?;
    let held = HOLDING.with(|jobs| {
        let place = jobs.iter().position(|&other| other == job);
        place.map(|place| jobs.swap_remove(place))
    });
    if held.is_some() {
        module::let_go();
    }
    Ok(())
}

/// Whether a job's threads may still run. If not, jobs that nobody freed hold the library no more.
pub fn are_running() -> bool {
    if table::is_running() {
        return true;
    }
    HOLDING.with(std::mem::take).iter().for_each(|_| module::let_go());
    false
}
