//! Flat runs become nested inlines.
//!
//! Shape   the marks of a run are in the order in which they were switched on; what two
//!         neighbouring runs have in common from the outside stays open between them.
//! Limits  links don't nest in links; marks that began outside a link can't end inside it.

use super::Recogniser;
use crate::document::{Kind, LinkId, NodeId, Span};
use crate::memory;
use crate::report::Loss;
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{NOTES, Run, RunKind};
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::tables::styles::{Role, unescape_info};

/// A link or image that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLink {
    /// Number of marks that were open when it began.
    outer: usize,
    /// The marks below which nothing could be closed, outside of it.
    outer_floor: usize,
    image: bool,
    /// It is a link in a link: its text counts, not its address.
    passed: bool,
}

/// A tracked change that is kept in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    None,
    Inserted,
    Deleted,
}

impl Change {
    /// The change that a run stands in.
    fn of(assembly: &Assembly, run: &Run) -> Change {
        match assembly.format(run.format) {
            Some(format) if format.deleted => Change::Deleted,
            Some(format) if format.inserted => Change::Inserted,
            _ => Change::None,
        }
    }
}

/// Where the emission of inlines stands.
struct Inlines {
    open: Marks,
    /// Marks that began outside the innermost link.
    floor: usize,
    strip: Marks,
    links: usize,
    images: usize,
    /// A bookmark just before this place.
    bookmark: Option<Span>,
    /// The first run that is seen after the break looked at last.
    after_break: usize,
    /// The tracked change that the text stands in.
    change: Change,
    /// Something other than raw HTML stands before this place.
    shown: bool,
    /// In a heading bookmarks are names of the heading.
    heading: bool,
}

