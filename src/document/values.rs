//! What nodes say of themselves in a few bits: how text is set, numbered, coloured; who changed it.
//!
//! Shape   plain values that stand in a [`Kind`](super::Kind) or in a side table of the document.
//!         What is `default()` is what is not said.
//! Units   colours are red, green and blue of a byte each; widths are per mille of the text's width;
//!         dates are ISO 8601 without a zone, as text.

use super::Span;

/// How the lines of a paragraph are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Align {
    #[default]
    None,
    Left,
    Center,
    Right,
    Justify,
}

/// Which way text runs, where the document says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Direction {
    #[default]
    Unsaid,
    Ltr,
    Rtl,
}

/// How a paragraph or a heading is set: one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Layout(u8);

impl Layout {
    /// What nobody has said anything of.
    pub const PLAIN: Layout = Layout(0);

    /// That of these two.
    pub fn new(align: Align, direction: Direction) -> Layout {
        Layout(align as u8 | (direction as u8) << 3)
    }

    /// How the lines are set.
    pub fn align(self) -> Align {
        match self.0 & 7 {
            1 => Align::Left,
            2 => Align::Center,
            3 => Align::Right,
            4 => Align::Justify,
            _ => Align::None,
        }
    }

    /// Which way the text runs.
    pub fn direction(self) -> Direction {
        match self.0 >> 3 {
            1 => Direction::Ltr,
            2 => Direction::Rtl,
            _ => Direction::Unsaid,
        }
    }

    /// The same with lines set that way.
    #[must_use]
    pub fn with_align(self, align: Align) -> Layout {
        Layout::new(align, self.direction())
    }

    /// The same with text running that way.
    #[must_use]
    pub fn with_direction(self, direction: Direction) -> Layout {
        Layout::new(self.align(), direction)
    }

    /// Whether nothing is said.
    pub fn is_plain(self) -> bool {
        self == Layout::PLAIN
    }
}

/// What the numbers of a list look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum NumberStyle {
    #[default]
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

/// What stands around the numbers of a list: `1.`, `1)` or `(1)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Delimiter {
    #[default]
    Period,
    OneParen,
    TwoParens,
}

/// The numbers of a list. Those of a list of bullets are the default ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Numbers {
    pub style: NumberStyle,
    pub delimiter: Delimiter,
}

impl Numbers {
    /// `1.`, `2.` and so on.
    pub const PLAIN: Numbers =
        Numbers { style: NumberStyle::Decimal, delimiter: Delimiter::Period };

    /// Whether they are `1.`, `2.` and so on.
    pub fn is_plain(self) -> bool {
        self == Numbers::PLAIN
    }

    /// What stands before a number, and what behind it.
    pub fn around(self) -> (&'static str, &'static str) {
        match self.delimiter {
            Delimiter::Period => ("", "."),
            Delimiter::OneParen => ("", ")"),
            Delimiter::TwoParens => ("(", ")"),
        }
    }

    /// A number as it is shown, with what stands around it.
    pub fn label(self, number: u32) -> Label {
        let mut label = Label { bytes: [0; Label::MOST], len: 0 };
        let (before, behind) = self.around();
        label.push(before.as_bytes());
        let is_lower = matches!(self.style, NumberStyle::LowerAlpha | NumberStyle::LowerRoman);
        let start = label.len;
        match self.style {
            NumberStyle::LowerAlpha | NumberStyle::UpperAlpha if (1..=26 * 8).contains(&number) => {
                let (rounds, letter) = ((number - 1) / 26, (number - 1) % 26);
                (0..=rounds).for_each(|_| label.push(&[b'A' + letter as u8]));
            }
            NumberStyle::LowerRoman | NumberStyle::UpperRoman if (1..4000).contains(&number) => {
                let mut rest = number;
                for (value, figures) in ROMAN {
                    while rest >= value {
                        label.push(figures.as_bytes());
                        rest -= value;
                    }
                }
            }
            _ => {
                let mut unit = 1_000_000_000;
                while unit > 1 && number < unit {
                    unit /= 10;
                }
                while unit > 0 {
                    label.push(&[b'0' + (number / unit % 10) as u8]);
                    unit /= 10;
                }
            }
        }
        if is_lower && let Some(shown) = label.bytes.get_mut(start..label.len) {
            shown.make_ascii_lowercase();
        }
        label.push(behind.as_bytes());
        label
    }
}

/// Roman figures and what they are worth.
const ROMAN: [(u32, &str); 13] = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
];

/// A number as it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    bytes: [u8; Label::MOST],
    len: usize,
}

impl Label {
    const MOST: usize = 20;

    /// Its ASCII.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }

    fn push(&mut self, bytes: &[u8]) {
        if let Some(room) = self.bytes.get_mut(self.len..self.len + bytes.len()) {
            room.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }
}

/// How the cells of a table column are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Alignment {
    #[default]
    None,
    Left,
    Center,
    Right,
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Column {
    /// How its cells are set.
    pub alignment: Alignment,
    /// Per mille of the text's width; 0 where it is not known.
    pub width: u16,
}

impl From<Alignment> for Column {
    fn from(alignment: Alignment) -> Column {
        Column { alignment, width: 0 }
    }
}

/// A colour, or none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Color(u32);

impl Color {
    const SAID: u32 = 1 << 24;
    /// No colour of its own.
    pub const NONE: Color = Color(0);

