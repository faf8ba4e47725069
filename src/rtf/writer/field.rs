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
use crate::document::{LinkId, NodeId, View, contents};
use crate::memory::Output;
use crate::options::Target;
use crate::report::Loss;
use crate::text::address::is_remote;
use crate::text::escape_rtf;

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
    /// An image of which only the text can be shown.
    LostImage,
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
        // LibreOffice keeps no field without an address: the style says that it was a link.
        sink.out().push(if url.is_empty() { b"{\\cs37\\ul\\cf1 " } else { b"{\\cs11\\ul\\cf1 " });
        Some(Field::Link)
    }

    /// Opens an image; what follows is its text, or the name of its file where it has none. Without
    /// `remote` one that is not at hand is a link. Hidden tags around it say what it is to those who
    /// lose the field, as LibreOffice does.
    pub(super) fn open_image(
        &mut self,
        id: LinkId,
        has_text: bool,
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
        hidden_image(url, title, has_text, out);
        if is_link {
            hyperlink(url, title, out);
            self.begin_text(out);
            if !has_text {
                file_name(url, out);
            }
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
        if !has_text {
            file_name(url, out);
        }
        Some(field)
    }

    /// Opens an image that can't be shown: what follows is its text, and hidden tags around it say
    /// the rest.
    pub(super) fn open_lost_image(
        &mut self,
        id: LinkId,
        has_text: bool,
        sink: &mut Sink<'_>,
    ) -> Option<Field> {
        if self.in_image {
            return None;
        }
        self.in_image = true;
        let (url, title) = target_of(id, sink.view());
        hidden_image(url, title, has_text, sink.out());
        if !has_text {
            // Its kind: data have no name.
            let kind = url.strip_prefix(b"data:image/").unwrap_or(b"");
            let length = kind.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            sink.out().push(&kind[..length]);
        }
        Some(Field::LostImage)
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
                out.push(IMAGE_END);
            }
            Field::LostImage => {
                self.in_image = false;
                out.push(IMAGE_END);
            }
            Field::LinkedImage => {
                self.in_image = false;
                self.end_text(false, out);
                out.push(b"}}}}}");
                out.push(IMAGE_END);
            }
            Field::RemoteImage => {
                self.in_image = false;
                self.end_text(true, out);
                out.push(b"}}}");
                out.push(IMAGE_END);
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

/// The hidden tag behind an image.
const IMAGE_END: &[u8] = b"{\\cs13\\v </img>}";

/// The hidden tag before an image. `alt=""`: its words are only what is shown for it.
fn hidden_image(url: &[u8], title: &[u8], has_text: bool, out: &mut Output) {
    out.push(b"{\\cs13\\v <img src=\"");
    attribute(url, out);
    out.push(if has_text { b"\"" } else { b"\" alt=\"\"" });
    if !title.is_empty() {
        out.push(b" title=\"");
        attribute(title, out);
        out.push_byte(b'"');
    }
    out.push(b">}");
}

/// The name of the file that an address ends with.
fn file_name(url: &[u8], out: &mut Output) {
    let end = url.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(url.len());
    let path = url.get(..end).unwrap_or(url);
    let start = path.iter().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at + 1);
    escape_rtf(path.get(start..).filter(|name| !name.is_empty()).unwrap_or(url), out);
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
    out.push(b"\"></a>}");
    sink.lose(Loss::Html, url);
}

/// A named place whose name is a bookmark already: the tags that say it, hidden.
pub(super) fn hidden_anchor(name: &[u8], out: &mut Output) {
    out.push(b"{\\cs13\\v <a id=\"");
    attribute(name, out);
    out.push(b"\">}{\\cs13\\v </a>}");
}

/// The field of a table of contents up to its result.
pub(super) const CONTENTS: &[u8] = b"{\\field{\\*\\fldinst TOC \\\\o \"1-3\" \\\\h}{\\fldrslt ";

/// The name by which a table of contents leads to the heading of that number: Word hides those with a line before
/// them.
fn contents_name(number: u32, out: &mut Output) {
    out.push(b"_Toc");
    out.push_int(number.into());
}

/// The bookmark of a heading that a table of contents leads to.
pub(super) fn contents_bookmark(number: u32, out: &mut Output) {
    out.push(b"{\\*\\bkmkstart ");
    contents_name(number, out);
    out.push(b"}{\\*\\bkmkend ");
    contents_name(number, out);
    out.push_byte(b'}');
}

/// An entry of a table of contents: a link with the heading's words and the number of its page, which hosts
/// that lay out pages put right.
pub(super) fn contents_entry(
    view: View<'_>,
    (heading, number): (NodeId, u32),
    sink: &mut Sink<'_>,
) {
    sink.out().push(b"{\\field{\\*\\fldinst{HYPERLINK \\\\l \"");
    contents_name(number, sink.out());
    sink.out().push(b"\"}}{\\fldrslt{");
    contents::words(view, heading).for_each(|piece| sink.text(piece));
    sink.out().push(b"\\tab {\\field{\\*\\fldinst PAGEREF ");
    contents_name(number, sink.out());
    sink.out().push(b" \\\\h}{\\fldrslt 1}}}}}");
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
        tooltip(title, out);
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

/// A title. LibreOffice takes a quotation mark in it for its end, whatever stands before: a double
/// prime stands for it, and one that is meant has a backslash. An instruction is one line.
fn tooltip(text: &[u8], out: &mut Output) {
    let mut rest = text;
    loop {
        let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\n' | 0xE2));
        let Some(at) = at else { return argument(rest, out) };
        argument(&rest[..at], out);
        let (written, len): (&[u8], usize) = match &rest[at..] {
            [b'"', ..] => (b"\\u8243\"", 1),
            [b'\n', ..] => (b"\\u8232?", 1),
            [0xE2, 0x80, 0xB3, ..] => (b"\\\\\\u8243\"", 3),
            [0xE2, 0x80, 0xA8, ..] => (b"\\\\\\u8232?", 3),
            [_, after @ ..] => {
                let more = after.iter().take_while(|byte| **byte & 0xC0 == 0x80).count();
                argument(&rest[at..at + 1 + more], out);
                rest = &after[more..];
                continue;
            }
            [] => return,
        };
        out.push(written);
        rest = &rest[at + len..];
    }
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
            [("a b", "a b"), ("\"<&>\"", "&quot;&lt;&amp;&gt;&quot;"), ("a\nü{", "a \\u252u\\{")]
        {
            assert_eq!(made(attribute, value), rtf, "{value}");
        }
    }

    #[test]
    fn titles_in_one_line_each() {
        for (title, rtf) in [
            ("plain title", "plain title"),
            ("a \"b\"", "a \\u8243\"b\\u8243\""),
            ("\u{2033}\n", "\\\\\\u8243\"\\u8232?"),
            ("a\\b", "a\\\\\\\\b"),
            ("{ü}", "\\{\\u252u\\}"),
        ] {
            assert_eq!(made(tooltip, title), rtf, "{title}");
        }
    }
}
