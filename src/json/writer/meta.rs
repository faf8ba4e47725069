//! What a document says of itself.

use super::Writer;
use crate::document::{Meta, Span};

impl Writer<'_, '_> {
    pub(super) fn meta(&mut self) {
        self.to.raw(b"{\"pandoc-api-version\":[1,23,1],\"meta\":{");
        let doc = self.view.doc;
        let mut is_first = true;
        for (fact, value) in doc.metas() {
            let separator = match fact {
                Meta::Keywords => Some(b','),
                Meta::Author if self.view.text(value).contains(&b';') => Some(b';'),
                _ => None,
            };
            self.fact(&mut is_first, fact.name().as_bytes(), value, separator);
        }
        for &(name, value) in &doc.properties {
            let name = self.view.text(name);
            // What programs that make sites have lists for.
            let is_list = matches!(name, b"tags" | b"categories");
            self.fact(&mut is_first, name, value, is_list.then_some(b','));
        }
        self.to.raw(b"}");
    }

    fn fact(&mut self, is_first: &mut bool, name: &[u8], value: Span, separator: Option<u8>) {
        if !std::mem::take(is_first) {
            self.to.raw(b",");
        }
        self.to.raw(b"\"");
        self.to.escaped(name);
        self.to.raw(b"\":");
        let text = self.view.text(value);
        if let b"true" | b"false" = text {
            self.to.raw(b"{\"t\":\"MetaBool\",\"c\":");
            self.to.raw(text);
            return self.to.raw(b"}");
        }
        if separator.is_some() {
            self.to.raw(b"{\"t\":\"MetaList\",\"c\":[");
        }
        for part in text.split(|&byte| Some(byte) == separator).map(<[u8]>::trim_ascii) {
            if separator.is_some() && !self.to.is_at_start() {
                self.to.raw(b",");
            }
            self.to.raw(b"{\"t\":\"MetaInlines\",\"c\":[");
            self.to.say(part);
            self.to.end_text();
            self.to.raw(b"]}");
        }
        if separator.is_some() {
            self.to.raw(b"]}");
        }
    }
}
