//! What the sections of a document span.
//!
//! Shape   the tags of a section may stand in different blocks, cells, items. What holds both of them is
//!         looked for, and the section is made of whole parts of it, from the one with the first tag to the
//!         one with the last; a part that holds nothing but tags goes. So rows and items repeat.
//! Errors  `BadArgument` for a section without a beginning or an end, with its place.
//! Limits  linear but for the order of what begins and ends at one place.

use super::tags::{self, Ask, Step, Tag};
use crate::buffers::kept;
use crate::document::{Document, Kind, View};
use crate::error::{Error, Result, Status};
use crate::memory;

/// A section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    /// Its first tag.
    pub tag: u32,
    /// The steps at which it begins and ends.
    pub begin: u32,
    pub end: u32,
}

/// A section that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    tag: u32,
    step: u32,
    /// How many containers have been open at least since it began, and the step of what it began in
    /// among those: its tag's own, or a container's.
    low: usize,
    part: u32,
}

/// A section whose tags are known.
#[derive(Clone, Copy, Debug)]
struct Span {
    tag: u32,
    steps: (u32, u32),
    /// The container of both; `u32::MAX` is the document.
    outer: u32,
    /// What holds that container.
    parent: u32,
    /// The parts of that container in which the tags stand: steps.
    parts: (u32, u32),
}

kept! {
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        pub sections: Vec<Section>,
        open: Vec<Open>,
        path: Vec<u32>,
        spans: Vec<Span>,
        /// Before each step, how many show something.
        solid: Vec<u32>,
        moved: Vec<(u32, u32, Step)>,
        steps: Vec<Step>,
    }
}

