//! Inlines: text, emphasis, code, breaks.
//!
//! Shape   one group for each container, nested as in the document; a stack holds what closes
//!         each. A footnote's text begins with nothing open, and leaves what is open around it.
//! State   [`Inlines`]: the stack, the look of the paragraph that the text stands in, and how many
//!         strong and emphasised texts are open.
//! Units   half-points.
//! Source  `docs/mapping.md`, "Inline".

use super::field::{Field, Fields};
use super::formula;
use super::look::Look;
use super::nodes::{Class, class};
use super::prefix::Prefix;
use super::sink::{Mark, Sink, enough, push};
use crate::buffers::{kept, plain};
use crate::document::{Kind, LinkId, Node, NodeId, Span, View};
use crate::math::{self, Tree};
use crate::memory::Output;
use crate::options::{Options, Target};
use crate::report::Loss;
use crate::rtf::tables::raw_looks;
use crate::text::escape_rtf;
use crate::work;
use std::ops::Range;

/// What closes an inline container.
#[derive(Clone, Copy, Debug)]
enum Closer {
    Nothing,
    Group,
    Ground,
    Emphasis,
    Strong,
    /// One of the looks that have tags of their own.
    Look(Property),
    /// The hidden end tag of raised or lowered text.
    Tag(Property),
    Field(Field),
}

/// A property of text that a container switches on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Emphasis,
    Strong,
    Strike,
    Underline,
    Superscript,
    Subscript,
    Highlight,
    Keyboard,
    SmallCaps,
}

impl Property {
    /// Whether text has either this or another of its kind.
    fn is_raised(self) -> bool {
        matches!(self, Property::Superscript | Property::Subscript)
    }
}

/// What the text has around it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Surroundings {
    /// Size of the paragraph's text.
    size: u32,
    /// The paragraph's style makes all text bold, or puts it in italics.
    bold: bool,
    italic: bool,
    /// The paragraph runs from right to left.
    right_to_left: bool,
    /// How many strong and emphasised texts are open.
    strong: u32,
    emphasis: u32,
    /// How many texts on a ground of another colour are open.
    grounds: u32,
    /// The text is raised or lowered.
    raised: bool,
    /// What ended where.
    after_look: (Option<Property>, Mark),
    fields: Fields,
    after_formula: Mark,
}

plain!(Surroundings);

kept! {
    /// What is open in a line.
    #[derive(Debug, Default)]
    pub(super) struct Inlines {
        /// Where each container ends and what closes it, the outermost first.
        open: Vec<(NodeId, Closer)>,
        around: Surroundings,
        formula: Tree,
    }
}

impl Inlines {
    /// Begins a footnote's text; returns what [`Inlines::leave`] needs.
    pub(super) fn enter(&mut self) -> Surroundings {
        std::mem::take(&mut self.around)
    }

    /// Goes back to the text around a footnote's.
    pub(super) fn leave(&mut self, outer: Surroundings) {
        self.around = outer;
    }

    /// Text follows in a paragraph of that look.
    #[inline]
    pub(super) fn stand_in(&mut self, prefix: &Prefix<'_>, right_to_left: bool) {
        let around = &mut self.around;
        (around.size, around.bold, around.italic) = (prefix.size, prefix.bold, prefix.italic);
        around.right_to_left = right_to_left;
    }

    /// How many containers are open.
    #[inline]
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether what is written is the text of an image.
    pub(super) fn in_image(&self) -> bool {
        self.around.fields.in_image()
    }

    /// Closes the containers above a depth that end before a node; returns where the innermost of
    /// those left ends, which is `end` if none is left.
    #[inline]
    pub(super) fn close_before(
        &mut self,
        node: NodeId,
        depth: usize,
        end: NodeId,
        out: &mut Output,
    ) -> NodeId {
        loop {
            match self.open.get(depth..).and_then(<[_]>::last) {
                Some(&(limit, closer)) if limit <= node => {
                    self.open.pop();
                    self.close(closer, out);
                }
                Some(&(limit, _)) => return limit,
                None => return end,
            }
        }
    }

