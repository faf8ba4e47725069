//! Images that hidden tags stand around: what is between the tags is shown for them.
//!
//! Shape   `<img src="address" alt="" title="title">`, what is shown, `</img>`, where the tags are hidden
//!         text. The field between them may be gone, as it is where LibreOffice has saved the document,
//!         and its address another one, if somebody has changed it: then that counts.
//! Limits  a tag stands in one run; anything else is raw HTML.
//! Source  `docs/mapping.md`, "Inline".

use memchr::memmem;

/// What the tag before an image says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub url: String,
    pub title: String,
    /// What is shown is the image's text.
    pub has_text: bool,
    /// Where the tag ends.
    pub end: usize,
}

const START: &[u8] = b"<img src=\"";
pub(super) const END: &[u8] = b"</img>";

/// Where in hidden text the tag of an image begins.
pub(super) fn start(hidden: &[u8]) -> Option<usize> {
    memmem::find(hidden, START)
}

/// The tag that hidden text begins with.
pub(super) fn tag(hidden: &[u8]) -> Option<Tag> {
    let text = std::str::from_utf8(hidden).ok()?;
    let (url, mut rest) = text.get(START.len()..)?.split_once('"')?;
    let mut tag = Tag { url: unescaped(url), title: String::new(), has_text: true, end: 0 };
    if let Some(after) = rest.strip_prefix(" alt=\"\"") {
        (tag.has_text, rest) = (false, after);
    }
    if let Some(after) = rest.strip_prefix(" title=\"") {
        let (title, after) = after.split_once('"')?;
        (tag.title, rest) = (unescaped(title), after);
    }
    tag.end = text.len() - rest.strip_prefix('>')?.len();
    Some(tag)
}

fn unescaped(value: &str) -> String {
    let text = value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

/// Whether an address of a field may be the one of the tag: as it is, encoded, or made absolute.
pub(super) fn is_same(found: &[u8], url: &[u8]) -> bool {
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
            (r#"<img src="a.png">"#, Some(("a.png", "", true, 17))),
            (
                r#"<img src="a" alt="" title="&quot;b&quot; &amp; c">x"#,
                Some(("a", "\"b\" & c", false, 51)),
            ),
            (r#"<img src="a" width="1">"#, None),
            (r#"<img src="a"#, None),
        ] {
            let found = found.map(|(url, title, has_text, end)| Tag {
                url: String::from(url),
                title: String::from(title),
                has_text,
                end,
            });
            let tag = tag(text.as_bytes());
            assert_eq!(
                tag.as_ref().map(|tag| (&tag.url, &tag.title, tag.has_text)),
                found.as_ref().map(|tag| (&tag.url, &tag.title, tag.has_text)),
                "{text}"
            );
        }
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
