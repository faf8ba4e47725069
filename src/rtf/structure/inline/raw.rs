//! Tags of raw HTML around text that looks as they say: that look is theirs, and no mark of its own.
//!
//! State   [`RawLooks`] counts the tags around a place, for each look.
//! Limits  an end tag is looked for in the next [`NEAR`] runs.
//! Source  `docs/mapping.md`, "Inline".

use crate::rtf::assembly::flow::{Run, RunKind};
use crate::rtf::structure::sight::Sight;
use crate::rtf::tables::raw_looks::{RawLook, tags};
use crate::rtf::tables::styles::Role;
use crate::work;

/// Runs in which the end tag is looked for.
const NEAR: usize = 400;

/// How many tags around a place stand for each look.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RawLooks([u16; RawLook::COUNT]);

impl RawLooks {
    /// Passes a tag. Whether the look of what follows is that of tags from here on, or no longer, if that
    /// changes; `may_begin` says it of the outermost tag.
    pub(super) fn pass(
        &mut self,
        look: RawLook,
        begins: bool,
        may_begin: impl FnOnce() -> bool,
    ) -> Option<bool> {
        let depth = &mut self.0[look as usize];
        if *depth == 0 {
            *depth = u16::from(begins && may_begin());
            return (*depth > 0).then_some(true);
        }
        // One in another of its kind.
        *depth = if begins { depth.saturating_add(1) } else { *depth - 1 };
        (*depth == 0).then_some(false)
    }
}

/// Whether all text up to the end tag of a look `looks` so.
pub(super) fn looks_up_to_end_tag(
    sight: Sight<'_>,
    look: RawLook,
    rest: &[Run],
    looks: impl Fn(&Run) -> bool,
) -> bool {
    let (mut depth, mut looks_so) = (1u32, false);
    for run in rest.iter().take(NEAR) {
        work::step(1);
        let RunKind::Text(text) = run.kind else { continue };
        if sight.role(run) != Role::HtmlTag {
            looks_so = looks(run);
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
