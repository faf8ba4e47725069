//! The styles: their names and numbers.
//!
//! Shape   one table of paragraph styles, one of character styles. What a style looks like is a
//!         [`Row`], made of the theme and the template for each document.
//! Units   twips and half-points.
//! Source  `docs/mapping.md`, which fixes names and numbers.

use crate::document::Alert;

/// A paragraph style; also the index of its row in [`STYLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)] // they are told by their names in the table
pub(crate) enum Style {
    Normal,
    Heading1,
    Heading2,
    Heading3,
    Heading4,
    Heading5,
    Heading6,
    Quote,
    Code,
    List,
    Rule,
    Html,
    Note,
    TableHeading,
    AlertNote,
    AlertTip,
    AlertImportant,
    AlertWarning,
    AlertCaution,
    Term,
    Definition,
    /// `List Paragraph` with the spacing of a tight list.
    TightList,
    /// `Normal` in a table cell.
    Cell,
    Caption,
}

/// A character style; also the index of its row in [`CHARACTER_STYLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub(crate) enum CharacterStyle {
    Default,
    Hyperlink,
    Code,
    Html,
    NoteReference,
    ImageLink,
    Strong,
    Tex,
    TexDisplay,
    Emphasis,
    Keyboard,
    /// Strong and emphasised text in two others of its kind.
    StrongThird,
    EmphasisThird,
    /// The same in one other.
    StrongSecond,
    EmphasisSecond,
    EmptyLink,
}

/// One row of the table of paragraph styles.
struct Named {
    number: u32,
    /// Empty for a variant of the style with the same number.
    name: &'static str,
    /// The style that the next paragraph gets in an editor.
    next: u32,
    /// Indents, which only the stylesheet has: in the text they depend on the containers.
    indents: &'static str,
}

/// The bar on the left of everything inside a quote, in the default theme.
pub(crate) const BAR: &str = "\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5";

const fn named(number: u32, name: &'static str) -> Named {
    Named { number, name, next: number, indents: "" }
}

const fn followed(number: u32, name: &'static str, next: u32) -> Named {
    Named { next, ..named(number, name) }
}

const fn alert(number: u32, name: &'static str) -> Named {
    Named { next: 20, indents: "\\li480\\ri480", ..named(number, name) }
}

/// The paragraph styles, in the order of [`Style`].
const STYLES: [Named; ALL.len()] = [
    named(0, "Normal"),
    followed(1, "heading 1", 0),
    followed(2, "heading 2", 0),
    followed(3, "heading 3", 0),
    followed(4, "heading 4", 0),
    followed(5, "heading 5", 0),
    followed(6, "heading 6", 0),
    Named { indents: "\\li480\\ri480", ..named(20, "Quote") },
    named(21, "HTML Preformatted"),
    named(22, "List Paragraph"),
    followed(23, "Horizontal Line", 0),
    named(24, "HTML Block"),
    named(25, "footnote text"),
    named(26, "Table Heading"),
    alert(16, "Alert Note"),
    alert(17, "Alert Tip"),
    alert(18, "Alert Important"),
    alert(19, "Alert Warning"),
    alert(27, "Alert Caution"),
    followed(28, "Definition Term", 29),
    Named { indents: "\\li720", ..named(29, "Definition List") },
    named(22, ""),
    named(0, ""),
    followed(34, "caption", 0),
];

/// The character styles, in the order of [`CharacterStyle`]: number, name, properties (those in
/// the code face have that and its size too). They are
/// based on nothing: LibreOffice gives a style based on the default one a font of its own.
pub(crate) const CHARACTER_STYLES: [(u32, &str, &str); 16] = [
    (10, "Default Paragraph Font", ""),
    (11, "Hyperlink", "\\ul\\cf1"),
    // Not its background: LibreOffice knows that only on the text itself.
    (12, "HTML Code", ""),
    (13, "HTML Tag", "\\v"),
    (14, "footnote reference", "\\super"),
    (15, "Image Link", "\\ul\\cf1"),
    (7, "Strong", "\\b"),
    (8, "TeX", ""),
    (9, "TeX Display", ""),
    (30, "Emphasis", "\\i"),
    (31, "HTML Keyboard", ""),
    (32, "Strong 3", "\\b"),
    (33, "Emphasis 3", "\\i"),
    (35, "Strong 2", "\\b"),
    (36, "Emphasis 2", "\\i"),
    (37, "Empty Link", "\\ul\\cf1"),
];

/// The number of the first style that belongs to an info string, or to a template.
pub(crate) const FIRST_INFO: u32 = 40;

