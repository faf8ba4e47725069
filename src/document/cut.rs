//! A document in parts, cut at its headings.
//!
//! Shape   [`cut`] finds the parts: each begins at an outermost heading of the level or above it, and what
//!         stands before the first is one of its own. [`Cut::show`] makes the document one of them: notes and
//!         comments go with what refers to them, links into another part lead to its file, and a table of
//!         contents is a list of the parts. All parts share the document's text and tables.
//! Units   nodes are those of the document; parts are numbered from 0.
//! Errors  `LimitReached` where there are too many parts, or notes that too many of them refer to; memory that
//!         runs out.
//! Limits  [`MOST_PARTS`]; notes may make [`TIMES`] documents of one.

use super::base::push_address;
use super::labels::fold;
use super::names::{enough, push};
use super::places::{MOST_ADDRESS, Namer, Places};
use super::{Document, Kind, LinkId, LinkTarget, NOWHERE, Names, Node, NodeId, Span, View, slug};
use crate::error::{Error, Result, Status};
use crate::memory;
use crate::work;

/// Most parts of a document: each is a file.
pub(crate) const MOST_PARTS: usize = 10_000;
/// How many nodes notes may add for each that there is, and how many beside.
const TIMES: usize = 16;
const FREE: usize = 1 << 20;

/// Names the file of a part: by its number, how many there are, and the slug of its heading. What stands before
/// the first heading has the number 0 and no slug.
pub(crate) type Name<'n> = dyn Fn(usize, usize, &str) -> String + 'n;

/// A document that was cut.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    /// Those of the whole.
    nodes: Vec<Node>,
    parts: Vec<Part>,
    /// By node.
    loose: Vec<Loose>,
    /// The loose blocks of each part, one part after the other.
    along: Vec<u32>,
    /// The first loose block of a label, by its number, and of a comment.
    labels: Names,
    notes: Vec<u32>,
    comments: Vec<u32>,
    /// Where each link leads: the number of a target.
    links: Vec<u32>,
    targets: Vec<Target>,
    front: Span,
    own: usize,
}

/// A run of outermost blocks.
#[derive(Clone, Copy, Debug)]
struct Part {
    start: usize,
    end: usize,
    /// The heading that it begins with.
    heading: Option<usize>,
    /// Where its loose blocks stand in the list of all.
    along: (usize, usize),
    /// Its file as an address.
    file: Span,
}

/// A note or a comment, which goes with what refers to it.
#[derive(Clone, Copy, Debug)]
struct Loose {
    node: usize,
    /// Another one of the same comment.
    next: u32,
    /// The part that it was taken to last.
    part: u32,
    /// Something outside refers to it.
    is_reached: bool,
}

/// A place that links lead to.
#[derive(Clone, Copy, Debug)]
struct Target {
    part: u32,
    /// The file of its part, and the place behind a `#`.
    address: Span,
}

/// Cuts a document, and names the files of its parts. It has no nodes then.
pub(crate) fn cut(
    doc: &mut Document,
    source: &[u8],
    level: u8,
    name: &Name<'_>,
) -> Result<(Cut, Vec<String>)> {
    let mut cut = Cut { front: doc.front, ..Cut::default() };
    cut.find_parts(doc, level)?;
    cut.close_comments(doc)?;
    cut.find_loose(View { doc, source })?;
    cut.take_along(View { doc, source })?;
    let files = cut.name_files(doc, source, name)?;
    cut.find_targets(doc, source)?;
    cut.own = doc.own_len();
    std::mem::swap(&mut cut.nodes, &mut doc.nodes);
    doc.check()?;
    Ok((cut, files))
}

impl Cut {
    /// Makes the document a part.
    pub(crate) fn show(&self, doc: &mut Document, part: usize) -> Result<()> {
        let Some(&shown) = self.parts.get(part) else { return Ok(()) };
        doc.nodes.clear();
        doc.text.truncate(self.own);
        doc.links.truncate(self.links.len());
        doc.front = if part == 0 { self.front } else { Span::EMPTY };
        let mut kept = 0;
        for (start, end) in blocks(&self.nodes, shown.start, shown.end) {
            let kind = self.nodes[start].kind;
            if kind == Kind::Contents {
                self.show_contents(doc);
            } else if !self.goes_along(start) {
                self.copy(doc, start, end)?;
            }
            // The end of a file is the end of a page.
            kept = if kind == Kind::PageBreak { kept } else { doc.nodes.len() };
        }
        doc.nodes.truncate(kept);
        for (start, end) in self.along(&self.nodes, shown) {
            self.copy(doc, start, end)?;
        }
        for node in &doc.nodes {
            let Kind::Link(LinkId(link)) = node.kind else { continue };
            let target =
                self.links.get(link as usize).and_then(|&to| self.targets.get(to as usize));
            let file = target.and_then(|target| self.parts.get(target.part as usize));
            if let (Some(target), Some(file), Some(link)) =
                (target, file, doc.links.get_mut(link as usize))
            {
                let skipped = if target.part as usize == part { file.file.len() } else { 0 };
                link.url = target.address.slice(skipped, target.address.len());
            }
        }
        doc.check()
    }

