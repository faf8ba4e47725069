//! pandoc's tree beside the other formats: what of it comes through them, and what is counted.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Vec<(Loss, u32)>) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let output = converter.convert_reporting(from, to, input.as_bytes(), &mut report).unwrap();
    let losses = report.iter().map(|(loss, entry)| (loss, entry.count)).collect();
    (String::from_utf8(output).unwrap(), losses)
}

fn tree(meta: &str, blocks: &str) -> String {
    format!(r#"{{"pandoc-api-version":[1,23,1],"meta":{{{meta}}},"blocks":[{blocks}]}}"#)
}

/// The same facts are counted whatever the target, and RTF keeps those that it has no words of its own for.
#[test]
fn facts_are_counted_by_one_rule() {
    let rtf = r"{\rtf1{\info{\title T}{\author A}{\subject S}{\keywords k}{\manager M}{\company C}{\operator O}{\category G}{\doccomm D}{\creatim\yr2024\mo1\dy2\hr3\min4}{\revtim\yr2024\mo1\dy3\hr3\min4}}{\*\userprops{\propname p}\proptype30{\staticval v}{\propname q}\proptype3{\staticval 7}}\pard x\par}";
    for format in [Format::Markdown, Format::Html, Format::Text, Format::Csv] {
        let (_, report) = convert("", Format::Rtf, format, rtf);
        assert!(report.contains(&(Loss::Metadata, 13)), "{format:?}: {report:?}");
    }
    let word = |word: &str| format!(r#"{{"t":"MetaInlines","c":[{{"t":"Str","c":"{word}"}}]}}"#);
    for (name, value, lost) in [
        ("lang", "de", 0),
        ("date", "2024-01-02T00:00:00", 0),
        ("date", "2024-01-02T00:00:07", 1),
        ("date", "soon", 0),
    ] {
        let given = tree(&format!(r#""{name}":{}"#, word(value)), "");
        let (rtf, report) = convert("", Format::Json, Format::Rtf, &given);
        assert_eq!(report.len(), lost, "{value}: {report:?}");
        let (back, _) = convert("", Format::Rtf, Format::Json, &rtf);
        assert_eq!(back == given, lost == 0, "{back}");
        let (back, _) = convert("FrontMatter=Yes", Format::Rtf, Format::Markdown, &rtf);
        assert!(back.contains(&format!("\n{name}: ")), "{back}");
    }
    let markdown = "---\nauthor: [Ann, Bob]\ntags: [a, b c]\n---\n\nx\n";
    let (json, _) = convert("", Format::Markdown, Format::Json, markdown);
    assert!(
        json.contains(
            r#""author":{"t":"MetaList","c":[{"t":"MetaInlines","c":[{"t":"Str","c":"Ann"}]},"#
        ),
        "{json}"
    );
    assert!(
        json.contains(
            r#""tags":{"t":"MetaList","c":[{"t":"MetaInlines","c":[{"t":"Str","c":"a"}]},"#
        ),
        "{json}"
    );
}

#[test]
fn lists_of_definitions_side_by_side_stay_two() {
    let list = |term: &str| {
        format!(
            r#"{{"t":"DefinitionList","c":[[[{{"t":"Str","c":"{term}"}}],[[{{"t":"Plain","c":[{{"t":"Str","c":"a"}}]}}]]]]}}"#
        )
    };
    let quote = format!(r#"{{"t":"BlockQuote","c":[{},{}]}}"#, list("c"), list("d"));
    let given = tree("", &[list("a"), list("b"), quote].join(","));
    for format in [Format::Rtf, Format::Html] {
        let (there, report) = convert("Report=Layout", Format::Json, format, &given);
        assert_eq!(report, []);
        assert_eq!(convert("", format, Format::Json, &there).0, given, "{there}");
    }
}

#[test]
fn numbers_of_lists_look_in_text_as_they_are() {
    let html = r#"<ol start="2" type="a"><li>x</li><li>y</li></ol>"#;
    let (text, report) = convert("", Format::Html, Format::Text, html);
    assert_eq!((&*text, report), ("b. x\nc. y\n", vec![]));
}

#[test]
fn comments_of_several_lines_are_one_in_markdown() {
    let rtf = |words: &str| {
        format!(
            r"{{\rtf1 a {{\*\atrfstart 1}}b{{\*\atrfend 1}}\chatn{{\*\annotation{{\*\atnref 1}}{words}}} c\par}}"
        )
    };
    for (words, shown, lost) in
        [(r"\pard One.\par", "One.", 0), (r"\pard One.\par Two.\par", "One. Two.", 1)]
    {
        let (text, report) = convert("Comments=Keep", Format::Rtf, Format::Markdown, &rtf(words));
        assert_eq!(text, format!("a {{==b==}}{{>>{shown}<<}} c\n"));
        assert_eq!(report.len(), lost, "{report:?}");
    }
}

/// Entries say formulas as TeX.
#[test]
fn formulas_are_in_the_contents() {
    let markdown = "[TOC]\n\n# One $x^2$\n\n# $y$\n";
    for (format, entries) in [
        (Format::Html, ["One x^2</a>", "y</a>"]),
        (Format::Rtf, ["One x^2", "y"]),
        (Format::Text, ["One x^2\n", "y\n"]),
    ] {
        let (there, _) = convert("Math=Yes", Format::Markdown, format, markdown);
        assert!(entries.iter().all(|entry| there.contains(entry)), "{there}");
        if format != Format::Text {
            assert_eq!(
                convert("Math=Yes", format, Format::Markdown, &there).0,
                markdown,
                "{there}"
            );
        }
    }
}

/// Dates in RTF end with the minute.
#[test]
fn seconds_of_changes_and_comments_are_counted() {
    for (date, lost) in [("2026-01-02T03:04:00Z", 0), ("2026-01-02T03:04:05Z", 1)] {
        for blocks in [
            format!(
                r#"{{"t":"Para","c":[{{"t":"Span","c":[["",["insertion"],[["author","A"],["date","{date}"]]],[{{"t":"Str","c":"n"}}]]}}]}}"#
            ),
            format!(
                r#"{{"t":"Para","c":[{{"t":"Span","c":[["",["comment-start"],[["id","0"],["author","A"],["date","{date}"]]],[{{"t":"Str","c":"n"}}]]}},{{"t":"Span","c":[["",["comment-end"],[["id","0"]]],[]]}}]}}"#
            ),
        ] {
            let (_, report) = convert("", Format::Json, Format::Rtf, &tree("", &blocks));
            assert_eq!(report.len(), lost, "{blocks}: {report:?}");
        }
    }
}

/// Figures, tables and code that links lead to are the same after every format.
#[test]
fn names_come_back_through_every_format() {
    let link = |name: &str| {
        format!(
            r##"{{"t":"Para","c":[{{"t":"Link","c":[["",[],[]],[{{"t":"Str","c":"go"}}],["#{name}",""]]}}]}}"##
        )
    };
    let figure = r#"{"t":"Figure","c":[["f",[],[]],[null,[{"t":"Plain","c":[{"t":"Str","c":"cap"}]}]],[{"t":"Plain","c":[{"t":"Image","c":[["",[],[]],[{"t":"Str","c":"alt"}],["p.png",""]]}]}]]}"#;
    let cell = |word: &str| {
        format!(
            r#"[["",[],[]],{{"t":"AlignDefault"}},1,1,[{{"t":"Plain","c":[{{"t":"Str","c":"{word}"}}]}}]]"#
        )
    };
    let row = |word: &str| format!(r#"[["",[],[]],[{},{}]]"#, cell(word), cell(word));
    let column = r#"[{"t":"AlignDefault"},{"t":"ColWidthDefault"}]"#;
    let table = format!(
        r#"{{"t":"Table","c":[["t",[],[]],[null,[]],[{column},{column}],[["",[],[]],[{}]],[[["",[],[]],0,[],[{}]]],[["",[],[]],[]]]}}"#,
        row("h"),
        row("b")
    );
    let code = r#"{"t":"CodeBlock","c":[["c",["rust"],[]],"x"]}"#;
    for (name, block, formats) in [
        ("f", figure, &[Format::Rtf, Format::Html][..]),
        ("t", &table, &[Format::Rtf, Format::Html, Format::Markdown]),
        ("c", code, &[Format::Rtf, Format::Html, Format::Markdown]),
    ] {
        let given = tree("", &format!("{},{block}", link(name)));
        for &format in formats {
            let (there, report) = convert("Report=Layout", Format::Json, format, &given);
            assert_eq!(report, [], "{there}");
            let (back, report) = convert("Report=Layout", format, Format::Json, &there);
            assert_eq!(back, given, "{there}");
            assert_eq!(report, [], "{there}");
        }
    }
}
