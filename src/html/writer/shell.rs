//! What stands around the document: nothing, a page, the header of Windows' clipboard, or a mail's division.
//!
//! Units   the clipboard's offsets are bytes of UTF-8 from the start of the output.
//! Source  the HTML standard; Microsoft, "HTML Clipboard Format". Between tags stands nothing that a
//!         browser would put elsewhere, so that it writes a page as it stands.

use super::pen::Form;
use super::{Writer, style};
use crate::document::{Kind, Meta, Words};
use crate::options::HtmlOut;
use crate::options::running::{Piece, pieces, today};

/// The clipboard's header. Its numbers are put in when they are known.
const HEADER: &[u8] = b"Version:0.9\r\nStartHTML:0000000000\r\nEndHTML:0000000000\r\n\
StartFragment:0000000000\r\nEndFragment:0000000000\r\n";
/// Where the numbers end in it.
const NUMBERS: [usize; 4] = [33, 53, 79, 103];

/// Nothing but what stands in the page may be loaded, and no script runs.
const POLICY: &[u8] = b"default-src 'none'; img-src 'self' data: cid: http: https: file:; \
style-src 'unsafe-inline'";

/// What was begun.
pub(super) enum Shell {
    Nothing,
    Page,
    Mail,
    /// Where the fragment begins.
    Clipboard(usize),
}

impl Writer<'_, '_> {
    pub(super) fn begin_shell(&mut self) -> Shell {
        match self.options.html_out {
            HtmlOut::Fragment => Shell::Nothing,
            HtmlOut::Page => {
                self.head();
                Shell::Page
            }
            HtmlOut::Mail => {
                style::begin_mail(&mut self.pen, self.options);
                Shell::Mail
            }
            HtmlOut::Clipboard => {
                self.pen.raw(HEADER);
                self.pen.raw(b"<html><body>\r\n<!--StartFragment-->");
                self.pen.begin();
                Shell::Clipboard(self.pen.out().len())
            }
        }
    }

    pub(super) fn end_shell(&mut self, shell: Shell) {
        match shell {
            Shell::Nothing => {}
            Shell::Page => self.pen.raw(b"</body></html>"),
            Shell::Mail => self.pen.raw(b"</div>\n"),
            Shell::Clipboard(start) => {
                let is_windows = self.options.crlf;
                let out = self.pen.out();
                if is_windows {
                    out.expand_line_ends();
                }
                let end = out.len();
                out.push(b"<!--EndFragment-->\r\n</body></html>\r\n");
                let numbers = [HEADER.len(), out.len(), start, end];
                for (place, number) in NUMBERS.into_iter().zip(numbers) {
                    out.put_number(place, number);
                }
            }
        }
    }

    /// The start of a page, up to its body.
    fn head(&mut self) {
        self.pen.raw(b"<!DOCTYPE html><html");
        let language = self.view.meta(Meta::Language);
        if !language.is_empty() {
            self.pen.attribute("lang", language);
        }
        self.pen.raw(b"><head>\n<meta charset=\"utf-8\">\n");
        self.meta("viewport", b"width=device-width, initial-scale=1");
        if self.pen.form() != Form::Plain {
            self.pen.raw(b"<meta http-equiv=\"Content-Security-Policy\" content=\"");
            self.pen.raw(POLICY);
            self.pen.raw(b"\">\n");
        }
        self.pen.raw(b"<title>");
        self.page_title();
        self.pen.raw(b"</title>\n");
        for (fact, value) in self.view.doc.metas() {
            if !matches!(fact, Meta::Title | Meta::Language) {
                self.meta(fact.name(), self.view.text(value));
            }
        }
        for &(name, value) in &self.view.doc.properties {
            self.pen.tag("meta");
            self.pen.begin_attribute("name");
            self.pen.raw(b"property:");
            self.pen.value(self.view.text(name));
            self.pen.raw(b"\"");
            self.pen.attribute("content", self.view.text(value));
            self.pen.done();
            self.pen.raw(b"\n");
        }
        self.pen.raw(b"<style>\n");
        style::sheet(&mut self.pen, self.options);
        self.margin_boxes();
        self.pen.raw(b"</style>\n</head>\n<body>\n");
    }

    /// What stands at the top and at the foot of the pages that a browser prints: boxes of their margins.
    fn margin_boxes(&mut self) {
        let options = self.options;
        for (edge, text) in [("top", &options.page_header), ("bottom", &options.page_footer)] {
            let (mut boxes, mut is_open) = (["left", "center", "right"].into_iter(), false);
            for piece in pieces(text) {
                let begins = !std::mem::replace(&mut is_open, true);
                for _ in 0..usize::from(begins) + usize::from(piece == Piece::Tab) {
                    // What stands behind a third tab stands at the right too.
                    if let Some(place) = boxes.next() {
                        let closed = if place == "left" { "@page{@" } else { "}@" };
                        for part in [closed, edge, "-", place, "{white-space:pre;content:\"\""] {
                            self.pen.raw(part.as_bytes());
                        }
                    }
                }
                match piece {
                    Piece::Text(text) => self.css_text(text.as_bytes()),
                    Piece::Page => self.pen.raw(b" counter(page)"),
                    Piece::Pages => self.pen.raw(b" counter(pages)"),
                    Piece::Title => self.css_text(self.view.meta(Meta::Title)),
                    Piece::Date => self.css_text(today().as_bytes()),
                    Piece::Line => self.css_text(b"\n"),
                    Piece::Tab => {}
                }
            }
            if is_open {
                self.pen.raw(b"}}\n");
            }
        }
    }

    /// A string of a style sheet, in which no tag can end.
    fn css_text(&mut self, text: &[u8]) {
        self.pen.raw(b" \"");
        for part in text.chunk_by(|a, b| !is_special(*a) && !is_special(*b)) {
            match *part {
                [byte] if is_special(byte) => {
                    self.pen.raw(format!("\\{byte:x} ").as_bytes());
                }
                _ => self.pen.raw(part),
            }
        }
        self.pen.raw(b"\"");
    }

    fn meta(&mut self, name: &str, value: &[u8]) {
        self.pen.tag("meta");
        self.pen.attribute("name", name.as_bytes());
        self.pen.attribute("content", value);
        self.pen.done();
        self.pen.raw(b"\n");
    }

    /// The title of a page: the document's, else its first heading.
    fn page_title(&mut self) {
        let title = self.view.meta(Meta::Title);
        if !title.is_empty() {
            return self.pen.text(title);
        }
        let nodes = self.view.nodes();
        let heading = nodes.iter().position(|node| matches!(node.kind, Kind::Heading { .. }));
        let Some(at) = heading else { return };
        // Blanks wait for words behind them: a title has none around it.
        let (mut begun, mut blank) = (false, false);
        for node in &nodes[at..nodes[at].end as usize] {
            let text = match node.kind.words() {
                Words::Text(span) => self.view.text(span),
                Words::Blank => b" ",
                Words::Markup(_) | Words::Target(_) | Words::None => continue,
            };
            let (head, words) = (text.trim_ascii_start(), text.trim_ascii());
            blank |= head.len() < text.len();
            if !words.is_empty() {
                self.pen.raw(if begun && blank { b" " } else { b"" });
                self.pen.text(words);
                (begun, blank) = (true, words.len() < head.len());
            }
        }
    }
}

/// Whether a string of a style sheet can't have a byte as it is.
fn is_special(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'"' | b'\\' | b'<' | b'>')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_the_clipboards_header_end_where_they_should() {
        for place in NUMBERS {
            assert_eq!(&HEADER[place - 10..place + 2], b"0000000000\r\n");
        }
    }
}
