//! The markers of Word's list paragraphs: which are bullets, and how the others count.
//!
//! Shape   one marker may count in two ways: `i.` is a Roman one or the ninth letter. The markers of a list tell
//!         together ([`Counts::narrowed`]); where they leave two, that counts which begins lower.
//! Limits  those of [`numbers`].
//! Source  what Word writes as the marker of an item.

use crate::document::{Delimiter, NumberStyle, Numbers, numbers};

/// How the items of a list are counted, as far as markers tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    delimiter: Delimiter,
    /// The styles that it may be, and the number of the first item in each; the likelier one first.
    ways: [Option<(NumberStyle, u32)>; 2],
    /// The marker shows more than its number: those of the lists around it.
    pub is_part: bool,
}

impl Counts {
    /// The likeliest way.
    pub(super) fn first(self) -> (u32, Numbers) {
        let [first, second] = self.ways;
        let (style, number) = first.or(second).unwrap_or_default();
        (number, Numbers { style, delimiter: self.delimiter })
    }

    /// The ways in which `next` is the marker of the item behind so many; none where it is that of another list.
    pub(super) fn narrowed(self, next: Counts, items: u32) -> Option<Counts> {
        let goes_on = |&(style, first): &(NumberStyle, u32)| {
            next.ways.contains(&Some((style, first.saturating_add(items))))
        };
        let ways = self.ways.map(|way| way.filter(goes_on));
        let fits = self.delimiter == next.delimiter && ways != [None; 2];
        fits.then_some(Counts { ways, ..self })
    }
}

/// Whether a text is what Word writes as the marker of an item; where the text is `listed`, any sign is one.
pub(super) fn is_marker(text: &str, listed: bool) -> bool {
    let is_sign = |c: char| match c {
        '·' | '•' | '§' | 'o' | '-' | '–' | 'Ø' | 'ü' | 'v' | '\u{F0B7}' | '\u{F0A7}' => {
            true
        }
        _ => listed && (!c.is_alphanumeric() || matches!(c, 'q' | 'à')),
    };
    let mut signs = text.chars();
    signs.next().is_some_and(is_sign) && signs.next().is_none() || counts(text).is_some()
}

/// How a marker such as `3.`, `(3)`, `1.3.` or `c)` counts, or `None` for a bullet.
pub(super) fn counts(marker: &str) -> Option<Counts> {
    let bare = marker.trim_start_matches('(');
    let is_open = bare.len() < marker.len();
    let inner = bare.strip_suffix(['.', ')']).unwrap_or(if is_open { "" } else { bare });
    let has_end = marker.ends_with(['.', ')']);
    let delimiter = match (is_open, marker.ends_with(')')) {
        (true, true) => Delimiter::TwoParens,
        (false, true) => Delimiter::OneParen,
        (_, false) => Delimiter::Period,
    };
    let last = inner.rsplit('.').next().unwrap_or_default();
    let outer = &inner[..inner.len() - last.len()];
    let is_part = !outer.is_empty();
    // What stands before the last number counts too, in figures or by a letter; words are text.
    let is_figure = |byte: u8| byte.is_ascii_digit() || b"IVXLCDMivxlcdm".contains(&byte);
    let is_counted = outer.split('.').all(|part| part.len() < 2 || part.bytes().all(is_figure));
    let is_number = matches!(last.len(), 1..=6) && last.bytes().all(|byte| byte.is_ascii_digit());
    let ways = if is_number && is_counted {
        [Some((NumberStyle::Decimal, last.parse().ok()?)), None]
    } else if has_end && outer.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.')) {
        letters(last)?
    } else {
        return None;
    };
    (has_end || is_part).then_some(Counts { delimiter, ways, is_part })
}

