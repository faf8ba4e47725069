//! A document in parts, cut at its headings.
//!
//! Shape   [`cut`] finds the parts: each begins at an outermost heading of the level or above it, and what
//!         stands before the first is one of its own. [`Cut::show`] makes a document of one of them: notes and
//!         comments go with what refers to them, links into another part lead to its file, and a table of
//!         contents is a list of the parts. Facts are those of the whole where they are short.
//! Units   nodes are those of the document; parts are numbered from 0.
//! Errors  `LimitReached` where there are too many parts, or notes that too many of them refer to; memory that
//!         runs out.
//! Limits  [`MOST_PARTS`]; notes may make [`TIMES`] documents of one.

use super::base::push_address;
use super::labels::fold;
use super::names::{enough, push};
use super::places::{MOST_ADDRESS, Namer, Places};
use super::texts::Texts;
use super::{Document, Kind, LinkTarget, Listed, NOWHERE, Names, Node, NodeId, Span, View, slug};
use crate::error::{Error, Result, Status};
use crate::memory;
use crate::work;

/// Most parts of a document: each is a file.
pub(crate) const MOST_PARTS: usize = 10_000;
/// How many nodes notes may add for each that there is, and how many beside.
const TIMES: usize = 16;
const FREE: usize = 1 << 20;
/// Most bytes of facts about the document that each part has; more stand in the first only.
const MOST_SAID: usize = 4096;

/// Names the file of a part: by its number, how many there are, and the slug of its heading. What stands before
/// the first heading has the number 0 and no slug.
pub(crate) type Name<'n> = dyn Fn(usize, usize, &str) -> String + 'n;

/// How a document is cut.
#[derive(Debug, Default)]
pub(crate) struct Cut {
    parts: Vec<Part>,
    /// By node.
    loose: Vec<Loose>,
    /// The loose blocks of each part, one part after the other.
    along: Vec<u32>,
    /// The first loose block of a label, by its number, and of a comment.
    labels: Names,
    notes: Vec<u32>,
    bodies: Vec<u32>,
    /// Where each link leads: the number of a target.
    links: Vec<u32>,
    targets: Vec<Target>,
    /// The addresses of files and of places in them.
    text: String,
    /// Of each change and comment: the part that it was copied to last, and its number there.
    changes: Vec<(usize, u32)>,
    comments: Vec<(usize, u32)>,
    /// What is said of the document is short enough to be said in each part.
    is_said: bool,
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
    /// Its file as an address: from where to where in the text.
    file: (usize, usize),
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
    part: usize,
    /// The file of its part, and the place behind a `#`: from where to where in the text.
    address: (usize, usize),
    /// The part that it was copied to last, and its place there.
    copied: (usize, Span),
}

/// Finds the parts of a document, and names their files.
pub(crate) fn cut(
    doc: &mut Document,
    source: &[u8],
    level: u8,
    name: &Name<'_>,
) -> Result<(Cut, Vec<String>)> {
    let mut cut = Cut::default();
    cut.find_parts(doc, level)?;
    cut.close_comments(doc)?;
    let view = View { doc, source };
    cut.find_loose(view)?;
    cut.take_along(view)?;
    let files = cut.name_files(view, name)?;
    cut.find_targets(view)?;
    enough(memory::pad(&mut cut.changes, doc.changes.len(), (usize::MAX, 0)))?;
    enough(memory::pad(&mut cut.comments, doc.comments.len(), (usize::MAX, 0)))?;
    let properties = doc.properties.iter().map(|(name, value)| name.len() + value.len());
    let facts = doc.metas().map(|(_, value)| value.len());
    cut.is_said = facts.chain(properties).sum::<usize>() <= MOST_SAID;
    Ok((cut, files))
}

