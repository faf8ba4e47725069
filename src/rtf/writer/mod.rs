//! A document to RTF bytes: 7-bit ASCII that Word, LibreOffice and RichEdit show alike.
//!
//! Shape   header, then one walk over the blocks; each block writes its inlines. The walk keeps
//!         its own stacks, so the depth of a document costs no depth of calls.
//! Units   twips (1/1440 inch) and half-points.
//! Errors  remembered by the output; what RTF can't hold goes into the report.
//! Limits  indents end at 31680 twips, the largest that Word takes.
//! Source  `docs/mapping.md`.

mod anchor;
mod block;
mod code;
mod direction;
mod field;
mod header;
mod inline;
mod list;
mod look;
mod names;
mod note;
mod paragraph;
mod picture;
mod plan;
pub(in crate::rtf) mod style;
mod table;
mod theme;

use self::block::{Container, Flow};
use self::look::Look;
use self::style::{CharacterStyle, FIRST_INFO, Prefix};
use crate::document::{Kind, NodeId, Span, View};
use crate::error::{Error, Result};
use crate::memory::Output;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::rtf::template::Template;
use crate::text::escape_rtf;

/// Buffers that the writer needs and that serve the next document too.
#[derive(Debug, Default)]
pub struct Scratch {
    plan: plan::Plan,
    prefixes: style::Prefixes,
    /// Open containers, the outermost first.
    containers: Vec<Container>,
    /// Open inline containers: where each ends and what closes it.
    inlines: Vec<(NodeId, inline::Closer)>,
    columns: Vec<table::Column>,
    /// Prepared bytes: a table's row definitions, the start of a code block's lines.
    prepared: Vec<u8>,
    /// A picture's file, its metafile, and what its conversion needs.
    file: Vec<u8>,
    metafile: Vec<u8>,
    pictures: crate::picture::Scratch,
}

impl Scratch {
    /// Bytes that the buffers hold.
    pub fn retained_bytes(&self) -> usize {
        self.plan.retained_bytes()
            + self.prefixes.retained_bytes()
            + self.containers.capacity() * size_of::<Container>()
            + self.inlines.capacity() * size_of::<(NodeId, inline::Closer)>()
            + self.columns.capacity() * size_of::<table::Column>()
            + self.prepared.capacity()
            + self.file.capacity()
            + self.metafile.capacity()
            + self.pictures.retained()
    }
}

/// Writes a document as RTF: 7-bit ASCII. Failures are remembered by `out`.
pub fn write(
    view: View<'_>,
    options: &Options,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    write_with(view, options, None, out, report, scratch)
}

/// [`write()`] with the look of a template.
pub fn write_with(
    view: View<'_>,
    options: &Options,
    template: Option<&Template>,
    out: &mut Output,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    scratch.plan.make(view);
    let look = Look::new(options, template);
    if template.is_some() {
        // Its styles may be bold or in italics, where the character styles tell.
        scratch.plan.character(CharacterStyle::Strong);
        scratch.plan.character(CharacterStyle::Emphasis);
    }
    scratch.prefixes.clear();
    scratch.containers.clear();
    scratch.inlines.clear();
    scratch.prepared.clear();
    let mut writer = Writer {
        view,
        options,
        look,
        out,
        report,
        scratch,
        flow: Flow::default(),
        size: look.size,
        bold: false,
        italic: false,
        strong: 0,
        emphasis: 0,
        in_link: false,
        after_link: 0,
        in_image: false,
        lost_picture: false,
        starved: false,
    };
    writer.header();
    writer.blocks(0, view.doc.nodes.len() as NodeId);
    writer.unused_notes();
    writer.end_of_flow();
    writer.out.push(b"}\r\n");
    if writer.starved || writer.scratch.plan.starved {
        return Err(Error::out_of_memory());
    }
    Ok(())
}

/// One document being written.
struct Writer<'a> {
    view: View<'a>,
    options: &'a Options,
    look: Look<'a>,
    out: &'a mut Output,
    report: &'a mut Report,
    scratch: &'a mut Scratch,
    flow: Flow,
    /// Size of the paragraph's text.
    size: u32,
    /// The paragraph's style makes all text bold, or puts it in italics.
    bold: bool,
    italic: bool,
    /// How many strong and emphasised texts are open.
    strong: u32,
    emphasis: u32,
    in_link: bool,
    /// Length of the output behind the last link.
    after_link: usize,
    in_image: bool,
    /// The image that follows was to be a picture and can't.
    lost_picture: bool,
    /// A stack could not grow.
    starved: bool,
}

impl<'a> Writer<'a> {
    /// A node's kind and the index after its subtree, which lies behind the node and within the
    /// document whatever the node says.
    #[inline]
    fn node(&self, id: NodeId) -> Option<(&'a Kind, NodeId)> {
        let nodes = &self.view.doc.nodes;
        let node = nodes.get(id as usize)?;
        Some((&node.kind, node.end.min(nodes.len() as NodeId).max(id + 1)))
    }

    /// The number of the first style that belongs to an info string.
    fn first_info(&self) -> u32 {
        FIRST_INFO + self.look.template.map_or(0, |template| template.other_count)
    }

    /// What the text that follows has from its paragraph's style.
    #[inline]
    fn take_style(&mut self, prefix: Prefix) {
        (self.size, self.bold, self.italic) = (prefix.size, prefix.bold, prefix.italic);
    }

    /// Takes what was written from `from` on into the prepared bytes, to be copied from there;
    /// returns where it stands. Tables and code in a footnote of a table are prepared on top.
    fn prepare(&mut self, from: usize) -> usize {
        let prepared = &mut self.scratch.prepared;
        let at = prepared.len();
        let made = self.out.as_bytes().get(from..).unwrap_or(&[]);
        if prepared.try_reserve(made.len()).is_ok() {
            prepared.extend_from_slice(made);
        } else {
            self.starved = true;
        }
        self.out.truncate(from);
        at
    }

    /// Text, escaped.
    #[inline]
    fn text(&mut self, span: Span) {
        let text = self.view.text(span);
        if escape_rtf(text, self.out) > 0 {
            self.lose(Loss::Other, text);
        }
    }

    /// Counts a loss at a text, whose place is known where it stands in the input itself.
    #[cold]
    fn lose(&mut self, loss: Loss, text: &[u8]) {
        let source = self.view.source.as_ptr_range();
        let at = text.as_ptr();
        let offset = if source.contains(&at) && !text.is_empty() {
            at as usize - source.start as usize
        } else {
            usize::MAX
        };
        self.report.add(loss, offset);
    }
}