    /// Opens a container that switches a property on. Of raised or lowered text in another the hidden `tags` tell,
    /// if there may be any.
    #[inline]
    pub(super) fn open(
        &mut self,
        property: Property,
        end: NodeId,
        (look, tags): (&Look<'_>, bool),
        out: &mut Output,
    ) {
        let around = &mut self.around;
        if property.is_raised() && around.raised && tags {
            hidden(if property == Property::Superscript { b"<sup>" } else { b"<sub>" }, out);
            return self.keep_open(end, Closer::Tag(property), out);
        }
        // Inside its own kind, or where the style has it already, the character style tells.
        let (nesting, closer) = match property {
            Property::Emphasis => {
                around.emphasis += 1;
                (self::nesting(around.emphasis, around.italic), Closer::Emphasis)
            }
            Property::Strong => {
                around.strong += 1;
                (self::nesting(around.strong, around.bold), Closer::Strong)
            }
            Property::Strike | Property::SmallCaps => (Nesting::First, Closer::Group),
            Property::Underline
            | Property::Superscript
            | Property::Subscript
            | Property::Highlight
            | Property::Keyboard => {
                around.raised |= property.is_raised();
                // Two that touch would be one.
                if around.after_look.0 == Some(property) && around.after_look.1.is_end_of(out) {
                    hidden(b" ", out);
                }
                if property == Property::Keyboard {
                    self.code_face(b"\\cs31\\f1\\fs", look, out);
                }
                let on_ground = property == Property::Keyboard && self.around.grounds > 0;
                (if on_ground { Nesting::Second } else { Nesting::First }, Closer::Look(property))
            }
        };
        out.push(opening(property, nesting, self.around.right_to_left));
        self.keep_open(end, closer, out);
    }

    /// A group that has been begun ends with a container.
    pub(super) fn keep_group(&mut self, end: NodeId, out: &mut Output) {
        self.keep_open(end, Closer::Group, out);
    }

    /// The same of a group of other colours, also behind the text or not.
    pub(super) fn keep_ground(&mut self, has_ground: bool, end: NodeId, out: &mut Output) {
        self.around.grounds += u32::from(has_ground);
        self.keep_open(end, if has_ground { Closer::Ground } else { Closer::Group }, out);
    }

    /// Opens a container that is nothing but what stands in it.
    pub(super) fn open_plain(&mut self, end: NodeId, out: &mut Output) {
        self.keep_open(end, Closer::Nothing, out);
    }

    /// Opens a link.
    pub(super) fn open_link(
        &mut self,
        id: LinkId,
        end: NodeId,
        target: Target,
        sink: &mut Sink<'_>,
    ) {
        let field = self.around.fields.open_link(id, target, sink);
        self.keep_open(end, field.map_or(Closer::Nothing, Closer::Field), sink.out());
    }

    /// Opens an image whose text and address are all that is written.
    pub(super) fn open_image(
        &mut self,
        id: LinkId,
        (has_text, end): (bool, NodeId),
        options: &Options,
        sink: &mut Sink<'_>,
    ) {
        let remote = options.remote_pictures;
        let field = self.around.fields.open_image(id, has_text, remote, sink);
        self.keep_open(end, field.map_or(Closer::Nothing, Closer::Field), sink.out());
    }

    /// Opens an image whose text is all that can be shown.
    pub(super) fn open_lost_image(
        &mut self,
        id: LinkId,
        (has_text, end): (bool, NodeId),
        sink: &mut Sink<'_>,
    ) {
        let field = self.around.fields.open_lost_image(id, has_text, sink);
        self.keep_open(end, field.map_or(Closer::Nothing, Closer::Field), sink.out());
    }

    fn keep_open(&mut self, end: NodeId, closer: Closer, out: &mut Output) {
        push(&mut self.open, (end, closer), out);
    }

    fn close(&mut self, closer: Closer, out: &mut Output) {
        match closer {
            Closer::Nothing => return,
            Closer::Group => {}
            Closer::Ground => self.around.grounds -= 1,
            Closer::Emphasis => self.around.emphasis -= 1,
            Closer::Strong => self.around.strong -= 1,
            Closer::Look(property) => {
                self.around.raised &= !property.is_raised();
                out.push_byte(b'}');
                self.around.after_look = (Some(property), Mark::of(out));
                return;
            }
            Closer::Tag(Property::Superscript) => return hidden(b"</sup>", out),
            Closer::Tag(_) => return hidden(b"</sub>", out),
            Closer::Field(field) => return self.around.fields.close(field, out),
        }
        out.push_byte(b'}');
    }

    /// Code takes a size a little below that of the text around it.
    pub(super) fn code(&self, span: Span, look: &Look<'_>, sink: &mut Sink<'_>) {
        self.code_face(b"\\cs12\\f1\\fs", look, sink.out());
        sink.out().push(match look.target {
            // What stands on another ground stays on that.
            _ if self.around.grounds > 0 => b" ",
            Target::RichEdit => b"\\chcbpat3\\highlight3 ",
            Target::Both | Target::Word | Target::Report => b"\\chcbpat3 ",
        });
        sink.span(span);
        sink.out().push_byte(b'}');
    }

    /// A formula: as Word has them if `built` and if it can be told so, else as TeX.
    pub(super) fn math(
        &mut self,
        (tex, display, built): (Span, bool, bool),
        look: &Look<'_>,
        sink: &mut Sink<'_>,
    ) {
        if built {
            let text = sink.view().text(tex);
            let parsed =
                std::str::from_utf8(text).is_ok_and(|tex| math::parse(tex, &mut self.formula));
            if parsed && !self.around.fields.in_image() {
                if self.around.after_formula.is_end_of(sink.out()) {
                    // Readers put something between formulas that touch.
                    sink.out().push(b"{\\cs13\\v  }");
                }
                sink.out().push(b"{\\mmath");
                formula::write(&mut self.formula, display, sink.out());
                // Readers that know no formulas show what stands for a picture.
                sink.out().push(b"{\\mmathPict");
                self.tex(tex, display, look, sink);
                sink.out().push(b"}}");
                self.around.after_formula = Mark::of(sink.out());
                return enough(!self.formula.is_short(), sink.out());
            }
            sink.lose(Loss::Math, text);
        }
        self.tex(tex, display, look, sink);
    }

    /// A formula, as TeX.
    fn tex(&self, tex: Span, display: bool, look: &Look<'_>, sink: &mut Sink<'_>) {
        let style: &[u8] = if display { b"\\cs9\\f1\\fs" } else { b"\\cs8\\f1\\fs" };
        self.code_face(style, look, sink.out());
        sink.out().push_byte(b' ');
        let text = sink.view().text(tex);
        // A line end ends a comment in it, and is seen.
        let in_lines = display || text.contains(&b'%');
        for (index, line) in text.split(|&byte| byte == b'\n' && in_lines).enumerate() {
            if index > 0 {
                sink.out().push(b"\\line ");
            }
            sink.text(line);
        }
        sink.out().push_byte(b'}');
    }

    fn code_face(&self, style: &[u8], look: &Look<'_>, out: &mut Output) {
        out.push(if self.around.right_to_left { b"{\\ltrch" } else { b"{" });
        out.push(style);
        out.push_int(look.code_size(self.around.size).into());
    }
}

/// Raw HTML is hidden.
pub(super) fn html(span: Span, sink: &mut Sink<'_>) {
    let text = sink.view().text(span);
    hidden(text, sink.out());
    sink.lose(Loss::Html, text);
}

/// Text of Markdown that is hidden.
pub(super) fn hidden(text: &[u8], out: &mut Output) {
    out.push(b"{\\cs13\\v ");
    for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
        if index > 0 {
            out.push(b"\\line ");
        }
        escape_rtf(line.strip_suffix(b"\r").unwrap_or(line), out);
    }
    out.push_byte(b'}');
}

