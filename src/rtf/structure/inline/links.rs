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

/// The marks that stand around a link, which begins with the first of the runs: those that all of its text
/// has, if they were on where it begins (`base`), or are `open` and go on behind it.
pub(super) fn marks_around(
    runs: &[Run],
    base: Marks,
    open: Marks,
    marks: impl Fn(&Run) -> Marks,
) -> Marks {
    let mut common = base;
    (0..open.len()).filter_map(|at| open.get(at)).for_each(|mark| common.insert(mark));
    let mut depth = 0;
    let mut rest = runs.iter();
    for run in rest.by_ref() {
        match run.kind {
            RunKind::Link(_) | RunKind::Image(_) => depth += 1,
            RunKind::End => depth -= 1,
            RunKind::Text(_) => common = common.shared(marks(run)),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    let behind = rest.take(8).find(|run| matches!(run.kind, RunKind::Text(_)));
    let on = common.shared(behind.map(marks).unwrap_or_default());
    let mut around = common.shared(base);
    (0..on.len()).filter_map(|at| on.get(at)).for_each(|mark| around.insert(mark));
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
        for (kinds, around) in [
            (&[(link, 2), (text, 2), (end, 2)][..], 2),
            (&[(link, 2), (text, 1), (end, 2)], 1),
            (&[(link, 2), (text, 2), (end, 2), (text, 0)], 2),
            (&[(link, 2), (link, 2), (text, 2), (end, 2), (text, 0), (end, 2)], 0),
            (&[(link, 2), (text, 1)], 1),
        ] {
            let runs: Vec<Run> = kinds.iter().map(|&(kind, format)| Run { kind, format }).collect();
            let marks = |run: &Run| formats[run.format as usize];
            let base = marks(&runs[0]);
            let found = marks_around(&runs, base, Marks::default(), marks);
            assert_eq!(found.len(), around, "{kinds:?}");
        }
    }
}
