//! The text between the tags of raw HTML.
//!
//! Shape   [`Raw::next`] cuts one piece after the other off the front of a text; where it stands (in a
//!         tag, in a comment) is kept from one text to the next.
//! Units   bytes of UTF-8.

/// Where in a block of raw HTML the writer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Raw {
    Text,
    Tag,
    Comment,
    /// In what a page never shows, up to this end tag.
    Unseen(&'static [u8]),
}

/// Elements whose text is none, and their end tags.
const UNSEEN: [(&[u8], &[u8]); 2] = [(b"<script", b"</script"), (b"<style", b"</style")];

impl Raw {
    /// Takes the first piece off `rest`; it is empty where nobody sees it.
    pub(crate) fn next<'t>(&mut self, rest: &mut &'t [u8]) -> &'t [u8] {
        let all = *rest;
        let (end, skip) = match self {
            Raw::Tag => (memchr::memchr(b'>', all), 1),
            Raw::Comment => (memchr::memmem::find(all, b"-->"), 3),
            Raw::Text => (memchr::memchr(b'<', all), 0),
            Raw::Unseen(tag) => {
                (memchr::memchr_iter(b'<', all).find(|&at| begins(&all[at..], tag)), 0)
            }
        };
        let stop = end.unwrap_or(all.len());
        *rest = &all[end.map_or(all.len(), |end| end + skip)..];
        let shown = *self == Raw::Text;
        if end.is_some() {
            let unseen = UNSEEN.iter().find(|(tag, _)| begins(rest, tag));
            *self = match (*self, unseen) {
                (Raw::Text, _) if rest.starts_with(b"<!--") => Raw::Comment,
                (Raw::Text, Some((_, end))) => Raw::Unseen(end),
                (Raw::Text | Raw::Unseen(_), _) => Raw::Tag,
                (Raw::Tag | Raw::Comment, _) => Raw::Text,
            };
        }
        if shown { all[..stop].trim_ascii() } else { &[] }
    }
}

/// Whether a text begins with a tag, in letters of any case, whose name ends there.
fn begins(text: &[u8], tag: &[u8]) -> bool {
    text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        && text.get(tag.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_between_tags() {
        for (text, expected) in [
            ("<b>one</b> two", "one|two"),
            ("<!-- a > b --><p>c", "c"),
            ("a <b", "a"),
            ("<b><i></i></b>", ""),
            ("", ""),
            ("x<!--y", "x"),
            ("a<style>p{}</style>b<Script src=c>d<e</SCRIPT >f", "a|b|f"),
            ("<styled>a", "a"),
        ] {
            let (mut raw, mut rest, mut shown) = (Raw::Text, text.as_bytes(), Vec::new());
            while !rest.is_empty() {
                let piece = raw.next(&mut rest);
                shown.extend((!piece.is_empty()).then(|| String::from_utf8_lossy(piece)));
            }
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }
}
