//! The HTML reader under fire: whatever comes in, the document keeps its structure rules, and no
//! text is lost.

use legacybridge::document::{Document, Kind, Step, View};
use legacybridge::html::{self, Origin};
use legacybridge::options::Options;
use legacybridge::report::Report;
use proptest::prelude::*;

fn read(source: &str, max_depth: u32) -> Document {
    let mut doc = Document::default();
    doc.reset(max_depth);
    let (mut report, mut scratch) = (Report::default(), html::Scratch::default());
    html::read(source, Origin::Input(0), &Options::default(), &mut doc, &mut report, &mut scratch)
        .expect("HTML is read");
    assert_eq!(doc.open_count(), 0);
    doc
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Blocks,
    Inlines,
    List,
    Table,
    Row,
    Definitions,
    Code,
}

fn place(kind: &Kind) -> Place {
    match kind {
        Kind::Quote { .. }
        | Kind::Item { .. }
        | Kind::FootnoteDefinition { .. }
        | Kind::Definition => Place::Blocks,
        Kind::List { .. } => Place::List,
        Kind::Table { .. } => Place::Table,
        Kind::Row { .. } => Place::Row,
        Kind::DefinitionList => Place::Definitions,
        Kind::CodeBlock { .. } | Kind::HtmlBlock => Place::Code,
        _ => Place::Inlines,
    }
}

