//! Destinations begin.
//!
//! Shape   a destination lasts to the end of its group, where `collected` takes over what it collected, or
//!         `flows` ends the flow that it went to.
//! Errors  what is skipped and would have been seen is counted.
//! Source  RTF 1.9.1, the sections of the destinations.

use super::Reader;
use super::shapes::Property;
use crate::document::Meta;
use crate::report::Loss;
use crate::rtf::assembly::flow::{BODY, FOOTERS, HEADERS};
use crate::rtf::lexer::Token;
use crate::rtf::tables::date;
use crate::rtf::words::{Destination, Opening, Remark, Word};

impl Reader<'_, '_> {
    /// A destination begins.
    pub(super) fn open_destination(&mut self, what: Opening) {
        if what == Opening::Setting {
            // Among the text of a formula it is a setting of that text, and no group of its own.
            if self.walk.token() <= self.groups.brace() + 1 {
                self.walk.skip_group();
            }
            return;
        }
        if self.is_misplaced(Some(what)) {
            return;
        }
        if self.groups.is_too_deep() && !what.is_text() {
            // Its text would go on into the group that it shares its state with.
            return self.skip(what);
        }
        if self.watches(Some(what)) {
            return;
        }
        let seen = self.groups.is_in_body();
        match what {
            Opening::Time(fact) => {
                self.time(fact);
                self.walk.skip_group();
            }
            Opening::Header | Opening::Footer | Opening::Data | Opening::Fact | Opening::Entry => {
                self.open_or_skip(what)
            }
            // A level that an override replaces: its start number counts.
            Opening::To(Destination::ListLevel)
                if self.groups.destination() == Destination::OverrideLevel => {}
            Opening::To(destination) => self.open_table(destination),
            Opening::Capture(Destination::Marker) if !seen => self.enter(Destination::Ignored),
            // Where nobody wants to know it.
            Opening::Capture(Destination::Fact(_)) if !self.facts => self.skip(Opening::Fact),
            Opening::Capture(destination) => {
                self.settle();
                self.enter_aside(destination);
                if destination == Destination::FontTable {
                    self.begin_entries();
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
                let depth = self.groups.depth();
                // Of drawings in a group the one before has ended.
                self.end_drawing(0);
                self.shapes.begin_properties(depth);
                if seen {
                    self.shapes.begin(self.walk.place(), depth);
                }
            }
            Opening::Setting => {}
            Opening::Comment => self.open_comment(),
            Opening::Remark(remark) => self.open_remark(remark),
            Opening::Picture => self.open_picture(),
            Opening::OldPicture | Opening::PropertyValue => self.open_second(what),
            Opening::Field => self.open_field(),
            Opening::Instruction => self.open_instruction(),
            Opening::Result => self.open_result(),
            Opening::Note | Opening::TextBox => self.open_flow(what),
            Opening::ObjectResult => {
                self.settle();
                // The visible side of an object stands where the object stands.
                if self.groups.destination() == Destination::Ignored {
                    self.groups.enter(Destination::Body);
                }
            }
            Opening::UprText => {
                self.settle();
                // Nothing of `\upr` stands behind this spelling but what lost a brace.
                self.groups.leave_upr();
            }
        }
    }

    /// Leaves out a group, and counts what would have been seen.
    fn skip(&mut self, what: Opening) {
        match what {
            Opening::Header | Opening::Footer => self.lose(Loss::HeaderFooter),
            Opening::Entry => self.lose(Loss::Field),
            Opening::Fact if !self.walk.rest().trim_ascii_start().starts_with(b"}") => {
                self.lose(Loss::Metadata)
            }
            _ => {}
        }
        self.walk.skip_group();
    }

    /// A group of data, or a header or footer, which may be kept: its text then has a flow of its own.
    fn open_or_skip(&mut self, what: Opening) {
        let flow = match what {
            Opening::Header => HEADERS,
            Opening::Footer => FOOTERS,
            _ => return self.skip(what),
        };
        let body = self.groups.is_in_body() && self.groups.flow() == BODY;
        if !self.headers.are_kept() || !body || self.groups.is_too_deep() {
            return self.skip(what);
        }
        self.settle();
        self.enter_flow(flow);
        self.headers.begin(flow, &self.sink);
    }

    /// A table, or an entry of one.
    fn open_table(&mut self, destination: Destination) {
        self.enter(destination);
        match destination {
            Destination::List | Destination::Override | Destination::OldList => {
                self.lists.begin(destination)
            }
            Destination::ColorTable => self.colors.begin(),
            Destination::Stylesheet => self.begin_entries(),
            Destination::FormField => self.form.begin(),
            _ => {}
        }
    }

    fn open_remark(&mut self, remark: Remark) {
        self.settle();
        if !self.comments.are_kept() || !self.groups.is_in_body() {
            return self.walk.skip_group();
        }
        self.sink.flush();
        self.enter_aside(Destination::Remark(remark));
    }

    fn open_picture(&mut self) {
        self.settle();
        if self.groups.is_in_body() && !self.is_seen() {
            return self.walk.skip_group();
        }
        let fills = self.groups.destination() == Destination::PropertyValue
            && self.shapes.property() == Property::Fill;
        if self.groups.is_in_body() || fills {
            if !fills {
                self.shapes.begin_properties(self.groups.depth());
            }
            self.begin_picture();
        } else {
            self.walk.skip_group();
        }
    }

    /// A picture in its old spelling, or the value of a property: only some of them count.
    fn open_second(&mut self, what: Opening) {
        self.settle();
        if what == Opening::OldPicture {
            if !self.pictures.want_the_old_one() {
                self.walk.skip_group();
            }
        } else if self.shapes.property() == Property::Other {
            self.walk.skip_group();
        } else {
            self.enter_aside(Destination::PropertyValue);
        }
    }

    fn open_field(&mut self) {
        self.settle();
        if !self.groups.is_in_body() {
            // A field in an instruction is part of the instruction.
            return self.groups.enter_inner_field();
        }
        // What is nested too deeply is read as its result, and a group is one field.
        let depth = self.groups.depth() as u32;
        if self.groups.is_too_deep() || !self.fields.begin_in(depth) {
            return;
        }
        self.sink.flush();
        let (format, flow, at) = (self.format(), self.groups.flow(), self.walk.place());
        let seen = self.shows();
        self.losses.check(self.fields.begin(depth, format, flow, at, seen));
    }

    fn open_instruction(&mut self) {
        self.settle();
        if self.groups.is_in_body() {
            self.enter_aside(Destination::FieldInstruction);
        } else {
            // A field in an instruction stands for its result.
            self.groups.enter(Destination::Ignored);
        }
    }

    fn open_result(&mut self) {
        self.settle();
        if self.groups.destination() == Destination::FieldInstruction
            && !self.groups.is_in_inner_field()
        {
            // The instruction lost its brace: it ends here.
            self.end_instruction();
            self.capture.cut(self.groups.capture());
            self.repair.stop_watching();
            self.groups.leave_instruction();
        }
        if !self.groups.is_in_body() || self.groups.is_too_deep() {
            return;
        }
        self.sink.flush();
        let (depth, flow) = (self.groups.depth() as u32, self.groups.flow());
        let seen = self.fields.begin_result(depth, flow, &mut self.sink, &mut self.losses);
        if seen == Some(false) {
            self.groups.enter(Destination::Ignored);
        }
    }

    /// When something was done to the document.
    fn time(&mut self, fact: Meta) {
        let mut parts = [0; 5];
        let mut lexer = self.walk.ahead();
        while let Token::Control(word, Some(value)) = lexer.next() {
            let place = match word {
                Word::Yr => 0,
                Word::Mo => 1,
                Word::Dy => 2,
                Word::Hr => 3,
                Word::Min => 4,
                _ => continue,
            };
            parts[place] = value.clamp(0, 9999) as u32;
        }
        if let Some(text) = date::text(parts) {
            let span = self.sink.own(std::str::from_utf8(&text).unwrap_or(""));
            self.sink.document().set_meta(fact, span);
        }
    }
}
