//! What the reader and the writer must know of HTML: the tags that stand for inlines of the
//! document, and how HTML blocks begin and end.
//!
//! Shape   functions over the bytes of one tag or one block.
//! Limits  no HTML is parsed; only exact forms are recognised.
//! Source  CommonMark 0.31, section 4.6.

use super::kinds::{blocks, inline_leaves};
use crate::document::Kind;

/// A tag that stands for something in the document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tag {
    /// Opens an inline container.
    Open(Kind),
    /// Closes an inline container.
    Close(Kind),
    /// A line break.
    Break,
    /// `<a id="…">`: the bytes of the name.
    Anchor(usize, usize),
    /// `</a>`
    AnchorEnd,
}

/// The inline containers that can be told by tags.
const TAGGED: [Kind; 8] = [
    Kind::Emphasis,
    Kind::Strong,
    Kind::Strike,
    Kind::Underline,
    Kind::Superscript,
    Kind::Subscript,
    Kind::Highlight,
    Kind::Keyboard,
];

/// The tag name of an inline container; empty for kinds that have none.
pub(super) fn tag_name(kind: &Kind) -> &'static [u8] {
    match kind {
        Kind::Emphasis => b"em",
        Kind::Strong => b"strong",
        Kind::Strike => b"del",
        Kind::Underline => b"u",
        Kind::Superscript => b"sup",
        Kind::Subscript => b"sub",
        Kind::Highlight => b"mark",
        Kind::Keyboard => b"kbd",
        Kind::Inserted(_) => b"ins",
        Kind::Deleted(_) => b"del",
        Kind::Colored { .. } | Kind::SmallCaps => b"span",
        Kind::Link(_) | Kind::Image(_) | Kind::Rule | blocks!() | inline_leaves!() => b"",
    }
}

/// Whether an inline container is told by tags alone: no delimiters ever stand for it, and who looks
/// for an address does not look through its tags as he does through delimiters.
pub(super) fn has_tags_only(kind: Kind) -> bool {
    match kind {
        Kind::Underline | Kind::Highlight | Kind::Keyboard => true,
        Kind::Inserted(_) | Kind::Deleted(_) | Kind::Colored { .. } | Kind::SmallCaps => true,
        Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Superscript | Kind::Subscript => false,
        Kind::Link(_) | Kind::Image(_) | Kind::Rule | blocks!() | inline_leaves!() => false,
    }
}

/// The inline container that a tag name stands for.
fn tagged(name: &[u8]) -> Option<Kind> {
    TAGGED.into_iter().find(|kind| tag_name(kind) == name)
}

/// What a raw inline tag stands for, if it has one of the exact forms that the writer uses.
pub(super) fn tag(html: &[u8]) -> Option<Tag> {
    let inner = html.strip_prefix(b"<")?.strip_suffix(b">")?;
    if let Some(name) = inner.strip_prefix(b"/") {
        if name == b"a" {
            return Some(Tag::AnchorEnd);
        }
        return tagged(name).map(Tag::Close);
    }
    if matches!(inner, b"br" | b"br/" | b"br /") {
        return Some(Tag::Break);
    }
    if let Some(name) = inner.strip_prefix(b"a id=\"").and_then(|rest| rest.strip_suffix(b"\"")) {
        let plain =
            !name.is_empty() && !name.iter().any(|b| matches!(b, b'"' | b'&' | b'<' | b'\n'));
        return plain.then_some(Tag::Anchor(7, html.len() - 2));
    }
    tagged(inner).map(Tag::Open)
}

/// The start condition, 1 to 6, under which `html` at the start of a line begins an HTML block
/// even inside a paragraph.
pub(super) fn block_start(html: &[u8]) -> Option<u8> {
    let rest = html.strip_prefix(b"<")?;
    if rest.starts_with(b"!--") {
        return Some(2);
    }
    if rest.starts_with(b"?") {
        return Some(3);
    }
    if rest.starts_with(b"![CDATA[") {
        return Some(5);
    }
    if rest.first() == Some(&b'!') && rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
        return Some(4);
    }
    let closing = rest.first() == Some(&b'/');
    let rest = if closing { &rest[1..] } else { rest };
    let length = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
    let mut name = [0u8; 12];
    let name = &mut name[..length];
    name.copy_from_slice(&rest[..length]);
    name.make_ascii_lowercase();
    let after = rest.get(length).copied().unwrap_or(b'\n');
    let ends = matches!(after, b' ' | b'\t' | b'\n' | b'\r' | b'>');
    if !closing && ends && [&b"pre"[..], b"script", b"style", b"textarea"].contains(&&*name) {
        return Some(1);
    }
    let ends = ends || (after == b'/' && rest.get(length + 1) == Some(&b'>'));
    (ends && BLOCK_TAGS.binary_search(&&*name).is_ok()).then_some(6)
}