/// Nodes in which the end tag of raw HTML is looked for.
const NEAR: usize = 200;

/// The look that a tag begins whose end tag stands beside it, before `limit`, and the node of that.
pub(super) fn raw_look(
    view: View<'_>,
    tag: NodeId,
    limit: NodeId,
) -> Option<(raw_looks::RawLook, NodeId)> {
    let tag_of = |id: NodeId| match view.kind(id)? {
        Kind::Html(span) => raw_looks::tags(view.text(*span)).next(),
        _ => None,
    };
    let (look, true) = tag_of(tag)? else { return None };
    let (mut at, mut depth) = (tag + 1, 0);
    for _ in 0..NEAR {
        work::step(1);
        let node = view.nodes().get(at as usize).filter(|_| at < limit)?;
        match tag_of(at) {
            Some((other, begins)) if other == look => match (begins, depth) {
                (true, _) => depth += 1,
                (false, 0) => return (at > tag + 1).then_some((look, at)),
                (false, _) => depth -= 1,
            },
            _ => {}
        }
        at = node.end.max(at + 1);
    }
    None
}

/// A break. At either end of a text it is layout to those who read RTF: there its tag stands, hidden.
pub(super) fn hard_break(within: bool) -> &'static [u8] {
    if within { b"\\line " } else { b"{\\cs13\\v <br>}" }
}

/// From the first to the last of the nodes that are more than white space and breaks.
pub(super) fn shown(view: View<'_>, start: NodeId, end: NodeId) -> Range<NodeId> {
    let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
    let shown = |node: &Node| match node.kind {
        Kind::SoftBreak | Kind::HardBreak | Kind::Html(_) => false,
        Kind::Text(span) => !view.text(span).trim_ascii().is_empty(),
        Kind::Image(_) | Kind::Rule => true,
        kind => class(&kind) == Class::Leaf,
    };
    let first = nodes.iter().position(shown).unwrap_or(0) as NodeId;
    let last = nodes.iter().rposition(shown).map_or(0, |index| index as NodeId + 1);
    start + first..start + last
}

