//! Documents that come back from RTF as they were, made of random bytes.

use legacybridge::document::{Alert, Alignment, Kind, Span};

use super::build::Build;

/// Choices taken from random bytes; zero when they have run out.
pub(crate) struct Choices<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
    pub texts: usize,
    /// Notes hold no tables: they are read as paragraphs there.
    pub in_note: bool,
}

impl Choices<'_> {
    fn next(&mut self, below: u8) -> u8 {
        let byte = self.bytes.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        byte % below
    }

    fn text(&mut self) -> String {
        self.texts += 1;
        // One in three runs from right to left.
        let first = ["t", "t", "ש"][self.texts % 3];
        format!("{first}{}{}", self.texts, ["", " u", "{\\}", "é😀", "_*"][self.texts % 5])
    }
}

pub(crate) fn inlines(b: &mut Build, c: &mut Choices<'_>, depth: u32) {
    b.text(&c.text());
    for _ in 0..c.next(3) {
        let text = c.text();
        match c.next(if depth == 0 { 6 } else { 12 }) {
            0 => b.text(&text),
            1 => b.code(&text),
            2 => b.html("<b>"),
            3 => b.leaf(Kind::HardBreak).text(&text),
            4 => b.leaf_math(&text, false),
            5 => {
                let label = ["1", "two", "three 3", "4%"][c.next(4) as usize];
                b.text(&text).note(label)
            }
            6 => b.node(Kind::Emphasis, |b| inlines(b, c, depth - 1)),
            7 if depth == 2 => b.node(Kind::Strike, |b| inlines(b, c, depth - 1)),
            8 if depth == 1 => b.node(Kind::Superscript, |b| inlines(b, c, depth - 1)),
            9 => b.link("http://a.b/", ["", "title"][c.next(2) as usize], |b| inlines(b, c, 0)),
            10 => b.image("pic.png", "", &text),
            // Strong in strong is not told apart where the style is bold already.
            11 if depth == 2 => b.node(Kind::Strong, |b| inlines(b, c, depth - 1)),
            _ => b.text(&text),
        };
        // No two of a kind side by side: they are one to a reader.
        b.text(&c.text());
    }
}

pub(crate) fn blocks(b: &mut Build, c: &mut Choices<'_>, depth: u32, least: u8) {
    for _ in 0..least + c.next(4) {
        match c.next(if depth == 0 { 7 } else { 16 }) {
            0 | 1 => b.para(|b| inlines(b, c, 2)),
            2 => {
                let level = 1 + c.next(6);
                b.node(Kind::heading(level, Span::EMPTY), |b| inlines(b, c, 2))
            }
            3 => {
                let info = ["", "rust", "a;b%\\{", "x y"][c.next(4) as usize];
                let lines: String = (0..1 + c.next(4)).map(|_| c.text() + "\n").collect();
                b.code_block(info, &lines)
            }
            4 => b.leaf(Kind::Rule),
            5 if c.in_note => b.leaf(Kind::Rule),
            5 => {
                let alignments = [Alignment::None, Alignment::Center, Alignment::Right];
                let count = 1 + c.next(4) as usize;
                let kind = b.doc.add_columns((0..count).map(|i| alignments[i % 3]));
                let rows = 1 + c.next(3);
                b.node(kind, |b| {
                    for row in 0..rows {
                        b.node(Kind::Row { header: row == 0 }, |b| {
                            for _ in 0..count {
                                b.node(Kind::CELL, |b| inlines(b, c, 2));
                            }
                        });
                    }
                })
            }
            6 => {
                let text = c.text();
                b.html_block(&format!("<div>\n\n  {text}\n"))
            }
            7..=9 => {
                let alert = if c.next(3) == 0 { Some(Alert::Important) } else { None };
                b.node(Kind::quote(alert), |b| blocks(b, c, depth - 1, 1))
            }
            10 => b
                .node(Kind::DefinitionList, |b| {
                    b.node(Kind::Term, |b| inlines(b, c, 2));
                    for _ in 0..=c.next(2) {
                        b.node(Kind::Definition, |b| blocks(b, c, depth - 1, 1));
                    }
                })
                // Two in a row would be one.
                .p("behind"),
            _ => {
                let start = if c.next(2) == 0 { None } else { Some(u32::from(c.next(200))) };
                let tight = c.next(2) == 0;
                let items = 1 + c.next(3);
                b.node(Kind::list(start, tight), |b| {
                    for _ in 0..items {
                        let task = [None, None, Some(true), Some(false)][c.next(4) as usize];
                        b.node(Kind::Item { task }, |b| {
                            // A box stands in a paragraph, and only paragraphs make a list loose.
                            let paragraph = task.is_some() || !tight;
                            if paragraph {
                                b.para(|b| inlines(b, c, 2));
                            }
                            blocks(b, c, depth - 1, u8::from(!paragraph));
                        });
                    }
                })
            }
        };
    }
}

/// A document of containers in containers, with the same footnotes always.
pub(crate) fn document(bytes: &[u8]) -> Build {
    let mut c = Choices { bytes, at: 0, texts: 0, in_note: false };
    let mut b = Build::new();
    // The order of notes is that of their first references.
    for label in ["1", "two", "three 3", "4%"] {
        b.para(|b| _ = b.text("x").note(label).text("y"));
    }
    blocks(&mut b, &mut c, 6, 0);
    c.in_note = true;
    for label in ["1", "two", "three 3", "4%"] {
        b.definition(label, |b| blocks(b, &mut c, 2, 1));
    }
    b
}
