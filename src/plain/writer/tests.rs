//! What each kind of node looks like as plain text.

use super::*;
use crate::document::{Alignment, Document, LinkTarget};

fn written(build: impl FnOnce(&mut Document)) -> (String, Report) {
    let (mut doc, mut report) = (Document::default(), Report::default());
    doc.reset(256);
    build(&mut doc);
    doc.close_to(0);
    let mut out = Output::new(Vec::new(), 1 << 20);
    let view = View { doc: &doc, source: b"" };
    write(view, false, &mut out, &mut report, &mut Scratch::default()).unwrap();
    (String::from_utf8(out.finish().unwrap()).unwrap(), report)
}

fn text(doc: &mut Document, text: &str) {
    let span = doc.own(text);
    doc.leaf(Kind::Text(span));
}

fn within(doc: &mut Document, kind: Kind, fill: impl FnOnce(&mut Document)) {
    doc.open(kind);
    fill(doc);
    doc.close();
}

fn paragraph(doc: &mut Document, words: &str) {
    within(doc, Kind::PARAGRAPH, |doc| text(doc, words));
}

#[test]
fn a_byte_order_mark_does_not_begin_the_text() {
    let mark = "\u{FEFF}";
    let (out, report) = written(|doc| {
        paragraph(doc, &format!("{mark}{mark}a{mark}"));
        paragraph(doc, mark);
    });
    assert_eq!(out, "a\u{FEFF}\n\n\u{FEFF}\n");
    assert_eq!(report.get(Loss::ControlCharacter).count, 2);
}

const ITEM: Kind = Kind::Item { task: None };
const QUOTE: Kind = Kind::quote(None);

fn list(start: Option<u32>, tight: bool) -> Kind {
    Kind::list(start, tight)
}

fn link(doc: &mut Document, url: &str) -> crate::document::LinkId {
    let url = doc.own(url);
    doc.add_link(LinkTarget::new(url, Span::EMPTY))
}

#[test]
fn lists_have_markers_and_indents() {
    let (shown, _) = written(|doc| {
        paragraph(doc, "before");
        within(doc, list(None, true), |doc| {
            within(doc, ITEM, |doc| {
                paragraph(doc, "one");
                within(doc, list(Some(9), true), |doc| {
                    within(doc, ITEM, |doc| paragraph(doc, "nine"));
                    within(doc, ITEM, |doc| paragraph(doc, "ten\nmore"));
                });
            });
            within(doc, Kind::Item { task: Some(true) }, |doc| paragraph(doc, "done"));
            within(doc, ITEM, |_| {});
        });
        paragraph(doc, "after");
    });
    let expected = "before\n\n- one\n  9. nine\n  10. ten\n      more\n- [x] done\n-\n\nafter\n";
    assert_eq!(shown, expected);
}

#[test]
fn loose_items_and_quotes_have_blank_lines_between() {
    let (shown, _) = written(|doc| {
        within(doc, list(None, false), |doc| {
            within(doc, ITEM, |doc| paragraph(doc, "one"));
            within(doc, ITEM, |doc| {
                within(doc, QUOTE, |doc| {
                    paragraph(doc, "two");
                    paragraph(doc, "three");
                });
            });
        });
        within(doc, Kind::quote(Some(Alert::Tip)), |doc| paragraph(doc, "four"));
    });
    assert_eq!(shown, "- one\n\n- > two\n  >\n  > three\n\n> TIP:\n>\n> four\n");
}

#[test]
fn code_keeps_its_lines_and_tables_are_tab_separated() {
    let (shown, _) = written(|doc| {
        within(doc, QUOTE, |doc| {
            let info = Span::EMPTY;
            within(doc, Kind::CodeBlock { info }, |doc| text(doc, "a\n\n\tb\n"));
        });
        let kind = doc.add_columns([Alignment::None; 2].into_iter());
        within(doc, kind, |doc| {
            for words in ["a\tb", "c\nd"] {
                within(doc, Kind::Row { header: false }, |doc| {
                    within(doc, Kind::CELL, |doc| text(doc, words));
                    within(doc, Kind::CELL, |doc| text(doc, "x"));
                });
            }
        });
        doc.leaf(Kind::Rule);
    });
    assert_eq!(shown, "> a\n>\n> \tb\n\na b\tx\nc d\tx\n\n----------\n");
}

#[test]
fn links_say_where_they_lead_unless_their_text_does() {
    let (shown, report) = written(|doc| {
        doc.open(Kind::PARAGRAPH);
        for (url, words) in [
            ("http://a.example", "there"),
            ("http://b.example", "http://b.example"),
            ("mailto:me@c.example", "me@c.example"),
            ("#part", "above"),
            ("http://d.example", ""),
        ] {
            let id = link(doc, url);
            within(doc, Kind::Link(id), |doc| text(doc, words));
            text(doc, ", ");
        }
        let id = link(doc, "p.png");
        within(doc, Kind::Image(id), |doc| text(doc, "cat"));
    });
    let expected = "there (http://a.example), http://b.example, me@c.example, above, \
                    (http://d.example), cat (p.png)\n";
    assert_eq!(shown, expected);
    assert_eq!(report.get(Loss::Picture).count, 1);
}

