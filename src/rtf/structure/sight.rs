//! What can be seen of paragraphs and runs: their text, formats and styles.
//!
//! Shape   a [`Page`] is what was read; with the document, which holds texts of its own, it makes a
//!         [`Sight`]. Both only look.
//! Units   bytes of text.

use super::inline::SHORTEST;
use crate::document::{Document, Span, View};
use crate::rtf::assembly::Assembly;
use crate::rtf::assembly::flow::{Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{CharFormat, Mark, Marks};
use crate::rtf::tables::styles::{Role, Style, StyleKind};
use crate::text::escape::first_character;

/// What was read: the input and what the reader made of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    pub source: &'a [u8],
    pub assembly: &'a Assembly,
}

impl<'a> Page<'a> {
    /// The same, with the texts that `doc` holds so far.
    #[inline]
    pub(super) fn sight(self, doc: &'a Document) -> Sight<'a> {
        Sight { view: View { doc, source: self.source }, assembly: self.assembly }
    }

    pub(super) fn paragraphs(self, flow: u8) -> &'a [Paragraph] {
        self.assembly.flow(flow).paragraphs()
    }

    pub(super) fn runs(self, flow: u8, paragraph: &Paragraph) -> &'a [Run] {
        self.assembly.flow(flow).runs_of(paragraph)
    }

    /// Where a paragraph's text begins in the input.
    pub(super) fn place(self, flow: u8, paragraph: &Paragraph) -> usize {
        let places = self.runs(flow, paragraph).iter().map(|run| match run.kind {
            RunKind::Text(span) => place_of(span),
            _ => None,
        });
        places.take(2).flatten().next().unwrap_or(paragraph.at as usize)
    }
}

/// Where a text stands in the input, if it stands there in one piece.
pub(super) fn place_of(span: Span) -> Option<usize> {
    let (own, start, _) = span.place();
    (!own).then_some(start)
}

/// Bytes of a typed marker and a task box behind it at most.
const BEGINNING: usize = 20;

/// What was read, and the text of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sight<'v> {
    view: View<'v>,
    assembly: &'v Assembly,
}

