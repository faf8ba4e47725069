//! Lines to write on: underlined tabs and blanks without a letter beside them.
//!
//! Units   columns of blanks; a tab counts as eight.
//! Source  forms as people make them in Word.

use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::assembly::format::Mark;
use crate::rtf::structure::sight::{Sight, width_of_blanks};

/// Blanks that are shorter are no line.
pub(in crate::rtf::structure) const SHORTEST: usize = 3;

/// Underscores of the shortest line and of the longest.
const LINE: (usize, usize) = (4, 40);

/// The line that begins with the run at `at`: how many underscores it has, and how many more runs are
/// part of it.
pub(super) fn fill_in(sight: Sight<'_>, runs: &[Run], at: usize) -> Option<(usize, usize)> {
    let blank = |run: &Run| match run.kind {
        RunKind::Text(span) if is_underlined(sight, run) => Some(width_of_blanks(sight.text(span))),
        _ => None,
    };
    // None: letters that are underlined.
    let letters = |run: Option<&Run>| run.and_then(blank) == Some(None);
    if letters(at.checked_sub(1).map(|before| &runs[before])) {
        return None;
    }
    let (mut width, mut next) = (0, at);
    while let Some(Some(more)) = runs.get(next).and_then(blank) {
        width += more;
        next += 1;
    }
    if width < SHORTEST || letters(runs.get(next)) {
        return None;
    }
    Some(((width / 5).clamp(LINE.0, LINE.1), next - at - 1))
}

fn is_underlined(sight: Sight<'_>, run: &Run) -> bool {
    sight.format(run).is_some_and(|format| format.marks.contains(Mark::Underline))
}
