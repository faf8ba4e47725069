//! What a document says of itself.

use super::tasks::Tasks;
use crate::document::{Meta, Span};
use crate::report::Loss;
use crate::text::json::{At, Shape};

/// The words of a fact; how they look, and where paragraphs end, is lost.
fn words(value: At, to: &mut Tasks<'_>) -> Span {
    let (text, is_whole) = to.plain(value);
    if !is_whole {
        to.lost(Loss::Metadata, value);
    }
    text
}

pub(super) fn read(meta: At, to: &mut Tasks<'_>) {
    let (mut at, end) = (meta + 1, to.tree.after(meta));
    if to.tree.shape(meta) != Shape::Object {
        return;
    }
    while at < end {
        let value = at + 1;
        let name = to.tree.written(at);
        let fact = Meta::of_name(name.as_bytes());
        let text = match to.tree.tag(value) {
            "MetaMap" => {
                to.lost(Loss::Metadata, at);
                Span::EMPTY
            }
            "MetaBool" => {
                let is_so = to.tree.shape(to.tree.content(value)) == Shape::True;
                to.doc.own(if is_so { "true" } else { "false" })
            }
            "MetaList" => {
                let between = if fact == Some(Meta::Author) { "; " } else { ", " };
                let (mut part, last) = to.tree.elements(to.tree.content(value));
                let start = to.doc.own_len();
                while part < last {
                    if to.doc.own_len() > start {
                        to.doc.append(between);
                    }
                    // Of people with addresses and more their names.
                    let name = to.tree.member(to.tree.content(part), "name");
                    let is_person = to.tree.tag(part) == "MetaMap";
                    if is_person {
                        to.lost(Loss::Metadata, part);
                    }
                    words(name.filter(|_| is_person).unwrap_or(part), to);
                    part = to.tree.after(part);
                }
                Span::of_own(start, to.doc.own_len())
            }
            _ => words(value, to),
        };
        match fact {
            Some(fact) => to.doc.set_meta(fact, text),
            None if text.is_empty() => {}
            None => {
                let name = to.string(at);
                to.doc.add_property(name, text);
            }
        }
        at = to.tree.after(value);
    }
}
