//! Templates and themes: what they change, and that they change nothing of what is said.

use legacybridge::converter::{Converter, Format};
use legacybridge::document::View;
use legacybridge::error::Status;
use legacybridge::memory::Output;
use legacybridge::options::{Options, ThemeName};
use legacybridge::report::Report;
use legacybridge::rtf::template::Template;
use legacybridge::rtf::writer::{Scratch, write_with};
use proptest::prelude::*;

use crate::kit::build::{Build, everything};
use crate::kit::generated::document;
use crate::kit::outline::read_rtf;
use crate::kit::written::{self, Token, tokens};

const HOUSE: &[u8] = include_bytes!("golden/house.rtf");

fn written(b: &Build, options: &Options, template: Option<&Template>) -> String {
    let view = View { doc: &b.doc, source: b"" };
    let mut out = Output::new(Vec::new(), usize::MAX);
    let mut report = Report::default();
    write_with(view, options, template, &mut out, &mut report, &mut Scratch::default()).unwrap();
    String::from_utf8(out.finish().unwrap()).unwrap()
}

fn outline(rtf: &str) -> String {
    read_rtf(rtf.as_bytes()).0
}

fn numbers(tokens: &[Token], word: &str) -> Vec<i64> {
    let number = |token: &Token| match token {
        Token::Word(name, Some(value)) if name == word => Some(*value),
        _ => None,
    };
    tokens.iter().filter_map(number).collect()
}

/// What must hold whatever the template is: ASCII, braces, and nothing that is not defined.
fn check(rtf: &str) {
    assert!(rtf.is_ascii() && rtf.starts_with("{\\rtf1\\ansi\\ansicpg") && rtf.ends_with("}\r\n"));
    let tokens = tokens(rtf);
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate() {
        depth += (*token == Token::Open) as i32 - (*token == Token::Close) as i32;
        assert!(depth > 0 || index + 1 == tokens.len(), "the document ends early");
        assert!(!matches!(token, Token::Word(word, _) if word == "bin"), "\\bin");
    }
    assert_eq!(depth, 0);
    let end = |name: &str| rtf.find(name).unwrap_or(0);
    let table = |from: &str, to: &str| {
        let (from, to) = (end(from), end(to));
        written::tokens(&rtf[from..to.max(from)])
    };
    let fonts = numbers(&table("{\\fonttbl", "{\\colortbl"), "f");
    let colors = rtf[end("{\\colortbl")..].split('}').next().unwrap().matches(';').count() as i64;
    for font in numbers(&tokens, "f") {
        assert!(fonts.contains(&font), "font {font} is in no table");
    }
    for word in ["cf", "cbpat", "chcbpat", "highlight", "brdrcf", "clcbpat"] {
        assert!(numbers(&tokens, word).iter().all(|color| (0..colors).contains(color)), "{word}");
    }
}

#[test]
fn every_theme_says_the_same() {
    let b = everything();
    let expected = outline(&written(&b, &Options::default(), None));
    for (name, theme) in ThemeName::NAMES {
        let rtf = written(&b, &Options { theme, ..Options::default() }, None);
        written::check(&rtf);
        assert_eq!(outline(&rtf), expected, "{name}");
    }
    let template = Template::parse(HOUSE).unwrap();
    let rtf = written(&b, &Options::default(), Some(&template));
    check(&rtf);
    assert_eq!(outline(&rtf), expected);
}

