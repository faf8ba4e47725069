//! Named places: the slugs of headings, and bookmarks.
//!
//! Shape   a heading that a link of the document leads to carries a bookmark of that name; so
//!         does one with an identifier of its own, and so does an anchor.
//! Units   names are UTF-8; a slug is what GitHub makes of a heading.
//! Limits  names keep their hyphens and their length: Word allows 40 characters, and a longer
//!         name still reads back whole.

use super::Writer;
use crate::document::{Kind, NodeId, Span, View};
use crate::memory::Output;
use crate::text::escape_rtf;

/// Appends the slug of a heading: lower case, hyphens for spaces, no punctuation.
pub fn slug(view: View<'_>, heading: NodeId, out: &mut Vec<u8>) {
    let nodes = &view.doc.nodes;
    let end = nodes.get(heading as usize).map_or(heading, |node| node.end);
    for node in nodes.get(heading as usize..end as usize).unwrap_or(&[]) {
        let text = match node.kind {
            Kind::Text(span) | Kind::Code(span) => view.text(span),
            Kind::SoftBreak | Kind::HardBreak => b" ",
            _ => continue,
        };
        if out.try_reserve(text.len() * 2).is_err() {
            return;
        }
        for character in String::from_utf8_lossy(text).chars() {
            match character {
                ' ' => out.push(b'-'),
                '-' | '_' => out.push(character as u8),
                // Combining marks belong to the letter before them.
                '\u{300}'..='\u{36F}' => push_character(out, character),
                _ if character.is_alphanumeric() => {
                    for lower in character.to_lowercase() {
                        push_character(out, lower);
                    }
                }
                _ => {}
            }
        }
    }
}

fn push_character(out: &mut Vec<u8>, character: char) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Appends a hyphen and a number.
pub fn push_number(out: &mut Vec<u8>, number: u32) {
    out.push(b'-');
    let mut unit = 1_000_000_000;
    while unit > 1 && number < unit {
        unit /= 10;
    }
    while unit > 0 {
        out.push(b'0' + (number / unit % 10) as u8);
        unit /= 10;
    }
}

/// Replaces what is not ASCII by its bytes as `%XX`, in place from the end.
pub fn percent_encode(name: &mut Vec<u8>) {
    let more = 2 * name.iter().filter(|byte| !byte.is_ascii()).count();
    if name.try_reserve(more).is_err() {
        return;
    }
    let mut from = name.len();
    let mut to = from + more;
    name.resize(to, 0);
    while from < to {
        from -= 1;
        let byte = name[from];
        if byte.is_ascii() {
            to -= 1;
            name[to] = byte;
        } else {
            to -= 3;
            name[to..to + 3].copy_from_slice(&percent(byte));
        }
    }
}

/// A byte as `%XX`.
pub fn percent(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]
}

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
