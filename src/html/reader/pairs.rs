//! The attributes of a tag, one after the other: names and ranges of values.
//!
//! Input   the text, and where the attributes of a tag stand in it.
//! Units   byte offsets into the text.
//! Errors  none: a value whose quote never closes ends at the next blank.
//! Source  the HTML standard, "Tokenization".

use memchr::memchr;

use crate::work;

/// One attribute: its name and the range of its value, quotes left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub name: &'a [u8],
    pub start: usize,
    pub end: usize,
}

/// The attributes between two offsets, in their order.
#[derive(Clone, Debug)]
pub(super) struct Attributes<'a> {
    bytes: &'a [u8],
    at: usize,
    /// No such quote comes any more.
    no_quote: [bool; 2],
}

impl<'a> Attributes<'a> {
    /// The attributes in `start..end` of the text.
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        let bytes = &text.as_bytes()[..end.min(text.len())];
        Attributes { bytes, at: start, no_quote: [false; 2] }
    }

    fn skip(&mut self, is: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let skipped = rest.iter().take_while(|&&byte| is(byte)).count();
        work::step(skipped);
        self.at += skipped;
        self.at
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let bytes = self.bytes;
        let start = self.skip(|byte| byte.is_ascii_whitespace() || byte == b'/');
        if start >= bytes.len() {
            return None;
        }
        // A name may begin with `=`, so that each step takes something.
        self.at += 1;
        let end = self.skip(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'/'));
        let name = &bytes[start..end];
        self.skip(|byte| byte.is_ascii_whitespace());
        if bytes.get(self.at) != Some(&b'=') {
            return Some(Attribute { name, start: end, end });
        }
        self.at += 1;
        let start = self.skip(|byte| byte.is_ascii_whitespace());
        if let Some(&quote @ (b'"' | b'\'')) = bytes.get(start) {
            let missing = &mut self.no_quote[(quote == b'\'') as usize];
            if !*missing {
                let found = memchr(quote, &bytes[start + 1..]);
                work::step(found.unwrap_or(bytes.len() - start));
                if let Some(length) = found {
                    self.at = start + length + 2;
                    return Some(Attribute { name, start: start + 1, end: start + 1 + length });
                }
                *missing = true;
            }
        }
        let end = self.skip(|byte| !byte.is_ascii_whitespace());
        let quoted = matches!(bytes.get(start), Some(b'"' | b'\''));
        Some(Attribute { name, start: start + (quoted && end > start) as usize, end })
    }
}
