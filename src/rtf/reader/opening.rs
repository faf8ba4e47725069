//! What a destination begins with: where its text goes, and what is left out.
//!
//! Shape   `destination` says what a control word opens; here that is done. A destination lasts to
//!         the end of its group, which `ending` takes over.
//! Errors  what is skipped and would have been seen is counted.
//! Source  RTF 1.9.1, "RTF Syntax" and the sections of the destinations.

use super::destination::{Destination, Opening, opening};
use super::field::Form;
use super::picture::Property;
use super::state::Slot;
use super::{List, Override, Reader, repair};
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, FRAMES, NOTES, RunKind};
use crate::rtf::assembly::format::{CharFormat, NONE, ParaFormat, Pn};
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

impl Reader<'_, '_> {
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
                let index = self.scratch.assembly.begin_note();
                let format = self.format();
                self.push_run(RunKind::Note(index), format);
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

    /// A drawing begins. Of drawings in drawings only the outermost counts.
    fn open_shape(&mut self) {
        self.shape = Some(Shape { at: self.place(), depth: self.scratch.groups.len() });
    }

    /// A group that shows nothing ends: maybe a drawing of which nothing was shown but its text.
    pub(super) fn close_shape(&mut self) {
        if let Some(shape) = self.shape.take_if(|shape| shape.depth > self.scratch.groups.len()) {
            self.report.add(Loss::Shape, shape.at);
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
}
