//! Images that hidden tags stand around: what is between the tags is shown for them.
//!
//! Shape   `<img src="address" alt="" title="title">`, what is shown, `</img>`, where the tags are hidden
//!         text. The field between them may be gone, as it is where LibreOffice has saved the document,
//!         and its address another one, if somebody has changed it: then that counts.
//! Limits  a tag stands in one run; anything else is raw HTML.
//! Source  `docs/mapping.md`, "Inline".

use std::ops::Range;

use memchr::{memchr, memmem};

use crate::document::{Document, Span, View};

/// Where in hidden text the parts of the tag before an image stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub url: Range<usize>,
    pub title: Range<usize>,
    /// What is shown is the image's text.
    pub has_text: bool,
    /// Where the tag ends.
    pub end: usize,
}

const START: &[u8] = b"<img src=\"";
pub(super) const END: &[u8] = b"</img>";

/// Where in hidden text the last tag of an image begins: it stands at the end, whatever is before it.
pub(super) fn start(hidden: &[u8]) -> Option<usize> {
    memmem::rfind(hidden, START)
}

/// The tag that stands at a place of hidden text.
pub(super) fn tag(hidden: &[u8], start: usize) -> Option<Tag> {
    let quoted = |from: usize| Some(from..from + memchr(b'"', hidden.get(from..)?)?);
    let skipped = |at: usize, text: &[u8]| {
        hidden.get(at..).is_some_and(|rest| rest.starts_with(text)).then_some(at + text.len())
    };
    let url = quoted(start + START.len())?;
    let mut end = url.end + 1;
    let without_text = skipped(end, b" alt=\"\"");
    end = without_text.unwrap_or(end);
    let mut title = end..end;
    if let Some(from) = skipped(end, b" title=\"") {
        title = quoted(from)?;
        end = title.end + 1;
    }
    let end = skipped(end, b">")?;
    Some(Tag { url, title, has_text: without_text.is_none(), end })
}

/// The value that a part of hidden text says, as a part of it where it is that.
pub(super) fn value(doc: &mut Document, source: &[u8], part: Span) -> Span {
    let text = View { doc, source }.text(part);
    if memchr(b'&', text).is_none() {
        return part;
    }
    let text = String::from_utf8_lossy(text);
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    doc.own(&text.replace("&amp;", "&"))
}

/// Whether an address of a field may be the one of the tag: as it is, encoded, or made absolute.
pub(super) fn is_same(found: &[u8], url: &[u8]) -> bool {
    if found == url {
        return true;
    }
    let (found, url) = (decoded(found), decoded(url));
    let mut tail = &*url;
    while let Some(rest) = tail
        .strip_prefix(b"../")
        .or_else(|| tail.strip_prefix(b"./"))
        .or_else(|| tail.strip_prefix(b"/"))
    {
        tail = rest;
    }
    found == url || (found.ends_with(tail) && found.starts_with(b"file:"))
}

fn decoded(address: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let mut bytes = Vec::new();
    let mut at = 0;
    while let Some(&byte) = address.get(at) {
        at += 1;
        let pair = (digit(address.get(at)), digit(address.get(at + 1)));
        match (byte, pair) {
            (b'%', (Some(high), Some(low))) => {
                bytes.push((high * 16 + low) as u8);
                at += 2;
            }
            (b'\\', _) => bytes.push(b'/'),
            _ => bytes.push(byte),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_in_one_line_each() {
        for (text, found) in [
            (r#"<img src="a.png">"#, Some(("a.png", "", true))),
            (r#"<img src="a" alt="" title="b &amp; c">x"#, Some(("a", "b &amp; c", false))),
            (r#"<img src="a" width="1">"#, None),
            (r#"<img src="a"#, None),
        ] {
            let tag = tag(text.as_bytes(), 0);
            let parts = tag.map(|tag| (&text[tag.url], &text[tag.title], tag.has_text));
            assert_eq!(parts, found, "{text}");
        }
        let mut doc = Document::default();
        doc.reset(9);
        let source = b"&quot;a&quot; &amp;lt;";
        let own = value(&mut doc, source, Span::of_source(0, source.len()));
        assert_eq!(View { doc: &doc, source }.text(own), b"\"a\" &lt;");
    }

    #[test]
    fn addresses_are_the_same_where_one_was_made_absolute() {
        for (found, url, same) in [
            ("a.png", "a.png", true),
            ("file:///home/a/b%20c.png", "b c.png", true),
            ("file:///home/b.png", "../b.png", true),
            ("http://e/b.png", "c.png", false),
            ("http://e/b.png", "b.png", false),
        ] {
            assert_eq!(is_same(found.as_bytes(), url.as_bytes()), same, "{found} {url}");
        }
    }
}
