//! Named places: bookmarks.
//!
//! Shape   a heading that a link of the document leads to carries a bookmark of that name; so
//!         does one with an identifier of its own, and so does an anchor.
//! Units   names are UTF-8; a slug is what GitHub makes of a heading.
//! Limits  names keep their hyphens and their length: Word allows 40 characters, and a longer
//!         name still reads back whole.

use super::Writer;
use crate::document::{NodeId, Span};
use crate::memory::Output;
use crate::text::escape_rtf;

/// An empty bookmark.
fn bookmark(name: &[u8], out: &mut Output) {
    out.push(b"{\\*\\bkmkstart ");
    escape_rtf(name, out);
    out.push(b"}{\\*\\bkmkend ");
    escape_rtf(name, out);
    out.push_byte(b'}');
}

impl Writer<'_> {
    /// A named place in a line.
    pub fn anchor(&mut self, name: Span) {
        bookmark(self.view.text(name), self.out);
    }

    /// The bookmarks of a heading: its own identifier, and the name by which a link leads to it.
    pub fn heading_bookmarks(&mut self, heading: NodeId, id: &[u8]) {
        if !id.is_empty() {
            bookmark(id, self.out);
        }
        let plan = &self.scratch.plan;
        if let Ok(found) = plan.bookmarks.binary_search_by_key(&heading, |mark| mark.node)
            && let Some(mark) = plan.bookmarks.get(found)
            && plan.targets.name(mark.target) != id
        {
            bookmark(plan.targets.name(mark.target), self.out);
        }
    }
}