impl Cut {
    /// Makes a document of a part of the whole.
    pub(crate) fn show(&mut self, whole: View<'_>, part: usize, to: &mut Document) -> Result<()> {
        let Some(&shown) = self.parts.get(part) else { return Ok(()) };
        if part == 0 || self.is_said {
            to.put_facts(&whole.doc.take_facts(whole.source));
        }
        if part > 0 {
            to.front = Span::EMPTY;
        }
        let mut texts = Texts::of(whole);
        let mut kept = 0;
        for (start, end) in blocks(whole.nodes(), shown.start, shown.end) {
            let kind = whole.nodes()[start].kind;
            if kind == Kind::Contents {
                self.show_contents(whole, &mut texts, to);
            } else if !self.goes_along(start) {
                self.copy(whole, (start, end), part, &mut texts, to)?;
            }
            // The end of a file is the end of a page.
            kept = if kind == Kind::PageBreak { kept } else { to.nodes.len() };
        }
        to.nodes.truncate(kept);
        for at in shown.along.0..shown.along.1 {
            let start = self.loose[self.along[at] as usize].node;
            let end = whole.end(start as NodeId) as usize;
            self.copy(whole, (start, end), part, &mut texts, to)?;
        }
        to.check()
    }

    /// A list of the parts.
    fn show_contents(&self, whole: View<'_>, texts: &mut Texts<'_>, to: &mut Document) {
        to.open(Kind::list(None, true));
        for &Part { heading, file, .. } in &self.parts {
            let Some(heading) = heading else { continue };
            let url = to.own(self.text.get(file.0..file.1).unwrap_or_default());
            let link = to.add_link(LinkTarget::new(url, Span::EMPTY));
            to.open(Kind::Item { task: None });
            to.open(Kind::PARAGRAPH);
            to.open(Kind::Link(link));
            for node in &whole.nodes()[heading..whole.end(heading as NodeId) as usize] {
                let mut kind = node.kind;
                if let Kind::Text(_) | Kind::Code(_) | Kind::SoftBreak = kind {
                    kind.map_spans(|span| texts.moved(span, to));
                    to.leaf(kind);
                }
            }
            (0..3).for_each(|_| to.close());
        }
        to.close();
    }

    fn copy(
        &mut self,
        whole: View<'_>,
        (start, end): (usize, usize),
        part: usize,
        texts: &mut Texts<'_>,
        to: &mut Document,
    ) -> Result<()> {
        work::step(end - start);
        let by = to.nodes.len();
        to.nodes.try_reserve(end - start)?;
        for node in &whole.nodes()[start..end] {
            let mut kind = node.kind;
            kind.map_spans(|span| texts.moved(span, to));
            match kind.listed() {
                Listed::Link(id) => {
                    let link = whole.link(*id);
                    let title = texts.moved(link.title, to);
                    let target = self.links.get(id.0 as usize).copied().unwrap_or(NOWHERE);
                    let url = match self.targets.get(target as usize) {
                        Some(known) if known.part != usize::MAX => {
                            self.address(target as usize, part, to)
                        }
                        _ => texts.moved(link.url, to),
                    };
                    *id = to.add_link(LinkTarget { url, title, ..link });
                }
                Listed::Columns(first, count) => {
                    let columns = whole.columns(*first, count);
                    *first = to.columns.len() as u32;
                    to.columns.try_reserve(columns.len())?;
                    to.columns.extend_from_slice(columns);
                }
                Listed::Change(id) => {
                    if let Some(known) = self.changes.get_mut(id.0 as usize) {
                        if known.0 != part {
                            let mut change = whole.change(*id);
                            change.each_span(|span| *span = texts.moved(*span, to));
                            *known = (part, to.add_change(change).0);
                        }
                        id.0 = known.1;
                    }
                }
                Listed::Comment(id) => {
                    if let Some(known) = self.comments.get_mut(id.0 as usize) {
                        if known.0 != part {
                            let mut comment = whole.comment(*id);
                            comment.each_span(|span| *span = texts.moved(*span, to));
                            *known = (part, to.add_comment(comment).0);
                        }
                        id.0 = known.1;
                    }
                }
                Listed::Nothing => {}
            }
            let end = node.end as usize - start + by;
            to.nodes.push(Node { kind, end: end as NodeId });
        }
        Ok(())
    }

