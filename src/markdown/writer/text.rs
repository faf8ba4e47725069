//! The text of a block: its edges, its escapes, and what it has met so far.
//!
//! Shape   white space at the ends of a text is held back. A table of 256 classes finds the bytes that
//!         could mean something; all between them is copied at once, and `escape` and `line_start`
//!         say how such a byte is written.
//! Limits  linear: a block is counted through at most once for [`Census`].
//! Source  CommonMark 0.31, chapters 2, 4 and 6; GFM 0.29.

use super::address::{self, Rest};
use super::block::Block;
use super::census::Census;
use super::chars::{blanks_at_end, blanks_at_start, trim_wide_end, trim_wide_start};
use super::escape::{self, Around, Written};
use super::held::Line;
use super::line_start::{self, Site, Start};
use super::lines::Lines;
use super::look::{After, Look, Next};
use super::pen::Pen;
use super::{Given, room};
use crate::buffers::kept;
use crate::document::NodeId;
use crate::markdown::autolink;

kept! {
    /// What the text of a block has met so far.
    #[derive(Debug, Default)]
    pub(super) struct Text {
        /// Where the text being written is broken by backslashes.
        stops: Vec<usize>,
        /// Brackets that have been opened and not closed.
        brackets: u32,
        /// What the block holds, once that has been asked for.
        census: Option<Census>,
        full: bool,
    }
}
crate::buffers::plain!(Option<Census>);

/// A text that is about to be written.
#[derive(Clone, Copy)]
pub(super) struct Piece<'t> {
    pub text: &'t [u8],
    /// What stands behind it.
    pub next: Next,
    /// The node behind it.
    pub following: NodeId,
}

/// The visible part of it.
#[derive(Clone, Copy)]
struct Core<'t> {
    text: &'t [u8],
    after: After,
    /// What of the text stands behind it.
    rest: Rest,
    following: NodeId,
}

impl Text {
    pub(super) fn begin_document(&mut self) {
        self.full = false;
    }

    pub(super) fn begin_block(&mut self) {
        self.census = None;
    }

    pub(super) fn begin_pass(&mut self) {
        self.brackets = 0;
    }

    /// A buffer could not grow.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// How many brackets are open in the text so far.
    pub(super) fn brackets(&self) -> u32 {
        self.brackets
    }

    /// Writes a text. White space at its ends is held back.
    #[inline]
    pub(super) fn write(
        &mut self,
        pen: &mut Pen,
        lines: &mut Lines<'_>,
        given: &Given<'_>,
        block: Block,
        piece: Piece<'_>,
    ) {
        let mut text = piece.text;
        let next = piece.next;
        loop {
            let lead = blanks_at_start(text);
            if lead > 0 {
                pen.hold(&text[..lead]);
            }
            text = &text[lead..];
            // Delimiters can't stand inside of white space: it goes before them.
            let edge = text.len() - trim_wide_start(text).len();
            if edge == 0 || !pen.spans().opens_emphasis() {
                break;
            }
            if trim_wide_end(text).is_empty() && pen.holds_wide_space() {
                return pen.hold(text);
            }
            pen.show_before_emphasis(lines);
            lines.push(&text[..edge]);
            text = &text[edge..];
            if !matches!(text.first(), Some(b' ' | b'\t')) {
                break;
            }
        }
        let moves_out =
            next == Next::Close && pen.spans().in_emphasis() && !pen.held().has_breaks();
        let (core, held) = text.split_at(visible_len(text, moves_out));
        if !core.is_empty() {
            let rest = match held.first() {
                None => Rest::Nothing,
                Some(b' ' | b'\t') => Rest::Blank,
                Some(_) => Rest::Wide,
            };
            let spaced = !held.is_empty() && !matches!(next, Next::Break | Next::Close);
            let after = After { next, spaced };
            let core = Core { text: core, after, rest, following: piece.following };
            self.core(pen, lines, given, block, core);
        }
        if !held.is_empty() {
            pen.hold(held);
        }
    }

