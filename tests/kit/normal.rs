//! What the Markdown tests share: conversions, and a normal form of documents.
//!
//! Shape   [`normal_form`] is a text with one line a block; two documents that a reader of the
//!         page cannot tell apart have the same one.

use std::fmt::Write;

use legacybridge::document::{Document, Kind, LinkId, Node, Span, Step, View};
use legacybridge::markdown::{self, Scratch};
use legacybridge::memory::Output;
use legacybridge::options::{Extensions, FrontMatter, Options};
use legacybridge::report::Report;

/// Options with every extension but those that change plain text.
pub(crate) fn all_extensions() -> Options {
    Options {
        extensions: Extensions {
            heading_attributes: true,
            definition_lists: true,
            math: true,
            alerts: true,
            super_sub: true,
            front_matter: FrontMatter::Yes,
            ..Extensions::default()
        },
        ..Options::default()
    }
}

pub(crate) fn read(source: &str, options: &Options) -> Document {
    let mut doc = Document::default();
    doc.reset(options.max_nesting);
    markdown::read(source, options, &mut doc, &mut Report::default()).expect("reads");
    doc
}

pub(crate) fn write(doc: &Document, source: &str, options: &Options) -> String {
    let mut out = Output::new(Vec::new(), usize::MAX);
    let view = View { doc, source: source.as_bytes() };
    markdown::write(view, options, &mut out, &mut Report::default(), &mut Scratch::default())
        .expect("writes");
    String::from_utf8(out.finish().expect("fits")).expect("UTF-8")
}

pub(crate) fn rewrite(source: &str, options: &Options) -> String {
    write(&read(source, options), source, options)
}

enum Piece {
    Open(String),
    Close,
    Text(String),
    Leaf(String),
}

/// A document as text: what a reader of the page sees, and how it is structured.
pub(crate) fn normal_form(source: &str, options: &Options) -> String {
    normal_form_of(&read(source, options), source)
}

/// The normal form of a document whose spans point into `source`.
pub(crate) fn normal_form_of(doc: &Document, source: &str) -> String {
    let view = View { doc, source: source.as_bytes() };
    Normal { view, labels: Vec::new() }.run()
}

/// Whether a paragraph shows nothing: it is dropped, and lists may be tighter or looser for it.
pub(crate) fn is_hollow(doc: &Document, source: &str) -> bool {
    let view = View { doc, source: source.as_bytes() };
    let mut normal = Normal { view, labels: Vec::new() };
    let paragraph = |(_, node): &(usize, &Node)| node.kind.is_paragraph();
    doc.nodes
        .iter()
        .enumerate()
        .filter(paragraph)
        .any(|(id, node)| shows_nothing(&normal.inlines(id as u32 + 1, node.end)))
}

struct Normal<'a> {
    view: View<'a>,
    labels: Vec<String>,
}

