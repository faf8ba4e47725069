//! One line for each rule of the Markdown reader and writer.
//!
//! Shape   tables of Markdown and what it becomes; where the second column is empty, the text
//!         comes back as it is.

use legacybridge::document::{Document, Kind, LinkTarget, Span};
use legacybridge::options::{Extensions, Options};
use legacybridge::report::{Loss, Report};

use crate::kit::normal::{all_extensions, normal_form, read, rewrite, write};

fn comes_back(options: &Options, rules: &[(&str, &str)]) {
    for (source, expected) in rules {
        let expected = if expected.is_empty() { source } else { expected };
        let written = rewrite(source, options);
        assert_eq!(written.trim_end_matches('\n'), *expected, "from {source:?}");
        let again = rewrite(&written, options);
        assert_eq!(again, written, "a second time from {source:?}");
    }
}

#[test]
fn text_is_escaped_only_where_it_must_be() {
    comes_back(
        &Options::default(),
        &[
            ("f(x) = a_b * 2", ""),
            ("array[0] and array[i][j]", ""),
            ("snake_case and \\_\\_init\\_\\_", ""),
            ("5* hotel", ""),
            ("2 * 3 * 4", ""),
            (r"2 \*3\* 4", ""),
            (r"C:\temp\new and \\server", r"C:\temp\new and \server"),
            (r"C:\\temp", r"C:\temp"),
            (r"a \`b\` c", ""),
            ("~5 km", ""),
            (r"\~a\~", ""),
            ("a < b and c > d", ""),
            ("i<n without an end", ""),
            (r"\<b> and \</b>", ""),
            ("AT&T, &c; & and &x", r"AT&T, \&c; & and &x"),
            ("a &lt; b", "a < b"),
            (r"\&lt;", ""),
            ("[note] and [x]", ""),
            // A label may go on behind `\](`, also on the next line.
            (r"\[a\](b)", ""),
            (r"\[\](]:u", ""),
            ("wow![", ""),
            ("1986\\. A year", ""),
            ("in\n1986. A year", ""),
            ("in\n1\\. one", ""),
            (r"\# no heading", ""),
            ("#hash and C# too", ""),
            (r"\- no item", ""),
            ("-5 degrees", ""),
            (r"\+ no item", ""),
            (r"\> no quote", ""),
            ("a\n\\===", ""),
            ("a\n\\---", ""),
            ("\\***", "\\*\\*\\*"),
            ("a | b\n\\--|--", ""),
            (r"\[a]: b", ""),
            (r"\[^1]", ""),
            ("&#32;a", "a"),
            ("a  b", ""),
            ("a &#10; b", ""),
            ("\\~~~ no fence", "\\~\\~\\~ no fence"),
            ("$5 and ^2 and {x}", ""),
            ("\"quotes\" -- and...", ""),
        ],
    );
}

#[test]
fn addresses_stay_bare_where_that_is_safe() {
    comes_back(
        &Options::default(),
        &[
            ("see http://a.com/b_c, or (www.d.org).", ""),
            ("<http://a.com>", "http://a.com"),
            ("<http://a.com>b", ""),
            ("<mailto:a@b.cd>", "<mailto:a@b.cd>"),
            ("<a@b.cd>", "a@b.cd"),
            ("[a@b.cd](mailto:a@b.cd)", "a@b.cd"),
            ("[www.a.com](http://www.a.com)", "www.a.com"),
            ("[www.a.com](http://www.a.com \"t\")", ""),
            ("<irc://a.b/c>", ""),
            (r"http\://a.com", "http://a.com"),
            ("a\nhttp://a.com\nb", ""),
            ("*http://a.com* x", ""),
            ("*http://a.com*x", "<em><http://a.com></em>x"),
            ("http://a.com\\\nb", "<http://a.com>\\\nb"),
            ("[http://a.com](http://b.com)", ""),
        ],
    );
    let off = Extensions { autolinks: false, ..Extensions::default() };
    comes_back(
        &Options { extensions: off, ..Options::default() },
        &[("<http://a.com>", ""), ("http://a.com", "")],
    );
}

