//! Tokens: each goes to what it means where it stands.
//!
//! Shape   one loop to the end of the document. Control words are handed on to `control`, text to `text`;
//!         groups are opened and closed here, and what ends with one is told so.
//! Errors  groups that are open at the end are closed, and the loss of their braces is counted.
//! Source  RTF 1.9.1, "RTF Syntax".

use super::Reader;
use super::line_of_math::MathEnd;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, End};
use crate::rtf::lexer::Token;
use crate::rtf::walk::groups::Closed;
use crate::rtf::words::{Destination, Word};
use crate::system::halt;

impl Reader<'_, '_> {
    /// Reads to the end. Returns whether that was inside of a group.
    pub(super) fn run(&mut self) -> bool {
        let mut unclosed = false;
        loop {
            match self.walk.next() {
                Token::Text(start, end) => self.text(start, end),
                Token::Control(word, parameter) => {
                    self.settle_before_control();
                    if !self.begins_stretch(word) {
                        self.control(word, parameter);
                    }
                }
                // What was asked to stop is not read to its end; the converter knows why.
                Token::Open if halt::is_due() => break,
                Token::Open => {
                    self.settle_before_control();
                    self.open();
                }
                Token::Close => {
                    self.settle_before_control();
                    if !self.close() {
                        break;
                    }
                }
                Token::Hex(byte) => {
                    self.byte(byte);
                    self.more_bytes();
                }
                Token::High(start, end) => self.high(start, end),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Tab => {
                    if !self.ends_watch(Word::Tab) {
                        self.named_char('\t');
                    }
                }
                Token::Binary(start, end) => {
                    if self.groups.destination() == Destination::Picture {
                        self.losses.check(self.pictures.bytes(&self.walk.source()[start..end]));
                    }
                }
                Token::Stray => self.stray(),
                Token::Unknown => {}
                Token::End => {
                    unclosed = self.groups.depth() > 0;
                    if unclosed {
                        self.losses.add(Loss::RepairedBrace, self.walk.source().len());
                    }
                    break;
                }
            }
        }
        self.end();
        unclosed
    }

    /// All has been read: what is open ends.
    fn end(&mut self) {
        self.settle();
        self.pictures.give_up(&mut self.losses);
        while self.groups.depth() > 1 {
            self.close();
        }
        self.sink.flush();
        self.groups.end_in_body();
        if self.sink.assembly().is_begun(BODY) {
            self.finish_paragraph(End::Par);
        }
    }

    /// `{`
    fn open(&mut self) {
        let brace = self.walk.position() - 1;
        self.groups.note_brace(brace);
        if let Some(guard) = self.repair.guard()
            && self.groups.destination() == Destination::Bookmark
        {
            // A name holds no groups: it lost its brace.
            return self.release(guard, brace);
        }
        self.open_group();
        if !self.groups.is_too_deep() && self.walk.rest().starts_with(b"*\\") {
            self.starred_without_backslash();
        }
        self.begin_stretch_of_group();
    }

    /// `{*\word`: a text that was copied through a program that ate the backslash of `\*`.
    #[cold]
    fn starred_without_backslash(&mut self) {
        let at = self.walk.position();
        self.walk.seek(at + 1);
        let destination = match self.walk.follow() {
            Token::Unknown => true,
            Token::Control(word, _) => word.opens().is_some() || !word.is_read_when_starred(),
            _ => false,
        };
        self.walk.seek(if destination { at + 1 } else { at });
        if destination {
            self.losses.add(Loss::Other, at);
            self.starred();
        }
    }

    /// `}`. Returns false when the document is over.
    fn close(&mut self) -> bool {
        if self.groups.depth() == 1 && !self.groups.is_too_deep() && !self.goes_on() {
            return false;
        }
        match self.groups.close() {
            Closed::Restores => {}
            Closed::TooDeep => return true,
            Closed::None => {
                self.close_nothing();
                return true;
            }
        }
        let (outer, outer_flow) = self.groups.behind();
        let destination = self.groups.destination();
        let ends = destination != outer;
        let mut entry = false;
        if ends {
            self.settle();
            self.end_destination(outer);
            entry = destination == Destination::Style;
        } else if destination == Destination::FontTable {
            self.end_font();
            entry = true;
        }
        let depth = self.groups.depth();
        if self.repair.is_watching() {
            self.repair.end_entry(self.walk.position(), depth);
        }
        if self.fields.end_at(depth as u32) {
            self.settle();
            self.sink.flush();
            let flow = self.groups.flow();
            self.fields.end(depth as u32, flow, &mut self.sink, &mut self.losses);
        }
        if self.groups.flow() != outer_flow {
            self.settle();
            self.leave_flow();
        }
        let formula = self.groups.formula_ends();
        let old_list = ends && self.groups.destination() == Destination::OldList;
        if depth == 0 && self.repair.run_over() {
            // Text behind the last brace keeps the look of what stood before.
            self.groups.run_over();
            self.leave_symbols();
        } else {
            self.groups.restore();
        }
        if formula == MathEnd::Whole {
            self.note_formula_end();
        }
        if let MathEnd::Sign(accent) = formula
            && self.groups.is_in_body()
            && self.sink.accent(accent)
        {
            // It stands on the letter before it.
        } else if let Some(text) = formula.text(&mut [0; 4]) {
            text.chars().for_each(|c| self.named_char(c));
        }
        if old_list {
            self.groups.old_list(self.lists.old_list());
        }
        if entry {
            self.entry_is_read();
        }
        if ends && destination == Destination::Marker {
            self.begin_stretch_behind_marker();
        }
        true
    }

