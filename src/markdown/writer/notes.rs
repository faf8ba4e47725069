//! Footnotes: definitions stand at the end, in the order of their first references.
//!
//! Shape   definitions are collected first and sorted by label, so that a reference finds its own
//!         by binary search; [`Notes::next`] then gives them in the order in which they are written.
//! Errors  a definition that there is no memory for is left out, and [`Notes::is_full`] says so.
//! Limits  a label that cannot be written is replaced by a free number.
//! Source  GFM footnotes as cmark-gfm and pulldown-cmark read them.

use std::cmp::Ordering;

use super::lines::Lines;
use super::nodes::Nodes;
use super::room;
use crate::buffers::kept;
use crate::document::{Kind, NodeId, Span};
use crate::options::Extensions;

/// What a reference or a definition begins with; as text where there are none.
pub(super) fn opening(extensions: &Extensions) -> &'static [u8] {
    match (extensions.footnotes, extensions.math, extensions.super_sub) {
        (true, ..) => b"[^",
        (false, false, false) => b"\\[^",
        (false, false, true) => b"\\[\\^",
        // A backslash before a bracket would begin a formula.
        (false, true, false) => b"&#91;^",
        (false, true, true) => b"&#91;\\^",
    }
}

/// A footnote definition.
#[derive(Clone, Copy, Debug)]
struct Note {
    label: Span,
    node: NodeId,
    /// Its number, where its label cannot be written.
    number: u32,
    /// It has been written or will be.
    wanted: bool,
}

/// How a definition is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name<'a> {
    Label(&'a [u8]),
    Number(u32),
}

impl Name<'_> {
    pub(super) fn write(self, lines: &mut Lines<'_>) {
        match self {
            Name::Label(label) => lines.push(label),
            Name::Number(number) => lines.push_int(number.into()),
        }
    }
}

kept! {
    /// The footnote definitions of a document.
    #[derive(Debug, Default)]
    pub(super) struct Notes {
        /// In the order of their labels.
        notes: Vec<Note>,
        /// Those that have been referred to.
        wanted: Vec<u32>,
        /// How many of these have been given.
        given: usize,
        /// The node at which the search for those that nothing refers to goes on.
        place: NodeId,
        last_number: u32,
        /// References to notes that are not there.
        missing: u32,
        full: bool,
    }
}

impl Notes {
    /// Collects the definitions of a document.
    pub(super) fn begin_document(&mut self, nodes: Nodes<'_>) {
        self.notes.clear();
        self.wanted.clear();
        self.given = 0;
        self.place = 0;
        self.last_number = 0;
        self.missing = 0;
        self.full = false;
        let mut id = 0;
        while id < nodes.end() {
            if let Kind::FootnoteDefinition { label, .. } = nodes.kind(id)
                && room(&mut self.notes, 1, &mut self.full)
            {
                self.notes.push(Note { label, node: id, number: 0, wanted: false });
            }
            id = nodes.end_of(id);
        }
        self.notes.sort_unstable_by(|a, b| {
            compare(nodes.text(a.label), nodes.text(b.label)).then(a.node.cmp(&b.node))
        });
    }

    /// How many references there were to notes that are not there.
    pub(super) fn missing(&self) -> u32 {
        self.missing
    }

    /// A buffer could not grow.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The name of the definition that `label` refers to, which will be written; `None` where there
    /// is no such definition.
    pub(super) fn refer<'a>(&mut self, nodes: Nodes<'a>, label: &'a [u8]) -> Option<Name<'a>> {
        let found = self.find(nodes, label);
        self.missing += u32::from(found.is_none());
        let index = found?;
        if !std::mem::replace(&mut self.notes[index].wanted, true)
            && room(&mut self.wanted, 1, &mut self.full)
        {
            self.wanted.push(index as u32);
        }
        Some(self.name(nodes, index, label))
    }

