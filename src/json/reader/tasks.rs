//! Tasks: what is to be done with which elements, and what all that do one need.
//!
//! Shape   [`Tasks`] is lent to whoever does a task: it reads the tree, fills the document, counts what is lost,
//!         and puts what is to be done next on top.

use super::tree::Tree;
use crate::buffers::plain;
use crate::document::{Document, Kind, Layout, Span};
use crate::report::{Loss, Report};
use crate::text::control::{self, is_odd};
use crate::text::json::{At, Shape};
use crate::{memory, work};

/// What is to be done with some elements, or when others are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum What {
    /// Closes a container.
    #[default]
    Close,
    Blocks,
    Inlines,
    /// Lists of inlines, each on a line of its own.
    Lines {
        first: bool,
    },
    /// Lists of blocks, each an item.
    Items,
    /// Pairs of a term and its definitions.
    Terms,
    Definitions,
    /// The end of a quotation.
    Say(char),
    /// What paragraphs are set like again.
    Set(Layout),
    Bodies,
    Rows,
    /// Rows of an old table: lists of cells, which are lists of blocks.
    OldRows,
    Cells,
    OldCells,
    EndCell,
    EndRow,
    EndTable,
    /// How many cells of the rows to come are heads.
    Heads(u32),
    /// The caption of what stands before it: blocks, or inlines.
    Caption,
    OldCaption,
    CaptionBlocks {
        first: bool,
    },
}

impl What {
    /// The same for what stands behind the first.
    fn behind(self) -> What {
        match self {
            What::Lines { .. } => What::Lines { first: false },
            What::CaptionBlocks { .. } => What::CaptionBlocks { first: false },
            other => other,
        }
    }
}

/// A task: elements `at` to `end`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Task {
    what: What,
    at: At,
    end: At,
}

plain!(Task);

/// What is left to do, and what it is done with.
pub(super) struct Tasks<'r> {
    pub tree: Tree<'r>,
    pub doc: &'r mut Document,
    pub report: &'r mut Report,
    /// What is done next is the last.
    left: &'r mut Vec<Task>,
}

impl<'r> Tasks<'r> {
    pub(super) fn new(
        tree: Tree<'r>,
        doc: &'r mut Document,
        report: &'r mut Report,
        left: &'r mut Vec<Task>,
    ) -> Tasks<'r> {
        left.clear();
        Tasks { tree, doc, report, left }
    }

    /// The next thing to do and the element it is for, if there is one. What stands behind that comes again
    /// when this is done.
    pub(super) fn next(&mut self) -> Option<(What, Option<At>)> {
        let Task { what, at, end } = self.left.pop()?;
        if at >= end {
            return Some((what, None));
        }
        let next = self.tree.after(at);
        if next < end {
            self.push(what.behind(), next, end);
        }
        Some((what, Some(at)))
    }

    pub(super) fn push(&mut self, what: What, at: At, end: At) {
        if !memory::push(self.left, Task { what, at, end }) {
            self.doc.give_up();
        }
    }

    pub(super) fn push_elements(&mut self, what: What, array: At) {
        let (at, end) = self.tree.elements(array);
        if at < end {
            self.push(what, at, end);
        }
    }

    /// Opens a container, which is closed when what is pushed from now on is done.
    pub(super) fn open(&mut self, kind: Kind) {
        self.doc.open(kind);
        self.push(What::Close, 0, 0);
    }

    pub(super) fn lost(&mut self, loss: Loss, at: At) {
        self.report.add(loss, self.tree.place(at));
    }

    /// Adds a string to the document's own text.
    pub(super) fn append(&mut self, at: At) {
        let written = self.tree.written(at);
        if self.tree.shape(at) == Shape::String && !written.bytes().any(is_odd) {
            self.doc.append(written);
            return;
        }
        let mut utf8 = [0; 4];
        for character in self.tree.characters(at) {
            if character == '\0' {
                self.lost(Loss::UndecodableByte, at);
            }
            let doc = &mut *self.doc;
            let lost = control::clean(character.encode_utf8(&mut utf8), |piece| doc.append(piece));
            self.report.add_many(Loss::ControlCharacter, lost, self.tree.place(at));
        }
    }

    /// A string as a span of its own.
    pub(super) fn string(&mut self, at: At) -> Span {
        let start = self.doc.own_len();
        self.append(at);
        Span::of_own(start, self.doc.own_len())
    }

    pub(super) fn say(&mut self, character: char) {
        let span = self.doc.own(character.encode_utf8(&mut [0; 4]));
        self.doc.leaf(Kind::Text(span));
    }

    /// The words of a value, notes left out, and whether these are all that it says.
    pub(super) fn plain(&mut self, from: At) -> (Span, bool) {
        let start = self.doc.own_len();
        let end = self.tree.after(from);
        let (mut at, mut is_whole) = (from, true);
        // Where quotations end, the innermost last, and what ends them.
        let (mut quotes, mut open) = ([(0, ' '); QUOTES], 0);
        while at < end {
            work::step(1);
            while open > 0 && quotes[open - 1].0 <= at {
                open -= 1;
                self.doc.append_char(quotes[open].1);
            }
            let content = self.tree.content(at);
            let tag = self.tree.tag(at);
            // Words of two blocks, or values, are not one.
            if matches!(tag, "Para" | "Plain" | "MetaInlines" | "MetaString" | "MetaBlocks")
                && self.doc.own_len() > start
                && !self.doc.text.ends_with(' ')
            {
                self.doc.append(" ");
                is_whole = false;
            }
            match tag {
                "Str" | "MetaString" => self.append(content),
                "Space" | "SoftBreak" | "LineBreak" => self.doc.append(" "),
                "Code" | "Math" => {
                    is_whole = false;
                    if let Some([_, text]) = self.tree.first(content) {
                        self.append(text);
                    }
                }
                "Quoted" => {
                    let kind = self.tree.first(content).map_or("", |[kind]| self.tree.tag(kind));
                    let (before, behind) = quotation(kind);
                    self.doc.append_char(before);
                    match quotes.get_mut(open) {
                        Some(quote) => *quote = (self.tree.after(at), behind),
                        None => is_whole = false,
                    }
                    open = (open + 1).min(QUOTES);
                }
                "MetaBool" if self.tree.shape(content) == Shape::True => self.doc.append("true"),
                "Note" | "RawInline" | "RawBlock" => {
                    is_whole = false;
                    at = self.tree.after(at);
                    continue;
                }
                "Para" | "Plain" | "MetaInlines" | "MetaBlocks" | "" | "SingleQuote"
                | "DoubleQuote" | "MetaList" | "MetaMap" | "MetaBool" => {}
                _ => is_whole = false,
            }
            at += 1;
        }
        while open > 0 {
            open -= 1;
            self.doc.append_char(quotes[open].1);
        }
        (Span::of_own(start, self.doc.own_len()), is_whole)
    }
}

/// Quotations in quotations that words alone have.
const QUOTES: usize = 4;

/// What stands before a quotation, and behind it.
pub(super) fn quotation(kind: &str) -> (char, char) {
    match kind {
        "SingleQuote" => ('\u{2018}', '\u{2019}'),
        _ => ('\u{201C}', '\u{201D}'),
    }
}
