//! Where the reader writes to: the document and the report, and what in them comes from the text.
//!
//! Shape   [`Out`] makes spans of places in the text, which borrow it where its origin allows, and
//!         addresses and titles of attributes; losses get their place in the host's input.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.

use super::Origin;
use super::attributes::Range;
use super::reference;
use crate::document::{Change, ChangeId, Document, Kind, Node, Span};
use crate::report::{Loss, Report};
use crate::text::control::{clean, is_odd};

/// The text, and what is made of it.
pub(super) struct Out<'a, 'b> {
    html: &'a str,
    origin: Origin,
    doc: &'b mut Document,
    report: &'b mut Report,
    /// A span of one space, once there is one.
    space: Span,
    /// The address that relative ones count from; empty where there is none. The page may name it once.
    base: &'a str,
    is_base_said: bool,
    /// What names begin with that this crate's writer wrote.
    prefix: &'a str,
}

impl<'a, 'b> Out<'a, 'b> {
    pub(super) fn new(
        html: &'a str,
        (origin, base, prefix): (Origin, &'a str, &'a str),
        doc: &'b mut Document,
        report: &'b mut Report,
    ) -> Self {
        Out { html, origin, doc, report, space: Span::EMPTY, base, is_base_said: false, prefix }
    }

    /// The page names the address that relative ones count from: the first that it names counts, if that is
    /// one of the web.
    pub(super) fn set_base(&mut self, range: Range) {
        if range.is_none() || self.is_own() || std::mem::replace(&mut self.is_base_said, true) {
            return;
        }
        let base = web_address(self.raw(range));
        if !base.is_empty() {
            self.base = base;
        }
    }

    /// Whether this crate's own writer wrote it.
    pub(super) fn is_own(&self) -> bool {
        self.origin == Origin::Own
    }

