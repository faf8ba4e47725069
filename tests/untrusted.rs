//! What documents of strangers can't do: scripts, odd spellings of schemes, other machines.
//!
//! Shape   tables of one line each, through every pair of formats.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::{Loss, Report};

fn convert(options: &str, from: Format, to: Format, input: &str) -> (String, Report) {
    let converter = Converter::new(Options::parse(options).expect("options")).expect("converter");
    let mut report = Report::default();
    let out = converter.convert_reporting(from, to, input.as_bytes(), &mut report).expect("output");
    (String::from_utf8(out).expect("UTF-8"), report)
}

/// An address as a Markdown document and an RTF document link to it, and show it as a picture.
fn spellings(address: &str) -> [(Format, String, String); 2] {
    let entities: String = address.chars().map(|c| format!("&#{};", c as u32)).collect();
    let mut field = String::new();
    for c in address.chars() {
        match c {
            '\\' => field.push_str(r"\\\\"),
            c => field.push_str(&format!("\\u{}?", c as u32)),
        }
    }
    [
        (Format::Markdown, format!("[words](<{entities}>)"), format!("![words](<{entities}>)")),
        (
            Format::Rtf,
            format!(r#"{{\rtf1 {{\field{{\*\fldinst HYPERLINK "{field}"}}{{\fldrslt words}}}}}}"#),
            format!(
                r#"{{\rtf1 {{\field{{\*\fldinst INCLUDEPICTURE "{field}"}}{{\fldrslt words}}}}}}"#
            ),
        ),
    ]
}

#[test]
fn unsafe_addresses_go_and_their_words_stay() {
    for (address, safe, web) in [
        ("javascript:alert(1)", false, false),
        ("JavaScript:alert(1)", false, false),
        ("java\tscript:alert(1)", false, false),
        ("javascript :alert(1)", false, false),
        ("%6aavascript:alert(1)", false, false),
        ("javascript%3Aalert(1)", false, false),
        ("&#106;avascript:alert(1)", false, false),
        ("javascript&colon;alert(1)", false, false),
        ("vbscript:x", false, false),
        ("data:text/html,x", false, false),
        ("data:image/svg+xml,x", false, false),
        ("file:///etc/passwd", true, false),
        ("\\\\server\\share", true, false),
        ("//server/share", true, false),
        ("custom:x", true, false),
        ("http://a.example/b", true, true),
        ("mailto:a@b.example", true, true),
        ("tel:1", true, true),
        ("a/b.html", true, true),
    ] {
        for (options, stays) in
            [("", safe), ("Links=Web", web), ("Untrusted=Yes", web), ("Links=All", true)]
        {
            for (from, link, picture) in spellings(address) {
                for (input, to) in [&link, &picture]
                    .into_iter()
                    .flat_map(|input| Format::outputs().map(move |to| (input, to)))
                {
                    let (out, report) = convert(options, from, to, input);
                    let lost = report.get(Loss::UnsafeLink).count;
                    assert_eq!(lost, u32::from(!stays), "{options} {from:?} {to:?} {address:?}");
                    assert!(out.contains("words"), "{options} {from:?} {to:?} {out}");
                    if !stays {
                        let links = ["](", "HYPERLINK", "INCLUDEPICTURE", "alert"];
                        assert!(!links.iter().any(|mark| out.contains(mark)), "{address:?} {out}");
                    }
                }
            }
        }
    }
}

#[test]
fn pictures_of_other_machines_come_back_as_pictures() {
    for (picture, remote) in [
        ("![alt](http://a.example/t.gif)", true),
        ("![](http://a.example/t.gif)", true),
        ("![alt](http://a.example/t.gif \"title\")", true),
        ("[![alt](http://a.example/t.gif)](http://b.example)", true),
        ("![alt](//server/t.gif)", true),
        ("![alt](file:///t.gif)", true),
        ("![alt](\\\\\\server\\share\\x.png)", true),
        ("![alt](a/t.gif)", false),
    ] {
        let markdown = format!("one {picture} two\n");
        let (rtf, report) = convert("", Format::Markdown, Format::Rtf, &markdown);
        assert_eq!(rtf.contains("INCLUDEPICTURE"), !remote, "{picture}: {rtf}");
        assert_eq!(report.get(Loss::RemotePicture).count, u32::from(remote), "{picture}");
        let (back, _) = convert("", Format::Rtf, Format::Markdown, &rtf);
        assert!(back.contains("!["), "{back}");
        if !picture.contains("server\\") {
            assert_eq!(back, markdown);
        }
        let (again, _) = convert("", Format::Rtf, Format::Rtf, &rtf);
        assert_eq!(again.contains("INCLUDEPICTURE"), !remote, "{again}");
        let (open, report) =
            convert("RemotePictures=Yes", Format::Markdown, Format::Rtf, &markdown);
        assert!(open.contains("INCLUDEPICTURE"), "{open}");
        assert_eq!(report.get(Loss::RemotePicture).count, 0, "{picture}");
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
    let (out, report) = convert("Html=Escape", Format::Markdown, Format::Markdown, markdown);
    assert!(out.contains("\\<script>alert(1)\\</script>"), "{out}");
    assert!(report.is_empty());
    let (rtf, _) = convert("", Format::Markdown, Format::Rtf, markdown);
    let (out, report) = convert("Untrusted=Yes", Format::Rtf, Format::Markdown, &rtf);
    assert_eq!(out, "a word\n\nend\n");
    assert_eq!(report.get(Loss::Html).count, 4);
    let (shown, _) = convert("Html=Escape", Format::Rtf, Format::Text, &rtf);
    assert!(shown.contains("<script>alert(1)</script>"), "{shown}");
}
