//! Tokens to what they mean: each element goes to the functions of its family.
//!
//! Shape   a block's start tag ends the paragraph before it; an end tag ends everything inside its
//!         element, or nothing where there is no such element.
//! Units   byte offsets into the text.
//! Errors  lack of memory is remembered by the document.
//! Source  the HTML standard, "Tree construction": which start tags end which elements.

use super::attributes::{self, Values};
use super::formulas::Formulas;
use super::later::Later;
use super::stack::{Element, Flags, Kind};
use super::style::{self, Look, Marks};
use super::tag::{Raw, Role, Tag, blocks};
use super::token::{Token, Tokens};
use super::tree::Tree;
use super::{code_blocks, facts, force, formulas, inlines, lists, notes, tables, word};
use crate::document::{Alignment, Comment, Kind as Node, Meta, NodeId, captions};
use crate::report::Loss;

const HEADINGS: [Tag; 6] = [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];

/// Reads all tokens into the tree. `style` is room for a style that must be decoded; text outside of the
/// fragment is not seen.
/// Returns the nodes of the table of contents, where it has one among its outermost blocks.
pub(super) fn read(
    tree: Tree<'_, '_>,
    style: &mut String,
    fragment: (usize, usize),
) -> Option<(usize, usize)> {
    let tokens = Tokens::new(tree.html());
    let (select, caption, contents) = (None, None, (None, None));
    let mut reader = Reader {
        tree,
        style,
        tokens,
        fragment,
        select,
        formulas: Formulas::default(),
        caption,
        captioned: 0,
        contents,
        no_words_before: 0,
        strays: 1,
        later: Later::default(),
    };
    loop {
        reader.pass_strays();
        match reader.tokens.next() {
            Token::Eof => break,
            token => {
                if let Token::Start(Tag::Table, ..) = token {
                    reader.strays();
                }
                reader.token(token);
            }
        }
    }
    let (from, to) = reader.contents;
    reader.tree.end_to_document();
    reader.end_captioned();
    reader.notes();
    reader.tree.text().write_anchors();
    reader.comments();
    reader.tree.finish();
    from.zip(to)
}

/// A list to choose from, of which one option is shown.
#[derive(Clone, Copy, Debug)]
struct Select {
    chosen: usize,
    seen: usize,
    count: usize,
}

/// Routes tokens.
struct Reader<'a, 'b> {
    tree: Tree<'a, 'b>,
    style: &'b mut String,
    tokens: Tokens<'a>,
    fragment: (usize, usize),
    select: Option<Select>,
    formulas: Formulas,
    /// The node that the caption of the table begins with, if it gets one, and its place.
    caption: Option<(usize, usize)>,
    /// The element of that table.
    captioned: usize,
    /// The nodes of the table of contents: the first, and the one behind the last.
    contents: (Option<usize>, Option<usize>),
    /// The words of no comment that begins before this end.
    no_words_before: usize,
    /// The number of the next piece of text that is shown before the table it stands in.
    strays: u32,
    /// Notes that can't stand where they do.
    later: Later,
}

impl Reader<'_, '_> {
    /// What a token means; the end of the text is another matter.
    fn token(&mut self, token: Token) {
        match token {
            Token::Text(start, end) => self.text(start, end, true),
            Token::Cdata(start, end) => self.text(start, end, false),
            Token::Start(tag, start, end) => self.start(tag, start, end),
            Token::End(tag) => self.end(tag),
            Token::Raw(tag, start, end) => self.raw_text(tag, start, end),
            Token::Comment(start, end) => {
                let text = self.tree.html().as_bytes()[start..end].trim_ascii();
                self.tree.items().comment(text);
            }
            Token::Eof => {}
        }
    }

    /// A table begins: what stands between its rows comes first.
    fn strays(&mut self) {
        let Some(mut stray) = self.tree.here().strays() else { return };
        let border = self.tree.begin_strays();
        loop {
            let outer = self.tokens.clone();
            self.part((stray.start, stray.end));
            self.tokens = outer;
            self.tree.end_to(border + 1);
            match self.tree.survey().stray(stray.next) {
                Some(next) => stray = next,
                None => break,
            }
        }
        self.tree.here_mut().end_strays(border);
    }