    /// The text that is read.
    #[inline]
    pub(super) fn html(&self) -> &'a str {
        self.html
    }

    /// The document in the making.
    #[inline]
    pub(super) fn doc(&mut self) -> &mut Document {
        self.doc
    }

    /// Whether nothing stands in the document yet but what blocks stand in, and the text is all of it.
    pub(super) fn begins(&self) -> bool {
        let is_around = |node: &Node| {
            matches!(node.kind, Kind::Quote { .. } | Kind::List { .. } | Kind::Item { .. })
        };
        matches!(self.origin, Origin::Input(_)) && self.doc.nodes.iter().all(is_around)
    }

    /// Counts a loss at byte `at` of the text.
    #[inline(never)]
    pub(super) fn lost(&mut self, loss: Loss, at: usize) {
        let place = match self.origin {
            Origin::Input(base) => base + at,
            Origin::Derived => at,
            Origin::Elsewhere | Origin::Own => usize::MAX,
        };
        self.report.add(loss, place);
    }

    /// Counts a loss that has no place, `count` times.
    #[inline(never)]
    pub(super) fn lost_somewhere(&mut self, loss: Loss, count: u32) {
        self.report.add_many(loss, count, usize::MAX);
    }

    /// A piece of the text as a span.
    #[inline]
    pub(super) fn span(&mut self, start: usize, end: usize) -> Span {
        match self.origin {
            Origin::Input(base) => Span::of_source(base + start, base + end),
            Origin::Derived => Span::of_source(start, end),
            Origin::Elsewhere | Origin::Own => self.doc.own(&self.html[start..end]),
        }
    }

    /// Adds a tracked change. One that says what the last one says is that: where they touch they look like one.
    pub(super) fn change(&mut self, change: Change) -> ChangeId {
        let texts = |it: Change| (self.said(it.author), self.said(it.date));
        match self.doc.changes.last() {
            Some(&last) if texts(last) == texts(change) => {
                ChangeId(self.doc.changes.len() as u32 - 1)
            }
            _ => self.doc.add_change(change),
        }
    }

    /// The text of a span.
    fn said(&self, span: Span) -> &str {
        let base = if let Origin::Input(base) = self.origin { base } else { 0 };
        self.doc.own_text(span).unwrap_or_else(|| {
            let (_, start, end) = span.place();
            self.html.get(start.wrapping_sub(base)..end.wrapping_sub(base)).unwrap_or_default()
        })
    }

    /// Adds a piece of the text.
    #[inline]
    pub(super) fn text(&mut self, start: usize, end: usize) {
        let span = self.span(start, end);
        self.doc.leaf(Kind::Text(span));
    }

    /// Adds text that does not stand in the source.
    pub(super) fn own_text(&mut self, text: &str) {
        let span = self.doc.own(text);
        self.doc.leaf(Kind::Text(span));
    }

    /// Ends a paragraph or heading. A paragraph of blanks alone shows nothing, whatever keeps them or marks them.
    pub(super) fn close_text_block(&mut self) {
        let doc = &mut *self.doc;
        let block = doc.opened(0);
        doc.close();
        let Some(block) = block.map(|id| id as usize) else { return };
        let Some([paragraph, inlines @ ..]) = doc.nodes.get(block..) else { return };
        let shows_nothing = |node: &Node| match node.kind {
            Kind::Text(span) => {
                let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{A0}';
                doc.own_text(span).is_some_and(|text| text.chars().all(is_blank))
            }
            kind => kind.is_look(),
        };
        // Nor does the last line, if it is but blanks.
        if let [before @ .., Node { kind: Kind::HardBreak, .. }, last] = inlines
            && !before.is_empty()
            && shows_nothing(last)
        {
            doc.nodes.truncate(doc.nodes.len() - 2);
            doc.nodes[block].end -= 2;
            return;
        }
        if matches!(paragraph.kind, Kind::Paragraph { .. } | Kind::Heading { .. })
            && !inlines.is_empty()
            && inlines.iter().all(shows_nothing)
        {
            doc.nodes.truncate(block);
        }
    }

    /// Adds a space that stands nowhere.
    pub(super) fn space(&mut self) {
        if self.space.is_empty() {
            self.space = self.doc.own(" ");
        }
        self.doc.leaf(Kind::Text(self.space));
    }

    /// Whether the space before byte `at` can be part of the span of text that begins there.
    #[inline]
    pub(super) fn has_space_before(&self, at: usize) -> bool {
        at > 0
            && self.html.as_bytes()[at - 1] == b' '
            && matches!(self.origin, Origin::Input(_) | Origin::Derived)
    }

    /// A text that has been decoded as a value is, with its blanks.
    pub(super) fn own(&mut self, text: &str) -> Span {
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        reference::decode(text, |piece| {
            clean(piece, |part| doc.append(part));
        });
        Span::of_own(from, self.doc.own_len())
    }

    /// A value as it stands in the text; empty where there is none.
    #[inline(never)]
    pub(super) fn raw(&self, range: Range) -> &'a str {
        range.map_or("", |(start, end)| &self.html[start..end])
    }

    /// An address: decoded, and without the white space that may stand around and in it.
    pub(super) fn address(&mut self, range: Range) -> Span {
        let Some((start, end)) = range else { return Span::EMPTY };
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let place = trimmed.strip_prefix('#').and_then(|name| name.strip_prefix(self.prefix));
        let (before, trimmed) = match place.filter(|_| !self.prefix.is_empty()) {
            Some(name) => ("#", name),
            None => absolute(self.base, trimmed),
        };
        let is_plain = |byte: u8| byte != b'&' && !byte.is_ascii_control();
        if before.is_empty() && trimmed.bytes().all(is_plain) {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        doc.append(before);
        let mut lost = 0;
        reference::decode(trimmed, |piece| {
            for part in piece.split(['\n', '\r', '\t']) {
                lost += clean(part, |part| doc.append(part));
            }
        });
        if lost > 0 {
            self.lost(Loss::ControlCharacter, start);
        }
        // What stands around it may have been encoded.
        let text = self.doc.text.get(from..).unwrap_or_default();
        let (shown, rest) = (text.trim_ascii(), text.trim_ascii_start());
        let start = from + text.len() - rest.len();
        Span::of_own(start, start + shown.len())
    }

    /// The name of a place, without what the writer puts before all names.
    pub(super) fn name(&mut self, range: Range) -> Span {
        let range = range.map(|(start, end)| {
            let name = self.html[start..end].trim_ascii_start();
            (end - name.strip_prefix(self.prefix).unwrap_or(name).len(), end)
        });
        self.address(range)
    }

    /// A text with its white space, decoded: in TeX a comment ends with its line.
    pub(super) fn verbatim(&mut self, start: usize, end: usize) -> Span {
        let raw = &self.html[start..end];
        if !raw.bytes().any(|byte| byte == b'&' || byte == b'\r' || is_odd(byte)) {
            return self.span(start, end);
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        let mut lost = 0;
        reference::decode(raw, |piece| {
            for (index, part) in piece.split('\r').enumerate() {
                if index > 0 && !part.starts_with('\n') {
                    doc.append("\n");
                }
                lost += clean(part, |part| doc.append(part));
            }
        });
        if lost > 0 {
            self.lost(Loss::ControlCharacter, start);
        }
        Span::of_own(from, self.doc.own_len())
    }

    /// A text in which white space is shown as one space, decoded; empty where there is none.
    pub(super) fn collapsed(&mut self, range: Range) -> Span {
        let Some((start, end)) = range else { return Span::EMPTY };
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let mut before = 0;
        let is_plain = trimmed.bytes().all(|byte| {
            let double = byte == b' ' && before == b' ';
            before = byte;
            byte != b'&' && !byte.is_ascii_control() && !double
        });
        if is_plain {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        let (mut space, mut lost) = (false, 0);
        reference::decode(trimmed, |piece| {
            for word in piece.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                let bare = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
                if space && !bare.is_empty() {
                    doc.append(" ");
                    space = false;
                }
                lost += clean(bare, |part| doc.append(part));
                space |= bare.len() < word.len();
            }
        });
        if lost > 0 {
            self.lost(Loss::ControlCharacter, start);
        }
        Span::of_own(from, self.doc.own_len())
    }
}

/// Bytes of the longest address that relative ones are put behind.
const LONGEST_BASE: usize = 256;

/// An address, if it is one of the web and stands as it is; else nothing.
pub(super) fn web_address(text: &str) -> &str {
    let address = text.trim();
    let starts_with = |start: &str| {
        address.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
    };
    let is_web = starts_with("http://") || starts_with("https://");
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'&';
    let fits = is_web && address.len() <= LONGEST_BASE && address.bytes().all(is_plain);
    if fits { address } else { "" }
}

/// What stands before a relative address to make it one that holds everywhere, and what of the address stays.
fn absolute<'a>(base: &'a str, address: &'a str) -> (&'a str, &'a str) {
    let end = address.find(['/', '?', '#']).unwrap_or(address.len());
    if base.is_empty() || address.is_empty() || end == 0 && address.starts_with('#') {
        return ("", address);
    }
    // An address with a scheme, or what might be read as one.
    if address[..end].contains([':', '&', '\\']) {
        return ("", address);
    }
    let path = base.find("://").map_or(0, |at| at + 3);
    let bare = &base[..base.find(['?', '#']).unwrap_or(base.len())];
    let host = bare[path..].find('/').map_or(bare.len(), |at| path + at);
    if address.starts_with("//") {
        return (&base[..path - 2], address);
    }
    if address.starts_with('/') {
        return (&bare[..host], address);
    }
    if address.starts_with('?') {
        return (bare, address);
    }
    let (mut folder, mut rest) =
        (bare[host..].rfind('/').map_or(bare, |at| &bare[..host + at + 1]), address);
    loop {
        if let Some(more) = rest.strip_prefix("./") {
            rest = more;
        } else if let Some(more) = rest.strip_prefix("../") {
            let above = folder.trim_end_matches('/');
            folder = above
                .get(host..)
                .and_then(|path| path.rfind('/'))
                .map_or(folder, |at| &folder[..host + at + 1]);
            rest = more;
        } else {
            return (folder, rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::absolute;

    #[test]
    fn addresses_count_from_that_of_their_page() {
        for (base, address, expected) in [
            ("", "a", "a"),
            ("http://h/d/p.html?q", "a", "http://h/d/a"),
            ("http://h/d/p.html", "a?b#c", "http://h/d/a?b#c"),
            ("http://h/d/p.html#x", "?b", "http://h/d/p.html?b"),
            ("http://h/d/e/p", "../a", "http://h/d/a"),
            ("http://h/d/e/p", "./../../../a", "http://h/a"),
            ("http://h/d/p", "/a", "http://h/a"),
            ("https://h/d/p", "//i/a", "https://i/a"),
            ("http://h/d/p", "#a", "#a"),
            ("http://h/d/p", "mailto:a", "mailto:a"),
            ("http://h/d/p", "javascript&colon;a", "javascript&colon;a"),
            ("http://h/d/p", "\\\\h\\a", "\\\\h\\a"),
            ("http://h/d/p", "", ""),
            ("http://h/d/p", "a/b:c", "http://h/d/a/b:c"),
        ] {
            let (before, rest) = absolute(base, address);
            assert_eq!(format!("{before}{rest}"), expected, "{base} {address}");
        }
    }
}
