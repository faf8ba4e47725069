//! The options of a converter: what they are, their defaults, and the connection string.
//!
//! Shape   `"Key=value;Key=value"`, as in ODBC; keys are case-insensitive. One table, [`KEYS`],
//!         drives both the parsing and the documentation of the keys in the C header.
//! Units   sizes are bytes (`64MB`, `512KB` and plain numbers are read); times are milliseconds;
//!         font sizes are points in the string and half-points here.
//! Errors  an unknown key or a bad value is `BadOption`, names the key and says at which byte.

mod keys;
mod look;
mod parse;
pub(crate) mod running;
mod values;

pub use keys::{KEYS, Key, documentation};
pub use look::{Margins, MarkdownStyle, Paper, ThemeName};
pub(crate) use parse::{LEAST_TEXT, bad_value, next_item, placed, unknown};
pub(crate) use values::boolean;

use crate::formats::Format;
use crate::report::{Class, Kinds};

/// Which hosts the written RTF is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Target {
    /// Word, LibreOffice and RichEdit alike.
    #[default]
    Both,
    /// Word and LibreOffice.
    Word,
    /// RichEdit controls and WordPad.
    RichEdit,
    /// Report writers, which draw letters, paragraphs and tabs and nothing else.
    Report,
}

/// What becomes of the pictures of an RTF document.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Images {
    /// They stand in the Markdown as data URIs.
    #[default]
    Embed,
    /// They are left out, and reported.
    Skip,
    /// They become files of this folder, named by their content.
    Folder(Box<str>),
}

/// How the changes that an RTF document tracks are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Changes {
    /// Both are kept where the output has changes of its own; else as if all were accepted.
    #[default]
    Auto,
    /// As if all were accepted: deleted text is left out.
    Accept,
    /// As if all were rejected: inserted text is left out.
    Reject,
    /// Both are kept; in Markdown and text in the marks of CriticMarkup: `{++new++}{--old--}`.
    Markup,
}

/// What becomes of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Comments {
    /// They are kept where the output has comments of its own.
    #[default]
    Auto,
    /// They are left out.
    Drop,
    /// They are kept; in Markdown in the marks of CriticMarkup.
    Keep,
}

/// What becomes of a YAML block at the top of Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FrontMatter {
    /// What looks like keys and values is kept as it stands.
    #[default]
    Auto,
    /// The same of whatever stands between its marks; and where a document has none, one is written
    /// of what it says about itself.
    Yes,
    /// It is no block of its own.
    No,
}

/// Whether the first line of CSV says what the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HeaderRow {
    /// Read, it does; written is a row of headers that says something.
    #[default]
    Auto,
    /// It does, and the row is written also where it is empty.
    Yes,
    /// It doesn't, and no row of headers is written.
    No,
}

/// Which addresses stay in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Links {
    /// All but scripts, and data other than pictures made of pixels.
    #[default]
    Safe,
    /// Those of the web, relative ones, and places in the document.
    Web,
    /// All.
    All,
}

/// What becomes of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RawHtml {
    /// It comes back as it was.
    #[default]
    Keep,
    /// It is shown as text.
    Escape,
    /// It is left out, and reported.
    Drop,
    /// It becomes what it means: tables, pictures, emphasis.
    Convert,
    /// It comes back as it was, and stands in HTML as it is: whoever wrote it may run scripts there.
    Pass,
}

/// What written HTML is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum HtmlOut {
    /// A part of a page.
    #[default]
    Fragment,
    /// A page of its own, with the theme's style sheet.
    Page,
    /// The clipboard of Windows: its format "HTML Format".
    Clipboard,
    /// A mail: all looks stand where they hold.
    Mail,
}

