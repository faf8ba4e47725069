use super::*;
use crate::document::{Align, Alignment, Color, Column, Layout};
use crate::markdown;
use crate::memory::refusals;

const MARKDOWN: &str =
    "> *[a **b**](javascript:c)* ![d](//e/f) <i>g</i>\n>\n> <p>\n\n- <div>\n\n# <u x>\n";

/// The document, let in when so many allocations have been granted; and whether one was refused.
fn admitted(options: &str, granted: usize, scratch: &mut Scratch) -> (Document, Report, bool) {
    let options = Options::parse(options).unwrap();
    let (mut doc, mut report) = (Document::default(), Report::default());
    doc.reset(256);
    markdown::read(MARKDOWN, &options, &mut doc, &mut report).unwrap();
    let source = MARKDOWN.as_bytes();
    let holds = Holds::of(&[Feature::OddLinks]);
    let door =
        Door { options: &options, source, start: Some(0), uncovers: false, has_front: true, holds };
    let ((), refused) = refusals::after(granted, || admit(&mut doc, door, scratch, &mut report));
    (doc, report, refused)
}

/// Every subtree ends within the one around it, and holds what it may.
fn is_sound(doc: &Document) -> bool {
    let mut ends = vec![doc.nodes.len()];
    doc.nodes.iter().enumerate().all(|(at, node)| {
        while ends.last().is_some_and(|&end| end <= at) {
            ends.pop();
        }
        let end = node.end as usize;
        let fits = end > at && ends.last().is_some_and(|&outer| end <= outer);
        ends.push(end);
        fits && (!node.kind.is_leaf() || end == at + 1)
    })
}

#[test]
fn what_is_built_anew_is_a_document() {
    let mut scratch = Scratch::default();
    for (options, unsafe_links, html) in [
        ("Untrusted=Yes", 2, 5),
        ("Links=Web", 2, 0),
        ("Links=All;Html=Drop", 0, 5),
        ("Html=Escape", 1, 0),
        ("Links=All", 0, 0),
    ] {
        let (doc, report, _) = admitted(options, usize::MAX, &mut scratch);
        assert!(doc.check().is_ok() && is_sound(&doc), "{options} {:?}", doc.nodes);
        let counts = [Loss::UnsafeLink, Loss::Html].map(|loss| report.get(loss).count);
        assert_eq!(counts, [unsafe_links, html], "{options}");
        assert_eq!(doc.open_count(), 0, "{options}");
    }
}

/// Formulas, with what they become and how many addresses are gone.
#[test]
fn formulas_lead_nowhere_that_links_may_not() {
    for (options, tex, tame, gone) in [
        ("", r"a<b \href{https://x.y/a\_b}{c}", r"a<b \href{https://x.y/a\_b}{c}", 0),
        ("", r"\href{javascript:a}{b}", r"\href{}{b}", 1),
        ("", r"\style{color:red}{b}", r"\style{color:red}{b}", 0),
        ("Links=All", r"\href{javascript:a}{b}", r"\href{javascript:a}{b}", 0),
        ("Untrusted=Yes", r"a<b<!c< d<=e</f", r"a< b< !c< d<=e< /f", 0),
        ("Untrusted=Yes", "\\href %x\n {java\\script:a}{b}", "\\href %x\n {}{b}", 1),
        ("Untrusted=Yes", r"\url{ data:text/html,a }\href x", r"\url{}href x", 2),
        ("Untrusted=Yes", r"\let\a\href \a{javascript:b}", r"let\ahref \a{javascript:b}", 2),
        (
            "Untrusted=Yes",
            r"\includegraphics[width=1em]{//a/b}",
            r"\includegraphics[width=1em]{}",
            1,
        ),
        ("Untrusted=Yes", r"\htmlStyle{a{b}}{c}\\href{}", r"\htmlStyle{}{c}\\href{}", 1),
        ("Html=Drop", r"\class{a}{b}", r"\class{}{b}", 1),
    ] {
        let options = Options::parse(options).unwrap();
        let (mut doc, mut report) = (Document::default(), Report::default());
        doc.reset(256);
        doc.open(Kind::PARAGRAPH);
        let span = doc.own(tex);
        doc.leaf(Kind::Math { tex: span, display: false });
        doc.close();
        let (uncovers, has_front) = (false, true);
        let holds = Holds::ALL;
        let door = Door { options: &options, source: b"", start: None, uncovers, has_front, holds };
        admit(&mut doc, door, &mut Scratch::default(), &mut report);
        let Kind::Math { tex: found, .. } = doc.nodes[1].kind else { panic!("{tex}") };
        assert_eq!(doc.own_text(found), Some(tame), "{tex}");
        assert_eq!(report.get(Loss::UnsafeLink).count, gone, "{tex}");
    }
}

