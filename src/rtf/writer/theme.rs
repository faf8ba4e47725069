//! The themes: every style once in each, for the stylesheet and for the paragraphs that repeat it.
//!
//! Shape   names and numbers of styles are the same in all themes, and so is all that tells the
//!         structure of a document; a theme says what they look like. Colours have fixed numbers.
//! Units   twips; sizes are half-points for a body of 22 and are scaled to the body's size.
//! Limits  what the reader goes by holds in every theme: loose lists have `\sa` of 100 and more,
//!         lines of code none, and no paragraph style is in italics.
//! Source  `docs/mapping.md`, which fixes names and numbers.

use super::style::{ALL, BAR, Style};
use crate::options::ThemeName;

/// The typefaces of the font table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Body,
    Code,
    Heading,
}

/// What a paragraph style looks like in a theme.
pub(super) struct Definition {
    /// Space before, in twips.
    pub(super) before: i64,
    /// The other paragraph properties.
    pub(super) paragraph: &'static str,
    /// Typeface, size for a body of 22, and the other character properties.
    pub(super) face: Face,
    pub(super) size: u32,
    pub(super) character: &'static str,
}

/// A theme.
pub(super) struct Theme {
    /// Typefaces; the heading's is empty where it is the body's.
    pub(super) body: &'static str,
    pub(super) heading: &'static str,
    pub(super) code: &'static str,
    /// Size of running text in half-points.
    pub(super) size: u32,
    /// Colours 1 to 7: link, (free grey), code's background, heading, lines, lowest heading,
    /// highlight.
    pub(super) colors: [[u8; 3]; 7],
    /// The paragraph styles, in the order of `Style`.
    pub(super) styles: [Definition; ALL.len()],
    /// What stands before `\cellx` in a header row, and in others.
    pub(super) cells: [&'static str; 2],
    /// Space behind a loose item's paragraphs, and behind a block of code.
    pub(super) loose: i64,
    pub(super) code_end: i64,
}

const fn text(paragraph: &'static str) -> Definition {
    Definition { before: 0, paragraph, face: Face::Body, size: 22, character: "" }
}

const fn heading(
    before: i64,
    paragraph: &'static str,
    size: u32,
    character: &'static str,
) -> Definition {
    Definition { before, paragraph, face: Face::Heading, size, character }
}

/// What differs from theme to theme.
struct Parts {
    text: &'static str,
    /// The same with the spacing of a tight list.
    tight: &'static str,
    quote: &'static str,
    headings: [Definition; 6],
    code: &'static str,
    code_size: u32,
    rule: &'static str,
    alerts: [&'static str; 5],
    table_heading: &'static str,
    term: &'static str,
}

/// The colours 8 to 12, of the kinds of alerts, in every theme: blue, green, violet, amber, red.
pub(super) const ALERT_COLORS: [[u8; 3]; 5] =
    [[9, 105, 218], [26, 127, 55], [130, 80, 223], [154, 103, 0], [207, 34, 46]];

/// The colours 13 to 16, of words, texts, comments and numbers in code, in every theme.
pub(super) const CODE_COLORS: [[u8; 3]; 4] = crate::text::highlight::COLORS;

/// The titles of alerts: what all of them have, and their bar but for its colour.
macro_rules! alerts {
    ($text:literal, $bar:literal) => {
        [
            concat!($text, "\\brdrl", $bar, "\\brdrcf8"),
            concat!($text, "\\brdrl", $bar, "\\brdrcf9"),
            concat!($text, "\\brdrl", $bar, "\\brdrcf10"),
            concat!($text, "\\brdrl", $bar, "\\brdrcf11"),
            concat!($text, "\\brdrl", $bar, "\\brdrcf12"),
        ]
    };
}

/// Puts the styles together, in the order of `Style`.
const fn styles(parts: Parts) -> [Definition; ALL.len()] {
    let Parts { text: body, tight, quote, headings, code, code_size, .. } = parts;
    let [h1, h2, h3, h4, h5, h6] = headings;
    let [note, tip, important, warning, caution] = parts.alerts;
    const fn alert(paragraph: &'static str, character: &'static str) -> Definition {
        Definition { character, ..text(paragraph) }
    }
    [
        text(body),
        h1,
        h2,
        h3,
        h4,
        h5,
        h6,
        text(quote),
        Definition { face: Face::Code, size: code_size, ..text(code) },
        text(body),
        Definition { size: 8, character: "\\cf5", ..text(parts.rule) },
        text("\\sa0"),
        Definition { size: 20, ..text("\\sa0\\sl240\\slmult1") },
        Definition { character: parts.table_heading, ..text("\\sa0") },
        alert(note, "\\b\\cf8"),
        alert(tip, "\\b\\cf9"),
        alert(important, "\\b\\cf10"),
        alert(warning, "\\b\\cf11"),
        alert(caution, "\\b\\cf12"),
        Definition { character: "\\b", ..text(parts.term) },
        text(body),
        text(tight),
        text("\\sa0"),
        text(body),
    ]
}

const GRID: &str = "\\clbrdrt\\brdrs\\brdrw10\\brdrcf5\\clbrdrl\\brdrs\\brdrw10\\brdrcf5\
\\clbrdrb\\brdrs\\brdrw10\\brdrcf5\\clbrdrr\\brdrs\\brdrw10\\brdrcf5";
const SHADED_GRID: &str = "\\clbrdrt\\brdrs\\brdrw10\\brdrcf5\\clbrdrl\\brdrs\\brdrw10\\brdrcf5\
\\clbrdrb\\brdrs\\brdrw10\\brdrcf5\\clbrdrr\\brdrs\\brdrw10\\brdrcf5\\clcbpat3";

static DEFAULT: Theme = Theme {
    body: "Calibri",
    heading: "",
    code: "Consolas",
    size: 22,
    colors: [
        [5, 99, 193],
        [217, 217, 217],
        [242, 242, 242],
        [31, 56, 100],
        [191, 191, 191],
        [89, 89, 89],
        [255, 255, 0],
    ],
    styles: styles(Parts {
        text: "\\sa160\\sl259\\slmult1",
        tight: "\\sa40\\sl259\\slmult1",
        quote: "\\sa160\\sl259\\slmult1\\brdrl\\brdrs\\brdrw30\\brsp120\\brdrcf5",
        headings: [
            heading(360, "\\sa120\\keepn\\outlinelevel0", 40, "\\b\\cf4"),
            heading(320, "\\sa100\\keepn\\outlinelevel1", 32, "\\b\\cf4"),
            heading(280, "\\sa80\\keepn\\outlinelevel2", 28, "\\b\\cf4"),
            heading(240, "\\sa80\\keepn\\outlinelevel3", 24, "\\b\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel4", 22, "\\b\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel5", 22, "\\b\\cf6"),
        ],
        code: "\\sa0\\sl240\\slmult1\\cbpat3",
        code_size: 20,
        rule: "\\sa200\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5",
        alerts: alerts!("\\sa40\\sl259\\slmult1\\keepn", "\\brdrs\\brdrw30\\brsp120"),
        table_heading: "\\b",
        term: "\\sa40\\keepn",
    }),
    cells: [SHADED_GRID, GRID],
    loose: 160,
    code_end: 160,
};

static CLASSIC: Theme = Theme {
    body: "Cambria",
    heading: "",
    code: "Consolas",
    size: 22,
    colors: [
        [122, 24, 24],
        [217, 217, 217],
        [246, 243, 236],
        [0, 0, 0],
        [150, 140, 125],
        [70, 70, 70],
        [255, 236, 150],
    ],
    styles: styles(Parts {
        text: "\\sa150\\sl276\\slmult1",
        tight: "\\sa40\\sl276\\slmult1",
        quote: "\\sa150\\sl276\\slmult1\\brdrl\\brdrs\\brdrw10\\brsp160\\brdrcf5",
        headings: [
            heading(400, "\\sa200\\keepn\\outlinelevel0", 38, "\\b\\cf4"),
            heading(360, "\\sa140\\keepn\\outlinelevel1", 30, "\\b\\cf4"),
            heading(300, "\\sa100\\keepn\\outlinelevel2", 26, "\\b\\cf4"),
            heading(260, "\\sa80\\keepn\\outlinelevel3", 23, "\\b\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel4", 22, "\\b\\scaps\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel5", 22, "\\b\\cf6"),
        ],
        code: "\\sa0\\sl240\\slmult1\\cbpat3",
        code_size: 19,
        rule: "\\sa200\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5",
        alerts: alerts!("\\sa40\\sl276\\slmult1\\keepn", "\\brdrs\\brdrw30\\brsp160"),
        table_heading: "\\b",
        term: "\\sa40\\keepn",
    }),
    // Lines above and below the header, and a thin one below each row.
    cells: [
        "\\clbrdrt\\brdrs\\brdrw15\\brdrcf4\\clbrdrb\\brdrs\\brdrw15\\brdrcf4",
        "\\clbrdrb\\brdrs\\brdrw5\\brdrcf5",
    ],
    loose: 150,
    code_end: 170,
};

static MODERN: Theme = Theme {
    body: "Segoe UI",
    heading: "Segoe UI Light",
    code: "Consolas",
    size: 20,
    colors: [
        [0, 103, 184],
        [217, 217, 217],
        [243, 245, 248],
        [0, 84, 150],
        [203, 211, 220],
        [91, 102, 114],
        [255, 239, 158],
    ],
    styles: styles(Parts {
        text: "\\sa170\\sl276\\slmult1",
        tight: "\\sa50\\sl276\\slmult1",
        quote: "\\sa170\\sl276\\slmult1\\brdrl\\brdrs\\brdrw45\\brsp140\\brdrcf1",
        headings: [
            heading(440, "\\sa160\\keepn\\outlinelevel0", 52, "\\cf4"),
            heading(380, "\\sa120\\keepn\\outlinelevel1", 40, "\\cf4"),
            heading(320, "\\sa100\\keepn\\outlinelevel2", 32, "\\cf4"),
            heading(280, "\\sa80\\keepn\\outlinelevel3", 26, "\\cf4"),
            heading(260, "\\sa60\\keepn\\outlinelevel4", 22, "\\b\\cf4"),
            heading(260, "\\sa60\\keepn\\outlinelevel5", 22, "\\b\\cf6"),
        ],
        code: "\\sa0\\sl252\\slmult1\\cbpat3",
        code_size: 20,
        rule: "\\sa240\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5",
        alerts: alerts!("\\sa40\\sl276\\slmult1\\keepn", "\\brdrs\\brdrw45\\brsp140"),
        table_heading: "\\b\\cf4",
        term: "\\sa40\\keepn",
    }),
    cells: ["\\clbrdrb\\brdrs\\brdrw20\\brdrcf1\\clcbpat3", "\\clbrdrb\\brdrs\\brdrw10\\brdrcf5"],
    loose: 170,
    code_end: 180,
};

static PRINT: Theme = Theme {
    body: "Times New Roman",
    heading: "Arial",
    code: "Courier New",
    size: 23,
    colors: [
        [0, 0, 0],
        [217, 217, 217],
        [255, 255, 255],
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [217, 217, 217],
    ],
    styles: styles(Parts {
        text: "\\sa140\\sl252\\slmult1",
        tight: "\\sa30\\sl252\\slmult1",
        quote: "\\sa140\\sl252\\slmult1\\brdrl\\brdrs\\brdrw10\\brsp140\\brdrcf5",
        headings: [
            heading(360, "\\sa120\\keepn\\outlinelevel0", 34, "\\b\\cf4"),
            heading(320, "\\sa100\\keepn\\outlinelevel1", 28, "\\b\\cf4"),
            heading(280, "\\sa80\\keepn\\outlinelevel2", 24, "\\b\\cf4"),
            heading(240, "\\sa80\\keepn\\outlinelevel3", 22, "\\b\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel4", 20, "\\b\\cf4"),
            heading(240, "\\sa60\\keepn\\outlinelevel5", 20, "\\b\\cf6"),
        ],
        code: "\\sa0\\sl240\\slmult1\\brdrl\\brdrs\\brdrw10\\brsp100\\brdrcf5",
        code_size: 18,
        rule: "\\sa200\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5",
        alerts: alerts!("\\sa40\\sl252\\slmult1\\keepn", "\\brdrs\\brdrw30\\brsp140"),
        table_heading: "\\b",
        term: "\\sa40\\keepn",
    }),
    cells: [
        "\\clbrdrt\\brdrs\\brdrw10\\brdrcf5\\clbrdrl\\brdrs\\brdrw10\\brdrcf5\
        \\clbrdrb\\brdrs\\brdrw20\\brdrcf5\\clbrdrr\\brdrs\\brdrw10\\brdrcf5",
        GRID,
    ],
    loose: 140,
    code_end: 160,
};

static COMPACT: Theme = Theme {
    body: "Tahoma",
    heading: "",
    code: "Consolas",
    size: 18,
    colors: [
        [0, 84, 166],
        [217, 217, 217],
        [240, 240, 240],
        [30, 30, 30],
        [191, 191, 191],
        [89, 89, 89],
        [255, 255, 0],
    ],
    styles: styles(Parts {
        text: "\\sa110\\sl240\\slmult1",
        tight: "\\sa10\\sl240\\slmult1",
        quote: "\\sa110\\sl240\\slmult1\\brdrl\\brdrs\\brdrw20\\brsp100\\brdrcf5",
        headings: [
            heading(180, "\\sa60\\keepn\\outlinelevel0", 30, "\\b\\cf4"),
            heading(160, "\\sa60\\keepn\\outlinelevel1", 27, "\\b\\cf4"),
            heading(140, "\\sa40\\keepn\\outlinelevel2", 24, "\\b\\cf4"),
            heading(120, "\\sa40\\keepn\\outlinelevel3", 22, "\\b\\cf4"),
            heading(120, "\\sa40\\keepn\\outlinelevel4", 22, "\\b\\cf6"),
            heading(120, "\\sa40\\keepn\\outlinelevel5", 20, "\\b\\cf6"),
        ],
        code: "\\sa0\\sl240\\slmult1\\cbpat3",
        code_size: 21,
        rule: "\\sa120\\brdrb\\brdrs\\brdrw10\\brsp20\\brdrcf5",
        alerts: alerts!("\\sa20\\sl240\\slmult1\\keepn", "\\brdrs\\brdrw20\\brsp100"),
        table_heading: "\\b",
        term: "\\sa20\\keepn",
    }),
    cells: [SHADED_GRID, GRID],
    loose: 110,
    code_end: 120,
};

impl Theme {
    /// The theme of that name.
    pub(super) fn of(name: ThemeName) -> &'static Theme {
        match name {
            ThemeName::Default => &DEFAULT,
            ThemeName::Classic => &CLASSIC,
            ThemeName::Modern => &MODERN,
            ThemeName::Print => &PRINT,
            ThemeName::Compact => &COMPACT,
        }
    }

