//! What a single paragraph is.
//!
//! Shape   style names first, then outline levels, then the look: typeface and borders.
//! Source  `docs/mapping.md`; Word's and LibreOffice's built-in styles.

use super::Recogniser;
use crate::document::{Alert, Span};
use crate::rtf::assembly::flow::{BODY, Paragraph, Run, RunKind};
use crate::rtf::assembly::format::{Mark, Marks};
use crate::rtf::tables::styles::Role;

/// What a paragraph is, apart from the containers it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// No text; layout only, unless it carries a list's marker.
    Empty,
    Plain,
    Heading(u8),
    /// A line of code, with the info string of its block.
    Code(Span),
    Html,
    Rule,
    /// The title of an alert.
    Alert(Alert),
    /// A term of a definition list.
    Term,
    /// The first paragraph of a definition.
    Definition,
}

/// Bytes of text in a heading that is told by its size.
const LONGEST_HEADING: usize = 160;

/// U+FE0F: the character before it is shown as an emoji.
const EMOJI: &[u8] = "\u{FE0F}".as_bytes();

/// Bytes of a typed marker and a task box behind it at most.
const BEGINNING: usize = 20;

/// Space after (or before) a paragraph beyond its style's that sets blocks apart, in twips.
const GAP: i32 = 100;

