//! The stylesheet: what a style means to the structure of a document.
//!
//! Shape   a [`Style`] is its formatting and a [`Role`] told by its name.
//! Source  RTF 1.9.1, "Style sheet"; the names are Word's and LibreOffice's built-in ones.

use crate::buffers::kept;
use crate::document::{Alert, Color, Document, Span};
use crate::memory;
use crate::rtf::assembly::format::{CharFormat, NONE, ParaFormat};
use crate::work;

/// What a style says about the paragraphs or runs that have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) enum Role {
    #[default]
    None,
    /// 1 to 6
    Heading(u8),
    Quote,
    /// The info string, as it stands behind `Code ` in the name.
    Code(Span),
    Rule,
    /// The words below or above a picture or table.
    Caption,
    HtmlBlock,
    TableHeading,
    /// The title of an alert.
    Alert(Alert),
    /// A term of a definition list.
    Term,
    /// The first paragraph of a definition.
    Definition,
    // Character styles.
    InlineCode,
    /// A formula; displayed if true.
    Tex(bool),
    HtmlTag,
    Hyperlink,
    /// The text of a picture that is somewhere else.
    ImageLink,
    /// A link that leads nowhere.
    EmptyLink,
    Strong,
    Emphasis,
    Keyboard,
    /// Strong and emphasised text in another of its kind.
    StrongSecond,
    EmphasisSecond,
    /// The same in two others.
    StrongThird,
    EmphasisThird,
}

impl Role {
    /// Whether it is what links look like.
    pub(in crate::rtf) fn is_link(self) -> bool {
        matches!(self, Role::Hyperlink | Role::ImageLink | Role::EmptyLink)
    }
}

/// What kind of text a style is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(in crate::rtf) enum StyleKind {
    #[default]
    Paragraph,
    Character,
    Other,
}

/// One style.
#[derive(Clone, Copy, Debug)]
pub(in crate::rtf) struct Style {
    pub kind: StyleKind,
    pub number: i32,
    /// `\sbasedonN`, 222 meaning none.
    pub based_on: i32,
    pub role: Role,
    /// It is a style for ordinary text, whose look is no emphasis.
    pub ordinary: bool,
    pub para: ParaFormat,
    pub chars: CharFormat,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            kind: StyleKind::Paragraph,
            number: 0,
            based_on: 222,
            role: Role::None,
            ordinary: false,
            para: ParaFormat::default(),
            chars: CharFormat::default(),
        }
    }
}

kept! {
    /// The styles of a document.
    #[derive(Debug, Default)]
    pub(in crate::rtf) struct Styles {
        styles: Vec<Style>,
        /// Indices into `styles` by number: paragraph styles, then character styles.
        by_number: [Vec<u16>; 2],
        /// How many of them have been settled.
        settled: usize,
    }
}

impl Styles {
    pub(crate) fn get(&self, index: u16) -> Option<&Style> {
        self.styles.get(index as usize)
    }

    /// The role of the style at `index`.
    #[inline]
    pub(crate) fn role(&self, index: u16) -> Role {
        self.styles.get(index as usize).map_or(Role::None, |style| style.role)
    }

    /// Whether a style, or one that it is based on, has letters of that colour; none are everywhere.
    pub(crate) fn has_color(&self, index: u16, color: Color) -> bool {
        color.is_none() || self.any_base(index, |style| style.chars.text == color)
    }

    /// The same of the colour behind them.
    pub(crate) fn has_ground(&self, index: u16, color: Color) -> bool {
        color.is_none() || self.any_base(index, |style| style.chars.back == color)
    }

    /// Whether that holds for a style or one that it is based on.
    fn any_base(&self, mut index: u16, holds: impl Fn(&Style) -> bool) -> bool {
        for _ in 0..16 {
            let Some(style) = self.get(index) else { break };
            if holds(style) {
                return true;
            }
            index = self.index(style.kind, style.based_on);
        }
        false
    }

    /// The index of paragraph style `\sN` or character style `\csN`, or `NONE`.
    pub(crate) fn index(&self, kind: StyleKind, number: i32) -> u16 {
        let table = &self.by_number[(kind == StyleKind::Character) as usize];
        usize::try_from(number).ok().and_then(|n| table.get(n)).copied().unwrap_or(NONE)
    }

    /// The first paragraph style of a role.
    pub(crate) fn with_role(&self, role: Role) -> Option<&Style> {
        work::step(self.styles.len());
        self.styles.iter().find(|style| style.role == role)
    }

