//! pandoc's tree as its reader looks at it: a tape of JSON with the text that it is of.
//!
//! Input   text and tape. Everything here only looks.
//! Output  tags, contents, attributes, lengths in twips, colours; what is not there is empty.
//! Errors  [`Tree::blocks`] refuses what is no document of pandoc's, with the place.
//! Source  pandoc-types 1.23.1.

use std::ops::Deref;

use crate::document::Color;
use crate::error::{Error, Result, Status};
use crate::json::PAGE_BREAK;
use crate::text::json::{At, Shape, Tape};

/// The parts of pandoc's `Attr` that mean something here.
#[derive(Clone, Copy)]
pub(super) struct Attributes {
    pub id: At,
    pub classes: At,
    pub pairs: At,
}

/// A tape and its text.
#[derive(Clone, Copy)]
pub(super) struct Tree<'r> {
    source: &'r str,
    tape: &'r Tape,
}

/// What needs no text is asked of the tape.
impl Deref for Tree<'_> {
    type Target = Tape;

    fn deref(&self) -> &Tape {
        self.tape
    }
}

impl<'r> Tree<'r> {
    pub(super) fn new(source: &'r str, tape: &'r Tape) -> Tree<'r> {
        Tree { source, tape }
    }

    /// The blocks of the document.
    pub(super) fn blocks(&self) -> Result<At> {
        let no_tree =
            |at: At, words: &'static str| Error::at(Status::BadArgument, self.place(at), words);
        let blocks = self.member(0, "blocks").filter(|&at| self.shape(at) == Shape::Array);
        let Some(blocks) = blocks else {
            return Err(no_tree(0, "this is not a document tree of pandoc's: it has no blocks"));
        };
        if let Some(version) = self.member(0, "pandoc-api-version") {
            let parts = self.first::<2>(version).map(|parts| parts.map(|at| self.written(at)));
            let is_known = |minor: &str| minor.parse().is_ok_and(|minor: u32| minor >= 20);
            if !parts.is_some_and(|[major, minor]| major == "1" && is_known(minor)) {
                return Err(no_tree(version, "the tree's pandoc-api-version is not 1.20 or later"));
            }
        }
        Ok(blocks)
    }

    pub(super) fn member(&self, object: At, name: &str) -> Option<At> {
        self.tape.member(self.source, object, name)
    }

    pub(super) fn characters(&self, at: At) -> impl Iterator<Item = char> + use<'r> {
        self.tape.characters(self.source, at)
    }

    pub(super) fn says(&self, at: At, word: &str) -> bool {
        self.tape.says(self.source, at, word)
    }

    /// How many columns and rows a cell covers; one each where that is not said.
    pub(super) fn span(&self, cell: At) -> (usize, usize) {
        let Some([_, _, rows, columns, _]) = self.first(cell) else { return (1, 1) };
        let number = |at| self.written(at).parse().unwrap_or(1).clamp(1, 1 << 16);
        (number(columns), number(rows))
    }

    /// Whether attributes have classes or pairs.
    pub(super) fn says_more(&self, attributes: Attributes) -> bool {
        self.count(attributes.classes) + self.count(attributes.pairs) > 0
    }

    /// Whether attributes have classes or pairs of other names than these.
    pub(super) fn says_more_than(&self, attributes: Attributes, known: &[&str]) -> bool {
        for names in [attributes.classes, attributes.pairs] {
            let (mut at, end) = self.elements(names);
            while at < end {
                // A pair begins with its name.
                let name = self.first(at).map_or(at, |[name, _]| name);
                if !known.iter().any(|known| self.says(name, known)) {
                    return true;
                }
                at = self.after(at);
            }
        }
        false
    }

    pub(super) fn tag(&self, at: At) -> &'r str {
        let tag = self.member(at, "t");
        tag.map_or("", |tag| self.written(tag))
    }

    pub(super) fn content(&self, at: At) -> At {
        self.member(at, "c").unwrap_or(At::MAX)
    }

    pub(super) fn written(&self, at: At) -> &'r str {
        self.tape.written(self.source, at)
    }

    pub(super) fn number(&self, at: At) -> Option<u32> {
        self.written(at).parse().ok()
    }

    pub(super) fn attributes(&self, at: At) -> Attributes {
        let [id, classes, pairs] = self.first(at).unwrap_or([At::MAX; 3]);
        Attributes { id, classes, pairs }
    }

    pub(super) fn has_class(&self, attributes: Attributes, class: &str) -> bool {
        let (mut at, end) = self.elements(attributes.classes);
        while at < end {
            if self.says(at, class) {
                return true;
            }
            at = self.after(at);
        }
        false
    }

    /// The value of a key.
    pub(super) fn pair(&self, attributes: Attributes, key: &str) -> Option<At> {
        let (mut at, end) = self.elements(attributes.pairs);
        while at < end {
            if let Some([name, value]) = self.first(at)
                && self.says(name, key)
            {
                return Some(value);
            }
            at = self.after(at);
        }
        None
    }

    pub(super) fn is_html(&self, format: At) -> bool {
        self.written(format).starts_with("html")
    }

    pub(super) fn is_page_break(&self, format: At, text: At) -> bool {
        let mut is_xml = self.characters(text).skip_while(|&c| c != '<');
        match self.written(format) {
            "openxml" => is_xml.by_ref().eq(PAGE_BREAK.chars()),
            "tex" | "latex" => {
                ["\\newpage", "\\pagebreak"].iter().any(|word| self.says(text, word))
            }
            _ => false,
        }
    }

    pub(super) fn is_empty(&self, attributes: Attributes) -> bool {
        self.count(attributes.classes) + self.count(attributes.pairs) == 0
            && self.written(attributes.id).is_empty()
    }

    /// The value of a property of the style, without what stands around it.
    pub(super) fn property(&self, attributes: Attributes, name: &str) -> &'r str {
        let style = self.pair(attributes, "style").map_or("", |style| self.written(style));
        let value = |declaration: &'r str| {
            let (property, value) = declaration.split_once(':')?;
            property.trim().eq_ignore_ascii_case(name).then_some(value.trim())
        };
        style.split(';').find_map(value).unwrap_or("")
    }

    pub(super) fn color(&self, attributes: Attributes, name: &str) -> Color {
        let digits = self.property(attributes, name).strip_prefix('#').unwrap_or("");
        match u32::from_str_radix(digits, 16) {
            Ok(value) if digits.len() == 6 => {
                let [_, red, green, blue] = value.to_be_bytes();
                Color::rgb(red, green, blue)
            }
            _ => Color::NONE,
        }
    }
}

/// A length with its unit in twips; 0 where it is none, or relative.
pub(super) fn twips(length: &str) -> u32 {
    let end = length.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(length.len());
    let (number, unit) = length.split_at(end);
    // Twips of ten thousand units.
    let in_unit: u64 = match unit {
        "in" => 14_400_000,
        "px" | "" => 150_000,
        "pt" => 200_000,
        "pc" => 2_400_000,
        "cm" => 5_669_291,
        "mm" => 566_929,
        _ => return 0,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let whole: u64 = whole.parse().unwrap_or(0);
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(4);
    let fraction = digits.fold(0, |value, digit| value * 10 + u64::from(digit - b'0'));
    let value = whole.min(100_000) * 10_000 + fraction;
    ((value * in_unit + 50_000_000) / 100_000_000) as u32
}