    /// Goes on behind what has come already.
    fn pass_strays(&mut self) {
        while let Some(stray) = self.tree.survey().stray(self.strays)
            && stray.start <= self.tokens.at()
        {
            if stray.start == self.tokens.at() {
                self.tokens.skip_to(stray.end);
            }
            self.strays += 1;
        }
    }

    /// A comment begins whose words stand here.
    fn comment(&mut self, tag: Tag, values: &Values, at: usize) {
        let tree = &mut self.tree;
        let is_shown = !tree.is_hidden() && tree.here_mut().open_comment().is_none();
        let start = self.tokens.at();
        let end = match is_shown && start >= self.no_words_before {
            true => words_end(&self.tokens),
            false => Err(self.no_words_before),
        };
        let Ok(end) = end else {
            self.no_words_before = end.unwrap_or_else(|at| at);
            tree.out().lost(Loss::Comment, at);
            return notes::link(tree, tag, notes::Link::Says, values, at);
        };
        let name = tree.out_raw(values.id);
        let out = tree.out();
        let author = out.collapsed(values.author);
        let initials = out.collapsed(values.initials);
        let date = inlines::date(out, values.date);
        tree.begin_comment(name, Comment { author, initials, date }, (start, end));
        self.tokens.skip_to(end + "</span>".len());
    }

    /// The notes that could not stand where they did, where all else has been read.
    fn notes(&mut self) {
        while let Some(note) = self.later.next() {
            self.tree.here_mut().see_tables(note.before);
            self.part((note.start, note.end));
            self.tree.end_to_document();
        }
    }

    /// The words of comments, where all else has been read.
    fn comments(&mut self) {
        for number in 0.. {
            let Some(range) = self.tree.open_words(number) else { break };
            self.part(range);
            self.tree.end_to_document();
        }
    }

    /// Some of the text.
    fn part(&mut self, (start, end): (usize, usize)) {
        self.tokens = Tokens::new(&self.tree.html()[..end]);
        self.tokens.skip_to(start);
        loop {
            match self.tokens.next() {
                Token::Eof => break,
                token => self.token(token),
            }
        }
    }

    /// Text, as far as it is seen.
    fn text(&mut self, start: usize, end: usize, references: bool) {
        let (start, end) = (start.max(self.fragment.0), end.min(self.fragment.1));
        if start < end && self.select.is_none_or(|select| select.seen == select.chosen) {
            self.tree.text().text(start, end, references);
        }
    }

    /// A list to choose from begins: its chosen option, else its first, is what is shown of it.
    fn select(&self) -> Option<Select> {
        let (mut chosen, mut seen) = (1, 0);
        let mut tokens = self.tokens.clone();
        loop {
            match tokens.next() {
                Token::Start(Tag::Option, start, end) => {
                    seen += 1;
                    let tag = &self.tree.html()[start..end];
                    let word =
                        |word: &str| word.trim_end_matches('/').eq_ignore_ascii_case("selected");
                    let is_chosen = tag.split([' ', '\t', '\n', '\r', '=']).any(word);
                    chosen = if is_chosen { seen } else { chosen };
                }
                // What has no options shows what stands in it.
                Token::End(Tag::Select) => {
                    return (seen > 0).then_some(Select { chosen, seen: 0, count: seen });
                }
                Token::Start(Tag::Select, ..) | Token::Eof => return None,
                _ => {}
            }
        }
    }

    /// A list to choose from may begin, or an option of one.
    fn choice(&mut self, tag: Tag, start: usize) {
        if tag == Tag::Select {
            self.select = self.select();
            let tree = &mut self.tree;
            if self.select.is_some_and(|select| select.count > 1) && !tree.is_hidden() {
                tree.out().lost(Loss::Html, start);
            }
        } else if tag == Tag::Option
            && let Some(select) = &mut self.select
        {
            select.seen += 1;
        }
    }