impl Style {
    fn named(self) -> &'static Named {
        &STYLES[self as usize]
    }

    /// The number in the stylesheet.
    pub(crate) fn number(self) -> u32 {
        self.named().number
    }

    /// The name in the stylesheet; empty for a variant of another style.
    pub(crate) fn name(self) -> &'static str {
        self.named().name
    }

    /// The style that the next paragraph gets in an editor.
    pub(crate) fn next(self) -> u32 {
        self.named().next
    }

    /// Indents, for the stylesheet.
    pub(crate) fn indents(self) -> &'static str {
        self.named().indents
    }

    /// The style of a heading; levels out of range are taken to the nearest.
    pub(crate) fn heading(level: u8) -> Style {
        match level {
            0 | 1 => Style::Heading1,
            2 => Style::Heading2,
            3 => Style::Heading3,
            4 => Style::Heading4,
            5 => Style::Heading5,
            _ => Style::Heading6,
        }
    }

    /// The style of an alert's title.
    pub(crate) fn alert(alert: Alert) -> Style {
        match alert {
            Alert::Note => Style::AlertNote,
            Alert::Tip => Style::AlertTip,
            Alert::Important => Style::AlertImportant,
            Alert::Warning => Style::AlertWarning,
            Alert::Caution => Style::AlertCaution,
        }
    }

    /// `\outlinelevel` of a heading.
    pub(crate) fn outline_level(self) -> Option<i32> {
        matches!(self as u8, 1..=6).then_some(self as i32 - 1)
    }

    /// True for the title of an alert.
    pub(crate) fn is_alert(self) -> bool {
        matches!(self as u8, 14..=18)
    }

    /// True where text may be bold by its style, so that strong text needs a style of its own.
    pub(crate) fn is_bold(self) -> bool {
        matches!(self as u8, 1..=6 | 13..=19)
    }

    /// True where the style has the quotes' bar itself.
    pub(crate) fn has_bar(self) -> bool {
        matches!(self as u8, 7 | 14..=18)
    }

    /// Bit in a set of styles.
    pub(crate) fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A paragraph style as it looks in one document.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row<'a> {
    /// Space before.
    pub(crate) before: i64,
    /// The other paragraph properties.
    pub(crate) paragraph: &'a [u8],
    pub(crate) alignment: &'a [u8],
    /// The number of the typeface, and its size.
    pub(crate) font: u32,
    pub(crate) size: u32,
    /// `\b`, `\i` and `\ul` that are not among the properties below.
    pub(crate) marks: &'static [u8],
    pub(crate) character: &'a [u8],
    /// Text in it may be bold already; it is in italics already.
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

impl CharacterStyle {
    /// The style of a formula.
    pub(crate) fn math(display: bool) -> CharacterStyle {
        if display { CharacterStyle::TexDisplay } else { CharacterStyle::Tex }
    }

    /// Whether its text is in the face of code.
    pub(crate) fn is_code(self) -> bool {
        use CharacterStyle::*;
        matches!(self, Code | Tex | TexDisplay | Keyboard)
    }
}

/// Every style, by its index.
pub(crate) const ALL: [Style; 24] = [
    Style::Normal,
    Style::Heading1,
    Style::Heading2,
    Style::Heading3,
    Style::Heading4,
    Style::Heading5,
    Style::Heading6,
    Style::Quote,
    Style::Code,
    Style::List,
    Style::Rule,
    Style::Html,
    Style::Note,
    Style::TableHeading,
    Style::AlertNote,
    Style::AlertTip,
    Style::AlertImportant,
    Style::AlertWarning,
    Style::AlertCaution,
    Style::Term,
    Style::Definition,
    Style::TightList,
    Style::Cell,
    Style::Caption,
];

/// Every character style, by its index.
pub(crate) const ALL_CHARACTER: [CharacterStyle; CHARACTER_STYLES.len()] = [
    CharacterStyle::Default,
    CharacterStyle::Hyperlink,
    CharacterStyle::Code,
    CharacterStyle::Html,
    CharacterStyle::NoteReference,
    CharacterStyle::ImageLink,
    CharacterStyle::Strong,
    CharacterStyle::Tex,
    CharacterStyle::TexDisplay,
    CharacterStyle::Emphasis,
    CharacterStyle::Keyboard,
    CharacterStyle::StrongThird,
    CharacterStyle::EmphasisThird,
    CharacterStyle::StrongSecond,
    CharacterStyle::EmphasisSecond,
    CharacterStyle::EmptyLink,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_used_once() {
        let mut seen = Vec::new();
        let rows = STYLES.iter().filter(|row| !row.name.is_empty());
        let rows = rows.map(|row| (row.number, row.name));
        for (number, name) in rows.chain(CHARACTER_STYLES.iter().map(|row| (row.0, row.1))) {
            assert!(number < FIRST_INFO, "{name}");
            assert!(seen.iter().all(|&(n, m)| n != number && m != name), "{name}");
            seen.push((number, name));
        }
    }
}
