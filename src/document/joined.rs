//! Two texts that are one.
//!
//! Errors  lack of memory is remembered by the document.

use super::{Document, Span, View};

/// Two texts as one span. What grows piece by piece is copied once.
pub(crate) fn joined(doc: &mut Document, source: &[u8], first: Span, second: Span) -> Span {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
