//! How a paragraph starts: style, marker, properties, edges, spacing, and what leads its text.
//!
//! Shape   outside containers a start is one copy of a prepared prefix; else its parts are put
//!         together in the order that hosts want: style, marker, properties, edges.
//! State   [`Paragraphs`] knows what the next paragraph must say, and what was written last.
//! Units   twips.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use super::containers::Place;
use super::direction;
use super::list::Marker;
use super::look::Look;
use super::prefix::Prefix;
use super::sink::Sink;
use super::style::Style;
use crate::document::{Align, Alignment, Direction, Layout, Span};
use crate::memory::Output;

/// Space before a paragraph that follows a tight list or a table, which end without space.
const GAP: i64 = 120;

/// What goes before the text of the next paragraph.
#[derive(Clone, Copy, Debug, Default)]
enum Lead {
    #[default]
    Nothing,
    /// The number of the footnote that begins here.
    NoteNumber,
    /// The label of a footnote that nothing refers to.
    Label(Span),
}

/// What one flow of text wants of its next paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Paragraphs {
    lead: Lead,
    marker: Option<Marker>,
    /// A definition begins with the next paragraph.
    definition: bool,
    /// More space before the next paragraph, which says that a quote is a new one.
    before: i64,
    /// A page begins with the next one.
    page: bool,
    /// The last block ended without space.
    gap: bool,
    /// A table was written last.
    after_table: bool,
    /// A block of code was written last.
    after_code: bool,
    /// A plain paragraph of a footnote was written last.
    after_note_text: bool,
}

/// What a paragraph is to look like.
pub(super) struct Start<'a> {
    pub(super) prefix: Prefix<'a>,
    pub(super) place: Place,
    /// Control words that go last.
    pub(super) extra: &'a [u8],
    pub(super) right_to_left: bool,
    pub(super) layout: Layout,
}

impl Paragraphs {
    /// Those of a footnote's text, which begins with its number.
    pub(super) fn of_note() -> Paragraphs {
        Paragraphs { lead: Lead::NoteNumber, ..Paragraphs::default() }
    }

    /// The label of a footnote that nothing refers to begins the next one.
    pub(super) fn lead_with_label(&mut self, label: Span) {
        self.lead = Lead::Label(label);
    }

    /// The next one is the first of an item.
    pub(super) fn mark(&mut self, marker: Marker) {
        self.marker = Some(marker);
    }

    /// The next one is the first of a definition.
    pub(super) fn define(&mut self) {
        self.definition = true;
    }

    /// More space goes before the next one.
    pub(super) fn move_down(&mut self, space: i64) {
        self.before = space;
    }

    /// A page begins with the next one.
    pub(super) fn break_page(&mut self) {
        self.page = true;
    }

    /// Whether a page begins with the next one.
    pub(super) fn breaks_page(&self) -> bool {
        self.page
    }

    /// The last block ended without space.
    pub(super) fn leave_gap(&mut self) {
        self.gap = true;
    }

    /// Spacing of its own keeps the next one apart.
    pub(super) fn close_gap(&mut self) {
        self.gap = false;
    }

    /// Whether something waits for a paragraph that may be empty.
    #[inline]
    pub(super) fn is_awaited(&self) -> bool {
        self.marker.is_some() || self.definition || self.has_lead()
    }

    /// The same before a quote, which can carry an item's marker.
    pub(super) fn is_awaited_by_quote(&self) -> bool {
        self.definition || self.has_lead()
    }

    /// The same before a heading, which can carry some markers.
    pub(super) fn is_awaited_by_heading(&self) -> bool {
        self.marker.is_some_and(|marker| marker.shuns_headings())
            || self.definition
            || self.has_lead()
    }

    /// Whether nothing stands before the next one's text.
    #[inline]
    pub(super) fn begins_with_text(&self) -> bool {
        self.marker.is_none() && !self.has_lead()
    }

    /// Whether the next one has the marker of an item.
    #[inline]
    pub(super) fn is_marked(&self) -> bool {
        self.marker.is_some()
    }

    /// Whether the next one begins a definition.
    #[inline]
    pub(super) fn defines(&self) -> bool {
        self.definition
    }

    pub(super) fn is_after_table(&self) -> bool {
        self.after_table
    }

    pub(super) fn is_after_code(&self) -> bool {
        self.after_code
    }

    /// Whether the last block ended without the space that the next one may need.
    pub(super) fn has_gap(&self) -> bool {
        self.gap
    }

    pub(super) fn is_after_note_text(&self) -> bool {
        self.after_note_text
    }

    #[inline]
    fn has_lead(&self) -> bool {
        !matches!(self.lead, Lead::Nothing)
    }

