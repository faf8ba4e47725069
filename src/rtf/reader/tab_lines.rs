//! Tabs that are lines to write on, since their stops say so: they are underlined tabs.
//!
//! Limits  the first tab of a line goes to the first stop, and so on: how wide the text between is, is not known.
//! Source  RTF 1.9.1, "Tabs"; forms as people make them in Word.

use super::Reader;
use crate::rtf::assembly::format::Mark;

/// The tabs of the line in hand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct TabLines {
    /// The flow and the first run of the paragraph.
    paragraph: (u8, usize),
    passed: usize,
}

impl TabLines {
    /// A tab of a paragraph: how many came before it in its line.
    fn pass(&mut self, paragraph: (u8, usize)) -> usize {
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

impl Reader<'_, '_> {
    /// A tab in a paragraph some of whose stops have lines before them.
    #[cold]
    pub(super) fn tab_of_lines(&mut self) {
        let flow = self.groups.flow();
        let before = self.tab_lines.pass((flow, self.sink.flow(flow).start()));
        self.settle();
        if !self.groups.para().tabs.is_line(before) || !self.is_seen() {
            return self.named_char('\t');
        }
        let mut format = self.characters();
        format.marks.insert(Mark::Underline);
        let format = self.sink.format(format);
        self.sink.char('\t', format, flow);
    }
}
