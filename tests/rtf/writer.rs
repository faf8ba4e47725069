//! What inlines, footnotes and options become in RTF, one case a line where it fits.

use legacybridge::document::{Alignment, Kind, Meta, Span};
use legacybridge::options::{Options, Target};
use legacybridge::report::Loss;

use crate::kit::build::{Build, NORMAL, body};

/// The inside of the only paragraph.
fn inline(make: impl FnOnce(&mut Build)) -> String {
    let mut b = Build::new();
    b.para(make);
    let body = b.body();
    let line = body.strip_prefix(NORMAL).and_then(|rest| rest.strip_suffix("\\par\r\n"));
    line.unwrap_or_else(|| panic!("{body}")).to_owned()
}

/// The line above notes, which stands before the first paragraph of a document that has some.
const SEPARATOR: &str = "{\\*\\ftnsep\\chftnsep}\r\n";

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
    assert_eq!(of(|b| _ = b.text("é“€😀")), "\\'e9\\'93\\'80\\u-10179?\\u-8704?");
    assert_eq!(of(|b| _ = b.text(" lead")), " lead");
    assert_eq!(of(|b| _ = b.text("a").leaf(Kind::SoftBreak).text("b")), "a b");
    assert_eq!(of(|b| _ = b.text("a").leaf(Kind::HardBreak).text("b")), "a\\line b");
    assert_eq!(of(|b| _ = b.code("x{")), "{\\cs12\\f1\\fs20\\chcbpat3 x\\{}");
    assert_eq!(of(|b| _ = b.html("<b>")), "{\\cs13\\v <b>}");
    assert_eq!(of(|b| _ = b.html("<b\r\nx>")), "{\\cs13\\v <b\\line x>}");
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
    b.node(Kind::heading(2, Span::EMPTY), |b| {
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
    // One that leads nowhere has a style that says so to who keeps no field.
    assert_eq!(link("", ""), field("HYPERLINK \"\"").replace("cs11", "cs37"));
    assert_eq!(link("http://a.b", "T"), field("HYPERLINK \"http://a.b\" \\\\o \"T\""));
    assert_eq!(link("#some-place", ""), field("HYPERLINK \\\\l \"some-place\""));
    assert_eq!(link("#ü", "é"), field("HYPERLINK \\\\l \"\\'fc\" \\\\o \"\\'e9\""));
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
        b.image("p.png", "T", "alt").text("x");
    });
    assert_eq!(
        plain,
        "{\\cs13\\v <img src=\"p.png\" title=\"T\">}\
         {\\field{\\*\\fldinst{INCLUDEPICTURE \"p.png\" \\\\d}}{\\fldrslt\
         {\\field{\\*\\fldinst{HYPERLINK \"p.png\" \\\\o \"T\"}}{\\fldrslt{\\cs15\\ul\\cf1 alt}}}}}\
         {\\cs13\\v </img>}x"
    );
    let in_link = inline(|b| {
        b.link("u", "", |b| {
            b.image("p.png", "", "alt").text("x");
        });
    });
    assert_eq!(
        in_link,
        "{\\field{\\*\\fldinst{HYPERLINK \"u\"}}{\\fldrslt{\\cs11\\ul\\cf1 \
         {\\cs13\\v <img src=\"p.png\">}\
         {\\field{\\*\\fldinst{INCLUDEPICTURE \"p.png\" \\\\d}}{\\fldrslt{\\cs15\\ul\\cf1 alt}}}\
         {\\cs13\\v </img>}x}}}"
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
    assert_eq!(with_link(|b| _ = b.heading(1, "Über"), "#über"), named("\\'fcber"));
    assert_eq!(with_link(|b| _ = b.heading(1, "Über"), "#%C3%BCber"), named("%C3%BCber"));
    let twice = |b: &mut Build| _ = b.heading(1, "A").heading(2, "A").heading(3, "A");
    assert_eq!(with_link(twice, "#a-2"), named("a-2"));
    assert_eq!(with_link(twice, "#a-3"), None);
    let own = |b: &mut Build| {
        let id = b.doc.own("mine");
        b.node(Kind::heading(1, id), |b| _ = b.text("A"));
    };
    assert_eq!(with_link(own, "#mine"), named("mine"));
    assert_eq!(with_link(own, "#a"), named("mine"), "an identifier stands without a link");
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
        let body = b.body().strip_prefix(SEPARATOR).unwrap_or(b.body().as_str()).to_owned();
        body.strip_prefix(NORMAL).unwrap().to_owned()
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
        format!("{SEPARATOR}{NORMAL}x{{\\super none}}\\par\r\n{NORMAL}{{\\super lost}} L\\par\r\n")
    );
    assert_eq!(report.get(Loss::Note).count, 2);
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
    let title = b.doc.own("A {t}");
    b.doc.set_meta(Meta::Title, title);
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
    assert_eq!(report.get(Loss::Picture).count, 0, "it comes back");
}
