//! Headers and footers of pages that are kept (`Headers=Keep`): flows of their own, before the text and
//! behind it.
//!
//! Shape   each `\header…` and `\footer…` group adds its paragraphs to the flow; sections repeat them, and
//!         left and right pages, so that one that says what another said before is taken back.
//! Limits  what was said is remembered for the last sixteen of each kind.
//! Source  RTF 1.9.1, "Headers and Footers".

use super::Reader;
use crate::document::View;
use crate::rtf::assembly::flow::{BODY, FOOTERS, RunKind};
use crate::rtf::words::Destination;

/// Different texts that are remembered.
const REMEMBERED: usize = 16;

/// What is known of the headers and footers so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Headers {
    /// They are kept.
    kept: bool,
    /// Where the one in hand begins: paragraphs and runs of its flow.
    start: (usize, usize),
    /// Hashes of the texts of headers, and of footers, in a ring.
    seen: [[u64; REMEMBERED]; 2],
    count: [usize; 2],
}

impl Headers {
    pub fn new(kept: bool) -> Self {
        Headers { kept, ..Headers::default() }
    }
}

impl Reader<'_, '_> {
    /// A header or footer begins, and is kept if this says so: its text has a flow of its own.
    pub(super) fn keeps_header(&mut self, flow: u8) -> bool {
        let body = self.state.destination == Destination::Body && self.state.flow == BODY;
        if !self.headers.kept || !body || self.too_deep > 0 {
            return false;
        }
        self.settle();
        self.enter_flow(flow);
        let flow = self.scratch.assembly.flow(flow);
        self.headers.start = (flow.paragraphs().len(), flow.runs().len());
        true
    }

    /// The header or footer in hand is complete.
    pub(super) fn leave_header(&mut self) {
        let (paragraphs, runs) = self.headers.start;
        let which = usize::from(self.state.flow == FOOTERS);
        let flow = self.scratch.assembly.flow(self.state.flow);
        let view = View { doc: self.doc, source: self.source };
        let mut text = false;
        let mut hash = crate::picture::hash::fnv1a(&[]);
        let mut ends = flow.paragraphs().get(paragraphs..).unwrap_or(&[]).iter().peekable();
        for (at, run) in flow.runs().iter().enumerate().skip(runs) {
            let bytes = match run.kind {
                RunKind::Text(span) => view.text(span),
                RunKind::Image(link) => view.text(view.link(link).url),
                _ => continue,
            };
            // `a` and `b` in a paragraph each are not `ab`.
            let mut apart = false;
            while ends.next_if(|paragraph| paragraph.runs.1 as usize <= at).is_some() {
                apart = text;
            }
            if apart {
                hash = crate::picture::hash::fnv1a_on(hash, b"\n");
            }
            text |= bytes.iter().any(|byte| *byte > b' ');
            hash = crate::picture::hash::fnv1a_on(hash, bytes);
        }
        let count = self.headers.count[which];
        let seen = &mut self.headers.seen[which];
        if text && !seen[..count.min(REMEMBERED)].contains(&hash) {
            seen[count % REMEMBERED] = hash;
            self.headers.count[which] += 1;
            return;
        }
        self.scratch.assembly.cut(self.state.flow, paragraphs, runs);
    }
}
