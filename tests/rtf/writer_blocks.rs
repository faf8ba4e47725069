//! What each kind of block becomes in RTF.

use legacybridge::document::{Alert, Alignment, Kind};
use legacybridge::options::{Options, Target};
use legacybridge::report::Loss;

use crate::kit::build::{Build, NORMAL, body};

/// The paragraphs, without what is the same for all: `\pard\plain`, spacing, fonts, bars, `\pn`.
fn outline(b: &Build) -> Vec<String> {
    let body = b.body().replace("\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5", "");
    let mut lines = Vec::new();
    for line in body.lines() {
        let mut line = line.replace("\\pard\\plain", "");
        for noise in ["\\sl259\\slmult1", "\\sl240\\slmult1", "\\f0", "\\f1", "\\fs22", "\\fs20"] {
            line = line.replace(noise, "");
        }
        if let Some(start) = line.find("{\\*\\pn") {
            let end = start + line[start..].find("}}").unwrap() + 2;
            line.replace_range(start..end, "");
        }
        lines.push(line.replace("\\listtext\\f2\\'b7\\tab", "*").replace("\\par", ""));
    }
    lines
}

fn blocks(make: impl FnOnce(&mut Build)) -> Vec<String> {
    let mut b = Build::new();
    make(&mut b);
    outline(&b)
}

#[test]
fn paragraphs_and_headings() {
    assert_eq!(blocks(|b| _ = b.p("x")), ["\\s0\\sa160 x"]);
    let body = |level| {
        let mut b = Build::new();
        b.heading(level, "x").body()
    };
    let first =
        "\\pard\\plain\\s1\\sb360\\sa120\\keepn\\outlinelevel0\\f0\\fs40\\b\\cf4 x\\par\r\n";
    assert_eq!(body(1), first);
    for level in 1..=6 {
        let wanted = format!("\\s{level}\\sb");
        assert!(body(level).contains(&wanted) && body(level).contains("\\keepn\\outlinelevel"));
    }
}

#[test]
fn quotes() {
    let quoted = blocks(|b| {
        b.quote(|b| {
            b.p("a").quote(|b| {
                b.p("b");
            });
            b.p("c");
        });
        b.p("d");
    });
    assert_eq!(
        quoted,
        [
            "\\s20\\sa160\\li480\\ri480 a",
            "\\s20\\sa160\\li960\\ri960 b",
            "\\s20\\sa160\\li480\\ri480 c",
            "\\s0\\sa160 d"
        ]
    );
}

#[test]
fn quotes_side_by_side_stay_two() {
    let quoted = blocks(|b| {
        b.quote(|b| {
            b.p("a").quote(|b| {
                b.p("b");
            });
            b.quote(|b| {
                b.p("c");
            });
        });
        b.quote(|b| {
            b.heading(1, "d");
        });
        b.p("e");
        b.quote(|b| {
            b.p("f");
        });
    });
    assert_eq!(
        quoted,
        [
            "\\s20\\sa160\\li480\\ri480 a",
            "\\s20\\sa160\\li960\\ri960 b",
            "\\s20\\sa160\\li960\\ri960\\sb120 c",
            "\\s1\\sb360\\sa120\\keepn\\outlinelevel0\\fs40\\b\\cf4\\li480\\ri480\\sb600 d",
            "\\s0\\sa160 e",
            "\\s20\\sa160\\li480\\ri480 f"
        ]
    );
}

#[test]
fn an_empty_quote_and_an_alert() {
    let quoted = blocks(|b| {
        b.quote(|_| {});
        b.alert(Alert::Tip, |b| {
            b.p("x");
        });
    });
    assert_eq!(quoted[0], "\\s20\\sa160\\li480\\ri480 ");
    assert!(quoted[1].starts_with("\\s17") && quoted[1].ends_with("\\sb120 Tip"), "{quoted:?}");
    // The bar has the colour of its kind.
    assert!(
        quoted[2].starts_with("\\s20\\sa160\\li480\\ri480\\brdrl") && quoted[2].ends_with(" x")
    );
}

#[test]
fn bullets() {
    let list = blocks(|b| {
        b.bullets(true, |b| {
            b.item(|b| {
                b.p("a").p("b");
                b.bullets(false, |b| {
                    b.item(|b| {
                        b.p("c");
                    });
                });
            });
            b.task(true, "d").task(false, "e");
        });
        b.p("f");
    });
    assert_eq!(
        list,
        [
            "\\s22{*}\\ls1\\ilvl0\\sa40\\fi-360\\li720 a",
            "\\s22\\sa40\\li720 b",
            "\\s22{\\listtext\\u9702o\\tab}\\ls1\\ilvl1\\sa160\\fi-360\\li1440 c",
            "\\s22\\sa40\\fi-360\\li720 \\u9746?\\tab d",
            "\\s22\\sa40\\fi-360\\li720 \\u9744?\\tab e",
            "\\s0\\sa160\\sb120 f"
        ]
    );
}