/// Whether a text begins with a bullet, or with what a tab makes a marker of.
#[inline]
pub(super) fn begins_like_item(view: View<'_>, start: NodeId, end: NodeId) -> bool {
    const BULLETS: [&str; 6] =
        ["\u{2022}", "\u{25AA}", "\u{25E6}", "\u{2023}", "\u{2043}", "\u{27A2}"];
    let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
    let mut first = true;
    for node in nodes.iter().filter(|node| node.kind.is_leaf()) {
        let Kind::Text(span) = node.kind else { return false };
        let mut text = view.text(span);
        if std::mem::take(&mut first) && text.first().is_some_and(|byte| !byte.is_ascii()) {
            if BULLETS.iter().any(|glyph| text.starts_with(glyph.as_bytes())) {
                return true;
            }
            // With a tab behind it more is a bullet, or a box.
            text =
                &text[text.iter().skip(1).take_while(|byte| **byte & 0xC0 == 0x80).count() + 1..];
        }
        match text.iter().find(|byte| !b"-*().0123456789".contains(byte)) {
            None => {}
            Some(byte) => return *byte == b'\t',
        }
    }
    false
}

/// Whether a text is nothing but dashes and blanks, as lines are drawn by typing. Whether blanks are
/// underlined, which makes them one, is not asked.
#[inline]
pub(super) fn looks_drawn(view: View<'_>, start: NodeId, end: NodeId) -> bool {
    let nodes = view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
    let mut is_there = false;
    for node in nodes {
        let text = match node.kind {
            Kind::Text(span) | Kind::Code(span) => view.text(span),
            kind if kind.is_leaf() && kind != Kind::SoftBreak => return false,
            _ => continue,
        };
        // Most paragraphs begin with something else.
        if text.iter().any(|byte| byte.is_ascii() && !b"-_ \t".contains(byte)) {
            return false;
        }
        let drawn = |c: char| c.is_ascii() || "\u{A0}\u{2013}\u{2014}\u{2500}".contains(c);
        if !String::from_utf8_lossy(text).chars().all(drawn) {
            return false;
        }
        is_there |= !text.is_empty();
    }
    is_there
}

/// How often a property is on where it is switched on once more: its style must tell then, as it must where the
/// paragraph's style has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Nesting {
    First,
    InStyle,
    Second,
    Third,
}

/// What a property is that is on `open` times, by its own switches and, if `by_style`, by the
/// paragraph's style.
#[inline]
fn nesting(open: u32, by_style: bool) -> Nesting {
    match (open, by_style) {
        (0 | 1, false) => Nesting::First,
        (0 | 1, true) => Nesting::InStyle,
        (2, false) => Nesting::Second,
        _ => Nesting::Third,
    }
}

