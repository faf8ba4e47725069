//! The steps of a document, and the tags in its text.
//!
//! Shape   [`find`] writes one step for each beginning, end and leaf. The text of a block is looked at as one,
//!         so that a tag may be cut into several runs; it stands where it begins, and the rest of it
//!         goes. A line of nothing but tags that show nothing goes with its end.
//! Errors  lack of memory is remembered by the document.
//! Limits  linear: a tag has no brace in its name and no leaf but text and line ends.

use super::Given;
use crate::buffers::{kept, plain};
use crate::document::{Document, Kind, NodeId, Span, View, Words};
use crate::memory;
use crate::report::{Loss, Report};
use crate::work;

/// What a tag asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ask {
    /// Nothing: a comment.
    #[default]
    Nothing,
    Text,
    Markdown,
    Section,
    Inverted,
    End,
}

/// A tag.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tag {
    pub ask: Ask,
    pub name: Span,
    /// What stands behind the name of a merge field.
    pub switches: Span,
    /// A byte of the input; `usize::MAX` is no place.
    pub place: usize,
}

plain!(Tag);

/// One step through a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Nothing is to be done.
    Gone,
    /// A container begins; its end is that step.
    Enter {
        node: NodeId,
        exit: u32,
    },
    Exit {
        node: NodeId,
    },
    Leaf(NodeId),
    Text(Span),
    Tag(u32),
    /// A section begins or ends.
    Begin(u32),
    End(u32),
}

/// A part of a block's text: the step that shows it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: u32,
    step: Step,
}

/// A tag in a block's text.
#[derive(Clone, Copy, Debug)]
struct Found {
    start: u32,
    end: u32,
    tag: u32,
}

kept! {
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        pub steps: Vec<Step>,
        pub tags: Vec<Tag>,
        open: Vec<(NodeId, u32)>,
        text: String,
        pieces: Vec<Piece>,
        found: Vec<Found>,
        cuts: Vec<(u32, u32)>,
    }
}

/// Stands in a block's text for what no tag can hold.
const BREAK: &str = "\0";

/// Makes the steps. False where there is no tag.
pub(super) fn find(
    doc: &mut Document,
    given: Given<'_>,
    scratch: &mut Scratch,
    report: &mut Report,
) -> bool {
    let Scratch { steps, tags, open, text, pieces, found, cuts } = scratch;
    steps.clear();
    tags.clear();
    open.clear();
    let nodes = std::mem::take(&mut doc.nodes);
    let has_tags = {
        let view = View { doc, source: given.source };
        nodes.iter().any(|node| has_braces(view, &node.kind))
    };
    if !has_tags {
        doc.nodes = nodes;
        return false;
    }
    let mut block = Block { doc, given, steps, tags, text, pieces, found, cuts, is_raw: false };
    block.clear();
    let mut id = 0;
    loop {
        work::step(1);
        while let Some((node, _)) = open.pop_if(|(node, _)| end_of(&nodes, *node) <= id) {
            let kind = nodes[node as usize].kind;
            let is_line = !kind.is_block();
            if !is_line {
                block.flush();
            }
            if let Kind::HtmlBlock = kind {
                if block.is_raw && block.text.contains("{{") {
                    report.add(Loss::Html, usize::MAX);
                }
                block.is_raw = false;
            }
            block.push(Step::Exit { node }, is_line);
        }
        let Some(node) = nodes.get(id as usize) else { break };
        let kind = node.kind;
        if kind.is_leaf() {
            block.leaf(id, &kind);
        } else {
            let is_line = !kind.is_block();
            if !is_line {
                block.flush();
            }
            block.is_raw |= kind == Kind::HtmlBlock;
            block.push(Step::Enter { node: id, exit: 0 }, is_line);
            if !memory::push(open, (id, 0)) {
                block.doc.give_up();
            }
        }
        id += 1;
    }
    block.flush();
    // Each beginning is told its end.
    open.clear();
    for at in 0..steps.len() {
        match steps[at] {
            Step::Enter { node, .. } if !memory::push(open, (node, at as u32)) => doc.give_up(),
            Step::Exit { .. } => {
                if let Some((node, enter)) = open.pop()
                    && let Some(step) = steps.get_mut(enter as usize)
                {
                    *step = Step::Enter { node, exit: at as u32 };
                }
            }
            _ => {}
        }
    }
    doc.nodes = nodes;
    true
}

