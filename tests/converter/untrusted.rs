//! What documents of strangers can't do: scripts, handlers, odd spellings of schemes, other machines.
//!
//! Shape   tables of one line each, through every pair of formats. What was written is read again by the
//!         readers alone, which let everything in.

use legacybridge::converter::{Converter, Format};
use legacybridge::document::{Document, Kind, View};
use legacybridge::html;
use legacybridge::json;
use legacybridge::markdown;
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};
use legacybridge::rtf::wrapper;

use crate::kit::keeps::keeps;

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Report) {
    let converter = Converter::new(Options::parse(options).expect("options")).expect("converter");
    let mut report = Report::default();
    let out = converter.convert_reporting(from, to, input.as_bytes(), &mut report).expect("output");
    (String::from_utf8(out).expect("UTF-8"), report)
}

/// What a written document has for who opens it: addresses of links, of pictures, and raw HTML.
#[derive(Debug, Default, PartialEq)]
struct Live {
    links: Vec<String>,
    pictures: Vec<String>,
    html: Vec<String>,
}

impl Live {
    fn of(format: Format, text: &str) -> Live {
        let (mut doc, mut report) = (Document::default(), Report::default());
        let options = Options::default();
        doc.reset(256);
        match format {
            Format::Markdown => markdown::read(text, &options, &mut doc, &mut report).unwrap(),
            Format::Rtf => {
                let mut scratch = wrapper::Scratch::default();
                wrapper::read(text.as_bytes(), &options, &mut doc, &mut report, &mut scratch)
                    .unwrap();
            }
            Format::Html => {
                let (origin, mut scratch) = (html::Origin::Input(0), html::Scratch::default());
                html::read(text, origin, &options, &mut doc, &mut report, &mut scratch).unwrap();
            }
            Format::Json => {
                let mut scratch = json::ReaderScratch::default();
                json::read(text, &options, &mut doc, &mut report, &mut scratch).unwrap();
            }
            Format::Text | Format::Csv | Format::Detect => {}
        }
        let view = View { doc: &doc, source: text.as_bytes() };
        let text = |span| String::from_utf8_lossy(view.text(span)).into_owned();
        let mut live = Live::default();
        for node in view.nodes() {
            match node.kind {
                Kind::Link(id) => live.links.push(text(view.link(id).url)),
                Kind::Image(id) => live.pictures.push(text(view.link(id).url)),
                Kind::Html(span) => live.html.push(text(span)),
                Kind::HtmlBlock => live.html.push("a block".to_owned()),
                _ => {}
            }
        }
        // Those of footnotes.
        live.links.retain(|link| !link.starts_with("#fn"));
        live
    }

    /// Addresses and raw HTML that must not be, by a judgement of its own.
    fn scripts(&self) -> Vec<&str> {
        let addresses = self.links.iter().chain(&self.pictures);
        let bad = addresses.filter(|address| {
            let plain: String = decoded(address).to_lowercase();
            ["javascript:", "vbscript:", "data:text", "data:image/svg", "data:,"]
                .iter()
                .any(|start| plain.starts_with(start))
        });
        let html = self.html.iter().filter(|tag| !is_a_name(tag));
        bad.chain(html).map(String::as_str).collect()
    }
}

/// Whether a tag is one of those that name a place, which the writer of Markdown makes itself.
fn is_a_name(tag: &str) -> bool {
    let name = tag.strip_prefix("<a id=\"").and_then(|rest| rest.strip_suffix("\">"));
    tag == "</a>" || name.is_some_and(|name| !name.contains(['"', '<']))
}

/// An address with all encodings taken out and nothing in it that is not to be seen.
fn decoded(address: &str) -> String {
    let mut text = address.to_owned();
    for _ in 0..4 {
        let mut next = String::new();
        let mut rest = text.as_str();
        while let Some(first) = rest.chars().next() {
            let percent = rest.strip_prefix('%').and_then(|rest| rest.get(..2));
            let percent = percent.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            let entity = rest.strip_prefix("&#").and_then(|rest| rest.split_once(';'));
            let entity = entity.and_then(|(digits, _)| match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => digits.parse().ok(),
            });
            let (c, length) = match (percent, entity.and_then(char::from_u32)) {
                (Some(byte), _) => (byte as char, 3),
                (_, Some(c)) => (c, rest.find(';').unwrap() + 1),
                _ if rest.starts_with("&colon;") => (':', 7),
                _ if rest.starts_with("&Tab;") => ('\t', 5),
                _ => (first, first.len_utf8()),
            };
            next.extend(Some(c).filter(char::is_ascii_graphic));
            rest = &rest[length..];
        }
        text = next;
    }
    text
}

