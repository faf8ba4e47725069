//! Markers: which paragraphs begin an item of a list, and what number it shows.
//!
//! Shape   [`item`] asks the list tables first, then `\pn`, then the marker's text; a paragraph without
//!         either may begin with a marker that was typed.
//! Source  RTF 1.9.1, "Bullets and Numbering", "List Tables"; the markers that Word and RichEdit write.

use super::sight::Sight;
use crate::document::numbers::{of_letters, of_roman};
use crate::document::{Delimiter, NumberStyle, Numbers};
use crate::rtf::assembly::flow::{Paragraph, Run};
use crate::rtf::assembly::format::{ParaFormat, Pn};
use crate::rtf::tables::boxes;
use crate::rtf::tables::lists::{Level, NO_NUMBER};

/// What tells one list from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub number: i32,
    pub level: u8,
    pub ordered: bool,
}

/// A paragraph that begins an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub key: Key,
    /// The number that the item shows, if it is ordered.
    pub number: u32,
    /// The number stands in the file and was not counted by us; it may be one that can be read in two ways.
    pub shown: bool,
    pub read: bool,
    /// Bytes at the start of the text that are a typed marker.
    pub typed: usize,
    /// What the item shows is no number as lists of the model have them.
    pub approximate: bool,
    /// What its number looks like.
    pub numbers: Numbers,
    /// The marker is words, and no bullet.
    pub words: bool,
    /// The level has neither bullet nor number: the words are text, and there is no item.
    pub bare: bool,
    /// The marker is the box of a task, which is done or not.
    pub task: Option<bool>,
}

impl Item {
    /// Whether the item shows a number.
    pub(super) fn is_ordered(&self) -> bool {
        self.key.ordered
    }

    /// An item whose marker is typed and takes so many bytes.
    fn of_typed(number: Option<u32>, typed: usize) -> Item {
        Item {
            key: Key { number: 0, level: 0, ordered: number.is_some() },
            number: number.unwrap_or(1),
            shown: number.is_some(),
            read: number.is_some(),
            typed,
            approximate: false,
            numbers: Numbers::PLAIN,
            words: false,
            bare: false,
            task: None,
        }
    }
}

/// What a marker's text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Label {
    /// The number that it shows.
    pub number: Option<u32>,
    /// The number could be read in another way too: `i.` is the first or the ninth.
    pub unsure: bool,
    /// It is a number as lists have them: `1.`, `1)`, `(1)`, or the same with letters or in Roman.
    pub numbers: Option<Numbers>,
    /// It is words, and no bullet.
    pub words: bool,
}

/// Bytes of a typed marker and its tab at most.
const LONGEST_TYPED: usize = 12;

/// How many of the bullets are used for nothing else.
const UNMISTAKABLE: usize = 6;

/// Glyphs that are typed as bullets.
const BULLETS: [&str; 11] = [
    "\u{2022}", "\u{25AA}", "\u{25E6}", "\u{2023}", "\u{2043}", "\u{27A2}", "\u{B7}", "\u{25CF}",
    "\u{25CB}", "\u{25A0}", "\u{2013}",
];

/// `\levelnfc`: numbers in Roman figures, capital and small, and letters, capital and small.
const ROMAN: std::ops::RangeInclusive<i32> = 1..=2;
const LETTERS: std::ops::RangeInclusive<i32> = 3..=4;
const BULLET: i32 = 23;

/// What the numbers of a level look like by its `\levelnfc`.
pub(super) fn style_of(nfc: i32) -> Option<NumberStyle> {
    match nfc {
        0 => Some(NumberStyle::Decimal),
        1 => Some(NumberStyle::UpperRoman),
        2 => Some(NumberStyle::LowerRoman),
        3 => Some(NumberStyle::UpperAlpha),
        4 => Some(NumberStyle::LowerAlpha),
        _ => None,
    }
}

/// Whether a paragraph of a list that has no marker of its own, among others that have, is an item all
/// the same: its first line hangs out as one does, or it is set like the item `before` it.
fn is_unmarked_item(format: &ParaFormat, before: Option<&Before>) -> bool {
    let place = |format: &ParaFormat| (format.list, format.list_level, format.left, format.first);
    format.is_listed()
        && (format.first < 0
            || before.is_some_and(|(before, _)| {
                place(before) == place(format) && before.pn == format.pn
            }))
}

/// An item that was read: the format of its paragraph, and what it showed.
pub(super) type Before = (ParaFormat, Item);

