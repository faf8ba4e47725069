//! Pictures and shapes: what their groups hold goes to `pictures` and `shapes`, and what they show to the flow
//! that they stand in.
//!
//! Shape   [`Drawings`] holds both, and stands on nothing: it is given the text or what is in force.
//! Source  RTF 1.9.1, "Pictures" and "Word 97 through Word 2007 RTF for Drawing Objects".

use super::groups::Groups;
use super::here::Here;
use super::losses::Losses;
use super::paragraphs::Paragraphs;
use super::picture::{Pictures, Place};
use super::shapes::{Property, Shapes};
use super::sink::Sink;
use super::text::Text;
use crate::document::Span;
use crate::picture::Kind;
use crate::report::Loss;
use crate::rtf::assembly::flow::{End, Run, RunKind, boxes_of};
use crate::rtf::assembly::format::ParaFormat;
use crate::rtf::words::{Destination, PaperWord, SizeWord};

/// The pictures and the shapes of a document.
#[derive(Debug)]
pub(super) struct Drawings<'b> {
    shapes: Shapes,
    pictures: Pictures<'b>,
}

/// Pictures.
impl<'b> Drawings<'b> {
    pub(super) fn new(pictures: Pictures<'b>) -> Self {
        Drawings { shapes: Shapes::default(), pictures }
    }

    /// What the data of the picture in hand is.
    pub(super) fn is_a(&mut self, kind: Kind) {
        self.pictures.is_a(kind);
    }

    /// How large it is shown.
    pub(super) fn is_sized(&mut self, what: SizeWord, value: i32, groups: &Groups) {
        if groups.destination() == Destination::Picture {
            self.pictures.is_sized(what, value);
        }
    }

    /// How wide the paper is, and its margins.
    pub(super) fn paper(&mut self, what: PaperWord, value: i32) {
        self.pictures.paper(what, value);
    }

    /// Bytes of the picture in hand.
    pub(super) fn bytes(&mut self, bytes: &[u8], losses: &mut Losses<'_>) {
        losses.check(self.pictures.bytes(bytes));
    }

    /// Hex digits of the picture in hand.
    pub(super) fn digits(&mut self, digits: &[u8], losses: &mut Losses<'_>) {
        losses.check(self.pictures.digits(digits));
    }

    /// One begins: it counts if it is seen, or fills a shape.
    pub(super) fn open_picture(&mut self, text: &mut Text<'_, '_>) {
        text.settle();
        let here = text.here_mut();
        let in_body = here.groups().is_in_body();
        let fills = here.groups().destination() == Destination::PropertyValue
            && self.shapes.property() == Property::Fill;
        if in_body && !here.is_seen() || !in_body && !fills {
            return here.walk_mut().skip_group();
        }
        if !fills {
            self.shapes.begin_properties(here.groups().depth());
        }
        self.begin_picture(here);
    }

    /// A picture in its old spelling, or the value of a property: only some of them count.
    pub(super) fn open_second(&mut self, old_picture: bool, text: &mut Text<'_, '_>) {
        text.settle();
        let here = text.here_mut();
        if old_picture {
            if !self.pictures.want_the_old_one() {
                here.walk_mut().skip_group();
            }
        } else if self.shapes.property() == Property::Other {
            here.walk_mut().skip_group();
        } else {
            here.enter_aside(Destination::PropertyValue);
        }
    }

    /// A picture begins.
    pub(super) fn begin_picture(&mut self, here: &mut Here<'_, '_>) {
        here.sink_mut().flush();
        self.pictures.begin(here.walk_mut().place());
        here.groups_mut().enter(Destination::Picture);
    }

    /// The data of a picture is complete.
    pub(super) fn end_picture(&mut self, here: &mut Here<'_, '_>) {
        let (chars, flow) = (here.characters(), here.groups().flow());
        let place = Place { chars, flow, linked: here.fields().image() };
        here.sink_mut().flush();
        let start = here.sink().flow(flow).runs().len();
        let (sink, losses) = here.sink_and_losses();
        if self.pictures.end(place, sink, losses) {
            self.shapes.show();
            self.shapes.picture(flow, start);
        }
        self.end_in(here.groups().depth(), here);
    }

    /// All has been read: a picture that could not be shown is lost, and it is known how wide text is.
    pub(super) fn end_all(&mut self, sink: &mut Sink<'_, '_>, losses: &mut Losses<'_>) {
        self.pictures.give_up(losses);
        sink.tables().set_text_width(self.pictures.text_width());
    }
}

