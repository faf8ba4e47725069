//! RTF bytes to a document.
//!
//! Shape   one pass over the tokens fills the flows (paragraphs and runs, see `flow`) and the header
//!         tables; `structure` then recognises blocks in the finished paragraphs and fills the document.
//! Rooms   lexer -> `tokens` -> `state` (formatting) and `groups` -> `destination` (with `opening` and
//!         `ending`) -> `text` (with `decode`, code pages and surrogates, and `runs`, text of one
//!         format) -> `flow` (paragraphs) -> `structure` (lists, quotes, code, headings, tables), in
//!         that direction only.
//! Errors  every byte sequence is read; what had to be repaired or dropped is in the report. The only
//!         failure is lack of memory.
//! Limits  groups deeper than `max_nesting` share the formatting of the deepest one.
//! Source  RTF 1.9.1; `docs/mapping.md` for what the structure means.

mod decode;
mod ending;
mod field;
mod generator;
mod groups;
mod headers;
mod instruction;
mod kept_fonts;
mod larger;
mod math;
mod opening;
mod picture;
mod properties;
mod repair;
mod runs;
mod state;
mod text;
mod tokens;

use std::sync::Arc;

use super::lexer::Lexer;
use crate::buffers::Kept;
use crate::document::{Document, Span};
use crate::error::{Error, Result};
use crate::memory::{self, Memory};
use crate::options::{Changes, Images, Options};
use crate::report::Report;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{CellDefinition, RowDefinition};
use crate::rtf::assembly::format::Pn;
use crate::rtf::structure;
use crate::rtf::tables::fonts::Font;
use crate::rtf::tables::lists::{List, Override};
use crate::rtf::tables::styles::Style;
use crate::text::codepage::CodePage;
use decode::Undecoded;
use field::{Field, Form};
use generator::Generator;
use headers::Headers;
use kept_fonts::KeptFonts;
use opening::Shape;
use picture::{Picture, Property};
use repair::Guard;
use runs::Pending;
use state::{Color, State};

/// Buffers that the reader needs and that serve the next document too.
#[derive(Debug, Default)]
pub struct Scratch {
    groups: Vec<State>,
    assembly: Assembly,
    kept_fonts: KeptFonts,
    capture: String,
    bytes: Vec<u8>,
    /// The data of the picture in the making, its data URI, and what its conversion needs.
    picture: Vec<u8>,
    uri: Vec<u8>,
    pictures: crate::picture::Scratch,
    fields: Vec<Field>,
    /// The colour table.
    colors: Vec<Color>,
    /// Groups that never end, by the offsets of their braces; empty in a first reading.
    swallowers: Vec<u32>,
    /// The cell in the making.
    cell: CellDefinition,
    structure: structure::Buffers,
}

impl Scratch {
    fn clear(&mut self) {
        self.groups.clear();
        self.kept_fonts.return_from(&mut self.assembly);
        self.assembly.clear();
        self.capture.clear();
        self.bytes.clear();
        self.fields.clear();
        self.colors.clear();
    }

    /// Bytes that the buffers hold, used or not.
    pub fn retained_bytes(&self) -> usize {
        self.assembly.retained_bytes()
            + self.groups.capacity() * size_of::<State>()
            + self.kept_fonts.retained_bytes()
            + self.capture.capacity()
            + self.bytes.capacity()
            + self.picture.capacity()
            + self.uri.capacity()
            + self.pictures.retained()
            + self.fields.capacity() * size_of::<Field>()
            + self.colors.capacity() * size_of::<Color>()
            + self.swallowers.capacity() * size_of::<u32>()
            + self.structure.retained_bytes()
    }
}

