//! Four times the input takes four times the work, whatever the input is.

use super::steps_of;
use crate::converter::{Converter, Format};
use crate::document::{self, Document, Joined, View};
use crate::html::{self, Origin};
use crate::markdown;
use crate::options::Options;
use crate::report::Report;

/// An input of a kind, in the size `n`.
type Make = fn(usize) -> String;

fn rtf(head: &str, each: &str, tail: &str, n: usize) -> String {
    format!("{{\\rtf1\\ansi {head}{}{tail}}}", each.repeat(n))
}

fn numbered(n: usize, each: impl Fn(usize) -> String) -> String {
    (0..n).map(each).collect()
}

const RTF: &[(&str, Make)] = &[
    ("text", |n| rtf("", "word {\\b bold} \\'e9\\u8364?\\par ", "", n)),
    ("deep groups", |n| rtf("", "{\\b a", &"}".repeat(n), n)),
    ("unclosed groups", |n| rtf("", "{\\i a", "", n)),
    ("braces too many", |n| rtf("", "a}", "", n)),
    ("braces by turns", |n| rtf("", "}{", "", n)),
    ("unclosed destinations", |n| rtf("", "{\\*\\generator x{\\fonttbl a", "\\par b", n)),
    ("unclosed pictures", |n| rtf("", "{\\pict 00ff", "\\par b", n)),
    ("unclosed picture properties", |n| rtf("", "{\\sp{\\sn a}{\\sv ", "\\par b", n)),
    ("unclosed styles", |n| rtf("{\\stylesheet", "{\\s1 ", "\\par b", n)),
    ("unclosed markers", |n| rtf("", "{\\listtext a", "\\par b", n)),
    ("unclosed markers with bodies", |n| rtf("", "{\\listtext a\\par b", "", n)),
    ("unclosed names", |n| rtf("", "{\\*\\bkmkstart a", "\\par b", n)),
    ("unclosed unknowns", |n| rtf("", "{\\*\\nothing a", "\\par b", n)),
    ("unclosed unknowns with bodies", |n| rtf("", "{\\*\\nothing a\\par b", "", n)),
    ("unclosed notes", |n| rtf("", "{\\footnote a", "\\par b", n)),
    ("unclosed notes with bodies", |n| rtf("", "{\\footnote a\\par b", "", n)),
    ("unclosed fields", |n| rtf("", "{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt a", "", n)),
    ("unclosed fields and paragraphs", |n| {
        let open = "{\\field{\\*\\fldinst HYPERLINK \"u\"}{\\fldrslt ";
        rtf(&open.repeat(n), "\\cf1 a\\par ", "", n)
    }),
    ("unclosed instructions", |n| rtf("", "{\\field{\\*\\fldinst HYPERLINK \"u\"", "\\par b", n)),
    ("unclosed shapes", |n| rtf("", "{\\shp{\\*\\shpinst{\\shptxt a", "", n)),
    ("unclosed \\upr", |n| rtf("", "{\\upr{a}{b", "\\par", n)),
    ("\\upr in \\upr", |n| rtf("", "{\\upr{a}{\\*\\ud b", &"}}".repeat(n), n)),
    ("misplaced destinations", |n| rtf("", "a\\pict ", "", n)),
    ("misplaced destinations and an end", |n| rtf("", "a\\pict ", "}b", n)),
    ("misplaced stars", |n| rtf("", "a\\*\\nothing ", "", n)),
    ("misplaced destinations in groups", |n| rtf("", "{a\\bkmkstart b", &"}".repeat(n), n)),
    ("misplaced destinations, each ended", |n| rtf("", "a\\bkmkstart b}", "", n)),
    ("words of tables in the text", |n| rtf("", "a\\fmodern b", "", n)),
    ("words of tables in groups", |n| rtf("", "{\\f1\\fmodern A", &"}".repeat(n), n)),
    ("wrong counts", |n| rtf("", "\\bin99999999 a", "\\par", n)),
    ("wrong counts of pictures", |n| rtf("", "{\\pict\\bin999999 \u{1}\u{2}}", "\\par", n)),
    ("wrong counts that are skipped", |n| rtf("", "{\\*\\x\\bin999999 \u{1}a", "\\par", n)),
    ("fallbacks", |n| rtf("\\uc8 ", "\\u8364 ", "", n)),
    ("lead bytes", |n| rtf("\\ansicpg932 ", "\\'81", "", n)),
    ("halves of pairs", |n| rtf("", "\\u-10179?", "", n)),
    ("high bytes", |n| rtf("", "\u{e9}\\b ", "", n)),
    ("fonts", |n| {
        let table = numbered(n, |i| format!("{{\\f{i}\\fmodern Font{i};}}"));
        let text = numbered(n, |i| format!("\\f{} a", n - i));
        format!("{{\\rtf1{{\\fonttbl{table}}}{text}\\par}}")
    }),
    ("fonts that are not there", |n| numbered(n, |i| format!("\\f{i} a\\par "))),
    ("formats", |n| {
        let text = numbered(n, |i| format!("\\fs{} a\\b{} b", i % 3000, i % 2));
        format!("{{\\rtf1 {text}}}")
    }),
    ("chains of styles", |n| {
        let styles = numbered(n, |i| format!("{{\\s{}\\sbasedon{i} s;}}", i + 1));
        let text = numbered(n, |i| format!("\\pard\\s{i} a\\par "));
        format!("{{\\rtf1{{\\stylesheet{styles}}}{text}}}")
    }),
    ("styles in a ring", |n| {
        let styles = numbered(n, |i| format!("{{\\s{i}\\sbasedon{} s;}}", (i + 1) % n));
        format!("{{\\rtf1{{\\stylesheet{styles}}}\\s1 a\\par}}")
    }),
    ("lists", |n| {
        let lists = numbered(n, |i| format!("{{\\list{{\\listlevel\\levelnfc0}}\\listid{i}}}"));
        let others = numbered(n, |i| format!("{{\\listoverride\\listid{i}\\ls{i}}}"));
        let text = numbered(n, |i| format!("\\pard\\ls{i}\\ilvl{} a\\par ", i % 9));
        format!("{{\\rtf1{{\\*\\listtable{lists}}}{{\\*\\listoverridetable{others}}}{text}}}")
    }),
    ("items", |n| rtf("\\pard\\ls1\\ilvl8\\li720", "{\\listtext 1.\\tab}a\\par ", "", n)),
    ("indents", |n| {
        let text = numbered(n, |i| format!("\\pard\\li{}\\ri{0} a\\par ", 240 * (i % 400)));
        format!("{{\\rtf1 {text}}}")
    }),
    ("items ever deeper", |n| {
        let text =
            numbered(n, |i| format!("\\pard{{\\pntext\\'b7\\tab}}\\fi-10\\li{} a\\par ", 20 * i));
        format!("{{\\rtf1 {text}}}")
    }),
    ("rows", |n| rtf("", "\\trowd\\cellx9\\cellx19 a\\cell b\\cell\\row ", "", n)),
    ("cells", |n| rtf("\\trowd", "\\cellx9 a\\cell ", "\\row", n)),
    ("edges", |n| {
        let edges = numbered(n, |i| format!("\\cellx{}", 40 * i));
        format!("{{\\rtf1\\trowd{edges} a\\cell\\row}}")
    }),
    ("rows of other edges", |n| {
        let rows =
            numbered(n, |i| format!("\\trowd\\cellx{}\\cellx99999 a\\cell b\\cell\\row ", 40 * i));
        format!("{{\\rtf1 {rows}}}")
    }),
    ("tables in tables", |n| rtf("", "\\itap2 a\\nestcell\\itap9 b\\nestrow ", "\\row", n)),
    ("notes", |n| rtf("", "a{\\footnote\\pard b\\par c}", "", n)),
    ("bookmarks that are linked to", |n| {
        let text = numbered(n, |i| {
            format!(
                "{{\\*\\bkmkstart b{i}}}a\\par{{\\field{{\\*\\fldinst HYPERLINK \\\\l \"b{}\"}}{{\\fldrslt x}}}}\\par ",
                n - i
            )
        });
        format!("{{\\rtf1 {text}}}")
    }),
    ("headings of one name", |n| {
        rtf(
            "",
            "\\pard\\outlinelevel0{\\*\\bkmkstart b}a\\par ",
            "{\\field{\\*\\fldinst HYPERLINK \\\\l \"b\"}x}",
            n,
        )
    }),
    ("anchors", |n| {
        rtf("", "{\\*\\bkmkstart b}", "{\\field{\\*\\fldinst HYPERLINK \\\\l \"b\"}x}", n)
    }),
    ("references to notes", |n| {
        rtf(
            "",
            "{\\*\\bkmkstart fn_a}{\\footnote b}{\\field{\\*\\fldinst NOTEREF fn_a}{\\fldrslt 1}}",
            "",
            n,
        )
    }),
    ("frames", |n| rtf("", "{\\shp{\\*\\shpinst{\\shptxt a\\par b}}}", "\\par", n)),
    ("documents", |n| {
        "{\\rtf1{\\fonttbl{\\f0 A;}}{\\stylesheet{\\s1 heading 1;}}\\s1 a\\par}".repeat(n)
    }),
    ("documents in documents", |n| rtf("", "{\\rtf1{\\fonttbl{\\f0 A;}}a\\par ", "", n)),
    ("formulas", |n| rtf("", "{\\mmath{\\*\\moMath{\\mf{\\mnum a}{\\mden b}}}}", "\\par", n)),
    ("formulas in formulas", |n| rtf("{\\mmath", "{\\md{\\mdPr{\\mbegChr [}}", "\\par", n)),
    ("marks", |n| rtf("", "{\\b a{\\i b}\\b0{\\ul c}}", "", n)),
    ("signs of Markdown", |n| rtf("", "*_`[]<>#!|~", "", n)),
    ("backquotes", |n| {
        let text = numbered(n, |i| format!("{{\\f1 {}}} a ", "`".repeat(i % 50)));
        format!("{{\\rtf1{{\\fonttbl{{\\f1\\fmodern A;}}}}{text}}}")
    }),
    ("links by their style", |n| {
        let head = "{\\stylesheet{\\*\\cs37 Empty Link;}}";
        rtf(head, "{\\cs37 a}{\\cs37\\b b}", "", n)
    }),
    ("links by their style, each apart", |n| {
        rtf("{\\stylesheet{\\*\\cs37 Empty Link;}}", "{\\cs37 a} b", "", n)
    }),
    ("hidden tags that touch", |n| {
        rtf("{\\stylesheet{\\*\\cs13 HTML Tag;}}", "{\\cs13\\v <b>}{\\cs13 <i>}", "", n)
    }),
    ("lines by tabs", |n| rtf("", "\\tlul\\tx100\\tab\\line ", "", n)),
    ("formulas that touch", |n| rtf("", "{\\mmath{\\*\\moMath{\\mr a}}}", "", n)),
    ("arrays in arrays", |n| {
        let arrays = "\\\\a(1,".repeat(n);
        rtf("{\\field{\\*\\fldinst EQ ", &arrays, "}{\\fldrslt a}}", 1)
    }),
    ("HTML", |n| rtf("\\fromhtml1 ", "{\\*\\htmltag64 <p>}a\\htmlrtf\\par\\htmlrtf0 ", "", n)),
    ("HTML, never closed", |n| rtf("\\fromhtml1 ", "{\\*\\htmltag64 <div><b>}a", "", n)),
    ("HTML in HTML", |n| rtf("\\fromhtml1 ", "{\\*\\htmltag64 <table><tr><td>}a", "", n)),
];

