//! Inlines, with the changes, comments and places that spans are.

use super::names::Places;
use super::tasks::{Tasks, What, quotation};
use super::tree::{Attributes, twips};
use crate::document::{Change, Comment, CommentId, Document, Kind, LinkTarget, NodeId, Span};
use crate::memory;
use crate::report::Loss;
use crate::text::json::At;

/// Comments that are open are looked for among so many.
const OPEN_COMMENTS: usize = 64;

/// What stands at the end of a document.
#[derive(Clone, Copy, Debug)]
pub(super) enum Note {
    /// Blocks.
    Foot(At),
    /// Inlines.
    Comment(CommentId, At),
}

/// A comment that is open: its number in the tree, and where it begins.
pub(super) type OpenComment = (u32, CommentId, NodeId);

/// What the inlines that were read refer to.
pub(super) struct Inlines<'r> {
    notes: &'r mut Vec<Note>,
    comments: &'r mut Vec<OpenComment>,
    /// Footnotes referred to.
    feet: u32,
}

impl<'r> Inlines<'r> {
    pub(super) fn new(notes: &'r mut Vec<Note>, comments: &'r mut Vec<OpenComment>) -> Inlines<'r> {
        notes.clear();
        comments.clear();
        Inlines { notes, comments, feet: 0 }
    }

    /// What was referred to, in that order.
    pub(super) fn note(&self, at: usize) -> Option<Note> {
        self.notes.get(at).copied()
    }

    /// What is said of a place that ends nowhere is said of nothing.
    pub(super) fn end(&self, doc: &mut Document) {
        for &(_, _, start) in &*self.comments {
            doc.set_kind(start, Kind::Text(Span::EMPTY));
        }
    }

    pub(super) fn inline(&mut self, at: At, places: &mut Places, to: &mut Tasks<'_>) {
        let content = to.tree.content(at);
        let around = match to.tree.tag(at) {
            "Str" => {
                let span = to.string(content);
                return to.doc.leaf(Kind::Text(span));
            }
            "Space" => return to.say(' '),
            "SoftBreak" => return to.doc.leaf(Kind::SoftBreak),
            "LineBreak" => return to.doc.leaf(Kind::HardBreak),
            "Emph" => Kind::Emphasis,
            "Strong" => Kind::Strong,
            "Underline" => Kind::Underline,
            "Strikeout" => Kind::Strike,
            "Superscript" => Kind::Superscript,
            "Subscript" => Kind::Subscript,
            "SmallCaps" => Kind::SmallCaps,
            "Quoted" => {
                let Some([kind, inlines]) = to.tree.first(content) else { return };
                let (before, behind) = quotation(to.tree.tag(kind));
                to.say(before);
                to.push(What::Say(behind), 0, 0);
                return to.push_elements(What::Inlines, inlines);
            }
            "Cite" => {
                let Some([_, inlines]) = to.tree.first(content) else { return };
                to.lost(Loss::Field, at);
                return to.push_elements(What::Inlines, inlines);
            }
            tag @ ("Code" | "Math" | "RawInline") => {
                let Some([kind, text]) = to.tree.first(content) else { return };
                if tag == "RawInline" && !to.tree.is_html(kind) {
                    return to.lost(Loss::Html, at);
                }
                let span = to.string(text);
                // Nothing that any format shows, and what stands around it would be parted by it.
                if span.is_empty() {
                    return;
                }
                if tag == "Code" {
                    places.look_over(at, to.tree.attributes(kind), &[], to);
                    places.write(to);
                }
                return to.doc.leaf(match tag {
                    "Code" => Kind::Code(span),
                    "Math" => Kind::Math { tex: span, display: to.tree.tag(kind) == "DisplayMath" },
                    _ => Kind::Html(span),
                });
            }
            tag @ ("Link" | "Image") => return link(tag == "Image", at, places, to),
            "Note" => {
                if !memory::push(self.notes, Note::Foot(content)) {
                    return to.doc.give_up();
                }
                self.feet += 1;
                let label = to.doc.own_number(self.feet);
                return to.doc.leaf(Kind::FootnoteReference { label });
            }
            "Span" => return self.span(at, content, to),
            _ => return to.lost(Loss::Other, at),
        };
        to.open(around);
        to.push_elements(What::Inlines, content);
    }

    fn span(&mut self, at: At, content: At, to: &mut Tasks<'_>) {
        let Some([attributes, inlines]) = to.tree.first(content) else { return };
        let attributes = to.tree.attributes(attributes);
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
        let class = CLASSES.iter().find(|class| to.tree.has_class(attributes, class));
        let class = class.copied().unwrap_or("");
        if class.starts_with("comment") {
            return self.comment(attributes, inlines, class == "comment-start", to);
        }
        if !to.tree.written(attributes.id).is_empty() {
            let name = to.string(attributes.id);
            to.doc.leaf(Kind::Anchor { name });
        }
        let (text, back) =
            (to.tree.color(attributes, "color"), to.tree.color(attributes, "background-color"));
        let kind = match class {
            "insertion" | "deletion" => {
                let author = fact(attributes, "author", to);
                let date = date(attributes, to);
                let id = to.doc.add_change(Change { author, date });
                if class == "insertion" { Kind::Inserted(id) } else { Kind::Deleted(id) }
            }
            "mark" => Kind::Highlight,
            "kbd" => Kind::Keyboard,
            "underline" | "ul" => Kind::Underline,
            "smallcaps" => Kind::SmallCaps,
            _ if !text.is_none() || !back.is_none() => Kind::Colored { text, back },
            _ => {
                if to.tree.says_more(attributes) {
                    to.lost(Loss::Other, at);
                }
                return to.push_elements(What::Inlines, inlines);
            }
        };
        to.open(kind);
        to.push_elements(What::Inlines, inlines);
    }

    fn comment(&mut self, attributes: Attributes, inlines: At, begins: bool, to: &mut Tasks<'_>) {
        let number = match to.tree.pair(attributes, "id") {
            Some(id) => to.tree.number(id),
            None => to.tree.number(attributes.id),
        };
        let Some(number) = number else { return };
        if !begins {
            let near = self.comments.len().saturating_sub(OPEN_COMMENTS);
            let found = self.comments[near..].iter().rposition(|open| open.0 == number);
            if let Some(at) = found {
                let (_, id, _) = self.comments.remove(near + at);
                to.doc.leaf(Kind::CommentEnd(id));
            }
            return;
        }
        let author = fact(attributes, "author", to);
        let initials = fact(attributes, "initials", to);
        let date = date(attributes, to);
        let id = to.doc.add_comment(Comment { author, initials, date });
        let start = to.doc.nodes.len() as NodeId;
        to.doc.leaf(Kind::CommentStart(id));
        if !memory::push(self.comments, (number, id, start))
            || !memory::push(self.notes, Note::Comment(id, inlines))
        {
            to.doc.give_up();
        }
    }
}

