//! What documents look like with given options: theme, template, and what the options say besides.
//!
//! Shape   options go before the template, the template before the theme. [`Look`] is put together
//!         for each document from references; [`Look::row`] is a paragraph style.
//! Units   twips and half-points.

use super::plan::Plan;
use super::style::{FIRST_INFO, Row, Style};
use super::theme::{Face, Theme};
use crate::document::Alert;
use crate::options::{LEAST_TEXT, Margins, Options, Paper, Target};
use crate::rtf::template::{StyleRow, Template};
use crate::rtf::typeface::is_monospaced;

/// The body's size that themes are made for.
const THEME_SIZE: u32 = 22;
/// Margins where nobody says anything.
const MARGIN: i32 = 1_440;

/// The look of a document.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) theme: &'static Theme,
    pub(super) template: Option<&'a Template>,
    /// The hosts that it is for.
    pub(super) target: Target,
    /// Code has colours.
    pub(super) highlight: bool,
    /// Size of the text in half-points.
    pub(super) size: u32,
    /// The text's letters are all equally wide.
    monospaced: bool,
    /// Headings have a face of their own, number 3, whatever the template says.
    pub(super) heading_face: bool,
    /// Width and height of the page.
    pub(super) paper: (i32, i32),
    pub(super) margins: Margins,
    /// The page's width without its margins.
    pub(super) text_width: i64,
}

impl<'a> Look<'a> {
    /// The look that options and template give.
    pub(super) fn new(options: &Options, template: Option<&'a Template>) -> Look<'a> {
        let theme = Theme::of(options.theme);
        let size = match (u32::from(options.body_size), template) {
            (0, Some(template)) => template.size,
            (0, None) => theme.size,
            (size, _) => size,
        };
        let monospaced = match template {
            _ if !options.body_font.is_empty() => is_monospaced(&options.body_font),
            Some(template) if template.body_font.is_some() => template.monospaced,
            _ => is_monospaced(theme.body),
        };
        let theme_heading = !theme.heading.is_empty() && template.is_none();
        let (paper, margins) = page(options, template);
        Look {
            theme,
            template,
            target: options.target,
            highlight: options.highlight,
            size: size.clamp(2, 3_276),
            monospaced,
            heading_face: !options.heading_font.is_empty()
                || (theme_heading && options.body_font.is_empty()),
            paper,
            margins,
            text_width: i64::from(paper.0 - margins.left - margins.right),
        }
    }

    /// A size of the theme, scaled to the body's size.
    pub(super) fn scaled(&self, size: u32) -> u32 {
        ((size * self.size + THEME_SIZE / 2) / THEME_SIZE).clamp(2, 3_276)
    }

    /// The size of code in text of a size: a little below, unless all text looks like code.
    pub(super) fn code_size(&self, size: u32) -> u32 {
        if self.monospaced { size } else { size - size / 11 }
    }

    /// The width in twips of a hundred units of letters, as tables are measured: of bold ones, in a
    /// face a little wider than most.
    pub(super) fn letter_size(&self) -> i64 {
        let narrow = self.template.is_none() && self.theme.body == "Calibri";
        let percent = match (self.monospaced, narrow) {
            (true, _) => 122,
            (false, true) => 106,
            (false, false) => 116,
        };
        i64::from(self.size) * 10 * percent / 100
    }

    /// The number of the first style that belongs to an info string.
    pub(super) fn first_info(&self) -> u32 {
        FIRST_INFO + self.template.map_or(0, |template| template.other_count)
    }

    /// Whether the template has a style.
    pub(super) fn is_of_template(&self, style: Style) -> bool {
        self.template.is_some_and(|template| template.row(style).is_some())
    }

    /// The bar beside everything in a quote.
    pub(super) fn bar(&self) -> &'a [u8] {
        match self.template.and_then(|template| template.bar.as_deref()) {
            Some(bar) => bar,
            None => self.theme.bar().as_bytes(),
        }
    }

