//! Pieces of text that are not written as they stand: two that become one, and tags that are breaks.

use crate::document::{Document, Span, View};
use crate::rtf::tables::styles::unescape_info;

/// Two texts as one span.
pub(in crate::rtf::structure) fn joined(
    doc: &mut Document,
    source: &[u8],
    first: Span,
    second: Span,
) -> Span {
    if let Some(joined) = first.join(second) {
        return joined;
    }
    let start = doc.own_len();
    // A text that already stands at the end of the buffer is added to.
    if first.ends_own_at(start) {
        let Some(second) = copied(View { doc, source }, &[second]) else {
            doc.give_up();
            return first;
        };
        doc.append_ascii(&second);
        return first.grown(doc.own_len() - start);
    }
    let Some(both) = copied(View { doc, source }, &[first, second]) else {
        doc.give_up();
        return first;
    };
    match std::str::from_utf8(&both) {
        Ok(text) => doc.own(text),
        Err(_) => first,
    }
}

/// The texts one after the other; none where memory is short.
fn copied(view: View<'_>, spans: &[Span]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    for &span in spans {
        let more = view.text(span);
        text.try_reserve(more.len()).ok()?;
        text.extend_from_slice(more);
    }
    Some(text)
}

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
    fn texts_are_joined_where_they_stand() {
        let mut doc = Document::default();
        doc.reset(9);
        let source = b"abcd";
        let (a, b, d) = (Span::of_source(0, 1), Span::of_source(1, 2), Span::of_source(3, 4));
        for (first, second, text, own) in [(a, b, "ab", ""), (a, d, "ad", "ad")] {
            let span = joined(&mut doc, source, first, second);
            assert_eq!(View { doc: &doc, source }.text(span), text.as_bytes());
            assert_eq!(doc.text, own);
        }
        let end = Span::of_own(0, 2);
        assert_eq!(joined(&mut doc, source, end, b), Span::of_own(0, 3));
        assert_eq!(doc.text, "adb", "what stands at the end grows");
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
