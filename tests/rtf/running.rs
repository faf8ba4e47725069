//! Headers and footers that the options ask for: what is written, and what becomes of it.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Loss;

use crate::kit::outline::read_rtf_with;

const MARKDOWN: &str = "---\ntitle: A & {B}\n---\n\ntext\n";

fn written(options: &str) -> String {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let rtf = converter.convert(Format::Markdown, Format::Rtf, MARKDOWN.as_bytes()).unwrap();
    String::from_utf8(rtf).unwrap()
}

#[test]
fn headers_and_footers_in_one_line_each() {
    let field = |instruction: &str, result: &str| {
        format!("{{\\field{{\\*\\fldinst {instruction}}}{{\\fldrslt {result}}}}}")
    };
    for (options, expected) in [
        (
            "PageHeader=\"{page} of {pages}\"",
            format!(
                "{{\\header\\pard\\plain\\f0\\fs18 {} of {}\\par}}\r\n",
                field("PAGE", "1"),
                field("NUMPAGES", "1")
            ),
        ),
        (
            "PageFooter='{title}\t\u{E4}}'",
            format!(
                "{{\\footer\\pard\\plain\\tqc\\tx4680\\tqr\\tx9360\\f0\\fs18 {}\\tab \\'e4\\}}\\par}}\r\n",
                field("TITLE", "A & \\{B\\}")
            ),
        ),
        ("PageHeader='a\nb'", "{\\header\\pard\\plain\\f0\\fs18 a\\line b\\par}\r\n".into()),
    ] {
        let rtf = written(options);
        let from = rtf.find("{\\header").or(rtf.find("{\\footer")).expect(options);
        let end = from + rtf[from..].find("\\par}\r\n").unwrap() + 7;
        assert_eq!(rtf[from..end], expected, "{options}");
    }
    let date = written("PageHeader=\"{date}\"");
    let (_, result) = date.split_once("DATE \\\\@ \"yyyy-MM-dd\"}{\\fldrslt ").unwrap();
    let digits = |from: usize, to: usize| result[from..to].bytes().all(|b| b.is_ascii_digit());
    assert!(digits(0, 4) && digits(5, 7) && digits(8, 10) && &result[10..12] == "}}", "{result}");
    assert!(!written("").contains("{\\header"));
}

#[test]
fn what_options_say_stands_for_the_kind_of_the_template() {
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rtf/golden/house.rtf");
    let count = |options: &str, word: &str| {
        let rtf = written(&format!("Template={template};{options}"));
        rtf.matches(word).count()
    };
    let (headers, footers) = (count("", "{\\header"), count("", "{\\footer"));
    assert!(headers > 0 && footers > 0);
    for (options, word, expected) in [
        ("PageHeader=Mine", "{\\header", headers),
        ("PageHeader=Mine", " Mine\\par}", headers),
        ("PageHeader=Mine", "{\\footer", footers),
        ("PageFooter=Mine", "{\\header", headers),
        ("PageHeader=Mine;PageFooter=Mine", " Mine\\par}", 2 * headers),
    ] {
        assert_eq!(count(options, word), expected, "{options} {word}");
    }
}

#[test]
fn they_come_back_as_those_of_others_do() {
    let rtf = written("PageHeader=\"{page} of {pages}\";PageFooter=Foot");
    for (options, expected, lost) in [
        ("", "<p>text</p>", 2),
        ("Headers=Keep", "<p>1 of 1</p><html>F</html><p>text</p><p>Foot</p>", 0),
    ] {
        let (outline, report) = read_rtf_with(rtf.as_bytes(), &Options::parse(options).unwrap());
        let outline = outline.replace("---\\ntitle: A & {B}\\n---\\n", "F");
        assert_eq!(outline, expected, "{options}");
        assert_eq!(report.get(Loss::HeaderFooter).count, lost, "{options}");
    }
}