    /// A colour.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Color {
        Color(Color::SAID | (red as u32) << 16 | (green as u32) << 8 | blue as u32)
    }

    /// Its red, green and blue.
    pub fn bytes(self) -> Option<[u8; 3]> {
        let [_, red, green, blue] = self.0.to_be_bytes();
        (self != Color::NONE).then_some([red, green, blue])
    }

    /// Whether there is none.
    pub fn is_none(self) -> bool {
        self == Color::NONE
    }

    /// Whether it is one of the colours that programs have for markers.
    pub fn is_marker(self) -> bool {
        const MARKERS: [[u8; 3]; 4] = [[255, 255, 0], [0, 255, 0], [0, 255, 255], [255, 0, 255]];
        self.bytes().is_some_and(|bytes| MARKERS.contains(&bytes))
    }

    /// Whether it is the light grey that code mostly stands on, which says nothing there.
    pub fn is_shade(self) -> bool {
        const LIGHT: u8 = 0xE6;
        const LIKE: u8 = 12;
        self.bytes().is_some_and(|[red, green, blue]| {
            let (least, most) = (red.min(green).min(blue), red.max(green).max(blue));
            least >= LIGHT && most - least <= LIKE
        })
    }
}

impl std::fmt::Debug for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.bytes() {
            Some([red, green, blue]) => write!(f, "#{red:02x}{green:02x}{blue:02x}"),
            None => f.write_str("none"),
        }
    }
}

/// Index of a tracked change in `Document::changes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeId(pub u32);

/// Who changed something, and when; empty where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Change {
    pub author: Span,
    pub date: Span,
}

impl Change {
    /// Its texts.
    pub(crate) fn each_span(&mut self, map: impl FnMut(&mut Span)) {
        [&mut self.author, &mut self.date].into_iter().for_each(map);
    }
}

/// Index of a comment in `Document::comments`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentId(pub u32);

/// Who says something, and when; empty where it is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub struct Comment {
    pub author: Span,
    pub initials: Span,
    pub date: Span,
}

impl Comment {
    /// Its texts.
    pub(crate) fn each_span(&mut self, map: impl FnMut(&mut Span)) {
        [&mut self.author, &mut self.initials, &mut self.date].into_iter().for_each(map);
    }
}

/// Makes the enum and the list of names.
macro_rules! facts {
    ($($(#[$about:meta])* $name:ident: $word:literal;)*) => {
        /// Facts about a document, beside those that it has names of its own for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum Meta {
            $($(#[$about])* $name,)*
        }

        impl Meta {
            /// Every fact.
            pub const ALL: [Meta; [$($word),*].len()] = [$(Meta::$name),*];

            /// Its name in a dump and in front matter.
            pub fn name(self) -> &'static str {
                match self {
                    $(Meta::$name => $word,)*
                }
            }

            /// The fact of a name.
            pub fn of_name(name: &[u8]) -> Option<Meta> {
                Meta::ALL.into_iter().find(|fact| fact.name().as_bytes() == name)
            }
        }
    };
}

facts! {
    /// What it is called.
    Title: "title";
    /// Who has written it.
    Author: "author";
    /// What it is about.
    Subject: "subject";
    /// Words to find it by.
    Keywords: "keywords";
    /// Whose it is.
    Company: "company";
    /// When it was made.
    Date: "date";
    /// When it was changed last.
    Modified: "modified";
    /// What language it is in, as a BCP 47 tag.
    Language: "lang";
    /// What is said about it.
    Description: "description";
    /// What kind of document it is.
    Category: "category";
    /// Who stands above its author.
    Manager: "manager";
    /// Who has changed it last.
    Operator: "operator";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_gives_back_what_it_was_made_of() {
        for align in [Align::None, Align::Left, Align::Center, Align::Right, Align::Justify] {
            for direction in [Direction::Unsaid, Direction::Ltr, Direction::Rtl] {
                let layout = Layout::new(align, direction);
                assert_eq!((layout.align(), layout.direction()), (align, direction));
                assert_eq!(Layout::PLAIN.with_direction(direction).with_align(align), layout);
            }
        }
        assert!(Layout::default().is_plain());
    }

    #[test]
    fn labels_in_one_line_each() {
        use NumberStyle::*;
        for (style, delimiter, number, shown) in [
            (Decimal, Delimiter::Period, 0, "0."),
            (Decimal, Delimiter::TwoParens, u32::MAX, "(4294967295)"),
            (LowerAlpha, Delimiter::OneParen, 26, "z)"),
            (UpperAlpha, Delimiter::Period, 28, "BB."),
            (LowerAlpha, Delimiter::Period, 0, "0."),
            (LowerRoman, Delimiter::TwoParens, 3888, "(mmmdccclxxxviii)"),
            (UpperRoman, Delimiter::Period, 1994, "MCMXCIV."),
            (UpperRoman, Delimiter::Period, 4000, "4000."),
        ] {
            let label = Numbers { style, delimiter }.label(number);
            assert_eq!(label.bytes(), shown.as_bytes());
        }
    }

    #[test]
    fn black_is_a_colour_and_none_is_not() {
        assert_eq!(Color::rgb(0, 0, 0).bytes(), Some([0, 0, 0]));
        assert_eq!(Color::rgb(1, 2, 255).bytes(), Some([1, 2, 255]));
        assert_eq!((Color::NONE.bytes(), Color::default()), (None, Color::NONE));
    }
}
