//! What a document needs, found in one pass over its nodes before anything is written.
//!
//! Shape   [`Plan::make`] fills it; from then on it is only read. Its parts know their own: the
//!         lists, the labels of footnotes, the places that links lead to. The styles in use are bits.
//! Errors  memory that runs out.
//! Limits  linear in the number of nodes and the length of names.

mod east_asian;
mod lists;
mod places;

pub(super) use self::east_asian::EastAsian;
pub(super) use self::lists::{Lists, Ordered};
pub(super) use self::places::Places;

use super::body::captioned;
use super::direction::reads_right_to_left;
use super::list::looks_like_task;
use super::nodes::{Class, class};
use super::style::{ALL, CharacterStyle, Style};
use crate::buffers::{Kept, kept, plain};
use crate::document::{Alert, Color, CommentId, Kind, Node, NodeId, View, names::push};
pub(super) use crate::document::{Labels, Names, Note};
use crate::error::{Error, Result};
use crate::memory;

/// The styles in use, and what else is said once for the whole document.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    /// Bits of the paragraph styles.
    styles: u32,
    /// Bits of the character styles.
    characters: u32,
    /// There is a heading outside of footnotes.
    headings: bool,
    /// Strong text in strong text, emphasis in emphasis, and underlined text occur.
    nested_strong: bool,
    nested_emphasis: bool,
    /// The same in two others.
    third_strong: bool,
    third_emphasis: bool,
    underline: bool,
    /// Code occurs, in a block or in a line.
    code: bool,
    /// There is a table of contents.
    contents: bool,
    /// Tracked changes occur.
    changes: bool,
    /// There are notes that run from left to right.
    notes_left_to_right: bool,
    /// An East Asian language occurs.
    east_asian: Option<EastAsian>,
}

plain!(Uses);

impl Uses {
    fn style(&mut self, style: Style) {
        self.styles |= style.bit();
    }

    fn character(&mut self, style: CharacterStyle) {
        self.characters |= 1 << style as u32;
    }
}

kept! {
    /// What a document needs; the buffers serve the next one too.
    #[derive(Debug, Default)]
    pub(super) struct Plan {
        uses: Uses,
        lists: Lists,
        /// Info strings of code blocks; numbers of their styles follow each other.
        infos: Names,
        labels: Labels,
        places: Places,
        /// Where the text of each comment stands, by its number; 0 where it has none.
        comments: Vec<NodeId>,
        /// Who has changed the document.
        authors: Names,
        /// Colours of text, in their order, as numbers: the sort of numbers is there already.
        tints: Vec<u32>,
    }
}

/// Where the containers opened last end.
#[derive(Default)]
struct Ends {
    strong: NodeId,
    emphasis: NodeId,
    nested_strong: NodeId,
    nested_emphasis: NodeId,
    heading: NodeId,
    definition: NodeId,
    link: NodeId,
    raised: NodeId,
    /// The container of inlines that began last.
    span: NodeId,
    /// The look with tags of its own that ended last.
    look: (NodeId, Option<Kind>),
}

/// A colour as a number.
fn number_of([red, green, blue]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, red, green, blue])
}

impl Plan {
    /// Looks over the document.
    pub(super) fn make(&mut self, view: View<'_>) -> Result<()> {
        self.clear();
        self.uses.style(Style::Normal);
        self.uses.character(CharacterStyle::Default);
        self.uses.east_asian = EastAsian::of(view);
        if !view.doc.front.is_empty() {
            self.uses.style(Style::Html);
            self.uses.character(CharacterStyle::Html);
        }
        let (mut ends, mut edges) = (Ends::default(), Edges::default());
        for (index, node) in view.doc.nodes.iter().enumerate() {
            if edges.pass(&node.kind, view) {
                self.uses.character(CharacterStyle::Html);
            }
            match node.kind {
                Kind::Text(_) | Kind::SoftBreak | Kind::HardBreak | Kind::Paragraph { .. } => {}
                _ => self.node(view, index as NodeId, node, &mut ends)?,
            }
        }
        for change in &view.doc.changes {
            let author = view.text(change.author);
            if !author.is_empty() {
                self.authors.insert(author)?;
            }
        }
        self.tints.sort_unstable();
        self.tints.dedup();
        if edges.after_break {
            self.uses.character(CharacterStyle::Html);
        }
        for (third, style) in [
            (self.uses.third_strong || self.has_strong_in_bold(), CharacterStyle::StrongThird),
            (self.uses.third_emphasis, CharacterStyle::EmphasisThird),
        ] {
            if third {
                self.uses.character(style);
            }
        }
        if self.uses.nested_strong {
            self.uses.character(CharacterStyle::StrongSecond);
        }
        if self.uses.nested_emphasis {
            self.uses.character(CharacterStyle::EmphasisSecond);
        }
        self.labels.settle();
        self.places.settle(view)
    }

