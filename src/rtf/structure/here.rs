//! What all of the recogniser asks, and what writes inlines for it.

use super::Recogniser;
use super::inline::Writer;
use super::sight::Sight;

impl Recogniser<'_> {
    pub(super) fn sight(&self) -> Sight<'_> {
        self.page.sight(self.doc)
    }

    /// What writes inlines into the open block.
    pub(super) fn writer(&mut self) -> Writer<'_> {
        Writer {
            page: self.page,
            doc: self.doc,
            report: self.report,
            links: self.links,
            notes: self.notes,
            places: self.places,
            newline: self.newline,
            keeps_changes: self.keeps_changes,
        }
    }
}
