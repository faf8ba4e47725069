//! What documents have beside their text: merged cells, blocks in cells, tables in cells, widths, sizes
//! of pictures, alignment, pages, captions, directions, kinds of numbers. Each is written, read, and
//! written again.

use legacybridge::document::{
    Align, Alignment, Column, Delimiter, Direction, Kind, Layout, LinkTarget, NumberStyle, Numbers,
    Span, View,
};

use legacybridge::memory::Output;
use legacybridge::options::Options;
use legacybridge::report::Report;
use legacybridge::rtf;

use crate::kit::build::Build;
use crate::kit::outline::{outline, read_rtf};

/// A document comes back as it was.
#[track_caller]
fn comes_back(make: impl FnOnce(&mut Build)) -> String {
    let mut b = Build::new();
    make(&mut b);
    let before = outline(View { doc: &b.doc, source: b"" });
    let rtf = b.rtf();
    let (after, _) = read_rtf(rtf.as_bytes());
    assert_eq!(after, before, "{}", body_of(&rtf));
    rtf
}

fn body_of(rtf: &str) -> &str {
    rtf.split_once("\\viewkind").map_or(rtf, |(_, body)| body)
}

/// What is written of a document with pictures, whose lines end as they like.
fn pictures(b: &Build) -> String {
    let mut out = Output::new(Vec::new(), usize::MAX);
    let (options, mut report) = (Options::default(), Report::default());
    let view = View { doc: &b.doc, source: b"" };
    rtf::writer::write(view, &options, &mut out, &mut report, &mut Default::default()).unwrap();
    String::from_utf8(out.finish().unwrap()).unwrap()
}

/// What the RTF reader makes of a body.
fn read(body: &str) -> String {
    read_rtf(format!("{{\\rtf1\\ansi\\paperw12240\\margl1440\\margr1440 {body}}}").as_bytes()).0
}

fn cell(b: &mut Build, columns: u16, rows: u16, inside: impl FnOnce(&mut Build)) {
    b.node(Kind::Cell { columns, rows }, inside);
}

fn text_cells(b: &mut Build, texts: &[&str]) {
    for text in texts {
        cell(b, 1, 1, |b| _ = b.text(text));
    }
}

fn covered(b: &mut Build, count: usize) {
    (0..count).for_each(|_| _ = b.node(Kind::COVERED, |_| {}));
}

/// A table of so many columns, the rows of which are made one after the other.
fn table(b: &mut Build, columns: &[Column], rows: usize, row: impl Fn(&mut Build, usize)) {
    let kind = b.doc.add_columns(columns.iter().copied());
    b.node(kind, |b| {
        for index in 0..rows {
            b.node(Kind::Row { header: index == 0 }, |b| row(b, index));
        }
    });
}

const PLAIN: Column = Column { alignment: Alignment::None, width: 0 };

#[test]
fn merged_cells_come_back() {
    let rtf = comes_back(|b| {
        table(b, &[PLAIN; 3], 4, |b, row| match row {
            0 => text_cells(b, &["a", "b", "c"]),
            1 => {
                cell(b, 2, 2, |b| _ = b.text("wide and high"));
                covered(b, 1);
                text_cells(b, &["1"]);
            }
            2 => {
                covered(b, 2);
                text_cells(b, &["2"]);
            }
            _ => {
                cell(b, 3, 1, |b| _ = b.text("all of the row"));
                covered(b, 2);
            }
        });
        b.p("behind");
    });
    for words in ["\\clmgf\\clvmgf", "\\clmrg\\clvmgf", "\\clmgf\\clvmrg", "\\clmrg\\clvmrg"] {
        assert!(rtf.contains(words), "{words}");
    }
    // A cell that goes down beside one that goes down too.
    comes_back(|b| {
        table(b, &[PLAIN; 2], 4, |b, row| match row {
            0 => text_cells(b, &["a", "b"]),
            1 => {
                cell(b, 1, 3, |b| _ = b.text("x"));
                cell(b, 1, 2, |b| _ = b.text("y"));
            }
            2 => covered(b, 2),
            _ => {
                covered(b, 1);
                text_cells(b, &["z"]);
            }
        });
    });
}

