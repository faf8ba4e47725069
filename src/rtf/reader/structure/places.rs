//! Bookmarks: which of them links lead to, and what becomes of them.
//!
//! Shape   a bookmark in running text that a link leads to is an anchor, and so is one around
//!         nothing that a person named: it is there to be led to, maybe from elsewhere. One at a
//!         heading is the heading's slug or identifier, and links to it are changed to say so. All
//!         others mean nothing to a reader of the page.
//! Source  `docs/mapping.md`; names that Word makes itself begin with `_` or `OLE_LINK`.

use super::Recogniser;
use crate::document::{Kind, NodeId, Span, View, slug};
use crate::memory;
use crate::rtf::assembly::flow::{Run, RunKind};

/// What is known of the named places of a document.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The names that links lead to, sorted by their text.
    targets: Vec<Span>,
    /// Bookmarks at headings, with the anchors that stand for them.
    headings: Vec<(NodeId, Span, Option<NodeId>)>,
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

impl Places {
    pub fn clear(&mut self) {
        self.targets.clear();
        self.headings.clear();
        self.all.clear();
        self.slugs.clear();
        self.order.clear();
        self.renamed.clear();
    }

    pub fn retained_bytes(&self) -> usize {
        self.targets.capacity() * size_of::<Span>()
            + self.headings.capacity() * size_of::<(NodeId, Span, Option<NodeId>)>()
            + self.all.capacity() * size_of::<NodeId>()
            + self.slugs.capacity() * size_of::<Span>()
            + self.order.capacity() * size_of::<u32>()
            + self.renamed.capacity() * size_of::<(Span, Span)>()
            + self.text.capacity()
    }
}

