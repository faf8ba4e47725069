//! The larger of two readers' buffers, each by itself: what is kept for large documents.
//!
//! What the buffers hold does not matter: each reading begins by clearing them. The fonts stay where
//! they are, with what is remembered of them.

use super::Scratch;
use super::lists::Lists;
use super::styles::Styles;
use crate::memory::take_larger;

impl Scratch {
    /// Exchanges buffers with another reader's so as to have the larger ones.
    pub fn take_larger(&mut self, other: &mut Scratch) {
        for (mine, other) in self.flows.iter_mut().zip(&mut other.flows) {
            take_larger(&mut mine.paragraphs, &mut other.paragraphs, Vec::capacity);
            take_larger(&mut mine.runs, &mut other.runs, Vec::capacity);
        }
        take_larger(&mut self.formats, &mut other.formats, Vec::capacity);
        take_larger(&mut self.styles, &mut other.styles, Styles::retained_bytes);
        take_larger(&mut self.lists, &mut other.lists, Lists::retained_bytes);
        take_larger(&mut self.capture, &mut other.capture, String::capacity);
        take_larger(&mut self.bytes, &mut other.bytes, Vec::capacity);
        take_larger(&mut self.picture, &mut other.picture, Vec::capacity);
        take_larger(&mut self.uri, &mut other.uri, Vec::capacity);
        take_larger(&mut self.pictures, &mut other.pictures, |pictures| pictures.retained());
        take_larger(&mut self.notes, &mut other.notes, Vec::capacity);
        take_larger(&mut self.rows, &mut other.rows, Vec::capacity);
        take_larger(&mut self.cells, &mut other.cells, Vec::capacity);
        take_larger(&mut self.groups, &mut other.groups, Vec::capacity);
        take_larger(&mut self.fields, &mut other.fields, Vec::capacity);
        take_larger(&mut self.colors, &mut other.colors, Vec::capacity);
        self.structure.take_larger(&mut other.structure);
    }
}