#[test]
fn words_of_merged_cells() {
    let row =
        "\\trowd\\trhdr\\cellx1000\\cellx2000\\cellx3000\\pard\\intbl a\\cell b\\cell c\\cell\\row";
    let wide = "\\trowd\\cellx2000\\cellx3000\\pard\\intbl d\\cell e\\cell\\row";
    let merged = "\\trowd\\clmgf\\cellx1000\\clmrg\\cellx2000\\cellx3000\\pard\\intbl d\\cell\\cell e\\cell\\row";
    let head = "<table --->\
                <th><td>a</td><td>b</td><td>c</td></th>";
    let body = "<tr><td 2x1>d</td><td 0x0></td><td>e</td></tr></table>";
    for body_row in [wide, merged] {
        assert_eq!(read(&format!("{row}{body_row}")), format!("{head}{body}"));
    }
    // What a cell that is merged away holds is not lost.
    let full = merged.replace("d\\cell\\cell", "d\\cell x\\cell");
    let kept = "<tr><td>d</td><td>x</td><td>e</td></tr></table>";
    assert_eq!(read(&format!("{row}{full}")), format!("{head}{kept}"));
}

#[test]
fn blocks_in_cells_come_back() {
    comes_back(|b| {
        table(b, &[PLAIN; 2], 3, |b, row| match row {
            0 => text_cells(b, &["a", "b"]),
            1 => {
                cell(b, 1, 1, |b| {
                    b.p("one").p("two");
                    b.bullets(true, |b| {
                        b.item(|b| _ = b.p("x"));
                        b.item(|b| {
                            b.p("y");
                            b.numbers(4, |b| {
                                b.item(|b| _ = b.p("z"));
                            });
                        });
                    });
                });
                cell(b, 1, 1, |b| _ = b.code_block("", "let a;\nlet b;\n"));
            }
            _ => {
                cell(b, 1, 1, |b| {
                    b.quote(|b| _ = b.p("said")).p("behind");
                });
                cell(b, 1, 1, |b| {
                    b.heading(3, "Head");
                    b.para(|b| _ = b.text("a").note("1"));
                });
            }
        });
        b.p("behind");
        b.definition("1", |b| _ = b.p("note"));
    });
}

#[test]
fn tables_in_cells_come_back() {
    let rtf = comes_back(|b| {
        table(b, &[PLAIN; 2], 2, |b, row| match row {
            0 => text_cells(b, &["a", "b"]),
            _ => {
                text_cells(b, &["c"]);
                cell(b, 1, 1, |b| {
                    b.p("before");
                    table(b, &[PLAIN; 2], 2, |b, row| match row {
                        0 => text_cells(b, &["d", "e"]),
                        _ => {
                            cell(b, 1, 1, |b| {
                                b.p("f");
                                table(b, &[PLAIN], 2, |b, row| {
                                    text_cells(b, &[["g", "h"][row]]);
                                });
                                b.p("i");
                            });
                            text_cells(b, &["j"]);
                        }
                    });
                });
            }
        });
        b.p("behind");
    });
    for words in ["\\itap2", "\\itap3", "\\nestcell{\\*\\nesttableprops\\trowd", "\\nestrow}"] {
        assert!(rtf.contains(words), "{words}");
    }
}

#[test]
fn deep_tables_cost_no_stack_and_lose_no_word() {
    let mut b = Build::new();
    let kind = b.doc.add_columns([PLAIN].into_iter());
    for _ in 0..120 {
        b.doc.open(kind);
        b.doc.open(Kind::Row { header: true });
        b.doc.open(Kind::CELL);
        b.p("word");
    }
    b.doc.close_to(0);
    let (after, _) = read_rtf(b.rtf().as_bytes());
    assert_eq!(after.matches("word").count(), 120);
}

