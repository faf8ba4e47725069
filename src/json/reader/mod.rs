//! pandoc's tree, read.
//!
//! Shape   a stack of tasks over the values of the text: each takes one element, does what it says and
//!         puts what stands in it on top. Notes are read at the end, in the order of their references.
//! Units   indices of values; places in the report are bytes of the input.
//! Errors  see the room's head; lack of memory is remembered by the document.
//! Limits  no recursion; linear time.

mod table;
mod tree;

use self::table::{Grid, Parts};
use self::tree::{Attributes, Tree, twips};
use crate::buffers::{kept, plain};
use crate::document::{
    Alert, Align, Change, Comment, CommentId, Delimiter, Direction, Document, Kind, Layout,
    LinkTarget, Meta, NodeId, NumberStyle, Numbers, Span,
};
use crate::error::Result;
use crate::memory;
use crate::options::Options;
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::text::control::{self, is_odd};
use crate::text::json::{At, Shape, Tape};
use crate::work;

/// What is to be done with some elements, or when others are done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum What {
    /// Closes a container.
    #[default]
    Close,
    Blocks,
    Inlines,
    /// Lists of inlines, each on a line of its own.
    Lines {
        first: bool,
    },
    /// Lists of blocks, each an item.
    Items,
    /// Pairs of a term and its definitions.
    Terms,
    Definitions,
    /// The end of a quotation.
    Say(char),
    /// What paragraphs are set like again.
    Set(Layout),
    Bodies,
    Rows,
    /// Rows of an old table: lists of cells, which are lists of blocks.
    OldRows,
    Cells,
    OldCells,
    EndCell,
    EndRow,
    EndTable,
    /// The caption of what stands before it: blocks, or inlines.
    Caption,
    OldCaption,
    CaptionBlocks {
        first: bool,
    },
}

impl What {
    /// The same for what stands behind the first.
    fn behind(self) -> What {
        match self {
            What::Lines { .. } => What::Lines { first: false },
            What::CaptionBlocks { .. } => What::CaptionBlocks { first: false },
            other => other,
        }
    }
}

/// A task: elements `at` to `end`.
#[derive(Clone, Copy, Debug, Default)]
struct Task {
    what: What,
    at: At,
    end: At,
}

plain!(Task);

/// What stands at the end of a document.
#[derive(Clone, Copy, Debug)]
enum Note {
    /// Blocks.
    Foot(At),
    /// Inlines.
    Comment(CommentId, At),
}

/// Comments that are open are looked for among so many.
const OPEN_COMMENTS: usize = 64;

kept! {
    /// Buffers of the reader.
    #[derive(Debug, Default)]
    pub struct Scratch {
        tape: Tape,
        tasks: Vec<Task>,
        notes: Vec<Note>,
        comments: Vec<(u32, CommentId, NodeId)>,
        grid: Grid,
    }
}

/// Reads a tree into `doc`, which must have been `reset`.
pub fn read(
    source: &str,
    options: &Options,
    doc: &mut Document,
    report: &mut Report,
    scratch: &mut Scratch,
) -> Result<()> {
    let Scratch { tape, tasks, notes, comments, grid } = scratch;
    tape.read(source)?;
    let tree = Tree::new(source, tape);
    let blocks = tree.blocks()?;
    tasks.clear();
    notes.clear();
    comments.clear();
    grid.begin(options);
    let layout = Layout::PLAIN;
    let meta = tree.member(0, "meta");
    let mut reader = Reader {
        tree,
        tasks,
        notes,
        comments,
        grid,
        doc,
        report,
        layout,
        feet: 0,
        has_contents: false,
    };
    if let Some(meta) = meta {
        reader.meta(meta);
    }
    reader.push_elements(What::Blocks, blocks);
    reader.run();
    let (mut done, mut feet) = (0, 0);
    while let Some(&note) = reader.notes.get(done) {
        done += 1;
        match note {
            Note::Foot(blocks) => {
                feet += 1;
                let label = reader.doc.own_number(feet);
                reader.open(Kind::footnote(label));
                reader.push_elements(What::Blocks, blocks);
            }
            Note::Comment(id, inlines) => {
                reader.open(Kind::CommentBody(id));
                if reader.tree.count(inlines) > 0 {
                    reader.open(Kind::PARAGRAPH);
                    reader.push_elements(What::Inlines, inlines);
                }
            }
        }
        reader.run();
    }
    // What is said of a place that ends nowhere is said of nothing.
    for &(_, _, start) in &*reader.comments {
        reader.doc.set_kind(start, Kind::Text(Span::EMPTY));
    }
    reader.doc.check()
}

