//! Pictures and shapes: what their groups hold goes to `pictures` and `shapes`, and what they show to the flow
//! that they stand in.
//!
//! Source  RTF 1.9.1, "Pictures" and "Word 97 through Word 2007 RTF for Drawing Objects".

use super::Reader;
use super::picture::Place;
use super::shapes::Property;
use crate::document::LinkId;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, Run, RunKind, boxes_of};
use crate::rtf::assembly::format::ParaFormat;
use crate::rtf::words::Destination;

impl Reader<'_, '_> {
    /// A picture begins.
    pub(super) fn begin_picture(&mut self) {
        self.sink.flush();
        self.pictures.begin(self.walk.place());
        self.groups.enter(Destination::Picture);
    }

    /// The data of a picture is complete.
    pub(super) fn end_picture(&mut self) {
        let (chars, flow) = (self.characters(), self.groups.flow());
        let place = Place { chars, flow, linked: self.fields.image() };
        self.sink.flush();
        let start = self.sink.flow(flow).runs().len();
        if self.pictures.end(place, &mut self.sink, &mut self.losses) {
            self.shapes.show();
            self.shapes.picture(flow, start);
            self.link_picture();
        }
    }

    /// The link of the drawing in hand.
    pub(super) fn drawing_link(&mut self) -> Option<LinkId> {
        let source = self.walk.source();
        self.shapes.link(self.sink.document(), source)
    }

    /// Once a drawing's picture is shown and its link is known, the one is put around the other.
    fn link_picture(&mut self) {
        let Some((flow, start)) = self.shapes.linked_picture() else { return };
        if let Some(link) = self.drawing_link() {
            let format = self.format();
            self.sink.tables().insert_run(flow, start, Run { kind: RunKind::Link(link), format });
            self.sink.run(RunKind::End, format, flow);
        }
    }

    /// The value of a property of a shape or picture.
    pub(super) fn end_property(&mut self) {
        match self.shapes.property() {
            Property::Rule => {
                let rule = self.capture.since(self.groups.capture()).trim() == "1";
                if self.groups.is_near_a_picture() {
                    self.pictures.is_a_rule(rule);
                } else if rule {
                    self.shapes.show();
                    self.run_of(RunKind::Rule);
                }
            }
            Property::Description => {
                let text = self.captured();
                self.pictures.describe(text);
            }
            Property::Words => self.word_art(),
            Property::Tip => {
                let text = self.captured();
                self.shapes.tip(text);
            }
            Property::Hidden => {
                let hidden = self.capture.since(self.groups.capture()).trim() == "1";
                self.shapes.hide(hidden);
            }
            Property::Link => self.link_picture(),
            Property::Fill | Property::Other => {}
        }
    }

    /// The words of a drawing whose letters are drawn: they stand where a text box would.
    fn word_art(&mut self) {
        let text = self.captured();
        let flow = self.groups.flow();
        if text.is_empty() || !self.shows() {
            return;
        }
        if self.shapes.is_hidden() {
            return self.lose(Loss::HiddenText);
        }
        self.shapes.show();
        self.sink.flush();
        let (format, boxes) = (self.format(), boxes_of(flow).unwrap_or(flow));
        self.sink.tables().enter(boxes);
        if boxes == flow && self.sink.flow(flow).has_begun() {
            self.finish_paragraph(End::Par);
        }
        let (mark, next) = (format, self.walk.position());
        let linked = self.drawing_link();
        linked.into_iter().for_each(|link| self.sink.run(RunKind::Link(link), format, boxes));
        self.sink.run(RunKind::Text(text), format, boxes);
        linked.into_iter().for_each(|_| self.sink.run(RunKind::End, format, boxes));
        self.sink.end_paragraph(ParaFormat::default(), End::Par, mark, next, boxes);
    }
}
