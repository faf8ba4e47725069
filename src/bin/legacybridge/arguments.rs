//! What can be said on the command line, and the help that teaches it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{IntoResettable, StyledStr};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use legacybridge::batch::settings::MOST_WORKERS;
use legacybridge::formats::Format;

/// The command line.
pub(crate) struct Arguments {
    pub inputs: Vec<PathBuf>,
    pub output: Option<PathBuf>,
    pub from: Option<Format>,
    pub to: Option<Format>,
    pub options: String,
    /// Whether a report is wanted, and the file that it goes to if not to standard error.
    pub report: Option<Option<PathBuf>>,
    pub stats: bool,
    pub overwrite: bool,
    /// Goes on where a run was ended before it was over.
    pub resume: bool,
    pub workers: usize,
    pub extensions: Option<String>,
    pub recursive: bool,
    /// The name of the one document that is made of all.
    pub join: Option<PathBuf>,
    /// The level of headings at which each document is cut; 0 if it is not.
    pub split: u8,
    /// The documents of that one follow each other on a page.
    pub in_a_row: bool,
    pub quiet: bool,
    pub list_options: bool,
    pub dump: Option<Dump>,
    /// `check` writes JSON.
    pub json: bool,
    /// The file of values that the document is filled with.
    pub fill: Option<PathBuf>,
}

/// What is shown of a document instead of converting it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dump {
    /// What the lexer makes of RTF.
    Tokens,
    /// The document that the reader makes.
    Tree,
}

