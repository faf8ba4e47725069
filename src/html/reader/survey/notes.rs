//! Which links refer to notes, and which blocks are those notes: whatever program wrote them.
//!
//! Shape   a reference is a link in superscript, or one that says so, to a name further on. The block that has
//!         this name, or whose text begins with it, is a note if a link in it leads back to the reference or to
//!         what stands around that. What might be so is collected while the tags pass, and judged at their end.
//! Units   byte offsets of where the attributes of a tag begin.
//! Limits  notes stand in no table or quote, and in no list but their own. Those that share a name with another
//!         one are told by the first reference.
//! Errors  lack of memory only.

use super::{add, hash};
use crate::buffers::{kept, plain};
use crate::error::Result;
use crate::html::reader::pairs::Attributes;
use crate::html::reader::tag::{Role, Tag};

/// A block that is a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::html::reader) struct Note {
    at: u32,
    /// Where the name stands that references lead to.
    name: (u32, u32),
    /// The first link back.
    back: u32,
}

impl Note {
    pub(in crate::html::reader) fn name(self) -> (usize, usize) {
        (self.name.0 as usize, self.name.1 as usize)
    }

    pub(in crate::html::reader) fn back(self) -> usize {
        self.back as usize
    }
}

/// What a link refers to, and what leads back to it; 0 is no name.
#[derive(Clone, Copy, Debug, Default)]
struct Reference {
    target: u32,
    /// The names of the link, and of the superscript around it.
    own: [u32; 3],
    at: u32,
    /// That superscript.
    sup: u32,
}

/// A name that may be that of a note, or a link that may lead back.
#[derive(Clone, Copy, Debug)]
enum Place {
    Name {
        hash: u32,
        range: (u32, u32),
        block: u32,
        /// The list that the block is an item of, and the line right before it.
        around: [u32; 2],
    },
    Back {
        target: u32,
        at: u32,
    },
}

/// A block that begins, and whether it is an item.
#[derive(Clone, Copy, Debug)]
struct Block {
    at: u32,
    is_item: bool,
}

/// Where the text stands that is being read.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    /// The open superscript, and its name.
    sup: Option<(u32, u32)>,
    /// A link whose text begins now: it is a reference if that is in superscript.
    begun: Option<Reference>,
    /// The division or item and the paragraph that began with no words since, and the line before.
    division: Option<Block>,
    paragraph: Option<Block>,
    rule: u32,
    quotes: u32,
}

plain!(State);

kept! {
    /// What may be notes, and then what are.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        state: State,
        references: Vec<Reference>,
        places: Vec<Place>,
        lists: Vec<u32>,
        found: Vec<Note>,
        /// The links of notes, and whether they lead back.
        links: Vec<(u32, bool)>,
        /// What says nothing around notes and references: superscripts, lines and lists.
        around: Vec<u32>,
        /// References by what they lead to; and what leads back to them, with that.
        targets: Vec<(u32, u32)>,
        pairs: Vec<(u32, u32)>,
        /// The names of notes, and those that all these links lead to.
        names: Vec<u32>,
        led: Vec<u32>,
    }
}

impl Notes {
    // What passes.

    /// Whether words that come say something.
    #[inline]
    pub(super) fn watches(&self) -> bool {
        self.state.begun.is_some() || !self.references.is_empty()
    }

    /// Words come.
    pub(super) fn words(&mut self) {
        let State { sup, quotes, .. } = self.state;
        self.state = State { sup, quotes, ..State::default() };
    }

    /// A link to a name in this document.
    pub(super) fn link(
        &mut self,
        html: &str,
        (at, end): (usize, usize),
        target: &str,
    ) -> Result<()> {
        let (sup, name) = self.state.sup.unwrap_or_default();
        let mut link = Reference { target: hash(target), own: [0, 0, name], at: at as u32, sup };
        let mut says = sup > 0;
        for attribute in Attributes::new(html, at, end) {
            let value = &html[attribute.start..attribute.end];
            let is = |name: &[u8]| attribute.name.eq_ignore_ascii_case(name);
            if is(b"id") {
                // That of a comment, as this crate writes it.
                if value.contains("commentref-") {
                    return Ok(());
                }
                link.own[0] = hash(value);
            } else if is(b"name") {
                link.own[1] = hash(value);
            } else if is(b"class") || is(b"role") || is(b"epub:type") {
                says |= ["footnote", "noteref", "endnote"].iter().any(|word| value.contains(word));
            }
        }
        if !self.references.is_empty() {
            let back = Place::Back { target: link.target, at: link.at };
            add(&mut self.places, back)?;
        }
        if says {
            add(&mut self.references, link)?;
        } else {
            self.state.begun = Some(link);
        }
        Ok(())
    }

