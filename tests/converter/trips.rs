//! A second trip equals the first: whatever was given, over all options, what came back once comes back
//! again.
//!
//! Shape   rows of inputs, each cut down to what shows one kind of fault; documents put together from
//!         nasty pieces, with a seed that is fixed unless TRIP_SEED says another (TRIP_COUNT: how many);
//!         and what an option switches off, both ways.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;
use legacybridge::report::Loss;

use Format::{Markdown as M, Rtf as R, Text as T};

/// Options that change what is read and written.
const SETS: &[&str] = &[
    "",
    "Target=Word",
    "Target=RichEdit",
    "Comments=Keep;Headers=Keep;Changes=Markup",
    "Math=Yes;Alerts=Yes;SuperSub=Yes;FrontMatter=Yes;DefinitionLists=Yes;HeadingAttributes=Yes;SmartPunctuation=Yes",
    "Wrap=40;Bullet=*;Emphasis=_;Fence=Tilde;LineEnds=CRLF",
    "Images=Skip;MaxNesting=3;MaxColumns=4;MaxCells=20",
    "Theme=Modern;MaxPicture=4KB",
    "Tables=No;Footnotes=No;TaskLists=No;Alerts=No",
    "Strikethrough=No;Autolinks=No",
];

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).expect("options")).expect("a converter")
}

/// What comes out behind each of the steps.
fn outputs(converter: &Converter, formats: &[Format], input: &[u8]) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = Vec::new();
    for step in formats.windows(2) {
        let from = all.last().map_or(input, Vec::as_slice);
        let to = converter.convert(step[0], step[1], from).expect("converts").to_vec();
        all.push(to);
    }
    all
}

/// The first and the second output of the last format, from that on which it must stay.
fn twice(converter: &Converter, formats: &[Format], input: &[u8]) -> (String, String) {
    let all = outputs(converter, formats, input);
    let step = if formats.windows(2).all(|pair| pair[0] == pair[1]) { 1 } else { 2 };
    let text = |at: usize| String::from_utf8_lossy(&all[at]).into_owned();
    (text(all.len() - 1 - step), text(all.len() - 1))
}

/// Addresses of RTF are spelled the first time as they are the second, and what \info says is no Markdown.
#[test]
fn addresses_and_facts_of_rtf_stay() {
    let math = "Math=Yes;FrontMatter=Yes;SmartPunctuation=Yes";
    for (options, input, markdown) in [
        (
            "",
            r#"{\rtf1 {\field{\*\fldinst HYPERLINK "my file.doc"}{\fldrslt x}}\par}"#,
            "[x](my%20file.doc)\n",
        ),
        (
            "",
            r#"{\rtf1 {\field{\*\fldinst HYPERLINK "http://x.y/\'e4"}{\fldrslt x}}\par}"#,
            "[x](http://x.y/%C3%A4)\n",
        ),
        (
            "",
            r#"{\rtf1 {\field{\*\fldinst HYPERLINK "mailto:a@b.c?subject=Hello World"}{\fldrslt x}}\par}"#,
            "[x](mailto:a@b.c?subject=Hello%20World)\n",
        ),
        (math, r"{\rtf1{\info{\title a $ b}}a\par}", "---\ntitle: \"a $ b\"\n---\n\na\n"),
        ("Comments=Keep", r"{\rtf1 a{\*\annotation }b\par}", "a{>><<}b\n"),
    ] {
        let (first, second) = twice(&converter(options), FROM_RTF, input.as_bytes());
        assert_eq!((first.as_str(), second.as_str()), (markdown, markdown), "{options} {input}");
    }
}

/// Links lead to headings as before, whatever the names of those are made of.
#[test]
fn links_to_headings_lead_there_still() {
    let attributes = "HeadingAttributes=Yes";
    for (options, html, markdown) in [
        ("", "<h2 id=x>b</h2><a href=#x>a</a>", "## <a id=\"x\"></a>b\n\n[a](#x)\n"),
        ("", "<h2 id=x>www.b.c</h2><a href=#x>a</a>", "## <a id=\"x\"></a>www.b.c\n\n[a](#x)\n"),
        (attributes, "<h2 id=x>b</h2><a href=#x>a</a>", "## b {#x}\n\n[a](#x)\n"),
        // What the words make is no more than that.
        ("", "<h2 id=b>b</h2><a href=#b>a</a>", "## b\n\n[a](#b)\n"),
        ("", "<h2>b</h2><h2 id=b-1>b</h2><a href=#b-1>a</a>", "## b\n\n## b\n\n[a](#b-1)\n"),
        (
            "",
            "<h2 id=x>b</h2><h2 id=b>b</h2><a href=#b>a</a>",
            "## b\n\n## <a id=\"b\"></a>b\n\n[a](#b)\n",
        ),
    ] {
        let all =
            outputs(&converter(options), &[Format::Html, M, Format::Html, M], html.as_bytes());
        let made: Vec<_> = [0, 2].map(|at| String::from_utf8_lossy(&all[at])).into();
        assert_eq!(made, [markdown, markdown], "{options} {html}");
    }
    // A name of a heading's own is that of no other.
    let all = outputs(&converter(attributes), &[M, Format::Html], b"# b {#a}\n\n# a\n\n# a\n");
    let html = String::from_utf8_lossy(&all[0]);
    assert_eq!(html, "<h1 id=\"a\">b</h1>\n<h1 id=\"a-1\">a</h1>\n<h1 id=\"a-2\">a</h1>\n");
}

const FROM_MARKDOWN: &[Format] = &[M, R, M, R, M];
const FROM_RTF: &[Format] = &[R, M, R, M];
const CLEANED: &[Format] = &[R, R, R];

