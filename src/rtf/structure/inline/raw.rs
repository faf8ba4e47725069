//! Tags of raw HTML around text that looks as they say: that look is theirs, and no mark of its own.
//!
//! State   [`RawLooks`] counts the tags around a place, for each look.
//! Limits  an end tag is looked for in the next [`NEAR`] runs.
//! Source  `docs/mapping.md`, "Inline".

use super::{Line, Writer};
use crate::document::Span;
use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::tables::raw_looks::{RawLook, tags};
use crate::rtf::tables::styles::Role;
use crate::work;

/// Runs in which the end tag is looked for.
const NEAR: usize = 400;

/// How many tags around a place stand for each look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RawLooks([u16; RawLook::COUNT]);

impl RawLooks {
    fn depth(&mut self, look: RawLook) -> &mut u16 {
        &mut self.0[look as usize]
    }
}

impl Writer<'_> {
    /// What tags say of the looks of what follows: text that looks so is not marked as well, as far as an
    /// end tag stands behind it.
    pub(super) fn looks_of_tags(&self, line: &mut Line, span: Span, rest: &[Run]) {
        let sight = self.sight();
        for (look, begins) in tags(sight.text(span)) {
            let mark = look.mark();
            let depth = line.raw.depth(look);
            if *depth > 0 {
                // One in another of its kind.
                *depth = if begins { depth.saturating_add(1) } else { *depth - 1 };
                if *depth == 0 {
                    line.manner.strip.remove(mark);
                }
            } else if begins
                && !line.manner.strip.contains(mark)
                && !line.open.all().contains(mark)
                && self.looks_up_to_end_tag(line, look, rest)
            {
                *line.raw.depth(look) = 1;
                line.manner.strip.insert(mark);
            }
        }
    }

    /// Whether all text up to the end tag of a look has it.
    fn looks_up_to_end_tag(&self, line: &Line, look: RawLook, rest: &[Run]) -> bool {
        let (sight, mut depth, mut looks_so) = (self.sight(), 1u32, false);
        for run in rest.iter().take(NEAR) {
            work::step(1);
            let RunKind::Text(text) = run.kind else { continue };
            if sight.role(run) != Role::HtmlTag {
                looks_so = self.marks(line, run).contains(look.mark());
                if !looks_so {
                    return false;
                }
                continue;
            }
            for (_, begins) in tags(sight.text(text)).filter(|tag| tag.0 == look) {
                depth = if begins { depth + 1 } else { depth - 1 };
                if depth == 0 {
                    return looks_so;
                }
            }
        }
        false
    }
}