#[test]
fn lists_side_by_side_stay_two() {
    let list = blocks(|b| {
        let one = |b: &mut Build| {
            b.item(|b| {
                b.p("x");
            });
        };
        b.bullets(false, one).bullets(false, one).bullets(false, one).p("p");
        b.bullets(false, one).numbers(7, one).numbers(7, one).bullets(false, one);
    });
    let numbers: Vec<_> =
        list.iter().filter_map(|line| line.split("\\ls").nth(1)?.split('\\').next()).collect();
    assert_eq!(numbers, ["1", "2", "1", "1", "3", "4", "1"]);
}

#[test]
fn numbers_count_from_their_start() {
    let mut b = Build::new();
    b.numbers(9, |b| {
        for text in ["a", "b"] {
            b.item(|b| {
                b.p(text);
            });
        }
    });
    let rtf = b.rtf();
    assert!(rtf.contains("\\levelstartat9"), "{rtf}");
    assert!(rtf.contains("\\pnstart9\\pndec{\\pntxta.}}{\\listtext 9.\\tab}\\ls3\\ilvl0"), "{rtf}");
    assert!(rtf.contains("{\\listtext 10.\\tab}\\ls3\\ilvl0"), "{rtf}");
}

#[test]
fn items_without_text_of_their_own_have_an_empty_paragraph() {
    let empty = "\\s22{*}\\ls1\\ilvl0\\sa40\\fi-360\\li720 ";
    let first = |make: fn(&mut Build)| {
        blocks(|b| {
            b.bullets(true, |b| {
                b.item(make);
            });
        })
    };
    // A paragraph behind the last item keeps its level where the file is saved by LibreOffice.
    let behind = "\\s0\\sa160\\sa0\\sl-20\\slmult0\\fs2 ";
    assert_eq!(first(|_| {}), [empty, behind]);
    assert_eq!(first(|b| _ = b.code_block("", "x\n"))[0], empty);
    assert_eq!(first(|b| _ = b.html_block("x\n"))[0], empty);
    assert_eq!(first(|b| _ = b.leaf(Kind::Rule))[0], empty);
    assert_eq!(first(|b| _ = b.table(&[Alignment::None], &[&["x"]]))[0], empty);
    let list = |b: &mut Build| _ = b.bullets(true, |b| _ = b.item(|_| {}));
    assert_eq!(
        first(list),
        [empty, "\\s22{\\listtext\\u9702o\\tab}\\ls1\\ilvl1\\sa40\\fi-360\\li1440 ", behind]
    );
    // A quote and a heading carry the marker themselves.
    assert_eq!(
        first(|b| _ = b.quote(|b| _ = b.p("x"))),
        ["\\s20{*}\\ls1\\ilvl0\\sa160\\fi-840\\li1200\\ri480\\sa40 x", behind]
    );
    assert_eq!(first(|b| _ = b.heading(1, "x")).len(), 2);
    // A heading with a number would be a numbered heading.
    let mut b = Build::new();
    b.numbers(1, |b| _ = b.item(|b| _ = b.heading(1, "x")));
    let numbered = outline(&b);
    assert_eq!(numbered[0], "\\s22{\\listtext 1.\\tab}\\ls3\\ilvl0\\sa40\\fi-360\\li720 ");
    assert!(numbered[1].starts_with("\\s1\\sb360"), "{numbered:?}");
    // So does the empty paragraph of a quote that can't.
    assert_eq!(
        first(|b| _ = b.quote(|b| _ = b.leaf(Kind::Rule)))[0],
        "\\s20{*}\\ls1\\ilvl0\\sa160\\fi-840\\li1200\\ri480\\sa40 "
    );
}

#[test]
fn the_old_list_form_is_for_the_outermost_level_and_not_for_word() {
    let mut b = Build::new();
    b.bullets(true, |b| {
        b.item(|b| {
            b.p("a").numbers(1, |b| {
                b.item(|b| {
                    b.p("b");
                });
            });
        });
    });
    for (target, count) in [(Target::Both, 1), (Target::RichEdit, 1), (Target::Word, 0)] {
        let (rtf, _) = b.rtf_with(&Options { target, ..Options::default() });
        assert_eq!(rtf.matches("{\\*\\pn\\").count(), count, "{target:?}");
        assert_eq!(rtf.matches("{\\*\\pn\\pnlvlblt").count(), count, "{target:?}");
    }
}