fn end_of(nodes: &[crate::document::Node], id: NodeId) -> NodeId {
    nodes.get(id as usize).map_or(id, |node| node.end)
}

fn has_braces(view: View<'_>, kind: &Kind) -> bool {
    let has = |span| memchr::memchr(b'{', view.text(span)).is_some();
    match kind.words() {
        Words::Text(span) => has(span),
        Words::Target(id) => {
            let target = view.link(id);
            has(target.url) || has(target.title)
        }
        Words::Markup(_) | Words::Blank | Words::None => false,
    }
}

/// A block whose text is being collected.
struct Block<'b> {
    doc: &'b mut Document,
    given: Given<'b>,
    steps: &'b mut Vec<Step>,
    tags: &'b mut Vec<Tag>,
    text: &'b mut String,
    pieces: &'b mut Vec<Piece>,
    found: &'b mut Vec<Found>,
    cuts: &'b mut Vec<(u32, u32)>,
    /// In raw HTML, which stays as it is.
    is_raw: bool,
}

impl Block<'_> {
    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.found.clear();
        self.cuts.clear();
    }

    /// A step that is part of the line, or stands by itself.
    fn push(&mut self, step: Step, is_line: bool) {
        let start = self.text.len() as u32;
        let fits = match is_line {
            true => memory::push(self.pieces, Piece { start, step }),
            false => memory::push(self.steps, step),
        };
        if !fits {
            self.doc.give_up();
        }
    }

    fn leaf(&mut self, id: NodeId, kind: &Kind) {
        if let Kind::Rule | Kind::PageBreak | Kind::Contents = kind {
            self.flush();
            self.push(Step::Leaf(id), false);
            return;
        }
        let (step, words) = match *kind {
            Kind::Text(span) if !self.is_raw => (Step::Text(span), None),
            Kind::Text(span) => (Step::Text(span), Some(BREAK)),
            Kind::SoftBreak | Kind::HardBreak => (Step::Leaf(id), Some("\n")),
            _ => (Step::Leaf(id), Some(BREAK)),
        };
        self.push(step, true);
        let view = View { doc: self.doc, source: self.given.source };
        let text = match (words, step) {
            (Some(words), _) => words,
            (None, Step::Text(span)) => std::str::from_utf8(view.text(span)).unwrap_or(""),
            (None, _) => "",
        };
        work::step(text.len());
        if self.text.try_reserve(text.len()).is_ok() {
            self.text.push_str(text);
        } else {
            self.doc.give_up();
        }
    }

    /// The block's text is complete.
    fn flush(&mut self) {
        self.scan();
        self.cut_lines();
        let mut tags = 0;
        let mut cuts = 0;
        for at in 0..self.pieces.len() {
            let Piece { start, step } = self.pieces[at];
            let end = self.pieces.get(at + 1).map_or(self.text.len() as u32, |next| next.start);
            let Step::Text(span) = step else {
                let cut = self.cuts.get(cuts..).unwrap_or(&[]);
                let is_in_tag = || {
                    let after = self.found.partition_point(|found| found.start <= start);
                    after > 0 && self.found[after - 1].end > start
                };
                let is_cut = end > start
                    && cut.iter().take_while(|cut| cut.0 <= start).any(|cut| start < cut.1);
                if !(is_cut || end > start && is_in_tag()) {
                    self.push(step, false);
                }
                continue;
            };
            // What is left of the text, tag after tag.
            let mut from = start;
            while from < end {
                while self.found.get(tags).is_some_and(|found| found.end <= from) {
                    tags += 1;
                }
                while self.cuts.get(cuts).is_some_and(|cut| cut.1 <= from) {
                    cuts += 1;
                }
                let cut = self.cuts.get(cuts).copied().unwrap_or((u32::MAX, u32::MAX));
                let found = self.found.get(tags).copied();
                let next = found.map_or(u32::MAX, |found| found.start);
                if let Some(found) = found.filter(|found| found.start <= from) {
                    if found.start == from {
                        self.push(Step::Tag(found.tag), false);
                    }
                    from = found.end.min(end);
                } else if cut.0 <= from {
                    from = cut.1.min(next).min(end);
                } else {
                    let to = next.min(cut.0).min(end);
                    let part = span.slice((from - start) as usize, (to - start) as usize);
                    self.push(Step::Text(part), false);
                    from = to;
                }
            }
        }
        self.clear();
    }

    /// Finds the tags.
    fn scan(&mut self) {
        let text = std::mem::take(self.text);
        let bytes = text.as_bytes();
        work::step(bytes.len());
        let mut at = 0;
        while let Some(open) = memchr::memmem::find(&bytes[at..], b"{{") {
            let start = at + open;
            let is_raw = bytes.get(start + 2) == Some(&b'{');
            let inner = start + 2 + usize::from(is_raw);
            let rest = &bytes[inner..];
            let stop = memchr::memchr3(b'{', b'}', 0, rest).unwrap_or(rest.len());
            let close: &[u8] = if is_raw { b"}}}" } else { b"}}" };
            at = inner + stop;
            if !rest[stop..].starts_with(close) {
                continue;
            }
            at += close.len();
            self.tag(&text[inner..inner + stop], is_raw, start, at);
        }
        *self.text = text;
    }

    fn tag(&mut self, inner: &str, is_raw: bool, start: usize, end: usize) {
        let inner = inner.trim();
        let (ask, name) = match inner.as_bytes().first() {
            _ if is_raw => (Ask::Markdown, inner),
            Some(b'&') => (Ask::Markdown, &inner[1..]),
            Some(b'#') => (Ask::Section, &inner[1..]),
            Some(b'^') => (Ask::Inverted, &inner[1..]),
            Some(b'/') => (Ask::End, &inner[1..]),
            Some(b'!') => (Ask::Nothing, ""),
            // Partials and other delimiters mean nothing here: they stay text.
            Some(b'>' | b'=') | None => return,
            Some(_) => (Ask::Text, inner),
        };
        let name = name.trim();
        // Of merge fields switches follow, and the name may stand in quotes.
        let (name, switches) = match name.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((name, rest)) => (name, rest.trim()),
            None => match name.find('\\') {
                Some(at) => (name[..at].trim(), name[at..].trim()),
                None => (name, ""),
            },
        };
        let place = self.place(start);
        let (name, switches) = (self.doc.own(name), self.doc.own(switches));
        let found = Found { start: start as u32, end: end as u32, tag: self.tags.len() as u32 };
        if !memory::push(self.tags, Tag { ask, name, switches, place })
            || !memory::push(self.found, found)
        {
            self.doc.give_up();
        }
    }

    /// Where a byte of the block's text stands in the input.
    fn place(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|piece| piece.start as usize <= at);
        // Those without text begin where the next one does.
        let before = self.pieces.get(..piece).unwrap_or(&[]).iter().next_back();
        match before {
            Some(Piece { start, step: Step::Text(span) }) => {
                let (is_own, from, _) = span.place();
                let offset = from + (at - *start as usize);
                if is_own {
                    usize::MAX
                } else {
                    self.given.start.map_or(usize::MAX, |s| s + offset)
                }
            }
            _ => usize::MAX,
        }
    }

    /// Notes the lines that hold nothing but tags that show nothing, with a line end each.
    fn cut_lines(&mut self) {
        if self.found.is_empty() {
            return;
        }
        let bytes = self.text.as_bytes();
        let (mut start, mut tags) = (0, 0);
        while start <= bytes.len() {
            let end;
            let mut at = start;
            let mut is_silent = true;
            let mut has_tag = false;
            loop {
                if let Some(found) = self.found.get(tags).filter(|found| found.start as usize == at)
                {
                    let ask = self.tags.get(found.tag as usize).map_or(Ask::Text, |tag| tag.ask);
                    is_silent &= !matches!(ask, Ask::Text | Ask::Markdown);
                    has_tag = true;
                    at = found.end as usize;
                    tags += 1;
                    continue;
                }
                match bytes.get(at) {
                    None | Some(b'\n') => {
                        end = at;
                        break;
                    }
                    Some(b' ' | b'\t') => {}
                    Some(_) => is_silent = false,
                }
                at += 1;
            }
            let is_last = end >= bytes.len();
            let is_whole = start == 0 && is_last;
            if is_silent && has_tag && !is_whole {
                // A line end that is left at the end of a paragraph goes later.
                let cut_end = if is_last { end } else { end + 1 };
                if !memory::push(self.cuts, (start as u32, cut_end as u32)) {
                    self.doc.give_up();
                }
            }
            start = end + 1;
        }
    }
}
