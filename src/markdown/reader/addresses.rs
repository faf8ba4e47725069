//! Bare addresses in text become links.
//!
//! Shape   pulldown-cmark cuts text at every special character, so a run of text is looked at when
//!         it has ended; a run that is stored in pieces is joined first if an address may stand in
//!         it. A backslash before the character that makes an address prevents it, and so does, as
//!         in cmark-gfm, an open bracket before the address.
//! Source  GFM 0.29, section 6.9.

use super::page::Page;
use crate::document::{Kind, LinkTarget, Span};
use crate::markdown::autolink::{self, Form, Found};
use crate::memory;

/// Places in a text at which a backslash stood, in order.
#[derive(Default)]
struct Escapes(Vec<usize>);

impl Escapes {
    /// False where memory is short.
    fn push(&mut self, at: usize) -> bool {
        memory::push(&mut self.0, at)
    }

    fn contains(&self, at: usize) -> bool {
        self.0.binary_search(&at).is_ok()
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
                Paragraph { .. }
                    | Heading { .. }
                    | Cell { .. }
                    | Term
                    | Caption
                    | Item { .. }
                    | CodeBlock { .. }
            )
        };
        if let Some(start) = nodes[from..].iter().rposition(|node| block(node.kind)) {
            (from, self.open) = (from + start, 0);
        }
        let mut before = None;
        for node in &nodes[from..] {
            let Kind::Text(span) = node.kind else {
                before = None;
                continue;
            };
            self.pass(escaped_off(page, span, before));
            before = Some(span);
        }
        self.upto = first;
        *self
    }

    /// The text before the node `upto` has been looked at, with so many brackets open at its end.
    fn set(&mut self, upto: usize, open: u32) {
        *self = Brackets { upto, open };
    }

    /// Counts the brackets in `text[from..to]` before which no backslash stood.
    fn pass_part(&mut self, text: &[u8], from: usize, to: usize, escapes: &Escapes) {
        for at in memchr::memchr2_iter(b'[', b']', text.get(from..to).unwrap_or(&[])) {
            let at = from + at;
            if !escapes.contains(at) {
                self.pass(&text[at..=at]);
            }
        }
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

/// The text of a piece without the character before which a backslash stands, which means nothing;
/// `before` is the piece of the same run that ends where it begins.
fn escaped_off<'p>(page: &'p Page<'_, '_>, piece: Span, before: Option<Span>) -> &'p [u8] {
    page.get(piece).get(is_escaped(page, piece, before) as usize..).unwrap_or(b"")
}

/// Whether a piece begins with a character that means nothing: a backslash stands before it that is no
/// text itself, or a reference stands for it.
fn is_escaped(page: &Page<'_, '_>, piece: Span, before: Option<Span>) -> bool {
    let place = |span| page.parsed(span);
    if place(piece).is_none() {
        return true;
    }
    let touches = match (before.and_then(place), place(piece)) {
        (Some((_, end)), Some((start, _))) => end == start,
        _ => false,
    };
    !touches && page.is_escaped(piece)
}

/// Quotes that straight ones become.
const CURVED: [&str; 4] = ["\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}"];

/// The text that is being read.
pub(super) struct Run {
    /// Bare addresses are links.
    autolinks: bool,
    /// Quotes are made curved, and end an address as straight ones do.
    smart: bool,
    /// The first of its leaves, once it has one.
    first: Option<usize>,
    /// A byte that stands for what comes before it.
    before: u8,
    signs: Signs,
    brackets: Brackets,
}

impl Run {
    pub(super) fn new(autolinks: bool, smart: bool) -> Self {
        Run {
            autolinks,
            smart,
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

    /// Adds a piece of text. Blanks behind `<br>` say nothing, as those that a line of the source begins with.
    #[inline]
    pub(super) fn add(&mut self, page: &mut Page<'_, '_>, piece: Span) {
        let mut piece = piece;
        if self.before == b'\n' && self.first.is_none() && page.ends_with_break() {
            let text = page.get(piece);
            piece = piece.slice(text.len() - text.trim_ascii_start().len(), text.len());
        }
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
        if page.is_escaped(span) && !escapes.push(0) {
            page.give_up();
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
        let mut before = None;
        for id in first..last {
            let span = piece(page, id);
            let head = page.get(span).first();
            if head.is_some_and(|b| b":@.[]".contains(b))
                && is_escaped(page, span, before)
                && !escapes.push(joined.len())
            {
                page.give_up();
            }
            before = Some(span);
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
        let (before, smart) = (self.before, self.smart);
        let find = |page: &Page<'_, '_>, from| {
            let text = page.get(span);
            let mut found = find(text, from, before, escapes)?;
            while smart && CURVED.iter().any(|quote| text[..found.end].ends_with(quote.as_bytes()))
            {
                found.end = autolink::trim(text, found.start, found.end - CURVED[0].len());
            }
            Some(found)
        };
        let Some(mut found) = find(page, 0) else { return false };
        let mut brackets = self.brackets.up_to(page, first);
        let mut passed = 0;
        // Steps over the addresses behind an open bracket; those of mail are found there too.
        let next_free = |page: &Page<'_, '_>,
                         brackets: &mut Brackets,
                         passed: &mut usize,
                         mut found: Found| loop {
            brackets.pass_part(page.get(span), *passed, found.start, escapes);
            *passed = found.start;
            if brackets.open == 0 || found.form.is_mail() {
                return Some(found);
            }
            found = find(page, found.end)?;
        };
        let Some(free) = next_free(page, &mut brackets, &mut passed, found) else { return false };
        found = free;
        page.take_back(first);
        let mut done = 0;
        loop {
            page.leaf(Kind::Text(span.slice(done, found.start)));
            let address = span.slice(found.start, found.end);
            let url = match found.form {
                Form::Url | Form::Mailto => address,
                Form::Www => page.prefixed("http://", address),
                Form::Email => page.prefixed("mailto:", address),
            };
            page.open_link(LinkTarget::new(url, Span::EMPTY), false);
            page.leaf(Kind::Text(address));
            page.close();
            done = found.end;
            let next = find(page, done);
            match next.and_then(|next| next_free(page, &mut brackets, &mut passed, next)) {
                Some(next) => found = next,
                None => break,
            }
        }
        brackets.pass_part(page.get(span), passed, span.len(), escapes);
        page.leaf(Kind::Text(span.slice(done, span.len())));
        // Where backslashes stood is not known any more.
        self.brackets.set(page.nodes().len(), brackets.open);
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
            Form::Email | Form::Mailto => b'@',
            Form::Www => b'.',
        };
        let sign = found.start + memchr::memchr(sign, &text[found.start..found.end])?;
        if !escapes.contains(sign) {
            return Some(found);
        }
        from = sign + 1;
    }
}