/// Everything that can be set on a converter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// `Target=Both|Word|RichEdit|Report`: which hosts the written RTF is for.
    pub target: Target,
    /// `Theme=`: the look of the written RTF.
    pub theme: ThemeName,
    /// `Template=`: the file whose look the written RTF takes over; empty: none.
    pub template: Box<str>,
    /// `Page=`: the paper; `None` means the template's, or Letter.
    pub page: Option<Paper>,
    /// `Margins=`: the margins; `None` means the template's, or an inch each.
    pub margins: Option<Margins>,
    /// `Contents=`: whether written RTF and HTML begin with a table of contents.
    pub contents: bool,
    /// `PageHeader=`: what stands at the top of every page; empty means the template's, or nothing.
    pub page_header: Box<str>,
    /// `PageFooter=`: what stands at the foot of every page.
    pub page_footer: Box<str>,
    /// `BodyFont=`: the typeface of running text; empty means the template's or the theme's.
    pub body_font: Box<str>,
    /// `BodySize=`: the size of running text, here in half-points; 0 means the
    /// template's or the theme's.
    pub body_size: u16,
    /// `CodeFont=`: the typeface of code; empty means the template's or the theme's.
    pub code_font: Box<str>,
    /// `HeadingFont=`: the typeface of headings; empty means the template's, the theme's or
    /// the body's.
    pub heading_font: Box<str>,
    /// `Otherwise=Markdown|Text`: what is taken for input of unknown format.
    pub otherwise: Format,
    /// `CodePage=`: the code page of text in and out; 65001 is UTF-8, 0 the system's.
    pub code_page: u32,
    /// `MaxInput=`: the largest input, in bytes.
    pub max_input: usize,
    /// `MaxNesting=`: deepest nesting of groups and containers.
    pub max_nesting: u32,
    /// `MaxColumns=`: widest table; more columns are joined into the last.
    pub max_columns: u16,
    /// `MaxCells=`: most table cells in a document.
    pub max_cells: u32,
    /// Whether `MaxColumns=` was said: of CSV nothing is joined, and more are refused then.
    pub max_columns_said: bool,
    /// Whether `MaxCells=` was said.
    pub max_cells_said: bool,
    /// `MaxPicture=`: the largest picture, in bytes decoded.
    pub max_picture: usize,
    /// `Styles=Used|All`: whether written RTF has the theme's styles that nothing uses too.
    pub all_styles: bool,
    /// No key: fields for values of a document that is filled are read as tags.
    pub takes_fields: bool,
    /// `Images=Embed|Skip|Folder:PATH`: what becomes of the pictures of an RTF document.
    pub images: Images,
    /// `ImageRoot=`: the folder whose pictures a Markdown document may name; empty: none.
    pub image_root: Box<str>,
    /// `Highlight=`: whether code of written RTF and HTML has colours.
    pub highlight: bool,
    /// `LinkBase=`: the folder or address below which links are written relative; empty: none.
    pub link_base: Box<str>,
    /// `Changes=Auto|Accept|Reject|Markup`: what becomes of tracked changes.
    pub changes: Changes,
    /// `Comments=Auto|Drop|Keep`: what becomes of comments.
    pub comments: Comments,
    /// The output has words for colours and other looks: set by the converter.
    #[doc(hidden)]
    pub rich: bool,
    /// The output has words for changes and comments: set by the converter.
    #[doc(hidden)]
    pub marks_changes: bool,
    /// `Headers=Drop|Keep`: whether headers and footers of an RTF document become paragraphs.
    pub headers: bool,
    /// `Links=Safe|Web|All`: which addresses stay.
    pub links: Links,
    /// `RemotePictures=`: whether written RTF has pictures that its host fetches from elsewhere.
    pub remote_pictures: bool,
    /// `Html=Keep|Convert|Escape|Drop|Pass`: what becomes of raw HTML.
    pub html: RawHtml,
    /// `ComplexTables=Html|Flatten`: whether tables that pipes can't hold are HTML in Markdown.
    pub complex_tables: bool,
    /// `Styling=Drop|Html`: whether Markdown has alignment, page breaks, colours and picture sizes.
    pub styling: bool,
    /// `HtmlOut=Fragment|Page|Clipboard|Mail`: what written HTML is for.
    pub html_out: HtmlOut,
    /// `IdPrefix=`: what identifiers of written HTML begin with.
    pub id_prefix: Box<str>,
    /// `MaxOutput=`: the largest output, in bytes; 0 means 1 MB and 10 times the input, 64 times towards RTF, and more for pictures.
    pub max_output: usize,
    /// `MemoryLimit=`: bytes that the library may hold in this process; `Some(0)` means no limit,
    /// `None` leaves the process's limit as it is.
    pub memory_limit: Option<usize>,
    /// `BusyTimeout=`: how long a conversion waits for memory, in milliseconds.
    pub busy_timeout: u32,
    /// `Timeout=`: how long a conversion may take, in milliseconds; 0 means as long as it takes.
    pub timeout: u32,
    /// `Report=Content|Layout`: the kinds of loss that are reported.
    pub report: Kinds,
    /// `Strict=`: the kinds of loss that make a conversion fail.
    pub strict: Kinds,
    /// `Bullet=`, `Fence=`, `Emphasis=`, `Wrap=`: how Markdown is written.
    pub markdown: MarkdownStyle,
    /// `Delimiter=`: what stands between cells of CSV; `None`: it is found out, and commas are written.
    pub delimiter: Option<char>,
    /// `HeaderRow=Auto|Yes|No`: whether the first line of CSV says what the columns are.
    pub header_row: HeaderRow,
    /// `Table=`: which table is written as CSV, from 1 on; 0: all.
    pub table: u32,
    /// `Merged=Empty|Repeat`: whether the words of a merged cell are written in each cell that it covers.
    pub repeat_merged: bool,
    /// `Bom=`: whether written CSV begins with a byte order mark.
    pub bom: bool,
    /// `Untrusted=`: whether cells that a spreadsheet would run are written as text.
    pub guard_cells: bool,
    /// `LineEnds=LF|CRLF`: whether lines of Markdown and plain text end with CR and LF.
    pub crlf: bool,
    /// `Arriving=`: whether Markdown is still arriving, so that its end is shown as far as it can be told.
    pub arriving: bool,
    /// `Tables=`, `Strikethrough=`, …: which Markdown extensions are on.
    pub extensions: Extensions,
    /// Where in the connection string values stand that are judged later.
    pub places: Places,
}

