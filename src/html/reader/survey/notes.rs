//! Which links refer to notes, and which blocks are those notes: whatever program wrote them.
//!
//! Shape   a reference is a link in superscript, or one that says so, to a name further on. The block that has
//!         this name, or whose text begins with it, is a note if a link in it leads back to the reference or to
//!         what stands around that. What might be so is collected while the tags pass, and judged at their end.
//! Units   byte offsets of where the attributes of a tag begin.
//! Limits  notes stand in no list but their own, and in no quote that their references do not stand in. Those that share a name with another
//!         one are told by the first reference.
//! Errors  lack of memory only.

use super::{add, hash};
use crate::buffers::{kept, plain};
use crate::error::Result;
use crate::html::reader::attributes::{Range, Values};
use crate::html::reader::pairs::Attributes;
use crate::html::reader::tag::{Role, Tag};

/// A block that is a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::html::reader) struct Note {
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

/// What stands somewhere, as far as notes go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Note(Note),
    /// A link to a note, and one that leads back.
    To,
    Back,
    /// What says nothing around notes and references: superscripts, lines and lists.
    Around,
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
    /// The outermost quote that it stands in.
    quote: u32,
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
        /// The outermost quote that it stands in.
        quote: u32,
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
    /// The outermost open quote, and how many are open.
    quote: u32,
    quotes: u32,
    /// The outermost open list, and how many are open.
    list: u32,
    lists: u32,
}

plain!(State);

kept! {
    /// What may be notes, and then what are.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        state: State,
        references: Vec<Reference>,
        places: Vec<Place>,
        /// What was found, by where it stands.
        found: Vec<(u32, Found)>,
    }
}

/// One for each kind of what is sorted.
#[inline(never)]
fn sort<T: Ord>(values: &mut [T]) {
    values.sort_unstable();
}

/// Whether a link with a name of its own is a reference by both names, as Word and LibreOffice give them:
/// `_ftn1` and `_ftnref1`, `sdfootnote1sym` and `sdfootnote1anc`.
fn is_pair(target: &str, own: &str) -> bool {
    fn number<'a>(name: &'a str, (before, behind): (&str, &str)) -> Option<&'a str> {
        let number = name.strip_prefix(before)?.strip_suffix(behind)?;
        (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
    }
    let forms = [
        (("_ftn", ""), ("_ftnref", "")),
        (("_edn", ""), ("_ednref", "")),
        (("sdfootnote", "sym"), ("sdfootnote", "anc")),
        (("sdendnote", "sym"), ("sdendnote", "anc")),
    ];
    forms.into_iter().any(|(to, from)| {
        let target = number(target, to);
        target.is_some() && target == number(own, from)
    })
}

impl Notes {
    // What passes.

    /// Whether words that come say something.
    #[inline]
    pub(super) fn watches(&self) -> bool {
        self.state.begun.is_some() || !self.references.is_empty()
    }

    /// Whether a tag that comes says something: most do not, before there is a reference.
    #[inline]
    pub(super) fn minds(&self, tag: Tag) -> bool {
        self.watches()
            || self.state.sup.is_some()
            || matches!(tag.role(), Role::List | Role::Quote | Role::Rule)
            || tag == Tag::Sup
    }

    /// Words come.
    pub(super) fn words(&mut self) {
        let State { begun, division, paragraph, rule, .. } = &mut self.state;
        (*begun, *division, *paragraph, *rule) = (None, None, None, 0);
    }

    /// A link to a name in this document, with the names of its own.
    pub(super) fn link(
        &mut self,
        html: &str,
        at: usize,
        target: &str,
        values: &Values,
    ) -> Result<()> {
        let text = |range: Range| range.map_or("", |(start, end)| &html[start..end]);
        let name = |range: Range| range.map_or(0, |(start, end)| hash(&html[start..end]));
        // That of a comment, as this crate writes it.
        if text(values.id).contains("commentref-") {
            return Ok(());
        }
        let (sup, around) = self.state.sup.unwrap_or_default();
        let own = [name(values.id), name(values.name), around];
        let link =
            Reference { target: hash(target), own, at: at as u32, sup, quote: self.state.quote };
        if !self.references.is_empty() {
            let back = Place::Back { target: link.target, at: link.at };
            add(&mut self.places, back)?;
        }
        let is_word =
            |text: &str| ["footnote", "noteref", "endnote"].iter().any(|it| text.contains(it));
        let is_named = [text(values.id), text(values.name)].iter().any(|own| is_pair(target, own));
        if sup > 0 || is_word(text(values.class)) || is_word(text(values.role)) || is_named {
            add(&mut self.references, link)?;
        } else {
            self.state.begun = Some(link);
        }
        Ok(())
    }

