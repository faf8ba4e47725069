//! A document to Markdown that reads back as the same document.
//!
//! Shape   `blocks` walks the document and only routes. What has state owns it: `lines` the output and
//!         what its lines begin with, `frames` the open containers, `notes` the footnotes, and for the
//!         inlines of a block (`inline`) `pen`, which has what is held back (`held`), what is open
//!         (`spans`) and its delimiters (`emphasis`), and `text`. What has no state judges by what it
//!         is given: `nodes` and `look` (what is and what will be visible), `list`, `line_start`,
//!         `escape`, `census`, `pairing`, `address`, `bare`, `chars`, `wrap`. `code`, `leaf`, `link` and
//!         `raw` write what looks the same wherever it stands.
//! Units   bytes of UTF-8; line ends are LF, which the converter turns into others.
//! Errors  remembered by `Output`.
//! Limits  linear in the document (times the width of line prefixes); nothing is recursive.
//! Source  CommonMark 0.31, GFM 0.29.

mod address;
mod bare;
mod block;
mod blocks;
mod census;
mod chars;
mod classes;
mod code;
mod critic;
mod emphasis;
mod escape;
mod frames;
mod held;
mod inline;
mod leaf;
mod line_start;
mod lines;
mod link;
mod list;
mod look;
mod nodes;
mod notes;
mod pairing;
mod pen;
mod raw;
mod spans;
mod text;
mod wrap;

use crate::buffers::kept;
use crate::document::{Kind, Node, View};
use crate::error::{Error, Result};
use crate::markdown::as_html;
use crate::memory::Output;
use crate::options::{Extensions, FrontMatter, MarkdownStyle, Options};
use crate::report::{Loss, Report};

use classes::Classes;
use frames::Frames;
use inline::Inlines;
use lines::{LineBuffers, Lines};
use nodes::Nodes;
use notes::Notes;

kept! {
    /// Buffers that the writer needs and that serve the next document too.
    #[derive(Debug, Default)]
    pub struct Scratch {
        lines: LineBuffers,
        frames: Frames,
        notes: Notes,
        inlines: Inlines,
        html: as_html::Scratch,
    }
}

impl Scratch {
    /// The buffers for what is written as HTML.
    pub(in crate::markdown) fn html(&mut self) -> &mut as_html::Scratch {
        &mut self.html
    }
}

/// What the writer is given: a document, and how Markdown is to be written.
struct Given<'a> {
    nodes: Nodes<'a>,
    extensions: Extensions,
    style: MarkdownStyle,
    options: &'a Options,
    classes: Classes,
    /// The text is written in a page in which other letters than U+FEFF look like a mark.
    paged: bool,
}

/// Writes a document as Markdown. A full output is remembered by `out`; an error here means that
/// the writer itself had no memory.
pub fn write<'a>(
    view: View<'a>,
    options: &'a Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let given = Given {
        nodes: Nodes::by(view, options),
        extensions: options.extensions,
        style: options.markdown,
        options,
        classes: Classes::new(&options.extensions),
        paged: options.code_page != 65001,
    };
    report_losses(&given, view, report);
    let Scratch { lines, frames, notes, inlines, html } = scratch;
    frames.begin_document(given.nodes.end());
    notes.begin_document(given.nodes);
    inlines.begin_document(&given);
    let mut lines = Lines::new(out, lines, given.style.wrap);
    blocks::write(&given, &mut lines, report, (frames, notes, inlines, html));
    report.add_many(Loss::Note, notes.missing(), usize::MAX);
    if lines.is_full() || notes.is_full() || inlines.is_full() {
        return Err(Error::out_of_memory());
    }
    Ok(())
}

/// Counts what the options leave no words for, and cannot be told where it is written.
fn report_losses(given: &Given<'_>, view: View<'_>, report: &mut Report) {
    let doc = view.doc;
    let is_written = match given.extensions.front_matter {
        FrontMatter::No => false,
        FrontMatter::Auto => !doc.front.is_empty(),
        FrontMatter::Yes => true,
    };
    if !is_written {
        report.add_many(Loss::Metadata, doc.count_facts(), usize::MAX);
    }
    let (mut formulas, mut colors, mut small_caps, mut endnotes) = (0, 0, 0, 0);
    let mut joined = 0;
    for (at, node) in doc.nodes.iter().enumerate() {
        match node.kind {
            // Its words are one line.
            Kind::CommentBody(_) if given.extensions.critic.comments => {
                let mut lines = doc.nodes.get(at + 2..node.end as usize).unwrap_or(&[]).iter();
                let ends = |node: &Node| node.kind.is_paragraph() || node.kind == Kind::HardBreak;
                joined += u32::from(lines.any(ends));
            }
            Kind::Math { tex, display } => {
                let is_written = given.extensions.math
                    && raw::formula_of(given.nodes.text(tex), display).is_some();
                formulas += u32::from(!is_written);
            }
            Kind::Colored { .. } => colors += 1,
            Kind::SmallCaps => small_caps += 1,
            Kind::FootnoteDefinition { end: true, .. } => endnotes += 1,
            _ => {}
        }
    }
    let comments = if given.extensions.critic.comments { doc.signed_comments() } else { 0 };
    report.add_many(Loss::ChangeAuthor, doc.signed_changes() + comments, usize::MAX);
    report.add_many(Loss::Other, joined, usize::MAX);
    report.add_many(Loss::Math, formulas, usize::MAX);
    if colors > 0 {
        colors = colors_in_markdown(given.nodes, view);
    }
    report.add_many(Loss::Color, colors, usize::MAX);
    report.add_many(Loss::Font, small_caps, usize::MAX);
    report.add_many(Loss::Note, endnotes, usize::MAX);
}

/// How many changes of colour stand where Markdown has no words for them: HTML has.
fn colors_in_markdown(nodes: Nodes<'_>, view: View<'_>) -> u32 {
    let (mut count, mut html_end) = (0, 0);
    for (at, node) in (0..).zip(view.nodes()) {
        if at >= html_end && node.kind.is_block() && nodes.is_html(at) {
            html_end = node.end;
        }
        count += u32::from(at >= html_end && matches!(node.kind, Kind::Colored { .. }));
    }
    count
}

/// Makes room for `more` items, or remembers that there is none.
fn room<T>(buffer: &mut Vec<T>, more: usize, full: &mut bool) -> bool {
    let room = buffer.capacity() - buffer.len() >= more || buffer.try_reserve(more).is_ok();
    *full |= !room;
    room
}