    fn node(&mut self, view: View<'_>, id: NodeId, node: &Node, ends: &mut Ends) -> Result<()> {
        let uses = &mut self.uses;
        let around = ends.span;
        if class(&node.kind) == Class::Span {
            ends.span = node.end;
        }
        match node.kind {
            Kind::Heading { level, .. } => {
                uses.style(Style::heading(level));
                ends.heading = node.end;
                // Strong text in a bold paragraph needs a style of its own.
                uses.character(CharacterStyle::Strong);
                if node.end == id + 1 {
                    uses.character(CharacterStyle::Html);
                }
                uses.headings |= id >= ends.definition;
                self.places.heading(id)?;
            }
            Kind::Quote { alert, tag } => {
                uses.style(Style::Quote);
                if !tag.is_empty() {
                    uses.character(CharacterStyle::Html);
                }
                if let Some(alert) = alert {
                    uses.style(Style::alert(alert));
                }
            }
            Kind::List { start, .. } => {
                uses.style(Style::List);
                self.lists.add(id, start, node.end, view)?;
            }
            Kind::Item { task: None } if looks_like_task(view, id) => {
                uses.character(CharacterStyle::Html);
            }
            Kind::CodeBlock { info } => {
                uses.style(Style::Code);
                uses.code = true;
                // One without text has something hidden in its only line.
                let texts = view.nodes().get(id as usize + 1..node.end as usize).unwrap_or(&[]);
                let has_text =
                    |node: &Node| matches!(node.kind, Kind::Text(span) if !span.is_empty());
                if !texts.iter().any(has_text) {
                    uses.character(CharacterStyle::Html);
                }
                let info = view.text(info);
                if !info.is_empty() {
                    self.infos.insert(info)?;
                }
            }
            Kind::HtmlBlock => {
                uses.style(Style::Html);
                uses.character(CharacterStyle::Html);
            }
            Kind::Rule => uses.style(Style::Rule),
            Kind::Contents => uses.contents = true,
            Kind::Table { .. } => {
                uses.style(Style::TableHeading);
                uses.character(CharacterStyle::Strong);
            }
            Kind::Caption => uses.style(Style::Caption),
            Kind::Term => {
                uses.style(Style::Term);
                uses.style(Style::Definition);
                uses.character(CharacterStyle::Strong);
            }
            Kind::Definition => {
                uses.style(Style::Definition);
                uses.style(Style::List);
            }
            Kind::FootnoteDefinition { label, .. } => {
                ends.definition = ends.definition.max(node.end);
                uses.style(Style::Note);
                uses.notes_left_to_right |= !reads_right_to_left(view, id + 1, node.end);
                uses.character(CharacterStyle::NoteReference);
                self.labels.define(id, view.text(label))?;
            }
            Kind::FootnoteReference { label } => {
                self.labels.refer(id, view.text(label), id < ends.definition)?;
            }
            // Emphasis in emphasis of its kind is told by a character style.
            Kind::Strong if id < ends.strong => {
                uses.nested_strong = true;
                uses.third_strong |= id < ends.nested_strong;
                ends.nested_strong = ends.nested_strong.max(node.end);
            }
            Kind::Strong => ends.strong = node.end,
            Kind::Emphasis if id < ends.emphasis => {
                uses.nested_emphasis = true;
                uses.third_emphasis |= id < ends.nested_emphasis;
                ends.nested_emphasis = ends.nested_emphasis.max(node.end);
            }
            Kind::Emphasis => ends.emphasis = node.end,
            Kind::Underline
            | Kind::Keyboard
            | Kind::Superscript
            | Kind::Subscript
            | Kind::Highlight => {
                // Those that touch are parted by a hidden space, and tags tell of one raised in another.
                let is_raised = matches!(node.kind, Kind::Superscript | Kind::Subscript);
                if ends.look == (id, Some(node.kind)) || is_raised && id < ends.raised {
                    uses.character(CharacterStyle::Html);
                }
                if is_raised {
                    ends.raised = ends.raised.max(node.end);
                }
                // What ends with another that it stands in touches nothing.
                if node.end > ends.look.0 && node.end != around {
                    ends.look = (node.end, Some(node.kind));
                }
                uses.underline |= node.kind == Kind::Underline;
                if node.kind == Kind::Keyboard {
                    uses.code = true;
                    uses.character(CharacterStyle::Keyboard);
                }
            }
            Kind::Link(link) => {
                // One without text is hidden; links that touch are parted by a hidden space.
                let unseen = node.end == id + 1;
                if unseen || ends.link == id {
                    uses.character(CharacterStyle::Html);
                }
                if !unseen {
                    ends.link = node.end;
                }
                uses.character(CharacterStyle::Hyperlink);
                match view.text(view.link(link).url) {
                    [b'#', name @ ..] => self.places.link(name)?,
                    [] => uses.character(CharacterStyle::EmptyLink),
                    _ => {}
                }
            }
            Kind::Image(_) => {
                if id.checked_sub(1).is_some_and(|paragraph| captioned(view, paragraph).is_some()) {
                    uses.style(Style::Caption);
                }
                // Hidden tags stand around it.
                uses.character(CharacterStyle::Html);
                uses.character(CharacterStyle::ImageLink);
            }
            Kind::Code(_) => {
                uses.code = true;
                uses.character(CharacterStyle::Code);
            }
            Kind::Html(_) => uses.character(CharacterStyle::Html),
            Kind::Math { display, .. } => {
                uses.code = true;
                // Formulas that touch are parted by a hidden space.
                let before = id.checked_sub(1).and_then(|before| view.kind(before));
                if matches!(before, Some(Kind::Math { .. })) {
                    uses.character(CharacterStyle::Html);
                }
                uses.character(CharacterStyle::math(display));
            }
            Kind::Inserted(_) | Kind::Deleted(_) => uses.changes = true,
            Kind::Colored { text, back } => {
                for color in [text, back].into_iter().filter_map(Color::bytes) {
                    push(&mut self.tints, number_of(color))?;
                }
            }
            Kind::CommentBody(comment) => {
                let count = comment.0 as usize + 1;
                if comment.0 as usize >= view.doc.comments.len() {
                    return Ok(());
                }
                if !memory::pad(&mut self.comments, count, 0) {
                    return Err(Error::out_of_memory());
                }
                // One beyond, for 0 is none.
                self.comments[comment.0 as usize] = id + 1;
            }
            // These need nothing that must be known before.
            Kind::Paragraph { .. }
            | Kind::Item { .. }
            | Kind::Row { .. }
            | Kind::Cell { .. }
            | Kind::DefinitionList
            | Kind::Strike
            | Kind::SmallCaps
            | Kind::CommentStart(_)
            | Kind::CommentEnd(_)
            | Kind::PageBreak
            | Kind::Text(_)
            | Kind::SoftBreak
            | Kind::HardBreak => {}
            // One that is its heading's own name is told by hidden tags.
            Kind::Anchor { .. } => {
                if id < ends.heading {
                    uses.character(CharacterStyle::Html);
                }
            }
        }
        Ok(())
    }

