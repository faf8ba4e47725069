//! Addresses that are their own text, and text that would be taken for one.
//!
//! Shape   a link whose text is its address is written bare where every GFM reader finds just this
//!         address, else in angle brackets. By the same test, an address in plain text is left as
//!         it is where it would come back as such a link, and broken by a backslash elsewhere.
//! Limits  bare addresses have at most 500 bytes.
//! Source  CommonMark 0.31, section 6.5; GFM 0.29, section 6.9.

use super::inline::{Context, Line};
use super::look::{Next, is_blank};
use super::text::{has_wide_space, is_entity};
use super::{Writer, room};
use crate::document::{Kind, LinkId, NodeId};
use crate::markdown::autolink::{self, Form, Found};

/// The punctuation behind an address, up to white space.
#[derive(Clone, Copy, Default)]
struct Tail {
    bytes: [u8; 8],
    len: usize,
}

/// What stands before an address.
#[derive(Clone, Copy)]
struct Before {
    /// A line feed at a line's start.
    byte: u8,
    /// It belongs to a delimiter.
    delimiter: bool,
}

impl Tail {
    /// Adds a byte; false if it is more than punctuation that ends a sentence.
    fn push(&mut self, byte: u8) -> bool {
        let fits = self.len < self.bytes.len() && b".,;:!?)".contains(&byte);
        if fits {
            self.bytes[self.len] = byte;
            self.len += 1;
        }
        fits
    }
}

/// The brackets that are open in a text that is about to be written.
struct Brackets {
    at: usize,
    open: u32,
}

impl Brackets {
    /// Goes on to `end`: whether brackets are open there that will stand without a backslash. At the
    /// start of a line the first may have one.
    fn pass(&mut self, text: &[u8], end: usize, begun: bool) -> bool {
        let from = self.at;
        self.at = self.at.max(end);
        for at in memchr::memchr2_iter(b'[', b']', text.get(from..end).unwrap_or(&[])) {
            let at = from + at;
            match (text[at], text.get(at + 1)) {
                (b'[', Some(b'^')) | (b']', Some(b'(')) => {}
                (b'[', _) => self.open += (at > 0 || begun) as u32,
                _ => self.open = self.open.saturating_sub(1),
            }
        }
        self.open > 0
    }
}

impl Writer<'_, '_> {
    /// Writes a link whose text is its address as the address alone, if it reads back so.
    pub(super) fn write_address(&mut self, id: NodeId, end: NodeId, target: LinkId) -> bool {
        let target = self.view.link(target);
        if !target.title.is_empty() || id + 1 >= end {
            return false;
        }
        let url = self.text(target.url);
        let Some((text, form)) = self.address_text(id + 1, end, url) else { return false };
        let angles = reads_between_angles(text, form, self.inline.context);
        if !angles && !self.extensions.autolinks {
            return false;
        }
        let (note, start) = (self.inline.after_note, self.out.len());
        let bare = self.extensions.autolinks && {
            self.show();
            match self.tail(end) {
                Some(tail) => self.reads_bare(text, form, self.before(), tail),
                None => false,
            }
        };
        if !bare && !angles {
            self.inline.after_note = note && self.out.len() == start;
            return false;
        }
        self.show();
        if bare {
            self.out.push(text);
        } else {
            self.out.push_byte(b'<');
            self.out.push(text);
            self.out.push_byte(b'>');
        }
        self.inline.line = Line::Begun;
        true
    }

