//! How blocks are set: from which side they run, and to which they are aligned.

use super::here::Sink;
use super::pen::{Form, Pen};
use crate::document::{Align, Direction, Layout, NodeId, contents};
use crate::text;

/// How a paragraph is set, as a word of CSS.
fn align_name(layout: Layout) -> &'static str {
    match layout.align() {
        Align::None => "",
        Align::Left => "text-align:left",
        Align::Center => "text-align:center",
        Align::Right => "text-align:right",
        Align::Justify => "text-align:justify",
    }
}

/// What the tag that was begun says of how its text is set. It ends the tag.
pub(super) fn begin(pen: &mut Pen<'_>, layout: Layout) {
    direction(pen, layout.direction());
    let align = align_name(layout);
    if !align.is_empty() {
        pen.css(align);
    }
    pen.done();
}

pub(super) fn direction(pen: &mut Pen<'_>, direction: Direction) {
    match direction {
        Direction::Unsaid => {}
        Direction::Ltr => pen.attribute("dir", b"ltr"),
        Direction::Rtl => pen.attribute("dir", b"rtl"),
    }
}

/// The direction of a block: what is said of it, or that its words run from right to left by themselves, which no
/// browser finds out.
pub(super) fn direction_of(to: &Sink<'_, '_>, id: NodeId, said: Direction) -> Direction {
    let is_asked = said == Direction::Unsaid && !matches!(to.pen.form(), Form::Plain | Form::Own);
    let by_itself = || contents::words(to.view, id).find_map(text::direction);
    match is_asked && by_itself() == Some(text::Direction::RightToLeft) {
        true => Direction::Rtl,
        false => said,
    }
}

/// How a paragraph or heading is set: the same. Words that run from right to left by themselves stand at the
/// right by themselves too.
pub(super) fn of(to: &Sink<'_, '_>, id: NodeId, layout: Layout) -> Layout {
    let direction = direction_of(to, id, layout.direction());
    let says_nothing = direction != layout.direction() && layout.align() == Align::Right;
    Layout::new(if says_nothing { Align::None } else { layout.align() }, direction)
}