impl Recogniser<'_> {
    /// Notes the names that links lead to.
    pub(super) fn find_targets(&mut self) {
        let mut places = std::mem::take(&mut self.buffers.places);
        places.clear();
        let view = View { doc: self.doc, source: self.source };
        let mut short = false;
        for link in &self.doc.links {
            if let [b'#', ..] = view.text(link.url) {
                short |= !memory::push(&mut places.targets, link.url.slice(1, link.url.len()));
            }
        }
        places.targets.sort_unstable_by_key(|&name| view.text(name));
        places.targets.dedup_by_key(|name| view.text(*name));
        self.buffers.places = places;
        if short {
            self.doc.give_up();
        }
    }

    /// Whether a link leads to the bookmark of that name.
    pub(super) fn is_target(&self, name: Span) -> bool {
        let name = self.text(name);
        self.buffers.places.targets.binary_search_by(|&target| self.text(target).cmp(name)).is_ok()
    }

    /// The name of the anchor that a run is, if it is one.
    pub(super) fn shown_place(&self, run: &Run) -> Option<Span> {
        match run.kind {
            RunKind::Anchor(name) if self.is_own_name(name) => Some(name),
            RunKind::Anchor(name) | RunKind::Bookmark(name) => {
                (!self.in_heading && self.is_target(name)).then_some(name)
            }
            _ => None,
        }
    }

    /// Whether there is an anchor among the runs.
    pub(super) fn has_place(&self, runs: &[Run]) -> bool {
        runs.iter().any(|run| self.shown_place(run).is_some())
    }

    /// Whether a person named the bookmark so. Those of notes carry the label.
    fn is_own_name(&self, name: Span) -> bool {
        let name = self.text(name);
        !name.is_empty() && !["_", "OLE_LINK", "fn_"].iter().any(|p| name.starts_with(p.as_bytes()))
    }

    /// Notes a heading, whose bookmarks follow.
    pub(super) fn note_heading(&mut self, heading: Option<NodeId>) {
        let Some(heading) = heading else { return };
        if !memory::push(&mut self.buffers.places.all, heading) {
            self.doc.give_up();
        }
    }

    /// Notes a bookmark of the heading noted last.
    pub(super) fn heading_place(&mut self, name: Span, anchor: Option<NodeId>) {
        let places = &mut self.buffers.places;
        let Some(&heading) = places.all.last() else { return };
        if !memory::push(&mut places.headings, (heading, name, anchor)) {
            self.doc.give_up();
        }
    }

    /// Names the headings that have bookmarks, and leads the links to their slugs.
    pub(super) fn name_headings(&mut self, identifiers: bool) {
        let mut places = std::mem::take(&mut self.buffers.places);
        if !places.headings.is_empty() {
            self.rename_headings(&mut places, identifiers);
            self.rename_links(&places.renamed);
        }
        self.buffers.places = places;
    }

    /// Finds the slugs of all headings, notes the bookmarks that links lead to under another name,
    /// and sets identifiers where they are wanted.
    fn rename_headings(&mut self, places: &mut Places, identifiers: bool) {
        for &heading in &places.all {
            let start = self.doc.own_len();
            places.text.clear();
            let view = View { doc: self.doc, source: self.source };
            slug::slug(view, heading, &mut places.text);
            self.doc.append("#");
            self.doc.append(std::str::from_utf8(&places.text).unwrap_or_default());
            if !memory::push(&mut places.slugs, Span::of_own(start, self.doc.own_len())) {
                return self.doc.give_up();
            }
        }
        self.number_repeats(places);
        let mut marks = places.headings.iter().peekable();
        for (&heading, &slug) in places.all.iter().zip(&places.slugs) {
            while let Some(&(_, name, anchor)) = marks.next_if(|mark| mark.0 == heading) {
                let text = self.text(name);
                let plain = slug.slice(1, slug.len());
                places.text.clear();
                places.text.extend_from_slice(self.text(plain));
                let mut same = text == places.text;
                slug::percent_encode(&mut places.text);
                same |= text == places.text;
                let own = !text.starts_with(b"_") && !text.starts_with(b"OLE_LINK");
                if same || (identifiers && own) {
                    if let Some(anchor) = anchor {
                        self.doc.set_kind(anchor, Kind::Text(Span::EMPTY));
                    }
                    if !same
                        && let Some(Kind::Heading { level, id: Span::EMPTY }) =
                            self.doc.nodes.get(heading as usize).map(|node| node.kind)
                    {
                        self.doc.set_kind(heading, Kind::Heading { level, id: name });
                    }
                } else if anchor.is_none()
                    && places.targets.binary_search_by(|&t| self.text(t).cmp(text)).is_ok()
                    && !memory::push(&mut places.renamed, (name, slug))
                {
                    return self.doc.give_up();
                }
            }
        }
        places.renamed.sort_unstable_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
    }

    /// The second heading with a slug has `-1` behind it, the third `-2`.
    fn number_repeats(&mut self, places: &mut Places) {
        let order = &mut places.order;
        if order.try_reserve(places.slugs.len()).is_err() {
            return self.doc.give_up();
        }
        order.extend(0..places.slugs.len() as u32);
        let slugs = &mut places.slugs;
        order.sort_unstable_by(|&a, &b| {
            let texts = (self.text(slugs[a as usize]), self.text(slugs[b as usize]));
            texts.0.cmp(texts.1).then(a.cmp(&b))
        });
        let mut first = 0;
        for at in 1..order.len() {
            let (slug, original) = (slugs[order[at] as usize], slugs[order[first] as usize]);
            if self.text(slug) != self.text(original) {
                first = at;
                continue;
            }
            places.text.clear();
            places.text.extend_from_slice(self.text(original));
            slug::push_number(&mut places.text, (at - first) as u32);
            let text = std::str::from_utf8(&places.text).unwrap_or_default();
            slugs[order[at] as usize] = self.doc.own(text);
        }
    }

    fn rename_links(&mut self, renamed: &[(Span, Span)]) {
        if renamed.is_empty() {
            return;
        }
        for index in 0..self.doc.links.len() {
            let url = self.doc.links[index].url;
            let [b'#', name @ ..] = self.text(url) else { continue };
            let found = renamed.binary_search_by(|&(old, _)| self.text(old).cmp(name));
            if let Ok(found) = found {
                self.doc.links[index].url = renamed[found].1;
            }
        }
    }
}