/// What switches a property on.
#[inline]
fn opening(property: Property, nesting: Nesting, right_to_left: bool) -> &'static [u8] {
    use Nesting::{First, InStyle, Second, Third};
    match (property, nesting, right_to_left) {
        (Property::Emphasis, First, false) => b"{\\i ",
        (Property::Emphasis, InStyle, false) => b"{\\cs30\\i ",
        (Property::Emphasis, Second, false) => b"{\\cs36\\i ",
        (Property::Emphasis, Third, false) => b"{\\cs33\\i ",
        (Property::Emphasis, Third, true) => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\cs33\\i ",
        (Property::Emphasis, First, true) => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\i ",
        (Property::Emphasis, InStyle, true) => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\cs30\\i ",
        (Property::Emphasis, Second, true) => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\cs36\\i ",
        (Property::Strong, First, false) => b"{\\b ",
        (Property::Strong, InStyle, false) => b"{\\cs7\\b ",
        (Property::Strong, Second, false) => b"{\\cs35\\b ",
        (Property::Strong, Third, false) => b"{\\cs32\\b ",
        (Property::Strong, Third, true) => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\cs32\\b ",
        (Property::Strong, First, true) => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\b ",
        (Property::Strong, InStyle, true) => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\cs7\\b ",
        (Property::Strong, Second, true) => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\cs35\\b ",
        (Property::Strike, _, _) => b"{\\strike ",
        (Property::Underline, _, _) => b"{\\ul ",
        (Property::Superscript, _, _) => b"{\\super ",
        (Property::Subscript, _, _) => b"{\\sub ",
        (Property::SmallCaps, _, _) => b"{\\scaps ",
        (Property::Highlight, _, _) => b"{\\highlight7 ",
        // Behind the face of code, and not on a ground of another colour.
        (Property::Keyboard, Second, _) => b"\\chbrdr\\brdrs\\brdrw10\\brdrcf5 ",
        (Property::Keyboard, _, _) => b"\\chbrdr\\brdrs\\brdrw10\\brdrcf5\\chcbpat3 ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn properties_in_one_line_each() {
        use Nesting::{First, InStyle, Second, Third};
        use Property::*;
        const BOTH: &str = "{\\ltrch\\fcs1";
        for (property, nesting, right_to_left, rtf) in [
            (Emphasis, First, false, "{\\i ".to_owned()),
            (Emphasis, InStyle, false, "{\\cs30\\i ".to_owned()),
            (Emphasis, Second, false, "{\\cs36\\i ".to_owned()),
            (Emphasis, First, true, format!("{BOTH}\\ai\\rtlch\\fcs0\\i ")),
            (Emphasis, Second, true, format!("{BOTH}\\ai\\rtlch\\fcs0\\cs36\\i ")),
            (Strong, First, false, "{\\b ".to_owned()),
            (Strong, Third, false, "{\\cs32\\b ".to_owned()),
            (Strong, InStyle, false, "{\\cs7\\b ".to_owned()),
            (Strong, Second, false, "{\\cs35\\b ".to_owned()),
            (Strong, First, true, format!("{BOTH}\\ab\\rtlch\\fcs0\\b ")),
            (Strong, Second, true, format!("{BOTH}\\ab\\rtlch\\fcs0\\cs35\\b ")),
            (Highlight, First, true, "{\\highlight7 ".to_owned()),
        ] {
            assert_eq!(opening(property, nesting, right_to_left), rtf.as_bytes(), "{property:?}");
        }
    }

    #[test]
    fn breaks_at_the_ends_are_not_shown() {
        let text = Span::of_source(0, 1);
        let blank = Span::of_source(1, 2);
        for (kinds, range) in [
            (&[][..], 0..0),
            (&[Kind::HardBreak], 0..0),
            (&[Kind::HardBreak, Kind::Text(text), Kind::SoftBreak], 1..2),
            (&[Kind::Text(blank), Kind::HardBreak, Kind::Text(text)], 2..3),
            (&[Kind::Code(blank), Kind::HardBreak, Kind::Rule, Kind::HardBreak], 0..3),
            (&[Kind::Image(LinkId(0)), Kind::HardBreak, Kind::Anchor { name: text }], 0..3),
        ] {
            let mut doc = Document::default();
            doc.nodes = kinds.iter().map(|&kind| Node { kind, end: 0 }).collect();
            let view = View { doc: &doc, source: b"a " };
            assert_eq!(shown(view, 0, kinds.len() as NodeId), range, "{kinds:?}");
        }
    }

    #[test]
    fn typed_markers_in_one_line_each() {
        for (texts, like_item) in [
            (&[][..], false),
            (&["\u{2022} a"], true),
            (&["a \u{2022}"], false),
            (&["1.\ta"], true),
            (&["1", ".", "\ta"], true),
            (&["1. a"], false),
            (&["-\t"], true),
            (&["12"], false),
            (&["", "\u{2022}"], false),
            (&["\u{2610}\ta"], true),
            (&["\u{25CF}", "\ta"], true),
            (&["\u{2610} a"], false),
            (&["\u{E9}a\t"], false),
        ] {
            let mut doc = Document::default();
            doc.reset(9);
            for text in texts {
                let span = doc.own(text);
                doc.nodes.push(Node { kind: Kind::Text(span), end: 0 });
            }
            let view = View { doc: &doc, source: b"" };
            assert_eq!(begins_like_item(view, 0, texts.len() as NodeId), like_item, "{texts:?}");
        }
    }

    #[test]
    fn drawn_lines_in_one_line_each() {
        for (texts, drawn) in [
            (&[][..], false),
            (&[""], false),
            (&["-----"], true),
            (&["--", "\u{2014} __", "\u{A0}"], true),
            (&["----- a"], false),
            (&["-----", "\u{2022}"], false),
        ] {
            let mut doc = Document::default();
            doc.reset(9);
            for text in texts {
                let span = doc.own(text);
                doc.nodes.push(Node { kind: Kind::Text(span), end: 0 });
            }
            let view = View { doc: &doc, source: b"" };
            assert_eq!(looks_drawn(view, 0, texts.len() as NodeId), drawn, "{texts:?}");
        }
    }
}