/// Puts the beginnings and ends of sections where they belong among the steps.
pub(super) fn lay_out(
    doc: &Document,
    source: &[u8],
    given: &mut tags::Scratch,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { sections, open, path, spans, solid, moved, steps } = scratch;
    sections.clear();
    open.clear();
    path.clear();
    spans.clear();
    solid.clear();
    moved.clear();
    steps.clear();
    let old = &mut given.steps;
    let view = View { doc, source };
    let kind_of = |step: u32, steps: &[Step]| match steps.get(step as usize) {
        Some(Step::Enter { node, exit }) => view.kind(*node).map(|kind| (*kind, *exit)),
        _ => None,
    };
    let mut shown = 0;
    for (at, step) in old.iter().enumerate() {
        let at = at as u32;
        if !memory::push(solid, shown) {
            return Err(Error::out_of_memory());
        }
        match *step {
            Step::Enter { .. } if !memory::push(path, at) => return Err(Error::out_of_memory()),
            Step::Exit { .. } => {
                let left = path.pop().unwrap_or(0);
                if let Some(last) = open.last_mut().filter(|last| path.len() < last.low) {
                    (last.low, last.part) = (path.len(), left);
                }
            }
            Step::Leaf(node) => {
                let is_break = matches!(view.kind(node), Some(Kind::SoftBreak | Kind::HardBreak));
                shown += u32::from(!is_break);
            }
            Step::Text(span) => shown += u32::from(!view.text(span).trim_ascii().is_empty()),
            Step::Tag(tag) => {
                let Tag { ask, name, place, .. } = given.tags[tag as usize];
                match ask {
                    Ask::Nothing => {}
                    Ask::Text | Ask::Markdown => shown += 1,
                    Ask::Section | Ask::Inverted => {
                        let section = Open { tag, step: at, low: path.len(), part: at };
                        if !memory::push(open, section) {
                            return Err(Error::out_of_memory());
                        }
                    }
                    Ask::End => {
                        let begun = open.pop().filter(|begun| {
                            let first = given.tags[begun.tag as usize].name;
                            view.text(first) == view.text(name)
                        });
                        let Some(begun) = begun else {
                            return Err(bad(
                                view.text(name),
                                place,
                                "no section begins that ends here",
                            ));
                        };
                        let low = begun.low.min(path.len());
                        if let Some(outer) = open.last_mut().filter(|outer| low < outer.low) {
                            (outer.low, outer.part) = (low, begun.part);
                        }
                        let up = |by| low.checked_sub(by).and_then(|at| path.get(at).copied());
                        let span = Span {
                            tag: begun.tag,
                            steps: (begun.step, at),
                            outer: up(1).unwrap_or(u32::MAX),
                            parent: up(2).unwrap_or(u32::MAX),
                            parts: (begun.part, path.get(low).copied().unwrap_or(at)),
                        };
                        if !memory::push(spans, span) {
                            return Err(Error::out_of_memory());
                        }
                    }
                }
            }
            _ => {}
        }
    }
    if let Some(left) = open.last() {
        let Tag { name, place, .. } = given.tags[left.tag as usize];
        return Err(bad(view.text(name), place, "a section has no end"));
    }
    if !memory::push(solid, shown) {
        return Err(Error::out_of_memory());
    }
    let count = |from: u32, to: u32| solid[to as usize] - solid[from as usize];
    spans.sort_unstable_by_key(|span| span.steps.0);
    for span in &*spans {
        let outer = kind_of(span.outer, old);
        let exit = |step: u32| kind_of(step, old).map_or(step, |(_, exit)| exit);
        // A part that holds nothing but tags is left out.
        let is_kept = |part: u32| match kind_of(part, old) {
            Some((kind, exit)) => count(part, exit) > 0 || stays(&kind),
            None => true,
        };
        let (first, last) = span.parts;
        let mut from = if is_kept(first) { first } else { exit(first) + 1 };
        let mut to = if is_kept(last) { exit(last) + 1 } else { last };
        let within = count(span.steps.0, span.steps.1);
        match (outer, kind_of(span.parent, old)) {
            (Some((Kind::Row { .. }, exit)), _) => (from, to) = (span.outer, exit + 1),
            // All of an item, or of a row, is in it: that is what repeats.
            (
                Some((Kind::Paragraph { .. } | Kind::Cell { .. }, _)),
                Some((Kind::Item { .. } | Kind::Row { header: false }, exit)),
            ) if within > 0 && count(span.parent, exit) == within => {
                (from, to) = (span.parent, exit + 1);
            }
            _ => {}
        }
        if let Some((Kind::List { .. }, exit)) = kind_of(from, old)
            && exit + 1 == to
        {
            (from, to) = (from + 1, exit);
        }
        let section = sections.len() as u32;
        let added = memory::push(sections, Section { tag: span.tag, begin: 0, end: 0 })
            && memory::push(moved, (from, span.steps.0, Step::Begin(section)))
            && memory::push(moved, (to.max(from), span.steps.1, Step::End(section)));
        if !added {
            return Err(Error::out_of_memory());
        }
    }
    // The parts that held nothing but tags go.
    for span in &*spans {
        for part in [span.parts.0, span.parts.1] {
            if let Some((kind, exit)) = kind_of(part, old)
                && count(part, exit) == 0
                && !stays(&kind)
            {
                old[part as usize..=exit as usize].fill(Step::Gone);
            }
        }
    }
    moved.sort_unstable_by_key(|&(at, order, _)| (at, order));
    let mut next = 0;
    for at in 0..=old.len() {
        while let Some(&(_, _, step)) = moved.get(next).filter(|moved| moved.0 as usize <= at) {
            next += 1;
            let here = steps.len() as u32;
            if !memory::push(steps, step) {
                return Err(Error::out_of_memory());
            }
            match step {
                Step::Begin(section) => sections[section as usize].begin = here,
                Step::End(section) => sections[section as usize].end = here,
                _ => {}
            }
        }
        let Some(&step) = old.get(at) else { break };
        let is_done = match step {
            Step::Gone => true,
            Step::Tag(tag) => !matches!(given.tags[tag as usize].ask, Ask::Text | Ask::Markdown),
            _ => false,
        };
        if !is_done && !memory::push(steps, step) {
            return Err(Error::out_of_memory());
        }
    }
    std::mem::swap(old, steps);
    Ok(())
}

/// Whether a part stays that holds nothing but tags: tables count on it.
fn stays(kind: &Kind) -> bool {
    matches!(kind, Kind::Cell { .. } | Kind::Row { header: true })
}

fn bad(name: &[u8], place: usize, words: &str) -> Error {
    let message = format!("{words}: {}", String::from_utf8_lossy(name));
    let offset = Some(place).filter(|&place| place != usize::MAX);
    Error { offset, ..Error::new(Status::BadArgument, message) }
}
