//! The document model: what both readers fill and both writers walk. It knows no format.
//!
//! Shape   a flat arena. Nodes stand in one vector in reading order (a node is followed by its
//!         children, then by its next sibling) and each knows the index after its last
//!         descendant. Text is never in a node: a node holds [`Span`]s.
//! Units   node indices are `u32`; spans count bytes of UTF-8.
//! Errors  building never fails at once: growth uses `try_reserve`, the first failure is
//!         remembered, and [`Document::check`] returns it.
//! Limits  containers deeper than `max_depth` are flattened: their content is kept in the
//!         container above.
//!
//! A span points either into the reader's input, so that text that needs no change is never
//! copied, or into the document's own text buffer. A [`View`] joins a document with that input.
//!
//! Rooms   `span`, `kind` and `values` (what stands in it), `build` (the document and how it is filled), `view` and
//!         `walk` (how it is read), `admit` (what the options do not let in, and the target has no words for; with
//!         `holds`, `said` and `flat`), `slug` (names of headings),
//!         `contents` (the table of contents), `captions` (their labels), `join` and `cut` (documents together and apart, with `places`), `names` and `labels` (sets of names, of notes), `dump` (how people look at it).
//!
//! # Structure rules that readers keep and writers may rely on
//! - Blocks: `Paragraph`, `Heading`, `Quote`, `List`, `CodeBlock`, `HtmlBlock`, `Rule`, `Table`,
//!   `FootnoteDefinition`, `DefinitionList`, `Caption`, `CommentBody`, `PageBreak`, `Contents`. Inside
//!   `Paragraph`, `Heading`, `Caption` and `Term` stand inlines only.
//! - `List` holds `Item`s only; `Item`, `Quote`, `FootnoteDefinition`, `CommentBody` and
//!   `Definition` hold blocks
//!   (a tight list's item text is a `Paragraph` too; `List::tight` says how it is shown).
//! - `Table` holds `Row`s, the first of which is the header row (its cells may be empty); every
//!   row has as many `Cell`s as the table has columns. A cell over several columns and rows is the
//!   one at their beginning; the others of them are there too, as [`Kind::COVERED`], without
//!   children, and within the table.
//! - A `Cell` holds inlines alone, or blocks alone where one paragraph of which nothing is said
//!   would not do.
//! - `FootnoteDefinition`s and `CommentBody`s stand at the top level, anywhere; their order means
//!   nothing. `CommentStart` comes before its `CommentEnd`; that of a place is right before it.
//! - A `Caption` stands right behind a `Table`, or behind a paragraph that holds an `Image` alone.
//! - `CodeBlock` and `HtmlBlock` hold `Text` leaves only. Their text ends with a line feed unless
//!   it is empty.
//! - Neighbouring `Text` leaves are one text, cut for storage only.
//! - Text holds no raw markup of any format: what a `Text` says is what a reader of the page sees.

mod admit;
mod base;
mod build;
pub(crate) mod captions;
pub(crate) mod contents;
mod cut;
mod dump;
mod fit;
mod flat;
mod holds;
mod join;
mod joined;
mod kind;
mod labels;
pub(crate) mod names;
pub(crate) mod numbers;
mod places;
mod said;
pub(crate) mod scripts;
pub mod slug;
mod span;
mod texts;
mod values;
mod view;
mod walk;

pub(crate) use admit::{Door, Scratch as DoorScratch, admit};
pub(crate) use base::{Base, move_out, relate};
pub use build::Document;
pub(crate) use cut::cut;
pub(crate) use fit::fit;
pub(crate) use holds::{Feature, Holds};
pub(crate) use join::Joined;
pub(crate) use joined::joined;
pub use kind::{Alert, Kind, LinkId, LinkTarget, Node, NodeId};
pub(crate) use kind::{Listed, Words};
pub(crate) use labels::{Labels, Note};
pub(crate) use names::Names;
pub use numbers::{Delimiter, Label, NumberStyle, Numbers};
pub(crate) use said::{is_complex, is_of_markdown};
pub use span::Span;
pub use values::{
    Align, Alignment, Change, ChangeId, Color, Column, Comment, CommentId, Direction, Layout, Meta,
};
pub use view::View;
pub use walk::{Step, Walk};

/// No node.
pub(crate) const NOWHERE: NodeId = NodeId::MAX;
