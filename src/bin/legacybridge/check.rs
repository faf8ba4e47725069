//! `legacybridge check FILES` and `legacybridge theme NAME`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use legacybridge::converter::Converter;
use legacybridge::files;
use legacybridge::formats::Format;
use legacybridge::options::Options;

use super::arguments::Arguments;
use super::one::{output, print, write};
use super::{FAILED, Failure, Result, formats};

/// Says what is wrong with files, one finding a line, or one object of JSON for each file.
pub(crate) fn check(
    arguments: &Arguments,
    converter: &Converter,
    inputs: &[PathBuf],
) -> Result<ExitCode> {
    if inputs.is_empty() {
        return Err(Failure::usage("there is nothing to check: name files"));
    }
    let mut code = ExitCode::SUCCESS;
    for input in inputs {
        let mut bytes = Vec::new();
        files::read(input, files::size(input)?, u64::MAX, &mut bytes)?;
        let from = match arguments.from {
            None => formats::of_name(input),
            Some(Format::Detect) => formats::of_text(&bytes, converter.options().otherwise),
            Some(from) => from,
        };
        let name = files::shown(input).to_string();
        let found = converter.check(from, &bytes, Some(&name))?;
        if !found.is_empty() {
            code = ExitCode::from(FAILED);
        }
        if arguments.json {
            print(&converter.check(from, &bytes, None)?)?;
            print(b"\n")?;
        } else {
            print(&found)?;
        }
    }
    Ok(code)
}

/// Writes the RTF of a theme, with all its styles, to start a template from.
pub(crate) fn theme(arguments: &Arguments, names: &[PathBuf]) -> Result<ExitCode> {
    let [name] = names else {
        return Err(Failure::usage("name one theme: legacybridge theme Modern -o letter.rtf"));
    };
    let options = format!("{};Styles=All;Theme={}", arguments.options, name.display());
    let converter = Converter::new(Options::parse(&options)?)?;
    let rtf = converter.convert(Format::Markdown, Format::Rtf, b"")?;
    write(output(arguments), &rtf)?;
    Ok(ExitCode::SUCCESS)
}

/// Whether the first input is a word of the program and no file: `./check` is a file.
pub(crate) fn is_word(inputs: &[PathBuf], word: &str) -> bool {
    inputs.first().is_some_and(|first| first == Path::new(word) && first.as_os_str() == word)
}
