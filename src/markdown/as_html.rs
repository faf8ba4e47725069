//! What Markdown has no words for, as a block of HTML that the reader takes for the same block.
//!
//! Shape   [`is_html`] says which blocks they are: tables that pipes can't hold, and with `Styling=Html`
//!         paragraphs with alignment, colours or sizes of pictures, and ends of pages. [`write`] writes
//!         one: the HTML of its nodes, no line of which is blank, since that would end the block. The
//!         reader takes back what would be written so, to the byte; all other HTML is what it was.
//! Errors  want of memory.
//! Source  CommonMark 0.31, section 4.6.

use super::table_html;
use crate::buffers::kept;
use crate::document::{self, Align, Document, Kind, NodeId, View};
use crate::error::Result;
use crate::html::{self, Origin};
use crate::memory::{self, MOST_OUTPUT, Output};
use crate::options::{Options, RawHtml};
use crate::report::Report;

kept! {
    /// Buffers for such blocks.
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        html: Vec<u8>,
        lines: Vec<u8>,
        writer: html::WriterScratch,
    }
}

impl Scratch {
    /// What was written last.
    pub(super) fn written(&self) -> &[u8] {
        &self.lines
    }
}

/// Whether HTML stands as such in Markdown: else its reader would show it, or leave it out.
fn is_markup(options: &Options) -> bool {
    !matches!(options.html, RawHtml::Escape | RawHtml::Drop)
}

/// Which blocks are written as HTML.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted {
    /// Tables that pipes can't hold.
    tables: bool,
    /// What has looks.
    looks: bool,
}

impl Wanted {
    /// Those of the options.
    pub(super) fn by(options: &Options) -> Wanted {
        let is_markup = is_markup(options);
        Wanted {
            tables: options.complex_tables && options.extensions.tables && is_markup,
            looks: options.styling && is_markup,
        }
    }

    pub(super) fn tables(self) -> bool {
        self.tables
    }

    pub(super) fn looks(self) -> bool {
        self.looks
    }
}

/// Whether a block is written as HTML.
pub(super) fn is_html(view: View<'_>, block: NodeId, wanted: Wanted) -> bool {
    let Some(kind) = view.kind(block) else { return false };
    match kind {
        Kind::Table { .. } => wanted.tables && document::is_complex(view.nodes(), block as usize),
        Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::PageBreak => {
            wanted.looks && is_styled(view, block, kind)
        }
        _ => false,
    }
}

/// Whether a paragraph, a heading or the end of a page says what Markdown can't, and nothing that stands
/// in Markdown only.
fn is_styled(view: View<'_>, block: NodeId, kind: &Kind) -> bool {
    let mut styled = match *kind {
        Kind::PageBreak => return true,
        Kind::Paragraph { layout } | Kind::Heading { layout, .. } => layout.align() != Align::None,
        _ => false,
    };
    let nodes = view.nodes();
    let end = nodes.get(block as usize).map_or(block, |node| node.end);
    for node in nodes.get(block as usize..end as usize).unwrap_or(&[]) {
        match node.kind {
            Kind::Colored { .. } => styled = true,
            Kind::Image(link) => {
                let link = view.link(link);
                styled |= (link.width, link.height) != (0, 0);
            }
            kind if document::is_of_markdown(&kind) => return false,
            _ => {}
        }
    }
    styled
}

/// The HTML of a block between two nodes, without the end of its last line.
pub(super) fn write<'s>(
    view: View<'_>,
    options: &Options,
    block: (NodeId, NodeId),
    scratch: &'s mut Scratch,
) -> Result<&'s [u8]> {
    let Scratch { html, lines, writer } = scratch;
    let mut out = Output::new(std::mem::take(html), MOST_OUTPUT);
    html::write_part(view, options, block, &mut out, writer)?;
    *html = out.finish()?;
    lines.clear();
    let mut is_begun = false;
    for line in html.trim_ascii_end().split(|&byte| byte == b'\n') {
        let is_blank = line.trim_ascii().is_empty();
        let parts: [&[u8]; 3] = match line {
            // The end of the line before, and what would be blank behind it.
            [] => [b"\n&#10;", b"", b""],
            [b'\t', rest @ ..] if is_blank => [b"\n", b"&#9;", rest],
            [_, rest @ ..] if is_blank => [b"\n", b"&#32;", rest],
            _ => [b"\n", line, b""],
        };
        let first = if is_begun { parts[0] } else { b"" };
        // Behind a line end that is a reference the line goes on.
        let first =
            if is_begun && lines.ends_with(b"\n&#10;") { first.get(1..) } else { Some(first) };
        is_begun = true;
        for part in [first.unwrap_or(b""), parts[1], parts[2]] {
            if !memory::append(lines, part) {
                return Err(crate::error::Error::out_of_memory());
            }
        }
    }
    html.clear();
    Ok(lines)
}

