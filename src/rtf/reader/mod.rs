//! RTF bytes to a document.
//!
//! Shape   one pass over the tokens fills an `Assembly` (paragraphs and runs in their flows, tables); then
//!         `structure` recognises blocks in the finished paragraphs and fills the document.
//! Rooms   `Reader` hands on what comes to who owns it. Its files call each other in one direction only:
//!         `tokens` routes tokens, `stretches` what comes again, `control` what words set; `openings`
//!         begins destinations, `formula_words` formulas, `braces` what lost its braces, `bounds` documents; `collected` takes
//!         over what a destination held, `flows` ends and begins flows, `drawings` shows pictures; all of
//!         them stand on `text`, `neighbours` and `joins`, and those on `here`, what is in force. Owners
//!         keep their state to themselves: `groups` (with `characters` and `paragraphs`) the formatting in
//!         force, `sink` runs and paragraphs, `capture` text that is no run's, `font_table`,
//!         `style_entry`, `lists`, `colors` and `rows` what is being made of tables, `field` and `form`,
//!         `picture` and `shapes`, `headers`, `comments`, `repair` damage, `losses` the report.
//! Errors  every byte sequence is read; what had to be repaired or dropped is in the report. The only
//!         failure is lack of memory.
//! Limits  groups deeper than `max_nesting`, but at least the deepest of a plain document, share the
//!         formatting of the deepest one.
//! Source  RTF 1.9.1; `docs/mapping.md` for what the structure means.

mod accents;
mod bounds;
mod braces;
mod capture;
mod characters;
mod collected;
mod colors;
mod comments;
mod control;
mod drawings;
mod field;
mod flows;
mod font_table;
mod form;
mod formula;
mod formula_words;
mod generator;
mod groups;
mod headers;
mod here;
mod instruction;
mod joins;
mod known;
mod line_of_math;
mod lists;
mod losses;
mod neighbours;
mod openings;
mod paragraphs;
mod picture;
mod repair;
mod rows;
mod sections;
mod shapes;
mod sink;
mod stretches;
mod style_entry;
mod tab_lines;
mod text;
mod tokens;
mod visibility;

use std::sync::Arc;

use crate::buffers::{Kept, kept};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::math::Tree;
use crate::memory::{self, Memory};
use crate::options::{Changes, FrontMatter, Options};
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::structure;
use crate::rtf::walk::Walk;
use crate::rtf::walk::encoding::Encoding;
use crate::rtf::walk::undecoded::Undecoded;
use capture::Capture;
use colors::{Color, Colors};
use comments::Comments;
use field::{Field, Fields};
use font_table::FontTable;
use form::Form;
use generator::Generator;
use groups::{Groups, State};
use headers::Headers;
use joins::Join;
use known::KnownEntries;
use lists::ListEntries;
use losses::Losses;
use picture::Pictures;
use repair::Repair;
use rows::Rows;
use sections::Sections;
use shapes::Shapes;
use sink::{OpenLink, Sink};
use style_entry::StyleEntry;
use tab_lines::TabLines;

/// Groups that stand in each other in a document without any nesting: those of its tables of lists and
/// fonts, of a field's result and a picture in it.
const HEADER_GROUPS: usize = 8;

kept! {
    /// Buffers that the reader needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        assembly: Assembly,
        known: known::Buffers,
        groups: Vec<State>,
        capture: String,
        bytes: Vec<u8>,
        fields: Vec<Field>,
        links: Vec<OpenLink>,
        colors: Vec<Color>,
        pictures: picture::Buffers,
        /// Groups that never end, by the offsets of their braces; empty in a first reading.
        swallowers: Vec<u32>,
        structure: structure::Buffers,
        formula: Tree,
        tex: Vec<u8>,
    }
}

/// Above this size of an input the buffers are given back before the document is written: a pool would not
/// keep them anyway.
const LARGE: usize = 16 << 20;