/// Whether a paragraph of a cell has the marker of an item.
pub(super) fn has_marker(sight: Sight<'_>, paragraph: &Paragraph) -> bool {
    let format = &paragraph.format;
    let counts = match paragraph.marker {
        Some(_) => true,
        None => format.is_listed() && (format.first < 0 || !sight.assembly().has_markers()),
    };
    counts && format.pn != Pn::Continued && !shows_none(sight, paragraph, level_of(sight, format))
}

/// The level of the list table that a paragraph is of.
fn level_of(sight: Sight<'_>, format: &ParaFormat) -> Option<Level> {
    let lists = sight.assembly().lists();
    if format.list > 0 { lists.level(format.list, format.list_level) } else { None }
}

/// Whether a level without a number shows none; one that the file shows all the same is there.
fn shows_none(sight: Sight<'_>, paragraph: &Paragraph, level: Option<Level>) -> bool {
    let format = &paragraph.format;
    let unsaid = level.is_none() && format.list == 0 && format.pn == Pn::None;
    (unsaid || level.is_some_and(|level| level.nfc == NO_NUMBER))
        && paragraph.marker.is_none_or(|marker| sight.text(marker).trim_ascii().is_empty())
}

/// The item that a paragraph begins, if it begins one; `before` is the item before it.
pub(super) fn item(
    sight: Sight<'_>,
    paragraph: &Paragraph,
    runs: &[Run],
    before: Option<&Before>,
) -> Option<Item> {
    let format = &paragraph.format;
    let marked = paragraph.marker.is_some();
    let assembly = sight.assembly();
    let unmarked = || is_unmarked_item(format, before) && sight.has_text(runs);
    if !marked && (!format.is_listed() || assembly.has_markers() && !unmarked()) {
        if format.list != 0 || format.unlisted {
            return None;
        }
        let (text, length) = sight.beginning(runs);
        return typed_item(&text[..length]);
    }
    if format.pn == Pn::Continued {
        return None;
    }
    let level = level_of(sight, format);
    let nfc = level.map(|level| level.nfc);
    if shows_none(sight, paragraph, level) {
        return None;
    }
    let label =
        paragraph.marker.map_or(Label::default(), |marker| label_of(sight.text(marker), nfc));
    // Of a list that no table tells of, the markers that are there tell.
    let like = before.filter(|(before, _)| {
        let same = (before.list, before.list_level) == (format.list, format.list_level);
        same && !marked && level.is_none()
    });
    let (ordered, start) = match (level, format.pn) {
        (Some(level), _) if level.nfc != NO_NUMBER => (level.nfc != BULLET, level.start),
        (_, Pn::Bullet { .. }) => (false, 1),
        (_, Pn::Number { start }) => (true, start),
        (_, Pn::None | Pn::Continued) => {
            (like.map_or(label.number.is_some(), |(_, item)| item.is_ordered()), 1)
        }
    };
    // What looks like a figure is the bullet's place in a font of pictures.
    let label = if ordered { label } else { Label { words: label.words, ..Label::default() } };
    let number = label.number.unwrap_or(start.max(0) as u32);
    // Without a marker in the file the level says what it would look like.
    let style = |nfc| style_of(nfc).map(|style| Numbers { style, delimiter: Delimiter::Period });
    let plain = like.map_or(Numbers::PLAIN, |(_, item)| item.numbers);
    let counts_as = if marked { None } else { nfc.map_or(Some(plain), style) };
    let counted = counts_as.is_some();
    let task = match (paragraph.marker, level, format.pn) {
        (Some(marker), ..) => boxes::of_marker(sight.text(marker)),
        (None, Some(level), _) => level.task,
        (None, None, Pn::Bullet { task }) => task,
        (None, None, _) => None,
    };
    Some(Item {
        key: Key { number: format.list, level: format.list_level, ordered },
        number,
        shown: label.number.is_some() && !label.unsure,
        read: label.number.is_some(),
        typed: 0,
        approximate: ordered && label.numbers.is_none() && !counted,
        numbers: label.numbers.or(counts_as).filter(|_| ordered).unwrap_or_default(),
        words: !ordered && label.words && task.is_none(),
        bare: !ordered && label.words && task.is_none() && nfc == Some(NO_NUMBER),
        task,
    })
}

/// Whether a paragraph begins with the box of a task that its other lines stand to the right of.
pub(super) fn hangs_by_a_box(sight: Sight<'_>, paragraph: &Paragraph, runs: &[Run]) -> bool {
    if paragraph.format.first >= 0 || paragraph.format.unlisted {
        return false;
    }
    let (text, length) = sight.beginning(runs);
    typed_item(&text[..length]).is_some_and(|item| item.task.is_some())
}

