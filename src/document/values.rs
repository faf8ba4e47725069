//! What nodes say of themselves in a few bits: how text is set, coloured; who changed it.
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
    fn black_is_a_colour_and_none_is_not() {
        assert_eq!(Color::rgb(0, 0, 0).bytes(), Some([0, 0, 0]));
        assert_eq!(Color::rgb(1, 2, 255).bytes(), Some([1, 2, 255]));
        assert_eq!((Color::NONE.bytes(), Color::default()), (None, Color::NONE));
    }
}
