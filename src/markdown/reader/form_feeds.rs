//! Form feeds: in a block of code each begins a page, elsewhere it is a blank.
//!
//! Shape   the parser sees blanks in their place, as if the text had none. Those that begin a line of code are
//!         put back once it is known what is code.
//! Limits  the first line of a block is not one that a page begins within; no form feed comes back where the text
//!         was changed for the parser in other ways too.
//! Errors  each that stays a blank is a loss; so is each where memory is short.

use crate::document::{Document, Kind, NodeId};
use crate::memory;
use crate::report::{Loss, Report};

/// One of the input.
#[derive(Clone, Copy, Debug)]
struct Feed {
    /// Where it stands in the input, and in what the parser sees.
    place: usize,
    at: usize,
}

/// Those of an input, in their order.
#[derive(Debug, Default)]
pub(super) struct FormFeeds(Vec<Feed>);

impl FormFeeds {
    /// One at a place of the input, where the parser sees a blank.
    pub(super) fn note(&mut self, place: usize, at: usize, report: &mut Report) {
        if !memory::push(&mut self.0, Feed { place, at }) {
            report.add(Loss::ControlCharacter, place);
        }
    }

    /// None of them comes back.
    pub(super) fn lose(&mut self, report: &mut Report) {
        self.0.drain(..).for_each(|feed| report.add(Loss::ControlCharacter, feed.place));
    }

    /// Puts those back that begin a line of code, in the document's own text.
    pub(super) fn put_back(mut self, doc: &mut Document, report: &mut Report) {
        if self.0.is_empty() {
            return;
        }
        let mut text = doc.give_text().into_bytes();
        let mut end_of_code = 0;
        // Whether a line of the code before has ended where a text begins.
        let mut ended = false;
        for (id, node) in doc.nodes.iter().enumerate() {
            match node.kind {
                Kind::CodeBlock { .. } => (end_of_code, ended) = (node.end, false),
                Kind::Text(span) if (id as NodeId) < end_of_code => {
                    let (_, start, end) = span.place();
                    let first = self.0.partition_point(|feed| feed.at < start);
                    let count = self.0[first..].partition_point(|feed| feed.at < end);
                    let begins = |feed: &Feed, text: &[u8]| match feed.at.checked_sub(start) {
                        Some(0) => ended,
                        _ => text[feed.at - 1] == b'\n',
                    };
                    for feed in &self.0[first..first + count] {
                        if begins(feed, &text) {
                            text[feed.at] = FORM_FEED;
                        }
                    }
                    ended = end > start && text.get(end - 1) == Some(&b'\n');
                }
                _ => {}
            }
        }
        self.0.retain(|feed| text.get(feed.at) != Some(&FORM_FEED));
        // One letter of ASCII stands for another.
        doc.take_text(String::from_utf8(text).unwrap_or_default());
        self.lose(report);
    }
}

const FORM_FEED: u8 = 0x0C;
