//! Links: targets, and addresses that are their own text.
//!
//! Source  CommonMark 0.31, sections 6.3 and 6.5; GFM 0.29, section 6.9.

use super::Writer;
use super::inline::{Context, Line, is_blank};
use super::text::{Next, escapes, is_entity};
use crate::document::{Kind, LinkId, NodeId, Span};
use crate::markdown::autolink::{self, Form, Found};

/// Deeper parentheses in a destination are escaped.
const NESTED_PARENS: i32 = 30;

impl Writer<'_, '_> {
    /// Writes a link whose text is its address as the address alone, if it reads back so.
    pub(super) fn write_address(&mut self, id: NodeId, end: NodeId, target: LinkId) -> bool {
        let target = self.view.link(target);
        if !target.title.is_empty() || id + 1 >= end {
            return false;
        }
        let url = self.text(target.url);
        let Some((text, prefix)) = self.address_text(id + 1, end, url) else { return false };
        if text.is_empty() {
            return false;
        }
        if self.extensions.autolinks && self.reads_bare(text, prefix, end) {
            self.show();
        } else if prefix != "http://" && self.reads_between_angles(text, prefix) {
            self.show();
            self.out.push_byte(b'<');
            self.out.push(text);
            self.out.push_byte(b'>');
            self.inline.line = Line::Begun;
            return true;
        } else {
            return false;
        }
        self.out.push(text);
        self.inline.line = Line::Begun;
        true
    }

    /// The part of `url` that is the link's text, and what stands before it.
    fn address_text<'u>(
        &self,
        first: NodeId,
        end: NodeId,
        url: &'u [u8],
    ) -> Option<(&'u [u8], &'static str)> {
        let Kind::Text(head) = self.kind(first) else { return None };
        let head = self.text(head);
        for prefix in ["", "mailto:", "http://"] {
            let Some(text) = url.strip_prefix(prefix.as_bytes()) else { continue };
            if !text.starts_with(head) || (prefix == "http://" && !text.starts_with(b"www.")) {
                continue;
            }
            let mut rest = text;
            for id in first..end {
                let Kind::Text(piece) = self.kind(id) else { return None };
                rest = rest.strip_prefix(self.text(piece))?;
            }
            return rest.is_empty().then_some((text, prefix));
        }
        None
    }

    /// Whether the address is a link to every GFM reader where it stands, and ends where it should.
    fn reads_bare(&self, text: &[u8], prefix: &str, end: NodeId) -> bool {
        let before = match self.byte_before() {
            Some(byte) => byte,
            None => return false,
        };
        // A letter before it could be taken into the address, or make an address with it.
        let joins = before.is_ascii_alphanumeric() || before >= 0x80 || b"_.+-".contains(&before);
        if self.inline.brackets > 0 || joins {
            return false;
        }
        for (at, byte) in text.iter().enumerate() {
            let plain = match byte {
                b'*' | b'~' | b'`' | b'[' | b']' | b'<' | b'>' | b'\\' | b'|' | b'$' | b'^' => {
                    false
                }
                b'"' | b'\'' => !self.extensions.smart_punctuation,
                b'-' | b'.' if self.extensions.smart_punctuation => text.get(at + 1) != Some(byte),
                b'_' => {
                    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
                    letter(at.checked_sub(1).and_then(|at| text.get(at)))
                        && letter(text.get(at + 1))
                }
                b'!' => text.get(at + 1) != Some(&b'['),
                _ => true,
            };
            if !plain {
                return false;
            }
        }
        let Some((tail, length)) = self.tail(end) else { return false };
        let mut buffer = [0u8; 512];
        let end = 1 + text.len();
        if end + length > buffer.len() {
            return false;
        }
        buffer[0] = before;
        buffer[1..end].copy_from_slice(text);
        buffer[end..end + length].copy_from_slice(&tail[..length]);
        let entity = |at: usize| buffer[at] == b'&' && is_entity(&buffer[at..end + length]);
        if (1..end).any(entity) {
            return false;
        }
        let form = match prefix {
            "" => Form::Url,
            "mailto:" => Form::Email,
            _ => Form::Www,
        };
        autolink::find(&buffer[..end + length], 0, b'\n')
            .is_some_and(|found| found == Found { start: 1, end, form })
    }

    /// The byte before which the next visible thing will stand; a line feed at a line's start.
    fn byte_before(&self) -> Option<u8> {
        if self.inline.line != Line::Begun || self.breaks_held() {
            // Delimiters that are held back would come between.
            return self.nothing_pending().then_some(b'\n');
        }
        if !self.nothing_pending() {
            return None;
        }
        match self.s.space.last() {
            Some(_) => Some(b' '),
            None => self.out.as_bytes().last().copied(),
        }
    }

    /// The few bytes of punctuation between the node before `id` and the next white space; `None`
    /// if something else comes first.
    fn tail(&self, id: NodeId) -> Option<([u8; 8], usize)> {
        let mut tail = [0u8; 8];
        let mut length = 0;
        let limit = self.s.open.last().map_or(self.inline.end, |open| open.end);
        let mut id = id;
        while id < limit
            && let Kind::Text(span) = self.kind(id)
        {
            let text = self.text(span);
            for (at, &byte) in text.iter().enumerate() {
                match byte {
                    b' ' | b'\t' if !is_blank(&text[at..]) => return Some((tail, length)),
                    b' ' | b'\t' => {
                        // The backslash of a hard break would belong to the address.
                        let next = self.next_after(id + 1, limit);
                        return (!matches!(next, Next::Break | Next::Close))
                            .then_some((tail, length));
                    }
                    b'.' | b',' | b';' | b':' | b'!' | b'?' | b')' if length < tail.len() => {
                        tail[length] = byte;
                        length += 1;
                    }
                    _ => return None,
                }
            }
            id += 1;
        }
        matches!(self.next_after(id, limit), Next::LineEnd | Next::Space).then_some((tail, length))
    }

    /// Whether `<address>` is a link.
    fn reads_between_angles(&self, text: &[u8], prefix: &str) -> bool {
        let cell = self.inline.context == Context::Cell;
        let plain =
            |b: &u8| *b > b' ' && !matches!(b, b'<' | b'>' | b'\\' | 0x7F) && !(*b == b'|' && cell);
        let entity = || (0..text.len()).any(|at| text[at] == b'&' && is_entity(&text[at..]));
        if !text.iter().all(plain) || entity() {
            return false;
        }
        if prefix == "mailto:" {
            return is_email(text);
        }
        let scheme = text.iter().take_while(|&&b| b.is_ascii_alphanumeric() || b"+.-".contains(&b));
        let length = scheme.count();
        (2..=32).contains(&length)
            && text[0].is_ascii_alphabetic()
            && text.get(length) == Some(&b':')
    }

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

/// Whether `<text>` is an email autolink.
fn is_email(text: &[u8]) -> bool {
    let Some(at) = memchr::memchr(b'@', text) else { return false };
    let (name, host) = (&text[..at], &text[at + 1..]);
    let name_byte = |b: &u8| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(b);
    let label = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
            && label.first() != Some(&b'-')
            && label.last() != Some(&b'-')
    };
    !name.is_empty() && name.iter().all(name_byte) && host.split(|&b| b == b'.').all(label)
}
