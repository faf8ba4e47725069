//! Flat runs become nested inlines.
//!
//! Shape   a [`Writer`] goes through the runs of one block. The marks of a run are in the order in
//!         which they were switched on ([`marks`] says what stays open); [`links`] opens and closes links and knows which
//!         are open, [`change`] what a tracked change looks like.
//! Limits  links don't nest in links; marks that began outside a link can't end inside it.

mod change;
mod fill_in;
mod images;
mod links;
mod marks;
mod pieces;
mod raw;

use super::looks::{self, Base};
use super::notes::Notes;
use super::places::Places;
use super::sight::{Page, Sight, is_blank};
use crate::document::{self, CommentId, Document, Kind, LinkId, LinkTarget, NodeId, Span, joined};
use crate::report::{Loss, Report};
use crate::rtf::assembly::flow::{NOTES, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::tables::raw_looks;
use crate::rtf::tables::styles::Role;
use change::Change;
pub(super) use fill_in::SHORTEST;
use fill_in::fill_in;
pub(super) use links::OpenLinks;
use links::{OpenLink, extent};
use marks::{OpenMarks, around_place, ordered, parted, shown, with_look_around};
use pieces::{BREAK, NOTE, TagState, breaks, leading_blanks, note_label};
use raw::RawLooks;

/// What stands for the text of a picture that has none.
const NO_TEXT: &[u8] = "\u{AD}".as_bytes();

/// How the text of a block is written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    /// Marks to leave out.
    pub strip: Marks,
    /// Bytes at the start of the text to leave out.
    pub skip: usize,
    /// The block is a heading: bookmarks in it are names of it.
    pub heading: bool,
    /// The text is of fixed width anyway: the typeface makes no code.
    pub fixed: bool,
    /// The paragraph stands by itself: spaces before its text are how somebody indented it.
    pub indented: bool,
}

/// What is written in, and what is known beside the runs: lent for one paragraph or table, it holds
/// nothing of its own.
pub(super) struct Writer<'a> {
    pub page: Page<'a>,
    pub doc: &'a mut Document,
    pub report: &'a mut Report,
    pub links: &'a mut OpenLinks,
    pub notes: &'a mut Notes,
    pub places: &'a mut Places,
    /// A line feed in the document's own text.
    pub newline: Span,
    /// Tracked changes are kept, with marks around them.
    pub keeps_changes: bool,
}

/// Where the writing of one block stands.
struct Line {
    manner: Manner,
    open: OpenMarks,
    change: Change,
    /// A bookmark just before this place.
    bookmark: Option<Span>,
    /// The first run that is seen after the break looked at last.
    after_break: usize,
    /// Where the text of a link ends that leads nowhere and is told by its style, if one is open.
    link_ends: Option<usize>,
    raw: RawLooks,
    /// Something stands before this place.
    started: bool,
    /// Something other than raw HTML stands before this place.
    shown: bool,
}

