//! Fields: links and images.
//!
//! Shape   `{\field{\*\fldinst{HYPERLINK "address" \\o "title"}}{\fldrslt{…}}}`; an image is an
//!         `INCLUDEPICTURE` whose visible result is its text as a link to the picture. One of another
//!         machine is that link only, unless the options let the host fetch it: the style
//!         `Image Link` of its text says what it is.
//! State   [`Fields`] knows what is open, since a link inside a link is only its text.
//! Units   addresses come as they stand in a Markdown destination.
//! Source  RTF 1.9.1, "Fields"; field instructions have a level of escapes of their own, where a
//!         backslash is written twice and a quotation mark behind a backslash.

use super::escape::{escape_special, percent};
use super::sink::{Mark, Sink};
use crate::document::{LinkId, View};
use crate::memory::Output;
use crate::options::Target;
use crate::report::Loss;
use crate::text::address::is_remote;

/// What is open, and where the last link ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fields {
    in_link: bool,
    in_image: bool,
    /// Where the text of the image begins.
    image_text: Mark,
    after_link: Mark,
}

/// A field that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Link,
    Image,
    /// An image whose visible result is a link.
    LinkedImage,
    /// An image that is a link only, for its host must not fetch it.
    RemoteImage,
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
        let (url, title) = target_of(id, sink.view());
        if self.in_link || self.in_image {
            sink.lose(Loss::Other, url);
            return None;
        }
        self.in_link = true;
        self.part_links(target, sink.out());
        hyperlink(url, title, sink.out());
        sink.out().push(b"{\\cs11\\ul\\cf1 ");
        Some(Field::Link)
    }

    /// Opens an image; what follows is its text. Without `remote` one that is not at hand is a link.
    pub(super) fn open_image(
        &mut self,
        id: LinkId,
        target: Target,
        remote: bool,
        sink: &mut Sink<'_>,
    ) -> Option<Field> {
        let (url, title) = target_of(id, sink.view());
        let is_link = !remote && is_remote(url);
        if self.in_image {
            sink.lose(Loss::Picture, url);
            return None;
        }
        if is_link {
            sink.lose(Loss::RemotePicture, url);
        }
        self.in_image = true;
        let out = sink.out();
        self.part_links(target, out);
        if is_link {
            hyperlink(url, title, out);
            self.begin_text(out);
            return Some(Field::RemoteImage);
        }
        out.push(b"{\\field{\\*\\fldinst{INCLUDEPICTURE \"");
        address(url, out);
        out.push(b"\" \\\\d}}{\\fldrslt");
        let field = if self.in_link && title.is_empty() {
            Field::Image
        } else {
            hyperlink(url, title, out);
            Field::LinkedImage
        };
        self.begin_text(out);
        Some(field)
    }

    /// The text of an image follows.
    fn begin_text(&mut self, out: &mut Output) {
        out.push(b"{\\cs15\\ul\\cf1 ");
        self.image_text = Mark::of(out);
    }

    /// The text of an image ends here. A soft hyphen stands for none, where there must be one; so there is
    /// one more where the text is nothing but such.
    fn end_text(&self, is_needed: bool, out: &mut Output) {
        let text = self.image_text.since(out);
        let hyphens = text.chunks(2).all(|piece| piece == b"\\-");
        if hyphens && (is_needed || !text.is_empty()) {
            out.push(b"\\-");
        }
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
                self.end_text(false, out);
                out.push(b"}}}");
            }
            Field::LinkedImage => {
                self.in_image = false;
                self.end_text(false, out);
                out.push(b"}}}}}");
                self.after_link = Mark::of(out);
            }
            Field::RemoteImage => {
                self.in_image = false;
                self.end_text(true, out);
                out.push(b"}}}");
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

/// The address and the title of a link or an image.
fn target_of<'a>(id: LinkId, view: View<'a>) -> (&'a [u8], &'a [u8]) {
    let target = view.link(id);
    (view.text(target.url), view.text(target.title))
}

/// A link without text, which nobody sees: the tags that say it, hidden.
pub(super) fn unseen_link(id: LinkId, sink: &mut Sink<'_>) {
    let (url, title) = target_of(id, sink.view());
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

/// A named place whose name is a bookmark already: the tags that say it, hidden.
pub(super) fn hidden_anchor(name: &[u8], out: &mut Output) {
    out.push(b"{\\cs13\\v <a id=\"");
    attribute(name, out);
    out.push(b"\">}{\\cs13\\v </a>}");
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
    let special = |byte: u8| b"\"&<>\n\r".contains(&byte);
    escape_special(value, out, special, |byte, out| {
        out.push(match byte {
            b'"' => b"&quot;",
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            _ => b" ",
        });
    });
}

/// An address inside quotation marks: ASCII only, no spaces.
fn address(url: &[u8], out: &mut Output) {
    let plain = |byte: u8| (0x21..0x7F).contains(&byte) && !b"\"\\{}".contains(&byte);
    escape_special(
        url,
        out,
        |byte| !plain(byte),
        |byte, out| match byte {
            b'\\' => out.push(b"\\\\\\\\"),
            b'{' => out.push(b"\\{"),
            b'}' => out.push(b"\\}"),
            _ => percent(byte, out),
        },
    );
}

/// Any text inside quotation marks.
fn argument(text: &[u8], out: &mut Output) {
    let special = |byte: u8| matches!(byte, b'\\' | b'"');
    escape_special(text, out, special, |byte, out| {
        out.push(if byte == b'"' { b"\\\\\"" } else { b"\\\\\\\\" });
    });
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
    fn attributes_in_one_line_each() {
        for (value, rtf) in
            [("a b", "a b"), ("\"<&>\"", "&quot;&lt;&amp;&gt;&quot;"), ("a\nü{", "a \\u252?\\{")]
        {
            assert_eq!(made(attribute, value), rtf, "{value}");
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
