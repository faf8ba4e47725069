//! The larger of two readers' buffers, each by itself: what is kept for large documents.
//!
//! What the buffers hold does not matter: each reading begins by clearing them.

use super::Scratch;
use crate::buffers::Kept;
use crate::memory::take_larger;

impl Scratch {
    /// Exchanges buffers with another reader's so as to have the larger ones.
    pub fn take_larger(&mut self, other: &mut Scratch) {
        self.assembly.take_larger(&mut other.assembly);
        self.known.take_larger(&mut other.known);
        take_larger(&mut self.groups, &mut other.groups, Vec::capacity);
        take_larger(&mut self.capture, &mut other.capture, String::capacity);
        take_larger(&mut self.bytes, &mut other.bytes, Vec::capacity);
        take_larger(&mut self.fields, &mut other.fields, Vec::capacity);
        take_larger(&mut self.links, &mut other.links, Vec::capacity);
        take_larger(&mut self.colors, &mut other.colors, Vec::capacity);
        self.pictures.take_larger(&mut other.pictures);
        self.structure.take_larger(&mut other.structure);
    }
}