impl Writer<'_> {
    pub(super) fn sight(&self) -> Sight<'_> {
        self.page.sight(self.doc)
    }

    /// Reports the looks that a paragraph loses.
    pub(super) fn report_looks(&mut self, base: Base<'_>, paragraph: &Paragraph, runs: &[Run]) {
        looks::report(self.page.sight(self.doc), base, runs, paragraph.at, self.report);
    }

    /// Writes the runs as inlines of the open block.
    pub(super) fn write(&mut self, runs: &[Run], manner: Manner) {
        let mut line = Line {
            manner,
            open: OpenMarks::default(),
            raw: RawLooks::default(),
            change: Change::default(),
            bookmark: None,
            after_break: 0,
            link_ends: None,
            started: false,
            shown: false,
        };
        let mut at = 0;
        while let Some(run) = runs.get(at) {
            if line.link_ends.take_if(|end| *end <= at).is_some() {
                self.close_link(&mut line);
            }
            if let Some(count) = self.empty_link(&line, runs, at) {
                let id = self.doc.add_link(LinkTarget::new(Span::EMPTY, Span::EMPTY));
                self.begin_link(&mut line, &runs[at..], || count, (id, false));
                line.link_ends = Some(at + count);
            }
            at += 1;
            let rest = &runs[at..];
            match run.kind {
                RunKind::Text(span) => match self.fill_in(&mut line, runs, at - 1) {
                    Some(taken) => at += taken,
                    None => at += self.text(&mut line, run, span, rest),
                },
                // A line end inside raw HTML.
                RunKind::Break if self.sight().role(run) == Role::HtmlTag => {
                    self.doc.leaf(Kind::Html(self.newline));
                }
                // And inside a formula.
                RunKind::Break if matches!(self.sight().role(run), Role::Tex(_)) => {
                    at += self.shown_text(&mut line, run, self.newline, rest);
                }
                // A rule among text; the paragraph goes on around it.
                RunKind::Rule => self.report.add(Loss::Shape, usize::MAX),
                RunKind::Comment(index) => {
                    self.leave_marks(&mut line, run, rest);
                    self.comment(index);
                }
                // A range without a comment is nothing.
                RunKind::CommentStart(id) | RunKind::CommentEnd(id)
                    if !self.page.assembly.has_comment(id) => {}
                RunKind::CommentStart(id) => {
                    self.leave_marks(&mut line, run, rest);
                    self.comment_edge(Kind::CommentStart(id), id);
                }
                RunKind::CommentEnd(id) => {
                    self.leave_marks(&mut line, run, rest);
                    self.comment_edge(Kind::CommentEnd(id), id);
                }
                RunKind::Break => {
                    // At the end of a paragraph a break is layout.
                    if line.after_break < at {
                        let is_layout = |run: &&Run| is_layout(&run.kind) || self.is_blank(run);
                        line.after_break = at + rest.iter().take_while(is_layout).count();
                    }
                    if at == 2 && self.is_alert_tag(&runs[0]) {
                        // The line end behind it is part of the tag.
                        self.doc.leaf(Kind::SoftBreak);
                    } else if let Some(next) = runs.get(line.after_break).filter(|_| line.started) {
                        self.hard_break(&mut line, run, next);
                    }
                }
                RunKind::Formula { tex, display } => {
                    line.started = true;
                    if self.keeps_changes && !self.links.in_image() {
                        let change = Change::of(self.sight().format(run));
                        self.change(&mut line, change);
                    }
                    if self.links.in_image() {
                        self.doc.leaf(Kind::Text(tex));
                    } else {
                        let marks = self.marks(&line, run);
                        self.tint(&mut line, run);
                        self.set_marks(&mut line, marks, rest);
                        self.doc.leaf(Kind::Math { tex, display });
                    }
                    (line.shown, line.bookmark) = (true, None);
                }
                RunKind::Link(id) => self.open_link(&mut line, &runs[at - 1..], id, false),
                RunKind::Image(id) => self.open_link(&mut line, &runs[at - 1..], id, true),
                RunKind::End => self.close_link(&mut line),
                RunKind::Note(index) => {
                    self.leave_marks(&mut line, run, rest);
                    self.note(&mut line, index);
                }
                RunKind::NoteRef(name) => {
                    let label = note_label(self.doc, self.page.source, name);
                    self.leave_marks(&mut line, run, rest);
                    self.doc.leaf(Kind::FootnoteReference { label });
                }
                RunKind::Bookmark(name) | RunKind::Anchor(name) => {
                    line.bookmark = Some(name);
                    self.place(&mut line, run, name, rest);
                }
            }
        }
        while self.links.any() {
            self.close_link(&mut line);
        }
        line.open.set(self.doc, Marks::default());
        self.change(&mut line, Change::default());
    }

    /// Opens the link that begins with the first of `runs`.
    fn open_link(&mut self, line: &mut Line, runs: &[Run], id: LinkId, image: bool) {
        line.started = true;
        let image = image || self.is_image(runs);
        self.begin_link(line, runs, || extent(runs), (id, image));
    }

    /// Opens a link around as many of `runs` as `count` says.
    fn begin_link(
        &mut self,
        line: &mut Line,
        runs: &[Run],
        count: impl Fn() -> usize,
        (id, image): (LinkId, bool),
    ) {
        let passed = self.links.passes(image);
        let mut change = self.links.change();
        if passed {
            self.change(line, change);
        } else {
            let count = count();
            change = self.change_around(&runs[..count]);
            self.change(line, change);
            self.tint(line, &runs[0]);
            let around = self.marks_of_link(line, runs, count);
            self.set_marks(line, around, &runs[1..]);
            self.doc.open(if image { Kind::Image(id) } else { Kind::Link(id) });
        }
        let mut open = line.open;
        let outer = open.raise_floor();
        if self.links.begin(OpenLink { outer, change, image, passed }) {
            line.open = open;
        } else {
            self.doc.give_up();
        }
    }

    /// Closes the link that was opened last.
    fn close_link(&mut self, line: &mut Line) {
        let Some(link) = self.links.end() else { return };
        self.change(line, link.change);
        line.open.lower_floor(self.doc, link.outer);
        if !link.passed {
            self.doc.close();
            self.drop_hollow_link(link.image);
        }
    }

    /// Takes back a link in which nothing stands: nobody sees it, nor can follow it.
    fn drop_hollow_link(&mut self, image: bool) {
        if !image && matches!(self.doc.nodes.last().map(|node| node.kind), Some(Kind::Link(_))) {
            self.doc.nodes.pop();
            self.report.add(Loss::Field, usize::MAX);
        }
    }

    /// A line to write on, if one begins with the run at `at`: how many more runs are part of it.
    fn fill_in(&mut self, line: &mut Line, runs: &[Run], at: usize) -> Option<usize> {
        let format = self.page.assembly.format(runs[at].format)?;
        let is_line = format.marks.contains(Mark::Underline)
            && !line.manner.strip.contains(Mark::Underline)
            && line.manner.skip == 0;
        if !is_line || self.links.any() {
            return None;
        }
        let (width, taken) = fill_in(self.sight(), runs, at)?;
        let mut marks = self.marks(line, &runs[at]);
        self.tint(line, &runs[at]);
        marks.remove(Mark::Underline);
        self.set_marks(line, marks, &runs[at + 1 + taken..]);
        let text = self.doc.own(&"_".repeat(width));
        self.doc.leaf(Kind::Text(text));
        (line.started, line.shown, line.bookmark) = (true, true, None);
        Some(taken)
    }

    /// Closes and opens marks for a run that is followed by `rest`.
    fn set_marks(&mut self, line: &mut Line, marks: Marks, rest: &[Run]) {
        let open = line.open.all();
        if open != marks || marks.contains(Mark::Colored) {
            let texts = rest.iter().filter(|run| matches!(run.kind, RunKind::Text(_)));
            let next = texts.clone().next().map(|run| self.marks(line, run)).unwrap_or_default();
            let marks = with_look_around(open, marks, next);
            let target = ordered(open, marks, texts.map(|run| self.marks_around(line, run)));
            line.open.set(self.doc, target);
        }
    }

    /// A text run, and those of the `rest` that are one with it. Returns how many these are.
    fn text(&mut self, line: &mut Line, run: &Run, span: Span, rest: &[Run]) -> usize {
        let here = line.manner.skip.min(span.len());
        line.manner.skip -= here;
        let mut span = span.slice(here, span.len());
        let sight = self.sight();
        let fixed = line.manner.fixed;
        if !line.started && !sight.is_code(run, fixed) && sight.role(run) != Role::HtmlTag {
            let blanks = leading_blanks(sight.text(span));
            if line.manner.indented && blanks == span.len() {
                self.doc.leaf(Kind::Text(span));
                return 0;
            }
            // In all other blocks spaces at the start are layout.
            if !line.manner.indented {
                span = span.slice(blanks, span.len());
            }
            if span.is_empty() {
                return 0;
            }
        }
        if let Some((note, bytes)) = note_of_mark(sight, run, rest.first()) {
            self.notes.set_mark(note, bytes);
            return 0;
        }
        line.started = true;
        if self.keeps_changes && !self.links.in_image() {
            let change = Change::of(sight.format(run));
            self.change(line, change);
        }
        let taken = self.shown_text(line, run, span, rest);
        line.bookmark = None;
        taken
    }

    /// Text that is shown, and the runs of the `rest` that are the same code or formula. Returns how
    /// many these are.
    fn shown_text(&mut self, line: &mut Line, run: &Run, span: Span, rest: &[Run]) -> usize {
        if self.links.in_image() {
            let skip = if self.is_no_text(run, span, rest) { NO_TEXT.len() } else { 0 };
            self.doc.leaf(Kind::Text(span.slice(skip, span.len())));
            return 0;
        }
        let marks = self.marks(line, run);
        self.tint(line, run);
        let mut taken = 0;
        match self.sight().role(run) {
            Role::HtmlTag => {
                // Tags that touch are one text, and so are the parts of one whatever else they look like; a
                // blank before them is none.
                let mut span = span;
                let mut state = TagState::None.and(self.sight().text(span));
                while let Some(next @ Run { kind: RunKind::Text(more), .. }) = rest.get(taken)
                    && self.sight().role(next) == Role::HtmlTag
                    && match state {
                        TagState::None => false,
                        TagState::Open => true,
                        TagState::Whole => self.marks(line, next).same(marks),
                    }
                {
                    state = state.and(self.sight().text(*more));
                    span = joined(self.doc, self.page.source, span, *more);
                    taken += 1;
                }
                // A hidden blank says nothing, but in a line of a tag that goes on, or between looks that
                // touch.
                let goes_on =
                    matches!(self.doc.last_kind(), Some(Kind::Html(end)) if end == self.newline);
                let blanks = leading_blanks(self.sight().text(span));
                if blanks == span.len() && !goes_on {
                    line.open.close_to(self.doc, parted(line.open.all(), marks));
                }
                if !goes_on {
                    span = span.slice(blanks, span.len());
                }
                let rest = &rest[taken..];
                if let Some(more) = self.tagged_image(line, marks, span, rest) {
                    line.shown = true;
                    return taken + more;
                }
                if !self.sight().text(span).trim_ascii().is_empty() {
                    self.set_marks(line, marks, rest);
                    self.tag(span, line.shown);
                    self.looks_of_tags(line, span, rest);
                }
                return taken;
            }
            Role::Tex(display) => {
                let mut tex = span;
                while let Some(next) = rest.get(taken)
                    && self.sight().role(next) == Role::Tex(display)
                {
                    let more = match next.kind {
                        RunKind::Text(more) => more,
                        RunKind::Break => self.newline,
                        _ => break,
                    };
                    tex = joined(self.doc, self.page.source, tex, more);
                    taken += 1;
                }
                self.set_marks(line, marks, &rest[taken..]);
                self.doc.leaf(Kind::Math { tex, display });
            }
            _ if self.sight().is_code(run, line.manner.fixed) => {
                let mut code = span;
                loop {
                    let passed = self.bookmarks_of_nothing(line, &rest[taken..]);
                    let Some(next @ Run { kind: RunKind::Text(more), .. }) =
                        rest.get(taken + passed)
                    else {
                        break;
                    };
                    if !self.sight().is_code(next, line.manner.fixed)
                        || !self.marks(line, next).same(marks)
                        || self.tint_of(next) != self.tint_of(run)
                    {
                        break;
                    }
                    code = joined(self.doc, self.page.source, code, *more);
                    taken += passed + 1;
                }
                // What a marker in a typeface of fixed width has left.
                if code.is_empty() {
                    return taken;
                }
                self.set_marks(line, marks, &rest[taken..]);
                // A blank in a typeface of fixed width alone is no code: nobody sees it.
                let by_style = self.sight().role(run) == Role::InlineCode;
                let is_blank = !by_style && self.sight().text(code) == b" ";
                self.doc.leaf(if is_blank { Kind::Text(code) } else { Kind::Code(code) });
            }
            _ => {
                self.set_marks(line, marks, rest);
                self.doc.leaf(Kind::Text(span));
                line.shown |= !is_blank(self.sight().text(span));
                return taken;
            }
        }
        line.shown = true;
        taken
    }

    /// How many bookmarks come that nothing leads to: they part no text. Those of headings name them.
    fn bookmarks_of_nothing(&self, line: &Line, runs: &[Run]) -> usize {
        let is_nothing = |run: &&Run| {
            matches!(run.kind, RunKind::Bookmark(_) | RunKind::Anchor(_))
                && self.places.shown(self.sight(), run, false).is_none()
        };
        if line.manner.heading { 0 } else { runs.iter().take_while(is_nothing).count() }
    }

    /// An image with hidden tags around what is shown for it, the first of which stands in a hidden
    /// text. Returns how many of the `rest` it takes; of the next one it takes what is to be skipped.
    fn tagged_image(
        &mut self,
        line: &mut Line,
        marks: Marks,
        span: Span,
        rest: &[Run],
    ) -> Option<usize> {
        let sight = self.sight();
        let hidden = sight.text(span);
        let start = images::start(hidden)?;
        let tag = images::tag(hidden, start)?;
        if tag.end < span.len() {
            return None;
        }
        let text_of = |sight: Sight<'_>, run: &Run| match run.kind {
            RunKind::Text(text) if sight.role(run) != Role::HtmlTag => Some(text),
            _ => None,
        };
        let ends = |run: &Run| match run.kind {
            RunKind::Text(text) if sight.role(run) == Role::HtmlTag => {
                sight.text(text).starts_with(images::END)
            }
            _ => false,
        };
        let last = rest.iter().position(ends)?;
        let inner = &rest[..last];
        // Of text that is nothing but such as stands for none, the first does.
        let none = |text: Span| sight.text(text).chunks(NO_TEXT.len()).all(|it| it == NO_TEXT);
        let hyphens = inner.iter().filter_map(|run| text_of(sight, run)).all(none);
        let mut skip = if hyphens { NO_TEXT.len() } else { 0 };
        let over = match rest[last].kind {
            RunKind::Text(text) => text.len() == images::END.len(),
            _ => true,
        };
        self.set_marks(line, marks, rest);
        if start > 0 {
            self.tag(span.slice(0, start), line.shown);
        }
        let source = self.page.source;
        let url = images::value(self.doc, source, span.slice(tag.url.start, tag.url.end));
        let title = images::value(self.doc, source, span.slice(tag.title.start, tag.title.end));
        let mut target = LinkTarget::new(url, title);
        let url = self.sight().text(target.url);
        for run in inner {
            if let RunKind::Link(id) | RunKind::Image(id) = run.kind
                && let Some(&link) = self.doc.links.get(id.0 as usize)
                && !images::is_same(self.sight().text(link.url), url)
            {
                target = link;
                break;
            }
        }
        let id = self.doc.add_link(target);
        self.doc.open(Kind::Image(id));
        for run in inner.iter().filter(|_| tag.has_text) {
            if let Some(text) = text_of(self.sight(), run) {
                let here = std::mem::take(&mut skip).min(text.len());
                self.doc.leaf(Kind::Text(text.slice(here, text.len())));
            }
        }
        self.doc.close();
        if !over {
            line.manner.skip = images::END.len();
        }
        Some(last + usize::from(over))
    }

    /// Whether all the text of an image is such as stands for none: the first of it does.
    fn is_no_text(&self, run: &Run, span: Span, rest: &[Run]) -> bool {
        matches!(rest, [Run { kind: RunKind::End, .. }, ..])
            && self.sight().role(run) == Role::ImageLink
            && matches!(self.doc.last_kind(), Some(Kind::Image(_)))
            && self.sight().text(span).chunks(NO_TEXT.len()).all(|piece| piece == NO_TEXT)
    }

    /// What tags say of the looks of what follows: text that looks so is not marked as well.
    fn looks_of_tags(&self, line: &mut Line, span: Span, rest: &[Run]) {
        let (sight, mut raw) = (self.sight(), line.raw);
        for (look, begins) in raw_looks::tags(sight.text(span)) {
            let mark = look.mark();
            let has = |run: &Run| self.marks_around(line, run).contains(mark);
            let is_free = !line.manner.strip.contains(mark) && !line.open.all().contains(mark);
            let may_begin = || is_free && raw::looks_up_to_end_tag(sight, look, rest, has);
            match raw.pass(look, begins, may_begin) {
                Some(true) => line.manner.strip.insert(mark),
                Some(false) => line.manner.strip.remove(mark),
                None => {}
            }
        }
        line.raw = raw;
    }

    /// Raw HTML; line breaks at the end of a paragraph stand in it too, before all else. Where nothing is
    /// `shown` before them they are the tags that they say.
    fn tag(&mut self, span: Span, shown: bool) {
        let breaks = if shown { breaks(self.sight().text(span)) } else { 0 };
        (0..breaks).for_each(|_| self.doc.leaf(Kind::HardBreak));
        let rest = span.slice(breaks * BREAK.len(), span.len());
        if !rest.is_empty() {
            self.doc.leaf(Kind::Html(rest));
        }
    }

    /// A line break, in the marks that it shares with what is seen `next`.
    fn hard_break(&mut self, line: &mut Line, run: &Run, next: &Run) {
        let marks = self.marks(line, run);
        let shared = marks.shared(self.marks(line, next));
        line.open.close_to(self.doc, line.open.all().within(shared));
        self.doc.leaf(Kind::HardBreak);
    }

    /// Whether a run is the tag of an alert, as text.
    fn is_alert_tag(&self, run: &Run) -> bool {
        match run.kind {
            RunKind::Text(span) => {
                crate::document::Alert::of_tag(self.sight().text(span)).is_some()
            }
            _ => false,
        }
    }

    /// The colours of a run.
    fn tint(&self, line: &mut Line, run: &Run) {
        if let Some(tint) = self.tint_of(run) {
            line.open.tint(tint);
        }
    }

    fn tint_of(&self, run: &Run) -> Option<(document::Color, document::Color)> {
        self.page.assembly.format(run.format).map(|format| (format.text, format.back))
    }

    /// Ends a tracked change, or several in each other, and begins others.
    fn change(&mut self, line: &mut Line, change: Change) {
        if line.change == change {
            return;
        }
        line.open.close_inner(self.doc);
        for _ in 0..line.change.depth() {
            self.doc.close();
        }
        for part in change.parts(self.page.assembly) {
            let Some((inserted, author, date)) = part else { continue };
            let date = change::date(date, self.doc);
            let id = self.doc.add_change(document::Change { author, date });
            self.doc.open(if inserted { Kind::Inserted(id) } else { Kind::Deleted(id) });
        }
        line.change = change;
    }

    /// The marks that a run shows here.
    fn marks(&self, line: &Line, run: &Run) -> Marks {
        let Some(format) = self.page.assembly.format(run.format) else { return Marks::default() };
        if format.marks.len() == 0 {
            return format.marks;
        }
        let role = self.page.assembly.styles().role(format.style);
        shown(format.marks, line.manner.strip, role, self.links.any())
    }

    /// The marks that may be around a run. Links are underlined: a line below what is around one goes on below it.
    fn marks_around(&self, line: &Line, run: &Run) -> Marks {
        let mut marks = self.marks(line, run);
        if self.sight().role(run).is_link() {
            marks.insert(Mark::Underline);
        }
        marks
    }

    /// Closes the marks that a place or a reference without text of its own does not stand in.
    /// Blanks behind it do not tell: other formats leave them out where a paragraph ends.
    fn leave_marks(&mut self, line: &mut Line, run: &Run, rest: &[Run]) {
        line.started = true;
        let says_nothing = |run: &&Run| matches!(run.kind, RunKind::Text(span) if is_blank(self.sight().text(span)));
        let next = rest.iter().find(|run| !says_nothing(run));
        let next = next.filter(|next| matches!(next.kind, RunKind::Text(_)));
        let after = next.map(|next| self.marks(line, next)).unwrap_or_default();
        let keep = around_place(line.open.all(), self.marks(line, run), after);
        line.open.close_to(self.doc, keep);
    }

    /// Whether a run is text that shows nothing.
    fn is_blank(&self, run: &Run) -> bool {
        matches!(run.kind, RunKind::Text(span) if is_blank(self.sight().text(span)))
    }

    /// A bookmark or named place.
    fn place(&mut self, line: &mut Line, run: &Run, name: Span, rest: &[Run]) {
        let shown = self.places.shown(self.sight(), run, line.manner.heading);
        let anchor = shown.map(|name| {
            self.leave_marks(line, run, rest);
            let node = self.doc.nodes.len() as NodeId;
            self.doc.leaf(Kind::Anchor { name });
            node
        });
        let around = matches!(run.kind, RunKind::Bookmark(_));
        if line.manner.heading && !self.places.note_name(name, anchor, around) {
            self.doc.give_up();
        }
    }

    /// What a comment is about begins or ends: said where the comment has a text.
    fn comment_edge(&mut self, kind: Kind, id: CommentId) {
        if self.page.assembly.has_comment(id) && !self.links.in_image() {
            self.doc.leaf(kind);
        }
    }

    /// A comment: it ends what it is about, or is about this place.
    fn comment(&mut self, index: u32) {
        let Some(&comment) = self.page.assembly.comments().get(index as usize) else { return };
        if !comment.begun {
            self.comment_edge(Kind::CommentStart(comment.id), comment.id);
        }
        if !comment.ended {
            self.comment_edge(Kind::CommentEnd(comment.id), comment.id);
        }
    }

    /// A reference to a note, with the label that the bookmark before it says.
    fn note(&mut self, line: &mut Line, index: u32) {
        if let Some(name) = line.bookmark.take()
            && self.sight().text(name).starts_with(NOTE)
        {
            let label = note_label(self.doc, self.page.source, name);
            self.notes.set_label(index as usize, label);
        }
        let label = self.notes.label(index as usize, self.doc);
        self.doc.leaf(Kind::FootnoteReference { label });
    }
}