    /// A control symbol: `\` and one byte that is no letter.
    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\\' | b'{' | b'}' if self.undecoded.awaits_trail() => self.byte(symbol),
            b'\\' | b'{' | b'}' => self.named_char(symbol as char),
            b'~' => self.named_char('\u{A0}'),
            b'_' => self.named_char('\u{2011}'),
            b'-' => self.named_char('\u{AD}'),
            b'\t' => self.named_char('\t'),
            b'\r' | b'\n' => {
                if symbol == b'\r' {
                    self.walk.pass(b'\n');
                }
                if !self.ends_watch(Word::Par) {
                    self.paragraph_end(End::Par);
                }
            }
            b'*' => self.starred(),
            _ => {}
        }
    }

    /// Printable ASCII: bytes `start..end` of the input.
    #[inline]
    fn text(&mut self, mut start: usize, end: usize) {
        // The second byte of a double-byte character may be a letter.
        if self.undecoded.awaits_letter() {
            self.byte(self.walk.source()[start]);
            start += 1;
            if start == end {
                return;
            }
        }
        self.settle();
        if self.is_in_symbols() {
            for at in start..end {
                self.symbol_byte(self.walk.source()[at]);
            }
        } else if self.groups.is_in_body() {
            if self.is_seen() {
                let format = self.format();
                if self.groups.has_marked_lines() {
                    return self.text_of_lines(start, end, format);
                }
                self.sink.text(start, end, format, self.groups.flow());
            }
        } else {
            self.text_aside(start, end);
        }
    }

    /// Text of lines of a formula, without the marks of what stands below each other.
    #[cold]
    fn text_of_lines(&mut self, start: usize, end: usize, format: u32) {
        let (source, flow, mut from) = (self.walk.source(), self.groups.flow(), start);
        for piece in source[start..end].split(|&byte| byte == b'&') {
            if !piece.is_empty() {
                self.sink.text(from, from + piece.len(), format, flow);
            }
            from += piece.len() + 1;
        }
    }

    /// ASCII text of a destination other than a flow.
    fn text_aside(&mut self, start: usize, end: usize) {
        let destination = self.groups.destination();
        if destination == Destination::Picture {
            return self.picture_digits(start);
        }
        let Ok(text) = std::str::from_utf8(&self.walk.source()[start..end]) else { return };
        self.repair.see_text(destination == Destination::Ignored);
        let entries = matches!(
            destination,
            Destination::ColorTable | Destination::FontTable | Destination::Generator
        );
        if let Some(last) = text.rfind(';').filter(|_| entries && self.repair.is_watching()) {
            self.repair.end_entry(start + last + 1, self.groups.depth());
        }
        match destination {
            Destination::ColorTable => {
                let entries = text.matches(';').count();
                self.losses.check(self.colors.end_entries(entries));
            }
            Destination::FontTable => {
                let mut rest = text;
                while let Some((name, more)) = rest.split_once(';') {
                    self.capture.add(name);
                    self.end_font();
                    rest = more;
                }
                self.capture.add(rest);
            }
            _ if destination.captures() => {
                self.capture.add(text);
                if destination == Destination::FieldInstruction && !self.shows() {
                    self.fields.leave_out();
                }
            }
            _ => {}
        }
    }

    /// Hex digits that begin at `start`: all up to the next control word or brace.
    fn picture_digits(&mut self, start: usize) {
        let rest = &self.walk.source()[start..];
        let end = memchr::memchr3(b'\\', b'{', b'}', rest).unwrap_or(rest.len());
        self.walk.seek(start + end);
        if let Some(guard) = self.repair.guard()
            && let Some(text) =
                rest[..end].iter().position(|b| b.is_ascii_alphabetic() && !b.is_ascii_hexdigit())
        {
            // Words among the digits: the picture never ended.
            let word = rest[..text].iter().rposition(|b| *b <= b' ').map_or(0, |at| at + 1);
            self.end_picture();
            return self.release(guard, start + word);
        }
        self.losses.check(self.pictures.digits(&rest[..end]));
    }
}
