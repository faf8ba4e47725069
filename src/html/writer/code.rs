//! Code in colours.
//!
//! Shape   a piece of one class is a `<span>`: of a class in a page, whose style sheet has its colour, else of
//!         the colour itself. The pieces are the text, so what is read back is the same code.
//! Source  `text::highlight`, which knows the languages.

use super::Writer;
use super::pen::Form;
use crate::document::{Kind, NodeId};
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

impl Writer<'_, '_> {
    /// The lexer of code whose info string is given, if it is to have colours.
    pub(super) fn lexer(&self, info: &[u8]) -> Option<Lexer> {
        let is_shown = matches!(self.pen.form(), Form::Browser | Form::Mail);
        if self.colors && is_shown { Lexer::of(info) } else { None }
    }

    /// The texts of a code block in their colours.
    pub(super) fn colored_code(&mut self, id: NodeId, mut lexer: Lexer) {
        let view = self.view;
        let nodes = view.nodes().get(id as usize + 1..self.end_of(id) as usize);
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
                    self.piece(class, piece);
                    at += piece.len();
                }
                self.pen.raw(end);
            }
        }
    }

    fn piece(&mut self, class: Class, text: &[u8]) {
        let index = match class {
            Class::Plain => return self.pen.text(text),
            Class::Word => 0,
            Class::Text => 1,
            Class::Comment => 2,
            Class::Number => 3,
        };
        self.pen.tag("span");
        match has_sheet(self.options) {
            true => self.pen.attribute("class", CLASSES[index].0.as_bytes()),
            false => {
                self.pen.css("color:");
                self.pen.raw(hex(COLORS[index]).as_bytes());
            }
        }
        self.pen.done();
        self.pen.text(text);
        self.pen.close("span");
    }
}

/// Whether what is written has a style sheet.
fn has_sheet(options: &Options) -> bool {
    options.html_out == HtmlOut::Page
}