/// Checks the rules at the head of `src/document/mod.rs`, and a few more: nothing empty, no space
/// at the edge of a block, links that don't nest. Returns the visible text without white space.
fn check(view: View<'_>) -> String {
    let mut places = vec![Place::Blocks];
    let mut stack = Vec::new();
    let mut kinds: Vec<&Kind> = Vec::new();
    let mut text = String::new();
    let (mut cells, mut columns, mut rows) = (0, 0, 0);
    let mut outer = Vec::new();
    let mut last = String::new();
    for step in view.walk(&mut stack) {
        match step {
            Step::Enter(id, kind) => {
                let around = *places.last().unwrap();
                let fits = match kind {
                    Kind::Paragraph { .. }
                    | Kind::Heading { .. }
                    | Kind::Quote { .. }
                    | Kind::List { .. }
                    | Kind::CodeBlock { .. }
                    | Kind::HtmlBlock
                    | Kind::Rule
                    | Kind::Table { .. }
                    | Kind::Caption
                    | Kind::DefinitionList => around == Place::Blocks,
                    Kind::FootnoteDefinition { .. } => places.len() == 1,
                    Kind::Item { .. } => around == Place::List,
                    Kind::Row { header } => {
                        assert_eq!(*header, rows == 0, "the first row is the header");
                        (cells, rows) = (0, rows + 1);
                        around == Place::Table
                    }
                    Kind::Cell { .. } => {
                        cells += 1;
                        around == Place::Row
                    }
                    Kind::Term | Kind::Definition => around == Place::Definitions,
                    Kind::Text(_) => matches!(around, Place::Inlines | Place::Code),
                    _ => around == Place::Inlines,
                };
                assert!(fits, "{kind:?} in {around:?}");
                if let Kind::Link(_) = kind {
                    assert!(!kinds.iter().any(|kind| matches!(kind, Kind::Link(_))), "links nest");
                }
                if matches!(
                    kind,
                    Kind::Paragraph { .. }
                        | Kind::Heading { .. }
                        | Kind::Caption
                        | Kind::Cell { .. }
                        | Kind::Term
                        | Kind::CodeBlock { .. }
                ) {
                    last.clear();
                }
                if let Kind::Table { count, .. } = kind {
                    outer.push((cells, columns, rows));
                    (columns, rows) = (usize::from(*count), 0);
                    assert!(columns > 0 && columns <= 64);
                }
                if let Kind::Text(span) | Kind::Code(span) = kind {
                    let piece = std::str::from_utf8(view.text(*span)).expect("text is UTF-8");
                    assert!(!piece.is_empty());
                    if around == Place::Inlines {
                        assert!(
                            !piece.starts_with(' ') || !last.is_empty(),
                            "a block begins with a space"
                        );
                        assert!(!(last.ends_with(' ') && piece.starts_with(' ')), "two spaces");
                        assert!(!piece.contains(['\n', '\t', '\r']), "{piece:?}");
                    }
                    text.extend(piece.chars().filter(|c| !c.is_whitespace()));
                    last = piece.to_string();
                }
                if *kind == Kind::HardBreak {
                    assert!(!last.is_empty() && !last.ends_with(' '));
                    last = "\u{1}".to_string();
                }
                if let Kind::Image(_) | Kind::Anchor { .. } = kind {
                    last = "\u{2}".to_string();
                }
                if !kind.is_leaf() {
                    let node = view.doc.nodes[id as usize];
                    let may_be_empty = matches!(
                        kind,
                        Kind::Item { .. }
                            | Kind::Cell { .. }
                            | Kind::Term
                            | Kind::Definition
                            | Kind::CodeBlock { .. }
                            | Kind::Image(_)
                    );
                    assert!(
                        node.end > id + 1 || may_be_empty || view.doc.flattened() > 0,
                        "{kind:?} is empty"
                    );
                    let first = view.doc.nodes.get(id as usize + 1).filter(|_| node.end > id + 1);
                    let holds_blocks = first.is_some_and(|first| {
                        matches!(first.kind, Kind::Rule)
                            || place(&first.kind) != Place::Inlines
                            || matches!(first.kind, Kind::Paragraph { .. } | Kind::Heading { .. })
                    });
                    if kind.is_cell() && holds_blocks {
                        let is_alone = first.unwrap().end == node.end;
                        assert!(!is_alone || !first.unwrap().kind.is_paragraph());
                        places.push(Place::Blocks);
                    } else {
                        places.push(place(kind));
                    }
                    kinds.push(kind);
                }
            }
            Step::Exit(_, kind) => {
                places.pop();
                kinds.pop();
                match kind {
                    Kind::Row { .. } => assert_eq!(cells, columns),
                    Kind::Table { .. } => (cells, columns, rows) = outer.pop().unwrap(),
                    Kind::CodeBlock { .. } => assert!(last.is_empty() || last.ends_with('\n')),
                    Kind::Paragraph { .. }
                    | Kind::Heading { .. }
                    | Kind::Cell { .. }
                    | Kind::Term => {
                        assert!(!last.ends_with([' ', '\u{1}']), "{kind:?} ends with {last:?}")
                    }
                    _ => {}
                }
            }
        }
    }
    text
}

