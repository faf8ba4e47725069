//! Names of headings where the target has none of its own for them: links that lead to one must find it still.
//!
//! Shape   a name that links lead to becomes an anchor in its heading, or nothing where the heading's words make the
//!         same name anyway. A name that nothing leads to stays, for the writer to count.
//! Errors  memory that runs out.
//! Limits  linear; nothing is looked at where no heading has a name.

use crate::buffers::kept;
use crate::document::names::push;
use crate::document::{Kind, Names, NodeId, View, slug};
use crate::error::Result;
use crate::picture::data_uri::unescape_into;

kept! {
    /// The headings whose names are said in another way, in order.
    #[derive(Debug, Default)]
    pub(super) struct Named {
        found: Vec<(NodeId, bool)>,
        targets: Names,
        slugs: Names,
        repeats: Vec<u32>,
        name: Vec<u8>,
    }
}

impl Named {
    /// Finds the headings of a document whose names links lead to.
    pub(super) fn find(&mut self, view: View<'_>) -> Result<()> {
        let Named { found, targets, slugs, repeats, name } = self;
        for link in &view.doc.links {
            if let [b'#', place @ ..] = view.text(link.url) {
                targets.insert(place)?;
                if place.contains(&b'%') {
                    name.clear();
                    unescape_into(place, name);
                    targets.insert(name)?;
                }
            }
        }
        for (at, node) in view.nodes().iter().enumerate() {
            let Kind::Heading { id, .. } = node.kind else { continue };
            name.clear();
            slug::slug(view, at as NodeId, name);
            slug::make_unique(name, slugs, repeats)?;
            let own = view.text(id);
            if !own.is_empty() && targets.find(own).is_some() {
                push(found, (at as NodeId, own != *name))?;
            }
        }
        Ok(())
    }

    /// Whether any heading's name is said in another way.
    pub(super) fn any(&self) -> bool {
        !self.found.is_empty()
    }

    /// Whether a heading has an anchor for its name; none if its name stays.
    pub(super) fn anchored(&self, heading: usize) -> Option<bool> {
        let found = self.found.binary_search_by_key(&(heading as NodeId), |named| named.0).ok()?;
        self.found.get(found).map(|named| named.1)
    }
}
