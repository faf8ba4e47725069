//! The options of a job, as a connection string.
//!
//! Shape   `Workers=2;Overwrite=Yes;Extensions=md,txt;Recursive=No`, read as the options of a
//!         converter are.
//! Errors  `BadOption`, at the key.
//! Limits  1 to 64 workers; 0 means one for each processor, 8 at most.

use std::thread::available_parallelism;

use super::names;
use crate::error::{Error, Result, Status};
use crate::formats::Format;
use crate::options::{bad_value, boolean, next_item, placed, unknown};

/// Most workers that a job can have.
pub const MOST_WORKERS: usize = 64;
/// A setter's complaint: what the key takes.
type Expected = &'static str;
type Set = fn(&mut Settings, &str) -> std::result::Result<(), Expected>;

const KEYS: [(&str, Set); 7] = [
    ("Workers", |settings, value| worker_number(value).map(|number| settings.workers = number)),
    ("Overwrite", |settings, value| boolean(value).map(|yes| settings.overwrite = yes)),
    ("Recursive", |settings, value| boolean(value).map(|yes| settings.recursive = yes)),
    ("Extensions", |settings, value| {
        Extensions::parse(value).map(|extensions| settings.extensions = extensions)
    }),
    ("Join", |settings, value| {
        if !value.is_empty() && !names::is_legal(value) {
            return Err("the name of a file, which has no folder in it");
        }
        settings.join = value.into();
        Ok(())
    }),
    ("Split", |settings, value| {
        let level = value.parse().ok().filter(|level| *level <= 6);
        level.map(|level| settings.split = level).ok_or("a level of headings from 1 to 6, or 0")
    }),
    ("NewPage", |settings, value| boolean(value).map(|yes| settings.new_page = yes)),
];

/// Most workers that a job gets without asking for them.
const USUAL_WORKERS: usize = 8;

/// How a job goes about its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `Workers=`: threads that convert; 0 means one for each processor.
    pub workers: usize,
    /// `Overwrite=`: whether outputs replace files that are there.
    pub overwrite: bool,
    /// `Recursive=`: whether folders in the folder are read too.
    pub recursive: bool,
    /// `Extensions=`: which files of a folder are read.
    pub extensions: Extensions,
    /// `Join=`: the name of the one document that is made of all; empty if each is one.
    pub join: Box<str>,
    /// `NewPage=`: whether each document begins a page of the one that is made of all.
    pub new_page: bool,
    /// `Split=`: the level of headings at which each document is cut; 0 if it is not.
    pub split: u8,
}

/// Which files of a folder are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extensions {
    /// Those that files of the input's format usually have.
    Usual,
    /// All files, whatever their names.
    All,
    /// Those with one of these extensions, in small letters and without the dot.
    Named(Vec<String>),
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            workers: 0,
            overwrite: false,
            recursive: true,
            extensions: Extensions::Usual,
            join: "".into(),
            new_page: true,
            split: 0,
        }
    }
}

impl Settings {
    /// Reads a connection string; what it leaves out has its default.
    pub fn parse(text: &str) -> Result<Settings> {
        let mut settings = Settings::default();
        let mut at = 0;
        // Where a key stands that does not go with one before it.
        let mut contrary = None;
        while let Some(item) = next_item(text, &mut at)? {
            let known = KEYS.iter().find(|(name, _)| name.eq_ignore_ascii_case(item.key));
            let Some((name, set)) = known else { return Err(unknown(&item)) };
            set(&mut settings, &item.value).map_err(|expected| bad_value(&item, name, expected))?;
            contrary = settings.check().err().map(|_| contrary.unwrap_or(item.at));
        }
        settings.check().map_err(|error| placed(error, contrary))?;
        Ok(settings)
    }

    /// Complains about what can't stand together.
    pub fn check(&self) -> Result<()> {
        if self.split > 0 && !self.join.is_empty() {
            return Err(Error::new(Status::BadOption, "Join and Split can't stand together"));
        }
        Ok(())
    }

    /// How many threads convert; one document is made by one.
    pub fn workers(&self) -> usize {
        if self.join.is_empty() { workers(self.workers) } else { 1 }
    }
}

/// How many threads a number of workers means.
pub(crate) fn workers(number: usize) -> usize {
    match number {
        0 => available_parallelism().map_or(1, usize::from).min(USUAL_WORKERS),
        number => number.min(MOST_WORKERS),
    }
}

