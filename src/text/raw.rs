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
}

impl Raw {
    /// Takes the first piece off `rest`; it is empty where nobody sees it.
    pub(crate) fn next<'t>(&mut self, rest: &mut &'t [u8]) -> &'t [u8] {
        let all = *rest;
        let (end, skip) = match self {
            Raw::Tag => (memchr::memchr(b'>', all), 1),
            Raw::Comment => (memchr::memmem::find(all, b"-->"), 3),
            Raw::Text => (memchr::memchr(b'<', all), 0),
        };
        let stop = end.unwrap_or(all.len());
        *rest = &all[end.map_or(all.len(), |end| end + skip)..];
        let shown = *self == Raw::Text;
        if end.is_some() {
            *self = match self {
                Raw::Text if rest.starts_with(b"<!--") => Raw::Comment,
                Raw::Text => Raw::Tag,
                Raw::Tag | Raw::Comment => Raw::Text,
            };
        }
        if shown { all[..stop].trim_ascii() } else { &[] }
    }
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
