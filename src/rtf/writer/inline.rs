//! Inlines: text, emphasis, code, breaks.
//!
//! Shape   one group for each container, nested as in the document; a stack holds what closes
//!         each. A footnote's text is written where it is first referred to, so this is entered
//!         once more from there, and only once: notes don't nest.
//! Source  `docs/mapping.md`, "Inline".

use super::Writer;
use super::block::is_block;
use super::picture::Shown;
use crate::document::{Kind, LinkId, Node, NodeId, Span};
use crate::options::Target;
use crate::report::Loss;
use crate::text::escape_rtf;
use std::ops::Range;

/// What closes an inline container.
#[derive(Clone, Copy, Debug)]
pub enum Closer {
    Nothing,
    Group,
    Emphasis,
    Strong,
    Link,
    Image,
    /// An image whose visible result is a link.
    LinkedImage,
}

impl Writer<'_> {
    /// Writes the inlines from `start` up to `end`.
    pub fn inlines(&mut self, start: NodeId, end: NodeId) {
        let base = self.scratch.inlines.len();
        let mut next = start;
        let shown = self.shown(start, end);
        // The end of the container opened last, or of everything.
        let mut limit = end;
        loop {
            while limit <= next && self.scratch.inlines.len() > base {
                let Some((_, closer)) = self.scratch.inlines.pop() else { break };
                self.close_inline(closer);
                limit = match self.scratch.inlines.get(base..).and_then(<[_]>::last) {
                    Some(&(outer, _)) => outer,
                    None => end,
                };
            }
            if next >= end {
                break;
            }
            let Some((kind, node_end)) = self.node(next) else { break };
            match *kind {
                Kind::Text(span) => self.text(span),
                Kind::SoftBreak => self.out.push_byte(b' '),
                // At either end a break is layout to those who read RTF.
                Kind::HardBreak if !shown.contains(&next) => self.out.push(b"{\\cs13\\v <br>}"),
                Kind::HardBreak => self.out.push(b"\\line "),
                Kind::Code(span) => self.code(span),
                Kind::Html(span) => self.html(span),
                Kind::Math { tex, display } => self.math(tex, display),
                Kind::FootnoteReference { label } => self.note_reference(label),
                Kind::Anchor { name } => self.anchor(name),
                Kind::Rule => {}
                Kind::Image(id) if self.shows(id, next, node_end) => {
                    next = node_end;
                    continue;
                }
                Kind::Link(id) if next + 1 == node_end => self.unseen_link(id),
                _ => {
                    let closer = self.open_inline(kind);
                    limit = node_end.min(limit);
                    if self.scratch.inlines.try_reserve(1).is_err() {
                        self.starved = true;
                        return;
                    }
                    self.scratch.inlines.push((limit, closer));
                }
            }
            next += 1;
        }
    }

    /// From the first to the last of the nodes that are more than white space and breaks.
    fn shown(&self, start: NodeId, end: NodeId) -> Range<NodeId> {
        let nodes = self.view.doc.nodes.get(start as usize..end as usize).unwrap_or(&[]);
        let shown = |node: &Node| match node.kind {
            Kind::SoftBreak | Kind::HardBreak => false,
            Kind::Text(span) => !self.view.text(span).trim_ascii().is_empty(),
            kind => kind.is_leaf() || matches!(kind, Kind::Image(_)),
        };
        let first = nodes.iter().position(shown).unwrap_or(0) as NodeId;
        let last = nodes.iter().rposition(shown).map_or(0, |index| index as NodeId + 1);
        start + first..start + last
    }

    /// Writes an image as a picture where it is one; a lost one is its text only.
    fn shows(&mut self, id: LinkId, node: NodeId, end: NodeId) -> bool {
        if self.in_image {
            return false;
        }
        let shown = self.picture(id, node, end);
        self.lost_picture = matches!(shown, Shown::Lost);
        matches!(shown, Shown::Picture)
    }

    fn open_inline(&mut self, kind: &Kind) -> Closer {
        match *kind {
            // Inside its own kind, or where the style is bold already, the character style tells.
            Kind::Emphasis => {
                let nested = self.emphasis > 0 || self.italic;
                self.emphasis += 1;
                let both = self.flow.right_to_left;
                self.out.push(match nested {
                    false if both => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\i ",
                    true if both => b"{\\ltrch\\fcs1\\ai\\rtlch\\fcs0\\cs30\\i ",
                    false => b"{\\i ",
                    true => b"{\\cs30\\i ",
                });
                return Closer::Emphasis;
            }
            Kind::Strong => {
                let nested = self.strong > 0 || self.bold;
                self.strong += 1;
                let both = self.flow.right_to_left;
                self.out.push(match nested {
                    false if both => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\b ",
                    true if both => b"{\\ltrch\\fcs1\\ab\\rtlch\\fcs0\\cs7\\b ",
                    false => b"{\\b ",
                    true => b"{\\cs7\\b ",
                });
                return Closer::Strong;
            }
            Kind::Strike => self.out.push(b"{\\strike "),
            Kind::Underline => self.out.push(b"{\\ul "),
            Kind::Superscript => self.out.push(b"{\\super "),
            Kind::Subscript => self.out.push(b"{\\sub "),
            Kind::Highlight => self.out.push(b"{\\highlight7 "),
            Kind::Keyboard => {
                self.code_face(b"\\cs31\\f1\\fs");
                self.out.push(b"\\chbrdr\\brdrs\\brdrw10\\brdrcf5\\chcbpat3 ");
            }
            Kind::Link(id) => return self.link(id),
            Kind::Image(_) if std::mem::take(&mut self.lost_picture) => return Closer::Nothing,
            Kind::Image(id) => return self.image(id),
            // A block where only inlines can stand: its text goes on behind a space.
            _ if is_block(kind) => {
                self.out.push_byte(b' ');
                return Closer::Nothing;
            }
            _ => return Closer::Nothing,
        }
        Closer::Group
    }

    fn close_inline(&mut self, closer: Closer) {
        match closer {
            Closer::Nothing => {}
            Closer::Group => self.out.push_byte(b'}'),
            Closer::Emphasis => {
                self.emphasis -= 1;
                self.out.push_byte(b'}');
            }
            Closer::Strong => {
                self.strong -= 1;
                self.out.push_byte(b'}');
            }
            Closer::Link => {
                self.in_link = false;
                self.out.push(b"}}}");
                self.after_link = self.out.len();
            }
            Closer::Image => {
                self.in_image = false;
                self.out.push(b"}}}");
            }
            Closer::LinkedImage => {
                self.in_image = false;
                self.out.push(b"}}}}}");
                self.after_link = self.out.len();
            }
        }
    }

    /// Code takes a size a little below that of the text around it.
    fn code(&mut self, span: Span) {
        self.code_face(b"\\cs12\\f1\\fs");
        self.out.push(b"\\chcbpat3");
        if self.options.target == Target::RichEdit {
            self.out.push(b"\\highlight3");
        }
        self.out.push_byte(b' ');
        self.text(span);
        self.out.push_byte(b'}');
    }

    fn math(&mut self, tex: Span, display: bool) {
        self.code_face(if display { b"\\cs9\\f1\\fs" } else { b"\\cs8\\f1\\fs" });
        self.out.push_byte(b' ');
        self.text(tex);
        self.out.push_byte(b'}');
    }

    fn code_face(&mut self, open: &[u8]) {
        self.out.push(if self.flow.right_to_left { b"{\\ltrch" } else { b"{" });
        self.out.push(open);
        self.out.push_int(self.look.code_size(self.size).into());
    }

    /// Raw HTML is hidden.
    fn html(&mut self, span: Span) {
        let text = self.view.text(span);
        self.out.push(b"{\\cs13\\v ");
        for (index, line) in text.split(|&byte| byte == b'\n').enumerate() {
            if index > 0 {
                self.out.push(b"\\line ");
            }
            escape_rtf(line.strip_suffix(b"\r").unwrap_or(line), self.out);
        }
        self.out.push_byte(b'}');
        self.lose(Loss::Html, text);
    }
}
