//! The document that is being read, and spans of the text that is parsed.
//!
//! Shape   the only file of the reader that changes the document. The text that is parsed is mostly
//!         the input itself; where that was rewritten (see `source`), it will be the front of the
//!         document's own text, and pieces that the parser makes up then stand behind it.
//! Units   byte offsets.
//! Errors  none at once; text beyond 2 GiB is remembered.

use pulldown_cmark::CowStr;

use super::footnotes;
use crate::document::{
    Alignment, Change, ChangeId, Comment, CommentId, Document, Kind, LinkTarget, Meta, Node,
    NodeId, Span, captions,
};
use crate::error::{Error, Result, Status};
use crate::markdown::as_html;
use crate::markdown::kinds::spans;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::text::control::{Control, clean, control, is_odd};
use crate::text::scan::next_odd;
use crate::text::yaml;

/// The document that is being read.
pub(super) struct Page<'s, 'd> {
    doc: &'d mut Document,
    input: &'s str,
    /// The input is a copy that will be the front of the document's own text.
    rewritten: bool,
    /// Control characters have stayed in it, for the info strings of code.
    has_controls: bool,
    too_long: bool,
    /// Control characters that were written as references, and left out.
    dropped: u32,
}

impl<'s, 'd> Page<'s, 'd> {
    /// A page whose spans borrow `input` where they can.
    pub(super) fn of_source(doc: &'d mut Document, input: &'s str) -> Self {
        Page { doc, input, rewritten: false, has_controls: false, too_long: false, dropped: 0 }
    }

    /// The same for an input that was rewritten.
    pub(super) fn of_rewritten(doc: &'d mut Document, input: &'s str) -> Self {
        let has_controls = next_odd(input.as_bytes(), 0) < input.len();
        Page { doc, input, rewritten: true, has_controls, too_long: false, dropped: 0 }
    }

    pub(super) fn input(&self) -> &'s str {
        self.input
    }

    /// Ends the document; `nested_notes` where a footnote definition stands inside another block.
    pub(super) fn finish(self, nested_notes: bool, report: &mut Report) -> Result<()> {
        self.doc.close_to(0);
        if nested_notes {
            footnotes::lift(self.doc)?;
        }
        if self.doc.flattened() > 0 {
            report.add(Loss::FlattenedNesting, usize::MAX);
        }
        if self.dropped > 0 {
            report.add_many(Loss::ControlCharacter, self.dropped, usize::MAX);
        }
        if self.too_long {
            return Err(Error::new(Status::LimitReached, "more than 2 GiB of text"));
        }
        self.doc.check()
    }
}

// The nodes.
impl Page<'_, '_> {
    /// Opens a container; its node, if it was not flattened.
    #[inline]
    pub(super) fn open(&mut self, kind: Kind) -> Option<NodeId> {
        self.doc.open(kind)
    }

    #[inline]
    pub(super) fn close(&mut self) {
        self.doc.close();
    }

    /// Closes a block of inlines. A paragraph of nothing but blanks and breaks in emphasis shows nothing.
    #[inline]
    pub(super) fn close_text_block(&mut self) {
        let block = self.doc.opened(0);
        self.doc.close();
        match self.doc.last_kind() {
            Some(Kind::HardBreak) => self.drop_blank(block),
            Some(Kind::Text(span)) if span.len() == 1 && self.get(span) == b" " => {
                self.drop_blank(block);
            }
            _ => {}
        }
    }

    #[cold]
    fn drop_blank(&mut self, block: Option<NodeId>) {
        let Some(block) = block else { return };
        let nodes = self.doc.nodes.get(block as usize..);
        let Some([Node { kind: Kind::Paragraph { .. }, .. }, inside @ ..]) = nodes else { return };
        let mut span_end = block;
        let is_blank = (block + 1..).zip(inside).all(|(id, node)| match node.kind {
            Kind::Text(span) => self.get(span).trim_ascii().is_empty(),
            Kind::HardBreak => id < span_end,
            Kind::SoftBreak => true,
            kind => {
                span_end = span_end.max(node.end);
                matches!(kind, spans!())
            }
        });
        let count = inside.len() + 1;
        if is_blank {
            self.doc.nodes.truncate(self.doc.nodes.len() - count);
        }
    }

    #[inline]
    pub(super) fn leaf(&mut self, kind: Kind) {
        self.doc.leaf(kind);
    }

