//! How the items of a list are numbered, and what their numbers look like.
//!
//! Shape   [`Numbers::label`] shows a number; [`of_letters`] and [`of_roman`] read one back.
//! Limits  letters up to the eighth round of the alphabet, Roman numbers below 4000; beyond, figures.
//! Source  what Word shows.

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

/// What the letters of a label are worth: `a` is 1, `z` 26, `aa` 27 and `bb` 28, as Word counts.
pub(crate) fn of_letters(text: &[u8]) -> Option<u32> {
    let first = text.first()?.to_ascii_lowercase();
    let same = text.iter().all(|byte| byte.to_ascii_lowercase() == first);
    let rounds = u32::try_from(text.len() - 1).ok().filter(|&rounds| same && rounds < 8)?;
    Some(rounds * 26 + u32::from(first.checked_sub(b'a')?) + 1)
}

/// What at most fifteen Roman figures are worth together, which no number below 4000 has more of. Whether they
/// are how that number is written is not asked.
pub(crate) fn of_roman(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 15 {
        return None;
    }
    let (mut sum, mut before) = (0u32, 0);
    for &byte in text.iter().rev() {
        let figure = byte.to_ascii_uppercase();
        let (value, _) = ROMAN.iter().find(|row| row.1.as_bytes() == [figure])?;
        sum = if *value < before { sum.checked_sub(*value)? } else { sum + value };
        before = before.max(*value);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn numbers_are_read_back() {
        use NumberStyle::*;
        for number in (1..300).chain([999, 1888, 3888, 3999]) {
            let label = |style| Numbers { style, delimiter: Delimiter::Period }.label(number);
            for style in [LowerRoman, UpperRoman] {
                assert_eq!(
                    of_roman(label(style).bytes().strip_suffix(b".").unwrap()),
                    Some(number)
                );
            }
            if number <= 26 * 8 {
                let label = label(LowerAlpha);
                assert_eq!(of_letters(label.bytes().strip_suffix(b".").unwrap()), Some(number));
            }
        }
        for text in ["", "ab", "aaaaaaaaa", "1", "-"] {
            assert_eq!(of_letters(text.as_bytes()), None, "{text}");
        }
        for text in ["", "ia", "mmmmmmmmmmmmmmmm"] {
            assert_eq!(of_roman(text.as_bytes()), None, "{text}");
        }
    }
}