impl<'v> Sight<'v> {
    /// The bytes of a span.
    #[inline]
    pub(super) fn text(self, span: Span) -> &'v [u8] {
        self.view.text(span)
    }

    pub(super) fn assembly(self) -> &'v Assembly {
        self.assembly
    }

    #[inline]
    pub(super) fn format(self, run: &Run) -> Option<&'v CharFormat> {
        self.assembly.format(run.format)
    }

    /// The role of a run's character style.
    #[inline]
    pub(super) fn role(self, run: &Run) -> Role {
        self.format(run).map_or(Role::None, |format| self.assembly.styles().role(format.style))
    }

    /// A paragraph's style.
    pub(super) fn style(self, paragraph: &Paragraph) -> Option<&'v Style> {
        self.assembly.styles().get(paragraph.format.style)
    }

    /// The role of a paragraph's style.
    pub(super) fn style_role(self, paragraph: &Paragraph) -> Role {
        self.assembly.styles().role(paragraph.format.style)
    }

    /// Whether a style is set in a typeface of fixed width.
    pub(super) fn is_fixed(self, style: &Style) -> bool {
        self.assembly.fonts().get(style.chars.font).monospaced
    }

    /// Whether a run is set in a typeface of fixed width.
    #[inline]
    pub(super) fn is_monospaced(self, run: &Run) -> bool {
        let Some(format) = self.format(run) else { return false };
        // Keys are set like code, and aren't.
        self.assembly.fonts().get(format.font).monospaced && !format.marks.contains(Mark::Keyboard)
    }

    /// Whether a run is inline code: by its style, or by a typeface of fixed width among text that is
    /// not `fixed` itself.
    #[inline]
    pub(super) fn is_code(self, run: &Run, fixed: bool) -> bool {
        self.role(run) == Role::InlineCode || !fixed && self.is_monospaced(run)
    }

    /// Whether there is anything to see in the runs.
    pub(super) fn has_text(self, runs: &[Run]) -> bool {
        runs.iter().any(|run| match run.kind {
            RunKind::Text(span) => {
                !is_blank(self.text(span)) || self.is_line(run, span) || self.is_ground(run)
            }
            RunKind::Break | RunKind::Bookmark(_) | RunKind::Anchor(_) | RunKind::Rule => false,
            RunKind::CommentStart(_) | RunKind::CommentEnd(_) => false,
            RunKind::Comment(_) | RunKind::Link(_) | RunKind::Image(_) | RunKind::End => true,
            RunKind::Note(_) | RunKind::NoteRef(_) | RunKind::Formula { .. } => true,
        })
    }

    /// Whether the runs are hidden blanks and places in the document: there is nothing here, and nobody has left it
    /// so by accident.
    pub(super) fn is_emptied(self, runs: &[Run]) -> bool {
        let is_blank = |run: &Run| match run.kind {
            RunKind::Text(span) => self.role(run) == Role::HtmlTag && is_blank(self.text(span)),
            _ => false,
        };
        runs.iter().any(is_blank) && runs.iter().all(|run| run.kind.is_place() || is_blank(run))
    }

    /// How wide a run is that is underlined blanks; none if it is anything else.
    pub(super) fn underlined_blanks(self, run: &Run, text: Span) -> Option<usize> {
        let format = self.format(run)?;
        format.marks.contains(Mark::Underline).then(|| width_of_blanks(self.text(text))).flatten()
    }

    /// Whether blanks are seen by what is behind them: those of code.
    fn is_ground(self, run: &Run) -> bool {
        self.role(run) == Role::InlineCode
    }

    /// Whether blanks are a line to write on.
    fn is_line(self, run: &Run, blanks: Span) -> bool {
        self.underlined_blanks(run, blanks).is_some_and(|width| width >= SHORTEST)
    }

    /// Whether the runs show something other than blanks, of whatever kind.
    pub(super) fn shows(self, runs: &[Run]) -> bool {
        runs.iter().any(|run| match run.kind {
            RunKind::Text(span) => {
                holds_letter(self.text(span)) || self.is_line(run, span) || self.is_ground(run)
            }
            RunKind::Break | RunKind::Bookmark(_) | RunKind::Anchor(_) | RunKind::Rule => false,
            RunKind::CommentStart(_) | RunKind::CommentEnd(_) => false,
            RunKind::Link(_) | RunKind::End => false,
            RunKind::Comment(_) | RunKind::Image(_) => true,
            RunKind::Note(_) | RunKind::NoteRef(_) | RunKind::Formula { .. } => true,
        })
    }

    /// The marks that all text of a paragraph has and that say nothing, because a style with a Markdown
    /// of its own looks so, or that of the body, or because headings are bold anyway.
    pub(super) fn uniform(self, paragraph: &Paragraph, runs: &[Run], heading: bool) -> Marks {
        let styles = self.assembly.styles();
        let body = styles.get(styles.index(StyleKind::Paragraph, 0));
        let style = self.style(paragraph);
        let implied =
            heading || style.is_some_and(|style| style.ordinary || says_its_look(style.role));
        let has = |style: Option<&Style>, mark| {
            style.is_some_and(|style| style.chars.marks.contains(mark))
        };
        let mut strip = Marks::default();
        for mark in [Mark::Bold, Mark::Italic, Mark::Underline] {
            let expected =
                (heading && mark == Mark::Bold) || has(style, mark) && (implied || has(body, mark));
            if expected && self.is_marked(runs, mark) {
                strip.insert(mark);
            }
        }
        strip
    }

    /// Whether a paragraph's mark is hidden, and with it what its list would show.
    pub(super) fn is_mark_hidden(self, paragraph: &Paragraph) -> bool {
        self.assembly.format(paragraph.mark).is_some_and(|format| format.hidden)
    }

    /// Whether the runs have a mark: all that is text to see, or if there is none, all of them.
    pub(super) fn is_marked(self, runs: &[Run], mark: Mark) -> bool {
        let has = |run: &Run| self.format(run).is_some_and(|format| format.marks.contains(mark));
        let is_text = |run: &Run| match run.kind {
            RunKind::Text(span) => !is_blank(self.text(span)),
            _ => false,
        };
        self.all_marked(runs, mark) || !runs.iter().any(is_text) && runs.iter().all(has)
    }

    /// Whether there is text to see in the runs, and all of it has a mark.
    pub(super) fn all_marked(self, runs: &[Run], mark: Mark) -> bool {
        let mut any = false;
        for run in runs {
            let RunKind::Text(span) = run.kind else { continue };
            if is_blank(self.text(span)) {
                continue;
            }
            any = true;
            if !self.format(run).is_some_and(|format| format.marks.contains(mark)) {
                return false;
            }
        }
        any
    }

    /// The first bytes of the text that the runs begin with, and how many they are: a glyph in a font
    /// of its own is a run of its own.
    pub(super) fn beginning(self, runs: &[Run]) -> ([u8; BEGINNING], usize) {
        let (mut start, mut length) = ([0; BEGINNING], 0);
        for run in runs.iter().take(4) {
            let RunKind::Text(span) = run.kind else { break };
            // Code is neither a marker nor a box.
            if self.role(run) == Role::InlineCode {
                break;
            }
            for (slot, &byte) in start[length..].iter_mut().zip(self.text(span)) {
                *slot = byte;
                length += 1;
            }
        }
        (start, length)
    }
}

