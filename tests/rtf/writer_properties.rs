//! What holds for the RTF of every document: it is well-formed and nothing is lost.

use legacybridge::document::{
    Alert, Alignment, ChangeId, Color, CommentId, Direction, Kind, LinkId, Span,
};
use legacybridge::memory::Output;
use legacybridge::options::{Options, Target};
use legacybridge::report::Report;
use legacybridge::rtf::writer::{Scratch, write};
use proptest::prelude::*;

use crate::kit::build::Build;
use crate::kit::written::{Token, tokens};

/// Choices taken from random bytes; zero when they have run out.
struct Choices<'a> {
    bytes: &'a [u8],
    at: usize,
    texts: usize,
}

impl Choices<'_> {
    fn next(&mut self, below: u8) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte % below
    }

    /// A text that occurs once.
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("t{}x{}", self.texts, ["", " ", "{}\\", "é😀", "\t"][self.texts % 5])
    }
}

fn inlines(b: &mut Build, c: &mut Choices<'_>, depth: u32) {
    for _ in 0..=c.next(3) {
        let text = c.text();
        match c.next(if depth == 0 { 8 } else { 18 }) {
            0..=2 => b.text(&text),
            3 => b.code(&text),
            4 => b.html(&text),
            5 => b.text(&text).leaf(Kind::HardBreak),
            6 => b.text(&text).leaf(Kind::SoftBreak),
            7 => {
                let label = ["1", "two", "Drei %;", "Two", "missing"][c.next(5) as usize];
                b.text(&text).note(label)
            }
            8 => b.text(&text).node(Kind::Emphasis, |b| inlines(b, c, depth - 1)),
            9 => b.text(&text).node(Kind::Strong, |b| inlines(b, c, depth - 1)),
            10 => b.text(&text).node(Kind::Strike, |b| inlines(b, c, depth - 1)),
            11 => b.text(&text).node(Kind::Highlight, |b| inlines(b, c, depth - 1)),
            12 | 13 => {
                let urls = ["http://a.b/", "#here", "C:\\x y", "\"{é}\"", ""];
                let url = urls[c.next(5) as usize];
                let title = ["", "a \"title\" \\ {"][c.next(2) as usize];
                b.text(&text).link(url, title, |b| inlines(b, c, depth - 1))
            }
            14 => b.image("pic.png", ["", "title"][c.next(2) as usize], &text),
            15 => b.leaf_math(&text, c.next(2) == 0),
            16 => {
                let name = b.doc.own("anchor é");
                b.leaf(Kind::Anchor { name }).text(&text)
            }
            _ => b.text(&text).node(Kind::Superscript, |b| inlines(b, c, depth - 1)),
        };
    }
}

fn blocks(b: &mut Build, c: &mut Choices<'_>, depth: u32) {
    for _ in 0..c.next(4) {
        match c.next(if depth == 0 { 7 } else { 15 }) {
            0 | 1 => b.para(|b| inlines(b, c, 3)),
            2 => {
                let id = b.doc.own(["", "here", "other"][c.next(3) as usize]);
                let level = c.next(8);
                b.node(Kind::heading(level, id), |b| inlines(b, c, 2))
            }
            3 => {
                let info = ["", "rust", "a;b%\\{", "x y"][c.next(4) as usize];
                let lines: String = (0..c.next(4)).map(|_| c.text() + "\n").collect();
                b.code_block(info, &lines)
            }
            4 => {
                let text = c.text() + "\n\n" + &c.text() + "\n";
                b.html_block(&text)
            }
            5 => b.leaf(Kind::Rule),
            6 => {
                let columns = 1 + c.next(4);
                let alignments = [Alignment::None, Alignment::Left, Alignment::Right];
                let columns: Vec<_> = (0..columns).map(|i| alignments[i as usize % 3]).collect();
                let kind = b.doc.add_columns(columns.iter().copied());
                let rows = 1 + c.next(3);
                b.node(kind, |b| {
                    for row in 0..rows {
                        b.node(Kind::Row { header: row == 0 }, |b| {
                            for _ in &columns {
                                b.node(Kind::CELL, |b| {
                                    if c.next(3) > 0 {
                                        inlines(b, c, 2);
                                    }
                                });
                            }
                        });
                    }
                })
            }
            7..=9 => {
                let alert = if c.next(4) == 0 { Some(Alert::Tip) } else { None };
                b.node(Kind::quote(alert), |b| blocks(b, c, depth - 1))
            }
            10..=13 => {
                let start = if c.next(2) == 0 { None } else { Some(u32::from(c.next(200))) };
                let tight = c.next(2) == 0;
                let items = 1 + c.next(3);
                b.node(Kind::list(start, tight), |b| {
                    for _ in 0..items {
                        let task = [None, None, Some(true), Some(false)][c.next(4) as usize];
                        b.node(Kind::Item { task }, |b| blocks(b, c, depth - 1));
                    }
                })
            }
            _ => b.node(Kind::DefinitionList, |b| {
                b.node(Kind::Term, |b| inlines(b, c, 1));
                b.node(Kind::Definition, |b| blocks(b, c, depth - 1));
            }),
        };
    }
}

