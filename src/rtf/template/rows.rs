//! The writer's own styles as a template has them.
//!
//! Shape   the best entry for each style is found by name; its look becomes a [`StyleRow`], with
//!         the rules of `docs/mapping.md` put on top: what tells the structure is the writer's.
//!         Styles that the template lacks but that look like text follow its `Normal`.
//! Units   twips and half-points.

use std::collections::HashMap;

use super::copy::Numbers;
use super::styles::{Entry, Look, inherit, matched, push};
use crate::rtf::tables::styles::StyleKind;
use crate::rtf::writer::style::{ALL, Style};

/// What a style of the writer looks like in a template.
#[derive(Clone, Debug, Default)]
pub(crate) struct StyleRow {
    pub before: i64,
    pub paragraph: Vec<u8>,
    pub alignment: &'static [u8],
    /// The number in the written font table: 0 is the body's.
    pub font: u32,
    pub size: u32,
    pub bold: bool,
    pub italic: bool,
    pub underline: bool,
    pub character: Vec<u8>,
}

/// The rows of all styles, and what the text as such looks like.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Option<StyleRow>>,
    /// Old numbers of the fonts of text and code.
    pub body: Option<i32>,
    pub code: Option<i32>,
    pub monospaced: bool,
    pub size: u32,
    /// Old number of the colour of links.
    pub link: Option<i32>,
    pub bar: Option<Vec<u8>>,
}

/// Loose lists and text without space between are read as tight ones; this is loose.
const LOOSE: i32 = 120;
/// Less space than this is none to a reader of the page.
const SEEN: i32 = 60;
/// A size where nothing is said, by RTF.
const USUAL_SIZE: u32 = 24;

/// For each style, the entry that fits best.
pub(super) fn best(entries: &[Entry]) -> Vec<Option<usize>> {
    let mut best: Vec<Option<(usize, u8)>> = vec![None; ALL.len()];
    for (index, entry) in entries.iter().enumerate() {
        let Some((style, fit)) = matched(entry) else { continue };
        if let Some(place) = best.get_mut(style as usize)
            && place.is_none_or(|(_, other)| fit < other)
        {
            *place = Some((index, fit));
        }
    }
    best.into_iter().map(|place| place.map(|(index, _)| index)).collect()
}

/// The writer's number for the style of an index.
pub(super) fn number(style: usize) -> u32 {
    ALL.get(style).map_or(0, |style| style.number())
}

impl Rows {
    pub(super) fn get(&self, style: Style) -> Option<&StyleRow> {
        self.rows.get(style as usize).and_then(Option::as_ref)
    }

    /// Reads the styles that fit.
    pub(super) fn read(
        source: &[u8],
        entries: &[Entry],
        best: &[Option<usize>],
        default_font: i32,
        numbers: &mut Numbers<'_>,
    ) -> Rows {
        let mut looks: HashMap<i32, Look> = HashMap::new();
        let mut rows = Rows { size: USUAL_SIZE, ..Rows::default() };
        for entry in entries {
            match entry.kind {
                StyleKind::Paragraph => {
                    looks.insert(entry.number, Look::read(source, entry.start, numbers));
                }
                StyleKind::Character
                    if entry.name.eq_ignore_ascii_case("Hyperlink")
                        || entry.name.eq_ignore_ascii_case("Internet Link") =>
                {
                    rows.link = Look::read(source, entry.start, numbers).color;
                }
                _ => {}
            }
        }
        rows.rows = vec![None; ALL.len()];
        let find = |style: Style| {
            let entry = entries.get(best.get(style as usize).copied().flatten()?)?;
            let mut look = looks.get(&entry.number)?.clone();
            (look.font, look.size) = inherit(entries, &looks, entry);
            Some(look)
        };
        let normal = find(Style::Normal);
        if let Some(normal) = &normal {
            rows.size = normal.size.unwrap_or(USUAL_SIZE);
            let font = normal.font.unwrap_or(default_font);
            rows.body = numbers.fonts.get(font).filter(|font| !font.symbol).map(|_| font);
            rows.monospaced =
                rows.body.and_then(|n| numbers.fonts.get(n)).is_some_and(|f| f.monospaced);
        }
        for style in ALL {
            let look = match (find(style), &normal) {
                (Some(look), _) => look,
                (None, Some(normal)) if follows_text(style) => {
                    let list = (style == Style::TightList).then(|| find(Style::List)).flatten();
                    let mut look = list.unwrap_or_else(|| normal.clone());
                    look.across.clear();
                    look
                }
                _ => continue,
            };
            let own = find(style).is_some();
            let row = rows.row(style, look, own, numbers);
            if let Some(place) = rows.rows.get_mut(style as usize) {
                *place = Some(row);
            }
        }
        rows
    }