/// The item that a text begins by a marker typed in front of it, with a tab between.
fn typed_item(text: &[u8]) -> Option<Item> {
    // A glyph that is nothing but a bullet needs no tab behind it.
    let glyph = BULLETS[..UNMISTAKABLE].iter().find(|glyph| text.starts_with(glyph.as_bytes()));
    if let Some(glyph) = glyph {
        let rest = &text[glyph.len()..];
        let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        return (blanks > 0 && blanks < rest.len())
            .then(|| Item::of_typed(None, glyph.len() + blanks));
    }
    let tab = text[..text.len().min(LONGEST_TYPED)].iter().position(|&byte| byte == b'\t')?;
    let marker = &text[..tab];
    // A box stays to be read as such.
    if let task @ Some(_) = boxes::drawn(marker) {
        return Some(Item { task, ..Item::of_typed(None, 0) });
    }
    let number = match marker {
        b"-" | b"*" => None,
        _ if BULLETS.iter().any(|bullet| bullet.as_bytes() == marker) => None,
        [digits @ .., b'.' | b')'] if digits.len() <= 3 => {
            let digits = digits.strip_prefix(b"(").unwrap_or(digits);
            let plain = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
            Some(plain.then(|| last_number(digits)).flatten()?)
        }
        _ => return None,
    };
    Some(Item::of_typed(number, tab + 1))
}

/// What the text of a marker says, in a list whose level has the number format `nfc`.
fn label_of(marker: &[u8], nfc: Option<i32>) -> Label {
    let text = marker.trim_ascii();
    let inner = text.strip_suffix(b".").or_else(|| text.strip_suffix(b")")).unwrap_or(text);
    let closed = inner.len() < text.len();
    let opened = inner.starts_with(b"(");
    let inner = inner.strip_prefix(b"(").unwrap_or(inner);
    let delimiter = match (opened, text.last()) {
        (true, _) => Delimiter::TwoParens,
        (false, Some(b')')) => Delimiter::OneParen,
        (false, _) => Delimiter::Period,
    };
    if let Some(number) = last_number(text) {
        let plain = closed && inner.iter().all(u8::is_ascii_digit);
        let numbers = Numbers { style: NumberStyle::Decimal, delimiter };
        let numbers = plain.then_some(numbers);
        return Label { number: Some(number), numbers, ..Label::default() };
    }
    if !text.is_ascii() || !text.iter().any(u8::is_ascii_alphabetic) {
        return Label::default();
    }
    // `o` alone is a bullet; a letter that counts has something behind it.
    let counts = closed || nfc.is_some_and(|nfc| ROMAN.contains(&nfc) || LETTERS.contains(&nfc));
    if counts && inner.iter().all(u8::is_ascii_alphabetic) {
        let (roman, letter) = (of_roman(inner), of_letters(inner));
        let (number, unsure, is_roman) = match nfc {
            Some(nfc) if ROMAN.contains(&nfc) => (roman, false, true),
            Some(nfc) if LETTERS.contains(&nfc) => (letter, false, false),
            // Two letters or more are rarely the letters after `z`.
            _ if inner.len() > 1 || inner.eq_ignore_ascii_case(b"i") => {
                (roman.or(letter), roman.is_some(), roman.is_some())
            }
            _ => (letter, roman.is_some(), false),
        };
        if number.is_some() {
            let style = match (is_roman, inner.first().is_some_and(u8::is_ascii_lowercase)) {
                (true, true) => NumberStyle::LowerRoman,
                (true, false) => NumberStyle::UpperRoman,
                (false, true) => NumberStyle::LowerAlpha,
                (false, false) => NumberStyle::UpperAlpha,
            };
            let numbers = Some(Numbers { style, delimiter }).filter(|_| closed);
            return Label { number, unsure, numbers, ..Label::default() };
        }
    }
    // `Step 3:` counts where its level does.
    let number = nfc
        .and_then(|_| text.split(|byte| !byte.is_ascii_alphanumeric()).rev().find_map(last_number));
    Label { number, words: inner.len() > 1, ..Label::default() }
}

