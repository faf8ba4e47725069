//! Drawings, and what their properties say.
//!
//! Shape   the drawing that is open outermost is watched: if nothing of it is shown, it is lost.
//! Source  RTF 1.9.1, "Word 97 through Word 2007 RTF for Drawing Objects (Shapes)".

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
}

impl Property {
    fn of(name: &str) -> Self {
        match name {
            "wzDescription" => Property::Description,
            "pib" => Property::Fill,
            "fHorizRule" => Property::Rule,
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
    /// Runs of the frames when its words began.
    words_from: usize,
}

impl Shapes {
    /// A drawing begins. Of drawings in drawings only the outermost counts.
    pub fn begin(&mut self, at: usize, depth: usize) {
        self.open = Some(Shape { at, depth });
    }

    /// Words of the drawing in hand begin, where so many runs stand before them.
    pub fn begin_words(&mut self, runs: usize) {
        self.words_from = runs;
    }

    /// Its words end: where there are more runs now, they are shown.
    pub fn end_words(&mut self, runs: usize) {
        if runs > self.words_from {
            self.show();
        }
    }

    /// Something of the drawing in hand is shown.
    pub fn show(&mut self) {
        self.open = None;
    }

    /// A group ends that shows nothing, and `depth` are open: where the drawing began that has ended
    /// with it, of which nothing was shown.
    pub fn end(&mut self, depth: usize) -> Option<usize> {
        self.open.take_if(|shape| shape.depth > depth).map(|shape| shape.at)
    }

    /// The name of a property; its value follows.
    pub fn name(&mut self, name: &str) {
        self.property = Property::of(name.trim());
    }

    /// The property whose value follows.
    pub fn property(&self) -> Property {
        self.property
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
}
