//! The form field in hand: `\*\formfield`.
//!
//! Source  RTF 1.9.1, "Form Fields".

use crate::document::Span;
use crate::rtf::words::FormWord;

/// The result of a form field that was never changed.
const UNDEFINED: i32 = 25;

/// What is known of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// `\ffresN`; 25 says that the default holds.
    result: i32,
    /// `\ffdefresN`
    default: i32,
    /// Choices read so far.
    seen: i32,
    /// The text of the choice in force.
    chosen: Span,
}

impl Default for Form {
    fn default() -> Self {
        Form { result: UNDEFINED, default: 0, seen: 0, chosen: Span::EMPTY }
    }
}

impl Form {
    /// A form field begins.
    pub(super) fn begin(&mut self) {
        *self = Form::default();
    }

    pub(super) fn word(&mut self, word: FormWord, value: i32) {
        match word {
            FormWord::Result => self.result = value,
            FormWord::Default => self.default = value,
        }
    }

    /// A choice of its list.
    pub(super) fn choice(&mut self, text: Span) {
        if self.seen == self.in_force() {
            self.chosen = text;
        }
        self.seen += 1;
    }

    /// The number of the choice in force; of a box, whether it is checked.
    fn in_force(&self) -> i32 {
        if self.result == UNDEFINED { self.default } else { self.result }
    }

    pub(super) fn is_checked(&self) -> bool {
        self.in_force() != 0
    }

    /// The text of the choice in force.
    pub(super) fn chosen(&self) -> Span {
        self.chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_holds_until_it_is_changed() {
        for (words, chosen, checked) in [
            (&[][..], 0, false),
            (&[(FormWord::Default, 1)], 1, true),
            (&[(FormWord::Default, 1), (FormWord::Result, 2)], 2, true),
            (&[(FormWord::Default, 1), (FormWord::Result, 25)], 1, true),
            (&[(FormWord::Default, 1), (FormWord::Result, 0)], 0, false),
        ] {
            let mut form = Form::default();
            words.iter().for_each(|&(word, value)| form.word(word, value));
            (0..4).for_each(|at| form.choice(Span::of_own(at, at + 1)));
            assert_eq!(form.chosen(), Span::of_own(chosen, chosen + 1), "{words:?}");
            assert_eq!(form.is_checked(), checked, "{words:?}");
        }
    }
}