#[test]
fn options_go_before_the_theme() {
    let mut b = Build::new();
    b.heading(1, "h").p("p").code_block("", "c\n");
    for (options, parts) in [
        ("Theme=Classic", &["Cambria;", "Consolas;", "\\fs22 p"][..]),
        ("Theme=Classic;BodyFont=Verdana;BodySize=14", &["Verdana;", "Consolas;", "\\fs28 p"]),
        ("Theme=Modern", &["{\\f0\\fswiss\\fprq2\\fcharset0 Segoe UI;}", "Segoe UI Light;"]),
        (
            "Theme=Modern;HeadingFont=Georgia",
            &["Segoe UI;", "{\\f3\\froman\\fprq2\\fcharset0 Georgia;}"],
        ),
        ("Theme=Print;CodeFont=Consolas", &["Times New Roman;", "Arial;", "Consolas;"]),
        (
            "Page=A4;Margins=2cm",
            &["\\paperw11906\\paperh16838\\margl1134\\margr1134\\margt1134\\margb1134"],
        ),
        (
            "Margins=1in,2in,3in,4in",
            &["\\paperw12240\\paperh15840\\margl5760\\margr2880\\margt1440\\margb4320"],
        ),
    ] {
        let rtf = written(&b, &Options::parse(options).unwrap(), None);
        for part in parts {
            assert!(rtf.contains(part), "{options}: no {part} in {rtf}");
        }
    }
    let rtf = written(&b, &Options::parse("Theme=Modern;BodyFont=Arial").unwrap(), None);
    assert!(!rtf.contains("Segoe UI"), "headings follow the text: {rtf}");
}

#[test]
fn the_page_sets_the_width_of_tables_and_rules() {
    let mut b = Build::new();
    b.table(&[legacybridge::document::Alignment::None], &[&["a"], &["b"]]);
    b.leaf(legacybridge::document::Kind::Rule);
    for (options, width) in
        [("", 9360), ("Page=A4;Margins=1in", 9026), ("Page=A5;Margins=2cm", 8391 - 2 * 1134)]
    {
        let rtf = written(&b, &Options::parse(options).unwrap(), None);
        assert!(rtf.contains(&format!("\\cellx{width}\r\n")), "{options}: {rtf}");
        assert!(rtf.contains(&format!("\\tx{width}{{")), "{options}: {rtf}");
    }
}

#[test]
fn a_template_gives_its_look() {
    let template = Template::parse(HOUSE).unwrap();
    let mut b = Build::new();
    b.heading(1, "One").heading(2, "Two").p("Text.").quote(|b| _ = b.p("Quoted."));
    b.para(|b| _ = b.link("http://a.b", "", |b| _ = b.text("link")));
    b.code_block("sh", "ls\n").bullets(false, |b| _ = b.item(|b| _ = b.p("item")));
    let rtf = written(&b, &Options::default(), Some(&template));
    check(&rtf);
    for part in [
        "{\\f0\\froman\\fprq2\\fcharset0 Garamond;}",
        "{\\f1\\fmodern\\fprq1\\fcharset0 Courier New;}",
        "\\fswiss\\fprq2\\fcharset0 Arial;}",
        "\\deflang1031",
        "{\\colortbl;\\red160\\green30\\blue30;",
        "\\red0\\green90\\blue60;",
        " heading 1;}",
        " Briefdatum;}",
        " Firmenname;}",
        "\\paperw11906\\paperh16838\\margl1418\\margr1134\\margt1985\\margb1701",
        "\\titlepg",
        "\\headery567\\footery567\\deftab709",
        "{\\headerf ",
        "\\pngblip ",
        "M\\u252?ller",
        "{\\header ",
        "M\\'fcller & Co.\\tab \\tab Page ",
        "{\\field {\\*\\fldinst PAGE}{\\fldrslt 2}}",
        "{\\footer ",
        "{\\company M\\'fcller & Co.}{\\*\\manager A. Boss}",
        "\\qc\\f6\\fs34\\b\\caps",
        "\\f0\\fs23\\lang1031 Text.",
    ] {
        assert!(rtf.contains(part), "no {part} in {rtf}");
    }
    for part in
        ["berschrift", "House paper", "Somebody", "Kapitel", "not taken over", "CE;", "\\ts"]
    {
        assert!(!rtf.contains(part), "{part} in {rtf}");
    }
    // The numbers of the writer's own styles are what they always are.
    assert!(rtf.contains("\\pard\\plain\\s20\\sa160") && rtf.contains("\\pard\\plain\\s1\\sb480"));
}