    /// A start tag whose attributes stand in `start..end`.
    fn start(&mut self, tag: Tag, start: usize, end: usize) {
        if tag == Tag::Unknown {
            // In Markdown it was typed, perhaps for words: `List<String>`.
            if self.tree.out().is_own() && !self.tree.is_hidden() {
                self.tree.out().lost(Loss::Html, start);
            }
            return;
        }
        let html = self.tree.html();
        let mut values = match start < end {
            true => Values::read(html, start, end),
            false => Values::default(),
        };
        // No others show it.
        if !matches!(tag, Tag::Table | Tag::Body) && !tag.is_table_part() {
            values.ground = None;
        }
        self.choice(tag, start);
        let tree = &mut self.tree;
        if tree.top().flags.pre && !code_blocks::is_ended_by(tree, tag) {
            if (values.id.is_some() || values.name.is_some()) && !tree.is_hidden() {
                name(tree, tag, &values);
            }
            let look = style::look(html, &values, self.style);
            return code_blocks::start_inside(tree, tag, &values, &look, start);
        }
        let link = notes::Link::of(tree, tag, &values, start);
        let is_named = values.id.is_some() || values.name.is_some();
        if tree.survey().note(start).is_some()
            && tree.here().has_note_to_wait()
            && let Some(note) =
                self.later.note(html, (tag, start), &self.tokens, tree.here().cells().seen())
        {
            tree.here_mut().see_tables(note.before + note.tables);
            return self.tokens.skip_to(note.end);
        }
        if is_named
            && !tree.is_hidden()
            && link.is_none()
            && !notes::is_note(tree, tag, &values, start)
        {
            name(tree, tag, &values);
        }
        if link == Some(notes::Link::Says) {
            return self.comment(tag, &values, start);
        }
        if let Some(link) = link {
            return notes::link(tree, tag, link, &values, start);
        }
        if start < self.fragment.0 || start >= self.fragment.1 {
            // What stands around the fragment are the elements that it is in.
            match tag.role() {
                Role::Break | Role::Picture | Role::Field | Role::Rule | Role::Object => return,
                _ => {}
            }
        }
        match tag {
            // The page is made of others; what else stands in it no browser shows.
            Tag::Frameset if tree.out().doc().nodes.is_empty() => {
                tree.out().lost(Loss::Object, start);
                self.fragment.1 = self.fragment.1.min(start);
            }
            Tag::Meta => facts::meta(tree, &values),
            Tag::Base => tree.out().set_base(values.href),
            Tag::Html => {
                facts::language(tree, &values);
                let direction = style::direction(tree.out().raw(values.dir));
                tree.here_mut().turn(direction);
            }
            Tag::Math if start < self.fragment.1 => {
                self.formulas.element(tree, &mut self.tokens, &values, (start, end));
            }
            Tag::Script => self.formulas.begin_script(tree, &values),
            Tag::Span | Tag::Div if values.class.is_some() => {
                let found = formulas::tex_in(tree, tag, &values, self.tokens.at());
                if let Some(tex) = found {
                    let is_block = tag == Tag::Div;
                    if is_block {
                        begin_block(tree, tag, false);
                    }
                    inlines::formula(tree, Some(tex.range), tex.display);
                    if is_block {
                        tree.here_mut().end_paragraph();
                    }
                    return self.tokens.skip_to(tex.close);
                }
            }
            _ => {}
        }
        let tree = &mut self.tree;
        if tag == Tag::Span && values.style.is_some() {
            notes::author(tree, &values);
        }
        match tag.role() {
            // The first look has seen to columns.
            Role::Nothing | Role::Raw(_) | Role::Column => {}
            Role::Break => {
                let look = style::look(html, &values, self.style);
                if look.breaks[0] && !tree.is_hidden() && tree.here().fits_page_break() {
                    tree.here_mut().end_paragraph();
                    return tree.here_mut().block_leaf(Node::PageBreak);
                }
                tree.text().line_break();
            }
            Role::Picture => inlines::image(tree, &values, start),
            Role::Field => lists::input(tree, &values, start),
            // Word's, above its comments.
            Role::Rule if tree.out_raw(values.class) == "msocomoff" => {}
            Role::Rule if tree.survey().is_around_notes(start) => {}
            // And above its notes.
            Role::Rule
                if values.sized
                    && tree.out_raw(values.align) == "left"
                    && tree.out_raw(values.width) == "33%" => {}
            Role::Rule => {
                begin_block(tree, tag, false);
                if !tree.is_hidden() && !tree.top().flags.inline {
                    tree.here_mut().block_leaf(Node::Rule);
                }
            }
            Role::Object => tree.out().lost(Loss::Object, start),
            Role::Formatting(_) | Role::Inline(_)
                if formulas::is_shown_again(tree, tag, &values) =>
            {
                tree.text()
                    .open_inline(tag, force::Look { on: Marks::UNSAID, ..force::Look::NONE });
            }
            Role::Formatting(marks) | Role::Inline(marks) => {
                let look = style::look(html, &values, self.style);
                inlines::start(tree, tag, marks, &look, &values, start);
            }
            Role::Table => {
                let look = style::look(html, &values, self.style);
                count_color(tree, &look, start);
                tables::start(tree, &look, start);
            }
            Role::Caption | Role::RowGroup | Role::Row | Role::Cell => {
                let mut look = style::look(html, &values, self.style);
                look.set_align(html, values.align);
                count_color(tree, &look, start);
                tables::start_part(tree, tag, &look, start, end);
                if tag.role() == Role::Caption && !tree.is_hidden() {
                    match self.caption {
                        None => {
                            self.caption = Some((tree.out().doc().nodes.len(), start));
                            self.captioned = tree.stack().last(Tag::Table);
                        }
                        Some(_) => tree.out().lost(Loss::Caption, start),
                    }
                }
            }
            blocks!() => {
                let mut look = style::look(html, &values, self.style);
                look.set_align(html, values.align);
                if tag == Tag::Center {
                    look.align = Some(Alignment::Center);
                }
                if tag == Tag::Body {
                    // That of the page is not that of the letters.
                    let paint = std::mem::take(&mut look.paint).seen();
                    look.paint.text = paint.text;
                    look.colored |= !paint.back.is_none();
                }
                count_color(tree, &look, start);
                start_block(tree, tag, &values, &look, start);
                let at = self.tokens.at();
                if tag == Tag::Li
                    && let Some((done, length)) = lists::typed_box(&html[at..])
                    && tree.items().make_task(done)
                {
                    self.tokens.skip_to(at + length);
                }
                if tag == Tag::Nav
                    && self.contents.0.is_none()
                    && tree.out().doc().open_count() == 0
                {
                    let mut classes = tree.out().raw(values.class).split_ascii_whitespace();
                    let is_contents = classes.any(|class| class == "toc") && !tree.is_hidden();
                    self.contents.0 = is_contents.then(|| tree.out().doc().nodes.len());
                }
            }
        }
    }

