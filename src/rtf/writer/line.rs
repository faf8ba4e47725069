//! What stands in a line: the walk over the inlines of a paragraph, a heading or a cell.
//!
//! Shape   one loop with the stack of [`Inlines`]; the depth of a document costs no depth of calls.
//!         Where a footnote's text belongs the walk stops, and goes on when that is written.
//! State   none of its own: each owner changes its own, and the [`Walk`] knows where it is.
//! Limits  blocks, which can't stand here, are transparent.
//! Source  `docs/mapping.md`, "Inline".

use super::inline::{self, Inlines, Property, Surroundings};
use super::look::Look;
use super::nodes::node;
use super::note::Notes;
use super::picture::{Pictures, Shown};
use super::plan::Plan;
use super::prefix::Prefix;
use super::sink::Sink;
use super::{anchor, field, header, revision};
use crate::document::{Alert, Kind, LinkId, NodeId, View, slug};
use crate::options::{Options, RawHtml};
use std::ops::Range;

/// Who writes the inlines of a document.
pub(super) struct Line<'a> {
    options: &'a Options,
    look: &'a Look<'a>,
    plan: &'a Plan,
    inlines: &'a mut Inlines,
    pictures: &'a mut Pictures,
    /// How wide a picture may be where text stands now.
    width: i64,
    /// The name by which a link leads to the heading that is being written.
    heading: Option<&'a [u8]>,
    /// What it would be called by its text, where somebody has named a place in it.
    slug: Vec<u8>,
    /// The number of the first colour that text has.
    first_tint: i64,
}

/// How far a walk is.
pub(super) struct Walk {
    start: NodeId,
    end: NodeId,
    next: NodeId,
    /// The end of the container opened last, or of everything.
    limit: NodeId,
    /// How many containers were open before.
    depth: usize,
    /// From the first to the last node that shows something, once a break has asked for it.
    shown: Option<Range<NodeId>>,
}

impl Walk {
    /// Whether something is shown both before and behind a node.
    fn shows_more_around(&mut self, node: NodeId, view: View<'_>) -> bool {
        let (start, end) = (self.start, self.end);
        self.shown.get_or_insert_with(|| inline::shown(view, start, end)).contains(&node)
    }
}