#[test]
fn options_go_before_the_template() {
    let template = Template::parse(HOUSE).unwrap();
    let mut b = Build::new();
    b.heading(1, "h").p("p").para(|b| _ = b.code("c"));
    let options =
        "BodyFont=Verdana;BodySize=23;HeadingFont=Impact;CodeFont=Consolas;Page=Letter;Margins=1in";
    let rtf = written(&b, &Options::parse(options).unwrap(), Some(&template));
    for part in [
        "{\\f0\\fswiss\\fprq2\\fcharset0 Verdana;}",
        "{\\f1\\fmodern\\fprq1\\fcharset0 Consolas;}",
        "{\\f3\\fswiss\\fprq2\\fcharset0 Impact;}",
        "\\f3\\fs68\\b\\caps",
        "\\f0\\fs46\\lang1031 p",
        "\\paperw12240\\paperh15840\\margl1440\\margr1440",
    ] {
        assert!(rtf.contains(part), "no {part} in {rtf}");
    }
}

/// A template that wants to mean what only the writer may say.
#[test]
fn what_tells_the_structure_is_never_a_templates() {
    let b = everything();
    let expected = outline(&written(&b, &Options::default(), None));
    for normal in [
        "\\li720\\ri720\\fi-360",
        "\\outlinelevel2",
        "\\contextualspace",
        "\\brdrb\\brdrs\\brdrw10",
        "\\ql",
        "\\v",
        "\\deleted",
        "\\i",
        "\\b",
        "\\ul",
        "\\b\\i\\ul\\strike\\super",
        "\\f3",
        "\\f6",
        "\\f7",
        "\\fs48",
        "\\fs4",
        "\\sa0\\sb0",
        "\\sb900\\sa900",
        "\\highlight2",
        "\\intbl\\itap2",
        "\\ls1\\ilvl2",
        "\\footnote",
        "\\fonttbl",
        "\\urtf1",
        "\\fromhtml1",
    ] {
        for style in ["", "\\s1", "\\s17", "\\s18", "\\s19", "\\s20", "\\s25"] {
            let name = match style {
                "" => "Normal",
                "\\s1" => "heading 1",
                "\\s17" => "Quote",
                "\\s18" => "HTML Preformatted",
                "\\s19" => "List Paragraph",
                "\\s20" => "Table Heading",
                _ => "Definition List",
            };
            let fonts = "{\\fonttbl{\\f0\\fswiss Arial;}{\\f3\\fmodern\\fprq1 Courier;}{\\f5\\fnil\\fcharset2 Wingdings;}}";
            let normal_first = if style.is_empty() { "" } else { "{\\f0\\fs22 Normal;}" };
            let source = format!(
                "{{\\rtf1\\ansi{fonts}{{\\stylesheet{normal_first}{{{style}{normal} {name};}}}}\\pard x\\par}}"
            );
            let template = Template::parse(source.as_bytes()).unwrap();
            let rtf = written(&b, &Options::default(), Some(&template));
            check(&rtf);
            assert_eq!(outline(&rtf), expected, "{source}");
        }
    }
}