const EXAMPLES: &str = "\
Examples:
  legacybridge letter.rtf                          Show a letter as Markdown
  legacybridge letter.rtf -o letter.md             Write it to a file
  legacybridge notes.md -o notes.rtf               Markdown to RTF
  legacybridge < letter.rtf > letter.md            From standard input to standard output
  legacybridge letter.rtf -t text                  Only the words
  legacybridge notes.md -o n.rtf --options \"Target=RichEdit;BodyFont=Arial\"
  legacybridge archive -f rtf -o converted         A folder and all folders in it
  legacybridge archive -f rtf -o converted --workers 2 --report=report.json
  legacybridge archive -f rtf -o converted --stats --report=report.jsonl --resume
                                                   Go on where a run was ended
  legacybridge *.rtf -o converted                  Several files into one folder
  legacybridge chapters/*.md --join book.rtf       One document of several
  legacybridge book.rtf --split 1 -o chapters      A file of each chapter
  legacybridge letter.rtf --fill ann.json -o ann.rtf
                                                   Values in the places of {{name}} and of merge fields

  legacybridge check letter.rtf notes.md           Say what is wrong with them: file:line:column
  legacybridge theme Modern -o letter.rtf          The styles of a theme, to start a template from

Files named check and theme are ./check and ./theme.

Formats follow from the names: .rtf is RTF, .txt plain text, .json pandoc's tree, all else Markdown. Standard
input, and a file with -f auto, is RTF if it begins like RTF, else what the option Otherwise says:
Markdown. Where nothing says what to convert to, RTF
becomes Markdown and everything else becomes RTF. For a folder, -f or -t must be given.

One document goes to standard output unless -o names a file, which is replaced, or a device or a pipe. Folders and
several files go to the folder that -o names; files that are there are kept unless --overwrite
is given, and a file that fails stops nothing. An output that is there is whole: it gets its name
when it is. So the same command goes on where a run was ended, by Ctrl-C or otherwise. Ctrl-C lets
the documents that were begun be finished; a second one ends at once.

Exit codes:
  0   everything was converted, or kept because it was there
  1   a document, or at least one of several, could not be converted; check: something was found
  2   the command line or an option is wrong
  3   a file or folder could not be read or written
  4   there is not enough memory (see the option MemoryLimit)
  70  a fault in the program itself
  130 ended by Ctrl-C before everything was converted";

impl Arguments {
    /// Reads the command line, or prints help or a complaint and says how to end.
    pub(crate) fn read() -> Result<Arguments, ExitCode> {
        match command().try_get_matches() {
            Ok(matches) => Ok(Arguments::from(matches)),
            Err(error) => {
                let asked =
                    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
                // A closed pipe is the only thing that can go wrong here.
                let _ = error.print();
                Err(if asked { ExitCode::SUCCESS } else { ExitCode::from(super::USAGE) })
            }
        }
    }
}

impl From<ArgMatches> for Arguments {
    fn from(mut matches: ArgMatches) -> Self {
        let paths = matches.remove_many("input").map(Iterator::collect).unwrap_or_default();
        let report: Option<PathBuf> = matches.remove_one("report");
        Arguments {
            inputs: paths,
            output: matches.remove_one("output"),
            from: matches.remove_one("from"),
            to: matches.remove_one("to"),
            options: matches.remove_one("options").unwrap_or_default(),
            report: report.map(|path| Some(path).filter(|path| path.as_os_str() != "-")),
            stats: matches.get_flag("stats"),
            overwrite: matches.get_flag("overwrite"),
            resume: matches.get_flag("resume"),
            workers: matches.remove_one::<u64>("workers").unwrap_or_default() as usize,
            extensions: matches.remove_one("extensions"),
            recursive: !matches.get_flag("no-recursion"),
            join: matches.remove_one("join"),
            split: matches.remove_one("split").unwrap_or_default(),
            in_a_row: matches.get_flag("in-a-row"),
            quiet: matches.get_flag("quiet"),
            list_options: matches.get_flag("list-options"),
            dump: matches.remove_one("dump"),
            json: matches.get_flag("json"),
            fill: matches.remove_one("fill"),
        }
    }
}

fn format_of(name: &str) -> Result<Format, String> {
    Format::from_name(name).ok_or_else(none_of_them)
}

fn dump_of(name: &str) -> Result<Dump, String> {
    match name {
        "tokens" => Ok(Dump::Tokens),
        "tree" => Ok(Dump::Tree),
        _ => Err("it is neither tokens nor tree".into()),
    }
}

fn output_format(name: &str) -> Result<Format, String> {
    format_of(name).ok().filter(|format| format.is_output()).ok_or_else(none_of_them)
}

fn none_of_them() -> String {
    format!("it is none of {}", output_names().join(", "))
}

fn output_names() -> Vec<&'static str> {
    Format::outputs().map(Format::name).collect()
}

/// `a, b or c`
fn alternatives(mut names: Vec<&str>) -> String {
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} or {last}", names.join(", ")),
        last => last.unwrap_or_default().into(),
    }
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn valued(name: &'static str, value: &'static str, help: impl IntoResettable<StyledStr>) -> Arg {
    Arg::new(name).long(name).value_name(value).help(help)
}

/// All that can be said.
pub(crate) fn command() -> Command {
    let outputs = alternatives(output_names());
    let inputs = alternatives([output_names(), vec!["auto"]].concat());
    Command::new("legacybridge")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Converts RTF, Markdown, HTML, CSV and plain text into each other")
        .after_help(
            "Try: legacybridge letter.rtf -o letter.md\nMore, with examples: legacybridge --help",
        )
        .after_long_help(EXAMPLES)
        .max_term_width(100)
        .arg(
            Arg::new("input")
                .value_name("INPUT")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .help("A file, a folder, or several files; - or nothing for standard input"),
        )
        .arg(
            valued("output", "PATH", "The file to write, - for standard output; for folders and several files a folder")
                .short('o')
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            valued("from", "FORMAT", format!("Format of the input: {inputs}"))
                .short('f')
                .value_parser(format_of),
        )
        .arg(
            valued("to", "FORMAT", format!("Format of the output: {outputs}"))
                .short('t')
                .value_parser(output_format),
        )
        .arg(valued("options", "OPTIONS", "Options such as \"Target=Word;BodySize=10.5\""))
        .arg(flag("list-options", "Say what options there are, and end"))
        .arg(
            valued(
                "report",
                "FILE",
                "Say what could not be kept; with =FILE, write it there as JSON; with =FILE.jsonl, of several files line by line as it goes",
            )
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("-")
            .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            valued(
                "fill",
                "FILE",
                "One document: put the values of a JSON object into it, in the places of {{name}} and of merge fields",
            )
            .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            valued("dump", "WHAT", "Show what is made of a document: tokens (of RTF) or its tree")
                .require_equals(true)
                .value_parser(dump_of),
        )
        .arg(flag("json", "With check: one object of JSON for each file"))
        .arg(flag("stats", "Say what it took: times, bytes, memory; of several files what was lost, too"))
        .arg(flag("overwrite", "Several files: replace outputs that are there"))
        .arg(
            flag("resume", "Several files: go on after a run that was ended; add to its report .jsonl")
                .conflicts_with("overwrite"),
        )
        .arg(
            valued(
                "workers",
                "NUMBER",
                "Several files: how many at a time; 0: as many as processors",
            )
            .value_parser(value_parser!(u64).range(0..=MOST_WORKERS as u64)),
        )
        .arg(valued("extensions", "LIST", "A folder: which files, such as rtf,doc; * for all"))
        .arg(flag("no-recursion", "A folder: leave out the folders in it"))
        .arg(
            valued("join", "NAME", "Make one document of all: a file of that name in the folder of -o, or here")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            valued("split", "LEVEL", "Cut each document at its headings of that level into files of the folder of -o")
                .value_parser(value_parser!(u8).range(1..=6))
                .conflicts_with("join"),
        )
        .arg(flag("in-a-row", "With --join: begin no new page with each document").requires("join"))
        .arg(flag("quiet", "Several files: no progress bar and no summary").short('q'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        command().debug_assert();
    }

    #[test]
    fn a_report_needs_no_file() {
        let read = |words: &[&str]| Arguments::from(command().get_matches_from(words)).report;
        assert_eq!(read(&["legacybridge"]), None);
        assert_eq!(read(&["legacybridge", "--report", "a.md"]), Some(None));
        assert_eq!(read(&["legacybridge", "--report=r.json"]), Some(Some("r.json".into())));
    }
}