/// Where keys stand in the connection string, in bytes from its start, whose values can be judged only when
/// all are known, or when a converter is made of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Places {
    /// `CodePage=`
    pub code_page: Option<usize>,
    /// `Template=`
    pub template: Option<usize>,
    /// `Margins=`
    pub margins: Option<usize>,
}

/// The Markdown extensions, each switched by an option of its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extensions {
    /// `Tables=`: GFM pipe tables.
    pub tables: bool,
    /// `Strikethrough=`: `~~text~~`.
    pub strikethrough: bool,
    /// `TaskLists=`: `- [x] item`.
    pub task_lists: bool,
    /// `Autolinks=`: bare `http://…` and `www.…` as links.
    pub autolinks: bool,
    /// `Footnotes=`: `[^1]` and `[^1]: text`.
    pub footnotes: bool,
    /// `HeadingAttributes=`: `# Title {#id}`.
    pub heading_attributes: bool,
    /// `DefinitionLists=`: `Term` and `: definition`.
    pub definition_lists: bool,
    /// `Math=`: `$x$` and `$$x$$`.
    pub math: bool,
    /// `Alerts=`: `> [!NOTE]`.
    pub alerts: bool,
    /// `SuperSub=`: `^super^` and `~sub~`.
    pub super_sub: bool,
    /// `FrontMatter=Auto|Yes|No`: a YAML block at the top.
    pub front_matter: FrontMatter,
    /// `SmartPunctuation=`: straight quotes and dashes become typographic ones.
    pub smart_punctuation: bool,
    /// CriticMarkup, where `Changes=Markup` or `Comments=Keep` ask for it.
    pub critic: Critic,
}

/// What of CriticMarkup is read and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Critic {
    /// `{++ ++}`, `{-- --}`, `{~~ ~> ~~}`
    pub changes: bool,
    /// `{>> <<}`, `{== ==}{>> <<}`
    pub comments: bool,
}

impl Critic {
    /// Whether there is any.
    pub fn any(self) -> bool {
        self.changes || self.comments
    }
}

impl Default for Extensions {
    fn default() -> Self {
        Extensions {
            tables: true,
            strikethrough: true,
            task_lists: true,
            autolinks: true,
            footnotes: true,
            heading_attributes: false,
            definition_lists: false,
            math: false,
            alerts: true,
            super_sub: false,
            front_matter: FrontMatter::Auto,
            smart_punctuation: false,
            critic: Critic::default(),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Options {
            target: Target::Both,
            theme: ThemeName::Default,
            template: "".into(),
            page: None,
            margins: None,
            contents: false,
            page_header: "".into(),
            page_footer: "".into(),
            body_font: "".into(),
            body_size: 0,
            code_font: "".into(),
            heading_font: "".into(),
            otherwise: Format::OTHERWISE,
            code_page: 65001,
            max_input: 64 << 20,
            max_nesting: 256,
            all_styles: false,
            takes_fields: false,
            max_columns: 64,
            max_cells: 100_000,
            max_columns_said: false,
            max_cells_said: false,
            max_picture: 16 << 20,
            images: Images::Embed,
            image_root: "".into(),
            highlight: false,
            link_base: "".into(),
            changes: Changes::Auto,
            comments: Comments::Auto,
            rich: false,
            marks_changes: false,
            headers: false,
            links: Links::Safe,
            remote_pictures: false,
            html: RawHtml::Keep,
            complex_tables: true,
            styling: false,
            html_out: HtmlOut::Fragment,
            id_prefix: "".into(),
            max_output: 0,
            memory_limit: None,
            busy_timeout: 5_000,
            timeout: 0,
            report: Kinds::of(Class::Content),
            strict: Kinds::default(),
            markdown: MarkdownStyle::default(),
            delimiter: None,
            header_row: HeaderRow::Auto,
            table: 1,
            repeat_merged: false,
            bom: false,
            guard_cells: false,
            crlf: false,
            arriving: false,
            extensions: Extensions::default(),
            places: Places::default(),
        }
    }
}

impl Options {
    /// What becomes of changes in the output at hand: never [`Changes::Auto`].
    pub(crate) fn changes(&self) -> Changes {
        match self.changes {
            Changes::Auto if self.marks_changes => Changes::Markup,
            Changes::Auto => Changes::Accept,
            named => named,
        }
    }

    /// Whether comments are kept in the output at hand.
    pub(crate) fn keeps_comments(&self) -> bool {
        match self.comments {
            Comments::Auto => self.marks_changes,
            Comments::Keep => true,
            Comments::Drop => false,
        }
    }
}