const MARKDOWN: &[(&str, Make)] = &[
    ("text", |n| "word *it* **bold** `code` [a](b)\n\n".repeat(n)),
    ("items", |n| "- a\n  1. b\n".repeat(n)),
    ("rows", |n| format!("| a | b |\n| --- | --- |\n{}", "| c | d |\n".repeat(n))),
    ("quotes", |n| format!("{} a\n", ">".repeat(n.min(400))) + &"> a\n".repeat(n)),
    ("notes", |n| numbered(n, |i| format!("a[^{i}]\n\n[^{i}]: b\n\n"))),
    ("headings of one name", |n| "# a\n\n[x](#a)\n\n".repeat(n)),
    ("characters", |n| "\u{20ac}\u{1f600}\u{e9} ".repeat(n)),
    ("blocks of code", |n| "```rust\nfn a() {}\n```\n\n".repeat(n)),
    ("HTML", |n| "<b>a<u>b</u></b> <span>\n\n".repeat(n)),
    ("names of alerts", |n| "> [!tip]\n> a\n\n".repeat(n)),
    ("signs of alerts", |n| "[!".repeat(n)),
    ("pages of code", |n| format!("```\n{}```\n", "a\n\u{c}b\u{c}".repeat(n))),
];

const CSV: &[(&str, Make)] = &[
    ("rows", |n| "a,1,\"b, c\"\n".repeat(n)),
    ("quotes", |n| "\"a\"\"b\",".repeat(n)),
    ("quotes that are never closed", |n| format!("\"{}", "\"\"\n".repeat(n))),
    ("quotes, each closed by the next", |n| "\"a\n".repeat(n)),
    ("cells", |n| ",".repeat(n)),
    ("ragged rows", |n| "a\na,b\n".repeat(n)),
    ("lines in a cell", |n| format!("\"{}\"", "a\r\n".repeat(n))),
    ("characters that are no delimiters", |n| "\u{a6}".repeat(n)),
];

