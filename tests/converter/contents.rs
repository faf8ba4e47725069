//! Tables of contents: what they are in each format, and that they come back.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Report) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let output = converter.convert_reporting(from, to, input.as_bytes(), &mut report).unwrap();
    (String::from_utf8(output).unwrap(), report)
}

fn made(options: &str, from: Format, to: Format, input: &str) -> String {
    convert(options, from, to, input).0
}

const MARKDOWN: &str = "# A *b* & {c}\n\n[TOC]\n\n## D\n\nx\n\n#### too deep\n\n## D\n";

#[test]
fn they_come_back_through_every_format_that_has_them() {
    for format in [Format::Markdown, Format::Rtf, Format::Html, Format::Json] {
        for markdown in [MARKDOWN, "[TOC]\n", "a\n\n[TOC]\n\nb\n", "[TOC]\n\n#### only deep\n"] {
            let there = made("", Format::Markdown, format, markdown);
            let (back, report) = convert("", format, Format::Markdown, &there);
            assert_eq!(back, markdown, "{format:?}: {there}");
            assert!(report.is_empty(), "{format:?}: {report:?}");
            assert_eq!(made("", format, format, &there), there, "{format:?}");
        }
    }
}

#[test]
fn what_stands_for_one_in_markdown() {
    for (markdown, is_one) in [
        ("[TOC]", true),
        ("x\n\n  [TOC]  \n\ny", true),
        ("[toc]", false),
        ("\\[TOC]", false),
        ("[TOC\\]", false),
        ("&#91;TOC]", false),
        ("[TOC] x", false),
        ("> [TOC]", false),
        ("- [TOC]", false),
        ("*[TOC]*", false),
        ("[TOC]\n\n[TOC]: http://a", false),
        ("[^1]\n\n[^1]: [TOC]", false),
    ] {
        let html = made("", Format::Markdown, Format::Html, markdown);
        assert_eq!(html.contains("<nav"), is_one, "{markdown}: {html}");
        // Whatever it is, it comes back as that.
        let again = made("", Format::Markdown, Format::Markdown, markdown);
        assert_eq!(made("", Format::Markdown, Format::Html, &again), html, "{markdown}: {again}");
        let rtf = made("", Format::Markdown, Format::Rtf, markdown);
        let back = made("", Format::Rtf, Format::Markdown, &rtf);
        assert_eq!(made("", Format::Markdown, Format::Html, &back), html, "{markdown}: {back}");
    }
    // There is one at most.
    let html = made("", Format::Markdown, Format::Html, "[TOC]\n\n# a\n\n[TOC]\n");
    assert_eq!((html.matches("<nav").count(), html.matches("[TOC]").count()), (1, 1), "{html}");
}

#[test]
fn forms_in_one_line_each() {
    let field = "{\\field{\\*\\fldinst TOC \\\\o \"1-3\" \\\\h}{\\fldrslt ";
    for (options, to, markdown, expected) in [
        ("", Format::Text, MARKDOWN, "A b & {c}\n  D\n  D\n\nD\n"),
        ("", Format::Csv, "[TOC]\n\n|a|\n|-|\n|b|\n", "a\r\nb\r\n"),
        (
            "",
            Format::Html,
            MARKDOWN,
            "<nav class=\"toc\">\n<ul>\n<li><a href=\"#a-b--c\">A b &amp; {c}</a><ul>\n<li><a href=\"#d\">D</a></li>\n\
             <li><a href=\"#d-1\">D</a></li>\n</ul>\n</li>\n</ul>\n</nav>\n",
        ),
        (
            "Contents=Yes;IdPrefix=p-",
            Format::Html,
            "### a\n# b",
            "<nav class=\"toc\">\n<ul>\n<li><a href=\"#p-a\">a</a></li>\n<li><a href=\"#p-b\">b</a></li>\n</ul>\n</nav>\n<h3 id=\"p-a\">",
        ),
        (
            "Contents=Yes;Html=Pass",
            Format::Html,
            "# a",
            "<nav class=\"toc\">\n<ul>\n<li>a</li>\n</ul>\n</nav>\n<h1>a</h1>\n",
        ),
        ("", Format::Rtf, MARKDOWN, field),
        ("Contents=Yes", Format::Rtf, "# a", field),
        (
            "Contents=Yes",
            Format::Rtf,
            "# a",
            "{\\fldrslt{a\\tab {\\field{\\*\\fldinst PAGEREF _Toc1 \\\\h}{\\fldrslt 1}}}}}}}\\par",
        ),
        ("Contents=Yes", Format::Rtf, "# a", "{\\*\\bkmkstart _Toc1}{\\*\\bkmkend _Toc1}a\\par"),
    ] {
        let text = made(options, Format::Markdown, to, markdown);
        assert!(text.contains(expected), "{options} {to:?}: {text}");
    }
    for (options, markdown) in [("", "# a"), ("Contents=Yes", "no headings")] {
        for to in [Format::Rtf, Format::Html] {
            let text = made(options, Format::Markdown, to, markdown);
            assert!(!text.contains("<nav") && !text.contains("TOC"), "{options}: {text}");
        }
    }
    // One that is there is enough.
    let html = made("Contents=Yes", Format::Markdown, Format::Html, MARKDOWN);
    assert_eq!(html.matches("<nav").count(), 1);
}