impl<'a> Line<'a> {
    pub(super) fn new(
        options: &'a Options,
        look: &'a Look<'a>,
        plan: &'a Plan,
        inlines: &'a mut Inlines,
        pictures: &'a mut Pictures,
    ) -> Line<'a> {
        let (width, first_tint) = (look.text_width, header::first_tint(look, plan));
        Line {
            options,
            look,
            plan,
            inlines,
            pictures,
            width,
            heading: None,
            slug: Vec::new(),
            first_tint,
        }
    }

    /// Begins a footnote's text; returns what [`Line::leave`] needs.
    pub(super) fn enter(&mut self) -> Surroundings {
        self.inlines.enter()
    }

    /// Goes back to the text around a footnote's.
    pub(super) fn leave(&mut self, outer: Surroundings) {
        self.inlines.leave(outer);
    }

    /// What follows stands in a paragraph of that look.
    #[inline]
    pub(super) fn stand_in(&mut self, prefix: &Prefix<'_>, right_to_left: bool) {
        self.inlines.stand_in(prefix, right_to_left);
    }

    /// What follows has that width.
    #[inline]
    pub(super) fn stand_within(&mut self, width: i64) {
        self.width = width;
    }

    /// What follows is the text of a heading to which links lead by that name, or of none.
    pub(super) fn name_heading(&mut self, view: View<'_>, node: NodeId, name: Option<&'a [u8]>) {
        self.heading = name;
        self.slug.clear();
        let mut places = view.nodes().get(node as usize..).unwrap_or(&[]).iter();
        let end = places.next().map_or(node, |heading| heading.end);
        let mut places = places.take(end.saturating_sub(node) as usize);
        if places.any(|place| matches!(place.kind, Kind::Anchor { .. })) {
            slug::slug(view, node, &mut self.slug);
        }
    }

    /// What follows is of no heading.
    pub(super) fn leave_heading(&mut self) {
        self.heading = None;
        self.slug.clear();
    }

    /// A walk over the inlines from `start` up to `end`.
    #[inline]
    pub(super) fn walk(&self, start: NodeId, end: NodeId) -> Walk {
        Walk { start, end, next: start, limit: end, depth: self.inlines.depth(), shown: None }
    }

    /// Goes on with a walk, to its end or to where the text of a footnote belongs: its definition.
    pub(super) fn go_on(
        &mut self,
        walk: &mut Walk,
        notes: &mut Notes,
        sink: &mut Sink<'_>,
    ) -> Option<NodeId> {
        let (view, end, depth) = (sink.view(), walk.end, walk.depth);
        let (mut next, mut limit) = (walk.next, walk.limit);
        let tags = !matches!(self.options.html, RawHtml::Escape | RawHtml::Drop);
        loop {
            if limit <= next {
                limit = self.inlines.close_before(next, depth, end, sink.out());
            }
            if next >= end || sink.out().failed() {
                return None;
            }
            let (kind, node_end) = node(view, next)?;
            let property = match *kind {
                Kind::Text(span) => {
                    sink.span(span);
                    None
                }
                Kind::SoftBreak => {
                    let tag = is_alert_tag(view, walk.start, next);
                    sink.out().push(if tag { b"\\line " } else { b" " });
                    None
                }
                Kind::HardBreak => {
                    sink.out().push(inline::hard_break(walk.shows_more_around(next, view)));
                    None
                }
                Kind::Emphasis => Some(Property::Emphasis),
                Kind::Strong => Some(Property::Strong),
                Kind::Strike => Some(Property::Strike),
                Kind::Underline => Some(Property::Underline),
                Kind::Superscript => Some(Property::Superscript),
                Kind::Subscript => Some(Property::Subscript),
                Kind::Highlight => Some(Property::Highlight),
                Kind::Keyboard => Some(Property::Keyboard),
                Kind::SmallCaps => Some(Property::SmallCaps),
                Kind::Code(span) => {
                    self.inlines.code(span, self.look, sink);
                    None
                }
                Kind::Html(span) => {
                    inline::html(span, sink);
                    if let Some((look, end)) = inline::raw_look(view, next, limit) {
                        limit = end;
                        sink.out().push(look.group());
                        self.inlines.keep_group(limit, sink.out());
                    }
                    None
                }
                Kind::Math { tex, display } => {
                    let built = self.options.extensions.math;
                    self.inlines.math((tex, display, built), self.look, sink);
                    None
                }
                Kind::FootnoteReference { label } => {
                    let definition = notes.refer(next, label, self.plan, sink);
                    if definition.is_some() {
                        (walk.next, walk.limit) = (next + 1, limit);
                        return definition;
                    }
                    None
                }
                Kind::Anchor { name } => {
                    let name = view.text(name);
                    // The heading's own bookmark has that name, or it is read as no place.
                    let is_own = self.heading.map_or(&*self.slug, |linked| linked) == name;
                    if is_own && !name.is_empty() {
                        field::hidden_anchor(name, sink.out());
                    } else {
                        anchor::bookmark(name, sink.out());
                    }
                    None
                }
                Kind::Link(id) if next + 1 == node_end => {
                    field::unseen_link(id, sink);
                    None
                }
                Kind::Link(id) => {
                    limit = node_end.min(limit);
                    self.inlines.open_link(id, limit, self.look.target, sink);
                    None
                }
                Kind::Image(id) => {
                    if self.is_picture(id, (next + 1, node_end), limit, sink) {
                        next = node_end;
                        continue;
                    }
                    limit = node_end.min(limit);
                    None
                }
                Kind::Inserted(id) | Kind::Deleted(id) => {
                    limit = node_end.min(limit);
                    let inserted = matches!(kind, Kind::Inserted(_));
                    revision::begin(id, inserted, self.plan, sink);
                    self.inlines.keep_group(limit, sink.out());
                    None
                }
                Kind::Colored { text, back } => {
                    limit = node_end.min(limit);
                    let (first, target) = (self.first_tint, self.look.target);
                    revision::tint((text, back), first, target, self.plan, sink.out());
                    self.inlines.keep_ground(!back.is_none(), limit, sink.out());
                    None
                }
                Kind::CommentStart(id) => {
                    notes.begin_range(id, self.plan, sink.out());
                    None
                }
                Kind::CommentEnd(id) => {
                    let text = notes.comment(id, self.plan, sink);
                    if text.is_some() {
                        (walk.next, walk.limit) = (next + 1, limit);
                        return text;
                    }
                    None
                }
                // One that ended up in a line is no line.
                Kind::Rule | Kind::PageBreak | Kind::Contents => None,
                // A block where only inlines can stand: its text goes on behind a space.
                Kind::Paragraph { .. }
                | Kind::Heading { .. }
                | Kind::Quote { .. }
                | Kind::List { .. }
                | Kind::Item { .. }
                | Kind::CodeBlock { .. }
                | Kind::HtmlBlock
                | Kind::Table { .. }
                | Kind::Row { .. }
                | Kind::Cell { .. }
                | Kind::FootnoteDefinition { .. }
                | Kind::DefinitionList
                | Kind::Term
                | Kind::Caption
                | Kind::CommentBody(_)
                | Kind::Definition => {
                    limit = node_end.min(limit);
                    sink.out().push_byte(b' ');
                    self.inlines.open_plain(limit, sink.out());
                    None
                }
            };
            if let Some(property) = property {
                limit = node_end.min(limit);
                let look = (self.look, tags);
                self.inlines.open(property, limit, look, sink.out());
            }
            next += 1;
        }
    }

    /// Writes an image whose text stands between two nodes as a picture where it is one. Else it is
    /// opened: a lost one is its text only.
    fn is_picture(
        &mut self,
        id: LinkId,
        text: (NodeId, NodeId),
        limit: NodeId,
        sink: &mut Sink<'_>,
    ) -> bool {
        let shown = if self.inlines.in_image() {
            Shown::Elsewhere
        } else {
            self.pictures.show(id, text, self.options, (self.width, self.look.text_height()), sink)
        };
        let end = text.1.min(limit);
        match shown {
            Shown::Picture => return true,
            Shown::Lost => self.inlines.open_plain(end, sink.out()),
            Shown::Named => self.inlines.open_lost_image(id, (text.0 < text.1, end), sink),
            Shown::Elsewhere => {
                let has_text = text.0 < text.1;
                self.inlines.open_image(id, (has_text, end), self.options, sink);
            }
        }
        false
    }
}

/// Whether the nodes from `first` to `behind` are the tag of an alert, as text in pieces: the line end behind
/// it is kept.
fn is_alert_tag(view: View<'_>, first: NodeId, behind: NodeId) -> bool {
    let mut tag = [0; 16];
    let mut length = 0;
    for id in first..behind {
        let Some(Kind::Text(span)) = view.kind(id) else { return false };
        let text = view.text(*span);
        let Some(room) = tag.get_mut(length..length + text.len()) else { return false };
        room.copy_from_slice(text);
        length += text.len();
    }
    Alert::of_tag(&tag[..length]).is_some()
}
