//! What a conversion dropped, approximated or repaired.
//!
//! Shape   one row for each kind of [`Loss`], and in a [`Report`] one counter for each; no allocation
//!         however long the document.
//! Units   `first` is a byte offset into the input, or `usize::MAX` where no place is known.
//! Errors  none.

use crate::memory::Output;

/// How much a kind of loss matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Something that a reader of the document would miss.
    Content,
    /// How something looks on paper.
    Layout,
}

impl Class {
    /// The name in documents for people.
    pub fn name(self) -> &'static str {
        match self {
            Class::Content => "Content",
            Class::Layout => "Layout",
        }
    }
}

/// What a kind of loss is.
#[derive(Debug)]
pub struct Row {
    /// The name in the JSON report: snake_case, fixed.
    pub name: &'static str,
    /// How much it matters.
    pub class: Class,
    /// What its number is the number of.
    pub counts: &'static str,
}

/// Makes the enum, the list of all and the way to a row of the rows.
macro_rules! losses {
    ($($kind:ident: $name:literal, $class:ident, $counts:literal;)*) => {
        /// The kinds of loss that are counted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Loss {
            $(#[doc = concat!("Counts ", $counts, ".")] $kind,)*
        }

        impl Loss {
            /// Every kind, in the order of the report.
            pub const ALL: [Loss; [$($name),*].len()] = [$(Loss::$kind),*];

            /// What it is.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Loss::$kind => {
                        &Row { name: $name, class: Class::$class, counts: $counts }
                    })*
                }
            }
        }
    };
}

// One row each: the JSON report, the command line and docs/report.md take them from here.
losses! {
    HeaderFooter: "header_footer", Content, "page headers and footers that were left out";
    Object: "object", Content,
        "embedded objects that were replaced by their visible result, or left out";
    Shape: "shape", Content, "drawings of which neither words nor a picture are shown";
    Picture: "picture", Content,
        "pictures that were left out, are broken, or lost all but their text, address or title";
    PictureFile: "picture_file", Content,
        "pictures that could not be written to the folder of `Images=Folder:`";
    RemotePicture: "remote_picture", Content,
        "pictures on other machines, or of a scheme, that became links so that no host fetches them";
    UnsafeLink: "unsafe_link", Content, "addresses of links and pictures that the options do not let in; their text is kept";
    Color: "color", Content, "changes of text or background colour that were left out";
    Font: "font", Content,
        "typefaces, sizes and other looks of letters (capitals, outline) that the target can't hold";
    HiddenText: "hidden_text", Content, "pieces of hidden text that were left out";
    Comment: "comment", Content, "comments and annotations that were left out";
    DeletedText: "deleted_text", Content,
        "pieces of text that tracked changes leave out: deleted, or inserted and rejected";
    ChangeAuthor: "change_author", Content,
        "authors and dates of tracked changes that were left out";
    Field: "field", Content,
        "fields that were replaced by their last result, and entries of an index that were left out";
    Note: "note", Content,
        "endnotes that became footnotes, notes in notes, and references without their note or note \
         without a reference";
    Metadata: "metadata", Content, "facts about the document that were left out: title, author, subject and the like";
    HeadingAttributes: "heading_attributes", Content,
        "names and classes of headings that were left out";
    ListStyle: "list_style", Content,
        "lists whose numbers or bullets became others, such as letters and roman numbers";
    ListDepth: "list_depth", Content, "items deeper than the levels that lists have in the target";
    Table: "table", Content,
        "features of tables (nesting, several paragraphs or a list in a cell) that were approximated";
    MergedCells: "merged_cells", Content, "merged cells that became single ones";
    Html: "html", Content,
        "pieces of raw HTML that the target can't show, left out or hidden, those of hidden text that became markup, and scripts of HTML";
    Math: "math", Content, "formulas that became plain text";
    ControlCharacter: "control_character", Content,
        "control characters other than tabs and line ends, which no text can hold: left out, or a space where they part words";
    UndecodableByte: "undecodable_byte", Content,
        "bytes that mean nothing in their code page and became U+FFFD";
    RepairedBrace: "repaired_brace", Content, "braces of RTF that were missing or in excess, and quotes of CSV that nobody closed";
    FlattenedNesting: "flattened_nesting", Content,
        "groups and containers that stood deeper than the limit; their text is kept";
    LimitReached: "limit_reached", Content, "things that a limit cut short";
    NotRtf: "not_rtf", Content, "inputs that were given as RTF, are not, and were read as plain text";
    NotTable: "not_table", Content, "what stands outside of the table that was written";
    GuardedCell: "guarded_cell", Content,
        "cells that a spreadsheet would take for a formula and that were written as text";
    Other: "other", Content, "anything else that the target format has no words for";
    Alignment: "alignment", Layout, "paragraphs that are centred, set to the right or justified";
    PageBreak: "page_break", Layout, "ends of pages, columns and sections";
    PictureSize: "picture_size", Layout, "pictures that are shown larger or smaller than they are";
    Caption: "caption", Layout, "captions that became plain paragraphs";
    Direction: "direction", Layout, "changes of the direction of text that the target can't hold";
    ColumnWidth: "column_width", Layout, "tables whose columns have widths of their own";
    Spacing: "spacing", Layout,
        "paragraphs with indents or distances of their own, those and tables with grounds of their own, and style sheets of HTML";
}

