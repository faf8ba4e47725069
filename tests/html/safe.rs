//! Written HTML is safe, and is what a browser makes of it, whatever came in.
//!
//! Shape   [`check`] knows the tags and attributes that may stand in written HTML and refuses all else; the
//!         oracle parses it by the HTML standard and writes it again, which must be the same text.
//!         Payloads are those of DOMPurify's tests, from the folder in `LEGACYBRIDGE_CORPUS`, and the
//!         pieces of `hostile.txt`.

use html5ever::serialize::{SerializeOpts, TraversalScope, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{RcDom, SerializableHandle};

use legacybridge::converter::{Converter, Format};
use legacybridge::options::Options;

const TAGS: &str = " annotation math menclose mfrac mi mn mo mover mphantom mroot mrow msqrt msub msubsup msup mtable mtd mtext mtr \
munder munderover semantics a aside b blockquote br caption code col colgroup dd del div dl dt em figcaption figure h1 \
h2 h3 h4 h5 h6 hr img input ins kbd li mark ol p pre section span strong sub sup table tbody td th thead \
time tr u ul ";

const ATTRIBUTES: &str = " accent columnalign display encoding linethickness mathvariant notation alt checked class colspan data-comment data-date data-delimiter \
data-footnote-backref data-footnote-ref data-footnotes data-info data-initials datetime dir disabled height \
href id role rowspan src start style title type width ";

/// Why HTML is not of the form that the writer may give it.
fn check(html: &str) -> Result<(), String> {
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        if rest.as_bytes()[at] == b'>' {
            return Err(format!("a > in text: {rest}"));
        }
        let end = rest[at..].find('>').ok_or("a tag without end")? + at;
        let (tag, after) = (&rest[at + 1..end], &rest[end + 1..]);
        rest = after;
        let name: String = tag.trim_start_matches('/').chars().take_while(|c| *c != ' ').collect();
        if !TAGS.contains(&format!(" {name} ")) {
            return Err(format!("the element {name}"));
        }
        let mut values = &tag[tag.len().min(name.len() + usize::from(tag.starts_with('/')))..];
        while let Some(attribute) = values.strip_prefix(' ') {
            let (name, value) = attribute.split_once("=\"").ok_or(format!("{attribute:?}"))?;
            let (value, more) = value.split_once('"').ok_or(format!("{attribute:?}"))?;
            values = more;
            if !ATTRIBUTES.contains(&format!(" {name} ")) {
                return Err(format!("the attribute {name}"));
            }
            let allowed =
                ["http:", "https:", "mailto:", "tel:", "ftp:", "cid:", "sms:", "data:image/"];
            let bare: String = value.chars().filter(|c| *c > ' ' && *c != '\u{A0}').collect();
            let bare = bare.replace("&amp;", "&").to_lowercase();
            let scheme =
                bare.find(':').filter(|at| !bare[..*at].contains(['/', '?', '#', '&', '%']));
            if matches!(name, "href" | "src")
                && scheme.is_some()
                && (!allowed.iter().any(|start| bare.starts_with(start))
                    || bare.contains("svg+xml"))
            {
                return Err(format!("the address {value}"));
            }
            if name == "style" && value.contains(['(', '\\', '&', '@', '/']) {
                return Err(format!("the style {value}"));
            }
        }
        if !values.is_empty() {
            return Err(format!("{values:?} in a tag"));
        }
    }
    Ok(())
}

/// What a conforming parser makes of a fragment, written again.
fn again(html: &str) -> String {
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false)
        .one(html.to_owned());
    let root = dom.document.children.borrow()[0].clone();
    let mut out = Vec::new();
    let scope = TraversalScope::ChildrenOnly(None);
    let options = SerializeOpts { traversal_scope: scope, ..SerializeOpts::default() };
    serialize(&mut out, &SerializableHandle::from(root), options).unwrap();
    String::from_utf8(out).unwrap()
}

fn converter(options: &str) -> Converter {
    Converter::new(Options::parse(options).unwrap()).unwrap()
}

