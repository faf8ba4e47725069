//! Tracked changes: which of them text stands in, who has made them and when.
//!
//! Source  RTF 1.9.1, "Track Changes (Revision Marks)".

use crate::document::{Document, Span};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::format::CharFormat;
use crate::rtf::tables::date;

/// The tracked changes that text stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Change {
    inserted: bool,
    deleted: bool,
    revision: u32,
}

impl Change {
    /// The changes that text of a format stands in.
    pub(super) fn of(format: Option<&CharFormat>) -> Change {
        match format {
            Some(&CharFormat { deleted, inserted, revision, .. }) if deleted || inserted => {
                Change { inserted, deleted, revision }
            }
            _ => Change::default(),
        }
    }

    /// How many of them stand in each other.
    pub(super) fn depth(self) -> usize {
        usize::from(self.inserted) + usize::from(self.deleted)
    }

    /// The outer one and the inner one: whether it is an insertion, by whom, and when.
    pub(super) fn parts(self, assembly: &Assembly) -> [Option<(bool, Span, i32)>; 2] {
        let by = assembly.revision(self.revision);
        [
            self.inserted.then(|| (true, assembly.author(by.author), by.date)),
            self.deleted
                .then(|| (false, assembly.author(by.author_of_deletion), by.date_of_deletion)),
        ]
    }
}

/// A date in the coding of the file as text; nothing where it is none.
pub(super) fn date(coded: i32, doc: &mut Document) -> Span {
    let text = date::text(date::decoded(coded));
    text.map_or(Span::EMPTY, |text| doc.own(std::str::from_utf8(&text).unwrap_or("")))
}
