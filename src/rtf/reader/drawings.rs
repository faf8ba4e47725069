//! Pictures and shapes: what their groups hold goes to `pictures` and `shapes`, and what they show to the flow
//! that they stand in.
//!
//! Source  RTF 1.9.1, "Pictures" and "Word 97 through Word 2007 RTF for Drawing Objects".

use super::Reader;
use super::picture::Place;
use super::shapes::Property;
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
        }
        self.end_drawing(self.groups.depth());
    }

    /// A drawing may have ended where so many groups are open: what it shows becomes what its properties say.
    pub(super) fn end_drawing(&mut self, depth: usize) {
        let Some(hand) = self.shapes.take_hand(depth) else { return };
        let picture = hand.picture.filter(|&(flow, run)| run >= self.sink.flow(flow).start());
        if hand.hidden {
            return self.hide_drawing(picture, hand.words);
        }
        let (format, source) = (self.format(), self.walk.source());
        let run = |kind| Run { kind, format };
        if let Some((flow, start)) = picture
            && !hand.description.is_empty()
            && let [Run { kind: RunKind::Image(_), .. }, Run { kind: RunKind::End, .. }] =
                self.sink.flow(flow).runs()[start..]
        {
            self.sink.tables().insert_run(flow, start + 1, run(RunKind::Text(hand.description)));
        }
        if picture.is_none() && hand.words.is_none() {
            return;
        }
        let Some(link) = hand.link(self.sink.document(), source) else { return };
        let link = run(RunKind::Link(link));
        if let Some((flow, start)) = picture {
            self.sink.tables().insert_run(flow, start, link);
            self.sink.run(RunKind::End, format, flow);
        }
        if let Some((flow, paragraph)) = hand.words {
            let words = self.sink.flow(flow);
            let first = words.paragraphs().get(paragraph).map_or(0, |first| first.runs.0 as usize);
            if words.runs()[first..].iter().any(Run::is_link) {
                // Links do not nest: that of the words is the one that is kept.
                self.lose(Loss::Other);
            }
            self.sink.tables().put_around(flow, paragraph, [link, run(RunKind::End)]);
        }
    }

    /// What a drawing has shown is not to be seen.
    fn hide_drawing(&mut self, picture: Option<(u8, usize)>, words: Option<(u8, usize)>) {
        if let Some((flow, run)) = picture {
            self.sink.tables().cut_runs(flow, run);
        }
        if let Some((flow, paragraph)) = words {
            let first = self.sink.flow(flow).paragraphs().get(paragraph);
            if let Some(run) = first.map(|first| first.runs.0 as usize) {
                self.sink.tables().cut(flow, paragraph, run);
            }
        }
        if picture.is_some() || words.is_some() {
            self.lose(Loss::HiddenText);
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
                if self.groups.is_near_a_picture() {
                    self.pictures.describe(text);
                } else {
                    self.shapes.describe(text);
                }
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
            Property::Link | Property::Fill | Property::Other => {}
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
        self.shapes.are_words(boxes, self.sink.flow(boxes).paragraphs().len());
        self.sink.run(RunKind::Text(text), format, boxes);
        self.sink.end_paragraph(ParaFormat::default(), End::Par, mark, next, boxes);
    }
}
