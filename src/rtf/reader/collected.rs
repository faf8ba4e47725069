//! A destination that ends hands over what it collected to who owns it.
//!
//! Source  RTF 1.9.1, the sections of the destinations.

use super::Reader;
use super::generator::Generator;
use crate::document::{Meta, Span};
use crate::report::Loss;
use crate::rtf::assembly::flow::RunKind;
use crate::rtf::tables::styles::Role;
use crate::rtf::words::{Destination, Remark};

impl Reader<'_, '_> {
    /// Takes over what the group that ends collected for its destination.
    pub(super) fn end_destination(&mut self, outer: Destination) {
        let destination = self.groups.destination();
        let start = self.groups.capture();
        match destination {
            Destination::FontTable => {
                self.end_font();
                self.entries.end(&self.memory.interner);
            }
            Destination::Style if outer == Destination::Stylesheet => self.end_style(),
            Destination::Stylesheet => {
                self.entries.end(&self.memory.interner);
                self.sink.tables().settle_styles();
            }
            Destination::LevelText if outer == Destination::ListLevel => {
                self.lists.level_text(self.capture.since(start));
            }
            Destination::OldListText if outer == Destination::OldList => {
                self.lists.old_text(self.capture.since(start));
            }
            Destination::List | Destination::ListLevel => {
                if destination == Destination::ListLevel {
                    let font = self.groups.characters().font();
                    self.lists.level_font(self.sink.assembly().fonts().get(font).symbol);
                }
                self.lists.end(destination, self.sink.tables())
            }
            Destination::Override | Destination::OverrideLevel => {
                self.lists.end(destination, self.sink.tables())
            }
            Destination::Title => {
                let title = self.captured();
                self.sink.document().set_meta(Meta::Title, title);
            }
            Destination::Author => {
                let author = self.captured();
                self.sink.document().set_meta(Meta::Author, author);
            }
            Destination::Subject => {
                let subject = self.captured();
                self.sink.document().set_meta(Meta::Subject, subject);
            }
            Destination::Keywords => {
                let keywords = self.captured();
                self.sink.document().set_meta(Meta::Keywords, keywords);
            }
            Destination::Fact(fact) => {
                let value = self.captured();
                self.sink.document().set_meta(fact, value);
            }
            Destination::InfoName => {
                let name = self.captured();
                self.sink.document().begin_property(name);
            }
            Destination::InfoValue => {
                let value = self.captured();
                self.sink.document().end_property(value);
            }
            Destination::Generator => {
                self.sink.flush();
                self.generator = Generator::of(self.capture.since(start));
            }
            Destination::Marker if outer == Destination::Body => {
                let marker = self.captured();
                self.sink.tables().note_markers();
                self.sink.tables().set_marker(self.groups.flow(), marker);
            }
            Destination::FieldInstruction => self.end_instruction(),
            Destination::Revisers if outer != Destination::Revisers => {
                let names = self.captured();
                let mut from = 0;
                while let Some(length) = {
                    let text = self.sink.view().text(names);
                    memchr::memchr(b';', text.get(from..).unwrap_or(&[]))
                } {
                    let name = names.slice(from, from + length);
                    // Word's first entry is nobody's.
                    let is_nobody = from == 0 && self.sink.view().text(name) == b"Unknown";
                    self.sink.tables().add_author(if is_nobody { Span::EMPTY } else { name });
                    from += length + 1;
                }
            }
            Destination::Remark(remark) => {
                let (value, source) = (self.captured(), self.walk.source());
                let found = self.comments.remark(remark, value, source, self.sink.document());
                match (remark, found) {
                    (Remark::Start, Some(id)) => self.run_of(RunKind::CommentStart(id)),
                    (Remark::End, Some(id)) => self.run_of(RunKind::CommentEnd(id)),
                    _ => {}
                }
            }
            Destination::Picture => self.end_picture(),
            Destination::LinkAddress | Destination::LinkPlace => {
                let (text, place) = (self.captured(), destination == Destination::LinkPlace);
                self.shapes.lead_to(text, place);
            }
            Destination::PropertyName => self.shapes.name(self.capture.since(start)),
            Destination::PropertyValue => self.end_property(),
            Destination::FormChoice => {
                let choice = self.captured();
                self.form.choice(choice);
            }
            Destination::Bookmark if outer == Destination::Body => {
                let name = self.captured();
                self.run_of(RunKind::Bookmark(name));
            }
            Destination::BookmarkEnd if outer == Destination::Body => {
                let (name, flow) = (self.capture.since(start), self.groups.flow());
                self.sink.end_bookmark(name.trim(), flow);
            }
            Destination::Ignored => {
                self.end_drawing(self.groups.depth());
                if let Some(at) = self.shapes.end(self.groups.depth()) {
                    self.losses.add(Loss::Shape, at);
                }
            }
            _ => {}
        }
        if destination.captures() {
            self.capture.cut(start);
        }
    }

    /// Ends an entry of the font table.
    pub(super) fn end_font(&mut self) {
        let start = self.groups.capture();
        self.fonts.end_entry(self.capture.since(start), self.sink.tables());
        self.capture.cut(start);
    }

    fn end_style(&mut self) {
        let name = self.capture.since(self.groups.capture());
        let mut chars = self.groups.characters().format();
        chars.font = self.groups.characters().font();
        let style = self.style.end(name, *self.groups.para(), chars, self.sink.document());
        self.sink.tables().add_style(style);
    }

    /// The instruction of a field is complete.
    pub(super) fn end_instruction(&mut self) {
        self.sink.flush();
        let (text, flow) = (self.capture.since(self.groups.capture()), self.groups.flow());
        let style = self.groups.para().style;
        // The number of a caption is counted again.
        let word = text.trim_start().get(..4).unwrap_or("");
        if word.eq_ignore_ascii_case("SEQ ")
            && self.sink.assembly().styles().role(style) == Role::Caption
        {
            return;
        }
        self.fields.instruct(text, &self.form, flow, &mut self.sink, &mut self.losses);
    }
}
