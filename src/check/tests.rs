//! Damaged documents, and what is found in each.

use crate::converter::{Converter, Format};
use crate::options::Options;

fn checked(from: Format, input: &[u8]) -> String {
    let converter = Converter::new(Options::default()).unwrap();
    String::from_utf8(converter.check(from, input, None).unwrap()).unwrap()
}

/// Kinds with their lines and columns.
fn found(from: Format, input: &str) -> String {
    let json = checked(from, input.as_bytes());
    let mut all = Vec::new();
    for part in json.split("{\"kind\":\"").skip(1) {
        let kind = part.split('"').next().unwrap();
        let number = |key: &str| {
            let rest = part.rsplit_once(key).map_or("?", |(_, rest)| rest);
            rest.split([',', '}']).next().unwrap().to_owned()
        };
        all.push(format!("{kind} {}:{}", number("\"line\":"), number("\"column\":")));
    }
    assert_eq!(json.starts_with("{\"valid\":true,"), all.is_empty(), "{json}");
    all.join(", ")
}

#[test]
fn damaged_documents_have_the_right_finding() {
    use Format::{Csv, Html, Json, Markdown, Rtf, Text};
    let (mut wrong, mut damaged) = (Vec::new(), 0);
    for (from, input, expected) in [
        (Rtf, "{\\rtf1 a}", ""),
        (Rtf, "{\\rtf1{\\fonttbl{\\f0 A;}{\\f1 B;}}\\f1 a\\par}\r\n", ""),
        (Rtf, "{\\rtf1 {\\b a}", "open_group 1:1"),
        (Rtf, "{\\rtf1\n{\\b a", "open_group 2:1"),
        (Rtf, "{\\rtf1 a}}", "stray_brace 1:10"),
        (Rtf, "{\\rtf1 a}} b", "stray_brace 1:10"),
        (Rtf, "{\\rtf1 a}\nb", "after_end 2:1"),
        (Rtf, "{\\rtf7 a}", "version 1:2"),
        (Rtf, "{\\rtf1 {\\*}a}", "bad_destination 1:8"),
        (Rtf, "{\\rtf1 \\'g1}", "bad_hex 1:8"),
        (Rtf, "{\\rtf1 a\\'", "open_group 1:1, bad_hex 1:9"),
        (Rtf, "{\\rtf1{\\fonttbl{\\f0 A;}}\\f3 a}", "missing_font 1:25"),
        (Rtf, "{\\rtf1{\\pict\\bin100 abc}}", "open_group 1:7, bad_binary 1:13"),
        (Rtf, "{\\rtf1{\\pict\\pngblip 89504e470d0a1a0a}}", ""),
        (Rtf, "{\\rtf1{\\pict\\pngblip{\\*\\blipuid 00ff}\n89504e47\r\n0d0a1a0a}}", ""),
        (Rtf, "{\\rtf1{\\pict\\pngblip 89504e4}}", "bad_picture 1:8"),
        (Rtf, "{\\rtf1{\\pict\\pngblip\n}}", "bad_picture 1:8"),
        (Rtf, "{\\rtf1{\\pict\\pngblip 89xx504e47}}", "bad_picture 1:24"),
        (Rtf, "{\\rtf1\n{\\pict\\pngblip ffd8ffe0}}", "bad_picture 2:2"),
        (Rtf, "{\\rtf1 {\\pict\\jpegblip 89504e47}}", "bad_picture 1:9"),
        (Rtf, "{\\rtf1{\\pict\\pngblip\\bin3 abc}}", ""),
        (Rtf, "{\\rtf1{\\pict\\pngblip\\bin9 abc}", "open_group 1:7, bad_binary 1:21"),
        (Rtf, "{\\rtf2{\\b a}}", "version 1:2"),
        (Rtf, "{\\rtf1 a{\\*x}b}", "bad_destination 1:9"),
        (Rtf, "{\\rtf1 \\'4}", "bad_hex 1:8, control_character 1:8"),
        (Rtf, "{\\rtf1{\\fonttbl{\\f0 A;}}a\n b\\f12 c}", "missing_font 2:3"),
        (Rtf, "{\\rtf1{\\fonttbl{\\f0 A;}{\\f1 B;}\\f1 a}", "open_group 1:1"),
        (Rtf, "{\\rtf1 a{\\b b}\n{\\i{\\u c}", "open_group 2:1"),
        (Rtf, "plain", "not_rtf 1:1"),
        (Rtf, "", ""),
        (Rtf, "{\\rtf1 \u{1}a}", "control_character 1:8"),
        (Markdown, "# A\n\n## B\n\n- a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", ""),
        (Markdown, "a\n\n```\ncode\n", "open_fence 3:1"),
        (Markdown, "~~~~ x\ncode\n~~~\n", "open_fence 1:1"),
        (Markdown, "> ```\n> x\n> ```\n", ""),
        (Markdown, "```\n```\n", ""),
        (Markdown, "[a][b] and [c][]\n", "missing_definition 1:1, missing_definition 1:12"),
        (Markdown, "a [b]\n\n[b]: u\n[c]: v\n", "unused_definition 4:1"),
        (Markdown, "![a][X  y]\n\n[x y]: u\n", ""),
        (Markdown, "a[^1]\n\n[^1]: n\n\n[^2]: m\n", "unused_footnote 5:1"),
        (Markdown, "[x](#there)\n\n# Here\n", "missing_anchor 1:1"),
        (
            Markdown,
            "[x](#here-1) [y](#own) [z](#a)\n\n# Here\n\n# Here\n\n# O {#own}\n",
            "missing_anchor 1:14, missing_anchor 1:24",
        ),
        (Markdown, "| a | b |\n|---|---|\n| 1 |\n", "ragged_row 3:1"),
        (Markdown, "| a | b |\n|---|---|\n| 1 | 2 | 3 |\n| \\| | 2 |\n", "ragged_row 3:1"),
        (Markdown, "# A\n\n### B\n", "skipped_level 3:1"),
        (Markdown, "a <b>c</b>\n", "raw_html 1:3"),
        (Markdown, "- a\n \tb\n", "odd_tab 2:2"),
        (Markdown, "---\ntitle: x\n---\n\n# A\n\n[q][r]\n", "missing_definition 7:1"),
        (Markdown, "a[^9] b\n\nc [^x]\n", "missing_footnote 1:2, missing_footnote 3:3"),
        (Markdown, "\u{e4}[^1] b[^2]\n\n[^1]: n\n", "missing_footnote 1:8"),
        (Markdown, "a \\[^9] `[^8]` [^a b] [^\n\n```\n[^7]\n```\n", ""),
        (Markdown, "*a* [^n]: b [x](u)\n", "missing_footnote 1:5"),
        (Markdown, "| a | b |\n|---|---|\n| [^5] | c |\n", "missing_footnote 3:3"),
        (Markdown, "- x\n\n  ```c\n  y\n", "open_fence 3:3"),
        (Markdown, "[Foo]: /u\n\n[bar]: /v\n\n[foo]\n", "unused_definition 3:1"),
        (Markdown, "![p][q]\n", "missing_definition 1:1"),
        (Markdown, "## A\n\n##### B\n\n# C\n", "skipped_level 3:1"),
        (Markdown, "a\n\n<div>\nb\n</div>\n", "raw_html 3:1"),
        (Html, "<p>\n<b>x</p>\n", "open_element 2:1"),
        (Html, "<ul><li>a</ol></ul>\n", "stray_end 1:10"),
        (Html, "<table>\n<tr><td>a\n", "open_element 1:1"),
        (Html, "a <!-- b\n", "bad_tag 1:3"),
        (Html, "<p>\u{e4}<i>b\n<a href='x\n", "bad_tag 2:1"),
        (Csv, "a,b\n1,2\n3\n", "ragged_row 3:1"),
        (Csv, "a;b;c\r\n1;2;3;4\r\n", "ragged_row 2:1"),
        (Csv, "a,b\n\u{e4},\"x\"y\n", "stray_quote 2:6"),
        (Csv, "a,b\nc,\"d\n", "open_quote 2:3"),
        (Text, "anything {\\ at all", ""),
        (Json, "{\"blocks\":[]}", ""),
        (Json, "{\n\"blocks\":[}", "bad_input 2:11"),
        (Json, "{\"blocks\":1}", "bad_input 1:1"),
    ] {
        let all = found(from, input);
        damaged += usize::from(!expected.is_empty());
        if all != expected {
            wrong.push(format!("{from:?} {input:?}\n  has {all:?}\n  not {expected:?}"));
        }
    }
    assert!(damaged >= 58 && wrong.is_empty(), "{damaged}\n{}", wrong.join("\n"));
    let cases: &[(Format, &[u8], &str)] = &[
        (Text, b"a\n\xFF", "bad_input"),
        (Rtf, b"{\\rtf1\\ansi\\ansicpg1253 a\xD2}", "undecodable_byte"),
        (Rtf, b"{\\rtf1\\ansi\\ansicpg1253\na\xD2}", "\"offset\":25,\"line\":2,\"column\":2"),
        (Text, b"a\n\xFF", "\"line\":2,\"column\":1"),
    ];
    for &(from, input, kind) in cases {
        let json = checked(from, input);
        let expected = if kind.contains('"') { kind } else { &format!("\"kind\":\"{kind}\"") };
        assert!(json.contains(expected), "{json}");
    }
}

