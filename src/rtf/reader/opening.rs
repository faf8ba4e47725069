//! What a destination begins with: where its text goes, and what is left out.
//!
//! Shape   `words` says what a control word opens; here that is done. A destination lasts to
//!         the end of its group, which `ending` takes over.
//! Errors  what is skipped and would have been seen is counted.
//! Source  RTF 1.9.1, "RTF Syntax" and the sections of the destinations.

use super::field::Form;
use super::picture::Property;
use super::{List, Override, Reader};
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, FOOTERS, FRAMES, HEADERS, NOTES, RunKind};
use crate::rtf::assembly::format::{CharFormat, NONE, ParaFormat, Pn};
use crate::rtf::lexer::Token;
use crate::rtf::words::{Destination, Opening, Slot};

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
            Token::Control(word, parameter) if word.is_read_when_starred() => {
                self.control(word, parameter)
            }
            Token::Unknown | Token::Control(..) => {
                if self.is_misplaced(None) {
                    return;
                }
                if self.scratch.swallowers.is_empty() || !self.watch(None) {
                    self.lexer.skip_group();
                }
            }
            _ => self.lexer.seek(at),
        }
    }

    /// Opens a destination.
    pub(super) fn open_destination(&mut self, what: Opening) {
        if self.is_misplaced(Some(what)) {
            return;
        }
        if self.too_deep > 0 && !what.is_text() {
            // Its text would go on into the group that it shares its state with.
            self.count_skipped(what);
            self.lexer.skip_group();
            return;
        }
        if !self.scratch.swallowers.is_empty() && self.watch(Some(what)) {
            return;
        }
        let seen = self.state.destination == Destination::Body;
        match what {
            Opening::Header if self.keeps_header(HEADERS) => {}
            Opening::Footer if self.keeps_header(FOOTERS) => {}
            Opening::Data | Opening::Header | Opening::Footer | Opening::Entry => {
                self.count_skipped(what);
                self.lexer.skip_group();
            }
            Opening::To(destination) => {
                if destination == Destination::ListLevel
                    && self.state.destination != Destination::List
                {
                    return; // a level that an override replaces: its start number counts
                }
                self.enter(destination);
                match destination {
                    Destination::List => self.list = List::default(),
                    Destination::Override => self.list_override = Override::default(),
                    Destination::ColorTable => self.scratch.colors.clear(),
                    Destination::OldList => self.pn = Pn::None,
                    Destination::FormField => self.form = Form::default(),
                    _ => {}
                }
            }
            Opening::Object => {
                self.enter(Destination::Ignored);
                if seen {
                    self.lose(Loss::Object);
                }
            }
            Opening::Drawing => {
                self.enter(Destination::Ignored);
                if seen {
                    self.open_shape();
                }
            }
            Opening::Capture(Destination::Marker) if !seen => self.enter(Destination::Ignored),
            Opening::Capture(destination) => {
                self.enter(destination);
                self.state.capture = self.scratch.capture.len() as u32;
                if destination == Destination::FontTable {
                    self.font_table_begins();
                }
            }
            _ => self.open_special(what),
        }
    }

    fn enter(&mut self, destination: Destination) {
        self.settle();
        self.state.destination = destination;
    }

    fn open_special(&mut self, what: Opening) {
        self.settle();
        match what {
            Opening::Comment | Opening::CommentAuthor if !self.comments => {
                if what == Opening::Comment {
                    self.lose(Loss::Comment);
                }
                self.lexer.skip_group();
            }
            Opening::Comment | Opening::CommentAuthor => {
                self.flush();
                let comment = what == Opening::Comment;
                self.state.destination =
                    if comment { Destination::Comment } else { Destination::CommentAuthor };
                self.state.capture = self.scratch.capture.len() as u32;
            }
            Opening::Text => self.state.destination = Destination::Body,
            Opening::Picture => self.open_pict(),
            // The old spelling of a picture counts only if the new one could not be read.
            Opening::OldPicture if self.failed_picture.take().is_none() => {
                self.lexer.skip_group();
            }
            Opening::PropertyValue if self.property == Property::Other => {
                self.lexer.skip_group();
            }
            Opening::PropertyValue => {
                self.state.destination = Destination::PropertyValue;
                self.state.capture = self.scratch.capture.len() as u32;
            }
            Opening::Field => self.open_field(),
            Opening::Instruction => self.open_instruction(),
            Opening::Result => self.open_result(),
            Opening::Note if self.state.destination == Destination::Body => {
                if self.state.flow == NOTES {
                    return; // a note in a note is text of the note
                }
                self.flush();
                let index = self.scratch.assembly.begin_note();
                let format = self.format();
                self.push_run(RunKind::Note(index), format);
                self.enter_flow(NOTES);
            }
            Opening::TextBox => {
                if self.state.flow == BODY {
                    self.enter_flow(FRAMES);
                } else {
                    self.state.destination = Destination::Body;
                }
            }
            Opening::ObjectResult if self.state.destination == Destination::Ignored => {
                // The visible side of an object stands where the object stands.
                self.state.destination = Destination::Body;
            }
            Opening::UprText => {
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

    fn count_skipped(&mut self, what: Opening) {
        let loss = match what {
            Opening::Header | Opening::Footer => Loss::HeaderFooter,
            Opening::Entry => Loss::Field,
            _ => return,
        };
        self.lose(loss);
    }
}