    /// The bar on the left of everything inside a quote: what the style of quotes ends with.
    pub(super) fn bar(&self) -> &'static str {
        self.bar_of(Style::Quote)
    }

    /// The bar that a style's paragraph properties end with.
    pub(super) fn bar_of(&self, style: Style) -> &'static str {
        let row = self.styles[style as usize].paragraph;
        row.find("\\brdrl").and_then(|at| row.get(at..)).unwrap_or(BAR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number behind a control word; the last one counts.
    fn value(words: &str, word: &str) -> Option<i64> {
        let at = words.rfind(word)? + word.len();
        let rest = &words[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().ok()
    }

    #[test]
    fn what_the_reader_goes_by_holds_in_every_theme() {
        for (name, theme) in ThemeName::NAMES {
            let theme = Theme::of(theme);
            assert!(theme.loose >= 100 && theme.code_end >= 100, "{name}");
            for style in ALL {
                let row = &theme.styles[style as usize];
                let after = value(row.paragraph, "\\sa");
                match style {
                    Style::Normal | Style::Quote | Style::List | Style::Definition => {
                        assert!(after >= Some(100), "{name} {style:?}");
                    }
                    Style::TightList => assert!(after < Some(100), "{name} {style:?}"),
                    Style::Code | Style::Cell => assert_eq!(after, Some(0), "{name} {style:?}"),
                    _ => {}
                }
                let level = value(row.paragraph, "\\outlinelevel");
                assert_eq!(level, style.outline_level().map(i64::from), "{name} {style:?}");
                assert!(!row.character.contains("\\i") && !row.character.contains("\\ul"));
                assert_eq!(row.before > 0, level.is_some(), "{name} {style:?}");
                assert!(!row.paragraph.contains("\\sb"), "{name} {style:?}");
                if style.has_bar() {
                    assert!(row.paragraph.contains("\\brdrl"), "{name} {style:?}");
                }
                // Text larger than the rest is a heading to a reader.
                let text = [Style::Normal, Style::Quote, Style::List, Style::TightList];
                assert!(!text.contains(&style) || row.size == 22, "{name} {style:?}");
            }
            assert_eq!(theme.bar().find("\\brdrl"), Some(0), "{name}");
        }
    }
}
