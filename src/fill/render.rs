//! The document with its values.
//!
//! Shape   one walk over the steps, back to the beginning of a section for each of its values. What has
//!         lost all that it showed goes: a paragraph of a name without a value, a list without items.
//! Units   steps of work; places in the report are bytes of the input.
//! Errors  `LimitReached`; lack of memory is remembered by the document.
//! Limits  some steps for each of the document's and of the values', and `FREE` beside.

use super::sections::{self, Section};
use super::tags::{self, Ask, Step, Tag};
use super::values::Values;
use super::{Given, Tape};
use crate::buffers::kept;
use crate::document::{Document, Kind, LinkId, LinkTarget, Listed, Node, NodeId, Span, View};
use crate::error::{Error, Result, Status};
use crate::memory;
use crate::report::{Loss, Report};
use crate::system::halt;
use crate::text::control::clean;
use crate::text::json::{At, Shape};
use crate::{markdown, work};

/// Steps that any document may take.
const FREE: usize = 8 << 20;
/// How many times as many as it has.
const TIMES: usize = 64;

/// A section that is being shown.
#[derive(Clone, Copy, Debug)]
struct Shown {
    section: u32,
    /// The values that are left.
    next: At,
    end: At,
}

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    node: Option<NodeId>,
    /// A line break was its last node before.
    ends_in_break: bool,
    is_table: bool,
}

kept! {
    #[derive(Debug, Default)]
    pub(super) struct Scratch {
        nodes: Vec<Node>,
        contexts: Vec<At>,
        shown: Vec<Shown>,
        open: Vec<Open>,
        ends: Vec<NodeId>,
        value: String,
        /// A value that is Markdown.
        part: Document,
    }
}

/// Builds the document anew.
pub(super) fn render(
    doc: &mut Document,
    given: Given<'_>,
    tape: &Tape,
    tags: &tags::Scratch,
    sections: &sections::Scratch,
    scratch: &mut Scratch,
    report: &mut Report,
) -> Result<()> {
    let Scratch { nodes, contexts, shown, open, ends, value, part } = scratch;
    nodes.clear();
    contexts.clear();
    shown.clear();
    open.clear();
    std::mem::swap(&mut doc.nodes, nodes);
    let mut values = Values::new(given.values, tape, contexts);
    if !values.enter(0) {
        return Err(Error::out_of_memory());
    }
    let most = (tags.steps.len() + tape.after(0) as usize).saturating_mul(TIMES) + FREE;
    let mut render = Render {
        doc,
        given,
        steps: &tags.steps,
        tags: &tags.tags,
        sections: &sections.sections,
        nodes,
        values,
        shown,
        open,
        ends,
        value,
        part,
        report,
        in_code: false,
    };
    let (mut at, mut taken) = (0, 0usize);
    while at < render.steps.len() {
        taken += 1;
        work::step(1);
        if taken > most {
            return Err(Error::new(
                Status::LimitReached,
                "sections in sections would make far more of the document than it has",
            ));
        }
        if halt::is_due() {
            return Err(Error::out_of_memory());
        }
        at = render.step(at)?;
    }
    render.doc.check()
}

struct Render<'r> {
    doc: &'r mut Document,
    given: Given<'r>,
    steps: &'r [Step],
    tags: &'r [Tag],
    sections: &'r [Section],
    nodes: &'r [Node],
    values: Values<'r>,
    shown: &'r mut Vec<Shown>,
    open: &'r mut Vec<Open>,
    ends: &'r mut Vec<NodeId>,
    value: &'r mut String,
    part: &'r mut Document,
    report: &'r mut Report,
    in_code: bool,
}

