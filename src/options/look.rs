//! How written documents look: paper, margins and theme of RTF, and the style of Markdown.
//!
//! Shape   small values, each with a reader that says what it expected instead.
//! Units   lengths are twips (1/1440 inch); in the string they are mm, cm, in or pt.
//! Limits  margins up to 22 inches, the widest page that Word takes.

/// A setter's complaint: what the key takes.
type Expected = &'static str;

/// The size of the paper, which stands upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    A4,
    /// 148 by 210 mm.
    A5,
    /// 8.5 by 11 inches.
    Letter,
    /// 8.5 by 14 inches.
    Legal,
}

impl Paper {
    const NAMES: [(&'static str, Paper); 4] =
        [("A4", Paper::A4), ("A5", Paper::A5), ("Letter", Paper::Letter), ("Legal", Paper::Legal)];

    /// Width and height in twips.
    pub fn size(self) -> (i32, i32) {
        match self {
            Paper::A4 => (11_906, 16_838),
            Paper::A5 => (8_391, 11_906),
            Paper::Letter => (12_240, 15_840),
            Paper::Legal => (12_240, 20_160),
        }
    }

    pub(super) fn parse(value: &str) -> Result<Option<Paper>, Expected> {
        if value.is_empty() {
            return Ok(None);
        }
        named(&Self::NAMES, value).map(Some).ok_or("A4, A5, Letter or Legal, or nothing")
    }
}

/// The margins of a page in twips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Margins {
    pub top: i32,
    pub right: i32,
    pub bottom: i32,
    pub left: i32,
}

impl Margins {
    /// The same on all four sides.
    pub fn all(margin: i32) -> Margins {
        Margins { top: margin, right: margin, bottom: margin, left: margin }
    }

    pub(super) fn parse(value: &str) -> Result<Option<Margins>, Expected> {
        if value.is_empty() {
            return Ok(None);
        }
        let mut sides = [0; 4];
        let mut count = 0;
        for part in value.split(',') {
            let side = sides.get_mut(count).ok_or(MARGINS)?;
            *side = length(part.trim()).ok_or(MARGINS)?;
            count += 1;
        }
        match (count, sides) {
            (1, [all, ..]) => Ok(Some(Margins::all(all))),
            (4, [top, right, bottom, left]) => Ok(Some(Margins { top, right, bottom, left })),
            _ => Err(MARGINS),
        }
    }
}

const MARGINS: Expected = "one length such as 25mm, or four: top,right,bottom,left; in mm, cm, in or pt, up to 22in; or nothing";

/// A set of typefaces, sizes, spacing and colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// Calibri with dark blue headings.
    #[default]
    Default,
    /// Cambria throughout, as in a book.
    Classic,
    /// Segoe UI with light, large headings and tables without vertical lines.
    Modern,
    /// Black on white, for the printer.
    Print,
    /// Small and close, for a memo field on a form.
    Compact,
}

impl ThemeName {
    /// Every theme, with its name in the connection string.
    pub const NAMES: [(&'static str, ThemeName); 5] = [
        ("Default", ThemeName::Default),
        ("Classic", ThemeName::Classic),
        ("Modern", ThemeName::Modern),
        ("Print", ThemeName::Print),
        ("Compact", ThemeName::Compact),
    ];

    pub(super) fn parse(value: &str) -> Result<ThemeName, Expected> {
        named(&Self::NAMES, value).ok_or("Default, Classic, Modern, Print or Compact")
    }
}

/// How Markdown is written where it has a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkdownStyle {
    /// `Bullet=-|*|+`: the marker of bullet lists.
    pub bullet: u8,
    /// `Fence=Backtick|Tilde`: what code blocks are fenced with.
    pub fence: u8,
    /// `Emphasis=*|_`: what stands around emphasis and strong text.
    pub emphasis: u8,
    /// `Wrap=`: the length of paragraphs' lines in characters; 0 keeps the lines there are.
    pub wrap: u16,
}

impl Default for MarkdownStyle {
    fn default() -> Self {
        MarkdownStyle { bullet: b'-', fence: b'`', emphasis: b'*', wrap: 0 }
    }
}

/// The value whose name this is, whatever the case of its letters.
pub(super) fn named<T: Copy>(names: &[(&str, T)], value: &str) -> Option<T> {
    names.iter().find(|(name, _)| name.eq_ignore_ascii_case(value)).map(|&(_, named)| named)
}

/// A length with its unit in twips: `25mm`, `2.5 cm`, `1in`, `72pt`.
fn length(value: &str) -> Option<i32> {
    let digits = value.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let (number, unit) = value.split_at(digits);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    if whole.is_empty() || part.is_empty() || part.contains('.') || number.len() > 12 {
        return None;
    }
    let scale = 10u64.pow(part.len() as u32);
    let value = whole.parse::<u64>().ok()? * scale + part.parse::<u64>().ok()?;
    let unit = unit.trim_start().to_ascii_lowercase();
    // Twips in so many of the unit.
    let (twips, units) = match unit.as_str() {
        "mm" => (14_400, 254),
        "cm" => (144_000, 254),
        "in" => (1_440, 1),
        "pt" => (20, 1),
        _ => return None,
    };
    let divisor = scale * units;
    let twips = value.checked_mul(twips)?.checked_add(divisor / 2)? / divisor;
    i32::try_from(twips).ok().filter(|twips| *twips <= 31_680)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units() {
        for (value, twips) in [
            ("0mm", Some(0)),
            ("25.4mm", Some(1440)),
            ("2.54 cm", Some(1440)),
            ("1IN", Some(1440)),
            ("72pt", Some(1440)),
            ("20mm", Some(1134)),
            ("22in", Some(31_680)),
            ("23in", None),
            ("25", None),
            ("mm", None),
            (".5in", None),
            ("1.in", None),
            ("1.2.3in", None),
            ("-1in", None),
            ("1px", None),
            ("999999999999999999in", None),
        ] {
            assert_eq!(length(value), twips, "{value}");
        }
    }

    #[test]
    fn margins_are_one_or_four() {
        let sides = Margins { top: 1440, right: 20, bottom: 0, left: 2880 };
        for (value, margins) in [
            ("", Ok(None)),
            ("1in", Ok(Some(Margins::all(1440)))),
            ("1in, 1pt,0mm,2in", Ok(Some(sides))),
            ("1in,1in", Err(MARGINS)),
            ("1in,1in,1in,1in,1in", Err(MARGINS)),
            ("1in,,1in,1in", Err(MARGINS)),
        ] {
            assert_eq!(Margins::parse(value), margins, "{value}");
        }
    }
}
