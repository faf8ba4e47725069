//! What a document says of itself.

use super::Reader;
use crate::document::{Meta, Span};
use crate::report::Loss;
use crate::text::json::{At, Shape};

impl<'r> Reader<'r> {
    /// The words of a fact; how they look, and where paragraphs end, is lost.
    fn words(&mut self, value: At) -> Span {
        let (text, is_whole) = self.plain(value);
        if !is_whole {
            self.lost(Loss::Metadata, value);
        }
        text
    }

    pub(super) fn meta(&mut self, meta: At) {
        let (mut at, end) = (meta + 1, self.tree.after(meta));
        if self.tree.shape(meta) != Shape::Object {
            return;
        }
        while at < end {
            let value = at + 1;
            let name = self.tree.written(at);
            let fact = Meta::of_name(name.as_bytes());
            let text = match self.tree.tag(value) {
                "MetaMap" => {
                    self.lost(Loss::Metadata, at);
                    Span::EMPTY
                }
                "MetaBool" => {
                    let is_so = self.tree.shape(self.tree.content(value)) == Shape::True;
                    self.doc.own(if is_so { "true" } else { "false" })
                }
                "MetaList" => {
                    let between = if fact == Some(Meta::Author) { "; " } else { ", " };
                    let (mut part, last) = self.tree.elements(self.tree.content(value));
                    let start = self.doc.own_len();
                    while part < last {
                        if self.doc.own_len() > start {
                            self.doc.append(between);
                        }
                        // Of people with addresses and more their names.
                        let name = self.tree.member(self.tree.content(part), "name");
                        let is_person = self.tree.tag(part) == "MetaMap";
                        if is_person {
                            self.lost(Loss::Metadata, part);
                        }
                        self.words(name.filter(|_| is_person).unwrap_or(part));
                        part = self.tree.after(part);
                    }
                    Span::of_own(start, self.doc.own_len())
                }
                _ => self.words(value),
            };
            match fact {
                Some(fact) => self.doc.set_meta(fact, text),
                None if text.is_empty() => {}
                None => {
                    let name = self.string(at);
                    self.doc.add_property(name, text);
                }
            }
            at = self.tree.after(value);
        }
    }
}