/// The number that a marker shows in figures: the last one, since `1.2.` is item 2.
fn last_number(marker: &[u8]) -> Option<u32> {
    let end = marker.iter().rposition(u8::is_ascii_digit)? + 1;
    let digits = marker[..end].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    // Letters beside the digits mean another kind of number.
    if marker.iter().any(u8::is_ascii_alphabetic) || digits > 9 {
        return None;
    }
    std::str::from_utf8(&marker[end - digits..end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::assembly::format::CharFormat;
    use crate::rtf::structure::sample::Sample;

    #[test]
    fn lists_and_markers_begin_items() {
        let (body, chars) = (ParaFormat::default(), CharFormat::default());
        let in_list = |list| ParaFormat { list, ..body };
        let of_pn = |pn| ParaFormat { pn, ..body };
        // (marker, text, format, the item's kind and number)
        for (marker, text, format, found) in [
            ("", "a", body, None),
            ("", "a", in_list(1), Some((true, 3))),
            ("", "a", in_list(2), Some((false, 1))),
            ("7.", "a", in_list(1), Some((true, 7))),
            ("7.", "a", in_list(2), Some((false, 1))),
            ("7.", "a", in_list(9), Some((true, 7))),
            ("\u{B7}", "a", in_list(9), Some((false, 1))),
            ("", "a", of_pn(Pn::BULLET), Some((false, 1))),
            ("", "a", of_pn(Pn::Number { start: 5 }), Some((true, 5))),
            ("", "a", of_pn(Pn::Continued), None),
            ("", "-\ta", body, Some((false, 1))),
            ("", "2)\ta", body, Some((true, 2))),
            ("", "2)\ta", ParaFormat { unlisted: true, ..body }, None),
        ] {
            let mut sample = Sample::new();
            sample.list(1, 0, 3);
            sample.list(2, BULLET, 1);
            if !marker.is_empty() {
                sample.marker(marker);
            }
            sample.text(text, chars);
            sample.end(format);
            let item = sample.last(|sight, _, paragraph, runs| item(sight, paragraph, runs, None));
            let item = item.map(|item| (item.is_ordered(), item.number));
            assert_eq!(item, found, "{marker:?} {text:?} {format:?}");
        }
    }

    #[test]
    fn markers_that_are_typed() {
        for (text, typed) in [
            ("\u{2022} milk", Some((None, 4))),
            ("\u{2022}milk", None),
            ("\u{2022} ", None),
            ("\u{B7}\tmilk", Some((None, 3))),
            ("\u{B7} milk", None),
            ("-\tmilk", Some((None, 2))),
            ("- milk", None),
            ("\u{2610}\tmilk", Some((None, 0))),
            ("12.\tmilk", Some((Some(12), 4))),
            ("(3)\tmilk", Some((Some(3), 4))),
            ("1.2.\tmilk", None),
            ("a.\tmilk", None),
            ("milk", None),
            ("", None),
        ] {
            let task = boxes::of_text(text.as_bytes(), 0).0;
            let item = typed.map(|(number, bytes)| Item { task, ..Item::of_typed(number, bytes) });
            assert_eq!(typed_item(text.as_bytes()), item, "{text}");
        }
    }

    #[test]
    fn labels_of_markers() {
        use Delimiter::{OneParen, Period, TwoParens};
        use NumberStyle::{Decimal, LowerAlpha, LowerRoman, UpperAlpha, UpperRoman};
        let other = |number| Label { number: Some(number), ..Label::default() };
        let plain = |number, style, delimiter| Label {
            numbers: Some(Numbers { style, delimiter }),
            ..other(number)
        };
        let unsure =
            |number, style, delimiter| Label { unsure: true, ..plain(number, style, delimiter) };
        let words = Label { words: true, ..Label::default() };
        for (marker, nfc, label) in [
            ("1.\t", None, plain(1, Decimal, Period)),
            (" 7)", None, plain(7, Decimal, OneParen)),
            ("(12)", None, plain(12, Decimal, TwoParens)),
            ("1.2.", None, other(2)),
            ("3", None, other(3)),
            ("b)", None, plain(2, LowerAlpha, OneParen)),
            ("i.", None, unsure(1, LowerRoman, Period)),
            ("c)", None, unsure(3, LowerAlpha, OneParen)),
            ("c)", Some(4), plain(3, LowerAlpha, OneParen)),
            ("C.", Some(1), plain(100, UpperRoman, Period)),
            ("iv", Some(2), other(4)),
            ("XIV.", None, unsure(14, UpperRoman, Period)),
            ("(B)", Some(3), plain(2, UpperAlpha, TwoParens)),
            ("bb)", None, plain(28, LowerAlpha, OneParen)),
            ("A1", None, words),
            ("Step 3:", None, words),
            ("Step 3:", Some(0), Label { number: Some(3), ..words }),
            ("3rd step", Some(0), words),
            ("Article I.", None, words),
            ("\u{B7}\t", None, Label::default()),
            ("o", None, Label::default()),
            ("", None, Label::default()),
            ("99999999999.", None, Label::default()),
        ] {
            assert_eq!(label_of(marker.as_bytes(), nfc), label, "{marker} {nfc:?}");
        }
    }
}
