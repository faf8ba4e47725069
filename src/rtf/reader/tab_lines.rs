//! Tabs that are lines to write on, since their stops say so: they are underlined tabs.
//!
//! Limits  the first tab of a line goes to the first stop, and so on: how wide the text between is, is not known.
//! Source  RTF 1.9.1, "Tabs"; forms as people make them in Word.

/// The tabs of the line in hand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TabLines {
    /// The flow and the first run of the paragraph.
    paragraph: (u8, usize),
    passed: usize,
}

impl TabLines {
    /// A tab of a paragraph: how many came before it in its line.
    pub(super) fn pass(&mut self, paragraph: (u8, usize)) -> usize {
        if self.paragraph != paragraph {
            *self = TabLines { paragraph, passed: 0 };
        }
        self.passed += 1;
        self.passed - 1
    }

    /// A line ends in a paragraph.
    pub(super) fn end_line(&mut self) {
        self.passed = 0;
    }
}
