//! Document -> Markdown -> document over generated documents: such as another format's reader
//! makes, which no Markdown source would lead to.

use legacybridge::document::{Alignment, Document, Kind, LinkTarget, Span};
use legacybridge::options::{MarkdownStyle, Options};
use proptest::prelude::*;

use crate::kit::normal::{all_extensions, normal_form, normal_form_of, rewrite, write};

const TEXTS: &[&str] = &[
    "a",
    "b",
    "foo",
    "x y",
    " ",
    "  ",
    " a",
    "a ",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "~",
    "`",
    "``",
    "[",
    "]",
    "(",
    ")",
    "](u)",
    "![",
    "!",
    "<",
    ">",
    "<u>",
    "</em>",
    "<div>",
    "&",
    "&amp;",
    "&#32;",
    "\\",
    "- ",
    "-",
    "* ",
    "+",
    "1. ",
    "1.",
    "2)",
    "> ",
    "# ",
    "#",
    "```",
    "~~~",
    "---",
    "***",
    "===",
    "|",
    "|-|",
    "www.a.com",
    "http://b.c/d",
    "x@y.zz",
    ":",
    "[^1]",
    "[^1]:",
    "[a]:",
    "<!-- c -->",
    "é",
    "“",
    "£",
    "^",
    ".",
    "=",
    "$",
    "[x] ",
    "[ ]",
    "\u{a0}",
    "{#i}",
    "?",
    ";",
    "[!NOTE]",
];

/// A tree that is turned into a document.
#[derive(Clone, Debug)]
enum Block {
    Paragraph(Vec<Inline>),
    Heading(u8, Vec<Inline>),
    Quote(Vec<Block>),
    List(Option<u32>, bool, Vec<(Option<bool>, Vec<Block>)>),
    Code(String, String),
    Rule,
    Table(Vec<Vec<Vec<Inline>>>),
}

#[derive(Clone, Debug)]
enum Inline {
    Text(&'static str),
    Code(&'static str),
    Soft,
    Hard,
    Span(Kind, Vec<Inline>),
    Link(&'static str, &'static str, Vec<Inline>),
    Image(&'static str, &'static str),
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let text = || prop::sample::select(TEXTS);
    let leaf = prop_oneof![
        8 => text().prop_map(Inline::Text),
        1 => text().prop_map(Inline::Code),
        1 => Just(Inline::Soft),
        1 => Just(Inline::Hard),
        1 => (text(), text()).prop_map(|(url, title)| Inline::Image(url, title)),
    ];
    let kinds = prop::sample::select(vec![
        Kind::Emphasis,
        Kind::Strong,
        Kind::Strike,
        Kind::Underline,
        Kind::Superscript,
        Kind::Subscript,
        Kind::Highlight,
        Kind::Keyboard,
    ]);
    let inline = leaf.prop_recursive(3, 12, 4, move |inner| {
        let children = prop::collection::vec(inner, 1..4);
        prop_oneof![
            3 => (kinds.clone(), children.clone()).prop_map(|(kind, inner)| Inline::Span(kind, inner)),
            1 => (text(), text(), children).prop_map(|(url, title, inner)| Inline::Link(url, title, inner)),
        ]
    });
    prop::collection::vec(inline, 1..6)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let text = || prop::sample::select(TEXTS);
    let cells = || prop::collection::vec(inlines(), 2);
    let leaf = prop_oneof![
        6 => inlines().prop_map(Block::Paragraph),
        1 => (1..7u8, inlines()).prop_map(|(level, inner)| Block::Heading(level, inner)),
        1 => (text(), prop::collection::vec(text(), 0..3))
            .prop_map(|(info, lines)| Block::Code(info.trim().into(), lines.iter().map(|l| format!("{l}\n")).collect())),
        1 => Just(Block::Rule),
        1 => prop::collection::vec(cells(), 1..3).prop_map(Block::Table),
    ];
    let block = leaf.prop_recursive(3, 16, 3, |inner| {
        let blocks = prop::collection::vec(inner, 1..3);
        let items = prop::collection::vec((prop::option::of(any::<bool>()), blocks.clone()), 1..3);
        prop_oneof![
            1 => blocks.prop_map(Block::Quote),
            2 => (prop::option::of(0..12u32), any::<bool>(), items)
                .prop_map(|(start, tight, items)| Block::List(start, tight, items)),
        ]
    });
    prop::collection::vec(block, 1..4)
}

fn own(doc: &mut Document, text: &str) -> Span {
    doc.own(text)
}

fn add_inlines(doc: &mut Document, inlines: &[Inline], linked: bool, kinds: &mut Vec<Kind>) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let span = own(doc, text);
                doc.leaf(Kind::Text(span));
            }
            Inline::Code(text) => {
                let span = own(doc, text);
                doc.leaf(Kind::Code(span));
            }
            Inline::Soft => doc.leaf(Kind::SoftBreak),
            Inline::Hard => doc.leaf(Kind::HardBreak),
            // The same twice says no more than once.
            Inline::Span(kind, inner) if kinds.contains(kind) => {
                add_inlines(doc, inner, linked, kinds)
            }
            Inline::Span(kind, inner) => {
                doc.open(*kind);
                kinds.push(*kind);
                add_inlines(doc, inner, linked, kinds);
                kinds.pop();
                doc.close();
            }
            Inline::Link(_, _, inner) if linked => add_inlines(doc, inner, linked, kinds),
            Inline::Link(url, title, inner) => {
                let target = LinkTarget::new(own(doc, url.trim()), own(doc, title));
                let id = doc.add_link(target);
                doc.open(Kind::Link(id));
                add_inlines(doc, inner, true, kinds);
                doc.close();
            }
            Inline::Image(url, alt) => {
                let target = LinkTarget::new(own(doc, url.trim()), Span::EMPTY);
                let id = doc.add_link(target);
                doc.open(Kind::Image(id));
                let alt = own(doc, alt);
                doc.leaf(Kind::Text(alt));
                doc.close();
            }
        }
    }
}

