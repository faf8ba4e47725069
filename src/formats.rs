//! The formats: one row each, and the only list of them.
//!
//! Shape   [`Format`] names a format, [`Format::row`] is what it is: names, extensions, what its
//!         input and output look like, its reader and its writer. Whoever must know something of a
//!         format asks its row; nobody else tells formats apart by a list of their own.
//! Units   bytes; how much an output may grow is counted in inputs.
//! Errors  those of readers and writers.
//!
//! A new format is a row of this table, a field of `Readers` or `Writers` if it keeps buffers,
//! and a constant of the header (`ffi/constants.rs`); the compiler asks for each of them.

use crate::buffers::{Lent, kept};
use crate::document::{Document, Feature, Holds, View};
use crate::error::{Error, Result, Status};
use crate::memory::Output;
use crate::options::{Options, Target};
use crate::report::Report;
use crate::rtf::template::Template;
use crate::text::codepage::CodePage;
use crate::{csv, html, json, markdown, plain, rtf};

/// What a format is.
#[derive(Debug)]
pub struct Row {
    /// The name in metrics, messages and on the command line.
    pub name: &'static str,
    /// What it is called on the command line too.
    pub other_names: &'static [&'static str],
    /// Extensions of its files in small letters; outputs get the first.
    pub extensions: &'static [&'static str],
    /// What it is converted to where nobody says.
    pub counterpart: Format,
    /// What its documents are made of.
    pub(crate) form: Form,
    /// Whether raw HTML stands in them in hidden text, where who sees the document sees nothing of it.
    pub(crate) hides_html: bool,
    /// Whether bytes without blanks before them begin like it; none where that can't be told.
    pub(crate) begins: Option<fn(&[u8]) -> bool>,
    /// The code page that bytes of it are in, where the options name one.
    pub(crate) page: Option<fn(&[u8], CodePage) -> CodePage>,
    /// How many times its input a conversion is expected to need, see [`crate::memory::budget`].
    pub(crate) need: usize,
    /// None for what is never read as such.
    pub(crate) reader: Option<Read>,
    /// None for what is never written.
    pub(crate) writer: Option<Writer>,
    /// How it is written for report writers; none where it is written one way for all.
    pub(crate) drawn: Option<Writer>,
}

/// What documents of a format are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Bytes that name their own code pages: damage among them is the reader's business, and lines
    /// mean nothing in them.
    Bytes,
    /// Text in the code page of the options, in lines.
    Text,
    /// Text in UTF-8 whatever the options say, whose lines mean nothing.
    Utf8,
}

/// Where raw HTML stands in what is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HtmlStands {
    /// It is markup there.
    AsMarkup,
    /// It is read there and written anew, unless the options let it pass.
    Anew,
    /// In hidden text: who sees the document sees nothing of it.
    Hidden,
    /// It can't stand there.
    Nowhere,
}

/// Reads a document, which must have been reset, and returns the bytes that its spans point into.
pub(crate) type Read = for<'a> fn(
    Given<'a>,
    &Options,
    &mut Document,
    &mut Report,
    &'a mut Readers,
) -> Result<&'a [u8]>;

/// What a reader is given: bytes, and the same as text where the input is text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Given<'a> {
    pub bytes: &'a [u8],
    pub text: Option<&'a str>,
}

impl<'a> Given<'a> {
    fn text(self) -> Result<&'a str> {
        self.text.ok_or_else(|| Error::new(Status::Internal, "the input is not text"))
    }
}

/// How a format is written.
#[derive(Debug)]
pub(crate) struct Writer {
    pub write: Write,
    /// Where raw HTML stands in it.
    pub html: HtmlStands,
    /// Whether front matter stands in it as it is.
    pub has_front: bool,
    /// Whether it has words for colours and other looks.
    pub is_rich: bool,
    /// Whether it has words for changes and comments.
    pub marks_changes: bool,
    /// What it has words for of a document, by the options.
    pub holds: Held,
    /// Bytes that a node is expected to take, beside its own text.
    pub per_node: usize,
    /// How many times its input an output may be large, if `MaxOutput` doesn't say.
    pub growth: usize,
    /// How much each cell of a table may add to that: what spans are filled with stands in no input, and
    /// `MaxCells` bounds it.
    pub per_cell: usize,
    /// Whether the tables of a template go into its outputs.
    pub is_dressed: bool,
    /// Whether it ends its lines itself, whatever `LineEnds` says.
    pub ends_lines: bool,
}