    /// Adds a style. A role that its name doesn't tell is taken from the style it is based on.
    /// False where memory is short.
    pub(crate) fn add(&mut self, mut style: Style) -> bool {
        let Ok(number) = u16::try_from(style.number) else { return true };
        if style.kind == StyleKind::Other || self.styles.len() >= NONE as usize {
            return true;
        }
        if style.role == Role::None && style.based_on != 222 {
            style.role = self.role(self.index(style.kind, style.based_on));
        }
        let table = &mut self.by_number[(style.kind == StyleKind::Character) as usize];
        let number = number as usize;
        if !memory::pad(table, number + 1, NONE) {
            return false;
        }
        table[number] = self.styles.len() as u16;
        memory::push(&mut self.styles, style)
    }

    /// Once all styles of a table are known: roles of styles that are based on one that came later.
    pub(crate) fn settle(&mut self) {
        let all = self.styles.len();
        for index in std::mem::replace(&mut self.settled, all)..all {
            let Style { kind, mut based_on, role, .. } = self.styles[index];
            work::step(1);
            if role != Role::None {
                continue;
            }
            for _ in 0..LONGEST_CHAIN {
                work::step(1);
                let Some(&base) = self.get(self.index(kind, based_on)) else { break };
                if base.role != Role::None {
                    self.styles[index].role = base.role;
                    break;
                }
                based_on = base.based_on;
            }
        }
    }
}

/// Styles that a style is followed through to find its role.
const LONGEST_CHAIN: usize = 16;

/// The role that a style's name tells. `info` gives the place of the part behind `Code `.
pub(in crate::rtf) fn role_of_name(
    name: &str,
    kind: StyleKind,
    info: impl FnOnce(&str) -> Span,
) -> Role {
    // Word writes aliases behind a comma.
    let name = name.split(',').next().unwrap_or(name).trim();
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if kind == StyleKind::Character {
        return match () {
            _ if is("HTML Code")
                || is("Source Text")
                || is("HTML Typewriter")
                || is("HTML Sample") =>
            {
                Role::InlineCode
            }
            _ if is("Verbatim Char") || is("Code Char") || is("Inline Code") => Role::InlineCode,
            _ if is("HTML Keyboard") || is("User Entry") => Role::Keyboard,
            _ if is("HTML Tag") => Role::HtmlTag,
            _ if is("TeX") => Role::Tex(false),
            _ if is("TeX Display") => Role::Tex(true),
            _ if is("Hyperlink") || is("Internet Link") || is("FollowedHyperlink") => {
                Role::Hyperlink
            }
            _ if is("Image Link") => Role::ImageLink,
            _ if is("Empty Link") => Role::EmptyLink,
            _ if is("Strong") || is("Strong Emphasis") => Role::Strong,
            _ if is("Emphasis") || is("Intense Emphasis") => Role::Emphasis,
            _ if is("Strong 2") => Role::StrongSecond,
            _ if is("Emphasis 2") => Role::EmphasisSecond,
            _ if is("Strong 3") => Role::StrongThird,
            _ if is("Emphasis 3") => Role::EmphasisThird,
            _ => Role::None,
        };
    }
    if let Some(level) = heading_level(name) {
        return Role::Heading(level);
    }
    match () {
        _ if is("Quote") || is("Intense Quote") || is("Quotations") || is("Block Text") => {
            Role::Quote
        }
        _ if is("HTML Preformatted") || is("Preformatted Text") || is("Plain Text") => {
            Role::Code(Span::EMPTY)
        }
        _ if is("Code") || is("Source Code") || is("Macro Text") || is("Code Block") => {
            Role::Code(Span::EMPTY)
        }
        _ if is("Horizontal Line") => Role::Rule,
        _ if is("Caption") || is("Illustration") || is("Figure") || is("Drawing") => Role::Caption,
        _ if is("HTML Block") => Role::HtmlBlock,
        _ if is("Table Heading") => Role::TableHeading,
        _ if is("Definition Term") || is("List Heading") => Role::Term,
        _ if is("Definition List") || is("List Contents") => Role::Definition,
        _ if is("Alert Note") => Role::Alert(Alert::Note),
        _ if is("Alert Tip") => Role::Alert(Alert::Tip),
        _ if is("Alert Important") => Role::Alert(Alert::Important),
        _ if is("Alert Warning") => Role::Alert(Alert::Warning),
        _ if is("Alert Caution") => Role::Alert(Alert::Caution),
        _ => match name.strip_prefix("Code ") {
            Some(rest) => Role::Code(info(rest)),
            None => Role::None,
        },
    }
}