    /// A start tag, `in_table` or not.
    pub(super) fn start(
        &mut self,
        html: &str,
        tag: Tag,
        (at, end): (usize, usize),
        in_table: bool,
    ) -> Result<()> {
        let block = Block { at: at as u32, is_item: tag == Tag::Li };
        match tag.role() {
            Role::List => add(&mut self.lists, block.at)?,
            Role::Quote => self.state.quotes = self.state.quotes.saturating_add(1),
            Role::Rule => self.state.rule = block.at,
            Role::Section | Role::Item => {
                (self.state.division, self.state.paragraph) = (Some(block), None);
            }
            Role::Paragraph => self.state.paragraph = Some(block),
            _ if tag == Tag::Sup => {
                let name = self.name(html, (at, end)).map_or(0, |name| hash(&html[name.0..name.1]));
                self.state.sup = Some((block.at, name));
                if let Some(link) = self.state.begun.take() {
                    add(&mut self.references, link)?;
                }
            }
            _ => {}
        }
        if self.references.is_empty() || at == end || in_table || self.state.quotes > 0 {
            return Ok(());
        }
        let block = match tag.role() {
            Role::Section | Role::Item | Role::Paragraph => Some(block),
            Role::Formatting(_) | Role::Inline(_) => self.state.division.or(self.state.paragraph),
            _ => None,
        };
        let Some(block) = block.filter(|block| self.lists.len() == usize::from(block.is_item))
        else {
            return Ok(());
        };
        if let Some((start, end)) = self.name(html, (at, end)) {
            let place = Place::Name {
                hash: hash(&html[start..end]),
                range: (start as u32, end as u32),
                block: block.at,
                around: [self.lists.last().copied().unwrap_or(0), self.state.rule],
            };
            add(&mut self.places, place)?;
        }
        Ok(())
    }

    fn name(&self, html: &str, (at, end): (usize, usize)) -> Option<(usize, usize)> {
        let is_name =
            |name: &[u8]| name.eq_ignore_ascii_case(b"id") || name.eq_ignore_ascii_case(b"name");
        let found = Attributes::new(html, at, end).find(|it| is_name(it.name))?;
        Some((found.start, found.end))
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: Tag) {
        match tag.role() {
            Role::List => drop(self.lists.pop()),
            Role::Quote => self.state.quotes = self.state.quotes.saturating_sub(1),
            _ if tag == Tag::Sup => self.state.sup = None,
            _ if tag == Tag::A => self.state.begun = None,
            _ => {}
        }
        if tag.is_block() {
            (self.state.division, self.state.paragraph, self.state.sup) = (None, None, None);
        }
    }

    /// Nothing comes any more: what was collected is judged.
    pub(super) fn settle(&mut self) -> Result<()> {
        for link in &self.references {
            add(&mut self.targets, (link.target, link.at))?;
            for own in link.own.into_iter().filter(|&own| own > 0) {
                add(&mut self.pairs, (own, link.target))?;
            }
        }
        self.targets.sort_unstable();
        self.pairs.sort_unstable();
        let mut open = None;
        for &place in &self.places {
            match place {
                Place::Name { hash, range, block, around } => {
                    let first = self.targets.partition_point(|&target| target < (hash, 0));
                    let found = self.targets.get(first).filter(|target| target.0 == hash);
                    if found.is_some_and(|&(_, at)| at < range.0) {
                        open = Some((hash, range, block, around, false));
                    }
                }
                Place::Back { target, at } => {
                    let Some((hash, range, block, around, is_found)) = &mut open else { continue };
                    if self.pairs.binary_search(&(target, *hash)).is_err() {
                        continue;
                    }
                    if !std::mem::replace(is_found, true) {
                        let note = Note { at: *block, name: *range, back: at };
                        add(&mut self.found, note)?;
                        add(&mut self.names, *hash)?;
                        for &at in around.iter().filter(|&&at| at > 0) {
                            add(&mut self.around, at)?;
                        }
                    }
                    add(&mut self.links, (at, true))?;
                    add(&mut self.led, target)?;
                }
            }
        }
        self.names.sort_unstable();
        for link in &self.references {
            if self.names.binary_search(&link.target).is_ok() {
                add(&mut self.links, (link.at, false))?;
                add(&mut self.led, link.target)?;
                add(&mut self.around, link.sup)?;
            }
        }
        self.led.sort_unstable();
        self.links.sort_unstable();
        self.around.sort_unstable();
        Ok(())
    }

    /// Takes out of the names that links lead to, in their order, those that links of notes do.
    pub(super) fn take_from(&self, fragments: &mut Vec<u32>) {
        let mut led = self.led.iter().peekable();
        fragments.retain(|&name| {
            while led.next_if(|&&led| led < name).is_some() {}
            led.next_if(|&&led| led == name).is_none()
        });
    }

    // What was found.

    /// The note whose attributes begin there.
    pub(super) fn note(&self, at: usize) -> Option<Note> {
        let found = self.found.binary_search_by_key(&(at as u32), |note| note.at).ok()?;
        Some(self.found[found])
    }

    /// Whether a link is one of a note, and then whether it leads back.
    pub(super) fn is_back(&self, at: usize) -> Option<bool> {
        let found = self.links.binary_search_by_key(&(at as u32), |link| link.0).ok()?;
        Some(self.links[found].1)
    }

    /// Whether an element says nothing but that notes, or references to them, stand in it or behind it.
    pub(super) fn is_around(&self, at: usize) -> bool {
        self.around.binary_search(&(at as u32)).is_ok()
    }
}
