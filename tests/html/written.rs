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
        ("Math=Yes", "$a<b$", "<p><span class=\"math inline\">\\(a&lt;b\\)</span></p>\n"),
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
