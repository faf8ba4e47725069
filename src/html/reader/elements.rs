//! Tokens to what they mean: each element goes to the functions of its family.
//!
//! Shape   a block's start tag ends the paragraph before it; an end tag ends everything inside its
//!         element, or nothing where there is no such element.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.
//! Source  the HTML standard, "Tree construction": which start tags end which elements.

use super::attributes::{self, Values};
use super::stack::{Element, Flags, Kind};
use super::style::{self, Look};
use super::tag::{Raw, Role, Tag};
use super::token::{Token, Tokens};
use super::tree::Tree;
use super::{code_blocks, inlines, lists, tables, word};
use crate::document::{Alignment, Kind as Node, Meta};
use crate::report::Loss;

/// Reads all tokens into the tree. `style` is room for a style that must be decoded.
pub(super) fn read(tree: Tree<'_, '_>, style: &mut String) {
    let mut tokens = Tokens::new(tree.html());
    let mut reader = Reader { tree, style };
    loop {
        match tokens.next() {
            Token::Text(start, end) => reader.tree.text(start, end, true),
            Token::Cdata(start, end) => reader.tree.text(start, end, false),
            Token::Start(tag, start, end) => reader.start(tag, start, end),
            Token::End(tag) => reader.end(tag),
            Token::Raw(tag, start, end) => reader.raw_text(tag, start, end),
            Token::Comment(start, end) => {
                let text = reader.tree.html().as_bytes()[start..end].trim_ascii();
                reader.tree.comment(text);
            }
            Token::Eof => break,
        }
    }
    reader.tree.finish();
}

/// Routes tokens.
struct Reader<'a, 'b> {
    tree: Tree<'a, 'b>,
    style: &'b mut String,
}

impl Reader<'_, '_> {
    /// A start tag whose attributes stand in `start..end`.
    fn start(&mut self, tag: Tag, start: usize, end: usize) {
        if tag == Tag::Unknown {
            return;
        }
        let html = self.tree.html();
        let values = match start < end {
            true => Values::read(html, start, end),
            false => Values::default(),
        };
        let tree = &mut self.tree;
        if tree.top().flags.pre {
            return code_blocks::start_inside(tree, tag, &values);
        }
        if (values.id.is_some() || values.name.is_some()) && !tree.is_hidden() {
            name(tree, tag, &values);
        }
        match tag.role() {
            Role::Nothing | Role::Raw(_) => {}
            Role::Column => {
                if values.width.is_some() {
                    tree.out().lost(Loss::ColumnWidth, start);
                }
            }
            Role::Break => tree.line_break(),
            Role::Picture => inlines::image(tree, &values, start),
            Role::Field => lists::input(tree, &values, start),
            Role::Rule => {
                begin_block(tree, tag, false);
                if !tree.is_hidden() && !tree.top().flags.inline {
                    tree.block_leaf(Node::Rule);
                }
            }
            Role::Object => tree.out().lost(Loss::Object, start),
            Role::Formatting(marks) | Role::Inline(marks) => {
                let look = style::look(html, &values, self.style);
                inlines::start(tree, tag, marks, &look, &values, start);
            }
            Role::Table => {
                let look = style::look(html, &values, self.style);
                tables::start(tree, &look, start);
            }
            Role::Caption | Role::RowGroup | Role::Row | Role::Cell => {
                let look = style::look(html, &values, self.style);
                if tag.role() == Role::Caption && !tree.is_hidden() {
                    tree.out().lost(Loss::Caption, start);
                }
                tables::start_part(tree, tag, &look, start, end);
            }
            Role::Section
            | Role::Paragraph
            | Role::Heading(_)
            | Role::Quote
            | Role::List
            | Role::Item
            | Role::Definitions
            | Role::Definition
            | Role::Pre => {
                let look = style::look(html, &values, self.style);
                if !tree.is_hidden() && !tree.top().flags.inline {
                    count_losses(tree, tag, &values, &look, start);
                }
                start_block(tree, tag, &values, &look);
            }
        }
    }

    /// An end tag.
    fn end(&mut self, tag: Tag) {
        let tree = &mut self.tree;
        let stack = tree.stack();
        // How far out it reaches, and the element that it finds, where it must be inside of that.
        let (bound, index) = match tag.role() {
            Role::Break => return self.start(tag, 0, 0),
            Role::Formatting(_) | Role::Inline(_) => {
                if !tree.top().flags.pre {
                    inlines::end(tree, tag);
                }
                return;
            }
            Role::Nothing
            | Role::Picture
            | Role::Field
            | Role::Rule
            | Role::Object
            | Role::Raw(_)
            | Role::Column => return,
            Role::Section if tag == Tag::Body => return,
            // A heading ends whatever the level of its end tag.
            Role::Heading(_) => {
                let levels = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
                (stack.scope(), stack.last_of(&levels))
            }
            Role::Table => (0, stack.last(tag)),
            Role::Caption | Role::RowGroup | Role::Row | Role::Cell => {
                (stack.last(Tag::Table), stack.last(tag))
            }
            Role::Section
            | Role::Paragraph
            | Role::Quote
            | Role::List
            | Role::Item
            | Role::Definitions
            | Role::Definition
            | Role::Pre => (stack.scope(), stack.last(tag)),
        };
        if index > bound {
            tree.end_to(index);
        } else if tag == Tag::P {
            // `</p>` alone is an empty paragraph, which is a border.
            tree.end_paragraph();
        }
    }

