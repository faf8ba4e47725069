//! What a document needs in the header, found in one look over its nodes before writing.
//!
//! Shape   sets of styles, the ordered lists, the info strings, the footnotes, and the headings
//!         that links in the document lead to.
//! Errors  where memory runs out `starved` is set; names that could not be kept are missing.
//! Limits  linear in the number of nodes and the length of names.

use super::names::Names;
use super::style::{CharacterStyle, Style};
use crate::document::slug;
use crate::document::{Kind, NodeId, View};

/// No node.
pub const NOWHERE: NodeId = NodeId::MAX;

/// An ordered list.
#[derive(Clone, Copy, Debug)]
pub struct Ordered {
    /// The list's node.
    pub node: NodeId,
    /// Its first number.
    pub start: u32,
    /// How many lists it stands in.
    pub depth: u32,
}

/// A footnote: what is known of a label.
#[derive(Clone, Copy, Debug)]
pub struct Note {
    /// The definition, or [`NOWHERE`].
    pub definition: NodeId,
    /// The number in the order of first references outside definitions; 0 if there is none.
    pub number: u32,
    /// References to it, anywhere.
    pub references: u32,
    /// It stands in the order of first references.
    numbered: bool,
    /// The definition has been written.
    pub written: bool,
}

/// A bookmark that a heading carries.
#[derive(Clone, Copy, Debug)]
pub struct Bookmark {
    /// The heading's node.
    pub node: NodeId,
    /// The name's number in [`Plan::targets`].
    pub target: u32,
}

/// Everything found; the buffers serve the next document too.
#[derive(Debug, Default)]
pub struct Plan {
    /// Bits of the paragraph styles in use.
    pub styles: u32,
    /// Bits of the character styles in use.
    pub character_styles: u32,
    /// A bullet list occurs.
    pub bullets: bool,
    /// There is a heading outside of footnotes.
    pub has_headings: bool,
    /// Strong text in strong text, emphasis in emphasis, and underlined text occur.
    pub nested_strong: bool,
    pub nested_emphasis: bool,
    pub underline: bool,
    /// Code occurs, in a block or in a line.
    pub code: bool,
    /// The ordered lists, by node.
    pub ordered: Vec<Ordered>,
    /// Info strings of code blocks; numbers of their styles follow each other.
    pub infos: Names,
    /// Labels of footnotes, in lower case.
    pub labels: Names,
    /// What is known of each label, by its number.
    pub notes: Vec<Note>,
    /// Definitions by node, with the number of their label.
    pub definitions: Vec<(NodeId, u32)>,
    /// Names that links of the document lead to, without the `#`.
    pub targets: Names,
    /// The headings among those, by node.
    pub bookmarks: Vec<Bookmark>,
    firsts: Vec<u32>,
    headings: Vec<NodeId>,
    slugs: Names,
    repeats: Vec<u32>,
    /// Memory ran out, and something is missing here.
    pub starved: bool,
    list_ends: Vec<NodeId>,
    text: Vec<u8>,
}

impl Plan {
    /// Bytes that the buffers hold.
    pub fn retained_bytes(&self) -> usize {
        self.ordered.capacity() * size_of::<Ordered>()
            + self.notes.capacity() * size_of::<Note>()
            + self.definitions.capacity() * size_of::<(NodeId, u32)>()
            + self.bookmarks.capacity() * size_of::<Bookmark>()
            + (self.firsts.capacity() + self.repeats.capacity()) * size_of::<u32>()
            + (self.headings.capacity() + self.list_ends.capacity()) * size_of::<NodeId>()
            + self.text.capacity()
            + [&self.infos, &self.labels, &self.targets, &self.slugs]
                .map(Names::retained_bytes)
                .iter()
                .sum::<usize>()
    }

    fn clear(&mut self) {
        self.styles = Style::Normal.bit();
        self.character_styles = 1 << CharacterStyle::Default as u32;
        self.bullets = false;
        self.starved = false;
        self.has_headings = false;
        self.nested_strong = false;
        self.nested_emphasis = false;
        self.underline = false;
        self.code = false;
        self.ordered.clear();
        self.infos.clear();
        self.labels.clear();
        self.notes.clear();
        self.definitions.clear();
        self.targets.clear();
        self.bookmarks.clear();
        self.firsts.clear();
        self.headings.clear();
        self.slugs.clear();
        self.repeats.clear();
        self.list_ends.clear();
    }

