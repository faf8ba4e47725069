//! Real documents by others, from the folder that `LEGACYBRIDGE_CORPUS` names. Where it is unset the
//! tests are ignored: none of those documents is part of the project.

use legacybridge::converter::{Converter, Format};
use legacybridge::document::{Document, View};
use legacybridge::error::Status;
use legacybridge::markdown;
use legacybridge::options::Options;
use legacybridge::report::Report;
use std::path::{Path, PathBuf};

use crate::kit::outline;

pub(crate) fn corpus(folder: &str) -> PathBuf {
    let root = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    Path::new(&root).join(folder)
}

pub(crate) fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| extensions.iter().any(|x| e == *x)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn converter() -> Converter {
    Converter::new(Options::default()).expect("default options")
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn every_rtf_file_goes_both_ways() {
    let folder = corpus("rtf");
    let converter = converter();
    let files = files(&folder, &["rtf"]);
    assert!(files.len() > 100, "the corpus is there");
    for path in files {
        let source = std::fs::read(&path).expect("a readable file");
        let markdown = converter.convert(Format::Rtf, Format::Markdown, &source);
        let markdown = markdown.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let rtf = converter.convert(Format::Markdown, Format::Rtf, &markdown);
        let rtf = rtf.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(rtf.is_ascii(), "{}", path.display());
        let again = converter.convert(Format::Rtf, Format::Markdown, &rtf).expect("our own RTF");
        std::str::from_utf8(&again).expect("UTF-8");
    }
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn every_markdown_file_goes_both_ways() {
    let folder = corpus("markdown");
    let converter = converter();
    for path in files(&folder, &["md", "txt"]) {
        let source = std::fs::read(&path).expect("a readable file");
        let rtf = converter.convert(Format::Markdown, Format::Rtf, &source).expect("RTF");
        assert!(rtf.is_ascii());
        let once = converter.convert(Format::Rtf, Format::Markdown, &rtf).expect("Markdown");
        let rtf = converter.convert(Format::Markdown, Format::Rtf, &once).expect("RTF again");
        let twice = converter.convert(Format::Rtf, Format::Markdown, &rtf).expect("Markdown again");
        assert_eq!(
            String::from_utf8_lossy(&once),
            String::from_utf8_lossy(&twice),
            "{}: a second trip changes something",
            path.display()
        );
    }
}

/// The examples of a specification in CommonMark's format.
fn examples(spec: &str) -> Vec<String> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if line.starts_with(&format!("{fence} example")) {
            let source = lines.by_ref().take_while(|line| *line != ".");
            let text: String = source.flat_map(|line| [line, "\n"]).collect();
            found.push(text.replace('\u{2192}', "\t"));
        }
    }
    found
}

/// A Markdown document as one line, line ends of the source counting as spaces.
fn outline(markdown: &str) -> String {
    let mut doc = Document::default();
    doc.reset(256);
    let read = markdown::read(markdown, &Options::default(), &mut doc, &mut Report::default());
    read.expect("Markdown is read");
    outline::outline(View { doc: &doc, source: markdown.as_bytes() }).replace("<soft/>", " ")
}

/// The floor is what was reached when it was set. A link without text comes back with its address as
/// text: that is how a person reads such a field.
#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn examples_of_the_specification_come_back_through_rtf() {
    // Links without text come back as their tags, the same to who looks at the page.
    const FLOOR: usize = 635;
    let folder = corpus("markdown");
    let spec = std::fs::read_to_string(folder.join("commonmark-spec-0.31.txt")).expect("the spec");
    let converter = converter();
    let examples = examples(&spec);
    assert_eq!(examples.len(), 655);
    let same = |example: &&String| {
        let rtf = converter.convert(Format::Markdown, Format::Rtf, example.as_bytes());
        let back = converter.convert(Format::Rtf, Format::Markdown, &rtf.expect("RTF"));
        let back = String::from_utf8(back.expect("Markdown")).expect("UTF-8");
        let (there, here) = (outline(example), outline(&back));
        if there != here {
            println!("{example}\n  {there}\n  {here}\n");
        }
        there == here
    };
    let good = examples.iter().filter(same).count();
    println!("{good} of {} examples come back", examples.len());
    assert!(good >= FLOOR, "{good} examples come back, {FLOOR} did before");
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn broken_halves_of_real_files_are_read() {
    let folder = corpus("rtf");
    let converter = converter();
    for path in files(&folder, &["rtf"]) {
        let source = std::fs::read(&path).expect("a readable file");
        for part in [1, 3, 7] {
            let cut = source.len() * part / 8;
            for piece in [&source[..cut], &source[cut..]] {
                match converter.convert(Format::Rtf, Format::Markdown, piece) {
                    Ok(markdown) => drop(String::from_utf8(markdown).expect("UTF-8")),
                    Err(error) => assert_ne!(error.status, Status::Internal, "{}", path.display()),
                }
            }
        }
    }
}