/// A table of contents as Word writes it, with a heading of its own; `entries` are what it shows.
fn word(instruction: &str, entries: &[&str]) -> String {
    let entry = |(at, text): (usize, &&str)| {
        format!(
            "\\pard\\plain\\s22{{\\field{{\\*\\fldinst HYPERLINK \\\\l \"_Toc{at}\"}}{{\\fldrslt {text}\\tab \
             {{\\field{{\\*\\fldinst PAGEREF _Toc{at} \\\\h}}{{\\fldrslt {}}}}}}}}}\\par ",
            at + 7
        )
    };
    let entries: String = entries.iter().enumerate().map(entry).collect();
    format!(
        "{{\\rtf1{{\\stylesheet{{\\s1\\outlinelevel0 heading 1;}}{{\\s2\\outlinelevel1 heading 2;}}{{\\s22 toc 1;}}}}\
         Contents\\par {{\\field{{\\*\\fldinst {instruction}}}{{\\fldrslt {entries}}}}}\\pard\\plain\\par \
         \\pard\\s1{{\\*\\bkmkstart _Toc0}}One{{\\*\\bkmkend _Toc0}}\\par\\pard\\s2 Two{{\\b  b}}\\par}}"
    )
}

#[test]
fn those_of_others_are_recognised_where_they_say_what_the_headings_do() {
    const HEADINGS: &str = "# One\n\n## Two **b**\n";
    for (instruction, entries, shown, fields) in [
        ("TOC \\\\o \"1-3\" \\\\h", &["One", "Two b"][..], "[TOC]", 0),
        ("TOC", &["One", "Two {\\i b}"], "[TOC]", 0),
        ("TOC \\\\o \"1-3\"", &[], "[TOC]", 0),
        // What has been changed since, or is something else, stays what it shows.
        ("TOC \\\\o \"1-1\"", &["One"], "[One\t7](#one)", 1),
        ("TOC \\\\o", &["One", "Too"], "[One\t7](#one)\n\n[Too\t8](#_Toc1)", 1),
        ("TOC \\\\c \"Table\"", &["One", "Two b"], "[One\t7](#one)\n\n[Two b\t8](#_Toc1)", 3),
    ] {
        let rtf = word(instruction, entries);
        let (markdown, report) = convert("", Format::Rtf, Format::Markdown, &rtf);
        assert_eq!(markdown, format!("Contents\n\n{shown}\n\n{HEADINGS}"), "{instruction}");
        assert_eq!(report.get(Loss::Field).count, fields, "{instruction}");
    }
    for (html, markdown) in [
        ("<nav class='x toc'><p>A</p></nav><h1>A</h1>", "[TOC]\n\n# A\n"),
        ("<nav class='toc'></nav><h1>A</h1>", "[TOC]\n\n# A\n"),
        ("<nav class='toc'><ul><li>B</ul></nav><h1>A</h1>", "- B\n\n# A\n"),
        ("<nav><ul><li>A</ul></nav><h1>A</h1>", "- A\n\n# A\n"),
        ("<blockquote><nav class=toc>A</nav></blockquote><h1>A</h1>", "> A\n\n# A\n"),
    ] {
        assert_eq!(made("", Format::Html, Format::Markdown, html), markdown, "{html}");
    }
}
