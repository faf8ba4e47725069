//! One document of several, one behind the other.
//!
//! Shape   [`Joined::add`] copies a part with its text behind what is there; [`Joined::finish`] leads links to
//!         where they led before. Notes, names of places, lists, comments and changes of the parts stay apart:
//!         a label or a name that an earlier part has gets a number, and a link to the file of another part
//!         leads to that part. Facts and front matter are those of the first part, and so is the table of
//!         contents: it is that of the whole.
//! Units   paths are relative to one folder, decoded, with slashes.
//! Errors  memory that runs out.
//! Limits  linear; a link whose address has more than 1 KB is not followed.

use super::labels::fold;
use super::names::{enough, push};
use super::places::{Places, name_of, path_of};
use super::texts::Texts;
use super::{Document, Kind, LinkTarget, NOWHERE, Names, Node, NodeId, Span, View};
use super::{kind::Tables, slug};
use crate::error::Result;
use crate::memory::{self, reserve};
use crate::work;

/// Numbers of notes up to this are counted on.
const MOST_NUMBER: u32 = 1 << 20;

/// What has been joined so far. All of its text is its own.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    doc: Document,
    parts: Vec<Part>,
    /// The files of the parts, and which part each is.
    paths: Names,
    part_of_path: Vec<u32>,
    /// Labels of notes in lower case.
    labels: Names,
    repeats: Vec<u32>,
    /// The greatest number that is a label.
    number: u32,
    has_contents: bool,
}

/// Where a part begins.
#[derive(Clone, Copy, Debug)]
struct Part {
    node: usize,
    link: usize,
}

/// A link that leads into a part.
#[derive(Clone, Copy, Debug)]
struct Request {
    link: usize,
    /// The place; empty for the beginning.
    name: Span,
    /// The next one into the same part.
    next: u32,
}

impl Joined {
    /// The document.
    pub(crate) fn document(&self) -> &Document {
        &self.doc
    }

    /// How many facts about a part the whole has no place for.
    pub(crate) fn facts_left_out(&self, part: &Document, source: &[u8]) -> u32 {
        if self.parts.is_empty() {
            return 0;
        }
        let (own, view) = (View { doc: &self.doc, source: b"" }, View { doc: part, source });
        let differ = |own_text: Span, text: Span| own.text(own_text) != view.text(text);
        let mut count =
            part.metas().filter(|&(fact, text)| differ(self.doc.meta(fact), text)).count();
        for (at, &(name, value)) in part.properties.iter().enumerate() {
            let other = self.doc.properties.get(at);
            count += usize::from(other.is_none_or(|it| differ(it.0, name) || differ(it.1, value)));
        }
        if count == 0 && !part.front.is_empty() {
            count += usize::from(differ(self.doc.front, part.front));
        }
        count as u32
    }

    /// Puts a part behind what is there; on a new page if asked for.
    pub(crate) fn add(
        &mut self,
        part: &Document,
        source: &[u8],
        path: &[u8],
        new_page: bool,
    ) -> Result<()> {
        let number = self.paths.insert(path)?;
        if number as usize == self.part_of_path.len() {
            push(&mut self.part_of_path, self.parts.len() as u32)?;
        }
        let doc = &mut self.doc;
        if self.parts.is_empty() {
            doc.put_facts(&part.take_facts(source));
        }
        let ends = |node: Option<&Node>| node.is_none_or(|node| node.kind == Kind::PageBreak);
        if new_page && !ends(doc.nodes.last()) && !ends(part.nodes.first()) {
            doc.leaf(Kind::PageBreak);
        }
        push(&mut self.parts, Part { node: doc.nodes.len(), link: doc.links.len() })?;
        let by = Tables {
            links: doc.links.len() as u32,
            columns: doc.columns.len() as u32,
            changes: doc.changes.len() as u32,
            comments: doc.comments.len() as u32,
        };
        let mut texts = Texts::of(View { doc: part, source });
        for &link in &part.links {
            let (url, title) = (texts.moved(link.url, doc), texts.moved(link.title, doc));
            doc.add_link(LinkTarget { url, title, ..link });
        }
        for &(mut change) in &part.changes {
            change.each_span(|span| *span = texts.moved(*span, doc));
            doc.add_change(change);
        }
        for &(mut comment) in &part.comments {
            comment.each_span(|span| *span = texts.moved(*span, doc));
            doc.add_comment(comment);
        }
        match doc.columns.try_reserve(part.columns.len()) {
            Ok(()) => doc.columns.extend_from_slice(&part.columns),
            Err(_) => doc.give_up(),
        }
        self.copy_nodes(part, source, &mut texts, &by)?;
        self.doc.check()
    }

