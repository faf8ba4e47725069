//! The look of what is written: switched on and off with what differs, as RichEdit does it.
//!
//! Shape   [`Letters::open`] and [`Letters::close`] say what is wanted; nothing is written before there is text
//!         to look so. At the end of a paragraph all marks are off, for who reads each paragraph by itself.
//! Units   half-points; numbers of fonts and colours, 0 for the colour of all text.
//! Errors  remembered by the output.

use crate::buffers::{kept, plain};
use crate::memory::Output;
use crate::rtf::writer::sink::push;
use crate::rtf::writer::style::Row;

/// Where letters stand in their line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    On,
    Above,
    Below,
}

/// What letters look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) font: u32,
    pub(super) size: u32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) underline: bool,
    pub(super) strike: bool,
    pub(super) place: Place,
    pub(super) color: u32,
    pub(super) ground: u32,
}

plain!(Look);

impl Look {
    /// What a style makes of them. Of its words those are taken that are drawn.
    pub(super) fn of(row: &Row<'_>) -> Look {
        let mut look = Look { font: row.font, size: row.size, ..Look::default() };
        let words =
            [row.marks, row.character].into_iter().flat_map(|words| words.split(|&b| b == b'\\'));
        for word in words {
            match word.trim_ascii() {
                b"b" => look.bold = true,
                b"i" => look.italic = true,
                b"ul" => look.underline = true,
                [b'c', b'f', digits @ ..] => {
                    let number =
                        std::str::from_utf8(digits).ok().and_then(|text| text.parse().ok());
                    look.color = number.unwrap_or(0);
                }
                _ => {}
            }
        }
        look
    }

    /// The same without any mark.
    fn unmarked(self) -> Look {
        Look { font: self.font, size: self.size, color: self.color, ..Look::default() }
    }
}

kept! {
    /// What is wanted, what has been written, and what was wanted around it.
    #[derive(Debug, Default)]
    pub(super) struct Letters {
        wanted: Look,
        written: Look,
        outer: Vec<Look>,
        /// The size of empty paragraphs.
        space: u32,
        /// The last thing written is a control word.
        behind_word: bool,
    }
}

impl Letters {
    /// A document begins whose text is so large.
    pub(super) fn begin(&mut self, size: u32) {
        self.space = (size / 2).max(2);
    }

    /// A paragraph of that look begins.
    pub(super) fn stand_in(&mut self, look: Look) {
        self.wanted = look;
        self.outer.clear();
    }

    /// What text that follows looks like.
    pub(super) fn look(&self) -> Look {
        self.wanted
    }

    /// What follows looks otherwise.
    pub(super) fn open(&mut self, look: Look, out: &mut Output) {
        push(&mut self.outer, self.wanted, out);
        self.wanted = look;
    }

    /// What follows looks as it did before.
    pub(super) fn close(&mut self) {
        if let Some(outer) = self.outer.pop() {
            self.wanted = outer;
        }
    }

    /// A control word has been written.
    pub(super) fn note_word(&mut self) {
        self.behind_word = true;
    }

    /// Text follows.
    pub(super) fn settle(&mut self, out: &mut Output) {
        if self.written != self.wanted {
            self.go_over(self.wanted, out);
        }
        if std::mem::take(&mut self.behind_word) {
            out.push_byte(b' ');
        }
    }

    /// The paragraph ends.
    pub(super) fn rest(&mut self, out: &mut Output) {
        self.go_over(self.written.unmarked(), out);
        self.behind_word = false;
    }

    /// An empty paragraph between blocks follows.
    pub(super) fn stand_in_space(&mut self, out: &mut Output) {
        self.go_over(Look { font: 0, size: self.space, ..self.written }, out);
        self.behind_word = false;
    }

    fn go_over(&mut self, to: Look, out: &mut Output) {
        let from = std::mem::replace(&mut self.written, to);
        // Nothing has been said of a size that is none.
        let numbers = [
            (&b"\\f"[..], from.font, to.font, from.size == 0),
            (b"\\fs", from.size, to.size, false),
            (b"\\cf", from.color, to.color, false),
            (b"\\highlight", from.ground, to.ground, false),
        ];
        for (word, from, to, is_unsaid) in numbers {
            if from != to || is_unsaid {
                out.push(word);
                out.push_int(to.into());
                self.behind_word = true;
            }
        }
        let switches = [
            (from.bold, to.bold, &b"\\b"[..], &b"\\b0"[..]),
            (from.italic, to.italic, b"\\i", b"\\i0"),
            (from.underline, to.underline, b"\\ul", b"\\ulnone"),
            (from.strike, to.strike, b"\\strike", b"\\strike0"),
        ];
        for (from, to, on, off) in switches {
            if from != to {
                out.push(if to { on } else { off });
                self.behind_word = true;
            }
        }
        if from.place != to.place {
            out.push(match to.place {
                Place::On => b"\\nosupersub",
                Place::Above => b"\\super",
                Place::Below => b"\\sub",
            });
            self.behind_word = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_said() {
        let mut letters = Letters::default();
        let mut out = Output::new(Vec::new(), 999);
        letters.stand_in(Look { size: 22, ..Look::default() });
        let mut say = |letters: &mut Letters, text: &str| {
            letters.settle(&mut out);
            out.push(text.as_bytes());
        };
        say(&mut letters, "a");
        let mut other = Output::new(Vec::new(), 9);
        letters.open(Look { bold: true, ..letters.look() }, &mut other);
        letters.open(Look { italic: true, ..letters.look() }, &mut other);
        say(&mut letters, "b");
        letters.close();
        letters.close();
        say(&mut letters, "c");
        letters.open(Look { place: Place::Above, ..letters.look() }, &mut other);
        // Nothing is written of what has no text.
        letters.open(Look { color: 3, ..letters.look() }, &mut other);
        letters.close();
        say(&mut letters, "d");
        letters.rest(&mut out);
        assert_eq!(
            String::from_utf8(out.finish().unwrap()).unwrap(),
            "\\f0\\fs22 a\\b\\i b\\b0\\i0 c\\super d\\nosupersub"
        );
    }

    #[test]
    fn of_the_words_of_a_style_those_that_are_drawn() {
        let row = Row {
            font: 3,
            size: 40,
            marks: b"\\i",
            character: b"\\lang1031\\b\\cf12\\chcbpat3",
            ..Row::default()
        };
        let look =
            Look { font: 3, size: 40, bold: true, italic: true, color: 12, ..Look::default() };
        assert_eq!(Look::of(&row), look);
    }
}
