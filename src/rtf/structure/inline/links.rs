//! Links and images: those that are open, and what the runs that they begin with say of them.
//!
//! Limits  links don't nest in links: one in another is passed, its text counts and not its address.
//!         An image has nothing in it but text. A link that could not be noted is no link.

use super::change::Change;
use super::marks::Outer;
use super::{Line, Writer};
use crate::buffers::kept;
use crate::document::Kind;
use crate::memory;
use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::structure::sight::is_blank;
use crate::rtf::tables::styles::Role;

/// A link or image that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLink {
    /// What was open when it began.
    pub outer: Outer,
    /// The tracked change that all of it stands in.
    pub change: Change,
    pub image: bool,
    /// It is a link in a link or an image, and not in the document.
    pub passed: bool,
}

kept! {
    /// The links and images that are open in the block being written, outermost first.
    #[derive(Debug, Default)]
    pub(in crate::rtf::structure) struct OpenLinks {
        stack: Vec<OpenLink>,
        images: usize,
    }
}

impl OpenLinks {
    /// Whether any is open.
    pub(super) fn any(&self) -> bool {
        !self.stack.is_empty()
    }

    /// Whether an image is open.
    pub(super) fn in_image(&self) -> bool {
        self.images > 0
    }

    /// The tracked change that all of the innermost one stands in.
    pub(super) fn change(&self) -> Change {
        self.stack.last().map_or_else(Change::default, |link| link.change)
    }

    /// Whether one that begins here would be passed.
    pub(super) fn passes(&self, image: bool) -> bool {
        self.images > 0 || !image && self.any()
    }

    /// One begins. False where memory is short: then it does not.
    #[must_use]
    pub(super) fn begin(&mut self, link: OpenLink) -> bool {
        let fits = memory::push(&mut self.stack, link);
        self.images += (fits && link.image) as usize;
        fits
    }

    /// The one that began last ends, if any is open.
    pub(super) fn end(&mut self) -> Option<OpenLink> {
        let link = self.stack.pop()?;
        self.images -= link.image as usize;
        Some(link)
    }
}

/// Links of the runs of a block.
impl Writer<'_> {
    /// How many runs are of the link that the text is at `at` if its style alone says so: it leads nowhere, and some
    /// programs keep no field for such. None where there is no such link.
    pub(super) fn empty_link(&self, line: &Line, runs: &[Run], at: usize) -> Option<usize> {
        let sight = self.sight();
        let is_part =
            |run: &Run| matches!(run.kind, RunKind::Text(_)) && sight.role(run) == Role::EmptyLink;
        if line.link_ends.is_some() || self.links.any() || !is_part(&runs[at]) {
            return None;
        }
        Some(runs[at..].iter().take_while(|run| is_part(run)).count())
    }

    /// The marks that stand around a link of the first `count` of `runs`.
    pub(super) fn marks_of_link(&self, line: &Line, runs: &[Run], count: usize) -> Marks {
        let (inside, behind) = runs.split_at(count);
        let beside = (self.before(line), self.behind(line, behind));
        let mut base = self.marks(line, &runs[0]);
        // A line below a link alone is what links look like.
        let (before, behind): &(Beside, Beside) = &beside;
        if ![before, behind].iter().any(|beside| beside.0.contains(Mark::Underline)) {
            base.remove(Mark::Underline);
        }
        // Links have lines and colours of their own: those around one go on in it.
        marks_around(inside, base, beside, |run| {
            let mut marks = self.marks(line, run);
            marks.insert(Mark::Underline);
            if base.contains(Mark::Colored) {
                marks.insert(Mark::Colored);
            }
            marks
        })
    }

    /// The tracked change that all text of a link stands in: where one stands in another one, the outer one's.
    pub(super) fn change_around(&self, inside: &[Run]) -> Change {
        if !self.keeps_changes || self.links.any() {
            return self.links.change();
        }
        let is_text = |run: &&Run| matches!(run.kind, RunKind::Text(_) | RunKind::Formula { .. });
        let mut changes =
            inside.iter().filter(is_text).map(|run| Change::of(self.sight().format(run)));
        let first = changes.next().unwrap_or_default();
        if changes.all(|change| change == first) { first } else { Change::default() }
    }

    /// The text before what comes. A blank alone says nothing by the line below it.
    fn before(&self, line: &Line) -> Beside {
        let mut marks = line.open.all();
        let Some(Kind::Text(text)) = self.doc.last_kind() else { return (marks, false) };
        let text = self.sight().text(text);
        if is_blank(text) {
            marks.remove(Mark::Underline);
        }
        (marks, text.ends_with(b" ") && !is_blank(text))
    }

    /// The text that the runs behind a link begin with; nothing where that is a blank alone.
    fn behind(&self, line: &Line, runs: &[Run]) -> Beside {
        let text = runs.iter().take(8).find_map(|run| match run.kind {
            RunKind::Text(text) => Some((run, self.sight().text(text))),
            _ => None,
        });
        match text {
            Some((run, text)) if !is_blank(text) => (self.marks(line, run), text.starts_with(b" ")),
            _ => Beside::default(),
        }
    }

    /// Whether the link that begins with the first of `runs` stands for a picture somewhere else: all
    /// of its text says so.
    pub(super) fn is_image(&self, runs: &[Run]) -> bool {
        let mut is_image = false;
        for run in &runs[1..] {
            match run.kind {
                RunKind::Text(_) if self.sight().role(run) == Role::ImageLink => is_image = true,
                RunKind::Break => {}
                RunKind::End => break,
                kind if kind.is_place() => {}
                _ => return false,
            }
        }
        is_image
    }
}