/// What makes a reader of HTML go back, look around or open ever more: a piece in each line.
const HTML: &str = include_str!("../../tests/html/hostile.txt");

/// The same where what is opened first is ended afterwards.
const HALVES_OF_HTML: &[(&str, &str)] = &[
    ("<b>", "</b>"),
    ("<b>", "<i></b>"),
    ("<div>", "</section>"),
    ("<section><table><tr><td><div>", "</section>"),
    ("<div><b>", "</div>"),
    ("<span>", "<p></p>"),
    ("<b>a<p>", "</b>"),
    ("<ul><li>", "</li></ul>"),
    ("<dl><div>", "<dt>a"),
    ("<table>", "</table>"),
    ("<font>", "<p>a</p>"),
    ("<p>", "</p>"),
    ("<blockquote>", "a<p>"),
    ("<table><tr><td>a<td>", "</td>"),
    ("<i><b>", "</i>a</b>"),
];

/// The size of the smaller input, in pieces.
const PIECES: usize = 500;

/// The same for HTML: what it has of limits, as for open inlines, is reached.
const MANY: usize = 1000;

/// What strangers pile up that is not let in.
const STRANGE: &[(&str, Make)] = &[
    ("links", |n| "[a](javascript:b) ![c](//d/e) *[f](javascript:g)*\n\n".repeat(n)),
    ("one address", |n| format!("[a](<{}>)\n", "&amp;".repeat(n))),
    ("one address of blanks", |n| format!("[a](<java{}script:b>)\n", "&#9;".repeat(n))),
    ("pictures in pictures", |n| {
        format!("{}a{}\n\n", "![".repeat(20), "](//b/c)".repeat(20)).repeat(n / 20)
    }),
    ("formulas", |n| format!("$a{}$", "\\href{".repeat(n))),
    ("formulas in formulas", |n| format!("$a{}{}$", "\\href{".repeat(n), "}".repeat(n))),
    ("formulas with options", |n| format!("$a{}$", "\\url[%a".repeat(n))),
    ("HTML", |n| "*<b>* <i>a</i>\n\n<p>\n\n- <div>\n\n".repeat(n)),
    ("one block of HTML", |n| format!("<pre>\n{}</pre>\n", "a\n\n".repeat(n))),
    ("quotes of HTML", |n| format!("{} <p>\n\n", ">".repeat(200)).repeat(n / 100)),
];