#[test]
fn inlines_are_written_the_usual_way() {
    comes_back(
        &Options::default(),
        &[
            ("_a_ __b__ ~c~", "*a* **b** ~~c~~"),
            ("***a***", ""),
            ("<strong>&nbsp;a&nbsp;</strong>b", "\u{a0}**a**\u{a0}b"),
            ("<em>a &nbsp;</em>\nb", "*a* \u{a0}\nb"),
            ("<em>&nbsp;</em>", "\u{a0}"),
            ("<u><em>&nbsp;a</em></u>", "<u>\u{a0}*a*</u>"),
            ("<u>&nbsp;a&nbsp;</u>", "<u>\u{a0}a\u{a0}</u>"),
            ("[<em>a&nbsp;</em>](b)", "[*a*\u{a0}](b)"),
            ("<em>a\u{3000}</em>b", "*a*\u{3000}b"),
            ("**_a_**", ""),
            ("**a *b* c**", ""),
            ("*a **b***", ""),
            ("*a*_b_", ""),
            ("**foo:**bar", "\\*\\*foo:\\*\\*bar"),
            ("<strong>foo:</strong>bar", ""),
            ("foo**bar**baz", ""),
            ("a<em>(b)</em>c", ""),
            ("* &#32; *", "- \\*"),
            ("`` a`b ``", "``a`b``"),
            ("`` ` ``", ""),
            ("` `", ""),
            ("`a  b`", ""),
            ("[a](<b c> 'd \"e\"')", "[a](<b c> \"d \\\"e\\\"\")"),
            ("[a](b(c)d)", ""),
            ("[a](b\\)d)", ""),
            ("[a]()", ""),
            ("[a](<> \"t\")", ""),
            ("[a [b] c](d)", "[a \\[b\\] c](d)"),
            ("[![a](b)](c)", ""),
            ("![*a* `b` <c>](d)", "![a `b` \\<c>](d)"),
            ("[a]\n\n[a]: /b 'c'", "[a](/b \"c\")"),
            ("a  \nb", "a\\\nb"),
            ("a<br/>b", "a\\\nb"),
            ("a<br>", ""),
            ("a\nb", ""),
            ("<u>a</u> <mark>b</mark> x<sup>2</sup>", ""),
            ("<u>a <b>c</u></b>", ""),
            ("<u> a</u>", ""),
            ("<a id=\"x\"></a>b", ""),
            ("<b>a</b>", ""),
            ("a\n<div>", "a\n\n<div>"),
            ("a <div>", ""),
        ],
    );
}

#[test]
fn blocks_are_written_the_usual_way() {
    comes_back(
        &Options::default(),
        &[
            ("a\n===\n\nb\nc\n---", "# a\n\n## b c"),
            ("# a #", "# a"),
            ("# a \\#", ""),
            ("#", ""),
            ("* * *", "---"),
            ("* a\n* b", "- a\n- b"),
            ("* a\n\n* b", "- a\n\n- b"),
            ("- a\n\n+ b", "- a\n\n* b"),
            ("1. a\n1. b\n\n1) c", "1. a\n2. b\n\n1) c"),
            ("7) a", "7. a"),
            ("9. a\n10. b\n\n    c", "9. a\n\n10. b\n\n    c"),
            ("- - a", "- * a"),
            ("-", ""),
            ("- a\n- \n- b", "- a\n-\n- b"),
            ("- a\n  - b\n    - c", ""),
            ("- a\n\n  b", ""),
            ("- a\n  > b\n- c", ""),
            ("- a\n  ***\n  b", ""),
            ("- ***", ""),
            ("* ---", "- ***"),
            ("1. ---", ""),
            ("- # a\n  b", ""),
            ("- ```\n  a\n  ```\n- b", ""),
            ("- [ ] a\n- [X] b", "- [ ] a\n- [x] b"),
            ("- [ ]\n- \\[ ] a", "- [ ]\n- \\[ ] a"),
            ("> a\nb", "> a\n> b"),
            ("> a\n\n> b", ""),
            (">", ""),
            ("> > a\n>\n> b", ""),
            ("    a\n\n      b", "```\na\n\n  b\n```"),
            ("``` a b\nc\n```", "```a b\nc\n```"),
            ("~~~ a`b\nc\n~~~", "~~~a`b\nc\n~~~"),
            ("````\n```\n````", ""),
            ("```\n```", ""),
            ("> ```\n> a\n>\n> b\n> ```", ""),
            ("<div>\n\na\n\n</div>", ""),
            ("<!-- a\n\nb -->\nc", "<!-- a\n\nb -->\n\nc"),
            ("a | b\n:-|-:\n1 | 2 | 3\n4", "| a | b |\n| :--- | ---: |\n| 1 | 2 |\n| 4 | |"),
            ("|a|\n|-|\n|`b\\|c` \\| d|", "| a |\n| --- |\n| `b\\|c` \\| d |"),
            ("|a<br>b|\n|-|", "| a<br>b |\n| --- |"),
            (
                "a[^x] b[^y]\n\n[^y]: 2\n[^x]: 1\n\n    3",
                "a[^x] b[^y]\n\n[^x]: 1\n\n    3\n\n[^y]: 2",
            ),
            ("a[^b c]\n\n[^b c]: d", "a[^1]\n\n[^1]: d"),
            ("> [^a]\n>\n> [^a]: b", "> [^a]\n\n[^a]: b"),
        ],
    );
}

