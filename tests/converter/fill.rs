//! Templates: Mustache's specification through documents, and findings on documents that are sound.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Report;

use crate::corpus::{corpus, files};

/// Examples of the specification that mean something else in a document, and why.
const OTHERS: &[(&str, &str)] = &[
    ("HTML Escaping", NO_HTML),
    ("Implicit Iterators - HTML Escaping", OBJECT),
    ("Implicit Iterator - HTML Escaping", NO_HTML),
    ("Implicit Iterators - Basic Interpolation", OBJECT),
    ("Implicit Iterators - Triple Mustache", OBJECT),
    ("Implicit Iterators - Ampersand", OBJECT),
    ("Implicit Iterators - Basic Integer Interpolation", OBJECT),
    ("Implicit Iterator - Root-level", OBJECT),
];

const NO_HTML: &str = "text is text: each format escapes what it must, and plain text nothing";
const OBJECT: &str = "values are members of an object";

/// A string of JSON at a key, unescaped; the suite's files are plain enough for that.
fn string(test: &str, key: &str) -> String {
    let start = test.rfind(&format!("\n      \"{key}\": \"")).expect(key) + key.len() + 12;
    let mut out = String::new();
    let mut rest = test[start..].chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\\' => match rest.next() {
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some('u') => {
                    let digits: String = rest.by_ref().take(4).collect();
                    out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                other => out.extend(other),
            },
            c => out.push(c),
        }
    }
    out
}

/// Text as documents have it: no blanks at the ends of lines, no empty lines in a row.
fn plain(text: &str) -> String {
    let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn the_specification_of_mustache() {
    let folder = corpus("suites/mustache");
    let converter = Converter::new(Options::default()).unwrap();
    let (mut all, mut wrong) = (0, Vec::new());
    for name in ["comments", "interpolation", "inverted", "sections"] {
        let text = std::fs::read_to_string(folder.join(name).with_extension("json")).unwrap();
        for test in text.split("\n      \"name\": ").skip(1) {
            let title = test.split('"').nth(1).unwrap();
            let from = test.find("\"data\": ").unwrap() + 8;
            let data = &test
                [from..test[..test.rfind("\n      \"template\":").unwrap()].rfind(',').unwrap()];
            let (template, expected) = (string(test, "template"), string(test, "expected"));
            let mut report = Report::default();
            let out = converter.fill_reporting(
                Format::Text,
                Format::Text,
                template.as_bytes(),
                data.as_bytes(),
                &mut report,
            );
            all += 1;
            let out =
                String::from_utf8(out.unwrap_or_else(|error| error.to_string().into())).unwrap();
            let holds = plain(&out) == plain(&expected);
            match OTHERS.iter().find(|(other, _)| *other == title) {
                None if holds => {}
                None => wrong
                    .push(format!("{name}: {title}: {template:?} gives {out:?}, not {expected:?}")),
                // An exception that is none any more goes.
                Some(_) if holds => wrong.push(format!("{name}: {title}: holds")),
                // What the specification escapes is escaped where a document needs it.
                Some((_, reason)) if *reason == NO_HTML => {
                    let html = converter.fill_reporting(
                        Format::Text,
                        Format::Html,
                        template.as_bytes(),
                        data.as_bytes(),
                        &mut report,
                    );
                    let html = html.map_or_else(
                        |error| error.to_string(),
                        |html| String::from_utf8(html).unwrap().replace('"', "&quot;"),
                    );
                    if !html.contains(&expected.trim().replace('"', "&quot;")) {
                        wrong.push(format!("{name}: {title}: {html:?} as HTML"));
                    }
                }
                Some(_) => {}
            }
        }
    }
    println!("{} of {all} examples", all - OTHERS.len());
    assert!(OTHERS.iter().all(|(_, reason)| !reason.is_empty()));
    assert!(all > 90 && wrong.is_empty(), "{} of {all}\n{}", wrong.len(), wrong.join("\n"));
}

/// The page's example is what it says.
#[test]
fn the_guide_to_filling_holds() {
    let page = include_str!("../../docs/fill.md");
    let block = |language: &str, number: usize| {
        let fence = format!("```{language}\n");
        let found = page.split(&fence).nth(number).and_then(|rest| rest.split("```").next());
        found.expect("a block").as_bytes()
    };
    let converter = Converter::new(Options::default()).unwrap();
    let (template, values) = (block("markdown", 1), block("json", 1));
    let mut report = Report::default();
    let out = converter
        .fill_reporting(Format::Markdown, Format::Markdown, template, values, &mut report)
        .unwrap();
    assert_eq!(String::from_utf8(out).unwrap().as_bytes(), block("markdown", 2));
    assert!(report.is_empty(), "{report:?}");
    let share = format!("{} hold", 110 - OTHERS.len());
    assert!(page.contains(&share), "{share}");
}

/// Files of the corpus that are damaged, some of them on purpose, and what is found in each.
const DAMAGED: &[(&str, &str)] = &[
    ("Issue49.rtf", "repaired_brace"),
    ("RtfParserTest_fail_1.rtf", "after_end"),
    ("RtfParserTest_fail_2.rtf", "stray_brace"),
    ("RtfParserTest_fail_3.rtf", "open_group"),
    ("RtfParserTest_fail_5.rtf", "not_rtf"),
    // One word that nobody knows, and nothing of RTF beside it.
    ("RtfParserTest_fail_6.rtf", "not_rtf"),
    ("rtf_ansicpg1250.rtf", "after_end"),
    ("rtf_encoding.rtf", "after_end"),
    ("rtf_sample_3.rtf", "stray_brace"),
];

/// RTF that other programs open without a complaint.
#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn nothing_is_found_in_sound_documents() {
    let converter = Converter::new(Options::default()).unwrap();
    let mut wrong = Vec::new();
    let all = files(&corpus("rtf"), &["rtf"]);
    for path in &all {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        let found = converter.check(Format::Rtf, &bytes, Some(&name)).unwrap();
        let found = String::from_utf8(found).unwrap();
        let expected = DAMAGED.iter().find(|(damaged, _)| *damaged == name).map(|(_, kind)| *kind);
        let is_right = expected.map_or(found.is_empty(), |kind| {
            found.lines().count() == 1 && found.contains(&format!("({kind})"))
        });
        if !is_right {
            wrong.push(format!("{name}: {found}"));
        }
    }
    assert!(
        all.len() > 100 && wrong.is_empty(),
        "{} of {}\n{}",
        wrong.len(),
        all.len(),
        wrong.join("")
    );
}

