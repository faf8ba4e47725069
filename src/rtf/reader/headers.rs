//! Headers and footers of pages that are kept (`Headers=Keep`): flows of their own, before the text and
//! behind it.
//!
//! Shape   each `\header…` and `\footer…` group adds its paragraphs to the flow; sections repeat them, and
//!         left and right pages, so that one that says what another said before is taken back.
//! Limits  what was said is remembered for the last sixteen of each kind.
//! Source  RTF 1.9.1, "Headers and Footers".

use super::sink::Sink;
use crate::picture::hash;
use crate::rtf::assembly::flow::{FOOTERS, RunKind};

/// Different texts that are remembered.
const REMEMBERED: usize = 16;

/// What is known of the headers and footers so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Headers {
    kept: bool,
    /// Where the one in hand begins: paragraphs and runs of its flow.
    start: (usize, usize),
    /// Hashes of the texts of headers, and of footers, in a ring.
    seen: [[u64; REMEMBERED]; 2],
    count: [usize; 2],
}

impl Headers {
    pub(super) fn new(kept: bool) -> Self {
        Headers { kept, ..Headers::default() }
    }

    pub(super) fn are_kept(&self) -> bool {
        self.kept
    }

    /// One begins in a flow.
    pub(super) fn begin(&mut self, flow: u8, sink: &Sink<'_, '_>) {
        let flow = sink.flow(flow);
        self.start = (flow.paragraphs().len(), flow.runs().len());
    }

    /// The one in hand is complete: it stays if it says something new.
    pub(super) fn end(&mut self, flow: u8, sink: &mut Sink<'_, '_>) {
        let which = usize::from(flow == FOOTERS);
        let count = self.count[which];
        let seen = &mut self.seen[which];
        match text_hash(flow, self.start, sink) {
            Some(hash) if !seen[..count.min(REMEMBERED)].contains(&hash) => {
                seen[count % REMEMBERED] = hash;
                self.count[which] += 1;
            }
            _ => sink.tables().cut(flow, self.start.0, self.start.1),
        }
    }
}

/// A hash of the text in a flow behind so many paragraphs and runs; none where there is no text.
fn text_hash(flow: u8, (paragraphs, runs): (usize, usize), sink: &Sink<'_, '_>) -> Option<u64> {
    let (flow, view) = (sink.flow(flow), sink.view());
    let mut text = false;
    let mut hash = hash::fnv1a(&[]);
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
            hash = hash::fnv1a_on(hash, b"\n");
        }
        text |= bytes.iter().any(|byte| *byte > b' ');
        hash = hash::fnv1a_on(hash, bytes);
    }
    text.then_some(hash)
}