    /// Where the text of a comment stands.
    pub(super) fn comment(&self, id: CommentId) -> Option<NodeId> {
        self.comments.get(id.0 as usize)?.checked_sub(1)
    }

    /// Whether strong text may stand in strong text that is bold by its paragraph.
    fn has_strong_in_bold(&self) -> bool {
        self.uses.nested_strong
            && ALL.into_iter().any(|style| style.is_bold() && self.has_style(style))
    }

    /// Every style is written, used or not: for who starts a template from it.
    pub(super) fn use_all(&mut self) {
        self.uses.styles = u32::MAX;
        self.uses.characters = u32::MAX;
        self.uses.code = true;
    }

    /// Whether there are notes, all of which run from right to left.
    pub(super) fn has_notes_right_to_left(&self) -> bool {
        self.has_style(Style::Note) && !self.uses.notes_left_to_right
    }

    /// Whether paragraphs of a style occur.
    pub(super) fn has_style(&self, style: Style) -> bool {
        let style = match style {
            // They have no bits of their own.
            Style::TightList => Style::List,
            Style::Cell => Style::TableHeading,
            style => style,
        };
        self.uses.styles & style.bit() != 0
    }

    /// Whether text of a character style occurs.
    pub(super) fn has_character(&self, style: CharacterStyle) -> bool {
        self.uses.characters & 1 << style as u32 != 0
    }

    /// Whether there is a heading outside of footnotes.
    pub(super) fn has_headings(&self) -> bool {
        self.uses.headings
    }

    /// Whether strong text occurs in strong text.
    pub(super) fn has_nested_strong(&self) -> bool {
        self.uses.nested_strong
    }

    /// Whether emphasis occurs in emphasis.
    pub(super) fn has_nested_emphasis(&self) -> bool {
        self.uses.nested_emphasis
    }