    /// The content of an element such as `script`.
    fn raw_text(&mut self, tag: Tag, start: usize, end: usize) {
        let Role::Raw(raw) = tag.role() else { return };
        match raw {
            Raw::Nothing => {}
            Raw::Lost => self.tree.out().lost(Loss::Html, start),
            Raw::Title => {
                let out = self.tree.out();
                if out.doc().meta(Meta::Title).is_empty() {
                    let title = out.collapsed(Some((start, end)));
                    out.doc().set_meta(Meta::Title, title);
                }
            }
            Raw::Text => self.tree.text(start, end, true),
            Raw::Pre => {
                self.start(Tag::Pre, end, end);
                self.tree.text(start, end, false);
                self.end(Tag::Pre);
            }
        }
    }
}

/// An element has a name: if a link leads to it, it is a place in the document.
fn name(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values) {
    let range = match tree.out().is_own() {
        true => values.id.or(values.name),
        false => attributes::name(tree.html(), values, tree.survey()),
    };
    let name = tree.out().address(range);
    if !name.is_empty() {
        tree.name(name, tag.heading_level().is_some());
    }
}

/// Counts what a block looks like and no document can hold.
fn count_losses(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values, look: &Look, at: usize) {
    let said = style::alignment(tree.out().raw(values.align));
    if matches!(look.align.or(said), Some(Alignment::Center | Alignment::Right)) {
        tree.out().lost(Loss::Alignment, at);
    }
    let numbers = tree.out().raw(values.kind).trim();
    if tag == Tag::Ol && !numbers.is_empty() && numbers != "1" {
        tree.out().lost(Loss::ListStyle, at);
    }
}

/// The start tag of a block that is no part of a table.
fn start_block(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values, look: &Look) {
    let role = tag.role();
    let class = tree.out().raw(values.class);
    let paragraph = if role == Role::Paragraph { word::paragraph(class, look) } else { None };
    begin_block(tree, tag, paragraph.is_some());
    let plain = Element::marked(tag, Kind::Plain, look);
    if tree.is_hidden() {
        return tree.open(plain);
    }
    let inline = tree.top().flags.inline;
    let flags = Flags { lines: look.preformatted, ..Flags::default() };
    let plain = Element { flags, dense: look.dense, ..plain };
    match role {
        Role::Quote if !inline => tree.open(Element { kind: Kind::Quote, ..plain }),
        Role::Definitions if !inline => tree.open(Element { kind: Kind::Definitions, ..plain }),
        Role::List => lists::start(tree, plain, values),
        Role::Item => lists::start_item(tree, plain),
        Role::Definition => lists::start_definition(tree, plain),
        Role::Pre => code_blocks::start(tree, plain, values),
        Role::Paragraph => {
            tree.open(plain);
            tree.begin_word_paragraph(paragraph);
        }
        Role::Section | Role::Heading(_) | Role::Quote | Role::Definitions => tree.open(plain),
        // These are no blocks, or parts of tables.
        Role::Nothing
        | Role::Formatting(_)
        | Role::Inline(_)
        | Role::Break
        | Role::Picture
        | Role::Field
        | Role::Rule
        | Role::Object
        | Role::Raw(_)
        | Role::Table
        | Role::Caption
        | Role::Column
        | Role::RowGroup
        | Role::Row
        | Role::Cell => {}
    }
}

/// Ends what the start tag of a block ends.
fn begin_block(tree: &mut Tree<'_, '_>, tag: Tag, in_word_list: bool) {
    end_open_paragraph(tree);
    if tag.heading_level().is_some() && tree.top().tag.heading_level().is_some() {
        tree.end_to(tree.stack().depth() - 1);
    }
    tree.end_paragraph();
    if !in_word_list && tag != Tag::Li {
        tree.end_soft_lists();
    }
    tree.put_into_cell();
}

/// Ends the `<p>` that is open, if a cell or table has not begun in it since.
pub(super) fn end_open_paragraph(tree: &mut Tree<'_, '_>) {
    let paragraph = tree.stack().last(Tag::P);
    if paragraph > tree.stack().scope() {
        tree.end_to(paragraph);
    }
}
