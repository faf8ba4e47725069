//! Kinds of Markdown that people write, through RTF and back: one test for each kind.
//!
//! Shape   tables of options, Markdown, and what comes back; an empty last column means the same text.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn convert(options: &str, from: Format, to: Format, text: &str) -> String {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    let bytes = converter.convert(from, to, text.as_bytes()).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn to_rtf(options: &str, markdown: &str) -> String {
    convert(options, Format::Markdown, Format::Rtf, markdown)
}

fn to_markdown(options: &str, rtf: &str) -> String {
    convert(options, Format::Rtf, Format::Markdown, rtf).trim_end().to_owned()
}

fn trips(options: &str, rows: &[(&str, &str)]) {
    for (markdown, expected) in rows {
        let expected = if expected.is_empty() { markdown } else { expected };
        let rtf = to_rtf(options, markdown);
        assert!(rtf.is_ascii());
        assert_eq!(to_markdown(options, &rtf), *expected, "{options}: {markdown}");
    }
}

#[test]
fn code_at_the_start_of_an_item_is_no_task() {
    trips(
        "",
        &[
            ("- `[x]` is what it takes\n- `[ ]`", ""),
            ("1. `[X]` one\n2. x", ""),
            ("- [ ] `[x]` both", ""),
        ],
    );
}

#[test]
fn typed_brackets_at_the_start_of_an_item_are_no_task() {
    trips(
        "",
        &[
            ("- \\[ ] one\n- \\[x] two\n- [ ] three", ""),
            ("1. \\[X] one\n2. x", ""),
            ("- **\\[ ]** a\n- *\\[x] b*", "- **[ ]** a\n- *[x] b*"),
            ("- \u{2610} a\n- \u{2611} b\n  - \u{2612} c", ""),
            ("- \u{2327} a\n- \u{1F5F9} b", ""),
            ("> - \\[ ] a\n>\n>   b", ""),
            ("- \\[a] b\n- \\[", "- [a] b\n- \\["),
        ],
    );
    let rtf = to_rtf("", "- [x] a\n- [b](c)");
    assert!(!rtf.contains("HTML Tag"), "nothing is hidden where nothing looks like a box");
}

#[test]
fn formulas_in_brackets_are_formulas() {
    trips(
        "Math=Yes",
        &[
            (
                r"We have \(a_1 = b_1\) and \(c^*\), so \(d\).",
                "We have $a_1 = b_1$ and $c^*$, so $d$.",
            ),
            ("> \\[\n> \\int_0^1 f\n> \\]", "> $$\n> \\int_0^1 f\n> $$"),
            ("- with `\\(code\\)` and \\( x \\)", "- with `\\(code\\)` and $x$"),
            (r"no \\(formula\\)", ""),
        ],
    );
    trips("", &[(r"\(a\)", "(a)")]);
    // As GitHub writes them.
    trips(
        "Math=Yes",
        &[
            ("A $`a_1+b`$ and $`c`$.", "A $a_1+b$ and $c$."),
            ("a\n```math\n\\frac{a}{b}\n+ c\n```\nb", "a\n\n$$\n\\frac{a}{b}\n    + c\n$$\n\nb"),
            ("> - ~~~math\n>   x\n>   ~~~", "> - $$\n>   x\n>   $$"),
            ("```math\na\n\nb\n```\n\n```math\n```\n\n```math\n$\n```", ""),
            ("```maths\na\n```", ""),
        ],
    );
    trips("", &[("```math\na\n```", "")]);
}

