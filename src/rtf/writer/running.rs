//! Headers and footers that the options ask for: text with fields.
//!
//! Shape   one group for each kind of page that the document has: where a template says that left and right
//!         pages or the first one have their own, they get the same. A kind that the options name replaces
//!         the template's.
//! Units   twips; tabs stand in the middle and at the right end of the text.
//! Source  RTF 1.9.1, "Headers and Footers"; field codes as Word documents them.

use super::look::Look;
use super::sink::Sink;
use crate::document::Meta;
use crate::options::Options;
use crate::options::running::{Piece, pieces, today};

/// Writes both.
pub(super) fn write(options: &Options, look: &Look<'_>, sink: &mut Sink<'_>) {
    let page = look.template.map(|template| template.page).unwrap_or_default();
    for (at, text) in [&options.page_header, &options.page_footer].into_iter().enumerate() {
        if text.is_empty() {
            let sections = look.template.map_or(&b""[..], |template| &template.sections[at]);
            sink.out().push(sections);
            continue;
        }
        let name = [&b"{\\header"[..], b"{\\footer"][at];
        let of_pages: &[&[u8]] = if page.facing { &[b"l", b"r"] } else { &[b""] };
        let first: &[&[u8]] = if page.title { &[b"f"] } else { &[] };
        for which in of_pages.iter().chain(first) {
            sink.out().push(name);
            sink.out().push(which);
            group(text, look, sink);
        }
    }
}

/// The text behind the word.
fn group(text: &str, look: &Look<'_>, sink: &mut Sink<'_>) {
    let out = sink.out();
    out.push(b"\\pard\\plain");
    if text.contains('\t') {
        out.push(b"\\tqc\\tx");
        out.push_int(look.text_width / 2);
        out.push(b"\\tqr\\tx");
        out.push_int(look.text_width);
    }
    out.push(b"\\f0\\fs");
    out.push_int(look.scaled(18).into());
    out.push_byte(b' ');
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => sink.text(text.as_bytes()),
            Piece::Page => field(b"PAGE", b"1", sink),
            Piece::Pages => field(b"NUMPAGES", b"1", sink),
            Piece::Title => {
                let title = sink.view().text(sink.view().doc.meta(Meta::Title));
                field(b"TITLE", title, sink);
            }
            Piece::Date => field(b"DATE \\\\@ \"yyyy-MM-dd\"", today().as_bytes(), sink),
            Piece::Tab => sink.out().push(b"\\tab "),
            Piece::Line => sink.out().push(b"\\line "),
        }
    }
    sink.out().push(b"\\par}\r\n");
}

/// A field with its result.
fn field(instruction: &[u8], result: &[u8], sink: &mut Sink<'_>) {
    sink.out().push(b"{\\field{\\*\\fldinst ");
    sink.out().push(instruction);
    sink.out().push(b"}{\\fldrslt ");
    sink.text(result);
    sink.out().push(b"}}");
}