impl Render<'_> {
    /// Takes a step and returns the next.
    fn step(&mut self, at: usize) -> Result<usize> {
        match self.steps[at] {
            Step::Gone => {}
            Step::Enter { node, exit } => {
                // Blocks of Markdown stand in the place of a paragraph that asks for nothing else.
                if let (Some(Step::Tag(tag)), Some(Step::Exit { .. })) =
                    (self.steps.get(at + 1), self.steps.get(at + 2))
                    && exit as usize == at + 2
                    && self.nodes[node as usize].kind.is_paragraph()
                    && let Some(tag) = self.tags.get(*tag as usize)
                    && tag.ask == Ask::Markdown
                {
                    self.markdown(*tag, true)?;
                    return Ok(at + 3);
                }
                self.enter(node);
            }
            Step::Exit { node } => self.exit(node),
            Step::Leaf(node) => {
                let kind = self.nodes[node as usize].kind;
                let kind = match kind {
                    Kind::Code(span) => Kind::Code(self.plain(span)),
                    kind => kind,
                };
                self.doc.leaf(kind);
            }
            Step::Text(span) => self.doc.leaf(Kind::Text(span)),
            Step::Tag(tag) => {
                let tag = self.tags[tag as usize];
                match tag.ask {
                    Ask::Text => self.text(tag),
                    Ask::Markdown if self.in_code => self.text(tag),
                    Ask::Markdown => self.markdown(tag, false)?,
                    Ask::Nothing | Ask::Section | Ask::Inverted | Ask::End => {}
                }
            }
            Step::Begin(section) => return self.begin(section, at),
            Step::End(_) => {
                let Some(last) = self.shown.last_mut() else { return Ok(at + 1) };
                let Shown { section, next, end } = *last;
                self.values.contexts.pop();
                if next < end {
                    last.next = self.values.tape.after(next);
                    if !self.values.enter(next) {
                        return Err(Error::out_of_memory());
                    }
                    return Ok(self.sections[section as usize].begin as usize + 1);
                }
                self.shown.pop();
            }
        }
        Ok(at + 1)
    }

    fn begin(&mut self, section: u32, at: usize) -> Result<usize> {
        let Section { tag, end, .. } = self.sections[section as usize];
        let tag = self.tags[tag as usize];
        let found = self.find(tag).filter(|&value| self.values.is_true(value));
        let here = self.values.contexts.last().copied().unwrap_or(0);
        let (first, next, last) = match (tag.ask, found) {
            (Ask::Inverted, None) => (here, 0, 0),
            (Ask::Inverted, Some(_)) | (_, None) => return Ok(end as usize + 1),
            (_, Some(value)) if self.values.tape.shape(value) == Shape::Array => {
                let (first, last) = self.values.tape.elements(value);
                (first, self.values.tape.after(first), last)
            }
            (_, Some(value)) => (value, 0, 0),
        };
        let shown = Shown { section, next, end: last };
        if !memory::push(self.shown, shown) || !self.values.enter(first) {
            return Err(Error::out_of_memory());
        }
        Ok(at + 1)
    }

    fn find(&self, tag: Tag) -> Option<At> {
        let view = View { doc: self.doc, source: self.given.source };
        self.values.find(std::str::from_utf8(view.text(tag.name)).unwrap_or(""))
    }

    fn enter(&mut self, node: NodeId) {
        let Node { kind, end } = self.nodes[node as usize];
        let kind = match kind {
            Kind::Link(id) => Kind::Link(self.target(id)),
            Kind::Image(id) => Kind::Image(self.target(id)),
            // The first row of a table is its head.
            Kind::Row { .. } => {
                let is_first = self.open.last().is_some_and(|outer| {
                    outer.is_table && outer.node.is_some_and(|table| self.doc.is_last(table))
                });
                Kind::Row { header: is_first }
            }
            kind => kind,
        };
        let last = self.nodes.get(end as usize - 1).map(|node| node.kind);
        let opened = Open {
            node: self.doc.open(kind),
            ends_in_break: matches!(last, Some(Kind::SoftBreak | Kind::HardBreak)),
            is_table: matches!(kind, Kind::Table { .. }),
        };
        self.in_code |= matches!(kind, Kind::CodeBlock { .. });
        if !memory::push(self.open, opened) {
            self.doc.give_up();
        }
    }

    fn exit(&mut self, old: NodeId) {
        let Some(Open { node, ends_in_break, .. }) = self.open.pop() else { return };
        let Node { kind, end } = self.nodes[old as usize];
        self.in_code &= !matches!(kind, Kind::CodeBlock { .. });
        let had_nodes = end > old + 1;
        if let Some(node) = node
            && !ends_in_break
            && had_nodes
        {
            while !self.doc.is_last(node)
                && matches!(self.doc.last_kind(), Some(Kind::SoftBreak | Kind::HardBreak))
            {
                self.doc.nodes.pop();
            }
        }
        self.doc.close();
        if let Some(node) = node.filter(|&node| self.doc.is_last(node))
            && had_nodes
            && goes_empty(&kind)
        {
            self.doc.nodes.truncate(node as usize);
        }
    }

    /// A name without a value, or whose value is no text.
    fn missing(&mut self, tag: Tag) {
        self.report.add(Loss::Field, tag.place);
    }

    fn text(&mut self, tag: Tag) {
        let Some(at) = self.find(tag) else { return self.missing(tag) };
        self.value.clear();
        let value = &mut *self.value;
        let mut has_memory = true;
        let has_text = self.values.say(at, &mut |character| {
            has_memory &= value.try_reserve(4).is_ok();
            if has_memory {
                value.push(character);
            }
        });
        if !has_memory {
            return self.doc.give_up();
        }
        if !has_text {
            return self.missing(tag);
        }
        if !tag.switches.is_empty() {
            let view = View { doc: self.doc, source: self.given.source };
            let switches = String::from_utf8_lossy(view.text(tag.switches)).into_owned();
            switched(self.value, &switches);
        }
        let is_picture =
            self.value.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("data:image/"));
        if is_picture && !self.in_code {
            let url = self.doc.own(self.value);
            let id = self.doc.add_link(LinkTarget::new(url, Span::EMPTY));
            self.doc.open(Kind::Image(id));
            self.doc.leaf(Kind::Text(tag.name));
            self.doc.close();
            return;
        }
        let value = std::mem::take(self.value);
        for (at, line) in value.split('\n').enumerate() {
            if at > 0 && self.in_code {
                self.own("\n");
            } else if at > 0 {
                self.doc.leaf(Kind::HardBreak);
            }
            self.own(line.strip_suffix('\r').unwrap_or(line));
        }
        *self.value = value;
    }

    /// Text of a value.
    fn own(&mut self, text: &str) {
        let span = self.cleaned(text);
        self.doc.leaf(Kind::Text(span));
    }

    /// Text without what no text can hold.
    fn cleaned(&mut self, text: &str) -> Span {
        let start = self.doc.own_len();
        let doc = &mut *self.doc;
        let lost = clean(text, |piece| doc.append(piece));
        self.report.add_many(Loss::ControlCharacter, lost, usize::MAX);
        Span::of_own(start, self.doc.own_len())
    }

    /// A target of an address and a title with their values.
    fn target(&mut self, id: LinkId) -> LinkId {
        let view = View { doc: self.doc, source: self.given.source };
        let target = view.link(id);
        let (url, title) = (self.plain(target.url), self.plain(target.title));
        if (url, title) == (target.url, target.title) {
            return id;
        }
        self.doc.add_link(LinkTarget { url, title, ..target })
    }

    /// Code or an address with its values: names alone.
    fn plain(&mut self, span: Span) -> Span {
        let view = View { doc: self.doc, source: self.given.source };
        let text = view.text(span);
        if memchr::memmem::find(text, b"{{").is_none() {
            return span;
        }
        let text = String::from_utf8_lossy(text).into_owned();
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((before, behind)) = rest.split_once("{{") {
            out.push_str(before);
            let end = behind.find(['{', '}']).filter(|&end| behind[end..].starts_with("}}"));
            let Some(end) = end else {
                out.push_str("{{");
                rest = behind;
                continue;
            };
            let found = self.values.find(behind[..end].trim());
            let has_text = found.is_some_and(|at| {
                self.values.say(at, &mut |character| {
                    out.push(if character == '\n' { ' ' } else { character });
                })
            });
            if !has_text {
                self.report.add(Loss::Field, usize::MAX);
            }
            rest = &behind[end + 2..];
        }
        out.push_str(rest);
        self.cleaned(&out)
    }

    /// A value that is Markdown: its blocks, or what stands in them with line breaks between.
    fn markdown(&mut self, tag: Tag, are_blocks: bool) -> Result<()> {
        let Some(at) = self.find(tag) else {
            self.missing(tag);
            return Ok(());
        };
        let mut text = String::new();
        if !self.values.say(at, &mut |character| text.push(character)) {
            self.missing(tag);
            return Ok(());
        }
        let mut losses = Report::default();
        self.part.reset(self.given.options.max_nesting);
        markdown::read(&text, self.given.options, self.part, &mut losses)?;
        self.part.check()?;
        for (loss, entry) in losses.iter() {
            self.report.add_many(loss, entry.count, tag.place);
        }
        // What stands in a line and is no text is shown as it is.
        let has_text =
            self.part.nodes.iter().any(|node| node.kind.is_leaf() && !node.kind.is_block());
        if !are_blocks && !has_text {
            self.own(text.trim());
            return Ok(());
        }
        // What its spans point into is the document's own text from now on.
        let (source, own) = (self.doc.own_len(), self.doc.own_len() + text.len());
        self.doc.append(&text);
        self.doc.append(&self.part.text);
        let moved = |span: Span| {
            let (is_own, start, end) = span.place();
            let by = if is_own { own } else { source };
            if span.is_empty() { span } else { Span::of_own(by + start, by + end) }
        };
        let links = self.doc.links.len() as u32;
        for target in &self.part.links {
            let target =
                LinkTarget { url: moved(target.url), title: moved(target.title), ..*target };
            self.doc.add_link(target);
        }
        self.ends.clear();
        // What comes next in the line begins another.
        let mut is_parted = false;
        let mut next = 0;
        for (id, node) in self.part.nodes.iter().enumerate() {
            if id < next {
                continue;
            }
            while self.ends.pop_if(|end| *end as usize <= id).is_some() {
                self.doc.close();
            }
            let mut kind = node.kind.with_spans(&moved);
            match kind.listed() {
                Listed::Link(target) => target.0 += links,
                Listed::Columns(first, count) => {
                    let columns = self.part.columns.iter().skip(*first as usize);
                    let added: Vec<_> = columns.take(count.into()).copied().collect();
                    if let Kind::Table { first: at, .. } = self.doc.add_columns(added.into_iter()) {
                        *first = at;
                    }
                }
                Listed::Change(change) => {
                    let said =
                        self.part.changes.get(change.0 as usize).copied().unwrap_or_default();
                    *change = self.doc.add_change(said);
                }
                // They are left out below.
                Listed::Comment(_) | Listed::Nothing => {}
            }
            let is_block = kind.is_block();
            // Notes and comments of a value have numbers of their own.
            let is_left_out = matches!(
                kind,
                Kind::FootnoteReference { .. }
                    | Kind::FootnoteDefinition { .. }
                    | Kind::CommentBody(_)
                    | Kind::CommentStart(_)
                    | Kind::CommentEnd(_)
            );
            if is_left_out {
                next = node.end as usize;
                self.report.add(Loss::Note, tag.place);
            } else if is_block && !are_blocks {
                let holds_text = matches!(
                    kind,
                    Kind::Paragraph { .. }
                        | Kind::Heading { .. }
                        | Kind::Cell { .. }
                        | Kind::Term
                        | Kind::CodeBlock { .. }
                        | Kind::HtmlBlock
                );
                is_parted |= holds_text && id > 0;
            } else if let (Kind::Text(span), false) = (kind, are_blocks) {
                // Code and raw HTML have lines.
                let (_, mut start, end) = span.place();
                while start < end {
                    let text = self.doc.own_text(Span::of_own(start, end)).unwrap_or_default();
                    let line = text.split('\n').next().map_or(0, str::len);
                    if line > 0 {
                        part_line(self.doc, &mut is_parted);
                        self.doc.leaf(Kind::Text(Span::of_own(start, start + line)));
                    }
                    start += line + 1;
                    is_parted |= start <= end;
                }
            } else if kind.is_leaf() {
                part_line(self.doc, &mut is_parted);
                self.doc.leaf(kind);
            } else {
                part_line(self.doc, &mut is_parted);
                self.doc.open(kind);
                if !memory::push(self.ends, node.end) {
                    return Err(Error::out_of_memory());
                }
            }
        }
        while self.ends.pop().is_some() {
            self.doc.close();
        }
        Ok(())
    }
}

