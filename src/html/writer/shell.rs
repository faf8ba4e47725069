//! What stands around the document: nothing, a page, the header of Windows' clipboard, or a mail's division.
//!
//! Units   the clipboard's offsets are bytes of UTF-8 from the start of the output.
//! Source  the HTML standard; Microsoft, "HTML Clipboard Format". Between tags stands nothing that a
//!         browser would put elsewhere, so that it writes a page as it stands.

use super::here::Sink;
use super::pen::{Form, Pen};
use super::style;
use crate::document::{Kind, Meta, View, Words};
use crate::options::running::{Piece, pieces, today};
use crate::options::{HtmlOut, Options};

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

pub(super) fn begin(to: &mut Sink<'_, '_>) -> Shell {
    let pen = &mut to.pen;
    match to.options.html_out {
        HtmlOut::Fragment => Shell::Nothing,
        HtmlOut::Page => {
            head(to);
            Shell::Page
        }
        HtmlOut::Mail => {
            style::begin_mail(pen, to.options);
            Shell::Mail
        }
        HtmlOut::Clipboard => {
            pen.raw(HEADER);
            pen.raw(b"<html><body>\r\n<!--StartFragment-->");
            pen.begin();
            Shell::Clipboard(pen.out().len())
        }
    }
}

pub(super) fn end(to: &mut Sink<'_, '_>, shell: Shell) {
    let pen = &mut to.pen;
    match shell {
        Shell::Nothing => {}
        Shell::Page => pen.raw(b"</body></html>"),
        Shell::Mail => pen.raw(b"</div>\n"),
        Shell::Clipboard(start) => {
            let is_windows = to.options.crlf;
            let out = pen.out();
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
fn head(to: &mut Sink<'_, '_>) {
    let (view, options, pen) = (to.view, to.options, &mut to.pen);
    pen.raw(b"<!DOCTYPE html><html");
    let language = view.meta(Meta::Language);
    if !language.is_empty() {
        pen.attribute("lang", language);
    }
    pen.raw(b"><head>\n<meta charset=\"utf-8\">\n");
    meta(pen, "viewport", b"width=device-width, initial-scale=1");
    if pen.form() != Form::Plain {
        pen.raw(b"<meta http-equiv=\"Content-Security-Policy\" content=\"");
        pen.raw(POLICY);
        pen.raw(b"\">\n");
    }
    pen.raw(b"<title>");
    page_title(view, pen);
    pen.raw(b"</title>\n");
    for (fact, value) in view.doc.metas() {
        if !matches!(fact, Meta::Title | Meta::Language) {
            meta(pen, fact.name(), view.text(value));
        }
    }
    for &(name, value) in &view.doc.properties {
        pen.tag("meta");
        pen.begin_attribute("name");
        pen.raw(b"property:");
        pen.value(view.text(name));
        pen.raw(b"\"");
        pen.attribute("content", view.text(value));
        pen.done();
        pen.raw(b"\n");
    }
    pen.raw(b"<style>\n");
    style::sheet(pen, options);
    margin_boxes(view, options, pen);
    pen.raw(b"</style>\n</head>\n<body>\n");
}

/// What stands at the top and at the foot of the pages that a browser prints: boxes of their margins.
fn margin_boxes(view: View<'_>, options: &Options, pen: &mut Pen<'_>) {
    for (edge, text) in [("top", &options.page_header), ("bottom", &options.page_footer)] {
        let (mut boxes, mut is_open) = (["left", "center", "right"].into_iter(), false);
        for piece in pieces(text) {
            let begins = !std::mem::replace(&mut is_open, true);
            for _ in 0..usize::from(begins) + usize::from(piece == Piece::Tab) {
                // What stands behind a third tab stands at the right too.
                if let Some(place) = boxes.next() {
                    let closed = if place == "left" { "@page{@" } else { "}@" };
                    for part in [closed, edge, "-", place, "{white-space:pre;content:\"\""] {
                        pen.raw(part.as_bytes());
                    }
                }
            }
            match piece {
                Piece::Text(text) => css_text(pen, text.as_bytes()),
                Piece::Page => pen.raw(b" counter(page)"),
                Piece::Pages => pen.raw(b" counter(pages)"),
                Piece::Title => css_text(pen, view.meta(Meta::Title)),
                Piece::Date => css_text(pen, today().as_bytes()),
                Piece::Line => css_text(pen, b"\n"),
                Piece::Tab => {}
            }
        }
        if is_open {
            pen.raw(b"}}\n");
        }
    }
}

/// A string of a style sheet, in which no tag can end.
fn css_text(pen: &mut Pen<'_>, text: &[u8]) {
    pen.raw(b" \"");
    for part in text.chunk_by(|a, b| !is_special(*a) && !is_special(*b)) {
        match *part {
            [byte] if is_special(byte) => {
                pen.raw(format!("\\{byte:x} ").as_bytes());
            }
            _ => pen.raw(part),
        }
    }
    pen.raw(b"\"");
}

fn meta(pen: &mut Pen<'_>, name: &str, value: &[u8]) {
    pen.tag("meta");
    pen.attribute("name", name.as_bytes());
    pen.attribute("content", value);
    pen.done();
    pen.raw(b"\n");
}

/// The title of a page: the document's, else its first heading.
fn page_title(view: View<'_>, pen: &mut Pen<'_>) {
    let title = view.meta(Meta::Title);
    if !title.is_empty() {
        return pen.text(title);
    }
    let nodes = view.nodes();
    let heading = nodes.iter().position(|node| matches!(node.kind, Kind::Heading { .. }));
    let Some(at) = heading else { return };
    // Blanks wait for words behind them: a title has none around it.
    let (mut begun, mut blank) = (false, false);
    for node in &nodes[at..nodes[at].end as usize] {
        let text = match node.kind.words() {
            Words::Text(span) => view.text(span),
            Words::Blank => b" ",
            Words::Markup(_) | Words::Target(_) | Words::None => continue,
        };
        let (head, words) = (text.trim_ascii_start(), text.trim_ascii());
        blank |= head.len() < text.len();
        if !words.is_empty() {
            pen.raw(if begun && blank { b" " } else { b"" });
            pen.text(words);
            (begun, blank) = (true, words.len() < head.len());
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
