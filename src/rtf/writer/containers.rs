//! The containers that a paragraph stands in: quotes, lists, items, definitions.
//!
//! Shape   a stack of what is open, and the edges that it adds up to. A footnote's text begins with
//!         no container open, and leaves those of the text around it alone.
//! Units   twips from the page's margins.
//! Limits  indents end at 31680 twips, the largest that Word takes.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use super::list::{INDENT, LEVELS, List, Marker};
use super::sink::{Mark, Sink, push};
use super::style::Style;
use crate::buffers::{kept, plain};
use crate::document::{Alert, Alignment, NodeId, Numbers};
use crate::memory::Output;

/// What one quote adds to both edges.
const QUOTE: i64 = 480;
/// The largest indent that Word takes.
pub(super) const FARTHEST: i64 = 31_680;
/// More space before the first paragraph of a quote, for each quote that ended just before.
const NEIGHBOUR: i64 = 120;

/// An open container.
#[derive(Clone, Copy, Debug)]
struct Container {
    end: NodeId,
    role: Role,
    /// Where the output was when it was opened.
    opened: Mark,
}

/// What a container is to the paragraphs in it.
#[derive(Clone, Copy, Debug)]
enum Role {
    Quote(Option<Alert>),
    List(List),
    Item {
        tight: bool,
    },
    Definition,
    /// Adds nothing.
    Plain,
}

/// What an item is that begins: one of a list, whose first paragraph has the marker, or one that
/// stands where no list is.
pub(super) type Item = Option<Marker>;

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    left: i64,
    quotes: i64,
    /// The innermost alert around it.
    alert: Option<Alert>,
    /// The cell around it.
    cell: Cell,
}

/// A cell of a table, as what stands in it sees it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell {
    /// How deep in tables it is; 0 is no cell.
    pub(super) depth: u8,
    /// How wide its text is.
    pub(super) width: i64,
    /// How its column is aligned.
    pub(super) alignment: Alignment,
}

impl Place {
    /// The left edge, within what Word takes.
    #[inline]
    pub(super) fn left(self) -> i64 {
        self.left.min(FARTHEST)
    }

    /// The right edge, within what Word takes.
    #[inline]
    pub(super) fn right(self) -> i64 {
        (self.quotes * QUOTE).min(FARTHEST)
    }

    /// The right end of a text of a width, as a tab stop.
    pub(super) fn text_end(self, text_width: i64) -> i64 {
        (self.around(text_width) - self.quotes * QUOTE).clamp(1, FARTHEST)
    }

    #[inline]
    pub(super) fn is_margin(self) -> bool {
        self.left == 0 && self.cell.depth == 0
    }

    /// How wide a text may be here, of one as wide as the page's.
    pub(super) fn width(self, text_width: i64) -> i64 {
        (self.around(text_width) - self.left() - self.right()).max(1)
    }

    /// How wide the text of the page is, or that of the cell around it.
    pub(super) fn around(self, text_width: i64) -> i64 {
        if self.cell.depth > 0 { self.cell.width } else { text_width }
    }

    /// The cell around it.
    #[inline]
    pub(super) fn cell(self) -> Cell {
        self.cell
    }

    #[inline]
    pub(super) fn alert(self) -> Option<Alert> {
        self.alert
    }

    #[inline]
    pub(super) fn is_quoted(self) -> bool {
        self.quotes > 0
    }
}

/// What was closed last, with nothing written or opened since.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Closed {
    #[default]
    Other,
    Quote,
    /// A list with bullets, of that override; whether its last item has a box for one.
    Bullets(i64, bool),
}

/// The edges, and what has just ended, of one flow of text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    /// Containers below this index belong to the text around this one.
    base: usize,
    place: Place,
    lists: u32,
    closed: Closed,
    /// Quotes that have ended since something was written.
    ended_quotes: i64,
    /// Where the output was when the last of them ended.
    ended: Mark,
    /// Where it was when a list ended.
    list_ended: Mark,
}