/// Whether `html` is one tag and no more: alone on a line, only such begins a block.
pub(super) fn is_one_tag(html: &[u8]) -> bool {
    let mut quote = None;
    for (at, &byte) in html.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return at + 1 == html.len(),
            _ => {}
        }
    }
    false
}

/// Whether `html` is tags and what stands between them, and no sign of one is left over: else a reader takes it
/// for text, or for a block that goes on.
pub(super) fn is_whole(html: &[u8]) -> bool {
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = &rest[at..];
        if !matches!(rest.get(1), Some(b'/' | b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z')) {
            return false;
        }
        let end: &[u8] = if rest.starts_with(b"<!--") { b"-->" } else { b">" };
        match memchr::memmem::find(rest, end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return false,
        }
    }
    html.trim_ascii_start().first() == Some(&b'<')
}

/// What ends an HTML block of a start condition.
pub(super) fn block_end(start: u8) -> &'static [u8] {
    match start {
        1 => b"</pre>",
        2 => b"-->",
        3 => b"?>",
        4 => b">",
        5 => b"]]>",
        _ => b"",
    }
}

/// Whether an HTML block that begins with `first` and ends with `last` ends with that line, and
/// not only at a blank one.
pub(super) fn ends_by_itself(first: &[u8], last: &[u8]) -> bool {
    let line = memchr::memrchr(b'\n', last).map_or(last, |at| &last[at + 1..]);
    let has = |end: &[u8]| line.windows(end.len()).any(|part| part.eq_ignore_ascii_case(end));
    match block_start(first) {
        Some(1) => [&b"</pre>"[..], b"</script>", b"</style>", b"</textarea>"].into_iter().any(has),
        Some(start @ 2..6) => has(block_end(start)),
        _ => false,
    }
}

const BLOCK_TAGS: [&[u8]; 62] = [
    b"address",
    b"article",
    b"aside",
    b"base",
    b"basefont",
    b"blockquote",
    b"body",
    b"caption",
    b"center",
    b"col",
    b"colgroup",
    b"dd",
    b"details",
    b"dialog",
    b"dir",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figcaption",
    b"figure",
    b"footer",
    b"form",
    b"frame",
    b"frameset",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"head",
    b"header",
    b"hr",
    b"html",
    b"iframe",
    b"legend",
    b"li",
    b"link",
    b"main",
    b"menu",
    b"menuitem",
    b"nav",
    b"noframes",
    b"ol",
    b"optgroup",
    b"option",
    b"p",
    b"param",
    b"search",
    b"section",
    b"summary",
    b"table",
    b"tbody",
    b"td",
    b"tfoot",
    b"th",
    b"thead",
    b"title",
    b"tr",
    b"track",
    b"ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tag_name_stands_for_its_container() {
        for kind in TAGGED {
            assert_eq!(tagged(tag_name(&kind)), Some(kind));
        }
        assert_eq!(tagged(b""), None);
        assert_eq!(tagged(b"p"), None);
    }

    #[test]
    fn block_tags_are_sorted_for_the_binary_search() {
        assert!(BLOCK_TAGS.is_sorted());
    }

    #[test]
    fn one_tag_ends_where_the_text_ends() {
        for (html, one) in [
            ("<a>", true),
            ("<a><b>", false),
            ("<a title='>'>", true),
            ("<a>x", false),
            ("<a", false),
        ] {
            assert_eq!(is_one_tag(html.as_bytes()), one, "{html}");
        }
    }

    #[test]
    fn html_blocks_are_told_by_their_first_bytes() {
        for (html, start) in [
            ("<div>", Some(6)),
            ("</DIV", Some(6)),
            ("<hr/>", Some(6)),
            ("<divx>", None),
            ("<pre>", Some(1)),
            ("</pre>", None),
            ("<!-- x", Some(2)),
            ("<?php", Some(3)),
            ("<!DOCTYPE", Some(4)),
            ("<![CDATA[", Some(5)),
            ("<em>", None),
            ("x", None),
        ] {
            assert_eq!(block_start(html.as_bytes()), start, "{html}");
        }
    }

    #[test]
    fn only_exact_tags_stand_for_inlines() {
        assert_eq!(tag(b"<u>"), Some(Tag::Open(Kind::Underline)));
        assert_eq!(tag(b"</mark>"), Some(Tag::Close(Kind::Highlight)));
        assert_eq!(tag(b"<br />"), Some(Tag::Break));
        assert_eq!(tag(b"<a id=\"x\">"), Some(Tag::Anchor(7, 8)));
        assert_eq!(tag(b"<u class=x>"), None);
        assert_eq!(tag(b"<a href=\"x\">"), None);
    }
}