/// The note whose mark a run is, and how many bytes of the note are the same mark, which it begins
/// with: the label stands for both.
fn note_of_mark(sight: Sight<'_>, run: &Run, next: Option<&Run>) -> Option<(usize, usize)> {
    let (RunKind::Text(mark), RunKind::Note(index)) = (run.kind, next?.kind) else { return None };
    let notes = sight.assembly().flow(NOTES);
    let &(start, _) = sight.assembly().notes().get(index as usize)?;
    let first = notes.paragraphs().get(start as usize)?;
    let first = notes.runs().get(first.runs.0 as usize)?;
    let RunKind::Text(text) = first.kind else { return None };
    let (mark, text) = (sight.text(mark).trim_ascii(), sight.text(text));
    let raised = |run: &Run| {
        sight.format(run).is_some_and(|format| format.marks.contains(Mark::Superscript))
    };
    if mark.is_empty() || !raised(run) {
        return None;
    }
    // LibreOffice sets the one in the note as the note's text, and a tab behind it.
    let before = text.len() - text.trim_ascii_start().len();
    let rest = text[before..].strip_prefix(mark)?;
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let is_sign = !mark.iter().any(u8::is_ascii_alphanumeric);
    let is_apart = rest.first().is_none_or(|&byte| byte == b'\t' || byte == b' ' && is_sign);
    let same = if raised(first) { blanks == rest.len() } else { is_apart };
    same.then_some((index as usize, before + mark.len() + blanks))
}