/// A letter that LibreOffice has written as RTF: its merge fields, a tag that a change of the letters cuts in
/// two, and a row of a table that a section repeats.
#[test]
fn a_letter_with_merge_fields_and_a_repeated_row() {
    let letter = include_bytes!("letter.rtf");
    let converter = Converter::new(Options::default()).unwrap();
    for (values, expected) in [
        (
            r#"{"Name":"Ada Quill","Street":"Inkwell Lane 3","Town":"Paperton","Date":"3 May","total":"2",
                "items":[{"name":"Pens {blue}","count":12,"price":"8.40"},{"name":"Paper & card","count":2,"price":"19"}]}"#,
            "Ada Quill\n\nInkwell Lane 3\n\nPaperton\n\n# Your order of 3 May\n\nDear Ada Quill,\n\n\
             we have sent you these things, **2** together:\n\n\
             | Item | Pieces | Price |\n| --- | --- | --- |\n| Pens {blue} | 12 | 8.40 |\n| Paper & card | 2 | 19 |\n\n\
             With kind regards\n",
        ),
        (
            r#"{"Name":"J\u00fcrgen Gro\u00df","Street":"Uferweg 12","Town":"K\u00f6ln","Date":"4 May","total":"0","items":[]}"#,
            "J\u{fc}rgen Gro\u{df}\n\nUferweg 12\n\nK\u{f6}ln\n\n# Your order of 4 May\n\nDear J\u{fc}rgen Gro\u{df},\n\n\
             we have sent you these things, **0** together:\n\n\
             | Item | Pieces | Price |\n| --- | --- | --- |\n\nWith kind regards\n",
        ),
        (
            r#"{"Name":"Zo\u00eb \\par","Street":"{\\field}","Town":"*Stars*","Date":"5 May","total":"1",
                "items":[{"name":"{{Town}}","count":1,"price":"|"}]}"#,
            "Zo\u{eb} \\par\n\n{\\field}\n\n\\*Stars\\*\n\n# Your order of 5 May\n\nDear Zo\u{eb} \\par,\n\n\
             we have sent you these things, **1** together:\n\n\
             | Item | Pieces | Price |\n| --- | --- | --- |\n| {{Town}} | 1 | \\| |\n\nWith kind regards\n",
        ),
    ] {
        let mut report = Report::default();
        let rtf = converter
            .fill_reporting(Format::Rtf, Format::Rtf, letter, values.as_bytes(), &mut report)
            .unwrap();
        assert!(report.is_empty(), "{report:?}");
        let markdown = converter.convert(Format::Rtf, Format::Markdown, &rtf).unwrap();
        assert_eq!(String::from_utf8(markdown).unwrap(), expected);
    }
}

/// Blocks of a value that stand in a line are lines of it, each ended once.
#[test]
fn lines_of_a_value_in_a_line_end_once() {
    let converter = Converter::new(Options::default()).unwrap();
    for (value, expected) in [
        (r"<script>q</script>\nb", "x \\<script>q\\</script>\\\nb y\n"),
        (r"<div>\nb", "x \\<div>\\\nb y\n"),
        (r"a\n\n    c\n    d\n\ne", "x a\\\nc\\\nd\\\ne y\n"),
        (r"a *b*\n\n- c", "x a *b*\\\nc y\n"),
    ] {
        let values = format!("{{\"n\":\"{value}\"}}");
        let mut report = Report::default();
        let (from, input) = (Format::Markdown, b"x {{&n}} y");
        let out = converter.fill_reporting(from, from, input, values.as_bytes(), &mut report);
        assert_eq!(String::from_utf8(out.unwrap()).unwrap(), expected, "{value}");
    }
}