fn document(bytes: &[u8]) -> (Build, usize) {
    let mut c = Choices { bytes, at: 0, texts: 0 };
    let mut b = Build::new();
    blocks(&mut b, &mut c, 5);
    for label in ["1", "two", "drei %;", "unused", "1"] {
        if c.next(3) > 0 {
            b.definition(label, |b| blocks(b, &mut c, 3));
        }
        blocks(&mut b, &mut c, 4);
    }
    (b, c.texts)
}

/// A document that breaks the rules of the model wherever it can.
fn disorder(bytes: &[u8]) -> Build {
    let mut b = Build::new();
    for pair in bytes.chunks(2) {
        let (choice, more) = (pair[0], pair.get(1).copied().unwrap_or(0));
        let span = b.doc.own("text\n\u{1}é");
        let kinds = [
            Kind::PARAGRAPH,
            Kind::heading(more, span),
            Kind::quote(None),
            Kind::quote(Some(Alert::Caution)),
            Kind::list(None, true),
            Kind::list(Some(u32::MAX - u32::from(more)), false),
            Kind::Item { task: Some(true) },
            Kind::Item { task: None },
            Kind::CodeBlock { info: span },
            Kind::HtmlBlock,
            Kind::Table {
                first: u32::from(more),
                count: u16::from(more),
                direction: Direction::Unsaid,
            },
            Kind::Table { first: 0, count: 0, direction: Direction::Rtl },
            Kind::Row { header: more > 99 },
            Kind::CELL,
            Kind::COVERED,
            Kind::Cell { columns: u16::from(more), rows: u16::from(more) },
            Kind::footnote(span),
            Kind::FootnoteDefinition { label: Span::EMPTY, end: true },
            Kind::Caption,
            Kind::CommentBody(CommentId(u32::from(more))),
            Kind::Inserted(ChangeId(9)),
            Kind::Deleted(ChangeId(0)),
            Kind::Colored { text: Color::rgb(1, 2, 3), back: Color::NONE },
            Kind::SmallCaps,
            Kind::DefinitionList,
            Kind::Term,
            Kind::Definition,
            Kind::Emphasis,
            Kind::Strong,
            Kind::Link(LinkId(u32::from(more))),
            Kind::Image(LinkId(7)),
        ];
        let leaves = [
            Kind::Text(span),
            Kind::Text(Span::of_own(1 << 20, 2 << 20)),
            Kind::Code(span),
            Kind::Html(span),
            Kind::Rule,
            Kind::PageBreak,
            Kind::CommentStart(CommentId(3)),
            Kind::CommentEnd(CommentId(0)),
            Kind::SoftBreak,
            Kind::HardBreak,
            Kind::FootnoteReference { label: span },
            Kind::FootnoteReference { label: Span::EMPTY },
            Kind::Anchor { name: span },
            Kind::Math { tex: span, display: false },
        ];
        match choice {
            0..100 => {
                b.doc.open(kinds[choice as usize % kinds.len()]);
            }
            100..170 => b.doc.close(),
            _ => b.doc.leaf(leaves[choice as usize % leaves.len()]),
        }
    }
    // Some documents stay open, and some nodes claim more or less than they have.
    if bytes.first().is_some_and(|byte| byte % 2 == 0) {
        b.doc.close_to(0);
    }
    if bytes.first().is_some_and(|byte| byte % 3 == 0) {
        for (index, &byte) in bytes.iter().enumerate() {
            if let Some(node) = b.doc.nodes.get_mut(index) {
                node.end = u32::from(byte);
            }
        }
    }
    b
}

/// How often each text of [`Choices::text`] is in the RTF.
fn occurrences(rtf: &str) -> Vec<usize> {
    let mut counts = Vec::new();
    for token in tokens(rtf) {
        let Token::Text(text) = token else { continue };
        let mut rest = text.as_str();
        while let Some(at) = rest.find('t') {
            rest = &rest[at + 1..];
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 && rest[digits..].starts_with('x') {
                let number: usize = rest[..digits].parse().unwrap();
                counts.resize(counts.len().max(number + 1), 0);
                counts[number] += 1;
            }
        }
    }
    counts
}

fn reported() -> Options {
    Options { target: Target::Report, ..Options::default() }
}

