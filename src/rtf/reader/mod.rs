//! RTF bytes to a document.
//!
//! Shape   one pass over the tokens fills an `Assembly` (paragraphs and runs in their flows, tables); then
//!         `structure` recognises blocks in the finished paragraphs and fills the document.
//! Layers  each is a struct that holds the one below it: `here` is what is in force (the place, groups, the
//!         sink, fonts, fields, losses), `paragraphs` ends paragraphs with their rows and pages, `lines` adds
//!         characters and breaks lines, `text` decodes. `Reader` (`tokens`) hands what comes to the text, or
//!         with the text to who owns it: `destinations` to the `tables` of the header, `drawings` and `flows`;
//!         `braces` puts right what lost its braces, `bounds` knows where documents begin and end,
//!         `formula_words` formulas. They call those that they are given, and nobody above them.
//! Owners  keep their state to themselves: `groups` (with `characters` and `paragraph_words`) the formatting in
//!         force, `sink` runs and paragraphs, `capture` text that is no run's, `font_table`, `style_entry`,
//!         `lists`, `colors`, `known` and `rows` what is being made of tables, `field` and `form`, `picture` and
//!         `shapes`, `headers`, `comments`, `sections`, `tab_lines`, `repair` damage, `losses` the report.
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
mod colors;
mod comments;
mod destinations;
mod drawings;
mod equation;
mod field;
mod flows;
mod font_table;
mod form;
mod formula;
mod formula_ahead;
mod formula_words;
mod generator;
mod groups;
mod headers;
mod here;
mod instruction;
mod known;
mod lead_bytes;
mod line_of_math;
mod lines;
mod lists;
mod losses;
mod neighbours;
mod paragraph_words;
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
mod tables;
mod text;
mod tokens;
mod visibility;

use crate::buffers::{Kept, kept};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::math::Tree;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::structure;
use bounds::Bounds;
use braces::Braces;
use colors::Color;
use destinations::Destinations;
use drawings::Drawings;
use formula_words::Formulas;
use generator::Generator;
use here::Here;
use lines::Lines;
use paragraphs::Paragraphs;
use picture::Pictures;
use repair::Repair;
use tables::Tables;
use text::Text;

kept! {
    /// Buffers that the reader needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        assembly: Assembly,
        known: known::Buffers,
        here: here::Buffers,
        bytes: Vec<u8>,
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
    text: Text<'a, 'b>,
    destinations: Destinations<'b>,
    braces: Braces<'b>,
    bounds: Bounds,
    formulas: Formulas<'b>,
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
        let torn = report.get(Loss::RepairedBrace);
        *report = before;
        doc.text.clear();
        doc.links.clear();
        doc.comments.clear();
        doc.clear_meta();
        pass = read_once(source, options, doc, report, scratch, pass.surplus)?;
        // What has found its end by a word may leave as many braces as there should be.
        let is_told = report.get(Loss::RepairedBrace).count > before.get(Loss::RepairedBrace).count;
        if torn.count > 0 && !is_told {
            report.add(Loss::RepairedBrace, torn.first);
        }
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

/// The reader of a document. It is large, and what it is made of stands on the stack twice: here, and no longer than
/// it is being made.
#[inline(never)]
fn reader<'a, 'b>(
    source: &'a [u8],
    options: &'b Options,
    (doc, report): (&'b mut Document, &'b mut Report),
    scratch: &'b mut Scratch,
    surplus: u32,
) -> Reader<'a, 'b> {
    use std::mem::take;
    let Scratch {
        assembly, known, pictures, swallowers, formula, tex, here, colors, bytes, ..
    } = scratch;
    assembly.clear();
    let here = Here::new(source, options, (doc, assembly, report), take(here));
    let tables = Tables::new(options, known, take(colors));
    let pictures = Pictures::new(&options.images, options.max_picture, pictures);
    Reader {
        text: Text::new(Lines::new(Paragraphs::new(here)), take(bytes)),
        destinations: Destinations::new(options, tables, Drawings::new(pictures)),
        braces: Braces::new(Repair::new(swallowers, surplus, source.len())),
        bounds: Bounds::default(),
        formulas: Formulas::new(options.extensions.math, formula, tex),
    }
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
    let mut reader = reader(source, options, (doc, report), scratch, surplus);
    let unclosed = reader.run();
    let Reader { text, destinations, braces, bounds, .. } = &mut reader;
    let surplus = braces.surplus_seen();
    let damaged = unclosed || bounds.ended_early() || surplus > 0;
    let pass = Pass { generator: destinations.generator(), damaged, surplus };
    let short = text.here().memory_was_short();
    let (here, bytes) = (text.here_mut().take_buffers(), text.take_buffer());
    let colors = destinations.tables().take_buffer();
    (scratch.here, scratch.bytes, scratch.colors) = (here, bytes, colors);
    if short { Err(Error::out_of_memory()) } else { Ok(pass) }
}