#[test]
fn footnotes_stand_at_the_end() {
    let (shown, _) = written(|doc| {
        let label = doc.own("1");
        within(doc, Kind::footnote(label), |doc| {
            paragraph(doc, "note");
            paragraph(doc, "more");
        });
        within(doc, Kind::PARAGRAPH, |doc| {
            text(doc, "text");
            doc.leaf(Kind::FootnoteReference { label });
        });
    });
    assert_eq!(shown, "text[1]\n\n[1] note\n\n    more\n");
}

#[test]
fn raw_html_leaves_its_text_and_is_reported() {
    let (shown, report) = written(|doc| {
        within(doc, Kind::HtmlBlock, |doc| {
            text(doc, "<div>\n<!-- a > b --><b>one</b>\ntwo</div>\n");
        });
        within(doc, Kind::HtmlBlock, |doc| text(doc, "<hr>\n"));
        paragraph(doc, "after");
    });
    assert_eq!(shown, "one\ntwo\n\nafter\n");
    assert_eq!(report.get(Loss::Html).count, 2);
}

#[test]
fn definitions_are_indented_below_their_terms() {
    let (shown, _) = written(|doc| {
        within(doc, Kind::DefinitionList, |doc| {
            within(doc, Kind::Term, |doc| text(doc, "term"));
            within(doc, Kind::Definition, |doc| paragraph(doc, "meaning"));
        });
    });
    assert_eq!(shown, "term\n    meaning\n");
}

#[test]
fn deep_nesting_costs_no_stack() {
    let (shown, _) = written(|doc| {
        for _ in 0..300 {
            doc.open(QUOTE);
        }
        paragraph(doc, "deep");
    });
    assert_eq!(shown, format!("{}deep\n", "> ".repeat(256)));
}

/// Raised (`^`) and lowered (`_`) pieces among others, and what they become.
#[test]
fn raised_and_lowered_text() {
    for (pieces, expected, lost) in [
        // Powers of numbers, variables and units.
        (&["10", "^6"][..], "10^6", 0),
        (&["10", "^-6", " m"], "10^-6 m", 0),
        (&["5 m", "^2"], "5 m^2", 0),
        (&["x", "^2", "y"], "x^(2)y", 0),
        (&["2", "^n"], "2^n", 0),
        (&["x", "^n+1"], "x^(n+1)", 0),
        (&["x", "^(n+1)", "y"], "x^(n+1)y", 0),
        (&["(a+b)", "^2 ", "c"], "(a+b)^2 c", 0),
        (&["mol", "^-1"], "mol^-1", 0),
        (&["Ca", "^2+", ", SO", "_4", "^2-"], "Ca^2+, SO4^2-", 1),
        (&["2", "^1", "/", "_2"], "2 1/2", 1),
        // Ordinals, marks of notes, names, what stands before.
        (&["1", "^st", ", 2", "^e", ", n", "^o"], "1st, 2e, no", 3),
        (&["word", "^1", " and", "^*", " so.", "^2"], "word1 and* so.2", 3),
        (&["Brand", "^TM", " ", "^14", "C"], "BrandTM 14C", 2),
        (&["5", "^ 2", ", 5", "^a b"], "5 2, 5a b", 2),
        // Below.
        (&["H", "_2", "O, C", "_6", "H", "_12"], "H2O, C6H12", 3),
        (&["10", "_2", ", log", "_2", "8"], "10_2, log_(2)8", 0),
        (&["x", "_i", ", V", "_max", ", a", "_n+1", "b"], "x_i, V_max, a_(n+1)b", 0),
        (&["T", "_E", "X"], "TEX", 1),
        (&["\u{2211}", "_i=0", "^n", " i"], "\u{2211}_(i=0)^n i", 0),
    ] {
        let (out, report) = written(|doc| {
            within(doc, Kind::PARAGRAPH, |doc| {
                for piece in pieces {
                    match piece.split_at(piece.chars().next().map_or(0, char::len_utf8)) {
                        ("^", inner) => within(doc, Kind::Superscript, |doc| text(doc, inner)),
                        ("_", inner) => within(doc, Kind::Subscript, |doc| text(doc, inner)),
                        _ => text(doc, piece),
                    }
                }
            });
        });
        assert_eq!((out.trim_end(), report.get(Loss::Font).count), (expected, lost), "{pieces:?}");
    }
}
