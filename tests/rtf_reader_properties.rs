//! What holds for any bytes: the RTF reader gives UTF-8, keeps the structure rules, and a brace more
//! or less costs no text behind it.
#![allow(missing_docs)]

mod support;

use legacybridge::converter::{Converter, Format};
use legacybridge::document::{Document, Kind, Step, View};
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf::reader;
use proptest::prelude::*;

/// A file with something of everything that the reader knows.
const SAMPLE: &str = include_str!("../examples-c/letter.rtf");

/// Reads, and checks the structure rules of the document model.
fn read(source: &[u8]) -> String {
    let mut doc = Document::default();
    doc.reset(64);
    let mut scratch = reader::Scratch::default();
    let options = Options::default();
    reader::read(source, &options, &mut doc, &mut Report::default(), &mut scratch).expect("read");
    let view = View { doc: &doc, source };
    let mut stack = Vec::new();
    let mut open: Vec<Kind> = Vec::new();
    let mut cells = 0;
    for step in view.walk(&mut stack) {
        match step {
            Step::Enter(_, kind) => {
                let parent = open.last();
                let fits = match kind {
                    Kind::Item { .. } => matches!(parent, Some(Kind::List { .. })),
                    Kind::Row { .. } => matches!(parent, Some(Kind::Table { .. })),
                    Kind::Cell => matches!(parent, Some(Kind::Row { .. })),
                    Kind::Paragraph | Kind::Quote { .. } | Kind::CodeBlock { .. } | Kind::Rule => {
                        matches!(
                            parent,
                            None | Some(
                                Kind::Quote { .. }
                                    | Kind::Item { .. }
                                    | Kind::FootnoteDefinition { .. }
                            )
                        )
                    }
                    Kind::FootnoteDefinition { .. } => parent.is_none(),
                    _ => !matches!(
                        parent,
                        Some(Kind::List { .. } | Kind::Table { .. } | Kind::Row { .. })
                    ),
                };
                assert!(fits, "{kind:?} in {parent:?}");
                match kind {
                    Kind::Row { .. } => cells = 0,
                    Kind::Cell => cells += 1,
                    _ => {}
                }
                if !kind.is_leaf() {
                    open.push(*kind);
                }
            }
            Step::Exit(_, kind) => {
                open.pop();
                if let (Kind::Row { .. }, Some(Kind::Table { count, .. })) = (kind, open.last()) {
                    assert_eq!(cells, *count, "cells of a row");
                }
            }
        }
    }
    assert!(open.is_empty());
    support::outline(view)
}

/// Pieces that together make RTF, sense and nonsense.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => Just("{"), 4 => Just("}"), 3 => Just("text "), 2 => Just("\\par "), 1 => Just("\\pard "),
        1 => Just("\\cell "), 1 => Just("\\row "), 1 => Just("\\trowd\\cellx100\\cellx300 "), 1 => Just("\\intbl "),
        1 => Just("\\b "), 1 => Just("\\b0 "), 1 => Just("\\i "), 1 => Just("\\plain "), 1 => Just("\\u8364?"),
        1 => Just("\\u-10179?"), 1 => Just("\\'e9"), 1 => Just("\\'8"), 1 => Just("\\f1 "), 1 => Just("\\line "),
        1 => Just("{\\listtext 1.\\tab}"), 1 => Just("\\ls1\\ilvl1 "), 1 => Just("\\li720\\fi-360 "), 1 => Just("\\ri480 "),
        1 => Just("{\\fonttbl{\\f1\\fcharset128 Courier New;}}"), 1 => Just("{\\stylesheet{\\s1 heading 1;}{\\s2 Quote;}}"),
        1 => Just("\\s1 "), 1 => Just("\\s2 "), 1 => Just("{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt "),
        1 => Just("{\\field"), 1 => Just("{\\*\\fldinst "), 1 => Just("{\\fldrslt "), 1 => Just("{\\footnote "),
        1 => Just("{\\*\\x "), 1 => Just("\\bin4 "), 1 => Just("{\\shp{\\shptxt "), 1 => Just("\\uc0 "), 1 => Just("{\\upr"),
        1 => Just("{\\*\\bkmkstart a}"), 1 => Just("{\\pict 00"), 1 => Just("\\itap2 "), 1 => Just("\\nestcell "), 1 => Just("\u{e9}"),
    ];
    proptest::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(source in proptest::collection::vec(any::<u8>(), 0..600)) {
        read(&source);
    }

    #[test]
    fn any_tokens_are_read(source in pieces()) {
        read(&source);
        read(&[b"{\\rtf1\\ansi ", &source[..], b"}"].concat());
    }

    #[test]
    fn any_mutation_of_a_file_is_read(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut source = SAMPLE.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(source.len());
            source[place] = byte;
        }
        read(&source);
    }

    /// The body's text behind a brace too many or too few is all there.
    #[test]
    fn a_brace_costs_no_text(place in any::<prop::sample::Index>(), close in any::<bool>()) {
        let header = SAMPLE.find("\\pard").unwrap();
        let place = header + place.index(SAMPLE.len() - header);
        if SAMPLE[..place].ends_with(['\\', '\'']) || SAMPLE[..place].ends_with("\\'e") {
            return Ok(());
        }
        // Not in an instruction or a marker: there a brace decides what is text at all.
        let depth = SAMPLE[..place].matches('{').count() - SAMPLE[..place].matches('}').count();
        if depth != 1 {
            return Ok(());
        }
        let brace = if close { "}" } else { "{" };
        let source = format!("{}{brace}{}", &SAMPLE[..place], &SAMPLE[place..]);
        let got = read(source.as_bytes());
        let last = "Ihre Praxis am Markt";
        prop_assert!(got.contains(last), "{got}");
    }

    #[test]
    fn markdown_of_any_tokens_is_utf8(source in pieces()) {
        let converter = Converter::new(Options::default()).unwrap();
        let markdown = converter.convert(Format::Rtf, Format::Markdown, &source).unwrap();
        prop_assert!(std::str::from_utf8(&markdown).is_ok());
    }
}