/// What extensions look through before the parser does.
const EXTENDED: &[(&str, Make)] = &[
    ("formulas that nothing ends", |n| "\\[".repeat(n)),
    ("formulas that others end", |n| "\\[a\\)".repeat(n)),
    ("formulas in one", |n| format!("{}\\)", "\\(".repeat(n))),
    ("formulas and dollars", |n| format!("{} $a \\)", "\\(".repeat(n))),
    ("formulas in a row", |n| format!("| {}", "\\(a\\".repeat(n))),
    ("dollars", |n| "$a".repeat(n)),
    ("dollars in pairs", |n| format!("$${}", " $a".repeat(n))),
    ("words in a word", |n| "a_".repeat(n)),
    ("an address of words", |n| format!("http://{}", "a_".repeat(n))),
    ("addresses of mail", |n| "a_@".repeat(n)),
    ("backticks", |n| "` `` ``` ".repeat(n)),
    ("runs of backticks", |n| {
        (1..80).map(|run| "`".repeat(run) + "\n").collect::<String>().repeat(n / 80 + 1)
    }),
];

/// What has not all arrived.
const ARRIVING: &[(&str, Make)] = &[
    ("items in items", |n| "- ".repeat(n) + "x"),
    ("items in quotes", |n| "> - ".repeat(n) + "x"),
    ("items by turns", |n| "- + * ".repeat(n) + "x"),
    ("notes", |n| format!("a {}]", "[^a ".repeat(n))),
    ("pictures in pictures", |n| "![".repeat(n) + &"](a)".repeat(n)),
];

