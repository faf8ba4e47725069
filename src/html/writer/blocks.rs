//! Blocks: paragraphs, quotes, lists and raw HTML.

use super::here::Sink;
use super::layout;
use super::notes::Notes;
use super::pen::{Form, Pen};
use crate::document::{
    Alert, Delimiter, Direction, Kind, Layout, NodeId, NumberStyle, Numbers, View,
};
use crate::report::Loss;

/// The class and the title of an alert.
fn alert_names(alert: Alert) -> (&'static str, &'static str) {
    match alert {
        Alert::Note => ("note", "Note"),
        Alert::Tip => ("tip", "Tip"),
        Alert::Important => ("important", "Important"),
        Alert::Warning => ("warning", "Warning"),
        Alert::Caution => ("caution", "Caution"),
    }
}

/// Whether a paragraph is set without space: its tags are left out. Two in a row need them.
fn is_tight(view: View<'_>, open: &[NodeId], id: NodeId) -> bool {
    let Some((&parent, around)) = open.split_last() else { return false };
    match (view.kind(parent), around.last().and_then(|&list| view.kind(list))) {
        (Some(Kind::Item { .. }), Some(Kind::List { tight: true, .. })) => {
            !follows_paragraph(view, parent, id)
        }
        (Some(Kind::Definition), _) => id == parent + 1 && view.end(id) == view.end(parent),
        _ => false,
    }
}

/// Whether a paragraph stands right before a node. Siblings are passed one by one, of which tight
/// items have few; behind many it is taken for one.
fn follows_paragraph(view: View<'_>, parent: NodeId, id: NodeId) -> bool {
    let (mut at, mut left) = (parent + 1, 16);
    while at < id && left > 0 {
        let Some(node) = view.nodes().get(at as usize) else { return false };
        if node.end >= id {
            return node.kind.is_paragraph();
        }
        (at, left) = (node.end, left - 1);
    }
    at < id
}

/// The tag of a paragraph; none where nothing is said of it and it is tight.
fn paragraph_tag(view: View<'_>, open: &[NodeId], id: NodeId, layout: Layout) -> &'static str {
    match (is_tight(view, open, id), layout.is_plain()) {
        (false, _) => "p",
        (true, true) => "",
        (true, false) => "div",
    }
}

/// A paragraph begins, in the containers that are open.
pub(super) fn begin_paragraph(to: &mut Sink<'_, '_>, open: &[NodeId], id: NodeId, layout: Layout) {
    let layout = layout::of(to, id, layout);
    let name = paragraph_tag(to.view, open, id, layout);
    if !name.is_empty() {
        to.pen.line();
        to.pen.tag(name);
        layout::begin(&mut to.pen, layout);
    } else if open.last().is_some_and(|&parent| id > parent + 1) {
        to.pen.line();
    }
}

/// A paragraph ends. The last one of a note has the links back to where the note is referred to.
pub(super) fn end_paragraph(
    to: &mut Sink<'_, '_>,
    open: &[NodeId],
    notes: &mut Notes,
    id: NodeId,
    layout: Layout,
) {
    let name = paragraph_tag(to.view, open, id, layout::of(to, id, layout));
    if !name.is_empty() {
        notes.end_paragraph(to, to.view.end(id));
        to.pen.close_line(name);
    }
}

pub(super) fn begin_quote(pen: &mut Pen<'_>, alert: Option<Alert>) {
    let Some(alert) = alert else { return pen.open_block("blockquote") };
    let (class, title) = alert_names(alert);
    pen.line();
    pen.tag("div");
    pen.begin_attribute("class");
    pen.raw(b"markdown-alert markdown-alert-");
    pen.raw(class.as_bytes());
    pen.raw(b"\"");
    if pen.form() == Form::Mail {
        pen.css("margin:0 0 0 8px;padding:0 0 0 12px;border-left:3px solid #0969da");
    }
    pen.done();
    pen.raw(b"\n<p class=\"markdown-alert-title\">");
    pen.raw(title.as_bytes());
    pen.raw(b"</p>\n");
}

/// Whether all in an outermost list runs from right to left: then its markers stand there too.
fn runs_from_right(to: &Sink<'_, '_>, open: &[NodeId], id: NodeId) -> bool {
    let is_list = |id: &NodeId| matches!(to.view.kind(*id), Some(Kind::List { .. }));
    if to.pen.form() == Form::Plain || open.iter().any(is_list) {
        return false;
    }
    let inside = id + 1..to.view.end(id);
    let mut directions = inside.filter_map(|id| match to.view.kind(id)? {
        Kind::Paragraph { layout } | Kind::Heading { layout, .. } => {
            Some(layout::of(to, id, *layout).direction())
        }
        _ => None,
    });
    directions.next() == Some(Direction::Rtl) && directions.all(|it| it == Direction::Rtl)
}

pub(super) fn begin_list(
    to: &mut Sink<'_, '_>,
    open: &[NodeId],
    id: NodeId,
    (start, numbers): (Option<u32>, Numbers),
) {
    let is_from_right = runs_from_right(to, open, id);
    let pen = &mut to.pen;
    pen.line();
    match start {
        None => pen.tag("ul"),
        Some(number) => {
            pen.tag("ol");
            if number != 1 {
                pen.number("start", number);
            }
            let style: &[u8] = match numbers.style {
                NumberStyle::Decimal => b"",
                NumberStyle::LowerAlpha => b"a",
                NumberStyle::UpperAlpha => b"A",
                NumberStyle::LowerRoman => b"i",
                NumberStyle::UpperRoman => b"I",
            };
            if !style.is_empty() {
                pen.attribute("type", style);
            }
            // No browser can show them.
            match numbers.delimiter {
                _ if pen.form() == Form::Plain => {}
                Delimiter::Period => {}
                Delimiter::OneParen => pen.attribute("data-delimiter", b")"),
                Delimiter::TwoParens => pen.attribute("data-delimiter", b"()"),
            }
        }
    }
    if is_from_right {
        layout::direction(pen, Direction::Rtl);
    }
    pen.done();
    pen.raw(b"\n");
}

pub(super) fn begin_item(pen: &mut Pen<'_>, task: Option<bool>) {
    pen.open_line("li");
    if let Some(done) = task {
        pen.tag("input");
        pen.attribute("type", b"checkbox");
        if done {
            pen.attribute("checked", b"");
        }
        pen.attribute("disabled", b"");
        pen.done_void();
        pen.raw(b" ");
    }
}

/// A block of raw HTML: as it stands, or nothing.
pub(super) fn raw_html(to: &mut Sink<'_, '_>, id: NodeId) {
    if !to.passes() {
        return to.lost(Loss::Html);
    }
    to.pen.line();
    let nodes = to.view.nodes().get(id as usize + 1..to.view.end(id) as usize);
    for node in nodes.unwrap_or(&[]) {
        if let Kind::Text(span) = node.kind {
            to.pen.raw(to.view.text(span));
        }
    }
    to.pen.line();
}
