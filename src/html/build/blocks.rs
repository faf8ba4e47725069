//! Start and end tags of blocks.
//!
//! Shape   a block's start tag ends the paragraph before it; an end tag ends everything inside its
//!         element, or nothing where there is no such element.
//! Source  the HTML standard, "Tree construction": which start tags end which elements.

use super::attributes::Values;
use super::{Builder, Kind};
use crate::document;
use crate::document::Span;
use crate::html::style::{Look, Marks};
use crate::html::tag::Tag;
use crate::report::Loss;

impl Builder<'_, '_> {
    /// A start tag whose attributes stand in `start..end`.
    pub(super) fn start(&mut self, tag: Tag, start: usize, end: usize) {
        if tag == Tag::Unknown {
            return;
        }
        let values = match start < end {
            true => Values::read(self.html, start, end),
            false => Values::default(),
        };
        if self.top().flags.pre {
            return self.start_in_pre(tag, &values);
        }
        self.anchor(tag, &values);
        match tag {
            Tag::Br => self.line_break(),
            Tag::Img => self.image(&values, start),
            Tag::Input => self.input(&values, start),
            Tag::Hr => self.rule(),
            Tag::Object | Tag::Embed | Tag::Applet => self.lost(Loss::Object, start),
            _ if tag.is_inline() => self.start_inline(tag, &values, start),
            _ if tag.is_block() => self.start_block(tag, &values, start, end),
            _ => {}
        }
    }

    /// A place that a link leads to.
    fn anchor(&mut self, tag: Tag, values: &Values) {
        if values.id.is_none() && values.name.is_none() || self.marks.has(Marks::HIDDEN) {
            return;
        }
        let name = self.fragment(values);
        if name.is_empty() {
            return;
        }
        if tag.heading_level().is_some() {
            self.heading_id = name;
        } else if self.text.open {
            self.prepare(0);
            self.flush_code();
            self.doc.leaf(document::Kind::Anchor { name });
        } else if self.buffers.anchors.try_reserve(1).is_ok() {
            self.buffers.anchors.push(name);
        }
    }

    fn start_block(&mut self, tag: Tag, values: &Values, start: usize, end: usize) {
        let look = self.look(values);
        if tag.is_table_part() || tag == Tag::Table {
            return self.start_table_part(tag, look, start, end);
        }
        let paragraph = if tag == Tag::P { self.word_paragraph(values, &look) } else { None };
        self.begin_element(tag, paragraph.is_some());
        if self.marks.has(Marks::HIDDEN) {
            return self.push(tag, Kind::Plain, look.on, look.off);
        }
        let inline = self.top().flags.inline;
        match tag {
            Tag::Blockquote if !inline => self.push(tag, Kind::Quote, look.on, look.off),
            Tag::Ul | Tag::Ol | Tag::Menu | Tag::Dir => self.start_list(tag, values, look),
            Tag::Li => self.start_item(look),
            Tag::Dl if !inline => self.push(tag, Kind::Definitions, look.on, look.off),
            Tag::Dt | Tag::Dd => self.start_definition(tag, look),
            Tag::Pre | Tag::Listing => self.start_pre(tag, values, look),
            _ => self.push(tag, Kind::Plain, look.on, look.off),
        }
        if tag == Tag::P {
            self.top_mut().dense = look.dense;
            self.paragraph = paragraph;
            self.buffers.marker.clear();
        }
        self.top_mut().flags.lines |= look.preformatted;
    }

    /// Ends what the start tag of a block ends.
    fn begin_element(&mut self, tag: Tag, in_word_list: bool) {
        let paragraph = self.last[Tag::P as usize];
        if paragraph > self.scope() {
            self.pop_to(paragraph);
        }
        if tag.heading_level().is_some() && self.top().tag.heading_level().is_some() {
            self.pop_to(self.depth() - 1);
        }
        self.border();
        if !in_word_list && tag != Tag::Li {
            self.pop_soft();
        }
        self.cell_around();
    }

    /// `<hr>`
    fn rule(&mut self) {
        self.begin_element(Tag::Hr, false);
        if !self.marks.has(Marks::HIDDEN) && !self.top().flags.inline {
            self.settle();
            self.doc.leaf(document::Kind::Rule);
        }
    }

    /// `<pre>`: a code block; where none can stand, code with breaks.
    fn start_pre(&mut self, tag: Tag, values: &Values, look: Look) {
        if self.top().flags.inline {
            self.push(tag, Kind::Plain, look.on.with(Marks::CODE), look.off);
            self.top_mut().flags.lines = true;
            return;
        }
        let info = self.language(values);
        self.settle();
        let open = self.doc.open_count();
        let node = self.doc.open(document::Kind::CodeBlock { info });
        self.push(tag, Kind::Pre, look.on, look.off);
        let top = self.top_mut();
        (top.open, top.node, top.flags.pre) = (open, node, true);
        self.begin_pre();
    }

    fn start_in_pre(&mut self, tag: Tag, values: &Values) {
        self.text.pre_fresh = false;
        match tag {
            Tag::Br => self.pre_literal("\n"),
            Tag::Code => self.code_in_pre(values),
            Tag::Table => {
                self.tables_seen += 1;
                self.end_line();
                self.push(tag, Kind::Plain, Marks::NONE, Marks::NONE);
            }
            Tag::Td | Tag::Th | Tag::Col | Tag::Caption => {}
            _ if tag.is_block() => {
                self.end_line();
                self.push(tag, Kind::Plain, Marks::NONE, Marks::NONE);
            }
            _ => {}
        }
    }

    /// `<code class="language-…">` in `<pre>` names the language.
    fn code_in_pre(&mut self, values: &Values) {
        let top = *self.top();
        if top.kind != Kind::Pre || values.class.is_none() {
            return;
        }
        let info = self.language(values);
        if let Some(node) = top.node
            && info != Span::EMPTY
            && !info.is_empty()
        {
            self.doc.set_kind(node, document::Kind::CodeBlock { info });
        }
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Br => return self.start(Tag::Br, 0, 0),
            Tag::Unknown | Tag::Body | Tag::Html => return,
            _ => {}
        }
        if tag.is_inline() {
            if !self.top().flags.pre {
                self.end_inline(tag);
            }
            return;
        }
        if !tag.is_block() {
            return;
        }
        let last = |tag: Tag| self.last[tag as usize];
        // A heading ends whatever the level of its end tag.
        let index = match tag.heading_level() {
            Some(_) => {
                [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6].map(last).into_iter().max()
            }
            None => Some(last(tag)),
        };
        let index = index.unwrap_or(0);
        let bound = match tag {
            Tag::Table => 0,
            Tag::Td | Tag::Th | Tag::Caption | Tag::Tr | Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                last(Tag::Table)
            }
            _ => self.scope(),
        };
        if index > bound {
            self.pop_to(index);
        } else if tag == Tag::P {
            // `</p>` alone is an empty paragraph, which is a border.
            self.border();
        }
    }
}
