//! Marks: which of them a run shows, and which stay open between two runs.
//!
//! Shape   [`OpenMarks`] owns what is open in the document; what is open and goes on in the next run stays
//!         open, and of marks that begin together that which runs longest stands outside ([`ordered`]).
//! Limits  marks that began outside a link can't end inside it: below the floor nothing is closed.

use crate::document::{Color, Document, Kind};
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::tables::styles::Role;

/// Runs that are looked at ahead to see which mark runs longest.
const AHEAD: usize = 64;

/// The marks that are open in the block being written.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenMarks {
    open: Marks,
    /// Marks that began outside the innermost link.
    floor: usize,
    /// The colours that are open, and those that are to be opened: of text, and behind it.
    ink: (Color, Color),
    next_ink: (Color, Color),
}

impl OpenMarks {
    /// The marks that are open.
    pub(super) fn all(&self) -> Marks {
        self.open
    }

    /// Closes and opens marks until `target` is what is open, as far as the floor allows.
    #[inline]
    pub(super) fn set(&mut self, doc: &mut Document, target: Marks) {
        if self.open != target || self.ink != self.next_ink {
            self.change(doc, target);
        }
    }

    fn change(&mut self, doc: &mut Document, target: Marks) {
        let (mut keep, target) = transition(self.open, self.floor, target);
        if self.ink != self.next_ink
            && let Some(at) = (0..keep).find(|&at| self.open.get(at) == Some(Mark::Colored))
        {
            keep = at.max(self.floor);
        }
        for _ in keep..self.open.len() {
            doc.close();
        }
        for mark in (keep..target.len()).filter_map(|index| target.get(index)) {
            if mark == Mark::Colored {
                self.ink = self.next_ink;
            }
            doc.open(self.kind_of(mark));
        }
        self.open = target;
    }

    /// The colours of what is opened from here on.
    pub(super) fn tint(&mut self, ink: (Color, Color)) {
        self.next_ink = ink;
    }

    /// Closes all but the outermost `keep` marks, as far as the floor allows.
    pub(super) fn close_to(&mut self, doc: &mut Document, keep: usize) {
        self.next_ink = self.ink;
        self.set(doc, self.open.prefix(keep));
    }

    /// Closes all marks that may be closed inside of the link.
    pub(super) fn close_inner(&mut self, doc: &mut Document) {
        self.close_to(doc, self.floor);
    }

    /// A link begins: what is open now stays open until it ends. Returns what to end it with.
    pub(super) fn raise_floor(&mut self) -> Outer {
        let outer = Outer { open: self.open.len(), floor: self.floor };
        self.floor = self.open.len();
        outer
    }

    /// The link's text ends: closes the marks that began in it.
    pub(super) fn lower_floor(&mut self, doc: &mut Document, outer: Outer) {
        self.close_to(doc, outer.open);
        self.floor = outer.floor;
    }
}

impl OpenMarks {
    fn kind_of(&self, mark: Mark) -> Kind {
        match mark {
            Mark::Bold | Mark::Strong | Mark::StrongThird => Kind::Strong,
            Mark::Italic | Mark::Emphasis | Mark::EmphasisThird => Kind::Emphasis,
            Mark::Strike => Kind::Strike,
            Mark::Underline => Kind::Underline,
            Mark::Superscript => Kind::Superscript,
            Mark::Subscript => Kind::Subscript,
            Mark::Highlight => Kind::Highlight,
            Mark::Keyboard => Kind::Keyboard,
            Mark::SmallCaps => Kind::SmallCaps,
            Mark::Colored => Kind::Colored { text: self.ink.0, back: self.ink.1 },
        }
    }
}

/// What was open when a link began.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outer {
    /// Number of marks.
    open: usize,
    /// The marks below which nothing could be closed.
    floor: usize,
}