    /// Starts a paragraph. The text may follow at once.
    #[inline]
    pub(super) fn begin(&mut self, start: &Start<'_>, look: &Look<'_>, sink: &mut Sink<'_>) {
        // What has a marker or begins a definition does not stand at the margin.
        if start.place.is_margin()
            && self.before == 0
            && !self.gap
            && !self.page
            && start.layout.is_plain()
            && !self.has_lead()
            && start.extra.is_empty()
            && !start.right_to_left
        {
            sink.out().push(start.prefix.whole());
        } else {
            self.begin_in_place(start, look, sink);
        }
        self.written(start.prefix.style);
    }

    fn begin_in_place(&mut self, start: &Start<'_>, look: &Look<'_>, sink: &mut Sink<'_>) {
        let Start { prefix, place, extra, right_to_left, layout } = *start;
        let marker = self.marker.take();
        let space = self.take_space(&prefix, place);
        let out = sink.out();
        out.push(prefix.head());
        if let Some(marker) = &marker {
            marker.write(look.target, out);
        }
        out.push(prefix.properties());
        edges(prefix.style, place, marker.as_ref(), look, out);
        space_before(space, out);
        if std::mem::take(&mut self.page) {
            out.push(b"\\pagebb");
        }
        out.push(extra);
        if right_to_left {
            direction::paragraph(place, &prefix, bar(place, look), out);
        }
        alignment(layout, place.cell().alignment, right_to_left, out);
        out.push_byte(b' ');
        self.definition = false;
        match std::mem::take(&mut self.lead) {
            Lead::Nothing => {}
            Lead::NoteNumber => sink.out().push(b"{\\super\\chftn} "),
            Lead::Label(label) => {
                sink.out().push(b"{\\super ");
                sink.span(label);
                sink.out().push(b"} ");
            }
        }
        if let Some(marker) = marker {
            sink.out().push(marker.task_box());
        }
    }

    /// Space before, where it is not the style's own. It is said once.
    pub(super) fn take_space(&mut self, prefix: &Prefix<'_>, place: Place) -> Option<i64> {
        let own = prefix.before;
        let gap = if self.gap && !place.is_quoted() && own == 0 { GAP } else { 0 };
        let more = std::mem::take(&mut self.before) + gap;
        (more > 0).then_some(own + more)
    }

    /// A paragraph was written: what went before no longer matters.
    #[inline]
    fn written(&mut self, style: Style) {
        self.after_table = false;
        self.after_code = false;
        self.after_note_text = style == Style::Note;
        self.gap = false;
    }

    /// The lines of a code block were written.
    pub(super) fn lines_written(&mut self) {
        self.written(Style::Code);
        self.after_code = true;
    }

    /// A table was written.
    pub(super) fn table_written(&mut self) {
        self.written(Style::Cell);
        self.after_table = true;
        self.gap = true;
    }
}

/// How a paragraph is set, in a column of that alignment.
fn alignment(layout: Layout, column: Alignment, right_to_left: bool, out: &mut Output) {
    if layout.direction() == Direction::Ltr {
        out.push(b"\\ltrpar");
    }
    out.push(match (layout.align(), column) {
        // Where text from right to left stands by itself has been said.
        (Align::None, Alignment::None) => b"",
        (Align::Right, Alignment::None) if right_to_left => b"",
        (Align::Left, _) | (Align::None, Alignment::Left) => b"\\ql",
        (Align::Center, _) | (Align::None, Alignment::Center) => b"\\qc",
        (Align::Right, _) | (Align::None, Alignment::Right) => b"\\qr",
        (Align::Justify, _) => b"\\qj",
    });
}

/// Ends a paragraph.
#[inline]
pub(super) fn end(out: &mut Output) {
    out.push(END);
}

/// The end of a paragraph.
pub(super) const END: &[u8] = b"\\par\r\n";

/// Takes the end of the last paragraph back: what follows ends it too.
pub(super) fn take_end(out: &mut Output) {
    if out.as_bytes().ends_with(END) {
        out.truncate(out.len() - END.len());
    }
}

/// The start of a paragraph without any mark and without the last space, for lines of code.
/// `number` is the style's where it is not its own.
pub(super) fn line_start(
    start: &Start<'_>,
    number: Option<u32>,
    look: &Look<'_>,
    out: &mut Output,
) {
    match number {
        None => out.push(start.prefix.head()),
        Some(number) => {
            out.push(b"\\pard\\plain\\s");
            out.push_int(i64::from(number));
        }
    }
    out.push(start.prefix.properties());
    edges(start.prefix.style, start.place, None, look, out);
    out.push(start.extra);
}