    fn copy_nodes(
        &mut self,
        part: &Document,
        source: &[u8],
        texts: &mut Texts<'_>,
        by: &Tables,
    ) -> Result<()> {
        work::step(part.nodes.len());
        let view = View { doc: part, source };
        let mut base = self.doc.nodes.len();
        if self.doc.nodes.try_reserve(part.nodes.len()).is_err() || reserve::is_short() {
            self.doc.give_up();
            return self.doc.check();
        }
        // The labels of this part, and what they become.
        let (mut old, mut new, mut name) = (Names::default(), Vec::new(), Vec::new());
        for node in &part.nodes {
            let mut kind = node.kind;
            // It stands among the outermost blocks: nothing holds it.
            if kind == Kind::Contents && std::mem::replace(&mut self.has_contents, true) {
                base -= 1;
                continue;
            }
            if let Kind::FootnoteDefinition { label, .. } | Kind::FootnoteReference { label } =
                &mut kind
            {
                let text = view.text(*label);
                fold(text, &mut name)?;
                let known = old.insert(&name)?;
                if known as usize == new.len() {
                    let moved = self.label(text, *label, &mut name, texts)?;
                    push(&mut new, moved)?;
                }
                *label = new.get(known as usize).copied().unwrap_or_default();
            } else {
                kind.map_spans(|span| texts.moved(span, &mut self.doc));
            }
            kind.shift(by);
            self.doc.nodes.push(Node { kind, end: node.end + base as NodeId });
        }
        Ok(())
    }

    /// What a label of a part becomes, which is `folded` too.
    fn label(
        &mut self,
        text: &[u8],
        label: Span,
        folded: &mut Vec<u8>,
        texts: &mut Texts<'_>,
    ) -> Result<Span> {
        let is_free = self.labels.find(folded).is_none();
        let number = number_of(text);
        if is_free {
            slug::make_unique(folded, &mut self.labels, &mut self.repeats)?;
            self.number = self.number.max(number.unwrap_or(0));
            return Ok(texts.moved(label, &mut self.doc));
        }
        while number.is_some() && self.number < MOST_NUMBER {
            self.number += 1;
            let start = self.doc.own_len();
            let label = self.doc.own_number(self.number);
            let digits = self.doc.text.get(start..).unwrap_or_default().as_bytes();
            if self.labels.find(digits).is_none() {
                folded.clear();
                folded.extend_from_slice(digits);
                slug::make_unique(folded, &mut self.labels, &mut self.repeats)?;
                return Ok(label);
            }
        }
        slug::make_unique(folded, &mut self.labels, &mut self.repeats)?;
        Ok(self.doc.own(&String::from_utf8_lossy(folded)))
    }

