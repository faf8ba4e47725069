//! One document: a file or standard input, to a file or to standard output.

use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use legacybridge::converter::Converter;
use legacybridge::error::{Error, Status};
use legacybridge::files;
use legacybridge::formats::Format;
use legacybridge::report::Report;

use super::arguments::{Arguments, Dump};
use super::{Failure, IO, Result, formats, tell};

/// Converts standard input.
pub(crate) fn stream(arguments: &Arguments, converter: Converter) -> Result<ExitCode> {
    let input = std::io::stdin().lock();
    drain(arguments, converter, (input, Path::new("standard input")))
}

/// Converts what comes from a stream of that name.
fn drain(
    arguments: &Arguments,
    converter: Converter,
    (input, name): (impl Read, &Path),
) -> Result<ExitCode> {
    let mut bytes = Vec::new();
    // One byte more than allowed is enough to be refused.
    let limit = converter.options().max_input as u64 + 1;
    let read = input.take(limit).read_to_end(&mut bytes);
    read.map_err(|error| failed(&format!("{} can't be read", files::shown(name)), error))?;
    let from = arguments.from.filter(|&from| from != Format::Detect);
    let from = from.unwrap_or_else(|| formats::of_text(&bytes, converter.options().otherwise));
    convert(arguments, converter, from, name, &bytes)
}

/// Converts a file, or what a shell gives the name of one: `<(command)`, `/dev/stdin`.
pub(crate) fn file(
    arguments: &Arguments,
    mut converter: Converter,
    input: &Path,
) -> Result<ExitCode> {
    // Pipes and devices that have a name of their own may keep one waiting for ever.
    if is_descriptor(input) && is_stream(input) {
        let opened = std::fs::File::open(input);
        let what = format!("can't read {}", files::shown(input));
        let opened = opened.map_err(|error| failed(&what, error))?;
        return drain(arguments, converter, (opened, input));
    }
    converter.stand_beside(input);
    let mut bytes = Vec::new();
    read(&converter, input, &mut bytes)?;
    let from = match arguments.from {
        None => formats::of_name(input),
        Some(Format::Detect) => formats::of_text(&bytes, converter.options().otherwise),
        Some(from) => from,
    };
    convert(arguments, converter, from, input, &bytes)
}

fn convert(
    arguments: &Arguments,
    converter: Converter,
    from: Format,
    input: &Path,
    bytes: &[u8],
) -> Result<ExitCode> {
    if let Some(dump) = arguments.dump {
        let text = match dump {
            Dump::Tokens => converter.dump_tokens(from, bytes)?,
            Dump::Tree => converter.dump_tree(from, bytes)?,
        };
        print(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let output = output(arguments);
    let named = output.filter(|output| !is_folder(output));
    let named = named.filter(|output| output.extension().is_some()).map(formats::of_name);
    let to = arguments.to.or(named).unwrap_or(formats::other(from));
    let values = arguments.fill.as_deref().map(|path| values(&converter, path)).transpose()?;
    let mut report = Report::default();
    let started = Instant::now();
    let result = match &values {
        None => converter.convert_reporting(from, to, bytes, &mut report),
        Some(values) => converter.fill_reporting(from, to, bytes, values, &mut report),
    };
    let time = started.elapsed();
    let converted = result.map_err(|error| {
        let failure = Failure::from(error);
        Failure { message: format!("{}: {}", input.display(), failure.message), ..failure }
    })?;
    write(output.map(|output| target(output, input, to)).as_deref(), &converted)?;
    tell::report_of_one(arguments, &report)?;
    if arguments.stats {
        tell::statistics(bytes.len() as u64, converted.len() as u64, time);
    }
    Ok(ExitCode::SUCCESS)
}

/// The values that a document is filled with: a file of JSON.
fn values(converter: &Converter, path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read(converter, path, &mut bytes)?;
    Ok(bytes)
}

/// Reads a file that is no larger than an input may be.
fn read(converter: &Converter, path: &Path, bytes: &mut Vec<u8>) -> Result<()> {
    let size = files::size(path)?;
    let limit = converter.options().max_input as u64;
    let refused = |size: u64| -> Result<()> {
        let message = format!(
            "{}: the file of {size} bytes is larger than the limit of {limit} bytes (MaxInput)",
            files::shown(path)
        );
        Err(Error::new(Status::LimitReached, message).into())
    };
    if size > limit {
        return refused(size);
    }
    files::read(path, size, limit, bytes)?;
    // It may be larger than it said.
    if bytes.len() as u64 > limit { refused(bytes.len() as u64) } else { Ok(()) }
}

/// What `-o` names; none for standard output.
pub(crate) fn output(arguments: &Arguments) -> Option<&Path> {
    arguments.output.as_deref().filter(|output| *output != Path::new("-"))
}

/// Writes a document: in the place of a file, or to what only takes bytes, which a shell may name as well:
/// `/dev/null`, a terminal, a pipe; none is standard output.
pub(crate) fn write(output: Option<&Path>, bytes: &[u8]) -> Result<()> {
    match output {
        Some(path) if is_stream(path) => {
            let opened = std::fs::OpenOptions::new().write(true).open(path);
            let what = format!("can't write {}", files::shown(path));
            pour(opened.map_err(|error| failed(&what, error))?, bytes, &what)
        }
        Some(path) => Ok(files::write(path, bytes)?),
        None => print(bytes),
    }
}

pub(crate) fn print(bytes: &[u8]) -> Result<()> {
    pour(std::io::stdout().lock(), bytes, "standard output can't be written")
}

fn pour(mut output: impl Write, bytes: &[u8], what: &str) -> Result<()> {
    match output.write_all(bytes).and_then(|()| output.flush()) {
        // Who reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(|error| failed(what, error)),
    }
}

/// Whether a path is what a shell calls a file that is open already.
fn is_descriptor(path: &Path) -> bool {
    ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.parent() == Some(Path::new(folder)))
        || path == Path::new("/dev/stdin")
}

/// Whether a path leads to a device that takes characters, or to a pipe. Disks are left alone.
#[cfg(unix)]
fn is_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = std::fs::metadata(path).map(|metadata| metadata.file_type());
    kind.is_ok_and(|kind| kind.is_char_device() || kind.is_fifo())
}

/// The device of nothing; others have no use on Windows.
#[cfg(not(unix))]
fn is_stream(path: &Path) -> bool {
    path.as_os_str().eq_ignore_ascii_case("NUL")
}

fn is_folder(output: &Path) -> bool {
    output.is_dir() || output.as_os_str().to_string_lossy().ends_with(std::path::is_separator)
}

/// The file to write: in a folder, one with the input's name.
fn target(output: &Path, input: &Path, to: Format) -> PathBuf {
    match input.file_name() {
        Some(name) if is_folder(output) => output.join(name).with_extension(to.extension()),
        _ => output.to_owned(),
    }
}

fn failed(what: &str, error: std::io::Error) -> Failure {
    Failure { code: IO, message: format!("{what}: {error}") }
}