plain!(Flow);

kept! {
    /// The open containers, the outermost first.
    #[derive(Debug, Default)]
    pub(super) struct Containers {
        open: Vec<Container>,
        flow: Flow,
    }
}

impl Containers {
    /// Begins a footnote's text; returns what [`Containers::leave`] needs.
    pub(super) fn enter(&mut self) -> Flow {
        self.enter_cell(Cell::default())
    }

    /// The same of what stands in a cell.
    pub(super) fn enter_cell(&mut self, cell: Cell) -> Flow {
        let place = Place { cell, ..Place::default() };
        let flow = Flow { base: self.open.len(), place, ..Flow::default() };
        std::mem::replace(&mut self.flow, flow)
    }

    /// Goes back to the text around a footnote's.
    pub(super) fn leave(&mut self, outer: Flow) {
        self.open.truncate(self.flow.base);
        self.flow = outer;
    }

    #[inline]
    fn top(&self) -> Option<&Container> {
        self.open.get(self.flow.base..).and_then(<[Container]>::last)
    }

    /// Where the innermost container ends.
    #[inline]
    pub(super) fn end(&self) -> Option<NodeId> {
        self.top().map(|top| top.end)
    }

    /// Where a paragraph would stand.
    #[inline]
    pub(super) fn place(&self) -> Place {
        self.flow.place
    }

    /// Opens a quote; returns how much more space goes before its first paragraph.
    pub(super) fn open_quote(
        &mut self,
        end: NodeId,
        alert: Option<Alert>,
        sink: &mut Sink<'_>,
    ) -> Option<i64> {
        let flow = &mut self.flow;
        let ended = flow.ended.is_end_of(sink.out());
        let neighbour = (ended && flow.closed == Closed::Quote).then_some(flow.ended_quotes);
        flow.place.quotes += 1;
        flow.place.alert = alert.or(flow.place.alert);
        self.widen(QUOTE, sink);
        self.open(end, Role::Quote(alert), sink.out());
        neighbour.map(|quotes| quotes * NEIGHBOUR)
    }

    /// Whether a list with bullets that begins here, with a box for the first where `boxed`, would go
    /// on in the one that has just ended.
    pub(super) fn runs_into_list(&self, boxed: bool, out: &Output) -> bool {
        matches!(self.flow.closed, Closed::Bullets(_, last) if last || boxed)
            && self.flow.ended.is_end_of(out)
    }

    /// Opens a list: the ordered one of that place among all, or one with bullets.
    pub(super) fn open_list(
        &mut self,
        end: NodeId,
        ordered: Option<(usize, u32)>,
        (numbers, tight): (Numbers, bool),
        out: &mut Output,
    ) {
        let list = match (ordered, self.flow.closed) {
            (Some((index, start)), _) => List::ordered(index, start, numbers, tight),
            (None, Closed::Bullets(number, _)) if self.flow.ended.is_end_of(out) => {
                List::bullets_after(number, tight)
            }
            (None, _) => List::bullets(tight),
        };
        self.flow.lists += 1;
        self.open(end, Role::List(list), out);
    }

    /// Whether the list opened last is deeper than a list table has levels.
    pub(super) fn is_beyond_levels(&self) -> bool {
        i64::from(self.flow.lists) > LEVELS
    }

    /// Opens an item.
    pub(super) fn open_item(
        &mut self,
        end: NodeId,
        task: Option<bool>,
        sink: &mut Sink<'_>,
    ) -> Item {
        let (outer, depth) = (self.flow.place.left, self.flow.lists.saturating_sub(1));
        let marker = match self.open.get_mut(self.flow.base..).and_then(<[Container]>::last_mut) {
            Some(Container { role: Role::List(list), .. }) => {
                Some(list.next_item(outer, depth, task))
            }
            _ => None,
        };
        let role = match &marker {
            Some(marker) => {
                self.widen(INDENT, sink);
                Role::Item { tight: marker.is_tight() }
            }
            None => Role::Plain,
        };
        self.open(end, role, sink.out());
        marker
    }