#[test]
fn shell_variables_and_prices_are_no_formulas() {
    for markdown in ["cp $SRC/$NAME to $DST", "from $3-$5 and $10", "$HOME:$PATH", "${A}/${B}"] {
        let rtf = to_rtf("Math=Yes", markdown);
        assert!(!rtf.contains("\\cs8"), "{markdown}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
    trips("Math=Yes", &[("is $x$, $y_2$ and $z$-axis", ""), ("中文$x$中文", "")]);
}

#[test]
fn dollars_in_the_text_of_an_image_stay() {
    for (markdown, text) in
        [("![as $x^2$ says](plot.png)", "as $x^2$ says"), ("![cost: $$5$$](a.gif)", "cost: $$5$$")]
    {
        let back = to_markdown("Math=Yes", &to_rtf("Math=Yes", markdown));
        assert_eq!(back.replace('\\', ""), markdown.replace('\\', ""), "{text}");
    }
}

#[test]
fn displayed_formulas_keep_their_lines() {
    trips(
        "Math=Yes",
        &[
            ("$$\nx % not shown\n&= y\n$$", ""),
            ("- $$\n  a % b\n  c\n  $$", ""),
            ("$$a$$", ""),
            ("a $x % n\ny$ b", ""),
            ("> - $x % n\n>   y$", ""),
        ],
    );
}

#[test]
fn front_matter_comes_back_as_it_stood() {
    let block = "---\ntitle: \"A: b\"\nauthor: C D\nsubject: on f\nkeywords: [g, h]\ndate: 2026-01-02\n\
                 nested:\n  key: |\n    two\n    lines\n---";
    for (options, markdown) in [
        ("", format!("{block}\n\nText.")),
        ("FrontMatter=Yes", format!("{block}\n\n# Heading")),
        ("", "---\ndraft: true\n# note\ntags:\n- x\n...\n\n- item".to_owned()),
    ] {
        let rtf = to_rtf(options, &markdown);
        assert_eq!(to_markdown(options, &rtf), markdown, "{options}");
        assert!(!to_markdown("FrontMatter=No", &rtf).contains("---"), "{options}");
    }
    let rtf = to_rtf("", &format!("{block}\n\nText."));
    for part in [
        "{\\title A: b}",
        "{\\author C D}",
        "{\\subject on f}",
        "{\\keywords g, h}",
        "{\\propname date}\\proptype30{\\staticval 2026-01-02}",
    ] {
        assert!(rtf.contains(part), "{part} in {rtf}");
    }
}

#[test]
fn front_matter_is_no_heading_and_a_rule_no_front_matter() {
    trips(
        "",
        &[
            ("---\nlayout: post\n---\n\n# Title", ""),
            ("---\n\na: b\n\n---", ""),
            ("---\nplain text that is no key\n---", "---\n\n## plain text that is no key"),
        ],
    );
    trips("FrontMatter=No", &[("---\na: b\n---", "---\n\n## a: b")]);
}

#[test]
fn properties_of_a_document_become_front_matter_where_that_is_wanted() {
    let rtf = r"{\rtf1{\info{\title T}{\keywords k, l}}{\*\userprops{\propname Client}\proptype30{\staticval X: y}{\propname Due}\proptype30{\staticval 2026-11-28}}Text.\par}";
    assert_eq!(
        to_markdown("FrontMatter=Yes", rtf),
        "---\ntitle: \"T\"\nkeywords: \"k, l\"\nClient: \"X: y\"\nDue: 2026-11-28\n---\n\nText."
    );
    assert_eq!(to_markdown("", rtf), "Text.");
}

#[test]
fn typographic_marks_leave_addresses_alone() {
    for (markdown, shown) in [
        ("at http://e.com/x--y/z...t \"now\"", "http://e.com/x--y/z...t"),
        ("mail a--b@e.com -- or not", "a--b@e.com"),
        ("www.e.com/it's--so", "www.e.com/it's--so"),
        ("[http://e.com/--](http://e.com/--)", "http://e.com/--"),
        ("\"http://e.com/x--y\"", "\u{201C}<http://e.com/x--y>\u{201D}"),
        ("http://e.com/(\"x\")--y and 'http://e.com/z.'", "http://e.com/(\"x\")--y"),
        ("say 'http://e.com/z.'", "\u{2018}<http://e.com/z>.\u{2019}"),
    ] {
        let html = to_markdown("", &to_rtf("SmartPunctuation=Yes", markdown));
        assert!(html.contains(shown), "{html}");
    }
    trips("SmartPunctuation=Yes", &[("\"a\" -- b...", "“a” – b…")]);
}

#[test]
fn lowered_and_raised_text_stands_in_words() {
    for (markdown, html) in [
        ("CO~2~ and m^3^", "CO<sub>2</sub> and m<sup>3</sup>"),
        ("a^*b*^c", "a<sup>*b*</sup>c"),
        ("(x~i~, y~j~)", "(x<sub>i</sub>, y<sub>j</sub>)"),
        ("2^10 and 3^4", "2^10 and 3^4"),
        ("~/a and ~/b", "\\~/a and \\~/b"),
        ("~~gone~~ H~2~O", "~~gone~~ H<sub>2</sub>O"),
        ("`a~b~`", "`a~b~`"),
        ("a\\^b^", "a^b^"),
        ("P~a\\ cat~ and a\\ cat", "P<sub>a\u{A0}cat</sub> and a\\ cat"),
        ("x^a\\\\ b^", "x^a\\ b^"),
    ] {
        let rtf = to_rtf("SuperSub=Yes", markdown);
        assert_eq!(to_markdown("", &rtf), html, "{markdown}");
        let back = to_markdown("SuperSub=Yes", &rtf);
        assert_eq!(to_markdown("", &to_rtf("SuperSub=Yes", &back)), html, "{back}");
    }
}

#[test]
fn braces_of_headings_are_text_unless_they_are_attributes() {
    for (markdown, text) in [
        ("# The {name} tag {x}", "# The {name} tag {x}"),
        ("## List {% include a.md %}", "## List {% include a.md %}"),
        ("# Set {{a}}", "# Set {{a}}"),
        ("# {}", "# {}"),
        ("# Title {#top .big lang=en}", "# Title"),
        ("Two\nlines {.a}\n===", "# Two lines"),
    ] {
        let back = to_markdown("", &to_rtf("HeadingAttributes=Yes", markdown));
        assert_eq!(back.replace('\\', "").replace("<a id=\"top\"></a>", ""), text, "{markdown}");
    }
    trips("HeadingAttributes=Yes", &[("# Title {#top}", ""), ("### a *b* {#c_d}", "")]);
}

#[test]
fn a_definition_needs_a_blank_behind_its_colon() {
    trips(
        "DefinitionLists=Yes",
        &[
            ("::: tip\nText.\n:::", "::: tip Text. :::"),
            ("Word\n:name: value", "Word :name: value"),
            ("Term\n: meaning", ""),
            ("```\n:::\n```", ""),
        ],
    );
}

#[test]
fn a_block_of_one_blank_line_keeps_it() {
    trips(
        "",
        &[
            ("```\n\n```", ""),
            ("```\n```", ""),
            ("> ```sh\n>\n> ```", ""),
            ("- ```\n\n  ```\n\n  a", ""),
            ("```\n\n\n```", ""),
        ],
    );
}

#[test]
fn a_typed_anchor_stays_though_its_heading_has_that_name() {
    trips(
        "",
        &[
            ("## <a id=\"more\"></a>More\n\n[go](#more)", ""),
            ("# Other <a id=\"other\"></a>\n\n[go](#other) and [top](#top)", ""),
            ("## <a id=\"x\"></a>More\n\n[go](#more)", ""),
            ("## <a id=\"more\"></a>More", ""),
            ("# A b <a id=\"a-b\"></a>\n\n## <a id=\"c\"></a>C", ""),
        ],
    );
}

#[test]
fn emphasis_stands_in_emphasis_three_deep() {
    trips("", &[("*x *y *z* y* x*", ""), ("**x **y **z** y** x**", ""), ("# **a **b** c**", "")]);
    let source =
        "<em>a <em>b <em>c</em></em></em> <strong>d <strong>e <strong>f</strong></strong></strong>";
    let once = to_markdown("", &to_rtf("", source));
    assert_eq!(to_markdown("", &to_rtf("", &once)), once);
    assert_eq!(to_rtf("", &once).matches("\\cs33").count(), 2);
}

#[test]
fn a_drawing_is_its_text_and_comes_back() {
    for markdown in [
        "![the plan](data:image/svg+xml,%3Csvg/%3E)",
        "see ![logo](data:image/svg+xml;base64,PHN2Zy8+ \"T\") here",
        "![](data:image/svg+xml;base64,PHN2Zy8+)",
        "a ![](data:image/webp;base64,UklGRg==)",
        "[![photo](data:image/avif;base64,UklGRg==)](http://x.test/)",
    ] {
        let rtf = to_rtf("Links=All", markdown);
        assert!(!rtf.contains("HYPERLINK \"data") && !rtf.contains("INCLUDEPICTURE"));
        assert_eq!(to_markdown("Links=All", &rtf), markdown);
    }
}

#[test]
fn a_file_does_not_end_in_a_list() {
    for markdown in ["- a\n  - b", "1. a\n   1. b\n      1. c", "> - a", "- a"] {
        let rtf = to_rtf("", markdown);
        let last = rtf.trim_end_matches("}\r\n").rsplit("\\pard").next().unwrap().to_owned();
        assert!(last.starts_with("\\plain\\s0") && last.ends_with("\\par\r\n"), "{last}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
}

#[test]
fn images_outlast_those_who_drop_the_field() {
    for (markdown, back) in [
        ("![alt](a/b.png)", ""),
        ("![](b.png) and ![c d](../e.png \"say \\\"f\\\"\")", ""),
        ("[![in](b.png)](u)", ""),
        ("a ![x](http://e.com/x.png)![y](y.png) b", ""),
    ] {
        let back = if back.is_empty() { markdown } else { back };
        let rtf = to_rtf("", markdown);
        assert_eq!(to_markdown("", &rtf), back);
        // The field goes and its result stays; its address has become absolute.
        let mut saved = rtf.replace("{\\field{\\*\\fldinst{INCLUDEPICTURE", "{{\\*\\gone{");
        saved = saved.replace("HYPERLINK \"b.png\"", "HYPERLINK \"file:///home/u/b.png\"");
        saved = saved.replace("\" \\\\d}}{\\fldrslt", "}}{").replace("\\cs15", "");
        assert_eq!(to_markdown("", &saved), back, "{saved}");
    }
    assert!(to_rtf("", "![](a/shown.png)").contains(" shown.png}"), "an image without text");
    let changed = to_rtf("", "![a](b.png)").replace("\"b.png\" \\\\d", "\"c.png\" \\\\d");
    assert_eq!(to_markdown("", &changed), "![a](c.png)", "somebody has changed it");
}

#[test]
fn titles_have_quotes_that_libreoffice_reads() {
    trips(
        "",
        &[
            (r#"[a](b "say \"c\" twice")"#, r#"[a](b "say \"c\" twice")"#),
            ("[a](b \"two\nlines\")", "[a](b \"two&#10;lines\")"),
            ("[a](b \"5\u{2033} and\u{2028}c\")", ""),
            (r#"[a](b "c\\d")"#, r#"[a](b "c\d")"#),
        ],
    );
    assert!(!to_rtf("", r#"[a](b "c\"d")"#).contains("\\\\\""));
}

#[test]
fn symbols_are_not_the_third_face_and_east_asian_text_has_one() {
    for (markdown, face) in [
        ("中文`a`\n\n- b", Some("SimSun")),
        ("ひらがな\n\n- `b`", Some("MS Mincho")),
        ("한국어", Some("Malgun Gothic")),
        ("a `b`\n\n- c", None),
    ] {
        let rtf = to_rtf("", markdown);
        let table = rtf.split("{\\fonttbl").nth(1).unwrap().split("}\r\n").next().unwrap();
        let third = table.split("{\\f").nth(3).unwrap_or("");
        assert!(!third.contains("Symbol"), "{table}");
        assert_eq!(face.map(|face| table.contains(face)), face.map(|_| true), "{table}");
        assert_eq!(rtf.contains("\\stshfdbch"), face.is_some());
    }
}

#[test]
fn columns_are_as_wide_as_their_words_and_within_the_page() {
    for markdown in [
        "| No | Item | Where it is kept | Price | Stock | Supplier | Contact | Notes |\n|-|-|-|-|-|-|-|-|\n\
         | 1 | Screw | Hall 3 | 0.10 | 4000 | Acme Works | sales.department@acme-works.example.com | Order at least one month before the stock runs out, and never on Fridays |",
        "| a | b |\n|-|-|\n| x | a text that is long enough to be broken over several lines of the page, as it should be |",
    ] {
        let rtf = to_rtf("", markdown);
        let row = rtf.split("\\trowd").nth(1).unwrap();
        let ends: Vec<i64> = row
            .split("\\cellx")
            .skip(1)
            .map(|end| {
                end.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
            })
            .collect();
        assert!(*ends.last().unwrap() <= 9_360, "{ends:?}");
        let widths: Vec<i64> =
            ends.iter().scan(0, |left, end| Some(end - std::mem::replace(left, *end))).collect();
        let heads: Vec<&str> = markdown.lines().next().unwrap().split('|').map(str::trim).collect();
        for (width, head) in widths.iter().zip(&heads[1..]) {
            let word = head.split(' ').map(str::len).max().unwrap_or(0) as i64;
            assert!(width - 128 >= word * 95, "{head}: {width} of {widths:?}");
        }
        let last = widths.last().unwrap();
        let narrower = widths.iter().filter(|width| *width < last).count();
        assert!(narrower >= widths.len() / 2, "the longest text is not the narrowest: {widths:?}");
    }
}

#[test]
fn blocks_of_code_stand_apart() {
    for markdown in [
        "```\na\n```\n\n```\nb\n```",
        "- ```\n  a\n  ```\n\n  ```\n  b\n  ```",
        "> ```\n> a\n> ```\n>\n> ```\n> b\n> ```",
    ] {
        let rtf = to_rtf("", markdown);
        assert_eq!(
            rtf.matches("\\sa0\\sl-20\\slmult0\\fs2").count(),
            1 + usize::from(markdown.starts_with('-')),
            "{rtf}"
        );
        assert_eq!(to_markdown("", &rtf), markdown.replace("```\n\n  ```", "```\n  ```"));
    }
}

#[test]
fn space_stands_before_what_cannot_say_it() {
    for markdown in [
        "- a\n\n| b |\n| --- |\n| c |",
        "| b |\n| --- |\n| c |\n\n> d",
        "- a\n\n> d",
        "| b |\n| --- |\n| c |\n\n| d |\n| --- |\n| e |",
    ] {
        let rtf = to_rtf("", markdown);
        assert!(rtf.contains("\\sl-120"), "{markdown}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
}

#[test]
fn numbers_of_three_digits_end_where_their_place_is() {
    for (markdown, right) in
        [("99. a\n100. b", true), ("1000. a", true), ("1. a\n2. b", false), ("97. a\n98. b", false)]
    {
        let rtf = to_rtf("", markdown);
        assert_eq!(rtf.contains("\\leveljc2"), right, "{markdown}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
}

#[test]
fn a_line_stands_above_footnotes() {
    for (markdown, line) in
        [("a[^1]\n\n[^1]: b", true), ("- c[^x]\n\n[^x]: d", true), ("no note", false)]
    {
        assert_eq!(to_rtf("", markdown).contains("{\\*\\ftnsep\\chftnsep}"), line, "{markdown}");
    }
}

#[test]
fn notes_from_right_to_left_say_so_in_their_style() {
    for (markdown, said) in [
        ("\u{5D0}[^1]\n\n[^1]: \u{5D1}", true),
        ("- \u{627}[^1] b[^2]\n\n[^1]: \u{628}\n\n    c\n\n[^2]: \u{62A}", true),
        ("\u{5D0}[^1] b[^2]\n\n[^1]: \u{5D1}\n\n[^2]: c", false),
        ("a[^1]\n\n[^1]: b \u{5D1}", false),
    ] {
        let rtf = to_rtf("", markdown);
        assert_eq!(rtf.contains("{\\s25\\rtlpar\\qr\\"), said, "{markdown}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
}

#[test]
fn alerts_have_colours_of_their_own_and_one_bar() {
    let bar = |rtf: &str, text: &str| {
        let paragraph = rtf.split(text).next().unwrap().rsplit("\\pard").next().unwrap().to_owned();
        let from = paragraph.rfind("\\brdrl").unwrap();
        let words = &paragraph[from..];
        words[..words.find("\\f0").or(words.find(' ')).unwrap()].to_owned()
    };
    let mut colours = Vec::new();
    for kind in ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"] {
        let markdown = format!("> [!{kind}]\n> the text\n>\n> - item");
        let rtf = to_rtf("", &markdown);
        assert_eq!(to_markdown("", &rtf), markdown);
        let body = bar(&rtf, "the text");
        assert!(
            bar(&rtf, &format!("{}{}\\par", &kind[..1], kind[1..].to_lowercase())).trim_end()
                == body.trim_end()
        );
        assert!(!colours.contains(&body), "{body}");
        colours.push(body);
    }
    trips("", &[("> [!NOTE]\n> - a\n\n> [!TIP]\n> b\n\n> c", "")]);
    trips(
        "Alerts=No",
        &[("> [!NOTE]\n> a", "> \\[!NOTE]\n> a"), ("> [!TIP]\n> a b", "> \\[!TIP]\n> a b")],
    );
}

#[test]
fn pictures_fit_where_they_stand() {
    let folder = std::env::temp_dir().join(format!("legacybridge-fit-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, width, height) in [("wide.png", 2_000u32, 300u32), ("tall.png", 300, 3_000)] {
        std::fs::write(folder.join(name), png(width, height)).unwrap();
    }
    let options = format!("ImageRoot={}", folder.display());
    for (markdown, most) in [
        ("![a](wide.png)", (9_360, 12_960)),
        ("- b\n\n  ![a](wide.png)", (8_640, 12_960)),
        ("> > ![a](wide.png)", (7_440, 12_960)),
        ("| a | b |\n|-|-|\n| ![a](wide.png) | a text |", (9_000, 12_960)),
        ("![a](tall.png)", (9_360, 12_960)),
    ] {
        let rtf = to_rtf(&options, markdown);
        let value = |word: &str| -> i64 {
            let rest = rtf.split(word).nth(1).unwrap();
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
        };
        let (width, height) = (value("\\picwgoal"), value("\\pichgoal"));
        assert!(width <= most.0 && height <= most.1, "{markdown}: {width} {height}");
        let (pixels, rows) = (value("\\picw"), value("\\pich"));
        let error = (width * rows - height * pixels).abs();
        assert!(error <= pixels.max(rows) * 2, "{markdown}: {width} {height}");
    }
    std::fs::remove_dir_all(folder).unwrap();
}

/// A picture of one colour.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], data: &[u8]| {
        file.extend((data.len() as u32).to_be_bytes());
        let body = [kind.as_slice(), data].concat();
        file.extend(&body);
        let sum = body.iter().fold(!0u32, |sum, &byte| {
            (0..8).fold(sum ^ u32::from(byte), |sum, _| {
                (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
            })
        });
        file.extend((!sum).to_be_bytes());
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[1, 0, 0, 0, 0]].concat();
    chunk(b"IHDR", &head);
    let rows = vec![0u8; (width.div_ceil(8) as usize + 1) * height as usize];
    let mut data = vec![0x78, 0x01];
    for (index, block) in rows.chunks(65_535).enumerate() {
        data.push(u8::from((index + 1) * 65_535 >= rows.len()));
        data.extend((block.len() as u16).to_le_bytes());
        data.extend((!(block.len() as u16)).to_le_bytes());
        data.extend(block);
    }
    // Of nothing but zeros.
    let sum = (rows.len() as u32 % 65_521) << 16 | 1;
    data.extend(sum.to_be_bytes());
    chunk(b"IDAT", &data);
    chunk(b"IEND", &[]);
    file
}

#[test]
fn readers_without_unicode_see_letters() {
    for (markdown, rtf) in [
        ("Grüße", "Gr\\'fc\\'dfe"),
        ("“a” – €", "\\'93a\\'94 \\'96 \\'80"),
        ("čaj łódź", "\\u269caj \\u322l\\'f3d\\u378z"),
    ] {
        assert!(to_rtf("", markdown).contains(rtf), "{markdown}");
        trips("", &[(markdown, "")]);
    }
}

#[test]
fn bullets_differ_by_level() {
    let rtf = to_rtf("", "- a\n  - b\n    - c\n      - d");
    let levels: Vec<&str> = rtf.split("\\leveltext").skip(1).take(3).collect();
    assert!(levels.iter().all(|one| levels.iter().filter(|other| one == *other).count() == 1));
    trips("", &[("- a\n  - b\n    - c\n      - d", ""), ("1. a\n   - b\n     - c", "")]);
}

#[test]
fn links_below_the_base_are_relative() {
    let saved = r#"{\rtf1 {\field{\*\fldinst{HYPERLINK "file:///home/u/d/docs/a.md"}}{\fldrslt a}} {\field{\*\fldinst{HYPERLINK "file:///b"}}{\fldrslt b}}\par}"#;
    assert_eq!(to_markdown("LinkBase=/home/u/d", saved), "[a](docs/a.md) [b](/b)");
    assert_eq!(to_markdown("", saved), "[a](file:///home/u/d/docs/a.md) [b](file:///b)");
    let rtf = to_rtf("LinkBase=https://e.com/x", "[a](https://e.com/x/y#z) [b](https://e.com/)");
    assert_eq!(to_markdown("", &rtf), "[a](y#z) [b](https://e.com/)");
}

#[test]
fn lines_of_code_have_tab_stops() {
    for (markdown, stops) in
        [("```\na\tb\n```", true), ("- ```\n  \tb\n  ```", true), ("```\na b\n```", false)]
    {
        let rtf = to_rtf("", markdown);
        assert_eq!(rtf.contains("\\tx"), stops, "{markdown}");
        assert_eq!(to_markdown("", &rtf), markdown);
    }
}

#[test]
fn code_in_colours_comes_back_the_same() {
    for (markdown, color) in [
        ("```rust\nfn a() { \"b\" } // c\n\n/* d\ne */\n```", true),
        ("```python\ndef f():\n\treturn 'ü' # 1\n```", true),
        ("```text\nfn a\n```", false),
        ("- ```sql\n  SELECT 1\n  ```", true),
    ] {
        let rtf = to_rtf("Highlight=Yes", markdown);
        assert_eq!(rtf.contains("{\\cf1"), color, "{rtf}");
        assert_eq!(to_markdown("", &rtf), markdown);
        assert!(!to_rtf("", markdown).contains("{\\cf1"));
    }
}
