//! Texts on their way from one document to another.
//!
//! Shape   what a span says is copied into the other document's own text: only what is pointed to. Long texts
//!         that several nodes share, such as the address of a reference, are copied once.
//! Errors  lack of memory is remembered by the document.

use super::names::push;
use super::{Document, Names, Span, View};

/// Shorter texts are copied each time.
const LONG: usize = 64;

/// Texts that are copied out of a document.
#[derive(Debug)]
pub(super) struct Texts<'a> {
    from: View<'a>,
    /// Long ones by their places, and where they are now.
    known: Names,
    moved: Vec<Span>,
}

impl<'a> Texts<'a> {
    pub(super) fn of(from: View<'a>) -> Texts<'a> {
        Texts { from, known: Names::default(), moved: Vec::new() }
    }

    /// Where a text is in the other document.
    pub(super) fn moved(&mut self, span: Span, to: &mut Document) -> Span {
        let text = String::from_utf8_lossy(self.from.text(span));
        if span.len() < LONG {
            return if text.is_empty() { Span::EMPTY } else { to.own(&text) };
        }
        let Ok(number) = self.known.insert(&span.key()) else {
            to.give_up();
            return Span::EMPTY;
        };
        if number as usize == self.moved.len() {
            let span = to.own(&text);
            if push(&mut self.moved, span).is_err() {
                to.give_up();
            }
        }
        self.moved.get(number as usize).copied().unwrap_or_default()
    }
}
