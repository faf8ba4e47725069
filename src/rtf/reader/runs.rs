//! Runs and paragraphs: text of a flow, gathered as long as it keeps its character format, and what
//! ends it.
//!
//! Shape   text that stands in the input in one piece stays a span of it; what comes in pieces is
//!         put together in the document's own text. Equal formats share one entry and its index.
//! Units   offsets of bytes, in the input or in the document's own text.

use super::Reader;
use super::destination::Destination;
use super::flow::{self, End, FOOTERS, HEADERS, NOTES, Run, RunKind};
use super::state::{CharFormat, NONE};
use crate::document::Span;

/// Text that is not yet a run.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Pending {
    #[default]
    None,
    /// Bytes `start..end` of the input.
    Source { start: usize, end: usize },
    /// The document's own text from `start` on.
    Own { start: usize },
}

impl Reader<'_, '_> {
    /// Text of a flow that stands in the input as it is.
    #[inline]
    pub(super) fn body_text(&mut self, start: usize, end: usize) {
        let format = self.format();
        match self.pending {
            Pending::Source { start: first, end: last } if format == self.pending_format => {
                if last == start {
                    self.pending = Pending::Source { start: first, end };
                    return;
                }
                let at = self.doc.own_len();
                self.doc.append_ascii(&self.source[first..last]);
                self.doc.append_ascii(&self.source[start..end]);
                self.pending = Pending::Own { start: at };
            }
            Pending::Own { .. } if format == self.pending_format => {
                self.doc.append_ascii(&self.source[start..end]);
            }
            _ => {
                self.flush();
                self.pending = Pending::Source { start, end };
                self.pending_format = format;
            }
        }
    }

    /// Makes the pending text one of the current format that stands at the end of the document's
    /// own text, so that it can be added to.
    pub(super) fn own_pending(&mut self) {
        let format = self.format();
        if let Pending::Source { start, end } = self.pending
            && format == self.pending_format
        {
            let at = self.doc.own_len();
            self.doc.append_ascii(&self.source[start..end]);
            self.pending = Pending::Own { start: at };
        } else if !(matches!(self.pending, Pending::Own { .. }) && format == self.pending_format) {
            self.flush();
            self.pending = Pending::Own { start: self.doc.own_len() };
            self.pending_format = format;
        }
    }

    /// Makes a run of the pending text.
    #[inline]
    pub(super) fn flush(&mut self) {
        let span = match std::mem::take(&mut self.pending) {
            Pending::None => return,
            Pending::Source { start, end } => Span::of_source(start, end),
            Pending::Own { start } => Span::of_own(start, self.doc.own_len()),
        };
        if !span.is_empty() {
            self.push_run(RunKind::Text(span), self.pending_format);
        }
    }

    /// Adds a run to the flow in force.
    pub(super) fn push_run(&mut self, kind: RunKind, format: u32) {
        if self.reopen {
            self.reopen_links();
        }
        let run = Run { kind, format };
        self.full |= !self.scratch.flows[self.state.flow as usize].push(run);
    }

    /// Index of the character format in force.
    #[inline]
    pub(super) fn format(&mut self) -> u32 {
        let mut chars = self.state.chars;
        chars.font = self.font();
        if self.scratch.formats.get(self.last_format as usize) == Some(&chars) {
            return self.last_format;
        }
        self.last_format = self.find_format(chars);
        self.last_format
    }

    fn find_format(&mut self, chars: CharFormat) -> u32 {
        let key = chars.marks.len() as u32
            ^ (chars.marks.prefix(4).bits() as u32)
            ^ (u32::from(chars.font) << 3)
            ^ (u32::from(chars.style) << 5)
            ^ (u32::from(chars.size) << 1);
        let slot = (key.wrapping_mul(0x9E37_79B1) >> 26) as usize;
        let found = self.scratch.format_cache[slot];
        if self.scratch.formats.get(found as usize) == Some(&chars) {
            return found;
        }
        let formats = &mut self.scratch.formats;
        if formats.len() == formats.capacity() && formats.try_reserve(1).is_err() {
            self.full = true;
            return 0;
        }
        formats.push(chars);
        let index = formats.len() as u32 - 1;
        self.scratch.format_cache[slot] = index;
        index
    }

    /// Index of the font in force, the default font where none was chosen.
    #[inline]
    pub(super) fn font(&self) -> u16 {
        let font = self.state.font();
        if font == NONE { self.scratch.fonts.index(self.default_font) } else { font }
    }

    /// Ends the paragraph in the making, with what is open in it.
    pub(super) fn paragraph_end(&mut self, end: End) {
        if self.state.destination == Destination::UprUnicode {
            self.leave_upr();
        }
        if self.state.destination != Destination::Body {
            if self.state.destination.captures() {
                self.scratch.capture.push(' ');
            }
            return;
        }
        self.settle();
        self.flush();
        self.finish_paragraph(end);
    }

    pub(super) fn finish_paragraph(&mut self, end: End) {
        self.close_links();
        let mark = self.format();
        let frames = self.scratch.flows[flow::FRAMES as usize].paragraphs.len() as u32;
        let flow = &mut self.scratch.flows[self.state.flow as usize];
        let next = self.lexer.position();
        let mut para = self.state.para;
        if self.row_open && end == End::Par {
            para.table_depth = para.table_depth.max(1);
        }
        self.full |= !flow.finish(para, end, mark, frames, next);
    }

    /// Ends the flow that a group went to, when the group ends.
    pub(super) fn leave_flow(&mut self) {
        self.flush();
        if !self.scratch.flows[self.state.flow as usize].is_fresh() {
            self.finish_paragraph(End::Par);
        }
        if self.state.flow == NOTES
            && let Some(note) = self.scratch.notes.last_mut()
        {
            note.paragraphs.1 = self.scratch.flows[NOTES as usize].paragraphs.len() as u32;
        }
        if matches!(self.state.flow, HEADERS | FOOTERS) {
            self.leave_header();
        }
    }
}
