//! What Markdown has no words for is HTML in it, and comes back: tables that pipes can't hold, and with
//! `Styling=Html` alignment, colours, page breaks and sizes of pictures.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Vec<(String, u32)>) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let output = converter.convert(from, to, input.as_bytes()).unwrap();
    let report = converter.report();
    let lost = report.iter().map(|(loss, entry)| (loss.name().to_owned(), entry.count));
    (String::from_utf8(output).unwrap(), lost.collect())
}

fn rtf(body: &str) -> String {
    format!("{{\\rtf1\\ansi\\paperw12240\\margl1440\\margr1440 {body}}}")
}

const MERGED: &str = "\\trowd\\trhdr\\cellx3120\\cellx6240\\cellx9360\\pard\\intbl a\\cell b\\cell c\\cell\\row\
    \\trowd\\clvmgf\\cellx3120\\cellx9360\\pard\\intbl d\\cell e\\cell\\row\
    \\trowd\\clvmrg\\cellx3120\\cellx6240\\cellx9360\\pard\\intbl\\cell f\\cell g\\cell\\row\\pard h\\par";

const BLOCKS: &str = "\\trowd\\trhdr\\cellx4680\\cellx9360\\pard\\intbl a\\cell b\\cell\\row\
    \\trowd\\cellx4680\\cellx9360\\pard\\intbl one\\par two\\cell\
    {\\listtext 1.\\tab}\\pard\\intbl\\ls1\\fi-360\\li720 x\\par{\\listtext 2.\\tab}y\\cell\\row\\pard h\\par";

/// The Markdown of RTF, which means the same in RTF again and is the same Markdown then.
#[track_caller]
fn comes_back(options: &str, body: &str) -> String {
    let (markdown, lost) = convert(options, Format::Rtf, Format::Markdown, &rtf(body));
    assert_eq!(lost, [], "{markdown}");
    let (again, _) = convert(options, Format::Markdown, Format::Rtf, &markdown);
    let (markdown_again, lost) = convert(options, Format::Rtf, Format::Markdown, &again);
    assert_eq!((&markdown_again, &lost[..]), (&markdown, &[][..]), "{again}");
    // Through a list and a quote, whose lines begin with something.
    for prefix in ["- a\n\n", "> "] {
        let rest = if prefix == "> " { "> " } else { "  " };
        let lines: Vec<_> = markdown.lines().map(|line| format!("{rest}{line}")).collect();
        let nested = format!("{}{}\n", if rest == "> " { "" } else { prefix }, lines.join("\n"));
        let normal = convert(options, Format::Markdown, Format::Markdown, &nested).0;
        let again = convert(options, Format::Markdown, Format::Markdown, &normal).0;
        assert_eq!(again, normal, "{nested}");
    }
    markdown
}

#[test]
fn merged_cells_come_back() {
    let markdown = comes_back("Report=Layout", MERGED);
    assert!(markdown.contains("<td rowspan=\"2\">d</td>\n<td colspan=\"2\">e</td>"), "{markdown}");
    let (flat, lost) =
        convert("ComplexTables=Flatten", Format::Rtf, Format::Markdown, &rtf(MERGED));
    assert_eq!(flat, "| a | b | c |\n| --- | --- | --- |\n| d | e | |\n| | f | g |\n\nh\n");
    assert_eq!(lost, [("merged_cells".to_owned(), 2)]);
}

#[test]
fn blocks_in_cells_come_back() {
    let markdown = comes_back("Report=Layout", BLOCKS);
    assert!(markdown.contains("<p>one</p>\n<p>two</p>"), "{markdown}");
    let (flat, lost) =
        convert("ComplexTables=Flatten", Format::Rtf, Format::Markdown, &rtf(BLOCKS));
    let row = "| one<br>two | 1. x<br>2. y |";
    assert!(flat.contains(row), "{flat}");
    assert_eq!(lost, [("table".to_owned(), 2)]);
}

/// Code with empty lines does not end the block that it stands in.
#[test]
fn no_line_of_it_is_blank() {
    let code = "{\\stylesheet{\\s21 HTML Preformatted;}}\\trowd\\trhdr\\cellx4680\\cellx9360\\pard\\intbl a\\cell b\\cell\\row\
        \\trowd\\cellx4680\\cellx9360\\pard\\intbl\\s21 x\\par\\par   \\par y\\cell\\pard\\intbl c\\cell\\row";
    let markdown = comes_back("", code);
    assert!(markdown.trim_end().lines().all(|line| !line.trim().is_empty()), "{markdown}");
    let (html, _) = convert("", Format::Markdown, Format::Html, &markdown);
    assert!(html.contains("<pre><code>x\n\n"), "{html}");
}

