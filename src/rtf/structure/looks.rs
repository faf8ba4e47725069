//! Typefaces and sizes: which are the body's, and which differences Markdown has no words for.
//!
//! Shape   the survey finds the body's look and marks the formats that differ from it; each paragraph
//!         then reports its runs of such formats, unless the difference has become structure: a
//!         heading, code, a note, a superscript.
//! Units   half-points.
//! Limits  the commonest of the first 32 looks is the body's.

use super::sight::{Sight, is_blank, place_of};
use crate::buffers::{kept, plain};
use crate::memory;
use crate::report::{Loss, Report};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark};
use crate::rtf::tables::styles::{Role, StyleKind};
use crate::text::codepage::CodePage;

/// What letters look like, apart from marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
struct Look {
    /// See `Font::face`.
    face: u32,
    /// Typefaces for different scripts are chosen by programs and not by people.
    script: u32,
    size: u16,
}

plain!(Look);

impl Look {
    fn of(format: &CharFormat, assembly: &Assembly) -> Look {
        let font = assembly.fonts().get(format.font);
        let script = font.page.filter(|&page| page != CodePage::WINDOWS_1252);
        let script = script.map_or(0, |page| page.number());
        Look { face: font.face, script, size: format.size }
    }

    /// Whether a reader of the page sees a difference. Raised and lowered text is smaller anyway.
    fn differs(self, other: Look, scripts: bool) -> bool {
        let face = self.face != other.face && self.face != 0 && other.face != 0;
        face && self.script == other.script || self.size != other.size && !scripts
    }
}

/// Looks that are told apart.
const LOOKS: usize = 32;

kept! {
    /// What the survey found out about the looks of a document.
    #[derive(Debug, Default)]
    pub(super) struct Looks {
        /// For each character format, first the bytes of text in it; then 1 where it differs from
        /// the body's look, else 0.
        formats: Vec<u32>,
        body: Look,
    }
}

/// What was found out about the text of the body.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Body {
    /// Most of the text is in typefaces of fixed width.
    pub monospaced: bool,
    /// The size of most text.
    pub size: u16,
}

impl Looks {
    /// Begins with `count` formats and no text. False where memory is short.
    #[must_use]
    pub(super) fn reset(&mut self, count: usize) -> bool {
        self.formats.clear();
        memory::pad(&mut self.formats, count, 0)
    }

    /// Counts text.
    #[inline]
    pub(super) fn count(&mut self, format: u32, length: usize) {
        if let Some(slot) = self.formats.get_mut(format as usize) {
            *slot = slot.saturating_add(length as u32);
        }
    }

    /// Finds the body's look once all text of the body has been counted.
    pub(super) fn find_body(&mut self, assembly: &Assembly) -> Body {
        let (mut fixed, mut all) = (0u64, 0u64);
        // Of other typefaces and of those of fixed width.
        let mut common = [[(Look::default(), 0u64); LOOKS]; 2];
        for (format, &length) in assembly.formats().iter().zip(&self.formats) {
            if length == 0 || assembly.fonts().get(format.font).symbol.is_some() {
                continue;
            }
            let monospaced = assembly.fonts().get(format.font).monospaced;
            all += u64::from(length);
            fixed += if monospaced { u64::from(length) } else { 0 };
            let look = Look::of(format, assembly);
            let mut slots = common[monospaced as usize].iter_mut();
            if let Some(slot) = slots.find(|slot| slot.0 == look || slot.1 == 0) {
                *slot = (look, slot.1 + u64::from(length));
            }
        }
        let styles = assembly.styles();
        let normal = styles.get(styles.index(StyleKind::Paragraph, 0));
        let monospaced = fixed * 10 > all * 9
            || normal.is_some_and(|style| assembly.fonts().get(style.chars.font).monospaced);
        // A style may say what no text does.
        let found = usize::from(if common[monospaced as usize][0].1 > 0 {
            monospaced
        } else {
            !monospaced
        });
        let used = common[found].iter().take_while(|slot| slot.1 > 0).count();
        let common = &common[found][..used];
        // Never the look of the document before, which the buffer still has.
        self.body = common.iter().max_by_key(|slot| slot.1).map_or(Look::default(), |slot| slot.0);
        for (format, slot) in assembly.formats().iter().zip(&mut self.formats) {
            *slot = u32::from(differs_from(format, self.body, assembly));
        }
        Body { monospaced, size: most_common_size(common) }
    }

