//! The elements that the reader knows, and how a tag's name becomes one.
//!
//! Shape   `Tag::of(name)`: the letters in lower case as one number, then one probe of a hash table.
//!         Everything else is [`Tag::Unknown`], which is as if the tag were not there (`<o:p>`,
//!         `<st1:place>`, custom elements).
//! Limits  names of at most [`LONGEST`] letters are known; there may be 127 of them.
//! Source  the HTML standard, "Elements of HTML", and the obsolete ones that mail still uses.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// A known element. The variant is its name in camel case.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Tag { $($variant,)* Unknown }

        /// By name, in ascending order.
        const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$variant)),*];
    };
}

tags! {
    A "a", Acronym "acronym", Address "address", Applet "applet", Article "article", Aside "aside", B "b",
    Blockquote "blockquote", Body "body", Br "br", Button "button", Caption "caption", Center "center", Cite "cite",
    Code "code", Col "col", Dd "dd", Del "del", Details "details", Dfn "dfn", Dialog "dialog", Dir "dir", Div "div",
    Dl "dl", Dt "dt", Em "em", Embed "embed", Fieldset "fieldset", Figcaption "figcaption", Figure "figure",
    Font "font", Footer "footer", Form "form", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Head "head",
    Header "header", Hgroup "hgroup", Hr "hr", Html "html", I "i", Iframe "iframe", Img "img", Input "input",
    Ins "ins", Kbd "kbd", Label "label", Legend "legend", Li "li", Listing "listing", Main "main", Mark "mark",
    Menu "menu", Meta "meta", Nav "nav", Nobr "nobr", Noembed "noembed", Noframes "noframes", Noscript "noscript",
    Object "object", Ol "ol", Option "option", P "p", Plaintext "plaintext", Pre "pre", Q "q", S "s", Samp "samp",
    Script "script", Section "section", Select "select", Small "small", Span "span", Strike "strike",
    Strong "strong", Style "style", Sub "sub", Summary "summary", Sup "sup", Svg "svg", Table "table",
    Tbody "tbody", Td "td", Template "template", Textarea "textarea", Tfoot "tfoot", Th "th", Thead "thead",
    Title "title", Tr "tr", Tt "tt", U "u", Ul "ul", Var "var", Wbr "wbr", Xml "xml", Xmp "xmp",
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

/// The names as numbers.
static KEYS: [(u128, Tag); NAMES.len()] = {
    let mut keys = [(0, Tag::Unknown); NAMES.len()];
    let mut index = 0;
    while index < NAMES.len() {
        keys[index] = (key(NAMES[index].0.as_bytes()), NAMES[index].1);
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
    pub const COUNT: usize = Tag::Unknown as usize + 1;

    /// The element of that name, in any case.
    #[inline]
    pub fn of(name: &[u8]) -> Tag {
        if name.len() > LONGEST {
            return Tag::Unknown;
        }
        let mut slot = slot(key(name));
        loop {
            let index = TABLE[slot % SLOTS];
            if index == 0 {
                return Tag::Unknown;
            }
            let (known, tag) = KEYS[index as usize - 1];
            if known == key(name) {
                return tag;
            }
            slot += 1;
        }
    }

    /// Its name in lower case; empty for an unknown one.
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).map_or("", |(name, _)| name)
    }

    /// The level of a heading element.
    pub fn heading_level(self) -> Option<u8> {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
            .then(|| self as u8 - Tag::H1 as u8 + 1)
    }

    /// Elements whose content is text only, up to their own end tag.
    pub fn is_raw_text(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Script
                | Style
                | Title
                | Textarea
                | Xmp
                | Iframe
                | Noembed
                | Noframes
                | Plaintext
                | Xml
                | Svg
                | Template
        )
    }

    /// Elements that stay in force behind the end of the block they began in, until their end tag.
    pub fn is_formatting(self) -> bool {
        use Tag::*;
        matches!(self, A | B | Code | Em | Font | I | Nobr | S | Small | Strike | Strong | Tt | U)
    }

    /// Inline elements that mean something while they are open.
    pub fn is_inline(self) -> bool {
        use Tag::*;
        self.is_formatting()
            || matches!(
                self,
                Cite | Del
                    | Dfn
                    | Ins
                    | Kbd
                    | Mark
                    | Q
                    | Samp
                    | Span
                    | Sub
                    | Sup
                    | Var
                    | Acronym
                    | Label
            )
    }

    /// Elements of a table; those that no other table stands between.
    pub fn is_table_part(self) -> bool {
        use Tag::*;
        matches!(self, Caption | Col | Tbody | Td | Tfoot | Th | Thead | Tr)
    }

    /// Elements that begin and end a block.
    pub fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Address
                | Article
                | Aside
                | Blockquote
                | Body
                | Center
                | Dd
                | Details
                | Dialog
                | Dir
                | Div
                | Dl
                | Dt
                | Fieldset
                | Figcaption
                | Figure
                | Footer
                | Form
                | Header
                | Hgroup
                | Legend
                | Li
                | Listing
                | Main
                | Menu
                | Nav
                | Ol
                | P
                | Pre
                | Section
                | Summary
                | Table
                | Ul
        ) || self.heading_level().is_some()
            || self.is_table_part() && self != Col
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