    /// The definition that is to be written next: its name and its node.
    pub(super) fn next<'a>(&mut self, nodes: Nodes<'a>) -> Option<(Name<'a>, NodeId)> {
        // What is referred to, in the definitions too, comes first.
        let index = match self.wanted.get(self.given) {
            Some(&index) => {
                self.given += 1;
                index as usize
            }
            None => self.next_unwanted(nodes)?,
        };
        let Note { label, node, .. } = self.notes[index];
        Some((self.name(nodes, index, nodes.text(label)), node))
    }

    /// The next definition that nothing has referred to, in the order of the document.
    fn next_unwanted(&mut self, nodes: Nodes<'_>) -> Option<usize> {
        if self.wanted.len() == self.notes.len() {
            return None;
        }
        while self.place < nodes.end() {
            let id = self.place;
            self.place = nodes.end_of(id);
            if let Kind::FootnoteDefinition { label, .. } = nodes.kind(id)
                && let Some(first) = self.find(nodes, nodes.text(label))
                && let Some(index) = self.same_label(nodes, first, id)
                && !std::mem::replace(&mut self.notes[index].wanted, true)
            {
                return Some(index);
            }
        }
        None
    }

    /// The index of the first definition of a label.
    fn find(&self, nodes: Nodes<'_>, label: &[u8]) -> Option<usize> {
        let order = |note: &Note| compare(nodes.text(note.label), label);
        let at = self.notes.partition_point(|note| order(note) == Ordering::Less);
        self.notes.get(at).filter(|note| order(note) == Ordering::Equal).map(|_| at)
    }

    /// Among the definitions of one label, which follow `first` in the order of their nodes, the
    /// one that is `node`.
    fn same_label(&self, nodes: Nodes<'_>, first: usize, node: NodeId) -> Option<usize> {
        let rest = self.notes.get(first..)?;
        let label = nodes.text(rest.first()?.label);
        let ahead = rest.partition_point(|note| {
            note.node < node && compare(nodes.text(note.label), label) == Ordering::Equal
        });
        rest.get(ahead).filter(|note| note.node == node).map(|_| first + ahead)
    }

    fn name<'a>(&mut self, nodes: Nodes<'_>, index: usize, label: &'a [u8]) -> Name<'a> {
        if is_plain(label) {
            return Name::Label(label);
        }
        if self.notes[index].number == 0 {
            self.notes[index].number = self.free_number(nodes);
        }
        Name::Number(self.notes[index].number)
    }

    /// A number that is no label.
    fn free_number(&mut self, nodes: Nodes<'_>) -> u32 {
        loop {
            self.last_number += 1;
            let mut digits = [0u8; 10];
            let mut at = digits.len();
            let mut rest = self.last_number;
            while rest > 0 {
                at -= 1;
                digits[at] = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
            if self.find(nodes, &digits[at..]).is_none() {
                return self.last_number;
            }
        }
    }
}

/// Labels match whatever the case of their letters.
fn compare(a: &[u8], b: &[u8]) -> Ordering {
    a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
}

/// Whether a label can be written as it is.
fn is_plain(label: &[u8]) -> bool {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80 || b"-_.:/+#@=".contains(b);
    !label.is_empty() && label.len() < 200 && label.iter().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, View};

    fn document(labels: &[&str]) -> Document {
        let mut doc = Document::default();
        doc.reset(256);
        for label in labels {
            let label = doc.own(label);
            doc.open(Kind::footnote(label));
            doc.close();
        }
        doc
    }

    fn order(labels: &[&str], references: &[&str]) -> Vec<String> {
        let doc = document(labels);
        let nodes = Nodes::new(View { doc: &doc, source: b"" });
        let mut notes = Notes::default();
        notes.begin_document(nodes);
        for label in references {
            notes.refer(nodes, label.as_bytes());
        }
        let mut order = Vec::new();
        while let Some((name, node)) = notes.next(nodes) {
            order.push(match name {
                Name::Label(label) => format!("{} {node}", String::from_utf8_lossy(label)),
                Name::Number(number) => format!("#{number} {node}"),
            });
        }
        order
    }

    #[test]
    fn definitions_follow_their_references() {
        for (labels, references, written) in [
            (&["a", "b", "c"][..], &["c", "a"][..], &["c 2", "a 0", "b 1"][..]),
            (&["a", "A", "b"], &["b"], &["b 2", "a 0", "A 1"]),
            (&["a"], &["x", "a", "A"], &["a 0"]),
            (&["a b", "1", "]"], &["]"], &["#2 2", "#3 0", "1 1"]),
            (&[], &["a"], &[]),
        ] {
            assert_eq!(order(labels, references), written, "{labels:?}");
        }
    }
}