/// What is looked at for what is wrong with it.
const CHECKED: &[(Format, &str, Make)] = &[
    (Format::Markdown, "notes that nothing ends", |n| "[^".repeat(n)),
    (Format::Markdown, "notes that one bracket ends", |n| "[^a ".repeat(n) + "]"),
    (Format::Html, "ends of nothing", |n| "<b></p>".repeat(n)),
    (Format::Html, "ends of all", |n| "<b><i>".repeat(n) + &"</b>".repeat(n)),
];

fn check(from: Format, to: Format, kinds: &[(&str, Make)]) {
    check_with("MaxOutput=1GB", from, to, kinds);
}

fn check_with(options: &str, from: Format, to: Format, kinds: &[(&str, Make)]) {
    let options = Options::parse(options).expect("options are good");
    let converter = Converter::new(options).expect("options are good");
    let mut failed = Vec::new();
    for (name, make) in kinds {
        let work = |n: usize| {
            let source = make(n);
            steps_of(|| drop(converter.convert(from, to, source.as_bytes())))
        };
        let (one, four) = (work(PIECES), work(4 * PIECES));
        assert!(one > PIECES as u64, "{name}: {one} steps are too few to be all");
        if four as f64 > 4.5 * one as f64 {
            failed.push(format!("{name}: {one}, {four}: {:.1}", four as f64 / one as f64));
        }
    }
    assert!(failed.is_empty(), "more than linear:\n{}", failed.join("\n"));
}

#[test]
fn rtf_is_read_in_linear_time() {
    check(Format::Rtf, Format::Markdown, RTF);
}

#[test]
fn markdown_is_read_in_linear_time() {
    check(Format::Markdown, Format::Rtf, MARKDOWN);
    check_with("Alerts=Yes;MaxOutput=1GB", Format::Markdown, Format::Rtf, MARKDOWN);
}

#[test]
fn extensions_are_read_in_linear_time() {
    let options = "Math=Yes;SmartPunctuation=Yes;DefinitionLists=Yes;MaxOutput=1GB";
    check_with(options, Format::Markdown, Format::Text, EXTENDED);
    check_with("Arriving=Yes;MaxOutput=1GB", Format::Markdown, Format::Text, ARRIVING);
}

#[test]
fn documents_are_checked_in_linear_time() {
    let converter = Converter::new(Options::default()).expect("options are good");
    for &(format, name, make) in CHECKED {
        let work = |n: usize| {
            let source = make(n);
            steps_of(|| drop(converter.check(format, source.as_bytes(), None)))
        };
        let (one, four) = (work(MANY), work(4 * MANY));
        assert!(one >= MANY as u64, "{name}: {one} steps are too few to be all");
        assert!(four as f64 <= 4.5 * one as f64, "{name}: {one}, {four}");
    }
}

#[test]
fn documents_are_filled_in_linear_time() {
    let converter = Converter::new(Options::default()).expect("options are good");
    let work = |n: usize| {
        let text =
            numbered(n, |at| format!("{{{{name{at}}}}} {{{{no{at}}}}} {{{{all.name{at}}}}}\n"));
        let values = numbered(n, |at| format!("\"name{at}\":\"a\","));
        let values = format!("{{\"all\":{{{values}\"b\":1}},{values}\"b\":1}}");
        let (format, mut report) = (Format::Markdown, Report::default());
        steps_of(|| {
            converter
                .fill_reporting(format, format, text.as_bytes(), values.as_bytes(), &mut report)
                .expect("it is filled");
        })
    };
    let (one, four) = (work(MANY), work(4 * MANY));
    assert!(one >= MANY as u64, "{one} steps are too few to be all");
    assert!(four as f64 <= 4.5 * one as f64, "{one}, {four}");
}

#[test]
fn csv_is_read_and_written_in_linear_time() {
    check(Format::Csv, Format::Csv, CSV);
    check(Format::Csv, Format::Rtf, CSV);
    check_with("Delimiter=\u{a7};MaxOutput=1GB", Format::Csv, Format::Markdown, CSV);
}

