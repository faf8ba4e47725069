//! Runs and paragraphs: text of a flow, gathered as long as it keeps its character format, and what
//! ends it.
//!
//! Shape   text that stands in the input in one piece stays a span of it; what comes in pieces is
//!         put together in the document's own text. Equal formats share one entry and its index.
//! Units   offsets of bytes, in the input or in the document's own text.

use super::Reader;
use crate::document::Span;
use crate::rtf::assembly::flow::{End, FOOTERS, HEADERS, NOTES, Run, RunKind};
use crate::rtf::assembly::format::NONE;
use crate::rtf::words::Destination;

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
        self.scratch.assembly.push_run(self.state.flow, Run { kind, format });
    }

    /// Adds a run that the text before it does not join, and tells how many the flow has with it.
    pub(super) fn push_run_apart(&mut self, kind: RunKind, format: u32) -> usize {
        if self.reopen {
            self.reopen_links();
        }
        self.scratch.assembly.push_run_apart(self.state.flow, Run { kind, format })
    }

    /// Index of the character format in force.
    #[inline]
    pub(super) fn format(&mut self) -> u32 {
        let mut chars = self.state.chars;
        chars.font = self.font();
        self.scratch.assembly.index_of(chars)
    }

    /// Index of the font in force, the default font where none was chosen.
    #[inline]
    pub(super) fn font(&self) -> u16 {
        let font = self.state.font();
        if font == NONE { self.scratch.assembly.fonts().index(self.default_font) } else { font }
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
        let next = self.lexer.position();
        let mut para = self.state.para;
        if self.row_open && end == End::Par {
            para.table_depth = para.table_depth.max(1);
        }
        self.scratch.assembly.finish_paragraph(self.state.flow, para, end, mark, next);
    }

    /// Ends the flow that a group went to, when the group ends.
    pub(super) fn leave_flow(&mut self) {
        self.flush();
        if !self.scratch.assembly.flow(self.state.flow).is_fresh() {
            self.finish_paragraph(End::Par);
        }
        if self.state.flow == NOTES {
            self.scratch.assembly.end_note();
        }
        if matches!(self.state.flow, HEADERS | FOOTERS) {
            self.leave_header();
        }
    }
}