/// Every character as RTF that any control word may stand before.
fn rtf_text(text: &str) -> String {
    let mut out = String::new();
    for unit in text.encode_utf16() {
        out += &format!("\\u{}?", unit as i16);
    }
    out
}

/// The same in a field's instruction.
fn argument(text: &str) -> String {
    rtf_text(&text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn entities(text: &str) -> String {
    text.chars().map(|c| format!("&#{};", c as u32)).collect()
}

fn field(instruction: &str, result: &str) -> String {
    format!(r#"{{\field{{\*\fldinst {instruction}}}{{\fldrslt {result}}}}}"#)
}

fn wrapped(html: &str) -> String {
    format!(r"{{\rtf1\ansi\fromhtml1 {{\*\htmltag64 {}}}\htmlrtf x\htmlrtf0 }}", rtf_text(html))
}

/// Documents in which an address stands: links and pictures of every kind that a reader knows.
fn documents(address: &str) -> Vec<(Format, String)> {
    let (coded, quoted) = (entities(address), argument(address));
    let hyperlink = field(&format!("HYPERLINK \"{quoted}\""), "words");
    let picture = field(&format!("INCLUDEPICTURE \"{quoted}\" \\\\d"), "words");
    let frame = field(&format!("HYPERLINK \"{quoted}\" \\\\o \"title\""), "{\\b words}");
    vec![
        (Format::Markdown, format!("[words](<{coded}>)\n")),
        (Format::Markdown, format!("# a [*words*](<{coded}> \"title\")\n")),
        (Format::Markdown, format!("- [words][ref]\n\n[ref]: <{coded}>\n")),
        (Format::Markdown, format!("| a |\n|---|\n| [words](<{coded}>) |\n")),
        (Format::Markdown, format!("![words](<{coded}>)\n")),
        (Format::Markdown, format!("[^1]\n\n[^1]: ![words][ref]\n\n[ref]: <{coded}>\n")),
        (Format::Rtf, format!("{{\\rtf1 {hyperlink}}}")),
        (Format::Rtf, format!("{{\\rtf1\\trowd\\cellx900\\intbl {frame}\\cell\\row}}")),
        (Format::Rtf, format!("{{\\rtf1 {picture}}}")),
        (Format::Rtf, format!("{{\\rtf1 a{{\\footnote {picture}}}}}")),
        (Format::Rtf, wrapped(&format!("<p><a href=\"{coded}\">words</a>"))),
        (Format::Rtf, wrapped(&format!("<ul><li><img alt=words src='{coded}'></ul>"))),
    ]
}

const DEFAULT: &str = "";
const UNTRUSTED: &str = "Untrusted=Yes";

/// The formats that say what stands outside of tables.
fn with_words() -> impl Iterator<Item = Format> {
    Format::outputs().filter(|&format| keeps(format, "word\n"))
}

#[test]
fn unsafe_addresses_go_and_their_words_stay() {
    let link = "[words](http://x.y)\n";
    let outputs: Vec<_> = with_words().map(|format| (format, keeps(format, link))).collect();
    for (address, safe, web) in [
        ("javascript:alert(1)", false, false),
        ("JavaScript:alert(1)", false, false),
        ("java\tscript:alert(1)", false, false),
        ("java\nscript:alert(1)", false, false),
        (" \u{1}javascript:alert(1)", false, false),
        ("javascript :alert(1)", false, false),
        ("java\u{200B}script:alert(1)", false, false),
        ("\u{FEFF}javascript\u{AD}:alert(1)", false, false),
        ("\u{A0}javascript:alert(1)", false, false),
        ("%6aavascript:alert(1)", false, false),
        ("javascript%3Aalert(1)", false, false),
        ("%256aavascript:alert(1)", false, false),
        ("java%0ascript:alert(1)", false, false),
        ("&#106;avascript:alert(1)", false, false),
        ("&#x6A;avascript:alert(1)", false, false),
        ("&#0000106avascript:alert(1)", false, false),
        ("javascript&colon;alert(1)", false, false),
        ("java&Tab;script:alert(1)", false, false),
        ("vbscript:alert(1)", false, false),
        ("VBScript:alert(1)", false, false),
        ("data:text/html,<script>alert(1)</script>", false, false),
        ("data:text/html;base64,PHNjcmlwdD4=", false, false),
        ("DATA:image/svg+xml,<svg onload=alert(1)>", false, false),
        ("data:,alert(1)", false, false),
        ("file:///etc/passwd", true, false),
        ("file://server/share", true, false),
        ("\\\\server\\share", true, false),
        ("\\\\?\\UNC\\server\\share", true, false),
        ("\\??\\UNC\\server\\share", true, false),
        ("//server/share", true, false),
        ("/\\server/share", true, false),
        ("%5C%5Cserver/share", true, false),
        ("C:\\x", true, false),
        ("custom:x", true, false),
        ("ftp://a.example", true, false),
        ("http://a.example/b", true, true),
        ("HTTPS://a.example/b", true, true),
        ("mailto:a@b.example", true, true),
        ("tel:1", true, true),
        ("a/b.html", true, true),
        ("../a?b=c:d", true, true),
        ("#a", true, true),
    ] {
        for (options, stays) in
            [(DEFAULT, safe), ("Links=Web", web), (UNTRUSTED, web), ("Links=All", true)]
        {
            for (number, (from, input)) in documents(address).into_iter().enumerate() {
                for &(to, has_links) in &outputs {
                    let (out, report) = convert(options, from, to, &input);
                    let case = format!("{options} {number} {from:?} {to:?} {address:?}\n{out}");
                    let live = Live::of(to, &out);
                    // Written HTML is safe whatever the options let in.
                    let stays = stays && (to != Format::Html || live != Live::default());
                    assert_eq!(report.get(Loss::UnsafeLink).count, u32::from(!stays), "{case}");
                    assert!(out.contains("words"), "{case}");
                    if !stays {
                        assert_eq!(live, Live::default(), "{case}");
                        assert!(!out.contains("alert") && !out.contains("server"), "{case}");
                    } else if has_links && !address.to_lowercase().starts_with("data") {
                        assert_eq!(live.links.len() + live.pictures.len(), 1, "{case}");
                    }
                }
            }
        }
    }
}

/// Links whose text is their address stay text, which no reader takes for a link again.
#[test]
fn addresses_that_are_words_are_no_links() {
    for (options, markdown, words) in [
        (DEFAULT, "<javascript:alert(1)>\n", "javascript:alert(1)"),
        (DEFAULT, "a <VBScript:x> b\n", "VBScript:x"),
        (UNTRUSTED, "a <custom:x> b\n", "custom:x"),
        (UNTRUSTED, "<file:///a/b>\n", "file:///a/b"),
        (UNTRUSTED, "[file://a/b](file://a/b)\n", "file://a/b"),
    ] {
        for to in with_words() {
            let (out, report) = convert(options, Format::Markdown, to, markdown);
            assert_eq!(report.get(Loss::UnsafeLink).count, 1, "{options} {markdown} {out}");
            assert!(out.replace('\\', "").contains(words), "{options} {markdown} {out}");
            assert_eq!(Live::of(to, &out), Live::default(), "{options} {markdown} {out}");
        }
    }
}

#[test]
fn pictures_in_the_document_are_pictures_for_strangers_too() {
    let gif = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";
    for options in [DEFAULT, UNTRUSTED] {
        let (rtf, report) =
            convert(options, Format::Markdown, Format::Rtf, &format!("![words]({gif})"));
        assert!(report.is_empty() && rtf.contains("\\pict"), "{options} {rtf}");
        let (back, report) = convert(options, Format::Rtf, Format::Markdown, &rtf);
        assert!(report.is_empty() && back.starts_with("![words](data:image/"), "{back}");
    }
    // A link to one is none of the web.
    for (options, stays) in [(DEFAULT, true), (UNTRUSTED, false)] {
        let (out, _) = convert(options, Format::Markdown, Format::Markdown, &format!("[a]({gif})"));
        assert_eq!(out.contains(gif), stays, "{options} {out}");
    }
}

#[test]
fn places_of_what_goes_are_known() {
    for (from, input, loss, first) in [
        (Format::Markdown, "ab [c](javascript:d)", Loss::UnsafeLink, 7),
        (Format::Markdown, "ab [c](java&#115;cript:d)", Loss::UnsafeLink, 4),
        (Format::Markdown, "\u{FEFF}ab <i x>c", Loss::Html, 6),
        (Format::Markdown, "ab\n\n<p>\nc", Loss::Html, 4),
        (
            Format::Rtf,
            r#"{\rtf1 ab {\field{\*\fldinst HYPERLINK "javascript:x"}{\fldrslt cd}}}"#,
            Loss::UnsafeLink,
            64,
        ),
    ] {
        let (out, report) = convert(UNTRUSTED, from, Format::Text, input);
        assert_eq!(report.get(loss).count, 1, "{input} {out}");
        assert_eq!(report.get(loss).first, first, "{input} {out}");
    }
}

#[test]
fn pictures_of_other_machines_come_back_as_pictures() {
    for (picture, remote) in [
        ("![alt](http://a.example/t.gif)", true),
        ("![](http://a.example/t.gif)", true),
        ("![\u{AD}](http://a.example/t.gif)", true),
        ("![\u{AD}\u{AD}](http://a.example/t.gif)", true),
        ("![alt](http://a.example/t.gif \"title\")", true),
        ("![](http://a.example/t.gif \"title\")", true),
        ("[![alt](http://a.example/t.gif)](http://b.example)", true),
        ("[![](http://a.example/t.gif)](http://b.example)", true),
        ("[a ![alt](http://a.example/t.gif) b](http://b.example)", true),
        ("**a ![alt](http://a.example/t.gif)**", true),
        ("![alt](http://a.example/t.gif)![alt](http://a.example/t.gif)", true),
        ("![alt](//server/t.gif)", true),
        ("![alt](file:///t.gif)", true),
        ("![alt](file://///server/t.gif)", true),
        ("![alt](\\\\\\server\\share\\x.png)", true),
        ("![alt](\\\\\\\\?\\UNC\\server\\x.png)", true),
        ("![alt](cid:1)", true),
        ("![alt](a/t.gif)", false),
        ("![\u{AD}](a/t.gif)", false),
        ("![](a/t.gif)", false),
        ("![alt](C:\\t.gif)", false),
    ] {
        let markdown = format!("one {picture} two\n");
        for options in ["", "Target=Word", "Target=RichEdit"] {
            let (rtf, report) = convert(options, Format::Markdown, Format::Rtf, &markdown);
            assert_eq!(rtf.contains("INCLUDEPICTURE"), !remote, "{picture}: {rtf}");
            let count = report.get(Loss::RemotePicture).count as usize;
            assert_eq!(count, if remote { picture.matches("![").count() } else { 0 }, "{picture}");
            let (back, _) = convert(options, Format::Rtf, Format::Markdown, &rtf);
            assert_eq!(back, markdown, "{rtf}");
            let (again, _) = convert(options, Format::Rtf, Format::Rtf, &rtf);
            assert_eq!(again, rtf);
        }
        let (open, report) =
            convert("RemotePictures=Yes", Format::Markdown, Format::Rtf, &markdown);
        assert!(open.contains("INCLUDEPICTURE"), "{open}");
        assert_eq!(report.get(Loss::RemotePicture).count, 0, "{picture}");
    }
}

#[test]
fn no_host_fetches_what_it_opens() {
    for address in [
        "http://a.example/t.gif",
        "HTTPS://a.example/t.gif",
        "ftp://a.example/t.gif",
        "//server/t.gif",
        "\\\\server\\share\\t.gif",
        "/\\server\\t.gif",
        "\\\\?\\UNC\\server\\t.gif",
        "\\??\\UNC\\server\\t.gif",
        "%5c%5cserver\\t.gif",
        "&#92;&#92;server\\t.gif",
        " \\\\server\\t.gif",
        "\\\u{200B}\\server\\t.gif",
        "file://server/t.gif",
        "file:\\\\server\\t.gif",
        "file:/t.gif",
    ] {
        for options in [DEFAULT, UNTRUSTED, "Links=All"] {
            for (from, input) in documents(address) {
                let (rtf, report) = convert(options, from, Format::Rtf, &input);
                assert!(!rtf.contains("INCLUDEPICTURE"), "{options} {address} {rtf}");
                let is_picture = ["![", "INCLUDEPICTURE"].iter().any(|mark| input.contains(mark));
                let lost =
                    [Loss::UnsafeLink, Loss::RemotePicture].map(|loss| report.get(loss).count);
                assert!(
                    !is_picture || lost.iter().sum::<u32>() == 1,
                    "{options} {address} {lost:?}"
                );
            }
        }
    }
}

/// HTML that does something where it is shown.
const HTML: [&str; 22] = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img src=\"&#106;avascript:alert(1)\">",
    "<a href=\"java&Tab;script:alert(1)\" onmouseover=alert(1)>a</a>",
    "<a href='javascript&colon;alert(1)'>a</a>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>a</a></svg>",
    "<math><a xlink:href=\"javascript:alert(1)\">a</a></math>",
    "<iframe src=\"javascript:alert(1)\"></iframe>",
    "<object data=\"data:text/html,<script>alert(1)</script>\"></object>",
    "<embed src=//evil.example/x>",
    "<form action=\"javascript:alert(1)\"><button formaction='vbscript:x'>a</button></form>",
    "<body onload=alert(1) background=\"javascript:alert(1)\">",
    "<style>@import 'http://evil.example/x.css';</style>",
    "<p style=\"background:url(javascript:alert(1))\">a</p>",
    "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
    "<base href=\"javascript:alert(1)//\">",
    "<link rel=stylesheet href=\"javascript:alert(1)\">",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<b onclick=alert(1)>a</b>",
];

/// RTF that has raw HTML: hidden text in the styles that this library writes it in.
fn hidden(html: &str) -> [String; 3] {
    let styles = r"{\stylesheet{\s0 Normal;}{\s30\v HTML Block;}{\*\cs20\additive\v HTML Tag;}}";
    let html = rtf_text(html);
    [
        format!("{{\\rtf1{styles}a {{\\cs20\\v {html}}} b\\par}}"),
        format!("{{\\rtf1{styles}a\\par\\pard\\s30\\v {html}\\par\\pard\\plain b\\par}}"),
        // In two pieces, and not hidden.
        format!("{{\\rtf1{styles}a {{\\cs20 {html}}}{{\\cs20\\b {html}}} b\\par}}"),
    ]
}

#[test]
fn no_html_of_strangers_is_live() {
    for html in HTML {
        let line = html.replace('\n', " ");
        let mut inputs = vec![
            (Format::Markdown, format!("a\n\n{html}\n\nb\n")),
            (Format::Markdown, format!("a x{line} b\n")),
            (Format::Markdown, format!("- > {line}\n")),
            (Format::Markdown, format!("| a |\n|---|\n| {line} |\n")),
        ];
        inputs.extend(hidden(html).map(|rtf| (Format::Rtf, rtf)));
        for (from, input) in &inputs {
            for to in with_words() {
                let (out, report) = convert(UNTRUSTED, *from, to, input);
                let case = format!("{from:?} {to:?} {input}\n{out}");
                assert_eq!(Live::of(to, &out).scripts(), Vec::<&str>::new(), "{case}");
                assert!(report.get(Loss::Html).count > 0, "{case}");
                // Shown, it is text and no more.
                let (out, _) = convert("Html=Escape;Links=Web", *from, to, input);
                assert_eq!(Live::of(to, &out).scripts(), Vec::<&str>::new(), "{case} {out}");
                // As it was, but never in silence.
                let (_, report) = convert(DEFAULT, *from, to, input);
                let holds_html = matches!(to, Format::Markdown | Format::Json);
                // In HTML it is read and written anew.
                let is_said = to == Format::Html
                    || holds_html && (*from == Format::Markdown || html.starts_with("<!--"))
                    || report.get(Loss::Html).count > 0;
                assert!(is_said, "{case}");
            }
        }
        for to in Format::outputs() {
            for options in [DEFAULT, UNTRUSTED] {
                let (out, _) = convert(options, Format::Rtf, to, &wrapped(html));
                let case = format!("{options} {to:?} {html}\n{out}");
                assert_eq!(Live::of(to, &out).scripts(), Vec::<&str>::new(), "{case}");
            }
        }
    }
}

#[test]
fn raw_html_is_kept_shown_or_dropped() {
    let markdown = "a <b onclick=\"x()\">word</b>\n\n<script>alert(1)</script>\n\n*<i x>*\n\nend\n";
    for (options, contains, html) in [("Html=Keep", true, 0), ("Html=Drop", false, 4)] {
        let (out, report) = convert(options, Format::Markdown, Format::Markdown, markdown);
        assert_eq!(out.contains("<script>"), contains, "{out}");
        assert_eq!(out.contains("onclick"), contains, "{out}");
        assert_eq!(report.get(Loss::Html).count, html, "{out}");
        assert!(out.contains("word") && out.contains("end"), "{out}");
    }
    let (rtf, _) = convert("", Format::Markdown, Format::Rtf, markdown);
    let (out, report) = convert("", Format::Rtf, Format::Markdown, &rtf);
    assert_eq!((out.as_str(), report.get(Loss::Html).count), (markdown, 4));
    let (out, report) = convert(UNTRUSTED, Format::Rtf, Format::Markdown, &rtf);
    assert_eq!((out.as_str(), report.get(Loss::Html).count), ("a word\n\nend\n", 4));
    let (shown, report) = convert("Html=Escape", Format::Rtf, Format::Text, &rtf);
    assert!(shown.contains("<script>alert(1)</script>"), "{shown}");
    assert_eq!(report.get(Loss::Html).count, 0);
}

#[test]
fn what_is_left_of_a_document_stands_as_if_nothing_else_had_been() {
    for (markdown, dropped, shown) in [
        ("<p>\n\n- a\n", "- a\n", "\\<p>\n\n- a\n"),
        ("- a\n\n  <div>\n  b\n\n  c\n", "- a\n\n  c\n", "- a\n\n  \\<div>\n  b\n\n  c\n"),
        ("> <p>\n\na\n", "a\n", "> \\<p>\n\na\n"),
        ("# <i x>\n\na\n", "a\n", "# \\<i x>\n\na\n"),
        ("**<i x> \n<b x>** a\n", "a\n", "**\\<i x>\n\\<b x>** a\n"),
        ("a <i x>\nb\n", "a\nb\n", "a \\<i x>\nb\n"),
        ("a <i\nx> b\n", "a  b\n", "a \\<i\nx> b\n"),
        ("[<i x>](http://a.example)\n", "[](http://a.example)\n", "[\\<i x>](http://a.example)\n"),
        ("<pre>\n  a\n\n\n  b\n</pre>\n", "", "\\<pre>\na\nb\n\\</pre>\n"),
        ("| a |\n|---|\n| <i x> |\n", "| a |\n| --- |\n| |\n", "| a |\n| --- |\n| \\<i x> |\n"),
        ("<u>a</u> <br>\n*b*\n", "<u>a</u>\\\n*b*\n", "<u>a</u>\\\n*b*\n"),
    ] {
        for (options, expected) in [("Html=Drop", dropped), ("Html=Escape", shown)] {
            let (out, _) = convert(options, Format::Markdown, Format::Markdown, markdown);
            assert_eq!(out, expected, "{options} {markdown}");
            let (again, report) = convert(options, Format::Markdown, Format::Markdown, &out);
            assert_eq!(again, out, "{options} {markdown}");
            assert_eq!(report.get(Loss::Html).count, 0, "{options} {markdown}");
        }
    }
}

/// Words, fields and names in RTF that are to become markup of Markdown, and the other way round.
#[test]
fn text_stays_text() {
    let script = "<script>alert(1)</script>";
    let coded = rtf_text(script);
    let quoted = rtf_text(&format!("x\">{script}"));
    for body in [
        format!("a {coded}\\par"),
        format!("{coded}\\par"),
        format!("{{\\v {coded}}} a"),
        format!("{{\\*\\bkmkstart {quoted}}}a{{\\*\\bkmkend {quoted}}} {}", {
            field(&format!("HYPERLINK \\\\l \"{}\"", argument(&format!("x\">{script}"))), "b")
        }),
        field(&format!("HYPERLINK \"http://a.example/{}\"", argument(&format!(">{script}"))), "b"),
        field(&format!("HYPERLINK \"a\" \\\\o \"{}\"", argument(&format!("\">{script}"))), "b"),
        field("DDEAUTO cmd \"/c calc\"", "a"),
        field("INCLUDETEXT \"http://a.example/x\"", "a"),
        field("IMPORT \"http://a.example/x\"", "a"),
        format!("{{\\*\\annotation -->{coded}}}a"),
        format!("{{\\*\\annotation {coded}}}a"),
        format!("{{\\object\\objemb{{\\*\\objdata 0105}}{{\\result {coded}}}}}a"),
        format!("{{\\info{{\\title {coded}}}}}a"),
        format!(
            "{{\\shp{{\\*\\shpinst{{\\sp{{\\sn pihlShape}}{{\\sv {{\\*\\hl{{\\hlsrc {}}}}}}}}}{{\\sp{{\\sn \
             pibName}}{{\\sv http://a.example/x.gif}}}}{{\\shptxt {coded}}}}}}}a",
            rtf_text("javascript:alert(1)")
        ),
    ] {
        let input = format!("{{\\rtf1 {body}}}");
        for options in [DEFAULT, UNTRUSTED, "Comments=Keep;Headers=Keep;Changes=Markup"] {
            for to in Format::outputs() {
                let (out, _) = convert(options, Format::Rtf, to, &input);
                let live = Live::of(to, &out);
                let scripts = live.scripts();
                let only_comments = scripts.iter().all(|html| {
                    options.starts_with("Comments") && html.starts_with("<!--") && {
                        html.find("-->") == Some(html.len() - 3)
                    }
                });
                assert!(only_comments, "{options} {to:?} {input}\n{out}\n{scripts:?}");
                let commands = ["DDE", "INCLUDETEXT", "IMPORT", "\\object", "pihlShape", "pibName"];
                assert!(!commands.iter().any(|word| out.contains(word)), "{out}");
            }
        }
    }
}

#[test]
fn words_of_markdown_become_no_fields() {
    for markdown in [
        "[x](<a\" DDEAUTO cmd \"/c calc> \"t\\\" \\l \\\"evil\")",
        "[y](<http://a/}{\\field{\\*\\fldinst DDEAUTO>)",
        "[z](<http://a\\ b> 'q\" \\o \"z')",
        "# h {#x}\n\n`}{\\*\\objdata}` ![a}{\\b evil](u \"t}{\\i\")",
        "<b \"}{\\field{\\*\\fldinst DDEAUTO}}>",
        "```}{\\object\n}{\\object\n```",
        "![a}{\\object](http://a/}{\\object)",
    ] {
        let (rtf, _) = convert("", Format::Markdown, Format::Rtf, markdown);
        for (at, _) in rtf.match_indices("\\fldinst") {
            let start = rtf[at..].trim_start_matches("\\fldinst").trim_start_matches('{');
            let known = ["HYPERLINK \"", "HYPERLINK \\\\l \"", "INCLUDEPICTURE \"", "NOTEREF "];
            let is_escaped = rtf[..at].ends_with('\\');
            assert!(is_escaped || known.iter().any(|name| start.starts_with(name)), "{rtf}");
        }
        let objects = rtf.match_indices("\\object");
        assert!(objects.into_iter().all(|(at, _)| rtf[..at].ends_with('\\')), "{rtf}");
        let (back, _) = convert("", Format::Rtf, Format::Markdown, &rtf);
        let (second, _) = convert("", Format::Markdown, Format::Rtf, &back);
        assert_eq!(second, rtf, "{back}");
    }
}

/// A block of front matter hidden in RTF.
fn hidden_front(line: &str) -> String {
    let line = line.replace('\\', r"\\");
    let styles = r"{\stylesheet{\s24 HTML Block;}{\*\cs13\additive\v HTML Tag;}}";
    format!(
        r"{{\rtf1\ansi{styles}\pard\plain\s24\cs13\v ---\line {line}\line ---\par\pard\plain hi\par}}"
    )
}

/// Front matter stands in Markdown as it is: what is alive in it goes, entry by entry, and is counted.
#[test]
fn front_matter_of_strangers_is_not_live() {
    use Format::{Markdown, Rtf};
    let block = |lines: &str| format!("---\n{lines}\n---\n\nhi\n");
    for (entry, is_alive) in [
        ("a: <img src=x onerror=alert(1)>", true),
        ("title: <script>alert(1)</script>", true),
        ("a: [x](javascript:alert(1))", true),
        ("a: [x](<javascript:alert(1)>)", true),
        (r"a: [x](javascript\:alert(1))", true),
        ("a: [x](java&#115;cript:alert(1))", true),
        ("a: [x](file://server/x)", true),
        ("a: <javascript:alert(1)>", true),
        ("a: </p>", true),
        ("a: <!-- b -->", true),
        ("a: 1 < 2", false),
        ("a: [x](https://x.y) [z](b.md)", false),
        ("a: <jane@x.example> <https://x.y/z>", false),
        ("a: [b, c]", false),
    ] {
        let given = [(Markdown, block(entry)), (Rtf, hidden_front(entry))];
        for (from, input) in given.iter().map(|(from, input)| (*from, input.as_str())) {
            for html in ["Untrusted=Yes", "Html=Drop;Links=Web", "Html=Escape;Links=Web"] {
                for to in [Markdown, Rtf] {
                    let (out, report) = convert(html, from, to, input);
                    let what = format!("{html} {from:?} {entry} {out}");
                    assert_eq!(report.get(Loss::Html).count, u32::from(is_alive), "{what}");
                    let front = to == Markdown && out.starts_with("---");
                    assert_eq!(front, to == Markdown && !is_alive, "{what}");
                    assert_eq!(out.contains("HTML Block"), to == Rtf && !is_alive, "{what}");
                }
            }
            let (out, report) = convert("", from, Markdown, input);
            assert_eq!(out, block(entry), "{from:?}");
            // Nobody saw it in the RTF; what `Links=Safe` lets in is no script.
            let count = u32::from(is_alive && from == Rtf && !entry.contains("file:"));
            assert_eq!(report.get(Loss::Html).count, count, "{from:?} {entry}");
        }
    }
    // The others stay, and all lines of one go.
    let (out, report) = convert(
        "Untrusted=Yes",
        Markdown,
        Markdown,
        &block("# c\na:\n  - b\n  - <b>c</b>\n- d\ne: [f](\n  javascript:x)\ng: h"),
    );
    assert_eq!((out, report.get(Loss::Html).count), (block("# c\ng: h"), 2));
    let entry = report.get(Loss::Html);
    assert_eq!(entry.first, 8);
}

/// Titles are words: in a block that is made of them they are no markup.
#[test]
fn facts_of_strangers_are_words_in_front_matter() {
    use Format::{Html, Markdown, Rtf};
    for options in ["FrontMatter=Yes", "FrontMatter=Yes;Untrusted=Yes"] {
        for (from, input) in [
            (Rtf, r"{\rtf1{\info{\title <b>[x](javascript:y)}}a\par}"),
            (Html, "<html><head><title>&lt;b>[x](javascript:y)</title></head><body>a"),
        ] {
            let (out, report) = convert(options, from, Markdown, input);
            let first = "---\ntitle: \"\\x3Cb>[x\\x5D(javascript:y)\"\n---\n\na\n";
            assert_eq!((out.as_str(), report.is_empty()), (first, true));
            let (rtf, _) = convert(options, Markdown, Rtf, &out);
            assert!(rtf.contains(r"{\title <b>[x](javascript:y)}"), "{rtf}");
            assert_eq!(convert(options, Rtf, Markdown, &rtf).0, first);
        }
    }
}

/// RTF with a bitmap of pixels that can't be compressed.
fn bitmap(side: usize) -> String {
    let mut data = Vec::new();
    data.extend([40u32, side as u32, side as u32].into_iter().flat_map(u32::to_le_bytes));
    data.extend([1u16, 24].into_iter().flat_map(u16::to_le_bytes));
    data.extend([0u32; 6].into_iter().flat_map(u32::to_le_bytes));
    let mut state = 1u32;
    for _ in 0..3 * side * side {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        data.push((state >> 24) as u8);
    }
    let hex: String = data.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(r"{{\rtf1 a {{\pict\dibitmap0 {hex}}} b\par}}")
}

fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("untrusted").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn pictures_in_the_folder_of_the_host_stay() {
    let folder = folder("pictures");
    let path = folder.to_str().unwrap();
    // On Linux two slashes are one; to who judges addresses they are another machine.
    let paths = if cfg!(unix) { vec![path.to_owned(), format!("/{path}")] } else { vec![] };
    for path in paths {
        for options in ["", ";Untrusted=Yes"] {
            let options = format!("Images=Folder:{path}{options}");
            let (out, report) = convert(&options, Format::Rtf, Format::Markdown, &bitmap(4));
            assert!(report.is_empty(), "{options} {out}");
            // In angle brackets where the folder has blanks in its name.
            let address = out.split(['(', ')']).nth(1).expect("a picture");
            let address = address.trim_start_matches('<').trim_end_matches('>');
            assert!(address.starts_with(&format!("{path}/")), "{out}");
            let file = std::fs::read(address).expect("a file");
            assert!(file.starts_with(b"\x89PNG"), "{out}");
            // Nothing but such a name.
            let other = format!("![alt](<{path}/../secret.png>) ![alt](<{path}/a.png>)");
            let (out, report) = convert(&options, Format::Markdown, Format::Markdown, &other);
            let gone = options.ends_with("Yes") && path.starts_with("//");
            assert_eq!(report.get(Loss::UnsafeLink).count, if gone { 2 } else { 0 }, "{out}");
        }
    }
    assert!(std::fs::read_dir(&folder).unwrap().count() <= 1);
}

/// A file that may not become as large as the picture stands for a disk that is full.
#[cfg(all(unix, feature = "cli"))]
#[test]
fn a_full_disk_leaves_no_half_of_a_picture() {
    use std::process::Command;
    let folder = folder("full");
    std::fs::write(folder.join("a.rtf"), bitmap(100)).unwrap();
    for (limit, files, said) in [("4", 0, true), ("unlimited", 1, false)] {
        let script = format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.current_dir(&folder).args(["-c", &script, env!("CARGO_BIN_EXE_legacybridge")]);
        let options = ["a.rtf", "--options", "Images=Folder:pictures", "--report"];
        let ran = command.args(options).output().expect("a shell");
        let (out, err) =
            (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
        assert!(ran.status.success() && out.contains("a "), "{limit} {out} {err}");
        assert_eq!(out.contains("![](pictures/"), !said, "{limit} {out} {err}");
        assert_eq!(err.contains("picture_file (1 times"), said, "{limit} {err}");
        let entries = std::fs::read_dir(folder.join("pictures")).unwrap();
        assert_eq!(entries.count(), files, "{limit} {err}");
    }
}

/// Blanks beside a picture that goes are those of the words around it, unless a block begins or ends there.
#[test]
fn blanks_beside_a_picture_that_goes_part_words() {
    let converter = Converter::new(Options::default()).unwrap();
    for (html, markdown) in [
        ("<p>x<b><img src=zz:y> a</b></p>", "x **a**"),
        ("<p>a <img src=zz:y></p><p>b", "a\n\nb"),
        ("<p><img src=zz:y> a</p>", "a"),
        ("<p>a<u>b </u><img src=zz:y></p>", "a<u>b</u>"),
    ] {
        let back = converter.convert(Format::Html, Format::Html, html.as_bytes()).unwrap();
        let back = converter.convert(Format::Html, Format::Markdown, &back).unwrap();
        let back = String::from_utf8(back.to_vec()).unwrap();
        assert_eq!(back.trim_end(), markdown, "{html}");
    }
    // A look of nothing but a blank, before a picture that goes.
    let tree = r#"{"pandoc-api-version":[1,23],"meta":{},"blocks":[{"t":"Para","c":[{"t":"Str","c":"a"},{"t":"Strong","c":[{"t":"Space"}]},{"t":"Image","c":[["",[],[]],[],["zz:y",""]]}]},{"t":"Para","c":[{"t":"Str","c":"b"}]}]}"#;
    let html = converter.convert(Format::Json, Format::Html, tree.as_bytes()).unwrap();
    let html = String::from_utf8(html.to_vec()).unwrap();
    assert!(html.starts_with("<p>a") && html.ends_with("</p>\n<p>b</p>\n"), "{html}");
}