fn stays(formats: &[Format], inputs: &[&[u8]]) {
    for options in SETS {
        let converter = converter(options);
        for input in inputs {
            let (first, second) = twice(&converter, formats, input);
            assert_eq!(second, first, "{options:?} {:?}", input.escape_ascii().to_string());
        }
    }
}

/// Between formats that say less than others: what came back once stays.
#[test]
fn other_formats_stay() {
    use Format::{Csv as C, Html as H, Json as J};
    let cases: &[(Format, Format, &[u8])] = &[
        // Blanks that a browser leaves out.
        (H, T, b"<ul><li>a<ul><li>b</ul></ul>"),
        (H, T, b"<pre> a\n  b"),
        (H, T, b"<dl><dt>a<dd>b"),
        (T, H, b"a   b\n  - c\n\n\td\te"),
        (R, H, b"{\\rtf1 a  b\\tab c {\\b d } e\\par  f}"),
        // Rows without a word, first and alone.
        (C, M, b"\n\n2"),
        (C, R, b";\n;"),
        (C, H, b"\n\nx"),
        (C, C, b"\n\n\nx"),
        (H, C, b"<table><td><td>"),
        (R, C, b"{\\rtf1\\trowd\\cellx99\\intbl\\cell\\row}"),
        // Changes of nobody's.
        (R, J, b"{\\rtf1 {\\deleted a}{\\revised b}}"),
        (R, H, b"{\\rtf1 {\\*\\revtbl{Unknown;}{A;}}{\\deleted\\revauthdel0 a}{\\revised\\revauth1 b}}"),
        // Lines that were typed.
        (R, M, b"------------------"),
        (R, T, b"_____ "),
        (R, J, b"\xE2\x80\x94\xE2\x80\x94\xE2\x80\x94\n"),
        // A paragraph that stands alone beside a rule is in the size of the text.
        (H, R, b"a<hr>"),
        (H, R, b"-----<hr>*"),
        // In a heading nothing but what has no letters is bold.
        (J, R, b"{\"blocks\":[{\"t\":\"Header\",\"c\":[5,[\"\",[],[]],[{\"t\":\"Note\",\"c\":[]},{\"t\":\"Space\"}]]}]}"),
        (J, R, b"{\"blocks\":[{\"t\":\"Header\",\"c\":[5,[\"\",[],[]],[{\"t\":\"Math\",\"c\":[{\"t\":\"DisplayMath\"},\"x\"]}]]}]}"),
        // Code of nothing behind an address.
        (J, M, b"{\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"http://e.f\"},{\"t\":\"Code\",\"c\":[[\"\",[],[]],\"\"]}]}]}"),
        // Places in the document.
        (M, H, b"# a\n\n[b](#a) [c](#d)\n"),
        (H, H, b"<a href=#z>a</a><p id=z>b"),
        // Names of headings: those of their own, those that wait before them, and those that their words make.
        (H, M, b"<a href=#x id=x><h2>b"),
        (H, H, b"<a href=#x id=x><h2>b"),
        (H, R, b"<a href=#x id=x><h2>b"),
        (M, H, b"[b](#x)\n\n<a id=\"x\"></a>\n# b"),
        (M, H, b"[b](#x)\n\n# <a name='x'>b"),
        (M, H, b"[b](#b)\n\n# <a name='x'>b"),
        // Keys that touch.
        (H, M, b"<kbd><span style=color:red>a</span>b"),
        (M, H, b"<kbd>a</kbd><kbd>b</kbd>"),
        // Code of blanks that other text follows.
        (H, H, b"<p><tt>&nbsp;</tt><u>a"),
        (H, H, b"<tt>&nbsp;<img src=x>"),
        // Code that a bookmark parts which nothing leads to.
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Code;}}{\\cs1 a{\\*\\bkmkstart k}b{\\*\\bkmkend k}c}}"),
        (H, M, b"<dl><dt id=x><a href=#x>a"),
        (H, M, b"<table><td id=x><a href=#x>a"),
        // Links in code, which has none, lead nowhere.
        (H, M, b"<pre><a href=#x id=x>a"),
        (H, R, b"<a id=x></a><pre><a href=#x>a"),
        // A name that is written with references.
        (H, H, b"<p id=a'b>a</p><a href='#a&#39;b'>b"),
        (R, H, b"{\\rtf1\\qr \\u1488?}"),
        // The end of a row in a cell where there is none.
        (R, M, b"{\\rtf1 \\nestrow a\\cell}"),
        (R, J, b"{\\rtf1 \\nestrow a\\cell\\row}"),
        // Lowered text in raised text behind a blank that is hidden.
        (H, R, "<ol><sup><sub>\u{2610} ".as_bytes()),
        // Blanks between tags that underline.
        (M, R, b"<u>*[a](b)    </u>"),
        (M, R, b"<u>---\nhttp://a.b\t</u>"),
        // Code that a link parts which goes.
        (H, J, b"<code>a<a href=zz:x>b"),
        (H, J, b"<code>a<a href=zz:x>b</a>c<b>d</b></code> <b><code>e</code></b><a href=zz:x><code>f"),
        // Marks of byte order behind white space, and what looks like one.
        (H, T, "<tr>\u{FEFF}<dd>\u{FEFF}".as_bytes()),
        (H, T, "<pre>&nbsp;<p>\u{FEFF}".as_bytes()),
        (M, T, "&#32;\u{FEFF}".as_bytes()),
        (M, T, "<!-- c -->\u{FEFF}\u{FEFF}".as_bytes()),
        (M, T, "<br>```\n\u{FEFF}```\n".as_bytes()),
        // Tags that touch in other looks, and breaks among them.
        (M, R, b"~~</kbd><sub>~~<x-y></sub>"),
        (M, R, b"_<sup>_<div></sup></sub>"),
        (M, R, b"<kbd><sup></kbd><br>"),
        (M, R, b"[^1]: <br><x-y>"),
        (M, R, b"~~<br>&nbsp;~~"),
        (M, R, b"\\<div><sub></u></sub><br>"),
        (M, R, b"<x-y><br>a<x-y><br>"),
        // A formula without a sign.
        (R, J, b"{\\rtf1 a{\\mmath\\moMath{\\md}}}"),
        // The text of a heading ends with a blank.
        (J, H, b"{\"pandoc-api-version\":[1,23],\"meta\":{},\"blocks\":[{\"t\":\"Header\",\"c\":[1,[\"\",[],[]],[{\"t\":\"Str\",\"c\":\"a\"},{\"t\":\"Space\"}]]}]}"),
        // A line below a link.
        (R, M, br#"{\rtf1 {\ul {\field{\*\fldinst HYPERLINK "http://a"}{\fldrslt b}}}}"#),
        (R, M, br#"{\rtf1 {\ul x {\field{\*\fldinst HYPERLINK "http://a"}{\fldrslt b}}y}}"#),
        (R, J, br#"{\rtf1 {\ul\b x{\field{\*\fldinst HYPERLINK "http://a"}{\fldrslt\ul b}}}}"#),
        // Notes of code.
        (R, M, b"{\\rtf1{\\stylesheet{\\s1 HTML Preformatted;}}\\s1 code{\\footnote x}b\\par}"),
        (R, H, b"{\\rtf1{\\fonttbl{\\f0 A;}{\\f1\\fmodern B;}}\\f0 text\\par\\f1 code{\\footnote x}\\par}"),
        // A caption of a table that pipes can't hold.
        (H, M, b"<table><tr><td colspan=2>a<tr><td>b<td>c</table><p>Table: x"),
        (H, M, b"<table><caption>x</caption><tr><td><p>a<p>b</table>"),
        (H, J, b"<ul><li><dl><dt>a</dl><p>b</p></ul>"),
        // Definitions in an item.
        (H, M, b"<ul><li>a<pre>b</pre><dl><dt>c</dl></ul>"),
        (H, J, b"<p>a <img src=zz:x></p>b"),
        // Pictures without words whose addresses go.
        (H, J, b"a<p><img src=zz:x><p>b"),
        (H, M, b"a<ul><li><img src=zz:x></ul>"),
        // Emphasis on both sides of a break.
        (M, H, b"**a**<br>**b**\n"),
        (H, M, b"<table><tr><td><b>a<table><td>b<tr><td>c</table></b></table>"),
        // What lost colours have parted.
        (H, M, b"<b><span style='color:red'>a</span></b><b>b</b>"),
        (H, M, b"<b><i><span style='color:red'>a</span></i></b><b><i>b</i></b><b>c</b>"),
        (H, T, b"<span style='color:red'><b>a</b></span><b><span style='color:green'>b</span></b>"),
        // Rows of a matrix that end with nothing.
        (R, M, b"{\\rtf1 {\\mmath{\\*\\moMath{\\mm{\\mmr{\\me{\\mr a}}{\\me}}{\\mmr{\\me}}}}}}"),
        (R, H, b"{\\rtf1 {\\mmath{\\*\\moMath{\\mm{\\mmr{\\me{\\mr a}}{\\me{\\mr b}}{\\me{\\mr c}}}{\\mmr{\\me{\\mr d}}}}}}}"),
        (M, R, b"$\\begin{matrix}a\\\\ \\\\ \\end{matrix}$"),
        // Comments in paragraphs without a word, of a file that is damaged, and ranges without one.
        (R, H, b"{\\rtf1 {\\*\\annotation c}\\par}"),
        (R, H, b"{\\rtf1 {\\*\\annotation c}"),
        (R, J, b"{\\rtf1 {\\*\\atrfstart 1}\\line ["),
        // Code of a blank, where a paragraph begins or ends.
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs12 HTML Code;}}a{\\cs12  }\\par}"),
        (H, J, b"<p>a<code style='white-space:pre-wrap'> </code>"),
        (J, H, b"{\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Code\",\"c\":[[\"\",[],[]],\" \"]}]}]}"),
        // Paragraphs of blanks, and blanks that paragraphs begin and end with.
        (J, R, b"{\"blocks\":[{\"t\":\"BulletList\",\"c\":[[{\"t\":\"Plain\",\"c\":[]},{\"t\":\"Plain\",\"c\":[{\"t\":\"Space\"},{\"t\":\"Str\",\"c\":\"a\"}]}]]}]}"),
        (J, M, b"{\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Space\"},{\"t\":\"Emph\",\"c\":[{\"t\":\"RawInline\",\"c\":[\"html\",\"<br>\"]}]},{\"t\":\"SoftBreak\"}]}]}"),
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs13 HTML Tag;}} {\\cs13\\v <a>}\\par}"),
        // Tags that touch.
        (R, J, b"{\\rtf1{\\stylesheet{\\*\\cs13 HTML Tag;}}a{\\cs13\\v <}{\\b\\cs13\\v b>}{\\cs13\\v </a>}b\\par}"),
        (J, R, b"{\"blocks\":[{\"t\":\"BulletList\",\"c\":[[{\"t\":\"Para\",\"c\":[{\"t\":\"RawInline\",\"c\":[\"html\",\"<b>\"]},{\"t\":\"Str\",\"c\":\"[\"}]}]]}]}"),
        // Notes of what has no room for them.
        (R, M, b"{\\rtf1{\\stylesheet{\\s3 HTML Block;}}\\s3\\v {\\footnote n}\\par}"),
        (R, J, b"{\\rtf1{\\stylesheet{\\s2 HTML Preformatted;}}\\s2 {\\footnote n}\\row}"),
        // A page before what is no row.
        (R, H, b"{\\rtf1 a\\sect \\intbl b\\par}"),
        // A name of a heading of nothing.
        (J, R, b"{\"blocks\":[{\"t\":\"DefinitionList\",\"c\":[[[],[[{\"t\":\"Header\",\"c\":[1,[\"h\",[],[]],[]]}]]]]}]}"),
        // An address before a formula that is text.
        (J, M, b"{\"blocks\":[{\"t\":\"Para\",\"c\":[{\"t\":\"Str\",\"c\":\"http://e.f\"},{\"t\":\"Math\",\"c\":[{\"t\":\"InlineMath\"},\"x\"]}]}]}"),
        // Looks that a link without an address parts, which a page may not have.
        (H, R, b"<a href=zz:><s>a<a>b"),
        (H, R, b"<a href=zz:><b><i>a</i> <a>b"),
        // Changes that touch.
        (R, H, b"{\\rtf1 {\\deleted a}{\\revised{\\deleted b}}}"),
        (R, H, br#"{\rtf1 {\field{\*\fldinst HYPERLINK}{\fldrslt\deleted a}}{\deleted b}}"#),
        // Blanks behind a raised reference or comment, where a paragraph ends.
        (R, H, b"{\\rtf1 {\\super a{\\*\\annotation c} }\\par}"),
        (R, M, b"{\\rtf1 {\\sub a{\\footnote n} }\\par}"),
        // No-break spaces before code, where a paragraph begins.
        (H, R, b"&nbsp;<code><img src=p>"),
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs2 HTML Code;}}\\~{\\cs2\\tab a}}"),
        // A page before all else that is seen.
        (R, H, b"{\\rtf1 \\~\\page a}"),
        // Breaks behind blanks that a paragraph begins with.
        (M, H, b"<b->\t<br>a"),
        // Links in which nothing is seen lead to no place.
        (H, M, b"a<a id=k><a href=#k>"),
        (H, J, b"<p id=k>a<p><a href=#k> <br></a>"),
        // Blanks that are marked where a paragraph begins, alone or behind no-break spaces.
        (R, H, b"{\\rtf1\\b  \\~}"),
        (R, H, b"{\\rtf1 {\\~ \\b  }}"),
        (R, H, b"{\\rtf1 {\\b\\~ } a}"),
        // Breaks with blanks between, and before them what is not seen.
        (M, R, b"<br> <br>a"),
        (M, R, b"a<br> <a id=\"k\"></a>"),
        (M, H, b"a<br> <b>"),
        // Raw HTML that is no tag, and blanks behind breaks.
        (R, M, b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Tag;}}\\cs1>}"),
        (R, M, b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Tag;}}\\cs1<!--}"),
        (R, M, b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Tag;}}a\\cs1<br> -}"),
        (R, M, b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Tag;}}\\cs1<>}"),
        (M, H, b"# <!--> <b>"),
        // Frames in frames.
        (H, R, b"<table border><td><table border><td>a<p>b"),
        // Addresses that begin and end oddly.
        (R, H, br"{\rtf1{\field{\*\fldinst HYPERLINK \\}{\fldrslt a}}}"),
        (H, J, b"<img src='=&#32;'>"),
        // Emphasis in emphasis, deeper than anybody writes it.
        (M, J, b"****************************************~*******************~*********************"),
        // Changes around links and pictures, and where such are gone.
        (R, J, br#"{\rtf1\revised{\field{\*\fldinst INCLUDEPICTURE "p"}{\fldrslt b}}}"#),
        (H, R, b"<del class=change><a href=zz:>a<a>b"),
        (H, R, b"<b><a href=zz:><ins class=change>a"),
        // Words that stand at the right by themselves, and lines that show nothing.
        (H, J, "<p style=text-align:right>\u{5D0}".as_bytes()),
        (H, T, b"<pre>&nbsp"),
        // The title of a page is that of a heading that ends with a blank.
        (H, J, b"<h1>a <math><mi>x"),
        (R, H, b"{\\rtf1{\\pntext\\'b7\\tab}\\pagebb{\\pntext\\'b7\\tab}a}"),
        // Tabs in code, of pieces that touch.
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs2 HTML Code;}}a{\\cs2 b{\\*\\bkmkstart k}{\\*\\bkmkend k}\\tab c}}"),
        (R, H, b"{\\rtf1{\\stylesheet{\\*\\cs2 HTML Code;}}a{\\cs2 b\\tab c}}"),
        // Other colours within what was on before.
        (R, J, b"{\\rtf1{\\colortbl;\\red5;}\\strike\\outlinelevel0\\cf1 a}"),
        // Lines that a cell begins or ends with.
        (C, R, b"\"\n \""),
        (C, R, b"a,\"\nb\"\n\"c\n\",d"),
        // A tag that never ends before the tag of a picture.
        (R, R, br#"{\rtf1{\stylesheet{\*\cs13 HTML Tag;}}{\cs13\v <img src="}{\field{\*\fldinst{INCLUDEPICTURE "o"}}{\fldrslt }}x}"#),
    ];
    for options in
        ["", "Math=Yes;ComplexTables=Flatten", "HeaderRow=No", "HtmlOut=Page", "IdPrefix=x-"]
    {
        let converter = converter(options);
        for &(here, there, input) in cases {
            let all = [here, there, here, there, here];
            let formats = if here == there { &all[..3] } else { &all };
            let (first, second) = twice(&converter, formats, input);
            let shown = input.escape_ascii().to_string();
            assert_eq!(second, first, "{options:?} {here:?} {there:?} {shown}");
        }
    }
}