    /// The bar beside everything in an alert.
    pub(super) fn alert_bar(&self, alert: Alert) -> &'static [u8] {
        self.theme.bar_of(Style::alert(alert)).as_bytes()
    }

    /// The height of the page without its margins.
    pub(super) fn text_height(&self) -> i64 {
        i64::from(self.paper.1 - self.margins.top - self.margins.bottom)
    }

    /// A paragraph style.
    pub(super) fn row(&self, style: Style, plan: &Plan) -> Row<'a> {
        match self.template.and_then(|template| template.row(style)) {
            Some(row) => self.row_of_template(style, row, plan),
            None => self.row_of_theme(style),
        }
    }

    fn row_of_theme(&self, style: Style) -> Row<'a> {
        let definition = &self.theme.styles[style as usize];
        let font = match definition.face {
            Face::Heading if self.heading_face => 3,
            Face::Body | Face::Heading => 0,
            Face::Code => 1,
        };
        let code = definition.face == Face::Code && self.monospaced;
        Row {
            before: definition.before,
            paragraph: definition.paragraph.as_bytes(),
            alignment: b"",
            font,
            size: if code { self.size } else { self.scaled(definition.size) },
            marks: b"",
            character: definition.character.as_bytes(),
            bold: style.is_bold(),
            italic: false,
        }
    }

    fn row_of_template(&self, style: Style, row: &'a StyleRow, plan: &Plan) -> Row<'a> {
        let base = self.template.map_or(THEME_SIZE, |template| template.size).max(1);
        let text = matches!(style, Style::Quote | Style::List | Style::TightList);
        let size = match style {
            Style::Code if self.monospaced => base,
            // Without headings, text that is larger than other text is one to a reader.
            _ if text && !plan.has_headings() => base,
            _ => row.size,
        };
        // Marks that a text has twice could not be told from those of its style.
        let bold = row.bold && (style.is_bold() || !plan.has_nested_strong());
        let italic = row.italic && !plan.has_nested_emphasis();
        let underline = row.underline && !plan.has_underline();
        Row {
            before: row.before,
            paragraph: &row.paragraph,
            alignment: row.alignment,
            font: if self.heading_face && style.outline_level().is_some() { 3 } else { row.font },
            size: ((size * self.size + base / 2) / base).clamp(2, 3_276),
            marks: marks(bold, italic, underline),
            character: &row.character,
            bold: style.is_bold() || bold,
            italic,
        }
    }
}

/// The words for the marks that a style puts on all its text.
fn marks(bold: bool, italic: bool, underline: bool) -> &'static [u8] {
    match (bold, italic, underline) {
        (false, false, false) => b"",
        (true, false, false) => b"\\b",
        (false, true, false) => b"\\i",
        (true, true, false) => b"\\b\\i",
        (false, false, true) => b"\\ul",
        (true, false, true) => b"\\b\\ul",
        (false, true, true) => b"\\i\\ul",
        (true, true, true) => b"\\b\\i\\ul",
    }
}

/// Paper and margins.
fn page(options: &Options, template: Option<&Template>) -> ((i32, i32), Margins) {
    let (mut paper, mut margins) = (Paper::Letter.size(), Margins::all(MARGIN));
    if let Some(template) = template {
        template.page.set(&mut paper, &mut margins);
    }
    let usual = (paper, margins);
    if let Some(page) = options.page {
        let landscape = template.is_some_and(|template| template.page.landscape);
        let (width, height) = page.size();
        paper = if landscape { (height, width) } else { (width, height) };
    }
    margins = options.margins.unwrap_or(margins);
    let fits = paper.0 - margins.left - margins.right >= LEAST_TEXT
        && paper.1 - margins.top - margins.bottom >= LEAST_TEXT;
    // What leaves no room for text can only be a template's paper with the options' margins.
    if fits { (paper, margins) } else { usual }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(options: &str) -> Look<'static> {
        Look::new(&Options::parse(options).unwrap(), None)
    }

    #[test]
    fn sizes_of_code_in_one_line_each() {
        for (options, size, code) in [
            ("", 22, 20),
            ("", 40, 37),
            ("", 10, 10),
            ("BodyFont=Courier New", 22, 22),
            ("BodyFont=Arial;CodeFont=Courier New", 22, 20),
        ] {
            assert_eq!(look(options).code_size(size), code, "{options} {size}");
        }
    }

    #[test]
    fn the_look_of_options_in_one_line_each() {
        for (options, size, heading_face, text_width) in [
            ("", 22, false, 9_360),
            ("BodySize=10", 20, false, 9_360),
            ("Theme=Modern", 20, true, 9_360),
            ("Theme=Modern;BodyFont=Arial", 20, false, 9_360),
            ("HeadingFont=Arial;Page=A4", 22, true, 9_026),
            ("Margins=2cm", 22, false, 9_972),
        ] {
            let look = look(options);
            assert_eq!(
                (look.size, look.heading_face, look.text_width),
                (size, heading_face, text_width),
                "{options}"
            );
        }
    }
}