/// Panics where there is a word that not all report writers know, or a group that is no table of the header.
fn only_what_is_drawn(rtf: &str) {
    const HEADER: &[&str] =
        &["rtf", "ansi", "ansicpg", "deff", "uc", "fonttbl", "colortbl", "generator"];
    const DRAWN: &[&str] = &[
        "pard",
        "par",
        "li",
        "ri",
        "fi",
        "tx",
        "ql",
        "qc",
        "qr",
        "qj",
        "rtlpar",
        "ltrpar",
        "tab",
        "f",
        "fs",
        "cf",
        "highlight",
        "b",
        "i",
        "ul",
        "ulnone",
        "strike",
        "super",
        "sub",
        "nosupersub",
        "u",
    ];
    let body = rtf.find("\r\n\\pard").unwrap_or(rtf.len());
    let mut depth = 0;
    for token in tokens(rtf) {
        match token {
            Token::Open => depth += 1,
            Token::Close => depth -= 1,
            Token::Word(word, _) if depth == 1 => {
                assert!(HEADER.contains(&&*word) || DRAWN.contains(&&*word), "{word}: {rtf}");
            }
            Token::Word(..) | Token::Symbol(_) | Token::Text(_) => {}
        }
    }
    assert_eq!(depth, 0, "{rtf}");
    assert!(
        !rtf[body..].trim_end().trim_end_matches('}').contains(['{', '}']) || rtf.contains("\\{"),
        "{rtf}"
    );
    let marks = ["b", "i", "ul", "strike"];
    // Who reads each paragraph by itself sees no mark of the one before.
    for paragraph in rtf[body..].split("\\par\r\n") {
        let mut on = 0;
        for token in tokens(paragraph.trim_end_matches("}\r\n")) {
            if let Token::Word(word, value) = token {
                let is_mark = marks.contains(&&*word);
                on += i32::from(is_mark && value.is_none());
                on -= i32::from(is_mark && value == Some(0) || word == "ulnone");
            }
        }
        assert_eq!(on, 0, "{paragraph}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn well_formed_and_complete(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (b, texts) = document(&bytes);
        prop_assert!(b.doc.check().is_ok());
        for target in [Target::Both, Target::Word, Target::RichEdit] {
            let (rtf, _) = b.rtf_with(&Options { target, ..Options::default() });
            let counts = occurrences(&rtf);
            for number in 1..=texts {
                prop_assert_eq!(counts.get(number), Some(&1), "text {} of {}", number, rtf);
            }
        }
    }

    /// Report writers show the insides of what they don't know.
    #[test]
    fn report_writers_get_what_they_draw(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let (b, texts) = document(&bytes);
        let (rtf, _) = b.rtf_with(&reported());
        only_what_is_drawn(&rtf);
        let tags: Vec<String> = b.doc.nodes.iter().filter_map(|node| match node.kind {
            Kind::Html(span) => Some(String::from_utf8_lossy(legacybridge::document::View { doc: &b.doc, source: b"" }.text(span)).into_owned()),
            _ => None,
        }).collect();
        let counts = occurrences(&rtf);
        for number in 1..=texts {
            let is_tag = tags.iter().any(|tag| tag.starts_with(&format!("t{number}x")));
            let count = counts.get(number).copied().unwrap_or(0);
            prop_assert!(is_tag || count > 0, "text {} of {}", number, rtf);
        }
    }

    #[test]
    fn a_document_against_all_rules_is_written_all_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..300)
    ) {
        disorder(&bytes).rtf();
        only_what_is_drawn(&disorder(&bytes).rtf_with(&reported()).0);
    }

    #[test]
    fn scratch_keeps_nothing_of_the_document_before(
        first in prop::collection::vec(any::<u8>(), 0..200),
        second in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut scratch = Scratch::default();
        let (second, _) = document(&second);
        for b in [disorder(&first), second] {
            let view = legacybridge::document::View { doc: &b.doc, source: b"" };
            let mut out = Output::new(Vec::new(), usize::MAX);
            let options = Options::default();
            write(view, &options, &mut out, &mut Report::default(), &mut scratch).unwrap();
            prop_assert_eq!(String::from_utf8(out.finish().unwrap()).unwrap(), b.rtf());
        }
    }

    #[test]
    fn an_output_that_is_full_is_no_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        limit in 0usize..6000,
    ) {
        let (b, _) = document(&bytes);
        let view = legacybridge::document::View { doc: &b.doc, source: b"" };
        let mut out = Output::new(Vec::new(), limit);
        let options = Options::default();
        let _ = write(view, &options, &mut out, &mut Report::default(), &mut Scratch::default());
        if let Ok(bytes) = out.finish() {
            prop_assert!(bytes.len() <= limit.max(4096));
        }
    }
}