const PIECES: [&str; 76] = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h2>",
    "</h2>",
    "<blockquote>",
    "</blockquote>",
    "<ul>",
    "</ul>",
    "<ol start=4>",
    "</ol>",
    "<li>",
    "</li>",
    "<dl>",
    "</dl>",
    "<dt>",
    "</dt>",
    "<dd>",
    "</dd>",
    "<pre>",
    "</pre>",
    "<code class=language-c>",
    "</code>",
    "<table>",
    "<table border=1>",
    "<table role=table dir=rtl width='50%'>",
    "<td width=0>",
    "<tr height=1>",
    "<colgroup span=2 width=9><col>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<th colspan=2 rowspan=2>",
    "</th>",
    "<caption>",
    "</caption>",
    "<tbody>",
    "</thead>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<span style='font-weight:bold;text-decoration:underline'>",
    "</span>",
    "<a href=x>",
    "</a>",
    "<a name=y>",
    "<a href='#y'>",
    "<br>",
    "<hr>",
    "<img src=i alt=I>",
    "<q>",
    "</q>",
    "<sup>",
    "</sup>",
    "<input type=checkbox>",
    "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>",
    "<![if !supportLists]>",
    "<![endif]>",
    "<p class=MsoListParagraph>",
    "1.",
    "&nbsp;",
    " ",
    "\n",
    "word",
    "two words",
    "&amp;",
    "é",
    "<o:p>",
    "<!-- c -->",
    "<td align=right>",
    "<font face=courier>",
    "<div style='white-space:pre'>",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..Default::default() })]
    #[test]
    fn tag_soup_keeps_the_rules(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..50), max_depth in 1u32..12) {
        let source = pieces.concat();
        let doc = read(&source, max_depth);
        let text = check(View { doc: &doc, source: source.as_bytes() });
        // Markers of lists may be dropped; words never are, nor do they change their
        // order, but for those of captions, which stand behind their tables, and for those in no cell, which stand
        // before them.
        let words: String = pieces.iter().filter(|piece| piece.contains("word") || **piece == "é")
            .flat_map(|piece| piece.chars().filter(|c| !c.is_whitespace())).collect();
        let kept: String = text.chars().filter(|c| "twordsé".contains(*c)).collect();
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        if source.contains("<table") {
            prop_assert_eq!(sorted(&kept), sorted(&words), "{}", source);
        } else {
            prop_assert_eq!(kept, words, "{}", source);
        }
    }

    #[test]
    fn any_text_is_read(source in "\\PC{0,200}|[<>/=\"'&;!a-f -]{0,200}") {
        let doc = read(&source, 256);
        check(View { doc: &doc, source: source.as_bytes() });
    }
}

/// Long enough for every limit of the reader to be reached.
const MANY: usize = 1_500;

// That their time is linear is told by counted steps, beside the library (`src/work`).
#[test]
fn hostile_texts_keep_the_rules() {
    for piece in include_str!("hostile.txt").lines() {
        let source = piece.repeat(MANY);
        check(View { doc: &read(&source, 256), source: source.as_bytes() });
    }
}

#[test]
fn hostile_texts_of_two_halves_keep_the_rules() {
    for (first, second) in [
        ("<b>", "</b>"),
        ("<b>", "<i></b>"),
        ("<div>", "</section>"),
        ("<section><table><tr><td><div>", "</section>"),
        ("<div><b>", "</div>"),
        ("<span>", "<p></p>"),
        ("<b>a<p>", "</b>"),
        ("<ul><li>", "</li></ul>"),
        ("<dl><div>", "<dt>a"),
        ("<table>", "</table>"),
        ("<font>", "<p>a</p>"),
        ("<p>", "</p>"),
        ("<blockquote>", "a<p>"),
        ("<table><tr><td>a<td>", "</td>"),
        ("<i><b>", "</i>a</b>"),
    ] {
        let source = first.repeat(MANY) + &second.repeat(MANY);
        check(View { doc: &read(&source, 256), source: source.as_bytes() });
    }
}

#[test]
fn long_pieces_are_read() {
    let long = "x".repeat(1 << 20);
    for source in [
        format!("<a href='{long}'>a</a>"),
        format!("<p {long}>a"),
        format!("<{long}>a"),
        format!("<!--{long}-->a"),
        format!("&{long};"),
        format!("&#{};", "1".repeat(1 << 20)),
        format!("<b style='{long}:{long};font-weight:bold'>a</b>"),
        format!("<pre class='{long}'>a</pre>"),
        format!("<p class=MsoListParagraph><![if !supportLists]>{long}<![endif]>a"),
    ] {
        let doc = read(&source, 256);
        check(View { doc: &doc, source: source.as_bytes() });
        assert!(!doc.nodes.is_empty());
    }
}

#[test]
fn deep_nesting_is_flattened_and_its_text_kept() {
    let source = "<blockquote>".repeat(100_000) + "a";
    let doc = read(&source, 256);
    assert_eq!(doc.nodes.len(), 258);
    assert_eq!(doc.flattened(), 100_000 - 256);
}
