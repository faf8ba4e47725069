//! The elements that the reader knows, and how a tag's name becomes one.
//!
//! Shape   one row for each element: its name and its [`Role`]. Whoever tells elements apart matches on
//!         the role, without an arm for the rest, so that a new role is missed nowhere.
//!         `Tag::of(name)`: the letters in lower case as one number, then one probe of a hash table.
//!         Everything else is [`Tag::Unknown`], which is as if the tag were not there (`<o:p>`,
//!         `<st1:place>`, custom elements).
//! Limits  names of at most [`LONGEST`] letters are known; there may be 127 of them.
//! Source  the HTML standard, "Elements of HTML", and the obsolete ones that mail still uses.

use super::style::Marks;

/// What an element is for this reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// As if the tag were not there; what stands inside counts.
    Nothing,
    /// An inline element that stays in force behind the end of the block it began in, until its end
    /// tag; and the marks it puts on its text.
    Formatting(Marks),
    /// An inline element that ends with its block at the latest.
    Inline(Marks),
    Break,
    Picture,
    /// A field of a form.
    Field,
    Rule,
    /// Something embedded that no document can hold.
    Object,
    /// Its content is text only, up to its own end tag.
    Raw(Raw),
    /// A block that says nothing more.
    Section,
    Paragraph,
    Heading(u8),
    Quote,
    List,
    Item,
    Definitions,
    /// A term or its definition.
    Definition,
    Pre,
    Table,
    Caption,
    Column,
    RowGroup,
    Row,
    Cell,
}

/// The roles of blocks that are no part of a table, as a pattern.
macro_rules! blocks {
    () => {
        Role::Section
            | Role::Paragraph
            | Role::Heading(_)
            | Role::Quote
            | Role::List
            | Role::Item
            | Role::Definitions
            | Role::Definition
            | Role::Pre
    };
}
pub(super) use blocks;

/// The roles of what is shown and is no block, as a pattern.
macro_rules! phrases {
    () => {
        Role::Formatting(_)
            | Role::Inline(_)
            | Role::Break
            | Role::Picture
            | Role::Field
            | Role::Rule
            | Role::Object
    };
}
pub(super) use phrases;

/// What is done with the content of elements that hold text only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    /// Nobody sees it.
    Nothing,
    /// It does or shows something that no document holds.
    Lost,
    /// It stands for another document, which is not read.
    Frame,
    /// It says how a page looks.
    Looks,
    Title,
    Text,
    /// A code block.
    Pre,
}

macro_rules! tags {
    ($($variant:ident $name:literal $role:ident $(($about:expr))?;)*) => {
        /// A known element. The variant is its name in camel case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag { $($variant,)* Unknown }

        /// By name, in ascending order.
        const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$variant)),*];

        /// In the order of the tags.
        static ROLES: [Role; Tag::COUNT] = [$(Role::$role $(($about))?,)* Role::Nothing];
    };
}

