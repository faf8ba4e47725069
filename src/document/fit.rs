//! Letters that the target can't hold, replaced before a writer judges what stands beside what.
//!
//! Shape   [`fit`] goes over all text of a finished document, between reader and writer. A piece with such
//!         a letter is written anew into the document's own text; all others stay where they are.
//! Errors  lack of memory is remembered by the document.
//! Limits  time is linear.

use super::{Document, Kind, Span, View};

/// What stands for a letter that there is not.
const INSTEAD: char = '?';

/// Replaces every letter that the target does not hold; how many those were.
pub(crate) fn fit(doc: &mut Document, source: &[u8], holds: &dyn Fn(char) -> bool) -> usize {
    let mut lost = 0;
    for at in 0..doc.nodes.len() {
        let mut kind = doc.nodes[at].kind;
        if let Some(span) = text_of(&mut kind) {
            *span = fitted(doc, source, *span, holds, &mut lost);
            doc.nodes[at].kind = kind;
        }
    }
    for at in 0..doc.links.len() {
        let target = doc.links[at];
        doc.links[at].url = fitted(doc, source, target.url, holds, &mut lost);
        doc.links[at].title = fitted(doc, source, target.title, holds, &mut lost);
    }
    lost
}

/// The text that a node has itself. Labels of notes stay, for two of them must not become one.
fn text_of(kind: &mut Kind) -> Option<&mut Span> {
    use Kind::*;
    match kind {
        Text(span) | Code(span) | Html(span) | Math { tex: span, .. } => Some(span),
        CodeBlock { info: span } => Some(span),
        Heading { id: span, .. } | Anchor { name: span } => Some(span),
        Paragraph { .. } | Quote { .. } | List { .. } | Item { .. } | HtmlBlock => None,
        Table { .. } | Row { .. } | Cell { .. } | FootnoteDefinition { .. } => None,
        DefinitionList | Term | Definition | Caption | CommentBody(_) => None,
        Emphasis | Strong | Strike | Underline | Superscript | Subscript => None,
        Highlight | Keyboard | Link(_) | Image(_) | Inserted(_) | Deleted(_) => None,
        Colored { .. } | SmallCaps | Rule | SoftBreak | HardBreak | PageBreak => None,
        FootnoteReference { .. } | CommentStart(_) | CommentEnd(_) | Contents => None,
    }
}

fn fitted(
    doc: &mut Document,
    source: &[u8],
    span: Span,
    holds: &dyn Fn(char) -> bool,
    lost: &mut usize,
) -> Span {
    let view = View { doc, source };
    let bytes = view.text(span);
    if bytes.is_ascii() {
        return span;
    }
    let text = String::from_utf8_lossy(bytes);
    let missing = text.chars().filter(|&letter| !holds(letter)).count();
    if missing == 0 {
        return span;
    }
    *lost += missing;
    let text = text.into_owned();
    let start = doc.own_len();
    for letter in text.chars() {
        doc.append_char(if holds(letter) { letter } else { INSTEAD });
    }
    Span::of_own(start, doc.own_len())
}