/// Reads HTML that was written so into the container that is open; false where it can't have been.
pub(super) fn read(html: &str, options: &Options, doc: &mut Document) -> bool {
    if html.starts_with("<table") {
        return table_html::read(html, options, doc);
    }
    let (report, scratch) = (&mut Report::default(), &mut html::Scratch::default());
    html::read(html, Origin::Elsewhere, options, doc, report, scratch).is_ok()
}

/// Whether all tables of a document that are written as HTML would be read as the same ones.
pub(super) fn tables_come_back(
    view: View<'_>,
    options: &Options,
    scratch: &mut Scratch,
) -> Result<bool> {
    let wanted = Wanted { tables: true, looks: false };
    let nodes = view.nodes();
    let mut at = 0;
    while let Some(node) = nodes.get(at as usize) {
        let is_table = matches!(node.kind, Kind::Table { .. });
        if is_table && is_html(view, at, wanted) && !has_markdown(view, at) {
            let html = write(view, options, (at, node.end), scratch)?;
            if !std::str::from_utf8(html).is_ok_and(|html| is_ours(html, options)) {
                return Ok(false);
            }
        }
        at = if is_table { node.end.max(at + 1) } else { at + 1 };
    }
    Ok(true)
}

/// Whether a table holds what can't stand in a block of HTML in Markdown: it is flattened in any case.
fn has_markdown(view: View<'_>, table: NodeId) -> bool {
    let nodes = view.nodes();
    let end = nodes.get(table as usize).map_or(table, |node| node.end);
    let inside = nodes.get(table as usize..end as usize).unwrap_or(&[]);
    inside.iter().any(|node| document::is_of_markdown(&node.kind))
}

/// Whether what was written last would be read as its block; if not, it is written as it is read, where that
/// says the same: blanks at the edge of a colour stand outside of it then, and what touches in one
/// colour is one.
pub(super) fn settle(
    (view, id, end): (View<'_>, NodeId, NodeId),
    options: &Options,
    scratch: &mut Scratch,
) -> Result<bool> {
    let Ok(html) = std::str::from_utf8(&scratch.lines) else { return Ok(false) };
    if is_ours(html, options) {
        return Ok(true);
    }
    let mut doc = Document::default();
    doc.reset(options.max_nesting);
    if !read(html, options, &mut doc) {
        return Ok(false);
    }
    let found = View { doc: &doc, source: b"" };
    let found_end = found.nodes().len() as NodeId;
    if said(found, 0, found_end) != said(view, id, end) {
        return Ok(false);
    }
    write(found, options, (0, found_end), scratch)?;
    Ok(std::str::from_utf8(&scratch.lines).is_ok_and(|html| is_ours(html, options)))
}

/// What nodes say, whatever colours they have: their words, and what else they are.
fn said(view: View<'_>, id: NodeId, end: NodeId) -> (Vec<u8>, Vec<std::mem::Discriminant<Kind>>) {
    let (mut words, mut kinds) = (Vec::new(), Vec::new());
    for node in view.nodes().get(id as usize..end as usize).unwrap_or(&[]) {
        match node.kind {
            Kind::Text(span) => words.extend_from_slice(view.text(span)),
            Kind::Colored { .. } => {}
            kind => kinds.push(std::mem::discriminant(&kind)),
        }
    }
    (words, kinds)
}

/// Whether HTML is what would be written for the block that it means.
pub(super) fn is_ours(html: &str, options: &Options) -> bool {
    let mut doc = Document::default();
    doc.reset(options.max_nesting);
    if !read(html, options, &mut doc) {
        return false;
    }
    let view = View { doc: &doc, source: b"" };
    let end = view.nodes().len() as NodeId;
    let is_one = view.nodes().first().is_some_and(|first| first.end == end);
    let mut scratch = Scratch::default();
    is_one
        && is_html(view, 0, Wanted::by(options))
        && write(view, options, (0, end), &mut scratch)
            .is_ok_and(|written| written == html.as_bytes())
}