impl Recogniser<'_> {
    /// Writes the runs as inlines of the open block. `strip` are marks to leave out, `skip` bytes
    /// at the start of the text to leave out.
    pub(super) fn inlines(&mut self, runs: &[Run], strip: Marks, skip: usize) {
        let heading = self.in_heading;
        let mut state = Inlines {
            open: Marks::default(),
            floor: 0,
            strip,
            links: 0,
            images: 0,
            bookmark: None,
            after_break: 0,
            change: Change::None,
            shown: false,
            heading,
        };
        self.buffers.links.clear();
        let mut skip = skip;
        let mut started = false;
        let mut at = 0;
        while let Some(run) = runs.get(at) {
            at += 1;
            match run.kind {
                RunKind::Text(mut span) => {
                    let here = skip.min(span.len());
                    skip -= here;
                    span = span.slice(here, span.len());
                    if !started && !self.is_code(run) && self.run_role(run) != Role::HtmlTag {
                        // Spaces at the start of a paragraph are layout.
                        let text = self.text(span);
                        let blank =
                            text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                        span = span.slice(blank, span.len());
                        if span.is_empty() {
                            continue;
                        }
                    }
                    if self.is_own_mark(run, runs.get(at)) {
                        continue;
                    }
                    started = true;
                    if self.keeps_changes {
                        self.change(&mut state, Change::of(self.assembly, run));
                    }
                    at = self.text_run(&mut state, runs, at, run, span);
                    state.bookmark = None;
                }
                // A line end inside raw HTML.
                RunKind::Break if self.run_role(run) == Role::HtmlTag => {
                    self.doc.leaf(Kind::Html(self.newline));
                }
                // A rule among text; the paragraph goes on around it.
                RunKind::Rule => self.report.add(Loss::Shape, usize::MAX),
                RunKind::Comment(comment) => self.doc.leaf(Kind::Html(comment)),
                RunKind::Break => {
                    // At the end of a paragraph a break is layout.
                    if state.after_break < at {
                        state.after_break =
                            at + runs[at..].iter().take_while(|run| is_layout(&run.kind)).count();
                    }
                    let next = runs.get(state.after_break);
                    if let (true, Some(next)) = (started, next) {
                        let marks = self.marks(&state, run);
                        let shared = marks.common(self.marks(&state, next));
                        let keep = state.open.prefix(state.open.common(marks.prefix(shared)));
                        self.set_marks(&mut state, keep);
                        self.doc.leaf(Kind::HardBreak);
                    }
                }
                RunKind::Link(id) => {
                    started = true;
                    self.open_link(&mut state, &runs[at - 1..], id, false);
                }
                RunKind::Image(id) => {
                    started = true;
                    self.open_link(&mut state, &runs[at - 1..], id, true);
                }
                RunKind::End => self.close_link(&mut state),
                RunKind::Note(index) => {
                    started = true;
                    self.leave_marks(&mut state, run, runs.get(at));
                    self.note(&mut state, index);
                }
                RunKind::NoteRef(name) => {
                    started = true;
                    let label = self.label(name);
                    self.leave_marks(&mut state, run, runs.get(at));
                    self.doc.leaf(Kind::FootnoteReference { label });
                }
                RunKind::Bookmark(name) | RunKind::Anchor(name) => {
                    state.bookmark = Some(name);
                    let anchor = self.shown_place(run).map(|name| {
                        started = true;
                        self.leave_marks(&mut state, run, runs.get(at));
                        let node = self.doc.nodes.len() as NodeId;
                        self.doc.leaf(Kind::Anchor { name });
                        node
                    });
                    if state.heading {
                        self.heading_place(name, anchor);
                    }
                }
            }
        }
        while state.links > 0 {
            self.close_link(&mut state);
        }
        self.set_marks(&mut state, Marks::default());
        self.change(&mut state, Change::None);
    }

    /// Ends one kind of tracked change and begins another, in the marks of CriticMarkup.
    fn change(&mut self, state: &mut Inlines, change: Change) {
        if state.change == change {
            return;
        }
        let keep = state.open.prefix(state.floor);
        self.set_marks(state, keep);
        let marks = match state.change {
            Change::None => "",
            Change::Inserted => "++}",
            Change::Deleted => "--}",
        };
        let marks = self.doc.own(marks);
        self.doc.leaf(Kind::Text(marks));
        let marks = match change {
            Change::None => "",
            Change::Inserted => "{++",
            Change::Deleted => "{--",
        };
        let marks = self.doc.own(marks);
        self.doc.leaf(Kind::Text(marks));
        state.change = change;
    }

    /// A text run, and the runs after it that are the same code. Returns the next run's index.
    fn text_run(
        &mut self,
        state: &mut Inlines,
        runs: &[Run],
        mut at: usize,
        run: &Run,
        span: Span,
    ) -> usize {
        if state.images > 0 {
            self.doc.leaf(Kind::Text(span));
            return at;
        }
        let marks = self.marks(state, run);
        match self.run_role(run) {
            Role::HtmlTag => {
                // A hidden blank parts two links.
                if !self.text(span).trim_ascii().is_empty() {
                    self.set_marks(state, marks);
                    self.tag(span, state.shown);
                }
                return at;
            }
            Role::Tex(display) => {
                let mut tex = span;
                while let Some(Run { kind: RunKind::Text(more), .. }) =
                    runs.get(at).filter(|next| self.run_role(next) == Role::Tex(display))
                {
                    tex = self.joined(tex, *more);
                    at += 1;
                }
                self.set_marks(state, marks);
                self.doc.leaf(Kind::Math { tex, display });
            }
            _ if self.is_code(run) => {
                let mut marks = marks;
                marks.remove(Mark::Highlight);
                let mut code = span;
                while let Some(next) = runs.get(at) {
                    let RunKind::Text(more) = next.kind else { break };
                    let mut next_marks = self.marks(state, next);
                    next_marks.remove(Mark::Highlight);
                    if !self.is_code(next) || next_marks != marks {
                        break;
                    }
                    code = self.joined(code, more);
                    at += 1;
                }
                self.set_marks(state, marks);
                self.doc.leaf(Kind::Code(code));
            }
            _ => {
                self.set_marks(state, marks);
                self.doc.leaf(Kind::Text(span));
            }
        }
        state.shown = true;
        at
    }

    /// Raw HTML; line breaks at the end of a paragraph stand in it too. Where nothing is `shown`
    /// before them they are the tags that they say.
    fn tag(&mut self, span: Span, shown: bool) {
        const BREAK: &[u8] = b"<br>";
        let text = self.text(span);
        let breaks = shown && text.chunks(BREAK.len()).all(|tag| tag == BREAK);
        let count = if breaks { text.len() / BREAK.len() } else { 0 };
        for _ in 0..count {
            self.doc.leaf(Kind::HardBreak);
        }
        if count == 0 {
            self.doc.leaf(Kind::Html(span));
        }
    }

    /// Whether a run is inline code: by its style, or by a typeface that the body has not.
    pub(super) fn is_code(&self, run: &Run) -> bool {
        self.run_role(run) == Role::InlineCode || !self.fixed_text && self.is_monospaced(run)
    }

    /// Two texts as one span.
    fn joined(&mut self, first: Span, second: Span) -> Span {
        if let Some(joined) = first.join(second) {
            return joined;
        }
        let start = self.doc.own_len();
        // A text that already stands at the end of the buffer is added to.
        if first.ends_own_at(start) {
            let second = self.text(second).to_vec();
            self.doc.append_ascii(&second);
            return first.grown(self.doc.own_len() - start);
        }
        let both = [self.text(first), self.text(second)].concat();
        match std::str::from_utf8(&both) {
            Ok(text) => self.doc.own(text),
            Err(_) => first,
        }
    }

    /// The marks that a run shows here.
    fn marks(&self, state: &Inlines, run: &Run) -> Marks {
        let Some(format) = self.assembly.format(run.format) else { return Marks::default() };
        let mut marks = format.marks;
        if marks.len() == 0 {
            return marks;
        }
        for index in 0..state.strip.len() {
            if let Some(mark) = state.strip.get(index) {
                marks.remove(mark);
            }
        }
        // What a link looks like says nothing.
        if state.links > 0 || self.assembly.styles().role(format.style) == Role::Hyperlink {
            marks.remove(Mark::Underline);
        }
        marks
    }

    /// Closes and opens marks until `target` is what is open.
    fn set_marks(&mut self, state: &mut Inlines, target: Marks) {
        let mut target = target;
        let mut keep = state.open.common(target);
        if keep < state.floor {
            let mut held = state.open.prefix(state.floor);
            (0..target.len())
                .filter_map(|index| target.get(index))
                .for_each(|mark| held.insert(mark));
            target = held;
            keep = state.open.common(target);
        }
        for _ in keep..state.open.len() {
            self.doc.close();
        }
        for index in keep..target.len() {
            if let Some(mark) = target.get(index) {
                self.doc.open(kind_of(mark));
            }
        }
        state.open = target;
    }

    /// Closes the marks that a place or a reference without text of its own does not stand in. A
    /// reference to a note is raised by itself, so that only what goes on behind it tells.
    fn leave_marks(&mut self, state: &mut Inlines, run: &Run, next: Option<&Run>) {
        let mut keep = state.open.common(self.marks(state, run));
        let next = next.filter(|next| matches!(next.kind, RunKind::Text(_)));
        let after = next.map(|next| self.marks(state, next)).unwrap_or_default();
        for index in 0..keep {
            if let Some(mark @ (Mark::Superscript | Mark::Subscript)) = state.open.get(index)
                && !after.contains(mark)
            {
                keep = index;
                break;
            }
        }
        self.set_marks(state, state.open.prefix(keep));
    }

    /// Opens the link that begins with the first of `runs`.
    fn open_link(&mut self, state: &mut Inlines, runs: &[Run], id: LinkId, image: bool) {
        let passed = !image && state.links > state.images || state.images > 0;
        if !passed {
            // Marks that all of the link's text has, and that were on before it, stand around it.
            let base = self.marks(state, &runs[0]);
            let mut common = base.len();
            let mut depth = 0;
            for run in runs {
                match run.kind {
                    RunKind::Link(_) | RunKind::Image(_) => depth += 1,
                    RunKind::End => depth -= 1,
                    RunKind::Text(_) => common = common.min(base.common(self.marks(state, run))),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            self.set_marks(state, base.prefix(common));
            self.doc.open(if image { Kind::Image(id) } else { Kind::Link(id) });
        }
        let link = OpenLink { outer: state.open.len(), outer_floor: state.floor, image, passed };
        if !memory::push(&mut self.buffers.links, link) {
            self.doc.give_up();
        }
        state.floor = state.open.len();
        state.links += 1;
        state.images += image as usize;
    }

    fn close_link(&mut self, state: &mut Inlines) {
        let Some(link) = self.buffers.links.pop() else { return };
        self.set_marks(state, state.open.prefix(link.outer));
        if !link.passed {
            self.doc.close();
        }
        state.floor = link.outer_floor;
        state.links -= 1;
        state.images -= link.image as usize;
    }

    /// The label of a note from the name of its bookmark: `fn_label`, with `%XX` as the character.
    fn label(&mut self, name: Span) -> Span {
        let name = name.slice(3, name.len());
        let text = self.text(name);
        if !text.contains(&b'%') {
            return name;
        }
        let text = String::from_utf8_lossy(text).into_owned();
        unescape_info(&text, self.doc)
    }

    /// Whether a run is the mark of the note behind it, which begins with the same mark: the label
    /// stands for both.
    fn is_own_mark(&mut self, run: &Run, next: Option<&Run>) -> bool {
        let (RunKind::Text(mark), Some(Run { kind: RunKind::Note(index), .. })) = (run.kind, next)
        else {
            return false;
        };
        let raised = |run: &Run| {
            let format = self.assembly.format(run.format);
            format.is_some_and(|format| format.marks.contains(Mark::Superscript))
        };
        let Some(note) = self.assembly.notes().get(*index as usize) else { return false };
        let flow = self.assembly.flow(NOTES);
        let first = flow.paragraphs().get(note.0 as usize);
        let first = first.and_then(|paragraph| flow.runs().get(paragraph.runs.0 as usize));
        let Some(first @ Run { kind: RunKind::Text(text), .. }) = first else { return false };
        let (mark, text) = (self.text(mark).trim_ascii(), self.text(*text));
        let same = !mark.is_empty() && text.trim_ascii() == mark && raised(run) && raised(first);
        let length = text.len();
        if same && let Some(note) = self.buffers.notes.get_mut(*index as usize) {
            note.mark = length;
        }
        same
    }

    fn note(&mut self, state: &mut Inlines, index: u32) {
        if let Some(name) = state.bookmark.take()
            && self.text(name).starts_with(b"fn_")
        {
            let label = self.label(name);
            if let Some(note) = self.buffers.notes.get_mut(index as usize) {
                note.label = label;
            }
        }
        let label = self.note_label(index as usize);
        self.doc.leaf(Kind::FootnoteReference { label });
    }
}

/// Whether a run shows nothing of its own.
fn is_layout(kind: &RunKind) -> bool {
    matches!(kind, RunKind::Break | RunKind::End | RunKind::Bookmark(_) | RunKind::Anchor(_))
}

fn kind_of(mark: Mark) -> Kind {
    match mark {
        Mark::Bold | Mark::Strong => Kind::Strong,
        Mark::Italic | Mark::Emphasis => Kind::Emphasis,
        Mark::Strike => Kind::Strike,
        Mark::Underline => Kind::Underline,
        Mark::Superscript => Kind::Superscript,
        Mark::Subscript => Kind::Subscript,
        Mark::Highlight => Kind::Highlight,
        Mark::Keyboard => Kind::Keyboard,
    }
}