    /// An end tag.
    fn end(&mut self, tag: Tag) {
        if tag == Tag::Select {
            self.select = None;
        }
        let tree = &mut self.tree;
        let stack = tree.stack();
        // How far out it reaches, and the element that it finds, where it must be inside of that.
        let (bound, index) = match tag.role() {
            Role::Break => return self.start(tag, 0, 0),
            Role::Formatting(_) | Role::Inline(_) => {
                return match tree.top().flags.pre {
                    true => code_blocks::end_inside(tree, tag),
                    false => inlines::end(tree, tag),
                };
            }
            Role::Nothing if tag == Tag::Button => return tree.here_mut().pre().0.button(false),
            Role::Nothing
            | Role::Picture
            | Role::Field
            | Role::Rule
            | Role::Object
            | Role::Raw(_)
            | Role::Column => return,
            Role::Section if tag == Tag::Body => return,
            // A heading ends whatever the level of its end tag.
            Role::Heading(_) => (stack.scope(), stack.last_of(&HEADINGS)),
            Role::Table => (0, stack.last(tag)),
            Role::Caption | Role::RowGroup | Role::Row | Role::Cell => {
                (stack.last(Tag::Table), stack.last(tag))
            }
            // That of an item does not end a list that stands in it.
            Role::Item => (stack.scope().max(stack.last_of(&lists::LISTS)), stack.last(tag)),
            Role::Section
            | Role::Paragraph
            | Role::Quote
            | Role::List
            | Role::Definitions
            | Role::Definition
            | Role::Pre => (stack.scope(), stack.last(tag)),
        };
        if index > bound {
            tree.end_to(index);
            if tag == Tag::Table && self.captioned == index {
                self.end_captioned();
            }
            let tree = &mut self.tree;
            if tag == Tag::Nav && self.contents.0.is_some() && self.contents.1.is_none() {
                tree.here_mut().end_paragraph();
                let doc = tree.out().doc();
                self.contents.1 = (doc.open_count() == 0).then_some(doc.nodes.len());
            }
        } else if tag == Tag::P {
            // `</p>` alone is an empty paragraph, which is a border.
            tree.here_mut().end_paragraph();
        }
    }