/// A document of what not every format holds.
fn everything() -> Document {
    let mut doc = Document::default();
    doc.reset(256);
    let words = |doc: &mut Document, words: &str| {
        let span = doc.own(words);
        doc.leaf(Kind::Text(span));
    };
    doc.open(Kind::Paragraph { layout: Layout::PLAIN.with_align(Align::Center) });
    let change = doc.add_change(Default::default());
    let comment = doc.add_comment(Default::default());
    doc.leaf(Kind::CommentStart(comment));
    for (kind, text) in [
        (Kind::Inserted(change), "new"),
        (Kind::Deleted(change), "old"),
        (Kind::Colored { text: Color::rgb(1, 2, 3), back: Color::NONE }, "red"),
        (Kind::SmallCaps, "small"),
    ] {
        doc.open(kind);
        words(&mut doc, text);
        doc.close();
    }
    doc.leaf(Kind::CommentEnd(comment));
    doc.close();
    doc.open(Kind::PARAGRAPH);
    doc.open(Kind::Deleted(change));
    words(&mut doc, "gone with its paragraph");
    doc.close_to(0);
    doc.leaf(Kind::PageBreak);
    let columns = [0, 500, 200].map(|width| Column { width, ..Column::default() });
    let table = doc.add_columns(columns.into_iter());
    doc.open(table);
    doc.open(Kind::Row { header: true });
    doc.open(Kind::Cell { columns: 2, rows: 1 });
    doc.open(Kind::PARAGRAPH);
    words(&mut doc, "one");
    doc.close();
    doc.open(Kind::list(Some(9), true));
    for text in ["a", "b"] {
        doc.open(Kind::Item { task: None });
        doc.open(Kind::PARAGRAPH);
        words(&mut doc, text);
        doc.close();
        doc.close();
    }
    doc.close();
    doc.open(Kind::CodeBlock { info: Span::EMPTY });
    words(&mut doc, "x\n\ny\n");
    doc.close();
    let inner = doc.add_columns([Alignment::None; 2].into_iter());
    doc.open(inner);
    doc.open(Kind::Row { header: true });
    for text in ["p", "q"] {
        doc.open(Kind::CELL);
        words(&mut doc, text);
        doc.close();
    }
    doc.close();
    doc.close();
    doc.close();
    for kind in [Kind::COVERED, Kind::CELL] {
        doc.open(kind);
        doc.close();
    }
    doc.close_to(0);
    doc.open(Kind::Caption);
    words(&mut doc, "a table");
    doc.close();
    doc.open(Kind::CommentBody(comment));
    doc.open(Kind::PARAGRAPH);
    words(&mut doc, "said");
    doc.close_to(0);
    doc
}

#[test]
fn what_the_target_has_no_words_for_is_counted_and_goes() {
    let mut doc = everything();
    let mut report = Report::default();
    let options = Options::parse("Changes=Markup;Comments=Keep").unwrap();
    let door = Door {
        options: &options,
        source: b"",
        start: None,
        uncovers: false,
        has_front: true,
        holds: Holds::ALL,
    };
    let mut scratch = Scratch::default();
    let before = doc.nodes.clone();
    admit(&mut doc, door, &mut scratch, &mut report);
    assert!(doc.nodes == before && report.is_empty());
    let options = Options::parse("Changes=Accept;Comments=Drop").unwrap();
    let door = Door { options: &options, holds: Holds::NOTHING, ..door };
    admit(&mut doc, door, &mut scratch, &mut report);
    let mut dump = String::new();
    doc.dump(b"", &mut dump);
    let expected = r#"paragraph center
  text "new"
  text "red"
  text "small"
table columns=3 none none/500 none/200
  row header
    cell
      text "one"
      hard-break
      text "9. "
      text "a"
      hard-break
      text "10. "
      text "b"
      hard-break
      code "x"
      hard-break
      code "y"
      hard-break
      text "p"
      text " / "
      text "q"
    cell
    cell
paragraph
  text "a table"
"#;
    assert_eq!(dump, expected);
    assert!(doc.check().is_ok() && is_sound(&doc));
    let losses: Vec<_> = report.iter().map(|(loss, entry)| (loss.name(), entry.count)).collect();
    let expected = [
        ("color", 1),
        ("font", 1),
        ("comment", 1),
        ("deleted_text", 2),
        ("table", 1),
        ("merged_cells", 1),
        ("alignment", 1),
        ("page_break", 1),
        ("caption", 1),
        ("column_width", 1),
    ];
    assert_eq!(losses, expected);
}

#[test]
fn memory_that_is_refused_is_remembered() {
    for count in 0.. {
        let (doc, _, refused) = admitted("Untrusted=Yes", count, &mut Scratch::default());
        assert_eq!(doc.check().is_err(), refused, "{count}");
        if !refused {
            assert!(count > 0);
            break;
        }
    }
}
