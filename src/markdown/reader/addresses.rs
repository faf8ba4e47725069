//! Bare addresses in text become links.
//!
//! Shape   pulldown-cmark cuts text at every special character, so a run of text is looked at when
//!         it has ended; a run that is stored in pieces is joined first if an address may stand in
//!         it. A backslash before the character that makes an address prevents it, and so does, as
//!         in cmark-gfm, an open bracket before the address.
//! Limits  in a run stored in pieces, 16 such backslashes are seen.
//! Source  GFM 0.29, section 6.9.

use super::Reader;
use crate::document::{Kind, LinkTarget, NodeId, Span};
use crate::markdown::autolink::{self, Form, Found};

/// Places in a text at which a backslash stood.
#[derive(Default)]
struct Escapes {
    at: [usize; 16],
    len: usize,
}

impl Escapes {
    fn push(&mut self, at: usize) {
        if let Some(slot) = self.at.get_mut(self.len) {
            *slot = at;
            self.len += 1;
        }
    }
}

/// Where the next sign of an address stands in the text that is parsed: runs of text are asked for
/// in the text's order, so that all of them together cost one look over it.
#[derive(Default)]
pub(super) struct Signs {
    /// No run that begins before this is asked for again.
    from: usize,
    /// The first sign at `from` or behind it, once it has been looked for.
    next: Option<usize>,
}

impl Signs {
    /// False where `text[start..end]` can't hold an address.
    #[inline]
    fn any(&mut self, text: &[u8], start: usize, end: usize) -> bool {
        if start < self.from {
            return true;
        }
        self.from = start;
        let next = match self.next {
            Some(next) if next >= start => next,
            _ => *self.next.insert(autolink::next_sign(text, start)),
        };
        next < end
    }
}

/// How many brackets are open at a place of the block that is being read.
#[derive(Clone, Copy, Default)]
pub(super) struct Brackets {
    /// The nodes before this one have been looked at.
    upto: usize,
    open: u32,
}

impl Brackets {
    /// Counts the brackets in `text`.
    fn pass(&mut self, text: &[u8]) {
        for at in memchr::memchr2_iter(b'[', b']', text) {
            match text[at] {
                b'[' => self.open = self.open.saturating_add(1),
                _ => self.open = self.open.saturating_sub(1),
            }
        }
    }
}

impl Reader<'_, '_> {
    /// Ends a run of text: bare addresses in it become links.
    #[inline]
    pub(super) fn end_run(&mut self) {
        if let Some(first) = self.run.take() {
            self.find_addresses(first);
        }
    }

    fn find_addresses(&mut self, first: NodeId) {
        if !self.extensions.autolinks || self.links > 0 || self.images > 0 {
            return;
        }
        let first = first as usize;
        match self.doc.nodes.get(first..) {
            Some(&[node]) => {
                if let Kind::Text(span) = node.kind
                    && self.text.parsed(span).is_none_or(|(start, end)| {
                        self.signs.any(self.text.input().as_bytes(), start, end)
                    })
                {
                    self.end_whole_run(first, span);
                }
            }
            _ => self.end_cut_run(first),
        }
    }

    #[inline(never)]
    fn end_whole_run(&mut self, node: usize, span: Span) {
        let mut escapes = Escapes::default();
        if self.text.is_escaped(span) {
            escapes.push(0);
        }
        self.split_run(node, span, &escapes);
    }

    #[inline(never)]
    fn end_cut_run(&mut self, first: usize) {
        let last = self.doc.nodes.len();
        let piece = |reader: &Self, id: usize| match reader.doc.nodes.get(id).map(|node| node.kind)
        {
            Some(Kind::Text(span)) => span,
            _ => Span::EMPTY,
        };
        let sign = |id| {
            let text = self.text.get(self.doc, piece(self, id));
            memchr::memchr3(b':', b'@', b'.', text).is_some()
        };
        if !(first..last).any(sign) {
            return;
        }
        let mut escapes = Escapes::default();
        let start = self.doc.text.len();
        let mut joined = Span::EMPTY;
        for id in first..last {
            let span = piece(self, id);
            let head = self.text.get(self.doc, span).first();
            if head.is_some_and(|b| b":@.".contains(b)) && self.text.is_escaped(span) {
                escapes.push(joined.len());
            }
            let copy = self.text.copy(self.doc, span);
            joined = if joined.is_empty() { copy } else { joined.join(copy).unwrap_or(joined) };
        }
        if !self.split_run(first, joined, &escapes) {
            self.doc.text.truncate(start);
        }
    }