/// Space before a paragraph.
#[inline]
pub(super) fn space_before(space: Option<i64>, out: &mut Output) {
    if let Some(space) = space {
        out.push(b"\\sb");
        out.push_int(space);
    }
}

/// The bar beside everything in the quote or alert that a paragraph stands in.
fn bar<'a>(place: Place, look: &Look<'a>) -> &'a [u8] {
    place.alert().map_or_else(|| look.bar(), |alert| look.alert_bar(alert))
}

/// Indents, the quotes' bar, and the spacing that tells a tight list from a loose one.
fn edges(style: Style, place: Place, marker: Option<&Marker>, look: &Look<'_>, out: &mut Output) {
    let left = place.left();
    let cell = place.cell();
    if cell.depth > 0 {
        out.push(b"\\intbl");
    }
    if cell.depth > 1 {
        out.push(b"\\itap");
        out.push_int(cell.depth.into());
    }
    if let Some(marker) = marker {
        out.push(b"\\fi");
        out.push_int(marker.first_line(place));
    }
    if left > 0 {
        out.push(b"\\li");
        out.push_int(left);
    }
    if place.is_quoted() {
        out.push(b"\\ri");
        out.push_int(place.right());
        match place.alert() {
            Some(_) if style.is_alert() => {}
            None if style.has_bar() => {}
            Some(_) | None => out.push(bar(place, look)),
        }
    }
    match marker.map(Marker::is_tight) {
        Some(true) if style != Style::TightList => out.push(b"\\sa40"),
        Some(false) if !matches!(style, Style::List | Style::Quote) => {
            out.push(b"\\sa");
            out.push_int(look.theme.loose);
        }
        Some(_) | None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::containers::Containers;
    use super::super::plan::Plan;
    use super::super::prefix::Prefixes;
    use super::*;
    use crate::document::{Alert, Document, Kind, View};
    use crate::options::Options;
    use crate::report::Report;

    /// The start of a paragraph without the prefix's properties. `wait` says what waits for it.
    fn start(quotes: u32, style: Style, wait: impl FnOnce(&mut Paragraphs)) -> String {
        let mut doc = Document::default();
        doc.reset(9);
        for kind in [Kind::quote(Some(Alert::Tip)), Kind::Definition] {
            doc.open(kind);
        }
        doc.close_to(0);
        let (view, look) = (View { doc: &doc, source: b"" }, Look::new(&Options::default(), None));
        let mut out = Output::new(Vec::new(), 9_999);
        let (mut plan, mut prefixes) = (Plan::default(), Prefixes::default());
        plan.make(view).unwrap();
        prefixes.make(&look, &plan, &mut out);
        let (mut report, mut containers) = (Report::default(), Containers::default());
        let mut sink = Sink::new(view, &mut out, &mut report);
        for _ in 0..quotes {
            containers.open_quote(9, None, &mut sink);
        }
        let prefix = prefixes.of(style);
        let (place, mut paragraphs) = (containers.place(), Paragraphs::default());
        wait(&mut paragraphs);
        let start =
            Start { prefix, place, extra: b"", right_to_left: false, layout: Layout::PLAIN };
        paragraphs.begin(&start, &look, &mut sink);
        assert!(!paragraphs.is_awaited());
        let rtf = String::from_utf8(out.finish().unwrap()).unwrap();
        let properties = std::str::from_utf8(prefix.properties()).unwrap();
        rtf.replacen(properties, "…", 1)
    }

    #[test]
    fn starts_in_one_line_each() {
        let bar = "\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5";
        assert_eq!(start(0, Style::Normal, |_| {}), "\\pard\\plain\\s0… ");
        assert_eq!(start(1, Style::Quote, |_| {}), "\\pard\\plain\\s20…\\li480\\ri480 ");
        assert_eq!(start(0, Style::Normal, |next| next.leave_gap()), "\\pard\\plain\\s0…\\sb120 ");
        assert_eq!(
            start(1, Style::AlertTip, |next| next.move_down(120)),
            "\\pard\\plain\\s17…\\li480\\ri480\\sb120 "
        );
        assert_eq!(
            start(1, Style::Definition, |next| next.define()),
            format!("\\pard\\plain\\s29…\\li480\\ri480{bar} ")
        );
        assert_eq!(
            start(0, Style::Normal, |next| *next = Paragraphs::of_note()),
            "\\pard\\plain\\s0… {\\super\\chftn} "
        );
        assert_eq!(
            start(2, Style::Normal, |_| {}),
            format!("\\pard\\plain\\s0…\\li960\\ri960{bar} ")
        );
    }
}
