//! Fields: links and images.
//!
//! Shape   `{\field{\*\fldinst{HYPERLINK "address" \\o "title"}}{\fldrslt{…}}}`; an image is an
//!         `INCLUDEPICTURE` whose visible result is its text as a link to the picture.
//! State   [`Fields`] knows what is open, since a link inside a link is only its text.
//! Units   addresses come as they stand in a Markdown destination.
//! Source  RTF 1.9.1, "Fields"; field instructions have a level of escapes of their own, where a
//!         backslash is written twice and a quotation mark behind a backslash.

use super::sink::{Mark, Sink};
use crate::document::LinkId;
use crate::document::slug::percent;
use crate::memory::Output;
use crate::options::Target;
use crate::report::Loss;
use crate::text::escape_rtf;

/// What is open, and where the last link ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    in_link: bool,
    in_image: bool,
    after_link: Mark,
}

/// A field that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Link,
    Image,
    /// An image whose visible result is a link.
    LinkedImage,
}

impl Fields {
    /// Whether what is written is the text of an image.
    pub(super) fn in_image(&self) -> bool {
        self.in_image
    }

    /// Opens a link. A link inside a link or inside an image's text is only its text.
    pub(super) fn open_link(
        &mut self,
        id: LinkId,
        target: Target,
        sink: &mut Sink<'_>,
    ) -> Option<Field> {
        let view = sink.view();
        let link = view.link(id);
        let url = view.text(link.url);
        if self.in_link || self.in_image {
            sink.lose(Loss::Other, url);
            return None;
        }
        self.in_link = true;
        self.part_links(target, sink.out());
        hyperlink(url, view.text(link.title), sink.out());
        sink.out().push(b"{\\cs11\\ul\\cf1 ");
        Some(Field::Link)
    }

    /// Opens an image; what follows is its text.
    pub(super) fn open_image(
        &mut self,
        id: LinkId,
        target: Target,
        sink: &mut Sink<'_>,
    ) -> Option<Field> {
        let view = sink.view();
        let link = view.link(id);
        let (url, title) = (view.text(link.url), view.text(link.title));
        sink.lose(Loss::Image, url);
        if self.in_image {
            return None;
        }
        self.in_image = true;
        let out = sink.out();
        self.part_links(target, out);
        out.push(b"{\\field{\\*\\fldinst{INCLUDEPICTURE \"");
        address(url, out);
        out.push(b"\" \\\\d}}{\\fldrslt");
        let field = if self.in_link && title.is_empty() {
            Field::Image
        } else {
            hyperlink(url, title, out);
            Field::LinkedImage
        };
        out.push(b"{\\cs15\\ul\\cf1 ");
        Some(field)
    }

    /// Closes the field opened last.
    pub(super) fn close(&mut self, field: Field, out: &mut Output) {
        match field {
            Field::Link => {
                self.in_link = false;
                out.push(b"}}}");
                self.after_link = Mark::of(out);
            }
            Field::Image => {
                self.in_image = false;
                out.push(b"}}}");
            }
            Field::LinkedImage => {
                self.in_image = false;
                out.push(b"}}}}}");
                self.after_link = Mark::of(out);
            }
        }
    }

    /// RichEdit takes two links that touch for one: a hidden space stands between them.
    fn part_links(&self, target: Target, out: &mut Output) {
        if self.after_link.is_end_of(out) && target != Target::Word {
            out.push(b"{\\cs13\\v  }");
        }
    }
}

/// A link without text, which nobody sees: the tags that say it, hidden.
pub(super) fn unseen_link(id: LinkId, sink: &mut Sink<'_>) {
    let view = sink.view();
    let link = view.link(id);
    let (url, title) = (view.text(link.url), view.text(link.title));
    let out = sink.out();
    out.push(b"{\\cs13\\v <a href=\"");
    attribute(url, out);
    if !title.is_empty() {
        out.push(b"\" title=\"");
        attribute(title, out);
    }
    out.push(b"\">}{\\cs13\\v </a>}");
    sink.lose(Loss::Html, url);
}

/// A `HYPERLINK` field up to its result.
fn hyperlink(url: &[u8], title: &[u8], out: &mut Output) {
    match url {
        [b'#', name @ ..] => {
            out.push(b"{\\field{\\*\\fldinst{HYPERLINK \\\\l \"");
            argument(name, out);
        }
        _ => {
            out.push(b"{\\field{\\*\\fldinst{HYPERLINK \"");
            address(url, out);
        }
    }
    out.push_byte(b'"');
    if !title.is_empty() {
        out.push(b" \\\\o \"");
        argument(title, out);
        out.push_byte(b'"');
    }
    out.push(b"}}{\\fldrslt");
}

/// The value of an HTML attribute, in RTF.
fn attribute(value: &[u8], out: &mut Output) {
    let mut rest = value;
    while let Some(at) = rest.iter().position(|byte| b"\"&<>\n\r".contains(byte)) {
        escape_rtf(&rest[..at], out);
        out.push(match rest[at] {
            b'"' => b"&quot;",
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            _ => b" ",
        });
        rest = &rest[at + 1..];
    }
    escape_rtf(rest, out);
}

/// An address inside quotation marks: ASCII only, no spaces.
fn address(url: &[u8], out: &mut Output) {
    let mut from = 0;
    for (at, &byte) in url.iter().enumerate() {
        if (0x21..0x7F).contains(&byte) && !b"\"\\{}".contains(&byte) {
            continue;
        }
        out.push(url.get(from..at).unwrap_or(&[]));
        from = at + 1;
        match byte {
            b'\\' => out.push(b"\\\\\\\\"),
            b'{' => out.push(b"\\{"),
            b'}' => out.push(b"\\}"),
            _ => out.push(&percent(byte)),
        }
    }
    out.push(url.get(from..).unwrap_or(&[]));
}

/// Any text inside quotation marks.
fn argument(text: &[u8], out: &mut Output) {
    let mut from = 0;
    for (at, &byte) in text.iter().enumerate() {
        let escaped: &[u8] = match byte {
            b'\\' => b"\\\\\\\\",
            b'"' => b"\\\\\"",
            _ => continue,
        };
        escape_rtf(text.get(from..at).unwrap_or(&[]), out);
        out.push(escaped);
        from = at + 1;
    }
    escape_rtf(text.get(from..).unwrap_or(&[]), out);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(make: fn(&[u8], &mut Output), text: &str) -> String {
        let mut out = Output::new(Vec::new(), 1 << 16);
        make(text.as_bytes(), &mut out);
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn addresses_in_one_line_each() {
        for (url, rtf) in [
            ("http://a.b/c?d=e&f#g", "http://a.b/c?d=e&f#g"),
            ("C:\\x", "C:\\\\\\\\x"),
            ("a b\"c", "a%20b%22c"),
            ("{x}", "\\{x\\}"),
            ("/ü", "/%C3%BC"),
            ("", ""),
            ("%20", "%20"),
        ] {
            assert_eq!(made(address, url), rtf, "{url}");
        }
    }

    #[test]
    fn titles_in_one_line_each() {
        for (title, rtf) in [
            ("plain title", "plain title"),
            ("a \"b\"", "a \\\\\"b\\\\\""),
            ("a\\b", "a\\\\\\\\b"),
            ("{ü}", "\\{\\u252?\\}"),
        ] {
            assert_eq!(made(argument, title), rtf, "{title}");
        }
    }
}