/// One reading: who is told what comes.
struct Reader<'a, 'b> {
    walk: Walk<'a>,
    groups: Groups,
    undecoded: Undecoded,
    encoding: Encoding,
    sink: Sink<'a, 'b>,
    capture: Capture,
    fonts: FontTable,
    entries: KnownEntries<'b>,
    style: StyleEntry,
    lists: ListEntries,
    colors: Colors,
    rows: Rows,
    fields: Fields,
    form: Form,
    pictures: Pictures<'b>,
    shapes: Shapes,
    headers: Headers,
    comments: Comments,
    join: Option<Join>,
    repair: Repair<'b>,
    losses: Losses<'b>,
    generator: Generator,
    changes: Changes,
    /// Colours and small capitals are kept.
    tints: bool,
    /// What no format of plain text holds is kept: times, and which notes are endnotes.
    rich: bool,
    /// Facts about the document are kept that Markdown has no usual place for.
    facts: bool,
    /// Where sections end.
    sections: Sections,
    tab_lines: TabLines,
    /// Where a formula ended.
    formula_end: usize,
    memory: Arc<Memory>,
    /// Formulas are read as such, with what they need for that.
    formulas: bool,
    /// How far groups of formulas have been looked through.
    formulas_end: usize,
    formula: &'b mut Tree,
    tex: &'b mut Vec<u8>,
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
        doc.comments.clear();
        doc.clear_meta();
        pass = read_once(source, options, doc, report, scratch, pass.surplus)?;
    }
    pass.generator.settle(&mut scratch.assembly);
    scratch.assembly.finish();
    structure::recognise(source, options, doc, report, &scratch.assembly, &mut scratch.structure);
    if source.len() > LARGE {
        // Beside a document of this size there is no room for what it was made of, nor for what has
        // grown beyond what was needed.
        scratch.trim(0);
        doc.nodes.shrink_to_fit();
        doc.text.shrink_to_fit();
    }
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

/// Reads all tokens into the assembly.
fn read_once(
    source: &[u8],
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
    surplus: u32,
) -> Result<Pass> {
    use std::mem::take;
    let Scratch { assembly, known, pictures, swallowers, formula, tex, .. } = scratch;
    assembly.clear();
    let limit = (options.max_nesting as usize).max(HEADER_GROUPS);
    let mut reader = Reader {
        walk: Walk::new(source),
        groups: Groups::new(take(&mut scratch.groups), limit),
        undecoded: Undecoded::new(take(&mut scratch.bytes)),
        encoding: Encoding::default(),
        sink: Sink::new(source, doc, assembly, take(&mut scratch.links)),
        capture: Capture::new(take(&mut scratch.capture)),
        fonts: FontTable::default(),
        entries: KnownEntries::new(known),
        style: StyleEntry::default(),
        lists: ListEntries::default(),
        colors: Colors::new(take(&mut scratch.colors)),
        rows: Rows::default(),
        fields: Fields::new(take(&mut scratch.fields), options.takes_fields),
        form: Form::default(),
        pictures: Pictures::new(&options.images, options.max_picture, pictures),
        shapes: Shapes::default(),
        headers: Headers::new(options.headers),
        comments: Comments::new(options.keeps_comments()),
        join: None,
        repair: Repair::new(swallowers, surplus, source.len()),
        losses: Losses::new(report),
        generator: Generator::default(),
        changes: options.changes(),
        rich: options.rich,
        tints: options.rich || options.styling,
        facts: options.rich || options.extensions.front_matter == FrontMatter::Yes,
        sections: Sections::default(),
        tab_lines: TabLines::default(),
        formula_end: 0,
        memory: memory::shared(),
        formulas: options.extensions.math,
        formulas_end: 0,
        formula,
        tex,
    };
    let unclosed = reader.run();
    if reader.sections.ends_with_break() {
        reader.losses.add(Loss::PageBreak, source.len());
    }
    let pass = Pass {
        generator: reader.generator,
        damaged: unclosed || reader.repair.is_damaged(),
        surplus: reader.repair.surplus_seen(),
    };
    reader.sink.tables().set_text_width(reader.pictures.text_width());
    let short = reader.losses.memory_was_short() || !reader.sink.assembly().is_whole();
    scratch.groups = reader.groups.into_buffer();
    scratch.bytes = reader.undecoded.into_buffer();
    scratch.links = reader.sink.into_buffer();
    scratch.capture = reader.capture.into_buffer();
    scratch.colors = reader.colors.into_buffer();
    scratch.fields = reader.fields.into_buffer();
    if short { Err(Error::out_of_memory()) } else { Ok(pass) }
}