/// Drawings begin and end.
impl Drawings<'_> {
    /// A drawing begins.
    pub(super) fn begin(&mut self, text: &mut Text<'_, '_>) {
        let seen = text.here().groups().is_in_body();
        text.enter(Destination::Ignored);
        let here = text.here_mut();
        let depth = here.groups().depth();
        // Of drawings in a group the one before has ended.
        self.end_in(0, here);
        self.shapes.begin_properties(depth);
        if seen {
            self.shapes.begin(here.walk_mut().place(), depth);
        }
    }

    /// A group ends that shows nothing itself: so may a drawing, of which nothing was shown.
    pub(super) fn end(&mut self, here: &mut Here<'_, '_>) {
        let depth = here.groups().depth();
        self.end_in(depth, here);
        if let Some(at) = self.shapes.end(depth) {
            here.losses_mut().add(Loss::Shape, at);
        }
    }

    /// A drawing may have ended where so many groups are open: what it shows becomes what its properties say.
    fn end_in(&mut self, depth: usize, here: &mut Here<'_, '_>) {
        let Some(hand) = self.shapes.take_hand(depth) else { return };
        let picture = hand.picture.filter(|&(flow, run)| run >= here.sink().flow(flow).start());
        if hand.hidden {
            return hide(picture, hand.words, here);
        }
        let (format, source) = (here.format(), here.walk().source());
        let run = |kind| Run { kind, format };
        let sink = here.sink_mut();
        if let Some((flow, start)) = picture
            && !hand.description.is_empty()
            && let [Run { kind: RunKind::Image(_), .. }, Run { kind: RunKind::End, .. }] =
                sink.flow(flow).runs()[start..]
        {
            sink.tables().insert_run(flow, start + 1, run(RunKind::Text(hand.description)));
        }
        if picture.is_none() && hand.words.is_none() {
            return;
        }
        let Some(link) = hand.link(sink.document(), source) else { return };
        let link = run(RunKind::Link(link));
        if let Some((flow, start)) = picture {
            sink.tables().insert_run(flow, start, link);
            sink.run(RunKind::End, format, flow);
        }
        if let Some((flow, paragraph)) = hand.words {
            let words = sink.flow(flow);
            let first = words.paragraphs().get(paragraph).map_or(0, |first| first.runs.0 as usize);
            let has_links = words.runs()[first..].iter().any(Run::is_link);
            sink.tables().put_around(flow, paragraph, [link, run(RunKind::End)]);
            if has_links {
                // Links do not nest: that of the words is the one that is kept.
                here.lose(Loss::Other);
            }
        }
    }
}

/// What a drawing has shown is not to be seen.
fn hide(picture: Option<(u8, usize)>, words: Option<(u8, usize)>, here: &mut Here<'_, '_>) {
    let sink = here.sink_mut();
    if let Some((flow, run)) = picture {
        sink.tables().cut_runs(flow, run);
    }
    if let Some((flow, paragraph)) = words {
        let first = sink.flow(flow).paragraphs().get(paragraph);
        if let Some(run) = first.map(|first| first.runs.0 as usize) {
            sink.tables().cut(flow, paragraph, run);
        }
    }
    if picture.is_some() || words.is_some() {
        here.lose(Loss::HiddenText);
    }
}

/// Properties.
impl Drawings<'_> {
    /// The name of a property is complete.
    pub(super) fn end_name(&mut self, name: &str) {
        self.shapes.name(name);
    }

    /// The address that the drawing leads to is complete, or the `place` in it.
    pub(super) fn end_address(&mut self, address: Span, place: bool) {
        self.shapes.lead_to(address, place);
    }

    /// The value of a property of a shape or picture.
    pub(super) fn end_property(&mut self, paragraphs: &mut Paragraphs<'_, '_>) {
        let here = paragraphs.here_mut();
        let is_true = here.collected().trim() == "1";
        match self.shapes.property() {
            Property::Rule => {
                if here.groups().is_near_a_picture() {
                    self.pictures.is_a_rule(is_true);
                } else if is_true {
                    self.shapes.show();
                    here.run_of(RunKind::Rule);
                }
            }
            Property::Description => {
                let text = here.captured();
                if here.groups().is_near_a_picture() {
                    self.pictures.describe(text);
                } else {
                    self.shapes.describe(text);
                }
            }
            Property::Words => self.word_art(paragraphs),
            Property::Tip => self.shapes.tip(here.captured()),
            Property::Hidden => self.shapes.hide(is_true),
            Property::Link | Property::Fill | Property::Other => {}
        }
    }

    /// The words of a drawing whose letters are drawn: they stand where a text box would.
    fn word_art(&mut self, paragraphs: &mut Paragraphs<'_, '_>) {
        let here = paragraphs.here_mut();
        let text = here.captured();
        let flow = here.groups().flow();
        if text.is_empty() || !here.shows() {
            return;
        }
        if self.shapes.is_hidden() {
            return here.lose(Loss::HiddenText);
        }
        self.shapes.show();
        here.sink_mut().flush();
        let (format, boxes) = (here.format(), boxes_of(flow).unwrap_or(flow));
        here.sink_mut().tables().enter(boxes);
        if boxes == flow {
            paragraphs.finish_begun();
        }
        let here = paragraphs.here_mut();
        let (next, sink) = (here.walk().position(), here.sink_mut());
        self.shapes.are_words(boxes, sink.flow(boxes).paragraphs().len());
        sink.run(RunKind::Text(text), format, boxes);
        sink.end_paragraph(ParaFormat::default(), End::Par, format, next, boxes);
    }
}

/// Text boxes.
impl Drawings<'_> {
    /// One begins: a flow of its own. What stands in text that is not seen is not seen either.
    pub(super) fn open_box(&mut self, text: &mut Text<'_, '_>) {
        text.settle();
        let here = text.here_mut();
        if self.shapes.is_hidden() {
            here.lose(Loss::HiddenText);
            return here.walk_mut().skip_group();
        }
        if !here.is_seen() {
            return here.walk_mut().skip_group();
        }
        here.sink_mut().flush();
        let flow = here.groups().flow();
        if let Some(boxes) = boxes_of(flow) {
            here.enter_flow(boxes);
            self.shapes.begin_words(boxes, here.sink().flow(boxes).paragraphs().len());
        } else {
            self.shapes.show();
            text.paragraphs().stand_apart();
            self.shapes.are_words(flow, text.here().sink().flow(flow).paragraphs().len());
        }
    }

    /// One ends, whose words went to a flow.
    pub(super) fn end_box(&mut self, flow: u8, sink: &Sink<'_, '_>) {
        let first = self.shapes.end_words(flow);
        let words = sink.flow(flow);
        let first = words.paragraphs().get(first).map(|first| first.runs.0 as usize);
        if first.is_some_and(|first| first < words.runs().len()) {
            self.shapes.show();
        }
    }
}
