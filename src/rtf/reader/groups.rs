//! Groups: saving and restoring the state, opening destinations, and what their end brings.
//!
//! Shape   `{` saves the whole state, `}` restores it; a destination that ends where the group
//!         ends hands over what it collected.
//! Limits  past the nesting limit groups are counted, not saved.
//! Source  RTF 1.9.1, "RTF Syntax"; repairs as other readers make them.

use super::destination::{Destination, Opening, opening};
use super::field::Form;
use super::flow::{BODY, FRAMES, NOTES, RunKind};
use super::fonts::Font;
use super::generator::Generator;
use super::picture::Property;
use super::state::{CharFormat, NONE, ParaFormat, Pn, Slot, State};
use super::styles::{self, Role, Style, StyleKind};
use super::{List, Note, Override, Reader, repair};
use crate::document::{Span, View};
use crate::memory;
use crate::report::Loss;
use crate::rtf::control::Word;
use crate::rtf::lexer::Token;

/// A drawing that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    /// Where it begins.
    at: usize,
    /// Groups open inside of it.
    depth: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            kind: StyleKind::Paragraph,
            number: 0,
            based_on: 222,
            role: Role::None,
            para: ParaFormat::default(),
            chars: CharFormat::default(),
        }
    }
}

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
            Token::Control(word, _) => opening(word).is_some(),
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

    /// `\*`: the control word that follows opens a destination that may be unknown.
    pub(super) fn starred(&mut self) {
        let at = self.lexer.position();
        match self.lexer.next() {
            Token::Unknown => {
                if self.is_misplaced(None) {
                    return;
                }
                if self.scratch.swallowers.is_empty() || !self.watch(None) {
                    self.lexer.skip_group();
                }
            }
            Token::Control(word, parameter) => self.control(word, parameter),
            _ => self.lexer.seek(at),
        }
    }

    /// Opens the destination that `word` stands for. Returns false if it stands for none.
    pub(super) fn open_destination(&mut self, word: Word) -> bool {
        let Some(what) = opening(word) else { return false };
        if self.is_misplaced(Some(word)) {
            return true;
        }
        if self.too_deep > 0 && !repair::is_text(word, what) {
            // Its text would go on into the group that it shares its state with.
            self.count_skipped(word);
            self.lexer.skip_group();
            return true;
        }
        if !self.scratch.swallowers.is_empty() && self.watch(Some(word)) {
            return true;
        }
        match what {
            Opening::Skip if self.keeps_header(word) => {}
            Opening::Skip => {
                self.count_skipped(word);
                self.lexer.skip_group();
            }
            Opening::To(destination) => {
                if word == Word::Listlevel && self.state.destination != Destination::List {
                    return true; // a level that an override replaces: its start number counts
                }
                let seen = self.state.destination == Destination::Body;
                self.enter(destination);
                match word {
                    Word::Object if seen => self.lose(Loss::Object),
                    Word::Shp | Word::Do if seen => self.open_shape(),
                    _ => {}
                }
                match destination {
                    Destination::List => self.list = List::default(),
                    Destination::Override => self.list_override = Override::default(),
                    Destination::ColorTable => self.scratch.colors.clear(),
                    Destination::OldList => self.pn = Pn::None,
                    Destination::FormField => self.form = Form::default(),
                    _ => {}
                }
            }
            Opening::Capture(destination) => {
                if destination == Destination::Marker && self.state.destination != Destination::Body
                {
                    self.enter(Destination::Ignored);
                    return true;
                }
                self.enter(destination);
                self.state.capture = self.scratch.capture.len() as u32;
                if word == Word::Fonttbl {
                    self.font_table_begins();
                }
            }
            Opening::Special => self.open_special(word),
        }
        true
    }

    /// A drawing begins. Of drawings in drawings only the outermost counts.
    fn open_shape(&mut self) {
        self.shape = Some(Shape { at: self.place(), depth: self.scratch.groups.len() });
    }

    /// A group that shows nothing ends: maybe a drawing of which nothing was shown but its text.
    fn close_shape(&mut self) {
        if let Some(shape) = self.shape.take_if(|shape| shape.depth > self.scratch.groups.len()) {
            self.report.add(Loss::Shape, shape.at);
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.settle();
        self.state.destination = destination;
    }

    fn open_special(&mut self, word: Word) {
        self.settle();
        match word {
            Word::Annotation | Word::Atnauthor if !self.comments => {
                if word == Word::Annotation {
                    self.lose(Loss::Comment);
                }
                self.lexer.skip_group();
            }
            Word::Annotation | Word::Atnauthor => {
                self.flush();
                let comment = word == Word::Annotation;
                self.state.destination =
                    if comment { Destination::Comment } else { Destination::CommentAuthor };
                self.state.capture = self.scratch.capture.len() as u32;
            }
            Word::Mchr | Word::MbegChr => self.state.destination = Destination::Body,
            Word::Pict => self.open_pict(),
            // The old spelling of a picture counts only if the new one could not be read.
            Word::Nonshppict if self.failed_picture.take().is_none() => {
                self.lexer.skip_group();
            }
            Word::Sv if self.property == Property::Other => {
                self.lexer.skip_group();
            }
            Word::Sv => {
                self.state.destination = Destination::PropertyValue;
                self.state.capture = self.scratch.capture.len() as u32;
            }
            Word::Field => self.open_field(),
            Word::Fldinst => self.open_instruction(),
            Word::Fldrslt => self.open_result(),
            Word::Footnote if self.state.destination == Destination::Body => {
                if self.state.flow == NOTES {
                    return; // a note in a note is text of the note
                }
                self.flush();
                let index = self.scratch.notes.len() as u32;
                let format = self.format();
                self.push_run(RunKind::Note(index), format);
                let start = self.scratch.flows[NOTES as usize].paragraphs.len() as u32;
                let note = Note { paragraphs: (start, start), label: Span::EMPTY, mark: 0 };
                self.full |= !memory::push(&mut self.scratch.notes, note);
                self.enter_flow(NOTES);
            }
            Word::Shptxt | Word::Dptxbxtext => {
                if self.state.flow == BODY {
                    self.enter_flow(FRAMES);
                } else {
                    self.state.destination = Destination::Body;
                }
            }
            Word::Result if self.state.destination == Destination::Ignored => {
                // The visible side of an object stands where the object stands.
                self.state.destination = Destination::Body;
            }
            Word::Ud => {
                // Nothing of `\upr` stands behind this spelling but what lost a brace.
                self.leave_upr();
            }
            _ => {}
        }
    }

    fn open_pict(&mut self) {
        let fills =
            self.state.destination == Destination::PropertyValue && self.property == Property::Fill;
        if self.state.destination == Destination::Body || fills {
            self.open_picture();
            self.state.destination = Destination::Picture;
        } else {
            self.lexer.skip_group();
        }
    }

    pub(super) fn enter_flow(&mut self, flow: u8) {
        self.flush();
        self.state.flow = flow;
        self.state.destination = Destination::Body;
        self.state.para = ParaFormat::default();
        self.state.chars = CharFormat::default();
        self.state.fonts = [NONE; 3];
        self.state.slot = Slot::Low;
        self.state.outer_marks = 0;
    }

    fn count_skipped(&mut self, word: Word) {
        let loss = match word {
            Word::Header | Word::Headerl | Word::Headerr | Word::Headerf => Loss::HeaderFooter,
            Word::Footer | Word::Footerl | Word::Footerr | Word::Footerf => Loss::HeaderFooter,
            Word::Xe | Word::Tc | Word::Tcn | Word::Rxe | Word::Txe => Loss::Field,
            _ => return,
        };
        self.lose(loss);
    }

    /// Takes over what the group that ends collected for its destination.
    pub(super) fn finish_destination(&mut self, outer: Destination) {
        let start = self.state.capture as usize;
        match self.state.destination {
            Destination::FontTable => {
                self.finish_font();
                self.font_table_ends();
            }
            Destination::Style if outer == Destination::Stylesheet => self.finish_style(),
            Destination::Stylesheet => self.scratch.styles.settle(),
            Destination::ListLevel => self.list.count = self.list.count.saturating_add(1),
            Destination::List => self.full |= !self.scratch.lists.add(self.list),
            Destination::OverrideLevel => {
                self.list_override.count = self.list_override.count.saturating_add(1)
            }
            Destination::Override => {
                self.full |= !self.scratch.lists.add_override(self.list_override)
            }
            Destination::Title => self.doc.title = self.captured(start),
            Destination::Author => self.doc.author = self.captured(start),
            Destination::Generator => {
                self.flush();
                let name = self.scratch.capture.get(start..).unwrap_or("");
                self.generator = Generator::of(name);
            }
            Destination::Marker if outer == Destination::Body => {
                self.flush();
                self.markers = true;
                let marker = self.captured(start);
                self.scratch.flows[self.state.flow as usize].marker.get_or_insert(marker);
            }
            Destination::FieldInstruction => self.finish_instruction(start),
            Destination::CommentAuthor => self.author = self.captured(start),
            Destination::Comment => self.finish_comment(start),
            Destination::Picture => self.finish_picture(),
            Destination::PropertyName => {
                let name = self.scratch.capture.get(start..).unwrap_or("");
                self.property = Property::from_name(name.trim());
            }
            Destination::PropertyValue if self.property == Property::Rule => {
                let value = self.scratch.capture.get(start..).unwrap_or("");
                let rule = value.trim() == "1";
                let mut outer = self.scratch.groups.iter().rev().take(4);
                let in_picture = outer.any(|group| group.destination == Destination::Picture);
                self.horizontal_rule(rule, in_picture);
            }
            Destination::PropertyValue if self.property == Property::Description => {
                let text = self.captured(start);
                self.describe_picture(text);
            }
            Destination::FormChoice => {
                let choice = self.captured(start);
                if self.form.seen == self.form.choice() {
                    self.form.chosen = choice;
                }
                self.form.seen += 1;
            }
            Destination::Bookmark if outer == Destination::Body => {
                self.flush();
                let name = self.captured(start);
                let format = self.format();
                self.push_run(RunKind::Bookmark(name), format);
            }
            Destination::BookmarkEnd if outer == Destination::Body => {
                self.flush();
                let name = self.scratch.capture.get(start..).unwrap_or("").trim();
                let view = View { doc: self.doc, source: self.source };
                let flow = &mut self.scratch.flows[self.state.flow as usize];
                flow.end_bookmark(|other| view.text(other) == name.as_bytes());
            }
            Destination::Ignored => self.close_shape(),
            _ => {}
        }
        if self.state.destination.captures() && self.scratch.capture.is_char_boundary(start) {
            self.scratch.capture.truncate(start);
        }
    }

    /// A comment is complete: it becomes an HTML comment, in which no `--` may stand.
    fn finish_comment(&mut self, start: usize) {
        let author = std::mem::take(&mut self.author);
        let from = self.doc.own_len();
        self.doc.append("<!-- ");
        if !author.is_empty() {
            let name = View { doc: self.doc, source: self.source }.text(author).to_vec();
            self.doc.append(&String::from_utf8_lossy(&name));
            self.doc.append(": ");
        }
        let text = self.scratch.capture.get(start..).unwrap_or("").trim();
        for (index, part) in text.split("--").enumerate() {
            self.doc.append(if index > 0 { "- -" } else { "" });
            self.doc.append(part);
        }
        self.doc.append(" -->");
        let comment = Span::of_own(from, self.doc.own_len());
        let format = self.format();
        self.push_run(RunKind::Comment(comment), format);
    }

    /// The text collected from `start` on, trimmed, as a span.
    pub(super) fn captured(&mut self, start: usize) -> Span {
        self.flush();
        let text = self.scratch.capture.get(start..).unwrap_or("").trim();
        self.doc.own(text)
    }

    /// Ends an entry of the font table.
    pub(super) fn finish_font(&mut self) {
        let start = self.state.capture as usize;
        let name = self.scratch.capture.get(start..).unwrap_or("");
        let (number, font) = self.font;
        if number >= 0 && (!name.trim().is_empty() || font.page.is_some()) {
            self.full |= !self.scratch.fonts.add(number, name, font, &self.memory.interner);
            let index = self.scratch.fonts.index(number);
            self.symbol_fonts |= self.scratch.fonts.get(index).symbol.is_some();
        }
        self.font = (-1, Font::default());
        if self.scratch.capture.is_char_boundary(start) {
            self.scratch.capture.truncate(start);
        }
    }

    fn finish_style(&mut self) {
        let start = self.state.capture as usize;
        let name = self.scratch.capture.get(start..).unwrap_or("");
        let name = name.split(';').next().unwrap_or("").trim();
        let doc = &mut *self.doc;
        self.style.role = styles::role(name, self.style.kind, &self.memory.interner, |info| {
            super::field::unescape_info(info, doc)
        });
        if self.style.role == Role::None && self.state.para.outline < 9 {
            self.style.role = Role::Heading((self.state.para.outline + 1).min(6));
        }
        self.style.para = self.state.para;
        self.style.chars = self.state.chars;
        self.style.chars.font = self.state.font();
        self.full |= !self.scratch.styles.add(self.style);
    }
}