    /// A table has ended: a paragraph that was its caption, before it, is put behind it.
    fn end_captioned(&mut self) {
        let Some((mut at, place)) = self.caption.take() else { return };
        let doc = self.tree.out().doc();
        // Quotes and lists are opened when something stands in them.
        while let Some(Node::Quote { .. } | Node::List { .. } | Node::Item { .. }) =
            doc.nodes.get(at).map(|node| node.kind)
        {
            at += 1;
        }
        let ends = |at: usize, is: fn(&Node) -> bool| {
            doc.nodes.get(at).filter(|node| is(&node.kind)).map(|node| node.end as usize)
        };
        let table = ends(at, Node::is_paragraph);
        let end = table.and_then(|table| ends(table, |kind| matches!(kind, Node::Table { .. })));
        if end == Some(doc.nodes.len()) {
            doc.set_kind(at as NodeId, Node::Caption);
            captions::put_behind(doc, at as NodeId);
        } else {
            self.tree.out().lost(Loss::Caption, place);
        }
    }

    /// The content of an element such as `script`.
    fn raw_text(&mut self, tag: Tag, start: usize, end: usize) {
        let Role::Raw(raw) = tag.role() else { return };
        match raw {
            Raw::Nothing => {}
            Raw::Lost if tag == Tag::Script && self.formulas.script(&mut self.tree, start, end) => {
            }
            // What a formula looks like.
            Raw::Lost if self.tree.marks().has(Marks::SILENT) => {}
            Raw::Lost if self.tree.html()[end..].starts_with("</svg><mjx-") => {}
            Raw::Lost => {
                if !self.tree.html().as_bytes()[start..end].trim_ascii().is_empty() {
                    self.tree.out().lost(Loss::Html, start);
                }
            }
            // In Markdown it is raw HTML as any other that is left out.
            Raw::Looks if self.tree.out().is_own() => self.tree.out().lost(Loss::Html, start),
            Raw::Looks => {
                if style::says_something(&self.tree.html()[start..end]) {
                    self.tree.out().lost(Loss::Spacing, start);
                }
            }
            Raw::Frame => self.tree.out().lost(Loss::Html, start),
            Raw::Title => {
                let out = self.tree.out();
                if out.doc().meta(Meta::Title).is_empty() {
                    let title = out.collapsed(Some((start, end)));
                    out.doc().set_meta(Meta::Title, title);
                }
            }
            Raw::Text => self.text(start, end, true),
            Raw::Pre if start >= self.fragment.1 => {}
            Raw::Pre => {
                self.start(Tag::Pre, end, end);
                self.tree.text().text(start, end, false);
                self.end(Tag::Pre);
            }
        }
    }
}

/// Where the words of a comment end that begin at the next token: at its end tag. An error says up to where
/// none was found: to a block, or the end.
fn words_end(tokens: &Tokens<'_>) -> Result<usize, usize> {
    let (mut tokens, mut depth) = (tokens.clone(), 1);
    loop {
        let at = tokens.at();
        match tokens.next() {
            Token::Start(Tag::Span, ..) => depth += 1,
            Token::End(Tag::Span) => depth -= 1,
            Token::Start(tag, ..) | Token::End(tag) if tag.is_block() => return Err(at),
            Token::Eof => return Err(at),
            _ => {}
        }
        if depth == 0 {
            return Ok(at);
        }
    }
}

/// Counts a colour that no document can hold.
fn count_color(tree: &mut Tree<'_, '_>, look: &Look, at: usize) {
    if look.colored && !tree.is_hidden() {
        tree.out().lost(Loss::Color, at);
    }
}