struct Reader<'r> {
    tree: Tree<'r>,
    tasks: &'r mut Vec<Task>,
    notes: &'r mut Vec<Note>,
    /// Comments that are open: their numbers in the tree, and where they begin.
    comments: &'r mut Vec<(u32, CommentId, NodeId)>,
    grid: &'r mut Grid,
    doc: &'r mut Document,
    report: &'r mut Report,
    /// What paragraphs are set like.
    layout: Layout,
    /// Footnotes referred to.
    feet: u32,
    has_contents: bool,
}

impl<'r> Reader<'r> {
    fn run(&mut self) {
        while let Some(Task { what, at, end }) = self.tasks.pop() {
            work::step(1);
            if halt::is_due() {
                self.doc.give_up();
                return;
            }
            let is_there = at < end;
            // What is left comes again when this one is done.
            let next = if is_there { self.tree.after(at) } else { end };
            if next < end {
                self.push(what.behind(), next, end);
            }
            match what {
                What::Close => self.doc.close(),
                What::Say(character) => self.say(character),
                What::Set(layout) => self.layout = layout,
                What::EndCell => self.grid.end_cell(self.doc),
                What::EndRow => self.grid.end_row(self.doc),
                What::EndTable => self.grid.end(self.doc),
                _ if !is_there => {}
                What::Blocks => self.block(at),
                What::Inlines => self.inline(at),
                What::Lines { first } => {
                    if !first {
                        self.doc.leaf(Kind::HardBreak);
                    }
                    self.push_elements(What::Inlines, at);
                }
                What::Items => self.item(at),
                What::Terms => {
                    let Some([term, definitions]) = self.tree.first(at) else { continue };
                    self.push_elements(What::Definitions, definitions);
                    self.open(Kind::Term);
                    self.push_elements(What::Inlines, term);
                }
                What::Definitions => {
                    self.open(Kind::Definition);
                    self.push_elements(What::Blocks, at);
                }
                What::Bodies => {
                    let Some([_, _, head, rows]) = self.tree.first(at) else { continue };
                    self.push_elements(What::Rows, rows);
                    self.push_elements(What::Rows, head);
                }
                What::Rows => {
                    let Some([_, cells]) = self.tree.first(at) else { continue };
                    self.row(What::Cells, cells);
                }
                What::OldRows => self.row(What::OldCells, at),
                What::Cells => {
                    let Some([_, _, _, _, blocks]) = self.tree.first(at) else { continue };
                    self.cell(self.tree.span(at), blocks);
                }
                What::OldCells => self.cell((1, 1), at),
                What::Caption => {
                    self.open(Kind::Caption);
                    self.push_elements(What::CaptionBlocks { first: true }, at);
                }
                What::OldCaption => {
                    self.open(Kind::Caption);
                    self.push_elements(What::Inlines, at);
                }
                What::CaptionBlocks { first } => {
                    if !first {
                        self.doc.leaf(Kind::SoftBreak);
                    }
                    match self.tree.tag(at) {
                        "Plain" | "Para" => {
                            self.push_elements(What::Inlines, self.tree.content(at))
                        }
                        _ => {
                            self.lost(Loss::Caption, at);
                            let text = self.plain(at);
                            self.doc.leaf(Kind::Text(text));
                        }
                    }
                }
            }
        }
    }