    /// A list of the parts.
    fn show_contents(&self, doc: &mut Document) {
        doc.open(Kind::list(None, true));
        for &Part { heading, file, .. } in &self.parts {
            let Some(heading) = heading else { continue };
            let link = doc.add_link(LinkTarget::new(file, Span::EMPTY));
            doc.open(Kind::Item { task: None });
            doc.open(Kind::PARAGRAPH);
            doc.open(Kind::Link(link));
            for node in &self.nodes[heading..self.nodes[heading].end as usize] {
                if let Kind::Text(_) | Kind::Code(_) | Kind::SoftBreak = node.kind {
                    doc.leaf(node.kind);
                }
            }
            (0..3).for_each(|_| doc.close());
        }
        doc.close();
    }

    fn copy(&self, doc: &mut Document, start: usize, end: usize) -> Result<()> {
        work::step(end - start);
        let to = doc.nodes.len();
        doc.nodes.try_reserve(end - start)?;
        for node in &self.nodes[start..end] {
            let end = node.end as usize - start + to;
            doc.nodes.push(Node { kind: node.kind, end: end as NodeId });
        }
        Ok(())
    }

    /// Whether an outermost block goes with what refers to it.
    fn goes_along(&self, block: usize) -> bool {
        let found = self.loose.binary_search_by_key(&block, |loose| loose.node);
        found.is_ok_and(|found| self.loose[found].is_reached)
    }