tags! {
    A "a" Formatting(Marks::NONE);
    Abbr "abbr" Inline(Marks::NONE);
    Acronym "acronym" Inline(Marks::NONE);
    Address "address" Section;
    Annotation "annotation" Inline(Marks::UNSAID);
    Applet "applet" Object;
    Area "area" Object;
    Article "article" Section;
    Aside "aside" Section;
    Audio "audio" Object;
    B "b" Formatting(Marks::STRONG);
    Base "base" Nothing;
    Bdo "bdo" Inline(Marks::NONE);
    Big "big" Formatting(Marks::NONE);
    Blockquote "blockquote" Quote;
    Body "body" Section;
    Br "br" Break;
    Button "button" Nothing;
    Canvas "canvas" Object;
    Caption "caption" Caption;
    Center "center" Section;
    Cite "cite" Inline(Marks::EMPHASIS);
    Code "code" Formatting(Marks::CODE);
    Codeblock "codeblock" Pre;
    Col "col" Column;
    Colgroup "colgroup" Column;
    Dd "dd" Definition;
    Del "del" Inline(Marks::STRIKE);
    Details "details" Section;
    Dfn "dfn" Inline(Marks::EMPHASIS);
    Dialog "dialog" Section;
    Dir "dir" List;
    Div "div" Section;
    Dl "dl" Definitions;
    Dt "dt" Definition;
    Em "em" Formatting(Marks::EMPHASIS);
    Embed "embed" Object;
    Fieldset "fieldset" Section;
    Figcaption "figcaption" Section;
    Figure "figure" Section;
    Font "font" Formatting(Marks::NONE);
    Footer "footer" Section;
    Form "form" Section;
    Frameset "frameset" Nothing;
    H1 "h1" Heading(1);
    H2 "h2" Heading(2);
    H3 "h3" Heading(3);
    H4 "h4" Heading(4);
    H5 "h5" Heading(5);
    H6 "h6" Heading(6);
    Head "head" Nothing;
    Header "header" Section;
    Hgroup "hgroup" Section;
    Hr "hr" Rule;
    Html "html" Nothing;
    I "i" Formatting(Marks::EMPHASIS);
    Iframe "iframe" Raw(Raw::Frame);
    Img "img" Picture;
    Input "input" Field;
    Ins "ins" Inline(Marks::UNDERLINE);
    Kbd "kbd" Inline(Marks::KEYS);
    Label "label" Inline(Marks::NONE);
    Legend "legend" Section;
    Li "li" Item;
    Listing "listing" Pre;
    Main "main" Section;
    Mark "mark" Inline(Marks::HIGHLIGHT);
    Math "math" Inline(Marks::NONE);
    Menu "menu" List;
    Meta "meta" Nothing;
    Nav "nav" Section;
    Nobr "nobr" Formatting(Marks::NONE);
    Noembed "noembed" Raw(Raw::Nothing);
    Noframes "noframes" Raw(Raw::Nothing);
    Noscript "noscript" Nothing;
    Object "object" Object;
    Ol "ol" List;
    Option "option" Nothing;
    P "p" Paragraph;
    Plaintext "plaintext" Raw(Raw::Pre);
    Pre "pre" Pre;
    Q "q" Inline(Marks::NONE);
    S "s" Formatting(Marks::STRIKE);
    Samp "samp" Inline(Marks::CODE);
    Script "script" Raw(Raw::Lost);
    Search "search" Section;
    Section "section" Section;
    Select "select" Nothing;
    Small "small" Formatting(Marks::NONE);
    Span "span" Inline(Marks::NONE);
    Strike "strike" Formatting(Marks::STRIKE);
    Strong "strong" Formatting(Marks::STRONG);
    Style "style" Raw(Raw::Looks);
    Sub "sub" Inline(Marks::SUB);
    Summary "summary" Section;
    Sup "sup" Inline(Marks::SUPER);
    Svg "svg" Raw(Raw::Lost);
    Table "table" Table;
    Tbody "tbody" RowGroup;
    Td "td" Cell;
    Template "template" Raw(Raw::Nothing);
    Textarea "textarea" Raw(Raw::Text);
    Tfoot "tfoot" RowGroup;
    Th "th" Cell;
    Thead "thead" RowGroup;
    Title "title" Raw(Raw::Title);
    Tr "tr" Row;
    Tt "tt" Formatting(Marks::CODE);
    U "u" Formatting(Marks::UNDERLINE);
    Ul "ul" List;
    Var "var" Inline(Marks::EMPHASIS);
    Video "video" Object;
    Wbr "wbr" Nothing;
    Xml "xml" Raw(Raw::Nothing);
    Xmp "xmp" Raw(Raw::Pre);
}

/// The longest name.
const LONGEST: usize = 10;
/// Slots of the hash table: a power of two, four times the number of names or so.
const SLOTS: usize = 512;

