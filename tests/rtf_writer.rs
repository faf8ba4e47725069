//! What each construct becomes in RTF, one case a line where it fits.

mod rtf_writer_support;

use legacybridge::document::{Alert, Alignment, Kind, Span};
use legacybridge::options::{Options, Target};
use legacybridge::report::Loss;
use rtf_writer_support::{Build, body};

const NORMAL: &str = "\\pard\\plain\\s0\\sa160\\sl259\\slmult1\\f0\\fs22 ";

/// The inside of the only paragraph.
fn inline(make: impl FnOnce(&mut Build)) -> String {
    let mut b = Build::new();
    b.para(make);
    let body = b.body();
    let line = body.strip_prefix(NORMAL).and_then(|rest| rest.strip_suffix("\\par\r\n"));
    line.unwrap_or_else(|| panic!("{body}")).to_owned()
}

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
fn inlines_in_one_line_each() {
    let wrapped = |kind: Kind| {
        inline(|b| {
            b.node(kind, |b| {
                b.text("x");
            });
        })
    };
    assert_eq!(wrapped(Kind::Emphasis), "{\\i x}");
    assert_eq!(wrapped(Kind::Strong), "{\\b x}");
    assert_eq!(wrapped(Kind::Strike), "{\\strike x}");
    assert_eq!(wrapped(Kind::Underline), "{\\ul x}");
    assert_eq!(wrapped(Kind::Superscript), "{\\super x}");
    assert_eq!(wrapped(Kind::Subscript), "{\\sub x}");
    assert_eq!(wrapped(Kind::Highlight), "{\\highlight7 x}");
    let of = |make: fn(&mut Build)| inline(make);
    assert_eq!(of(|b| _ = b.text("a{b}\\c")), "a\\{b\\}\\\\c");
    assert_eq!(of(|b| _ = b.text("\u{a0}\u{ad}\u{2011}\t|")), "\\~\\-\\_\\tab |");
    assert_eq!(of(|b| _ = b.text("é“€😀")), "\\u233?\\u8220?\\u8364?\\u-10179?\\u-8704?");
    assert_eq!(of(|b| _ = b.text(" lead")), " lead");
    assert_eq!(of(|b| _ = b.text("a").leaf(Kind::SoftBreak).text("b")), "a b");
    assert_eq!(of(|b| _ = b.text("a").leaf(Kind::HardBreak).text("b")), "a\\line b");
    assert_eq!(of(|b| _ = b.code("x{")), "{\\cs12\\f1\\fs20\\chcbpat3 x\\{}");
    assert_eq!(of(|b| _ = b.html("<b>")), "{\\cs13\\v <b>}");
    assert_eq!(of(|b| _ = b.leaf_math("\\pi", false)), "{\\cs8\\f1\\fs20 \\\\pi}");
    assert_eq!(of(|b| _ = b.leaf_math("x", true)), "{\\cs9\\f1\\fs20 x}");
}

#[test]
fn nesting_is_kept_in_its_order() {
    let both = |outer: Kind, inner: Kind| {
        inline(|b| {
            b.node(outer, |b| {
                b.text("a").node(inner, |b| {
                    b.text("b");
                });
            });
        })
    };
    assert_eq!(both(Kind::Emphasis, Kind::Strong), "{\\i a{\\b b}}");
    assert_eq!(both(Kind::Strong, Kind::Emphasis), "{\\b a{\\i b}}");
}

#[test]
fn strong_text_in_bold_styles_has_a_character_style() {
    let mut b = Build::new();
    b.node(Kind::Heading { level: 2, id: Span::EMPTY }, |b| {
        b.node(Kind::Strong, |b| {
            b.text("x");
        });
    });
    assert!(b.body().contains("{\\cs7\\b x}"), "{}", b.body());
}

#[test]
fn links() {
    let link = |url: &str, title: &str| {
        inline(|b| {
            b.link(url, title, |b| {
                b.text("x");
            });
        })
    };
    let field = |instruction: &str| {
        format!("{{\\field{{\\*\\fldinst{{{instruction}}}}}{{\\fldrslt{{\\cs11\\ul\\cf1 x}}}}}}")
    };
    assert_eq!(link("http://a.b", ""), field("HYPERLINK \"http://a.b\""));
    assert_eq!(link("", ""), field("HYPERLINK \"\""));
    assert_eq!(link("http://a.b", "T"), field("HYPERLINK \"http://a.b\" \\\\o \"T\""));
    assert_eq!(link("#some-place", ""), field("HYPERLINK \\\\l \"some-place\""));
    assert_eq!(link("#ü", "é"), field("HYPERLINK \\\\l \"\\u252?\" \\\\o \"\\u233?\""));
    assert_eq!(link("mailto:a@b.c", ""), field("HYPERLINK \"mailto:a@b.c\""));
    let nested = inline(|b| {
        b.link("u", "", |b| {
            b.link("v", "", |b| {
                b.text("x");
            });
        });
    });
    assert_eq!(nested, field("HYPERLINK \"u\""));
}