/// How to come from the `open` marks to others: how many of them stay, and which are open then.
/// Those below the floor stay, whatever is asked for.
fn transition(open: Marks, floor: usize, target: Marks) -> (usize, Marks) {
    let keep = open.common(target);
    if keep >= floor {
        return (keep, target);
    }
    let mut held = open.prefix(floor);
    (0..target.len()).filter_map(|index| target.get(index)).for_each(|mark| held.insert(mark));
    (open.common(held), held)
}

/// The marks of a run that has a character style for what text beside it looks like without one: emphasis in
/// emphasis, which programs that keep flat runs write so. `next` are the marks of the text behind it.
pub(super) fn with_look_around(open: Marks, marks: Marks, next: Marks) -> Marks {
    let mut all = Marks::default();
    for (style, look) in [(Mark::Strong, Mark::Bold), (Mark::Emphasis, Mark::Italic)] {
        let around = open.contains(look) || next.contains(look) && !next.contains(style);
        if marks.contains(style) && !marks.contains(look) && around {
            all.insert(look);
        }
    }
    all.insert_from(marks);
    all
}

/// The marks of a run in the order in which they nest: those that are open and go on, from the outside;
/// then those that begin here, the longest first. Of equally long ones the order of the file counts.
/// `next` are the marks of the runs behind it.
pub(super) fn ordered(open: Marks, marks: Marks, next: impl Iterator<Item = Marks>) -> Marks {
    let kept = open.within(marks);
    let mut target = open.prefix(kept);
    let begin = || (0..marks.len()).filter_map(|index| marks.get(index));
    if marks.len() > kept + 1 {
        // What still goes on after so many runs; what ended is put inside, the last to end outside.
        let mut left = marks;
        let mut ended = [Marks::default(); 12];
        let mut count = 0;
        for next in next.take(AHEAD) {
            let on = left.shared(next);
            if on.len() < left.len() && count < ended.len() {
                begin()
                    .filter(|&mark| left.contains(mark) && !on.contains(mark))
                    .for_each(|mark| ended[count].insert(mark));
                count += 1;
            }
            left = on;
            if left.len() < 2 {
                break;
            }
        }
        for group in std::iter::once(left).chain(ended[..count].iter().rev().copied()) {
            (0..group.len())
                .filter_map(|index| group.get(index))
                .for_each(|mark| target.insert(mark));
        }
    }
    begin().for_each(|mark| target.insert(mark));
    target
}

/// The marks that text of that role shows: not those to `strip`, and in a link not what links look
/// like.
pub(super) fn shown(marks: Marks, strip: Marks, role: Role, in_link: bool) -> Marks {
    let mut marks = marks;
    for mark in (0..strip.len()).filter_map(|index| strip.get(index)) {
        marks.remove(mark);
    }
    if in_link || role.is_link() {
        marks.remove(Mark::Underline);
    }
    marks
}

/// How many of the `open` marks stay around a place or a reference that has no text of its own: those
/// that it has (`here`). A reference to a note is raised by itself, so that only what goes on behind
/// it (`after`) tells.
pub(super) fn around_place(open: Marks, here: Marks, after: Marks) -> usize {
    let keep = open.within(here);
    let raised = |&index: &usize| {
        let mark = open.get(index);
        mark.is_some_and(|mark| {
            matches!(mark, Mark::Superscript | Mark::Subscript) && !after.contains(mark)
        })
    };
    (0..keep).find(raised).unwrap_or(keep)
}

