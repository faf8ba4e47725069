//! Bookmarks: which of them links lead to, and what becomes of them.
//!
//! Shape   a bookmark in running text that a link leads to is an anchor, and so is one around
//!         nothing that a person named: it is there to be led to, maybe from elsewhere. One at a
//!         heading is the heading's slug or identifier, and links to it are changed to say so. All
//!         others mean nothing to a reader of the page.
//! Source  `docs/mapping.md`; names that Word makes itself begin with `_` or `OLE_LINK`.

use super::sight::Sight;
use crate::buffers::{Kept, kept};
use crate::document::{Document, Kind, NodeId, Span, View, slug};
use crate::memory;
use crate::rtf::assembly::flow::{Run, RunKind};

kept! {
    /// What is known of the named places of a document.
    #[derive(Debug, Default)]
    pub(super) struct Places {
        /// The names that links lead to, sorted by their text.
        targets: Vec<Span>,
        /// Bookmarks at headings, with the anchors that stand for them, and whether they are around something.
        headings: Vec<(NodeId, Span, Option<NodeId>, bool)>,
        /// All headings, in order.
        all: Vec<NodeId>,
        /// Their slugs, each with `#` before it.
        slugs: Vec<Span>,
        /// Indices into them, sorted by their text.
        order: Vec<u32>,
        /// Names that links lead to and the slugs that stand for them, sorted by name.
        renamed: Vec<(Span, Span)>,
        /// A slug in the making.
        text: Vec<u8>,
    }
}

/// Names that programs make, and those of notes, which carry the label.
const MADE: [&[u8]; 3] = [b"_", b"OLE_LINK", b"fn_"];

/// Whether a person named a bookmark so.
fn is_own_name(name: &[u8]) -> bool {
    !name.is_empty() && !MADE.iter().any(|made| name.starts_with(made))
}

impl Places {
    /// Begins with the names that the document's links lead to.
    pub(super) fn find_targets(&mut self, doc: &mut Document, source: &[u8]) {
        Kept::clear(self);
        let view = View { doc, source };
        let mut short = false;
        for link in &doc.links {
            if let [b'#', ..] = view.text(link.url) {
                short |= !memory::push(&mut self.targets, link.url.slice(1, link.url.len()));
            }
        }
        self.targets.sort_unstable_by_key(|&name| view.text(name));
        self.targets.dedup_by_key(|name| view.text(*name));
        if short {
            doc.give_up();
        }
    }

    /// The name of the anchor that a run is, if it is one. In headings bookmarks name the heading.
    pub(super) fn shown(&self, sight: Sight<'_>, run: &Run, heading: bool) -> Option<Span> {
        let (name, anchor) = match run.kind {
            RunKind::Anchor(name) => (name, true),
            RunKind::Bookmark(name) => (name, false),
            _ => return None,
        };
        let text = sight.text(name);
        let is_target =
            || !heading && self.targets.binary_search_by(|&to| sight.text(to).cmp(text)).is_ok();
        (anchor && is_own_name(text) || is_target()).then_some(name)
    }

    /// Whether there is an anchor among the runs.
    pub(super) fn any(&self, sight: Sight<'_>, runs: &[Run]) -> bool {
        runs.iter().any(|run| self.shown(sight, run, false).is_some())
    }

    /// Notes a heading, whose bookmarks follow. False where memory is short.
    #[must_use]
    pub(super) fn note_heading(&mut self, heading: NodeId) -> bool {
        memory::push(&mut self.all, heading)
    }

    /// Notes a bookmark of the heading noted last. False where memory is short.
    #[must_use]
    pub(super) fn note_name(&mut self, name: Span, anchor: Option<NodeId>, around: bool) -> bool {
        let Some(&heading) = self.all.last() else { return true };
        memory::push(&mut self.headings, (heading, name, anchor, around))
    }

    /// Names the headings that have bookmarks, and leads the links to their slugs.
    pub(super) fn name_headings(&mut self, doc: &mut Document, source: &[u8], identifiers: bool) {
        if !self.headings.is_empty() {
            self.rename_headings(doc, source, identifiers);
            self.rename_links(doc, source);
        }
    }

