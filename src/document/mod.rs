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
//! # Structure rules that readers keep and writers may rely on
//! - Blocks: `Paragraph`, `Heading`, `Quote`, `List`, `CodeBlock`, `HtmlBlock`, `Rule`, `Table`,
//!   `FootnoteDefinition`, `DefinitionList`. Inside `Paragraph`, `Heading`, `Cell` and `Term`
//!   stand inlines only.
//! - `List` holds `Item`s only; `Item`, `Quote`, `FootnoteDefinition` and `Definition` hold blocks
//!   (a tight list's item text is a `Paragraph` too; `List::tight` says how it is shown).
//! - `Table` holds `Row`s, the first of which is the header row (its cells may be empty); every
//!   row has as many `Cell`s as the table has columns.
//! - `FootnoteDefinition`s stand at the top level, anywhere; their order means nothing.
//! - `CodeBlock` and `HtmlBlock` hold `Text` leaves only. Their text ends with a line feed unless
//!   it is empty.
//! - Neighbouring `Text` leaves are one text, cut for storage only.
//! - Text holds no raw markup of any format: what a `Text` says is what a reader of the page sees.

mod build;
pub mod slug;
mod walk;

pub use walk::{Step, Walk};

use crate::error::{Error, Result};
use crate::work;

/// Index of a node in its document.
pub type NodeId = u32;

/// A piece of text: `len` bytes of the input or of the document's own buffer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    start: u32,
    len: u32,
}

impl Span {
    const OWN: u32 = 1 << 31;
    /// No text.
    pub const EMPTY: Span = Span { start: 0, len: 0 };

    /// Bytes `start..end` of the reader's input. Offsets must be below 2^31.
    pub fn of_source(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end < Self::OWN as usize);
        Span { start: start as u32, len: (end - start) as u32 }
    }

    /// Bytes `start..end` of the document's own buffer. Offsets must be below 2^31.
    pub fn of_own(start: usize, end: usize) -> Span {
        debug_assert!(start <= end && end < Self::OWN as usize);
        Span { start: start as u32 | Self::OWN, len: (end - start) as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.len as usize
    }

    /// True when there is no text.
    pub fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The two spans as one, when the second begins where the first ends in the same buffer.
    pub fn join(self, next: Span) -> Option<Span> {
        if self.start.checked_add(self.len)? == next.start {
            Some(Span { start: self.start, len: self.len.checked_add(next.len)? })
        } else {
            None
        }
    }

    /// The part of this span from byte `from` to byte `to`, both counted from its start and clamped.
    pub fn slice(self, from: usize, to: usize) -> Span {
        let to = to.min(self.len());
        let from = from.min(to);
        Span { start: self.start + from as u32, len: (to - from) as u32 }
    }

    /// Whether the span is the end of the document's own text, which is `len` bytes long.
    pub fn ends_own_at(self, len: usize) -> bool {
        let (own, _, end) = self.place();
        own && end == len
    }

    /// The span with `more` bytes behind it.
    pub fn grown(self, more: usize) -> Span {
        Span { start: self.start, len: self.len.saturating_add(more as u32) }
    }

    /// Whether the span lies in the document's own buffer, and its first and last offset there.
    pub(crate) fn place(self) -> (bool, usize, usize) {
        let start = (self.start & !Self::OWN) as usize;
        (self.start & Self::OWN != 0, start, start + self.len as usize)
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (own, start, end) = self.place();
        write!(f, "{}[{start}..{end}]", if own { "own" } else { "source" })
    }
}

/// The kinds of a GitHub alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// How the cells of a table column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Alignment {
    #[default]
    None,
    Left,
    Center,
    Right,
}

/// Index of a link's or image's target in [`Document::links`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkId(pub u32);

/// Where a link leads or where an image is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct LinkTarget {
    /// The address as it stands in a Markdown destination: `mailto:` included, not yet escaped.
    pub url: Span,
    /// The title (tooltip); empty when there is none.
    pub title: Span,
}