/// All ways to HTML for one payload: how many outputs there were, and what is wrong with them.
fn problems(payload: &str, converters: &[Converter]) -> Vec<String> {
    let mut found = Vec::new();
    for converter in converters {
        let convert = |from, to, input: &[u8]| converter.convert(from, to, input).unwrap();
        let markdown = convert(Format::Html, Format::Markdown, payload.as_bytes());
        let rtf = convert(Format::Html, Format::Rtf, payload.as_bytes());
        let kept = convert(Format::Markdown, Format::Rtf, payload.as_bytes());
        for (way, from, input) in [
            ("HTML", Format::Html, payload.as_bytes()),
            ("HTML, Markdown", Format::Markdown, &markdown),
            ("HTML, RTF", Format::Rtf, &rtf),
            ("Markdown", Format::Markdown, payload.as_bytes()),
            ("Markdown, RTF", Format::Rtf, &kept),
        ] {
            let html = String::from_utf8(convert(from, Format::Html, input)).unwrap();
            if let Err(problem) = check(&html) {
                found.push(format!("{way} of {payload:?}: {problem}\n{html}"));
            }
            let again = again(&html);
            if again != html {
                found.push(format!("{way} of {payload:?} parses as another\n{html}\n{again}"));
            }
        }
    }
    found
}

fn converters() -> Vec<Converter> {
    ["", "Links=All;Math=Yes;Html=Convert", "IdPrefix=x-"].map(converter).into()
}

#[test]
fn hostile_pieces_become_safe_html() {
    let converters = converters();
    let pieces = include_str!("hostile.txt");
    let mut found = Vec::new();
    for piece in pieces.lines().filter(|line| !line.starts_with('#')) {
        found.extend(problems(piece, &converters));
        found.extend(problems(&format!("<table><tr><td>{piece}<p>a</table>"), &converters));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn addresses_titles_and_names_stay_values() {
    let nasty = "\"><script>alert(1)</script>' onload=\"x";
    let converters = converters();
    let mut found = Vec::new();
    for markdown in [
        format!("[a](<{}> \"b\")", nasty.replace(['<', '>'], "")),
        format!("![{nasty}](b)"),
        format!("```{}\na\n```", nasty.replace('`', "")),
        format!("a[^{}]\n\n[^{}]: b", nasty.replace([' ', '<', '>'], ""), "x"),
        format!("<a id=\"{}\">a</a>", nasty.replace('"', "&quot;")),
        "[a](javascript:alert(1)) [b](JAVA&#83;CRIPT:x) [c](java%0Ascript:x) [d](data:text/html,x)"
            .into(),
        "![a](javascript:x) ![b](data:image/svg+xml,<svg/onload=x>) ![c](\\\\\\\\host\\\\x.png)"
            .into(),
        "<javascript:alert(1)> <vbscript:x>".into(),
    ] {
        found.extend(problems(&markdown, &converters));
    }
    // Where all links stay, those to programs do.
    found.extend(problems("[e](view-source:x) [f](ms-msdt:x)", &[converter("")]));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
#[cfg_attr(not(legacybridge_corpus), ignore = "LEGACYBRIDGE_CORPUS names no folder of documents")]
fn payloads_of_dompurify_become_safe_html() {
    let corpus = std::env::var_os("LEGACYBRIDGE_CORPUS").expect("a folder of documents");
    let path = std::path::Path::new(&corpus).join("suites/dompurify/expect.mjs");
    let text = std::fs::read_to_string(path).expect("the payloads are readable");
    let converters = converters();
    let (mut count, mut found) = (0, Vec::new());
    for line in text.lines() {
        let Some(value) = line.trim().strip_prefix("\"payload\": \"") else { continue };
        let value = value.trim_end_matches(',').trim_end_matches('"');
        found.extend(problems(&unescaped(value), &converters));
        count += 1;
    }
    println!("{count} payloads");
    assert!(count > 200);
    assert!(found.is_empty(), "{} problems\n{}", found.len(), found.join("\n"));
}

/// A JavaScript string without its escapes.
fn unescaped(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let digits: String = chars.by_ref().take(4).collect();
                let unit = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
                out.push(unit.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            other => out.extend(other),
        }
    }
    out
}
