//! What nodes are: the kinds, how they stand in the tree, and what they have to say.
//!
//! Shape   a [`Node`] is a [`Kind`] and the end of its subtree; a kind holds spans and indices only. What
//!         every kind must say of itself it says here, without an arm for the rest.
//! Units   node indices are `u32`.

use super::{ChangeId, Color, CommentId, Direction, Layout, Numbers, Span};

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
        Alert::of_name(tag.strip_prefix(b"[!")?.strip_suffix(b"]")?)
    }

    /// The kind of a name, in whatever case.
    pub fn of_name(name: &[u8]) -> Option<Alert> {
        use Alert::*;
        let kinds = [Note, Tip, Important, Warning, Caution];
        kinds.into_iter().find(|kind| name.eq_ignore_ascii_case(kind.name().as_bytes()))
    }

    /// Its name in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Alert::Note => "note",
            Alert::Tip => "tip",
            Alert::Important => "important",
            Alert::Warning => "warning",
            Alert::Caution => "caution",
        }
    }
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
    /// How wide a picture is shown, in twips; 0 where nobody says it.
    pub width: u32,
    /// How high a picture is shown, in twips; 0 where nobody says it.
    pub height: u32,
}

impl LinkTarget {
    /// A target that says nothing of a size.
    pub fn new(url: Span, title: Span) -> LinkTarget {
        LinkTarget { url, title, width: 0, height: 0 }
    }
}

/// What a node is. Containers may have children; leaves never do.
#[allow(missing_docs)] // the fields are told in their variant's line
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    // Block containers.
    /// A paragraph of inlines.
    Paragraph { layout: Layout },
    /// A heading of inlines; `level` is 1 to 6, `id` its explicit identifier or empty.
    Heading { level: u8, layout: Layout, id: Span },
    /// A block quote, or an alert; `tag` is how that is spelled where it is not the usual `[!NOTE]` and its
    /// line: with two blanks behind it for a break, a line end for an empty line.
    Quote { alert: Option<Alert>, tag: Span },
    /// A list: ordered if it has a start number; tight if its items are set without space between.
    List { start: Option<u32>, tight: bool, numbers: Numbers },
    /// A list item; `task` is the state of its box if it has one.
    Item { task: Option<bool> },
    /// A code block; `info` is the whole info string.
    CodeBlock { info: Span },
    /// A block of raw HTML.
    HtmlBlock,
    /// A table; its columns are `Document::columns[first..first + count]`.
    Table { first: u32, count: u16, direction: Direction },
    /// A table row.
    Row { header: bool },
    /// A table cell, over so many columns and rows: inlines alone or blocks alone. One that another
    /// covers has neither columns nor rows nor children.
    Cell { columns: u16, rows: u16 },
    /// The text of a footnote, or of an endnote.
    FootnoteDefinition { label: Span, end: bool },
    /// A list of terms and their definitions.
    DefinitionList,
    /// A term of a definition list.
    Term,
    /// A definition of the term before it.
    Definition,
    /// The caption of the table or the picture right before it: inlines.
    Caption,
    /// The words of a comment: blocks.
    CommentBody(CommentId),

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
    /// What a tracked change has put in.
    Inserted(ChangeId),
    /// What a tracked change has taken out.
    Deleted(ChangeId),
    /// Text of another colour than the rest, or on another background.
    Colored { text: Color, back: Color },
    /// Text in small capitals.
    SmallCaps,

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
    /// A new page begins (block).
    PageBreak,
    /// The table of contents: the headings of levels 1 to 3 (block). One at most, among the outermost blocks.
    Contents,
    /// What a comment is about begins.
    CommentStart(CommentId),
    /// What a comment is about ends.
    CommentEnd(CommentId),
}

// A document is mostly nodes.
const _: () = assert!(size_of::<Kind>() == 12 && size_of::<Node>() == 16);

/// How long a document's tables are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tables {
    pub links: u32,
    pub columns: u32,
    pub changes: u32,
    pub comments: u32,
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

