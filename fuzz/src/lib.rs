//! What must hold of every output, and what the targets share.
//!
//! Input   bytes of the fuzzer's. The last of them choose formats and options, so that a document of the
//!         corpus is one as it stands.
//! Errors  a broken rule panics, which is a find.

use std::sync::{LazyLock, OnceLock};

use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;
use legacybridge::report::Report;

/// Sets of options under which the same must hold.
pub const OPTIONS: [&str; 18] = [
    "",
    "Target=Word",
    "Target=RichEdit",
    "Comments=Keep;Headers=Keep;Changes=Markup",
    "Math=Yes;Alerts=Yes;SuperSub=Yes;FrontMatter=Yes;DefinitionLists=Yes;HeadingAttributes=Yes;\
     SmartPunctuation=Yes",
    "CodePage=1252",
    "CodePage=932",
    "Wrap=40;Bullet=*;Emphasis=_;Fence=Tilde;LineEnds=CRLF",
    "Images=Skip;MaxNesting=3;MaxColumns=4;MaxCells=20",
    "Theme=Modern;MaxPicture=4KB",
    "Untrusted=Yes",
    "Report=Layout;Otherwise=Text",
    "ComplexTables=Flatten;Delimiter=Semicolon;Merged=Repeat;HeaderRow=No",
    "Styling=Html;Report=Layout;Math=Yes;Highlight=Yes",
    "Html=Convert",
    "Html=Pass;Links=All",
    "HtmlOut=Page;Changes=Reject;Comments=Keep;Delimiter=Tab",
    "HtmlOut=Clipboard;Changes=Markup;IdPrefix=x-;Table=0;Html=Escape",
];

/// The formats that are read and written.
pub static FORMATS: LazyLock<Vec<Format>> = LazyLock::new(|| Format::outputs().collect());

/// Takes the last byte away, as a number below `count`.
pub fn choose(data: &mut &[u8], count: usize) -> usize {
    match data.split_last() {
        Some((&last, rest)) => {
            *data = rest;
            usize::from(last) % count
        }
        None => 0,
    }
}

/// A converter with one of the sets of [`OPTIONS`], made once: what a conversion leaves in one must not
/// change the next.
pub fn converter(set: usize) -> &'static Converter {
    static MADE: [OnceLock<Converter>; OPTIONS.len()] = [const { OnceLock::new() }; OPTIONS.len()];
    MADE[set].get_or_init(|| {
        Converter::new(Options::parse(OPTIONS[set]).expect("known options")).expect("a converter")
    })
}

/// Converts; `None` for what the input or a limit does not allow. Every output keeps the rules of its format.
pub fn convert(converter: &Converter, from: Format, to: Format, input: &[u8]) -> Option<Vec<u8>> {
    let mut report = Report::default();
    match converter.convert_reporting(from, to, input, &mut report) {
        Ok(output) => {
            check(converter, to, &output);
            for (_, entry) in report.iter() {
                assert!(
                    entry.count > 0 && (entry.first == usize::MAX || entry.first <= input.len())
                );
            }
            Some(output)
        }
        Err(error) => {
            let expected = [Status::BadEncoding, Status::LimitReached, Status::BadUtf16];
            // What is no tree of pandoc's is no JSON of ours.
            let no_tree = from == Format::Json && error.status == Status::BadArgument;
            assert!(no_tree || expected.contains(&error.status), "{error}");
            None
        }
    }
}

/// The rules of a format.
fn check(converter: &Converter, format: Format, output: &[u8]) {
    match format {
        Format::Rtf => {
            assert!(output.is_ascii(), "RTF is ASCII");
            assert!(output.starts_with(b"{\\rtf1") && output.trim_ascii_end().ends_with(b"}"));
        }
        Format::Json => assert!(str::from_utf8(output).is_ok(), "JSON is UTF-8"),
        Format::Markdown | Format::Text | Format::Html | Format::Csv => {
            let utf8 = converter.options().code_page == 0;
            assert!(!utf8 || str::from_utf8(output).is_ok(), "text is UTF-8");
        }
        Format::Detect => unreachable!("nothing is written as it"),
    }
}
