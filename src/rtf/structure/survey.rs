//! What single paragraphs are judged by: found by looking over the whole body once.
//!
//! Shape   [`Survey::look_over`] begins anew; from then on the survey is only asked.
//! Units   twips, half-points.

use super::looks::{Base, Looks};
use super::sight::{Sight, is_blank};
use crate::buffers::kept;
use crate::rtf::assembly::flow::{BODY, Run, RunKind};
use crate::rtf::assembly::format::Align;
use crate::rtf::tables::styles::Role;

/// The right indent of a quote where neither styles nor paragraphs tell another.
const QUOTE_STEP: i32 = 480;

/// The least right indent that means a quote.
pub(super) const LEAST_QUOTE: i32 = 200;

kept! {
    /// What was found out about a document.
    #[derive(Debug, Default)]
    pub(super) struct Survey {
        looks: Looks,
        quote_step: i32,
        monospaced: bool,
        body_size: u16,
        explicit_left: bool,
        /// Others say nothing of how they are aligned.
        unsaid: bool,
    }
}

impl Survey {
    /// Looks over the body. False where memory is short.
    #[must_use]
    pub(super) fn look_over(&mut self, sight: Sight<'_>) -> bool {
        let mut headings = false;
        let mut smallest = None;
        let assembly = sight.assembly();
        (self.explicit_left, self.unsaid) = (false, false);
        let whole = self.looks.reset(assembly.formats().len());
        let flow = assembly.flow(BODY);
        for paragraph in flow.paragraphs() {
            let format = &paragraph.format;
            // A paragraph of nothing is left out, and says nothing then.
            let shows = || {
                let is_blank = |run: &Run| matches!(run.kind, RunKind::Text(span) if is_blank(sight.text(span)));
                !flow.runs_of(paragraph).iter().all(is_blank)
            };
            match format.align {
                Align::Left if format.table_depth == 0 && !self.explicit_left => {
                    self.explicit_left = shows();
                }
                Align::Unset if format.table_depth == 0 && !self.unsaid => self.unsaid = shows(),
                Align::Unset | Align::Left | Align::Center | Align::Right | Align::Justified => {}
            }
            let role = sight.style_role(paragraph);
            let heading = format.outline < 9 || matches!(role, Role::Heading(_));
            headings |= heading;
            if !heading && !is_of_its_own(role) {
                for run in flow.runs_of(paragraph) {
                    if let RunKind::Text(span) = run.kind
                        && !is_of_its_own(sight.role(run))
                        && !is_blank(sight.text(span))
                    {
                        self.looks.count(run.format, span.len());
                    }
                }
            }
            if format.right >= LEAST_QUOTE && format.left >= format.right {
                smallest =
                    Some(smallest.map_or(format.right, |least: i32| least.min(format.right)));
            }
        }
        let body = self.looks.find_body(assembly);
        self.monospaced = body.monospaced;
        // Where styles tell the headings, sizes are only looks.
        self.body_size = if headings { 0 } else { body.size };
        let style = assembly.styles().with_role(Role::Quote).map(|style| style.para.right);
        self.quote_step = quote_step(style, smallest);
        whole
    }

    /// What the looks of a paragraph in that flow are measured by: outside the body, or if it is of a
    /// kind that has a look of its `own`, by the look that it begins with.
    pub(super) fn base(&self, flow: u8, own: bool) -> Base<'_> {
        if own || flow != BODY {
            Base::Own(self.monospaced)
        } else {
            Base::Body(&self.looks, self.monospaced)
        }
    }

    /// What one quote adds to the right indent.
    pub(super) fn quote_step(&self) -> i32 {
        self.quote_step
    }

    /// Most of the text is monospaced: the typeface then says nothing.
    pub(super) fn is_monospaced(&self) -> bool {
        self.monospaced
    }

    /// The size of most text in half-points, where headings are told by size; else 0.
    pub(super) fn body_size(&self) -> u16 {
        self.body_size
    }

    /// Some paragraphs say `\ql` and others do not: there it says something.
    pub(super) fn left_speaks(&self) -> bool {
        self.explicit_left && self.unsaid
    }

    /// Paragraphs outside tables say `\ql`: in tables it then says nothing.
    pub(super) fn says_left(&self) -> bool {
        self.explicit_left
    }
}

/// Whether a style says what its text is, so that its look says nothing about the body's.
fn is_of_its_own(role: Role) -> bool {
    match role {
        Role::Code(_) | Role::InlineCode | Role::Tex(_) => true,
        Role::HtmlBlock | Role::HtmlTag | Role::Rule | Role::Caption => true,
        Role::None | Role::Heading(_) | Role::Quote | Role::Alert(_) => false,
        Role::TableHeading | Role::Term | Role::Definition => false,
        Role::Hyperlink | Role::ImageLink | Role::EmptyLink | Role::Keyboard => false,
        Role::Strong
        | Role::Emphasis
        | Role::StrongSecond
        | Role::EmphasisSecond
        | Role::StrongThird
        | Role::EmphasisThird => false,
    }
}

/// What one quote adds to the right indent: what the style for quotes has, else the smallest right
/// indent of paragraphs that stand in on both sides.
fn quote_step(style: Option<i32>, smallest: Option<i32>) -> i32 {
    style.filter(|&step| step >= LEAST_QUOTE).or(smallest).unwrap_or(QUOTE_STEP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_of_quotes() {
        for (style, smallest, step) in [
            (None, None, 480),
            (Some(720), Some(300), 720),
            (Some(100), Some(300), 300),
            (Some(100), None, 480),
            (None, Some(567), 567),
        ] {
            assert_eq!(quote_step(style, smallest), step, "{style:?} {smallest:?}");
        }
    }
}
