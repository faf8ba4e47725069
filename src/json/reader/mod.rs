//! pandoc's tree, read.
//!
//! Shape   a stack of tasks over the values of the text: each takes one element, does what it says and
//!         puts what stands in it on top (`tasks`): `blocks`, `inlines` and `meta` say what. Notes are
//!         read at the end, in the order of their references.
//! Units   indices of values; places in the report are bytes of the input.
//! Errors  see the room's head; lack of memory is remembered by the document.
//! Limits  no recursion; linear time.

mod blocks;
mod inlines;
mod meta;
mod names;
mod table;
mod tasks;
mod tree;

use self::names::Places;
use self::table::{ALL, Grid};
use self::tree::Tree;
use crate::buffers::{Kept, kept};
use crate::document::{CommentId, Document, Kind, Layout, NodeId, Span};
use crate::error::Result;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::text::json::{At, Tape};
use crate::work;
use tasks::{Task, What};

/// What stands at the end of a document.
#[derive(Clone, Copy, Debug)]
enum Note {
    /// Blocks.
    Foot(At),
    /// Inlines.
    Comment(CommentId, At),
}

kept! {
    /// Buffers of the reader.
    #[derive(Debug, Default)]
    pub struct Scratch {
        tape: Tape,
        tasks: Vec<Task>,
        notes: Vec<Note>,
        comments: Vec<(u32, CommentId, NodeId)>,
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
    tasks.clear();
    notes.clear();
    comments.clear();
    grid.begin(options);
    places.clear();
    let layout = Layout::PLAIN;
    let meta = tree.member(0, "meta");
    let mut reader = Reader {
        tree,
        tasks,
        notes,
        comments,
        grid,
        places,
        doc,
        report,
        layout,
        feet: 0,
        has_contents: false,
    };
    if let Some(meta) = meta {
        reader.meta(meta);
    }
    reader.push_elements(What::Blocks, blocks);
    reader.run();
    reader.write_names_alone();
    let (mut done, mut feet) = (0, 0);
    while let Some(&note) = reader.notes.get(done) {
        done += 1;
        match note {
            Note::Foot(blocks) => {
                feet += 1;
                let label = reader.doc.own_number(feet);
                reader.open(Kind::footnote(label));
                reader.push_elements(What::Blocks, blocks);
            }
            Note::Comment(id, inlines) => {
                reader.open(Kind::CommentBody(id));
                if reader.tree.count(inlines) > 0 {
                    reader.open(Kind::PARAGRAPH);
                    reader.push_elements(What::Inlines, inlines);
                }
            }
        }
        reader.run();
    }
    // What is said of a place that ends nowhere is said of nothing.
    for &(_, _, start) in &*reader.comments {
        reader.doc.set_kind(start, Kind::Text(Span::EMPTY));
    }
    reader.doc.check()
}

struct Reader<'r> {
    tree: Tree<'r>,
    tasks: &'r mut Vec<Task>,
    notes: &'r mut Vec<Note>,
    /// Comments that are open: their numbers in the tree, and where they begin.
    comments: &'r mut Vec<(u32, CommentId, NodeId)>,
    grid: &'r mut Grid,
    places: &'r mut Places,
    doc: &'r mut Document,
    report: &'r mut Report,
    /// What paragraphs are set like.
    layout: Layout,
    /// Footnotes referred to.
    feet: u32,
    has_contents: bool,
}

impl<'r> Reader<'r> {
    fn run(&mut self) {
        while let Some(Task { what, at, end }) = self.tasks.pop() {
            work::step(1);
            if halt::is_due() {
                self.doc.give_up();
                return;
            }
            let is_there = at < end;
            // What is left comes again when this one is done.
            let next = if is_there { self.tree.after(at) } else { end };
            if next < end {
                self.push(what.behind(), next, end);
            }
            match what {
                What::Close => self.doc.close(),
                What::Say(character) => self.say(character),
                What::Set(layout) => self.set(layout),
                What::EndCell => self.grid.end_cell(self.doc),
                What::EndRow => self.grid.end_row(self.doc),
                What::EndTable => self.grid.end(self.doc),
                What::Heads(count) => self.grid.set_heads(count),
                _ if !is_there => {}
                What::Blocks => self.block(at),
                What::Inlines => self.inline(at),
                What::Lines { first } => {
                    if !first {
                        self.doc.leaf(Kind::HardBreak);
                    }
                    self.push_elements(What::Inlines, at);
                }
                What::Items => self.item(at),
                What::Terms => {
                    let Some([term, definitions]) = self.tree.first(at) else { continue };
                    self.push_elements(What::Definitions, definitions);
                    self.open(Kind::Term);
                    self.write_names();
                    self.push_elements(What::Inlines, term);
                }
                What::Definitions => {
                    self.open(Kind::Definition);
                    self.push_elements(What::Blocks, at);
                }
                What::Bodies => {
                    let Some([attributes, heads, head, rows]) = self.tree.first(at) else {
                        continue;
                    };
                    self.look_over(at, self.tree.attributes(attributes), &[]);
                    self.push_elements(What::Rows, rows);
                    self.push(What::Heads(self.tree.number(heads).unwrap_or(0)), 0, 0);
                    self.push_elements(What::Rows, head);
                    self.grid.set_heads(ALL);
                }
                What::Rows => {
                    let Some([attributes, cells]) = self.tree.first(at) else { continue };
                    self.look_over(at, self.tree.attributes(attributes), &[]);
                    self.row(at, What::Cells, cells);
                }
                What::OldRows => self.row(at, What::OldCells, at),
                What::Cells => {
                    let Some([attributes, set, _, _, blocks]) = self.tree.first(at) else {
                        continue;
                    };
                    self.look_over(at, self.tree.attributes(attributes), &[]);
                    self.cell(self.tree.span(at), set, blocks);
                }
                What::OldCells => self.cell((1, 1), At::MAX, at),
                What::Caption => {
                    self.open(Kind::Caption);
                    self.push_elements(What::CaptionBlocks { first: true }, at);
                }
                What::OldCaption => {
                    self.open(Kind::Caption);
                    self.push_elements(What::Inlines, at);
                }
                What::CaptionBlocks { first } => {
                    if !first {
                        self.doc.leaf(Kind::SoftBreak);
                    }
                    match self.tree.tag(at) {
                        "Plain" | "Para" => {
                            self.push_elements(What::Inlines, self.tree.content(at))
                        }
                        _ => {
                            self.lost(Loss::Caption, at);
                            let (text, _) = self.plain(at);
                            self.doc.leaf(Kind::Text(text));
                        }
                    }
                }
            }
        }
    }
}