fn add_blocks(doc: &mut Document, blocks: &[Block]) {
    let mut kinds = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(inner) => {
                doc.open(Kind::PARAGRAPH);
                add_inlines(doc, inner, false, &mut kinds);
                doc.close();
            }
            Block::Heading(level, inner) => {
                doc.open(Kind::heading(*level, Span::EMPTY));
                add_inlines(doc, inner, false, &mut kinds);
                doc.close();
            }
            Block::Quote(inner) => {
                doc.open(Kind::quote(None));
                add_blocks(doc, inner);
                doc.close();
            }
            Block::List(start, tight, items) => {
                doc.open(Kind::list(*start, *tight));
                for (task, inner) in items {
                    doc.open(Kind::Item { task: *task });
                    add_blocks(doc, inner);
                    doc.close();
                }
                doc.close();
            }
            Block::Code(info, text) => {
                let info = own(doc, info);
                let text = own(doc, text);
                doc.open(Kind::CodeBlock { info });
                doc.leaf(Kind::Text(text));
                doc.close();
            }
            Block::Rule => doc.leaf(Kind::Rule),
            Block::Table(rows) => {
                let kind = doc.add_columns([Alignment::None, Alignment::Right].into_iter());
                doc.open(kind);
                for (index, row) in rows.iter().enumerate() {
                    doc.open(Kind::Row { header: index == 0 });
                    for cell in row {
                        doc.open(Kind::CELL);
                        add_inlines(doc, cell, false, &mut kinds);
                        doc.close();
                    }
                    doc.close();
                }
                doc.close();
            }
        }
    }
}

fn check(blocks: &[Block], options: &Options) -> Result<(), TestCaseError> {
    let mut doc = Document::default();
    doc.reset(256);
    add_blocks(&mut doc, blocks);
    let once = write(&doc, "", options);
    let (mut before, mut after) = (normal_form_of(&doc, ""), normal_form(&once, options));

    for form in [&mut before, &mut after] {
        // Some lists can only be loose.
        *form = form.replace(" true\n", "\n").replace(" false\n", "\n");
    }
    prop_assert_eq!(before, after, "became {:?}", &once);
    let twice = rewrite(&once, options);
    prop_assert_eq!(&once, &twice, "not stable");
    Ok(())
}

/// More with `MARKDOWN_FUZZ_CASES`.
fn cases() -> u32 {
    std::env::var("MARKDOWN_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(512)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn any_document_reads_back_the_same(blocks in blocks()) {
        check(&blocks, &Options::default())?;
    }

    #[test]
    fn in_another_style_too(blocks in blocks(), wrap in prop::sample::select(&[0u16, 20, 60][..])) {
        let markdown = MarkdownStyle { bullet: b'*', fence: b'~', emphasis: b'_', wrap };
        check(&blocks, &Options { markdown, ..all_extensions() })?;
        check(&blocks, &Options { markdown, ..Options::default() })?;
    }

    #[test]
    fn with_all_extensions_too(blocks in blocks()) {
        check(&blocks, &all_extensions())?;
    }
}
