//! Pieces of text that are not written as they stand: two that become one, and tags that are breaks.

use crate::document::{Document, Span, View};
use crate::rtf::tables::styles::unescape_info;

/// How many line breaks a raw HTML tag is, which is nothing else.
pub(super) fn breaks(tag: &[u8]) -> Option<usize> {
    const BREAK: &[u8] = b"<br>";
    let count = tag.len() / BREAK.len();
    (count > 0 && tag.chunks(BREAK.len()).all(|tag| tag == BREAK)).then_some(count)
}

/// The spaces and tabs that a text begins with.
pub(super) fn leading_blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// The label of a note from the name of its bookmark: `fn_label`, with `%XX` as the character.
pub(super) fn note_label(doc: &mut Document, source: &[u8], name: Span) -> Span {
    let name = name.slice(NOTE.len(), name.len());
    let text = View { doc, source }.text(name);
    if !text.contains(&b'%') {
        return name;
    }
    let text = String::from_utf8_lossy(text).into_owned();
    unescape_info(&text, doc)
}

/// What the names of bookmarks around notes begin with.
pub(super) const NOTE: &[u8] = b"fn_";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_are_breaks() {
        for (tag, count) in
            [("<br>", Some(1)), ("<br><br>", Some(2)), ("<br", None), ("<b>x", None), ("", None)]
        {
            assert_eq!(breaks(tag.as_bytes()), count, "{tag}");
        }
    }

    #[test]
    fn labels_in_names() {
        let mut doc = Document::default();
        doc.reset(9);
        for (name, label) in [("fn_a", "a"), ("fn_a%20b", "a b"), ("fn_", "")] {
            let span = note_label(&mut doc, name.as_bytes(), Span::of_source(0, name.len()));
            assert_eq!(View { doc: &doc, source: name.as_bytes() }.text(span), label.as_bytes());
        }
    }
}
