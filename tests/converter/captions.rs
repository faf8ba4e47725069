//! Captions that number themselves: what they are in each format, and that they come back.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Report) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let output = converter.convert_reporting(from, to, input.as_bytes(), &mut report).unwrap();
    (String::from_utf8(output).unwrap(), report)
}

fn made(from: Format, to: Format, input: &str) -> String {
    convert("", from, to, input).0
}

const TABLE: &str = "| a |\n| --- |\n| b |\n";

#[test]
fn they_come_back_through_every_format() {
    let two = format!("{TABLE}\nTable: One *two* & {{x}}\n\ntext\n\n{TABLE}\nTable: `c`\n");
    let quoted = "> | a |\n> | --- |\n> | b |\n>\n> Table: x\n".to_owned();
    for markdown in [two, quoted, format!("{TABLE}\nTable: x\n")] {
        for format in [Format::Markdown, Format::Rtf, Format::Html, Format::Json] {
            let there = made(Format::Markdown, format, &markdown);
            let (back, report) = convert("Report=Layout", format, Format::Markdown, &there);
            assert_eq!(back, markdown, "{format:?}: {there}");
            let lost = report.get(Loss::Caption).count + report.get(Loss::Field).count;
            assert_eq!(lost, 0, "{format:?}: {report:?}");
        }
    }
}

#[test]
fn what_is_one_in_markdown() {
    for (markdown, label) in [
        (format!("{TABLE}\nTable: x"), "Table 1: x"),
        (format!("Table: x\n\n{TABLE}"), "Table 1: x"),
        (format!("{TABLE}\n{TABLE}\nTable: x"), "Table 1: x"),
        (format!("Table: y\n\n{TABLE}\nTable: x\n\n{TABLE}"), "Table 2: x"),
        (format!("Table: *y*\n\n{TABLE}"), "Table 1: <em>y</em>"),
        (format!("{TABLE}\nTable:"), ""),
        (format!("{TABLE}\nTable\\: x"), ""),
        (format!("{TABLE}\ntext\n\nTable: x"), ""),
        (format!("Table: x\n\ntext\n\n{TABLE}"), ""),
        (format!("{TABLE}\n- Table: x"), ""),
    ] {
        let html = made(Format::Markdown, Format::Html, &markdown);
        let expected = format!("<caption>{label}</caption>");
        assert_eq!(html.contains("<caption>"), !label.is_empty(), "{markdown}: {html}");
        assert!(label.is_empty() || html.contains(&expected), "{markdown}: {html}");
        let again = made(Format::Markdown, Format::Markdown, &markdown);
        assert_eq!(made(Format::Markdown, Format::Html, &again), html, "{markdown}: {again}");
    }
}

#[test]
fn numbers_are_fields_in_rtf() {
    let label = |name: &str, number: u32| {
        format!(
            "{name} {{\\field{{\\*\\fldinst SEQ {name} \\\\* ARABIC}}{{\\fldrslt {number}}}}}: "
        )
    };
    let pictures = "![a](a.png \"One\")\n\nx ![b](b.png \"Not alone\")\n\n![c](c.png \"T {w} o\")\n\n![](d.png)\n";
    let rtf = made(Format::Markdown, Format::Rtf, pictures);
    assert!(rtf.contains(&format!("{}One\\par", label("Figure", 1))), "{rtf}");
    assert!(rtf.contains(&format!("{}T \\{{w\\}} o\\par", label("Figure", 2))), "{rtf}");
    assert_eq!(rtf.matches("SEQ Figure").count(), 2);
    let (back, report) = convert("Report=Layout", Format::Rtf, Format::Markdown, &rtf);
    assert_eq!(back, pictures);
    assert_eq!(report.get(Loss::Caption).count + report.get(Loss::Field).count, 0);
    for (html, numbered) in [
        ("<table><caption>Table 1: x</caption><tr><th>a<tr><td>b</table>", true),
        ("<table><caption>Table 2: x</caption><tr><th>a<tr><td>b</table>", false),
        ("<table><caption>x</caption><tr><th>a<tr><td>b</table>", false),
        ("<figure><img src=a.png alt=b><figcaption>Figure 1: c</figcaption></figure>", true),
    ] {
        let rtf = made(Format::Html, Format::Rtf, html);
        assert_eq!(rtf.contains("SEQ "), numbered, "{html}");
        // Whatever its number, its words are there.
        let text = made(Format::Rtf, Format::Text, &rtf);
        let words = html.split("caption>").nth(1).unwrap().trim_end_matches("</");
        assert!(text.contains(words.trim_end_matches("</fig")), "{html}: {text}");
    }
    // In Markdown only those of tables are captions.
    let (markdown, report) = convert(
        "Report=Layout",
        Format::Html,
        Format::Markdown,
        "<table><caption>Table 7: x</caption><tr><th>a<tr><td>b</table>",
    );
    assert_eq!(markdown, "| a |\n| --- |\n| b |\n\nTable 7: x\n");
    assert_eq!(report.get(Loss::Caption).count, 1);
}
