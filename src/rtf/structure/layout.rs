//! How a paragraph looks on paper that no document of the model can say: counted, and left out.
//!
//! Shape   [`report`] looks at a paragraph of text once its block is open, and only where somebody wants to
//!         know. What became structure (lists, quotes, code, tables) is no loss, and neither are distances
//!         of a writer that makes them of structure.
//! Units   twips.
//! Source  RTF 1.9.1, "Paragraph Formatting Properties".

use super::sight::Sight;
use crate::report::{Class, Kinds, Loss, Report};
use crate::rtf::assembly::flow::{Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Align, ParaFormat};
use crate::rtf::tables::styles::{Role, StyleKind};
use crate::text::{Direction, direction};

/// Whether one of the kinds that are counted here is wanted.
pub(super) fn is_wanted(kinds: Kinds) -> bool {
    Loss::ALL.into_iter().any(|loss| kinds.contains(loss) && loss.row().class == Class::Layout)
}

/// Counts what a paragraph loses, whose text begins at `at`; `free`: it stands in no list and no quote.
pub(super) fn report(
    sight: Sight<'_>,
    paragraph: &Paragraph,
    runs: &[Run],
    free: bool,
    at: usize,
    to: &mut Report,
) {
    let format = &paragraph.format;
    if is_aligned(format) {
        to.add(Loss::Alignment, at);
    }
    if sight.style_role(paragraph) == Role::Caption {
        to.add(Loss::Caption, at);
    }
    if format.right_to_left && !reads_right_to_left(sight, runs) {
        to.add(Loss::Direction, at);
    }
    let styles = sight.assembly().styles();
    let normal = || styles.get(styles.index(StyleKind::Paragraph, 0));
    let usual =
        sight.style(paragraph).or_else(normal).map_or(ParaFormat::default(), |style| style.para);
    if !sight.assembly().has_made_up_distances() && is_spaced(format, &usual, free) {
        to.add(Loss::Spacing, at);
    }
}

/// Whether text is set otherwise than it is by itself.
fn is_aligned(format: &ParaFormat) -> bool {
    match format.align {
        Align::Center | Align::Justified => true,
        Align::Right => !format.right_to_left,
        Align::Unset | Align::Left => false,
    }
}

/// Whether a paragraph has distances that its style has not.
fn is_spaced(format: &ParaFormat, usual: &ParaFormat, free: bool) -> bool {
    let edges = |format: &ParaFormat| (format.left, format.first, format.right);
    let lines = |format: &ParaFormat| if format.line == SINGLE { 0 } else { format.line };
    lines(format) != lines(usual)
        || free
            && (edges(format) != edges(usual)
                || (format.before, format.after) != (usual.before, usual.after))
}

/// The distance of lines that are set close.
const SINGLE: i32 = 240;

/// Whether the first letter says by itself that the text runs from right to left.
fn reads_right_to_left(sight: Sight<'_>, runs: &[Run]) -> bool {
    let first = runs.iter().find_map(|run| match run.kind {
        RunKind::Text(span) => direction(sight.text(span)),
        _ => None,
    });
    first == Some(Direction::RightToLeft)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_style_has_is_no_distance_of_its_own() {
        let usual = ParaFormat { after: 160, line: 259, ..ParaFormat::default() };
        let plain = ParaFormat::default();
        for (format, usual, free, spaced) in [
            (plain, plain, true, false),
            (ParaFormat { line: SINGLE, ..plain }, plain, true, false),
            (ParaFormat { line: 480, ..plain }, plain, false, true),
            (usual, usual, true, false),
            (plain, usual, true, true),
            (ParaFormat { left: 720, ..plain }, plain, true, true),
            (ParaFormat { left: 720, ..plain }, plain, false, false),
            (ParaFormat { before: 100, ..plain }, plain, true, true),
        ] {
            assert_eq!(is_spaced(&format, &usual, free), spaced, "{format:?}");
        }
    }

    #[test]
    fn text_from_right_to_left_stands_on_the_right_by_itself() {
        for (align, right_to_left, aligned) in [
            (Align::Unset, false, false),
            (Align::Left, true, false),
            (Align::Right, false, true),
            (Align::Right, true, false),
            (Align::Center, true, true),
            (Align::Justified, false, true),
        ] {
            let format = ParaFormat { align, right_to_left, ..ParaFormat::default() };
            assert_eq!(is_aligned(&format), aligned, "{align:?} {right_to_left}");
        }
    }
}
