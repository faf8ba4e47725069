//! A folder or several files, with a progress bar.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use legacybridge::batch::settings::{Extensions, Settings};
use legacybridge::batch::{Batch, Files, Outcome, State, contain};
use legacybridge::converter::Converter;
use legacybridge::error::{Error, Status};
use legacybridge::formats::Format;

use signal_hook::consts::TERM_SIGNALS as ENDS;
use signal_hook::flag::{register, register_conditional_shutdown};

use super::arguments::Arguments;
use super::lines::Lines;
use super::table::Table;
use super::{FAILED, Failure, INTERRUPTED, Result, formats, tell};

/// How often the progress bar moves.
const MOVE: Duration = Duration::from_millis(100);

/// Converts a folder.
pub(crate) fn folder(
    arguments: &Arguments,
    converter: Converter,
    input: &Path,
) -> Result<ExitCode> {
    let (from, to) = match (arguments.from, to(arguments)) {
        (Some(Format::Detect), None) | (None, None) => {
            let message =
                "is a folder: say with -f which of its files to convert, or with -t to what";
            return Err(Failure::usage(format!("{} {message}", input.display())));
        }
        (Some(from), None) => (from, formats::other(from)),
        (None, Some(to)) => (formats::other(to), to),
        (Some(from), Some(to)) => (from, to),
    };
    let files = Files::Folder { input: input.to_owned(), output: output(arguments)? };
    run(arguments, converter, (from, to), files)
}

/// Converts several files into a folder.
pub(crate) fn list(
    arguments: &Arguments,
    converter: Converter,
    inputs: &[PathBuf],
) -> Result<ExitCode> {
    let from = match arguments.from {
        Some(from) => from,
        None => common_format(inputs)?,
    };
    let to = match (to(arguments), from) {
        (Some(to), _) => to,
        (None, Format::Detect) => {
            return Err(Failure::usage("the inputs are of several formats: say with -t to what"));
        }
        (None, from) => formats::other(from),
    };
    let output = output(arguments)?;
    let target = |input: &PathBuf| {
        let name = input.file_name().unwrap_or(input.as_os_str());
        (input.clone(), output.join(name).with_extension(to.extension()))
    };
    let files = Files::List(inputs.iter().map(target).collect());
    run(arguments, converter, (from, to), files)
}

/// The format of all files, or `Detect` where those that differ can be told apart.
fn common_format(inputs: &[PathBuf]) -> Result<Format> {
    let mut found: Vec<Format> = inputs.iter().map(|input| formats::of_name(input)).collect();
    found.dedup();
    match found.as_slice() {
        [one] => Ok(*one),
        several if several.iter().all(|format| format.is_detected()) => Ok(Format::Detect),
        _ => {
            Err(Failure::usage("the inputs are of several formats: say with -f which one to read"))
        }
    }
}

/// The name of the one document, as the option `Join` takes it; empty if there is none.
fn named(arguments: &Arguments) -> Result<Box<str>> {
    let name = arguments.join.as_deref().unwrap_or(Path::new("")).to_string_lossy();
    let text = format!("Join={{{}}}", name.replace('}', "}}"));
    Ok(Settings::parse(&text)?.join)
}

/// The format that is named, be it by the name of the one document.
fn to(arguments: &Arguments) -> Option<Format> {
    let joined = arguments.join.as_deref().filter(|name| name.extension().is_some());
    arguments.to.or(joined.map(formats::of_name))
}

fn output(arguments: &Arguments) -> Result<PathBuf> {
    let named = arguments.output.as_deref().filter(|output| *output != Path::new("-"));
    let here = arguments.join.as_ref().map(|_| Path::new("."));
    named
        .or(here)
        .map(Path::to_owned)
        .ok_or_else(|| Failure::usage("several documents need a folder to go to: name it with -o"))
}

fn run(
    arguments: &Arguments,
    converter: Converter,
    formats: (Format, Format),
    files: Files,
) -> Result<ExitCode> {
    let extensions = match &arguments.extensions {
        None => Extensions::Usual,
        Some(list) => Extensions::parse(list).map_err(|expected| {
            Error::new(Status::BadOption, format!("--extensions takes {expected}, not {list:?}"))
        })?,
    };
    let settings = Settings {
        workers: arguments.workers,
        overwrite: arguments.overwrite,
        recursive: arguments.recursive,
        extensions,
        join: named(arguments)?,
        new_page: !arguments.in_a_row,
        split: arguments.split,
    };
    // Before the first document: a second Ctrl-C ends what the first could not.
    let ended = Arc::new(AtomicBool::new(false));
    for signal in ENDS {
        let told = register_conditional_shutdown(*signal, INTERRUPTED.into(), ended.clone())
            .and_then(|_| register(*signal, ended.clone()));
        told.map_err(|error| Error::new(Status::Internal, error.to_string()))?;
    }
    let mut lines = Lines::open(arguments)?;
    let batch = Batch::start(Arc::new(converter), formats, files, settings, contain)?;
    watch(&batch, arguments.quiet, &ended, lines.as_mut())?;
    if let Some(lines) = lines {
        lines.finish(&batch)?;
    }
    let progress = batch.progress();
    for index in 0..progress.total {
        if let (Outcome::Failed(status), _) = batch.outcome(index)?
            && status != Status::Cancelled
        {
            let detail = batch.detail(Some(index))?;
            eprintln!("legacybridge: {}: {}", detail.input.display(), detail.message);
        }
    }
    tell::report_of_many(arguments, &batch)?;
    if !arguments.quiet {
        tell::summary(&progress);
    }
    if arguments.stats {
        tell::statistics(progress.bytes_in, progress.bytes_out, progress.time);
        eprint!("{}", Table::of(&batch)?);
    }
    if progress.state == State::Cancelled && ended.load(Relaxed) {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    let good = progress.failed == 0 && progress.state == State::Finished;
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::from(FAILED) })
}

/// Shows how far the job is until it is over, writes the report's lines, and ends it when somebody has asked
/// for that. There is no bar where nobody would see it.
fn watch(
    batch: &Batch,
    quiet: bool,
    ended: &AtomicBool,
    mut lines: Option<&mut Lines>,
) -> Result<()> {
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(0) };
    let template = "{bar:30} {human_pos} of {human_len} files, {eta} left  {msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    while !batch.wait(Some(MOVE)) {
        if ended.load(Relaxed) {
            batch.cancel();
        }
        if let Some(lines) = lines.as_mut() {
            lines.write(batch)?;
        }
        let progress = batch.progress();
        bar.set_length(progress.total as u64);
        bar.set_position((progress.converted + progress.failed + progress.skipped) as u64);
        if let Ok(detail) = batch.detail(None) {
            let name = detail.input.file_name().unwrap_or_default();
            bar.set_message(name.to_string_lossy().into_owned());
        }
    }
    bar.finish_and_clear();
    Ok(())
}
