//! Pages made at random, misnested and cut short as people's are: our reader and a conforming parser see the same
//! document.
//!
//! Shape   a grammar makes a page, then tags are left out, doubled and put elsewhere. What the parser makes of it is
//!         written again, and both texts are read: two documents that look the same are one.

use html5ever::serialize::{SerializeOpts, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{RcDom, SerializableHandle};

use super::trips::{difference, of_html, pages};

const PAGES: u64 = 200;

struct Maker {
    state: u64,
    words: u32,
    pieces: Vec<String>,
}

impl Maker {
    fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % limit
    }

    fn piece(&mut self, piece: &str) {
        self.pieces.push(piece.into());
    }

    fn element(&mut self, name: &str, attributes: &str, inside: impl FnOnce(&mut Maker)) {
        self.piece(&format!("<{name}{attributes}>"));
        inside(self);
        self.piece(&format!("</{name}>"));
    }

    fn word(&mut self) {
        self.words += 1;
        let blank = if self.below(3) == 0 { " " } else { "" };
        let behind = ["", " ", "&amp;", "\n"][self.below(4) as usize];
        let word = format!("{blank}w{}{behind}", self.words);
        self.piece(&word);
    }

    fn inlines(&mut self, depth: u32) {
        self.word();
        for _ in 0..self.below(3) {
            let next = depth.saturating_sub(1);
            match self.below(if depth == 0 { 2 } else { 9 }) {
                0 => self.piece("<br>"),
                2 => self.element("b", "", |m| m.inlines(next)),
                3 => self.element("i", "", |m| m.inlines(next)),
                4 => self.element("a", " href=x", |m| m.inlines(next)),
                5 => self.element("span", " style='color:red'", |m| m.inlines(next)),
                6 => self.element("code", "", Maker::word),
                7 => self.element("font", " color=blue", |m| m.inlines(next)),
                8 => self.piece("<img src=y alt=z>"),
                _ => self.word(),
            }
        }
    }

    fn blocks(&mut self, depth: u32) {
        for _ in 0..1 + self.below(3) {
            let next = depth.saturating_sub(1);
            match self.below(if depth == 0 { 4 } else { 11 }) {
                0 | 1 => self.element("p", "", |m| m.inlines(2)),
                2 => self.element("h2", "", |m| m.inlines(1)),
                4 => self.element("div", "", |m| m.blocks(next)),
                5 => self.element("blockquote", "", |m| m.blocks(next)),
                6 | 7 => {
                    let name = ["ul", "ol"][self.below(2) as usize];
                    self.element(name, "", |m| {
                        for _ in 0..1 + m.below(3) {
                            m.element("li", "", |m| match m.below(2) {
                                0 => m.inlines(1),
                                _ => m.blocks(next),
                            });
                        }
                    });
                }
                8 => self.element("dl", "", |m| {
                    m.element("dt", "", |m| m.inlines(1));
                    m.element("dd", "", |m| m.blocks(next));
                }),
                9 => self.element("pre", "", Maker::word),
                10 => self.table(next),
                _ => self.inlines(2),
            }
        }
    }

    fn table(&mut self, depth: u32) {
        let columns = 1 + self.below(3);
        self.element("table", " border=1", |m| {
            for row in 0..1 + m.below(3) {
                m.element("tr", "", |m| {
                    for _ in 0..columns {
                        let name = if row == 0 { "th" } else { "td" };
                        m.element(name, "", |m| match m.below(3) {
                            0 => m.blocks(depth),
                            _ => m.inlines(1),
                        });
                    }
                });
            }
        });
    }

    /// Leaves out, doubles and moves tags.
    fn spoil(&mut self) {
        for _ in 0..self.below(4) {
            let count = self.pieces.len() as u64;
            let (at, to) = (self.below(count) as usize, self.below(count) as usize);
            // Words stay where they are, and so do tables, whose parts the standard moves.
            let is_part = |piece: &str| ["<t", "</t"].iter().any(|start| piece.starts_with(start));
            if !self.pieces[at].starts_with('<')
                || is_part(&self.pieces[at])
                || is_part(&self.pieces[to])
            {
                continue;
            }
            match self.below(3) {
                0 => drop(self.pieces.remove(at)),
                1 => {
                    let piece = self.pieces[at].clone();
                    self.pieces.insert(to, piece);
                }
                _ => self.pieces.swap(at, to),
            }
        }
    }
}

/// What a conforming parser makes of a page, written again.
fn again(page: &str) -> String {
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page.to_owned());
    let mut out = Vec::new();
    let document: SerializableHandle = dom.document.clone().into();
    serialize(&mut out, &document, SerializeOpts::default()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn pages_are_read_as_a_conforming_parser_reads_them() {
    let mut found = Vec::new();
    for number in 0..PAGES {
        let mut maker = Maker { state: number * 7919 + 20_261_129, words: 0, pieces: Vec::new() };
        maker.blocks(3);
        if number % 4 > 0 {
            maker.spoil();
        }
        let page = maker.pieces.concat();
        if let Some((ours, theirs)) = difference(&of_html(&page), &of_html(&again(&page))) {
            found.push(format!("{page}\n   {ours}\n   {theirs}"));
        }
    }
    assert!(found.is_empty(), "{} of {PAGES} pages differ\n{}", found.len(), found.join("\n"));
}

#[test]
fn pages_of_ours_are_read_as_a_conforming_parser_reads_them() {
    let mut found = Vec::new();
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        if let Some((ours, theirs)) = difference(&of_html(&page), &of_html(&again(&page))) {
            let name = path.file_name().unwrap().to_string_lossy();
            found.push(format!("{name}\n   {ours}\n   {theirs}"));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
