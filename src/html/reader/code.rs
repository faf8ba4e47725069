//! Inline code in the making.
//!
//! Shape   it is written in one leaf when it ends. While it is one piece that stands in the text as it
//!         is, only its place is kept; else it is collected.
//! Errors  lack of memory is remembered by the document.

use super::out::Out;
use crate::buffers::{kept, plain};
use crate::document::Kind;

/// Where a piece of the text stands.
#[derive(Clone, Copy, Debug, Default)]
struct Run(Option<(usize, usize)>);

plain!(Run);

kept! {
    /// Code that waits to be written.
    #[derive(Debug, Default)]
    pub(super) struct Code {
        /// Text is code now, and an element says so and no typeface.
        open: bool,
        said: bool,
        /// Its only piece, while it is one that stands in the text as it is.
        run: Run,
        text: String,
    }
}

impl Code {
    /// Whether text is code now.
    #[inline]
    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Text is code from here on, since an element says so or a typeface does.
    #[inline]
    pub(super) fn begin(&mut self, said: bool) {
        (self.open, self.said) = (true, said);
    }

    /// Adds a piece of the text.
    pub(super) fn run(&mut self, start: usize, end: usize, out: &mut Out<'_, '_>) {
        match self.run.0 {
            None if self.text.is_empty() => self.run = Run(Some((start, end))),
            Some((first, last)) if last == start => self.run = Run(Some((first, end))),
            None | Some(_) => self.push(&out.html()[start..end], out),
        }
    }

    /// Adds the space before byte `at`.
    pub(super) fn space(&mut self, at: usize, out: &mut Out<'_, '_>) {
        if let Some((first, last)) = self.run.0
            && last + 1 == at
            && out.html().as_bytes()[last] == b' '
        {
            self.run = Run(Some((first, at)));
        } else {
            self.push(" ", out);
        }
    }

    /// Adds text that does not stand in the source.
    pub(super) fn push(&mut self, text: &str, out: &mut Out<'_, '_>) {
        let before = self.run.0.take().map_or("", |(start, end)| &out.html()[start..end]);
        if self.text.try_reserve(before.len() + text.len()).is_err() {
            return out.doc().give_up();
        }
        self.text.push_str(before);
        self.text.push_str(text);
    }

    /// Writes what was collected.
    pub(super) fn end(&mut self, out: &mut Out<'_, '_>) {
        self.open = false;
        let span = match self.run.0.take() {
            Some((start, end)) => out.span(start, end),
            None if self.text.is_empty() => return,
            None => out.doc().own(&self.text),
        };
        // A blank in the typeface of code is a blank.
        let blank = !self.said && span.len() == 1 && self.text == " ";
        self.text.clear();
        out.doc().leaf(if blank { Kind::Text(span) } else { Kind::Code(span) });
    }
}
