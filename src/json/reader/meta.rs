//! What a document says of itself.

use super::Reader;
use crate::document::{Meta, Span};
use crate::report::Loss;
use crate::text::json::{At, Shape};

impl<'r> Reader<'r> {
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
                "MetaList" => {
                    let between = if fact == Some(Meta::Author) { "; " } else { ", " };
                    let (mut part, last) = self.tree.elements(self.tree.content(value));
                    let start = self.doc.own_len();
                    while part < last {
                        if self.doc.own_len() > start {
                            self.doc.append(between);
                        }
                        self.plain(part);
                        part = self.tree.after(part);
                    }
                    Span::of_own(start, self.doc.own_len())
                }
                _ => self.plain(value),
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
