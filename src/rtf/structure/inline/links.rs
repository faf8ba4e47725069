//! Links and images that are open.
//!
//! Limits  links don't nest in links: one in another is passed, its text counts and not its address.
//!         An image has nothing in it but text. A link that could not be noted is no link.

use super::marks::Outer;
use crate::buffers::kept;
use crate::memory;
use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::assembly::format::Marks;

/// A link or image that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenLink {
    /// What was open when it began.
    pub outer: Outer,
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
pub(super) type Beside = (Marks, bool);

/// The marks that stand around a link of the runs `inside`: those that all of its text has, if they were on where
/// it begins (`base`), or go on from the text `before` it to that `behind` it. A blank beside it that is marked
/// tells by itself that a mark does not begin or end there.
pub(super) fn marks_around(
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
    use crate::rtf::assembly::format::Mark;
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
            assert!(links.begin(OpenLink { outer, image, passed }));
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
