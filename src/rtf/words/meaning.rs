//! What control words mean to the reader of a page: the values that stand in rows of the table.
//!
//! Shape   a [`Meaning`] names who acts on a word and what it is told; words that say the same have the
//!         same meaning. Every match over meanings is complete, so that a new one is found by the compiler
//!         wherever it must be thought of.
//! Source  RTF 1.9.1.

use crate::document::Meta;
use crate::picture::Kind;
use crate::report::Loss;
use crate::rtf::assembly::flow::Merge;
use crate::rtf::assembly::format::{Align, Border, Leader, Mark};

/// What a control word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Meaning {
    /// Known, and nothing to who reads the text: it is passed over like a word that is not listed.
    Nothing,
    /// Its group means nothing by itself; what the group holds is read.
    Holder,
    /// Its data follows: `\bin`.
    Binary,
    /// A character by name.
    Char(char),
    /// `\u`
    Unicode,
    /// `\uc`
    StandIn,
    /// A destination begins.
    Opens(Opening),
    /// Something of the text ends.
    Ends(Ending),
    Document(DocumentWord),
    Paragraph(ParagraphWord),
    Character(CharacterWord),
    /// `\f`: the font from here on, or in the font table a new entry.
    Font,
    /// `\af`: the font of the other script.
    AssociatedFont,
    /// The style from here on, or in the stylesheet what an entry is.
    Style(StyleWord),
    /// `\ls`: the list from here on, or in the override table the number of an entry.
    ListNumber,
    FontEntry(FontWord),
    ColorEntry(Channel),
    ListEntry(ListWord),
    OldList(OldListWord),
    Form(FormWord),
    /// What the data of a picture is.
    PictureData(Kind),
    RowEntry(RowWord),
    Formula(FormulaWord),
    /// It says something of the text that no document of ours can: a loss, where text stands.
    Lost(Loss),
    /// Who has changed text, or when.
    Revision(RevisionWord),
    /// The note is an endnote.
    Endnote,
    /// `\picw` and its kin: how large a picture is shown.
    PictureSize(SizeWord),
}

/// Where a word stands and nowhere else; elsewhere something has been damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Home {
    Anywhere,
    /// The text of the body, or of a destination that is no table.
    Body,
    FontTable,
    Style,
    ColorTable,
    Picture,
}

/// What becomes of the text of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rtf) enum Destination {
    /// Text of the flow in force.
    Body,
    /// Text that nobody sees; inner groups may still open destinations that are seen.
    Ignored,
    FontTable,
    Stylesheet,
    Style,
    ListTable,
    List,
    ListLevel,
    LevelText,
    OverrideTable,
    Override,
    OverrideLevel,
    Info,
    Title,
    Author,
    Subject,
    Keywords,
    /// `\propname`, `\staticval`: another property of the document.
    InfoName,
    InfoValue,
    /// `\*\generator`: the program that wrote the file.
    Generator,
    /// `\listtext`, `\pntext`: the marker that old readers show.
    Marker,
    /// `\*\pn`
    OldList,
    /// `\pntxtb`: what stands before the number, or is the bullet.
    OldListText,
    FieldInstruction,
    Bookmark,
    /// `\*\bkmkend`
    BookmarkEnd,
    /// `\*\formfield`
    FormField,
    /// `\*\ffl`: a choice of a drop-down list.
    FormChoice,
    /// What is said of a comment beside its text.
    Remark(Remark),
    /// `\*\revtbl`: who has changed the document.
    Revisers,
    /// A fact about the document.
    Fact(Meta),
    /// `\pict`: the data of a picture.
    Picture,
    /// `\sp`, `\*\picprop`: properties of a shape or picture.
    Property,
    PropertyName,
    PropertyValue,
    /// `\hlsrc`, `\hlloc`: the address of a shape's link, and the place in it.
    LinkAddress,
    LinkPlace,
    /// `\colortbl`
    ColorTable,
    /// `\upr`: its first group is the ANSI spelling, `\*\ud` the Unicode one.
    Upr,
    /// `\upr` behind its first group.
    UprUnicode,
}

