//! How a paragraph is set: what the model says of it, and what it can't say, which is counted.
//!
//! Shape   [`of`] says what the model says. [`report`] looks at a paragraph of text once its block is open, and only where somebody wants to
//!         know. What became structure (lists, quotes, code, tables) is no loss, and neither are distances
//!         of a writer that makes them of structure.
//! Units   twips.
//! Source  RTF 1.9.1, "Paragraph Formatting Properties".

use super::sight::Sight;
use crate::document::{self, Direction, Layout};
use crate::report::{Class, Kinds, Loss, Report};
use crate::rtf::assembly::flow::{Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Align, ParaFormat};
use crate::rtf::tables::styles::StyleKind;
use crate::text;

/// Whether one of the kinds that are counted here is wanted.
pub(super) fn is_wanted(kinds: Kinds) -> bool {
    Loss::ALL.into_iter().any(|loss| kinds.contains(loss) && loss.row().class == Class::Layout)
}

/// Counts what a paragraph loses, whose text begins at `at`; `free`: it stands in no list and no quote.
pub(super) fn report(
    sight: Sight<'_>,
    paragraph: &Paragraph,
    free: bool,
    at: usize,
    to: &mut Report,
) {
    let format = &paragraph.format;
    let styles = sight.assembly().styles();
    let normal = || styles.get(styles.index(StyleKind::Paragraph, 0));
    let usual =
        sight.style(paragraph).or_else(normal).map_or(ParaFormat::default(), |style| style.para);
    if !sight.assembly().has_made_up_distances() && is_spaced(format, &usual, free) {
        to.add(Loss::Spacing, at);
    }
}

/// What is said of how a paragraph is set. `left_speaks`: to the left is said of some paragraphs only;
/// `column`: how the column is aligned that it stands in.
pub(super) fn of(
    sight: Sight<'_>,
    paragraph: &Paragraph,
    runs: &[Run],
    left_speaks: bool,
    column: Align,
) -> Layout {
    let format = &paragraph.format;
    // What text does by itself nobody has to say.
    let direction = match (format.right_to_left, format.left_to_right) {
        (true, _) if !reads_right_to_left(sight, runs) => Direction::Rtl,
        (_, true) if reads_right_to_left(sight, runs) => Direction::Ltr,
        _ => Direction::Unsaid,
    };
    // What a style of our own says is how it looks.
    let style = sight.style(paragraph).filter(|_| sight.assembly().has_made_up_distances());
    let is_said = |align: Align| {
        format.align == align || style.is_some_and(|style| style.para.align == format.align)
    };
    let align = if is_said(column) { Align::Unset } else { format.align };
    Layout::new(align_of(align, format.right_to_left, left_speaks), direction)
}

/// What an alignment says that is not where text stands by itself.
fn align_of(align: Align, right_to_left: bool, left_speaks: bool) -> document::Align {
    match align {
        Align::Center => document::Align::Center,
        Align::Justified => document::Align::Justify,
        Align::Right if !right_to_left => document::Align::Right,
        Align::Left if right_to_left || left_speaks => document::Align::Left,
        Align::Unset | Align::Left | Align::Right => document::Align::None,
    }
}

/// Whether a paragraph has distances that its style has not.
fn is_spaced(format: &ParaFormat, usual: &ParaFormat, free: bool) -> bool {
    let edges = |format: &ParaFormat| (format.left, format.first, format.right);
    let lines = |format: &ParaFormat| if format.line == SINGLE { 0 } else { format.line };
    lines(format) != lines(usual)
        || format.ground != usual.ground
        || free
            && (edges(format) != edges(usual)
                || (format.before, format.after) != (usual.before, usual.after))
}

/// The distance of lines that are set close.
const SINGLE: i32 = 240;

/// Whether the first letter says by itself that the text runs from right to left.
fn reads_right_to_left(sight: Sight<'_>, runs: &[Run]) -> bool {
    let first = runs.iter().find_map(|run| match run.kind {
        RunKind::Text(span) => text::direction(sight.text(span)),
        _ => None,
    });
    first == Some(text::Direction::RightToLeft)
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
            (ParaFormat { ground: true, ..plain }, plain, false, true),
        ] {
            assert_eq!(is_spaced(&format, &usual, free), spaced, "{format:?}");
        }
    }

    #[test]
    fn text_from_right_to_left_stands_on_the_right_by_itself() {
        for (align, right_to_left, left_speaks, said) in [
            (Align::Unset, false, true, document::Align::None),
            (Align::Left, true, false, document::Align::Left),
            (Align::Left, false, false, document::Align::None),
            (Align::Left, false, true, document::Align::Left),
            (Align::Right, false, false, document::Align::Right),
            (Align::Right, true, true, document::Align::None),
            (Align::Center, true, false, document::Align::Center),
            (Align::Justified, false, false, document::Align::Justify),
        ] {
            let found = align_of(align, right_to_left, left_speaks);
            assert_eq!(found, said, "{align:?} {right_to_left} {left_speaks}");
        }
    }
}