/// Whether there is more in a text than white space and what nobody sees.
fn holds_letter(text: &[u8]) -> bool {
    let mut rest = text;
    // Most text begins with a letter.
    while let Some(byte) = rest.first() {
        if byte.is_ascii_graphic() {
            return true;
        }
        let (c, length) = first_character(rest);
        if !c.is_whitespace() && !is_invisible(c) {
            return true;
        }
        rest = rest.get(length..).unwrap_or(&[]);
    }
    false
}

/// Whether Markdown has something for a paragraph of that role that says what it looks like.
fn says_its_look(role: Role) -> bool {
    match role {
        Role::Heading(_) | Role::Quote | Role::TableHeading | Role::Alert(_) | Role::Term => true,
        Role::Definition => true,
        Role::None | Role::Code(_) | Role::Rule | Role::HtmlBlock => false,
        Role::InlineCode | Role::Tex(_) | Role::HtmlTag | Role::Hyperlink => false,
        Role::ImageLink | Role::EmptyLink | Role::Caption => false,
        Role::Strong | Role::Emphasis | Role::Keyboard => false,
        Role::StrongSecond | Role::EmphasisSecond | Role::StrongThird | Role::EmphasisThird => {
            false
        }
    }
}

/// Characters that take no room.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// How wide a text is that is nothing but blanks; none if it is more.
pub(super) fn width_of_blanks(text: &[u8]) -> Option<usize> {
    let mut width = 0;
    for c in std::str::from_utf8(text).ok()?.chars() {
        width += match c {
            '\t' => 8,
            '\u{2001}' | '\u{2003}' | '\u{3000}' => 4,
            '\u{2000}' | '\u{2002}' | '\u{2007}' => 2,
            ' ' | '\u{A0}' | '\u{2004}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => 1,
            _ => return None,
        };
    }
    Some(width)
}

/// Whether a text shows nothing.
pub(super) fn is_blank(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rtf::assembly::format::ParaFormat;
    use crate::rtf::structure::sample::Sample;
    use crate::rtf::tables::styles::StyleKind;

    #[test]
    fn what_is_seen_in_runs() {
        let name = Span::of_source(0, 1);
        for (kind, seen) in [
            (RunKind::Break, false),
            (RunKind::Bookmark(name), false),
            (RunKind::Anchor(name), false),
            (RunKind::Rule, false),
            (RunKind::Comment(0), true),
            (RunKind::End, true),
            (RunKind::Note(0), true),
            (RunKind::NoteRef(name), true),
        ] {
            let mut sample = Sample::new();
            sample.text(" \t", CharFormat::default());
            sample.run(kind, CharFormat::default());
            sample.end(ParaFormat::default());
            assert_eq!(sample.last(|sight, _, _, runs| sight.has_text(runs)), seen, "{kind:?}");
        }
    }

    #[test]
    fn bold_of_a_whole_heading_says_nothing() {
        let mut marks = Marks::default();
        marks.insert(Mark::Bold);
        let (plain, bold) = (CharFormat::default(), CharFormat { marks, ..CharFormat::default() });
        for (texts, heading, strip) in [
            (&[("a", bold)][..], true, marks),
            (&[("a", bold)], false, Marks::default()),
            (&[("a", bold), (" ", plain)], true, marks),
            (&[("a", bold), ("b", plain)], true, Marks::default()),
            // Blanks alone, as beside a note.
            (&[(" ", bold)], true, marks),
            (&[(" ", plain)], true, Marks::default()),
        ] {
            let mut sample = Sample::new();
            let style = sample.style(Role::Heading(1), StyleKind::Paragraph);
            texts.iter().for_each(|&(text, format)| sample.text(text, format));
            sample.end(ParaFormat { style, ..ParaFormat::default() });
            let found =
                sample.last(|sight, _, paragraph, runs| sight.uniform(paragraph, runs, heading));
            assert_eq!(found, strip, "{texts:?} {heading}");
        }
    }
}