    /// The address of a target in a part.
    fn address(&mut self, target: usize, part: usize, to: &mut Document) -> Span {
        let target = &mut self.targets[target];
        if target.copied.0 != part {
            let file = self.parts.get(target.part).map_or(0, |part| part.file.1 - part.file.0);
            let skipped = if target.part == part { file } else { 0 };
            let text = self.text.get(target.address.0 + skipped..target.address.1);
            target.copied = (part, to.own(text.unwrap_or_default()));
        }
        target.copied.1
    }

    /// Whether an outermost block goes with what refers to it.
    fn goes_along(&self, block: usize) -> bool {
        let found = self.loose.binary_search_by_key(&block, |loose| loose.node);
        found.is_ok_and(|found| self.loose[found].is_reached)
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
        let part = Part { start, end: start, heading, along: (0, 0), file: (0, 0) };
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
        enough(memory::pad(&mut self.bodies, view.doc.comments.len(), NOWHERE))?;
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
                Kind::CommentBody(id) => self.bodies.get_mut(id.0 as usize),
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
                Kind::CommentStart(id) | Kind::CommentEnd(id) => self.bodies.get(id.0 as usize),
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

    fn name_files(&mut self, view: View<'_>, name: &Name<'_>) -> Result<Vec<String>> {
        let mut files = Vec::new();
        files.try_reserve_exact(self.parts.len())?;
        // What has no heading is the first part only.
        let first = usize::from(self.parts.first().is_some_and(|part| part.heading.is_some()));
        let last = self.parts.len() - 1 + first;
        let mut slug = Vec::new();
        for (at, part) in self.parts.iter_mut().enumerate() {
            slug.clear();
            if let Some(heading) = part.heading {
                slug::slug(view, heading as NodeId, &mut slug);
            }
            let file = name(first + at, last, &String::from_utf8_lossy(&slug));
            let start = self.text.len();
            push_address(&file, &mut self.text);
            part.file = (start, self.text.len());
            files.push(file);
        }
        Ok(files)
    }

    /// Finds where links lead that lead to a place.
    fn find_targets(&mut self, view: View<'_>) -> Result<()> {
        let links = &view.doc.links;
        enough(memory::pad(&mut self.links, links.len(), NOWHERE))?;
        let is_place = |link: &LinkTarget| view.text(link.url).first() == Some(&b'#');
        if !links.iter().any(is_place) {
            return Ok(());
        }
        let (mut places, mut target_of) = (Places::default(), Vec::new());
        places.find(view, 0..view.nodes().len())?;
        enough(memory::pad(&mut target_of, view.nodes().len(), NOWHERE))?;
        let nowhere = (usize::MAX, Span::EMPTY);
        for (link, to) in links.iter().zip(&mut self.links) {
            let [b'#', name @ ..] = view.text(link.url) else { continue };
            if name.is_empty() || name.len() > MOST_ADDRESS {
                continue;
            }
            let Some(known) = target_of.get_mut(places.node(name) as usize) else { continue };
            if *known == NOWHERE {
                *known = self.targets.len() as u32;
                let target = Target { part: usize::MAX, address: (0, 0), copied: nowhere };
                push(&mut self.targets, target)?;
            }
            *to = *known;
        }
        let mut shown = Vec::new();
        for part in 0..self.parts.len() {
            let place = self.parts[part];
            shown.clear();
            let own = blocks(view.nodes(), place.start, place.end);
            shown.extend(own.filter(|&(start, _)| !self.goes_along(start)));
            shown.extend(self.along[place.along.0..place.along.1].iter().map(|&loose| {
                let start = self.loose[loose as usize].node;
                (start, view.end(start as NodeId) as usize)
            }));
            let mut namer = Namer::default();
            for id in shown.iter().flat_map(|&(start, end)| start..end) {
                let Some(name) = namer.name(view, id)? else { continue };
                let target = target_of.get(id).and_then(|&at| self.targets.get_mut(at as usize));
                let Some(target) = target.filter(|it| it.part == usize::MAX) else { continue };
                let start = self.text.len();
                self.text.extend_from_within(place.file.0..place.file.1);
                self.text.push('#');
                self.text.push_str(&String::from_utf8_lossy(name));
                (target.part, target.address) = (part, (start, self.text.len()));
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
