//! pandoc's tree, read.
//!
//! Shape   a stack of tasks over the values of the text (`tasks`): each takes one element, does what it says and
//!         puts what stands in it on top. `Reader` leads each to `blocks`, `tables` or `inlines`, which know what they
//!         are in the midst of; `names` has identifiers wait for text, `meta` reads what a document says of
//!         itself. Notes are read at the end, in the order of their references.
//! Units   indices of values; places in the report are bytes of the input.
//! Errors  see the room's head; lack of memory is remembered by the document.
//! Limits  no recursion; linear time.

mod blocks;
mod inlines;
mod meta;
mod names;
mod table;
mod tables;
mod tasks;
mod tree;

use self::blocks::Blocks;
use self::inlines::{Inlines, Note, OpenComment};
use self::names::Places;
use self::table::Grid;
use self::tables::Tables;
use self::tasks::{Task, Tasks, What};
use self::tree::Tree;
use crate::buffers::{Kept, kept};
use crate::document::{Document, Kind};
use crate::error::Result;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::text::json::{At, Tape};
use crate::work;

kept! {
    /// Buffers of the reader.
    #[derive(Debug, Default)]
    pub struct Scratch {
        tape: Tape,
        tasks: Vec<Task>,
        notes: Vec<Note>,
        comments: Vec<OpenComment>,
        grid: Grid,
        places: Places,
    }
}

/// Reads a tree into `doc`, which must have been `reset`.
pub fn read(
    source: &str,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { tape, tasks, notes, comments, grid, places } = scratch;
    tape.read(source)?;
    let tree = Tree::new(source, tape);
    let blocks = tree.blocks()?;
    places.clear();
    let mut reader = Reader {
        to: Tasks::new(tree, doc, report, tasks),
        blocks: Blocks::default(),
        tables: Tables::new(grid, options),
        inlines: Inlines::new(notes, comments),
        places,
    };
    if let Some(meta) = tree.member(0, "meta") {
        meta::read(meta, &mut reader.to);
    }
    reader.to.push_elements(What::Blocks, blocks);
    reader.run();
    reader.places.write_alone(&mut reader.to);
    reader.notes();
    reader.inlines.end(reader.to.doc);
    reader.to.doc.check()
}

/// What leads each task to who does it.
struct Reader<'r> {
    to: Tasks<'r>,
    blocks: Blocks,
    tables: Tables<'r>,
    inlines: Inlines<'r>,
    places: &'r mut Places,
}

impl<'r> Reader<'r> {
    /// Reads what was referred to, which may refer to more.
    fn notes(&mut self) {
        let (mut done, mut feet) = (0, 0);
        while let Some(note) = self.inlines.note(done) {
            let to = &mut self.to;
            done += 1;
            match note {
                Note::Foot(blocks) => {
                    feet += 1;
                    let label = to.doc.own_number(feet);
                    to.open(Kind::footnote(label));
                    to.push_elements(What::Blocks, blocks);
                }
                Note::Comment(id, inlines) => {
                    to.open(Kind::CommentBody(id));
                    if to.tree.count(inlines) > 0 {
                        to.open(Kind::PARAGRAPH);
                        to.push_elements(What::Inlines, inlines);
                    }
                }
            }
            self.run();
        }
    }

    fn run(&mut self) {
        let Reader { to, blocks, tables, inlines, places } = self;
        while let Some((what, at)) = to.next() {
            work::step(1);
            if halt::is_due() {
                to.doc.give_up();
                return;
            }
            // What some do is for no element; others do nothing without one.
            let (at, is_there) = (at.unwrap_or(At::MAX), at.is_some());
            match what {
                What::Close => to.doc.close(),
                What::Say(character) => to.say(character),
                What::Set(layout) => blocks.set(layout),
                What::EndCell => tables.end_cell(to),
                What::EndRow => tables.end_row(to),
                What::EndTable => tables.end(to),
                What::Heads(count) => tables.set_heads(count),
                _ if !is_there => {}
                What::Blocks => blocks.block(at, tables, places, to),
                What::Inlines => inlines.inline(at, places, to),
                What::Lines { first } => {
                    if !first {
                        to.doc.leaf(Kind::HardBreak);
                    }
                    to.push_elements(What::Inlines, at);
                }
                What::Items => blocks.item(at, to),
                What::Terms => {
                    let Some([term, definitions]) = to.tree.first(at) else { continue };
                    to.push_elements(What::Definitions, definitions);
                    to.open(Kind::Term);
                    places.write(to);
                    to.push_elements(What::Inlines, term);
                }
                What::Definitions => {
                    to.open(Kind::Definition);
                    to.push_elements(What::Blocks, at);
                }
                What::Bodies => tables.body(at, places, to),
                What::Rows => tables.new_row(at, places, to),
                What::OldRows => tables.old_row(at, to),
                What::Cells => tables.new_cell(at, blocks.layout(), places, to),
                What::OldCells => tables.old_cell(at, blocks.layout(), places, to),
                What::Caption => {
                    to.open(Kind::Caption);
                    to.push_elements(What::CaptionBlocks { first: true }, at);
                }
                What::OldCaption => {
                    to.open(Kind::Caption);
                    to.push_elements(What::Inlines, at);
                }
                What::CaptionBlocks { first } => {
                    if !first {
                        to.doc.leaf(Kind::SoftBreak);
                    }
                    match to.tree.tag(at) {
                        "Plain" | "Para" => to.push_elements(What::Inlines, to.tree.content(at)),
                        _ => {
                            to.lost(Loss::Caption, at);
                            let (text, _) = to.plain(at);
                            to.doc.leaf(Kind::Text(text));
                        }
                    }
                }
            }
        }
    }
}