    /// Closes all that is open.
    pub(super) fn close_all(&mut self) {
        self.doc.close_to(0);
    }

    /// A change that is nobody's.
    pub(super) fn add_change(&mut self) -> ChangeId {
        self.doc.add_change(Change::default())
    }

    /// A comment that is nobody's.
    pub(super) fn add_comment(&mut self) -> CommentId {
        self.doc.add_comment(Comment::default())
    }

    /// Memory is short: the document is not read to its end.
    pub(super) fn give_up(&mut self) {
        self.doc.give_up();
    }

    /// Opens a link or an image.
    pub(super) fn open_link(&mut self, target: LinkTarget, image: bool) {
        let id = self.doc.add_link(target);
        self.doc.open(if image { Kind::Image(id) } else { Kind::Link(id) });
    }

    /// Opens a table.
    pub(super) fn open_table(&mut self, columns: impl ExactSizeIterator<Item = Alignment>) {
        let kind = self.doc.add_columns(columns);
        self.doc.open(kind);
    }

    /// How many containers are open.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.doc.open_count()
    }

    /// The open container `up` levels above the innermost one; `None` where it was flattened.
    pub(super) fn opened(&self, up: usize) -> Option<(NodeId, Kind)> {
        let id = self.doc.opened(up)?;
        self.doc.nodes.get(id as usize).map(|node| (id, node.kind))
    }

    pub(super) fn nodes(&self) -> &[Node] {
        &self.doc.nodes
    }

    /// The node that was made last.
    #[inline]
    pub(super) fn last(&self) -> Option<(NodeId, Kind)> {
        let node = self.doc.nodes.last()?;
        Some((self.doc.nodes.len() as NodeId - 1, node.kind))
    }

    /// Whether the node that was made last is a hard break.
    #[inline]
    pub(super) fn ends_with_break(&self) -> bool {
        matches!(self.doc.nodes.last(), Some(Node { kind: Kind::HardBreak, .. }))
    }

    pub(super) fn set_kind(&mut self, id: NodeId, kind: Kind) {
        self.doc.set_kind(id, kind);
    }

    /// Makes a leaf of a container that has been closed: what was in it then follows it.
    pub(super) fn make_leaf(&mut self, id: NodeId, kind: Kind) {
        if let Some(node) = self.doc.nodes.get_mut(id as usize) {
            node.kind = kind;
            node.end = id + 1;
        }
    }

    /// Reads HTML that this crate has written where a node stood that is the last of its container.
    pub(super) fn replace_by_html(&mut self, node: NodeId, html: &str, options: &Options) {
        let (texts, links) = (self.doc.text.len(), self.doc.links.len());
        let (changes, comments) = (self.doc.changes.len(), self.doc.comments.len());
        self.take_back(node as usize);
        let read = as_html::read(html, options, self.doc);
        if !read || self.doc.text.len() + self.input.len() >= i32::MAX as usize {
            self.doc.give_up();
        }
        if !self.rewritten {
            return;
        }
        // Its texts will stand behind the parser's input.
        let by = self.input.len();
        let moved = |span: Span| {
            let (own, start, end) = span.place();
            if own && start >= texts { Span::of_own(start + by, end + by) } else { span }
        };
        for node in self.doc.nodes.iter_mut().skip(node as usize) {
            node.kind.map_spans(moved);
        }
        for link in self.doc.links.iter_mut().skip(links) {
            (link.url, link.title) = (moved(link.url), moved(link.title));
        }
        let move_all = |span: &mut Span| *span = moved(*span);
        self.doc.changes.iter_mut().skip(changes).for_each(|change| change.each_span(move_all));
        self.doc.comments.iter_mut().skip(comments).for_each(|it| it.each_span(move_all));
    }

    /// Makes the caption of a table of a paragraph that begins with `Table: `, if it does.
    pub(super) fn make_caption(&mut self, paragraph: NodeId, number: u32) -> bool {
        const MARK: &[u8] = b"Table: ";
        let at = paragraph as usize;
        let kinds = self.doc.nodes.get(at..at + 2).map(|nodes| [nodes[0].kind, nodes[1].kind]);
        let Some([Kind::Paragraph { .. }, Kind::Text(text)]) = kinds else { return false };
        // Something must stand behind it.
        let says_more = text.len() > MARK.len() || self.doc.nodes.len() > at + 2;
        if !self.get(text).starts_with(MARK) || !says_more {
            return false;
        }
        let label = self.own(&format!("Table {number}: "));
        captions::make(self.doc, paragraph, label, MARK.len());
        true
    }

    /// Puts a caption behind the table that follows it, which has just ended.
    pub(super) fn put_behind(&mut self, caption: NodeId) {
        captions::put_behind(self.doc, caption);
    }

    /// Makes the table of contents of the paragraph that has just ended, if it says `[TOC]` and none of it
    /// is escaped.
    pub(super) fn make_contents(&mut self) -> bool {
        let Some([Node { kind: Kind::Paragraph { .. }, .. }, Node { kind: Kind::Text(text), .. }]) =
            self.doc.nodes.last_chunk()
        else {
            return false;
        };
        let (is_own, start, _) = text.place();
        let before = start.checked_sub(1).and_then(|at| self.input.as_bytes().get(at));
        let is_copy = is_own && (!self.rewritten || start >= self.input.len());
        if self.get(*text) != b"[TOC]" || is_copy || before == Some(&b'\\') {
            return false;
        }
        let id = self.doc.nodes.len() - 2;
        self.take_back(id + 1);
        self.make_leaf(id as NodeId, Kind::Contents);
        true
    }

    /// Takes back the nodes from `first` on.
    pub(super) fn take_back(&mut self, first: usize) {
        self.doc.nodes.truncate(first);
    }

    /// The block of front matter, which stands at the top of the text, and what it says.
    pub(super) fn set_front(&mut self, block: &str) {
        self.doc.front = self.span(&CowStr::Borrowed(self.input.get(..block.len()).unwrap_or("")));
        for (name, value) in yaml::pairs(block) {
            let value = self.span(&CowStr::Borrowed(&value));
            let facts = [Meta::Title, Meta::Author, Meta::Subject, Meta::Keywords];
            match facts.into_iter().find(|fact| fact.name() == name) {
                Some(fact) => self.doc.set_meta(fact, value),
                None => {
                    let name = self.own(name);
                    self.doc.begin_property(name);
                    self.doc.end_property(value);
                }
            }
        }
    }
}

