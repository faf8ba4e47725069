//! The label that the text of a note begins with, and what stands around references: signs, which writers make
//! anew.
//!
//! Units   byte offsets.
//! Limits  a label is looked for in [`LONGEST`] bytes.
//! Source  `[1] words`, `1. words` and `^ a b words`, the number being the link back.

use crate::buffers::{kept, plain};

/// Bytes from the start of a note to its first link back, if that is its label.
const LONGEST: usize = 512;

/// What stands around a number.
const SIGNS: [&str; 14] = [
    "[", "]", "(", ")", "^", "\u{2191}", ",", ".", ":", "\u{A0}", "&nbsp;", "&#160;", "&#91;",
    "&#93;",
];

/// Of these, what stands behind one.
const BEHIND: [&str; 8] = ["]", ")", ".", ":", "\u{A0}", "&nbsp;", "&#160;", "&#93;"];

/// Of these, what shows nothing.
const BLANKS: [&str; 3] = ["\u{A0}", "&nbsp;", "&#160;"];

/// A text from behind the signs and blanks that it begins with.
fn behind<'t>(mut text: &'t str, signs: &[&str]) -> &'t str {
    loop {
        text = text.trim_ascii_start();
        match signs.iter().find_map(|sign| text.strip_prefix(sign)) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// A text without the blanks that it ends with.
pub(super) fn without_blanks(mut text: &str) -> &str {
    loop {
        text = text.trim_ascii_end();
        match BLANKS.iter().find_map(|blank| text.strip_suffix(blank)) {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Whether a text is such signs alone.
pub(super) fn is_signs(text: &str) -> bool {
    behind(text, &SIGNS).is_empty()
}

/// How far the label goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    None,
    /// Up to the link back that stands there.
    To(usize),
    /// That has come: signs behind it belong to it.
    Behind,
}

plain!(State);

kept! {
    /// The label of the note that is open.
    #[derive(Debug, Default)]
    pub(super) struct Label {
        state: State,
    }
}

impl Label {
    /// A note begins at the start of `html`, and its first link back is so far from that.
    pub(super) fn begin(&mut self, html: &str, at: usize, back: usize) {
        let before = html.get(at..back).filter(|before| before.len() <= LONGEST);
        let is_label = before.is_some_and(|before| {
            let mut pieces =
                before.rsplit('<').map(|piece| piece.split_once('>').map_or("", |it| it.1));
            // The link itself.
            pieces.next();
            pieces.all(is_signs)
        });
        self.state = if is_label { State::To(back) } else { State::None };
    }

    /// A link back comes.
    pub(super) fn lead_back(&mut self, at: usize) {
        if self.state == State::To(at) {
            self.state = State::Behind;
        }
    }

    /// The note ends.
    pub(super) fn end(&mut self) {
        self.state = State::None;
    }

    /// How much of a text in the note is part of its label.
    pub(super) fn length(&mut self, text: &str) -> usize {
        match self.state {
            State::None => 0,
            State::To(_) => text.len(),
            State::Behind => {
                // Dots that something is left out are no label.
                let rest = match text.trim_ascii_start().starts_with("..") {
                    true => text,
                    false => behind(text, &BEHIND),
                };
                if !rest.is_empty() {
                    self.state = State::None;
                }
                text.len() - rest.len()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_what_stands_behind_them() {
        for (before, text, expected) in [
            (" id=x>", " words", "words"),
            (" id=x>", ". words", "words"),
            ("><b>[</b>", "].&nbsp;words", "words"),
            ("><p>^ ", " (words)", "(words)"),
            (">", "... words", "... words"),
            (">words ", ". words", ". words"),
        ] {
            let mut label = Label::default();
            let html = format!("{before}<a");
            label.begin(&html, 0, html.len());
            label.lead_back(html.len());
            assert_eq!(&text[label.length(text)..], expected, "{html}");
        }
        for (text, expected) in
            [("[", true), (" &#93;, ", true), ("", true), ("2", false), ("[a]", false)]
        {
            assert_eq!(is_signs(text), expected, "{text}");
        }
    }

    #[test]
    fn blanks_before_a_link_back() {
        for (text, expected) in [("a&#160;", "a"), ("a\u{A0} ", "a"), ("a.", "a."), ("&nbsp;", "")]
        {
            assert_eq!(without_blanks(text), expected, "{text}");
        }
    }
}
