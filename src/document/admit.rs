//! Who is let in: the addresses and the raw HTML that the options of a conversion do not want.
//!
//! Shape   [`admit`] goes over a finished document, between reader and writer, so that it holds for all of
//!         them. A link that goes leaves its text, a picture its alternative text, and a container
//!         that has lost all that it held goes too. A document with nothing to remove is not touched.
//! Units   places in the report are bytes of the input.
//! Errors  lack of memory is remembered by the document.

use super::{Document, Kind, Node, Span, View, Words};
use crate::memory;
use crate::options::{Links, Options, RawHtml};
use crate::report::{Loss, Report};
use crate::text::address::{Address, judge};
use crate::work;

/// What becomes of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It goes, and what it holds stays.
    Opened,
    /// Raw HTML that is shown as text.
    Shown,
    /// It goes with what it holds.
    Dropped,
}

/// Takes out of a document what the options do not let in.
pub(crate) fn admit(doc: &mut Document, source: &[u8], options: &Options, report: &mut Report) {
    work::step(doc.nodes.len());
    let view = View { doc, source };
    if view.nodes().iter().all(|node| fate(&node.kind, view, options) == Fate::Stays) {
        return;
    }
    // What is built anew points into the same texts.
    let nodes = std::mem::take(&mut doc.nodes);
    rebuild(doc, &nodes, source, options, report);
}

fn fate(kind: &Kind, view: View<'_>, options: &Options) -> Fate {
    let html = match options.html {
        RawHtml::Keep => Fate::Stays,
        RawHtml::Escape => Fate::Shown,
        RawHtml::Drop => Fate::Dropped,
    };
    match *kind {
        Kind::Link(id) | Kind::Image(id) => {
            let picture = matches!(kind, Kind::Image(_));
            match allows(options.links, view.text(view.link(id).url), picture) {
                true => Fate::Stays,
                false => Fate::Opened,
            }
        }
        Kind::Html(_) | Kind::HtmlBlock => html,
        Kind::Paragraph | Kind::Heading { .. } | Kind::Quote { .. } | Kind::List { .. } => {
            Fate::Stays
        }
        Kind::Item { .. } | Kind::CodeBlock { .. } | Kind::Table { .. } | Kind::Row { .. } => {
            Fate::Stays
        }
        Kind::Cell | Kind::FootnoteDefinition { .. } | Kind::DefinitionList => Fate::Stays,
        Kind::Term | Kind::Definition | Kind::Emphasis | Kind::Strong | Kind::Strike => Fate::Stays,
        Kind::Underline | Kind::Superscript | Kind::Subscript | Kind::Highlight => Fate::Stays,
        Kind::Keyboard | Kind::Rule | Kind::Text(_) | Kind::Code(_) | Kind::Math { .. } => {
            Fate::Stays
        }
        Kind::SoftBreak | Kind::HardBreak => Fate::Stays,
        Kind::FootnoteReference { .. } | Kind::Anchor { .. } => Fate::Stays,
    }
}

/// Whether links or pictures may have an address.
fn allows(links: Links, address: &[u8], picture: bool) -> bool {
    match (links, judge(address)) {
        (Links::All, _) => true,
        (_, Address::Relative | Address::Web) => true,
        (_, Address::Unsafe) => false,
        (Links::Safe, Address::Raster | Address::Scheme | Address::Machine) => true,
        // The pictures of a document stand in it.
        (Links::Web, Address::Raster) => picture,
        (Links::Web, Address::Scheme | Address::Machine) => false,
    }
}

/// Whether a container says nothing once it has lost all that it held.
fn is_nothing_by_itself(kind: &Kind) -> bool {
    match kind {
        Kind::Paragraph | Kind::Heading { .. } | Kind::Quote { .. } | Kind::Emphasis => true,
        Kind::Strong | Kind::Strike | Kind::Underline | Kind::Superscript => true,
        Kind::Subscript | Kind::Highlight | Kind::Keyboard | Kind::Link(_) => true,
        Kind::List { .. } | Kind::Item { .. } | Kind::CodeBlock { .. } | Kind::HtmlBlock => false,
        Kind::Table { .. } | Kind::Row { .. } | Kind::Cell | Kind::FootnoteDefinition { .. } => {
            false
        }
        Kind::DefinitionList | Kind::Term | Kind::Definition | Kind::Image(_) => false,
        Kind::Rule | Kind::Text(_) | Kind::Code(_) | Kind::Html(_) | Kind::Math { .. } => false,
        Kind::SoftBreak | Kind::HardBreak => false,
        Kind::FootnoteReference { .. } | Kind::Anchor { .. } => false,
    }
}