#[test]
fn markdown_stays() {
    stays(
        FROM_MARKDOWN,
        &[
            // Control characters: in front of a mark, in raw HTML, as a reference.
            "\u{5}\u{FEFF}".as_bytes(),
            b"<p>a<\x1e/p>\n<",
            b"<div>\x02\n\nb\n\n</div\x7f>",
            b"a&#6;*&#31;b*\x0b\x0c c",
            b"\x01# no\x02 heading\x03\n- \x04\n- a",
            // Addresses behind a bracket, whose partner has a backslash or is missing.
            b"[[`c`](http://e",
            b"[[![]()](ftp://e.f g",
            b"[[a long text that goes on. And on](https://e.f",
            b"a [b \\] http://c.de ] www.f.gh",
            b"\\[ http://c.de [ \\\\] http://f.gh",
            // What looks like a definition of a link.
            b"[]( ]:u",
            // Lists deeper than RTF counts.
            b"- a\n  - a\n    - a\n      - a\n        - a\n          - a\n            - a\n              - a\n                - a\n                  * a\n                  - a",
            b"1. a\n   1. a\n      - a\n        - a\n          - a\n            - a\n              - a\n                - a\n                  - a\n                    1. a\n                       - a\n                       1. a",
            b"[a](]: b",
            // Emphasis beside what is no letter.
            b"___\xEF\xBF\xBD_e__\xEF\xBF\xBD__",
            b"__a\x00_b_\x00__",
            "\u{AD}*—*".as_bytes(),
            b"[*a *>*`*][r]\n\n[r]:b",
            b"~~~\x00\n\x01\n~~~",
            b"~~~\x08 a\x1bb&#8;\x0c\n\x01\n~~~\x01\n\n``` a\x08 ` b\x08\n\n- ```\x7f\n  a",
            b"~~~\n\x0c\na\n\x0c\x0c\n\x0c b\x0c\n~~~",
            b"> [!tIP]\n\n> [!Note]\n> - a",
            b"> [!TIP]\n>\n\n> [!note]  \n> - a\n\n> > [!NOTE]\n> >\n> > 2. a\n\n> [!NOTE]  \n>\n> # b",
        ],
    );
}

