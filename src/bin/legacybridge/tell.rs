//! What is said about a conversion, all of it on standard error: reports, statistics, a summary.

use std::path::Path;
use std::time::Duration;

use legacybridge::batch::{Batch, Progress, State};
use legacybridge::files;
use legacybridge::memory::{Output, gauge};
use legacybridge::report::Report;

use super::arguments::Arguments;
use super::{Result, lines};

/// What could not be kept of one document.
pub(crate) fn report_of_one(arguments: &Arguments, report: &Report) -> Result<()> {
    match &arguments.report {
        None => Ok(()),
        Some(Some(path)) => {
            let mut json = Output::new(Vec::new(), 1 << 20);
            report.write_json(&mut json);
            json.push_byte(b'\n');
            Ok(files::write(path, &json.finish()?)?)
        }
        Some(None) => {
            if report.is_empty() {
                eprintln!("everything was kept");
            }
            losses(None, report);
            Ok(())
        }
    }
}

/// What could not be kept of many, file by file.
pub(crate) fn report_of_many(arguments: &Arguments, batch: &Batch) -> Result<()> {
    match &arguments.report {
        None => Ok(()),
        Some(Some(path)) if lines::are_asked_for(path) => Ok(()),
        Some(Some(path)) => Ok(files::write(path, &batch.report()?)?),
        Some(None) => {
            for index in 0..batch.progress().total {
                let detail = batch.detail(Some(index))?;
                losses(Some(&detail.input), &detail.losses);
            }
            Ok(())
        }
    }
}

fn losses(input: Option<&Path>, report: &Report) {
    let name = input.map(|input| format!("{}: ", input.display())).unwrap_or_default();
    for (loss, entry) in report.iter() {
        let place = match entry.first {
            usize::MAX => String::new(),
            first => format!(", first at byte {first}"),
        };
        eprintln!("{name}not kept: {} ({} times{place})", loss.name(), entry.count);
    }
}

/// How many documents ended in which way.
pub(crate) fn summary(progress: &Progress) {
    let begun = progress.converted + progress.failed + progress.skipped;
    // Of folders that were not read to their end nobody knows how many there are.
    let left = match progress.state {
        State::Cancelled => format!("{} or more not begun, ", progress.total - begun),
        _ => String::new(),
    };
    eprintln!(
        "{} of {} converted, {} failed, {} kept as they were, {}in {:.2} s",
        progress.converted,
        progress.total,
        progress.failed,
        progress.skipped,
        left,
        progress.time.as_secs_f64()
    );
}

/// What it took.
pub(crate) fn statistics(bytes_in: u64, bytes_out: u64, time: Duration) {
    let seconds = time.as_secs_f64().max(1e-9);
    eprintln!("time         {:.3} ms", seconds * 1e3);
    eprintln!("read         {bytes_in} bytes ({:.1} MB/s)", bytes_in as f64 / 1e6 / seconds);
    eprintln!("written      {bytes_out} bytes");
    eprintln!("memory       {} bytes at most", gauge::peak());
    eprintln!("allocations  {}", gauge::allocations());
}