    fn push(&mut self, what: What, at: At, end: At) {
        if !memory::push(self.tasks, Task { what, at, end }) {
            self.doc.give_up();
        }
    }

    fn push_elements(&mut self, what: What, array: At) {
        let (at, end) = self.tree.elements(array);
        if at < end {
            self.push(what, at, end);
        }
    }

    /// Opens a container, which is closed when what is pushed from now on is done.
    fn open(&mut self, kind: Kind) {
        self.doc.open(kind);
        self.push(What::Close, 0, 0);
    }

    fn lost(&mut self, loss: Loss, at: At) {
        self.report.add(loss, self.tree.place(at));
    }

    /// Adds a string to the document's own text.
    fn append(&mut self, at: At) {
        let written = self.tree.written(at);
        if self.tree.shape(at) == Shape::String && !written.bytes().any(is_odd) {
            self.doc.append(written);
            return;
        }
        let mut utf8 = [0; 4];
        for character in self.tree.characters(at) {
            if character == '\0' {
                self.lost(Loss::UndecodableByte, at);
            }
            let doc = &mut *self.doc;
            let lost = control::clean(character.encode_utf8(&mut utf8), |piece| doc.append(piece));
            self.report.add_many(Loss::ControlCharacter, lost, self.tree.place(at));
        }
    }

    /// A string as a span of its own.
    fn string(&mut self, at: At) -> Span {
        let start = self.doc.own_len();
        self.append(at);
        Span::of_own(start, self.doc.own_len())
    }

    fn say(&mut self, character: char) {
        let span = self.doc.own(character.encode_utf8(&mut [0; 4]));
        self.doc.leaf(Kind::Text(span));
    }

    fn paragraph(&self) -> Kind {
        Kind::Paragraph { layout: self.layout }
    }