#[test]
fn extensions_are_written_in_their_own_syntax() {
    comes_back(
        &all_extensions(),
        &[
            ("# a {#b}", ""),
            ("# a {b\\}", ""),
            ("a\n: b\n\n  c\n\nd\n: e", ""),
            ("\\: a", ""),
            ("$x_1$ and $$y*z$$", ""),
            (r"1\$ and 2\$", ""),
            ("a ^b^ ~c~ x<sup>2</sup>", ""),
            (r"a \^b\^ \~c", r"a \^b\^ \~c"),
            ("> [!NOTE]\n> a", ""),
            ("> [!warning]\n> a\n>\n> b", "> [!warning]\n> a\n>\n> b"),
            ("> \\[!NOTE]\n> a", "> &#91;!NOTE]\n> a"),
            ("---\ntitle: \"a: b\"\nauthor: \"c\"\n---\n\nd", ""),
            ("---\ntitle: 'it''s'\n---", ""),
            ("***\n\na\n\n---\nb", "***\n\na\n\n---\n\nb"),
        ],
    );
}

#[test]
fn without_their_extension_things_stay_readable() {
    let all = all_extensions();
    for (source, expected) in [
        ("# a {#b}", "# a"),
        ("a\n: b", "a\n\nb"),
        ("$x_1*y*$", "x_1\\*y\\*"),
        ("a ^b^ ~c~", "a <sup>b</sup> <sub>c</sub>"),
    ] {
        let doc = read(source, &all);
        assert_eq!(write(&doc, source, &Options::default()).trim_end(), expected);
    }
    let none = Extensions { strikethrough: false, ..Extensions::default() };
    let none = Options { extensions: none, ..Options::default() };
    let doc = read("~~a~~", &all);
    assert_eq!(write(&doc, "~~a~~", &none), "<del>a</del>\n");
}

#[test]
fn smart_punctuation_is_read_and_plain_quotes_are_kept() {
    let smart = Extensions { smart_punctuation: true, ..Extensions::default() };
    comes_back(
        &Options { extensions: smart, ..Options::default() },
        &[("\"a\" -- it's...", "“a” – it’s…"), ("\\\"a\\\" \\-\\-", "\\\"a\\\" \\-\\-")],
    );
}

#[test]
fn line_ends_and_odd_characters_make_no_difference() {
    for (source, same) in [
        ("a\r\nb\r\n\r\n- c\r\n  d", "a\nb\n\n- c\n  d"),
        ("a\rb", "a\nb"),
        ("`a\r\nb`", "`a\nb`"),
        ("```\r\na\r\n\r\nb\r\n```\r\n", "```\na\n\nb\n```\n"),
        ("\u{1}# a\u{1F}b", "# ab"),
        ("a\u{B}b\u{C}\u{C}c", "a b  c"),
        ("a&#1;b `c\u{7F}`", "ab `c`"),
        ("a\0b *c*", "a\u{FFFD}b *c*"),
        ("a &amp; b\r\nhttp://c.de/f&amp;g", "a & b\nhttp://c.de/f&g"),
    ] {
        let options = Options::default();
        assert_eq!(normal_form(source, &options), normal_form(same, &options), "{source:?}");
        assert_eq!(rewrite(source, &options), rewrite(same, &options), "{source:?}");
    }
}

#[test]
fn unchanged_text_is_borrowed_from_the_input() {
    let doc = read("# plain *text*\n\n- with [links](/url) and `code`\n", &Options::default());
    assert_eq!(doc.text, "");
}

