//! Drawings, and what their properties say.
//!
//! Shape   the drawing that is open outermost is watched: if nothing of it is shown, it is lost. The link
//!         of a drawing and its picture come in any order; once both are there they are put together.
//! Source  RTF 1.9.1, "Word 97 through Word 2007 RTF for Drawing Objects (Shapes)", "Hyperlinks in shapes".

use super::sink::{OpenLink, Sink};
use crate::document::{Document, LinkId, LinkTarget, Span, View};

/// A property of a shape or picture that says something to the reader of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) enum Property {
    #[default]
    Other,
    /// `wzDescription`
    Description,
    /// `pib`: the picture that fills a shape.
    Fill,
    /// `fHorizRule`: whether it is a horizontal rule.
    Rule,
    /// `gtextUNICODE`: words whose letters are drawn.
    Words,
    /// `pihlShape`: where it leads to.
    Link,
    /// `wzTooltip`: what is shown beside the pointer.
    Tip,
    /// `fHidden`
    Hidden,
}

impl Property {
    fn of(name: &str) -> Self {
        match name {
            "wzDescription" => Property::Description,
            "pib" => Property::Fill,
            "fHorizRule" => Property::Rule,
            "gtextUNICODE" => Property::Words,
            "pihlShape" => Property::Link,
            "wzTooltip" => Property::Tip,
            "fHidden" => Property::Hidden,
            _ => Property::Other,
        }
    }
}

/// A drawing that is open.
#[derive(Clone, Copy, Debug)]
struct Shape {
    /// Where it begins.
    at: usize,
    /// Groups open inside of it.
    depth: usize,
}

/// The drawing and the property in hand.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// The drawing that is open outermost, if nothing of it has been shown so far.
    open: Option<Shape>,
    property: Property,
    /// Nothing of the drawing in hand is to be seen.
    hidden: bool,
    /// The address that the drawing in hand leads to, the place in that, and what is said of it.
    address: Span,
    place: Span,
    tip: Span,
    /// Its picture: the flow, and the run that it begins with.
    picture: Option<(u8, usize)>,
    /// The text box that is a link as a whole: its flow, and the format of the link.
    boxed: Option<(u8, u32)>,
    /// Runs of the frames when its words began.
    words_from: usize,
}

impl Shapes {
    /// A drawing begins. Of drawings in drawings only the outermost counts.
    pub(super) fn begin(&mut self, at: usize, depth: usize) {
        self.open = Some(Shape { at, depth });
    }

    /// Properties of another drawing or picture follow.
    pub(super) fn begin_properties(&mut self) {
        self.hidden = false;
        (self.address, self.place, self.tip) = (Span::EMPTY, Span::EMPTY, Span::EMPTY);
        self.picture = None;
    }

    /// Words of the drawing in hand begin, where so many runs stand before them.
    pub(super) fn begin_words(&mut self, runs: usize) {
        self.words_from = runs;
    }

    /// Its words end: where there are more runs now, they are shown.
    pub(super) fn end_words(&mut self, runs: usize) {
        if runs > self.words_from {
            self.show();
        }
    }

    /// Something of the drawing in hand is shown.
    pub(super) fn show(&mut self) {
        self.open = None;
    }

    /// A group ends that shows nothing, and `depth` are open: where the drawing began that has ended
    /// with it, of which nothing was shown.
    pub(super) fn end(&mut self, depth: usize) -> Option<usize> {
        self.open.take_if(|shape| shape.depth > depth).map(|shape| shape.at)
    }

    /// The name of a property; its value follows.
    pub(super) fn name(&mut self, name: &str) {
        self.property = Property::of(name.trim());
    }

    /// The property whose value follows.
    pub(super) fn property(&self) -> Property {
        self.property
    }

    /// Whether the drawing in hand is to be seen.
    pub(super) fn hide(&mut self, hidden: bool) {
        self.hidden = hidden;
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hidden
    }
}

/// Where drawings lead to.
impl Shapes {
    /// The address of the drawing's link, or the `place` in it.
    pub(super) fn lead_to(&mut self, text: Span, place: bool) {
        if self.property == Property::Link {
            *(if place { &mut self.place } else { &mut self.address }) = text;
        }
    }

    /// What is said of the link.
    pub(super) fn tip(&mut self, text: Span) {
        self.tip = text;
    }

    /// The picture of the drawing in hand is shown; it begins with run `start` of `flow`.
    pub(super) fn picture(&mut self, flow: u8, start: usize) {
        self.picture = Some((flow, start));
    }

    /// The picture that stands in a link, once both are known.
    pub(super) fn linked_picture(&mut self) -> Option<(u8, usize)> {
        if self.leads() { self.picture.take() } else { None }
    }

    fn leads(&self) -> bool {
        !self.address.is_empty() || !self.place.is_empty()
    }

    /// The link of the drawing in hand, if it has one.
    pub(super) fn link(&self, doc: &mut Document, source: &[u8]) -> Option<LinkId> {
        if !self.leads() {
            return None;
        }
        let mut url = self.address;
        if !self.place.is_empty() {
            let view = View { doc, source };
            let text = [view.text(self.address), b"#", view.text(self.place)].concat();
            url = doc.own(&String::from_utf8_lossy(&text));
        }
        Some(doc.add_link(LinkTarget::new(url, self.tip)))
    }

    /// The text box of the drawing in hand, which goes to the flow of `open`, is a link. False where
    /// memory is short.
    pub(super) fn open_link(&mut self, open: OpenLink, sink: &mut Sink<'_, '_>) -> bool {
        self.boxed = Some((open.flow, open.format));
        sink.open_link(open, open.flow)
    }

    /// A text box of `flow` ends: the format of the link that it is.
    pub(super) fn leave_link(&mut self, flow: u8) -> Option<u32> {
        self.boxed.take_if(|boxed| boxed.0 == flow).map(|boxed| boxed.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_of_which_nothing_is_shown_is_lost() {
        let mut shapes = Shapes::default();
        shapes.begin(7, 2);
        assert_eq!(shapes.end(2), None);
        assert_eq!(shapes.end(1), Some(7));
        shapes.begin(7, 2);
        shapes.show();
        assert_eq!(shapes.end(1), None);
    }

    #[test]
    fn a_link_and_its_picture_come_in_any_order() {
        let mut doc = Document::default();
        doc.reset(9);
        let (address, place) = (doc.own("a"), doc.own("b"));
        for picture_first in [true, false] {
            let mut shapes = Shapes::default();
            shapes.name(" pihlShape");
            if picture_first {
                shapes.picture(0, 3);
                assert_eq!(shapes.linked_picture(), None);
            }
            shapes.lead_to(address, false);
            shapes.lead_to(place, true);
            if !picture_first {
                assert_eq!(shapes.linked_picture(), None);
                shapes.picture(0, 3);
            }
            assert_eq!(shapes.linked_picture(), Some((0, 3)));
            let link = shapes.link(&mut doc, b"").expect("a link");
            let url = doc.links[link.0 as usize].url;
            assert_eq!(View { doc: &doc, source: b"" }.text(url), b"a#b");
            shapes.begin_properties();
            assert_eq!(shapes.link(&mut doc, b""), None);
        }
    }
}