    fn block(&mut self, at: At) {
        let content = self.tree.content(at);
        match self.tree.tag(at) {
            "Plain" | "Para" => {
                self.open(self.paragraph());
                self.push_elements(What::Inlines, content);
            }
            "LineBlock" => {
                self.open(self.paragraph());
                self.push_elements(What::Lines { first: true }, content);
            }
            "CodeBlock" => self.code_block(content),
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
                self.open(Kind::Quote { alert: None });
                self.push_elements(What::Blocks, content);
            }
            "BulletList" => self.list(None, Numbers::PLAIN, content),
            "OrderedList" => {
                let Some([attributes, items]) = self.tree.first(content) else { return };
                let [start, style, delimiter] = self.tree.first(attributes).unwrap_or([At::MAX; 3]);
                if self.tree.tag(style) == "Example" {
                    self.lost(Loss::ListStyle, style);
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
                let start = self.tree.number(start).unwrap_or(1);
                self.list(Some(start), Numbers { style, delimiter }, items);
            }
            "DefinitionList" => {
                self.open(Kind::DefinitionList);
                self.push_elements(What::Terms, content);
            }
            "Header" => {
                let Some([level, attributes, inlines]) = self.tree.first(content) else { return };
                let level = self.tree.number(level).unwrap_or(1).clamp(1, 6) as u8;
                let attributes = self.tree.attributes(attributes);
                let id = self.string(attributes.id);
                if self.tree.says_more(attributes) {
                    self.lost(Loss::HeadingAttributes, at);
                }
                self.open(Kind::Heading { level, layout: self.layout, id });
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

    fn code_block(&mut self, content: At) {
        let Some([attributes, text]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
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

    fn item(&mut self, at: At) {
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
            self.open(Kind::Quote { alert });
            if first < last && self.tree.tag(first) == "Div" {
                let [of_title, _] =
                    self.tree.first(self.tree.content(first)).unwrap_or([At::MAX; 2]);
                if self.tree.has_class(self.tree.attributes(of_title), "title") {
                    first = self.tree.after(first);
                }
            }
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
        if layout == before && !self.tree.is_empty(attributes) {
            self.lost(Loss::Other, at);
        }
        if layout != before {
            self.push(What::Set(before), 0, 0);
            self.layout = layout;
        }
        self.push(What::Blocks, first, last);
    }

    /// A picture alone in a paragraph with its caption, or some blocks and words under them.
    fn figure(&mut self, at: At, content: At) {
        let Some([_, caption, blocks]) = self.tree.first(content) else { return };
        let [_, caption] = self.tree.first(caption).unwrap_or([At::MAX; 2]);
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

    fn table(&mut self, at: At, content: At) {
        let Some(parts) = Parts::of(self.tree, content) else { return };
        let is_kept = self.grid.open(self.tree, parts, self.doc);
        if !is_kept {
            self.lost(Loss::LimitReached, at);
        }
        let caption = match parts {
            Parts::New([caption, ..]) => {
                (What::Caption, self.tree.first(caption).map_or(At::MAX, |[_, blocks]| blocks))
            }
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
        self.push(What::EndTable, 0, 0);
        let head = match parts {
            Parts::New([_, _, head, bodies, foot]) => {
                if let Some([_, rows]) = self.tree.first(foot) {
                    self.push_elements(What::Rows, rows);
                }
                self.push_elements(What::Bodies, bodies);
                let rows = self.tree.first(head).map_or(At::MAX, |[_, rows]| rows);
                self.push_elements(What::Rows, rows);
                self.tree.count(rows)
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

    fn row(&mut self, what: What, cells: At) {
        self.grid.begin_row(self.doc);
        self.push(What::EndRow, 0, 0);
        self.push_elements(what, cells);
    }

    fn cell(&mut self, span: (usize, usize), blocks: At) {
        if self.grid.is_apart() {
            return self.push_elements(What::Blocks, blocks);
        }
        if !self.grid.begin_cell(span, self.doc) {
            return self.lost(Loss::Table, blocks);
        }
        self.push(What::EndCell, 0, 0);
        match self.tree.first(blocks) {
            Some([only])
                if self.tree.count(blocks) == 1
                    && self.layout.is_plain()
                    && matches!(self.tree.tag(only), "Plain" | "Para") =>
            {
                self.push_elements(What::Inlines, self.tree.content(only));
            }
            _ => self.push_elements(What::Blocks, blocks),
        }
    }

    fn inline(&mut self, at: At) {
        let content = self.tree.content(at);
        let around = match self.tree.tag(at) {
            "Str" => {
                let span = self.string(content);
                return self.doc.leaf(Kind::Text(span));
            }
            "Space" => return self.say(' '),
            "SoftBreak" => return self.doc.leaf(Kind::SoftBreak),
            "LineBreak" => return self.doc.leaf(Kind::HardBreak),
            "Emph" => Kind::Emphasis,
            "Strong" => Kind::Strong,
            "Underline" => Kind::Underline,
            "Strikeout" => Kind::Strike,
            "Superscript" => Kind::Superscript,
            "Subscript" => Kind::Subscript,
            "SmallCaps" => Kind::SmallCaps,
            "Quoted" => {
                let Some([kind, inlines]) = self.tree.first(content) else { return };
                let [before, after] = match self.tree.tag(kind) {
                    "SingleQuote" => ['\u{2018}', '\u{2019}'],
                    _ => ['\u{201C}', '\u{201D}'],
                };
                self.say(before);
                self.push(What::Say(after), 0, 0);
                return self.push_elements(What::Inlines, inlines);
            }
            "Cite" => {
                let Some([_, inlines]) = self.tree.first(content) else { return };
                self.lost(Loss::Field, at);
                return self.push_elements(What::Inlines, inlines);
            }
            tag @ ("Code" | "Math" | "RawInline") => {
                let Some([kind, text]) = self.tree.first(content) else { return };
                if tag == "RawInline" && !self.tree.is_html(kind) {
                    return self.lost(Loss::Html, at);
                }
                let span = self.string(text);
                // Nothing that any format shows, and what stands around it would be parted by it.
                if span.is_empty() {
                    return;
                }
                if tag == "Code" {
                    self.look_over(at, kind, &[]);
                }
                return self.doc.leaf(match tag {
                    "Code" => Kind::Code(span),
                    "Math" => {
                        Kind::Math { tex: span, display: self.tree.tag(kind) == "DisplayMath" }
                    }
                    _ => Kind::Html(span),
                });
            }
            tag @ ("Link" | "Image") => return self.link(tag == "Image", at),
            "Note" => {
                if !memory::push(self.notes, Note::Foot(content)) {
                    return self.doc.give_up();
                }
                self.feet += 1;
                let label = self.doc.own_number(self.feet);
                return self.doc.leaf(Kind::FootnoteReference { label });
            }
            "Span" => return self.span(at, content),
            _ => return self.lost(Loss::Other, at),
        };
        self.open(around);
        self.push_elements(What::Inlines, content);
    }

    /// Counts attributes that no document holds: all but those of these names.
    fn look_over(&mut self, at: At, attributes: At, known: &[&str]) {
        let attributes = self.tree.attributes(attributes);
        if self.tree.says_more_than(attributes, known) {
            self.lost(Loss::Other, at);
        }
    }

    fn link(&mut self, is_image: bool, at: At) {
        let content = self.tree.content(at);
        let Some([attributes, inlines, target]) = self.tree.first(content) else { return };
        // Pandoc's own classes say that an address is its text.
        let known: &[&str] = if is_image { &["width", "height"] } else { &["uri", "email"] };
        self.look_over(at, attributes, known);
        let Some([url, title]) = self.tree.first(target) else { return };
        let url = self.string(url);
        // Old trees say by it that a picture is a figure.
        let is_figure = is_image && self.tree.says(title, "fig:");
        let title = if is_figure { Span::EMPTY } else { self.string(title) };
        let mut target = LinkTarget::new(url, title);
        if is_image {
            let attributes = self.tree.attributes(attributes);
            let size = |key| {
                self.tree.pair(attributes, key).map_or(0, |value| twips(self.tree.written(value)))
            };
            (target.width, target.height) = (size("width"), size("height"));
        }
        let id = self.doc.add_link(target);
        self.open(if is_image { Kind::Image(id) } else { Kind::Link(id) });
        self.push_elements(What::Inlines, inlines);
    }

    /// The text of a key, or none.
    fn fact(&mut self, attributes: Attributes, key: &str) -> Span {
        self.tree.pair(attributes, key).map_or(Span::EMPTY, |value| self.string(value))
    }

    /// A date without its zone.
    fn date(&mut self, attributes: Attributes) -> Span {
        let Some(value) = self.tree.pair(attributes, "date") else { return Span::EMPTY };
        let length = self.tree.written(value).trim_end_matches('Z').len();
        self.string(value).slice(0, length)
    }

    fn span(&mut self, at: At, content: At) {
        let Some([attributes, inlines]) = self.tree.first(content) else { return };
        let attributes = self.tree.attributes(attributes);
        const CLASSES: [&str; 9] = [
            "comment-start",
            "comment-end",
            "insertion",
            "deletion",
            "mark",
            "kbd",
            "underline",
            "ul",
            "smallcaps",
        ];
        let class = CLASSES.iter().find(|class| self.tree.has_class(attributes, class));
        let class = class.copied().unwrap_or("");
        if class.starts_with("comment") {
            return self.comment(attributes, inlines, class == "comment-start");
        }
        if !self.tree.written(attributes.id).is_empty() {
            let name = self.string(attributes.id);
            self.doc.leaf(Kind::Anchor { name });
        }
        let (text, back) =
            (self.tree.color(attributes, "color"), self.tree.color(attributes, "background-color"));
        let kind = match class {
            "insertion" | "deletion" => {
                let author = self.fact(attributes, "author");
                let date = self.date(attributes);
                let id = self.doc.add_change(Change { author, date });
                if class == "insertion" { Kind::Inserted(id) } else { Kind::Deleted(id) }
            }
            "mark" => Kind::Highlight,
            "kbd" => Kind::Keyboard,
            "underline" | "ul" => Kind::Underline,
            "smallcaps" => Kind::SmallCaps,
            _ if !text.is_none() || !back.is_none() => Kind::Colored { text, back },
            _ => {
                if self.tree.says_more(attributes) {
                    self.lost(Loss::Other, at);
                }
                return self.push_elements(What::Inlines, inlines);
            }
        };
        self.open(kind);
        self.push_elements(What::Inlines, inlines);
    }

    fn comment(&mut self, attributes: Attributes, inlines: At, begins: bool) {
        let number = match self.tree.pair(attributes, "id") {
            Some(id) => self.tree.number(id),
            None => self.tree.number(attributes.id),
        };
        let Some(number) = number else { return };
        if !begins {
            let near = self.comments.len().saturating_sub(OPEN_COMMENTS);
            let found = self.comments[near..].iter().rposition(|open| open.0 == number);
            if let Some(at) = found {
                let (_, id, _) = self.comments.remove(near + at);
                self.doc.leaf(Kind::CommentEnd(id));
            }
            return;
        }
        let author = self.fact(attributes, "author");
        let initials = self.fact(attributes, "initials");
        let date = self.date(attributes);
        let id = self.doc.add_comment(Comment { author, initials, date });
        let start = self.doc.nodes.len() as NodeId;
        self.doc.leaf(Kind::CommentStart(id));
        if !memory::push(self.comments, (number, id, start))
            || !memory::push(self.notes, Note::Comment(id, inlines))
        {
            self.doc.give_up();
        }
    }

    fn meta(&mut self, meta: At) {
        let (mut at, end) = (meta + 1, self.tree.after(meta));
        if self.tree.shape(meta) != Shape::Object {
            return;
        }
        while at < end {
            let value = at + 1;
            let name = self.tree.written(at);
            let fact = Meta::of_name(name.as_bytes());
            let text = match self.tree.tag(value) {
                "MetaMap" => {
                    self.lost(Loss::Metadata, at);
                    Span::EMPTY
                }
                "MetaList" => {
                    let between = if fact == Some(Meta::Author) { "; " } else { ", " };
                    let (mut part, last) = self.tree.elements(self.tree.content(value));
                    let start = self.doc.own_len();
                    while part < last {
                        if self.doc.own_len() > start {
                            self.doc.append(between);
                        }
                        self.plain(part);
                        part = self.tree.after(part);
                    }
                    Span::of_own(start, self.doc.own_len())
                }
                _ => self.plain(value),
            };
            match fact {
                Some(fact) => self.doc.set_meta(fact, text),
                None if text.is_empty() => {}
                None => {
                    let name = self.string(at);
                    self.doc.add_property(name, text);
                }
            }
            at = self.tree.after(value);
        }
    }

    /// The words of a value, notes left out.
    fn plain(&mut self, from: At) -> Span {
        let start = self.doc.own_len();
        let end = self.tree.after(from);
        let mut at = from;
        while at < end {
            work::step(1);
            let content = self.tree.content(at);
            match self.tree.tag(at) {
                "Str" | "MetaString" => self.append(content),
                "Space" | "SoftBreak" | "LineBreak" => self.doc.append(" "),
                "Code" | "Math" => {
                    if let Some([_, text]) = self.tree.first(content) {
                        self.append(text);
                    }
                }
                "MetaBool" if self.tree.shape(content) == Shape::True => self.doc.append("true"),
                "Note" | "RawInline" | "RawBlock" => {
                    at = self.tree.after(at);
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        Span::of_own(start, self.doc.own_len())
    }
}