    /// Looks over the document.
    pub fn make(&mut self, view: View<'_>) {
        self.clear();
        let (mut strong_end, mut emphasis_end) = (0, 0);
        let mut definition_end = 0;
        let (mut after_break, mut link_end) = (false, 0);
        // Something of the block has been shown.
        let mut shown = false;
        for (index, node) in view.doc.nodes.iter().enumerate() {
            let index = index as NodeId;
            match node.kind {
                Kind::Text(span) if after_break || !shown => {
                    let blank = view.text(span).trim_ascii().is_empty();
                    after_break &= blank;
                    shown |= !blank;
                }
                Kind::Text(_) | Kind::SoftBreak => {}
                Kind::HardBreak => {
                    after_break = true;
                    if !shown {
                        self.character(CharacterStyle::Html);
                    }
                }
                _ if std::mem::take(&mut after_break) => self.character(CharacterStyle::Html),
                _ => {}
            }
            match node.kind {
                kind if kind.is_leaf() => {
                    shown |= !matches!(kind, Kind::Text(_) | Kind::SoftBreak | Kind::HardBreak)
                }
                kind if super::block::is_block(&kind) => shown = false,
                _ => {}
            }
            match node.kind {
                Kind::Paragraph | Kind::Text(_) | Kind::SoftBreak | Kind::HardBreak => {}
                // A link without text is hidden.
                Kind::Link(_) if node.end == index + 1 => {
                    self.character(CharacterStyle::Html);
                    self.look(view, index, node.kind);
                }
                Kind::Link(_) | Kind::Image(_) => {
                    // Links that touch are parted by a hidden space.
                    if link_end == index {
                        self.character(CharacterStyle::Html);
                    }
                    link_end = node.end;
                    self.look(view, index, node.kind);
                }
                Kind::FootnoteDefinition { label } => {
                    definition_end = definition_end.max(node.end);
                    self.definition(index, view.text(label));
                }
                Kind::FootnoteReference { label } => {
                    self.reference(view.text(label), index < definition_end);
                }
                Kind::List { start, .. } => self.list(index, start, node.end),
                // Emphasis in emphasis of its kind is told by a character style.
                Kind::Strong if index < strong_end => self.nested_strong = true,
                Kind::Strong => strong_end = node.end,
                Kind::Emphasis if index < emphasis_end => self.nested_emphasis = true,
                Kind::Emphasis => emphasis_end = node.end,
                kind => {
                    self.has_headings |=
                        matches!(kind, Kind::Heading { .. }) && index >= definition_end;
                    self.look(view, index, kind);
                }
            }
        }
        if after_break {
            self.character(CharacterStyle::Html);
        }
        if self.nested_strong {
            self.character(CharacterStyle::Strong);
        }
        if self.nested_emphasis {
            self.character(CharacterStyle::Emphasis);
        }
        let mut number = 0;
        for &label in &self.firsts {
            if let Some(note) = self.notes.get_mut(label as usize)
                && note.definition != NOWHERE
            {
                number += 1;
                note.number = number;
            }
        }
        if !self.targets.is_empty() {
            self.find_bookmarks(view);
        }
    }

    fn look(&mut self, view: View<'_>, index: NodeId, kind: Kind) {
        match kind {
            Kind::Heading { level, .. } => {
                self.styles |= Style::heading(level).bit();
                // Strong text in a bold paragraph needs a style of its own.
                self.character(CharacterStyle::Strong);
                self.starved |= !push(&mut self.headings, index);
            }
            Kind::Quote { alert } => {
                self.styles |= Style::Quote.bit();
                if let Some(alert) = alert {
                    self.styles |= super::block::alert_style(alert).bit();
                }
            }
            Kind::CodeBlock { info } => {
                self.styles |= Style::Code.bit();
                self.code = true;
                let info = view.text(info);
                if !info.is_empty() {
                    self.infos.insert(info);
                }
            }
            Kind::HtmlBlock => {
                self.styles |= Style::Html.bit();
                self.character(CharacterStyle::Html);
            }
            Kind::Rule => self.styles |= Style::Rule.bit(),
            Kind::Table { .. } => {
                self.styles |= Style::TableHeading.bit();
                self.character(CharacterStyle::Strong);
            }
            Kind::Term => {
                self.styles |= Style::Term.bit() | Style::Definition.bit();
                self.character(CharacterStyle::Strong);
            }
            Kind::Definition => self.styles |= Style::Definition.bit() | Style::List.bit(),
            Kind::Link(id) => {
                self.character(CharacterStyle::Hyperlink);
                if let [b'#', name @ ..] = view.text(view.link(id).url) {
                    self.targets.insert(name);
                }
            }
            Kind::Image(_) => self.character(CharacterStyle::ImageLink),
            Kind::Code(_) => {
                self.code = true;
                self.character(CharacterStyle::Code);
            }
            Kind::Html(_) => self.character(CharacterStyle::Html),
            Kind::Underline => self.underline = true,
            Kind::Keyboard => {
                self.code = true;
                self.character(CharacterStyle::Keyboard);
            }
            Kind::Math { display, .. } => {
                self.code = true;
                self.character(if display {
                    CharacterStyle::TexDisplay
                } else {
                    CharacterStyle::Tex
                });
            }
            _ => {}
        }
    }