/// Raw HTML as it stands, and blanks beside it.
#[test]
fn html_that_passes_stays() {
    use Format::Html as H;
    let converter = converter("Html=Pass;Links=All");
    for (formats, input) in [
        (&[M, H, M, H, M][..], "[x] <u>  ---"),
        (&[M, H, M, H, M], "b&#32;  - "),
        (&[M, H, M, H, M], "&#32;&#32;a <b>&#32; b"),
        (&[M, H, M, H, M], "a\n<x-y> b"),
        (&[M, H, M, H, M], "a<td>\tb"),
        (&[H, M, H, M, H], "<code>a <img src=x>"),
        // Widths of columns.
        (&[M, H, M, H, M], "<table><td>a<p>b<td width=60>c</table>"),
        (&[H, R, H, R, H], "<table><tr><td width=200>a<td width=400>b</table>"),
        (&[H, T, H, T, H], "<pre> a"),
        (&[H, T, H, T, H], "<pre>  a\n b"),
        (&[T, H, T, H, T], "   a\n b   c\n"),
    ] {
        let (first, second) = twice(&converter, formats, input.as_bytes());
        assert_eq!(second, first, "{formats:?} {input:?}");
    }
}

/// Text that looks like what it is not, and paragraphs beside what is smaller than they are.
#[test]
fn what_looks_like_more_comes_back_as_it_was() {
    for options in ["", "Target=Word", "Target=RichEdit", "Theme=Modern", "Math=Yes"] {
        let converter = converter(options);
        for markdown in [
            "\\------\n",
            "`------`\n",
            "\\_\\_\\_\\_\\_\n",
            "- \\------\n\n  \\------\n",
            "> \\-----\n",
            "[^1]\n\n[^1]: \\------\n",
            "a\n\n---\n",
            "a\n\n---\n\n---\n",
            "---\n\n`a`\n",
            "**a**\n\n- `some code that is longer than all else`\n",
        ] {
            let all = outputs(&converter, &[M, R, M], markdown.as_bytes());
            assert_eq!(String::from_utf8_lossy(&all[1]), markdown, "{options}");
        }
    }
}