/// What a node is. Containers may have children; leaves never do.
#[allow(missing_docs)] // the fields are told in their variant's line
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    // Block containers.
    /// A paragraph of inlines.
    Paragraph,
    /// A heading of inlines; `level` is 1 to 6, `id` its explicit identifier or empty.
    Heading { level: u8, id: Span },
    /// A block quote, or an alert.
    Quote { alert: Option<Alert> },
    /// A list: ordered if it has a start number; tight if its items are set without space between.
    List { start: Option<u32>, tight: bool },
    /// A list item; `task` is the state of its box if it has one.
    Item { task: Option<bool> },
    /// A code block; `info` is the whole info string.
    CodeBlock { info: Span },
    /// A block of raw HTML.
    HtmlBlock,
    /// A table; its columns are `Document::columns[first..first + count]`.
    Table { first: u32, count: u16 },
    /// A table row.
    Row { header: bool },
    /// A table cell.
    Cell,
    /// The text of a footnote.
    FootnoteDefinition { label: Span },
    /// A list of terms and their definitions.
    DefinitionList,
    /// A term of a definition list.
    Term,
    /// A definition of the term before it.
    Definition,

    // Inline containers.
    /// Emphasis, mostly shown as italics.
    Emphasis,
    /// Strong emphasis, mostly shown as bold.
    Strong,
    /// Text struck through.
    Strike,
    /// Underlined text (HTML `<u>`).
    Underline,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
    /// Text with a marker's background (HTML `<mark>`).
    Highlight,
    /// Keys to press (HTML `<kbd>`).
    Keyboard,
    /// A link around inlines.
    Link(LinkId),
    /// An image; its children are its alternative text.
    Image(LinkId),

    // Leaves.
    /// A thematic break (block).
    Rule,
    /// Text.
    Text(Span),
    /// Inline code.
    Code(Span),
    /// Raw inline HTML.
    Html(Span),
    /// A formula in TeX notation, without its dollar signs.
    Math { tex: Span, display: bool },
    /// A line end in the source that is shown as a space.
    SoftBreak,
    /// A line end that is shown as one.
    HardBreak,
    /// A reference to the footnote of that label.
    FootnoteReference { label: Span },
    /// A named place that links can lead to.
    Anchor { name: Span },
}

/// How nodes of a kind stand in the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// A container that may stand in itself, over other containers: a document may pile it up
    /// without bound.
    Nesting,
    /// Any other container.
    Container,
    /// Never has children.
    Leaf,
}

/// What a node has to say by itself, its children left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    /// Text as it stands.
    Text(Span),
    /// Markup of another language.
    Markup(Span),
    /// The address and title of a link or an image.
    Target(LinkId),
    /// What is shown as a space.
    Blank,
    /// Nothing, or what each format says in a way of its own.
    None,
}

impl Kind {
    /// How nodes of this kind stand in the tree: every kind says it here.
    #[inline]
    fn form(&self) -> Form {
        use Kind::*;
        match self {
            Quote { .. } | List { .. } | Item { .. } | DefinitionList | Definition => Form::Nesting,
            Emphasis | Strong | Strike | Underline | Superscript | Subscript => Form::Nesting,
            Highlight | Keyboard | Link(_) | Image(_) => Form::Nesting,
            Paragraph | Heading { .. } | CodeBlock { .. } | HtmlBlock | Term => Form::Container,
            Table { .. } | Row { .. } | Cell | FootnoteDefinition { .. } => Form::Container,
            Rule | Text(_) | Code(_) | Html(_) | Math { .. } | SoftBreak | HardBreak => Form::Leaf,
            FootnoteReference { .. } | Anchor { .. } => Form::Leaf,
        }
    }

    /// What a node of this kind has to say by itself: every kind says it here.
    #[inline]
    pub(crate) fn words(&self) -> Words {
        use Kind::*;
        match *self {
            Text(span) | Code(span) => Words::Text(span),
            Html(span) => Words::Markup(span),
            Link(id) | Image(id) => Words::Target(id),
            SoftBreak | HardBreak => Words::Blank,
            Paragraph | Heading { .. } | Quote { .. } | List { .. } | Item { .. } => Words::None,
            CodeBlock { .. } | HtmlBlock | Table { .. } | Row { .. } | Cell => Words::None,
            FootnoteDefinition { .. } | DefinitionList | Term | Definition => Words::None,
            Emphasis | Strong | Strike | Underline | Superscript | Subscript => Words::None,
            Highlight | Keyboard | Rule | Math { .. } => Words::None,
            FootnoteReference { .. } | Anchor { .. } => Words::None,
        }
    }

