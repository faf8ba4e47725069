//! Where the RTF goes: the document's text, escaped, and what could not be said of it.
//!
//! Shape   [`Sink`] joins the output with the document and the report, for those who write the
//!         document's own text; who writes nothing but control words takes the [`Output`] alone.
//! Errors  remembered by the output.

use crate::document::{Span, View};
use crate::error::Error;
use crate::memory::{self, Output};
use crate::report::{Loss, Report};
use crate::text::escape_rtf;

/// A place in the output. With nothing written since, the output still ends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark(usize);

impl Mark {
    /// Where the output ends now.
    #[inline]
    pub(super) fn of(out: &Output) -> Mark {
        Mark(out.len())
    }

    /// What has been written since.
    pub(super) fn since(self, out: &Output) -> &[u8] {
        out.as_bytes().get(self.0..).unwrap_or(&[])
    }

    /// Whether nothing has been written since.
    #[inline]
    pub(super) fn is_end_of(self, out: &Output) -> bool {
        self.0 == out.len()
    }
}

impl Default for Mark {
    /// No place.
    fn default() -> Self {
        Mark(usize::MAX)
    }
}

/// The output of one document.
pub(super) struct Sink<'a> {
    view: View<'a>,
    out: &'a mut Output,
    report: &'a mut Report,
}

impl<'a> Sink<'a> {
    pub(super) fn new(view: View<'a>, out: &'a mut Output, report: &'a mut Report) -> Sink<'a> {
        Sink { view, out, report }
    }

    /// For bytes that are RTF already.
    #[inline]
    pub(super) fn out(&mut self) -> &mut Output {
        self.out
    }

    /// The document that is being written.
    #[inline]
    pub(super) fn view(&self) -> View<'a> {
        self.view
    }

    /// A text of the document.
    #[inline]
    pub(super) fn span(&mut self, span: Span) {
        self.text(self.view.text(span));
    }

    /// A text. Readers let none of the control characters through that RTF can't hold; what a model
    /// of another's making has of them is counted.
    #[inline]
    pub(super) fn text(&mut self, text: &[u8]) {
        if escape_rtf(text, self.out) > 0 {
            self.lose(Loss::ControlCharacter, text);
        }
    }

    /// Counts a loss at a text, whose place is known where it stands in the input itself.
    #[cold]
    pub(super) fn lose(&mut self, loss: Loss, text: &[u8]) {
        let source = self.view.source.as_ptr_range();
        let at = text.as_ptr();
        let offset = if source.contains(&at) && !text.is_empty() {
            at as usize - source.start as usize
        } else {
            usize::MAX
        };
        self.report.add(loss, offset);
    }

    /// Counts so many losses at no place that is known.
    pub(super) fn lose_many(&mut self, loss: Loss, count: u32) {
        self.report.add_many(loss, count, usize::MAX);
    }

    /// Counts a container whose edge stands too far to the right.
    #[cold]
    pub(super) fn flatten(&mut self) {
        self.report.add(Loss::FlattenedNesting, usize::MAX);
    }
}

/// Takes what was written from `from` on out of the output and puts it behind `kept`, to be
/// copied from there.
pub(super) fn take_back(out: &mut Output, from: usize, kept: &mut Vec<u8>) {
    let done = memory::append(kept, out.as_bytes().get(from..).unwrap_or(&[]));
    out.truncate(from);
    enough(done, out);
}

/// Adds to a stack; where memory runs out the output has failed.
#[inline]
pub(super) fn push<T>(stack: &mut Vec<T>, value: T, out: &mut Output) {
    enough(memory::push(stack, value), out);
}

/// Lets the output fail where there was not memory enough.
#[inline]
pub(super) fn enough(memory: bool, out: &mut Output) {
    if !memory {
        out.fail(Error::out_of_memory());
    }
}