/// What is told by more than its look comes back byte for byte.
#[test]
fn what_is_told_by_more_than_its_look_comes_back() {
    for options in ["", "Target=Word", "Target=RichEdit", "Theme=Modern", "Math=Yes;SuperSub=Yes"] {
        let converter = converter(options);
        for markdown in [
            // References in blocks of raw HTML, whose characters are seen.
            "<p>A &copy; B&nbsp;C &lt;x&gt; &amp;amp; &#8364;&bogus;&nbsp;</p>\n",
            "<p>&copy;&copy; &copy;©\n&copy;\t&Tab;</p>\n",
            // Names of alerts as they are spelled.
            "> [!Note]\n> a\n",
            "> [!important]\n> a\n>\n> > [!CAUTION]\n> > b\n",
            "- > [!tIP]\n  > a\n\n> [!NOTE]\n> b\n",
            // Boxes in the bullets' places, and lists that they would run together.
            "- [ ] a\n- b\n- [x] c\n- d\n",
            "- [ ] a\n\n* [x] b\n\n- c\n\n* [ ] d\n",
            "- a\n- [ ] b\n\n* c\n",
            "- a\n  - [ ] b\n    - c\n    - [x] d\n  - f\n",
            "1. [ ] a\n2. - [x] b\n   - c\n",
            "> - [ ] a\n>\n>   > b\n>\n> - [x] c\n",
            "- [ ]\n\n- [x] b\n\n  ```\n  a\n  ```\n",
            "| a |\n| --- |\n| ☐ b |\n",
            "```\n☐\ta\n☒\tb\n```\n",
            "- ```\n  ☐\t\n  ```\n",
            "- > ☐ a\n- > > *☐ b*\n",
            "☐\ta\n",
            // Words between tags look as the tags say, and tags part the words of a line.
            "<b>x **y**\n",
            "<b>x *y</b> z*\n",
            "<b><i>a</i> c</b> **d** <em class=x>e</em> **f <b>g</b> h**\n",
            "<b>a <b>b</b> c</b>\n",
            "# h <b>i</b> j\n\n- <s>item</s>\n",
            "| <ins>a</ins> | b |\n| --- | --- |\n| c<strong id=x>d</strong> | e |\n",
            "<p>a<br>b</p>\n\n<table><tr><td>\ta</td><td>b>\tc</td></tr><tr><td>d\n<p>e<br>\n\tf</table>\n",
            // Pages that begin within code.
            "```\na\n\u{C}\nb\n\u{C} c\n```\n",
            "- a\n\n  ```c\n  a\n  \u{C}b\n  ```\n",
            // Links that lead nowhere.
            "see [a **b**]() now\n",
            "<u>a [b](c)</u>\n",
            "**[a]() b**\n",
        ] {
            let all = outputs(&converter, &[M, R, M], markdown.as_bytes());
            assert_eq!(String::from_utf8_lossy(&all[1]), markdown, "{options}");
        }
    }
}