/// How many of the `open` marks stay around a hidden blank that has the marks `here`: one ends a look that has tags
/// of its own, so that two of them touch.
pub(super) fn parted(open: Marks, here: Marks) -> usize {
    let ends = |&index: &usize| match open.get(index) {
        Some(mark @ (Mark::Superscript | Mark::Subscript | Mark::Highlight)) => {
            !here.contains(mark)
        }
        Some(mark @ (Mark::Underline | Mark::Keyboard)) => !here.contains(mark),
        _ => false,
    };
    (0..open.len()).find(ends).unwrap_or(open.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Mark::*;

    fn marks(all: &[Mark]) -> Marks {
        let mut marks = Marks::default();
        all.iter().for_each(|&mark| marks.insert(mark));
        marks
    }

    #[test]
    fn what_is_common_from_the_outside_stays_open() {
        for (open, floor, target, keep, then) in [
            (&[][..], 0, &[Bold][..], 0, &[Bold][..]),
            (&[Bold, Italic], 0, &[Bold], 1, &[Bold]),
            (&[Bold, Italic], 0, &[Italic], 0, &[Italic]),
            (&[Bold], 1, &[Italic], 1, &[Bold, Italic]),
            (&[Bold, Italic], 1, &[], 1, &[Bold]),
            (&[Bold, Italic], 1, &[Italic, Bold], 2, &[Bold, Italic]),
        ] {
            let found = transition(marks(open), floor, marks(target));
            assert_eq!(found, (keep, marks(then)), "{open:?} {floor} {target:?}");
        }
    }

    #[test]
    fn what_runs_longest_stands_outside() {
        for (open, all, next, order) in [
            (&[Italic][..], &[Bold, Italic][..], &[&[Italic][..]][..], &[Italic, Bold][..]),
            (&[], &[Bold, Italic], &[], &[Bold, Italic]),
            (&[], &[Bold, Italic], &[&[Italic]], &[Italic, Bold]),
            (
                &[],
                &[Bold, Italic, Strike],
                &[&[Italic, Strike], &[Strike]],
                &[Strike, Italic, Bold],
            ),
            (&[], &[Bold, Italic], &[&[Italic, Bold], &[]], &[Bold, Italic]),
            (&[Strike], &[Bold, Italic], &[&[Italic]], &[Italic, Bold]),
            (&[Strike, Bold], &[Bold, Strike], &[&[Bold]], &[Strike, Bold]),
        ] {
            let next = next.iter().map(|&next| marks(next));
            assert_eq!(ordered(marks(open), marks(all), next), marks(order), "{open:?} {all:?}");
        }
    }

    #[test]
    fn a_style_stands_in_the_look_beside_it() {
        for (open, all, next, found) in [
            (&[Italic][..], &[Emphasis][..], &[][..], &[Italic, Emphasis][..]),
            (&[], &[Emphasis], &[Italic], &[Italic, Emphasis]),
            (&[], &[Emphasis], &[], &[Emphasis]),
            (&[], &[Strong], &[Bold, Strong], &[Strong]),
            (&[Bold], &[Emphasis], &[Bold], &[Emphasis]),
        ] {
            let both = with_look_around(marks(open), marks(all), marks(next));
            assert_eq!(both, marks(found), "{open:?} {all:?}");
        }
    }

    #[test]
    fn what_links_look_like_says_nothing() {
        for (all, strip, role, in_link, left) in [
            (&[Bold, Underline][..], &[][..], Role::None, false, &[Bold, Underline][..]),
            (&[Bold, Underline], &[], Role::None, true, &[Bold]),
            (&[Bold, Underline], &[], Role::Hyperlink, false, &[Bold]),
            (&[Bold, Italic], &[Bold], Role::None, false, &[Italic]),
        ] {
            assert_eq!(shown(marks(all), marks(strip), role, in_link), marks(left), "{all:?}");
        }
    }

    #[test]
    fn a_raised_reference_ends_the_raised_text_before_it() {
        for (open, here, after, keep) in [
            (&[Bold][..], &[Bold][..], &[][..], 1),
            (&[Bold], &[], &[Bold], 0),
            (&[Bold, Superscript], &[Bold, Superscript], &[Bold], 1),
            (&[Bold, Superscript], &[Bold, Superscript], &[Superscript], 2),
        ] {
            assert_eq!(around_place(marks(open), marks(here), marks(after)), keep, "{open:?}");
        }
    }
}