/// Begins another line, if there is to be one.
fn part_line(doc: &mut Document, is_parted: &mut bool) {
    if std::mem::take(is_parted) {
        doc.leaf(Kind::HardBreak);
    }
}

/// Whether a container goes that has lost all that stood in it.
fn goes_empty(kind: &Kind) -> bool {
    use Kind::*;
    match kind {
        Paragraph { .. } | Heading { .. } | Quote { alert: None, .. } | List { .. } | Caption => {
            true
        }
        Emphasis | Strong | Strike | Underline | Superscript | Subscript | Highlight => true,
        Keyboard | Inserted(_) | Deleted(_) | Colored { .. } | SmallCaps | Table { .. } => true,
        DefinitionList => true,
        Quote { alert: Some(_), .. } | Item { .. } | CodeBlock { .. } | HtmlBlock | Row { .. } => {
            false
        }
        Cell { .. } | FootnoteDefinition { .. } | CommentBody(_) | Term | Definition => false,
        Link(_) | Image(_) | Rule | PageBreak | Text(_) | Code(_) | Html(_) | Math { .. } => false,
        SoftBreak | HardBreak | FootnoteReference { .. } | Anchor { .. } => false,
        CommentStart(_) | CommentEnd(_) | Contents => false,
    }
}

/// Does to a value what the switches of a merge field say.
fn switched(value: &mut String, switches: &str) {
    let argument = |rest: &str| match rest.trim_start().strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or("").to_owned(),
        None => rest.split_whitespace().next().unwrap_or("").to_owned(),
    };
    let (mut before, mut behind) = (String::new(), String::new());
    for switch in switches.split('\\').skip(1) {
        let Some(letter) = switch.chars().next() else { continue };
        let said = argument(&switch[letter.len_utf8()..]);
        match letter {
            '*' => match said.to_ascii_lowercase().as_str() {
                "upper" => *value = value.to_uppercase(),
                "lower" => *value = value.to_lowercase(),
                "firstcap" => *value = capital(value),
                "caps" => {
                    let words = value.split(' ').map(capital);
                    *value = words.collect::<Vec<_>>().join(" ");
                }
                _ => {}
            },
            'b' => before = said,
            'f' => behind = said,
            _ => {}
        }
    }
    if !value.is_empty() {
        value.insert_str(0, &before);
        value.push_str(&behind);
    }
}

fn capital(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
