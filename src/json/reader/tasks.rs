//! Tasks: what is to be done with which elements, and what all that do one need.

use super::Reader;
use crate::buffers::plain;
use crate::document::{Kind, Layout, Span};
use crate::report::Loss;
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
    pub(super) fn behind(self) -> What {
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
    pub(super) what: What,
    pub(super) at: At,
    pub(super) end: At,
}

plain!(Task);

impl<'r> Reader<'r> {
    pub(super) fn push(&mut self, what: What, at: At, end: At) {
        if !memory::push(self.tasks, Task { what, at, end }) {
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

    /// The words of a value, notes left out.
    pub(super) fn plain(&mut self, from: At) -> Span {
        let start = self.doc.own_len();
        let end = self.tree.after(from);
        let mut at = from;
        while at < end {
            work::step(1);
            let content = self.tree.content(at);
            match self.tree.tag(at) {
                "Str" | "MetaString" => self.append(content),
                "Space" | "SoftBreak" | "LineBreak" => self.doc.append(" "),
                "Code" | "Math" => {
                    if let Some([_, text]) = self.tree.first(content) {
                        self.append(text);
                    }
                }
                "MetaBool" if self.tree.shape(content) == Shape::True => self.doc.append("true"),
                "Note" | "RawInline" | "RawBlock" => {
                    at = self.tree.after(at);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        Span::of_own(start, self.doc.own_len())
    }
}