    /// The next address in the text `span` that no backslash prevents.
    fn find_address(&self, span: Span, from: usize, escapes: &Escapes) -> Option<Found> {
        let text = self.text.get(self.doc, span);
        let mut from = from;
        loop {
            let found = autolink::find(text, from, self.before)?;
            let sign = match found.form {
                Form::Url => b':',
                Form::Email => b'@',
                Form::Www => b'.',
            };
            let sign = found.start + memchr::memchr(sign, &text[found.start..found.end])?;
            if !escapes.at[..escapes.len].contains(&sign) {
                return Some(found);
            }
            from = sign + 1;
        }
    }

    /// Replaces the nodes from `first` on by the text `span` with its addresses as links. False
    /// if there are none, and nothing was done.
    fn split_run(&mut self, first: usize, span: Span, escapes: &Escapes) -> bool {
        let Some(mut found) = self.find_address(span, 0, escapes) else { return false };
        let mut brackets = self.brackets_before(first);
        let mut passed = 0;
        // Steps over the addresses behind an open bracket; those of mail are found there too.
        let mut next_free = |reader: &Self, mut found: Found| loop {
            let text = reader.text.get(reader.doc, span);
            brackets.pass(&text[passed..found.start]);
            passed = found.start;
            if brackets.open == 0 || found.form == Form::Email {
                return Some(found);
            }
            found = reader.find_address(span, found.end, escapes)?;
        };
        let Some(free) = next_free(self, found) else { return false };
        found = free;
        self.doc.nodes.truncate(first);
        let mut done = 0;
        loop {
            self.doc.leaf(Kind::Text(span.slice(done, found.start)));
            let address = span.slice(found.start, found.end);
            let url = match found.form {
                Form::Url => address,
                Form::Www => self.prefixed("http://", address),
                Form::Email => self.prefixed("mailto:", address),
            };
            self.open_link(LinkTarget { url, title: Span::EMPTY }, false);
            self.doc.leaf(Kind::Text(address));
            self.doc.close();
            done = found.end;
            let next = self.find_address(span, done, escapes);
            match next.and_then(|next| next_free(self, next)) {
                Some(next) => found = next,
                None => break,
            }
        }
        self.doc.leaf(Kind::Text(span.slice(done, span.len())));
        true
    }

    /// The brackets that are open where the node `first` will stand, in the block that it stands in.
    fn brackets_before(&mut self, first: usize) -> Brackets {
        let nodes = self.doc.nodes.get(..first).unwrap_or(&[]);
        let mut from = first.min(self.brackets.upto);
        let block = |kind: Kind| {
            use Kind::*;
            matches!(
                kind,
                Paragraph | Heading { .. } | Cell | Term | Item { .. } | CodeBlock { .. }
            )
        };
        let mut brackets = self.brackets;
        if let Some(start) = nodes[from..].iter().rposition(|node| block(node.kind)) {
            (from, brackets.open) = (from + start, 0);
        }
        for node in &nodes[from..] {
            let Kind::Text(span) = node.kind else { continue };
            let escaped = self.text.is_escaped(span) as usize;
            brackets.pass(self.text.get(self.doc, span).get(escaped..).unwrap_or(b""));
        }
        brackets.upto = first;
        self.brackets = brackets;
        brackets
    }

    fn prefixed(&mut self, scheme: &str, address: Span) -> Span {
        let scheme = self.text.own(self.doc, scheme);
        let address = self.text.copy(self.doc, address);
        scheme.join(address).unwrap_or(address)
    }
}