/// What a node has in the tables of its document.
#[derive(Debug)]
pub(crate) enum Listed<'k> {
    Nothing,
    Link(&'k mut LinkId),
    /// The first of a table's columns, and how many it has.
    Columns(&'k mut u32, u16),
    Change(&'k mut ChangeId),
    Comment(&'k mut CommentId),
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
    /// Whether it is nothing but what its text looks like, so that two side by side look like one.
    pub(crate) fn is_look(self) -> bool {
        use Kind::*;
        matches!(self, Emphasis | Strong | Strike | Underline | Superscript | Subscript | Highlight)
    }

    /// A paragraph of which nothing is said.
    pub const PARAGRAPH: Kind = Kind::Paragraph { layout: Layout::PLAIN };
    /// A cell of one column and one row.
    pub const CELL: Kind = Kind::Cell { columns: 1, rows: 1 };
    /// A cell that another one covers.
    pub const COVERED: Kind = Kind::Cell { columns: 0, rows: 0 };

    /// A heading of which nothing else is said.
    pub const fn heading(level: u8, id: Span) -> Kind {
        Kind::Heading { level, layout: Layout::PLAIN, id }
    }

    /// A quote, or an alert that is spelled as usual.
    pub const fn quote(alert: Option<Alert>) -> Kind {
        Kind::Quote { alert, tag: Span::EMPTY }
    }

    /// A list with plain numbers or with bullets.
    pub const fn list(start: Option<u32>, tight: bool) -> Kind {
        Kind::List { start, tight, numbers: Numbers::PLAIN }
    }

    /// The text of a footnote.
    pub const fn footnote(label: Span) -> Kind {
        Kind::FootnoteDefinition { label, end: false }
    }

    /// How nodes of this kind stand in the tree: every kind says it here.
    #[inline]
    fn form(&self) -> Form {
        use Kind::*;
        match self {
            Quote { .. } | List { .. } | Item { .. } | DefinitionList | Definition => Form::Nesting,
            Emphasis | Strong | Strike | Underline | Superscript | Subscript => Form::Nesting,
            Highlight | Keyboard | Link(_) | Image(_) | Inserted(_) | Deleted(_) => Form::Nesting,
            Colored { .. } | SmallCaps | Table { .. } => Form::Nesting,
            Paragraph { .. } | Heading { .. } | CodeBlock { .. } | HtmlBlock => Form::Container,
            Row { .. } | Cell { .. } | FootnoteDefinition { .. } | Term => Form::Container,
            Caption | CommentBody(_) => Form::Container,
            Rule | Text(_) | Code(_) | Html(_) | Math { .. } | SoftBreak | HardBreak => Form::Leaf,
            FootnoteReference { .. } | Anchor { .. } | PageBreak | Contents => Form::Leaf,
            CommentStart(_) | CommentEnd(_) => Form::Leaf,
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
            Paragraph { .. } | Heading { .. } | Quote { .. } | List { .. } => Words::None,
            Item { .. } | CodeBlock { .. } | HtmlBlock | Table { .. } => Words::None,
            Row { .. } | Cell { .. } | Caption | CommentBody(_) | PageBreak => Words::None,
            FootnoteDefinition { .. } | DefinitionList | Term | Definition => Words::None,
            Emphasis | Strong | Strike | Underline | Superscript | Subscript => Words::None,
            Highlight | Keyboard | Rule | Math { .. } | Inserted(_) | Deleted(_) => Words::None,
            FootnoteReference { .. } | Anchor { .. } | Colored { .. } | SmallCaps => Words::None,
            CommentStart(_) | CommentEnd(_) | Contents => Words::None,
        }
    }

    /// Whether it stands among blocks, or is part of one that does.
    pub(crate) fn is_block(&self) -> bool {
        use Kind::*;
        match self {
            Paragraph { .. } | Heading { .. } | Quote { .. } | List { .. } | Item { .. } => true,
            CodeBlock { .. } | HtmlBlock | Table { .. } | Row { .. } | Cell { .. } => true,
            FootnoteDefinition { .. } | DefinitionList | Term | Definition => true,
            Caption | CommentBody(_) | PageBreak | Contents | Rule => true,
            Emphasis | Strong | Strike | Underline | Superscript | Subscript => false,
            Highlight | Keyboard | Link(_) | Image(_) | Inserted(_) | Deleted(_) => false,
            Colored { .. } | SmallCaps | Text(_) | Code(_) | Html(_) | Math { .. } => false,
            SoftBreak | HardBreak | FootnoteReference { .. } | Anchor { .. } => false,
            CommentStart(_) | CommentEnd(_) => false,
        }
    }

    /// Changes where its texts stand: every kind says here which it has.
    pub(crate) fn map_spans(&mut self, mut map: impl FnMut(Span) -> Span) {
        use Kind::*;
        match self {
            Text(span) | Code(span) | Html(span) => *span = map(*span),
            Math { tex: span, .. } | Anchor { name: span } => *span = map(*span),
            Heading { id: span, .. } | CodeBlock { info: span } => *span = map(*span),
            Quote { tag: span, .. } => *span = map(*span),
            FootnoteDefinition { label, .. } | FootnoteReference { label } => *label = map(*label),
            Paragraph { .. } | List { .. } | Item { .. } | HtmlBlock => {}
            Table { .. } | Row { .. } | Cell { .. } | DefinitionList | Term | Definition => {}
            Caption | CommentBody(_) | PageBreak | Rule | Emphasis | Strong | Strike => {}
            Underline | Superscript | Subscript | Highlight | Keyboard | SmallCaps => {}
            Link(_) | Image(_) | Inserted(_) | Deleted(_) | Colored { .. } | SoftBreak => {}
            HardBreak | CommentStart(_) | CommentEnd(_) | Contents => {}
        }
    }

    /// What it has in the tables of its document: every kind says it here.
    pub(crate) fn listed(&mut self) -> Listed<'_> {
        use Kind::*;
        match self {
            Link(id) | Image(id) => Listed::Link(id),
            Table { first, count, .. } => Listed::Columns(first, *count),
            Inserted(id) | Deleted(id) => Listed::Change(id),
            CommentBody(id) | CommentStart(id) | CommentEnd(id) => Listed::Comment(id),
            Paragraph { .. } | Heading { .. } | Quote { .. } | List { .. } | Item { .. } => {
                Listed::Nothing
            }
            CodeBlock { .. } | HtmlBlock | Row { .. } | Cell { .. } | DefinitionList => {
                Listed::Nothing
            }
            FootnoteDefinition { .. } | Term | Definition | Caption | Emphasis | Strong => {
                Listed::Nothing
            }
            Strike | Underline | Superscript | Subscript | Highlight | Keyboard => Listed::Nothing,
            Colored { .. } | SmallCaps | Rule | Text(_) | Code(_) | Html(_) | Math { .. } => {
                Listed::Nothing
            }
            SoftBreak | HardBreak | FootnoteReference { .. } | Anchor { .. } => Listed::Nothing,
            PageBreak | Contents => Listed::Nothing,
        }
    }

    /// Moves what it has in the document's tables behind what stands there already.
    pub(super) fn shift(&mut self, by: &Tables) {
        match self.listed() {
            Listed::Nothing => {}
            Listed::Link(id) => id.0 += by.links,
            Listed::Columns(first, _) => *first += by.columns,
            Listed::Change(id) => id.0 += by.changes,
            Listed::Comment(id) => id.0 += by.comments,
        }
    }

    /// The same with other spans.
    pub(crate) fn with_spans(mut self, moved: &dyn Fn(Span) -> Span) -> Kind {
        self.map_spans(moved);
        self
    }

    /// Whether it is a paragraph, however it is set.
    #[inline]
    pub fn is_paragraph(&self) -> bool {
        matches!(self, Kind::Paragraph { .. })
    }

    /// Whether it is a cell, whatever it covers.
    #[inline]
    pub fn is_cell(&self) -> bool {
        matches!(self, Kind::Cell { .. })
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
