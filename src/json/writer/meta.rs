//! What a document says of itself.

use super::elements::Elements;
use crate::document::{Meta, View};

pub(super) fn write(view: View<'_>, to: &mut Elements<'_>) {
    to.raw(b"{\"pandoc-api-version\":[1,23,1],\"meta\":{");
    let doc = view.doc;
    let mut is_first = true;
    for (fact, value) in doc.metas() {
        let separator = match fact {
            Meta::Keywords => Some(b','),
            Meta::Author if view.text(value).contains(&b';') => Some(b';'),
            _ => None,
        };
        write_fact(to, &mut is_first, fact.name().as_bytes(), view.text(value), separator);
    }
    for &(name, value) in &doc.properties {
        let name = view.text(name);
        // What programs that make sites have lists for.
        let is_list = matches!(name, b"tags" | b"categories");
        write_fact(to, &mut is_first, name, view.text(value), is_list.then_some(b','));
    }
    to.raw(b"}");
}

fn write_fact(
    to: &mut Elements<'_>,
    is_first: &mut bool,
    name: &[u8],
    text: &[u8],
    separator: Option<u8>,
) {
    if !std::mem::take(is_first) {
        to.raw(b",");
    }
    to.raw(b"\"");
    to.escaped(name);
    to.raw(b"\":");
    if let b"true" | b"false" = text {
        to.raw(b"{\"t\":\"MetaBool\",\"c\":");
        to.raw(text);
        return to.raw(b"}");
    }
    if separator.is_some() {
        to.raw(b"{\"t\":\"MetaList\",\"c\":[");
    }
    for part in text.split(|&byte| Some(byte) == separator).map(<[u8]>::trim_ascii) {
        if separator.is_some() && !to.is_at_start() {
            to.raw(b",");
        }
        to.raw(b"{\"t\":\"MetaInlines\",\"c\":[");
        to.say(part);
        to.end_text();
        to.raw(b"]}");
    }
    if separator.is_some() {
        to.raw(b"]}");
    }
}