/// The ways in which letters count.
fn letters(text: &str) -> Option<[Option<(NumberStyle, u32)>; 2]> {
    let is_lower = text.starts_with(|c: char| c.is_ascii_lowercase());
    let styles = match is_lower {
        true => [NumberStyle::LowerAlpha, NumberStyle::LowerRoman],
        false => [NumberStyle::UpperAlpha, NumberStyle::UpperRoman],
    };
    // What is written in the same way again.
    let number = |style: NumberStyle, number: u32| {
        let label = Numbers { style, delimiter: Delimiter::Period }.label(number);
        (label.bytes().strip_suffix(b".") == Some(text.as_bytes())).then_some((style, number))
    };
    let read = |style, value: Option<u32>| value.and_then(|value| number(style, value));
    let letter = read(styles[0], numbers::of_letters(text.as_bytes()));
    let roman = read(styles[1], numbers::of_roman(text.as_bytes()));
    let is_letter = letter.zip(roman).is_some_and(|(letter, roman)| letter.1 < roman.1);
    let ways = if is_letter { [letter, roman] } else { [roman, letter] };
    (ways != [None; 2]).then_some(ways)
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberStyle::*;

    #[test]
    fn markers_and_how_they_count() {
        use Delimiter::*;
        for (marker, expected) in [
            ("1.", Some((1, Decimal, Period))),
            ("12)", Some((12, Decimal, OneParen))),
            ("(3)", Some((3, Decimal, TwoParens))),
            ("2.4.", Some((4, Decimal, Period))),
            ("2.4", Some((4, Decimal, Period))),
            ("A.2.4", Some((4, Decimal, Period))),
            ("IV.2", Some((2, Decimal, Period))),
            ("word1.2.", None),
            ("0.", Some((0, Decimal, Period))),
            ("a)", Some((1, LowerAlpha, OneParen))),
            ("(C)", Some((3, UpperAlpha, TwoParens))),
            ("bb.", Some((28, LowerAlpha, Period))),
            ("i.", Some((1, LowerRoman, Period))),
            ("V.", Some((5, UpperRoman, Period))),
            ("l.", Some((12, LowerAlpha, Period))),
            ("iv.", Some((4, LowerRoman, Period))),
            ("1.a)", Some((1, LowerAlpha, OneParen))),
            ("o", None),
            ("·", None),
            ("7", None),
            ("", None),
            ("(", None),
            ("word", None),
            ("word.", None),
            ("iix.", None),
            ("Iv.", None),
            ("e.g.", None),
            ("ä.", None),
            ("99999999.", None),
        ] {
            let found = counts(marker).map(Counts::first);
            let found =
                found.map(|(number, Numbers { style, delimiter })| (number, style, delimiter));
            assert_eq!(found, expected, "{marker}");
        }
        for (marker, expected) in [
            ("·", [true, true]),
            ("o", [true, true]),
            ("à", [false, true]),
            ("\u{201C}", [false, true]),
            ("1.", [true, true]),
            ("Text", [false, false]),
            ("", [false, false]),
        ] {
            let found = [false, true].map(|listed| is_marker(marker, listed));
            assert_eq!(found, expected, "{marker}");
        }
    }

    #[test]
    fn markers_of_one_list_tell_together_how_they_count() {
        for (markers, expected) in [
            ("i. ii. iii.", Some((1, LowerRoman))),
            ("h. i. j.", Some((8, LowerAlpha))),
            ("i. j.", Some((9, LowerAlpha))),
            ("v. w.", Some((22, LowerAlpha))),
            ("v. vi.", Some((5, LowerRoman))),
            ("C. D.", Some((3, UpperAlpha))),
            ("a. c.", None),
            ("a. 2.", None),
            ("a. b)", None),
            ("3. 3.", None),
        ] {
            let mut all = markers.split(' ').map(|marker| counts(marker).unwrap());
            let first = all.next();
            let found = all.enumerate().try_fold(first.unwrap(), |list, (before, next)| {
                list.narrowed(next, before as u32 + 1)
            });
            let found = found.map(Counts::first).map(|(number, numbers)| (number, numbers.style));
            assert_eq!(found, expected, "{markers}");
        }
    }
}
