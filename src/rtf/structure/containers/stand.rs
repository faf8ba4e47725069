//! How a paragraph stands on the page: its indents, and the quotes that they tell of.
//!
//! Units   twips.
//! Source  `docs/mapping.md`, "Paragraphs, containers and indents".

use crate::rtf::assembly::flow::Paragraph;
use crate::rtf::assembly::format::Align;
use crate::rtf::structure::code::GAP;
use crate::rtf::structure::sight::Sight;
use crate::rtf::structure::survey::{LEAST_QUOTE, Survey};
use crate::rtf::tables::styles::Role;

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::rtf::structure) struct Stand {
    pub left: i32,
    /// Where its first line begins, measured from `left`.
    pub first: i32,
    /// How many quotes it stands in.
    pub quotes: i32,
    /// How many quotes end before it although it stands in as many.
    pub ended: i32,
    /// What one quote adds to the left edge.
    pub step: i32,
}

impl Stand {
    /// How a paragraph stands behind others that `open` quotes are open for; `boxed`: it begins with
    /// the box of a task.
    pub(crate) fn of(
        sight: Sight<'_>,
        survey: &Survey,
        paragraph: &Paragraph,
        boxed: bool,
        open: i32,
    ) -> Stand {
        let format = &paragraph.format;
        let step = survey.quote_step();
        let styled = sight.style_role(paragraph) == Role::Quote;
        // What nothing but its indents tells of opens one quote at a time, and a title none.
        let plain = sight.style_role(paragraph) == Role::None && !format.is_listed() && !boxed;
        let most = match format.align {
            _ if !plain => i32::MAX,
            Align::Center => open,
            _ => open + 1,
        };
        let usual = sight.style(paragraph).map_or(0, |style| style.para.before);
        Stand {
            left: format.left,
            first: format.first,
            quotes: quotes(styled, format.left, format.right, step).min(most),
            ended: quotes_ended(format.before - usual),
            step,
        }
    }
}

/// How many quotes a paragraph with these indents stands in; at least one if its style says so.
fn quotes(styled: bool, left: i32, right: i32, step: i32) -> i32 {
    let by_style = styled as i32;
    if right < LEAST_QUOTE || left < right - 60 {
        return by_style;
    }
    let by_indent = (right + 60) / step.max(1);
    by_indent.clamp(by_style.max((right >= 480) as i32), 64)
}

/// How many quotes end before a paragraph whose space before is by `extra` larger than its style's.
fn quotes_ended(extra: i32) -> i32 {
    if extra < GAP { 0 } else { (extra + 60) / 120 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indents_on_both_sides_are_quotes() {
        for (styled, left, right, step, count) in [
            (false, 0, 0, 480, 0),
            (true, 0, 0, 480, 1),
            (false, 480, 480, 480, 1),
            (false, 960, 960, 480, 2),
            (false, 420, 480, 480, 1),
            (false, 400, 480, 480, 0),
            (false, 300, 199, 100, 0),
            (false, 300, 300, 720, 0),
            (true, 300, 300, 720, 1),
            (false, 720, 720, 0, 64),
        ] {
            assert_eq!(quotes(styled, left, right, step), count, "{styled} {left} {right} {step}");
        }
    }

    #[test]
    fn space_before_ends_quotes() {
        for (extra, count) in [(-50, 0), (99, 0), (100, 1), (120, 1), (240, 2), (360, 3)] {
            assert_eq!(quotes_ended(extra), count, "{extra}");
        }
    }
}
