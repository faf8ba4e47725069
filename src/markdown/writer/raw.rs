//! What a reader takes as it stands: raw HTML, anchors, and formulas between dollar signs.
//!
//! Shape   nothing in it is escaped as text is: line ends and pipes alone change, so that no block
//!         begins and no cell ends in the midst of it. The name of an anchor is escaped as HTML.
//! Source  CommonMark 0.31, sections 4.6 and 6.6; the dollar signs are `pulldown-cmark`'s.

use super::Writer;
use super::inline::{Context, Line};
use super::look::Next;
use crate::document::NodeId;
use crate::markdown::html::{self, Tag};

impl Writer<'_, '_> {
    pub(super) fn raw_html(&mut self, id: NodeId, text: &[u8]) {
        if text.is_empty() || self.inline.images > 0 {
            return;
        }
        let breaks_before = self.inline.soft || self.inline.hard > 0;
        if breaks_before && html::block_start(text).is_some() {
            // At the start of a line it would begin a block.
            if self.inline.hard > 0 {
                let tags = std::mem::take(&mut self.inline.hard);
                self.line_break_tags(tags);
                self.inline.line = Line::Begun;
            } else {
                self.inline.soft = false;
                self.s.space.push(b' ');
            }
        }
        self.show();
        if self.inline.line == Line::Block
            && self.inline.context == Context::Paragraph
            && (html::block_start(text).is_some()
                || html::is_one_tag(text) && self.next_after(id + 1, 0) == Next::LineEnd)
        {
            // A space that shows nothing keeps this a paragraph.
            self.out.push(b"&#32;");
        }
        self.inline.line = Line::Begun;
        // A tag that has no partner must not find one among those that stand for emphasis.
        let stray =
            self.inline.tagged && matches!(html::tag(text), Some(Tag::Open(_) | Tag::Close(_)));
        let mut rest = if stray { &text[..text.len() - 1] } else { text };
        while let Some(at) = memchr::memchr2(b'\n', b'|', rest) {
            self.out.push(&rest[..at]);
            match (rest[at], self.inline.context) {
                (b'\n', Context::Paragraph) => {
                    self.new_line();
                    let plain =
                        |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'"' | b'\'' | b'/');
                    if !rest.get(at + 1).is_some_and(plain) {
                        // Indented so far, no line can begin a block inside a paragraph.
                        self.out.push(b"    ");
                    }
                }
                (b'\n', _) => self.out.push_byte(b' '),
                (_, Context::Cell) => self.out.push(b"\\|"),
                _ => self.out.push_byte(b'|'),
            }
            rest = &rest[at + 1..];
        }
        self.out.push(rest);
        if stray {
            self.out.push(b" >");
        }
    }

    pub(super) fn anchor(&mut self, name: &[u8]) {
        self.out.push(b"<a id=\"");
        for &byte in name {
            match byte {
                b'"' => self.out.push(b"&quot;"),
                b'&' => self.out.push(b"&amp;"),
                b'<' => self.out.push(b"&lt;"),
                b'|' if self.inline.context == Context::Cell => self.out.push(b"\\|"),
                b'\n' | b'\r' => self.out.push_byte(b' '),
                _ => self.out.push_byte(byte),
            }
        }
        self.out.push(b"\"></a>");
    }

    /// A formula between dollar signs; as text where that is what it would be read as.
    pub(super) fn math(&mut self, id: NodeId, tex: &[u8], display: bool) {
        let dollars: &[u8] = if display { b"$$" } else { b"$" };
        let braces = tex.iter().try_fold(0i32, |depth, byte| match byte {
            b'{' => Some(depth + 1),
            b'}' => (depth > 0).then(|| depth - 1),
            _ => Some(depth),
        });
        let edge = |byte: Option<&u8>| byte.is_none_or(|b| b.is_ascii_whitespace());
        let holds = self.extensions.math
            && braces == Some(0)
            && !tex.contains(&b'$')
            && tex.last() != Some(&b'\\')
            && (display || !(edge(tex.first()) || edge(tex.last())));
        if !holds {
            let mut text = std::mem::take(&mut self.s.joined);
            text.clear();
            for part in [dollars, tex, dollars] {
                self.append(&mut text, part);
            }
            for byte in text.iter_mut().filter(|byte| **byte == b'\n') {
                *byte = b' ';
            }
            self.inline.following = id + 1;
            self.write_text(&text, Next::Other);
            self.s.joined = text;
            return;
        }
        self.show_on_line();
        self.out.push(dollars);
        for &byte in tex {
            match byte {
                b'\n' if self.inline.context == Context::Paragraph => self.new_line(),
                b'\n' => self.out.push_byte(b' '),
                b'|' if self.inline.context == Context::Cell => self.out.push(b"\\|"),
                _ => self.out.push_byte(byte),
            }
        }
        self.out.push(dollars);
    }
}
