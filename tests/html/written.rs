//! What is written as HTML: the form, and that it is safe.

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

fn convert(options: &str, from: Format, to: Format, input: &str) -> String {
    let converter = Converter::new(Options::parse(options).unwrap()).unwrap();
    String::from_utf8(converter.convert(from, to, input.as_bytes()).unwrap()).unwrap()
}

fn html(options: &str, markdown: &str) -> String {
    convert(options, Format::Markdown, Format::Html, markdown)
}

#[test]
fn printed_pages_have_what_the_options_say_at_their_edges() {
    for (options, expected) in [
        ("PageHeader=a", ""),
        ("HtmlOut=Page", ""),
        (
            "HtmlOut=Page;PageHeader=\"{page} of {pages}\"",
            "@page{@top-left{white-space:pre;content:\"\" counter(page) \" of \" counter(pages)}}\n",
        ),
        (
            "HtmlOut=Page;PageFooter='\t\"{title}\\\"\t</style>'",
            "@page{@bottom-left{white-space:pre;content:\"\"}\
             @bottom-center{white-space:pre;content:\"\" \"\\22 \" \"T\" \"\\5c \\22 \"}\
             @bottom-right{white-space:pre;content:\"\" \"\\3c /style\\3e \"}}\n",
        ),
    ] {
        let page = html(options, "---\ntitle: T\n---\n\nx");
        match expected {
            "" => assert!(!page.contains("@page"), "{options}: {page}"),
            _ => assert!(page.contains(&format!("{expected}</style>")), "{options}: {page}"),
        }
    }
}

#[test]
fn fragments_in_one_line_each() {
    for (options, markdown, expected) in [
        ("", "# A *b* c", "<h1 id=\"a-b-c\">A <em>b</em> c</h1>\n"),
        ("", "# a\n# a", "<h1 id=\"a\">a</h1>\n<h1 id=\"a-1\">a</h1>\n"),
        ("IdPrefix=p-", "# a\n\n[b](#a)", "<h1 id=\"p-a\">a</h1>\n<p><a href=\"#p-a\">b</a></p>\n"),
        ("", "a  \nb\nc", "<p>a<br>\nb\nc</p>\n"),
        (
            "",
            "- [x] a\n- [ ] b",
            "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\"> a</li>\n\
            <li><input type=\"checkbox\" disabled=\"\"> b</li>\n</ul>\n",
        ),
        ("", "3. a\n\n   b", "<ol start=\"3\">\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>\n"),
        (
            "",
            "|a|b|\n|-|-:|\n|c|d|",
            "<table>\n<thead>\n<tr>\n<th>a</th>\n\
            <th style=\"text-align:right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>c</td>\n\
            <td style=\"text-align:right\">d</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        (
            "",
            "| | |\n|-|-|\n|c|d|",
            "<table>\n<tbody>\n<tr>\n<td>c</td>\n<td>d</td>\n</tr>\n</tbody>\n\
            </table>\n",
        ),
        (
            "",
            "> [!TIP]\n> a",
            "<div class=\"markdown-alert markdown-alert-tip\">\n\
            <p class=\"markdown-alert-title\">Tip</p>\n<p>a</p>\n</div>\n",
        ),
        (
            "",
            "a[^x]\n\n[^x]: b",
            "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x\" \
            data-footnote-ref=\"\">1</a></sup></p>\n<section class=\"footnotes\" data-footnotes=\"\">\n\
            <ol>\n<li id=\"fn-x\">\n<p>b <a href=\"#fnref-x\" class=\"footnote-backref\" \
            data-footnote-backref=\"\">\u{21A9}</a></p>\n</li>\n</ol>\n</section>\n",
        ),
        ("DefinitionLists=Yes", "a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n"),
        (
            "Math=Yes",
            "$a<b$",
            concat!(
                "<p><math><semantics><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>",
                "<annotation encoding=\"application/x-tex\">a&lt;b</annotation></semantics></math></p>\n",
            ),
        ),
        (
            "Math=Yes",
            "$\\text{</mtext><script>}$",
            concat!(
                "<p><math><semantics><mrow><mtext>&lt;/mtext&gt;&lt;script&gt;</mtext></mrow><annotation ",
                "encoding=\"application/x-tex\">\\text{&lt;/mtext&gt;&lt;script&gt;}</annotation></semantics></math></p>\n",
            ),
        ),
        (
            "Math=Yes",
            "$\\nosuch{a}$",
            "<p><span class=\"math inline\">\\(\\nosuch{a}\\)</span></p>\n",
        ),
        (
            "",
            "```c++ x\na\n```",
            "<pre><code class=\"language-c++\" data-info=\"c++ x\">a\n</code></pre>\n",
        ),
        ("", "![a *b*](c \"d\")", "<p><img src=\"c\" alt=\"a b\" title=\"d\"></p>\n"),
        ("", "~~a~~ `b`\n\n---", "<p><del>a</del> <code>b</code></p>\n<hr>\n"),
        ("CodePage=1252", "&#28450;", "<p>&#28450;</p>\n"),
        (
            "HtmlOut=Mail",
            "`a`",
            "<div style=\"font-family:'Calibri',sans-serif;font-size:11pt\">\n\
            <p><code style=\"font-family:Consolas,monospace\">a</code></p>\n</div>\n",
        ),
    ] {
        assert_eq!(html(options, markdown), expected, "{markdown:?} {options}");
    }
}