#[test]
fn html_and_csv_have_the_right_findings() {
    type Look = fn(&str, &mut super::Findings);
    let html: Look = super::html::look;
    let csv: Look = super::csv::look;
    for (look, text, expected) in [
        (html, "<p>a<br><li>b<b>c</b>", ""),
        (html, "<b>a", "open_element 0"),
        (html, "<div><b>a</div>", "open_element 5"),
        (html, "a</i>", "stray_end 1"),
        (html, "<a href=\"x>y", "bad_tag 0"),
        (html, "<!-- x", "bad_tag 0"),
        (html, "<script>if (a<b) {}</script>", ""),
        (csv, "a,b\r\n1,\"2\r\n\"\r\n", ""),
        (csv, "a,b\n1\n", "ragged_row 4"),
        (csv, "a,\"b\n", "open_quote 2"),
        (csv, "\"a\"b,c\n", "stray_quote 3"),
    ] {
        let mut findings = super::Findings::default();
        look(text, &mut findings);
        let all: Vec<_> =
            findings.found.iter().map(|f| format!("{} {}", f.kind, f.offset.unwrap())).collect();
        assert_eq!(all.join(", "), expected, "{text}");
    }
}

#[test]
fn findings_are_no_more_than_a_reader_wants() {
    let braces = format!("{{\\rtf1 {}}}", "\\'zz".repeat(5000));
    let json = checked(Format::Rtf, braces.as_bytes());
    assert_eq!(json.matches("\"kind\"").count(), super::MOST);
    // In UTF-16 places are bytes.
    let converter = Converter::new(Options::default()).unwrap();
    let units: Vec<u16> = "\u{e9}\n[a][b]".encode_utf16().collect();
    let json = String::from_utf8(converter.check_utf16(Format::Markdown, &units).unwrap()).unwrap();
    assert!(json.contains("\"offset\":4,\"line\":2,\"column\":1"), "{json}");
}