#[test]
fn widths_and_directions_of_tables_come_back() {
    comes_back(|b| {
        let columns = [(Alignment::Right, 200), (Alignment::None, 300), (Alignment::Center, 500)];
        let columns = columns.map(|(alignment, width)| Column { alignment, width });
        table(b, &columns, 2, |b, row| text_cells(b, [&["a", "b", "c"], &["1", "2", "3"]][row]));
        b.p("behind");
    });
    let mut b = Build::new();
    let columns = [200, 0, 500].map(|width| Column { width, ..PLAIN });
    table(&mut b, &columns, 1, |b, _| text_cells(b, &["a", "b", "c"]));
    let rtf = b.rtf();
    let widths = |rtf: &str| {
        let doc = read_doc(rtf);
        doc.columns.iter().map(|column| column.width).collect::<Vec<_>>()
    };
    assert_eq!(widths(&rtf), [200, 300, 500]);
    let kind = |direction| Kind::Table { first: 0, count: 1, direction };
    let mut b = Build::new();
    b.doc.add_columns([PLAIN].into_iter());
    b.node(kind(Direction::Rtl), |b| {
        b.node(Kind::Row { header: true }, |b| text_cells(b, &["a"]));
    });
    assert_eq!(read_rtf(b.rtf().as_bytes()).0, "<table - rtl><th><td>a</td></th></table>");
}

fn read_doc(rtf: &str) -> legacybridge::document::Document {
    let mut doc = legacybridge::document::Document::default();
    doc.reset(256);
    let (options, mut report) = (Default::default(), Default::default());
    let mut scratch = Default::default();
    legacybridge::rtf::reader::read(rtf.as_bytes(), &options, &mut doc, &mut report, &mut scratch)
        .unwrap();
    doc
}

#[test]
fn alignment_and_direction_of_paragraphs_come_back() {
    for align in [Align::Left, Align::Center, Align::Right, Align::Justify] {
        comes_back(|b| {
            b.node(Kind::Paragraph { layout: Layout::new(align, Direction::Unsaid) }, |b| {
                _ = b.text("a")
            });
            b.p("b");
            let layout = Layout::new(align, Direction::Unsaid);
            b.node(Kind::Heading { level: 2, layout, id: Span::EMPTY }, |b| _ = b.text("c"));
            b.bullets(true, |b| {
                b.item(|b| _ = b.node(Kind::Paragraph { layout }, |b| _ = b.text("d")));
            });
        });
    }
    for (direction, text) in [(Direction::Rtl, "abc"), (Direction::Ltr, "\u{5D0}\u{5D1}")] {
        comes_back(|b| {
            let layout = Layout::new(Align::None, direction);
            b.node(Kind::Paragraph { layout }, |b| _ = b.text(text));
            let layout = Layout::new(Align::Center, direction);
            b.node(Kind::Paragraph { layout }, |b| _ = b.text(text));
        });
    }
    // Word says it of every paragraph.
    assert_eq!(read("\\pard\\ql a\\par\\pard\\ql b\\par"), "<p>a</p><p>b</p>");
    assert_eq!(read("\\pard\\ql a\\par\\pard b\\par"), "<p left>a</p><p>b</p>");
}

#[test]
fn pages_come_back() {
    let rtf = comes_back(|b| {
        b.p("a").leaf(Kind::PageBreak).p("b").leaf(Kind::PageBreak).heading(1, "c");
        b.leaf(Kind::PageBreak).code_block("", "d\n").leaf(Kind::PageBreak);
        b.table(&[Alignment::None], &[&["e"], &["f"]]).leaf(Kind::PageBreak);
        b.bullets(true, |b| {
            b.item(|b| _ = b.p("g"));
            b.item(|b| _ = b.leaf(Kind::PageBreak).p("h"));
        });
        b.leaf(Kind::PageBreak);
    });
    assert_eq!(rtf.matches("\\pagebb").count(), 7);
    for (body, outline) in [
        ("a\\par\\page b\\par", "<p>a</p><page/><p>b</p>"),
        ("a\\page b\\par", "<p>a</p><page/><p>b</p>"),
        ("a\\par\\pard\\pagebb b\\par\\pard c\\par", "<p>a</p><page/><p>b</p><p>c</p>"),
        ("a\\sect b\\par", "<p>a</p><page/><p>b</p>"),
        ("a\\sect\\sbknone b\\par", "<p>a</p><p>b</p>"),
        ("\\page a\\par", "<p>a</p>"),
    ] {
        assert_eq!(read(body), outline, "{body}");
    }
}