/// An element has a name: if a link leads to it, it is a place in the document.
fn name(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values) {
    let range = match tree.out().is_own() {
        true => values.id.or(values.name),
        false => attributes::name(tree.html(), values, tree.survey()),
    };
    let name = tree.out().name(range);
    if !name.is_empty() {
        tree.text().name(name, tag);
    }
}

/// The start tag of a block that is no part of a table.
fn start_block(tree: &mut Tree<'_, '_>, tag: Tag, values: &Values, look: &Look, at: usize) {
    let role = tag.role();
    let class = tree.out().raw(values.class);
    let paragraph = if role == Role::Paragraph { word::paragraph(class, look) } else { None };
    begin_block(tree, tag, paragraph.is_some() || lists::goes_on(tree, tag, values));
    let plain = Element::marked(tag, Kind::Plain, look);
    if tree.is_hidden() {
        return tree.open(Element { breaks: false, ..plain });
    }
    if values.class.is_some() && formulas::is_shown_again(tree, tag, values) {
        return tree.open(Element { on: Marks::UNSAID, ..plain });
    }
    if look.breaks[0] && tree.here().fits_page_break() {
        tree.here_mut().block_leaf(Node::PageBreak);
    }
    if notes::start(tree, &plain, values, look, at) {
        return;
    }
    if role == Role::Section && (values.role.is_some() || class.contains("checkbox")) {
        lists::drawn_box(tree, values);
    }
    let is_text = matches!(role, Role::Paragraph | Role::Heading(_)) && paragraph.is_none();
    if let Some((at, _)) = values.style.filter(|_| is_text && look.margin != 0) {
        tree.out().lost(Loss::Spacing, at);
    }
    let inline = tree.top().flags.inline;
    let notes = role == Role::List && tree.survey().is_around_notes(at);
    let flags = Flags { notes, ..Flags::default() };
    let plain = Element { flags, dense: look.dense, ..plain };
    match role {
        Role::Quote if !inline => tree.open(Element { kind: Kind::Quote(None), ..plain }),
        Role::Section if !inline && class.contains("markdown-alert-") => {
            tree.open(Element { kind: notes::alert(class), ..plain });
        }
        Role::Paragraph if class == "markdown-alert-title" || class == "comment-author" => {
            // An alert may have no other words.
            tree.here_mut().open_waiting();
            tree.open(Element { on: Marks::UNSAID, ..plain });
        }
        Role::Definitions if !inline => tree.open(Element { kind: Kind::Definitions, ..plain }),
        Role::List => lists::start(tree, plain, values, look),
        Role::Item => lists::start_item(tree, plain, values, look),
        Role::Definition => lists::start_definition(tree, plain),
        Role::Pre => code_blocks::start(tree, plain, values),
        Role::Paragraph => {
            tree.open(plain);
            tree.items().begin_word_paragraph(paragraph);
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

/// Ends what the start tag of a block ends; `goes_on`: not the lists that have no end tag.
fn begin_block(tree: &mut Tree<'_, '_>, tag: Tag, goes_on: bool) {
    end_open_paragraph(tree);
    if tag.heading_level().is_some() && tree.top().tag.heading_level().is_some() {
        tree.end_to(tree.stack().depth() - 1);
    }
    if matches!(tag.role(), Role::List | Role::Definitions | Role::Quote | Role::Pre | Role::Rule) {
        end_open_heading(tree);
    }
    tree.here_mut().end_paragraph();
    if !goes_on && tag != Tag::Li {
        tree.end_soft_lists();
    }
    tree.here_mut().put_into_cell();
}

/// Ends the heading that was not ended: what comes now stands in none.
pub(super) fn end_open_heading(tree: &mut Tree<'_, '_>) {
    let stack = tree.stack();
    let heading = stack.last_of(&HEADINGS);
    if heading > stack.scope() {
        tree.end_to(heading);
    }
}

/// Ends the `<p>` that is open, if a cell or table has not begun in it since.
pub(super) fn end_open_paragraph(tree: &mut Tree<'_, '_>) {
    let paragraph = tree.stack().last(Tag::P);
    if paragraph > tree.stack().scope() {
        tree.end_to(paragraph);
    }
}
