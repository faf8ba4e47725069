//! What a conversion dropped, approximated or repaired.
//!
//! Shape   a fixed table, one counter per [`Loss`]; no allocation however long the document.
//! Units   `first` is a byte offset into the input, or `usize::MAX` where no place is known.
//! Errors  none.

use crate::memory::Output;

/// The kinds of loss that are counted. The names are what the JSON report prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Loss {
    /// A page header or footer was left out.
    HeaderFooter,
    /// An embedded object was replaced by its visible result, or left out.
    Object,
    /// A drawing shape was left out; text inside it is kept.
    Shape,
    /// A picture in a format that can't be carried over, or a broken one.
    Picture,
    /// Text or background colour was left out.
    Color,
    /// A typeface, a size or another look of letters (capitals, outline) that the target can't hold
    /// was left out.
    Font,
    /// Hidden text was left out.
    HiddenText,
    /// A comment or annotation was left out.
    Comment,
    /// Text marked as deleted by change tracking was left out.
    DeletedText,
    /// A field was replaced by its last result, or an entry of an index left out.
    Field,
    /// A brace was missing or in excess.
    RepairedBrace,
    /// Nesting deeper than the limit was flattened; its text is kept.
    FlattenedNesting,
    /// Bytes that mean nothing in their code page became U+FFFD.
    UndecodableByte,
    /// A limit cut something short.
    LimitReached,
    /// A table feature (merge, nesting, several paragraphs or a list in a cell) was approximated.
    Table,
    /// Raw HTML that the target can't show was left out or hidden.
    Html,
    /// An image of which only text and address could be kept.
    Image,
    /// Anything else that the target format has no words for.
    Other,
    /// A picture could not be written to the folder of `Images=Folder:`.
    PictureFile,
}

impl Loss {
    /// Every kind, in the order of the report.
    pub const ALL: [Loss; 19] = [
        Loss::HeaderFooter,
        Loss::Object,
        Loss::Shape,
        Loss::Picture,
        Loss::Color,
        Loss::Font,
        Loss::HiddenText,
        Loss::Comment,
        Loss::DeletedText,
        Loss::Field,
        Loss::RepairedBrace,
        Loss::FlattenedNesting,
        Loss::UndecodableByte,
        Loss::LimitReached,
        Loss::Table,
        Loss::Html,
        Loss::Image,
        Loss::Other,
        Loss::PictureFile,
    ];

    /// The name in the JSON report: snake_case, fixed.
    pub fn name(self) -> &'static str {
        match self {
            Loss::HeaderFooter => "header_footer",
            Loss::Object => "object",
            Loss::Shape => "shape",
            Loss::Picture => "picture",
            Loss::Color => "color",
            Loss::Font => "font",
            Loss::HiddenText => "hidden_text",
            Loss::Comment => "comment",
            Loss::DeletedText => "deleted_text",
            Loss::Field => "field",
            Loss::RepairedBrace => "repaired_brace",
            Loss::FlattenedNesting => "flattened_nesting",
            Loss::UndecodableByte => "undecodable_byte",
            Loss::LimitReached => "limit_reached",
            Loss::Table => "table",
            Loss::Html => "html",
            Loss::Image => "image",
            Loss::Other => "other",
            Loss::PictureFile => "picture_file",
        }
    }
}

/// How often one kind of loss happened, and where first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number of times.
    pub count: u32,
    /// Byte offset of the first time; `usize::MAX` where no place is known.
    pub first: usize,
}

/// The losses of one conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    entries: [Entry; Loss::ALL.len()],
}

impl Default for Report {
    fn default() -> Self {
        Report { entries: [Entry { count: 0, first: usize::MAX }; Loss::ALL.len()] }
    }
}

impl Report {
    /// Counts one loss at a byte offset of the input (`usize::MAX`: unknown place).
    pub fn add(&mut self, loss: Loss, offset: usize) {
        let entry = &mut self.entries[loss as usize];
        entry.count = entry.count.saturating_add(1);
        entry.first = entry.first.min(offset);
    }

    /// Counts `count` losses of one kind whose first place is `offset`.
    pub fn add_many(&mut self, loss: Loss, count: u32, offset: usize) {
        let entry = &mut self.entries[loss as usize];
        entry.count = entry.count.saturating_add(count);
        entry.first = entry.first.min(offset);
    }

    /// Changes every known place: from offsets into what a reader got to offsets into what the
    /// host gave.
    pub fn map_offsets(&mut self, map: impl Fn(usize) -> usize) {
        for entry in self.entries.iter_mut().filter(|entry| entry.first != usize::MAX) {
            entry.first = map(entry.first);
        }
    }

    /// The counter of one kind.
    pub fn get(&self, loss: Loss) -> Entry {
        self.entries[loss as usize]
    }

    /// True when nothing was lost.
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|entry| entry.count == 0)
    }

    /// Writes the report as JSON in ASCII: `[{"kind":"object","count":2,"first":123}]`.
    pub fn write_json(&self, out: &mut Output) {
        out.push_byte(b'[');
        for (index, (loss, entry)) in self.iter().enumerate() {
            out.push(if index == 0 { b"{\"kind\":\"" } else { b",{\"kind\":\"" });
            out.push(loss.name().as_bytes());
            out.push(b"\",\"count\":");
            out.push_int(entry.count.into());
            out.push(b",\"first\":");
            match i64::try_from(entry.first).ok().filter(|_| entry.first != usize::MAX) {
                Some(first) => out.push_int(first),
                None => out.push(b"null"),
            }
            out.push_byte(b'}');
        }
        out.push_byte(b']');
    }

    /// The kinds that happened at least once, in the order of [`Loss::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (Loss, Entry)> + '_ {
        Loss::ALL.iter().map(|&loss| (loss, self.get(loss))).filter(|(_, entry)| entry.count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_lists_each_kind_at_its_own_index() {
        for (index, loss) in Loss::ALL.iter().enumerate() {
            assert_eq!(*loss as usize, index, "{}", loss.name());
        }
    }

    #[test]
    fn first_offset_is_the_smallest_seen() {
        let mut report = Report::default();
        assert!(report.is_empty());
        report.add(Loss::Object, 70);
        report.add(Loss::Object, 30);
        assert_eq!(report.get(Loss::Object), Entry { count: 2, first: 30 });
        assert_eq!(report.iter().count(), 1);
    }
}
