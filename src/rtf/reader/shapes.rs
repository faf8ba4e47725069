//! Drawings, and what their properties say.
//!
//! Shape   the drawing that is open outermost is watched: if nothing of it is shown, it is lost. What a
//!         drawing shows and what is said of that come in any order; at its end they are put together.
//! Source  RTF 1.9.1, "Word 97 through Word 2007 RTF for Drawing Objects (Shapes)", "Hyperlinks in shapes".

use crate::document::{Document, LinkId, LinkTarget, Span, View};
use crate::rtf::assembly::flow::FLOWS;

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

/// What is known of a drawing or picture: its properties come before what they are about, and behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hand {
    /// Groups open inside of it.
    depth: usize,
    /// Nothing of it is to be seen.
    pub hidden: bool,
    /// The address that it leads to, the place in that, and what is said of it.
    address: Span,
    place: Span,
    tip: Span,
    /// What describes it.
    pub description: Span,
    /// Its picture: the flow, and the run that it begins with.
    pub picture: Option<(u8, usize)>,
    /// Its words: the flow, and their first paragraph.
    pub words: Option<(u8, usize)>,
}

impl Hand {
    /// Its link, if it has one.
    pub(super) fn link(&self, doc: &mut Document, source: &[u8]) -> Option<LinkId> {
        if self.address.is_empty() && self.place.is_empty() {
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
}

/// The drawing and the property in hand.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// The drawing that is open outermost, if nothing of it has been shown so far.
    open: Option<Shape>,
    property: Property,
    hand: Hand,
    /// Drawings around text boxes, by the flow that the text goes to.
    around: [Hand; FLOWS],
}

impl Shapes {
    /// A drawing begins. Of drawings in drawings only the outermost counts.
    pub(super) fn begin(&mut self, at: usize, depth: usize) {
        self.open = Some(Shape { at, depth });
    }

    /// Properties of another drawing or picture follow, in which so many groups are open.
    pub(super) fn begin_properties(&mut self, depth: usize) {
        self.hand = Hand { depth, ..Hand::default() };
    }

    /// Words of the drawing in hand begin, with that paragraph of a flow. In them other drawings may stand.
    pub(super) fn begin_words(&mut self, flow: u8, paragraph: usize) {
        let hand = Hand { words: Some((flow, paragraph)), ..self.hand };
        (self.around[flow as usize], self.hand) = (hand, Hand::default());
    }

    /// Words end that went to a flow: their first paragraph.
    pub(super) fn end_words(&mut self, flow: u8) -> usize {
        self.hand = std::mem::take(&mut self.around[flow as usize]);
        self.hand.words.map_or(0, |words| words.1)
    }

    /// Words of the drawing in hand are a paragraph of a flow, or begin with it.
    pub(super) fn are_words(&mut self, flow: u8, paragraph: usize) {
        self.hand.words = Some((flow, paragraph));
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

    /// What is known of the drawing in hand, if it has ended where `depth` groups are open.
    pub(super) fn take_hand(&mut self, depth: usize) -> Option<Hand> {
        (self.hand.depth > depth).then(|| std::mem::take(&mut self.hand))
    }

    /// The name of a property; its value follows.
    pub(super) fn name(&mut self, name: &str) {
        self.property = Property::of(name.trim());
    }

    /// The property whose value follows.
    pub(super) fn property(&self) -> Property {
        self.property
    }

    /// What describes the drawing in hand.
    pub(super) fn describe(&mut self, text: Span) {
        self.hand.description = text;
    }

    /// Whether the drawing in hand is to be seen.
    pub(super) fn hide(&mut self, hidden: bool) {
        self.hand.hidden = hidden;
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.hand.hidden
    }

    /// The address of the drawing's link, or the `place` in it.
    pub(super) fn lead_to(&mut self, text: Span, place: bool) {
        if self.property == Property::Link {
            *(if place { &mut self.hand.place } else { &mut self.hand.address }) = text;
        }
    }

    /// What is said of the link.
    pub(super) fn tip(&mut self, text: Span) {
        self.hand.tip = text;
    }

    /// The picture of the drawing in hand is shown; it begins with run `start` of `flow`.
    pub(super) fn picture(&mut self, flow: u8, start: usize) {
        self.hand.picture = Some((flow, start));
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
    fn what_is_known_of_a_drawing_is_taken_where_it_ends() {
        let mut doc = Document::default();
        doc.reset(9);
        let (address, place) = (doc.own("a"), doc.own("b"));
        let mut shapes = Shapes::default();
        shapes.begin_properties(3);
        shapes.begin_words(2, 7);
        shapes.begin_properties(5);
        assert_eq!(shapes.take_hand(4).and_then(|inner| inner.words), None);
        shapes.end_words(2);
        shapes.name(" pihlShape");
        shapes.lead_to(address, false);
        shapes.lead_to(place, true);
        assert!(shapes.take_hand(3).is_none());
        let hand = shapes.take_hand(2).expect("a drawing");
        assert_eq!(hand.words, Some((2, 7)));
        let link = hand.link(&mut doc, b"").expect("a link");
        let url = doc.links[link.0 as usize].url;
        assert_eq!(View { doc: &doc, source: b"" }.text(url), b"a#b");
        assert_eq!(Hand::default().link(&mut doc, b""), None);
    }
}
