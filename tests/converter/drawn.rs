//! RTF as report writers draw it: `Target=Report`.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Report;

/// What a document becomes behind the header, and the kinds of what was lost.
fn drawn(options: &str, from: Format, input: &str) -> (String, String) {
    let options = format!("Target=Report;Report=Layout;{options}");
    let converter =
        Converter::new(Options::parse(&options).expect("options")).expect("a converter");
    let mut report = Report::default();
    let rtf = converter.convert_reporting(from, Format::Rtf, input.as_bytes(), &mut report);
    let rtf = String::from_utf8(rtf.expect("converts")).expect("ASCII");
    let body = rtf.split_once(";}\r\n\\pard").map_or("", |(_, body)| body);
    let body = body.strip_suffix("\\par\r\n}\r\n").unwrap_or(body).replace("\\par\r\n\\pard", "|");
    let lost = report.iter().filter(|(_, entry)| entry.count > 0);
    (
        body,
        lost.map(|(loss, entry)| format!("{} {}", loss.name(), entry.count))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

#[test]
fn what_report_writers_draw_of_markdown() {
    for (options, markdown, body, lost) in [
        ("", "", "", ""),
        ("", "a *b **c*** d", "\\f0\\fs22 a \\i b \\b c\\b0\\i0  d", ""),
        ("", "# a\n\nb", "\\f0\\fs40\\cf4\\b a\\b0|\\fs22\\cf0 b", ""),
        ("", "a\n\nb", "\\f0\\fs22 a|\\fs11|\\fs22 b", ""),
        ("", "a  \nb", "\\f0\\fs22 a| b", "spacing 1"),
        // Lists: typed markers, tight and loose, in each other, beginning with other blocks, empty.
        (
            "",
            "- a\n- b",
            "\\li720\\fi-360\\tx720\\f0\\fs22 \\'95\\tab a|\\li720\\fi-360\\tx720 \\'95\\tab b",
            "",
        ),
        (
            "",
            "3. a\n\n4. b",
            "\\li720\\fi-360\\tx720\\f0\\fs22 3.\\tab a|\\fs11|\\li720\\fi-360\\tx720\\fs22 4.\\tab b",
            "",
        ),
        (
            "",
            "- - a",
            "\\li720\\fi-360\\tx720\\f0\\fs22 \\'95\\tab |\\li1440\\fi-360\\tx1440 \\'96\\tab a",
            "",
        ),
        ("", "-", "\\li720\\fi-360\\tx720\\f0\\fs22 \\'95\\tab ", ""),
        ("", "- ```\n  a\n  ```", "\\li1080\\fi-720\\tx1080\\f0\\fs22 \\'95\\tab \\f1\\fs20 a", ""),
        ("", "- [x] a", "\\li720\\fi-360\\tx720\\f0\\fs22 \\u9746?\\tab a", ""),
        ("", "1. [ ] a", "\\li720\\fi-360\\tx720\\f0\\fs22 1.\\tab \\u9744? a", ""),
        // Code: its lines, also empty ones, and what it is written in.
        ("", "```c\na\n\n b\n```", "\\li360\\f1\\fs20 a|\\li360|\\li360  b", "other 1"),
        (
            "",
            "> a\n> > b",
            "\\li480\\ri480\\f0\\fs22 a|\\li480\\ri480\\fs11|\\li960\\ri960\\fs22 b",
            "",
        ),
        ("", "> [!TIP]\n> a", "\\li480\\ri480\\f0\\fs22\\cf9\\b Tip\\b0|\\li480\\ri480\\cf0 a", ""),
        // Addresses, where the words don't say them.
        ("", "[a](http://b.c)", "\\f0\\fs22\\cf1\\ul a\\cf0\\ulnone  (http://b.c)", ""),
        (
            "",
            "<http://b.c> <d@e.fg>",
            "\\f0\\fs22\\cf1\\ul http://b.c\\cf0\\ulnone  \\cf1\\ul d@e.fg\\ulnone",
            "",
        ),
        ("", "[a](#b \"t\")", "\\f0\\fs22\\cf1\\ul a\\ulnone", "other 2"),
        ("", "![a](b.png)", "\\f0\\fs22\\i a\\i0  (b.png)", "picture 1"),
        ("", "![](b.png)", "\\f0\\fs22 (b.png)", "picture 1"),
        ("", "![a](data:image/png;base64,AAAA)", "\\f0\\fs22\\i a\\i0", "picture 1"),
        // Notes, formulas, tags, facts.
        (
            "",
            "a[^n]\n\n[^n]: b",
            "\\f0\\fs22 a[n]|\\fs11|\\li829\\fi-469\\tx829\\fs20 [n]\\tab b",
            "note 1",
        ),
        ("Math=Yes", "$x^2$", "\\f1\\fs20 x^2", "math 1"),
        ("", "a<br>b <b>c</b>", "\\f0\\fs22 a| b c", "html 2, spacing 1"),
        ("", "<div>\n<p>a</p> b\n</div>", "\\f0\\fs22 a| b", "html 1"),
        ("FrontMatter=Yes", "---\ntitle: a\n---\nb", "\\f0\\fs22 b", "metadata 1"),
        ("Math=Yes", "$$\na % b\nc\n$$", "\\f1\\fs20 a % b| c", "math 1"),
        // Scripts and styles are no words.
        ("", "<style>\np{}\n</style>", "", "html 1"),
        // Wide markers have the room that they need, and edges leave room for text.
        ("", "100. a", "\\li946\\fi-586\\tx946\\f0\\fs22 100.\\tab a", ""),
        ("BodySize=20", "- a", "\\li880\\fi-520\\tx880\\f0\\fs40 \\'95\\tab a", ""),
        ("Margins=8cm", "> > > a", "\\li960\\ri960\\f0\\fs22 a", "flattened_nesting 1"),
        // A marker looks like text whatever stands behind it.
        ("", "- # a", "\\li720\\fi-360\\tx720\\f0\\fs22 \\'95\\tab \\fs40\\cf4\\b a\\b0", ""),
        // Tabs in code stand where they do in code.
        ("", "    a\tb", "\\li360\\tx800\\tx1240", ""),
        ("Highlight=Yes", "```c\nint a;\n```", "\\li360\\f1\\fs20\\cf13 int\\cf0  a;", "other 1"),
        ("Contents=Yes", "# a", "\\f0\\fs22 a|\\fs11|\\fs40\\cf4\\b a\\b0", ""),
        ("", "a\n\n***", "\\f0\\fs22 a|\\fs11|\\fs22 \\'97", ""),
    ] {
        let (found, kinds) = drawn(options, Format::Markdown, markdown);
        // Rules are long.
        let found = found.replace(&"\\'97".repeat(20), "\\'97");
        let found = match found.find("\\tx1680") {
            Some(at) => found[..at].to_owned(),
            None => found,
        };
        assert_eq!((&*found, &*kinds), (body, lost), "{markdown:?}");
    }
}

#[test]
fn tables_are_lines_where_they_fit() {
    let (lines, lost) = drawn("", Format::Markdown, "| a | b |\n|---|--:|\n| *c* | d |\n| f | |");
    assert_eq!(lines, "\\tx363\\f0\\fs22\\b a\\tab b\\b0|\\tx363\\i c\\i0 \\tab d|\\tx363 f\\tab ");
    assert_eq!(lost, "table 1, alignment 1");
    let long = "word ".repeat(40);
    let table = format!("| a | b |\n|---|---|\n| c | {long}|\n| d | |\n| | e |");
    let (cells, lost) = drawn("", Format::Markdown, &table);
    let long = long.trim_end();
    assert_eq!(
        cells,
        format!(
            "\\f0\\fs22\\b a: \\b0 c|\\b b: \\b0 {long}|\\fs11|\\fs22\\b a: \\b0 d|\\fs11|\\fs22\\b b: \\b0 e"
        )
    );
    assert_eq!(lost, "table 1");
    // A header that says nothing is not there; one without rows is all that there is.
    let (bare, _) = drawn("", Format::Markdown, "| | |\n|---|---|\n| c | d |");
    assert_eq!(bare, "\\tx347\\f0\\fs22 c\\tab d");
    let (alone, _) = drawn("", Format::Markdown, &format!("| a | {long} |\n|---|---|"));
    assert_eq!(alone, format!("\\f0\\fs22\\b a\\b0|\\b {long}\\b0"));
}

/// A head of more than words is said once as it is; all rows run one way.
#[test]
fn heads_lose_nothing() {
    let long = "word ".repeat(40);
    let table = format!("| [a](b.c) | d: |\n|---|---|\n| e | {long}|");
    let (cells, lost) = drawn("", Format::Markdown, &table);
    let long = long.trim_end();
    let head = "\\f0\\fs22\\cf1\\b\\ul a\\cf0\\ulnone  (b.c)\\b0|\\b d:\\b0";
    let row = format!("\\fs22\\b a: \\b0 e|\\b d: \\b0 {long}");
    assert_eq!((cells, &*lost), (format!("{head}|\\fs11|{row}"), "table 1"));
    let (rows, _) = drawn("", Format::Markdown, "| a | b |\n|---|---|\n| \u{5D0} | c |");
    assert_eq!(rows.matches("\\rtlpar").count(), 0, "{rows}");
    let (rows, _) = drawn("", Format::Markdown, "| \u{5D0} | b |\n|---|---|\n| a | c |");
    assert_eq!(rows.matches("\\rtlpar\\qr").count(), 2, "{rows}");
}

/// Also what other programs have written: it comes out without what is not drawn.
#[test]
fn rtf_is_made_fit() {
    for (options, rtf, body, lost) in [
        (
            "",
            "{\\rtf1{\\colortbl;\\red255\\green0\\blue0;}\\pard\\qc\\cf1 a\\cf0  b\\par{\\pict\\wmetafile8 00}}",
            "\\qc\\f0\\fs22\\cf8 a\\cf0  b",
            "picture 1",
        ),
        (
            "",
            "{\\rtf1 a{\\*\\bkmkstart x}{\\*\\bkmkend x}{\\v b}\\page c}",
            "\\f0\\fs22 a|\\fs11|\\fs22 c",
            "hidden_text 1, page_break 1",
        ),
        (
            "",
            "{\\rtf1 a{\\revised b}{\\deleted c}{\\*\\annotation d}}",
            "\\f0\\fs22 ab",
            "comment 1, deleted_text 1",
        ),
        (
            "Changes=Markup",
            "{\\rtf1 a{\\revised b}{\\deleted c}}",
            "\\f0\\fs22 a\\ul b\\ulnone\\strike c",
            "",
        ),
        (
            "",
            "{\\rtf1\\rtlpar\\qr \\u1488?\\u1489?\\par}",
            "\\rtlpar\\qr\\f0\\fs22 \\u1488?\\u1489?",
            "",
        ),
    ] {
        let (found, kinds) = drawn(options, Format::Rtf, rtf);
        let found = found.replace("\\strike0", "").replace("\\ulnone ", "\\ulnone");
        assert_eq!((&*found, &*kinds), (body, lost), "{rtf}");
    }
}

/// The look of a house's own document, as far as it is letters.
#[test]
fn a_template_says_what_letters_look_like() {
    let options = "BodyFont=Arial;BodySize=10;HeadingFont=Georgia";
    let options = format!("Target=Report;{options}");
    let converter =
        Converter::new(Options::parse(&options).expect("options")).expect("a converter");
    let rtf = converter.convert(Format::Markdown, Format::Rtf, b"# a\n\n`b`").expect("converts");
    let rtf = String::from_utf8(rtf).expect("ASCII");
    assert!(rtf.contains("{\\f3\\froman\\fprq2\\fcharset0 Georgia;}"), "{rtf}");
    assert!(
        rtf.contains("\\pard\\f3\\fs36\\cf4\\b a\\b0\\par\r\n\\pard\\f1\\fs19\\cf0 b\\par"),
        "{rtf}"
    );
}

/// In another code page the bytes of bullets are others.
#[test]
fn a_template_says_what_text_in_containers_looks_like() {
    let folder = std::env::temp_dir().join(format!("legacybridge-drawn-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let template = folder.join("house.rtf");
    let house = "{\\rtf1\\ansi\\ansicpg932\\deff0{\\fonttbl{\\f0\\fcharset128 MS Mincho;}}\
                 {\\stylesheet{\\s0\\f0\\fs20 Normal;}{\\s1\\qj\\i\\f0\\fs18 Quote;}}\\pard a\\par}";
    std::fs::write(&template, house).expect("a template");
    let (found, lost) =
        drawn(&format!("Template={{{}}}", template.display()), Format::Markdown, "- a\n\n> b");
    std::fs::remove_dir_all(&folder).expect("a folder");
    assert!(found.contains("\\u8226") && !found.contains("\\'95"), "{found}");
    assert!(found.contains("\\qj") && found.contains("\\fs20\\i b\\i0"), "{found}");
    assert_eq!(lost, "");
}