/// The steps of reading HTML alone.
fn read_html(source: &str) -> u64 {
    let (mut doc, mut report) = (Document::default(), Report::default());
    doc.reset(256);
    let mut scratch = html::Scratch::default();
    let options = Options::default();
    steps_of(|| {
        html::read(source, Origin::Input(0), &options, &mut doc, &mut report, &mut scratch)
            .expect("HTML is read");
    })
}

#[test]
fn html_is_read_in_linear_time() {
    let long = "x".repeat(PIECES);
    let long = [
        format!("<a href='{long}'>a</a>"),
        format!("<p {long}>a"),
        format!("<{long}>a"),
        format!("<!--{long}-->a"),
        format!("&{long};"),
        format!("<b style='{long}:{long};font-weight:bold'>a</b>"),
        format!("<pre class='{long}'>a</pre>"),
    ];
    let mut failed = Vec::new();
    let mut compare = |name: String, make: &dyn Fn(usize) -> String| {
        let (one, four) = (read_html(&make(MANY)), read_html(&make(4 * MANY)));
        assert!(one >= MANY as u64, "{name}: {one} steps are too few to be all");
        if four as f64 > 4.5 * one as f64 {
            failed.push(format!("{name}: {one}, {four}: {:.1}", four as f64 / one as f64));
        }
    };
    for piece in HTML.lines().chain(long.iter().map(String::as_str)) {
        compare(piece.chars().take(40).collect(), &|n| piece.repeat(n));
    }
    for (first, second) in HALVES_OF_HTML {
        compare(format!("{first} {second}"), &|n| first.repeat(n) + &second.repeat(n));
    }
    assert!(failed.is_empty(), "more than linear:\n{}", failed.join("\n"));
}

#[test]
fn what_is_not_let_in_goes_in_linear_time() {
    for options in ["Untrusted=Yes;Math=Yes;MaxOutput=1GB", "Html=Escape;Links=Web;MaxOutput=1GB"] {
        check_with(options, Format::Markdown, Format::Markdown, STRANGE);
        check_with(options, Format::Markdown, Format::Rtf, STRANGE);
    }
}

#[test]
fn documents_are_joined_and_cut_in_linear_time() {
    let options = Options::default();
    let read = |text: &str| {
        let mut doc = Document::default();
        doc.reset(256);
        markdown::read(text, &options, &mut doc, &mut Report::default()).expect("it is read");
        doc
    };
    let part =
        "# T\n\n[t](#t) a[^1] b[^x]\n\n[^1]: N\n\n[^x]: N[^1]\n\n[u](b.md) [v](#t-1)\n\n# T\n";
    let join = |n: usize| {
        let doc = read(part);
        steps_of(|| {
            let mut joined = Joined::default();
            for number in 0..n {
                let path = format!("{number}.md");
                joined.add(&doc, part.as_bytes(), path.as_bytes(), true).expect("it is joined");
            }
            joined.finish().expect("it is joined");
        })
    };
    let cut = |n: usize| {
        let text = part.replace("[^1]", "[^N]").replace('x', "N");
        let text: String = (0..n).map(|at| text.replace('N', &at.to_string())).collect();
        let (mut doc, mut part) = (read(&text), Document::default());
        steps_of(|| {
            let name = |number, _, _: &str| format!("{number}");
            let (mut cut, names) =
                document::cut(&mut doc, text.as_bytes(), 1, &name).expect("it is cut");
            assert_eq!(names.len(), 2 * n);
            for number in 0..names.len() {
                part.reset(256);
                let whole = View { doc: &doc, source: text.as_bytes() };
                cut.show(whole, number, &mut part).expect("it is shown");
            }
        })
    };
    for (name, work) in [("join", &join as &dyn Fn(usize) -> u64), ("cut", &cut)] {
        let (one, four) = (work(MANY), work(4 * MANY));
        assert!(one > MANY as u64, "{name}: {one} steps are too few to be all");
        assert!(four as f64 <= 4.5 * one as f64, "{name}: {one}, {four}");
    }
}

#[test]
fn a_step_for_each_pair_is_found() {
    let pairs = |n: usize| steps_of(|| (0..n).for_each(super::step));
    assert!(pairs(4 * PIECES) > 9 * pairs(PIECES) / 2);
}
