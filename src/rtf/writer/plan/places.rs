//! The places in a document that its links lead to, and the headings among them.
//!
//! Shape   names behind a `#`; a heading has its identifier, else its slug, which is told from
//!         those of earlier headings by a number.
//! Errors  memory that runs out.

use super::Names;
use crate::buffers::kept;
use crate::document::names::{enough, push};
use crate::document::{Kind, NodeId, View, slug};
use crate::error::Result;
use crate::memory;

/// A heading that a link leads to.
#[derive(Clone, Copy, Debug)]
struct Bookmark {
    heading: NodeId,
    /// The number of its name among the targets.
    target: u32,
}

kept! {
    /// The places found.
    #[derive(Debug, Default)]
    pub(crate) struct Places {
        /// Names that links of the document lead to, without the `#`.
        targets: Names,
        /// All headings, by node.
        headings: Vec<NodeId>,
        /// The headings that links lead to, by node.
        bookmarks: Vec<Bookmark>,
        /// Slugs given so far, and how often each was asked for again.
        slugs: Names,
        repeats: Vec<u32>,
        name: Vec<u8>,
    }
}

impl Places {
    /// A link that leads to a place in the document.
    pub(super) fn link(&mut self, name: &[u8]) -> Result<()> {
        self.targets.insert(name).map(|_| ())
    }

    /// A heading, in the order of nodes.
    pub(super) fn heading(&mut self, node: NodeId) -> Result<()> {
        push(&mut self.headings, node)
    }

    /// Finds the headings that links lead to: by identifier, else by slug.
    pub(super) fn settle(&mut self, view: View<'_>) -> Result<()> {
        if self.targets.is_empty() {
            return Ok(());
        }
        let Places { targets, headings, bookmarks, slugs, repeats, name } = self;
        for &heading in headings.iter() {
            let Some(Kind::Heading { id, .. }) = view.kind(heading) else { continue };
            name.clear();
            if id.is_empty() {
                slug::slug(view, heading, name);
                slug::make_unique(name, slugs, repeats)?;
            } else {
                enough(memory::append(name, view.text(*id)))?;
                slug::take_own(name, slugs, repeats)?;
            }
            let mut found = targets.find(name);
            if found.is_none() && !name.is_ascii() {
                slug::percent_encode(name);
                found = targets.find(name);
            }
            if let Some(target) = found {
                push(bookmarks, Bookmark { heading, target })?;
            }
        }
        Ok(())
    }

    /// The name by which a link leads to a heading.
    pub(crate) fn of_heading(&self, heading: NodeId) -> Option<&[u8]> {
        let found = self.bookmarks.binary_search_by_key(&heading, |mark| mark.heading).ok()?;
        self.bookmarks.get(found).map(|mark| self.targets.name(mark.target))
    }
    /// The number of a heading, counted from 1.
    pub(crate) fn number_of(&self, heading: NodeId) -> u32 {
        let (Ok(at) | Err(at)) = self.headings.binary_search(&heading);
        at as u32 + 1
    }
}