// Their text.
impl<'s> Page<'s, '_> {
    /// The span of a piece of text: in the input where it lies there, else a copy, into which
    /// references may have brought what the input can't hold any more.
    pub(super) fn span(&mut self, piece: &CowStr<'_>) -> Span {
        let placed = self.placed(piece);
        match placed {
            Some(span) if !self.has_controls => span,
            _ if piece.bytes().any(is_odd) => self.clean(piece),
            Some(span) => span,
            None => self.own(piece),
        }
    }

    /// The same of an info string, which holds control characters that say nothing elsewhere.
    pub(super) fn info(&mut self, piece: &CowStr<'_>) -> Span {
        let holds = |byte: u8| !is_odd(byte) || control(byte) == Some(Control::Nothing);
        if !piece.bytes().all(holds) {
            return self.clean(piece);
        }
        self.placed(piece).unwrap_or_else(|| self.own(piece))
    }

    /// The span of a piece that lies in the input.
    #[inline]
    fn placed(&self, piece: &CowStr<'_>) -> Option<Span> {
        let CowStr::Borrowed(piece) = piece else { return None };
        let start = (piece.as_ptr() as usize).checked_sub(self.input.as_ptr() as usize)?;
        let end = start + piece.len();
        (end <= self.input.len()).then(|| self.input_span(start, end))
    }

    /// A copy of a piece without the control characters in it.
    #[cold]
    fn clean(&mut self, piece: &str) -> Span {
        let start = self.doc.text.len();
        let doc = &mut *self.doc;
        self.dropped = self.dropped.saturating_add(clean(piece, |piece| doc.append(piece)));
        self.own_from(start, Span::of_own(start, self.doc.text.len()))
    }

    /// The span of a part of the input.
    pub(super) fn input_span(&self, start: usize, end: usize) -> Span {
        if self.rewritten { Span::of_own(start, end) } else { Span::of_source(start, end) }
    }

    /// The place in the input of a byte of the text that is parsed; none where that was rewritten.
    pub(super) fn place(&self, at: usize) -> usize {
        if self.rewritten { usize::MAX } else { at }
    }

    /// A copy of `piece` in the document's own text.
    pub(super) fn own(&mut self, piece: &str) -> Span {
        let start = self.doc.text.len();
        let span = self.doc.own(piece);
        self.own_from(start, span)
    }

    /// A copy of the text of a span at the end of the document's own text.
    pub(super) fn copy(&mut self, span: Span) -> Span {
        let (own, start, end) = span.place();
        let base = if self.rewritten { self.input.len() } else { 0 };
        if !own || end <= base {
            let piece = self.input.get(start..end).unwrap_or("");
            return self.own(piece);
        }
        let (from, to) = (start - base, end - base);
        let at = self.doc.text.len();
        if self.doc.text.get(from..to).is_none()
            || at + span.len() >= i32::MAX as usize
            || self.doc.text.try_reserve(span.len()).is_err()
        {
            self.too_long = true;
            return Span::EMPTY;
        }
        self.doc.text.extend_from_within(from..to);
        self.own_from(at, Span::of_own(at, self.doc.text.len()))
    }

    /// An address with its scheme before it.
    pub(super) fn prefixed(&mut self, scheme: &str, address: Span) -> Span {
        let scheme = self.own(scheme);
        let address = self.copy(address);
        scheme.join(address).unwrap_or(address)
    }

    /// A buffer for text, empty, that [`Self::keep_spare`] takes back.
    pub(super) fn lend_spare(&mut self) -> String {
        self.doc.lend_spare()
    }

    pub(super) fn keep_spare(&mut self, text: String) {
        self.doc.keep_spare(text);
    }

    /// How long the document's own text is, for [`Self::forget_own`].
    pub(super) fn own_len(&self) -> usize {
        self.doc.text.len()
    }

    /// Forgets the document's own text from `len` on, which no node has a span of.
    pub(super) fn forget_own(&mut self, len: usize) {
        self.doc.text.truncate(len);
    }

    /// A span of the own text while it is being filled as a span of what it will be in the end.
    fn own_from(&mut self, start: usize, span: Span) -> Span {
        if !self.rewritten || span.is_empty() {
            return span;
        }
        let start = self.input.len() + start;
        if start + span.len() >= i32::MAX as usize {
            self.too_long = true;
            return Span::EMPTY;
        }
        Span::of_own(start, start + span.len())
    }

    /// Where the span stands in the text that is parsed, if it does.
    #[inline]
    pub(super) fn parsed(&self, span: Span) -> Option<(usize, usize)> {
        let (own, start, end) = span.place();
        (own == self.rewritten && end <= self.input.len()).then_some((start, end))
    }

    /// The place of what stands behind the cells of a row that has all that it may have, if anything does.
    pub(super) fn surplus_cell(&self, row: NodeId) -> Option<usize> {
        // Behind the last words bars end their cell and those behind it.
        let mut bars = 1;
        for node in self.doc.nodes.get(row as usize + 1..)?.iter().rev() {
            match node.kind {
                Kind::Cell { .. } => bars += 1,
                Kind::Text(span) | Kind::Code(span) if let Some((_, end)) = self.parsed(span) => {
                    let rest = self.input.as_bytes().get(end..)?;
                    // Nearly all rows end with one bar near behind their last words.
                    for (at, byte) in rest.iter().enumerate() {
                        match byte {
                            b'\n' => return None,
                            b'|' if at == 0 || rest[at - 1] != b'\\' => bars -= 1,
                            _ => continue,
                        }
                        if bars == 0 {
                            let line = rest[at + 1..].split(|&byte| byte == b'\n').next()?;
                            let behind = line.trim_ascii();
                            return (!behind.is_empty()).then(|| self.place(end + at + 1));
                        }
                    }
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a backslash stands before the span in the text that is parsed. Only what begins a
    /// run of text may be asked for: elsewhere it may be one that counts as text.
    pub(super) fn is_escaped(&self, span: Span) -> bool {
        let before = self.parsed(span).and_then(|(start, _)| start.checked_sub(1));
        before.is_some_and(|before| self.input.as_bytes().get(before) == Some(&b'\\'))
    }

    /// The bytes of a span that this reader made.
    pub(super) fn get(&self, span: Span) -> &[u8] {
        let (own, start, end) = span.place();
        let (input, text) = (self.input.as_bytes(), self.doc.text.as_bytes());
        let bytes = match (own, self.rewritten) {
            (false, _) => input.get(start..end),
            (true, false) => text.get(start..end),
            // While reading, the front of the own text is still the parser's input.
            (true, true) => match start.checked_sub(input.len()) {
                None => input.get(start..end),
                Some(start) => text.get(start..end - input.len()),
            },
        };
        bytes.unwrap_or(&[])
    }
}