/// Whether a run shows nothing of its own.
fn is_layout(kind: &RunKind) -> bool {
    kind.is_place() || matches!(kind, RunKind::Break | RunKind::End)
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::memory::refusals;
    use crate::options::Options;
    use crate::report::Report;
    use crate::rtf::reader::{Scratch, read};

    #[test]
    fn nothing_waits_for_what_memory_was_refused_to() {
        let link = r#"{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt a}}"#;
        let nested = link.replace("a}", &format!("b{link}}}"));
        let row = r"\trowd\cellx900\cellx1800\intbl a\cell b\cell\row";
        for body in [
            link,
            &nested,
            r"\b a\i b\b0 c",
            r"a{\footnote b}",
            r"{\*\bkmkstart a}\outlinelevel0 b{\*\bkmkend a}\par\pard",
            r"{\listtext 1.\tab}\ls1\li720\fi-360 a\par{\pntext\'b7\tab}{\*\pn\pnlvlblt}b",
            r"\li480\ri480 a\par\li960\ri960 b",
            &row.repeat(3),
            &format!(r"\trowd\cellx900\intbl a\par b\cell\row\pard {link}\par {nested}"),
            r"\f1 code\par\f1 code",
        ] {
            let rtf = format!(r"{{\rtf1{{\fonttbl{{\f0 A;}}{{\f1\fmodern B;}}}}\f0 {body}\par}}");
            for count in 0.. {
                let (mut doc, mut report) = (Document::default(), Report::default());
                let (options, mut scratch) = (Options::default(), Scratch::default());
                doc.reset(256);
                let (result, refused) = refusals::after(count, || {
                    read(rtf.as_bytes(), &options, &mut doc, &mut report, &mut scratch)
                });
                assert_eq!(result.is_err(), refused, "{count}: {rtf}");
                if !refused {
                    break;
                }
            }
        }
    }
}
