//! Inlines, with the changes, comments and places that spans are.

use super::tasks::{What, quotation};
use super::tree::{Attributes, twips};
use super::{Note, Reader};
use crate::document::{Change, Comment, Kind, LinkTarget, NodeId, Span};
use crate::memory;
use crate::report::Loss;
use crate::text::json::At;

/// Comments that are open are looked for among so many.
const OPEN_COMMENTS: usize = 64;

impl<'r> Reader<'r> {
    pub(super) fn inline(&mut self, at: At) {
        let content = self.tree.content(at);
        let around = match self.tree.tag(at) {
            "Str" => {
                let span = self.string(content);
                return self.doc.leaf(Kind::Text(span));
            }
            "Space" => return self.say(' '),
            "SoftBreak" => return self.doc.leaf(Kind::SoftBreak),
            "LineBreak" => return self.doc.leaf(Kind::HardBreak),
            "Emph" => Kind::Emphasis,
            "Strong" => Kind::Strong,
            "Underline" => Kind::Underline,
            "Strikeout" => Kind::Strike,
            "Superscript" => Kind::Superscript,
            "Subscript" => Kind::Subscript,
            "SmallCaps" => Kind::SmallCaps,
            "Quoted" => {
                let Some([kind, inlines]) = self.tree.first(content) else { return };
                let (before, behind) = quotation(self.tree.tag(kind));
                self.say(before);
                self.push(What::Say(behind), 0, 0);
                return self.push_elements(What::Inlines, inlines);
            }
            "Cite" => {
                let Some([_, inlines]) = self.tree.first(content) else { return };
                self.lost(Loss::Field, at);
                return self.push_elements(What::Inlines, inlines);
            }
            tag @ ("Code" | "Math" | "RawInline") => {
                let Some([kind, text]) = self.tree.first(content) else { return };
                if tag == "RawInline" && !self.tree.is_html(kind) {
                    return self.lost(Loss::Html, at);
                }
                let span = self.string(text);
                // Nothing that any format shows, and what stands around it would be parted by it.
                if span.is_empty() {
                    return;
                }
                if tag == "Code" {
                    self.look_over(at, self.tree.attributes(kind), &[]);
                    self.write_names();
                }
                return self.doc.leaf(match tag {
                    "Code" => Kind::Code(span),
                    "Math" => {
                        Kind::Math { tex: span, display: self.tree.tag(kind) == "DisplayMath" }
                    }
                    _ => Kind::Html(span),
                });
            }
            tag @ ("Link" | "Image") => return self.link(tag == "Image", at),
            "Note" => {
                if !memory::push(self.notes, Note::Foot(content)) {
                    return self.doc.give_up();
                }
                self.feet += 1;
                let label = self.doc.own_number(self.feet);
                return self.doc.leaf(Kind::FootnoteReference { label });
            }
            "Span" => return self.span(at, content),
            _ => return self.lost(Loss::Other, at),
        };
        self.open(around);
        self.push_elements(What::Inlines, content);
    }

    fn link(&mut self, is_image: bool, at: At) {
        let content = self.tree.content(at);
        let Some([attributes, inlines, target]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
        // Pandoc's own classes say that an address is its text.
        let known: &[&str] = if is_image { &["width", "height"] } else { &["uri", "email"] };
        self.look_over(at, attributes, known);
        self.write_names();
        let Some([url, title]) = self.tree.first(target) else { return };
        let url = self.string(url);
        // Old trees say by it that a picture is a figure.
        let is_figure = is_image && self.tree.says(title, "fig:");
        let title = if is_figure { Span::EMPTY } else { self.string(title) };
        let mut target = LinkTarget::new(url, title);
        if is_image {
            let size = |key| {
                self.tree.pair(attributes, key).map_or(0, |value| twips(self.tree.written(value)))
            };
            (target.width, target.height) = (size("width"), size("height"));
            let is_said = |key| self.tree.pair(attributes, key).is_some();
            if is_said("width") && target.width == 0 || is_said("height") && target.height == 0 {
                self.lost(Loss::PictureSize, at);
            }
        }
        let id = self.doc.add_link(target);
        self.open(if is_image { Kind::Image(id) } else { Kind::Link(id) });
        self.push_elements(What::Inlines, inlines);
    }

    /// The text of a key, or none.
    fn fact(&mut self, attributes: Attributes, key: &str) -> Span {
        self.tree.pair(attributes, key).map_or(Span::EMPTY, |value| self.string(value))
    }

    /// A date without its zone.
    fn date(&mut self, attributes: Attributes) -> Span {
        let Some(value) = self.tree.pair(attributes, "date") else { return Span::EMPTY };
        let length = self.tree.written(value).trim_end_matches('Z').len();
        self.string(value).slice(0, length)
    }

    pub(super) fn span(&mut self, at: At, content: At) {
        let Some([attributes, inlines]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
        const CLASSES: [&str; 9] = [
            "comment-start",
            "comment-end",
            "insertion",
            "deletion",
            "mark",
            "kbd",
            "underline",
            "ul",
            "smallcaps",
        ];
        let class = CLASSES.iter().find(|class| self.tree.has_class(attributes, class));
        let class = class.copied().unwrap_or("");
        if class.starts_with("comment") {
            return self.comment(attributes, inlines, class == "comment-start");
        }
        if !self.tree.written(attributes.id).is_empty() {
            let name = self.string(attributes.id);
            self.doc.leaf(Kind::Anchor { name });
        }
        let (text, back) =
            (self.tree.color(attributes, "color"), self.tree.color(attributes, "background-color"));
        let kind = match class {
            "insertion" | "deletion" => {
                let author = self.fact(attributes, "author");
                let date = self.date(attributes);
                let id = self.doc.add_change(Change { author, date });
                if class == "insertion" { Kind::Inserted(id) } else { Kind::Deleted(id) }
            }
            "mark" => Kind::Highlight,
            "kbd" => Kind::Keyboard,
            "underline" | "ul" => Kind::Underline,
            "smallcaps" => Kind::SmallCaps,
            _ if !text.is_none() || !back.is_none() => Kind::Colored { text, back },
            _ => {
                if self.tree.says_more(attributes) {
                    self.lost(Loss::Other, at);
                }
                return self.push_elements(What::Inlines, inlines);
            }
        };
        self.open(kind);
        self.push_elements(What::Inlines, inlines);
    }

    fn comment(&mut self, attributes: Attributes, inlines: At, begins: bool) {
        let number = match self.tree.pair(attributes, "id") {
            Some(id) => self.tree.number(id),
            None => self.tree.number(attributes.id),
        };
        let Some(number) = number else { return };
        if !begins {
            let near = self.comments.len().saturating_sub(OPEN_COMMENTS);
            let found = self.comments[near..].iter().rposition(|open| open.0 == number);
            if let Some(at) = found {
                let (_, id, _) = self.comments.remove(near + at);
                self.doc.leaf(Kind::CommentEnd(id));
            }
            return;
        }
        let author = self.fact(attributes, "author");
        let initials = self.fact(attributes, "initials");
        let date = self.date(attributes);
        let id = self.doc.add_comment(Comment { author, initials, date });
        let start = self.doc.nodes.len() as NodeId;
        self.doc.leaf(Kind::CommentStart(id));
        if !memory::push(self.comments, (number, id, start))
            || !memory::push(self.notes, Note::Comment(id, inlines))
        {
            self.doc.give_up();
        }
    }
}
