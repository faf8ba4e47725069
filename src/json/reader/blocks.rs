//! Blocks, tables among them.

use super::Reader;
use super::table::{ALL, Parts, alignment};
use super::tasks::What;
use super::tree::Attributes;
use crate::document::{
    Alert, Align, Delimiter, Direction, Kind, Layout, NumberStyle, Numbers, Span,
};
use crate::report::Loss;
use crate::text::json::At;

impl<'r> Reader<'r> {
    /// What paragraphs are set like from here on.
    pub(super) fn set(&mut self, layout: Layout) {
        self.layout = layout;
    }

    fn paragraph(&self) -> Kind {
        Kind::Paragraph { layout: self.layout }
    }

    pub(super) fn block(&mut self, at: At) {
        let content = self.tree.content(at);
        match self.tree.tag(at) {
            "Plain" | "Para" => {
                self.open(self.paragraph());
                self.write_names();
                self.push_elements(What::Inlines, content);
            }
            "LineBlock" => {
                self.open(self.paragraph());
                self.write_names();
                self.push_elements(What::Lines { first: true }, content);
            }
            "CodeBlock" => self.code_block(at, content),
            "RawBlock" => {
                let Some([format, text]) = self.tree.first(content) else { return };
                if self.tree.is_page_break(format, text) {
                    self.doc.leaf(Kind::PageBreak);
                } else if self.tree.is_html(format) {
                    self.doc.open(Kind::HtmlBlock);
                    self.lines(text);
                    self.doc.close();
                } else {
                    self.lost(Loss::Html, at);
                }
            }
            "BlockQuote" => {
                self.open(Kind::quote(None));
                self.push_elements(What::Blocks, content);
            }
            "BulletList" => self.list(None, Numbers::PLAIN, content),
            "OrderedList" => {
                let Some([attributes, items]) = self.tree.first(content) else { return };
                let [start, style, delimiter] = self.tree.first(attributes).unwrap_or([At::MAX; 3]);
                let given = self.tree.number(start);
                if self.tree.tag(style) == "Example" || given.is_none() {
                    self.lost(Loss::ListStyle, attributes);
                }
                let style = match self.tree.tag(style) {
                    "LowerAlpha" => NumberStyle::LowerAlpha,
                    "UpperAlpha" => NumberStyle::UpperAlpha,
                    "LowerRoman" => NumberStyle::LowerRoman,
                    "UpperRoman" => NumberStyle::UpperRoman,
                    _ => NumberStyle::Decimal,
                };
                let delimiter = match self.tree.tag(delimiter) {
                    "OneParen" => Delimiter::OneParen,
                    "TwoParens" => Delimiter::TwoParens,
                    _ => Delimiter::Period,
                };
                self.list(Some(given.unwrap_or(1)), Numbers { style, delimiter }, items);
            }
            "DefinitionList" => {
                self.open(Kind::DefinitionList);
                self.push_elements(What::Terms, content);
            }
            "Header" => {
                let Some([level, attributes, inlines]) = self.tree.first(content) else { return };
                let given = self.tree.number(level).unwrap_or(1);
                let level = given.clamp(1, 6) as u8;
                if given != u32::from(level) {
                    self.lost(Loss::Other, at);
                }
                let attributes = self.tree.attributes(attributes);
                let id = self.string(attributes.id);
                if self.tree.says_more(attributes) {
                    self.lost(Loss::HeadingAttributes, at);
                }
                self.open(Kind::Heading { level, layout: self.layout, id });
                self.write_names();
                self.push_elements(What::Inlines, inlines);
            }
            "HorizontalRule" => self.doc.leaf(Kind::Rule),
            "Table" => self.table(at, content),
            "Figure" => self.figure(at, content),
            "Div" => self.div(at, content),
            "Null" => {}
            _ => self.lost(Loss::Other, at),
        }
    }

    /// The lines of code or of raw HTML, as leaves of the block that is open.
    fn lines(&mut self, text: At) {
        let start = self.doc.own_len();
        self.append(text);
        if self.doc.own_len() > start {
            self.doc.append("\n");
        }
        self.doc.leaf(Kind::Text(Span::of_own(start, self.doc.own_len())));
    }