/// A container that is open: where it ends among the old nodes, and whether it is among the new.
#[derive(Clone, Copy)]
struct Open {
    end: usize,
    stays: bool,
    was_empty: bool,
}

fn rebuild(
    doc: &mut Document,
    nodes: &[Node],
    source: &[u8],
    options: &Options,
    report: &mut Report,
) {
    let mut open: Vec<Open> = Vec::new();
    let (mut at, mut place) = (0, usize::MAX);
    while at < nodes.len() || !open.is_empty() {
        if let Some(last) = open.pop_if(|last| last.end <= at) {
            if last.stays {
                close(doc, last.was_empty);
            }
            continue;
        }
        let Node { kind, end } = nodes[at];
        let end = end as usize;
        let text = text_of(&kind, doc);
        place = in_source(text).unwrap_or(place);
        let fate = fate(&kind, View { doc, source }, options);
        match (fate, &kind) {
            (Fate::Opened, _) => {
                // Where the address itself has no place its text has.
                let inner =
                    nodes[at..end].iter().find_map(|node| in_source(text_of(&node.kind, doc)));
                report.add(Loss::UnsafeLink, inner.unwrap_or(place));
            }
            (Fate::Dropped, _) => {
                let inner =
                    nodes[at..end].iter().find_map(|node| in_source(text_of(&node.kind, doc)));
                report.add(Loss::Html, inner.unwrap_or(place));
                at = end;
                continue;
            }
            (Fate::Shown, Kind::HtmlBlock) => {
                doc.open(Kind::Paragraph);
                nodes[at + 1..end]
                    .iter()
                    .for_each(|node| show(doc, source, text_of(&node.kind, doc)));
                close(doc, false);
                at = end;
                continue;
            }
            (Fate::Shown, _) => show(doc, source, text),
            (Fate::Stays, kind) if kind.is_leaf() => doc.leaf(*kind),
            (Fate::Stays, kind) => {
                doc.open(*kind);
            }
        }
        if !kind.is_leaf() {
            let stays = fate == Fate::Stays;
            if !memory::push(&mut open, Open { end, stays, was_empty: end == at + 1 }) {
                doc.give_up();
                return;
            }
        }
        at += 1;
    }
}

/// Closes a container, and takes it back where it has lost all that it held.
fn close(doc: &mut Document, was_empty: bool) {
    let id = doc.opened(0);
    doc.close();
    if let Some(id) = id.filter(|&id| !was_empty && doc.is_last(id))
        && doc.nodes.last().is_some_and(|node| is_nothing_by_itself(&node.kind))
    {
        doc.nodes.truncate(id as usize);
    }
}

/// Adds the lines of raw HTML as text, with line ends between them.
fn show(doc: &mut Document, source: &[u8], span: Span) {
    let mut from = 0;
    while from < span.len() {
        let text = View { doc, source }.text(span);
        let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) else { return };
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let shown = rest[..line].trim_ascii_end().len();
        let blanks = if from == 0 { 0 } else { shown - rest[..shown].trim_ascii_start().len() };
        let is_cut = line + 1 < rest.len();
        doc.leaf(Kind::Text(span.slice(from + blanks, from + shown)));
        if is_cut && shown > blanks {
            doc.leaf(Kind::SoftBreak);
        }
        from += line + 1;
    }
}

/// The text of a node, or the address it leads to.
fn text_of(kind: &Kind, doc: &Document) -> Span {
    match kind.words() {
        Words::Text(span) | Words::Markup(span) => span,
        Words::Target(id) => doc.links.get(id.0 as usize).map_or(Span::EMPTY, |link| link.url),
        Words::Blank | Words::None => Span::EMPTY,
    }
}

/// Where a text stands in the input, if it does.
fn in_source(span: Span) -> Option<usize> {
    let (own, start, _) = span.place();
    (!own && !span.is_empty()).then_some(start)
}
