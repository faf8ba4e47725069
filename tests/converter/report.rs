//! The report of a call: which kinds it has, where, and by which way the input came in.

use legacybridge::converter::{Converter, Format};
use legacybridge::error::Status;
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).unwrap()).unwrap()
}

/// The output, and the kinds reported with their places.
fn bytes(
    options: &str,
    from: Format,
    to: Format,
    input: &[u8],
) -> (String, Vec<(&'static str, usize)>) {
    let mut report = Report::default();
    let output = converter(options).convert_reporting(from, to, input, &mut report).unwrap();
    (String::from_utf8_lossy(&output).into_owned(), kinds(&report))
}

fn wide(
    options: &str,
    from: Format,
    to: Format,
    input: &str,
) -> (String, Vec<(&'static str, usize)>) {
    let units: Vec<u16> = input.encode_utf16().collect();
    let mut report = Report::default();
    let output = converter(options).convert_utf16_reporting(from, to, &units, &mut report).unwrap();
    (String::from_utf16(&output).unwrap(), kinds(&report))
}

fn kinds(report: &Report) -> Vec<(&'static str, usize)> {
    report.iter().map(|(loss, entry)| (loss.name(), entry.first)).collect()
}

/// What is not ASCII is spelt with more bytes on its way in; places are the host's all the same.
#[test]
fn places_of_wide_rtf_are_those_of_the_input() {
    let input = "{\\rtf1 é{\\v x}}";
    let place = 2 * input.encode_utf16().position(|unit| unit == u16::from(b'x')).unwrap();
    assert_eq!(place, 24);
    let (text, found) = wide("", Format::Rtf, Format::Markdown, input);
    assert_eq!((text.as_str(), found), ("é\n", vec![("hidden_text", place)]));
    // In bytes: the same document, each character as RTF spells it.
    let (_, found) = bytes("", Format::Rtf, Format::Markdown, b"{\\rtf1 \\'e9{\\v x}}");
    assert_eq!(found, [("hidden_text", 15)]);
    // The message of Strict names the same place.
    let units: Vec<u16> = input.encode_utf16().collect();
    let strict = converter("Strict=Yes");
    let error = strict.convert_utf16(Format::Rtf, Format::Markdown, &units).unwrap_err();
    assert_eq!((error.status, error.offset), (Status::Loss, Some(place)));
}

#[test]
fn text_given_as_rtf_keeps_its_lines_on_every_way_in() {
    let text = "line 1\r\nline 2 \u{e9}";
    let markdown = "line 1\\\nline 2 \u{e9}\n";
    let expected = (markdown.to_owned(), vec![("not_rtf", 0)]);
    let narrow: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(little.iter().copied()).collect();
    let read = |options: &str, input: &[u8]| bytes(options, Format::Rtf, Format::Markdown, input);
    assert_eq!(wide("", Format::Rtf, Format::Markdown, text), expected);
    assert_eq!(read("", text.as_bytes()), expected);
    assert_eq!(read("", &narrow), expected);
    assert_eq!(read("", &marked), (markdown.to_owned(), vec![("not_rtf", 2)]));
    // RTF keeps its own rules, also without its first brace.
    for rtf in ["{\\rtf1 a}", "\\b a\\par", "x {\\rtf1 a}", ""] {
        for (_, found) in [wide("", Format::Rtf, Format::Text, rtf), read("", rtf.as_bytes())] {
            assert!(!found.iter().any(|(kind, _)| *kind == "not_rtf"), "{rtf}: {found:?}");
        }
    }
    let (path, page) = (std::env::temp_dir().join("legacybridge-not-rtf.txt"), converter(""));
    std::fs::write(&path, text).unwrap();
    let mut report = Report::default();
    let (output, _) =
        page.convert_file_reporting(Format::Rtf, Format::Markdown, &path, &mut report).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!((String::from_utf8(output).unwrap(), kinds(&report)), expected);
}

/// A column in which some rows are RTF and some are text.
#[test]
fn what_begins_like_nothing_is_what_the_option_says() {
    let rows = ["{\\rtf1 *a*\\par b}", "*a*\nb"];
    for (options, expected) in [
        ("", ["\\*a\\*\n\nb\n", "*a*\nb\n"]),
        ("Otherwise=Markdown", ["\\*a\\*\n\nb\n", "*a*\nb\n"]),
        ("Otherwise=Text", ["\\*a\\*\n\nb\n", "\\*a\\*\\\nb\n"]),
    ] {
        for (row, expected) in rows.into_iter().zip(expected) {
            let narrow = bytes(options, Format::Detect, Format::Markdown, row.as_bytes());
            let wide = wide(options, Format::Detect, Format::Markdown, row);
            assert_eq!(narrow.0, expected, "{options}: {row}");
            assert_eq!(wide.0, expected, "{options}: {row}");
            assert!(
                narrow.1.is_empty() && wide.1.is_empty(),
                "nothing was given as what it is not"
            );
        }
    }
}

#[test]
fn utf_16_is_a_code_page_in_both_directions() {
    let units = |text: &str, to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        text.encode_utf16().flat_map(to).collect()
    };
    for (options, to) in [
        ("CodePage=1200", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("CodePage=1201", u16::to_be_bytes),
    ] {
        let converter = converter(options);
        let convert = |from, to, input: &[u8]| converter.convert(from, to, input).unwrap();
        let given = units("*ü* 😀", to);
        let rtf = convert(Format::Markdown, Format::Rtf, &given);
        assert!(rtf.is_ascii() && rtf.starts_with(b"{\\rtf1"));
        assert_eq!(convert(Format::Rtf, Format::Markdown, &rtf), units("*ü* 😀\n", to));
        assert_eq!(convert(Format::Rtf, Format::Text, &rtf), units("ü 😀\n", to));
        assert_eq!(convert(Format::Detect, Format::Text, &given), units("ü 😀\n", to));
        let error = converter.convert(Format::Text, Format::Text, b"abc").unwrap_err();
        assert_eq!((error.status, error.offset), (Status::BadEncoding, Some(2)));
    }
    for (page, instead) in [("12000", "1200"), ("12001", "1200"), ("65000", "65001")] {
        let options = Options::parse(&format!("CodePage={page}")).unwrap();
        let error = Converter::new(options).unwrap_err();
        assert_eq!(error.status, Status::BadOption);
        assert!(error.message.contains(page) && error.message.contains(instead), "{error}");
    }
}

/// What Markdown says of a heading beside its name.
#[test]
fn classes_of_headings_are_reported_where_they_stand() {
    let input = "# Title {#name .class key=value}\n";
    let options = "HeadingAttributes=Yes";
    let (text, found) = bytes(options, Format::Markdown, Format::Markdown, input.as_bytes());
    assert_eq!(text, "# Title {#name}\n");
    assert_eq!(found, [("heading_attributes", input.find("class").unwrap())]);
    // Without the option they are text.
    assert!(bytes("", Format::Markdown, Format::Markdown, input.as_bytes()).1.is_empty());
}

/// Facts, formulas and names that a target has no place for.
#[test]
fn targets_report_what_they_have_no_place_for() {
    let rtf = br"{\rtf1{\info{\title t}{\author a}{\operator s}}{\*\cs8 }x}";
    let metadata = |options: &str, to| {
        let mut report = Report::default();
        converter(options).convert_reporting(Format::Rtf, to, rtf, &mut report).unwrap();
        report.get(Loss::Metadata).count
    };
    assert_eq!(metadata("", Format::Rtf), 0);
    assert_eq!(metadata("FrontMatter=Yes", Format::Markdown), 0);
    assert_eq!(metadata("", Format::Markdown), 3);
    assert_eq!(metadata("", Format::Text), 3);
    assert_eq!(metadata("", Format::Html), 3);
    assert_eq!(metadata("HtmlOut=Page", Format::Html), 0);
    // Keys of front matter that are no facts.
    for (to, lost) in [(Format::Markdown, 0), (Format::Text, 1), (Format::Html, 1)] {
        let found = bytes("", Format::Markdown, to, b"---\nkey: value\n---\n\na\n").1;
        assert_eq!(found.len(), lost, "{to:?} {found:?}");
    }
    let table = b"| a |\n|--:|\n| 1 |\n";
    let kinds = |options: &str| bytes(options, Format::Markdown, Format::Text, table).1;
    assert_eq!((kinds(""), kinds("Report=Layout")), (vec![], vec![("alignment", usize::MAX)]));
    let formula = bytes("Math=Yes", Format::Markdown, Format::Text, b"$x$").1;
    assert_eq!(formula, [("math", usize::MAX)]);
}

/// A note of a label that another one has, and raw HTML that means nothing.
#[test]
fn no_target_leaves_words_out_unsaid() {
    for (input, kind) in [
        ("x[^1]\n\n[^1]: first\n\n[^1]: second\n", "note"),
        ("x[^1] <i>y</i>\n\n[^1]: first\n\n[^1]: second\n", "note"),
        ("x[^1]\n\n[^1]: [^1]: words\n", "note"),
        ("a List<String> b\n", "html"),
        ("<my-tag>\n\na\n\n</my-tag>\n", "html"),
        ("<style>\np{}\n</style>\n\na\n", "html"),
    ] {
        for to in [Format::Html, Format::Rtf, Format::Json, Format::Text] {
            let (text, found) = bytes("", Format::Markdown, to, input.as_bytes());
            let is_told = found.iter().any(|found| found.0 == kind);
            let kept = ["second", "words", "<String>", "my-tag", "<style>"];
            let is_kept = kept.iter().any(|kept| text.contains(kept));
            assert!(is_told || is_kept, "{input} {to:?}: {found:?}");
        }
    }
}

/// What pandoc says of an inline beside what it holds.
#[test]
fn attributes_that_no_document_holds_are_reported() {
    let tree = |block: &str| format!("{{\"pandoc-api-version\":[1,23],\"blocks\":[{block}]}}");
    let inline = |inline: &str| tree(&format!(r#"{{"t":"Para","c":[{inline}]}}"#));
    let list = r#"{"t":"OrderedList","c":[[1,{"t":"Example"},{"t":"Period"}],[[]]]}"#;
    for (input, kind) in [
        (inline(r#"{"t":"Code","c":[["",["c"],[]],"x"]}"#), Some("other")),
        (inline(r#"{"t":"Code","c":[["",[],[["k","v"]]],"x"]}"#), Some("other")),
        (inline(r#"{"t":"Code","c":[["",[],[]],"x"]}"#), None),
        (inline(r#"{"t":"Link","c":[["",["c"],[]],[],["u",""]]}"#), Some("other")),
        (inline(r#"{"t":"Link","c":[["",["uri"],[]],[],["u",""]]}"#), None),
        (inline(r#"{"t":"Image","c":[["",[],[["width","9px"]]],[],["u",""]]}"#), None),
        (inline(r#"{"t":"Image","c":[["",[],[["class","c"]]],[],["u",""]]}"#), Some("other")),
        (tree(list), Some("list_style")),
    ] {
        let found = bytes("", Format::Json, Format::Json, input.as_bytes()).1;
        assert_eq!(found.first().map(|found| found.0), kind, "{input}");
    }
}

/// The tenth level of a list is one of the ninth in RTF.
#[test]
fn levels_that_no_list_has() {
    let levels = |count: usize| -> String {
        (0..count).map(|level| format!("{}- {level}\n", "  ".repeat(level))).collect()
    };
    for (count, expected) in [(9, &[][..]), (10, &[("list_depth", usize::MAX)])] {
        let found = bytes("", Format::Markdown, Format::Rtf, levels(count).as_bytes()).1;
        assert_eq!(found, expected, "{count} levels");
    }
}

/// What our own RTF looks like is no loss when it is read.
#[test]
fn rules_and_keys_of_our_own_are_in_no_colour() {
    let markdown = "# a\n\n---\n\n> ---\n\nPress <kbd>Ctrl</kbd>+<kbd>C</kbd> and `code`.\n\n| a | long b |\n|---|--:|\n\
                    | 1 | 2 |\n\n- x\n  1. y\n\n![p](p.png \"t\") [l](u)\n";
    for options in ["Report=Layout", "Report=Layout;Target=RichEdit", "Report=Layout;Theme=Print"] {
        let (rtf, found) = bytes(options, Format::Markdown, Format::Rtf, markdown.as_bytes());
        assert_eq!(found, [], "{options}");
        let (_, found) = bytes(options, Format::Rtf, Format::Markdown, rtf.as_bytes());
        assert_eq!(found, [], "{options}");
    }
}

/// A style sheet is how a page looks, which a conversion that is to keep the content may leave out; what a
/// script does and shows is content.
#[test]
fn style_sheets_are_layout_and_scripts_are_content() {
    let page = |head: &str| {
        format!("<!doctype html><html><head>{head}</head><body><p>a</p></body></html>")
    };
    for (head, kind, is_content) in [
        ("<style>p{margin:0}</style>", "spacing", false),
        ("<style><!-- p.MsoNormal{color:red} --></style>", "spacing", false),
        ("<script>x()</script>", "html", true),
        ("<style>p{}</style><script>x()</script>", "html", true),
    ] {
        let page = page(head);
        for to in [Format::Markdown, Format::Rtf, Format::Html, Format::Text, Format::Json] {
            let found = bytes("Report=Layout", Format::Html, to, page.as_bytes()).1;
            assert!(found.iter().any(|found| found.0 == kind), "{head}: {found:?}");
            let found = bytes("", Format::Html, to, page.as_bytes()).1;
            assert_eq!(!found.is_empty(), is_content, "{head}: {found:?}");
            let strict = converter("Strict=Yes").convert(Format::Html, to, page.as_bytes());
            let status = strict.err().map(|error| error.status);
            assert_eq!(status, is_content.then_some(Status::Loss), "{head}");
        }
    }
}

/// A writer loses what stands in a text that was unwrapped: that is no place of the input.
#[test]
fn losses_of_writers_in_unwrapped_html_have_no_place() {
    let mut input = b"{\\rtf1\\ansi\\ansicpg932\\fromhtml1{\\*\\htmltag <p>}".to_vec();
    input.extend([0xB1; 300]);
    input.extend(b"{\\*\\htmltag <img alt=a src='data:image/png;base64,AAAA'>}}");
    let converter = Converter::new(Options::default()).unwrap();
    let mut report = Report::default();
    converter.convert_reporting(Format::Rtf, Format::Rtf, &input, &mut report).unwrap();
    let lost = report.get(Loss::Picture);
    assert_eq!((lost.count, lost.first), (1, usize::MAX));
}

/// Front matter that is hidden in RTF is lost where the target has none.
#[test]
fn front_matter_that_is_left_out_is_counted() {
    let rtf = r"{\rtf1\ansi{\stylesheet{\s24 HTML Block;}{\*\cs13\additive\v HTML Tag;}}\pard\plain\s24\cs13\v ---\line a: words\line b: c\line ---\par\pard\plain hi\par}";
    for (to, options, lost) in [
        (Format::Html, "", 2),
        (Format::Text, "", 2),
        (Format::Json, "", 2),
        (Format::Rtf, "", 0),
        (Format::Markdown, "", 0),
        (Format::Rtf, "FrontMatter=No", 2),
        (Format::Markdown, "FrontMatter=No", 2),
    ] {
        let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
        let mut report = Report::default();
        converter.convert_reporting(Format::Rtf, to, rtf.as_bytes(), &mut report).unwrap();
        assert_eq!(report.get(Loss::Metadata).count, lost, "{to:?} {options}");
        assert_eq!(report.is_empty(), lost == 0, "{to:?} {options}");
    }
}

/// Plain text in a column of RTF keeps its lines, whatever it begins with.
#[test]
fn text_that_begins_like_rtf_is_text() {
    let converter = Converter::new(Options::default()).unwrap();
    for (input, is_text) in [
        ("{\"name\": \"x\",\n \"v\": [1,2]}", true),
        ("\\temp\\new\nline2", true),
        ("\\Users\\bob\nline2", true),
        ("\\d+\\s*\nline2", true),
        ("{\nint x;\n}\n", true),
        ("{{name}}\nDear\nSir", true),
        ("{Note} one\ntwo\nthree", true),
        ("\\b\\file\nline2", true),
        ("{{\\pntext\\f1\\'B7\\tab}a\\par}", false),
        ("\\trowd\\cellx100 a\\cell\\row", false),
        ("\\i\\ul a", false),
        ("\\par", false),
    ] {
        let mut report = Report::default();
        let (from, to) = (Format::Rtf, Format::Text);
        let out = converter.convert_reporting(from, to, input.as_bytes(), &mut report).unwrap();
        assert_eq!(report.get(Loss::NotRtf).count, u32::from(is_text), "{input}");
        let lines = format!("{}\n", input.trim_end());
        assert_eq!(out == lines.as_bytes(), is_text, "{input}");
        let units: Vec<u16> = input.encode_utf16().collect();
        let wide = converter.convert_utf16_reporting(from, to, &units, &mut report).unwrap();
        assert_eq!(String::from_utf16(&wide).unwrap().as_bytes(), &*out, "{input}");
    }
}

/// Cells that a row has beyond its table's columns are none, and are not left out in silence.
#[test]
fn cells_in_excess_are_counted() {
    let table = |row: &str| format!("é &amp;\n\n| a | b |\n|---|---|\n{row}\n");
    for (row, lost) in [
        ("| 1 | 2 | qqword |", true),
        ("| 1 | 2 | qqword", true),
        ("1 | 2 | | q", true),
        ("| 1 | **2** `c` | q |", true),
        ("| 1 | [2](x \"t\") | q |", true),
        ("| 1 | &amp; | q |", true),
        ("| 1 | | q |", true),
        ("| 1 | 2 |", false),
        ("| 1 | 2", false),
        ("| 1 | 2 |  ", false),
        (r"| 1 | `2 \| 3` |", false),
        (r"| 1 | 2 \| 3 |", false),
        ("| 1 | |", false),
        ("| 1 |", false),
        ("| | |", false),
    ] {
        for options in ["", "SuperSub=Yes", "Math=Yes;SmartPunctuation=Yes"] {
            let input = table(row);
            let (_, found) = bytes(options, Format::Markdown, Format::Markdown, input.as_bytes());
            // It begins behind the bar that ends the last cell there is.
            let last = input.rfind('q').map_or(0, |q| q.saturating_sub(3));
            let expected: Vec<_> = found
                .iter()
                .filter(|(kind, at)| {
                    *kind == "table" && (*at >= last && *at < input.len() || *at == usize::MAX)
                })
                .collect();
            assert_eq!(
                (found.len(), expected.len()),
                (lost.into(), lost.into()),
                "{row} {found:?}"
            );
        }
    }
}

/// Where a limit joins cells or takes rows for text, that is what is counted, and not each row.
#[test]
fn cells_beyond_a_limit_are_not_in_excess() {
    let table = "| 1 | 2 | 3 |\n|---|---|---|\n| 1 | | |\n| | | |\n| 1 | 2 | |\n";
    let quoted: String = table.lines().map(|line| format!("> > > {line}\n")).collect();
    for (options, input) in
        [("MaxColumns=2", table), ("MaxCells=3", table), ("MaxNesting=3", &quoted), ("", &quoted)]
    {
        let found = bytes(options, Format::Markdown, Format::Markdown, input.as_bytes()).1;
        assert!(found.iter().all(|(kind, _)| *kind != "table"), "{options} {found:?}");
    }
}

/// What is said of a link beside its words and its address is counted where it is left out.
#[test]
fn titles_of_links_are_counted() {
    for (to, input, kinds) in [
        (Format::Text, "[x](http://x.y \"t\")", &[("other", usize::MAX)][..]),
        (Format::Text, "[x](http://x.y)", &[]),
        (Format::Csv, "| [http://x.y](http://x.y \"t\") |\n|---|\n", &[("other", usize::MAX)]),
        (Format::Csv, "| [http://x.y](http://x.y) |\n|---|\n", &[]),
    ] {
        assert_eq!(bytes("", Format::Markdown, to, input.as_bytes()).1, kinds, "{input}");
    }
}

/// A table without a header has no empty row in text.
#[test]
fn tables_without_a_header_begin_with_their_first_row() {
    for (from, input, text) in [
        (Format::Html, "<table><tr><td>a<td>b<tr><td>c<td>d</table>", "a\tb\nc\td\n"),
        (Format::Csv, "a,b\nc,d\n", "a\tb\nc\td\n"),
        (Format::Markdown, "| | |\n|---|---|\n| | b |\n| c | |\n", "\tb\nc\t\n"),
        (Format::Markdown, "| | |\n|---|---|\n", "\t\n"),
    ] {
        let (out, lost) = bytes("HeaderRow=No", from, Format::Text, input.as_bytes());
        assert_eq!((out.as_str(), lost.len()), (text, 0), "{input}");
    }
}
