//! The attributes of a start tag that mean something here.
//!
//! Shape   one pass over the attributes; a range for each value, the first of a name counts.
//! Errors  none: what is not a number is the default.

use super::Builder;
use crate::document::Span;
use crate::html::reference;
use crate::html::style::{self, Look, Marks};
use crate::html::token::Attributes;
use crate::report::Loss;

/// Where a value stands.
pub(super) type Range = Option<(usize, usize)>;

/// The values of a start tag's attributes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Values {
    pub href: Range,
    pub src: Range,
    pub alt: Range,
    pub title: Range,
    pub style: Range,
    pub class: Range,
    pub id: Range,
    pub name: Range,
    pub kind: Range,
    pub start: Range,
    pub value: Range,
    pub face: Range,
    pub lang: Range,
    pub width: Range,
    pub height: Range,
    pub checked: bool,
    pub hidden: bool,
    pub colored: bool,
    pub sized: bool,
}

impl Values {
    /// Reads the attributes that stand in `start..end`.
    pub fn read(html: &str, start: usize, end: usize) -> Values {
        let mut values = Values::default();
        for attribute in Attributes::new(html, start, end) {
            let mut lower = [0u8; 8];
            let Some(lower) = lower.get_mut(..attribute.name.len()) else { continue };
            lower.copy_from_slice(attribute.name);
            lower.make_ascii_lowercase();
            let value = match &*lower {
                b"href" => &mut values.href,
                b"src" => &mut values.src,
                b"alt" => &mut values.alt,
                b"title" => &mut values.title,
                b"style" => &mut values.style,
                b"class" => &mut values.class,
                b"id" => &mut values.id,
                b"name" => &mut values.name,
                b"type" => &mut values.kind,
                b"start" => &mut values.start,
                b"value" => &mut values.value,
                b"face" => &mut values.face,
                b"lang" => &mut values.lang,
                b"width" => &mut values.width,
                b"height" => &mut values.height,
                b"checked" => {
                    values.checked = true;
                    continue;
                }
                b"hidden" => {
                    values.hidden = true;
                    continue;
                }
                b"color" | b"bgcolor" => {
                    values.colored = true;
                    continue;
                }
                b"size" => {
                    values.sized = true;
                    continue;
                }
                _ => continue,
            };
            value.get_or_insert((attribute.start, attribute.end));
        }
        values
    }
}

impl<'a> Builder<'a, '_> {
    /// A value as it stands in the text; empty where there is none.
    pub(super) fn raw(&self, range: Range) -> &'a str {
        range.map_or("", |(start, end)| &self.html[start..end])
    }

    /// What the style and a few older attributes say.
    pub(super) fn look(&mut self, values: &Values) -> Look {
        let mut look = Look::default();
        if let Some((start, end)) = values.style {
            let style = &self.html[start..end];
            if memchr::memchr(b'&', style.as_bytes()).is_some() {
                let mut decoded = std::mem::take(&mut self.buffers.value);
                decoded.clear();
                if decoded.try_reserve(style.len() * 3).is_ok() {
                    reference::decode(style, |piece| decoded.push_str(piece));
                }
                style::read(&decoded, &mut look);
                self.buffers.value = decoded;
            } else {
                style::read(style, &mut look);
            }
        }
        if values.hidden {
            look.on = look.on.with(Marks::HIDDEN);
        }
        if values.face.is_some() {
            let fixed = style::is_monospaced(self.raw(values.face));
            look.on = if fixed { look.on.with(Marks::CODE) } else { look.on };
            look.sized |= !fixed;
        }
        look
    }

    /// Counts the looks that no document can hold.
    pub(super) fn count_losses(&mut self, look: &Look, values: &Values, at: usize) {
        if look.colored || values.colored {
            self.lost(Loss::Color, at);
        }
        if look.sized || values.sized {
            self.lost(Loss::Font, at);
        }
    }

    /// An address: decoded, and without the white space that may stand around and in it.
    pub(super) fn address(&mut self, range: Range) -> Span {
        let Some((start, end)) = range else { return Span::EMPTY };
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let is_plain = |byte: u8| byte != b'&' && byte >= b' ';
        if trimmed.bytes().all(is_plain) {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        reference::decode(trimmed, |piece| {
            piece.split(['\n', '\r', '\t']).for_each(|part| doc.append(part));
        });
        Span::of_own(from, self.doc.own_len())
    }

    /// A text in which white space is shown as one space, decoded.
    pub(super) fn collapsed(&mut self, start: usize, end: usize) -> Span {
        let raw = &self.html[start..end];
        let trimmed = raw.trim_matches(|c: char| c.is_ascii_whitespace());
        let mut before = 0;
        let is_plain = trimmed.bytes().all(|byte| {
            let double = byte == b' ' && before == b' ';
            before = byte;
            byte != b'&' && byte >= b' ' && !double
        });
        if is_plain {
            let start = start + (trimmed.as_ptr() as usize - raw.as_ptr() as usize);
            return self.span(start, start + trimmed.len());
        }
        let from = self.doc.own_len();
        let doc = &mut *self.doc;
        let mut space = false;
        reference::decode(trimmed, |piece| {
            for word in piece.split_inclusive(|c: char| c.is_ascii_whitespace()) {
                let bare = word.trim_end_matches(|c: char| c.is_ascii_whitespace());
                if space && !bare.is_empty() {
                    doc.append(" ");
                    space = false;
                }
                doc.append(bare);
                space |= bare.len() < word.len();
            }
        });
        Span::of_own(from, self.doc.own_len())
    }

    /// Whether a link of this document leads to the element, and the name that it has.
    pub(super) fn fragment(&mut self, values: &Values) -> Span {
        if !self.survey.has_fragments() {
            return Span::EMPTY;
        }
        for range in [values.id, values.name] {
            if range.is_some() && self.survey.is_fragment(self.raw(range)) {
                return self.address(range);
            }
        }
        Span::EMPTY
    }

    /// The language of code, from the class of its element.
    pub(super) fn language(&mut self, values: &Values) -> Span {
        let class = self.raw(values.class);
        let mut words = class.split_ascii_whitespace();
        let mut language = "";
        while let Some(word) = words.next() {
            let named =
                ["language-", "lang-", "brush:"].iter().find_map(|start| word.strip_prefix(start));
            match named {
                Some("") => language = words.next().unwrap_or_default(),
                Some(name) => language = name,
                None if word == "sourceCode" => language = words.next().unwrap_or_default(),
                None => continue,
            }
            break;
        }
        // `brush: js; toolbar: false`
        let language =
            language.strip_suffix(';').filter(|bare| !bare.is_empty()).unwrap_or(language);
        let range = if language.is_empty() {
            values.lang
        } else {
            let start = language.as_ptr() as usize - self.html.as_ptr() as usize;
            Some((start, start + language.len()))
        };
        self.address(range)
    }
}