impl Normal<'_> {
    fn text(&self, span: Span) -> String {
        String::from_utf8(self.view.text(span).to_vec()).expect("UTF-8")
    }

    fn label(&mut self, span: Span) -> usize {
        let label = self.text(span).to_lowercase();
        let known = self.labels.iter().position(|l| *l == label);
        known.unwrap_or_else(|| {
            self.labels.push(label);
            self.labels.len() - 1
        })
    }

    fn target(&self, link: LinkId) -> String {
        let target = self.view.link(link);
        format!("<{}> {:?}", self.text(target.url), self.text(target.title))
    }

    fn run(mut self) -> String {
        let nodes = &self.view.doc.nodes;
        let (mut body, mut notes) = (String::new(), Vec::new());
        let mut open: Vec<(usize, &str)> = Vec::new();
        let mut depth = 0;
        let mut id = 0;
        let mut note_end = 0;
        while id < nodes.len() {
            while let Some((_, _)) = open.last().filter(|(end, _)| *end <= id) {
                open.pop();
                depth -= 1;
            }
            let node = nodes[id];
            let end = node.end as usize;
            if let Kind::FootnoteDefinition { label, .. } = node.kind {
                let label = self.label(label);
                notes.push((label, String::new()));
                note_end = end;
                id += 1;
                continue;
            }
            let mut line = "  ".repeat(depth);
            let mut next = end;
            match node.kind {
                Kind::Paragraph { .. } | Kind::Heading { .. } | Kind::Cell { .. } | Kind::Term => {
                    let mut inlines = self.inlines(id as u32 + 1, node.end);
                    if node.kind == Kind::Term && shows_nothing(&inlines) {
                        inlines.clear();
                    }
                    if node.kind.is_paragraph() && shows_nothing(&inlines) {
                        id = end;
                        continue;
                    }
                    match node.kind {
                        Kind::Heading { level, id, .. } => {
                            write!(line, "Heading{level} {}", self.text(id)).unwrap()
                        }
                        kind => write!(line, "{kind:?}").unwrap(),
                    }
                    write!(line, ": {inlines}").unwrap();
                }
                Kind::CodeBlock { info } => {
                    let code = self.leaves(id, end);
                    write!(line, "Code {:?} {code:?}", self.text(info).trim()).unwrap();
                }
                Kind::HtmlBlock => {
                    let html = self.leaves(id, end);
                    write!(line, "Html {:?}", html.trim()).unwrap();
                }
                Kind::Table { first, count, .. } => {
                    write!(line, "Table {:?}", self.view.columns(first, count)).unwrap();
                    next = id + 1;
                }
                Kind::Rule => line.push_str("Rule"),
                Kind::List { start, tight, .. } => {
                    // Without paragraphs, or with one block in it, a list has no room to be loose.
                    let (items, paragraphs, blocks) = self.list_shown(id + 1, end);
                    let single = paragraphs == 0 || (items == 1 && blocks < 2);
                    write!(line, "List {start:?} {}", tight || single).unwrap();
                    next = id + 1;
                }
                kind => {
                    write!(line, "{kind:?}").unwrap();
                    next = id + 1;
                }
            }
            line.push('\n');
            if id < note_end {
                notes.last_mut().unwrap().1.push_str(&line);
            } else {
                body.push_str(&line);
            }
            if next < end {
                open.push((end, ""));
                depth += 1;
            }
            id = next;
        }
        notes.sort();
        for (label, text) in notes {
            write!(body, "[^{label}]\n{text}").unwrap();
        }
        body
    }

    fn leaves(&self, id: usize, end: usize) -> String {
        let leaf = |node: &Node| match node.kind {
            Kind::Text(span) => self.text(span),
            _ => String::new(),
        };
        self.view.doc.nodes[id + 1..end].iter().map(leaf).collect()
    }

    /// How many items, paragraphs and blocks a list has.
    fn list_shown(&mut self, mut item: usize, end: usize) -> (usize, usize, usize) {
        let (mut items, mut paragraphs, mut blocks) = (0, 0, 0);
        while item < end {
            let item_end = self.view.doc.nodes[item].end as usize;
            let mut id = item + 1;
            while id < item_end {
                let node = self.view.doc.nodes[id];
                let inlines = self.inlines(id as u32 + 1, node.end);
                if !node.kind.is_paragraph() {
                    blocks += 1;
                } else if !shows_nothing(&inlines) {
                    blocks += 1;
                    paragraphs += 1;
                }
                id = node.end as usize;
            }
            items += 1;
            item = item_end;
        }
        (items, paragraphs, blocks)
    }

    fn is_bare(&self, step: Step<'_>, link: LinkId) -> bool {
        let Step::Enter(id, _) = step else { return false };
        let target = self.view.link(link);
        let end = self.view.doc.nodes[id as usize].end as usize;
        let children = &self.view.doc.nodes[id as usize + 1..end];
        let plain = children.iter().all(|node| matches!(node.kind, Kind::Text(_)));
        let (url, text) = (self.text(target.url), self.leaves(id as usize, end));
        let same = ["", "mailto:", "http://"].iter().any(|prefix| url == format!("{prefix}{text}"));
        plain && same && !text.is_empty() && target.title.is_empty()
    }

    fn inlines(&mut self, first: u32, end: u32) -> String {
        let mut pieces = Vec::new();
        let mut stack = Vec::new();
        let steps: Vec<_> = self.view.walk_range(first, end, &mut stack).collect();
        let mut image = 0;
        let mut bare = false;
        for step in steps {
            let piece = match step {
                Step::Enter(_, &kind) => match kind {
                    Kind::Text(span) => Piece::Text(self.text(span).replace('|', "\\|")),
                    Kind::SoftBreak => Piece::Text(" ".into()),
                    Kind::HardBreak => Piece::Leaf("↵".into()),
                    Kind::Code(span) => Piece::Leaf(format!("`{}`", self.text(span))),
                    Kind::Html(span) => {
                        let html = self.text(span).replace('\n', " ").replace(" >", ">");
                        Piece::Leaf(
                            html.split(' ').filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" "),
                        )
                    }
                    Kind::Math { tex, display } => {
                        Piece::Leaf(format!("${display}{}$", self.text(tex).replace('\n', " ")))
                    }
                    Kind::FootnoteReference { label } => {
                        Piece::Leaf(format!("[^{}note]", self.label(label)))
                    }
                    Kind::Anchor { name } => Piece::Leaf(format!("<a {}>", self.text(name))),
                    // An address that is its own text is a link to some readers only.
                    Kind::Link(link) if self.is_bare(step, link) => {
                        bare = true;
                        continue;
                    }
                    Kind::Link(link) => Piece::Leaf(format!("Link{}(", self.target(link))),
                    Kind::Image(link) => {
                        image += 1;
                        Piece::Leaf(format!("Image{}(", self.target(link)))
                    }
                    kind => Piece::Open(format!("{kind:?}(")),
                },
                Step::Exit(_, kind) => match kind {
                    Kind::Link(_) if std::mem::take(&mut bare) => continue,
                    Kind::Link(_) => Piece::Leaf(")".into()),
                    Kind::Image(_) => {
                        image -= 1;
                        Piece::Leaf(")".into())
                    }
                    _ => Piece::Close,
                },
            };
            pieces.push(piece);
        }
        let _ = image;
        join(pieces)
    }
}