#[test]
fn a_bad_template_is_an_option_that_is_refused() {
    let folder = std::env::temp_dir().join(format!("legacybridge-template-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("Büro.rtf");
    let convert = |options: &str| {
        let converter = Converter::new(Options::parse(options)?)?;
        converter.convert(Format::Markdown, Format::Rtf, b"# Hello")
    };
    let option = format!("Template={}", path.display());
    let error = convert(&option).unwrap_err();
    assert_eq!(error.status, Status::BadOption);
    assert!(error.message.contains("Template") && error.message.contains("Büro.rtf"), "{error}");
    std::fs::write(&path, b"Dear Sir").unwrap();
    let error = convert(&option).unwrap_err();
    assert_eq!(error.status, Status::BadOption);
    assert!(error.message.contains("{\\rtf"), "{error}");
    // Every beginning of a file, and one whose end was lost in a group, is cut off.
    for length in
        (5..HOUSE.trim_ascii_end().len()).step_by(7).chain([HOUSE.trim_ascii_end().len() - 1])
    {
        let error = Template::parse(&HOUSE[..length]).map(|_| length).unwrap_err();
        assert_eq!(error.status, Status::BadOption, "{length}");
    }
    std::fs::write(&path, &HOUSE[..HOUSE.len() / 2]).unwrap();
    let error = convert(&option).unwrap_err();
    assert!(error.message.contains("cut off") && error.message.contains("Büro.rtf"), "{error}");
    std::fs::write(&path, HOUSE).unwrap();
    let rtf = String::from_utf8(convert(&option).unwrap()).unwrap();
    assert!(rtf.contains("Garamond") && rtf.contains("{\\footer "));
    // It was read when the converter was made.
    let converter = Converter::new(Options::parse(&option).unwrap()).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        converter.convert(Format::Markdown, Format::Rtf, b"# Hello").unwrap(),
        rtf.as_bytes()
    );
}

/// Markdown that goes to RTF and comes back.
fn trip(options: &str, markdown: &str) -> String {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let rtf = converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).unwrap();
    let back = converter.convert(Format::Rtf, Format::Markdown, &rtf).unwrap();
    String::from_utf8(back).unwrap()
}

#[test]
fn what_is_hard_to_say_comes_back_in_every_look() {
    for options in [
        "",
        "Theme=Classic",
        "Theme=Modern",
        "Theme=Print",
        "Theme=Compact",
        "Target=RichEdit",
        "BodyFont=Courier New",
        "BodyFont=Courier New;HeadingFont=Arial",
        "HeadingFont=Consolas",
        "CodeFont=Arial",
    ] {
        for markdown in [
            "Press <kbd>Ctrl</kbd>+<kbd>**C**</kbd> or <kbd>`x`</kbd>.\n",
            "<kbd>Esc</kbd>\n",
            "a<br>\n",
            "a **b**<br><br>\n",
            "- a<br>\n- b\n",
            "| a<br> | b |\n| --- | --- |\n| c | d<br> |\n",
            "| | |\n| --- | ---: |\n| a | b |\n| c | d |\n",
            "| | |\n| --- | --- |\n| **a** | **b** |\n| c | d |\n",
            "| |\n| --- |\n",
            "[a](b)[c](d)![e](f)[g](h \"t\")\n",
            "# A heading with *emphasis*, **strong** and `code`\n\nText with `code`.\n\n```\ncode\n```\n",
            "# **all strong**\n\n## *all emphasis*\n",
            "**all strong**\n\n```\nlong enough to be most of the text in the document\n```\n",
        ] {
            assert_eq!(trip(options, markdown), markdown, "{options}");
        }
    }
}

#[test]
fn a_header_without_text_is_not_shown() {
    let rtf = |markdown: &str| {
        let converter = Converter::new(Options::default()).unwrap();
        String::from_utf8(
            converter.convert(Format::Markdown, Format::Rtf, markdown.as_bytes()).unwrap(),
        )
        .unwrap()
    };
    assert!(!rtf("| | |\n|-|-|\n| a | b |\n").contains("\\trhdr"));
    assert!(rtf("| | x |\n|-|-|\n| a | b |\n").contains("\\trhdr"));
}

#[test]
fn lines_end_as_the_option_says() {
    let converter = Converter::new(Options::parse("LineEnds=CRLF").unwrap()).unwrap();
    let convert = |to, text: &str| {
        String::from_utf8(converter.convert(Format::Markdown, to, text.as_bytes()).unwrap())
            .unwrap()
    };
    assert_eq!(
        convert(Format::Markdown, "a\nb\n\n```\nc\r\n```"),
        "a\r\nb\r\n\r\n```\r\nc\r\n```\r\n"
    );
    assert_eq!(convert(Format::Text, "a\n\nb"), "a\r\n\r\nb\r\n");
    assert!(!convert(Format::Rtf, "a").contains("\r\r"));
}