    /// Tells the names of places apart, and leads links to where they led.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let targets = self.targets()?;
        let mut is_target = Vec::new();
        enough(memory::pad(&mut is_target, self.doc.nodes.len(), false))?;
        for &(_, node) in &targets {
            is_target[node as usize] = true;
        }
        let named = self.tell_apart(&is_target)?;
        for (link, node) in targets {
            let found = named.binary_search_by_key(&node, |&(named, _)| named);
            if let (Ok(found), Some(link)) = (found, self.doc.links.get_mut(link)) {
                link.url = named[found].1;
            }
        }
        self.doc.check()
    }

    /// The nodes of a part.
    fn range(&self, part: usize) -> (usize, usize) {
        let start = |at: usize| self.parts.get(at).map(|part| part.node);
        let end = self.doc.nodes.len();
        (start(part).unwrap_or(end), start(part + 1).unwrap_or(end))
    }

    /// The links into parts, with the headings and anchors that they lead to.
    fn targets(&self) -> Result<Vec<(usize, NodeId)>> {
        let view = View { doc: &self.doc, source: b"" };
        let (mut requests, mut firsts) = (Vec::<Request>::new(), Vec::new());
        enough(memory::pad(&mut firsts, self.parts.len(), u32::MAX))?;
        let mut is_picture = Vec::new();
        enough(memory::pad(&mut is_picture, self.doc.links.len(), false))?;
        for node in &self.doc.nodes {
            if let Kind::Image(id) = node.kind
                && let Some(place) = is_picture.get_mut(id.0 as usize)
            {
                *place = true;
            }
        }
        let (mut at, mut path) = (0, Vec::new());
        for (link, target) in self.doc.links.iter().enumerate() {
            while self.parts.get(at + 1).is_some_and(|next| next.link <= link) {
                at += 1;
            }
            if is_picture[link] {
                continue;
            }
            let url = view.text(target.url);
            let Some(hash) = path_of(url, &mut path) else { continue };
            let part = match self.paths.find(&path) {
                _ if hash == 0 && !url.is_empty() => Some(at),
                Some(found) => self.part_of_path.get(found as usize).map(|&part| part as usize),
                None => None,
            };
            if let Some(part) = part {
                let name = target.url.slice(hash + 1, url.len());
                let next = std::mem::replace(&mut firsts[part], requests.len() as u32);
                push(&mut requests, Request { link, name, next })?;
            }
        }
        let mut targets = Vec::new();
        let mut places = Places::default();
        for (part, &first) in firsts.iter().enumerate() {
            if first == u32::MAX {
                continue;
            }
            let (start, end) = self.range(part);
            places.find(view, start..end)?;
            let mut at = first;
            while let Some(&Request { link, name, next }) = requests.get(at as usize) {
                at = next;
                let node = places.node(view.text(name));
                if node != NOWHERE {
                    push(&mut targets, (link, node))?;
                }
            }
        }
        Ok(targets)
    }

    /// Gives what is named as something of another part a name of its own; the names of targets, each behind
    /// a `#`.
    fn tell_apart(&mut self, is_target: &[bool]) -> Result<Vec<(NodeId, Span)>> {
        let (mut named, mut name) = (Vec::new(), Vec::new());
        let (mut slugs, mut repeats) = (Names::default(), Vec::new());
        // All names, how often each was asked for again, and whose each is.
        let (mut taken, mut again, mut owners) = (Names::default(), Vec::new(), Vec::new());
        for part in 0..self.parts.len() {
            let (start, end) = self.range(part);
            for (id, &is_target) in is_target.iter().enumerate().take(end).skip(start) {
                let view = View { doc: &self.doc, source: b"" };
                let Some(own) = name_of(&self.doc.nodes[id].kind) else { continue };
                name.clear();
                let mut repeat = None;
                if own.is_empty() {
                    slug::slug(view, id as NodeId, &mut name);
                    repeat = slug::find_free(&mut name, &slugs, &repeats);
                } else {
                    enough(memory::append(&mut name, view.text(own)))?;
                }
                let owner =
                    taken.find(&name).map(|known| owners.get(known as usize) == Some(&part));
                if own.is_empty() && owner != Some(false) {
                    slug::take(&name, repeat, &mut slugs, &mut repeats)?;
                }
                if owner != Some(true) {
                    slug::make_unique(&mut name, &mut taken, &mut again)?;
                    push(&mut owners, part)?;
                }
                if owner == Some(false) || is_target {
                    let start = self.doc.own_len();
                    self.doc.append("#");
                    self.doc.append(&String::from_utf8_lossy(&name));
                    let span = Span::of_own(start, self.doc.own_len());
                    let own = span.slice(1, span.len());
                    if let Kind::Heading { id: name, .. } | Kind::Anchor { name } =
                        &mut self.doc.nodes[id].kind
                        && owner == Some(false)
                    {
                        *name = own;
                    }
                    push(&mut named, (id as NodeId, span))?;
                }
            }
        }
        Ok(named)
    }
}

/// The number that a label is.
fn number_of(label: &[u8]) -> Option<u32> {
    let number = std::str::from_utf8(label).ok()?.parse().ok()?;
    (number < MOST_NUMBER && label.first().is_some_and(u8::is_ascii_digit)).then_some(number)
}