#[test]
fn code_blocks() {
    let line = "\\s21\\sa0\\cbpat3";
    assert_eq!(blocks(|b| _ = b.code_block("", "")), [format!("{line}\\sa160 {{\\cs13\\v  }}")]);
    assert_eq!(blocks(|b| _ = b.code_block("", "a\n")), [format!("{line}\\sa160 a")]);
    // Where a line has a tab, every four letters have a stop.
    let stops: String = (1..=16).map(|stop| format!("\\tx{}", 418 * stop)).collect();
    let tabbed = format!("{line}{stops}");
    assert_eq!(
        blocks(|b| _ = b.code_block("", "\n  a\tb\r\n\n")),
        [format!("{tabbed} "), format!("{tabbed}   a\\tab b"), format!("{tabbed}\\sa160 ")]
    );
    let mut b = Build::new();
    b.code_block("", "x");
    b.code_block("a b", "x\n").code_block("rust;{", "x\n").code_block("a b", "x\n");
    let rtf = b.rtf();
    assert!(rtf.contains(" Code a b;}") && rtf.contains(" Code rust%3B%7B;}"), "{rtf}");
    let lines = outline(&b);
    // Between two there is a paragraph, so that they are not one.
    let styles: Vec<_> = lines.iter().map(|line| &line[..4]).filter(|s| *s != "\\s0\\").collect();
    assert_eq!(styles, ["\\s21", "\\s40", "\\s41", "\\s40"]);
}

#[test]
fn html_blocks_and_rules() {
    assert_eq!(
        blocks(|b| _ = b.html_block("<div>\n\n{x}\n")),
        ["\\s24\\sa0\\cs13\\v <div>\\line \\line {\\v0 \\{x\\}}\\v0"]
    );
    let mut b = Build::new();
    b.leaf(Kind::Rule);
    assert!(b.body().ends_with(
        "\\brdrcf5\\f0\\fs8\\cf5\\sl-40\\slmult0\\brsp0\\fs2 \\tx9360{\\ul\\tab}\\par\r\n"
    ));
    let (rtf, _) = b.rtf_with(&Options { target: Target::Word, ..Options::default() });
    assert!(body(&rtf).ends_with("\\brdrcf5\\f0\\fs8\\cf5 \\par\r\n"));
}

#[test]
fn table_cells_and_their_alignment() {
    let mut b = Build::new();
    let alignments = [Alignment::None, Alignment::Left, Alignment::Center, Alignment::Right];
    b.table(&alignments, &[&["a", "b", "c", "d"], &["e", "", "", ""]]).p("end");
    let body = b.body();
    let lines: Vec<_> = body.lines().collect();
    assert!(lines[0].starts_with("\\trowd\\trgaph108\\trleft0\\trhdr\\clbrdrt\\brdrs\\brdrw10"));
    assert!(lines[0].ends_with("\\clcbpat3\\cellx9360"));
    let cell = |style: &str, alignment: &str, bold: &str, text: &str| {
        format!("\\pard\\plain\\intbl\\{style}{alignment}\\sa0\\f0\\fs22{bold} {text}\\cell")
    };
    let row = |style: &str, bold: &str, texts: [&str; 4]| {
        let cells = texts.iter().zip(["", "\\ql", "\\qc", "\\qr"]);
        cells.map(|(text, alignment)| cell(style, alignment, bold, text)).collect::<String>()
            + "\\row"
    };
    assert_eq!(lines[1], row("s26", "\\b", ["a", "b", "c", "d"]));
    assert!(lines[2].starts_with("\\trowd\\trgaph108\\trleft0\\clbrdrt"));
    assert_eq!(lines[3], row("s0", "", ["e", "", "", ""]));
    assert_eq!(lines[4], NORMAL.trim_end().to_owned() + "\\sb120 end\\par");
}