    /// Writes the visible part of a text.
    fn core(
        &mut self,
        pen: &mut Pen,
        lines: &mut Lines<'_>,
        given: &Given<'_>,
        block: Block,
        core: Core<'_>,
    ) {
        let Core { text, after, .. } = core;
        let after_note = lines.behind_note_reference() && !pen.held().is_any();
        pen.show(lines);
        let in_link = pen.spans().in_link();
        self.find_stops(pen, lines, given, block, core);
        let extensions = &given.extensions;
        let minds_pipes = block.minds_pipes();
        let around = Around { extensions, after, in_link, minds_pipes, begins_line: false };
        let mut at = 0;
        if lines.is_empty()
            && let Some((reference, length)) = mark_of_order(text, given.paged)
        {
            lines.push(reference);
            pen.begin_line();
            at = length;
        }
        if !pen.held().has_begun() {
            if block.has_lines() {
                let later = pen.held().line() == Line::Later;
                let (begins_item, wraps) = (block.begins_item(), lines.wraps());
                let site = Site { extensions, after, later, begins_item, wraps };
                at = push_start(lines, text, line_start::judge(text, site), extensions.math);
            }
            if at == 0 && given.classes.stops(text[0]) {
                let around = Around { begins_line: true, ..around };
                at = self.mark(lines, given, block, around, text, 0);
            }
            pen.begin_line();
        } else if after_note && matches!(text[0], b'(' | b':' | b'[') {
            // pulldown-cmark sees through a backslash before the bracket.
            lines.push(match text[0] {
                b'(' if extensions.math => b"&#40;",
                b'(' => b"\\(",
                b':' => b"\\:",
                _ => b"&#91;",
            });
            at = 1;
        }
        if at == 0 && text[0] == b'^' && in_link && lines.last_byte() == Some(b'[') {
            // cmark-gfm takes `![^` for a footnote, whatever follows.
            lines.push(b"\\^");
            at = 1;
        }
        if at == 0 && extensions.math && lines.last_byte() == Some(b'$') && begins_name(text[0]) {
            // Two dollars with a name behind them are a shell's variables.
            lines.push(b"&#");
            lines.push_int(text[0].into());
            lines.push_byte(b';');
            at = 1;
        }
        let mut stop = 0;
        loop {
            let broken = self.stops.get(stop).copied().unwrap_or(usize::MAX);
            if broken < at {
                stop += 1;
                continue;
            }
            let hit = given.classes.find(text, at).min(broken);
            if hit > at {
                lines.push_words(&text[at..hit]);
            }
            if hit >= text.len() {
                break;
            }
            at = if hit == broken {
                push_escaped(lines, &text[hit..=hit], false);
                hit + 1
            } else {
                self.mark(lines, given, block, around, text, hit)
            };
        }
        if after.next == Next::Bracket && !after.spaced && text.last() == Some(&b'!') {
            lines.truncate(lines.len() - 1);
            lines.push(b"\\!");
        }
    }

    /// Finds the addresses in a text, and notes where a backslash must break them.
    #[inline]
    fn find_stops(
        &mut self,
        pen: &Pen,
        lines: &Lines<'_>,
        given: &Given<'_>,
        block: Block,
        core: Core<'_>,
    ) {
        self.stops.clear();
        if !given.extensions.autolinks || pen.spans().in_link() {
            return;
        }
        let before = pen.before(lines);
        let Some(first) = autolink::find(core.text, 0, before.byte) else { return };
        let near = address::Near {
            look: Look::new(given.nodes, pen.spans(), block, &given.style),
            before,
            brackets: self.brackets,
            begun: pen.held().has_begun(),
            underlined: pen.spans().in_underline(),
            smart: given.extensions.smart_punctuation,
        };
        near.find_stops(core.text, first, core.rest, core.following, |stop| {
            if room(&mut self.stops, 1, &mut self.full) {
                self.stops.push(stop);
            }
        });
    }