    /// Whether text of a format differs from the body's look.
    fn is_unlike_body(&self, format: u32) -> bool {
        self.formats.get(format as usize) == Some(&1)
    }
}

fn differs_from(format: &CharFormat, base: Look, assembly: &Assembly) -> bool {
    let scripts = [Mark::Superscript, Mark::Subscript];
    assembly.fonts().get(format.font).symbol.is_none()
        && Look::of(format, assembly)
            .differs(base, scripts.iter().any(|&script| format.marks.contains(script)))
}

/// What a paragraph's looks are measured by, and whether the body's text is of fixed width.
#[derive(Clone, Copy, Debug)]
pub(super) enum Base<'a> {
    /// The body's look.
    Body(&'a Looks, bool),
    /// The look that the paragraph begins with.
    Own(bool),
}

/// Reports the runs whose looks a paragraph loses; `at` is where it begins in the input.
pub(super) fn report(sight: Sight<'_>, base: Base<'_>, runs: &[Run], at: u32, to: &mut Report) {
    let assembly = sight.assembly();
    let mut first = None;
    // The look of the lost text before, if that is what stands before.
    let mut lost = None;
    let mut at = at as usize;
    for run in runs {
        let RunKind::Text(span) = run.kind else { continue };
        let Some(format) = sight.format(run) else { continue };
        let (differs, fixed) = match base {
            Base::Own(fixed) => {
                let first = *first.get_or_insert_with(|| Look::of(format, assembly));
                (differs_from(format, first, assembly), fixed)
            }
            Base::Body(looks, fixed) => (looks.is_unlike_body(run.format), fixed),
        };
        let place = place_of(span);
        let markup = || {
            matches!(sight.role(run), Role::Tex(_) | Role::HtmlTag)
                || format.marks.contains(Mark::Keyboard)
        };
        if !differs || markup() || sight.is_code(run, fixed) {
            at = place.map_or(at, |place| place + span.len());
            lost = None;
            continue;
        }
        if is_blank(sight.text(span)) {
            continue;
        }
        let look = Look::of(format, assembly);
        if lost != Some(look) {
            to.add(Loss::Font, place.unwrap_or(at));
        }
        at = place.map_or(at, |place| place + span.len());
        lost = Some(look);
    }
}

/// The size of most text, whatever its typeface.
fn most_common_size(looks: &[(Look, u64)]) -> u16 {
    let total = |size: u16| -> u64 {
        looks.iter().filter(|slot| slot.0.size == size).map(|slot| slot.1).sum()
    };
    looks.iter().map(|slot| slot.0.size).max_by_key(|&size| total(size)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_that_are_seen() {
        let look = |face, script, size| Look { face, script, size };
        for (a, b, raised, seen) in [
            (look(1, 0, 24), look(1, 0, 24), false, false),
            (look(1, 0, 24), look(2, 0, 24), false, true),
            (look(1, 0, 24), look(0, 0, 24), false, false),
            (look(1, 0, 24), look(2, 1251, 24), false, false),
            (look(1, 0, 24), look(1, 0, 20), false, true),
            (look(1, 0, 24), look(1, 0, 20), true, false),
        ] {
            assert_eq!(a.differs(b, raised), seen, "{a:?} {b:?}");
        }
    }

    #[test]
    fn the_size_of_most_text_is_summed_over_typefaces() {
        let slot = |face, size, length| (Look { face, script: 0, size }, length);
        for (looks, size) in [
            (vec![], 0),
            (vec![slot(1, 24, 10)], 24),
            (vec![slot(1, 24, 10), slot(1, 20, 6), slot(2, 20, 6)], 20),
        ] {
            assert_eq!(most_common_size(&looks), size);
        }
    }
}