    /// True for kinds that never have children.
    #[inline]
    pub fn is_leaf(&self) -> bool {
        self.form() == Form::Leaf
    }

    /// True for the containers whose nesting a document may pile up without bound.
    #[inline]
    fn nests(&self) -> bool {
        self.form() == Form::Nesting
    }
}

/// One node: what it is, and where its subtree ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// What the node is.
    pub kind: Kind,
    /// The index after its last descendant: its next sibling, if it has one.
    pub end: NodeId,
}

/// A document and every buffer it needs; cleared, not dropped, between conversions.
#[derive(Debug, Default)]
pub struct Document {
    /// The nodes in reading order.
    pub nodes: Vec<Node>,
    /// Text that is not found as it stands in the input. UTF-8.
    pub text: String,
    /// Targets of links and images.
    pub links: Vec<LinkTarget>,
    /// Column alignments of all tables, one table after the other.
    pub columns: Vec<Alignment>,
    /// The document's title; empty when unknown.
    pub title: Span,
    /// The document's author; empty when unknown.
    pub author: Span,
    /// A second text buffer for readers that must rewrite their input; never part of the document.
    pub(crate) spare: String,
    open: Vec<NodeId>,
    sealed: usize,
    depth: u32,
    max_depth: u32,
    flattened: u32,
    full: bool,
}

impl Document {
    /// Empties the document for a new one, and keeps the buffers.
    pub fn reset(&mut self, max_depth: u32) {
        self.nodes.clear();
        self.text.clear();
        self.links.clear();
        self.columns.clear();
        self.open.clear();
        self.sealed = 0;
        self.title = Span::EMPTY;
        self.author = Span::EMPTY;
        self.depth = 0;
        self.max_depth = max_depth;
        self.flattened = 0;
        self.full = false;
    }

    /// Bytes of memory that the buffers hold.
    pub fn retained_bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>()
            + self.text.capacity()
            + self.spare.capacity()
            + self.links.capacity() * size_of::<LinkTarget>()
            + self.columns.capacity() * size_of::<Alignment>()
            + self.open.capacity() * size_of::<NodeId>()
    }

    /// About how long a document's text will be in a format that needs `per_node` bytes for each
    /// node: links, pictures and code included.
    pub(crate) fn expected_bytes(&self, per_node: usize) -> usize {
        let texts = self.nodes.iter().map(|node| match node.kind.words() {
            Words::Text(span) | Words::Markup(span) => span.len(),
            Words::Target(id) => {
                self.links.get(id.0 as usize).map_or(0, |link| link.url.len() + link.title.len())
            }
            Words::Blank | Words::None => 0,
        });
        texts.sum::<usize>() + self.nodes.len() * per_node
    }

    /// How many containers were flattened because they stood too deep.
    pub fn flattened(&self) -> u32 {
        self.flattened
    }

    /// Whether building succeeded: the first failure to get memory is reported here.
    pub fn check(&self) -> Result<()> {
        if self.full { Err(Error::out_of_memory()) } else { Ok(()) }
    }
}

/// A finished document joined with the input that its spans point into.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The document.
    pub doc: &'a Document,
    /// The input its reader was given.
    pub source: &'a [u8],
}

impl<'a> View<'a> {
    /// The bytes of a span; always UTF-8. A span out of range gives no text.
    #[inline]
    pub fn text(&self, span: Span) -> &'a [u8] {
        work::step(1);
        let (own, start, end) = span.place();
        let buffer = if own { self.doc.text.as_bytes() } else { self.source };
        buffer.get(start..end).unwrap_or(&[])
    }

    /// The node at an index.
    #[inline]
    pub fn kind(&self, id: NodeId) -> Option<&'a Kind> {
        self.doc.nodes.get(id as usize).map(|node| &node.kind)
    }

    /// The target of a link or an image.
    pub fn link(&self, id: LinkId) -> LinkTarget {
        self.doc.links.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The alignments of a table's columns.
    pub fn columns(&self, first: u32, count: u16) -> &'a [Alignment] {
        self.doc.columns.get(first as usize..first as usize + count as usize).unwrap_or(&[])
    }
}
