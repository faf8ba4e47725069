//! Bare addresses in text become links.
//!
//! Shape   pulldown-cmark cuts text at every special character, so a run of text is looked at when
//!         it has ended; a run that is stored in pieces is joined first if an address may stand in
//!         it. A backslash before the character that makes an address prevents it, and so does, as
//!         in cmark-gfm, an open bracket before the address.
//! Limits  in a run stored in pieces, 16 such backslashes are seen.
//! Source  GFM 0.29, section 6.9.

use super::page::Page;
use crate::document::{Kind, LinkTarget, Span};
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
struct Signs {
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
struct Brackets {
    /// The nodes before this one have been looked at.
    upto: usize,
    open: u32,
}

impl Brackets {
    /// The brackets that are open where the node `first` will stand, in the block that it stands in.
    fn up_to(&mut self, page: &Page<'_, '_>, first: usize) -> Brackets {
        let nodes = page.nodes().get(..first).unwrap_or(&[]);
        let mut from = first.min(self.upto);
        let block = |kind: Kind| {
            use Kind::*;
            matches!(
                kind,
                Paragraph | Heading { .. } | Cell | Term | Item { .. } | CodeBlock { .. }
            )
        };
        if let Some(start) = nodes[from..].iter().rposition(|node| block(node.kind)) {
            (from, self.open) = (from + start, 0);
        }
        for node in &nodes[from..] {
            let Kind::Text(span) = node.kind else { continue };
            let escaped = page.is_escaped(span) as usize;
            self.pass(page.get(span).get(escaped..).unwrap_or(b""));
        }
        self.upto = first;
        *self
    }

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

/// The text that is being read.
pub(super) struct Run {
    /// Bare addresses are links.
    autolinks: bool,
    /// The first of its leaves, once it has one.
    first: Option<usize>,
    /// A byte that stands for what comes before it.
    before: u8,
    signs: Signs,
    brackets: Brackets,
}

impl Run {
    pub(super) fn new(autolinks: bool) -> Self {
        Run {
            autolinks,
            first: None,
            before: b'\n',
            signs: Signs::default(),
            brackets: Brackets::default(),
        }
    }

    /// Text that begins now stands behind what `byte` stands for; what did so far.
    #[inline]
    pub(super) fn stand_behind(&mut self, byte: u8) -> u8 {
        std::mem::replace(&mut self.before, byte)
    }

    /// Adds a piece of text.
    #[inline]
    pub(super) fn add(&mut self, page: &mut Page<'_, '_>, piece: Span) {
        if piece.is_empty() {
            return;
        }
        page.leaf(Kind::Text(piece));
        if self.first.is_none() {
            self.first = page.nodes().len().checked_sub(1);
        }
    }

    /// The nodes from `len` on have been taken back.
    pub(super) fn cut(&mut self, len: usize) {
        self.first = self.first.filter(|&first| first < len);
    }

    /// Ends the text without looking for addresses in it.
    pub(super) fn forget(&mut self) {
        self.first = None;
    }

    /// Ends the text: bare addresses in it become links, unless it stands in one.
    #[inline]
    pub(super) fn end(&mut self, page: &mut Page<'_, '_>, in_link: bool) {
        if let Some(first) = self.first.take()
            && self.autolinks
            && !in_link
        {
            self.find_addresses(page, first);
        }
    }

    fn find_addresses(&mut self, page: &mut Page<'_, '_>, first: usize) {
        match page.nodes().get(first..) {
            Some(&[node]) => {
                if let Kind::Text(span) = node.kind
                    && page.parsed(span).is_none_or(|(start, end)| {
                        self.signs.any(page.input().as_bytes(), start, end)
                    })
                {
                    self.end_whole(page, first, span);
                }
            }
            _ => self.end_cut(page, first),
        }
    }

    #[inline(never)]
    fn end_whole(&mut self, page: &mut Page<'_, '_>, node: usize, span: Span) {
        let mut escapes = Escapes::default();
        if page.is_escaped(span) {
            escapes.push(0);
        }
        self.split(page, node, span, &escapes);
    }

    /// Ends a text that is stored in pieces.
    #[inline(never)]
    fn end_cut(&mut self, page: &mut Page<'_, '_>, first: usize) {
        let last = page.nodes().len();
        let piece =
            |page: &Page<'_, '_>, id: usize| match page.nodes().get(id).map(|node| node.kind) {
                Some(Kind::Text(span)) => span,
                _ => Span::EMPTY,
            };
        let sign = |id| memchr::memchr3(b':', b'@', b'.', page.get(piece(page, id))).is_some();
        if !(first..last).any(sign) {
            return;
        }
        let mut escapes = Escapes::default();
        let start = page.own_len();
        let mut joined = Span::EMPTY;
        for id in first..last {
            let span = piece(page, id);
            let head = page.get(span).first();
            if head.is_some_and(|b| b":@.".contains(b)) && page.is_escaped(span) {
                escapes.push(joined.len());
            }
            let copy = page.copy(span);
            joined = if joined.is_empty() { copy } else { joined.join(copy).unwrap_or(joined) };
        }
        if !self.split(page, first, joined, &escapes) {
            page.forget_own(start);
        }
    }

    /// Replaces the nodes from `first` on by the text `span` with its addresses as links. False
    /// if there are none, and nothing was done.
    fn split(
        &mut self,
        page: &mut Page<'_, '_>,
        first: usize,
        span: Span,
        escapes: &Escapes,
    ) -> bool {
        let before = self.before;
        let find = |page: &Page<'_, '_>, from| find(page.get(span), from, before, escapes);
        let Some(mut found) = find(page, 0) else { return false };
        let mut brackets = self.brackets.up_to(page, first);
        let mut passed = 0;
        // Steps over the addresses behind an open bracket; those of mail are found there too.
        let mut next_free = |page: &Page<'_, '_>, mut found: Found| loop {
            brackets.pass(&page.get(span)[passed..found.start]);
            passed = found.start;
            if brackets.open == 0 || found.form == Form::Email {
                return Some(found);
            }
            found = find(page, found.end)?;
        };
        let Some(free) = next_free(page, found) else { return false };
        found = free;
        page.take_back(first);
        let mut done = 0;
        loop {
            page.leaf(Kind::Text(span.slice(done, found.start)));
            let address = span.slice(found.start, found.end);
            let url = match found.form {
                Form::Url => address,
                Form::Www => page.prefixed("http://", address),
                Form::Email => page.prefixed("mailto:", address),
            };
            page.open_link(LinkTarget { url, title: Span::EMPTY }, false);
            page.leaf(Kind::Text(address));
            page.close();
            done = found.end;
            match find(page, done).and_then(|next| next_free(page, next)) {
                Some(next) => found = next,
                None => break,
            }
        }
        page.leaf(Kind::Text(span.slice(done, span.len())));
        true
    }
}

/// The next address in `text` that no backslash prevents.
fn find(text: &[u8], from: usize, before: u8, escapes: &Escapes) -> Option<Found> {
    let mut from = from;
    loop {
        let found = autolink::find(text, from, before)?;
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