    /// A start tag.
    pub(super) fn start(&mut self, html: &str, tag: Tag, (at, end): (usize, usize)) -> Result<()> {
        let block = Block { at: at as u32, is_item: tag == Tag::Li };
        match tag.role() {
            Role::List => {
                self.state.list = if self.state.lists == 0 { block.at } else { self.state.list };
                self.state.lists = self.state.lists.saturating_add(1);
            }
            // A note is no larger than a cell.
            Role::Cell => (self.state.division, self.state.paragraph) = (None, None),
            Role::Quote => {
                self.state.quote = if self.state.quotes == 0 { block.at } else { self.state.quote };
                self.state.quotes = self.state.quotes.saturating_add(1);
            }
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
        if self.references.is_empty() || at == end {
            return Ok(());
        }
        let block = match tag.role() {
            Role::Section | Role::Item | Role::Paragraph => Some(block),
            Role::Formatting(_) | Role::Inline(_) => self.state.division.or(self.state.paragraph),
            _ => None,
        };
        let Some(block) = block.filter(|block| self.state.lists == u32::from(block.is_item)) else {
            return Ok(());
        };
        if let Some((start, end)) = self.name(html, (at, end)) {
            let place = Place::Name {
                hash: hash(&html[start..end]),
                range: (start as u32, end as u32),
                block: block.at,
                around: [if block.is_item { self.state.list } else { 0 }, self.state.rule],
                quote: self.state.quote,
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
            Role::List => self.state.lists = self.state.lists.saturating_sub(1),
            Role::Quote => {
                self.state.quotes = self.state.quotes.saturating_sub(1);
                self.state.quote = if self.state.quotes == 0 { 0 } else { self.state.quote };
            }
            _ if tag == Tag::Sup => self.state.sup = None,
            _ if tag == Tag::A => self.state.begun = None,
            _ => {}
        }
        if tag.is_block() {
            (self.state.division, self.state.paragraph, self.state.sup) = (None, None, None);
        }
    }

    /// Nothing comes any more: what was collected is judged. The names that links of notes lead to are taken out of
    /// those that links lead to, which stand in their order.
    #[inline(never)]
    pub(super) fn settle(&mut self, fragments: &mut Vec<u32>) -> Result<()> {
        if self.places.is_empty() {
            return Ok(());
        }
        // References by what they lead to; and what leads back to them, with that.
        let (mut targets, mut pairs) = (Vec::new(), Vec::new());
        for link in &self.references {
            add(&mut targets, (link.target, link.at))?;
            for own in link.own.into_iter().filter(|&own| own > 0) {
                add(&mut pairs, (own, link.target))?;
            }
        }
        sort(&mut targets);
        sort(&mut pairs);
        // The names of notes, and those that all these links lead to.
        let (mut names, mut led) = (Vec::new(), Vec::new());
        let mut open = None;
        for &place in &self.places {
            match place {
                Place::Name { hash, range, block, around, quote } => {
                    let first = targets.partition_point(|&target| target < (hash, 0));
                    let found = targets.get(first).filter(|target| target.0 == hash);
                    let is_near = |at| quote == 0 || self.quote_of(at) == quote;
                    if found.is_some_and(|&(_, at)| at < range.0 && is_near(at)) {
                        open = Some((hash, range, block, around, false));
                    }
                }
                Place::Back { target, at } => {
                    let Some((hash, range, block, around, is_found)) = &mut open else { continue };
                    if pairs.binary_search(&(target, *hash)).is_err() {
                        continue;
                    }
                    if !std::mem::replace(is_found, true) {
                        let note = Note { name: *range, back: at };
                        add(&mut self.found, (*block, Found::Note(note)))?;
                        add(&mut names, *hash)?;
                        for &at in around.iter().filter(|&&at| at > 0) {
                            add(&mut self.found, (at, Found::Around))?;
                        }
                    }
                    add(&mut self.found, (at, Found::Back))?;
                    add(&mut led, target)?;
                }
            }
        }
        sort(&mut names);
        for link in &self.references {
            if names.binary_search(&link.target).is_ok() {
                add(&mut led, link.target)?;
                add(&mut self.found, (link.at, Found::To))?;
                add(&mut self.found, (link.sup, Found::Around))?;
            }
        }
        sort(&mut led);
        self.found.sort_unstable_by_key(|found| found.0);
        let mut led = led.into_iter().peekable();
        fragments.retain(|&name| {
            while led.next_if(|&led| led < name).is_some() {}
            led.next_if(|&led| led == name).is_none()
        });
        Ok(())
    }

    /// The quote around the reference at a place.
    fn quote_of(&self, at: u32) -> u32 {
        let found = self.references.binary_search_by_key(&at, |link| link.at);
        found.map_or(0, |found| self.references[found].quote)
    }

    // What was found.

    fn at(&self, at: usize) -> Option<Found> {
        let found = self.found.binary_search_by_key(&(at as u32), |found| found.0).ok()?;
        Some(self.found.get(found)?.1)
    }

    /// The note whose attributes begin there.
    pub(super) fn note(&self, at: usize) -> Option<Note> {
        match self.at(at)? {
            Found::Note(note) => Some(note),
            Found::To | Found::Back | Found::Around => None,
        }
    }

    /// Whether a link is one of a note, and then whether it leads back.
    pub(super) fn is_back(&self, at: usize) -> Option<bool> {
        match self.at(at)? {
            Found::To => Some(false),
            Found::Back => Some(true),
            Found::Note(_) | Found::Around => None,
        }
    }

    /// Whether an element says nothing but that notes, or references to them, stand in it or behind it.
    pub(super) fn is_around(&self, at: usize) -> bool {
        self.at(at) == Some(Found::Around)
    }
}