    /// The blocks that go with a part.
    fn along<'a>(
        &'a self,
        nodes: &'a [Node],
        part: Part,
    ) -> impl Iterator<Item = (usize, usize)> + 'a {
        let along = self.along.get(part.along.0..part.along.1).unwrap_or(&[]);
        along.iter().map(|&loose| {
            let start = self.loose[loose as usize].node;
            (start, nodes.get(start).map_or(start, |node| node.end as usize))
        })
    }

    fn find_parts(&mut self, doc: &Document, level: u8) -> Result<()> {
        for (at, _) in blocks(&doc.nodes, 0, doc.nodes.len()) {
            let (is_headed, is_seen) = match doc.nodes[at].kind {
                Kind::Heading { level: own, .. } => (own <= level, true),
                Kind::FootnoteDefinition { .. } | Kind::CommentBody(_) | Kind::PageBreak => {
                    (false, false)
                }
                _ => (false, true),
            };
            let is_first = self.parts.is_empty();
            if is_headed || is_first && is_seen {
                if let Some(last) = self.parts.last_mut() {
                    last.end = at;
                }
                self.begin(if is_first { 0 } else { at }, is_headed.then_some(at))?;
            }
        }
        if self.parts.is_empty() {
            self.begin(0, None)?;
        }
        if let Some(last) = self.parts.last_mut() {
            last.end = doc.nodes.len();
        }
        Ok(())
    }

    fn begin(&mut self, start: usize, heading: Option<usize>) -> Result<()> {
        if self.parts.len() == MOST_PARTS {
            let message = format!("the document has more than {MOST_PARTS} parts (Split)");
            return Err(Error::new(Status::LimitReached, message));
        }
        let part = Part { start, end: start, heading, along: (0, 0), file: Span::EMPTY };
        push(&mut self.parts, part)
    }

    /// Has comments that begin in one part, or note, and end in another be about the place where they begin.
    fn close_comments(&mut self, doc: &mut Document) -> Result<()> {
        if doc.comments.is_empty() {
            return Ok(());
        }
        // The block of its own, or else the part, in which each begins and ends.
        let mut places = Vec::new();
        enough(memory::pad(&mut places, doc.comments.len(), [usize::MAX; 2]))?;
        let (mut part, count) = (0, self.parts.len());
        for (start, end) in blocks(&doc.nodes, 0, doc.nodes.len()) {
            while self.parts.get(part).is_some_and(|part| part.end <= start) {
                part += 1;
            }
            let is_loose = matches!(
                doc.nodes[start].kind,
                Kind::FootnoteDefinition { .. } | Kind::CommentBody(_)
            );
            let place = if is_loose { count + start } else { part };
            for node in &doc.nodes[start..end] {
                let (id, side) = match node.kind {
                    Kind::CommentStart(id) => (id, 0),
                    Kind::CommentEnd(id) => (id, 1),
                    _ => continue,
                };
                if let Some(places) = places.get_mut(id.0 as usize) {
                    places[side] = place;
                }
            }
        }
        let crosses = |places: &[usize; 2]| places[0] != places[1] && !places.contains(&usize::MAX);
        if !places.iter().any(crosses) {
            return Ok(());
        }
        let (mut nodes, mut moved) = (Vec::new(), Vec::new());
        nodes.try_reserve(2 * doc.nodes.len())?;
        enough(memory::pad(&mut moved, doc.nodes.len() + 1, 0))?;
        for (at, node) in doc.nodes.iter().enumerate() {
            moved[at] = nodes.len();
            let is_open = |id: super::CommentId| places.get(id.0 as usize).is_some_and(crosses);
            match node.kind {
                Kind::CommentStart(id) if is_open(id) => {
                    nodes.extend([*node, Node { kind: Kind::CommentEnd(id), end: 0 }]);
                }
                Kind::CommentEnd(id) if is_open(id) => {}
                _ => nodes.push(*node),
            }
        }
        moved[doc.nodes.len()] = nodes.len();
        for (at, node) in nodes.iter_mut().enumerate() {
            let end = if node.kind.is_leaf() { at + 1 } else { moved[node.end as usize] };
            node.end = end as NodeId;
        }
        for part in &mut self.parts {
            (part.start, part.end) = (moved[part.start], moved[part.end]);
            part.heading = part.heading.map(|at| moved[at]);
        }
        doc.nodes = nodes;
        Ok(())
    }

    /// Finds the notes, the first of each label, and the comments.
    fn find_loose(&mut self, view: View<'_>) -> Result<()> {
        let mut folded = Vec::new();
        enough(memory::pad(&mut self.comments, view.doc.comments.len(), NOWHERE))?;
        for (node, _) in blocks(view.nodes(), 0, view.nodes().len()) {
            let number = self.loose.len() as u32;
            let place = match view.nodes()[node].kind {
                Kind::FootnoteDefinition { label, .. } => {
                    fold(view.text(label), &mut folded)?;
                    let label = self.labels.insert(&folded)? as usize;
                    if label < self.notes.len() {
                        continue;
                    }
                    push(&mut self.notes, NOWHERE)?;
                    self.notes.get_mut(label)
                }
                Kind::CommentBody(id) => self.comments.get_mut(id.0 as usize),
                _ => continue,
            };
            let Some(place) = place else { continue };
            let next = std::mem::replace(place, number);
            let loose = Loose { node, next, part: NOWHERE, is_reached: false };
            push(&mut self.loose, loose)?;
        }
        Ok(())
    }

    /// Finds what goes with each part.
    fn take_along(&mut self, view: View<'_>) -> Result<()> {
        let nodes = view.nodes();
        let mut left = nodes.len() * TIMES + FREE;
        let mut queue = Vec::new();
        let mut at = 0;
        for (start, end) in blocks(nodes, 0, nodes.len()) {
            if self.loose.get(at).is_some_and(|loose| loose.node == start) {
                at += 1;
            } else {
                self.refer(view, (start, end), NOWHERE, &mut queue)?;
            }
        }
        self.follow(view, 0, NOWHERE, &mut queue, &mut left)?;
        let mut along = Vec::new();
        for part in 0..self.parts.len() {
            let from = along.len();
            for (start, end) in blocks(nodes, self.parts[part].start, self.parts[part].end) {
                if !self.goes_along(start) {
                    self.refer(view, (start, end), part as u32, &mut along)?;
                }
            }
            self.follow(view, from, part as u32, &mut along, &mut left)?;
            self.parts[part].along = (from, along.len());
        }
        self.along = along;
        Ok(())
    }

    /// Goes on with what the loose blocks refer to that were found.
    fn follow(
        &mut self,
        view: View<'_>,
        mut at: usize,
        part: u32,
        found: &mut Vec<u32>,
        left: &mut usize,
    ) -> Result<()> {
        while let Some(&loose) = found.get(at) {
            at += 1;
            let start = self.loose[loose as usize].node;
            let end = view.end(start as NodeId) as usize;
            *left = left.checked_sub(end - start).ok_or_else(|| {
                let message = "too many parts refer to long notes (Split)";
                Error::new(Status::LimitReached, message)
            })?;
            self.refer(view, (start, end), part, found)?;
        }
        Ok(())
    }

    /// Notes the loose blocks that some nodes refer to, each once for a part, or once in all.
    fn refer(
        &mut self,
        view: View<'_>,
        (start, end): (usize, usize),
        part: u32,
        found: &mut Vec<u32>,
    ) -> Result<()> {
        work::step(end - start);
        let mut folded = Vec::new();
        for node in view.nodes().get(start..end).unwrap_or(&[]) {
            let first = match node.kind {
                Kind::FootnoteReference { label } => {
                    fold(view.text(label), &mut folded)?;
                    let label = self.labels.find(&folded);
                    label.and_then(|label| self.notes.get(label as usize))
                }
                Kind::CommentStart(id) | Kind::CommentEnd(id) => self.comments.get(id.0 as usize),
                _ => continue,
            };
            let mut next = first.copied().unwrap_or(NOWHERE);
            while let Some(loose) = self.loose.get_mut(next as usize) {
                let is_new = if part == NOWHERE { !loose.is_reached } else { loose.part != part };
                (loose.is_reached, loose.part) = (true, part);
                if is_new {
                    push(found, next)?;
                }
                next = loose.next;
            }
        }
        Ok(())
    }

    fn name_files(
        &mut self,
        doc: &mut Document,
        source: &[u8],
        name: &Name<'_>,
    ) -> Result<Vec<String>> {
        let mut files = Vec::new();
        files.try_reserve_exact(self.parts.len())?;
        // What has no heading is the first part only.
        let first = usize::from(self.parts.first().is_some_and(|part| part.heading.is_some()));
        let last = self.parts.len() - 1 + first;
        let (mut slug, mut address) = (Vec::new(), String::new());
        for (at, part) in self.parts.iter_mut().enumerate() {
            slug.clear();
            if let Some(heading) = part.heading {
                slug::slug(View { doc, source }, heading as NodeId, &mut slug);
            }
            let file = name(first + at, last, &String::from_utf8_lossy(&slug));
            address.clear();
            push_address(&file, &mut address);
            part.file = doc.own(&address);
            files.push(file);
        }
        Ok(files)
    }

    /// Finds where links lead that lead to a place.
    fn find_targets(&mut self, doc: &mut Document, source: &[u8]) -> Result<()> {
        enough(memory::pad(&mut self.links, doc.links.len(), NOWHERE))?;
        let view = View { doc, source };
        let is_place = |link: &LinkTarget| view.text(link.url).first() == Some(&b'#');
        if !doc.links.iter().any(is_place) {
            return Ok(());
        }
        let (mut places, mut target_of) = (Places::default(), Vec::new());
        places.find(view, 0..doc.nodes.len())?;
        enough(memory::pad(&mut target_of, doc.nodes.len(), NOWHERE))?;
        for (link, to) in doc.links.iter().zip(&mut self.links) {
            let [b'#', name @ ..] = view.text(link.url) else { continue };
            if name.is_empty() || name.len() > MOST_ADDRESS {
                continue;
            }
            let Some(known) = target_of.get_mut(places.node(name) as usize) else { continue };
            if *known == NOWHERE {
                *known = self.targets.len() as u32;
                push(&mut self.targets, Target { part: NOWHERE, address: Span::EMPTY })?;
            }
            *to = *known;
        }
        let mut shown = Vec::new();
        for part in 0..self.parts.len() {
            let place = self.parts[part];
            shown.clear();
            let own = blocks(&doc.nodes, place.start, place.end);
            let own = own.filter(|&(start, _)| !self.goes_along(start));
            shown.extend(own.chain(self.along(&doc.nodes, place)));
            let mut namer = Namer::default();
            for id in shown.iter().flat_map(|&(start, end)| start..end) {
                let Some(name) = namer.name(View { doc, source }, id)? else { continue };
                let target = target_of.get(id).and_then(|&at| self.targets.get_mut(at as usize));
                let Some(target) = target.filter(|target| target.part == NOWHERE) else { continue };
                let (_, start, end) = place.file.place();
                let file = doc.text.get(start..end).unwrap_or_default();
                let address = format!("{file}#{}", String::from_utf8_lossy(name));
                *target = Target { part: part as u32, address: doc.own(&address) };
            }
        }
        Ok(())
    }
}

/// The outermost blocks from a node up to another, each with its end.
fn blocks(nodes: &[Node], start: usize, end: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        let start = at;
        at = nodes.get(start).filter(|_| start < end)?.end.max(start as NodeId + 1) as usize;
        Some((start, at))
    })
}