    /// Writes what could mean something at `at`; where the text goes on.
    #[inline]
    fn mark(
        &mut self,
        lines: &mut Lines<'_>,
        given: &Given<'_>,
        block: Block,
        around: Around<'_>,
        text: &[u8],
        at: usize,
    ) -> usize {
        let count = || Census::of(given.nodes, block, lines.in_quote());
        let census = || *self.census.get_or_insert_with(count);
        match escape::judge(text, at, lines.written(), around, census) {
            Written::AsIs(length) => {
                match text[at] {
                    b'[' => self.brackets += 1,
                    b']' => self.brackets = self.brackets.saturating_sub(1),
                    _ => {}
                }
                lines.push(&text[at..at + length]);
                at + length
            }
            Written::Escaped(length) => {
                push_escaped(lines, &text[at..at + length], given.extensions.math);
                at + length
            }
            Written::Replaced(other) => {
                lines.push(other);
                at + 1
            }
        }
    }
}

/// What is written for the first character of a document that would be (part of) a byte order mark to
/// who reads it, and how long that character is. `paged`: so would some letters, as bytes of a page.
fn mark_of_order(text: &[u8], paged: bool) -> Option<(&'static [u8], usize)> {
    let marks: [(&str, &[u8]); 4] =
        [("\u{FEFF}", b"&#65279;"), ("ï»¿", b"&#239;"), ("ÿþ", b"&#255;"), ("þÿ", b"&#254;")];
    if text.first().is_none_or(u8::is_ascii) {
        return None;
    }
    let marks = &marks[..if paged { marks.len() } else { 1 }];
    let (mark, reference) = marks.iter().find(|(mark, _)| text.starts_with(mark.as_bytes()))?;
    Some((reference, mark.chars().next().map_or(0, char::len_utf8)))
}

/// Whether a dollar before this byte may be that of a variable or a price (`guard` of the reader).
fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'{' | b'(')
}

/// How much of a text stands before the white space that is held back from its end: that is blanks,
/// and all white space where it moves out of the emphasis that ends there.
fn visible_len(text: &[u8], moves_out: bool) -> usize {
    let core = if moves_out { trim_wide_end(text).len() } else { text.len() };
    if core < text.trim_ascii_end().len() { core } else { text.len() - blanks_at_end(text) }
}

/// Writes bytes that are to mean nothing. With `math` a backslash before a bracket would.
fn push_escaped(lines: &mut Lines<'_>, bytes: &[u8], math: bool) {
    for &byte in bytes {
        if math && byte == b'[' {
            lines.push(b"&#91;");
        } else {
            lines.push(&[b'\\', byte]);
        }
    }
}

/// Writes the first bytes of a line; how many that are.
fn push_start(lines: &mut Lines<'_>, text: &[u8], start: Start, math: bool) -> usize {
    match start {
        Start::Plain => 0,
        Start::Escaped(length) => {
            push_escaped(lines, &text[..length], math);
            length
        }
        Start::Number(digits) => {
            lines.push(&text[..digits]);
            push_escaped(lines, &text[digits..=digits], math);
            digits + 1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_at_the_end_is_held_back() {
        for (text, usual, moving_out) in [
            ("a", "a", "a"),
            ("a \t", "a", "a"),
            ("a\u{A0}", "a\u{A0}", "a"),
            ("a\u{A0} ", "a\u{A0}", "a"),
            ("a \u{A0}", "a \u{A0}", "a"),
            ("a\n", "a\n", "a\n"),
            ("\u{A0}", "\u{A0}", ""),
        ] {
            assert_eq!(visible_len(text.as_bytes(), false), usual.len(), "{text:?}");
            assert_eq!(visible_len(text.as_bytes(), true), moving_out.len(), "{text:?}");
        }
    }
}