    fn code_block(&mut self, at: At, content: At) {
        let Some([attributes, text]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
        self.look_over(at, Attributes { classes: At::MAX, ..attributes }, &["info"]);
        self.write_names_alone();
        let start = self.doc.own_len();
        match self.tree.pair(attributes, "info") {
            Some(info) => self.append(info),
            None => {
                let (mut class, end) = self.tree.elements(attributes.classes);
                while class < end {
                    if self.doc.own_len() > start {
                        self.doc.append(" ");
                    }
                    self.append(class);
                    class = self.tree.after(class);
                }
            }
        }
        let info = Span::of_own(start, self.doc.own_len());
        self.doc.open(Kind::CodeBlock { info });
        self.lines(text);
        self.doc.close();
    }

    fn list(&mut self, start: Option<u32>, numbers: Numbers, items: At) {
        let (mut item, end) = self.tree.elements(items);
        let mut tight = true;
        while item < end && tight {
            let (mut block, last) = self.tree.elements(item);
            while block < last && tight {
                tight = self.tree.tag(block) != "Para";
                block = self.tree.after(block);
            }
            item = self.tree.after(item);
        }
        self.open(Kind::List { start, tight, numbers });
        self.push_elements(What::Items, items);
    }

    pub(super) fn item(&mut self, at: At) {
        let (first, end) = self.tree.elements(at);
        let is_text = first < end && matches!(self.tree.tag(first), "Plain" | "Para");
        let inlines = if is_text { self.tree.content(first) } else { At::MAX };
        let (word, last) = self.tree.elements(inlines);
        let mut task = None;
        if word < last && self.tree.tag(word) == "Str" {
            let mut characters = self.tree.characters(self.tree.content(word));
            task = match (characters.next(), characters.next()) {
                (Some('\u{2610}'), None) => Some(false),
                (Some('\u{2611}' | '\u{2612}'), None) => Some(true),
                _ => None,
            };
        }
        self.open(Kind::Item { task });
        if task.is_none() {
            self.push_elements(What::Blocks, at);
            return;
        }
        self.push(What::Blocks, self.tree.after(first), end);
        let mut text = self.tree.after(word);
        if text < last && self.tree.tag(text) == "Space" {
            text = self.tree.after(text);
        }
        self.open(self.paragraph());
        self.push(What::Inlines, text, last);
    }

    fn div(&mut self, at: At, content: At) {
        let Some([attributes, blocks]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
        let (class, end) = self.tree.elements(attributes.classes);
        let name = if class < end { self.tree.written(class) } else { "" };
        let alert = Alert::of_name(name.as_bytes());
        let (mut first, last) = self.tree.elements(blocks);
        if name == "toc" && first == last && self.doc.open_count() == 0 && !self.has_contents {
            self.has_contents = true;
            return self.doc.leaf(Kind::Contents);
        }
        if alert.is_some() {
            self.look_over(at, attributes, &[name]);
            if first < last && self.is_title(first, name) {
                first = self.tree.after(first);
            }
            self.open(Kind::quote(alert));
            return self.push(What::Blocks, first, last);
        }
        let before = self.layout;
        let align = self.tree.property(attributes, "text-align");
        let align = match align {
            "left" => Align::Left,
            "right" => Align::Right,
            "center" => Align::Center,
            "justify" => Align::Justify,
            _ => before.align(),
        };
        let direction =
            match self.tree.pair(attributes, "dir").map_or("", |value| self.tree.written(value)) {
                "rtl" => Direction::Rtl,
                "ltr" => Direction::Ltr,
                _ => before.direction(),
            };
        let layout = Layout::new(align, direction);
        let known: &[&str] = if layout == before { &[] } else { &["style", "dir"] };
        self.look_over(at, attributes, known);
        if layout != before {
            self.push(What::Set(before), 0, 0);
            self.set(layout);
        }
        self.push(What::Blocks, first, last);
    }

    /// Whether a block is the title of an alert that says its name.
    fn is_title(&mut self, block: At, name: &str) -> bool {
        let Some([attributes, _]) = self.tree.first(self.tree.content(block)) else { return false };
        let is_title = self.tree.tag(block) == "Div"
            && self.tree.has_class(self.tree.attributes(attributes), "title");
        let title = if is_title { self.plain(block).0 } else { Span::EMPTY };
        self.doc.own_text(title).is_some_and(|title| title.trim().eq_ignore_ascii_case(name))
    }

    /// A picture alone in a paragraph with its caption, or some blocks and words under them.
    fn figure(&mut self, at: At, content: At) {
        let Some([attributes, caption, blocks]) = self.tree.first(content) else { return };
        self.look_over(at, self.tree.attributes(attributes), &[]);
        let caption = self.caption(caption);
        let image =
            self.tree.first(blocks).and_then(|[block]| self.tree.first(self.tree.content(block)));
        let is_picture = self.tree.count(blocks) == 1
            && image.is_some_and(|[image]| self.tree.tag(image) == "Image")
            && self.tree.first(blocks).is_some_and(|[block]| {
                matches!(self.tree.tag(block), "Plain" | "Para")
                    && self.tree.count(self.tree.content(block)) == 1
            });
        if self.tree.count(caption) > 0 {
            if is_picture {
                self.push(What::Caption, caption, caption + 1);
            } else {
                self.lost(Loss::Caption, at);
                self.push_elements(What::Blocks, caption);
            }
        }
        self.push_elements(What::Blocks, blocks);
    }

    /// The blocks of a caption. Its short form stands in lists of tables and figures alone.
    fn caption(&mut self, caption: At) -> At {
        let [short, blocks] = self.tree.first(caption).unwrap_or([At::MAX; 2]);
        if self.tree.count(short) > 0 {
            self.lost(Loss::Other, short);
        }
        blocks
    }

    fn table(&mut self, at: At, content: At) {
        let Some(parts) = Parts::of(self.tree, content) else { return };
        if let (Parts::New(_), Some([attributes])) = (parts, self.tree.first(content)) {
            self.look_over(at, self.tree.attributes(attributes), &[]);
        }
        let around = self.layout;
        let is_kept = self.grid.open(self.tree, parts, around.direction(), self.doc);
        if !is_kept {
            self.lost(Loss::LimitReached, at);
        }
        let caption = match parts {
            Parts::New([caption, ..]) => (What::Caption, self.caption(caption)),
            Parts::Old([caption, ..]) => (What::OldCaption, caption),
        };
        // One without a table is a paragraph.
        match caption {
            (_, words) if self.tree.count(words) == 0 => {}
            (what, words) if is_kept => self.push(what, words, words + 1),
            (What::Caption, words) => self.push_elements(What::Blocks, words),
            (_, words) => {
                self.push(What::Close, 0, 0);
                self.push_elements(What::Inlines, words);
                self.doc.open(Kind::PARAGRAPH);
            }
        }
        if is_kept && around.direction() != Direction::Unsaid {
            // The table says it for all in it.
            self.push(What::Set(around), 0, 0);
            self.set(around.with_direction(Direction::Unsaid));
        }
        self.push(What::EndTable, 0, 0);
        let head = match parts {
            Parts::New([_, _, head, bodies, foot]) => {
                let [of_foot, feet] = self.tree.first(foot).unwrap_or([At::MAX; 2]);
                let [of_head, heads] = self.tree.first(head).unwrap_or([At::MAX; 2]);
                for attributes in [of_head, of_foot] {
                    self.look_over(at, self.tree.attributes(attributes), &[]);
                }
                // Rows are rows: of what part they are is not held.
                let parts = self.tree.count(bodies) + usize::from(self.tree.count(feet) > 0);
                if is_kept && parts > 1 {
                    let place = self.tree.place(at);
                    self.report.add_many(Loss::Table, parts as u32 - 1, place);
                }
                self.push_elements(What::Rows, feet);
                self.push(What::Heads(0), 0, 0);
                self.push_elements(What::Bodies, bodies);
                self.push_elements(What::Rows, heads);
                self.grid.set_heads(ALL);
                self.tree.count(heads)
            }
            Parts::Old([_, _, _, heads, rows]) => {
                self.push_elements(What::OldRows, rows);
                self.push(What::OldRows, heads, heads + 1);
                1
            }
        };
        if head == 0 && is_kept {
            self.grid.add_empty_head(self.doc);
        }
    }

    pub(super) fn row(&mut self, at: At, what: What, cells: At) {
        if !self.grid.begin_row(self.doc) {
            self.lost(Loss::Table, at);
        }
        self.push(What::EndRow, 0, 0);
        self.push_elements(what, cells);
    }

    pub(super) fn cell(&mut self, span: (usize, usize), set: At, blocks: At) {
        if self.grid.is_apart() {
            return self.push_elements(What::Blocks, blocks);
        }
        let set = alignment(self.tree, set);
        let Some(begun) = self.grid.begin_cell(span, set, self.doc) else {
            return self.lost(Loss::Table, blocks);
        };
        if begun.is_set {
            self.lost(Loss::Alignment, blocks);
        }
        self.push(What::EndCell, 0, 0);
        match self.tree.first(blocks) {
            Some([only])
                if self.tree.count(blocks) == 1
                    && self.layout.is_plain()
                    && matches!(self.tree.tag(only), "Plain" | "Para") =>
            {
                let inlines = self.tree.content(only);
                self.write_names();
                // A head outside of the header row is strong, if it is not by itself.
                let is_strong = match self.tree.first(inlines) {
                    Some([only]) => {
                        self.tree.tag(only) == "Strong" && self.tree.count(inlines) == 1
                    }
                    None => true,
                };
                if begun.is_head && !is_strong {
                    self.open(Kind::Strong);
                }
                self.push_elements(What::Inlines, inlines);
            }
            _ => self.push_elements(What::Blocks, blocks),
        }
    }
}
