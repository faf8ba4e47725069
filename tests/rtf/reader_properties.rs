//! What holds for any bytes: the RTF reader gives UTF-8, keeps the structure rules, and a brace more
//! or less costs no text behind it.

use legacybridge::converter::{Converter, Format};
use legacybridge::document::{Document, Kind, Step, View};
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf::reader;
use proptest::prelude::*;

use crate::kit::outline;

/// A file with something of everything that the reader knows.
const SAMPLE: &str = include_str!("../../examples-c/letter.rtf");

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
    let mut cells = Vec::new();
    for step in view.walk(&mut stack) {
        match step {
            Step::Enter(_, kind) => {
                let parent = open.last();
                let fits = match kind {
                    Kind::Item { .. } => matches!(parent, Some(Kind::List { .. })),
                    Kind::Row { .. } => matches!(parent, Some(Kind::Table { .. })),
                    Kind::Cell { .. } => matches!(parent, Some(Kind::Row { .. })),
                    Kind::Paragraph { .. }
                    | Kind::Quote { .. }
                    | Kind::CodeBlock { .. }
                    | Kind::Rule => {
                        matches!(
                            parent,
                            None | Some(
                                Kind::Quote { .. }
                                    | Kind::Item { .. }
                                    | Kind::FootnoteDefinition { .. }
                                    | Kind::Cell { .. }
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
                    Kind::Row { .. } => cells.push(0),
                    Kind::Cell { .. } => *cells.last_mut().unwrap() += 1,
                    _ => {}
                }
                if !kind.is_leaf() {
                    open.push(*kind);
                }
            }
            Step::Exit(_, kind) => {
                open.pop();
                if let (Kind::Row { .. }, Some(Kind::Table { count, .. })) = (kind, open.last()) {
                    assert_eq!(cells.pop(), Some(*count), "cells of a row");
                }
            }
        }
    }
    assert!(open.is_empty());
    outline::outline(view)
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

    /// A byte changed, lost or put in anywhere costs no text of the paragraphs behind the one that it
    /// stands in.
    #[test]
    fn a_damaged_byte_costs_no_text_behind_it(
        place in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        kind in 0..3,
    ) {
        let mut source = WORDS.as_bytes().to_vec();
        let place = place.index(source.len());
        match kind {
            0 => source[place] = byte,
            1 => drop(source.remove(place)),
            _ => source.insert(place, byte),
        }
        check_words(&source, place)?;
    }

    #[test]
    fn markdown_of_any_mutation_is_utf8(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut source = SAMPLE.as_bytes().to_vec();
        for (place, byte) in changes {
            let place = place.index(source.len());
            source[place] = byte;
        }
        let converter = Converter::new(Options::default()).unwrap();
        let markdown = converter.convert(Format::Rtf, Format::Markdown, &source).unwrap();
        prop_assert!(std::str::from_utf8(&markdown).is_ok());
    }

    #[test]
    fn markdown_of_any_tokens_is_utf8(source in pieces()) {
        let converter = Converter::new(Options::default()).unwrap();
        let markdown = converter.convert(Format::Rtf, Format::Markdown, &source).unwrap();
        prop_assert!(std::str::from_utf8(&markdown).is_ok());
    }
}

/// One paragraph a line, each with a word of its own, behind all that can stand in a header.
const WORDS: &str = concat!(
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fmodern\fcharset0 Courier New;}{\f3\fnil\fcharset2 Symbol;}}",
    "\n",
    r"{\colortbl;\red255\green0\blue0;\red0\green0\blue255;}{\stylesheet{\s0 Normal;}{\s1\outlinelevel0\b\fs32 heading 1;}{\*\cs2\b Strong;}}",
    "\n",
    r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc23\levelstartat1{\leveltext\'01\u8226 ?;}{\levelnumbers;}\fi-360\li720}{\listname ;}\listid1}}{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}",
    "\n",
    r"{\info{\title T}{\author A}{\creatim\yr2020}}{\*\generator Msftedit 5.41;}\viewkind4\uc1 {\header\pard\plain head\par}{\footer\pard\plain foot\par}",
    "\n",
    r"\pard\plain\s1\b\fs32 alpha one\par",
    "\n",
    r"\pard\plain\fs24 bravo {\b two} \u8217?\'e9 three\par",
    "\n",
    r"\pard\plain{\listtext\f3\'b7\tab}\ls1\fi-360\li720 charlie\par{\listtext\f3\'b7\tab}four\par",
    "\n",
    r#"\pard\plain delta {\field{\*\fldinst{HYPERLINK "http://x.y/z"}}{\fldrslt{\ul five}}} six{\super\chftn}{\footnote\pard\plain{\super\chftn} seven\par}\par"#,
    "\n",
    r"\trowd\trgaph108\cellx3000\cellx6000\pard\plain\intbl echo\cell eight\cell\row",
    "\n",
    r"\pard\plain{\*\bkmkstart bm}foxtrot{\*\bkmkend bm}{\pict\wmetafile8\picw100\pich100 0100090000030000}{\object\objemb{\*\objclass X}{\*\objdata 0105000002}{\result nine}}\par",
    "\n",
    r"\pard\plain{\xe\v index}{\*\atnid A}{\*\atnauthor Bob}\chatn{\*\annotation\pard\plain note}golf\par",
    "\n",
    r"\pard\plain\f1 hotel\par\pard\plain india\par}",
);

/// Asserts that the first words of the paragraphs behind `place` are in the Markdown. The word that
/// the paragraph directly behind begins with is left out: damage in a line end may join the two.
fn check_words(source: &[u8], place: usize) -> Result<(), TestCaseError> {
    let converter = Converter::new(Options::default()).unwrap();
    let markdown = converter.convert(Format::Rtf, Format::Markdown, source).unwrap();
    let markdown = std::str::from_utf8(&markdown).expect("Markdown is UTF-8");
    for word in ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india"]
    {
        let line = WORDS.find(word).and_then(|at| WORDS[..at].rfind('\n')).unwrap_or(0);
        if line > place {
            prop_assert!(markdown.contains(word), "{word}: {markdown}");
        }
    }
    Ok(())
}

/// Each brace of the file in turn: left out, doubled, or another byte in its place.
#[test]
fn no_brace_costs_text_behind_it() {
    for (place, brace) in WORDS.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'{' | b'}'))
    {
        let (before, behind) = (&WORDS[..place], &WORDS[place + 1..]);
        let brace = brace as char;
        for source in [
            format!("{before}{behind}"),
            format!("{before} {behind}"),
            format!("{before}{brace}{brace}{behind}"),
        ] {
            check_words(source.as_bytes(), place)
                .unwrap_or_else(|error| panic!("{place}: {error}"));
        }
    }
}
