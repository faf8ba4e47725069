//! Code, in colours where these are asked for.
//!
//! Shape   a piece of one class is a `<span>`: of a class in a page, whose style sheet has its colour, else of
//!         the colour itself. The pieces are the text, so what is read back is the same code.
//! Source  `text::highlight`, which knows the languages.

use super::here::Sink;
use super::pen::{Form, Pen};
use crate::document::{Kind, NodeId, Span};
use crate::options::{HtmlOut, Options};
use crate::text::highlight::{COLORS, Class, Lexer};

/// The classes of a page, in the order of [`COLORS`], and their colours in the dark.
pub(super) const CLASSES: [(&str, &str); 4] = [
    ("code-word", "#79b8ff"),
    ("code-text", "#ffab91"),
    ("code-comment", "#8bc98f"),
    ("code-number", "#80cbc4"),
];

/// A colour as style sheets have it.
pub(super) fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A code block begins. False where it has been written whole, in colours.
pub(super) fn begin(to: &mut Sink<'_, '_>, id: NodeId, info: Span, colors: bool) -> bool {
    let (view, passes, pen) = (to.view, to.passes(), &mut to.pen);
    pen.line();
    pen.open("pre");
    pen.set_verbatim(true);
    pen.tag("code");
    let info = view.text(info);
    let length = info.iter().position(u8::is_ascii_whitespace).unwrap_or(info.len());
    let language = &info[..length];
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"+#._-".contains(byte);
    let fits = language.len() <= 32 && language.iter().all(is_plain);
    if !language.is_empty() && (fits || passes) {
        pen.begin_attribute("class");
        pen.raw(b"language-");
        pen.value(language);
        pen.raw(b"\"");
    }
    if pen.form() != Form::Plain && (length < info.len() || !fits) {
        pen.attribute("data-info", info);
    }
    pen.done();
    let is_shown = matches!(pen.form(), Form::Browser | Form::Mail);
    let Some(lexer) = (colors && is_shown).then(|| Lexer::of(info)).flatten() else { return true };
    colored(to, id, lexer);
    end(&mut to.pen);
    false
}

pub(super) fn end(pen: &mut Pen<'_>) {
    pen.set_verbatim(false);
    pen.raw(b"</code></pre>\n");
}

/// The texts of a code block in their colours.
fn colored(to: &mut Sink<'_, '_>, id: NodeId, mut lexer: Lexer) {
    let (view, has_sheet, pen) = (to.view, has_sheet(to.options), &mut to.pen);
    let nodes = view.nodes().get(id as usize + 1..view.end(id) as usize);
    for node in nodes.unwrap_or(&[]) {
        let Kind::Text(span) = node.kind else { continue };
        for line in view.text(span).split_inclusive(|&byte| byte == b'\n') {
            let (line, end) = match line.strip_suffix(b"\n") {
                Some(line) => (line, &b"\n"[..]),
                None => (line, &b""[..]),
            };
            let mut at = 0;
            while at < line.len() {
                let (class, length) = lexer.piece(line, at);
                let piece = &line[at..at + length.clamp(1, line.len() - at)];
                write_piece(pen, class, piece, has_sheet);
                at += piece.len();
            }
            pen.raw(end);
        }
    }
}

fn write_piece(pen: &mut Pen<'_>, class: Class, text: &[u8], has_sheet: bool) {
    let index = match class {
        Class::Plain => return pen.text(text),
        Class::Word => 0,
        Class::Text => 1,
        Class::Comment => 2,
        Class::Number => 3,
    };
    pen.tag("span");
    match has_sheet {
        true => pen.attribute("class", CLASSES[index].0.as_bytes()),
        false => {
            pen.css("color:");
            pen.raw(hex(COLORS[index]).as_bytes());
        }
    }
    pen.done();
    pen.text(text);
    pen.close("span");
}

/// Whether what is written has a style sheet.
fn has_sheet(options: &Options) -> bool {
    options.html_out == HtmlOut::Page
}
