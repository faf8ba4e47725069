//! The theme: every style once, for the stylesheet and for the paragraphs that repeat it.
//!
//! Shape   one table of paragraph styles, one of character styles. The stylesheet is written from
//!         it, and the same bytes are kept as the prefix that starts a paragraph.
//! Units   twips; sizes are half-points for a body of 22 and are scaled to the body's size.
//! Source  `docs/mapping.md`, which fixes names and numbers.

use super::Writer;

/// A paragraph style; also the index of its row in [`STYLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Style {
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
}

/// A character style; also the index of its row in [`CHARACTER_STYLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CharacterStyle {
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
}

/// The typefaces of the font table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Face {
    Body,
    Code,
    Heading,
}

impl Face {
    /// The control word, given whether headings have a face of their own.
    fn control(self, heading_face: bool) -> &'static [u8] {
        match self {
            Face::Heading if heading_face => b"\\f3",
            Face::Body | Face::Heading => b"\\f0",
            Face::Code => b"\\f1",
        }
    }
}

/// One row of the table of paragraph styles.
pub struct Definition {
    /// The number in the stylesheet.
    pub number: u32,
    /// The name in the stylesheet; empty for a variant of the style with the same number.
    pub name: &'static str,
    /// The style that the next paragraph gets in an editor.
    pub next: u32,
    /// Indents, which only the stylesheet has: in the text they depend on the containers.
    pub indents: &'static str,
    /// Space before, in twips.
    pub before: i64,
    /// The other paragraph properties.
    pub paragraph: &'static str,
    /// Typeface, size for a body of 22, and the other character properties.
    pub face: Face,
    pub size: u32,
    pub character: &'static str,
}

/// The bar on the left of everything inside a quote.
pub const BAR: &str = "\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5";

const fn body(number: u32, name: &'static str, paragraph: &'static str) -> Definition {
    Definition {
        number,
        name,
        next: number,
        indents: "",
        before: 0,
        paragraph,
        face: Face::Body,
        size: 22,
        character: "",
    }
}

const fn heading(
    number: u32,
    name: &'static str,
    before: i64,
    paragraph: &'static str,
    size: u32,
    character: &'static str,
) -> Definition {
    let base = body(number, name, paragraph);
    Definition { next: 0, before, face: Face::Heading, size, character, ..base }
}

const fn alert(number: u32, name: &'static str) -> Definition {
    let base = body(
        number,
        name,
        "\\sa40\\sl259\\slmult1\\keepn\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf4",
    );
    Definition { next: 20, indents: "\\li480\\ri480", character: "\\b\\cf4", ..base }
}

/// The paragraph styles, in the order of [`Style`].
pub const STYLES: [Definition; 23] = [
    body(0, "Normal", "\\sa160\\sl259\\slmult1"),
    heading(1, "heading 1", 360, "\\sa120\\keepn\\outlinelevel0", 40, "\\b\\cf4"),
    heading(2, "heading 2", 320, "\\sa100\\keepn\\outlinelevel1", 32, "\\b\\cf4"),
    heading(3, "heading 3", 280, "\\sa80\\keepn\\outlinelevel2", 28, "\\b\\cf4"),
    heading(4, "heading 4", 240, "\\sa80\\keepn\\outlinelevel3", 24, "\\b\\cf4"),
    heading(5, "heading 5", 240, "\\sa60\\keepn\\outlinelevel4", 22, "\\b\\cf4"),
    heading(6, "heading 6", 240, "\\sa60\\keepn\\outlinelevel5", 22, "\\b\\cf6"),
    Definition {
        indents: "\\li480\\ri480",
        ..body(20, "Quote", "\\sa160\\sl259\\slmult1\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5")
    },
    Definition {
        face: Face::Code,
        size: 20,
        ..body(21, "HTML Preformatted", "\\sa0\\sl240\\slmult1\\cbpat3")
    },
    body(22, "List Paragraph", "\\sa160\\sl259\\slmult1"),
    Definition {
        next: 0,
        size: 8,
        character: "\\cf5",
        ..body(23, "Horizontal Line", "\\sa200\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5")
    },
    body(24, "HTML Block", "\\sa0"),
    Definition { size: 20, ..body(25, "footnote text", "\\sa0\\sl240\\slmult1") },
    Definition { character: "\\b", ..body(26, "Table Heading", "\\sa0") },
    alert(16, "Alert Note"),
    alert(17, "Alert Tip"),
    alert(18, "Alert Important"),
    alert(19, "Alert Warning"),
    alert(27, "Alert Caution"),
    Definition { next: 29, character: "\\b", ..body(28, "Definition Term", "\\sa40\\keepn") },
    Definition { indents: "\\li720", ..body(29, "Definition List", "\\sa160\\sl259\\slmult1") },
    body(22, "", "\\sa40\\sl259\\slmult1"),
    body(0, "", "\\sa0"),
];

