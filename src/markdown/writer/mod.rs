//! A document to Markdown that reads back as the same document.
//!
//! Shape   one walk over the blocks (`block`, `list`, `table`, `note`); each block's inlines are
//!         written by `inline` with `text` (escapes), `held` (white space and breaks), `link`,
//!         `address`, `code`, `raw` (HTML and formulas) and `emphasis`; `pairing` checks that a
//!         reader pairs the delimiters as they are meant, and `look` tells what will stand next
//!         to what; `wrap` breaks lines where that is wanted.
//! Units   bytes of UTF-8; line ends are LF, which the converter turns into others.
//! Errors  remembered by `Output`.
//! Limits  linear in the document (times the width of line prefixes); nothing is recursive.
//! Source  CommonMark 0.31, GFM 0.29.

mod address;
mod block;
mod classes;
mod code;
mod emphasis;
mod held;
mod inline;
mod link;
mod list;
mod look;
mod note;
mod pairing;
mod raw;
mod table;
mod text;
mod wrap;

use crate::document::{Kind, NodeId, Span, View};
use crate::error::{Error, Result};
use crate::memory::Output;
use crate::options::{Extensions, MarkdownStyle, Options};
use crate::report::Report;

use block::Frame;
use classes::Classes;
use emphasis::Mark;
use inline::{InlineState, OpenInline};
use note::Note;
use pairing::Run;

/// Buffers that the writer needs and that serve the next document too.
#[derive(Debug, Default)]
pub struct Scratch {
    /// What every line begins with inside the open containers.
    prefix: Vec<u8>,
    frames: Vec<Frame>,
    /// Open inline containers.
    open: Vec<OpenInline>,
    /// Emphasis delimiters of the block being written.
    marks: Vec<Mark>,
    /// For each emphasis of the block: how often its delimiters had to be changed.
    levels: Vec<u8>,
    runs: Vec<Run>,
    /// White space that is written when something visible follows.
    space: Vec<u8>,
    /// A text that is stored in pieces, joined.
    joined: Vec<u8>,
    /// Where the text being written is broken by backslashes.
    stops: Vec<usize>,
    /// Where the block being written has single spaces at which a line may end.
    spaces: Vec<usize>,
    notes: Vec<Note>,
    note_order: Vec<u32>,
}

impl Scratch {
    /// Bytes that the buffers hold.
    pub fn retained_bytes(&self) -> usize {
        self.prefix.capacity()
            + self.frames.capacity() * size_of::<Frame>()
            + self.open.capacity() * size_of::<OpenInline>()
            + self.marks.capacity() * size_of::<Mark>()
            + self.levels.capacity()
            + self.runs.capacity() * size_of::<Run>()
            + self.space.capacity()
            + self.joined.capacity()
            + (self.stops.capacity() + self.spaces.capacity()) * size_of::<usize>()
            + self.notes.capacity() * size_of::<Note>()
            + self.note_order.capacity() * size_of::<u32>()
    }
}

struct Writer<'a, 'w> {
    view: View<'a>,
    extensions: Extensions,
    style: MarkdownStyle,
    out: &'w mut Output,
    report: &'w mut Report,
    s: &'w mut Scratch,
    classes: Classes,
    inline: InlineState,
    next_note: u32,
    /// A buffer could not grow.
    full: bool,
}

/// Writes a document as Markdown. A full output is remembered by `out`; an error here means that
/// the writer itself had no memory.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    scratch.prefix.clear();
    scratch.frames.clear();
    let mut writer = Writer {
        view,
        extensions: options.extensions,
        style: options.markdown,
        out,
        report,
        s: scratch,
        classes: Classes::new(&options.extensions),
        inline: InlineState::default(),
        next_note: 0,
        full: false,
    };
    writer.document();
    if writer.full { Err(Error::out_of_memory()) } else { Ok(()) }
}

/// Makes room for `more` items, or remembers that there is none.
fn room<T>(buffer: &mut Vec<T>, more: usize, full: &mut bool) -> bool {
    let room = buffer.capacity() - buffer.len() >= more || buffer.try_reserve(more).is_ok();
    *full |= !room;
    room
}

impl<'a> Writer<'a, '_> {
    fn document(&mut self) {
        self.collect_notes();
        self.s.frames.push(Frame::root(self.view.doc.nodes.len() as NodeId));
        self.front_matter();
        self.blocks(0, self.view.doc.nodes.len() as NodeId);
        self.write_notes();
        if !self.out.is_empty() {
            self.out.push_byte(b'\n');
        }
    }

    /// Title and author as YAML, when front matter is on.
    fn front_matter(&mut self) {
        let (title, author) = (self.view.doc.title, self.view.doc.author);
        if !self.extensions.front_matter || (title.is_empty() && author.is_empty()) {
            return;
        }
        self.out.push(b"---\n");
        for (key, value) in [(&b"title: \""[..], title), (b"author: \"", author)] {
            if value.is_empty() {
                continue;
            }
            self.out.push(key);
            for &byte in self.view.text(value) {
                match byte {
                    b'"' | b'\\' => self.out.push(&[b'\\', byte]),
                    b'\n' => self.out.push(b"\\n"),
                    b'\t' => self.out.push(b"\\t"),
                    b'\r' => {}
                    _ => self.out.push_byte(byte),
                }
            }
            self.out.push(b"\"\n");
        }
        self.out.push(b"---");
        if let Some(frame) = self.s.frames.last_mut() {
            frame.filled = true;
        }
    }

    fn kind(&self, id: NodeId) -> Kind {
        self.view.kind(id).copied().unwrap_or(Kind::Rule)
    }

    fn end_of(&self, id: NodeId) -> NodeId {
        self.view.doc.nodes.get(id as usize).map_or(id + 1, |node| node.end)
    }

    fn text(&self, span: Span) -> &'a [u8] {
        self.view.text(span)
    }

    /// Ends the line and begins the next one inside the open containers.
    fn new_line(&mut self) {
        self.out.push_byte(b'\n');
        self.out.push(&self.s.prefix);
    }

    /// Ends the line and adds an empty one; nothing stands on it yet that ends it.
    fn blank_line(&mut self) {
        self.out.push_byte(b'\n');
        self.out.push(self.s.prefix.trim_ascii_end());
    }
}