/// A name as a number, in lower case.
#[inline]
const fn key(name: &[u8]) -> u128 {
    let mut value = 0;
    let mut at = 0;
    while at < name.len() {
        value = value << 8 | name[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    value
}

#[inline]
const fn slot(key: u128) -> usize {
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed >> 55) as usize
}

/// A name as a number, in two parts, and its element.
#[derive(Clone, Copy)]
struct Key {
    low: u64,
    high: u16,
    tag: Tag,
}

/// The names as numbers.
static KEYS: [Key; NAMES.len()] = {
    // Ten letters.
    assert!(LONGEST <= 10);
    let mut keys = [Key { low: 0, high: 0, tag: Tag::Unknown }; NAMES.len()];
    let mut index = 0;
    while index < NAMES.len() {
        let key = key(NAMES[index].0.as_bytes());
        keys[index] = Key { low: key as u64, high: (key >> 64) as u16, tag: NAMES[index].1 };
        index += 1;
    }
    keys
};

/// Index into `KEYS` plus one, or 0 for an empty slot. Collisions go to the next slot.
static TABLE: [u8; SLOTS] = {
    // The tokenizer keeps one bit for each.
    assert!(Tag::COUNT <= 128);
    let mut table = [0; SLOTS];
    let mut index = 0;
    while index < NAMES.len() {
        let mut slot = slot(key(NAMES[index].0.as_bytes())) % SLOTS;
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = index as u8 + 1;
        index += 1;
    }
    table
};

impl Tag {
    /// How many tags there are, [`Tag::Unknown`] included.
    pub(super) const COUNT: usize = Tag::Unknown as usize + 1;

    /// The element of that name, in any case.
    #[inline]
    pub(super) fn of(name: &[u8]) -> Tag {
        if name.len() > LONGEST {
            return Tag::Unknown;
        }
        let key = key(name);
        let mut slot = slot(key);
        loop {
            let index = TABLE[slot % SLOTS];
            if index == 0 {
                return Tag::Unknown;
            }
            let known = KEYS[index as usize - 1];
            if (known.low, known.high) == (key as u64, (key >> 64) as u16) {
                return known.tag;
            }
            slot += 1;
        }
    }

    /// Its name in lower case; empty for an unknown one.
    pub(super) fn name(self) -> &'static str {
        NAMES.get(self as usize).map_or("", |(name, _)| name)
    }

    /// What it is.
    #[inline]
    pub(super) fn role(self) -> Role {
        ROLES[self as usize]
    }

    /// The level of a heading element.
    pub(super) fn heading_level(self) -> Option<u8> {
        if let Role::Heading(level) = self.role() { Some(level) } else { None }
    }

    /// Whether its start tag ends foreign content that it stands in.
    pub(super) fn breaks_out(self) -> bool {
        matches!(
            self,
            Tag::B
                | Tag::Big
                | Tag::Br
                | Tag::Code
                | Tag::Em
                | Tag::Embed
                | Tag::Head
                | Tag::Hr
                | Tag::I
                | Tag::Img
                | Tag::Meta
                | Tag::Nobr
                | Tag::S
                | Tag::Small
                | Tag::Span
                | Tag::Strong
                | Tag::Strike
                | Tag::Sub
                | Tag::Sup
                | Tag::Tt
                | Tag::U
                | Tag::Var
        ) || self.is_block() && !self.is_table_part()
    }

    /// Whether it is a part of a table.
    pub(super) fn is_table_part(self) -> bool {
        matches!(self.role(), Role::Caption | Role::RowGroup | Role::Row | Role::Cell)
    }

    /// Whether it is a block, or a part of a table.
    pub(super) fn is_block(self) -> bool {
        match self.role() {
            blocks!()
            | Role::Table
            | Role::Caption
            | Role::Column
            | Role::RowGroup
            | Role::Row
            | Role::Cell => true,
            Role::Nothing | phrases!() | Role::Raw(_) => false,
        }
    }

    /// Elements whose content is text only, up to their own end tag.
    #[inline]
    pub(super) fn is_raw_text(self) -> bool {
        matches!(self.role(), Role::Raw(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_any_case_and_nothing_else() {
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (index, &(name, tag)) in NAMES.iter().enumerate() {
            assert_eq!(Tag::of(name.as_bytes()), tag);
            assert_eq!(Tag::of(name.to_uppercase().as_bytes()), tag);
            assert_eq!((tag as usize, tag.name()), (index, name));
            assert_eq!(Tag::of(format!("{name}-x").as_bytes()), Tag::Unknown);
        }
        assert!(NAMES.iter().all(|(name, _)| name.len() <= LONGEST));
        assert_eq!(Tag::of(b""), Tag::Unknown);
        assert_eq!(Tag::of(b"o:p"), Tag::Unknown);
        assert_eq!(Tag::of(&[b'a'; 300]), Tag::Unknown);
        assert_eq!(Tag::Unknown.name(), "");
    }
}