    /// Finds the slugs of all headings, notes the bookmarks that links lead to under another name,
    /// and sets identifiers where they are wanted.
    fn rename_headings(&mut self, doc: &mut Document, source: &[u8], identifiers: bool) {
        for &heading in &self.all {
            let start = doc.own_len();
            self.text.clear();
            slug::slug(View { doc, source }, heading, &mut self.text);
            doc.append("#");
            doc.append(std::str::from_utf8(&self.text).unwrap_or_default());
            if !memory::push(&mut self.slugs, Span::of_own(start, doc.own_len())) {
                return doc.give_up();
            }
        }
        self.number_repeats(doc, source);
        let mut marks = self.headings.iter().peekable();
        for (&heading, &slug) in self.all.iter().zip(&self.slugs) {
            while let Some(&(_, name, anchor, around)) = marks.next_if(|mark| mark.0 == heading) {
                let view = View { doc, source };
                let text = view.text(name);
                let plain = slug.slice(1, slug.len());
                self.text.clear();
                self.text.extend_from_slice(view.text(plain));
                let mut same = text == self.text;
                slug::percent_encode(&mut self.text);
                same |= text == self.text;
                let own = is_own_name(text);
                let is_target =
                    || self.targets.binary_search_by(|&to| view.text(to).cmp(text)).is_ok();
                // A link alone has an empty bookmark of that name made.
                let wanted = identifiers && own && (!same || around || !is_target());
                if same || wanted {
                    if let Some(anchor) = anchor {
                        doc.set_kind(anchor, Kind::Text(Span::EMPTY));
                    }
                    if wanted
                        && let Some(Kind::Heading { level, layout, id: Span::EMPTY }) =
                            doc.nodes.get(heading as usize).map(|node| node.kind)
                    {
                        doc.set_kind(heading, Kind::Heading { level, layout, id: name });
                    }
                } else if anchor.is_none()
                    && is_target()
                    && !memory::push(&mut self.renamed, (name, slug))
                {
                    return doc.give_up();
                }
            }
        }
        let view = View { doc, source };
        self.renamed.sort_unstable_by(|a, b| view.text(a.0).cmp(view.text(b.0)));
    }

    /// The second heading with a slug has `-1` behind it, the third `-2`.
    fn number_repeats(&mut self, doc: &mut Document, source: &[u8]) {
        let (order, slugs) = (&mut self.order, &mut self.slugs);
        if order.try_reserve(slugs.len()).is_err() {
            return doc.give_up();
        }
        order.extend(0..slugs.len() as u32);
        let view = View { doc, source };
        order.sort_unstable_by(|&a, &b| {
            let texts = (view.text(slugs[a as usize]), view.text(slugs[b as usize]));
            texts.0.cmp(texts.1).then(a.cmp(&b))
        });
        let mut first = 0;
        for at in 1..order.len() {
            let view = View { doc, source };
            let (slug, original) = (slugs[order[at] as usize], slugs[order[first] as usize]);
            if view.text(slug) != view.text(original) {
                first = at;
                continue;
            }
            self.text.clear();
            self.text.extend_from_slice(view.text(original));
            slug::push_number(&mut self.text, (at - first) as u32);
            let text = std::str::from_utf8(&self.text).unwrap_or_default();
            slugs[order[at] as usize] = doc.own(text);
        }
    }

    fn rename_links(&self, doc: &mut Document, source: &[u8]) {
        if self.renamed.is_empty() {
            return;
        }
        for index in 0..doc.links.len() {
            let view = View { doc, source };
            let url = view.doc.links[index].url;
            let [b'#', name @ ..] = view.text(url) else { continue };
            let found = self.renamed.binary_search_by(|&(old, _)| view.text(old).cmp(name));
            if let Ok(found) = found {
                doc.links[index].url = self.renamed[found].1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_persons_give() {
        for (name, own) in [
            ("chapter", true),
            ("", false),
            ("_Toc123", false),
            ("OLE_LINK1", false),
            ("fn_1", false),
            ("fnord", true),
        ] {
            assert_eq!(is_own_name(name.as_bytes()), own, "{name}");
        }
    }
}
