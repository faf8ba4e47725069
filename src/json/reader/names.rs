//! Identifiers of what can't hold one: links that lead to it keep their place.
//!
//! Shape   [`Places`] knows, from when it is asked first, which names links lead to, and holds those that wait for
//!         the text they stand at.
//! Errors  lack of memory is remembered by the document.
//! Limits  linear: the values of the tree are gone over once more, where anything has an identifier.

use super::tasks::Tasks;
use super::tree::{Attributes, Tree};
use crate::buffers::kept;
use crate::document::{Kind, Names, Span};
use crate::error::Result;
use crate::memory;
use crate::picture::data_uri::unescape_into;
use crate::report::Loss;
use crate::text::json::{At, Shape};

kept! {
    /// Names of places.
    #[derive(Debug, Default)]
    pub(super) struct Places {
        /// What links lead to.
        wanted: Names,
        is_known: bool,
        waiting: Vec<Span>,
        unescaped: Vec<u8>,
    }
}

impl Places {
    fn find(&mut self, tree: Tree<'_>) -> Result<()> {
        for at in 0..tree.after(0) {
            if matches!(tree.shape(at), Shape::String | Shape::Escaped)
                && let Some(name) = tree.written(at).strip_prefix('#')
            {
                self.wanted.insert(name.as_bytes())?;
                if name.contains('%') {
                    self.unescaped.clear();
                    unescape_into(name.as_bytes(), &mut self.unescaped);
                    self.wanted.insert(&self.unescaped)?;
                }
            }
        }
        Ok(())
    }

    /// Counts what attributes say that no document holds: all but these classes and keys, and identifiers that
    /// no link leads to. Others wait for text.
    pub(super) fn look_over(
        &mut self,
        at: At,
        attributes: Attributes,
        known: &[&str],
        to: &mut Tasks<'_>,
    ) {
        if to.tree.is_empty(attributes) {
            return;
        }
        let is_kept = self.name(attributes, to);
        if !is_kept || to.tree.says_more_than(attributes, known) {
            to.lost(Loss::Other, at);
        }
    }

    /// Has an identifier that links lead to wait for text. False where none does.
    fn name(&mut self, attributes: Attributes, to: &mut Tasks<'_>) -> bool {
        let name = to.tree.written(attributes.id);
        if name.is_empty() {
            return true;
        }
        if !std::mem::replace(&mut self.is_known, true) && self.find(to.tree).is_err() {
            to.doc.give_up();
        }
        if self.wanted.find(name.as_bytes()).is_none() {
            return false;
        }
        let name = to.string(attributes.id);
        if !memory::push(&mut self.waiting, name) {
            to.doc.give_up();
        }
        true
    }

    /// Writes the names that wait, where text begins.
    pub(super) fn write(&mut self, to: &mut Tasks<'_>) {
        for &name in &self.waiting {
            to.doc.leaf(Kind::Anchor { name });
        }
        self.waiting.clear();
    }

    /// Writes the names that wait where no text begins: in a paragraph of their own.
    pub(super) fn write_alone(&mut self, to: &mut Tasks<'_>) {
        if !self.waiting.is_empty() {
            to.doc.open(Kind::PARAGRAPH);
            self.write(to);
            to.doc.close();
        }
    }
}