    /// Notes that a character style is used.
    pub fn character(&mut self, style: CharacterStyle) {
        self.character_styles |= 1 << style as u32;
    }

    fn list(&mut self, node: NodeId, start: Option<u32>, end: NodeId) {
        self.styles |= Style::List.bit();
        while self.list_ends.last().is_some_and(|&end| end <= node) {
            self.list_ends.pop();
        }
        let depth = self.list_ends.len() as u32;
        self.starved |= !push(&mut self.list_ends, end);
        match start {
            Some(start) => self.starved |= !push(&mut self.ordered, Ordered { node, start, depth }),
            None => self.bullets = true,
        }
    }

    /// The place of an ordered list among [`Plan::ordered`].
    pub fn ordered_index(&self, node: NodeId) -> Option<usize> {
        self.ordered.binary_search_by_key(&node, |list| list.node).ok()
    }

    /// The number of a label, which is added if it is new.
    fn label(&mut self, label: &[u8]) -> Option<u32> {
        fold(label, &mut self.text);
        let number = self.labels.insert(&self.text)?;
        if number as usize == self.notes.len() {
            let note = Note {
                definition: NOWHERE,
                number: 0,
                references: 0,
                numbered: false,
                written: false,
            };
            self.starved |= !push(&mut self.notes, note);
        }
        Some(number)
    }

    /// The number of a label in [`Plan::notes`].
    pub fn find_label(&mut self, label: &[u8]) -> Option<usize> {
        fold(label, &mut self.text);
        self.labels.find(&self.text).map(|number| number as usize)
    }

    fn definition(&mut self, node: NodeId, label: &[u8]) {
        self.styles |= Style::Note.bit();
        self.character(CharacterStyle::NoteReference);
        let Some(number) = self.label(label) else { return };
        if let Some(note) = self.notes.get_mut(number as usize)
            && note.definition == NOWHERE
        {
            note.definition = node;
        }
        self.starved |= !push(&mut self.definitions, (node, number));
    }

    /// Only references outside definitions give a note its number: notes don't nest in RTF.
    fn reference(&mut self, label: &[u8], in_definition: bool) {
        let Some(number) = self.label(label) else { return };
        let Some(note) = self.notes.get_mut(number as usize) else { return };
        note.references = note.references.saturating_add(1);
        if !in_definition && !note.numbered {
            note.numbered = true;
            self.starved |= !push(&mut self.firsts, number);
        }
    }

    /// Gives headings that links lead to their bookmarks: by identifier, else by slug.
    fn find_bookmarks(&mut self, view: View<'_>) {
        for index in 0..self.headings.len() {
            let node = self.headings[index];
            let Some(Kind::Heading { id, .. }) = view.kind(node) else { continue };
            let mut text = std::mem::take(&mut self.text);
            text.clear();
            if id.is_empty() {
                slug::slug(view, node, &mut text);
                self.make_unique(&mut text);
            } else {
                text.extend_from_slice(view.text(*id));
            }
            let mut found = self.targets.find(&text);
            if found.is_none() && !text.is_ascii() {
                slug::percent_encode(&mut text);
                found = self.targets.find(&text);
            }
            self.text = text;
            if let Some(target) = found {
                self.starved |= !push(&mut self.bookmarks, Bookmark { node, target });
            }
        }
    }

    /// Adds `-1`, `-2`, … to a slug that an earlier heading has.
    fn make_unique(&mut self, slug: &mut Vec<u8>) {
        let len = slug.len();
        let known = self.slugs.len();
        let Some(first) = self.slugs.insert(slug) else { return };
        if self.slugs.len() > known {
            self.starved |= !push(&mut self.repeats, 0);
            return;
        }
        loop {
            let Some(count) = self.repeats.get_mut(first as usize) else { return };
            *count += 1;
            slug.truncate(len);
            slug::push_number(slug, *count);
            let known = self.slugs.len();
            if self.slugs.insert(slug).is_none() {
                return;
            }
            if self.slugs.len() > known {
                self.starved |= !push(&mut self.repeats, 0);
                return;
            }
        }
    }
}

/// Adds to a vector; false where memory has run out.
fn push<T>(vector: &mut Vec<T>, value: T) -> bool {
    let room = vector.try_reserve(1).is_ok();
    if room {
        vector.push(value);
    }
    room
}

/// Labels are the same when they differ in case only.
fn fold(label: &[u8], folded: &mut Vec<u8>) {
    folded.clear();
    if folded.try_reserve(label.len()).is_err() {
        return;
    }
    match std::str::from_utf8(label) {
        Ok(text) if !text.is_ascii() => {
            for character in text.chars().flat_map(char::to_lowercase) {
                folded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        _ => folded.extend(label.iter().map(u8::to_ascii_lowercase)),
    }
}
