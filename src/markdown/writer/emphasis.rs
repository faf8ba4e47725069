//! Emphasis: which delimiters, and whether a reader will pair them as they are meant.
//!
//! Shape   every delimiter that is written is marked. When the block is written, `pairing` reads
//!         the marks as a reader would; what does not come out as meant gets other delimiters in
//!         the next pass: first the other character, then tags.
//! Source  CommonMark 0.31, section 6.2; GFM 0.29, section 6.5.

use super::lines::Lines;
use super::pairing::{self, Mark, Run};
use super::room;
use crate::buffers::kept;
use crate::document::Kind;
use crate::markdown::html;
use crate::markdown::kinds::{blocks, inline_leaves, spans};
use crate::options::{Extensions, MarkdownStyle};

/// How an inline container is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Not written yet.
    None,
    /// Between runs of this many characters.
    Delimiters(u8, u8),
    /// Between tags.
    Tags,
    /// Between brackets.
    Bracket,
}

/// What stands around emphasis where nothing is against it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choice {
    byte: u8,
    strikethrough: bool,
    super_sub: bool,
}
crate::buffers::plain!(Choice);

impl Choice {
    pub(super) fn new(style: &MarkdownStyle, extensions: &Extensions) -> Self {
        let Extensions { strikethrough, super_sub, .. } = *extensions;
        Choice { byte: style.emphasis, strikethrough, super_sub }
    }

    /// How a container is written. `level` is how often its delimiters had to be changed, `touching`
    /// the delimiter that it would stand directly behind (0 for none), and `both` says that it is all
    /// that the emphasis around it holds.
    fn style(self, kind: Kind, level: u8, touching: u8, both: bool) -> Style {
        match kind {
            Kind::Emphasis | Kind::Strong if level < 2 => {
                let len = if kind == Kind::Strong { 2 } else { 1 };
                let swapped = |byte| if byte == b'*' { b'_' } else { b'*' };
                let usual = match touching {
                    // `***both***` reads as strong inside emphasis.
                    b'*' | b'_' if both => touching,
                    _ if touching == self.byte => swapped(self.byte),
                    _ => self.byte,
                };
                Style::Delimiters(if level == 0 { usual } else { swapped(usual) }, len)
            }
            Kind::Strike if level == 0 && self.strikethrough && touching != b'~' => {
                Style::Delimiters(b'~', 2)
            }
            Kind::Superscript if level == 0 && self.super_sub && touching != b'^' => {
                Style::Delimiters(b'^', 1)
            }
            Kind::Subscript if level == 0 && self.super_sub && touching != b'~' => {
                Style::Delimiters(b'~', 1)
            }
            spans!() => Style::Tags,
            // They have no tags.
            Kind::Link(_) | Kind::Image(_) | Kind::Rule | blocks!() | inline_leaves!() => {
                Style::Tags
            }
        }
    }
}

kept! {
    /// The delimiters of the block being written.
    #[derive(Debug, Default)]
    pub(super) struct Emphasis {
        choice: Choice,
        marks: Vec<Mark>,
        /// For each emphasis of the block: how often its delimiters had to be changed.
        levels: Vec<u8>,
        runs: Vec<Run>,
        /// Emphasis met so far in this pass.
        count: u32,
        /// All emphasis is written as tags.
        all_tags: bool,
        /// Some emphasis may be written as tags.
        tagged: bool,
        full: bool,
    }
}

impl Emphasis {
    pub(super) fn begin_document(&mut self, choice: Choice) {
        self.choice = choice;
        self.full = false;
    }

    pub(super) fn begin_block(&mut self) {
        self.levels.clear();
    }

    pub(super) fn begin_pass(&mut self, all_tags: bool) {
        self.marks.clear();
        self.count = 0;
        self.all_tags = all_tags;
        self.tagged = all_tags || self.levels.iter().any(|&level| level > 0);
    }

    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// Whether some emphasis may be written as tags.
    pub(super) fn has_tags(&self) -> bool {
        self.tagged
    }

    /// The number of an emphasis that begins.
    pub(super) fn next(&mut self) -> u32 {
        self.count += 1;
        self.count - 1
    }

    /// Writes the beginning of a container; how it is written.
    pub(super) fn begin(
        &mut self,
        lines: &mut Lines<'_>,
        kind: Kind,
        ordinal: u32,
        both: bool,
        line_start: bool,
    ) -> Style {
        let level = match self.all_tags {
            true => u8::MAX,
            false => self.levels.get(ordinal as usize).copied().unwrap_or(0),
        };
        let style = self.choice.style(kind, level, self.touching(lines.len()), both);
        match style {
            Style::Delimiters(byte, len) => {
                self.delimiter(lines, Mark { at: 0, ordinal, byte, len, open: true, line_start });
            }
            Style::Tags => tag(lines, b"<", kind),
            Style::None | Style::Bracket => {}
        }
        style
    }