impl Extensions {
    /// Reads `md,markdown` or `*.md *.markdown`, and `*` for all files.
    pub fn parse(text: &str) -> std::result::Result<Extensions, Expected> {
        let words = text.split([',', ' ', '|']).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        if words == ["*"] || words == ["*.*"] {
            return Ok(Extensions::All);
        }
        let mut names = Vec::new();
        for word in words {
            let name = word.strip_prefix('*').unwrap_or(word);
            let name = name.strip_prefix('.').unwrap_or(name);
            if name.is_empty() || name.contains(['*', '?', '/', '\\', '.']) {
                return Err(EXTENSIONS);
            }
            names.push(name.to_lowercase());
        }
        if names.is_empty() { Err(EXTENSIONS) } else { Ok(Extensions::Named(names)) }
    }

    /// Whether files with this extension are read, where inputs are in `from`.
    pub fn matches(&self, from: Format, extension: Option<&str>) -> bool {
        let Some(extension) = extension else { return *self == Extensions::All };
        let extension = extension.to_lowercase();
        match self {
            Extensions::All => true,
            Extensions::Named(names) => names.contains(&extension),
            Extensions::Usual => from.usual_extensions().any(|usual| usual == extension),
        }
    }
}

const EXTENSIONS: Expected = "extensions such as md,markdown, or * for all files";

/// Reads a number of workers.
pub(crate) fn worker_number(value: &str) -> std::result::Result<usize, Expected> {
    let number = value.parse().ok().filter(|number| *number <= MOST_WORKERS);
    number.ok_or("a number from 0 to 64")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read() {
        let expected = Settings {
            workers: 3,
            overwrite: true,
            recursive: false,
            extensions: Extensions::Named(vec!["md".into(), "memo".into()]),
            join: "all of it.rtf".into(),
            new_page: false,
            split: 0,
        };
        let text = "workers=3; OVERWRITE=yes;Recursive=0;split=6;extensions={*.MD, .memo};\
                    join=all of it.rtf;newpage=no;split=0";
        assert_eq!(Settings::parse(text), Ok(expected));
        assert_eq!(Settings::parse(""), Ok(Settings::default()));
        assert_eq!(Settings::parse("Join=;Split=6").map(|settings| settings.split), Ok(6));
        assert_eq!(Settings::parse("Extensions=*").unwrap().extensions, Extensions::All);
        assert!(Settings::default().workers() >= 1);
    }

    #[test]
    fn bad_keys_and_values_are_named() {
        let cases = [
            ("Workers=65", 0, "Workers"),
            ("Workers=-1", 0, "Workers"),
            ("Overwrite=maybe", 0, "Overwrite"),
            ("Workers=1;Recursive=2", 10, "Recursive"),
            ("Extensions=", 0, "Extensions"),
            ("Extensions=a*", 0, "Extensions"),
            ("Extensions=*.", 0, "Extensions"),
            ("Join=a/b.md", 0, "Join"),
            ("Join=con.md", 0, "Join"),
            ("Split=7", 0, "Split"),
            ("Split=one", 0, "Split"),
            ("NewPage=2", 0, "NewPage"),
            ("Join=a;Workers=1;Split=1;NewPage=No", 17, "Split"),
            ("Split=1;Join=;Split=2;Join=a", 22, "Join"),
            ("Target=Word", 0, "Target"),
            ("Workers", 0, "Workers"),
        ];
        for (text, at, key) in cases {
            let error = Settings::parse(text).unwrap_err();
            assert_eq!((error.status, error.offset), (Status::BadOption, Some(at)), "{text}");
            assert!(error.message.contains(key), "{text}: {error}");
        }
    }

    #[test]
    fn extensions_match_without_regard_to_case() {
        let named = Extensions::parse("MÜ md").unwrap();
        let cases = [
            (&named, Some("Mü"), true),
            (&named, Some("MD"), true),
            (&named, Some("rtf"), false),
            (&named, None, false),
            (&Extensions::Usual, Some("MarkDown"), true),
            (&Extensions::Usual, Some("rtf"), false),
            (&Extensions::All, None, true),
        ];
        for (extensions, extension, expected) in cases {
            assert_eq!(extensions.matches(Format::Markdown, extension), expected, "{extension:?}");
        }
    }
}