/// How many runs are of the link that begins with the first of them.
pub(super) fn extent(runs: &[Run]) -> usize {
    let mut depth = 0;
    let ends = runs.iter().position(|run| {
        match run.kind {
            RunKind::Link(_) | RunKind::Image(_) => depth += 1,
            RunKind::End => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    ends.map_or(runs.len(), |last| last + 1)
}

/// The text before a link or behind it: the marks of it, and whether it has a blank beside the link.
type Beside = (Marks, bool);

/// The marks that stand around a link of the runs `inside`: those that all of its text has, if they were on where
/// it begins (`base`), or go on from the text `before` it to that `behind` it. A blank beside it that is marked
/// tells by itself that a mark does not begin or end there.
fn marks_around(
    inside: &[Run],
    base: Marks,
    (before, behind): (Beside, Beside),
    marks: impl Fn(&Run) -> Marks,
) -> Marks {
    let texts = inside.iter().filter(|run| matches!(run.kind, RunKind::Text(_)));
    let all = texts.map(marks).reduce(Marks::shared);
    let mut outer = base;
    outer.insert_from(before.0);
    let all = all.unwrap_or(outer);
    let mut around = outer.shared(all).shared(base);
    around.insert_from(outer.shared(all).shared(behind.0));
    for (beside, blank) in [before, behind] {
        if blank {
            around.insert_from(beside.shared(all));
        }
    }
    around
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LinkId, Span};
    use crate::rtf::structure::inline::marks::OpenMarks;

    #[test]
    fn links_do_not_nest() {
        let outer = OpenMarks::default().raise_floor();
        let mut links = OpenLinks::default();
        // (image, passed), as each begins in the one before.
        for (image, passed) in
            [(false, false), (false, true), (true, false), (true, true), (false, true)]
        {
            assert_eq!(links.passes(image), passed, "{image}");
            let change = Change::default();
            assert!(links.begin(OpenLink { outer, change, image, passed }));
        }
        while let Some(link) = links.end() {
            assert_eq!(links.passes(link.image), link.passed);
        }
        assert!(!links.any() && !links.in_image());
    }

    #[test]
    fn marks_of_all_the_text_stand_around_a_link() {
        let (mut bold, mut both) = (Marks::default(), Marks::default());
        bold.insert(Mark::Bold);
        both.insert(Mark::Bold);
        both.insert(Mark::Italic);
        let formats = [Marks::default(), bold, both];
        let text = RunKind::Text(Span::of_source(0, 1));
        let (link, end) = (RunKind::Link(LinkId(0)), RunKind::End);
        for (kinds, count) in [
            (&[(link, 2), (text, 2), (end, 2)][..], 2),
            (&[(link, 2), (text, 1), (end, 2)], 1),
            (&[(link, 2), (text, 2), (end, 2), (text, 0)], 2),
            (&[(link, 2), (link, 2), (text, 2), (end, 2), (text, 0), (end, 2)], 0),
            (&[(link, 2), (text, 1)], 1),
        ] {
            let runs: Vec<Run> = kinds.iter().map(|&(kind, format)| Run { kind, format }).collect();
            let marks = |run: &Run| formats[run.format as usize];
            let base = marks(&runs[0]);
            let none = (Marks::default(), false);
            let found = marks_around(&runs[..extent(&runs)], base, (none, none), marks);
            assert_eq!(found.len(), count, "{kinds:?}");
        }
        let runs = [Run { kind: text, format: 1 }];
        for (before, behind, count) in [
            ((0, true), (0, true), 0),
            ((1, false), (0, false), 0),
            ((1, false), (1, false), 1),
            ((1, true), (0, true), 1),
            ((0, true), (1, true), 1),
            ((0, true), (1, false), 0),
        ] {
            let beside = ((formats[before.0], before.1), (formats[behind.0], behind.1));
            let found = marks_around(&runs, formats[0], beside, |_| bold);
            assert_eq!(found.len(), count, "{before:?} {behind:?}");
        }
    }
}
