//! Bookmarks: which of them links lead to, and what becomes of them.
//!
//! Shape   a bookmark in running text that a link leads to is an anchor; one at a heading is the
//!         heading's slug or identifier, and links to it are changed to say so. All others mean
//!         nothing to a reader of the page.
//! Source  `docs/mapping.md`; names that Word makes itself begin with `_` or `OLE_LINK`.

use super::Recogniser;
use crate::document::{Kind, NodeId, Span, View, slug};
use crate::rtf::reader::flow::{Run, RunKind};

/// What is known of the named places of a document.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// The names that links lead to, sorted by their text.
    targets: Vec<Span>,
    /// Bookmarks at headings.
    headings: Vec<(NodeId, Span)>,
    /// All headings, in order.
    all: Vec<NodeId>,
    /// A slug in the making.
    text: Vec<u8>,
}

impl Places {
    pub fn clear(&mut self) {
        self.targets.clear();
        self.headings.clear();
        self.all.clear();
    }

    pub fn retained_bytes(&self) -> usize {
        self.targets.capacity() * size_of::<Span>()
            + self.headings.capacity() * size_of::<(NodeId, Span)>()
            + self.all.capacity() * size_of::<NodeId>()
            + self.text.capacity()
    }
}

impl Recogniser<'_> {
    /// Notes the names that links lead to.
    pub(super) fn find_targets(&mut self) {
        let mut places = std::mem::take(&mut self.buffers.places);
        places.clear();
        let view = View { doc: self.doc, source: self.source };
        for link in &self.doc.links {
            if let [b'#', ..] = view.text(link.url) {
                places.targets.push(link.url.slice(1, link.url.len()));
            }
        }
        places.targets.sort_unstable_by_key(|&name| view.text(name));
        places.targets.dedup_by_key(|name| view.text(*name));
        self.buffers.places = places;
    }

    /// Whether a link leads to the bookmark of that name.
    pub(super) fn is_target(&self, name: Span) -> bool {
        let name = self.text(name);
        self.buffers.places.targets.binary_search_by(|&target| self.text(target).cmp(name)).is_ok()
    }

    /// Notes a heading and its bookmarks.
    pub(super) fn heading_places(&mut self, heading: Option<NodeId>, runs: &[Run]) {
        let Some(heading) = heading else { return };
        self.buffers.places.all.push(heading);
        for run in runs {
            if let RunKind::Bookmark(name) = run.kind {
                self.buffers.places.headings.push((heading, name));
            }
        }
    }

    /// Names the headings that have bookmarks, and leads the links to their slugs.
    pub(super) fn name_headings(&mut self, identifiers: bool) {
        let mut places = std::mem::take(&mut self.buffers.places);
        if !places.headings.is_empty() {
            let renamed = self.renamed(&mut places, identifiers);
            self.rename_links(&renamed);
        }
        self.buffers.places = places;
    }

    /// The bookmarks at headings that links lead to under a name that is not the slug, and the
    /// slugs, both sorted by the bookmark's text. Sets identifiers, where they are wanted.
    fn renamed(&mut self, places: &mut Places, identifiers: bool) -> Vec<(Span, Span)> {
        let mut renamed = Vec::new();
        let mut seen: std::collections::HashMap<Vec<u8>, u32> = std::collections::HashMap::new();
        let mut marks = places.headings.iter().peekable();
        for &heading in &places.all {
            places.text.clear();
            let view = View { doc: self.doc, source: self.source };
            slug::slug(view, heading, &mut places.text);
            let count = seen.entry(places.text.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                slug::push_number(&mut places.text, *count - 1);
            }
            while let Some(&(_, name)) = marks.next_if(|mark| mark.0 == heading) {
                let text = self.text(name);
                let mut encoded = places.text.clone();
                slug::percent_encode(&mut encoded);
                if text == places.text || text == encoded {
                    continue;
                }
                let own = !text.starts_with(b"_") && !text.starts_with(b"OLE_LINK");
                if identifiers && own {
                    if let Some(Kind::Heading { level, id: Span::EMPTY }) =
                        self.doc.nodes.get(heading as usize).map(|node| node.kind)
                    {
                        self.doc.set_kind(heading, Kind::Heading { level, id: name });
                    }
                } else if places.targets.binary_search_by(|&t| self.text(t).cmp(text)).is_ok() {
                    let slug = String::from_utf8_lossy(&places.text).into_owned();
                    let slug = self.doc.own(&format!("#{slug}"));
                    renamed.push((name, slug));
                }
            }
        }
        renamed.sort_by(|a, b| self.text(a.0).cmp(self.text(b.0)));
        renamed
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