    fn row(&mut self, style: Style, look: Look, own: bool, numbers: &mut Numbers<'_>) -> StyleRow {
        let mut before = look.before.unwrap_or(0);
        let given = look.after.unwrap_or(0);
        let after = match style {
            // Text without any space between its paragraphs could not be read.
            Style::Normal if given + before < SEEN => LOOSE,
            Style::Quote | Style::List | Style::Definition if given < 100 => LOOSE,
            Style::TightList => 40,
            Style::Cell | Style::Code => 0,
            _ => given,
        };
        // Tight and loose lists are one style in the stylesheet.
        if matches!(style, Style::Cell | Style::List | Style::TightList | Style::Code) {
            before = 0;
        }
        let mut paragraph = Vec::new();
        push(&mut paragraph, b"sa", Some(after));
        paragraph.extend_from_slice(&look.paragraph);
        if let Some(level) = style.outline_level() {
            push(&mut paragraph, b"keepn", None);
            push(&mut paragraph, b"outlinelevel", Some(level));
        }
        if matches!(style, Style::Term) || style.is_alert() {
            push(&mut paragraph, b"keepn", None);
        }
        match style {
            Style::Cell | Style::TableHeading => {}
            Style::Quote => {
                // A quote that the template knows has its borders, or none; else the theme's bar.
                if own {
                    self.bar = Some(look.sides.clone());
                    paragraph.extend_from_slice(&look.sides);
                } else {
                    paragraph.extend_from_slice(crate::rtf::writer::style::BAR.as_bytes());
                }
            }
            _ => paragraph.extend_from_slice(&look.sides),
        }
        // Above and below an empty paragraph a border would be a rule.
        if style.outline_level().is_some() || style == Style::Code || style.is_alert() {
            paragraph.extend_from_slice(&look.across);
        }
        let mut character = look.character.clone();
        if let Some(color) = look.color {
            push(&mut character, b"cf", Some(numbers.colors.take(color) as i32));
        }
        // A definition's first paragraph is read as it looks.
        let marks = style != Style::Definition;
        StyleRow {
            before: before.into(),
            paragraph,
            alignment: match style {
                Style::Cell | Style::TableHeading | Style::Code => b"",
                _ => look.alignment,
            },
            font: self.font(style, look.font, numbers),
            size: look.size.unwrap_or(self.size),
            bold: look.bold && marks,
            italic: look.italic && marks,
            underline: look.underline && marks,
            character,
        }
    }

    /// The new number of a style's font: the body's where it can't be another.
    fn font(&mut self, style: Style, font: Option<i32>, numbers: &mut Numbers<'_>) -> u32 {
        let known = font.and_then(|number| Some((number, numbers.fonts.get(number)?)));
        if style == Style::Code {
            self.code = known.filter(|(_, font)| font.monospaced && !font.symbol).map(|(n, _)| n);
            return 1;
        }
        let Some((number, font)) = known else { return 0 };
        // Text in a face of fixed width is code to a reader, unless all text is.
        let odd = font.symbol || font.monospaced != self.monospaced;
        if odd || Some(number) == self.body {
            return 0;
        }
        numbers.fonts.take(number).unwrap_or(0)
    }
}

/// Styles that look like text where the template says nothing else.
fn follows_text(style: Style) -> bool {
    matches!(style, Style::Quote | Style::List | Style::TightList | Style::Cell | Style::Definition)
}
