//! The table of contents: what its entries are, and whether one that was read is that of its document.
//!
//! Shape   a [`Kind::Contents`] stands for the headings of levels 1 to 3, footnotes and comments left out, that
//!         have words; each writer says them in its own way. There is one at most, among the outermost
//!         blocks. What a file shows as one is blocks like others, unless it is those headings and nothing
//!         else: then nothing is lost if it is made anew ([`settle`]).
//! Errors  lack of memory is remembered by the document.
//! Limits  linear in the number of nodes.

use super::slug::{make_unique, slug};
use super::{Document, Kind, Names, Node, NodeId, Span, View, Words};

/// The deepest level of headings that are entries.
const DEEPEST: u8 = 3;

/// The headings that are entries, with their levels.
pub(crate) fn entries(view: View<'_>) -> impl Iterator<Item = (NodeId, u8)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let Node { kind, end } = view.nodes().get(at as usize)?;
            let id = at;
            at = end.max(&(at + 1)).to_owned();
            match *kind {
                Kind::Heading { level, .. } if level <= DEEPEST && has_words(view, id) => {
                    return Some((id, level));
                }
                Kind::Heading { .. } | Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) => {}
                Kind::Paragraph { .. } | Kind::CodeBlock { .. } | Kind::HtmlBlock => {}
                _ => at = id + 1,
            }
        }
    })
}

/// The words of a node, in pieces; formulas as TeX.
pub(crate) fn words(view: View<'_>, id: NodeId) -> impl Iterator<Item = &[u8]> {
    let end = view.nodes().get(id as usize).map_or(id, |node| node.end);
    let nodes = view.nodes().get(id as usize..end as usize).unwrap_or(&[]);
    nodes.iter().filter_map(move |node| match node.kind.words() {
        Words::Text(span) => Some(view.text(span)),
        Words::Blank => Some(b" "),
        Words::Markup(_) | Words::Target(_) => None,
        Words::None => match node.kind {
            Kind::Math { tex, .. } => Some(view.text(tex)),
            _ => None,
        },
    })
}

fn has_words(view: View<'_>, id: NodeId) -> bool {
    words(view, id).any(|piece| !piece.trim_ascii().is_empty())
}

/// Makes a table of contents of the outermost nodes from `from` up to `to`, if they are that of their document.
pub(crate) fn settle(doc: &mut Document, source: &[u8], (from, to): (usize, usize)) -> bool {
    let view = View { doc, source };
    if from > to || to > doc.nodes.len() || !says_the_same(view, (from, to)) {
        return false;
    }
    let made = Node { kind: Kind::Contents, end: from as NodeId + 1 };
    let (more, less) = ((from == to) as NodeId, (to - from).saturating_sub(1) as NodeId);
    if more > 0 && doc.nodes.try_reserve(1).is_err() {
        doc.give_up();
        return false;
    }
    doc.nodes.splice(from..to, [made]);
    for node in doc.nodes.iter_mut().skip(from + 1) {
        node.end = node.end + more - less;
    }
    true
}

/// Takes away the identifiers of headings that say what any writer makes of their words: a table of contents
/// led to them.
pub(crate) fn forget_made_names(doc: &mut Document, source: &[u8]) {
    let (mut slugs, mut repeats, mut made) = (Names::default(), Vec::new(), Vec::new());
    for at in 0..doc.nodes.len() {
        let Kind::Heading { level, layout, id } = doc.nodes[at].kind else { continue };
        let view = View { doc, source };
        made.clear();
        slug(view, at as NodeId, &mut made);
        let own = view.text(id);
        if !own.starts_with(&made) {
            continue;
        }
        if make_unique(&mut made, &mut slugs, &mut repeats).is_err() {
            return doc.give_up();
        }
        if own == made {
            doc.nodes[at].kind = Kind::Heading { level, layout, id: Span::EMPTY };
        }
    }
}

/// Whether the paragraphs of some nodes say what the headings do, with or without numbers of pages behind a
/// tab; or nothing at all.
fn says_the_same(view: View<'_>, (from, to): (usize, usize)) -> bool {
    let mut headings = entries(view);
    let (mut at, mut is_empty) = (from, true);
    while let Some(node) = view.nodes().get(at).filter(|_| at < to) {
        let id = at as NodeId;
        at += 1;
        match node.kind {
            Kind::Paragraph { .. } => {}
            Kind::List { .. } | Kind::Item { .. } | Kind::PageBreak => continue,
            _ => return false,
        }
        at = node.end as usize;
        // What stands behind the last tab is the number of a page.
        let tabs = chars(view, id).filter(|&c| c == '\t').count();
        let mut passed = 0;
        let entry = chars(view, id).take_while(|&c| {
            passed += usize::from(c == '\t');
            tabs == 0 || passed < tabs
        });
        let mut said = entry.filter(|c| !c.is_whitespace()).peekable();
        if said.peek().is_none() {
            continue;
        }
        is_empty = false;
        let Some((heading, _)) = headings.next() else { return false };
        if !said.eq(chars(view, heading).filter(|c| !c.is_whitespace())) {
            return false;
        }
    }
    is_empty || headings.next().is_none()
}

fn chars(view: View<'_>, id: NodeId) -> impl Iterator<Item = char> {
    words(view, id).flat_map(|piece| std::str::from_utf8(piece).unwrap_or_default().chars())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_contents_of_its_document() {
        for (shown, becomes) in [
            (&["A b\t1", "C\t12"][..], true),
            (&["Ab", "C"], true),
            (&["", "A b", " ", "C"], true),
            (&[], true),
            (&[""], true),
            (&["A b"], false),
            (&["A b", "C", "D"], false),
            (&["C", "A b"], false),
            (&["A b 1", "C 2"], false),
        ] {
            let mut doc = Document::default();
            doc.reset(256);
            let mut block = |kind: Kind, text: &str| {
                doc.open(kind);
                let text = doc.own(text);
                doc.leaf(Kind::Text(text));
                doc.close();
            };
            block(Kind::PARAGRAPH, "before");
            for text in shown {
                block(Kind::PARAGRAPH, text);
            }
            block(Kind::heading(1, Span::EMPTY), "A b");
            block(Kind::heading(3, Span::EMPTY), "C");
            block(Kind::heading(4, Span::EMPTY), "too deep");
            block(Kind::heading(2, Span::EMPTY), " ");
            let to = doc.nodes.len() - 8;
            let before = doc.nodes.clone();
            assert_eq!(settle(&mut doc, b"", (2, to)), becomes, "{shown:?}");
            match becomes {
                true => {
                    assert_eq!(doc.nodes[2].kind, Kind::Contents);
                    let ends: Vec<u32> = doc.nodes.iter().map(|node| node.end).collect();
                    assert_eq!(ends, [2, 2, 3, 5, 5, 7, 7, 9, 9, 11, 11]);
                }
                false => assert_eq!(doc.nodes, before),
            }
        }
    }
}
