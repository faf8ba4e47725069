//! The labels of footnotes: which is which note, and what number it gets.
//!
//! Shape   a note for each label, a table of definitions and one of references, both by node.
//! Errors  memory that runs out.
//! Limits  notes don't nest in RTF: only references outside of definitions give a note its number.

use super::names::{enough, push};
use super::{NOWHERE, Names, NodeId};
use crate::buffers::kept;
use crate::error::Result;
use crate::memory;

/// A footnote: what is known of a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Note {
    /// The definition, or [`NOWHERE`].
    pub(crate) definition: NodeId,
    /// The number in the order of first references outside definitions; 0 if there is none.
    pub(crate) number: u32,
    /// References to it, anywhere.
    pub(crate) references: u32,
    /// It stands in the order of first references.
    numbered: bool,
}

kept! {
    /// The labels found.
    #[derive(Debug, Default)]
    pub(crate) struct Labels {
        /// Labels, in lower case; their numbers are those of the notes.
        names: Names,
        notes: Vec<Note>,
        /// Definitions by node, with the number of their label.
        definitions: Vec<(NodeId, u32)>,
        /// References by node, with the number of their label.
        references: Vec<(NodeId, u32)>,
        /// Labels in the order in which the text refers to them first.
        firsts: Vec<u32>,
        folded: Vec<u8>,
    }
}

impl Labels {
    /// A definition, in the order of nodes; the first one of a label counts.
    pub(crate) fn define(&mut self, node: NodeId, label: &[u8]) -> Result<()> {
        let number = self.label(label)?;
        if let Some(note) = self.notes.get_mut(number as usize)
            && note.definition == NOWHERE
        {
            note.definition = node;
        }
        push(&mut self.definitions, (node, number))
    }

    /// A reference, in the order of nodes.
    pub(crate) fn refer(&mut self, node: NodeId, label: &[u8], in_definition: bool) -> Result<()> {
        let number = self.label(label)?;
        push(&mut self.references, (node, number))?;
        if let Some(note) = self.notes.get_mut(number as usize) {
            note.references = note.references.saturating_add(1);
            if !in_definition && !note.numbered {
                note.numbered = true;
                push(&mut self.firsts, number)?;
            }
        }
        Ok(())
    }

    /// The number of a label, which is added if it is new.
    fn label(&mut self, label: &[u8]) -> Result<u32> {
        fold(label, &mut self.folded)?;
        let number = self.names.insert(&self.folded)?;
        if number as usize == self.notes.len() {
            let note = Note { definition: NOWHERE, number: 0, references: 0, numbered: false };
            push(&mut self.notes, note)?;
        }
        Ok(number)
    }

    /// Numbers the notes, once all definitions are known.
    pub(crate) fn settle(&mut self) {
        let mut number = 0;
        for &label in &self.firsts {
            if let Some(note) = self.notes.get_mut(label as usize)
                && note.definition != NOWHERE
            {
                number += 1;
                note.number = number;
            }
        }
    }

    /// Numbers the notes that no reference outside of definitions leads to, behind the others.
    pub(crate) fn number_rest(&mut self) {
        let mut number = self.notes.iter().map(|note| note.number).max().unwrap_or(0);
        for note in &mut self.notes {
            if note.number == 0 && note.definition != NOWHERE {
                number += 1;
                note.number = number;
            }
        }
    }

    /// How many labels there are.
    pub(crate) fn len(&self) -> usize {
        self.notes.len()
    }

    /// What a reference leads to: the label's number and its note.
    pub(crate) fn of_reference(&self, node: NodeId) -> Option<(u32, &Note)> {
        let found = self.references.binary_search_by_key(&node, |place| place.0).ok()?;
        let &(_, label) = self.references.get(found)?;
        Some((label, self.notes.get(label as usize)?))
    }

    /// The note of a label.
    pub(crate) fn note(&self, label: u32) -> Option<&Note> {
        self.notes.get(label as usize)
    }

    /// The definitions by node, with the number of their label.
    pub(crate) fn definitions(&self) -> &[(NodeId, u32)] {
        &self.definitions
    }
}

/// Labels are the same when they differ in case only.
pub(super) fn fold(label: &[u8], folded: &mut Vec<u8>) -> Result<()> {
    folded.clear();
    match std::str::from_utf8(label) {
        Ok(text) if !text.is_ascii() => {
            for character in text.chars().flat_map(char::to_lowercase) {
                enough(memory::append(folded, character.encode_utf8(&mut [0; 4]).as_bytes()))?;
            }
        }
        _ => {
            enough(memory::append(folded, label))?;
            folded.make_ascii_lowercase();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_told_apart_by_more_than_case() {
        for (one, other, same) in
            [("a", "A", true), ("Ärger", "äRGER", true), ("a", "b", false), ("\u{130}", "i", false)]
        {
            let mut folded = [Vec::new(), Vec::new()];
            fold(one.as_bytes(), &mut folded[0]).unwrap();
            fold(other.as_bytes(), &mut folded[1]).unwrap();
            assert_eq!(folded[0] == folded[1], same, "{one} {other}");
        }
    }

    #[test]
    fn notes_are_numbered_by_their_first_reference_in_the_text() {
        let mut labels = Labels::default();
        labels.refer(1, b"b", false).unwrap();
        labels.define(2, b"A").unwrap();
        labels.refer(3, b"c", true).unwrap();
        labels.refer(4, b"a", false).unwrap();
        labels.refer(5, b"missing", false).unwrap();
        for (node, label) in [(6, &b"B"[..]), (7, b"c"), (8, b"a")] {
            labels.define(node, label).unwrap();
        }
        labels.settle();
        let found =
            |node| labels.of_reference(node).map(|(_, note)| (note.number, note.definition));
        assert_eq!(found(1), Some((1, 6)));
        assert_eq!(found(3), Some((0, 7)));
        assert_eq!(found(4), Some((2, 2)));
        assert_eq!(found(5), Some((0, NOWHERE)));
        assert_eq!(found(2), None);
        assert_eq!(labels.definitions().last(), Some(&(8, 1)));
    }
}