    /// Opens a definition.
    pub(super) fn open_definition(&mut self, end: NodeId, sink: &mut Sink<'_>) {
        self.widen(INDENT, sink);
        self.open(end, Role::Definition, sink.out());
    }

    /// Opens a container that adds nothing.
    pub(super) fn open_plain(&mut self, end: NodeId, out: &mut Output) {
        self.open(end, Role::Plain, out);
    }

    fn open(&mut self, end: NodeId, role: Role, out: &mut Output) {
        self.flow.closed = Closed::Other;
        let opened = Mark::of(out);
        push(&mut self.open, Container { end, role, opened }, out);
    }

    fn widen(&mut self, indent: i64, sink: &mut Sink<'_>) {
        self.flow.place.left += indent;
        if self.flow.place.left > FARTHEST {
            sink.flatten();
        }
    }

    /// Whether the innermost container is a quote in which nothing has been written.
    pub(super) fn is_empty_quote(&self, out: &Output) -> bool {
        self.top()
            .is_some_and(|top| matches!(top.role, Role::Quote(_)) && top.opened.is_end_of(out))
    }

    /// Whether a quote that begins here follows another.
    pub(super) fn is_after_quote(&self, out: &Output) -> bool {
        self.flow.closed == Closed::Quote && self.flow.ended.is_end_of(out)
    }

    /// Whether a list ended with what was written last.
    pub(super) fn is_after_list(&self, out: &Output) -> bool {
        self.flow.list_ended.is_end_of(out)
    }

    /// Whether the innermost container is an item or a definition, which may want a paragraph yet.
    pub(super) fn wants_paragraph(&self) -> bool {
        matches!(self.top().map(|top| top.role), Some(Role::Item { .. } | Role::Definition))
    }

    /// Closes the innermost container; true where it ends without the space that follows blocks.
    pub(super) fn close(&mut self, out: &Output) -> bool {
        let Some(role) = self.top().map(|top| top.role) else { return false };
        self.open.pop();
        let flow = &mut self.flow;
        flow.closed = Closed::Other;
        if !flow.ended.is_end_of(out) {
            (flow.ended, flow.ended_quotes) = (Mark::of(out), 0);
        }
        match role {
            Role::Quote(alert) => {
                if alert.is_some() {
                    let around = self.open.get(flow.base..).unwrap_or(&[]).iter().rev();
                    flow.place.alert = around.into_iter().find_map(|open| match open.role {
                        Role::Quote(alert) => alert,
                        _ => None,
                    });
                }
                flow.place.left -= QUOTE;
                flow.place.quotes -= 1;
                flow.ended_quotes += 1;
                flow.closed = Closed::Quote;
            }
            Role::List(list) => {
                flow.lists -= 1;
                flow.list_ended = Mark::of(out);
                if let Some(number) = list.bullets_number() {
                    flow.closed = Closed::Bullets(number, list.is_boxed());
                }
                return list.is_tight() && flow.lists == 0;
            }
            Role::Item { .. } | Role::Definition => flow.place.left -= INDENT,
            Role::Plain => {}
        }
        false
    }