#[test]
fn captions_come_back() {
    const PIXEL: &str = "data:image/png;base64,\
        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    let rtf = comes_back(|b| {
        b.table(&[Alignment::None; 2], &[&["a", "b"], &["1", "2"]]);
        b.node(Kind::Caption, |b| _ = b.text("Table 1"));
        b.p("between");
    });
    assert!(rtf.contains("{\\s34") && rtf.contains("caption;}"));
    let mut b = Build::new();
    b.para(|b| _ = b.image(PIXEL, "", "x"));
    b.node(Kind::Caption, |b| _ = b.text("Figure 1"));
    assert!(read_rtf(pictures(&b).as_bytes()).0.ends_with("</img></p><caption>Figure 1</caption>"));
    // Where it stands behind nothing that has one it is a paragraph.
    let style = "{\\stylesheet{\\s34 caption;}}";
    assert_eq!(read(&format!("{style}a\\par\\pard\\s34 b\\par")), "<p>a</p><p>b</p>");
}

#[test]
fn sizes_of_pictures_come_back() {
    const PIXEL: &str = "data:image/png;base64,\
        iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
    for (asked, found) in [
        ((0, 0), (0, 0)),
        ((1_440, 720), (1_440, 720)),
        ((300, 0), (300, 300)),
        ((0, 600), (600, 600)),
    ] {
        let mut b = Build::new();
        let url = b.doc.own(PIXEL);
        let target =
            LinkTarget { width: asked.0, height: asked.1, ..LinkTarget::new(url, Span::EMPTY) };
        let id = b.doc.add_link(target);
        b.para(|b| _ = b.node(Kind::Image(id), |b| _ = b.text("x")));
        let doc = read_doc(&pictures(&b));
        let link = doc.links[0];
        assert_eq!((link.width, link.height), found, "{asked:?}");
    }
    let rtf = {
        let mut b = Build::new();
        b.para(|b| _ = b.image(PIXEL, "", "x"));
        pictures(&b)
    };
    let scaled = rtf.replace("\\picwgoal", "\\picscalex5000\\picscaley200\\picwgoal");
    let link = read_doc(&scaled).links[0];
    assert_eq!((link.width, link.height), (15 * 50, 15 * 2));
}

#[test]
fn kinds_of_numbers_come_back() {
    use NumberStyle::*;
    for style in [Decimal, LowerAlpha, UpperAlpha, LowerRoman, UpperRoman] {
        for delimiter in [Delimiter::Period, Delimiter::OneParen, Delimiter::TwoParens] {
            comes_back(|b| {
                for start in [1, 3] {
                    let numbers = Numbers { style, delimiter };
                    b.node(Kind::List { start: Some(start), tight: true, numbers }, |b| {
                        b.item(|b| _ = b.p("a"));
                        b.item(|b| {
                            b.p("b");
                            b.node(Kind::List { start: Some(9), tight: true, numbers }, |b| {
                                b.item(|b| _ = b.p("c"));
                            });
                        });
                    });
                    b.p("between");
                }
            });
        }
    }
    // By the list table alone.
    let table = "{\\*\\listtable{\\list{\\listlevel\\levelnfc2\\levelstartat2{\\leveltext\\'02\\'00.;}\
                 {\\levelnumbers\\'01;}}\\listid7}}{\\*\\listoverridetable{\\listoverride\\listid7\\ls1}}";
    let body = format!("{table}\\pard\\ls1 a\\par\\pard\\ls1 b\\par");
    assert_eq!(read(&body), "<ol i. 2><li><p>a</p></li><li><p>b</p></li></ol>");
}