fn link(is_image: bool, at: At, places: &mut Places, to: &mut Tasks<'_>) {
    let content = to.tree.content(at);
    let Some([attributes, inlines, target]) = to.tree.first(content) else { return };
    let attributes = to.tree.attributes(attributes);
    // Pandoc's own classes say that an address is its text.
    let known: &[&str] = if is_image { &["width", "height"] } else { &["uri", "email"] };
    places.look_over(at, attributes, known, to);
    places.write(to);
    let Some([url, title]) = to.tree.first(target) else { return };
    let url = to.string(url);
    // Old trees say by it that a picture is a figure.
    let is_figure = is_image && to.tree.says(title, "fig:");
    let title = if is_figure { Span::EMPTY } else { to.string(title) };
    let mut target = LinkTarget::new(url, title);
    if is_image {
        let size =
            |key| to.tree.pair(attributes, key).map_or(0, |value| twips(to.tree.written(value)));
        (target.width, target.height) = (size("width"), size("height"));
        let is_said = |key| to.tree.pair(attributes, key).is_some();
        if is_said("width") && target.width == 0 || is_said("height") && target.height == 0 {
            to.lost(Loss::PictureSize, at);
        }
    }
    let id = to.doc.add_link(target);
    to.open(if is_image { Kind::Image(id) } else { Kind::Link(id) });
    to.push_elements(What::Inlines, inlines);
}

/// The text of a key, or none.
fn fact(attributes: Attributes, key: &str, to: &mut Tasks<'_>) -> Span {
    to.tree.pair(attributes, key).map_or(Span::EMPTY, |value| to.string(value))
}

/// A date without its zone.
fn date(attributes: Attributes, to: &mut Tasks<'_>) -> Span {
    let Some(value) = to.tree.pair(attributes, "date") else { return Span::EMPTY };
    let length = to.tree.written(value).trim_end_matches('Z').len();
    to.string(value).slice(0, length)
}