    /// Whether underlined text occurs.
    pub(super) fn has_underline(&self) -> bool {
        self.uses.underline
    }

    /// Whether there is an alert.
    pub(super) fn has_alerts(&self) -> bool {
        const ALERTS: [Alert; 5] =
            [Alert::Note, Alert::Tip, Alert::Important, Alert::Warning, Alert::Caution];
        ALERTS.into_iter().any(|alert| self.has_style(Style::alert(alert)))
    }

    /// The East Asian language that the text is in, if it is in one.
    pub(super) fn east_asian(&self) -> Option<EastAsian> {
        self.uses.east_asian
    }

    /// Whether there is a table of contents.
    pub(super) fn has_contents(&self) -> bool {
        self.uses.contents
    }

    /// Whether there are tracked changes.
    pub(super) fn has_changes(&self) -> bool {
        self.uses.changes
    }

    /// Who has made them.
    pub(super) fn authors(&self) -> &Names {
        &self.authors
    }

    /// The colours of text.
    pub(super) fn tints(&self) -> impl Iterator<Item = [u8; 3]> {
        self.tints.iter().map(|number| {
            let [_, color @ ..] = number.to_be_bytes();
            color
        })
    }

    /// The place of a colour among them.
    pub(super) fn tint(&self, color: Color) -> Option<usize> {
        self.tints.binary_search(&number_of(color.bytes()?)).ok()
    }

    /// Whether there are formulas.
    pub(super) fn has_formulas(&self) -> bool {
        self.has_character(CharacterStyle::Tex) || self.has_character(CharacterStyle::TexDisplay)
    }

    /// Whether code occurs, in a block or in a line.
    pub(super) fn has_code(&self) -> bool {
        self.uses.code
    }

    pub(super) fn lists(&self) -> &Lists {
        &self.lists
    }

    /// Info strings of code blocks.
    pub(super) fn infos(&self) -> &Names {
        &self.infos
    }

    /// Labels of footnotes.
    pub(super) fn labels(&self) -> &Labels {
        &self.labels
    }

    pub(super) fn places(&self) -> &Places {
        &self.places
    }
}

/// Looks for hard breaks at either end of what a block shows, which are written as hidden tags.
#[derive(Default)]
struct Edges {
    /// Nothing has been shown since a break.
    after_break: bool,
    /// Something of the block has been shown.
    shown: bool,
}

impl Edges {
    /// Takes the next node; true where it tells of a break at an end.
    #[inline]
    fn pass(&mut self, kind: &Kind, view: View<'_>) -> bool {
        match kind {
            Kind::Text(_) if self.shown && !self.after_break => false,
            Kind::Text(span) => {
                let blank = view.text(*span).trim_ascii().is_empty();
                self.after_break &= blank;
                self.shown |= !blank;
                false
            }
            Kind::SoftBreak => false,
            Kind::HardBreak => {
                self.after_break = true;
                !self.shown
            }
            kind => {
                match class(kind) {
                    Class::Leaf => self.shown = true,
                    Class::Block => self.shown = matches!(kind, Kind::Rule),
                    Class::Span => {}
                }
                std::mem::take(&mut self.after_break)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Span};

    /// Whether a block of some leaves has a break at an end.
    fn has_break_at_an_end(leaves: &[Kind]) -> bool {
        let mut doc = Document::default();
        doc.reset(9);
        doc.open(Kind::PARAGRAPH);
        for &leaf in leaves {
            doc.nodes.push(Node { kind: leaf, end: 0 });
        }
        doc.close();
        doc.open(Kind::PARAGRAPH);
        doc.close();
        let mut plan = Plan::default();
        plan.make(View { doc: &doc, source: b"a " }).unwrap();
        plan.has_character(CharacterStyle::Html)
    }

    #[test]
    fn breaks_in_one_line_each() {
        let (text, blank) = (Kind::Text(Span::of_source(0, 1)), Kind::Text(Span::of_source(1, 2)));
        let mark = Kind::Anchor { name: Span::EMPTY };
        for (leaves, at_an_end) in [
            (&[text][..], false),
            (&[text, Kind::HardBreak, text], false),
            (&[Kind::HardBreak, text], true),
            (&[text, Kind::HardBreak], true),
            (&[blank, Kind::HardBreak, text], true),
            (&[text, Kind::HardBreak, blank], true),
            (&[text, Kind::HardBreak, blank, text], false),
            // Sooner too often than too rarely: it is only a style too many.
            (&[text, Kind::HardBreak, mark], true),
        ] {
            assert_eq!(has_break_at_an_end(leaves), at_an_end, "{leaves:?}");
        }
    }
}
