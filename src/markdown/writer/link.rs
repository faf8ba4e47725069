//! Link targets.
//!
//! Source  CommonMark 0.31, section 6.3.

use super::Writer;
use super::inline::Context;
use super::text::{escapes, is_entity};
use crate::document::{LinkId, Span};

/// Deeper parentheses in a destination are escaped.
const NESTED_PARENS: i32 = 30;

impl Writer<'_, '_> {
    /// `(destination "title")`
    pub(super) fn link_target(&mut self, target: LinkId) {
        let target = self.view.link(target);
        self.out.push_byte(b'(');
        self.destination(target.url, !target.title.is_empty());
        if !target.title.is_empty() {
            self.out.push(b" \"");
            self.title(target.title);
            self.out.push_byte(b'"');
        }
        self.out.push_byte(b')');
    }

    fn destination(&mut self, url: Span, titled: bool) {
        let url = self.text(url);
        let angles = url.iter().any(|&b| b <= b' ' || b == 0x7F) || (titled && url.is_empty());
        let mut depth = 0;
        let balanced = url.iter().all(|byte| {
            depth += (*byte == b'(') as i32 - (*byte == b')') as i32;
            (0..=NESTED_PARENS).contains(&depth)
        }) && depth == 0;
        if angles {
            self.out.push_byte(b'<');
        }
        let mut done = 0;
        for (at, &byte) in url.iter().enumerate() {
            let escaped: &[u8] = match byte {
                b'\\' if escapes(url.get(at + 1)) => b"\\\\",
                b'&' if is_entity(&url[at..]) => b"&amp;",
                b'<' if angles || at == 0 => b"\\<",
                b'>' if angles => b"\\>",
                b'(' if !angles && !balanced => b"\\(",
                b')' if !angles && !balanced => b"\\)",
                b'|' if self.inline.context == Context::Cell => b"\\|",
                b'\n' => b"&#10;",
                b'\r' => b"&#13;",
                0 => "\u{FFFD}".as_bytes(),
                _ => continue,
            };
            self.out.push(&url[done..at]);
            self.out.push(escaped);
            done = at + 1;
        }
        self.out.push(&url[done..]);
        if angles {
            self.out.push_byte(b'>');
        }
    }

    fn title(&mut self, title: Span) {
        let title = self.text(title);
        for (at, &byte) in title.iter().enumerate() {
            match byte {
                b'"' => self.out.push(b"\\\""),
                b'\\' if escapes(title.get(at + 1)) => {
                    self.out.push(b"\\\\");
                }
                b'&' if is_entity(&title[at..]) => self.out.push(b"&amp;"),
                b'|' if self.inline.context == Context::Cell => self.out.push(b"\\|"),
                b'\n' => self.out.push(b"&#10;"),
                b'\r' => self.out.push(b"&#13;"),
                0 => self.out.push("\u{FFFD}".as_bytes()),
                _ => self.out.push_byte(byte),
            }
        }
    }
}