#[test]
fn tables_in_cells_come_back() {
    let inner = "\\pard\\intbl\\itap2 p\\nestcell q\\nestcell{\\*\\nesttableprops\\trowd\\cellx1000\\cellx2000\\nestrow}\
        {\\nonesttables\\par}\\pard\\intbl under\\cell";
    let markdown = comes_back("Report=Layout", &BLOCKS.replace("one\\par two\\cell", inner));
    assert_eq!(markdown.matches("<table>").count(), 2, "{markdown}");
}

#[test]
fn footnotes_stay_footnotes() {
    let body = MERGED.replace("intbl d", "intbl d{\\super\\chftn}{\\footnote n}");
    let (markdown, lost) = convert("", Format::Rtf, Format::Markdown, &rtf(&body));
    assert!(markdown.contains("| d[^1] | e | |") && markdown.contains("[^1]: n"), "{markdown}");
    assert_eq!(lost, [("merged_cells".to_owned(), 2)]);
}

#[test]
fn html_of_others_stays_what_it_was() {
    for html in [
        "<table><tr><td colspan=2>a</td></tr></table>\n",
        "<table>\n<tr><td>a\n</table>\n",
        "<p align=\"center\">a</p>\n",
        "<p>a</p>\n",
        "<div style=\"break-before:page\">a</div>\n",
    ] {
        for options in ["", "Styling=Html"] {
            let (again, _) = convert(options, Format::Markdown, Format::Markdown, html);
            assert_eq!(again, html, "{options}");
        }
    }
}

#[test]
fn looks_come_back() {
    for (body, html) in [
        (
            "\\pard\\qc a {\\b b}\\par\\pard c\\par",
            "<p style=\"text-align:center\">a <strong>b</strong></p>",
        ),
        ("a\\par\\page b\\par", "<div style=\"break-before:page\"></div>"),
    ] {
        let markdown = comes_back("Styling=Html;Report=Layout", body);
        assert!(markdown.contains(html), "{markdown}");
        let (dropped, lost) = convert("Report=Layout", Format::Rtf, Format::Markdown, &rtf(body));
        assert!(!dropped.contains('<') && lost.len() == 1 && lost[0].1 == 1, "{dropped} {lost:?}");
    }
}

/// Runs as Word writes them, and what has no place for a block of HTML.
#[test]
fn colours_with_blanks_and_beside_each_other_are_said() {
    let head = r"{\rtf1{\colortbl;\red255\green0\blue0;\red0\green0\blue255;}";
    let [red, blue] = ["ff0000", "0000ff"].map(|color| format!("<span style=\"color:#{color}\">"));
    for (body, html) in [
        (r"{\cf1 b }a", format!("<p>{red}b</span> a</p>")),
        (r"{\cf1 a} {\cf1\b b}", format!("<p>{red}a <strong>b</strong></span></p>")),
        (r"{\cf1 a }{\cf2 b}", format!("<p>{red}a</span> {blue}b</span></p>")),
    ] {
        let rtf = format!("{head}{body}\\par}}");
        let (markdown, lost) = convert("Styling=Html", Format::Rtf, Format::Markdown, &rtf);
        assert_eq!((markdown.trim_end(), lost), (&*html, vec![]), "{body}");
    }
    let html = "<ul><li><input type=checkbox> <span style='color:#f00'>b</span></ul>";
    let (markdown, lost) = convert("Styling=Html", Format::Html, Format::Markdown, html);
    assert_eq!((&*markdown, lost), ("- [ ] b\n", vec![("color".to_owned(), 1)]));
}

#[test]
fn colours_are_said_in_html_and_counted_elsewhere() {
    let rtf = "{\\rtf1{\\colortbl;\\red255\\green0\\blue0;}a {\\cf1 b}\\par\
               \\trowd\\cellx3000\\cellx6000\\pard\\intbl {\\cf1 c}\\cell d\\cell\\row\\pard e\\par}";
    let (markdown, lost) = convert("Styling=Html", Format::Rtf, Format::Markdown, rtf);
    assert!(markdown.contains("<p>a <span style=\"color:#ff0000\">b</span></p>"), "{markdown}");
    assert!(markdown.contains("| c | d |"), "{markdown}");
    assert_eq!(lost, [("color".to_owned(), 1)]);
    let (markdown, lost) = convert("", Format::Rtf, Format::Markdown, rtf);
    assert!(!markdown.contains('<') && lost == [("color".to_owned(), 2)], "{markdown} {lost:?}");
    let html = "<p><span style=\"color:#ff0000\">a</span> b</p>";
    assert_eq!(convert("Styling=Html", Format::Html, Format::Markdown, html).1, []);
}
