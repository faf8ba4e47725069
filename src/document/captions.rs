//! Captions that number themselves: `Table 1: words`, `Figure 2: words`.
//!
//! Shape   the label stands in the caption's text, as everybody shows it; what counts in a way of its own (a
//!         field of RTF, `Table: words` in Markdown) tells it by [`Label::of`] and by its number: the one
//!         that the count has come to.
//! Units   bytes of text; numbers from 1.

use super::{Document, Kind, Node, NodeId, Span, View, contents};

/// What captions are of.
pub(crate) const NAMES: [&str; 2] = ["Table", "Figure"];

/// The label that a caption begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// Of which of the [`NAMES`].
    pub of: usize,
    pub number: u32,
    /// Its length, with the colon and the blank behind it.
    pub len: usize,
}

impl Label {
    /// The label of a caption, if it has one.
    pub(crate) fn of(view: View<'_>, caption: NodeId) -> Option<Label> {
        let (mut start, mut len) = ([0; 24], 0);
        for piece in contents::words(view, caption) {
            let room = &mut start[len..];
            let more = room.len().min(piece.len());
            room[..more].copy_from_slice(&piece[..more]);
            len += more;
        }
        let start = &start[..len];
        let of = NAMES.iter().position(|name| start.starts_with(name.as_bytes()))?;
        let before = NAMES[of].len() + 1;
        let rest = start.get(before - 1..)?.strip_prefix(b" ")?;
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()?;
        rest[digits..].starts_with(b": ").then_some(Label { of, number, len: before + digits + 2 })
    }
}

/// Whether the last block of a document, from that node on, holds a picture and nothing else but places before it.
pub(crate) fn holds_picture(doc: &Document, block: usize) -> bool {
    let is_place = |node: &&Node| matches!(node.kind, Kind::Anchor { .. });
    let picture = doc.nodes.iter().skip(block + 1).find(|node| !is_place(node));
    picture.is_some_and(|node| {
        matches!(node.kind, Kind::Image(_)) && node.end as usize == doc.nodes.len()
    })
}

/// Makes a caption with that label of a paragraph, whose text begins with `cut` bytes that are not seen. What
/// follows in the document must be part of it.
pub(crate) fn make(doc: &mut Document, paragraph: NodeId, label: Span, cut: usize) {
    let at = paragraph as usize + 1;
    let Some(Kind::Text(text)) = doc.nodes.get(at).map(|node| node.kind) else { return };
    let rest = text.slice(cut, text.len());
    doc.set_kind(paragraph, Kind::Caption);
    if rest.is_empty() {
        return doc.set_kind(at as NodeId, Kind::Text(label));
    }
    if doc.nodes.try_reserve(1).is_err() {
        return doc.give_up();
    }
    let mut first = doc.nodes[at];
    first.kind = Kind::Text(label);
    doc.set_kind(at as NodeId, Kind::Text(rest));
    doc.nodes.iter_mut().skip(at).for_each(|node| node.end += 1);
    doc.nodes[paragraph as usize].end += 1;
    doc.nodes.insert(at, first);
}

/// Puts a caption behind the table that follows it and is the last node of the document.
pub(crate) fn put_behind(doc: &mut Document, caption: NodeId) {
    let from = caption as usize;
    let Some(table) = doc.nodes.get(from).map(|node| node.end as usize) else { return };
    let end = doc.nodes.get(table).map_or(table, |node| node.end as usize);
    let (length, more) = ((table - from) as NodeId, (end - table) as NodeId);
    doc.nodes[from..table].iter_mut().for_each(|node| node.end += more);
    doc.nodes[table..end].iter_mut().for_each(|node| node.end -= length);
    doc.nodes[from..end].rotate_left(table - from);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_one_line_each() {
        for (text, expected) in [
            ("Table 1: a", Some((0, 1, 9))),
            ("Figure 12: ", Some((1, 12, 11))),
            ("Table 1. a", None),
            ("Table: a", None),
            ("Tables 1: a", None),
            ("Table 99999999999: a", None),
            ("", None),
        ] {
            let mut doc = Document::default();
            doc.reset(9);
            doc.open(Kind::Caption);
            for piece in [&text[..text.len().min(3)], &text[text.len().min(3)..]] {
                let piece = doc.own(piece);
                doc.leaf(Kind::Text(piece));
            }
            doc.close();
            let label = Label::of(View { doc: &doc, source: b"" }, 0);
            assert_eq!(label.map(|label| (label.of, label.number, label.len)), expected, "{text}");
        }
    }
}
