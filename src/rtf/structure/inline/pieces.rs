//! Pieces of text that are not written as they stand: two that become one, and tags that are breaks.

use crate::document::{Document, Span, View};
use crate::rtf::tables::styles::unescape_info;

/// The tag that stands for a line break where that would not be seen.
pub(super) const BREAK: &[u8] = b"<br>";

/// How many such tags a text begins with.
pub(super) fn breaks(tags: &[u8]) -> usize {
    tags.chunks(BREAK.len()).take_while(|&tag| tag == BREAK).count()
}

/// How far a text that is hidden has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagState {
    /// There is nothing but blanks.
    None,
    /// A tag goes on behind it.
    Open,
    Whole,
}

impl TagState {
    /// How far it has come with more text behind it.
    pub(super) fn and(self, text: &[u8]) -> TagState {
        match memchr::memrchr2(b'<', b'>', text) {
            Some(at) if text[at] == b'<' => TagState::Open,
            Some(_) => TagState::Whole,
            None if self == TagState::Open || text.trim_ascii().is_empty() => self,
            None => TagState::Whole,
        }
    }
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
            [("<br>", 1), ("<br><br>", 2), ("<br", 0), ("<br><b>x<br>", 1), ("<b>x", 0), ("", 0)]
        {
            assert_eq!(breaks(tag.as_bytes()), count, "{tag}");
        }
    }

    #[test]
    fn tags_that_are_open() {
        for (texts, state) in [
            (&[" "][..], TagState::None),
            (&["<"], TagState::Open),
            (&["<a>b<", "b"], TagState::Open),
            (&["<a", ">b"], TagState::Whole),
            (&[" ", "b"], TagState::Whole),
        ] {
            let found = texts.iter().fold(TagState::None, |so_far, it| so_far.and(it.as_bytes()));
            assert_eq!(found, state, "{texts:?}");
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