impl Destination {
    /// Whether text is collected aside.
    pub(crate) fn captures(self) -> bool {
        use Destination::*;
        match self {
            FontTable | Style | LevelText | Title | Author | Generator | Marker | OldListText => {
                true
            }
            FieldInstruction | Bookmark | BookmarkEnd | FormChoice | Remark(_) => true,
            PropertyName | PropertyValue | Subject | Keywords | InfoName | InfoValue => true,
            LinkAddress | LinkPlace | Revisers | Fact(_) => true,
            Body | Ignored | Stylesheet | ListTable | List | ListLevel | OverrideTable => false,
            Override | OverrideLevel | Info | OldList | FormField | Picture | Property => false,
            ColorTable | Upr | UprUnicode => false,
        }
    }
}

/// What is said of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::rtf) enum Remark {
    Author,
    Initials,
    Date,
    /// `\*\atnref`: the number of the range that it is about.
    Reference,
    /// `\*\atrfstart`, `\*\atrfend`: where a range begins and ends.
    Start,
    End,
}

/// What a destination's group is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Opening {
    /// The group's text goes to this destination.
    To(Destination),
    /// As above, and the text is collected aside.
    Capture(Destination),
    /// The group holds nothing to read, also where its star is lost.
    Data,
    /// The same; the text of pages' heads or feet, which may be kept.
    Header,
    Footer,
    /// The same; a fact about the document.
    Fact,
    /// The same; when something was done to the document.
    Time(Meta),
    /// The same; an entry of an index or of a table of contents.
    Entry,
    /// An object: what shows it is seen.
    Object,
    /// A drawing.
    Drawing,
    /// A setting of a part of a formula: nothing to read, where it begins a group.
    Setting,
    /// `\*\annotation`: the text of a comment.
    Comment,
    Remark(Remark),
    Picture,
    /// A picture again, for old readers.
    OldPicture,
    PropertyValue,
    Field,
    Instruction,
    Result,
    Note,
    TextBox,
    /// The side of an object that is seen.
    ObjectResult,
    /// The Unicode spelling of `\upr`.
    UprText,
}

impl Opening {
    /// Whether its text is text of the body, at the worst in a wrong place.
    pub(crate) fn is_text(self) -> bool {
        use Opening::*;
        match self {
            Field | Result | TextBox | ObjectResult | UprText => true,
            To(_) | Capture(_) | Data | Fact | Time(_) | Setting | Header | Footer | Entry => false,
            Object | Drawing => false,
            Comment | Remark(_) | Picture | OldPicture | PropertyValue => false,
            Instruction | Note => false,
        }
    }
}

/// What ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Ending {
    Paragraph,
    Line,
    Page,
    /// `\sect`: a paragraph, and the section with it.
    Section,
    Cell,
    NestedCell,
    Row,
    NestedRow,
}

/// Words about the whole document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum DocumentWord {
    /// `\rtf`
    Begin,
    /// `\urtf`: its raw bytes are UTF-8.
    BeginUtf8,
    /// `\ansicpg`
    CodePage,
    /// `\mac` and the like: a code page by name.
    Page(u16),
    DefaultFont,
    Paper(PaperWord),
    /// `\sbknone`: the section begins on the page that the one before ends on.
    GoesOn,
}

/// How wide the text of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum PaperWord {
    /// `\paperw`
    Width,
    /// `\margl`, `\margr`
    LeftMargin,
    RightMargin,
}

/// Formatting of paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum ParagraphWord {
    /// `\pard`
    Reset,
    Left,
    Right,
    First,
    Before,
    After,
    /// `\sl`
    Line,
    Contextual,
    Outline,
    Align(Align),
    PageBefore,
    /// `\cbpat`, `\shading`: something is behind it.
    Ground,
    RightToLeft,
    LeftToRight,
    /// `\brdrt` and its kin: what follows speaks of that border.
    Border(Border),
    /// `\brdrnone`
    NoBorder,
    /// `\intbl`
    InTable,
    /// `\itap`
    TableDepth,
    /// `\ilvl`
    ListLevel,
    /// `\dropcapli`: the letters that the paragraph behind it begins with.
    DropCap,
    /// `\tx`
    TabStop,
    /// `\tlul`, `\tldot`: up to the next stop there is a line to write on, or one that leads there.
    TabLeader(Leader),
}