impl Loss {
    /// The name in the JSON report.
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

/// Some of the kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u64);

const _: () = assert!(Loss::ALL.len() <= 64);

impl Kinds {
    /// Those of a class.
    pub fn of(class: Class) -> Kinds {
        Loss::ALL.into_iter().filter(|loss| loss.row().class == class).collect()
    }

    /// Those of a class and of the classes that matter more.
    pub fn up_to(class: Class) -> Kinds {
        match class {
            Class::Content => Kinds::of(Class::Content),
            Class::Layout => Kinds::of(Class::Content).and(Kinds::of(Class::Layout)),
        }
    }

    /// Whether a kind is among them.
    pub fn contains(self, loss: Loss) -> bool {
        self.0 >> loss as u64 & 1 == 1
    }

    /// These and those.
    #[must_use]
    pub fn and(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<Loss> for Kinds {
    fn from_iter<I: IntoIterator<Item = Loss>>(losses: I) -> Self {
        Kinds(losses.into_iter().fold(0, |set, loss| set | 1 << loss as u64))
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

/// What has not happened.
const NO_ENTRY: Entry = Entry { count: 0, first: usize::MAX };

/// The losses of one conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Report {
    entries: [Entry; Loss::ALL.len()],
}

impl Default for Report {
    fn default() -> Self {
        Report { entries: [NO_ENTRY; Loss::ALL.len()] }
    }
}

impl Report {
    /// Counts one loss at a byte offset of the input (`usize::MAX`: unknown place).
    pub fn add(&mut self, loss: Loss, offset: usize) {
        let entry = &mut self.entries[loss as usize];
        entry.count = entry.count.saturating_add(1);
        entry.first = entry.first.min(offset);
    }

    /// Counts `count` losses of one kind whose first place is `offset`, if there are any.
    pub fn add_many(&mut self, loss: Loss, count: u32, offset: usize) {
        if count == 0 {
            return;
        }
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

    /// Counts what another report has counted too.
    pub fn merge(&mut self, other: &Report) {
        for (loss, entry) in other.iter() {
            self.add_many(loss, entry.count, entry.first);
        }
    }

    /// The counter of one kind.
    pub fn get(&self, loss: Loss) -> Entry {
        self.entries[loss as usize]
    }

    /// What was lost first of these kinds: at the earliest place, or without one.
    pub fn first_of(&self, kinds: Kinds) -> Option<(Loss, Entry)> {
        let lost = self.iter().filter(|(loss, _)| kinds.contains(*loss));
        lost.min_by_key(|(_, entry)| entry.first)
    }

    /// Forgets all kinds but these.
    pub fn keep_only(&mut self, kinds: Kinds) {
        for loss in Loss::ALL.into_iter().filter(|&loss| !kinds.contains(loss)) {
            self.entries[loss as usize] = NO_ENTRY;
        }
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
    fn names_are_words_of_their_own() {
        let mut names: Vec<_> = Loss::ALL.iter().map(|loss| loss.name()).collect();
        let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'_');
        assert!(names.iter().all(|name| name.bytes().all(is_plain)), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Loss::ALL.len());
        // The report finds a counter by the kind's place.
        assert!(Loss::ALL.iter().enumerate().all(|(at, loss)| *loss as usize == at));
    }

    /// The documentation has the table above; `UPDATE=1` writes it anew.
    #[test]
    fn the_documentation_has_every_kind() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (head, rest) = text.split_once("| kind |").expect("the table's head");
        let tail = rest.split_once("\n\n").map_or("", |(_, tail)| tail);
        let mut table = "| kind | what it counts | class |\n|---|---|---|\n".to_owned();
        for loss in Loss::ALL {
            let Row { name, class, counts } = loss.row();
            table += &format!("| `{name}` | {counts} | {} |\n", class.name());
        }
        let expected = format!("{head}{table}\n{tail}");
        if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
            std::fs::write(path, &expected).unwrap();
        }
        assert!(text == expected, "docs/report.md: run UPDATE=1 cargo test --lib report");
    }

    #[test]
    fn the_first_loss_of_some_kinds_is_that_at_the_earliest_place() {
        let kinds: Kinds = [Loss::Object, Loss::Html].into_iter().collect();
        let mut report = Report::default();
        report.add(Loss::Color, 1);
        assert_eq!(report.first_of(kinds), None);
        report.add(Loss::Object, usize::MAX);
        assert_eq!(report.first_of(kinds).map(|(loss, _)| loss), Some(Loss::Object));
        report.add(Loss::Html, 70);
        let first = Some((Loss::Html, Entry { count: 1, first: 70 }));
        assert_eq!(report.first_of(kinds), first);
        assert_eq!(report.first_of(Kinds::default()), None);
        let content = Kinds::of(Class::Content);
        assert!(
            Loss::ALL.iter().all(|loss| {
                content.contains(*loss) != Kinds::of(Class::Layout).contains(*loss)
            })
        );
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