#[test]
fn raw_html_is_read_and_written_anew_unless_it_may_pass() {
    for (markdown, expected, passed) in [
        (
            "a <b onclick=\"x()\">b</b>",
            "<p>a <strong>b</strong></p>\n",
            "<p>a <b onclick=\"x()\">b</b></p>\n",
        ),
        ("<script>x()</script>\n\na", "<p>a</p>\n", "<script>x()</script>\n<p>a</p>\n"),
        (
            "<img src=\"a.png\" onerror=\"x()\">",
            "<p><img src=\"a.png\" alt=\"\"></p>\n",
            "<img src=\"a.png\" onerror=\"x()\">\n",
        ),
        (
            "<details>\n\n**a**\n\n</details>",
            "<p><strong>a</strong></p>\n",
            "<details>\n<p><strong>a</strong></p>\n</details>\n",
        ),
        (
            "<a href=\"java&#115;cript:x\">b</a>",
            "<p>b</p>\n",
            "<p><a href=\"java&#115;cript:x\">b</a></p>\n",
        ),
    ] {
        assert_eq!(html("", markdown), expected, "{markdown}");
        assert_eq!(html("Html=Pass", markdown), passed, "{markdown}");
        assert_eq!(html("Html=Convert", markdown), expected, "{markdown}");
    }
}