/// Line breaks alone show nothing.
fn shows_nothing(inlines: &str) -> bool {
    inlines.chars().all(|char| char == '↵')
}

fn is_emphasis(name: &str) -> bool {
    name.starts_with("Emphasis") || name.starts_with("Strong")
}

/// Joins pieces; white space and line breaks at edges stand outside, what is empty goes.
fn join(pieces: Vec<Piece>) -> String {
    let mut text = String::new();
    let mut space = false;
    let mut breaks = 0;
    let mut open: Vec<(String, bool)> = Vec::new();
    let show = |text: &mut String, space: &mut bool, breaks: &mut usize, open: &mut Vec<_>| {
        if *breaks > 0 {
            text.push_str(&"↵".repeat(*breaks));
        } else if *space && !text.is_empty() {
            text.push(' ');
        }
        (*space, *breaks) = (false, 0);
        for (name, shown) in open.iter_mut() {
            let name: &String = name;
            if !std::mem::replace(shown, true) {
                text.push_str(name);
            }
        }
    };
    for piece in pieces {
        match piece {
            Piece::Open(name) => open.push((name, false)),
            Piece::Close => {
                let Some((name, shown)) = open.pop() else { continue };
                if shown && is_emphasis(&name) {
                    // White space at an edge of emphasis stands outside.
                    let kept = text.trim_end_matches([' ', '\u{a0}']).len();
                    let edge = text.split_off(kept);
                    text.push(')');
                    text.push_str(&edge);
                } else if shown {
                    text.push(')');
                }
            }
            Piece::Text(piece) => {
                for char in piece.chars() {
                    if matches!(char, ' ' | '\t') {
                        space = true;
                    } else if char == '\u{a0}' {
                        space &= !text.ends_with("note]");
                        let outer = open.iter().rposition(|(name, _)| !is_emphasis(name));
                        let opened = open.iter().rposition(|(_, shown)| *shown);
                        let keep = outer.max(opened).map_or(0, |index| index + 1);
                        let mut inner = open.split_off(keep);
                        show(&mut text, &mut space, &mut breaks, &mut open);
                        open.append(&mut inner);
                        text.push(char);
                    } else {
                        space &= !text.ends_with("note]");
                        show(&mut text, &mut space, &mut breaks, &mut open);
                        text.push(char);
                    }
                }
            }
            Piece::Leaf(leaf) if leaf == "↵" => breaks += 1,
            // Code spans side by side are one.
            Piece::Leaf(leaf)
                if leaf.starts_with('`') && text.ends_with('`') && !space && breaks == 0 =>
            {
                text.pop();
                text.push_str(&leaf[1..]);
            }
            Piece::Leaf(leaf) => {
                // A space may come between a footnote's mark and a link.
                space &= !text.ends_with("note]");
                show(&mut text, &mut space, &mut breaks, &mut open);
                text.push_str(&leaf);
            }
        }
    }
    text.push_str(&"↵".repeat(breaks));
    text
}