#[test]
fn changes_around_links_come_back() {
    let converter = converter("Changes=Markup");
    for markdown in ["{++[a](b)++} c [d{++e++}](f)\n", "{--a [*b*](c) ![d](e)--}\n"] {
        let all = outputs(&converter, &[M, R, M], markdown.as_bytes());
        assert_eq!(String::from_utf8_lossy(&all[1]), markdown);
    }
}

#[test]
fn names_of_headings_come_back() {
    let converter = converter("HeadingAttributes=Yes;Math=Yes");
    for markdown in [
        "# A b {#a-b}\n",
        "# A b {#a-b}\n\n[x](#a-b)\n",
        "# A b\n\n[x](#a-b)\n",
        "# A b {#c}\n\n[x](#c)\n",
        "# A {#a}\n\n# A {#a-1}\n\n[x](#a-1)\n",
        // Formulas that touch.
        "x $a$$b$ y\n",
        "$a$ $b$ $$c$$\n",
        "$\\begin{matrix}a&b\\\\c\\end{matrix}$\n",
    ] {
        let all = outputs(&converter, &[M, R, M], markdown.as_bytes());
        assert_eq!(String::from_utf8_lossy(&all[1]), markdown);
    }
}

/// Formulas as people write them: brackets without partners, lines that begin as blocks do, letters behind.
#[test]
fn formulas_come_back() {
    let converter = converter("Math=Yes");
    for text in [
        r"$\left\{ a \right.$ and $\{a$ and $\left] 0,1 \right\}$",
        "$$\\left\\{\\begin{array}{ll} a & b \\\\ c & d\\end{array}\\right.$$",
        "$$a\n    + b\n    - c$$",
        "$$|x|\n    |y|\n    # z$$",
        "- $$x\n      |y|$$",
        "$\\tag{1} \\xrightarrow[b]{a}$",
        r"$a\$b$ and $n$ and 5\$",
    ] {
        for formats in [&[M, M][..], &[M, R, M], &[M, Format::Json, M], &[M, Format::Html, M]] {
            let read = outputs(&converter, &[M, M], text.as_bytes()).concat();
            let all = outputs(&converter, formats, text.as_bytes());
            let last = String::from_utf8_lossy(all.last().unwrap()).into_owned();
            assert!(last.contains('$') && !last.contains("\\$\\"), "{formats:?} {text:?}: {last}");
            if formats != [M, R, M] {
                assert_eq!(last, String::from_utf8_lossy(&read), "{formats:?} {text:?}");
            }
            let again = outputs(&converter, formats, last.as_bytes());
            assert_eq!(String::from_utf8_lossy(again.last().unwrap()), last, "{formats:?}");
        }
    }
}

#[test]
fn form_feeds_are_told_where_they_are_lost() {
    let converter = converter("");
    for (markdown, back, lost) in [
        ("```\na\n\u{C}b\n```\n", "```\na\n\u{C}b\n```\n", 0),
        ("```\n\u{C}a\n```\n", "```\n a\n```\n", 1),
        ("```\na\nb\u{C}c\n```\n\na\u{C}b\n", "```\na\nb c\n```\n\na b\n", 2),
    ] {
        let all = outputs(&converter, &[M, R, M], markdown.as_bytes());
        assert_eq!(String::from_utf8_lossy(&all[1]), back);
        converter.convert(M, R, markdown.as_bytes()).unwrap();
        assert_eq!(converter.report().get(Loss::ControlCharacter).count, lost, "{markdown:?}");
    }
}