#[test]
fn a_table_is_kept_apart_from_a_table_and_from_the_end() {
    let table = |b: &mut Build| _ = b.table(&[Alignment::None], &[&["x"]]);
    let spacer = "\\sa0\\sl-20\\slmult0\\fs2 ";
    let list = blocks(|b| {
        table(b);
        table(b);
        b.quote(table);
        b.quote(|b| {
            b.p("x");
            table(b);
        });
    });
    let paragraphs: Vec<_> = list
        .iter()
        .filter(|line| line.starts_with("\\s0\\sa160") || line.starts_with("\\s20"))
        .collect();
    assert_eq!(paragraphs.len(), 5, "{list:?}");
    let room = "\\s0\\sa160\\sa0\\sl-120\\slmult0\\fs2 ";
    assert_eq!((paragraphs[0].as_str(), paragraphs[1].as_str()), (room, room));
    assert_eq!(paragraphs[2], &format!("\\s20\\sa160\\li480\\ri480{spacer}"));
    assert_eq!(paragraphs[3], "\\s20\\sa160\\li480\\ri480\\sb120 x");
    assert_eq!(paragraphs[4], "\\s0\\sa160\\sa0 ");
    assert!(list.iter().filter(|line| line.contains("\\trleft480")).count() == 2);
}

#[test]
fn columns_share_the_width_by_what_they_hold() {
    let edges = |rows: &[&[&str]]| {
        let mut b = Build::new();
        b.table(&vec![Alignment::None; rows[0].len()], rows);
        let body = b.body();
        let line = body.lines().next().unwrap().to_owned();
        line.split("\\cellx")
            .skip(1)
            .map(|part| part.split('\\').next().unwrap().parse::<i64>().unwrap())
            .collect::<Vec<_>>()
    };
    let two = edges(&[&["n", "a text that is much longer than the other"]]);
    assert!(two[0] < 2000 && two[1] == 9360, "{two:?}");
    let same = edges(&[&["abc", "abc", "abc"]]);
    assert_eq!(same, [3120, 6240, 9360]);
    let many = edges(&[&["wide words everywhere"; 60]]);
    assert!(many.windows(2).all(|pair| pair[1] - pair[0] >= 60), "{many:?}");
    let absurd = edges(&[&["x"; 3000]]);
    assert!(absurd.last().is_some_and(|&last| last <= 31_680));
}

#[test]
fn definition_lists() {
    let list = blocks(|b| {
        b.node(Kind::DefinitionList, |b| {
            b.node(Kind::Term, |b| {
                b.text("t");
            });
            b.node(Kind::Definition, |b| {
                b.p("a").p("b");
            });
            b.node(Kind::Definition, |b| {
                b.leaf(Kind::Rule);
            });
        });
    });
    assert_eq!(list[0], "\\s28\\sa40\\keepn\\b t");
    assert_eq!(list[1], "\\s29\\sa160\\li720 a");
    assert_eq!(list[2], "\\s22\\sa160\\li720 b");
    assert_eq!(list[3], "\\s29\\sa160\\li720 ");
    assert!(list[4].starts_with("\\s23"));
}

#[test]
fn indents_end_where_word_does_and_that_is_reported() {
    let mut b = Build::new();
    for _ in 0..100 {
        b.doc.open(Kind::quote(None));
    }
    b.p("x");
    b.doc.close_to(0);
    let (rtf, report) = b.rtf_with(&Options::default());
    assert!(rtf.contains("\\li31680\\ri31680"));
    assert_eq!(report.get(Loss::FlattenedNesting).count, 100 - 31_680 / 480);
}

/// A PNG of one red pixel as a data URI.
const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

#[test]
fn a_picture_at_hand_is_embedded_and_comes_back() {
    use legacybridge::converter::{Converter, Format};
    use legacybridge::options::Options;
    use legacybridge::report::Loss;
    let markdown = format!("a ![some *alt*]({PIXEL}) b\n");
    for (options, metafile) in [("", false), ("Target=Word", false), ("Target=RichEdit", true)] {
        let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
        let rtf = converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).unwrap();
        assert!(converter.report().is_empty(), "{:?}", converter.report());
        let rtf_text = String::from_utf8(rtf.clone()).unwrap();
        assert!(rtf_text.contains(r"\pngblip\picw1\pich1\picwgoal15\pichgoal15"), "{rtf_text}");
        assert_eq!(rtf_text.contains(r"{\nonshppict{\pict\wmetafile8"), metafile);
        let back = converter.convert(Format::Rtf, Format::Markdown, &rtf).unwrap();
        assert_eq!(String::from_utf8(back).unwrap(), markdown.replace("*alt*", "alt"));
    }
    let converter = Converter::new(Options::default()).unwrap();
    let broken = b"![alt](data:image/png;base64,AAAA)";
    let rtf = converter.convert(Format::Markdown, Format::Rtf, broken).unwrap();
    assert_eq!(converter.report().get(Loss::Picture).count, 1);
    let back = converter.convert(Format::Rtf, Format::Markdown, &rtf).unwrap();
    assert_eq!(back, b"alt\n");
}
