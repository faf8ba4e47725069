//! Switches of an equation, and the options between them and their brackets.
//!
//! Source  Word's help on "EQ (Equation) field".

use std::iter::Peekable;
use std::str::Chars;

/// What stands in brackets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Switch {
    /// No switch: brackets of the text.
    #[default]
    None,
    Array,
    Brackets,
    Fraction,
    /// An integral, a sum.
    Operator,
    Root,
    Overstrike,
    Script,
    Box,
    /// Anything else, of which what stands in it is shown.
    Other,
}

/// A switch and its options, up to its bracket.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Options {
    pub switch: Option<Switch>,
    /// `\co`
    pub columns: u32,
    /// `\lc`, `\rc`, `\bc`, `\fc`, `\vc`: for which the character behind is, and what they are.
    pub sides: (bool, bool),
    pub symbol: bool,
    pub begin: Option<char>,
    pub end: Option<char>,
    pub operator: Option<char>,
    pub lowered: bool,
    pub raised: bool,
    pub above: bool,
    pub below: bool,
}

impl Options {
    /// A letter behind a backslash, and what follows it. Of several switches in a row (`\s\up8(`) the first tells.
    pub(super) fn read(&mut self, first: char, chars: &mut Peekable<Chars<'_>>) {
        let first = first.to_ascii_lowercase();
        let second = chars.next_if(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase());
        let mut number = 0u32;
        while let Some(c) = chars.next_if(|c| c.is_ascii_alphanumeric() || *c == ' ') {
            number = c
                .to_digit(10)
                .map_or(number, |digit| number.saturating_mul(10).saturating_add(digit));
        }
        let Some(switch) = self.switch else {
            self.switch = Some(match (first, second) {
                ('a', _) => Switch::Array,
                ('b', _) => Switch::Brackets,
                ('f', _) => Switch::Fraction,
                ('i', _) => Switch::Operator,
                ('r', _) => Switch::Root,
                ('o', _) => Switch::Overstrike,
                ('x', _) => Switch::Box,
                // `\s\up8(2)\do4(3)`: the switch said once for two.
                ('s' | 'u', _) | ('d', Some('o')) => Switch::Script,
                _ => Switch::Other,
            });
            self.lowered = (first, second) == ('d', Some('o'));
            self.raised = (first, second) == ('u', Some('p'));
            return;
        };
        match (switch, first, second) {
            (Switch::Array, 'c', Some('o')) => self.columns = number,
            (Switch::Brackets, 'l', Some('c')) => self.sides = (true, false),
            (Switch::Brackets, 'r', Some('c')) => self.sides = (false, true),
            (Switch::Brackets, 'b', Some('c')) => self.sides = (true, true),
            (Switch::Operator, 's', Some('u')) => self.operator = Some('\u{2211}'),
            (Switch::Operator, 'p', Some('r')) => self.operator = Some('\u{220F}'),
            (Switch::Operator, 'f' | 'v', Some('c')) => self.symbol = true,
            (Switch::Script, 'u', Some('p')) => self.raised = true,
            (Switch::Script, 'd', Some('o')) => self.lowered = true,
            (Switch::Box, 't', Some('o')) => self.above = true,
            (Switch::Box, 'b', Some('o')) => self.below = true,
            _ => {}
        }
    }

    /// A character that is meant as it is: whether it is for the sides of a bracket, or an operator.
    pub(super) fn take(&mut self, c: char) -> bool {
        let (left, right) = std::mem::take(&mut self.sides);
        if left {
            self.begin = Some(c);
        }
        if right {
            let pairs = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
            let partner = pairs.iter().find(|pair| left && pair.0 == c);
            self.end = Some(partner.map_or(c, |pair| pair.1));
        }
        let symbol = std::mem::take(&mut self.symbol);
        if symbol {
            self.operator = Some(c);
        }
        left || right || symbol
    }
}
