//! What nodes are: the kinds, how they stand in the tree, and what they have to say.
//!
//! Shape   a [`Node`] is a [`Kind`] and the end of its subtree; a kind holds spans and indices only. What
//!         every kind must say of itself it says here, without an arm for the rest.
//! Units   node indices are `u32`.

use super::Span;

/// Index of a node in its document.
pub type NodeId = u32;

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

impl Alert {
    /// The kind that a tag such as `[!NOTE]` says.
    pub fn of_tag(tag: &[u8]) -> Option<Alert> {
        let name = tag.strip_prefix(b"[!")?.strip_suffix(b"]")?;
        let kinds = [
            ("note", Alert::Note),
            ("tip", Alert::Tip),
            ("important", Alert::Important),
            ("warning", Alert::Warning),
            ("caution", Alert::Caution),
        ];
        kinds.iter().find(|(kind, _)| name.eq_ignore_ascii_case(kind.as_bytes())).map(|kind| kind.1)
    }
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

/// Index of a link's or image's target in `Document::links`.
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
    pub(super) fn nests(&self) -> bool {
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