#[test]
fn limits_are_kept_and_reported() {
    let read = |source: &str, options: &Options| {
        let mut doc = Document::default();
        doc.reset(options.max_nesting);
        let mut report = Report::default();
        legacybridge::markdown::read(source, options, &mut doc, &mut report).expect("reads");
        (write(&doc, source, options), report)
    };
    let options = Options { max_columns: 2, ..Options::default() };
    let (written, report) = read("|a|b|c|\n|-|-|-|\n|1|2|3|\n|4|\n", &options);
    assert_eq!(written, "| a | b c |\n| --- | --- |\n| 1 | 2 3 |\n| 4 | |\n");
    assert_eq!(report.get(Loss::LimitReached).count, 1);

    let options = Options { max_cells: 4, ..Options::default() };
    let (written, report) = read("|a|b|\n|-|-|\n|1|2|\n|3|*4*|\n\nc\n", &options);
    assert_eq!(written, "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n3 *4*\n\nc\n");
    assert_eq!(report.get(Loss::LimitReached).count, 1);
    let (written, _) = read("|a|b|c|\n|-|-|-|\n|1|2|3|\n", &Options { max_cells: 2, ..options });
    assert_eq!(written, "a b c\n\n1 2 3\n");

    let options = Options { max_nesting: 3, ..Options::default() };
    let (written, report) = read("> > > > > a\n", &options);
    assert_eq!(written, "> > > a\n");
    assert_eq!(report.get(Loss::FlattenedNesting).count, 1);
}

#[test]
fn nothing_nested_deep_is_large_or_fatal() {
    for unit in [
        ">", "> ", "[", "![", "*", "- ", "1. ", "**a *b ", "<u>", "[^1]", "a**b", "> - ", "`",
        "_a ",
    ] {
        let source = unit.repeat(100_000);
        let options = Options::default();
        let written = rewrite(&source, &options);
        assert!(written.len() < 10 * source.len() + (1 << 20));
    }
}

/// A document with one paragraph of the given inlines.
fn paragraph(build: impl FnOnce(&mut Document)) -> String {
    let mut doc = Document::default();
    doc.reset(256);
    doc.open(Kind::PARAGRAPH);
    build(&mut doc);
    doc.close();
    write(&doc, "", &Options::default())
}

fn text(doc: &mut Document, text: &str) {
    let span = doc.own(text);
    doc.leaf(Kind::Text(span));
}

#[test]
fn white_space_moves_out_of_emphasis_and_what_is_empty_goes() {
    let strong = |inner: &'static str| {
        paragraph(|doc| {
            text(doc, "a");
            doc.open(Kind::Strong);
            text(doc, inner);
            doc.close();
            text(doc, "b");
        })
    };
    assert_eq!(strong(" x "), "a **x** b\n");
    assert_eq!(strong("x"), "a**x**b\n");
    assert_eq!(strong("  "), "a  b\n");
    assert_eq!(strong(""), "ab\n");
    assert_eq!(strong("x:"), "a<strong>x:</strong>b\n");
    assert_eq!(paragraph(|doc| text(doc, "  ")), "");
}

#[test]
fn links_do_not_nest_and_code_spans_do_not_touch() {
    let written = paragraph(|doc| {
        for _ in 0..2 {
            let url = doc.own("u");
            let id = doc.add_link(LinkTarget::new(url, Span::EMPTY));
            doc.open(Kind::Link(id));
            text(doc, "a");
        }
        doc.close();
        doc.close();
        for code in ["b", "c"] {
            let span = doc.own(code);
            doc.leaf(Kind::Code(span));
        }
    });
    assert_eq!(written, "[aa](u)`bc`\n");
}

#[test]
fn the_writer_reports_and_remembers_a_full_output() {
    use legacybridge::document::View;
    use legacybridge::markdown::Scratch;
    use legacybridge::memory::Output;
    let source = "word ".repeat(10_000);
    let doc = read(&source, &Options::default());
    let view = View { doc: &doc, source: source.as_bytes() };
    let mut out = Output::new(Vec::new(), 5_000);
    let mut scratch = Scratch::default();
    let _ = legacybridge::markdown::write(
        view,
        &Options::default(),
        &mut out,
        &mut Report::default(),
        &mut scratch,
    );
    assert!(out.finish().is_err());
}

#[test]
fn what_stands_before_a_text_does_not_change_how_its_address_is_written() {
    let off = Extensions { autolinks: false, ..Extensions::default() };
    let reading = Options { extensions: off, ..Options::default() };
    for before in ["", "q ", "q", "q <b>r</b> "] {
        let source = format!("{before}<em>see http://a.bc \u{A0}</em>x");
        let written = write(&read(&source, &reading), &source, &Options::default());
        assert_eq!(written, format!("{before}*see http://a.bc* \u{A0}x\n"));
    }
}
