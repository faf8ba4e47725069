//! The documents of `tests/documents`: each is converted in all directions and compared with what it
//! became before, `tests/documents/golden/NAME.EXT`.
//!
//! Input   `NAME.md`, `.txt`, `.rtf`, and `.html`, which goes in as mail programs wrap it in RTF. Where a
//!         `NAME.EXT.options` stands beside one, each of its lines is a set of options to do it all with.
//! Output  one file for each document: what it becomes in each format, what is reported, and how it comes
//!         back from RTF. A second trip must change nothing; nothing written says so.
//!
//! `UPDATE=1 cargo test --test converter documents::` writes the files anew.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Report;

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents")
}

/// The names of the files in a folder, in their order.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let files = entries
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.file_type().expect("a type of file").is_file());
    files.map(|entry| entry.file_name().into_string().expect("a name in UTF-8")).collect()
}

/// HTML as mail programs wrap it in RTF.
fn wrapped(html: &str) -> Vec<u8> {
    let mut rtf = String::from("{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 {\\*\\htmltag64 ");
    for unit in html.replace("\r\n", "\n").encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'\n') => rtf.push_str("\\par "),
            Ok(b'\t') => rtf.push_str("\\tab "),
            Ok(byte @ (b'\\' | b'{' | b'}')) => rtf.extend(['\\', char::from(byte)]),
            Ok(byte) if byte.is_ascii() => rtf.push(char::from(byte)),
            _ => write!(rtf, "\\u{}?", unit as i16).expect("a string"),
        }
    }
    rtf.push_str("}}");
    rtf.into_bytes()
}

/// One document with one set of options.
struct Trip<'a> {
    name: &'a str,
    options: &'a str,
    converter: Converter,
    said: String,
}

impl Trip<'_> {
    fn convert(&self, from: Format, to: Format, input: &[u8]) -> (String, Report) {
        let mut report = Report::default();
        let output = self.converter.convert_reporting(from, to, input, &mut report);
        let output = output.unwrap_or_else(|error| panic!("{}: {error}", self.name));
        (String::from_utf8(output).expect("all that is written is UTF-8"), report)
    }

    fn say(&mut self, what: &str, report: &Report, output: &str) {
        let options = if self.options.is_empty() { "" } else { "; " };
        let kinds: Vec<String> = report
            .iter()
            .filter(|(_, entry)| entry.count > 0)
            .map(|(loss, entry)| format!("{} {}", loss.name(), entry.count))
            .collect();
        let kinds = if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(", ") };
        // The version is not what these files are about.
        let output = output
            .replace(concat!("LegacyBridge ", env!("CARGO_PKG_VERSION")), "LegacyBridge")
            .replace("\r\n", "\n");
        // A tree is one line: its blocks have lines of their own here.
        let output = match output.starts_with("{\"pandoc-api-version\"") {
            true => output.replace("}]},{\"t\":", "}]},\n{\"t\":"),
            false => output,
        };
        let options = format!("{options}{}", self.options);
        let end = if output.ends_with('\n') { "" } else { "\n" };
        write!(self.said, "==== {what}{options} (reports {kinds})\n{output}{end}")
            .expect("a string");
    }

    /// All directions; fails where a second trip through RTF gives another text than the first.
    fn run(mut self, from: Format, input: &[u8]) -> (String, Option<String>) {
        for to in Format::outputs() {
            let (output, report) = self.convert(from, to, input);
            self.say(&format!("to {}", to.row().name), &report, &output);
        }
        let there = |trip: &Self, text: &str| {
            let (rtf, _) = trip.convert(Format::Markdown, Format::Rtf, text.as_bytes());
            trip.convert(Format::Rtf, Format::Markdown, rtf.as_bytes())
        };
        let (markdown, _) = self.convert(from, Format::Markdown, input);
        let (once, report) = there(&self, &markdown);
        let (twice, _) = there(&self, &once);
        if once == markdown {
            self.say("back from RTF", &report, "as it went\n");
        } else {
            self.say("back from RTF", &report, &once);
        }
        let changed = (once != twice).then(|| {
            let (before, after) = difference(&once, &twice);
            format!("{} {}: a second trip makes {after:?} of {before:?}", self.name, self.options)
        });
        (self.said, changed)
    }
}

/// The first lines that differ.
fn difference<'a>(before: &'a str, after: &'a str) -> (&'a str, &'a str) {
    let (mut left, mut right) = (before.lines(), after.lines());
    loop {
        match (left.next(), right.next()) {
            (None, None) => return ("the end", "another end"),
            (before, after) if before == after => {}
            (before, after) => return (before.unwrap_or("the end"), after.unwrap_or("the end")),
        }
    }
}

#[test]
fn documents_become_what_they_became() {
    let (folder, update) = (folder(), std::env::var_os("UPDATE").is_some());
    let all = names(&folder);
    let mut wrong = Vec::new();
    let documents: Vec<&String> = all.iter().filter(|name| !name.ends_with(".options")).collect();
    assert!(documents.len() > 20, "the documents are there");
    for name in &documents {
        let source = std::fs::read(folder.join(name)).expect("a document");
        let extension = name.rsplit('.').next().expect("an extension");
        let (from, input) = match Format::from_extension(extension) {
            Some(format) => (format, source),
            None if extension == "html" => {
                let html = String::from_utf8(source).unwrap_or_else(|e| panic!("{name}: {e}"));
                (Format::Rtf, wrapped(&html))
            }
            None => panic!("{name} has the extension of no format"),
        };
        let options = format!("{name}.options");
        let options = match all.contains(&options) {
            true => std::fs::read_to_string(folder.join(options)).expect("options"),
            false => "\n".to_owned(),
        };
        let mut said = String::new();
        for options in options.lines() {
            let parsed = Options::parse(options).unwrap_or_else(|e| panic!("{name}: {e}"));
            let converter = Converter::new(parsed).unwrap_or_else(|e| panic!("{name}: {e}"));
            let trip = Trip { name, options, converter, said: String::new() };
            let (text, changed) = trip.run(from, &input);
            said += &text;
            wrong.extend(changed);
        }
        let golden = folder.join("golden").join(name);
        if update {
            std::fs::write(&golden, &said).expect("the golden file");
        }
        let before = std::fs::read_to_string(&golden).unwrap_or_default();
        if before != said {
            let (before, after) = difference(&before, &said);
            wrong.push(format!("{name}: {after:?}, not {before:?}"));
        }
    }
    for golden in names(&folder.join("golden")) {
        if !documents.contains(&&golden) {
            wrong.push(format!("golden/{golden} belongs to no document"));
        }
    }
    for options in all.iter().filter_map(|name| name.strip_suffix(".options")) {
        if !all.contains(options) {
            wrong.push(format!("{options}.options belongs to no document"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nwhere that is right: UPDATE=1 cargo test --test converter documents::",
        wrong.join("\n")
    );
}