/// The state of one reading.
struct Reader<'a, 'b> {
    source: &'a [u8],
    lexer: Lexer<'a>,
    /// Where the token in hand begins, or line ends before it.
    token: usize,
    /// Where the brace of the group opened last stands.
    group: usize,
    /// The group that is watched because it never ends.
    guard: Option<Guard>,
    /// Braces too many that are known from a first reading, and those seen in this one.
    surplus: u32,
    closed_twice: u32,
    /// The document ended before its text did.
    early: bool,
    /// A destination that doesn't begin its group was seen.
    misplaced: bool,
    /// Bytes that may be looked at ahead of their turn, to tell what damage has been done.
    foresight: usize,
    doc: &'b mut Document,
    report: &'b mut Report,
    scratch: &'b mut Scratch,
    memory: Arc<Memory>,
    state: State,
    /// Groups opened beyond the nesting limit.
    too_deep: u32,
    max_depth: usize,
    /// Bytes or tokens still to leave out behind a `\u`.
    skip: u32,
    undecoded: Undecoded,
    pending: Pending,
    pending_format: u32,
    document_page: CodePage,
    generator: Generator,
    /// The header names the document's code page.
    page_named: bool,
    /// Raw bytes are UTF-8, whatever the fonts say; unknown until the first of them.
    raw_utf8: Option<bool>,
    default_font: i32,
    symbol_fonts: bool,
    /// `\rtf` was seen: what stands in braces is a document and no fragment of one.
    document: bool,
    /// The brace that ends the document has come, and text behind it, or there is none.
    overrun: bool,
    font: (i32, Font),
    style: Style,
    list: List,
    list_override: Override,
    pn: Pn,
    form: Form,
    picture: Picture,
    /// A picture that could not be read, as long as its other spelling may follow.
    failed_picture: Option<usize>,
    /// The text shown in its place: runs of the flow up to it, and the text.
    description: Option<(usize, Span)>,
    property: Property,
    /// The entry of the colour table in the making.
    color: Color,
    /// The shape that is open outermost, if nothing of it has been shown so far.
    shape: Option<Shape>,
    /// Pictures seen so far.
    pictures: u32,
    changes: Changes,
    comments: bool,
    headers: Headers,
    /// Who wrote the comment that follows.
    author: Span,
    images: &'b Images,
    max_picture: usize,
    row: RowDefinition,
    /// The same of a table in a cell.
    nested_row: RowDefinition,
    /// A row has been defined and not ended, and no paragraph has been told to be elsewhere.
    row_open: bool,
    /// Links to open again once the paragraph has text.
    reopen: bool,
    full: bool,
}

/// Reads RTF into `doc` (which must have been `reset`). Spans borrow `source` where they can.
pub fn read(
    source: &[u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    scratch.swallowers.clear();
    let before = *report;
    let mut pass = read_once(source, options, doc, report, scratch, 0)?;
    if pass.damaged
        && (repair::find_swallowers(source, &mut scratch.swallowers) || pass.surplus > 0)
    {
        *report = before;
        doc.text.clear();
        doc.links.clear();
        (doc.title, doc.author) = (Span::EMPTY, Span::EMPTY);
        pass = read_once(source, options, doc, report, scratch, pass.surplus)?;
    }
    pass.generator.settle(&mut scratch.assembly);
    scratch.assembly.finish();
    structure::recognise(source, options, doc, report, &scratch.assembly, &mut scratch.structure);
    doc.check()
}

/// What one reading found out.
struct Pass {
    generator: Generator,
    /// The file ended inside of a group, or went on behind its end.
    damaged: bool,
    /// Braces that closed no group, where a destination stands that may have lost its own.
    surplus: u32,
}

/// Reads all tokens into the flows.
fn read_once(
    source: &[u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
    surplus: u32,
) -> Result<Pass> {
    scratch.clear();
    let mut reader = Reader {
        source,
        lexer: Lexer::new(source),
        token: 0,
        group: 0,
        guard: None,
        surplus,
        closed_twice: 0,
        early: false,
        misplaced: false,
        foresight: source.len(),
        doc,
        report,
        scratch,
        memory: memory::shared(),
        state: State::default(),
        too_deep: 0,
        max_depth: (options.max_nesting as usize).max(1),
        skip: 0,
        undecoded: Undecoded::default(),
        pending: Pending::None,
        pending_format: 0,
        document_page: CodePage::WINDOWS_1252,
        generator: Generator::default(),
        page_named: false,
        raw_utf8: None,
        default_font: 0,
        symbol_fonts: false,
        document: false,
        overrun: false,
        font: (-1, Font::default()),
        style: Style::default(),
        list: List::default(),
        list_override: Override::default(),
        pn: Pn::None,
        form: Form::default(),
        picture: Picture::default(),
        failed_picture: None,
        description: None,
        property: Property::Other,
        color: Color::default(),
        shape: None,
        pictures: 0,
        changes: options.changes,
        comments: options.comments,
        headers: Headers::new(options.headers),
        author: Span::EMPTY,
        images: &options.images,
        max_picture: options.max_picture,
        row: RowDefinition::default(),
        nested_row: RowDefinition::default(),
        row_open: false,
        reopen: false,
        full: false,
    };
    let unclosed = reader.run();
    if reader.full || !reader.scratch.assembly.is_whole() {
        return Err(Error::out_of_memory());
    }
    let surplus = if reader.misplaced { reader.closed_twice } else { 0 };
    let damaged = unclosed || reader.early || surplus > 0;
    Ok(Pass { generator: reader.generator, damaged, surplus })
}
