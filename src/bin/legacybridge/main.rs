//! `legacybridge`: converts files, folders and standard input from the command line.
//!
//! | file | what it is for |
//! |---|---|
//! | `arguments` | what can be said on the command line, and its help |
//! | `lines` | a report that is written as it goes |
//! | `formats` | which format a name or a text has |
//! | `check` | what is wrong with files; themes written out |
//! | `table` | what it took and what was lost, of many documents |
//! | `one` | one document: a file or standard input |
//! | `many` | a folder or several files, with a progress bar |
//! | `pages` | a test that keeps manual page and completions as the command line is |
//! | `tell` | what is said about a conversion: report, statistics, failures |

mod arguments;
mod check;
mod formats;
mod lines;
mod many;
mod one;
#[cfg(test)]
mod pages;
mod table;
mod tell;

use std::fmt::Display;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::Arguments;
use legacybridge::converter::Converter;
use legacybridge::error::{Error, Status};
use legacybridge::options::{Options, documentation};

/// Why the program ends without having done what it was asked to.
struct Failure {
    code: u8,
    message: String,
}

type Result<T> = std::result::Result<T, Failure>;

/// Some documents could not be converted.
const FAILED: u8 = 1;
/// The command line is wrong.
const USAGE: u8 = 2;
/// A file could not be read or written.
const IO: u8 = 3;
/// There is not enough memory.
const MEMORY: u8 = 4;
/// Somebody has pressed Ctrl-C: 128 and the signal, as shells say it.
const INTERRUPTED: u8 = 130;
/// A fault of the program itself.
const INTERNAL: u8 = 70;

impl Failure {
    fn usage(message: impl Display) -> Self {
        let message = format!("{message}\nFor what can be said, see: legacybridge --help");
        Failure { code: USAGE, message }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.status {
            Status::BadOption | Status::BadArgument => USAGE,
            Status::Io => IO,
            Status::MemoryLimit | Status::Busy => MEMORY,
            Status::Internal => INTERNAL,
            _ => FAILED,
        };
        Failure { code, message: error.to_string() }
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    // A panic has said its words on standard error.
    let result = std::panic::catch_unwind(|| run(&arguments));
    match result.unwrap_or_else(|_| Err(Failure { code: INTERNAL, message: "a fault".into() })) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("legacybridge: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.list_options {
        print!("{}", documentation());
        return Ok(ExitCode::SUCCESS);
    }
    if check::is_word(&arguments.inputs, "theme") {
        return check::theme(arguments, &arguments.inputs[1..]);
    }
    let converter = Converter::new(Options::parse(&arguments.options)?)?;
    if check::is_word(&arguments.inputs, "check") {
        return check::check(arguments, &converter, &arguments.inputs[1..]);
    }
    let is_parted = arguments.join.is_some() || arguments.split > 0;
    match arguments.inputs.as_slice() {
        [] if std::io::stdin().is_terminal() => {
            Err(Failure::usage("there is nothing to convert: name a file, or - for standard input"))
        }
        _ if arguments.dump.is_some() && !is_one(&arguments.inputs) => {
            Err(Failure::usage("--dump shows one document: name one file, or - for standard input"))
        }
        _ if arguments.fill.is_some() && (is_parted || !is_one(&arguments.inputs)) => {
            Err(Failure::usage("--fill fills one document: name one file, or - for standard input"))
        }
        [] | [_] if is_parted && !is_file_or_folder(&arguments.inputs) => {
            Err(Failure::usage("--join and --split are for files and folders"))
        }
        [] => one::stream(arguments, converter),
        [input] if input == Path::new("-") => one::stream(arguments, converter),
        [input] if input.is_dir() => many::folder(arguments, converter, input),
        [input] if !is_parted => one::file(arguments, converter, input),
        inputs => many::list(arguments, converter, checked(inputs)?),
    }
}

/// Whether the first input is not standard input.
fn is_file_or_folder(inputs: &[PathBuf]) -> bool {
    inputs.first().is_some_and(|input| input != Path::new("-"))
}

/// Whether at most one document is named.
fn is_one(inputs: &[PathBuf]) -> bool {
    match inputs {
        [] => true,
        [input] => !input.is_dir(),
        _ => false,
    }
}

/// Several inputs are files, all of them.
fn checked(inputs: &[PathBuf]) -> Result<&[PathBuf]> {
    let problem = |input: &PathBuf| match input {
        input if input == Path::new("-") => Some("standard input can't stand beside other inputs"),
        input if input.is_dir() => Some("a folder can't stand beside other inputs"),
        _ => None,
    };
    match inputs.iter().find_map(|input| Some((input, problem(input)?))) {
        None => Ok(inputs),
        Some((input, problem)) => Err(Failure::usage(format!("{}: {problem}", input.display()))),
    }
}
