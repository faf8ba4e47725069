//! Named places: bookmarks.
//!
//! Shape   a heading that a link of the document leads to carries a bookmark of that name; so
//!         does one with an identifier of its own, and so does an anchor.
//! Units   names are UTF-8; a slug is what GitHub makes of a heading.
//! Limits  names keep their hyphens and their length: Word allows 40 characters, and a longer
//!         name still reads back whole.

use super::Writer;
use crate::document::NodeId;
use crate::text::escape_rtf;

impl Writer<'_> {
    /// An empty bookmark.
    pub fn bookmark(&mut self, name: &[u8]) {
        self.out.push(b"{\\*\\bkmkstart ");
        escape_rtf(name, self.out);
        self.out.push(b"}{\\*\\bkmkend ");
        escape_rtf(name, self.out);
        self.out.push_byte(b'}');
    }

    /// The bookmarks of a heading.
    pub fn heading_bookmarks(&mut self, heading: NodeId, id: &[u8]) {
        if !id.is_empty() {
            self.bookmark(id);
        }
        let plan = &self.scratch.plan;
        if let Ok(found) = plan.bookmarks.binary_search_by_key(&heading, |mark| mark.node)
            && let Some(mark) = plan.bookmarks.get(found)
        {
            let name = plan.targets.name(mark.target);
            if name != id {
                self.out.push(b"{\\*\\bkmkstart ");
                escape_rtf(name, self.out);
                self.out.push(b"}{\\*\\bkmkend ");
                escape_rtf(name, self.out);
                self.out.push_byte(b'}');
            }
        }
    }
}