/// Whether a paragraph style of that name is for ordinary text.
pub(in crate::rtf) fn is_ordinary(name: &str) -> bool {
    let name = name.split(',').next().unwrap_or(name).trim();
    ORDINARY.iter().any(|other| name.eq_ignore_ascii_case(other))
}

/// Styles of Word and LibreOffice for ordinary text.
const ORDINARY: [&str; 10] = [
    "Normal",
    "Default",
    "Default Style",
    "Default Paragraph Style",
    "Standard",
    "Body Text",
    "Text Body",
    "List Paragraph",
    "footnote text",
    "endnote text",
];

/// The level of a heading style: `heading 1` to `heading 9` (6 at most), `Title`, `Subtitle`.
pub(in crate::rtf) fn heading_level(name: &str) -> Option<u8> {
    if name.eq_ignore_ascii_case("Title") {
        return Some(1);
    }
    if name.eq_ignore_ascii_case("Subtitle") {
        return Some(2);
    }
    let (stem, digit) = name.char_indices().next_back().map(|(at, digit)| (&name[..at], digit))?;
    let level = digit.to_digit(10).filter(|&level| level > 0)?;
    let stem = stem.trim_end();
    if stem.is_ascii() {
        let is = |name: &&str| stem.eq_ignore_ascii_case(name);
        return HEADING_NAMES.iter().any(is).then_some(level.min(6) as u8);
    }
    let is = |name: &&str| stem.chars().flat_map(char::to_lowercase).eq(name.chars());
    HEADING_NAMES.iter().any(is).then_some(level.min(6) as u8)
}

/// `Heading` in the languages of Word, lower case.
const HEADING_NAMES: [&str; 22] = [
    "heading",
    "überschrift",
    "titre",
    "título",
    "titulo",
    "titolo",
    "kop",
    "nagłówek",
    "заголовок",
    "nadpis",
    "rubrik",
    "overskrift",
    "otsikko",
    "címsor",
    "başlık",
    "επικεφαλίδα",
    "标题",
    "標題",
    "見出し",
    "제목",
    "encabezado",
    "cabeçalho",
];

/// Copies the info string of a style name into the document, with `%XX` as the character.
pub(in crate::rtf) fn unescape_info(text: &str, doc: &mut Document) -> Span {
    let from = doc.own_len();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        doc.append(&rest[..at]);
        let digits = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match digits.filter(u8::is_ascii) {
            Some(byte) => {
                doc.append_char(byte as char);
                rest = &rest[at + 3..];
            }
            None => {
                doc.append("%");
                rest = &rest[at + 1..];
            }
        }
    }
    doc.append(rest);
    Span::of_own(from, doc.own_len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_roles() {
        let role =
            |name| role_of_name(name, StyleKind::Paragraph, |rest| Span::of_own(0, rest.len()));
        for (name, expected) in [
            ("heading 1", Role::Heading(1)),
            ("Heading 9", Role::Heading(6)),
            ("heading 2,Kapitel", Role::Heading(2)),
            ("Überschrift 3", Role::Heading(3)),
            ("見出し 1", Role::Heading(1)),
            ("Заголовок 2", Role::Heading(2)),
            ("Heading", Role::None),
            ("Title", Role::Heading(1)),
            ("Body Text 2", Role::None),
            ("Quotations", Role::Quote),
            ("Code rust", Role::Code(Span::of_own(0, 4))),
            ("Codebook", Role::None),
            ("HTML Preformatted", Role::Code(Span::EMPTY)),
        ] {
            assert_eq!(role(name), expected, "{name}");
        }
        assert_eq!(
            role_of_name("HTML Code", StyleKind::Character, |_| Span::EMPTY),
            Role::InlineCode
        );
        assert_eq!(role_of_name("heading 1", StyleKind::Character, |_| Span::EMPTY), Role::None);
    }

    #[test]
    fn escapes_in_names() {
        let mut doc = Document::default();
        doc.reset(9);
        unescape_info("a%3Bb%zz%", &mut doc);
        assert_eq!(doc.text, "a;b%zz%");
    }
}
