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
        ("c", code, &[Format::Rtf, Format::Markdown]),
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
