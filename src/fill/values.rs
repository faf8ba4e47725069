//! The values by their names.
//!
//! Shape   a stack of contexts, the innermost last: a name is looked for in all of them, and of a name with
//!         dots the parts behind the first in what that one is.
//! Source  Mustache's specification: "Interpolation", "Sections".

use std::cell::RefCell;

use super::members::Members;
use crate::memory;
use crate::text::json::{At, Shape, Tape};

/// The values, and where one stands in them.
pub(super) struct Values<'v> {
    pub text: &'v str,
    pub tape: &'v Tape,
    pub contexts: &'v mut Vec<At>,
    members: RefCell<Members>,
}

impl<'v> Values<'v> {
    pub(super) fn new(text: &'v str, tape: &'v Tape, contexts: &'v mut Vec<At>) -> Self {
        Values { text, tape, contexts, members: RefCell::default() }
    }

    /// The value of a name; none where there is none, or it is null.
    pub(super) fn find(&self, name: &str) -> Option<At> {
        let mut members = self.members.borrow_mut();
        let mut member = |at: At, name: &str| members.find(self.tape, self.text, at, name);
        let found = match name {
            "." => self.contexts.last().copied(),
            _ => {
                let mut parts = name.split('.');
                let first = parts.next().unwrap_or("");
                let first = self.contexts.iter().rev().find_map(|&at| member(at, first));
                first.and_then(|first| parts.try_fold(first, member))
            }
        };
        found.filter(|&at| self.tape.shape(at) != Shape::Null)
    }

    /// Whether a section of this value is shown.
    pub(super) fn is_true(&self, at: At) -> bool {
        match self.tape.shape(at) {
            Shape::Null | Shape::False => false,
            Shape::True | Shape::Number | Shape::Object | Shape::Escaped => true,
            Shape::String => !self.tape.written(self.text, at).is_empty(),
            Shape::Array => self.tape.after(at) > at + 1,
        }
    }

    /// Has `say` say the text of a value; of several, one after the other. False for what has none.
    pub(super) fn say(&self, at: At, say: &mut dyn FnMut(char)) -> bool {
        match self.tape.shape(at) {
            Shape::Object => false,
            Shape::Array => {
                let (mut part, end) = self.tape.elements(at);
                let first = part;
                while part < end {
                    if part > first {
                        [',', ' '].into_iter().for_each(&mut *say);
                    }
                    self.tape.characters(self.text, part).for_each(&mut *say);
                    part = self.tape.after(part);
                }
                true
            }
            Shape::Null => true,
            _ => {
                self.tape.characters(self.text, at).for_each(say);
                true
            }
        }
    }

    /// Goes into a value. False where memory is short.
    #[must_use]
    pub(super) fn enter(&mut self, at: At) -> bool {
        memory::push(self.contexts, at)
    }
}