impl Recogniser<'_> {
    pub(super) fn classify(&self, flow: u8, paragraph: &Paragraph) -> Class {
        let runs = self.runs(flow, paragraph);
        let format = &paragraph.format;
        let role = self.assembly.styles().role(format.style);
        match role {
            Role::Code(info) => return Class::Code(info),
            Role::HtmlBlock if !runs.is_empty() => return Class::Html,
            Role::Rule if self.is_line(runs) => return Class::Rule,
            Role::Alert(alert) => return Class::Alert(alert),
            Role::Definition => return Class::Definition,
            Role::Term if self.has_text(runs) => return Class::Term,
            _ => {}
        }
        if !self.has_text(runs) {
            let rule = format.ruled && paragraph.marker.is_none() && runs.is_empty();
            let drawn = runs.iter().any(|run| run.kind == RunKind::Rule);
            return if rule || drawn {
                Class::Rule
            } else if self.has_place(runs) {
                Class::Plain
            } else {
                Class::Empty
            };
        }
        if let Role::Heading(level) = role {
            return Class::Heading(level);
        }
        if format.outline < 9 {
            return Class::Heading((format.outline + 1).min(6));
        }
        if flow == BODY
            && let Some(level) = self.heading_by_size(paragraph, runs)
        {
            return Class::Heading(level);
        }
        if self.is_code_by_look(paragraph, runs) {
            Class::Code(Span::EMPTY)
        } else if paragraph.marker.is_none() && self.is_drawn_line(runs) {
            Class::Rule
        } else {
            Class::Plain
        }
    }

    /// Whether there is anything to see in the runs.
    pub(super) fn has_text(&self, runs: &[Run]) -> bool {
        runs.iter().any(|run| match run.kind {
            RunKind::Text(span) => self.text(span).iter().any(|byte| !byte.is_ascii_whitespace()),
            RunKind::Break | RunKind::Bookmark(_) | RunKind::Anchor(_) | RunKind::Rule => false,
            _ => true,
        })
    }

    /// Whether the runs show nothing but a line, or nothing at all.
    fn is_line(&self, runs: &[Run]) -> bool {
        runs.iter().all(|run| match run.kind {
            RunKind::Text(span) => String::from_utf8_lossy(self.text(span)).chars().all(|c| {
                matches!(c, '-' | '_' | ' ' | '\t' | '\u{2013}' | '\u{2014}' | '\u{2500}')
            }),
            _ => false,
        })
    }

    /// Whether the runs are a line drawn by typing, as in reports: five dashes or more.
    fn is_drawn_line(&self, runs: &[Run]) -> bool {
        let mut drawn = 0;
        for run in runs {
            let RunKind::Text(span) = run.kind else { return false };
            let text = self.text(span);
            // Most paragraphs begin with something else.
            if text.first().is_some_and(|byte| byte.is_ascii() && !b"-_ ".contains(byte)) {
                return false;
            }
            for c in String::from_utf8_lossy(text).chars() {
                match c {
                    '-' | '_' => drawn += 1,
                    '\u{2013}' | '\u{2014}' | '\u{2500}' => drawn += 2,
                    ' ' => {}
                    _ => return false,
                }
            }
        }
        drawn >= 5
    }

    /// Whether a run is set in a typeface of fixed width.
    pub(super) fn is_monospaced(&self, run: &Run) -> bool {
        let Some(format) = self.assembly.format(run.format) else { return false };
        // Keys are set like code, and aren't.
        self.assembly.fonts().get(format.font).monospaced && !format.marks.contains(Mark::Keyboard)
    }

    /// The level of a heading in a file without heading styles (RichEdit has none): a short
    /// paragraph, all of it larger than the body. The steps are those of common themes.
    fn heading_by_size(&self, paragraph: &Paragraph, runs: &[Run]) -> Option<u8> {
        let body = u32::from(self.body_size);
        if body == 0 || paragraph.marker.is_some() || paragraph.format.list != 0 {
            return None;
        }
        let (mut smallest, mut length, mut bold) = (u32::MAX, 0, true);
        for run in runs {
            match run.kind {
                RunKind::Text(span) => {
                    if self.text(span).iter().all(u8::is_ascii_whitespace) {
                        continue;
                    }
                    let format = self.assembly.format(run.format)?;
                    length += span.len();
                    smallest = smallest.min(format.size.into());
                    bold &= format.marks.contains(Mark::Bold);
                }
                RunKind::Break => return None,
                _ => {}
            }
        }
        if length == 0 || length > LONGEST_HEADING {
            return None;
        }
        match smallest * 100 / body {
            170.. => Some(1),
            140.. => Some(2),
            120.. => Some(3),
            107.. if bold => Some(4),
            _ => None,
        }
    }

    fn is_code_by_look(&self, paragraph: &Paragraph, runs: &[Run]) -> bool {
        !self.monospaced_body
            && paragraph.marker.is_none()
            && paragraph.format.list == 0
            && runs.iter().all(|run| match run.kind {
                RunKind::Text(_) => {
                    self.is_monospaced(run)
                        && !matches!(self.run_role(run), Role::InlineCode | Role::Tex(_))
                }
                RunKind::Break | RunKind::Bookmark(_) | RunKind::Anchor(_) => true,
                _ => false,
            })
    }

    /// The role of a run's character style.
    pub(super) fn run_role(&self, run: &Run) -> Role {
        self.assembly
            .format(run.format)
            .map_or(Role::None, |format| self.assembly.styles().role(format.style))
    }

    /// Whether `line` goes on with the code block that `first` began.
    pub(super) fn goes_on_as_code(&self, flow: u8, first: &Paragraph, line: &Paragraph) -> bool {
        let same_place = line.marker.is_none()
            && line.format.style == first.format.style
            && line.format.left == first.format.left
            && line.format.right == first.format.right
            && !super::table::is_part(line);
        if !same_place {
            return false;
        }
        match self.assembly.styles().role(first.format.style) {
            Role::Code(_) => true,
            // An empty line belongs to the code if its mark is set like code.
            _ if line.runs.0 == line.runs.1 => {
                !line.format.ruled
                    && self
                        .assembly
                        .format(line.mark)
                        .is_some_and(|f| self.assembly.fonts().get(f.font).monospaced)
            }
            _ => matches!(self.classify(flow, line), Class::Code(_)),
        }
    }

    /// Whether a code block ends with this line: it has more space behind it than its style says.
    pub(super) fn ends_code(&self, line: &Paragraph) -> bool {
        let style = self.assembly.styles().get(line.format.style);
        matches!(style.map(|style| style.role), Some(Role::Code(_)))
            && line.format.after - style.map_or(0, |style| style.para.after) >= GAP
    }

    /// How many quotes a paragraph stands in.
    pub(super) fn quotes(&self, paragraph: &Paragraph) -> i32 {
        let format = &paragraph.format;
        let by_style = (self.assembly.styles().role(format.style) == Role::Quote) as i32;
        if format.right < 200 || format.left < format.right - 60 {
            return by_style;
        }
        let by_indent = (format.right + 60) / self.quote_step.max(1);
        by_indent.clamp(by_style.max((format.right >= 480) as i32), 64)
    }

    /// How many quotes end before this paragraph although it stands in as many: its space before
    /// is larger than its style's.
    pub(super) fn quotes_ended(&self, paragraph: &Paragraph) -> i32 {
        let style =
            self.assembly.styles().get(paragraph.format.style).map_or(0, |style| style.para.before);
        let extra = paragraph.format.before - style;
        if extra < GAP { 0 } else { (extra + 60) / 120 }
    }

    /// The marks that all text of a paragraph has and that say nothing, because the paragraph's
    /// style has them or because headings are bold anyway.
    pub(super) fn uniform(&self, paragraph: &Paragraph, runs: &[Run], heading: bool) -> Marks {
        let style =
            self.assembly.styles().get(paragraph.format.style).map(|style| style.chars.marks);
        let mut strip = Marks::default();
        for mark in [Mark::Bold, Mark::Italic, Mark::Underline] {
            let expected =
                (heading && mark == Mark::Bold) || style.is_some_and(|marks| marks.contains(mark));
            if expected && self.all_marked(runs, mark) {
                strip.insert(mark);
            }
        }
        strip
    }

    /// Whether all visible text of the runs has a mark.
    pub(super) fn all_marked(&self, runs: &[Run], mark: Mark) -> bool {
        let mut any = false;
        for run in runs {
            let RunKind::Text(span) = run.kind else { continue };
            if self.text(span).iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            any = true;
            if !self.assembly.format(run.format).is_some_and(|f| f.marks.contains(mark)) {
                return false;
            }
        }
        any
    }

    /// The first bytes of the text that the runs begin with, and how many they are: a glyph in a font
    /// of its own is a run of its own.
    pub(super) fn beginning(&self, runs: &[Run]) -> ([u8; BEGINNING], usize) {
        let (mut start, mut length) = ([0; BEGINNING], 0);
        for run in runs.iter().take(4) {
            let RunKind::Text(span) = run.kind else { break };
            for (slot, &byte) in start[length..].iter_mut().zip(self.text(span)) {
                *slot = byte;
                length += 1;
            }
        }
        (start, length)
    }

    /// The state of a task box that stands where the bullet would.
    pub(super) fn task_of_marker(&self, paragraph: &Paragraph) -> Option<bool> {
        let marker = std::str::from_utf8(self.text(paragraph.marker?)).ok()?;
        match marker.trim() {
            "\u{2610}" => Some(false),
            "\u{2611}" | "\u{2612}" => Some(true),
            _ => None,
        }
    }

    /// The state of a task box behind the first `skip` bytes of the runs, and the bytes that both take.
    pub(super) fn task(&self, runs: &[Run], skip: usize) -> (Option<bool>, usize) {
        let (start, length) = self.beginning(runs);
        let text = start[..length].get(skip..).unwrap_or(b"");
        for (glyph, state) in [
            ("\u{2610}", false),
            ("\u{2611}", true),
            ("\u{2612}", true),
            ("[ ]", false),
            ("[x]", true),
            ("[X]", true),
        ] {
            if let Some(rest) = text.strip_prefix(glyph.as_bytes()) {
                let space = matches!(rest.first(), Some(b' ' | b'\t'));
                if rest.starts_with(EMOJI) {
                    break; // a picture of a box, in colour
                }
                if space || !glyph.is_ascii() {
                    return (Some(state), skip + glyph.len() + space as usize);
                }
            }
        }
        (None, skip)
    }
}