/// Formatting of characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum CharacterWord {
    /// `\plain`
    Reset,
    Mark(Mark),
    /// `\ulnone`
    NoUnderline,
    /// `\super`, `\sub`
    Script(Mark),
    NoScript,
    /// `\up`, `\dn`: by how much.
    Shift(Mark),
    Highlight,
    Hidden,
    Color,
    Background,
    /// `\chshdng`: how dark what is behind it is, in hundredths of a per cent.
    Shading,
    Look(Look),
    Deleted,
    Inserted,
    /// Half-points.
    Size,
    /// Which of the associated fonts follows.
    Slot(Slot),
    LeftToRight,
    RightToLeft,
    /// `\ab`, `\ai`
    Associated(Mark),
}

/// Words of a tracked change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum RevisionWord {
    Author,
    Date,
    AuthorOfDeletion,
    DateOfDeletion,
}

/// Looks of letters that Markdown has no words for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Look {
    Caps,
    SmallCaps,
    Outline,
    Shadow,
    Relief,
}

/// Which of the associated fonts `\f` and `\af` speak of, and text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) enum Slot {
    #[default]
    Low,
    High,
    Double,
}

/// Numbers of styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum StyleWord {
    Paragraph,
    Character,
    /// Of sections and tables: nothing but the kind of an entry.
    Other,
    BasedOn,
    /// What else an entry says.
    More,
}

/// Words of an entry of the font table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum FontWord {
    Charset,
    CodePage,
    /// The family whose letters are equally wide.
    Modern,
    /// Any other family.
    Family,
    Pitch,
}

/// Parts of a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum Channel {
    Red,
    Green,
    Blue,
}

/// Words of an entry of the list table or its overrides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum ListWord {
    /// `\levelnfc`
    Kind,
    Start,
    Id,
    /// `\levelnorestart`
    CountsOn,
}

/// Words of `\pn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum OldListWord {
    Bullet,
    Continued,
    /// A list of some kind, which may follow.
    Level,
    Number,
    Start,
    /// The font of the bullet.
    Font,
}

/// Words of a picture's size: of what it shows in twips, and by how many percent that is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum SizeWord {
    Width,
    Height,
    ScaleX,
    ScaleY,
}

/// Words of a form field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum FormWord {
    Result,
    Default,
}

/// Words of a row's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum RowWord {
    Begin,
    Left,
    Header,
    /// The cell is merged with those beside it, or with those below.
    Across(Merge),
    Down(Merge),
    /// `\rtlrow`
    RightToLeft,
    /// `\clftsWidth`: in which unit a cell says how wide it wants to be.
    WidthUnit,
    Shaded,
    /// `\clshdng`: by how much, in hundredths of a per cent.
    Shading,
    /// A tracked change took the cell out, or put it in.
    Deleted,
    Inserted,
    /// The right edge of a cell.
    Edge,
    /// What follows defines a row inside of a cell.
    Nested,
}

/// Parts of a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf) enum FormulaWord {
    /// `\mmath`
    Begin,
    /// `\moMathPara`: formulas that stand below each other.
    Display,
    /// `\moMath`: one of them.
    One,
    Fraction,
    Numerator,
    Denominator,
    Superscript,
    Subscript,
    /// `\msSub`, `\msSup`, `\msSubSup`: something with what stands below and above behind it.
    Scripts {
        below: bool,
        above: bool,
    },
    /// `\msPre`: the same before it.
    Before,
    Root,
    Degree,
    Brackets,
    /// `\me`: what a part is made of, one piece.
    Argument,
    Matrix,
    MatrixRow,
    /// `\meqArr`
    Lines,
    Function,
    /// `\mlimLow`, `\mlimUpp`, and the limit in them.
    Lower,
    Upper,
    Limit,
    /// `\mnary`: a sum, an integral.
    Operator,
    Accent,
    Bar,
    /// `\mgroupChr`
    Grouped,
    /// `\mphant`: takes room, and may not be seen.
    Phantom,
}

impl FormulaWord {
    /// Whether it is made of parts, and shows more than these.
    pub(in crate::rtf) fn is_element(self) -> bool {
        use FormulaWord::*;
        match self {
            Begin | Display | One | Argument | Numerator | Denominator | MatrixRow => false,
            Superscript | Subscript | Degree | Limit | Phantom => false,
            Fraction | Root | Brackets | Matrix | Lines | Function | Lower | Upper => true,
            Operator | Accent | Bar | Grouped | Before | Scripts { .. } => true,
        }
    }
}
