//! Blocks.

use super::names::Places;
use super::tables::{Tables, caption as caption_of};
use super::tasks::{Tasks, What};
use super::tree::Attributes;
use crate::document::{
    Alert, Align, Delimiter, Direction, Kind, Layout, NumberStyle, Numbers, Span,
};
use crate::report::Loss;
use crate::text::json::At;

/// What blocks are read by, beside the tree.
#[derive(Default)]
pub(super) struct Blocks {
    /// What paragraphs are set like.
    layout: Layout,
    /// The document has a table of contents.
    has_contents: bool,
}

impl Blocks {
    /// What paragraphs are set like from here on.
    pub(super) fn set(&mut self, layout: Layout) {
        self.layout = layout;
    }

    pub(super) fn layout(&self) -> Layout {
        self.layout
    }

    fn paragraph(&self) -> Kind {
        Kind::Paragraph { layout: self.layout }
    }

    pub(super) fn block(
        &mut self,
        at: At,
        tables: &mut Tables<'_>,
        places: &mut Places,
        to: &mut Tasks<'_>,
    ) {
        let content = to.tree.content(at);
        match to.tree.tag(at) {
            "Plain" | "Para" => {
                to.open(self.paragraph());
                places.write(to);
                to.push_elements(What::Inlines, content);
            }
            "LineBlock" => {
                to.open(self.paragraph());
                places.write(to);
                to.push_elements(What::Lines { first: true }, content);
            }
            "CodeBlock" => code_block(at, content, places, to),
            "RawBlock" => {
                let Some([format, text]) = to.tree.first(content) else { return };
                if to.tree.is_page_break(format, text) {
                    to.doc.leaf(Kind::PageBreak);
                } else if to.tree.is_html(format) {
                    to.doc.open(Kind::HtmlBlock);
                    lines(text, to);
                    to.doc.close();
                } else {
                    to.lost(Loss::Html, at);
                }
            }
            "BlockQuote" => {
                to.open(Kind::quote(None));
                to.push_elements(What::Blocks, content);
            }
            "BulletList" => list(None, Numbers::PLAIN, content, to),
            "OrderedList" => {
                let Some([attributes, items]) = to.tree.first(content) else { return };
                let [start, style, delimiter] = to.tree.first(attributes).unwrap_or([At::MAX; 3]);
                let given = to.tree.number(start);
                if to.tree.tag(style) == "Example" || given.is_none() {
                    to.lost(Loss::ListStyle, attributes);
                }
                let style = match to.tree.tag(style) {
                    "LowerAlpha" => NumberStyle::LowerAlpha,
                    "UpperAlpha" => NumberStyle::UpperAlpha,
                    "LowerRoman" => NumberStyle::LowerRoman,
                    "UpperRoman" => NumberStyle::UpperRoman,
                    _ => NumberStyle::Decimal,
                };
                let delimiter = match to.tree.tag(delimiter) {
                    "OneParen" => Delimiter::OneParen,
                    "TwoParens" => Delimiter::TwoParens,
                    _ => Delimiter::Period,
                };
                list(Some(given.unwrap_or(1)), Numbers { style, delimiter }, items, to);
            }
            "DefinitionList" => {
                to.open(Kind::DefinitionList);
                to.push_elements(What::Terms, content);
            }
            "Header" => {
                let Some([level, attributes, inlines]) = to.tree.first(content) else { return };
                let given = to.tree.number(level).unwrap_or(1);
                let level = given.clamp(1, 6) as u8;
                if given != u32::from(level) {
                    to.lost(Loss::Other, at);
                }
                let attributes = to.tree.attributes(attributes);
                let id = to.string(attributes.id);
                if to.tree.says_more(attributes) {
                    to.lost(Loss::HeadingAttributes, at);
                }
                to.open(Kind::Heading { level, layout: self.layout, id });
                places.write(to);
                to.push_elements(What::Inlines, inlines);
            }
            "HorizontalRule" => to.doc.leaf(Kind::Rule),
            "Table" => self.layout = tables.open(at, self.layout, places, to),
            "Figure" => figure(at, content, places, to),
            "Div" => self.div(at, content, places, to),
            "Null" => {}
            _ => to.lost(Loss::Other, at),
        }
    }

    pub(super) fn item(&self, at: At, to: &mut Tasks<'_>) {
        let (first, end) = to.tree.elements(at);
        let is_text = first < end && matches!(to.tree.tag(first), "Plain" | "Para");
        let inlines = if is_text { to.tree.content(first) } else { At::MAX };
        let (word, last) = to.tree.elements(inlines);
        let mut task = None;
        if word < last && to.tree.tag(word) == "Str" {
            let mut characters = to.tree.characters(to.tree.content(word));
            task = match (characters.next(), characters.next()) {
                (Some('\u{2610}'), None) => Some(false),
                (Some('\u{2611}' | '\u{2612}'), None) => Some(true),
                _ => None,
            };
        }
        to.open(Kind::Item { task });
        if task.is_none() {
            to.push_elements(What::Blocks, at);
            return;
        }
        to.push(What::Blocks, to.tree.after(first), end);
        let mut text = to.tree.after(word);
        if text < last && to.tree.tag(text) == "Space" {
            text = to.tree.after(text);
        }
        to.open(self.paragraph());
        to.push(What::Inlines, text, last);
    }

