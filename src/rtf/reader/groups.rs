//! Groups: saving and restoring the state, and where the document ends.
//!
//! Shape   `{` saves the whole state, `}` restores it; a destination that ends where the group
//!         ends hands over what it collected (`ending`).
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::Reader;
use super::state::State;
use crate::memory;
use crate::report::Loss;
use crate::rtf::assembly::flow::BODY;
use crate::rtf::assembly::format::{CharFormat, ParaFormat};
use crate::rtf::lexer::Token;
use crate::rtf::tables::styles::Style;
use crate::rtf::words::Destination;

impl Reader<'_, '_> {
    /// `{`
    pub(super) fn open(&mut self) {
        self.group = self.lexer.position() - 1;
        if let Some(guard) = self.guard
            && self.state.destination == Destination::Bookmark
        {
            // A name holds no groups: it lost its brace.
            return self.release(guard, self.group);
        }
        self.push_group();
        if self.too_deep > 0 {
            return;
        }
        let at = self.lexer.position();
        if self.source[at..].starts_with(b"*\\") {
            self.starred_without_backslash(at);
        }
    }

    /// Saves the state for the group that begins, or counts it where groups are too deep.
    pub(super) fn push_group(&mut self) {
        if self.scratch.groups.len() >= self.max_depth {
            self.too_deep += 1;
            return self.lose(Loss::FlattenedNesting);
        }
        if !memory::push(&mut self.scratch.groups, self.state) {
            self.full = true;
            self.too_deep += 1;
            return;
        }
        self.state.outer_marks = self.state.chars.marks.len() as u8;
        match self.state.destination {
            Destination::Stylesheet => {
                self.state.destination = Destination::Style;
                self.state.chars = CharFormat::default();
                self.state.para = ParaFormat::default();
                self.state.outer_marks = 0;
                self.state.capture = self.scratch.capture.len() as u32;
                self.style = Style::default();
            }
            // The ANSI spelling in `\upr`; `\ud` opens the one to read.
            Destination::Upr => {
                self.state.destination = Destination::Ignored;
                if let Some(upr) = self.scratch.groups.last_mut() {
                    upr.destination = Destination::UprUnicode;
                }
            }
            Destination::UprUnicode => {
                let rest = &self.source[self.lexer.position()..];
                if !rest.starts_with(b"\\*\\ud") && !rest.starts_with(b"\\ud") {
                    self.leave_upr();
                }
            }
            _ => {}
        }
    }

    /// `{*\word`: a text that was copied through a program that ate the backslash of `\*`.
    #[cold]
    fn starred_without_backslash(&mut self, at: usize) {
        self.lexer.seek(at + 1);
        let destination = match self.lexer.next() {
            Token::Unknown => true,
            Token::Control(word, _) => word.opens().is_some() || !word.is_read_when_starred(),
            _ => false,
        };
        self.lexer.seek(if destination { at + 1 } else { at });
        if destination {
            self.report.add(Loss::Other, at);
            self.starred();
        }
    }

    /// `}`. Returns false when the document is over.
    pub(super) fn close(&mut self) -> bool {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return true;
        }
        let Some(outer) = self.scratch.groups.pop() else {
            // One brace too many: what follows is read as if it were not there.
            // The last one of all is the one that the document should end with.
            if self.behind().is_some() {
                self.lose(Loss::RepairedBrace);
            }
            self.closed_twice += 1;
            self.leave_symbols();
            if self.state.destination != Destination::Body {
                self.settle();
                self.finish_destination(Destination::Body);
                self.state.destination = Destination::Body;
            }
            return true;
        };
        if self.scratch.groups.is_empty() && !self.goes_on() {
            self.scratch.groups.push(outer);
            return false;
        }
        if self.state.destination != outer.destination {
            self.settle();
            self.finish_destination(outer.destination);
        } else if self.state.destination == Destination::FontTable {
            self.finish_font();
        }
        if self.guard.is_some() {
            self.entry_ends(self.lexer.position());
        }
        self.finish_fields(self.scratch.groups.len() as u32);
        if self.state.flow != outer.flow {
            self.settle();
            self.leave_flow();
        }
        let closes = self.math_closes();
        let pn = (self.state.destination == Destination::OldList
            && outer.destination != Destination::OldList)
            .then_some(self.pn);
        let last = self.scratch.groups.is_empty() && self.document;
        if last && !std::mem::replace(&mut self.overrun, true) {
            // Text behind the last brace keeps the look of what stood before.
            self.state.destination = Destination::Body;
            self.state.flow = BODY;
            self.leave_symbols();
        } else {
            self.state = outer;
        }
        if let Some(text) = closes {
            text.chars().for_each(|c| self.named_char(c));
        }
        if let Some(pn) = pn {
            self.state.para.pn = pn;
        }
        true
    }

    /// `\rtf`: a document begins, and formatting with it. It may stand behind another one, or in a
    /// group of one, and there in a cell.
    pub(super) fn begin_document(&mut self) {
        let inner = std::mem::replace(&mut self.document, true) || self.scratch.groups.len() > 1;
        if self.scratch.groups.len() < 2 {
            self.overrun = self.scratch.groups.is_empty();
        }
        if self.scratch.groups.is_empty() {
            return;
        }
        self.settle();
        if self.state.destination != Destination::Body {
            self.leave_all();
        }
        let State { flow, para, .. } = self.state;
        let depth = if inner && self.scratch.groups.len() > 1 { para.table_depth } else { 0 };
        let para = ParaFormat { table_depth: depth, ..ParaFormat::default() };
        self.state = State { flow, para, host_depth: depth, ..State::default() };
    }

    /// Whether anything worth reading stands behind the brace that ends the document.
    fn goes_on(&mut self) -> bool {
        let Some(rest) = self.behind() else { return false };
        // Some programs append XML of their own.
        let (document, xml) = (rest.starts_with(b"{\\rtf"), rest.starts_with(b"<"));
        if !document {
            self.lose(Loss::RepairedBrace);
        }
        self.early |= !document && !xml;
        !xml
    }

    /// The input from the first byte on that is neither blank nor NUL, if there is one.
    fn behind(&self) -> Option<&[u8]> {
        let rest = &self.source[self.lexer.position()..];
        rest.iter().position(|&byte| byte > b' ').map(|first| &rest[first..])
    }
}