/// What a format has words for of a document.
pub(crate) type Held = fn(View<'_>, &Options, &mut Writers) -> Result<Holds>;

/// Writes a document.
pub(crate) type Write =
    fn(View<'_>, &Options, Option<&Template>, &mut Output, &mut Report, &mut Writers) -> Result<()>;

kept! {
    /// Buffers of the readers.
    #[derive(Debug, Default)]
    pub(crate) struct Readers {
        pub rtf: Lent<rtf::wrapper::Scratch>,
        pub html: Lent<html::Scratch>,
        pub csv: Lent<csv::ReaderScratch>,
        pub json: Lent<json::ReaderScratch>,
    }
}

kept! {
    /// Buffers of the writers.
    #[derive(Debug, Default)]
    pub(crate) struct Writers {
        pub rtf: Lent<rtf::writer::Scratch>,
        pub markdown: Lent<markdown::Scratch>,
        pub plain: Lent<plain::Scratch>,
        pub html: Lent<html::WriterScratch>,
        pub csv: Lent<csv::Scratch>,
        pub json: Lent<json::Scratch>,
    }
}

/// Makes the enum, the list of all and the way to a row of the rows.
macro_rules! formats {
    ($($(#[$about:meta])* $name:ident = $number:literal: $row:expr;)*) => {
        /// The formats, numbered as in the C interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(i32)]
        pub enum Format {
            $($(#[$about])* $name = $number,)*
        }

        impl Format {
            /// Every format, in the order of the table.
            pub const ALL: [Format; [$($number),*].len()] = [$(Format::$name),*];

            /// One more than the largest number: the length of arrays that a format's number indexes.
            pub(crate) const NUMBERS: usize = {
                let (all, mut largest, mut at) = ([$($number),*], 0, 0);
                while at < all.len() {
                    largest = if all[at] > largest { all[at] } else { largest };
                    at += 1;
                }
                largest + 1
            };

            /// What it is.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Format::$name => const { &$row },)*
                }
            }
        }
    };
}

/// What RTF has words for, beside what every format holds: all that there is, so that nobody has to look.
const RTF: Holds = Holds::of(&[
    Feature::BlocksInCells,
    Feature::MergedCells,
    Feature::ColumnWidths,
    Feature::Alignment,
    Feature::Direction,
    Feature::PageBreaks,
    Feature::Captions,
    Feature::ListStyles,
    Feature::PictureSizes,
    Feature::NotesInCells,
    Feature::Colors,
    Feature::SmallCaps,
    Feature::Endnotes,
    Feature::OddPictures,
    Feature::OddLinks,
    Feature::HeadingNames,
]);

/// What of that report writers draw.
const DRAWN: Holds = Holds::of(&[
    Feature::Alignment,
    Feature::Direction,
    Feature::ListStyles,
    Feature::Colors,
    Feature::NotesInCells,
    // All notes are counted by the writer.
    Feature::Endnotes,
    Feature::OddPictures,
    Feature::OddLinks,
    // And all names of headings.
    Feature::HeadingNames,
]);

formats! {
    /// Markdown.
    Markdown = 1: Row {
        name: "markdown",
        other_names: &["md"],
        extensions: &["md", "markdown", "mdown", "mkd"],
        counterpart: Format::Rtf,
        form: Form::Text,
        hides_html: false,
        begins: None,
        page: None,
        need: 7,
        reader: Some(|given, options, doc, report, _| {
            markdown::read(given.text()?, options, doc, report)?;
            Ok(given.bytes)
        }),
        writer: Some(Writer {
            write: |view, options, _, out, report, buffers| {
                markdown::write(view, options, out, report, &mut buffers.markdown)
            },
            html: HtmlStands::AsMarkup,
            has_front: true,
            is_rich: false,
            marks_changes: false,
            holds: |view, options, buffers| {
                markdown::holds(view, options, &mut buffers.markdown)
            },
            per_node: 8,
            growth: 10,
            per_cell: 8,
            is_dressed: false,
            ends_lines: false,
        }),
        drawn: None,
    };
    /// Rich Text Format.
    Rtf = 2: Row {
        name: "rtf",
        other_names: &[],
        extensions: &["rtf"],
        counterpart: Format::Markdown,
        form: Form::Bytes,
        hides_html: true,
        begins: Some(|bytes| bytes.starts_with(b"{\\rtf") || bytes.starts_with(b"{\\urtf")),
        page: None,
        need: 4,
        reader: Some(|given, options, doc, report, buffers| {
            rtf::wrapper::read(given.bytes, options, doc, report, &mut buffers.rtf)
        }),
        writer: Some(Writer {
            write: |view, options, template, out, report, buffers| {
                rtf::writer::write_with(view, options, template, out, report, &mut buffers.rtf)
            },
            html: HtmlStands::Hidden,
            has_front: true,
            is_rich: true,
            marks_changes: true,
            holds: |_, _, _| Ok(RTF),
            per_node: 48,
            // All formatting is repeated with every paragraph: small cells and items grow most.
            growth: 64,
            per_cell: 256,
            is_dressed: true,
            ends_lines: true,
        }),
        drawn: Some(Writer {
            write: |view, options, template, out, report, buffers| {
                rtf::writer::write_with(view, options, template, out, report, &mut buffers.rtf)
            },
            html: HtmlStands::Nowhere,
            has_front: false,
            is_rich: true,
            marks_changes: false,
            holds: |_, _, _| Ok(DRAWN),
            per_node: 16,
            growth: 64,
            per_cell: 256,
            is_dressed: true,
            ends_lines: true,
        }),
    };
    /// Plain text.
    Text = 3: Row {
        name: "text",
        other_names: &["txt", "plain"],
        extensions: &["txt", "text"],
        counterpart: Format::Rtf,
        form: Form::Text,
        hides_html: false,
        begins: None,
        page: None,
        need: 7,
        reader: Some(|given, _, doc, report, _| {
            plain::read(given.text()?, doc, report)?;
            Ok(given.bytes)
        }),
        writer: Some(Writer {
            write: |view, options, _, out, report, buffers| {
                let paged = options.code_page != 65001;
                plain::write(view, paged, out, report, &mut buffers.plain)
            },
            html: HtmlStands::Nowhere,
            has_front: false,
            is_rich: false,
            marks_changes: false,
            holds: |_, _, _| {
                Ok(Holds::of(&[
                    Feature::ListStyles,
                    Feature::OddPictures,
                    Feature::OddLinks,
                    Feature::HeadingNames,
                ]))
            },
            per_node: 8,
            growth: 10,
            per_cell: 8,
            is_dressed: false,
            ends_lines: false,
        }),
        drawn: None,
    };
    /// CSV: tables as lines of cells.
    Csv = 5: Row {
        name: "csv",
        other_names: &["tsv"],
        extensions: &["csv", "tsv"],
        counterpart: Format::Rtf,
        form: Form::Text,
        hides_html: false,
        begins: None,
        page: None,
        // A cell of one character is two nodes.
        need: 20,
        reader: Some(|given, options, doc, report, buffers| {
            csv::read(given.text()?, options, doc, report, &mut buffers.csv)?;
            Ok(given.bytes)
        }),
        writer: Some(Writer {
            write: |view, options, _, out, report, buffers| {
                csv::write(view, options, out, report, &mut buffers.csv)
            },
            html: HtmlStands::Nowhere,
            has_front: false,
            is_rich: false,
            marks_changes: false,
            // It counts what it leaves out itself.
            holds: |_, _, _| Ok(Holds::ALL),
            per_node: 4,
            growth: 10,
            per_cell: 8,
            is_dressed: false,
            ends_lines: true,
        }),
        drawn: None,
    };
    /// HTML.
    Html = 4: Row {
        name: "html",
        other_names: &["htm"],
        extensions: &["html", "htm", "xhtml"],
        counterpart: Format::Markdown,
        form: Form::Text,
        hides_html: false,
        begins: Some(html::begins),
        page: Some(html::page),
        need: 7,
        reader: Some(|given, options, doc, report, buffers| {
            let origin = html::Origin::Input(0);
            html::read(given.text()?, origin, options, doc, report, &mut buffers.html)?;
            Ok(given.bytes)
        }),
        writer: Some(Writer {
            write: |view, options, _, out, report, buffers| {
                html::write(view, options, out, report, &mut buffers.html)
            },
            html: HtmlStands::Anew,
            has_front: false,
            is_rich: true,
            marks_changes: true,
            holds: |_, options, _| Ok(html::holds(options)),
            per_node: 16,
            // Quotes in quotes and references to footnotes grow most.
            growth: 32,
            per_cell: 64,
            is_dressed: false,
            ends_lines: false,
        }),
        drawn: None,
    };
    /// pandoc's document tree as JSON.
    Json = 6: Row {
        name: "json",
        other_names: &["pandoc"],
        extensions: &["json"],
        counterpart: Format::Rtf,
        form: Form::Utf8,
        hides_html: false,
        begins: Some(json::begins),
        page: None,
        // Each value of a tree is noted.
        need: 10,
        reader: Some(|given, options, doc, report, buffers| {
            json::read(given.text()?, options, doc, report, &mut buffers.json)?;
            Ok(given.bytes)
        }),
        writer: Some(Writer {
            write: |view, _, _, out, report, buffers| {
                json::write(view, out, report, &mut buffers.json)
            },
            html: HtmlStands::AsMarkup,
            has_front: false,
            is_rich: true,
            marks_changes: true,
            holds: |_, _, _| Ok(Holds::ALL),
            per_node: 32,
            // Each word is an element of its own.
            growth: 64,
            per_cell: 128,
            is_dressed: false,
            ends_lines: true,
        }),
        drawn: None,
    };
    /// Input only: the format that the input begins like, else the one of the option `Otherwise=`.
    Detect = 0: Row {
        name: "detect",
        other_names: &["auto"],
        extensions: &[],
        counterpart: Format::Rtf,
        form: Form::Text,
        hides_html: false,
        begins: None,
        page: None,
        need: 7,
        reader: None,
        writer: None,
        drawn: None,
    };
}

impl Format {
    /// What input is taken for that begins like no format, where no option says so.
    pub const OTHERWISE: Format = Format::Markdown;

    /// The format of a number in the C interface.
    pub fn from_number(number: i32) -> Option<Format> {
        Format::ALL.into_iter().find(|&format| format as i32 == number)
    }

    /// The format of a name on the command line, whatever its case.
    pub fn from_name(name: &str) -> Option<Format> {
        let is = |other: &&str| other.eq_ignore_ascii_case(name);
        let named = |row: &Row| is(&row.name) || row.other_names.iter().any(is);
        Format::ALL.into_iter().find(|format| named(format.row()))
    }

    /// The format that files with this extension have, whatever its case.
    pub fn from_extension(extension: &str) -> Option<Format> {
        let has = |row: &Row| row.extensions.iter().any(|own| own.eq_ignore_ascii_case(extension));
        Format::ALL.into_iter().find(|format| has(format.row()))
    }

    /// The format that input of which nobody knows anything begins like.
    pub fn detect(bytes: &[u8]) -> Option<Format> {
        let start = bytes.trim_ascii_start();
        let begins = |format: &Format| format.row().begins.is_some_and(|begins| begins(start));
        Format::ALL.into_iter().find(begins)
    }

    /// Whether [`Format::detect`] can find it.
    pub fn is_detected(self) -> bool {
        self == Format::OTHERWISE || self.row().begins.is_some()
    }

    /// Whether outputs can have it.
    pub fn is_output(self) -> bool {
        self.row().writer.is_some()
    }

    /// The formats that outputs can have, in the order of the table.
    pub fn outputs() -> impl Iterator<Item = Format> {
        Format::ALL.into_iter().filter(|format| format.is_output())
    }

    /// The name in metrics.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The extension that outputs get; none where there are no outputs.
    pub fn extension(self) -> &'static str {
        self.row().extensions.first().unwrap_or(&"")
    }

    /// The extensions that inputs usually have: of what is detected, those of all that can be.
    pub fn usual_extensions(self) -> impl Iterator<Item = &'static str> {
        let is_meant = move |format: &Format| match self.row().reader {
            Some(_) => *format == self,
            None => format.is_detected(),
        };
        Format::ALL.into_iter().filter(is_meant).flat_map(|format| format.row().extensions).copied()
    }

    /// How it is written with these options, or why not.
    pub(crate) fn writer(self, options: &Options) -> Result<&'static Writer> {
        let Row { writer, drawn, .. } = self.row();
        let drawn = drawn.as_ref().filter(|_| options.target == Target::Report);
        drawn.or(writer.as_ref()).ok_or_else(unnamed)
    }

    /// Fails where no output can have it.
    pub(crate) fn check_output(self) -> Result<()> {
        if self.is_output() { Ok(()) } else { Err(unnamed()) }
    }
}

fn unnamed() -> Error {
    Error::new(Status::BadArgument, "the output format must be named")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_extensions_and_numbers_tell_formats_apart() {
        let mut words = Vec::new();
        for (at, format) in Format::ALL.into_iter().enumerate() {
            let row = format.row();
            let number = format as i32;
            assert_eq!(Format::from_number(number), Some(format));
            words.extend(row.extensions.iter().map(|word| (at, "extension", *word)));
            words.extend(row.other_names.iter().chain([&row.name]).map(|word| (at, "name", *word)));
            assert_eq!(row.writer.is_some(), !row.extensions.is_empty(), "{}", row.name);
        }
        for (at, kind, word) in &words {
            let format = Format::ALL[*at];
            let found = match *kind {
                "name" => Format::from_name(&word.to_uppercase()),
                _ => Format::from_extension(&word.to_uppercase()),
            };
            assert_eq!(found, Some(format), "{kind} {word}");
        }
        assert_eq!(Format::from_number(Format::NUMBERS as i32), None);
        assert_eq!(Format::from_number(-1), None);
        assert_eq!((Format::from_name("pdf"), Format::from_extension("")), (None, None));
    }

    #[test]
    fn what_is_detected_may_have_the_extensions_of_all_that_can_be() {
        let usual = |format: Format| format.usual_extensions().collect::<Vec<_>>();
        assert_eq!(usual(Format::Text), ["txt", "text"]);
        let detected = usual(Format::Detect);
        for format in Format::outputs() {
            let is_there = |extension| detected.contains(extension);
            let all = format.row().extensions.iter().all(is_there);
            assert_eq!(all, format.is_detected(), "{}", format.name());
        }
    }

    /// Whether the text is one paragraph or many, a table or a list.
    #[test]
    fn writers_stop_when_they_are_asked_to() {
        use crate::system::halt::watched;
        use std::time::Instant;

        let options = Options::default();
        for markdown in [
            "*a* b `c`\n".repeat(3_000),
            "a\n\n".repeat(3_000),
            format!("|a|\n|-|\n{}", "|*b*|\n".repeat(3_000)),
            "- a\n".repeat(3_000),
        ] {
            let (mut doc, mut report) = (Document::default(), Report::default());
            doc.reset(256);
            markdown::read(&markdown, &options, &mut doc, &mut report).unwrap();
            for format in Format::outputs() {
                let written = |buffers: &mut Writers| {
                    let mut out = Output::new(Vec::new(), 10 << 20);
                    let view = View { doc: &doc, source: markdown.as_bytes() };
                    let write = format.writer(&options).unwrap().write;
                    write(view, &options, None, &mut out, &mut Report::default(), buffers).unwrap();
                    out.finish().unwrap().len()
                };
                let mut buffers = Writers::default();
                let whole = written(&mut buffers);
                let begun = watched(None, Some(Instant::now()), |_| written(&mut buffers));
                // What has no table is nothing in CSV.
                let is_enough = begun < whole / 2 || whole == 0;
                assert!(is_enough, "{} of {whole} {}", begun, format.name());
                // And go on as if nothing had been.
                assert_eq!(written(&mut buffers), whole);
            }
        }
    }

    #[test]
    fn formats_are_known_by_their_start() {
        let cases: &[(&[u8], Option<Format>)] = &[
            (b"{\\rtf1 x}", Some(Format::Rtf)),
            (b"{\\urtf x}", Some(Format::Rtf)),
            (b" \r\n\t{\\rtf1 x}", Some(Format::Rtf)),
            (b"", None),
            (b"{\\rt", None),
            (b"{\"pandoc-api-version\":[1,23],", Some(Format::Json)),
            (b"\n{ \"meta\" : {", Some(Format::Json)),
            (b"{\"blocks\":[]}", Some(Format::Json)),
            (b"{\"name\":\"blocks\"}", None),
            (b"{\"meta\"}", None),
            (b"# {\\rtf1", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(Format::detect(bytes), *expected, "{bytes:?}");
        }
    }
}