    fn div(&mut self, at: At, content: At, places: &mut Places, to: &mut Tasks<'_>) {
        let Some([attributes, blocks]) = to.tree.first(content) else { return };
        let attributes = to.tree.attributes(attributes);
        let (class, end) = to.tree.elements(attributes.classes);
        let name = if class < end { to.tree.written(class) } else { "" };
        let alert = Alert::of_name(name.as_bytes());
        let (mut first, last) = to.tree.elements(blocks);
        if name == "toc" && first == last && to.doc.open_count() == 0 && !self.has_contents {
            self.has_contents = true;
            return to.doc.leaf(Kind::Contents);
        }
        if alert.is_some() {
            places.look_over(at, attributes, &[name], to);
            if first < last && is_title(first, name, to) {
                first = to.tree.after(first);
            }
            to.open(Kind::quote(alert));
            return to.push(What::Blocks, first, last);
        }
        let before = self.layout;
        let align = to.tree.property(attributes, "text-align");
        let align = match align {
            "left" => Align::Left,
            "right" => Align::Right,
            "center" => Align::Center,
            "justify" => Align::Justify,
            _ => before.align(),
        };
        let direction =
            match to.tree.pair(attributes, "dir").map_or("", |value| to.tree.written(value)) {
                "rtl" => Direction::Rtl,
                "ltr" => Direction::Ltr,
                _ => before.direction(),
            };
        let layout = Layout::new(align, direction);
        let known: &[&str] = if layout == before { &[] } else { &["style", "dir"] };
        places.look_over(at, attributes, known, to);
        if layout != before {
            to.push(What::Set(before), 0, 0);
            self.set(layout);
        }
        to.push(What::Blocks, first, last);
    }
}

/// The lines of code or of raw HTML, as leaves of the block that is open.
fn lines(text: At, to: &mut Tasks<'_>) {
    let start = to.doc.own_len();
    to.append(text);
    if to.doc.own_len() > start {
        to.doc.append("\n");
    }
    to.doc.leaf(Kind::Text(Span::of_own(start, to.doc.own_len())));
}

fn code_block(at: At, content: At, places: &mut Places, to: &mut Tasks<'_>) {
    let Some([attributes, text]) = to.tree.first(content) else { return };
    let attributes = to.tree.attributes(attributes);
    places.look_over(at, Attributes { classes: At::MAX, ..attributes }, &["info"], to);
    places.write_alone(to);
    let start = to.doc.own_len();
    match to.tree.pair(attributes, "info") {
        Some(info) => to.append(info),
        None => {
            let (mut class, end) = to.tree.elements(attributes.classes);
            while class < end {
                if to.doc.own_len() > start {
                    to.doc.append(" ");
                }
                to.append(class);
                class = to.tree.after(class);
            }
        }
    }
    let info = Span::of_own(start, to.doc.own_len());
    to.doc.open(Kind::CodeBlock { info });
    lines(text, to);
    to.doc.close();
}

fn list(start: Option<u32>, numbers: Numbers, items: At, to: &mut Tasks<'_>) {
    let (mut item, end) = to.tree.elements(items);
    let mut tight = true;
    while item < end && tight {
        let (mut block, last) = to.tree.elements(item);
        while block < last && tight {
            tight = to.tree.tag(block) != "Para";
            block = to.tree.after(block);
        }
        item = to.tree.after(item);
    }
    to.open(Kind::List { start, tight, numbers });
    to.push_elements(What::Items, items);
}

/// Whether a block is the title of an alert that says its name.
fn is_title(block: At, name: &str, to: &mut Tasks<'_>) -> bool {
    let Some([attributes, _]) = to.tree.first(to.tree.content(block)) else { return false };
    let is_title =
        to.tree.tag(block) == "Div" && to.tree.has_class(to.tree.attributes(attributes), "title");
    let title = if is_title { to.plain(block).0 } else { Span::EMPTY };
    to.doc.own_text(title).is_some_and(|title| title.trim().eq_ignore_ascii_case(name))
}

/// A picture alone in a paragraph with its caption, or some blocks and words under them.
fn figure(at: At, content: At, places: &mut Places, to: &mut Tasks<'_>) {
    let Some([attributes, caption, blocks]) = to.tree.first(content) else { return };
    places.look_over(at, to.tree.attributes(attributes), &[], to);
    let caption = caption_of(caption, to);
    let image = to.tree.first(blocks).and_then(|[block]| to.tree.first(to.tree.content(block)));
    let is_picture = to.tree.count(blocks) == 1
        && image.is_some_and(|[image]| to.tree.tag(image) == "Image")
        && to.tree.first(blocks).is_some_and(|[block]| {
            matches!(to.tree.tag(block), "Plain" | "Para")
                && to.tree.count(to.tree.content(block)) == 1
        });
    if to.tree.count(caption) > 0 {
        if is_picture {
            to.push(What::Caption, caption, caption + 1);
        } else {
            to.lost(Loss::Caption, at);
            to.push_elements(What::Blocks, caption);
        }
    }
    to.push_elements(What::Blocks, blocks);
}