/// The character styles, in the order of [`CharacterStyle`]: number, name, properties (those in
/// the code face have that and its size too). They are
/// based on nothing: LibreOffice gives a style based on the default one a font of its own.
pub const CHARACTER_STYLES: [(u32, &str, &str); 10] = [
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
];

/// The number of the first style that belongs to an info string.
pub const FIRST_INFO: u32 = 31;

impl Style {
    /// The row of the table.
    pub fn definition(self) -> &'static Definition {
        &STYLES[self as usize]
    }

    /// The style of a heading; levels out of range are taken to the nearest.
    pub fn heading(level: u8) -> Style {
        match level {
            0 | 1 => Style::Heading1,
            2 => Style::Heading2,
            3 => Style::Heading3,
            4 => Style::Heading4,
            5 => Style::Heading5,
            _ => Style::Heading6,
        }
    }

    /// True where the style makes all text bold.
    pub fn is_bold(self) -> bool {
        matches!(self as u8, 1..=6 | 13..=19)
    }

    /// True where the style has the quotes' bar itself.
    pub fn has_bar(self) -> bool {
        matches!(self as u8, 7 | 14..=18)
    }

    /// Bit in a set of styles.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Where the parts of a paragraph's prefix stand in the prefix buffer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prefix {
    /// Start of `\pard\plain\sN`.
    pub start: u32,
    /// Start of the properties behind it.
    pub properties: u32,
    /// End of the properties; one space follows.
    pub end: u32,
}

/// The prefixes of all styles, made anew for each document.
#[derive(Debug, Default)]
pub struct Prefixes {
    bytes: Vec<u8>,
    places: [Prefix; STYLES.len()],
}

impl Prefixes {
    /// Bytes that the buffer holds.
    pub fn retained_bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// `\pard\plain\sN`, the properties, and a space.
    #[inline]
    pub fn whole(&self, style: Style) -> &[u8] {
        let place = self.places[style as usize];
        self.bytes.get(place.start as usize..place.end as usize + 1).unwrap_or(&[])
    }

    /// `\pard\plain\sN`.
    #[inline]
    pub fn head(&self, style: Style) -> &[u8] {
        let place = self.places[style as usize];
        self.bytes.get(place.start as usize..place.properties as usize).unwrap_or(&[])
    }

    /// The properties, without a space.
    #[inline]
    pub fn properties(&self, style: Style) -> &[u8] {
        let place = self.places[style as usize];
        self.bytes.get(place.properties as usize..place.end as usize).unwrap_or(&[])
    }
}

impl Writer<'_> {
    /// A size of the theme, scaled to the body's size.
    pub fn scaled(&self, size: u32) -> i64 {
        let body = u32::from(self.options.body_size).clamp(2, 3276);
        i64::from((size * body + 11) / 22).clamp(2, 3276)
    }

    /// Everything of a style but its indents.
    pub fn style_properties(&mut self, style: Style) {
        let definition = style.definition();
        if definition.before > 0 {
            self.out.push(b"\\sb");
            self.out.push_int(definition.before);
        }
        self.out.push(definition.paragraph.as_bytes());
        self.out.push(definition.face.control(!self.options.heading_font.is_empty()));
        self.out.push(b"\\fs");
        self.out.push_int(self.scaled(definition.size));
        self.out.push(definition.character.as_bytes());
    }

    /// Puts the prefixes together. They are written to the output and taken back from there.
    pub fn make_prefixes(&mut self) {
        let prefixes = &mut self.scratch.prefixes;
        prefixes.bytes.clear();
        let start = self.out.len();
        for (index, definition) in STYLES.iter().enumerate() {
            let style = ALL[index];
            let mut place =
                Prefix { start: (self.out.len() - start) as u32, properties: 0, end: 0 };
            self.out.push(if matches!(style, Style::Cell | Style::TableHeading) {
                b"\\pard\\plain\\intbl\\s".as_slice()
            } else {
                b"\\pard\\plain\\s"
            });
            self.out.push_int(i64::from(definition.number));
            place.properties = (self.out.len() - start) as u32;
            self.style_properties(style);
            place.end = (self.out.len() - start) as u32;
            self.out.push_byte(b' ');
            self.scratch.prefixes.places[index] = place;
        }
        let made = self.out.as_bytes().get(start..).unwrap_or(&[]);
        let prefixes = &mut self.scratch.prefixes;
        if prefixes.bytes.try_reserve(made.len()).is_ok() {
            prefixes.bytes.extend_from_slice(made);
        }
        self.out.truncate(start);
    }
}

/// Every style, by its index.
pub const ALL: [Style; STYLES.len()] = [
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
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_about_a_style_agree_with_its_row() {
        for style in ALL {
            let row = style.definition();
            assert_eq!(style.is_bold(), row.character.contains("\\b"), "{}", row.name);
            assert_eq!(style.has_bar(), row.paragraph.contains("\\brdrl"), "{}", row.name);
            assert!(row.before == 0 || !row.paragraph.contains("\\sb"), "{}", row.name);
        }
    }

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