    /// Writes the end of a container.
    pub(super) fn end(
        &mut self,
        lines: &mut Lines<'_>,
        kind: Kind,
        ordinal: u32,
        style: Style,
        line_start: bool,
    ) {
        match style {
            Style::Delimiters(byte, len) => {
                self.delimiter(lines, Mark { at: 0, ordinal, byte, len, open: false, line_start });
            }
            Style::Tags => tag(lines, b"</", kind),
            Style::None | Style::Bracket => {}
        }
    }

    fn delimiter(&mut self, lines: &mut Lines<'_>, mark: Mark) {
        self.mark(Mark { at: lines.len(), ..mark });
        lines.push_times(mark.byte, mark.len.into());
    }

    /// Marks the place `at` as the inner side of a bracket.
    pub(super) fn bracket(&mut self, at: usize, open: bool) {
        self.mark(Mark::barrier(at, open));
    }

    fn mark(&mut self, mark: Mark) {
        if room(&mut self.marks, 1, &mut self.full) {
            self.marks.push(mark);
        }
    }

    /// The delimiter that was written last, if it ends `at`; else 0.
    fn touching(&self, at: usize) -> u8 {
        match self.marks.last() {
            Some(mark) if mark.end() == at => mark.byte,
            _ => 0,
        }
    }

    /// Whether a delimiter of emphasis ends `at`.
    pub(super) fn ends_at(&self, at: usize) -> bool {
        !matches!(self.touching(at), 0 | b'[')
    }

    /// Whether the block written from `start` on is read as it is meant. Where it is not, the
    /// levels of the emphasis at fault are raised.
    pub(super) fn holds(&mut self, written: &[u8], start: usize) -> bool {
        let count = self.count as usize;
        if self.marks.is_empty()
            || !room(&mut self.levels, count, &mut self.full)
            || !room(&mut self.runs, self.marks.len(), &mut self.full)
        {
            return true;
        }
        self.levels.resize(count.max(self.levels.len()), 0);
        let text = written.get(start..).unwrap_or(&[]);
        pairing::holds(text, start, &self.marks, &mut self.levels, &mut self.runs)
    }
}

fn tag(lines: &mut Lines<'_>, begin: &[u8], kind: Kind) {
    // CriticMarkup; where changes are not kept, no such container comes here.
    match (kind, begin.len()) {
        (Kind::Inserted(_), 1) => return lines.push(b"{++"),
        (Kind::Inserted(_), _) => return lines.push(b"++}"),
        (Kind::Deleted(_), 1) => return lines.push(b"{--"),
        (Kind::Deleted(_), _) => return lines.push(b"--}"),
        _ => {}
    }
    let name = html::tag_name(&kind);
    if name.is_empty() {
        return;
    }
    let tag = [begin, name, b">"];
    if html::has_tags_only(kind) {
        for part in tag {
            lines.push(part);
        }
    } else {
        lines.push_tag(&tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_follow_from_what_is_wanted_and_what_they_touch() {
        let plain = Choice { byte: b'*', strikethrough: true, super_sub: false };
        let all = Choice { byte: b'_', strikethrough: true, super_sub: true };
        for (choice, kind, level, touching, both, style) in [
            (plain, Kind::Emphasis, 0, 0, false, Style::Delimiters(b'*', 1)),
            (plain, Kind::Strong, 0, 0, false, Style::Delimiters(b'*', 2)),
            (all, Kind::Strong, 0, 0, false, Style::Delimiters(b'_', 2)),
            (plain, Kind::Strong, 0, b'*', true, Style::Delimiters(b'*', 2)),
            (plain, Kind::Strong, 0, b'*', false, Style::Delimiters(b'_', 2)),
            (plain, Kind::Emphasis, 1, 0, false, Style::Delimiters(b'_', 1)),
            (plain, Kind::Emphasis, 1, b'*', false, Style::Delimiters(b'*', 1)),
            (plain, Kind::Emphasis, 2, 0, false, Style::Tags),
            (plain, Kind::Strike, 0, 0, false, Style::Delimiters(b'~', 2)),
            (plain, Kind::Strike, 0, b'~', false, Style::Tags),
            (plain, Kind::Strike, 1, 0, false, Style::Tags),
            (plain, Kind::Superscript, 0, 0, false, Style::Tags),
            (all, Kind::Superscript, 0, b'*', false, Style::Delimiters(b'^', 1)),
            (all, Kind::Subscript, 0, 0, false, Style::Delimiters(b'~', 1)),
            (all, Kind::Underline, 0, 0, false, Style::Tags),
        ] {
            assert_eq!(choice.style(kind, level, touching, both), style, "{kind:?} {level}");
        }
    }
}