#[test]
fn rtf_stays() {
    stays(
        FROM_RTF,
        &[
            b"\x05",
            b"\x1e",
            b"{\\rtf1 a\\'05\\u7?\\u127?b}",
            b"{\\rtf1{\\fonttbl{\\f1\\fcharset128;}}\\f1 \\'93\\'0a\\'93\\'1fx}",
            b"{\\fonttbl\\f0\\fcharset134;\\'c4\\'b\\\n",
            b"http://\xE9",
            b"{\\rtf1 http://a\\'e9\"b www.\\u1078?.de x@y.zz\\'e9}",
            b"\\ul http://\xE9",
            b"\\i\\ul http://c",
            b"{\\rtf1 \\ul www.a.bc \\b http://d}",
            b"\\cell\\x\\cell\\cell\\par\ne\\row\\cell\\x\\cell\\cell\ne\\row\\x\\cell",
            b"{{\\pntext",
            b"\\x\\'B7\\tab",
            b"{\\rtf1{\\field{\\*\\fldinst HYPERLINK \"http://a\"}{\\fldrslt}}b}",
        ],
    );
}

#[test]
fn rtf_that_was_cleaned_stays() {
    stays(
        CLEANED,
        &[
            b" \\",
            b"  T",
            b"\tT\n   U",
            // The names that a table of contents leads to.
            b"\\pnlcrm\\field\\l\\fldinst TOC}}\\{\\fldrslt 3}\\par\\o\\outlinelevel B",
            // Alignment that is said, beside a paragraph of nothing.
            b"{\\rtf1\\par\\ql a}",
            // What begins like a task, in two texts.
            b"{\\rtf1{\\listtext\\'b7\\tab}[\\\\}",
            // Colours around marks around code, which has a shade.
            b"{\\rtf1{\\colortbl;\\red200;}{\\stylesheet{\\*\\cs1 HTML Code;}}{\\cf1\\b\\cs1 a}}",
            // A marker in a typeface of fixed width.
            b"{\\rtf1{\\fonttbl{\\f0\\fmodern Courier;}{\\f1 Arial;}}\\f0 3.\\tab\\f1 a}",
            b"{\\rtf1{\\stylesheet{\\*\\cs1 HTML Code;}}{\\cs1 a{\\*\\bkmkstart k}b{\\*\\bkmkend k}c}}",
            b"{\\rtf1   a\\par \\tab b}",
            b"\\tab\\ls1",
            b"\\b\\ls1i",
            b"\\x}0\\ls3",
            b"\\ulwave\\i\\b 3\\b0b",
            b"\\'B7\\tab",
            b"{\\rtf1{\\v <a>}{\\v </a>}\\u2?}",
        ],
    );
}

#[test]
fn bytes_of_a_page_that_look_like_a_mark_stay() {
    let converter = converter("CodePage=1252");
    for input in [&b"\x0F\xEF\xBB\xBF a"[..], b"\x02\xFF\xFEa", b"\x02\xFE\xFF"] {
        let (first, second) = twice(&converter, FROM_MARKDOWN, input);
        assert_eq!(second, first, "{input:?}");
        assert!(first.len() > 2, "{first:?}");
    }
    let (first, second) = twice(&converter, &[T, M, T, M, T], b"\n\xEF\xBB\xBF a");
    assert_eq!((&*first, &*second), ("\n\u{FEFF} a\n", "\n\u{FEFF} a\n"));
}

#[test]
fn a_letter_that_the_page_lacks_is_judged_as_what_stands_for_it() {
    for options in ["CodePage=1252", "CodePage=932"] {
        let converter = converter(options);
        for input in [
            r"{\rtf1 a <\u-10179?\u-8704?!--b](#c?d) e>}",
            r"{\rtf1 {\i\u-10179?\u-8704?}b}",
            r"{\rtf1{\fonttbl{\f0\fmodern Courier New;}}\f0 {\*\bkmkstart x}\u-10179?\u-8704?\par}",
        ] {
            let bytes = converter.convert(Format::Rtf, M, input.as_bytes()).unwrap().to_vec();
            let (first, second) = twice(&converter, FROM_MARKDOWN, &bytes);
            assert_eq!(second, first, "{options} {input:?}");
            assert!(first.contains('?'), "{first:?}");
        }
    }
}

#[test]
fn html_in_a_code_page_names_letters_by_their_numbers() {
    let html = |options: &str, input: &[u8]| {
        converter(options).convert(M, Format::Html, input).unwrap().to_vec()
    };
    assert_eq!(html("CodePage=1252", b"\xE9 \x80"), b"<p>&#233; &#8364;</p>\n");
    assert_eq!(html("", "\u{E9}".as_bytes()), "<p>\u{E9}</p>\n".as_bytes());
    // The number of a control character would be read as that of another letter.
    let converter = converter("CodePage=1252");
    let (first, second) = (b"<p>\x81", b"<p>\x81</p>\n");
    assert_eq!(converter.convert(Format::Html, Format::Html, first).unwrap().to_vec(), second);
}

#[test]
fn a_mark_that_is_text_comes_back() {
    let converter = converter("");
    let input = "\u{FEFF}\u{FEFF}a".as_bytes();
    assert_eq!(converter.convert(M, M, input).unwrap().to_vec(), b"&#65279;a\n");
    let (first, second) = twice(&converter, FROM_MARKDOWN, input);
    assert_eq!((&*first, &*second), ("&#65279;a\n", "&#65279;a\n"));
}

#[test]
fn each_control_character_that_is_left_out_is_counted() {
    let converter = converter("");
    for (from, input, text, count) in [
        (M, &b"a\x01b\x0bc\x7f&#2;"[..], "ab c\n", 4),
        (T, b"a\x01b\x0bc\x7f", "ab\nc\n", 2),
        (R, b"plain\x1f text\x02", "plain text\n", 2),
        (R, b"{\\rtf1 a\\'01b\\u2?\x03c\\'0bd}", "abc\nd\n", 3),
    ] {
        assert_eq!(converter.convert(from, T, input).unwrap().to_vec(), text.as_bytes());
        let found = converter.report().get(Loss::ControlCharacter).count;
        assert_eq!(found, count, "{}", input.escape_ascii());
    }
}