    /// The style of a paragraph that is nothing but that. `defines`: it begins a definition.
    #[inline]
    pub(super) fn plain_style(&self, defines: bool, in_note: bool) -> Style {
        match self.top().map(|top| top.role) {
            Some(Role::Quote(_)) => Style::Quote,
            Some(Role::Item { tight: true }) => Style::TightList,
            Some(Role::Item { tight: false }) => Style::List,
            Some(Role::Definition) if defines => Style::Definition,
            Some(Role::Definition) => Style::List,
            Some(Role::List(_) | Role::Plain) | None if in_note => Style::Note,
            Some(Role::List(_) | Role::Plain) | None => Style::Normal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, View};
    use crate::report::{Loss, Report};

    /// Lets `work` open and close containers over an output of its own; returns how many stood too
    /// far to the right.
    fn opened(work: impl FnOnce(&mut Containers, &mut Sink<'_>)) -> u32 {
        let (doc, mut report) = (Document::default(), Report::default());
        let mut out = Output::new(Vec::new(), 9_999);
        let view = View { doc: &doc, source: b"" };
        work(&mut Containers::default(), &mut Sink::new(view, &mut out, &mut report));
        report.get(Loss::FlattenedNesting).count
    }

    #[test]
    fn plain_styles_in_one_line_each() {
        type Open = fn(&mut Containers, &mut Sink<'_>);
        let outside: Open = |_, _| {};
        let quote: Open = |open, sink| {
            open.open_quote(9, None, sink);
        };
        let list: Open = |open, sink| open.open_list(9, None, (Numbers::PLAIN, true), sink.out());
        let tight: Open = |open, sink| {
            open.open_list(9, None, (Numbers::PLAIN, true), sink.out());
            open.open_item(9, None, sink);
        };
        let loose: Open = |open, sink| {
            open.open_list(9, Some((0, 1)), (Numbers::PLAIN, false), sink.out());
            open.open_item(9, None, sink);
        };
        let definition: Open = |open, sink| open.open_definition(9, sink);
        let lost_item: Open = |open, sink| {
            open.open_item(9, None, sink);
        };
        for (open, defines, in_note, style) in [
            (outside, false, false, Style::Normal),
            (outside, false, true, Style::Note),
            (quote, false, true, Style::Quote),
            (list, false, false, Style::Normal),
            (tight, false, false, Style::TightList),
            (loose, false, true, Style::List),
            (definition, true, false, Style::Definition),
            (definition, false, false, Style::List),
            (lost_item, false, false, Style::Normal),
        ] {
            opened(|containers, sink| {
                open(containers, sink);
                assert_eq!(containers.plain_style(defines, in_note), style);
            });
        }
    }

    #[test]
    fn a_quote_right_behind_others_gets_space_for_each() {
        for (depth, text, space) in [(1, "", Some(120)), (3, "", Some(360)), (1, "x", None)] {
            opened(|containers, sink| {
                for _ in 0..depth {
                    containers.open_quote(9, None, sink);
                }
                for _ in 0..depth {
                    containers.close(sink.out());
                }
                sink.text(text.as_bytes());
                assert_eq!(containers.open_quote(9, None, sink), space, "{depth} {text}");
            });
        }
    }

    #[test]
    fn edges_add_up_and_end_where_word_does() {
        let flattened = opened(|containers, sink| {
            for _ in 0..66 {
                containers.open_quote(9, None, sink);
            }
            let place = containers.place();
            assert_eq!((place.left(), place.right(), place.text_end(9_360)), (31_680, 31_680, 1));
            containers.close(sink.out());
            assert_eq!(containers.place().left(), 65 * QUOTE);
            let outer = containers.enter();
            assert!(containers.place().is_margin() && containers.end().is_none());
            containers.leave(outer);
            assert_eq!(containers.end(), Some(9));
            containers.open_quote(9, None, sink);
            containers.open_quote(9, None, sink);
        });
        assert_eq!(flattened, 1);
    }

    #[test]
    fn a_tight_list_ends_without_space_unless_it_stands_in_another() {
        for (outer, inner, ends) in [(true, true, [false, true]), (false, true, [false, false])] {
            opened(|containers, sink| {
                containers.open_list(9, None, (Numbers::PLAIN, outer), sink.out());
                containers.open_list(9, None, (Numbers::PLAIN, inner), sink.out());
                assert_eq!([(); 2].map(|()| containers.close(sink.out())), ends);
            });
        }
    }
}
