//! Fields: links and images.
//!
//! Shape   `{\field{\*\fldinst{HYPERLINK "address" \\o "title"}}{\fldrslt{…}}}`; an image is an
//!         `INCLUDEPICTURE` whose visible result is its text as a link to the picture.
//! Units   addresses come as they stand in a Markdown destination.
//! Source  RTF 1.9.1, "Fields"; field instructions have a level of escapes of their own, where a
//!         backslash is written twice and a quotation mark behind a backslash.

use super::Writer;
use super::inline::Closer;
use crate::document::LinkId;
use crate::document::slug::percent;
use crate::memory::Output;
use crate::options::Target;
use crate::report::Loss;
use crate::text::escape_rtf;

impl Writer<'_> {
    /// Opens a link. A link inside a link or inside an image's text is only its text.
    pub fn link(&mut self, id: LinkId) -> Closer {
        let target = self.view.link(id);
        let url = self.view.text(target.url);
        if self.in_link || self.in_image {
            self.lose(Loss::Other, url);
            return Closer::Nothing;
        }
        self.in_link = true;
        self.part_links();
        self.hyperlink(url, self.view.text(target.title));
        self.out.push(b"{\\cs11\\ul\\cf1 ");
        Closer::Link
    }

    /// A link without text, which nobody sees: the tags that say it, hidden.
    pub fn unseen_link(&mut self, id: LinkId) {
        let target = self.view.link(id);
        let (url, title) = (self.view.text(target.url), self.view.text(target.title));
        self.out.push(b"{\\cs13\\v <a href=\"");
        attribute(url, self.out);
        if !title.is_empty() {
            self.out.push(b"\" title=\"");
            attribute(title, self.out);
        }
        self.out.push(b"\">}{\\cs13\\v </a>}");
        self.lose(Loss::Html, url);
    }

    /// Opens an image; what follows is its text.
    pub fn image(&mut self, id: LinkId) -> Closer {
        let target = self.view.link(id);
        let (url, title) = (self.view.text(target.url), self.view.text(target.title));
        self.lose(Loss::Image, url);
        if self.in_image {
            return Closer::Nothing;
        }
        self.in_image = true;
        self.part_links();
        self.out.push(b"{\\field{\\*\\fldinst{INCLUDEPICTURE \"");
        address(url, self.out);
        self.out.push(b"\" \\\\d}}{\\fldrslt");
        if self.in_link && title.is_empty() {
            self.out.push(b"{\\cs15\\ul\\cf1 ");
            return Closer::Image;
        }
        self.hyperlink(url, title);
        self.out.push(b"{\\cs15\\ul\\cf1 ");
        Closer::LinkedImage
    }

    /// RichEdit takes two links that touch for one: a hidden space stands between them.
    fn part_links(&mut self) {
        if self.out.len() == self.after_link && self.options.target != Target::Word {
            self.out.push(b"{\\cs13\\v  }");
        }
    }

    /// A `HYPERLINK` field up to its result.
    fn hyperlink(&mut self, url: &[u8], title: &[u8]) {
        match url {
            [b'#', name @ ..] => {
                self.out.push(b"{\\field{\\*\\fldinst{HYPERLINK \\\\l \"");
                argument(name, self.out);
            }
            _ => {
                self.out.push(b"{\\field{\\*\\fldinst{HYPERLINK \"");
                address(url, self.out);
            }
        }
        self.out.push_byte(b'"');
        if !title.is_empty() {
            self.out.push(b" \\\\o \"");
            argument(title, self.out);
            self.out.push_byte(b'"');
        }
        self.out.push(b"}}{\\fldrslt");
    }
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