    /// The part of `url` that is the link's text, if one is, and what address that makes.
    fn address_text<'u>(
        &self,
        first: NodeId,
        end: NodeId,
        url: &'u [u8],
    ) -> Option<(&'u [u8], Form)> {
        let Kind::Text(head) = self.kind(first) else { return None };
        let head = self.text(head);
        let forms = [("", Form::Url), ("mailto:", Form::Email), ("http://", Form::Www)];
        for (prefix, form) in forms {
            let Some(text) = url.strip_prefix(prefix.as_bytes()) else { continue };
            if !text.starts_with(head) || (form == Form::Www && !text.starts_with(b"www.")) {
                continue;
            }
            let mut rest = text;
            for id in first..end {
                let Kind::Text(piece) = self.kind(id) else { return None };
                rest = rest.strip_prefix(self.text(piece))?;
            }
            return (rest.is_empty() && !text.is_empty()).then_some((text, form));
        }
        None
    }

    /// Finds the addresses in a text that is about to be written, and notes where a backslash
    /// must break them.
    pub(super) fn find_addresses(&mut self, text: &[u8]) {
        self.s.stops.clear();
        if !self.extensions.autolinks || self.inline.brackets > 0 {
            return;
        }
        let actual = self.before();
        let mut from = 0;
        let mut brackets = Brackets { at: 0, open: self.inline.text_brackets };
        while let Some(found) = autolink::find(text, from, actual.byte) {
            let open = brackets.pass(text, found.start, self.inline.line == Line::Begun);
            let address = &text[found.start..found.end];
            if open && found.form != Form::Email {
                // Nobody takes it for an address there.
                from = found.end;
                continue;
            }
            let before = match found.start.checked_sub(1) {
                Some(at) => Before { byte: text[at], delimiter: false },
                None => actual,
            };
            let bare = self.tail_in(text, found.end);
            let bare = bare.is_some_and(|tail| self.reads_bare(address, found.form, before, tail));
            from = found.end;
            if !bare {
                // With its signs broken, what is behind the last may begin another.
                for at in found.start..found.end {
                    if autolink::is_sign(text, at) && room(&mut self.s.stops, 1, &mut self.full) {
                        self.s.stops.push(at);
                        from = at + 1;
                    }
                }
            }
        }
    }

    /// Whether the address is a link to every GFM reader between `before` and `tail`.
    fn reads_bare(&self, text: &[u8], form: Form, before: Before, tail: Tail) -> bool {
        let Before { byte: before, delimiter } = before;
        // A letter before it could be taken into the address, or make an address with it; other
        // characters mean something else before an address than before a letter. A delimiter
        // does neither.
        let joins =
            before.is_ascii_alphanumeric() || before >= 0x80 || b"_.+-\\<!~@:/".contains(&before);
        // cmark-gfm looks for no address behind an open bracket.
        let open = self.inline.text_brackets > 0 && form != Form::Email;
        if open || self.inline.brackets > 0 || (joins && !delimiter) || has_wide_space(text) {
            return false;
        }
        let letter = |at: Option<usize>| {
            at.and_then(|at| text.get(at)).is_some_and(u8::is_ascii_alphanumeric)
        };
        let smart = self.extensions.smart_punctuation;
        let plain = |(at, byte): (usize, &u8)| match byte {
            b'*' | b'~' | b'`' | b'[' | b']' | b'<' | b'>' | b'\\' | b'|' | b'$' | b'^' => false,
            b'"' | b'\'' => !smart,
            b'-' | b'.' if smart => text.get(at + 1) != Some(byte),
            b'_' => letter(at.checked_sub(1)) && letter(Some(at + 1)),
            b'!' => text.get(at + 1) != Some(&b'['),
            _ => true,
        };
        let mut buffer = [0u8; 512];
        let end = 1 + text.len();
        let all = end + tail.len;
        if all > buffer.len() || !text.iter().enumerate().all(plain) {
            return false;
        }
        buffer[0] = before;
        buffer[1..end].copy_from_slice(text);
        buffer[end..all].copy_from_slice(&tail.bytes[..tail.len]);
        let entity = |at: usize| buffer[at] == b'&' && is_entity(&buffer[at..all]);
        !(1..end).any(entity)
            && autolink::find(&buffer[..all], 0, b'\n') == Some(Found { start: 1, end, form })
    }

    /// What stands before the next visible thing.
    fn before(&self) -> Before {
        // The reader looks through tags that stand for emphasis.
        let delimiter = self.behind_delimiter() || self.inline.after_tag == self.out.len();
        let byte = match self.inline.line {
            // All delimiters are one to who looks for an address.
            Line::Begun if delimiter => b'*',
            Line::Begun => self.out.as_bytes().last().copied().unwrap_or(b'\n'),
            Line::Block | Line::Later => b'\n',
        };
        Before { byte, delimiter }
    }

    /// What stands behind the address that ends before the node `id`; `None` if that would change
    /// where it ends.
    fn tail(&self, id: NodeId) -> Option<Tail> {
        let depth = self.s.open.len();
        let limit = self.limit(depth);
        let mut tail = Tail::default();
        let mut id = id;
        while id < limit
            && let Kind::Text(span) = self.kind(id)
        {
            let text = self.text(span);
            let word = text.iter().position(|b| matches!(b, b' ' | b'\t'));
            if !text[..word.unwrap_or(text.len())].iter().all(|&byte| tail.push(byte)) {
                return None;
            }
            if let Some(at) = word {
                let ends = !is_blank(&text[at..]) || self.ends_address(id + 1, depth, true);
                return ends.then_some(tail);
            }
            id += 1;
        }
        self.ends_address(id, depth, false).then_some(tail)
    }

    /// The same for an address that ends at `end` inside of a text.
    fn tail_in(&self, text: &[u8], end: usize) -> Option<Tail> {
        let rest = text.get(end..)?;
        let word = rest.iter().position(|b| matches!(b, b' ' | b'\t'));
        let mut tail = Tail::default();
        let fits = rest[..word.unwrap_or(rest.len())].iter().all(|&byte| tail.push(byte));
        let state = &self.inline;
        // Not everybody ends an address at white space that is more than a blank.
        let ends = word.is_some()
            || !state.wide_tail
                && self.ends_address(state.following, self.s.open.len(), state.trailing_space);
        (fits && ends).then_some(tail)
    }

    /// Whether an address ends before the node `id`, where `depth` containers are open and perhaps
    /// a space is held back. Delimiters that close emphasis are left out of it, if white space
    /// follows them; the backslash of a hard break would belong to it.
    fn ends_address(&self, id: NodeId, depth: usize, space: bool) -> bool {
        let (mut id, mut depth, mut space) = (id, depth, space);
        let mut hard = false;
        loop {
            let next = self.next_after(id, depth);
            if next != Next::Close {
                return match next {
                    Next::Break => false,
                    Next::LineEnd | Next::Space => !hard,
                    _ => space && !hard,
                };
            }
            match self.s.open.get(depth.wrapping_sub(1)).map(|open| open.kind) {
                // Always written as tags; the others now and then.
                Some(Kind::Underline | Kind::Highlight | Kind::Keyboard) => return true,
                Some(_) => {}
                None => return false,
            }
            // All that is left in the container is held back until it is closed.
            let end = self.limit(depth);
            for kind in (id..end).map(|id| self.kind(id)) {
                hard |= kind == Kind::HardBreak;
                space |= matches!(kind, Kind::Text(_) | Kind::SoftBreak);
            }
            id = end;
            depth -= 1;
        }
    }
}

/// Whether `<address>` is a link.
fn reads_between_angles(text: &[u8], form: Form, context: Context) -> bool {
    let cell = context == Context::Cell;
    let plain =
        |b: &u8| *b > b' ' && !matches!(b, b'<' | b'>' | b'\\' | 0x7F) && !(*b == b'|' && cell);
    let entity = || (0..text.len()).any(|at| text[at] == b'&' && is_entity(&text[at..]));
    if !text.iter().all(plain) || entity() {
        return false;
    }
    match form {
        Form::Www => false,
        Form::Email => is_email(text),
        Form::Url => {
            let part = |b: &&u8| b.is_ascii_alphanumeric() || b"+.-".contains(b);
            let length = text.iter().take_while(part).count();
            (2..=32).contains(&length)
                && text[0].is_ascii_alphabetic()
                && text.get(length) == Some(&b':')
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