#[test]
fn a_page_has_its_charset_first_and_a_title() {
    let page = html("HtmlOut=Page;BodyFont=Verdana", "# A & b");
    assert!(page.starts_with("<!DOCTYPE html><html><head>\n<meta charset=\"utf-8\">\n"), "{page}");
    for part in [
        "<title>A &amp; b</title>\n",
        "font-family:\"Verdana\",sans-serif;font-size:11pt}",
        "<body>\n<h1 id=\"a--b\">A &amp; b</h1>\n</body></html>",
        "prefers-color-scheme:dark",
        "@media print",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
}

#[test]
fn the_clipboards_offsets_are_bytes() {
    for options in ["HtmlOut=Clipboard", "HtmlOut=Clipboard;LineEnds=CRLF"] {
        let out = html(options, "\u{FC} *a*\n\nb");
        let number = |name: &str| -> usize {
            let at = out.find(name).unwrap() + name.len();
            out[at..at + 10].parse().unwrap()
        };
        let (start, end) = (number("StartFragment:"), number("EndFragment:"));
        let line = if options.len() > 20 { "\r\n" } else { "\n" };
        let fragment = format!("<p>\u{FC} <em>a</em></p>{line}<p>b</p>{line}");
        assert_eq!(out[start..end], fragment);
        assert!(out[..start].ends_with("<!--StartFragment-->"), "{out}");
        let whole = &out[number("StartHTML:")..number("EndHTML:")];
        assert!(whole.starts_with("<html>") && whole.ends_with("</html>\r\n"), "{out}");
    }
}

/// HTML that comes back as it is.
#[test]
fn what_is_written_is_read_back() {
    for fragment in [
        "<h1 id=\"a\" style=\"text-align:center\">a</h1>\n",
        "<p style=\"text-align:justify\">a</p>\n<p dir=\"rtl\">b</p>\n",
        "<ol start=\"2\" type=\"i\" data-delimiter=\")\">\n<li>a</li>\n</ol>\n",
        "<ol type=\"A\">\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ol>\n",
        "<ul>\n<li><input type=\"checkbox\" checked=\"\" disabled=\"\"> a</li>\n</ul>\n",
        "<p>a <ins class=\"change\" title=\"Ann B\" datetime=\"2024-05-06T07:08:00\">b</ins> \
         <del class=\"change\" title=\"Ann B\">c</del></p>\n",
        "<p><span style=\"color:#ff0000\">a</span> <span style=\"background-color:#ddeeff\">b</span> \
         <span style=\"color:#0000ff;background-color:#c0c0c0\">c</span></p>\n",
        "<p><span style=\"font-variant:small-caps\">a</span> <kbd>b</kbd> <u>c</u> <mark>d</mark></p>\n",
        "<p><img src=\"a.png\" alt=\"b\" title=\"c\" width=\"40\" height=\"30\"></p>\n",
        "<p>a</p>\n<div style=\"break-before:page\"></div>\n<p>b</p>\n",
        "<figure>\n<img src=\"a.png\" alt=\"b\">\n<figcaption>c <em>d</em></figcaption>\n</figure>\n",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
         <td colspan=\"2\">c</td>\n</tr>\n<tr>\n<td rowspan=\"2\">d</td>\n<td>e</td>\n</tr>\n<tr>\n\
         <td>f</td>\n</tr>\n</tbody>\n</table>\n",
        "<div class=\"markdown-alert markdown-alert-warning\">\n\
         <p class=\"markdown-alert-title\">Warning</p>\n<p>a</p>\n</div>\n",
        "<p><span class=\"math inline\">\\(a&lt;b\\)</span> <span class=\"math display\">\\[c\\]</span></p>\n",
        "<pre><code class=\"language-c\" data-info=\"c x=1\">a\n</code></pre>\n",
        "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>\n",
        "<p><a href=\"#x\">a</a> <a id=\"x\"></a>b</p>\n",
        "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x\" data-footnote-ref=\"\">1</a></sup>\
         <sup class=\"footnote-ref\"><a href=\"#fn-y\" id=\"fnref-y\" data-footnote-ref=\"\">2</a></sup></p>\n\
         <section class=\"footnotes\" data-footnotes=\"\">\n<ol>\n<li id=\"fn-x\">\n\
         <p>b <a href=\"#fnref-x\" class=\"footnote-backref\" data-footnote-backref=\"\">\u{21A9}</a></p>\n\
         </li>\n</ol>\n</section>\n\
         <section class=\"footnotes endnotes\" data-footnotes=\"\">\n<ol start=\"2\">\n<li id=\"fn-y\">\n\
         <p>c <a href=\"#fnref-y\" class=\"footnote-backref\" data-footnote-backref=\"\">\u{21A9}</a></p>\n\
         </li>\n</ol>\n</section>\n",
        "<p>a <span class=\"comment-start\" data-comment=\"1\"></span>b<sup class=\"comment-ref\">\
         <a href=\"#comment-1\" id=\"commentref-1\">[AB1]</a></sup></p>\n<section class=\"comments\">\n\
         <aside class=\"comment\" id=\"comment-1\" title=\"Ann B\" data-date=\"2024-05-06\" \
         data-initials=\"AB\">\n<p class=\"comment-author\"><b>Ann B</b> <time>2024-05-06</time> \
         <a class=\"comment-backref\" href=\"#commentref-1\">\u{21A9}</a></p>\n<p>c</p>\n</aside>\n\
         </section>\n",
    ] {
        assert_eq!(convert("Comments=Keep", Format::Html, Format::Html, fragment), fragment);
    }
}

/// What others write.
#[test]
fn html_of_others_in_one_line_each() {
    for (html, expected) in [
        ("&Afr; &notinva; &fjlig;", "\u{1D504} \u{2209} fj\n"),
        ("a<!-- b --!>c", "ac\n"),
        ("a</>b</1>c", "abc\n"),
        ("a\0b", "ab\n"),
        ("<select><option>a<option selected>b<option>c</select> d", "b d\n"),
        ("<select><option>a</option><option>b</option></select>", "a\n"),
        ("<h2>a<ul><li>b</ul>", "## a\n\n- b\n"),
        (
            "<h2>a<table><tr><th>b<th>c<tr><td>d<td>e</table>",
            "## a\n\n| b | c |\n| --- | --- |\n| d | e |\n",
        ),
        ("<search>a</search>b", "a\n\nb\n"),
        (
            "<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">{\\displaystyle x}\
          </annotation></semantics></math>",
            "$x$\n",
        ),
        ("<math><mi>x</mi><annotation>y</annotation></math>", "$x$\n"),
        ("<math><ci>x</ci><annotation>y</annotation></math>", "x\n"),
        (
            "<img class=\"mwe-math-fallback-image-inline\" src=\"a.svg\" alt=\"{\\displaystyle y}\">",
            "$y$\n",
        ),
        (
            "Version:0.9\r\nStartHTML:00000097\r\nEndHTML:00000171\r\nStartFragment:00000131\r\n\
          EndFragment:00000135\r\n<html><body>x<!--StartFragment--><b>a</b><!--EndFragment-->y</body></html>",
            "**a**\n",
        ),
        (
            "<p>a<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\"><span>[1]</span></a></p>\
          <div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1>\
          <p><a style='mso-footnote-id:ftn1' href=\"#_ftnref1\" name=\"_ftn1\">[1]</a> b</p></div></div>",
            "a[^1]\n\n[^1]: b\n",
        ),
    ] {
        assert_eq!(convert("Math=Yes", Format::Html, Format::Markdown, html), expected, "{html}");
    }
}

/// Each kind of part of a formula, as elements: `mi`, `mn` and the rest without their brackets.
#[test]
fn formulas_as_mathml() {
    let converter = Converter::new(Options::parse("Math=Yes").unwrap()).unwrap();
    for (tex, expected) in [
        ("12.5x", "mrow mn 12.5 /mn mi x /mi /mrow"),
        ("\\frac{a}2", "mrow mfrac mrow mi a /mi /mrow mrow mn 2 /mn /mrow /mfrac /mrow"),
        ("\\sqrt[3]{a}", "mrow mroot mrow mi a /mi /mrow mrow mn 3 /mn /mrow /mroot /mrow"),
        (
            "x_1^2",
            "mrow msubsup mrow mi x /mi /mrow mrow mn 1 /mn /mrow mrow mn 2 /mn /mrow /msubsup /mrow",
        ),
        ("\\overset{a}{=}", "mrow mover mrow mo = /mo /mrow mrow mi a /mi /mrow /mover /mrow"),
        ("\\left(a\\right.", "mrow mrow mo ( /mo mi a /mi /mrow /mrow"),
        ("\\mathbb{R}\\sin", "mrow mi ℝ /mi mi sin /mi /mrow"),
        ("\\hat a", "mrow mover accent=\"true\" mrow mi a /mi /mrow mo ^ /mo /mover /mrow"),
        (
            "\\begin{pmatrix}a&b\\\\c\\end{pmatrix}",
            "mrow mrow mo ( /mo mtable mtr mtd mi a /mi /mtd mtd mi b /mi /mtd /mtr mtr mtd mi c /mi /mtd /mtr /mtable mo ) /mo /mrow /mrow",
        ),
    ] {
        let page = converter.convert(Format::Markdown, Format::Html, format!("${tex}$").as_bytes());
        let page = String::from_utf8(page.unwrap().to_vec()).unwrap();
        let inner =
            page.split_once("<semantics>").and_then(|(_, rest)| rest.split_once("<annotation"));
        let inner = inner.unwrap_or_else(|| panic!("{tex}: {page}")).0;
        let words: Vec<&str> =
            inner.split(['<', '>', ' ']).filter(|word| !word.is_empty()).collect();
        assert_eq!(words.join(" "), expected, "{tex}");
    }
}

/// Highlights of RTF that are not yellow have their colours in HTML; Markdown has one for all.
#[test]
fn highlights_of_rtf_keep_their_colours() {
    let table = r"{\colortbl;\red0\green0\blue0;\red0\green0\blue255;\red0\green255\blue255;\red0\green255\blue0;\red255\green0\blue255;\red255\green0\blue0;\red255\green255\blue0;}";
    let rtf = |text: &str| format!(r"{{\rtf1\ansi{table}\pard {text}\par}}");
    let span = |color: &str, text: &str| {
        format!("<span style=\"background-color:#{color}\">{text}</span>")
    };
    for (text, expected) in [
        (r"a {\highlight7 b}", "a <mark>b</mark>".to_owned()),
        (r"a {\highlight4 b}", format!("a {}", span("00ff00", "b"))),
        (r"a \highlight3 b\highlight0  c", format!("a {} c", span("00ffff", "b"))),
        (r"a {\highlight6 b {\highlight7 c}}", format!("a {}<mark>c</mark>", span("ff0000", "b "))),
        (r"a {\chcbpat4 b}", format!("a {}", span("00ff00", "b"))),
        (r"a {\highlight1 b}", "a <mark>b</mark>".to_owned()),
    ] {
        assert_eq!(
            convert("", Format::Rtf, Format::Html, &rtf(text)),
            format!("<p>{expected}</p>\n"),
            "{text}"
        );
        let markdown = convert("", Format::Rtf, Format::Markdown, &rtf(text));
        assert!(!markdown.contains("style"), "{markdown}");
    }
}

/// Grounds of text are highlights, too, where a program shows these alone, and come back as they were.
#[test]
fn grounds_are_seen_as_highlights() {
    let html =
        |color: &str| format!("<p>a <span style=\"background-color:#{color}\">b</span></p>\n");
    for (target, color, expected) in [
        ("Both", "00ff00", r"{\chcbpat8\highlight8 b}"),
        ("Both", "ddeeff", r"{\chcbpat8 b}"),
        ("RichEdit", "ddeeff", r"{\chcbpat8\highlight8 b}"),
    ] {
        let html = html(color);
        let rtf = convert(&format!("Target={target}"), Format::Html, Format::Rtf, &html);
        assert!(rtf.contains(expected), "{target} {color}: {rtf}");
        assert_eq!(convert("", Format::Rtf, Format::Html, &rtf), html, "{target} {color}");
    }
}

/// Pages as they are, in HTML and by way of RTF.
#[test]
fn pages_that_come_back() {
    for (page, expected) in [
        // White letters are kept where their ground is, black ones within others, and white is no ground.
        (
            "<p style='background:#123456;color:#fff'>a <b style='color:#000'>b</b></p>",
            "<p><span style=\"color:#ffffff;background-color:#123456\">a</span> \
             <span style=\"background-color:#123456\"><strong>b</strong></span></p>\n",
        ),
        (
            "<p style='color:white;background:white'>a<i style='color:black'>b</i></p>",
            "<p>a<em>b</em></p>\n",
        ),
        (
            "<p>a <span style='color:#c00000'>b <span style='color:windowtext'>c</span></span></p>",
            "<p>a <span style=\"color:#c00000\">b</span> c</p>\n",
        ),
        ("<div style='background:#dddddd'><p style='background:#fff'>a</p></div>", "<p>a</p>\n"),
        // The ground of a page is none of its letters.
        (
            "<body style='background:#eeeeee;color:#222222'>a</body>",
            "<p><span style=\"color:#222222\">a</span></p>\n",
        ),
        // A link keeps its own colour, so a button is no button.
        ("<a href=x style='color:#fff;background:#123456'>a</a>", "<p><a href=\"x\">a</a></p>\n"),
        // Headings in colours of their own, and grounds that no marker has.
        (
            "<h2>a <span style='color:#c00000'>b</span></h2><table><tr><th style='color:#800000'>c<th>d<tr><td>e<td>f</table>",
            "<h2 id=\"a-b\">a <span style=\"color:#c00000\">b</span></h2>\n<table>\n<thead>\n<tr>\n\
             <th><span style=\"color:#800000\">c</span></th>\n<th>d</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>e</td>\n<td>f</td>\n\
             </tr>\n</tbody>\n</table>\n",
        ),
        (
            "<p style='background:#99ccff'>a <span style='background:#ff0'>b</span></p>",
            "<p><span style=\"background-color:#99ccff\">a <mark>b</mark></span></p>\n",
        ),
        // Cells that reach out of the header.
        (
            "<table><thead><tr><th rowspan=2>a<th>b<tr><th>c</thead><tr><td>d<td>e</table>",
            "<table>\n<tbody>\n<tr>\n<th rowspan=\"2\">a</th>\n<th>b</th>\n</tr>\n<tr>\n<td><strong>c</strong></td>\n</tr>\n\
             <tr>\n<td>d</td>\n<td>e</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        (
            "<table border=1><tr><td rowspan=0>a<td>b<tr><td>c</table>",
            "<table>\n<tbody>\n<tr>\n<td rowspan=\"2\">a</td>\n<td>b</td>\n</tr>\n<tr>\n<td>c</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        // A caption is that of the outer table.
        (
            "<table border=1><caption>x</caption><tr><td>a<td><table border=1><tr><td>b<td>c</table></table>",
            "<table role=\"table\">\n<caption>x</caption>\n<tbody>\n<tr>\n<td>a</td>\n<td>\n<table>\n<tbody>\n<tr>\n<td>b</td>\n<td>c</td>\n\
             </tr>\n</tbody>\n</table>\n</td>\n</tr>\n</tbody>\n</table>\n",
        ),
        // Word's line above its notes.
        ("a<br clear=all><hr align=left size=1 width=\"33%\">", "<p>a</p>\n"),
        ("a<hr align=left size=1>", "<p>a</p>\n<hr>\n"),
    ] {
        let written = convert("", Format::Html, Format::Html, page);
        assert_eq!(written, expected, "{page}");
        assert_eq!(convert("", Format::Html, Format::Html, &written), written, "{page}");
        let rtf = convert("", Format::Html, Format::Rtf, page);
        assert_eq!(convert("", Format::Rtf, Format::Html, &rtf), written, "{page}, by way of RTF");
    }
}

/// Markers of a list stand where its text begins.
#[test]
fn lists_from_right_to_left() {
    let page = "<ul dir=rtl><li>\u{5d0}<ol><li>\u{5d1}</ol></ul><ul><li>a<li dir=rtl>\u{5d0}</ul>";
    let expected = "<ul dir=\"rtl\">\n<li>\n<div dir=\"rtl\">\u{5d0}</div>\n<ol>\n<li>\n<div dir=\"rtl\">\u{5d1}</div>\n</li>\n</ol>\n\
             </li>\n</ul>\n<ul>\n<li>a</li>\n<li>\n<div dir=\"rtl\">\u{5d0}</div>\n</li>\n</ul>\n";
    assert_eq!(convert("", Format::Html, Format::Html, page), expected);
    assert_eq!(convert("", Format::Html, Format::Html, expected), expected);
}

/// Code in colours is the same code, in each form.
#[test]
fn code_in_colours_comes_back_the_same() {
    let markdown = "```rust\nfn a() -> u8 { \"<b>\" } // c\n\n/* d\ne */\n```\n\n> ``` sql title=\"x\"\n> SELECT 'ü', 1\n> ```\n\n\
                    ```text\nfn\n```\n";
    for (options, word) in [
        ("Highlight=Yes", "<span style=\"color:#0000a0\">fn</span> a()"),
        ("Highlight=Yes;HtmlOut=Mail", "<span style=\"color:#0000a0\">fn</span> a()"),
        ("Highlight=Yes;HtmlOut=Clipboard", "<span style=\"color:#0000a0\">fn</span> a()"),
        ("Highlight=Yes;HtmlOut=Page", "<span class=\"code-word\">fn</span> a()"),
        ("Highlight=Yes;CodePage=1252", "&#195;&#188;"),
    ] {
        let colored = html(options, markdown);
        assert!(colored.contains(word), "{options}: {colored}");
        assert!(colored.contains("\n*/") || colored.contains("d</span>\n<span"), "{colored}");
        assert!(colored.contains(">fn\n</code>"), "{options}: {colored}");
        let plain = html(&options.replace("Highlight=Yes", ""), markdown);
        assert!(!plain.contains("#0000a0") && !plain.contains("code-word"), "{options}: {plain}");
        let back = |page: &str| convert(options, Format::Html, Format::Markdown, page);
        assert_eq!(back(&colored), back(&plain), "{options}");
    }
    // A table that Markdown has as HTML has none.
    let table = convert(
        "",
        Format::Html,
        Format::Html,
        "<table border=1><tr><td>a<pre><code class=language-c>int x;</code></pre><td>b</table>",
    );
    let options = "Highlight=Yes";
    assert!(!convert(options, Format::Html, Format::Markdown, &table).contains("span"));
    assert_eq!(
        html("Highlight=Yes;Html=Pass", "```c\nint\n```"),
        html("Html=Pass", "```c\nint\n```")
    );
}

/// In pandoc's tree no cell may reach out of the part of the table that it stands in.
#[test]
fn cells_that_reach_out_of_the_head_of_a_tree_take_their_rows_along() {
    let page = "<table><thead><tr><th rowspan=2>one<th>two<tr><th>three</thead><tr><td>four<td>five</table>";
    let tree = convert("", Format::Html, Format::Json, page);
    let places = ["two", "three", "]]],[[[\"\",[],[]],0,", "four"].map(|it| tree.find(it).unwrap());
    assert!(places.is_sorted(), "{tree}");
    let back = convert("", Format::Json, Format::Html, &tree);
    assert_eq!(back, convert("", Format::Html, Format::Html, page));
}