#[test]
fn images() {
    let plain = inline(|b| {
        b.image("p.png", "T", "alt");
    });
    assert_eq!(
        plain,
        "{\\field{\\*\\fldinst{INCLUDEPICTURE \"p.png\" \\\\d}}{\\fldrslt\
         {\\field{\\*\\fldinst{HYPERLINK \"p.png\" \\\\o \"T\"}}{\\fldrslt{\\cs15\\ul\\cf1 alt}}}}}"
    );
    let in_link = inline(|b| {
        b.link("u", "", |b| {
            b.image("p.png", "", "alt").text("x");
        });
    });
    assert_eq!(
        in_link,
        "{\\field{\\*\\fldinst{HYPERLINK \"u\"}}{\\fldrslt{\\cs11\\ul\\cf1 \
         {\\field{\\*\\fldinst{INCLUDEPICTURE \"p.png\" \\\\d}}{\\fldrslt{\\cs15\\ul\\cf1 alt}}}x}}}"
    );
}

#[test]
fn headings_that_links_lead_to_have_bookmarks() {
    let with_link = |make: fn(&mut Build), url: &str| {
        let mut b = Build::new();
        make(&mut b);
        b.para(|b| {
            b.link(url, "", |b| {
                b.text("x");
            });
        });
        let body = b.body();
        body.matches("bkmkstart ")
            .count()
            .checked_sub(1)
            .map(|_| body.split("bkmkstart ").nth(1).unwrap().split('}').next().unwrap().to_owned())
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(with_link(|b| _ = b.heading(1, "A b: C_d-e!"), "#a-b-c_d-e"), named("a-b-c_d-e"));
    assert_eq!(with_link(|b| _ = b.heading(1, "A b"), "#a-c"), None);
    assert_eq!(with_link(|b| _ = b.heading(1, "Über"), "#über"), named("\\u252?ber"));
    assert_eq!(with_link(|b| _ = b.heading(1, "Über"), "#%C3%BCber"), named("%C3%BCber"));
    let twice = |b: &mut Build| _ = b.heading(1, "A").heading(2, "A").heading(3, "A");
    assert_eq!(with_link(twice, "#a-2"), named("a-2"));
    assert_eq!(with_link(twice, "#a-3"), None);
    let own = |b: &mut Build| {
        let id = b.doc.own("mine");
        b.node(Kind::Heading { level: 1, id }, |b| _ = b.text("A"));
    };
    assert_eq!(with_link(own, "#mine"), named("mine"));
    assert_eq!(with_link(own, "#a"), named("mine"), "an identifier stands without a link");
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
    assert_eq!(quoted[2], "\\s20\\sa160\\li480\\ri480 x");
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
            "\\s22{*}\\ls1\\ilvl1\\sa160\\fi-360\\li1440 c",
            "\\s22{*}\\ls1\\ilvl0\\sa40\\fi-360\\li720 \\u9746? d",
            "\\s22{*}\\ls1\\ilvl0\\sa40\\fi-360\\li720 \\u9744? e",
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
    assert_eq!(first(|_| {}), [empty]);
    assert_eq!(first(|b| _ = b.code_block("", "x\n"))[0], empty);
    assert_eq!(first(|b| _ = b.html_block("x\n"))[0], empty);
    assert_eq!(first(|b| _ = b.leaf(Kind::Rule))[0], empty);
    assert_eq!(first(|b| _ = b.table(&[Alignment::None], &[&["x"]]))[0], empty);
    let list = |b: &mut Build| _ = b.bullets(true, |b| _ = b.item(|_| {}));
    assert_eq!(first(list), [empty, "\\s22{*}\\ls1\\ilvl1\\sa40\\fi-360\\li1440 "]);
    // A quote and a heading carry the marker themselves.
    assert_eq!(
        first(|b| _ = b.quote(|b| _ = b.p("x"))),
        ["\\s20{*}\\ls1\\ilvl0\\sa160\\fi-840\\li1200\\ri480\\sa40 x"]
    );
    assert_eq!(first(|b| _ = b.heading(1, "x")).len(), 1);
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
    assert_eq!(blocks(|b| _ = b.code_block("", "")), [format!("{line}\\sa160 ")]);
    assert_eq!(blocks(|b| _ = b.code_block("", "a\n")), [format!("{line}\\sa160 a")]);
    assert_eq!(
        blocks(|b| _ = b.code_block("", "\n  a\tb\r\n\n")),
        [format!("{line} "), format!("{line}   a\\tab b"), format!("{line}\\sa160 ")]
    );
    let mut b = Build::new();
    b.code_block("", "x");
    b.code_block("a b", "x\n").code_block("rust;{", "x\n").code_block("a b", "x\n");
    let rtf = b.rtf();
    assert!(rtf.contains(" Code a b;}") && rtf.contains(" Code rust%3B%7B;}"), "{rtf}");
    let lines = outline(&b);
    let styles: Vec<_> = lines.iter().map(|line| &line[..4]).collect();
    assert_eq!(styles, ["\\s21", "\\s31", "\\s32", "\\s31"]);
}

#[test]
fn html_blocks_and_rules() {
    assert_eq!(
        blocks(|b| _ = b.html_block("<div>\n\n{x}\n")),
        ["\\s24\\sa0\\cs13\\v <div>\\line \\line \\{x\\}"]
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
    assert_eq!(paragraphs.len(), 4, "{list:?}");
    assert_eq!(paragraphs[0], &format!("\\s0\\sa160{spacer}"));
    assert_eq!(paragraphs[1], &format!("\\s20\\sa160\\li480\\ri480{spacer}"));
    assert_eq!(paragraphs[2], "\\s20\\sa160\\li480\\ri480\\sb120 x");
    assert_eq!(paragraphs[3], "\\s0\\sa160\\sa0 ");
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
fn footnotes() {
    let note = "{\\cs14\\super\\chftn}{\\footnote\\pard\\plain\\s25\\sa0\\sl240\\slmult1\\f0\\fs20 \
                {\\super\\chftn} ";
    let with = |label: &'static str, make: fn(&mut Build)| {
        let mut b = Build::new();
        b.para(make);
        b.definition(label, |b| {
            b.p("N");
        });
        b.body().strip_prefix(NORMAL).unwrap().to_owned()
    };
    assert_eq!(with("1", |b| _ = b.note("1")), format!("{note}N}}\\par\r\n"));
    let marked = |name: &str| format!("{{\\*\\bkmkstart {name}}}{{\\*\\bkmkend {name}}}{note}N}}");
    assert_eq!(with("a b", |b| _ = b.note("A b")), marked("fn_a%20b") + "\\par\r\n");
    let again = "{\\field{\\*\\fldinst{NOTEREF fn_1 \\\\h}}{\\fldrslt{\\super 1}}}";
    let twice = with("1", |b| _ = b.note("1").text(",").note("1"));
    assert_eq!(twice, marked("fn_1") + "," + again + "\\par\r\n");
    // The label is a number, but not this note's.
    assert_eq!(with("2", |b| _ = b.note("2")), marked("fn_2") + "\\par\r\n");
}

#[test]
fn notes_without_a_reference_and_references_without_a_note() {
    let mut b = Build::new();
    b.definition("lost", |b| {
        b.p("L");
    });
    b.para(|b| {
        b.text("x").note("none");
    });
    let (rtf, report) = b.rtf_with(&Options::default());
    assert_eq!(
        body(&rtf),
        format!("{NORMAL}x{{\\super none}}\\par\r\n{NORMAL}{{\\super lost}} L\\par\r\n")
    );
    assert_eq!(report.get(Loss::Other).count, 2);
}

#[test]
fn notes_do_not_nest() {
    let mut b = Build::new();
    b.para(|b| {
        b.note("a");
    });
    b.definition("a", |b| {
        b.para(|b| {
            b.text("A").note("a").note("b");
        });
    });
    b.definition("b", |b| {
        b.para(|b| {
            b.text("B").note("b").note("a");
        });
    });
    let body = b.body();
    assert_eq!(body.matches("\\footnote").count(), 1);
    let field = "{\\field{\\*\\fldinst{NOTEREF fn_a \\\\h}}{\\fldrslt{\\super 1}}}";
    assert!(body.contains(&format!("A{field}{{\\super b}}}}\\par")), "{body}");
    assert!(body.ends_with(&format!("{{\\super b}} B{{\\super b}}{field}\\par\r\n")), "{body}");
}

#[test]
fn a_note_that_ends_in_something_else_keeps_its_end() {
    let ending = |make: fn(&mut Build)| {
        let mut b = Build::new();
        b.para(|b| {
            b.note("1");
        });
        b.definition("1", make);
        b.body()
    };
    assert!(ending(|b| _ = b.p("x").p("y")).ends_with(" y}\\par\r\n"));
    assert!(ending(|b| _ = b.code_block("", "x\n")).ends_with(" x\\par\r\n}\\par\r\n"));
    assert!(ending(|_| {}).ends_with("{\\super\\chftn} }\\par\r\n"));
    let table = ending(|b| _ = b.table(&[Alignment::None], &[&["x"]]));
    assert!(
        table.ends_with(
            "\\row\r\n\\pard\\plain\\s25\\sa0\\sl240\\slmult1\\f0\\fs20\\sa0 }\\par\r\n"
        )
    );
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
        b.doc.open(Kind::Quote { alert: None });
    }
    b.p("x");
    b.doc.close_to(0);
    let (rtf, report) = b.rtf_with(&Options::default());
    assert!(rtf.contains("\\li31680\\ri31680"));
    assert_eq!(report.get(Loss::FlattenedNesting).count, 100 - 31_680 / 480);
}

#[test]
fn a_short_memo_has_a_short_header() {
    let mut b = Build::new();
    b.p("One line.");
    let rtf = b.rtf();
    assert!(rtf.len() < 700, "{} bytes: {rtf}", rtf.len());
    assert!(!rtf.contains("listtable") && !rtf.contains("\\info"));
    let version = env!("CARGO_PKG_VERSION");
    assert!(rtf.contains(&format!("{{\\*\\generator LegacyBridge {version};}}\r\n")));
}

#[test]
fn options_change_fonts_and_sizes() {
    let options = Options {
        body_font: "Tahoma; {x}".into(),
        body_size: 44,
        heading_font: "Georgia".into(),
        ..Options::default()
    };
    let mut b = Build::new();
    b.heading(1, "h").para(|b| _ = b.text("p").code("c"));
    let (rtf, _) = b.rtf_with(&options);
    assert!(rtf.contains("{\\f0\\fswiss\\fprq2\\fcharset0 Tahoma \\{x\\};}"), "{rtf}");
    assert!(rtf.contains("{\\f3\\froman\\fprq2\\fcharset0 Georgia;}"), "{rtf}");
    assert!(
        rtf.contains("\\f3\\fs80\\b\\cf4 h\\par") && rtf.contains("\\f0\\fs44 p{\\cs12\\f1\\fs40")
    );
}

#[test]
fn richedit_gets_a_background_that_it_can_show() {
    let mut b = Build::new();
    b.para(|b| _ = b.code("c")).code_block("", "x\n");
    let (rtf, _) = b.rtf_with(&Options { target: Target::RichEdit, ..Options::default() });
    assert!(
        rtf.contains("\\chcbpat3\\highlight3 c}") && rtf.contains("\\highlight3\\sa160 x\\par")
    );
    assert!(!b.rtf().contains("\\highlight3"));
}

#[test]
fn title_and_author() {
    let mut b = Build::new();
    b.doc.title = b.doc.own("A {t}");
    b.p("x");
    assert!(b.rtf().contains("{\\info{\\title A \\{t\\}}}\r\n\\viewkind4"));
}

#[test]
fn losses_are_counted_where_they_are() {
    let mut b = Build::new();
    let source = b"abc <br> def";
    b.para(|b| {
        b.leaf(Kind::Text(Span::of_source(0, 4))).leaf(Kind::Html(Span::of_source(4, 8)));
        b.image("u", "", "a");
    });
    let view = legacybridge::document::View { doc: &b.doc, source };
    let mut out = legacybridge::memory::Output::new(Vec::new(), 10_000);
    let mut report = legacybridge::report::Report::default();
    let (options, mut scratch) = (Options::default(), Default::default());
    legacybridge::rtf::writer::write(view, &options, &mut out, &mut report, &mut scratch).unwrap();
    let html = report.get(Loss::Html);
    assert_eq!((html.count, html.first), (1, 4));
    assert_eq!(report.get(Loss::Image).count, 1);
}
