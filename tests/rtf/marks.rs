//! What RTF has and Markdown has no words for: changes with who made them and when, colours, small capitals,
//! endnotes, facts about the document. RTF keeps them; Markdown tells what it drops.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Report;

const HEAD: &str = r"{\rtf1\ansi{\fonttbl{\f0 Calibri;}}{\colortbl;\red255\green0\blue0;\red0\green128\blue0;\red0\green0\blue0;\red255\green255\blue255;\red230\green230\blue250;}{\stylesheet{\s0 Normal;}{\*\cs2 HTML Code;}{\*\cs3 Hyperlink;}{\s1 heading 1;}}{\*\revtbl {Unknown;}{Ann;}{Bob B.;}}";

/// What becomes of RTF, and the report of it.
fn convert(options: &str, to: Format, rtf: &str) -> (String, String) {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let mut report = Report::default();
    let bytes = converter.convert_reporting(Format::Rtf, to, rtf.as_bytes(), &mut report).unwrap();
    let losses = report.iter().map(|(loss, entry)| format!("{} {}", loss.name(), entry.count));
    (String::from_utf8(bytes).unwrap(), losses.collect::<Vec<_>>().join(" "))
}

/// What stands behind the last paragraph's properties.
fn text_of(rtf: &str) -> &str {
    let start = rtf.rfind(r"\f0\fs22 ").map_or(0, |at| at + r"\f0\fs22 ".len());
    rtf[start..].split("\\par\r\n").next().unwrap()
}

#[test]
fn rtf_keeps_what_it_has_words_for() {
    for (body, kept, markdown, lost) in [
        (
            r"a {\revised\revauth1\revdttm-940842082 new} {\deleted\revauthdel2 old}",
            r"a {\revised\revauth1\revdttm-940842082 new} {\deleted\revauthdel2 old}",
            "a new",
            "deleted_text 1 change_author 1",
        ),
        (
            r"{\revised\revauth1 a{\deleted\revauthdel2 b}}",
            r"{\revised\revauth1 a}{\revised\revauth1 {\deleted\revauthdel2 b}}",
            "a",
            "deleted_text 1 change_author 1",
        ),
        (
            r"{\revised a {\field{\*\fldinst HYPERLINK http://e/}{\fldrslt b}} c}",
            "",
            "a [b](http://e/) c",
            "",
        ),
        (r"a {\cf1 b {\b c}} d", r"a {\cf8 b {\b c}} d", "a b **c** d", "color 1"),
        (r"{\cf1 a}{\cf2 b}", r"{\cf9 a}{\cf8 b}", "ab", "color 2"),
        (r"{\chcbpat5 a}", r"{\chcbpat8 a}", "a", "color 1"),
        (r"{\cf3 black}{\cf4 white}{\cf0 auto}", "blackwhiteauto", "blackwhiteauto", "color 1"),
        (
            r"{\cs2\cf1 code} {\field{\*\fldinst HYPERLINK http://e/}{\fldrslt\cf1 b}}",
            "",
            "`code` [b](http://e/)",
            "color 1",
        ),
        (r"{\scaps a}b", r"{\scaps a}b", "ab", "font 1"),
        (
            r"a{\super\chftn}{\footnote\ftnalt b}",
            r"a{\cs14\super\chftn}{\footnote\ftnalt\pard\plain\s14\sa80\f0\fs20 {\super\chftn} b}",
            "a[^1]\n\n[^1]: b",
            "note 1",
        ),
    ] {
        let rtf = format!(r"{HEAD}\pard {body}\par}}");
        let (once, report) = convert("", Format::Rtf, &rtf);
        assert_eq!(report, "", "{body}");
        if !kept.is_empty() {
            let found = if kept.contains("footnote") {
                once.split("\\par\r\n").next().unwrap()
            } else {
                text_of(&once)
            };
            assert!(
                found.ends_with(kept)
                    || kept.contains("footnote") && found.contains(r"{\footnote\ftnalt"),
                "{body}: {found}"
            );
        }
        let (twice, _) = convert("", Format::Rtf, &once);
        assert_eq!(twice, once, "{body}");
        let (text, report) = convert("", Format::Markdown, &rtf);
        assert_eq!((text.trim_end(), &*report), (markdown, lost), "{rtf}");
        assert_eq!(convert("", Format::Markdown, &once).0.trim_end(), markdown, "{once}");
    }
}

#[test]
fn named_values_hold_for_every_target() {
    let rtf = format!(r"{HEAD}\pard a{{\revised\revauth1 b}}{{\deleted\revauthdel2 c}}\par}}");
    for (options, to, text, lost) in [
        ("Changes=Accept", Format::Markdown, "ab", "deleted_text 1 change_author 1"),
        ("Changes=Reject", Format::Markdown, "ac", "deleted_text 1 change_author 1"),
        ("Changes=Markup", Format::Markdown, "a{++b++}{--c--}", "change_author 2"),
        ("Changes=Auto", Format::Text, "ab", "deleted_text 1 change_author 1"),
        ("Changes=Markup", Format::Text, "a{++b++}{--c--}", "change_author 2"),
    ] {
        let (found, report) = convert(options, to, &rtf);
        assert_eq!((found.trim_end(), &*report), (text, lost), "{options}");
    }
    for (options, text) in [
        ("Changes=Accept", "ab"),
        ("Changes=Reject", "ac"),
        ("Changes=Auto", r"a{\revised\revauth1 b}{\deleted\revauthdel2 c}"),
        ("Changes=Markup", r"a{\revised\revauth1 b}{\deleted\revauthdel2 c}"),
    ] {
        assert_eq!(text_of(&convert(options, Format::Rtf, &rtf).0), text, "{options}");
    }
}

#[test]
fn facts_about_the_document_stay() {
    let rtf = r"{\rtf1{\info{\title T}{\subject S}{\author A}{\manager M}{\company C}{\operator O}{\category K}{\keywords W}{\doccomm D}{\creatim\yr2026\mo1\dy2\hr3\min4}{\revtim\yr2026\mo2\dy3}}a\par}";
    let (once, report) = convert("", Format::Rtf, rtf);
    assert_eq!(report, "");
    for fact in [
        r"{\title T}",
        r"{\author A}",
        r"{\subject S}",
        r"{\keywords W}",
        r"{\manager M}",
        r"{\company C}",
        r"{\operator O}",
        r"{\category K}",
        r"{\doccomm D}",
        r"{\creatim\yr2026\mo1\dy2\hr3\min4}",
        r"{\revtim\yr2026\mo2\dy3\hr0\min0}",
    ] {
        assert!(once.contains(fact), "{fact}: {once}");
    }
    assert_eq!(convert("", Format::Rtf, &once).0, once);
    assert_eq!(convert("", Format::Markdown, rtf), ("a\n".into(), "metadata 11".into()));
}
