//! Templates, values, and what comes of them.

use crate::converter::{Converter, Format};
use crate::error::{Error, Status};
use crate::options::Options;
use crate::report::{Loss, Report};

fn filled(
    options: &str,
    from: Format,
    to: Format,
    template: &str,
    values: &str,
) -> Result<(String, Report), Error> {
    let converter = Converter::new(Options::parse(options)?)?;
    let mut report = Report::default();
    let (template, values) = (template.as_bytes(), values.as_bytes());
    let out = converter.fill_reporting(from, to, template, values, &mut report)?;
    Ok((String::from_utf8(out).unwrap(), report))
}

fn markdown(template: &str, values: &str) -> String {
    filled("", Format::Markdown, Format::Markdown, template, values).unwrap().0
}

const PEOPLE: &str = r#"{"who":"A *b* <i>","n":1.21,"yes":true,"no":false,"none":null,"empty":[],
    "a":{"b":{"c":"deep"}},"people":[{"name":"Ann","age":30},{"name":"Bob","age":40}],"list":["x","y"],
    "md":"**bold**","mds":"one\n\n- two\n","lines":"p\nq"}"#;

#[test]
fn templates_of_markdown() {
    let mut wrong = Vec::new();
    for (template, expected) in [
        ("Hi {{who}}!\n", "Hi A \\*b\\* \\<i>!\n"),
        ("{{ n }} {{a.b.c}} {{yes}}", "1.21 deep true\n"),
        ("a{{! no }}b\n", "ab\n"),
        ("**{{who}}** *x {{n}}*\n", "**A \\*b\\* \\<i>** *x 1.21*\n"),
        // Cut into runs.
        ("{{*n*}} {**{n}**}\n", "1.21 1.21\n"),
        ("{{{md}}} and {{&md}}\n", "**bold** and **bold**\n"),
        ("{{{mds}}}\n", "one\n\n- two\n"),
        ("x {{{mds}}}\n", "x one\\\ntwo\n"),
        ("{{lines}}\n", "p\\\nq\n"),
        ("{{list}}\n", "x, y\n"),
        ("{{#list}}({{.}}){{/list}}\n", "(x)(y)\n"),
        ("{{#yes}}on{{/yes}}{{^yes}}off{{/yes}}{{#no}}on{{/no}}{{^no}}off{{/no}}\n", "onoff\n"),
        ("{{#none}}on{{/none}}{{^none}}off{{/none}}{{^empty}}none{{/empty}}\n", "offnone\n"),
        ("{{#a}}{{#b}}{{c}}{{/b}}{{n}}{{/a}}\n", "deep1.21\n"),
        // Lines and paragraphs of tags alone.
        ("{{#list}}\n{{.}}\n{{/list}}\n", "x\ny\n"),
        ("{{#list}}\n\nA {{.}}\n\n{{/list}}\n\nend\n", "A x\n\nA y\n\nend\n"),
        ("{{#no}}\n\n# gone\n\n{{/no}}\n\nend\n", "end\n"),
        ("a\n\n{{! note }}\n\nb\n", "a\n\nb\n"),
        // Items.
        ("- {{#list}}{{.}}{{/list}}\n- z\n", "- x\n- y\n- z\n"),
        ("{{#people}}\n- {{name}}\n{{/people}}\n", "- Ann\n- Bob\n"),
        ("{{#people}}\n\n- {{name}}\n\n{{/people}}\n", "- Ann\n- Bob\n"),
        ("- a\n- {{#people}}\n- {{name}}\n- {{/people}}\n- b\n", "- a\n- Ann\n- Bob\n- b\n"),
        ("{{#empty}}\n- {{name}}\n{{/empty}}\n\nend\n", "end\n"),
        // Rows.
        (
            "| N | A |\n|---|--:|\n| {{#people}}{{name}} | {{age}}{{/people}} |\n| z | 0 |\n",
            "| N | A |\n| --- | ---: |\n| Ann | 30 |\n| Bob | 40 |\n| z | 0 |\n",
        ),
        (
            "| N | A |\n|---|---|\n| {{#people}} | |\n| {{name}} | {{age}} |\n| {{/people}} | |\n",
            "| N | A |\n| --- | --- |\n| Ann | 30 |\n| Bob | 40 |\n",
        ),
        // Addresses and code.
        (
            "[x](http://h/{{n}} \"{{who}}\") `c {{n}}`\n",
            "[x](http://h/1.21 \"A *b* <i>\") `c 1.21`\n",
        ),
        ("```\na {{n}}\n{{#list}}\n- {{.}}\n{{/list}}\n```\n", "```\na 1.21\n- x\n- y\n```\n"),
        // What is no tag.
        ("{{ {n} }} {{}} {{>x}} {n}\n", "{{ {n} }} {{}} {{>x}} {n}\n"),
        ("{{{n}} {{n\n", "{{{n}} {{n\n"),
    ] {
        let out = markdown(template, PEOPLE);
        if out != expected {
            wrong.push(format!("{template:?}\n  gives {out:?}\n    not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn merge_fields_of_rtf() {
    let field = |code: &str| {
        format!("{{\\rtf1 [{{\\field{{\\*\\fldinst {{{code}}}}}{{\\fldrslt \u{ab}old\u{bb}}}}}]}}")
            .replace(['\u{ab}', '\u{bb}'], "")
    };
    let values = r#"{"name":"ann lee","First Name":"Bob","none":"","x":"{\\rtf1 \\b}"}"#;
    for (code, expected) in [
        (" MERGEFIELD name ", "[ann lee]"),
        (" MERGEFIELD  name  \\\\* MERGEFORMAT ", "[ann lee]"),
        (" mergefield name \\\\* Upper ", "[ANN LEE]"),
        (" MERGEFIELD name \\\\* Caps ", "[Ann Lee]"),
        (" MERGEFIELD name \\\\* FirstCap ", "[Ann lee]"),
        (" MERGEFIELD \"First Name\" \\\\b \"Mr \" \\\\f \"!\" ", "[Mr Bob!]"),
        (" MERGEFIELD none \\\\b \"Mr \" \\\\f \"!\" ", "[]"),
        (" DOCPROPERTY name ", "[ann lee]"),
        (" PAGE ", "[old]"),
        (" MERGEFIELD x ", "[{\\rtf1 \\b}]"),
    ] {
        let out = filled("", Format::Rtf, Format::Markdown, &field(code), values).unwrap().0;
        assert_eq!(out.trim().replace("\\[", "[").replace("\\]", "]"), expected, "{code}");
    }
    // In runs, and from table to table.
    let runs = r"{\rtf1 Dear \{\{{\b na}me\}\}{\i !}\par}";
    assert_eq!(
        filled("", Format::Rtf, Format::Markdown, runs, values).unwrap().0,
        "Dear ann lee<em>!</em>\n"
    );
    let rows = r"{\rtf1\trowd\cellx1000\cellx2000\intbl N\cell A\cell\row\trowd\cellx1000\cellx2000\intbl \{\{#p\}\}\{\{n\}\}\cell\{\{a\}\}\{\{/p\}\}\cell\row\pard end\par}";
    let out = filled("", Format::Rtf, Format::Text, rows, r#"{"p":[{"n":1,"a":2},{"n":3,"a":4}]}"#)
        .unwrap()
        .0;
    assert_eq!(out, "N\tA\n1\t2\n3\t4\n\nend\n");
}

/// What the values say is text in every format.
#[test]
fn values_stay_in_their_places() {
    let evil = r##"{"v":"} \\field{\\*\\fldinst x} <script>x</script> ]]> [a](javascript:x) | # {{v}} \u0000\u0001"}"##;
    // CSV holds tables alone.
    for to in Format::outputs().filter(|&to| to != Format::Csv) {
        for template in
            ["{{v}}", "# {{v}}", "| a |\n|---|\n| {{v}} |\n", "`{{v}}`", "- {{v}}", "[x]({{v}})"]
        {
            let (out, _) = filled("", Format::Markdown, to, template, evil).unwrap();
            let converter = Converter::new(Options::default()).unwrap();
            let text = converter.convert(to, Format::Text, out.as_bytes()).unwrap();
            let text = String::from_utf8(text).unwrap();
            let is_address = template.starts_with("[x]");
            assert!(is_address || text.contains("<script>x</script>"), "{template} {out}\n{text}");
            assert!(to != Format::Rtf || !out.contains("{\\*\\fldinst x}"), "{out}");
        }
    }
}

#[test]
fn pictures_are_pictures() {
    let values = r#"{"p":"data:image/png;base64,iVBORw0KGgo="}"#;
    let out = filled("", Format::Markdown, Format::Markdown, "a {{p}}\n", values).unwrap().0;
    assert_eq!(out, "a ![p](data:image/png;base64,iVBORw0KGgo=)\n");
}

#[test]
fn names_without_a_value_are_reported_or_refused() {
    let (out, report) =
        filled("", Format::Markdown, Format::Text, "a {{x}} {{a.z}} b\n", PEOPLE).unwrap();
    assert_eq!((out.as_str(), report.get(Loss::Field).count), ("a   b\n", 2));
    assert_eq!(report.get(Loss::Field).first, 2);
    let error = filled("Strict=field", Format::Markdown, Format::Text, "{{x}}", "{}").unwrap_err();
    assert_eq!((error.status, error.offset), (Status::Loss, Some(0)));
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (template, values, status, place) in [
        ("a {{#x}}", "{}", Status::BadArgument, Some(2)),
        ("a {{/x}}", "{}", Status::BadArgument, Some(2)),
        ("{{#x}} {{/y}}", "{}", Status::BadArgument, Some(7)),
        ("x", "[]", Status::BadArgument, Some(0)),
        ("x", "{\"a\":}", Status::BadArgument, Some(5)),
    ] {
        let error = filled("", Format::Markdown, Format::Text, template, values).unwrap_err();
        assert_eq!((error.status, error.offset), (status, place), "{template} {values}");
    }
    // A section for each of a thousand, in each of a thousand, and so on.
    let list = format!("{{\"a\":[{}]}}", vec!["1"; 1000].join(","));
    let deep = "{{#a}}".repeat(9) + "x" + &"{{/a}}".repeat(9);
    let error = filled("MemoryLimit=0", Format::Markdown, Format::Text, &deep, &list).unwrap_err();
    assert_eq!(error.status, Status::LimitReached);
}