/// Control words and more that a mutation puts somewhere.
const PIECES: [&str; 60] = [
    "{",
    "}",
    "\\",
    ";",
    "\\v ",
    "\\i ",
    "\\b ",
    "\\ul ",
    "\\ql ",
    "\\qc ",
    "\\f3 ",
    "\\f6 ",
    "\\f99 ",
    "\\fs99 ",
    "\\fs8 ",
    "\\s0 ",
    "\\s1 ",
    "\\s17 ",
    "\\cs10 ",
    "\\sbasedon1 ",
    "\\sbasedon17 ",
    "\\outlinelevel0 ",
    "\\li720\\ri720 ",
    "\\contextualspace ",
    "\\brdrb\\brdrs ",
    "\\brdrl\\brdrs ",
    "\\bin5 ",
    "\\bin99999 ",
    "{\\*\\unknown ",
    "{\\footnote ",
    "{\\fonttbl",
    "{\\stylesheet",
    "{\\colortbl",
    "{\\header ",
    "{\\info ",
    "\\fcharset2 ",
    "\\fcharset128 ",
    "\\fmodern ",
    "\\fprq1 ",
    "\\ansicpg932 ",
    "\\ansicpg65001 ",
    "\\uc0 ",
    "\\uc9 ",
    "\\u-10179 ",
    "\\'",
    "\\'8",
    "\u{fc}",
    "\\par ",
    "\\sect ",
    "\\sectd ",
    "\\paperw1 ",
    "\\margl30000 ",
    "\\rtf1 ",
    "\\pict ",
    "Symbol;",
    "Wingdings",
    "heading 1;",
    "Quote;",
    "\\sa0\\sb0 ",
    "\\cf9999 ",
];

fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let change =
        (any::<prop::sample::Index>(), 0usize..12, prop::sample::select(&PIECES[..]), any::<u8>());
    prop::collection::vec(change, 1..20).prop_map(|changes| {
        let mut bytes = HOUSE.to_vec();
        for (at, kind, piece, byte) in changes {
            let at = 5 + at.index(bytes.len() - 5);
            match kind {
                0 => bytes[at] = byte,
                1 => _ = bytes.drain(at..(at + byte as usize).min(bytes.len())),
                2 => {
                    let piece = bytes[at..(at + 4 * byte as usize).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => _ = bytes.splice(at..at, piece.bytes()),
            }
        }
        bytes
    })
}

fn cases() -> u32 {
    std::env::var("TEMPLATE_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

fn same(document_bytes: &[u8], source: &[u8]) -> Result<(), TestCaseError> {
    let Ok(template) = Template::parse(source) else { return Ok(()) };
    let b = document(document_bytes);
    let plain = written(&b, &Options::default(), None);
    let rtf = written(&b, &Options::default(), Some(&template));
    check(&rtf);
    let (here, there) = (outline(&plain), outline(&rtf));
    prop_assert_eq!(here, there, "{}", String::from_utf8_lossy(source));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_to_a_template_the_document_is_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        source in mutated(),
    ) {
        same(&bytes, &source)?;
    }

    #[test]
    fn any_bytes_are_a_template_or_none(
        bytes in prop::collection::vec(any::<u8>(), 0..100),
        source in prop::collection::vec(any::<u8>(), 0..300),
        pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60),
    ) {
        _ = Template::parse(&source);
        same(&bytes, &[&b"{\\rtf1"[..], &source].concat())?;
        same(&bytes, format!("{{\\rtf1{}", pieces.concat()).as_bytes())?;
    }

    #[test]
    fn generated_documents_are_the_same_in_every_theme(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        theme in prop::sample::select(&ThemeName::NAMES[..]),
    ) {
        let b = document(&bytes);
        let rtf = written(&b, &Options { theme: theme.1, ..Options::default() }, None);
        written::check(&rtf);
        prop_assert_eq!(outline(&written(&b, &Options::default(), None)), outline(&rtf));
    }
}