/// What random documents are made of.
const PIECES: &[&str] = &[
    "\u{1}",
    "\u{1F}",
    "\0",
    "\u{7F}",
    "\u{B}",
    "\u{FEFF}",
    "[",
    "]",
    "](",
    "![",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "<",
    "</u>",
    "<u>",
    "http://a.b",
    "www.a.b.",
    "a@b.cd",
    "http://é",
    ":",
    "\\",
    "&amp;",
    "&#3;",
    "&",
    "\t",
    "    ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "- ",
    "1. ",
    "> ",
    "# ",
    "|",
    "| a | b |\n| - | - |\n| c | d |\n",
    "[^1]",
    "\n\n[^1]: n\n\n",
    "x",
    "é",
    "word ",
    "$",
    "^",
    "~",
    "<!-- c -->",
    "\n---\n",
    "[a](b)",
    "![a](b)",
    "- [x] t\n",
    "\"",
    "'",
    "!",
    "(",
    ")",
    "\u{A0}",
    "漢",
];

/// The same for RTF.
const WORDS: &[&str] = &[
    "\\'02",
    "\u{1}",
    "\\par ",
    "\\tab ",
    "\\line ",
    "{\\b ",
    "{\\i ",
    "}",
    "\\ul ",
    "http://a.b",
    "a@b.cd",
    "\\'ff",
    "\\'81",
    "\\u9? ",
    "\\u233?",
    "\\cell ",
    "\\row ",
    "\\pard ",
    "\\ls1 ",
    "{\\pntext\\'b7\\tab}",
    "[",
    "]",
    "](",
    "*",
    "_",
    "`",
    "<u>",
    "&amp;",
    "\\~",
    "\\-",
    "{\\v x}",
    "x",
    "word ",
    " ",
    "  ",
    "\\page ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "|",
    "\\\\",
    "\\emdash ",
    "\\plain ",
];

/// Numbers that look drawn by lot.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % sides
    }
}

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

#[test]
fn documents_of_nasty_pieces_stay() {
    let mut dice = Dice(number("TRIP_SEED", 20_261_128));
    let converters: Vec<_> = SETS.iter().map(|options| converter(options)).collect();
    for _ in 0..number("TRIP_COUNT", 600) {
        let which = dice.roll(SETS.len());
        let converter = &converters[which];
        let mut markdown = String::new();
        let mut rtf = String::from("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}");
        for _ in 0..1 + dice.roll(10) {
            markdown += PIECES[dice.roll(PIECES.len())];
            rtf += WORDS[dice.roll(WORDS.len())];
        }
        for (formats, input) in [
            (FROM_MARKDOWN, &markdown),
            (&[M, M, M], &markdown),
            (&[T, R, T, R, T], &markdown),
            (FROM_RTF, &rtf),
            (CLEANED, &rtf),
        ] {
            let (first, second) = twice(converter, formats, input.as_bytes());
            assert_eq!(second, first, "{:?} {formats:?} {input:?}", SETS[which]);
        }
    }
}

/// What an option switches off is neither read nor written, no word is lost of it, and what is written
/// in its place is that to who has the option on.
#[test]
fn what_is_switched_off_is_neither_read_nor_written() {
    let on = "Tables=Yes;Footnotes=Yes;TaskLists=Yes;Alerts=Yes;Math=Yes;SuperSub=Yes;DefinitionLists=Yes;HeadingAttributes=Yes;Strikethrough=Yes";
    for (option, markdown, written, in_rtf) in [
        ("Tables", "| a | b |\n| --- | --- |\n| c | |\n", "a | b\n\nc |\n", true),
        ("Footnotes", "a[^1]\n\n[^1]: note\n", "a&#91;\\^1]\n\n&#91;\\^1]:\n\nnote\n", true),
        ("TaskLists", "- [x] a\n- [ ]\n", "- &#91;x] a\n- &#91; ]\n", true),
        ("Alerts", "> [!NOTE]\n> a\n", "> &#91;!NOTE]\n>\n> a\n", true),
        ("Math", "a $x_1$ b\n", "a x_1 b\n", false),
        ("SuperSub", "a ^b^\n", "a <sup>b</sup>\n", true),
        ("DefinitionLists", "a\n: b\n", "a\n\nb\n", true),
        ("HeadingAttributes", "# a {#b}\n", "# <a id=\"b\"></a>a\n", true),
        ("Strikethrough", "~~a~~\n", "<del>a</del>\n", true),
    ] {
        let everything = converter(on);
        let off = on.replace(&format!("{option}=Yes"), &format!("{option}=No"));
        let without = converter(&off);
        // It is read by who has it on, and not by who has it off.
        let rtf = everything.convert(M, R, markdown.as_bytes()).unwrap().to_vec();
        let other = without.convert(M, R, markdown.as_bytes()).unwrap().to_vec();
        assert_ne!(rtf, other, "{option}");
        // It is written by who has it on only; what is written else stays, with the option and without.
        if in_rtf {
            let back = everything.convert(R, M, &rtf).unwrap().to_vec();
            assert_eq!(String::from_utf8_lossy(&back), markdown, "{option}");
            let (first, second) = twice(&without, FROM_RTF, &rtf);
            assert_eq!(first, written, "{option}");
            assert_eq!(second, first, "{option}");
            let (first, second) = twice(&everything, &[M, M, M], first.as_bytes());
            assert_eq!(second, first, "{option}");
        }
        let (first, second) = twice(&without, FROM_MARKDOWN, markdown.as_bytes());
        assert_eq!(second, first, "{option}");
    }
}
