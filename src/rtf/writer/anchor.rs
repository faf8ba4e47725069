//! Named places: bookmarks.
//!
//! Shape   a heading that a link of the document leads to carries a bookmark of that name; so
//!         does one with an identifier of its own, and so does an anchor.
//! Units   names are UTF-8; a slug is what GitHub makes of a heading.
//! Limits  names keep their hyphens and their length: Word allows 40 characters, and a longer
//!         name still reads back whole.

use crate::memory::Output;
use crate::text::escape_rtf;

/// A named place in a line: an empty bookmark.
pub(super) fn bookmark(name: &[u8], out: &mut Output) {
    begin(name, out);
    end(name, out);
}

/// What has a name begins.
pub(super) fn begin(name: &[u8], out: &mut Output) {
    out.push(b"{\\*\\bkmkstart ");
    escape_rtf(name, out);
    out.push_byte(b'}');
}

/// It ends.
pub(super) fn end(name: &[u8], out: &mut Output) {
    out.push(b"{\\*\\bkmkend ");
    escape_rtf(name, out);
    out.push_byte(b'}');
}

/// The bookmarks of a heading: its own identifier, and another name by which a link leads to it.
pub(super) fn heading_bookmarks(id: &[u8], linked: Option<&[u8]>, out: &mut Output) {
    if !id.is_empty() {
        bookmark(id, out);
    }
    if let Some(name) = linked {
        bookmark(name, out);
    }
}
